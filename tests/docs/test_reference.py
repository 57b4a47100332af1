"""Is the scenario reference that of the program, and do its examples hold?"""

import runpy
from pathlib import Path
from typing import Any

import pytest

from simulator import load, run
from simulator.columns import COLUMNS
from simulator.indicators import INDICATORS
from simulator.reading.changechecks import FIELDS
from simulator.reading.variants import KINDS
from simulator.schema import ScenarioSpec
from simulator.tables import MEANINGS, TABLES
from tests.docs.pages import DOCS, blocks_of, files_of, save

PAGE = DOCS / "reference.md"
GENERATOR: dict[str, Any] = runpy.run_path(str(DOCS / "generate_reference.py"))
EXAMPLES = [block.text for block in blocks_of(PAGE)]


def test_the_page_is_fresh() -> None:
    written = PAGE.read_text("utf-8")
    assert GENERATOR["page"]() == written, "run: python docs/generate_reference.py"


def test_everything_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    for section in [ScenarioSpec.model_json_schema()]:
        for part in [section, *section["$defs"].values()]:
            for field in part["properties"]:
                assert f"| `{field}` | " in page
    for table, columns in COLUMNS.items():
        assert f"### `{table}`\n" in page
        assert all(f"| `{c.field}` | {'、'.join(c.aliases)} | " in page for c in columns)
    assert all(f"| `{metric}` | " in page for metric in INDICATORS)
    assert set(MEANINGS) == set(TABLES)
    assert all(f"### `{table}.csv`\n" in page for table in TABLES)
    assert " None" not in page


def test_links_lead_somewhere() -> None:
    page = PAGE.read_text("utf-8")
    for link in page.split("](")[1:]:
        target = link.partition(")")[0]
        if target.startswith("#"):
            assert f'<a id="{target[1:]}"></a>' in page, target
        else:
            assert (DOCS / target).is_file(), target


def test_every_kind_of_change_has_an_example() -> None:
    assert set(GENERATOR["EXAMPLES"]) == set(FIELDS) == set(KINDS)
    assert len(EXAMPLES) == len(KINDS)


@pytest.mark.parametrize("example", EXAMPLES, ids=KINDS)
def test_an_example_holds_in_the_county_of_the_tutorial(example: str, tmp_path: Path) -> None:
    scenario = load(with_example(example, tmp_path))
    assert len(scenario.spec.changes) >= 3
    assert scenario.oddities == ()


@pytest.mark.full
@pytest.mark.parametrize("example", EXAMPLES, ids=KINDS)
def test_an_example_runs(example: str, tmp_path: Path) -> None:
    assert run(load(with_example(example, tmp_path))).summary["years"]


def with_example(example: str, folder: Path) -> Path:
    save(files_of(DOCS / "tutorial.zh.md"), folder)
    (folder / "x.yaml").write_text(f"extends: 示例县.yaml\nname: x\n{example}", "utf-8")
    return folder / "x.yaml"
