"""How is a run shown on one page that opens anywhere, without network?

The page is made from ``Results`` alone: words and tables are written here, charts are Plotly
figures sent once with the few leaves that differ in English, the map's numbers once for all
years. Names are text everywhere: escaped in HTML, in JSON and in Plotly's markup.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from simulator.reporting import (
    blocking,
    by_year,
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
    maps,
    panels,
    sheets,
    verdict,
    views,
    waterfall_figures,
)
from simulator.reporting.catalogue import CATALOGUE, LANGS, Lang, fold, say
from simulator.reporting.sheets import pair, phrase
from simulator.results import Results

SCRIPT_WORDS: Final = (
    "map.",
    "page.",
    "table.",
    "calc.",
    "warning.title",
    "warning.hover_zone",
    "waterfall.",
)
"""Parts of the catalogue the script needs."""
TAGGED: Final = ("demand", "classes", "map", "programme", "tables")
"""Chapters marked where they are built on illustrative inputs."""
SCRIPTS: Final = ("core.js", "map.js", "waterfall.js", "tables.js", "calc.js", "start.js")
"""Parts of the script, in their order."""


def write(results: Results, path: str | Path) -> None:
    """Write the page of a run to ``path``, UTF-8."""
    Path(path).write_text(page(results), encoding="utf-8", newline="\n")


def page(results: Results) -> str:
    """Return the whole page of a run: HTML that needs no other file."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup
    from plotly.offline import get_plotlyjs

    folder = files("simulator") / "templates"
    template, css, *scripts = (
        (folder / name).read_text(encoding="utf-8")
        for name in ("report.html.j2", "report.css", *(f"script/{name}" for name in SCRIPTS))
    )
    js = "\n".join(scripts)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"bi": _both, "figure": _figure}
    context = _context(results)
    plotly = get_plotlyjs()
    head = _css_string(fold(context.pop("running_head"), "zh"))
    return environment.from_string(template).render(
        **context,
        data=Markup(embedded(_data(results, context))),
        plotly=Markup(plotly),
        js=Markup(js),
        css=Markup(css.replace("{{ running_head }}", head)),
        script_hashes=" ".join(_source_hash(script) for script in (plotly, js)),
    )


def _both(words: object) -> Any:
    """Return a text in both languages as HTML, one of them hidden; the same text only once.

    Of the thousands of cells of a page each passes here, which a macro would make slow.
    """
    from markupsafe import Markup, escape

    if not isinstance(words, Mapping):
        return escape(words)
    if words["zh"] == words["en"]:
        return escape(words["zh"])
    chinese, english = escape(words["zh"]), escape(words["en"])
    return Markup(f'<span lang="zh-CN">{chinese}</span><span lang="en">{english}</span>')


def _figure(cell: object) -> Any:
    """Return a cell as HTML; a figure as the button that opens its calculation."""
    from markupsafe import Markup, escape

    if not isinstance(cell, sheets.Figure):
        return _both(cell)
    inside = _both(cell.words)
    return Markup(
        f'<button type="button" class="fig" data-calc="{escape(cell.id)}">{inside}</button>'
    )


def embedded(value: object) -> str:
    """Return JSON that can stand inside a script element whatever names it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


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
    tags = {view: bool(views.illustrative(results, view)) for view in TAGGED}
    rows = chapters.demand_panels(results)
    sizes = chapters.size_panels(results)
    district = maps.district_map(results)
    year = by_year.headline_year(results)
    programme = panels.programme(results)
    every = calculations.calculations(results)
    listed = chapters.contents(bool(sizes), district is not None, programme is not None)
    warned, towns = panels.warned(results), live.town_table(results)
    return {
        "words": {key: phrase(key) for key in CATALOGUE if "{" not in CATALOGUE[key][0]},
        "title": pair(
            lambda lang: " · ".join(
                fold(part, lang)
                for part in (manifest.get("title") or about["name"], manifest.get("variant_title"))
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
        "tags": tags | {"verdict": bool(named)},
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
        "live": [*([warned] if warned else ()), *live.tables(results)],
        "cohorts": panels.cohorts(results),
        "programme": programme,
        "waterfall": panels.waterfalls(results),
        "calculations": every,
        "main_figures": explained.main_figures(results, every),
        "glossary": explained.glossary(results),
        "demand_panels": rows,
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
            results, district, year, panels.warning(results, district) if district else None
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
        chinese, english = (json.loads(draw(lang).to_json()) for lang in LANGS)
        sent = {"zh": chinese, "en": differences(chinese, english)}
        if like is not None:
            sent |= {"of": like, "zh": differences(drawings[like]["zh"], chinese)}
        drawings[name] = sent

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
    return {
        "name": str(results.manifest.get("name") or "results"),
        "title": context["title"],
        "years": context["years"],
        "year": context["years"][context["year_index"]],
        "live": {
            table.id: table.payload()
            for table in (*((context["towns"],) if context["towns"] else ()), *context["live"])
        },
        "yearly": context["yearly"],
        "words": {
            key: words for key, words in CATALOGUE.items() if key.startswith(SCRIPT_WORDS)
        },
        "figures": drawings,
        "waterfall": context["waterfall"],
        "waterfall_rows": (waterfall_figures.ROW, waterfall_figures.ROW_NARROW),
        "calc": explained.payload(results, context["calculations"]),
        "map": map_figures.numbers(shown["district"], shown["stage"], shown["year"])
        | {"warning": shown["warning"], "gaps": shown["gaps"]}
        if shown
        else None,
    }  # fmt: skip


def differences(
    one: object, other: object, path: tuple[str | int, ...] = ()
) -> list[tuple[list[str | int], object]]:
    """Return path and new value of every leaf in which ``other`` differs from ``one``."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [d for key in one for d in differences(one[key], other[key], (*path, key))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for k in range(len(one)) for d in differences(one[k], other[k], (*path, k))]
    return [] if one == other else [(list(path), other)]


def _said(results: Results, kind: str, lang: Lang) -> str:
    return verdict.robustness(results, lang)[kind]


def _source_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _css_string(words: str) -> str:
    """Return a CSS string of any text: all but plain letters as escapes, so nothing ends it."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in words) + '"'
