"""Who rides long, who needs to board by distance, and which schools need a resource room?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.state import Inputs, State
from simulator.vocabulary import COMPULSORY, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]

_STAGE = np.array(STAGE_OF_GRADE)


def boarding(state: State, inputs: Inputs) -> Columns:
    """Count, for each public campus and stage, pupils whose ride is longer than it may be.

    A ride of at most so many minutes at a stated speed is due (国办发〔2018〕27号). Of the pupils
    who live farther, those from the boarding grade on (p4 by the same) may have a bed, as far as
    the campus has them: higher grades first. The others ride long. Pupils from outside are not
    counted: where they live is not known. Distance alone counts here; how many beds are short of
    the boarders whom schools report is the account of ``simulator.accounting.beds``.
    """
    district, norms, roll = inputs.district, inputs.norms, state.roll
    metres = norms.ride_minutes / 60 * norms.ride_speed_kmh * 1000
    here = (roll.destination < roll.campuses) & (roll.zone < district.n_zones)
    zone, campus = roll.zone[here], roll.destination[here]
    far = (district.distance_m[zone, campus] > metres) & district.campus_public[campus]
    pupils = np.zeros((district.n_campuses, _STAGE.size), dtype=np.int64)
    np.add.at(pupils, campus[far], roll.counts[here][far].sum(axis=2))
    may = pupils.copy()
    may[:, : norms.boarding_from] = 0
    # Beds go from the highest grade down: older children board first.
    above = np.cumsum(may[:, ::-1], axis=1)[:, ::-1] - may
    in_bed = np.clip(state.beds[:, None] - above, 0, may)
    by_stage = [np.zeros((district.n_campuses, len(STAGES)), dtype=np.int64) for _ in range(3)]
    for total, cells in zip(by_stage, (pupils, may, in_bed), strict=True):
        for grade, of_stage in enumerate(STAGE_OF_GRADE):
            total[:, of_stage] += cells[:, grade]
    far_pupils, may_board, boarding_now = by_stage
    campus, stage = np.nonzero(far_pupils)
    return {
        "campus": campus,
        "stage": stage,
        "far_pupils": far_pupils[campus, stage],
        "may_board": may_board[campus, stage],
        "in_beds": boarding_now[campus, stage],
        "without_bed": (may_board - boarding_now)[campus, stage],
        "long_rides": (far_pupils - boarding_now)[campus, stage],
    }


def resource_rooms(state: State, inputs: Inputs) -> Columns:
    """Expect pupils with special needs at ordinary public campuses, and say who needs a room.

    The stated share of their compulsory pupils; from five on a campus needs a resource room
    (资源教室, 国办发〔2021〕60号). No rows where no share is stated.
    """
    district, share = inputs.district, inputs.district.special_needs or 0.0
    ordinary = state.open & district.campus_public & ~district.campus_special
    if district.special_needs is None:
        ordinary = np.zeros_like(ordinary)
    pupils = state.roll.at_campuses()[:, np.isin(_STAGE, COMPULSORY)].sum(axis=1)
    campus = np.flatnonzero(ordinary & (pupils > 0))
    expected = pupils[campus] * share
    needed = expected >= inputs.norms.resource_room_pupils - 1e-9
    present = district.campus_resource_room[campus]
    return {
        "campus": campus,
        "pupils": pupils[campus],
        "expected": expected,
        "room_needed": needed.astype(np.int64),
        "room_present": present,
        "room_short": np.where(needed, np.where(np.isnan(present), np.nan, present == 0), 0.0),
    }
