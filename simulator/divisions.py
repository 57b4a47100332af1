"""Can the zones be divided among the campuses better than in the way known so far?"""

import numpy as np
from numpy.typing import NDArray

from simulator.transport import Transport, per_node

Ints = NDArray[np.int64]

_WIDTH = 256
"""Partial divisions kept from one origin to the next."""
_SUMS = 2**21
"""Most cells of the table of children that fit."""
_UNREACHED = np.int64(2**60)


def judged(demand: Ints, seats: Ints, metres: Ints, choice: Ints) -> tuple[int, int]:
    """Return the children above seats and the child-metres of a division; less is better."""
    load = per_node(choice, demand, seats.size)
    above = int(np.maximum(load - seats, 0).sum())
    return above, int(demand @ metres[np.arange(demand.size), choice])


def prices(seats: Ints, metres: Ints, solved: Transport) -> Ints:
    """Return what a seat at each target is worth in metres: the duals of the least-distance flow.

    The price of a target is the cheapest chain of moves that frees one of its seats; nil where a
    seat is free.
    """
    m = seats.size
    detour = np.full((m, m), _UNREACHED)
    for target in range(m):
        members = metres[solved.origin[solved.target == target]]
        if members.size:
            detour[target] = (members - members[:, [target]]).min(axis=0)
    free = per_node(solved.target, solved.flow, m) < seats
    if not free.any():
        free[0] = True
    price = np.where(free, 0, _UNREACHED)
    for _ in range(m):
        price = np.minimum(price, (detour + np.minimum(price, _UNREACHED)).min(axis=1))
    price = np.where(price < _UNREACHED // 2, price, 0)
    worth: Ints = np.minimum(price - price.min(), metres.max())
    return worth


def divided_anew(
    demand: Ints, seats: Ints, metres: Ints, known: Ints, price: Ints
) -> tuple[Ints, bool]:
    """Look for a division with fewer children above seats, or as many and fewer child-metres.

    The origins are given out one by one, the largest first, and all ways to do so are followed
    side by side. A way is dropped when it cannot become better than the known division: with
    seats at their prices the metres still to come are at least those of the cheapest target, and
    seats that no set of the remaining origins can fill are lost. Where more ways remain than
    ``_WIDTH``, only the most promising go on; where it never comes to that, the answer is proved
    to be the best there is.

    Parameters
    ----------
    demand, seats, metres
        As for ``exchanged``.
    known
        (n,) target of each origin in the known division.
    price
        (m,) metres that a seat is worth, not negative; any prices give a right answer, good
        ones a fast one.

    Returns
    -------
    choice
        (n,) target of each origin: better than ``known``, or ``known`` where nothing better was
        found or the children and origins are too many for the search.
    proved
        No division is better than the one returned.
    """
    n, m = metres.shape
    widest = int(min(seats.max(), demand.sum()))
    if n * widest > _SUMS:
        return known, False
    proved = True
    known_above, known_metres = judged(demand, seats, metres, known)
    priced = metres + price
    cheapest = priced.min(axis=1)
    regret = demand[:, None] * (priced - cheapest[:, None])
    order = np.argsort(-demand, kind="stable")
    load = np.zeros((1, m), dtype=np.int64)
    above = np.zeros(1, dtype=np.int64)
    worth = np.full(1, demand @ cheapest - price @ seats)
    remaining = int(demand.sum())
    trail: list[tuple[Ints, Ints]] = []
    for origin, most in zip(order.tolist(), _fillable(demand[order], widest), strict=True):
        children = int(demand[origin])
        remaining -= children
        free = seats - load
        gain = np.maximum(children - free, 0) - np.maximum(-free, 0)
        new_above = above[:, None] + gain
        new_worth = worth[:, None] + regret[origin] - price * gain
        # Seats of each target that the remaining origins can fill, without and with this one.
        before, after = np.maximum(free, 0), np.maximum(free - children, 0)
        used, used_after = most[np.minimum(before, widest)], most[np.minimum(after, widest)]
        fits = used.sum(axis=1, keepdims=True) - used + used_after
        lost = price * (before - used)
        likely = new_worth + lost.sum(axis=1, keepdims=True) - lost + price * (after - used_after)
        least_above = new_above + (fits < remaining)
        # Metres are comparable only once no further child may be above seats.
        spare = known_above - new_above
        least_metres = np.where(spare == 0, likely, new_worth - price.max() * spare)
        open_ways = (least_above < known_above) | (
            (least_above == known_above) & (least_metres < known_metres)
        )
        way, target = np.nonzero(open_ways)
        if way.size > _WIDTH:
            ranks = np.lexsort((likely[way, target], least_above[way, target]))
            kept = np.sort(ranks[:_WIDTH])
            way, target = way[kept], target[kept]
            proved = False
        if not way.size:
            return known, proved
        above, worth = new_above[way, target], new_worth[way, target]
        load = load[way]
        load[np.arange(way.size), target] += children
        trail.append((way, target))
    total = worth + np.maximum(seats - load, 0) @ price
    best = int(np.lexsort((total, above))[0])
    if (int(above[best]), int(total[best])) >= (known_above, known_metres):
        return known, proved
    choice = np.empty(n, dtype=np.int64)
    for origin, (way, target) in zip(order[::-1].tolist(), trail[::-1], strict=True):
        choice[origin] = target[best]
        best = int(way[best])
    return choice, proved


def _fillable(demand: Ints, widest: int) -> list[Ints]:
    """Give, after each origin, the most children that the later ones can fill f seats with."""
    sums = np.arange(widest + 1)
    reached = sums == 0
    tables = []
    for children in demand[::-1].tolist():
        tables.append(np.maximum.accumulate(np.where(reached, sums, 0)))
        with_it = reached.copy()
        with_it[children:] |= reached[: max(widest + 1 - children, 0)]
        reached = with_it
    return tables[::-1]
