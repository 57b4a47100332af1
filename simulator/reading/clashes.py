"""Do the changes fit together: known subjects, one change for one thing, rooms that are there?"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.reading.changechecks import date_of, kind_of
from simulator.reading.draft import Draft, Pool, built_pools, grades_taught, opening_pools, stage_of
from simulator.reading.findings import did_you_mean
from simulator.schema import Change


@dataclass(frozen=True, slots=True)
class Places:
    """Ids that changes may name; None where a table could not be read."""

    campuses: frozenset[str] | None
    zones: frozenset[str] | None
    sites: frozenset[str] | None
    pools: Mapping[str, Pool] | None


def check_programme(draft: Draft) -> None:
    """Check the changes against the tables and against each other.

    Parameters
    ----------
    draft
        The scenario under check; its changes are sound in themselves.
    """
    places = _places(draft)
    for change in draft.changes:
        for name, word, known, noun in _references(change, places):
            if known is not None and word not in known:
                draft.change_problem(
                    change, name, f"there is no {noun} `{word}`",
                    did_you_mean(word, known, f"name a {noun} of the tables or of a `build`"),
                )  # fmt: skip
    _check_builds(draft)
    _check_receivers(draft)
    _check_doubles(draft)
    if places.pools is not None:
        _check_taught(draft, places.pools)
        _check_rooms(draft)


def _places(draft: Draft) -> Places:
    campuses, zones = draft.ids("campuses"), draft.ids("zones")
    built = [change.build for change in draft.changes if change.build is not None]
    sites = draft.ids("sites") if draft.get("sites") is not None else []
    pools = opening_pools(draft)
    if pools is not None:
        for change in draft.changes:
            pools |= {pool.id: pool for pool in built_pools(change)}
            stage = change.stage if change.expand else None
            if change.expand and stage:
                _pool_for(pools, change.expand, stage)
            if change.convert and change.to and change.convert in pools:
                _pool_for(pools, pools[change.convert].campus, change.to)
    return Places(
        None if campuses is None else frozenset((*campuses, *built)),
        None if zones is None else frozenset(zones),
        None if sites is None else frozenset(sites),
        pools,
    )


def _pool_for(pools: dict[str, Pool], campus: str, stage: str) -> Pool:
    """Find the pool of a campus that serves a stage; a new one where there is none."""
    for pool in pools.values():
        if pool.campus == campus and stage in pool.stages:
            return pool
    name = f"{campus}/{stage}"
    return pools.setdefault(name, Pool(name, campus, (stage,), grades_taught((stage,)), 0))


def _references(
    change: Change, places: Places
) -> Iterator[tuple[str, str, Iterable[str] | None, str]]:
    """Give (field, id, known ids, what it is) of everything a change names."""
    for name in ("expand", "merge", "close", "admission_plan", "into"):
        if (word := getattr(change, name)) is not None:
            yield name, word, places.campuses, "campus"
    if change.convert is not None:
        yield "convert", change.convert, places.pools, "pool"
    if change.zone is not None:
        yield "zone", change.zone, places.zones, "zone"
    if change.site is not None:
        yield "site", change.site, places.sites, "site"
    if change.transition is not None and change.transition.at is not None:
        yield "transition/at", change.transition.at, places.campuses, "campus"
    for number, zone in enumerate(change.catchment_zones or ()):
        yield f"catchment_zones/{number}", zone, places.zones, "zone"
    for zone, campuses in (change.zones or {}).items():
        yield f"zones/{zone}", zone, places.zones, "zone"
        for campus in campuses:
            yield f"zones/{zone}", campus, places.campuses, "campus"


def _check_builds(draft: Draft) -> None:
    """Refuse a new campus that is there already."""
    present = set(draft.ids("campuses") or ())
    first: dict[str, Change] = {}
    for change in draft.changes:
        if change.build is None:
            continue
        if change.build in present:
            draft.change_problem(
                change, "build", f"the campus `{change.build}` is there already",
                "use `expand` to add rooms, or another id",
            )  # fmt: skip
        elif change.build in first:
            _clash(draft, first[change.build], change, "build", f"build `{change.build}`")
        first.setdefault(change.build, change)


def _clash(draft: Draft, first: Change, second: Change, name: str, both: str) -> None:
    at = draft.change_origin(first)
    draft.change_problem(
        second, name, f"clashes with `{first.id}` ({at.file}, line {at.line}): both {both}",
        "drop one of the two in a variant, or amend its date or subject",
    )  # fmt: skip


def _check_receivers(draft: Draft) -> None:
    """Refuse campuses that close twice, into themselves, in a circle, or into a closed one."""
    gone: dict[str, Change] = {}
    for change in draft.changes:
        campus = change.merge or change.close
        if campus is None:
            continue
        if campus in gone:
            _clash(draft, gone[campus], change, (change.merge and "merge") or "close",
                   f"close or merge `{campus}`")  # fmt: skip
        gone.setdefault(campus, change)
    said: set[frozenset[str]] = set()
    for campus, change in gone.items():
        chain = [campus]
        while (following := gone.get(chain[-1])) is not None and following.into is not None:
            if following.into in chain:
                break
            chain.append(following.into)
        last = gone.get(chain[-1])
        if last is not None and last.into == campus and frozenset(chain) not in said:
            said.add(frozenset(chain))
            draft.change_problem(
                change, "into", f"the receivers go in a circle: {' → '.join([*chain, campus])}",
                "let one of these campuses stay open",
            )  # fmt: skip
        elif change.into in gone and last is not None and last.into not in chain:
            closed, here = date_of(gone[change.into]), date_of(change)
            if closed is not None and here is not None and closed <= here:
                draft.change_problem(
                    change, "into", f"the receiver `{change.into}` itself closes on {closed}",
                    "name a receiver that is open on the day, or change the dates",
                )  # fmt: skip


def _check_doubles(draft: Draft) -> None:
    """Refuse two changes of the same subject and field on the same date."""
    first: dict[tuple[Any, ...], Change] = {}
    for change in draft.changes:
        for key, name, both in _touched(change):
            if key in first:
                _clash(draft, first[key], change, name, f"{both} on {date_of(change)}")
            else:
                first[key] = change


def _touched(change: Change) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    """Give (key, field, words) of what a change sets on its date."""
    on = date_of(change)
    key: tuple[Any, ...]
    if change.admission_plan is not None:
        key = ("plan", change.admission_plan, change.grade, on)
        yield key, "admission_plan", f"plan {change.grade} of `{change.admission_plan}`"
    if change.purchase is not None:
        yield ("purchase", change.purchase, on), "purchase", f"purchase {change.purchase} places"
    for zone in change.zones or {} if change.catchment is not None else {}:
        key = ("catchment", change.catchment, zone, on)
        yield key, f"zones/{zone}", f"redraw the {change.catchment} catchment of `{zone}`"
    for word in change.policy or {}:
        rule = word.removeprefix("rules.").removeprefix("norms.")
        yield ("policy", rule, on), f"policy/{word}", f"set `{rule}`"


def _check_taught(draft: Draft, pools: Mapping[str, Pool]) -> None:
    """Check that plans and catchments name campuses with rooms for the grade or stage."""
    taught: dict[str, set[str]] = {}
    for pool in pools.values():
        taught.setdefault(pool.campus, set()).update(pool.grades)
    for change in draft.changes:
        campus = change.admission_plan
        if campus in taught and change.grade not in taught[campus]:
            draft.change_problem(
                change, "grade", f"`{campus}` has no rooms for {change.grade}",
                f"it teaches {', '.join(sorted(taught[campus]))}",
            )  # fmt: skip
        if change.catchment is None:
            continue
        for zone, campuses in (change.zones or {}).items():
            for name in campuses:
                if name in taught and change.catchment not in map(stage_of, taught[name]):
                    draft.change_problem(
                        change, f"zones/{zone}", f"`{name}` has no rooms for {change.catchment}",
                        "name a campus that teaches the stage",
                    )  # fmt: skip


def _check_rooms(draft: Draft) -> None:
    """Follow the rooms of each pool through time; refuse to convert rooms that are not there."""
    pools = opening_pools(draft) or {}
    rooms = {name: pool.rooms for name, pool in pools.items()}
    closed: dict[str, Change] = {}
    order = {"build": 0, "expand": 0, "convert": 1, "merge": 2, "close": 2}
    dated: list[tuple[dt.date, int, int, Change]] = []
    for number, change in enumerate(draft.changes):
        rank, date = order.get(kind_of(change)), date_of(change)
        if rank is not None and date is not None:
            dated.append((date, rank, number, change))
    for date, _, _, change in sorted(dated, key=lambda item: item[:3]):
        for pool in built_pools(change):
            pools[pool.id] = pool
            rooms[pool.id] = rooms.get(pool.id, 0) + pool.rooms
        if change.expand is not None and change.stage is not None:
            name = _pool_for(pools, change.expand, change.stage).id
            rooms[name] = rooms.get(name, 0) + (change.rooms or 0)
        if change.convert is not None and change.to is not None:
            _convert(draft, change, date, pools, rooms, closed)
        campus = change.merge or change.close
        for pool in [pool for pool in pools.values() if campus and pool.campus == campus]:
            moved = rooms.pop(pool.id, 0)
            closed[pool.id] = change
            if change.merge is not None and change.into is not None:
                name = _pool_for(pools, change.into, pool.stages[0]).id
                rooms[name] = rooms.get(name, 0) + moved


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
        draft.change_problem(
            change, "to", f"the pool `{source.id}` already serves {change.to}",
            "name the stage the rooms shall serve from then on",
        )  # fmt: skip
        return
    if source.id in closed:
        draft.change_problem(
            change, "convert", f"the pool `{source.id}` is closed by `{closed[source.id].id}`",
            "convert before it closes, or choose another pool",
        )  # fmt: skip
        return
    there, wanted = rooms.get(source.id, 0), change.rooms or 0
    if wanted > there:
        draft.change_problem(
            change, "rooms",
            f"converts {wanted} rooms of `{source.id}`, which has {there} left on {date}",
            f"convert at most {there} rooms, or choose a later date",
        )  # fmt: skip
        return
    rooms[source.id] = there - wanted
    name = _pool_for(pools, source.campus, change.to).id
    rooms[name] = rooms.get(name, 0) + wanted
