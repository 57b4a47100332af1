"""Which tables does the page filter by stage and year: balance, admission plan, surplus, beds?

Each is sent once as JSON; the page shows the rows of the chosen stage and year, sorts them and
hands them out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, Final

from simulator.reporting import towns, views
from simulator.reporting.catalogue import known
from simulator.reporting.sheets import Pair, pair, phrase
from simulator.results import Results
from simulator.vocabulary import STAGES

Cell = str | int | float | Sequence[str] | None
"""A number, a name, or a word in both languages; None where it is not known."""


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table of the page: every row begins with its stages ('' for all) and school year."""

    id: str
    title: Pair
    note: Pair
    columns: tuple[Pair, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sort: tuple[int, bool] | None = None
    """Column it opens sorted by, and whether the largest stand first."""
    added: tuple[int, ...] = ()
    """Columns added up in a row below."""
    whole: bool = False
    """Whether paper has all rows."""

    def payload(self) -> dict[str, Any]:
        """Return what the script shows; words are sent once, and rows hold their places."""
        columns: list[dict[str, Any]] = []
        cells: list[Sequence[Cell]] = [*zip(*self.rows, strict=True)]
        for k, (column, number) in enumerate(zip(self.columns, self.numeric, strict=True)):
            sent: dict[str, Any] = {"zh": column["zh"], "en": column["en"], "n": number}
            if not number:
                places = {word: place for place, word in enumerate(dict.fromkeys(cells[k + 2]))}
                sent["words"] = list(places)
                cells[k + 2] = [places[word] for word in cells[k + 2]]
            columns.append(sent)
        return {
            "columns": columns, "rows": [*zip(*cells, strict=True)], "sort": self.sort,
            "added": self.added, "whole": self.whole,
        }  # fmt: skip


TABLES: Final = ("areas", "admissions", "journeys", "surplus", "beds")
LONGEST: Final = 10
"""Journeys listed for each stage and year."""


def tables(results: Results) -> list[LiveTable]:
    """Return the tables that have rows."""
    made: Mapping[str, Callable[[Results], Sequence[tuple[Cell, ...]]]] = {
        "areas": _areas,
        "admissions": _admissions,
        "journeys": _journeys,
        "surplus": _surplus,
        "beds": _beds,
    }
    found = []
    for name in TABLES:
        rows = made[name](results)
        if rows:
            heads = _HEADS[name]
            by = _SORTED.get(name)
            found.append(
                LiveTable(
                    name,
                    phrase(f"live.{name}"),
                    phrase(f"live.{name}_note"),
                    tuple(phrase(f"live.{head}") for head in heads),
                    tuple(head not in _WORDS for head in heads),
                    tuple(rows),
                    None if by is None else (heads.index(by[0]), by[1]),
                    tuple(heads.index(head) for head in _ADDED.get(name, ())),
                )
            )
    return found


def town_table(results: Results) -> LiveTable | None:
    """Return gaps by town with all stages side by side, the most short first; None without any.

    Its rows stand for no stage, so that the filter leaves both in sight.
    """
    every = towns.gaps(results)
    stages = [stage for stage in STAGES if any(gap.stage == stage for gap in every)]
    if not every:
        return None
    cells = {(gap.year, gap.area, gap.stage): gap for gap in every}
    rows: list[tuple[Cell, ...]] = []
    for year, area in dict.fromkeys((gap.year, gap.area) for gap in every):
        mine = [cells.get((year, area, stage)) for stage in stages]
        short: list[Cell] = [gap.shortfall if gap else None for gap in mine]
        rest: list[Cell] = []
        for gap in mine:
            rest += [gap.needing, gap.places_open] if gap else [None, None]
        rows.append(("", year, area, sum(g.shortfall for g in mine if g), *short, *rest))
    names = [{"stage": pair(partial(known, "stage", stage))} for stage in stages]
    heads = [phrase("live.area"), phrase("towns.short_all")]
    heads += [phrase("towns.short", name) for name in names]
    heads += [phrase(f"towns.{head}", name) for name in names for head in ("needing", "open")]
    last = len(heads) - 1
    return LiveTable(
        "towns", phrase("towns.title"), phrase("towns.note"), tuple(heads),
        (False, *[True] * last), tuple(rows), (1, True), tuple(range(1, last + 1)), True,
    )  # fmt: skip


_WORDS: Final = ("area", "zone", "school", "town", "stage", "short_stages")
"""Columns of words; all others hold numbers."""
_HEADS: Final = {
    "areas": ("area", "stage", "children", "needing", "places", "places_open", "shortfall",
              "spare"),
    "admissions": ("school", "town", "stage", "own_children", "classes_needed", "classes_planned",
                   "seats", "seats_left", "placed_own", "placed_redirected", "classes"),
    "journeys": ("zone", "town", "stage", "school", "pupils", "redirected", "distance"),
    "surplus": ("school", "town", "stage", "pupils", "places", "surplus_column", "rooms", "classes",
                "free_rooms", "short_stages"),
    "beds": ("school", "town", "beds_column", "boarders", "free_beds"),
}  # fmt: skip

_SORTED: Final = {
    "areas": ("shortfall", True),
    "admissions": ("seats_left", False),
    "journeys": ("distance", True),
    "surplus": ("free_rooms", True),
    "beds": ("free_beds", True),
}
"""Column each table opens sorted by, and whether the largest stand first."""
_ADDED: Final = {
    "areas": ("children", "needing", "places", "places_open", "shortfall", "spare"),
    "admissions": ("own_children", "classes_needed", "classes_planned", "seats", "placed_own",
                   "placed_redirected", "classes"),
    "surplus": ("pupils", "places", "surplus_column", "rooms", "classes", "free_rooms"),
    "beds": ("beds_column", "boarders", "free_beds"),
}  # fmt: skip
"""Columns that are added up below the rows shown."""


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
    table, names = results.tables["admissions"], views.school_names(results)
    home = views.school_towns(results)
    rows: list[tuple[Cell, ...]] = []
    columns = ("school_year", "campus_id", "stage", "own_children", "classes_planned", "seats",
               "placed_own", "placed_redirected", "classes")  # fmt: skip
    for year, campus, stage, own, planned, seats, placed, redirected, classes in zip(
        *(table[c].tolist() for c in columns), strict=True
    ):
        norm = seats / planned if planned else _norm(results, str(stage))
        rows.append(
            (stage, int(year), names.get(campus, campus), home.get(campus, ""), _stage(stage),
             own, ceil(own / norm - 1e-9), planned, seats, seats - own, placed, redirected, classes)
        )  # fmt: skip
    return rows


def _journeys(results: Results) -> list[tuple[Cell, ...]]:
    """One row for each of the longest journeys of a year and stage to a public school."""
    flows, schools = results.tables["flows"], results.tables["schools"]
    zones = results.tables["zones"].set_index("zone_id")["town_id"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"])
    inside = flows["campus_id"].isin(public) & flows["zone_id"].isin(zones.index)
    order = ["school_year", "stage", "distance_m", "zone_id", "campus_id"]
    sorted_flows = flows[inside].sort_values(order, ascending=[True, True, False, True, True])
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


def _norm(results: Results, stage: str) -> float:
    return views.parameter(
        results, ("norms", "class_size", stage), views.DEFAULT_SIZES.get(stage, 45)
    )


def _surplus(results: Results) -> list[tuple[Cell, ...]]:
    """One row for each year, public school and stage with surplus places or a free room."""
    names = views.school_names(results)
    lacking: dict[tuple[int, str], list[str]] = {}
    for gap in towns.gaps(results):
        if gap.kind == "town" and gap.shortfall > 0:
            lacking.setdefault((gap.year, gap.area), []).append(gap.stage)
    table = towns.rooms(results)
    columns = ("school_year", "campus_id", "stage", "town", "pupils", "places", "surplus",
               "rooms_ordinary", "classes", "free")  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for year, campus, stage, town, pupils, places, surplus, ordinary, classes, free in zip(
        *(table[name].tolist() for name in columns), strict=True
    ):
        if not (surplus or free):
            continue
        others = [s for s in STAGES if s in lacking.get((int(year), town), ()) and s != stage]
        words = tuple(
            "、".join(w) if k == 0 else ", ".join(w)
            for k, w in enumerate(zip(*map(_stage, others), strict=True))
        )
        rows.append(
            (stage, int(year), names.get(campus, campus), town, _stage(stage), int(pupils),
             int(places), int(surplus), int(ordinary), int(classes), int(free), words or "—")
        )  # fmt: skip
    return rows


def _beds(results: Results) -> list[tuple[Cell, ...]]:
    """One row for each year and campus with beds, for the stages it teaches."""
    names, home = views.school_names(results), views.school_towns(results)
    table, capacity = results.tables["campuses"], results.tables["capacity"]
    taught: dict[tuple[int, str], list[str]] = {}
    for year, campus, stage in zip(
        *(capacity[name].tolist() for name in ("school_year", "campus_id", "stage")), strict=True
    ):
        taught.setdefault((int(year), campus), []).append(stage)
    table = table[table["beds"] > 0]
    return [
        (" ".join(sorted(set(taught.get((int(year), campus), ())))), int(year),
         names.get(campus, campus), home.get(campus, ""), int(beds), int(boarders),
         max(int(beds) - int(boarders), 0))
        for year, campus, beds, boarders in zip(
            table["school_year"], table["campus_id"], table["beds"], table["boarders"], strict=True
        )
    ]  # fmt: skip
