"""Does the engine agree with a second model that follows every single child?"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator.district import Closure, Dates, District, Project, Regime, Rung
from simulator.engine import YEAR, History, simulate_once
from simulator.luck import Luck
from simulator.vocabulary import GRADES, SINKS, STAGE_OF_GRADE, STAGES
from tests.oracles.per_child_admission import run
from tests.oracles.per_child_objects import Observed
from tests.places import norms, place, rules

OWN = (Rung("own", "norm"), Rung("own", "tolerance"), Rung("own", "any"))
OWN_OR_NOT = OWN[:2]
COMPULSORY = GRADES[3:12]


def own_rules(*, ladder: tuple[Rung, ...] = OWN, **changes: Any) -> Regime:
    return Regime(dt.date(1990, 1, 1), norms(), rules(ladder=ladder, **changes))


def filled(
    *,
    homes: Mapping[str, Mapping[str, str]],
    children: Callable[[str, int], tuple[int, int]],
    rooms: Mapping[tuple[str, str], int],
    at: Mapping[str, float] | None = None,
    class_size: Callable[[str, str], int] = lambda campus, grade: 45,
    new: Mapping[str, Mapping[str, int]] | None = None,
    **fields: Any,
) -> District:
    """Build a district whose campuses hold exactly the children of their own zones.

    ``homes`` maps stage → zone → own campus; ``children`` gives (registered, migrant) of a zone
    and age; ``at`` metres along a road (default: a zone beside its first own campus).
    """
    zones = sorted({zone for owners in homes.values() for zone in owners})
    campuses = sorted({campus for campus, _ in rooms})
    where = {campus: 1000.0 * number for number, campus in enumerate(campuses)} | dict(at or {})
    first = {zone: next(o[zone] for o in homes.values() if zone in o) for zone in zones}
    people = {(zone, age): children(zone, age) for zone in zones for age in range(18)}
    pupils: dict[tuple[str, str], int] = defaultdict(int)
    for grade, name in enumerate(GRADES):
        for zone, campus in homes.get(STAGES[STAGE_OF_GRADE[grade]], {}).items():
            pupils[campus, name] += sum(people[zone, grade + 3])
    sizes = {}
    for (campus, name), number in pupils.items():
        if number:
            count = -(-number // class_size(campus, name))
            sizes[campus, name] = [number // count + (k < number % count) for k in range(count)]
    return place(
        zones={
            zone: ("t", where.get(zone, where[first[zone]]), 10.0 * number)
            for number, zone in enumerate(zones)
        },
        campuses={campus: ("t", where[campus], 5.0) for campus in campuses},
        rooms=rooms,
        people=people,
        sizes=sizes,
        catchments={s: {z: [c] for z, c in owners.items()} for s, owners in homes.items()},
        stages=list(homes),
        **fields,
    )


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


def agree(district: District) -> list[Observed]:
    """Hold the engine against the model, in state and in the tables people read."""
    model = run(district)
    history, engine = engine_censuses(district)
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
    return {int(stage): int(large) for stage, large in pairs if stage < len(STAGES)}


def by_campus(homes: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Make a campus the own one of its zones in primary and junior."""
    return {"primary": homes, "junior": homes}


TWO = by_campus({"a": "A", "b": "A", "c": "B"})
TWO_ROOMS = {("A", "primary"): 14, ("A", "junior"): 8, ("B", "primary"): 7, ("B", "junior"): 4}


def grows(zone: str, age: int) -> tuple[int, int]:
    """Younger cohorts are larger, so that rooms fall short of them."""
    return {"a": 55, "b": 37, "c": 41}[zone] - 2 * age + 3 * (age % 3), (7 * age + ord(zone)) % 9


def test_plenty_of_rooms():
    model = agree(filled(homes=TWO, children=grows, rooms=TWO_ROOMS, regime=own_rules(),
                         births={"a": [50] * 5}, years=(2022, 2027)))  # fmt: skip
    assert not any(where == "unplaced" for one in model for _, where, _, _ in one.roll)


