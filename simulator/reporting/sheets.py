"""Which tables stand on the page, with headings and cells in both languages?

A sheet is the table under a chart, the ledger, or one of the appendix: the same numbers the
charts show, for print, for screen readers and for copying.
"""

import hashlib
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from simulator import tables
from simulator.figure_ids import cell_id, figure_id, shown_id, size_key
from simulator.input_differences import PROJECTS
from simulator.reporting import (
    bounds,
    figures,
    grounds,
    maps,
    parameters,
    shared_rooms,
    verdict,
    views,
)
from simulator.reporting.catalogue import LANGS, Lang, known, say
from simulator.reporting.numerals import heading, number
from simulator.results import Results

Pair = dict[Lang, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the page explains: as written, and by which id."""

    words: str | Pair
    id: str


Cell = str | Pair | Figure
TALL: Final = 20
"""Rows beyond which a sheet of the appendix scrolls in a box."""


@dataclass(frozen=True)
class Sheet:
    """A table of the page; ``numeric`` says which columns stand to the right."""

    title: Pair
    heads: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    numeric: Sequence[bool]
    wide: Sequence[int] = ()
    """Columns of running text, which need room on a telephone."""
    tall: bool = False
    """Whether it scrolls in a box on the screen; on paper it is whole."""
    stages: Sequence[str] = ()
    """Stages of each row, parted by blanks, where the filter hides rows of other stages."""
    totals: Sequence[tuple[str, Sequence[Cell]]] = ()
    """Rows below all others that add them up, each with the stages it stands for as above."""


def pair(words: Callable[[Lang], str]) -> Pair:
    """Return a text in both languages."""
    return {lang: words(lang) for lang in LANGS}


def phrase(key: str, values: Mapping[str, object] | None = None) -> Pair:
    """Return a sentence of the catalogue in both; values may themselves be pairs."""

    def filled(lang: Lang) -> str:
        if values is None:
            return say(key, lang)
        return say(key, lang, {k: v[lang] if isinstance(v, dict) else v for k, v in values.items()})

    return pair(filled)


def demand(results: Results, stage: str) -> Sheet:
    """Return the table under the demand chart of a stage."""
    view = views.demand(results, stage)
    columns: list[tuple[Pair, Sequence[int | None], str]] = [
        (phrase("demand.children"), view.children, "children")
    ]
    for outlook, values in (("low", view.low), ("high", view.high)):
        if values:
            head = pair(partial(_in_outlook, outlook))
            columns.append((head, values, ""))
    columns += [
        (phrase("demand.needing"), view.needing, ""),
        (phrase("demand.places"), view.places, "places"),
        (phrase("demand.open"), view.places_open, "places_open"),
        (_column("shortfall"), view.shortfall, "shortfall"),
        (_column("shortfall_catchment"), view.shortfall_catchment, "shortfall_catchment"),
        (_column("surplus"), view.surplus, "surplus"),
    ]
    rows: list[list[Cell]] = []
    for k, year in enumerate(view.years):
        cells: list[Cell] = [Figure(str(year), shown_id("demand", school_year=year, stage=stage))]
        for _, series, metric in columns:
            figure = number(series[k])
            cells.append(Figure(figure, figure_id(year, stage, metric)) if metric else figure)
        rows.append(cells)
    title = phrase("demand.title", {"stage": pair(partial(known, "stage", stage))})
    heads = [phrase("demand.x"), *(head for head, *_ in columns)]
    return Sheet(
        phrase("page.data", {"title": title}), heads, rows, [False] + [True] * len(columns)
    )


def class_sizes(view: views.ClassSizes, stage: str) -> Sheet:
    """Return the table under the strip of class sizes."""
    heads: list[Cell] = [phrase("sizes.axis"), *map(str, view.years)]
    rows: list[list[Cell]] = [
        [
            pair(partial(figures.bin_name, size)),
            *(
                Figure(
                    number(count),
                    cell_id(
                        "class_sizes",
                        school_year=year,
                        stage=stage,
                        size=size_key(size.low, size.high),
                    ),
                )
                for year, count in zip(view.years, counts, strict=True)
            ),
        ]
        for size, counts in zip(view.bins, view.counts, strict=True)
    ]
    title = phrase("sizes.title", {"stage": pair(partial(known, "stage", stage))})
    numeric = [False] + [True] * len(view.years)
    return Sheet(phrase("page.data", {"title": title}), heads, rows, numeric)


def blocked(codes: Sequence[str], lang: Lang) -> str:
    """Return what blocks a large class, in words; a dash for nothing."""
    words = []
    for code in codes:
        name, _, rest = code.partition(":")
        if rest and name == "waits_for_project":
            words.append(say("blocked.waits_for_project", lang))
        elif rest and name == "lent":
            stage, rooms = rest.split(":")
            values = {"stage": known("stage", stage, lang), "n": rooms}
            words.append(say("blocked.lent", lang, values))
        else:
            words.append(known("blocked", name, lang) if not rest else code)
    return say("list.comma", lang).join(words) or "—"


def causes(
    lent: shared_rooms.Lent, campus: str, stage: str, year: int, codes: Sequence[str]
) -> list[str]:
    """Return the codes of what blocks a stage, with the rooms it gave to another since the opening.

    Only where there is no free room: otherwise the rooms given up block nothing.
    """
    given: dict[str, int] = {}
    for shift in lent.get((campus, stage), ()):
        if shift.year <= year:
            given[shift.to_stage] = given.get(shift.to_stage, 0) + shift.rooms
    passed = [f"lent:{to}:{rooms}" for to, rooms in sorted(given.items())]
    return [*codes, *(passed if "no_room" in codes else ())]


def robustness(results: Results) -> Sheet | None:
    """Return verdicts by case (rows) and promise (columns); None where nothing else was run."""
    listed = verdict.cases(results, "zh")
    if not listed:
        return None
    english = verdict.cases(results, "en")
    targets = [t for t in results.summary.get("targets", ()) if t["met"] is not None]
    judged = [
        k for k, t in enumerate(results.summary.get("targets", ())) if t["met"] is not None
    ]  # fmt: skip

    def cell(found: tuple[Any, Any] | None, kind: str, target: Mapping[str, Any]) -> Cell:
        if found is None:
            return "—"
        if kind == "baseline":
            return phrase("robust.holds_in", {"met": found[0], "n": found[1]})
        met, value = found
        return pair(lambda lang: f"{verdict.MARKS[met]} {bounds.valued(target, value, lang)}")

    def name(case: verdict.Case, other: verdict.Case) -> Pair:
        if case.kind == "baseline":
            return phrase("robust.baseline", {"n": case.name})
        return phrase(f"robust.{case.kind}", {"name": {"zh": case.name, "en": other.name}})

    rows: list[list[Cell]] = [
        [phrase("robust.this_run"),
         *(cell((t["met"], t["achieved"]["central"]), "run", t) for t in targets)]
    ]  # fmt: skip
    for case, other in zip(listed, english, strict=True):
        found = [case.results[k] for k in judged]
        rows.append(
            [name(case, other),
             *(cell(f, case.kind, t) for f, t in zip(found, targets, strict=True))]
        )  # fmt: skip
    heads = [phrase("robust.case")]
    heads += [
        pair(partial(verdict.promise, t, among=results.summary.get("targets", ()))) for t in targets
    ]
    return Sheet(phrase("robust.title"), heads, rows, [False] * len(heads))


def worst_zones(district: maps.DistrictMap, stage: str, year: int) -> Sheet:
    """Return the ten zones with the largest gap, before any script runs."""
    view, k = district.stages[stage], district.years.index(year)
    balance = view.balance(k)
    rows = [
        [
            district.zone_names[z],
            district.towns[z],
            number(int(view.needing[k, z])),
            "—" if view.places[k, z] < 0 else number(int(view.places[k, z])),
            number(int(balance[z])),
        ]
        for z in maps.worst_zones(district, stage, year)
    ]
    heads = [phrase(f"map.{key}") for key in ("zone", "town", "needing", "places", "balance")]
    return Sheet(phrase("map.worst"), heads, rows, [False, False, True, True, True])


def say_map(district: maps.DistrictMap, stage: str, year: int, lang: Lang) -> str:
    """Return the map in one sentence."""
    view, at = district.stages[stage], district.years.index(year)
    balance = view.balance(at)
    worst = maps.worst_zones(district, stage, year, 1)
    values: dict[str, object] = {"year": year, "stage": known("stage", stage, lang)}
    if not view.has_catchments(at):
        return say("map.say_undivided", lang, values)
    if not worst:
        return say("map.say_none", lang, values)
    values |= {
        "n": number(int((balance < 0).sum())),
        "short": number(view.short(at)),
        "zone": district.zone_names[worst[0]],
        "worst": number(int(balance[worst[0]])),
    }
    return say("map.say", lang, values)


def inputs_hash(results: Results) -> str:
    """Return twelve digits that change when any input file does."""
    table = results.tables["inputs"]
    lines = sorted(f"{f} {h}" for f, h in zip(table["file"], table["sha256"], strict=True))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def appendix(results: Results) -> list[dict[str, Any]]:
    """Return the sheets of the last chapter with their notes; empty tables are left out.

    Two columns that say one thing in Chinese and in English stand as one.
    """
    parts = []
    for name in ("provision", "inputs", "assumptions", "misfit", "oddities"):
        frame = results.tables[name]
        if frame.empty:
            continue
        known = {field.name: field for field in tables.TABLES[name]}
        fields = [field for field in known.values() if not field.name.endswith("_en")]
        records = frame.to_dict("records")
        if name == "assumptions":
            records = _with_policies(records)
        rows = [[_fact(field, record) for field in fields] for record in records]
        if name == "inputs":
            _name_scenario(results, [field.name for field in fields], records, rows)
        heads: list[Cell] = [
            {"zh": field.zh, "en": known[_in_english(field.name)].en} for field in fields
        ]
        numeric = [field.dtype in ("int", "float") for field in fields]
        note = phrase(f"{name}.note") if name != "oddities" else None
        wide = [k for k, field in enumerate(fields) if field.name in ("source", "what_zh")]
        tall = len(rows) > TALL
        table = Sheet(phrase(f"{name}.title"), heads, rows, numeric, wide, tall)
        parts.append({"name": name, "table": table, "note": note})
    parts.append({"name": "run", "table": _run(results), "note": None})
    return parts


_CODES: Final = {
    "table": "input",
    "evidence": "evidence",
    "status": "status",
    "stage": "stage",
    "unit": "unit",
    "pass_name": "pass",
    "source": "source",
    "kind": "subject",
}
"""Columns whose words the catalogue translates, and where in it they stand."""


_PARAMETER: Final = {
    "name": parameters.name,
    "value": parameters.value,
    "status": parameters.status,
}
"""Columns of the table of assumptions that are words of the scenario."""


def _with_policies(records: list[dict[Hashable, Any]]) -> list[dict[Hashable, Any]]:
    """Let the value of a rule say from when a policy replaces it."""
    columns = [[str(r[key]) for r in records] for key in ("name", "status", "value")]
    later = parameters.policies(*columns)
    return [r | {"value": f"{r['value']}{later.get(str(r['name']), '')}"} for r in records]


WEAKEST: Final = ("illustrative", "estimated", "official")


def _name_scenario(
    results: Results, fields: list[str], records: list[dict[Hashable, Any]], rows: list[list[Cell]]
) -> None:
    """Say what the scenario's own files hold: changes counted one by one, or parameters alone."""
    every = (results.manifest.get("scenario") or {}).get("changes") or []
    changes = [change for change in every if not change.get("required_by")]
    projects = [change for change in changes if any(change.get(kind) for kind in PROJECTS)]
    beds = sum(bool(change.get("beds")) and not change.get("rooms") for change in projects)
    ruled = len(every) - len(changes)
    known_as = {str(change.get("evidence")) for change in changes}
    evidence = next((name for name in WEAKEST if name in known_as), None)
    for record, row in zip(records, rows, strict=True):
        if record["table"]:
            continue
        own = str(record["file"]) == str(results.manifest.get("file")) and changes
        counts = {
            "projects": len(projects),
            "others": len(changes) - len(projects),
            "beds": phrase("inputs.changes_beds", {"n": beds}) if beds else "",
            "ruled": phrase("inputs.changes_by_rule", {"n": ruled}) if ruled else "",
        }
        said: dict[str, Cell] = {
            "table": _known("input", "changes") if own else "",
            "rows": number(len(changes)) if own else "—",
            "evidence": _known("evidence", evidence) if own and evidence else "",
            "source": phrase("inputs.changes", counts) if own else phrase("inputs.parameters"),
        }
        for name, cell in said.items():
            row[fields.index(name)] = cell


def _halves(text: str) -> Cell:
    """Return a text written in both languages, ``中文 / English``, as a pair."""
    first, bar, second = text.partition(" / ")
    if bar and re.search("[\u4e00-\u9fff]", first) and not re.search("[\u4e00-\u9fff]", second):
        return {"zh": first, "en": second}
    return text


def _in_english(name: str) -> str:
    """Name the column that says in English what this one says."""
    return name.removesuffix("_zh") + "_en" if name.endswith("_zh") else name


def _fact(field: tables.Field, record: Mapping[Hashable, Any]) -> Cell:
    """Return one cell of a sheet of the appendix."""
    value = record[field.name]
    if value is None or value != value or value == "":
        return ""
    if field.dtype in ("int", "float"):
        return number(value)
    if field.name.endswith("_zh"):
        return {"zh": str(value), "en": str(record[_in_english(field.name)])}
    if "status" in record and field.name in _PARAMETER:
        return pair(partial(_PARAMETER[field.name], str(value)))
    if field.name in _CODES:
        said = _known(_CODES[field.name], value)
        return _halves(said["zh"]) if said["zh"] == said["en"] else said
    return str(value)[:12] if field.name == "sha256" else str(value)


def _run(results: Results) -> Sheet:
    manifest, summary = results.manifest, results.summary
    packages = manifest.get("packages") or {}
    facts: list[tuple[str, Cell]] = [
        ("run.scenario", str(manifest.get("name") or summary.get("scenario") or "")),
        ("run.variant", str(manifest.get("variant") or "—")),
        ("run.outlook", _known("outlook", summary.get("outlook", "—"))),
        ("run.version", str(manifest.get("version", "—"))),
        ("run.seed", str(manifest.get("seed", "—"))),
        ("run.replicates", str(summary.get("replicates", 1))),
        ("run.hash", inputs_hash(results)),
        ("run.command", grounds.reproduce(results)),
        ("run.packages", ", ".join(f"{name} {packages[name]}" for name in sorted(packages))),
    ]
    rows: list[list[Cell]] = [[phrase(key), value] for key, value in facts]
    heads: list[Cell] = [phrase("run.item"), phrase("run.value")]
    return Sheet(phrase("run.title"), heads, rows, [False, False])


def _column(name: str) -> Pair:
    field = next(field for field in tables.YEAR_METRICS if field.name == name)
    return dict(zip(LANGS, heading(field), strict=True))


def _known(prefix: str, value: object) -> Pair:
    return pair(partial(known, prefix, value))


def _in_outlook(outlook: str, lang: Lang) -> str:
    return f"{say('demand.children', lang)} ({known('outlook', outlook, lang)})"
