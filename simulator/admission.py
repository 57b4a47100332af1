"""Who is placed where: the ladder of rungs and tiers, climbed by every child who seeks."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator.admitting.ahead import beside_the_ladder, from_outside, vacated_seats
from simulator.admitting.climb import UNBOUNDED, Climb, Seekers
from simulator.admitting.rungs import at_own, purchase, redirect
from simulator.catchments import own_campuses
from simulator.district import Rung
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.state import Claims, Inputs, Log, Offers, Own, RungLog, State, by_ladder
from simulator.vocabulary import SEEKING, STAGE_OF_GRADE, STAGES, UNPLACED

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

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
    district, rules = inputs.district, inputs.rules
    if spring:
        state = replace(state, claims=Claims.none(), applicants=None)
    rights = _rights(state, inputs)
    climb = Climb(
        state, inputs, luck, offers, own, seeking[:-1].copy(), np.zeros_like(state.classes),
        spring, state.claims.count.copy(), rights, np.zeros_like(rights),
        np.zeros_like(state.classes),
    )  # fmt: skip
    from_outside(climb, seeking[-1])
    if not spring:
        vacated_seats(climb)
        beside_the_ladder(climb)
    for rung, tier, zones in _rounds(inputs):
        who = climb.seekers(rules.tiers[tier], zones)
        if who.count.size:
            _stand_on(climb, rung, tier, who)
    zone, grade, residence = np.nonzero(climb.left)
    rest = Moves.of(
        zone, state.roll.sink(SEEKING), state.roll.sink(UNPLACED), grade, residence,
        climb.left[zone, grade, residence],
    )  # fmt: skip
    climb.record(rest)
    moves, by_claim = Moves.together(climb.moves), np.concatenate(climb.by_claim)
    redirected = np.zeros(moves.count.size, dtype=bool)
    campus_row = (moves.target < district.n_campuses) & (moves.zone < district.n_zones)
    campus_row[campus_row] = by_ladder(state, district)[moves.target[campus_row]]
    redirected[campus_row] = ~climb.own.holds(
        moves.zone[campus_row], moves.grade[campus_row], moves.target[campus_row]
    )
    total = np.array([rule == "least_total_distance" for rule in rules.admission])
    redirected &= ~total[_STAGE[moves.grade]] & ~by_claim
    roll = state.roll.moved(moves)
    locked = dict(state.locked)
    if not spring and rules.lock_years.any():
        locked = {y: n for y, n in locked.items() if y > inputs.year - rules.lock_years.max()}
        locked[inputs.year] = climb.taken_own
    after = replace(
        state, roll=roll, placed=moves, redirected=redirected, by_claim=by_claim, locked=locked,
        held=roll.holding(Moves.together([state.held, *map(_at_target, climb.held)])),
    )  # fmt: skip
    return after, Log(moves=moves, rungs=tuple(climb.rungs))


def _at_target(moves: Moves) -> Moves:
    """Write placements as what is held: the campus is origin and target."""
    return replace(moves, origin=moves.target)


def _rights(state: State, inputs: Inputs) -> Ints:
    """Return (Z, S) entrants who may use the own catchment: dwellings whose place is not locked."""
    district, years = inputs.district, inputs.rules.lock_years
    rights = np.full((district.n_zones, len(STAGES)), UNBOUNDED)
    known = ~np.isnan(district.zone_dwellings)
    for stage in np.flatnonzero(years > 0).tolist():
        locked = sum(
            (number[:, stage] for year, number in state.locked.items()
             if year > inputs.year - years[stage]),
            np.zeros(district.n_zones, dtype=np.int64),
        )  # fmt: skip
        free = np.nan_to_num(district.zone_dwellings).astype(np.int64) - locked
        rights[known, stage] = np.maximum(free, 0)[known]
    return rights


def _rounds(inputs: Inputs) -> Iterator[tuple[Rung, int, Bools]]:
    """Give rung, tier and zones in the order in which places are given."""
    rules = inputs.rules
    order = inputs.district.zone_tier
    tiers = [(tier, order == rank) for tier in range(len(rules.tiers)) for rank in np.unique(order)]
    if rules.order == "rungs_first":
        return ((rung, *tier) for rung in rules.ladder for tier in tiers)
    return ((rung, *tier) for tier in tiers for rung in rules.ladder)


def _stand_on(climb: Climb, rung: Rung, tier: int, who: Seekers) -> None:
    """Offer one rung to one tier."""
    if rung.where == "purchased":
        before = climb.placed.copy()
        offered = np.maximum(
            np.minimum(
                capacity.bought_places(climb.inputs)[0] - climb.purchased,
                climb.offers.norm - before,
            ),
            0,
        )
        purchase(climb, who)
        climb.rungs.append(RungLog("purchased", tier, offered, climb.placed - before))
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
