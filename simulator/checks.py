"""Is every child, class, room and offer accounted for?

Four checks close every school year, always. Each compares the state with what the steps say
they did, never with a difference of states; a breach stops the run with both sides.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.checking.capacitychecks import CHANGES_CLASSES, check_capacity
from simulator.checking.equations import ConservationError, Step, child_names, equal, zone_names
from simulator.checking.landchecks import check_land
from simulator.checking.staffchecks import check_staff
from simulator.checking.tablechecks import check_tables
from simulator.district import District
from simulator.roll import WORLD, Moves, Roll
from simulator.state import Aged, Inputs, State
from simulator.vocabulary import (
    FIRST_GRADE_AGE,
    GRADES,
    N_GRADES,
    N_RESIDENCES,
    RESIDENCES,
    SEEKING,
    SINKS,
)

__all__ = [
    "CHANGES_CLASSES", "ConservationError", "Step", "check_capacity", "check_flow",
    "check_population", "check_stock", "check_tables", "check_year",
]  # fmt: skip

Ints = NDArray[np.int64]


def check_year(opening: State, steps: Sequence[Step], inputs: Inputs) -> None:
    """Run all checks from one census to the next.

    Parameters
    ----------
    opening
        The state at the last census.
    steps
        Everything done since, in order; the last one measured the new census.
    inputs
        Inputs of the year that begins.

    Raises
    ------
    ConservationError
        With the year, what was checked, where, and both sides of the equation.
    """
    check_stock(steps[-1].after, inputs.district)
    check_population(opening, steps, inputs.district)
    check_flow(opening, steps, inputs.district)
    check_capacity(opening, steps, inputs)
    check_tables(steps[-1].after, inputs)
    check_staff(steps[-1].after, inputs)
    check_land(opening, steps, inputs)


def check_stock(state: State, district: District) -> None:
    """Check that zone × due grade × residence people equal the roll; nobody seeks."""
    names = child_names(district)
    people = state.people[:, FIRST_GRADE_AGE:]
    equal(state.year, "stock: people = roll", people, state.roll.by_zone(), names)
    nobody = np.zeros_like(state.roll.seeking)
    equal(state.year, "stock: nobody seeks", state.roll.seeking, nobody, names)
    for what, number in (("roll", state.roll.counts), ("people", state.people)):
        below = np.where(number < 0, number, 0)
        names = tuple(tuple(map(str, range(size))) for size in number.shape)
        equal(state.year, f"stock: nobody less than none in {what}", below, below * 0, names)


def check_population(opening: State, steps: Sequence[Step], district: District) -> None:
    """Check opening + births + in − out − aged out = closing, from the draws."""
    expected = opening.people.copy()
    for step in steps:
        drawn = step.log.population
        if drawn is None:
            continue
        expected = expected + drawn.spring - drawn.gone
        if step.name != "age":
            continue
        shifted = np.zeros_like(expected)
        shifted[:, 1:] = expected[:, :-1]
        shifted[:, 0] = drawn.births
        left = expected[:, -1] - drawn.aged_out
        year = step.after.year
        equal(year, "population: aged out", left, np.zeros_like(left), (zone_names(district),))
        expected = shifted + drawn.arrived
    closing = steps[-1].after
    names = (zone_names(district), tuple(f"age {a}" for a in range(18)), RESIDENCES)
    equal(closing.year, "population: opening + in − out", expected, closing.people, names)


def check_flow(opening: State, steps: Sequence[Step], district: District) -> None:
    """Check zone × destination × grade × residence: opening + moves in − moves out = closing."""
    closing = steps[-1].after
    ledger = _Ledger(opening.roll)
    ledger.post([step.log.before for step in steps], closing.year)
    for step in steps:
        if step.log.aged is not None:
            ledger.age(step.log.aged, closing.year)
    ledger.post([step.log.moves for step in steps], closing.year)
    destinations = (*district.campus_ids, *SINKS)
    keys, expected, found = ledger.beside(closing.roll)
    wrong = np.argwhere(expected != found)
    if wrong.size:
        arc, grade, residence = wrong[0].tolist()
        zone, destination = divmod(int(keys[arc]), closing.roll.destinations)
        where = "/".join(
            (
                zone_names(district)[zone],
                destinations[destination],
                GRADES[grade],
                RESIDENCES[residence],
            )
        )
        raise ConservationError(
            f"{closing.year}: flow: opening + in − out at {where}: "
            f"{expected[arc, grade, residence]} by the moves ≠ {found[arc, grade, residence]} on "
            f"the roll ({len(wrong)} cells differ)"
        )


class _Ledger:
    """Children by arc, grade and residence, advanced by moves alone."""

    def __init__(self, roll: Roll) -> None:
        self.destinations = roll.destinations
        self.seek = roll.sink(SEEKING)
        seeking = np.arange(roll.seeking.shape[0]) * roll.destinations + self.seek
        self.keys = np.concatenate([roll.keys, seeking])
        self.counts = np.concatenate([roll.counts.astype(np.int64), roll.seeking])
        order = np.argsort(self.keys)
        self.keys, self.counts = self.keys[order], self.counts[order]

    def _rows(self, keys: Ints) -> Ints:
        rows = np.minimum(np.searchsorted(self.keys, keys), self.keys.size - 1)
        unknown = keys[self.keys[rows] != keys]
        if not unknown.size:
            return rows
        grown = np.union1d(self.keys, unknown)
        counts = np.zeros((grown.size, N_GRADES, N_RESIDENCES), dtype=np.int64)
        counts[np.searchsorted(grown, self.keys)] = self.counts
        self.keys, self.counts = grown, counts
        return np.searchsorted(grown, keys)

    def post(self, logs: Sequence[Moves], year: int) -> None:
        """Enter moves: out of one destination, into another."""
        moves = Moves.together(logs)
        if (moves.count < 0).any():
            raise ConservationError(f"{year}: flow: a move of fewer than no children")
        for end, sign in ((moves.target, 1), (moves.origin, -1)):
            here = end != WORLD
            rows = self._rows(moves.zone[here] * self.destinations + end[here])
            cell = (rows * N_GRADES + moves.grade[here]) * N_RESIDENCES + moves.residence[here]
            total = np.bincount(cell, weights=moves.count[here], minlength=self.counts.size)
            self.counts += sign * total.astype(np.int64).reshape(self.counts.shape)

    def age(self, aged: Aged, year: int) -> None:
        """Move everyone up a grade as the ageing step says: on, to seek, or out."""
        keys = aged.keys
        up, left, out = (part.astype(np.int64) for part in (aged.up, aged.left, aged.out))
        rows = self._rows(keys)
        gone = np.zeros_like(self.counts)
        gone[rows] = up + left + out
        differs = np.argwhere(gone != self.counts)
        if differs.size:
            arc, grade, residence = differs[0].tolist()
            raise ConservationError(
                f"{year}: flow: ageing at arc {self.keys[arc]}, {GRADES[grade]}: "
                f"{gone[arc, grade, residence]} aged ≠ {self.counts[arc, grade, residence]} there"
            )
        new = np.zeros_like(self.counts)
        new[rows, 1:] = up[:, :-1]
        seek_rows = np.searchsorted(
            self.keys, keys // self.destinations * self.destinations + self.seek
        )
        np.add.at(new[:, 1:], seek_rows, left[:, :-1])
        if up[:, -1].any() or left[:, -1].any():
            raise ConservationError(f"{year}: flow: pupils go up from the last grade")
        self.counts = new

    def beside(self, roll: Roll) -> tuple[Ints, Ints, Ints]:
        """Return the arcs, what the ledger holds and what the roll holds."""
        rows = self._rows(roll.keys)
        found = np.zeros_like(self.counts)
        found[rows] = roll.counts
        zone = np.arange(roll.seeking.shape[0])
        found[np.searchsorted(self.keys, zone * self.destinations + self.seek)] += roll.seeking
        return self.keys, self.counts, found
