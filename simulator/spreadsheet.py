"""How do columns become an xlsx file, the same bytes each time and never a formula?

A small writer of Office Open XML: text is shared strings in cells formatted as text, numbers are
numbers, and no formula element exists. Neither dates nor names of the machine are written.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from simulator.ooxml import (
    APP,
    HEIGHTS,
    LINE,
    MAIN,
    NUMBERS,
    PACKAGE_RELATIONS,
    STYLE,
    XML,
    content_types,
    core,
    relations,
    shared,
    styles,
    workbook,
)

MOST_ROWS: Final = 1_048_576
MOST_LETTERS: Final = 32_767
"""UTF-16 units a cell may hold."""
CUT: Final = "…〔全文见 tables/ · whole in tables/〕"
LONG_TEXT: Final = 255
"""Beyond this, some programs show a cell formatted as text as #####."""
CHUNK: Final = 20_000
"""Rows turned into text at a time."""
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
LEVEL: Final = 3
"""Deflate level: twice as fast as the default, a tenth larger."""

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of one column below the headings: text, or numbers in a style; None is empty."""

    values: Sequence[object]
    style: str = "text"
    styles: Sequence[str] | None = None
    """Style of each cell, where they differ."""
    width: float = 12.0
    """In characters."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: free rows of ``(text, style)`` above, columns below."""

    name: str
    head: Sequence[Sequence[tuple[str, str]]]
    columns: Sequence[Column]
    filtered: bool = True
    """Whether the last head row filters the columns and all head rows stay in view."""
    mark: str = ""
    """Words in the header of each printed page."""


@dataclass(slots=True)
class _Strings:
    """Every text of the workbook once."""

    index: dict[str, int] = field(default_factory=dict)

    def cell(self, text: str, style: str) -> str:
        """Return the tail of a cell that holds this text."""
        if style == "text" and (len(text) > LONG_TEXT or "\n" in text):
            style = "long"
        where = self.index.setdefault(clean(text), len(self.index))
        return f' s="{STYLE[style]}" t="s"><v>{where}</v></c>'


def clean(text: str) -> str:
    """Return text a cell can hold: no illegal character, at most 32,767 UTF-16 units.

    Control characters become their pictures (␇), which can be seen and do nothing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ILLEGAL.sub(_picture, text)
    if len(text) * 2 > MOST_LETTERS and len(text.encode("utf-16-le")) // 2 > MOST_LETTERS:
        room = 2 * (MOST_LETTERS - len(CUT))
        text = text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT
    return text


def width_of(text: str) -> int:
    """Return the width of a text in characters; Chinese ones count twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def write(path: Path, sheets: Sequence[Sheet], *, title: str) -> None:
    """Write a workbook; a sheet with more rows than fit goes on in ``name(2)``."""
    strings = _Strings()
    parts = [part for sheet in sheets for part in _divided(sheet)]
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=LEVEL) as package:

        def add(name: str, text: str) -> None:
            with package.open(_member(name), "w") as file:
                file.write(text.encode())

        add("[Content_Types].xml", content_types(len(parts)))
        add("_rels/.rels", PACKAGE_RELATIONS)
        add("docProps/core.xml", core(clean(title)))
        add("docProps/app.xml", APP)
        add("xl/workbook.xml", workbook([_listed(*part) for part in parts]))
        add("xl/_rels/workbook.xml.rels", relations(len(parts)))
        add("xl/styles.xml", styles())
        for k, (sheet, first, last) in enumerate(parts, 1):
            with package.open(
                _member(f"xl/worksheets/sheet{k}.xml"), "w", force_zip64=True
            ) as file:
                for text in _sheet(sheet, first, last, strings, active=k == 1):
                    file.write(text.encode())
        add("xl/sharedStrings.xml", shared(strings.index))


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, EPOCH)
    member.compress_type = ZIP_DEFLATED
    member._compresslevel = LEVEL  # type: ignore[attr-defined]  # public only from Python 3.13
    member.create_system = 0  # the same bytes on every system
    return member


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def _divided(sheet: Sheet) -> list[tuple[Sheet, int, int]]:
    """Return the sheet, or its parts, with the rows of each."""
    rows = len(sheet.columns[0].values) if sheet.columns else 0
    room = MOST_ROWS - len(sheet.head)
    parts = []
    for n, first in enumerate(range(0, max(rows, 1), room), 1):
        name = sheet.name if n == 1 else f"{sheet.name}({n})"
        part = Sheet(name, sheet.head, sheet.columns, sheet.filtered, sheet.mark)
        parts.append((part, first, min(first + room, rows)))
    return parts


