"""Which places does a rung give to whom: at the own campuses, redirected, or purchased?"""

import numpy as np
from numpy.typing import NDArray

from simulator import transport
from simulator.admitting.climb import UNBOUNDED, Climb, Seekers, share
from simulator.catchments import clusters_of
from simulator.district import Rung
from simulator.fairness import connected_parts, fair_assign
from simulator.vocabulary import FIRST_GRADES, N_GRADES, PURCHASED, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]

_STAGE = np.array(STAGE_OF_GRADE)
_NEAREST = 30
"""Campuses tried first when redirecting; further ones follow while a seat and a child are left."""


def at_own(climb: Climb, who: Seekers, seats: Ints) -> None:
    """Place children at their own campuses as far as seats go."""
    rules = climb.inputs.rules
    together = np.array([rule == "least_total_distance" for rule in rules.admission])
    pooled = together[_STAGE[who.grade]]
    if pooled.any() and (seats < UNBOUNDED).all():
        _least_total(climb, who, np.flatnonzero(pooled), seats)
    else:
        pooled = np.zeros(who.count.size, dtype=bool)
    single = climb.own.single[who.zone, who.grade]
    row = np.flatnonzero((single >= 0) & ~pooled)
    campus = single[row]
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
    before = climb.placed.copy()
    climb.place(who, row, campus, number)
    if climb.own.zone.size:
        # Of combined grades one may have a catchment of its own and another share one.
        _own_shared(climb, who, np.maximum(seats - (climb.placed - before), 0))


def redirect(climb: Climb, who: Seekers, rung: Rung, seats: Ints) -> None:
    """Place children at other campuses, of town or cluster or of the district, within the limit.

    A child's cluster is that of its nearest own campus.
    """
    district = climb.inputs.district
    limits = climb.inputs.rules.redirect_limit_m
    cluster = None
    if rung.where == "town" and district.cluster_ids:
        cluster = clusters_of(climb.own.nearest(district.distance_m), district)
    while True:
        rows, campuses = [], []
        for grade in np.unique(who.grade).tolist():
            row = np.flatnonzero(who.grade == grade)
            row = row[climb.left[who.zone[row], grade, who.residence[row]] > 0]
            free = _offering(climb, seats, grade)
            if not row.size or not free.size:
                continue
            distance = district.distance_m[np.ix_(who.zone[row], free)]
            may = distance <= limits[_STAGE[grade]]
            if rung.where == "town":
                near_home = district.zone_town[who.zone[row]][:, None] == district.campus_town[free]
                if cluster is not None:
                    own_cluster = cluster[who.zone[row], grade][:, None]
                    near_home |= (own_cluster >= 0) & (own_cluster == district.campus_cluster[free])
                may &= near_home
            if free.size > _NEAREST:
                near = np.argpartition(
                    np.where(may, distance, np.iinfo(np.int32).max), _NEAREST, axis=1
                )[:, :_NEAREST]
                kept = np.zeros_like(may)
                kept[np.arange(row.size)[:, None], near] = True
                may &= kept
            r, c = np.nonzero(may)
            rows.append(row[r])
            campuses.append(free[c])
        if not rows or not sum(r.size for r in rows):
            return
        before = climb.placed.copy()
        _flow(climb, who, np.concatenate(rows), np.concatenate(campuses), seats)
        taken = climb.placed - before
        if not taken.any():
            return
        seats = seats - taken


