"""Which rooms that two stages share passed from one to the other, and what does that add?

A nine-year school may have one set of rooms: the run attributes them to its stages by the classes
in use, so the places of a stage change without any building.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import COMPULSORY, STAGES

SCOPE = tuple(STAGES[k] for k in COMPULSORY)


@dataclass(frozen=True, slots=True)
class Shift:
    """Rooms of a shared pool that were another stage's a year before."""

    year: int
    campus_id: str
    from_stage: str
    to_stage: str
    rooms: int
    places: int
    """What the shift adds: rooms × the difference of the two norms."""


@dataclass(frozen=True, slots=True)
class Change:
    """How usable places of compulsory education change from the first year to the last."""

    first: int
    last: int
    places_first: int
    places_last: int
    by_projects: int
    by_shifts: int

    @property
    def total(self) -> int:
        """Return the places gained."""
        return self.places_last - self.places_first

    @property
    def rest(self) -> int:
        """Return what closures, conversions and all else leave."""
        return self.total - self.by_projects - self.by_shifts


def shifts(results: Results) -> tuple[Shift, ...]:
    """Return the rooms that changed stage within a pool, by year and campus."""
    table = results.tables["capacity"]
    per_pool = table.groupby("pool")["stage"].nunique()
    shared = table[table["pool"].isin(set(per_pool[per_pool > 1].index))]
    found: list[Shift] = []
    for (_, campus), rows in shared.groupby(["pool", "campus_id"], sort=True):
        rooms, places = (
            rows.pivot_table(index="school_year", columns="stage", values=column, aggfunc="sum")
            for column in ("rooms_ordinary", "places")
        )
        norm = (places / rooms.where(rooms > 0)).ffill().bfill().fillna(0)
        for year, step, each in zip(
            rooms.index[1:].tolist(), rooms.fillna(0).diff().iloc[1:].to_dict("records"),
            norm.iloc[1:].to_dict("records"), strict=True,
        ):  # fmt: skip
            found += _given(int(year), str(campus), step, each)
    return tuple(sorted(found, key=lambda s: (s.year, s.campus_id, s.from_stage)))


Lent = Mapping[tuple[str, str], tuple[Shift, ...]]
"""Shifts by the campus and the stage that gave rooms up."""


def lent(results: Results) -> Lent:
    """Return the shifts by the campus and the stage that gave rooms up."""
    found: dict[tuple[str, str], tuple[Shift, ...]] = {}
    for shift in shifts(results):
        key = (shift.campus_id, shift.from_stage)
        found[key] = (*found.get(key, ()), shift)
    return found


def change(results: Results) -> Change | None:
    """Return where the places of compulsory education come from; None without both stages."""
    years = views.years(results)
    table = results.tables["years"]
    mine = table[table["stage"] == "compulsory"].set_index("school_year")["places"]
    if mine.reindex([years[0], years[-1]]).isna().any():
        return None
    projects, schools = results.tables["projects"], results.tables["schools"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"])
    intake = pd.to_numeric(projects["first_september"])
    counted = projects[
        projects["stage"].isin(SCOPE) & projects["campus_id"].isin(public)
        & (intake > years[0]) & (intake <= years[-1])
    ]  # fmt: skip
    return Change(
        years[0], years[-1], round(float(mine[years[0]])), round(float(mine[years[-1]])),
        round(float(pd.to_numeric(counted["places"]).fillna(0).sum())),
        sum(s.places for s in shifts(results) if {s.from_stage, s.to_stage} <= set(SCOPE)),
    )  # fmt: skip


def _given(year: int, campus: str, step: Any, norm: Any) -> list[Shift]:
    """Return what the stages that lost rooms gave to the one that gained most."""
    gains = {str(stage): int(n) for stage, n in step.items() if n > 0}
    if not gains:
        return []
    to = max(gains, key=lambda stage: (gains[stage], stage))
    return [
        Shift(year, campus, str(stage), to, int(-n), round(float(-n * (norm[to] - norm[stage]))))
        for stage, n in step.items()
        if n < 0
    ]
