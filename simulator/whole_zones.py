"""Which one campus serves each zone, if no zone is to be split?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.certification import FARTHEST
from simulator.transport import assign_all, check_distance, per_node, whole_numbers

Ints = NDArray[np.int64]

_PASSES = 8
"""Sweeps over all targets that the search in ``whole`` makes at most."""


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
    demands, seats = whole_numbers(demand, "demand"), whole_numbers(capacity, "capacity")
    if not seats.size:
        raise ValueError("there is no target to choose")
    check_distance(distance, demands.size, seats.size)
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


def _improved(demand: Ints, seats: Ints, metres: Ints, choice: Ints) -> Ints:
    """Move one origin, or let two change places, while children above seats, then metres, fall."""
    choice = choice.copy()
    n, m = metres.shape
    load = per_node(choice, demand, m)
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
