"""How much land, money and staff do norms ask for, counted exactly?

Numbers and arrays only; nothing here knows a district. Posts and yuan are whole, and parts always
add up to what they are parts of. What is not known is NaN, and stays so.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

Steps = tuple[tuple[int, float], ...]
"""(from so many classes on, value), rising: a norm by size of school."""

_SLACK = 1e-9
"""What floating point may add to a whole number of posts; far below any fraction of a post."""


def difference_coefficient(resource: ArrayLike, pupils: ArrayLike) -> tuple[float, float]:
    """Return how unequally schools are equipped (差异系数), weighted by pupils, and their mean.

    With nᵢ pupils and the ratio xᵢ = resource ÷ pupils of school i, N = Σ nᵢ and the mean
    x̄ = Σ resource ÷ N, it is √(Σ nᵢ/N · (xᵢ − x̄)²) ÷ x̄.

    Parameters
    ----------
    resource
        (schools,) teachers, square metres, rooms …
    pupils
        (schools,) schools without pupils do not count.

    Returns
    -------
    Coefficient and mean ratio; NaN where nobody is counted, a resource is not known, or nobody
    has any of it.
    """
    amount, number = (np.asarray(part, dtype=np.float64) for part in (resource, pupils))
    some = number > 0
    amount, number = amount[some], number[some]
    total = number.sum()
    if not total or np.isnan(amount).any() or not amount.sum() > 0:
        return math.nan, math.nan
    mean = amount.sum() / total
    spread = math.sqrt((number / total * (amount / number - mean) ** 2).sum())
    return float(spread / mean), float(mean)


def whole_posts(exact: Floats) -> Ints:
    """Return whole posts by school and stage: each school's sum is rounded up.

    Parameters
    ----------
    exact
        (schools, stages) posts by the norms, with their fractions.

    Returns
    -------
    (schools, stages) posts that add up to ⌈Σ exact⌉ in each school; its stages share the part
    that is rounded up by largest remainder, the earlier stage first.
    """
    posts = np.floor(exact + _SLACK).astype(np.int64)
    needed = np.ceil(exact.sum(axis=1) - _SLACK).astype(np.int64)
    left = needed - posts.sum(axis=1)
    order = np.argsort(-(exact - posts), axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    posts += rank < left[:, None]
    return posts


def in_post(opening: Floats, yearly_rate: float, years: int) -> Floats:
    """Return how many of the opening's staff are still in post, whole people; NaN stays NaN."""
    return np.floor(opening * (1 - yearly_rate) ** years + 0.5 + _SLACK)


def step_value(steps: Steps, classes: ArrayLike) -> Floats:
    """Return a norm by size of school: that of the last step begun; NaN before the first."""
    if not steps:
        return np.full(np.shape(classes), math.nan)
    begins, values = (np.array(part, dtype=np.float64) for part in zip(*steps, strict=True))
    place = np.searchsorted(begins, np.asarray(classes), side="right")
    return np.asarray(np.concatenate([[math.nan], values])[place], dtype=np.float64)


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Share a whole amount out by largest remainder; equal remainders favour the earlier.

    Integers of any size, so that money is exact to the yuan. Without any weight the first has all.
    """
    whole = sum(weights)
    if not whole:
        return [total, *[0] * (len(weights) - 1)] if weights else []
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight - share * whole for weight, share in zip(weights, shares,
                                                                          strict=True)]  # fmt: skip
    order = sorted(range(len(weights)), key=lambda k: (-remainders[k], k))
    for k in order[: total - sum(shares)]:
        shares[k] += 1
    return shares


def cross(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """Fill a table of whole amounts, in proportion, so that rows and columns both add up.

    Raises
    ------
    ValueError
        Rows and columns do not have the same sum.
    """
    if sum(rows) != sum(columns):
        raise ValueError(f"{sum(rows)} in rows ≠ {sum(columns)} in columns")
    left, table = list(columns), []
    for row in rows:
        # No share is above what is left of its column: the row is at most their sum.
        shares = share_out(row, left)
        table.append(shares)
        left = [column - share for column, share in zip(left, shares, strict=True)]
    return table


def days_by_year(first: dt.date, last: dt.date) -> dict[int, int]:
    """Count the days of each calendar year from one day to another, both included."""
    return {
        year: (min(last, dt.date(year, 12, 31)) - max(first, dt.date(year, 1, 1))).days + 1
        for year in range(first.year, last.year + 1)
    }


def spend(
    parts: Sequence[tuple[str, int]], weights: Mapping[int, int]
) -> list[tuple[int, str, int]]:
    """Spread the money of each source over years.

    Parameters
    ----------
    parts
        (source, yuan).
    weights
        Calendar year → days of works, or yuan planned for it.

    Returns
    -------
    (year, source, yuan), exact to the yuan by source; the years stand in proportion to their
    weights, and equal these where they are yuan of the same sum. Nothing is listed as 0.
    """
    years = sorted(weights)
    sums = [yuan for _, yuan in parts]
    by_year = share_out(sum(sums), [weights[year] for year in years])
    table = cross(sums, by_year)
    return [
        (year, source, row[k])
        for k, year in enumerate(years)
        for (source, _), row in zip(parts, table, strict=True)
        if row[k]
    ]
