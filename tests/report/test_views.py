"""Are the numbers behind the charts the tables' own?"""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from simulator import report, terminal
from simulator.reporting import bounds, chapters, sheets, verdict, views
from simulator.reporting.catalogue import LANGS, Area, Lang, say, speaking_of
from simulator.reporting.numerals import metric
from simulator.results import Results

YEARS = (2022, 2023, 2024)


def _with(results: Results, **tables: pd.DataFrame) -> Results:
    return replace(results, tables={**results.tables, **tables})


def _judged(results: Results, *targets: dict[str, Any]) -> Results:
    return replace(results, summary={**results.summary, "targets": list(targets)})


def _target(results: Results, index: int, **changes: Any) -> dict[str, Any]:
    return {**results.summary["targets"][index], **changes}


def test_demand_counts_everyone_who_needs_a_public_place(results: Results) -> None:
    years = results.tables["years"].copy()
    years.loc[years["stage"] == "junior", ["purchased", "unplaced"]] = [7, 3]
    view = views.demand(_with(results, years=years), "junior")
    rows = years[years["stage"] == "junior"]
    assert view.needing == tuple(rows["pupils"] + 10)
    assert view.short == tuple((rows["pupils"] + 10 - rows["places"]).clip(lower=0))
    assert max(view.needing) == view.needing[view.peak]


def test_spare_places_begin_above_the_operating_margin(results: Results) -> None:
    view = views.demand(results, "primary")
    for needing, places, spare in zip(view.needing, view.places, view.spare, strict=True):
        assert spare == max(0, int(places * 0.95 + 1e-9) - needing)
    assert not any(short and spare for short, spare in zip(view.short, view.spare, strict=True))


def test_what_was_not_computed_is_none_not_zero(results: Results) -> None:
    years = results.tables["years"].astype({"shortfall": object}).copy()
    years["shortfall"] = None
    view = views.demand(_with(results, years=years), "primary")
    assert set(view.shortfall) == {None}


def test_outlooks_make_the_fan(results: Results) -> None:
    view = views.demand(results, "primary")
    assert view.low is not None
    assert view.high is not None
    assert view.low[0] == view.high[0] == view.children[0]
    assert view.low[-1] < view.children[-1] < view.high[-1]
    none = results.tables["outlooks"].iloc[:0]
    assert views.demand(_with(results, outlooks=none), "primary").low is None


@pytest.mark.parametrize(
    ("stage", "edges"),
    [("primary", [(0, 45), (46, 50), (51, 55), (56, 65), (66, None)]),
     ("junior", [(0, 50), (51, 55), (56, 65), (66, None)])],
)  # fmt: skip
def test_bins_follow_the_norm_of_the_stage(
    results: Results, stage: str, edges: list[tuple[int, int | None]]
) -> None:
    view = views.class_sizes(results, stage)
    assert view is not None
    assert [(b.low, b.high) for b in view.bins] == edges
    assert [b.large for b in view.bins] == [low >= 56 for low, _ in edges]
    assert [b.above for b in view.bins] == [view.norm < low < 56 for low, _ in edges]


def test_every_class_is_in_exactly_one_bin(results: Results) -> None:
    sizes = pd.DataFrame(
        [(2022, "primary", n, 1) for n in (1, 45, 46, 50, 51, 55, 56, 65, 66, 90)],
        columns=["school_year", "stage", "size", "classes"],
    )
    view = views.class_sizes(_with(results, class_sizes=sizes), "primary")
    assert view is not None
    assert [row[0] for row in view.counts] == [2, 2, 2, 2, 2]
    whole = views.class_sizes(results, "primary")
    years = results.tables["years"].query("stage == 'primary'").set_index("school_year")
    assert whole is not None
    for k, year in enumerate(whole.years):
        assert sum(row[k] for row in whole.counts) == years.loc[year, "classes"]
        large = sum(r[k] for r, b in zip(whole.counts, whole.bins, strict=True) if b.large)
        assert large == years.loc[year, "large_classes"]


