"""How do school land, investment and equal equipment develop, so that promises can be judged?"""

import datetime as dt
import math

import numpy as np

from simulator.accounting.land import WHOLE
from simulator.capacity import grades_of_pool
from simulator.district import District, Project
from simulator.engine import History
from simulator.vocabulary import STAGES

Series = list[tuple[dt.date, float | None]]
"""(day, value) in order; None where it is not known."""

PREFIX = "difference_"
"""Beginning of the ids of the coefficients of difference."""


def yearly(metric: str, stage: str, history: History, *, since: dt.date | None) -> Series:
    """Give a measure of the accounts at every census.

    ``since`` asks for the net change of the school land since that day instead of its total.
    """
    if metric.startswith(PREFIX):
        return _differences(metric.removeprefix(PREFIX), stage, history)
    return _land_change(history, since) if since is not None else _land(history)


def investment(stages: tuple[int, ...], history: History, since: dt.date | None) -> Series:
    """Add up the cost of public projects as they are accepted; unknown once one has no cost."""
    district = history.district
    start = since or dt.date(district.opening_year, 9, 1)
    spent: dict[dt.date, float] = {start: 0.0}
    for project, schedule in zip(district.projects, history.projects, strict=True):
        accepted = schedule.actual.accepted
        if accepted is None or (since is not None and accepted < since):
            continue
        if district.campus_public[project.campus] and first_stage(district, project) in stages:
            day = max(accepted, start)
            cost = math.nan if project.cost_yuan is None else project.cost_yuan
            spent[day] = spent.get(day, 0.0) + cost
    total, series = 0.0, []
    for day in sorted(spent):
        total += spent[day]
        series.append((day, None if math.isnan(total) else total))
    return series


def first_stage(district: District, project: Project) -> int:
    """Return the stage at which the money of a project stands in the tables: its lowest."""
    grades = grades_of_pool(district)
    pools = [pool for pool, rooms in project.rooms if rooms]
    pools = pools or np.flatnonzero(district.pool_campus == project.campus).tolist()
    return min(int(np.flatnonzero(grades[pool])[0]) for pool in pools)


def _land(history: History) -> Series:
    """Give the land at every census; not known while a parcel is not."""
    series: Series = []
    for census in history.censuses:
        account = census.rows["land_account"]
        row = int(np.flatnonzero(account["town"] == WHOLE)[0])
        known = not account["sites_unknown"][row]
        value = float(account["closing_m2"][row])
        series.append((dt.date(census.year, 9, 1), value if known else None))
    return series


def _land_change(history: History, since: dt.date) -> Series:
    """Give what was added less what was released after a day; not known once a parcel is not."""
    total, series = 0.0, []
    for number, census in enumerate(history.censuses):
        day = dt.date(census.year, 9, 1)
        if number and day > since:
            account = census.rows["land_account"]
            row = int(np.flatnonzero(account["town"] == WHOLE)[0])
            total += float(account["added_m2"][row] - account["released_m2"][row])
            if account["changes_unknown"][row]:
                total = math.nan
        series.append((day, None if math.isnan(total) else total))
    return series


def _differences(measure: str, stage: str, history: History) -> Series:
    """Give the coefficient of difference of a stage at every census."""
    series: Series = []
    for census in history.censuses:
        table = census.rows["differences"]
        here = (table["measure"] == measure) & (table["stage"] == STAGES.index(stage))
        found = table["coefficient"][here]
        known = found.size and not math.isnan(found[0])
        series.append((dt.date(census.year, 9, 1), float(found[0]) if known else None))
    return series
