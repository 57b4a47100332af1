"""What is true of every run of every district?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from simulator.district import Dates, District, Project, Regime, Rung
from simulator.engine import YEAR, History, _inputs, open_once, simulate_once
from simulator.luck import Luck
from simulator.people import age
from simulator.vocabulary import GRADES, STAGE_OF_GRADE, UNPLACED
from tests import places
from tests.simulator.strategies import (
    LADDERS,
    OPENING,
    Recipe,
    build,
    districts,
    recipes,
)

FEW, MANY = 5, 300
"""Random cases of each property: always, and with ``--full``."""

NO_LAST_RUNG = tuple(
    ladder for ladder in LADDERS if not any(rung.fill == "any" for rung in ladder)
)  # fmt: skip
FAR_M = 300_000


def quick_and_full(strategy: Any, few: int = FEW):
    """Test a property on a few random cases always, on many with ``--full``."""

    def make(check):
        @pytest.mark.parametrize(
            "examples",
            [pytest.param(few, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.full)],
        )
        def test(examples):
            limits = settings(
                max_examples=examples,
                deadline=None,
                derandomize=True,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
                # Making a failing case smaller takes minutes: `--full` does it.
                phases=tuple(Phase) if examples == MANY else (Phase.explicit, Phase.generate),
            )
            limits(given(strategy)(check))()

        test.__doc__ = check.__doc__
        return test

    return make


def run(district: District, replicate: int = 0, **options: Any) -> History:
    return simulate_once(district, Luck(district.seed, replicate), **options)


def watched_run(district: District, replicate: int = 0) -> tuple[History, list[tuple[Any, ...]]]:
    """Run, and list (step, inputs, state before, state after, log)."""
    seen: list[tuple[Any, ...]] = []

    def watch(name, step):
        def watched(state, inputs, luck):
            after, log = step(state, inputs, luck)
            seen.append((name, inputs, state, after, log))
            return after, log

        return watched

    steps = tuple((name, watch(name, step)) for name, step in YEAR)
    return run(district, replicate, year_steps=steps), seen


def assert_same_history(first: History, second: History) -> None:
    """Every array of every census, and every event, are equal."""
    assert first.events == second.events and first.misfits == second.misfits
    assert first.projects == second.projects and first.accepted == second.accepted
    assert len(first.censuses) == len(second.censuses)
    for one, other in zip(first.censuses, second.censuses, strict=True):
        np.testing.assert_array_equal(one.sizes, other.sizes)
        np.testing.assert_array_equal(one.free_rooms, other.free_rooms)
        assert one.rows.keys() == other.rows.keys()
        for table, columns in one.rows.items():
            assert columns.keys() == other.rows[table].keys()
            for name, column in columns.items():
                np.testing.assert_array_equal(column, other.rows[table][name], f"{table}.{name}")


# --- (a) nothing is lost


@quick_and_full(districts())
def test_the_checks_hold(district):
    """Children, classes, rooms and offers add up each year, with and without luck."""
    opened = open_once(district)
    for replicate in (0, 1):
        history = run(district, replicate, opened=opened)
        assert [census.year for census in history.censuses] == list(district.years)


# --- (b) places out of reach of one another add up


def beside(recipe: Recipe, copies: int) -> Recipe:
    """Put copies of a district out of reach of one another, each in towns of its own."""

    def named(copy: int):
        return lambda name: f"{name}~{copy}"

    def keyed(by_id: Mapping[Any, Any]) -> dict[Any, Any]:
        made = {}
        for copy in range(copies):
            for key, value in by_id.items():
                if isinstance(key, tuple):
                    made[(named(copy)(key[0]), *key[1:])] = value
                else:
                    made[named(copy)(key)] = value
        return made

    def located(by_id):
        made = {}
        for copy in range(copies):
            for name, (town, x, y) in by_id.items():
                made[named(copy)(name)] = (
                    named(copy)(town), x + copy * FAR_M, y
                )  # fmt: skip
        return made

    def changes(many):
        made = []
        for copy in range(copies):
            rename = named(copy)
            for one in many:
                new = dict(one)
                for name in ("id", "zone", "campus", "receiver"):
                    if new.get(name) is not None:
                        new[name] = rename(new[name])
                for name in ("source", "target"):
                    if name in new:
                        new[name] = (rename(new[name][0]), new[name][1])
                if "rooms" in new and not isinstance(new["rooms"], int):
                    new["rooms"] = [((rename(c), kind), n) for (c, kind), n in new["rooms"]]
                if "transition" in new:
                    new["transition"] = [
                        ((rename(c), kind), n) for (c, kind), n in one["transition"]
                    ]
                    new["lent_by"] = [(rename(c), kind) for c, kind in one["lent_by"]]
                if new.get("catchment") is not None:
                    new["catchment"] = tuple(rename(zone) for zone in new["catchment"])
                if "own" in new:
                    new["own"] = {
                        rename(z): [rename(c) for c in own] for z, own in new["own"].items()
                    }
                made.append(new)
        return tuple(made)

    return replace(
        recipe,
        zones=located(recipe.zones),
        campuses=located(recipe.campuses),
        rooms=keyed(recipe.rooms),
        people=keyed(recipe.people),
        sizes=keyed(recipe.sizes),
        births=keyed(recipe.births),
        catchments={
            stage: {
                named(copy)(zone): [named(copy)(c) for c in own]
                for copy in range(copies)
                for zone, own in by_zone.items()
            }
            for stage, by_zone in recipe.catchments.items()
        },
        closed=frozenset(keyed(dict.fromkeys(recipe.closed))),
        private=frozenset(keyed(dict.fromkeys(recipe.private))),
        not_yet=frozenset(keyed(dict.fromkeys(recipe.not_yet))),
        taught=keyed(recipe.taught),
        combined=keyed(recipe.combined),
        pupils=keyed(recipe.pupils),
        cluster={
            named(n)(c): named(n)(k) for n in range(copies) for c, k in recipe.cluster.items()
        },
        temporary=keyed(recipe.temporary),
        migration=keyed(recipe.migration),
        shares=keyed(recipe.shares),
        inflow=keyed(recipe.inflow),
        **{
            name: changes(getattr(recipe, name))
            for name in ("estates", "projects", "conversions", "closures", "redraws", "plans")
        },
    )


@quick_and_full(st.tuples(recipes(shared_by_all=False), st.integers(2, 3)), few=6)
def test_copies_out_of_reach_give_so_many_times_the_totals(case):
    """k copies of a district have k times every yearly total, and equal means."""
    recipe, copies = case
    one, many = (run(build(beside(recipe, number))) for number in (1, copies))
    for census, together in zip(one.censuses, many.censuses, strict=True):
        for name, column in census.rows["years"].items():
            times = 1 if name in ("stage", "mean_distance_m", "within_reach_share") else copies
            np.testing.assert_allclose(
                together.rows["years"][name], column * times, err_msg=f"{census.year} {name}"
            )
        for table in ("balance", "enrolment", "capacity", "class_sizes"):
            for name in ("pupils", "children", "entrants", "rooms_borrowed", "classes"):
                if name in census.rows[table]:
                    total = census.rows[table][name].sum()
                    assert together.rows[table][name].sum() == copies * total, (table, name)


# --- (c) more rooms never hurt


@st.composite
def one_entry(draw):
    """One grade of one stage entered in one year, by least total distance."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spots = lambda names: {  # noqa: E731
        name: ("t" if rng.random() < 0.7 else "u", *rng.uniform(0, 6000, 2)) for name in names
    }
    zones = spots(f"z{i}" for i in range(draw(st.integers(2, 8))))
    campuses = spots(f"c{i}" for i in range(draw(st.integers(1, 5))))
    ladder = draw(
        st.sampled_from(
            [
                (Rung("own", "norm"),),
                (Rung("own", "tolerance"),),
                (Rung("own", "norm"), Rung("own", "tolerance")),
            ]
        )
    )
    rules = places.rules(
        admission=("least_total_distance",) * 4,
        redirect_limit_m=np.full(4, float(draw(st.sampled_from([2000, 4000, 50_000])))),
        ladder=ladder,
        tiers=((0, 1),),
    )
    made = {
        "zones": zones,
        "campuses": campuses,
        "rooms": {(c, "primary"): int(rng.integers(0, 5)) for c in campuses},
        "taught": dict.fromkeys(campuses, ("p1",)),
        "people": {(z, 5): (int(rng.integers(0, 90)), int(rng.integers(0, 20))) for z in zones},
        "stages": ("primary",),
        "years": (OPENING, OPENING + 1),
        "regime": Regime(dt.date(1990, 1, 1), places.norms(), rules),
    }
    return made, draw(st.sampled_from(sorted(campuses)))


