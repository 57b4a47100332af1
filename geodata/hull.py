"""What outline can stand in for a district that gives none?"""

from typing import Final

import numpy as np
import shapely
from geopandas import GeoSeries
from shapely import MultiPoint, Polygon

from geodata.plane import require_metres

LEAST_MARGIN_M: Final = 500.0
"""Least distance kept between a point and the stand-in outline, metres."""


def buffered_hull(places: GeoSeries, margin_m: float | None = None) -> Polygon:
    """Draw the convex hull of places, widened by a margin.

    Parameters
    ----------
    places
        Points (or polygons) in a metric projection.
    margin_m
        Metres added all round. By default the median distance from a point to its nearest
        neighbour, at least 500 m: the edge is then about as far away as the next point would be.

    Raises
    ------
    ValueError
        There are no places, they are not in metres, or the margin is not positive.
    """
    require_metres(places)
    shapes = np.asarray(places.to_numpy(), dtype=object)
    if len(shapes) == 0:
        raise ValueError("no place to draw an outline around")
    if margin_m is None:
        margin_m = max(LEAST_MARGIN_M, _typical_spacing(shapely.centroid(shapes)))
    if not margin_m > 0.0:
        msg = f"the margin is {margin_m} m; it must be positive"
        raise ValueError(msg)
    hull = shapely.convex_hull(shapely.union_all(shapes)).buffer(margin_m, quad_segs=8)
    assert isinstance(hull, Polygon)
    return hull


def _typical_spacing(points: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> float:
    """Median distance from a point to its nearest distinct neighbour, metres; 0 for one point."""
    distinct = np.unique(shapely.get_coordinates(points), axis=0)
    if len(distinct) < 2:
        return 0.0
    parts = shapely.get_parts(MultiPoint(distinct))
    tree = shapely.STRtree(parts)
    _, distance = tree.query_nearest(parts, exclusive=True, return_distance=True, all_matches=False)
    return float(np.median(distance))
