"""Datum shifts against published pairs of coordinates, and there and back again."""

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.datum import CHINA_LAT, CHINA_LON, from_wgs84, in_china_box, to_wgs84

GEOD = pyproj.Geod(ellps="WGS84")

# WGS 84 → GCJ-02, longitude first. Shanghai, Shenzhen and Beijing: the test points of the
# eviltransform library (github.com/googollee/eviltransform), repeated by its ports to many
# languages. The last is the example of the coordtransform libraries
# (github.com/wandergis/coordtransform).
WGS84_GCJ02 = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
]
# GCJ-02 → WGS 84: the test of the gcoord library (github.com/hujiulong/gcoord,
# test/unit/crs/GCJ02.spec.js), which iterates and compares to five digits.
GCJ02_WGS84 = [((123.0, 45.0), (122.99395597, 44.99804071))]
# GCJ-02 → BD-09: the same test of gcoord, and the example of coordtransform.
GCJ02_BD09 = [
    ((123.0, 45.0), (123.00636499, 45.00636899)),
    ((116.404, 39.915), (116.41036949371029, 39.92133699351021)),
]
# Beijing railway station as both map services show it, to five digits (about a metre): manual
# of the geoChina package for R, function gcj2bd.
STATION_GCJ02 = (116.42703, 39.90245)
STATION_BD09 = (116.43351, 39.90851)
# BD-09 → WGS 84: gcoord again (test/unit/crs/BD09.spec), to five digits. The BD-09 points of
# eviltransform are of no use: its formula has π where every other has 3000 π / 180, some 40 m off.
BD09_WGS84 = [((123.0, 45.0), (122.98762210, 44.99171540))]


def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(GEOD.inv(*one, *other)[2])


def point(pair: tuple[np.ndarray, np.ndarray]) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])


@pytest.mark.parametrize(("wgs84", "gcj02"), WGS84_GCJ02)
def test_gcj02_as_published(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert metres_apart(point(from_wgs84(*wgs84, "gcj02")), gcj02) < 0.001
    assert metres_apart(point(to_wgs84(*gcj02, "gcj02")), wgs84) < 0.001


@pytest.mark.parametrize(("gcj02", "wgs84"), GCJ02_WGS84)
def test_gcj02_back_as_published(gcj02: tuple[float, float], wgs84: tuple[float, float]) -> None:
    assert metres_apart(point(to_wgs84(*gcj02, "gcj02")), wgs84) < 0.1


@pytest.mark.parametrize(("gcj02", "bd09"), GCJ02_BD09)
def test_bd09_as_published(gcj02: tuple[float, float], bd09: tuple[float, float]) -> None:
    through = point(from_wgs84(*to_wgs84(*gcj02, "gcj02"), "bd09"))
    assert metres_apart(through, bd09) < 0.002


def test_bd09_at_a_place_both_services_show() -> None:
    found = point(from_wgs84(*to_wgs84(*STATION_GCJ02, "gcj02"), "bd09"))
    assert metres_apart(found, STATION_BD09) < 1.5


@pytest.mark.parametrize(("bd09", "wgs84"), BD09_WGS84)
def test_bd09_back_as_published(bd09: tuple[float, float], wgs84: tuple[float, float]) -> None:
    assert metres_apart(point(to_wgs84(*bd09, "bd09")), wgs84) < 1.0


def test_shift_is_some_hundred_metres() -> None:
    shifted = point(from_wgs84(116.4, 23.55, "gcj02"))
    assert 300 < metres_apart((116.4, 23.55), shifted) < 700


@given(st.floats(73.6, 134.8), st.floats(18.2, 53.5), st.sampled_from(["gcj02", "bd09"]))
def test_there_and_back_within_a_centimetre(lon: float, lat: float, crs: str) -> None:
    there = from_wgs84(lon, lat, crs)
    back = point(to_wgs84(*there, crs))
    assert abs(back[0] - lon) < 1e-9
    assert abs(back[1] - lat) < 1e-9
    again = point(from_wgs84(*to_wgs84(lon, lat, crs), crs))
    assert metres_apart(again, (lon, lat)) < 0.01


@given(
    st.tuples(st.floats(-180, 180), st.floats(-90, 90)).filter(
        lambda p: (
            not (CHINA_LON[0] <= p[0] <= CHINA_LON[1] and CHINA_LAT[0] <= p[1] <= CHINA_LAT[1])
        )
    ),
    st.sampled_from(["gcj02", "bd09"]),
)
def test_nothing_is_shifted_outside_china(place: tuple[float, float], crs: str) -> None:
    assert point(from_wgs84(*place, crs)) == place
    assert point(to_wgs84(*place, crs)) == place


def test_whole_arrays_keep_their_shape_and_order() -> None:
    lon = np.array([[116.3, 116.4, -3.7], [121.5, 113.9, np.nan]])
    lat = np.array([[23.5, 23.6, 40.4], [31.2, 22.5, 30.0]])
    x, y = to_wgs84(lon, lat, "gcj02")
    assert x.shape == lon.shape
    for row, column in np.ndindex(2, 3):
        one = to_wgs84(lon[row, column], lat[row, column], "gcj02")
        np.testing.assert_allclose(x[row, column], one[0], atol=1e-12)
        np.testing.assert_allclose(y[row, column], one[1], atol=1e-12)
    assert np.isnan(x[1, 2])
    assert lon[0, 0] == 116.3  # the input is left alone


def test_cgcs2000_and_wgs84_pass_through() -> None:
    for crs in ("EPSG:4326", "EPSG:4490"):
        assert point(to_wgs84(116.4, 23.55, crs)) == (116.4, 23.55)


def test_projected_grid_easting_first() -> None:
    # CGCS2000 / 3-degree Gauss-Krüger CM 117E: on the meridian the false easting is 500 km.
    lon, lat = to_wgs84([500_000.0], [2_605_000.0], "EPSG:4548")
    assert lon[0] == pytest.approx(117.0, abs=1e-9)
    assert 23.5 < lat[0] < 23.6
    x, y = from_wgs84(lon, lat, "EPSG:4548")
    np.testing.assert_allclose([x[0], y[0]], [500_000.0, 2_605_000.0], atol=1e-3)


def test_missing_positions_stay_missing_through_a_grid() -> None:
    lon, lat = to_wgs84([np.nan, 500_000.0], [np.nan, 2_605_000.0], "EPSG:4548")
    assert np.isnan(lon).tolist() == [True, False]
    assert np.isnan(lat).tolist() == [True, False]


@pytest.mark.parametrize("crs", ["EPSG:999999", "gcj-02", ""])
def test_unknown_systems_are_refused(crs: str) -> None:
    with pytest.raises(ValueError, match="not a coordinate system"):
        to_wgs84(116.4, 23.5, crs)


@pytest.mark.parametrize("crs", ["EPSG:4326", "gcj02", "bd09"])
def test_metres_and_swapped_columns_are_refused(crs: str) -> None:
    with pytest.raises(ValueError, match="longitude comes first"):
        to_wgs84(39_500_000.0, 2_605_000.0, crs)
    with pytest.raises(ValueError, match="longitude comes first"):
        to_wgs84(23.5, 116.4, crs)


def test_the_box() -> None:
    assert in_china_box([116.4, -3.7, np.nan], [23.5, 40.4, 30.0]).tolist() == [True, False, False]
