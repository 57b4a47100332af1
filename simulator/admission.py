"""Who is placed where: the ladder of rungs and tiers, climbed by every child who seeks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from simulator import luck as chance
from simulator import transport
from simulator.catchments import own_campuses
from simulator.district import Rung
from simulator.fairness import connected_parts, fair_assign
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.rounding import apportion
from simulator.state import Inputs, Log, Offers, Own, RungLog, State
from simulator.vocabulary import (
    FIRST_GRADES,
    N_GRADES,
    N_RESIDENCES,
    PURCHASED,
    SEEKING,
    STAGE_OF_GRADE,
    STAGES,
    UNPLACED,
)

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_STAGE = np.array(STAGE_OF_GRADE)
_NEAREST = 30
"""Campuses tried first when redirecting; further ones follow while a seat and a child are left."""
_UNBOUNDED = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, slots=True)
class _Seekers:
    """Children alike: a zone, a grade, a residence."""

    zone: Ints
    grade: Ints
    residence: Ints
    count: Ints


@dataclass
class _Climb:
    """One year's admission while it is being worked out."""

    state: State
    inputs: Inputs
    luck: Luck
    offers: Offers
    own: Own
    left: Ints
    """(Z, G, R) children who still seek."""
    placed: Ints
    """(C, G) children placed so far."""
    spring: bool
    moves: list[Moves] = field(default_factory=list)
    rungs: list[RungLog] = field(default_factory=list)

    def seekers(self, tier: tuple[int, ...]) -> _Seekers:
        """List the children of a tier who still seek, in the order of zone, grade, residence."""
        zone, grade, place = np.nonzero(self.left[:, :, list(tier)])
        residence = np.array(tier)[place]
        return _Seekers(zone, grade, residence, self.left[zone, grade, residence])

    def seats(self, fill: str) -> Ints:
        """Return (C, G) seats left while classes may fill to the norm or the tolerance."""
        if fill == "any":
            open_cells = (
                self.state.taught & (self.state.open & self.inputs.district.campus_public)[:, None]
            )
            if self.spring:
                open_cells = open_cells & (self.state.classes > 0)
            return np.where(open_cells, _UNBOUNDED, 0)
        offered = self.offers.norm if fill == "norm" else self.offers.tolerance
        left: Ints = np.maximum(offered - self.placed, 0)
        return left

    def place(self, who: _Seekers, row: Ints, campus: Ints, number: Ints) -> None:
        """Record placements: ``number`` children of seeker rows ``row`` to ``campus``."""
        some = number > 0
        row, campus, number = row[some], campus[some], number[some]
        zone, grade, residence = who.zone[row], who.grade[row], who.residence[row]
        np.subtract.at(self.left, (zone, grade, residence), number)
        at_campus = campus < self.placed.shape[0]
        np.add.at(self.placed, (campus[at_campus], grade[at_campus]), number[at_campus])
        seek = self.state.roll.sink(SEEKING)
        self.moves.append(Moves.of(zone, seek, campus, grade, residence, number))


