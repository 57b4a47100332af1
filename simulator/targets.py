"""Is a promise kept: how much by when, and by places or by moving children?"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.account_series import investment, yearly
from simulator.capacity import grades_of_pool, room_norm
from simulator.district import Closure, District, Norms
from simulator.engine import History
from simulator.indicators import INDICATORS
from simulator.rounding import apportion
from simulator.schema import Source, Target
from simulator.undertakings import TakeOver, september
from simulator.vocabulary import COMPULSORY, STAGES
from simulator.year_sums import SCOPES

CLASS_METRICS = ("large_classes", "large_class_share", "super_large_classes", "classes_46_55")
"""Metrics judged beside the same programme under no class policy."""


@dataclass(frozen=True, slots=True)
class PlacesAdded:
    """Places that one project, closure or conversion adds to a stage on a date."""

    subject: str
    stage: int
    places: int
    accepted: dt.date
    first_september: int | None
    """School year in which they are first used."""
    net_only: bool
    """Counts only in net additions (closures and conversions)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A target and what one run makes of it."""

    achieved: float | None
    """Value on the day it is judged; of a promise for every year, that of the worst year."""
    met: bool | None
    first_met: dt.date | None
    """First day it is reached; of a promise for every year, from which it is kept every year."""
    since: dt.date | None
    """First day of what ``achieved`` counts, where it counts from a day."""
    on: dt.date
    """Day on which ``achieved`` is read."""


def target_id(target: Target) -> str:
    """Return the id of a target; made of metric and stage where none is stated."""
    return target.id or f"{target.metric}-{target.stage}"


def target_ids(targets: Sequence[Target]) -> list[str]:
    """Return an id for each target; equal made ids are told apart by date, then by number."""
    ids: list[str] = []
    for target in targets:
        name = target_id(target)
        if name in ids:
            name = f"{name}-{target.by.isoformat()}"
        made, number = name, 2
        while name in ids:
            name, number = f"{made}-{number}", number + 1
        ids.append(name)
    return ids


def judge(target: Target, history: History) -> Judged:
    """Judge a target by one run: a pupil metric at a date is that of the last census."""
    assumed = _assumed(target, history.district)
    if assumed is not None or INDICATORS[target.metric].kind == "input":
        return Judged(assumed, None, None, target.since, target.by)
    series = _series(target, history)
    if target.every_year:
        return _judge_every_year(target, _by_the_year(target, series, history.district))
    upto = [(day, value) for day, value in series if day <= target.by]
    achieved = upto[-1][1] if upto else None
    first = next(
        (
            day
            for day, value in series
            if value is not None and _meets(target, value)
            and (target.since is None or day >= target.since)
        ),
        None,
    )  # fmt: skip
    met = None if achieved is None else _meets(target, achieved)
    return Judged(achieved, met, first, target.since, target.by)


@dataclass(frozen=True, slots=True)
class _Year:
    """One year of a promise for every year."""

    since: dt.date | None
    on: dt.date
    value: float | None


def _by_the_year(
    target: Target, series: Sequence[tuple[dt.date, float | None]], district: District
) -> list[_Year]:
    """Divide a series into the years of a promise: censuses, or twelve months of what is added."""
    opening = dt.date(district.opening_year, 9, 1)
    if INDICATORS[target.metric].kind != "programme":
        first = target.since or opening + dt.timedelta(days=1)
        return [_Year(target.since, day, value) for day, value in series if day >= first]
    start, years = target.since or opening, []
    end = max(target.by, dt.date(district.last_year + 1, 8, 31))
    before: float | None = 0.0
    while series and (after := _a_year_later(start)) - dt.timedelta(days=1) <= end:
        total = next((value for day, value in reversed(series) if day < after), 0.0)
        gained = None if total is None or before is None else total - before
        years.append(_Year(start, after - dt.timedelta(days=1), gained))
        start, before = after, total
    return years


def _a_year_later(day: dt.date) -> dt.date:
    """Return the same day of the next year; of a 29 February, 1 March."""
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def _judge_every_year(target: Target, years: Sequence[_Year]) -> Judged:
    """Judge a promise for every year: by its worst year, and from when on it is kept."""
    due = [year for year in years if year.on <= target.by]
    known = [(year, year.value) for year in due if year.value is not None]
    more = target.at_least is not None
    worst = min(known, key=lambda k: k[1] if more else -k[1], default=None)
    kept = [value is not None and _meets(target, value) for value in (y.value for y in years)]
    first = next((k for k in range(len(due)) if all(kept[k : len(due)])), None)
    if first is None:
        first = next((k for k in range(len(due), len(years)) if kept[k]), None)
    reached = None if first is None else years[first].on
    if worst is None or (len(known) < len(due) and _meets(target, worst[1])):
        return Judged(None, None, reached, target.since, target.by)
    year, value = worst
    return Judged(value, _meets(target, value), reached, year.since, year.on)


def required(target: Target) -> tuple[str, float]:
    """Return the operator and the promised value."""
    if target.at_least is not None:
        return ">=", target.at_least
    return "<=", target.at_most if target.at_most is not None else math.inf


def added_places(district: District, history: History) -> tuple[PlacesAdded, ...]:
    """List the usable places (rooms × norm) that public changes add to each stage, or take."""
    added: list[PlacesAdded] = []
    for index, project in enumerate(district.projects):
        accepted = history.projects[index].actual.accepted
        if accepted is None or not _public(district, project.campus, accepted):
            continue
        first = history.accepted.get(index)
        for stage, places in project_places(district, index, accepted):
            added.append(PlacesAdded(project.id, stage, places, accepted, first, False))
        out = cleared_on(history, index)
        for pool, rooms in project.rooms_out:
            for stage, places in _places_of(district, _norms_on(district, out), pool, -rooms):
                cleared = history.cleared.get(index)
                added.append(PlacesAdded(project.id, stage, places, out, cleared, True))
    for change in district.take_overs:
        first = district.takes_effect(change.on)
        for stage, _, places in taken_over(district, history, change):
            added.append(PlacesAdded(change.id, stage, places, change.on, first, False))
    for conversion in district.conversions:
        campus = int(district.pool_campus[conversion.source])
        if not _public(district, campus, conversion.on):
            continue
        norms, year = _norms_on(district, conversion.on), september(conversion.on)
        for pool, rooms in (
            (conversion.source, -conversion.rooms),
            (conversion.target, conversion.rooms),
        ):
            for stage, places in _places_of(district, norms, pool, rooms):
                added.append(PlacesAdded(conversion.id, stage, places, conversion.on, year, True))
    for closure in [c for c in district.closures if not c.merged] + _withdrawn(history):
        if not _public(district, closure.campus, closure.on):
            continue
        norms, year = _norms_on(district, closure.on), september(closure.on)
        for pool in np.flatnonzero(district.pool_campus == closure.campus).tolist():
            rooms = _rooms_then(district, history, pool, closure.on)
            for stage, places in _places_of(district, norms, pool, -rooms):
                added.append(PlacesAdded(closure.id, stage, places, closure.on, year, True))
    return tuple(added)


def taken_over(
    district: District, history: History, change: TakeOver
) -> list[tuple[int, int, int]]:
    """List (stage, rooms, usable places) that a campus brings on the day it becomes public."""
    norms, found = _norms_on(district, change.on), []
    for pool in np.flatnonzero(district.pool_campus == change.campus).tolist():
        rooms = _rooms_then(district, history, pool, change.on)
        norm = room_norm(norms, district)[pool]
        found += [(s, n, n * int(norm[s])) for s, n in _rooms_by_stage(district, pool, rooms)]
    return found


def cleared_on(history: History, index: int) -> dt.date:
    """Return the day from which the rooms that a project replaces are out of use."""
    project, actual = history.district.projects[index], history.projects[index].actual
    day = None if project.out_after else actual.started
    if day is None and actual.accepted is None:
        raise ValueError("a project that is never accepted takes no rooms out")
    return day or actual.accepted  # type: ignore[return-value]


def _public(district: District, campus: int, day: dt.date) -> bool:
    """Tell whether a campus is public in the September from which a change of a day counts."""
    return bool(district.public_in(district.takes_effect(day))[campus])


def _withdrawn(history: History) -> list[Closure]:
    """Give the withdrawals that ended, dated the September in which their campus closed."""
    found = []
    for withdrawal in history.district.withdrawals:
        closed = next(
            (
                c.year
                for c in history.censuses
                if c.year >= history.district.takes_effect(withdrawal.on)
                and withdrawal.campus not in c.rows["campuses"]["campus"]
            ),
            None,
        )
        if closed is not None:
            day = dt.date(closed, 9, 1)
            found.append(Closure(withdrawal.id, day, withdrawal.campus, None, merged=False))
    return found


def _rooms_then(district: District, history: History, pool: int, day: dt.date) -> int:
    """Return the ordinary rooms of a pool just before a day: the opening's and what came since."""
    rooms = int(district.pool_rooms[pool])
    for index, project in enumerate(district.projects):
        accepted = history.projects[index].actual.accepted
        if index in history.accepted and accepted is not None and accepted < day:
            rooms += sum(number for own, number in project.rooms if own == pool)
        if index in history.cleared and cleared_on(history, index) < day:
            rooms -= sum(number for own, number in project.rooms_out if own == pool)
    for conversion in district.conversions:
        if conversion.on < day:
            rooms += conversion.rooms * ((conversion.target == pool) - (conversion.source == pool))
    return rooms