def built(
    district: District,
    campus: str,
    rooms: Mapping[str, int],
    accepted: dt.date,
    zones: Sequence[str] | None = None,
) -> Project:
    """Build rooms: a new campus where zones are given, else an expansion."""
    added = tuple((district.pool_ids.index(f"{campus}/{s}"), n) for s, n in rooms.items())
    dates = Dates(accepted=accepted)
    return Project(
        f"{campus}-{accepted}",
        district.campus_ids.index(campus),
        zones is not None,
        added,
        dates,
        dates,
        catchment=None if zones is None else tuple(map(district.zone_ids.index, sorted(zones))),
    )


def closed(district: District, campus: str, receiver: str, on: dt.date, merged: bool) -> Closure:
    """Close a campus."""
    number = district.campus_ids.index
    return Closure(f"close-{campus}", on, number(campus), number(receiver), merged)


def random_district(seed: int, *, years: int = 5) -> District:
    """Build a district at random: everything the two models have in common."""
    draw = random.Random(seed)
    zones = [f"z{n}" for n in range(draw.randint(3, 8))]
    old = [f"c{n}" for n in range(draw.randint(2, 4))]
    stages = draw.choice([("primary",), ("primary", "junior"), ("preschool", "primary", "junior")])
    owner = {zone: draw.choice(old) for zone in zones}
    homes = dict.fromkeys(stages, owner)  # one home for all stages: the opening is unambiguous
    shared = {campus: draw.random() < 0.4 for campus in [*old, "new"]}
    rooms = {}
    for campus in [*old, "new"]:
        for stage in ["+".join(stages)] if shared[campus] else stages:
            rooms[campus, stage] = draw.randint(3, 16 if "+" in stage else 10)
    scale = draw.choice([12, 40, 90])
    cohorts = {(z, age, r): draw.randint(0, scale) * draw.choice([0, 1, 1])
               for z in zones for age in range(18) for r in (0, 1)}  # fmt: skip
    largest = {(c, g): draw.choice([40, 45, 50, 58, 64]) for c in old for g in GRADES}
    district = filled(
        homes=homes,
        children=lambda zone, age: (cohorts[zone, age, 0], cohorts[zone, age, 1]),
        rooms=rooms,
        at={campus: draw.randint(0, 4000) for campus in [*old, "new"]},
        class_size=lambda campus, grade: largest[campus, grade],
        closed=["new"],
        births={zone: [draw.randint(0, scale) for _ in range(years)] for zone in zones},
        years=(2022, 2022 + years),
        regime=own_rules(ladder=draw.choice([OWN, OWN_OR_NOT]), clear=draw.random() < 0.5),
    )
    survival, shares = district.survival.copy(), district.entry_shares.copy()
    moving = district.net_migration.copy()
    if draw.random() < 0.3:
        survival[draw.randrange(17)] = 0.0
    for z in range(len(zones)):
        for s in range(len(STAGES)):
            for r in (0, 1):
                if draw.random() < 0.2:
                    shares[z, s, r, draw.randrange(3)] = 1.0
    if draw.random() < 0.6:
        for _ in range(draw.randint(1, 12)):
            moving[draw.randrange(len(zones)), draw.randrange(17), draw.randrange(2)] = draw.choice(
                [-1.0, 1.0]
            )

    def day() -> dt.date:
        return dt.date(2022 + draw.randint(1, years - 1), draw.randint(1, 12), draw.randint(1, 28))

    projects, closures = [], []
    if draw.random() < 0.7:
        sizes = {s: draw.randint(1, 9) for c, s in rooms if c == "new"}
        some = draw.sample(zones, draw.randint(1, len(zones)))
        projects.append(built(district, "new", sizes, day(), some))
    gone, receiver = draw.sample(old, 2) if draw.random() < 0.4 else (None, None)
    if gone and receiver:
        closures.append(closed(district, gone, receiver, day(), draw.random() < 0.5))
    for campus in old:
        if campus != gone and draw.random() < 0.3:
            stage = draw.choice([s for c, s in rooms if c == campus])
            projects.append(built(district, campus, {stage: draw.randint(1, 6)}, day()))
    return replace(
        district,
        survival=survival,
        entry_shares=shares,
        net_migration=moving,
        projects=tuple(projects),
        closures=tuple(closures),
    )


@pytest.mark.parametrize("seed", range(15))
def test_random_districts(seed):
    agree(random_district(seed))
