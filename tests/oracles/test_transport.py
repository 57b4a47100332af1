"""Do the flows equal an independent linear programme, and is shortage shared as promised?"""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from simulator import certification, transport
from simulator.fairness import fair_assign
from simulator.transport import assign, assign_all
from tests.depth import cases

QUICK = settings(max_examples=cases(40, 300), deadline=None, derandomize=True)


@dataclasses.dataclass
class Instance:
    supply: np.ndarray
    capacity: np.ndarray
    origin: np.ndarray
    target: np.ndarray
    cost: np.ndarray

    @property
    def arrays(self):
        return self.supply, self.capacity, self.origin, self.target, self.cost


@st.composite
def instances(draw, most_supply=9, most_cost=12):
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), unique=True, max_size=n * m
        )
    )
    numbers = st.integers(0, most_supply)
    return Instance(
        np.array(draw(st.lists(numbers, min_size=n, max_size=n))),
        np.array(draw(st.lists(numbers, min_size=m, max_size=m))),
        np.array([pair[0] for pair in pairs], dtype=np.int64),
        np.array([pair[1] for pair in pairs], dtype=np.int64),
        np.array(
            draw(st.lists(st.integers(0, most_cost), min_size=len(pairs), max_size=len(pairs))),
            dtype=np.int64,
        ),
    )


def of_arcs(node, size):
    """(size, arcs) matrix that adds arcs up by node."""
    return coo_array((np.ones(len(node)), (node, np.arange(len(node)))), shape=(size, len(node)))


def by_linear_programme(supply, capacity, origin, target, cost):
    """Most placed, then the least cost for so many, each by HiGHS."""
    if not len(origin):
        return 0, 0
    rows = vstack([of_arcs(origin, len(supply)), of_arcs(target, len(capacity))])
    limit = np.r_[supply, capacity]
    most = linprog(-np.ones(len(origin)), A_ub=rows, b_ub=limit)
    placed = round(-most.fun)
    least = linprog(
        cost, A_ub=rows, b_ub=limit, A_eq=np.ones((1, len(origin))), b_eq=[placed], method="highs"
    )
    return placed, round(least.fun)


def district(n, m, seed, slack=1.05, side=20_000):
    """Zones and schools uniform in a square, 1–60 children each."""
    draw = np.random.default_rng(seed)
    zones, schools = draw.uniform(0, side, (n, 1, 2)), draw.uniform(0, side, (1, m, 2))
    supply = draw.integers(1, 61, n)
    size = draw.uniform(0.5, 1.5, m)
    capacity = np.floor(size / size.sum() * supply.sum() * slack).astype(np.int64)
    distance = np.rint(np.hypot(*np.moveaxis(zones - schools, 2, 0))).astype(np.int32)
    return supply, capacity, distance


def feasible(instance, flow):
    return (
        np.all(flow >= 0)
        and np.all(of_arcs(instance.origin, len(instance.supply)) @ flow <= instance.supply)
        and np.all(of_arcs(instance.target, len(instance.capacity)) @ flow <= instance.capacity)
    )


