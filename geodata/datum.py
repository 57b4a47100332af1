"""Where is a coordinate of a Chinese map service, a survey grid or a GPS receiver on WGS 84?

Three families of coordinates are met in a planning bureau:

- ``EPSG:4326`` (WGS 84), ``EPSG:4490`` (CGCS2000, the national datum; equal to WGS 84 within
  decimetres, so it is passed through) and any projected ``EPSG:n`` code, converted by PROJ;
- ``gcj02``: the shifted coordinates of web maps in China, some 300-700 m off;
- ``bd09``: Baidu's further shift on top of ``gcj02``.

Neither shift is published officially; the formulae below are the ones in common use. They hold
on the mainland. The box in which they apply is coarse, as everywhere in use: it covers
neighbours and the sea too, and where a map service leaves Hong Kong, Macau or Taiwan unshifted,
such data are WGS 84 and must be declared as such.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import pyproj
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Shift = Callable[[Floats, Floats], tuple[Floats, Floats]]

CHINA_LON: Final = (72.004, 137.8347)
CHINA_LAT: Final = (0.8293, 55.8271)
"""Box outside which ``gcj02`` and ``bd09`` are the same as WGS 84, degrees."""

# The shift is expressed in metres on the Krasovsky 1940 ellipsoid.
_SEMI_MAJOR_M: Final = 6_378_245.0
_ECCENTRICITY_2: Final = 0.006_693_421_622_965_943
# BD-09 wobbles with a period of 0.12 degrees and is then moved by a constant.
_BD_WAVE: Final = np.pi * 3000.0 / 180.0
_BD_LON: Final = 0.0065
_BD_LAT: Final = 0.006

_CONVERGED_DEG: Final = 1e-12
_MOST_ROUNDS: Final = 30


class UnusableCoordinatesError(ValueError):
    """Coordinates that cannot be what they are said to be, told in Chinese and in English."""

    def __init__(self, *, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


def to_wgs84(lon: ArrayLike, lat: ArrayLike, crs: str) -> tuple[Floats, Floats]:
    """Convert coordinates to longitude and latitude on WGS 84.

    Parameters
    ----------
    lon, lat
        Longitude and latitude in degrees, or easting and northing in metres where ``crs`` is
        projected (always in this order, whatever axis order the authority gives).
    crs
        ``EPSG:4326``, ``EPSG:4490``, another ``EPSG:n``, ``gcj02`` or ``bd09``.

    Returns
    -------
    Longitude and latitude, degrees. A missing (NaN) coordinate stays missing.

    Raises
    ------
    UnusableCoordinatesError
        The ``crs`` is not known, or a coordinate lies outside its domain.
    """
    x, y = _pair(lon, lat)
    if crs in ("EPSG:4326", "EPSG:4490"):
        _check_degrees(x, y)
        return x, y
    if crs == "gcj02":
        _check_degrees(x, y)
        return _inverse(x, y, _gcj02_shift)
    if crs == "bd09":
        _check_degrees(x, y)
        return _inverse(*_inverse(x, y, _bd09_shift), _gcj02_shift)
    return _through_proj(x, y, crs, "EPSG:4326")


def from_wgs84(lon: ArrayLike, lat: ArrayLike, crs: str) -> tuple[Floats, Floats]:
    """Convert longitude and latitude on WGS 84 to another system.

    The inverse of `to_wgs84`, with the same ``crs`` names, order, units and errors.
    """
    x, y = _pair(lon, lat)
    _check_degrees(x, y)
    if crs in ("EPSG:4326", "EPSG:4490"):
        return x, y
    if crs == "gcj02":
        return _forward(x, y, _gcj02_shift)
    if crs == "bd09":
        return _forward(*_forward(x, y, _gcj02_shift), _bd09_shift)
    return _through_proj(x, y, "EPSG:4326", crs)


def in_china_box(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Say which points lie in the box where ``gcj02`` and ``bd09`` are shifted; NaN does not."""
    x, y = _pair(lon, lat)
    return (x >= CHINA_LON[0]) & (x <= CHINA_LON[1]) & (y >= CHINA_LAT[0]) & (y <= CHINA_LAT[1])