def admit(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Place the children who seek, rung by rung of the ladder; who is left is unplaced.

    Rungs are the outer loop and tiers the inner (or the reverse, by rule); earlier placements are
    final. Within a tier, shortage falls by one keyed lottery ticket per child of the short
    catchment in replicates, by largest remainder in the central run.
    """
    if state.offers is None:
        raise ValueError("children are admitted after places are offered")
    own = state.own or own_campuses(state, inputs)
    return _climb(state, inputs, luck, state.offers, own, spring=False)


def admit_in_spring(state: State, inputs: Inputs, luck: Luck, offers: Offers) -> tuple[State, Log]:
    """Place spring arrivals and the unplaced in seats of existing classes."""
    return _climb(state, inputs, luck, offers, own_campuses(state, inputs), spring=True)


def _climb(
    state: State, inputs: Inputs, luck: Luck, offers: Offers, own: Own, *, spring: bool
) -> tuple[State, Log]:
    seeking = state.roll.seeking
    climb = _Climb(
        state, inputs, luck, offers, own_campuses(state, inputs), seeking[:-1].copy(),
        np.zeros_like(state.classes), spring,
    )  # fmt: skip
    _from_outside(climb, seeking[-1])
    if not spring:
        _vacated_seats(climb)
    rules = inputs.rules
    pairs: Iterator[tuple[Rung, int]]
    if rules.order == "rungs_first":
        pairs = ((rung, tier) for rung in rules.ladder for tier in range(len(rules.tiers)))
    else:
        pairs = ((rung, tier) for tier in range(len(rules.tiers)) for rung in rules.ladder)
    for rung, tier in pairs:
        who = climb.seekers(rules.tiers[tier])
        if who.count.size:
            _stand_on(climb, rung, tier, who)
    zone, grade, residence = np.nonzero(climb.left)
    rest = Moves.of(
        zone, state.roll.sink(SEEKING), state.roll.sink(UNPLACED), grade, residence,
        climb.left[zone, grade, residence],
    )  # fmt: skip
    moves = Moves.together([*climb.moves, rest])
    redirected = np.zeros(moves.count.size, dtype=bool)
    campus_row = (moves.target < inputs.district.n_campuses) & (
        moves.zone < inputs.district.n_zones
    )
    redirected[campus_row] = ~climb.own.holds(
        moves.zone[campus_row], moves.grade[campus_row], moves.target[campus_row]
    )
    total = np.array([rule == "least_total_distance" for rule in rules.admission])
    redirected &= ~total[_STAGE[moves.grade]]
    after = replace(state, roll=state.roll.moved(moves), placed=moves, redirected=redirected)
    return after, Log(moves=moves, rungs=tuple(climb.rungs))


def _stand_on(climb: _Climb, rung: Rung, tier: int, who: _Seekers) -> None:
    """Offer one rung to one tier."""
    if rung.where == "purchased":
        _purchase(climb, who)
        return
    seats = climb.seats(rung.fill)
    before = climb.placed.copy()
    if rung.where == "own":
        _own(climb, who, seats)
    else:
        _redirect(climb, who, rung, seats)
    offered = np.where(seats >= _UNBOUNDED, -1, seats)
    name = f"{rung.where}/{rung.fill}"
    climb.rungs.append(RungLog(name, tier, offered, climb.placed - before))


def _own(climb: _Climb, who: _Seekers, seats: Ints) -> None:
    """Place children at their own campuses as far as seats go."""
    rules = climb.inputs.rules
    together = np.array([rule == "least_total_distance" for rule in rules.admission])
    pooled = together[_STAGE[who.grade]]
    if pooled.any() and (seats < _UNBOUNDED).all():
        _least_total(climb, who, np.flatnonzero(pooled), seats)
    else:
        pooled = np.zeros(who.count.size, dtype=bool)
    single = climb.own.single[who.zone, who.grade]
    row = np.flatnonzero((single >= 0) & ~pooled)
    campus = single[row]
    cell = campus * N_GRADES + who.grade[row]
    wanted = who.count[row]
    cells, group = np.unique(cell, return_inverse=True)
    demand = np.bincount(group, weights=wanted, minlength=cells.size).astype(np.int64)
    room = np.minimum(seats.reshape(-1)[cells], demand)
    short = demand > room
    number = wanted.copy()
    if short.any():
        lacking = np.flatnonzero(short[group])
        part = _Seekers(
            who.zone[row[lacking]], who.grade[row[lacking]], who.residence[row[lacking]],
            wanted[lacking],
        )  # fmt: skip
        # Groups renumbered over the short cells alone.
        renumber = np.cumsum(short) - 1
        number[lacking] = _share(climb, part, renumber[group[lacking]], room[short])
    climb.place(who, row, campus, number)
    if climb.own.zone.size:
        _own_shared(climb, who, seats)


def _share(climb: _Climb, who: _Seekers, group: Ints, seats: Ints) -> Ints:
    """Say who of each short group gets its seats: a lottery, or largest remainder if central."""
    if climb.luck.central:
        return apportion(seats, group, who.count)
    keys = chance.keys(climb.inputs.district.zone_ids)
    row = np.repeat(np.arange(who.count.size), who.count)
    first = np.cumsum(who.count) - who.count
    child = np.arange(row.size) - first[row]
    counter = (child * N_GRADES + who.grade[row]) * N_RESIDENCES + who.residence[row]
    ticket = climb.luck.uniform(
        "lottery in spring" if climb.spring else "lottery",
        keys[who.zone[row]], climb.inputs.year, counter,
    )  # fmt: skip
    order = np.lexsort((ticket, group[row]))
    place = np.arange(row.size) - np.searchsorted(group[row][order], group[row][order])
    wins = order[place < seats[group[row][order]]]
    return np.bincount(row[wins], minlength=who.count.size).astype(np.int64)


def _own_shared(climb: _Climb, who: _Seekers, seats: Ints) -> None:
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


def _flow(climb: _Climb, who: _Seekers, row: Ints, campus: Ints, seats: Ints) -> None:
    """Place seeker rows over (row, campus) arcs: most placed, fairly, at least distance."""
    rows, origin = np.unique(row, return_inverse=True)
    cells, target = np.unique(campus * N_GRADES + who.grade[row], return_inverse=True)
    supply = climb.left[who.zone[rows], who.grade[rows], who.residence[rows]]
    distance = climb.inputs.district.distance_m[who.zone[row], campus].astype(np.int64)

    def lottery(origins: Ints, total: int) -> Ints:
        part = _Seekers(
            who.zone[rows[origins]], who.grade[rows[origins]], who.residence[rows[origins]],
            supply[origins],
        )  # fmt: skip
        return _share(climb, part, np.zeros(origins.size, dtype=np.int64), np.array([total]))

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


def _least_total(climb: _Climb, who: _Seekers, chosen: Ints, seats: Ints) -> None:
    """Assign all children of each grade by least total distance, certified over all arcs."""
    district = climb.inputs.district
    for grade in np.unique(who.grade[chosen]).tolist():
        row = chosen[who.grade[chosen] == grade]
        campuses = np.flatnonzero(seats[:, grade] > 0)
        if not campuses.size:
            continue
        distance = district.distance_m[np.ix_(who.zone[row], campuses)]
        limit = float(climb.inputs.rules.redirect_limit_m[_STAGE[grade]])
        room = seats[campuses, grade]
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
        _flow(climb, who, row[near], campuses[target], seats)


def _redirect(climb: _Climb, who: _Seekers, rung: Rung, seats: Ints) -> None:
    """Place children at other campuses of the town, or of the district, within the limit."""
    district = climb.inputs.district
    limits = climb.inputs.rules.redirect_limit_m
    while True:
        rows, campuses = [], []
        for grade in np.unique(who.grade).tolist():
            row = np.flatnonzero(who.grade == grade)
            row = row[climb.left[who.zone[row], grade, who.residence[row]] > 0]
            free = np.flatnonzero(seats[:, grade] > 0)
            if not row.size or not free.size:
                continue
            distance = district.distance_m[np.ix_(who.zone[row], free)]
            may = distance <= limits[_STAGE[grade]]
            if rung.where == "town":
                may &= district.zone_town[who.zone[row]][:, None] == district.campus_town[free]
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


def _vacated_seats(climb: _Climb) -> None:
    """Let newcomers take the seats left at their own campus by pupils of their zone and grade."""
    left_by, state = climb.state.vacated, climb.state
    continuing = state.taught & (state.open & climb.inputs.district.campus_public)[:, None]
    continuing &= state.classes > 0
    usable = (left_by.origin < continuing.shape[0]) & (left_by.zone < climb.left.shape[0])
    usable[usable] = continuing[left_by.origin[usable], left_by.grade[usable]]
    usable[usable] = climb.own.holds(
        left_by.zone[usable], left_by.grade[usable], left_by.origin[usable]
    )
    if not usable.any():
        return
    width = continuing.shape[0]
    key = (left_by.zone[usable] * N_GRADES + left_by.grade[usable]) * width
    key = key + left_by.origin[usable]
    keys, group = np.unique(key, return_inverse=True)
    seats = np.bincount(group, weights=left_by.count[usable]).astype(np.int64)
    cell, campus = keys // width, keys % width
    zone, grade = cell // N_GRADES, cell % N_GRADES
    before = climb.placed.copy()
    offered = np.zeros_like(climb.placed)
    np.add.at(offered, (campus, grade), seats)
    for tier, residences in enumerate(climb.inputs.rules.tiers):
        for residence in residences:
            wanted = climb.left[zone, grade, residence]
            # Several campuses may have a seat for the same zone and grade: in the order of ids.
            start = np.searchsorted(cell, cell)
            ahead = np.cumsum(seats) - seats
            ahead -= ahead[start]
            number = np.clip(wanted - ahead, 0, seats)
            who = _Seekers(zone, grade, np.full(zone.size, residence), wanted)
            climb.place(who, np.arange(zone.size), campus, number)
            seats = seats - number
        climb.rungs.append(RungLog("vacated", tier, offered, climb.placed - before))
        offered = offered - (climb.placed - before)
        before = climb.placed.copy()


def _purchase(climb: _Climb, who: _Seekers) -> None:
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
    part = _Seekers(who.zone[row], who.grade[row], who.residence[row], who.count[row])
    number = _share(climb, part, stage, seats)
    climb.place(who, row, np.full(row.size, sink), number)


def _from_outside(climb: _Climb, coming: Ints) -> None:
    """Place pupils from outside, (G, R): newcomers where they are taken, displaced ones near by."""
    state, district = climb.state, climb.inputs.district
    seek, outside = state.roll.sink(SEEKING), district.n_zones
    teaches = state.taught & (state.open & district.campus_public)[:, None]
    left = coming.copy()

    def place(campus: int, grade: int, residence: int, number: int) -> int:
        number = min(number, int(left[grade, residence]))
        if number > 0:
            left[grade, residence] -= number
            climb.placed[campus, grade] += number
            row = (np.array([outside]), seek, campus, grade, residence, np.array([number]))
            climb.moves.append(Moves.of(*row))
        return number

    if not climb.spring:
        if state.from_outside is not None:
            for campus, grade in np.argwhere(state.from_outside * teaches > 0).tolist():
                place(campus, grade, 0, int(state.from_outside[campus, grade]))
        lost = state.displaced
        for index in np.flatnonzero(lost.zone == outside).tolist():
            grade, residence = int(lost.grade[index]), int(lost.residence[index])
            number = int(lost.count[index])
            home = int(district.campus_zone[lost.origin[index]])
            metres = district.distance_m[home]
            near = np.argsort(metres, kind="stable")
            near = near[metres[near] <= climb.inputs.rules.redirect_limit_m[_STAGE[grade]]]
            for fill in ("norm", "tolerance", "any"):
                for campus in near[teaches[near, grade]].tolist():
                    seats = int(climb.seats(fill)[campus, grade])
                    number -= place(campus, grade, residence, min(number, seats))
                    if number == 0:
                        break
    for grade, residence in np.argwhere(left > 0).tolist():
        rest = np.array([left[grade, residence]])
        target = state.roll.sink(UNPLACED)
        climb.moves.append(Moves.of(np.array([outside]), seek, target, grade, residence, rest))
