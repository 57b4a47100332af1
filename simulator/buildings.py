"""What is built, converted, merged, closed, and whose catchment does it change?"""

import datetime as dt
from dataclasses import replace

import numpy as np

from simulator import capacity
from simulator.capacity import by_pool
from simulator.district import Closure, Conversion, District, Redraw
from simulator.luck import Luck
from simulator.roll import Moves, Roll
from simulator.state import Event, Inputs, Log, State
from simulator.undertakings import TakeOver, Withdrawal
from simulator.vocabulary import FIRST_GRADES, STAGE_OF_GRADE
from simulator.works.closing import close
from simulator.works.lodging import follow_leases
from simulator.works.opening import (
    begin_teaching,
    clear_rooms,
    leave_transition,
    open_in_transition,
    open_project,
)
from simulator.works.redrawing import redrawn
from simulator.works.september import Works, unsettle
from simulator.works.withdrawing import begin_withdrawal, is_over, run_down, take_over

_Due = TakeOver | Conversion | Closure | Withdrawal | Redraw


def build(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Change rooms, campuses and catchments by what was reached by 1 September.

    Projects accepted come first; then old rooms that are rebuilt go, transition sites and leases
    begin and end; then take-overs, conversions, merges, closures, withdrawals and redraws by date
    (in this order on one day). A merger, closure or withdrawal waits while its receiver is not
    open yet; withdrawals end last. A campus that opens, closes, changes stage or becomes public
    is a catchment event: the scenario's catchment, else the zones of its town are assigned anew,
    for entrants, by least total distance within planned entry seats, and marked assumed.
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
        lodged=dict(state.lodged),
    )
    for index, project in enumerate(district.projects):
        if state.accepted.get(index) == year:
            if project.id in works.lodged:
                leave_transition(works, district, project, year)
            open_project(works, district, project, year)
    # What is lent or torn down is taken from what there is, new rooms included.
    for index, project in enumerate(district.projects):
        if state.in_transition.get(index) == year and state.accepted.get(index) != year:
            open_in_transition(works, district, project, year)
        if state.cleared.get(index) == year:
            clear_rooms(works, district, project, year, accepted=index in state.accepted)
    follow_leases(works, district, district.leases, year)
    roll, done = state.roll, set(state.done)
    for change in _due(district, done, year):
        if isinstance(change, Conversion):
            _convert(works, district, change, year)
        elif isinstance(change, Redraw):
            _redraw(works, district, change)
        elif isinstance(change, TakeOver):
            take_over(works, district, change, year)
        elif change.receiver is not None and not works.open[change.receiver]:
            day, campus = f"{year}-09-01", district.campus_ids[change.campus]
            detail = district.campus_ids[change.receiver]
            works.events.append(Event(day, "merger_waits_for_receiver", campus, detail))
            continue
        elif isinstance(change, Withdrawal):
            begin_withdrawal(works, district, change, replace(state, roll=roll), year)
        else:
            roll = _closed(works, district, change, replace(state, roll=roll))
        done.add(change.id)
    for withdrawal in district.withdrawals:
        if withdrawal.id in done and works.open[withdrawal.campus]:
            roll = _withdrawn(works, district, withdrawal, replace(state, roll=roll))
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
        lodged=works.lodged,
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
        ended=tuple(works.ended),
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


def _closed(works: Works, district: District, closure: Closure, state: State) -> Roll:
    """Close a campus; give the roll after its pupils have moved or begun to seek."""
    before = len(works.moves)
    close(works, district, closure, state, state.year)
    return state.roll.moved(Moves.together(works.moves[before:]))


def _withdrawn(works: Works, district: District, withdrawal: Withdrawal, state: State) -> Roll:
    """Let a withdrawn campus run down, or close it where its time has come."""
    run_down(works, withdrawal, state.roll)
    if not is_over(withdrawal, state.roll, state.year):
        return state.roll
    campus, receiver = withdrawal.campus, withdrawal.receiver
    if receiver is not None and not works.open[receiver]:
        day, name = f"{state.year}-09-01", district.campus_ids[campus]
        detail = district.campus_ids[receiver]
        works.events.append(Event(day, "merger_waits_for_receiver", name, detail))
        return state.roll
    closure = next(ending for ending in district.endings if ending.id == withdrawal.id)
    return _closed(works, district, closure, state)


def _due(district: District, done: set[str], year: int) -> list[_Due]:
    """List the changes dated by 1 September that have not taken effect, in their order."""
    ranked: list[tuple[dt.date, int, str, _Due]] = [
        *((t.on, 0, t.id, t) for t in district.take_overs),
        *((c.on, 1, c.id, c) for c in district.conversions),
        *((c.on, 2 if c.merged else 3, c.id, c) for c in district.closures),
        *((w.on, 4, w.id, w) for w in district.withdrawals),
        *((r.on, 5, r.id, r) for r in district.redraws),
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
