"""Are the parameters of a run called in a planner's words?"""

import re
from pathlib import Path

import pytest

from simulator import load
from simulator.assembly import assumptions
from simulator.reporting import parameters
from simulator.reporting.catalogue import CATALOGUE


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("norms.class_size.junior", "标准班额·初中（norms.class_size.junior）"),
        ("entry_shares (primary, migrant): elsewhere", "新生分流比例（小学、随迁）：外出就学"),
        ("migration (a … c: 3, ages 0–14)", "净迁移率（a … c: 3、年龄 0–14）"),
        ("assumed.gross_rate.preschool", "推定·毛入学率·学前（assumed.gross_rate.preschool）"),
        ("outlooks.low.births.2024", "人口方案·低方案·出生系数·2024（outlooks.low.births.2024）"),
    ],
)
def test_names(written: str, said: str) -> None:
    assert parameters.name(written, "zh") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "norms.class_size.junior",
            "Class norm, junior secondary (norms.class_size.junior)",
        ),
        (
            "entry_shares (primary, migrant): elsewhere",
            "Shares of entrants elsewhere (primary, migrant): elsewhere",
        ),
        ("travel.detour_factor", "Detour factor (travel.detour_factor)"),
    ],
)
def test_names_in_english(written: str, said: str) -> None:
    assert parameters.name(written, "en") == said


def test_values_and_statuses() -> None:
    assert parameters.value("own/norm → town/tolerance", "zh") == (
        "本片区/标准班额 → 镇街或学区/班额上限"
    )
    assert parameters.value("06-30", "zh") == "06-30"
    assert parameters.status("stated; overridden (default rungs_first)", "zh") == (
        "情景写明（默认 先逐级、后类别）"
    )
    assert parameters.status("overridden by clear from 2023-09-01", "zh") == (
        "自2023年9月1日起执行"
    )
    assert parameters.status("verified", "en") == "verified"


def test_a_rule_says_from_when_a_policy_replaces_it() -> None:
    later = parameters.policies(
        ["rules.large_classes", "policy.large_classes"],
        ["assumed", "overridden by clear from 2023-09-01"],
        ["none", "clear"],
    )
    assert later == {"rules.large_classes": "; from 2023-09-01 clear"}
    whole = "none" + later["rules.large_classes"]
    assert parameters.value(whole, "zh") == "不设，自2023年9月1日起化解"
    assert parameters.value(whole, "en") == "none; from 1 Sep 2023 clear"


def test_the_cap_is_said_to_give_way_on_the_last_rung() -> None:
    said = parameters.value("own/norm → own/any", "zh")
    assert said.startswith("本片区/标准班额 → 本片区/不限")
    assert "不受班额上限约束" in said
    assert "不受" not in parameters.value("own/norm → town/norm", "zh")


SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_assumption_of_a_shipped_run_is_in_chinese(file: Path) -> None:
    scenario = load(file)
    table = assumptions(scenario)
    # Ids are the bureau's own: they stay as they are.
    ids = {one.id for one in (*scenario.spec.estates, *scenario.spec.provision)}
    for written in table["name"]:
        said = parameters.name(written, "zh").replace(f"（{written}）", "")
        said = re.sub(r"[（、][\w-]+ … [\w-]+: \d+", "", said)
        for id_ in ids:
            said = said.replace(f"·{id_}·", "·")
        assert re.search("[\u4e00-\u9fff]", said), written
        assert not re.search("[A-Za-z]{3,}", said), written
    for unit in set(table["unit"]) - {""}:
        assert f"unit.{unit}" in CATALOGUE, unit
    for column, of in (("value", parameters.value), ("status", parameters.status)):
        for written in set(table[column]):
            assert not re.search("[A-Za-z]{3,}", of(written, "zh")), written


def test_what_is_said_beside_a_name_is_in_both_languages() -> None:
    assert parameters.name("estates.甲小区.ages 0–2", "zh") == "楼盘·甲小区·年龄 0–2"
    assert parameters.value("true", "zh") == "是"
    assert parameters.status("verified; overridden (default 720)", "zh") == "已核对（默认 720）"
    assert parameters.status("assumed; overridden", "en") == "assumed"
