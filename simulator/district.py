"""What is the place and its programme, as the arrays the engine works on?

A ``District`` is immutable and knows nothing of files. Entities are sorted by declared id, so
that the order of input rows cannot matter. Shapes use Z zones, C campuses (every campus that
exists at any time), P pools, G = 15 grades, R = 2 residences, S = 4 stages, Y simulated
years after the opening year.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from simulator.accounts import Steps
from simulator.undertakings import Lease, Recognition, TakeOver, Withdrawal, holds, september

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AccountNorms:
    """Norms of land, staff, boarding and equal equipment in force from a date on."""

    site_m2_per_place: Mapping[str, Steps]
    """Land of a place, by stage or ``nine_year``, and number of classes."""
    pupils_per_post: Floats
    """(S,) pupils for each post of staff."""
    kindergarten_class_posts: float
    """Posts of each kindergarten class, at least."""
    kindergarten_single_class_posts: float
    """Posts of a kindergarten of one class."""
    small_school_pupils: int
    """Below it a rural school of compulsory stages is small: posts are counted by class too."""
    small_school_class_posts: float
    funds_per_pupil: Floats
    """(S,) public funds for each pupil, yuan a year; NaN where none are set."""
    boarder_funds: float
    """Supplement for each boarder, yuan a year."""
    boarding_from_grade: int
    """Lowest grade of primary school that should board."""
    difference_max: Floats
    """(S,) largest coefficient of difference, NaN where none is set."""
    difference_smallest: int
    """Campuses with fewer pupils do not count in it."""


@dataclass(frozen=True, slots=True)
class Norms:
    """Norms in force from a date on; pupils unless said otherwise."""

    class_norm: Ints
    """(G,) standard class size."""
    tolerance: Ints
    """(G,) size a class may reach before it counts as large."""
    special_class: int = 12
    """Class size of special schools."""
    large_class: int = 56
    super_large_class: int = 66
    large_school: int = 2000
    large_nine_year_school: int = 2500
    reach_urban_m: Floats = field(default_factory=lambda: np.array([300.0, 500, 1000, 5000]))
    """(S,) metres."""
    reach_rural_m: Floats = field(default_factory=lambda: np.array([2000.0, 3000, 5000, 15000]))
    """(S,) metres."""
    operating_margin: float = 0.05
    ride_minutes: float = 30.0
    """Longest ride to school that is due to a child, one way."""
    boarding_from: int = 6
    """Grade index from which pupils may board."""
    ride_speed_kmh: float = 30.0
    """Speed of a school bus, stops included."""
    resource_room_pupils: float = 5.0
    """Pupils with special needs from which an ordinary school needs a resource room."""
    music_art_rooms: int = 1
    """Music rooms, and art rooms, for every 12 classes begun of compulsory grades."""
    accounts: AccountNorms | None = None
    """None where nobody asks for land or staff."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder: where (own, town, district, purchased), and how full."""

    where: str
    fill: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules of admission and of classes in force from a date on."""

    admission: tuple[str, str, str, str]
    """Rule of each stage: catchment, nearest, least_total_distance, feeder or score_quota."""
    redirect_limit_m: Floats
    """(S,) metres."""
    ladder: tuple[Rung, ...]
    order: str
    """rungs_first or tiers_first."""
    tiers: tuple[tuple[int, ...], ...]
    """Residence indices of each tier."""
    new_school_catchment: str
    """assumed or none."""
    entry_classes: str
    """Size to which entry classes are opened while rooms allow: norm or tolerance."""
    clear: bool
    """Split large continuing classes into free rooms."""
    spring_share: float
    direct: Bools = field(default_factory=lambda: np.zeros(4, dtype=bool))
    """(S,) pupils of a school that teaches the next stage go up into it (直升)."""
    sibling_share: Floats = field(default_factory=lambda: np.zeros(4))
    """(S,) share of a stage's entrants who join an older child of the dwelling at its campus."""
    lock_years: Ints = field(default_factory=lambda: np.zeros(4, dtype=np.int64))
    """(S,) years a dwelling's place is locked (学位锁定) once a child took it; 0: never."""
    quota_share: Floats = field(default_factory=lambda: np.zeros(4))
    """(S,) share of seats dealt to the zones by quota (指标到校) where admission is by score."""
    private_cap: float | None = None
    """Largest share of the compulsory pupils enrolled here who may be at private schools."""


