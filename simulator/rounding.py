"""How do expected values become whole children without creating or losing any?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def carry(expected: Floats, carried: Floats, limit: Ints | None = None) -> tuple[Ints, Floats]:
    """Round each cell, carrying its own fraction through time and never across cells.

    Parameters
    ----------
    expected
        Expected number in each cell, any shape, ≥ 0.
    carried
        Fraction left over from earlier years, the same shape.
    limit
        Largest whole number allowed in each cell.

    Returns
    -------
    The whole numbers and the fractions to carry on; ``expected + carried`` equals their sum.
    """
    wanted = expected + carried
    # A sum such as 0.1 × 5 must round up in the year it reaches one half, on every machine.
    whole = np.floor(wanted + 0.5 + 1e-9).astype(np.int64)
    np.maximum(whole, 0, out=whole)
    if limit is not None:
        np.minimum(whole, limit, out=whole)
    return whole, wanted - whole


def apportion(total: ArrayLike, group: Ints, weight: Ints) -> Ints:
    """Share out whole units within groups by largest remainder, none above its weight.

    Parameters
    ----------
    total
        (g,) units to share out in each group; at most the sum of its weights.
    group
        (n,) group of each item.
    weight
        (n,) whole weight of each item, also the most it can get.

    Returns
    -------
    (n,) units of each item. Equal remainders favour the larger weight, then the earlier item.
    """
    totals = np.atleast_1d(np.asarray(total, dtype=np.int64))
    sums = np.bincount(group, weights=weight, minlength=totals.size).astype(np.int64)
    short = totals[group]
    whole = sums[group]
    # Integer arithmetic: products stay below 2**63 for any district that fits in memory.
    safe = np.maximum(whole, 1)
    floor = short * weight // safe
    remainder = short * weight - floor * safe
    missing = totals - np.bincount(group, weights=floor, minlength=totals.size).astype(np.int64)
    if not missing.any():
        return floor
    order = np.lexsort((np.arange(group.size), -weight, -remainder, group))
    sorted_group = group[order]
    first = np.searchsorted(sorted_group, np.arange(totals.size))
    rank = np.arange(group.size) - first[sorted_group]
    extra = np.zeros(group.size, dtype=np.int64)
    extra[order] = rank < missing[sorted_group]
    return floor + extra


def split_even(pupils: Ints, classes: Ints, slots: int) -> Ints:
    """Sizes of even classes, largest first.

    Parameters
    ----------
    pupils, classes
        (...,) pupils and number of classes.
    slots
        Length of the last axis of the answer; at least the largest number of classes.

    Returns
    -------
    (..., slots) sizes, 0 beyond the classes.
    """
    number = np.maximum(classes, 1)
    base = pupils // number
    larger = pupils - base * number
    slot = np.arange(slots)
    sizes = base[..., None] + (slot < larger[..., None])
    return np.where(slot < classes[..., None], sizes, 0)