def _listed(sheet: Sheet, first: int, last: int) -> tuple[str, int, str]:
    """Return name, rows of headings and last cell of a sheet that filters."""
    top = len(sheet.head)
    end = f"${letters(len(sheet.columns) - 1)}${max(top + last - first, top)}"
    return sheet.name, top, end if sheet.filtered else ""


def _sheet(
    sheet: Sheet, first: int, last: int, strings: _Strings, *, active: bool
) -> Iterator[str]:
    """Return the XML of a sheet in pieces."""
    widths = "".join(
        f'<col min="{k}" max="{k}" width="{column.width:.1f}" customWidth="1"/>'
        for k, column in enumerate(sheet.columns, 1)
    )
    top = len(sheet.head)
    pane = (
        f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/>'
        if sheet.filtered
        else ""
    )
    chosen = ' tabSelected="1"' if active else ""
    yield (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{chosen} workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16"/>{f"<cols>{widths}</cols>" if widths else ""}'
        "<sheetData>"
    )
    for number, row in enumerate(sheet.head, 1):
        cells = "".join(
            f'<c r="{letters(k)}{number}"{strings.cell(text, style)}'
            for k, (text, style) in enumerate(row)
        )
        height = HEIGHTS.get(row[0][1]) if row else None
        if row and height is None:
            height = LINE * max(
                math.ceil((width_of(text) + 2) / column.width)
                for (text, _), column in zip(row, sheet.columns, strict=False)
            )
        tall = f' ht="{height}" customHeight="1"' if height and row[0][1] != "strong" else ""
        yield f'<row r="{number}"{tall}>{cells}</row>'
    for start in range(first, last, CHUNK):
        yield _rows(sheet, start, min(start + CHUNK, last), top + 1 - first, strings)
    end = f"{letters(max(len(sheet.columns) - 1, 0))}{max(top + last - first, top)}"
    shown = f'<autoFilter ref="A{top}:{end}"/>' if sheet.filtered else ""
    mark = sheet.mark.replace("&", "&&")
    yield (
        f'</sheetData>{shown}<pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" '
        'header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>{escape(f'&L&A&R{mark}')}</oddHeader>"
        f"<oddFooter>{escape('&R&P / &N')}</oddFooter></headerFooter></worksheet>"
    )


def _rows(sheet: Sheet, start: int, stop: int, shift: int, strings: _Strings) -> str:
    """Return rows ``start`` to ``stop`` as XML; data row ``k`` is sheet row ``k + shift``."""
    numbers = [str(k + shift) for k in range(start, stop)]
    columns = []
    for k, column in enumerate(sheet.columns):
        opening = f'<c r="{letters(k)}'
        values = column.values[start:stop]
        styles = column.styles[start:stop] if column.styles else [column.style] * len(values)
        tails: dict[tuple[object, str], str] = {}
        cells = []
        for number, value, style in zip(numbers, values, styles, strict=True):
            key = (value, style)
            tail = tails.get(key)
            if tail is None:
                tail = tails[key] = _tail(value, style, strings)
            cells.append(f'{opening}{number}"{tail}' if tail else "")
        columns.append(cells)
    return "".join(
        f'<row r="{number}">{"".join(cells)}</row>'
        for number, cells in zip(numbers, zip(*columns, strict=True), strict=True)
    )


def _tail(value: object, style: str, strings: _Strings) -> str:
    """Return what follows a cell's address; '' for an empty cell."""
    if value is None or value == "":
        return ""
    if style not in NUMBERS:
        return strings.cell(str(value), style)
    if isinstance(value, int | float) and math.isfinite(value):
        return f' s="{STYLE[style]}"><v>{value!r}</v></c>'
    return ""


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name
