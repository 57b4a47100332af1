"""Which files make up the opening of a place?"""

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence

import shapely

from openings.draws import uniform
from openings.people import local_births, make_people, make_zones, urban_zones
from openings.place import JUNIOR, RESIDENCES, Campus, Place, norm_of
from openings.pupils import make_enrolment
from openings.schools import (
    apart,
    demand,
    make_campuses,
    make_catchments,
    make_rooms,
    public_children,
)


def outline(place: Place) -> str:
    """Hull of circles around the town points, as GeoJSON."""
    east, north = place.metres
    margin = place.margin
    rim = [(margin * math.cos(math.tau * k / 24), margin * math.sin(math.tau * k / 24))
           for k in range(24)]  # fmt: skip
    ring = [(round(town.lon + x / east, 5), round(town.lat + y / north, 5))
            for town in place.towns for x, y in rim]  # fmt: skip
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


def generate(place: Place) -> dict[str, str]:
    """Text of every file, by name."""
    zones = make_zones(place)
    urban = urban_zones(place, zones)
    people = make_people(place, zones)
    campuses = make_campuses(place, zones)
    catchments = make_catchments(place, zones, campuses, place.stages)
    children = public_children(place, people)
    usual = demand(place, zones, campuses, catchments, children, None)
    for grade, more in apart(place, campuses, people, None).items():
        usual[grade] = usual[grade] + more if grade in usual else more
    rooms = make_rooms(place, campuses, usual)
    openings = {
        seed: make_enrolment(place, zones, campuses, catchments, children, people, rooms, seed)
        for seed in (1, *place.seeds)
    }
    births = local_births(place)
    weight = people[:, :, :5].sum(axis=2) / people[:, :, :5].sum()

    def enrolled(seed: int) -> Iterable[tuple[str, str, int, int, str]]:
        for c, grade, sizes in openings[seed]:
            even = sizes[0] - sizes[-1] <= 1
            text = "" if even else "/".join(str(size) for size in sizes)
            yield campuses[c].id, grade, sum(sizes), len(sizes), text

    def beds(campus: Campus) -> int:
        return place.beds if campus.kind is JUNIOR and campus.zone.town.hamlets else 0

    def with_boarders() -> Iterable[tuple[object, ...]]:
        share = {c.id: place.boarders if beds(c) else 0.0 for c in campuses}
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
        places = sum(rooms[c, stage] * _places(stage) for stage in campus.stages)
        return 10 * round(places * (1.8 + 0.4 * uniform("site", campus.id)))

    def inclusive(campus: Campus) -> str:
        private = campus.kind.operator == "private"
        recognised = private and uniform("inclusive", campus.id) < place.inclusive
        return f"{place.opening - 1}-09-01" if recognised else ""

    def described() -> Iterable[tuple[object, ...]]:
        for k, c in enumerate(campuses):
            kind = c.kind
            yield (c.id, c.name, c.school, c.zone.id, c.lon, c.lat, kind.operator, kind.type,
                   inclusive(c), beds(c), site(k))  # fmt: skip

    files = {
        "zones.csv": table("id,name,town,settlement,lon,lat", (
            (z.id, z.name, z.town.name, "urban" if z.id in urban else "rural", z.lon, z.lat)
            for z in zones)),
        "outline.geojson": outline(place),
        "people.csv": table("zone,residence,age,children", (
            (z.id, residence, age, people[k, r, age])
            for k, z in enumerate(zones) for r, residence in enumerate(RESIDENCES)
            for age in range(18))),
        "births.csv": table("zone,residence,year,births", (
            (z.id, residence, year, f"{count * weight[k, r]:.2f}")
            for k, z in enumerate(zones) for r, residence in enumerate(RESIDENCES)
            for year, count in births.items())),
        "schools.csv": table("id,name", (
            (c.id, c.name) for c in campuses if c.school == c.id)),
        "campuses.csv": table(
            "id,name,school,zone,lon,lat,operator,type,inclusive_from,beds,site_area_m2",
            described()),
        "pools.csv": table("campus,stages,grades,rooms", pools()),
        "catchments.csv": table("stage,zone,campus", (
            (stage, zones[z].id, campuses[c].id) for stage, z, c in catchments)),
        "enrolment.csv": table("campus,grade,pupils,classes,sizes,boarders", with_boarders()),
    }  # fmt: skip
    if place.seeds:
        files["baselines.csv"] = table("baseline,campus,grade,pupils,classes,sizes", (
            (seed, *row) for seed in place.seeds for row in enrolled(seed)))  # fmt: skip
    return files


def _places(stage: str) -> int:
    """Places of a room; of a kindergarten, the mean of its three norms."""
    return 30 if stage == "preschool" else norm_of(stage[0])
