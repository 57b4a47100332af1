"""When does each large class clear, and what stands in its way (销号台账)?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine import History
from simulator.vocabulary import GRADES, LAST_GRADES, STAGE_OF_GRADE


def ledger(history: History) -> dict[str, NDArray[Any]]:
    """Follow every large class: when it is large no more, and what blocked it this year.

    A class is followed with its cohort: the i-th largest class of a grade is cleared in the first
    later year in which the cohort has fewer than i large classes, or has left the campus. Combined
    classes stay where they are while their pupils pass through.
    """
    district = history.district
    rows: list[tuple[int, int, int, int, int, int | None, str]] = []
    large = [
        ((c.sizes >= c.large) & district.public_in(c.year)[:, None, None]).sum(axis=2)
        for c in history.censuses
    ]
    waiting = _waiting_projects(history)
    for index, census in enumerate(history.censuses):
        for campus, grade in np.argwhere(large[index] > 0).tolist():
            if STAGE_OF_GRADE[grade] == 0:
                continue
            pool = int(district.pool_of[campus, grade])
            if not census.clear:
                blocked = "policy_off"
            elif census.free_rooms[pool] == 0:
                later = [p for first, p in waiting.get(pool, ()) if first > census.year]
                blocked = f"waits_for_project:{later[0]}" if later else "no_room"
            else:
                blocked = "pupils"
            for number in range(int(large[index][campus, grade])):
                cleared = _cleared_in(history, large, index, campus, grade, number)
                size = int(census.sizes[campus, grade, number])
                rows.append((census.year, campus, grade, number + 1, size, cleared, blocked))
    names = ("school_year", "campus", "grade", "class_no", "pupils", "cleared_in", "blocked_by")
    if not rows:
        empty = np.zeros(0, dtype=np.int64)
        return dict.fromkeys(names, empty)
    return {
        name: np.array(column, dtype=object if name in ("cleared_in", "blocked_by") else np.int64)
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }


def _cleared_in(
    history: History, large: Sequence[NDArray[Any]], index: int, campus: int, grade: int, rank: int
) -> int | None:
    """Return the school year in which the class is large no more; None beyond the horizon."""
    stays = int(history.district.together[campus, grade]) > 1
    for later in range(index + 1, len(history.censuses)):
        cohort = grade if stays else grade + later - index
        graduated = any(g in LAST_GRADES for g in range(grade, cohort))
        if graduated or cohort >= len(GRADES) or large[later][campus, cohort] <= rank:
            return history.censuses[later].year
    return None


def _waiting_projects(history: History) -> dict[int, list[tuple[int, str]]]:
    """List, by pool, the projects that bring rooms and their first September."""
    waiting: dict[int, list[tuple[int, str]]] = {}
    for index, project in enumerate(history.district.projects):
        first = history.accepted.get(index)
        for pool, _ in project.rooms:
            if first is not None:
                waiting.setdefault(pool, []).append((first, project.id))
    return {pool: sorted(projects) for pool, projects in waiting.items()}
