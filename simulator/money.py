"""Which project needs how much money, from whom, in which calendar year?"""

from typing import Any

from simulator.accounts import days_by_year, spend
from simulator.district import Project
from simulator.engine import History
from simulator.schedules import Schedule

UNSTATED = ""
"""Source of money that nobody is named for."""


def money(history: History) -> list[dict[str, Any]]:
    """List what each project is paid by source and year, exact to the yuan.

    Stated sources are taken as they are, also where they do not add up to the cost; without any,
    the cost has no source. The years are those stated, else those from start of works to
    acceptance as simulated, by days; money without any date is not listed.
    """
    rows = []
    for project, schedule in zip(history.district.projects, history.projects, strict=True):
        weights = weights_of(project, schedule)
        if not weights:
            continue
        rows += [
            {"project_id": project.id, "year": year, "source": source, "yuan": yuan}
            for year, source, yuan in spend(parts_of(project), weights)
        ]
    return rows


def parts_of(project: Project) -> tuple[tuple[str, int], ...]:
    """Give the money of a project by source: as stated, else its cost, else what it spends."""
    if project.funding:
        return project.funding
    if project.cost_yuan is not None:
        return ((UNSTATED, round(project.cost_yuan)),)
    spent = sum(yuan for _, yuan in project.spending)
    return ((UNSTATED, spent),) if spent else ()


def weights_of(project: Project, schedule: Schedule) -> dict[int, int]:
    """Give the years of a project: yuan stated for each, else days of works."""
    if project.spending:
        return dict(project.spending)
    end = schedule.actual.accepted or schedule.planned.accepted
    if end is None:
        return {}
    start = schedule.actual.started or schedule.planned.started or end
    return days_by_year(min(start, end), end)
