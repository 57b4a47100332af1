"""When is each project planned, when does it come in the simulation, and when does it admit?

Reads ``Results`` and returns plain records, one for each project whatever its stages: the Gantt,
its sentence and the project list show these.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import STAGES

INPUTS: Final = ("projects", "campuses")
"""Input tables this view is built on."""
MILESTONES: Final = ("approved", "started", "topped_out", "accepted")
MOST_ROWS: Final = 40
"""Projects of one drawing; the table has all."""
DAYS_A_MONTH: Final = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of the milestones; None where unknown or not reached."""

    approved: dt.date | None = None
    started: dt.date | None = None
    topped_out: dt.date | None = None
    accepted: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One project: what it brings, its days as planned and as simulated, and its first intake."""

    id: str
    kind: str
    campus_id: str
    name: str
    """Name shown of its campus."""
    town: str
    stages: tuple[str, ...]
    rooms: int
    places: int
    planned: Dates
    simulated: Dates
    first_intake: int | None
    """School year it first admits in; None when it does not within the years simulated."""
    in_transition: bool
    """Whether it first admits in rooms elsewhere, its own building not being accepted."""
    cost_yuan: float
    site_area_m2: float
    months_after_homes: float | None = None
    """Months of its acceptance after the homes of its estate; None where it has no estate."""
    required_by: str = ""
    """Provision rule that requires it; empty for the programme's own."""
    beds: int = 0

    @property
    def beds_only(self) -> bool:
        """Tell whether it brings boarding beds and no room, so that it never admits anybody."""
        return self.beds > 0 and not self.rooms and not self.places

    @property
    def days_late(self) -> int | None:
        """Return the days of simulated after planned acceptance; None where either is unknown."""
        planned, simulated = self.planned.accepted, self.simulated.accepted
        return None if planned is None or simulated is None else (simulated - planned).days

    @property
    def months_late(self) -> int | None:
        """Return whole months of simulated after planned acceptance, rounded."""
        days = self.days_late
        return None if days is None else round(days / DAYS_A_MONTH)

    @property
    def intake_day(self) -> dt.date | None:
        """Return the 1 September on which it first admits."""
        return None if self.first_intake is None else dt.date(self.first_intake, 9, 1)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over projects."""

    projects: int
    rooms: int
    places: int
    cost_yuan: float
    site_area_m2: float


@dataclass(frozen=True, slots=True)
class Promised:
    """How projects stand on the day a promise of places runs to."""

    by: dt.date
    admitting: tuple[Project, ...]
    """Projects that admit children by that day."""
    accepted_only: tuple[Project, ...]
    """Projects accepted by that day that admit later, or never."""
    neither: tuple[Project, ...]


def projects(results: Results) -> tuple[Project, ...]:
    """Return every project by its first intake, then its id; those that never admit stand last."""
    table = results.tables["projects"]
    names = views.school_names(results)
    towns = views.school_towns(results)
    reached = _reached(results)
    lent = _in_transition(results)
    opening = dt.date(views.years(results)[0], 9, 1)
    found = []
    for name, rows in table.groupby(table["project_id"].astype(str), sort=False):
        first, key = rows.iloc[0], str(name)
        campus = str(first["campus_id"])
        planned = Dates(**{m: _date(first[f"planned_{m}"]) for m in MILESTONES})
        seen: dict[str, dt.date | None] = {}
        for milestone in MILESTONES:
            day = reached.get((key, milestone))
            # what lies before the opening census is no event of the run: it came as planned
            before = getattr(planned, milestone)
            seen[milestone] = day or (before if before and before < opening else None)
        seen["accepted"] = _date(first["accepted"]) or reached.get((key, "accepted"))
        intake = first["first_september"]
        year = None if pd.isna(intake) else int(intake)
        taught = set(rows["stage"].astype(str))
        found.append(
            Project(
                key,
                str(first["kind"]),
                campus,
                names.get(campus, campus),
                str(towns.get(campus) or ""),
                tuple(stage for stage in STAGES if stage in taught),
                _whole(rows["rooms"]),
                _whole(rows["places"]),
                planned,
                Dates(**seen),
                year,
                year is not None and lent.get(campus) == year,
                float(pd.to_numeric(rows["cost_yuan"]).fillna(0).sum()),
                float(pd.to_numeric(rows["site_area_m2"]).fillna(0).sum()),
                _maybe(first["months_after_handover"]),
                _said(first["required_by"]),
                _whole(rows["beds"]),
            )
        )
    return tuple(sorted(found, key=lambda p: (p.first_intake or 9999, p.id)))


def drawn(listed: Sequence[Project]) -> tuple[Project, ...]:
    """Return the projects a drawing shows: the first ``MOST_ROWS`` that have any day at all."""
    dated = [p for p in listed if any(days(p.planned)) or any(days(p.simulated)) or p.first_intake]
    return tuple(dated[:MOST_ROWS])


def days(dates: Dates) -> tuple[dt.date | None, ...]:
    """Return the days of the milestones in their order."""
    return tuple(getattr(dates, milestone) for milestone in MILESTONES)


def totals(listed: Sequence[Project]) -> Totals:
    """Return the sums over projects."""
    return Totals(
        len(listed),
        sum(p.rooms for p in listed),
        sum(p.places for p in listed),
        sum(p.cost_yuan for p in listed),
        sum(p.site_area_m2 for p in listed),
    )


def kinds(listed: Sequence[Project]) -> dict[str, tuple[Project, ...]]:
    """Return the projects of each kind, kinds in the order in which projects are listed."""
    found: dict[str, list[Project]] = {}
    for project in listed:
        found.setdefault(project.kind, []).append(project)
    return {kind: tuple(mine) for kind, mine in found.items()}


def by_rule(listed: Sequence[Project]) -> tuple[Project, ...]:
    """Return the projects that a provision rule requires, beside the programme's own."""
    return tuple(project for project in listed if project.required_by)


