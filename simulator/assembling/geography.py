"""Where do zones lie and campuses stand, and how far is each campus from each zone?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.cells import irregular_points, voronoi_cells
from geodata.datum import UnusableCoordinatesError, to_wgs84
from geodata.hull import buffered_hull
from geodata.places import locate
from geodata.projections import local_crs, project, unproject
from geodata.travel import distances
from simulator.assembling.positions import Sites, read_sites, shape_of
from simulator.assembling.references import numbers, positions, refuse, texts
from simulator.phrases import Phrase
from simulator.scenario import Oddity, Scenario
from simulator.schema import Bilingual, Text
from simulator.tables import TABLES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Shapes = NDArray[np.object_]

CELLS_NOTE = Bilingual(
    zh="片区边界为示意：按各片区代表点划分（泰森多边形），不是行政界线或招生界线。",
    en="Zone borders are schematic: ground is given to the nearest zone point (Voronoi cells); "
    "they are neither administrative nor catchment borders.",
)
HULL_NOTE = Bilingual(
    zh="未提供区界，外轮廓为各点外包线外扩，仅作示意。",
    en="No outline was given: the one drawn is the widened hull of the points, schematic only.",
)


@dataclass(frozen=True)
class Geography:
    """Where everything is: longitude and latitude on WGS 84, entities sorted by id."""

    zone_ids: tuple[str, ...]
    zone_names: tuple[str, ...]
    zone_towns: tuple[str, ...]
    """Id of the town of each zone."""
    zone_settlement: tuple[str, ...]
    """urban or rural."""
    zone_polygons: tuple[BaseGeometry, ...]
    zone_drawn: Bools
    """(Z,) the polygon is a cell drawn around a point, not given."""
    zone_lon: Floats
    zone_lat: Floats
    """(Z,) point from which distances are taken."""
    campus_ids: tuple[str, ...]
    """Every campus that exists at any time, as in the District."""
    campus_names: tuple[str, ...]
    campus_planned: Bools
    """(C,) created by a `build` change."""
    campus_lon: Floats
    campus_lat: Floats
    campus_zone: Ints
    """(C,) zone it stands in; the nearest one where it stands in none (an oddity)."""
    distance_m: NDArray[np.int32]
    """(Z, C) metres actually travelled."""
    outline: BaseGeometry
    notes: tuple[Text, ...]
    """What must be printed on every map."""
    oddities: tuple[Oddity, ...]
    fingerprint: str
    """Of all input this was made from: a prepared geography is used for no other."""


def survey(scenario: Scenario, sites: Sites | None = None) -> Geography:
    """Work out where everything is.

    Zones given as polygons keep them; zones given as points get Voronoi cells, clipped to the
    outline (less the zones that have polygons). A zone's distances start from its stated point
    (lon, lat), else from a point on its polygon. A campus without a position stands at the point
    of its zone; one without a zone stands in the zone that holds it, or the nearest.

    Raises
    ------
    ScenarioError
        A place is missing, or its coordinates cannot be what the scenario's ``crs`` says.
    """
    sites = sites or read_sites(scenario)
    zones, campuses = sites.zones, sites.campuses
    zone_ids, campus_ids = tuple(zones["id"]), tuple(campuses["id"])
    given: Shapes = np.array([shape_of(value) for value in zones["geometry"]], dtype=object)
    polygonal = shapely.get_dimensions(given) == 2
    lon, lat = _stated_points(scenario, sites, given, polygonal)
    crs = scenario.spec.crs
    try:
        zone_lon, zone_lat = to_wgs84(lon, lat, crs)
        campus_lon, campus_lat = to_wgs84(numbers(campuses, "lon"), numbers(campuses, "lat"), crs)
        polygons: Shapes = np.full(len(zone_ids), None, dtype=object)
        polygons[polygonal] = _on_wgs84(given[polygonal], crs)
        outlines: Shapes = _on_wgs84(np.array(sites.outline, dtype=object), crs)
    except UnusableCoordinatesError as error:
        remedy = Phrase(
            f"请更正坐标，或更正 crs（{crs}）", f"correct the coordinates, or the crs ({crs})"
        )
        refuse(scenario, "crs", Phrase(error.zh, error.en), remedy)

    # From here on, a plane in metres.
    corners = shapely.get_coordinates([*polygons[polygonal], *outlines])
    plane = local_crs(
        np.concatenate([zone_lon, campus_lon, corners[:, 0]]),
        np.concatenate([zone_lat, campus_lat, corners[:, 1]]),
    )
    ground, odd_borders = _flat_polygons(zone_ids, polygons, polygonal, plane)
    inner = np.flatnonzero(np.isnan(zone_lon))
    if len(inner):
        spots = shapely.get_coordinates(shapely.point_on_surface(ground[inner]))
        zone_lon[inner], zone_lat[inner] = unproject(spots, plane).T
    zone_xy = project(zone_lon, zone_lat, plane)
    points = GeoSeries(shapely.points(zone_xy), index=list(zone_ids), crs=plane)
    land = _land(ground, points, _flat(outlines, plane))
    odd_points = _give_ground(scenario, ground, points, land)
    polygons[~polygonal] = _unflat(ground[~polygonal], plane)

    campus_zone = _stated_zones(scenario, campuses["zone"].tolist(), zone_ids)
    unplaced = np.isnan(campus_lon) | np.isnan(campus_lat)
    campus_lon[unplaced] = zone_lon[campus_zone[unplaced]]
    campus_lat[unplaced] = zone_lat[campus_zone[unplaced]]
    campus_xy = project(campus_lon, campus_lat, plane)
    spots = GeoSeries(shapely.points(campus_xy), index=list(campus_ids), crs=plane)
    campus_zone, odd_campuses = _standing(
        spots[~unplaced], np.flatnonzero(~unplaced), campus_zone,
        GeoSeries(ground, index=list(zone_ids), crs=plane), polygonal,
    )  # fmt: skip

    drawn = bool((~polygonal).any())
    notes = [
        scenario.spec.outline_note,
        HULL_NOTE if drawn and not len(outlines) else None,
        CELLS_NOTE if drawn else None,
    ]
    return Geography(
        zone_ids=zone_ids,
        zone_names=_named(texts(zones, "name"), zone_ids),
        zone_towns=tuple(str(town) for town in zones["town"]),
        zone_settlement=tuple(value or "urban" for value in texts(zones, "settlement")),
        zone_polygons=tuple(polygons),
        zone_drawn=~polygonal,
        zone_lon=zone_lon,
        zone_lat=zone_lat,
        campus_ids=campus_ids,
        campus_names=_named(texts(campuses, "name"), campus_ids),
        campus_planned=campuses["planned"].to_numpy(dtype=bool),
        campus_lon=campus_lon,
        campus_lat=campus_lat,
        campus_zone=campus_zone,
        distance_m=distances(zone_xy, campus_xy, scenario.spec.travel.detour_factor),
        outline=_unflat(land, plane),
        notes=tuple(note for note in notes if note is not None),
        oddities=(*odd_borders, *odd_points, *odd_campuses),
        fingerprint=sites.fingerprint,
    )


def zones_table(geography: Geography) -> pd.DataFrame:
    """Give the output table ``zones``; outlines to 6 decimals, about 0.1 m."""
    return pd.DataFrame(
        {
            "zone_id": geography.zone_ids,
            "name": geography.zone_names,
            "town_id": geography.zone_towns,
            "settlement": geography.zone_settlement,
            "lon": geography.zone_lon,
            "lat": geography.zone_lat,
            "outline": shapely.to_wkt(np.array(geography.zone_polygons), rounding_precision=6),
        }
    )[[field.name for field in TABLES["zones"]]]


def _stated_points(
    scenario: Scenario, sites: Sites, given: Shapes, polygonal: Bools
) -> tuple[Floats, Floats]:
    """Give the points of the zones as written, NaN where a polygon must give one."""
    lon, lat = numbers(sites.zones, "lon"), numbers(sites.zones, "lat")
    bare = np.isnan(lon) | np.isnan(lat)
    pointlike = shapely.get_type_id(given) == shapely.GeometryType.POINT
    for row, name in enumerate(sites.zones["id"]):
        if not (polygonal[row] or pointlike[row] or given[row] is None):
            refuse(
                scenario,
                f"zones/{name}",
                Phrase("既不是点，也不是面", "it is neither a point nor a polygon"),
                Phrase(
                    "请把片区画成面，或给出点位", "draw the zone as a polygon or give its point"
                ),
            )
        if bare[row] and given[row] is None:
            refuse(
                scenario,
                f"zones/{name}",
                Phrase("没有位置", "it has no position"),
                Phrase(
                    "请给出 lon（经度）和 lat（纬度），或面图形", "give lon and lat, or a polygon"
                ),
            )
    lon[bare], lat[bare] = np.nan, np.nan
    use = bare & pointlike
    lon[use], lat[use] = shapely.get_x(given[use]), shapely.get_y(given[use])
    return lon, lat


def _flat_polygons(
    zone_ids: tuple[str, ...], polygons: Shapes, polygonal: Bools, plane: pyproj.CRS
) -> tuple[Shapes, list[Oddity]]:
    """Project the given polygons, repairing those whose border crosses itself."""
    ground: Shapes = np.full(len(polygons), None, dtype=object)
    oddities = []
    ground[polygonal] = _flat(polygons[polygonal], plane)
    for row in np.flatnonzero(polygonal & ~shapely.is_valid(ground)):
        ground[row] = shapely.make_valid(ground[row])
        polygons[row] = _unflat(ground[row], plane)
        oddities.append(
            Oddity(
                f"zones/{zone_ids[row]}",
                Phrase("边界自相交，已修复", "its border crosses itself; repaired"),
            )
        )
    return ground, oddities


def _land(ground: Shapes, points: GeoSeries, outlines: Shapes) -> BaseGeometry:
    """Give the outline as stated, else of all polygons, else the hull of what there is."""
    if len(outlines):
        return shapely.make_valid(shapely.union_all(outlines))
    drawn = shapely.is_missing(ground)
    if not drawn.any():
        return shapely.union_all(ground)
    return buffered_hull(GeoSeries(np.where(drawn, points.to_numpy(), ground), crs=points.crs))


def _give_ground(
    scenario: Scenario, ground: Shapes, points: GeoSeries, land: BaseGeometry
) -> list[Oddity]:
    """Draw cells for the zones without a polygon, and list points that lie oddly."""
    drawn = shapely.is_missing(ground)
    if not drawn.any():
        return []
    free = land if drawn.all() else land.difference(shapely.union_all(ground[~drawn]))
    if not free.area > 0.0:
        refuse(
            scenario,
            "zones",
            Phrase(
                "画成面的片区没有给其他片区留下范围",
                "zones given as polygons leave no ground for the others",
            ),
            Phrase(
                "请给每个片区面图形，或放宽边界（outline）",
                "give every zone a polygon, or a wider outline",
            ),
        )
    ground[drawn] = voronoi_cells(points[drawn], free).to_numpy()
    found = irregular_points(points[drawn], free)
    oddities = []
    for name, gap, sharing in zip(found.index, found["outside_m"], found["sharing"], strict=True):
        if gap > 0:
            what = Phrase(
                f"其点位在边界外 {gap:,.0f} 米；按最近的边界点绘制",
                f"its point lies {gap:,.0f} m outside the outline; drawn at the nearest edge",
            )
            oddities.append(Oddity(f"zones/{name}", what))
        if sharing > 1:
            what = Phrase(
                f"{sharing} 个片区共用一个点位；其共有范围等分",
                f"{sharing} zones share one point; their common ground is cut into equal parts",
            )
            oddities.append(Oddity(f"zones/{name}", what))
    return oddities


def _stated_zones(scenario: Scenario, stated: list[Any], zone_ids: tuple[str, ...]) -> Ints:
    """Give the zone each campus says it stands in, -1 where it does not say."""
    said = np.array([zone is not None for zone in stated], dtype=bool)
    zone = np.full(len(stated), -1, dtype=np.int64)
    zone[said] = positions(
        scenario, "campuses/zone", [str(one) for one in stated if one is not None], zone_ids
    )
    return zone


def _standing(
    spots: GeoSeries, rows: Ints, stated: Ints, ground: GeoSeries, given: Bools
) -> tuple[Ints, list[Oddity]]:
    """Find the zone of each campus that has a position, and list what does not agree."""
    zone = stated.copy()
    oddities = []
    found = locate(spots, ground)
    for row, name, inside, near, gap in zip(
        rows, spots.index, found["zone"], found["nearest"], found["distance_m"], strict=True
    ):
        if stated[row] < 0:
            zone[row] = near
        where = f"campuses/{name}"
        if inside < 0:
            nearest = ground.index[near]
            what = Phrase(
                f"位于各片区之外 {gap:,.0f} 米；最近的片区：{nearest}",
                f"it stands {gap:,.0f} m outside every zone; nearest: {nearest}",
            )
            oddities.append(Oddity(where, what))
        # A drawn cell is a guess: only borders that were given can contradict the table.
        elif inside != zone[row] and given[zone[row]] and given[inside]:
            found_in, said = ground.index[inside], ground.index[zone[row]]
            what = Phrase(
                f"位于片区 {found_in}，表中写的是 {said}",
                f"it lies in zone {found_in}, the table says {said}",
            )
            oddities.append(Oddity(where, what))
    return zone, oddities


def _named(names: list[str | None], ids: tuple[str, ...]) -> tuple[str, ...]:
    """Give names, the id where there is none."""
    return tuple(name or one for name, one in zip(names, ids, strict=True))


def _on_wgs84(shape: BaseGeometry | Shapes, crs: str) -> Any:
    """Convert the vertices of shapes to longitude and latitude on WGS 84."""
    return shapely.transform(shape, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], crs)))


def _flat(shape: BaseGeometry | Shapes, plane: pyproj.CRS) -> Any:
    """Project the vertices of shapes to metres."""
    return shapely.transform(shape, lambda xy: project(xy[:, 0], xy[:, 1], plane))


def _unflat(shape: BaseGeometry | Shapes, plane: pyproj.CRS) -> Any:
    """Turn the vertices of shapes from metres to longitude and latitude."""
    return shapely.transform(shape, lambda xy: unproject(xy, plane))
