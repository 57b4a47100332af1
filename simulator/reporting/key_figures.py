"""Which figures does the page print of every year, and by which id are they explained?"""

from functools import partial
from typing import Any, Final

import pandas as pd

from simulator import tables
from simulator.figure_ids import figure_id
from simulator.reporting import alongside, views
from simulator.reporting.catalogue import LANGS, known
from simulator.reporting.numerals import amount, heading, number
from simulator.reporting.sheets import Cell, Figure, Pair, Sheet, pair, phrase
from simulator.results import Results

GROUPS: Final = ("compulsory",)
"""Aggregates shown before the stages, where they add up more than one."""


def panels(results: Results) -> list[dict[str, Any]]:
    """Return one table of yearly figures for compulsory education and for each stage."""
    here = views.stages(results)
    both = {"primary", "junior"} <= set(here)
    return [
        {"stage": stage, "table": sheet(results, stage)}
        for stage in (*(GROUPS if both else ()), *here)
    ]


def sheet(results: Results, stage: str) -> Sheet:
    """Return the yearly figures of a stage: measures down, years across."""
    table = results.tables["years"]
    by_year = table[table["stage"] == stage].set_index("school_year").sort_index()
    years = [int(year) for year in by_year.index]
    rows: list[list[Cell]] = []
    above = {s: alongside.full_classes(results, s) for s in alongside.stages_of(stage)}
    for field in tables.YEAR_METRICS:
        values = pd.to_numeric(by_year[field.name], errors="coerce").astype("float64")
        if values.isna().all():
            continue
        unit = field.unit
        name: Pair = dict(zip(LANGS, heading(field), strict=True))
        if field.name == "classes_46_55":
            name = phrase("key.near_large")
        if unit and unit != "share":
            word = {"zh": known("unit", unit, "zh"), "en": known("unit", unit, "en")}
            same = word["en"].lower() == name["en"].lower()
            english = name["en"] if same else f"{name['en']} ({word['en']})"
            name = {"zh": f"{name['zh']}（{word['zh']}）", "en": english}
        cells: list[Cell] = []
        for year, value in zip(years, values.tolist(), strict=True):
            shown = amount(value, "share", "zh") if unit == "share" else number(value)
            cells.append(Figure(shown, figure_id(year, stage, field.name)))
        rows.append([name, *cells])
        if field.name == "super_large_classes":
            beyond = [sum(found[year].classes for found in above.values()) for year in years]
            rows.append([phrase("key.above_norm"), *map(number, beyond)])
    title = phrase("key.title", {"stage": pair(partial(known, "stage", stage))})
    heads: list[Cell] = [phrase("key.measure"), *map(str, years)]
    return Sheet(title, heads, rows, [False] + [True] * len(years))