def test_the_worst_promise_is_binding_first(results: Results) -> None:
    binding = _target(results, 0, met=False, achieved={"central": 4_999})
    aspired = _target(results, 2, met=False, strength="aspired")
    assert views.worst_promise(_judged(results, aspired, binding)) == binding
    assert views.gap(binding) == 1
    assert views.worst_promise(_judged(results, _target(results, 0))) is None


def test_a_verdict_never_praises_moving_children_as_places(results: Results) -> None:
    paired = {"redirected": 12_345, "kept_by": "moving"}
    moved = _target(results, 1, met=True, achieved={"central": 0}, paired=paired)
    said = _judged(results, moved)
    assert "1.23 万名学生" in verdict.sentence(said, "zh")
    assert "12,345" in verdict.sentence(said, "en")
    places = _target(results, 1, met=True, paired={"redirected": 3, "kept_by": "places"})
    assert "调剂" not in verdict.sentence(_judged(results, places), "zh")


def test_a_promise_once_reached_and_lost_is_said(results: Results) -> None:
    lapsed = _target(results, 1, met=False, first_met="2024-09-01", by="2025-12-31")
    late = _target(results, 1, met=False, first_met="2029-09-01", by="2025-12-31")
    never = _target(results, 1, met=False, first_met=None)
    words = [verdict.sentence(_judged(results, t), "en") for t in (lapsed, late, never)]
    assert "not held" in words[0]
    assert "none from autumn 2029" in words[1]
    assert "not cleared" in words[2]


def test_a_promise_for_every_year_names_its_worst_year(results: Results) -> None:
    yearly = {"every_year": True, "judged_since": "2023-01-01", "judged_on": "2024-09-01"}
    cleared = _target(
        results, 1, met=False, achieved={"central": 12}, first_met="2026-09-01", **yearly
    )
    said = [verdict.sentence(_judged(results, cleared), lang) for lang in ("zh", "en")]
    assert "没有做到每年清零，2024 年秋季最多，有 12 个，2026 年秋季起年年达到" in said[0]
    assert "most of all autumn 2024 with 12, kept every year from autumn 2026" in said[1]
    assert bounds.wanted(cleared, "zh") == "每年清零"
    yearly |= {"judged_since": "2024-01-01", "judged_on": "2024-12-31"}
    places = _target(results, 0, met=True, achieved={"central": 1020}, required=1000, **yearly)
    said = [verdict.sentence(_judged(results, places), lang) for lang in ("zh", "en")]
    assert "每年达到要求，最差为 1,020 个学位（2024 年）" in said[0]
    assert "as promised every year, at worst 1,020 places (2024)" in said[1]
    assert bounds.bound(places, "zh") == "每年 ≥ 1,000 个学位"
    broken = places | {"judged_since": "2023-09-01", "judged_on": "2024-08-31", "met": False}
    assert "2023年9月1日至2024年8月31日" in verdict.sentence(_judged(results, broken), "zh")


def test_a_bound_the_document_does_not_print_says_so(results: Results) -> None:
    filled = _target(results, 0, bound="assumed", required=1000)
    assert bounds.wanted(filled, "zh") == "≥ 1,000 个学位（假设：原文没有数值）"
    assert bounds.wanted(filled, "en") == "≥ 1,000 places (assumed: the text has no number)"
    twice = [filled | {"id": "twice", "required": 2000}, filled]
    assert "假设" not in verdict.promise(filled, "zh", twice)


def test_with_many_promises_the_missed_ones_come_first(results: Results) -> None:
    kept = [_target(results, 0, id=f"k{k}", stage=s) for k, s in enumerate(["primary", "junior"])]
    few = [_target(results, 1, met=False, first_met=None)]
    assert "未达到：" not in verdict.sentence(_judged(results, *kept, *few), "zh")
    many = [*kept * 3, *few]
    said = verdict.sentence(_judged(results, *many), "zh")
    assert said.startswith("7 项目标，1 项未达到：")
    assert "6 项达到：" in said


