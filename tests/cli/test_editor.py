"""Does the JSON Schema accept what the program accepts?"""

from typing import Any

import pytest

from cli.editor import file_schema
from simulator.schema import ScenarioSpec


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return file_schema(ScenarioSpec.model_json_schema())


def test_a_file_is_complete_or_extends_another(schema: dict[str, Any]) -> None:
    assert "required" not in schema
    extending, complete = schema["anyOf"]
    assert extending == {"required": ["extends"]}
    assert {"name", "zones", "people"} <= set(complete["required"])
    assert schema["properties"]["extends"]["type"] == "string"
    assert schema["additionalProperties"] is False


def test_sections_that_merge_require_nothing_but_list_items_do(schema: dict[str, Any]) -> None:
    definitions = schema["$defs"]
    for merged in ("Table", "Years", "DistrictInfo", "Bilingual"):
        assert "required" not in definitions[merged]
    assert "by" in definitions["Target"]["required"]
    assert "where" in definitions["Rung"]["required"]


def test_every_reference_is_defined_and_every_field_described(schema: dict[str, Any]) -> None:
    def references(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*map(references, part.values()))
        return set().union(*map(references, part)) if isinstance(part, list) else set()

    assert references(schema) == {f"#/$defs/{name}" for name in schema["$defs"]}
    for field in schema["properties"].values():
        # Where field and section say the same, the section's description stands for both.
        section = str(field.get("$ref", "")).removeprefix("#/$defs/")
        assert "description" in (schema["$defs"][section] if section else field)


def test_the_specification_itself_is_left_alone() -> None:
    specification = ScenarioSpec.model_json_schema()
    file_schema(specification)
    assert specification == ScenarioSpec.model_json_schema()
