"""Census ages, calendar births and birthdays against answers worked out by hand."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.projection import (
    age_forward,
    age_on_31_august,
    cohort_births,
    cohorts_from_census,
    due_grade,
    whole_within_rows,
)

DAY = dt.timedelta(days=1)


def test_census_ages_move_a_sixth_of_each_age_down() -> None:
    # 60 aged 0, 120 aged 1, 600 aged 2: 5/6 of the age itself and 1/6 of the age above.
    cohorts = cohorts_from_census([60, 120, 600])
    np.testing.assert_allclose(cohorts, [50 + 20, 100 + 100, 600])


def test_the_last_age_stands_in_for_the_one_above() -> None:
    assert cohorts_from_census([0, 0, 300], share=0.5)[-1] == 300


def test_census_ages_against_children_counted_one_by_one() -> None:
    """One child is born every day for 20 years: count them on both dates."""
    born = [dt.date(2000, 1, 1) + number * DAY for number in range(20 * 365 + 5)]

    def ages(on: dt.date) -> np.ndarray:
        completed = [
            on.year - day.year - ((on.month, on.day) < (day.month, day.day))
            for day in born
            if day <= on
        ]
        return np.bincount(completed, minlength=20)[:19]

    expected = ages(dt.date(2019, 8, 31))[:18]
    found = cohorts_from_census(ages(dt.date(2019, 11, 1)))[:18]
    np.testing.assert_allclose(found, expected, atol=1.5)


def test_cohort_births_are_a_third_and_two_thirds() -> None:
    cohorts = cohort_births([[300.0], [600.0], [90.0]], [2020, 2021, 2022])
    np.testing.assert_allclose(cohorts, [[100 + 400], [200 + 60]])


def test_cohort_births_against_births_counted_one_by_one() -> None:
    """Births fall from 3 to 2 to 1 a day; months are not equally long, so within 1 %."""
    rate = {2019: 3, 2020: 2, 2021: 1}
    days = [dt.date(2019, 1, 1) + number * DAY for number in range(3 * 365 + 1)]
    cohort = dict.fromkeys((2020, 2021), 0)
    for day in days:
        census = day.year + ((day.month, day.day) > (8, 31))
        if census in cohort:
            cohort[census] += rate[day.year]
    calendar = [sum(rate[d.year] for d in days if d.year == y) for y in rate]
    found = cohort_births(calendar, list(rate))
    np.testing.assert_allclose(found, list(cohort.values()), rtol=0.01)


@pytest.mark.parametrize("years", [[2020, 2022], [2021, 2020], [2020]])
def test_births_need_years_in_a_row(years: list[int]) -> None:
    with pytest.raises(ValueError, match="one after the other"):
        cohort_births(np.ones(len(years)), years)


@pytest.mark.parametrize("bad", [[-1.0, 2.0], [np.nan, 1.0]])
def test_negative_or_missing_children_are_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="negative or missing"):
        cohorts_from_census(bad)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_is_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="not a share"):
        cohorts_from_census([1.0], share)


def test_ageing_without_rates_only_moves_cohorts_up() -> None:
    later = age_forward([[10, 20, 30]], births=[[4], [5]], survival=[1, 1, 1])
    np.testing.assert_array_equal(later, [[5, 4, 10]])


def test_ageing_in_closed_form() -> None:
    """A cohort of 1000 after k years is 1000 × (s × (1 − m))^k, or × (s + m)^k with arrivals."""
    people = np.zeros((2, 18))
    people[:, 3] = 1000
    rate = np.array([[-0.02], [0.03]])
    later = age_forward(people, np.zeros((7, 2)), np.full(18, 0.99), rate)
    np.testing.assert_allclose(later[0, 10], 1000 * (0.99 * 0.98) ** 7)
    np.testing.assert_allclose(later[1, 10], 1000 * (0.99 + 0.03) ** 7)
    assert later.sum() == pytest.approx(later[:, 10].sum())


def test_ageing_by_no_year_changes_nothing() -> None:
    people = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(age_forward(people, np.zeros((0, 2)), [0.5] * 3), people)


def test_impossible_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="more would leave"):
        age_forward([[1.0, 1.0]], [[1.0]], [1, 1], -1.5)
    with pytest.raises(ValueError, match="survival"):
        age_forward([[1.0, 1.0]], [[1.0]], [1, 1.2])
    with pytest.raises(ValueError, match="do not fit"):
        age_forward([[1.0, 1.0]], [[1.0, 2.0]], [1, 1])


def test_largest_remainder_by_hand() -> None:
    # 1.5 + 2.3 + 0.2 = 4 whole: one is missing after 1 + 2 + 0, and 0.5 is the largest rest.
    np.testing.assert_array_equal(whole_within_rows([[1.5, 2.3, 0.2]]), [[2, 2, 0]])
    # Equal rests: the earlier cell.
    np.testing.assert_array_equal(whole_within_rows([[0.5, 0.5]]), [[1, 0]])
    # Ten tenths are one, whatever the binary fractions say; five tenths are rounded up.
    assert whole_within_rows([[0.1] * 10]).sum() == 1
    assert whole_within_rows([[0.1] * 5]).sum() == 1


@given(arrays(float, (3, 4, 2), elements=st.floats(0, 1e5)))
def test_rounding_keeps_totals_and_stays_within_one(expected: np.ndarray) -> None:
    whole = whole_within_rows(expected)
    assert (np.abs(whole - expected) <= 1 + 1e-6).all()
    assert (np.abs(whole.sum(axis=(1, 2)) - expected.sum(axis=(1, 2))) <= 0.5 + 1e-6).all()


@given(arrays(float, (3, 5), elements=st.floats(0, 1e4)), st.floats(0, 1e4))
def test_a_change_in_one_zone_moves_no_child_in_another(expected: np.ndarray, other: float) -> None:
    changed = expected.copy()
    changed[1] = other
    rows = [0, 2]
    np.testing.assert_array_equal(
        whole_within_rows(expected)[rows], whole_within_rows(changed)[rows]
    )


@given(arrays(np.int64, (2, 6), elements=st.integers(0, 10**6)))
def test_whole_numbers_are_left_alone(whole: np.ndarray) -> None:
    np.testing.assert_array_equal(whole_within_rows(whole), whole)


@pytest.mark.parametrize(
    ("born", "school_year", "age", "grade"),
    [
        # Six on 31 August 2026: primary 1 in September 2026.
        (dt.date(2019, 9, 1), 2026, 6, "p1"),
        (dt.date(2020, 8, 31), 2026, 6, "p1"),
        (dt.date(2020, 9, 1), 2026, 5, "k3"),
        (dt.date(2019, 8, 31), 2026, 7, "p2"),
        # 29 February, counted in a leap year and in a common one.
        (dt.date(2020, 2, 29), 2026, 6, "p1"),
        (dt.date(2020, 2, 29), 2028, 8, "p3"),
        (dt.date(2016, 2, 29), 2023, 7, "p2"),
        # The first and the last grade, and just outside of them.
        (dt.date(2023, 8, 31), 2026, 3, "k1"),
        (dt.date(2023, 9, 1), 2026, 2, None),
        (dt.date(2008, 9, 1), 2026, 17, "s3"),
        (dt.date(2008, 8, 31), 2026, 18, None),
        # First grades of the junior and senior stages.
        (dt.date(2014, 8, 31), 2026, 12, "j1"),
        (dt.date(2011, 8, 31), 2026, 15, "s1"),
        # New Year's Eve and New Year's Day fall into one cohort.
        (dt.date(2019, 12, 31), 2026, 6, "p1"),
        (dt.date(2020, 1, 1), 2026, 6, "p1"),
        (dt.date(2026, 12, 1), 2026, -1, None),
    ],
)
def test_due_grade(born: dt.date, school_year: int, age: int, grade: str | None) -> None:
    assert age_on_31_august(born, school_year) == age
    assert due_grade(born, school_year) == grade


@given(st.dates(dt.date(2005, 1, 1), dt.date(2030, 1, 1)), st.integers(2010, 2035))
def test_everyone_goes_up_a_grade_each_year(born: dt.date, year: int) -> None:
    assert age_on_31_august(born, year + 1) == age_on_31_august(born, year) + 1
