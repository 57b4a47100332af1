"""Into which parts do the tables divide the yearly figures of each stage?

One pass over each table for all years and stages. A figure not found here has no parts, which is
a sum of nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.reporting import views
from simulator.reporting.catalogue import LANGS, known
from simulator.reporting.grounds import SCOPES, norms_by_year
from simulator.reporting.terms import Label, Term, both, capped, plain
from simulator.results import Results
from simulator.vocabulary import GRADES, OUTSIDE, STAGE_OF_GRADE, STAGES

SHOWN_SCHOOLS: Final = 10
EXAMPLES: Final = 3

Key = tuple[str, int, str]
"""Measure, school year, stage."""
Floats = NDArray[np.float64]


@dataclass
class Parts:
    """Terms of the figures of ``years``, and the largest cases of some."""

    terms: dict[Key, list[Term]] = field(default_factory=lambda: defaultdict(list))
    examples: dict[Key, tuple[Term, ...]] = field(default_factory=dict)


def breakdown(results: Results) -> Parts:
    """Return the terms of every yearly figure that the tables can be followed to."""
    parts = Parts()
    tables = results.tables
    enrolment = views.at_public(results, tables["enrolment"])
    capacity = tables["capacity"]  # a private campus has rooms there, but no places
    _by_age(parts, tables["cohorts"])
    for metric in ("pupils", "classes"):
        _by_grade(parts, metric, enrolment, metric)
    _places(parts, capacity)
    _open_places(parts, capacity, views.school_names(results))
    _class_ledger(parts, results)
    _by_size(parts, tables["class_sizes"])
    _large_schools(parts, results, enrolment)
    _areas(parts, results)
    _by_town(parts, results)
    _surplus(parts, results, capacity, enrolment)
    _journeys(parts, results)
    _posts(parts, tables["staff"])
    return parts


def label_of(prefix: str, code: str) -> Label:
    """Return the word of a code in both languages."""
    chinese, english = (known(prefix, code, lang) for lang in LANGS)
    return chinese, english


def whole(column: pd.Series) -> Floats:
    """Return a column as numbers, nothing as nil."""
    return pd.to_numeric(column, errors="coerce").fillna(0).to_numpy(dtype=np.float64)


def _sums(
    table: pd.DataFrame, by: list[str], columns: Mapping[str, Floats]
) -> Iterable[tuple[Any, ...]]:
    """Add columns up by keys: rows of keys and sums, in the order of the keys."""
    if table.empty:
        return []
    frame = pd.DataFrame({name: table[name].to_numpy() for name in by} | dict(columns))
    added = frame.groupby(by, sort=True, observed=True)[list(columns)].sum().reset_index()
    return zip(*(added[name].tolist() for name in (*by, *columns)), strict=True)


def _rest(count: int) -> Label:
    return both("calculation.rest", count)


def _rest_schools(count: int) -> Label:
    return both("calculation.rest_schools", count)


def _grade_label(grade: str) -> Label:
    return label_of("grade", grade)


def _by_age(parts: Parts, cohorts: pd.DataFrame) -> None:
    """Children by year of age, in the stage of their due grade."""
    for year, age, grade, number in zip(
        *(cohorts[name] for name in ("school_year", "age", "grade", "children")), strict=True
    ):
        if grade in GRADES and number:
            stage = STAGES[STAGE_OF_GRADE[GRADES.index(grade)]]
            label = both("calculation.age", int(age), _grade_label(grade))
            parts.terms["children", int(year), stage].append(Term(label, float(number)))


def _by_grade(parts: Parts, metric: str, table: pd.DataFrame, column: str) -> None:
    """Count by grade, lowest first."""
    added = _sums(table, ["school_year", "stage", "grade"], {column: whole(table[column])})
    labels = {grade: _grade_label(grade) for grade in GRADES}
    for year, stage, grade, number in sorted(added, key=lambda row: GRADES.index(row[2])):
        if number:
            parts.terms[metric, int(year), stage].append(Term(labels[grade], number))


def _places(parts: Parts, capacity: pd.DataFrame) -> None:
    """Rooms × norm; rooms of different norms, and places that no norm explains, apart."""
    rooms, places = whole(capacity["rooms_ordinary"]), whole(capacity["places"])
    norm = np.divide(places, rooms, out=np.zeros_like(places), where=rooms > 0)
    columns = {"rooms": rooms, "places": places}
    keyed = capacity[["school_year", "stage"]].assign(norm=norm)
    only = both("calculation.rooms")
    found = defaultdict(list)
    for year, stage, each, number, made in _sums(keyed, ["school_year", "stage", "norm"], columns):
        if made:
            found[int(year), stage].append((each, number, made))
    for (year, stage), sizes in found.items():
        for each, number, made in sizes:
            label = only if len(sizes) == 1 else both("calculation.rooms_of", f"{each:.4g}")
            pair = (number, each) if number * each == made else None
            parts.terms["places", year, stage].append(Term(label, made, pair))


def _open_places(parts: Parts, capacity: pd.DataFrame, names: Mapping[str, str]) -> None:
    """Usable places, less those in grades that a campus does not teach yet."""
    places, offered = whole(capacity["places"]), whole(capacity["places_open"])
    label = both("calculation.usable")
    for year, stage, number in _sums(capacity, ["school_year", "stage"], {"places": places}):
        parts.terms["places_open", int(year), stage].append(Term(label, number))
    keys = ["school_year", "stage", "campus_id"]
    for year, stage, campus, shut in _sums(capacity, keys, {"shut": offered - places}):
        if shut:
            term = Term(both("calculation.not_taught", plain(names.get(campus, campus))), shut)
            parts.terms["places_open", int(year), stage].append(term)
    for key in [key for key in parts.terms if key[0] == "places_open"]:
        parts.terms[key] = list(capped(parts.terms[key], _rest_schools, head=1))


def _class_ledger(parts: Parts, results: Results) -> None:
    """Large and super-large classes by grade, with the schools that have most."""
    ledger = results.tables["classes_ledger"]
    if ledger.empty:
        return
    years = views.years(results)
    bound = norms_by_year(results, "super_large_class", years)
    stage = ledger["grade"].map(lambda grade: STAGES[STAGE_OF_GRADE[GRADES.index(grade)]])
    year = whole(ledger["school_year"]).astype(int)
    over = whole(ledger["pupils"]) >= np.array([bound.get(int(y), np.inf) for y in year])
    ledger = ledger.assign(stage=stage, one=1.0)
    _by_grade(parts, "large_classes", ledger, "one")
    _by_grade(parts, "super_large_classes", ledger[over], "one")
    names = views.school_names(results)
    for scope, stages in SCOPES.items():
        mine = ledger[ledger["stage"].isin(stages)]
        found: dict[int, list[Term]] = defaultdict(list)
        for when, campus, number in _sums(
            mine, ["school_year", "campus_id"], {"n": whole(mine["one"])}
        ):
            found[int(when)].append(Term(plain(names.get(campus, campus)), number))
        for when, terms in found.items():
            terms.sort(key=lambda term: -term.value)
            parts.examples["large_classes", when, scope] = tuple(terms[:EXAMPLES])


def _by_size(parts: Parts, sizes: pd.DataFrame) -> None:
    """Classes of 46 to 55 by their exact size."""
    size = whole(sizes["size"])
    mine = sizes[(size >= 46) & (size <= 55)]
    added = _sums(mine, ["school_year", "stage", "size"], {"n": whole(mine["classes"])})
    for year, stage, each, number in added:
        term = Term(both("calculation.size", int(each)), number)
        parts.terms["classes_46_55", int(year), stage].append(term)


def _large_schools(parts: Parts, results: Results, enrolment: pd.DataFrame) -> None:
    """Legal units above the size of their kind; each counts once in an aggregate."""
    years = views.years(results)
    plain_bound = norms_by_year(results, "large_school", years)
    nine_bound = norms_by_year(results, "large_nine_year_school", years)
    names = views.unit_names(results)
    pupils: dict[tuple[int, str], dict[str, float]] = defaultdict(dict)
    mine = enrolment[enrolment["stage"].isin(SCOPES["compulsory"])]
    keys = ["school_year", "school_id", "stage"]
    for year, school, stage, number in _sums(mine, keys, {"n": whole(mine["pupils"])}):
        if number:
            pupils[int(year), school][stage] = number
    for (year, school), by_stage in pupils.items():
        nine_year = len(by_stage) == len(SCOPES["compulsory"])
        bound = (nine_bound if nine_year else plain_bound)[year]
        total = sum(by_stage.values())
        if total > bound:
            term = Term(plain(names.get(school, school)), 1.0, (total, bound))
            for scope in (*by_stage, "compulsory", "all"):
                parts.terms["large_schools", year, scope].append(term)
    for key in [key for key in parts.terms if key[0] == "large_schools"]:
        found = sorted(parts.terms[key], key=lambda term: -(term.pair or (0.0, 0.0))[0])
        parts.terms[key] = list(capped(found, _rest_schools))


def _areas(parts: Parts, results: Results) -> None:
    """Towns, clusters and catchments with more children than open places."""
    areas = results.tables["areas"]
    short = areas[whole(areas["shortfall"]) > 0]
    names, shared = views.school_names(results), views.shared_catchments(results)
    for year, kind, area, stage, children, places in zip(
        *(short[name] for name in ("school_year", "area_kind", "area_id", "stage")),
        *(whole(short[name]).tolist() for name in ("children", "places_open")),
        strict=True,
    ):
        catchment = kind == "catchment"
        metric = "shortfall_catchment" if catchment else "shortfall"
        label = plain(names.get(area, area) if catchment else str(area))
        if kind == "district":
            label = both("live.whole_district")
        if catchment and (found := shared.get((int(year), stage, area))):
            label = _shared_label(label, stage, *found)
        term = Term(label, children - places, (children, places))
        parts.terms[metric, int(year), stage].append(term)
    for metric in ("shortfall", "shortfall_catchment"):
        for key in [key for key in parts.terms if key[0] == metric]:
            parts.terms[key] = list(capped(parts.terms[key], _rest))


def _shared_label(label: Label, stage: str, town: str, schools: int, everyone: bool) -> Label:
    """Name a catchment that several schools share: not by the first of them alone."""
    if everyone:
        return both("calculation.town_schools", town, label_of("stage", stage))
    return both("calculation.shared", label, schools)


def _by_town(parts: Parts, results: Results) -> None:
    """Children redirected, on purchased places and without one, by town of residence."""
    balance, zones = results.tables["balance"], results.tables["zones"]
    town = dict(zip(zones["zone_id"].astype(str), zones["town_id"].astype(str), strict=True))
    metrics = ("redirected", "purchased", "unplaced")
    columns = {name: whole(balance[name]) for name in metrics}
    some = sum(columns.values()) > 0 if len(balance) else np.zeros(0, dtype=bool)
    mine = balance[some]
    mine = mine.assign(town=mine["zone_id"].astype(str).map(lambda zone: town.get(zone, OUTSIDE)))
    rows = _sums(
        mine, ["school_year", "stage", "town"], {n: column[some] for n, column in columns.items()}
    )
    outside = both("calculation.outside")
    for year, stage, name, *numbers in rows:
        label = outside if name == OUTSIDE else plain(name)
        for metric, number in zip(metrics, numbers, strict=True):
            if number:
                parts.terms[metric, int(year), stage].append(Term(label, number))
    for key in [key for key in parts.terms if key[0] in metrics]:
        parts.terms[key] = list(capped(parts.terms[key], _rest))


def _surplus(
    parts: Parts, results: Results, capacity: pd.DataFrame, enrolment: pd.DataFrame
) -> None:
    """Schools with more places, less the operating margin, than pupils."""
    margin = norms_by_year(results, "operating_margin", views.years(results))
    names = views.unit_names(results)
    keys = ["school_year", "stage", "school_id"]
    pupils = {row[:3]: row[3] for row in _sums(enrolment, keys, {"n": whole(enrolment["pupils"])})}
    for year, stage, school, places in _sums(capacity, keys, {"n": whole(capacity["places"])}):
        usable = float(np.floor(places * (1 - margin[int(year)]) + 1e-9))
        here = pupils.get((year, stage, school), 0.0)
        if usable > here:
            term = Term(plain(names.get(school, school)), usable - here, (usable, here))
            parts.terms["surplus", int(year), stage].append(term)
    for key in [key for key in parts.terms if key[0] == "surplus"]:
        parts.terms[key] = list(capped(parts.terms[key], _rest_schools, most=SHOWN_SCHOOLS + 1))


def _journeys(parts: Parts, results: Results) -> None:
    """Pupil-metres, and pupils within reach, over pupils at public campuses who live here."""
    flows, zones = results.tables["flows"], results.tables["zones"]
    flows = views.at_public(results, flows[flows["zone_id"] != OUTSIDE])
    urban = set(zones.loc[zones["settlement"] == "urban", "zone_id"])
    years = views.years(results)
    pupils, metres = whole(flows["pupils"]), whole(flows["distance_m"])
    lives = np.where(flows["zone_id"].isin(urban).to_numpy(dtype=bool), "urban", "rural")
    keyed = flows[["school_year", "stage"]].assign(lives=lives)
    reach = {
        (stage, kind): norms_by_year(results, f"reach_{kind}_m.{stage}", years)
        for stage in STAGES
        for kind in ("urban", "rural")
    }
    limit = np.array(
        [
            reach[stage, kind][year]
            for year, stage, kind in zip(
                whole(flows["school_year"]).astype(int).tolist(),
                flows["stage"].tolist(), lives.tolist(), strict=True,
            )
        ]
    )  # fmt: skip
    columns = {
        "pupils": pupils,
        "metres": pupils * metres,
        "within": pupils * (metres <= limit) if len(flows) else pupils,
    }
    words = {name: both(f"calculation.{name}") for name in columns}
    for year, stage, number, total, near in _sums(keyed, ["school_year", "stage"], columns):
        for metric, top, value in (
            ("mean_distance_m", "metres", total),
            ("within_reach_share", "within", near),
        ):
            if number:
                parts.terms[metric, int(year), stage] = [
                    Term(words[top], value), Term(words["pupils"], number)
                ]  # fmt: skip


def _posts(parts: Parts, staff: pd.DataFrame) -> None:
    """Divide posts into those by pupils, more by class, and what whole posts add."""
    names = ("posts_by_ratio", "posts_by_class", "posts_needed")
    columns = {name: whole(staff[name]) for name in names}
    for year, stage, ratio, by_class, posts in _sums(staff, ["school_year", "stage"], columns):
        for name, value in (
            ("calculation.posts_by_ratio", ratio),
            ("calculation.posts_by_class", by_class),
            ("calculation.posts_rounded", posts - ratio - by_class),
        ):
            if value:
                term = Term(both(name), value)
                parts.terms["staff_posts_needed", int(year), stage].append(term)
