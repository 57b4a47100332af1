"""Which children go to which places at the least total distance, and who loses when places lack?

Arrays only. Origins (zones, or zones of one tier) hold ``supply`` children, targets (campuses)
hold ``capacity`` seats, and an arc says that an origin may use a target at a cost per child.
Nobody has to be placed: what does not fit remains unplaced, and no shortage is an error. Every
result depends on the instance alone, never on the order in which its arcs are listed; among
equally good solutions the choice follows the numbering of origins and targets.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.certification import BLOCKED, FARTHEST, missing_arcs, nearest_arcs

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Allowance = Callable[[Ints, int], NDArray[np.integer]]
"""(indices of origins, seats) → seats for each of them, at most its supply, adding up."""

_PASSES = 8
"""Sweeps over all targets that the search in ``whole`` makes at most."""


@dataclass(frozen=True, slots=True)
class Transport:
    """An assignment over all allowed arcs, as the arcs that carry children.

    Sorted by origin, then target.
    """

    origin: Ints
    target: Ints
    flow: Ints
    """Children, at least 1."""
    rounds: int
    """Flows solved; 1 where the nearest arcs were enough."""
    certified: bool
    """Proved optimal over all allowed arcs, not only those tried."""


def assign(
    supply: ArrayLike, capacity: ArrayLike, origin: ArrayLike, target: ArrayLike, cost: ArrayLike
) -> Ints:
    """Place as many children as the arcs allow, and do so at the least total cost.

    Maximise Σ flow, then minimise Σ cost · flow, subject to Σ flow out of an origin ≤ supply and
    Σ flow into a target ≤ capacity.

    Parameters
    ----------
    supply
        (n,) children.
    capacity
        (m,) seats.
    origin, target
        (a,) ends of each arc, in any order; an arc may be listed twice.
    cost
        (a,) whole cost per child, e.g. metres.

    Returns
    -------
    flow
        (a,) children on each arc, in the order of the arcs given.

    Raises
    ------
    ValueError
        A negative or fractional number, an index out of range, or arrays of unlike length.
    ArithmeticError
        Costs too large for the solver (about 2⁶² ÷ number of nodes).
    """
    supplies, capacities = _whole_numbers(supply, "supply"), _whole_numbers(capacity, "capacity")
    origins, targets = _whole_numbers(origin, "origin"), _whole_numbers(target, "target")
    costs = _whole_numbers(cost, "cost")
    if not origins.size == targets.size == costs.size:
        raise ValueError(
            f"arcs have {origins.size} origins, {targets.size} targets and {costs.size} costs"
        )
    flow = np.zeros(origins.size, dtype=np.int64)
    if not origins.size:
        return flow
    if origins.max() >= supplies.size or targets.max() >= capacities.size:
        raise ValueError("an arc names an origin or target that is not there")
    key = origins * capacities.size + targets
    order = None if np.all(key[1:] > key[:-1]) else np.lexsort((costs, key))
    if order is not None:
        origins, targets, costs = origins[order], targets[order], costs[order]
    width = np.minimum(supplies[origins], capacities[targets])
    usable: slice | Ints = slice(None) if width.all() else np.flatnonzero(width)
    arcs = (origins[usable], targets[usable], costs[usable])
    found = _by_nearest(supplies, capacities, *arcs)
    if found is None:
        found = _by_flow(supplies, capacities, *arcs, width[usable])
    flow[usable if order is None else order[usable]] = found
    return flow


def assign_all(
    supply: ArrayLike,
    capacity: ArrayLike,
    distance: NDArray[np.integer],
    *,
    allowed: Bools | float | None = None,
    nearest: int = 15,
) -> Transport:
    """Assign as ``assign`` does over every allowed pair of origin and target.

    Only the nearest arcs of each origin are tried at first. The result is then certified over
    all allowed arcs; while it is not optimal, the arcs that would improve it are tried as well.

    Parameters
    ----------
    supply, capacity
        (n,) children and (m,) seats.
    distance
        (n, m) whole metres; 2³⁰ and more means that there is no way.
    allowed
        (n, m) pairs that may be used, or the longest distance allowed in metres, or None: all.
    nearest
        Arcs per origin to begin with. Changes the time taken, and may change which of
        several optimal assignments is found; never the number placed nor the total distance.

    Raises
    ------
    ValueError
        As in ``assign``, or a distance matrix that is not n × m.
    """
    supplies, capacities = _whole_numbers(supply, "supply"), _whole_numbers(capacity, "capacity")
    _check_distance(distance, supplies.size, capacities.size)
    if nearest < 1:
        raise ValueError("at least one arc per origin is needed")
    rows, columns = np.flatnonzero(supplies), np.flatnonzero(capacities)
    pick = np.ix_(rows, columns)
    usable = distance[pick] < FARTHEST
    if isinstance(allowed, np.ndarray):
        usable &= allowed[pick]
    elif allowed is not None:
        usable &= distance[pick] <= allowed
    metres: NDArray[np.int32] = np.where(usable, distance[pick], BLOCKED).astype(np.int32)
    few_supplies, few_capacities = supplies[rows], capacities[columns]

    tried = nearest_arcs(metres, nearest) if metres.size else usable
    rounds = 0
    while True:
        rounds += 1
        origin, target = np.nonzero(tried)
        flow = assign(few_supplies, few_capacities, origin, target, metres[origin, target])
        if origin.size == np.count_nonzero(usable):
            break
        missing = missing_arcs(few_supplies, few_capacities, metres, tried, flow, nearest)
        if missing is None:
            break
        tried |= missing
    carries = flow > 0
    return Transport(
        rows[origin[carries]], columns[target[carries]], flow[carries], rounds, certified=True
    )


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
    flow = assign(supply, capacity, origin, target, cost)
    supplies, capacities = _whole_numbers(supply, "supply"), _whole_numbers(capacity, "capacity")
    waiting = _per_node(origin, flow, supplies.size) < supplies
    if not waiting.any():
        return flow
    origins, targets = _whole_numbers(origin, "origin"), _whole_numbers(target, "target")
    costs, ranks = _whole_numbers(cost, "cost"), np.asarray(rank)
    open_arc = (supplies[origins] > 0) & (capacities[targets] > 0)
    short = _short_side(waiting, origins, targets, flow, open_arc)
    parts = _connected_parts(np.flatnonzero(open_arc & short[origins]), origins, targets)
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
        waiting = _per_node(origins[arcs], part, supplies.size) < goal
        if not waiting.any():
            flow[arcs] = part
            continue
        poorer = _short_side(waiting, origins[arcs], targets[arcs], part, np.True_)
        taken = np.isin(targets[arcs], targets[arcs][poorer[origins[arcs]]])
        inside = poorer[origins[arcs]]
        flow[arcs[taken & ~inside]] = 0
        parts += _connected_parts(arcs[inside], origins, targets)
        parts += _connected_parts(arcs[~taken], origins, targets)
    return flow


def whole(demand: ArrayLike, capacity: ArrayLike, distance: NDArray[np.integer]) -> Ints:
    """Give each origin wholly to one target: least total distance, within capacity if possible.

    The least-distance flow is solved first; an origin it splits goes to the target that holds
    the largest part (ties: the nearer, then the lower index). Then single origins move, or two
    change places, as long as this lowers first the children above capacity, then their total
    distance; a bounded search, so a good answer and not a proved optimum.

    Where the demand exceeds all capacity, capacities are raised in one proportion first, so that
    the excess is spread and no target bears it alone. An origin without demand goes to its
    nearest target that has capacity.

    A target with capacity may receive nothing although some origin is nearest to it: when even
    the smallest of these origins is larger than its capacity, or when sending one there would
    leave more children above capacity, or farther away, in sum. That is the meaning of least
    total distance, and it can leave a new school empty: the caller should look for it
    (``np.bincount(choice, demand)``) and say so.

    Parameters
    ----------
    demand
        (n,) children.
    capacity
        (m,) seats, for one target at least.
    distance
        (n, m) whole metres, below 2³⁰.

    Returns
    -------
    choice
        (n,) index of the target of each origin.

    Raises
    ------
    ValueError
        As in ``assign_all``, or no target at all.
    """
    demands, seats = _whole_numbers(demand, "demand"), _whole_numbers(capacity, "capacity")
    if not seats.size:
        raise ValueError("there is no target to choose")
    _check_distance(distance, demands.size, seats.size)
    total, room = int(demands.sum()), int(seats.sum())
    if not room:
        seats = np.full_like(seats, max(total, 1))
    elif room < total:
        seats = -(-seats * total // room)
    rows, columns = np.flatnonzero(demands), np.flatnonzero(seats)
    metres = np.minimum(distance[:, columns], FARTHEST).astype(np.int64)
    choice = metres.argmin(axis=1)
    solved = assign_all(demands[rows], seats[columns], metres[rows])
    pieces = np.lexsort(
        (solved.target, metres[rows[solved.origin], solved.target], -solved.flow, solved.origin)
    )
    served, first = np.unique(solved.origin[pieces], return_index=True)
    choice[rows[served]] = solved.target[pieces[first]]
    choice[rows] = _improved(demands[rows], seats[columns], metres[rows], choice[rows])
    chosen: Ints = columns[choice]
    return chosen


def _whole_numbers(values: ArrayLike, name: str) -> Ints:
    """Return a one-dimensional int64 array of numbers that are not negative."""
    given = np.asarray(values)
    if given.ndim != 1 or (given.size and not np.issubdtype(given.dtype, np.integer)):
        raise ValueError(f"{name} must be a list of whole numbers")
    if given.size and given.min() < 0:
        raise ValueError(f"{name} holds a negative number")
    numbers: Ints = given.astype(np.int64, copy=False)
    return numbers


def _check_distance(distance: NDArray[np.integer], origins: int, targets: int) -> None:
    if distance.shape != (origins, targets):
        raise ValueError(f"distance is {distance.shape}, not {origins} origins × {targets} targets")
    if not np.issubdtype(distance.dtype, np.integer):
        raise ValueError("distance must be in whole metres")
    if distance.size and distance.min() < 0:
        raise ValueError("distance holds a negative number")


def _per_node(node: ArrayLike, flow: Ints, size: int) -> Ints:
    """Add flow up by node; exact below 2⁵³."""
    return np.bincount(np.asarray(node, dtype=np.int64), flow, size).astype(np.int64)


def _by_nearest(
    supply: Ints, capacity: Ints, origin: Ints, target: Ints, cost: Ints
) -> Ints | None:
    """Assign without a solver where nobody competes or nobody can choose; else return None.

    Arcs are sorted by origin, then target, and have supply and capacity.
    """
    flow = np.zeros(origin.size, dtype=np.int64)
    if not origin.size:
        return flow
    starts = np.flatnonzero(np.r_[True, origin[1:] != origin[:-1]])
    if starts.size == origin.size:
        # No origin can choose, so each target takes the cheapest first.
        order = np.lexsort((origin, cost, target))
        ends = target[order]
        asked = supply[origin[order]]
        before = np.cumsum(asked) - asked
        firsts = np.flatnonzero(np.r_[True, ends[1:] != ends[:-1]])
        before -= np.repeat(before[firsts], np.diff(np.r_[firsts, ends.size]))
        flow[order] = np.clip(capacity[ends] - before, 0, asked)
        return flow
    least = np.repeat(np.minimum.reduceat(cost, starts), np.diff(np.r_[starts, origin.size]))
    best = np.flatnonzero(cost == least)
    best = best[np.r_[True, origin[best[1:]] != origin[best[:-1]]]]
    asked = supply[origin[best]]
    if np.any(_per_node(target[best], asked, capacity.size) > capacity):
        return None
    flow[best] = asked
    return flow


def _by_flow(
    supply: Ints, capacity: Ints, origin: Ints, target: Ints, cost: Ints, width: Ints
) -> Ints:
    """Assign by cost-scaling push-relabel; only nodes that have arcs are passed on."""
    # Imported here: it takes longer to load than most runs need it.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    from_node = np.flatnonzero(np.bincount(origin, minlength=supply.size))
    to_node = np.flatnonzero(np.bincount(target, minlength=capacity.size))
    place_from = np.zeros(supply.size, dtype=np.int32)
    place_to = np.zeros(capacity.size, dtype=np.int32)
    place_from[from_node] = np.arange(from_node.size)
    place_to[to_node] = np.arange(from_node.size, from_node.size + to_node.size)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        place_from[origin], place_to[target], width, cost
    )
    solver.set_nodes_supplies(
        np.arange(from_node.size + to_node.size, dtype=np.int32),
        np.r_[supply[from_node], -capacity[to_node]],
    )
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the min-cost flow was not solved: {status.name}")
    return np.asarray(solver.flows(arcs), dtype=np.int64)


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


def _connected_parts(arcs: Ints, origin: Ints, target: Ints) -> list[Ints]:
    """Split arcs (indices) into parts that share neither origin nor target."""
    if not arcs.size:
        return []
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    origins, start = np.unique(origin[arcs], return_inverse=True)
    targets, end = np.unique(target[arcs], return_inverse=True)
    size = origins.size + targets.size
    graph = coo_array((np.ones(arcs.size), (start, origins.size + end)), shape=(size, size))
    label = connected_components(graph, directed=False)[1][start]
    order = np.argsort(label, kind="stable")
    return np.split(arcs[order], np.flatnonzero(np.diff(label[order])) + 1)


def _largest_remainder(weight: Ints, seats: int, rank: NDArray[np.generic]) -> Ints:
    """Deal seats in proportion to weight, odd ones by largest remainder, then lowest rank."""
    shares: Ints = weight * seats // weight.sum()
    remainder = weight * seats % weight.sum()
    order = np.lexsort((rank, -remainder))
    shares[order[: seats - int(shares.sum())]] += 1
    return shares


def _improved(demand: Ints, seats: Ints, metres: Ints, choice: Ints) -> Ints:
    """Move one origin, or let two change places, while children above seats, then metres, fall."""
    choice = choice.copy()
    n, m = metres.shape
    load = _per_node(choice, demand, m)
    if not n:
        return choice
    # One child above capacity outweighs the longest detour of any single step.
    outweigh = 4 * int(demand.max()) * (int(metres.max()) + 1)
    rows = np.arange(n)

    def above(target: Ints, gained: Ints) -> Ints:
        """Change in the children above seats where the target gains so many."""
        now = load[target] - seats[target]
        change: Ints = np.maximum(now + gained, 0) - np.maximum(now, 0)
        return change

    for _ in range(_PASSES):
        settled = True
        for here in range(m):
            for _ in range(n):
                members = np.flatnonzero(choice == here)
                if not members.size:
                    break
                own = demand[members, None]
                source = np.full((members.size, 1), here)
                move = outweigh * (above(source, -own) + above(np.arange(m)[None], own))
                move += own * (metres[members] - metres[members, here][:, None])
                move[:, here] = 0
                gained = demand[None] - own
                swap = outweigh * (above(source, gained) + above(choice[None], -gained))
                swap += own * (metres[members][:, choice] - metres[members, here][:, None])
                swap += demand * (metres[:, here] - metres[rows, choice])
                swap[:, choice == here] = 0
                one, other = int(move.argmin()), int(swap.argmin())
                if min(move.flat[one], swap.flat[other]) >= 0:
                    break
                settled = False
                if move.flat[one] <= swap.flat[other]:
                    changed, to = [members[one // m]], [one % m]
                else:
                    first, second = members[other // n], other % n
                    changed, to = [first, second], [int(choice[second]), here]
                np.subtract.at(load, choice[changed], demand[changed])
                choice[changed] = to
                np.add.at(load, choice[changed], demand[changed])
        if settled:
            break
    return choice
