"""How do columns become an xlsx file, the same bytes each time and never a formula?

Text is written as text only, in cells formatted as text; no cell is ever guessed to be a number,
a link or a formula. Neither dates nor names of the machine are written.
"""

import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS: Final = 1_048_576
MOST_LETTERS: Final = 32_767
"""UTF-16 units a cell may hold."""
CUT: Final = "…〔全文见 tables/ · whole in tables/〕"
LONG_TEXT: Final = 255
"""Beyond this, some programs show a cell formatted as text as #####."""
CREATED: Final = dt.datetime(1980, 1, 1)
"""What the file says of its making, for it reads no clock: as in the zip archive around it."""
FONT: Final = {"font_name": "Microsoft YaHei", "font_size": 11, "font_scheme": "none"}
LINE: Final = 17
"""Height of a line, points."""
HEIGHTS: Final = {"title": 26, "head": 34, "under": 28}
"""Heights of rows of these, points; others by their lines."""

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER: Final = (int, float)  # a union would be made anew for each cell
_TOP: Final = {"valign": "top"}
_LEFT: Final = {"align": "left", "indent": 1, "quote_prefix": True}
_BAND: Final = {"align": "center", "valign": "vcenter", "text_wrap": True, "quote_prefix": True}
LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    # The quote prefix keeps a text a text also after someone has edited the cell.
    "text": {"num_format": "@", **_LEFT, **_TOP},
    "long": {"num_format": "General", "text_wrap": True, **_LEFT, **_TOP},
    "whole": {"num_format": "#,##0", **_TOP},
    "plain": {"num_format": "0", "align": "center", **_TOP},
    "tenths": {"num_format": "#,##0.0", **_TOP},
    "share": {"num_format": "0.0%", **_TOP},
    "degrees": {"num_format": "0.00000", **_TOP},
    "general": {"num_format": "General", **_TOP},
    "title": {"num_format": "@", "quote_prefix": True, "bold": True, "font_size": 14,
              "valign": "vcenter"},
    "head": {"num_format": "@", **_BAND, "bold": True, "font_color": "#FFFFFF",
             "bg_color": "#1F4E5F"},
    "under": {"num_format": "@", **_BAND, "font_size": 9, "font_color": "#444444",
              "bg_color": "#E4ECEF"},
    "strong": {"num_format": "@", "quote_prefix": True, "bold": True, **_TOP},
}  # fmt: skip
NUMBERS: Final = frozenset({"whole", "plain", "tenths", "share", "degrees", "general"})


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
    # Only where a workbook is written, which is beside the making of the page.
    from xlsxwriter import Workbook

    # Made in memory: its archive is then dated 1980, and a full disk is the error of one write.
    made = io.BytesIO()
    book = Workbook(
        made,
        {
            "in_memory": True,
            "use_zip64": True,
            "default_format_properties": dict(FONT),  # a dict it writes into
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": clean(title), "author": "school-places", "created": CREATED})
    book.set_size(1600, 800)
    book.set_tab_ratio(85)
    looks = {name: book.add_format({**FONT, **look}) for name, look in LOOKS.items()}
    for sheet in sheets:
        for name, first, last in _divided(sheet):
            _fill(book.add_worksheet(name), sheet, first, last, looks)
    book.close()
    path.write_bytes(made.getbuffer())


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def _divided(sheet: Sheet) -> Iterator[tuple[str, int, int]]:
    """Give the sheet, or its parts, as a name and the rows it holds."""
    rows = len(sheet.columns[0].values) if sheet.columns else 0
    room = MOST_ROWS - len(sheet.head)
    for n, first in enumerate(range(0, max(rows, 1), room), 1):
        yield sheet.name if n == 1 else f"{sheet.name}({n})", first, min(first + room, rows)


def _fill(
    page: "Worksheet", sheet: Sheet, first: int, last: int, looks: Mapping[str, "Format"]
) -> None:
    """Write rows ``first`` to ``last`` of a sheet, under its headings."""
    top = len(sheet.head)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    for row, cells in enumerate(sheet.head):
        height = _height(cells, sheet.columns)
        if height:
            page.set_row(row, height)
        for at, (text, style) in enumerate(cells):
            _text(page, row, at, clean(text), looks[_style(text, style)])
    for at, column in enumerate(sheet.columns):
        if column.style in NUMBERS:
            _numbers(page, top, at, column, first, last, looks)
        else:
            _texts(page, top, at, column, first, last, looks)
    if sheet.filtered:
        page.freeze_panes(top, 0)
        page.repeat_rows(0, top - 1)
        page.autofilter(top - 1, 0, top - 1 + last - first, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.set_header("&L&A&R" + sheet.mark.replace("&", "&&"), {"margin": 0.3})
    page.set_footer("&R&P / &N", {"margin": 0.3})


def _height(cells: Sequence[tuple[str, str]], columns: Sequence[Column]) -> float | None:
    """Return the height of a row of headings, None for that of a line."""
    if not cells or cells[0][1] == "strong":
        return None
    return HEIGHTS.get(cells[0][1]) or LINE * max(
        math.ceil((width_of(text) + 2) / column.width)
        for (text, _), column in zip(cells, columns, strict=False)
    )


def _style(text: str, style: str) -> str:
    return "long" if style == "text" and (len(text) > LONG_TEXT or "\n" in text) else style


def _numbers(
    page: "Worksheet", top: int, at: int, column: Column, first: int, last: int,
    looks: Mapping[str, "Format"],
) -> None:  # fmt: skip
    """Write the numbers of a column; what is no finite number stays empty."""
    values = column.values[first:last]
    styles = column.styles[first:last] if column.styles else repeat(column.style)
    for row, (value, style) in enumerate(zip(values, styles, strict=False), top):
        if isinstance(value, _NUMBER) and math.isfinite(value):
            page.write_number(row, at, value, looks[style])


def _texts(
    page: "Worksheet", top: int, at: int, column: Column, first: int, last: int,
    looks: Mapping[str, "Format"],
) -> None:  # fmt: skip
    """Write the texts of a column, each different one made ready once."""
    ready: dict[object, tuple[str, Format]] = {}
    for row, value in enumerate(column.values[first:last], top):
        if value is None or value == "":
            continue
        if value not in ready:
            text = str(value)
            ready[value] = clean(text), looks[_style(text, column.style)]
        _text(page, row, at, *ready[value])


def _text(page: "Worksheet", row: int, at: int, text: str, look: "Format") -> None:
    """Write a text as nothing but text."""
    if not text:
        page.write_blank(row, at, None, look)
    elif text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a string for XML of its own and would write it unescaped.
        page.write_rich_string(row, at, text[:1], look, text[1:2], look, text[2:], look)
    else:
        page.write_string(row, at, text, look)
