"""The gallery of broken scenarios, and what a message in Chinese must not hold."""

import re
from pathlib import Path

from simulator.problems import Problem

BROKEN = Path(__file__).parent / "broken"
BASE = BROKEN / "base.yaml"
GALLERY = sorted(
    path for path in BROKEN.glob("*.yaml") if path.read_text("utf-8").startswith("# expect:")
)


def is_chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def in_backticks(text: str) -> set[str]:
    """What is quoted from the file, or to be written into it."""
    return set(re.findall(r"`([^`]*)`", text))


def english_left(text: str) -> str | None:
    """The first four English words in a row, outside backticks."""
    plain = re.sub(r"`[^`]*`", "`", text)
    found = re.search(r"[A-Za-z']+(?:[ ,;:]+[A-Za-z']+){3,}", plain)
    return found[0] if found else None


def assert_said_in_chinese(problem: Problem) -> None:
    """A problem is said in Chinese, quotes the same, and leaves no English sentence."""
    for phrase in (problem.what, problem.remedy):
        assert is_chinese(phrase.zh), problem
        assert english_left(phrase.zh) is None, problem
    assert in_backticks(problem.what.en) <= in_backticks(problem.what.zh)
