"""Cells fill the outline without overlap, whatever the points."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geodata.cells import irregular_points, voronoi_cells
from geodata.datum import to_wgs84
from geodata.hull import buffered_hull
from geodata.places import locate
from geodata.projections import local_crs, project
from tests.depth import cases

SQUARE = shapely.box(0, 0, 1000, 1000)
# A bay cut into the square and an island beside it.
COAST = shapely.union(
    shapely.difference(SQUARE, shapely.box(400, 500, 600, 1000)), shapely.box(1200, 0, 1300, 200)
)
JIEDONG = Path(__file__).parents[3] / "shared/data/china/445203_jiedong_gcj02.geojson"


def layer(places: list[tuple[float, float]], index: list[str] | None = None) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(place) for place in places], index=index, crs="EPSG:4548")


def assert_partition(cells: gpd.GeoSeries, outline: shapely.Geometry, rel: float = 1e-9) -> None:
    shapes = cells.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert (shapely.area(shapes) > 0).all()
    assert cells.area.sum() == pytest.approx(outline.area, rel=rel)
    together = shapely.union_all(shapes)
    assert together.symmetric_difference(outline).area <= rel * outline.area


def test_two_points_halve_a_square() -> None:
    cells = voronoi_cells(layer([(250, 500), (750, 500)], ["b", "a"]), SQUARE)
    assert cells.index.tolist() == ["b", "a"]
    assert cells["b"].equals(shapely.box(0, 0, 500, 1000))
    assert cells["a"].equals(shapely.box(500, 0, 1000, 1000))
    assert cells.crs == "EPSG:4548"


def test_one_point_gets_everything() -> None:
    assert voronoi_cells(layer([(1, 1)]), COAST).iloc[0].equals(COAST)


def test_points_in_a_row() -> None:
    cells = voronoi_cells(layer([(100, 500), (500, 500), (900, 500)]), SQUARE)
    np.testing.assert_allclose(cells.area, [300e3, 400e3, 300e3])


places = st.tuples(st.floats(-600, 1900), st.floats(-600, 1600))


@settings(max_examples=cases(20, 120), deadline=None)
@given(st.lists(places, min_size=1, max_size=25), st.sampled_from([SQUARE, COAST]))
@example([(0.0, 0.0), (2.479835409847104e-175, 1422.5)], COAST)
# GEOS loses the cell of (1, 0) when these are moved to their mean.
@example([(0.0, 0.0), (0.0, 1.0), (0.0, 12.0), (1.0, 0.0), (12.0, 0.0), (15.0, 0.0)], SQUARE)
def test_cells_partition_the_outline(spots: list[tuple[float, float]], outline: object) -> None:
    assert isinstance(outline, shapely.Geometry)
    assert_partition(voronoi_cells(layer(spots), outline), outline, rel=1e-7)


@settings(max_examples=cases(10, 60), deadline=None)
@given(st.lists(places, min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_row_order_does_not_matter(spots: list[tuple[float, float]], luck: object) -> None:
    points = layer(spots, [f"z{number}" for number in range(len(spots))])
    order = list(points.index)
    luck.shuffle(order)  # type: ignore[attr-defined]
    one = voronoi_cells(points, COAST)
    other = voronoi_cells(points.loc[order], COAST).loc[points.index]
    overlap = one.intersection(other).area
    np.testing.assert_allclose(overlap, one.area, rtol=1e-6)


@settings(max_examples=cases(10, 60), deadline=None)
@given(st.lists(places, min_size=2, max_size=15, unique=True), places)
def test_ground_belongs_to_the_nearest_point(
    spots: list[tuple[float, float]], somewhere: tuple[float, float]
) -> None:
    inside = [spot for spot in spots if SQUARE.intersects(shapely.Point(spot))]
    place = shapely.Point(somewhere)
    if len(inside) < 2 or not SQUARE.contains(place):
        return
    points = layer(inside)
    owner = int(locate(layer([somewhere]), voronoi_cells(points, SQUARE))["zone"].iloc[0])
    gap = shapely.distance(points.to_numpy(), place)
    assert gap[owner] <= gap.min() + 0.02


def test_points_at_one_place_share_its_cell_equally() -> None:
    points = layer([(250, 500), (750, 500), (750, 500), (750, 500)], ["a", "d", "b", "c"])
    cells = voronoi_cells(points, SQUARE)
    assert_partition(cells, SQUARE)
    np.testing.assert_allclose(cells.area, [500e3, 500e3 / 3, 500e3 / 3, 500e3 / 3], rtol=1e-9)
    # From west to east by label.
    assert cells["b"].centroid.x < cells["c"].centroid.x < cells["d"].centroid.x
    odd = irregular_points(points, SQUARE)
    assert odd["sharing"].tolist() == [1, 3, 3, 3]
    assert odd["outside_m"].tolist() == [0, 0, 0, 0]


def test_a_point_outside_gets_the_ground_nearest_to_it() -> None:
    points = layer([(500, 500), (1400, 500)], ["in", "out"])
    cells = voronoi_cells(points, SQUARE)
    # It stands in at (1000, 500), so the border runs half way, at 750.
    assert cells["out"].equals_exact(shapely.box(750, 0, 1000, 1000).normalize(), 1e-6) or (
        cells["out"].symmetric_difference(shapely.box(750, 0, 1000, 1000)).area < 1e-3
    )
    assert irregular_points(points, SQUARE)["outside_m"].tolist() == [0, 400]


def test_without_outline_the_hull_is_used() -> None:
    points = layer([(0, 0), (3000, 0), (0, 3000), (3000, 3000)])
    hull = buffered_hull(points)
    assert_partition(voronoi_cells(points), hull)
    # Nearest neighbours are 3 km apart: the hull is widened by that.
    assert hull.bounds == pytest.approx((-3000, -3000, 6000, 6000))
    assert buffered_hull(layer([(0, 0)])).area == pytest.approx(np.pi * 500**2, rel=0.01)


@pytest.mark.parametrize(
    ("points", "outline", "words"),
    [
        (layer([]), SQUARE, "no point"),
        (layer([(1, 1), (2, 2)], ["a", "a"]), SQUARE, "repeat"),
        (layer([(1, 1)]).to_crs("EPSG:4326"), SQUARE, "degrees"),
        (layer([(1, 1)]), shapely.LineString([(0, 0), (1, 1)]), "no area"),
        (gpd.GeoSeries([SQUARE]), SQUARE, "other shapes"),
        (gpd.GeoSeries([None, shapely.Point(1, 1)]), SQUARE, "missing or empty"),
    ],
)
def test_refused(points: gpd.GeoSeries, outline: shapely.Geometry, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        voronoi_cells(points, outline)


def test_an_outline_that_crosses_itself_is_repaired() -> None:
    bow_tie = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    cells = voronoi_cells(layer([(100, 500), (900, 500)]), bow_tie)
    assert cells.area.sum() == pytest.approx(500e3)


def test_where_campuses_stand() -> None:
    zones = gpd.GeoSeries([SQUARE, shapely.box(1000, 0, 2000, 1000)], crs="EPSG:4548")
    campuses = layer([(10, 10), (1999, 5), (2300, 400), (1000, 500)], ["a", "b", "c", "edge"])
    found = locate(campuses, zones)
    expected = pd.DataFrame(
        {"zone": [0, 1, -1, 0], "nearest": [0, 1, 1, 0], "distance_m": [0.0, 0.0, 300.0, 0.0]},
        index=campuses.index,
    )
    pd.testing.assert_frame_equal(found, expected)


def test_where_zones_overlap_the_nearer_middle_wins() -> None:
    zones = gpd.GeoSeries([shapely.box(0, 0, 600, 100), shapely.box(400, 0, 700, 100)])
    found = locate(gpd.GeoSeries([shapely.Point(550, 50)]), zones)
    assert found["zone"].tolist() == [1]


def test_layers_on_different_planes_are_refused() -> None:
    with pytest.raises(ValueError, match="EPSG:4547"):
        locate(layer([(1, 1)]), gpd.GeoSeries([SQUARE], crs="EPSG:4547"))
    with pytest.raises(ValueError, match="no zone"):
        locate(layer([(1, 1)]), gpd.GeoSeries([], crs="EPSG:4548"))


@pytest.mark.shared_data
def test_cells_of_a_real_district() -> None:
    if not JIEDONG.is_file():
        pytest.skip(f"{JIEDONG.name} is not beside the checkout")
    feature = json.loads(JIEDONG.read_text(encoding="utf-8"))["features"][0]
    shape = shapely.geometry.shape(feature["geometry"])

    def on_plane(xy: np.ndarray) -> np.ndarray:
        lon, lat = to_wgs84(xy[:, 0], xy[:, 1], "gcj02")
        return project(lon, lat, local_crs(116.4, 23.6))

    outline = shapely.transform(shape, on_plane)
    # The district covers about 690 km² (the published figure is 684 to 694).
    assert 650e6 < outline.area < 720e6
    west, south, east, north = outline.bounds
    spots = np.random.default_rng(3).uniform((west, south), (east, north), (200, 2))
    points = gpd.GeoSeries(shapely.points(spots), crs="EPSG:4548")
    assert_partition(voronoi_cells(points, outline), outline, rel=1e-6)
    # The coordinates are shifted: taken as WGS 84 the outline would lie hundreds of metres off.
    unshifted = shapely.transform(shape, lambda xy: project(xy[:, 0], xy[:, 1], points.crs))
    assert 300 < unshifted.centroid.distance(outline.centroid) < 700
