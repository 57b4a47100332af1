"""Does the workbook say what the tables say, and is every text in it only text?"""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest

from simulator import spreadsheet
from simulator.figure_ids import ORDINALS, ROW_KEYS, figure_id, row_id, row_ids
from simulator.reporting import glossary
from simulator.results import Results
from simulator.spreadsheet import Column, Sheet
from simulator.tables import TABLES, YEAR_METRICS
from simulator.workbook import EXPLANATION, sheet_name, write_workbook
from tests.report.fixture import make_results

HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1",
    "-1",
    "\t=1+1",
    "\u202eolleh\u202c \u200f",
    "🏫👩‍🏫 学校",
    "长" * 200,
    "../../x",
    "a&b<c>\"d'",
    "_x0041_",
    "]]>",
    "<r><t>1</t></r>",
    "<r></r>",
    "https://example.org",
    "007",
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, results: Results) -> Any:
    path = tmp_path_factory.mktemp("workbook") / "workbook.xlsx"
    write_workbook(results, path)
    return openpyxl.load_workbook(path)


def body(written: Any, table: str) -> pd.DataFrame:
    """Return a sheet read back, under the names of the CSV file where it has them."""
    rows = list(written[sheet_name(table)].iter_rows(min_row=2, values_only=True))
    frame = pd.DataFrame(rows[2:], columns=[f"{zh}|{en}" for zh, en in zip(*rows[:2], strict=True)])
    names = {}
    for field in TABLES[table]:
        zh = f"{ORDINALS[field.name]} {field.zh}" if table == "years" and (
            field.name in ORDINALS
        ) else field.zh  # fmt: skip
        names[f"{zh}|{field.en}" + (f" ({field.unit})" if field.unit else "")] = field.name
    return frame.rename(columns=names)


def digits(value: float) -> Any:
    """Return what equals a number to 16 digits; Excel itself shows 15."""
    return pytest.approx(value, rel=1e-15, abs=0)


@pytest.mark.parametrize("table", TABLES)
def test_every_sheet_holds_its_table(written: Any, results: Results, table: str) -> None:
    frame, read = results.tables[table], body(written, table)
    assert len(read) == len(frame)
    for field in TABLES[table]:
        there, expected = read[field.name].tolist(), frame[field.name].tolist()
        prefix = glossary.prefix_of(table, field.name)
        for cell, value in zip(there, expected, strict=True):
            if pd.isna(value) or value == "":
                assert pd.isna(cell)
            elif prefix:
                assert cell == glossary.word(prefix, value, "zh")
            elif field.dtype == "int":
                assert cell == value
            elif field.dtype == "float":
                assert cell == digits(value)
            else:
                assert cell == str(value)


def test_codes_are_in_words_a_planner_knows(written: Any) -> None:
    enrolment, balance = body(written, "enrolment"), body(written, "balance")
    assert set(enrolment["stage"]) == {"小学", "初中"}
    assert enrolment["grade"][0] == "小一"
    assert set(balance["residence"]) == {"户籍"}


def test_sheets_stand_in_order_and_can_be_read(written: Any) -> None:
    assert written.sheetnames[:3] == [EXPLANATION, "目标", "年度指标"]
    assert len(written.sheetnames) == len(TABLES) + 2
    for sheet in written.worksheets[1:]:
        assert sheet.freeze_panes == "A4"
        assert sheet.auto_filter.ref.startswith("A3:")
        widths = [column.width for column in sheet.column_dimensions.values()]
        assert all(8 <= width <= 60 for width in widths)


def test_figures_are_found_by_their_id(written: Any, results: Results) -> None:
    sheet = written["年度指标"]
    heads = [cell.value for cell in sheet[2]]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=4, values_only=True)}
    for _, row in results.tables["years"].iterrows():
        for metric in ("pupils", "large_classes", "within_reach_share"):
            wanted = figure_id(row["school_year"], row["stage"], metric)
            line, _, ordinal = wanted.rpartition("-")
            (column,) = [k for k, head in enumerate(heads) if head.startswith(f"{ordinal} ")]
            assert rows[line][column] == digits(row[metric])
    assert figure_id(2025, "primary", "super_large_classes") == "R-2025-pri-07"
    assert len(ORDINALS) == len(YEAR_METRICS)
    assert row_id(2025, "compulsory") == "R-2025-com"
    assert written["目标"]["A4"].value == f"T-{written['目标']['B4'].value}"


@pytest.mark.parametrize("table", ROW_KEYS)
def test_rows_are_found_by_their_id(written: Any, results: Results, table: str) -> None:
    column = written[sheet_name(table)].iter_rows(min_row=4, max_col=1, values_only=True)
    assert [cells[0] for cells in column] == row_ids(table, results.tables[table])
    text = "\n".join(str(cell.value) for row in written[EXPLANATION] for cell in row)
    letter, *columns = ROW_KEYS[table]
    heads = {field.name: field.zh for field in TABLES[table]}
    formed = "-".join([letter, *(heads[column] for column in columns)])
    assert f"“{sheet_name(table)}”表的一行：{formed}" in text


