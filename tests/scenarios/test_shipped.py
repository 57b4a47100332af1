"""Does every shipped scenario and variant still say what was reviewed, and the findings with it?"""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import load
from simulator.comparing import page, said
from simulator.comparison import Comparison, compare
from tests.openings import ROOT, docs_module

GOLDENS = ROOT / "tests" / "goldens"
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
SIDE_BY_SIDE = (None, "no-programme", "year-late", "high-births")
COUNTED = ("children", "pupils", "places", "classes", "large_classes", "shortfall", "unplaced")


def variants(scenario: str) -> list[str | None]:
    return [None, *load(ROOT / "scenarios" / f"{scenario}.yaml").spec.variants]


def small(summary: dict[str, Any], *, years: bool) -> dict[str, Any]:
    """Promises with their result; of the scenario itself, the years of each stage too."""
    targets = {
        t["id"]: [t["achieved"]["central"], t["met"], t["first_met"]] for t in summary["targets"]
    }
    if not years:
        return {"targets": targets}
    rows = {
        f"{row['school_year']} {row['stage']}": [row[name] for name in COUNTED]
        for row in summary["years"]
        if row["pupils"] is not None and row["stage"] not in ("compulsory", "all")
    }
    return {"targets": targets, "counted": COUNTED, "years": rows}


def written(golden: dict[str, Any]) -> str:
    """JSON with a line for each promise and each year, so that a difference reads well."""
    lines = []
    for variant, found in golden.items():
        parts = []
        for name, value in found.items():
            if isinstance(value, dict):
                rows = [f"   {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()]
                parts.append(f"  {json.dumps(name)}: {{\n" + ",\n".join(rows) + "\n  }")
            else:
                parts.append(f"  {json.dumps(name)}: {json.dumps(value)}")
        lines.append(f" {json.dumps(variant)}: {{\n" + ",\n".join(parts) + "\n }")
    return "{\n" + ",\n".join(lines) + "\n}\n"


@pytest.mark.full
@pytest.mark.parametrize("scenario", SHIPPED)
def test_golden_summaries_and_the_figures_of_the_findings(
    scenario: str, rewrite_golden: bool, tmp_path: Path
) -> None:
    tool = docs_module("findings_figures")
    summaries, side_by_side = {}, []
    for variant in variants(scenario):
        results = tool.results(scenario, variant)
        summaries[variant] = results.summary
        if variant in SIDE_BY_SIDE:
            side_by_side.append(results)
    golden = {
        variant or scenario: small(summary, years=variant is None)
        for variant, summary in summaries.items()
    }
    path = GOLDENS / f"{scenario}.json"
    if rewrite_golden:
        path.write_text(written(golden), encoding="utf-8", newline="\n")
    assert json.loads(path.read_text("utf-8")) == json.loads(json.dumps(golden))
    for figure in tool.figures(tool.pages()):
        if figure.scenario == scenario:
            assert figure.said == figure.now(summaries[figure.variant]), figure
    check_comparison(compare(*side_by_side), tmp_path)


def check_comparison(compared: Comparison, folder: Path) -> None:
    """Variants stand side by side on a page and in the terminal."""
    assert compared.comparable == "all"
    assert not compared.identical
    shown = page.page(compared)
    assert all(f">{one.letter}<" in shown for one in compared.scenarios)
    told = "".join("".join(said.summary(compared, "zh", folder)).split())
    assert all("".join(one.short.zh.split()) in told for one in compared.scenarios)


def test_every_figure_of_the_findings_names_a_run_that_exists() -> None:
    tool = docs_module("findings_figures")
    named = tool.figures(tool.pages())
    assert {figure.scenario for figure in named} == set(SHIPPED)
    for scenario in SHIPPED:
        asked = {figure.variant for figure in named if figure.scenario == scenario}
        assert asked <= set(variants(scenario))


def test_a_figure_that_moved_is_written_anew() -> None:
    tool = docs_module("findings_figures")
    summary = {
        "targets": [{"id": "share", "achieved": {"central": 0.0834}, "first_met": "2029-09-01"}],
        "years": [{"school_year": 2025, "stage": "all", "places": 10400.0, "surplus": None}],
    }
    text = (
        "8.1 %<!--= a target share achieved.central % -->, 2028<!--= a target share first_met -->,"
        " 9<!--= a year 2025 all places -->; 1<!--= a year 2025 all surplus -->"
    )
    assert tool.rewritten(text, {("a", None): summary}) == (
        "8.3 %<!--= a target share achieved.central % -->, 2029<!--= a target share first_met -->,"
        " 10,400<!--= a year 2025 all places -->; never<!--= a year 2025 all surplus -->"
    )