def project_places(
    district: District, index: int, accepted: dt.date | None = None
) -> list[tuple[int, int]]:
    """Return (stage, places) a project adds, at the norms of its acceptance, planned or given."""
    project = district.projects[index]
    day = accepted or project.planned.accepted or dt.date(district.opening_year, 9, 1)
    norms = _norms_on(district, day)
    return [
        part for pool, rooms in project.rooms for part in _places_of(district, norms, pool, rooms)
    ]


def readings(target: Target, history: History) -> dict[str, int] | None:
    """Give three readings of added places: counted by the date, usable that September, the next."""
    if INDICATORS[target.metric].kind != "programme" or target.metric == "investment_yuan":
        return None
    if target.every_year:  # one year's places, all of them counted by its end
        return None
    counted = [
        part
        for part in _counting(target, history)
        if part.accepted <= target.by and (target.since is None or part.accepted >= target.since)
    ]
    september = target.by.year if (target.by.month, target.by.day) >= (9, 1) else target.by.year - 1
    usable = {
        year: sum(p.places for p in counted if p.first_september and p.first_september <= year)
        for year in (september, september + 1)
    }
    return {
        "counted_by": sum(part.places for part in counted),
        "usable_september": usable[september],
        "usable_next_september": usable[september + 1],
    }


