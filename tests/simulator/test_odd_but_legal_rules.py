"""Do rare but lawful rules place, count and date as their words say?

Seats that lack, leavers, pupils from outside, policies that start in mid-year, late starts: each
test is one such case, worked by hand.
"""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from simulator.district import AdmissionPlan, Dates, Estate, Project, Regime, Rung
from simulator.engine import History
from simulator.luck import Luck
from simulator.schedules import schedule
from simulator.vocabulary import GRADES
from tests.places import norms, place, rules
from tests.simulator.odd_places import (
    PRIMARY,
    A,
    B,
    lone,
    measured,
    public_pupils,
    pupils,
    rows,
    run,
    town,
)

START = dt.date(1990, 1, 1)


# Who is placed where ---------------------------------------------------------------------------


def test_a_leavers_seat_far_away_is_no_newcomers_seat() -> None:
    # 80 children of z1 in p1, 40 at A nearby and 39 at B, 30 km away, with one of z2. A tenth
    # leaves each (4 and 4); 16 newcomers find all their seats at A: 40 - 4 + 16 = 52.
    leave, migration = np.zeros((4, 3)), np.zeros((2, 18, 2))
    leave[PRIMARY, 0], migration[0, 6:11, 0] = 0.1, 0.2
    history = run(
        place(
            zones={"z1": ("T", 0, 0), "z2": ("U", 30_000, 0)},
            campuses={"A": ("T", 100, 0), "B": ("U", 30_000, 0)},
            rooms={("A", "primary"): 12, ("B", "primary"): 12},
            people={("z1", 6): 80, ("z2", 6): 1},
            stages=["primary"],
            sizes={("A", "p1"): [20, 20], ("B", "p1"): [40]},
            leave_rates=leave,
            net_migration=migration,
            opening_cap_m=50_000.0,
            years=(2022, 2023),
        )
    )
    assert pupils(history, 2022, "A") == {"p1": 40}
    assert pupils(history, 2023, "A") == {"p2": 52}
    assert measured(history, 2023, "redirected") == 0


def test_the_odd_seat_of_a_shared_catchment_goes_to_the_zone_with_more_children() -> None:
    # 2 seats for 1 + 3 children: shares 0.5 and 1.5, the odd seat to the larger zone.
    small = norms(class_norm=np.full(15, 1), tolerance=np.full(15, 1))
    history = run(
        place(
            zones={"za": ("T", 0, 0), "zb": ("T", 10, 0)},
            campuses={"A": ("T", 0, 0), "B": ("T", 20, 0)},
            rooms={("A", "primary"): 12, ("B", "primary"): 12},
            people={("za", 5): 1, ("zb", 5): 3},
            stages=["primary"],
            catchments={"primary": {"za": ["A", "B"], "zb": ["A", "B"]}},
            regime=Regime(START, small, rules(ladder=(Rung("own", "norm"),))),
            plans=tuple(
                AdmissionPlan(f"p{campus}", dt.date(2023, 1, 1), campus, GRADES.index("p1"), 1)
                for campus in (A, B)
            ),
        )
    )
    assert public_pupils(history, 2023) == {"za": 0, "zb": 2}


@pytest.mark.parametrize("replicate", [0, 1, 2])
def test_least_total_distance_does_not_take_every_lacking_seat_from_the_farthest(
    replicate: int,
) -> None:
    # 90 seats for 90 children at the door and 90 three kilometres away.
    by_distance = rules(admission=("least_total_distance",) * 4, ladder=(Rung("own", "norm"),))
    history = run(
        place(
            zones={"near": ("T", 0, 0), "far": ("T", 3000, 0)},
            campuses={"A": ("T", 0, 0)},
            rooms={("A", "primary"): 2},
            people={("near", 5): 90, ("far", 5): 90},
            stages=["primary"],
            regime=Regime(START, norms(), by_distance),
        ),
        replicate,
    )
    placed = public_pupils(history, 2023)
    assert sum(placed.values()) == 90
    if replicate == 0:
        assert placed == {"near": 45, "far": 45}
    assert all(20 < number < 70 for number in placed.values())


def test_only_the_campuses_that_are_open_draw_their_pupils_from_outside() -> None:
    inflow = np.zeros((2, len(GRADES)))
    inflow[:, GRADES.index("p1")] = (10, 40)
    dates = Dates(accepted=dt.date(2024, 7, 1))
    project = Project("b", B, True, ((B, 12),), dates, Dates(), catchment=(1,))
    history = run(town(closed=["B"], outside_inflow=inflow, projects=(project,)))
    found = {}
    for year in (2023, 2024, 2025):
        flows = rows(history, year, "flows")
        cells = zip(flows["zone"], flows["campus"], flows["pupils"], strict=True)
        found[year] = {"AB"[k]: int(number) for zone, k, number in cells if zone == 2}
    assert found == {2023: {"A": 10}, 2024: {"A": 20, "B": 40}, 2025: {"A": 30, "B": 80}}


