"""Random small districts: structure drawn by Hypothesis, numbers from a seed it draws.

A ``Recipe`` names everything by id, so that a property can copy, shuffle, add to or take from a
district before it becomes arrays.
"""

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from simulator.district import (
    AdmissionPlan,
    Closure,
    Conversion,
    Dates,
    District,
    Estate,
    Holdings,
    Project,
    Purchase,
    Redraw,
    Regime,
    Rung,
)
from simulator.vocabulary import GRADES, GRADES_OF_STAGE, RESOURCES, STAGES
from tests import places

OPENING = 2022
KINDS = ("primary", "junior", "primary+junior", "preschool+primary", "preschool", "senior")
RULES = ("catchment", "nearest", "least_total_distance")
LADDERS = (
    places.LADDER,
    places.LADDER[:-1],
    (Rung("own", "norm"), Rung("district", "tolerance")),
    (Rung("own", "tolerance"), Rung("town", "norm"), Rung("purchased", "norm"),
     Rung("town", "tolerance"), Rung("own", "any")),
    (Rung("town", "tolerance"), Rung("own", "norm"), Rung("purchased", "norm")),
    (Rung("own", "norm"), Rung("own", "norm"), Rung("town", "any"), Rung("district", "any")),
)  # fmt: skip
ONE_BY_ONE = (((0,), (1,)), ((1,), (0,)))
"""Tiers of one residence each: nobody in a tier is as near to everything as somebody else."""
TIERS: tuple[tuple[tuple[int, ...], ...], ...] = (*ONE_BY_ONE, ((0, 1),))


