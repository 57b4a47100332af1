"""What do promises stand on: slack, the decisive project, moved children, other starting data?"""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from simulator.reporting import alongside, footing, margins, views
from simulator.results import Results


def _with(results: Results, **tables: pd.DataFrame) -> Results:
    return replace(results, tables={**results.tables, **tables})


def _projects(results: Results, *rows: tuple[str, str, int, str, int | None]) -> Results:
    """Return a run whose projects are id, stage, places, acceptance and first intake."""
    campus = {"primary": "p01", "junior": "j01"}
    columns = results.tables["projects"].columns
    frame = pd.DataFrame(
        [
            {"project_id": name, "kind": "expand", "campus_id": campus[stage], "stage": stage,
             "rooms": places // 45, "places": places, "accepted": accepted,
             "first_september": intake}
            for name, stage, places, accepted, intake in rows
        ],
        columns=columns,
    )  # fmt: skip
    return _with(results, projects=frame)


def _target(results: Results, **changes: Any) -> dict[str, Any]:
    return {**results.summary["targets"][0], **changes}


def _achieved(results: Results, required: int, achieved: int) -> dict[str, Any]:
    return _target(
        results,
        required=required,
        achieved={"central": achieved, "p10": None, "p50": None, "p90": None},
        met=achieved >= required,
    )


ROWS = (
    ("early", "primary", 900, "2024-08-01", 2024),
    ("split", "primary", 450, "2025-07-01", 2025),
    ("split", "junior", 600, "2025-07-01", 2025),
    ("tight", "junior", 600, "2025-11-30", 2026),
    ("late", "primary", 450, "2026-02-01", 2026),
    ("never", "primary", 450, "", None),
)


def test_the_decisive_project_is_the_last_before_the_date_among_those_needed(
    results: Results,
) -> None:
    run = _projects(results, *ROWS)
    found = margins.margin(run, _achieved(results, 2550, 2550))
    assert found is not None
    assert found.spare == 0
    assert [part.project_id for part in found.needed] == ["tight", "split", "early"]
    assert found.decisive == found.needed[0]
    assert (found.decisive.days_left, found.without(found.decisive)) == (31, 1950)
    assert [part.places for part in found.needed] == [600, 1050, 900]
    assert [part.project_id for part in found.after] == ["late"]
    said = "".join(line["zh"] for line in footing.slack(run, _achieved(results, 2550, 2550)))
    for words in ("没有余量", "2025年11月30日验收", "早 31 天", "只有 1,950 个", "差 600 个",
                  "2026 年 9 月才招生"):  # fmt: skip
        assert words in said


def test_a_project_smaller_than_the_slack_decides_nothing(results: Results) -> None:
    run = _projects(results, *ROWS)
    found = margins.margin(run, _achieved(results, 1900, 2550))
    assert found is not None
    assert found.spare == 650
    assert [part.project_id for part in found.needed] == ["split", "early"]
    wide = margins.margin(run, _achieved(results, 500, 2550))
    assert wide is not None
    assert wide.decisive is None
    said = [line["en"] for line in footing.slack(run, _achieved(results, 500, 2550))]
    assert said == ["Slack: 2,050 places above the promise; it holds without any single project."]


def test_a_missed_promise_names_what_came_too_late(results: Results) -> None:
    run = _projects(results, *ROWS)
    (line,) = footing.slack(run, _achieved(results, 3000, 2550))
    assert "期限以后才验收的项目 1 个，450 个学位" in line["zh"]
    assert margins.margin(run, _target(results, metric="large_classes")) is None
    assert margins.margin(run, _target(results, met=None)) is None


def test_only_projects_since_the_first_day_count(results: Results) -> None:
    run = _projects(results, *ROWS)
    found = margins.margin(run, _achieved(results, 1, 2550) | {"since": "2025-01-01"})
    assert found is not None
    assert [part.project_id for part in found.counted] == ["split", "tight"]


def test_the_longest_way_is_that_of_a_redirected_child(results: Results) -> None:
    flows = results.tables["flows"].copy()
    mine = flows["school_year"].eq(2025) & flows["stage"].eq("primary")
    order = flows[mine].sort_values("distance_m").index
    flows.loc[order[3], "redirected"] = 2
    run = _with(results, flows=flows)
    expected = int(flows.loc[order[3], "distance_m"])
    assert expected < flows.loc[mine, "distance_m"].max()
    assert alongside.farthest(run, "compulsory", 2025) == expected
    assert alongside.farthest(run, "junior", 2025) is None
    found = alongside.at(run, "compulsory", 2025)
    years = results.tables["years"].query("stage == 'compulsory' and school_year <= 2025")
    assert found.redirected_so_far == years["redirected"].sum()


def test_it_is_said_once_for_promises_of_one_scope_and_census(results: Results) -> None:
    found = alongside.alongside(results)
    assert [(one.scope, one.year) for one in found] == [("compulsory", 2025)]
    assert len(footing.beside(results)) == 2
    said = footing.beside(results)[1]["zh"]
    years = results.tables["years"].set_index(["school_year", "stage"]).loc[2025, :]
    row = years.loc["compulsory"]
    assert f"学位缺口按镇街统筹计为 {int(row['shortfall']):,} 个" in said
    assert f"按招生片区计为 {int(row['shortfall_catchment']):,} 个；未落实 0 人" in said


def test_those_short_of_a_place_sit_in_classes_above_the_norm(results: Results) -> None:
    sizes = pd.DataFrame(
        [(2025, "primary", 45, 7), (2025, "primary", 50, 3), (2025, "primary", 58, 2),
         (2025, "junior", 50, 9), (2025, "junior", 51, 4)],
        columns=["school_year", "stage", "size", "classes"],
    )  # fmt: skip
    run = _with(results, class_sizes=sizes)
    primary = alongside.full_classes(run, "primary")[2025]
    assert (primary.classes, primary.large, primary.beyond) == (3, 2, 3 * 5 + 2 * 13)
    junior = alongside.full_classes(run, "junior")[2025]
    assert (junior.classes, junior.large, junior.beyond) == (4, 0, 4)
    said = footing.beside(run)[1]["zh"]
    assert "小学 5 个班超过 45 人，共多坐 41 人、初中 4 个班超过 50 人，共多坐 4 人" in said


@pytest.mark.parametrize("turned", [0, 17])
def test_a_verdict_that_other_data_turn_is_not_called_robust(results: Results, turned: int) -> None:
    table = results.tables["sensitivity"].copy()
    mine = table["kind"].eq("baseline") & table["target"].eq("large_classes/compulsory")
    table.loc[table.index[mine][:turned], "met"] = True
    said = [line["zh"] for line in footing.unsteady(_with(results, sensitivity=table))]
    wanted = [line for line in said if "大班额”" in line]
    assert len(wanted) == bool(turned)
    assert all("20 套不同初始数据中有 17 套达到" in line and "差" in line for line in wanted)


def test_a_large_school_is_named_with_what_it_lacks(results: Results) -> None:
    table = results.tables["sensitivity"].copy()
    mine = table["kind"].eq("baseline") & table["target"].eq("large_schools/compulsory")
    table.loc[mine, "met"] = True
    said = "".join(line["zh"] for line in footing.unsteady(_with(results, sensitivity=table)))
    assert "“义务教育大校额”一项不稳健" in said
    assert "> 2,000" in said
    assert views.stages(results) == ("primary", "junior")
