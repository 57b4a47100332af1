"""Which schools, grades and projects stand between a run and a promise it misses?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.reporting import blocking, by_year, views
from simulator.results import Results
from simulator.vocabulary import COMPULSORY, GRADES, STAGES

BY_CLASS: Final = ("large_classes", "super_large_classes", "large_class_share")
BY_SEATS: Final = ("shortfall", "shortfall_catchment", "redirected", "unplaced", "purchased")
BY_PROJECT: Final = ("added_places", "net_added_places")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A school and grade, or a project, that keeps a promise from being kept."""

    name: str
    grade: str
    """Empty for a project."""
    year: int
    """School year in which it is in the way."""
    amount: int
    """Large classes, pupils above the bound, children without a seat, or places that come late."""
    why: tuple[str, ...]
    """Codes of what blocks it: the ledger's, ``above:2000``, ``seats:90``, ``accepted:…``."""
    clears: int | None = None
    """School year in which it is cleared, where that is known."""


def obstacles(results: Results, target: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a missed promise on the day it is judged, the largest first.

    Parameters
    ----------
    results
        A run.
    target
        One of its promises, as in ``summary.json``.
    """
    year = by_year.census_of(str(target["judged_on"]))
    if target["metric"] in BY_PROJECT:
        found = _projects(results, target)
    elif year not in views.years(results):
        found = []
    elif target["metric"] in BY_CLASS:
        found = _classes(results, target, year)
    elif target["metric"] == "large_schools":
        found = _schools(results, year)
    elif target["metric"] in BY_SEATS:
        found = _seats(results, target, year)
    else:
        found = []
    return tuple(sorted(found, key=lambda o: (-o.amount, o.name, o.grade)))


def _stages(target: Mapping[str, Any]) -> tuple[str, ...]:
    groups = {"compulsory": tuple(STAGES[s] for s in COMPULSORY), "all": STAGES}
    return groups.get(target["stage"], (target["stage"],))


def _classes(results: Results, target: Mapping[str, Any], year: int) -> list[Obstacle]:
    """Large classes by school and grade, from the ledger."""
    letters = dict(zip(STAGES, "kpjs", strict=True))
    wanted = tuple(letters[stage] for stage in _stages(target))
    norm = "super_large_class" if target["metric"].startswith("super") else "large_class"
    large = views.parameter(results, ("norms", norm), 56)
    table, names = results.tables["classes_ledger"], views.school_names(results)
    table = table[(table["school_year"] == year) & (table["pupils"] >= large)]
    table = table[table["grade"].str[0].isin(wanted)]
    found = []
    for (campus, grade), group in table.groupby(["campus_id", "grade"]):
        why = tuple(sorted({str(code) for code in group["blocked_by"] if code}))
        clears = group["cleared_in"]
        last = None if clears.isna().any() else int(clears.max())
        found.append(
            Obstacle(names.get(str(campus), str(campus)), str(grade), year, len(group), why, last)
        )
    return found


def _schools(results: Results, year: int) -> list[Obstacle]:
    """Large legal units, each with the grade that has most pupils."""
    enrolment, names = results.tables["enrolment"], views.school_names(results)
    here = enrolment[enrolment["school_year"] == year].assign(
        shown=enrolment["campus_id"].map(names)
    )
    first = results.tables["schools"].sort_values("campus_id").groupby("school_id")
    named = {
        names.get(campus, campus): school for school, campus in first["campus_id"].first().items()
    }
    found = []
    for name, _, pupils, bound in blocking.large_schools(results, year):
        grades = here[here["school_id"] == named.get(name)].groupby("grade")["pupils"].sum()
        most = min(grades.index, key=lambda g: (-grades[g], GRADES.index(g)), default="")
        found.append(Obstacle(name, str(most), year, pupils - bound, (f"above:{bound}",)))
    return found


def _seats(results: Results, target: Mapping[str, Any], year: int) -> list[Obstacle]:
    """Entry grades with more children of their own catchment than seats."""
    table, names = results.tables["admissions"], views.school_names(results)
    table = table[(table["school_year"] == year) & table["stage"].isin(_stages(target))]
    table = table[table["own_children"].notna()]
    return [
        Obstacle(
            names.get(str(campus), str(campus)), str(grade), year, int(own) - int(seats),
            (f"seats:{int(seats)}",),
        )
        for campus, grade, own, seats in zip(
            *(table[c] for c in ("campus_id", "grade", "own_children", "seats")), strict=True
        )
        if own > seats
    ]  # fmt: skip


def _projects(results: Results, target: Mapping[str, Any]) -> list[Obstacle]:
    """Projects of the stages that are accepted after the date, or not at all."""
    table, names = results.tables["projects"], views.school_names(results)
    schools = results.tables["schools"]
    public = schools.loc[schools["operator"] == "public", "campus_id"]
    table = table[table["campus_id"].isin(public)]
    wanted, by = _stages(target), str(target["judged_on"])
    found = []
    for row in table.to_dict("records"):
        accepted = str(row["accepted"] or "")
        if (accepted and accepted <= by) or row["stage"] not in wanted:
            continue
        year = row["first_september"]
        found.append(
            Obstacle(
                names.get(str(row["campus_id"]), str(row["campus_id"])), "",
                int(year) if year == year and year is not None else 0,
                int(row["places"] or 0), (f"accepted:{accepted}",),
            )
        )  # fmt: skip
    return found
