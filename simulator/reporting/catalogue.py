"""Which words do the page and the terminal use, in Chinese and in English?

One catalogue holds every sentence in both languages with the same placeholders (held by test).
English counts bend where they stand before their noun: ``{n:town|towns}`` is ``1 town``,
``1,200 towns``; elsewhere they stand after a colon. The script of the page fills the same words.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from string import Formatter
from typing import Any, Final, Literal

from simulator.reporting.words import (
    account_columns,
    accounts,
    altered,
    blocking,
    calculation,
    classes,
    codes,
    cohort,
    comparison,
    demand,
    findings,
    frame,
    glossary,
    inputs,
    live,
    programme,
    rows,
    terminal,
    verdict,
    warning,
    waterfall,
    where,
)

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, Lang]] = ("zh", "en")
LANG_TAGS: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}

CATALOGUE: Final[dict[str, tuple[str, str]]] = {
    **frame.WORDS,
    **codes.WORDS,
    **verdict.WORDS,
    **findings.WORDS,
    **blocking.WORDS,
    **demand.WORDS,
    **classes.WORDS,
    **where.WORDS,
    **live.WORDS,
    **programme.WORDS,
    **cohort.WORDS,
    **waterfall.WORDS,
    **warning.WORDS,
    **inputs.WORDS,
    **terminal.WORDS,
    **calculation.WORDS,
    **glossary.WORDS,
    **rows.WORDS,
    **accounts.WORDS,
    **account_columns.WORDS,
    **comparison.WORDS,
    **altered.WORDS,
}
"""Key → (Chinese, English), with ``{placeholders}`` equal in both."""


@dataclass(frozen=True, slots=True)
class Area:
    """What the area of a run is, and what its parts are called; the catalogue says 区 and 镇街."""

    zh: str = "区"
    """Last character of its kind: 市, 县, 区; 域 where its name does not say."""
    en: str = "district"
    parts: str = "镇街"


DISTRICT: Final = Area()
_AREA: Final[ContextVar[Area]] = ContextVar("area", default=DISTRICT)
"""The area now spoken of: every sentence of a page is about one, so it is set once for them all."""


@contextmanager
def speaking_of(area: Area) -> Iterator[None]:
    """Say all sentences within of an area of this kind."""
    token = _AREA.set(area)
    try:
        yield
    finally:
        _AREA.reset(token)


def words_of(key: str) -> tuple[str, str]:
    """Return a sentence in both languages, its placeholders unfilled, fit to the area spoken of.

    What a scenario or a table says is filled in later, and so is never touched.
    """
    return fitted(*CATALOGUE[key])


def fitted(zh: str, en: str) -> tuple[str, str]:
    """Return words of the program fit to the area spoken of: ``全市`` of a city."""
    area = _AREA.get()
    if area == DISTRICT:
        return zh, en
    zh = zh.replace("全区", f"全{area.zh}").replace("镇街", area.parts)
    # not the 区 of 片区, which are catchments
    zh = re.sub("(?<!片)区外", f"{area.zh}外", zh)
    return zh, re.sub(r"\b(whole|the|outside the) district\b", rf"\1 {area.en}", en, flags=re.I)


class _Bending(Formatter):
    """Fills placeholders, with the noun of a count behind it."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bends, many = format_spec.partition("|")
        if not bends:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if str(value) == '1' else many}"


_BENDING: Final = _Bending()


def say(key: str, lang: Lang, values: Mapping[str, object] | None = None) -> str:
    """Return the sentence ``key`` in ``lang`` with its placeholders filled.

    Raises
    ------
    KeyError
        For a key or a placeholder the catalogue does not know.
    """
    words = words_of(key)[LANGS.index(lang)]
    if values is None:
        return words
    filled = _BENDING.vformat(words, (), values) if "|" in words else words.format_map(values)
    for noun in "人个名所":  # 1.3 万 is one figure with its noun: 1.3 万人
        filled = filled.replace(f"万 {noun}", f"万{noun}")
    return filled


def known(prefix: str, name: object, lang: Lang) -> str:
    """Return the word for a fixed code (``stage.primary``), or the code itself when unknown."""
    key = f"{prefix}.{name}"
    return say(key, lang) if key in CATALOGUE else str(name)


def fold(words: object, lang: Lang) -> str:
    """Return a text of a scenario: itself, or its half of a ``{zh, en}`` pair; '' for none."""
    if isinstance(words, Mapping):
        return str(words.get(lang) or words.get("zh") or words.get("en") or "")
    return "" if words is None else str(words)
