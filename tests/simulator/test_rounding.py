"""Are expected children made whole without creating or losing any?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.rounding import apportion, carry, split_even
from tests.depth import cases

QUICK = settings(max_examples=cases(30, 300), deadline=None, derandomize=True)


@st.composite
def shortages(draw):
    """Groups of weights, listed in any order, and a total for each."""
    groups = draw(st.integers(1, 4))
    group = draw(st.lists(st.integers(0, groups - 1), max_size=12))
    weight = draw(st.lists(st.integers(0, 60), min_size=len(group), max_size=len(group)))
    group, weight = np.array(group, dtype=np.int64), np.array(weight, dtype=np.int64)
    sums = np.bincount(group, weight, groups).astype(int)
    total = np.array([draw(st.integers(0, int(s))) for s in sums])
    return total, group, weight


def by_hamilton(total, weight):
    """Largest remainder in exact fractions, one unit at a time, for one group."""
    whole = int(sum(weight))
    if whole == 0:
        return [0] * len(weight)
    given = [total * w // whole for w in weight]
    order = sorted(
        range(len(weight)), key=lambda i: (-(total * weight[i] % whole), -weight[i], i)
    )  # fmt: skip
    for i in order[: total - sum(given)]:
        given[i] += 1
    return given


@QUICK
@given(shortages())
def test_apportion_is_the_largest_remainder(case):
    total, group, weight = case
    given_ = apportion(total, group, weight)
    for g in range(total.size):
        here = group == g
        expected = by_hamilton(int(total[g]), weight[here].tolist())
        assert given_[here].tolist() == expected


@QUICK
@given(shortages())
def test_apportion_adds_up_and_never_exceeds_a_weight(case):
    total, group, weight = case
    given_ = apportion(total, group, weight)
    np.testing.assert_array_equal(np.bincount(group, given_, total.size), total)
    assert (given_ >= 0).all() and (given_ <= weight).all()


@QUICK
@given(shortages())
def test_apportion_keeps_the_quota(case):
    # Nobody gets a whole unit more or less than the exact share.
    total, group, weight = case
    whole = np.maximum(np.bincount(group, weight, total.size), 1)
    share = total[group] * weight / whole[group]
    assert (np.abs(apportion(total, group, weight) - share) < 1).all()


@QUICK
@given(shortages(), st.data())
def test_apportion_does_not_mind_the_order_of_unlike_items(case, data):
    total, group, weight = case
    order = np.array(data.draw(st.permutations(range(group.size))), dtype=np.int64)
    first = apportion(total, group, weight)
    second = apportion(total, group[order], weight[order])
    for g in range(total.size):
        for w in np.unique(weight):
            one = sorted(first[(group == g) & (weight == w)].tolist())
            other = sorted(second[(group[order] == g) & (weight[order] == w)].tolist())
            assert one == other


def test_equal_remainders_favour_the_larger_weight_then_the_earlier_item():
    group = np.zeros(3, dtype=np.int64)
    # 1 of 3 × 1: equal remainders, equal weights.
    assert apportion(1, group, np.array([1, 1, 1])).tolist() == [1, 0, 0]
    assert apportion(2, group, np.array([1, 1, 1])).tolist() == [1, 1, 0]
    # 2 of (1, 3): shares 0.5 and 1.5.
    assert apportion(2, np.zeros(2, dtype=np.int64), np.array([1, 3])).tolist() == [0, 2]


def test_nothing_to_share_out():
    nobody = np.zeros(0, dtype=np.int64)
    assert apportion(np.zeros(2, dtype=np.int64), nobody, nobody).tolist() == []
    assert apportion(0, np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64)).tolist() == [0, 0]


def test_large_numbers_are_shared_exactly():
    weight = np.array([999_999_999, 1, 1_000_000_000])
    given_ = apportion(1_000_000_000, np.zeros(3, dtype=np.int64), weight)
    assert given_.tolist() == by_hamilton(1_000_000_000, weight.tolist())


# --- carry


@QUICK
@given(st.lists(st.floats(0, 400), min_size=1, max_size=30))
def test_carry_never_strays_by_more_than_half(expected):
    carried, total = np.zeros(1), 0
    for year, number in enumerate(expected):
        whole, carried = carry(np.array([number]), carried)
        total += int(whole[0])
        assert abs(total - sum(expected[: year + 1])) <= 0.5 + 1e-6
        assert whole[0] in (np.floor(number), np.floor(number) + 1, np.floor(number) - 1, 0)


@QUICK
@given(
    st.lists(st.tuples(st.floats(0, 50), st.integers(0, 30)), min_size=1, max_size=20),
)
def test_carry_within_a_limit_loses_nothing(years):
    carried, total = np.zeros(1), 0
    for number, limit in years:
        before = carried[0]
        whole, carried = carry(np.array([number]), carried, np.array([limit]))
        assert 0 <= whole[0] <= limit
        assert whole[0] + carried[0] == pytest.approx(number + before)
        total += int(whole[0])
    assert total + carried[0] == pytest.approx(sum(number for number, _ in years))


@QUICK
@given(st.lists(st.floats(0, 9), min_size=2, max_size=6), st.floats(0, 9))
def test_one_cell_cannot_move_a_child_in_another(cells, other):
    first, _ = carry(np.array(cells), np.zeros(len(cells)))
    second, _ = carry(np.array([other, *cells[1:]]), np.zeros(len(cells)))
    np.testing.assert_array_equal(first[1:], second[1:])


@pytest.mark.parametrize("share", [0.1, 0.2, 0.25, 0.3, 1 / 3])
def test_a_half_is_reached_in_the_year_it_is_due(share):
    # 0.1 five times is 0.5 exactly for a planner, and just below it in binary.
    carried, wholes = np.zeros(1), []
    for _ in range(12):
        whole, carried = carry(np.array([share]), carried)
        wholes.append(int(whole[0]))
    exact = [np.floor(share * n + 0.5 + 1e-6) for n in range(13)]
    assert wholes == np.diff(exact).astype(int).tolist()


# --- even classes


@QUICK
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 8)), min_size=1, max_size=8))
def test_even_classes(cells):
    pupils = np.array([p if c else 0 for p, c in cells])
    classes = np.array([c for _, c in cells])
    sizes = split_even(pupils, classes, 9)
    np.testing.assert_array_equal(sizes.sum(axis=1), pupils)
    for row, number in zip(sizes, classes, strict=True):
        used = row[:number]
        assert not row[number:].any()
        assert used.size == 0 or used.max() - used.min() <= 1
        assert (np.diff(used) <= 0).all()
