"""What stands in each chapter of the page: its sentences, rows and panels, in both languages?"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from simulator.figure_ids import target_id
from simulator.reporting import bounds, figures, footing, map_figures, maps, sheets, verdict, views
from simulator.reporting.catalogue import LANGS, Lang, fold, known, say
from simulator.reporting.numerals import cell_day, day, number, prose
from simulator.reporting.sheets import Pair, pair, phrase
from simulator.results import Results

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


def target(results: Results, target: Mapping[str, Any]) -> dict[str, Any]:
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
            words.append(say("targets.since", lang, {"since": day(target["since"], lang)}))
        return " · ".join(words)

    return {
        "id": target_id(str(target["id"])),
        "state": "untested" if met is None else "met" if met else "missed",
        "name": pair(lambda lang: verdict.promise(target, lang)),
        "kind": pair(kind),
        "by": pair(partial(cell_day, target["by"])),
        "required": pair(partial(bounds.wanted, target)),
        "achieved": pair(lambda lang: bounds.achieved(target, lang)),
        "gap": pair(lambda lang: bounds.gap(target, lang)) if met is False else None,
        "mark": verdict.MARKS[met],
        "word": phrase(verdict.word(target)),
        "first_met": pair(partial(cell_day, target.get("first_met") if met is not None else None)),
        "means": [
            *(
                dict(zip(LANGS, lines, strict=True))
                for lines in zip(*(verdict.means(target, lang) for lang in LANGS), strict=True)
            ),
            *footing.slack(results, target),
        ],
        "quote": written.get("quote") or "",
        "source": pair(lambda lang: verdict.source(target, lang)),
        "tick": left + length * bound / longest,
        "dot": None if value is None else left + length * float(value) / longest,
    }


def demand_panels(results: Results) -> list[dict[str, Any]]:
    """Return the panels of demand and places, each on a scale of its own."""
    return [
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
        for stage in views.stages(results)
    ]


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
    hidden = [gap or 0 for gap in view.shortfall]
    worst = max(range(len(hidden)), key=lambda k: hidden[k])
    if hidden[worst] > view.short[worst]:
        year = {
            "year": view.years[worst],
            "n": prose(hidden[worst], lang),
            "catchment": prose(view.shortfall_catchment[worst] or 0, lang),
        }
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
    above = [k for k, size in enumerate(view.bins) if size.above]
    values |= {
        "norm": view.norm,
        "large": view.large,
        "near": number(sum(view.counts[k][-1] for k in above)),
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
    stage: str,
    year: int,
    warning: Mapping[str, Any] | None,
) -> dict[str, Any] | None:
    """Return what stands around the map of a stage and year; None without positions."""
    if district is None:
        return None
    by_zone = district.stages[stage].has_catchments(district.years.index(year))
    sides = {0: phrase("map.key_short"), maps.CLASSES - 1: phrase("map.key_spare")}
    unserved = any((view.places < 0).any() for view in district.stages.values())
    groups = range(maps.CLASSES + bool(unserved))
    title = {"stage": word("stage", stage), "year": year}
    return {
        "stage": stage,
        "year": year,
        "title": phrase("map.title" if by_zone else "map.title_undivided", title),
        "say": pair(lambda lang: sheets.say_map(district, stage, year, lang)),
        "gaps": _three_gaps(results, district),
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


def _three_gaps(results: Results, district: maps.DistrictMap) -> dict[str, list[Pair]]:
    """Return for each stage and year of the map how its gap stands to those by town, catchment."""
    found: dict[str, list[Pair]] = {}
    for stage, view in district.stages.items():
        by = views.demand(results, stage)
        at = {year: k for k, year in enumerate(by.years)}
        found[stage] = []
        for k, year in enumerate(district.years):
            by_zone = view.has_catchments(k)
            if by.shortfall[at[year]] is None:
                key = "map.gaps_opening" if by_zone else "map.gaps_none"
                found[stage].append(phrase(key, {"year": year}))
                continue
            values = {
                "year": year,
                "stage": word("stage", stage),
                "town": number(by.shortfall[at[year]]),
                "catchment": number(by.shortfall_catchment[at[year]]),
                "map": number(view.short(k)),
            }
            found[stage].append(phrase("map.gaps" if by_zone else "map.gaps_undivided", values))
    return found


def banner(results: Results) -> list[Pair]:
    """Return which inputs are invented and which estimated, a line each; none without any."""
    invented = views.illustrative(results, "verdict")
    if not invented:
        return []
    table = results.tables["inputs"]
    known_as = table.loc[table["evidence"] == "estimated", "table"].astype(str)
    estimated = [name for name in dict.fromkeys(known_as) if name and name not in invented]
    lines = [phrase("verdict.illustrative", {"invented": listed("input", _ordered(invented))})]
    if estimated:
        values = {"estimated": listed("input", _ordered(estimated))}
        lines.append(phrase("verdict.estimated", values))
    return lines


INPUT_ORDER: Final = (
    "people", "births", "zones", "outline", "schools", "campuses", "pools", "enrolment",
    "catchments", "projects", "baselines",
)  # fmt: skip
"""Inputs as a planner meets them: where, who, where taught, what is built."""


def _ordered(names: Sequence[str]) -> list[str]:
    order = {name: k for k, name in enumerate(INPUT_ORDER)}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def listed(prefix: str, names: Sequence[str]) -> Pair:
    """Return the words of fixed codes as one list."""
    return pair(lambda lang: say("list.comma", lang).join(known(prefix, n, lang) for n in names))


def word(prefix: str, name: str) -> Pair:
    """Return the word of a fixed code."""
    return pair(lambda lang: known(prefix, name, lang))


def both(value: object) -> Pair | None:
    """Return a text of the scenario in both languages; None where there is none."""
    return pair(lambda lang: fold(value, lang)) if value else None