def purchase(climb: Climb, who: Seekers) -> None:
    """Give purchased places to children entering a stage, as far as they were bought."""
    inputs = climb.inputs
    if climb.spring:
        return
    bought = np.zeros(len(STAGES), dtype=np.int64)
    in_force = [
        p
        for p in inputs.district.purchases
        if (p.on.year, p.on.month, p.on.day) <= (inputs.year, 9, 1)
    ]
    for purchase in sorted(in_force, key=lambda p: p.on):
        bought[purchase.stage] = purchase.places
    sink = climb.state.roll.sink(PURCHASED)
    for done in climb.moves:
        here = done.target == sink
        np.subtract.at(bought, _STAGE[done.grade[here]], done.count[here])
    row = np.flatnonzero(np.isin(who.grade, FIRST_GRADES))
    stage = _STAGE[who.grade[row]]
    demand = np.bincount(stage, weights=who.count[row], minlength=len(STAGES)).astype(np.int64)
    seats = np.minimum(np.maximum(bought, 0), demand)
    if not seats.any():
        return
    part = Seekers(who.zone[row], who.grade[row], who.residence[row], who.count[row])
    number = share(climb, part, stage, seats)
    climb.place(who, row, np.full(row.size, sink), number)


def _own_shared(climb: Climb, who: Seekers, seats: Ints) -> None:
    """Place children of zones with several own campuses, by flow and fair shares."""
    own = climb.own
    row_key = who.zone * N_GRADES + who.grade
    arc_key = own.zone * N_GRADES + own.grade
    order = np.argsort(arc_key, kind="stable")
    low = np.searchsorted(arc_key[order], row_key, side="left")
    high = np.searchsorted(arc_key[order], row_key, side="right")
    row = np.repeat(np.arange(row_key.size), high - low)
    if not row.size:
        return
    offset = np.arange(row.size) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    campus = own.campus[order[low[row] + offset]]
    _flow(climb, who, row, campus, np.minimum(seats, who.count.sum()))


def _least_total(climb: Climb, who: Seekers, chosen: Ints, seats: Ints) -> None:
    """Assign all children of each grade by least total distance, certified over all arcs."""
    district = climb.inputs.district
    before = climb.placed.copy()
    for grade in np.unique(who.grade[chosen]).tolist():
        row = chosen[who.grade[chosen] == grade]
        # Combined grades share their seats, so those an earlier grade took are gone.
        left = np.maximum(seats - (climb.placed - before), 0)
        campuses = _offering(climb, left, grade)
        if not campuses.size:
            continue
        distance = district.distance_m[np.ix_(who.zone[row], campuses)]
        limit = float(climb.inputs.rules.redirect_limit_m[_STAGE[grade]])
        room = left.reshape(-1)[climb.cell(campuses, np.array(grade))]
        near, target = np.nonzero(distance <= limit)
        best = []
        for arcs in connected_parts(np.arange(near.size), near, target):
            rows, columns = np.unique(near[arcs]), np.unique(target[arcs])
            found = transport.assign_all(
                who.count[row[rows]], room[columns], distance[np.ix_(rows, columns)], allowed=limit
            )
            best.append((row[rows[found.origin]], campuses[columns[found.target]], found.flow))
        if sum(int(flow.sum()) for *_, flow in best) == who.count[row].sum():
            for seekers, campus, flow in best:
                climb.place(who, seekers, campus, flow)
            continue
        # Where places lack, shares are settled before distance chooses, over all arcs.
        _flow(climb, who, row[near], campuses[target], left)


def _offering(climb: Climb, seats: Ints, grade: int) -> Ints:
    """Return the campuses that teach a grade and have a seat left for it."""
    every = np.arange(seats.shape[0])
    has_seat = seats.reshape(-1)[climb.cell(every, np.array(grade))] > 0
    return np.flatnonzero(has_seat & climb.state.taught[:, grade])


def _flow(climb: Climb, who: Seekers, row: Ints, campus: Ints, seats: Ints) -> None:
    """Place seeker rows over (row, campus) arcs: most placed, fairly, at least distance."""
    rows, origin = np.unique(row, return_inverse=True)
    cells, target = np.unique(climb.cell(campus, who.grade[row]), return_inverse=True)
    supply = climb.left[who.zone[rows], who.grade[rows], who.residence[rows]]
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
        allowance=None if climb.luck.central else lottery,
    )
    climb.place(who, row, campus, flow)
