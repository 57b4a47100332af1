"""What is said of a place whose opening is invented: published figures first, then assumptions?"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

STAGES: Final = ("preschool", "primary", "junior", "senior")
GRADES: Final[Mapping[str, tuple[str, ...]]] = {
    "preschool": ("k1", "k2", "k3"),
    "primary": ("p1", "p2", "p3", "p4", "p5", "p6"),
    "junior": ("j1", "j2", "j3"),
    "senior": ("s1", "s2", "s3"),
}
FIRST_AGE: Final = {"preschool": 3, "primary": 6, "junior": 12, "senior": 15}
NORM: Final = {"k1": 25, "k2": 30, "k3": 35, "p": 45, "j": 50, "s": 50}
"""Class norm by grade, or by the first letter of one: the places of a class."""
TOLERANCE: Final = 55
"""Pupils a class of school age may reach before it counts as large."""
RESIDENCES: Final = ("registered", "migrant")


def norm_of(grade: str) -> int:
    """Class norm of a grade."""
    return NORM.get(grade) or NORM[grade[0]]


def tolerance_of(grade: str) -> int:
    """Pupils a class of this grade is filled to: a kindergarten keeps to its norm."""
    return norm_of(grade) if grade[0] == "k" else TOLERANCE


@dataclass(frozen=True)
class Kind:
    """A kind of campus: the letter its ids begin with, its word and the stages it teaches."""

    letter: str
    word: str
    stages: tuple[str, ...]
    operator: str = "public"
    type: str = "general"

    @property
    def ordinary(self) -> bool:
        """Whether zones are served and the ladder leads here: public, and no vocational school."""
        return self.operator == "public" and self.type == "general"


PRIMARY: Final = Kind("p", "小学", ("primary",))
JUNIOR: Final = Kind("j", "初中", ("junior",))
NINE_YEAR: Final = Kind("n", "九年制学校", ("primary", "junior"))
FURTHER_KINDS: Final[Mapping[str, Kind]] = {
    kind.letter: kind
    for kind in (
        Kind("k", "幼儿园", ("preschool",)),
        Kind("q", "民办幼儿园", ("preschool",), "private"),
        Kind("s", "高中", ("senior",)),
        Kind("v", "中职学校", ("senior",), type="vocational"),
    )
}
"""Kinds beside primary, junior and nine-year schools, by letter."""


@dataclass(frozen=True)
class Census:
    """Published counts of an area: as those of a place, on 1 November 2020."""

    residents: int
    urban: int
    migrants: int
    ages: Sequence[tuple[int, int, int]]
    in_families: int = 0
    """Residents in family households, where the others are taken to be migrants without children:
    children are then migrants in the share of these households. Nil: in that of all residents."""

    @property
    def migrant_share(self) -> float:
        """Share of the children registered outside the place."""
        alone = self.residents - self.in_families if self.in_families else 0
        return (self.migrants - alone) / (self.residents - alone)


@dataclass(frozen=True)
class Town:
    """A town (street, county): published figures first, then what is assumed.

    ``lon``, ``lat`` its point in WGS 84, ``thousand`` the working population (thousand residents,
    before scaling to the census), ``area`` km², ``supply`` rooms per room needed at the norm,
    ``migrant`` a weight of migrants, ``zones`` invented zones, then campuses by kind:
    ``primary`` (besides those of hamlets), ``junior``, ``nine_year`` and, by letter, ``more``
    (``k`` public and ``q`` private kindergartens, ``s`` senior, ``v`` vocational schools).
    ``hamlets`` of the zones are hill hamlets with a very small primary school of their own.
    """

    slug: str
    name: str
    lon: float
    lat: float
    thousand: float
    area: float
    supply: float
    migrant: float
    zones: int
    primary: int
    junior: int
    nine_year: int = 0
    hamlets: int = 0
    more: Mapping[str, int] = field(default_factory=dict)
    supply_of: Mapping[str, float] = field(default_factory=dict)
    """Supply of a stage where it differs from that of the town."""
    spread: float = 1.0
    """How far the settled part reaches, as a share of a round town."""
    middle: tuple[float, float] = (0.0, 0.0)
    """Middle of the settled part, metres east and north of the point of the town."""
    census: Census | None = None
    """Published counts of the town itself; all towns of a place have them, or none."""

    @property
    def short(self) -> str:
        """Name without its last part, and without the word that it is invented."""
        bare = self.name.removeprefix("示例")
        return bare.removesuffix("街道").removesuffix("镇").removesuffix("乡")

    def supply_for(self, stage: str) -> float:
        """Rooms of this stage per room needed at the norm."""
        return self.supply_of.get(stage, self.supply)


@dataclass(frozen=True)
class Place:
    """A district or city: what is published of its people, and the rules of the invention."""

    slug: str
    """Folder of the tables, below ``scenarios``."""
    towns: Sequence[Town]
    residents: int
    """Residents of the census of 1 November 2020."""
    urban: int
    """Of these, urban."""
    migrants: int
    """Of these, registered outside the place."""
    census_ages: Sequence[tuple[int, int, int]]
    """First age, last age, residents: groups that follow one another from 0 to 19."""
    opening: int
    """School year of the opening."""
    last: int
    """Last school year simulated: births are given up to it."""
    public_share: Mapping[str, tuple[float, float]]
    """Stage → share of the residents of due age in public schools (registered, migrant)."""
    listed_private: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Stage → share at the private campuses listed here (registered, migrant)."""
    vocational: tuple[float, float] = (0.0, 0.0)
    """Share of the senior cohort at the vocational schools listed here (registered, migrant)."""
    inclusive: float = 0.0
    """Share of the private kindergartens recognised as inclusive."""
    drawn_to: str = ""
    """Slug of the town whose campuses draw pupils of its neighbours."""
    share_rooms: frozenset[str] = frozenset()
    """Slugs of the towns whose nine-year schools use one pool of rooms for both stages."""
    teaching_point: Collection[str] = ()
    """Slugs of the towns whose last hamlet has a teaching point, of the first three grades."""
    combined: bool = False
    """Whether a teaching point teaches its grades together, in one room (复式班)."""
    state_residents: bool = False
    """Whether the table of zones states residents, which provision rules by population need."""
    hamlet: int = 1_100
    """Residents of a hill hamlet."""
    boarders: float = 0.0
    """Share of boarders at the junior schools of towns with hamlets."""
    beds: int = 0
    """Beds of each of these."""
    seeds: Sequence[int] = ()
    """Further openings, which differ in pupils and classes only."""
    luck: float = 0.06
    """Spread of the rooms of a campus around the supply of its town."""
    site_m2: float = 20.0
    """Land of a place at the opening, m²; a site has up to a tenth more or less."""
    margin_m: float = 5_000.0
    """The outline goes so far round the middle of each town."""
    in_families: int = 0
    """Residents in family households, where the others are taken to be migrants without children:
    children are then migrants in the share of these households. Nil: in that of all residents."""
    fullest: float = 62
    """Pupils of school age for whom, at the least, a room was found in the past."""
    births_fall: float = 1.0
    """Local change of births after the census as a share of the nation's."""

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages with campuses, youngest first."""
        return tuple(stage for stage in STAGES if stage in self.public_share)

    @cached_property
    def areas(self) -> tuple[tuple[Sequence[Town], Census], ...]:
        """Smallest areas with published counts: each town, or all together."""
        own = [((town,), town.census) for town in self.towns if town.census is not None]
        if own:
            return tuple(own)
        whole = Census(
            self.residents, self.urban, self.migrants, self.census_ages, self.in_families
        )
        return ((self.towns, whole),)

    @cached_property
    def people_year(self) -> int:
        """Year whose 1 November the ages refer to: that of the census, or of an older opening."""
        return min(2020, self.opening)

    @cached_property
    def metres(self) -> tuple[float, float]:
        """Metres of one degree east and one north, in the middle of the place."""
        middle = sum(town.lat for town in self.towns) / len(self.towns)
        return math.cos(math.radians(round(middle, 2))) * 111_320.0, 110_760.0


@dataclass(frozen=True)
class Zone:
    """An invented zone; ``residents`` is its working population."""

    id: str
    name: str
    town: Town
    lon: float
    lat: float
    residents: int
    hamlet: bool


@dataclass(frozen=True)
class Campus:
    """An invented campus: ``grades`` is every grade taught."""

    id: str
    name: str
    zone: Zone
    lon: float
    lat: float
    kind: Kind
    grades: tuple[str, ...]
    central: bool
    shared_pool: bool

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages taught."""
        return self.kind.stages

    @property
    def teaching_point(self) -> bool:
        """Whether only the first grades are taught."""
        return self.grades == ("p1", "p2", "p3")

    @property
    def school(self) -> str:
        """Legal unit: a teaching point belongs to the central primary of its town."""
        return f"p-{self.zone.town.slug}-01" if self.teaching_point else self.id


def metres(place: Place, a: Zone | Campus | Town, b: Zone | Campus | Town) -> float:
    """Straight line between two points, metres."""
    east, north = place.metres
    return math.hypot((a.lon - b.lon) * east, (a.lat - b.lat) * north)
