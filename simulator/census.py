"""What is counted on 1 September, after classes form?

``measure`` turns the state into the rows of the output tables for one year, ids still as indices.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator.accounting.yearly import accounts_of
from simulator.luck import Luck
from simulator.rates import first_graders, rates
from simulator.rural import boarding, resource_rooms
from simulator.state import Census, Event, Inputs, Log, State, has_catchment, purchased_here
from simulator.vocabulary import (
    AGES,
    ELSEWHERE,
    FIRST_GRADE_AGE,
    FIRST_GRADES,
    GRADES_OF_STAGE,
    N_RESIDENCES,
    NOT_ENROLLED,
    PRIVATE,
    PURCHASED,
    STAGE_OF_GRADE,
    STAGES,
    UNPLACED,
)
from simulator.year_sums import year_sums

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]

_STAGE = np.array(STAGE_OF_GRADE)


def measure(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Take the census of the year; name pools that borrow more specialist rooms than there are."""
    del luck
    began = {**state.first_grade_rolls, state.year: first_graders(state)}
    state = replace(state, first_grade_rolls=began)
    counted = census(state, inputs)
    table, names = counted.rows["capacity"], inputs.district.pool_ids
    events = tuple(
        Event(
            f"{state.year}-09-01", "borrowed_beyond_specialist_rooms", names[table["pool"][row]],
            f"{table['rooms_borrowed'][row]} > {int(table['rooms_specialist'][row])}",
        )
        for row in np.flatnonzero(table["borrowed_beyond"] > 0).tolist()
    )  # fmt: skip
    return replace(state, census=counted), Log(events=events)


def census(state: State, inputs: Inputs) -> Census:
    """Count the district as it stands after classes have formed."""
    district, norms = inputs.district, inputs.norms
    if state.offers is None or state.gap is None:
        raise ValueError("the census is taken after places are offered")
    rooms = state.offers.rooms_by_stage
    places = capacity.places(rooms, norms, district)
    places_open = capacity.open_places(state, district, rooms, norms)
    places[~district.campus_public[district.pool_campus]] = 0
    places_open[~district.campus_public[district.pool_campus]] = 0
    pupils = state.roll.at_campuses()
    rows = {
        "enrolment": _enrolment(state, inputs, pupils),
        "capacity": _capacity(state, inputs, places, places_open),
        "campuses": _campuses(state, inputs, pupils, places),
        "flows": _flows(state, inputs),
        "balance": _balance(state, inputs),
        "class_sizes": _class_sizes(state, inputs),
        "catchments": _catchments(state, inputs),
        "admissions": _admissions(state, inputs),
        "areas": _areas(state, inputs),
        "cohorts": _cohorts(state, pupils * district.campus_public[:, None]),
    }
    rows["rates"] = rates(state, inputs)
    rows["boarding"] = boarding(state, inputs)
    rows["resource_rooms"] = resource_rooms(state, inputs)
    rows |= accounts_of(state, inputs, pupils, places)
    rows["years"] = year_sums(state, inputs, rows, pupils, places, places_open)
    held = capacity.by_pool(state.classes, district)
    return Census(
        state.year,
        rows,
        state.sizes,
        norms.large_class,
        inputs.rules.clear,
        np.maximum(state.rooms + state.temporary - held, 0),
    )


def _enrolment(state: State, inputs: Inputs, pupils: Ints) -> Columns:
    """One row for each open campus and grade that it teaches, or has pupils or classes in."""
    here = (state.taught & state.open[:, None]) | (pupils > 0) | (state.classes > 0)
    campus, grade = np.nonzero(here)
    number = pupils[campus, grade]
    boarders = np.floor(number * inputs.district.boarder_share[campus, grade] + 0.5)
    return {
        "campus": campus,
        "stage": _STAGE[grade],
        "grade": grade,
        "pupils": number,
        "boarders": boarders.astype(np.int64),
        "classes": state.classes[campus, grade],
        "max_class_size": state.sizes[campus, inputs.district.class_grade[campus, grade], 0],
    }


