"""Where will the entry grades be full, and when (学位预警)?

The ratio of a campus is the children of its own catchment who seek a seat in the first grade of
the stage, divided by the seats it offers there at the norm; that of a zone is the same over all
its own campuses together, so that zones with the same campuses share their ratio. A campus without
an own catchment (private, special, vocational, by score) is not warned of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import FIRST_GRADES, GRADES, STAGES

INPUTS: Final = (
    *("zones", "people", "births", "campuses", "pools", "projects", "catchments", "enrolment"),
)
"""Input tables this view is built on."""
EDGES: Final = (0.85, 0.95, 1.0, 1.1)
"""Highest ratio of classes 0 to 3; class 4 is above the last, or children without any seat."""
CLASSES: Final = len(EDGES) + 1
NONE: Final = -1
"""Class of what has neither seats nor children, no catchment, or no admissions that year."""
SHORT: Final = EDGES.index(1.0) + 1
"""Lowest class in which there are more children than seats."""
AHEAD: Final = 3
"""Years of a warning: the chosen one and the two after it."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class EntryWarning:
    """Entry grade of one stage: (years, zones) and (years, campuses).

    ``zone_class`` and ``campus_class`` are 0 (ample) to 4 (children lack a seat), or ``NONE``.
    """

    stage: str
    grade: str
    years: tuple[int, ...]
    zone_ids: tuple[str, ...]
    campus_ids: tuple[str, ...]
    zone_children: Ints
    """Children of all own campuses of the zone, which other zones may share."""
    zone_seats: Ints
    zone_class: Ints
    campus_children: Ints
    campus_seats: Ints
    campus_class: Ints

    @property
    def warned(self) -> tuple[int, ...]:
        """Return the school years with admissions."""
        has = (self.campus_class != NONE).any(axis=1)
        return tuple(year for year, known in zip(self.years, has, strict=True) if known)


@dataclass(frozen=True, slots=True)
class Entry:
    """One campus and year; ``balance`` is seats less children, negative where short."""

    children: int
    seats: int
    level: int
    """Class, or ``NONE`` where it admits nobody."""

    @property
    def balance(self) -> int:
        """Return seats less children."""
        return self.seats - self.children


@dataclass(frozen=True, slots=True)
class CampusRow:
    """A campus in the ranked table: one entry for each of ``years``."""

    campus_id: str
    name: str
    town: str
    entries: tuple[Entry, ...]


def ratio_class(children: Ints, seats: Ints) -> Ints:
    """Return the class of each ratio of children to seats; ``NONE`` where both are nil."""
    ratio = children / np.maximum(seats, 1)
    level = np.searchsorted(np.array(EDGES) + 1e-9, ratio, side="left")
    level = np.where((seats <= 0) & (children > 0), CLASSES - 1, level)
    return np.where((seats <= 0) & (children <= 0), NONE, level).astype(np.int64)


def entry_warning(
    results: Results,
    stage: str,
    zone_ids: Sequence[str] | None = None,
    campus_ids: Sequence[str] | None = None,
) -> EntryWarning:
    """Return ratios of the entry grade of ``stage`` for zones and campuses in the order given.

    ``maps.district_map`` has both orders; without them all zones and campuses stand by id.
    """
    zones = _ids(results, "zones", "zone_id", zone_ids)
    campuses = _ids(results, "schools", "campus_id", campus_ids)
    grade = GRADES[FIRST_GRADES[STAGES.index(stage)]]
    years = views.years(results)
    table = results.tables["admissions"]
    table = table[(table["stage"] == stage) & (table["grade"] == grade)]
    table = table[table["own_children"].notna()]
    y, c = _where(years, table["school_year"]), _where(campuses, table["campus_id"])
    children, seats = (np.zeros((len(years), len(campuses)), dtype=np.int64) for _ in range(2))
    known = (y >= 0) & (c >= 0)
    for into, column in ((children, "own_children"), (seats, "seats")):
        values = pd.to_numeric(table[column]).fillna(0).to_numpy(float).round().astype(np.int64)
        np.add.at(into, (y[known], c[known]), values[known])

    links = results.tables["catchments"]
    links = links[links["stage"] == stage].drop_duplicates(["school_year", "zone_id", "campus_id"])
    y, z, c = (
        _where(years, links["school_year"]),
        _where(zones, links["zone_id"]),
        _where(campuses, links["campus_id"]),
    )
    known = (y >= 0) & (z >= 0) & (c >= 0)
    y, z, c = y[known], z[known], c[known]
    of_children, of_seats = (np.zeros((len(years), len(zones)), dtype=np.int64) for _ in range(2))
    np.add.at(of_children, (y, z), children[y, c])
    np.add.at(of_seats, (y, z), seats[y, c])
    return EntryWarning(
        stage, grade, years, zones, campuses,
        of_children, of_seats, ratio_class(of_children, of_seats),
        children, seats, ratio_class(children, seats),
    )  # fmt: skip


def ranked(
    results: Results, warning: EntryWarning, year: int, most: int | None = None
) -> tuple[tuple[int, ...], tuple[CampusRow, ...]]:
    """Return the years shown (``year`` and two after it) and campuses, the worst lack first.

    A campus ranks by its largest lack of seats in one of the years, then by its highest ratio.
    """
    when = tuple(y for y in range(year, year + AHEAD) if y in warning.years)
    at = [warning.years.index(y) for y in when]
    names = views.school_names(results)
    towns = views.school_towns(results)
    rows = []
    for c, campus in enumerate(warning.campus_ids):
        entries = tuple(
            Entry(
                int(warning.campus_children[k, c]),
                int(warning.campus_seats[k, c]),
                int(warning.campus_class[k, c]),
            )
            for k in at
        )
        if any(entry.level != NONE for entry in entries):
            name = names.get(campus, campus)
            rows.append(CampusRow(campus, name, str(towns.get(campus) or ""), entries))
    rows.sort(key=_rank)
    return when, tuple(rows[:most])


def _rank(row: CampusRow) -> tuple[int, float, str]:
    known = [entry for entry in row.entries if entry.level != NONE]
    worst = min(entry.balance for entry in known)
    ratio = max(entry.children / max(entry.seats, 1) for entry in known)
    return min(worst, 0), -ratio, row.campus_id


def _ids(results: Results, table: str, column: str, given: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(sorted(results.tables[table][column].astype(str))) if given is None else (*given,)


def _where(order: Sequence[Any], values: pd.Series) -> NDArray[np.intp]:
    """Return the position of each value in ``order``; −1 where it is not there."""
    column = values.astype(str) if order and isinstance(order[0], str) else values
    at: NDArray[np.intp] = pd.Index(order).get_indexer(pd.Index(column))
    return at
