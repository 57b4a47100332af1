"""Which rows of a table file are its headings, and which stand there only for a reader?"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from simulator.columns import COLUMNS
from simulator.phrases import Phrase, counted
from simulator.reading.findings import Findings

INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Characters nobody sees: soft hyphens, blanks without width, marks of reading direction."""

Row = tuple[int, list[str]]

_SOUGHT: Final = 8
"""Rows below a title among which headings are looked for."""
_NOTE: Final = re.compile(
    r"(注|备注|说明|资料来源|数据来源|来源|填表|填报|制表|审核|note|source)\s*(人|单位|日期)?\s*[\d:：]",
    re.IGNORECASE,
)


def plain_heading(text: str) -> str:
    """Give a heading without differences of width, case, blanks and marks of duty (*)."""
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).strip(" \t\r\n*").casefold()
    # Chinese words hold no blanks: in a heading they only spread it out, or break its line.
    return plain if plain.isascii() else re.sub(r"\s+", "", plain)


def with_headings(
    table: str, rows: Sequence[Row], own: Iterable[str], name: str, findings: Findings
) -> list[Row]:
    """Put the headings first: leave out titles above and notes below, join headings of two rows.

    Parameters
    ----------
    table
        Name of the table.
    rows
        Line and cells of every row that is not blank.
    own
        The scenario's own headings.
    name
        File, for messages.
    findings
        Where oddities go: everything left out or joined is said.

    Returns
    -------
    The rows, of which the first holds the headings. Where none is recognised, as given.
    """
    known = {plain_heading(word) for word in own}
    for column in COLUMNS.get(table, ()):
        known.update(map(plain_heading, (column.field, *column.aliases)))
    first = _heading_row(rows, known)
    if first:
        title = next(cell for cell in rows[0][1] if cell.strip()).strip()
        findings.oddity(
            table,
            Phrase(
                f"表头在第 {rows[first][0]} 行，其上的 `{title}` 等未读取（{name}）",
                f"the headings are in line {rows[first][0]}; what stands above, `{title}`, "
                f"is not read ({name})",
            ),
        )
    rows = _joined(table, rows[first:], known, name, findings)
    return _without_notes(table, rows, name, findings)


def _recognised(cells: Iterable[str], known: set[str]) -> tuple[int, int]:
    """Count the cells that are headings, and those that are filled."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(plain_heading(cell) in known for cell in filled), len(filled)


def _heading_row(rows: Sequence[Row], known: set[str]) -> int:
    """Find the row of headings below a title; 0 where the first is no title, or none is found."""
    for index, (_, cells) in enumerate(rows[:_SOUGHT]):
        headings, filled = _recognised(cells, known)
        if headings >= 2 and 2 * headings >= filled:
            return index
        if headings and filled > 1:
            break
    return 0


def _joined(
    table: str, rows: Sequence[Row], known: set[str], name: str, findings: Findings
) -> list[Row]:
    """Join headings written in two rows: groups above, the columns of a group below."""
    if len(rows) < 2:
        return list(rows)
    (line, above), (second, below) = rows[:2]
    headings, filled = _recognised(below, known)
    if not headings or headings < filled:
        return list(rows)
    width = max(len(above), len(below))
    above, below = ([*cells, *[""] * (width - len(cells))] for cells in (above, below))
    findings.oddity(
        table,
        Phrase(
            f"第 {line}、{second} 两行合并为表头（{name}）",
            f"lines {line} and {second} are joined as headings ({name})",
        ),
    )
    joined = [low if low.strip() else high for high, low in zip(above, below, strict=True)]
    return [(line, joined), *rows[2:]]


def _without_notes(table: str, rows: Sequence[Row], name: str, findings: Findings) -> list[Row]:
    """Leave out headings printed again on each page, and notes below the last row."""
    if not rows:
        return []
    headings = rows[0][1]
    again = [line for line, cells in rows[1:] if cells == headings]
    kept = [rows[0], *(row for row in rows[1:] if row[0] not in set(again))] if again else [*rows]
    if again:
        findings.oddity(
            table,
            Phrase(
                f"表头在第 {again[0]} 行等处重复 {len(again)} 次，未作数据读取（{name}）",
                f"the headings are repeated {counted(len(again), 'time')}, first in line "
                f"{again[0]}; not read as data ({name})",
            ),
        )
    while len(kept) > 1 and _is_note(kept[-1][1]):
        line, cells = kept.pop()
        note = next(cell for cell in cells if cell.strip()).strip()
        findings.oddity(
            table,
            Phrase(
                f"第 {line} 行的说明 `{note}` 未读取（{name}）",
                f"the note `{note}` in line {line} is not read ({name})",
            ),
        )
    return kept


def _is_note(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 1 and _NOTE.match(filled[0]) is not None
