"""Messy tables in Excel files, and files that are not what their ending says."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl

from tests.messy.case import Messy
from tests.messy.texts import POOLS, ROOMS

HEADINGS: Final = ["校区", "学段", "普通教室", "临时教室"]
ROWS: Final = [HEADINGS, ["north", "小学", 12, None], ["south", "九年一贯制", 18, 2]]


def book(
    *rows: list[Any], merge: tuple[str, ...] = (), arrange: Callable[[Any], object] | None = None
) -> Callable[[Path], None]:
    """Write a workbook of one sheet, arranged further by a function."""

    def write(path: Path) -> None:
        made = openpyxl.Workbook()
        made.active.title = "教室"
        for row in rows or ROWS:
            made.active.append(row)
        for cells in merge:
            made.active.merge_cells(cells)
        if arrange is not None:
            arrange(made)
        # Through a file object: the ending need not be one that openpyxl likes.
        with path.open("wb") as file:
            made.save(file)

    return write


def _with_other_sheets(made: Any) -> None:
    made.create_sheet("说明", 0).append(["本表由各校填报"])
    made["说明"].sheet_state = "hidden"
    made.create_sheet("往年")


def _named_with_a_blank(made: Any) -> None:
    made["教室"].title = "教室 "


def _far_away(made: Any) -> None:
    made.active["CV60000"] = " "


def _on_a_second_sheet(made: Any) -> None:
    made.create_sheet("填表", 0)


def pools(name: str, content: Any, file: str = "pools.xlsx", **stated: Any) -> Messy:
    return Messy(name, "pools", file, content, **stated)


OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

BOOKS: Final = (
    pools("a plain book", book(), read=ROOMS),
    pools(
        "numbers kept as text",
        book(HEADINGS, ["north", "小学", "12", " "], ["south", "九年一贯制", " 18 ", "2"]),
        read=ROOMS,
    ),
    pools(
        "an untouched cell far away", book(arrange=_far_away), read=ROOMS,
    ),
    pools(
        "a hidden sheet in front and an empty one behind", book(arrange=_with_other_sheets),
        read=ROOMS,
        odd=(("有 3 个工作表（说明、教室、往年），读取了 `教室`", "`教室` is read"),),
    ),
    pools(
        "a sheet misspelt", book(), entry="sheet: 教师",
        refused=((5, "没有工作表 `教师`", "did you mean `教室`?"),),
    ),
    pools("a sheet named with a blank behind", book(arrange=_named_with_a_blank),
          entry="sheet: 教室", read=ROOMS),
    pools(
        "an empty sheet in front", book(arrange=_on_a_second_sheet),
        refused=((0, "请用 `sheet:` 指明", "name it with `sheet:`"),),
    ),
    pools(
        "a merged title", book(["示例区教室统计表", None, None, None], *ROWS, merge=("A1:D1",)),
        read=ROOMS, odd=(("表头在第 2 行", "the headings are in line 2"),),
    ),
    pools(
        "merged headings in two rows",
        book(["校区", "学段", "教室", None], [None, None, "普通教室", "临时教室"], *ROWS[1:],
             merge=("A1:A2", "B1:B2", "C1:D1")),
        read=ROOMS,
        odd=(
            ("合并单元格 A1:A2、B1:B2 在每一行", "merged cells of `pools.xlsx`, A1:A2, B1:B2"),
            ("第 1、2 两行合并为表头", "lines 1 and 2 are joined as headings"),
        ),
    ),
    Messy(
        "a school merged over its grades", "enrolment", "roll.xlsx",
        book(["学校", "年级", "在校生", "班数"], ["north", "一年级", 90, 2],
             [None, "二年级", 88, 2], ["合计", None, 178, 4], merge=("A2:A3", "A4:B4")),
        read={"campus": ["north", "north"], "grade": ["p1", "p2"], "pupils": [90, 88]},
        odd=(
            ("合并单元格 A2:A3 在每一行都按同一文字读取", "A2:A3, are read as the same words"),
            ("第 4 行是合计", "totals are not read as data: line 4"),
        ),
    ),
    Messy(
        "a number merged over two grades", "enrolment", "roll.xlsx",
        book(["学校", "年级", "在校生", "班数"], ["north", "一年级", 178, 2],
             ["north", "二年级", None, 2], merge=("C2:C3",)),
        refused=((3, "pupils 为空", "pupils is blank"),),
    ),
    pools(
        "formulas without their values",
        book(HEADINGS, ["north", "小学", "=6*2", None], ["=A2", "初中", 18, 2]),
        refused=(
            (2, "`=6*2` 是公式，没有存下结果", "`=6*2` is a formula without a saved value"),
            (3, "`=A2` 是公式，没有存下结果", "`=A2` is a formula without a saved value"),
        ),
    ),
    pools(
        "errors of Excel's",
        book(HEADINGS, ["north", "小学", "#REF!", None], ["south", "九年一贯制", 18, "#DIV/0!"]),
        refused=(
            (2, "`#REF!` 是 Excel 的错误值", "`#REF!` is an error of Excel's"),
            (3, "`#DIV/0!` 是 Excel 的错误值", "`#DIV/0!` is an error of Excel's"),
        ),
    ),
    pools(
        "yes where a number is meant",
        book(HEADINGS, ["north", "小学", True, None], ["south", "九年一贯制", 18, 2]),
        refused=((2, "`TRUE` 不是数字", "`TRUE` is not a number"),),
    ),
    pools(
        "a day where a number is meant",
        book(HEADINGS, ["north", "小学", dt.datetime(2025, 1, 12), None],
             ["south", "九年一贯制", 18, 2]),
        refused=((2, "`2025-01-12` 不是数字", "`2025-01-12` is not a number"),),
    ),
    Messy(
        "ids kept as numbers", "campuses", "campuses.xlsx",
        book(["编号", "片区"], [440101001.0, "east"], [440101002, "east"], ["north", "east"],
             ["south", "west"]),
        read={"id": ["440101001", "440101002", "north", "south"]},
    ),
    pools(
        "a book that ends in .csv", book(), "pools.csv", read=ROOMS,
        odd=(("按Excel 文件读取", "read as an Excel file"),),
    ),
    pools(
        "text that ends in .xlsx", POOLS.encode("gbk"), read=ROOMS,
        odd=(("按文本（CSV）读取", "read as a text file (CSV)"),),
    ),
    pools(
        "an old book that ends in .xlsx", OLD,
        refused=((0, "是旧版 Excel（.xls）文件", "a file of an old Excel"),),
    ),
    pools(
        "an old book", OLD, "pools.xls", refused=((5, "请另存为 .xlsx", "save it as .xlsx"),)
    ),
    pools(
        "a book with a password", OLD + "EncryptedPackage".encode("utf-16-le"),
        refused=((0, "加了密码", "is locked with a password"),),
    ),
    pools(
        "a web page that ends in .xlsx", b"<html><table><tr><td>north</td></tr></table></html>",
        refused=((0, "是网页或 PDF", "a web page or a PDF"),),
    ),
    pools(
        "a zip of something else", b"PK\x03\x04 and nothing more",
        refused=((0, "不是可读的 Excel 文件", "is not a readable Excel file"),),
    ),
    pools("an empty book", b"", refused=((0, "表是空的", "the table is empty"),)),
    pools(
        "a folder", lambda path: path.mkdir(),
        refused=((5, "是文件夹，不是文件", "is a folder, not a file"),),
    ),
    pools(
        "a link to itself", lambda path: path.symlink_to(path),
        refused=((5, "没有文件 `pools.xlsx`", "there is no file `pools.xlsx`"),),
    ),
    pools(
        "a file name misspelt", lambda path: path.with_name("pool.xlsx").write_bytes(b""),
        refused=((5, "是否想写 `pool.xlsx`？", "did you mean `pool.xlsx`?"),),
    ),
)  # fmt: skip
