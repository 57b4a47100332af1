"""Which dated changes of campuses are there beside building, converting and closing?

Each holds from the first September on or after ``on``, and those with an end until the first
September on or after ``until``. Campuses, pools and zones are indices of the District.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A private campus becomes public (民转公、集体办转公办): pupils, classes and rooms stay."""

    id: str
    on: dt.date
    campus: int
    catchment: tuple[int, ...] | None = None
    """Zones it must admit from then on; None: assumed by least total distance."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Rooms rented for a pool (租用校舍): temporary rooms, never usable places."""

    id: str
    on: dt.date
    until: dt.date | None
    pool: int
    rooms: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A campus is withdrawn with a transition period (撤点并校): no new entrants from ``on``.

    Its zones go to the receiver, or are assigned anew. It closes when nobody is left, at the
    latest at ``until``; its classes then go to the receiver, or its pupils seek a place.
    """

    id: str
    on: dt.date
    until: dt.date | None
    campus: int
    receiver: int | None
    released: bool = False
    """Its land leaves the schools when it closes; otherwise it stays school land."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """A private kindergarten is recognised as inclusive (普惠性民办园认定) for a period."""

    id: str
    on: dt.date
    until: dt.date | None
    campus: int


def september(day: dt.date) -> int:
    """Return the school year of the first 1 September on or after a day."""
    return day.year + ((day.month, day.day) > (9, 1))


def holds(on: dt.date, until: dt.date | None, year: int) -> bool:
    """Tell whether a change with a beginning and perhaps an end holds on 1 September."""
    return september(on) <= year and (until is None or september(until) > year)
