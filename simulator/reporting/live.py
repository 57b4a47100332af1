"""Which tables does the page filter by stage and year: balance, admission plan, accounts …?

Each is sent once as JSON; the page shows the rows of the chosen stage and year, sorts them, hands
them out, and explains each figure by the registry of ``row_columns``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from simulator.figure_ids import area_key
from simulator.reporting import account_rows, row_sources, views, warning_views
from simulator.reporting.catalogue import say
from simulator.reporting.cells import NAMES, Cell, Coded, Name, Row, records
from simulator.reporting.cells import stage as stage_words
from simulator.reporting.columns import RowColumn, printed
from simulator.reporting.formulas import worked_out
from simulator.reporting.row_columns import NORMS, listed
from simulator.reporting.row_sources import Named
from simulator.reporting.sheets import Pair, pair, phrase
from simulator.results import Results
from simulator.vocabulary import FIRST_GRADES, GRADES, STAGES

ON_PAPER: Final = 10
"""Rows that are printed of a table; of the accounts none, so that the page stays short on paper."""


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
    paper: int = ON_PAPER

    def payload(self, named: Named) -> dict[str, Any]:
        """Return what the script shows; words are sent once, and rows hold their places.

        ``runs`` are stage, school year and number of rows that follow one another with these.
        """
        columns: list[dict[str, Any]] = []
        cells: list[Sequence[Any]] = [*zip(*(row[2:] for row in self.rows), strict=True)]
        for k, column in enumerate(self.columns):
            head = phrase(column.head)
            sent: dict[str, Any] = {"zh": head["zh"], "en": head["en"], "n": bool(column.says)}
            sent |= printed(column)
            if column.says:
                sent["id"] = column.name
            if column.name in self.rests:
                sent["rest"] = self.rests[column.name]
            here = cells[k]
            if isinstance(here[0], Name):
                sent["of"], sent["key"] = here[0].of, NAMES[here[0].of]
                cells[k] = [named.place[cell.of][cell.key] for cell in here]
            elif not column.says:
                places = {word: place for place, word in enumerate(dict.fromkeys(here))}
                cells[k] = [places[word] for word in here]
                sent["words"] = list(places)
                if isinstance(here[0], Coded):
                    sent["words"] = [cell.words for cell in places]
                    sent["codes"] = [cell.code for cell in places]
                    sent["key"] = column.name
            columns.append(sent)
        runs = [[*key, len([*mine])] for key, mine in groupby(row[:2] for row in self.rows)]
        rows = [*zip(*cells, strict=True)]
        return {"columns": columns, "runs": runs, "rows": rows, "paper": self.paper}


LONGEST: Final = 10
"""Journeys listed for each stage and year."""


def tables(results: Results) -> list[LiveTable]:
    """Return the tables that have rows."""
    made: Mapping[str, Callable[[Results], Iterable[Row]]] = {
        "warning": _warning,
        "areas": _areas,
        "admissions": _admissions,
        "journeys": _journeys,
        "surplus": _surplus,
        **account_rows.ROWS,
    }
    norms = row_sources.norms(results)
    found = (_table(name, rows(results), norms) for name, rows in made.items())
    return [table for table in found if table.rows]


def in_workbook(shown: Sequence[LiveTable]) -> Pair | None:
    """Say on paper which tables are in the workbook alone; None where all are printed."""
    titles = [table.title for table in shown if not table.paper]
    if not titles:
        return None
    return pair(
        lambda lang: say(
            "live.in_workbook",
            lang,
            {"tables": say("list.comma", lang).join(title[lang] for title in titles)},
        )
    )


def norms_of(norms: row_sources.Norms, stage: str, year: int) -> dict[str, float | None]:
    """Return the norms that formulas of a stage and year take, by name; None beyond the years."""
    grade = GRADES[FIRST_GRADES[STAGES.index(stage)]] if stage in STAGES else GRADES[0]
    return {name: (norms[name].get("") or norms[name][grade]).get(year) for name in NORMS}


def _table(name: str, rows: Iterable[Row], norms: row_sources.Norms) -> LiveTable:
    """Complete rows by the formulas of their columns."""
    columns = listed(name)
    whole: list[dict[str, Any]] = []
    rests: dict[str, dict[int, float]] = {}
    for stage, year, cells in rows:
        values: dict[str, Any] = norms_of(norms, stage, year) | cells
        for column in columns:
            if column.digits is not None and values[column.name] is not None:
                values[column.name] = _rounded(values[column.name], column.digits)
        for column in columns:
            if not column.formula or column.ahead:
                continue
            found = worked_out(column.formula, values)
            given = values.setdefault(column.name, found)
            if given is not None and found is not None and given != found:
                left = round(given - found, column.digits or 0)
                rests.setdefault(column.name, {})[len(whole)] = left
        if name != "surplus" or values["surplus"] or values["free_rooms"]:
            whole.append(values | {"": (stage, year)})
    kept = tuple(
        one for one in columns
        if not (one.optional and all(values[one.name] is None for values in whole))
    )  # fmt: skip
    cells_of = tuple((*values[""], *(values[one.name] for one in kept)) for values in whole)
    title, note = phrase(f"live.{name}"), phrase(f"live.{name}_note")

    paper = 0 if name in account_rows.ROWS else ON_PAPER
    return LiveTable(name, title, note, kept, cells_of, rests, paper)


def _rounded(value: float, digits: int) -> float:
    return round(value, digits) if digits else round(value)


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
                        "stage": stage_words(stage),
                        "own_children": now.children, "seats": now.seats,
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
    for year, kind, name, stage, children, open_now, shortfall in records(
        found, "school_year", "area_kind", "area_id", "stage", "children", "places_open",
        "shortfall",
    ):  # fmt: skip
        key = area_key(kind, str(name))
        yield stage, int(year), {
            "area": Name("areas", key), "stage": stage_words(stage),
            "children": int(living.get((year, name, stage), 0)) if kind == "town" else None,
            "needing": int(children), "places": int(places.get((year, key, stage), 0)),
            "places_open": int(open_now), "shortfall": int(shortfall),
        }  # fmt: skip


def _admissions(results: Results) -> Iterable[Row]:
    """Give one row for each year, school and first grade of a stage."""
    towns = views.school_towns(results)
    numbers = ("own_children", "classes_planned", "seats", "placed_own", "placed_redirected",
               "classes")  # fmt: skip
    for year, campus, stage, *given in records(
        results.tables["admissions"], "school_year", "campus_id", "stage", *numbers
    ):
        yield stage, int(year), {
            "school": Name("campuses", str(campus)), "town": towns.get(campus, ""),
            "stage": stage_words(stage), **dict(zip(numbers, given, strict=True)),
        }  # fmt: skip


def _journeys(results: Results) -> Iterable[Row]:
    """Give the longest journeys of each year and stage to a public school."""
    flows = results.tables["flows"]
    zones = results.tables["zones"].set_index("zone_id")["town_id"]
    inside = flows["zone_id"].isin(zones.index)
    order = ["school_year", "stage", "distance_m", "zone_id", "campus_id"]
    public = views.at_public(results, flows[inside])
    sorted_flows = public.sort_values(order, ascending=[True, True, False, True, True])
    longest = sorted_flows.groupby(["school_year", "stage"]).head(LONGEST)
    for year, stage, zone, campus, pupils, redirected, metres in records(
        longest, "school_year", "stage", "zone_id", "campus_id", "pupils", "redirected",
        "distance_m",
    ):  # fmt: skip
        yield stage, int(year), {
            "zone": Name("zones", str(zone)), "town": str(zones[zone]), "stage": stage_words(stage),
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
    table = views.at_public(results, table)
    towns = views.school_towns(results)
    short = results.tables["areas"]
    short = short[(short["area_kind"] == "town") & (short["shortfall"] > 0)]
    lacking: dict[tuple[int, str], list[str]] = {}
    for year, town, stage in records(short, "school_year", "area_id", "stage"):
        lacking.setdefault((int(year), str(town)), []).append(stage)
    for year, campus, stage, places, ordinary, pupils, classes in table.itertuples(index=False):
        town = towns.get(campus, "")
        others = [s for s in STAGES if s in lacking.get((int(year), town), ()) and s != stage]
        words = tuple(
            "、".join(w) if k == 0 else ", ".join(w)
            for k, w in enumerate(zip(*map(stage_words, others), strict=True))
        )
        yield stage, int(year), {
            "school": Name("campuses", str(campus)), "town": town, "stage": stage_words(stage),
            "pupils": pupils, "places": places, "rooms": ordinary, "classes": classes,
            "short_stages": words or "—",
        }  # fmt: skip
