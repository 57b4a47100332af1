"""What may an editor check while a scenario file is typed?"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cli.editing import change_rules, metric_choice, metric_stages, policy_choice, row, row_demands
from simulator.columns import COLUMNS
from simulator.phrases import Phrase
from simulator.reading.layers import MAY_BE_EMPTY
from simulator.schema.meaning import in_both_languages

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_MORE_THAN_TEXT: Final = {"format", "enum", "const", "examples"}
"""Where one of these is said of a text, a number will not do."""
_PARENT: Final = Phrase(
    "上级情景文件，路径相对于本文件；本文件只写与它不同之处",
    "A scenario file this one builds on, relative to this file; here only what differs",
)

Part = dict[str, Any]


def file_schema(specification: Mapping[str, Any]) -> Part:
    """Return the JSON Schema of a scenario *file*, from that of a composed scenario.

    A file may name a parent in ``extends`` and then state only what differs, also inside a
    section: maps merge. So nothing is required of a file that extends another, and nothing
    inside the sections that merge: ``simulate check`` judges the composed scenario, an
    editor must not flag what it will accept.

    Parameters
    ----------
    specification
        JSON Schema of ``simulator.schema.ScenarioSpec``, with its ``$defs``.

    Returns
    -------
    The schema: descriptions in both languages, the columns of rows written inline, the
    metrics, the fields each kind of change needs, and what a whole file cannot do without.
    """
    schema = _copied(specification)
    definitions: dict[str, Part] = schema["$defs"]
    demands = _demands(schema, definitions)
    for name in _merged(schema, definitions):
        definitions[name].pop("required", None)
    _name_tables(schema, definitions)
    definitions["Target"]["properties"]["metric"] |= metric_choice()
    definitions["Target"]["allOf"] = metric_stages()
    definitions["Change"]["properties"]["policy"] |= policy_choice()
    definitions["Change"] |= change_rules()
    for name in MAY_BE_EMPTY:
        _let_wait(schema["properties"][name], definitions)
    schema.pop("required")
    parent = {"description": _said(_PARENT), "title": "Extends", "type": "string"}
    return {
        "$schema": DIALECT,
        **schema,
        "properties": {"extends": parent, **schema["properties"]},
        "if": {"required": ["extends"]},
        "else": demands,
    }


def _said(meaning: Phrase) -> str:
    """Give both languages as an editor shows them, Chinese first."""
    return f"{meaning.zh}\n\n{meaning.en}"


def _copied(part: Any) -> Any:
    """Copy a schema, its descriptions ordered and without what only pydantic understands."""
    if isinstance(part, Mapping):
        kept = {key: _copied(value) for key, value in part.items() if key not in ("ge", "le")}
        if isinstance(kept.get("description"), str):
            kept["description"] = _said(in_both_languages(kept["description"]))
        if kept.get("type") == "string" and not kept.keys() & _MORE_THAN_TEXT:
            kept["type"] = ["string", "number"]  # ids such as 101, codes, years
        return kept
    return [_copied(item) for item in part] if isinstance(part, list) else part


def _choices(field: Part) -> Sequence[Part]:
    """Give the alternatives of a field, itself included."""
    return (field, *field.get("anyOf", ()), *field.get("allOf", ()))


def _refers_to(choice: Part) -> str:
    """Name the definition an alternative refers to; nothing where it does not."""
    return str(choice.get("$ref", "")).removeprefix("#/$defs/")


def _merged(section: Part, definitions: dict[str, Part]) -> set[str]:
    """Name the definitions reached through maps alone; lists replace whole, so they end it."""
    reached: set[str] = set()
    waiting = [section]
    while waiting:
        for field in waiting.pop().get("properties", {}).values():
            for choice in _choices(field):
                name = _refers_to(choice)
                if name and name not in reached:
                    reached.add(name)
                    waiting.append(definitions[name])
    return reached


def _demands(section: Part, definitions: dict[str, Part], table: str = "") -> Part:
    """Collect what a file without parent needs, inside its sections too."""
    needed: Part = {"required": section["required"]} if "required" in section else {}
    if table:  # of a table its rows, too
        needed |= row_demands(table)
    below: dict[str, Part] = {}
    for name, field in section.get("properties", {}).items():
        for reached in map(_refers_to, _choices(field)):
            if not reached:
                continue
            named = name if reached == "Table" else ""
            demand = _demands(definitions[reached], definitions, named)
            if demand:
                below[name] = demand
    if below:
        needed["properties"] = below
    return needed


def _let_wait(field: Part, definitions: dict[str, Part]) -> None:
    """Let a heading wait for what will stand under it."""
    if "$ref" in field:
        section = {"$ref": field.pop("$ref")}
        field.setdefault("description", definitions[_refers_to(section)]["description"])
        field["anyOf"] = [section, {"type": "null"}]
    else:
        field["type"] = [field["type"], "null"]


def _name_tables(schema: Part, definitions: dict[str, Part]) -> None:
    """Give each table a definition of its own, which knows the columns of its rows."""
    for table, columns in COLUMNS.items():
        if table not in schema["properties"] or not columns:
            continue
        definitions[f"{table}_row"] = row(table)
        one = {"$ref": f"#/$defs/{table}_row"}
        definitions[f"{table}_table"] = {
            "allOf": [{"$ref": "#/$defs/Table"}],
            "properties": {"data": {"items": one}, "rows": {"additionalProperties": one}},
        }
        for choice in _choices(schema["properties"][table]):
            if _refers_to(choice) == "Table":
                choice["$ref"] = f"#/$defs/{table}_table"
