"""Does every table of the census add up again from the state?

Each column is worked out a second time, from the roll, the classes and the rooms, or from another
table; never by the code that made it.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator.checking.borrowedchecks import check_inclusive, check_specialist
from simulator.checking.equations import ConservationError, by_pool, equal, rows, zone_names
from simulator.checking.ratechecks import check_rates
from simulator.state import Census, Inputs, State
from simulator.vocabulary import (
    COMPULSORY,
    ELSEWHERE,
    FIRST_GRADE_AGE,
    FIRST_GRADES,
    GRADES,
    N_GRADES,
    NOT_ENROLLED,
    PRIVATE,
    PURCHASED,
    RESIDENCES,
    STAGE_OF_GRADE,
    STAGES,
    UNPLACED,
)
from simulator.year_sums import ADMISSION_MEASURES

Ints = NDArray[np.int64]

_STAGE = np.array(STAGE_OF_GRADE)
_UNKNOWN = -1
"""Stands for a measure that is not computed."""


def check_tables(state: State, inputs: Inputs) -> None:
    """Re-sum every table of the census from the state.

    Raises
    ------
    ConservationError
        A column does not add up; with both sides.
    """
    census = state.census
    if census is None:
        raise ConservationError(f"{state.year}: tables: no census ≠ one census")
    _check_enrolment(state, inputs, census)
    _check_capacity(state, inputs, census)
    _check_flows(state, inputs, census)
    _check_balance(state, inputs, census)
    _check_classes(state, inputs, census)
    _check_catchments(state, inputs, census)
    _check_admissions(state, inputs, census)
    _check_areas(state, inputs, census)
    _check_cohorts(state, inputs, census)
    check_rates(state, inputs, census)
    _check_years(state, inputs, census)


def _check_enrolment(state: State, inputs: Inputs, census: Census) -> None:
    """Check pupils, classes, largest classes and boarders by campus and grade, and campuses."""
    district, table = inputs.district, census.rows["enrolment"]
    cells = (district.campus_ids, GRADES)
    pupils = np.zeros_like(state.classes)
    here = state.roll.destination < district.n_campuses
    campus, count = state.roll.destination[here], state.roll.counts[here]
    for residence in range(count.shape[2]):
        np.add.at(pupils, campus, count[:, :, residence])
    boarders = np.floor(pupils * district.boarder_share + 0.5).astype(np.int64)
    # A grade that is run down has no row, though those taught with it still have a class.
    shown = (state.taught & state.open[:, None]) | (pupils > 0) | (state.classes > 0)
    largest = np.take_along_axis(state.sizes.max(axis=2), district.class_grade, 1)
    for name, expected in (
        ("pupils", pupils),
        ("classes", state.classes),
        ("max_class_size", np.where(shown, largest, 0)),
        ("boarders", boarders),
    ):
        found = np.zeros_like(pupils)
        np.add.at(found, (table["campus"], table["grade"]), table[name])
        equal(state.year, f"tables: enrolment {name}", found, expected, cells)
    lines = rows(table["stage"].size)
    equal(state.year, "tables: enrolment stage", table["stage"], _STAGE[table["grade"]], lines)
    campuses = census.rows["campuses"]
    open_ones = np.flatnonzero(state.open)
    equal(state.year, "tables: campuses", campuses["campus"], open_ones, rows(open_ones.size))
    beds = state.beds[open_ones]
    equal(state.year, "tables: campuses beds", campuses["beds"], beds, rows(beds.size))
    in_beds = np.minimum(boarders.sum(axis=1), state.beds)[open_ones]
    equal(state.year, "tables: campuses boarders", campuses["boarders"], in_beds, rows(beds.size))
    seats = np.zeros(district.n_campuses, dtype=np.int64)
    made = census.rows["capacity"]
    np.add.at(seats, district.pool_campus[made["pool"]], made["places"])
    taken = np.rint(np.nan_to_num(campuses["utilisation"]) * seats[open_ones]).astype(np.int64)
    check_inclusive(state, inputs, census)
    expected = np.where(seats > 0, pupils.sum(axis=1), 0)[open_ones]
    equal(state.year, "tables: utilisation × places", taken, expected, rows(beds.size))


def _check_capacity(state: State, inputs: Inputs, census: Census) -> None:
    """Check rooms and places by pool and stage."""
    district, table, year = inputs.district, census.rows["capacity"], state.year
    standing = state.open[district.pool_campus]
    for name, expected in (
        ("rooms_ordinary", state.rooms),
        ("rooms_borrowed", state.borrowed),
        ("rooms_temporary", state.temporary),
        ("places_design", np.nan_to_num(district.pool_design)),
        ("places_approved", np.nan_to_num(district.pool_approved)),
    ):
        found = np.zeros(len(district.pool_ids))
        np.add.at(found, table["pool"], np.nan_to_num(table[name].astype(np.float64)))
        due = np.where(standing, expected, 0).astype(np.float64)
        equal(year, f"tables: capacity {name}", found, due, (district.pool_ids,))
    check_specialist(state, inputs, census)
    public = district.campus_public[district.pool_campus[table["pool"]]]
    norm = capacity.stage_norm(inputs.norms)[table["stage"]]
    special = district.campus_special[district.pool_campus[table["pool"]]]
    norm = np.where(special, inputs.norms.special_class, norm)
    places = np.where(public, table["rooms_ordinary"] * norm, 0)
    lines = rows(places.size)
    equal(year, "tables: places = rooms × norm", table["places"], places, lines)
    taught = np.zeros((len(district.pool_ids), len(STAGES)), dtype=np.int64)
    for campus, grade in np.argwhere(state.taught & (district.pool_of >= 0)).tolist():
        taught[district.pool_of[campus, grade], _STAGE[grade]] += 1
    grades = np.maximum(by_pool(np.ones_like(district.pool_of), district), 1)
    each = -(-state.rooms // grades)
    part = (taught * each[:, None])[table["pool"], table["stage"]] * norm
    filling = state.filling[table["pool"]]
    open_now = np.where(filling, np.minimum(np.where(public, part, 0), places), places)
    equal(year, "tables: places open", table["places_open"], open_now, lines)


def _check_flows(state: State, inputs: Inputs, census: Census) -> None:
    """Check pupils, redirected children and metres by stage, zone and campus."""
    district, table, roll = inputs.district, census.rows["flows"], state.roll
    zones = district.n_zones + 1
    width = zones * roll.destinations
    cell = table["stage"] * width + table["zone"] * roll.destinations + table["campus"]
    arc, grade, residence = np.nonzero(roll.counts)
    kept = roll.destination[arc] < roll.campuses
    arc, grade, residence = arc[kept], grade[kept], residence[kept]
    due = _STAGE[grade] * width + roll.keys[arc]
    cells = np.union1d(cell, due)
    found = np.zeros(cells.size, dtype=np.int64)
    np.add.at(found, np.searchsorted(cells, cell), table["pupils"])
    expected = np.zeros_like(found)
    np.add.at(expected, np.searchsorted(cells, due), roll.counts[arc, grade, residence])
    equal(state.year, "tables: flows pupils", found, expected, rows(cells.size))
    moves, away = state.placed, state.redirected
    due = _STAGE[moves.grade[away]] * width + moves.zone[away] * roll.destinations
    due = due + moves.target[away]
    expected = np.zeros_like(found)
    np.add.at(expected, np.searchsorted(cells, due), moves.count[away])
    found = np.zeros_like(found)
    np.add.at(found, np.searchsorted(cells, cell), table["redirected"])
    equal(state.year, "tables: flows redirected", found, expected, rows(cells.size))
    inside = table["zone"] < district.n_zones
    metres = district.distance_m[table["zone"][inside], table["campus"][inside]]
    lines = rows(metres.size)
    equal(state.year, "tables: flows metres", table["distance_m"][inside], metres, lines)


def _check_balance(state: State, inputs: Inputs, census: Census) -> None:
    """Check children by zone, stage and residence, and where they are."""
    district, table, roll = inputs.district, census.rows["balance"], state.roll
    sink = district.n_campuses
    kind = np.empty(roll.destinations, dtype=object)
    kind[:sink] = np.where(district.campus_public, "pupils_public", "pupils_private")
    kind[sink + PRIVATE], kind[sink + PURCHASED] = "pupils_private", "purchased"
    kind[sink + ELSEWHERE], kind[sink + NOT_ENROLLED] = "elsewhere", "not_enrolled"
    kind[sink + UNPLACED] = "unplaced"
    shape = (district.n_zones + 1, len(STAGES), len(RESIDENCES))
    names = (zone_names(district), STAGES, RESIDENCES)
    modelled = district.stages[None, :, None]
    expected = {
        name: np.zeros(shape, dtype=np.int64)
        for name in ("children", "pupils_public", "pupils_private", "purchased", "elsewhere",
                     "not_enrolled", "unplaced", "redirected", "entrants")
    }  # fmt: skip
    for grade in range(N_GRADES):
        expected["children"][:, _STAGE[grade]] += state.people[:, grade + FIRST_GRADE_AGE]
    arc, grade_of, residence = np.nonzero(roll.counts)
    count, kind_of = roll.counts[arc, grade_of, residence], kind[roll.destination[arc]]
    for name in set(kind.tolist()) - {None}:
        here = kind_of == name
        place = (roll.zone[arc[here]], _STAGE[grade_of[here]], residence[here])
        np.add.at(expected[name], place, count[here])
    held = state.held
    private = ~district.campus_public[held.target]
    place = (held.zone[private], _STAGE[held.grade[private]], held.residence[private])
    np.add.at(expected["purchased"], place, held.count[private])
    np.subtract.at(expected["pupils_private"], place, held.count[private])
    here = np.zeros(held.count.size, dtype=np.int64)
    for row in range(held.count.size):
        arc_of = roll.keys == held.zone[row] * roll.destinations + held.target[row]
        here[row] = roll.counts[arc_of, held.grade[row], held.residence[row]].sum()
    over = np.maximum(held.count - here, 0)
    what = "tables: purchased places held by pupils on the roll"
    equal(state.year, what, over, np.zeros_like(over), rows(over.size, "place"))
    placed = state.placed
    for name, chosen in (("redirected", state.redirected), ("entrants", placed.target < sink)):
        place = (placed.zone[chosen], _STAGE[placed.grade[chosen]], placed.residence[chosen])
        np.add.at(expected[name], place, placed.count[chosen])
    for name, due in expected.items():
        found = np.zeros(shape, dtype=np.int64)
        np.add.at(found, (table["zone"], table["stage"], table["residence"]), table[name])
        equal(state.year, f"tables: balance {name}", found, np.where(modelled, due, 0), names)


def _check_classes(state: State, inputs: Inputs, census: Census) -> None:
    """Check the number of classes of each size, by stage."""
    counted: Counter[tuple[int, int]] = Counter()
    public = np.flatnonzero(inputs.district.campus_public)
    for grade in range(N_GRADES):
        slots = np.arange(state.sizes.shape[2]) < state.classes[public, grade, None]
        size, number = np.unique(state.sizes[public, grade][slots], return_counts=True)
        for s, n in zip(size.tolist(), number.tolist(), strict=True):
            counted[(int(_STAGE[grade]), s)] += n
    table = census.rows["class_sizes"]
    cells = sorted(
        set(counted) | set(zip(table["stage"].tolist(), table["size"].tolist(), strict=True))
    )
    found: Counter[tuple[int, int]] = Counter()
    for stage, size, number in zip(
        table["stage"].tolist(), table["size"].tolist(), table["classes"].tolist(), strict=True
    ):
        found[(stage, size)] += number
    names = (tuple(f"{STAGES[s]} of {size}" for s, size in cells),)
    left, right = (np.array([c[cell] for cell in cells], dtype=np.int64) for c in (found, counted))
    equal(state.year, "tables: class sizes", left, right, names)


def _check_catchments(state: State, inputs: Inputs, census: Census) -> None:
    """Check the catchments listed against those in force."""
    table = census.rows["catchments"]
    for stage in np.flatnonzero(inputs.district.stages).tolist():
        here = table["stage"] == stage
        for name in ("zone", "campus", "assumed"):
            due = getattr(state.catchments[stage], name)
            what = f"tables: catchments of {STAGES[stage]}, {name}"
            equal(state.year, what, table[name][here], due, rows(due.size))


def _check_admissions(state: State, inputs: Inputs, census: Census) -> None:
    """Check plans, seats, own children and placements by campus and first grade."""
    district, table, offers = inputs.district, census.rows["admissions"], state.offers
    assert offers is not None
    cells = (district.campus_ids, GRADES)
    first = np.array([district.stages[_STAGE[g]] and g in FIRST_GRADES for g in range(N_GRADES)])
    moves = state.placed
    due = {
        "classes_planned": offers.planned,
        "seats": offers.norm,
        "own_children": offers.demand,
        "placed_own": np.zeros_like(offers.norm),
        "placed_redirected": np.zeros_like(offers.norm),
    }
    for target, grade, count, away in zip(
        moves.target.tolist(), moves.grade.tolist(), moves.count.tolist(),
        state.redirected.tolist(), strict=True,
    ):  # fmt: skip
        if target < district.n_campuses:
            due["placed_redirected" if away else "placed_own"][target, grade] += count
    own = np.array([rule != "score_quota" for rule in inputs.rules.admission])[_STAGE]
    own = own & (district.campus_public & ~district.campus_special)[:, None]
    own &= ~district.campus_vocational[:, None]
    due["own_children"] = np.where(own, offers.demand, 0)
    known = own[table["campus"], table["grade"]]
    said = ~np.isnan(table["own_children"].astype(float))
    equal(state.year, "tables: admissions own_children known", said, known, rows(known.size))
    for name, expected in due.items():
        found = np.zeros_like(expected)
        values = np.nan_to_num(table[name].astype(float)).astype(np.int64)
        np.add.at(found, (table["campus"], table["grade"]), values)
        equal(state.year, f"tables: admissions {name}", found, expected * first, cells)
    opened = state.classes[table["campus"], table["grade"]]
    equal(state.year, "tables: admissions classes", table["classes"], opened, rows(opened.size))


def _check_areas(state: State, inputs: Inputs, census: Census) -> None:
    """Check children, places and shortfall by town, cluster and catchment."""
    district, gap = inputs.district, state.gap
    assert gap is not None
    table, stages = census.rows["areas"], np.flatnonzero(district.stages)
    areas = (*district.town_ids, *district.cluster_ids, "district", *district.campus_ids)
    for name, towns, catchments in (
        ("children", gap.area_children, gap.catchment_children),
        ("places_open", gap.area_places, gap.catchment_places),
        ("shortfall", gap.area, gap.catchment),
    ):
        due = np.zeros((len(areas), len(STAGES)), dtype=np.int64)
        due[:, stages] = np.vstack([towns, catchments])[:, stages]
        found = np.zeros_like(due)
        np.add.at(found, (table["area"], table["stage"]), table[name])
        equal(state.year, f"tables: areas {name}", found, due, (areas, STAGES))


def _check_cohorts(state: State, inputs: Inputs, census: Census) -> None:
    """Check children and public pupils by age."""
    table, enrolment = census.rows["cohorts"], census.rows["enrolment"]
    ages = (tuple(f"age {age}" for age in table["age"].tolist()),)
    inside = np.delete(state.people, -1, axis=0).sum(axis=2)
    equal(state.year, "tables: cohorts", table["children"], inside.sum(axis=0), ages)
    pupils = np.zeros(table["age"].size, dtype=np.int64)
    public = inputs.district.campus_public[enrolment["campus"]]
    np.add.at(pupils, enrolment["grade"][public] + FIRST_GRADE_AGE, enrolment["pupils"][public])
    equal(state.year, "tables: cohorts pupils", table["pupils_public"], pupils, ages)


def _check_years(state: State, inputs: Inputs, census: Census) -> None:
    """Check the yearly figures against the other tables."""
    district, norms = inputs.district, inputs.norms
    tables, years = census.rows, census.rows["years"]
    stages = len(STAGES)
    assert state.gap is not None

    def total(table: str, column: str, chosen: NDArray[np.bool_] | None = None) -> Ints:
        rows_ = tables[table]
        kept = np.ones(rows_["stage"].size, dtype=bool) if chosen is None else chosen
        added = np.zeros(stages, dtype=np.int64)
        np.add.at(added, rows_["stage"][kept], rows_[column][kept])
        return added

    enrolment, sizes = tables["enrolment"], tables["class_sizes"]
    public = district.campus_public[enrolment["campus"]]
    above = sizes["stage"] > 0
    by_school = np.zeros((len(district.school_ids), stages), dtype=np.int64)
    school = district.campus_school[enrolment["campus"]]
    np.add.at(by_school, (school[public], enrolment["stage"][public]), enrolment["pupils"][public])
    compulsory = by_school[:, list(COMPULSORY)]
    both = (compulsory > 0).all(axis=1)
    bound = np.where(both, norms.large_nine_year_school, norms.large_school)
    large = compulsory.sum(axis=1) > bound
    large_by_stage = np.array(
        [(large & (by_school[:, s] > 0)).sum() if s in COMPULSORY else 0 for s in range(stages)]
    )
    due = {
        "pupils": total("enrolment", "pupils", public),
        "places": total("capacity", "places"),
        "places_open": total("capacity", "places_open"),
        "classes": total("class_sizes", "classes"),
        "large_classes": total(
            "class_sizes", "classes", above & (sizes["size"] >= norms.large_class)
        ),
        "super_large_classes": total(
            "class_sizes", "classes", above & (sizes["size"] >= norms.super_large_class)
        ),
        "classes_46_55": total(
            "class_sizes", "classes", (sizes["size"] >= 46) & (sizes["size"] <= 55)
        ),
        "large_schools": large_by_stage,
        "shortfall": state.gap.area.sum(axis=0),
        "shortfall_catchment": state.gap.catchment.sum(axis=0) + state.gap.nowhere,
        "redirected": total("flows", "redirected"),
        "purchased": total("balance", "purchased"),
        "unplaced": total("balance", "unplaced"),
        "surplus": _surplus(state, inputs, census),
    }  # fmt: skip
    groups = [[s] for s in range(stages)] + [list(COMPULSORY), list(range(stages))]
    scopes = (*STAGES, "compulsory", "all")
    ages = state.people[:-1, FIRST_GRADE_AGE:].sum(axis=(0, 2))
    due["children"] = np.bincount(_STAGE, weights=ages, minlength=stages).astype(np.int64)
    known = np.array([district.stages[group].any() for group in groups])
    for name, by_stage in due.items():
        modelled = by_stage if name == "children" else np.where(district.stages, by_stage, 0)
        expected = np.array([modelled[group].sum() for group in groups])
        if name == "large_schools":
            expected[stages:] = large.sum()
        if name != "children":
            expected = np.where(known, expected, _UNKNOWN)
        if name in ADMISSION_MEASURES and state.year == district.opening_year:
            expected[:] = _UNKNOWN
        found = np.nan_to_num(years[name], nan=_UNKNOWN).astype(np.int64)
        equal(state.year, f"tables: years {name}", found, expected, (scopes,))
    flows = tables["flows"]
    kept = (flows["zone"] < district.n_zones) & district.campus_public[flows["campus"]]
    walked = total("flows", "pupils", kept)
    for row, group in enumerate(groups):
        here = kept & np.isin(flows["stage"], group)
        metres = int((flows["pupils"][here] * flows["distance_m"][here]).sum())
        mean, pupils = float(years["mean_distance_m"][row]), int(walked[group].sum())
        found = round(mean * pupils) if pupils else 0
        equal(
            state.year, "tables: years mean distance × pupils", np.array([found]),
            np.array([metres]), ((scopes[row],),),
        )  # fmt: skip


def _surplus(state: State, inputs: Inputs, census: Census) -> Ints:
    """Work surplus places out again, by stage, school by school."""
    district = inputs.district
    made, enrolment = census.rows["capacity"], census.rows["enrolment"]
    seats: Counter[tuple[int, int]] = Counter()
    for pool, stage, places in zip(
        made["pool"].tolist(), made["stage"].tolist(), made["places"].tolist(), strict=True
    ):
        campus = int(district.pool_campus[pool])
        if district.campus_public[campus]:
            seats[(int(district.campus_school[campus]), stage)] += places
    pupils: Counter[tuple[int, int]] = Counter()
    for campus, stage, number in zip(
        enrolment["campus"].tolist(), enrolment["stage"].tolist(), enrolment["pupils"].tolist(),
        strict=True,
    ):  # fmt: skip
        if district.campus_public[campus]:
            pupils[(int(district.campus_school[campus]), stage)] += number
    total = np.zeros(len(STAGES), dtype=np.int64)
    for (school, stage), places in seats.items():
        usable = int(places * (1 - inputs.norms.operating_margin) + 1e-9)
        total[stage] += max(usable - pupils[(school, stage)], 0)
    return total