class TestAssign:
    @QUICK
    @given(instances())
    def test_equals_the_linear_programme(self, instance):
        flow = assign(*instance.arrays)
        assert flow.dtype == np.int64
        assert feasible(instance, flow)
        assert (flow.sum(), flow @ instance.cost) == by_linear_programme(*instance.arrays)

    @pytest.mark.parametrize("slack", [0.7, 0.95, 1.05])
    def test_equals_the_linear_programme_on_a_district(self, slack):
        supply, capacity, distance = district(150, 12, seed=4, slack=slack)
        origin, target = np.nonzero(certification.nearest_arcs(distance, 4))
        arrays = supply, capacity, origin, target, distance[origin, target]
        flow = assign(*arrays)
        assert (flow.sum(), flow @ arrays[4]) == by_linear_programme(*arrays)

    @QUICK
    @given(instances(most_cost=2), st.randoms(use_true_random=False))
    def test_order_of_arcs_changes_no_arc(self, instance, random):
        order = np.array(random.sample(range(len(instance.origin)), len(instance.origin)), int)
        flow = assign(*instance.arrays)
        shuffled = assign(
            instance.supply,
            instance.capacity,
            instance.origin[order],
            instance.target[order],
            instance.cost[order],
        )
        np.testing.assert_array_equal(shuffled, flow[order])

    @QUICK
    @given(instances(), st.randoms(use_true_random=False))
    def test_numbering_changes_no_total(self, instance, random):
        n, m = len(instance.supply), len(instance.capacity)
        new_origin = np.array(random.sample(range(n), n))
        new_target = np.array(random.sample(range(m), m))
        supply, capacity = np.zeros(n, int), np.zeros(m, int)
        supply[new_origin], capacity[new_target] = instance.supply, instance.capacity
        flow = assign(*instance.arrays)
        renamed = assign(
            supply,
            capacity,
            new_origin[instance.origin],
            new_target[instance.target],
            instance.cost,
        )
        assert renamed.sum() == flow.sum()
        assert renamed @ instance.cost == flow @ instance.cost

    def test_children_with_an_alternative_give_way(self):
        # Zone 0 lives at school 0 but can go to 1; zone 1 has school 0 alone.
        flow = assign([10, 10], [10, 10], [0, 0, 1], [0, 1, 0], [0, 900, 5000])
        assert flow.tolist() == [0, 10, 10]

    def test_shortage_leaves_the_farthest_of_one_school(self):
        flow = assign([4, 4, 4], [7], [2, 0, 1], [0, 0, 0], [50, 300, 100])
        assert flow.tolist() == [4, 0, 3]

    def test_twice_listed_arcs_share_one_supply(self):
        assert assign([5], [9], [0, 0], [0, 0], [7, 3]).tolist() == [0, 5]

    def test_nothing_to_do(self):
        assert assign([], [], [], [], []).tolist() == []
        assert assign([3], [0], [0], [0], [1]).tolist() == [0]

    def test_a_tiny_case_needs_no_solver(self, monkeypatch):
        def refuse(*_):
            raise AssertionError("solver called")

        monkeypatch.setattr(transport, "_by_flow", refuse)
        flow = assign([3, 4], [5, 5], [0, 0, 1, 1], [0, 1, 0, 1], [1, 2, 2, 1])
        assert flow.tolist() == [3, 0, 0, 4]

    @pytest.mark.parametrize(
        ("arrays", "words"),
        [
            (([-1], [1], [0], [0], [0]), "supply holds a negative"),
            (([1], [1], [0], [0], [-5]), "cost holds a negative"),
            (([1], [1], [0], [0], [0.5]), "cost must be a list of whole numbers"),
            (([1], [1], [0], [1], [5]), "not there"),
            (([1], [1], [0, 0], [0], [5]), "2 origins, 1 targets"),
        ],
    )
    def test_refuses(self, arrays, words):
        with pytest.raises(ValueError, match=words):
            assign(*arrays)

    def test_costs_beyond_the_solver_are_not_passed_over(self):
        with pytest.raises(ArithmeticError, match="BAD_COST_RANGE"):
            assign([2, 2], [2, 2], [0, 0, 1, 1], [0, 1, 0, 1], [1, 2**62, 1, 2**62])


