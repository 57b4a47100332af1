"""What does a school year add up to, by stage?

The rows of the table ``years``: sums over public campuses, for each stage, for compulsory education
and for all.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.state import Inputs, State
from simulator.vocabulary import (
    COMPULSORY,
    FIRST_GRADE_AGE,
    GRADES_OF_STAGE,
    N_GRADES,
    STAGE_OF_GRADE,
    STAGES,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]

_STAGE = np.array(STAGE_OF_GRADE)
ADMISSION_MEASURES = ("shortfall", "shortfall_catchment", "redirected")
"""Measures of an admission, unknown in the opening year."""
SCOPES = (*STAGES, "compulsory", "all")
"""Rows of a year: the stages and their aggregates."""


def year_sums(
    state: State,
    inputs: Inputs,
    rows: Mapping[str, Columns],
    pupils: Ints,
    places: Ints,
    places_open: Ints,
) -> Columns:
    """Add up the year by stage, and for ``compulsory`` and ``all``."""
    district, norms = inputs.district, inputs.norms
    stages = len(STAGES)
    public = district.campus_public
    table: Columns = {}

    def by_stage(cells: Ints) -> Ints:
        total = np.zeros(stages, dtype=np.int64)
        np.add.at(total, _STAGE, cells.sum(axis=0))
        return total

    balance = rows["balance"]

    def from_balance(name: str) -> Ints:
        weights = balance[name].astype(np.float64)
        return np.bincount(balance["stage"], weights=weights, minlength=stages).astype(np.int64)

    inside = state.people[:-1]
    table["children"] = np.array(
        [inside[:, [g + FIRST_GRADE_AGE for g in grades]].sum() for grades in GRADES_OF_STAGE]
    )
    table["pupils"] = by_stage(pupils * public[:, None])
    table["places"] = places.sum(axis=0)
    table["places_open"] = places_open.sum(axis=0)
    table["classes"] = by_stage(state.classes * public[:, None])
    table["large_classes"] = by_stage(_large(state, norms.large_class) * public[:, None])
    table["super_large_classes"] = by_stage(
        _large(state, norms.super_large_class) * public[:, None]
    )
    in_band = (state.sizes >= 46) & (state.sizes <= 55)
    table["classes_46_55"] = by_stage(in_band.sum(axis=2) * public[:, None])
    table["large_schools"] = _large_schools(inputs, pupils)
    assert state.gap is not None
    table["shortfall"] = state.gap.area.sum(axis=0)
    table["shortfall_catchment"] = state.gap.catchment.sum(axis=0) + state.gap.nowhere
    table["redirected"] = from_balance("redirected")
    table["purchased"] = from_balance("purchased")
    table["unplaced"] = from_balance("unplaced")
    table["surplus"] = _surplus(inputs, pupils, places)
    metres, reached, counted = _distances(inputs, rows["flows"])
    result: Columns = {"stage": np.arange(len(SCOPES))}
    groups = [[s] for s in range(stages)] + [list(COMPULSORY), list(range(stages))]
    modelled = [[s for s in group if district.stages[s]] for group in groups]
    for name, values in table.items():
        result[name] = np.array(
            [values[group].sum() if group else np.nan for group in modelled], dtype=np.float64
        )
    result["children"] = np.array([table["children"][group].sum() for group in groups], float)
    # A large school counts once, however many stages it has.
    whole = int(_is_large(inputs, _school_pupils(inputs, pupils)).sum())
    result["large_schools"][stages:] = np.where(
        [bool(group) for group in modelled[stages:]], whole, np.nan
    )
    if state.year == district.opening_year:
        # Nobody is admitted in the opening year: these are not known, rather than nil.
        for name in ADMISSION_MEASURES:
            result[name][:] = np.nan
    total = [counted[group].sum() for group in modelled]
    result["mean_distance_m"] = np.array(
        [
            metres[group].sum() / number if number else np.nan
            for group, number in zip(modelled, total, strict=True)
        ]
    )
    result["within_reach_share"] = np.array(
        [
            reached[group].sum() / number if number else np.nan
            for group, number in zip(modelled, total, strict=True)
        ]
    )
    posts = np.bincount(
        rows["staff"]["stage"], weights=rows["staff"]["posts_needed"], minlength=stages
    )
    result["staff_posts_needed"] = np.array(
        [
            posts[group].sum() if group and norms.accounts is not None else np.nan
            for group in modelled
        ]
    )
    return result


def _school_pupils(inputs: Inputs, pupils: Ints) -> Ints:
    """Count, (schools, S), pupils of public legal units by stage."""
    district = inputs.district
    number = np.zeros((len(district.school_ids), len(STAGES)), dtype=np.int64)
    public = np.flatnonzero(district.campus_public)
    for grade in range(N_GRADES):
        np.add.at(number[:, _STAGE[grade]], district.campus_school[public], pupils[public, grade])
    return number


def _is_large(inputs: Inputs, by_stage: Ints) -> NDArray[np.bool_]:
    """Tell which units have more compulsory pupils than a school of their kind may have."""
    number = by_stage[:, list(COMPULSORY)]
    nine_year = (number > 0).all(axis=1)
    threshold = np.where(nine_year, inputs.norms.large_nine_year_school, inputs.norms.large_school)
    return np.asarray(number.sum(axis=1) > threshold)


def _large_schools(inputs: Inputs, pupils: Ints) -> Ints:
    """Count, by stage, the large legal units that have pupils of the stage."""
    by_stage = _school_pupils(inputs, pupils)
    large = _is_large(inputs, by_stage)
    counted: Ints = (by_stage[large] > 0).sum(axis=0)
    counted[[s for s in range(len(STAGES)) if s not in COMPULSORY]] = 0
    return counted


def _surplus(inputs: Inputs, pupils: Ints, places: Ints) -> Ints:
    """Add up, by stage, usable places less the operating margin less pupils, where positive."""
    district = inputs.district
    seats = np.zeros((district.n_campuses, len(STAGES)), dtype=np.int64)
    np.add.at(seats, district.pool_campus, places)
    here = np.zeros_like(seats)
    for grade in range(N_GRADES):
        here[:, _STAGE[grade]] += pupils[:, grade]
    public = district.campus_public
    by_school = np.zeros((2, len(district.school_ids), len(STAGES)), dtype=np.int64)
    for index, number in enumerate((seats, here)):
        np.add.at(by_school[index], district.campus_school[public], number[public])
    usable = np.floor(by_school[0] * (1 - inputs.norms.operating_margin) + 1e-9).astype(np.int64)
    left = np.maximum(usable - by_school[1], 0)
    total: Ints = left.sum(axis=0)
    return total


def _distances(inputs: Inputs, flows: Columns) -> tuple[Floats, Floats, Floats]:
    """Add up pupil-metres, pupils within reach and pupils, by stage, over public campuses."""
    district, norms = inputs.district, inputs.norms
    zone, campus = flows["zone"].astype(np.int64), flows["campus"].astype(np.int64)
    counted = (zone < district.n_zones) & district.campus_public[campus]
    zone, stage = zone[counted], flows["stage"][counted].astype(np.int64)
    pupils = flows["pupils"][counted].astype(np.float64)
    metres = flows["distance_m"][counted].astype(np.float64)
    reach = np.where(
        district.zone_urban[zone], norms.reach_urban_m[stage], norms.reach_rural_m[stage]
    )
    size = len(STAGES)

    def added(weights: Floats) -> Floats:
        return np.bincount(stage, weights=weights, minlength=size).astype(np.float64)

    return added(pupils * metres), added(pupils * (metres <= reach)), added(pupils)


def _large(state: State, threshold: int) -> Ints:
    """Count, (C, G), the classes of at least ``threshold`` pupils; preschool has none."""
    number: Ints = (state.sizes >= threshold).sum(axis=2)
    number[:, _STAGE == 0] = 0
    return number