@quick_and_full(one_entry())
def test_one_more_room_never_leaves_more_children_without_a_place(case):
    """Nobody more is unplaced, nor short of a place, when a campus gets one room more."""
    made, campus = case
    more = dict(
        made, rooms=made["rooms"] | {(campus, "primary"): made["rooms"][campus, "primary"] + 1}
    )
    before, after = (
        run(places.place(**fields)).censuses[-1].rows["years"] for fields in (made, more)
    )
    for name in ("unplaced", "shortfall"):
        assert (np.nan_to_num(after[name]) <= np.nan_to_num(before[name])).all(), name


# --- (d) nobody is left standing before a free seat


def permitted(district, inputs, state, zone, grade, rung):
    """Mark the campuses a child of a zone and grade may be placed at on a rung, by the rules."""
    stage = STAGE_OF_GRADE[grade]
    rules = inputs.rules
    metres = district.distance_m[zone]
    teaches = state.taught[:, grade] & state.open & district.campus_public
    near = metres <= rules.redirect_limit_m[stage]
    same_town = district.campus_town == district.zone_town[zone]
    if rung.where == "district":
        return teaches & near
    if rung.where == "town":
        own = permitted(district, inputs, state, zone, grade, Rung("own", "norm"))
        if rules.admission[stage] == "least_total_distance" and own.any():
            own = teaches & (np.arange(metres.size) == np.where(own, metres, np.inf).argmin())
        mine = own_cluster(district, own, metres)
        return teaches & near & (same_town | ((district.campus_cluster == mine) & (mine >= 0)))
    own = np.zeros_like(teaches)
    if rung.where != "own":
        return own
    rule = rules.admission[stage]
    if rule == "least_total_distance":
        return teaches & near
    if rule == "catchment":
        catchment = state.catchments[stage]
        own[catchment.campus[catchment.zone == zone]] = True
        own &= teaches
        if own.any():
            return own
    # Without one that teaches the grade: the nearest that does, of the own town or cluster first.
    first = same_town
    if rule == "catchment":
        homes = catchment.campus[catchment.zone == zone]
        mine = district.campus_cluster[homes]
        first = same_town | np.isin(district.campus_cluster, mine[mine >= 0])
    for among in (
        (teaches & near & first, teaches & near) if rule == "catchment" else (teaches & near,)
    ):
        if among.any():
            own[np.flatnonzero(among)[np.argmin(metres[among])]] = True
            return own
    return own


