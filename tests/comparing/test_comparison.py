"""Does a comparison say what was worked out by hand, and nothing where nothing differs?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulator
from simulator.comparing import panels, sheets, words
from simulator.comparing.alone import alone, applied, row_differences
from simulator.comparison import MOST_ALONE, Comparison, Matters, compare
from simulator.input_differences import input_differences
from simulator.loader import altered
from simulator.reporting.numerals import unit_of
from simulator.results import Results
from tests.behaviour.test_provision import CASES, loaded
from tests.comparing.conftest import Runs
from tests.report.fixture import make_results


def of(comparison: Comparison, measure: str, scenario: int, year: int) -> float:
    scope = comparison.scopes.index("junior")
    return float(comparison.difference(measure)[scenario, comparison.years.index(year), scope])


def test_every_difference_is_the_one_worked_out_by_hand(comparison: Comparison) -> None:
    assert comparison.comparable == "all"
    assert comparison.years == (2025, 2026, 2027)
    room, everything, late = 1, 2, 3
    assert of(comparison, "places", room, 2026) == 50
    assert of(comparison, "large_classes", room, 2026) == -1
    assert of(comparison, "shortfall", room, 2026) == -30
    assert of(comparison, "classes", room, 2027) == 1
    assert of(comparison, "places", everything, 2026) == 100
    assert of(comparison, "large_classes", everything, 2026) == -2
    assert of(comparison, "places", late, 2026) == 0
    assert of(comparison, "shortfall", late, 2027) == -30
    assert of(comparison, "pupils", everything, 2027) == 0
    # 180 pupils in 150 places, in 200, and in 250
    assert of(comparison, "utilisation", room, 2026) == pytest.approx(180 / 200 - 180 / 150)
    assert of(comparison, "mean_class_size", everything, 2026) == pytest.approx(180 / 5 - 60)
    assert np.isnan(of(comparison, "shortfall", room, 2025))  # unknown, not nil


def test_the_matrix_names_school_grade_year_and_what_blocks(comparison: Comparison) -> None:
    matrix = sheets.matrix(comparison)
    assert matrix is not None
    classes, places = matrix["cells"]
    assert [cell["word"]["zh"] for cell in classes] == ["未达到"] * 4
    assert [cell["word"]["zh"] for cell in places] == ["未达到", "达到", "达到", "未达到"]
    assert classes[0]["against"] is None
    assert classes[1]["against"]["zh"] == "比基准 −1 个班"
    assert classes[3]["against"]["zh"] == "同基准"
    assert classes[1]["blocked"]["zh"] == (
        "卡在示例中学 初二 1 个班（2026 学年，未启动化解），另有 1 处"
    )
    assert classes[2]["blocked"]["en"] == "blocked at 示例中学, Junior 3: 1 in 2026 (no free room)"
    assert places[3]["blocked"]["zh"] == "卡在示例中学（50 个学位，2027-02-01 才验收）"


def test_identical_runs_differ_by_exactly_nothing(county: Runs) -> None:
    scenario, results = county[None]
    same = compare(results, results, matters=alone([scenario, scenario], [(), ()]))
    assert same.identical
    assert same.same == (True, True)
    for measure in same.measures:
        difference = same.difference(measure.id)
        known = ~np.isnan(same.values[measure.id])
        assert (difference[known] == 0).all()
        assert np.isnan(difference[~known]).all()
    for where in same.where.values():
        assert not where.balance().any()
        assert (where.campus_pupils == where.campus_pupils[0]).all()
    assert [one["zh"] for one in panels.sentences(same)] == ["无差异：各情景的输入与结果完全相同。"]
    assert [one.key for one in same.scenarios] == ["county", "county (2)"]
    assert same.matters[1].reason == "same"


def test_the_county_from_two_files_of_one_content_is_identical(county: Runs) -> None:
    _, results = county["room"]
    again = Results(
        {name: table.copy() for name, table in results.tables.items()},
        results.summary,
        {**results.manifest, "file": "other.yaml"},
    )
    assert compare(results, again).identical


def test_the_heading_tells_the_scenarios_apart(county: Runs) -> None:
    base, room = county[None][1], county["room"][1]
    titled = replace(
        room, manifest={**room.manifest, "variant_title": {"zh": "多一间", "en": "One room more"}}
    )
    assert panels.title(compare(base, titled)) == {
        "zh": "示例县：情景比较（原方案、多一间）",
        "en": "Example county: scenarios compared (As written, One room more)",
    }
    renamed = replace(base, manifest={**base.manifest, "name": "county-2"})
    assert panels.title(compare(base, renamed)) == {
        "zh": "情景比较：示例县（county） / 示例县（county-2）",
        "en": "Comparison: Example county (county) / Example county (county-2)",
    }
    other = {"zh": "某县", "en": "A county"}
    third = replace(base, manifest={**base.manifest, "name": "third", "title": other})
    assert panels.title(compare(base, titled, third)) == {
        "zh": "情景比较：示例县 / 示例县 · 多一间 / 某县",
        "en": "Comparison: Example county / Example county · One room more / A county",
    }
    five = panels.title(compare(base, *(replace(
        room, manifest={**room.manifest, "variant": f"v{k}", "variant_title": f"第{k}种"}
    ) for k in range(4))))  # fmt: skip
    assert five["zh"] == "示例县：情景比较（原方案、第0种、第1种、第2种等 5 个）"


@pytest.mark.parametrize(
    ("variant", "alone_each", "full", "interaction"),
    [("room", [-1], -1, 0), ("rooms", [-1, -1], -1, 1), ("all", [-1, -1, 0], -2, 0)],
)
def test_what_each_change_does_alone_and_the_interaction_add_up(
    matters: dict[str | None, Matters], variant: str, alone_each: list[int], full: int,
    interaction: int,
) -> None:  # fmt: skip
    found = matters[variant]
    assert [effect.values[0] for effect in found.effects] == alone_each
    assert found.full[0] == full
    assert found.interaction[0] == interaction
    for t, whole in enumerate(found.full):
        parts = sum(effect.values[t] or 0 for effect in found.effects)
        assert parts + (found.interaction[t] or 0) == whole


def test_all_together_is_what_the_runs_say(
    county: Runs, matters: dict[str | None, Matters]
) -> None:
    reference = county[None][1].summary["targets"]
    for name, (_, results) in county.items():
        if name is None:
            continue
        for t, (one, other) in enumerate(
            zip(reference, results.summary["targets"], strict=True)
        ):  # fmt: skip
            change = other["achieved"]["central"] - one["achieved"]["central"]
            assert matters[name].full[t] == change


@pytest.mark.full
def test_workers_do_not_change_what_matters(county: Runs) -> None:
    names = (None, "all")
    scenarios = [county[n][0] for n in names]
    inputs = [input_differences(county[None][1].manifest, county[n][1].manifest) for n in names]
    assert alone(scenarios, inputs, workers=2) == alone(scenarios, inputs)


@pytest.mark.full
def test_a_change_that_cannot_stand_alone_is_said_to(county: Runs) -> None:
    base, other = county[None][0], county["rooms"][0]
    content = other.spec.model_dump(mode="json", exclude_unset=True)
    content["changes"][1]["expand"] = "B"  # a school that only another change builds
    found = input_differences(
        {"scenario": base.spec.model_dump(mode="json", exclude_none=True)},
        {"scenario": content},
    )
    broken = replace(other, spec=type(other.spec).model_validate(content))
    with pytest.raises(simulator.ScenarioError):
        applied(base, broken, [found[1]])
    effects = alone([base, broken], [(), found[:2]])[1].effects
    assert effects[0].values[0] == -1
    assert effects[1].values == (None, None)


@pytest.mark.full
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("name", ""))
def test_a_scenario_altered_by_nothing_is_itself(case: dict[str, Any], tmp_path: Path) -> None:
    """Also where provision rules have created changes."""
    scenario = loaded(case, tmp_path)
    again = altered(
        scenario, scenario.spec.model_dump(mode="json", exclude_unset=True), scenario.tables
    )
    dumped = [one.spec.model_dump(mode="json") for one in (scenario, again)]
    assert dumped[0] == dumped[1]
    assert again.provision == scenario.provision


@pytest.mark.full
def test_many_changes_are_applied_by_kind(county: Runs) -> None:
    base = county[None][0]
    template = county["room"][0].spec.model_dump(mode="json", exclude_unset=True)
    first = template["changes"][0]
    changes = [{**first, "id": f"n{k}", "accepted": f"2026-06-{k % 28 + 1:02d}"}
               for k in range(MOST_ALONE + 1)]  # fmt: skip
    content = {**template, "changes": changes}
    other = replace(base, spec=type(base.spec).model_validate(content))
    dumped = [one.spec.model_dump(mode="json", exclude_none=True) for one in (base, other)]
    inputs = input_differences({"scenario": dumped[0]}, {"scenario": dumped[1]})
    found = alone([base, other], [(), inputs])[1]
    assert found.grouped
    assert [len(effect.of) for effect in found.effects] == [MOST_ALONE + 1]
    assert found.interaction == (0.0, 0.0)


@pytest.mark.full
def test_other_districts_share_rates_only(county: Runs) -> None:
    other = make_results(n_zones=40)
    both = compare(county[None][1], other)
    assert both.comparable == "rates"
    assert {measure.unit for measure in both.measures} <= {
        "share", "m", "per_1000", "pupils per class"
    }  # fmt: skip
    assert both.years == (2025, 2026, 2027)
    assert both.left_out == (2022, 2023, 2024, 2028, 2029, 2030, 2031)
    assert both.district is None
    said = [note["zh"] for note in panels.notes(both)]
    assert any("不同的区县" in note for note in said)
    assert any("2025–2027" in note for note in said)
    matrix = sheets.matrix(both)
    assert matrix is not None
    shown = [cell["value"] != "" for row in matrix["cells"] for cell in row if cell["mark"]]
    shares = [
        unit_of(str(promise.target["metric"])) in ("share", "m")
        for promise in both.promises
        for entry in promise.entries
        if entry is not None
    ]
    assert shown == shares


def test_only_two_to_twelve_runs_are_compared(county: Runs) -> None:
    one = county[None][1]
    with pytest.raises(ValueError, match="two to 12"):
        compare(one)
    with pytest.raises(ValueError, match="two to 12"):
        compare(*[one] * 13)


@pytest.mark.full
def test_twelve_runs_are_compared(county: Runs) -> None:
    assert len(compare(*[county[None][1]] * 12).scenarios) == 12


def test_runs_without_a_common_year_are_refused(county: Runs) -> None:
    one = county[None][1]
    years = one.tables["years"].assign(school_year=one.tables["years"]["school_year"] + 50)
    with pytest.raises(ValueError, match="no school year in common"):
        compare(one, replace(one, tables={**one.tables, "years": years}))


def test_rows_of_a_table_that_differ_are_found(county: Runs) -> None:
    base = county[None][0]
    pools = base.tables["pools"].assign(rooms=5)
    other = replace(base, tables={**base.tables, "pools": pools})
    rows = row_differences(base, other, "pools")
    assert rows is not None
    assert (rows.changed, rows.added, rows.dropped) == (1, 0, 0)
    assert rows.examples == (("A/junior", "rooms", "3", "5"),)
    assert row_differences(base, base, "pools") is None


def test_a_table_applied_alone_takes_its_rows_along(county: Runs) -> None:
    base = county[None][0]
    pools = base.tables["pools"].assign(rooms=4)
    content = base.spec.model_dump(mode="json", exclude_unset=True)
    content["pools"]["data"][0]["rooms"] = 4
    spec = type(base.spec).model_validate(content)
    other = replace(base, spec=spec, tables={**base.tables, "pools": pools})
    dumped = [one.spec.model_dump(mode="json", exclude_none=True) for one in (base, other)]
    inputs = input_differences({"scenario": dumped[0]}, {"scenario": dumped[1]})
    assert [(one.kind, one.subject) for one in inputs] == [("table", "pools")]
    found = alone([base, other], [(), inputs])[1]
    assert found.effects[0].values == found.full
    # four classrooms from the start: the class that enters in 2026 is divided
    assert found.full[0] == -1


def test_what_matters_is_ranked_by_its_effect(comparison: Comparison) -> None:
    found = comparison.matters[2]
    order = [comparison.inputs[2][effect.of[0]].subject for effect in words.ranked(found, 0)]
    assert order == ["first", "second", "split"]
    block = sheets.matters(comparison, 2, 0)
    assert block is not None
    assert [row["value"]["zh"] for row in block["rows"]] == [
        "−1 个班", "−1 个班", "−2 个班", "0 个班", "−2 个班"
    ]  # fmt: skip
    assert "split" in block["silent"]["zh"]


def test_the_sentence_on_top_names_who_keeps_a_promise(comparison: Comparison) -> None:
    classes, places = (one["zh"] for one in panels.sentences(comparison))
    assert classes.startswith("“初中大班额”（2026年12月31日前清零）：4 个情景都未达到：")
    assert "C 两间加化解（1 个班）" in classes
    assert "达到的是 B 加一间（50 个学位）、C 两间加化解（100 个学位）" in places
    assert "未达到的是 A 原方案（0 个学位）、D 晚到（0 个学位）" in places


def test_a_promise_nobody_is_judged_by_is_not_called_missed(comparison: Comparison) -> None:
    classes = comparison.promises[0]
    entries = tuple(None if entry is None else {**entry, "met": None} for entry in classes.entries)
    assumed = replace(comparison, promises=(replace(classes, entries=entries),))
    (said,) = panels.sentences(assumed)
    assert said["zh"].endswith("4 个情景都是“假设值，未检验”。")
    assert said["en"].endswith("assumed, not tested, in every scenario (4).")


def test_each_ranking_of_changes_names_the_day_of_its_promise(comparison: Comparison) -> None:
    block = sheets.matters(comparison, 2, 0)
    assert block is not None
    assert block["title"]["zh"].endswith("“初中大班额”（期限 2026年12月31日）")
