"""Which tables does a comparison show: promises by scenario, obstacles, changes, files?"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from simulator.comparing import words
from simulator.comparison import Comparison, Matters, Promise
from simulator.input_differences import PROJECTS
from simulator.obstacles import BY_CLASS, BY_PROJECT, Obstacle
from simulator.phrases import Phrase
from simulator.reporting import bounds, sheets, verdict, views
from simulator.reporting.catalogue import Area, Lang, known, say
from simulator.reporting.numerals import amount, day, number, unit_of
from simulator.reporting.sheets import Cell, Pair, Sheet, pair, phrase

COLUMNS: Final = 4
"""Scenarios that stand side by side as columns; more become rows."""
TALL: Final = 20
"""Rows beyond which a table scrolls in a box."""
ON_PAGE: Final = 3
"""Obstacles listed on the page for each scenario and promise."""


def spoken(words: Phrase) -> Pair:
    """Return a phrase as the page takes it."""
    return {"zh": words.zh, "en": words.en}


def area(comparison: Comparison) -> Area:
    """Return by which words the area compared is called; the usual ones where there are several."""
    if comparison.district is None:
        return Area()
    return views.area_of(comparison.scenarios[0].district.zh, comparison.district.towns)


def matrix(comparison: Comparison) -> dict[str, Any] | None:
    """Return promises by scenario: result, verdict, difference, what blocks it; None without."""
    if not comparison.promises:
        return None
    return {
        "columns": len(comparison.scenarios) <= COLUMNS,
        "promises": [_promise(promise.target) for promise in comparison.promises],
        "cells": [
            [_cell(comparison, promise, k) for k in range(len(comparison.scenarios))]
            for promise in comparison.promises
        ],
        "note": phrase(
            "compare.matrix_note" if comparison.comparable == "all" else "compare.matrix_note_rates"
        ),
    }


def _promise(target: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": pair(partial(verdict.promise, target)),
        "bound": pair(partial(bounds.bound, target)),
        "by": str(target["by"]),
        "strength": pair(partial(known, "strength", target["strength"])),
    }


def _cell(comparison: Comparison, promise: Promise, scenario: int) -> dict[str, Any]:
    entry = promise.entries[scenario]
    if entry is None:
        return {"state": "untested", "mark": "", "word": phrase("compare.not_promised"),
                "value": "", "against": None, "blocked": None}  # fmt: skip
    met = entry["met"]
    shown = comparison.comparable == "all" or unit_of(entry["metric"]) in ("share", "m")
    return {
        "state": "untested" if met is None else "met" if met else "missed",
        "mark": verdict.MARKS[met],
        "word": phrase(verdict.word(entry)),
        "value": pair(partial(bounds.achieved, entry)) if shown else "",
        "against": against(comparison, promise, scenario) if shown and scenario else None,
        "blocked": blocked_most(comparison, promise, scenario),
    }


def change(promise: Promise, scenario: int) -> float | None:
    """Return what a scenario achieves of a promise beyond the reference."""
    one, other = promise.entries[0], promise.entries[scenario]
    if one is None or other is None:
        return None
    before, after = (entry["achieved"]["central"] for entry in (one, other))
    return None if before is None or after is None else float(after) - float(before)


def against(comparison: Comparison, promise: Promise, scenario: int) -> Pair | None:
    """Say by how much a scenario differs from the reference, with its unit."""
    found = change(promise, scenario)
    if found is None:
        return None
    if found == 0:
        return phrase("compare.as_reference")
    metric = promise.target["metric"]
    return phrase("compare.against", {"n": pair(partial(signed, found, metric))})


def signed(value: float, metric: str, lang: Lang) -> str:
    """Return a difference with its sign and unit: ``+62 个班``, ``−3.1 个百分点``."""
    unit = unit_of(metric)
    if unit != "share":
        said = amount(abs(value), unit, lang)
    else:
        points = abs(value) * 100
        shown = next((d for d in range(1, 6) if round(points, d)), 1)
        said = amount(points, "share_gap", lang, digits=shown)
    return said if value == 0 else f"{'+' if value > 0 else '−'}{said}"


def obstacles_of(comparison: Comparison, promise: Promise, scenario: int) -> tuple[Obstacle, ...]:
    """Return what stands in the way; for places never built, the projects left out."""
    found = promise.obstacles[scenario]
    entry = promise.entries[scenario]
    if found or entry is None or entry["met"] is not False:
        return found
    if promise.target["metric"] not in BY_PROJECT:
        return found
    return tuple(
        Obstacle(words.thing(comparison, one, "zh"), "", 0, 0, ("dropped",))
        for one in comparison.inputs[scenario]
        if one.kind == "dropped" and one.change_kind in PROJECTS
    )


def blocked_most(comparison: Comparison, promise: Promise, scenario: int) -> Pair | None:
    """Say what blocks a missed promise most: school, grade, year, why; and how many more."""
    found = obstacles_of(comparison, promise, scenario)
    entry = promise.entries[scenario]
    if not found:
        missed = entry is not None and entry["met"] is False
        projects = promise.target["metric"] in BY_PROJECT
        return phrase("compare.not_enough") if missed and projects else None

    def said(lang: Lang) -> str:
        text = say("compare.blocked_most", lang, {"what": _most(promise, found[0], lang)})
        if len(found) > 1:
            text += say("compare.and_more", lang, {"n": number(len(found) - 1)})
        return text

    return pair(said)


def _most(promise: Promise, one: Obstacle, lang: Lang) -> str:
    metric = promise.target["metric"]
    values = {
        "school": one.name, "grade": known("grade", one.grade, lang), "year": one.year,
        "n": number(one.amount), "why": why(one, lang),
    }  # fmt: skip
    if metric in BY_CLASS:
        return say("compare.most_classes", lang, values)
    if metric == "large_schools":
        return say("compare.most_schools", lang, values)
    if metric in BY_PROJECT:
        if not one.amount:
            return (
                f"{one.name}（{values['why']}）"
                if lang == "zh"
                else f"{one.name} ({values['why']})"
            )
        return say("compare.most_project", lang, values)
    return say("compare.most_seats", lang, values)


def why(one: Obstacle, lang: Lang) -> str:
    """Say what blocks, in words."""
    said = []
    for code in one.why:
        name, _, value = code.partition(":")
        if name == "above":
            said.append(say("compare.why_above", lang, {"bound": number(int(value))}))
        elif name == "seats":
            said.append(say("compare.why_seats", lang, {"seats": number(int(value))}))
        elif name == "accepted":
            key = "compare.why_accepted" if value else "compare.why_never"
            said.append(say(key, lang, {"day": value}))
        elif name == "dropped":
            said.append(say("compare.why_dropped", lang))
        else:
            said.append(sheets.blocked((code,), lang))
    return say("list.comma", lang).join(said) or "—"


def obstacles(comparison: Comparison, most: int | None = ON_PAGE) -> Sheet | None:
    """Return the schools, grades and projects in the way of promises missed; None without any."""
    rows: list[list[Cell]] = []
    for promise in comparison.promises:
        for k, one in enumerate(comparison.scenarios):
            for obstacle in obstacles_of(comparison, promise, k)[:most]:
                rows.append(
                    [
                        pair(partial(verdict.promise, promise.target)),
                        spoken(lettered(one.letter, one.short)),
                        obstacle.name,
                        pair(partial(known, "grade", obstacle.grade)) if obstacle.grade else "—",
                        str(obstacle.year or "—"),
                        number(obstacle.amount) if obstacle.amount else "—",
                        pair(partial(why, obstacle)),
                        str(obstacle.clears or "—"),
                    ]
                )
    if not rows:
        return None
    heads: list[Cell] = [
        phrase(key) for key in (
            "compare.promise", "compare.scenario", "compare.school", "compare.grade",
            "filter.year", "compare.amount", "compare.why", "compare.clears",
        )
    ]  # fmt: skip
    numeric = [False, False, False, False, True, True, False, True]
    return Sheet(phrase("compare.obstacles"), heads, rows, numeric, (6,), tall=len(rows) > TALL)


def lettered(letter: str, short: Phrase) -> Phrase:
    """Return a scenario's letter and name."""
    return Phrase(f"{letter} {short.zh}", f"{letter} {short.en}")


