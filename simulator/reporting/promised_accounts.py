"""Of which parts do promises of land, of money and of equal equipment consist?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from simulator.indicators import INDICATORS
from simulator.reporting import views
from simulator.reporting.breakdown import label_of
from simulator.reporting.grounds import SCOPES
from simulator.reporting.terms import Label, Term, both, capped, plain
from simulator.results import Results

Target = Mapping[str, Any]


def is_account(target: Target) -> bool:
    """Tell whether a promise is about land, about equal equipment, or about what projects cost."""
    indicator = INDICATORS.get(str(target["metric"]))
    return indicator is not None and (
        indicator.kind == "account" or indicator.id == "investment_yuan"
    )


def parts(results: Results, target: Target, year: int | None) -> tuple[Term, ...]:
    """Return the terms of such a promise; ``year`` is that of its last census."""
    metric = str(target["metric"])
    if metric == "investment_yuan":
        return _invested(results, target)
    if metric == "school_land_m2":
        return _land(results, target, year)
    return _unequal(results.tables["differences"], target, year)


def _unequal(table: pd.DataFrame, target: Target, year: int | None) -> tuple[Term, ...]:
    """Give deviation over mean."""
    measure = str(target["metric"]).removeprefix("difference_")
    here = table[
        (table["school_year"] == year)
        & (table["stage"] == target["stage"])
        & (table["measure"] == measure)
    ]
    return tuple(
        Term(both(key), float(value))
        for key, column in (("calculation.deviation", "deviation"), ("calculation.mean", "mean"))
        for value in here[column].tolist()[:1]
    )


def _land(results: Results, target: Target, year: int | None) -> tuple[Term, ...]:
    """Give by town the land of the last census or, net, what came and went since a day."""
    table = results.tables["land_account"]
    table = table[table["area_kind"] == "town"]
    if target.get("basis") != "net":
        here = table[table["school_year"] == year]
        held = zip(here["area_id"], here["closing_m2"], strict=True)
        return capped([Term(plain(str(area)), float(m2)) for area, m2 in held if m2], _rest)
    years = views.years(results)
    since = str(target.get("since") or f"{min(years)}-09-01")
    later = [y for y in years[1:] if f"{y}-09-01" > since and y <= (year or 0)]
    here = table[table["school_year"].isin(later)]
    change = here["added_m2"].fillna(0) - here["released_m2"].fillna(0)
    by_town = change.groupby(here["area_id"].astype(str), sort=True).sum()
    moved = [
        Term(both("calculation.land_change", town), float(m2)) for town, m2 in by_town.items() if m2
    ]
    return capped(moved, _rest)


def _invested(results: Results, target: Target) -> tuple[Term, ...]:
    """Add the cost of each public project accepted from the first day of a promise to the last."""
    projects, schools = results.tables["projects"], results.tables["schools"]
    public = set(schools.loc[schools["operator"] == "public", "campus_id"])
    accepted = projects["accepted"].fillna("").astype(str)
    mine = (
        (accepted != "")
        & (accepted <= str(target["judged_on"]))
        & projects["campus_id"].isin(public)
    )
    if target["judged_since"]:
        mine &= accepted >= str(target["judged_since"])
    mine &= projects["stage"].isin(SCOPES.get(str(target["stage"]), ()))
    chosen = projects[mine.to_numpy(dtype=bool)]
    names = views.school_names(results)
    columns = ("project_id", "campus_id", "stage", "cost_yuan")
    terms = []
    for project, campus, stage, cost in zip(*(chosen[c].tolist() for c in columns), strict=True):
        if cost and cost == cost:
            name = names.get(campus, campus)
            label = both("calculation.project", name, label_of("stage", stage), project)
            terms.append(Term(label, float(cost)))
    return capped(terms, _rest)


def _rest(count: int) -> Label:
    return both("calculation.rest", count)
