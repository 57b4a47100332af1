"""Is every message there in Chinese as in English, with the same values in both?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import simulator
from simulator.columns import named
from simulator.phrases import Phrase, listing
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
    return {
        re.sub(r"\.(zh|en)\b", "", ast.unparse(part.value))
        for part in ast.walk(literal)
        if isinstance(part, ast.FormattedValue)
    }


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
