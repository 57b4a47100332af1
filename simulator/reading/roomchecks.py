"""Are the classrooms that changes convert there on their day?"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from simulator.columns import named
from simulator.phrases import Phrase, counted
from simulator.reading.changechecks import date_of, kind_of
from simulator.reading.draft import Draft, Pool, built_pools, pool_for
from simulator.schema import Change

_BRINGING: Final = ("build", "receive", "expand", "rebuild")
_CLEARING: Final = -1
"""Rank of old rooms that go among what happens on one day: before any come."""


def check_rooms(draft: Draft) -> None:
    """Follow the rooms of each pool through time; refuse to convert rooms that are not there.

    Parameters
    ----------
    draft
        The scenario under check; its changes are sound in themselves.
    """
    pools = dict(draft.pools or {})
    rooms = {name: pool.rooms for name, pool in pools.items()}
    closed: dict[str, Change] = {}
    order = {"convert": 1, "merge": 2, "close": 2} | dict.fromkeys(_BRINGING, 0)
    dated: list[tuple[dt.date, int, int, Change]] = []
    for number, change in enumerate(draft.changes):
        rank, date = order.get(kind_of(change)), date_of(change)
        if rank is not None and date is not None:
            dated.append((date, rank, number, change))
        cleared = _cleared_on(change)
        if cleared is not None:
            dated.append((cleared, _CLEARING, number, change))
    for date, rank, _, change in sorted(dated, key=lambda item: item[:3]):
        if rank == _CLEARING:
            _clear(draft, change, date, pools, rooms)
            continue
        for pool in built_pools(change):
            pools[pool.id] = pool
            rooms[pool.id] = rooms.get(pool.id, 0) + pool.rooms
        if change.works_at is not None and change.stage is not None:
            name = pool_for(pools, change.works_at, change.stage).id
            rooms[name] = rooms.get(name, 0) + (change.rooms or 0)
        if change.convert is not None and change.to is not None:
            _convert(draft, change, date, pools, rooms, closed)
        campus = change.merge or change.close
        for pool in [pool for pool in pools.values() if campus and pool.campus == campus]:
            moved = rooms.pop(pool.id, 0)
            closed[pool.id] = change
            if change.merge is not None and change.into is not None:
                name = pool_for(pools, change.into, pool.stages[0]).id
                rooms[name] = rooms.get(name, 0) + moved


def _cleared_on(change: Change) -> dt.date | None:
    """Give the day from which the old rooms of a rebuilding are out of use."""
    if change.rebuild is None:
        return None
    if change.demolish == "after":
        return date_of(change)
    return change.actual.started or change.started


def _clear(
    draft: Draft, change: Change, date: dt.date, pools: dict[str, Pool], rooms: dict[str, int]
) -> None:
    """Take the old rooms of a rebuilding out of their pool, if they are there."""
    if change.rebuild is None or change.stage is None:
        return
    name = pool_for(pools, change.rebuild, change.stage).id
    there, wanted = rooms.get(name, 0), change.rooms_out or 0
    if wanted > there:
        draft.change_problem(
            change,
            "rooms_out",
            Phrase(
                f"要停用 `{name}` 的 {wanted} 间教室，{date} 只余 {there} 间",
                f"takes {wanted} rooms of `{name}` out of use, which has {there} left on {date}",
            ),
            Phrase(f"最多停用 {there} 间", f"take out at most {there} rooms"),
        )
        return
    rooms[name] = there - wanted


def _convert(
    draft: Draft,
    change: Change,
    date: dt.date,
    pools: dict[str, Pool],
    rooms: dict[str, int],
    closed: Mapping[str, Change],
) -> None:
    """Take rooms out of one pool and give them to another, if they are there."""
    source = pools.get(change.convert or "")
    if source is None or change.to is None:
        return
    if change.to in source.stages:
        stage = named(change.to)
        draft.change_problem(
            change,
            "to",
            Phrase(
                f"教室组 `{source.id}` 已用于{stage.zh}",
                f"the pool `{source.id}` already serves {stage.en}",
            ),
            Phrase(
                "请写这些教室今后所用的学段", "name the stage the rooms shall serve from then on"
            ),
        )
        return
    if source.id in closed:
        draft.change_problem(
            change,
            "convert",
            Phrase(
                f"教室组 `{source.id}` 已由 `{closed[source.id].id}` 撤并",
                f"the pool `{source.id}` is closed by `{closed[source.id].id}`",
            ),
            Phrase(
                "请在撤并前转用，或另选教室组", "convert before it closes, or choose another pool"
            ),
        )
        return
    there, wanted = rooms.get(source.id, 0), change.rooms or 0
    if wanted > there:
        draft.change_problem(
            change,
            "rooms",
            Phrase(
                f"要转用 `{source.id}` 的 {wanted} 间教室，{date} 只余 {there} 间",
                f"converts {counted(wanted, 'room')} of `{source.id}`, which has {there} left "
                f"on {date}",
            ),
            Phrase(
                f"最多转用 {there} 间，或推后日期",
                f"convert at most {counted(there, 'room')}, or choose a later date",
            ),
        )
        return
    rooms[source.id] = there - wanted
    name = pool_for(pools, source.campus, change.to).id
    rooms[name] = rooms.get(name, 0) + wanted
