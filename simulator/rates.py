"""Which shares of children, pupils and places do plans promise: gross rate, public, inclusive?"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator.indicators import RATE_PARTS
from simulator.state import Inputs, State, purchased_here
from simulator.vocabulary import (
    COMPULSORY,
    ELSEWHERE,
    FIRST_GRADE_AGE,
    GRADES_OF_STAGE,
    NOT_ENROLLED,
    PRIVATE,
    PURCHASED,
    STAGE_OF_GRADE,
    STAGES,
    UNPLACED,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]

_STAGE = np.array(STAGE_OF_GRADE)
_P1, _J3 = GRADES_OF_STAGE[1][0], GRADES_OF_STAGE[2][-1]
GROUPS: Final = (*((stage,) for stage in range(len(STAGES))), COMPULSORY, tuple(range(len(STAGES))))
"""Stages of each scope: the stages, then ``compulsory`` and ``all``."""
NINE_YEARS: Final = 8
"""Years from the first grade to the ninth."""


def rates(state: State, inputs: Inputs) -> Columns:
    """Work out the rates of one census, one row for each scope; NaN where not known.

    - ``gross_rate``: pupils of the stage at schools here, whatever their age or home ÷ children
      of the stage who live here (毛入学率, note of the ministry's annual bulletin);
    - ``public_share``, ``inclusive_share``: of these pupils, those at public, and at public or
      recognised campuses;
    - ``public_place_share``, ``inclusive_place_share``: the same of the usable places of listed
      schools;
    - ``private_share``: those at private schools, purchased places not counted among them;
    - ``migrant_public_share``: of the migrant children at schools here, those at public schools
      or on a purchased place (教督〔2017〕6号, 政府保障15);
    - ``retention``: pupils of the ninth grade ÷ the first-grade roll eight years before (九年义务
      教育巩固率), compulsory scope only.
    """
    district, roll = inputs.district, state.roll
    inclusive = district.inclusive_in(state.year)
    pupils = {
        kind: _by_stage(_at(state, chosen))
        for kind, chosen in (
            ("public", district.campus_public),
            ("inclusive", inclusive),
            ("listed", np.ones(district.n_campuses, dtype=bool)),
        )
    }
    by_sink = roll.by_destination()
    private_sink = _by_stage(by_sink[roll.sink(PRIVATE)][None])
    bought_sink = _by_stage(by_sink[roll.sink(PURCHASED)][None])
    held = purchased_here(state, district)
    bought_here = np.zeros(len(STAGES), dtype=np.int64)
    np.add.at(bought_here, _STAGE[held.grade], held.count)
    here = pupils["listed"] + private_sink + bought_sink
    private = pupils["listed"] - pupils["public"] - bought_here + private_sink
    children = np.array(
        [state.people[:-1, [g + FIRST_GRADE_AGE for g in grades]].sum()
         for grades in GRADES_OF_STAGE]
    )  # fmt: skip
    places = {
        kind: _places(state, inputs, chosen)
        for kind, chosen in (
            ("public", district.campus_public),
            ("inclusive", inclusive),
            ("listed", np.ones(district.n_campuses, dtype=bool)),
        )
    }
    migrants_public, migrants_here = _migrants(state, inputs)
    modelled = district.stages
    table: Columns = {"stage": np.arange(len(GROUPS))}
    for name, number in (
        ("children", children),
        ("pupils_here", here),
        ("pupils_public", pupils["public"]),
        ("pupils_inclusive", pupils["inclusive"]),
        ("pupils_private", private),
        ("places_listed", places["listed"]),
        ("places_public", places["public"]),
        ("places_inclusive", places["inclusive"]),
        ("migrants_here", migrants_here),
        ("migrants_public", migrants_public),
    ):
        table[name] = _scoped(number, modelled)
    table["ninth_grade"], table["first_grade_then"] = _retained(state, inputs)
    for name, (part, whole) in RATE_PARTS.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            share = table[part] / table[whole]
        table[name] = np.where(table[whole] > 0, share, np.nan)
    return table


def first_graders(state: State) -> int:
    """Count the pupils of the first grade at schools here, on the day of the census."""
    return _enrolled(state, _P1)


def _retained(state: State, inputs: Inputs) -> tuple[Floats, Floats]:
    """Count the ninth grade and the first-grade roll eight years before, at ``compulsory``."""
    now, then = np.full(len(GROUPS), np.nan), np.full(len(GROUPS), np.nan)
    if inputs.district.stages[list(COMPULSORY)].all():
        row = len(STAGES)
        now[row] = _enrolled(state, _J3)
        then[row] = state.first_grade_rolls.get(state.year - NINE_YEARS, np.nan)
    return now, then


def _enrolled(state: State, grade: int) -> int:
    """Count the pupils of a grade at schools here, listed or not."""
    by_destination = state.roll.by_destination()[:, grade]
    sinks = [state.roll.sink(sink) for sink in (PRIVATE, PURCHASED)]
    return int(by_destination[: state.roll.campuses].sum() + by_destination[sinks].sum())


def _at(state: State, chosen: NDArray[np.bool_]) -> Ints:
    """Return (C, G) pupils at the campuses chosen."""
    return state.roll.at_campuses() * chosen[:, None]


def _by_stage(cells: Ints) -> Ints:
    """Add up a (…, G) table by stage."""
    total = np.zeros(len(STAGES), dtype=np.int64)
    np.add.at(total, _STAGE, cells.sum(axis=0))
    return total


def _places(state: State, inputs: Inputs, chosen: NDArray[np.bool_]) -> Ints:
    """Return (S,) usable places of the open campuses chosen, private ones included."""
    district = inputs.district
    if state.offers is None:
        raise ValueError("places are counted after they are offered")
    of_pool = (chosen & state.open)[district.pool_campus]
    made = capacity.places(state.offers.rooms_by_stage, inputs.norms, district)
    total: Ints = made[of_pool].sum(axis=0)
    return total


def _migrants(state: State, inputs: Inputs) -> tuple[Ints, Ints]:
    """Return (S,) migrant children at public schools or purchased places, and at schools here."""
    district, roll = inputs.district, state.roll
    away = [roll.sink(sink) for sink in (ELSEWHERE, NOT_ENROLLED, UNPLACED)]
    inside = (roll.zone < district.n_zones) & ~np.isin(roll.destination, away)
    public = np.zeros(roll.destinations, dtype=bool)
    public[: roll.campuses] = district.campus_public
    public[roll.sink(PURCHASED)] = True
    migrants = roll.counts[:, :, 1].astype(np.int64)
    here = _by_stage(migrants[inside])
    at_public = _by_stage(migrants[inside & public[roll.destination]])
    held = purchased_here(state, district)
    bought = (held.residence == 1) & (held.zone < district.n_zones)
    np.add.at(at_public, _STAGE[held.grade[bought]], held.count[bought])
    return at_public, here


def _scoped(number: Ints, modelled: NDArray[np.bool_]) -> Floats:
    """Add up (S,) over the modelled stages of each scope; NaN where none is."""
    found = np.full(len(GROUPS), np.nan)
    for row, group in enumerate(GROUPS):
        stages = [stage for stage in group if modelled[stage]]
        if stages:
            found[row] = number[stages].sum()
    return found
