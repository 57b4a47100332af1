"""Is a town divided among its schools as well as by integer programming, or nearly?"""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from simulator.divisions import divided_anew, judged
from simulator.exchanges import exchanged
from simulator.transport import assign_all
from simulator.whole_zones import whole
from tests.depth import cases

QUICK = settings(max_examples=cases(40, 300), deadline=None, derandomize=True)


def town(n, m, seed, slack=1.05, children=(1, 61), side=20_000):
    """Zones and schools uniform in a square; schools of unlike size, seats = slack × children."""
    draw = np.random.default_rng(seed)
    zones, schools = draw.uniform(0, side, (n, 1, 2)), draw.uniform(0, side, (1, m, 2))
    demand = draw.integers(*children, n)
    size = draw.uniform(0.5, 1.5, m)
    seats = np.floor(size / size.sum() * demand.sum() * slack).astype(np.int64)
    distance = np.rint(np.hypot(*np.moveaxis(zones - schools, 2, 0))).astype(np.int32)
    return demand, seats, distance


@st.composite
def towns(draw, most_zones=9, most_schools=4):
    """Any small town: ties, zones without children, schools without seats, shortage."""
    demand = np.array(draw(st.lists(st.integers(0, 9), min_size=1, max_size=most_zones)))
    seats = np.array(draw(st.lists(st.integers(0, 25), min_size=1, max_size=most_schools)))
    seed = draw(st.integers(0, 10**6))
    longest = draw(st.sampled_from([3, 5000]))
    distance = np.random.default_rng(seed).integers(0, longest, (demand.size, seats.size))
    return demand, seats, distance.astype(np.int32)


