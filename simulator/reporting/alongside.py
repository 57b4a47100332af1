"""What stands beside the promises on the day they fall due: moved children, gaps, full classes?"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import COMPULSORY, STAGES

GROUPS: Final = {"compulsory": tuple(STAGES[k] for k in COMPULSORY), "all": STAGES}


@dataclass(frozen=True, slots=True)
class Full:
    """Classes above the norm of their stage, and the pupils sitting above it."""

    stage: str
    classes: int
    """Above the norm and below the large class."""
    large: int
    beyond: int
    """Pupils above the norm, in both."""


@dataclass(frozen=True, slots=True)
class Alongside:
    """One scope and census: what was needed so that every child has a class."""

    scope: str
    year: int
    redirected: int | None
    """Children placed that year outside their own catchment."""
    farthest_m: int | None
    """Longest way of one of them; None where nobody was."""
    since: int
    """First school year with admissions."""
    redirected_so_far: int
    shortfall: int | None
    """By town; None where the year admits nobody."""
    shortfall_catchment: int | None
    purchased: int
    unplaced: int
    full: tuple[Full, ...]


def alongside(results: Results) -> tuple[Alongside, ...]:
    """Return one record for each scope and census that a judged promise is held against."""
    wanted: list[tuple[str, int]] = []
    for target in results.summary.get("targets", ()):
        day = dt.date.fromisoformat(str(target["judged_on"]))
        year = max((y for y in views.years(results) if dt.date(y, 9, 1) <= day), default=None)
        if target["met"] is None or year is None:
            continue
        key = (str(target["stage"]), year)
        if key not in wanted:
            wanted.append(key)
    return tuple(at(results, scope, year) for scope, year in wanted)


def at(results: Results, scope: str, year: int) -> Alongside:
    """Return what stands beside the figures of a scope and school year."""
    table = results.tables["years"]
    mine = table[table["stage"] == scope].set_index("school_year")
    admitting = [int(y) for y in mine.index[mine["redirected"].notna()]]
    row = mine.loc[year]
    so_far = mine.loc[[y for y in admitting if y <= year], "redirected"]
    return Alongside(
        scope,
        year,
        _maybe(row["redirected"]),
        farthest(results, scope, year),
        min(admitting, default=year),
        round(float(pd.to_numeric(so_far).sum())),
        _maybe(row["shortfall"]),
        _maybe(row["shortfall_catchment"]),
        _maybe(row["purchased"]) or 0,
        _maybe(row["unplaced"]) or 0,
        tuple(
            full
            for stage in stages_of(scope)
            if stage in views.stages(results) and (full := full_classes(results, stage)[year])
        ),
    )


def stages_of(scope: str) -> tuple[str, ...]:
    """Return the stages of a scope."""
    return GROUPS.get(scope, (scope,))


def farthest(results: Results, scope: str, year: int) -> int | None:
    """Return the longest way of a child redirected that year, m; None where nobody was."""
    flows, schools = results.tables["flows"], results.tables["schools"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"])
    zones = set(results.tables["zones"]["zone_id"])
    mine = flows[
        (flows["school_year"] == year) & flows["stage"].isin(stages_of(scope))
        & (flows["redirected"] > 0) & flows["campus_id"].isin(public) & flows["zone_id"].isin(zones)
    ]  # fmt: skip
    return None if mine.empty else int(mine["distance_m"].max())


def full_classes(results: Results, stage: str) -> dict[int, Full]:
    """Return the classes of a stage above its norm, by school year."""
    table = results.tables["class_sizes"]
    rows = table[table["stage"] == stage]
    view = views.class_sizes(results, stage)
    found = {}
    for year in views.years(results):
        if view is None or stage == "preschool":
            found[year] = Full(stage, 0, 0, 0)
            continue
        now = rows[(rows["school_year"] == year) & (rows["size"] > view.norm)]
        size, classes = now["size"].astype(int), now["classes"].astype(int)
        large = size >= view.large
        found[year] = Full(
            stage, int(classes[~large].sum()), int(classes[large].sum()),
            int(((size - view.norm) * classes).sum()),
        )  # fmt: skip
    return found


def _maybe(value: Any) -> int | None:
    return None if pd.isna(value) else round(float(value))
