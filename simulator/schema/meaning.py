"""What does the documentation of a field or section say in each language?

A docstring holds its English paragraphs first, then as many Chinese ones, so that both stand
beside the field they speak of.
"""

import re
from inspect import cleandoc
from typing import Final

from simulator.phrases import SILENCE, Phrase

_BLANK_LINE: Final = re.compile(r"\n\s*\n")
_BROKEN_LINE: Final = re.compile(r"(.)\s*\n\s*(.)")


def in_both_languages(docstring: str | None) -> Phrase:
    """Give both languages of a docstring, each on one line.

    Parameters
    ----------
    docstring
        Documentation of a field or section of the schema.

    Returns
    -------
    What it says, without the last full stop; nothing where there is none.
    """
    if not docstring:
        return SILENCE
    parts = _BLANK_LINE.split(cleandoc(docstring))
    half = len(parts) // 2
    english = " ".join(" ".join(part.split()) for part in parts[: len(parts) - half])
    chinese = "".join(_BROKEN_LINE.sub(_joined, part) for part in parts[len(parts) - half :])
    return Phrase(chinese.rstrip("。"), english.rstrip("."))


def _joined(line_break: re.Match[str]) -> str:
    """Join two lines of Chinese, with a blank only where a Latin word meets a character."""
    before, after = line_break.groups()
    beside = before.isalpha() or before.isdigit() or before == "`"
    latin = before.isascii() or after.isascii()
    return f"{before} {after}" if latin and beside and not _is_mark(after) else before + after


def _is_mark(letter: str) -> bool:
    """Tell whether a character is punctuation that no blank stands before."""
    return not (letter.isalnum() or letter == "`")
