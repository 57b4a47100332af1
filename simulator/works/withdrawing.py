"""What becomes of a campus that is withdrawn, and of one that is taken over?"""

import numpy as np
from numpy.typing import NDArray

from simulator.district import District
from simulator.roll import Roll
from simulator.state import Event, State
from simulator.undertakings import TakeOver, Withdrawal, september
from simulator.vocabulary import GRADES_OF_STAGE, STAGE_OF_GRADE
from simulator.works.closing import pass_on_catchments
from simulator.works.september import Works, unsettle


def begin_withdrawal(
    works: Works, district: District, withdrawal: Withdrawal, state: State, year: int
) -> None:
    """Give the zones of a campus away: it takes no entrants from this September on."""
    campus, receiver = withdrawal.campus, withdrawal.receiver
    stages = {STAGE_OF_GRADE[g] for g in np.flatnonzero(works.taught[campus]).tolist()}
    run_down(works, withdrawal, state.roll)
    pass_on_catchments(works, district, state, campus, receiver, stages)
    into = district.campus_ids[receiver] if receiver is not None else ""
    until = withdrawal.until.isoformat() if withdrawal.until is not None else ""
    detail = " ".join(word for word in (into, until) if word)
    day, name = f"{year}-09-01", district.campus_ids[campus]
    works.events.append(Event(day, "withdrawal_begins", name, detail))


def run_down(works: Works, withdrawal: Withdrawal, roll: Roll) -> None:
    """Let a campus teach only the grades its pupils are in, or will come to."""
    here = _pupils(roll, withdrawal.campus) > 0
    for grades in GRADES_OF_STAGE:
        coming = np.logical_or.accumulate(here[list(grades)])
        works.taught[withdrawal.campus, list(grades)] &= coming


def is_over(withdrawal: Withdrawal, roll: Roll, year: int) -> bool:
    """Tell whether the transition period has ended, or nobody is left."""
    ended = withdrawal.until is not None and september(withdrawal.until) <= year
    return ended or not _pupils(roll, withdrawal.campus).any()


def take_over(works: Works, district: District, change: TakeOver, year: int) -> None:
    """Give a campus that becomes public the catchment stated, or have one assumed."""
    campus = change.campus
    day, name = f"{year}-09-01", district.campus_ids[campus]
    if not works.open[campus]:
        works.events.append(Event(day, "taken_over_while_closed", name, change.id))
        return
    works.events.append(Event(day, "campus_taken_over", name, change.id))
    stages = {STAGE_OF_GRADE[g] for g in np.flatnonzero(works.taught[campus]).tolist()}
    if change.catchment is None:
        unsettle(works, district, campus, stages)
        return
    for stage in sorted(stages):
        for zone in change.catchment:
            others = works.given.get((zone, stage), ())
            works.given[(zone, stage)] = tuple(sorted({*others, campus}))


def _pupils(roll: Roll, campus: int) -> NDArray[np.int64]:
    """Count, (G,), the pupils of a campus."""
    here = roll.destination == campus
    total: NDArray[np.int64] = roll.counts[here].sum(axis=(0, 2), dtype=np.int64)
    return total
