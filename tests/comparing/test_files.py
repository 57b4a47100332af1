"""Do the files of a comparison agree with it, and come out the same each time?"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from simulator.comparing import book, files, page
from simulator.comparison import Comparison, compare
from simulator.phrases import Phrase
from simulator.results import OutputFolderError
from tests.comparing.conftest import Runs
from tests.report.conftest import HOSTILE

NUMBER = {"type": ["number", "null"]}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "schema", "reference", "identical", "comparable", "years", "years_left_out", "scenarios",
        "input_differences", "targets", "values", "differences", "which_change_matters",
    ],
    "properties": {
        "schema": {"const": 1},
        "reference": {"type": "string"},
        "identical": {"type": "boolean"},
        "comparable": {"enum": ["all", "rates"]},
        "years": {"type": "array", "items": {"type": "integer"}},
        "years_left_out": {"type": "array", "items": {"type": "integer"}},
        "scenarios": {
            "type": "array",
            "items": {"required": ["id", "title", "variant", "version", "seed", "same_results"]},
        },
        "input_differences": {
            "type": "array",
            "items": {"required": ["scenario", "kind", "subject", "fields", "rows", "words"]},
        },
        "targets": {
            "type": "array",
            "items": {
                "required": ["id", "metric", "stage", "by", "operator", "required", "scenarios"],
                "properties": {
                    "scenarios": {
                        "items": {
                            "required": ["scenario", "promised", "met", "difference", "obstacles"],
                            "properties": {
                                "difference": {
                                    "properties": dict.fromkeys(
                                        ("central", "p10", "p50", "p90"), NUMBER
                                    )
                                }
                            },
                        }
                    }
                },
            },
        },
        "values": {"type": "array", "items": {"required": ["scenario", "school_year", "stage"]}},
        "differences": {
            "type": "array",
            "items": {"required": ["scenario", "school_year", "stage", "large_classes"]},
        },
        "which_change_matters": {
            "type": "array",
            "items": {"required": ["scenario", "computed", "effects", "full", "interaction"]},
        },
    },
}  # fmt: skip


def test_the_file_keeps_its_contract(comparison: Comparison) -> None:
    made = json.loads(json.dumps(files.as_json(comparison), allow_nan=False))
    jsonschema.validate(made, SCHEMA)
    assert made["reference"] == "county"
    assert [one["id"] for one in made["scenarios"]] == [
        "county", "county@room", "county@all", "county@late"
    ]  # fmt: skip
    row = next(r for r in made["differences"] if r["scenario"] == "county@all"
               and r["school_year"] == 2026 and r["stage"] == "junior")  # fmt: skip
    assert (row["places"], row["large_classes"], row["shortfall"]) == (100, -2, -30)
    opening = next(r for r in made["differences"] if r["school_year"] == 2025)
    assert opening["shortfall"] is None
    found = next(m for m in made["which_change_matters"] if m["scenario"] == "county@all")
    assert found["full"][0] == -2
    assert sum(e["values"][0] for e in found["effects"]) + found["interaction"][0] == -2
    target = made["targets"][0]["scenarios"][1]
    assert target["obstacles"][0] == {
        "name": "示例中学", "grade": "j2", "school_year": 2026, "amount": 1,
        "blocked_by": ["policy_off"], "cleared_in": None,
    }  # fmt: skip


def test_what_was_not_computed_is_null(county: Runs) -> None:
    bare = files.as_json(compare(county[None][1], county["room"][1]))
    (found,) = bare["which_change_matters"]
    assert found["computed"] is False
    assert found["reason"] == "no_inputs"
    assert found["effects"] is found["full"] is found["interaction"] is None


@pytest.mark.full
def test_the_same_comparison_is_the_same_bytes(comparison: Comparison, tmp_path: Path) -> None:
    for name in ("one", "two"):
        files.write_comparison(comparison, tmp_path / name)
    for name in files.WRITTEN:
        first, second = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert first == second
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == sorted(files.WRITTEN)


def test_only_an_earlier_comparison_is_replaced(tmp_path: Path) -> None:
    there = tmp_path / "out"
    files.may_replace(there)
    there.mkdir()
    files.may_replace(there)
    (there / "comparison.json").write_text("{}", "utf-8")
    with pytest.raises(OutputFolderError, match="--out"):
        files.may_replace(there)
    (there / "comparison.json").write_text('{"reference": "a", "comparable": "all"}', "utf-8")
    files.may_replace(there)
    (there / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputFolderError, match=r"notes\.txt"):
        files.may_replace(there)
    with pytest.raises(OutputFolderError, match="not a comparison"):
        files.may_replace(there / "notes.txt")


def sheets_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    read = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in read}


@pytest.mark.full
def test_the_workbook_says_what_the_file_says(comparison: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "comparison.xlsx"
    book.write_workbook(comparison, path)
    sheets = sheets_of(path)
    assert list(sheets) == [
        "说明", "目标×情景", "卡点", "输入差别", "年度差别", "年度数值", "哪项起作用", "片区差别",
        "学校差别", "输入文件",
    ]  # fmt: skip
    heads = sheets["年度差别"][1]
    rows = [dict(zip(heads, row, strict=True)) for row in sheets["年度差别"][3:]]
    wanted = [row for row in files.as_json(comparison)["differences"] if row["stage"] == "junior"]
    assert len(rows) == len(wanted)
    for row, one in zip(rows, wanted, strict=True):
        assert row["学年"] == one["school_year"]
        assert row["大班额"] == one["large_classes"]
        assert row["有效学位"] == one["places"]
        assert row["学位缺口（按镇街）"] == one["shortfall"]
    matrix = sheets["目标×情景"][3:]
    assert [row[4] for row in matrix[4:]] == ["✗ 未达到", "✓ 达到", "✓ 达到", "✗ 未达到"]
    assert [row[6] for row in matrix[:4]] == [None, -1, -2, 0]
    effects = [row for row in sheets["哪项起作用"][3:] if str(row[0]).startswith("C ")]
    assert [row[3] for row in effects[:6]] == [-1, -1, 0, -2, 0, -2]
    for rows_of in sheets.values():
        assert not any(str(cell).startswith("=") for row in rows_of for cell in row if cell)


@pytest.mark.full
def test_the_workbook_opens_in_libreoffice(
    comparison: Comparison, tmp_path: Path, office: Callable[..., None]
) -> None:
    path = tmp_path / "comparison.xlsx"
    book.write_workbook(comparison, path)
    office("--convert-to", "ods", "--outdir", str(tmp_path), str(path))
    assert (tmp_path / "comparison.ods").stat().st_size > 10_000


def named(comparison: Comparison, name: str) -> Comparison:
    """Put a hostile name wherever a planner could have written one."""
    said = Phrase(name, name)
    scenarios = tuple(
        replace(one, key=f"{name}{k}", plan=said, title=said, short=Phrase(f"{name}{k}", name))
        for k, one in enumerate(comparison.scenarios)
    )
    names = dict.fromkeys(comparison.names, name)
    district = comparison.district
    assert district is not None
    district = replace(
        district,
        zone_names=(name,) * len(district.zone_names),
        towns=(name,) * len(district.towns),
        campus_names=(name,) * len(district.campus_names),
    )
    return replace(comparison, scenarios=scenarios, names=names, district=district)


@pytest.mark.full
def test_hostile_names_stay_text(comparison: Comparison, tmp_path: Path) -> None:
    hostile = named(comparison, HOSTILE)
    text = page.page(hostile)
    plain = page.page(comparison)
    tags = [re.findall(r"<(script|img|b)\b", one) for one in (text, plain)]
    assert tags[0] == tags[1]
    assert "window.hacked=1</script>" not in text
    book.write_workbook(named(comparison, "=1+1"), tmp_path / "x.xlsx")
    for rows in sheets_of(tmp_path / "x.xlsx").values():
        assert all(not isinstance(cell, str) or cell[0] != "\t" for row in rows
                   for cell in row if cell)  # fmt: skip
