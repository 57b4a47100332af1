"""What do rebuilding, receiving, taking over, leasing, recognising and withdrawing do, by index?"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from simulator.assembling.references import (
    column_positions,
    position,
    positions,
    refuse,
    table,
    texts,
)
from simulator.assembling.supply import Pools
from simulator.columns import named
from simulator.phrases import Phrase, listing
from simulator.scenario import Oddity, Scenario
from simulator.schema import Change
from simulator.undertakings import Lease, Recognition, TakeOver, Withdrawal
from simulator.vocabulary import STAGE_OF_GRADE, STAGES


def cleared_rooms(change: Change, pools: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Give the (pool, rooms) pairs a rebuilding takes out of use: those of its one pool."""
    if change.rebuild is None or change.rooms_out is None:
        return ()
    return tuple((pool, change.rooms_out) for pool in pools[:1])


def estate_of(scenario: Scenario, change: Change) -> int | None:
    """Give the housing estate whose developer hands a campus over, among those sorted by id."""
    if change.estate is None:
        return None
    known = sorted(estate.id for estate in scenario.spec.estates)
    return position(scenario, f"changes/{change.id}/estate", change.estate, known)


def read_undertakings(
    scenario: Scenario, zone_ids: tuple[str, ...], campus_ids: tuple[str, ...], pools: Pools
) -> tuple[dict[str, Any], list[Oddity]]:
    """Give what the District holds of these changes: its fields by name, each list by id.

    ``pools`` must be complete: the pool indices of the answer count the sorted pool ids.

    Raises
    ------
    ScenarioError
        A change lacks what its kind needs, or names what is not there.
    """
    changes = sorted(scenario.spec.changes, key=lambda change: change.id)
    withdrawn = [_withdrawn(scenario, one, campus_ids) for one in changes if one.withdraw]
    oddities = [odd for one in withdrawn for odd in _receiving(one, campus_ids, pools)]
    recognised = [_recognised(scenario, one, campus_ids) for one in changes if one.recognise]
    fields = {
        "take_overs": tuple(
            _taken_over(scenario, one, zone_ids, campus_ids) for one in changes if one.take_over
        ),
        "leases": tuple(_leased(scenario, one, campus_ids, pools) for one in changes if one.lease),
        "withdrawals": tuple(withdrawn),
        "recognitions": (*_recognised_before(scenario, campus_ids), *recognised),
    }
    return fields, oddities


def _taken_over(
    scenario: Scenario, change: Change, zone_ids: tuple[str, ...], campus_ids: tuple[str, ...]
) -> TakeOver:
    """Give a private campus that becomes public."""
    where = f"changes/{change.id}"
    campus = position(scenario, f"{where}/take_over", change.take_over or "", campus_ids)
    own = change.catchment_zones
    zones = None
    if own is not None:
        found = positions(scenario, f"{where}/catchment_zones", own, zone_ids)
        zones = tuple(sorted(set(found.tolist())))
    return TakeOver(change.id, day_of(scenario, change), campus, zones)


def _leased(scenario: Scenario, change: Change, campus_ids: tuple[str, ...], pools: Pools) -> Lease:
    """Give rooms rented for one pool, named by itself or by its campus and stage."""
    where, name = f"changes/{change.id}/lease", change.lease or ""
    if name not in pools.campus:
        campus = position(scenario, where, name, campus_ids)
        own = sorted(pool for pool, place in pools.campus.items() if place == campus)
        found = own[0] if len(own) == 1 and change.stage is None else None
        if change.stage is not None:
            found = pools.of_stage(campus, STAGES.index(change.stage))
        if found is None:
            there = listing(own)
            refuse(
                scenario,
                where,
                Phrase(f"{name} 有 {len(own)} 个教室组", f"{name} has {len(own)} pools"),
                Phrase(f"请写明教室组：{there.zh}", f"name the pool: {there.en}"),
            )
        name = found
    pool = sorted(pools.campus).index(name)
    return Lease(change.id, day_of(scenario, change), change.until, pool, change.rooms or 0)


