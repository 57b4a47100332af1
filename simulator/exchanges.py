"""Which zones should move to another campus, or change places, so that nothing is left to gain?"""

import numpy as np
from numpy.typing import NDArray

from simulator.transport import per_node

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_STEPS_PER_ORIGIN = 20
"""Steps allowed per origin. Every step lowers whole numbers, so the search ends without it too;
districts needed at most one step for two origins."""
_NOBODY = -1


def exchanged(demand: Ints, seats: Ints, metres: Ints, choice: Ints) -> Ints:
    """Move single origins, and let two change places, until no such step helps.

    A step helps if it lowers the children above seats, or leaves them as many and lowers the sum
    of child-metres. Target by target, the most helpful step away from it is taken, again until
    there is none; a target is looked at again only against those that changed since.

    Parameters
    ----------
    demand
        (n,) children, at least 1.
    seats
        (m,) seats.
    metres
        (n, m) whole metres, at most 2³⁰.
    choice
        (n,) target of each origin to begin with.

    Returns
    -------
    choice
        (n,) target of each origin.
    """
    n, m = metres.shape
    choice = choice.copy()
    load = per_node(choice, demand, m)
    changed, checked = np.zeros(m, dtype=np.int64), np.full(m, -1)
    step = here = quiet = 0
    while quiet < m and step < _STEPS_PER_ORIGIN * n:
        stale = changed > checked[here]
        stale[:] |= stale[here]
        stale[here] = False
        checked[here] = step
        best = _most_helpful(demand, seats, metres, choice, load, here, stale)
        if best is None:
            quiet += 1
            here = (here + 1) % m
            continue
        leaver, other, to = best
        quiet = 0
        step += 1
        gained = demand[leaver] - (demand[other] if other != _NOBODY else 0)
        load[here] -= gained
        load[to] += gained
        choice[leaver] = to
        if other != _NOBODY:
            choice[other] = here
        changed[[here, to]] = step
    return choice


def _most_helpful(
    demand: Ints, seats: Ints, metres: Ints, choice: Ints, load: Ints, here: int, stale: Bools
) -> tuple[int, int, int] | None:
    """Find who should leave a target, who comes in exchange (or nobody), and where to.

    A step can help only if one of its origins comes nearer, or if it takes children from a target
    above its seats to one with seats free. So these pairs of origin and target are enough; a
    step that helps only the origin that comes is found from its side.
    """
    if not stale.any():
        return None
    members = np.flatnonzero(choice == here)
    promising = metres[members] < metres[members, here][:, None]
    if load[here] > seats[here]:
        promising |= load < seats
    promising &= stale
    mover, target = np.nonzero(promising)
    if not mover.size:
        return None
    others = np.flatnonzero(promising.any(axis=0)[choice])
    swapper, partner = np.nonzero(promising[:, choice[others]])
    partner = others[partner]

    leaver = members[np.concatenate((mover, swapper))]
    to = np.concatenate((target, choice[partner]))
    back = np.concatenate((np.zeros(mover.size, dtype=np.int64), demand[partner]))
    other = np.concatenate((np.full(mover.size, _NOBODY), partner))
    gained = demand[leaver] - back
    above, above_there = load[here] - seats[here], (load - seats)[to]
    more = np.maximum(above - gained, 0) - max(above, 0)
    more += np.maximum(above_there + gained, 0) - np.maximum(above_there, 0)
    farther = demand[leaver] * (metres[leaver, to] - metres[leaver, here])
    farther += back * (metres[other, here] - metres[other, to])
    least = np.flatnonzero(more == more.min())
    best = least[farther[least].argmin()]
    if (more[best], farther[best]) >= (0, 0):
        return None
    return int(leaver[best]), int(other[best]), int(to[best])
