"""Which words do all sections of a scenario file share: ids, dates, money, tables, sources?"""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

Id = Annotated[
    str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\s@,;:*?\"<>|\\\x00-\x1f]+$")
]
"""Identifier: letters of any script, digits, ``-``, ``_``, ``.``, ``/``; no blanks."""

StageName = Literal["preschool", "primary", "junior", "senior"]
StageGroup = Literal["preschool", "primary", "junior", "senior", "compulsory", "all"]
GradeName = Literal[
    "k1", "k2", "k3", "p1", "p2", "p3", "p4", "p5", "p6", "j1", "j2", "j3", "s1", "s2", "s3"
]
ResidenceName = Literal["registered", "migrant"]
Evidence = Literal["official", "estimated", "illustrative"]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-1e8, le=1e8, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=1990, le=2100)]
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso_date(value: Any) -> Any:
    """Refuse numbers, which would otherwise count as seconds since 1970."""
    if isinstance(value, int | float) or (
        isinstance(value, str) and not _ISO_DATE.fullmatch(value.strip())
    ):
        raise ValueError("a date is written year-month-day: 2025-09-01")
    return value.strip() if isinstance(value, str) else value


Date = Annotated[
    dt.date,
    BeforeValidator(_iso_date),
    Field(ge=dt.date(1990, 1, 1), le=dt.date(2100, 12, 31)),
]

_MONEY = re.compile(r"^\s*[\d_,]+(\.\d+)?\s*(CNY|元|万元|亿元)\s*$")


def _money(value: str) -> str:
    if not _MONEY.match(value):
        raise ValueError(
            "an amount of money is a number and its unit: 54_000_000 CNY, 5400 万元, 0.54 亿元"
        )
    return value


Money = Annotated[
    str,
    AfterValidator(_money),
    Field(json_schema_extra={"pattern": _MONEY.pattern, "examples": ["5400 万元"]}),
]
"""Amount with its unit: ``54_000_000 CNY``, ``5400 万元`` or ``0.54 亿元``."""


_MONEY_UNITS = {
    "CNY": Decimal(1),
    "元": Decimal(1),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}


def yuan(money: str) -> float:
    """Give an amount in yuan: ``54_000_000 CNY``, ``5400 万元`` and ``0.54 亿元`` are the same.

    Raises
    ------
    ValueError
        The text is not a number and a unit of money.
    """
    match = re.fullmatch(r"\s*([\d_,]+(?:\.\d+)?)\s*(CNY|元|万元|亿元)\s*", money)
    number = match[1].replace("_", "").replace(",", "") if match else ""
    if match is None or not number:
        msg = f"{money!r} is not an amount of money: 54_000_000 CNY, 5400 万元, 0.54 亿元"
        raise ValueError(msg)
    return float(Decimal(number) * _MONEY_UNITS[match[2]])


class Section(BaseModel):
    """Base of every part of a scenario file."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, strict=False
    )


class Bilingual(Section):
    """A text in both languages.

    中英文两种文字。
    """

    zh: str
    """Chinese.

    中文。"""
    en: str
    """English.

    英文。"""


Text = str | Bilingual


class Source(Section):
    """Where a figure or a promise comes from.

    数字或承诺的出处。
    """

    title: str
    """Title of the document or table.

    文件或统计表的名称。"""
    issuer: str | None = None
    """Who issued it.

    发布单位。"""
    date: str | None = None
    """Date of issue, as printed.

    发布日期，照文件所印。"""
    quote: str | None = None
    """The sentence, word for word.

    原文，一字不改。"""
    place: str | None = None
    """Note on the place, e.g. ``inferred`` where the text does not print its name.

    关于地点的说明，例如原文未写地名、由上下文推断的，写 `inferred`。"""
    licence: str | None = None
    """Licence under which a data set is used.

    所用数据的授权许可。"""


class Table(Section):
    """A table: a file beside the scenario, or rows written inline.

    一张表：情景文件旁的一个文件，或直接写在情景文件中的各行。
    """

    file: str | None = None
    """CSV, Excel, GeoPackage or GeoJSON file, relative to the file that names it.

    CSV、Excel、GeoPackage 或 GeoJSON 文件；路径相对于写它的那个文件。"""
    sheet: str | None = None
    """Excel sheet; the first when absent.

    Excel 工作表名；不写时取第一张。"""
    layer: str | None = None
    """Layer of a GeoPackage; the only one when absent.

    GeoPackage 图层名；不写时取唯一的图层。"""
    encoding: Literal["utf-8", "gb18030"] | None = None
    """Text encoding of a CSV file; recognised (UTF-8, then GBK/GB18030) when absent.

    CSV 文件的文字编码；不写时自动识别（先 UTF-8，后 GBK/GB18030）。"""
    columns: dict[str, str] = {}
    """Further column headings, heading → field, beside the ones always understood.

    本地表头的对应关系：表头 → 字段；常用中英文表头无须写。"""
    data: tuple[dict[str, Any], ...] | None = None
    """Rows written inline, field → value; instead of ``file``.

    直接写在情景文件中的各行：字段 → 值；与 `file` 二选一。"""
    rows: dict[str, dict[str, Any]] = {}
    """Corrections of single rows by id: id → field → value.

    对个别行的更正：行的编号 → 字段 → 值。"""
    evidence: Evidence
    """How the table is known: official, estimated or illustrative.

    数据性质：官方（official）、估算（estimated）或示例（illustrative）。"""
    source: str | Source
    """Where it comes from.

    数据来源。"""


class Parameter(Section):
    """A number that is a norm or an assumption, with what makes it believable.

    一个标准或假设的数值，连同其依据。
    """

    value: Annotated[float, Field(allow_inf_nan=False)]
    """The value, in the unit of the field that holds it.

    数值，单位同所在字段。"""
    source: str
    """Standard, document or survey.

    标准、文件或调查的名称。"""
    status: Literal["verified", "secondary", "derived", "assumed", "recalled"]
    """How well the value is known.

    依据的可靠程度：已核对、转引、推算、假设或凭记忆。"""
