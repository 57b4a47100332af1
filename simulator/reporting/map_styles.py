"""How do the layers look when QGIS opens them? Styles as QML, from fixed words and colours only."""

from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from simulator.reporting import glossary
from simulator.reporting.catalogue import say
from simulator.vocabulary import STAGES

BALANCE: Final = ("#B35806", "#F1A340", "#FEE0B6", "#D8DAEB", "#998EC3", "#542788")
"""PuOr in six classes, most short to most spare, as on the page's map."""
GREY: Final = "#E4E7EB"
STAGE: Final = {
    "preschool": "#8A6D00",
    "primary": "#0B5CAD",
    "junior": "#B8460E",
    "senior": "#6A3D9A",
}
WIDTH: Final = ("0.3", "0.5", "1.2", "1.9")
"""Of outlines by stage, mm."""
UTILISATION_WORD: Final = "学位利用率"
UTILISATION: Final = (
    ("≤ 85 %", -1.0, 0.85, "#B2DFDB"),
    ("85–100 %", 0.85, 1.0, "#00796B"),
    ("100–110 %", 1.0, 1.1, "#F1A340"),
    ("> 110 %", 1.1, 1e9, "#B35806"),
)
STATE: Final = {"on_time": "#00796B", "late": "#F1A340", "not_accepted": "#9AA5B1"}
SHAPE: Final = {
    "build": "star", "expand": "square", "rebuild": "pentagon", "receive": "triangle",
    "take_over": "diamond",
}  # fmt: skip
NOTHING: Final = -2_000_000_000
"""Stands for NULL in classes, so that a zone without catchment is still drawn."""
FAR: Final = 1_000_000_000


def school_year(otherwise: int) -> str:
    """Return the QGIS expression of the year on the temporal controller, else ``otherwise``."""
    start = "@map_start_time"
    return f"coalesce(year({start}) - if(month({start}) < 9, 1, 0), {otherwise})"


def balance(
    value: str, edges: Sequence[int], fields: Mapping[str, str], *, points: bool, timed: bool
) -> str:
    """Return the style of zones: classes of ``value``, an expression, in places."""
    low = (-FAR, *edges)
    high = (*(edge - 1 for edge in edges), FAR)
    short, spare = (say(f"map.key_{side}", "zh") for side in ("short", "spare"))
    names = [
        f"{short} {-high[0]} 个以上",
        *(f"{short} {-b}–{-a} 个" for a, b in zip(low[1:3], high[1:3], strict=True)),
        *(f"{spare} {a}–{b} 个" for a, b in zip(low[3:5], high[3:5], strict=True)),
        f"{spare} {low[5]} 个以上",
    ]
    classes = [(say("map.no_catchment", "zh"), float(NOTHING), float(NOTHING + 1), GREY)]
    for k, name in enumerate(names):
        classes.append((name, float(low[k]), float(high[k]), BALANCE[k]))
    paint = _marker if points else _fill
    symbols = [paint(k, colour) for k, (*_, colour) in enumerate(classes)]
    return _qml(_graduated(value, classes, symbols), fields, timed=timed)


def utilisation(value: str, fields: Mapping[str, str], *, timed: bool) -> str:
    """Return the style of campuses: area by pupils, colour by utilisation."""
    classes = [("尚未启用或没有学位", float(NOTHING), float(NOTHING + 1), "#FFFFFF")]
    classes += [(f"{UTILISATION_WORD} {name}", a, b, colour) for name, a, b, colour in UTILISATION]
    size = '2 + sqrt(coalesce("pupils", 0)) / 9'
    symbols = [_marker(k, colour, size=size) for k, (*_, colour) in enumerate(classes)]
    return _qml(_graduated(value, classes, symbols), fields, timed=timed)


def catchments(year: int, fields: Mapping[str, str], *, lines: bool) -> str:
    """Return the style of catchments: outlines by stage, dashed where assumed."""
    now = school_year(year)
    flag = "CASE WHEN \"assumed\" THEN '/assumed' ELSE '' END"
    value = (
        f'CASE WHEN "from_year" <= {now} AND "to_year" >= {now} THEN "stage" || {flag} END'
    )  # fmt: skip
    categories: list[tuple[str, str]] = []
    symbols: list[str] = []
    for stage in STAGES:
        for mark in ("", "/assumed"):
            name = glossary.word("stage", stage, "zh")
            if mark:
                name += f"（{say('map.key_assumed', 'zh')}）"
            paint = _line if lines else _outline
            # later stages wider and below, so that outlines that coincide can all be seen
            level = STAGES.index(stage)
            symbols.append(paint(len(symbols), STAGE[stage], level, dashed=bool(mark)))
            categories.append((stage + mark, name))
    return _qml(_categorised(value, categories, symbols), fields, timed=True)


def projects(fields: Mapping[str, str]) -> str:
    """Return the style of projects: shape by kind, colour by whether it was accepted in time."""
    categories: list[tuple[str, str]] = []
    symbols: list[str] = []
    for kind, shape in SHAPE.items():
        for state, colour in STATE.items():
            words = (glossary.word("project", kind, "zh"), glossary.word("state", state, "zh"))
            symbols.append(_marker(len(symbols), colour, shape=shape, size="5"))
            categories.append((f"{kind}/{state}", "，".join(words)))
    value = '"kind" || \'/\' || "state"'
    return _qml(_categorised(value, categories, symbols), fields, timed=False)


