"""Do the filters, tables, downloads and calculations of the page do what a planner expects?"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator import report
from simulator.figure_ids import figure_id
from simulator.reporting import (
    figures,
    findings,
    ledger_sheet,
    map_opening,
    maps,
    panels,
    views,
    warning_views,
    waterfall_figures,
)
from simulator.reporting.catalogue import say
from simulator.reporting.numerals import number
from simulator.results import Results
from tests.browsing import Opened
from tests.report.test_browser import hovers

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture(scope="module")
def opened(
    browser: Any, results: Results, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    file = tmp_path_factory.mktemp("tools") / "report.html"
    report.write(results, file)
    page = Opened(browser, file)
    page.draw_all()
    yield page
    assert page.errors == []
    assert page.asked == [file.as_uri()]


@pytest.fixture(autouse=True)
def _as_it_opened(opened: Opened) -> Iterator[None]:
    yield
    page = opened.page
    page.keyboard.press("Escape")
    page.click("#reset")
    page.check("input[name=mode][value=balance]")


def test_the_stage_hides_other_stages_but_never_the_verdict(opened: Opened) -> None:
    page = opened.page
    verdict = page.inner_text("#verdict")
    page.select_option("#stage", "junior")
    assert page.is_visible("#demand-junior")
    assert page.is_hidden("#demand-primary")
    stages = page.locator("#ledger tbody tr:visible").evaluate_all(
        "rows => rows.map(r => r.dataset.stage)"
    )
    assert set(stages) <= {"junior"}
    assert page.inner_text("#verdict") == verdict
    page.fill("#year", "1")
    assert page.inner_text("#verdict") == verdict


def test_the_year_moves_map_tables_and_waterfall_together(opened: Opened, results: Results) -> None:
    page = opened.page
    years = page.evaluate("JSON.parse(document.getElementById('data').textContent).years")
    page.fill("#year", "3")
    assert page.inner_text("#year-shown") == str(years[3])
    assert str(years[3]) in page.inner_text("#map-title")
    assert str(years[3]) in page.inner_text("#waterfall-title")
    assert str(years[3]) in page.inner_text("#areas-shown")
    table = results.tables["areas"].query("school_year == @years[3] and area_kind != 'catchment'")
    assert page.locator("#live-areas tbody tr").count() == len(table)


@pytest.mark.parametrize(("stage", "year"), [("primary", 0), ("junior", 6)])
def test_the_waterfall_is_the_drawn_one(
    opened: Opened, results: Results, stage: str, year: int
) -> None:
    page = opened.page
    years = page.evaluate("JSON.parse(document.getElementById('data').textContent).years")
    page.select_option("#stage", stage)
    page.fill("#year", str(year))
    page.locator("#waterfall").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    drawn = waterfall_figures.waterfall(results, stage, years[year], "zh")
    expected = json.loads(drawn.to_json())
    shown = page.evaluate(
        "(() => { const e = document.getElementById('waterfall'); return {data: e.data.map(t => "
        "({x: t.x, y: t.y, base: t.base, text: t.text, hover: t.customdata, "
        "colour: t.marker && t.marker.color})), ticks: e.layout.yaxis.ticktext, "
        "range: e.layout.xaxis.range, lines: e.layout.shapes.map(s => [s.x0, s.y0, s.y1]), "
        "height: e.layout.height}; })()"
    )
    for trace, other in zip(shown["data"], expected["data"], strict=True):
        for mine, theirs in (("x", "x"), ("y", "y"), ("base", "base"), ("text", "text"),
                             ("hover", "customdata")):  # fmt: skip
            assert trace.get(mine) == other.get(theirs), mine
        assert trace.get("colour") == (other.get("marker") or {}).get("color")
    layout = expected["layout"]
    assert shown["ticks"] == layout["yaxis"]["ticktext"]
    assert shown["range"] == pytest.approx(layout["xaxis"]["range"])
    assert shown["height"] == layout["height"]
    lines = [value for s in layout["shapes"] for value in (s["x0"], s["y0"], s["y1"])]
    assert [value for line in shown["lines"] for value in line] == pytest.approx(lines)


def test_a_heading_sorts_and_says_so(opened: Opened) -> None:
    page = opened.page
    column = page.locator("#live-areas thead th").nth(3)
    column.locator("button").click()
    assert page.locator("#live-areas thead th").nth(3).get_attribute("aria-sort") == "descending"
    cells = page.locator("#live-areas tbody tr").evaluate_all(
        "rows => rows.map(r => Number(r.cells[3].textContent.replace(/,/g, '')))"
    )
    assert cells == sorted(cells, reverse=True)
    page.locator("#live-areas thead th").nth(3).locator("button").click()
    cells = page.locator("#live-areas tbody tr").evaluate_all(
        "rows => rows.map(r => Number(r.cells[3].textContent.replace(/,/g, '')))"
    )
    assert cells == sorted(cells)


def test_a_download_holds_the_table_in_plain_figures(opened: Opened) -> None:
    page = opened.page
    with page.expect_download() as waiting:
        page.locator("#live-areas .tools button").nth(1).click()
    written = Path(waiting.value.path()).read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    shown = page.locator("#live-areas tbody tr").count()
    assert len(rows) == shown + 1
    assert all(re.fullmatch(r"-?\d+(\.\d+)?|—", cell) for row in rows[1:] for cell in row[2:])


def test_every_figure_opens_its_calculation(opened: Opened, results: Results) -> None:
    page = opened.page
    asked = page.locator("[data-calc]").evaluate_all("all => all.map(e => e.dataset.calc)")
    known = page.evaluate("[...Object.keys(report.data.calc.figures), ...report.rows.ids()]")
    assert set(asked) <= set(known)
    years = results.tables["years"]
    row = years.query("stage == 'primary'").iloc[2]
    name = figure_id(int(row["school_year"]), "primary", "places")
    button = page.locator(f".key-figures [data-calc='{name}']").first
    page.locator(".key-figures[data-stage=primary] summary").click()
    button.focus()
    page.keyboard.press("Enter")
    assert page.is_visible("#calc")
    said = page.inner_text("#calc-body")
    assert name in said
    assert f"= {int(row['places']):,}" in said
    page.keyboard.press("Escape")
    assert page.is_hidden("#calc")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.calc") != name


def test_the_early_warning_has_its_own_key_and_words(opened: Opened, results: Results) -> None:
    page = opened.page
    page.select_option("#stage", "primary")
    page.fill("#year", "2")
    page.check("input[name=mode][value=warning]")
    assert "学位预警" in page.inner_text("#map-title")
    assert page.is_visible("#key-warning")
    assert page.is_hidden("#key-balance")
    assert page.is_visible("#warning-say")
    assert page.is_hidden("#worst-zones")
    district = maps.district_map(results)
    assert district is not None
    sent = panels.warning(results, district)
    found = warning_views.entry_warning(
        results, "primary", district.zone_ids, district.campus_ids
    )  # fmt: skip
    expected = [
        say(
            "warning.hover_zone",
            "zh",
            {
                "name": figures.text(name),
                "town": figures.text(district.towns[z]),
                "children": number(int(found.zone_children[2][z])),
                "seats": number(int(found.zone_seats[2][z])),
                "level": figures.text(sent["names"][found.zone_class[2][z]]["zh"]),
            },
        )
        for z, name in enumerate(district.zone_names)
    ]
    assert hovers(page, len(expected)) == expected


def test_paper_stays_short(opened: Opened, tmp_path: Path) -> None:
    page = opened.page
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page/") <= 22


def test_the_sentence_of_the_year_follows_the_filters(opened: Opened, results: Results) -> None:
    page = opened.page
    said = findings.yearly(results)
    assert page.inner_text("#year-say") == said[""][views.years(results).index(2025)]["zh"]
    page.select_option("#stage", "junior")
    page.fill("#year", "6")
    assert page.inner_text("#year-say") == said["junior"][6]["zh"]


def test_the_ledger_button_counts_the_rows_of_the_stage(opened: Opened) -> None:
    page = opened.page
    for stage in ("primary", "junior", ""):
        page.select_option("#stage", stage)
        rows = page.locator("#ledger tbody tr").evaluate_all(
            "(rows, stage) => rows.filter(r => !stage || r.dataset.stage === stage).length", stage
        )
        shown = page.locator("#ledger tbody tr:visible").count()
        assert shown == min(rows, ledger_sheet.ON_PAPER)
        if rows > ledger_sheet.ON_PAPER:
            assert f"{rows} 行" in page.inner_text("#ledger-all")
        else:
            assert page.is_hidden("#ledger-all")


def test_sums_stand_below_and_not_in_a_download(opened: Opened, results: Results) -> None:
    page = opened.page
    years = results.tables["years"].query("school_year == 2025").set_index("stage")
    total = page.locator("#live-towns tfoot td").first.inner_text()
    areas = results.tables["areas"].query("school_year == 2025 and area_kind == 'town'")
    assert total == f"{areas['shortfall'].sum():,}"
    cells = page.locator("#live-towns tbody tr").evaluate_all(
        "rows => rows.map(r => Number(r.cells[1].textContent.replace(/,/g, '')))"
    )
    assert cells == sorted(cells, reverse=True)
    page.select_option("#stage", "primary")
    assert page.locator("#live-towns tfoot td").first.inner_text() == total
    assert page.locator("#ledger tfoot tr:visible").count() == 1
    assert page.locator("#ledger tfoot tr:visible td").nth(4).inner_text() == (
        f"{years.loc['primary', 'large_classes']:,}"
    )


def test_projects_follow_the_stage(opened: Opened, results: Results) -> None:
    page = opened.page
    page.select_option("#stage", "junior")
    shown = page.locator("[data-name=projects] tbody tr:visible").count()
    assert shown == results.tables["projects"].query("stage == 'junior'")["project_id"].nunique()


def test_headings_stay_above_the_first_column(opened: Opened) -> None:
    page = opened.page
    box = page.locator("#live-areas .tall")
    box.scroll_into_view_if_needed()
    box.evaluate("e => { e.scrollTop = 120; }")
    on_top = box.evaluate(
        "e => { const r = e.querySelector('thead th').getBoundingClientRect();"
        " const at = document.elementFromPoint(r.left + 12, r.top + r.height / 2);"
        " return Boolean(at.closest('thead')); }"
    )
    assert on_top
    assert "框内可滚动" in page.inner_text("#live-areas .hint")


def test_what_is_touched_on_the_map_is_written_below_it(opened: Opened) -> None:
    page = opened.page
    page.locator("#map").scroll_into_view_if_needed()
    page.evaluate(
        "document.getElementById('map').emit('plotly_click', {points: "
        "[{hovertext: '甲&lt;乙（镇）<br>学位 5 个'}]})"
    )
    assert page.inner_text("#map-tap") == "甲<乙（镇）；学位 5 个"


def test_the_map_says_which_stage_it_shows_and_its_three_gaps(
    opened: Opened, results: Results
) -> None:
    page = opened.page
    assert map_opening.opening(results, maps.district_map(results)) == ("primary", 2025)
    row = results.tables["years"].query("school_year == 2025 and stage == 'primary'").iloc[0]
    said = page.inner_text("#map-gaps")
    assert "2025 学年小学" in said
    assert f"学位缺口（按镇街）{int(row['shortfall']):,} 个" in said
    assert f"按招生片区 {int(row['shortfall_catchment']):,} 个" in said
    page.select_option("#stage", "junior")
    assert "2025 学年初中" in page.inner_text("#map-gaps")


def test_paper_repeats_the_headings_of_long_tables(opened: Opened) -> None:
    """A heading that holds a button is not repeated, so none does while paper is laid out."""
    page = opened.page
    before = page.locator("thead .sorter").count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("thead .sorter").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("thead .sorter").count() == before > 50


def test_no_calculation_table_is_cut(opened: Opened) -> None:
    page = opened.page
    page.locator("[data-calc^='R-2025-com']").first.click()
    cut = page.locator("#calc .scroll").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0