def runs(comparison: Comparison) -> Sheet:
    """Return what was compared: name, title, version, seed, outlook, years, hash."""
    rows: list[list[Cell]] = [
        [
            spoken(lettered(one.letter, one.short)), one.key, spoken(one.title),
            pair(partial(known, "outlook", one.outlook)), f"{one.years[0]}–{one.years[-1]}",
            one.version, str(one.seed), one.hash,
        ]
        for one in comparison.scenarios
    ]  # fmt: skip
    heads: list[Cell] = [
        phrase(key) for key in (
            "compare.scenario", "compare.run_name", "compare.run_title", "run.outlook",
            "filter.year", "run.version", "run.seed", "run.hash",
        )
    ]  # fmt: skip
    return Sheet(phrase("compare.runs"), heads, rows, [False] * len(heads), (2,))


def files(comparison: Comparison) -> Sheet:
    """Return the input files, and which scenarios read each."""
    read: dict[tuple[str, str, str, str, int], list[str]] = {}
    for one in comparison.scenarios:
        for table, file, digest, rows, evidence in one.inputs:
            read.setdefault((table, file, digest, evidence, rows), []).append(one.letter)
    order = list(dict.fromkeys(table for table, *_ in read))
    lines: list[list[Cell]] = []
    for table, file, digest, evidence, rows in sorted(read, key=lambda key: order.index(key[0])):
        letters = read[table, file, digest, evidence, rows]
        lines.append(
            [
                pair(partial(known, "input", table)) if table else phrase("run.scenario"),
                file,
                pair(partial(known, "evidence", evidence)) if evidence else "—",
                digest[:12] or "—",
                " ".join(letters),
            ]
        )
    heads: list[Cell] = [
        phrase("calc.table"), phrase("calc.file"), phrase("calc.evidence"), "SHA-256",
        phrase("compare.scenario"),
    ]  # fmt: skip
    return Sheet(
        phrase("compare.files"), heads, lines, [False] * len(heads), tall=len(lines) > TALL
    )


