"""Which ground belongs to each zone, where zones are given as points only?"""

from typing import Final

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray
from shapely import MultiPoint
from shapely.geometry.base import BaseGeometry

from geodata.hull import buffered_hull
from geodata.plane import require_metres

Shapes = NDArray[np.object_]

SAME_PLACE_M: Final = 0.01
"""Points that agree when rounded to this are one place, metres."""

FIT: Final = 1e-9
"""Cells that do not fill the outline to this share overlap or leave gaps."""


def voronoi_cells(points: GeoSeries, outline: BaseGeometry | None = None) -> GeoSeries:
    """Divide a district among points: each piece of ground goes to the nearest point.

    The cells do not overlap and together fill the outline. Every point gets ground:

    - a point outside the outline stands in at the nearest place on its border;
    - points at one place (to the centimetre) share its cell, cut from west to east into parts
      of equal area in the order of their index labels.

    `irregular_points` names both sorts, for a report of odd data.

    Parameters
    ----------
    points
        Points in a metric projection, with unique index labels.
    outline
        The district in the same projection; the buffered hull of the points when absent.

    Returns
    -------
    Polygons (or multipolygons, where the outline has several parts) on the index of ``points``,
    named ``cell``.

    Raises
    ------
    ValueError
        There are no points, they are in degrees, a shape is no point, index labels repeat, or
        the outline has no area.
    """
    spots, land = _checked(points, outline)
    # Sorted by place and label, so that the order of rows cannot matter.
    standing = _stand_in(spots, land)
    site, sites = _sites(standing)
    ground = _nearest_ground(sites, land)

    cells: Shapes = np.empty(len(spots), dtype=object)
    for number in range(len(sites)):
        members = np.flatnonzero(site == number)
        labels = points.index[members]
        ranked = members[np.argsort(np.array([str(label) for label in labels]), kind="stable")]
        cells[ranked] = _equal_parts(ground[number], len(ranked))
    return GeoSeries(cells, index=points.index, crs=points.crs, name="cell")


def irregular_points(points: GeoSeries, outline: BaseGeometry | None = None) -> pd.DataFrame:
    """Say which points do not stand alone inside the outline.

    Takes and refuses what `voronoi_cells` does.

    Returns
    -------
    Frame on the index of ``points`` with ``outside_m``, metres from the outline (0 inside), and
    ``sharing``, how many points share its place and therefore its cell (1 when alone).
    """
    spots, land = _checked(points, outline)
    site, sites = _sites(_stand_in(spots, land))
    return pd.DataFrame(
        {
            "outside_m": shapely.distance(spots, land),
            "sharing": np.bincount(site, minlength=len(sites))[site],
        },
        index=points.index,
    )


def _checked(points: GeoSeries, outline: BaseGeometry | None) -> tuple[Shapes, BaseGeometry]:
    """Check the input and return the points and a valid outline."""
    require_metres(points)
    spots: Shapes = np.asarray(points.to_numpy(), dtype=object)
    if len(spots) == 0:
        raise ValueError("no point to draw cells around")
    if not (shapely.get_type_id(spots) == shapely.GeometryType.POINT).all():
        raise ValueError("cells are drawn around points; the layer holds other shapes")
    if not points.index.is_unique:
        raise ValueError("the index labels of the points repeat")
    land = buffered_hull(points) if outline is None else _areal(shapely.make_valid(outline))
    if not shapely.area(land) > 0.0:
        raise ValueError("the outline has no area")
    return spots, land


def _stand_in(spots: Shapes, land: BaseGeometry) -> Shapes:
    """Move the points outside the land to the nearest place on its border."""
    outside = ~shapely.intersects(land, spots)
    if not outside.any():
        return spots
    moved = spots.copy()
    moved[outside] = shapely.get_point(shapely.shortest_line(land, spots[outside]), 0)
    return moved


def _sites(spots: Shapes) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the number of each point's place, and the (n, 2) coordinates of the places."""
    xy = np.asarray(shapely.get_coordinates(spots), dtype=np.float64)
    # Sorted first, so that the place of a group does not depend on the order of its rows.
    order = np.lexsort((xy[:, 1], xy[:, 0]))
    grid = np.rint(xy[order] / SAME_PLACE_M)
    _, first, number = np.unique(grid, axis=0, return_index=True, return_inverse=True)
    site = np.empty(len(spots), dtype=np.int64)
    site[order] = number.reshape(-1)
    return site, xy[order][first]


def _nearest_ground(sites: NDArray[np.float64], land: BaseGeometry) -> list[BaseGeometry]:
    """Ground of each distinct site: its Voronoi cell, clipped to the land."""
    if len(sites) == 1:
        return [land]
    # Far coordinates cost GEOS digits: work near an origin, and move back. A rare set of points
    # makes it lose a cell all the same, by how their digits fall: another origin mends that. Whole
    # metres leave the digits of rounded coordinates as they are, so they come first.
    middle = sites.mean(axis=0)
    for origin in (np.rint(middle), middle, sites[0], sites[-1], np.zeros(2)):
        ground = _ground_seen_from(origin, sites, land)
        if ground is not None:
            return ground
    raise ValueError("the points lie so that their cells cannot be drawn")


def _ground_seen_from(
    origin: NDArray[np.float64], sites: NDArray[np.float64], land: BaseGeometry
) -> list[BaseGeometry] | None:
    """Ground of each site, worked out near an origin; None where the cells do not fit together."""
    near = sites - origin
    here = shapely.transform(land, lambda xy: xy - origin)
    diagram = shapely.voronoi_polygons(MultiPoint(near), extend_to=here)
    parts: Shapes = shapely.get_parts(diagram)
    # GEOS gives the cells in no stated order: the owner of a cell is the site inside it.
    site, part = shapely.STRtree(parts).query(shapely.points(near), predicate="intersects")
    if not np.array_equal(np.sort(site), np.arange(len(sites))) or len(set(part)) < len(sites):
        return None
    clipped = shapely.intersection(parts[part[np.argsort(site)]], here)
    areas = shapely.area(clipped)
    if not (areas > 0.0).all() or abs(areas.sum() / here.area - 1.0) > FIT:
        return None
    return [_moved(cell, origin) for cell in clipped]


def _moved(cell: BaseGeometry, origin: NDArray[np.float64]) -> BaseGeometry:
    """Move a cell back to where it lies."""
    moved = shapely.transform(_areal(cell), lambda xy: xy + origin)
    # Adding the origin rounds, which may fold a corner over: a hair's breadth, but not valid.
    return moved if moved.is_valid else _areal(shapely.make_valid(moved))


def _areal(shape: BaseGeometry) -> BaseGeometry:
    """Keep the polygons of a shape: clipping may leave stray points and lines."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts)


def _equal_parts(cell: BaseGeometry, count: int) -> list[BaseGeometry]:
    """Cut a cell from west to east into parts of equal area."""
    parts: list[BaseGeometry] = []
    rest = cell
    for left in range(count, 1, -1):
        west, south, east, north = rest.bounds
        wanted = rest.area / left
        low, high = west, east
        for _ in range(60):
            cut = (low + high) / 2.0
            strip = shapely.box(west, south - 1.0, cut, north + 1.0)
            if rest.intersection(strip).area < wanted:
                low = cut
            else:
                high = cut
        cut = (low + high) / 2.0
        parts.append(
            _areal(rest.intersection(shapely.box(west - 1.0, south - 1.0, cut, north + 1)))
        )
        rest = _areal(rest.intersection(shapely.box(cut, south - 1.0, east + 1.0, north + 1)))
    return [*parts, rest]