def beds_only(listed: Sequence[Project]) -> tuple[Project, ...]:
    """Return the projects that bring beds alone."""
    return tuple(project for project in listed if project.beds_only)


def late(listed: Sequence[Project]) -> tuple[Project, ...]:
    """Return the projects accepted after their planned day, the latest first."""
    mine = [p for p in listed if (p.days_late or 0) > 0]
    return tuple(sorted(mine, key=lambda p: (-(p.days_late or 0), p.id)))


def never(listed: Sequence[Project]) -> tuple[Project, ...]:
    """Return the projects that are not accepted on any known day."""
    return tuple(p for p in listed if p.simulated.accepted is None)


def horizon(results: Results) -> dt.date:
    """Return the last day simulated."""
    return dt.date(views.years(results)[-1] + 1, 8, 31)


def promised_days(results: Results) -> tuple[dt.date, ...]:
    """Return the days promises run to, each once, in order."""
    found = {_date(target.get("by")) for target in results.summary.get("targets", ())}
    return tuple(sorted(day for day in found if day is not None))


def promised(results: Results) -> Promised | None:
    """Return how projects stand on the first day to which places are promised.

    Those that bring beds alone are left out: they never admit.
    The promise of added places if there is one, else the first of any; None without a promise.
    """
    targets: Sequence[Mapping[str, Any]] = results.summary.get("targets", ())
    places = [t for t in targets if str(t.get("metric", "")).endswith("added_places")]
    by = min((d for t in places or targets if (d := _date(t.get("by")))), default=None)
    if by is None:
        return None
    admitting, accepted_only, neither = [], [], []
    for project in projects(results):
        accepted = project.simulated.accepted
        if project.beds_only:
            continue
        if project.intake_day is not None and project.intake_day <= by:
            admitting.append(project)
        elif accepted is not None and accepted <= by:
            accepted_only.append(project)
        else:
            neither.append(project)
    return Promised(by, tuple(admitting), tuple(accepted_only), tuple(neither))


def _reached(results: Results) -> dict[tuple[str, str], dt.date]:
    """Return project and milestone → day, from the events of the run."""
    events = results.tables["events"]
    found = {}
    for day, event, subject in zip(
        events["date"], events["event"].astype(str), events["subject"].astype(str), strict=True
    ):
        milestone = event.removeprefix("project_")
        date = _date(day)
        if event != milestone and milestone in MILESTONES and date is not None:
            found[subject, milestone] = date
    return found


def _in_transition(results: Results) -> dict[str, int]:
    """Return campus → school year in which it opens in rooms elsewhere."""
    events = results.tables["events"]
    rows = events[events["event"] == "campus_opens_in_transition"]
    return {
        str(campus): date.year
        for campus, day in zip(rows["subject"], rows["date"], strict=True)
        if (date := _date(day))
    }


def _date(written: object) -> dt.date | None:
    """Return a written day; None where there is none."""
    try:
        return dt.date.fromisoformat(written) if isinstance(written, str) and written else None
    except ValueError:
        return None


def _maybe(value: object) -> float | None:
    """Return a number; None where there is none."""
    return float(value) if isinstance(value, float) and not math.isnan(value) else None


def _said(value: object) -> str:
    """Return a text; none where the table is empty there."""
    return value if isinstance(value, str) else ""


def _whole(column: pd.Series) -> int:
    return round(float(pd.to_numeric(column).fillna(0).sum()))
