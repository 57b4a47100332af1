"""The gallery of broken scenarios, and what a message in Chinese must not hold."""

import re
from pathlib import Path

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
