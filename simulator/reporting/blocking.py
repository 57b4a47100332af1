"""Which schools stand in the way of a promise on the day it falls due?"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from simulator.figure_ids import figure_id, shown_id
from simulator.reporting import by_year, shared_rooms, views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.numerals import metric, number
from simulator.reporting.sheets import Cell, Figure, Pair, Sheet, blocked, causes, pair, phrase
from simulator.results import Results
from simulator.vocabulary import COMPULSORY, GRADES, STAGES

MOST: Final = 10
"""Schools named on the page; the ledger has all of them."""


LARGE: Final = {"large_class": 56, "super_large_class": 66}
"""Pupils from which a class counts, where the scenario says nothing."""


def panels(results: Results) -> list[dict[str, Any]]:
    """Return a table for each missed promise that particular schools break: who, and why."""
    found = []
    for target in results.summary.get("targets", ()):
        if target["met"] is not False:
            continue
        year = by_year.census_of(str(target["judged_on"]))
        if year not in views.years(results):
            continue
        if target["metric"] in ("large_classes", "super_large_classes"):
            made = _large_classes(results, target, year)
        elif target["metric"] == "large_schools":
            made = _large_schools(results, year)
        else:
            continue
        if made is not None:
            found.append(made)
    return found


def _words(cell: Cell) -> str | Pair:
    return cell.words if isinstance(cell, Figure) else cell


def _stages(target: Mapping[str, Any]) -> tuple[str, ...]:
    groups = {"compulsory": tuple(STAGES[s] for s in COMPULSORY), "all": STAGES}
    return groups.get(target["stage"], (target["stage"],))


def _large_classes(results: Results, target: Mapping[str, Any], year: int) -> dict[str, Any] | None:
    """Name the schools that hold large classes at a census, most first."""
    letters = dict(zip(STAGES, "kpjs", strict=True))
    stages, lent = _stages(target), shared_rooms.lent(results)
    wanted = tuple(letters[stage] for stage in stages)
    norm = target["metric"].removesuffix("es")
    large = views.parameter(results, ("norms", norm), LARGE[norm])
    what = pair(partial(metric, target["metric"]))
    table = results.tables["classes_ledger"]
    table = table[(table["school_year"] == year) & (table["pupils"] >= large)]
    table = table[table["grade"].str[0].isin(wanted)]
    if table.empty:
        return None
    names = views.school_names(results)
    schools = results.tables["schools"].set_index("campus_id")["town_id"]
    by_campus: list[tuple[int, str, list[Cell]]] = []
    for campus, group in table.groupby("campus_id"):
        counts = group["grade"].value_counts()
        grades = sorted(counts.index, key=GRADES.index)

        def listed(lang: Lang, grades: list[str] = grades, counts: Any = counts) -> str:
            words = [f"{known('grade', grade, lang)} × {counts[grade]}" for grade in grades]
            return say("list.comma", lang).join(words)

        clears = group["cleared_in"]
        last: Cell = (
            phrase("ledger.not_cleared", {"last": views.years(results)[-1]})
            if clears.isna().any()
            else str(int(clears.max()))
        )
        why = sorted({str(code) for code in group["blocked_by"] if code})
        for stage in stages:
            if any(grade[0] == letters[stage] for grade in grades):
                why += [c for c in causes(lent, str(campus), stage, year, why) if c not in why]
        row: list[Cell] = [
            Figure(names.get(str(campus), str(campus)),
                   shown_id("held", school_year=year, campus_id=campus)),
            str(schools.get(campus, "")),
            number(len(group)), pair(listed), number(int(group["pupils"].max())), last,
            pair(partial(blocked, why)),
        ]  # fmt: skip
        by_campus.append((-len(group), str(campus), row))
    by_campus.sort(key=lambda one: one[:2])
    rows = [row for *_, row in by_campus]
    heads = [
        phrase(f"blocking.{key}", {"what": what})
        for key in ("school", "town", "classes", "grades", "largest", "clears", "why")
    ]
    title = phrase("blocking.large_classes", {"year": year, "what": what})
    values = {
        "what": what,
        "n": number(len(table)), "schools": number(len(rows)), "first": _words(rows[0][0]),
        "most": rows[0][2], "year": year, "towns": number(len({str(row[1]) for row in rows})),
    }  # fmt: skip
    return {
        "say": phrase("blocking.say_classes", values),
        "table": Sheet(
            title, heads, rows[:MOST], [False, False, True, False, True, True, False], (3, 6)
        ),
        "rest": phrase("blocking.rest", {"n": number(len(rows) - MOST)})
        if len(rows) > MOST
        else None,
    }


def _large_schools(results: Results, year: int) -> dict[str, Any] | None:
    """Name the legal units with more pupils than a school of their kind may have."""
    rows: list[list[Cell]] = []
    for school, stages, pupils, bound in large_schools(results, year):
        name = Figure(school, figure_id(year, "compulsory", "large_schools"))
        rows.append([name, stages, number(pupils), number(bound), number(pupils - bound)])
    if not rows:
        return None
    heads = [phrase(f"blocking.{key}") for key in ("school", "stages", "pupils", "bound", "over")]
    values = {"year": year, "first": _words(rows[0][0]), "pupils": rows[0][2], "bound": rows[0][3]}
    return {
        "say": phrase("blocking.say_schools", values),
        "table": Sheet(
            phrase("blocking.large_schools", {"year": year}), heads, rows,
            [False, False, True, True, True],
        ),
        "rest": None,
    }  # fmt: skip


def large_schools(results: Results, year: int) -> list[tuple[str, Pair, int, int]]:
    """Return name, stages, pupils and bound of the large legal units of a census, largest first."""
    enrolment, schools = results.tables["enrolment"], results.tables["schools"]
    compulsory = [STAGES[s] for s in COMPULSORY]
    here = enrolment[(enrolment["school_year"] == year) & enrolment["stage"].isin(compulsory)]
    here = views.at_public(results, here)
    pupils = here.groupby(["school_id", "stage"])["pupils"].sum().unstack(fill_value=0)
    names = views.school_names(results)
    first_campus = schools.sort_values("campus_id").groupby("school_id")["campus_id"].first()
    bounds = (
        round(views.parameter(results, ("norms", "large_school"), 2000)),
        round(views.parameter(results, ("norms", "large_nine_year_school"), 2500)),
    )
    found = []
    for school, row in pupils.iterrows():
        taught = [stage for stage in compulsory if row.get(stage, 0) > 0]
        bound, total = bounds[len(taught) > 1], int(row.sum())
        if total > bound:
            campus = str(first_campus.get(school, school))

            def words(lang: Lang, taught: list[str] = taught) -> str:
                return say("list.comma", lang).join(known("stage", s, lang) for s in taught)

            found.append((names.get(campus, campus), pair(words), total, bound))
    return sorted(found, key=lambda one: (-one[2], one[0]))
