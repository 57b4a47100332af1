"""What does the page send so that any row, zone, campus or cell can be followed to its inputs?

The script puts the calculation together from this and from what the page shows anyway: no figure
is sent a second time.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from simulator.figure_ids import ORDINALS, ROW_KEYS, SHOWN_KEYS, STAGE_LETTERS, kind_key
from simulator.reporting import glossary, programme_views, row_sources, sheets, views
from simulator.reporting.catalogue import LANGS, known
from simulator.reporting.columns import RowColumn, printed
from simulator.reporting.formulas import worked_out
from simulator.reporting.row_columns import DAYS_A_MONTH, NORMS, ROWS
from simulator.reporting.sheets import pair, phrase
from simulator.results import Results
from simulator.tables import TABLES
from simulator.vocabulary import GRADES

SCOPES: Final = tuple(STAGE_LETTERS)
"""The stages, then those of several."""
KEYS: Final[Mapping[str, str]] = {
    "school_year": "year",
    "campus_id": "campus",
    "zone_id": "zone",
    "area_id": "area",
    "project_id": "project",
    "school_id": "school",
    "year": "paid",
}
"""Column of a table → the key under which the script has it, where that is shorter."""


def payload(results: Results, named: row_sources.Named) -> dict[str, Any]:
    """Return the registry of columns, the rows figures are added up from, and their words.

    A column is ``n`` its name, ``h`` its heading, ``d`` what it counts and ``m`` the measure on
    whose inputs and assumptions it rests; where there is any, ``w`` the table and where in it the
    figure itself stands, ``f`` its formula, ``a`` the years that looks ahead, ``p`` the table,
    the column and the keys of its parts, with ``from`` where these stand, and ``s`` the table of
    the page and its column that are added up. ``hid`` is shown by the
    calculation alone.
    """
    years = views.years(results)
    every = [column for columns in ROWS.values() for column in columns]
    tables = dict.fromkeys(column.own[0] for column in every if column.own)
    tables |= dict.fromkeys(column.parts.table for column in every if column.parts)
    norms = row_sources.norms(results)
    codes = {str(code) for code in results.tables["classes_ledger"]["blocked_by"].dropna()}
    bins = {stage: views.class_sizes(results, stage) for stage in views.stages(results)}
    return {
        "columns": {
            kind: [_column(one) for one in columns if one.says] for kind, columns in ROWS.items()
        },
        "keys": {
            name: [keys[0], *(KEYS.get(key, key) for key in keys[1:])]
            for name, keys in (*ROW_KEYS.items(), *SHOWN_KEYS.items())
        },
        "sheets": {table: glossary.sheet(table)[0] for table in tables},
        "kinds": {kind: _pair(phrase(f"column.kind_{kind}")) for kind in (*ROWS, *SHOWN_KEYS)},
        "demand": {stage: demand(results, stage) for stage in views.stages(results)},
        "stages": SCOPES,
        "letters": [STAGE_LETTERS[scope] for scope in SCOPES],
        "grades": [[grade, *(known("grade", grade, lang) for lang in LANGS)] for grade in GRADES],
        "norms": {
            name: {
                grade: list(values.values()) if len(set(values.values())) > 1 else values[years[0]]
                for grade, values in norms[name].items()
            }
            for name in NORMS
        },
        "norm_names": {name: _pair(phrase(f"column.norm_{name}")) for name in NORMS},
        "sources": row_sources.sources(results, named),
        "bins": {
            stage: [[size.low, size.high] for size in view.bins]
            for stage, view in bins.items() if view
        },
        "projects": projects(results, named),
        "project_kinds": {
            kind_key(kind): [known("project_kind", kind, lang) for lang in LANGS]
            for kind in results.tables["projects"]["kind"].unique()
        },
        "blocked": {
            code: _pair(pair(partial(sheets.blocked, [code] if code else [])))
            for code in sorted(codes)
        },
    }  # fmt: skip


def projects(results: Results, named: row_sources.Named) -> list[list[Any]]:
    """Return each project: id, place of its campus, and its figures in the order of ``ROWS``.

    All of a kind together follow, where there are several, and last all of them, without an id;
    none where there is no project.
    """
    listed = programme_views.projects(results)
    if not listed:
        return []

    def figures(given: dict[str, Any]) -> list[Any]:
        for column in ROWS["projects"]:
            if column.formula:
                values = {"days_a_month": DAYS_A_MONTH} | given
                given[column.name] = worked_out(column.formula, values)
        return [given[column.name] for column in ROWS["projects"]]

    def day(date: Any) -> str | None:
        return date.isoformat() if date else None

    rows = [
        [one.id, named.place["campuses"].get(one.campus_id),
         *figures({"rooms": None if one.beds_only else one.rooms,
                   "places": None if one.beds_only else one.places,
                   "planned": day(one.planned.accepted),
                   "accepted": day(one.simulated.accepted), "days_late": one.days_late,
                   "intake": str(one.first_intake) if one.first_intake else None,
                   "cost_yuan": one.cost_yuan or None, "land": one.site_area_m2 or None})]
        for one in listed
    ]  # fmt: skip
    unknown = dict.fromkeys(("planned", "accepted", "days_late", "intake"))
    by_kind = programme_views.kinds(listed)
    added = {kind_key(kind): mine for kind, mine in by_kind.items() if len(by_kind) > 1}
    for key, mine in (added | {"": listed}).items():
        sums = programme_views.totals(mine)
        rows.append(
            [key, None, *figures({"rooms": sums.rooms, "places": sums.places, **unknown,
                                  "cost_yuan": sums.cost_yuan or None,
                                  "land": sums.site_area_m2})]
        )  # fmt: skip
    return rows


def demand(results: Results, stage: str) -> dict[str, list[float | None]]:
    """Return what the need of a stage is made of, by column and year; an outlook not run is out."""
    view = views.demand(results, stage)
    table = results.tables["years"]
    mine = table[table["stage"] == stage].sort_values("school_year")
    found: dict[str, Any] = {
        name: [int(n) for n in pd.to_numeric(mine[column]).fillna(0)]
        for name, column in (("public", "pupils"), ("purchased", "purchased"),
                             ("unplaced", "unplaced"))
    }  # fmt: skip
    found["needing"] = list(view.needing)
    return {name: values for name, values in (("low", view.low), ("high", view.high)) if values} | (
        found
    )


def measures() -> tuple[str, ...]:
    """Return the measures that rows rest on, each once."""
    return tuple(dict.fromkeys(one.measure for columns in ROWS.values() for one in columns
                               if one.measure))  # fmt: skip


def _column(column: RowColumn) -> dict[str, Any]:
    """Write a column for the script."""
    sent: dict[str, Any] = {
        "n": column.name,
        "h": _pair(phrase(column.head)),
        "d": _pair(phrase(f"column.{column.says}")),
        "m": column.measure,
    }
    sent |= printed(column)
    if column.own:
        sent["w"] = [column.own[0], *where(*column.own)]
        if column.own[0] == "years":
            sent["w"].append(ORDINALS[column.own[1]])
    if column.formula:
        sent["f"] = column.formula
    if column.ahead:
        sent["a"] = column.ahead
    if column.parts:
        sent["p"] = [column.parts.table, column.parts.field, column.parts.by]
        sent["from"] = [column.parts.table, *where(column.parts.table, column.parts.field)]
    if column.adds:
        sent["s"] = column.adds
    return sent


def where(table: str, field: str) -> list[str]:
    """Return the column of a table of the run, and its heading in the workbook."""
    column = next(one for one in TABLES[table] if one.name == field)
    return [field, column.zh, column.en]


def _pair(words: Mapping[Any, str]) -> list[str]:
    return [words[lang] for lang in LANGS]
