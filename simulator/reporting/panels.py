"""What stands around the charts of cohorts, programme, waterfall and early warning?"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from simulator.reporting import (
    cohort_figures,
    cohort_views,
    maps,
    programme_figures,
    programme_views,
    views,
    warning_figures,
    warning_views,
    waterfall_figures,
    waterfall_views,
)
from simulator.reporting.catalogue import LANGS, Lang, known
from simulator.reporting.live import LiveTable
from simulator.reporting.sheets import Cell, Pair, Sheet, pair, phrase
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
    cells: list[list[Cell]] = [
        [a if a == b else {"zh": a, "en": b} for a, b in zip(chinese, english, strict=True)]
        for chinese, english in zip(rows["zh"], rows["en"], strict=True)
    ]
    heads: list[Cell] = [phrase(key) for key in programme_figures.HEADS]
    drawn = bool(programme_views.drawn(programme_views.projects(results)))
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
    """Return what the script needs to draw the early warning on the map, and its key."""
    by: dict[str, Any] = {}
    for stage in district.stages:
        found = warning_views.entry_warning(results, stage, district.zone_ids, district.campus_ids)
        by[stage] = {
            "grade": pair(partial(known, "grade", found.grade)),
            "children": found.zone_children.tolist(),
            "seats": found.zone_seats.tolist(),
            "level": found.zone_class.tolist(),
            "say": [
                pair(partial(warning_figures.sentence, results, found, year))
                for year in district.years
            ],
        }
    return {
        "by": by,
        "colours": [warning_figures.colour(level) for level in LEVELS],
        "names": [pair(partial(warning_figures.class_name, level)) for level in LEVELS],
    }


def warned(results: Results) -> LiveTable | None:
    """Return the schools short of entry seats in a year and the two after it, worst first."""
    rows: list[tuple[Any, ...]] = []
    for stage in views.stages(results):
        found = warning_views.entry_warning(results, stage)
        word: Pair = pair(partial(known, "stage", stage))
        for year in found.warned:
            _, ranked = warning_views.ranked(results, found, year)
            for row in ranked:
                now, *later = row.entries
                balances: list[int | None] = [entry.balance for entry in later]
                balances += [None] * (2 - len(balances))
                if min([now.balance, *(b for b in balances if b is not None)]) < 0:
                    rows.append(
                        (stage, year, row.name, row.town, (word["zh"], word["en"]), now.children,
                         now.seats, now.balance, *balances)
                    )  # fmt: skip
    if not rows:
        return None
    heads = ("school", "town", "stage", "own_children", "seats", "seats_left", "next", "after")
    return LiveTable(
        "warning",
        phrase("live.warning"),
        phrase("live.warning_note"),
        tuple(phrase(f"live.{head}") for head in heads),
        (False, False, False, *[True] * 5),
        tuple(rows),
    )


def _rests_on(results: Results, inputs: tuple[str, ...]) -> bool:
    """Tell whether a chart is built on illustrative inputs."""
    return bool(set(inputs) & {str(n) for n in results.manifest.get("illustrative") or ()})
