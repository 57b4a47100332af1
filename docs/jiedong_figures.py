"""Which published figures stand behind the illustrative Jiedong opening, and how are they
spread over zones?

Read by ``generate_jiedong.py``. Everything published carries its source; what is assumed says so.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# 2020 census, Jiedong District (Tabulation on the 2020 Population Census by County; transcription
# in the open data set leiii/census, MIT): residents, urban residents, five-year ages, and residents
# registered outside the district (elsewhere in the province + in another province).
RESIDENTS, URBAN = 931_719, 507_382
CENSUS_AGES = ((0, 0, 13_955), (1, 4, 55_571), (5, 9, 72_791), (10, 14, 65_363), (15, 19, 50_499))
MIGRANTS = 12_750 + 30_483

# Births in China, 10,000: National Bureau of Statistics (2018-2020 secondary, from 2021 verified);
# from 2026 the year-on-year change of UN World Population Prospects 2024, medium variant
# (thousands, CC BY 3.0 IGO).
NATIONAL_BIRTHS = {2019: 1465, 2020: 1202, 2021: 1062, 2022: 956, 2023: 902, 2024: 954, 2025: 792}
WPP_BIRTHS = {2025: 8709.352, 2026: 8625.232, 2027: 8530.091, 2028: 8459.285, 2029: 8387.151,
              2030: 8359.513, 2031: 8333.549}  # fmt: skip

# Share of the residents of due age who, on entering, seek a public place here (the entry_shares of
# baseline.yaml): the order of the 2016 education plan over the census cohorts, 0.84 and 0.93.
PUBLIC_SHARE = {"primary": (0.90, 0.85), "junior": (0.93, 0.87)}  # registered, migrant
NORM = {"primary": 45, "junior": 50}
TOLERANCE = 55
GRADES = {"primary": ("p1", "p2", "p3", "p4", "p5", "p6"), "junior": ("j1", "j2", "j3")}
SEEDS = range(2, 22)
HAMLET = 1_100  # residents of a hill hamlet with its own very small school
BOARDERS = 0.2  # share of boarders at the junior schools of the hill towns, 300 beds each


@dataclass(frozen=True)
class Town:
    """A town: published figures first, then what is assumed.

    ``thousand`` is the working population (thousand residents, before scaling to the census),
    ``villages`` the villages and communities of the 2016 code list, ``area`` km² (published for
    five towns, else assumed), ``supply`` rooms per room needed at the norm, ``migrant`` a weight of
    migrants, ``hamlets`` hill hamlets with a very small primary school of their own.
    """

    slug: str
    name: str
    lon: float
    lat: float
    villages: int
    thousand: float
    area: float
    supply: float
    migrant: float
    zones: int
    primary: int
    junior: int
    nine_year: int
    hamlets: int = 0

    @property
    def short(self) -> str:
        """Name without its last part."""
        return self.name.removesuffix("街道").removesuffix("镇")


# Points: "towns and villages of China" (2016 codes; CC BY 4.0), moved here from GCJ-02 to WGS 84.
# Population: Baita census 2020; Linpan, Yuecheng, Longwei registered x 0.88; Xichang, Xinheng
# undated x 0.88; Guiling + Pandong 131 and the other five 388 together, split by assumption.
TOWNS = (
    Town("quxi", "曲溪街道", 116.424020, 23.576909, 21, 128.0, 34, 0.87, 1.8, 15, 9, 3, 1),
    Town("pandong", "磐东街道", 116.303431, 23.557041, 17, 72.8, 28, 1.00, 1.2, 9, 5, 2, 1),
    Town("yunlu", "云路镇", 116.464291, 23.585672, 21, 78.0, 40, 0.97, 1.0, 10, 6, 2, 0),
    Town("yujiao", "玉滘镇", 116.526976, 23.586834, 11, 72.0, 40, 0.98, 1.2, 9, 5, 2, 1),
    Town("xichang", "锡场镇", 116.325575, 23.601529, 13, 95.3, 48.75, 0.91, 1.2, 12, 7, 2, 1),
    Town("xinheng", "新亨镇", 116.285424, 23.628006, 14, 96.8, 90.6, 0.91, 1.0, 12, 8, 3, 0),
    Town("yuhu", "玉湖镇", 116.244199, 23.685382, 21, 48.0, 60, 1.40, 0.4, 8, 4, 2, 0, 2),
    Town("putian", "埔田镇", 116.388839, 23.618062, 21, 62.0, 44, 1.02, 0.8, 8, 4, 1, 1),
    Town("linpan", "霖磐镇", 116.236273, 23.554415, 12, 58.5, 28, 1.06, 0.8, 7, 5, 2, 0),
    Town("yuecheng", "月城镇", 116.271256, 23.561209, 15, 51.4, 18.3, 1.06, 0.8, 7, 5, 2, 0),
    Town("baita", "白塔镇", 116.207214, 23.567589, 19, 76.3, 36, 1.18, 0.6, 9, 6, 2, 0),
    Town("longwei", "龙尾镇", 116.149241, 23.571794, 10, 34.6, 48, 1.40, 0.4, 7, 3, 1, 0, 2),
    Town("guiling", "桂岭镇", 116.233675, 23.589347, 17, 58.2, 34, 1.10, 0.6, 7, 5, 2, 0),
)
METRES = (math.cos(math.radians(23.59)) * 111_320.0, 110_760.0)  # one degree east, one north


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
    """An invented campus: ``pools`` lists (stages, rooms); ``grades`` is every grade taught."""

    id: str
    name: str
    zone: Zone
    lon: float
    lat: float
    stages: tuple[str, ...]
    grades: tuple[str, ...]
    central: bool
    shared_pool: bool

    @property
    def school(self) -> str:
        """Legal unit: a teaching point belongs to the central primary of its town."""
        return f"p-{self.zone.town.slug}-01" if self.grades == ("p1", "p2", "p3") else self.id


def uniform(*key: object) -> float:
    """Draw from (0, 1), a pure function of its key: the same on every machine."""
    digest = hashlib.sha256("/".join(str(part) for part in key).encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 0.5) / 2**48


def lognormal(sigma: float, *key: object) -> float:
    """Draw around 1 with the spread ``sigma``, a pure function of its key."""
    return math.exp(sigma * NormalDist().inv_cdf(uniform(*key)))


def whole(weights: Iterable[float], total: int) -> Ints:
    """Share a total out by weights in whole numbers, by largest remainder."""
    exact: Floats = np.array(list(weights), dtype=np.float64)
    exact = exact / exact.sum() * total
    parts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(-(np.round(exact - parts, 9)), kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def metres(a: Zone | Campus | Town, b: Zone | Campus | Town) -> float:
    """Straight line between two points, metres."""
    return math.hypot((a.lon - b.lon) * METRES[0], (a.lat - b.lat) * METRES[1])


def single_ages() -> Ints:
    """Children by single age 0-17 on 1 November 2020.

    The smoothest curve (least sum of squared second differences) that keeps every census group
    exactly; then largest remainder inside each group. 18 and 19 are dropped.
    """
    n = 20
    second = np.diff(np.eye(n), n=2, axis=0)
    groups = np.array([[float(lo <= age <= hi) for age in range(n)] for lo, hi, _ in CENSUS_AGES])
    totals = np.array([float(count) for *_, count in CENSUS_AGES])
    k = len(totals)
    system = np.block([[second.T @ second, groups.T], [groups, np.zeros((k, k))]])
    curve = np.linalg.solve(system, np.concatenate([np.zeros(n), totals]))[:n]
    parts = [whole(curve[lo : hi + 1], count) for lo, hi, count in CENSUS_AGES]
    ages: Ints = np.concatenate(parts)[:18]
    return ages


def local_births() -> dict[int, float]:
    """Births 2020-2031: census age 0 (born Nov 2019 - Oct 2020), continued with the nation's."""
    window = NATIONAL_BIRTHS[2019] * 2 / 12 + NATIONAL_BIRTHS[2020] * 10 / 12
    births = {y: CENSUS_AGES[0][2] * NATIONAL_BIRTHS[y] / window for y in range(2020, 2026)}
    for year in range(2026, 2032):
        births[year] = births[2025] * WPP_BIRTHS[year] / WPP_BIRTHS[2025]
    return births


