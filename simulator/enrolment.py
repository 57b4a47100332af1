"""Who stops seeking or holding a public place: drop-out, transfer, and the shares of the sinks."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator import luck as chance
from simulator import sizes
from simulator.luck import Luck
from simulator.roll import Moves, Roll
from simulator.rounding import apportion, carry
from simulator.state import Inputs, Log, State
from simulator.vocabulary import (
    ELSEWHERE,
    FIRST_GRADES,
    N_GRADES,
    N_RESIDENCES,
    NOT_ENROLLED,
    PRIVATE,
    SEEKING,
    STAGE_OF_GRADE,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_SINKS = (ELSEWHERE, PRIVATE, NOT_ENROLLED)
"""Sinks in the order of the district's shares and rates."""
_STAGES = np.array(STAGE_OF_GRADE)


def progress(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Let entrants go to the sinks by stated shares, and pupils leave by stated rates.

    Children of stages that are not modelled go ``elsewhere`` whole; that they are not placed is
    said wherever they are shown.
    """
    carried = dict(state.carry)
    to_sinks = _entrants_to_sinks(state.roll, inputs, luck, carried)
    leavers = _leavers(state.roll, inputs, luck, carried)
    moves = Moves.together([to_sinks, leavers])
    leaving = np.zeros(state.classes.shape, dtype=np.int64)
    held = inputs.district.class_grade[leavers.origin, leavers.grade]
    np.add.at(leaving, (leavers.origin, held), leavers.count)
    after = replace(
        state,
        roll=state.roll.moved(moves),
        sizes=sizes.remove(state.sizes, leaving),
        carry=carried,
        vacated=Moves.together([state.vacated, leavers]),
    )
    return after, Log(moves=moves)


def _entrants_to_sinks(roll: Roll, inputs: Inputs, luck: Luck, carried: dict[str, Floats]) -> Moves:
    """Move entrants who do not seek a public place here to the sinks."""
    district = inputs.district
    seek = roll.sink(SEEKING)
    parts = []
    unmodelled = ~district.stages[_STAGES]
    if unmodelled.any():
        number = np.where(unmodelled[None, :, None], roll.seeking, 0)
        zone, grade, residence = np.nonzero(number)
        count = number[zone, grade, residence]
        parts.append(Moves.of(zone, seek, roll.sink(ELSEWHERE), grade, residence, count))
    keys = chance.keys(district.zone_ids)[:, None, None]
    stage = np.flatnonzero(district.stages)
    grade_of_stage = np.array(FIRST_GRADES)[stage]
    entrants = roll.seeking[:-1, grade_of_stage]
    share_left = np.ones(entrants.shape)
    left = entrants
    cell = (stage[:, None] * N_RESIDENCES + np.arange(N_RESIDENCES))[None]
    for which, sink in enumerate(_SINKS):
        share = district.entry_shares[:, stage][:, :, :, which]
        if not share.any():
            continue
        purpose = f"entrants to sink {which}"
        if luck.central:
            number, carried[purpose] = carry(
                entrants * share, carried.get(purpose, np.zeros(entrants.shape)), left
            )
        else:
            odds = np.clip(share / np.maximum(share_left, 1e-12), 0.0, 1.0)
            number = chance.binomial(luck.uniform(purpose, keys, inputs.year, cell), left, odds)
        left = left - number
        share_left = share_left - share
        zone, s, residence = np.nonzero(number)
        parts.append(
            Moves.of(
                zone,
                seek,
                roll.sink(sink),
                grade_of_stage[s],
                residence,
                number[zone, s, residence],
            )
        )
    return Moves.together(parts)


def _leavers(roll: Roll, inputs: Inputs, luck: Luck, carried: dict[str, Floats]) -> Moves:
    """Draw pupils of campuses who transfer or drop out; each zone's, over its campuses."""
    district = inputs.district
    if not district.leave_rates.any():
        return Moves.none()
    keys = chance.keys(district.zone_ids)[:, None, None]
    cell = (np.arange(N_GRADES)[:, None] * N_RESIDENCES + np.arange(N_RESIDENCES))[None]
    here = roll.destination < roll.campuses
    zone, destination = roll.zone[here], roll.destination[here]
    counts = roll.counts[here].astype(np.int64)
    own = zone < district.n_zones
    zone, destination, counts = zone[own], destination[own], counts[own]
    parts = []
    for which, sink in enumerate(_SINKS):
        rate = district.leave_rates[_STAGES, which][None, :, None]
        if not rate.any():
            continue
        pupils = np.zeros((district.n_zones, N_GRADES, N_RESIDENCES), dtype=np.int64)
        np.add.at(pupils, zone, counts)
        purpose = f"leavers to sink {which}"
        if luck.central:
            number, carried[purpose] = carry(
                pupils * rate, carried.get(purpose, np.zeros(pupils.shape)), pupils
            )
        else:
            number = chance.binomial(luck.uniform(purpose, keys, inputs.year, cell), pupils, rate)
        arc, grade, residence = np.nonzero(counts)
        touched = number[zone[arc], grade, residence] > 0
        arc, grade, residence = arc[touched], grade[touched], residence[touched]
        group_id = (zone[arc] * N_GRADES + grade) * N_RESIDENCES + residence
        cells, group = np.unique(group_id, return_inverse=True)
        gone = apportion(number.reshape(-1)[cells], group, counts[arc, grade, residence])
        counts[arc, grade, residence] -= gone
        parts.append(Moves.of(zone[arc], destination[arc], roll.sink(sink), grade, residence, gone))
    return Moves.together(parts)
