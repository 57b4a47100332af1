"""Which children have a claim on one campus, before any catchment: 直升, 对口, an older child?"""

import numpy as np
from numpy.typing import NDArray

from simulator import luck as chance
from simulator.district import District
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.rounding import apportion, carry
from simulator.state import Claims, Inputs, State, by_ladder, wanting
from simulator.vocabulary import (
    FIRST_GRADES,
    GRADES_OF_STAGE,
    N_GRADES,
    N_RESIDENCES,
    STAGE_OF_GRADE,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_STAGE = np.array(STAGE_OF_GRADE)


def claims_of(state: State, inputs: Inputs, luck: Luck, carried: dict[str, Floats]) -> Claims:
    """Find who of those entering a stage has a claim on one campus.

    Pupils of a school that also teaches the stage go up into it where the rule says so (直升);
    else those of a campus listed in ``feeders`` go to the one it feeds, where the stage admits by
    feeder (对口). Of the others, a stated share follows an older child of the dwelling to its
    campus. A claim stands only on a campus that teaches the grade this year.
    """
    fed = _fed(state, inputs)
    older = _older_children(state, inputs, luck, carried, wanting(state) - _children(fed, state))
    parts = (fed, older)
    zone, grade, residence, campus, count = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("zone", "grade", "residence", "campus", "count")
    )
    width = max(inputs.district.n_campuses, 1)
    cell = ((zone * N_GRADES + grade) * N_RESIDENCES + residence) * width + campus
    cells, group = np.unique(cell, return_inverse=True)
    number = np.bincount(group, weights=count, minlength=cells.size).astype(np.int64)
    child = cells // width
    return Claims(
        child // N_RESIDENCES // N_GRADES,
        child // N_RESIDENCES % N_GRADES,
        child % N_RESIDENCES,
        cells % width,
        number,
    )


def remaining(origins: Moves, before: Ints, after: Ints) -> Moves:
    """Say which campuses those who still seek came from, in proportion.

    Parameters
    ----------
    origins
        Children by the campus they came from.
    before
        (Z, G, R) children who sought when ``origins`` was made.
    after
        (Z, G, R) those of them who still do.
    """
    if not origins.count.size:
        return origins
    cell = (origins.zone * N_GRADES + origins.grade) * N_RESIDENCES + origins.residence
    cells, group = np.unique(cell, return_inverse=True)
    known = np.bincount(group, weights=origins.count, minlength=cells.size).astype(np.int64)
    # One row more for each cell: those who came from no campus here.
    rest = before.reshape(-1)[cells] - known
    kept = apportion(
        after.reshape(-1)[cells],
        np.concatenate([group, np.arange(cells.size)]),
        np.concatenate([origins.count, rest]),
    )[: group.size]
    return Moves.of(
        origins.zone, origins.origin, origins.target, origins.grade, origins.residence, kept
    )


def _children(claims: Claims, state: State) -> Ints:
    return claims.of_children(state.roll.seeking.shape[0] - 1)


def _fed(state: State, inputs: Inputs) -> Claims:
    """Let children claim the campus that the one they came from leads to."""
    district, rules = inputs.district, inputs.rules
    came = state.origins
    target = np.full(came.count.size, -1)
    teaches = state.taught & by_ladder(state, district)[:, None]
    for stage, grade in enumerate(FIRST_GRADES):
        here = np.flatnonzero(came.grade == grade)
        if not here.size:
            continue
        link = np.full(district.n_campuses, -1)
        if rules.admission[stage] == "feeder":
            link = np.where(
                _teaches(district.feeder[stage], teaches[:, grade]), district.feeder[stage], -1
            )
        if rules.direct[stage]:
            within = _within_school(district, teaches[:, grade])
            link = np.where(within >= 0, within, link)
        target[here] = link[came.origin[here]]
    some = (target >= 0) & district.stages[_STAGE[came.grade]]
    return Claims(
        came.zone[some], came.grade[some], came.residence[some], target[some], came.count[some]
    )


def _teaches(campus: Ints, teaches: Bools) -> Bools:
    """Tell for each campus index, −1 for none, whether that campus teaches."""
    found: Bools = (campus >= 0) & teaches[np.maximum(campus, 0)]
    return found


def _within_school(district: District, teaches: Bools) -> Ints:
    """Return (C,) the campus of the same school that teaches: itself, else the first by id."""
    first = np.full(len(district.school_ids), -1)
    for campus in np.flatnonzero(teaches)[::-1].tolist():
        first[district.campus_school[campus]] = campus
    return np.where(teaches, np.arange(district.n_campuses), first[district.campus_school])


def _older_children(
    state: State, inputs: Inputs, luck: Luck, carried: dict[str, Floats], free: Ints
) -> Claims:
    """Let the stated share of entrants follow the pupils of their zone to their campuses."""
    district, roll = inputs.district, state.roll
    stages = [
        stage for stage in np.flatnonzero(district.stages).tolist()
        if inputs.rules.sibling_share[stage] > 0
    ]  # fmt: skip
    if not stages:
        return Claims.none()
    # One cell for each stage, modelled or not: a policy may change for which the share holds.
    grades = np.array(FIRST_GRADES)
    entrants = free[:, grades]
    share: Floats = np.where(district.stages, inputs.rules.sibling_share, 0.0)[None, :, None]
    if luck.central:
        number, carried["older child"] = carry(
            entrants * share, carried.get("older child", np.zeros(entrants.shape)), entrants
        )
        number[:, share[0, :, 0] == 0] = 0
    else:
        cell = (grades[:, None] * N_RESIDENCES + np.arange(N_RESIDENCES))[None]
        keys = chance.keys(district.zone_ids)[:, None, None]
        number = chance.binomial(
            luck.uniform("older child", keys, inputs.year, cell), entrants, share
        )
    parts = []
    serving = by_ladder(state, district)
    here = roll.destination < roll.campuses
    here[here] = serving[roll.destination[here]]
    here &= roll.zone < district.n_zones
    zone, campus, counts = roll.zone[here], roll.destination[here], roll.counts[here]
    for stage in stages:
        grade = FIRST_GRADES[stage]
        weight = counts[:, list(GRADES_OF_STAGE[stage])].sum(axis=1).astype(np.int64)
        weight[~state.taught[campus, grade]] = 0
        arc, residence = np.nonzero(weight)
        cell = zone[arc] * N_RESIDENCES + residence
        cells, group = np.unique(cell, return_inverse=True)
        wanted = number[:, stage].reshape(-1)[cells]
        pupils = weight[arc, residence]
        # Weights bound what is shared out: where pupils are few, they count more than once.
        scale = -(-wanted // np.maximum(np.bincount(group, weights=pupils), 1).astype(np.int64))
        follow = apportion(wanted, group, pupils * np.maximum(scale, 1)[group])
        some = follow > 0
        parts.append(
            (zone[arc][some], np.full(int(some.sum()), grade), residence[some],
             campus[arc][some], follow[some])
        )  # fmt: skip
    return Claims(*(np.concatenate(column) for column in zip(*parts, strict=True)))