@dataclass(frozen=True, slots=True)
class Regime:
    """Norms and rules from a date on."""

    start: dt.date
    norms: Norms
    rules: Rules


@dataclass(frozen=True, slots=True)
class Dates:
    """Milestones of a project; None where not stated."""

    approved: dt.date | None = None
    started: dt.date | None = None
    topped_out: dt.date | None = None
    accepted: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A building project: rooms that come to pools of one campus when it is accepted."""

    id: str
    campus: int
    new_campus: bool
    rooms: tuple[tuple[int, int], ...]
    """(pool, ordinary rooms) pairs."""
    planned: Dates
    actual: Dates
    delay_p50_months: float = 0.0
    delay_p90_months: float = 0.0
    opens_with_all: bool = False
    draws_within_m: float = 3000.0
    catchment: tuple[int, ...] | None = None
    """Zones it must admit from its opening; None: assumed by least total distance."""
    transition: tuple[tuple[int, int], ...] = ()
    """(pool, rooms) pairs taught in if the campus is announced but late; none: it does not open."""
    lent_by: tuple[int, ...] = ()
    """Pool that lends each of those rooms; none: they are nobody's, e.g. rented."""
    beds: int = 0
    cost_yuan: float | None = None
    site_area_m2: float | None = None
    """Land it adds; None: not known for a new campus, none for an extension."""
    declared_places: int | None = None
    funding: tuple[tuple[str, int], ...] = ()
    """(source, yuan) as stated, whether or not they add up to the cost."""
    spending: tuple[tuple[int, int], ...] = ()
    """(calendar year, yuan) as stated."""
    rooms_out: tuple[tuple[int, int], ...] = ()
    """(pool, ordinary rooms) pairs that a rebuilding takes out of use when works start."""
    out_after: bool = False
    """The old rooms stay until the new ones are accepted (先建后拆)."""
    estate: int | None = None
    """Housing estate whose developer hands the campus over (配建移交)."""
    required_by: str = ""
    """Provision rule that requires it (配建标准); empty for the programme's own."""

    @property
    def kind(self) -> str:
        """Name what it is: build, expand, rebuild or receive."""
        if self.estate is not None:
            return "receive"
        if self.rooms_out:
            return "rebuild"
        return "build" if self.new_campus else "expand"


@dataclass(frozen=True, slots=True)
class Conversion:
    """Rooms moved from one pool to another of the same campus."""

    id: str
    on: dt.date
    source: int
    target: int
    rooms: int


@dataclass(frozen=True, slots=True)
class Closure:
    """A campus closes. ``merged``: its rooms go to the receiver too."""

    id: str
    on: dt.date
    campus: int
    receiver: int | None
    merged: bool
    released: bool = False
    """Its land leaves the schools; otherwise it stays school land."""


@dataclass(frozen=True, slots=True)
class Redraw:
    """Catchments of one stage for some zones, from a date on."""

    id: str
    on: dt.date
    stage: int
    zone: Ints
    campus: Ints


@dataclass(frozen=True, slots=True)
class AdmissionPlan:
    """Entry classes announced for a campus and grade from a date on."""

    id: str
    on: dt.date
    campus: int
    grade: int
    classes: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """Purchased places of a stage for each entry year from a date on."""

    id: str
    on: dt.date
    stage: int
    places: int
    campus: int | None = None
    """Listed private campus they are bought at; None: one that is not listed."""


