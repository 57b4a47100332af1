"""How do counts of children and births become the school cohorts of an opening census?

Arrays only. A cohort is born from 1 September to 31 August; its age is the age completed on
31 August, which decides the due grade.
"""

import datetime as dt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.vocabulary import FIRST_GRADE_AGE, GRADES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CENSUS_SHARE: Final = 1 / 6
"""Of the children aged a on 1 November, the share born in September or October, by the calendar."""
SEP_DEC_SHARE: Final = 1 / 3
"""Of a calendar year's births, the share born from September to December, by the calendar."""


def cohorts_from_census(children: ArrayLike, share: float = CENSUS_SHARE) -> Floats:
    """Turn ages on 1 November into ages on the 31 August before.

    Children aged a on 31 August are those aged a on 1 November less the ones whose birthday fell
    in September or October, and those aged a + 1 on 1 November whose birthday did::

        cohort(a) = (1 - share) * N(a) + share * N(a + 1)

    The number of the age above the last one is not known; the last age stands in for it, so its
    cohort is N(last) itself. Of N(0), the share born since 1 September belongs to the next
    cohort and comes with its births. Nothing is said of deaths and moves in these two months.

    Parameters
    ----------
    children
        (..., A) children by completed age 0, 1, ... on 1 November.
    share
        Share of an age whose birthday fell from 1 September to 1 November, 0 to 1.

    Returns
    -------
    (..., A) expected children by age on 31 August.

    Raises
    ------
    ValueError
        The share is not a share, or a number is negative or missing.
    """
    _check_share(share)
    counted = _counts(children, "children")
    above = np.concatenate([counted[..., 1:], counted[..., -1:]], axis=-1)
    return (1.0 - share) * counted + share * above


def cohort_births(
    births: ArrayLike, years: ArrayLike, share_sep_dec: float = SEP_DEC_SHARE
) -> Floats:
    """Turn births of calendar years into the cohorts aged 0 at September censuses.

    The children aged 0 on 31 August y were born from September y - 1 to August y::

        cohort(y) = share * births(y - 1) + (1 - share) * births(y)

    Parameters
    ----------
    births
        (Y + 1, ...) births by calendar year.
    years
        (Y + 1,) those calendar years, one after the other.
    share_sep_dec
        Share of a calendar year's births that fall from September to December, 0 to 1.

    Returns
    -------
    (Y, ...) expected children aged 0 at the censuses of ``years[1:]``; infant deaths before the
    first census are not taken off.

    Raises
    ------
    ValueError
        The years do not follow one another, or a number is negative or missing.
    """
    _check_share(share_sep_dec)
    born = _counts(births, "births")
    calendar = np.asarray(years, dtype=np.int64)
    if calendar.shape != born.shape[:1] or (np.diff(calendar) != 1).any() or len(calendar) < 2:
        msg = (
            f"births of {born.shape[0] if born.ndim else 0} years for the years "
            f"{calendar.tolist()}: one row for each of at least two years, one after the other"
        )
        raise ValueError(msg)
    return share_sep_dec * born[:-1] + (1.0 - share_sep_dec) * born[1:]


def age_forward(
    people: ArrayLike, births: ArrayLike, survival: ArrayLike, net_rate: ArrayLike = 0.0
) -> Floats:
    """Carry children from one September census to a later one, in expected values.

    Each year children of age a live on with ``survival[a]``; of the survivors the share
    ``-net_rate[a]`` leaves where the rate is negative, and ``net_rate[a]`` per child arrive where
    it is positive; all are then a year older. The oldest age leaves the model, births enter at
    age 0. These are the rates and the order in which the simulated years apply them.

    Parameters
    ----------
    people
        (..., A) children by age on 31 August.
    births
        (Y, ...) cohort aged 0 at each following census, as `cohort_births` gives.
    survival
        (A,) chance of living from age a to a + 1.
    net_rate
        (..., A), or anything that broadcasts to it: net migrants per child and year, by the age
        at the start of the year; at least -1.

    Returns
    -------
    (..., A) expected children Y years later; ``people`` itself where Y is 0.

    Raises
    ------
    ValueError
        A shape does not fit, a number is negative or missing, or a rate is out of bounds.
    """
    present = _counts(people, "children")
    born = _counts(births, "births")
    living = np.asarray(survival, dtype=float)
    rate = np.asarray(net_rate, dtype=float)
    if born.shape[1:] != present.shape[:-1]:
        msg = f"births of shape {born.shape} do not fit children of shape {present.shape}"
        raise ValueError(msg)
    if living.shape != present.shape[-1:] or not ((living >= 0) & (living <= 1)).all():
        raise ValueError("survival needs a chance, 0 to 1, for every age")
    if not (np.isfinite(rate) & (rate >= -1)).all():
        raise ValueError("a net migration rate is below -1: more would leave than there are")
    kept = living * (1.0 - np.maximum(-rate, 0.0)) + np.maximum(rate, 0.0)
    for cohort in born:
        moved = present * kept
        present = np.concatenate([cohort[..., None], moved[..., :-1]], axis=-1)
    return present


def whole_within_rows(expected: ArrayLike) -> Ints:
    """Round expected numbers to whole children, keeping the total of each row.

    Each row (a zone) is rounded by itself, by largest remainder: a change in one zone cannot
    move a child in another. The total of a row is rounded half up. Equal remainders favour the
    earlier cell.

    Parameters
    ----------
    expected
        (n, ...) expected numbers, at least 0.

    Returns
    -------
    Whole numbers of the same shape; none is further than 1 from its expected value.
    """
    values = _counts(expected, "children")
    flat = values.reshape(len(values), -1)
    # A sum such as 0.1 x 5 counts as one half on every machine.
    total = np.floor(flat.sum(axis=1) + 0.5 + 1e-9).astype(np.int64)
    whole = np.floor(flat + 1e-9).astype(np.int64)
    missing = total - whole.sum(axis=1)
    remainder = np.round(flat - whole, 9)
    order = np.argsort(-remainder, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(flat.shape[1])[None], axis=1)
    whole += rank < missing[:, None]
    return whole.reshape(values.shape)


def age_on_31_august(birth_date: dt.date, school_year: int) -> int:
    """Completed years on the 31 August before a school year; negative for the unborn.

    Born on 31 August, a child completes a year of age that very day; born on 1 September, a day
    too late. A birthday on 29 February has always passed by then.
    """
    after = (birth_date.month, birth_date.day) > (8, 31)
    return school_year - birth_date.year - after


def due_grade(birth_date: dt.date, school_year: int) -> str | None:
    """Name the grade a child's age puts it in.

    Parameters
    ----------
    birth_date
        Date of birth.
    school_year
        School year, by the calendar year it begins in.

    Returns
    -------
    ``k1`` to ``s3``; nothing for children younger than 3 or older than 17 on 31 August.
    """
    grade = age_on_31_august(birth_date, school_year) - FIRST_GRADE_AGE
    return GRADES[grade] if 0 <= grade < len(GRADES) else None


def _check_share(share: float) -> None:
    """Refuse a share outside 0 to 1."""
    if not 0.0 <= share <= 1.0:
        msg = f"{share} is not a share: it lies between 0 and 1"
        raise ValueError(msg)


def _counts(numbers: ArrayLike, what: str) -> Floats:
    """Read an array of numbers that cannot be negative or missing."""
    values = np.asarray(numbers, dtype=float)
    if values.ndim == 0:
        msg = f"{what}: one number instead of an array"
        raise ValueError(msg)
    if not (np.isfinite(values) & (values >= 0)).all():
        msg = f"{what}: a number is negative or missing"
        raise ValueError(msg)
    return values
