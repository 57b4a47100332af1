"""What is true of the district at one moment, and what did a step do to it?

``State`` is immutable: a step returns a new one, and a ``Log`` of what it did. Shapes use
Z zones (``outside`` is row Z), C campuses, P pools, G = 15 grades, R = 2 residences, D = C + 6
destinations (campuses, then the sinks of ``simulator.vocabulary``), A arcs, K class slots.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.district import District, Norms, Rules
from simulator.vocabulary import LAST_GRADES, N_GRADES, N_RESIDENCES, SEEKING, SINKS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

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


@dataclass(frozen=True, slots=True)
class Catchment:
    """Own campuses of the zones for one stage: pairs sorted by zone, then campus."""

    zone: Ints
    campus: Ints
    assumed: Bools


@dataclass(frozen=True, slots=True)
class Own:
    """Own campuses of each zone and grade.

    Most zones have one; those whose campus is shared with a zone of several are listed as arcs.
    """

    single: Ints
    """(Z, G) the one own campus, −1 where there is none or several are concerned."""
    zone: Ints
    """(n,) zone of each shared arc."""
    grade: Ints
    """(n,)"""
    campus: Ints
    """(n,)"""

    def nearest(self, distance_m: NDArray[np.int32]) -> Ints:
        """Return (Z, G) the nearest own campus, −1 where there is none."""
        nearest = self.single.copy()
        if self.zone.size:
            order = np.lexsort((self.campus, distance_m[self.zone, self.campus]))[::-1]
            nearest[self.zone[order], self.grade[order]] = self.campus[order]
        return nearest

    def holds(self, zone: Ints, grade: Ints, campus: Ints) -> Bools:
        """Tell for each (zone, grade, campus) whether the campus is an own one."""
        own: Bools = self.single[zone, grade] == campus
        if self.zone.size:
            width = int(max(self.campus.max(), campus.max(initial=0))) + 1
            arcs = (self.zone * N_GRADES + self.grade) * width + self.campus
            own |= np.isin((zone * N_GRADES + grade) * width + campus, arcs)
        return own


@dataclass(frozen=True, slots=True)
class Offers:
    """Seats a campus offers in one year, before any is taken."""

    planned: Ints
    """(C, G) rooms dealt to each entry grade: its planned entry classes."""
    undealt: Ints
    """(P,) free rooms dealt to no entry grade."""
    entry: Bools
    """(C, G) grades that form new classes this year."""
    norm: Ints
    """(C, G) seats while classes may fill to the norm."""
    tolerance: Ints
    """(C, G) seats while classes may fill to the tolerance."""
    rooms_by_stage: Ints
    """(P, S) ordinary rooms of each pool, attributed to stages for this year."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Children seeking a public place beyond the open places, before redirection."""

    town: Ints
    """(T, S) by town or cluster."""
    catchment: Ints
    """(C, S) by catchment, at its first campus."""
    nowhere: Ints
    """(S,) children without an own campus."""


@dataclass(frozen=True, slots=True)
class Census:
    """One year's rows: table name → column → values; ids, stages and grades still as indices."""

    year: int
    rows: Mapping[str, dict[str, NDArray[Any]]]
    sizes: Ints
    """(C, G, K)"""
    large: int
    """Pupils from which a class is large."""
    clear: bool
    """Whether large classes are split this year."""
    free_rooms: Ints
    """(P,) rooms no class uses."""


