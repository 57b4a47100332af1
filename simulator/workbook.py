"""How does a planner get every table of a run in one Excel file?

One sheet a table, Chinese first: headings in both languages, codes in Chinese words, ids beside
names. Made from ``Results`` alone, the same bytes each time; no cell can become a formula.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd

from simulator.figure_ids import ORDINALS, ROW_KEYS, SHOWN_KEYS, row_id, row_ids, target_id
from simulator.reporting import glossary, views
from simulator.reporting.catalogue import LANGS, fold, known, say
from simulator.reporting.numerals import unit_of
from simulator.reporting.sheets import inputs_hash
from simulator.results import Results
from simulator.spreadsheet import Column, Sheet, width_of, write
from simulator.tables import TABLES, Field

EXPLANATION: Final = "说明"
COLUMNS: Final = "列名对照"
WIDEST: Final = 44.0
FIRST_SHEETS: Final = ("targets", "years")
OWN_INPUTS: Final = {
    "zones": ("zones", "outline"),
    "schools": ("campuses", "schools", "sites", "projects"),
    "capacity": ("campuses", "schools", "pools", "projects"),
    "projects": ("projects", "sites", "campuses"),
    "provision": ("zones", "campuses", "pools", "projects"),
    "inputs": (),
    "assumptions": (),
    "oddities": (),
}
"""Input tables a table rests on, where that is not all of them."""
_NAMED: Final = {
    "zone_id": Field("zone_name", "str", "片区名称", "Zone name"),
    "campus_id": Field("campus_name", "str", "校区名称", "Campus name"),
    "receiver_id": Field("receiver_name", "str", "接收校区名称", "Receiver name"),
}
"""Columns put beside an id, for reading."""


def write_workbook(results: Results, path: Path) -> None:
    """Write ``workbook.xlsx``."""
    prepare_workbook(results)(path)


def prepare_workbook(results: Results) -> Callable[[Path], None]:
    """Return what writes ``workbook.xlsx``: from here on plain lists, no table and no Arrow."""
    order = [*FIRST_SHEETS, *(name for name in TABLES if name not in FIRST_SHEETS)]
    schools = views.school_names(results)
    names = {"zone_id": views.zone_names(results), "campus_id": schools, "receiver_id": schools}
    sheets = [_explanation(results, order)]
    sheets += [_sheet(results, name, names) for name in order]
    sheets.append(_columns(order))
    return partial(write, sheets=sheets, title=_title(results))


def sheet_name(table: str) -> str:
    """Return the name of a table's sheet."""
    return glossary.sheet(table)[0]


def illustrative(results: Results, table: str) -> tuple[str, ...]:
    """Return the illustrative inputs a table rests on: everything simulated rests on all."""
    named = views.illustrative(results, "verdict")
    return tuple(name for name in named if name in OWN_INPUTS.get(table, named))


def _sheet(results: Results, table: str, names: dict[str, dict[str, str]]) -> Sheet:
    frame = results.tables[table]
    fields: list[Field] = []
    columns: list[Column] = []

    def add(field: Field, column: Column) -> None:
        fields.append(field)
        columns.append(column)

    if table == "years":
        ids = [row_id(int(y), str(s)) for y, s in zip(frame["school_year"], frame["stage"],
                                                      strict=True)]  # fmt: skip
        add(Field("", "str", "编号", "Id of the row"), Column(ids))
    if table == "targets":
        ids = [target_id(str(target)) for target in frame["target"]]
        add(Field("", "str", "编号", "Id"), Column(ids))
    if table in ROW_KEYS:
        add(Field("", "str", "编号", "Id of the row"), Column(row_ids(table, frame)))
    for field in TABLES[table]:
        add(field, _column(table, field, frame))
        if field.name in _NAMED and (table, field.name) not in (
            ("zones", "zone_id"), ("schools", "campus_id"),
        ):  # fmt: skip
            known_names = names[field.name]
            shown = [known_names.get(str(value), "") for value in columns[-1].values]
            add(_NAMED[field.name], Column(shown))
    zh, en, meaning_zh, meaning_en = glossary.sheet(table)
    rests_on = illustrative(results, table)
    mark = _mark(rests_on, short=True)
    title = f"{zh} {en} · {meaning_zh} {meaning_en}" + (f" · {mark}" if mark else "")
    chinese = [_chinese(table, field) for field in fields]
    english = [field.en + (f" ({field.unit})" if field.unit else "") for field in fields]
    head = [
        [(title, "title")],
        [(words, "head") for words in chinese],
        [(words, "under") for words in english],
    ]
    sized = [
        Column(
            column.values, column.style, column.styles,
            width([*two], column),
        )
        for *two, column in zip(chinese, english, columns, strict=True)
    ]  # fmt: skip
    return Sheet(zh, head, sized, mark=mark)


