"""What stands in each chapter of the page: its sentences, rows and panels, in both languages?"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from simulator.figure_ids import target_id
from simulator.reporting import figures, map_figures, maps, sheets, verdict, views
from simulator.reporting.catalogue import LANGS, Lang, fold, known, say
from simulator.reporting.numerals import number, prose
from simulator.reporting.sheets import Pair, pair, phrase
from simulator.results import Results

ROWS: Final = (("primary", "junior"), ("preschool", "senior"))
"""Stages side by side on one scale."""
TRACK: Final = (4.0, 152.0)
"""Start and length of the little track beside a promise, px."""


def contents(sizes: bool, district: bool, programme: bool) -> list[dict[str, Any]]:
    """Return the chapters that have something to show, for the list of contents."""
    shown = [("verdict", "chapter.verdict"), ("demand", "chapter.demand")]
    if sizes:
        shown.append(("classes", "chapter.classes"))
    if district:
        shown.append(("map-chapter", "chapter.map"))
    if programme:
        shown.append(("programme", "chapter.programme"))
    shown += [("tables", "chapter.tables"), ("inputs", "chapter.inputs")]
    return [{"id": name, "title": phrase(key)} for name, key in shown]


def target(target: Mapping[str, Any]) -> dict[str, Any]:
    """Return one promise as a row of the page, with the little track beside it."""
    met = target["met"]
    value, bound = target["achieved"]["central"], float(target["required"])
    longest = max(abs(bound), abs(value or 0.0)) * 1.08 or 1.0
    left, length = TRACK
    written = target.get("source") or {}

    def kind(lang: Lang) -> str:
        words = [known("strength", target["strength"], lang)]
        if target["metric"].endswith("added_places"):
            words.append(known("basis", target["basis"], lang))
        if target.get("since"):
            words.append(say("targets.since", lang, {"since": target["since"]}))
        return " · ".join(words)

    return {
        "id": target_id(str(target["id"])),
        "state": "untested" if met is None else "met" if met else "missed",
        "name": pair(lambda lang: verdict.promise(target, lang)),
        "kind": pair(kind),
        "by": target["by"],
        "required": pair(partial(verdict.bound, target)),
        "achieved": pair(lambda lang: verdict.achieved(target, lang)),
        "gap": pair(lambda lang: verdict.gap(target, lang)) if met is False else None,
        "mark": verdict.MARKS[met],
        "word": phrase(verdict.WORDS[met]),
        "first_met": target.get("first_met") or "—",
        "means": [
            dict(zip(LANGS, lines, strict=True))
            for lines in zip(*(verdict.means(target, lang) for lang in LANGS), strict=True)
        ],
        "quote": written.get("quote") or "",
        "source": pair(lambda lang: verdict.source(target, lang)),
        "tick": left + length * bound / longest,
        "dot": None if value is None else left + length * float(value) / longest,
    }


def demand_rows(results: Results) -> list[list[dict[str, Any]]]:
    """Return the panels of demand and places, stages of a row sharing one scale."""
    here = views.stages(results)
    rows = []
    for row in ROWS:
        rows.append([
            {
                "id": f"demand-{stage}",
                "stage": stage,
                "axis": "year",
                "title": phrase("demand.title", {"stage": word("stage", stage)}),
                "say": pair(partial(_say_demand, results, stage)),
                "height": figures.HEIGHT,
                "narrow": None,
                "illustrative": bool(views.illustrative(results, "demand")),
                "table": sheets.demand(results, stage),
            }
            for stage in row
            if stage in here
        ])  # fmt: skip
    return [row for row in rows if row]


def _say_demand(results: Results, stage: str, lang: Lang) -> str:
    view, name = views.demand(results, stage), known("stage", stage, lang)
    values: dict[str, object] = {
        "stage": name,
        "peak": view.years[view.peak],
        "n": prose(view.needing[view.peak], lang),
        "places": prose(view.places[view.peak], lang),
    }
    parts = []
    if any(view.short):
        worst = max(range(len(view.years)), key=lambda k: view.short[k])
        values |= {
            "years": sum(short > 0 for short in view.short),
            "worst": prose(view.short[worst], lang),
            "worst_year": view.years[worst],
        }
        parts.append(say("demand.say_short", lang, values))
    else:
        parts.append(say("demand.say_enough", lang, values))
    hidden = [gap or 0 for gap in view.shortfall_catchment]
    worst = max(range(len(hidden)), key=lambda k: hidden[k])
    if hidden[worst] > view.short[worst]:
        year = {"year": view.years[worst], "n": prose(hidden[worst], lang)}
        parts.append(say("demand.say_hidden", lang, year))
    if view.surplus[-1]:
        year = {"year": view.years[-1], "n": prose(view.surplus[-1], lang)}
        parts.append(say("demand.say_after", lang, year))
    return (" " if lang == "en" else "").join(parts)


def size_panels(results: Results) -> list[dict[str, Any]]:
    """Return the panels of class sizes, one for each stage with classes."""
    panels = []
    for stage in views.stages(results):
        view = views.class_sizes(results, stage)
        if view is None:
            continue
        panels.append({
            "id": f"sizes-{stage}",
            "stage": stage,
            "axis": "years",
            "title": phrase("sizes.title", {"stage": word("stage", stage)}),
            "say": pair(partial(_say_sizes, view, stage)),
            "height": figures.strip_height(view),
            "narrow": f"sizes-{stage}-narrow",
            "illustrative": bool(views.illustrative(results, "classes")),
            "table": sheets.class_sizes(view, stage),
        })  # fmt: skip
    return panels


def _say_sizes(view: views.ClassSizes, stage: str, lang: Lang) -> str:
    large = [k for k, size in enumerate(view.bins) if size.large]
    counted = large or range(len(view.bins))
    by_year = [sum(view.counts[k][y] for k in counted) for y in range(len(view.years))]
    worst = max(range(len(by_year)), key=lambda y: by_year[y])
    values: dict[str, object] = {
        "stage": known("stage", stage, lang),
        "first": view.years[0],
        "n_first": number(by_year[0]),
        "worst": view.years[worst],
        "n_worst": number(by_year[worst]),
        "last": view.years[-1],
        "n_last": number(by_year[-1]),
    }
    if not large:
        return say("sizes.say_preschool", lang, values)
    near = large[0] - 1
    values |= {
        "low": view.bins[near].low,
        "tolerance": view.tolerance,
        "near": number(view.counts[near][-1]),
    }
    return say("sizes.say", lang, values)


def sizes_note(results: Results) -> Pair:
    """Return how to read the strips of class sizes."""
    found = [(stage, views.class_sizes(results, stage)) for stage in views.stages(results)]
    classes = [(stage, view) for stage, view in found if view and stage != "preschool"]

    def words(lang: Lang) -> str:
        if not classes:
            return ""
        norms = [
            say("sizes.norm", lang, {"stage": known("stage", stage, lang), "norm": view.norm})
            for stage, view in classes
        ]
        one = classes[0][1]
        values = {"tolerance": one.tolerance, "large": one.large}
        return say("sizes.note", lang, values | {"norms": say("list.comma", lang).join(norms)})

    return pair(words)


def district_chapter(
    results: Results,
    district: maps.DistrictMap | None,
    year: int,
    warning: Mapping[str, Any] | None,
) -> dict[str, Any] | None:
    """Return what stands around the map of a year; None where nothing has a position."""
    if district is None:
        return None
    stage, _ = views.default_map(results)
    sides = {0: phrase("map.key_short"), maps.CLASSES - 1: phrase("map.key_spare")}
    unserved = any((view.places < 0).any() for view in district.stages.values())
    groups = range(maps.CLASSES + bool(unserved))
    title = {"stage": word("stage", stage), "year": year}
    return {
        "stage": stage,
        "year": year,
        "title": phrase("map.title", title),
        "say": pair(lambda lang: sheets.say_map(district, stage, year, lang)),
        "data_title": phrase("page.data", {"title": phrase("chapter.map")}),
        "scale": [
            {
                "colour": (*map_figures.BALANCE, map_figures.NO_CATCHMENT)[group],
                "name": pair(partial(map_figures.class_name, district, group)),
                "side": sides.get(group),
            }
            for group in groups
        ],
        "planned": any(district.planned),
        "assumed": any(view.assumed.any() for view in district.stages.values()),
        "towns": bool(district.town_lines),
        "worst": sheets.worst_zones(district, stage, year),
        "warning": warning,
        "district": district,
    }  # fmt: skip


def tag(results: Results, view: str) -> Pair | None:
    """Return the mark of a view that is built on illustrative inputs; None otherwise."""
    named = views.illustrative(results, view)
    return phrase("tag.illustrative_of", {"tables": listed("input", named)}) if named else None


def listed(prefix: str, names: Sequence[str]) -> Pair:
    """Return the words of fixed codes as one list."""
    return pair(lambda lang: say("list.comma", lang).join(known(prefix, n, lang) for n in names))


def word(prefix: str, name: str) -> Pair:
    """Return the word of a fixed code."""
    return pair(lambda lang: known(prefix, name, lang))


def both(value: object) -> Pair | None:
    """Return a text of the scenario in both languages; None where there is none."""
    return pair(lambda lang: fold(value, lang)) if value else None
