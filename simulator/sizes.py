"""How do the sizes of the classes of one grade change when pupils leave or join?

Sizes are held as (C, G, K): largest first, 0 beyond the number of classes. A class may be left
with no pupil; whether it then ends is not decided here.
"""

import numpy as np
from numpy.typing import NDArray

from simulator.rounding import apportion, split_even

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def remove(sizes: Ints, leaving: Ints) -> Ints:
    """Let pupils leave in proportion to the class sizes.

    Parameters
    ----------
    sizes
        (C, G, K) class sizes.
    leaving
        (C, G) pupils who leave; at most those there are. Largest remainder; equal remainders
        leave from the larger class, then the earlier one.
    """
    campus, grade = np.nonzero(leaving)
    if not campus.size:
        return sizes
    cells = sizes[campus, grade]
    slots = sizes.shape[2]
    group = np.repeat(np.arange(campus.size), slots)
    gone = apportion(leaving[campus, grade], group, cells.reshape(-1)).reshape(cells.shape)
    changed = sizes.copy()
    changed[campus, grade] = -np.sort(-(cells - gone), axis=1)
    return changed


def join(sizes: Ints, classes: Ints, joining: Ints) -> Ints:
    """Let pupils join the smallest classes first, so that no class grows while one is smaller.

    Parameters
    ----------
    sizes, classes
        (C, G, K) class sizes and (C, G) number of classes.
    joining
        (C, G) pupils who join; a grade they join has at least one class.
    """
    campus, grade = np.nonzero(joining)
    if not campus.size:
        return sizes
    number = classes[campus, grade]
    if (number == 0).any():
        raise ValueError("pupils join a grade without a class")
    slots = sizes.shape[2]
    # Ascending, with the empty slots beyond the classes last.
    rising = sizes[campus, grade][:, ::-1].copy()
    rising = np.take_along_axis(rising, (np.arange(slots) - number[:, None]) % slots, axis=1)
    total = np.cumsum(rising, axis=1)
    rank = np.arange(1, slots + 1)
    new = joining[campus, grade][:, None]
    reached = (rising * rank - total <= new) & (rank <= number[:, None])
    filled = slots - np.argmax(reached[:, ::-1], axis=1)
    water = new[:, 0] + np.take_along_axis(total, filled[:, None] - 1, axis=1)[:, 0]
    level = split_even(water, filled, slots)
    levelled = np.where(rank <= filled[:, None], level, rising)
    levelled = np.where(rank <= number[:, None], levelled, 0)
    changed = sizes.copy()
    changed[campus, grade] = -np.sort(-levelled, axis=1)
    return changed


def widen(sizes: Ints, slots: int) -> Ints:
    """Make room for at least ``slots`` classes in a grade."""
    missing = slots - sizes.shape[2]
    return sizes if missing <= 0 else np.pad(sizes, ((0, 0), (0, 0), (0, missing)))


def even_out(sizes: Ints, classes: Ints, where: Bools) -> Ints:
    """Make the classes of some grades even: the (C, G) cells of ``where``."""
    campus, grade = np.nonzero(where)
    if not campus.size:
        return sizes
    slots = max(sizes.shape[2], int(classes[campus, grade].max(initial=0)))
    changed = widen(sizes, slots).copy()
    pupils = changed[campus, grade].sum(axis=1)
    changed[campus, grade] = split_even(pupils, classes[campus, grade], slots)
    return changed
