"""Who loses when places lack, if cost is not to decide it?"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.transport import assign, per_node, whole_numbers

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Allowance = Callable[[Ints, int], NDArray[np.integer]]
"""(indices of origins, seats) → seats for each of them, at most its supply, adding up."""


def fair_assign(
    supply: ArrayLike,
    capacity: ArrayLike,
    origin: ArrayLike,
    target: ArrayLike,
    cost: ArrayLike,
    rank: ArrayLike,
    allowance: Allowance | None = None,
) -> Ints:
    """Place as many children as ``assign`` does; where seats lack, share them fairly.

    Cost alone would take the seat from whoever has the costlier alternative. Here

    1. as many children are placed as the arcs allow;
    2. the *short side* is every origin a waiting child could displace, directly or by a chain
       of moves. It is the same for every assignment that places the most, its targets are all
       full, and nobody else uses them. All other origins are served wholly;
    3. each connected part of the short side shares the seats of its targets: in proportion to
       supply by largest remainder, ties to the lower ``rank``, then the lower index;
    4. where the arcs do not let some origins reach their shares, these have even fewer seats per
       child: they, with all targets they reach, are split off and share those seats by 3, and
       the others share what remains by 3;
    5. given these numbers, the total cost is the least possible.

    So the number placed is that of ``assign``, no seat is empty that an unplaced child has an
    arc to, and no origin is below its share unless its arcs lead to poorer targets alone.

    Parameters
    ----------
    supply, capacity, origin, target, cost
        As in ``assign``.
    rank
        (n,) order in which equal remainders get the odd seat, lowest first.
    allowance
        Who gets the seats of a short part, in place of the largest remainder: a function of the
        indices of its origins, ascending, and the number of seats. With one fixed ticket per
        child, the lowest tickets winning, the children placed are those of the draw taken in
        ticket order, passing over a child only if nobody before it can make room for it.

    Returns
    -------
    flow
        (a,) children on each arc, in the order of the arcs given.

    Raises
    ------
    ValueError
        As in ``assign``, or an ``allowance`` that does not add up or exceeds a supply.
    """
    supplies, capacities = whole_numbers(supply, "supply"), whole_numbers(capacity, "capacity")
    flow = assign_apart(supplies, capacities, origin, target, cost)
    waiting = per_node(origin, flow, supplies.size) < supplies
    if not waiting.any():
        return flow
    origins, targets = whole_numbers(origin, "origin"), whole_numbers(target, "target")
    costs, ranks = whole_numbers(cost, "cost"), np.asarray(rank)
    open_arc = (supplies[origins] > 0) & (capacities[targets] > 0)
    short = _short_side(waiting, origins, targets, flow, open_arc)
    parts = connected_parts(np.flatnonzero(open_arc & short[origins]), origins, targets)
    while parts:
        arcs = parts.pop()
        members = np.unique(origins[arcs])
        seats = int(capacities[np.unique(targets[arcs])].sum())
        if allowance is None:
            shares = _largest_remainder(supplies[members], seats, ranks[members])
        else:
            shares = np.asarray(allowance(members, seats), dtype=np.int64)
            if shares.sum() != seats or np.any((shares < 0) | (shares > supplies[members])):
                raise ValueError(f"the allowance does not deal {seats} seats within the supply")
        goal = np.zeros_like(supplies)
        goal[members] = shares
        part = assign(goal, capacities, origins[arcs], targets[arcs], costs[arcs])
        waiting = per_node(origins[arcs], part, supplies.size) < goal
        if not waiting.any():
            flow[arcs] = part
            continue
        poorer = _short_side(waiting, origins[arcs], targets[arcs], part, np.True_)
        taken = np.isin(targets[arcs], targets[arcs][poorer[origins[arcs]]])
        inside = poorer[origins[arcs]]
        flow[arcs[taken & ~inside]] = 0
        parts += connected_parts(arcs[inside], origins, targets)
        parts += connected_parts(arcs[~taken], origins, targets)
    return flow


def assign_apart(
    supply: Ints, capacity: Ints, origin: ArrayLike, target: ArrayLike, cost: ArrayLike
) -> Ints:
    """Assign as ``transport.assign`` does, but each connected part by itself.

    Among equally good solutions a solver's choice depends on all it is given; apart, nothing in one
    part can change who moves in another.
    """
    origins, targets = whole_numbers(origin, "origin"), whole_numbers(target, "target")
    costs = whole_numbers(cost, "cost")
    usable = np.flatnonzero((supply[origins] > 0) & (capacity[targets] > 0))
    parts = connected_parts(usable, origins, targets)
    if len(parts) < 2:
        return assign(supply, capacity, origins, targets, costs)
    flow = np.zeros(origins.size, dtype=np.int64)
    for arcs in parts:
        rows, row = np.unique(origins[arcs], return_inverse=True)
        columns, column = np.unique(targets[arcs], return_inverse=True)
        flow[arcs] = assign(supply[rows], capacity[columns], row, column, costs[arcs])
    return flow


def _short_side(
    waiting: Bools, origin: Ints, target: Ints, flow: Ints, open_arc: Bools | np.bool_
) -> Bools:
    """Mark the origins a waiting child could displace by a chain of moves, and the waiting."""
    short = waiting.copy()
    while True:
        contested = np.unique(target[short[origin] & open_arc])
        holders = origin[np.isin(target, contested) & (flow > 0)]
        if short[holders].all():
            return short
        short[holders] = True


def connected_parts(arcs: Ints, origin: Ints, target: Ints) -> list[Ints]:
    """Split arcs (indices) into parts that share neither origin nor target."""
    if not arcs.size:
        return []
    origins, start = np.unique(origin[arcs], return_inverse=True)
    targets, end = np.unique(target[arcs], return_inverse=True)
    # The lowest origin spreads along the arcs of its part; loading a graph library takes longer.
    lowest = np.arange(origins.size)
    while True:
        at_target = np.full(targets.size, origins.size)
        np.minimum.at(at_target, end, lowest[start])
        reached = lowest.copy()
        np.minimum.at(reached, start, at_target[end])
        if (reached == lowest).all():
            break
        lowest = reached
    label = lowest[start]
    order = np.argsort(label, kind="stable")
    return np.split(arcs[order], np.flatnonzero(np.diff(label[order])) + 1)


def _largest_remainder(weight: Ints, seats: int, rank: NDArray[np.generic]) -> Ints:
    """Deal seats in proportion to weight, odd ones by largest remainder, then lowest rank."""
    shares: Ints = weight * seats // weight.sum()
    remainder = weight * seats % weight.sum()
    order = np.lexsort((rank, -remainder))
    shares[order[: seats - int(shares.sum())]] += 1
    return shares
