"""Are the key findings and the sentence of a year worked out from the tables?"""

from dataclasses import replace

import pandas as pd
import pytest

from simulator.reporting import findings, towns, views
from simulator.results import Results


def _with(results: Results, **tables: pd.DataFrame) -> Results:
    return replace(results, tables={**results.tables, **tables})


def _areas(results: Results, *rows: tuple[int, str, str, int, int]) -> Results:
    frame = pd.DataFrame(
        [(y, "town", a, s, n, p, max(n - p, 0)) for y, a, s, n, p in rows],
        columns=list(results.tables["areas"].columns),
    )
    return _with(results, areas=frame)


def test_there_are_at_most_seven(results: Results) -> None:
    lines = findings.key_findings(results)
    assert 3 <= len(lines) <= 7
    for line in lines:
        assert line["zh"].endswith("。")
        assert line["en"].endswith(".")
        assert "{" not in line["zh"] + line["en"]


def test_the_largest_gap_and_how_it_moves(results: Results) -> None:
    run = _areas(
        results,
        (2024, "甲镇", "primary", 110, 100), (2024, "乙镇", "junior", 90, 100),
        (2025, "甲镇", "primary", 142, 100), (2025, "乙镇", "junior", 130, 100),
        (2026, "甲镇", "primary", 150, 100), (2026, "乙镇", "junior", 100, 100),
        (2031, "甲镇", "primary", 90, 100), (2031, "乙镇", "junior", 100, 100),
    )  # fmt: skip
    assert {
        "zh": "按镇街统计，2025 学年各学段（小学、初中）共缺学位 72 个，最缺的是甲镇小学（42 个）；"
        "甲镇小学最多在 2026 学年缺 50 个，到 2031 学年不再缺，其他镇街和学段也不再缺。",
        "en": "Counted by town, 2025: 72 places short (primary, junior secondary), most at 甲镇, "
        "primary (42); there at worst 50 in 2026, none in 2031 and none in any other town or "
        "stage.",
    } in findings.key_findings(run)


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (90, 130, "到 2031 学年不再缺，各镇街各学段合计缺 30 个。"),
        (107, 130, "到 2031 学年仍缺 7 个，各镇街各学段合计缺 37 个。"),
        (107, 100, "到 2031 学年仍缺 7 个。"),
    ],
)
def test_no_longer_short_is_said_of_one_town_and_of_all(
    results: Results, here: int, there: int, said: str
) -> None:
    run = _areas(
        results,
        (2025, "甲镇", "primary", 142, 100), (2025, "乙镇", "junior", 130, 100),
        (2031, "甲镇", "primary", here, 100), (2031, "乙镇", "junior", there, 100),
    )  # fmt: skip
    lines = [line["zh"] for line in findings.key_findings(run)]
    assert next(line for line in lines if line.startswith("按镇街统计")).endswith(said)


def test_a_stage_that_knows_no_towns_is_told_apart(results: Results) -> None:
    rows = [(2024, "senior", 500, 400), (2025, "senior", 520, 400), (2029, "senior", 700, 400)]
    frame = pd.DataFrame(
        [(y, "district", "district", s, n, p, n - p) for y, s, n, p in rows],
        columns=list(results.tables["areas"].columns),
    )
    said = findings.key_findings(_with(results, areas=frame))
    assert {
        "zh": "高中不分镇街招生，按全区合计，2025 学年缺学位 120 个，最多在 2029 学年缺 300 个。",
        "en": "Admitting from the whole district and so counted, senior secondary: 120 places "
        "short in 2025, at worst 300 in 2029.",
    } in said


def test_new_places_beside_the_gaps(results: Results) -> None:
    run = _areas(results, (2025, "甲镇", "primary", 142, 100), (2025, "乙镇", "junior", 130, 100))
    schools = run.tables["schools"].copy()
    schools["town_id"] = schools["campus_id"].str[0].map({"p": "丙镇", "j": "乙镇"})
    run = _with(run, schools=schools)
    total = sum(towns.added(run, "2025-12-31").values())
    said = next(line["zh"] for line in findings.key_findings(run) if "到期新增学位" in line["zh"])
    assert f"到期新增学位 {total:,} 个" in said
    assert (
        "缺口（按镇街）72 个中，42 个在同学段没有新增学位的镇街，最多的是甲镇小学（42 个）" in said
    )


def test_free_rooms_add_up(results: Results) -> None:
    table = towns.rooms(results)
    assert (table["free"] == (table["rooms_ordinary"] - table["classes"]).clip(lower=0)).all()
    last = views.years(results)[-1]
    total = int(table.loc[table["school_year"] == last, "free"].sum())
    said = [line["zh"] for line in findings.key_findings(results)]
    assert any(f"{last} 学年 {total:,} 间" in line for line in said)


