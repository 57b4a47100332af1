"""How does each printed figure come about, so that a reader can add it up again?

Every figure of ``years`` and every promise has an id (``simulator.figure_ids``). Its calculation
names the parts that give it, what is done with them, what it counts, and which tables, inputs and
assumptions it rests on. Read from results alone.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from simulator.figure_ids import figure_id, target_id
from simulator.indicators import INDICATORS
from simulator.reporting import grounds, promised, promised_accounts
from simulator.reporting.breakdown import Parts, breakdown, label_of
from simulator.reporting.catalogue import CATALOGUE, fitted, words_of
from simulator.reporting.terms import Calculation, Kind, Label, Operation, Term, both, worked_out
from simulator.results import Results
from simulator.tables import YEAR_METRICS

ADMISSION: Final = ("shortfall", "shortfall_catchment", "redirected")
"""Measures of an admission: nobody is admitted in the opening year."""
RATIOS: Final = ("mean_distance_m", "within_reach_share", "large_class_share")
OPERATIONS: Final[Mapping[str, Operation]] = {
    "places": "times",
    "large_schools": "over",
    "shortfall": "minus",
    "shortfall_catchment": "minus",
    "surplus": "minus",
    "added_places": "times",
    "net_added_places": "times",
}
CLOSE: Final = 1e-9
ROUNDED: Final = 5e-7


def calculation(results: Results, id_: str) -> Calculation:
    """Return the calculation of one figure.

    Raises
    ------
    KeyError
        For an id that no figure of this run has.
    """
    return calculations(results)[id_]


def calculations(results: Results) -> Mapping[str, Calculation]:
    """Return the calculations of all figures of the run, by id."""
    parts, rested = breakdown(results), grounds.Assumptions(results)
    yearly = {made.id: made for made in _yearly(results, parts, rested)}
    promises = [_promise(results, t, yearly, rested) for t in results.summary.get("targets", ())]
    return yearly | {made.id: made for made in promises}


def payload(made_of: Mapping[str, Calculation]) -> dict[str, Any]:
    """Return all calculations as plain JSON, small enough for the page.

    ``measures`` say what a measure counts and how; ``rules`` are a measure and a scope with its
    assumptions, as places in ``names``; ``labels`` are ``[zh, en]``, or one text where both are
    the same. ``figures`` give by id: ``r`` the rule, ``y`` the school year, ``v`` the total, ``t``
    the terms, each ``[label, value]``, or ``[label, a, b]`` for the measure's operation; where
    there are any, ``f`` the ids of the figures that the terms are, ``e`` examples and ``d``
    readings like terms, ``u`` what is unexplained (its words stand under ``unexplained``), ``w``
    the label that says why there is no total.
    """
    labels, names, rules = _Index(), _Index(), _Index()
    measures: dict[str, Any] = {}
    figures: dict[str, Any] = {}
    for made in made_of.values():
        measures[made.metric] = _measure(made)
        places = tuple(names.place(name) for name in made.assumptions)
        rule = rules.place((made.metric, made.stage, places))
        entry: dict[str, Any] = {"r": rule, "y": made.school_year, "v": made.total}
        for short, terms in (("t", made.terms), ("e", made.examples), ("d", made.readings)):
            if terms:
                entry[short] = [_written(term, labels) for term in terms]
        if any(term.figure for term in made.terms):
            entry["f"] = [term.figure for term in made.terms]
        if made.unexplained:
            entry["u"] = _short(made.unexplained)
        if made.why is not None:
            entry["w"] = labels.place(made.why)
        figures[made.id] = entry
    texts = [zh if zh == en else [zh, en] for zh, en in labels.items]
    return {
        "measures": measures,
        "rules": [{"m": m, "s": stage, "a": list(places)} for m, stage, places in rules.items],
        "names": names.items,
        "labels": texts,
        "unexplained": list(both("calculation.unexplained")),
        "figures": figures,
    }


class _Index:
    """A list in which everything stands once."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.places: dict[Any, int] = {}

    def place(self, item: Any) -> int:
        """Return where an item stands; put it at the end when it is new."""
        if item not in self.places:
            self.places[item] = len(self.items)
            self.items.append(item)
        return self.places[item]


def _measure(made: Calculation) -> dict[str, Any]:
    """Write what all figures of a measure share."""
    return {
        "define": list(made.definition),
        "kind": made.kind,
        "operation": made.operation,
        "tables": list(made.tables),
        "inputs": list(made.inputs),
    }


def _written(term: Term, labels: _Index) -> list[float]:
    """Write a term as its label's place and its numbers."""
    numbers = term.pair if term.pair is not None else (term.value,)
    return [labels.place(term.label), *(_short(number) for number in numbers)]


