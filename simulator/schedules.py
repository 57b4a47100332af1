"""When is each project really accepted, and what does the bureau expect on the notice date?"""

import datetime as dt
import math
from dataclasses import dataclass

from simulator import luck as chance
from simulator.district import Dates, Project
from simulator.luck import Luck

MILESTONES = ("approved", "started", "topped_out", "accepted")
"""Milestones in their order."""

_DAYS_A_MONTH = 365.25 / 12
_Z90 = 1.2815515655446004
"""Standard normal value exceeded one time in ten."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Milestones of one project, as planned and as they come in one replicate."""

    planned: Dates
    actual: Dates

    def reached(self) -> tuple[tuple[str, dt.date], ...]:
        """List the milestones with the day they are reached."""
        days = ((name, getattr(self.actual, name)) for name in MILESTONES)
        return tuple((name, day) for name, day in days if day is not None)

    def expected_acceptance(self, today: dt.date) -> dt.date | None:
        """Return the acceptance expected on a day: the plan plus the slippage so far.

        Slippage so far is that of the last milestone reached, or the days by which the next one
        is overdue, whichever is more. Once accepted, it is the date itself.
        """
        if self.planned.accepted is None:
            return None
        if self.actual.accepted is not None and self.actual.accepted <= today:
            return self.actual.accepted
        slipped = 0
        for name in MILESTONES:
            planned, actual = getattr(self.planned, name), getattr(self.actual, name)
            if planned is None:
                continue
            if actual is not None and actual <= today:
                slipped = (actual - planned).days
            elif planned < today:
                slipped = max(slipped, (today - planned).days)
        return self.planned.accepted + dt.timedelta(days=slipped)


def schedule(project: Project, luck: Luck) -> Schedule:
    """Work out when a project reaches its milestones in one replicate.

    A stated actual date holds. Other dates are the plan plus lateness, which builds up evenly from
    the start of works (or the first milestone planned) to acceptance. Total lateness has the
    stated median and 90th percentile: lognormal, or half-normal where the median is nil. The
    central run takes the median.
    """
    late_days = _lateness(project, luck) * _DAYS_A_MONTH
    planned = {name: getattr(project.planned, name) for name in MILESTONES}
    stated = {name: getattr(project.actual, name) for name in MILESTONES}
    first = planned["started"] or next(day for day in planned.values() if day is not None)
    last = planned["accepted"]
    actual: dict[str, dt.date | None] = {}
    slipped = 0
    for name in MILESTONES:
        day = planned[name]
        if stated[name] is not None or day is None or last is None:
            actual[name] = stated[name]
            if stated[name] is not None and day is not None:
                slipped = (stated[name] - day).days
            continue
        length = (last - first).days
        share = min(max((day - first).days / length, 0.0), 1.0) if length > 0 else 1.0
        # A milestone stated late holds up all that follow it.
        actual[name] = day + dt.timedelta(days=max(round(share * late_days), slipped))
    return Schedule(project.planned, Dates(**actual))


def _lateness(project: Project, luck: Luck) -> float:
    """Draw the months by which a project is late."""
    p50, p90 = project.delay_p50_months, project.delay_p90_months
    if luck.central or p90 <= 0:
        return p50
    from scipy import special

    u = float(luck.uniform("delay", chance.keys((project.id,)), 0)[0])
    z = float(special.ndtri(u))
    if p50 <= 0:
        return max(z, 0.0) * p90 / _Z90
    return p50 * math.exp(z * math.log(max(p90 / p50, 1.0)) / _Z90)
