"""Is every message there in Chinese as in English, with the same values in both?"""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard

import numpy as np
import pytest

import simulator
from simulator.columns import named
from simulator.phrases import Phrase, counted, listing
from simulator.problems import Problem, ScenarioError
from tests.gallery import english_left, in_backticks, is_chinese

ROOT = Path(simulator.__file__).parents[1]


ENGLISH_ALONE = {"said"}
"""Words of pydantic, which are English."""


def test_what_is_written_out_says_the_same_in_both_languages() -> None:
    """Also the messages no test provokes: every ``Phrase("…", f"…")`` of the code."""
    seen = 0
    for place, chinese, english in phrases():
        zh, en = text_of(chinese), text_of(english)
        seen += 1
        if zh and re.search(r"[A-Za-z]{2}", en):
            assert is_chinese(zh), place
        assert english_left(zh) is None, place
        assert in_backticks(en) <= in_backticks(zh) or not zh, place
        lost = values_of(english) - values_of(chinese)
        assert not lost - ENGLISH_ALONE or not zh, (place, lost)
    assert seen > 300


def phrases() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Give place, Chinese and English of every phrase that is written out in the code."""
    files = [path for part in ("simulator", "cli") for path in (ROOT / part).rglob("*.py")]
    for file in sorted(set(files) - {ROOT / "simulator/phrases.py"}):  # it joins, and says nothing
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Phrase":
                zh, en = call.args
                if isinstance(zh, WRITTEN_OUT) and isinstance(en, WRITTEN_OUT):
                    yield f"{file.name}:{call.lineno}", zh, en


WRITTEN_OUT = (ast.Constant, ast.JoinedStr)


def text_of(literal: ast.expr) -> str:
    """Give the text of a literal, with a digit for each value."""
    parts = literal.values if isinstance(literal, ast.JoinedStr) else [literal]
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "0" for p in parts)


def values_of(literal: ast.expr) -> set[str]:
    """Give the expressions put into a literal, whatever their language."""
    values = [part.value for part in ast.walk(literal) if isinstance(part, ast.FormattedValue)]
    counts = [value.args[0] if is_counted(value) else value for value in values]
    return {re.sub(r"\.(zh|en)\b", "", ast.unparse(value)) for value in counts}


def is_counted(value: ast.expr) -> TypeGuard[ast.Call]:
    """Tell whether a value is a count with its English noun."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "counted"


def test_a_count_stands_with_a_noun_that_bends() -> None:
    """One row is wrong, two rows are: no sentence joins a bare number to a plural."""
    nouns = re.compile(r" ((further|more|of the) )?([a-z]+s|children)\b")
    for place, _, english in phrases():
        parts = english.values if isinstance(english, ast.JoinedStr) else []
        for value, then in pairwise(parts):
            if isinstance(value, ast.FormattedValue) and not is_counted(value.value):
                said = str(then.value) if isinstance(then, ast.Constant) else ""
                if "len(" in ast.unparse(value) or "count" in ast.unparse(value):
                    several = any(word in said for word in SEVERAL)
                    assert several or not nouns.match(said), (place, said)


SEVERAL = (" kinds: ", " sheets (", " layers: ", " pools")
"""Said only of more than one."""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (counted(1, "town"), "1 town"),
        (counted(0, "town"), "0 towns"),
        (counted(1200, "class", "classes"), "1,200 classes"),
        (counted(np.int64(1), "cell is", "cells are"), "1 cell is"),
        (counted(2.0, "boarder"), "2 boarders"),
        (counted(1_234_567, "pupil"), "1,234,567 pupils"),
    ],
)
def test_counts_bend(said: str, words: str) -> None:
    assert said == words


def test_listings_and_words_of_the_model() -> None:
    assert listing(["a", "b"]) == Phrase("a、b", "a, b")
    assert listing("abcd", 2) == Phrase("a、b 等 4 个", "a, b and 2 more")
    assert listing([named("p1"), named("s3")]) == Phrase("一年级、高三", "p1, s3")
    assert named("primary+junior") == Phrase("小学+初中", "primary+junior")
    assert named("no such word") == Phrase("no such word", "no such word")


def test_problems_sort_and_repeat_alike_in_both_languages() -> None:
    one = Problem("a.yaml", 3, "x", Phrase("乙", "second"), Phrase("改", "mend"))
    two = Problem("a.yaml", 3, "x", Phrase("甲", "first"), Phrase("改", "mend"))
    error = ScenarioError([one, two, one])
    assert error.problems == tuple(sorted([one, two]))
    assert str(one) == "a.yaml:3: x: second → mend"
