"""Where do the pupils, classes and rooms of a closing campus go?"""

import numpy as np
from numpy.typing import NDArray

from simulator import sizes as sizing
from simulator.district import Closure, District
from simulator.roll import Moves
from simulator.rounding import split_even
from simulator.state import Ended, Event, State
from simulator.vocabulary import GRADES_OF_STAGE, N_GRADES, SEEKING, STAGE_OF_GRADE
from simulator.works.lodging import vacate
from simulator.works.september import Works, unsettle

Ints = NDArray[np.int64]


def close(works: Works, district: District, closure: Closure, state: State, year: int) -> None:
    """Close a campus: whole classes go to the receiver, or its pupils seek."""
    campus, receiver = closure.campus, closure.receiver
    vacate(works, district, campus)
    received = np.zeros(N_GRADES, dtype=bool)
    if receiver is not None:
        # A merger brings its rooms along, so the receiver can go on with grades new to it.
        able = district.pool_of[receiver] >= 0 if closure.merged else works.taught[receiver]
        received = able & works.taught[campus]
        works.taught[receiver] |= received
    here = state.roll.destination == campus
    zone = state.roll.zone[here]
    counts = state.roll.counts[here].astype(np.int64)
    arc, grade, residence = np.nonzero(counts)
    count = counts[arc, grade, residence]
    seek = state.roll.sink(SEEKING)
    target = np.where(received[grade], -1 if receiver is None else receiver, seek)
    moves = Moves.of(zone[arc], campus, target, grade, residence, count)
    works.moves.append(moves)
    lost = moves.target == seek
    works.displaced.append(
        Moves.of(
            moves.zone[lost], campus, seek, moves.grade[lost], moves.residence[lost],
            moves.count[lost],
        )
    )  # fmt: skip
    if receiver is not None:
        pupils = np.bincount(grade, weights=count, minlength=N_GRADES).astype(np.int64)
        _hand_over_classes(works, district, campus, receiver, np.where(received, pupils, 0))
        if closure.merged:
            _hand_over_rooms(works, district, campus, receiver)
    works.classes[campus] = 0
    works.sizes[campus] = 0
    works.rooms[district.pool_campus == campus] = 0
    works.temporary[district.pool_campus == campus] = 0
    works.filling[district.pool_campus == campus] = False
    works.beds[campus] = 0
    works.open[campus] = False
    stages = {STAGE_OF_GRADE[g] for g in np.flatnonzero(works.taught[campus]).tolist()}
    works.taught[campus] = False
    pass_on_catchments(works, district, state, campus, receiver, stages)
    kind = "campus_merged" if closure.merged else "campus_closes"
    detail = district.campus_ids[receiver] if receiver is not None else ""
    works.events.append(Event(f"{year}-09-01", kind, district.campus_ids[campus], detail))
    gone = int(moves.count[lost].sum())
    works.ended.append(Ended(closure.id, year, int(count.sum()) - gone, gone))


def pass_on_catchments(
    works: Works,
    district: District,
    state: State,
    campus: int,
    receiver: int | None,
    stages: set[int],
) -> None:
    """Give the zones of a campus to a receiver that teaches the stage; else assign them anew."""
    for stage in sorted(stages):
        heir = receiver is not None and bool(
            district.campus_public[receiver]
            and works.taught[receiver, GRADES_OF_STAGE[stage]].any()
        )
        _inherit(works, state, campus, receiver if heir else None, stage)
        if not heir:
            unsettle(works, district, campus, {stage})


def _hand_over_classes(
    works: Works, district: District, campus: int, receiver: int, pupils: Ints
) -> None:
    """Put whole classes of a closing campus beside those of the receiver.

    ``pupils``, (G,), go over. Those of combined classes, or who come to them, form new classes.
    """
    there, here = district.class_grade[receiver], district.class_grade[campus]
    alone = (district.together[campus] == 1) & (district.together[receiver] == 1)
    for cell in np.unique(there[pupils > 0]).tolist():
        if alone[cell] and here[cell] == cell:
            coming = works.sizes[campus, cell, : works.classes[campus, cell]]
        else:
            number = int(pupils[there == cell].sum())
            classes = -(-number // int(works.tolerance[receiver, cell]))
            coming = split_even(np.array([number]), np.array([classes]), classes)[0]
        present = works.sizes[receiver, cell, : works.classes[receiver, cell]]
        both = -np.sort(-np.concatenate([present, coming]))
        works.sizes = sizing.widen(works.sizes, both.size).copy()
        works.sizes[receiver, cell, : both.size] = both
        works.classes[receiver, cell] = both.size


def _hand_over_rooms(works: Works, district: District, campus: int, receiver: int) -> None:
    """Give a merged campus's rooms to the receiver's pool of the same stage."""
    for pool in np.flatnonzero(district.pool_campus == campus).tolist():
        grades = np.flatnonzero(district.pool_of[campus] == pool)
        pools = district.pool_of[receiver, grades]
        if (pools >= 0).any():
            works.rooms[pools[pools >= 0][0]] += works.rooms[pool]
            works.temporary[pools[pools >= 0][0]] += works.temporary[pool]
    works.beds[receiver] += works.beds[campus]


def _inherit(works: Works, state: State, campus: int, receiver: int | None, stage: int) -> None:
    """Give the zones of a closed campus to the receiver; without one, to the campuses left."""
    catchment = state.catchments[stage]
    served = set(catchment.zone[catchment.campus == campus].tolist())
    # What an earlier closure of the same day gave counts, not the catchments of last year.
    served |= {z for (z, s), own in works.given.items() if s == stage and campus in own}
    for zone in sorted(served):
        stated = works.given.get((zone, stage))
        own = stated or tuple(catchment.campus[catchment.zone == zone].tolist())
        if campus not in own:
            continue
        heirs = {c for c in own if c != campus}
        if receiver is not None:
            heirs.add(receiver)
        if heirs:
            works.given[(zone, stage)] = tuple(sorted(heirs))