def test_the_peaks_and_the_path_of_large_classes(results: Results) -> None:
    said = "".join(line["zh"] for line in findings.key_findings(results))
    for stage, name in (("primary", "小学"), ("junior", "初中")):
        view = views.demand(results, stage)
        assert f"{name} {view.years[view.peak]} 学年 {view.needing[view.peak]:,} 人" in said
    years = results.tables["years"].query("stage == 'compulsory'").set_index("school_year")
    for year in (2022, 2025):
        assert f"{year} 学年 {years.loc[year, 'large_classes']:,} 个班" in said


def test_every_year_has_its_sentence(results: Results) -> None:
    found = findings.yearly(results)
    assert set(found) == {"", "primary", "junior"}
    years = results.tables["years"].set_index(["school_year", "stage"])
    free = towns.rooms(results).groupby("school_year")["free"].sum()
    for k, year in enumerate(views.years(results)):
        row = years.loc[(year, "compulsory")]
        said = found[""][k]["zh"]
        assert said.startswith(f"{year} 学年，义务教育：公办在校 {int(row['pupils']):,} 人")
        assert f"空余教室 {free[year]:,} 间" in said
        assert f"{int(years.loc[(year, 'junior'), 'pupils']):,}" in found["junior"][k]["en"]


def test_a_year_that_admits_nobody_has_no_gap(results: Results) -> None:
    years = results.tables["years"].astype({"shortfall": object})
    years.loc[years["school_year"] == 2022, "shortfall"] = None
    said = findings.yearly(_with(results, years=years))[""][0]
    assert "不计缺口" in said["zh"]
    assert "no shortfall counted" in said["en"]


def test_a_line_says_the_last_year_once(results: Results) -> None:
    last = views.years(results)[-1]
    targets = [
        target | {"by": f"{last}-12-31", "judged_on": f"{last}-12-31"}
        for target in results.summary["targets"]
    ]
    years = results.tables["years"].copy()
    years.loc[years["school_year"] == last, "large_classes"] = 7
    run = _areas(
        _with(results, years=years),
        (2025, "甲镇", "primary", 142, 100), (last, "甲镇", "primary", 120, 100),
    )  # fmt: skip
    run = replace(run, summary={**run.summary, "targets": targets})
    said = findings.key_findings(run)
    for lang in ("zh", "en"):
        for line in said:
            if line["zh"].startswith(("大班额", "公办学校空余教室", "按镇街统计")):
                assert line[lang].count(str(last)) == 1, line[lang]
    assert any(f"{last} 学年仍有 7 个班" in line["zh"] for line in said)
    assert any("甲镇小学最多在 2025 学年缺 42 个。" in line["zh"] for line in said)


def test_a_gap_that_only_falls_says_its_year_once(results: Results) -> None:
    run = _areas(results, (2025, "甲镇", "primary", 142, 100), (2031, "甲镇", "primary", 90, 100))
    said = next(line["zh"] for line in findings.key_findings(run) if "按镇街" in line["zh"])
    assert said.count("2025") == 1
    assert "（42 个，为历年最多）；甲镇小学到 2031 学年不再缺，其他镇街和学段也不再缺。" in said


def test_a_peak_of_large_classes_above_all_years_named_is_said(results: Results) -> None:
    def said(**counts: int) -> str:
        years = results.tables["years"].copy()
        mine = years["stage"] == "compulsory"
        years.loc[mine, "large_classes"] = 5
        for year, n in counts.items():
            years.loc[mine & (years["school_year"] == int(year[1:])), "large_classes"] = n
        lines = findings.key_findings(_with(results, years=years))
        return next(line["zh"] for line in lines if line["zh"].startswith("义务教育大班额"))

    path = "义务教育大班额：2022 学年 29 个班，2025 学年 39 个班"
    assert said(y2022=29, y2025=39, y2028=107) == (
        f"{path}，最多在 2028 学年达 107 个班，2031 学年仍有 5 个班。"
    )
    assert said(y2022=29, y2025=39, y2028=107, y2031=0) == (
        f"{path}，最多在 2028 学年达 107 个班，2031 学年清零。"
    )
    assert said(y2022=29, y2025=39, y2028=39) == f"{path}，2031 学年仍有 5 个班。"
    nil = dict.fromkeys([f"y{year}" for year in range(2024, 2032)], 0)
    assert said(y2022=29, y2023=39, **nil) == (
        "义务教育大班额：2022 学年 29 个班，最多在 2023 学年达 39 个班，2024 学年起清零。"
    )


def test_slack_that_hangs_on_no_project_is_no_key_finding(results: Results) -> None:
    assert any("成败系于" in line["zh"] for line in findings.key_findings(results))
    wide = [t | {"required": 1} for t in results.summary["targets"]]
    lines = findings.key_findings(replace(results, summary={**results.summary, "targets": wide}))
    assert not any("余量" in line["zh"] or "成败" in line["zh"] for line in lines)
