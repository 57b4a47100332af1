"""Is a promise for every year judged by its worst year?"""

import datetime as dt
from typing import Any

import pytest

from simulator.district import District
from simulator.schema import Source, Target
from simulator.targets import Judged, judge
from tests.behaviour.expecting import Recorded, recorded
from tests.behaviour.reading import district_of

LATER = {"opens_later": True}


def town(campuses: dict[str, dict[str, Any]], years: str, **given: Any) -> District:
    """Build a district of one town with a zone at its centre."""
    when = {"years": years, "changes": given.pop("changes", [])}
    for number, campus in enumerate(campuses.values(), 1):
        campus |= {"town": "T", "at": [100 * number, 0]}
    zones = {"z": {"town": "T", "at": [0, 0]}}
    return district_of(
        {"name": "", "given": {"zones": zones, "campuses": campuses, **given}, "when": when}
    )


@pytest.fixture(scope="module")
def building() -> Recorded:
    """Rooms of 45: 6 in December 2022, 36 in 2024, 20 in November 2025, 6 in January 2026."""
    rooms = {"B": ("2022-12-31", 6), "C": ("2024-08-15", 36), "D": ("2025-11-30", 20),
             "E": ("2026-01-01", 6)}  # fmt: skip
    campuses = {name: {"rooms": {"primary": n}, **LATER} for name, (_, n) in rooms.items()}
    changes = [
        {"build": name, "rooms": {"primary": n}, "accepted": on} for name, (on, n) in rooms.items()
    ]
    district = town({"A": {"rooms": {"primary": 6}}, **campuses}, "2021-2027", changes=changes)
    return recorded(district)


@pytest.fixture(scope="module")
def clearing() -> Recorded:
    """One class of 60, in p3 of 2022 and until it leaves after p6 of 2025; nobody else."""
    return recorded(
        town(
            {"A": {"rooms": {"primary": 6}}},
            "2022-2028",
            children={"z": {8: 60}},
            classes={"A": {"p3": [60]}},
        )
    )


def asked(metric: str, since: str | None, by: str, **more: Any) -> Target:
    return Target(
        metric=metric,
        stage="primary",
        since=None if since is None else dt.date.fromisoformat(since),
        by=dt.date.fromisoformat(by),
        every_year=True,
        source=Source(title="promise"),
        **more,
    )


def said(judged: Judged) -> tuple[float | None, bool | None, str | None, str | None, str]:
    days = (judged.first_met, judged.since, judged.on)
    first, since, on = (day.isoformat() if day else None for day in days)
    assert on is not None
    return judged.achieved, judged.met, first, since, on


@pytest.mark.parametrize(
    ("since", "by", "at_least", "expected"),
    [
        # 270, 0, 1,620, 900 and 270 places in the years 2022 to 2026.
        ("2022-01-01", "2026-12-31", 270, (0, False, "2024-12-31", "2023-01-01", "2023-12-31")),
        ("2024-01-01", "2026-12-31", 270, (270, True, "2024-12-31", "2026-01-01", "2026-12-31")),
        ("2024-01-01", "2026-12-31", 271, (270, False, None, "2026-01-01", "2026-12-31")),
        # Reached in the first year after the promised ones.
        ("2023-01-01", "2023-12-31", 1, (0, False, "2024-12-31", "2023-01-01", "2023-12-31")),
        # Years that begin in September: November 2025 and January 2026 are of one.
        ("2025-09-01", "2026-08-31", 1, (1170, True, "2026-08-31", "2025-09-01", "2026-08-31")),
    ],
)  # fmt: skip
def test_places_added_are_counted_in_each_twelve_months(
    building: Recorded, since: str, by: str, at_least: int, expected: tuple[Any, ...]
) -> None:
    target = asked("added_places", since, by, at_least=at_least)
    assert said(judge(target, building.history)) == expected


@pytest.mark.parametrize(
    ("since", "by", "expected"),
    [
        ("2023-01-01", "2027-12-31", (1, False, "2026-09-01", "2023-01-01", "2023-09-01")),
        (None, "2024-12-31", (1, False, "2026-09-01", None, "2023-09-01")),
        ("2026-01-01", "2027-12-31", (0, True, "2026-09-01", "2026-01-01", "2026-09-01")),
    ],
)
def test_a_september_of_large_classes_breaks_the_promise(
    clearing: Recorded, since: str | None, by: str, expected: tuple[Any, ...]
) -> None:
    target = asked("large_classes", since, by, at_most=0)
    assert said(judge(target, clearing.history)) == expected


def test_the_last_year_alone_would_keep_it(clearing: Recorded) -> None:
    target = asked("large_classes", "2023-01-01", "2027-12-31", at_most=0)
    once = target.model_copy(update={"every_year": False})
    assert judge(once, clearing.history).met is True
    assert judge(target, clearing.history).met is False


def test_a_year_without_a_value_is_no_year_that_kept_it(clearing: Recorded) -> None:
    # Nobody is admitted in the opening year: its shortfall is not counted.
    target = asked("shortfall", "2022-01-01", "2024-12-31", at_most=10**6)
    judged = judge(target, clearing.history)
    assert (judged.achieved, judged.met) == (None, None)
    later = target.model_copy(update={"since": None})
    assert judge(later, clearing.history).met is True