def own_cluster(district, own, metres):
    """Return the cluster of the nearest own campus, −1 where there is none."""
    if not own.any():
        return -1
    return district.campus_cluster[np.where(own, metres, np.inf).argmin()]


@quick_and_full(st.tuples(districts(ladders=NO_LAST_RUNG), st.integers(0, 1)))
def test_nobody_is_unplaced_while_a_permitted_campus_has_an_offer_left(case):
    """Without the last rung, a child stays unplaced only where every permitted offer is taken."""
    district, replicate = case
    _, seen = watched_run(district, replicate)
    for name, inputs, before, _, log in seen:
        if name != "admit":
            continue
        moves, offers = log.moves, before.offers
        placed = np.zeros_like(offers.norm)
        here = moves.target < district.n_campuses
        held = district.class_grade  # combined grades share the seats of the lowest of them
        cell = (moves.target[here], held[moves.target[here], moves.grade[here]])
        np.add.at(placed, cell, moves.count[here])
        left = {"norm": offers.norm - placed, "tolerance": offers.tolerance - placed}
        unplaced = (moves.target == district.n_campuses + UNPLACED) & (
            moves.zone < district.n_zones
        )
        for zone, grade in zip(moves.zone[unplaced], moves.grade[unplaced], strict=True):
            for rung in inputs.rules.ladder:
                may = permitted(district, inputs, before, zone, grade, rung)
                free = may & (left[rung.fill][np.arange(held.shape[0]), held[:, grade]] > 0)
                assert not free.any(), (
                    f"{inputs.year}: {district.zone_ids[zone]}/{GRADES[grade]} is unplaced, and "
                    f"{rung.where}/{rung.fill} has a seat at "
                    f"{[district.campus_ids[c] for c in np.flatnonzero(free)]}"
                )


# --- (e) rows in any order