def make_zones() -> list[Zone]:
    """Zones on a sunflower around the town point, each nearer its own town than any other."""
    zones = []
    people = whole([town.thousand for town in TOWNS], RESIDENTS)
    for town, residents in zip(TOWNS, people, strict=True):
        settled = town.zones - town.hamlets
        weights = [lognormal(0.15, "zone", town.slug, k) for k in range(settled)]
        sizes = [*whole(weights, int(residents) - HAMLET * town.hamlets), *[HAMLET] * town.hamlets]
        radius = 850 * math.sqrt(town.area / math.pi)  # the settled part of a round town, m
        for k, size in enumerate(sizes):
            hamlet = k >= settled
            far = 1.15 if hamlet else math.sqrt((k + 0.3) / settled)
            turn = 2.399963 * k + math.tau * uniform("turn", town.slug)
            far *= radius * lognormal(0.04, "far", town.slug, k)
            while True:
                lon = round(town.lon + far * math.cos(turn) / METRES[0], 5)
                lat = round(town.lat + far * math.sin(turn) / METRES[1], 5)
                zone = Zone(f"{town.slug}-{k + 1:02d}", f"示例片区-{town.short}-{k + 1:02d}",
                            town, lon, lat, int(size), hamlet)  # fmt: skip
                if all(metres(zone, town) <= metres(zone, other) for other in TOWNS):
                    break
                far *= 0.9
            zones.append(zone)
    return zones


def urban_zones(zones: Sequence[Zone]) -> set[str]:
    """Zones of the two streets, then those nearest their town point, until 54.5 % are urban."""
    order = sorted(zones, key=lambda z: (not z.town.name.endswith("街道"), metres(z, z.town), z.id))
    reached = np.cumsum([zone.residents for zone in order])
    return {zone.id for zone in order[: int(np.argmin(np.abs(reached - URBAN))) + 1]}


def make_people(zones: Sequence[Zone]) -> Ints:
    """Children by zone, residence and age 0-17 on 1 November 2020; sums equal the census."""
    people = np.zeros((len(zones), 2, 18), dtype=np.int64)
    migrant = np.array([zone.residents * zone.town.migrant for zone in zones])
    for age, count in enumerate(single_ages()):
        weights = [z.residents * lognormal(0.04, "age", z.id, age) for z in zones]
        people[:, :, age][:, 0] = whole(weights, int(count))
        people[:, 1, age] = whole(migrant, round(count * MIGRANTS / RESIDENTS))
        people[:, 0, age] -= people[:, 1, age]
    return people
