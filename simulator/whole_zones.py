"""Which one campus serves each zone, if no zone is to be split?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.certification import FARTHEST
from simulator.divisions import divided_anew, prices
from simulator.exchanges import exchanged
from simulator.transport import assign_all, check_distance, whole_numbers

Ints = NDArray[np.int64]

_TOGETHER = 256
"""Most pairs of origin and target that are divided anew as one group."""
_NEIGHBOURS, _MEMBERS = 6, 80
"""Most targets, and most origins, of a group of neighbours."""
_PAIRS = 2**15
"""Most pairs for which groups are searched at all; with more, only moves and exchanges are."""
_ROUNDS = 3
"""Times that all groups are searched at most, each time from the last answer."""


def whole(demand: ArrayLike, capacity: ArrayLike, distance: NDArray[np.integer]) -> Ints:
    """Give each origin wholly to one target: least total distance, within capacity if possible.

    First the children above capacity are as few as possible, then their total distance is. The
    least-distance flow is solved first; an origin it splits goes to the target that holds the
    largest part (ties: the nearer, then the lower index). Then origins move, or two change
    places, until no such step helps (``exchanged``); and where the district is not too large,
    all targets, or groups of neighbours, are divided anew together (``divided_anew``). The answer
    is optimal for a few origins, and else a good one without proof, in which no single move and no
    exchange of two origins would help.

    It does not depend on the order of the origins: equal answers are told apart by the demand and
    distances of origins, then by the numbering of targets. Alike origins may stand for one another.

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
    demands, seats = whole_numbers(demand, "demand"), whole_numbers(capacity, "capacity")
    if not seats.size:
        raise ValueError("there is no target to choose")
    check_distance(distance, demands.size, seats.size)
    total, room = int(demands.sum()), int(seats.sum())
    if not room:
        seats = np.full_like(seats, max(total, 1))
    elif room < total:
        seats = -(-seats * total // room)
    columns = np.flatnonzero(seats)
    metres = np.minimum(distance[:, columns], FARTHEST).astype(np.int64)
    choice = metres.argmin(axis=1)
    rows = np.flatnonzero(demands)
    if rows.size:
        rows = rows[_by_content(np.column_stack((demands, metres))[rows])]
        choice[rows] = _divided(demands[rows], seats[columns], metres[rows])
    chosen: Ints = columns[choice]
    return chosen


def _by_content(table: Ints) -> Ints:
    """Return the order of rows by their numbers, none negative, from the first column on."""
    written = np.ascontiguousarray(table.astype(">i8"))
    return np.argsort(written.view(f"V{8 * table.shape[1]}").ravel(), kind="stable")


def _divided(demand: Ints, seats: Ints, metres: Ints) -> Ints:
    """Divide origins with children, in an order of their own, among targets with seats."""
    solved = assign_all(demand, seats, metres)
    pieces = np.lexsort(
        (solved.target, metres[solved.origin, solved.target], -solved.flow, solved.origin)
    )
    served, first = np.unique(solved.origin[pieces], return_index=True)
    choice = metres.argmin(axis=1)
    choice[served] = solved.target[pieces[first]]
    choice = exchanged(demand, seats, metres, choice)
    if metres.size > _PAIRS:
        return choice
    price = prices(seats, metres, solved)
    searched: set[bytes] = set()
    for _ in range(_ROUNDS):
        known = choice
        if metres.size <= _TOGETHER:
            choice, proved = divided_anew(demand, seats, metres, choice, price)
            if proved:
                break
        else:
            for here in range(seats.size):
                choice = _neighbours_divided(demand, seats, metres, choice, price, here, searched)
        choice = exchanged(demand, seats, metres, choice)
        if np.array_equal(choice, known):
            break
    return choice


def _neighbours_divided(
    demand: Ints, seats: Ints, metres: Ints, choice: Ints, price: Ints, here: int,
    searched: set[bytes],
) -> Ints:  # fmt: skip
    """Divide anew the origins of a target and of those that would cost its own the least detour.

    ``searched`` holds the groups divided before, which are left alone; this one is added.
    """
    counts = np.bincount(choice, minlength=seats.size)
    if not 0 < counts[here] <= _MEMBERS:
        return choice
    detour = (metres + price)[choice == here]
    order = np.argsort((detour - detour[:, [here]]).min(axis=0), kind="stable")
    group, members = [here], int(counts[here])
    for target in order[order != here].tolist():
        if len(group) < _NEIGHBOURS and members + counts[target] <= _MEMBERS:
            group.append(target)
            members += int(counts[target])
    targets = np.sort(group)
    rows = np.flatnonzero(np.isin(choice, targets))
    known = np.searchsorted(targets, choice[rows])
    mark = b"".join(part.tobytes() for part in (targets, rows, known))
    if mark in searched:
        return choice
    searched.add(mark)
    few = metres[np.ix_(rows, targets)]
    anew, _ = divided_anew(demand[rows], seats[targets], few, known, price[targets])
    choice = choice.copy()
    choice[rows] = targets[anew]
    return choice
