"""How much land do the schools hold, does it suffice by the norm, and where did it come and go?

Land is held in parcels: the site of each campus of the opening, and what each accepted project
adds. A parcel keeps its area, known or not, while schools merge and close.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.accounts import step_value
from simulator.district import AccountNorms, Closure, District
from simulator.state import Census, Inputs, State
from simulator.vocabulary import COMPULSORY, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]

WHOLE: Final = -1
"""Town of the rows of the land account that add up all towns."""
OPENING: Final = -1
"""Project of the parcels that are there at the opening."""

_STAGE = np.array(STAGE_OF_GRADE)


def parcels(state: State, inputs: Inputs) -> Columns:
    """List the parcels of school land: where they lie, who holds them, of what area.

    ``campus`` is the campus a parcel was acquired for, ``holder`` the one that uses it or, where
    that is closed, used it last (``used`` is then false); ``gone`` parcels were released this year
    and are left out of the next.
    """
    district, before = inputs.district, state.census
    if before is None:
        campus = np.flatnonzero(state.open)
        holdings = district.holdings
        area = np.full(campus.size, np.nan) if holdings is None else holdings.site_m2[campus]
        return _listed(campus, campus, np.full(campus.size, OPENING), area)
    held = before.rows["parcels"]
    kept = ~held["gone"]
    was_open = np.zeros(district.n_campuses, dtype=bool)
    was_open[before.rows["campuses"]["campus"]] = True
    new = _new_projects(state, district, was_open)
    built = [district.projects[index] for index in new]
    for_campus = np.array([project.campus for project in built], dtype=np.int64)
    was_open[for_campus] = True
    area = np.array(
        [np.nan if p.site_area_m2 is None else np.floor(p.site_area_m2 + 0.5) for p in built]
    )
    listed = _listed(
        np.concatenate([held["campus"][kept], for_campus]),
        np.concatenate([held["holder"][kept], for_campus]),
        np.concatenate([held["project"][kept], np.array(new, dtype=np.int64)]),
        np.concatenate([held["area"][kept], area]),
    )
    listed["used"][: int(kept.sum())] = held["used"][kept]
    for closure in _closed_now(state, district, was_open):
        here = listed["used"] & (listed["holder"] == closure.campus)
        if closure.released:
            listed["gone"] |= here
        elif closure.merged and closure.receiver is not None:
            listed["holder"][here] = closure.receiver
        else:
            listed["used"][here] = False
    listed["used"] &= ~listed["gone"]
    return listed


def land(state: State, inputs: Inputs, held: Columns, places: Ints) -> Columns:
    """One row for each campus that holds land: its area against its places and the norm.

    Usable ``places``, (P, S). The area is unknown where that of one parcel is.
    """
    district, norms = inputs.district, inputs.norms.accounts
    here = ~held["gone"]
    campus, used = held["holder"][here], held["used"][here]
    area = held["area"][here]
    count = district.n_campuses
    known = np.bincount(campus, weights=np.nan_to_num(area), minlength=count).astype(float)
    unknown = np.bincount(campus, weights=np.isnan(area), minlength=count).astype(np.int64)
    holders = np.unique(campus)
    in_use = np.zeros(count, dtype=bool)
    in_use[campus[used]] = True
    site = np.where(unknown > 0, np.nan, known)
    seats = np.zeros((count, len(STAGES)), dtype=np.int64)
    np.add.at(seats, district.pool_campus, places)
    rooms = np.zeros_like(seats)
    if state.offers is not None:
        np.add.at(rooms, district.pool_campus, state.offers.rooms_by_stage)
    number = np.where(state.open & district.campus_public, seats.sum(axis=1), np.nan)
    wanted = _wanted(norms, seats, rooms) if norms is not None else np.full(count, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(number > 0, site / number, np.nan)
        norm = np.where(number > 0, wanted / number, np.nan)
    short = np.where(number > 0, np.maximum(np.ceil(wanted - 1e-6) - site, 0), np.nan)
    return {
        "campus": holders,
        "stages": _stages_taught(district)[holders],
        "in_use": in_use[holders],
        "site_area_m2": site[holders],
        "known_area_m2": known[holders],
        "sites_unknown": unknown[holders],
        "places": number[holders],
        "m2_per_place": each[holders],
        "norm_m2_per_place": norm[holders],
        "short_m2": short[holders],
    }


def land_account(state: State, district: District, held: Columns) -> Columns:
    """One row for each town, and one for all: opening + added − released = closing, square metres.

    Only known areas are added up; unknown ones are counted. The opening year has a closing alone.
    """
    before = state.census
    towns = len(district.town_ids)
    town = district.campus_town[held["campus"]]
    known, unknown = np.nan_to_num(held["area"]), np.isnan(held["area"])
    is_new = np.zeros(town.size, dtype=bool)
    is_new[_carried(before) :] = before is not None
    gone = held["gone"]

    def by_town(amount: NDArray[Any], chosen: Bools) -> Floats:
        total = np.bincount(town[chosen], weights=amount[chosen], minlength=towns)
        return np.append(total, total.sum()).astype(np.float64)

    one = np.ones(town.size)
    nothing = np.full(towns + 1, np.nan)
    moved = is_new | gone
    return {
        "town": np.append(np.arange(towns), WHOLE),
        "opening_m2": nothing if before is None else by_town(known, ~is_new),
        "added_m2": nothing if before is None else by_town(known, is_new),
        "released_m2": nothing if before is None else by_town(known, gone),
        "closing_m2": by_town(known, ~gone),
        "sites": by_town(one, ~gone),
        "sites_unknown": by_town(one, ~gone & unknown),
        "changes_unknown": nothing if before is None else by_town(one, moved & unknown),
    }


def _listed(campus: Ints, holder: Ints, project: Ints, area: Floats) -> Columns:
    """Put parcels together, all of them used."""
    return {
        "campus": campus,
        "holder": holder.copy(),
        "project": project,
        "area": area.astype(np.float64),
        "used": np.ones(campus.size, dtype=bool),
        "gone": np.zeros(campus.size, dtype=bool),
    }


def _carried(before: Census | None) -> int:
    """Count the parcels that are carried over from the census before."""
    return 0 if before is None else int((~before.rows["parcels"]["gone"]).sum())


def _new_projects(state: State, district: District, was_open: Bools) -> list[int]:
    """List the projects of this September that bring land, known or not.

    An extension brings land where it states some, unless its campus is closed already.
    """
    due = [index for index, year in state.accepted.items() if year == state.year]
    built = {
        district.projects[index].campus for index in due if district.projects[index].new_campus
    }
    found = []
    for index in sorted(due):
        project = district.projects[index]
        there = was_open[project.campus] or project.campus in built
        if project.new_campus or (there and project.site_area_m2):
            found.append(index)
    return found


def _closed_now(state: State, district: District, was_open: Bools) -> list[Closure]:
    """List the closures of this September in the order in which they take effect."""
    return [
        closure
        for closure in district.endings
        if closure.id in state.done and was_open[closure.campus] and not state.open[closure.campus]
    ]


def _wanted(norms: AccountNorms, places: Ints, rooms: Ints) -> Floats:
    """Return (C,) square metres by the norm: places × norm of each stage and its size.

    A campus with the two compulsory stages alone is a nine-year school; it has one norm and size.
    """
    steps = norms.site_m2_per_place
    each = np.stack(
        [step_value(steps.get(stage, ()), rooms[:, s]) for s, stage in enumerate(STAGES)], axis=1
    )
    by_stage = np.where(places > 0, places * each, 0.0).sum(axis=1)
    compulsory = list(COMPULSORY)
    others = [s for s in range(len(STAGES)) if s not in COMPULSORY]
    nine_year = (places[:, compulsory] > 0).all(axis=1) & (places[:, others] == 0).all(axis=1)
    whole = places.sum(axis=1) * step_value(steps.get("nine_year", ()), rooms.sum(axis=1))
    return np.asarray(np.where(nine_year, whole, by_stage))


def _stages_taught(district: District) -> NDArray[Any]:
    """Return (C,) the stages a campus has rooms for at some time: ``primary+junior``."""
    joined = [
        "+".join(STAGES[s] for s in np.unique(_STAGE[row >= 0]).tolist())
        for row in district.pool_of
    ]
    return np.array(joined, dtype=object)
