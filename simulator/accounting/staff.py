"""How many posts do the norms give each public school, and how many of its staff are in post?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.accounts import in_post, share_out, whole_posts
from simulator.district import AccountNorms, District
from simulator.state import Inputs, State
from simulator.vocabulary import COMPULSORY, N_GRADES, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]

_STAGE = np.array(STAGE_OF_GRADE)


def staff(state: State, inputs: Inputs, pupils: Ints) -> Columns:
    """One row for each public legal unit and stage with pupils, or with staff and no pupils.

    Posts are counted by pupils (C, G); at kindergartens and small rural schools, campus by campus,
    by class where that gives more. Each unit's sum is rounded up, once.
    """
    district, norms = inputs.district, inputs.norms.accounts
    units, stages = len(district.school_ids), len(STAGES)
    by_campus = _by_stage(pupils)
    classes = _by_stage(state.classes)
    if norms is None:
        return _columns(district, np.zeros((0, 2), dtype=np.int64), {})
    by_ratio = by_campus / norms.pupils_per_post
    more = np.maximum(_by_class(district, norms, by_campus, classes) - by_ratio, 0)
    public = np.flatnonzero(district.campus_public)
    unit = district.campus_school[public]
    sums: dict[str, NDArray[Any]] = {}
    for name, cells in (
        ("pupils", by_campus), ("classes", classes),
        ("posts_by_ratio", by_ratio), ("posts_by_class", more),
    ):  # fmt: skip
        sums[name] = np.zeros((units, stages), dtype=cells.dtype)
        np.add.at(sums[name], unit, cells[public])
    sums["posts_needed"] = whole_posts(sums["posts_by_ratio"] + sums["posts_by_class"])
    sums["staff_present"] = _present(state, district, sums["posts_needed"])
    sums["gap"] = sums["posts_needed"] - sums["staff_present"]
    idle = (sums["pupils"].sum(axis=1) == 0)[:, None] & (np.nan_to_num(sums["staff_present"]) > 0)
    return _columns(district, np.argwhere((sums["pupils"] > 0) | idle), sums)


def in_post_by_unit(state: State, district: District) -> Floats:
    """Return (units,) staff of the opening still in post; NaN where a campus states none.

    A campus that closes leaves its staff to its unit until they are given other posts.
    """
    present = np.zeros(len(district.school_ids))
    if district.holdings is None:
        return present * np.nan
    public = np.flatnonzero(district.campus_public)
    np.add.at(present, district.campus_school[public], district.holdings.staff[public])
    gone = state.year - district.opening_year
    return in_post(present, district.holdings.retirement_rate, gone)


def _by_stage(number: Ints) -> Ints:
    """Add up a (C, G) table over the grades of each stage."""
    total = np.zeros((number.shape[0], len(STAGES)), dtype=np.int64)
    for grade in range(N_GRADES):
        total[:, _STAGE[grade]] += number[:, grade]
    return total


def _by_class(district: District, norms: AccountNorms, pupils: Ints, classes: Ints) -> Floats:
    """Return (C, S) posts by class, 0 where only pupils count."""
    posts = np.zeros(pupils.shape)
    each = np.where(
        classes[:, 0] == 1, norms.kindergarten_single_class_posts, norms.kindergarten_class_posts
    )
    posts[:, 0] = each * classes[:, 0]
    compulsory = list(COMPULSORY)
    rural = ~district.zone_urban[district.campus_zone]
    small = rural & (pupils[:, compulsory].sum(axis=1) < norms.small_school_pupils)
    by_class = norms.small_school_class_posts * classes[:, compulsory]
    posts[:, compulsory] = np.where(small[:, None], by_class, 0.0)
    return posts


def _present(state: State, district: District, posts: Ints) -> Floats:
    """Return (units, S) staff in post, shared over the stages of a unit as its posts are."""
    whole = in_post_by_unit(state, district)
    present = np.full(posts.shape, np.nan)
    first = np.zeros(posts.shape[0], dtype=np.int64)
    teaches = np.zeros(posts.shape, dtype=bool)
    for grade in range(N_GRADES):
        here = district.pool_of[:, grade] >= 0
        teaches[district.campus_school[here], _STAGE[grade]] = True
    first = np.argmax(teaches, axis=1)
    for unit in np.flatnonzero(~np.isnan(whole)).tolist():
        weights = posts[unit].tolist()
        if not any(weights):
            weights[int(first[unit])] = 1
        present[unit] = share_out(int(whole[unit]), weights)
    return present


def _columns(district: District, cells: Ints, sums: dict[str, NDArray[Any]]) -> Columns:
    """Give the cells (unit, stage) that have a row."""
    unit, stage = cells[:, 0], cells[:, 1]
    names = ("pupils", "classes", "posts_by_ratio", "posts_by_class", "posts_needed",
             "staff_present", "gap")  # fmt: skip
    none = np.zeros((len(district.school_ids), len(STAGES)))
    return {
        "school": unit,
        "stage": stage,
        **{name: sums.get(name, none)[unit, stage] for name in names},
    }
