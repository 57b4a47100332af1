"""Is luck keyed by names, uniform, and turned into exact quantiles?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulator import luck as luck_module
from simulator.luck import Luck, binomial, keys, poisson
from tests.depth import cases

QUICK = settings(max_examples=cases(25, 200), deadline=None, derandomize=True)
BELOW_ONE = 1 - 2.0**-53

uniforms = st.floats(2.0**-54, BELOW_ONE)
chances = st.one_of(st.floats(1e-9, 1 - 1e-9), st.sampled_from([0.5, 0.02, 0.98]))


def assert_is_quantile(k, u, cdf):
    """The smallest k with P(X ≤ k) ≥ u, up to the last bits of two ways to work out P."""
    slack = 1e-12
    assert cdf(k) >= u - slack
    assert k == 0 or cdf(k - 1) < u + slack


@QUICK
@given(u=uniforms, trials=st.integers(0, 3000), chance=chances)
def test_binomial_is_the_quantile(u, trials, chance):
    k = int(binomial(np.array(u), np.array(trials), np.array(chance)))
    assert 0 <= k <= trials
    assert_is_quantile(k, u, lambda x: stats.binom.cdf(x, trials, chance))


@QUICK
@given(u=uniforms, mean=st.floats(1e-9, 3000))
def test_poisson_is_the_quantile(u, mean):
    k = int(poisson(np.array(u), np.array(mean)))
    assert k >= 0
    assert_is_quantile(k, u, lambda x: stats.poisson.cdf(x, mean))


def test_quantiles_agree_with_scipy_on_a_grid():
    u = Luck(3, 1).uniform("grid", keys(("a",))[:, None], 2024, np.arange(400))
    trials = np.array([1, 2, 7, 45, 400])[:, None]
    for chance in (0.01, 0.3, 0.5, 0.97):
        found = binomial(u, trials, np.array(chance))
        np.testing.assert_array_equal(found, stats.binom.ppf(u, trials, chance))
    mean = np.array([0.05, 0.9, 4.0, 38.5, 612.25])[:, None]
    np.testing.assert_array_equal(poisson(u, mean), stats.poisson.ppf(u, mean))


@pytest.mark.parametrize("u", [2.0**-54, 0.5, BELOW_ONE])
def test_sure_and_impossible_events_need_no_luck(u):
    trials = np.array([0, 1, 45, 45])
    chance = np.array([0.5, 1.0, 1.0, 0.0])
    np.testing.assert_array_equal(binomial(np.array(u), trials, chance), [0, 1, 45, 0])
    np.testing.assert_array_equal(poisson(np.array([u, u]), np.array([0.0, -1.0])), [0, 0])


def test_closed_forms():
    # One trial: a loss exactly when u lies above the chance to keep.
    u = np.array([0.1, 0.69, 0.71, 0.999])
    one = np.ones(4, dtype=np.int64)
    np.testing.assert_array_equal(binomial(u, one, np.full(4, 0.3)), [0, 0, 1, 1])
    # Poisson of ln 2: P(0) = 1/2.
    half = np.array([0.49, 0.51])
    np.testing.assert_array_equal(poisson(half, np.full(2, np.log(2))), [0, 1])


def test_a_step_belongs_to_the_smaller_number():
    # P(X ≤ 1) of two fair coins is exactly 3/4; P(X ≤ 0) is exactly 1/4.
    u = np.array([0.25, np.nextafter(0.25, 1), 0.75, np.nextafter(0.75, 1)])
    found = binomial(u, np.full(4, 2), np.full(4, 0.5))
    np.testing.assert_array_equal(found, [0, 1, 1, 2])


def test_draws_are_uniform():
    names = keys(tuple(f"zone-{i}" for i in range(500)))
    u = Luck(20230309, 4).uniform("birth", names[:, None], 2025, np.arange(200))
    assert u.shape == (500, 200)
    assert u.min() > 0 and u.max() < 1
    counts = np.bincount((u.ravel() * 100).astype(int), minlength=100)
    assert stats.chisquare(counts).pvalue > 1e-3
    # Each bit is fair that every number in (0, 1) holds.
    bits = (u.ravel() * 2**51).astype(np.uint64)
    ones = [int(((bits >> np.uint64(b)) & np.uint64(1)).sum()) for b in range(51)]
    assert np.abs(np.array(ones) - 50_000).max() < 5 * np.sqrt(100_000) / 2


@pytest.mark.parametrize("what", ["seed", "replicate", "purpose", "year", "k", "entity"])
def test_neighbouring_draws_are_independent(what):
    # One step along each argument: pairs fall evenly on a 10 × 10 board.
    names = keys(tuple(f"zone-{i}" for i in range(5000)))
    k = np.arange(4)
    first = Luck(7, 3).uniform("birth", names[:, None], 2025, k)
    second = {
        "seed": lambda: Luck(8, 3).uniform("birth", names[:, None], 2025, k),
        "replicate": lambda: Luck(7, 4).uniform("birth", names[:, None], 2025, k),
        "purpose": lambda: Luck(7, 3).uniform("death", names[:, None], 2025, k),
        "year": lambda: Luck(7, 3).uniform("birth", names[:, None], 2026, k),
        "k": lambda: Luck(7, 3).uniform("birth", names[:, None], 2025, k + 1),
        "entity": lambda: np.roll(first, 1, axis=0),
    }[what]()
    if what == "k":
        np.testing.assert_array_equal(first[:, 1:], second[:, :-1])
        first, second = first[:, :1], first[:, 1:2]
    board = (first.ravel() * 10).astype(int) * 10 + (second.ravel() * 10).astype(int)
    assert stats.chisquare(np.bincount(board, minlength=100)).pvalue > 1e-3


def test_no_two_arguments_stand_in_for_each_other():
    # Seed and replicate, year and counter: moving one back and another on is not the same draw.
    name = keys(("a",))
    draws = {
        float(Luck(seed, replicate).uniform("birth", name, year, k)[0])
        for seed in range(4)
        for replicate in range(8)
        for year in range(2022, 2027)
        for k in range(36)
    }
    assert len(draws) == 4 * 8 * 5 * 36


@QUICK
@given(
    names=st.lists(st.text(min_size=1, max_size=8), unique=True, min_size=2, max_size=8),
    data=st.data(),
)
def test_a_draw_does_not_depend_on_position_or_company(names, data):
    shuffled = data.draw(st.permutations(names))[: data.draw(st.integers(1, len(names)))]
    luck = Luck(5, 2)
    together = dict(
        zip(names, luck.uniform("birth", keys(tuple(names)), 2024).tolist(), strict=True)
    )
    apart = luck.uniform("birth", keys(tuple(shuffled)), 2024).tolist()
    assert apart == [together[name] for name in shuffled]


def test_counters_broadcast_without_changing_a_draw():
    luck, names = Luck(5, 2), keys(("a", "b", "c"))
    table = luck.uniform("death", names[:, None], 2024, np.arange(36))
    for row in range(3):
        for k in (0, 1, 35):
            assert table[row, k] == luck.uniform("death", names[row : row + 1], 2024, k)[0]


def test_draws_are_the_same_on_every_machine():
    # Pinned, so that a change of the hash is seen: it would change every published result.
    found = Luck(20230309, 7).uniform("birth", keys(("曲溪-01", "a")), 2025, [0, 3])
    assert found.tolist() == pytest.approx(PINNED, abs=1e-12)


PINNED = [0.8443306767395378, 0.32969229138887174]


@pytest.mark.parametrize("bits", [0, 2**64 - 1])
def test_neither_nought_nor_one_is_ever_drawn(bits, monkeypatch):
    # At either, a quantile function has no finite answer.
    monkeypatch.setattr(luck_module, "_mix", lambda value: np.full_like(value, bits))
    u = Luck(1, 1).uniform("birth", keys(("a",)), 2025)
    assert 0 < u[0] < 1


def test_only_replicate_zero_is_central():
    assert Luck(1).central and Luck(1, 0).central
    assert not Luck(1, 1).central


def test_a_large_or_negative_seed_is_taken():
    name = keys(("a",))
    assert Luck(2**64 + 5, 1).uniform("x", name, 1) == Luck(5, 1).uniform("x", name, 1)
    assert 0 < Luck(-1, 1).uniform("x", name, 1)[0] < 1
