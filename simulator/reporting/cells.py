"""What stands in a cell of the page's tables, and how is a row of the run read into them?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from simulator.reporting.catalogue import known, say


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a zone, campus, legal unit or area, by its key in ``row_sources.Named``."""

    of: Literal["zones", "campuses", "schools", "areas"]
    key: str


@dataclass(frozen=True, slots=True)
class Coded:
    """Words for a code that names the row in the tables of the run."""

    words: str | tuple[str, str]
    code: str


Cell = str | int | float | Sequence[str] | Name | Coded | None
"""A number, a name, or a word in both languages; None where it is not known."""
Row = tuple[str, int, dict[str, Any]]
"""Stage ('' for all), school year and the cells not worked out from others, by column."""
NAMES: Final[dict[str, str]] = {
    "zones": "zone", "campuses": "campus", "schools": "school", "areas": "area",
}  # fmt: skip
"""Kind of a name → the key under which the script has it."""


def records(table: pd.DataFrame, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Give the rows of some columns."""
    return zip(*(table[column].tolist() for column in columns), strict=True)


def known_number(value: Any) -> Any:
    """Return a number, or None where it is not known."""
    return None if value is None or value is pd.NA or value != value else value


def stage(name: str) -> tuple[str, str]:
    """Return the words of a stage."""
    return known("stage", name, "zh"), known("stage", name, "en")


def both(key: str) -> tuple[str, str]:
    """Return the words of the catalogue in both languages."""
    return say(key, "zh"), say(key, "en")
