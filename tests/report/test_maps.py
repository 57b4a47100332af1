"""Does the map share places fairly, keep neighbours together and stay small?"""

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from simulator.reporting import maps
from simulator.results import Results
from tests.report.fixture import make_results, make_zones

YEAR = 2022


def _frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns.split())


def _hand_made(results: Results) -> Results:
    """Two campuses of 100 places; a needs 60 and b 60, b may go to both, c has no catchment."""
    years = results.tables["years"].query("school_year == @YEAR").copy()
    stay = ("stage", "primary")
    tables = {
        "years": years,
        "zones": _frame(
            "zone_id name town_id settlement lon lat outline",
            *(
                (zone, zone, "t", "urban", 116 + k / 10, 23.0, outline)
                for k, (zone, outline) in enumerate(
                    [("a", "POLYGON((116 23,116.1 23,116.1 23.1,116 23.1,116 23))"),
                     ("b", "POLYGON((116.1 23,116.2 23,116.2 23.1,116.1 23.1,116.1 23))"),
                     ("c", "")]
                )
            ),
        ),
        "schools": _frame(
            "campus_id name school_id town_id zone_id operator lon lat planned",
            ("x", "x", "x", "t", "a", "public", 116.05, 23.05, False),
            ("y", "y", "y", "t", "b", "public", 116.15, 23.05, True),
        ),
        "balance": _frame(
            "school_year zone_id stage residence pupils_public purchased unplaced",
            (YEAR, "a", stay[1], "registered", 30, 0, 0),
            (YEAR, "a", stay[1], "migrant", 20, 7, 3),
            (YEAR, "b", stay[1], "registered", 60, 0, 0),
            (YEAR, "c", stay[1], "registered", 10, 0, 0),
            (YEAR, "outside", stay[1], "registered", 99, 0, 0),
        ),
        "capacity": _frame("school_year campus_id stage places",
                           (YEAR, "x", stay[1], 60), (YEAR, "x", stay[1], 40),
                           (YEAR, "y", stay[1], 100)),
        "enrolment": _frame("school_year campus_id stage pupils",
                            (YEAR, "x", stay[1], 80), (YEAR, "x", stay[1], 30),
                            (YEAR, "y", stay[1], 50)),
        "catchments": _frame("school_year stage zone_id campus_id assumed",
                             (YEAR, stay[1], "a", "x", False), (YEAR, stay[1], "b", "x", False),
                             (YEAR, stay[1], "b", "y", True)),
    }  # fmt: skip
    return replace(results, tables={**results.tables, **tables})


def test_places_are_shared_over_catchments_by_hand(results: Results) -> None:
    district = maps.district_map(_hand_made(results))
    assert district is not None
    assert district.zone_ids == ("a", "b", "c")
    view = district.stages["primary"]
    assert view.needing[0].tolist() == [60, 60, 10]
    # b weighs half in each of its two campuses: x is shared 60 to 30, y is b's alone
    assert view.places[0].tolist() == [67, 133, -1]
    assert view.balance(0).tolist() == [7, 73, -10]
    assert view.assumed[0].tolist() == [False, True, False]
    assert view.campus_pupils[0].tolist() == [110, 50]
    assert view.campus_places[0].tolist() == [100, 100]
    assert maps.worst_zones(district, "primary", YEAR) == [2]


def test_places_shared_out_are_the_places_there_are(results: Results) -> None:
    district = maps.district_map(results)
    assert district is not None
    capacity = results.tables["capacity"]
    links = results.tables["catchments"]
    for stage, view in district.stages.items():
        for k, year in enumerate(district.years):
            now = links[(links["school_year"] == year) & (links["stage"] == stage)]
            rows = capacity[(capacity["school_year"] == year) & (capacity["stage"] == stage)]
            whole = rows.loc[rows["campus_id"].isin(now["campus_id"]), "places"].sum()
            assert abs(view.places[k].clip(0).sum() - whole) <= len(district.zone_ids) / 2


def test_classes_are_fixed_and_zero_is_not_short(results: Results) -> None:
    district = maps.district_map(results)
    assert district is not None
    edges = district.edges
    assert list(edges) == sorted(set(edges))
    around = np.array([edges[0] - 1, edges[0], -1, 0, edges[-1] - 1, edges[-1]])
    assert district.classes(around).tolist() == [0, 1, 2, 3, 4, 5]


def test_outlines_keep_their_shape_and_their_neighbours(results: Results) -> None:
    district = maps.district_map(results)
    assert district is not None
    assert all(len(rings) == 1 for rings in district.rings)
    corners: dict[tuple[int, int], int] = {}
    for rings in district.rings:
        ring = maps.decode(rings[0])
        assert (ring[0] == ring[-1]).all()
        for point in {(int(x), int(y)) for x, y in ring}:
            corners[point] = corners.get(point, 0) + 1
    inner = [n for n in corners.values() if n > 1]
    assert len(inner) > 60  # neighbours meet in the very same points
    # 0.34 degrees of latitude and 0.46 × cos(23.6°) of longitude, in metres
    whole = np.concatenate([maps.decode(ring) for rings in district.rings for ring in rings])
    wide, high = (whole.max(axis=0) - whole.min(axis=0)) * district.metres
    assert abs(high - 0.34 * 111_195) < 30
    assert abs(wide - 0.46 * 111_195 * 0.9164) < 60


@pytest.mark.full
def test_a_thousand_wriggly_zones_stay_small(results: Results) -> None:
    zones = make_zones(np.random.default_rng(3), 1000)
    zones["outline"] = [_wriggled(outline) for outline in zones["outline"]]
    assert zones["outline"].str.len().sum() > 3_000_000
    district = maps.district_map(replace(results, tables={**results.tables, "zones": zones}))
    assert district is not None
    assert len(json.dumps(district.rings, separators=(",", ":"))) <= 350_000
    assert all(district.rings)


def _wriggled(outline: str) -> str:
    """Give every edge 24 small steps, the same seen from either side."""
    import shapely

    ring = shapely.get_coordinates(shapely.from_wkt(outline))
    points = []
    for one, other in pairwise(ring):
        low, high = sorted((tuple(one), tuple(other)))
        share = np.linspace(0, 1, 25)[:, None]
        middle = np.array(low) + share * (np.array(high) - np.array(low))
        middle[1:-1] += 0.0002 * np.sin(share[1:-1] * 40)
        points.extend((middle if tuple(one) == low else middle[::-1])[:-1].tolist())
    return shapely.Polygon(points).wkt


@pytest.mark.full
def test_points_broken_outlines_and_nothing_at_all(results: Results) -> None:
    points = make_results(n_zones=40, with_outlines=False)
    district = maps.district_map(points)
    assert district is not None
    assert set(district.rings) == {()}
    zones = results.tables["zones"].copy()
    zones.loc[zones.index[0], "outline"] = "POLYGON((0 0"
    zones.loc[zones.index[1], "outline"] = "POINT(116 23)"
    broken = maps.district_map(replace(results, tables={**results.tables, "zones": zones}))
    assert broken is not None
    assert [bool(rings) for rings in broken.rings[:3]] == [False, False, True]
    zones[["lon", "lat", "outline"]] = [np.nan, np.nan, ""]
    assert maps.district_map(replace(results, tables={**results.tables, "zones": zones})) is None