def _chinese(table: str, field: Field) -> str:
    """Return a heading; a measure of the yearly totals carries the end of its figures' ids."""
    ordinal = ORDINALS.get(field.name, "") if table == "years" else ""
    return f"{ordinal} {field.zh}" if ordinal else field.zh


def _mark(rests_on: Sequence[str], *, short: bool = False) -> str:
    if not rests_on:
        return ""
    if short:
        return f"{say('tag.illustrative', 'zh')} {say('tag.illustrative', 'en')}"
    said = []
    for lang in LANGS:
        tables = say("list.comma", lang).join(known("input", name, lang) for name in rests_on)
        said.append(say("tag.illustrative_of", lang, {"tables": tables}))
    return " ".join(said)


def _column(table: str, field: Field, frame: pd.DataFrame) -> Column:
    """Return the cells of a column: codes in Chinese words, numbers in their format."""
    column = frame[field.name]
    missing = column.isna().tolist()
    values: list[Any] = column.tolist()
    prefix = glossary.prefix_of(table, field.name)
    if prefix is not None or field.dtype == "bool":
        kind = prefix or "flag"
        words: dict[Any, str] = {}
        cells: list[Any] = []
        for gone, value in zip(missing, values, strict=True):
            if gone or value == "":
                cells.append(None)
                continue
            if value not in words:
                words[value] = glossary.word(kind, value, "zh")
            cells.append(words[value])
        return Column(cells)
    if field.dtype == "str":
        return Column([None if gone else str(v) for gone, v in zip(missing, values, strict=True)])
    of = int if field.dtype == "int" else float
    numbers = [None if gone else of(v) for gone, v in zip(missing, values, strict=True)]
    if field.name in ("value", "achieved", "required"):
        measures = frame["metric"] if "metric" in frame else pd.Series([""] * len(frame))
        styles = [_style_of_unit(unit_of(str(name))) for name in measures]
        return Column(numbers, "general", styles)
    return Column(numbers, _style(field))


def _style(field: Field) -> str:
    if field.name in ("school_year", "cleared_in", "first_september", "class_no", "year"):
        return "plain"
    if field.name in ("lon", "lat"):
        return "degrees"
    if field.dtype == "int":
        return "whole"
    return _style_of_unit(field.unit)


def _style_of_unit(unit: str) -> str:
    if unit == "share":
        return "share"
    if unit in ("none", "coefficient", "per pupil"):
        return "general"
    return "tenths" if unit in ("posts", "m² per place") else "whole"


def width(headings: Sequence[str], column: Column) -> float:
    """Return a width at which headings wrap in two lines at most and no figure shows as ###."""
    longest_word = max(width_of(part) for part in headings[1].split() or [""])
    heading = max(width_of(headings[0]) * 0.55 + 4, width_of(headings[1]) * 0.45, longest_word + 1)
    values = set(column.values)
    numbers = [abs(value) for value in values if isinstance(value, int | float)]
    longest = len(f"{max(numbers, default=0):,.1f}") + 2
    texts = (width_of(value) + 3 for value in values if isinstance(value, str))
    longest = max(longest, max(texts, default=0))
    return min(max(heading, longest, 8.0), WIDEST)


def _title(results: Results) -> str:
    manifest = results.manifest
    name = manifest.get("title") or manifest.get("name") or results.summary.get("scenario") or ""
    parts = [fold(part, "zh") for part in (name, manifest.get("variant_title")) if part]
    return " · ".join(parts)


