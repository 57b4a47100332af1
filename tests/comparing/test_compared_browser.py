"""Does the page of a comparison open in a real browser with 2, 5 and 12 scenarios, and on paper?"""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator import load, run
from simulator.comparing import figures, page, picture
from simulator.comparing.alone import alone
from simulator.comparison import Comparison, compare
from simulator.input_differences import input_differences
from tests.browsing import MOST_HIGH_ON_PHONE, Opened

pytestmark = [pytest.mark.browser, pytest.mark.full]
MORE = """
  quxi-late:
    title: {zh: 曲溪三校晚一年, en: Three schools of Quxi a year late}
    amend:
      quxi-nine: {accepted: 2024-08-10}
      quxi-primary: {accepted: 2025-08-15}
      quxi-junior: {accepted: 2026-08-10}
  primary-only:
    title: {zh: 只建小学, en: Primary schools only}
    drop: [xichang-junior, yunlu-junior, yujiao-junior, quxi-junior, xinheng-junior, putian-junior]
  more-rooms:
    title: {zh: 曲溪小学加建 12 间, en: Twelve rooms more in Quxi}
    amend: {quxi-primary: {rooms: 48}}
  thrift:
    title: {zh: 起始年级按 55 人开班, en: Entry classes up to the tolerance}
    set: {rules.entry_classes: tolerance}
  small-classes:
    title: {zh: 小学标准班额 40 人, en: Norm of 40 in primary classes}
    set: {norms.class_size.primary: 40}
"""
VARIANTS = (
    None, "year-late", "no-programme", "low-births", "quxi-late", "high-births", "on-time",
    "no-class-policy", "primary-only", "more-rooms", "thrift", "small-classes",
)  # fmt: skip
MEGABYTES = 8
PAGES = 12


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> dict[int, Comparison]:
    """Comparisons of 2, 5 and 12 variants of the shipped scenario."""
    shipped = checkout / "scenarios" / "jiedong-2025.yaml"
    text = shipped.read_text("utf-8").partition("\nsensitivity:")[0]
    text = text.replace("extends: jiedong/", f"extends: {shipped.parent.as_posix()}/jiedong/")
    file = tmp_path_factory.mktemp("many") / "jiedong-2025.yaml"
    # The compulsory stages and their three promises: twelve scenarios are enough to run.
    file.write_text(text.rstrip() + MORE + "stages: [primary, junior]\n", "utf-8")
    scenarios = []
    for variant in VARIANTS:
        scenario = load(file, variant=variant)
        spec = scenario.spec.model_copy(update={"targets": scenario.spec.targets[:3]})
        scenarios.append(replace(scenario, spec=spec))
    results = [run(scenario) for scenario in scenarios]
    inputs = [input_differences(results[0].manifest, one.manifest) for one in results]
    matters = alone(scenarios, inputs, workers=2)
    return {n: compare(*results[:n], matters=matters[:n]) for n in (2, 5, 12)}


@pytest.fixture(scope="module")
def paths(
    compared: dict[int, Comparison], tmp_path_factory: pytest.TempPathFactory
) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {n: folder / f"{n}.html" for n in compared}
    for n, path in made.items():
        page.write(compared[n], path)
    return made


