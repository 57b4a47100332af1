"""Do posts, beds and the comparison of schools follow from pupils, classes and norms?

Worked out again, school by school, from the tables of pupils, classes and rooms.
"""

import math
from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from simulator.checking.equations import ConservationError, equal, rows
from simulator.district import AccountNorms, District
from simulator.state import Census, Inputs, State
from simulator.vocabulary import COMPARED, COMPULSORY, GRADES, RESOURCES, STAGES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_UNKNOWN = -1
_SLACK = 1e-9

Cells = dict[tuple[int, int], float]
"""(school, stage) → number."""


def check_staff(state: State, inputs: Inputs) -> None:
    """Check posts and staff of every school, beds, and the coefficients of difference.

    Raises
    ------
    ConservationError
        A figure does not follow; with both sides.
    """
    census, norms = state.census, inputs.norms.accounts
    assert census is not None
    _check_beds(state, inputs, census)
    if norms is None:
        return
    _check_funds(state, inputs, census)
    _check_posts(state, inputs, census, norms)
    _check_differences(state, inputs, census, norms)


def _check_posts(state: State, inputs: Inputs, census: Census, norms: AccountNorms) -> None:
    """Check posts by school and stage, and the staff in post."""
    district, table, year = inputs.district, census.rows["staff"], state.year
    enrolment = census.rows["enrolment"]
    pupils: Counter[tuple[int, int]] = Counter()
    classes: Counter[tuple[int, int]] = Counter()
    for campus, stage, here, number in zip(
        *(enrolment[name].tolist() for name in ("campus", "stage", "pupils", "classes")),
        strict=True,
    ):
        if district.campus_public[campus]:
            pupils[campus, stage] += here
            classes[campus, stage] += number
    per_post, urban = norms.pupils_per_post.tolist(), district.zone_urban[district.campus_zone]
    by_ratio: Cells = defaultdict(float)
    more: Cells = defaultdict(float)
    counted: Counter[tuple[int, int]] = Counter()
    taught: Counter[tuple[int, int]] = Counter()
    for (campus, stage), here in pupils.items():
        school = int(district.campus_school[campus])
        ratio = here / per_post[stage]
        by_class = 0.0
        number = classes[campus, stage]
        compulsory = sum(pupils[campus, s] for s in COMPULSORY)
        rural = not urban[campus]
        if stage == 0:
            each = norms.kindergarten_class_posts
            if number == 1:
                each = norms.kindergarten_single_class_posts
            by_class = each * number
        elif stage in COMPULSORY and rural and compulsory < norms.small_school_pupils:
            by_class = norms.small_school_class_posts * number
        by_ratio[school, stage] += ratio
        more[school, stage] += max(by_class - ratio, 0.0)
        counted[school, stage] += here
        taught[school, stage] += number
    cells = list(zip(table["school"].tolist(), table["stage"].tolist(), strict=True))
    lines = rows(len(cells))
    wanted = {cell for cell, number in counted.items() if number}
    there = np.array([len(wanted - set(cells)), len(cells) - len(set(cells))])
    equal(year, "staff: rows", there, np.zeros_like(there), (("missing", "twice"),))
    for name, numbers in (("pupils", counted), ("classes", taught)):
        expected = np.array([numbers[cell] for cell in cells], dtype=np.int64)
        equal(year, f"staff: {name}", table[name].astype(np.int64), expected, lines)
    for name, parts in (("posts_by_ratio", by_ratio), ("posts_by_class", more)):
        expected = np.array([float(parts[cell]) for cell in cells])
        equal(year, f"staff: {name}", np.round(table[name], 6), np.round(expected, 6), lines)
    posts: Counter[int] = Counter()
    sound: list[bool] = []
    for (school, stage), number in zip(cells, table["posts_needed"].tolist(), strict=True):
        exact = by_ratio[school, stage] + more[school, stage]
        sound.append(math.floor(exact + _SLACK) <= number <= math.ceil(exact - _SLACK))
        posts[school] += number
    equal(year, "staff: posts of a stage", np.array(sound), np.ones(len(sound), bool), lines)
    schools = sorted({school for school, _ in cells})
    due = [
        math.ceil(sum(by_ratio[s, t] + more[s, t] for t in range(len(STAGES))) - _SLACK)
        for s in schools
    ]
    ids = ([district.school_ids[s] for s in schools],)
    equal(year, "staff: whole posts", np.array([posts[s] for s in schools]), np.array(due), ids)
    _check_present(state, inputs, census)
    by_stage = np.zeros(len(STAGES), dtype=np.int64)
    np.add.at(by_stage, table["stage"], table["posts_needed"].astype(np.int64))
    groups = [*([s] for s in range(len(STAGES))), list(COMPULSORY), list(range(len(STAGES)))]
    expected = np.array(
        [
            by_stage[[s for s in group if district.stages[s]]].sum()
            if district.stages[group].any()
            else _UNKNOWN
            for group in groups
        ]
    )
    found = np.nan_to_num(census.rows["years"]["staff_posts_needed"], nan=_UNKNOWN)
    scopes = ((*STAGES, "compulsory", "all"),)
    equal(year, "tables: years staff_posts_needed", found.astype(np.int64), expected, scopes)


