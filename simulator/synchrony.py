"""Does the school of a housing estate come with its homes (配建学校与住宅同步交付)?"""

import datetime as dt
from dataclasses import dataclass

from simulator.district import District, Project
from simulator.undertakings import september
from simulator.vocabulary import FIRST_GRADE_AGE

_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Synchrony:
    """How a school that a developer hands over stands to the homes of its estate."""

    estate: str
    handover: dt.date
    months: float
    """Months of its acceptance after the handover of the homes; below 0: before it."""
    children_before: int
    """Children of the estate, of the stages it teaches, expected before its first September."""


def synchrony(
    district: District, project: Project, accepted: dt.date | None, first: int | None
) -> Synchrony:
    """Compare a school with its estate.

    Parameters
    ----------
    district
        The place.
    project
        A project with an estate.
    accepted
        Day on which it is accepted; never within sight: None.
    first
        School year in which it first admits, None where it does not within the years simulated.
    """
    if project.estate is None:
        raise ValueError("only a campus received from a developer has an estate")
    estate = district.estates[project.estate]
    days = 0 if accepted is None else (accepted - estate.handover).days
    grades = [g for g, pool in enumerate(district.pool_of[project.campus].tolist()) if pool >= 0]
    children = float(sum(estate.children[grade + FIRST_GRADE_AGE] for grade in grades))
    begin, end = september(estate.handover), district.last_year + 1 if first is None else first
    share = sum(part for nth, part in enumerate(estate.phase_in) if begin + nth < end)
    months = round(days / _DAYS_A_MONTH, 1)
    return Synchrony(estate.id, estate.handover, months, round(children * share))
