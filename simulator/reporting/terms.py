"""What is shown of a calculation: its parts, what is done with them, and what they rest on?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from simulator.reporting.catalogue import LANGS, Lang, say

Label = tuple[str, str]
"""A text in Chinese and in English."""
Kind = Literal["sum", "count", "quotient"]
Operation = Literal["", "times", "minus", "over"]
"""How the pair of a term gives its value: a × b, a − b, or 1 because a is over b."""
MOST_TERMS: Final = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a figure: its value and, where it is itself computed, the two numbers behind it."""

    label: Label
    value: float
    pair: tuple[float, float] | None = None
    figure: str = ""
    """Id of the figure that the part is, where it has one."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """How a printed figure comes about.

    ``kind`` says what is done with the values of the terms: a ``sum`` adds them, a ``count`` adds
    ones, a ``quotient`` divides the first by the second.
    """

    id: str
    metric: str
    stage: str
    school_year: int | None
    """Of the census counted; None for a promise of places, and for what was not computed."""
    total: float | None
    """None where the figure was not computed; ``why`` says why."""
    kind: Kind
    operation: Operation
    terms: tuple[Term, ...]
    definition: Label
    why: Label | None
    tables: tuple[str, ...]
    """Output tables the terms are read from."""
    inputs: tuple[str, ...]
    """Input tables they rest on."""
    assumptions: tuple[str, ...]
    """Names in the table ``assumptions``."""
    examples: tuple[Term, ...] = ()
    """The largest cases; not part of the sum."""
    readings: tuple[Term, ...] = ()
    """A promise of places, read by three dates."""
    unexplained: float = 0.0
    """What the tables of the run leave open; zero in a whole run."""


def worked_out(kind: Kind, terms: Sequence[Term]) -> float:
    """Return what the terms give by their operation."""
    if kind == "quotient":
        return terms[0].value / terms[1].value if terms else 0.0
    return float(sum(term.value for term in terms))


def both(key: str, *values: object) -> Label:
    """Return a sentence of the catalogue in both languages; values may be labels."""

    def half(index: int, lang: Lang) -> str:
        given = {
            f"v{k}": value[index] if isinstance(value, tuple) else value
            for k, value in enumerate(values, 1)
        }
        return say(key, lang, given)

    chinese, english = (half(index, lang) for index, lang in enumerate(LANGS))
    return chinese, english


def plain(name: str) -> Label:
    """Return a name that is the same in both languages."""
    return name, name


def capped(
    terms: Sequence[Term], rest: Callable[[int], Label], *, most: int = MOST_TERMS, head: int = 0
) -> tuple[Term, ...]:
    """Return the largest terms, the others added up as one; the first ``head`` stay in front."""
    first = tuple(terms[:head])
    ordered = sorted(terms[head:], key=lambda term: -abs(term.value))
    room = most - head
    if len(ordered) <= room:
        return (*first, *ordered)
    kept, others = ordered[: room - 1], ordered[room - 1 :]
    added = Term(rest(len(others)), sum(term.value for term in others))
    return (*first, *kept, added)