def _check_present(state: State, inputs: Inputs, census: Census) -> None:
    """Check the staff in post, and the gap, against those of the opening."""
    district, table = inputs.district, census.rows["staff"]
    found: dict[int, float] = defaultdict(float)
    for school, number in zip(
        table["school"].tolist(), table["staff_present"].tolist(), strict=True
    ):
        found[school] += number
    opening: dict[int, float] = defaultdict(float)
    for campus in np.flatnonzero(district.campus_public).tolist():
        school = int(district.campus_school[campus])
        here = district.holdings.staff[campus] if district.holdings is not None else math.nan
        opening[school] += float(here)
    stays = 1.0 - (district.holdings.retirement_rate if district.holdings is not None else 0.0)
    for _ in range(state.year - district.opening_year):
        opening = {school: number * stays for school, number in opening.items()}
    schools = sorted(school for school in opening if school in found or opening[school] >= 0.5)
    left = np.array([found.get(school, _UNKNOWN) for school in schools], dtype=float)
    right = np.array([opening[school] for school in schools], dtype=float)
    # The nearest whole person; a half may have gone either way in another order of arithmetic.
    near = np.where(np.abs(left - right) <= 0.5 + 1e-6, left, np.floor(right + 0.5))
    ids = ([district.school_ids[school] for school in schools],)
    sides = [np.nan_to_num(side, nan=_UNKNOWN) for side in (left, near)]
    equal(state.year, "staff: in post", sides[0], sides[1], ids)
    gap = table["posts_needed"] - table["staff_present"]
    pair = [np.nan_to_num(side.astype(float), nan=-1e9) for side in (table["gap"], gap)]
    equal(state.year, "staff: posts less staff", pair[0], pair[1], rows(gap.size))


def _check_funds(state: State, inputs: Inputs, census: Census) -> None:
    """Check the funds of each campus, one by one, and that small rural ones have the floor."""
    district, norms, table = inputs.district, inputs.norms.accounts, census.rows["funds"]
    assert norms is not None
    enrolment = census.rows["enrolment"]
    names: Counter[tuple[int, int]] = Counter()
    boards: Counter[int] = Counter()
    for campus, stage, pupils, boarders in zip(
        *(enrolment[name].tolist() for name in ("campus", "stage", "pupils", "boarders")),
        strict=True,
    ):
        if stage in COMPULSORY:
            names[campus, stage] += pupils
            boards[campus] += boarders
    due: dict[int, int] = {}
    for campus in sorted({campus for campus, _ in names}):
        here = {stage: names[campus, stage] for stage in COMPULSORY}
        ordinary = district.campus_public[campus] and not district.campus_special[campus]
        if not ordinary or not sum(here.values()):
            continue
        yuan = sum(round(norms.funds_per_pupil[s]) * number for s, number in here.items())
        missing = norms.small_school_pupils - sum(here.values())
        if missing > 0 and not district.zone_urban[district.campus_zone[campus]]:
            stage = next(s for s in COMPULSORY if here[s] > 0)
            yuan += missing * round(norms.funds_per_pupil[stage])
        due[campus] = yuan + min(boards[campus], int(state.beds[campus])) * round(
            norms.boarder_funds
        )
    found = dict(zip(table["campus"].tolist(), table["yuan"].tolist(), strict=True))
    if found != due:
        campus = min(c for c in found.keys() | due.keys() if found.get(c) != due.get(c))
        raise ConservationError(
            f"{state.year}: funds of {district.campus_ids[campus]}: {found.get(campus, 0)} ≠ "
            f"{due.get(campus, 0)}"
        )


