"""How is a comparison shown on one page that opens anywhere, without network?"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from simulator.comparing import measures, panels, picture, sheets
from simulator.comparison import Comparison
from simulator.rendering import rendered, sent, words_for
from simulator.reporting.catalogue import CATALOGUE, known, say, speaking_of
from simulator.reporting.sheets import pair, phrase

SCRIPT_WORDS: Final = (
    "page.", "map.", "compare.map_", "compare.dots_", "compare.lines_title", "compare.say_line",
)  # fmt: skip
SCRIPTS: Final = ("core.js", "outlines.js", "tables.js", "compare.js", "difference.js", "start.js")
LIMITS: Final = (
    "limits.central", "compare.limit_paired", "compare.limit_alone", "limits.grade",
    "limits.homes", "limits.distance", "limits.even",
)  # fmt: skip


def write(comparison: Comparison, path: Path) -> None:
    """Write the page of a comparison, UTF-8."""
    path.write_text(page(comparison), encoding="utf-8", newline="\n")


def page(comparison: Comparison) -> str:
    """Return the whole page of a comparison: HTML that needs no other file."""
    with speaking_of(sheets.area(comparison)):
        context = _context(comparison)
        one = comparison.scenarios[0]
        head = [say("compare.running_head", "zh"), one.name, one.version, one.hash]
        if context["illustrative"]:
            head.append(say("tag.illustrative", "zh"))
        return rendered(
            "comparison.html.j2",
            styles=("report.css", "comparison.css"),
            scripts=[f"script/{name}" for name in SCRIPTS],
            running_head=" · ".join(head),
            context=context,
            data=_data(comparison, context),
        )


def _context(comparison: Comparison) -> dict[str, Any]:
    versions = dict.fromkeys(one.version for one in comparison.scenarios)
    about = {"version": ", ".join(versions), "n": len(comparison.scenarios)}
    mapped = _map(comparison)
    chapters = [
        ("verdict", "chapter.verdict"), ("changes", "compare.chapter_changes"),
        ("differences", "compare.chapter_differences"), ("years", "compare.chapter_years"),
        *([("where", "compare.chapter_map")] if mapped else ()),
        *([("matters", "compare.chapter_matters")] if not comparison.identical else ()),
        ("inputs", "compare.chapter_inputs"),
    ]  # fmt: skip
    return {
        "words": {key: phrase(key) for key in CATALOGUE if "{" not in CATALOGUE[key][0]},
        "title": panels.title(comparison),
        "made_by": phrase("compare.made_by", about),
        "members": panels.members(comparison),
        "illustrative": panels.illustrative(comparison),
        "chapters": [{"id": name, "title": phrase(key)} for name, key in chapters],
        "verdict": panels.sentences(comparison),
        "notes": panels.notes(comparison),
        "scenarios": [
            {"letter": one.letter, "short": sheets.spoken(one.short), "title": one.title}
            for one in comparison.scenarios
        ],
        "matrix": sheets.matrix(comparison),
        "obstacles": sheets.obstacles(comparison),
        "obstacles_note": phrase("compare.obstacles_note", {"n": sheets.ON_PAGE}),
        "listed": comparison.comparable == "all",
        "changes": panels.changes(comparison),
        "scopes": [
            {"id": scope, "name": pair(partial(known, "stage", scope))}
            for scope in comparison.scopes
        ],
        "years": comparison.years,
        "year_index": comparison.years.index(comparison.year),
        "focus": panels.focus(comparison),
        "dots": panels.dots_panel(comparison),
        "table": measures.table(comparison),
        "lines": panels.line_panels(comparison),
        "map": mapped,
        "matters": panels.matters(comparison),
        "runs": sheets.runs(comparison),
        "files": sheets.files(comparison),
        "limits": [phrase(key) for key in LIMITS],
    }


def _map(comparison: Comparison) -> dict[str, Any] | None:
    """Return what stands around the map; None where districts differ or nothing differs."""
    if comparison.district is None or all(comparison.same):
        return None
    bounds = picture.edges(comparison, picture.MEASURES[0])
    one = comparison.scenarios[panels.focus(comparison)]
    title = {
        "stage": pair(partial(known, "stage", picture.stage_first(comparison))),
        "year": comparison.year, "letter": one.letter, "name": sheets.spoken(one.short),
        "measure": phrase(f"compare.map_{picture.MEASURES[0]}"),
    }  # fmt: skip
    return {
        "title": phrase("compare.map_title", title),
        "measures": [
            {"id": name, "name": phrase(f"compare.map_{name}")} for name in picture.MEASURES
        ],
        "scale": [
            {"colour": colour, "name": pair(partial(picture.class_name, group, bounds))}
            for group, colour in enumerate(picture.COLOURS)
        ],
    }


def _data(comparison: Comparison, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the script draws from."""
    drawings: dict[str, Any] = {}
    for name, draw in panels.drawings(comparison).items():
        drawings[name] = sent(drawings, draw)
    if context["map"]:
        drawings["map"] = sent(drawings, partial(picture.frame, comparison))
    table = context["table"]
    return {
        "name": f"comparison-{comparison.scenarios[0].name}",
        "title": context["title"],
        "years": comparison.years,
        "year": comparison.year,
        "stage": comparison.scope,
        "scenario": panels.focus(comparison),
        "live": {table.id: table.payload()},
        "words": words_for(SCRIPT_WORDS),
        "figures": drawings,
        "compare": panels.script_numbers(comparison),
        "map": picture.numbers(comparison) if context["map"] else None,
    }