@pytest.mark.parametrize("number", [2, 5, 12])
@pytest.mark.parametrize("query", ["", "?lang=en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_chart_is_drawn_without_net_or_error(
    browser: Any, paths: dict[int, Path], number: int, query: str, width: int
) -> None:
    path = paths[number]
    assert path.stat().st_size < MEGABYTES * 1_000_000
    opened = Opened(browser, path, query, width=width, height=800)
    assert opened.draw_all() == [
        "dots", "line-places", "line-shortfall", "line-large_classes", "line-redirected", "map",
    ]  # fmt: skip
    assert opened.errors == []
    assert opened.asked == [f"{path.as_uri()}{query}"]
    shown = opened.page
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    if width < 400:
        heights = shown.evaluate(
            "[...document.querySelectorAll('.plot:not([data-tall])')].map(e => e.offsetHeight)"
        )
        assert max(heights) <= MOST_HIGH_ON_PHONE
        targets = shown.evaluate(
            "[...document.querySelectorAll('button, select, summary, nav a')]"
            ".filter(e => e.offsetParent).map(e => e.offsetHeight)"
        )
        assert min(targets) >= 44
    cells = shown.locator(".matrix tbody td")
    assert cells.count() == 3 * number
    opened.context.close()


def test_few_scenarios_are_columns_and_many_are_rows(browser: Any, paths: dict[int, Path]) -> None:
    for number, heads in ((2, 3), (5, 4), (12, 4)):
        opened = Opened(browser, paths[number])
        assert opened.page.locator(".matrix thead th").count() == heads
        opened.context.close()


def drawn(shown: Any, name: str) -> list[dict[str, Any]]:
    """The traces of a chart, by name."""
    found = shown.evaluate(
        f"JSON.stringify(document.getElementById('{name}').data.map(t => ({{name: t.name,"
        " x: t.x, y: t.y, text: t.text, customdata: t.customdata, hovertext: t.hovertext,"
        " line: t.line, marker: t.marker && {color: t.marker.color, size: t.marker.size}})))"
    )
    traces: list[dict[str, Any]] = json.loads(found)
    return traces


def told(figure: Any) -> dict[str, dict[str, Any]]:
    return {trace["name"]: trace for trace in json.loads(figure.to_json())["data"]}


@pytest.mark.parametrize(("chosen", "scope", "year"), [(2, "primary", 2024), (4, "junior", 2031)])
def test_the_script_repaints_as_the_figures_are_drawn(
    browser: Any, paths: dict[int, Path], compared: dict[int, Comparison], chosen: int, scope: str,
    year: int,
) -> None:  # fmt: skip
    comparison = compared[5]
    opened = Opened(browser, paths[5])
    opened.draw_all()
    shown = opened.page
    shown.select_option("#scenario", str(chosen))
    shown.select_option("#stage", scope)
    shown.fill("#year", str(comparison.years.index(year)))
    opened.draw_all()
    expected = told(figures.dots(comparison, scope, year, chosen, "zh"))
    for trace in drawn(shown, "dots"):
        wanted = expected[trace["name"]]
        # The two languages round a half otherwise.
        assert trace["x"] == pytest.approx(wanted["x"], abs=2e-4)
        assert trace["y"] == pytest.approx(wanted["y"])
        assert trace["text"] == wanted["text"]
        if "marker" in trace and wanted.get("marker"):
            assert trace["customdata"] == wanted["customdata"]
            assert trace["marker"]["color"] == wanted["marker"]["color"]
            assert trace["marker"]["size"] == wanted["marker"]["size"]
    for measure in figures.lined(comparison):
        expected = told(figures.lines(comparison, measure, scope, chosen, "zh"))
        for trace in drawn(shown, f"line-{measure.id}"):
            wanted = expected[trace["name"]]
            assert trace["y"] == wanted["y"]
            assert {k: trace["line"][k] for k in wanted["line"]} == wanted["line"]
    figure = json.loads(picture.where(comparison, chosen, scope, year, "zh").to_json())["data"]
    for wanted, trace in zip(figure, drawn(shown, "map"), strict=True):
        assert trace["x"] == wanted.get("x", [])
        assert trace["y"] == wanted.get("y", [])
        assert trace.get("hovertext") == wanted.get("hovertext")
        if wanted.get("marker", {}).get("size") is not None and "hovertext" in wanted:
            assert trace["marker"].get("color") == wanted["marker"].get("color")
    assert opened.errors == []
    opened.context.close()


def test_choices_change_what_is_shown_and_never_the_verdict(
    browser: Any, paths: dict[int, Path]
) -> None:
    opened = Opened(browser, paths[5])
    opened.draw_all()
    shown = opened.page
    verdict = shown.inner_text("#verdict")
    assert "B 各项目均晚一年" in shown.inner_text("#matters")
    shown.select_option("#scenario", "2")
    assert "C 不建设" in shown.inner_text("#matters")
    assert "B 各项目均晚一年：" not in shown.inner_text("#matters")
    assert "C 不建设" in shown.inner_text("#map-title")
    before = drawn(shown, "map")
    shown.check("input[value=needing]")
    assert "需学位儿童" in shown.inner_text("#map-title")
    assert drawn(shown, "map") != before
    shown.focus("#map-data summary")
    shown.keyboard.press("Enter")
    shown.locator("#map-table p, #map-table tbody tr").first.wait_for(state="attached", timeout=500)
    shown.click("#live-differences thead button >> nth=4")
    assert shown.inner_text("#verdict") == verdict
    shown.click("#switch")
    text = shown.inner_text("main")
    assert "原方案" not in text.replace("结论", "")
    assert "Which change matters" in text
    title = "Jiedong: public places 2023–2025: scenarios compared (As written, "
    assert shown.title().startswith(title)
    shown.click("#switch")
    assert shown.inner_text("#verdict") == verdict
    assert opened.errors == []
    opened.context.close()


@pytest.mark.parametrize("number", [2, 5, 12])
def test_paper_has_every_chart_whole(browser: Any, paths: dict[int, Path], number: int) -> None:
    opened = Opened(browser, paths[number])
    pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    pages = max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))
    assert 3 <= pages <= PAGES
    opened.page.emulate_media(media="print")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sizes = opened.page.evaluate(
        "[...document.querySelectorAll('.plot')].map(e => [e.layout.width, e.layout.height])"
    )
    assert all(width <= 680 and height <= 960 for width, height in sizes)
    # nothing is wider than the paper, or Chromium shrinks it all
    widest = opened.page.evaluate(
        "(document.body.style.width = '680px', Math.max(...[...document.body.querySelectorAll("
        "'main *, header *')].filter(e => e.offsetParent && !e.closest('.plot, .unseen'))"
        ".map(e => e.getBoundingClientRect().right)))"
    )
    assert widest <= 681
    assert opened.errors == []
    opened.context.close()


@pytest.mark.parametrize("query", ["", "?lang=en"])
@pytest.mark.parametrize(("number", "width"), [(5, 360), (2, 1280), (12, 1280)])
def test_no_serious_barrier_for_people(
    browser: Any, paths: dict[int, Path], query: str, number: int, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    shown = context.new_page()
    shown.goto(f"{paths[number].as_uri()}{query}")
    shown.wait_for_timeout(500)
    found = axe.Axe().run(shown).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    context.close()
