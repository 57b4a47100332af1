"""Which tables does the page filter by stage and year: balance, admission plan, accounts …?

Each is sent once as JSON; the page shows the rows of the chosen stage and year, sorts them, hands
them out, and explains each figure by the registry of ``row_columns``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any, Final

from simulator.figure_ids import area_key
from simulator.reporting import account_rows, row_sources, towns, views, warning_views
from simulator.reporting.catalogue import known, say
from simulator.reporting.cells import NAMES, Cell, Coded, Name, Row, known_number, records
from simulator.reporting.cells import stage as stage_words
from simulator.reporting.columns import RowColumn, printed
from simulator.reporting.formulas import worked_out
from simulator.reporting.row_columns import NORMS, listed
from simulator.reporting.row_sources import Named
from simulator.reporting.sheets import Pair, pair, phrase
from simulator.results import Results
from simulator.vocabulary import FIRST_GRADES, GRADES, STAGES

ON_PAPER: Final = 10
"""Rows that are printed of a table, so that the page stays short on paper."""
ON_SCREEN: Final = ("areas", *account_rows.ROWS)
"""Tables of which none are: the accounts, and the areas, which the towns sum up."""


@dataclass(frozen=True, slots=True)
class LiveTable:
    """A table of the page: every row begins with its stages ('' for all) and school year."""

    id: str
    title: Pair
    note: Pair
    columns: tuple[RowColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rests: Mapping[str, Mapping[int, float]]
    """Column → row → what its formula leaves of a figure that the tables of the run hold."""
    paper: int = ON_PAPER
    sort: tuple[int, bool] | None = None
    """Column it opens sorted by, and whether the largest stand first."""
    added: tuple[int, ...] = ()
    """Columns added up in a row below."""
    heads: Mapping[str, Pair] = field(default_factory=dict)
    """Headings by column, where they name a stage."""
    stands: Mapping[str, str] = field(default_factory=dict)
    """Column → the stage of the row of the areas that has its calculation."""

    def payload(self, named: Named) -> dict[str, Any]:
        """Return what the script shows; words are sent once, and rows hold their places.

        ``runs`` are stage, school year and number of rows that follow one another with these.
        """
        columns: list[dict[str, Any]] = []
        cells: list[Sequence[Any]] = [*zip(*(row[2:] for row in self.rows), strict=True)]
        for k, column in enumerate(self.columns):
            head = self.heads.get(column.name) or phrase(column.head)
            sent: dict[str, Any] = {"zh": head["zh"], "en": head["en"], "n": bool(column.says)}
            sent |= printed(column)
            if column.name in self.stands:
                sent["stands"] = self.stands[column.name]
            elif column.says and not self.stands:
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
        return {
            "columns": columns, "runs": runs, "rows": [*zip(*cells, strict=True)],
            "paper": self.paper, "sort": self.sort, "added": self.added,
            **({"of": "areas"} if self.stands else {}),
        }  # fmt: skip


LONGEST: Final = 10
"""Journeys listed for each stage and year."""


def town_table(results: Results) -> LiveTable | None:
    """Return gaps by town with all stages side by side, the most short first; None without any.

    Its rows stand for no stage, so that the filter leaves both in sight; the calculation of a
    figure is that of the row of its stage among the areas.
    """
    every = towns.gaps(results)
    stages = [stage for stage in STAGES if any(gap.stage == stage for gap in every)]
    if not every:
        return None
    cells = {(gap.year, gap.kind, gap.area, gap.stage): gap for gap in every}
    rows: list[tuple[Cell, ...]] = []
    for year, kind, area in dict.fromkeys((gap.year, gap.kind, gap.area) for gap in every):
        mine = [cells.get((year, kind, area, stage)) for stage in stages]
        short: list[Cell] = [gap.shortfall if gap else None for gap in mine]
        rest: list[Cell] = []
        for gap in mine:
            rest += [gap.needing, gap.places_open] if gap else [None, None]
        name = Name("areas", area_key(kind, area))
        rows.append(("", year, name, sum(g.shortfall for g in mine if g), *short, *rest))
    columns = [
        RowColumn("area", "live.area"),
        RowColumn("short", "towns.short_all", "area_shortfall"),
    ]
    heads: dict[str, Pair] = {}
    stands: dict[str, str] = {}
    columns += [_at_stage("short", stage, heads, stands) for stage in stages]
    for stage in stages:
        columns += [_at_stage(head, stage, heads, stands) for head in ("needing", "open")]
    numbers = tuple(range(1, len(columns)))
    return LiveTable(
        "towns", phrase("towns.title"), phrase("towns.note"), tuple(columns), tuple(rows), {},
        len(rows), (1, True), numbers, heads, stands,
    )  # fmt: skip


AT_STAGE: Final = {"short": "area_shortfall", "needing": "area_needing", "open": "places_open"}
"""Column of the towns at a stage → what it counts."""


def _at_stage(
    head: str, stage: str, heads: dict[str, Pair], stands: dict[str, str]
) -> RowColumn:  # fmt: skip
    """Return a column of the towns at one stage, its heading and where its row stands."""
    name = f"{head}_{stage}"
    heads[name] = phrase(f"towns.{head}", {"stage": pair(partial(known, "stage", stage))})
    stands[name] = stage
    return RowColumn(name, f"towns.{head}", AT_STAGE[head])


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


SORTED: Final[Mapping[str, tuple[str, bool]]] = {
    "areas": ("shortfall", True),
    "admissions": ("seats_left", False),
    "journeys": ("distance", True),
    "surplus": ("free_rooms", True),
    "beds": ("beds_short", True),
}
"""Column each table opens sorted by, and whether the largest stand first."""
ADDED: Final[Mapping[str, tuple[str, ...]]] = {
    "areas": ("children", "needing", "places", "places_open", "shortfall", "spare"),
    "admissions": ("own_children", "classes_needed", "classes_planned", "seats", "placed_own",
                   "placed_redirected", "classes"),
    "surplus": ("pupils", "places", "surplus", "rooms", "classes", "free_rooms"),
    "boarding": ("far_pupils", "may_board", "in_beds", "long_rides"),
    "staff": ("pupils", "classes_held", "posts", "staff_present", "staff_gap"),
    "beds": ("beds", "beds_needed", "beds_short", "free_beds"),
    "land": ("site_m2", "places", "short_m2"),
    "money": ("this_year",),
    "funds": ("pupils", "boarders", "pupils_counted", "floor", "funds"),
}  # fmt: skip
"""Columns that are added up below the rows shown; of the land of towns the district is a row."""


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

    paper = 0 if name in ON_SCREEN else ON_PAPER
    places = {one.name: place for place, one in enumerate(kept)}
    first = SORTED.get(name)
    return LiveTable(
        name, title, note, kept, cells_of, rests, paper,
        None if first is None else (places[first[0]], first[1]),
        tuple(places[one] for one in ADDED.get(name, ()) if one in places),
    )  # fmt: skip


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
    home = views.school_towns(results)
    numbers = ("own_children", "classes_planned", "seats", "placed_own", "placed_redirected",
               "classes")  # fmt: skip
    for year, campus, stage, *given in records(
        results.tables["admissions"], "school_year", "campus_id", "stage", *numbers
    ):
        yield stage, int(year), {
            "school": Name("campuses", str(campus)), "town": home.get(campus, ""),
            "stage": stage_words(stage),
            **dict(zip(numbers, map(known_number, given), strict=True)),
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
    home = views.school_towns(results)
    lacking: dict[tuple[int, str], list[str]] = {}
    for gap in towns.gaps(results):
        if gap.kind == "town" and gap.shortfall > 0:
            lacking.setdefault((gap.year, gap.area), []).append(gap.stage)
    for year, campus, stage, places, ordinary, pupils, classes in table.itertuples(index=False):
        town = home.get(campus, "")
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
