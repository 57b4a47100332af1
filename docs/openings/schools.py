"""Which campuses stand where, whom does each serve, and how many rooms has it?"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from openings.draws import Floats, Ints, lognormal, uniform
from openings.people import due
from openings.place import (
    FIRST_AGE,
    FURTHER_KINDS,
    GRADES,
    JUNIOR,
    NINE_YEAR,
    PRIMARY,
    Campus,
    Kind,
    Place,
    Zone,
    metres,
    norm_of,
)

Own = tuple[str, int, int]
"""A row of the catchments: stage, index of the zone, index of the campus."""
Rooms = dict[tuple[int, str], int]
"""Ordinary rooms by campus and stage."""
TRIED = 20_000
"""So many ways of spreading junior schools are compared; above it each is placed in turn."""


def spread(
    place: Place, zones: Sequence[Zone], given: Sequence[Zone], count: int
) -> tuple[Zone, ...]:
    """Zones for junior schools beside ``given`` ones: the largest catchment as small as can be."""

    def load(chosen: Sequence[Zone]) -> tuple[int, float]:
        catchments = dict.fromkeys((zone.id for zone in [*given, *chosen]), 0)
        travel = 0.0
        for zone in zones:
            way, near = min((metres(place, zone, site), site.id) for site in [*given, *chosen])
            catchments[near] += zone.residents
            travel += way * zone.residents
        return max(catchments.values()), round(travel, 3)

    if not count:  # a town may have no school of the stage at all
        return ()
    free = [zone for zone in zones if zone not in given]
    if math.comb(len(free), count) <= TRIED:
        return min(combinations(free, count), key=load)
    chosen: tuple[Zone, ...] = ()
    for _ in range(count):
        left = [zone for zone in free if zone not in chosen]
        chosen = (*chosen, min(left, key=lambda zone: load((*chosen, zone))))
    return chosen


def make_campuses(place: Place, zones: Sequence[Zone]) -> list[Campus]:
    """Campuses spread over the zones of each town; 01 stands in the centre."""
    campuses = []
    for town in place.towns:
        own = [zone for zone in zones if zone.town is town]
        settled, hamlets = [z for z in own if not z.hamlet], [z for z in own if z.hamlet]
        kinds: list[Kind] = [PRIMARY] * town.primary
        kinds[1:1] = [NINE_YEAR] * town.nine_year
        sites = [(kind, settled[k * len(settled) // len(kinds)]) for k, kind in enumerate(kinds)]
        sites += [(PRIMARY, hamlet) for hamlet in hamlets]
        nine = [zone for kind, zone in sites if kind is NINE_YEAR]
        sites += [(JUNIOR, zone) for zone in spread(place, settled, nine, town.junior)]
        for letter, count in town.more.items():
            kind = FURTHER_KINDS[letter]
            sites += [(kind, settled[k * len(settled) // count]) for k in range(count)]
        number: dict[str, int] = {}
        for kind, zone in sites:
            count = number[kind.letter] = number.get(kind.letter, 0) + 1
            campuses.append(_campus(place, kind, zone, count, hamlets))
    return campuses


def _campus(place: Place, kind: Kind, zone: Zone, count: int, hamlets: Sequence[Zone]) -> Campus:
    """One campus within 180 m of the middle of its zone."""
    town, tag = zone.town, f"{zone.town.slug}-{count:02d}"
    grades = tuple(grade for stage in kind.stages for grade in GRADES[stage])
    word = kind.word
    if town.slug in place.teaching_point and zone is hamlets[-1]:
        grades, word = ("p1", "p2", "p3"), "教学点"
    east, north = place.metres
    return Campus(
        f"{kind.letter}-{tag}", f"示例{word}-{town.short}-{count:02d}", zone,
        round(zone.lon + 180 * (2 * uniform("east", kind.letter, tag) - 1) / east, 5),
        round(zone.lat + 180 * (2 * uniform("north", kind.letter, tag) - 1) / north, 5),
        kind, grades, count == 1 and not zone.hamlet,
        kind is NINE_YEAR and town.slug in place.share_rooms,
    )  # fmt: skip


def make_catchments(
    place: Place, zones: Sequence[Zone], campuses: Sequence[Campus], stages: Iterable[str]
) -> list[Own]:
    """Stage, zone and campus: the nearest of the town that teaches every grade of the stage.

    A zone almost as near to a second campus (within 15 %) shares both, and a teaching point
    shares its zone with the school that takes its pupils on. A hamlet's school serves its hamlet.
    Private and vocational schools serve no zone, and senior schools admit by score.
    """
    rows = []
    for stage in stages:
        if stage == "senior":
            continue
        for z, zone in enumerate(zones):
            near = sorted(
                (metres(place, zone, campus), campus.id, c)
                for c, campus in enumerate(campuses)
                if campus.zone.town is zone.town and stage in campus.stages
                and campus.kind.ordinary and (campus.zone is zone or not campus.zone.hamlet)
            )  # fmt: skip
            whole_stage = [n for n in near if set(GRADES[stage]) <= set(campuses[n[2]].grades)]
            if not whole_stage:  # a town without a school of this stage: the ladder places them
                continue
            chosen = [whole_stage[0][2]]
            for distance, _, c in near:
                part = len(campuses[c].grades) < len(GRADES[stage])
                close = not part and distance <= 1.15 * whole_stage[0][0]
                if c not in chosen and (campuses[c].zone is zone if part else close):
                    chosen.append(c)
            rows += [(stage, z, c) for c in chosen]
    return rows


def public_children(place: Place, people: Ints) -> dict[str, Floats]:
    """Children of each zone expected in public schools at the opening, by grade."""
    return {
        grade: due(people, place, FIRST_AGE[stage] + k) @ np.array(place.public_share[stage])
        for stage in place.stages
        for k, grade in enumerate(GRADES[stage])
    }


def elsewhere_children(
    place: Place, people: Ints, shares: Mapping[str, tuple[float, float]]
) -> dict[str, float]:
    """Children of the whole place expected at private or vocational schools, by grade."""
    return {
        grade: float((due(people, place, FIRST_AGE[stage] + k) @ np.array(share)).sum())
        for stage, share in shares.items()
        for k, grade in enumerate(GRADES[stage])
    }


def demand(place: Place, zones: Sequence[Zone], campuses: Sequence[Campus],
           catchments: Sequence[Own], children: Mapping[str, Floats],
           seed: int | None) -> dict[str, Floats]:  # fmt: skip
    """Pupils wanting each public campus, by grade; ``seed`` None leaves the luck of a year out.

    Own catchment 1; other campuses of the town 0.10 falling with distance; campuses of the town
    others are drawn to, up to 7 km away, 0.08 falling with distance; central campuses 1.25 times
    as attractive. Senior schools, and where the own town has none, every campus by distance.
    """
    own = set(catchments)
    wanted = {}
    for grade, here in children.items():
        stage = next(stage for stage in GRADES if grade in GRADES[stage])
        pull = np.zeros((len(zones), len(campuses)))
        taught = [
            (c, campus) for c, campus in enumerate(campuses)
            if grade in campus.grades and campus.kind.ordinary
        ]  # fmt: skip
        for c, campus in taught if stage != "senior" else ():
            charm = 1.25 if campus.central else 1.0
            if seed is not None:
                charm *= lognormal(0.05, seed, "charm", campus.id)
                charm *= lognormal(0.05, seed, "year", campus.id, grade)
            for z, zone in enumerate(zones):
                distance, same = metres(place, zone, campus), campus.zone.town is zone.town
                if (stage, z, c) in own:
                    pull[z, c] = charm
                elif same and not campus.zone.hamlet:
                    pull[z, c] = 0.10 * charm * math.exp(-distance / 2_000)
                elif campus.zone.town.slug == place.drawn_to and distance <= 7_000:
                    pull[z, c] = 0.08 * charm * math.exp(-distance / 4_000)
        for z in np.flatnonzero(pull.sum(axis=1) == 0):
            for c, campus in taught:
                if not campus.zone.hamlet:
                    pull[z, c] = math.exp(-metres(place, zones[z], campus) / 4_000) + 1e-9
        wanted[grade] = here @ (pull / pull.sum(axis=1, keepdims=True))
    return wanted


def apart(place: Place, campuses: Sequence[Campus], people: Ints,
          seed: int | None) -> dict[str, Floats]:  # fmt: skip
    """Pupils wanting each private or vocational campus, by grade: by the size of its zone."""
    wanted: dict[str, Floats] = {}
    private = elsewhere_children(place, people, place.listed_private)
    track = elsewhere_children(
        place, people, {"senior": place.vocational} if any(place.vocational) else {}
    )
    for children, chosen in (
        (private, [c.kind.operator == "private" for c in campuses]),
        (track, [c.kind.type == "vocational" for c in campuses]),
    ):
        for grade, count in children.items():
            weights = np.array([
                campus.zone.residents * lognormal(0.15, seed or 0, "liked", campus.id)
                if there and grade in campus.grades else 0.0
                for campus, there in zip(campuses, chosen, strict=True)
            ])  # fmt: skip
            if weights.any():
                before = wanted.get(grade, np.zeros(len(campuses)))
                wanted[grade] = before + count * weights / weights.sum()
    return wanted


def make_rooms(place: Place, campuses: Sequence[Campus], wanted: Mapping[str, Floats]) -> Rooms:
    """Rooms by campus and stage: need at the norm x the town's supply x the luck of the past.

    A private or vocational school has a room for every class it needs, a teaching point with a
    combined class one room.
    """
    rooms = {}
    for c, campus in enumerate(campuses):
        for stage in campus.stages:
            taught = [grade for grade in GRADES[stage] if grade in campus.grades]
            need = sum(float(wanted[grade][c]) / norm_of(grade) for grade in taught)
            fullest = {"preschool": 1.2}.get(stage, place.fullest / norm_of(taught[0]))
            supply = campus.zone.town.supply_for(stage)
            supply *= lognormal(place.luck, "rooms", campus.id, stage)
            if not campus.kind.ordinary:
                supply, fullest = 1.05, 1.0
            fewest = sum(
                math.ceil(round(float(wanted[grade][c]) / (fullest * norm_of(grade)), 9))
                for grade in taught
            )
            rooms[c, stage] = max(fewest, round(need * supply))
            if place.combined and campus.teaching_point:
                rooms[c, stage] = 1
    return rooms
