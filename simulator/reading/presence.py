"""Which campuses teach a stage, where do they stand, and since when are they there?"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.reading.changechecks import date_of
from simulator.reading.draft import Draft, Pool, built_pools, pool_for
from simulator.reading.frames import ReadTable
from simulator.schema import Change


@dataclass(frozen=True, slots=True)
class Presence:
    """A campus that teaches a stage: where it stands, whom it serves, since when."""

    campus: str
    zone: str
    town: str
    since: dt.date | None
    """Day on which a change of the programme brings it; None: there at the opening."""


def present(
    draft: Draft, changes: Sequence[Change], stage: str, day: dt.date
) -> tuple[Presence, ...]:
    """Give the campuses that provide a stage on a day, by id.

    Counted are general campuses that are public, kindergartens also while they are recognised as
    inclusive. What the programme closes, merges, withdraws or converts by the day is gone; what
    it builds, receives or takes over is there, whatever its date: a late project is still a
    project, and ``since`` says how late it is.

    Parameters
    ----------
    draft
        The scenario under check, with its tables.
    changes
        Changes that count.
    stage
        Stage taught.
    day
        Day looked at.
    """
    towns = zone_towns(draft)
    standing = _standing(draft, changes)
    rooms, brought = _rooms(draft, changes, stage, day)
    gone = {_ended(change) for change in changes if (on := date_of(change)) and on <= day}
    providing = _providers(draft, changes, stage, day)
    clusters = _clusters(draft, changes)
    found = []
    for campus in sorted(rooms):
        zone = standing.get(campus)
        if rooms[campus] <= 0 or campus in gone or campus not in providing or zone not in towns:
            continue
        cluster = clusters.get(campus)
        town = cluster if cluster in towns.values() else towns[zone]
        days = [since for since in (brought[campus], providing[campus]) if since is not None]
        found.append(Presence(campus, zone, str(town), max(days, default=None)))
    return tuple(found)


def zone_towns(draft: Draft) -> dict[str, str]:
    """Give zone → town, by zone."""
    zones = draft.tables.get("zones")
    if zones is None:
        return {}
    pairs = zip(zones.values("id"), zones.values("town"), strict=True)
    return dict(sorted((zone, town) for zone, town in pairs if zone is not None and town))


def _ended(change: Change) -> str | None:
    """Give the campus that a change ends."""
    return change.close or change.merge or change.withdraw


def _rooms(
    draft: Draft, changes: Iterable[Change], stage: str, day: dt.date
) -> tuple[dict[str, int], dict[str, dt.date | None]]:
    """Give the rooms in which each campus can teach a stage, and the day that brought the first."""
    pools: dict[str, Pool] = dict(draft.pools or {})
    number = {name: pool.rooms for name, pool in pools.items()}
    brought: dict[str, dt.date | None] = {
        pool.campus: None for pool in pools.values() if stage in pool.stages and pool.rooms
    }

    def bring(pool: Pool, rooms: int, on: dt.date | None) -> None:
        number[pool.id] = number.get(pool.id, 0) + rooms
        if stage in pool.stages and rooms:
            brought.setdefault(pool.campus, on)

    for change in sorted(changes, key=lambda one: (date_of(one) or dt.date.max, one.id)):
        on = date_of(change)
        for pool in built_pools(change):
            bring(pools.setdefault(pool.id, pool), pool.rooms, on)
        if change.works_at is not None and change.stage is not None:
            bring(pool_for(pools, change.works_at, change.stage), change.rooms or 0, on)
        if change.convert in pools and change.to is not None:
            if on is not None and on <= day:
                number[change.convert] = number.get(change.convert, 0) - (change.rooms or 0)
            bring(pool_for(pools, pools[change.convert].campus, change.to), change.rooms or 0, on)
    teaching: dict[str, int] = {}
    for pool in pools.values():
        if stage in pool.stages:
            teaching[pool.campus] = teaching.get(pool.campus, 0) + number.get(pool.id, 0)
    return {campus: rooms for campus, rooms in teaching.items() if campus in brought}, brought


def _providers(
    draft: Draft, changes: Iterable[Change], stage: str, day: dt.date
) -> dict[str, dt.date | None]:
    """Give the campuses that count as provided, and the day from which they do, None: at once."""
    counted: dict[str, dt.date | None] = {}
    read = draft.tables.get("campuses")
    if read is not None:
        names = ("id", "operator", "type", "inclusive_from", "inclusive_until")
        for campus, operator, kind, begin, end in zip(*map(read.values, names), strict=True):
            inclusive = bool(begin or end) and _within(_day(begin), _day(end), day)
            if (kind or "general") == "general" and (
                (operator or "public") == "public" or (stage == "preschool" and inclusive)
            ):
                counted[campus] = None
    for change in changes:
        new, taken = change.new_campus, change.take_over
        public = change.operator == "public" or change.required_by is not None
        if new is not None and public and change.type == "general":
            counted[new] = None
        if taken is not None:
            counted.setdefault(taken, change.on)
        if stage == "preschool" and change.recognise and _within(change.on, change.until, day):
            counted.setdefault(change.recognise, None)
    return counted


def _within(begin: dt.date | None, end: dt.date | None, day: dt.date) -> bool:
    return (begin is None or begin <= day) and (end is None or day <= end)


def _day(written: str | None) -> dt.date | None:
    return None if written is None else dt.date.fromisoformat(written)


def _clusters(draft: Draft, changes: Iterable[Change]) -> dict[str, str]:
    """Give the cluster of each campus that states one."""
    read = draft.tables.get("campuses")
    rows = () if read is None else zip(read.values("id"), read.values("cluster"), strict=True)
    stated = {campus: cluster for campus, cluster in rows if campus and cluster}
    return stated | {c.new_campus: c.cluster for c in changes if c.new_campus and c.cluster}


def _standing(draft: Draft, changes: Iterable[Change]) -> dict[str, str]:
    """Give the zone each campus stands in: the one stated, or the one at its position."""
    zones, campuses = draft.tables.get("zones"), draft.tables.get("campuses")
    if zones is None:
        return {}
    stated: list[tuple[str | None, str | None, float, float]] = []
    if campuses is not None:
        names = ("id", "zone", "lon", "lat")
        stated += zip(*map(campuses.values, names), strict=True)
    sites = _sites(draft)
    for change in changes:
        if change.new_campus is not None:
            lon, lat = change.at or sites.get(change.site or "", (math.nan, math.nan))
            stated.append((change.new_campus, change.zone, lon, lat))
    found: dict[str, str] = {}
    for campus, zone, lon, lat in stated:
        if campus is None:
            continue
        here = zone
        if zone is None and not (math.isnan(lon) or math.isnan(lat)):
            here = _zone_at(zones, lon, lat)
        if here is not None:
            found[campus] = here
    return found


def _sites(draft: Draft) -> Mapping[str, tuple[float, float]]:
    read = draft.tables.get("sites")
    if read is None:
        return {}
    rows = zip(*map(read.values, ("id", "lon", "lat")), strict=True)
    return {name: (lon, lat) for name, lon, lat in rows if name is not None}


def _zone_at(zones: ReadTable, lon: float, lat: float) -> str | None:
    """Give the zone that holds a position, else the one whose point is nearest; ties by id."""
    ids = [str(name) for name in zones.values("id")]
    x, y = (zones.frame[name].to_numpy(dtype=np.float64).copy() for name in ("lon", "lat"))
    holding: NDArray[np.bool_] = np.zeros(len(ids), dtype=bool)
    if "geometry" in zones.frame.columns:
        import shapely  # slow to import, and needed for map layers only

        shapes = zones.frame["geometry"].to_numpy()
        areal = shapely.get_dimensions(shapes) == 2
        holding = areal & shapely.intersects(shapes, shapely.points(lon, lat))
        bare, middle = np.isnan(x) | np.isnan(y), shapely.centroid(shapes)
        x[bare], y[bare] = shapely.get_x(middle)[bare], shapely.get_y(middle)[bare]
    # A degree of longitude is shorter than one of latitude; other coordinates are metres.
    degrees = abs(lon) <= 180 and abs(lat) <= 90
    away = np.hypot((x - lon) * (math.cos(math.radians(lat)) if degrees else 1.0), y - lat)
    away = np.where(holding, -1.0, np.where(np.isnan(away), np.inf, away))
    return min(zip(away.tolist(), ids, strict=True), default=(0.0, None))[1]