def paired(target: Target, history: History, on: dt.date) -> dict[str, Any]:
    """Give what stands beside a promise on a day: redirection, journeys, purchase, shortfall."""
    census = next((c for c in reversed(history.censuses) if dt.date(c.year, 9, 1) <= on), None)
    if census is None:
        return dict.fromkeys(("redirected", "longest_m", "purchased", "shortfall", "unplaced"))
    row = SCOPES.index(target.stage)
    years, flows = census.rows["years"], census.rows["flows"]
    inside = flows["zone"] < history.district.n_zones
    inside &= history.district.public_in(census.year)[flows["campus"]] & (flows["pupils"] > 0)
    inside &= np.isin(flows["stage"], _stages(target.stage))
    return {
        "redirected": whole(years["redirected"][row]),
        "longest_m": int(flows["distance_m"][inside].max(initial=0)),
        "purchased": whole(years["purchased"][row]),
        "shortfall": whole(years["shortfall"][row]),
        "unplaced": whole(years["unplaced"][row]),
    }


def source_of(source: Source) -> dict[str, Any]:
    """Return a source as ``summary.json`` has it."""
    return {
        "title": source.title, "issuer": source.issuer, "date": source.date, "quote": source.quote
    }  # fmt: skip


def whole(value: float) -> int | None:
    """Return a count; None where it is not computed."""
    return None if math.isnan(value) else int(value)