@dataclass(frozen=True, slots=True)
class Estate:
    """A housing estate: expected children by age and the years in which they come."""

    id: str
    zone: int
    residence: int
    handover: dt.date
    children: Floats
    """(18,) children by age when fully occupied."""
    phase_in: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What campuses have at the opening besides rooms and beds; NaN where it is not stated."""

    site_m2: Floats
    """(C,) whole square metres."""
    staff: Floats
    """(C,) staff in post; 0 for campuses not yet there, where any campus states its own."""
    retirement_rate: float
    """Share of the staff in post who retire each year."""
    resources: Mapping[str, Floats]
    """Measure of equal equipment (``simulator.vocabulary.RESOURCES``) → (C,)."""


@dataclass(frozen=True, slots=True)
class District:
    """A place, its children, its schools and its programme."""

    zone_ids: tuple[str, ...]
    zone_names: tuple[str, ...]
    town_ids: tuple[str, ...]
    cluster_ids: tuple[str, ...]
    campus_ids: tuple[str, ...]
    campus_names: tuple[str, ...]
    school_ids: tuple[str, ...]
    pool_ids: tuple[str, ...]

    zone_town: Ints
    """(Z,) index of the town."""
    zone_urban: Bools
    """(Z,)"""
    zone_tier: Ints
    """(Z,) order of the zone within a tier of residences, 1 first."""
    zone_dwellings: Floats
    """(Z,) dwellings, NaN where not known: a place lock counts them."""
    campus_town: Ints
    """(C,) index of the town whose children it serves on the town rung."""
    campus_cluster: Ints
    """(C,) index of the cluster whose children it serves there too, −1 where it has none."""
    campus_zone: Ints
    """(C,) zone it stands in."""
    distance_m: NDArray[np.int32]
    """(Z, C) metres actually travelled."""

    opening_year: int
    last_year: int
    notice: tuple[int, int]
    """Month and day of the admission-plan notice."""
    stages: Bools
    """(S,) stages modelled; children of the others are counted, not placed."""
    seed: int

    people: Ints
    """(Z, 18, R) children by age on 31 August before the opening census."""
    births: Floats
    """(Y, Z, R) expected births of the September–August cohort aged 0 at each later census."""
    survival: Floats
    """(18,) chance of living from age a to a + 1."""
    net_migration: Floats
    """(Z, 18, R) net migrants per child and year."""
    entry_shares: Floats
    """(Z, S, R, 3) share of a stage's entrants going elsewhere, private, not enrolled."""
    apart_shares: Floats
    """(Z, S, R, 3) share of a stage's entrants set on a special school, a listed private school,
    the vocational track: in the order of ``vocabulary.APART``."""
    leave_rates: Floats
    """(S, 3) yearly share of public pupils leaving for elsewhere, private, not enrolled."""
    estates: tuple[Estate, ...]
    outside_inflow: Floats
    """(C, G) pupils entering each year from outside."""

    opening_pupils: Ints
    """(C, G)"""
    opening_sizes: Ints
    """(C, G, K) reported class sizes, largest first, 0 beyond the classes."""
    boarder_share: Floats
    """(C, G) boarders ÷ pupils at the opening."""
    opening_bonus_m: float
    opening_cap_m: float

    campus_school: Ints
    """(C,) index of the legal unit."""
    campus_public: Bools
    """(C,)"""
    campus_special: Bools
    """(C,) a special school: its pupils are at their due grade, in classes of their own size."""
    campus_vocational: Bools
    """(C,) of the vocational track."""
    campus_rank: Ints
    """(C,) order in which campuses choose where admission is by score, lowest first."""
    feeder: Ints
    """(S, C) campus that entrants of a stage from each campus have a claim on (对口), −1: none."""
    campus_open: Bools
    """(C,) open at the opening census."""
    campus_beds: Ints
    """(C,)"""
    pool_campus: Ints
    """(P,)"""
    pool_of: Ints
    """(C, G) pool whose rooms a grade uses, −1 where the campus never teaches it."""
    class_grade: Ints
    """(C, G) grade at which the classes of a grade are held: the lowest of the grades taught
    together in combined classes (复式), else the grade itself."""
    taught: Bools
    """(C, G) grades taught at the opening census."""
    pool_rooms: Ints
    """(P,) ordinary rooms at the opening."""
    pool_temporary: Ints
    """(P,)"""
    pool_design: Floats
    """(P,) declared design places, NaN where not stated."""
    pool_approved: Floats
    """(P,) approved places, NaN where not stated."""

    catchments: tuple[tuple[Ints, Ints], ...]
    """For each stage, (zone, campus) pairs sorted by zone, then campus."""

    regimes: tuple[Regime, ...]
    """Norms and rules, by date; the first holds from the opening."""
    projects: tuple[Project, ...]
    conversions: tuple[Conversion, ...]
    closures: tuple[Closure, ...]
    redraws: tuple[Redraw, ...]
    plans: tuple[AdmissionPlan, ...]
    purchases: tuple[Purchase, ...]
    holdings: Holdings | None = None
    """None: nothing of them is stated."""

    special_needs: float | None = None
    """Share of the pupils of ordinary schools with special needs."""
    campus_resource_room: Floats = field(default_factory=lambda: np.zeros(0))
    """(C,) 1 with a resource room, 0 without, NaN where not stated."""
    first_grade_rolls: tuple[tuple[int, int], ...] = ()
    """(school year, pupils of the first grade) of years before the opening."""
    assumed: tuple[tuple[str, float], ...] = ()
    """(indicator or indicator.stage, value) of measures that are an input, not a result."""

    take_overs: tuple[TakeOver, ...] = ()
    leases: tuple[Lease, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    """Those of the table of campuses and those of changes."""
    pool_specialist: Floats = field(default_factory=lambda: np.zeros(0))
    """(P,) specialist rooms (功能室) a pool may borrow, NaN where not stated; (0,): of none."""

    def public_in(self, year: int) -> Bools:
        """Return (C,) the campuses that are public at the census of a year."""
        public = self.campus_public
        taken = [t.campus for t in self.take_overs if self.takes_effect(t.on) <= year]
        if taken:
            public = public.copy()
            public[taken] = True
        return public

    def in_year(self, year: int) -> "District":
        """Return the district with the operators of a school year."""
        public = self.public_in(year)
        return self if public is self.campus_public else replace(self, campus_public=public)

    def inclusive_in(self, year: int) -> Bools:
        """Return (C,) the campuses that are inclusive: public, or recognised on 1 September."""
        inclusive = self.public_in(year).copy()
        inclusive[[r.campus for r in self.recognitions if holds(r.on, r.until, year)]] = True
        return inclusive

    @property
    def endings(self) -> tuple[Closure, ...]:
        """How campuses end, in the order of one September: closures by date, then withdrawals."""
        closed = sorted(self.closures, key=lambda c: (c.on, not c.merged, c.id))
        withdrawn = (
            Closure(w.id, w.on, w.campus, w.receiver, merged=False, released=w.released)
            for w in self.withdrawals
        )
        return (*closed, *withdrawn)

    def takes_effect(self, day: dt.date) -> int:
        """Return the school year in which a change of this date takes effect."""
        return max(september(day), self.opening_year + 1)

    @property
    def n_zones(self) -> int:
        """Number of zones, without ``outside``."""
        return len(self.zone_ids)

    @property
    def n_campuses(self) -> int:
        """Number of campuses, present and future."""
        return len(self.campus_ids)

    @property
    def together(self) -> Ints:
        """(C, G) number of grades taught together in the classes held at a grade; 0 elsewhere."""
        number = np.zeros_like(self.class_grade)
        np.add.at(number, (np.arange(self.n_campuses)[:, None], self.class_grade), 1)
        return number

    @property
    def n_areas(self) -> int:
        """Number of areas: towns, clusters, and the district as a whole."""
        return len(self.town_ids) + len(self.cluster_ids) + 1

    @property
    def years(self) -> range:
        """School years, the opening year first."""
        return range(self.opening_year, self.last_year + 1)
