"""What public funds are due to each public school for its pupils, with the floor for small ones?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.state import Inputs, State
from simulator.vocabulary import COMPULSORY, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]

_STAGE = np.array(STAGE_OF_GRADE)


def funds(state: State, inputs: Inputs, pupils: Ints) -> Columns:
    """One row for each public campus with compulsory pupils, (C, G): yuan a year, by the norms.

    Funds by pupils of each stage (生均公用经费). A rural campus with fewer pupils than a small
    school may have is counted as if it had so many (不足 100 人按 100 人, 国办发〔2018〕82号),
    those it lacks at the rate of its lower stage. Boarders, as far as there are beds, bring a
    supplement. Special schools have funds of their own, which are not worked out.
    """
    district, norms = inputs.district, inputs.norms.accounts
    if norms is None:
        return _columns(*(np.zeros(0, dtype=np.int64) for _ in range(6)))
    by_stage = np.stack(
        [pupils[:, stage == _STAGE].sum(axis=1) for stage in range(len(STAGES))], axis=1
    )[:, list(COMPULSORY)]
    total = by_stage.sum(axis=1)
    ordinary = district.campus_public & ~district.campus_special
    campus = np.flatnonzero(ordinary & (total > 0))
    rural = ~district.zone_urban[district.campus_zone[campus]]
    small = rural & (total[campus] < norms.small_school_pupils)
    counted = np.where(small, norms.small_school_pupils, total[campus])
    rates = np.rint(norms.funds_per_pupil[list(COMPULSORY)]).astype(np.int64)
    lower = np.where(by_stage[campus, 0] > 0, rates[0], rates[1])
    floor = (counted - total[campus]) * lower
    boards = np.floor(pupils * district.boarder_share + 0.5)[:, np.isin(_STAGE, COMPULSORY)]
    boarders = np.minimum(boards.sum(axis=1).astype(np.int64), state.beds)[campus]
    supplement = boarders * round(norms.boarder_funds)
    yuan = by_stage[campus] @ rates + floor + supplement
    return _columns(campus, total[campus], boarders, counted, floor, yuan)


def _columns(
    campus: Ints, pupils: Ints, boarders: Ints, counted: Ints, floor: Ints, yuan: Ints
) -> Columns:
    return {
        "campus": campus,
        "pupils": pupils,
        "boarders": boarders,
        "pupils_counted": counted,
        "floor_yuan": floor,
        "yuan": yuan,
    }