def value_of(rows: Mapping[str, Any], metric: str, row: int) -> float | None:
    """Read a metric of one scope and census; None where it is not computed."""
    years = rows["rates" if INDICATORS[metric].kind == "rate" else "years"]
    if metric == "large_class_share":
        classes = float(years["classes"][row])
        return float(years["large_classes"][row]) / classes if classes > 0 else None
    value = float(years[metric][row])
    return None if math.isnan(value) else value


def _assumed(target: Target, district: District) -> float | None:
    """Return what the scenario takes for granted of a promise: of its stage, or of any stage."""
    assumed = dict(district.assumed)
    return assumed.get(f"{target.metric}.{target.stage}", assumed.get(target.metric))


def _series(target: Target, history: History) -> list[tuple[dt.date, float | None]]:
    """List dates and values of the target's metric, in order."""
    if INDICATORS[target.metric].kind == "programme":
        if not history.district.stages[list(_stages(target.stage))].any():
            return []
        if target.metric == "investment_yuan":
            return investment(_stages(target.stage), history, target.since)
        start = target.since or dt.date(history.district.opening_year, 9, 1)
        added: dict[dt.date, float] = {start: 0.0}
        for part in _counting(target, history):
            if target.since is None or part.accepted >= target.since:
                day = max(part.accepted, start)
                added[day] = added.get(day, 0.0) + part.places
        # What comes on one day is counted together before the day is judged.
        days = sorted(added)
        return [(day, sum(added[d] for d in days if d <= day)) for day in days]
    if INDICATORS[target.metric].kind == "account":
        opening = dt.date(history.district.opening_year, 9, 1)
        since = (target.since or opening) if target.basis == "net" else None
        return yearly(target.metric, target.stage, history, since=since)
    row = SCOPES.index(target.stage)
    return [(dt.date(c.year, 9, 1), value_of(c.rows, target.metric, row)) for c in history.censuses]


def _counting(target: Target, history: History) -> list[PlacesAdded]:
    """List the places that count for a target."""
    net = target.basis == "net" or target.metric == "net_added_places"
    return [
        part
        for part in added_places(history.district, history)
        if part.stage in _stages(target.stage) and (net or not part.net_only)
    ]


def _stages(scope: str) -> tuple[int, ...]:
    """Return the stage indices of a scope."""
    if scope == "compulsory":
        return COMPULSORY
    return tuple(range(len(STAGES))) if scope == "all" else (STAGES.index(scope),)


def _meets(target: Target, value: float) -> bool:
    operator, bound = required(target)
    return value >= bound - 1e-9 if operator == ">=" else value <= bound + 1e-9


def _norms_on(district: District, day: dt.date) -> Norms:
    """Return the norms in force on a day."""
    return max((r for r in district.regimes if r.start <= day), key=lambda r: r.start).norms


def _places_of(district: District, norms: Norms, pool: int, rooms: int) -> list[tuple[int, int]]:
    """Turn rooms of a pool into places by stage; a shared pool's rooms go by its grades."""
    norm = room_norm(norms, district)[pool]
    return [(s, int(n * norm[s])) for s, n in _rooms_by_stage(district, pool, rooms)]


def _rooms_by_stage(district: District, pool: int, rooms: int) -> list[tuple[int, int]]:
    """Divide rooms of a pool, added or taken, over its stages by their grades."""
    grades = grades_of_pool(district)[pool]
    share = apportion(abs(rooms), np.zeros(grades.size, dtype=np.int64), grades * abs(rooms))
    sign = 1 if rooms >= 0 else -1
    return [(s, sign * int(share[s])) for s in np.flatnonzero(share).tolist()]
