"""Which places does a rung give to whom: at the own campuses, redirected, or purchased?"""

import numpy as np
from numpy.typing import NDArray

from simulator import capacity, transport
from simulator.admitting.climb import UNBOUNDED, Climb, Seekers, share
from simulator.admitting.flows import at_one, flow_to, offering
from simulator.catchments import clusters_of
from simulator.district import Rung
from simulator.fairness import connected_parts
from simulator.vocabulary import FIRST_GRADES, N_GRADES, PURCHASED, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_STAGE = np.array(STAGE_OF_GRADE)
_NEAREST = 30
"""Campuses tried first when redirecting; further ones follow while a seat and a child are left."""


def at_own(climb: Climb, who: Seekers, seats: Ints) -> None:
    """Place children at their own campuses as far as seats go; claims before catchments."""
    rules = climb.inputs.rules
    before = climb.placed.copy()
    standing = climb.claimants()
    if standing.any():
        _by_claims(climb, who, seats)
        seats = np.maximum(seats - (climb.placed - before), 0)
        # A claim names the child's own campus: at another it is redirected.
        count = np.minimum(
            who.count, (climb.left - climb.claimants())[who.zone, who.grade, who.residence]
        )
        who = Seekers(who.zone, who.grade, who.residence, count)
        before = climb.placed.copy()
    if (seats < UNBOUNDED).all():
        who = _with_rights(climb, who)
    entrants_before = climb.left[:, list(FIRST_GRADES)].sum(axis=2)
    by_score = np.array([rule == "score_quota" for rule in rules.admission])
    together = np.array([rule == "least_total_distance" for rule in rules.admission])
    apart = by_score[_STAGE[who.grade]]
    if apart.any() and (seats < UNBOUNDED).all():
        _by_score(climb, who, np.flatnonzero(apart), seats)
        seats = np.maximum(seats - (climb.placed - before), 0)
        before = climb.placed.copy()
    pooled = together[_STAGE[who.grade]]
    if pooled.any() and (seats < UNBOUNDED).all():
        _least_total(climb, who, np.flatnonzero(pooled), seats)
    else:
        pooled = np.zeros(who.count.size, dtype=bool)
    single = climb.own.single[who.zone, who.grade]
    row = np.flatnonzero((single >= 0) & ~pooled & ~apart)
    at_one(climb, who, row, single[row], seats)
    if climb.own.zone.size:
        # Of combined grades one may have a catchment of its own and another share one.
        left = np.maximum(seats - (climb.placed - before), 0)
        _own_shared(climb, who, ~apart, left)
    taken = entrants_before - climb.left[:, list(FIRST_GRADES)].sum(axis=2)
    climb.rights -= taken
    climb.taken_own += taken


def _by_claims(climb: Climb, who: Seekers, seats: Ints) -> None:
    """Place children of a tier at the campuses they claim."""
    claims = climb.state.claims
    of_tier = np.zeros_like(climb.left, dtype=bool)
    of_tier[who.zone, who.grade, who.residence] = True
    row = np.flatnonzero(of_tier[claims.zone, claims.grade, claims.residence])
    claiming = Seekers(
        claims.zone[row], claims.grade[row], claims.residence[row], climb.claims_left[row]
    )
    every = np.arange(row.size)
    number = at_one(climb, claiming, every, claims.campus[row], seats, by_claim=True)
    climb.claims_left[row] -= number


def _with_rights(climb: Climb, who: Seekers) -> Seekers:
    """Hold entrants of the own catchment to the dwellings whose place is not locked."""
    entering = np.isin(who.grade, FIRST_GRADES)
    rights = climb.rights[who.zone, _STAGE[who.grade]]
    if not (entering & (who.count > rights)).any():
        return who
    # Rows of one zone and stage share its rights, in the order of residences.
    key = who.zone * len(STAGES) + _STAGE[who.grade]
    ahead = np.cumsum(np.where(entering, who.count, 0)) - who.count
    order = np.flatnonzero(entering)
    first = {k: ahead[i] for k, i in zip(key[order[::-1]].tolist(), order[::-1], strict=True)}
    used = np.array([first.get(k, 0) for k in key.tolist()])
    count = np.where(entering, np.clip(rights - (ahead - used), 0, who.count), who.count)
    return Seekers(who.zone, who.grade, who.residence, count)


