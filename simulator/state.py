"""What is true of the district at one moment, and what did a step do to it?

``State`` is immutable: a step returns a new one, and a ``Log`` of what it did. Shapes use
Z zones (``outside`` is row Z), C campuses, P pools, G = 15 grades, R = 2 residences, D = C + 6
destinations (campuses, then the sinks of ``simulator.vocabulary``), A arcs, K class slots.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.district import District, Norms, Rules
from simulator.roll import Moves, Roll
from simulator.vocabulary import (
    LADDER,
    LAST_GRADES,
    N_GRADES,
    N_RESIDENCES,
    PRIVATE_SCHOOL,
    SPECIAL,
    VOCATIONAL,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


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
class Claims:
    """Children with a claim on one campus before any catchment: one row each, alike.

    Rows are sorted by zone, grade, residence and campus.
    """

    zone: Ints
    grade: Ints
    residence: Ints
    campus: Ints
    count: Ints

    @staticmethod
    def none() -> "Claims":
        """Return no claims."""
        empty = np.zeros(0, dtype=np.int64)
        return Claims(empty, empty, empty, empty, empty)

    def of_children(self, zones: int) -> Ints:
        """Return (Z, G, R) children with a claim."""
        number = np.zeros((zones, N_GRADES, N_RESIDENCES), dtype=np.int64)
        np.add.at(number, (self.zone, self.grade, self.residence), self.count)
        return number


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
    demand: Ints
    """(C, G) children who seek a place at the campus: they claim it, or it is their nearest own
    one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Children needing a public place against the open places, before redirection."""

    area_children: Ints
    """(T + K + 1, S) on roll or seeking, by town, then by cluster (of T towns and K clusters),
    then in the district for stages that admit district-wide."""
    area_places: Ints
    """(T + K + 1, S) open places."""
    catchment_children: Ints
    """(C, S) on roll or seeking, by catchment, at its first campus."""
    catchment_places: Ints
    """(C, S)"""
    nowhere: Ints
    """(S,) children without an own campus."""

    @property
    def area(self) -> Ints:
        """(T + K + 1, S) children beyond the open places of their town, cluster or district."""
        beyond: Ints = np.maximum(self.area_children - self.area_places, 0)
        return beyond

    @property
    def catchment(self) -> Ints:
        """(C, S) children beyond the open places of their catchment."""
        beyond: Ints = np.maximum(self.catchment_children - self.catchment_places, 0)
        return beyond


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
class Lodged:
    """Temporary rooms of a pool: whose they are is known, so that they can go back."""

    pool: int
    rooms: int
    lender: int
    """Pool that lends them; −1: nobody's, e.g. rented."""


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
    in_transition: Mapping[int, int]
    """Project index → school year in which it opened at its transition site."""
    announced: frozenset[tuple[int, int]]
    """(project, school year) pairs in the admission plan of that year."""
    catchments: tuple[Catchment, ...]
    """One for each stage."""
    done: frozenset[str]
    """Ids of conversions, closures and redraws that have taken effect."""
    carry: Mapping[str, Floats]
    """Fractions carried by the central run, by purpose."""

    cleared: Mapping[int, int] = field(default_factory=dict)
    """Project index → school year in which the rooms it replaces went out of use."""
    lodged: Mapping[str, tuple[Lodged, ...]] = field(default_factory=dict)
    """Project or lease → the temporary rooms it brought and still has."""

    spring_share: float = 0.0
    """Share of the coming September's arrivals that came in the spring before it."""
    spring_arrived: Ints | None = None
    """(Z + 1, 18, R) those who came then."""
    from_outside: Ints | None = None
    """(C, G) pupils from outside who come this year, by the campus that takes them."""

    held: Moves = field(default_factory=Moves.none)
    """Purchased places at listed private campuses, (the campus is origin and target), with the
    children who hold them: they are on the roll of that campus."""
    locked: Mapping[int, Ints] = field(default_factory=dict)
    """School year → (Z, S) places at own campuses that locked a dwelling that year."""

    first_grade_rolls: Mapping[int, int] = field(default_factory=dict)
    """School year → pupils of the first grade at schools here."""

    # Within one school year, from the step that makes it to the census.
    lost: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    """(C, G) pupils who left each continuing grade between two years."""
    vacated: Moves = field(default_factory=Moves.none)
    """Seats left by pupils who moved away: zone, campus (origin), grade, count."""
    displaced: Moves = field(default_factory=Moves.none)
    """Pupils who lost their campus: they seek in ``grade``."""
    origins: Moves = field(default_factory=Moves.none)
    """Children who entered a stage this year, by the campus they came from."""
    applicants: Ints | None = None
    """(3, Z, G, R) of those who seek, the ones set on an intake beside the ladder."""
    claims: Claims = field(default_factory=Claims.none)
    """Claims of those who seek this year."""
    offers: Offers | None = None
    gap: Gap | None = None
    own: Own | None = None
    """Own campuses of those who seek this year."""
    placed: Moves = field(default_factory=Moves.none)
    """Placements of this year: from seeking to a destination."""
    redirected: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Whether each row of ``placed`` is outside the own catchment."""
    by_claim: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Whether each row of ``placed`` took up a claim."""
    census: "Census | None" = None


def intake(district: District) -> Ints:
    """Return (C,) how each campus takes in children: an index of ``vocabulary.INTAKES``."""
    kind = np.where(district.campus_public, LADDER, PRIVATE_SCHOOL)
    kind[district.campus_vocational] = VOCATIONAL
    kind[district.campus_special] = SPECIAL
    return kind


def by_ladder(state: State, district: District) -> Bools:
    """Return (C,) campuses that are open and take in children by the ladder."""
    serves: Bools = state.open & (intake(district) == LADDER)
    return serves


def has_catchment(district: District, rules: Rules) -> Bools:
    """Return (C, S): may children have the campus as their own?

    Not where it takes in children beside the ladder (private, special, vocational), nor where the
    stage admits by score, when every campus is every child's own.
    """
    by_score = np.array([rule == "score_quota" for rule in rules.admission])
    has: Bools = (intake(district) == LADDER)[:, None] & ~by_score
    return has


def purchased_here(state: State, district: District) -> Moves:
    """Return the purchased places held at listed schools that are private."""
    held = state.held
    private = intake(district)[held.target] == PRIVATE_SCHOOL
    return Moves.of(
        held.zone, held.origin, held.target, held.grade, held.residence, held.count * private
    )


def wanting(state: State) -> Ints:
    """Return (Z, G, R) children who seek a place by the ladder."""
    seeking: Ints = state.roll.seeking[:-1]
    return seeking if state.applicants is None else seeking - state.applicants.sum(axis=0)


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
class Ended:
    """A campus closed in a September, and its pupils then."""

    closure: str
    year: int
    handed_over: int
    """Pupils who went with their classes to the receiver."""
    seeking: int
    """Pupils who had to seek another place."""


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
    ended: tuple[Ended, ...] = ()
