"""Who stops seeking or holding a public place: drop-out, transfer, and the shares of the sinks."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator import luck as chance
from simulator import sizes
from simulator.claims import remaining
from simulator.luck import Luck
from simulator.roll import Moves, Roll
from simulator.rounding import apportion, carry
from simulator.state import Inputs, Log, State, intake, purchased_here, wanting
from simulator.vocabulary import (
    APART,
    COMPULSORY,
    ELSEWHERE,
    FIRST_GRADES,
    GRADES_OF_STAGE,
    INTAKES,
    N_GRADES,
    N_RESIDENCES,
    NOT_ENROLLED,
    PRIVATE,
    PRIVATE_SCHOOL,
    SEEKING,
    STAGE_OF_GRADE,
    UNPLACED,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_SINKS = (ELSEWHERE, PRIVATE, NOT_ENROLLED)
"""Sinks in the order of the district's shares and rates."""
_STAGES = np.array(STAGE_OF_GRADE)


def progress(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Let entrants go to the sinks by stated shares, and pupils leave by stated rates.

    Children of stages that are not modelled go ``elsewhere`` whole; that they are not placed is
    said wherever they are shown. Of those who still seek, stated shares are set on an intake
    beside the ladder: a special school, a listed private school, the vocational track.
    """
    district = inputs.district
    carried = dict(state.carry)
    numbers = _choices(state, inputs, luck, carried)
    if inputs.rules.private_cap is not None:
        _cap_private(numbers, state, inputs)
    to_sinks = _to_sinks(state, inputs, numbers)
    leavers = _leavers(state.roll, inputs, luck, carried)
    moves = Moves.together([to_sinks, leavers])
    leaving = np.zeros(state.classes.shape, dtype=np.int64)
    held = district.class_grade[leavers.origin, leavers.grade]
    np.add.at(leaving, (leavers.origin, held), leavers.count)
    after = replace(
        state,
        roll=state.roll.moved(moves),
        sizes=sizes.remove(state.sizes, leaving),
        carry=carried,
        vacated=Moves.together([state.vacated, leavers]),
        applicants=_applicants(state, inputs, numbers),
    )
    still = remaining(state.origins, state.roll.seeking[:-1], wanting(after))
    return replace(after, origins=still), Log(moves=moves)


_CHOICES: tuple[int | str, ...] = (*_SINKS, *APART)
"""What entrants may be set on: the sinks, then the intakes beside the ladder."""


def _choices(
    state: State, inputs: Inputs, luck: Luck, carried: dict[str, Floats]
) -> dict[int | str, Ints]:
    """Draw, (Z, S, R) each, the entrants who do not seek a place by the ladder."""
    district = inputs.district
    keys = chance.keys(district.zone_ids)[:, None, None]
    stage = np.flatnonzero(district.stages)
    entrants = state.roll.seeking[:-1, np.array(FIRST_GRADES)[stage]]
    shares = np.concatenate([district.entry_shares, district.apart_shares], axis=3)[:, stage]
    cell = (stage[:, None] * N_RESIDENCES + np.arange(N_RESIDENCES))[None]
    share_left = np.ones(entrants.shape)
    left = entrants
    numbers: dict[int | str, Ints] = {}
    for which, choice in enumerate(_CHOICES):
        share = shares[:, :, :, which]
        if not share.any():
            continue
        purpose = f"entrants to {'sink ' if isinstance(choice, int) else ''}{_named(choice)}"
        if luck.central:
            number, carried[purpose] = carry(
                entrants * share, carried.get(purpose, np.zeros(entrants.shape)), left
            )
        else:
            odds = np.clip(share / np.maximum(share_left, 1e-12), 0.0, 1.0)
            number = chance.binomial(luck.uniform(purpose, keys, inputs.year, cell), left, odds)
        left = left - number
        share_left = share_left - share
        numbers[choice] = np.zeros((district.n_zones, len(FIRST_GRADES), N_RESIDENCES), np.int64)
        numbers[choice][:, stage] = number
    return numbers


def _named(choice: int | str) -> str:
    """Name a choice in the purpose of a draw."""
    return str(_SINKS.index(choice)) if isinstance(choice, int) else choice


def _cap_private(numbers: dict[int | str, Ints], state: State, inputs: Inputs) -> None:
    """Hold private schools to the stated share of the compulsory pupils enrolled here.

    Who finds no private place for it seeks one by the ladder.
    """
    roll = state.roll
    grades = [grade for stage in COMPULSORY for grade in GRADES_OF_STAGE[stage]]
    by_destination = roll.by_destination()[:, grades].sum(axis=1)
    kinds = intake(inputs.district)
    private = by_destination[: roll.campuses][kinds == PRIVATE_SCHOOL].sum()
    # Purchased places are not private pupils; those of other stages were never among these.
    bought = purchased_here(state, inputs.district)
    private += (
        by_destination[roll.sink(PRIVATE)] - bought.count[np.isin(bought.grade, grades)].sum()
    )
    away = [roll.sink(sink) for sink in (ELSEWHERE, NOT_ENROLLED, UNPLACED)]
    leaving = sum(
        numbers[sink][:, COMPULSORY].sum() for sink in (ELSEWHERE, NOT_ENROLLED) if sink in numbers
    )
    enrolled = by_destination.sum() - by_destination[away].sum() - leaving
    cap = inputs.rules.private_cap or 0.0
    allowed = max(0, int(np.floor(cap * enrolled + 1e-9)) - int(private))
    chosen = [choice for choice in (PRIVATE, INTAKES[PRIVATE_SCHOOL]) if choice in numbers]
    wishes = [numbers[choice][:, COMPULSORY].reshape(-1) for choice in chosen]
    if sum(int(wish.sum()) for wish in wishes) <= allowed:
        return
    wish = np.concatenate(wishes)
    granted = apportion(allowed, np.zeros(wish.size, dtype=np.int64), wish)
    for choice, part in zip(chosen, np.split(granted, len(chosen)), strict=True):
        numbers[choice][:, COMPULSORY] = part.reshape(numbers[choice][:, COMPULSORY].shape)


def _to_sinks(state: State, inputs: Inputs, numbers: dict[int | str, Ints]) -> Moves:
    """Move entrants who do not seek a place here to the sinks."""
    district, roll = inputs.district, state.roll
    seek = roll.sink(SEEKING)
    parts = []
    unmodelled = ~district.stages[_STAGES]
    if unmodelled.any():
        number = np.where(unmodelled[None, :, None], roll.seeking, 0)
        zone, grade, residence = np.nonzero(number)
        count = number[zone, grade, residence]
        parts.append(Moves.of(zone, seek, roll.sink(ELSEWHERE), grade, residence, count))
    first = np.array(FIRST_GRADES)
    for sink in _SINKS:
        if sink in numbers:
            number = numbers[sink]
            zone, stage, residence = np.nonzero(number)
            count = number[zone, stage, residence]
            parts.append(Moves.of(zone, seek, roll.sink(sink), first[stage], residence, count))
    return Moves.together(parts)


def _applicants(state: State, inputs: Inputs, numbers: dict[int | str, Ints]) -> Ints | None:
    """Return (3, Z, G, R) those set on an intake that is open to their grade this year.

    Where none is, they seek by the ladder like all others.
    """
    if not set(APART) & set(numbers):
        return None
    district = inputs.district
    applicants = np.zeros((len(APART), district.n_zones, N_GRADES, N_RESIDENCES), dtype=np.int64)
    for index, name in enumerate(APART):
        if name in numbers:
            applicants[index][:, list(FIRST_GRADES)] = numbers[name]
    return applicants


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
