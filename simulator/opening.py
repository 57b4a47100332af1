"""Which homes do the opening year's pupils have, and what does not fit?"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.capacity import by_pool, rooms_by_stage
from simulator.district import District
from simulator.fairness import assign_apart
from simulator.rates import first_graders
from simulator.roll import WORLD, Moves, empty_roll
from simulator.rounding import apportion
from simulator.state import Catchment, Gap, Offers, State, intake
from simulator.vocabulary import (
    AGES,
    APART,
    ELSEWHERE,
    FIRST_GRADE_AGE,
    N_GRADES,
    N_RESIDENCES,
    NOT_ENROLLED,
    PRIVATE,
    STAGE_OF_GRADE,
    STAGES,
)

Ints = NDArray[np.int64]

_NEAREST = 20
"""Campuses first tried for each zone; pupils left over look at all within the cap."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What one pass over one stage could not place. Shown, never absorbed."""

    stage: int
    name: str
    pupils: int
    """Pupils placed by this pass."""
    children: int
    """Children left in the zones after it."""
    outside: int
    """Pupils without a child of their grade within the cap: they live outside."""
    not_on_roll: int
    """Children on no roll beyond the stated shares of the sinks."""


def open_district(district: District) -> tuple[State, tuple[Misfit, ...]]:
    """Reproduce the bureau's opening figures: pupils, classes and class sizes as reported.

    Pupils of each grade are allocated to zones by min-cost flow against the zones' children, the
    own catchment being nearer by a stated bonus. A first pass leaves each zone its stated shares
    for the sinks and keeps the kinds of school apart, a second takes the shares; pupils still
    without a child within the distance cap live outside.
    """
    zones, campuses = district.n_zones, district.n_campuses
    people = np.zeros((zones + 1, AGES, N_RESIDENCES), dtype=np.int64)
    people[:-1] = district.people
    parts: list[Moves] = []
    tallies = {(s, n): np.zeros(4, dtype=np.int64) for s in range(len(STAGES)) for n in (1, 2)}
    for grade in range(N_GRADES):
        stage = STAGE_OF_GRADE[grade]
        children = people[:-1, grade + FIRST_GRADE_AGE]
        if not district.stages[stage]:
            zone, residence = np.nonzero(children)
            parts.append(
                Moves.of(
                    zone, WORLD, campuses + ELSEWHERE, grade, residence, children[zone, residence]
                )
            )
            continue
        shares = district.entry_shares[:, stage]
        reserved = np.floor(children * shares.sum(axis=2) + 0.5).astype(np.int64)
        pupils = district.opening_pupils[:, grade]
        first = _within_shares(district, stage, children, reserved, pupils)
        second = _allocate(
            district, stage, children.sum(axis=1) - first.sum(axis=1), pupils - first.sum(axis=0)
        )
        here = first + second
        outside = pupils - here.sum(axis=0)
        people[-1, grade + FIRST_GRADE_AGE, 0] = outside.sum()
        parts.append(_at_campuses(here, children, reserved, grade))
        target = np.flatnonzero(outside)
        parts.append(
            Moves.of(np.full(target.size, zones), WORLD, target, grade, 0, outside[target])
        )
        left = children - _by_residence(here.sum(axis=1), children, reserved)
        parts.append(_in_sinks(left, children, shares, grade, campuses))
        tallies[(stage, 1)] += (
            first.sum(), children.sum() - first.sum(), 0,
            max(0, int((children - reserved).sum() - first.sum())),
        )  # fmt: skip
        tallies[(stage, 2)] += (
            second.sum(), children.sum() - here.sum(), outside.sum(),
            max(0, int(left.sum() - reserved.sum())),
        )  # fmt: skip
    roll = empty_roll(zones, campuses).moved(Moves.together(parts))
    # Schools of stages that are not modelled stand empty: their children are only counted.
    modelled = district.stages[np.array(STAGE_OF_GRADE)]
    sizes = np.where(modelled[:, None], district.opening_sizes, 0)
    classes = (sizes > 0).sum(axis=2)
    state = State(
        year=district.opening_year,
        people=people,
        roll=roll,
        classes=classes,
        sizes=sizes,
        rooms=district.pool_rooms,
        temporary=district.pool_temporary,
        borrowed=np.zeros_like(district.pool_rooms),
        beds=district.campus_beds,
        open=district.campus_open,
        taught=district.taught & modelled,
        filling=np.zeros(len(district.pool_ids), dtype=bool),
        fresh=np.zeros(len(district.pool_ids), dtype=bool),
        accepted={},
        in_transition={},
        announced=frozenset(),
        catchments=tuple(
            Catchment(zone, campus, np.zeros(zone.size, dtype=bool))
            for zone, campus in district.catchments
        ),
        done=frozenset(),
        carry={},
        first_grade_rolls=dict(district.first_grade_rolls),
    )
    began = {**state.first_grade_rolls, state.year: first_graders(state)}
    return _with_rooms(replace(state, first_grade_rolls=began), district), tuple(
        Misfit(stage, "within stated shares" if n == 1 else "shares taken", *tally.tolist())
        for (stage, n), tally in tallies.items()
        if district.stages[stage]
    )