def in_force(demand, seats):
    """Seats that count: raised in one proportion where they are fewer than the children."""
    total, room = int(demand.sum()), int(seats.sum())
    if not room:
        return np.full_like(seats, max(total, 1))
    return -(-seats * total // room) if room < total else seats


def judge(choice, demand, seats, distance):
    """Children above the seats in force, then child-metres."""
    return judged(demand, in_force(demand, seats), distance.astype(np.int64), choice)


def best_by_trying(demand, seats, distance):
    """The best of all divisions among the schools with seats."""
    usable = np.flatnonzero(in_force(demand, seats))
    return min(
        judge(np.array(choice), demand, seats, distance)
        for choice in itertools.product(usable.tolist(), repeat=demand.size)
    )


def best_by_programme(demand, seats, distance):
    """Least children above seats, then least total distance, by integer programming."""
    n, m = distance.shape
    outweigh = demand.sum() * distance.max() + 1
    variables = n * m + m
    once = np.zeros((n, variables))
    for zone in range(n):
        once[zone, zone * m : (zone + 1) * m] = 1
    within = np.zeros((m, variables))
    for school in range(m):
        within[school, school : n * m : m] = demand
        within[school, n * m + school] = -1
    cost = np.r_[(demand[:, None] * distance).ravel(), np.full(m, outweigh)]
    solved = milp(
        cost,
        constraints=[LinearConstraint(once, 1, 1), LinearConstraint(within, ub=seats)],
        integrality=np.r_[np.ones(n * m), np.zeros(m)],
        bounds=Bounds(0, np.r_[np.ones(n * m), np.full(m, np.inf)]),
        options={"mip_rel_gap": 0},
    )
    above, metres = divmod(round(solved.fun), int(outweigh))
    return above, metres


def steps(choice, demand, seats):
    """All divisions one move of a zone, or one exchange of two, away."""
    for zone in np.flatnonzero(demand):
        for school in np.flatnonzero(in_force(demand, seats)):
            moved = choice.copy()
            moved[zone] = school
            yield moved
    for one, other in itertools.combinations(np.flatnonzero(demand), 2):
        swapped = choice.copy()
        swapped[[one, other]] = choice[[other, one]]
        yield swapped


def nothing_left_to_gain(choice, demand, seats, distance):
    reached = judge(choice, demand, seats, distance)
    return all(judge(c, demand, seats, distance) >= reached for c in steps(choice, demand, seats))


def served(choice, demand, distance):
    """What is told of the zones, whatever their numbers: their rows, and the school of each."""
    return sorted(map(tuple, np.column_stack((demand, distance, choice)).tolist()))


class TestOptimum:
    @QUICK
    @given(towns(most_zones=5, most_schools=3))
    def test_a_few_zones_are_divided_in_the_best_way(self, case):
        assert judge(whole(*case), *case) == best_by_trying(*case)

    @pytest.mark.parametrize("slack", [1.02, 1.1, 1.3])
    @pytest.mark.parametrize(("n", "m"), [(6, 2), (8, 3), (12, 4)])
    def test_large_zones_equal_integer_programming(self, n, m, slack):
        for seed in range(6):
            case = town(n, m, seed, slack, children=(20, 121))
            assert judge(whole(*case), *case) == best_by_programme(*case), seed

    @pytest.mark.full
    def test_more_zones_are_nearly_as_well_off_as_by_integer_programming(self):
        gaps = []
        for seed, slack in itertools.product(range(6), (1.03, 1.15)):
            case = town(22, 5, seed, slack)
            above, metres = judge(whole(*case), *case)
            least_above, least_metres = best_by_programme(*case)
            assert above == least_above, (seed, slack)
            gaps.append(metres / least_metres - 1)
        assert max(gaps) <= 0.02
        assert np.mean(gaps) <= 0.005

    @pytest.mark.full
    def test_many_zones_are_close_to_a_flow_that_may_split_them(self):
        for case in (town(400, 12, 5, 1.05), town(600, 30, 6, 1.05)):
            above, metres = judge(whole(*case), *case)
            flow, distance = assign_all(*case), case[2]
            relaxed = flow.flow @ distance[flow.origin, flow.target].astype(np.int64)
            assert above == 0
            assert relaxed <= metres <= 1.01 * relaxed

    def test_crossed_zones_change_places(self):
        # Each school holds one zone. Straight: 30 · 100 + 28 · 100; crossed, five times as far.
        metres = np.array([[100, 500], [500, 100]])
        demand, seats = np.array([30, 28]), np.array([30, 30])
        assert exchanged(demand, seats, metres, np.array([1, 0])).tolist() == [0, 1]
        assert whole(demand, seats, metres).tolist() == [0, 1]

    @QUICK
    @given(towns(most_zones=6), st.integers(0, 10**6))
    def test_whatever_the_prices_a_proof_is_right(self, case, seed):
        demand, seats, distance = case
        seats, metres = in_force(demand, seats), distance.astype(np.int64)
        draw = np.random.default_rng(seed)
        known, price = draw.integers(0, seats.size, demand.size), draw.integers(0, 900, seats.size)
        anew, proved = divided_anew(demand, seats, metres, known, price)
        before, after = (judged(demand, seats, metres, choice) for choice in (known, anew))
        assert after <= before
        if proved:
            every = itertools.product(range(seats.size), repeat=demand.size)
            assert after == min(judged(demand, seats, metres, np.array(c)) for c in every)


class TestNothingLeftToGain:
    @QUICK
    @given(towns())
    def test_no_move_and_no_exchange_helps(self, case):
        assert nothing_left_to_gain(whole(*case), *case)

    @pytest.mark.parametrize("slack", [0.8, 1.02, 1.2])
    def test_nor_in_larger_towns(self, slack):
        for seed, (n, m) in enumerate(((40, 5), (60, 9), (70, 20))):
            case = town(n, m, seed, slack)
            assert nothing_left_to_gain(whole(*case), *case)

    @pytest.mark.parametrize("slack", [0.9, 1.05])
    def test_nor_from_any_start_without_the_search_for_whole_divisions(self, slack):
        for seed in range(5):
            demand, seats, distance = town(50, 7, seed, slack)
            start = np.random.default_rng(seed).integers(0, 7, 50)
            found = exchanged(demand, in_force(demand, seats), distance.astype(np.int64), start)
            assert nothing_left_to_gain(found, demand, seats, distance)


class TestOrder:
    @QUICK
    @given(towns(), st.randoms(use_true_random=False))
    def test_the_order_of_zones_changes_nothing(self, case, random):
        demand, seats, distance = case
        order = np.array(random.sample(range(demand.size), demand.size))
        choice, again = whole(*case), whole(demand[order], seats, distance[order])
        assert served(choice, demand, distance) == served(again, demand[order], distance[order])

    @pytest.mark.parametrize(("n", "m", "slack"), [(15, 6, 1.02), (80, 10, 1.02), (700, 50, 0.9)])
    def test_nor_in_larger_towns(self, n, m, slack):
        demand, seats, distance = town(n, m, 3, slack)
        order = np.random.default_rng(1).permutation(n)
        again = whole(demand[order], seats, distance[order])
        np.testing.assert_array_equal(again, whole(demand, seats, distance)[order])


class TestWhole:
    def test_ample_capacity_means_the_nearest(self):
        demand, seats, distance = town(80, 6, seed=1, slack=20)
        np.testing.assert_array_equal(whole(demand, seats, distance), np.argmin(distance, axis=1))

    def test_shortage_is_spread(self):
        demand, seats, distance = town(400, 12, seed=5, slack=0.8)
        load = np.bincount(whole(demand, seats, distance), demand, 12)
        np.testing.assert_allclose(load / seats, 1.25, atol=0.02)

    @QUICK
    @given(towns())
    def test_each_zone_has_one_open_target_whatever_happens(self, case):
        demand, seats, distance = case
        choice = whole(*case)
        assert choice.shape == demand.shape
        if seats.any():
            assert np.all(seats[choice] > 0)
        idle = np.flatnonzero(demand == 0)
        candidates = np.where(seats > 0, distance, 10**6) if seats.any() else distance
        np.testing.assert_array_equal(choice[idle], candidates[idle].argmin(axis=1))

    def test_nobody_is_above_capacity_where_a_fit_exists(self):
        # 6 + 3 and 5 + 4 fill both schools exactly; all would rather go to the first.
        demand, seats = np.array([6, 5, 4, 3]), np.array([9, 9])
        distance = np.array([[1, 9]] * 4, dtype=np.int32)
        assert judge(whole(demand, seats, distance), demand, seats, distance) == (0, 90)

    def test_a_school_smaller_than_its_only_zone_may_stay_empty(self):
        choice = whole([40, 40], [3, 90], np.array([[10, 50], [60, 20]], dtype=np.int32))
        assert choice.tolist() == [1, 1]

    def test_no_capacity_at_all_means_the_nearest(self):
        distance = np.array([[10, 50], [60, 20]], dtype=np.int32)
        assert whole([4, 4], [0, 0], distance).tolist() == [0, 1]
        assert whole([0, 0], [0, 0], distance).tolist() == [0, 1]

    def test_refuses_no_target(self):
        with pytest.raises(ValueError, match="no target"):
            whole([1], [], np.zeros((1, 0), np.int32))
