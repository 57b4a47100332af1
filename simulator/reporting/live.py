"""Which tables does the page filter by stage and year: balance, admission plan, surplus, beds?

Each is sent once as JSON; the page shows the rows of the chosen stage and year, sorts them, hands
them out, and explains each figure by the registry of ``row_columns``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from simulator.figure_ids import area_key
from simulator.reporting import row_sources, views, warning_views
from simulator.reporting.catalogue import known
from simulator.reporting.formulas import worked_out
from simulator.reporting.row_columns import NORMS, RowColumn, shown
from simulator.reporting.row_sources import Named
from simulator.reporting.sheets import Pair, phrase
from simulator.results import Results
from simulator.vocabulary import FIRST_GRADES, GRADES, STAGES


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a zone, a campus or an area, by its key in ``row_sources.Named``."""

    of: Literal["zones", "campuses", "areas"]
    key: str


Cell = str | int | float | Sequence[str] | Name | None
"""A number, a name, or a word in both languages; None where it is not known."""


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table of the page: every row begins with its stage ('' for all) and school year."""

    id: str
    title: Pair
    note: Pair
    columns: tuple[RowColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rests: Mapping[str, Mapping[int, float]]
    """Column → row → what its formula leaves of a figure that the tables of the run hold."""

    def payload(self, named: Named) -> dict[str, Any]:
        """Return what the script shows; words are sent once, and rows hold their places."""
        columns: list[dict[str, Any]] = []
        cells: list[Sequence[Any]] = [*zip(*self.rows, strict=True)]
        for k, column in enumerate(self.columns):
            head = phrase(column.head)
            sent: dict[str, Any] = {"zh": head["zh"], "en": head["en"], "n": bool(column.says)}
            if column.says:
                sent["id"] = column.name
            if column.name in self.rests:
                sent["rest"] = self.rests[column.name]
            here = cells[k + 2]
            if isinstance(here[0], Name):
                sent["of"] = here[0].of
                cells[k + 2] = [named.place[cell.of][cell.key] for cell in here]
            elif not column.says:
                places = {word: place for place, word in enumerate(dict.fromkeys(here))}
                sent["words"] = list(places)
                cells[k + 2] = [places[word] for word in here]
            columns.append(sent)
        return {"columns": columns, "rows": [*zip(*cells, strict=True)]}


TABLES: Final = ("warning", "areas", "admissions", "journeys", "surplus", "beds")
LONGEST: Final = 10
"""Journeys listed for each stage and year."""

Row = tuple[str, int, dict[str, Any]]
"""Stage, school year and the cells that are not worked out from others, by column."""


def tables(results: Results) -> list[LiveTable]:
    """Return the tables that have rows."""
    made: Mapping[str, Callable[[Results], Iterable[Row]]] = {
        "warning": _warning,
        "areas": _areas,
        "admissions": _admissions,
        "journeys": _journeys,
        "surplus": _surplus,
        "beds": _beds,
    }
    norms = row_sources.norms(results)
    return [table for name in TABLES if (table := _table(name, made[name](results), norms)).rows]


def norms_of(norms: row_sources.Norms, stage: str, year: int) -> dict[str, float]:
    """Return the norms that formulas of a stage and year take, by name."""
    grade = GRADES[FIRST_GRADES[STAGES.index(stage)]] if stage else GRADES[0]
    return {name: (norms[name].get("") or norms[name][grade])[year] for name in NORMS}


def _table(name: str, rows: Iterable[Row], norms: row_sources.Norms) -> LiveTable:
    """Complete rows by the formulas of their columns."""
    columns = shown(name)
    whole: list[tuple[Cell, ...]] = []
    rests: dict[str, dict[int, float]] = {}
    for stage, year, cells in rows:
        values: dict[str, Any] = norms_of(norms, stage, year) | cells
        for column in columns:
            if not column.formula or column.ahead:
                continue
            found = worked_out(column.formula, values)
            given = values.setdefault(column.name, found)
            if given is not None and found is not None and given != found:
                rests.setdefault(column.name, {})[len(whole)] = given - found
        if name != "surplus" or values["surplus"] or values["free_rooms"]:
            whole.append((stage, year, *(values[column.name] for column in columns)))
    title, note = phrase(f"live.{name}"), phrase(f"live.{name}_note")
    return LiveTable(name, title, note, columns, tuple(whole), rests)


def _stage(name: str) -> tuple[str, str]:
    return known("stage", name, "zh"), known("stage", name, "en")


def _records(table: pd.DataFrame, *columns: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(table[column].tolist() for column in columns), strict=True)


def _warning(results: Results) -> Iterable[Row]:
    """Give the schools short of entry seats in a year or the two after it, worst first."""
    for stage in views.stages(results):
        found = warning_views.entry_warning(results, stage)
        for year in found.warned:
            _, ranked = warning_views.ranked(results, found, year)
            for row in ranked:
                now, *later = row.entries
                balances: list[int | None] = [entry.balance for entry in later]
                balances += [None] * (warning_views.AHEAD - 1 - len(balances))
                if min([now.balance, *(b for b in balances if b is not None)]) < 0:
                    yield stage, year, {
                        "school": Name("campuses", row.campus_id), "town": row.town,
                        "stage": _stage(stage), "own_children": now.children, "seats": now.seats,
                        "next": balances[0], "after": balances[1],
                    }  # fmt: skip


def _areas(results: Results) -> Iterable[Row]:
    """Give one row for each year, town or cluster, and stage."""
    found = results.tables["areas"]
    found = found[found["area_kind"].isin(("town", "cluster"))]
    zones, capacity = results.tables["zones"], results.tables["capacity"]
    area = capacity["campus_id"].map(row_sources.area_of(results))
    places = capacity.groupby(["school_year", area, "stage"])["places"].sum()
    balance = results.tables["balance"]
    town_of = dict(zip(zones["zone_id"], zones["town_id"], strict=True))
    living = balance.groupby(
        ["school_year", balance["zone_id"].map(town_of), "stage"]
    )["children"].sum()  # fmt: skip
    for year, kind, name, stage, children, open_now, shortfall in _records(
        found, "school_year", "area_kind", "area_id", "stage", "children", "places_open",
        "shortfall",
    ):  # fmt: skip
        key = area_key(kind, str(name))
        yield stage, int(year), {
            "area": Name("areas", key), "stage": _stage(stage),
            "children": int(living.get((year, name, stage), 0)) if kind == "town" else None,
            "needing": int(children), "places": int(places.get((year, key, stage), 0)),
            "places_open": int(open_now), "shortfall": int(shortfall),
        }  # fmt: skip


def _admissions(results: Results) -> Iterable[Row]:
    """Give one row for each year, school and first grade of a stage."""
    towns = views.school_towns(results)
    numbers = ("own_children", "classes_planned", "seats", "placed_own", "placed_redirected",
               "classes")  # fmt: skip
    for year, campus, stage, *given in _records(
        results.tables["admissions"], "school_year", "campus_id", "stage", *numbers
    ):
        yield stage, int(year), {
            "school": Name("campuses", str(campus)), "town": towns.get(campus, ""),
            "stage": _stage(stage), **dict(zip(numbers, given, strict=True)),
        }  # fmt: skip


def _journeys(results: Results) -> Iterable[Row]:
    """Give the longest journeys of each year and stage to a public school."""
    flows, schools = results.tables["flows"], results.tables["schools"]
    zones = results.tables["zones"].set_index("zone_id")["town_id"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"])
    inside = flows["campus_id"].isin(public) & flows["zone_id"].isin(zones.index)
    order = ["school_year", "stage", "distance_m", "zone_id", "campus_id"]
    sorted_flows = flows[inside].sort_values(order, ascending=[True, True, False, True, True])
    longest = sorted_flows.groupby(["school_year", "stage"]).head(LONGEST)
    for year, stage, zone, campus, pupils, redirected, metres in _records(
        longest, "school_year", "stage", "zone_id", "campus_id", "pupils", "redirected",
        "distance_m",
    ):  # fmt: skip
        yield stage, int(year), {
            "zone": Name("zones", str(zone)), "town": str(zones[zone]), "stage": _stage(stage),
            "school": Name("campuses", str(campus)), "pupils": int(pupils),
            "redirected": int(redirected), "distance": int(metres),
        }  # fmt: skip


def _surplus(results: Results) -> Iterable[Row]:
    """Give one row for each year, public school and stage; those with nothing free are dropped."""
    keys = ["school_year", "campus_id", "stage"]
    enrolment, capacity = results.tables["enrolment"], results.tables["capacity"]
    here = enrolment.groupby(keys)[["pupils", "classes"]].sum()
    rooms = capacity.groupby(keys)[["places", "rooms_ordinary"]].sum()
    table = rooms.join(here, how="left").fillna(0).astype(int).reset_index()
    schools = results.tables["schools"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"])
    towns = views.school_towns(results)
    short = results.tables["areas"]
    short = short[(short["area_kind"] == "town") & (short["shortfall"] > 0)]
    lacking: dict[tuple[int, str], list[str]] = {}
    for year, town, stage in _records(short, "school_year", "area_id", "stage"):
        lacking.setdefault((int(year), str(town)), []).append(stage)
    for year, campus, stage, places, ordinary, pupils, classes in table.itertuples(index=False):
        if campus not in public:
            continue
        town = towns.get(campus, "")
        others = [s for s in STAGES if s in lacking.get((int(year), town), ()) and s != stage]
        words = tuple(
            "、".join(w) if k == 0 else ", ".join(w)
            for k, w in enumerate(zip(*map(_stage, others), strict=True))
        )
        yield stage, int(year), {
            "school": Name("campuses", str(campus)), "town": town, "stage": _stage(stage),
            "pupils": pupils, "places": places, "rooms": ordinary, "classes": classes,
            "short_stages": words or "—",
        }  # fmt: skip


def _beds(results: Results) -> Iterable[Row]:
    """Give one row for each year and campus with beds."""
    table, towns = results.tables["campuses"], views.school_towns(results)
    enrolment = results.tables["enrolment"]
    wishing = enrolment.groupby(["school_year", "campus_id"])["boarders"].sum()
    for year, campus, beds, boarders in _records(
        table[table["beds"] > 0], "school_year", "campus_id", "beds", "boarders"
    ):
        yield "", int(year), {
            "school": Name("campuses", str(campus)), "town": towns.get(campus, ""),
            "beds": int(beds), "boarders": int(boarders),
            "would_board": int(wishing.get((year, campus), 0)),
        }  # fmt: skip
