"""Which tables does the page filter by stage and year: balance, admission plan, accounts …?

Each is sent once as JSON; the page shows the rows of the chosen stage and year, sorts them and
hands them out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simulator.reporting import account_rows, views
from simulator.reporting.catalogue import known, say
from simulator.reporting.sheets import Pair, pair, phrase
from simulator.results import Results
from simulator.vocabulary import STAGES

Cell = str | int | float | Sequence[str] | None
"""A number, a name, or a word in both languages; None where it is not known."""


ON_PAPER: Final = 11
"""Rows that are printed of a table; of the accounts none, so that the page stays short on paper."""


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table of the page: every row begins with its stage ('' for all) and school year."""

    id: str
    title: Pair
    note: Pair
    columns: tuple[Pair, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    signed: tuple[bool, ...] = ()
    """Columns of differences, which carry their sign."""
    paper: int = ON_PAPER

    def payload(self) -> dict[str, Any]:
        """Return what the script shows; words are sent once, and rows hold their places."""
        columns: list[dict[str, Any]] = []
        cells: list[Sequence[Cell]] = [*zip(*self.rows, strict=True)]
        for k, (column, number) in enumerate(zip(self.columns, self.numeric, strict=True)):
            sent: dict[str, Any] = {"zh": column["zh"], "en": column["en"], "n": number}
            if self.signed and self.signed[k]:
                sent["d"] = True
            if not number:
                places = {word: place for place, word in enumerate(dict.fromkeys(cells[k + 2]))}
                sent["words"] = list(places)
                cells[k + 2] = [places[word] for word in cells[k + 2]]
            columns.append(sent)
        return {"columns": columns, "rows": [*zip(*cells, strict=True)], "paper": self.paper}


TABLES: Final = ("areas", "admissions", "journeys", "surplus", *account_rows.HEADS)
LONGEST: Final = 10
"""Journeys listed for each stage and year."""


def tables(results: Results) -> list[LiveTable]:
    """Return the tables that have rows."""
    made: Mapping[str, Callable[[Results], Sequence[tuple[Cell, ...]]]] = {
        "areas": _areas,
        "admissions": _admissions,
        "journeys": _journeys,
        "surplus": _surplus,
        "staff": account_rows.staff,
        "beds": account_rows.beds,
        "land_account": account_rows.land_account,
        "land": account_rows.land,
        "money": account_rows.money,
        "differences": account_rows.differences,
    }
    found = []
    for name in TABLES:
        rows = made[name](results)
        if rows:
            heads, rows = _known(_HEADS[name], rows)
            found.append(
                LiveTable(
                    name,
                    phrase(f"live.{name}"),
                    phrase(f"live.{name}_note"),
                    tuple(phrase(f"live.{head}") for head in heads),
                    tuple(head not in _WORDS for head in heads),
                    tuple(rows),
                    paper=0 if name in account_rows.HEADS else ON_PAPER,
                )
            )
    return found


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


def _known(
    heads: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]
) -> tuple[tuple[str, ...], Sequence[tuple[Cell, ...]]]:
    """Leave out optional columns of which nothing is known."""
    empty = [
        k + 2
        for k, head in enumerate(heads)
        if head in account_rows.OPTIONAL and all(row[k + 2] is None for row in rows)
    ]
    if not empty:
        return heads, rows
    kept = tuple(head for k, head in enumerate(heads) if k + 2 not in empty)
    return kept, [tuple(c for k, c in enumerate(row) if k not in empty) for row in rows]


_WORDS: Final = ("area", "zone", "school", "town", "stage", "short_stages", *account_rows.WORDS)
"""Columns of words; all others hold numbers."""
_HEADS: Final = {
    "areas": ("area", "stage", "children", "needing", "places", "places_open", "shortfall",
              "spare"),
    "admissions": ("school", "town", "stage", "own_children", "classes_planned", "seats",
                   "seats_left", "placed_own", "placed_redirected", "classes"),
    "journeys": ("zone", "town", "stage", "school", "pupils", "redirected", "distance"),
    "surplus": ("school", "town", "stage", "pupils", "places", "surplus_column", "rooms", "classes",
                "free_rooms", "short_stages"),
    **account_rows.HEADS,
}  # fmt: skip


def _stage(name: str) -> tuple[str, str]:
    return known("stage", name, "zh"), known("stage", name, "en")