def _withdrawn(scenario: Scenario, change: Change, campus_ids: tuple[str, ...]) -> Withdrawal:
    """Give a campus that takes no entrants from a day on, and closes."""
    where = f"changes/{change.id}"
    campus = position(scenario, f"{where}/withdraw", change.withdraw or "", campus_ids)
    into = change.into
    receiver = None if into is None else position(scenario, f"{where}/into", into, campus_ids)
    if receiver == campus:
        refuse(
            scenario,
            f"{where}/into",
            Phrase("校区不能接收自己", "a campus cannot receive itself"),
            Phrase("请写另一个校区", "name another campus"),
        )
    return Withdrawal(
        change.id, day_of(scenario, change), change.until, campus, receiver,
        released=change.land == "released",
    )  # fmt: skip


def _receiving(one: Withdrawal, campus_ids: tuple[str, ...], pools: Pools) -> list[Oddity]:
    """Name the grades of a withdrawn campus that its receiver does not teach."""
    if one.receiver is None:
        return []
    taught = sorted(grade for campus, grade in pools.serving if campus == one.campus)
    missing = [STAGES[s] for s in range(len(STAGES)) if _lacks(one, taught, pools, s)]
    if not missing:
        return []
    shown, name = listing(map(named, missing)), campus_ids[one.receiver]
    what = Phrase(
        f"接收校区 {name} 不全开设{shown.zh}各年级",
        f"its receiver {name} does not teach all grades of {shown.en}",
    )
    return [Oddity(f"changes/{one.id}", what)]


def _lacks(one: Withdrawal, taught: Sequence[int], pools: Pools, stage: int) -> bool:
    """Tell whether a receiver lacks a grade of a stage that the withdrawn campus teaches."""
    grades = [grade for grade in taught if STAGE_OF_GRADE[grade] == stage]
    return any((one.receiver, grade) not in pools.serving for grade in grades)


def _recognised(scenario: Scenario, change: Change, campus_ids: tuple[str, ...]) -> Recognition:
    """Give the period for which a private kindergarten is recognised as inclusive."""
    where = f"changes/{change.id}/recognise"
    campus = position(scenario, where, change.recognise or "", campus_ids)
    return Recognition(change.id, day_of(scenario, change), change.until, campus)


def _recognised_before(scenario: Scenario, campus_ids: tuple[str, ...]) -> list[Recognition]:
    """Give the periods of recognition that the table of campuses states."""
    rows = table(scenario, "campuses")
    campus = column_positions(scenario, "campuses", rows, "id", campus_ids)
    begins, ends = (_days(scenario, rows, name) for name in ("inclusive_from", "inclusive_until"))
    return [
        Recognition(f"campuses/{campus_ids[one]}", begin or dt.date.min, end, int(one))
        for one, begin, end in sorted(zip(campus.tolist(), begins, ends, strict=True))
        if begin is not None or end is not None
    ]


def _days(scenario: Scenario, rows: pd.DataFrame, column: str) -> list[dt.date | None]:
    """Read a column of dates, None where empty."""
    found: list[dt.date | None] = []
    for name, written in zip(texts(rows, "id"), texts(rows, column), strict=True):
        try:
            found.append(None if written is None else dt.date.fromisoformat(written))
        except ValueError:
            refuse(
                scenario,
                f"campuses/{name}/{column}",
                Phrase(f"{written} 不是日期", f"{written} is not a date"),
                Phrase("请按年-月-日书写：2025-09-01", "write year-month-day: 2025-09-01"),
            )
    return found


def day_of(scenario: Scenario, change: Change) -> dt.date:
    """Give the date of a change that is not a building project."""
    if change.on is None:
        refuse(
            scenario,
            f"changes/{change.id}/on",
            Phrase("该项调整没有日期", "a change without a date"),
            Phrase("请在 on 中写日期", "give on: a date"),
        )
    return change.on