def matters(comparison: Comparison, scenario: int, promise: int) -> dict[str, Any] | None:
    """Return the bars of one scenario and promise; None where nothing was computed."""
    found: Matters = comparison.matters[scenario]
    if found.reason or found.full[promise] is None:
        return None
    metric = str(found.metrics[promise]["metric"])
    effects = words.ranked(found, promise)
    strong = [e for e in effects if e.values[promise] != 0]
    quiet = [
        comparison.inputs[scenario][k]
        for e in sorted(effects, key=lambda e: e.of)
        if e.values[promise] == 0
        for k in e.of
    ]
    total = sum(e.values[promise] or 0.0 for e in found.effects)
    rows: list[tuple[Pair, float | None, str]] = [
        (spoken(words.together(comparison, scenario, e)), e.values[promise], "") for e in strong
    ]
    rows += [
        (phrase("compare.matters_sum"), total, "sum"),
        (phrase("compare.matters_interaction"), found.interaction[promise], "sum"),
        (phrase("compare.matters_full"), found.full[promise], "full"),
    ]
    widest = max((abs(value or 0.0) for _, value, _ in rows), default=0.0) or 1.0
    one = comparison.scenarios[scenario]
    named = {
        "letter": one.letter, "name": spoken(one.short),
        "promise": pair(partial(verdict.promise, found.metrics[promise])),
        "by": pair(partial(day, str(found.metrics[promise]["by"]))),
    }  # fmt: skip
    first = next((e for e in strong if e.values[promise] is not None), None)
    return {
        "title": phrase("compare.matters_of", named),
        "say": phrase("compare.matters_say_none")
        if first is None
        else phrase(
            "compare.matters_say",
            {
                "what": spoken(words.together(comparison, scenario, first)),
                "n": pair(partial(signed, first.values[promise] or 0.0, metric)),
                "full": pair(partial(signed, found.full[promise] or 0.0, metric)),
                "interaction": pair(partial(signed, found.interaction[promise] or 0.0, metric)),
            },
        ),
        "rows": []
        if first is None and not found.full[promise]
        else [
            {
                "name": name,
                "value": phrase("compare.matters_alone_not")
                if value is None
                else pair(partial(signed, value, metric)),
                "left": round(50 + 50 * min(value or 0.0, 0.0) / widest, 2),
                "width": round(50 * abs(value or 0.0) / widest, 2),
                "kind": kind,
                "negative": bool(value and value < 0),
            }
            for name, value, kind in rows
        ],
        "silent": phrase(
            "compare.matters_zero",
            {
                "n": len(quiet),
                "names": pair(
                    lambda lang: say("list.comma", lang).join(
                        words.subject(comparison, one, lang) for one in quiet
                    )
                ),
            },
        )
        if quiet
        else None,
    }
