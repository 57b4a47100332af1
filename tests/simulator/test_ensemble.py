import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulator import Results, load, report, run, terminal
from simulator.assembly import assemble
from simulator.engine import open_once, simulate_once
from simulator.luck import Luck
from simulator.reporting.catalogue import Lang
from simulator.tables import TABLES, YEAR_METRICS
from simulator.vocabulary import STAGES

CHECKOUT = Path(__file__).resolve().parents[2]
JIEDONG = CHECKOUT / "scenarios" / "jiedong-2025.yaml"
pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def jiedong() -> Results:
    return run(load(JIEDONG))


def test_same_inputs_and_seed_give_the_same_bytes(jiedong: Results, tmp_path: Path) -> None:
    first = jiedong.write(tmp_path / "first")
    second = run(load(JIEDONG), workers=2).write(tmp_path / "second")
    names = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(second) for p in second.rglob("*") if p.is_file())
    for name in names:
        if name.name != "manifest.json":
            assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_every_table_has_exactly_its_columns(jiedong: Results) -> None:
    assert list(jiedong.tables) == list(TABLES)
    for name, fields in TABLES.items():
        assert list(jiedong.tables[name].columns) == [field.name for field in fields], name


def test_summary_is_plain_json_with_the_contracted_keys(jiedong: Results) -> None:
    text = json.dumps(jiedong.summary, allow_nan=False)
    summary = json.loads(text)
    assert [summary[k] for k in ("schema", "scenario", "variant", "outlook", "replicates")] == [
        1, "jiedong-2025", None, "middle", 1
    ]  # fmt: skip
    target = summary["targets"][0]
    assert set(target) == {
        "id", "metric", "stage", "basis", "strength", "since", "by", "every_year",
        "judged_since", "judged_on", "bound", "operator", "required",
        "achieved", "met", "probability", "first_met", "source", "readings", "paired",
    }  # fmt: skip
    assert set(target["achieved"]) == {"central", "p10", "p50", "p90"}
    assert {"redirected", "longest_m", "purchased", "shortfall", "kept_by", "without_policy"} <= (
        set(target["paired"])
    )
    year = summary["years"][0]
    assert list(year) == ["school_year", "stage", *(field.name for field in YEAR_METRICS)]
    whole = [row for row in summary["years"] if row["stage"] == "all"]
    nothing = {k for row in whole if row["school_year"] > 2022 for k in row if row[k] is None}
    assert nothing == set()
    # Nobody is admitted in the opening year, so these are unknown there, never 0.
    opening = {k for k in whole[0] if whole[0][k] is None}
    assert opening == {"shortfall", "shortfall_catchment", "redirected"}
    assert {row["stage"] for row in summary["years"] if row["pupils"] is not None} == {
        *STAGES, "compulsory", "all"
    }  # fmt: skip


def test_the_programme_is_the_documents(jiedong: Results) -> None:
    every = jiedong.tables["projects"]
    stages = every.groupby("project_id")["stage"].agg(set)
    compulsory = stages[stages.map(lambda found: bool(found & {"primary", "junior"}))].index
    projects = every[every["project_id"].isin(compulsory)]
    assert projects["project_id"].nunique() == 11
    assert projects["places"].sum() == 11_000
    assert 590e6 <= projects["cost_yuan"].sum() <= 600e6
    senior = every[every["stage"] == "senior"]
    assert (len(senior), senior["places"].sum(), senior["cost_yuan"].sum()) == (6, 1_800, 123e6)
    kindergartens = every[every["stage"] == "preschool"]
    # A room of a kindergarten has 30 places: 3,500 is no whole number of rooms.
    assert (len(kindergartens), kindergartens["places"].sum()) == (16, 3_510)
    assert kindergartens["cost_yuan"].sum() == 48e6
    places = next(t for t in jiedong.summary["targets"] if t["metric"] == "added_places")
    assert places["achieved"]["central"] == places["readings"]["counted_by"] == 11_000
    assert places["readings"]["usable_september"] <= places["readings"]["usable_next_september"]


def test_the_question_is_real_at_the_opening_and_differs_by_town(jiedong: Results) -> None:
    years = jiedong.tables["years"].set_index(["school_year", "stage"])
    opening = years.loc[(2022, "compulsory")]
    share = opening["large_classes"] / opening["classes"]
    assert 0.0398 <= share <= 0.101
    ledger = jiedong.tables["classes_ledger"].query("school_year == 2022")
    town = jiedong.tables["schools"].set_index("campus_id")["town_id"]
    by_town = ledger["campus_id"].map(town).value_counts()
    assert 1 < len(by_town) < 13, "large classes in some towns, not in all"
    assert by_town.max() >= 3 * by_town.min()