def test_no_promise_and_none_tested(results: Results) -> None:
    assert "no promise" in verdict.sentence(_judged(results), "en")
    untested = _target(results, 4)
    assert "assumed values, not tested: 1" in verdict.sentence(_judged(results, untested), "en")
    assert verdict.word(untested) == "verdict.untested"
    unknown = _target(results, 4, achieved={"central": None})
    assert verdict.sentence(_judged(results, unknown), "zh") == "1 项缺少数据，无法检验。"
    assert verdict.word(unknown) == "verdict.unknown"


def test_a_promise_no_case_judges_has_no_verdict_there(results: Results) -> None:
    table = results.tables["sensitivity"].copy()
    nothing = table.assign(met=pd.array([pd.NA] * len(table), dtype="boolean"))
    tables = {**results.tables, "sensitivity": nothing}
    assert verdict.cases(replace(results, tables=tables), "zh") == []


def test_sensitivity_is_counted(results: Results) -> None:
    cases = verdict.cases(results, "en")
    rule = next(case for case in cases if case.kind == "rule")
    assert rule.name == "Redirect up to 55"
    baseline = next(case for case in cases if case.kind == "baseline")
    assert baseline.results == ((20, 20), (0, 20), (0, 20), (20, 20), None)
    assert "same promises are kept" in verdict.robustness(results, "en")["outlook"]
    table = results.tables["sensitivity"].copy()
    flips = (table["name"] == "high") & (table["target"] == "added_places/compulsory")
    table.loc[flips, "met"] = False
    said = verdict.robustness(_with(results, sensitivity=table), "en")["outlook"]
    assert "disagree on: Added public places" in said


def test_a_catchment_of_several_schools_is_not_one_schools(results: Results) -> None:
    links = results.tables["catchments"].iloc[:0]
    rows = [("z1", "p01"), ("z1", "p02"), ("z2", "p02"), ("z3", "p03")]
    for zone, campus in rows:
        links.loc[len(links)] = {"school_year": 2025, "stage": "primary", "zone_id": zone,
                                 "campus_id": campus, "assumed": False}  # fmt: skip
    schools = results.tables["schools"].copy()
    schools["town_id"] = schools["campus_id"].map({"p01": "甲镇", "p02": "甲镇"}).fillna("乙镇")
    found = views.shared_catchments(_with(results, catchments=links, schools=schools))
    assert found == {(2025, "primary", c): ("甲镇", 2, True) for c in ("p01", "p02")}
    links.loc[len(links)] = {"school_year": 2025, "stage": "primary", "zone_id": "z4",
                             "campus_id": "p04", "assumed": False}  # fmt: skip
    schools.loc[schools["campus_id"] == "p04", "town_id"] = "甲镇"
    found = views.shared_catchments(_with(results, catchments=links, schools=schools))
    assert found[2025, "primary", "p01"] == ("甲镇", 2, False)


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("zh", ["义务教育大班额（期限 2023年12月31日）", "义务教育大班额（期限 2025年12月31日）"]),
        ("en", ["Large classes, compulsory education (by 31 Dec 2023)",
                "Large classes, compulsory education (by 31 Dec 2025)"]),
    ],
)  # fmt: skip
def test_promises_that_differ_in_their_day_are_told_apart(
    results: Results, lang: Lang, names: list[str]
) -> None:
    early = _target(results, 1, id="early", by="2023-12-31", met=False)
    late = _target(results, 1, id="late", by="2025-12-31", met=False)
    other = _target(results, 0)
    run = _judged(results, early, late, other)
    said = verdict.sentence(run, lang)
    for name in names:  # the stage stands once, before all of them
        assert re.sub("义务教育|, compulsory education", "", name).lower() in said.lower()
    assert verdict.promise(other, lang, [early, late, other]) == verdict.promise(other, lang)
    assert verdict.promise(late, lang, [late, other]) == verdict.promise(late, lang)
    sensitivity = pd.DataFrame(
        [("outlook", "low", t["id"], 1.0, False) for t in (early, late, other)],
        columns=["kind", "name", "target", "achieved", "met"],
    )
    table = sheets.robustness(replace(run, tables={**run.tables, "sensitivity": sensitivity}))
    assert table is not None
    assert [head[lang] for head in table.heads[1:3]] == names


