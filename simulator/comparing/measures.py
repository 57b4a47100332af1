"""Which measures differ, by year and stage: the table of the page of a comparison?"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simulator.comparing import words
from simulator.comparison import Comparison
from simulator.reporting.live import ON_PAPER
from simulator.reporting.sheets import Pair, phrase

WORDS: Final = 2
"""Columns of words: measure and unit. One of the reference follows, then the differences."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Rows that begin with stage and school year, as in the tables of a run's page."""

    id: str
    title: Pair
    note: Pair
    columns: tuple[Pair, ...]
    rows: tuple[tuple[Any, ...], ...]

    def payload(self) -> dict[str, Any]:
        """Return what the script shows; words are sent once, and rows hold their places."""
        columns: list[dict[str, Any]] = []
        cells = [*zip(*self.rows, strict=True)]
        for k, column in enumerate(self.columns):
            sent: dict[str, Any] = {"zh": column["zh"], "en": column["en"], "n": k >= WORDS}
            if k > WORDS:
                sent["d"] = True
            if k < WORDS:
                places = {word: place for place, word in enumerate(dict.fromkeys(cells[k + 2]))}
                sent["words"] = list(places)
                cells[k + 2] = tuple(places[word] for word in cells[k + 2])
            columns.append(sent)
        rows = [*zip(*cells, strict=True)]
        return {"columns": columns, "rows": rows, "paper": ON_PAPER, "added": []}


def table(comparison: Comparison) -> Measures:
    """Return every measure of every year and stage: the reference, and each difference."""
    rows: list[tuple[Any, ...]] = []
    for s, scope in enumerate(comparison.scopes):
        for y, year in enumerate(comparison.years):
            for measure in comparison.measures:
                values = comparison.values[measure.id][:, y, s]
                if np.isnan(values).all():
                    continue
                name = tuple(words.measure(measure.id, lang) for lang in ("zh", "en"))
                unit = tuple(words.unit(measure.unit, lang) for lang in ("zh", "en"))
                scale = 100 if measure.unit == "share" else 1
                cells = [_cell(values[0] * scale)]
                cells += [_cell((value - values[0]) * scale) for value in values[1:]]
                rows.append((scope, year, name, unit, *cells))
    letters = [one.letter for one in comparison.scenarios]
    columns: list[Pair] = [phrase("compare.measure"), phrase("compare.unit")]
    columns.append(phrase("compare.value_of", {"letter": letters[0]}))
    columns += [phrase("compare.difference_of", {"letter": letter}) for letter in letters[1:]]
    return Measures(
        "differences", phrase("compare.table_title"), phrase("compare.table_note"),
        tuple(columns), tuple(rows),
    )  # fmt: skip


def _cell(value: float) -> int | float | None:
    if np.isnan(value):
        return None
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded
