"""What is built, converted, merged and closed, and whose catchment does it change?"""

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from simulator import sizes as sizing
from simulator.capacity import by_pool
from simulator.district import Closure, Conversion, District, Project, Redraw
from simulator.luck import Luck
from simulator.roll import Moves
from simulator.rounding import split_even
from simulator.state import Catchment, Event, Inputs, Log, State
from simulator.vocabulary import (
    FIRST_GRADES,
    GRADES_OF_STAGE,
    N_GRADES,
    SEEKING,
    STAGE_OF_GRADE,
    STAGES,
)
from simulator.whole_zones import whole

Ints = NDArray[np.int64]


@dataclass
class _Works:
    """The parts of the state that building changes, while a September is worked through."""

    rooms: Ints
    temporary: Ints
    beds: Ints
    open: NDArray[np.bool_]
    taught: NDArray[np.bool_]
    filling: NDArray[np.bool_]
    fresh: NDArray[np.bool_]
    classes: Ints
    sizes: Ints
    tolerance: Ints
    moves: list[Moves] = field(default_factory=list)
    displaced: list[Moves] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    given: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    """(zone, stage) → campuses stated by a change."""
    unsettled: set[tuple[int, int]] = field(default_factory=set)
    """(town, stage) whose zones are to be assigned anew."""


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
    works = _Works(
        rooms=state.rooms.copy(),
        temporary=state.temporary.copy(),
        beds=state.beds.copy(),
        open=state.open.copy(),
        taught=state.taught.copy(),
        filling=state.filling.copy(),
        fresh=state.fresh.copy(),
        classes=state.classes.copy(),
        sizes=state.sizes.copy(),
        tolerance=inputs.norms.tolerance,
    )
    for index, project in enumerate(district.projects):
        if state.accepted.get(index) == year:
            _open_project(works, district, project, year)
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
            _close(works, district, change, replace(state, roll=roll), year)
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
        _redrawn(after, inputs, stage, works) for stage in range(len(state.catchments))
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


def _redraw(works: _Works, district: District, redraw: Redraw) -> None:
    """Give zones the catchments that the scenario states."""
    campuses: dict[int, list[int]] = {}
    for zone, campus in zip(redraw.zone.tolist(), redraw.campus.tolist(), strict=True):
        campuses.setdefault(zone, []).append(campus)
    for zone, own in campuses.items():
        works.given[(zone, redraw.stage)] = tuple(own)
        # The scenario says how this town is redrawn, so nothing is assumed there.
        works.unsettled.discard((int(district.zone_town[zone]), redraw.stage))


def _unsettle(works: _Works, district: District, campus: int, stages: set[int]) -> None:
    """Have the zones of a public campus's town assigned anew; a private one has no catchment."""
    if district.campus_public[campus]:
        works.unsettled |= {(int(district.campus_town[campus]), stage) for stage in stages}


def _open_project(works: _Works, district: District, project: Project, year: int) -> None:
    """Hand over a project's rooms; a new campus, or a stage new to its campus, begins to teach."""
    campus = project.campus
    if not project.new_campus and not works.open[campus]:
        day, closed = f"{year}-09-01", district.campus_ids[campus]
        works.events.append(Event(day, "project_of_closed_campus", closed, project.id))
        return
    for pool, rooms in project.rooms:
        works.rooms[pool] += rooms
        grades = np.flatnonzero(district.pool_of[campus] == pool)
        if not works.taught[campus, grades].any():
            stated = project.catchment is not None
            whole = project.opens_with_all
            _begin_teaching(works, district, campus, pool, whole=whole, stated=stated)
            if project.catchment is not None:
                for stage in {STAGE_OF_GRADE[g] for g in grades.tolist()}:
                    for zone in project.catchment:
                        # Two campuses that open together may state the same zone: they share it.
                        others = works.given.get((zone, stage), ())
                        works.given[(zone, stage)] = tuple(sorted({*others, campus}))
    works.beds[campus] += project.beds
    works.open[campus] = True
    kind = "campus_opens" if project.new_campus else "campus_expanded"
    rooms = sum(rooms for _, rooms in project.rooms)
    works.events.append(
        Event(f"{year}-09-01", kind, district.campus_ids[campus], f"{project.id}: +{rooms}")
    )


def _begin_teaching(
    works: _Works, district: District, campus: int, pool: int, *, whole: bool, stated: bool = False
) -> None:
    """Let a campus teach the grades of a pool: the entry grades, or all of them at once.

    Unless its catchment is stated, the zones of its town are to be assigned anew.
    """
    grades = np.flatnonzero(district.pool_of[campus] == pool).tolist()
    entry = [g for g in grades if g in FIRST_GRADES or g - 1 not in grades]
    works.taught[campus, grades if whole else entry] = True
    works.filling[pool] = not whole
    works.fresh[pool] = whole
    if not stated:
        _unsettle(works, district, campus, {STAGE_OF_GRADE[g] for g in grades})


def _convert(works: _Works, district: District, conversion: Conversion, year: int) -> None:
    """Move rooms between two pools of a campus; classes that held them borrow until they end."""
    source, target = conversion.source, conversion.target
    moved = min(conversion.rooms, int(works.rooms[source]))
    works.rooms[source] -= moved
    works.rooms[target] += moved
    campus = int(district.pool_campus[target])
    grades = np.flatnonzero(district.pool_of[campus] == target)
    if not works.taught[campus, grades].any():
        _begin_teaching(works, district, campus, target, whole=False)
    if works.rooms[source] == 0:
        given_up = np.flatnonzero(district.pool_of[campus] == source)
        entry = [g for g in given_up.tolist() if g in FIRST_GRADES or g - 1 not in given_up]
        works.taught[campus, entry] = False
        _unsettle(works, district, campus, {STAGE_OF_GRADE[g] for g in given_up.tolist()})
    works.events.append(
        Event(
            f"{year}-09-01", "rooms_converted", district.pool_ids[target],
            f"{district.pool_ids[source]} → {moved}"
            + (f" / {conversion.rooms}" if moved < conversion.rooms else ""),
        )
    )  # fmt: skip


def _close(works: _Works, district: District, closure: Closure, state: State, year: int) -> None:
    """Close a campus: whole classes go to the receiver, or its pupils seek."""
    campus, receiver = closure.campus, closure.receiver
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
    for stage in stages:
        heir = receiver is not None and bool(
            district.campus_public[receiver]
            and works.taught[receiver, GRADES_OF_STAGE[stage]].any()
        )
        _inherit(works, state, campus, receiver if heir else None, stage)
        if not heir:
            _unsettle(works, district, campus, {stage})
    kind = "campus_merged" if closure.merged else "campus_closes"
    detail = district.campus_ids[receiver] if receiver is not None else ""
    works.events.append(Event(f"{year}-09-01", kind, district.campus_ids[campus], detail))


def _hand_over_classes(
    works: _Works, district: District, campus: int, receiver: int, pupils: Ints
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
            classes = -(-number // int(works.tolerance[cell]))
            coming = split_even(np.array([number]), np.array([classes]), classes)[0]
        present = works.sizes[receiver, cell, : works.classes[receiver, cell]]
        both = -np.sort(-np.concatenate([present, coming]))
        works.sizes = sizing.widen(works.sizes, both.size).copy()
        works.sizes[receiver, cell, : both.size] = both
        works.classes[receiver, cell] = both.size


def _hand_over_rooms(works: _Works, district: District, campus: int, receiver: int) -> None:
    """Give a merged campus's rooms to the receiver's pool of the same stage."""
    for pool in np.flatnonzero(district.pool_campus == campus).tolist():
        grades = np.flatnonzero(district.pool_of[campus] == pool)
        pools = district.pool_of[receiver, grades]
        if (pools >= 0).any():
            works.rooms[pools[pools >= 0][0]] += works.rooms[pool]
            works.temporary[pools[pools >= 0][0]] += works.temporary[pool]
    works.beds[receiver] += works.beds[campus]


def _inherit(works: _Works, state: State, campus: int, receiver: int | None, stage: int) -> None:
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


def _redrawn(state: State, inputs: Inputs, stage: int, works: _Works) -> Catchment:
    """Return the catchments of a stage after this September's events."""
    district = inputs.district
    old = state.catchments[stage]
    if inputs.rules.admission[stage] != "catchment" or not district.stages[stage]:
        return old
    given = {zone: own for (zone, s), own in works.given.items() if s == stage}
    assumed: dict[int, int] = {}
    if inputs.rules.new_school_catchment == "assumed":
        for town in sorted(t for t, s in works.unsettled if s == stage):
            assumed |= _assume(state, inputs, stage, town, frozenset(given))
    standing = state.open[old.campus]
    if not given and not assumed and standing.all():
        return old
    changed = np.array(sorted(given.keys() | assumed.keys()), dtype=np.int64)
    kept = ~np.isin(old.zone, changed) & standing
    zone, campus, marked = [old.zone[kept]], [old.campus[kept]], [old.assumed[kept]]
    for z in changed.tolist():
        own = given.get(z) or (assumed[z],)
        zone.append(np.full(len(own), z))
        campus.append(np.array(own, dtype=np.int64))
        marked.append(np.full(len(own), z not in given))
    zones, campuses, marks = np.concatenate(zone), np.concatenate(campus), np.concatenate(marked)
    order = np.lexsort((campuses, zones))
    for z, own_campus in sorted(assumed.items()):
        works.events.append(
            Event(
                f"{state.year}-09-01", "catchment_assumed",
                f"{district.zone_ids[z]}/{STAGES[stage]}", district.campus_ids[own_campus],
            )
        )  # fmt: skip
    return Catchment(zones[order], campuses[order], marks[order])


def _assume(
    state: State, inputs: Inputs, stage: int, town: int, stated: frozenset[int]
) -> dict[int, int]:
    """Assign the zones of a town by least total distance within planned entry seats.

    Planned entry seats are the rooms of the stage ÷ its grades × the norm; demand is the
    children entering the stage this year. One campus per zone.
    """
    district = inputs.district
    entry = FIRST_GRADES[stage]
    zones = np.array(
        [z for z in np.flatnonzero(district.zone_town == town).tolist() if z not in stated],
        dtype=np.int64,
    )
    serves = state.open & district.campus_public & state.taught[:, entry]
    campuses = np.flatnonzero(serves & (district.campus_town == town))
    if not zones.size or not campuses.size:
        return {}
    pools = district.pool_of[campuses, entry]
    grades = np.array(
        [(district.pool_of[c] == p).sum() for c, p in zip(campuses, pools, strict=True)]
    )
    seats = (state.rooms[pools] * int(inputs.norms.class_norm[entry])) // grades
    demand = state.roll.seeking[zones, entry].sum(axis=1)
    distance = district.distance_m[np.ix_(zones, campuses)]
    chosen = whole(demand, seats, distance)
    return dict(zip(zones.tolist(), campuses[chosen].tolist(), strict=True))
