"""What is said of a column of the page's tables: what it counts, and how it comes about?"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows of a table of the run that are added up: those whose keys equal the row's own."""

    table: str
    field: str
    by: tuple[str, ...]
    """Keys beside the school year: ``campus``, ``stage``, ``town`` of a zone, …"""


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column: its words are ``<head>`` and ``column.<says>`` of the catalogue."""

    name: str
    head: str
    says: str = ""
    """What it counts; nothing for a name, which is not computed."""
    own: tuple[str, str] | None = None
    """Table and column of the run that hold the figure itself."""
    parts: Parts | None = None
    formula: str = ""
    """Of other columns of the row and of ``NORMS``."""
    ahead: int = 0
    """School years after the row's own to which the formula looks."""
    measure: str = ""
    """Whose inputs and assumptions it rests on: a key of ``grounds.GROUNDS``."""
    shown: bool = True
    """Whether the table has it; otherwise only the calculation does."""
    optional: bool = False
    """Left out where no row of the table knows it."""
    digits: int | None = None
    """Decimals to which the figure of the run is rounded before all else."""
    decimals: int | None = None
    """Decimals printed, where the calculation goes on with more."""
    share: bool = False
    """Printed in percent."""
    scale: int = 1
    """How many of the figure are one as printed: 10,000 yuan."""
    adds: tuple[str, str] | None = None
    """Table of the page and its column, whose rows of the year (and stage) are added up."""


def word(name: str, head: str = "") -> RowColumn:
    """Return a column of words or names."""
    return RowColumn(name, head or f"live.{name}")


def printed(column: RowColumn) -> dict[str, Any]:
    """Return how the script prints the figures of a column, where not as they are."""
    how: dict[str, Any] = {"hid": True} if not column.shown else {}
    if column.share:
        how["share"] = True
    if column.decimals is not None:
        how["decimals"] = column.decimals
    if column.scale != 1:
        how["scale"] = column.scale
    return how
