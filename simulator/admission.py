"""Who is placed where: the ladder of rungs and tiers, climbed by every child who seeks."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from simulator.admitting.ahead import from_outside, vacated_seats
from simulator.admitting.climb import UNBOUNDED, Climb, Seekers
from simulator.admitting.rungs import at_own, purchase, redirect
from simulator.catchments import own_campuses
from simulator.district import Rung
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.state import Inputs, Log, Offers, Own, RungLog, State
from simulator.vocabulary import SEEKING, STAGE_OF_GRADE, UNPLACED

_STAGE = np.array(STAGE_OF_GRADE)


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
    climb = Climb(
        state, inputs, luck, offers, own, seeking[:-1].copy(),
        np.zeros_like(state.classes), spring,
    )  # fmt: skip
    from_outside(climb, seeking[-1])
    if not spring:
        vacated_seats(climb)
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


def _stand_on(climb: Climb, rung: Rung, tier: int, who: Seekers) -> None:
    """Offer one rung to one tier."""
    if rung.where == "purchased":
        purchase(climb, who)
        return
    seats = climb.seats(rung.fill)
    before = climb.placed.copy()
    if rung.where == "own":
        at_own(climb, who, seats)
    else:
        redirect(climb, who, rung, seats)
    offered = np.where(seats >= UNBOUNDED, -1, seats)
    name = f"{rung.where}/{rung.fill}"
    climb.rungs.append(RungLog(name, tier, offered, climb.placed - before))
