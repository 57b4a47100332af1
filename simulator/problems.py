"""What is wrong with an input, where, and what should the planner do about it?"""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.phrases import Phrase


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input.

    ``file`` and ``line`` (1-based; 0 where a line makes no sense) say where it was
    written, ``where`` is the field path a planner can search for
    (``changes/quxi-01/rooms``), ``what`` is wrong, ``remedy`` is what to do, both in
    Chinese and in English.
    """

    file: str
    line: int
    where: str
    what: Phrase
    remedy: Phrase

    @property
    def place(self) -> str:
        """File and line, as an editor jumps to them."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.where}: {self.what} → {self.remedy}"


class ScenarioError(Exception):
    """The input cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
