"""How do the children who live here become pupils of public campuses, and do the places suffice?

Every step is read from the tables, so that the steps of a stage and year add up to the figures
printed for it; what they would leave unexplained is a step of its own, never spread.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import OUTSIDE

INPUTS: Final = ("people", "births", "pools", "projects", "enrolment")
"""Input tables this view is built on."""
LEAVING: Final = {
    "elsewhere": "elsewhere",
    "private": "pupils_private",
    "not_enrolled": "not_enrolled",
    "purchased": "purchased",
    "unplaced": "unplaced",
}
"""Steps down from the children who live here → column of the table ``balance``."""
STEPS: Final = (
    *("children", *LEAVING, "outside", "unmatched", "pupils"),
    *("places", "not_open", "balance"),
)
"""Every step, in order."""
Kind = Literal["total", "change", "result"]


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: a total from zero, a change from ``start`` to ``end``, or the balance at the end."""

    name: str
    kind: Kind
    amount: int
    """Signed: what the step adds or takes."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """All steps of one stage and year, nil ones included; see ``STEPS``."""

    stage: str
    year: int
    steps: tuple[Step, ...]

    def amount(self, name: str) -> int:
        """Return the signed amount of a step."""
        return next(step.amount for step in self.steps if step.name == name)

    @property
    def shown(self) -> tuple[Step, ...]:
        """Return the steps worth a bar: totals, the balance, and changes that are not nil."""
        return tuple(step for step in self.steps if step.kind != "change" or step.amount)


def waterfalls(results: Results) -> dict[str, tuple[Waterfall, ...]]:
    """Return the waterfall of every stage with pupils or places, and year."""
    balance, years = results.tables["balance"], results.tables["years"]
    columns = ["children", "pupils_public", *LEAVING.values()]
    away = balance["zone_id"].astype(str) == OUTSIDE
    inside, outside = (
        balance[rows].groupby(["stage", "school_year"])[columns].sum() for rows in (~away, away)
    )
    printed = years.set_index(["stage", "school_year"])
    made = {}
    for stage in views.stages(results):
        made[stage] = tuple(
            _waterfall(stage, year, inside, outside, printed) for year in views.years(results)
        )
    return made


def waterfall(results: Results, stage: str, year: int) -> Waterfall:
    """Return the steps of one stage and school year."""
    return next(w for w in waterfalls(results)[stage] if w.year == year)


def _waterfall(
    stage: str, year: int, inside: pd.DataFrame, outside: pd.DataFrame, printed: pd.DataFrame
) -> Waterfall:
    pupils, places, opened = (
        _whole(printed, (stage, year), name) for name in ("pupils", "places", "places_open")
    )
    if pd.isna(_cell(printed, (stage, year), "places_open")):
        opened = places
    children = _whole(inside, (stage, year), "children")
    level = children
    steps = [Step("children", "total", children, 0, children)]

    def change(name: str, amount: int) -> None:
        nonlocal level
        steps.append(Step(name, "change", amount, level, level + amount))
        level += amount

    for name, column in LEAVING.items():
        change(name, -_whole(inside, (stage, year), column))
    change("outside", _whole(outside, (stage, year), "pupils_public"))
    change("unmatched", pupils - level)
    steps.append(Step("pupils", "total", pupils, 0, pupils))
    level = places
    steps.append(Step("places", "total", places, 0, places))
    change("not_open", opened - places)
    steps.append(Step("balance", "result", opened - pupils, pupils, opened))
    return Waterfall(stage, year, tuple(steps))


def _whole(table: pd.DataFrame, row: tuple[str, int], column: str) -> int:
    """Return a cell as a whole number; nil where there is none."""
    value = _cell(table, row, column)
    return 0 if pd.isna(value) else round(float(value))


def _cell(table: pd.DataFrame, row: tuple[str, int], column: str) -> Any:
    return table.at[row, column] if row in table.index else None
