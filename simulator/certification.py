"""Is an assignment the cheapest over all arcs, or only over those that were tried?

A minimum-cost flow over a few near arcs per origin is cheap but need not be the optimum over all
arcs. It is, exactly when its residual graph over *all* arcs has no negative cycle. That graph
can be folded onto the targets: one node per target, one for seats left free, one for supply left
unplaced, and an edge a → b as long as the cheapest child to move from a to b is worth. With
hundreds of targets it stays small however many origins there are.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BLOCKED = np.int32(2**31 - 1)
"""Distance of an arc that may not be used. Usable distances are below ``FARTHEST``."""
FARTHEST = 2**30
"""So that a difference of two usable distances fits 32 bits and differs from a blocked one."""

_NO_EDGE = np.int64(2**60)
_ROWS = 2048


def nearest_arcs(distance: NDArray[np.int32], count: int) -> Bools:
    """Mark the ``count`` smallest usable entries of each row, ties to the lower column.

    Parameters
    ----------
    distance
        (n, m) metres, ``BLOCKED`` where not usable.
    count
        Entries wanted per row, at least 1; a row with fewer usable ones has them all marked.
    """
    if count >= distance.shape[1]:
        return distance < BLOCKED
    last = np.partition(distance, count - 1, axis=1)[:, count - 1 : count]
    chosen = distance <= last
    # Which of several equal entries partition puts first depends on the processor.
    crowded = np.flatnonzero(np.count_nonzero(chosen, axis=1) > count)
    if crowded.size:
        below = distance[crowded] < last[crowded]
        level = distance[crowded] == last[crowded]
        room = count - np.count_nonzero(below, axis=1, keepdims=True)
        chosen[crowded] = below | (level & (np.cumsum(level, axis=1) <= room))
    return chosen & (distance < BLOCKED)


def missing_arcs(
    supply: Ints,
    capacity: Ints,
    distance: NDArray[np.int32],
    tried: Bools,
    flow: Ints,
    most: int,
) -> Bools | None:
    """Find arcs that would improve an assignment that is optimal over the arcs tried.

    Parameters
    ----------
    supply, capacity
        (n,) children and (m,) seats.
    distance
        (n, m) metres, ``BLOCKED`` where not allowed.
    tried
        (n, m) arcs the assignment could use.
    flow
        Children on each tried arc, in the order of ``np.nonzero(tried)``.
    most
        Arcs to return per origin and call; the most promising come first.

    Returns
    -------
    missing
        (n, m) arcs to try as well, or None: the assignment is optimal over all allowed arcs.

    Raises
    ------
    ArithmeticError
        The assignment is not even optimal over the arcs tried: the solver erred.

    Notes
    -----
    Placing one child more outweighs any distance: leaving a child unplaced costs more than the
    longest possible chain of moves, so one integer holds both aims exactly.
    """
    n, m = distance.shape
    free, unplaced = m, m + 1
    tried_origin, tried_target = np.nonzero(tried)
    used = flow > 0
    origin, target = tried_origin[used], tried_target[used]
    by_target = np.argsort(target, kind="stable")
    origin, target = origin[by_target], target[by_target]
    here = distance[origin, target]
    load = np.bincount(tried_target, flow, m).astype(np.int64)
    waiting = np.flatnonzero(np.bincount(tried_origin, flow, n).astype(np.int64) < supply)
    longest = int(np.max(distance, where=distance < BLOCKED, initial=0))
    penalty = np.int64((m + 2) * (longest + 1))

    every = np.full((m + 2, m + 2), _NO_EDGE)
    np.fill_diagonal(every, 0)
    every[:m, free] = np.where(load < capacity, 0, _NO_EDGE)
    every[free, :m] = np.where(load > 0, 0, _NO_EDGE)
    # Nobody is ever moved out of a place for nothing, so unplaced → free is not needed.
    every[free, unplaced] = 0 if waiting.size else _NO_EDGE
    np.minimum.at(every[:, unplaced], target, penalty - here)
    known = every.copy()

    row_start = np.searchsorted(tried_origin, np.arange(n + 1))
    for mover, source, paid in (
        (origin, target, here.astype(np.int64)),
        (waiting, np.full(waiting.size, unplaced), np.full(waiting.size, penalty)),
    ):
        _fold_all(every, distance, mover, source, paid)
        _fold_tried(known, distance, mover, source, paid, tried_target, row_start)

    potential = _potentials(known, np.zeros(m + 2, dtype=np.int64))
    if potential is None:
        raise ArithmeticError("the flow over the arcs tried is not of least cost")
    # Starting from prices that already suit the tried arcs, few rounds are needed.
    if _potentials(every, potential) is not None:
        return None

    paid_by = np.zeros(n, dtype=np.int64)
    paid_by[origin] = here - potential[target]
    paid_by[waiting] = penalty - potential[unplaced]
    missing = np.zeros((n, m), dtype=np.bool_)
    for start in range(0, n, _ROWS):
        rows = slice(start, start + _ROWS)
        reduced = distance[rows] - potential[:m] - paid_by[rows, None]
        better = (reduced < 0) & (distance[rows] < BLOCKED)
        many = np.flatnonzero(np.count_nonzero(better, axis=1) > most)
        if many.size:
            values = np.where(better[many], reduced[many], 0)
            last = np.partition(values, most - 1, axis=1)[:, most - 1 : most]
            better[many] &= values <= last
        missing[rows] = better
    if not missing.any():
        raise ArithmeticError("the assignment can be improved, but by no arc that was not tried")
    return missing


def _fold_all(
    edges: Ints, distance: NDArray[np.int32], mover: Ints, source: Ints, paid: Ints
) -> None:
    """Lower edges[source, b] to the least distance(mover, b) − paid; sources ascend."""
    m = distance.shape[1]
    for start in range(0, mover.size, _ROWS):
        part = slice(start, start + _ROWS)
        nodes, firsts = np.unique(source[part], return_index=True)
        to = distance[mover[part]]
        # Within 32 bits while the price paid is a distance; penalties are taken off afterwards.
        if paid[part].max() < FARTHEST:
            gain = to - paid[part, None].astype(np.int32)
            least = np.minimum.reduceat(gain, firsts, axis=0).astype(np.int64)
            least[least >= FARTHEST] = _NO_EDGE
        else:
            least = np.minimum.reduceat(to, firsts, axis=0).astype(np.int64)
            least = np.where(least < BLOCKED, least - paid[part][firsts][:, None], _NO_EDGE)
        edges[nodes, :m] = np.minimum(edges[nodes, :m], least)


def _fold_tried(
    edges: Ints,
    distance: NDArray[np.int32],
    mover: Ints,
    source: Ints,
    paid: Ints,
    tried_target: Ints,
    row_start: Ints,
) -> None:
    """Do as ``_fold_all`` for the tried arcs alone."""
    counts = row_start[mover + 1] - row_start[mover]
    each = np.repeat(np.arange(mover.size), counts)
    within = np.arange(each.size) - np.repeat(np.cumsum(counts) - counts, counts)
    to = tried_target[row_start[mover][each] + within]
    np.minimum.at(edges, (source[each], to), distance[mover[each], to] - paid[each])


def _potentials(edges: Ints, start: Ints) -> Ints | None:
    """Return prices p with p[b] ≤ p[a] + edges[a, b], or None where a cycle is negative.

    Bellman–Ford, all edges at once. The edge that last lowered each node makes a graph in which
    a cycle appears only if, and soon after, a negative cycle exists.
    """
    size = edges.shape[0]
    inward = np.ascontiguousarray(edges.T)
    price = start.copy()
    before = np.arange(size)
    for step in range(1, size + 1):
        offers = inward + price
        best = offers.min(axis=1)
        lowered = np.flatnonzero(best < price)
        if not lowered.size:
            return price
        before[lowered] = offers[lowered].argmin(axis=1)
        price[lowered] = best[lowered]
        if step % 4 == 0 and _has_cycle(before):
            return None
    return None


def _has_cycle(before: Ints) -> bool:
    """Tell whether following ``before`` from some node never reaches a node that is its own."""
    jump = before
    for _ in range(before.size.bit_length()):
        jump = jump[jump]
    return bool(np.any(before[jump] != jump))
