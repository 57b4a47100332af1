"""What stands around the charts of cohorts, programme, waterfall and early warning?"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from simulator.figure_ids import kind_key, project_id
from simulator.reporting import (
    cohort_figures,
    cohort_views,
    maps,
    programme_figures,
    programme_views,
    warning_figures,
    warning_views,
    waterfall_figures,
    waterfall_views,
)
from simulator.reporting.catalogue import LANGS, Lang, known
from simulator.reporting.sheets import Cell, Figure, Pair, Sheet, pair, phrase
from simulator.results import Results

Draw = Callable[[Lang], Any]
LEVELS: Final = (*range(warning_views.CLASSES), warning_views.NONE)
"""Classes of the early warning, in the order of the key."""


def cohorts(results: Results) -> dict[str, Any] | None:
    """Return the panel of children by age; None without them."""
    if cohort_views.triangle(results) is None:
        return None
    return {
        "id": "cohorts",
        "title": phrase("cohort.title"),
        "say": pair(partial(cohort_figures.sentence, results)),
        "note": phrase("cohort.note"),
        "height": cohort_figures.HEIGHT,
        "narrow": "cohorts-narrow",
        "tall": True,
        "illustrative": _rests_on(results, cohort_views.INPUTS),
        "table": None,
    }


def programme(results: Results) -> dict[str, Any] | None:
    """Return the chapter of the programme; None without projects."""
    rows = {lang: programme_figures.cells(results, lang) for lang in LANGS}
    if not rows["zh"]:
        return None
    cells: list[list[Cell]] = []
    listed = programme_views.projects(results)
    by_kind = programme_views.kinds(listed)
    ids: list[str | None] = [project.id for project in listed]
    ids += [*(kind_key(kind) for kind in by_kind if len(by_kind) > 1), None]
    for id_, chinese, english in zip(ids, rows["zh"], rows["en"], strict=True):
        row: list[str | Pair] = [
            a if a == b else {"zh": a, "en": b} for a, b in zip(chinese, english, strict=True)
        ]
        cells.append([Figure(row[0], project_id(id_)), *row[1:]])
    heads: list[Cell] = [phrase(key) for key in programme_figures.HEADS]
    drawn = bool(programme_views.drawn(listed))
    rest = programme_figures.rest(results, "zh")
    return {
        "id": "gantt",
        "drawn": drawn,
        "title": phrase("programme.title"),
        "say": pair(partial(programme_figures.sentence, results)),
        "note": phrase("programme.note"),
        "rest": pair(partial(programme_figures.rest, results)) if rest else None,
        "height": programme_figures.gantt_height(results) if drawn else 0,
        "narrow": "gantt-narrow",
        "tall": True,
        "illustrative": _rests_on(results, programme_views.INPUTS),
        "table": Sheet(
            phrase("programme.title"), heads, cells, programme_figures.NUMERIC,
            tall=len(cells) > programme_views.MOST_ROWS,
        ),
    }  # fmt: skip


def waterfalls(results: Results) -> dict[str, Any]:
    """Return title and sentence of each waterfall, by stage and year."""
    found: dict[str, Any] = {}
    for stage, listed in waterfall_views.waterfalls(results).items():
        found[stage] = [
            {
                "title": phrase(
                    "waterfall.title",
                    {"stage": pair(partial(known, "stage", stage)), "year": view.year},
                ),
                "say": pair(partial(waterfall_figures.sentence, view)),
                "fill": waterfall_figures.filling(view),
            }
            for view in listed
        ]
    return found


def drawings(results: Results) -> dict[str, tuple[Draw, str | None]]:
    """Return how each chart of these panels is drawn, and which earlier one it is much like."""
    made: dict[str, tuple[Draw, str | None]] = {}
    if cohort_views.triangle(results) is not None:
        made["cohorts"] = partial(cohort_figures.triangle, results), None
        narrow = partial(cohort_figures.triangle, results, narrow=True)
        made["cohorts-narrow"] = narrow, "cohorts"
    if programme_views.drawn(programme_views.projects(results)):
        made["gantt"] = partial(programme_figures.gantt, results), None
        narrow = partial(programme_figures.gantt, results, narrow=True)
        made["gantt-narrow"] = narrow, "gantt"
    # One frame for all stages and years: the script fills it.
    for listed in waterfall_views.waterfalls(results).values():
        made["waterfall"] = partial(waterfall_figures.draw, listed[0]), None
        narrow = partial(waterfall_figures.draw, listed[0], narrow=True)
        made["waterfall-narrow"] = narrow, "waterfall"
        break
    return made


def warning(results: Results, district: maps.DistrictMap) -> dict[str, Any]:
    """Return what the script draws the early warning with, and its key.

    Children and seats of a zone are those of its own campuses, which the page has already.
    """
    by: dict[str, Any] = {}
    for stage in district.stages:
        found = warning_views.entry_warning(results, stage, district.zone_ids, district.campus_ids)
        by[stage] = {
            "grade": pair(partial(known, "grade", found.grade)),
            "say": [
                pair(partial(warning_figures.sentence, results, found, year))
                for year in district.years
            ],
        }
    return {
        "by": by,
        "edges": warning_views.EDGES,
        "colours": [warning_figures.colour(level) for level in LEVELS],
        "names": [pair(partial(warning_figures.class_name, level)) for level in LEVELS],
    }


def _rests_on(results: Results, inputs: tuple[str, ...]) -> bool:
    """Tell whether a chart is built on illustrative inputs."""
    return bool(set(inputs) & {str(n) for n in results.manifest.get("illustrative") or ()})
