"""Small districts for tests, built without files: a few lines say what matters."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.assembling.norms import DEFAULTS, account_norms
from simulator.district import District, Norms, Regime, Rules, Rung
from simulator.vocabulary import GRADES, GRADES_OF_STAGE, STAGES

LADDER = (
    Rung("own", "norm"),
    Rung("own", "tolerance"),
    Rung("town", "norm"),
    Rung("district", "norm"),
    Rung("purchased", "norm"),
    Rung("own", "any"),
)


ACCOUNTS = account_norms({path: default.value for path, default in DEFAULTS.items()})


def norms(**changes: Any) -> Norms:
    size = np.array([25, 30, 35] + [45] * 6 + [50] * 3 + [50] * 3)
    tolerance = np.array([25, 30, 35] + [55] * 12)
    return replace(Norms(size, tolerance, accounts=ACCOUNTS), **changes)


def rules(**changes: Any) -> Rules:
    standard = Rules(
        admission=("catchment",) * 4,
        redirect_limit_m=np.full(4, 10_000.0),
        ladder=LADDER,
        order="rungs_first",
        tiers=((0,), (1,)),
        new_school_catchment="assumed",
        entry_classes="norm",
        clear=False,
        spring_share=0.0,
    )
    return replace(standard, **changes)


def place(
    *,
    zones: Mapping[str, tuple[str, float, float]],
    campuses: Mapping[str, tuple[str, float, float]],
    rooms: Mapping[tuple[str, str], int],
    people: Mapping[tuple[str, int], int | tuple[int, int]],
    sizes: Mapping[tuple[str, str], Sequence[int]] | None = None,
    births: Mapping[str, Sequence[float]] | None = None,
    catchments: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    closed: Sequence[str] = (),
    private: Sequence[str] = (),
    cluster: Mapping[str, str] | None = None,
    combined: Mapping[str, Sequence[str]] | None = None,
    pupils: Mapping[tuple[str, str], int] | None = None,
    taught: Mapping[str, Sequence[str]] | None = None,
    years: tuple[int, int] = (2022, 2025),
    stages: Sequence[str] = ("primary", "junior"),
    seed: int = 1,
    regime: Regime | None = None,
    regimes: Sequence[Regime] = (),
    **fields: Any,
) -> District:
    """Build a district.

    Zones and campuses give town and position in metres; ``rooms`` maps (campus, stages joined by
    ``+``) to classrooms; ``people`` maps (zone, age) to children, or (registered, migrant);
    ``sizes`` gives the classes of (campus, grade) at the opening; ``catchments`` maps stage → zone
    → campuses (default: the nearest campus that is open and teaches it); campuses of ``closed``
    do not exist yet; ``taught`` limits the grades of a campus, ``cluster`` names that of a campus,
    ``combined`` the grades it teaches together (``p1-p2``): their classes stand at the lowest, and
    ``pupils`` says how many are in each grade.
    """
    zone_ids, campus_ids = tuple(sorted(zones)), tuple(sorted(campuses))
    of_campus = [(cluster or {}).get(campus) for campus in campus_ids]
    clusters = tuple(sorted({name for name in of_campus if name}))
    towns = tuple(sorted({p[0] for p in (*zones.values(), *campuses.values())}))
    zone_xy = np.array([zones[z][1:] for z in zone_ids], dtype=float)
    campus_xy = np.array([campuses[c][1:] for c in campus_ids], dtype=float)
    distance = np.rint(np.linalg.norm(zone_xy[:, None] - campus_xy[None], axis=2)).astype(np.int32)
    pools = sorted(rooms)
    pool_of = np.full((len(campus_ids), len(GRADES)), -1)
    teaches = np.zeros(pool_of.shape, dtype=bool)
    for index, (campus, joined) in enumerate(pools):
        c = campus_ids.index(campus)
        for stage in joined.split("+"):
            for grade in GRADES_OF_STAGE[STAGES.index(stage)]:
                allowed = (taught or {}).get(campus)
                if allowed is None or GRADES[grade] in allowed:
                    pool_of[c, grade] = index
                    teaches[c, grade] = campus not in closed
    class_grade = np.tile(np.arange(len(GRADES)), (len(campus_ids), 1))
    for campus, bands in (combined or {}).items():
        for band in bands:
            first, last = (GRADES.index(grade) for grade in band.split("-"))
            class_grade[campus_ids.index(campus), first : last + 1] = first
    known = sizes or {}
    slots = max([len(s) for s in known.values()] + [1])
    class_sizes = np.zeros((*pool_of.shape, slots), dtype=np.int64)
    for (campus, grade), cell in known.items():
        class_sizes[campus_ids.index(campus), GRADES.index(grade), : len(cell)] = sorted(
            cell, reverse=True
        )
    opening_pupils = class_sizes.sum(axis=2)
    for (campus, grade), number in (pupils or {}).items():
        opening_pupils[campus_ids.index(campus), GRADES.index(grade)] = number
    children = np.zeros((len(zone_ids), 18, 2), dtype=np.int64)
    for (zone, age), number in people.items():
        children[zone_ids.index(zone), age] = number if isinstance(number, tuple) else (number, 0)
    n_years = years[1] - years[0]
    born = np.zeros((n_years, len(zone_ids), 2))
    for zone, series in (births or {}).items():
        born[: len(series), zone_ids.index(zone), 0] = series[:n_years]
    is_open = np.array([c not in closed for c in campus_ids])
    public = np.array([c not in private for c in campus_ids])
    pairs = []
    for s, stage in enumerate(STAGES):
        stated = (catchments or {}).get(stage)
        zone_list, campus_list = [], []
        serves = np.flatnonzero(is_open & public & teaches[:, list(GRADES_OF_STAGE[s])].any(axis=1))
        for z, zone in enumerate(zone_ids):
            if stated is not None:
                own = sorted(campus_ids.index(c) for c in stated.get(zone, ()))
            else:
                own = [int(serves[np.argmin(distance[z, serves])])] if serves.size else []
            zone_list += [z] * len(own)
            campus_list += own
        pairs.append((np.array(zone_list, dtype=np.int64), np.array(campus_list, dtype=np.int64)))
    first = regime or Regime(dt.date(1990, 1, 1), norms(), rules())
    defaults: dict[str, Any] = {
        "zone_ids": zone_ids,
        "zone_names": zone_ids,
        "town_ids": towns,
        "cluster_ids": clusters,
        "campus_ids": campus_ids,
        "campus_names": campus_ids,
        "school_ids": campus_ids,
        "pool_ids": tuple(f"{campus}/{stage}" for campus, stage in pools),
        "zone_town": np.array([towns.index(zones[z][0]) for z in zone_ids]),
        "zone_urban": np.ones(len(zone_ids), dtype=bool),
        "zone_tier": np.ones(len(zone_ids), dtype=np.int64),
        "zone_dwellings": np.full(len(zone_ids), np.nan),
        "campus_town": np.array([towns.index(campuses[c][0]) for c in campus_ids]),
        "campus_cluster": np.array([clusters.index(k) if k else -1 for k in of_campus]),
        "campus_zone": np.argmin(distance, axis=0),
        "distance_m": distance,
        "opening_year": years[0],
        "last_year": years[1],
        "notice": (6, 30),
        "stages": np.array([s in stages for s in STAGES]),
        "seed": seed,
        "people": children,
        "births": born,
        "survival": np.ones(18),
        "net_migration": np.zeros((len(zone_ids), 18, 2)),
        "entry_shares": np.zeros((len(zone_ids), 4, 2, 3)),
        "apart_shares": np.zeros((len(zone_ids), 4, 2, 3)),
        "leave_rates": np.zeros((4, 3)),
        "estates": (),
        "outside_inflow": np.zeros(pool_of.shape),
        "opening_pupils": opening_pupils,
        "class_grade": class_grade,
        "opening_sizes": class_sizes,
        "boarder_share": np.zeros(pool_of.shape),
        "opening_bonus_m": 1500.0,
        "opening_cap_m": 8000.0,
        "campus_school": np.arange(len(campus_ids)),
        "campus_public": public,
        "campus_special": np.zeros(len(campus_ids), dtype=bool),
        "campus_vocational": np.zeros(len(campus_ids), dtype=bool),
        "campus_rank": np.zeros(len(campus_ids), dtype=np.int64),
        "campus_resource_room": np.full(len(campus_ids), np.nan),
        "feeder": np.full((4, len(campus_ids)), -1),
        "campus_open": is_open,
        "campus_beds": np.zeros(len(campus_ids), dtype=np.int64),
        "pool_campus": np.array([campus_ids.index(c) for c, _ in pools]),
        "pool_of": pool_of,
        "taught": teaches,
        "pool_rooms": np.array([0 if c in closed else rooms[(c, s)] for c, s in pools]),
        "pool_temporary": np.zeros(len(pools), dtype=np.int64),
        "pool_design": np.full(len(pools), np.nan),
        "pool_approved": np.full(len(pools), np.nan),
        "catchments": tuple(pairs),
        "regimes": (first, *regimes),
        "projects": (),
        "conversions": (),
        "closures": (),
        "redraws": (),
        "plans": (),
        "purchases": (),
    }
    return District(**(defaults | fields))
