"""From which projects do promised places come, and which census judges a promise?"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from simulator.indicators import INDICATORS, RATE_PARTS
from simulator.reporting import views
from simulator.reporting.breakdown import label_of, whole
from simulator.reporting.grounds import SCOPES
from simulator.reporting.terms import Label, Term, both, capped
from simulator.results import Results
from simulator.tables import TABLES

READINGS: Final = ("counted_by", "usable_september", "usable_next_september")

Target = Mapping[str, Any]


def is_programme(target: Target) -> bool:
    """Tell whether a promise is about what projects add, not about a year."""
    indicator = INDICATORS.get(str(target["metric"]))
    return indicator is not None and indicator.kind == "programme"


def census_year(results: Results, target: Target) -> int | None:
    """Return the school year of the last census by the day a promise is judged."""
    day = dt.date.fromisoformat(str(target["judged_on"]))
    return max((y for y in views.years(results) if dt.date(y, 9, 1) <= day), default=None)


def added(results: Results, target: Target) -> tuple[Term, ...]:
    """Return what each project adds from the first day of a promise to the last: rooms × norm.

    A promise of net places ends with what closures and conversions take or bring, which no table
    lists one by one.
    """
    projects = results.tables["projects"]
    accepted = projects["accepted"].fillna("").astype(str)
    mine = (accepted != "") & (accepted <= str(target["judged_on"]))
    if target["judged_since"]:
        mine &= accepted >= str(target["judged_since"])
    mine &= projects["stage"].isin(SCOPES.get(str(target["stage"]), ()))
    chosen = projects[mine.to_numpy(dtype=bool)]
    names = views.school_names(results)
    terms = []
    rules = [rule if isinstance(rule, str) else "" for rule in chosen["required_by"]]
    for project, campus, stage, rule, rooms, places in zip(
        *(chosen[name].astype(str) for name in ("project_id", "campus_id", "stage")), rules,
        whole(chosen["rooms"]).tolist(), whole(chosen["places"]).tolist(), strict=True,
    ):  # fmt: skip
        if not places:
            continue
        norm = places / rooms if rooms else np.nan
        pair = (rooms, norm) if norm == round(norm) else None
        key = "calculation.project_by_rule" if rule else "calculation.project"
        label = both(key, names.get(campus, campus), label_of("stage", stage), project)
        terms.append(Term(label, places, pair))
    central = target["achieved"]["central"]
    if central is not None and is_net(target):
        left = float(central) - sum(term.value for term in terms)
        if left:
            terms.insert(0, Term(both("calculation.net"), left))
            return capped(terms, _rest, head=1)
    return capped(terms, _rest)


def rate(results: Results, target: Target, year: int) -> tuple[Term, ...]:
    """Return numerator and denominator of a rate, from its table."""
    table = results.tables["rates"]
    here = table[(table["school_year"] == year) & (table["stage"] == target["stage"])]
    words = {field.name: (field.zh, field.en) for field in TABLES["rates"]}
    return tuple(
        Term(words[name], float(value))
        for name in RATE_PARTS[str(target["metric"])]
        for value in here[name].dropna().tolist()[:1]
    )


def is_net(target: Target) -> bool:
    """Tell whether closures and conversions count."""
    return target.get("basis") == "net" or target["metric"] == "net_added_places"


def readings(target: Target) -> tuple[Term, ...]:
    """Return the three readings of a promise of places, where it has them."""
    given = target.get("readings") or {}
    return tuple(
        Term(both(f"calculation.{name}"), float(given[name]))
        for name in READINGS
        if given.get(name) is not None
    )


def _rest(count: int) -> Label:
    return both("calculation.rest", count)
