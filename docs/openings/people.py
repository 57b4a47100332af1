"""How many children of which age live in each invented zone, and how many are born?"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from openings.draws import Floats, Ints, lognormal, uniform, whole
from openings.place import Census, Place, Zone, metres

# Births in China, 10,000: National Bureau of Statistics (2018-2020 secondary, from 2021 verified);
# from 2026 the year-on-year change of UN World Population Prospects 2024, medium variant
# (thousands, CC BY 3.0 IGO).
NATIONAL_BIRTHS: Final = {
    2019: 1465, 2020: 1202, 2021: 1062, 2022: 956, 2023: 902, 2024: 954, 2025: 792
}  # fmt: skip
WPP_BIRTHS: Final = {
    2025: 8709.352, 2026: 8625.232, 2027: 8530.091, 2028: 8459.285, 2029: 8387.151, 2030: 8359.513,
    2031: 8333.549, 2032: 8336.974, 2033: 8338.014, 2034: 8366.449, 2035: 8417.265,
}  # fmt: skip


def census_ages(given: Sequence[tuple[int, int, int]]) -> Ints:
    """Children by single age 0-19 on 1 November 2020, of the published groups.

    The smoothest curve (least sum of squared second differences) that keeps every census group
    exactly; then largest remainder inside each group.
    """
    n = 20
    second = np.diff(np.eye(n), n=2, axis=0)
    groups = np.array([[float(lo <= age <= hi) for age in range(n)] for lo, hi, _ in given])
    totals = np.array([float(count) for *_, count in given])
    k = len(totals)
    system = np.block([[second.T @ second, groups.T], [groups, np.zeros((k, k))]])
    curve = np.linalg.solve(system, np.concatenate([np.zeros(n), totals]))[:n]
    ages: Ints = np.concatenate([whole(curve[lo : hi + 1], count) for lo, hi, count in given])
    return ages


def single_ages(place: Place, census: Census) -> Ints:
    """Children of an area by single age 0-17 on the day the table of people speaks of.

    An opening before the census takes the same children back in years: nobody is taken to have
    died or moved in between. Ages above 19 at the census are then as many as those of 19.
    """
    ages, back = census_ages(census.ages), 2020 - place.people_year
    return np.concatenate([ages, np.full(back, ages[-1])])[back : back + 18]


def local_births(place: Place) -> dict[int, float]:
    """Births of each year from that of the people on, continued with the nation's from 2020.

    Before 2020 those still living here at the census (aged a on 1 November: born in the twelve
    months before); after it census age 0, in step with the nation, ``births_fall`` times its
    change.
    """
    ages = np.sum([census_ages(census.ages) for _, census in place.areas], axis=0)
    births = {}
    for year in range(place.people_year, 2020):
        births[year] = float(ages[2020 - year]) * 10 / 12 + float(ages[2019 - year]) * 2 / 12
    window = NATIONAL_BIRTHS[2019] * 2 / 12 + NATIONAL_BIRTHS[2020] * 10 / 12
    for year in range(2020, min(place.last, 2025) + 1):
        change = NATIONAL_BIRTHS[year] / window
        births[year] = place.census_ages[0][2] * (1 + place.births_fall * (change - 1))
    for year in range(2026, place.last + 1):
        births[year] = births[2025] * WPP_BIRTHS[year] / WPP_BIRTHS[2025]
    return births


def make_zones(place: Place) -> list[Zone]:
    """Zones on a sunflower around the town point, each nearer its own town than any other."""
    zones = []
    people = whole([town.thousand for town in place.towns], place.residents)
    east, north = place.metres
    for town, residents in zip(place.towns, people, strict=True):
        settled = town.zones - town.hamlets
        weights = [lognormal(0.15, "zone", town.slug, k) for k in range(settled)]
        hamlets = [place.hamlet] * town.hamlets
        sizes = [*whole(weights, int(residents) - sum(hamlets)), *hamlets]
        radius = 850 * town.spread * math.sqrt(town.area / math.pi)  # the settled part, m
        mid_east, mid_north = town.middle
        for k, size in enumerate(sizes):
            hamlet = k >= settled
            far = 1.15 if hamlet else math.sqrt((k + 0.3) / settled)
            turn = 2.399963 * k + math.tau * uniform("turn", town.slug)
            far *= radius * lognormal(0.04, "far", town.slug, k)
            while True:
                lon = round(town.lon + (mid_east + far * math.cos(turn)) / east, 5)
                lat = round(town.lat + (mid_north + far * math.sin(turn)) / north, 5)
                zone = Zone(f"{town.slug}-{k + 1:02d}", f"示例片区-{town.short}-{k + 1:02d}",
                            town, lon, lat, int(size), hamlet)  # fmt: skip
                own = metres(place, zone, town)
                if all(own <= metres(place, zone, other) for other in place.towns):
                    break
                far *= 0.9
            zones.append(zone)
    return zones


def urban_zones(place: Place, zones: Sequence[Zone]) -> set[str]:
    """Zones of the streets, then those nearest their town point, until the census share is met.

    The share is that of each town where it is published.
    """

    def order(zone: Zone) -> tuple[bool, float, str]:
        return not zone.town.name.endswith("街道"), metres(place, zone, zone.town), zone.id

    urban = set()
    for towns, census in place.areas:
        first = sorted((zone for zone in zones if zone.town in towns), key=order)
        reached = np.cumsum([zone.residents for zone in first])
        last = int(np.argmin(np.abs(reached - census.urban)))
        urban |= {zone.id for zone in first[: last + 1]}
    return urban


def make_people(place: Place, zones: Sequence[Zone]) -> Ints:
    """Children by zone, residence and age 0-17; sums equal the single ages of every area."""
    people = np.zeros((len(zones), 2, 18), dtype=np.int64)
    for towns, census in place.areas:
        here = [k for k, zone in enumerate(zones) if zone.town in towns]
        migrant = np.array([zones[k].residents * zones[k].town.migrant for k in here])
        for age, count in enumerate(single_ages(place, census)):
            weights = [zones[k].residents * lognormal(0.04, "age", zones[k].id, age) for k in here]
            people[here, 0, age] = whole(weights, int(count))
            people[here, 1, age] = whole(migrant, round(count * census.migrant_share))
    people[:, 0] -= people[:, 1]
    return people


def due(people: Ints, place: Place, age: int) -> Floats:
    """Children by zone and residence who are this old on 31 August before the opening."""
    then = age - (place.opening - place.people_year)
    younger, older = people[:, :, then], people[:, :, min(then + 1, 17)]
    return younger * 5 / 6 + older / 6
