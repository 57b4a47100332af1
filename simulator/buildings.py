"""What is built, converted, merged and closed, and whose catchment does it change?"""

import datetime as dt
from dataclasses import replace

import numpy as np

from simulator import capacity
from simulator.capacity import by_pool
from simulator.district import Closure, Conversion, District, Redraw
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.state import Event, Inputs, Log, State
from simulator.vocabulary import FIRST_GRADES, STAGE_OF_GRADE
from simulator.works.closing import close
from simulator.works.opening import (
    begin_teaching,
    leave_transition,
    open_in_transition,
    open_project,
)
from simulator.works.redrawing import redrawn
from simulator.works.september import Works, unsettle


def build(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Change rooms, campuses and catchments by what was reached by 1 September.

    Projects accepted come first; then conversions, merges, closures and redraws by date (in this
    order on one day). A merger or closure waits while its receiver is not open yet. A campus that
    opens, closes or changes stage is a catchment event: the scenario's catchment, else the zones
    of its town are assigned anew, for entrants, by least total distance within planned entry
    seats, and marked assumed.
    """
    del luck
    district, year = inputs.district, state.year
    works = Works(
        rooms=state.rooms.copy(),
        temporary=state.temporary.copy(),
        beds=state.beds.copy(),
        open=state.open.copy(),
        taught=state.taught.copy(),
        filling=state.filling.copy(),
        fresh=state.fresh.copy(),
        classes=state.classes.copy(),
        sizes=state.sizes.copy(),
        tolerance=capacity.tolerance(inputs.norms, inputs.district),
    )
    for index, project in enumerate(district.projects):
        if state.accepted.get(index) == year:
            if index in state.in_transition:
                leave_transition(works, district, project, year)
            open_project(works, district, project, year)
        elif state.in_transition.get(index) == year:
            open_in_transition(works, district, project, year)
    roll, done = state.roll, set(state.done)
    for change in _due(district, done, year):
        if isinstance(change, Conversion):
            _convert(works, district, change, year)
        elif isinstance(change, Redraw):
            _redraw(works, district, change)
        elif change.receiver is not None and not works.open[change.receiver]:
            day, campus = f"{year}-09-01", district.campus_ids[change.campus]
            detail = district.campus_ids[change.receiver]
            works.events.append(Event(day, "merger_waits_for_receiver", campus, detail))
            continue
        else:
            before = len(works.moves)
            close(works, district, change, replace(state, roll=roll), year)
            roll = roll.moved(Moves.together(works.moves[before:]))
        done.add(change.id)
    after = replace(
        state,
        roll=roll,
        rooms=works.rooms,
        temporary=works.temporary,
        beds=works.beds,
        open=works.open,
        taught=works.taught,
        filling=works.filling,
        fresh=works.fresh,
        classes=works.classes,
        sizes=works.sizes,
        displaced=Moves.together([state.displaced, *works.displaced]),
        done=frozenset(done),
    )
    catchments = tuple(
        redrawn(after, inputs, stage, works) for stage in range(len(state.catchments))
    )
    log = Log(
        moves=Moves.together(works.moves),
        rooms=works.rooms - state.rooms,
        temporary=works.temporary - state.temporary,
        classes=works.classes - state.classes,
        events=tuple(works.events),
    )
    return replace(after, catchments=catchments), log


def reserve(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Let continuing classes hold their rooms; an overbooked pool borrows, and is recorded."""
    del luck
    district = inputs.district
    held = by_pool(state.classes, district)
    borrowed = np.maximum(held - state.rooms - state.temporary, 0)
    events = tuple(
        Event(
            f"{state.year}-09-01", "pool_overbooked", district.pool_ids[pool],
            f"{held[pool]} > {state.rooms[pool] + state.temporary[pool]}",
        )
        for pool in np.flatnonzero(borrowed).tolist()
    )  # fmt: skip
    return replace(state, borrowed=borrowed), Log(events=events)


def _due(district: District, done: set[str], year: int) -> list[Conversion | Closure | Redraw]:
    """List the changes dated by 1 September that have not taken effect, in their order."""
    ranked: list[tuple[dt.date, int, str, Conversion | Closure | Redraw]] = [
        *((c.on, 0, c.id, c) for c in district.conversions),
        *((c.on, 1 if c.merged else 2, c.id, c) for c in district.closures),
        *((r.on, 3, r.id, r) for r in district.redraws),
    ]
    today = dt.date(year, 9, 1)
    due = [entry for entry in ranked if entry[0] <= today and entry[2] not in done]
    return [entry[3] for entry in sorted(due, key=lambda entry: entry[:3])]


def _redraw(works: Works, district: District, redraw: Redraw) -> None:
    """Give zones the catchments that the scenario states."""
    campuses: dict[int, list[int]] = {}
    for zone, campus in zip(redraw.zone.tolist(), redraw.campus.tolist(), strict=True):
        campuses.setdefault(zone, []).append(campus)
    for zone, own in campuses.items():
        works.given[(zone, redraw.stage)] = tuple(own)
        # The scenario says how this town is redrawn, so nothing is assumed there.
        works.unsettled.discard((int(district.zone_town[zone]), redraw.stage))


def _convert(works: Works, district: District, conversion: Conversion, year: int) -> None:
    """Move rooms between two pools of a campus; classes that held them borrow until they end."""
    source, target = conversion.source, conversion.target
    moved = min(conversion.rooms, int(works.rooms[source]))
    works.rooms[source] -= moved
    works.rooms[target] += moved
    campus = int(district.pool_campus[target])
    grades = np.flatnonzero(district.pool_of[campus] == target)
    if not works.taught[campus, grades].any():
        begin_teaching(works, district, campus, target, whole=False)
    if works.rooms[source] == 0:
        given_up = np.flatnonzero(district.pool_of[campus] == source)
        entry = [g for g in given_up.tolist() if g in FIRST_GRADES or g - 1 not in given_up]
        works.taught[campus, entry] = False
        unsettle(works, district, campus, {STAGE_OF_GRADE[g] for g in given_up.tolist()})
    works.events.append(
        Event(
            f"{year}-09-01", "rooms_converted", district.pool_ids[target],
            f"{district.pool_ids[source]} → {moved}"
            + (f" / {conversion.rooms}" if moved < conversion.rooms else ""),
        )
    )  # fmt: skip
