"""Which shapes do layers have: points, polygons of one kind, lines from a campus to its zones?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Shapes = NDArray[Any]


def objects(shapes: Sequence[Any]) -> Shapes:
    """Return shapes, some of them None, as an array."""
    made = np.empty(len(shapes), dtype=object)
    made[:] = shapes
    return made


def multi(shapes: Shapes) -> Shapes:
    """Return polygons as multipolygons, so that a layer is of one kind."""
    single = shapely.get_type_id(shapes) == 3
    made = shapes.copy()
    for k in np.flatnonzero(single):
        made[k] = shapely.multipolygons([shapes[k]])
    return made


def points_of(frame: pd.DataFrame) -> Shapes:
    """Return positions as points; None where one is missing."""
    at = frame[["lon", "lat"]].to_numpy(dtype=float, na_value=np.nan)
    points: Shapes = np.array(shapely.points(at), dtype=object).reshape(len(frame))
    points[~np.isfinite(at).all(axis=1)] = None
    return points


def unions(outlines: Mapping[str, Any], inside: Iterable[Sequence[str]]) -> Shapes:
    """Return the union of the outlines of some zones, for each; None where none has an outline."""
    made: dict[tuple[str, ...], Any] = {}
    wanted = [tuple(zones) for zones in inside]
    for zones in wanted:
        if zones not in made:
            own = [outlines[zone] for zone in zones if outlines.get(zone) is not None]
            made[zones] = shapely.union_all(own) if own else None
    return objects([made[zones] for zones in wanted])


def stars(
    zones: pd.DataFrame,
    campuses: pd.DataFrame,
    hubs: Iterable[str],
    inside: Iterable[Sequence[str]],
) -> Shapes:
    """Return lines from a campus to some zones, for each; None where a position is missing."""
    zone_at = dict(zip(zones["zone_id"].astype(str), points_of(zones), strict=True))
    campus_at = dict(zip(campuses["campus_id"].astype(str), points_of(campuses), strict=True))

    def star(campus: str, ids: Sequence[str]) -> Any:
        hub = campus_at.get(campus)
        ends = [zone_at[zone] for zone in ids if zone_at.get(zone) is not None]
        if hub is None or not ends:
            return None
        return shapely.multilinestrings(
            [shapely.linestrings([[hub.x, hub.y], [end.x, end.y]]) for end in ends]
        )

    return objects([star(campus, ids) for campus, ids in zip(hubs, inside, strict=True)])
