"""Which children go to which places at the least total distance?

Arrays only. Origins (zones, or zones of one tier) hold ``supply`` children, targets (campuses)
hold ``capacity`` seats, and an arc says that an origin may use a target at a cost per child.
Nobody has to be placed: what does not fit remains unplaced, and no shortage is an error. Every
result depends on the instance alone, never on the order in which its arcs are listed; among
equally good solutions the choice follows the numbering of origins and targets.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.certification import BLOCKED, FARTHEST, missing_arcs, nearest_arcs

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


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
    supplies, capacities = whole_numbers(supply, "supply"), whole_numbers(capacity, "capacity")
    origins, targets = whole_numbers(origin, "origin"), whole_numbers(target, "target")
    costs = whole_numbers(cost, "cost")
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
    supplies, capacities = whole_numbers(supply, "supply"), whole_numbers(capacity, "capacity")
    check_distance(distance, supplies.size, capacities.size)
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


def whole_numbers(values: ArrayLike, name: str) -> Ints:
    """Return a one-dimensional int64 array of numbers that are not negative."""
    given = np.asarray(values)
    if given.ndim != 1 or (given.size and not np.issubdtype(given.dtype, np.integer)):
        raise ValueError(f"{name} must be a list of whole numbers")
    if given.size and given.min() < 0:
        raise ValueError(f"{name} holds a negative number")
    numbers: Ints = given.astype(np.int64, copy=False)
    return numbers


def check_distance(distance: NDArray[np.integer], origins: int, targets: int) -> None:
    """Refuse a distance table that is not whole metres of the right shape."""
    if distance.shape != (origins, targets):
        raise ValueError(f"distance is {distance.shape}, not {origins} origins × {targets} targets")
    if not np.issubdtype(distance.dtype, np.integer):
        raise ValueError("distance must be in whole metres")
    if distance.size and distance.min() < 0:
        raise ValueError("distance holds a negative number")


def per_node(node: ArrayLike, flow: Ints, size: int) -> Ints:
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
    if np.any(per_node(target[best], asked, capacity.size) > capacity):
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
