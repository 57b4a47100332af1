"""Which projects are there, with their days, places and money, as a table?"""

import datetime as dt
from typing import Final

from simulator.reporting import programme_views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.numerals import cell_day, number
from simulator.reporting.programme_figures import stages_of
from simulator.results import Results

HEADS: Final = (
    "programme.head_id", "programme.head_school", "programme.head_town", "programme.head_kind",
    "programme.head_stage", "programme.head_rooms", "programme.head_places",
    "programme.head_planned", "programme.head_accepted", "programme.head_late",
    "programme.head_intake", "programme.head_cost", "programme.head_land",
)  # fmt: skip
"""Headings of ``cells``, in order."""
NUMERIC: Final = (*[False] * 5, True, True, False, False, True, True, True, True)
"""Which columns of ``cells`` stand to the right."""


def cells(results: Results, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """Return the project list, a row for each project in order."""
    listed = programme_views.projects(results)
    if not listed:
        return ()
    return tuple(
        (
            project.id,
            project.name,
            project.town or "—",
            known("project_kind", project.kind, lang),
            stages_of(project, lang),
            number(project.rooms),
            number(project.places),
            _day(project.planned.accepted, lang),
            _day(project.simulated.accepted, lang),
            number(project.months_late),
            "—" if project.first_intake is None else str(project.first_intake),
            _wan(project.cost_yuan),
            number(project.site_area_m2) if project.site_area_m2 else "—",
        )
        for project in listed
    )


def totals(results: Results, lang: Lang) -> tuple[str, ...]:
    """Return the sums over all projects, in the columns of ``cells``."""
    listed = programme_views.projects(results)
    sums = programme_views.totals(listed)
    total = say("programme.total", lang, {"n": number(sums.projects)})
    blank = "", "", "", "", number(sums.rooms), number(sums.places), "", "", "", ""
    return total, *blank, _wan(sums.cost_yuan), number(sums.site_area_m2)


def shown_stages(results: Results) -> tuple[str, ...]:
    """Return the stages of each row, parted by blanks."""
    return tuple(" ".join(project.stages) for project in programme_views.projects(results))


def _day(date: dt.date | None, lang: Lang) -> str:
    return cell_day(None if date is None else date.isoformat(), lang)


def _wan(yuan: float) -> str:
    """Return money in 万元; a dash where none is stated."""
    return number(yuan / 10_000) if yuan else "—"