def _explanation(results: Results, order: Sequence[str]) -> Sheet:
    """Return the first sheet: what was run, how to find a figure, what sheets and codes mean."""
    manifest, summary = results.manifest, results.summary
    scenario = json.dumps(manifest.get("scenario"), sort_keys=True, ensure_ascii=True)
    named = views.illustrative(results, "verdict")
    name = manifest.get("title") or manifest.get("name")
    facts = [
        ("标题", "Title", fold(name, "zh"), fold(name, "en")),
        ("方案", "Scenario", str(manifest.get("name") or summary.get("scenario") or ""), ""),
        ("变体", "Variant", str(manifest.get("variant") or "—"),
         fold(manifest.get("variant_title"), "zh")),
        ("程序版本", "Version", str(manifest.get("version", "—")), ""),
        ("随机种子", "Seed", str(manifest.get("seed", "—")), ""),
        ("输入哈希", "Hash of the inputs", inputs_hash(results), ""),
        ("方案哈希", "Hash of the resolved scenario",
         hashlib.sha256(scenario.encode()).hexdigest()[:12], ""),
        ("数据性质", "Evidence", _mark(named) or "没有示例数据",
         "" if named else "no illustrative data"),
    ]  # fmt: skip
    ids = [
        ("R-2025-pri-07", "",
         "年度指标的一个数：学年-学段-指标序号。“年度指标”表行首是 R-2025-pri，列名前是序号 07。",
         "A yearly figure: school year, stage, number of the measure. The sheet 年度指标 has "
         "R-2025-pri at the head of the row and 07 at the head of the column."),
        ("pre pri jun sen com all", "", "学前 小学 初中 高中 义务教育 各学段合计",
         "preschool, primary, junior, senior, compulsory, all stages"),
        ("T-…", "", "一项目标：T- 加目标代号，见“目标”表。", "A promise: T- and its own id."),
        *_ids_of_rows(),
        ("zone_id, campus_id", "", "片区、校区代号与 tables/*.csv 和 layers.gpkg 相同，可以关联。",
         "Ids are those of tables/*.csv and layers.gpkg, to join by."),
        ("空格 empty", "", "空格表示没有计算，不是零。", "Empty means not computed, not nil."),
    ]  # fmt: skip
    sheets = [
        (glossary.sheet(table)[0], f"tables/{table}.csv", glossary.sheet(table)[2],
         glossary.sheet(table)[1] + ": " + glossary.sheet(table)[3])
        for table in order
    ]  # fmt: skip
    sheets.append((COLUMNS, "", "各表列名的中英文和 CSV 列名", "headings and their names in CSV"))
    rows: list[list[tuple[str, str]]] = [
        [(_title(results) or EXPLANATION, "title")],
        [("与 report.html、tables/ 同一次推演的全部表格。", "strong")],
        [("Every table of the run behind report.html and tables/.", "strong")],
    ]
    for heading, block in (
        ("本次运行 This run", facts),
        ("编号 Ids of figures", ids),
        ("各表 Sheets", sheets),
        ("代码 Codes: 类别、代码、中文、英文 kind, code, Chinese, English", glossary.listed()),
    ):
        rows.append([])
        rows.append([(heading, "strong")])
        rows.extend([(cell, "long") for cell in line] for line in block)
    widths = (24.0, 34.0, 60.0, 60.0)
    columns = [Column((), width=width) for width in widths]
    return Sheet(EXPLANATION, rows, columns, filtered=False, mark=_mark(named, short=True))


def _ids_of_rows() -> list[tuple[str, str, str, str]]:
    """Say how the ids of rows are formed, sheet by sheet, and which the page adds up."""
    said = []
    for table, (letter, *columns) in ROW_KEYS.items():
        fields = {field.name: field for field in TABLES[table]}
        chinese = "-".join([letter, *(fields[column].zh for column in columns)])
        english = "-".join([letter, *(fields[column].en for column in columns)])
        said.append((f"{letter}-…", "", f"“{sheet_name(table)}”表的一行：{chinese}",
                     f"A row of {sheet_name(table)}: {english}"))  # fmt: skip
    for name, (letter, *columns) in SHOWN_KEYS.items():
        fields_of = (*TABLES["enrolment"], *TABLES["money"])
        words = {field.name: (field.zh, field.en) for field in fields_of}
        words["entered"] = (say("column.key_entered", "zh"), say("column.key_entered", "en"))
        chinese = "-".join([letter, *(words[column][0] for column in columns)])
        english = "-".join([letter, *(words[column][1] for column in columns)])
        kind = f"column.kind_{name}"
        said.append((f"{letter}-…", "", f"报告页“{say(kind, 'zh')}”的一行：{chinese}",
                     f"A row of the page, {say(kind, 'en')}: {english}"))  # fmt: skip
    said.append(
        ("L-p3-… S-2025-pri-46–50 Z-2025-pri-…", "",
         "少写几项的编号指几行之和：某校某年级的全部台账、一档班额、片区的户籍与随迁合计。",
         "An id with keys left out stands for several rows added up: all of a school grade in the "
         "ledger, a band of class sizes, a zone's registered and migrant children."),
    )  # fmt: skip
    return said


def _columns(order: Sequence[str]) -> Sheet:
    """Return the last sheet: which column of which CSV file stands where."""
    rows = [
        (
            sheet_name(table),
            _chinese(table, field),
            field.en,
            field.unit,
            f"{table}.csv",
            field.name,
        )
        for table in order
        for field in TABLES[table]
    ]
    heads = [
        ("工作表", "Sheet"), ("列", "Column"), ("英文", "English"), ("单位", "Unit"),
        ("文件", "File in tables/"), ("CSV 列名", "Name in CSV"),
    ]  # fmt: skip
    head = [
        [(f"{COLUMNS} Columns", "title")],
        [(zh, "head") for zh, _ in heads],
        [(en, "under") for _, en in heads],
    ]
    columns = [
        Column(values, width=width(heads[k], Column(values)))
        for k, values in enumerate(zip(*rows, strict=True))
    ]
    return Sheet(COLUMNS, head, columns)
