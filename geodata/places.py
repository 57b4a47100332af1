"""In which zone does each campus stand?"""

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries

from geodata.plane import require_metres


def locate(points: GeoSeries, zones: GeoSeries) -> pd.DataFrame:
    """Find the zone that holds each point.

    A point on a common border, or where zones overlap, belongs to the zone whose centroid is
    nearest, and between equals to the earlier one.

    Parameters
    ----------
    points
        Points in a metric projection.
    zones
        Polygons in the same projection.

    Returns
    -------
    Frame on the index of ``points`` with ``zone``, the position (0, 1, ...) of the zone, -1 for
    a point outside every zone; ``nearest``, the position of the nearest zone (the same where
    the point is inside); ``distance_m``, metres to the nearest zone, 0 inside.

    Raises
    ------
    ValueError
        There are no zones, a shape is missing, or a layer is in degrees or in another CRS.
    """
    require_metres(points)
    require_metres(zones)
    if len(zones) == 0:
        raise ValueError("no zone to stand in")
    if points.crs is not None and zones.crs is not None and points.crs != zones.crs:
        msg = f"the points are in {points.crs.to_string()}, the zones in {zones.crs.to_string()}"
        raise ValueError(msg)
    spots = np.asarray(points.to_numpy(), dtype=object)
    shapes = np.asarray(zones.to_numpy(), dtype=object)
    tree = shapely.STRtree(shapes)

    inside_point, inside_zone = tree.query(spots, predicate="intersects")
    centre = shapely.distance(spots[inside_point], shapely.centroid(shapes)[inside_zone])
    order = np.lexsort((inside_zone, centre, inside_point))
    zone = np.full(len(spots), -1, dtype=np.int64)
    # Written from the last candidate to the first, so that the best one stays.
    zone[inside_point[order][::-1]] = inside_zone[order][::-1]

    nearest = zone.copy()
    distance = np.zeros(len(spots))
    lost = np.flatnonzero(zone < 0)
    if len(lost):
        pairs, gap = tree.query_nearest(spots[lost], return_distance=True, all_matches=True)
        order = np.lexsort((pairs[1], pairs[0]))[::-1]
        nearest[lost[pairs[0][order]]] = pairs[1][order]
        distance[lost[pairs[0]]] = gap
    return pd.DataFrame(
        {"zone": zone, "nearest": nearest, "distance_m": distance}, index=points.index
    )