class TestAssignAll:
    @QUICK
    @given(instances(), st.integers(1, 3), st.booleans())
    def test_equals_the_linear_programme(self, instance, nearest, masked):
        n, m = len(instance.supply), len(instance.capacity)
        allowed = np.zeros((n, m), dtype=bool)
        allowed[instance.origin, instance.target] = True
        distance = np.full((n, m), 0 if masked else 2**30, dtype=np.int32)
        distance[instance.origin, instance.target] = instance.cost
        found = assign_all(
            instance.supply,
            instance.capacity,
            distance,
            allowed=allowed if masked else None,
            nearest=nearest,
        )
        assert found.certified
        assert allowed[found.origin, found.target].all()
        assert np.all(found.flow > 0)
        arcs = dataclasses.replace(instance, origin=found.origin, target=found.target)
        assert feasible(arcs, found.flow)
        total = found.flow @ distance[found.origin, found.target].astype(np.int64)
        assert (found.flow.sum(), total) == by_linear_programme(*instance.arrays)

    @pytest.mark.parametrize("slack", [0.6, 0.98, 1.0, 1.05])
    @pytest.mark.parametrize("limit", [None, 6_000])
    def test_equals_all_arcs_on_a_district(self, slack, limit):
        supply, capacity, distance = district(300, 25, seed=8, slack=slack)
        within = distance <= (limit or distance.max())
        origin, target = np.nonzero(within)
        exact = assign(supply, capacity, origin, target, distance[origin, target])
        for nearest in (1, 2, 4):
            found = assign_all(supply, capacity, distance, allowed=limit, nearest=nearest)
            assert found.flow.sum() == exact.sum()
            assert found.flow @ distance[found.origin, found.target] == (
                exact @ distance[origin, target]
            )
            assert np.all(within[found.origin, found.target])
            keys = found.origin * len(capacity) + found.target
            assert np.all(np.diff(keys) > 0)

    # The two nearest schools of all three zones are 0 and 1, with 20 seats for 30 children; the
    # third has room for all. Zone 0 is nearest to it and goes there.
    FAR = (
        np.array([10, 10, 10]),
        np.array([10, 10, 30]),
        np.array([[100, 200, 300], [100, 200, 900], [200, 100, 950]], dtype=np.int32),
    )

    def test_certification_repairs_what_two_nearest_arcs_miss(self):
        found = assign_all(*self.FAR, nearest=2)
        assert found.rounds > 1
        assert found.flow.tolist() == [10, 10, 10]
        assert found.target.tolist() == [2, 0, 1]

    def test_certification_repairs_cost_alone(self):
        # One seat each. Over two nearest arcs zone 1 holds school 1, and zone 0 goes 10 m to
        # school 0. Zone 1 had better go 5 m to school 2, its third nearest, and give way; the
        # second nearest is out of the question, for zone 2 has no other.
        distance = np.array([[10, 0, 900, 900], [900, 0, 5, 4], [900, 800, 900, 0]], dtype=np.int32)
        found = assign_all([1, 1, 1], [1, 1, 1, 1], distance, nearest=2)
        assert found.rounds == 2
        assert found.target.tolist() == [1, 2, 3]

    def test_without_certification_the_answer_is_wrong(self, monkeypatch):
        monkeypatch.setattr(transport, "missing_arcs", lambda *_: None)
        assert assign_all(*self.FAR, nearest=2).flow.sum() == 20

    def test_certification_refuses_a_flow_that_is_not_optimal(self):
        distance = np.array([[1, 5], [5, 1]], dtype=np.int32)
        tried = np.ones((2, 2), dtype=bool)
        both = np.array([1, 1])
        crossed = np.array([0, 1, 1, 0])
        with pytest.raises(ArithmeticError, match="not of least cost"):
            certification.missing_arcs(both, both, distance, tried, crossed, 2)
        straight = np.array([1, 0, 0, 1])
        assert certification.missing_arcs(both, both, distance, tried, straight, 2) is None

    def test_equal_distances_keep_the_lower_columns(self):
        distance = np.array([[5, 5, 5, 1], [2, 1, 2, 2]], dtype=np.int32)
        assert certification.nearest_arcs(distance, 2).tolist() == [
            [True, False, False, True],
            [True, True, False, False],
        ]

    def test_the_longest_distance_allowed_is_allowed(self):
        distance = np.array([[500, 501]], dtype=np.int32)
        assert assign_all([9], [4, 4], distance, allowed=500).flow.tolist() == [4]
        assert assign_all([9], [4, 4], distance, allowed=501).flow.tolist() == [4, 4]

    def test_long_ways_and_no_way_are_told_apart(self):
        # Eight schools stand full so far away that leaving a child unplaced costs more than 2³²;
        # the empty one can be reached by none of the children who wait.
        draw = np.random.default_rng(3)
        distance = draw.integers(10**9, 2**30, (12, 9), dtype=np.int32)
        distance[:, 8] = 2**30
        supply, capacity = np.full(12, 5), np.array([5] * 8 + [40])
        origin, target = np.nonzero(distance < 2**30)
        exact = assign(supply, capacity, origin, target, distance[origin, target])
        found = assign_all(supply, capacity, distance, nearest=2)
        assert found.flow.sum() == 40
        total = found.flow @ distance[found.origin, found.target].astype(np.int64)
        assert total == exact @ distance[origin, target].astype(np.int64)

    def test_empty(self):
        for n, m in ((0, 3), (3, 0), (0, 0)):
            nothing = assign_all(np.ones(n, int), np.ones(m, int), np.zeros((n, m), np.int32))
            assert nothing.flow.size == 0

    def test_refuses_a_matrix_of_another_shape(self):
        with pytest.raises(ValueError, match="2 origins × 1 targets"):
            assign_all([1, 1], [1], np.zeros((1, 2), np.int32))


