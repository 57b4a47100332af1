"""What may an editor check while a scenario file is typed?"""

from typing import Any, Final

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def file_schema(specification: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a scenario *file*, from that of a composed scenario.

    A file may name a parent in ``extends`` and then state only what differs, also inside a
    section: maps merge. So nothing is required of a file that extends another, and nothing
    inside the sections that merge: ``simulate check`` judges the composed scenario, an
    editor must not flag what it will accept.

    Parameters
    ----------
    specification
        JSON Schema of ``simulator.schema.ScenarioSpec``, with its ``$defs``.
    """
    definitions = {name: dict(body) for name, body in specification["$defs"].items()}
    for name in _merged(specification, definitions):
        definitions[name].pop("required", None)
    parent = {
        "description": "A scenario file this one builds on, relative to this file.",
        "title": "Extends",
        "type": "string",
    }
    schema = {key: value for key, value in specification.items() if key != "required"}
    return {
        "$schema": DIALECT,
        **schema,
        "$defs": definitions,
        "properties": {"extends": parent, **specification["properties"]},
        "anyOf": [{"required": ["extends"]}, {"required": specification["required"]}],
    }


def _merged(section: dict[str, Any], definitions: dict[str, dict[str, Any]]) -> set[str]:
    """Name the definitions reached through maps alone; lists replace whole, so they end it."""
    reached: set[str] = set()
    waiting = [section]
    while waiting:
        for field in waiting.pop().get("properties", {}).values():
            for choice in (field, *field.get("anyOf", ()), *field.get("allOf", ())):
                name = str(choice.get("$ref", "")).removeprefix("#/$defs/")
                if name and name not in reached:
                    reached.add(name)
                    waiting.append(definitions[name])
    return reached
