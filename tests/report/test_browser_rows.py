"""Does every row, cell, zone and campus open a calculation that says what is printed?"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from simulator import report
from simulator.reporting import maps, views, warning_figures, warning_views
from simulator.results import Results
from tests.browsing import Opened
from tests.report.test_calculations import jiedong  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.full]
TABLES = (
    *("warning", "areas", "admissions", "journeys", "surplus", "rates", "staff", "boarding"),
    *("beds", "resource_rooms", "land_account", "land", "money", "funds", "differences"),
)
ITEMS = (
    "() => Object.fromEntries([...document.querySelectorAll('#calc-body .item')]"
    ".map(e => [e.dataset.item, e.querySelector('.figure').textContent]))"
)
ADDED = """() => {
  const plain = (text) => Number(text.replace(/,/g, '').replace('−', '-').replace(' %', ''));
  return [...document.querySelectorAll('#calc-body .item')].flatMap((item) => {
    const parts = [...item.querySelectorAll('tbody tr')];
    if (!parts.length) return [];
    const count = item.dataset.item === 'classes' && parts.every((tr) => tr.cells[0].textContent
      .startsWith('L-'));
    const sum = parts.reduce((all, tr) => all + plain(tr.lastChild.textContent), 0);
    const printed = plain(item.querySelector('.figure').textContent);
    return [[item.dataset.item, printed, sum, parts.length, count]];
  });
}"""
EVERY_ID = """() => {
  const wrong = [], kinds = {};
  for (const id of report.rows.ids()) {
    const row = report.rows.lookup(id);
    const letters = id.split('-')[0];
    kinds[letters] = (kinds[letters] || 0) + 1;
    if (row.id !== id) wrong.push([id, row.id]);
    for (const item of row.items) {
      if (!item.parts || item.value === null) continue;
      const sum = item.parts.reduce((all, part) => all + part[2], 0);
      const shared = row.id[0] === 'Z' && item.name === 'places';
      if (shared ? Math.abs(sum - item.value) > 0.5000001 : sum !== item.value) {
        wrong.push([id, item.name, item.value, sum]);
      }
    }
  }
  return [kinds, wrong.slice(0, 20)];
}"""


@pytest.fixture(scope="module", params=["results", "jiedong"])
def shown(request: pytest.FixtureRequest) -> Results:
    results: Results = request.getfixturevalue(request.param)
    return results


@pytest.fixture(scope="module")
def opened(
    browser: Any, shown: Results, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    file = tmp_path_factory.mktemp("rows") / "report.html"
    report.write(shown, file)
    page = Opened(browser, file)
    page.draw_all()
    yield page
    assert page.errors == []
    assert page.asked == [file.as_uri()]


@pytest.fixture(autouse=True)
def _as_it_opened(opened: Opened) -> Iterator[None]:
    yield
    opened.page.keyboard.press("Escape")
    opened.page.click("#reset")
    opened.page.check("input[name=mode][value=balance]")


def printed(opened: Opened, row: str) -> dict[str, str]:
    """Return the figures of a row of a live table by column."""
    found: dict[str, str] = opened.page.eval_on_selector(
        row, "tr => Object.fromEntries([...tr.cells].filter(td => td.dataset.item)"
        ".map(td => [td.dataset.item, td.textContent]))",
    )  # fmt: skip
    return found


def test_every_id_of_the_page_opens_and_adds_up(opened: Opened, shown: Results) -> None:
    kinds, wrong = opened.page.evaluate(EVERY_ID)
    assert wrong == []
    assert {*"ABCDFGHIJKLMOQSUVZ", "FU", "FY", "LY", "MP", "MS", "MY", "UY"} <= set(kinds)
    assert kinds["A"] == len(shown.tables["admissions"])
    lost = opened.page.evaluate(
        "[...document.querySelectorAll('[data-calc]')].map(e => e.dataset.calc)"
        ".filter(id => !report.data.calc.figures[id] && !report.rows.has(id))"
    )
    assert lost == []


@pytest.mark.parametrize("year", [1, 4])
def test_every_row_of_every_table_opens_what_it_prints(
    opened: Opened, shown: Results, year: int
) -> None:
    page = opened.page
    # Every id is looked up above; on a page of two thousand rows every tenth is clicked too.
    step = 10 if len(shown.tables["schools"]) > 100 else 1
    page.fill("#year", str(year))
    checked = page.evaluate(
        """(step) => {
          const wrong = [], seen = {};
          for (const tr of document.querySelectorAll('.live tbody tr')) {
            const table = tr.closest('.live').dataset.table;
            if (tr.sectionRowIndex % step) continue;
            if (table === 'towns') {
              // Its cells stand for figures of other rows, and open those.
              for (const fig of tr.querySelectorAll('.fig')) {
                const shown = fig.textContent;
                fig.click();
                const found = [...document.querySelectorAll('#calc-body .item .figure')]
                  .some(e => e.textContent === shown);
                if (!found) wrong.push([table, tr.cells[0].textContent, shown]);
                seen[table] = (seen[table] || 0) + 1;
                document.getElementById('calc').close();
              }
              continue;
            }
            tr.querySelector('th .fig').click();
            const items = Object.fromEntries([...document.querySelectorAll('#calc-body .item')]
              .map(e => [e.dataset.item, e.querySelector('.figure').textContent]));
            for (const td of tr.cells) {
              if (!td.dataset.item || td.textContent === '—') continue;
              if (items[td.dataset.item] !== td.textContent) {
                wrong.push([table, tr.cells[0].textContent, td.dataset.item, td.textContent]);
              }
            }
            const body = document.getElementById('calc-body').textContent;
            if (!body.includes(tr.querySelector('.fig').dataset.calc)) wrong.push([table, 'id']);
            seen[table] = (seen[table] || 0) + 1;
            document.getElementById('calc').close();
          }
          return [seen, wrong.slice(0, 10)];
        }""",
        step,
    )
    assert checked[1] == []
    assert {"towns", "areas", "admissions", "journeys", "surplus", "rates", "staff", "beds", "land",
            "land_account", "differences"} <= set(checked[0])  # fmt: skip


def test_a_row_is_opened_by_keyboard_and_by_any_figure(opened: Opened) -> None:
    page = opened.page
    for table in TABLES:
        if not page.locator(f"#live-{table} tbody tr").count():
            continue
        row = f"#live-{table} tbody tr:nth-child(1)"
        page.focus(f"{row} .fig")
        page.keyboard.press("Enter")
        assert page.is_visible("#calc")
        items = page.evaluate(ITEMS)
        for name, words in printed(opened, row).items():
            assert items.get(name, "—") == words, (table, name)
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.className") == "fig"
        page.locator(f"{row} td.n").last.click()
        asked = page.locator("#calc-body .item.asked")
        assert asked.count() == 1 or page.locator(f"{row} td.n").last.inner_text() == "—"
        page.keyboard.press("Escape")
    page.focus("#live-areas tbody tr:nth-child(1) .fig")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    tabs = page.eval_on_selector_all("#live-areas .fig", "all => all.map(e => e.tabIndex)")
    assert tabs.count(0) == 1


def test_the_parts_of_a_row_lead_to_rows_and_back(opened: Opened) -> None:
    page = opened.page
    page.click("#live-areas tbody tr:nth-child(1) .fig")
    first = page.inner_text("#calc-title")
    added = page.evaluate(ADDED)
    assert {"children", "places", "places_open"} <= {name for name, *_ in added}
    for name, total, parts, number, count in added:
        assert (number if count else parts) == total, name
    page.locator("#calc-body .item summary").first.click()
    if not page.locator("#calc-body .item .fig").first.is_visible():
        page.locator("#calc-body .item summary").first.click()
    zone = page.locator("#calc-body .item .fig").first
    id_ = zone.inner_text()
    zone.click()
    assert id_ in page.inner_text("#calc-body")
    assert page.inner_text("#calc-title") != first
    page.locator("#calc-body > button").last.click()
    assert page.inner_text("#calc-title") == first
    assert "simulate " in page.inner_text("#calc-body pre")


def test_cells_of_the_strip_open_by_click_and_in_its_table(opened: Opened, shown: Results) -> None:
    page = opened.page
    view = views.class_sizes(shown, "primary")
    assert view is not None
    for size, year in ((0, 2), (len(view.bins) - 2, 0), (2, 5)):
        page.locator("#sizes-primary").scroll_into_view_if_needed()
        x, y = page.evaluate(
            "([size, year]) => { const e = document.getElementById('sizes-primary');"
            " const l = e._fullLayout, box = e.getBoundingClientRect();"
            " return [box.left + l.xaxis._offset + l.xaxis.c2p(year),"
            "  box.top + l.yaxis._offset + l.yaxis.c2p(size)]; }",
            [size, year],
        )
        page.mouse.move(x, y)
        page.mouse.click(x, y)
        assert page.is_visible("#calc"), (size, year)
        assert page.evaluate(ITEMS) == {"classes": f"{view.counts[size][year]:,}"}
        assert str(view.years[year]) in page.inner_text("#calc-body .note")
        for _, total, parts, *_ in page.evaluate(ADDED):
            assert parts == total
        page.keyboard.press("Escape")
        page.wait_for_timeout(350)  # a second click within 300 ms is none to the chart
    page.locator("#sizes-primary ~ details summary").click()
    cell = page.locator("#sizes-primary ~ details tbody tr:nth-child(3) td:nth-child(4) .fig")
    cell.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(ITEMS) == {"classes": cell.inner_text()}
    page.keyboard.press("Escape")
    page.locator("#sizes-primary ~ details summary").click()


def test_cells_of_the_ledger_open_their_classes(opened: Opened) -> None:
    page = opened.page
    cell = page.locator("#ledger tbody tr:nth-child(1) td .fig").last
    count = int(cell.inner_text().split()[-1])  # after the grade the cohort is in
    cell.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(ITEMS) == {"classes": str(count)}
    assert page.locator("#calc-body .item tbody tr").count() == count
    page.keyboard.press("Escape")
    page.locator("#ledger tbody tr:nth-child(1) th .fig").click()
    figures = page.locator("#calc-body .item .figure").all_inner_texts()
    cells = page.locator("#ledger tbody tr:nth-child(1) td .fig").all_inner_texts()
    assert figures == [cell.split()[-1] for cell in cells]
    page.keyboard.press("Escape")


def test_the_need_of_a_stage_and_schools_in_the_way_open(opened: Opened, shown: Results) -> None:
    page = opened.page
    page.click("#demand-primary ~ details summary")
    row = page.locator("#demand-primary ~ details tbody tr").nth(2)
    row.locator("th .fig").focus()
    page.keyboard.press("Enter")
    view = views.demand(shown, "primary")
    items = page.evaluate(ITEMS)
    assert items["needing"] == f"{view.needing[2]:,}"
    assert items["needing"] in row.locator("td").all_inner_texts()
    if view.low and view.high:
        assert [items["low"], items["high"]] == [f"{view.low[2]:,}", f"{view.high[2]:,}"]
    page.keyboard.press("Escape")
    page.click("#demand-primary ~ details summary")
    for part in page.locator("[data-name^=blocking-]").all():
        cells = part.locator("tbody tr").first.locator("th, td").all_inner_texts()
        part.locator("tbody tr").first.locator(".fig").first.click()
        assert page.is_visible("#calc")
        figures = page.locator("#calc-body .item .figure").all_inner_texts()
        if figures:
            assert sum(map(int, figures)) == int(cells[2])
        else:
            assert cells[2] in page.inner_text("#calc-body")
        page.keyboard.press("Escape")


def test_projects_open_what_is_printed(opened: Opened) -> None:
    page = opened.page
    rows = page.locator("[data-name=projects] tbody tr")
    names = ["rooms", "places", "planned", "accepted", "late", "intake", "cost", "land"]
    for k in range(rows.count()):
        cells = rows.nth(k).locator("th, td").all_inner_texts()
        rows.nth(k).locator("th .fig").click()
        items = page.evaluate(ITEMS)
        for name, words in zip(names, cells[4:-1], strict=True):
            assert items[name] == (words or "—"), (cells[0], name)
        for _, total, parts, *_ in page.evaluate(ADDED):
            assert parts == total
        page.keyboard.press("Escape")


def test_zones_and_campuses_of_the_map_open_their_figures(opened: Opened, shown: Results) -> None:
    page = opened.page
    page.select_option("#stage", "primary")
    page.fill("#year", "3")
    district = maps.district_map(shown)
    assert district is not None
    view = district.stages["primary"]
    zone = maps.worst_zones(district, "primary", district.years[3], 1)[0]
    campus = int(view.campus_pupils[3].argmax())
    traces = page.evaluate("report.data.map.edges.length") + 4
    for trace, at in ((traces, zone), (traces + 1, campus)):
        page.locator("#map").scroll_into_view_if_needed()
        page.evaluate(
            "([trace, at]) => { const e = document.getElementById('map');"
            " const k = trace === report.data.map.edges.length + 4 ? at"
            "   : e.data[trace].customdata.indexOf(at);"
            " e.emit('plotly_click', { points: [{ curveNumber: trace, pointNumber: k,"
            "   customdata: e.data[trace].customdata && e.data[trace].customdata[k] }] }); }",
            [trace, at],
        )
        items = page.evaluate(ITEMS)
        if trace == traces:
            assert items["needing"] == f"{view.needing[3, zone]:,}"
            assert items["places"] == f"{max(view.places[3, zone], 0):,}"
            assert items["balance"] == f"{view.balance(3)[zone]:,}".replace("-", "−")
            assert district.zone_names[zone] in page.inner_text("#calc-title")
        else:
            assert items["pupils"] == f"{view.campus_pupils[3, campus]:,}"
            assert items["places"] == f"{view.campus_places[3, campus]:,}"
            assert district.campus_names[campus] in page.inner_text("#calc-title")
        page.keyboard.press("Escape")


def test_a_click_on_a_circle_of_the_map_reaches_its_campus(opened: Opened, shown: Results) -> None:
    page = opened.page
    page.select_option("#stage", "junior")
    page.locator("#map").scroll_into_view_if_needed()
    x, y = page.evaluate(
        "() => { const e = document.getElementById('map'), l = e._fullLayout;"
        " const t = e.data[report.data.map.edges.length + 5], box = e.getBoundingClientRect();"
        " const k = t.marker.size.indexOf(Math.max(...t.marker.size));"
        " return [box.left + l.xaxis._offset + l.xaxis.c2p(t.x[k]),"
        "  box.top + l.yaxis._offset + l.yaxis.c2p(t.y[k])]; }"
    )
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    page.mouse.click(x, y)
    assert page.is_visible("#calc")
    assert set(page.evaluate(ITEMS)) >= {"pupils", "places"}


def test_tables_of_the_map_open_zones_and_campuses(opened: Opened) -> None:
    page = opened.page
    for row in ("#worst tbody tr:nth-child(1)",):
        cells = page.locator(f"{row} > *").all_inner_texts()
        page.focus(f"{row} .fig")
        page.keyboard.press("Enter")
        items = page.evaluate(ITEMS)
        assert [items[name] for name in ("needing", "places", "balance")] == cells[2:5]
        page.keyboard.press("Escape")
    page.click("#map-data summary")
    tables = page.locator("#map-table .sheet")
    tables.nth(1).wait_for(state="attached")  # the page fills it once it is told of the opening
    assert tables.count() == 2
    for nth, names in ((0, ("needing", "places", "balance")), (1, ("pupils", "places", "used"))):
        row = tables.nth(nth).locator("tbody tr").nth(2)
        cells = row.locator("th, td").all_inner_texts()
        row.locator(".fig").focus()
        page.keyboard.press("Enter")
        items = page.evaluate(ITEMS)
        assert [items[name] for name in names] == cells[-len(names) :]
        page.keyboard.press("Escape")
    page.click("#map-data summary")


@pytest.mark.parametrize("stage", ["primary", "junior"])
def test_the_script_warns_as_the_figures_do(opened: Opened, shown: Results, stage: str) -> None:
    page = opened.page
    page.select_option("#stage", stage)
    page.check("input[name=mode][value=warning]")
    district = maps.district_map(shown)
    assert district is not None
    found = warning_views.entry_warning(shown, stage, district.zone_ids, district.campus_ids)
    for year in (0, 1, 6):
        page.fill("#year", str(year))
        hover = page.evaluate(
            "document.getElementById('map').data[report.data.map.edges.length + 4].hovertext"
        )
        for z, said in enumerate(hover):
            level = int(found.zone_class[year, z])
            plain = re.sub(r"<br>", "\n", said)
            assert warning_figures.class_name(level, "zh") in unescape(plain), z
            if level >= 0:
                for number in (found.zone_children[year, z], found.zone_seats[year, z]):
                    assert f"{number:,}" in plain, (z, said)
        colours = page.evaluate(
            "document.getElementById('map').data[report.data.map.edges.length + 4].marker.color"
        )
        assert colours == [warning_figures.colour(int(c)) for c in found.zone_class[year]]


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_calculations_fit_a_telephone_and_shut_nobody_out(opened: Opened, query: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = opened.context.browser.new_context(
        viewport={"width": 360, "height": 780}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(opened.page.url + query)
    page.locator("#map").scroll_into_view_if_needed()
    page.locator("#worst .fig").first.wait_for(state="attached")
    for row in ("#live-areas tbody tr:nth-child(1)", "#live-surplus tbody tr:nth-child(1)",
                "#ledger tbody tr:nth-child(1)", "#worst tbody tr:nth-child(1)",
                "[data-name=projects] tbody tr:nth-child(1)"):  # fmt: skip
        button = page.locator(f"{row} th .fig")
        assert button.bounding_box()["height"] >= 44
        button.click()
        wide: list[Any] = page.evaluate(
            "[document.documentElement.scrollWidth, document.getElementById('calc').scrollWidth"
            " - document.getElementById('calc').clientWidth]"
        )
        assert wide == [360, 0]
        found = axe.Axe().run(page, context="#calc").response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
        page.keyboard.press("Escape")
    context.close()


def test_paper_prints_the_id_of_a_row(opened: Opened) -> None:
    page = opened.page
    page.emulate_media(media="print")
    told = page.eval_on_selector(
        "#live-areas tbody th .fig", "e => [getComputedStyle(e, '::after').content, e.dataset.calc]"
    )
    page.emulate_media(media="screen")
    assert told[0] == f'"{told[1]}"'
    assert told[1].startswith("B-")


def test_the_script_bends_counts_as_python_does(opened: Opened) -> None:
    opened.page.click("#switch")
    said = opened.page.evaluate(
        "['1', '1,200'].map(n => report.say('map.say', {year: 2025, stage: 'Primary', n,"
        " short: n, zone: 'z', worst: '−1'}))"
    )
    assert said[0] == "By zone, Primary, 2025: 1 zone short, together 1 place; worst is z (−1)."
    assert said[1].startswith("By zone, Primary, 2025: 1,200 zones short, together 1,200 places;")
    opened.page.locator("#live-areas .fig").first.click()
    assert opened.page.inner_text("#calc-body .note").startswith("School year 20")
    opened.page.keyboard.press("Escape")
    opened.page.click("#switch")