def test_numbers_have_the_format_of_their_unit(written: Any) -> None:
    sheet = written["年度指标"]
    formats = {cell.value: sheet.cell(4, cell.column).number_format for cell in sheet[2]}
    assert formats["学年"] == "0"
    assert formats["02 公办在校生"] == "#,##0"
    assert formats["16 平均上学距离"] == "#,##0"
    assert formats["17 服务半径内比例"] == "0.0%"


def test_illustrative_inputs_are_named_where_they_count(written: Any, results: Results) -> None:
    for table in TABLES:
        sheet = written[sheet_name(table)]
        # the invented run has illustrative schools, so that all but the lists of inputs are
        rests = table not in ("inputs", "assumptions", "oddities")
        assert ("示例数据" in sheet["A1"].value) is rests, table
        assert ("示例数据" in (sheet.oddHeader.right.text or "")) is rests, table
    text = "\n".join(str(cell.value) for row in written[EXPLANATION] for cell in row)
    assert "示例数据：校区、在校生、人口、教室、片区" in text
    assert "2025-01-01" not in text, "dates of the run would change the file from run to run"


def test_every_table_and_code_has_its_words(results: Results) -> None:
    assert set(TABLES) <= set(glossary.SHEETS)
    names = [names[0] for names in glossary.SHEETS.values()]
    assert len(set(names)) == len(names)
    for table, frame in results.tables.items():
        for column in frame:
            prefix = glossary.prefix_of(table, column)
            if prefix in (None, "unit", "source", "blocked", "status"):
                continue
            for code in frame[column].dropna().unique():
                assert code == "" or glossary.word(prefix, code, "zh") != str(code), (table, code)


@pytest.mark.full
def test_two_runs_give_the_same_bytes(tmp_path: Path, results: Results) -> None:
    write_workbook(results, tmp_path / "one.xlsx")
    time.sleep(2.1)  # a zip archive counts time in steps of two seconds
    write_workbook(results, tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_text(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame({"n": [name, name]})
    sheet = Sheet("表", [[(name, "title")], [(name, "head")]], [Column(frame["n"].tolist())])
    spreadsheet.write(tmp_path / "x.xlsx", [sheet], title=name)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    for cell in (book["表"]["A1"], book["表"]["A3"], book["表"]["A4"]):
        assert cell.value == name
        assert cell.data_type == "s"
        assert cell.number_format == "@"
        assert cell.quotePrefix
    texts = zipfile.ZipFile(tmp_path / "x.xlsx").read("xl/sharedStrings.xml").decode()
    assert ">_x0041_" not in texts, "Excel would read this as the letter A"
    title = book.properties.title.replace("_x005F_", "_")  # Excel reads the escape here, too
    assert title == name.strip() or name.startswith("\t")


def test_control_characters_become_visible_and_long_texts_end_in_a_word(tmp_path: Path) -> None:
    texts = ["a\x00b\x07\x1b[31mc\x7f\ufffe", "两行\r\n字", "x" * 40_000, "🏫" * 20_000]
    sheet = Sheet("表", [[("头", "head")]], [Column(texts)])
    spreadsheet.write(tmp_path / "x.xlsx", [sheet], title="\x00")
    ws = openpyxl.load_workbook(tmp_path / "x.xlsx")["表"]
    assert ws["A2"].value == "a␀b␇␛[31mc␡\ufffd"
    assert ws["A3"].value == "两行\n字"
    for cell in (ws["A4"], ws["A5"]):
        assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
        assert cell.value.endswith(spreadsheet.CUT)


@pytest.mark.full
def test_no_part_of_a_hostile_run_is_a_formula(tmp_path: Path) -> None:
    write_workbook(make_results(n_zones=40, hostile="=1+1\x07<b>\u202e"), tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in package.namelist():
            text = package.read(name).decode()
            root = ElementTree.fromstring(text)
            assert not [e for e in root.iter() if e.tag.endswith("}f")], name
            assert "<b>" not in text


def test_more_rows_than_fit_go_on_in_a_further_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 7)
    sheet = Sheet("表", [[("a", "title")], [("b", "head")]], [Column(range(12), "whole")])
    spreadsheet.write(tmp_path / "x.xlsx", [sheet], title="")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["表", "表(2)", "表(3)"]
    read = [row[0] for ws in book for row in ws.iter_rows(min_row=3, values_only=True)]
    assert read == list(range(12))
    assert [ws.auto_filter.ref for ws in book] == ["A2:A7", "A2:A7", "A2:A4"]


@pytest.mark.full
def test_another_program_opens_it(
    tmp_path: Path, results: Results, office: Callable[..., None]
) -> None:
    write_workbook(results, tmp_path / "workbook.xlsx")
    office("--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "workbook.xlsx"))
    content = zipfile.ZipFile(tmp_path / "workbook.ods").read("content.xml").decode()
    for table in TABLES:
        assert f'table:name="{sheet_name(table)}"' in content
    assert "table:formula" not in content
    assert "#####" not in content
