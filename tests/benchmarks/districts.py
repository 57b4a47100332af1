"""Which invented districts do the benchmarks run? Random, seeded, of any size."""

import datetime as dt

import numpy as np

from simulator.district import District, Regime
from tests.places import norms, place, rules


def county(zones: int, campuses: int, years: tuple[int, int], seed: int = 0) -> District:
    """Build a county with zones, children and schools spread over 20 km × 20 km.

    A third of the campuses are junior, a seventh nine-year with one pool, the rest primary;
    classes of 38 to 60; migration, drop-out and entry shares are not nil; ``clear`` is on.
    """
    rng = np.random.default_rng(seed)
    side = 20_000.0
    names = [f"z{i:05d}" for i in range(zones)]
    where = rng.uniform(0, side, (zones, 2))
    town = (where[:, 0] // (side / 4)).astype(int) * 4 + (where[:, 1] // (side / 4)).astype(int)
    at = {name: (f"t{t:02d}", *xy) for name, t, xy in zip(names, town, where, strict=True)}
    stands = rng.uniform(0, side, (campuses, 2))
    campus_town = (stands[:, 0] // (side / 4)).astype(int) * 4
    campus_town += (stands[:, 1] // (side / 4)).astype(int)
    schools = {f"c{i:04d}": (f"t{campus_town[i]:02d}", *stands[i]) for i in range(campuses)}
    rooms: dict[tuple[str, str], int] = {}
    sizes: dict[tuple[str, str], list[int]] = {}
    for index, campus in enumerate(schools):
        if index % 3 == 2:
            rooms[(campus, "junior")] = 18
            for grade in ("j1", "j2", "j3"):
                sizes[(campus, grade)] = rng.integers(40, 60, 5).tolist()
        elif index % 7 == 1:
            rooms[(campus, "primary+junior")] = 30
            for grade in ("p1", "p2", "p3", "p4", "p5", "p6", "j1", "j2", "j3"):
                sizes[(campus, grade)] = rng.integers(38, 60, 3).tolist()
        else:
            rooms[(campus, "primary")] = 24
            for grade in ("p1", "p2", "p3", "p4", "p5", "p6"):
                sizes[(campus, grade)] = rng.integers(38, 58, 3).tolist()
    a_grade = sum(map(sum, sizes.values())) / 9 / zones
    many = rng.poisson(a_grade * 1.03, (zones, 18))
    few = rng.poisson(a_grade * 0.08, (zones, 18))
    people = {
        (name, age): (int(many[z, age]), int(few[z, age]))
        for z, name in enumerate(names)
        for age in range(18)
    }
    span = years[1] - years[0]
    births = {name: (rng.uniform(0.7, 1.1, span) * a_grade).tolist() for name in names}
    return place(
        zones=at,
        campuses=schools,
        rooms=rooms,
        people=people,
        sizes=sizes,
        births=births,
        years=years,
        regime=Regime(dt.date(1990, 1, 1), norms(), rules(clear=True, spring_share=0.2)),
        net_migration=rng.uniform(-0.02, 0.02, (zones, 18, 2)),
        entry_shares=np.full((zones, 4, 2, 3), 0.03),
        leave_rates=np.full((4, 3), 0.002),
    )