def _qml(renderer: str, fields: Mapping[str, str], *, timed: bool) -> str:
    """Return a style with Chinese names of fields and Chinese words for codes."""
    aliases = "".join(
        f"<alias field={quoteattr(name)} name={quoteattr(zh)}/>" for name, zh in fields.items()
    )
    codes = "".join(_value_map(name) for name in fields if name in _CODED)
    temporal = (
        '<temporal enabled="1" mode="2" startField="starts" endField="ends" limitMode="0" '
        'accumulate="0" durationField="" durationUnit="min" fixedDuration="0" startExpression="" '
        'endExpression=""><fixedRange><start></start><end></end></fixedRange></temporal>'
        if timed
        else ""
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22.0" styleCategories="Symbology|Fields|Forms|Temporal" '
        f'labelsEnabled="0">{temporal}{renderer}'
        f"<fieldConfiguration>{codes}</fieldConfiguration><aliases>{aliases}</aliases></qgis>"
    )


_CODED: Final = {"stage": "stage", "operator": "operator", "settlement": "settlement",
                 "kind": "project", "state": "state"}  # fmt: skip


def _value_map(field: str) -> str:
    """Return the setting by which QGIS shows a code in Chinese."""
    prefix = f"{_CODED[field]}."
    codes = [code for kind, code, _, _ in glossary.listed() if f"{kind}." == prefix]
    items = "".join(
        f'<Option type="Map">{_option(glossary.word(_CODED[field], code, "zh"), code)}</Option>'
        for code in codes
    )
    return (
        f'<field name={quoteattr(field)}><editWidget type="ValueMap"><config><Option type="Map">'
        f'<Option type="List" name="map">{items}</Option></Option></config></editWidget></field>'
    )


def _graduated(
    value: str, classes: Sequence[tuple[str, float, float, str]], symbols: Sequence[str]
) -> str:
    ranges = "".join(
        f'<range symbol="{k}" lower="{low}" upper="{high}" label={quoteattr(name)} render="true"/>'
        for k, (name, low, high, _) in enumerate(classes)
    )
    return (
        f'<renderer-v2 type="graduatedSymbol" attr={quoteattr(value)} symbollevels="0" '
        f'graduatedMethod="GraduatedColor" forceraster="0" enableorderby="0"><ranges>{ranges}'
        f"</ranges><symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def _categorised(value: str, categories: Sequence[tuple[str, str]], symbols: Sequence[str]) -> str:
    listed = "".join(
        f'<category symbol="{k}" value={quoteattr(code)} label={quoteattr(name)} render="true" '
        'type="string"/>'
        for k, (code, name) in enumerate(categories)
    )
    return (
        f'<renderer-v2 type="categorizedSymbol" attr={quoteattr(value)} symbollevels="1" '
        f'forceraster="0" enableorderby="0"><categories>{listed}</categories>'
        f"<symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def _fill(number: int, colour: str) -> str:
    return _symbol(number, "fill", "SimpleFill", {
        "color": _rgba(colour, 210), "style": "solid", "outline_color": _rgba("#FFFFFF"),
        "outline_width": "0.2", "outline_style": "solid", "outline_width_unit": "MM",
    })  # fmt: skip


def _outline(number: int, colour: str, level: int, *, dashed: bool) -> str:
    return _symbol(number, "fill", "SimpleFill", {
        "style": "no", "outline_color": _rgba(colour), "outline_width": WIDTH[level],
        "outline_style": "dash" if dashed else "solid", "outline_width_unit": "MM",
    }, level=len(STAGES) - level)  # fmt: skip


def _line(number: int, colour: str, level: int, *, dashed: bool) -> str:
    return _symbol(number, "line", "SimpleLine", {
        "line_color": _rgba(colour), "line_width": WIDTH[level], "line_width_unit": "MM",
        "line_style": "dash" if dashed else "solid",
    }, level=len(STAGES) - level)  # fmt: skip


def _marker(number: int, colour: str, *, shape: str = "circle", size: str = "3") -> str:
    fixed = size if size.isdigit() else "3"
    own = "" if size.isdigit() else size
    return _symbol(number, "marker", "SimpleMarker", {
        "color": _rgba(colour), "name": shape, "size": fixed, "size_unit": "MM",
        "outline_color": _rgba("#1F2933"), "outline_width": "0.2", "outline_style": "solid",
    }, size=own)  # fmt: skip


def _symbol(
    number: int, kind: str, layer: str, options: Mapping[str, str], *, size: str = "",
    level: int = 0,
) -> str:  # fmt: skip
    """Return a symbol; ``size`` is an expression, where it is data's; higher levels lie on top."""
    defined = (
        '<data_defined_properties><Option type="Map">'
        '<Option type="Map" name="properties"><Option type="Map" name="size">'
        '<Option type="bool" name="active" value="true"/>'
        f'<Option type="QString" name="expression" value={quoteattr(size)}/>'
        '<Option type="int" name="type" value="3"/></Option></Option>'
        '<Option type="QString" name="type" value="collection"/></Option>'
        "</data_defined_properties>"
        if size
        else ""
    )
    written = "".join(_option(name, value) for name, value in options.items())
    return (
        f'<symbol type="{kind}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{layer}" enabled="1" locked="0" pass="{level}">'
        f'<Option type="Map">{written}</Option>{defined}</layer></symbol>'
    )


def _option(name: str, value: str) -> str:
    return f'<Option type="QString" name={quoteattr(name)} value={quoteattr(value)}/>'


def _rgba(colour: str, alpha: int = 255) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
