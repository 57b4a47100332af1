"""Which parts does an xlsx package have beside its sheets, and how does a cell look?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

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


LOOKS: Final = {
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
HEIGHTS: Final = {"title": 26, "head": 34, "under": 28}
"""Heights of rows of these, points; others by their lines."""
STYLE: Final = {name: k for k, name in enumerate(LOOKS, 1)}
NUMBERS: Final = frozenset({"whole", "plain", "tenths", "share", "degrees", "general"})


XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PACKAGE_RELATIONS: Final = (
    f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" '
    'Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/relationships/extended-properties" '
    'Target="docProps/app.xml"/></Relationships>'
)
APP: Final = (
    f'{XML}<Properties xmlns="{_OFFICE}/extended-properties">'
    "<Application>school-places</Application></Properties>"
)


def content_types(sheets: int) -> str:
    """Return what kind of thing each part is."""
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
        f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def core(title: str) -> str:
    """Return title and program; no clock."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{escape(title)}</dc:title>"
        "<dc:creator>school-places</dc:creator></cp:coreProperties>"
    )


def relations(sheets: int) -> str:
    """Return where the parts of the workbook are."""
    listed = "".join(
        f'<Relationship Id="rId{k}" Type="{_OFFICE}/relationships/worksheet" '
        f'Target="worksheets/sheet{k}.xml"/>'
        for k in range(1, sheets + 1)
    )
    return (
        f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/relationships/styles" '
        'Target="styles.xml"/>'
        f'<Relationship Id="rId{sheets + 2}" Type="{_OFFICE}/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )


def styles() -> str:
    """Return every look a cell can have, in the order of ``STYLE``."""
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
    for name, look in LOOKS.items():
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
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="{len(own)}">{formats}</numFmts>'
        f'<fonts count="{len(_FONTS)}">{fonts}</fonts>'
        f'<fills count="{len(_FILLS) + 1}">{fills}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(LOOKS) + 1}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def workbook(sheets: Sequence[tuple[str, int, str]]) -> str:
    """Return the list of sheets: name, rows of headings, last cell of what they filter or ''."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{k}" r:id="rId{k}"/>'
        for k, (name, _, _) in enumerate(sheets, 1)
    )
    names = ""
    for k, (name, top, last) in enumerate(sheets):
        if not last:
            continue
        quoted = escape("'" + name.replace("'", "''") + "'")
        names += (
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{k}" hidden="1">'
            f"{quoted}!$A${top}:{last}</definedName>"
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{k}">'
            f"{quoted}!$1:${top}</definedName>"
        )
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}/relationships">'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" '
        f'windowHeight="12000" tabRatio="850"/></bookViews><sheets>{listed}</sheets>'
        f"{f'<definedNames>{names}</definedNames>' if names else ''}</workbook>"
    )


def shared(texts: Iterable[str]) -> str:
    """Return every text once, in the order in which cells count them."""
    # _x0041_ is how xlsx writes a character by its number: as a planner's own text it is escaped.
    items = "".join(
        f'<si><t xml:space="preserve">{escape(_ESCAPE.sub("_x005F_", text))}</t></si>'
        for text in texts
    )
    return f'{XML}<sst xmlns="{MAIN}">{items}</sst>'
