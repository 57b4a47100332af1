"""Does a rare but lawful programme do what its planner means?

Late receivers, private campuses, several changes in one year: each test is one such case, worked
by hand. Rare rules and what the verdict makes of it all are in ``test_odd_but_legal_rules.py`` and
``test_odd_but_legal_verdicts.py``.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from simulator.district import Closure, Conversion, Dates, Project, Redraw, Regime
from simulator.engine import History
from tests.places import norms, place, rules
from tests.simulator.odd_places import (
    PRIMARY,
    WITH_P,
    A,
    B,
    P,
    happened,
    lone,
    measured,
    own,
    pupils,
    rooms,
    rows,
    run,
    town,
)

START = dt.date(1990, 1, 1)
JULY = dt.date(2023, 7, 1)


def building(name: str, campus: int, accepted: dt.date, **fields: Any) -> Project:
    """Plan a new campus with 12 rooms in the pool of the same index."""
    return Project(name, campus, True, ((campus, 12),), Dates(accepted=accepted), Dates(), **fields)


# Receivers and private campuses ----------------------------------------------------------------


@pytest.mark.parametrize(("months_late", "merges"), [(0, 2023), (6, 2024), (18, 2025)])
def test_a_merger_waits_until_its_receiver_is_open(months_late: int, merges: int) -> None:
    # B moves into the new P on 15 August 2023. The classes of p1 go up wherever they are.
    project = building("new", P, dt.date(2023, 7, 1), delay_p50_months=months_late)
    history = run(
        town(
            campuses=WITH_P,
            closed=["P"],
            years=(2022, 2026),
            sizes={("B", "p1"): [30]},
            projects=(project,),
            closures=(Closure("move", dt.date(2023, 8, 15), B, P, True),),
        )
    )
    for year in range(2023, 2027):
        grade = f"p{year - 2021}"
        old, new = pupils(history, year, "B"), pupils(history, year, "P")
        there, gone = (new, old) if year >= merges else (old, new)
        assert there[grade] == 30, year
        assert not gone, year
    assert [date[:4] for date in happened(history, "merger_waits_for_receiver")] == [
        str(year) for year in range(2023, merges)
    ]
    assert len(happened(history, "campus_merged")) == 1
    assert rooms(history, 2026)["P/primary"] == 24


def outside_of(campuses: dict[str, tuple[str, float, float]], **fields: Any) -> History:
    """Close B in 2023, whose 40 pupils of p1 all live outside."""
    return run(
        place(
            zones={f"z{name}": at for name, at in campuses.items()},
            campuses=campuses,
            rooms={(name, "primary"): 12 for name in campuses},
            people={("zB", 0): 1},
            stages=["primary"],
            closures=(Closure("c", dt.date(2023, 7, 1), sorted(campuses).index("B"), None, False),),
            **fields,
        )
    )


def test_pupils_from_outside_find_a_seat_when_their_campus_closes() -> None:
    history = outside_of(
        {"A": ("T", 900, 0), "B": ("T", 0, 0)}, sizes={("B", "p1"): [40], ("A", "p1"): [5]}
    )
    assert pupils(history, 2022, "B") == {"p1": 40}
    assert pupils(history, 2023, "A") == {"p2": 45}
    assert measured(history, 2023, "unplaced") == 0


def test_pupils_from_outside_go_to_the_campus_nearest_to_their_old_one() -> None:
    # N, 900 m away, has 20 seats to the norm; the other 20 go on to F, though F comes first by id.
    history = outside_of(
        {"F": ("T", -2000, 0), "B": ("T", 0, 0), "N": ("T", 900, 0)},
        sizes={("B", "p1"): [40], ("N", "p1"): [25], ("F", "p1"): [10]},
    )
    assert (pupils(history, 2023, "N"), pupils(history, 2023, "F")) == ({"p2": 45}, {"p2": 30})
    assert measured(history, 2023, "unplaced") == 0


SWAPPED = {"primary": {"z1": ["B"], "z2": ["A"]}}
"""Catchments that least total distance would turn round."""


@pytest.mark.parametrize(
    "fields",
    [
        {"closed": ["P"], "projects": (building("p", P, JULY),)},
        {"closures": (Closure("c", JULY, P, None, False),)},
        {
            "rooms": {("A", "primary"): 12, ("B", "primary"): 12, ("P", "primary"): 6}
            | {("P", "junior"): 6},
            # Pools: A/primary, B/primary, P/junior, P/primary.
            "conversions": (Conversion("c", JULY, 3, 2, 6),),
        },
    ],
    ids=["opens", "closes", "converted"],
)
def test_no_public_catchment_changes_with_a_private_campus(fields: dict[str, Any]) -> None:
    history = run(town(campuses=WITH_P, private=["P"], catchments=SWAPPED, **fields))
    for year in history.district.years:
        assert own(history, year) == [("z1", "B"), ("z2", "A")]


@pytest.mark.parametrize("merged", [False, True])
def test_a_private_receiver_never_becomes_an_own_campus(merged: bool) -> None:
    history = run(
        town(
            campuses=WITH_P,
            private=["P"],
            sizes={("B", "p1"): [30]},
            closures=(Closure("c", JULY, B, P, merged),),
        )
    )
    for year in (2023, 2024, 2025):
        assert {campus for _, campus in own(history, year)} == {"A"}


def test_a_closed_campus_serves_no_zone_of_another_town_either() -> None:
    campuses = {"A": ("T", 0.0, 0.0), "B": ("T", 1500.0, 0.0), "C": ("U", 3500.0, 0.0)}
    history = run(
        town(
            zones={"z1": ("T", 0, 0), "z2": ("U", 3000, 0)},
            campuses=campuses,
            catchments={"primary": {"z1": ["A"], "z2": ["B"]}},
            closures=(Closure("c", JULY, B, None, False),),
        )
    )
    assert ("z2", "B") in own(history, 2022)
    for year in (2023, 2024, 2025):
        assert "B" not in {campus for _, campus in own(history, year)}
        assert ("z1", "A") in own(history, year)
    assert pupils(history, 2023, "C")["p1"] == 30


def test_two_new_campuses_that_state_the_same_zone_share_it() -> None:
    projects = tuple(
        building(name, campus, JULY, catchment=(1,)) for campus, name in ((B, "p1"), (P, "p2"))
    )
    history = run(town(campuses=WITH_P, closed=["B", "P"], projects=projects))
    assert own(history, 2023) == [("z1", "A"), ("z2", "B"), ("z2", "P")]
    both = [pupils(history, 2023, campus).get("p1", 0) for campus in "BP"]
    assert sum(both) == 30


def test_a_merger_brings_beds_and_temporary_rooms_along() -> None:
    history = run(
        lone(
            campuses={"A": ("T", 0, 0), "B": ("T", 900, 0)},
            rooms={("A", "primary"): 12, ("B", "primary"): 12},
            people={("z", 6): 60},
            sizes={("B", "p1"): [40], ("A", "p1"): [20]},
            campus_beds=np.array([0, 50]),
            pool_temporary=np.array([1, 4]),
            closures=(Closure("m", JULY, B, A, True),),
        )
    )
    for year in (2023, 2024):
        assert rows(history, year, "campuses")["beds"].tolist() == [50]
        assert rows(history, year, "capacity")["rooms_temporary"].tolist() == [5]


# Several changes of one year --------------------------------------------------------------------


def by_id(changes: Sequence[Any]) -> tuple[Any, ...]:
    """Sort changes as the assembly does."""
    return tuple(sorted(changes, key=lambda change: change.id))


@pytest.mark.parametrize("ids", [("r1", "r2"), ("r2", "r1")])
def test_of_two_redraws_in_one_year_the_later_holds(ids: tuple[str, str]) -> None:
    z1 = np.array([0])
    redraws = (
        Redraw(ids[0], dt.date(2023, 3, 1), PRIMARY, z1, np.array([A])),
        Redraw(ids[1], dt.date(2023, 8, 1), PRIMARY, z1, np.array([B])),
    )
    history = run(town(redraws=by_id(redraws)))
    assert own(history, 2023) == [("z1", "B"), ("z2", "B")]


@pytest.mark.parametrize("ids", [("c1", "c2"), ("c2", "c1")])
def test_of_two_conversions_in_one_year_the_second_finds_the_rooms_of_the_first(
    ids: tuple[str, str],
) -> None:
    junior, primary, senior = range(3)
    conversions = (
        Conversion(ids[0], dt.date(2023, 3, 1), junior, primary, 6),
        Conversion(ids[1], dt.date(2023, 6, 1), primary, senior, 6),
    )
    stock = {("A", "junior"): 12, ("A", "primary"): 0, ("A", "senior"): 0}
    stages = ["primary", "junior", "senior"]
    history = run(lone(rooms=stock, stages=stages, conversions=by_id(conversions)))
    assert rooms(history, 2023) == {"A/junior": 6, "A/primary": 0, "A/senior": 6}


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize(
    ("merger", "conversion", "left"),
    [
        # Ten rooms come, then eight of twelve go; or only two are there to go when ten come.
        (dt.date(2023, 3, 1), dt.date(2023, 6, 1), {"A/junior": 10, "A/primary": 4}),
        (dt.date(2023, 6, 1), dt.date(2023, 3, 1), {"A/junior": 4, "A/primary": 10}),
    ],
)
def test_a_merger_and_a_conversion_come_in_the_order_of_their_dates(
    ids: tuple[str, str], merger: dt.date, conversion: dt.date, left: dict[str, int]
) -> None:
    history = run(
        lone(
            campuses={"A": ("T", 0, 0), "B": ("T", 500, 0)},
            rooms={("A", "primary"): 2, ("A", "junior"): 2, ("B", "primary"): 10},
            stages=["primary", "junior"],
            closures=(Closure(ids[0], merger, B, A, True),),
            conversions=(Conversion(ids[1], conversion, 1, 0, 8),),
        )
    )
    assert rooms(history, 2023) == left


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize(
    ("redraw", "to", "left"),
    [
        # z1 is given to B before B moves into P, or to B's heir A long after.
        (dt.date(2023, 3, 1), B, [("z1", "P"), ("z2", "P")]),
        (dt.date(2023, 8, 1), A, [("z1", "A"), ("z2", "P")]),
    ],
)
def test_a_redraw_and_a_merger_come_in_the_order_of_their_dates(
    ids: tuple[str, str], redraw: dt.date, to: int, left: list[tuple[str, str]]
) -> None:
    history = run(
        town(
            campuses=WITH_P,
            catchments={"primary": {"z1": ["A" if to == B else "B"], "z2": ["B"]}},
            redraws=(Redraw(ids[0], redraw, PRIMARY, np.array([0]), np.array([to])),),
            closures=(Closure(ids[1], dt.date(2023, 6, 1), B, P, True),),
        )
    )
    assert own(history, 2023) == left


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
def test_of_two_mergers_in_one_year_the_second_takes_what_the_first_brought(
    ids: tuple[str, str],
) -> None:
    closures = (
        Closure(ids[0], dt.date(2023, 3, 1), A, B, True),
        Closure(ids[1], dt.date(2023, 6, 1), B, P, True),
    )
    sizes = {(campus, "p1"): [30] for campus in "ABP"}
    history = run(town(campuses=WITH_P, sizes=sizes, closures=by_id(closures)))
    assert pupils(history, 2023, "P")["p2"] == 90
    assert rooms(history, 2023) == {"P/primary": 36}


@pytest.mark.parametrize(
    "changed",
    [{"admission": ("nearest",) * 4}, {"new_school_catchment": "none"}, {}],
    ids=["nearest", "no_new_catchment", "assumed"],
)
def test_a_stage_whose_rooms_were_all_converted_ends_with_its_last_class(
    changed: dict[str, Any],
) -> None:
    # Children move into z2 every year: they must not revive the primary stage of B.
    migration = np.zeros((2, 18, 2))
    migration[1, :, 0] = 0.1
    sizes = {(campus, f"p{grade}"): [30] for campus in "AB" for grade in range(1, 7)}
    history = run(
        town(
            rooms={("A", "primary"): 24, ("B", "primary"): 6, ("B", "junior"): 6},
            stages=["primary", "junior"],
            years=(2022, 2031),
            births={zone: [30] * 9 for zone in ("z1", "z2")},
            sizes=sizes,
            net_migration=migration,
            regime=Regime(START, norms(), rules(**changed)),
            conversions=(Conversion("c", JULY, 2, 1, 6),),
        )
    )
    for year in history.district.years[1:]:
        left = {grade for grade in pupils(history, year, "B") if grade[0] == "p"}
        assert left == {f"p{grade}" for grade in range(year - 2021, 7)}, year
