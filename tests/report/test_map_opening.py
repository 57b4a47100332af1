"""Does the map open where a promise is furthest off, on a stage that has catchments?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import report
from simulator.reporting import (
    map_figures,
    map_opening,
    maps,
    sheets,
    warning_figures,
    warning_views,
)
from simulator.results import Results
from tests.browsing import Opened
from tests.report.test_browser import hovers

YEARS = (2022, 2023, 2024, 2025)
Gaps = Mapping[str, Sequence[int] | None]
"""What two zones of each stage lack together by year; None where nobody has a catchment."""


def _district(results: Results, gaps: Gaps) -> maps.DistrictMap:
    """Return a map of two zones: the first lacks that many places, the second has 5 too many."""
    district = maps.district_map(results)
    assert district is not None
    stages = {}
    for stage, lacking in gaps.items():
        needing = np.array([[100 + (lacking or [900] * 4)[k], 95] for k in range(4)])
        places = np.full((4, 2), -1 if lacking is None else 100)
        none = np.zeros((4, 0), dtype=np.int64)
        stages[stage] = maps.StageMap(needing, places, places < 0, none, none)
    return replace(district, years=YEARS, stages=stages)


def _missed(results: Results, *targets: tuple[str, str, float]) -> Results:
    """Return the run with these promises of nothing, missed by so much: stage, date, by how far."""
    first = results.summary["targets"][0]
    judged = [
        first | {"stage": stage, "by": by, "judged_on": by, "met": False, "operator": "<=",
                 "required": 0, "strength": "binding", "achieved": {"central": far}}
        for stage, by, far in targets
    ]  # fmt: skip
    return replace(results, summary=results.summary | {"targets": judged})


SHORT: Gaps = {"primary": [9, 5, 7, 0], "junior": [0, 8, 3, 0], "senior": None}


@pytest.mark.parametrize(
    ("targets", "gaps", "opens"),
    [
        # of the worst promise's stages the most short, in the year it falls due
        ([("compulsory", "2023-12-31", 4)], SHORT, ("junior", 2023)),
        ([("compulsory", "2024-12-31", 4)], SHORT, ("primary", 2024)),
        ([("primary", "2023-12-31", 4)], SHORT, ("primary", 2023)),
        # a date of spring is judged by the census before it
        ([("primary", "2024-03-31", 4)], SHORT, ("primary", 2023)),
        ([("compulsory", "2024-12-31", 2), ("junior", "2023-12-31", 4)], SHORT, ("junior", 2023)),
        # a promise of a stage without catchments is passed over, however far off
        ([("senior", "2023-12-31", 99), ("primary", "2024-12-31", 1)], SHORT, ("primary", 2024)),
        ([("all", "2024-12-31", 4)], SHORT, ("primary", 2024)),
        # nobody is short when it falls due: the year its stages are most short
        ([("compulsory", "2025-12-31", 4)], SHORT, ("junior", 2023)),
        ([("primary", "2025-12-31", 4)], SHORT, ("primary", 2024)),
        # no promise of such a stage is missed: the year most short, the opening year last
        ([("senior", "2023-12-31", 99)], SHORT, ("junior", 2023)),
        ([], SHORT, ("junior", 2023)),
        ([], {"primary": [9, 0, 0, 0], "senior": None}, ("primary", 2022)),
        # compulsory stages before others
        ([], {"preschool": [0, 50, 0, 0], "primary": [0, 0, 2, 0]}, ("primary", 2024)),
        ([], {"preschool": [0, 50, 0, 0], "primary": [0, 0, 0, 0]}, ("preschool", 2023)),
        ([("primary", "2024-12-31", 4)], {"preschool": [0] * 4, "primary": [0] * 4},
         ("primary", 2024)),
        ([], {"preschool": [0] * 4, "primary": [0] * 4}, ("primary", 2025)),
        ([], {"senior": None}, ("senior", 2025)),
    ],
)  # fmt: skip
def test_the_map_opens_where_zones_lack_places(
    results: Results,
    targets: list[tuple[str, str, float]],
    gaps: Gaps,
    opens: tuple[str, int],
) -> None:
    years = results.tables["years"]
    short = replace(
        _missed(results, *targets),
        tables={**results.tables, "years": years[years["school_year"].isin(YEARS)]},
    )
    assert map_opening.opening(short, _district(results, gaps)) == opens


def _by_score(results: Results, stage: str) -> Results:
    """Return the run with a stage that admits without catchments, its promises first missed."""
    links, admissions = results.tables["catchments"], results.tables["admissions"].copy()
    admissions.loc[admissions["stage"] == stage, "own_children"] = None
    tables = {"catchments": links[links["stage"] != stage], "admissions": admissions}
    run = _missed(results, (stage, "2025-12-31", 99), ("compulsory", "2025-12-31", 9))
    return replace(run, tables={**results.tables, **tables})


def test_a_stage_without_catchments_has_no_gap_by_zone(results: Results) -> None:
    with_both = maps.district_map(results)
    run = _by_score(results, "primary")
    district = maps.district_map(run)
    assert district is not None and with_both is not None
    stage, year = map_opening.opening(run, district)
    assert (stage, year) == ("junior", 2025)
    assert with_both.stages["primary"].short(with_both.years.index(year)) > 0
    assert district.stages["primary"].short(district.years.index(year)) == 0
    assert maps.worst_zones(district, "primary", year) == []
    assert sheets.say_map(district, "primary", year, "zh") == (
        "2025 学年小学不按片区招生，不计片区缺口。"
    )
    # its whole demand is not a gap that the colours have to span
    junior, primary = (district.stages[name] for name in ("junior", "primary"))
    large = replace(primary, needing=primary.needing * 100)
    assert maps.class_edges([junior, large]) == maps.class_edges([junior])
    assert maps.class_edges([replace(junior, needing=junior.needing * 100)]) != district.edges
    warning = warning_views.entry_warning(run, "primary", district.zone_ids, district.campus_ids)
    said = warning_figures.sentence(run, warning, year, "zh")
    assert said == "小一不按片区招生，不作预警。"


@pytest.mark.full
def test_the_page_opens_with_the_map(results: Results) -> None:
    page = report.page(_by_score(results, "primary"))
    assert "地图按片区" in page
    context: dict[str, Any] = report._context(_by_score(results, "primary"))
    assert (context["map"]["stage"], context["map"]["year"]) == ("junior", 2025)
    assert context["years"][context["year_index"]] == 2025
    gaps = context["map"]["gaps"]
    at = context["years"].index(2025)
    assert "地图按片区" in gaps["junior"][at]["zh"]
    assert all("片区" not in said["zh"] for said in gaps["primary"])


@pytest.mark.browser
@pytest.mark.full
def test_the_page_shows_no_gap_where_there_are_no_catchments(
    browser: Any, results: Results, tmp_path: Path
) -> None:
    run = _by_score(results, "primary")
    report.write(run, tmp_path / "report.html")
    opened = Opened(browser, tmp_path / "report.html")
    opened.draw_all()
    page = opened.page
    assert page.inner_text("#year-shown") == "2025"
    assert page.inner_text("#map-title") == "初中，2025 学年：学位减需求"
    assert page.locator("#worst tbody tr").count() > 0
    # paper shows another stage beside it: none that is grey throughout
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.getElementById('map-other-panel').hidden") is True
    assert page.evaluate("document.getElementById('map-first-panel').hidden") is False
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")

    page.select_option("#stage", "primary")
    page.click("#map-data summary")
    page.locator("#map-table [data-name=zones]").wait_for()  # filled once the page hears of it
    district = maps.district_map(run)
    assert district is not None
    drawn = map_figures.where(run, "primary", 2025, "zh", district=district)
    said = hovers(page, len(district.zone_ids))
    assert said == list(drawn.data[map_figures.TRACE_ZONES].hovertext)
    assert page.inner_text("#map-title") == "小学，2025 学年：各校在校生"
    assert page.inner_text("#map-say") == "2025 学年小学不按片区招生，不计片区缺口。"
    assert page.locator("#worst tbody tr").count() == 0
    heads = page.locator("#map-table [data-name=zones] thead th").all_inner_texts()
    assert [head.split("\n")[0].strip(" ▲▼↕") for head in heads] == ["片区", "镇街", "需学位（人）"]
    shown = page.inner_text("#map-chapter .where") + page.inner_text("#map-table")
    assert "−" not in re.sub("[-−]\\d+…[-−]\\d+|≤ [-−]\\d+", "", shown)
    page.locator("#map-table [data-name=zones] .fig").first.click()
    items = page.locator("#calc-body .item").evaluate_all("all => all.map(e => e.dataset.item)")
    assert items == ["public", "purchased", "unplaced", "needing"]
    page.keyboard.press("Escape")
    page.check("input[name=mode][value=warning]")
    assert page.inner_text("#warning-say") == "小一不按片区招生，不作预警。"
    assert hovers(page, len(district.zone_ids)) == said
    assert opened.errors == []
    opened.context.close()
