"""Do classes change as if pupils left and joined one at a time?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.sizes import even_out, join, remove, widen
from tests.depth import cases

QUICK = settings(max_examples=cases(30, 300), deadline=None, derandomize=True)
GRADES = 2


@st.composite
def grades(draw, most=60):
    """One campus of two grades: its classes, largest first; a class may be without pupils."""
    classes = [
        sorted(draw(st.lists(st.integers(0, most), max_size=5)), reverse=True)
        for _ in range(GRADES)
    ]
    slots = max(1, *(len(sizes) for sizes in classes)) + draw(st.integers(0, 2))
    table = np.zeros((1, GRADES, slots), dtype=np.int64)
    for grade, sizes in enumerate(classes):
        table[0, grade, : len(sizes)] = sizes
    return table, np.array([[len(sizes) for sizes in classes]])


def by_one_at_a_time(sizes, joining):
    """Let each newcomer join the smallest class there is."""
    sizes = list(sizes)
    for _ in range(joining):
        sizes[sizes.index(min(sizes))] += 1
    return sorted(sizes, reverse=True)


def by_largest_remainder(sizes, leaving):
    """Take leavers in proportion: whole shares, then one from each of the largest remainders."""
    pupils = sum(sizes)
    gone = [leaving * size // pupils for size in sizes]
    order = sorted(
        range(len(sizes)), key=lambda i: (-(leaving * sizes[i] % pupils), -sizes[i], i)
    )  # fmt: skip
    for i in order[: leaving - sum(gone)]:
        gone[i] += 1
    return sorted((size - g for size, g in zip(sizes, gone, strict=True)), reverse=True)


@QUICK
@given(grades(), st.data())
def test_pupils_join_the_smallest_class_one_at_a_time(case, data):
    sizes, classes = case
    joining = np.array(
        [[data.draw(st.integers(0, 150)) if classes[0, g] else 0 for g in range(GRADES)]]
    )
    after = join(sizes, classes, joining)
    for grade in range(GRADES):
        number = classes[0, grade]
        expected = by_one_at_a_time(sizes[0, grade, :number], joining[0, grade])
        assert after[0, grade, :number].tolist() == expected
        assert not after[0, grade, number:].any()


@QUICK
@given(grades(), st.data())
def test_pupils_leave_in_proportion(case, data):
    sizes, classes = case
    pupils = sizes.sum(axis=2)
    leaving = np.array([[data.draw(st.integers(0, int(n))) for n in pupils[0]]])
    after = remove(sizes, leaving)
    np.testing.assert_array_equal(after.sum(axis=2), pupils - leaving)
    for grade in range(GRADES):
        if leaving[0, grade]:
            number = classes[0, grade]
            expected = by_largest_remainder(sizes[0, grade, :number].tolist(), leaving[0, grade])
            assert after[0, grade, :number].tolist() == expected
        else:
            np.testing.assert_array_equal(after[0, grade], sizes[0, grade])


def test_remove_by_hand():
    # 3 of 50 + 46 + 4: shares 1.5, 1.38, 0.12; the odd one from the class of 50.
    sizes = np.array([[[50, 46, 4, 0]]])
    assert remove(sizes, np.array([[3]])).tolist() == [[[48, 45, 4, 0]]]
    assert remove(sizes, np.array([[100]])).tolist() == [[[0, 0, 0, 0]]]


def test_join_by_hand():
    # The water rises in the class of 40 first, then in both smaller ones together.
    sizes, classes = np.array([[[50, 45, 40, 0]]]), np.array([[3]])
    assert join(sizes, classes, np.array([[5]])).tolist() == [[[50, 45, 45, 0]]]
    assert join(sizes, classes, np.array([[8]])).tolist() == [[[50, 47, 46, 0]]]
    assert join(sizes, classes, np.array([[16]])).tolist() == [[[51, 50, 50, 0]]]


def test_an_empty_class_is_joined_before_any_other():
    sizes, classes = np.array([[[30, 0, 0]]]), np.array([[2]])
    assert join(sizes, classes, np.array([[9]])).tolist() == [[[30, 9, 0]]]


def test_nobody_joins_a_grade_without_a_class():
    with pytest.raises(ValueError, match="without a class"):
        join(np.zeros((1, 1, 2), dtype=np.int64), np.array([[0]]), np.array([[1]]))


@pytest.mark.parametrize("change", [remove, lambda s, n: join(s, np.array([[2]]), n)])
def test_what_is_given_is_not_changed(change):
    sizes = np.array([[[30, 20]]])
    change(sizes, np.array([[4]]))
    assert sizes.tolist() == [[[30, 20]]]


@QUICK
@given(grades(), st.integers(0, 9), st.data())
def test_even_out_levels_only_what_it_is_told(case, more, data):
    sizes, classes = case
    classes = classes + more * (classes > 0)
    where = np.array([data.draw(st.lists(st.booleans(), min_size=GRADES, max_size=GRADES))])
    where &= classes > 0
    after = even_out(sizes, classes, where)
    np.testing.assert_array_equal(after.sum(axis=2), sizes.sum(axis=2))
    for grade in range(GRADES):
        if where[0, grade]:
            used = after[0, grade, : classes[0, grade]]
            assert used.max() - used.min() <= 1
        else:
            padded = np.pad(sizes[0, grade], (0, after.shape[2] - sizes.shape[2]))
            np.testing.assert_array_equal(after[0, grade], padded)


def test_widen_adds_empty_slots_only():
    sizes = np.array([[[30, 20]]])
    assert widen(sizes, 4).tolist() == [[[30, 20, 0, 0]]]
    assert widen(sizes, 1) is sizes
