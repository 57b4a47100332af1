"""How is a figure written for a reader, in a table and in a sentence?"""

import datetime as dt
import math
from typing import Final

from simulator import tables
from simulator.indicators import INDICATORS, Indicator
from simulator.reporting.catalogue import CATALOGUE, LANGS, Lang, fitted, known, say

MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_COLUMNS: Final = {field.name: field for field in tables.YEAR_METRICS}


def number(value: object, digits: int = 0) -> str:
    """Return a figure for a table: full, with separators; a dash where it was not computed."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "—"
    rounded = round(float(value), digits)  # type: ignore[arg-type]
    return f"{rounded + 0.0:,.{digits}f}".replace("-", "−")


def prose(value: float, lang: Lang) -> str:
    """Return a whole figure for a sentence: in Chinese from 10,000 on in 万, two decimals."""
    if lang == "zh" and abs(value) >= 10_000:
        wan = f"{value / 10_000:.2f}".rstrip("0").rstrip(".")
        return f"{wan} 万".replace("-", "−")
    return number(value)


def percent(share: float | None, digits: int = 0) -> str:
    """Return a share as a percentage, ``91 %``; a dash where it was not computed."""
    return "—" if share is None or math.isnan(share) else f"{number(share * 100, digits)} %"


def yuan(value: float, lang: Lang, digits: int = 2) -> str:
    """Return money for a sentence: in Chinese in 亿元 or 万元, ``1.23 亿元``."""
    for bound, word in ((10**8, "亿元"), (10**4, "万元")):
        if lang == "zh" and abs(value) >= bound:
            figure = number(value / bound, digits)
            return f"{figure.rstrip('0').rstrip('.') if digits else figure} {word}"
    return f"{number(value)} {say('unit.CNY', lang)}"


def amount(
    value: float | None,
    unit: str,
    lang: Lang,
    *,
    in_prose: bool = False,
    digits: int | None = None,
) -> str:
    """Return a figure with the word of its unit: ``1,215 个学位``, ``91 %``, ``1.23 亿元``.

    ``digits`` are the decimals of a share or of money, where its usual ones do not tell it from
    another beside it.
    """
    if value is None or math.isnan(value):
        return "—"
    if unit == "share":
        return percent(value, digits or 0)
    if unit == "CNY":
        return yuan(value, lang, 2 if digits is None else digits)
    if unit == "share_gap":
        return f"{number(value, digits or 0)} {say('unit.share_gap', lang)}"
    key = f"unit.one.{unit}" if value == 1 and f"unit.one.{unit}" in CATALOGUE else f"unit.{unit}"
    word = say(key, lang) if key in CATALOGUE else unit
    if in_prose and value == round(value):
        figure = prose(value, lang)
    else:
        figure = number(value, 0 if value == round(value) else 2)
    return f"{figure}{word}" if figure.endswith("万") else f"{figure} {word}".strip()


def day(written: str, lang: Lang) -> str:
    """Return an ISO date for a sentence, ``2025年12月31日``; a text that is none stays itself."""
    try:
        date = dt.date.fromisoformat(written)
    except ValueError:
        return written
    if lang == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def season(written: str, lang: Lang) -> str:
    """Return a 1 September as the autumn of its year, ``2029 年秋季``; another day as itself."""
    if written[5:] != "09-01":
        return day(written, lang)
    return f"{written[:4]} 年秋季" if lang == "zh" else f"autumn {written[:4]}"


def cell_day(written: str | None, lang: Lang) -> str:
    """Return a date for a table; English keeps the ISO date, which sorts as it is written."""
    if not written:
        return "—"
    return day(written, lang) if lang == "zh" else written


def metric(name: str, lang: Lang) -> str:
    """Return the name of an indicator; its id when nothing knows it."""
    words = INDICATORS.get(name) or _COLUMNS.get(name)
    if words is None:
        return known("metric", name, lang)
    return heading(words)[LANGS.index(lang)]


def heading(words: Indicator | tables.Field) -> tuple[str, str]:
    """Return the name of an indicator or column in both languages, as sentences have it."""
    zh, en = fitted(words.zh, words.en)
    return zh.replace("(", "（").replace(")", "）"), en


def unit_of(name: str) -> str:
    """Return the unit of an indicator: places, classes, share, …, or ``none``."""
    words = INDICATORS.get(name) or _COLUMNS.get(name)
    if words is None:
        return "share" if name.endswith("_share") else "none"
    return words.unit or "none"
