"""How much slack has a promise of added places, and which project decides it?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import COMPULSORY, STAGES

METRICS: Final = ("added_places", "net_added_places")


@dataclass(frozen=True, slots=True)
class Part:
    """A project that a promise counts, or would have counted had it come in time."""

    project_id: str
    name: str
    """Name shown of its campus."""
    places: int
    accepted: dt.date
    days_left: int
    """Days from acceptance to the date of the promise; negative when it came after."""
    first_intake: int | None


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a promise of places stands above or below what was promised."""

    spare: int
    """Places above the promise; negative when it is missed."""
    counted: tuple[Part, ...]
    needed: tuple[Part, ...]
    """Counted projects without any one of which the promise fails, the tightest first."""
    after: tuple[Part, ...]
    """Projects accepted after the date, the first of them first."""
    total: int

    @property
    def decisive(self) -> Part | None:
        """Return the needed project with the fewest days left; None where none is needed alone."""
        return self.needed[0] if self.needed else None

    def without(self, part: Part) -> int:
        """Return the places there would be had a project not come in time."""
        return self.total - part.places


def margin(results: Results, target: Mapping[str, Any]) -> Margin | None:
    """Return the slack of a promise of places; None for another promise, or for every year."""
    if target["metric"] not in METRICS or target["met"] is None or target["every_year"]:
        return None
    total, by = round(target["achieved"]["central"]), dt.date.fromisoformat(str(target["by"]))
    since = dt.date.fromisoformat(str(target["since"])) if target.get("since") else None
    every = _parts(results, str(target["stage"]), by)
    counted = tuple(p for p in every if p.days_left >= 0 and (since is None or p.accepted >= since))
    spare = total - round(target["required"])
    needed = [part for part in counted if part.places > spare] if spare >= 0 else []
    return Margin(
        spare,
        counted,
        tuple(sorted(needed, key=lambda p: (p.days_left, -p.places, p.project_id))),
        tuple(sorted((p for p in every if p.days_left < 0), key=lambda p: p.accepted)),
        total,
    )


def _parts(results: Results, scope: str, by: dt.date) -> list[Part]:
    """Return the public projects of a scope that were accepted on any day, once each."""
    groups = {"compulsory": tuple(STAGES[k] for k in COMPULSORY), "all": STAGES}
    stages, schools = groups.get(scope, (scope,)), results.tables["schools"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"].astype(str))
    names = views.school_names(results)
    table = results.tables["projects"]
    table = table[table["stage"].isin(stages) & table["campus_id"].astype(str).isin(public)]
    found = []
    for project, rows in table.groupby(table["project_id"].astype(str), sort=True):
        first = rows.iloc[0]
        places = round(float(pd.to_numeric(rows["places"]).fillna(0).sum()))
        written = first["accepted"]
        if not places or not isinstance(written, str) or not written:
            continue
        accepted, campus = dt.date.fromisoformat(written), str(first["campus_id"])
        intake = first["first_september"]
        found.append(
            Part(
                str(project), names.get(campus, campus), places, accepted, (by - accepted).days,
                None if pd.isna(intake) else int(intake),
            )
        )  # fmt: skip
    return found
