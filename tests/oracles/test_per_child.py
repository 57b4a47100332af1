"""Does the engine agree with a second model that follows every single child?"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator.district import District
from simulator.engine import YEAR, History, simulate_once
from simulator.luck import Luck
from simulator.vocabulary import GRADES, SINKS, STAGE_OF_GRADE, STAGES
from tests.oracles.per_child_admission import run
from tests.oracles.per_child_districts import (
    OWN_OR_NOT,
    built,
    closed,
    filled,
    own_rules,
    random_district,
)
from tests.oracles.per_child_objects import Observed, share_out


def engine_censuses(district: District) -> tuple[History, list[Observed]]:
    """Run the engine and read from its state what the model observes."""
    seen: list[Observed] = []

    def note(state: Any) -> None:
        places = district.n_campuses + len(SINKS)
        roll, people, sizes = {}, {}, {}
        for arc, grade, residence in zip(*np.nonzero(state.roll.counts), strict=True):
            zone, target = divmod(int(state.roll.keys[arc]), places)
            number = target - district.n_campuses
            where = target if number < 0 else SINKS[number]
            count = int(state.roll.counts[arc, grade, residence])
            roll[zone, where, int(grade), int(residence)] = count
        for zone, age, residence in zip(*np.nonzero(state.people), strict=True):
            people[int(zone), int(age), int(residence)] = int(state.people[zone, age, residence])
        for campus, grade in zip(*np.nonzero(state.classes), strict=True):
            row = [int(size) for size in state.sizes[campus, grade] if size]
            sizes[int(campus), int(grade)] = tuple(sorted(row, reverse=True))
        seen.append(Observed(state.year, people, roll, sizes))

    def watched(name: str, step: Any) -> Any:
        def noting(*inputs: Any) -> Any:
            result = step(*inputs)
            note(result[0])
            return result

        return (name, noting if name == "measure" else step)

    steps = tuple(watched(name, step) for name, step in YEAR)
    return simulate_once(district, Luck(district.seed, 0), year_steps=steps), seen


def differences(ours: Mapping[Any, Any], theirs: Mapping[Any, Any]) -> list[str]:
    """Say where the model (left) and the engine (right) differ."""
    return [
        f"{key}: {ours.get(key, 0)} ≠ {theirs.get(key, 0)}"
        for key in sorted({*ours, *theirs}, key=str)
        if ours.get(key, 0) != theirs.get(key, 0)
    ]


def agree(district: District, *, other: District | None = None) -> list[Observed]:
    """Hold the engine (on another district, if given) against the model, in state and tables."""
    model = run(district)
    history, engine = engine_censuses(other or district)
    opening = flow_rows(history.censuses[0].rows["flows"])
    assert not differences(flows_of(model[0]), opening), "the opening is ambiguous"
    assert [one.year for one in model[1:]] == [one.year for one in engine]
    for ours, theirs in zip(model[1:], engine, strict=True):
        for what in ("people", "roll", "sizes"):
            found = differences(getattr(ours, what), getattr(theirs, what))
            assert not found, f"{ours.year} {what}: model ≠ engine\n" + "\n".join(found)
    assert [census.year for census in history.censuses] == [one.year for one in model]
    for ours, census in zip(model, history.censuses, strict=True):
        rows = census.rows
        for table, model_says, engine_says in (
            ("enrolment", classes_of(ours), enrolment_rows(rows["enrolment"])),
            ("flows", flows_of(ours), flow_rows(rows["flows"])),
            ("years", large_of(ours), large_rows(rows["years"])),
        ):
            found = differences(model_says, engine_says)
            assert not found, f"{ours.year} {table}: model ≠ engine\n" + "\n".join(found)
    return model


def classes_of(seen: Observed) -> dict[tuple[int, int], tuple[int, int, int]]:
    return {cell: (sum(sizes), len(sizes), max(sizes)) for cell, sizes in seen.sizes.items()}


def enrolment_rows(rows: Mapping[str, Sequence[int]]) -> dict[tuple[int, int], tuple[int, ...]]:
    columns = ("campus", "grade", "pupils", "classes", "max_class_size")
    table = zip(*(rows[column] for column in columns), strict=True)
    return {(int(c), int(g)): (int(n), int(k), int(m)) for c, g, n, k, m in table if k}


def flows_of(seen: Observed) -> dict[tuple[int, int, int], int]:
    flows: dict[tuple[int, int, int], int] = defaultdict(int)
    for (zone, where, grade, _), pupils in seen.roll.items():
        if isinstance(where, int):
            flows[STAGE_OF_GRADE[grade], zone, where] += pupils
    return dict(flows)


def flow_rows(rows: Mapping[str, Sequence[int]]) -> dict[tuple[int, int, int], int]:
    flows: dict[tuple[int, int, int], int] = defaultdict(int)
    for s, z, c, n in zip(*(rows[k] for k in ("stage", "zone", "campus", "pupils")), strict=True):
        flows[int(s), int(z), int(c)] += int(n)
    return dict(flows)


def large_of(seen: Observed) -> dict[int, int]:
    large: dict[int, int] = defaultdict(int)
    for (_, grade), sizes in seen.sizes.items():
        if STAGE_OF_GRADE[grade] == 0:
            continue  # a preschool class has no size at which it counts as large
        large[STAGE_OF_GRADE[grade]] += sum(size >= 56 for size in sizes)
    return dict(large)


def large_rows(rows: Mapping[str, Sequence[int]]) -> dict[int, int]:
    pairs = zip(rows["stage"], rows["large_classes"], strict=True)
    return {int(s): int(n) for s, n in pairs if s < len(STAGES) and n == n}  # not NaN


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(3, 15))]
)
def test_random_districts(seed):
    agree(random_district(seed))


@pytest.mark.full
@pytest.mark.parametrize("seed", range(15, 115))
def test_many_random_districts(seed):
    agree(random_district(seed))


# Fixed districts, worked by hand. One primary campus or two; age 6 enters p1 (index 3).

P1, P2, J1 = GRADES.index("p1"), GRADES.index("p2"), GRADES.index("j1")
JUNE = dt.date(2023, 6, 1)


def primary(
    owner: Mapping[str, str],
    ages: Mapping[str, Mapping[int, int | tuple[int, int]]],
    rooms: Mapping[str, int],
    **fields: Any,
) -> District:
    """Build primary campuses from the children of each zone by age; nobody else lives there."""

    def children(zone: str, age: int) -> tuple[int, int]:
        number = ages[zone].get(age, 0)
        return number if isinstance(number, tuple) else (number, 0)

    return filled(
        homes={"primary": owner},
        children=children,
        rooms={(campus, "primary"): number for campus, number in rooms.items()},
        **({"years": (2022, 2023), "regime": own_rules()} | fields),
    )


def pupils(seen: Observed, zone: int, where: int | str, grade: int, residence: int = 0) -> int:
    return seen.roll.get((zone, where, grade, residence), 0)


def test_largest_remainder_by_hand():
    # 10 seats for 30 and 15: 6⅔ and 3⅓, the larger remainder gets the tenth.
    assert share_out(10, {0: 30, 1: 15}) == {0: 7, 1: 3}
    # Equal remainders: more children first, then the earlier zone.
    assert share_out(1, {0: 5, 1: 5}) == {0: 1, 1: 0}
    assert share_out(2, {0: 2, 1: 6}) == {0: 0, 1: 2}


def test_shortage_is_shared_over_zones():
    # One room: 45 seats to 60 and 30 children, 30 and 15; then 10 more to the 30 and 15 left.
    district = primary({"a": "A", "b": "A"}, {"a": {5: 60}, "b": {5: 30}}, {"A": 1},
                       regime=own_rules(ladder=OWN_OR_NOT))  # fmt: skip
    seen = agree(district)[-1]
    assert seen.sizes == {(0, P1): (55,)}
    assert [pupils(seen, zone, 0, P1) for zone in (0, 1)] == [37, 18]
    assert [pupils(seen, zone, "unplaced", P1) for zone in (0, 1)] == [23, 12]


def test_registered_before_migrant_on_each_rung():
    # Norm: 40 registered, 5 migrants; tolerance: 10 more migrants; 15 left.
    district = primary({"a": "A"}, {"a": {5: (40, 30)}}, {"A": 1},
                       regime=own_rules(ladder=OWN_OR_NOT))  # fmt: skip
    seen = agree(district)[-1]
    assert pupils(seen, 0, 0, P1) == 40
    assert (pupils(seen, 0, 0, P1, 1), pupils(seen, 0, "unplaced", P1, 1)) == (15, 15)


def test_last_rung_takes_everybody():
    seen = agree(primary({"a": "A"}, {"a": {5: 131}}, {"A": 2}))[-1]
    assert seen.sizes == {(0, P1): (66, 65)}


def test_no_room_at_all_borrows_one():
    # p6 leaves; the other five classes hold five rooms. 60 enter: two classes in two rooms, one
    # class in one room, one class in a borrowed room where there is none.
    ages = {5: 60} | dict.fromkeys(range(6, 12), 45)
    for rooms, sizes in ((7, (30, 30)), (6, (60,)), (5, (60,))):
        seen = agree(primary({"a": "A"}, {"a": ages}, {"A": rooms}))[-1]
        assert seen.sizes[0, P1] == sizes


def test_unused_room_serves_the_grade_above_tolerance():
    # N opens with p1 and j1 and two rooms, one each. Nobody enters p1; j1's 70 take both.
    homes = {"primary": {"a": "A"}, "junior": {"a": "A"}}
    district = filled(homes=homes, children=lambda zone, age: (70 if age == 11 else 0, 0),
                      rooms={("A", "primary+junior"): 4, ("N", "primary+junior"): 2},
                      closed=["N"], years=(2022, 2023), regime=own_rules())  # fmt: skip
    project = built(district, "N", {"primary+junior": 2}, JUNE, ["a"])
    seen = agree(replace(district, projects=(project,)))[-1]
    assert seen.sizes == {(1, J1): (35, 35)}


def test_sinks_take_entrants_to_the_end_of_the_stage():
    district = primary({"a": "A", "b": "A"}, {"a": {5: 30}, "b": {5: 20, 10: 9}}, {"A": 4},
                       years=(2022, 2025))  # fmt: skip
    shares = district.entry_shares.copy()
    shares[1, 1, 0, 1] = 1.0  # zone b, primary, registered: private
    seen = agree(replace(district, entry_shares=shares))
    assert [pupils(one, 1, "private", P1 + n) for n, one in enumerate(seen[1:])] == [20, 20, 20]
    assert pupils(seen[1], 1, 0, P1 + 5) == 9


def test_deaths_take_a_cohort_from_its_classes():
    district = primary({"a": "A"}, {"a": {6: 80, 7: 50}}, {"A": 4})
    survival = district.survival.copy()
    survival[6] = 0.0
    seen = agree(replace(district, survival=survival))[-1]
    assert seen.sizes == {(0, P1 + 2): (25, 25)}
    assert seen.people == {(0, 8, 0): 50}


def test_departures_leave_classes_in_proportion():
    # p1: classes 40, 40, 39 of a (90) and b (29). b leaves: 29 × 40/119 = 9.75, 9.75, 9.50.
    district = primary({"a": "A", "b": "A"}, {"a": {6: 90}, "b": {6: 29}}, {"A": 4})
    moving = district.net_migration.copy()
    moving[1, 6, 0] = -1.0
    seen = agree(replace(district, net_migration=moving))[-1]
    assert seen.sizes == {(0, P2): (30, 30, 30)}


def test_newcomers_take_the_seats_left_by_their_zone_and_then_the_smallest_class():
    # p1: one class of 58: 40 registered leave zone a, 40 migrants stay at 18 and double to 36.
    district = primary({"a": "A"}, {"a": {6: (40, 18)}}, {"A": 2},
                       class_size=lambda campus, grade: 60,
                       regime=own_rules(ladder=OWN_OR_NOT))  # fmt: skip
    moving = district.net_migration.copy()
    moving[0, 6] = (-1.0, 1.0)
    seen = agree(replace(district, net_migration=moving))[-1]
    assert seen.sizes == {(0, P2): (36,)}


def test_seats_left_by_a_zone_go_to_its_newcomers_above_the_tolerance():
    # A class of 100: zone a's 10 registered leave, its 10 migrants bring 10. The class is at 90,
    # far above 55, yet the ten seats left this year are taken by children of zone a.
    district = primary({"a": "A", "b": "A"}, {"a": {6: (10, 10)}, "b": {6: (80, 0)}}, {"A": 2},
                       class_size=lambda campus, grade: 100,
                       regime=own_rules(ladder=OWN_OR_NOT))  # fmt: skip
    moving = district.net_migration.copy()
    moving[0, 6] = (-1.0, 1.0)
    seen = agree(replace(district, net_migration=moving))[-1]
    assert seen.sizes == {(0, P2): (100,)}
    assert pupils(seen, 0, 0, P2, 1) == 20


@pytest.mark.parametrize("merged", [False, True])
def test_closing_campus_moves_whole_classes_and_zones(merged):
    # A's p1 (44) becomes B's second p2 class; the p1 of both zones, 30 + 70, meet at B: in its
    # one free room where the rooms stay behind, in three of its four where they come along.
    ages = {"a": {5: 30, 6: 44}, "b": {5: 70, 6: 31}}
    district = primary({"a": "A", "b": "B"}, ages, {"A": 3, "B": 3})
    seen = agree(replace(district, closures=(closed(district, "A", "B", JUNE, merged),)))[-1]
    free = (100,) if not merged else (34, 33, 33)
    assert seen.sizes == {(1, P1): free, (1, P2): (44, 31)}


def test_new_campus_fills_grade_by_grade():
    # N has 12 rooms, 2 a grade while it fills: 110 seats for 120 children of a. b stays at A.
    ages = {"a": {3: 20, 4: 70, 5: 120, 6: 40}, "b": {5: 30, 6: 20}}
    district = primary({"a": "A", "b": "A"}, ages, {"A": 9, "N": 12}, at={"A": 0, "N": 5_000},
                       closed=["N"], years=(2022, 2025),
                       regime=own_rules(ladder=OWN_OR_NOT))  # fmt: skip
    project = built(district, "N", {"primary": 12}, JUNE, ["a"])
    seen = agree(replace(district, projects=(project,)))
    assert seen[1].sizes[1, P1] == (55, 55)
    assert pupils(seen[1], 0, "unplaced", P1) == 10
    assert pupils(seen[1], 0, 0, P2) == 40  # the older ones stay at A
    # Next year the ten seek p2: N now teaches it, both classes are full to the tolerance.
    assert seen[2].sizes[1, P1] == (35, 35)
    assert pupils(seen[2], 0, "unplaced", P2) == 10
    assert pupils(seen[3], 0, 1, P1) == 20


def test_newcomers_of_grades_a_new_campus_lacks_go_to_the_nearest():
    ages = {"a": {5: 20, 6: 20}, "b": {5: 20, 6: 20}}
    district = primary({"a": "A", "b": "B"}, ages, {"A": 4, "B": 4, "N": 4},
                       at={"A": 0, "B": 9_000, "N": 2_000}, closed=["N"])  # fmt: skip
    moving = district.net_migration.copy()
    moving[1, 6, 0] = 1.0
    project = built(district, "N", {"primary": 4}, JUNE, ["b"])
    seen = agree(replace(district, projects=(project,), net_migration=moving))[-1]
    assert pupils(seen, 1, 1, P2) == 40  # 20 of b, and 20 newcomers at B, beside them
    assert pupils(seen, 1, 2, P1) == 20


def test_expansion_admits_from_the_september_after_acceptance():
    district = primary({"a": "A"}, {"a": {4: 90, 5: 90}}, {"A": 1}, years=(2022, 2024),
                       regime=own_rules(ladder=OWN_OR_NOT))  # fmt: skip
    project = built(district, "A", {"primary": 2}, dt.date(2023, 9, 10))
    seen = agree(replace(district, projects=(project,)))
    assert seen[1].sizes == {(0, P1): (55,)}
    assert seen[2].sizes == {(0, P1): (45, 45), (0, P2): (55,)}


@pytest.mark.parametrize("clear", [False, True])
@pytest.mark.parametrize("older", [60, 64])
def test_clear_splits_the_largest_class_first(clear, older):
    # One free room and nobody enters: p2 has the larger class, or as large a one in a lower grade.
    district = primary({"a": "A"}, {"a": {6: 64, 7: older}}, {"A": 3},
                       class_size=lambda campus, grade: 70,
                       regime=own_rules(clear=clear))  # fmt: skip
    seen = agree(district)[-1]
    assert seen.sizes == {(0, P2): (32, 32) if clear else (64,), (0, P2 + 1): (older,)}


def test_unplaced_find_seats_of_a_split_class_in_march():
    # p2 of 60 is full: 12 migrant newcomers are unplaced, clear splits 60 into 30 + 30, in March
    # the twelve join. In September 48 registered newcomers find 110 − 72 seats: ten are left.
    # Had the twelve waited until September, all 48 would have come first.
    district = primary({"a": "A", "b": "A"}, {"a": {6: 48}, "b": {6: (0, 12)}}, {"A": 2},
                       class_size=lambda campus, grade: 60, years=(2022, 2024),
                       regime=own_rules(ladder=OWN_OR_NOT, clear=True))  # fmt: skip
    moving = district.net_migration.copy()
    moving[1, 6, 1] = moving[0, 7, 0] = 1.0
    seen = agree(replace(district, net_migration=moving))
    assert pupils(seen[1], 1, "unplaced", P2, 1) == 12
    assert seen[1].sizes == {(0, P2): (30, 30)}
    assert seen[2].sizes == {(0, P2 + 1): (55, 55)}
    assert pupils(seen[2], 1, 0, P2 + 1, 1) == 24
    assert pupils(seen[2], 0, "unplaced", P2 + 1) == 10


def test_zone_of_a_closed_and_of_a_new_campus_belongs_to_the_new_one():
    ages = {"a": {5: 80}, "b": {5: 40}}
    district = primary({"a": "A", "b": "B"}, ages, {"A": 3, "B": 6, "N": 6},
                       at={"A": 0, "B": 1_000, "N": 4_000}, closed=["N"],
                       regime=own_rules(ladder=OWN_OR_NOT))  # fmt: skip
    project = built(district, "N", {"primary": 6}, JUNE, ["a"])
    closing = closed(district, "A", "B", JUNE, False)
    seen = agree(replace(district, projects=(project,), closures=(closing,)))[-1]
    # One room of N's six is for p1 while it fills; the receiver is not a second own campus of a.
    assert seen.sizes == {(1, P1): (40,), (2, P1): (55,)}
    assert pupils(seen, 0, "unplaced", P1) == 25


def test_a_room_more_is_noticed():
    district = random_district(0)
    more = replace(district, pool_rooms=district.pool_rooms + 5 * (district.pool_rooms > 0))
    with pytest.raises(AssertionError, match="model ≠ engine"):
        agree(district, other=more)
