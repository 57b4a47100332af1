"""How is a run shown on one page that opens anywhere, without network?

The page is made from ``Results`` alone: words and tables are written here, charts are Plotly
figures sent once with the few leaves that differ in English, the map's numbers once for all
years. Names are text everywhere: escaped in HTML, in JSON and in Plotly's markup.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from simulator.rendering import rendered, sent, words_for
from simulator.reporting import (
    account_sheets,
    blocking,
    calculations,
    chapters,
    explained,
    figures,
    findings,
    footing,
    key_figures,
    ledger_sheet,
    live,
    map_figures,
    map_opening,
    maps,
    panels,
    row_sources,
    rows,
    sheets,
    verdict,
    views,
    waterfall_figures,
)
from simulator.reporting.catalogue import CATALOGUE, Lang, fold, say, speaking_of
from simulator.reporting.sheets import pair, phrase
from simulator.results import Results

SCRIPT_WORDS: Final = (
    "map.",
    "page.",
    "table.",
    "calc.",
    "rows.",
    "column.where",
    "warning.title",
    "warning.hover_zone",
    "waterfall.",
)
"""Parts of the catalogue the script needs."""
TAGGED: Final = ("demand", "classes", "map", "programme", "tables")
"""Chapters marked where they are built on illustrative inputs."""
SCRIPTS: Final = (
    "core.js",
    "rows.js",
    "outlines.js",
    "map.js",
    "waterfall.js",
    "tables.js",
    "calc.js",
    "start.js",
)
"""Parts of the script, in their order."""


def write(results: Results, path: str | Path) -> None:
    """Write the page of a run to ``path``, UTF-8."""
    Path(path).write_text(page(results), encoding="utf-8", newline="\n")


def page(results: Results) -> str:
    """Return the whole page of a run: HTML that needs no other file."""
    with speaking_of(views.area(results)):
        context = _context(results)
        return rendered(
            "report.html.j2",
            styles=("report.css",),
            scripts=[f"script/{name}" for name in SCRIPTS],
            running_head=fold(context.pop("running_head"), "zh"),
            context=context,
            data=_data(results, context),
        )


def _context(results: Results) -> dict[str, Any]:
    manifest, summary = results.manifest, results.summary
    variant = manifest.get("variant")
    named = views.illustrative(results, "verdict")
    about = {
        "name": str(manifest.get("name") or summary.get("scenario") or ""),
        "variant": f"@{variant}" if variant else "",
        "version": str(manifest.get("version", "")),
        "seed": str(manifest.get("seed", "")),
        "hash": sheets.inputs_hash(results),
    }
    marked = phrase("tag.illustrative")
    tags = {view: marked if views.illustrative(results, view) else None for view in TAGGED}
    rows_of_need = chapters.demand_panels(results)
    sizes = chapters.size_panels(results)
    district = maps.district_map(results)
    stage, year = map_opening.opening(results, district)
    programme = panels.programme(results)
    every = calculations.calculations(results)
    listed = chapters.contents(bool(sizes), district is not None, programme is not None)
    tables, towns = live.tables(results), live.town_table(results)
    return {
        "words": {key: phrase(key) for key in CATALOGUE if "{" not in CATALOGUE[key][0]},
        "title": pair(
            lambda lang: " · ".join(
                fold(part, lang)
                for part in (
                    manifest.get("title") or about["name"],
                    manifest.get("variant_title") or variant,
                )
                if part
            )
        ),
        "description": chapters.both(manifest.get("description")),
        "made_by": phrase("page.made_by", {k: about[k] for k in ("name", "variant", "version")}),
        "settings": [str(setting) for setting in manifest.get("set") or ()],
        "running_head": pair(
            lambda lang: " · ".join(
                part
                for part in (
                    f"{about['name']}{about['variant']}", about["version"], about["hash"],
                    say("tag.illustrative", lang) if named else "",
                )
                if part
            )
        ),
        "tags": tags | {"verdict": marked if named else None},
        "banner": chapters.banner(results),
        "verdict": pair(lambda lang: verdict.sentence(results, lang)),
        "single": summary.get("replicates", 1) == 1,
        "findings": findings.key_findings(results),
        "targets": [chapters.target(results, t) for t in summary.get("targets", ())],
        "beside": footing.beside(results),
        "yearly": findings.yearly(results),
        "robust": sheets.robustness(results),
        "robust_said": [
            pair(partial(_said, results, kind))
            for kind in verdict.robustness(results, "zh")
        ] + footing.unsteady(results),
        "chapters": listed,
        "filter_note": phrase("filter.note", {"last": len(listed)}),
        "stages": [{"id": s, "name": chapters.word("stage", s)} for s in views.stages(results)],
        "years": views.years(results),
        "year_index": views.years(results).index(year),
        "blocking": blocking.panels(results),
        "key_figures": key_figures.panels(results),
        "towns": towns,
        "live": tables,
        "below": account_sheets.below(results, tables),
        "in_workbook": live.in_workbook(tables),
        "cohorts": panels.cohorts(results),
        "programme": programme,
        "waterfall": panels.waterfalls(results),
        "calculations": every,
        "main_figures": explained.main_figures(results, every),
        "glossary": explained.glossary(results),
        "demand_panels": rows_of_need,
        "has_short": any(any(views.demand(results, s).short) for s in views.stages(results)),
        "has_spare": any(any(views.demand(results, s).spare) for s in views.stages(results)),
        "has_fan": any(views.demand(results, s).low for s in views.stages(results)),
        "has_open": any(
            figures.shows_open(views.demand(results, s)) for s in views.stages(results)
        ),
        "size_panels": sizes,
        "sizes_note": chapters.sizes_note(results),
        "ledger": ledger_sheet.ledger(results),
        "map": chapters.district_chapter(
            results, district, stage, year, panels.warning(results, district) if district else None
        ),
        "appendix": sheets.appendix(results),
        "has_oddities": len(results.tables["oddities"]) > 0,
        "limits": [
            phrase(key) for key in CATALOGUE if key.startswith("limits.") and "title" not in key
        ],
    }  # fmt: skip


def _data(results: Results, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the script draws from: figures, the map's numbers, the rest of the ledger."""
    drawings: dict[str, Any] = {}

    def add(name: str, draw: Callable[[Lang], Any], like: str | None = None) -> None:
        drawings[name] = sent(drawings, draw, like)

    for panel in context["demand_panels"]:
        add(panel["id"], partial(figures.demand, results, panel["stage"]))
    for panel in context["size_panels"]:
        stage = panel["id"].removeprefix("sizes-")
        for name, narrow in ((panel["id"], False), (panel["narrow"], True)):
            add(
                name,
                partial(figures.class_sizes, results, stage, narrow=narrow),
            )
    for name, (drawing, like) in panels.drawings(results).items():
        add(name, drawing, like)
    shown = context["map"]
    if shown:
        district = shown["district"]
        add("map", lambda lang: map_figures.map_frame(results, lang, district))
    named = row_sources.Named(results)
    return {
        "name": str(results.manifest.get("name") or "results"),
        "title": context["title"],
        "years": context["years"],
        "year": context["years"][context["year_index"]],
        "named": named.sent(),
        "rows": rows.payload(results, named),
        "live": {
            table.id: table.payload(named)
            for table in (*((context["towns"],) if context["towns"] else ()), *context["live"])
        },
        "yearly": context["yearly"],
        "words": words_for(SCRIPT_WORDS),
        "figures": drawings,
        "waterfall": context["waterfall"],
        "waterfall_rows": (waterfall_figures.ROW, waterfall_figures.ROW_NARROW),
        "calc": explained.payload(results, context["calculations"]),
        "map": map_figures.numbers(shown["district"], shown["stage"], shown["year"], named.place)
        | {"warning": shown["warning"], "gaps": shown["gaps"]}
        if shown
        else None,
    }  # fmt: skip


def _said(results: Results, kind: str, lang: Lang) -> str:
    return verdict.robustness(results, lang)[kind]
