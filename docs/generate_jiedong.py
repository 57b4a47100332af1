"""How was the illustrative opening of the Jiedong scenario made, rule by rule?

Run ``python docs/generate_jiedong.py [folder]`` to write the tables of ``scenarios/jiedong``
again, byte for byte. The published figures stand in ``jiedong_figures.py``; everything else is
invented by the rules stated here and in ``docs/jiedong.md``. Nothing here looks at the programme
or at a result of the simulation.
"""

import csv
import io
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import shapely
from jiedong_figures import (
    BOARDERS,
    GRADES,
    METRES,
    NORM,
    PUBLIC_SHARE,
    SEEDS,
    TOLERANCE,
    TOWNS,
    Campus,
    Floats,
    Ints,
    Zone,
    local_births,
    lognormal,
    make_people,
    make_zones,
    metres,
    uniform,
    urban_zones,
    whole,
)

Own = tuple[str, int, int]
"""A row of the catchments: stage, index of the zone, index of the campus."""
Rooms = dict[tuple[int, str], int]
"""Ordinary rooms by campus and stage."""


def spread(zones: Sequence[Zone], given: Sequence[Zone], count: int) -> tuple[Zone, ...]:
    """Zones for junior schools beside ``given`` ones: the largest catchment as small as can be."""

    def load(chosen: Sequence[Zone]) -> tuple[int, float]:
        catchments = dict.fromkeys((zone.id for zone in [*given, *chosen]), 0)
        travel = 0.0
        for zone in zones:
            way, near = min((metres(zone, site), site.id) for site in [*given, *chosen])
            catchments[near] += zone.residents
            travel += way * zone.residents
        return max(catchments.values()), round(travel, 3)

    free = [zone for zone in zones if zone not in given]
    return min(combinations(free, count), key=load)