@quick_and_full(st.tuples(recipes(), st.randoms(use_true_random=False), st.integers(0, 1)), few=6)
def test_the_order_of_rows_does_not_matter(case):
    """A district built from shuffled rows gives the same run."""
    recipe, random, replicate = case

    def shuffled(value):
        if isinstance(value, Mapping):
            items = list(value.items())
            random.shuffle(items)
            return dict(items)
        if isinstance(value, tuple) and value and isinstance(value[0], dict):
            return tuple(random.sample(value, len(value)))
        return value

    mixed = replace(
        recipe,
        **{
            f.name: shuffled(getattr(recipe, f.name))
            for f in fields(recipe)
            if f.name != "catchments"
        },
        catchments={stage: shuffled(own) for stage, own in recipe.catchments.items()},
    )
    assert_same_history(run(build(recipe), replicate), run(build(mixed), replicate))


# --- (f) what is added or taken away changes no other draw


def draws_by_zone(district: District, replicate: int) -> dict[tuple[Any, ...], Any]:
    """List births, losses and arrivals of each year, as drawn, by zone id."""
    _, seen = watched_run(district, replicate)
    found = {}
    for name, inputs, _, _, log in seen:
        if name == "age":
            for kind in ("births", "gone", "arrived", "aged_out"):
                table = getattr(log.population, kind)
                for index, zone in enumerate(district.zone_ids):
                    found[inputs.year, kind, zone] = table[index]
    return found


def assert_same_draws(first, second, zones):
    for (year, kind, zone), drawn in first.items():
        if zone in zones:
            np.testing.assert_array_equal(drawn, second[year, kind, zone], f"{year} {kind} {zone}")


def with_zone(recipe: Recipe, zone: str, spot: tuple[str, float, float]) -> Recipe:
    rng = np.random.default_rng(5)
    people = {(zone, age): (int(rng.integers(0, 40)), int(rng.integers(0, 9))) for age in range(18)}
    return replace(
        recipe,
        zones={**recipe.zones, zone: spot},
        people={**recipe.people, **people},
        births={**recipe.births, zone: rng.uniform(0, 40, (recipe.years, 2))},
        migration={**recipe.migration, zone: rng.uniform(-0.2, 0.2, (18, 2))},
    )


names = st.sampled_from(["a-first", "z1-between", "zz-last"])


@quick_and_full(st.tuples(recipes(), names, st.integers(0, 1)), few=6)
def test_another_zone_school_or_project_changes_no_draw(case):
    """Births, survival and migration of a zone are its own."""
    recipe, name, replicate = case
    before = draws_by_zone(build(recipe), replicate)
    zone = with_zone(recipe, name, ("east", 1500.0, 1500.0))
    school = replace(
        recipe,
        campuses={**recipe.campuses, name: ("east", 1500.0, 1500.0)},
        rooms={**recipe.rooms, (name, recipe.stages[-1]): 9},
    )
    no_programme = replace(
        recipe, projects=(), conversions=(), closures=(), redraws=(), plans=(), purchases=()
    )
    gone = sorted(recipe.zones)[0]
    no_zone = replace(
        recipe,
        zones={z: spot for z, spot in recipe.zones.items() if z != gone},
        people={key: n for key, n in recipe.people.items() if key[0] != gone},
        births={z: n for z, n in recipe.births.items() if z != gone},
        catchments={
            stage: {z: own for z, own in by_zone.items() if z != gone}
            for stage, by_zone in recipe.catchments.items()
        },
        estates=tuple(one for one in recipe.estates if one["zone"] != gone),
        projects=tuple(
            one
            if one.get("catchment") is None
            else dict(one, catchment=tuple(z for z in one["catchment"] if z != gone))
            for one in recipe.projects
        ),
        redraws=tuple(
            dict(one, own={z: own for z, own in one["own"].items() if z != gone})
            for one in recipe.redraws
            if set(one["own"]) != {gone}
        ),
    )
    for changed in (zone, school, no_programme, no_zone):
        after = draws_by_zone(build(changed), replicate)
        assert_same_draws(before, after, set(recipe.zones) & set(changed.zones))


