"""How many boarders are there at each campus, and do the beds suffice?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.state import Inputs, State
from simulator.vocabulary import GRADES_OF_STAGE

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]


def beds(state: State, inputs: Inputs, pupils: Ints) -> Columns:
    """One row for each open campus with beds or boarders.

    Boarders are pupils (C, G) times the share of boarders that campus and grade reported at the
    opening; those beyond the beds are short of one. How far pupils live plays no part:
    ``simulator.rural`` counts who would need to board by distance.
    """
    district, norms = inputs.district, inputs.norms.accounts
    boarders = np.floor(pupils * district.boarder_share + 0.5).astype(np.int64)
    needed = boarders.sum(axis=1)
    young = np.zeros_like(needed)
    if norms is not None:
        primary = list(GRADES_OF_STAGE[1])[: max(norms.boarding_from_grade - 1, 0)]
        young = boarders[:, primary].sum(axis=1)
    campus = np.flatnonzero(state.open & ((state.beds > 0) | (needed > 0)))
    needed, there = needed[campus], state.beds[campus]
    return {
        "campus": campus,
        "beds": there,
        "beds_needed": needed,
        "short": np.maximum(needed - there, 0),
        "free": np.maximum(there - needed, 0),
        "boarders_too_young": young[campus],
    }