def _short(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def _yearly(results: Results, parts: Parts, rested: grounds.Assumptions) -> Iterator[Calculation]:
    """Make the calculations of ``years``, row by row."""
    table = results.tables["years"]
    rows = table.to_dict("records")
    figures = {(int(row["school_year"]), str(row["stage"])): row for row in rows}
    opening = min((year for year, _ in figures), default=0)
    for (year, stage), row in figures.items():
        for field in YEAR_METRICS:
            total = _number(row[field.name])
            terms: tuple[Term, ...] = ()
            why = None
            if total is None:
                why = _why(field.name, row, year == opening)
            else:
                terms = _terms(parts, figures, field.name, year, stage)
                if field.name == "shortfall_catchment":
                    terms = _with_nowhere(terms, total, results)
            yield _made(
                figure_id(year, stage, field.name), field.name, stage, total, terms, why, rested,
                school_year=year, examples=parts.examples.get((field.name, year, stage), ()),
            )  # fmt: skip


def _terms(
    parts: Parts,
    figures: Mapping[tuple[int, str], Mapping[Any, Any]],
    metric: str,
    year: int,
    stage: str,
) -> tuple[Term, ...]:
    """Return the terms of a figure; an aggregate adds its stages, but counts a school once."""
    stages = grounds.SCOPES.get(stage, (stage,))
    if metric in RATIOS:
        found = [parts.terms[metric, year, s] for s in stages if (metric, year, s) in parts.terms]
        return tuple(
            Term(of_all[0].label, sum(term.value for term in of_all))
            for of_all in zip(*found, strict=True)
        )
    if stages == (stage,) or metric == "large_schools":
        return tuple(parts.terms.get((metric, year, stage), ()))
    values = {s: _number(figures[year, s][metric]) for s in stages if (year, s) in figures}
    return tuple(
        Term(label_of("stage", s), value, figure=figure_id(year, s, metric))
        for s, value in values.items()
        if value is not None
    )


def _with_nowhere(terms: tuple[Term, ...], total: float, results: Results) -> tuple[Term, ...]:
    """Add the children without a campus of their own, who are in no catchment's row."""
    left = total - worked_out("sum", terms)
    if left <= 0 or results.tables["areas"].empty:
        return terms
    return (*terms, Term(both("calculation.nowhere"), left))


def _promise(
    results: Results,
    target: Mapping[str, Any],
    yearly: Mapping[str, Calculation],
    rested: grounds.Assumptions,
) -> Calculation:
    """Make the calculation of a promise: its projects, or the figure of its census."""
    metric, stage = str(target["metric"]), str(target["stage"])
    id_, total = target_id(str(target["id"])), _number(target["achieved"]["central"])
    stated = target["met"] is None and total is not None
    if stated or metric not in INDICATORS or INDICATORS[metric].kind == "input":
        return _made(id_, metric, stage, None, (), both("calculation.why_assumed"), rested)
    if total is None:
        why = both("calculation.why_no_census")
        if promised_accounts.is_account(target):
            why = both("calculation.why_unknown")
        return _made(id_, metric, stage, None, (), why, rested)
    year = promised.census_year(results, target)
    if promised_accounts.is_account(target):
        when = None if promised.is_programme(target) else year
        terms = promised_accounts.parts(results, target, year)
        return _made(id_, metric, stage, total, terms, None, rested, school_year=when)
    if promised.is_programme(target):
        return _made(
            id_, metric, stage, total, promised.added(results, target), None, rested,
            readings=promised.readings(target),
        )  # fmt: skip
    if year is None:
        return _made(id_, metric, stage, total, (), None, rested)
    if metric == "large_class_share":
        halves = [yearly[figure_id(year, stage, name)] for name in ("large_classes", "classes")]
        terms = tuple(
            Term(both(f"calculation.{half.metric}"), half.total or 0.0, figure=half.id)
            for half in halves
        )
        return _made(
            id_, metric, stage, worked_out("quotient", terms), terms, None, rested,
            school_year=year,
        )  # fmt: skip
    if INDICATORS[metric].kind == "rate":
        return _made(
            id_, metric, stage, total, promised.rate(results, target, year), None, rested,
            school_year=year,
        )  # fmt: skip
    source = yearly[figure_id(year, stage, metric)]
    return _made(
        id_, metric, stage, source.total, source.terms, source.why, rested,
        school_year=year, examples=source.examples,
    )  # fmt: skip


def _made(
    id_: str,
    metric: str,
    stage: str,
    total: float | None,
    terms: tuple[Term, ...],
    why: Label | None,
    rested: grounds.Assumptions,
    *,
    school_year: int | None = None,
    examples: tuple[Term, ...] = (),
    readings: tuple[Term, ...] = (),
) -> Calculation:
    """Put a calculation together and hold its terms against the total."""
    kind: Kind = "sum"
    rate = metric in INDICATORS and INDICATORS[metric].kind == "rate"
    if metric in RATIOS or rate or metric.startswith("difference_"):
        kind = "quotient"
    elif metric == "large_schools":
        kind = "count"
    unexplained = 0.0
    if total is not None:
        unexplained = total - worked_out(kind, terms)
        if abs(unexplained) <= max(CLOSE * max(1.0, abs(total)), ROUNDED):
            unexplained = 0.0
    ground = grounds.GROUNDS.get(metric, grounds.NO_GROUNDS)
    return Calculation(
        id_, metric, stage, school_year, total, kind, OPERATIONS.get(metric, ""), terms,
        _definition(metric), why, ground.tables, ground.inputs,
        rested.of(metric, stage), examples, readings, unexplained,
    )  # fmt: skip


def _definition(metric: str) -> Label:
    """Return what a figure counts; its name where nobody has said."""
    if f"define.{metric}" in CATALOGUE:
        return words_of(f"define.{metric}")
    if metric in INDICATORS:
        formula = INDICATORS[metric].formula
        return fitted(formula.zh, formula.en)
    return label_of("metric", metric)


def _why(metric: str, row: Mapping[Any, Any], opening: bool) -> Label:
    """Say why a figure of a year is not there."""
    if pd.isna(row["places"]):
        return both("calculation.why_stage")
    if metric == "staff_posts_needed":
        return both("calculation.why_staff")
    if opening and metric in ADMISSION:
        return both("calculation.why_opening")
    return both("calculation.why_nobody")


def _number(value: Any) -> float | None:
    """Return a figure: whole where it is whole, None where there is none."""
    if value is None or pd.isna(value):
        return None
    number = float(value)
    return int(number) if number.is_integer() and math.isfinite(number) else number