def make_campuses(zones: Sequence[Zone]) -> list[Campus]:
    """Campuses spread over the zones of each town; 01 stands in the centre."""
    campuses = []
    words = {"p": "小学", "j": "初中", "n": "九年制学校"}
    for town in TOWNS:
        own = [zone for zone in zones if zone.town is town]
        settled, hamlets = [z for z in own if not z.hamlet], [z for z in own if z.hamlet]
        kinds = "p" + "n" * town.nine_year + "p" * (town.primary - 1)
        sites = [(kind, settled[k * len(settled) // len(kinds)]) for k, kind in enumerate(kinds)]
        sites += [("p", hamlet) for hamlet in hamlets]
        nine = [zone for kind, zone in sites if kind == "n"]
        sites += [("j", zone) for zone in spread(settled, nine, town.junior)]
        number = {"p": 0, "j": 0, "n": 0}
        for kind, zone in sites:
            number[kind] += 1
            tag = f"{town.slug}-{number[kind]:02d}"
            stages = {"p": ("primary",), "j": ("junior",), "n": ("primary", "junior")}[kind]
            grades = tuple(grade for stage in stages for grade in GRADES[stage])
            word = words[kind]
            if town.slug == "longwei" and zone is hamlets[-1]:
                grades, word = ("p1", "p2", "p3"), "教学点"
            lon = zone.lon + 180 * (2 * uniform("east", kind, tag) - 1) / METRES[0]
            lat = zone.lat + 180 * (2 * uniform("north", kind, tag) - 1) / METRES[1]
            campuses.append(
                Campus(f"{kind}-{tag}", f"示例{word}-{town.short}-{number[kind]:02d}", zone,
                       round(lon, 5), round(lat, 5), stages, grades,
                       number[kind] == 1 and not zone.hamlet,
                       kind == "n" and town.slug in ("xichang", "putian"))
            )  # fmt: skip
    return campuses


def make_catchments(zones: Sequence[Zone], campuses: Sequence[Campus]) -> list[Own]:
    """Stage, zone and campus: the nearest of the town that teaches every grade of the stage.

    A zone almost as near to a second campus (within 15 %) shares both, and a teaching point
    shares its zone with the school that takes its pupils on. A hamlet's school serves its hamlet.
    """
    rows = []
    for stage in ("primary", "junior"):
        for z, zone in enumerate(zones):
            near = sorted((metres(zone, campus), campus.id, c) for c, campus in enumerate(campuses)
                          if campus.zone.town is zone.town and stage in campus.stages
                          and (campus.zone is zone or not campus.zone.hamlet))  # fmt: skip
            whole_stage = [n for n in near if set(GRADES[stage]) <= set(campuses[n[2]].grades)]
            chosen = [whole_stage[0][2]]
            for distance, _, c in near:
                part = len(campuses[c].grades) < len(GRADES[stage])
                close = not part and distance <= 1.15 * whole_stage[0][0]
                if c not in chosen and (campuses[c].zone is zone if part else close):
                    chosen.append(c)
            rows += [(stage, z, c) for c in chosen]
    return rows


def public_children(people: Ints) -> dict[str, Floats]:
    """Children of each zone expected in public schools in September 2022, by grade."""
    due = {}
    for stage, first in (("primary", 6), ("junior", 12)):
        for k, grade in enumerate(GRADES[stage]):
            age = first + k - 2  # on 31 August 2020; a sixth of the next age was not yet that old
            children = people[:, :, age] * 5 / 6 + people[:, :, age + 1] / 6
            due[grade] = children @ np.array(PUBLIC_SHARE[stage])
    return due


def demand(zones: Sequence[Zone], campuses: Sequence[Campus],
           catchments: Sequence[Own], due: Mapping[str, Floats],
           seed: int | None) -> dict[str, Floats]:  # fmt: skip
    """Pupils wanting each campus, by grade; ``seed`` None leaves the luck of a baseline out.

    Own catchment 1; other campuses of the town 0.10 falling with distance; campuses of Quxi up to
    7 km away 0.08 falling with distance; central campuses 1.25 times as attractive.
    """
    own = set(catchments)
    wanted = {}
    for grade, children in due.items():
        stage = "primary" if grade in GRADES["primary"] else "junior"
        pull = np.zeros((len(zones), len(campuses)))
        for c, campus in enumerate(campuses):
            if grade not in campus.grades:
                continue
            charm = 1.25 if campus.central else 1.0
            if seed is not None:
                charm *= lognormal(0.05, seed, "charm", campus.id)
                charm *= lognormal(0.05, seed, "year", campus.id, grade)
            for z, zone in enumerate(zones):
                distance, same = metres(zone, campus), campus.zone.town is zone.town
                if (stage, z, c) in own:
                    pull[z, c] = charm
                elif same and not campus.zone.hamlet:
                    pull[z, c] = 0.10 * charm * math.exp(-distance / 2_000)
                elif campus.zone.town.slug == "quxi" and distance <= 7_000:
                    pull[z, c] = 0.08 * charm * math.exp(-distance / 4_000)
        wanted[grade] = children @ (pull / pull.sum(axis=1, keepdims=True))
    return wanted


def make_rooms(campuses: Sequence[Campus], wanted: Mapping[str, Floats]) -> Rooms:
    """Rooms by campus and stage: need at the norm x the town's supply x the luck of the past."""
    rooms = {}
    for c, campus in enumerate(campuses):
        for stage in campus.stages:
            taught = [grade for grade in GRADES[stage] if grade in campus.grades]
            need = sum(float(wanted[grade][c]) for grade in taught) / NORM[stage]
            supply = campus.zone.town.supply * lognormal(0.06, "rooms", campus.id, stage)
            fewest = sum(math.ceil(float(wanted[grade][c]) / 62) for grade in taught)
            rooms[c, stage] = max(fewest, round(need * supply))
    return rooms


def form(pupils: Mapping[str, int], rooms: int) -> dict[str, int]:
    """Form the classes of a pool by grade, within its rooms.

    As few as the tolerance allows; one fewer in the grade that bears it best while rooms are
    short; one more in the fullest grade above the norm while rooms are left.
    """
    norm = {grade: NORM["primary" if grade[0] == "p" else "junior"] for grade in pupils}
    classes = {grade: max(1, math.ceil(count / TOLERANCE)) for grade, count in pupils.items()}
    while sum(classes.values()) > rooms:
        fewer = [(pupils[g] / (n - 1), g) for g, n in classes.items() if n > 1]
        classes[min(fewer)[1]] -= 1
    while sum(classes.values()) < rooms:
        fullest = max(classes, key=lambda g: pupils[g] / classes[g] / norm[g])
        if pupils[fullest] <= classes[fullest] * norm[fullest]:
            break
        classes[fullest] += 1
    return classes


def hold_intake(campuses: Sequence[Campus], pupils: dict[str, Ints],
                classes: Mapping[tuple[int, str], int], seed: int) -> None:  # fmt: skip
    """Move pupils off classes just above the tolerance, where a town held its intake at 55.

    Six in ten grades of 55 to 58 a class were held; the rest of the pupils went to the campus of
    the town with most seats below the tolerance, if it had enough.
    """
    for (c, grade), n in classes.items():
        excess = int(pupils[grade][c]) - TOLERANCE * n
        if not 0 < excess <= 3 * n or uniform(seed, "held", campuses[c].id, grade) > 0.6:
            continue
        town = campuses[c].zone.town
        slack = [
            (TOLERANCE * m - int(pupils[grade][d]), d)
            for (d, g), m in classes.items()
            if g == grade and campuses[d].zone.town is town and not campuses[d].zone.hamlet
        ]
        room, receiver = max(slack)
        if room >= excess:
            pupils[grade][c] -= excess
            pupils[grade][receiver] += excess


def class_sizes(count: int, classes: int, *key: object) -> list[int]:
    """Sizes of classes: even, but in three grades of ten one class has some pupils of another.

    A class is not made large that way unless the grade has large classes already.
    """
    sizes = [count // classes + (k < count % classes) for k in range(classes)]
    moved = 1 + int(3 * uniform(*key, "moved"))
    fits = sizes[0] > TOLERANCE or sizes[0] + moved <= TOLERANCE
    if classes > 1 and fits and uniform(*key, "uneven") < 0.3:
        sizes[0], sizes[-1] = sizes[0] + moved, sizes[-1] - moved
    return sizes


def make_enrolment(zones: Sequence[Zone], campuses: Sequence[Campus],
                   catchments: Sequence[Own], due: Mapping[str, Floats],
                   rooms: Rooms, seed: int) -> list[tuple[int, str, list[int]]]:  # fmt: skip
    """Enrol the children of one baseline: campus, grade and class sizes."""
    wanted = demand(zones, campuses, catchments, due, seed)
    pupils = {grade: whole(w, round(float(due[grade].sum()))) for grade, w in wanted.items()}
    classes: dict[tuple[int, str], int] = {}
    for c, campus in enumerate(campuses):
        pools = [campus.stages] if campus.shared_pool else [(stage,) for stage in campus.stages]
        for pool in pools:
            taught = [g for stage in pool for g in GRADES[stage] if g in campus.grades]
            counts = {grade: int(pupils[grade][c]) for grade in taught}
            formed = form(counts, sum(rooms[c, stage] for stage in pool))
            classes |= {(c, grade): n for grade, n in formed.items()}
    hold_intake(campuses, pupils, classes, seed)
    return [(c, grade, class_sizes(int(pupils[grade][c]), n, seed, campuses[c].id, grade))
            for (c, grade), n in classes.items()]  # fmt: skip


def outline() -> str:
    """Hull of circles of 5 km around the town points, as GeoJSON."""
    rim = [(5_000 * math.cos(math.tau * k / 24), 5_000 * math.sin(math.tau * k / 24))
           for k in range(24)]  # fmt: skip
    ring = [(round(town.lon + x / METRES[0], 5), round(town.lat + y / METRES[1], 5))
            for town in TOWNS for x, y in rim]  # fmt: skip
    hull = shapely.get_coordinates(shapely.MultiPoint(ring).convex_hull.normalize()).tolist()
    geometry = {"type": "Polygon", "coordinates": [hull]}
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    collection = {"type": "FeatureCollection", "features": [feature]}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def table(heading: str, rows: Iterable[Sequence[object]]) -> str:
    """CSV text: comma, LF, no trailing blanks."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading.split(","))
    writer.writerows(rows)
    return text.getvalue()


def generate() -> dict[str, str]:
    """Text of every file, by name."""
    zones = make_zones()
    urban = urban_zones(zones)
    people = make_people(zones)
    campuses = make_campuses(zones)
    catchments = make_catchments(zones, campuses)
    due = public_children(people)
    rooms = make_rooms(campuses, demand(zones, campuses, catchments, due, None))
    openings = {s: make_enrolment(zones, campuses, catchments, due, rooms, s) for s in (1, *SEEDS)}
    births = local_births()
    weight = people[:, :, :5].sum(axis=2) / people[:, :, :5].sum()

    def enrolled(seed: int) -> Iterable[tuple[str, str, int, int, str]]:
        for c, grade, sizes in openings[seed]:
            even = sizes[0] - sizes[-1] <= 1
            text = "" if even else "/".join(str(size) for size in sizes)
            yield campuses[c].id, grade, sum(sizes), len(sizes), text

    def beds(campus: Campus) -> int:
        return 300 if campus.stages == ("junior",) and campus.zone.town.hamlets else 0

    def with_boarders() -> Iterable[tuple[object, ...]]:
        share = {c.id: BOARDERS if beds(c) else 0.0 for c in campuses}
        for campus, grade, pupils, classes, text in enrolled(1):
            yield campus, grade, pupils, classes, text, round(pupils * share[campus])

    def pools() -> Iterable[tuple[object, ...]]:
        for c, campus in enumerate(campuses):
            part = "p1-p3" if campus.grades[-1] == "p3" else ""
            if campus.shared_pool:
                shared = sum(rooms[c, stage] for stage in campus.stages)
                yield campus.id, "+".join(campus.stages), part, shared
            else:
                yield from ((campus.id, stage, part, rooms[c, stage]) for stage in campus.stages)

    def site(c: int) -> int:
        campus = campuses[c]
        places = sum(rooms[c, stage] * NORM[stage] for stage in campus.stages)
        return 10 * round(places * (1.8 + 0.4 * uniform("site", campus.id)))

    residences = ("registered", "migrant")
    return {
        "zones.csv": table("id,name,town,settlement,lon,lat", (
            (z.id, z.name, z.town.name, "urban" if z.id in urban else "rural", z.lon, z.lat)
            for z in zones)),
        "outline.geojson": outline(),
        "people.csv": table("zone,residence,age,children", (
            (z.id, residence, age, people[k, r, age])
            for k, z in enumerate(zones) for r, residence in enumerate(residences)
            for age in range(18))),
        "births.csv": table("zone,residence,year,births", (
            (z.id, residence, year, f"{count * weight[k, r]:.2f}")
            for k, z in enumerate(zones) for r, residence in enumerate(residences)
            for year, count in births.items())),
        "schools.csv": table("id,name", (
            (c.id, c.name) for c in campuses if c.school == c.id)),
        "campuses.csv": table("id,name,school,zone,lon,lat,beds,site_area_m2", (
            (c.id, c.name, c.school, c.zone.id, c.lon, c.lat, beds(c), site(k))
            for k, c in enumerate(campuses))),
        "pools.csv": table("campus,stages,grades,rooms", pools()),
        "catchments.csv": table("stage,zone,campus", (
            (stage, zones[z].id, campuses[c].id) for stage, z, c in catchments)),
        "enrolment.csv": table("campus,grade,pupils,classes,sizes,boarders", with_boarders()),
        "baselines.csv": table("baseline,campus,grade,pupils,classes,sizes", (
            (seed, *row) for seed in SEEDS for row in enrolled(seed))),
    }  # fmt: skip


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1] / "scenarios" / "jiedong"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in generate().items():
        (folder / name).write_bytes(text.encode())
