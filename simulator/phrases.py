"""How is one thing said in Chinese and in English?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """A sentence, or a part of one, in both languages and with its values filled in."""

    zh: str
    en: str

    def said(self, lang: Lang) -> str:
        """Give it in one language."""
        return self.zh if lang == "zh" else self.en

    def __add__(self, more: "Phrase") -> "Phrase":
        return Phrase(self.zh + more.zh, self.en + more.en)

    def __str__(self) -> str:
        # The language of Python names is that of its errors.
        return self.en


SILENCE = Phrase("", "")
"""What is said where there is nothing to add."""


def counted(number: float, one: str, many: str | None = None) -> str:
    """Say a count in English, which bends: ``1 town``, ``1,200 towns``, ``0 rows are``.

    Parameters
    ----------
    number
        How many.
    one
        What follows one.
    many
        What follows any other number; with an ``s`` more where absent.

    Returns
    -------
    The number and what follows it.
    """
    return f"{number:,.12g} {one if number == 1 else many or one + 's'}"


def listing(items: Iterable[object], most: int = 8) -> Phrase:
    """Name some items, and count the rest: ``a, b, c and 4 more``, ``a、b、c 等 7 个``.

    Parameters
    ----------
    items
        What to name, in order; phrases are named in their language, anything else as it is.
    most
        How many are named.

    Returns
    -------
    The list in words.
    """
    names = [item if isinstance(item, Phrase) else Phrase(str(item), str(item)) for item in items]
    zh = "、".join(name.zh for name in names[:most])
    en = ", ".join(name.en for name in names[:most])
    if len(names) <= most:
        return Phrase(zh, en)
    return Phrase(f"{zh} 等 {len(names)} 个", f"{en} and {len(names) - most} more")
