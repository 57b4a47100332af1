"""Do claims, intakes beside the ladder, scores and locks keep every child, in any district?"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from simulator.district import District, Purchase
from simulator.engine import YEAR, open_once, simulate_once
from simulator.luck import Luck
from simulator.vocabulary import FIRST_GRADES, STAGE_OF_GRADE
from tests.simulator.strategies import districts
from tests.simulator.test_properties import quick_and_full, watched_run

RULES = ("catchment", "nearest", "least_total_distance", "feeder", "score_quota")


def with_admission_rules(district: District, seed: int) -> District:
    """Give a district random claims, intakes, orders, locks and bought places."""
    chance = np.random.default_rng(seed)
    zones, campuses = district.n_zones, district.n_campuses
    open_now = np.flatnonzero(district.campus_open)
    kinds = chance.choice(4, campuses, p=[0.7, 0.1, 0.1, 0.1])
    # One open campus stays on the ladder.
    kinds[open_now[:1]] = 0
    apart = chance.choice([0.0, 0.1, 0.3], (zones, 4, 2, 3)) * chance.random((1, 4, 1, 3))
    apart = np.minimum(apart, (1.0 - district.entry_shares.sum(axis=3, keepdims=True)) / 3)
    feeder = np.where(
        chance.random((4, campuses)) < 0.6, chance.integers(0, campuses, (4, campuses)), -1
    )
    regimes = []
    for regime in district.regimes:
        rules = replace(
            regime.rules,
            admission=tuple(chance.choice(RULES, 4).tolist()),
            direct=chance.random(4) < 0.5,
            sibling_share=chance.choice([0.0, 0.3, 1.0], 4),
            lock_years=chance.choice([0, 2, 6], 4),
            quota_share=chance.random(4),
            private_cap=chance.choice([None, 0.0, 0.05, 0.3]),
        )
        regimes.append(replace(regime, rules=rules))
    private = np.flatnonzero((kinds == 2) & district.campus_open)
    bought = tuple(
        Purchase(f"bought-{campus}", district.regimes[0].start, stage, 9, int(campus))
        for campus in private.tolist()
        for stage in (1, 2)
    )
    return replace(
        district,
        campus_public=district.campus_public & (kinds != 2),
        campus_special=kinds == 1,
        campus_vocational=kinds == 3,
        campus_rank=chance.integers(1, 4, campuses),
        apart_shares=apart,
        feeder=feeder,
        zone_tier=chance.integers(1, 3, zones),
        zone_dwellings=np.where(chance.random(zones) < 0.5, chance.integers(0, 60, zones), np.nan),
        regimes=tuple(regimes),
        purchases=(*district.purchases, *bought),
    )


@quick_and_full(st.tuples(districts(), st.integers(0, 10**6)), few=6)
def test_the_checks_hold_under_every_rule_of_admission(case: tuple[District, int]) -> None:
    """Children, classes, rooms, claims and offers add up each year, with and without luck."""
    district = with_admission_rules(*case)
    opened = open_once(district)
    for replicate in (0, 1):
        history = simulate_once(district, Luck(district.seed, replicate), opened=opened)
        assert [census.year for census in history.censuses] == list(district.years)


@quick_and_full(st.tuples(districts(), st.integers(0, 10**6)), few=5)
def test_no_claim_is_lost_while_its_campus_has_a_seat(case: tuple[District, int]) -> None:
    """After the ladder a child with a claim is elsewhere only if its campus is full to the norm."""
    district = with_admission_rules(*case)
    wheres = [(rung.where, rung.fill) for rung in district.regimes[0].rules.ladder]
    if not wheres or wheres[0] != ("own", "norm"):
        return
    _, seen = watched_run(district)
    for name, inputs, before, after, _ in seen:
        if name != "admit" or inputs.rules.ladder[0].where != "own":
            continue
        claims = before.claims
        if inputs.rules.ladder[0].fill != "norm" or not claims.count.size:
            continue
        taken = np.zeros(claims.count.size, dtype=np.int64)
        moves = after.placed
        for row in range(claims.count.size):
            mine = (
                after.by_claim & (moves.zone == claims.zone[row])
                & (moves.grade == claims.grade[row]) & (moves.residence == claims.residence[row])
                & (moves.target == claims.campus[row])
            )  # fmt: skip
            taken[row] = moves.count[mine].sum()
        assert (taken <= claims.count).all()
        at = np.zeros_like(before.classes)
        here = moves.target < district.n_campuses
        cell = district.class_grade[moves.target[here], moves.grade[here]]
        np.add.at(at, (moves.target[here], cell), moves.count[here])
        cells = (claims.campus, district.class_grade[claims.campus, claims.grade])
        left = before.offers.norm[cells] - at[cells]
        assert not ((taken < claims.count) & (left > 0)).any()


def breakable() -> District:
    """Give a district in which every new kind of placement happens."""
    import datetime as dt

    from simulator.district import Regime
    from tests.places import norms as standard
    from tests.places import place, rules

    zones = {"y": ("T", 0.0, 0.0), "z": ("T", 900.0, 0.0)}
    campuses = {
        "A": ("T", 0.0, 0.0), "B": ("T", 900.0, 0.0), "P": ("T", 300.0, 0.0),
        "S": ("T", 500.0, 0.0),
    }  # fmt: skip
    district = place(
        zones=zones,
        campuses=campuses,
        rooms={
            ("A", "primary+junior"): 6, ("B", "primary+junior"): 6, ("P", "primary"): 2,
            ("S", "primary"): 1,
        },
        people={("y", 5): 60, ("z", 5): 80, ("y", 6): 20, ("z", 11): 40},
        sizes={("A", "p1"): [20], ("B", "p6"): [40]},
        private=["P"],
        years=(2022, 2023),
        regime=Regime(
            dt.date(1990, 1, 1), standard(),
            rules(
                sibling_share=np.array([0, 0.2, 0, 0]),
                direct=np.array([False, False, True, False]),
            ),
        ),
    )  # fmt: skip
    apart = district.apart_shares.copy()
    apart[:, 1, :, 0], apart[:, 1, :, 1] = 0.1, 0.2
    return replace(
        district,
        apart_shares=apart,
        campus_special=np.array([c == "S" for c in district.campus_ids]),
        purchases=(Purchase("b", dt.date(1990, 1, 1), 1, 5, district.campus_ids.index("P")),),
    )


def _claims_doubled(after: Any) -> Any:
    return replace(after, claims=replace(after.claims, count=after.claims.count * 20))


def _claim_elsewhere(after: Any) -> Any:
    claims = after.claims
    return replace(after, claims=replace(claims, campus=np.full_like(claims.campus, 2)))


def _applicants_added(after: Any) -> Any:
    more = after.applicants.copy()
    more[1, 0, FIRST_GRADES[1], 0] += 100
    return replace(after, applicants=more)


def _demand_changed(after: Any) -> Any:
    demand = after.offers.demand.copy()
    demand[2, FIRST_GRADES[1]] += 1
    return replace(after, offers=replace(after.offers, demand=demand))


def _special_seats(after: Any) -> Any:
    norm = after.offers.norm.copy()
    norm[3, FIRST_GRADES[1]] += 1
    return replace(after, offers=replace(after.offers, norm=norm))


def _flag_swapped(after: Any) -> Any:
    return replace(after, by_claim=~after.by_claim)


def _held_added(after: Any) -> Any:
    held = after.held
    if not held.count.size:
        held = replace(after.placed)
    return replace(after, held=replace(held, count=held.count + 500))


@pytest.mark.parametrize(
    ("step", "damage"),
    [
        ("offer", _claims_doubled), ("offer", _claim_elsewhere), ("offer", _applicants_added),
        ("offer", _demand_changed), ("offer", _special_seats), ("admit", _flag_swapped),
        ("admit", _held_added),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)  # fmt: skip
def test_a_broken_claim_intake_or_place_stops_the_run(step: str, damage: Any) -> None:
    district = breakable()
    simulate_once(district, Luck(1, 0))

    def broken(name: str, do: Any) -> Any:
        def doing(state: Any, inputs: Any, luck: Any) -> Any:
            after, log = do(state, inputs, luck)
            return (damage(after) if name == step else after), log

        return doing

    steps = tuple((name, broken(name, do)) for name, do in YEAR)
    with pytest.raises(AssertionError, match=r"≠|capacity|tables"):
        simulate_once(district, Luck(1, 0), year_steps=steps)


def test_the_new_kinds_of_placement_all_happen() -> None:
    _, seen = watched_run(breakable())
    admit = next(row for row in seen if row[0] == "admit")
    rungs = {rung.rung for rung in admit[4].rungs if rung.taken.any()}
    assert {"special", "private", "own/norm"} <= rungs
    assert admit[3].by_claim.any()
    assert STAGE_OF_GRADE[int(admit[2].claims.grade.max())] == 2