def test_targets_follow_from_the_yearly_table(jiedong: Results) -> None:
    years = jiedong.tables["years"].set_index(["school_year", "stage"])
    for target in jiedong.summary["targets"]:
        if target["metric"] not in {field.name for field in YEAR_METRICS}:
            continue  # a rate, money or added places: no column of the years
        of_stage = years.xs(target["stage"], level="stage")[target["metric"]]
        value = of_stage[2025]
        if target["every_year"]:
            value = of_stage.loc[2023:2025].max()
        assert target["achieved"]["central"] == value
        assert target["met"] == (value <= target["required"])


def test_the_verdict_stands_beside_alternatives_baselines_and_outlooks(jiedong: Results) -> None:
    table = jiedong.tables["sensitivity"]
    for target in ("places", "large-classes", "large-schools"):
        rows = table[table["target"] == target]
        assert (rows["kind"] == "baseline").sum() == 20
        assert (rows["kind"] == "rule").sum() == 5
        assert set(rows.loc[rows["kind"] == "outlook", "name"]) == {"low", "high"}
    outlooks = jiedong.tables["outlooks"]
    assert set(outlooks["outlook"]) == {"low", "middle", "high"}
    children = outlooks.query("stage == 'primary' and school_year == 2031").set_index("outlook")
    assert children.loc["low", "children"] < children.loc["high", "children"]


def test_an_alternative_judged_in_the_side_runs_equals_a_run_of_its_own(jiedong: Results) -> None:
    alone = run(load(JIEDONG, set=["rules.order=tiers_first"]))
    target = next(t for t in alone.summary["targets"] if t["metric"] == "large_classes")
    rows = jiedong.tables["sensitivity"]
    beside = rows[rows["name"].str.contains("tier by tier") & (rows["target"] == "large-classes")]
    assert beside["achieved"].item() == target["achieved"]["central"]


def test_without_policy_equals_the_variant_without_it(jiedong: Results) -> None:
    variant = run(load(JIEDONG, variant="no-class-policy"))

    def large(results: Results) -> dict[str, Any]:
        return next(t for t in results.summary["targets"] if t["metric"] == "large_classes")

    stated = large(jiedong)["paired"]["without_policy"]
    assert stated["achieved"] == large(variant)["achieved"]["central"]
    assert stated["redirected"] == large(variant)["paired"]["redirected"]


@pytest.mark.parametrize(
    ("variant", "compare"),
    [
        ("no-programme", lambda without, base: without["places"] < base["places"]),
        ("year-late", lambda late, base: late["places"] < base["places"]),
        ("low-births", lambda low, base: low["children"] < base["children"]),
    ],
)
def test_variants_differ_as_they_say(
    jiedong: Results,
    variant: str,
    compare: Callable[[pd.Series, pd.Series], bool],
) -> None:
    other = run(load(JIEDONG, variant=variant))
    assert other.summary["variant"] == variant

    def in_2025(results: Results) -> pd.Series:
        return results.tables["years"].set_index(["school_year", "stage"]).loc[(2025, "junior")]

    assert compare(in_2025(other), in_2025(jiedong))


def test_a_seed_changes_nothing_in_the_central_run_but_its_name(jiedong: Results) -> None:
    other = run(load(JIEDONG), seed=99)
    assert other.summary["seed"] == 99
    pd.testing.assert_frame_equal(other.tables["enrolment"], jiedong.tables["enrolment"])


def test_replicates_differ_from_the_central_run_and_hold_the_checks() -> None:
    district = assemble(load(JIEDONG)).district
    opened = open_once(district)
    runs = [simulate_once(district, Luck(1, r), opened=opened) for r in (0, 1, 2, 1)]
    children = [h.censuses[-1].rows["years"]["children"] for h in runs]
    assert not np.array_equal(children[0], children[1])
    assert not np.array_equal(children[1], children[2])
    assert np.array_equal(children[1], children[3])


def test_invented_projects_and_inline_tables_are_named_as_illustrative(
    jiedong: Results, tmp_path: Path
) -> None:
    assert "projects" in jiedong.manifest["illustrative"]
    base = CHECKOUT / "tests" / "broken" / "base.yaml"
    scenario = load(base)
    written = {name for name in scenario.tables if getattr(scenario.spec, name).data is not None}
    assert written, "the district of the gallery has tables inline"
    expected = {n for n in written if getattr(scenario.spec, n).evidence == "illustrative"}
    results = run(scenario)
    assert expected <= set(results.manifest["illustrative"])
    assert written <= set(results.tables["inputs"]["table"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_run_is_told_on_a_terminal_and_on_a_page(jiedong: Results, lang: Lang) -> None:
    lines = terminal.summary(jiedong, lang)
    assert any("73" in line for line in lines)
    assert not any("nan" in line.lower() or "<NA>" in line for line in lines)
    assert "73" in report.page(jiedong)
