"""Closures, money, land and surplus over the years, worked by hand from a mini district.

Schools of ``lists.yaml``, places at 45 a room, land by a norm of 20 m² for each place:

| school | 2023 | 2024 | 2025 |
|---|---|---|---|
| big, with a room more and the 6 of mid in 2025 | 540 places, 10,000 m² | the same | 855, 15,000 |
| small, moves to new in 2024, its land released | 270, 4,000 | – | – |
| new | – | 540, 9,000 | 540, 9,000 |
| point, withdrawn from 2024, closed in 2025 | 270, 3,000 | 270, 3,000 | kept, 3,000 |
| mid, merged into big in 2025 | 270, 5,000 | 270, 5,000 | – |
| far, closed in 2024 into no other | 270, 2,000 | kept, 2,000 | kept, 2,000 |
| keep, to be closed in 2026 | 270, 1,000 | 270, 1,000 | 270, 1,000 |

125 pupils, all in primary grades; nobody comes or goes.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from simulator import Results, load, report, run
from simulator.reporting import account_sheets, closure_list, live, panels
from simulator.reporting.account_sheets import Below
from simulator.reporting.sheets import Cell, Figure
from simulator.workbook import sheet_name, write_workbook
from tests.browsing import Opened

MINI = Path(__file__).parent / "lists.yaml"


@pytest.fixture(scope="module")
def mini() -> Results:
    return run(load(MINI))


@pytest.fixture(scope="module")
def sheets(mini: Results) -> dict[str, Below]:
    found = account_sheets.below(mini, live.tables(mini))
    return {sheet.name: sheet for listed in found.values() for sheet in listed}


def zh(cell: Cell) -> str:
    words = cell.words if isinstance(cell, Figure) else cell
    return words["zh"] if isinstance(words, dict) else words


def read(rows: Any) -> list[list[str]]:
    return [[zh(cell) for cell in row] for row in rows]


def ids(row: Any) -> list[str]:
    return [cell.id if isinstance(cell, Figure) else "" for cell in row]


def totals(sheet: Below) -> list[str]:
    ((_, row),) = sheet.table.totals
    return [zh(cell) for cell in row]


CLOSURES = [
    # closure, kind, campus, stated, no entrants, closed, into, handed over, seeking, site
    ("alone", "close", "far", "2024-07-01", "", "2024-09-01", "", 0, 8, "kept"),
    ("move", "close", "small", "2024-07-01", "", "2024-09-01", "new", 30 + 20, 0, "released"),
    ("withdraw", "withdraw", "point", "2024-07-01", "2024-09-01", "2025-09-01", "big", 10, 0,
     "kept"),
    ("merge", "merge", "mid", "2025-07-01", "", "2025-09-01", "big", 12, 0, "receiver"),
    ("later", "close", "keep", "2026-07-01", "", "", "big", None, None, "kept"),
]  # fmt: skip


def test_the_table_of_closures_is_that_worked_by_hand(mini: Results) -> None:
    table = mini.tables["closures"].astype(object)
    found = table.where(table.notna(), None).itertuples(index=False)
    assert [tuple(row) for row in found] == CLOSURES


def test_the_page_lists_each_closure_with_pupils_and_site(mini: Results) -> None:
    found = closure_list.closures(mini)
    assert found is not None
    assert read(found["table"].rows) == [
        ["示例远", "t", "撤销", "2024年9月1日", "2024年9月1日", "另行安排", "0", "8",
         "保留为教育用地（2,000 平方米）"],
        ["示例旧", "t", "迁入新校", "2024年9月1日", "2024年9月1日", "示例新", "50", "0",
         "退出教育用地（4,000 平方米）"],
        ["示例点", "t", "撤点并校", "2024年9月1日", "2025年9月1日", "示例大", "10", "0",
         "保留为教育用地（3,000 平方米）"],
        ["示例中", "t", "合并", "2025年9月1日", "2025年9月1日", "示例大", "12", "0",
         "由接收学校使用（5,000 平方米）"],
        ["示例留", "t", "撤销", "—", "到 2025 学年未撤销", "示例大", "—", "—",
         "保留为教育用地"],
    ]  # fmt: skip
    ((_, total),) = found["table"].totals
    assert read([total]) == [["合计（5 所）", *[""] * 5, "72", "8", ""]]


def test_a_school_moves_only_where_all_its_pupils_go_along(mini: Results) -> None:
    closures = mini.tables["closures"].copy()
    closures.loc[closures["closure_id"] == "move", ["handed_over", "seeking"]] = [49, 1]
    found = closure_list.closures(replace(mini, tables={**mini.tables, "closures": closures}))
    assert found is not None
    assert zh(found["table"].rows[1][2]) == "撤销"


def test_pupils_of_grades_the_receiver_does_not_teach_seek_a_place(tmp_path: Path) -> None:
    # The new school opens with its first grade alone; those of small are in the second and third.
    written = MINI.read_text("utf-8").replace(" opens_with: all, draws_within_m: 0,", "")
    (tmp_path / "lists.yaml").write_text(written, "utf-8")
    closures = run(load(tmp_path / "lists.yaml")).tables["closures"].set_index("closure_id")
    assert closures.loc["move", ["handed_over", "seeking"]].tolist() == [0, 50]


@pytest.mark.full
def test_nothing_is_shown_of_closures_where_there_are_none(mini: Results) -> None:
    none = {**mini.tables, "closures": mini.tables["closures"].head(0)}
    assert closure_list.closures(replace(mini, tables=none)) is None
    shown = panels.programme(replace(mini, tables=none))
    assert shown is not None and shown["closures"] is None
    assert "学校撤并" not in report.page(replace(mini, tables=none)).split('id="data"')[0]


@pytest.mark.full
def test_closures_are_listed_also_without_projects(mini: Results) -> None:
    tables = {**mini.tables, "projects": mini.tables["projects"].head(0)}
    tables["money"] = mini.tables["money"].head(0)
    bare = replace(mini, tables=tables)
    shown = panels.programme(bare)
    assert shown is not None and shown["table"] is None and not shown["drawn"]
    body = report.page(bare).split('id="data"')[0]
    assert "学校撤并" in body and "本方案没有建设项目。" in body
    tables["closures"] = mini.tables["closures"].head(0)
    assert panels.programme(replace(mini, tables=tables)) is None


def test_workbook_and_page_name_the_same_closures(mini: Results, tmp_path: Path) -> None:
    write_workbook(mini, tmp_path / "workbook.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "workbook.xlsx")[sheet_name("closures")]
    heads, _, *rows = sheet.iter_rows(min_row=2, values_only=True)
    book = [dict(zip(heads, row, strict=True)) for row in rows]
    found = closure_list.closures(mini)
    assert found is not None
    page = read(found["table"].rows)
    assert [row["校区名称"] for row in book] == [row[0] for row in page]
    assert [row["接收校区名称"] for row in book] == [
        None, "示例新", "示例大", "示例大", "示例大",
    ]  # fmt: skip
    assert [row["转入接收校"] for row in book] == [0, 50, 10, 12, None]
    assert [row["类别"] for row in book] == ["撤销", "撤销", "撤点并校", "合并", "撤销"]
    assert [str(row["校园用地"]) for row in book] == [row[8].split("（")[0] for row in page]


def test_money_by_calendar_year_and_source(sheets: dict[str, Below]) -> None:
    # The school: 900 + 2,100 of which a third is the province's; the block: 60, nobody named.
    by_year = sheets["money-years"].table
    assert read([by_year.heads]) == [["公历年", "省级", "区级", "来源未注明", "合计"]]
    assert read(by_year.rows) == [
        ["2022", "300", "600", "—", "900"],
        ["2023", "—", "—", "—", "—"],
        ["2024", "700", "1,400", "—", "2,100"],
        ["2025", "—", "—", "60", "60"],
    ]
    assert totals(sheets["money-years"]) == ["合计", "1,000", "2,000", "60", "3,060"]
    assert ids(by_year.rows[0]) == ["", "MY-2022-省级", "MY-2022-区级", "", "MY-2022"]
    assert ids(by_year.rows[3]) == ["", "", "", "MY-2025-", "MY-2025"]
    ((_, total),) = by_year.totals
    assert ids(total) == ["", "MS-省级", "MS-区级", "MS-", "MS"]


def test_money_by_project_and_source(sheets: dict[str, Below]) -> None:
    by_project = sheets["money-projects"].table
    assert read(by_project.rows) == [
        ["block", "示例大", "—", "—", "60", "60"],
        ["new-school", "示例新", "1,000", "2,000", "—", "3,000"],
    ]
    assert totals(sheets["money-projects"]) == ["合计", "", "1,000", "2,000", "60", "3,060"]
    assert ids(by_project.rows[1]) == [
        "", "", "MP-new-school/省级", "MP-new-school/区级", "", "MP-new-school",
    ]  # fmt: skip


def test_one_source_is_the_total(mini: Results) -> None:
    money = mini.tables["money"]
    one = replace(mini, tables={**mini.tables, "money": money[money["source"] == "省级"]})
    by_year, by_project = account_sheets.below(one, live.tables(one))["money"]
    assert read([by_year.table.heads]) == [["公历年", "省级"]]
    assert totals(by_year) == ["合计", "1,000"]
    assert read(by_project.table.rows) == [["new-school", "示例新", "1,000"]]


def test_land_of_the_district_over_the_years(sheets: dict[str, Below]) -> None:
    # Short in 2023: 800 + 1,400 + 2,400 + 400 + 3,400 + 4,400; in 2024 without small and far, with
    # 1,800 of new; in 2025 big 17,100 − 15,000, keep 4,400 and new 1,800.
    land = sheets["land-years"]
    assert read(land.table.rows) == [
        ["2023", "—", "—", "—", "25,000", "12,800"],
        ["2024", "25,000", "9,000", "4,000", "30,000", "9,800"],
        ["2025", "30,000", "0", "0", "30,000", "8,300"],
    ]
    assert totals(land) == ["合计", "25,000", "9,000", "4,000", "30,000", ""]
    assert ids(land.table.rows[1]) == ["V-2024-district", *[""] * 4, "LY-2024"]


def test_land_of_unknown_norm_has_no_shortfall(mini: Results) -> None:
    table = mini.tables["land"].copy()
    table["short_m2"] = float("nan")
    bare = replace(mini, tables={**mini.tables, "land": table})
    (land,) = account_sheets.below(bare, live.tables(bare))["land_account"]
    assert len(land.table.heads) == len(land.table.rows[0]) == 5
    assert totals(land) == ["合计", "25,000", "9,000", "4,000", "30,000"]


def test_surplus_of_every_year_and_of_the_last(mini: Results, sheets: dict[str, Below]) -> None:
    # Places less 5 %, whole at each school, less pupils: 513 + 5 × 256 − 125; rooms 42 − 7 classes.
    # 2024: 2 × 513 + 3 × 256 − 125; 42 − 6, as the 8 of far join a class. 2025: 812 + 256 + 513 −
    # 125; 37 − 6.
    surplus = sheets["surplus-years"]
    assert read(surplus.table.rows) == [
        ["2023", "1,668", "35"], ["2024", "1,669", "36"], ["2025", "1,456", "31"],
    ]  # fmt: skip
    assert surplus.say is not None
    assert "2025 学年" in surplus.say["zh"]
    assert "富余学位 1,456 个，空余教室 31 间" in surplus.say["zh"]
    years = mini.tables["years"]
    assert [f"{n:,}" for n in years[years["stage"] == "all"]["surplus"]] == [
        row[1] for row in read(surplus.table.rows)
    ]
    assert ids(surplus.table.rows[0]) == ["", "UY-2023", "UY-2023"]


def test_stages_stand_beside_the_total(results: Results) -> None:
    (surplus,) = account_sheets.below(results, live.tables(results))["surplus"]
    assert read([surplus.table.heads]) == [
        ["学年", "合计富余（个）", "合计空余（间）", "小学富余（个）", "小学空余（间）",
         "初中富余（个）", "初中空余（间）"]
    ]  # fmt: skip
    for row in surplus.table.rows:
        _, both, rooms, *parts = (int(zh(cell).replace(",", "")) for cell in row)
        assert (both, rooms) == (parts[0] + parts[2], parts[1] + parts[3])
        assert ids(row)[3].endswith("-pri") and ids(row)[5].endswith("-jun")


def test_public_funds_over_the_years(mini: Results, sheets: dict[str, Below]) -> None:
    # 125 × 720 yuan, and from 2025 on 125 × 800.
    assert read(sheets["funds-years"].table.rows) == [
        ["2023", "125", "125", "0", "9"],
        ["2024", "125", "125", "0", "9"],
        ["2025", "125", "125", "0", "10"],
    ]
    (table,) = [one for one in live.tables(mini) if one.id == "funds"]
    whole = [row for row in table.rows if row[1] == 2023]
    held = mini.tables["funds"].query("school_year == 2023").set_index("campus_id")
    names = [column.name for column in table.columns]
    assert names == ["school", "town", "pupils", "boarders", "pupils_counted", "floor", "funds"]
    for row in whole:
        assert isinstance(row[2], live.Name)
        assert row[8] == held.loc[row[2].key, "yuan"] == 720 * held.loc[row[2].key, "pupils"]
    assert [names[k] for k in table.added] == names[2:]


@pytest.mark.parametrize(
    ("keeps_money", "status", "shown"),
    [(True, "verified", True), (False, "verified; overridden (default 720)", True),
     (False, "overridden by funds-2019 from 2019-09-01", True), (False, "verified", False)],
)  # fmt: skip
def test_public_funds_are_shown_where_the_scenario_states_money(
    mini: Results, keeps_money: bool, status: str, shown: bool
) -> None:
    tables = {**mini.tables}
    assumed = tables["assumptions"].copy()
    about = assumed["name"].astype(str).str.contains("funds")
    assert about.any()
    assumed["status"] = assumed["status"].astype(object)
    assumed.loc[about, "status"] = status
    tables["assumptions"] = assumed
    if not keeps_money:
        tables["money"] = tables["money"].head(0)
    there = [table.id for table in live.tables(replace(mini, tables=tables))]
    assert ("funds" in there) == shown


def test_tables_of_one_year_add_up_land_and_money(mini: Results) -> None:
    tables = {table.id: table for table in live.tables(mini)}
    for name, added in (
        ("land", ["site_m2", "places", "short_m2"]),
        ("money", ["this_year"]),
        ("surplus", ["pupils", "places", "surplus", "rooms", "classes", "free_rooms"]),
    ):
        table = tables[name]
        assert [table.columns[k].name for k in table.added] == added
    # Nobody states who is in post here: columns that are not there are not added up.
    staff = tables["staff"]
    assert [staff.columns[k].name for k in staff.added] == ["pupils", "classes_held", "posts"]


@pytest.fixture
def opened(browser: Any, mini: Results, tmp_path: Path) -> Iterator[Opened]:
    report.write(mini, tmp_path / "report.html")
    page = Opened(browser, tmp_path / "report.html")
    yield page
    assert page.errors == []


@pytest.mark.browser
@pytest.mark.full
def test_every_sum_opens_what_it_prints(opened: Opened) -> None:
    wrong, seen = opened.page.evaluate(
        """() => {
          const wrong = [], seen = {};
          const plain = (text) => Number(text.replace(/,/g, ''));
          for (const fig of document.querySelectorAll('.sheet[data-name$="-years"] .fig, '
              + '.sheet[data-name="money-projects"] .fig')) {
            const id = fig.dataset.calc, shown = plain(fig.textContent);
            const row = report.rows.lookup(id), kind = id.split('-')[0];
            seen[kind] = (seen[kind] || 0) + 1;
            if (kind === 'V') continue;
            const found = row.items.map((item) => item.value / (item.scale || 1));
            if (!found.some((value) => Math.round(value) === shown)) wrong.push([id, shown, found]);
            for (const item of row.items) {
              const sum = item.parts.reduce((all, part) => all + part[2], 0);
              if (sum !== item.value) wrong.push([id, item.name, sum]);
              for (const part of item.parts) if (!report.rows.has(part[0])) wrong.push([id, part]);
            }
          }
          return [wrong, seen];
        }"""
    )
    assert wrong == []
    # Three years; years and sources of money with their sums; projects with theirs.
    assert seen == {"UY": 6, "V": 3, "LY": 3, "MY": 8, "MS": 8, "MP": 5, "FY": 6}


@pytest.mark.browser
@pytest.mark.full
def test_money_in_wan_is_that_of_the_workbook_in_yuan(opened: Opened, mini: Results) -> None:
    opened.page.fill("#year", "2")
    foot = opened.page.eval_on_selector(
        "#live-funds tfoot tr", "tr => [...tr.cells].map(td => td.textContent)"
    )
    assert foot == ["合计", "", "125", "0", "125", "0", "10"]
    funds: pd.DataFrame = mini.tables["funds"].query("school_year == 2025")
    assert funds["yuan"].sum() == 100_000
    land = opened.page.eval_on_selector(
        "#live-land tfoot tr", "tr => [...tr.cells].map(td => td.textContent)"
    )
    assert land == ["合计", "", "", "", "30,000", "1,665", "", "", "8,300"]
