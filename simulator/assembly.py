"""Which District, and which map, does a checked scenario describe?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.assembling.assumptions import assumptions
from simulator.assembling.demand import (
    births,
    chosen_outlook,
    entry_shares,
    estates,
    leave_rates,
    net_migration,
    people,
    survival,
)
from simulator.assembling.geography import Geography, survey
from simulator.assembling.holdings import holdings
from simulator.assembling.norms import regimes
from simulator.assembling.positions import read_sites
from simulator.assembling.programme import Programme, read_programme
from simulator.assembling.references import (
    column_positions,
    numbers,
    positions,
    refuse,
    table,
    texts,
)
from simulator.assembling.supply import (
    OpeningRoll,
    Pools,
    opening_pools,
    opening_roll,
    outside_inflow,
)
from simulator.assembling.works_changes import read_undertakings
from simulator.district import District
from simulator.phrases import Phrase, counted
from simulator.scenario import Oddity, Scenario
from simulator.schema import Parameter
from simulator.vocabulary import GRADES, N_GRADES, STAGES

__all__ = ["Assembly", "Geography", "assemble", "assumptions"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Assembly:
    """A scenario put together: what the engine works on, and what the maps show."""

    district: District
    geography: Geography
    oddities: tuple[Oddity, ...]
    """Odd but usable data found here, beside those of the scenario."""


def assemble(
    scenario: Scenario,
    *,
    outlook: str | None = None,
    enrolment: pd.DataFrame | None = None,
    geography: Geography | None = None,
) -> Assembly:
    """Put together the district a scenario describes.

    Entities are sorted by id, so the order of rows and changes does not matter. Campuses include
    those that ``build`` changes create; their pools start without rooms and get them by project.

    Parameters
    ----------
    scenario
        A checked scenario.
    outlook
        ``low``, ``middle`` or ``high``; the scenario's own when absent.
    enrolment
        Another opening, with the columns of the enrolment table, instead of the scenario's.
    geography
        The geography of an earlier assembly of the same places, which saves most of the time.

    Raises
    ------
    ScenarioError
        The scenario names something that is not there, or leaves out what is needed.
    ValueError
        The outlook has no such name, or the geography was made from other places.
    """
    sites = read_sites(scenario)
    if geography is None:
        geography = survey(scenario, sites)
    elif geography.fingerprint != sites.fingerprint:
        raise ValueError("this geography was made from other places than the scenario's")
    spec = scenario.spec
    future = chosen_outlook(scenario, outlook)
    zone_ids, campus_ids = geography.zone_ids, geography.campus_ids
    children, odd_people = people(scenario, zone_ids)
    born, odd_births = births(scenario, zone_ids, spec.years.opening + 1, spec.years.last, future)
    pools, rooms = opening_pools(scenario, campus_ids)
    class_grade = pools.class_grades(len(campus_ids))
    roll, odd_roll = opening_roll(scenario, campus_ids, class_grade, enrolment)
    _check_rooms_for_roll(scenario, campus_ids, pools, roll)
    taught = _pool_of(pools, dict.fromkeys(pools.campus, 0), len(campus_ids)) >= 0
    programme, odd_changes = read_programme(scenario, zone_ids, campus_ids, pools)
    undertakings, odd_works = read_undertakings(scenario, zone_ids, campus_ids, pools)
    pool_ids = tuple(sorted(pools.campus))
    town_ids, zone_town, campus_town = _towns(scenario, geography)
    cluster_ids, campus_cluster = _clusters(scenario, geography)
    school_ids, campus_school = _schools(scenario, geography)
    present = ~geography.campus_planned
    operator, beds = _operators(scenario, campus_ids)
    kinds, rank = _types(scenario, campus_ids)
    special = spec.special_needs
    tier, dwellings = _tiers(scenario, zone_ids)
    to_sinks, apart = entry_shares(scenario, zone_ids)
    month, day = (int(part) for part in spec.rules.notice.split("-"))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        refuse(
            scenario,
            "rules/notice",
            Phrase(f"`{spec.rules.notice}` 不是日期", f"`{spec.rules.notice}` is not a day"),
            Phrase("请按月-日书写：06-30", "give month and day: 06-30"),
        )

    district = District(
        zone_ids=zone_ids,
        zone_names=geography.zone_names,
        town_ids=town_ids,
        cluster_ids=cluster_ids,
        campus_ids=campus_ids,
        campus_names=geography.campus_names,
        school_ids=school_ids,
        pool_ids=pool_ids,
        zone_town=zone_town,
        zone_tier=tier,
        zone_dwellings=dwellings,
        zone_urban=np.array([kind == "urban" for kind in geography.zone_settlement]),
        campus_town=campus_town,
        campus_cluster=campus_cluster,
        campus_zone=geography.campus_zone,
        distance_m=geography.distance_m,
        opening_year=spec.years.opening,
        last_year=spec.years.last,
        notice=(month, day),
        stages=np.array([stage in spec.stages for stage in STAGES]),
        seed=spec.seed,
        people=children,
        births=born,
        survival=survival(scenario),
        net_migration=net_migration(scenario, zone_ids, future),
        entry_shares=to_sinks,
        apart_shares=apart,
        leave_rates=leave_rates(scenario),
        estates=estates(scenario, zone_ids),
        outside_inflow=outside_inflow(scenario, campus_ids),
        opening_pupils=roll.pupils,
        opening_sizes=roll.sizes,
        boarder_share=roll.boarder_share,
        opening_bonus_m=spec.opening.catchment_bonus_m,
        opening_cap_m=spec.opening.distance_cap_m,
        campus_school=campus_school,
        campus_public=operator,
        campus_special=kinds == "special",
        campus_vocational=kinds == "vocational",
        campus_rank=rank,
        feeder=_feeders(scenario, campus_ids),
        special_needs=None if special is None else _value(special),
        campus_resource_room=_resource_rooms(scenario, campus_ids),
        first_grade_rolls=tuple(sorted(spec.first_grade_rolls.items())),
        assumed=tuple((name, _value(value)) for name, value in sorted(spec.assumed.items())),
        campus_open=present,
        campus_beds=beds,
        pool_campus=np.array([pools.campus[pool] for pool in pool_ids], dtype=np.int64),
        pool_of=_pool_of(pools, {pool: n for n, pool in enumerate(pool_ids)}, len(campus_ids)),
        class_grade=class_grade,
        taught=taught,
        pool_rooms=np.array([rooms.rooms.get(pool, 0) for pool in pool_ids], dtype=np.int64),
        pool_temporary=np.array(
            [rooms.temporary.get(pool, 0) for pool in pool_ids], dtype=np.int64
        ),
        pool_design=np.array([rooms.design.get(pool, np.nan) for pool in pool_ids], dtype=float),
        pool_approved=np.array(
            [rooms.approved.get(pool, np.nan) for pool in pool_ids], dtype=float
        ),
        catchments=_catchments(scenario, zone_ids, campus_ids),
        regimes=regimes(scenario),
        projects=programme.projects,
        conversions=programme.conversions,
        closures=programme.closures,
        redraws=programme.redraws,
        plans=programme.plans,
        purchases=programme.purchases,
        pool_specialist=np.array(
            [rooms.specialist.get(pool, np.nan) for pool in pool_ids], dtype=float
        ),
        **undertakings,
        holdings=holdings(scenario, campus_ids),
    )
    found = [
        *geography.oddities, *odd_people, *odd_births, *odd_roll, *odd_changes, *odd_works,
        *_declared(programme, district),
    ]  # fmt: skip
    return Assembly(district, geography, tuple(found))


def _towns(scenario: Scenario, geography: Geography) -> tuple[tuple[str, ...], Ints, Ints]:
    """Give the towns, and the one of each zone and campus.

    A campus serves the town it stands in, or the one it names as its cluster.
    """
    town_ids = tuple(sorted(set(geography.zone_towns)))
    number = {town: index for index, town in enumerate(town_ids)}
    zone_town = np.array([number[town] for town in geography.zone_towns], dtype=np.int64)
    stated = _stated_clusters(scenario)
    campus_town = [
        number.get(stated.get(campus) or "", int(zone_town[zone]))
        for campus, zone in zip(geography.campus_ids, geography.campus_zone, strict=True)
    ]
    return town_ids, zone_town, np.array(campus_town, dtype=np.int64)


def _clusters(scenario: Scenario, geography: Geography) -> tuple[tuple[str, ...], Ints]:
    """Give the clusters that are not towns, and the one of each campus (−1: none)."""
    stated = _stated_clusters(scenario)
    of_campus = [stated.get(campus) for campus in geography.campus_ids]
    names = {name for name in of_campus if name is not None} - set(geography.zone_towns)
    cluster_ids = tuple(sorted(names))
    number = {cluster: index for index, cluster in enumerate(cluster_ids)}
    chosen = [number.get(name or "", -1) for name in of_campus]
    return cluster_ids, np.array(chosen, dtype=np.int64)


def _stated_clusters(scenario: Scenario) -> dict[str, str]:
    """Give the cluster that the table, or the change that builds it, states for a campus."""
    rows = table(scenario, "campuses")
    listed = zip(texts(rows, "id"), texts(rows, "cluster"), strict=True)
    stated = {campus: cluster for campus, cluster in listed if campus and cluster}
    changes = scenario.spec.changes
    built = {c.new_campus: c.cluster for c in changes if c.new_campus and c.cluster}
    return stated | built


def _schools(scenario: Scenario, geography: Geography) -> tuple[tuple[str, ...], Ints]:
    """Give the legal units; a campus that names none is its own."""
    rows = table(scenario, "campuses")
    legal = dict(zip(texts(rows, "id"), texts(rows, "school"), strict=True))
    of_campus = [legal.get(campus) or campus for campus in geography.campus_ids]
    listed = scenario.tables.get("schools")
    if listed is not None:
        stated = [name for name in legal.values() if name is not None]
        positions(scenario, "campuses/school", stated, [str(name) for name in listed["id"]])
    school_ids = tuple(sorted(set(of_campus)))
    number = {school: index for index, school in enumerate(school_ids)}
    return school_ids, np.array([number[school] for school in of_campus], dtype=np.int64)


def _operators(scenario: Scenario, campus_ids: tuple[str, ...]) -> tuple[NDArray[np.bool_], Ints]:
    """Give which campuses are public, and their beds at the opening."""
    public = np.ones(len(campus_ids), dtype=bool)
    beds = np.zeros(len(campus_ids), dtype=np.int64)
    rows = table(scenario, "campuses")
    here = column_positions(scenario, "campuses", rows, "id", campus_ids)
    public[here] = [(name or "public") == "public" for name in texts(rows, "operator")]
    beds[here] = np.nan_to_num(numbers(rows, "beds")).astype(np.int64)
    for change in scenario.spec.changes:
        if change.new_campus is not None:
            public[campus_ids.index(change.new_campus)] = change.operator == "public"
    return public, beds


def _types(scenario: Scenario, campus_ids: tuple[str, ...]) -> tuple[NDArray[np.object_], Ints]:
    """Give (C,) general, vocational or special, and the order in which campuses choose."""
    kinds = np.full(len(campus_ids), "general", dtype=object)
    rank = np.ones(len(campus_ids), dtype=np.int64)
    rows = table(scenario, "campuses")
    here = column_positions(scenario, "campuses", rows, "id", campus_ids)
    kinds[here] = [kind or "general" for kind in texts(rows, "type")]
    rank[here] = np.nan_to_num(numbers(rows, "rank"), nan=1).astype(np.int64)
    for change in scenario.spec.changes:
        if change.new_campus is not None:
            kinds[campus_ids.index(change.new_campus)] = change.type
            rank[campus_ids.index(change.new_campus)] = change.rank
    return kinds, rank


def _value(stated: float | Parameter) -> float:
    return stated.value if isinstance(stated, Parameter) else stated


def _resource_rooms(scenario: Scenario, campus_ids: tuple[str, ...]) -> NDArray[np.float64]:
    """Give (C,) the resource rooms of each campus, NaN where not stated."""
    rows = table(scenario, "campuses")
    here = column_positions(scenario, "campuses", rows, "id", campus_ids)
    rooms = np.full(len(campus_ids), np.nan)
    rooms[here] = numbers(rows, "resource_room")
    return rooms


def _tiers(scenario: Scenario, zone_ids: tuple[str, ...]) -> tuple[Ints, NDArray[np.float64]]:
    """Give (Z,) the order of each zone within a tier, and its dwellings, NaN where not stated."""
    rows = table(scenario, "zones")
    here = column_positions(scenario, "zones", rows, "id", zone_ids)
    tier, dwellings = np.ones(len(zone_ids), dtype=np.int64), np.full(len(zone_ids), np.nan)
    tier[here] = np.nan_to_num(numbers(rows, "tier"), nan=1).astype(np.int64)
    dwellings[here] = numbers(rows, "dwellings")
    return tier, dwellings


def _feeders(scenario: Scenario, campus_ids: tuple[str, ...]) -> Ints:
    """Give (S, C) the campus that entrants of a stage from each campus are led to, −1 for none."""
    rows = table(scenario, "feeders")
    links = np.full((len(STAGES), len(campus_ids)), -1)
    stage = column_positions(scenario, "feeders", rows, "stage", STAGES)
    origin = column_positions(scenario, "feeders", rows, "from", campus_ids)
    links[stage, origin] = column_positions(scenario, "feeders", rows, "campus", campus_ids)
    return links


def _pool_of(pools: Pools, number: dict[str, int], campuses: int) -> Ints:
    """Give (C, G) the pool each grade uses, -1 where it is never taught."""
    pool_of = np.full((campuses, N_GRADES), -1, dtype=np.int64)
    for (campus, grade), pool in pools.serving.items():
        pool_of[campus, grade] = number[pool]
    return pool_of


def _check_rooms_for_roll(
    scenario: Scenario, campus_ids: tuple[str, ...], pools: Pools, roll: OpeningRoll
) -> None:
    """Refuse pupils in a grade that no pool of their campus serves."""
    for campus, grade in np.argwhere(roll.pupils > 0).tolist():
        if (campus, grade) not in pools.serving:
            where = f"enrolment/{campus_ids[campus]}/{GRADES[grade]}"
            refuse(
                scenario,
                where,
                Phrase(
                    "该年级有在校生，而校区没有教室组用于该年级",
                    "pupils in a grade that no pool of the campus serves",
                ),
                Phrase("请在教室组中补上该年级或学段", "add the grade or stage to a pool"),
            )


def _catchments(
    scenario: Scenario, zone_ids: tuple[str, ...], campus_ids: tuple[str, ...]
) -> tuple[tuple[Ints, Ints], ...]:
    """Give the (zone, campus) pairs of each stage, sorted, each once."""
    rows = table(scenario, "catchments")
    stage = column_positions(scenario, "catchments", rows, "stage", STAGES)
    zone = column_positions(scenario, "catchments", rows, "zone", zone_ids)
    campus = column_positions(scenario, "catchments", rows, "campus", campus_ids)
    found = []
    for one in range(len(STAGES)):
        pairs = np.unique(np.column_stack([zone, campus])[stage == one], axis=0)
        found.append((pairs[:, 0].copy(), pairs[:, 1].copy()))
    return tuple(found)


def _declared(programme: Programme, district: District) -> list[Oddity]:
    """List projects that declare other places than their rooms hold at the norm."""
    norms = district.regimes[0].norms.class_norm
    oddities = []
    for project in programme.projects:
        if project.declared_places is None:
            continue
        usable = 0
        for pool, rooms in project.rooms:
            grades = np.flatnonzero(district.pool_of[project.campus] == pool)
            usable += round(rooms * float(norms[grades].mean()))
        if project.declared_places > usable:
            stated = project.declared_places
            what = Phrase(
                f"申报 {stated} 个学位；其教室按标准班额只有 {usable} 个",
                f"declares {counted(stated, 'place')}; its rooms hold {usable} at the norm",
            )
            oddities.append(Oddity(f"changes/{project.id}/places", what))
    return oddities
