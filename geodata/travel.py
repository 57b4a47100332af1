"""How far is it from every zone to every campus?"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

_CHUNK_CELLS: Final = 1_000_000
"""Cells worked on at a time: 8 MB of floats, which stays in the cache of most machines."""


def distances(
    from_xy: ArrayLike, to_xy: ArrayLike, detour_factor: float = 1.0
) -> NDArray[np.int32]:
    """Estimate the way actually travelled between all pairs of points.

    Straight line x detour factor; it depends on the two places alone, never on how many people
    live there.

    Parameters
    ----------
    from_xy
        (n, 2) easting and northing, metres.
    to_xy
        (m, 2) easting and northing on the same projection, metres.
    detour_factor
        Way travelled / straight line, at least 1.

    Returns
    -------
    (n, m) whole metres.

    Raises
    ------
    ValueError
        A coordinate is missing or infinite, the factor is below 1, or a distance is beyond any
        on earth.
    """
    start = np.asarray(from_xy, dtype=float).reshape(-1, 2)
    end = np.asarray(to_xy, dtype=float).reshape(-1, 2)
    if not (np.isfinite(start).all() and np.isfinite(end).all()):
        raise ValueError("every point needs finite coordinates, in metres")
    if not (np.isfinite(detour_factor) and detour_factor >= 1.0):
        msg = f"the detour factor is {detour_factor}; no way is shorter than the straight line"
        raise ValueError(msg)
    metres = np.empty((len(start), len(end)), dtype=np.int32)
    rows = max(1, _CHUNK_CELLS // max(1, len(end)))
    for first in range(0, len(start), rows):
        part = start[first : first + rows]
        way = np.hypot(part[:, :1] - end[:, 0], part[:, 1:] - end[:, 1])
        way *= detour_factor
        if way.size and float(way.max()) > 1e8:
            raise ValueError("a distance above 100,000 km: the coordinates are not metres")
        metres[first : first + rows] = np.rint(way, out=way)
    return metres
