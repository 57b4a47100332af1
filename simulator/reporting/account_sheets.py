"""Which sums over years, projects and sources stand below the tables of surplus, land and money?

The tables themselves show one year; these show all, the last year simulated among them. They stand
on the screen alone, so that the page stays short on paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from simulator.figure_ids import cell_id, shown_id
from simulator.reporting import views
from simulator.reporting.account_columns import WAN
from simulator.reporting.catalogue import known
from simulator.reporting.cells import known_number, records
from simulator.reporting.live import LiveTable
from simulator.reporting.numerals import number
from simulator.reporting.sheets import TALL, Cell, Figure, Pair, Sheet, pair, phrase
from simulator.results import Results
from simulator.vocabulary import STAGES


@dataclass(frozen=True, slots=True)
class Below:
    """A sheet below a table of the page, with a sentence or note where it has one."""

    name: str
    table: Sheet
    say: Pair | None = None


def below(results: Results, shown: Sequence[LiveTable]) -> dict[str, list[Below]]:
    """Return the sheets below each table that is shown, by its id."""
    tables = {table.id: table for table in shown}
    found = {
        "surplus": [_surplus(results, tables["surplus"])] if "surplus" in tables else [],
        "land_account": [_land(results, tables.get("land"))] if "land_account" in tables else [],
        "money": [_money_years(results), _money_projects(results)] if "money" in tables else [],
        "funds": [_funds(results, tables["funds"])] if "funds" in tables else [],
    }
    return {name: sheets for name, sheets in found.items() if sheets}


def _column(table: LiveTable, name: str) -> Iterable[tuple[str, int, Any]]:
    """Give stage, school year and the figure of a column for each row."""
    place = next(k for k, column in enumerate(table.columns) if column.name == name)
    return ((str(row[0]), int(str(row[1])), row[place + 2]) for row in table.rows)


def _by_year(table: LiveTable, name: str) -> dict[int, int | float]:
    """Add up a column for each year; years in which no row knows it are left out."""
    found: dict[int, int | float] = {}
    for _, year, value in _column(table, name):
        if value is not None:
            found[year] = found.get(year, 0) + value
    return found


def _surplus(results: Results, table: LiveTable) -> Below:
    """Return surplus places and free rooms of each year, by stage and together."""
    sums: dict[tuple[str, int, str], int] = {}
    names = ("surplus", "free_rooms")
    for name in names:
        for stage, year, value in _column(table, name):
            for scope in (stage, ""):
                key = scope, year, name
                sums[key] = sums.get(key, 0) + int(value or 0)
    stages = [stage for stage in STAGES if any(of == stage for of, *_ in sums)]
    scopes = ["", *(stages if len(stages) > 1 else [])]
    heads: list[Cell] = [phrase("demand.x")]
    for scope in scopes:
        word = pair(partial(known, "stage", scope)) if scope else phrase("over.together")
        heads += [
            phrase(key, {"stage": word}) for key in ("over.surplus_places", "over.free_rooms")
        ]
    rows: list[list[Cell]] = []
    for year in views.years(results):
        row: list[Cell] = [str(year)]
        for scope in scopes:
            of: dict[str, object] = {"school_year": year} | ({"stage": scope} if scope else {})
            for name in names:
                row.append(_figure(sums.get((scope, year, name), 0), "surplus_years", of,
                                   there=(scope, year, name) in sums))  # fmt: skip
        rows.append(row)
    last = views.years(results)[-1]
    said = {name: number(sums.get(("", last, name), 0)) for name in names}
    return Below(
        "surplus-years",
        Sheet(phrase("over.surplus"), heads, rows, _right(heads), tall=len(rows) > TALL),
        phrase("over.surplus_say", {"year": last, **said}),
    )


def _land(results: Results, land: LiveTable | None) -> Below:
    """Return the school land of the district: a year before + added − released = this year."""
    table = results.tables["land_account"]
    whole = table[table["area_kind"] == "district"].sort_values("school_year")
    short = _by_year(land, "short_m2") if land else {}
    names = ("opening_m2", "added_m2", "released_m2", "closing_m2")
    heads: list[Cell] = [phrase("demand.x"), *(phrase(f"live.{name}") for name in names)]
    if short:
        heads.append(phrase("over.land_short"))
    rows: list[list[Cell]] = []
    every = [(int(year), *map(known_number, four)) for year, *four in records(
        whole, "school_year", *names)]  # fmt: skip
    for year, *four in every:
        id_ = cell_id("land_account", school_year=year, area_id="district")
        row: list[Cell] = [Figure(str(year), id_), *map(number, four)]
        if short:
            row.append(_figure(short.get(year), "land_years", {"school_year": year}))
        rows.append(row)
    # The opening year has its closing alone, with which the years after it begin.
    later = every[1:]
    sums: list[Cell] = [
        phrase("table.total"), number(every[0][4]),
        *(number(sum(one[k] for one in later)) for k in (2, 3)), number(every[-1][4]),
        *([""] if short else []),
    ]  # fmt: skip
    return Below(
        "land-years",
        Sheet(phrase("over.land"), heads, rows, _right(heads), tall=len(rows) > TALL,
              totals=[("together", sums)]),
        phrase("over.land_say"),
    )  # fmt: skip


def _sources(table: pd.DataFrame) -> tuple[list[str], list[Cell]]:
    """Return the sources of money and their words as they appear, money without one last."""
    codes = sorted(dict.fromkeys(table["source"].astype(str)), key=lambda code: not code)
    return codes, [code or phrase("over.source_unstated") for code in codes]


def _money_years(results: Results) -> Below:
    """Return the money of each calendar year, by source and together, in 万元."""
    table = results.tables["money"]
    codes, words = _sources(table)
    paid = table.groupby(["year", "source"])["yuan"].sum().to_dict()
    by_year: dict[int, int] = {}
    for year, yuan in records(table, "year", "yuan"):
        by_year[int(year)] = by_year.get(int(year), 0) + int(yuan)
    rows: list[list[Cell]] = []
    for year in range(min(by_year), max(by_year) + 1):
        row: list[Cell] = [str(year)]
        row += [_wan(paid.get((year, code)), "money_years", {"year": year, "source": code})
                for code in codes]  # fmt: skip
        rows.append([*row, _wan(by_year.get(year), "money_years", {"year": year})])
    return Below("money-years", _money_sheet(table, ["over.year"], "over.money", words, rows))


def _money_projects(results: Results) -> Below:
    """Return the money of each project over all years, by source and together, in 万元."""
    table = results.tables["money"]
    codes, words = _sources(table)
    paid = table.groupby(["project_id", "source"])["yuan"].sum().to_dict()
    whole = table.groupby("project_id", sort=False)["yuan"].sum().to_dict()
    projects, names = results.tables["projects"], views.school_names(results)
    campus = dict(zip(projects["project_id"], projects["campus_id"], strict=True))
    rows: list[list[Cell]] = []
    for project, yuan in whole.items():
        where = str(campus.get(project, ""))
        row: list[Cell] = [str(project), names.get(where, where)]
        row += [
            _wan(paid.get((project, code)), "money_projects",
                 {"project_id": project, "source": code})
            for code in codes
        ]  # fmt: skip
        rows.append([*row, _wan(yuan, "money_projects", {"project_id": project})])
    return Below(
        "money-projects",
        _money_sheet(
            table, ["live.project", "live.school"], "over.money_projects", words, rows
        ),
    )  # fmt: skip


def _money_sheet(
    table: pd.DataFrame,
    first: Sequence[str],
    title: str,
    words: Sequence[Cell],
    rows: list[list[Cell]],
) -> Sheet:
    """Return sums of money with the totals of each source below; one source is the total."""
    codes, _ = _sources(table)
    by_source = table.groupby("source")["yuan"].sum().to_dict()
    named = len(first)
    sums: list[Cell] = [phrase("table.total"), *[""] * (named - 1)]
    sums += [_wan(by_source[code], "money_sources", {"source": code}) for code in codes]
    heads: list[Cell] = [*map(phrase, first), *words]
    if len(codes) > 1:
        heads.append(phrase("table.total"))
        sums.append(_wan(table["yuan"].sum(), "money_sources", {}))
    else:
        rows = [row[:-1] for row in rows]
    return Sheet(
        phrase(title), heads, rows, [False] * named + [True] * (len(heads) - named),
        tall=len(rows) > TALL, totals=[("together", sums)],
    )  # fmt: skip


def _funds(results: Results, table: LiveTable) -> Below:
    """Return the public funds of each year, in 万元."""
    names = ("pupils", "pupils_counted", "floor", "funds")
    sums = {name: _by_year(table, name) for name in names}
    heads: list[Cell] = [phrase("demand.x"), phrase("live.compulsory_pupils"),
                         *(phrase(f"live.{name}") for name in ("pupils_counted", "floor")),
                         phrase("live.funds_column")]  # fmt: skip
    rows: list[list[Cell]] = []
    for year in sums["funds"]:
        key = {"school_year": year}
        row: list[Cell] = [str(year), number(sums["pupils"][year])]
        row.append(number(sums["pupils_counted"][year]))
        rows.append([*row, *(_wan(sums[name][year], "funds_years", key) for name in names[2:])])
    return Below(
        "funds-years",
        Sheet(phrase("over.funds"), heads, rows, _right(heads), tall=len(rows) > TALL),
    )


def _right(heads: Sequence[Cell]) -> list[bool]:
    return [False] + [True] * (len(heads) - 1)


def _figure(
    value: float | None, kind: str, key: Mapping[str, object], *, there: bool = True
) -> Cell:
    """Return a sum that the page explains; without rows it is only printed."""
    shown = number(value)
    return shown if value is None or not there else Figure(shown, shown_id(kind, **key))


def _wan(yuan: float | None, kind: str, key: Mapping[str, object]) -> Cell:
    """Return a sum of money in 万元 that the page explains; a dash where nothing is paid."""
    return "—" if yuan is None else Figure(number(yuan / WAN), shown_id(kind, **key))
