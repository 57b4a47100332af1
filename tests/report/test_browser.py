"""Does the page open in a real browser, cut off from the net, and draw everything in both?"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from simulator import report
from simulator.reporting import map_figures, maps
from simulator.results import Results
from tests.browsing import FIXED, MOST_HIGH_ON_PHONE, Opened

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture(scope="module")
def path(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "report.html"
    report.write(results, file)
    return file


@pytest.mark.parametrize("query", ["", "?lang=en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_chart_is_drawn_without_net_or_error(
    browser: Any, path: Path, query: str, width: int
) -> None:
    opened = Opened(browser, path, query, width=width, height=800)
    drawn = opened.draw_all()
    assert drawn == [
        "demand-primary", "demand-junior", "cohorts", "sizes-primary", "sizes-junior", "map",
        "gantt", "waterfall",
    ]  # fmt: skip
    assert opened.errors == []
    assert opened.asked == [f"{path.as_uri()}{query}"]
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # A row for each project or grade needs its height; every other chart fits on a telephone.
    heights = page.evaluate(
        "[...document.querySelectorAll('.plot:not([data-tall])')].map(e => e.offsetHeight)"
    )
    if width < 400:
        assert max(heights) <= MOST_HIGH_ON_PHONE
        buttons = page.evaluate(
            "[...document.querySelectorAll('button, select, summary, nav a')]"
            ".filter(e => e.offsetParent).map(e => e.offsetHeight)"
        )
        assert min(buttons) >= 44
    assert page.evaluate("document.documentElement.lang") == ("en" if query else "zh-CN")
    opened.context.close()


def test_a_browser_too_old_for_the_charts_says_so_and_shows_the_tables(
    browser: Any, path: Path
) -> None:
    context = browser.new_context(viewport=FIXED)
    context.add_init_script("delete window.DecompressionStream")
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("#no-charts", state="visible")
    assert page.locator("#live-warning tbody tr").count() > 0
    page.click("#switch")
    assert "too old to show the charts" in page.inner_text("#no-charts")
    assert errors == []
    context.close()


def test_language_switches_without_reload(browser: Any, path: Path) -> None:
    opened = Opened(browser, path)
    opened.draw_all()
    page = opened.page
    page.evaluate("window.same = true")
    before = page.inner_text("main")
    assert "Verdict" not in before
    page.click("#switch")
    after = page.inner_text("main")
    assert "结论" not in after
    assert "left at the due date" in after
    assert page.title() == "Example: public places"
    assert page.evaluate("document.getElementById('demand-primary').layout.xaxis.title.text") == (
        "School year"
    )
    assert "places minus demand" in page.inner_text("#map-title")
    assert page.inner_text("#stage option:checked") == "All"
    page.click("#switch")
    assert page.inner_text("main") == before
    assert page.evaluate("window.same")
    assert opened.errors == []
    opened.context.close()


@pytest.mark.parametrize(("stage", "year"), [("primary", 2022), ("junior", 2031)])
def test_the_script_fills_the_map_as_the_figures_do(
    browser: Any, path: Path, results: Results, stage: str, year: int
) -> None:
    opened = Opened(browser, path)
    opened.draw_all()
    page = opened.page
    page.select_option("#stage", stage)
    page.fill("#year", str(year - 2022))
    assert page.inner_text("#year-shown") == str(year)
    district = maps.district_map(results)
    assert district is not None
    expected = json.loads(
        map_figures.where(results, stage, year, "zh", district=district).to_json()
    )
    shown = page.evaluate(
        "document.getElementById('map').data.map(t => ({x: t.x, y: t.y, hovertext: t.hovertext,"
        " color: t.marker && t.marker.color, size: t.marker && t.marker.size,"
        " outline: t.marker && t.marker.line, fill: t.fillcolor}))"
    )
    assert len(shown) == len(expected["data"])
    for ours, theirs in zip(expected["data"], shown, strict=True):
        marker = ours.get("marker", {})
        assert theirs["x"] == ours.get("x", [])
        assert theirs["y"] == ours.get("y", [])
        assert theirs.get("hovertext") == ours.get("hovertext")
        assert theirs.get("color") == marker.get("color")
        assert theirs.get("size") == marker.get("size")
        assert theirs.get("fill") == ours.get("fillcolor")
        if "hovertext" in ours and "size" in marker and "sizeref" in marker:
            assert theirs["outline"] == marker["line"]
    worst = maps.worst_zones(district, stage, year)
    rows = page.eval_on_selector_all(
        "#worst tbody tr", "rows => rows.map(r => r.cells[0].innerText)"
    )
    assert rows == [district.zone_names[z] for z in worst]
    assert opened.errors == []
    opened.context.close()


def test_a_calculation_shows_all_its_columns_on_a_telephone(browser: Any, path: Path) -> None:
    opened = Opened(browser, path, width=360, height=740)
    page = opened.page
    page.locator("[data-calc^='T-']").first.click()
    cut = page.locator("#calc .scroll").evaluate_all(
        "all => all.map(e => e.scrollWidth - e.clientWidth)"
    )
    assert max(cut) <= 1
    box = page.locator("#reset").bounding_box()
    assert box["x"] + box["width"] <= 360
    opened.context.close()


def test_tables_behind_the_charts_open_by_keyboard(browser: Any, path: Path) -> None:
    opened = Opened(browser, path)
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#map-data summary")
    page.keyboard.press("Enter")
    page.locator("#map-table tbody tr").first.wait_for()
    assert page.locator("#map-table [data-name=zones] tbody tr").count() == 60
    assert page.locator("#map-table [data-name=campuses] tbody tr").count() > 5
    page.focus("#ledger-all")
    page.keyboard.press("Enter")
    shown = page.locator("#ledger tbody tr:visible").count()
    assert shown > 15
    assert page.locator("#ledger-all").count() == 0
    assert opened.errors == []
    opened.context.close()


def hovers(page: Any, zones: int) -> list[str]:
    """What the map says of its zones."""
    said: list[str] = page.evaluate(
        "n => document.getElementById('map').data"
        ".find(t => Array.isArray(t.hovertext) && t.hovertext.length === n).hovertext",
        zones,
    )
    return said


def test_hostile_names_stay_text(browser: Any, hostile_results: Results, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    report.write(hostile_results, file)
    opened = Opened(browser, file)
    opened.draw_all()
    page = opened.page
    for query in ("#map-data summary", "#switch", "#ledger-all"):
        page.click(query)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    labels = page.eval_on_selector_all(
        "#map .annotation-text", "all => all.map(e => e.textContent)"
    )
    assert any("</scrip" in label or "<" in label for label in labels)
    for mode in ("balance", "warning"):
        page.check(f"input[name=mode][value={mode}]")
        for said in hovers(page, len(hostile_results.tables["zones"])):
            assert "&lt;/script&gt;" in said
            assert not re.search("[<>]", re.sub("</?b>|<br>|<extra>|</extra>", "", said))
    assert opened.errors == []
    assert opened.asked == [file.as_uri()]
    opened.context.close()


def test_paper_has_every_chart_whole(browser: Any, path: Path, tmp_path: Path) -> None:
    opened = Opened(browser, path)
    pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    pages = max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))
    assert 3 <= pages <= 12
    # charts that were never scrolled to are drawn for paper, at widths that fit its columns
    opened.page.emulate_media(media="print")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    widths = opened.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.plot')]"
        ".map(e => [e.id, e.layout && e.layout.width]))"
    )
    assert set(widths) >= {"map", "map-first", "map-last", "map-other",
                           "demand-primary", "sizes-junior"}  # fmt: skip
    assert all(width and width <= 680 for width in widths.values())
    opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert opened.errors == []
    opened.context.close()


@pytest.mark.parametrize("query", ["", "?lang=en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_serious_barrier_for_people(browser: Any, path: Path, query: str, width: int) -> None:
    """The page passes axe-core, which looks for what shuts people out: contrast, names, order."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    # The page's own policy lets no other script in, so it is set aside for this one.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{path.as_uri()}{query}")
    page.wait_for_timeout(500)
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    context.close()