def _by_score(climb: Climb, who: Seekers, rows: Ints, seats: Ints) -> None:
    """Let campuses choose in the order of their rank, district-wide, each from all who are left.

    The quota share of a campus's seats is dealt to zones in proportion to their children; the
    rest goes by score, of which a lottery ticket stands for the luck, so that all odds are equal.
    """
    inputs = climb.inputs
    district = inputs.district
    for rank in np.unique(district.campus_rank).tolist():
        before = climb.placed.copy()
        for quota in (True, False):
            for grade in np.unique(who.grade[rows]).tolist():
                left = np.maximum(seats - (climb.placed - before), 0)
                campuses = offering(climb, left, grade)
                campuses = campuses[district.campus_rank[campuses] == rank]
                row = rows[who.grade[rows] == grade]
                row = row[climb.left[who.zone[row], grade, who.residence[row]] > 0]
                if not campuses.size or not row.size:
                    continue
                if quota:
                    part = inputs.rules.quota_share[_STAGE[grade]]
                    left = np.floor(left * part + 1e-9).astype(np.int64)
                flow_to(
                    climb, who, np.repeat(row, campuses.size), np.tile(campuses, row.size), left,
                    by_lot=not quota,
                )  # fmt: skip
        seats = np.maximum(seats - (climb.placed - before), 0)


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
            free = offering(climb, seats, grade)
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
        flow_to(climb, who, np.concatenate(rows), np.concatenate(campuses), seats)
        taken = climb.placed - before
        if not taken.any():
            return
        seats = seats - taken


def purchase(climb: Climb, who: Seekers) -> None:
    """Give purchased places to children entering a stage, as far as they were bought.

    Places at a listed private campus go first, to the nearest children it has a seat for.
    """
    if climb.spring:
        return
    at_campus, at_sink = capacity.bought_places(climb.inputs)
    sink = climb.state.roll.sink(PURCHASED)
    for done in climb.moves:
        here = done.target == sink
        np.subtract.at(at_sink, _STAGE[done.grade[here]], done.count[here])
    seats = np.minimum(at_campus - climb.purchased, climb.offers.norm - climb.placed)
    seats = np.maximum(np.where(climb.state.taught, seats, 0), 0)
    if seats.any():
        before = climb.placed.copy()
        district, limits = climb.inputs.district, climb.inputs.rules.redirect_limit_m
        open_to = seats[:, who.grade].T > 0
        open_to &= district.distance_m[who.zone] <= limits[_STAGE[who.grade]][:, None]
        row, campus = np.nonzero(open_to)
        if row.size:
            flow_to(climb, who, row, campus, seats)
            climb.purchased += climb.placed - before
            climb.held.append(climb.moves[-1])
    row = np.flatnonzero(np.isin(who.grade, FIRST_GRADES))
    left = np.minimum(who.count[row], climb.left[who.zone[row], who.grade[row], who.residence[row]])
    stage = _STAGE[who.grade[row]]
    demand = np.bincount(stage, weights=left, minlength=len(STAGES)).astype(np.int64)
    seats = np.minimum(np.maximum(at_sink, 0), demand)
    if not seats.any():
        return
    part = Seekers(who.zone[row], who.grade[row], who.residence[row], left)
    number = share(climb, part, stage, seats)
    climb.place(who, row, np.full(row.size, sink), number)


def _own_shared(climb: Climb, who: Seekers, rows: Bools, seats: Ints) -> None:
    """Place children of zones with several own campuses, by flow and fair shares."""
    own = climb.own
    row_key = who.zone * N_GRADES + who.grade
    arc_key = own.zone * N_GRADES + own.grade
    order = np.argsort(arc_key, kind="stable")
    low = np.searchsorted(arc_key[order], row_key, side="left")
    high = np.searchsorted(arc_key[order], row_key, side="right")
    high = np.where(rows & (who.count > 0), high, low)
    row = np.repeat(np.arange(row_key.size), high - low)
    if not row.size:
        return
    offset = np.arange(row.size) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    campus = own.campus[order[low[row] + offset]]
    flow_to(climb, who, row, campus, np.minimum(seats, who.count.sum()))


def _least_total(climb: Climb, who: Seekers, chosen: Ints, seats: Ints) -> None:
    """Assign all children of each grade by least total distance, certified over all arcs."""
    district = climb.inputs.district
    before = climb.placed.copy()
    for grade in np.unique(who.grade[chosen]).tolist():
        row = chosen[who.grade[chosen] == grade]
        # Combined grades share their seats, so those an earlier grade took are gone.
        left = np.maximum(seats - (climb.placed - before), 0)
        campuses = offering(climb, left, grade)
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
        flow_to(climb, who, row[near], campuses[target], left)
