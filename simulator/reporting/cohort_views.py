"""How many children of each age live here in each school year, and which cohort is the largest?

A cohort keeps its name as it grows: the children born from 1 September of ``born`` to 31 August
of the next year enter primary school six full years later.
"""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import FIRST_GRADE_AGE, FIRST_GRADES, GRADES

INPUTS: Final = ("people", "births")
"""Input tables this view is built on."""
LAST_AGE: Final = FIRST_GRADE_AGE + GRADES.index("j3")
PRIMARY_AGE: Final = FIRST_GRADE_AGE + FIRST_GRADES[1]
JUNIOR_AGE: Final = FIRST_GRADE_AGE + FIRST_GRADES[2]
STAGE_AGES: Final = (FIRST_GRADE_AGE, PRIMARY_AGE, JUNIOR_AGE)
"""Age of the first grade of each stage shown."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Children born from 1 September of ``born`` to 31 August of the next year."""

    born: int
    children: int
    """The most there are of them in any year shown."""
    enters_primary: int
    enters_junior: int


@dataclass(frozen=True, slots=True)
class Triangle:
    """Children by age and school year: ``children[age][year]``, None where not known."""

    years: tuple[int, ...]
    ages: tuple[int, ...]
    grades: tuple[str, ...]
    """Due grade of each age; '' below the first."""
    children: tuple[tuple[int | None, ...], ...]
    largest: Cohort | None
    """The cohort with most children in any year shown."""
    largest_to_come: Cohort | None
    """The largest of those that enter primary school within the years shown, after the first."""

    def cells(self, born: int) -> tuple[tuple[int, int], ...]:
        """Return (age, school year) of a cohort in every year shown."""
        return tuple((year - born - 1, year) for year in self.years if year - born - 1 in self.ages)


def triangle(results: Results) -> Triangle | None:
    """Return children of ages 0 to that of j3 by school year; None where none are counted."""
    table = results.tables["cohorts"]
    years = views.years(results)
    rows = table[table["age"].isin(range(LAST_AGE + 1)) & table["school_year"].isin(years)]
    counts = pd.to_numeric(rows["children"])
    if rows.empty or not counts.fillna(0).gt(0).any():
        return None
    ages = tuple(range(LAST_AGE + 1))
    cells: dict[tuple[int, int], int] = {}
    for age, year, count in zip(rows["age"], rows["school_year"], counts, strict=True):
        if not pd.isna(count):
            key = (int(age), int(year))
            cells[key] = cells.get(key, 0) + round(float(count))
    most: dict[int, int] = {}
    for (age, year), count in cells.items():
        born = year - age - 1
        most[born] = max(count, most.get(born, 0))
    coming = {
        born: count
        for born, count in most.items()
        if years[0] < born + 1 + PRIMARY_AGE <= years[-1]
    }
    return Triangle(
        years,
        ages,
        tuple("" if age < FIRST_GRADE_AGE else GRADES[age - FIRST_GRADE_AGE] for age in ages),
        tuple(tuple(cells.get((age, year)) for year in years) for age in ages),
        _largest(most),
        _largest(coming),
    )


def _largest(most: dict[int, int]) -> Cohort | None:
    """Return the cohort with most children, the first of equals."""
    if not most:
        return None
    born = min(most, key=lambda b: (-most[b], b))
    return Cohort(born, most[born], born + 1 + PRIMARY_AGE, born + 1 + JUNIOR_AGE)
