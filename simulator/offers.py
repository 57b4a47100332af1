"""How many seats does each campus offer this year, and how many children will lack one?"""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator.catchments import clusters_of, own_campuses
from simulator.claims import claims_of
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.rounding import apportion
from simulator.state import (
    Claims,
    Event,
    Gap,
    Inputs,
    Log,
    Offers,
    Own,
    State,
    by_ladder,
    intake,
    wanting,
)
from simulator.vocabulary import APART, GRADES, N_GRADES, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_STAGE = np.array(STAGE_OF_GRADE)


def offer(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Plan entry classes, count the seats of every grade, and say who will lack an open place.

    A grade without classes is an entry grade. Its planned classes come from the admission plan;
    else, while a campus is still filling, from pool rooms ÷ grades (rounded up); else from the
    free rooms of the pool, dealt one at a time to the largest own demand per room. Later grades
    offer what their classes lack. A campus opening with all grades draws the excess above the
    norm from donors in its reach, by direct moves.
    """
    district = inputs.district
    carried = dict(state.carry)
    state = replace(state, applicants=_applicants(state, inputs))
    held = capacity.by_pool(state.classes, district)
    free = np.maximum(state.rooms + state.temporary - held, 0)
    own = own_campuses(state, inputs)
    claims = claims_of(state, inputs, luck, carried)
    wishes = _wishes(state, inputs, own, claims)
    demand = _demand(state, inputs, wishes)
    entry = state.taught & (state.classes == 0) & (district.pool_of >= 0)
    # Beside the ladder a campus opens classes only for those set on it, or whose place is bought.
    sought = (demand > 0) | (capacity.bought_places(inputs)[0] > 0)
    entry &= by_ladder(state, district)[:, None] | (state.open[:, None] & sought)
    entry &= district.stages[_STAGE] & (district.together > 0)
    planned, events = _planned(state, inputs, entry, free, capacity.by_class(demand, district))
    undealt = free - capacity.by_pool(planned, district)
    rooms = capacity.rooms_by_stage(state, district, planned)
    gap = _gap(state, inputs, own, wishes, rooms)
    state, drawn = _draw(state, inputs, planned)
    for campus, grade in sorted(set(zip(drawn.target.tolist(), drawn.grade.tolist(), strict=True))):
        here = (drawn.target == campus) & (drawn.grade == grade)
        detail = f"{GRADES[grade]}: {drawn.count[here].sum()}"
        day, school = f"{state.year}-09-01", district.campus_ids[campus]
        events = (*events, Event(day, "pupils_drawn", school, detail))

    continuing = state.taught & by_ladder(state, district)[:, None] & (state.classes > 0)
    slot = np.arange(state.sizes.shape[2]) < state.classes[:, :, None]
    seats = []
    for size in (
        capacity.class_norm(inputs.norms, district), capacity.tolerance(inputs.norms, district)
    ):  # fmt: skip
        lacking = np.where(slot, np.maximum(size[:, :, None] - state.sizes, 0), 0).sum(axis=2)
        taken = _arrived(drawn, state.classes.shape)
        seats.append(np.where(entry, planned * size - taken, np.where(continuing, lacking, 0)))
    offers = Offers(planned, undealt, entry, seats[0], seats[1], rooms, demand)
    after = replace(state, offers=offers, gap=gap, own=own, claims=claims, carry=carried)
    return after, Log(moves=drawn, events=events)


def _applicants(state: State, inputs: Inputs) -> Ints | None:
    """Keep those set on an intake that a campus has for their grade; the others use the ladder."""
    applicants = state.applicants
    if applicants is None:
        return None
    kinds = intake(inputs.district)
    kept = applicants.copy()
    for index in range(len(APART)):
        serves = state.open & (kinds == index + 1)
        kept[index][:, ~(state.taught & serves[:, None]).any(axis=0)] = 0
    return kept


def spring_offers(state: State, inputs: Inputs) -> Offers:
    """Offer the seats of existing classes only."""
    district, norms = inputs.district, inputs.norms
    here = state.taught & by_ladder(state, district)[:, None] & (state.classes > 0)
    slot = np.arange(state.sizes.shape[2]) < state.classes[:, :, None]
    seats = [
        np.where(
            here, np.where(slot, np.maximum(size[:, :, None] - state.sizes, 0), 0).sum(axis=2), 0
        )
        for size in (capacity.class_norm(norms, district), capacity.tolerance(norms, district))
    ]
    nothing = np.zeros_like(state.classes)
    rooms = np.zeros((state.rooms.size, len(STAGES)), dtype=np.int64)
    spare = np.zeros_like(state.rooms)
    return Offers(nothing, spare, np.zeros_like(here), seats[0], seats[1], rooms, nothing)


@dataclass(frozen=True, slots=True)
class _Wishes:
    """Where those who seek by the ladder would go: one row for children alike."""

    zone: Ints
    grade: Ints
    campus: Ints
    """The claimed campus, else the nearest own one; −1 where there is none."""
    count: Ints


def _wishes(state: State, inputs: Inputs, own: Own, claims: Claims) -> _Wishes:
    """List the children who claim a campus, and the others with their nearest own campus."""
    rest = wanting(state).sum(axis=2)
    np.subtract.at(rest, (claims.zone, claims.grade), claims.count)
    zone, grade = np.nonzero(rest)
    nearest = own.nearest(inputs.district.distance_m)
    return _Wishes(
        np.concatenate([claims.zone, zone]),
        np.concatenate([claims.grade, grade]),
        np.concatenate([claims.campus, nearest[zone, grade]]),
        np.concatenate([claims.count, rest[zone, grade]]),
    )


def _demand(state: State, inputs: Inputs, wishes: _Wishes) -> Ints:
    """Count, (C, G), the children who would go to each campus; beside the ladder, all set on it."""
    demand = np.zeros(state.classes.shape, dtype=np.int64)
    known = wishes.campus >= 0
    np.add.at(demand, (wishes.campus[known], wishes.grade[known]), wishes.count[known])
    if state.applicants is not None:
        kinds = intake(inputs.district)
        for index, applicants in enumerate(state.applicants):
            demand[(kinds == index + 1) & state.open] = applicants.sum(axis=(0, 2))
    return np.where(state.taught, demand, 0)


def _planned(
    state: State, inputs: Inputs, entry: Bools, free: Ints, demand: Ints
) -> tuple[Ints, tuple[Event, ...]]:
    """Deal the free rooms of every pool to its entry grades."""
    district = inputs.district
    pool_of = district.pool_of
    limit = np.where(entry, free[pool_of], 0)
    grades = np.maximum(capacity.by_pool(np.ones_like(pool_of), district), 1)
    # At a transition site all rooms are for those who enter now; the building comes after.
    each = np.where(state.rooms > 0, -(-state.rooms // grades), free)
    limit = np.where(entry & state.filling[pool_of], np.minimum(limit, each[pool_of]), limit)
    for pool in np.flatnonzero(state.fresh).tolist():
        opening = np.argwhere((pool_of == pool) & entry)
        share, more = divmod(int(free[pool]), max(len(opening), 1))
        for rank, (campus, grade) in enumerate(opening.tolist()):
            limit[campus, grade] = share + (rank < more)
    stated = _admission_plans(inputs)
    for (campus, grade), classes in stated.items():
        if entry[campus, grade]:
            limit[campus, grade] = classes
    planned = np.zeros_like(limit)
    events = []
    contested = capacity.by_pool(np.where(limit > 0, 1, 0), district) > 1
    alone = entry & ~contested[pool_of]
    planned[alone] = np.minimum(limit, free[pool_of])[alone]
    for pool in np.flatnonzero(contested).tolist():
        cells = [(int(c), int(g)) for c, g in np.argwhere((pool_of == pool) & (limit > 0))]
        for _ in range(int(free[pool])):
            eager = [cell for cell in cells if planned[cell] < limit[cell]]
            if not eager:
                break
            # The earlier grade goes first where demand per room is equal.
            planned[max(eager, key=lambda cell: demand[cell] / (planned[cell] + 1))] += 1
    for (campus, grade), classes in stated.items():
        if entry[campus, grade] and planned[campus, grade] < classes:
            detail = f"{GRADES[grade]}: {planned[campus, grade]} < {classes}"
            events.append(
                Event(
                    f"{state.year}-09-01", "admission_plan_short",
                    district.campus_ids[campus], detail,
                )
            )  # fmt: skip
    return planned, tuple(events)


def _admission_plans(inputs: Inputs) -> dict[tuple[int, int], int]:
    """Read the admission plans in force on 1 September."""
    today = dt.date(inputs.year, 9, 1)
    in_force = sorted((p for p in inputs.district.plans if p.on <= today), key=lambda p: p.on)
    held = inputs.district.class_grade
    return {(plan.campus, int(held[plan.campus, plan.grade])): plan.classes for plan in in_force}


def _gap(state: State, inputs: Inputs, own: Own, wishes: _Wishes, rooms: Ints) -> Gap:
    """Count children beyond the open places of their town or cluster, and of their catchment."""
    district = inputs.district
    stages = len(STAGES)
    serving = by_ladder(state, district)
    places = capacity.open_places(state, district, rooms, inputs.norms)
    by_campus = np.zeros((district.n_campuses, stages), dtype=np.int64)
    np.add.at(by_campus, district.pool_campus, places)
    by_campus[~serving] = 0
    pupils = state.roll.at_campuses()
    pupils[~serving] = 0
    continuing = np.zeros_like(by_campus)
    for column in range(N_GRADES):
        continuing[:, _STAGE[column]] += pupils[:, column]
    shape = (district.n_areas, stages)
    children, open_places = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    first_cluster = len(district.town_ids)
    cluster = district.campus_cluster
    in_area = np.where(cluster >= 0, first_cluster + cluster, district.campus_town)
    stage, count = _STAGE[wishes.grade], wishes.count
    clustered = clusters_of(wishes.campus, district)
    # Children whose own campus is in a cluster are counted there instead of in their town.
    at_home = np.where(clustered >= 0, first_cluster + clustered, district.zone_town[wishes.zone])
    for each in range(stages):
        here = stage == each
        campus_area, child_area = in_area, at_home[here]
        if inputs.rules.admission[each] == "score_quota":
            campus_area = np.full_like(in_area, district.n_areas - 1)
            child_area = np.full_like(child_area, district.n_areas - 1)
        np.add.at(children[:, each], campus_area, continuing[:, each])
        np.add.at(open_places[:, each], campus_area, by_campus[:, each])
        np.add.at(children[:, each], child_area, count[here])

    label = _catchment_labels(own, district.n_campuses)
    wanted, offered = np.zeros_like(by_campus), np.zeros_like(by_campus)
    known = wishes.campus >= 0
    own_label = label[wishes.campus[known], stage[known]]
    np.add.at(wanted, (own_label, stage[known]), count[known])
    for each in range(stages):
        np.add.at(wanted[:, each], label[:, each], continuing[:, each])
        np.add.at(offered[:, each], label[:, each], by_campus[:, each])
    nowhere = np.zeros(stages, dtype=np.int64)
    np.add.at(nowhere, stage[~known], count[~known])
    return Gap(children, open_places, wanted, offered, nowhere)


def _catchment_labels(own: Own, campuses: int) -> Ints:
    """Name each catchment, (C, S), by the first of the campuses that share zones."""
    label = np.tile(np.arange(campuses)[:, None], (1, len(STAGES)))
    for stage in np.unique(_STAGE[own.grade]).tolist():
        here = _STAGE[own.grade] == stage
        zone, campus = own.zone[here], own.campus[here]
        while True:
            lowest = np.full(int(zone.max()) + 1, campuses)
            np.minimum.at(lowest, zone, label[campus, stage])
            before = label[campus, stage].copy()
            np.minimum.at(label[:, stage], campus, lowest[zone])
            if (label[campus, stage] == before).all():
                break
    return label


def _draw(state: State, inputs: Inputs, planned: Ints) -> tuple[State, Moves]:
    """Draw the excess above the norm from donors into campuses that open with all grades."""
    if not state.fresh.any():
        return state, Moves.none()
    district = inputs.district
    norm = inputs.norms.class_norm
    serving = by_ladder(state, district)
    roll, sizes = state.roll, state.sizes
    drawn = []
    reach = {p.campus: p.draws_within_m for p in district.projects if p.opens_with_all}
    for campus in np.unique(district.pool_campus[state.fresh]).tolist():
        metres = district.distance_m[district.campus_zone, campus]
        donors = serving & (metres <= reach.get(campus, 0.0))
        donors[campus] = False
        for grade in np.flatnonzero(planned[campus] > 0).tolist():
            seats = int(planned[campus, grade] * norm[grade])
            # Who would leave a combined class cannot be told from its size.
            donor = donors & (district.together[:, grade] == 1)
            excess = np.maximum(sizes[:, grade] - norm[grade], 0) * donor[:, None]
            wanted = min(seats, int(excess.sum()))
            if wanted == 0:
                continue
            flat = excess.reshape(-1)
            leaving = apportion(wanted, np.zeros(flat.size, dtype=np.int64), flat)
            sizes = sizes.copy()
            sizes[:, grade] -= leaving.reshape(excess.shape)
            sizes[:, grade] = -np.sort(-sizes[:, grade], axis=1)
            per_donor = leaving.reshape(excess.shape).sum(axis=1)
            moves = _nearest_pupils(replace(state, roll=roll), inputs, campus, grade, per_donor)
            roll = roll.moved(moves)
            drawn.append(moves)
    return replace(state, roll=roll, sizes=sizes), Moves.together(drawn)


def _nearest_pupils(
    state: State, inputs: Inputs, campus: int, grade: int, per_donor: Ints
) -> Moves:
    """Choose who moves from each donor: those who live nearest to the new campus first."""
    roll, district = state.roll, inputs.district
    arc = np.flatnonzero(roll.destination < roll.campuses)
    arc = arc[per_donor[roll.destination[arc]] > 0]
    row, residence = np.nonzero(roll.counts[arc, grade])
    arc = arc[row]
    zone, donor = roll.zone[arc], roll.destination[arc]
    # Pupils from outside live nowhere near, so they move last.
    metres = np.full(zone.size, np.iinfo(np.int32).max, dtype=np.int64)
    inside = zone < district.n_zones
    metres[inside] = district.distance_m[zone[inside], campus]
    count = roll.counts[arc, grade, residence].astype(np.int64)
    order = np.lexsort((residence, zone, metres, donor))
    arc, zone, donor, residence, count = (
        column[order] for column in (arc, zone, donor, residence, count)
    )
    start = np.searchsorted(donor, donor)
    before = np.cumsum(count) - count
    before -= before[start]
    taken = np.clip(per_donor[donor] - before, 0, count)
    return Moves.of(zone, donor, campus, grade, residence, taken)


def _arrived(moves: Moves, shape: tuple[int, ...]) -> Ints:
    """Count, (C, G), pupils who came by direct moves."""
    arrived = np.zeros(shape, dtype=np.int64)
    np.add.at(arrived, (moves.target, moves.grade), moves.count)
    return arrived