def flows(district: District, replicate: int) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Pupils and redirected by year, stage, zone id and campus id."""
    found = {}
    for census in run(district, replicate).censuses:
        rows = census.rows["flows"]
        for stage, zone, campus, *numbers in zip(
            *(rows[name].tolist() for name in ("stage", "zone", "campus", "pupils", "redirected")),
            strict=True,
        ):
            name = (*district.zone_ids, "outside")[zone]
            found[census.year, stage, name, district.campus_ids[campus]] = tuple(numbers)
    return found


@quick_and_full(st.tuples(recipes(shared_by_all=False), names, st.integers(0, 1)), few=6)
def test_a_zone_far_away_changes_no_flow(case):
    """A zone out of reach, in a town of its own, moves nobody else, with luck or without."""
    recipe, name, replicate = case
    far = with_zone(recipe, name, ("faraway", float(FAR_M), 0.0))
    far = replace(far, catchments={s: {**own, name: ()} for s, own in recipe.catchments.items()})
    before, after = flows(build(recipe), replicate), flows(build(far), replicate)
    assert {key: n for key, n in after.items() if key[2] != name} == before


def test_a_project_added_changes_no_other_lateness():
    """The lateness of a project is its own, whatever other projects there are."""

    def projects(*ids):
        return tuple(
            Project(i, 0, False, ((0, 1),), Dates(accepted=dt.date(2024, 5, 1)), Dates(),
                    delay_p50_months=3, delay_p90_months=12)
            for i in ids
        )  # fmt: skip

    base = places.place(
        zones={"a": ("t", 0, 0)}, campuses={"c": ("t", 9, 9)}, rooms={("c", "primary"): 6},
        people={("a", 7): 30},
    )  # fmt: skip
    for replicate in range(1, 9):
        two = run(replace(base, projects=projects("b", "d")), replicate)
        four = run(replace(base, projects=projects("a", "b", "c", "d")), replicate)
        assert two.projects == (four.projects[1], four.projects[3])
        assert four.projects[0].actual != four.projects[1].actual


# --- (g) the seed decides, and nothing else


@quick_and_full(st.tuples(districts(), st.integers(1, 3)), few=6)
def test_the_same_seed_gives_the_same_censuses(case):
    """Twice the same replicate is twice the same run; a shared opening changes nothing."""
    district, replicate = case
    first = run(district, replicate)
    assert_same_history(first, run(district, replicate))
    assert_same_history(first, run(district, replicate, opened=open_once(district)))


def people_of(history: History):
    return [census.rows["balance"]["children"].tolist() for census in history.censuses]


def test_another_seed_or_replicate_gives_another_run():
    district = replace(
        places.place(
            zones={f"z{i}": ("t", 100 * i, 0) for i in range(5)},
            campuses={"c": ("t", 9, 9)},
            rooms={("c", "primary"): 30},
            people={(f"z{i}", a): 40 for i in range(5) for a in range(18)},
            net_migration=np.full((5, 18, 2), 0.1),
        )
    )
    central = people_of(simulate_once(district, Luck(1)))
    assert people_of(simulate_once(district, Luck(2))) == central, "the central run has no luck"
    runs = [people_of(simulate_once(district, Luck(s, r))) for s in (1, 2) for r in (1, 2)]
    assert all(one != other for i, one in enumerate(runs) for other in [*runs[:i], central])


# --- (h) the central run carries fractions


@quick_and_full(districts(), few=6)
def test_the_central_run_carries_fractions_of_births(district):
    """Births of every zone and residence, added up, stay within half a child."""
    assume(district.births.any())
    _, seen = watched_run(district)
    born = np.zeros(district.births.shape[1:], dtype=int)
    expected = np.zeros(born.shape)
    for name, inputs, _, _, log in seen:
        if name == "age":
            born += log.population.births[:-1]
            expected += district.births[inputs.year - district.opening_year - 1]
            assert (np.abs(born - expected) <= 0.5 + 1e-6).all()
    assert born.any() or (expected < 0.5).all()


def test_small_rates_are_not_rounded_away():
    """4 % of 7 children a year is 0.28: in 10 years near 2 or 3, never nil."""
    years = 10
    district = places.place(
        zones={"a": ("t", 0, 0)}, campuses={"c": ("t", 9, 9)}, rooms={("c", "primary"): 6},
        people={("a", a): 7 for a in range(18)}, births={"a": [7] * years},
        years=(OPENING, OPENING + years), survival=np.full(18, 0.96),
    )  # fmt: skip
    _, seen = watched_run(district)
    gone = [log.population.gone[0].sum() for name, *_, log in seen if name == "age"]
    alive = [before.people[0].sum() for name, _, before, _, _ in seen if name == "age"]
    expected = 0.04 * sum(alive)
    assert abs(sum(gone) - expected) <= 0.5 * 18
    assert sum(gone) > 0.8 * expected


# --- (i) luck is fair


def drawn_many(replicates: int = 200):
    """Births, losses and arrivals of one year in many replicates, and what is expected."""
    rng = np.random.default_rng(7)
    zones = [f"z{i}" for i in range(6)]
    district = replace(
        places.place(
            zones={z: ("t", 50 * i, 0) for i, z in enumerate(zones)},
            campuses={"c": ("t", 9, 9)},
            rooms={("c", "primary"): 30},
            people={
                (z, a): tuple(rng.integers(5, 60, 2).tolist()) for z in zones for a in range(18)
            },
        ),
        survival=np.linspace(0.9, 0.99, 18),
        net_migration=np.where(np.arange(18)[None, :, None] % 2, 0.2, -0.15) * np.ones((6, 18, 2)),
        births=rng.uniform(0, 40, (3, 6, 2)),
    )
    opened = open_once(district)
    inputs = _inputs(district, dt.date(2023, 9, 1), 2023)
    logs = [age(opened.state, inputs, Luck(11, r))[1].population for r in range(1, replicates + 1)]
    return district, logs


def test_the_mean_of_many_replicates_is_the_expectation():
    """Within five standard errors in every zone, age and residence, and in the whole."""
    district, logs = drawn_many()
    n = len(logs)
    births = np.array([log.births[:-1] for log in logs])
    expected = district.births[0]
    assert (np.abs(births.mean(axis=0) - expected) <= 5 * np.sqrt(expected / n) + 1e-9).all()
    whole = expected.sum()
    assert abs(births.sum(axis=(1, 2)).mean() - whole) <= 5 * np.sqrt(whole / n)
    # Poisson: the spread between replicates equals the mean.
    assert births.sum(axis=(1, 2)).var(ddof=1) == pytest.approx(whole, rel=5 * np.sqrt(2 / n))

    people = district.people.astype(float)
    stay = district.survival[None, :, None] * (1 - np.maximum(-district.net_migration, 0))
    gone = np.array([log.gone[:-1] for log in logs])
    spread = np.sqrt(people * stay * (1 - stay) / n)
    assert (np.abs(gone.mean(axis=0) - people * (1 - stay)) <= 5 * spread + 1e-9).all()

    coming = np.zeros_like(people)
    coming[:, 1:] = (people * np.maximum(district.net_migration, 0))[:, :-1]
    arrived = np.array([log.arrived[:-1] for log in logs])
    assert (np.abs(arrived.mean(axis=0) - coming) <= 5 * np.sqrt(coming / n) + 1e-9).all()


# --- cases that random districts found


def two_new_schools():
    """Two schools that open in one September and draw from the same classes."""
    new = [
        Project(f"p{campus}", campus, True, ((campus, 6),), Dates(accepted=dt.date(2023, 5, 1)),
                Dates(), opens_with_all=True, draws_within_m=9000.0)
        for campus in (0, 1)
    ]  # fmt: skip
    return {
        "zones": {"far": ("t", 5000, 0), "near": ("t", 100, 0)},
        "campuses": {"new-1": ("t", 0, 0), "new-2": ("t", 50, 0), "old": ("t", 2500, 0)},
        "rooms": {("new-1", "primary"): 6, ("new-2", "primary"): 6, ("old", "primary"): 12},
        "sizes": {("old", "p1"): [80, 70]},
        "people": {("far", 6): 105, ("near", 6): 45},
        "catchments": {"primary": {"far": ["old"], "near": ["old"]}},
        "closed": ["new-1", "new-2"],
        "stages": ("primary",),
        "years": (2022, 2023),
        "opening_cap_m": 9000.0,
        "projects": tuple(new),
    }


def test_two_schools_that_open_together_do_not_draw_the_same_pupils():
    """The first draws 45 of the 60 above the norm, the second 15, and not the same children."""
    history = run(places.place(**two_new_schools()))
    rows = history.censuses[-1].rows["flows"]
    pupils = dict(zip(zip(rows["zone"], rows["campus"], strict=True), rows["pupils"], strict=True))
    assert pupils == {(1, 0): 45, (0, 1): 15, (0, 2): 90}


def test_pupils_from_outside_are_drawn_too():
    """A class of 61 from outside the district gives 16 up, and what remains are 45."""
    made = two_new_schools()
    made["people"] = {("near", 0): 1}
    made["sizes"] = {("old", "p1"): [61]}
    made["projects"] = made["projects"][:1]
    rows = run(places.place(**made)).censuses[-1].rows["enrolment"]
    assert rows["pupils"][rows["pupils"] > 0].tolist() == [16, 45]
