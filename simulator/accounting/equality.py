"""How equally are the public schools of a stage equipped (差异系数)?

Weighted by pupils, over the seven resources of the standard where the campuses state them, and over
land, classrooms and staff, which a run knows by itself.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.staff import in_post_by_unit
from simulator.accounts import difference_coefficient
from simulator.state import Inputs, State
from simulator.vocabulary import (
    COMPARED,
    COMPULSORY,
    N_GRADES,
    RESOURCES,
    STAGE_OF_GRADE,
    STAGES,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]

MEASURES: Final = tuple(COMPARED)

_STAGE = np.array(STAGE_OF_GRADE)


def differences(state: State, inputs: Inputs, held: Columns, pupils: Ints) -> Columns:
    """One row for each modelled compulsory stage and measure; unknown where one school's is.

    A school is a public legal unit; its pupils of all stages share what it has, so its ratio is the
    same in each. Campuses below the smallest number of pupils do not count.
    """
    district, norms = inputs.district, inputs.norms.accounts
    stages = [s for s in COMPULSORY if district.stages[s]] if norms is not None else []
    rows: dict[str, list[Any]] = {
        name: [] for name in ("stage", "measure", "schools", "mean", "deviation", "coefficient",
                              "limit")
    }  # fmt: skip
    if norms is not None and stages:
        counted = district.campus_public & (pupils.sum(axis=1) >= norms.difference_smallest)
        here = pupils * counted[:, None]
        unit = np.zeros((len(district.school_ids), len(STAGES)), dtype=np.int64)
        for grade in range(N_GRADES):
            np.add.at(unit[:, _STAGE[grade]], district.campus_school, here[:, grade])
        whole = unit.sum(axis=1)
        amounts = resources_of(state, inputs, held, counted)
        for s in stages:
            some = unit[:, s] > 0
            for place, name in enumerate(MEASURES):
                ratio = amounts[place, some] / whole[some] * COMPARED[name][2]
                number, mean = difference_coefficient(ratio * unit[some, s], unit[some, s])
                rows["stage"].append(s)
                rows["measure"].append(name)
                rows["schools"].append(int(some.sum()))
                rows["mean"].append(mean)
                rows["deviation"].append(number * mean)
                rows["coefficient"].append(number)
                rows["limit"].append(norms.difference_max[s])
    kinds = {"stage": np.int64, "measure": object, "schools": np.int64}
    return {name: np.array(column, dtype=kinds.get(name, float)) for name, column in rows.items()}


def resources_of(state: State, inputs: Inputs, held: Columns, counted: NDArray[np.bool_]) -> Floats:
    """Return (measures, units) what the counted campuses of each unit have; NaN: not known.

    What a campus stated at the opening holds until a project or a merger changes it.
    """
    district = inputs.district
    holdings = district.holdings
    campuses = np.flatnonzero(counted)
    changed = np.zeros(district.n_campuses, dtype=bool)
    changed[[district.projects[index].campus for index in state.accepted]] = True
    for closure in district.closures:
        if closure.id in state.done and closure.receiver is not None:
            changed[closure.receiver] = True
    per_campus = np.full((len(MEASURES), district.n_campuses), np.nan)
    if holdings is not None:
        for place, name in enumerate(RESOURCES):
            per_campus[place] = np.where(changed, np.nan, holdings.resources[name])
    now = ~held["gone"]
    site = np.bincount(
        held["holder"][now], weights=held["area"][now], minlength=district.n_campuses
    ).astype(np.float64)
    # A school that still teaches at a transition site has no land of its own yet.
    site[~np.isin(np.arange(district.n_campuses), held["holder"][now])] = np.nan
    per_campus[MEASURES.index("site_m2")] = site
    rooms = np.bincount(district.pool_campus, weights=state.rooms, minlength=district.n_campuses)
    per_campus[MEASURES.index("rooms")] = rooms
    total = np.zeros((len(MEASURES), len(district.school_ids)))
    for place in range(len(MEASURES)):
        np.add.at(total[place], district.campus_school[campuses], per_campus[place, campuses])
    total[MEASURES.index("staff")] = in_post_by_unit(state, district)
    return total
