"""On which plane can distances within a district be measured in metres?"""

from typing import Final

import numpy as np
import pyproj
from numpy.typing import ArrayLike, NDArray

from geodata.datum import in_china_box

Floats = NDArray[np.float64]

_FIRST_MERIDIAN: Final = 75
_LAST_MERIDIAN: Final = 135
_FIRST_EPSG: Final = 4534
"""EPSG code of CGCS2000 / 3-degree Gauss-Krüger CM 75E; the following meridians follow on."""
_WIDEST_DEG: Final = 2.0
"""Beyond this distance from its meridian a 3-degree zone stretches lengths by over 0.05 %."""


def local_crs(lon: ArrayLike, lat: ArrayLike) -> pyproj.CRS:
    """Choose a metric projection for a district.

    In China that is the CGCS2000 3-degree Gauss-Krüger zone whose central meridian is nearest
    to the middle of the points (EPSG:4534-4554, the grids bureaus use). Elsewhere, and for
    a district reaching more than 2 degrees from that meridian, it is an azimuthal equidistant
    projection around the middle, rounded to 0.1 degrees so that one more point rarely moves it.

    Parameters
    ----------
    lon, lat
        Positions on WGS 84, degrees; missing ones are passed over.

    Raises
    ------
    ValueError
        There is no position.
    """
    x = np.asarray(lon, dtype=float).ravel()
    y = np.asarray(lat, dtype=float).ravel()
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        raise ValueError("no position to choose a projection for")
    x, y = x[known], y[known]
    middle_x = float(x.min() + x.max()) / 2.0
    middle_y = float(y.min() + y.max()) / 2.0
    meridian = round(middle_x / 3.0) * 3
    if (
        bool(in_china_box(x, y).all())
        and _FIRST_MERIDIAN <= meridian <= _LAST_MERIDIAN
        and float(np.abs(x - meridian).max()) <= _WIDEST_DEG
    ):
        return pyproj.CRS.from_epsg(_FIRST_EPSG + (meridian - _FIRST_MERIDIAN) // 3)
    return pyproj.CRS.from_dict(
        {
            "proj": "aeqd",
            "lon_0": round(middle_x, 1),
            "lat_0": round(middle_y, 1),
            "datum": "WGS84",
            "units": "m",
        }
    )


def project(lon: ArrayLike, lat: ArrayLike, crs: pyproj.CRS) -> Floats:
    """Project positions to metres.

    Parameters
    ----------
    lon, lat
        (n,) positions on WGS 84, degrees.
    crs
        A metric projection, as `local_crs` gives.

    Returns
    -------
    (n, 2) easting and northing, metres.

    Raises
    ------
    ValueError
        A position is missing or cannot be projected.
    """
    # The bare projection, without a datum step: CGCS2000 and WGS 84 agree within decimetres, and
    # the search for a transformation between them would take most of the time.
    east, north = pyproj.Proj(crs)(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return _finite(np.column_stack([np.atleast_1d(east), np.atleast_1d(north)]), "projected")


def unproject(xy: ArrayLike, crs: pyproj.CRS) -> Floats:
    """Turn (n, 2) metres on a projection back into (n, 2) longitude and latitude on WGS 84."""
    plane = np.asarray(xy, dtype=float).reshape(-1, 2)
    lon, lat = pyproj.Proj(crs)(plane[:, 0], plane[:, 1], inverse=True)
    return _finite(np.column_stack([lon, lat]), "turned into degrees")


def _finite(points: Floats, done: str) -> Floats:
    """Refuse points that a projection lost."""
    lost = ~np.isfinite(points).all(axis=1)
    if lost.any():
        rows = ", ".join(str(row) for row in np.flatnonzero(lost)[:5])
        msg = f"{int(lost.sum())} positions cannot be {done}: rows {rows}"
        raise ValueError(msg)
    return points