def test_promises_that_differ_in_their_bound_are_told_apart(results: Results) -> None:
    none = _target(results, 1, id="none", operator="<=", required=0)
    few = _target(results, 1, id="few", operator="<=", required=5)
    later = _target(results, 1, id="later", operator="<=", required=5, by="2027-12-31")
    every = [none, few]
    assert verdict.promise(none, "zh", every) == "义务教育大班额（清零）"
    assert verdict.promise(few, "en", every).endswith(" (≤ 5 classes)")
    three = {verdict.promise(t, "zh", [*every, later]) for t in (*every, later)}
    assert len(three) == len([*every, later])


def test_what_is_counted_net_is_named_so(results: Results) -> None:
    places = _target(results, 0, basis="net", met=True)
    land = _target(results, 0, id="land", metric="school_land_m2", stage="all", basis="net",
                   required=0, achieved={"central": 12_000}, met=True)  # fmt: skip
    plain = {**land, "id": "held", "basis": "gross"}
    run = _judged(results, places, land, plain)
    said = {lang: verdict.sentence(run, lang) for lang in LANGS}
    assert "义务教育净增公办学位" in said["zh"]
    assert "各学段合计净增教育用地 12,000 平方米" in said["zh"]
    assert "各学段合计教育用地 12,000 平方米" in said["zh"]
    assert "Net added public places, compulsory education" in said["en"]
    assert "Net added school land, all stages 12,000 m²" in said["en"]
    assert chapters.target(run, land)["name"]["zh"] == "各学段合计净增教育用地"
    assert "净增教育用地" in "\n".join(terminal.summary(run, "zh"))


def test_a_metric_that_names_its_stage_is_not_given_it_again(results: Results) -> None:
    kept = _target(results, 1, metric="retention", operator=">=", required=0.85)
    assert verdict.promise(kept, "zh") == "九年义务教育巩固率"
    assert verdict.promise(kept, "en") == "Nine-year retention, compulsory education"
    assert verdict.promise({**kept, "metric": "gross_rate"}, "zh") == "义务教育毛入学率"


@pytest.mark.parametrize(
    ("bound", "value", "said"),
    [
        (0.85, 0.8230, ("≤ 85 %", "82.3 %", "2.7 个百分点")),
        (0.12, 0.10, ("≤ 12 %", "10 %", "2 个百分点")),
        (0.12, 0.1004, ("≤ 12 %", "10.0 %", "2.0 个百分点")),
        (0.125, 0.10, ("≤ 12.5 %", "10.0 %", "2.5 个百分点")),
        (0.12, 0.12004, ("≤ 12 %", "12.004 %", "0.004 个百分点")),
        (0.12, 0.12, ("≤ 12 %", "12 %", "0 个百分点")),
    ],
)
def test_result_bound_and_gap_of_a_share_have_decimals_that_fit(
    results: Results, bound: float, value: float, said: tuple[str, ...]
) -> None:
    target = _target(results, 1, metric="large_class_share", required=bound, met=value <= bound,
                     achieved={"central": value})  # fmt: skip
    away = bounds.distance(target, abs(value - bound), "zh")
    assert (bounds.bound(target, "zh"), bounds.achieved(target, "zh"), away) == said


