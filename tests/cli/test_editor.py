"""Does the JSON Schema accept what the program accepts, and mark what it refuses?"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.editor import file_schema
from simulator.columns import COLUMNS
from simulator.indicators import INDICATORS
from simulator.reading.layers import MAY_BE_EMPTY
from simulator.schema import ScenarioSpec
from tests.docs.pages import DOCS, files_of
from tests.gallery import BASE, BROKEN, is_chinese

ROOT = Path(__file__).parents[2]
SOUND = {
    **{path.stem: path.read_text("utf-8") for path in [BASE, *ROOT.glob("scenarios/**/*.yaml")]},
    **{
        name: text
        for page in [*DOCS.glob("tutorial*.md"), *DOCS.glob("howto/*.md")]
        for name, text in files_of(page).items()
        if name.endswith(".yaml")
    },
}
MARKED = [
    "build-two-positions",
    "change-foreign-field",
    "change-needs",
    "change-no-kind",
    "change-two-kinds",
    "infinite",
    "missing-fields",
    "policy-unknown",
    "policy-wrong-value",
    "rooms-absurd",
    "target-metric",
    "target-stage",
    "unknown-key",
    "unknown-nested-key",
    "wrong-choice",
    "yes-for-number",
]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return file_schema(ScenarioSpec.model_json_schema())


@pytest.fixture(scope="module")
def validator(schema: dict[str, Any]) -> Any:
    """The reference implementation of the standard."""
    library = pytest.importorskip("jsonschema", reason="the test extra brings it")
    library.Draft202012Validator.check_schema(schema)
    return library.Draft202012Validator(schema)


class AsEditor(yaml.SafeLoader):
    """YAML 1.2, as editors read it: dates are texts, ``on`` and ``yes`` are words."""


AsEditor.yaml_implicit_resolvers = {
    first: [
        (tag, form)
        for tag, form in resolvers
        if not tag.endswith(":timestamp") and not (tag.endswith(":bool") and first in "yYnNoO")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def typed(text: str) -> Any:
    return yaml.load(text, AsEditor)


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_is_not_marked(name: str, validator: Any) -> None:
    found = [error.message for error in validator.iter_errors(typed(SOUND[name]))]
    assert found == []


@pytest.mark.parametrize("name", MARKED)
def test_what_the_program_refuses_is_marked(name: str, validator: Any) -> None:
    file = typed((BROKEN / f"{name}.yaml").read_text("utf-8"))
    assert not validator.is_valid(file)


def marks(validator: Any, change: dict[str, Any], *without: str) -> list[str]:
    """What is marked in the smallest district with sections replaced or left out."""
    file = {**typed(BASE.read_text("utf-8")), **change}
    file = {key: value for key, value in file.items() if key not in without}
    return [error.json_path for error in validator.iter_errors(file)]


def table(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"evidence": "official", "source": "x", "data": list(rows), **more}


def test_rows_are_written_with_either_heading(validator: Any) -> None:
    sound = {"校区": "north", "年级": "一年级", "在校生": 90, "班数": 2, "备注": "not used"}
    assert marks(validator, {"enrolment": table(sound)}) == []
    assert marks(validator, {"enrolment": table({**sound, "在校生": -1})})
    assert marks(validator, {"enrolment": table({**sound, "年级": "十年级"})})
    lacking = {key: value for key, value in sound.items() if key != "班数"}
    assert marks(validator, {"enrolment": table(lacking)})
    assert marks(validator, {"enrolment": table(lacking, columns={"班": "classes"})}) == []


def test_what_a_file_needs_unless_it_extends_another(validator: Any) -> None:
    assert marks(validator, {}, "zones")
    assert marks(validator, {"extends": "base.yaml"}, "zones", "years") == []
    assert marks(validator, {"years": {"opening": 2023}})
    assert marks(validator, {"extends": "base.yaml", "years": {"opening": 2023}}) == []
    assert marks(validator, {"zones": {"evidence": "official", "source": "x"}})
    assert marks(validator, {"zones": table(file="zones.csv")}), "one source, not two"


def test_numbers_are_texts_where_texts_are_asked_for(validator: Any) -> None:
    assert marks(validator, {"title": 2025, "district": {"name": 5, "code": 445203}}) == []
    for name in MAY_BE_EMPTY:
        assert marks(validator, {name: None}) == []
    assert marks(validator, {"stages": None})
    assert marks(validator, {"people_as_of": 2025})
    build = {"id": 7, "build": "n", "stage": "primary", "rooms": 6, "zone": "east"}
    assert marks(validator, {"changes": [{**build, "accepted": "2024-08-01"}]}) == []
    assert marks(validator, {"changes": [{**build, "accepted": "2024-08-01", "cost": 5400}]})


def test_a_policy_names_rules_and_norms(validator: Any) -> None:
    def change(**policy: Any) -> dict[str, Any]:
        return {"changes": [{"id": "a", "policy": policy, "on": "2024-09-01"}]}

    assert marks(validator, change(large_classes="clear", tolerance=50)) == []
    assert marks(validator, change(**{"norms.class_size.primary": 40})) == []
    assert marks(validator, change(large_classes="maybe"))
    assert marks(validator, change(notice="06-01")), "holds for the whole run"


def test_metrics_and_columns_are_offered(schema: dict[str, Any]) -> None:
    metric = schema["$defs"]["Target"]["properties"]["metric"]
    assert metric["enum"] == list(INDICATORS)
    assert len(metric["enumDescriptions"]) == len(INDICATORS)
    for name in (name for name, columns in COLUMNS.items() if columns and name != "baselines"):
        cells = schema["$defs"][f"{name}_row"]["properties"]
        assert {column.field for column in COLUMNS[name]} <= set(cells)
        assert is_chinese("".join(cells))


def test_sections_that_merge_require_nothing_but_list_items_do(schema: dict[str, Any]) -> None:
    definitions = schema["$defs"]
    for merged in ("Table", "Years", "DistrictInfo", "Bilingual"):
        assert "required" not in definitions[merged]
    assert "by" in definitions["Target"]["required"]
    assert "where" in definitions["Rung"]["required"]
    assert schema["additionalProperties"] is False


def test_every_reference_is_defined_and_every_field_described(schema: dict[str, Any]) -> None:
    def references(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*map(references, part.values()))
        return set().union(*map(references, part)) if isinstance(part, list) else set()

    definitions = schema["$defs"]
    named = {reference.split("/")[2] for reference in references(schema)}
    assert named == set(definitions)
    described = [schema, *(part for name, part in definitions.items() if "_table" not in name)]
    for section in described:
        for name, field in section["properties"].items():
            # Where field and section say the same, the section's description stands for both.
            below = str(field.get("$ref", "")).removeprefix("#/$defs/")
            said = field.get("description") or definitions[below]["description"]
            chinese, english = said.split("\n\n")
            assert is_chinese(chinese), name
            assert re.search("[A-Za-z]{2}", english), name


def test_the_specification_itself_is_left_alone() -> None:
    specification = ScenarioSpec.model_json_schema()
    file_schema(specification)
    assert specification == ScenarioSpec.model_json_schema()
