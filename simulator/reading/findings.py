"""What was found wrong or odd so far, and how is it said so that a planner can mend it?"""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from simulator.phrases import SILENCE, Phrase, counted, listing
from simulator.problems import Problem
from simulator.scenario import Oddity, Origin

LISTED = 20
"""How many alike problems of one column are spelt out before the rest is only counted."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems and oddities, collected so that all are reported at once.

    File names are relative to the folder of the scenario; the loader turns them into names
    the user would type.
    """

    problems: list[Problem] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    settled: set[tuple[str, int, str]] = field(default_factory=set)
    """Places about which enough has been said."""

    def problem(self, origin: Origin, where: str, what: Phrase, remedy: Phrase) -> None:
        """Record something that must be mended before a run."""
        if (origin.file, origin.line, where) in self.settled:
            return
        self.problems.append(Problem(origin.file, origin.line, where, what, remedy))

    def settle(self) -> None:
        """Say nothing more about the places of the problems found so far."""
        self.settled.update((found.file, found.line, found.where) for found in self.problems)

    def oddity(self, where: str, what: Phrase) -> None:
        """Record something odd but usable, once."""
        found = Oddity(where, what)
        if found not in self.oddities:
            self.oddities.append(found)


def _plain(text: str) -> str:
    """Text with width and case differences removed."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that was probably meant.

    Parameters
    ----------
    word
        What was written.
    known
        What could have been written.

    Returns
    -------
    The closest known word, or None when nothing is close.
    """
    by_plain: dict[str, str] = {}
    for name in known:
        by_plain.setdefault(_plain(name), name)
    plain = _plain(word)
    if plain.isdigit():  # Excel drops the zeros in front of an id
        padded = [name for name in by_plain if name.isdigit() and int(name) == int(plain)]
        if padded:
            return by_plain[padded[0]]
    # Chinese names are short: one wrong character of two is already half of the name.
    cutoff = 0.6 if plain.isascii() or len(plain) > 3 else 0.5
    close = difflib.get_close_matches(plain, by_plain, n=5, cutoff=cutoff)
    # Exchanged letters are the most common slip, and difflib rates them low.
    close.sort(key=lambda name: sorted(name) != sorted(plain))
    return by_plain[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: Phrase) -> Phrase:
    """Say what was probably meant, or else what to do.

    Parameters
    ----------
    word
        What was written.
    known
        What could have been written.
    otherwise
        The remedy when nothing is close.

    Returns
    -------
    A remedy in words.
    """
    names = tuple(known)
    guess = nearest(word, names)
    if guess is not None and guess.lstrip("0") == word and guess != word:
        return perhaps(guess) + Phrase(
            "Excel 会去掉编号开头的零：请把该列设为文本格式",
            " Excel drops zeros in front: format the column as text",
        )
    if guess is not None:
        return perhaps(guess)
    if 0 < len(names) <= 12:
        named = listing(sorted(names), 12)
        return otherwise + Phrase(f"；可用的有：{named.zh}", f"; known are {named.en}")
    return otherwise


def perhaps(guess: str) -> Phrase:
    """Ask whether something was meant."""
    return Phrase(f"是否想写 `{guess}`？", f"did you mean `{guess}`?")


def in_more_rows(count: int) -> Phrase:
    """Say in how many rows something is wrong, of which one is shown."""
    if count <= 1:
        return SILENCE
    return Phrase(f"（另有 {count - 1} 行相同）", f" (and in {counted(count - 1, 'more row')})")
