"""Which projects are there, with their days, places and money, as a table?"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Final

from simulator.figure_ids import kind_key, project_id
from simulator.reporting import programme_views
from simulator.reporting.catalogue import LANGS, Lang, known, say
from simulator.reporting.numerals import cell_day, number
from simulator.reporting.programme_figures import stages_of
from simulator.reporting.programme_views import Project
from simulator.results import Results

HEADS: Final = (
    "programme.head_school", "programme.head_town", "programme.head_kind",
    "programme.head_stage", "programme.head_rooms", "programme.head_places",
    "programme.head_planned", "programme.head_accepted", "programme.head_late",
    "programme.head_intake", "programme.head_cost", "programme.head_land", "programme.head_id",
)  # fmt: skip
"""Headings of ``cells``, in order: names first, the id of the scenario file last."""
NUMERIC: Final = (*[False] * 4, True, True, False, False, True, True, True, True, False)
"""Which columns of ``cells`` stand to the right."""


def cells(results: Results, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """Return the project list, a row for each project in order."""
    listed = programme_views.projects(results)
    if not listed:
        return ()
    return tuple(
        (
            project.name,
            project.town or "—",
            kind_of(project, lang),
            stages_of(project, lang),
            "—" if project.beds_only else number(project.rooms),
            "—" if project.beds_only else number(project.places),
            _day(project.planned.accepted, lang),
            _day(project.simulated.accepted, lang),
            number(project.months_late),
            "—" if project.first_intake is None else str(project.first_intake),
            _wan(project.cost_yuan),
            number(project.site_area_m2) if project.site_area_m2 else "—",
            project.id,
        )
        for project in listed
    )


def totals(results: Results, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """Return the sums by kind, by what requires them, and of all, in the columns of ``cells``."""
    return tuple(
        _sums(say(head, lang, {"kind": known("project_kind", kind, lang), "n": number(len(mine))}),
              mine)
        for _, head, kind, mine in _groups(results)
    )  # fmt: skip


def total_ids(results: Results) -> tuple[str, ...]:
    """Return the id of each row of ``totals``; '' for what has no calculation of its own."""
    return tuple(id_ for id_, *_ in _groups(results))


def _groups(results: Results) -> list[tuple[str, str, str, Sequence[Project]]]:
    """Return id, heading, kind and projects of each row of totals."""
    listed = programme_views.projects(results)
    by_kind = programme_views.kinds(listed)
    found: list[tuple[str, str, str, Sequence[Project]]] = []
    if len(by_kind) > 1:
        found += [
            (project_id(kind_key(kind)), "programme.total_kind", kind, mine)
            for kind, mine in by_kind.items()
        ]
    required = programme_views.by_rule(listed)
    if required:
        own = tuple(project for project in listed if not project.required_by)
        found += [("", "programme.total_own", "", own)]
        found += [("", "programme.total_by_rule", "", required)]
    return [*found, (project_id(None), "programme.total", "", listed)]


def kind_of(project: Project, lang: Lang) -> str:
    """Return the kind of a project; what a rule requires and what brings beds alone named so."""
    kind = known("project_kind", project.kind, lang)
    if project.beds_only:
        beds = say("programme.beds", lang, {"beds": number(project.beds)})
        kind = say("programme.kind_beds", lang, {"kind": kind, "beds": beds})
    return say("programme.kind_by_rule", lang, {"kind": kind}) if project.required_by else kind


def kinds(results: Results) -> dict[str, tuple[str, str]]:
    """Return project → its kind in both languages; with a day where its school has two alike."""
    listed = programme_views.projects(results)
    alike = Counter((project.campus_id, project.kind) for project in listed)
    found = {}
    for project in listed:
        day = project.simulated.accepted or project.planned.accepted
        said = [kind_of(project, lang) for lang in LANGS]
        if alike[project.campus_id, project.kind] > 1:
            said = [
                say("programme.kind_on", lang, {"kind": kind, "day": _day(day, lang)})
                if day else f"{kind} · {project.id}"
                for lang, kind in zip(LANGS, said, strict=True)
            ]  # fmt: skip
        found[project.id] = (said[0], said[1])
    return found


def _sums(head: str, listed: Sequence[Project]) -> tuple[str, ...]:
    """Return a row of totals of the project list."""
    sums = programme_views.totals(listed)
    blank = "", "", "", number(sums.rooms), number(sums.places), "", "", "", ""
    return head, *blank, _wan(sums.cost_yuan), number(sums.site_area_m2), ""


def shown_stages(results: Results) -> tuple[str, ...]:
    """Return the stages of each row, parted by blanks."""
    return tuple(" ".join(project.stages) for project in programme_views.projects(results))


def _day(date: dt.date | None, lang: Lang) -> str:
    return cell_day(None if date is None else date.isoformat(), lang)


def _wan(yuan: float) -> str:
    """Return money in 万元; a dash where none is stated."""
    return number(yuan / 10_000) if yuan else "—"
