"""Projected distances against geodesics on the ellipsoid."""

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.projections import local_crs, project, unproject
from tests.depth import cases

GEOD = pyproj.Geod(ellps="WGS84")


@settings(max_examples=cases(15, 80), deadline=None)
@given(
    st.floats(74, 134.5),
    st.floats(18.5, 53),
    st.lists(st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)), min_size=2, max_size=6),
)
def test_county_distances_within_a_thousandth(
    lon: float, lat: float, offsets: list[tuple[float, float]]
) -> None:
    x = lon + np.array([offset[0] for offset in offsets])
    y = lat + np.array([offset[1] for offset in offsets])
    xy = project(x, y, local_crs(x, y))
    for other in range(1, len(x)):
        true = GEOD.inv(x[0], y[0], x[other], y[other])[2]
        plane = np.hypot(*(xy[other] - xy[0]))
        assert plane == pytest.approx(true, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"),
    [
        (116.4, 23.55, 4548),  # Jieyang: CM 117E
        (119.3, 26.08, 4549),  # Fuzhou: CM 120E
        (113.8, 34.0, 4547),  # Xuchang: CM 114E
        (75.1, 39.5, 4534),  # the westernmost zone
        (134.8, 48.3, 4554),  # the easternmost
    ],
)
def test_the_grid_a_bureau_uses(lon: float, lat: float, epsg: int) -> None:
    crs = local_crs([lon - 0.2, lon + 0.2], [lat, lat + 0.1])
    assert crs.to_epsg() == epsg
    assert crs.name.startswith("CGCS2000 / 3-degree Gauss-Kruger CM ")
    meridian = float(crs.name.removesuffix("E").rsplit(maxsplit=1)[1])
    assert abs(lon - meridian) <= 1.5


def test_elsewhere_and_for_wide_districts_distances_still_hold() -> None:
    for x, y in (([-91.6, -91.3], [44.7, 44.9]), ([86.0, 95.0], [40.0, 41.0])):
        crs = local_crs(x, y)
        assert crs.to_epsg() is None
        xy = project(x, y, crs)
        assert np.hypot(*(xy[1] - xy[0])) == pytest.approx(
            GEOD.inv(x[0], y[0], x[1], y[1])[2], rel=2e-3
        )


def test_back_to_degrees() -> None:
    lon, lat = np.array([116.2, 116.5]), np.array([23.5, 23.7])
    crs = local_crs(lon, lat)
    np.testing.assert_allclose(unproject(project(lon, lat, crs), crs), np.column_stack([lon, lat]))


def test_missing_positions() -> None:
    assert local_crs([np.nan, 116.4], [23.0, 23.5]).to_epsg() == 4548
    with pytest.raises(ValueError, match="no position"):
        local_crs([np.nan], [np.nan])
    with pytest.raises(ValueError, match="rows 1"):
        project([116.4, np.nan], [23.5, 23.5], local_crs(116.4, 23.5))
