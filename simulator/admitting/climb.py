"""Who still seeks while the ladder is climbed, and how is a shortage shared out?"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator import luck as chance
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.rounding import apportion
from simulator.state import Inputs, Offers, Own, RungLog, State
from simulator.vocabulary import N_GRADES, N_RESIDENCES, SEEKING

Ints = NDArray[np.int64]

UNBOUNDED = np.iinfo(np.int64).max // 4
"""Seats of a rung without a limit."""


@dataclass(frozen=True, slots=True)
class Seekers:
    """Children alike: a zone, a grade, a residence."""

    zone: Ints
    grade: Ints
    residence: Ints
    count: Ints


@dataclass
class Climb:
    """One year's admission while it is being worked out."""

    state: State
    inputs: Inputs
    luck: Luck
    offers: Offers
    own: Own
    left: Ints
    """(Z, G, R) children who still seek."""
    placed: Ints
    """(C, G) children placed so far, at the grade where their classes are held."""
    spring: bool
    moves: list[Moves] = field(default_factory=list)
    rungs: list[RungLog] = field(default_factory=list)

    def seekers(self, tier: tuple[int, ...]) -> Seekers:
        """List the children of a tier who still seek, in the order of zone, grade, residence."""
        zone, grade, place = np.nonzero(self.left[:, :, list(tier)])
        residence = np.array(tier)[place]
        return Seekers(zone, grade, residence, self.left[zone, grade, residence])

    def cell(self, campus: Ints, grade: Ints) -> Ints:
        """Return where the classes of a campus and grade are held, as an index of a flat (C, G)."""
        return campus * N_GRADES + self.inputs.district.class_grade[campus, grade]

    def seats(self, fill: str) -> Ints:
        """Return (C, G) seats left while classes may fill to the norm or the tolerance.

        Combined grades share the seats that stand at the lowest of them.
        """
        if fill == "any":
            open_cells = (
                self.state.taught & (self.state.open & self.inputs.district.campus_public)[:, None]
            )
            open_cells = capacity.by_class(open_cells.astype(np.int64), self.inputs.district) > 0
            if self.spring:
                open_cells = open_cells & (self.state.classes > 0)
            return np.where(open_cells, UNBOUNDED, 0)
        offered = self.offers.norm if fill == "norm" else self.offers.tolerance
        left: Ints = np.maximum(offered - self.placed, 0)
        return left

    def place(self, who: Seekers, row: Ints, campus: Ints, number: Ints) -> None:
        """Record placements: ``number`` children of seeker rows ``row`` to ``campus``."""
        some = number > 0
        row, campus, number = row[some], campus[some], number[some]
        zone, grade, residence = who.zone[row], who.grade[row], who.residence[row]
        np.subtract.at(self.left, (zone, grade, residence), number)
        at_campus = campus < self.placed.shape[0]
        cells = self.cell(campus[at_campus], grade[at_campus])
        np.add.at(self.placed.reshape(-1), cells, number[at_campus])
        seek = self.state.roll.sink(SEEKING)
        self.moves.append(Moves.of(zone, seek, campus, grade, residence, number))


def share(climb: Climb, who: Seekers, group: Ints, seats: Ints) -> Ints:
    """Say who of each short group gets its seats: a lottery, or largest remainder if central."""
    if climb.luck.central:
        return apportion(seats, group, who.count)
    keys = chance.keys(climb.inputs.district.zone_ids)
    row = np.repeat(np.arange(who.count.size), who.count)
    first = np.cumsum(who.count) - who.count
    child = np.arange(row.size) - first[row]
    counter = (child * N_GRADES + who.grade[row]) * N_RESIDENCES + who.residence[row]
    ticket = climb.luck.uniform(
        "lottery in spring" if climb.spring else "lottery",
        keys[who.zone[row]], climb.inputs.year, counter,
    )  # fmt: skip
    order = np.lexsort((ticket, group[row]))
    place = np.arange(row.size) - np.searchsorted(group[row][order], group[row][order])
    wins = order[place < seats[group[row][order]]]
    return np.bincount(row[wins], minlength=who.count.size).astype(np.int64)
