"""Who of some children goes where: each to one campus, or over arcs to several?"""

import numpy as np
from numpy.typing import NDArray

from simulator.admitting.climb import Climb, Seekers, share
from simulator.fairness import fair_assign

Ints = NDArray[np.int64]


def at_one(
    climb: Climb, who: Seekers, row: Ints, campus: Ints, seats: Ints, *, by_claim: bool = False
) -> Ints:
    """Place seeker rows each at one campus, sharing out the seats of a short one; return (n,)."""
    cell = climb.cell(campus, who.grade[row])
    wanted = who.count[row]
    cells, group = np.unique(cell, return_inverse=True)
    demand = np.bincount(group, weights=wanted, minlength=cells.size).astype(np.int64)
    room = np.minimum(seats.reshape(-1)[cells], demand)
    short = demand > room
    number = wanted.copy()
    if short.any():
        lacking = np.flatnonzero(short[group])
        part = Seekers(
            who.zone[row[lacking]], who.grade[row[lacking]], who.residence[row[lacking]],
            wanted[lacking],
        )  # fmt: skip
        # Groups renumbered over the short cells alone.
        renumber = np.cumsum(short) - 1
        number[lacking] = share(climb, part, renumber[group[lacking]], room[short])
    climb.place(who, row, campus, number, by_claim=by_claim)
    return number


def offering(climb: Climb, seats: Ints, grade: int) -> Ints:
    """Return the campuses that teach a grade and have a seat left for it."""
    every = np.arange(seats.shape[0])
    has_seat = seats.reshape(-1)[climb.cell(every, np.array(grade))] > 0
    return np.flatnonzero(has_seat & climb.state.taught[:, grade])


def flow_to(
    climb: Climb, who: Seekers, row: Ints, campus: Ints, seats: Ints, *, by_lot: bool = True
) -> None:
    """Place seeker rows over (row, campus) arcs: most placed, fairly, at least distance.

    In replicates a shortage falls by lot, or else in proportion as in the central run.
    """
    rows, origin = np.unique(row, return_inverse=True)
    cells, target = np.unique(climb.cell(campus, who.grade[row]), return_inverse=True)
    supply = np.minimum(
        who.count[rows], climb.left[who.zone[rows], who.grade[rows], who.residence[rows]]
    )
    distance = climb.inputs.district.distance_m[who.zone[row], campus].astype(np.int64)

    def lottery(origins: Ints, total: int) -> Ints:
        part = Seekers(
            who.zone[rows[origins]], who.grade[rows[origins]], who.residence[rows[origins]],
            supply[origins],
        )  # fmt: skip
        return share(climb, part, np.zeros(origins.size, dtype=np.int64), np.array([total]))

    flow = fair_assign(
        supply,
        seats.reshape(-1)[cells],
        origin,
        target,
        distance,
        # Equal remainders favour the row with more children, then the earlier one.
        np.argsort(np.argsort(-supply, kind="stable"), kind="stable"),
        allowance=lottery if by_lot and not climb.luck.central else None,
    )
    climb.place(who, row, campus, flow)
