"""What stands around the charts of cohorts, programme, waterfall and early warning?"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from simulator.figure_ids import project_id
from simulator.reporting import (
    closure_list,
    cohort_figures,
    cohort_views,
    footing,
    maps,
    programme_figures,
    programme_table,
    programme_views,
    shared_rooms,
    views,
    warning_figures,
    warning_views,
    waterfall_figures,
    waterfall_views,
)
from simulator.reporting.catalogue import LANGS, Lang, known, say
from simulator.reporting.numerals import number, percent
from simulator.reporting.sheets import TALL, Cell, Figure, Sheet, pair, phrase
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
        "table": _cohort_sheet(results),
    }


def _cohort_sheet(results: Results) -> Sheet | None:
    """Return the children of the triangle as a table, which a telephone has room for."""
    view = cohort_views.triangle(results)
    if view is None:
        return None
    rows: list[list[Cell]] = [
        [
            pair(partial(cohort_figures.age_name, age, view.grades[k])),
            *map(number, view.children[k]),
        ]
        for k, age in reversed(list(enumerate(view.ages)))
    ]
    title = phrase("page.data", {"title": phrase("cohort.title")})
    heads: list[Cell] = [phrase("cohort.due"), *map(str, view.years)]
    return Sheet(title, heads, rows, [False] + [True] * len(view.years))


def programme(results: Results) -> dict[str, Any] | None:
    """Return the chapter of the programme; None without projects and closures."""
    rows = _in_both([programme_table.cells(results, lang) for lang in LANGS])
    closed = closure_list.closures(results)
    if not rows:
        return closed and {"drawn": False, "table": None, "rooms": None, "closures": closed}
    listed = programme_views.projects(results)
    totals = _in_both([programme_table.totals(results, lang) for lang in LANGS])
    ids = [*(project_id(project.id) for project in listed), *programme_table.total_ids(results)]
    for row, id_ in zip([*rows, *totals], ids, strict=True):
        if id_ and not isinstance(row[0], Figure):
            row[0] = Figure(row[0], id_)
    heads: list[Cell] = [phrase(key) for key in programme_table.HEADS]
    drawn = bool(programme_views.drawn(listed))
    rest = programme_figures.rest(results, "zh")
    return {
        "id": "gantt",
        "drawn": drawn,
        "title": phrase("programme.title"),
        "say": pair(partial(programme_figures.sentence, results)),
        "slack": footing.all_slack(results),
        "note": phrase("programme.note"),
        "rest": pair(partial(programme_figures.rest, results)) if rest else None,
        "height": programme_figures.gantt_height(results) if drawn else 0,
        "narrow": "gantt-narrow",
        "tall": True,
        "illustrative": _rests_on(results, programme_views.INPUTS),
        "table": Sheet(
            phrase("programme.title"), heads, rows, programme_table.NUMERIC,
            tall=len(rows) > programme_views.MOST_ROWS,
            stages=programme_table.shown_stages(results),
            totals=[("together", row) for row in totals],
        ),
        "rooms": room_shifts(results),
        "closures": closed,
    }  # fmt: skip


def _in_both(rows: list[tuple[tuple[str, ...], ...]]) -> list[list[Cell]]:
    """Return rows of two languages as one; a cell that is the same in both stands once."""
    return [
        [a if a == b else {"zh": a, "en": b} for a, b in zip(chinese, english, strict=True)]
        for chinese, english in zip(*rows, strict=True)
    ]


def room_shifts(results: Results) -> dict[str, Any] | None:
    """Return the rooms that stages of one school passed to one another; None without any."""
    found = shared_rooms.shifts(results)
    if not found:
        return None
    names, change = views.school_names(results), shared_rooms.change(results)
    rows: list[list[Cell]] = [
        [
            names.get(shift.campus_id, shift.campus_id),
            str(shift.year),
            pair(partial(known, "stage", shift.from_stage)),
            pair(partial(known, "stage", shift.to_stage)),
            number(shift.rooms),
            number(shift.places),
        ]
        for shift in found
    ]
    heads = [phrase(f"rooms.{key}") for key in ("school", "year", "from", "to", "rooms", "places")]
    sums: list[Cell] = [
        phrase("table.total"), "", "", "", number(sum(s.rooms for s in found)),
        number(sum(s.places for s in found)),
    ]  # fmt: skip
    said = None
    if change is not None:
        values = {
            name: number(value)
            for name, value in (
                ("places_first", change.places_first), ("places_last", change.places_last),
                ("total", change.total), ("projects", change.by_projects),
                ("shifts", change.by_shifts), ("rest", change.rest),
            )
        }  # fmt: skip
        said = phrase("rooms.change", {"first": change.first, "last": change.last, **values})
    return {
        "say": said,
        "table": Sheet(
            phrase("rooms.title"), heads, rows, [False, True, False, False, True, True],
            tall=len(rows) > TALL, totals=[("together", sums)],
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
                "say": pair(partial(_waterfall_said, results, view)),
                "fill": waterfall_figures.filling(view),
            }
            for view in listed
        ]
    return found


def _waterfall_said(results: Results, view: waterfall_views.Waterfall, lang: Lang) -> str:
    """Return the sentence of a waterfall, and how its balance stands to the surplus places."""
    said = waterfall_figures.sentence(view, lang)
    by = views.demand(results, view.stage)
    surplus = by.surplus[by.years.index(view.year)]
    if surplus is None:
        return said
    margin = views.parameter(results, ("norms", "operating_margin"), 0.05)
    return said + say("waterfall.bridge", lang, {"n": number(surplus), "margin": percent(margin)})


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