def most_placed(supply, capacity, origin, target):
    return by_linear_programme(supply, capacity, origin, target, np.zeros(len(origin)))[0]


def placed(instance, flow):
    return np.bincount(instance.origin, flow, len(instance.supply)).astype(int)


class TestFairAssign:
    @QUICK
    @given(instances())
    def test_places_the_most_at_the_least_cost_for_its_numbers(self, instance):
        rank = np.arange(len(instance.supply))
        flow = fair_assign(*instance.arrays, rank)
        assert feasible(instance, flow)
        assert flow.sum() == assign(*instance.arrays).sum()
        numbers = placed(instance, flow)
        given_numbers = (numbers, *instance.arrays[1:])
        assert (flow.sum(), flow @ instance.cost) == by_linear_programme(*given_numbers)

    @QUICK
    @given(instances())
    def test_no_seat_is_empty_that_an_unplaced_child_could_use(self, instance):
        flow = fair_assign(*instance.arrays, np.arange(len(instance.supply)))
        waiting = placed(instance, flow) < instance.supply
        load = np.bincount(instance.target, flow, len(instance.capacity))
        free = load < instance.capacity
        assert not np.any(waiting[instance.origin] & free[instance.target])

    @QUICK
    @given(instances(most_supply=3))
    def test_shares_are_within_one_child_of_the_fairest_fractions(self, instance):
        """The fairest fractions: raise all service rates together; who cannot go on, stops."""
        fractions = fairest_fractions(instance)
        flow = fair_assign(*instance.arrays, np.arange(len(instance.supply)))
        np.testing.assert_array_less(np.abs(placed(instance, flow) - fractions), 1 + 1e-6)

    @pytest.mark.full
    @QUICK
    @given(instances(most_supply=3), st.integers(0, 5))
    def test_tickets_win_in_their_order(self, instance, seed):
        """By brute force: take the tickets one by one, if all taken so far can still be placed."""
        children = np.repeat(np.arange(len(instance.supply)), instance.supply)
        tickets = np.random.default_rng(seed).permutation(children.size)

        def lowest_tickets(members, seats):
            of_members = np.isin(children, members)
            order = np.argsort(tickets[of_members])
            winners = children[of_members][order][:seats]
            return np.bincount(winners, minlength=len(instance.supply))[members]

        flow = fair_assign(
            *instance.arrays, np.arange(len(instance.supply)), allowance=lowest_tickets
        )
        taken = np.zeros(len(instance.supply), dtype=int)
        for child in children[np.argsort(tickets)]:
            taken[child] += 1
            if (
                most_placed(taken, instance.capacity, instance.origin, instance.target)
                < taken.sum()
            ):
                taken[child] -= 1
        np.testing.assert_array_equal(placed(instance, flow), taken)

    @QUICK
    @given(instances(), st.randoms(use_true_random=False))
    def test_order_of_arcs_changes_no_arc(self, instance, random):
        order = np.array(random.sample(range(len(instance.origin)), len(instance.origin)), int)
        rank = np.zeros(len(instance.supply))
        flow = fair_assign(*instance.arrays, rank)
        shuffled = fair_assign(
            instance.supply, instance.capacity, *(a[order] for a in instance.arrays[2:]), rank
        )
        np.testing.assert_array_equal(shuffled, flow[order])

    def test_a_costly_alternative_wins_no_seat(self):
        # One school, 30 seats, 60 children; the near zone would take all by cost.
        arcs = ([0, 1, 2], [0, 0, 0], [10, 500, 9000])
        assert assign([20, 20, 20], [30], *arcs).tolist() == [20, 10, 0]
        assert fair_assign([20, 20, 20], [30], *arcs, [0, 1, 2]).tolist() == [10, 10, 10]

    def test_largest_remainder_and_rank(self):
        # Quotas 3.5, 3.5 and 7: the odd seat goes to the lower rank.
        arcs = ([0, 1, 2], [0, 0, 0], [1, 1, 1])
        assert fair_assign([5, 5, 10], [14], *arcs, [1, 0, 2]).tolist() == [3, 4, 7]
        assert fair_assign([5, 5, 10], [14], *arcs, [0, 1, 2]).tolist() == [4, 3, 7]

    def test_a_zone_with_one_poor_school_takes_it_whole(self):
        # Zone 0 reaches school 0 only (1 seat), zone 1 both (1 and 10): 11 seats for 20.
        # A share of 5.5 is out of zone 0's reach; it has school 0, zone 1 the other.
        flow = fair_assign([10, 10], [1, 10], [0, 1, 1], [0, 0, 1], [10, 1, 50], [0, 1])
        assert flow.tolist() == [1, 0, 10]

    def test_what_the_poor_cannot_use_is_shared_by_the_others(self):
        # As above, with two zones that reach both schools: 10 seats for their 20 children.
        flow = fair_assign(
            [10, 10, 10], [1, 10], [0, 1, 1, 2, 2], [0, 0, 1, 0, 1], [10, 1, 50, 1, 9], [0, 1, 2]
        )
        assert flow.tolist() == [1, 0, 5, 0, 5]

    def test_odd_seats_do_not_depend_on_another_district(self):
        # Quotas 3.5 and 1.5: the odd seat goes by rank, whatever the rates elsewhere are.
        for elsewhere in (52, 50, 30):
            flow = fair_assign(
                [7, 3, 100], [5, elsewhere], [0, 1, 2], [0, 0, 1], [1, 1, 1], [1, 0, 2]
            )
            assert flow.tolist() == [3, 2, elsewhere]

    def test_apart_districts_do_not_share_a_shortage(self):
        flow = fair_assign([10, 10, 8], [5, 15], [0, 1, 2], [0, 1, 1], [1, 1, 1], [0, 1, 2])
        assert flow.tolist() == [5, 8, 7]

    def test_whoever_can_be_served_elsewhere_is(self):
        # Zone 1 may use school 0, but school 1 has room: it gives way and loses nothing.
        flow = fair_assign([10, 10], [6, 10], [0, 1, 1], [0, 0, 1], [100, 0, 900], [0, 1])
        assert flow.tolist() == [6, 0, 10]

    def test_refuses_an_allowance_that_does_not_add_up(self):
        arcs = ([0, 1], [0, 0], [1, 1])
        with pytest.raises(ValueError, match="deal 6 seats"):
            fair_assign([5, 5], [6], *arcs, [0, 1], allowance=lambda members, seats: members * 0)