def test_a_share_promised_to_be_none_is_not_counted_as_none_left(results: Results) -> None:
    target = _target(results, 1, metric="large_class_share", required=0, met=False,
                     achieved={"central": 0.083}, first_met=None)  # fmt: skip
    assert "比例到期为 8.3 %（要求 ≤ 0 %）" in verdict.sentence(_judged(results, target), "zh")


@pytest.mark.parametrize(
    ("bound", "value", "said"),
    [
        (123_000_000, 123_000_000, ("≥ 1.23 亿元", "1.23 亿元")),
        (123_000_000, 122_999_000, ("≥ 1.23 亿元", "1.22999 亿元")),
        (48_000_000, 51_234_567, ("≥ 4,800 万元", "5,123.46 万元")),
        (9_000, 0, ("≥ 9,000 元", "0 元")),
    ],
)
def test_money_stands_in_yi_and_wan_and_is_told_apart(
    results: Results, bound: int, value: int, said: tuple[str, str]
) -> None:
    target = _target(results, 0, metric="investment_yuan", operator=">=", required=bound,
                     achieved={"central": value})  # fmt: skip
    assert (bounds.bound(target, "zh"), bounds.achieved(target, "zh")) == said
    assert bounds.achieved(target, "en") == f"{value:,} CNY"


def test_each_line_of_another_run_says_that_it_is_one_and_what_differs(results: Results) -> None:
    without = {"achieved": 53, "redirected": 169}
    paired = {"redirected": 12, "kept_by": "places", "without_policy": without}
    target = _target(results, 1, met=True, paired=paired, readings=None)
    assert verdict.means(target, "zh") == [
        "另作一次推演，只去掉向片区以外的调剂，其余不变：也达到",
        "另作一次推演，只去掉大班额化解政策，调剂照常，其余不变：53 个班，当年调剂 169 人",
    ]
    moving = {**target, "paired": {**paired, "kept_by": "moving", "without_policy": None}}
    assert verdict.means(moving, "zh") == [
        "本次推演要调剂学生才能实现：当年 12 人；"
        "另作一次推演，只去掉向片区以外的调剂，其余不变：未达到"
    ]
    for line in (*verdict.means(target, "en"), *verdict.means(moving, "en")):
        assert "once more" in line


@pytest.mark.parametrize(
    ("name", "towns", "area"),
    [
        ("河南省许昌市", ("魏都区", "长葛市", "襄城县"), ("市", "city", "县区")),
        ("某县（很可能是江西省抚州市南丰县）", ("甲镇", "乙乡"), ("县", "county", "乡镇")),
        ("福建省福州市台江区", ("上海街道", "甲镇"), ("区", "district", "镇街")),
        ("示例开发片", (), ("域", "area", "镇街")),
        ("", ("甲镇",), ("区", "district", "镇街")),
    ],
)
def test_words_fit_the_kind_of_area(
    name: str, towns: tuple[str, ...], area: tuple[str, str, str]
) -> None:
    assert views.area_of(name, towns) == Area(*area)


@pytest.mark.full
def test_a_city_is_spoken_of_as_one(results: Results) -> None:
    zones = results.tables["zones"].assign(town_id="甲县")
    city = replace(
        results,
        tables={**results.tables, "zones": zones},
        manifest={**results.manifest, "district": {"zh": "某省某市", "en": "A city"}},
    )
    assert views.area(city) == Area("市", "city", "县区")
    with speaking_of(views.area(city)):
        assert say("live.whole_district", "zh") == "全市"
        assert say("live.whole_district", "en") == "Whole city"
        assert say("calculation.outside", "zh") == "市外"
        assert "片区以外" in say("targets.kept_without_moving", "zh")
        assert metric("shortfall", "zh") == "学位缺口（按县区）"
    assert say("live.whole_district", "zh") == "全区"
    lines = "\n".join(terminal.summary(city, "zh"))
    assert "县区缺口" in lines
    assert "镇街" not in lines
    page = report.page(city)
    assert "全区总量" not in page
    assert "全市总量" in page
