"""What does each change of a scenario do to the campuses, dated and by index?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.assembling.holdings import project_land
from simulator.assembling.money import funding, spending
from simulator.assembling.references import position, positions, refuse
from simulator.assembling.supply import Pools, pool_name
from simulator.assembling.works_changes import cleared_rooms, day_of, estate_of
from simulator.columns import named
from simulator.district import (
    AdmissionPlan,
    Closure,
    Conversion,
    Dates,
    Project,
    Purchase,
    Redraw,
)
from simulator.phrases import Phrase, listing
from simulator.rounding import apportion
from simulator.scenario import Oddity, Scenario
from simulator.schema import Change, Milestones
from simulator.schema.base import yuan
from simulator.vocabulary import GRADES, GRADES_OF_STAGE, STAGE_OF_GRADE, STAGES


@dataclass(frozen=True, slots=True)
class Programme:
    """The dated changes as the District holds them, each list by id."""

    projects: tuple[Project, ...]
    conversions: tuple[Conversion, ...]
    closures: tuple[Closure, ...]
    redraws: tuple[Redraw, ...]
    plans: tuple[AdmissionPlan, ...]
    purchases: tuple[Purchase, ...]


def read_programme(
    scenario: Scenario,
    zone_ids: tuple[str, ...],
    campus_ids: tuple[str, ...],
    pools: Pools,
) -> tuple[Programme, list[Oddity]]:
    """Turn the changes of a scenario into the programme of the District.

    New pools are added to ``pools``: those of new campuses, of a stage that an extension or a
    conversion brings to a campus, and those in which a campus takes the rooms of one merged into
    it. The pool indices of the answer count the sorted pool ids.

    Raises
    ------
    ScenarioError
        A change lacks what its kind needs, or names what is not there.
    """
    estates = {estate.id: estate.handover for estate in scenario.spec.estates}
    written = sorted(scenario.spec.changes, key=lambda change: change.id)
    changes = [change.handed_over(estates) for change in written]
    oddities: list[Oddity] = []
    drafts: list[tuple[Change, int, list[tuple[str, int]]]] = []
    # New campuses first, then extensions: an extension may be the second phase of a new campus.
    for change in [c for c in changes if c.new_campus] + [c for c in changes if c.works_at]:
        name = change.new_campus or change.works_at or ""
        campus = position(scenario, f"changes/{change.id}", name, campus_ids)
        drafts.append((change, campus, _rooms(scenario, change, campus, name, pools)))
    moved = [
        _converted(scenario, change, campus_ids, pools) for change in changes if change.convert
    ]
    closures = []
    for change in changes:
        if change.merge is not None or change.close is not None:
            closures.append(_closed(scenario, change, campus_ids))
            oddities += _receiving(scenario, closures[-1], campus_ids, pools)

    index = {pool: number for number, pool in enumerate(sorted(pools.campus))}
    projects = [
        _project(scenario, change, campus, rooms, zone_ids, campus_ids, pools)
        for change, campus, rooms in drafts
    ]
    conversions = [
        Conversion(one.id, day_of(scenario, one), index[source], index[target], one.rooms or 0)
        for one, source, target in moved
    ]
    programme = Programme(
        projects=tuple(sorted(projects, key=lambda project: project.id)),
        conversions=tuple(conversions),
        closures=tuple(closures),
        redraws=tuple(
            _redrawn(scenario, one, zone_ids, campus_ids) for one in changes if one.catchment
        ),
        plans=tuple(_planned(scenario, one, campus_ids) for one in changes if one.admission_plan),
        purchases=tuple(_bought(scenario, one, campus_ids) for one in changes if one.purchase),
    )
    return programme, oddities


def _rooms(
    scenario: Scenario, change: Change, campus: int, campus_id: str, pools: Pools
) -> list[tuple[str, int]]:
    """Give the (pool id, rooms) pairs of a building project, making pools as needed."""
    where = f"changes/{change.id}"
    wanted: list[tuple[Sequence[int], int]]
    if change.rooms_by_stage is not None:
        if change.rooms is not None or change.stage is not None or change.stages is not None:
            refuse(
                scenario,
                where,
                Phrase(
                    "rooms_by_stage 与 rooms、stage 或 stages 同时出现",
                    "rooms_by_stage beside rooms, stage or stages",
                ),
                Phrase("请只用一种写法", "say it one way"),
            )
        wanted = [
            ([STAGES.index(stage)], change.rooms_by_stage[stage])
            for stage in STAGES
            if stage in change.rooms_by_stage
        ]
    elif change.stages is not None and change.stage is not None:
        refuse(
            scenario,
            where,
            Phrase("stage 与 stages 同时出现", "stage beside stages"),
            Phrase("请只用一种写法", "say it one way"),
        )
    elif change.stages is not None or change.stage is not None:
        names = change.stages or ((change.stage,) if change.stage else ())
        wanted = [(sorted({STAGES.index(name) for name in names}), change.rooms or 0)]
    elif change.new_campus is not None:
        refuse(
            scenario,
            where,
            Phrase("新建校区没有写学段", "a new campus without a stage"),
            Phrase("请写 stage、stages 或 rooms_by_stage", "give stage, stages or rooms_by_stage"),
        )
    elif not change.rooms:
        return []  # An extension may bring beds alone.
    else:
        own = sorted(pool for pool, place in pools.campus.items() if place == campus)
        if len(own) != 1:
            refuse(
                scenario,
                f"{where}/stage",
                Phrase(f"{campus_id} 有 {len(own)} 个教室组", f"{campus_id} has {len(own)} pools"),
                Phrase("请写明教室用于哪个学段", "say which stage the rooms are for"),
            )
        return [(own[0], change.rooms)]
    return [
        (pools.for_stages(scenario, where, campus, campus_id, stages), rooms)
        for stages, rooms in wanted
    ]


def _project(
    scenario: Scenario,
    change: Change,
    campus: int,
    rooms: list[tuple[str, int]],
    zone_ids: tuple[str, ...],
    campus_ids: tuple[str, ...],
    pools: Pools,
) -> Project:
    """Give the project of a build or expand change."""
    where = f"changes/{change.id}/catchment_zones"
    own = change.catchment_zones
    catchment = None if own is None else positions(scenario, where, own, zone_ids)
    index = {pool: number for number, pool in enumerate(sorted(pools.campus))}
    together: dict[int, int] = {}
    for pool, number in rooms:
        together[index[pool]] = together.get(index[pool], 0) + number
    spread = change.delay.months if change.delay else None
    transition, lent_by = _transition(scenario, change, rooms, campus_ids, pools)
    return Project(
        id=change.id,
        campus=campus,
        new_campus=change.new_campus is not None,
        rooms=tuple(sorted(together.items())),
        planned=_dates(change),
        actual=_dates(change.actual),
        delay_p50_months=spread.p50 if spread else 0.0,
        delay_p90_months=spread.p90 if spread else 0.0,
        opens_with_all=change.opens_with == "all",
        draws_within_m=change.draws_within_m,
        catchment=None if catchment is None else tuple(sorted(set(catchment.tolist()))),
        transition=transition,
        lent_by=lent_by,
        beds=change.beds or 0,
        cost_yuan=None if change.cost is None else yuan(change.cost),
        site_area_m2=project_land(scenario, change),
        declared_places=change.places,
        rooms_out=cleared_rooms(change, [index[pool] for pool, _ in rooms]),
        out_after=change.demolish == "after",
        estate=estate_of(scenario, change),
        funding=funding(change),
        spending=spending(change),
        required_by=change.required_by or "",
    )


def _transition(
    scenario: Scenario,
    change: Change,
    rooms: list[tuple[str, int]],
    campus_ids: tuple[str, ...],
    pools: Pools,
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """Give the rooms of a transition site by pool, in proportion to those built, and who lends."""
    site = change.transition
    if site is None:
        return (), ()
    index = {pool: number for number, pool in enumerate(sorted(pools.campus))}
    weights = np.array([max(number, 1) for _, number in rooms]) * site.rooms
    shares = apportion(np.array([site.rooms]), np.zeros(len(rooms), dtype=np.int64), weights)
    own = [pool for pool, _ in rooms]
    lent = tuple((index[pool], int(n)) for pool, n in zip(own, shares, strict=True) if n)
    if site.at is None:
        return lent, ()
    where = f"changes/{change.id}/transition/at"
    lender = position(scenario, where, site.at, campus_ids)
    lending = []
    for pool in own:
        grade = min(grade for (_, grade), name in pools.serving.items() if name == pool)
        stage = STAGE_OF_GRADE[grade]
        found = pools.of_stage(lender, stage)
        if found is None:
            taught = named(STAGES[stage])
            refuse(
                scenario,
                where,
                Phrase(
                    f"{site.at} 没有{taught.zh}教室可借",
                    f"{site.at} has no {taught.en} rooms to lend",
                ),
                Phrase(
                    "请写开设该学段的校区，或不写 `at`",
                    "name a campus of that stage, or leave `at` out",
                ),
            )
        lending.append(index[found])
    return lent, tuple(pool for pool, n in zip(lending, shares, strict=True) if n)


def _dates(stated: Change | Milestones) -> Dates:
    """Give the milestones of a plan, or as they were."""
    return Dates(stated.approved, stated.started, stated.topped_out, stated.accepted)


def _converted(
    scenario: Scenario, change: Change, campus_ids: tuple[str, ...], pools: Pools
) -> tuple[Change, str, str]:
    """Find the two pools of a conversion; the target is made where the stage is new here."""
    where = f"changes/{change.id}"
    source = change.convert or ""
    if source not in pools.campus:
        own = [pool for pool in sorted(pools.campus) if pool.startswith(source.split("/")[0] + "/")]
        hint = Phrase("教室组的写法是：校区/学段", "pools are named campus/stage")
        if own:
            there = listing(own, len(own))
            hint = Phrase(f"该校区有：{there.zh}", f"its campus has {there.en}")
        what = Phrase(f"没有教室组 {source}", f"there is no pool {source}")
        refuse(scenario, f"{where}/convert", what, hint)
    if change.to is None or not change.rooms:
        refuse(
            scenario,
            where,
            Phrase("转用没有写教室数（rooms）或学段（to）", "a conversion without rooms or to"),
            Phrase(
                "请写明多少间教室转给哪个学段：rooms: 6, to: junior",
                "say how many rooms go to which stage: rooms: 6, to: junior",
            ),
        )
    campus = pools.campus[source]
    stage = STAGES.index(change.to)
    target = pools.for_stages(scenario, where, campus, campus_ids[campus], [stage])
    if target == source:
        refuse(
            scenario,
            f"{where}/to",
            Phrase(
                f"{source} 已用于{named(change.to).zh}",
                f"{source} serves {named(change.to).en} already",
            ),
            Phrase("请转给另一学段", "convert to another stage"),
        )
    return change, source, target


def _closed(scenario: Scenario, change: Change, campus_ids: tuple[str, ...]) -> Closure:
    """Give the closure of a close or merge change."""
    where = f"changes/{change.id}"
    name = change.merge or change.close or ""
    campus = position(scenario, where, name, campus_ids)
    into = change.into
    receiver = None if into is None else position(scenario, f"{where}/into", into, campus_ids)
    if change.merge is not None and receiver is None:
        refuse(
            scenario,
            f"{where}/into",
            Phrase("合并没有写接收校区", "a merger without a receiver"),
            Phrase(
                "请在 into 中写明接收班级和教室的校区",
                "name the campus that takes the classes and rooms: into",
            ),
        )
    if receiver == campus:
        refuse(
            scenario,
            f"{where}/into",
            Phrase("校区不能接收自己", "a campus cannot receive itself"),
            Phrase("请写另一个校区", "name another campus"),
        )
    return Closure(
        change.id, day_of(scenario, change), campus, receiver, change.merge is not None,
        released=change.land == "released",
    )  # fmt: skip


def _receiving(
    scenario: Scenario, closure: Closure, campus_ids: tuple[str, ...], pools: Pools
) -> list[Oddity]:
    """Name the grades a receiver does not teach; a merger gives it pools for their rooms."""
    if closure.receiver is None:
        return []
    receiver, where = closure.receiver, f"changes/{closure.id}"
    by_pool: dict[str, list[int]] = {}
    for (campus, grade), pool in sorted(pools.serving.items()):
        if campus == closure.campus and (receiver, grade) not in pools.serving:
            by_pool.setdefault(pool, []).append(grade)
    oddities = []
    for grades in by_pool.values():
        shown, name = listing((named(GRADES[grade]) for grade in grades), 15), campus_ids[receiver]
        what = Phrase(
            f"接收校区 {name} 不开设{shown.zh}", f"its receiver {name} does not teach {shown.en}"
        )
        oddities.append(Oddity(where, what))
        if not closure.merged:
            continue
        new = [grade for grade in grades if not _joins_own_rooms(pools, receiver, grade)]
        if new:
            stages = [stage for stage, span in enumerate(GRADES_OF_STAGE) if set(span) & set(new)]
            pools.add(scenario, where, pool_name(campus_ids[receiver], stages), receiver, new)
    return oddities


def _joins_own_rooms(pools: Pools, receiver: int, grade: int) -> bool:
    """Let a grade use the rooms its stage already has at the receiver, if it has any."""
    stage = next(number for number, span in enumerate(GRADES_OF_STAGE) if grade in span)
    pool = pools.of_stage(receiver, stage)
    if pool is None:
        return False
    pools.serving[receiver, grade] = pool
    return True


def _redrawn(
    scenario: Scenario, change: Change, zone_ids: tuple[str, ...], campus_ids: tuple[str, ...]
) -> Redraw:
    """Give the catchments of a redraw, by zone and campus."""
    where = f"changes/{change.id}/zones"
    stated = change.zones or {}
    empty = sorted(name for name, campuses in stated.items() if not campuses)
    if empty or not stated:
        without = listing(empty) if empty else Phrase("任何片区", "any zone")
        refuse(
            scenario,
            where,
            Phrase(f"没有为{without.zh}写校区", f"no campus for {without.en}"),
            Phrase("每个片区请至少写一个校区", "name at least one campus for each zone"),
        )
    pairs = {
        (position(scenario, where, name, zone_ids), campus)
        for name, campuses in stated.items()
        for campus in positions(scenario, where, campuses, campus_ids).tolist()
    }
    zone, campus = np.array(sorted(pairs), dtype=np.int64).T.copy()
    stage = STAGES.index(change.catchment or "")
    return Redraw(change.id, day_of(scenario, change), stage, zone, campus)


def _planned(scenario: Scenario, change: Change, campus_ids: tuple[str, ...]) -> AdmissionPlan:
    """Give an announced number of entry classes."""
    where = f"changes/{change.id}"
    if change.grade is None or change.classes is None:
        refuse(
            scenario,
            where,
            Phrase(
                "招生计划没有写年级（grade）或班数（classes）",
                "an admission plan without grade or classes",
            ),
            Phrase("两项都请写明", "give both"),
        )
    campus = position(scenario, where, change.admission_plan or "", campus_ids)
    grade = GRADES.index(change.grade)
    return AdmissionPlan(change.id, day_of(scenario, change), campus, grade, change.classes)


def _bought(scenario: Scenario, change: Change, campus_ids: tuple[str, ...]) -> Purchase:
    """Give places bought in private schools."""
    if change.places is None:
        refuse(
            scenario,
            f"changes/{change.id}/places",
            Phrase("购买学位没有写数量（places）", "a purchase without places"),
            Phrase(
                "请写明每届新生购买多少个学位", "say how many places are bought for each entry year"
            ),
        )
    stage = STAGES.index(change.purchase or "")
    at = change.campus
    campus = position(scenario, f"changes/{change.id}/campus", at, campus_ids) if at else None
    return Purchase(change.id, day_of(scenario, change), stage, change.places, campus)
