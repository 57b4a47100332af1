"""A small place written in code becomes the District documented in simulator.district."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely

from simulator.assembling.geography import zones_table
from simulator.assembling.programme import yuan
from simulator.assembly import assemble, assumptions
from simulator.district import District
from simulator.problems import ScenarioError
from simulator.scenario import Scenario
from simulator.schema import ScenarioSpec
from simulator.tables import TABLES
from simulator.vocabulary import GRADES
from tests.gallery import english_left, is_chinese

GEOD = pyproj.Geod(ellps="WGS84")
P1, P6, J1, J3 = (GRADES.index(grade) for grade in ("p1", "p6", "j1", "j3"))
TABLE = {"file": "t.csv", "evidence": "illustrative", "source": "invented"}

# Zones: two in town A, one in town B, about 1 km apart on a line.
LON = {"z1": 116.40, "z2": 116.41, "z3": 116.42}


def frames() -> dict[str, pd.DataFrame]:
    people = [
        (zone, residence, age, 10 * (number + 1) + age)
        for number, zone in enumerate(LON)
        for residence in ("registered", "migrant")
        for age in range(18)
    ]
    births = [
        (zone, residence, year, 30.0)
        for zone in LON
        for residence in ("registered", "migrant")
        for year in range(2019, 2029)
    ]
    return {
        "zones": pd.DataFrame(
            {
                "id": ["z3", "z1", "z2"],
                "name": ["Three", None, "Two"],
                "town": ["B", "A", "A"],
                "settlement": ["rural", "urban", "urban"],
                "lon": [LON["z3"], LON["z1"], LON["z2"]],
                "lat": [23.55, 23.55, 23.55],
            }
        ),
        "outline": pd.DataFrame({"geometry": [shapely.box(116.39, 23.54, 116.43, 23.56)]}),
        "people": pd.DataFrame(people, columns=["zone", "residence", "age", "children"]),
        "births": pd.DataFrame(births, columns=["zone", "residence", "year", "births"]),
        "campuses": pd.DataFrame(
            {
                "id": ["West", "East", "Nine"],
                "name": ["West Primary", None, "Nine-year School"],
                "school": ["West-legal", None, None],
                "zone": [None, "z3", "z2"],
                "lon": [116.401, np.nan, 116.411],
                "lat": [23.551, np.nan, 23.551],
                "operator": ["public", "private", "public"],
                "cluster": [None, "A", None],
                "beds": [0, 0, 120],
                "site_area_m2": [np.nan, np.nan, 9000.0],
            }
        ),
        "pools": pd.DataFrame(
            {
                "campus": ["West", "Nine", "East"],
                "id": [None, None, None],
                "stages": ["primary", "primary+junior", "primary"],
                "grades": [None, None, "p1-p3"],
                "rooms": [6, 20, 3],
                "temporary": [1, 0, 0],
                "design_places": [270.0, np.nan, np.nan],
                "approved_places": [np.nan, 900.0, np.nan],
            }
        ),
        "enrolment": pd.DataFrame(
            [
                ("West", "p1", 101, 2, None, 0),
                ("West", "p2", 56, 1, "56", 0),
                ("Nine", "j1", 165, 3, "56/55/54", 33),
                ("Nine", "p1", 90, 2, "60/40", 0),
                ("East", "p3", 20, 1, None, 0),
            ],
            columns=["campus", "grade", "pupils", "classes", "sizes", "boarders"],
        ),
        "catchments": pd.DataFrame(
            [
                ("primary", "z2", "Nine"),
                ("primary", "z1", "West"),
                ("primary", "z2", "West"),
                ("primary", "z2", "West"),
                ("junior", "z1", "Nine"),
            ],
            columns=["stage", "zone", "campus"],
        ),
        "sites": pd.DataFrame(
            {"id": ["plot"], "name": ["Plot"], "lon": [116.425], "lat": [23.545]}
        ),
        "outside_inflow": pd.DataFrame({"campus": ["Nine"], "grade": ["j1"], "pupils": [7.5]}),
    }


CHANGES: list[dict[str, Any]] = [
    {
        "id": "c-new", "build": "New", "name": {"zh": "新校", "en": "New"}, "stage": "primary",
        "rooms": 36, "at": [116.404, 23.545], "approved": "2024-03-01", "accepted": "2026-08-15",
        "actual": {"approved": "2024-04-01"}, "delay": {"months": {"p50": 3, "p90": 12}},
        "opens_with": "all", "draws_within_m": 2500, "catchment_zones": ["z2", "z1"],
        "cost": "0.54 亿元", "site_area_m2": 25000, "places": 1700,
    },
    {"id": "b-both", "build": "Both", "rooms_by_stage": {"junior": 12, "primary": 18},
     "site": "plot", "accepted": "2027-07-01", "operator": "private", "beds": 40},
    {"id": "a-nine", "build": "Nine2", "stages": ["junior", "primary"], "rooms": 30,
     "zone": "z3", "accepted": "2027-07-01"},
    {"id": "d-more", "expand": "West", "stage": "primary", "rooms": 4, "accepted": "2026-06-30"},
    {"id": "e-junior", "expand": "West", "stage": "junior", "rooms": 5, "accepted": "2026-06-30"},
    {"id": "f-beds", "expand": "Nine", "beds": 60, "accepted": "2026-06-30"},
    {"id": "g-single", "expand": "Nine", "rooms": 2, "accepted": "2026-06-30"},
    {"id": "h-convert", "convert": "Nine/primary+junior", "rooms": 3, "to": "preschool",
     "on": "2027-09-01"},
    {"id": "i-merge", "merge": "East", "into": "West", "on": "2027-07-31"},
    {"id": "j-close", "close": "Nine", "into": "East", "on": "2028-07-31"},
    {"id": "k-redraw", "catchment": "primary", "zones": {"z3": ["West"], "z1": ["Nine", "East"]},
     "on": "2026-06-01"},
    {"id": "l-plan", "admission_plan": "West", "grade": "p1", "classes": 3, "on": "2026-06-30"},
    {"id": "m-buy", "purchase": "junior", "places": 45, "on": "2026-06-30"},
    {"id": "n-clear", "policy": {"large_classes": "clear"}, "on": "2027-09-01"},
    {"id": "o-size", "on": "2026-09-01",
     "policy": {"tolerance": 50, "class_size": {"primary": 40}, "spring_share": 0.1}},
]  # fmt: skip


def scenario(tables: dict[str, pd.DataFrame] | None = None, **fields: Any) -> Scenario:
    raw = {
        "name": "small", "title": "A small place", "district": {"name": "Somewhere"},
        "crs": "EPSG:4326", "years": {"opening": 2025, "last": 2028}, "seed": 7,
        "people_as_of": "2025-09-01",
        **dict.fromkeys(("zones", "people", "births", "campuses", "pools", "enrolment"), TABLE),
        **fields,
    }  # fmt: skip
    return Scenario(ScenarioSpec.model_validate(raw), tables or frames(), Path("small.yaml"))


def district(**fields: Any) -> District:
    return assemble(scenario(**fields)).district


def equal(one: Any, other: Any) -> bool:
    """Compare nested frozen dataclasses, tuples and arrays."""
    if dataclasses.is_dataclass(one):
        return type(one) is type(other) and all(
            equal(getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(one)
        )
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == other)


def test_entities_are_sorted_by_id() -> None:
    found = district(changes=CHANGES)
    assert found.zone_ids == ("z1", "z2", "z3")
    assert found.zone_names == ("z1", "Two", "Three")
    assert found.campus_ids == ("Both", "East", "New", "Nine", "Nine2", "West")
    assert found.campus_names[2:4] == ("新校", "Nine-year School")
    assert found.school_ids == ("Both", "East", "New", "Nine", "Nine2", "West-legal")
    assert found.campus_school.tolist() == [0, 1, 2, 3, 4, 5]
    assert found.pool_ids == (
        "Both/junior", "Both/primary", "East/primary", "New/primary", "Nine/preschool",
        "Nine/primary+junior", "Nine2/primary+junior", "West/junior", "West/primary",
    )  # fmt: skip
    assert found.town_ids == ("A", "B")
    assert found.zone_town.tolist() == [0, 0, 1]
    # East stands in town B but names town A as its cluster; Nine2 and Both stand in z3, town B.
    assert found.campus_town.tolist() == [1, 0, 0, 0, 1, 0]
    assert found.campus_zone.tolist() == [2, 2, 0, 1, 2, 0]
    assert found.zone_urban.tolist() == [True, True, False]
    assert found.campus_open.tolist() == [False, True, False, True, False, True]
    assert found.campus_public.tolist() == [False, False, True, True, True, True]
    assert found.campus_beds.tolist() == [0, 0, 0, 120, 0, 0]
    assert (found.opening_year, found.last_year, found.notice, found.seed) == (
        2025,
        2028,
        (6, 30),
        7,
    )
    assert found.stages.tolist() == [False, True, True, False]


def test_shapes_and_types_are_those_of_the_district() -> None:
    found = district(changes=CHANGES)
    z, c, p, y, k = 3, 6, 9, 3, 3
    shapes = {
        "zone_town": (z,), "zone_urban": (z,), "zone_tier": (z,), "zone_dwellings": (z,),
        "apart_shares": (z, 4, 2, 3), "campus_special": (c,), "campus_vocational": (c,),
        "campus_rank": (c,), "feeder": (4, c), "campus_town": (c,), "campus_zone": (c,),
        "campus_resource_room": (c,),
            "campus_cluster": (c,), "class_grade": (c, 15),
        "distance_m": (z, c), "stages": (4,), "people": (z, 18, 2), "births": (y, z, 2),
        "survival": (18,), "net_migration": (z, 18, 2), "entry_shares": (z, 4, 2, 3),
        "leave_rates": (4, 3), "outside_inflow": (c, 15), "opening_pupils": (c, 15),
        "opening_sizes": (c, 15, k), "boarder_share": (c, 15), "campus_school": (c,),
        "campus_public": (c,), "campus_open": (c,), "campus_beds": (c,), "pool_campus": (p,),
        "pool_of": (c, 15), "taught": (c, 15), "pool_rooms": (p,), "pool_temporary": (p,),
        "pool_design": (p,), "pool_approved": (p,), "pool_specialist": (p,),
    }  # fmt: skip
    kinds = {
        "Ints": np.int64, "Floats": np.float64, "Bools": np.bool_,
    }  # fmt: skip
    from simulator import district as module

    for field in dataclasses.fields(District):
        value = getattr(found, field.name)
        if isinstance(value, np.ndarray):
            assert value.shape == shapes.pop(field.name), field.name
            wanted = [kind for name, kind in kinds.items() if field.type == getattr(module, name)]
            assert value.dtype == (wanted[0] if wanted else np.int32), field.name
    assert not shapes


def test_distances_are_geodesics_times_the_detour() -> None:
    built = assemble(scenario(changes=CHANGES))
    place = built.geography
    assert place.campus_lon[place.campus_ids.index("East")] == LON["z3"]
    for zone in range(3):
        for campus in range(6):
            true = GEOD.inv(
                place.zone_lon[zone], place.zone_lat[zone],
                place.campus_lon[campus], place.campus_lat[campus],
            )[2]  # fmt: skip
            assert built.district.distance_m[zone, campus] == pytest.approx(
                1.3 * true, rel=1e-3, abs=1
            )
    assert built.district.distance_m[2, built.district.campus_ids.index("East")] == 0


def test_geography_for_the_maps() -> None:
    place = assemble(scenario(changes=CHANGES, outline_note="drawn by hand")).geography
    assert place.notes[0] == "drawn by hand"
    assert place.zone_drawn.all()
    outline = frames()["outline"]["geometry"][0]
    assert place.outline.symmetric_difference(outline).area < 1e-6 * outline.area
    # Corners added along an edge are on the line of the plane, decimetres off that in degrees.
    union = shapely.union_all(place.zone_polygons)
    assert union.symmetric_difference(outline).area < 1e-4 * outline.area
    for number, zone in enumerate(place.zone_ids):
        assert place.zone_polygons[number].contains(shapely.Point(LON[zone], 23.55))
    assert place.campus_planned.tolist() == [True, False, True, False, True, False]
    table = zones_table(place)
    assert list(table.columns) == [field.name for field in TABLES["zones"]]
    assert shapely.from_wkt(table["outline"][0]).area == pytest.approx(
        place.zone_polygons[0].area, rel=1e-3
    )


def test_gcj02_coordinates_come_out_on_wgs84() -> None:
    straight = assemble(scenario()).geography
    shifted = assemble(scenario(crs="gcj02")).geography
    moved = GEOD.inv(straight.zone_lon, straight.zone_lat, shifted.zone_lon, shifted.zone_lat)[2]
    assert ((moved > 300) & (moved < 700)).all()
    # All is shifted alike: distances hardly change.
    np.testing.assert_allclose(straight.distance_m, shifted.distance_m, atol=5)


def test_zones_given_as_polygons() -> None:
    tables = frames()
    edges = [116.39, 116.405, 116.415, 116.43]
    boxes = {f"z{n + 1}": shapely.box(edges[n], 23.54, edges[n + 1], 23.56) for n in range(3)}
    tables["zones"]["geometry"] = [boxes[zone] for zone in tables["zones"]["id"]]
    tables["zones"].loc[tables["zones"]["id"] == "z1", ["lon", "lat"]] = np.nan
    tables["zones"] = gpd.GeoDataFrame(tables["zones"])
    # West lies in z1; the table now says z3.
    tables["campuses"].loc[tables["campuses"]["id"] == "West", "zone"] = "z3"
    del tables["outline"]
    built = assemble(scenario(tables))
    place = built.geography
    assert not place.zone_drawn.any()
    assert place.notes == ()
    assert place.zone_polygons[1].equals(boxes["z2"])
    assert boxes["z1"].contains(shapely.Point(place.zone_lon[0], place.zone_lat[0]))
    assert place.outline.area == pytest.approx(0.04 * 0.02, rel=1e-6)
    assert [str(odd.where) for odd in built.oddities if odd.where.startswith("camp")] == [
        "campuses/West"
    ]
    assert place.campus_zone[place.campus_ids.index("West")] == 2


def test_some_zones_are_polygons_and_some_points() -> None:
    tables = frames()
    west = shapely.box(116.39, 23.54, 116.405, 23.56)
    tables["zones"]["geometry"] = [None, west, None]
    place = assemble(scenario(tables)).geography
    assert place.zone_drawn.tolist() == [False, True, True]
    outline = tables["outline"]["geometry"][0]
    assert sum(cell.area for cell in place.zone_polygons) == pytest.approx(outline.area, rel=1e-4)


def test_a_cluster_is_beside_the_town() -> None:
    tables = frames()
    tables["campuses"]["cluster"] = ["group", "A", "group"]
    new = {"id": "n", "build": "New", "stage": "primary", "rooms": 6, "zone": "z3",
           "accepted": "2024-08-01", "cluster": "alone"}  # fmt: skip
    found = assemble(scenario(tables, changes=[new])).district
    assert found.town_ids == ("A", "B")
    assert found.cluster_ids == ("alone", "group")
    assert dict(zip(found.campus_ids, found.campus_cluster.tolist(), strict=True)) == {
        "East": -1, "New": 0, "Nine": 1, "West": 1,
    }  # fmt: skip
    towns = [found.town_ids[t] for t in found.campus_town]
    assert dict(zip(found.campus_ids, towns, strict=True)) == {
        "East": "A", "New": "B", "Nine": "A", "West": "A",
    }  # fmt: skip


def test_odd_places_are_named() -> None:
    tables = frames()
    tables["zones"].loc[tables["zones"]["id"] == "z3", "lon"] = 116.44
    tables["campuses"].loc[tables["campuses"]["id"] == "West", "lon"] = 116.38
    found = {odd.where: odd.what.en for odd in assemble(scenario(tables)).oddities}
    assert "outside the outline" in found["zones/z3"]
    assert "1,02" in found["campuses/West"]  # 0.01 degrees of longitude are 1,021 m here
    assert "outside every zone" in found["campuses/West"]


def test_pools_and_the_grades_that_use_them() -> None:
    found = district(changes=CHANGES)
    pool = {name: number for number, name in enumerate(found.pool_ids)}
    campus = {name: number for number, name in enumerate(found.campus_ids)}

    def used(name: str) -> list[int]:
        return found.pool_of[campus[name]].tolist()

    nothing, primary, junior = [-1] * 3, [pool["West/primary"]] * 6, [pool["West/junior"]] * 3
    assert used("West") == nothing + primary + junior + nothing
    shared = [pool["Nine/primary+junior"]] * 9
    assert used("Nine") == [pool["Nine/preschool"]] * 3 + shared + nothing
    # East teaches p1-p3 only, and receives no rooms from Nine, which closes without a merger.
    assert used("East") == nothing + [pool["East/primary"]] * 3 + [-1] * 9
    assert found.pool_campus.tolist() == [campus[name.split("/")[0]] for name in found.pool_ids]
    rooms = dict(zip(found.pool_ids, found.pool_rooms.tolist(), strict=True))
    assert {name: number for name, number in rooms.items() if number} == {
        "West/primary": 6, "Nine/primary+junior": 20, "East/primary": 3,
    }  # fmt: skip
    assert found.pool_temporary[pool["West/primary"]] == 1
    assert found.pool_design[pool["West/primary"]] == 270
    assert found.pool_approved[pool["Nine/primary+junior"]] == 900
    assert np.isnan(found.pool_design).sum() == 8
    # Taught at the opening: only what the table of pools says.
    taught = {name: found.taught[campus[name]].nonzero()[0].tolist() for name in campus}
    assert taught == {
        "West": [3, 4, 5, 6, 7, 8], "Nine": [3, 4, 5, 6, 7, 8, 9, 10, 11], "East": [3, 4, 5],
        "New": [], "Both": [], "Nine2": [],
    }  # fmt: skip


def test_opening_roll_as_reported() -> None:
    built = assemble(scenario())
    found = built.district
    west, nine = found.campus_ids.index("West"), found.campus_ids.index("Nine")
    assert found.opening_pupils.sum() == 101 + 56 + 165 + 90 + 20
    assert found.opening_sizes[west, P1].tolist() == [51, 50, 0]
    assert found.opening_sizes[west, P1 + 1].tolist() == [56, 0, 0]
    assert found.opening_sizes[nine, J1].tolist() == [56, 55, 54]
    # 60/40 do not make 90: even classes instead, and it is said.
    assert found.opening_sizes[nine, P1].tolist() == [45, 45, 0]
    assert [odd.where for odd in built.oddities] == ["enrolment/Nine/p1"]
    np.testing.assert_array_equal(found.opening_sizes.sum(axis=2), found.opening_pupils)
    assert found.boarder_share[nine, J1] == pytest.approx(0.2)
    assert found.boarder_share.sum() == pytest.approx(0.2)
    assert found.outside_inflow[nine, J1] == found.outside_inflow.sum() == 7.5


def test_combined_grades_make_up_the_classes_of_the_lowest() -> None:
    tables = frames()
    tables["pools"]["combined"] = ["p1+p2;p4+p5+p6", None, "p1-p3"]
    tables["enrolment"] = pd.DataFrame(
        [
            ("West", "p1", 14, 1, "25", 0),
            ("West", "p2", 11, 0, None, 11),
            ("West", "p3", 30, 1, None, 0),
            ("West", "p5", 20, 0, None, 0),
            ("West", "p6", 41, 2, None, 0),
            ("East", "p3", 9, 1, None, 0),
        ],
        columns=["campus", "grade", "pupils", "classes", "sizes", "boarders"],
    )
    built = assemble(scenario(tables))
    found = built.district
    west, east = found.campus_ids.index("West"), found.campus_ids.index("East")
    own = list(range(15))
    assert found.class_grade[west].tolist() == [*own[:3], P1, P1, P1 + 2, *[P1 + 3] * 3, *own[9:]]
    assert found.class_grade[east].tolist() == [*own[:3], *[P1] * 3, *own[6:]]
    assert found.opening_pupils[west, P1 : P1 + 6].tolist() == [14, 11, 30, 0, 20, 41]
    sizes = [cell[cell > 0].tolist() for cell in found.opening_sizes[west, P1 : P1 + 6]]
    assert sizes == [[25], [], [30], [31, 30], [], []]
    assert found.opening_sizes[east, P1].tolist()[:1] == [9]
    assert found.boarder_share[west, P1 + 1] == 1.0
    assert not built.oddities


def test_another_opening_and_a_prepared_geography() -> None:
    base = scenario()
    first = assemble(base)
    other = pd.DataFrame({"campus": ["West"], "grade": ["p6"], "pupils": [80], "classes": [2]})
    again = assemble(base, enrolment=other, geography=first.geography)
    assert again.geography is first.geography
    assert again.district.opening_pupils.sum() == 80
    assert equal(assemble(base, geography=first.geography).district, first.district)
    moved = frames()
    moved["campuses"].loc[0, "lon"] = 116.402
    with pytest.raises(ValueError, match="other places"):
        assemble(scenario(moved), geography=first.geography)


def test_catchments_sorted_and_once() -> None:
    found = district()
    preschool, primary, junior, senior = found.catchments
    assert found.campus_ids == ("East", "Nine", "West")
    assert [part.tolist() for part in primary] == [[0, 1, 1], [2, 1, 2]]
    assert [part.tolist() for part in junior] == [[0], [1]]
    assert preschool[0].size == senior[1].size == 0


def test_projects() -> None:
    found = district(changes=CHANGES)
    project = {one.id: one for one in found.projects}
    assert list(project) == [
        "a-nine", "b-both", "c-new", "d-more", "e-junior", "f-beds", "g-single",
    ]  # fmt: skip
    new = project["c-new"]
    assert (new.campus, new.new_campus, new.opens_with_all) == (2, True, True)
    assert new.rooms == ((found.pool_ids.index("New/primary"), 36),)
    assert (new.planned.approved, new.planned.accepted) == (
        dt.date(2024, 3, 1), dt.date(2026, 8, 15),
    )  # fmt: skip
    assert (new.actual.approved, new.actual.accepted) == (dt.date(2024, 4, 1), None)
    assert (new.delay_p50_months, new.delay_p90_months, new.draws_within_m) == (3, 12, 2500)
    assert new.catchment == (0, 1)
    assert (new.cost_yuan, new.site_area_m2, new.declared_places) == (54_000_000, 25_000, 1700)
    both = project["b-both"]
    assert [(found.pool_ids[pool], rooms) for pool, rooms in both.rooms] == [
        ("Both/junior", 12), ("Both/primary", 18),
    ]  # fmt: skip
    assert both.catchment is None and both.beds == 40
    named = {
        one.id: [(found.pool_ids[pool], rooms) for pool, rooms in one.rooms]
        for one in found.projects
    }
    assert named["a-nine"] == [("Nine2/primary+junior", 30)]
    assert named["d-more"] == [("West/primary", 4)]
    assert named["e-junior"] == [("West/junior", 5)]
    assert named["f-beds"] == []
    assert named["g-single"] == [("Nine/primary+junior", 2)]
    assert not project["d-more"].new_campus


def test_a_transition_site_shares_its_rooms_over_the_pools() -> None:
    both = {
        "id": "b-both", "build": "Both", "rooms_by_stage": {"junior": 12, "primary": 18},
        "zone": "z3", "accepted": "2027-07-01", "transition": {"rooms": 5, "at": "Nine"},
    }  # fmt: skip
    found = district(changes=[both])
    project = found.projects[0]
    assert [(found.pool_ids[pool], rooms) for pool, rooms in project.transition] == [
        ("Both/primary", 3), ("Both/junior", 2),
    ]  # fmt: skip
    assert [found.pool_ids[pool] for pool in project.lent_by] == ["Nine/primary+junior"] * 2
    rented = district(changes=[both | {"transition": {"rooms": 1}}]).projects[0]
    assert [(found.pool_ids[pool], n) for pool, n in rented.transition] == [("Both/primary", 1)]
    assert rented.lent_by == ()
    with pytest.raises(ScenarioError, match="East has no junior rooms to lend"):
        district(changes=[both | {"transition": {"rooms": 5, "at": "East"}}])


def test_more_declared_than_built_is_odd() -> None:
    built = assemble(scenario(changes=CHANGES))
    what = {odd.where: odd.what.en for odd in built.oddities}["changes/c-new/places"]
    assert "1,700 places" in what and str(36 * 45) in what


def test_other_changes() -> None:
    built = assemble(scenario(changes=CHANGES))
    found = built.district
    pool, campus = found.pool_ids.index, found.campus_ids.index
    (conversion,) = found.conversions
    assert (conversion.source, conversion.target, conversion.rooms, conversion.on) == (
        pool("Nine/primary+junior"), pool("Nine/preschool"), 3, dt.date(2027, 9, 1),
    )  # fmt: skip
    merged, closed = found.closures
    assert (merged.campus, merged.receiver, merged.merged) == (campus("East"), campus("West"), True)
    assert (closed.campus, closed.receiver, closed.merged) == (
        campus("Nine"),
        campus("East"),
        False,
    )
    assert any("j1" in odd.what.en for odd in built.oddities if odd.where == "changes/j-close")
    (redraw,) = found.redraws
    assert redraw.stage == 1
    assert redraw.zone.tolist() == [0, 0, 2]
    assert redraw.campus.tolist() == [campus("East"), campus("Nine"), campus("West")]
    (plan,) = found.plans
    assert (plan.campus, plan.grade, plan.classes) == (campus("West"), P1, 3)
    (purchase,) = found.purchases
    assert (purchase.stage, purchase.places, purchase.on) == (2, 45, dt.date(2026, 6, 30))


def test_a_merger_brings_rooms_for_grades_the_receiver_does_not_teach() -> None:
    built = assemble(
        scenario(changes=[{"id": "m", "merge": "Nine", "into": "East", "on": "2027-07-31"}])
    )
    found = built.district
    pool, east = found.pool_ids.index, found.campus_ids.index("East")
    # p4-p6 join the primary rooms East has; junior rooms are new to it, and empty until then.
    assert found.pool_of[east, P1 : P6 + 1].tolist() == [pool("East/primary")] * 6
    assert found.pool_of[east, J1 : J3 + 1].tolist() == [pool("East/junior")] * 3
    assert found.pool_rooms[pool("East/junior")] == 0
    assert found.taught[east].nonzero()[0].tolist() == [3, 4, 5]
    (odd,) = [odd for odd in built.oddities if odd.where == "changes/m"]
    assert odd.what.en == "its receiver East does not teach p4, p5, p6, j1, j2, j3"


def test_default_norms_and_rules() -> None:
    (regime,) = district().regimes
    assert regime.start == dt.date(1990, 1, 1)
    norms, rules = regime.norms, regime.rules
    assert norms.class_norm.tolist() == [25, 30, 35, *[45] * 6, *[50] * 6]
    assert norms.tolerance.tolist() == [25, 30, 35, *[55] * 12]
    assert (norms.large_class, norms.super_large_class) == (56, 66)
    assert (norms.large_school, norms.large_nine_year_school) == (2000, 2500)
    assert norms.reach_urban_m.tolist() == [300, 500, 1000, 5000]
    assert norms.reach_rural_m.tolist() == [2000, 3000, 5000, 15000]
    assert norms.operating_margin == 0.05
    assert rules.tiers == ((0,), (1,))
    assert [(rung.where, rung.fill) for rung in rules.ladder][-1] == ("own", "any")
    assert not rules.clear


def test_policies_add_up_by_date() -> None:
    start, second, third = district(changes=CHANGES).regimes
    assert (second.start, third.start) == (dt.date(2026, 9, 1), dt.date(2027, 9, 1))
    assert second.norms.class_norm[P1 : J3 + 1].tolist() == [40] * 6 + [50] * 3
    assert second.norms.tolerance[P1] == 50
    assert (second.rules.spring_share, second.rules.clear) == (0.1, False)
    assert third.norms.class_norm[P1] == 40
    assert third.rules.clear and not start.rules.clear
    same_day = [
        {"id": "a", "policy": {"tolerance": 50}, "on": "2026-09-01"},
        {"id": "b", "policy": {"stages.junior.redirect_limit_m": 500}, "on": "2026-09-01"},
    ]
    both = district(changes=same_day).regimes
    assert len(both) == 2
    assert both[1].norms.tolerance[J1] == 50
    assert both[1].rules.redirect_limit_m.tolist() == [10_000, 10_000, 500, 10_000]


def test_people_of_a_census_become_cohorts() -> None:
    # 60 children aged 6 and 120 aged 7 in z1: p1 is 5/6 × 60 + 1/6 × 120 = 70.
    tables = frames()
    tables["people"] = pd.DataFrame(
        [("z1", "registered", 6, 60), ("z1", "registered", 7, 120)],
        columns=["zone", "residence", "age", "children"],
    )
    built = assemble(scenario(tables, people_as_of="2025-11-01"))
    assert built.district.people[0, :, 0].nonzero()[0].tolist() == [5, 6, 7]
    assert built.district.people[0, 5:8, 0].tolist() == [10, 70, 100]
    assert {odd.where for odd in built.oddities} >= {"people/z2", "people/z3"}


def test_people_of_an_earlier_year_are_carried_forward() -> None:
    tables = frames()
    tables["people"] = pd.DataFrame(
        [("z1", "registered", 6, 1000)], columns=["zone", "residence", "age", "children"]
    )
    outlook = {"births": {2020: 0.5}, "migration": -0.2, "source": "x"}
    found = district(
        tables=tables, people_as_of="2020-09-01", survival=0.99,
        migration=[{"net_rate": -0.02}], outlooks={"middle": outlook},
    )  # fmt: skip
    # Five years on: 1000 × (0.99 × 0.98)^5 = 859.6. The outlook does not touch the past.
    assert found.people[0, 11, 0] == 860
    assert found.people[0, 0, 0] == 30
    assert found.people[0, 4, 0] == pytest.approx(30 * (0.99 * 0.98) ** 4, abs=1)
    assert found.people[0].sum() == 860 + 2 * round(30 * sum((0.99 * 0.98) ** k for k in range(5)))


def test_births_and_outlooks() -> None:
    outlooks = {
        "low": {"births": {2026: 0.9, 2028: 0.6}, "migration": -0.01, "source": "low"},
        "middle": {"source": "middle"},
    }
    base = scenario(
        outlooks=outlooks, migration=[{"net_rate": 0.03, "zone": "z2", "ages": [6, 14]}]
    )
    middle = assemble(base).district
    assert middle.births.shape == (3, 3, 2)
    np.testing.assert_allclose(middle.births, 30)
    low = assemble(base, outlook="low").district
    # Factors by calendar year: 2025 1 (before the first), 2026 and 2027 0.9, 2028 0.6.
    np.testing.assert_allclose(low.births[0], 30 * (1 / 3 + 2 / 3 * 0.9))
    np.testing.assert_allclose(low.births[1], 30 * 0.9)
    np.testing.assert_allclose(low.births[2], 30 * (0.9 / 3 + 0.6 * 2 / 3))
    assert middle.net_migration[1, 6, 0] == pytest.approx(0.03)
    assert middle.net_migration.sum() == pytest.approx(0.03 * 9 * 2)
    np.testing.assert_allclose(low.net_migration - middle.net_migration, -0.01)
    np.testing.assert_array_equal(low.people, middle.people)
    with pytest.raises(ScenarioError, match="not described"):
        assemble(base, outlook="high")
    with pytest.raises(ValueError, match="low, middle or high"):
        assemble(base, outlook="worst")


def test_shares_and_rates() -> None:
    found = district(
        entry_shares=[
            {"stage": "primary", "zone": "z2", "residence": "migrant", "private": 0.5},
            {"stage": "primary", "elsewhere": 0.1, "private": 0.2},
            {"stage": "primary", "zone": "z2", "not_enrolled": 0.3},
        ],
        leave_rates=[{"stage": "junior", "elsewhere": 0.02, "not_enrolled": 0.01}],
        survival={0: 0.995, 5: 0.999},
    )
    assert found.entry_shares[0, 1].tolist() == [[0.1, 0.2, 0.0]] * 2
    assert found.entry_shares[1, 1].tolist() == [[0.0, 0.0, 0.3], [0.0, 0.5, 0.0]]
    assert found.leave_rates[2].tolist() == [0.02, 0.0, 0.01]
    assert found.leave_rates.sum() == pytest.approx(0.03)
    assert found.survival[[0, 1, 5]].tolist() == [0.995, 1, 0.999]


def test_estates_spread_stages_over_ages() -> None:
    (estate,) = district(
        estates=[
            {
                "id": "e", "zone": "z2", "handover": "2026-07-01", "dwellings": 2000,
                "children_per_1000": {"preschool": 60, "primary": 120, "junior": 30},
                "phase_in": [0.6, 0.4], "residence": "migrant",
            }
        ]
    ).estates  # fmt: skip
    assert (estate.zone, estate.residence, estate.phase_in) == (1, 1, (0.6, 0.4))
    # 120 preschool children over 3 ages, and as many of each of the ages 0 to 2.
    assert estate.children.tolist() == [40] * 6 + [40] * 6 + [20] * 3 + [0] * 3


def test_row_order_does_not_matter() -> None:
    outlooks = {"middle": {"births": {2026: 0.9}, "source": "x"}}
    ordered = assemble(scenario(changes=CHANGES, outlooks=outlooks))
    for seed in range(3):
        shuffled = {
            name: rows.sample(frac=1, random_state=seed + n).reset_index(drop=True)
            for n, (name, rows) in enumerate(frames().items())
        }
        luck = np.random.default_rng(seed)
        changes = [CHANGES[number] for number in luck.permutation(len(CHANGES))]
        other = assemble(scenario(shuffled, changes=changes, outlooks=outlooks))
        assert equal(ordered.district, other.district)
        assert equal(ordered.geography.campus_lon, other.geography.campus_lon)
        assert sorted(ordered.oddities, key=str) == sorted(other.oddities, key=str)


def test_equal_can_tell_districts_apart() -> None:
    one = district(changes=CHANGES)
    for change in ({"seed": 8}, {"changes": CHANGES[:-1]}, {"survival": 0.999}):
        assert not equal(one, district(**{"changes": CHANGES, **change}))


@pytest.mark.parametrize(
    ("money", "amount"),
    [
        ("54_000_000 CNY", 54e6),
        ("54,000,000 元", 54e6),
        ("5400 万元", 54e6),
        ("5400万元", 54e6),
        ("0.54 亿元", 54e6),
        ("12.21亿元", 1.221e9),
    ],
)
def test_money(money: str, amount: float) -> None:
    assert yuan(money) == amount


def test_money_without_a_unit() -> None:
    with pytest.raises(ValueError, match="not an amount"):
        yuan("54000000")


def with_row(name: str, **cells: Any) -> dict[str, pd.DataFrame]:
    """Give the tables with the first row of one changed."""
    tables = frames()
    for column, value in cells.items():
        tables[name][column] = tables[name][column].astype(object)
        tables[name].loc[0, column] = value
    return tables


@pytest.mark.parametrize(
    ("fields", "where", "what"),
    [
        ({"tables": with_row("people", zone="zz")}, "people/zone", "zz"),
        ({"tables": with_row("zones", id="z1")}, "zones", "repeat"),
        ({"tables": with_row("zones", lon=np.nan)}, "zones/z3", "no position"),
        ({"tables": with_row("zones", lon=1164)}, "crs", "not degrees"),
        ({"tables": with_row("campuses", lon=np.nan)}, "campuses/West", "neither a position"),
        ({"tables": with_row("enrolment", grade="j1")}, "enrolment/West/j1", "no pool"),
        ({"tables": with_row("enrolment", grade="p2")}, "enrolment/West/p2", "two rows"),
        ({"tables": with_row("enrolment", classes=0)}, "enrolment/West/p1", "without a class"),
        ({"tables": with_row("enrolment", boarders=102)}, "enrolment/West/p1", "boarders"),
        ({"tables": with_row("pools", stages="nursery")}, "pools/West", "nursery"),
        ({"tables": with_row("pools", grades="j1-j2")}, "pools/West/grades", "not part"),
        ({"years": {"opening": 2025, "last": 2030}}, "births", "2029, 2030"),
        ({"people_as_of": "2026-09-01"}, "people_as_of", "after the opening"),
        ({"people_as_of": "2025-07-01"}, "people_as_of", "neither"),
        ({"migration": [{"net_rate": -0.5}] * 3}, "migration", "less than -1"),
        (
            {"entry_shares": [{"stage": "primary", "private": 0.6, "elsewhere": 0.6}]},
            "entry_shares/0",
            "1.2",
        ),
        ({"entry_shares": [{"stage": "primary"}] * 2}, "entry_shares/1", "again"),
        ({"norms": {"tolerance": 54.5}}, "norms/tolerance", "54.5"),
        ({"changes": [{"id": "x", "convert": "West/junior", "rooms": 2, "to": "primary",
                       "on": "2026-09-01"}]}, "changes/x/convert", "no pool"),
        ({"changes": [{"id": "x", "convert": "West/primary", "rooms": 2, "to": "primary",
                       "on": "2026-09-01"}]}, "changes/x/to", "already"),
        ({"changes": [{"id": "x", "expand": "Nine", "stages": ["primary", "senior"],
                       "rooms": 2}]}, "changes/x", "do not share"),
        ({"changes": [{"id": "x", "expand": "Nowhere", "rooms": 2}]}, "changes/x", "Nowhere"),
        ({"changes": [{"id": "x", "build": "New", "rooms": 2, "at": [116.4, 23.55]}]},
         "changes/x", "without a stage"),
        ({"changes": [{"id": "x", "build": "New", "stage": "primary"}]}, "campuses/New",
         "neither"),
        ({"changes": [{"id": "x", "build": "West", "stage": "primary", "zone": "z1"}]},
         "campuses", "repeat"),
        ({"changes": [{"id": "x", "merge": "West", "on": "2026-09-01"}]}, "changes/x/into",
         "receiver"),
        ({"changes": [{"id": "x", "close": "West"}]}, "changes/x/on", "date"),
        ({"changes": [{"id": "x", "policy": {"larg_classes": "clear"}, "on": "2026-09-01"}]},
         "changes/x/policy/larg_classes", "not a rule"),
        ({"changes": [{"id": "x", "policy": {"large_classes": "yes"}, "on": "2026-09-01"}]},
         "changes/x/policy/large_classes", "none"),
        ({"changes": [{"id": "x", "catchment": "primary", "zones": {"z1": []},
                       "on": "2026-09-01"}]}, "changes/x/zones", "no campus for z1"),
    ],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_refused(
    fields: dict[str, Any], where: str, what: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        assemble(scenario(**fields))
    (problem,) = caught.value.problems
    assert problem.where == where
    assert what in problem.what.en
    assert problem.file == "small.yaml"
    for phrase in (problem.what, problem.remedy):
        assert phrase.en
        assert is_chinese(phrase.zh)
        assert english_left(phrase.zh) is None


def test_assumptions_list_everything_and_mark_what_is_overridden() -> None:
    own = scenario(
        norms={
            "class_size": {"primary": {"value": 40, "source": "建标109", "status": "secondary"}},
            "tolerance": 50,
            "large_class": 56,
        },
        rules={"entry_classes": "tolerance"},
        outlooks={"low": {"births": {2026: 0.9}, "migration": -0.01, "source": "WPP"}},
        leave_rates=[{"stage": "junior", "elsewhere": 0.02}],
        changes=CHANGES,
    )
    found = assumptions(own)
    assert list(found.columns) == [field.name for field in TABLES["assumptions"]]
    row = found.set_index("name")
    assert row.index.is_unique
    assert row.loc["norms.class_size.primary"].tolist() == [
        "40", "pupils per class", "建标109", "secondary; overridden (default 45)",
    ]  # fmt: skip
    assert row.loc["norms.tolerance", "status"] == "stated; overridden (default 55)"
    assert row.loc["norms.large_class", "status"] == "stated"  # the same as the default
    assert row.loc["norms.class_size.k1", "status"] == "verified"
    assert row.loc["norms.reach_urban_m.primary", "status"] == "recalled"
    assert row.loc["rules.entry_classes", "status"] == "stated; overridden (default norm)"
    assert row.loc["rules.order", "status"] == "assumed"
    assert row.loc["policy.large_classes", "status"] == "overridden by n-clear from 2027-09-01"
    assert row.loc["outlooks.low.births.2026"].tolist()[0::2][:2] == ["0.9", "WPP"]
    assert row.loc["leave_rates (junior): elsewhere", "value"] == "0.02"
    assert row.loc["census_share", "value"] == "0.166667"
    assert found.map(lambda cell: isinstance(cell, str)).all(axis=None)
    assert (found[["name", "value", "source", "status"]] != "").all(axis=None)
    # Every norm of the schema has a row.
    assert sum(name.startswith("norms.") for name in found["name"]) == 50
