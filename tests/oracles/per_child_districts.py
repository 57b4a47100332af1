"""Which small districts do the engine and the per-child model have in common?

In all of them every pupil of the opening sits at the own campus, which is also the nearest, so
that there is only one way to give the opening roll its homes.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.district import Closure, Dates, District, Project, Regime, Rung
from simulator.vocabulary import GRADES, STAGE_OF_GRADE, STAGES
from tests.places import norms, place, rules

OWN = (Rung("own", "norm"), Rung("own", "tolerance"), Rung("own", "any"))
OWN_OR_NOT = OWN[:2]


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
        years=(2022, 2022 + years),
        regime=own_rules(ladder=draw.choice([OWN, OWN_OR_NOT]), clear=draw.random() < 0.5),
    )
    births = district.births.copy()
    for cell in np.ndindex(births.shape):
        births[cell] = draw.randint(0, scale)
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
            cell = draw.randrange(len(zones)), draw.randrange(17), draw.randrange(2)
            moving[cell] = draw.choice([-1.0, 1.0])

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
    regimes = list(district.regimes)
    if draw.random() < 0.3:
        later = replace(regimes[0].rules, clear=not regimes[0].rules.clear)
        regimes.append(replace(regimes[0], start=day(), rules=later))
    return replace(
        district,
        regimes=tuple(regimes),
        births=births,
        survival=survival,
        entry_shares=shares,
        net_migration=moving,
        projects=tuple(projects),
        closures=tuple(closures),
    )
