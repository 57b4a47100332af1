"""Do borrowed specialist rooms, and the campuses that are inclusive, add up again?"""

import datetime as dt

import numpy as np

from simulator.checking.equations import equal, rows
from simulator.state import Census, Inputs, State
from simulator.vocabulary import COMPULSORY, STAGE_OF_GRADE

_UNKNOWN = -1
"""Stands for what nobody has said."""


def check_specialist(state: State, inputs: Inputs, census: Census) -> None:
    """Check rooms borrowed against the specialist rooms that are known, once for each pool."""
    district, table = inputs.district, census.rows["capacity"]
    expected: dict[str, list[int]] = {"rooms_specialist": [], "borrowed_beyond": [],
                                      "specialist_short": []}  # fmt: skip
    seen: set[int] = set()
    for pool in table["pool"].tolist():
        there = district.pool_specialist[pool] if district.pool_specialist.size else np.nan
        if pool in seen or np.isnan(there):
            row = (_UNKNOWN, _UNKNOWN, _UNKNOWN)
        else:
            borrowed, rooms = int(state.borrowed[pool]), int(there)
            classes = sum(
                int(state.classes[campus, grade])
                for campus, grade in np.argwhere(district.pool_of == pool).tolist()
                if STAGE_OF_GRADE[grade] in COMPULSORY
            )
            dozens = (classes + 11) // 12
            wanted = 2 * inputs.norms.music_art_rooms * dozens
            row = (rooms, max(borrowed - rooms, 0), max(wanted - max(rooms - borrowed, 0), 0))
        seen.add(pool)
        for name, value in zip(expected, row, strict=True):
            expected[name].append(value)
    for name, due in expected.items():
        found = np.nan_to_num(table[name].astype(np.float64), nan=_UNKNOWN).astype(np.int64)
        what = f"tables: capacity {name}"
        equal(state.year, what, found, np.array(due, dtype=np.int64), rows(found.size))


def check_inclusive(state: State, inputs: Inputs, census: Census) -> None:
    """Check that public campuses, and those recognised on 1 September, count as inclusive."""
    district, table = inputs.district, census.rows["campuses"]
    today = dt.date(state.year, 9, 1)
    recognised = {
        r.campus
        for r in district.recognitions
        if r.on <= today and (r.until is None or r.until > today)
    }
    due = [district.campus_public[c] or c in recognised for c in table["campus"].tolist()]
    lines = rows(len(due))
    equal(state.year, "tables: inclusive", table["inclusive"], np.array(due, dtype=bool), lines)