def _capacity(state: State, inputs: Inputs, places: Ints, places_open: Ints) -> Columns:
    """One row for each pool and stage of an open campus."""
    district = inputs.district
    grades = capacity.grades_of_pool(district)
    pool, stage = np.nonzero((grades > 0) & state.open[district.pool_campus][:, None])
    assert state.offers is not None
    ordinary = state.offers.rooms_by_stage[pool, stage]
    first = np.searchsorted(pool, pool) == np.arange(pool.size)
    # What belongs to the pool as a whole stands at its first stage, so that rows add up.
    whole = np.where(first, 1, 0)
    there, beyond, short = capacity.specialist(state, district, inputs.norms)
    return {
        "pool": pool,
        "stage": stage,
        "rooms_ordinary": ordinary,
        "rooms_borrowed": state.borrowed[pool] * whole,
        "rooms_temporary": state.temporary[pool] * whole,
        "rooms_specialist": np.where(first, there[pool], np.nan),
        "borrowed_beyond": np.where(first, beyond[pool], np.nan),
        "specialist_short": np.where(first, short[pool], np.nan),
        "places_design": np.where(first, district.pool_design[pool], np.nan),
        "places_approved": np.where(first, district.pool_approved[pool], np.nan),
        "places": places[pool, stage],
        "places_open": places_open[pool, stage],
    }


def _campuses(state: State, inputs: Inputs, pupils: Ints, places: Ints) -> Columns:
    """One row for each open campus; boarders are bounded by beds."""
    district = inputs.district
    campus = np.flatnonzero(state.open)
    seats = np.bincount(
        district.pool_campus, weights=places.sum(axis=1), minlength=district.n_campuses
    )
    boarders = np.floor(pupils * district.boarder_share + 0.5).sum(axis=1).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        utilisation = np.where(seats > 0, pupils.sum(axis=1) / seats, np.nan)
    return {
        "campus": campus,
        "beds": state.beds[campus],
        "boarders": np.minimum(boarders, state.beds)[campus],
        "utilisation": utilisation[campus],
        "inclusive": district.inclusive_in(state.year)[campus],
    }


def _flows(state: State, inputs: Inputs) -> Columns:
    """One row for each stage, zone and campus with pupils."""
    district, roll = inputs.district, state.roll
    here = np.flatnonzero(roll.destination < roll.campuses)
    zone, campus = roll.zone[here], roll.destination[here]
    pupils = np.stack(
        [roll.counts[here][:, list(grades)].sum(axis=(1, 2)) for grades in GRADES_OF_STAGE]
    )
    redirected = np.zeros_like(pupils)
    moved = state.placed
    some = np.flatnonzero(state.redirected)
    if some.size:
        arc = np.searchsorted(
            roll.keys[here], moved.zone[some] * roll.destinations + moved.target[some]
        )
        np.add.at(redirected, (_STAGE[moved.grade[some]], arc), moved.count[some])
    stage, arc = np.nonzero(pupils)
    metres = np.zeros(arc.size, dtype=np.int64)
    inside = zone[arc] < district.n_zones
    metres[inside] = district.distance_m[zone[arc][inside], campus[arc][inside]]
    return {
        "stage": stage,
        "zone": zone[arc],
        "campus": campus[arc],
        "pupils": pupils[stage, arc].astype(np.int64),
        "redirected": redirected[stage, arc].astype(np.int64),
        "distance_m": metres,
    }


def _balance(state: State, inputs: Inputs) -> Columns:
    """One row for each zone, modelled stage and residence."""
    district, roll = inputs.district, state.roll
    zones = district.n_zones + 1
    stages = np.flatnonzero(district.stages)
    kinds = {
        "pupils_public": np.flatnonzero(district.campus_public),
        "pupils_private": np.append(np.flatnonzero(~district.campus_public), roll.sink(PRIVATE)),
        "purchased": np.array([roll.sink(PURCHASED)]),
        "elsewhere": np.array([roll.sink(ELSEWHERE)]),
        "not_enrolled": np.array([roll.sink(NOT_ENROLLED)]),
        "unplaced": np.array([roll.sink(UNPLACED)]),
    }
    shape = (zones, stages.size, N_RESIDENCES)
    zone, stage, residence = (index.reshape(-1) for index in np.indices(shape))
    columns: Columns = {"zone": zone, "stage": stages[stage], "residence": residence}
    children = np.stack(
        [
            state.people[:, [g + FIRST_GRADE_AGE for g in GRADES_OF_STAGE[s]]].sum(axis=1)
            for s in stages
        ],
        axis=1,
    )
    columns["children"] = children.reshape(-1)
    kind_of = np.full(roll.destinations, -1)
    for index, destinations in enumerate(kinds.values()):
        kind_of[destinations] = index
    kind = kind_of[roll.destination]
    per_stage = np.stack(
        [roll.counts[:, list(GRADES_OF_STAGE[s])].sum(axis=1) for s in stages], axis=1
    )
    table = np.zeros((len(kinds), *shape), dtype=np.int64)
    known = kind >= 0
    np.add.at(table, (kind[known], roll.zone[known]), per_stage[known])
    # A purchased place at a listed private school is on its roll, and counts as purchased.
    held, names = purchased_here(state, district), list(kinds)
    at = np.full(len(STAGES), -1)
    at[stages] = np.arange(stages.size)
    cell = (held.zone, at[_STAGE[held.grade]], held.residence)
    np.add.at(table[names.index("purchased")], cell, held.count)
    np.subtract.at(table[names.index("pupils_private")], cell, held.count)
    for index, name in enumerate(kinds):
        columns[name] = table[index].reshape(-1)
    for name, rows in (
        ("redirected", state.redirected),
        ("entrants", state.placed.target < roll.campuses),
    ):
        number = np.zeros(shape, dtype=np.int64)
        moves = state.placed
        np.add.at(
            number,
            (moves.zone[rows], at[_STAGE[moves.grade[rows]]], moves.residence[rows]),
            moves.count[rows],
        )
        columns[name] = number.reshape(-1)
    return columns