@dataclass(frozen=True)
class Recipe:
    """What a district is made of, by id; see ``places.place`` for the first fields."""

    zones: Mapping[str, tuple[str, float, float]]
    campuses: Mapping[str, tuple[str, float, float]]
    rooms: Mapping[tuple[str, str], int]
    people: Mapping[tuple[str, int], tuple[int, int]]
    sizes: Mapping[tuple[str, str], Sequence[int]]
    births: Mapping[str, Any]
    """Zone → (years, 2)."""
    catchments: Mapping[str, Mapping[str, Sequence[str]]]
    regimes: tuple[Regime, ...]
    years: int = 3
    stages: tuple[str, ...] = STAGES
    closed: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    cluster: Mapping[str, str] = field(default_factory=dict)
    combined: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pupils: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Pupils of combined grades at the opening."""
    taught: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_yet: frozenset[tuple[str, str]] = frozenset()
    """Pools of open campuses in which nothing is taught yet."""
    temporary: Mapping[tuple[str, str], int] = field(default_factory=dict)
    migration: Mapping[str, Any] = field(default_factory=dict)
    """Zone → (18, 2)."""
    shares: Mapping[str, Any] = field(default_factory=dict)
    """Zone → (4, 2, 3)."""
    survival: Any = field(default_factory=lambda: np.ones(18))
    leave_rates: Any = field(default_factory=lambda: np.zeros((4, 3)))
    inflow: Mapping[str, Any] = field(default_factory=dict)
    """Campus → (15,)."""
    estates: tuple[dict[str, Any], ...] = ()
    projects: tuple[dict[str, Any], ...] = ()
    conversions: tuple[dict[str, Any], ...] = ()
    closures: tuple[dict[str, Any], ...] = ()
    redraws: tuple[dict[str, Any], ...] = ()
    plans: tuple[dict[str, Any], ...] = ()
    purchases: tuple[dict[str, Any], ...] = ()
    seed: int = 1


def build(recipe: Recipe) -> District:
    """Make the district of a recipe."""
    zones, campuses, pools = sorted(recipe.zones), sorted(recipe.campuses), sorted(recipe.rooms)
    base = places.place(
        zones=recipe.zones,
        campuses=recipe.campuses,
        rooms=recipe.rooms,
        people=recipe.people,
        sizes=recipe.sizes,
        catchments=recipe.catchments,
        closed=tuple(recipe.closed),
        private=tuple(recipe.private),
        cluster=recipe.cluster,
        combined=recipe.combined,
        pupils=recipe.pupils,
        taught=recipe.taught,
        years=(OPENING, OPENING + recipe.years),
        stages=recipe.stages,
        seed=recipe.seed,
        regime=recipe.regimes[0],
        regimes=recipe.regimes[1:],
        survival=recipe.survival,
        leave_rates=recipe.leave_rates,
    )

    def stacked(by_id: Mapping[str, Any], ids: Sequence[str], shape: tuple[int, ...]) -> Any:
        return np.array([by_id.get(i, np.zeros(shape)) for i in ids]).reshape((len(ids), *shape))

    taught = base.taught.copy()
    for pool in recipe.not_yet:
        taught[base.pool_of == pools.index(pool)] = False
    pool_at = {pool: index for index, pool in enumerate(pools)}
    zone_at = {zone: index for index, zone in enumerate(zones)}
    campus_at = {campus: index for index, campus in enumerate(campuses)}

    def at(one: dict[str, Any]) -> dict[str, Any]:
        """Put indices in place of ids."""
        made = dict(one)
        for name, index in (("zone", zone_at), ("campus", campus_at), ("receiver", campus_at),
                            ("source", pool_at), ("target", pool_at)):  # fmt: skip
            if made.get(name) is not None:
                made[name] = index[made[name]]
        return made

    def project(one: dict[str, Any]) -> Project:
        made = at(one)
        made["rooms"] = tuple(sorted((pool_at[pool], n) for pool, n in one["rooms"]))
        made["transition"] = tuple((pool_at[pool], n) for pool, n in one.get("transition", ()))
        made["lent_by"] = tuple(pool_at[pool] for pool in one.get("lent_by", ()))
        if made.get("catchment") is not None:
            made["catchment"] = tuple(sorted(zone_at[zone] for zone in made["catchment"]))
        area = area_of(one["id"])
        made.setdefault("site_area_m2", None if np.isnan(area) else area)
        return Project(**made)

    def redraw(one: dict[str, Any]) -> Redraw:
        pairs = sorted(
            (zone_at[zone], campus_at[c]) for zone, own in one["own"].items() for c in own
        )
        zone, campus = np.array(pairs, dtype=np.int64).T.copy()
        return Redraw(one["id"], one["on"], one["stage"], zone, campus)

    by_id = lambda many: sorted(many, key=lambda one: one["id"])  # noqa: E731
    return replace(
        base,
        births=np.stack([recipe.births[zone] for zone in zones], axis=1),
        taught=taught,
        pool_temporary=np.array([recipe.temporary.get(pool, 0) for pool in pools]),
        net_migration=stacked(recipe.migration, zones, (18, 2)),
        entry_shares=stacked(recipe.shares, zones, (4, 2, 3)),
        outside_inflow=stacked(recipe.inflow, campuses, (len(GRADES),)),
        estates=tuple(Estate(**at(one)) for one in by_id(recipe.estates)),
        projects=tuple(project(one) for one in by_id(recipe.projects)),
        conversions=tuple(Conversion(**at(one)) for one in by_id(recipe.conversions)),
        closures=tuple(
            Closure(**at(one), released=_luck(one["id"], "land") % 2 == 0)
            for one in by_id(recipe.closures)
        ),
        redraws=tuple(redraw(one) for one in by_id(recipe.redraws)),
        plans=tuple(AdmissionPlan(**at(one)) for one in by_id(recipe.plans)),
        purchases=tuple(Purchase(**one) for one in by_id(recipe.purchases)),
        campus_beds=np.array([_luck(campus, "beds") % 60 for campus in campuses]),
        boarder_share=base.boarder_share + [[_luck(c, "boards") % 3 / 10] for c in campuses],
        zone_urban=np.array([_luck(zone, "urban") % 2 == 0 for zone in zones]),
        holdings=Holdings(
            site_m2=np.array([area_of(campus) for campus in campuses]),
            staff=np.array([float(_luck(campus, "staff") % 80) for campus in campuses]),
            retirement_rate=0.03,
            resources={
                name: np.array([float(_luck(campus, name) % 50) for campus in campuses])
                for name in RESOURCES
            },
        ),
    )


def _luck(name: str, purpose: str) -> int:
    """Give a number that belongs to a name, whatever else is there; the same to its copies."""
    return zlib.crc32(f"{name.split('~')[0]}/{purpose}".encode())


def area_of(name: str) -> float:
    """Give the land of a campus or project: not known for one in five."""
    return float("nan") if _luck(name, "known") % 5 == 0 else 1000.0 + _luck(name, "area") % 30_000


def grades_of(kind: str) -> list[str]:
    """Name the grades of the stages joined by ``+``."""
    return [GRADES[g] for stage in kind.split("+") for g in GRADES_OF_STAGE[STAGES.index(stage)]]


def _combine(
    rng: np.random.Generator,
    campus: str,
    grades: Sequence[str],
    sizes: dict[tuple[str, str], list[int]],
    combined: dict[str, list[str]],
    pupils: dict[tuple[str, str], int],
) -> None:
    """Have some following grades of one stage taught together; their classes stand at the first."""
    first = int(rng.integers(0, len(grades)))
    band = [g for g in grades[first : first + int(rng.integers(2, 5))] if g[0] == grades[first][0]]
    if len(band) < 2:
        return
    combined[campus] = [*combined.get(campus, ()), f"{band[0]}-{band[-1]}"]
    for grade in band[1:]:
        sizes[campus, grade] = []
    parts = rng.multinomial(sum(sizes[campus, band[0]]), [1 / len(band)] * len(band))
    pupils |= {(campus, grade): int(n) for grade, n in zip(band, parts, strict=True)}


@st.composite
def regimes(
    draw: st.DrawFn,
    ladders: Sequence[tuple[Rung, ...]] = LADDERS,
    tiers: Sequence[tuple[tuple[int, ...], ...]] = TIERS,
) -> tuple[Regime, ...]:
    """One regime, or two with a change of norms and rules on the way."""
    found = []
    for start in (dt.date(1990, 1, 1), dt.date(OPENING + 1, 10, 1))[: draw(st.integers(1, 2))]:
        norms = places.norms()
        if draw(st.booleans()):
            norms = places.norms(class_norm=norms.class_norm - 5, large_class=51)
        rules = places.rules(
            admission=tuple(draw(st.sampled_from(RULES)) for _ in STAGES),
            redirect_limit_m=np.full(4, float(draw(st.sampled_from([0, 2500, 6000, 50_000])))),
            ladder=draw(st.sampled_from(ladders)),
            order=draw(st.sampled_from(["rungs_first", "tiers_first"])),
            tiers=draw(st.sampled_from(tiers)),
            new_school_catchment=draw(st.sampled_from(["assumed", "none"])),
            entry_classes=draw(st.sampled_from(["norm", "tolerance"])),
            clear=draw(st.booleans()),
            spring_share=draw(st.sampled_from([0.0, 0.3, 1.0])),
        )
        found.append(Regime(start, norms, rules))
    return tuple(found)


@st.composite
def recipes(
    draw: st.DrawFn,
    *,
    programme: bool = True,
    shared_by_all: bool = True,
    ladders: Sequence[tuple[Rung, ...]] = LADDERS,
    tiers: Sequence[tuple[tuple[int, ...], ...]] = TIERS,
) -> Recipe:
    """A random district.

    ``shared_by_all``: with what couples far apart places: purchased places and pupils from
    outside the district.
    """
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    towns = ["east", "west"][: draw(st.integers(1, 2))]

    def somewhere() -> tuple[str, float, float]:
        town = towns[int(rng.integers(len(towns)))]
        x, y = rng.uniform(0, 4000, 2)
        return town, float(x) + 3000 * towns.index(town), float(y)

    zones = {f"z{i}": somewhere() for i in range(draw(st.integers(2, 8)))}
    campuses = {f"c{i}": somewhere() for i in range(draw(st.integers(1, 5)))}
    years = draw(st.integers(1, 4))
    stages = draw(st.sampled_from([STAGES, ("primary", "junior"), ("primary",)]))
    kinds = _kinds(draw, stages)
    pools: dict[tuple[str, str], int] = {}
    sizes: dict[tuple[str, str], list[int]] = {}
    taught: dict[str, list[str]] = {}
    temporary: dict[tuple[str, str], int] = {}
    combined: dict[str, list[str]] = {}
    pupils: dict[tuple[str, str], int] = {}
    for campus in campuses:
        kind = draw(st.sampled_from(kinds))
        grades = grades_of(kind)
        if draw(st.integers(0, 5)) == 0:
            grades = grades[: draw(st.integers(1, len(grades)))]
            taught[campus] = grades
        pools[campus, kind] = int(rng.integers(0, 2 * len(grades) + 1))
        if draw(st.integers(0, 3)) == 0:
            temporary[campus, kind] = int(rng.integers(1, 3))
        for grade in grades:
            number = int(rng.integers(0, 4))
            sizes[campus, grade] = [int(n) for n in rng.integers(1, 70, number)]
        if draw(st.integers(0, 4)) == 0:
            _combine(rng, campus, grades, sizes, combined, pupils)
    most = int(rng.integers(1, 90))
    people = {
        (zone, age): (int(rng.integers(0, most)), int(rng.integers(0, most // 3 + 1)))
        for zone in zones
        for age in range(18)
    }
    births = {
        zone: rng.uniform(0, most, (years, 2)) * (rng.random((years, 2)) < 0.8) for zone in zones
    }
    catchments: dict[str, dict[str, list[str]]] = {}
    for stage in STAGES:
        serving = [c for c, kind in pools if stage in kind.split("+")]
        catchments[stage] = {}
        several = draw(st.booleans())
        for zone in zones:
            if serving and rng.random() < 0.9:
                number = int(rng.integers(1, 3)) if several else 1
                own = rng.choice(serving, min(number, len(serving)), replace=False)
                catchments[stage][zone] = sorted(str(c) for c in own)
    clusters = draw(st.integers(0, 2))
    cluster = {c: f"k{i}" for c in campuses if (i := int(rng.integers(0, 4))) < clusters}
    recipe = Recipe(
        zones=zones, campuses=campuses, rooms=pools, people=people, sizes=sizes, births=births,
        cluster=cluster, combined=combined, pupils=pupils,
        catchments=catchments, regimes=draw(regimes(ladders, tiers)), years=years,
        stages=tuple(stages), taught=taught, temporary=temporary, seed=draw(st.integers(0, 99)),
    )  # fmt: skip
    recipe = _with_people(draw, recipe, rng)
    if draw(st.integers(0, 3)) == 0 and len(campuses) > 1:
        recipe = replace(recipe, private=frozenset(["c1"]))
    if shared_by_all:
        recipe = _with_shared(draw, recipe, rng)
    return _with_programme(draw, recipe, rng) if programme else recipe


def _kinds(draw: st.DrawFn, stages: Sequence[str]) -> list[str]:
    """Name kinds of pools: of modelled stages mostly, now and then of any."""
    if draw(st.integers(0, 4)) == 0:
        return list(KINDS)
    return [kind for kind in KINDS if set(kind.split("+")) <= set(stages)]


def _with_people(draw: st.DrawFn, recipe: Recipe, rng: np.random.Generator) -> Recipe:
    """Add survival, migration, shares of the sinks, leave rates and estates."""
    zones = sorted(recipe.zones)
    if draw(st.booleans()):
        recipe = replace(recipe, survival=rng.uniform(0.9, 1.0, 18))
    if draw(st.booleans()):
        recipe = replace(recipe, migration={z: rng.uniform(-0.3, 0.4, (18, 2)) for z in zones})
    if draw(st.booleans()):
        recipe = replace(recipe, shares={z: rng.uniform(0, 1 / 3, (4, 2, 3)) for z in zones})
    if draw(st.booleans()):
        recipe = replace(recipe, leave_rates=rng.uniform(0, 0.15, (4, 3)))
    if draw(st.integers(0, 2)) == 0:
        estate = {
            "id": "e0", "zone": zones[0], "residence": int(rng.integers(2)),
            "handover": dt.date(OPENING + int(rng.integers(0, 3)), int(rng.integers(1, 13)), 1),
            "children": rng.uniform(0, 30, 18), "phase_in": (0.6, 0.4),
        }  # fmt: skip
        recipe = replace(recipe, estates=(estate,))
    return recipe


def _with_shared(draw: st.DrawFn, recipe: Recipe, rng: np.random.Generator) -> Recipe:
    """Add purchased places and pupils from outside."""
    if draw(st.integers(0, 2)) == 0:
        bought = {
            "id": "buy", "on": dt.date(OPENING + 1, 3, 1), "stage": int(rng.integers(4)),
            "places": int(rng.integers(1, 40)),
        }  # fmt: skip
        recipe = replace(recipe, purchases=(bought,))
    if draw(st.integers(0, 2)) == 0:
        inflow = {c: rng.uniform(0, 12, len(GRADES)) for c in recipe.campuses}
        recipe = replace(recipe, inflow=inflow)
    return recipe


def _with_programme(draw: st.DrawFn, recipe: Recipe, rng: np.random.Generator) -> Recipe:
    """Add buildings, conversions, closures, redraws and admission plans that do not clash."""

    def day() -> dt.date:
        return dt.date(OPENING + 1 + int(rng.integers(0, 3)), int(rng.integers(1, 13)), 1)

    zones = sorted(recipe.zones)
    kinds = _kinds(draw, recipe.stages)
    rooms, closed, not_yet = dict(recipe.rooms), set(recipe.closed), set(recipe.not_yet)
    taught = dict(recipe.taught)
    projects, conversions, closures = [], [], []
    redraws, plans = [], []
    campuses = dict(recipe.campuses)
    free = sorted(campuses)
    # A stage that a campus could take on beside its own.
    others = {
        campus: kind
        for campus, own in sorted(recipe.rooms)
        for kind in kinds
        if not set(kind.split("+")) & set(own.split("+"))
    }
    for number in range(draw(st.integers(0, 2))):
        campus, kind = f"n{number}", draw(st.sampled_from(kinds))
        town, x, y = recipe.zones[zones[int(rng.integers(len(zones)))]]
        campuses[campus] = (town, x + rng.uniform(-500, 500), y + rng.uniform(-500, 500))
        rooms[campus, kind] = 0
        closed.add(campus)
        own = [z for z in zones if rng.random() < 0.4]
        projects.append(
            {
                "id": f"build-{campus}", "campus": campus, "new_campus": True,
                "rooms": [((campus, kind), int(rng.integers(1, 13)))],
                "planned": Dates(started=dt.date(OPENING, 3, 1), accepted=day()),
                "actual": Dates(), "delay_p50_months": float(rng.choice([0, 4])),
                "delay_p90_months": float(rng.choice([0, 9])),
                "opens_with_all": draw(st.booleans()),
                "catchment": tuple(own) if own and draw(st.booleans()) else None,
                "draws_within_m": 5000.0,
                "transition": [((campus, kind), 2)] if (elsewhere := draw(st.booleans())) else [],
                "lent_by": [sorted(recipe.rooms)[0]] if elsewhere and draw(st.booleans()) else [],
            }
        )  # fmt: skip
    for number in range(draw(st.integers(0, 3))):
        if not free:
            break
        campus = free.pop(int(rng.integers(len(free))))
        pool = next(p for p in sorted(recipe.rooms) if p[0] == campus)
        change = draw(st.sampled_from(["expand", "new stage", "convert", "close", "into", "merge"]))
        name = f"{change}-{number}"
        if change in ("expand", "new stage"):
            if change == "new stage" and campus in others:
                pool = (campus, others[campus])
                rooms[pool] = 0
                not_yet.add(pool)
                if campus in taught:
                    taught[campus] = [*taught[campus], *grades_of(pool[1])]
            projects.append(
                {
                    "id": name, "campus": campus, "new_campus": False,
                    "rooms": [(pool, int(rng.integers(1, 7)))],
                    "planned": Dates(accepted=day()), "actual": Dates(),
                    "opens_with_all": draw(st.booleans()),
                }
            )  # fmt: skip
        elif change == "convert" and rooms[pool] > 0 and campus in others:
            target = (campus, others[campus])
            rooms[target] = 0
            not_yet.add(target)
            if campus in taught:
                taught[campus] = [*taught[campus], *grades_of(target[1])]
            conversions.append(
                {
                    "id": name, "on": day(), "source": pool, "target": target,
                    "rooms": int(rng.integers(1, rooms[pool] + 1)),
                }
            )  # fmt: skip
        elif change in ("close", "into", "merge"):
            receiver = None if change == "close" or not free else free.pop()
            closures.append(
                {
                    "id": name, "on": day(), "campus": campus, "receiver": receiver,
                    "merged": change == "merge" and receiver is not None,
                }
            )  # fmt: skip
    for number in range(draw(st.integers(0, 2))):
        stage = int(rng.integers(4))
        # Catchments name campuses that serve the stage, now or later.
        serving = sorted({c for c, kind in rooms if STAGES[stage] in kind.split("+")})
        if serving:
            own_of = {
                z: [str(c) for c in rng.choice(serving, int(rng.integers(1, 3)))]
                for z in zones
                if rng.random() < 0.5
            }
            own_of = {z: sorted(set(own)) for z, own in own_of.items()}
            if own_of:
                redraws.append({"id": f"redraw-{number}", "on": day(), "stage": stage,
                                "own": own_of})  # fmt: skip
    if draw(st.booleans()):
        campus, kind = sorted(rooms)[int(rng.integers(len(rooms)))]
        plans.append(
            {
                "id": "plan", "on": day(), "campus": campus,
                "grade": GRADES.index(grades_of(kind)[0]), "classes": int(rng.integers(0, 6)),
            }
        )  # fmt: skip
    return replace(
        recipe, campuses=campuses, rooms=rooms, taught=taught, closed=frozenset(closed),
        not_yet=frozenset(not_yet), projects=tuple(projects), conversions=tuple(conversions),
        closures=tuple(closures), redraws=tuple(redraws), plans=tuple(plans),
    )  # fmt: skip


def districts(**options: Any) -> st.SearchStrategy[District]:
    """Random districts, as arrays."""
    return recipes(**options).map(build)
