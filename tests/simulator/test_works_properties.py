"""What is true of every run in which campuses are rebuilt, leased for, taken over, withdrawn?"""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from simulator.district import Dates, District, Project
from simulator.engine import open_once, simulate_once
from simulator.luck import Luck
from simulator.undertakings import Lease, Recognition, TakeOver, Withdrawal, holds
from tests.simulator.strategies import OPENING, districts

FEW, MANY = 6, 400


def with_works(district: District, rng: np.random.Generator) -> District:
    """Add some of each kind, at random days, to campuses and pools drawn at random."""

    def day(first: int = 1) -> dt.date:
        return dt.date(OPENING + first + int(rng.integers(0, 3)), int(rng.integers(1, 13)), 1)

    def some(most: int) -> range:
        return range(int(rng.integers(0, most + 1)))

    def end(begin: dt.date) -> dt.date | None:
        late = begin + dt.timedelta(days=int(rng.integers(1, 900)))
        return None if rng.random() < 0.3 else late

    pools, campuses = len(district.pool_ids), district.n_campuses
    zones = tuple(np.flatnonzero(rng.random(district.n_zones) < 0.4).tolist())
    projects = [
        replace(project, estate=0) if project.new_campus and district.estates else project
        for project in district.projects
    ]
    for number in some(3):
        pool, begin = int(rng.integers(pools)), day(0)
        after, moved = bool(rng.random() < 0.3), rng.random() < 0.6
        rebuilt = Project(
            f"rebuild-{number}", int(district.pool_campus[pool]), False,
            ((pool, int(rng.integers(0, 9))),),
            Dates(started=begin, accepted=begin + dt.timedelta(days=int(rng.integers(0, 900)))),
            Dates(), 0.0, float(rng.choice([0, 9])),
            transition=((pool, int(rng.integers(1, 5))),) if moved and not after else (),
            lent_by=(int(rng.integers(pools)),) if moved and not after and rng.random() < 0.5
            else (),
            rooms_out=((pool, int(rng.integers(1, 9))),), out_after=after,
        )  # fmt: skip
        projects.append(rebuilt)
    closing = {closure.campus for closure in district.closures}
    closing |= {closure.receiver for closure in district.closures if closure.receiver is not None}
    free = [campus for campus in range(campuses) if campus not in closing]
    rng.shuffle(free)
    withdrawals = []
    for number in some(2):
        if len(free) > 2:
            begin, receiver = day(), free.pop() if rng.random() < 0.6 else None
            one = Withdrawal(f"withdraw-{number}", begin, end(begin), free.pop(), receiver)
            withdrawals.append(one)
    private = np.flatnonzero(~district.campus_public).tolist()
    return replace(
        district,
        projects=tuple(projects),
        take_overs=tuple(
            TakeOver(f"take-{c}", day(), c, zones if rng.random() < 0.5 else None) for c in private
        ),
        leases=tuple(
            Lease(f"lease-{n}", begin, end(begin), int(rng.integers(pools)), int(rng.integers(5)))
            for n in some(3)
            for begin in [day(0)]
        ),
        withdrawals=tuple(withdrawals),
        recognitions=tuple(
            Recognition(f"recognise-{c}", begin, end(begin), c)
            for c in private
            for begin in [day(0)]
        ),
        pool_specialist=np.where(rng.random(pools) < 0.5, rng.integers(0, 5, pools), np.nan),
    )


@pytest.mark.parametrize(
    "examples",
    [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.full)],
)
def test_nothing_is_lost_and_nothing_is_left_over(examples: int) -> None:
    """The checks of every year hold; temporary rooms are those of the opening and of who lodges."""

    @settings(
        max_examples=examples, deadline=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=tuple(Phase) if examples == MANY else (Phase.explicit, Phase.generate),
    )  # fmt: skip
    @given(districts(), st.integers(0, 2**32 - 1), st.integers(0, 1))
    def check(base: District, seed: int, replicate: int) -> None:
        district = with_works(base, np.random.default_rng(seed))
        luck = Luck(district.seed, replicate)
        history = simulate_once(district, luck, opened=open_once(district))
        again = simulate_once(district, luck)
        assert history.events == again.events
        for census, other in zip(history.censuses, again.censuses, strict=True):
            for name, rows in census.rows.items():
                for column, values in rows.items():
                    np.testing.assert_array_equal(values, other.rows[name][column])
        for census in history.censuses:
            check_year(district, census.year, census.rows)

    check()


def check_year(district: District, year: int, rows: dict[str, dict[str, np.ndarray]]) -> None:
    """Compare a census with what the changes say of its year."""
    campuses, capacity = rows["campuses"], rows["capacity"]
    for lease in district.leases:
        here = capacity["pool"] == lease.pool
        rented = holds(lease.on, lease.until, year) and year > district.opening_year
        if rented and here.any():
            assert capacity["rooms_temporary"][here].sum() >= lease.rooms
    public = district.public_in(year)
    assert (campuses["inclusive"] >= public[campuses["campus"]]).all()
    assert (capacity["places"][~public[district.pool_campus[capacity["pool"]]]] == 0).all()
    known = ~np.isnan(capacity["rooms_specialist"])
    beyond = capacity["rooms_borrowed"] - capacity["rooms_specialist"]
    assert (capacity["borrowed_beyond"][known] == np.maximum(beyond[known], 0)).all()
    entrants = rows["admissions"]
    for withdrawal in district.withdrawals:
        if year >= district.takes_effect(withdrawal.on) and withdrawal.receiver is None:
            here = entrants["campus"] == withdrawal.campus
            assert entrants["classes_planned"][here].sum() == 0
