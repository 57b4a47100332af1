"""How many places do the rooms make: usable, open this year, by stage?"""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from simulator.district import District, Norms
from simulator.rounding import apportion
from simulator.state import Inputs, State
from simulator.vocabulary import (
    COMPULSORY,
    FIRST_GRADES,
    GRADES_OF_STAGE,
    N_GRADES,
    STAGE_OF_GRADE,
    STAGES,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_MUSIC_AND_ART = ("music", "art")
_STAGE = np.array(STAGE_OF_GRADE)


def class_norm(norms: Norms, district: District) -> Ints:
    """Return (C, G) the standard class size: special schools have their own."""
    size = np.tile(norms.class_norm, (district.n_campuses, 1))
    size[district.campus_special] = norms.special_class
    return size


def tolerance(norms: Norms, district: District) -> Ints:
    """Return (C, G) the size a class may reach; at special schools, the standard size."""
    size = np.tile(norms.tolerance, (district.n_campuses, 1))
    size[district.campus_special] = norms.special_class
    return size


def room_norm(norms: Norms, district: District) -> Ints:
    """Return (P, S) places of an ordinary room of each pool, by the stage it serves."""
    size = np.tile(stage_norm(norms), (len(district.pool_ids), 1))
    size[district.campus_special[district.pool_campus]] = norms.special_class
    return size


def stage_norm(norms: Norms) -> Ints:
    """Return (S,) places of an ordinary room of each stage: the mean norm of its grades."""
    return np.array(
        [round(float(norms.class_norm[list(grades)].mean())) for grades in GRADES_OF_STAGE]
    )


def by_pool(number: Ints, district: District) -> Ints:
    """Add up a (C, G) table over the pools, (P,): of classes, the rooms they hold."""
    used = district.pool_of >= 0
    size = len(district.pool_ids)
    total = np.bincount(district.pool_of[used], weights=number[used], minlength=size)
    return total.astype(np.int64)


def by_class(number: Ints, district: District) -> Ints:
    """Add up a (C, G) table where classes are held: combined grades at the lowest of them."""
    if (district.class_grade == np.arange(number.shape[1])).all():
        return number
    total = np.zeros_like(number)
    np.add.at(total, (np.arange(number.shape[0])[:, None], district.class_grade), number)
    return total


def grades_of_pool(district: District) -> Ints:
    """Return (P, S) grades that may use each pool, by stage."""
    number = np.zeros((len(district.pool_ids), len(STAGES)), dtype=np.int64)
    campus, grade = np.nonzero(district.pool_of >= 0)
    np.add.at(number, (district.pool_of[campus, grade], _STAGE[grade]), 1)
    return number


def rooms_by_stage(state: State, district: District, planned: Ints) -> Ints:
    """Attribute the ordinary rooms of each pool to stages, (P, S), so that rows add up.

    By the classes in use and the rooms dealt to entry grades; other rooms by the number of
    grades.
    """
    grades = grades_of_pool(district)
    weight = np.zeros_like(grades)
    campus, grade = np.nonzero(district.pool_of >= 0)
    used = state.classes[campus, grade] + planned[campus, grade]
    np.add.at(weight, (district.pool_of[campus, grade], _STAGE[grade]), used)
    pool = np.repeat(np.arange(grades.shape[0]), grades.shape[1])
    # Weights must bound what is shared out, so rooms without a stated use go by grades first.
    free = np.maximum(state.rooms - weight.sum(axis=1), 0)
    by_grades = apportion(free, pool, (grades * (free[:, None] + 1)).reshape(-1))
    weight = weight + by_grades.reshape(grades.shape)
    return apportion(state.rooms, pool, weight.reshape(-1)).reshape(grades.shape)


def places(rooms: Ints, norms: Norms, district: District) -> Ints:
    """Return (P, S) usable places: ordinary rooms × norm."""
    return rooms * room_norm(norms, district)


def open_places(state: State, district: District, rooms: Ints, norms: Norms) -> Ints:
    """Return (P, S) places in the grades taught this year.

    A pool that opened with its entry grades offers, for each grade it teaches, its rooms ÷ grades
    (rounded up) at the norm, until all grades are taught.
    """
    full = places(rooms, norms, district)
    if not state.filling.any():
        return full
    grades = grades_of_pool(district)
    taught = np.zeros_like(grades)
    campus, grade = np.nonzero(state.taught & (district.pool_of >= 0))
    np.add.at(taught, (district.pool_of[campus, grade], _STAGE[grade]), 1)
    each = -(-state.rooms // np.maximum(grades.sum(axis=1), 1))
    part = np.minimum(taught * each[:, None] * room_norm(norms, district), full)
    return np.where(state.filling[:, None], part, full)


def bought_places(inputs: Inputs) -> tuple[Ints, Ints]:
    """Return places bought for this year's entrants: (C, G) at listed campuses, (S,) at others."""
    district, today = inputs.district, dt.date(inputs.year, 9, 1)
    at_campus = np.zeros((district.n_campuses, N_GRADES), dtype=np.int64)
    at_sink = np.zeros(len(STAGES), dtype=np.int64)
    in_force = [p for p in district.purchases if p.on <= today]
    for purchase in sorted(in_force, key=lambda p: p.on):
        if purchase.campus is None:
            at_sink[purchase.stage] = purchase.places
        elif not district.campus_public[purchase.campus]:  # nobody buys places once it is public
            at_campus[purchase.campus, FIRST_GRADES[purchase.stage]] = purchase.places
    return at_campus, at_sink


def specialist(state: State, district: District, norms: Norms) -> tuple[Floats, Floats, Floats]:
    """Compare rooms borrowed with the specialist rooms (功能室) of each pool, (P,).

    Music and art rooms are needed for every 12 classes begun of compulsory grades. Returned are
    the specialist rooms there are, the rooms borrowed beyond them, and the music and art rooms
    that lack while others are borrowed; NaN where nobody says how many there are.
    """
    there = np.full(len(district.pool_ids), np.nan)
    there[: district.pool_specialist.size] = district.pool_specialist
    compulsory = np.isin(_STAGE, COMPULSORY)
    dozens = -(-by_pool(np.where(compulsory, state.classes, 0), district) // 12)
    needed = len(_MUSIC_AND_ART) * norms.music_art_rooms * dozens
    left = np.maximum(there - state.borrowed, 0)
    return there, np.maximum(state.borrowed - there, 0), np.maximum(needed - left, 0)