@dataclass(frozen=True, slots=True)
class State:
    """The district on one day of one replicate."""

    year: int
    people: Ints
    """(Z + 1, 18, R) children by age on the last 31 August."""
    roll: Roll
    classes: Ints
    """(C, G) number of classes."""
    sizes: Ints
    """(C, G, K) class sizes, largest first; 0 beyond the classes."""
    rooms: Ints
    """(P,) ordinary rooms."""
    temporary: Ints
    """(P,)"""
    borrowed: Ints
    """(P,) specialist rooms used as classrooms."""
    beds: Ints
    """(C,)"""
    open: Bools
    """(C,)"""
    taught: Bools
    """(C, G) grades taught this year."""
    filling: Bools
    """(P,) opened with entry grades only and not yet full."""
    fresh: Bools
    """(P,) opened this year with all grades."""
    accepted: Mapping[int, int]
    """Project index → school year of its first September."""
    announced: frozenset[tuple[int, int]]
    """(project, school year) pairs in the admission plan of that year."""
    catchments: tuple[Catchment, ...]
    """One for each stage."""
    done: frozenset[str]
    """Ids of conversions, closures and redraws that have taken effect."""
    carry: Mapping[str, Floats]
    """Fractions carried by the central run, by purpose."""

    spring_share: float = 0.0
    """Share of the coming September's arrivals that came in the spring before it."""
    spring_arrived: Ints | None = None
    """(Z + 1, 18, R) those who came then."""
    from_outside: Ints | None = None
    """(C, G) pupils from outside who come this year, by the campus that takes them."""

    # Within one school year, from the step that makes it to the census.
    lost: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    """(C, G) pupils who left each continuing grade between two years."""
    vacated: Moves = field(default_factory=Moves.none)
    """Seats left by pupils who moved away: zone, campus (origin), grade, count."""
    displaced: Moves = field(default_factory=Moves.none)
    """Pupils who lost their campus: they seek in ``grade``."""
    offers: Offers | None = None
    gap: Gap | None = None
    own: Own | None = None
    """Own campuses of those who seek this year."""
    placed: Moves = field(default_factory=Moves.none)
    """Placements of this year: from seeking to a destination."""
    redirected: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Whether each row of ``placed`` is outside the own catchment."""
    blocked: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(campus, grade) → why its large classes were not split this year."""
    census: "Census | None" = None


def goes_up(state: State, pool_of: Ints) -> Bools:
    """Return (C, G): do pupils of the grade go up a grade at the same campus next September?"""
    upward = np.zeros_like(state.taught)
    if not state.filling.size:
        return upward
    filling = (pool_of >= 0) & state.filling[pool_of]
    upward[:, :-1] = state.taught[:, 1:] | (state.taught[:, :-1] & filling[:, 1:])
    upward[:, list(LAST_GRADES)] = False
    return upward


@dataclass(frozen=True, slots=True)
class Aged:
    """What ageing did to the roll: (A, G, R) pupils by arc at their old grade."""

    keys: Ints
    up: NDArray[np.int32]
    """Moved up a grade at the same destination."""
    left: NDArray[np.int32]
    """Went to seek: entering a stage, unplaced, or their campus does not teach the next grade."""
    out: NDArray[np.int32]
    """Left the district: finished s3, or lived outside and finished a stage."""


@dataclass(frozen=True, slots=True)
class Population:
    """What happened to people since the last census, (Z + 1, 18, R): the draws themselves."""

    births: Ints
    """(Z + 1, R)"""
    spring: Ints
    """Arrived on 1 March, by the age of the year that ends."""
    gone: Ints
    """Died or left, by the age of the year that ends."""
    aged_out: Ints
    """(Z + 1, R) aged 18."""
    arrived: Ints
    """Arrived by 1 September, by new age."""


@dataclass(frozen=True, slots=True)
class RungLog:
    """Seats offered and taken on one rung by one tier."""

    rung: str
    tier: int
    offered: Ints
    """(C, G); −1 where the rung is not bounded."""
    taken: Ints
    """(C, G)"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a date, in words for the events table."""

    date: str
    event: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the steps of one year read: the district, the regime in force, the year's date."""

    district: District
    norms: Norms
    rules: Rules
    year: int
    """School year that begins, or, in spring, that runs."""


@dataclass(frozen=True, slots=True)
class Log:
    """What one step did. The checks trust nothing else about it."""

    before: Moves = field(default_factory=Moves.none)
    """Moves made before the year's ageing, in the grades of the year that ends."""
    moves: Moves = field(default_factory=Moves.none)
    """Moves made after it, in the grades of the year that begins."""
    aged: Aged | None = None
    population: Population | None = None
    rooms: Ints | None = None
    """(P,) ordinary rooms added, less rooms taken out."""
    temporary: Ints | None = None
    """(P,) temporary rooms added, less those taken out."""
    classes: Ints | None = None
    """(C, G) classes opened, less classes that ended, after moving up."""
    rungs: tuple[RungLog, ...] = ()
    events: tuple[Event, ...] = ()
