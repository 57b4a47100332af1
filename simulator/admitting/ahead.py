"""Who is placed before the ladder: pupils from outside, into seats just left, and beside it?"""

import numpy as np
from numpy.typing import NDArray

from simulator.admitting.climb import Climb, Seekers
from simulator.admitting.flows import flow_to
from simulator.roll import Moves
from simulator.state import RungLog, by_ladder, intake
from simulator.vocabulary import (
    INTAKES,
    N_GRADES,
    SEEKING,
    STAGE_OF_GRADE,
    UNPLACED,
    VOCATIONAL,
)

Ints = NDArray[np.int64]

_STAGE = np.array(STAGE_OF_GRADE)


def from_outside(climb: Climb, coming: Ints) -> None:
    """Place pupils from outside, (G, R): newcomers where they are taken, displaced ones near by."""
    state, district = climb.state, climb.inputs.district
    seek, outside = state.roll.sink(SEEKING), district.n_zones
    teaches = state.taught & by_ladder(state, district)[:, None]
    left = coming.copy()

    def place(campus: int, grade: int, residence: int, number: int) -> int:
        number = min(number, int(left[grade, residence]))
        if number > 0:
            left[grade, residence] -= number
            climb.placed[campus, district.class_grade[campus, grade]] += number
            row = (np.array([outside]), seek, campus, grade, residence, np.array([number]))
            climb.record(Moves.of(*row))
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
                    held = district.class_grade[campus, grade]
                    seats = int(climb.seats(fill)[campus, held])
                    number -= place(campus, grade, residence, min(number, seats))
                    if number == 0:
                        break
    for grade, residence in np.argwhere(left > 0).tolist():
        rest = np.array([left[grade, residence]])
        target = state.roll.sink(UNPLACED)
        climb.record(Moves.of(np.array([outside]), seek, target, grade, residence, rest))


def vacated_seats(climb: Climb) -> None:
    """Let newcomers take the seats left at their own campus by pupils of their zone and grade."""
    left_by, state = climb.state.vacated, climb.state
    continuing = state.taught & by_ladder(state, climb.inputs.district)[:, None]
    held = climb.inputs.district.class_grade
    continuing &= np.take_along_axis(state.classes, held, 1) > 0
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
    np.add.at(offered, (campus, held[campus, grade]), seats)
    for tier, residences in enumerate(climb.inputs.rules.tiers):
        for residence in residences:
            wanted = climb.left[zone, grade, residence]
            # Several campuses may have a seat for the same zone and grade: in the order of ids.
            start = np.searchsorted(cell, cell)
            ahead = np.cumsum(seats) - seats
            ahead -= ahead[start]
            number = np.clip(wanted - ahead, 0, seats)
            who = Seekers(zone, grade, np.full(zone.size, residence), wanted)
            climb.place(who, np.arange(zone.size), campus, number)
            seats = seats - number
        climb.rungs.append(RungLog("vacated", tier, offered, climb.placed - before))
        offered = offered - (climb.placed - before)
        before = climb.placed.copy()


def beside_the_ladder(climb: Climb) -> None:
    """Place those who are set on a special school, a listed private school, the vocational track.

    Of those set on one kind, each goes to the nearest campus of the kind with a seat to the norm;
    where seats lack, fair shares or the lottery decide, as on the ladder. Who is left seeks a
    place by the ladder; on the vocational track, is unplaced.
    """
    state, district = climb.state, climb.inputs.district
    if state.applicants is None:
        return
    kinds = intake(district)
    for kind, applicants in enumerate(state.applicants, start=1):
        zone, grade, residence = np.nonzero(applicants)
        who = Seekers(zone, grade, residence, applicants[zone, grade, residence])
        if not who.count.size:
            continue
        seats = np.maximum(climb.offers.norm - climb.placed, 0)
        seats[~(state.open & (kinds == kind))] = 0
        before = climb.placed.copy()
        teaches = (seats > 0) & state.taught
        row, campus = np.nonzero(teaches[:, who.grade].T)
        if row.size:
            flow_to(climb, who, row, campus, seats)
        climb.rungs.append(RungLog(INTAKES[kind], 0, seats, climb.placed - before))
        if kind == VOCATIONAL:
            placed = np.zeros_like(applicants)
            if row.size:
                done = climb.moves[-1]
                np.add.at(placed, (done.zone, done.grade, done.residence), done.count)
            rest = applicants - placed
            zone, grade, residence = np.nonzero(rest)
            number = rest[zone, grade, residence]
            np.subtract.at(climb.left, (zone, grade, residence), number)
            seek, target = state.roll.sink(SEEKING), state.roll.sink(UNPLACED)
            climb.record(Moves.of(zone, seek, target, grade, residence, number))
