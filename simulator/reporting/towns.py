"""Which towns are short of places, where do rooms stand empty, and where do new places come?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from simulator.reporting import views
from simulator.results import Results

KINDS: Final = ("town", "cluster")
"""Areas whose gaps add up to the shortfall of a year."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One town or cluster, stage and year, before redirection."""

    area: str
    kind: str
    stage: str
    year: int
    needing: int
    places_open: int
    shortfall: int

    @property
    def spare(self) -> int:
        """Return the open places beyond those who need one."""
        return max(self.places_open - self.needing, 0)


def gaps(results: Results) -> tuple[Gap, ...]:
    """Return every town or cluster, stage and year with admissions, in the order of the table."""
    table = results.tables["areas"]
    table = table[table["area_kind"].isin(KINDS)]
    columns = ("area_id", "area_kind", "stage", "school_year", "children", "places_open",
               "shortfall")  # fmt: skip
    rows: Any = zip(*(table[name].tolist() for name in columns), strict=True)
    return tuple(
        Gap(str(area), str(kind), str(stage), int(year), int(children), int(opened), int(short))
        for area, kind, stage, year, children, opened, short in rows
    )


def rooms(results: Results) -> pd.DataFrame:
    """Return places, rooms, pupils, classes, surplus and free rooms by year, public campus, stage.

    ``surplus`` is places less the operating margin less pupils, ``free`` rooms less classes; both
    where positive.
    """
    keys = ["school_year", "campus_id", "stage"]
    here = results.tables["enrolment"].groupby(keys)[["pupils", "classes"]].sum()
    seats = results.tables["capacity"].groupby(keys)[["places", "rooms_ordinary"]].sum()
    table = seats.join(here, how="left").fillna(0).reset_index()
    table = views.at_public(results, table).reset_index(drop=True)
    margin = views.parameter(results, ("norms", "operating_margin"), 0.05)
    usable = np.floor(table["places"].to_numpy(float) * (1 - margin) + 1e-9)
    table["surplus"] = (usable - table["pupils"]).clip(lower=0).astype("int64")
    table["free"] = (table["rooms_ordinary"] - table["classes"]).clip(lower=0).astype("int64")
    towns = views.school_towns(results)
    table["town"] = table["campus_id"].astype(str).map(towns).fillna("")
    return table


def added(results: Results, by: str) -> dict[tuple[str, str], int]:
    """Return the places of public projects accepted up to a day, by town and stage."""
    schools, table = results.tables["schools"], results.tables["projects"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"].astype(str))
    towns: Mapping[str, str] = views.school_towns(results)
    found: dict[tuple[str, str], int] = {}
    columns = ("campus_id", "stage", "accepted", "places")
    for campus, stage, accepted, places in zip(
        *(table[name].tolist() for name in columns), strict=True
    ):
        if str(campus) not in public or not isinstance(accepted, str) or not accepted:
            continue
        if dt.date.fromisoformat(accepted) <= dt.date.fromisoformat(by) and places > 0:
            key = (towns.get(str(campus), ""), str(stage))
            found[key] = found.get(key, 0) + round(float(places))
    return found