# Policies, surplus, schedules ---------------------------------------------------------------


def with_policy(before: float, after: float, **fields: Any) -> History:
    """Change the spring share on 1 June 2023, between March and September."""
    return run(
        lone(
            rooms={("A", "primary"): 200},
            years=(2022, 2024),
            regime=Regime(START, norms(), rules(spring_share=before)),
            regimes=[Regime(dt.date(2023, 6, 1), norms(), rules(spring_share=after))],
            **fields,
        )
    )


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.5), (0.5, 0.0), (0.2, 1.0)])
def test_no_arrival_is_lost_or_doubled_when_the_spring_share_changes(
    before: float, after: float
) -> None:
    migration = np.zeros((1, 18, 2))
    migration[:, :, 0] = 0.1
    fields = {"people": {("z", age): 1000 for age in range(18)}, "net_migration": migration}

    def children(first: float, then: float, year: int) -> float:
        return measured(with_policy(first, then, **fields), year, "children")

    # The year whose spring went by under the former share ends as under that share.
    changed = children(before, after, 2023)
    assert changed == children(before, before, 2023)
    growth = children(after, after, 2023) / 6000
    assert children(before, after, 2024) == pytest.approx(changed * growth, abs=3)


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.5), (0.5, 0.0), (0.2, 1.0)])
def test_every_child_of_an_estate_comes_once_when_the_spring_share_changes(
    before: float, after: float
) -> None:
    families = np.zeros(18)
    families[6] = 100
    estate = Estate("e", 0, 0, dt.date(2022, 10, 1), families, (0.5, 0.5))
    history = with_policy(before, after, estates=(estate,))
    assert [measured(history, year, "children") for year in (2022, 2023, 2024)] == [0, 50, 100]


@pytest.mark.parametrize(("schools", "surplus"), [((0, 1), 493), ((0, 0), 278)])
def test_surplus_is_that_of_the_school_not_of_its_campuses(
    schools: tuple[int, int], surplus: int
) -> None:
    # A: 90 places, 300 pupils; B: 540 places, 20 pupils. 95 % of 630 is 598, less 320 is 278;
    # alone, B has 513 - 20.
    history = run(
        place(
            zones={"z1": ("T", 0, 0), "z2": ("T", 20_000, 0)},
            campuses={"A": ("T", 0, 0), "B": ("T", 20_000, 0)},
            rooms={("A", "primary"): 2, ("B", "primary"): 12},
            people={("z1", 6): 300, ("z2", 6): 20},
            stages=["primary"],
            sizes={("A", "p1"): [60] * 5, ("B", "p1"): [20]},
            campus_school=np.array(schools),
        )
    )
    assert measured(history, 2022, "surplus") == surplus


@pytest.mark.parametrize("replicate", range(4))
@pytest.mark.parametrize("spread", [(0.0, 0.0), (2.0, 6.0)])
def test_a_late_start_makes_acceptance_as_late_at_least(
    replicate: int, spread: tuple[float, float]
) -> None:
    planned = Dates(
        approved=dt.date(2022, 6, 1),
        started=dt.date(2023, 3, 1),
        topped_out=dt.date(2023, 12, 1),
        accepted=dt.date(2024, 7, 1),
    )
    project = Project(
        "p",
        B,
        True,
        ((B, 12),),
        planned,
        Dates(started=dt.date(2024, 10, 1)),
        delay_p50_months=spread[0],
        delay_p90_months=spread[1],
    )
    actual = schedule(project, Luck(1, replicate)).actual
    slipped = dt.date(2024, 10, 1) - dt.date(2023, 3, 1)
    assert actual.started == dt.date(2024, 10, 1)
    assert planned.topped_out and planned.accepted and actual.topped_out and actual.accepted
    assert actual.topped_out >= planned.topped_out + slipped
    assert actual.accepted >= planned.accepted + slipped
    assert actual.approved == planned.approved or spread != (0.0, 0.0)


def test_march_is_judged_by_the_norms_of_march() -> None:
    # A class of 44 in p1. In March 2023 the two who come find one seat to the norm of 45, the
    # other to the tolerance of 55. From 1 September 2023 the norm is 40: that binds nobody before.
    migration = np.zeros((1, 18, 2))
    migration[0, 6, 0] = 2 / 44
    spring = rules(spring_share=1.0, ladder=(Rung("own", "norm"), Rung("own", "tolerance")))
    lower = norms(class_norm=np.array([25, 30, 35] + [40] * 6 + [50] * 6))
    history = run(
        place(
            zones={"z": ("T", 0, 0)},
            campuses={"A": ("T", 100, 0)},
            rooms={("A", "primary"): 6},
            people={("z", 6): 44},
            sizes={("A", "p1"): [44]},
            stages=["primary"],
            net_migration=migration,
            years=(2022, 2023),
            regime=Regime(START, norms(), spring),
            regimes=[Regime(dt.date(2023, 9, 1), lower, spring)],
        )
    )
    assert pupils(history, 2023, "A") == {"p2": 46}