def _with_rooms(state: State, district: District) -> State:
    """Fill in what the census reads: borrowed rooms, rooms by stage; nobody is short of a place."""
    held = by_pool(state.classes, district)
    nothing = np.zeros_like(state.classes)
    none = np.zeros(state.rooms.size, dtype=np.int64)
    offers = Offers(
        nothing, none, np.zeros_like(state.taught), nothing, nothing,
        rooms_by_stage(state, district, nothing), nothing,
    )  # fmt: skip
    by_area = np.zeros((district.n_areas, len(STAGES)), dtype=np.int64)
    by_campus = np.zeros((district.n_campuses, len(STAGES)), dtype=np.int64)
    gap = Gap(by_area, by_area, by_campus, by_campus, np.zeros(len(STAGES), dtype=np.int64))
    borrowed = np.maximum(held - state.rooms - state.temporary, 0)
    return replace(state, borrowed=borrowed, offers=offers, gap=gap)


def _within_shares(
    district: District, stage: int, children: Ints, reserved: Ints, pupils: Ints
) -> Ints:
    """Give pupils of one grade homes, (Z, C), among the children not reserved for the sinks.

    Pupils of a kind of school with a stated share find homes among so many children of each zone,
    those of the ladder among the rest; whoever is left over then looks at all that are left.
    """
    kind = intake(district)
    free = (children - reserved).sum(axis=1)
    expected = (children[:, :, None] * district.apart_shares[:, stage]).sum(axis=1)
    here = np.zeros((district.n_zones, district.n_campuses), dtype=np.int64)
    zone_left, others = free.copy(), pupils.copy()
    for index in range(len(APART)):
        own = np.where(kind == index + 1, pupils, 0)
        if not own.any() or not expected[:, index].any():
            continue  # without a school of the kind, or a share, the kind is not set apart
        # Rounded along the zones, so that small zones together keep their share.
        rounded = np.floor(np.cumsum(expected[:, index]) + 0.5).astype(np.int64)
        set_on = np.minimum(np.diff(rounded, prepend=0), zone_left)
        here += _allocate(district, stage, set_on, own)
        zone_left, others = zone_left - set_on, others - own
    here += _allocate(district, stage, zone_left, others)
    return here + _allocate(district, stage, free - here.sum(axis=1), pupils - here.sum(axis=0))


def _allocate(district: District, stage: int, children: Ints, pupils: Ints) -> Ints:
    """Give pupils of one grade homes, (Z, C), near first, the own catchment nearer still."""
    here = np.zeros((district.n_zones, district.n_campuses), dtype=np.int64)
    zone_left, campus_left = children.copy(), pupils.copy()
    own = np.zeros(here.shape, dtype=bool)
    own[district.catchments[stage]] = True
    cap, bonus = district.opening_cap_m, int(district.opening_bonus_m)
    within = district.distance_m <= cap
    for nearest in (_NEAREST, district.n_campuses):
        zones, campuses = np.flatnonzero(zone_left > 0), np.flatnonzero(campus_left > 0)
        if not zones.size or not campuses.size:
            break
        metres = district.distance_m[np.ix_(zones, campuses)].astype(np.int64)
        mine = own[np.ix_(zones, campuses)]
        cost = metres + np.where(mine, 0, bonus)
        may = within[np.ix_(zones, campuses)] | mine
        if campuses.size > nearest:
            near = np.argpartition(cost, nearest, axis=1)[:, :nearest]
            kept = np.zeros_like(may)
            kept[np.arange(zones.size)[:, None], near] = True
            may &= kept
        row, column = np.nonzero(may)
        flow = assign_apart(zone_left[zones], campus_left[campuses], row, column, cost[row, column])
        np.add.at(here, (zones[row], campuses[column]), flow)
        zone_left = children - here.sum(axis=1)
        campus_left = pupils - here.sum(axis=0)
    return here


def _by_residence(placed: Ints, children: Ints, reserved: Ints) -> Ints:
    """Split the children placed of each zone, (Z, R), by who was to seek a public place."""
    zones = np.arange(placed.size)
    seeking = children - reserved
    first = np.minimum(placed, seeking.sum(axis=1))
    group = np.repeat(zones, N_RESIDENCES)
    split = apportion(first, group, seeking.reshape(-1)).reshape(children.shape)
    rest = apportion(placed - first, group, reserved.reshape(-1)).reshape(children.shape)
    return split + rest


def _at_campuses(here: Ints, children: Ints, reserved: Ints, grade: int) -> Moves:
    """Put allocated pupils on the roll, residences in the same proportion at every campus."""
    by_residence = _by_residence(here.sum(axis=1), children, reserved)
    zone, campus = np.nonzero(here)
    count = here[zone, campus]
    migrant = apportion(by_residence[:, 1], zone, count)
    return Moves.together(
        [
            Moves.of(zone, WORLD, campus, grade, 0, count - migrant),
            Moves.of(zone, WORLD, campus, grade, 1, migrant),
        ]
    )


def _in_sinks(
    left: Ints, children: Ints, shares: NDArray[np.float64], grade: int, campuses: int
) -> Moves:
    """Spread children on no public roll over the sinks in proportion to their stated shares."""
    zones = left.shape[0]
    weight = np.ceil(children[:, :, None] * shares * 1000).astype(np.int64)
    unstated = weight.sum(axis=2) == 0
    weight[unstated, 0] = 1
    # Each weight must be able to take all that is left.
    weight *= np.maximum(left, 1)[:, :, None]
    group = np.repeat(np.arange(zones * N_RESIDENCES), 3)
    count = apportion(left.reshape(-1), group, weight.reshape(-1)).reshape(weight.shape)
    sink = np.array([ELSEWHERE, PRIVATE, NOT_ENROLLED]) + campuses
    zone, residence, which = np.nonzero(count)
    return Moves.of(zone, WORLD, sink[which], grade, residence, count[zone, residence, which])
