"""What is a parameter of the table of assumptions called in Chinese?

Names, values and statuses of that table are paths and words of the scenario, which are English.
"""

import re
from typing import Final

from simulator.reporting.catalogue import Lang, known
from simulator.reporting.words.parameters import WORDS

_SILENT: Final = ("norms", "rules", "stages", "travel")
"""Parts of a path that say only where in the file a parameter stands."""
_PATH: Final = re.compile(r"[\w.]+")


def name(written: str, lang: Lang) -> str:
    """Return the name of a parameter, with the path to write after ``--set`` where it is one."""
    if lang == "en":
        return written
    head, bracket, rest = written.partition(" (")
    parts = [_word(part) for part in head.split(".") if part not in _SILENT]
    said = "·".join(part for part in parts if part)
    if bracket:
        return f"{said}（{_words(rest).rstrip().replace(')', '）', 1)}"
    return f"{said}（{written}）" if _PATH.fullmatch(written) else said


def value(written: str, lang: Lang) -> str:
    """Return a value; numbers and dates as they are, words of rules in words."""
    return written if lang == "en" or not re.search(r"[a-z]", written) else _words(written)


def status(written: str, lang: Lang) -> str:
    """Return how a parameter is known."""
    if lang == "en":
        return known("status", written, lang)
    later = re.fullmatch(r"overridden by (.+) from (\S+)", written)
    if later:
        return f"自 {later[2]} 起改为{_words(later[1])}"
    stated = re.fullmatch(r"stated; overridden \(default (.+)\)", written)
    if stated:
        return f"方案写明（默认 {_words(stated[1])}）"
    return known("status", written, lang)


def _words(text: str) -> str:
    """Put the Chinese word for each one known."""
    said = re.sub(r"[A-Za-z_][\w]*", lambda found: _word(found[0]), text)
    return said.replace("): ", "）：").replace(", ", "、")


def _word(part: str) -> str:
    if part in WORDS:
        return WORDS[part]
    for prefix in ("stage", "grade", "outlook"):
        said = known(prefix, part, "zh")
        if said != part:
            return said
    return part