def fairest_fractions(instance):
    """Max–min service rates by linear programmes: the textbook's progressive filling."""
    n = len(instance.supply)
    result = np.zeros(n)
    reachable = np.bincount(
        instance.origin, instance.capacity[instance.target] if len(instance.origin) else None, n
    )
    active = (instance.supply > 0) & (reachable > 0)
    arcs = len(instance.origin)
    into = of_arcs(instance.target, len(instance.capacity)).toarray() if arcs else None
    out = of_arcs(instance.origin, n).toarray() if arcs else None

    def highest_rate(active, extra):
        """Most rate r with served = rate · supply for the active, result for the others."""
        rows = np.c_[out, np.where(active, -instance.supply, 0)]
        fixed = np.where(active, 0, result)
        return linprog(
            np.r_[np.zeros(arcs), -1.0],
            A_ub=np.c_[into, np.zeros(len(instance.capacity))],
            b_ub=instance.capacity,
            A_eq=rows,
            b_eq=fixed + extra,
            bounds=[(0, None)] * arcs + [(0, 1)],
        )

    while active.any():
        rate = -highest_rate(active, np.zeros(n)).fun
        result = np.where(active, rate * instance.supply, result)
        if rate > 1 - 1e-9:
            break
        # Stuck: those who cannot have a little more while the others keep this rate.
        stuck = active.copy()
        for zone in np.flatnonzero(active):
            more = np.zeros(n)
            more[zone] = 1e-4
            frozen = np.zeros(n, dtype=bool)
            if highest_rate(frozen, more).status == 0:
                stuck[zone] = False
        assert stuck.any()
        active &= ~stuck
    return result