def _pair(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Copy both coordinates to float arrays of one shape."""
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return x.copy(), y.copy()


def _check_degrees(lon: Floats, lat: Floats) -> None:
    """Refuse what cannot be degrees, such as metres or swapped columns."""
    wrong = (np.abs(lon) > 180.0) | (np.abs(lat) > 90.0)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        count, shown = int(wrong.sum()), f"({lon.flat[first]}, {lat.flat[first]})"
        raise UnusableCoordinatesError(
            zh=f"有 {count} 处坐标不是经纬度，第一处是 {shown}：应先写经度；"
            "投影坐标须写明其 EPSG 代码",
            en=f"coordinates that are not degrees: {count}, the first is {shown}; longitude comes "
            "first, and a projected grid needs its own EPSG code",
        )


def _gcj02_shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Shift from WGS 84 to GCJ-02 at a WGS 84 position, degrees."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    ripple = (20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)) * 2.0 / 3.0
    north += (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)) * 2.0 / 3.0
    east += (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0

    phi = np.radians(lat)
    curvature = 1.0 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    meridian = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_2) / curvature**1.5
    parallel = _SEMI_MAJOR_M / np.sqrt(curvature) * np.cos(phi)
    return np.degrees(east / parallel), np.degrees(north / meridian)


def _bd09_shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Shift from GCJ-02 to BD-09 at a GCJ-02 position, degrees."""
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_WAVE)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_WAVE)
    return radius * np.cos(angle) + _BD_LON - lon, radius * np.sin(angle) + _BD_LAT - lat


def _forward(lon: Floats, lat: Floats, shift: Shift) -> tuple[Floats, Floats]:
    """Apply a shift to the points inside the box."""
    inside = in_china_box(lon, lat)
    d_lon, d_lat = shift(lon, lat)
    return np.where(inside, lon + d_lon, lon), np.where(inside, lat + d_lat, lat)


def _inverse(lon: Floats, lat: Floats, shift: Shift) -> tuple[Floats, Floats]:
    """Undo a shift by fixed-point iteration; its slope is below 0.01, so rounds gain 2 digits.

    Whether a point is shifted at all is decided on the shifted position: within a kilometre of
    the box, at sea or abroad, a point may therefore not return to where it came from.
    """
    inside = in_china_box(lon, lat)
    x, y = lon.copy(), lat.copy()
    for _ in range(_MOST_ROUNDS):
        d_lon, d_lat = shift(x, y)
        step_x = np.where(inside, lon - d_lon - x, 0.0)
        step_y = np.where(inside, lat - d_lat - y, 0.0)
        x, y = x + step_x, y + step_y
        if max(np.abs(step_x).max(initial=0.0), np.abs(step_y).max(initial=0.0)) < _CONVERGED_DEG:
            break
    return x, y


def _through_proj(x: Floats, y: Floats, source: str, target: str) -> tuple[Floats, Floats]:
    """Convert through PROJ, refusing unknown codes and points outside the domain."""
    try:
        transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)
    except pyproj.exceptions.CRSError as error:
        code = source if target == "EPSG:4326" else target
        raise UnusableCoordinatesError(
            zh=f"{code} 不是 PROJ 认得的坐标系",
            en=f"{code} is not a coordinate system that PROJ knows",
        ) from error
    missing = np.isnan(x) | np.isnan(y)
    to_x, to_y = transformer.transform(x, y)
    to_x, to_y = np.asarray(to_x, dtype=float), np.asarray(to_y, dtype=float)
    lost = ~missing & ~(np.isfinite(to_x) & np.isfinite(to_y))
    if lost.any():
        first = int(np.flatnonzero(lost)[0])
        shown = f"({x.flat[first]}, {y.flat[first]})"
        raise UnusableCoordinatesError(
            zh=f"{shown} 无法从 {source} 转换到 {target}",
            en=f"{shown} cannot be converted from {source} to {target}",
        )
    return np.where(missing, np.nan, to_x), np.where(missing, np.nan, to_y)
