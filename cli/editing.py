"""Which columns, metrics and kinds of change does an editor offer, and which does it demand?"""

from collections import defaultdict
from typing import Any, Final

from simulator.columns import COLUMNS, WORDS, Column
from simulator.indicators import INDICATORS, Indicator
from simulator.reading.changechecks import FIELDS, policy_keys
from simulator.schema import Norms
from simulator.vocabulary import GRADES, RESIDENCES, STAGES

Part = dict[str, Any]

_CODES: Final = {"stage": STAGES, "grade": GRADES, "residence": RESIDENCES}
_ALWAYS: Final = ("id", "source", "evidence")
"""What every change may state."""


def row(table: str) -> Part:
    """Describe a row of a table; a heading may be the field or any word understood for it.

    Nothing is required of a row here, for a correction states only what it mends, and headings
    that are not known are no fault, only not used. Words are wanted as the reference spells
    them; that the program forgives full-width letters is not said to an editor.

    Parameters
    ----------
    table
        Name of the table, a key of ``simulator.columns.COLUMNS``.
    """
    cells: dict[str, Part] = {}
    for column in COLUMNS[table]:
        cells[column.field] = _cell(column)
        for heading in column.aliases:
            cells.setdefault(heading, {**_cell(column), "title": column.field})
    return {"type": "object", "title": table, "properties": cells}


def row_demands(table: str) -> Part:
    """Say what a whole table cannot do without: its rows, and in them the needed columns.

    Parameters
    ----------
    table
        Name of the table.
    """
    one_source = [{"required": ["file"]}, {"required": ["data"]}]
    needed = [
        {"anyOf": [{"required": [heading]} for heading in (column.field, *column.aliases)]}
        for column in COLUMNS[table]
        if column.required
    ]
    demand: Part = {"oneOf": one_source}
    if needed:
        # Headings of one's own, and corrections, may bring what the rows lack.
        demand["if"] = {"anyOf": [{"required": ["columns"]}, {"required": ["rows"]}]}
        demand["else"] = {"properties": {"data": {"items": {"allOf": needed}}}}
    return demand


def _cell(column: Column) -> Part:
    """Describe a cell: its type, its bounds, what it holds in which unit."""
    zh, en = column.doc.zh, column.doc.en
    if column.unit:
        zh, en = f"{zh}（{column.measure.zh}）", f"{en} ({column.measure.en})"
    if column.default is not None:
        zh, en = f"{zh}；默认 {column.default}", f"{en}; default {column.default}"
    cell: Part = {"description": f"{zh}\n\n{en}"}
    blank = [] if column.required else ["null"]
    words = _words(column)
    if words:
        return {**cell, "enum": [*words, *(None for _ in blank)]}
    if column.kind in ("int", "float"):
        number = "integer" if column.kind == "int" else "number"
        # A text may hold a number, too: 1,200 in quotes.
        cell["type"] = [number, "string", *blank]
        bounds = {"minimum": column.low, "maximum": column.high}
        return cell | {key: bound for key, bound in bounds.items() if bound is not None}
    return {**cell, "type": ["string", "number", "array", *blank]}


def _words(column: Column) -> list[str]:
    """Give the words a cell is chosen from, codes first."""
    codes = column.choices if column.kind == "choice" else _CODES.get(column.kind, ())
    known = WORDS.get(column.field if column.kind == "choice" else column.kind, {})
    return [*codes, *known] if codes else []


def metric_choice() -> Part:
    """Offer the metrics of the registry, each with what it counts."""
    said = [f"{one.zh}：{one.formula.zh}\n\n{one.en}: {one.formula.en}" for one in _metrics()]
    return {"enum": [one.id for one in _metrics()], "enumDescriptions": said}


def metric_stages() -> list[Part]:
    """Say which metrics are known for some stages only."""
    limited: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    every = max((one.stages for one in _metrics()), key=len)
    for one in _metrics():
        if one.stages != every:
            limited[one.stages].append(one.id)
    return [
        {
            "if": {"properties": {"metric": {"enum": names}}, "required": ["metric"]},
            "then": {"properties": {"stage": {"enum": list(stages)}}},
        }
        for stages, names in limited.items()
    ]


def _metrics() -> list[Indicator]:
    return list(INDICATORS.values())


def policy_choice() -> Part:
    """Offer the rules and norms a policy can change, and allow nothing else."""
    homes = {key: "Norms" if key in Norms.model_fields else "Rules" for key in policy_keys()}
    heads = "|".join(homes)
    return {
        "properties": {
            key: {"$ref": f"#/$defs/{home}/properties/{key}"} for key, home in homes.items()
        },
        "propertyNames": {"pattern": rf"^((rules|norms)\.)?({heads})(\..+)?$"},
    }


def change_rules() -> Part:
    """Say which fields each kind of change needs, and which it may state."""
    rules: list[Part] = []
    for kind, (needs, allows) in FIELDS.items():
        own = [*_ALWAYS, kind, *needs, *allows]
        demand: Part = {"required": list(needs), "propertyNames": {"enum": own}}
        if kind in ("build", "receive"):
            rooms = (["stage", "rooms"], ["stages", "rooms"], ["rooms_by_stage"])
            places = (["at"], ["zone"], ["site"])
            demand["allOf"] = [
                {"oneOf": [{"required": names} for names in choice]} for choice in (rooms, places)
            ]
        rules.append({"if": {"required": [kind]}, "then": demand})
    return {"anyOf": [{"required": [kind]} for kind in FIELDS], "allOf": rules}
