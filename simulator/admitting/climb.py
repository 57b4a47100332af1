"""Who still seeks while the ladder is climbed, and how is a shortage shared out?"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator import luck as chance
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.rounding import apportion
from simulator.state import Inputs, Offers, Own, RungLog, State, by_ladder
from simulator.vocabulary import N_GRADES, N_RESIDENCES, SEEKING

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

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
    claims_left: Ints
    """(n,) children of each row of the state's claims who have not taken theirs up."""
    rights: Ints
    """(Z, S) entrants who may still take a place of the own catchment: a place lock bounds them."""
    taken_own: Ints
    """(Z, S) entrants placed in their own catchment, without a claim."""
    purchased: Ints
    """(C, G) purchased places taken at listed private campuses."""
    held: list[Moves] = field(default_factory=list)
    """Moves into them."""
    moves: list[Moves] = field(default_factory=list)
    by_claim: list[Bools] = field(default_factory=list)
    """Whether each row of each of ``moves`` takes up a claim."""
    rungs: list[RungLog] = field(default_factory=list)

    def seekers(self, tier: tuple[int, ...], zones: Bools) -> Seekers:
        """List the children of a tier who still seek, in the order of zone, grade, residence."""
        zone, grade, place = np.nonzero(self.left[:, :, list(tier)] * zones[:, None, None])
        residence = np.array(tier)[place]
        return Seekers(zone, grade, residence, self.left[zone, grade, residence])

    def claimants(self) -> Ints:
        """Return (Z, G, R) children whose claim still stands; who was placed otherwise drops it."""
        claims = self.state.claims
        standing = np.zeros_like(self.left)
        if claims.count.size:
            cell = (claims.zone, claims.grade, claims.residence)
            np.add.at(standing, cell, self.claims_left)
            over = standing > self.left
            if over.any():
                rows = np.flatnonzero(over[cell])
                key = np.ravel_multi_index([index[rows] for index in cell], standing.shape)
                keys, group = np.unique(key, return_inverse=True)
                allowed = self.left.reshape(-1)[keys]
                self.claims_left[rows] = apportion(allowed, group, self.claims_left[rows])
                standing = np.minimum(standing, self.left)
        return standing

    def cell(self, campus: Ints, grade: Ints) -> Ints:
        """Return where the classes of a campus and grade are held, as an index of a flat (C, G)."""
        return campus * N_GRADES + self.inputs.district.class_grade[campus, grade]

    def seats(self, fill: str) -> Ints:
        """Return (C, G) seats left while classes may fill to the norm or the tolerance.

        Combined grades share the seats that stand at the lowest of them.
        """
        if fill == "any":
            open_cells = self.state.taught & by_ladder(self.state, self.inputs.district)[:, None]
            open_cells = capacity.by_class(open_cells.astype(np.int64), self.inputs.district) > 0
            if self.spring:
                open_cells = open_cells & (self.state.classes > 0)
            return np.where(open_cells, UNBOUNDED, 0)
        offered = self.offers.norm if fill == "norm" else self.offers.tolerance
        left: Ints = np.maximum(offered - self.placed, 0)
        left[~by_ladder(self.state, self.inputs.district)] = 0
        return left

    def place(
        self, who: Seekers, row: Ints, campus: Ints, number: Ints, *, by_claim: bool = False
    ) -> None:
        """Record placements: ``number`` children of seeker rows ``row`` to ``campus``."""
        some = number > 0
        row, campus, number = row[some], campus[some], number[some]
        zone, grade, residence = who.zone[row], who.grade[row], who.residence[row]
        np.subtract.at(self.left, (zone, grade, residence), number)
        at_campus = campus < self.placed.shape[0]
        cells = self.cell(campus[at_campus], grade[at_campus])
        np.add.at(self.placed.reshape(-1), cells, number[at_campus])
        seek = self.state.roll.sink(SEEKING)
        self.record(Moves.of(zone, seek, campus, grade, residence, number), by_claim=by_claim)

    def record(self, moves: Moves, *, by_claim: bool = False) -> None:
        """Keep moves, and whether they take up claims."""
        self.moves.append(moves)
        self.by_claim.append(np.full(moves.count.size, by_claim))


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
