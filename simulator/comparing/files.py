"""How does a comparison become a folder of files?"""

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulator.comparing import words
from simulator.comparison import Comparison, Matters, Promise
from simulator.input_differences import InputDifference
from simulator.obstacles import Obstacle
from simulator.phrases import Phrase
from simulator.problems import Problem
from simulator.results import OutputFolderError, write_json, write_whole

JSON: Final = "comparison.json"
PAGE: Final = "comparison.html"
WORKBOOK: Final = "comparison.xlsx"
WRITTEN: Final = (JSON, PAGE, WORKBOOK)
SCHEMA: Final = 1
MOST_OBSTACLES: Final = 10


def write_comparison(comparison: Comparison, folder: Path) -> Path:
    """Write the page, the workbook and the file of a comparison, whole or not at all.

    Raises
    ------
    OutputFolderError
        The folder holds something other than an earlier comparison.
    """
    from simulator.comparing import book, page

    def fill(work: Path) -> None:
        write_json(work / JSON, as_json(comparison))
        page.write(comparison, work / PAGE)
        book.write_workbook(comparison, work / WORKBOOK)

    return write_whole(folder, fill, may_replace)


def may_replace(folder: Path) -> None:
    """Refuse a folder that is not an earlier comparison.

    Raises
    ------
    OutputFolderError
        Something else is there.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    what = Phrase("该处已有内容，且不是比较结果", "it exists and is not a comparison")
    if folder.is_dir():
        inside = sorted(path.name for path in folder.iterdir())
        if not inside:
            return
        strange = [name for name in inside if name not in WRITTEN]
        if _is_comparison(folder / JSON):
            if not strange:
                return
            what = Phrase(
                f"其中还有 {strange[0]}，不是本程序写出的，不能替换",
                f"it also holds {strange[0]}, which is not ours to replace",
            )
    remedy = Phrase("请用 --out 另选文件夹", "name another folder with --out")
    raise OutputFolderError(Problem(str(folder), 0, "--out", what, remedy))


def _is_comparison(path: Path) -> bool:
    try:
        there = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(there, dict) and "reference" in there and "comparable" in there


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return what ``comparison.json`` holds; what was not computed is null."""
    keys = [one.key for one in comparison.scenarios]
    return {
        "schema": SCHEMA,
        "reference": keys[0],
        "identical": comparison.identical,
        "comparable": comparison.comparable,
        "years": list(comparison.years),
        "years_left_out": list(comparison.left_out),
        "scenarios": [
            {
                "id": one.key,
                "title": _both(one.title),
                "short": _both(one.short),
                "scenario": one.name,
                "variant": one.variant,
                "set": list(one.settings),
                "district": _both(one.district),
                "version": one.version,
                "seed": one.seed,
                "outlook": one.outlook,
                "replicates": one.replicates,
                "inputs": one.hash,
                "illustrative": list(one.illustrative),
                "same_results": comparison.same[k],
            }
            for k, one in enumerate(comparison.scenarios)
        ],
        "input_differences": [
            {"scenario": keys[k]} | _input(comparison, k, difference)
            for k, listed in enumerate(comparison.inputs)
            for difference in listed
        ],
        "targets": [_target(keys, promise) for promise in comparison.promises],
        "values": _years(comparison, lambda name: comparison.values[name], range(len(keys))),
        "differences": _years(comparison, comparison.difference, range(1, len(keys))),
        "which_change_matters": [
            {"scenario": keys[k]} | _matters(comparison, k, matters)
            for k, matters in enumerate(comparison.matters)
            if k
        ],
    }


def _both(words: Phrase) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _input(comparison: Comparison, scenario: int, difference: InputDifference) -> dict[str, Any]:
    rows = comparison.rows[scenario].get(difference.subject)
    return {
        "kind": difference.kind,
        "subject": difference.subject,
        "change_kind": difference.change_kind or None,
        "fields": [
            {"path": field.path, "before": field.before, "after": field.after}
            for field in difference.fields
        ],
        "rows": None
        if rows is None or difference.kind != "table"
        else {"changed": rows.changed, "added": rows.added, "dropped": rows.dropped},
        "words": _both(words.difference(comparison, scenario, difference)),
    }


def _target(keys: Sequence[str], promise: Promise) -> dict[str, Any]:
    target = promise.target
    asked = ("metric", "stage", "basis", "strength", "since", "by", "every_year", "operator",
             "required")  # fmt: skip
    return {"id": promise.id} | {name: target.get(name) for name in asked} | {
        "scenarios": [
            {
                "scenario": key,
                "promised": entry is not None,
                "achieved": entry["achieved"] if entry else None,
                "met": entry["met"] if entry else None,
                "probability": entry["probability"] if entry else None,
                "first_met": entry["first_met"] if entry else None,
                "difference": _difference(promise.entries[0], entry),
                "obstacles_in_all": len(found),
                "obstacles": [_obstacle(one) for one in found[:MOST_OBSTACLES]],
            }
            for key, entry, found in zip(keys, promise.entries, promise.obstacles, strict=True)
        ]
    }  # fmt: skip


def _difference(reference: Any, entry: Any) -> dict[str, Any]:
    """Return the paired difference of two runs; quantiles once there are replicates."""
    central = None
    if reference and entry:
        before, after = (one["achieved"]["central"] for one in (reference, entry))
        central = None if before is None or after is None else plain(after - before)
    return {"central": central, "p10": None, "p50": None, "p90": None}


def _obstacle(one: Obstacle) -> dict[str, Any]:
    return {
        "name": one.name, "grade": one.grade or None, "school_year": one.year or None,
        "amount": one.amount, "blocked_by": list(one.why), "cleared_in": one.clears,
    }  # fmt: skip


def _years(
    comparison: Comparison, value: Callable[[str], Any], places: Sequence[int]
) -> list[dict[str, Any]]:
    """Return one row for each scenario, year and stage."""
    tables = {measure.id: value(measure.id) for measure in comparison.measures}
    return [
        {"scenario": comparison.scenarios[k].key, "school_year": year, "stage": scope}
        | {name: plain(table[k, y, s]) for name, table in tables.items()}
        for k in places
        for y, year in enumerate(comparison.years)
        for s, scope in enumerate(comparison.scopes)
    ]


def plain(value: Any) -> int | float | None:
    """Turn a number into plain JSON: whole where it is whole, null where it is nothing."""
    number = float(value)
    if math.isnan(number):
        return None
    return int(number) if number.is_integer() else round(number, 6)


def _matters(comparison: Comparison, scenario: int, matters: Matters) -> dict[str, Any]:
    """Return the effect of each difference alone, the strongest first."""
    if matters.reason:
        return {"computed": False, "reason": matters.reason, "grouped": None, "effects": None,
                "full": None, "interaction": None, "metrics": None}  # fmt: skip
    listed = comparison.inputs[scenario]
    return {
        "computed": True,
        "reason": None,
        "grouped": matters.grouped,
        "metrics": [dict(metric) for metric in matters.metrics],
        "effects": [
            {
                "of": [listed[k].subject for k in effect.of],
                "words": _both(words.together(comparison, scenario, effect)),
                "values": [None if v is None else plain(np.float64(v)) for v in effect.values],
            }
            for effect in words.ranked(matters)
        ],
        "full": [None if v is None else plain(v) for v in matters.full],
        "interaction": [None if v is None else plain(v) for v in matters.interaction],
    }
