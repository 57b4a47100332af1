"""Does the model do what a planner would say in one sentence? Each test is one such sentence.

The steps of the year, rung by rung, are in ``tests/behaviour``; here stand the corners: openings
that do not fit, chains of closures, dates a day apart, and what a promise counts.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator.district import Dates, District, Project
from simulator.luck import Luck
from simulator.projection import cohort_births, cohorts_from_census, due_grade
from simulator.schedules import schedule
from simulator.schema import Source, Target
from simulator.targets import added_places, judge, readings
from simulator.vocabulary import GRADES
from simulator.year_sums import SCOPES
from tests.behaviour.expecting import (
    Recorded,
    catchment,
    class_sizes,
    destinations,
    events,
    recorded,
)
from tests.behaviour.reading import district_of


def one_town(
    campuses: dict[str, dict[str, Any]], years: str = "2022-2023", *, when: Any = None, **given: Any
) -> District:
    """Build a district in one town with a zone ``z`` at its centre."""
    for number, campus in enumerate(campuses.values(), 1):
        campus.setdefault("town", "T")
        campus.setdefault("at", [100 * number, 0])
    given.setdefault("zones", {"z": {"town": "T", "at": [0, 0]}})
    return district_of(
        {
            "name": "",
            "given": {"campuses": campuses, **given},
            "when": {"years": years, **(when or {})},
        }
    )


def classes(run: Recorded, year: int, campus: str, grade: str) -> list[int]:
    """List class sizes."""
    c = run.district.campus_ids.index(campus)
    return class_sizes(run.states[year], c, GRADES.index(grade))


def measure(run: Recorded, year: int, name: str, scope: str = "primary") -> float:
    """Read one number of the census."""
    census = run.states[year].census
    assert census is not None
    value: float = census.rows["years"][name][SCOPES.index(scope)].item()
    return value


def pupils(run: Recorded, year: int, campus: str) -> int:
    """Count the pupils of a campus."""
    c = run.district.campus_ids.index(campus)
    return int(run.states[year].roll.at_campuses()[c].sum())


def where(run: Recorded, year: int, zone: str, grade: str) -> dict[str, int]:
    """Count the children of a zone and grade by destination."""
    return destinations(run, run.states[year], zone, grade)


# The opening -----------------------------------------------------------------------------------


def test_pupils_beyond_the_children_live_outside_and_the_misfit_says_so() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 2}}}, children={"z": {6: 30}}, classes={"A": {"p1": [40]}}
        )
    )
    assert where(run, 2022, "z", "p1") == {"A": 30}
    assert where(run, 2022, "outside", "p1") == {"A": 10}
    assert run.states[2022].people[-1, 6].sum() == 10
    first, last = (m for m in run.history.misfits if m.stage == 1)
    assert (first.pupils, first.outside) == (30, 0)
    assert (last.pupils, last.children, last.outside, last.not_on_roll) == (0, 0, 10, 0)


def test_pupils_from_outside_stay_to_the_end_of_the_stage_and_then_go_home() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 2, "junior": 2}}},
            "2022-2024",
            classes={"A": {"p5": [40]}},
        )
    )
    assert where(run, 2023, "outside", "p6") == {"A": 40}
    assert pupils(run, 2024, "A") == 0
    assert run.states[2024].people[-1].sum() == 0


def test_children_beyond_the_pupils_are_in_the_sinks_and_those_not_stated_are_listed() -> None:
    # 50 children, a tenth private: 45 seek, 40 are on the roll. 5 stated + 5 on no roll.
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 2}}},
            children={"z": {6: 50}},
            classes={"A": {"p1": [40]}},
            entry_shares={"primary": {"private": 0.1}},
        )
    )
    assert where(run, 2022, "z", "p1") == {"A": 40, "private": 10}
    first, last = (m for m in run.history.misfits if m.stage == 1)
    assert (first.pupils, first.children, first.not_on_roll) == (40, 10, 5)
    assert (last.pupils, last.outside, last.not_on_roll) == (0, 0, 5)


def test_the_second_pass_takes_the_stated_share_where_pupils_need_it() -> None:
    # 45 of 50 seek; 48 are on the roll: the second pass finds 3 more among the private tenth.
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 2}}},
            children={"z": {6: 50}},
            classes={"A": {"p1": [48]}},
            entry_shares={"primary": {"private": 0.1}},
        )
    )
    assert where(run, 2022, "z", "p1") == {"A": 48, "private": 2}
    first, last = (m for m in run.history.misfits if m.stage == 1)
    assert (first.pupils, last.pupils, last.outside) == (45, 3, 0)


@pytest.mark.parametrize(("metres", "at_home"), [(8000, True), (8001, False)])
def test_a_pupil_without_a_child_within_the_cap_lives_outside(metres: int, at_home: bool) -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 2}, "at": [metres, 0]}},
            children={"z": {6: 40}},
            classes={"A": {"p1": [40]}},
            catchments={"primary": {}},
        )
    )
    assert where(run, 2022, "z", "p1") == ({"A": 40} if at_home else {"elsewhere": 40})
    assert where(run, 2022, "outside", "p1") == ({} if at_home else {"A": 40})


def test_the_catchment_is_preferred_up_to_the_bonus() -> None:
    # z's own A at 1.5 km is preferred to B at 100 m: the bonus is 1,500 m. At 2 km it is not.
    def homes(metres: int) -> dict[str, int]:
        district = one_town(
            {
                "A": {"rooms": {"primary": 1}, "at": [metres, 0]},
                "B": {"rooms": {"primary": 1}, "at": [0, 100]},
            },
            children={"z": {6: 40}},
            classes={"A": {"p1": [40]}, "B": {"p1": [40]}},
            catchments={"primary": {"z": ["A"]}},
        )
        return where(recorded(district), 2022, "z", "p1")

    assert homes(1500) == {"A": 40}
    assert homes(2000) == {"B": 40}


def test_reported_classes_of_the_opening_are_kept_as_they_are() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 2}}},
            children={"z": {6: 121}},
            classes={"A": {"p1": [67, 47, 7]}},
        )
    )
    assert classes(run, 2022, "A", "p1") == [67, 47, 7]
    assert run.states[2022].borrowed.tolist() == [1]


def test_a_calendar_year_of_births_splits_a_third_and_two_thirds() -> None:
    # Aged 0 on 31 August 2022: a third of the 300 of 2021, two thirds of the 600 of 2022.
    assert cohort_births([300, 600], [2021, 2022]) == pytest.approx([500])


def test_ages_of_a_november_census_split_a_sixth() -> None:
    # Of those aged 5 on 1 November a sixth turned 5 since September; of the 6-year-olds, 6.
    cohorts = cohorts_from_census([0, 0, 0, 0, 0, 60, 120])
    assert cohorts[5] == pytest.approx(60 * 5 / 6 + 120 / 6)


@pytest.mark.parametrize(
    ("born", "grade"),
    [
        (dt.date(2016, 8, 31), "p1"),
        (dt.date(2016, 9, 1), "k3"),
        (dt.date(2016, 2, 29), "p1"),
        (dt.date(2015, 9, 1), "p1"),
        (dt.date(2015, 8, 31), "p2"),
        (dt.date(2019, 9, 1), None),
    ],
)
def test_a_birthday_on_31_august_is_in_time_and_on_1_september_a_year_late(
    born: dt.date, grade: str | None
) -> None:
    assert due_grade(born, 2022) == grade


# Buildings -------------------------------------------------------------------------------------


def new_school(accepted: str, **more: Any) -> District:
    """Build A beside z, and B coming with z as its catchment."""
    change = {"build": "B", "id": "b", "rooms": {"primary": 36}, "accepted": accepted}
    return one_town(
        {"A": {"rooms": {"primary": 36}}, "B": {"rooms": {"primary": 36}, "opens_later": True}},
        "2022-2025",
        children={"z": {3: 30, 4: 30, 5: 30}},
        when={"changes": [{**change, "catchment_zones": ["z"], **more}]},
    )


@pytest.mark.parametrize(
    ("accepted", "first"), [("2023-08-31", 2023), ("2023-09-01", 2024), ("2024-08-31", 2024)]
)
def test_accepted_on_31_august_opens_that_september_a_day_later_the_next(
    accepted: str, first: int
) -> None:
    run = recorded(new_school(accepted))
    assert run.history.accepted == {0: first}
    for year in (2023, 2024, 2025):
        entrants = where(run, year, "z", "p1")
        assert entrants == ({"B": 30} if year >= first else {"A": 30}), year


def test_ready_on_20_august_but_missed_by_the_notice_opens_the_next_september() -> None:
    # Works began 90 days late: on 30 June the 30 June 2023 planned was expected on 28 September.
    run = recorded(
        new_school(
            "2023-06-30",
            started="2022-10-01",
            actual={"started": "2022-12-30", "accepted": "2023-08-20"},
        )
    )
    assert "ready_but_not_announced b" in events(run, 2023)
    assert run.history.accepted == {0: 2024}
    assert where(run, 2023, "z", "p1") == {"A": 30}
    assert where(run, 2024, "z", "p1") == {"B": 30}


@pytest.mark.parametrize(("days_late", "announced"), [(31, True), (32, False)])
def test_the_notice_counts_expectations_to_31_august(days_late: int, announced: bool) -> None:
    # Planned for 31 July 2023; the start slipped by 31 days (31 August) or 32 (1 September).
    start = dt.date(2022, 10, 1)
    late = start + dt.timedelta(days=days_late)
    run = recorded(
        new_school(
            "2023-07-31",
            started=start,
            actual={"started": late, "accepted": "2023-08-01"},
        )
    )
    there = any(event.startswith("project_announced b") for event in events(run, 2023))
    assert there == announced
    assert run.history.accepted == {0: 2023 if announced else 2024}


@pytest.mark.parametrize("accepted", ["2023-09-01", "2023-10-01"])
def test_announced_but_late_the_old_catchment_takes_the_intake_back(accepted: str) -> None:
    run = recorded(new_school("2023-08-15", actual={"accepted": accepted}))
    assert "announced_but_late b" in events(run, 2023)
    assert where(run, 2023, "z", "p1") == {"A": 30}
    assert catchment(run.district, run.states[2023], "primary", "z") == ["A"]
    assert where(run, 2024, "z", "p1") == {"B": 30}


def test_works_that_should_have_begun_are_late_by_the_days_since() -> None:
    # Planned to begin on 1 January 2023, not begun on 30 June: 180 days after 15 August at best.
    run = recorded(
        new_school(
            "2023-08-15",
            started="2023-01-01",
            actual={"started": "2023-12-01", "accepted": "2024-06-01"},
        )
    )
    assert not any(e.startswith("project_announced b") for e in events(run, 2023))
    assert "announced_but_late b" not in events(run, 2023)
    assert run.history.accepted == {0: 2024}


def test_a_school_that_opens_with_no_entrants_stays_and_fills_later() -> None:
    run = recorded(
        one_town(
            {"B": {"rooms": {"primary": 36}, "opens_later": True}},
            "2022-2024",
            children={"z": {4: 30}},
            when={
                "changes": [{"build": "B", "rooms": {"primary": 36}, "accepted": "2023-08-15"}],
            },
        )
    )
    assert pupils(run, 2023, "B") == 0
    assert run.states[2023].classes.sum() == 0
    assert measure(run, 2023, "places_open") == 270
    assert measure(run, 2023, "surplus") == 1539  # 95 % of 1,620
    assert classes(run, 2024, "B", "p1") == [30]
    assert measure(run, 2024, "places_open") == 540


def test_open_places_of_a_filling_school_grow_to_all_its_places_in_six_years() -> None:
    run = recorded(
        one_town(
            {"B": {"rooms": {"primary": 36}, "opens_later": True}},
            "2022-2029",
            children={"z": dict.fromkeys(range(6), 100)},
            when={
                "changes": [{"build": "B", "rooms": {"primary": 36}, "accepted": "2023-08-15"}],
            },
        )
    )
    assert [measure(run, year, "places_open") for year in range(2023, 2030)] == [
        270, 540, 810, 1080, 1350, 1620, 1620,
    ]  # fmt: skip
    assert {measure(run, year, "places") for year in range(2023, 2030)} == {1620}


def test_a_project_in_a_nine_year_pool_adds_rooms_both_stages_may_use() -> None:
    # 9 + 3 rooms, dealt to 270 in p1 and 150 in j1: the eighth room of p1 serves 33.75 and the
    # fourth of j1 37.5, the ninth of p1 30 and the fifth of j1 30: 8 and 4. As places the
    # project's 3 rooms go by grades, 6 to 3: 2 primary and 1 junior, 90 and 50.
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary+junior": 9}}},
            children={"z": {5: 270, 11: 150}},
            when={
                "changes": [
                    {"expand": "A", "rooms": {"primary+junior": 3}, "accepted": "2023-08-15"}
                ],
            },
        )
    )
    assert run.states[2023].rooms.tolist() == [12]
    assert classes(run, 2023, "A", "p1") == [45] * 6
    assert classes(run, 2023, "A", "j1") == [50] * 3
    assert measure(run, 2023, "places") == 8 * 45
    assert measure(run, 2023, "places", "junior") == 4 * 50
    added = added_places(run.district, run.history)
    assert sorted((part.stage, part.places) for part in added) == [(1, 90), (2, 50)]


@pytest.mark.parametrize("rooms", range(1, 9))
@pytest.mark.parametrize("demand", [(90, 100), (200, 10), (1, 400), (0, 60)])
def test_two_entry_grades_of_a_pool_never_share_a_room(rooms: int, demand: tuple[int, int]) -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary+junior": rooms}}},
            children={"z": {5: demand[0], 11: demand[1]}},
        )
    )
    offers = run.states[2023].offers
    assert offers is not None
    planned = offers.planned[0]
    p1, j1 = int(planned[GRADES.index("p1")]), int(planned[GRADES.index("j1")])
    assert planned.sum() == p1 + j1 == rooms
    # No room would serve more children per room in the other grade.
    if p1:
        assert demand[0] / p1 >= demand[1] / (j1 + 1)
    if j1:
        assert demand[1] / j1 >= demand[0] / (p1 + 1)


def test_closed_on_one_day_merges_come_first_down_the_chain() -> None:
    # A merges into B and B closes into C on one day: whole classes of all three stand at C, but
    # the rooms that A brought to B are closed with B.
    zones = {name: {"town": "T", "at": [0, y]} for name, y in (("a", 0), ("b", 900), ("c", 1800))}
    run = recorded(
        one_town(
            {
                "A": {"rooms": {"primary": 2}, "at": [0, 0]},
                "B": {"rooms": {"primary": 3}, "at": [0, 900]},
                "C": {"rooms": {"primary": 6}, "at": [0, 1800]},
            },
            zones=zones,
            children={"a": {5: 10, 6: 20}, "b": {5: 10, 6: 30}, "c": {5: 10, 6: 40}},
            classes={"A": {"p1": [20]}, "B": {"p1": [30]}, "C": {"p1": [40]}},
            when={
                "changes": [
                    {"close": "B", "id": "first-by-name", "into": "C", "on": "2023-08-01"},
                    {"merge": "A", "id": "second-by-name", "into": "B", "on": "2023-08-01"},
                ],
            },
        )
    )
    assert classes(run, 2023, "C", "p2") == [40, 30, 20]
    assert run.states[2023].rooms.tolist() == [0, 0, 6]
    assert run.states[2023].open.tolist() == [False, False, True]
    assert classes(run, 2023, "C", "p1") == [30]
    assert measure(run, 2023, "redirected") == 0


def test_down_a_chain_of_closures_every_catchment_reaches_the_last_receiver() -> None:
    zones = {name: {"town": "T", "at": [0, y]} for name, y in (("a", 0), ("b", 900), ("c", 1800))}
    run = recorded(
        one_town(
            {
                "A": {"rooms": {"primary": 2}, "at": [0, 0]},
                "B": {"rooms": {"primary": 3}, "at": [0, 900]},
                "C": {"rooms": {"primary": 6}, "at": [0, 1800]},
            },
            zones=zones,
            when={
                "changes": [
                    {"merge": "A", "into": "B", "on": "2023-08-01"},
                    {"close": "B", "into": "C", "on": "2023-08-01"},
                ],
            },
        )
    )
    own = {z: catchment(run.district, run.states[2023], "primary", z) for z in "abc"}
    assert own == {"a": ["C"], "b": ["C"], "c": ["C"]}


def test_the_largest_school_closes_without_a_receiver_and_nobody_is_lost() -> None:
    # 45 pupils in each of A's p1–p5 seek at B: one room is free, for the first of equal demands,
    # p3. p2 fills the class of 20 up to 65; p4, p5 and p6 sit in borrowed rooms.
    five = {f"p{n}": [45] for n in range(1, 6)}
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 6}}, "B": {"rooms": {"primary": 2}}},
            children={"z": {6: 65, 7: 45, 8: 45, 9: 45, 10: 45}},
            classes={"A": five, "B": {"p1": [20]}},
            when={"changes": [{"close": "A", "on": "2023-08-01"}]},
        )
    )
    assert pupils(run, 2023, "A") == 0
    assert pupils(run, 2023, "B") == 245
    assert measure(run, 2023, "unplaced") == 0
    assert classes(run, 2023, "B", "p2") == [65]
    assert [classes(run, 2023, "B", f"p{n}") for n in (3, 4, 5, 6)] == [[45]] * 4
    assert run.states[2023].borrowed.tolist() == [0, 3]


def test_the_only_school_closes_and_its_pupils_are_reported_unplaced() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 2}}},
            children={"z": {6: 30}},
            classes={"A": {"p1": [30]}},
            when={"changes": [{"close": "A", "on": "2023-08-01"}]},
        )
    )
    assert where(run, 2023, "z", "p2") == {"unplaced": 30}
    assert measure(run, 2023, "unplaced") == 30


def test_a_new_school_without_a_catchment_has_one_assumed_and_marked() -> None:
    stated = recorded(new_school("2023-08-15"))
    district = replace(
        new_school("2023-08-15"),
        projects=(replace(new_school("2023-08-15").projects[0], catchment=None),),
    )
    assumed = recorded(district)
    assert not stated.states[2023].catchments[1].assumed.any()
    assert assumed.states[2023].catchments[1].assumed.all()
    assert any(e.startswith("catchment_assumed z/primary") for e in events(assumed, 2023))


def test_a_school_that_opens_with_all_grades_leaves_donors_at_the_norm() -> None:
    # Donors p2 [60, 50] and p3 [45]: 20 above the norm in p2, none in p3.
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 6}}, "B": {"rooms": {"primary": 6}, "opens_later": True}},
            children={"z": {6: 110, 7: 45}},
            classes={"A": {"p1": [60, 50], "p2": [45]}},
            when={
                "changes": [
                    {
                        "build": "B",
                        "rooms": {"primary": 6},
                        "accepted": "2023-08-15",
                        "opens_with": "all",
                    }
                ],
            },
        )
    )
    assert classes(run, 2023, "A", "p2") == [45, 45]
    assert classes(run, 2023, "A", "p3") == [45]
    assert classes(run, 2023, "B", "p2") == [20]
    assert classes(run, 2023, "B", "p3") == []
    assert measure(run, 2023, "places_open") == 540  # all grades are open at once


# Places and children ---------------------------------------------------------------------------


def test_classes_of_seven_stay_classes_of_seven() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 6}}},
            children={"z": dict.fromkeys(range(5, 11), 7)},
            classes={"A": {f"p{n}": [7] for n in range(1, 6)}},
        )
    )
    assert [classes(run, 2023, "A", f"p{n}") for n in range(1, 7)] == [[7]] * 6
    assert measure(run, 2023, "surplus") == 256 - 42


def test_a_zone_that_reaches_no_school_has_unplaced_children_and_says_so() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 6}, "at": [10_001, 0]}},
            children={"z": {5: 12}},
            catchments={"primary": {}},
        )
    )
    assert where(run, 2023, "z", "p1") == {"unplaced": 12}
    assert measure(run, 2023, "unplaced") == 12
    assert measure(run, 2023, "unplaced", "compulsory") == 12


def test_a_teaching_point_sends_its_fourth_graders_to_the_nearest_full_school() -> None:
    # B teaches p1–p3. Its 20 of p3 go on to A, which opens a class of p4 for them.
    run = recorded(
        one_town(
            {
                "A": {"rooms": {"primary": 6}, "at": [3000, 0]},
                "B": {"rooms": {"primary": 3}, "at": [100, 0], "taught": ["p1", "p2", "p3"]},
            },
            children={"z": {5: 9, 6: 15, 8: 20}},
            classes={"B": {"p1": [15], "p3": [20]}},
            catchments={"primary": {"z": ["B"]}},
        )
    )
    assert where(run, 2023, "z", "p4") == {"A": 20}
    assert classes(run, 2023, "A", "p4") == [20]
    assert where(run, 2023, "z", "p1") == {"B": 9}
    assert where(run, 2023, "z", "p2") == {"B": 15}
    assert measure(run, 2023, "redirected") == 0
    assert measure(run, 2023, "unplaced") == 0


def test_two_campuses_of_one_legal_unit_are_one_large_school() -> None:
    def large(**b: Any) -> float:
        district = one_town(
            {"A": {"rooms": {"primary": 30}}, "B": {"rooms": {"primary": 30}, **b}},
            children={"z": {6: 2002}},
            classes={"A": {"p1": [44] * 25}, "B": {"p1": [41] * 22}},
        )
        return measure(recorded(district), 2023, "large_schools")

    assert large() == 0  # 1,100 and 902
    assert large(school="A") == 1  # 2,002


@pytest.mark.parametrize(("juniors", "count"), [(50, 0), (51, 1)])
def test_a_nine_year_school_is_large_above_2500_and_counts_once(juniors: int, count: int) -> None:
    # 1,600 primary and 18 × 50 or 17 × 50 + 51 junior pupils: 2,500 is not above 2,500.
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 40, "junior": 18}}},
            children={"z": {6: 1600, 12: 850 + juniors}},
            classes={"A": {"p1": [40] * 40, "j1": [juniors] + [50] * 17}},
        )
    )
    scopes = {
        s: measure(run, 2023, "large_schools", s) for s in ("primary", "junior", "compulsory")
    }
    assert scopes == {"primary": count, "junior": count, "compulsory": count}


def test_places_of_private_schools_are_no_public_places() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 6}, "private": True}},
            children={"z": {6: 30}},
            classes={"A": {"p1": [60]}},
        )
    )
    for name in ("places", "places_open", "pupils", "classes", "large_classes", "surplus"):
        assert measure(run, 2023, name) == 0, name


# Promises --------------------------------------------------------------------------------------


def programme(years: str = "2022-2027") -> Recorded:
    """Run projects around the years of a promise, a closure and a conversion."""
    later = {"opens_later": True}
    run = one_town(
        {
            "A": {"rooms": {"primary": 20, "junior": 10}},
            "B": {"rooms": {"primary": 36}, **later},
            "C": {"rooms": {"junior": 10}, **later},
            "D": {"rooms": {"primary": 6}, **later},
            "E": {"rooms": {"primary": 6}, **later},
            "F": {"rooms": {"primary": 20}, "private": True, **later},
            "G": {"rooms": {"primary": 6}},
        },
        years,
        when={
            "changes": [
                {"build": "B", "rooms": {"primary": 36}, "accepted": "2024-08-15"},
                {"build": "C", "rooms": {"junior": 10}, "accepted": "2025-11-30"},
                {"build": "D", "rooms": {"primary": 6}, "accepted": "2022-12-31"},
                {"build": "E", "rooms": {"primary": 6}, "accepted": "2026-01-01"},
                {"build": "F", "rooms": {"primary": 20}, "accepted": "2024-08-15"},
                {"close": "G", "on": "2024-07-01"},
                {
                    "convert": "A/primary",
                    "to": "A/junior",
                    "rooms": 2,
                    "on": "2025-07-01",
                },
            ],
        },
    )
    return recorded(run)


def promise(stage: str = "compulsory", value: float = 2120, **more: Any) -> Target:
    """Make a promise of added places from 2023 to 2025."""
    fields: dict[str, Any] = {
        "metric": "added_places",
        "stage": stage,
        "at_least": value,
        "since": dt.date(2023, 1, 1),
        "by": dt.date(2025, 12, 31),
        "source": Source(title="promise"),
    }
    return Target(**(fields | more))


def test_added_places_are_public_rooms_times_the_norm_accepted_from_since_to_by() -> None:
    # B 36 × 45 = 1,620 and C 10 × 50 = 500. D a day too early, E a day too late, F private.
    judged = judge(promise(), programme().history)
    assert (judged.achieved, judged.met) == (2120, True)
    assert judged.first_met == dt.date(2025, 11, 30)
    # With E it is reached, a day after the promised one.
    late = judge(promise(value=2121), programme().history)
    assert (late.achieved, late.met, late.first_met) == (2120, False, dt.date(2026, 1, 1))
    never = judge(promise(value=11_000), programme().history)
    assert (never.met, never.first_met) == (False, None)


def test_added_places_are_told_apart_by_stage() -> None:
    history = programme().history
    assert judge(promise("primary"), history).achieved == 1620
    assert judge(promise("junior"), history).achieved == 500


@pytest.mark.parametrize(
    ("since", "by", "places"),
    [
        ("2024-08-15", "2024-08-15", 1620),
        ("2024-08-16", "2025-11-29", 0),
        ("2022-12-31", "2026-01-01", 2120 + 270 + 270),
    ],
)
def test_both_days_of_the_promise_count(since: str, by: str, places: int) -> None:
    target = promise(since=dt.date.fromisoformat(since), by=dt.date.fromisoformat(by))
    assert judge(target, programme().history).achieved == places


def test_three_readings_of_places_counted_by_december_and_usable_in_september() -> None:
    # C is accepted in November 2025: counted by December, usable only in September 2026.
    assert readings(promise(), programme().history) == {
        "counted_by": 2120,
        "usable_september": 1620,
        "usable_next_september": 2120,
    }


def test_a_declared_design_above_the_rooms_is_counted_at_the_rooms() -> None:
    run = programme()
    projects = tuple(replace(p, declared_places=3000) for p in run.district.projects)
    again = recorded(replace(run.district, projects=projects))
    assert judge(promise(), again.history).achieved == 2120


def test_net_added_places_take_off_closures_and_conversions() -> None:
    # 2,120 − G's 6 × 45, − 2 × 45 primary + 2 × 50 junior.
    history = programme().history
    assert judge(promise(basis="net"), history).achieved == 2120 - 270 - 90 + 100
    assert judge(promise(metric="net_added_places"), history).achieved == 1860
    assert judge(promise("primary", basis="net"), history).achieved == 1620 - 270 - 90


def test_net_added_places_of_a_closure_take_off_the_rooms_it_has_by_then() -> None:
    # G gains 4 rooms in 2023 and closes in 2024 with all its 10: + 4 − 10 = − 6 rooms.
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 6}}, "G": {"rooms": {"primary": 6}}},
            "2022-2025",
            when={
                "changes": [
                    {"expand": "G", "rooms": {"primary": 4}, "accepted": "2023-08-15"},
                    {"close": "G", "on": "2024-08-01"},
                ],
            },
        )
    )
    before, after = measure(run, 2022, "places"), measure(run, 2025, "places")
    assert (before, after) == (12 * 45, 6 * 45)
    assert judge(promise("primary", basis="net"), run.history).achieved == after - before


def test_merging_adds_and_takes_no_places() -> None:
    run = recorded(
        one_town(
            {"A": {"rooms": {"primary": 6}}, "G": {"rooms": {"primary": 6}}},
            when={"changes": [{"merge": "G", "into": "A", "on": "2023-08-01"}]},
        )
    )
    assert measure(run, 2022, "places") == measure(run, 2023, "places") == 540
    target = promise("primary", basis="net", by=dt.date(2023, 12, 31))
    assert judge(target, run.history).achieved == 0


# Luck ------------------------------------------------------------------------------------------


def late_project(p50: float, p90: float) -> Project:
    """Make a project with a spread of lateness."""
    planned = Dates(
        started=dt.date(2023, 1, 1), topped_out=dt.date(2024, 1, 1), accepted=dt.date(2025, 1, 1)
    )
    return Project("p", 0, True, ((0, 6),), planned, Dates(), p50, p90)


def months_late(project: Project, replicates: int = 4000) -> list[float]:
    """Draw the lateness of many replicates, months, in order."""
    found = []
    for replicate in range(1, replicates + 1):
        actual = schedule(project, Luck(7, replicate)).actual.accepted
        assert actual is not None and project.planned.accepted is not None
        found.append((actual - project.planned.accepted).days / (365.25 / 12))
    return sorted(found)


def test_lateness_is_exceeded_half_of_the_time_at_p50_and_one_time_in_ten_at_p90() -> None:
    months = np.array(months_late(late_project(3, 12)))
    # 4,000 draws: a share has a standard error of 0.8 % at the median and 0.5 % at p90.
    assert (months > 3).mean() == pytest.approx(0.5, abs=0.03)
    assert (months > 12).mean() == pytest.approx(0.1, abs=0.02)
    assert months.min() >= 0


def test_a_nil_median_means_half_are_in_time() -> None:
    months = np.array(months_late(late_project(0, 6)))
    assert (months == 0).mean() == pytest.approx(0.5, abs=0.03)
    assert (months > 6).mean() == pytest.approx(0.1, abs=0.02)


def test_the_central_run_takes_the_median_and_slips_evenly_from_the_start() -> None:
    # 3 months are 91 days at acceptance, half of it at the topping out half way, none at the start.
    actual = schedule(late_project(3, 12), Luck(7, 0)).actual
    assert actual.started == dt.date(2023, 1, 1)
    assert actual.topped_out == dt.date(2024, 1, 1) + dt.timedelta(days=46)
    assert actual.accepted == dt.date(2025, 1, 1) + dt.timedelta(days=91)


def test_a_date_really_reached_has_no_luck() -> None:
    project = replace(late_project(3, 12), actual=Dates(accepted=dt.date(2025, 2, 1)))
    for replicate in range(20):
        assert schedule(project, Luck(7, replicate)).actual.accepted == dt.date(2025, 2, 1)


def test_two_projects_have_luck_of_their_own_that_does_not_depend_on_their_order() -> None:
    first, second = late_project(3, 12), replace(late_project(3, 12), id="q")
    assert months_late(first, 20) != months_late(second, 20)
    assert months_late(first, 20) == months_late(first, 20)


# Admission to entry grades ------------------------------------------------------------------------


def own_children(run: Recorded, year: int) -> dict[str, float]:
    """Return the children of the own catchment by campus, NaN where it has none."""
    census = run.states[year].census
    assert census is not None
    table = census.rows["admissions"]
    ids = [run.district.campus_ids[c] for c in table["campus"]]
    return dict(zip(ids, table["own_children"].tolist(), strict=True))


def test_applicants_of_a_private_school_are_not_the_children_of_its_catchment() -> None:
    run = recorded(
        one_town(
            {
                "A": {"rooms": {"primary": 3}},
                "P": {"rooms": {"primary": 1}, "private": True},
            },
            children={"z": {5: 100}},
            apart_shares={"primary": {"private": 0.4}},
        )
    )
    found = own_children(run, 2023)
    assert found["A"] == 60
    assert np.isnan(found["P"])


def test_where_scores_decide_no_school_has_children_of_its_own() -> None:
    run = recorded(
        one_town(
            {
                "J": {"rooms": {"junior": 3}},
                "K": {"rooms": {"senior": 1}, "rank": 1},
                "V": {"rooms": {"senior": 1}, "type": "vocational"},
            },
            children={"z": {14: 100}},
            classes={"J": {"j3": [50, 50]}},
            apart_shares={"senior": {"vocational": 0.5}},
            when={"stages": ["junior", "senior"], "rules": {"admission": "score_quota"}},
        )
    )
    found = own_children(run, 2023)
    assert {"K", "V"} <= set(found)
    assert np.isnan([found["K"], found["V"]]).all()
