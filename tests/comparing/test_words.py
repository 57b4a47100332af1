"""Is a difference of inputs said as a planner would, in both languages?"""

from typing import Any

import pytest

from simulator.comparing import words
from simulator.comparison import Comparison
from simulator.input_differences import CHANGE_KINDS, InputDifference, Rows, input_differences
from simulator.reading.variants import KINDS
from simulator.reporting.catalogue import CATALOGUE
from simulator.schema import Change

BUILD = {"id": "n1", "build": "c1", "name": "示例小学-01", "stage": "primary", "rooms": 24,
         "accepted": "2024-08-15", "operator": "public"}  # fmt: skip
TABLE = {"file": "a.csv", "evidence": "illustrative", "source": "x"}


def manifest(hashes: dict[str, str] | None = None, **scenario: Any) -> dict[str, Any]:
    inputs = [{"table": name, "sha256": value, "file": "", "rows": 1, "evidence": "", "source": ""}
              for name, value in (hashes or {}).items()]  # fmt: skip
    return {"scenario": scenario, "inputs": inputs, "seed": 1}


class Bare:
    """As much of a comparison as words need."""

    def __init__(self, *found: InputDifference, rows: dict[str, Rows] | None = None) -> None:
        self.inputs = ((), found)
        self.names = {"c9": "示例中学-09"}
        self.rows = ({}, rows or {})
        self.comparable = "all"


def said(
    one: dict[str, Any], other: dict[str, Any], rows: dict[str, Rows] | None = None
) -> list[tuple[str, str]]:
    found = input_differences(one, other)
    comparison: Comparison = Bare(*found, rows=rows)  # type: ignore[assignment]
    return [
        (phrase.zh, phrase.en)
        for difference in found
        for phrase in [words.difference(comparison, 1, difference)]
    ]


@pytest.mark.parametrize(
    ("before", "after", "zh", "en"),
    [
        (
            {"changes": [BUILD]},
            {"changes": [{**BUILD, "accepted": "2025-08-15"}]},
            "示例小学-01：计划验收由 2024-08-15 推迟到 2025-08-15",
            "示例小学-01: planned acceptance put off from 2024-08-15 to 2025-08-15",
        ),
        (
            {"changes": [BUILD]},
            {"changes": [{**BUILD, "accepted": "2024-02-01"}]},
            "示例小学-01：计划验收由 2024-08-15 提前到 2024-02-01",
            "示例小学-01: planned acceptance brought forward from 2024-08-15 to 2024-02-01",
        ),
        (
            {"changes": [BUILD]},
            {"changes": []},
            "去掉新建项目“示例小学-01”",
            "leaves out new school “示例小学-01”",
        ),
        (
            {},
            {"changes": [BUILD]},
            "增加新建项目“示例小学-01”：教室（间） 24、学段 小学、计划验收 2024-08-15",
            "adds new school “示例小学-01”: classrooms 24, stage Primary, planned acceptance "
            "2024-08-15",
        ),
        (
            {"changes": [{"id": "x", "expand": "c9", "rooms": 6}]},
            {"changes": [{"id": "x", "expand": "c9", "rooms": 8}]},
            "示例中学-09：教室（间） 6 → 8",
            "示例中学-09: classrooms 6 → 8",
        ),
        (
            {"changes": [{"id": "p", "policy": {"large_classes": "none"}, "on": "2023-09-01"}]},
            {"changes": [{"id": "p", "policy": {"large_classes": "clear"}, "on": "2023-09-01"}]},
            "政策“p”：大班额政策 不设 → 化解",
            "policy “p”: large classes none → clear",
        ),
        ({"outlook": "middle"}, {"outlook": "low"}, "人口方案 中方案 → 低方案",
         "outlook middle → low"),
        ({"rules": {"spring_share": 0.0}}, {"rules": {"spring_share": 0.2}},
         "春季到来的比例 0 → 0.2", "spring share 0 → 0.2"),
        (
            {"norms": {"class_size": {"primary": {"value": 45, "source": "s", "status": "a"}}}},
            {"norms": {"class_size": {"primary": 40}}},
            "标准班额：小学 45 → 40",
            "class size: Primary 45 → 40",
        ),
        ({"years": {"last": 2030}}, {"years": {"last": 2031}}, "最后学年 2030 → 2031",
         "last school year 2030 → 2031"),
        (
            {"pools": TABLE}, {"pools": {**TABLE, "rows": {"c1/primary": {"rooms": 30}}}},
            "教室表更正：c1/primary rooms 30", "classrooms corrected: c1/primary rooms 30",
        ),
        (
            {"pools": TABLE}, {"pools": {**TABLE, "evidence": "official"}},
            "教室的来源或数据性质有改动：数据性质 示例 → 官方（不影响推演）",
            "classrooms: source or evidence changed: evidence illustrative → official "
            "(no effect on the run)",
        ),
        (
            {"targets": []},
            {"targets": [{"id": "t", "metric": "places", "stage": "primary", "by": "2026-01-01"}]},
            "增加承诺“t”（不影响推演）", "promises “t” as well (no effect on the run)",
        ),
        ({"stages": ["primary"]}, {"stages": ["primary", "junior"]},
         "纳入的学段 小学 → 小学、初中", "stages modelled Primary → Primary, Junior secondary"),
    ],
)  # fmt: skip
def test_a_difference_is_said(before: Any, after: Any, zh: str, en: str) -> None:
    assert said(manifest(**before), manifest(**after)) == [(zh, en)]


