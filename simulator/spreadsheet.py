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
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_FILLS: Final = ("", "FF1F4E5F", "FFE4ECEF")
_FONTS: Final = (
    '<sz val="11"/><name val="Microsoft YaHei"/>',
    '<b/><sz val="14"/><name val="Microsoft YaHei"/>',
    '<b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Microsoft YaHei"/>',
    '<sz val="9"/><color rgb="FF444444"/><name val="Microsoft YaHei"/>',
    '<b/><sz val="11"/><name val="Microsoft YaHei"/>',
)
_FORMATS: Final = {"0.0%": 164, "#,##0.0": 165, "0.00000": 166, "General": 0, "0": 1, "#,##0": 3,
                   "@": 49}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    """A cell's look: number format, font, fill, and whether it wraps; ``align`` is horizontal."""

    format: str
    font: int = 0
    fill: int = 0
    wrap: bool = False
    align: str = ""


_LOOKS: Final = {
    "text": _Look("@", align="left"),
    "long": _Look("General", wrap=True, align="left"),
    "whole": _Look("#,##0"),
    "plain": _Look("0", align="center"),
    "tenths": _Look("#,##0.0"),
    "share": _Look("0.0%"),
    "degrees": _Look("0.00000"),
    "general": _Look("General"),
    "title": _Look("@", font=1),
    "head": _Look("@", font=2, fill=1, wrap=True, align="center"),
    "under": _Look("@", font=3, fill=2, wrap=True, align="center"),
    "strong": _Look("@", font=4),
}
LINE: Final = 17
"""Height of a line, points."""
_HEIGHTS: Final = {"title": 26, "head": 34, "under": 28}
"""Heights of rows of these, points; others by their lines."""
_STYLE: Final = {name: k for k, name in enumerate(_LOOKS, 1)}
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


@dataclass(slots=True)
class _Strings:
    """Every text of the workbook once."""

    index: dict[str, int] = field(default_factory=dict)

    def cell(self, text: str, style: str) -> str:
        """Return the tail of a cell that holds this text."""
        if style == "text" and (len(text) > LONG_TEXT or "\n" in text):
            style = "long"
        where = self.index.setdefault(clean(text), len(self.index))
        return f' s="{_STYLE[style]}" t="s"><v>{where}</v></c>'


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

        add("[Content_Types].xml", _content_types(len(parts)))
        add("_rels/.rels", _PACKAGE_RELATIONS)
        add("docProps/core.xml", _core(title))
        add("docProps/app.xml", _APP)
        add("xl/workbook.xml", _workbook([sheet for sheet, _, _ in parts], parts))
        add("xl/_rels/workbook.xml.rels", _relations(len(parts)))
        add("xl/styles.xml", _styles())
        for k, (sheet, first, last) in enumerate(parts, 1):
            with package.open(
                _member(f"xl/worksheets/sheet{k}.xml"), "w", force_zip64=True
            ) as file:
                for text in _sheet(sheet, first, last, strings, active=k == 1):
                    file.write(text.encode())
        add("xl/sharedStrings.xml", _shared(strings))


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
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{chosen} workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16"/>{f"<cols>{widths}</cols>" if widths else ""}'
        "<sheetData>"
    )
    for number, row in enumerate(sheet.head, 1):
        cells = "".join(
            f'<c r="{letters(k)}{number}"{strings.cell(text, style)}'
            for k, (text, style) in enumerate(row)
        )
        height = _HEIGHTS.get(row[0][1]) if row else None
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
        return f' s="{_STYLE[style]}"><v>{value!r}</v></c>'
    return ""


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(65 + digit) + name
    return name


_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE_RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" '
    'Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/relationships/extended-properties" '
    'Target="docProps/app.xml"/></Relationships>'
)
_APP: Final = (
    f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties">'
    "<Application>school-places</Application></Properties>"
)


def _content_types(sheets: int) -> str:
    parts = [
        ("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_TYPE}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{_TYPE}.sharedStrings+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
    ]
    parts += [
        (f"/xl/worksheets/sheet{k}.xml", f"{_TYPE}.worksheet+xml") for k in range(1, sheets + 1)
    ]
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _core(title: str) -> str:
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{escape(_ILLEGAL.sub(_picture, title))}</dc:title>"
        "<dc:creator>school-places</dc:creator></cp:coreProperties>"
    )


def _workbook(sheets: Sequence[Sheet], parts: Sequence[tuple[Sheet, int, int]]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{k}" r:id="rId{k}"/>'
        for k, sheet in enumerate(sheets, 1)
    )
    names = ""
    for k, (sheet, first, last) in enumerate(parts):
        if not sheet.filtered:
            continue
        top, quoted = len(sheet.head), "'" + sheet.name.replace("'", "''") + "'"
        end = f"${letters(len(sheet.columns) - 1)}${max(top + last - first, top)}"
        names += (
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{k}" hidden="1">'
            f"{escape(quoted)}!$A${top}:{end}</definedName>"
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{k}">'
            f"{escape(quoted)}!$1:${top}</definedName>"
        )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" '
        f'windowHeight="12000" tabRatio="850"/></bookViews><sheets>{listed}</sheets>'
        f"{f'<definedNames>{names}</definedNames>' if names else ''}</workbook>"
    )


def _relations(sheets: int) -> str:
    listed = "".join(
        f'<Relationship Id="rId{k}" Type="{_OFFICE}/relationships/worksheet" '
        f'Target="worksheets/sheet{k}.xml"/>'
        for k in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/relationships/styles" '
        'Target="styles.xml"/>'
        f'<Relationship Id="rId{sheets + 2}" Type="{_OFFICE}/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )


def _styles() -> str:
    own = {code: number for code, number in _FORMATS.items() if number >= 164}
    formats = "".join(
        f'<numFmt numFmtId="{n}" formatCode={quoteattr(code)}/>' for code, n in own.items()
    )
    fonts = "".join(f"<font>{font}</font>" for font in _FONTS)
    fills = '<fill><patternFill patternType="none"/></fill>' + (
        '<fill><patternFill patternType="gray125"/></fill>'
    )
    fills += "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/></patternFill></fill>'
        for colour in _FILLS[1:]
    )
    looks = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    for name, look in _LOOKS.items():
        # quotePrefix keeps a text a text also after someone has edited the cell.
        quoted = "" if name in NUMBERS else ' quotePrefix="1"'
        wrap = ' wrapText="1"' if look.wrap else ""
        vertical = "center" if look.fill or name == "title" else "top"
        across = f' horizontal="{look.align}"' if look.align else ""
        across += ' indent="1"' if look.align == "left" else ""
        looks += (
            f'<xf numFmtId="{_FORMATS[look.format]}" fontId="{look.font}" '
            f'fillId="{look.fill + 1 if look.fill else 0}" borderId="0" xfId="0"{quoted} '
            'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
            f'<alignment vertical="{vertical}"{across}{wrap}/></xf>'
        )
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(own)}">{formats}</numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        f'<fills count="{len(_FILLS) + 1}">{fills}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(_LOOKS) + 1}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def _shared(strings: _Strings) -> str:
    # _x0041_ is how xlsx writes a character by its number: as a planner's own text it is escaped.
    items = "".join(
        f'<si><t xml:space="preserve">{escape(_ESCAPE.sub("_x005F_", text))}</t></si>'
        for text in strings.index
    )
    return f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(strings.index)}">{items}</sst>'
