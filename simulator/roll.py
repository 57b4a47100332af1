"""Who is on whose roll, and how are children moved between destinations?

A ``Roll`` holds pupils by arc zone → destination; ``Moves`` are the only way to change it. Shapes
use Z zones (``outside`` is row Z), C campuses, G = 15 grades, R = 2 residences, D = C + 6
destinations (campuses, then the sinks of ``simulator.vocabulary``), A arcs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.vocabulary import N_GRADES, N_RESIDENCES, SEEKING, SINKS

Ints = NDArray[np.int64]

WORLD = -1
"""Origin or target of a move that enters or leaves the district."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Children moved between destinations: one row each, ``count`` children alike.

    ``origin`` and ``target`` are destination indices or ``WORLD``; ``grade`` is the due grade in
    the year the move leads into.
    """

    zone: Ints
    origin: Ints
    target: Ints
    grade: Ints
    residence: Ints
    count: Ints

    @staticmethod
    def of(
        zone: Ints,
        origin: Ints | int,
        target: Ints | int,
        grade: Ints | int,
        residence: Ints | int,
        count: Ints,
    ) -> "Moves":
        """Broadcast columns and leave out rows that move nobody."""
        zone, origin_, target_, grade_, residence_, count = np.broadcast_arrays(
            zone, origin, target, grade, residence, count
        )
        some = count != 0
        return Moves(
            *(
                np.ascontiguousarray(column[some], dtype=np.int64)
                for column in (zone, origin_, target_, grade_, residence_, count)
            )
        )

    @staticmethod
    def none() -> "Moves":
        """Return no moves."""
        empty = np.zeros(0, dtype=np.int64)
        return Moves(empty, empty, empty, empty, empty, empty)

    @staticmethod
    def together(parts: Sequence["Moves"]) -> "Moves":
        """Put several lists of moves after one another."""
        kept = [part for part in parts if part.count.size]
        if not kept:
            return Moves.none()
        if len(kept) == 1:
            return kept[0]
        return Moves(
            np.concatenate([part.zone for part in kept]),
            np.concatenate([part.origin for part in kept]),
            np.concatenate([part.target for part in kept]),
            np.concatenate([part.grade for part in kept]),
            np.concatenate([part.residence for part in kept]),
            np.concatenate([part.count for part in kept]),
        )


@dataclass(frozen=True, slots=True)
class Roll:
    """Pupils by arc zone → destination, due grade and residence; arcs sorted by key.

    ``seeking`` is a destination like any other, but held densely, for every zone has one.
    """

    keys: Ints
    """(A,) zone × destinations + destination, increasing."""
    counts: NDArray[np.int32]
    """(A, G, R)"""
    seeking: Ints
    """(Z + 1, G, R)"""
    destinations: int

    @property
    def zone(self) -> Ints:
        """(A,) zone of each arc."""
        return self.keys // self.destinations

    @property
    def destination(self) -> Ints:
        """(A,) destination of each arc."""
        return self.keys % self.destinations

    @property
    def campuses(self) -> int:
        """Number of campuses: destinations below it are campuses."""
        return self.destinations - len(SINKS)

    def sink(self, which: int) -> int:
        """Return the destination index of a sink."""
        return self.campuses + which

    def at_campuses(self) -> Ints:
        """Return (C, G) pupils at each campus."""
        return self.by_destination()[: self.campuses]

    def by_destination(self) -> Ints:
        """Return (D, G) pupils at each destination, seeking included."""
        per_arc = self.counts.sum(axis=2)
        cell = self.destination[:, None] * N_GRADES + np.arange(N_GRADES)
        size = self.destinations * N_GRADES
        total = np.bincount(cell.reshape(-1), weights=per_arc.reshape(-1), minlength=size)
        table = total.astype(np.int64).reshape(self.destinations, N_GRADES)
        table[self.sink(SEEKING)] += self.seeking.sum(axis=(0, 2))
        return table

    def by_zone(self) -> Ints:
        """Return (Z + 1, G, R) children of each zone over all destinations."""
        total = self.seeking.copy()
        np.add.at(total, self.zone, self.counts)
        return total

    def holding(self, moves: Moves) -> Moves:
        """Return the rows of ``moves`` whose children are still at the target, and how many."""
        if not moves.count.size:
            return moves
        key = moves.zone * self.destinations + moves.target
        arc = np.minimum(np.searchsorted(self.keys, key), max(self.keys.size - 1, 0))
        here = np.zeros(key.size, dtype=np.int64)
        if self.keys.size:
            known = self.keys[arc] == key
            here[known] = self.counts[arc[known], moves.grade[known], moves.residence[known]]
        return Moves.of(
            moves.zone, moves.origin, moves.target, moves.grade, moves.residence,
            np.minimum(moves.count, here),
        )  # fmt: skip

    def moved(self, moves: Moves) -> "Roll":
        """Return the roll after the moves; arcs grow as needed."""
        if not moves.count.size:
            return self
        seek = self.sink(SEEKING)
        seeking = self.seeking.copy()
        here = moves.origin == seek
        np.subtract.at(
            seeking,
            (moves.zone[here], moves.grade[here], moves.residence[here]),
            moves.count[here],
        )
        here = moves.target == seek
        np.add.at(
            seeking,
            (moves.zone[here], moves.grade[here], moves.residence[here]),
            moves.count[here],
        )
        comes = (moves.target != WORLD) & (moves.target != seek)
        goes = (moves.origin != WORLD) & (moves.origin != seek)
        to_key = moves.zone[comes] * self.destinations + moves.target[comes]
        keys, counts = self.keys, self.counts
        slot = np.minimum(np.searchsorted(keys, to_key), max(keys.size - 1, 0))
        known = keys[slot] == to_key if keys.size else np.zeros(to_key.size, dtype=bool)
        if not known.all():
            grown = np.union1d(keys, to_key)
            wider = np.zeros((grown.size, *counts.shape[1:]), dtype=counts.dtype)
            wider[np.searchsorted(grown, keys)] = counts
            keys, counts = grown, wider
        else:
            counts = counts.copy()
        rows = np.searchsorted(keys, to_key)
        np.add.at(counts, (rows, moves.grade[comes], moves.residence[comes]), moves.count[comes])
        from_key = moves.zone[goes] * self.destinations + moves.origin[goes]
        rows = np.searchsorted(keys, from_key)
        np.subtract.at(counts, (rows, moves.grade[goes], moves.residence[goes]), moves.count[goes])
        return Roll(keys, counts, seeking, self.destinations)


def empty_roll(zones: int, campuses: int) -> Roll:
    """Return a roll without pupils for ``zones`` zones beside ``outside``."""
    return Roll(
        np.zeros(0, dtype=np.int64),
        np.zeros((0, N_GRADES, N_RESIDENCES), dtype=np.int32),
        np.zeros((zones + 1, N_GRADES, N_RESIDENCES), dtype=np.int64),
        campuses + len(SINKS),
    )
