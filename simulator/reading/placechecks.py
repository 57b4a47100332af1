"""Do zones, campuses and sites stand where the scenario's coordinates can put them?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.reading.draft import Draft
from simulator.reading.frames import ReadTable
from simulator.scenario import Origin

Floats = NDArray[np.float64]

GEOGRAPHIC: Final = ("EPSG:4326", "EPSG:4490", "gcj02", "bd09")
_FAR_DEGREES: Final = 1.0
_FAR_METRES: Final = 100_000.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A stated position, and where it was written."""

    lon: float
    lat: float
    where: str
    origin: Origin
    is_zone: bool = False


def check_positions(draft: Draft) -> None:
    """Check every stated position.

    Parameters
    ----------
    draft
        The scenario under check.
    """
    crs = draft.get("crs")
    geographic = crs is None or crs in GEOGRAPHIC or _is_geographic(draft, crs)
    spots = [*_table_spots(draft), *_change_spots(draft)]
    impossible = [spot for spot in spots if geographic and _impossible(draft, spot)]
    zones = draft.tables.get("zones")
    if zones is not None:
        _check_zones(draft, zones)
        if not impossible:
            _check_far(draft, zones, spots, geographic)
    _check_homes(draft, zones)
    outline = draft.tables.get("outline")
    if outline is not None and "geometry" not in outline.frame.columns:
        draft.problem(
            ("outline",),
            "has no shapes",
            "give a map layer: a .gpkg or .geojson file with a polygon",
        )


def _is_geographic(draft: Draft, crs: str) -> bool:
    """Tell whether an EPSG code is in degrees; a code that does not exist is a problem."""
    from pyproj import CRS  # slow to import, and needed for other codes only
    from pyproj.exceptions import CRSError

    try:
        return bool(CRS.from_user_input(crs).is_geographic)
    except CRSError:
        draft.problem(("crs",), f"there is no coordinate system {crs}", "check the EPSG code")
        return False


def _table_spots(draft: Draft) -> Iterator[Spot]:
    for name in ("zones", "campuses", "sites"):
        read = draft.tables.get(name)
        if read is None:
            continue
        lon, lat = read.frame["lon"].to_numpy(), read.frame["lat"].to_numpy()
        for row in np.flatnonzero(np.isnan(lon) != np.isnan(lat)).tolist():
            missing = "lon" if np.isnan(lon[row]) else "lat"
            draft.findings.problem(
                read.origin(row),
                read.where(row, missing),
                f"{missing} is blank",
                "give lon and lat",
            )
        for row in np.flatnonzero(~np.isnan(lon) & ~np.isnan(lat)).tolist():
            where, origin = read.where(row, "lon"), read.origin(row, "lon")
            yield Spot(float(lon[row]), float(lat[row]), where, origin, name == "zones")


def _change_spots(draft: Draft) -> Iterator[Spot]:
    for change in draft.changes:
        if change.at is not None:
            yield Spot(*change.at, f"changes/{change.id}/at", draft.change_origin(change, "at"))


def _impossible(draft: Draft, spot: Spot) -> bool:
    """Refuse longitudes and latitudes that are exchanged or off the globe."""
    if abs(spot.lon) < 60 < abs(spot.lat) <= 180:
        draft.findings.problem(
            spot.origin, spot.where,
            f"longitude {spot.lon:g} and latitude {spot.lat:g} look swapped",
            "write longitude (经度, about 73–135 in China) first, then latitude (纬度)",
        )  # fmt: skip
        return True
    if abs(spot.lon) > 180 or abs(spot.lat) > 90:
        draft.findings.problem(
            spot.origin, spot.where, f"({spot.lon:g}, {spot.lat:g}) is not a position in degrees",
            "give degrees, or state the projected `crs` (EPSG code) of the coordinates",
        )  # fmt: skip
        return True
    return False


def _shapes(zones: ReadTable) -> "NDArray[np.object_] | None":
    if "geometry" not in zones.frame.columns:
        return None
    shapes: NDArray[np.object_] = zones.frame["geometry"].to_numpy()
    return shapes


def _check_zones(draft: Draft, zones: ReadTable) -> None:
    """Refuse zones without any position, and an empty table."""
    if not len(zones.frame):
        draft.problem(("zones",), "there is no zone", "give at least one zone")
    if _shapes(zones) is not None:
        return
    blank = np.isnan(zones.frame["lon"].to_numpy()) & np.isnan(zones.frame["lat"].to_numpy())
    for row in np.flatnonzero(blank).tolist():
        draft.findings.problem(
            zones.origin(row), zones.where(row, "lon"), "the zone has no position",
            "give lon and lat, or read the zones from a map layer",
        )  # fmt: skip


def _check_far(draft: Draft, zones: ReadTable, spots: list[Spot], geographic: bool) -> None:
    """Refuse positions far from all zones."""
    corners = [(spot.lon, spot.lat) for spot in spots if spot.is_zone]
    shapes = _shapes(zones)
    if shapes is not None:
        import shapely

        bounds = shapely.bounds(shapes)
        corners += [tuple(b) for b in (*bounds[:, :2], *bounds[:, 2:]) if not np.isnan(b).any()]
    if not corners:
        return
    far = _FAR_DEGREES if geographic else _FAR_METRES
    low, high = np.min(corners, axis=0) - far, np.max(corners, axis=0) + far
    for spot in spots:
        if not spot.is_zone and not (
            low[0] <= spot.lon <= high[0] and low[1] <= spot.lat <= high[1]
        ):
            draft.findings.problem(
                spot.origin, spot.where, f"({spot.lon:g}, {spot.lat:g}) is far from all zones",
                "check the numbers, and that all tables are in the scenario's `crs`",
            )  # fmt: skip


def _check_homes(draft: Draft, zones: ReadTable | None) -> None:
    """Check that every campus says its zone, or stands in one."""
    campuses = draft.tables.get("campuses")
    if campuses is None:
        return
    if not len(campuses.frame) and not any(change.build for change in draft.changes):
        draft.problem(("campuses",), "there is no campus", "give at least one campus")
    lon, lat = campuses.frame["lon"].to_numpy(), campuses.frame["lat"].to_numpy()
    stated = np.array([zone is not None for zone in campuses.values("zone")], dtype=bool)
    unknown = np.isnan(lon) | np.isnan(lat)
    for row in np.flatnonzero(unknown & ~stated).tolist():
        draft.findings.problem(
            campuses.origin(row), campuses.where(row, "zone"), "has neither a zone nor a position",
            "give the zone it stands in, or lon and lat",
        )  # fmt: skip
    shapes = _shapes(zones) if zones is not None else None
    if shapes is None or not len(shapes):
        return
    import shapely

    if not (shapely.get_dimensions(shapes) == 2).all():
        return
    homeless: Any = np.flatnonzero(~unknown & ~stated)
    tree = shapely.STRtree(shapes)
    held = np.unique(tree.query(shapely.points(lon[homeless], lat[homeless]), "intersects")[0])
    for row in np.delete(homeless, held).tolist():
        draft.findings.problem(
            campuses.origin(row, "lon"), campuses.where(row, "lon"),
            f"({lon[row]:g}, {lat[row]:g}) lies outside every zone",
            "check the position, or state the `zone` it belongs to",
        )  # fmt: skip
