"""Which pupils sit in which classes at the opening, given children, catchments and rooms?"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from openings.draws import Floats, Ints, uniform, whole
from openings.place import GRADES, TOLERANCE, Campus, Place, Zone, norm_of, tolerance_of
from openings.schools import Own, Rooms, apart, demand


def form(pupils: Mapping[str, int], rooms: int) -> dict[str, int]:
    """Form the classes of a pool by grade, within its rooms.

    As few as the tolerance allows; one fewer in the grade that bears it best while rooms are
    short; one more in the fullest grade above the norm while rooms are left.
    """
    norm = {grade: norm_of(grade) for grade in pupils}
    classes = {g: max(1, math.ceil(count / tolerance_of(g))) for g, count in pupils.items()}
    while sum(classes.values()) > rooms:
        fewer = [(pupils[g] / (n - 1), g) for g, n in classes.items() if n > 1]
        if not fewer:
            break
        classes[min(fewer)[1]] -= 1
    while sum(classes.values()) < rooms:
        fullest = max(classes, key=lambda g: pupils[g] / classes[g] / norm[g])
        if pupils[fullest] <= classes[fullest] * norm[fullest]:
            break
        classes[fullest] += 1
    return classes


def hold_intake(campuses: Sequence[Campus], pupils: dict[str, Ints],
                classes: Mapping[tuple[int, str], int], seed: int) -> None:  # fmt: skip
    """Move pupils off classes just above the tolerance, where a town held its intake at 55.

    Six in ten grades of 55 to 58 a class were held; the rest of the pupils went to the campus of
    the town with most seats below the tolerance, if it had enough.
    """
    for (c, grade), n in classes.items():
        excess = int(pupils[grade][c]) - TOLERANCE * n
        if grade[0] == "k" or not 0 < excess <= 3 * n:
            continue
        if uniform(seed, "held", campuses[c].id, grade) > 0.6:
            continue
        town = campuses[c].zone.town
        slack = [
            (TOLERANCE * m - int(pupils[grade][d]), d)
            for (d, g), m in classes.items()
            if g == grade and campuses[d].zone.town is town and not campuses[d].zone.hamlet
            and campuses[d].kind.ordinary
        ]  # fmt: skip
        room, receiver = max(slack)
        if room >= excess:
            pupils[grade][c] -= excess
            pupils[grade][receiver] += excess


def class_sizes(grade: str, count: int, classes: int, *key: object) -> list[int]:
    """Sizes of classes: even, but in three grades of ten one class has some pupils of another.

    A class is not made large that way unless the grade has large classes already.
    """
    sizes = [count // classes + (k < count % classes) for k in range(classes)]
    moved = 1 + int(3 * uniform(*key, "moved"))
    limit = tolerance_of(grade)
    fits = sizes[0] > limit or sizes[0] + moved <= limit
    if classes > 1 and fits and sizes[-1] > moved and uniform(*key, "uneven") < 0.3:
        sizes[0], sizes[-1] = sizes[0] + moved, sizes[-1] - moved
    return sizes


def make_enrolment(place: Place, zones: Sequence[Zone], campuses: Sequence[Campus],
                   catchments: Sequence[Own], children: Mapping[str, Floats], people: Ints,
                   rooms: Rooms, seed: int) -> list[tuple[int, str, list[int]]]:  # fmt: skip
    """Enrol the children of one opening: campus, grade and class sizes."""
    wanted = demand(place, zones, campuses, catchments, children, seed)
    pupils = {g: whole(w, round(float(children[g].sum()))) for g, w in wanted.items()}
    for grade, more in apart(place, campuses, people, seed).items():
        placed = whole(more, round(float(more.sum())))
        pupils[grade] = pupils.get(grade, np.zeros(len(campuses), dtype=np.int64)) + placed
    classes: dict[tuple[int, str], int] = {}
    for c, campus in enumerate(campuses):
        pools = [campus.stages] if campus.shared_pool else [(stage,) for stage in campus.stages]
        for pool in pools:
            taught = [g for stage in pool for g in GRADES[stage] if g in campus.grades]
            counts = {grade: int(pupils[grade][c]) for grade in taught}
            formed = form(counts, sum(rooms[c, stage] for stage in pool))
            classes |= {(c, grade): n for grade, n in formed.items()}
    hold_intake(campuses, pupils, classes, seed)
    return [(c, g, class_sizes(g, int(pupils[g][c]), n, seed, campuses[c].id, g))
            for (c, g), n in classes.items()]  # fmt: skip