def _check_beds(state: State, inputs: Inputs, census: Census) -> None:
    """Check boarders and beds by campus."""
    table, enrolment = census.rows["beds"], census.rows["enrolment"]
    needed: Counter[int] = Counter()
    young: Counter[int] = Counter()
    norms = inputs.norms.accounts
    below = norms.boarding_from_grade if norms is not None else 0
    for campus, grade, boarders in zip(
        *(enrolment[name].tolist() for name in ("campus", "grade", "boarders")), strict=True
    ):
        needed[campus] += boarders
        name = GRADES[grade]
        young[campus] += boarders if name[0] == "p" and int(name[1]) < below else 0
    listed = [
        campus
        for campus in range(inputs.district.n_campuses)
        if state.open[campus] and (state.beds[campus] > 0 or needed[campus] > 0)
    ]
    lines = rows(len(listed))
    equal(state.year, "beds: campuses", table["campus"], np.array(listed, dtype=np.int64), lines)
    beds = state.beds[table["campus"]]
    wants = np.array([needed[campus] for campus in listed], dtype=np.int64)
    for column, due in (
        ("beds", beds),
        ("beds_needed", wants),
        ("short", np.where(wants > beds, wants - beds, 0)),
        ("free", np.where(beds > wants, beds - wants, 0)),
        ("boarders_too_young", np.array([young[campus] for campus in listed], dtype=np.int64)),
    ):
        equal(state.year, f"beds: {column}", table[column], due, lines)


def _check_differences(state: State, inputs: Inputs, census: Census, norms: AccountNorms) -> None:
    """Work the coefficients out again: their square is mean of squares ÷ square of mean − 1."""
    district, table = inputs.district, census.rows["differences"]
    enrolment = census.rows["enrolment"]
    public = district.campus_public[enrolment["campus"]]
    campus, stage = enrolment["campus"][public], enrolment["stage"][public]
    here = np.zeros((district.n_campuses, len(STAGES)))
    np.add.at(here, (campus, stage), enrolment["pupils"][public])
    counted = (here.sum(axis=1) >= norms.difference_smallest) & (here.sum(axis=1) > 0)
    units = np.unique(district.campus_school[counted])
    of_unit = np.array(
        [here[counted & (district.campus_school == unit)].sum(axis=0) for unit in units.tolist()]
    ).reshape(units.size, len(STAGES))
    has = {
        name: _by_unit(district, units, counted, amount)
        for name, amount in _held(state, inputs, census).items()
    }
    staff = census.rows["staff"]
    has["staff"] = np.array(
        [staff["staff_present"][staff["school"] == unit].sum() for unit in units.tolist()]
    )
    found, due = [], []
    for s, measure, mean, deviation, number in zip(
        *(table[name].tolist()
          for name in ("stage", "measure", "mean", "deviation", "coefficient")),
        strict=True,
    ):  # fmt: skip
        some = of_unit[:, s] > 0
        weight = of_unit[some, s]
        ratio = has[measure][some] / of_unit[some].sum(axis=1) * COMPARED[measure][2]
        total = float(weight.sum())
        average = float((weight * ratio).sum()) / total if total else math.nan
        squares = float((weight * ratio**2).sum()) / total if total else math.nan
        known = average > 0
        # Squares are compared: where schools are alike, their root would only enlarge rounding.
        spread = max(squares / average**2 - 1, 0.0) if known else math.nan
        found += [mean, (deviation / mean) ** 2, number**2]
        due += [average if known else math.nan, spread, spread]
    lines = rows(len(due))
    left, right = (
        np.nan_to_num(np.array(side, dtype=float), nan=_UNKNOWN) for side in (found, due)
    )
    # Two ways of one figure differ by rounding alone.
    alike = np.abs(left - right) <= 1e-9 * np.maximum(1.0, np.abs(right))
    equal(state.year, "differences", left, np.where(alike, left, right), lines)


def _held(state: State, inputs: Inputs, census: Census) -> dict[str, Floats]:
    """Give what each campus has of everything compared but staff, from the other tables."""
    district = inputs.district
    land, made = census.rows["land"], census.rows["capacity"]
    nothing = np.full(district.n_campuses, np.nan)
    site, rooms = nothing.copy(), np.zeros(district.n_campuses)
    site[land["campus"]] = land["site_area_m2"]
    np.add.at(rooms, district.pool_campus[made["pool"]], made["rooms_ordinary"])
    touched = {district.projects[index].campus for index in state.accepted} | {
        closure.receiver
        for closure in district.closures
        if closure.id in state.done and closure.receiver is not None
    }
    found = {"site_m2": site, "rooms": rooms}
    for name in RESOURCES:
        stated = nothing if district.holdings is None else district.holdings.resources[name]
        found[name] = stated.copy()
        found[name][sorted(touched)] = np.nan
    return found


def _by_unit(district: District, units: Ints, counted: NDArray[np.bool_], amount: Floats) -> Floats:
    """Add up what the counted campuses of each unit have."""
    place = {unit: index for index, unit in enumerate(units.tolist())}
    total = np.zeros(units.size)
    for campus in np.flatnonzero(counted).tolist():
        total[place[int(district.campus_school[campus])]] += amount[campus]
    return total