def test_a_table_with_other_rows_is_named_with_them() -> None:
    rows = Rows(3, 1, 0, (("A/primary", "rooms", "24", "30"),))
    (zh, en), = said(
        manifest({"pools": "1"}, pools=TABLE),
        manifest({"pools": "2"}, pools={**TABLE, "file": "b.csv"}),
        {"pools": rows},
    )  # fmt: skip
    assert zh == (
        "教室表由 a.csv 换成 b.csv：3 行不同，增加 1 行，减少 0 行（A/primary 的rooms 24 → 30）"
    )
    assert en == (
        "classrooms: a.csv → b.csv; rows changed: 3, added: 1, dropped: 0 "
        "(A/primary, rooms: 24 → 30)"
    )


def test_every_kind_and_field_of_a_change_has_a_word() -> None:
    assert CHANGE_KINDS == KINDS
    for kind in (*CHANGE_KINDS, "project"):
        assert f"compare.kind.{kind}" in CATALOGUE
    for field in set(Change.model_fields) - {"id"}:
        assert f"compare.field.{field}" in CATALOGUE


def test_what_a_rule_creates_is_told_by_the_rule() -> None:
    made = {**BUILD, "required_by": "kg"}
    found = said(
        manifest(changes=[], provision=[]),
        manifest(changes=[made], provision=[{"id": "kg", "stage": "preschool"}]),
    )
    assert found == [("配建标准有改动", "provision rules changed")]


def test_the_same_rows_under_another_name_are_no_difference() -> None:
    one = manifest({"pools": "1"}, pools=TABLE)
    other = manifest({"pools": "1"}, pools={**TABLE, "file": "b.csv"})
    assert said(one, other) == []


def test_what_decides_nothing_is_no_difference() -> None:
    one = manifest(name="a", title="A", variants={"x": {}}, description="d")
    assert said(one, manifest(name="b", title="B")) == []


def test_many_of_a_kind_are_said_at_once() -> None:
    changes = [{**BUILD, "id": f"n{k}", "name": f"示例小学-{k:02d}"} for k in range(11)]
    late = [{**change, "accepted": "2025-08-15"} for change in changes]
    for after, zh, en in (
        ([], "去掉 11 个新建项目：示例小学-00、示例小学-01、示例小学-02 等",
         "leaves out new school × 11: 示例小学-00, 示例小学-01, 示例小学-02 …"),
        (late, "11 个新建项目：计划验收由 2024-08-15 推迟到 2025-08-15"
         "（示例小学-00、示例小学-01、示例小学-02 等）",
         "new school × 11: planned acceptance put off from 2024-08-15 to 2025-08-15 "
         "(示例小学-00, 示例小学-01, 示例小学-02 …)"),
    ):  # fmt: skip
        found = input_differences(manifest(changes=changes), manifest(changes=after))
        comparison: Comparison = Bare(*found)  # type: ignore[assignment]
        ((line, each),) = words.listed(comparison, 1)
        assert (line.zh, line.en) == (zh, en)
        assert len(each) == 11
