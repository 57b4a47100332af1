"""Which rows of a table only add up the others?"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from simulator.phrases import Phrase
from simulator.reading.findings import Findings
from simulator.reading.sources import Grid

TOTALS: Final = frozenset(
    ("合计", "总计", "小计", "共计", "总数", "全区合计", "全县合计", "total", "totals", "subtotal",
     "sum", "grand total")
)  # fmt: skip
"""Words that mark a row of totals."""


def is_total(text: str) -> bool:
    """Tell whether a cell marks a row of totals."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s:]+", "", plain) in TOTALS or plain.strip() in TOTALS


def without_totals(name: str, grid: Grid, findings: Findings) -> Grid:
    """Refuse rows of totals, and leave them out so that nothing else is said about them.

    Parameters
    ----------
    name
        Name of the table.
    grid
        Its texts.
    findings
        Where problems go.

    Returns
    -------
    The grid without such rows.
    """
    total_rows: dict[int, str] = {}
    for cells in grid.columns:
        totals = {text for text in dict.fromkeys(cells) if text and is_total(text)}
        if totals:
            total_rows.update({row: text for row, text in enumerate(cells) if text in totals})
    if not total_rows:
        return grid
    for row, text in sorted(total_rows.items()):
        findings.problem(
            grid.origin(row),
            f"{name}/row {grid.lines[row] or row + 1}",
            Phrase(
                f"`{text.strip()}` 是合计行，不是数据",
                f"`{text.strip()}` is a row of totals, not of data",
            ),
            Phrase("请删去这一行", "delete this row"),
        )
    kept = [row for row in range(len(grid.lines)) if row not in total_rows]

    def pick(cells: Sequence[Any]) -> list[Any]:
        return [cells[row] for row in kept]

    return replace(
        grid,
        columns=tuple(pick(cells) for cells in grid.columns),
        lines=pick(grid.lines),
        geometry=tuple(pick(grid.geometry)) if grid.geometry is not None else None,
        nodes=tuple(pick(grid.nodes)) if grid.nodes is not None else None,
    )
