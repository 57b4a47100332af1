"""Who is there: births, survival, migration, housing, and a cohort's step up a year."""

import datetime as dt
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator import luck as chance
from simulator.district import Estate
from simulator.luck import Keys, Luck
from simulator.roll import WORLD, Moves, Roll
from simulator.rounding import apportion, carry
from simulator.state import Aged, Inputs, Log, Population, State, goes_up, intake
from simulator.vocabulary import (
    AGES,
    FIRST_GRADE_AGE,
    LADDER,
    LAST_GRADES,
    N_GRADES,
    N_RESIDENCES,
    SEEKING,
    UNPLACED,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def age(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Advance people and roll by a year.

    Births enter at age 0; deaths and departures leave, and the roll loses them in proportion;
    arrivals (less those who came in spring) seek in their due grade. Whoever enters a stage, is
    unplaced, or is at a campus that does not teach the next grade, seeks too.
    """
    district = inputs.district
    keys = _zone_keys(district.zone_ids)
    carried = dict(state.carry)
    people, roll = state.people, state.roll

    gone = _losses(state, inputs, luck, keys, carried)
    losses = _taken_from_roll(roll, gone)
    roll = roll.moved(losses)
    arrived = _arrivals(state, inputs, luck, keys, carried, spring=False)
    from_outside = _outside_arrivals(state, inputs, luck, carried)
    arrived[-1, FIRST_GRADE_AGE:, 0] = from_outside.sum(axis=0)
    births = _births(inputs, luck, keys, carried)

    remaining = people - gone
    aged = _aged(roll, goes_up(state, district.pool_of))
    outside_out = aged.out[aged.keys // roll.destinations == district.n_zones].sum(axis=0)
    aged_people = np.zeros_like(people)
    aged_people[:, 1:] = remaining[:, :-1]
    aged_people[:, 0] = births
    # Pupils of `outside` who finish a stage go home: they are nobody's children here.
    finished = np.zeros_like(people)
    finished[-1, FIRST_GRADE_AGE:] = outside_out
    finished[-1, -1] = 0
    aged_people[-1, 1:] -= finished[-1, :-1]
    aged_people += arrived

    roll = _stepped_up(roll, aged)
    enter = np.zeros_like(roll.seeking)
    enter[:, 0] = remaining[:, FIRST_GRADE_AGE - 1]
    newcomers = arrived[:, FIRST_GRADE_AGE:]
    seek = roll.sink(SEEKING)
    moves = Moves.together([_into(seek, enter), _into(seek, newcomers)])
    roll = roll.moved(moves)

    lost = np.zeros((district.n_campuses, N_GRADES), dtype=np.int64)
    at_campus = losses.origin < district.n_campuses
    stays = np.array([g not in LAST_GRADES for g in range(N_GRADES)])[losses.grade] & at_campus
    next_grade = losses.grade[stays] + 1
    np.add.at(lost, (losses.origin[stays], next_grade), losses.count[stays])
    vacated = Moves(
        losses.zone[stays], losses.origin[stays], losses.target[stays],
        next_grade, losses.residence[stays], losses.count[stays],
    )  # fmt: skip
    population = Population(
        births=births,
        spring=np.zeros_like(people),
        gone=gone + finished,
        aged_out=remaining[:, -1],
        arrived=arrived,
    )
    after = replace(
        state,
        year=inputs.year,
        people=aged_people,
        roll=roll,
        carry=carried,
        from_outside=from_outside,
        spring_share=0.0,
        spring_arrived=None,
        lost=lost,
        vacated=vacated,
        displaced=_left_campus(aged, roll.destinations, district.n_campuses, _MIDDLE),
        held=_held(state.held, roll),
        origins=_left_campus(aged, roll.destinations, district.n_campuses, ~_MIDDLE),
    )
    return after, Log(before=losses, moves=moves, aged=aged, population=population)


def spring_arrivals(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Let the stated share of the year's arrivals come on 1 March; they and the unplaced seek."""
    district = inputs.district
    carried = dict(state.carry)
    keys = _zone_keys(district.zone_ids)
    arrived = _arrivals(state, inputs, luck, keys, carried, spring=True)
    roll = state.roll
    seek = roll.sink(SEEKING)
    here = roll.destination == roll.sink(UNPLACED)
    back = np.zeros_like(roll.seeking)
    np.add.at(back, roll.zone[here], roll.counts[here])
    again = _rows(back, roll.sink(UNPLACED), seek)
    moves = Moves.together([_into(seek, arrived[:, FIRST_GRADE_AGE:]), again])
    nothing = np.zeros_like(state.people)
    population = Population(
        births=np.zeros_like(nothing[:, 0]),
        spring=arrived,
        gone=nothing,
        aged_out=np.zeros_like(nothing[:, 0]),
        arrived=nothing,
    )
    after = replace(
        state,
        people=state.people + arrived,
        roll=roll.moved(moves),
        carry=carried,
        spring_share=inputs.rules.spring_share,
        spring_arrived=arrived,
    )
    return after, Log(before=moves, population=population)


def _zone_keys(zone_ids: tuple[str, ...]) -> Keys:
    """Give the keys of the zones as a column, to broadcast against ages and residences."""
    return chance.keys(zone_ids)[:, None, None]


_CELL = (np.arange(AGES)[:, None] * N_RESIDENCES + np.arange(N_RESIDENCES))[None]
"""(1, 18, R) counter of each age and residence within a zone."""


def _losses(
    state: State, inputs: Inputs, luck: Luck, keys: Keys, carried: dict[str, Floats]
) -> Ints:
    """Draw deaths and departures by the age of the year that ends; ``outside`` has none."""
    district, year = inputs.district, inputs.year
    people = state.people[:-1]
    dying = 1.0 - district.survival[None, :, None]
    leaving = np.maximum(-district.net_migration, 0.0)
    gone = np.zeros_like(state.people)
    for purpose, rate in (("death", dying), ("departure", leaving)):
        if not rate.any():
            continue
        left = people - gone[:-1]
        if luck.central:
            number, carried[purpose] = carry(
                left * rate, carried.get(purpose, np.zeros(left.shape)), left
            )
        else:
            number = chance.binomial(luck.uniform(purpose, keys, year, _CELL), left, rate)
        gone[:-1] += number
    return gone


def _arrivals(
    state: State,
    inputs: Inputs,
    luck: Luck,
    keys: Keys,
    carried: dict[str, Floats],
    *,
    spring: bool,
) -> Ints:
    """Draw arrivals by age; in spring by the present age, in autumn by the age after ageing."""
    district = inputs.district
    arrived = np.zeros_like(state.people)
    # In September, what came in spring is what was let come then, whatever the rule says now.
    in_spring = inputs.rules.spring_share if spring else state.spring_share
    share = in_spring if spring else 1.0 - in_spring
    base = state.people
    if not spring and state.spring_arrived is not None:
        base = base - state.spring_arrived
    expected = np.zeros((district.n_zones, AGES, N_RESIDENCES))
    coming = np.maximum(district.net_migration, 0.0) * (base[:-1] * share)
    if spring:
        expected += coming
    else:
        expected[:, 1:] += coming[:, :-1]
    for estate in district.estates:
        expected[estate.zone, :, estate.residence] += _from_estate(
            estate, inputs, in_spring, spring=spring
        )
    if not expected.any():
        return arrived
    purpose = "spring arrival" if spring else "arrival"
    if luck.central:
        number, carried[purpose] = carry(expected, carried.get(purpose, np.zeros(expected.shape)))
    else:
        number = chance.poisson(luck.uniform(purpose, keys, inputs.year, _CELL), expected)
    arrived[:-1] = number
    return arrived


def _from_estate(estate: Estate, inputs: Inputs, share: float, *, spring: bool) -> Floats:
    """Expect the children of an estate, by age: each year's part, some of it on 1 March.

    The first part comes by the first September from the handover on; nobody comes before it.
    """
    first = estate.handover.year + ((estate.handover.month, estate.handover.day) > (9, 1))
    year = inputs.year + 1 if spring else inputs.year
    nth = year - first
    if not 0 <= nth < len(estate.phase_in):
        return np.zeros(AGES)
    handed_over = estate.handover <= dt.date(year, 3, 1)
    part = share if spring else 1.0 - share
    if not handed_over:
        part = 0.0 if spring else 1.0
    return estate.children * estate.phase_in[nth] * part


def _outside_arrivals(state: State, inputs: Inputs, luck: Luck, carried: dict[str, Floats]) -> Ints:
    """Draw, (C, G), the pupils who come from outside to campuses that teach their grade."""
    district = inputs.district
    opening = np.zeros(district.n_campuses, dtype=bool)
    taught = state.taught | np.roll(goes_up(state, district.pool_of) & state.taught, 1, axis=1)
    for index, project in enumerate(district.projects):
        if state.accepted.get(index) == inputs.year:
            opening[project.campus] = True
            for pool, _ in project.rooms:
                grades = np.flatnonzero(district.pool_of[project.campus] == pool)
                taught[project.campus, grades if project.opens_with_all else grades[:1]] = True
    serves = (state.open | opening) & (intake(district) == LADDER)
    expected = np.where(serves[:, None] & taught, district.outside_inflow, 0.0)
    if not expected.any():
        return np.zeros(expected.shape, dtype=np.int64)
    if luck.central:
        number, carried["from outside"] = carry(
            expected, carried.get("from outside", np.zeros(expected.shape))
        )
        return number
    keys = chance.keys(district.campus_ids)[:, None]
    u = luck.uniform("from outside", keys, inputs.year, np.arange(N_GRADES)[None])
    return chance.poisson(u, expected)


def _births(inputs: Inputs, luck: Luck, keys: Keys, carried: dict[str, Floats]) -> Ints:
    """Draw births of the September–August cohort that is 0 years old at the coming census."""
    district, year = inputs.district, inputs.year
    expected = district.births[year - district.opening_year - 1]
    births = np.zeros((district.n_zones + 1, N_RESIDENCES), dtype=np.int64)
    if luck.central:
        births[:-1], carried["birth"] = carry(
            expected, carried.get("birth", np.zeros(expected.shape))
        )
    else:
        u = luck.uniform("birth", keys[:, 0], year, np.arange(N_RESIDENCES)[None])
        births[:-1] = chance.poisson(u, expected)
    return births


def _taken_from_roll(roll: Roll, gone: Ints) -> Moves:
    """Spread the losses of each zone, grade and residence, in proportion over its destinations."""
    lost = gone[:, FIRST_GRADE_AGE:]
    if not lost.any():
        return Moves.none()
    arc, grade, residence = np.nonzero(roll.counts)
    zone = roll.zone[arc]
    touched = lost[zone, grade, residence] > 0
    arc, grade, residence, zone = arc[touched], grade[touched], residence[touched], zone[touched]
    cell = (zone * N_GRADES + grade) * N_RESIDENCES + residence
    cells, group = np.unique(cell, return_inverse=True)
    weight = roll.counts[arc, grade, residence].astype(np.int64)
    count = apportion(lost.reshape(-1)[cells], group, weight)
    return Moves.of(zone, roll.destination[arc], WORLD, grade, residence, count)


def _aged(roll: Roll, upward: NDArray[np.bool_]) -> Aged:
    """Sort the roll into those who move up where they are, those who seek, those who are done."""
    counts, zone, destination = roll.counts, roll.zone, roll.destination
    outside = roll.seeking.shape[0] - 1
    stay = np.zeros((roll.destinations, N_GRADES), dtype=bool)
    stay[: roll.campuses] = upward
    stay[roll.campuses :] = _MIDDLE
    stay[roll.sink(UNPLACED)] = False
    stays = stay[destination]
    up = np.where(stays[:, :, None], counts, 0)
    rest = counts - up
    done = np.zeros((roll.keys.size, N_GRADES), dtype=bool)
    done[:, N_GRADES - 1] = True
    done[zone == outside] = True
    out = np.where(done[:, :, None], rest, 0)
    return Aged(roll.keys, up, rest - out, out)


def _stepped_up(roll: Roll, aged: Aged) -> Roll:
    """Return the roll of the new year before anyone is placed."""
    counts = np.zeros_like(roll.counts)
    counts[:, 1:] = aged.up[:, :-1]
    seeking = np.zeros_like(roll.seeking)
    np.add.at(seeking[:, 1:], roll.zone, aged.left[:, :-1])
    kept = counts.any(axis=(1, 2))
    return Roll(roll.keys[kept], counts[kept], seeking, roll.destinations)


_MIDDLE = np.array([g not in LAST_GRADES for g in range(N_GRADES)])
"""(G,) grades after which the stage goes on."""


def _left_campus(aged: Aged, destinations: int, campuses: int, grades: Bools) -> Moves:
    """Find those who seek after some grades at a campus.

    In the middle of a stage their campus does not teach the next grade; after its last grade they
    enter the next stage.
    """
    here = (aged.keys % destinations < campuses)[:, None] & grades
    count = np.where(here[:, :, None], aged.left, 0)
    arc, grade, residence = np.nonzero(count)
    return Moves.of(
        aged.keys[arc] // destinations, aged.keys[arc] % destinations, campuses + SEEKING,
        grade + 1, residence, count[arc, grade, residence].astype(np.int64),
    )  # fmt: skip


def _held(held: Moves, roll: Roll) -> Moves:
    """Carry purchased places at listed campuses up a grade; they end with the stage."""
    goes_on = _MIDDLE[held.grade]
    return roll.holding(
        Moves.of(
            held.zone[goes_on], held.origin[goes_on], held.target[goes_on],
            held.grade[goes_on] + 1, held.residence[goes_on], held.count[goes_on],
        )
    )  # fmt: skip


def _into(seek: int, number: Ints) -> Moves:
    """Let children of the world seek, from a (Z + 1, G, R) table."""
    return _rows(number, WORLD, seek)


def _rows(number: Ints, origin: int, target: int) -> Moves:
    """Make one row for each non-empty cell of a (Z + 1, G, R) table."""
    zone, grade, residence = np.nonzero(number)
    return Moves.of(zone, origin, target, grade, residence, number[zone, grade, residence])