def _class_sizes(state: State, inputs: Inputs) -> Columns:
    """Count classes of each exact size at public campuses, by stage."""
    slots = np.arange(state.sizes.shape[2])
    real = (slots < state.classes[:, :, None]) & inputs.district.campus_public[:, None, None]
    _, grade, _ = np.nonzero(real)
    size = state.sizes[real]
    width = int(size.max(initial=0)) + 1
    keys, number = np.unique(_STAGE[grade] * width + size, return_counts=True)
    return {"stage": keys // width, "size": keys % width, "classes": number}


def _catchments(state: State, inputs: Inputs) -> Columns:
    """List the catchments in force, by modelled stage."""
    stages = np.flatnonzero(inputs.district.stages).tolist()
    chosen = [state.catchments[s] for s in stages]
    return {
        "stage": np.repeat(stages, [c.zone.size for c in chosen]),
        "zone": np.concatenate([c.zone for c in chosen]),
        "campus": np.concatenate([c.campus for c in chosen]),
        "assumed": np.concatenate([c.assumed for c in chosen]),
    }


def _admissions(state: State, inputs: Inputs) -> Columns:
    """One row for each campus and first grade of a stage that offers seats or is sought.

    Children of the own catchment are not a number at a campus that has none.
    """
    district, offers, moves = inputs.district, state.offers, state.placed
    assert offers is not None
    placed = np.zeros((2, *state.classes.shape), dtype=np.int64)
    here = moves.target < district.n_campuses
    away = state.redirected[here].astype(np.int64)
    np.add.at(placed, (away, moves.target[here], moves.grade[here]), moves.count[here])
    first = np.zeros(state.classes.shape, dtype=bool)
    first[:, [FIRST_GRADES[s] for s in np.flatnonzero(district.stages)]] = True
    sought = (offers.norm > 0) | (offers.demand > 0) | (placed.sum(axis=0) > 0)
    campus, grade = np.nonzero(first & sought)
    own = has_catchment(district, inputs.rules)[campus, _STAGE[grade]]
    return {
        "campus": campus,
        "stage": _STAGE[grade],
        "grade": grade,
        "classes_planned": offers.planned[campus, grade],
        "seats": offers.norm[campus, grade],
        "own_children": np.where(own, offers.demand[campus, grade], np.nan),
        "placed_own": placed[0, campus, grade],
        "placed_redirected": placed[1, campus, grade],
        "classes": state.classes[campus, grade],
    }


def _areas(state: State, inputs: Inputs) -> Columns:
    """One row for each town, cluster and catchment, and modelled stage; none in the opening year.

    ``area`` counts towns, then clusters, then the district (for stages that admit district-wide),
    then campuses, each the first of its catchment.
    """
    district, gap = inputs.district, state.gap
    assert gap is not None
    children = np.concatenate([gap.area_children, gap.catchment_children])
    places = np.concatenate([gap.area_places, gap.catchment_places])
    known = ((children > 0) | (places > 0)) & district.stages
    area, stage = np.nonzero(known & (state.year > district.opening_year))
    return {
        "area": area,
        "stage": stage,
        "children": children[area, stage],
        "places_open": places[area, stage],
        "shortfall": np.maximum(children - places, 0)[area, stage],
    }


def _cohorts(state: State, pupils: Ints) -> Columns:
    """One row for each age: the children who live here, and pupils of the due grade."""
    in_grade = np.zeros(AGES, dtype=np.int64)
    in_grade[FIRST_GRADE_AGE:] = pupils.sum(axis=0)
    age = np.arange(AGES)
    return {
        "age": age,
        "grade": age - FIRST_GRADE_AGE,
        "children": state.people[:-1].sum(axis=(0, 2)),
        "pupils_public": in_grade,
    }
