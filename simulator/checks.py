"""Is every child, class, room and offer accounted for?

Four checks close every school year, always. Each compares the state with what the steps say
they did, never with a difference of states; a breach stops the run with both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.district import District
from simulator.state import WORLD, Aged, Inputs, Log, Moves, Roll, State
from simulator.vocabulary import (
    FIRST_GRADE_AGE,
    GRADES,
    N_GRADES,
    N_RESIDENCES,
    RESIDENCES,
    SEEKING,
    SINKS,
)

Ints = NDArray[np.int64]

CHANGES_CLASSES = ("leave", "build", "form")
"""Steps that may change the number of classes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a year as it was done."""

    name: str
    before: State
    after: State
    log: Log


class ConservationError(AssertionError):
    """An equation of the model does not hold: a fault of the program, never of the input."""


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


def check_stock(state: State, district: District) -> None:
    """Check that zone × due grade × residence people equal the roll; nobody seeks."""
    names = _names(district)
    people = state.people[:, FIRST_GRADE_AGE:]
    _equal(state.year, "stock: people = roll", people, state.roll.by_zone(), names)
    nobody = np.zeros_like(state.roll.seeking)
    _equal(state.year, "stock: nobody seeks", state.roll.seeking, nobody, names)
    if (state.roll.counts < 0).any() or (state.people < 0).any():
        raise ConservationError(f"{state.year}: stock: a negative number of children")


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
        _equal(year, "population: aged out", left, np.zeros_like(left), (_zones(district),))
        expected = shifted + drawn.arrived
    closing = steps[-1].after
    names = (_zones(district), tuple(f"age {a}" for a in range(18)), RESIDENCES)
    _equal(closing.year, "population: opening + in − out", expected, closing.people, names)


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
                _zones(district)[zone],
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


def check_capacity(opening: State, steps: Sequence[Step], inputs: Inputs) -> None:
    """Check rooms, classes, offers and tables against what the steps did."""
    district, closing = inputs.district, steps[-1].after
    year = closing.year
    cells = (district.campus_ids, GRADES)
    classes = opening.classes
    rooms = opening.rooms.copy()
    for step in steps:
        changed = step.after.classes - step.before.classes
        if step.name == "leave":
            moved_up = np.zeros_like(classes)
            moved_up[:, 1:] = classes[:, :-1]
            classes = moved_up
        elif step.name not in CHANGES_CLASSES and changed.any():
            where = np.argwhere(changed)[0]
            raise ConservationError(
                f"{year}: capacity: {step.name} changed the number of classes at "
                f"{district.campus_ids[where[0]]}/{GRADES[where[1]]}"
            )
        if step.log.classes is not None:
            classes = classes + step.log.classes
        if step.log.rooms is not None:
            rooms = rooms + step.log.rooms
    _equal(year, "capacity: classes by the log", classes, closing.classes, cells)
    _equal(year, "capacity: rooms by the log", rooms, closing.rooms, (district.pool_ids,))
    held = _by_pool(closing.classes, district)
    available = closing.rooms + closing.temporary + closing.borrowed
    if (held > available).any():
        pool = int(np.argmax(held - available))
        raise ConservationError(
            f"{year}: capacity: pool {district.pool_ids[pool]}: {held[pool]} classes > "
            f"{available[pool]} rooms"
        )
    seated = closing.sizes.sum(axis=2)
    _equal(year, "capacity: class sizes = roll", seated, closing.roll.at_campuses(), cells)
    beyond = np.arange(closing.sizes.shape[2]) >= closing.classes[:, :, None]
    if closing.sizes[beyond].any() or (closing.sizes < 0).any():
        raise ConservationError(f"{year}: capacity: pupils in a class that does not exist")
    by_name = {step.name: step for step in steps}
    if "offer" in by_name:
        _check_offers(by_name["offer"], inputs)
        _check_rungs(by_name["admit"], district)
    _check_tables(closing, district)


def _check_offers(step: Step, inputs: Inputs) -> None:
    """Check that rooms are dealt once and seats follow from rooms and class sizes."""
    district, state, offers = inputs.district, step.before, step.after.offers
    assert offers is not None
    year = step.after.year
    free = np.maximum(state.rooms + state.temporary - _by_pool(state.classes, district), 0)
    dealt = _by_pool(offers.planned, district) + offers.undealt
    _equal(year, "capacity: rooms dealt = rooms free", dealt, free, (district.pool_ids,))
    drawn = np.zeros_like(offers.planned)
    np.add.at(drawn, (step.log.moves.target, step.log.moves.grade), step.log.moves.count)
    slots = np.arange(step.after.sizes.shape[2])
    here = (slots < state.classes[:, :, None]) & ~offers.entry[:, :, None]
    here &= (state.open & district.campus_public)[:, None, None] & state.taught[:, :, None]
    for name, size, seats in (
        ("norm", inputs.norms.class_norm, offers.norm),
        ("tolerance", inputs.norms.tolerance, offers.tolerance),
    ):
        lacking = np.maximum(size[:, None] - step.after.sizes, 0)
        expected = np.where(here, lacking, 0).sum(axis=2) + offers.planned * size
        expected -= np.where(offers.entry, drawn, 0)
        cells = (district.campus_ids, GRADES)
        _equal(year, f"capacity: seats to the {name}", seats, expected, cells)


def _check_rungs(step: Step, district: District) -> None:
    """Check that no rung gave more seats than it had, and that rungs explain every placement."""
    offers, year = step.after.offers, step.after.year
    assert offers is not None
    moves, campuses = step.log.moves, district.n_campuses
    taken = np.zeros_like(offers.planned)
    inside = (moves.target < campuses) & (moves.zone < district.n_zones)
    outside = (moves.target < campuses) & (moves.zone == district.n_zones)
    np.add.at(taken, (moves.target[outside], moves.grade[outside]), moves.count[outside])
    cells = (district.campus_ids, GRADES)
    for rung in step.log.rungs:
        bounded = rung.offered >= 0
        if (rung.taken[bounded] > rung.offered[bounded]).any():
            where = np.argwhere(bounded & (rung.taken > rung.offered))[0]
            raise ConservationError(
                f"{year}: capacity: rung {rung.rung} at {district.campus_ids[where[0]]}/"
                f"{GRADES[where[1]]}: {rung.taken[*where]} placed > {rung.offered[*where]} offered"
            )
        fill = rung.rung.rpartition("/")[2]
        if fill in ("norm", "tolerance"):
            seats = offers.norm if fill == "norm" else offers.tolerance
            expected = np.maximum(seats - taken, 0)
            _equal(year, f"capacity: seats on {rung.rung}", rung.offered, expected, cells)
        taken = taken + rung.taken
    placed = np.zeros_like(taken)
    both = inside | outside
    np.add.at(placed, (moves.target[both], moves.grade[both]), moves.count[both])
    _equal(year, "capacity: placed = taken on rungs", placed, taken, cells)


def _check_tables(state: State, district: District) -> None:
    """Re-sum every table from the state."""
    census, year = state.census, state.year
    if census is None:
        raise ConservationError(f"{year}: tables: no census was taken")
    rows = census.rows
    cells = (district.campus_ids, GRADES)
    for column, expected in (("pupils", state.roll.at_campuses()), ("classes", state.classes)):
        table = np.zeros_like(state.classes)
        enrolment = rows["enrolment"]
        np.add.at(table, (enrolment["campus"], enrolment["grade"]), enrolment[column])
        _equal(year, f"tables: enrolment {column}", table, expected, cells)
    held = np.zeros_like(state.rooms)
    np.add.at(held, rows["capacity"]["pool"], rows["capacity"]["rooms_ordinary"])
    standing = np.where(state.open[district.pool_campus], state.rooms, 0)
    _equal(year, "tables: capacity rooms", held, standing, (district.pool_ids,))
    flows = rows["flows"]
    here = state.roll.destination < state.roll.campuses
    _equal(
        year, "tables: flows pupils", np.atleast_1d(flows["pupils"].sum()),
        np.atleast_1d(state.roll.counts[here].sum(dtype=np.int64)), (("all",),),
    )  # fmt: skip
    moved = state.placed.count[state.redirected].sum()
    for name in ("flows", "balance"):
        _equal(
            year, f"tables: {name} redirected", np.atleast_1d(rows[name]["redirected"].sum()),
            np.atleast_1d(moved), (("all",),),
        )  # fmt: skip
    balance = rows["balance"]
    parts = (
        "pupils_public",
        "pupils_private",
        "purchased",
        "elsewhere",
        "not_enrolled",
        "unplaced",
    )
    total = sum(balance[part].astype(np.int64) for part in parts)
    lines = (tuple(f"balance row {i}" for i in range(len(balance["children"]))),)
    _equal(year, "tables: balance adds up", np.asarray(total), balance["children"], lines)
    sizes, public = rows["class_sizes"], district.campus_public
    for name, found, expected in (
        ("classes", sizes["classes"], state.classes[public]),
        ("pupils", sizes["classes"] * sizes["size"], state.sizes[public]),
    ):
        _equal(
            year, f"tables: class sizes {name}", np.atleast_1d(found.sum()),
            np.atleast_1d(expected.sum()), (("all",),),
        )  # fmt: skip
    stages = rows["years"]
    for column, source in (("pupils", "pupils_public"), ("unplaced", "unplaced")):
        _equal(
            year, f"tables: years {column}", stages[column][-1:],
            np.atleast_1d(balance[source].sum()), (("all",),),
        )  # fmt: skip
    _equal(
        year, "tables: years places", stages["places"][-1:],
        np.atleast_1d(rows["capacity"]["places"].sum()), (("all",),),
    )  # fmt: skip
    slots = state.sizes[public] >= census.large
    _equal(
        year, "tables: years large classes", stages["large_classes"][-1:],
        np.atleast_1d(slots[:, FIRST_GRADE_AGE:].sum()), (("all",),),
    )  # fmt: skip


def _by_pool(number: Ints, district: District) -> Ints:
    """Add up a (C, G) table over the pools."""
    total = np.zeros(len(district.pool_ids), dtype=np.int64)
    used = district.pool_of >= 0
    np.add.at(total, district.pool_of[used], number[used])
    return total


def _zones(district: District) -> tuple[str, ...]:
    return (*district.zone_ids, "outside")


def _names(district: District) -> tuple[tuple[str, ...], ...]:
    return (_zones(district), GRADES, RESIDENCES)


def _equal(
    year: int,
    what: str,
    left: NDArray[np.generic],
    right: NDArray[np.generic],
    names: tuple[tuple[str, ...], ...],
) -> None:
    """Stop the run unless two tables are equal; name the first cell that differs."""
    differs = np.argwhere(left != right)
    if differs.size:
        cell = tuple(differs[0].tolist())
        where = "/".join(axis[i] for axis, i in zip(names, cell, strict=False))
        raise ConservationError(
            f"{year}: {what}, at {where}: {left[cell]} ≠ {right[cell]} "
            f"({len(differs)} cells differ)"
        )