def _areas(results: Results) -> list[tuple[Cell, ...]]:
    """One row for each year, town or cluster, and stage."""
    found = results.tables["areas"]
    found = found[found["area_kind"].isin(("town", "cluster"))]
    schools, zones = results.tables["schools"], results.tables["zones"]
    area_of = {
        campus: str(cluster) if isinstance(cluster, str) and cluster else str(town)
        for campus, cluster, town in zip(
            schools["campus_id"], schools["cluster_id"], schools["town_id"], strict=True
        )
    }
    capacity = results.tables["capacity"]
    places = capacity.groupby(
        ["school_year", capacity["campus_id"].map(area_of), "stage"]
    )["places"].sum()  # fmt: skip
    balance = results.tables["balance"]
    town_of = dict(zip(zones["zone_id"], zones["town_id"], strict=True))
    living = balance.groupby(
        ["school_year", balance["zone_id"].map(town_of), "stage"]
    )["children"].sum()  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for year, kind, area, stage, children, open_now, shortfall in zip(
        *(found[c].tolist() for c in ("school_year", "area_kind", "area_id", "stage", "children",
                                      "places_open", "shortfall")),
        strict=True,
    ):  # fmt: skip
        key = (year, area, stage)
        live = int(living.get(key, 0)) if kind == "town" else None
        usable, spare = int(places.get(key, 0)), max(int(open_now) - int(children), 0)
        rows.append(
            (stage, int(year), str(area), _stage(stage), live, int(children), usable,
             int(open_now), int(shortfall), spare)
        )  # fmt: skip
    return rows


def _admissions(results: Results) -> list[tuple[Cell, ...]]:
    """One row for each year, school and first grade of a stage."""
    table, names, towns = (
        results.tables["admissions"],
        views.school_names(results),
        views.school_towns(results),
    )
    rows: list[tuple[Cell, ...]] = []
    columns = ("school_year", "campus_id", "stage", "own_children", "classes_planned", "seats",
               "placed_own", "placed_redirected", "classes")  # fmt: skip
    for year, campus, stage, own, planned, seats, placed, redirected, classes in zip(
        *(table[c].tolist() for c in columns), strict=True
    ):
        rows.append(
            (stage, int(year), names.get(campus, campus), towns.get(campus, ""), _stage(stage),
             own, planned, seats, seats - own, placed, redirected, classes)
        )  # fmt: skip
    return rows


def _journeys(results: Results) -> list[tuple[Cell, ...]]:
    """One row for each of the longest journeys of a year and stage to a public school."""
    flows = results.tables["flows"]
    zones = results.tables["zones"].set_index("zone_id")["town_id"]
    inside = flows["zone_id"].isin(zones.index)
    order = ["school_year", "stage", "distance_m", "zone_id", "campus_id"]
    public = views.at_public(results, flows[inside])
    sorted_flows = public.sort_values(order, ascending=[True, True, False, True, True])
    longest = sorted_flows.groupby(["school_year", "stage"]).head(LONGEST)
    names, places = views.school_names(results), views.zone_names(results)
    columns = ("school_year", "stage", "zone_id", "campus_id", "pupils", "redirected", "distance_m")
    return [
        (stage, int(year), places.get(zone, zone), str(zones[zone]), _stage(stage),
         names.get(campus, campus), int(pupils), int(redirected), int(metres))
        for year, stage, zone, campus, pupils, redirected, metres in zip(
            *(longest[c].tolist() for c in columns), strict=True
        )
    ]  # fmt: skip


def _surplus(results: Results) -> list[tuple[Cell, ...]]:
    """One row for each year, public school and stage with surplus places or a free room."""
    keys = ["school_year", "campus_id", "stage"]
    enrolment, capacity = results.tables["enrolment"], results.tables["capacity"]
    here = enrolment.groupby(keys)[["pupils", "classes"]].sum()
    rooms = capacity.groupby(keys)[["places", "rooms_ordinary"]].sum()
    table = rooms.join(here, how="left").fillna(0).reset_index()
    table = views.at_public(results, table)
    names, towns = views.school_names(results), views.school_towns(results)
    short = results.tables["areas"]
    short = short[(short["area_kind"] == "town") & (short["shortfall"] > 0)]
    lacking: dict[tuple[int, str], list[str]] = {}
    for year, town, stage in zip(
        short["school_year"], short["area_id"], short["stage"], strict=True
    ):
        lacking.setdefault((int(year), str(town)), []).append(stage)
    margin = views.parameter(results, ("norms", "operating_margin"), 0.05)
    rows: list[tuple[Cell, ...]] = []
    for year, campus, stage, places, ordinary, pupils, classes in table.itertuples(index=False):
        usable = int(np.floor(places * (1 - margin) + 1e-9))
        surplus, free = max(usable - int(pupils), 0), max(int(ordinary) - int(classes), 0)
        if not (surplus or free):
            continue
        town = towns.get(campus, "")
        others = [s for s in STAGES if s in lacking.get((int(year), town), ()) and s != stage]
        words = tuple(
            "、".join(w) if k == 0 else ", ".join(w)
            for k, w in enumerate(zip(*map(_stage, others), strict=True))
        )
        rows.append(
            (stage, int(year), names.get(campus, campus), town, _stage(stage), int(pupils),
             int(places), surplus, int(ordinary), int(classes), free, words or "—")
        )  # fmt: skip
    return rows
