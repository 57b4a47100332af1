"""Distances between all pairs: by hand, in chunks, and what is refused."""

import numpy as np
import pytest

from geodata import travel
from geodata.travel import distances


def test_by_hand() -> None:
    found = distances([[0, 0], [300, 400]], [[300, 400], [0, 1], [0, 0]], 1.3)
    # 500 × 1.3 = 650; 1 × 1.3 = 1.3; hypot(300, 399) = 499.2 × 1.3 = 648.96.
    np.testing.assert_array_equal(found, [[650, 1, 0], [0, 649, 650]])
    assert found.dtype == np.int32


def test_chunks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    place = np.random.default_rng(1).uniform(0, 40_000, (60, 2))
    whole = distances(place, place[:7], 1.2)
    monkeypatch.setattr(travel, "_CHUNK_CELLS", 20)
    np.testing.assert_array_equal(distances(place, place[:7], 1.2), whole)


def test_straight_line_is_symmetric_and_zero_at_home() -> None:
    place = np.random.default_rng(2).uniform(0, 40_000, (40, 2))
    found = distances(place, place)
    np.testing.assert_array_equal(found, found.T)
    assert not np.diag(found).any()


def test_nobody_and_nowhere() -> None:
    assert distances(np.zeros((0, 2)), [[1, 1]]).shape == (0, 1)
    assert distances([[1, 1]], np.zeros((0, 2))).shape == (1, 0)


@pytest.mark.parametrize(
    ("start", "factor", "words"),
    [
        ([[np.nan, 0]], 1.3, "finite"),
        ([[0, 0]], 0.9, "shorter than the straight line"),
        ([[0, 0]], float("nan"), "shorter than the straight line"),
        ([[1e12, 0]], 1.3, "not metres"),
    ],
)
def test_refused(start: list[list[float]], factor: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        distances(start, [[0, 0]], factor)
