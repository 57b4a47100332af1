"""How does the model state an equation, and stop where it does not hold?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.district import District
from simulator.state import Inputs, Log, State
from simulator.vocabulary import GRADES, OUTSIDE, RESIDENCES

Ints = NDArray[np.int64]
Names = tuple[Sequence[str], ...]
"""Names of the cells of a table, axis by axis."""


@dataclass(frozen=True, slots=True)
class _Numbered(Sequence[str]):
    """Names of rows that are worked out only when one is asked for."""

    number: int
    what: str

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, index: Any) -> Any:
        return f"{self.what} {index}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a year as it was done."""

    name: str
    before: State
    after: State
    log: Log
    inputs: Inputs
    """Norms and rules of the day it was done."""


class ConservationError(AssertionError):
    """An equation of the model does not hold: a fault of the program, never of the input."""


def equal(year: int, what: str, left: NDArray[Any], right: NDArray[Any], names: Names) -> None:
    """Stop the run unless two tables are equal; name the first cell that differs.

    Raises
    ------
    ConservationError
        With the year, the equation, the cell and both sides.
    """
    if left.shape != right.shape:
        raise ConservationError(f"{year}: {what}: {left.size} rows ≠ {right.size} rows")
    unlike = left != right
    if unlike.any():
        differs = np.argwhere(unlike)
        cell = tuple(differs[0].tolist())
        where = "/".join(axis[i] for axis, i in zip(names, cell, strict=False))
        # A yes or no is written as 1 or 0, so that both sides always read as numbers.
        found, due = (side[cell] + 0 for side in (left, right))
        raise ConservationError(
            f"{year}: {what}, at {where}: {found} ≠ {due} ({len(differs)} cells differ)"
        )


def by_pool(number: Ints, district: District) -> Ints:
    """Add up a (C, G) table over the pools."""
    total = np.zeros(len(district.pool_ids), dtype=np.int64)
    used = district.pool_of >= 0
    np.add.at(total, district.pool_of[used], number[used])
    return total


def by_class(number: Ints, district: District) -> Ints:
    """Add up a (C, G) table at the lowest of the grades taught together."""
    total = np.zeros_like(number)
    for grade in range(number.shape[1]):
        np.add.at(
            total, (np.arange(number.shape[0]), district.class_grade[:, grade]), number[:, grade]
        )
    return total


def zone_names(district: District) -> tuple[str, ...]:
    """Return the names of the rows of a zone table."""
    return (*district.zone_ids, OUTSIDE)


def child_names(district: District) -> Names:
    """Return the names of a zone × grade × residence table."""
    return (zone_names(district), GRADES, RESIDENCES)


def rows(number: int, what: str = "row") -> Names:
    """Return the names of the rows of a list."""
    return (_Numbered(number, what),)
