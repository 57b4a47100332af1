"""What does the page send and print so that every figure can be followed to its parts?"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from simulator.figure_ids import target_id
from simulator.reporting import (
    by_year,
    calculations,
    definitions,
    grounds,
    parameters,
    rows,
    verdict,
    views,
)
from simulator.reporting.catalogue import LANGS, Lang, known, say
from simulator.reporting.numerals import amount, metric, number, unit_of
from simulator.reporting.sheets import Cell, Figure, Sheet, pair, phrase
from simulator.reporting.terms import Calculation, Term
from simulator.results import Results
from simulator.vocabulary import STAGES

_SIGNS: Final = {"times": "×", "minus": "−", "over": ">"}


def payload(results: Results, every: Mapping[str, Calculation]) -> dict[str, Any]:
    """Return what the script shows of a figure that is asked for."""
    sent = calculations.payload(every)
    _rest_of_rows(results, sent)
    table = results.tables["assumptions"].set_index("name", drop=False)

    def words(prefix: str, value: object) -> list[str]:
        return [known(prefix, value, lang) for lang in LANGS]

    assumptions: list[list[Any] | None] = []
    for name in sent["names"]:
        if name not in table.index:
            assumptions.append(None)
            continue
        row = table.loc[name]
        assumptions.append(
            [
                [parameters.name(str(name), lang) for lang in LANGS],
                [parameters.value(str(row["value"]), lang) for lang in LANGS],
                words("unit", row["unit"]), words("source", row["source"]),
                [parameters.status(str(row["status"]), lang) for lang in LANGS],
            ]
        )  # fmt: skip
    resting = (*sent["measures"].values(), *sent["row_measures"].values())
    inputs = grounds.inputs_of(results, [name for m in resting for name in m["inputs"]])
    return sent | {
        "assumptions": assumptions,
        "inputs": [
            [row["table"], words("input", row["table"]), row["file"], row["rows"], row["sha256"],
             words("evidence", row["evidence"])]
            for row in inputs
        ],
        "command": grounds.reproduce(results),
        "names_of": {name: [metric(name, lang) for lang in LANGS] for name in sent["measures"]},
        "units": {name: unit_of(name) for name in sent["measures"]},
        "stages": {s: words("stage", s) for s in (*STAGES, "compulsory", "all")},
    }  # fmt: skip


def _rest_of_rows(results: Results, sent: dict[str, Any]) -> None:
    """Add the measures that only rows have, and the assumptions of each by stage."""
    sent["row_measures"] = {
        measure: {"tables": ground.tables, "inputs": ground.inputs}
        for measure in rows.measures()
        if measure not in sent["measures"] and (ground := grounds.GROUNDS[measure])
    }
    rested, known_rules = grounds.Assumptions(results), {(r["m"], r["s"]) for r in sent["rules"]}
    for measure in rows.measures():
        for stage in (*views.stages(results), "all"):
            if (measure, stage) not in known_rules:
                names = rested.of(measure, stage)
                sent["names"] += [name for name in names if name not in sent["names"]]
                places = [sent["names"].index(name) for name in names]
                sent["rules"].append({"m": measure, "s": stage, "a": places})


def main_figures(results: Results, every: Mapping[str, Calculation]) -> Sheet:
    """Return the promises and the figures of the year they fall due, each with its formula."""
    year = by_year.headline_year(results)
    stages = views.stages(results)
    scope = "compulsory" if {"primary", "junior"} <= set(stages) else stages[0] if stages else "all"
    targets = results.summary.get("targets", ())
    promises = {
        target_id(str(target["id"])): pair(partial(verdict.promise, target, among=targets))
        for target in targets
    }
    listed: list[list[Cell]] = []
    for made in every.values():
        promised = made.id.startswith("T-")
        if not promised and (made.school_year != year or made.stage != scope):
            continue
        if made.total is None:
            continue
        unit = unit_of(made.metric)
        listed.append(
            [
                made.id,
                promises.get(made.id) or pair(partial(_name, made)),
                Figure(pair(partial(amount, made.total, unit)), made.id),
                pair(partial(formula, made)),
            ]
        )
    listed.sort(key=lambda row: (not str(row[0]).startswith("T-"), str(row[0])))
    heads = [phrase(f"calc.{key}") for key in ("id", "figure", "value", "formula")]
    return Sheet(phrase("calc.title"), heads, listed, [False, False, True, False], (3,))


def _name(made: Calculation, lang: Lang) -> str:
    return f"{known('stage', made.stage, lang)} · {metric(made.metric, lang)}"


def formula(made: Calculation, lang: Lang) -> str:
    """Return a calculation in one line: labels with their values, as they add up."""
    comma = say("list.comma", lang)

    def written(term: Term) -> str:
        label = term.label[LANGS.index(lang)]
        if term.pair is None or made.operation not in _SIGNS:
            return f"{label} {number(term.value)}"
        first, second = (number(value) for value in term.pair)
        return f"{label} {first} {_SIGNS[made.operation]} {second}"

    if made.kind == "quotient":
        return " ÷ ".join(written(term) for term in made.terms)
    if made.kind == "count":
        return comma.join(written(term) for term in made.terms) or number(made.total)
    return " + ".join(written(term) for term in made.terms) or number(made.total)


def glossary(results: Results) -> Sheet:
    """Return the terms of the page with their meanings."""
    listed: list[list[Cell]] = [list(row) for row in definitions.definitions(results)]
    heads: list[Cell] = [phrase(key) for key in definitions.HEADS]
    return Sheet(phrase(definitions.TITLE), heads, listed, [False, False], (1,))
