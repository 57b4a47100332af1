"""Which rows of a table only add up the others?"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from simulator.phrases import Phrase, listing
from simulator.reading.findings import Findings
from simulator.reading.sources import Grid

TOTALS: Final = frozenset(
    ("合计", "总计", "小计", "共计", "总数", "全区合计", "全县合计", "total", "totals", "subtotal",
     "sum", "grand total")
)  # fmt: skip
"""Words that mark a row of totals."""


_ENDINGS: Final = ("合计", "总计", "小计")


def is_total(text: str) -> bool:
    """Tell whether a cell marks a row of totals."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    joined = re.sub(r"[\s:]+", "", plain)
    return joined in TOTALS or plain.strip() in TOTALS or joined.endswith(_ENDINGS)


def without_totals(name: str, grid: Grid, keys: Sequence[int], findings: Findings) -> Grid:
    """Leave out rows of totals, and say so; refuse a row that may be one or may be data.

    Parameters
    ----------
    name
        Name of the table.
    grid
        Its texts.
    keys
        Numbers of the columns that name a row.
    findings
        Where problems and oddities go.

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
    left_out: list[int] = []
    for row, text in sorted(total_rows.items()):
        named = [grid.columns[number][row] for number in keys]
        if any(map(is_total, named)) or not "".join(named).strip():
            left_out.append(row)
            continue
        findings.problem(
            grid.origin(row),
            f"{name}/row {grid.lines[row] or row + 1}",
            Phrase(
                f"`{text.strip()}` 像是合计行，但该行另有名称",
                f"`{text.strip()}` looks like a row of totals, but the row has a name",
            ),
            Phrase("请删去合计行，或更正名称", "delete this row, or correct the name"),
        )
    if left_out:
        rows = listing([grid.lines[row] or row + 1 for row in left_out])
        findings.oddity(
            name,
            Phrase(
                f"第 {rows.zh} 行是合计，未作数据读取（{grid.name}）",
                f"totals are not read as data: line {rows.en} ({grid.name})",
            ),
        )
    kept = sorted({*range(len(grid.lines))} - {*left_out})

    def pick(cells: Sequence[Any]) -> list[Any]:
        return [cells[row] for row in kept]

    return replace(
        grid,
        columns=tuple(pick(cells) for cells in grid.columns),
        lines=pick(grid.lines),
        geometry=tuple(pick(grid.geometry)) if grid.geometry is not None else None,
        nodes=tuple(pick(grid.nodes)) if grid.nodes is not None else None,
    )
