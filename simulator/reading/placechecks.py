"""Do zones, campuses and sites stand where the scenario's coordinates can put them?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.phrases import Phrase
from simulator.reading.draft import Draft
from simulator.reading.findings import in_more_rows
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
    projected = None if crs is None or crs in GEOGRAPHIC else _projected(draft, crs)
    geographic = projected is None
    spots = [*_table_spots(draft), *_change_spots(draft)]
    if projected is None:
        impossible = [spot for spot in spots if _impossible(draft, spot)]
    else:
        impossible = _outside_of(draft, projected, spots)
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
            Phrase("没有图形", "has no shapes"),
            Phrase(
                "请给出含面图形的地图图层：.gpkg 或 .geojson 文件",
                "give a map layer: a .gpkg or .geojson file with a polygon",
            ),
        )


def _projected(draft: Draft, crs: str) -> Any | None:
    """Give a projected coordinate system, None for degrees; a code that does not exist is wrong."""
    from pyproj import CRS  # slow to import, and needed for other codes only
    from pyproj.exceptions import CRSError

    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        draft.problem(
            ("crs",),
            Phrase(f"没有坐标系 {crs}", f"there is no coordinate system {crs}"),
            Phrase("请核对 EPSG 代码", "check the EPSG code"),
        )
        return None
    return None if found.is_geographic else found


def _outside_of(draft: Draft, crs: Any, spots: Sequence[Spot]) -> list[Spot]:
    """Refuse positions that a projected coordinate system is not made for: one problem for all.

    Degrees, northings before eastings and eastings with the zone number in front lie thousands of
    kilometres away and yet near each other, so that no distance would betray them.
    """
    area = crs.area_of_use
    if not spots or area is None:
        return []
    from pyproj import Transformer

    to_degrees = Transformer.from_crs(crs, 4326, always_xy=True)
    x = np.array([spot.lon for spot in spots])
    y = np.array([spot.lat for spot in spots])

    def outside(eastings: Floats, northings: Floats) -> NDArray[np.bool_]:
        lon, lat = to_degrees.transform(eastings, northings)
        # Beside its strip a projection still serves; a district may lie across the edge.
        east_west = (area.west - 3 <= lon) & (lon <= area.east + 3)
        held: NDArray[np.bool_] = east_west & (area.south - 3 <= lat) & (lat <= area.north + 3)
        return ~held

    wrong = np.flatnonzero(outside(x, y)).tolist()
    if not wrong:
        return []
    first = spots[wrong[0]]
    place, code = f"({first.lon:.10g}, {first.lat:.10g})", draft.get("crs")
    what = Phrase(
        f"{place} 不在坐标系 {code} 的适用范围内",
        f"{place} lies outside the area {code} is made for",
    )
    remedy = Phrase(
        "请核对 `crs`（EPSG 代码），并去掉东坐标前的带号",
        "check the `crs` (EPSG code), and leave out the zone number in front of eastings",
    )
    if abs(first.lon) <= 180 and abs(first.lat) <= 180:
        remedy = Phrase(
            "这像是经纬度：请写 `crs: EPSG:4326`（或坐标实际所用的坐标系）",
            "these look like degrees: write `crs: EPSG:4326`, or what the coordinates are in",
        )
    elif not outside(y[wrong], x[wrong]).any():
        remedy = Phrase(
            "东坐标和北坐标似乎颠倒：lon 写东坐标，lat 写北坐标（测绘中的 X）",
            "easting and northing look swapped: lon is the easting, lat the northing",
        )
    draft.findings.problem(first.origin, first.where, what + in_more_rows(len(wrong)), remedy)
    return [spots[number] for number in wrong]


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
                Phrase(f"{missing} 为空", f"{missing} is blank"),
                Phrase("请给出 lon（经度）和 lat（纬度）", "give lon and lat"),
            )
        for row in np.flatnonzero(~np.isnan(lon) & ~np.isnan(lat)).tolist():
            where, origin = read.where(row, "lon"), read.origin(row, "lon")
            yield Spot(float(lon[row]), float(lat[row]), where, origin, name == "zones")


def _change_spots(draft: Draft) -> Iterator[Spot]:
    for change in draft.changes:
        if change.at is not None:
            yield Spot(*change.at, f"changes/{change.id}/at", draft.change_origin(change, "at"))


def _impossible(draft: Draft, spot: Spot) -> bool:
    """Refuse longitudes and latitudes that are exchanged, off the globe or were never filled in."""
    if spot.lon == spot.lat == 0:
        draft.findings.problem(
            spot.origin,
            spot.where,
            Phrase("(0, 0) 像是没有填写的位置", "(0, 0) looks like a position never filled in"),
            Phrase("请填写位置，或留空", "write the position, or leave it blank"),
        )
        return True
    if abs(spot.lon) < 60 < abs(spot.lat) <= 180:
        draft.findings.problem(
            spot.origin,
            spot.where,
            Phrase(
                f"经度 {spot.lon:g} 与纬度 {spot.lat:g} 似乎颠倒",
                f"longitude {spot.lon:g} and latitude {spot.lat:g} look swapped",
            ),
            Phrase(
                "请先写经度（我国约 73–135），再写纬度",
                "write longitude (经度, about 73–135 in China) first, then latitude (纬度)",
            ),
        )
        return True
    if abs(spot.lon) > 180 or abs(spot.lat) > 90:
        draft.findings.problem(
            spot.origin,
            spot.where,
            Phrase(
                f"({spot.lon:g}, {spot.lat:g}) 不是以度表示的位置",
                f"({spot.lon:g}, {spot.lat:g}) is not a position in degrees",
            ),
            Phrase(
                "请写经纬度，或在 `crs` 中写明坐标所用的投影坐标系（EPSG 代码）",
                "give degrees, or state the projected `crs` (EPSG code) of the coordinates",
            ),
        )
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
        draft.problem(
            ("zones",),
            Phrase("没有片区", "there is no zone"),
            Phrase("请至少给出一个片区", "give at least one zone"),
        )
    if _shapes(zones) is not None:
        return
    blank = np.isnan(zones.frame["lon"].to_numpy()) & np.isnan(zones.frame["lat"].to_numpy())
    for row in np.flatnonzero(blank).tolist():
        draft.findings.problem(
            zones.origin(row),
            zones.where(row, "lon"),
            Phrase("该片区没有位置", "the zone has no position"),
            Phrase(
                "请给出 lon（经度）和 lat（纬度），或从地图图层读取片区",
                "give lon and lat, or read the zones from a map layer",
            ),
        )


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
                spot.origin,
                spot.where,
                Phrase(
                    f"({spot.lon:g}, {spot.lat:g}) 远离所有片区",
                    f"({spot.lon:g}, {spot.lat:g}) is far from all zones",
                ),
                Phrase(
                    "请核对数值，并确认各表都使用情景文件的 `crs`",
                    "check the numbers, and that all tables are in the scenario's `crs`",
                ),
            )


def _check_homes(draft: Draft, zones: ReadTable | None) -> None:
    """Check that every campus says its zone, or stands in one."""
    campuses = draft.tables.get("campuses")
    if campuses is None:
        return
    if not len(campuses.frame) and not any(change.new_campus for change in draft.changes):
        draft.problem(
            ("campuses",),
            Phrase("没有校区", "there is no campus"),
            Phrase("请至少给出一个校区", "give at least one campus"),
        )
    lon, lat = campuses.frame["lon"].to_numpy(), campuses.frame["lat"].to_numpy()
    stated = np.array([zone is not None for zone in campuses.values("zone")], dtype=bool)
    unknown = np.isnan(lon) | np.isnan(lat)
    for row in np.flatnonzero(unknown & ~stated).tolist():
        draft.findings.problem(
            campuses.origin(row),
            campuses.where(row, "zone"),
            Phrase("既没有片区，也没有位置", "has neither a zone nor a position"),
            Phrase(
                "请写所在片区，或给出 lon（经度）和 lat（纬度）",
                "give the zone it stands in, or lon and lat",
            ),
        )
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
            campuses.origin(row, "lon"),
            campuses.where(row, "lon"),
            Phrase(
                f"({lon[row]:g}, {lat[row]:g}) 不在任何片区之内",
                f"({lon[row]:g}, {lat[row]:g}) lies outside every zone",
            ),
            Phrase(
                "请核对位置，或在 `zone` 中写明所属片区",
                "check the position, or state the `zone` it belongs to",
            ),
        )
