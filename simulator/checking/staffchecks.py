"""Do posts, beds and the comparison of schools follow from pupils, classes and norms?

Worked out again from the tables of pupils, classes and rooms, school by school and in fractions.
"""

import math
from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np

from simulator.checking.equations import equal, rows
from simulator.district import AccountNorms
from simulator.state import Census, Inputs, State
from simulator.vocabulary import COMPARED, COMPULSORY, GRADES, STAGES

_UNKNOWN = -1
_SLACK = Fraction(1, 10**9)

Cells = dict[tuple[int, int], Fraction]
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
    by_ratio: Cells = defaultdict(Fraction)
    more: Cells = defaultdict(Fraction)
    counted: Counter[tuple[int, int]] = Counter()
    taught: Counter[tuple[int, int]] = Counter()
    for (campus, stage), here in pupils.items():
        school = int(district.campus_school[campus])
        ratio = Fraction(here) / Fraction(float(norms.pupils_per_post[stage]))
        by_class = Fraction(0)
        number = classes[campus, stage]
        compulsory = sum(pupils[campus, s] for s in COMPULSORY)
        rural = not district.zone_urban[district.campus_zone[campus]]
        if stage == 0:
            each = norms.kindergarten_class_posts
            if number == 1:
                each = norms.kindergarten_single_class_posts
            by_class = Fraction(each) * number
        elif stage in COMPULSORY and rural and compulsory < norms.small_school_pupils:
            by_class = Fraction(norms.small_school_class_posts) * number
        by_ratio[school, stage] += ratio
        more[school, stage] += max(by_class - ratio, Fraction(0))
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
    for (school, stage), number in zip(cells, table["posts_needed"].tolist(), strict=True):
        exact = by_ratio[school, stage] + more[school, stage]
        part = np.array([math.floor(exact + _SLACK) <= number <= math.ceil(exact)])
        equal(year, "staff: posts of a stage", part, part | True, ((f"{school}/{stage}",),))
        posts[school] += number
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
    enrolment, made, land = (census.rows[name] for name in ("enrolment", "capacity", "land"))
    pupils: Counter[int] = Counter()
    of_stage: Counter[tuple[int, int]] = Counter()
    for campus, stage, number in zip(
        *(enrolment[name].tolist() for name in ("campus", "stage", "pupils")), strict=True
    ):
        if district.campus_public[campus]:
            pupils[campus] += number
            of_stage[campus, stage] += number
    counted = [c for c, number in pupils.items() if number >= norms.difference_smallest and number]
    has: dict[str, dict[int, float]] = {
        "site_m2": dict(zip(land["campus"].tolist(), land["site_area_m2"].tolist(), strict=True)),
        "rooms": defaultdict(float),
    }
    for pool, rooms in zip(made["pool"].tolist(), made["rooms_ordinary"].tolist(), strict=True):
        has["rooms"][int(district.pool_campus[pool])] += rooms
    present: dict[int, float] = defaultdict(float)
    staff = census.rows["staff"]
    for school, number in zip(staff["school"].tolist(), staff["staff_present"].tolist(),
                              strict=True):  # fmt: skip
        present[school] += number
    touched = {district.projects[index].campus for index in state.accepted} | {
        closure.receiver for closure in district.closures if closure.id in state.done
    }
    found, due = [], []
    for stage, measure, mean, deviation, number in zip(
        *(table[name].tolist()
          for name in ("stage", "measure", "mean", "deviation", "coefficient")),
        strict=True,
    ):  # fmt: skip
        amount: dict[int, float] = defaultdict(float)
        here: Counter[int] = Counter()
        whole: Counter[int] = Counter()
        for campus in counted:
            school = int(district.campus_school[campus])
            whole[school] += pupils[campus]
            here[school] += of_stage[campus, stage]
            if measure in has:
                amount[school] += has[measure].get(campus, math.nan)
            elif measure == "staff":
                amount[school] = present[school]
            else:
                stated = district.holdings.resources[measure] if district.holdings else None
                if stated is None or campus in touched:
                    amount[school] = math.nan
                else:
                    amount[school] += float(stated[campus])
        schools = [school for school in whole if here[school]]
        ratio = {s: amount[s] / whole[s] * COMPARED[measure][2] for s in schools}
        total = sum(here[s] for s in schools)
        average = sum(here[s] * ratio[s] for s in schools) / total if total else math.nan
        squares = sum(here[s] * ratio[s] ** 2 for s in schools) / total if total else math.nan
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
