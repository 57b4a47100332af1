"""Where does a run differ from what a behaviour file expects?"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.district import District
from simulator.engine import YEAR, History, YearStep, open_once, simulate_once
from simulator.ledger import ledger
from simulator.luck import Luck
from simulator.state import Inputs, Log, State
from simulator.vocabulary import GRADES, RESIDENCES, SINKS, STAGES
from simulator.year_sums import SCOPES
from tests.behaviour.reading import Case, known_keys


@dataclass(frozen=True)
class Recorded:
    """One central run: its history, and the state and logs of every school year."""

    history: History
    states: Mapping[int, State]
    """School year → state at its census."""
    logs: Mapping[tuple[int, str], Log]
    """(school year, step) → what the step did."""

    @property
    def district(self) -> District:
        """The district that was run."""
        return self.history.district


def recorded(district: District, *, replicate: int = 0) -> Recorded:
    """Run a district and keep every year's state and logs."""
    states: dict[int, State] = {}
    logs: dict[tuple[int, str], Log] = {}

    def kept(name: str, step: YearStep) -> YearStep:
        def doing(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
            after, log = step(state, inputs, luck)
            logs[(after.year, name)] = log
            states[after.year] = after
            return after, log

        return doing

    steps = tuple((name, kept(name, step)) for name, step in YEAR)
    luck = Luck(district.seed, replicate)
    opened = open_once(district)
    states[district.opening_year] = opened.state
    history = simulate_once(district, luck, opened=opened, year_steps=steps)
    return Recorded(history, states, logs)


def differences(case: Case, run: Recorded) -> list[str]:
    """List every expectation that the run does not meet."""
    wrong: list[str] = []
    for year, expected in case["then"].items():
        state = run.states.get(year)
        if state is None:
            wrong.append(f"{year}: not simulated")
            continue
        for key, value in expected.items():
            for where, wanted, found in _compared(run, state, key, value):
                if wanted != found:
                    wrong.append(f"{year} {where}: expected {wanted}, found {found}")
    return wrong


def _compared(run: Recorded, state: State, key: str, value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield what is expected and what was found for one key of a year."""
    district, year = run.district, state.year
    if key in district.campus_ids:
        yield from _at_campus(run, state, key, value)
    elif key in SCOPES:
        assert state.census is not None
        years, row = state.census.rows["years"], SCOPES.index(key)
        for metric, wanted in value.items():
            found = years[metric][row].item()
            yield f"{key}/{metric}", wanted, round(found, 6) if isinstance(found, float) else found
    elif key == "rates":
        assert state.census is not None
        for scope, metrics in value.items():
            for metric, wanted in metrics.items():
                found = state.census.rows["rates"][metric][SCOPES.index(scope)].item()
                yield (
                    f"rates/{scope}/{metric}",
                    wanted,
                    None if np.isnan(found) else round(found, 4),
                )
    elif key in ("boarding", "resource_rooms"):
        assert state.census is not None
        table = state.census.rows[key]
        for campus, wanted in value.items():
            here = table["campus"] == district.campus_ids.index(campus)
            for name, number in wanted.items():
                yield f"{key}/{campus}/{name}", number, round(table[name][here].sum().item(), 4)
    elif key in ("zones", *RESIDENCES):
        who = slice(None) if key == "zones" else slice(RESIDENCES.index(key), None)
        if key == RESIDENCES[0]:
            who = slice(0, 1)
        for zone, grades in value.items():
            for grade, wanted in grades.items():
                yield f"{key}/{zone}/{grade}", wanted, destinations(run, state, zone, grade, who)
    elif key in ("staff", "land", "land_account", "beds", "funds", "differences"):
        assert state.census is not None
        for where, row, wanted in _expected_rows(district, key, value):
            yield from _in_account(state.census.rows[key], f"{key}/{where}", row, wanted)
    elif key == "people":
        for zone, ages in value.items():
            for age, wanted in ages.items():
                found = state.people[_zone(district, zone), age].sum().item()
                yield f"people/{zone}/{age}", wanted, found
    elif key == "pools":
        for pool, wanted in value.items():
            index = district.pool_ids.index(pool)
            for name, number in wanted.items():
                yield f"{pool}/{name}", number, getattr(state, name)[index].item()
    elif key in ("capacity", "inclusive"):
        yield from _in_table(state, district, key, value)
    elif key == "rungs":
        for grade, wanted in value.items():
            yield f"rungs/{grade}", wanted, rungs(run, year, grade)
    elif key == "catchment":
        for stage, zones in value.items():
            for zone, wanted in zones.items():
                yield f"catchment/{stage}/{zone}", wanted, catchment(district, state, stage, zone)
    elif key == "assumed":
        for stage, wanted in value.items():
            drawn = state.catchments[STAGES.index(stage)]
            marked = sorted({district.zone_ids[z] for z in drawn.zone[drawn.assumed].tolist()})
            yield f"assumed/{stage}", wanted, marked
    elif key in ("events", "no_events"):
        happened = events(run, year)
        for line in value:
            there = any(line == e or e.startswith(f"{line}: ") for e in happened)
            yield f"event {line!r} among {happened}", key == "events", there
    else:
        raise ValueError(f"then: unknown {key!r}")


def _in_table(
    state: State, district: District, key: str, value: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """Yield what is expected of columns of ``capacity``, or of campuses being inclusive."""
    assert state.census is not None
    if key == "inclusive":
        table = state.census.rows["campuses"]
        listed = zip(table["campus"].tolist(), table["inclusive"].tolist(), strict=True)
        known = {district.campus_ids[c]: flag for c, flag in listed}
        for campus, wanted in value.items():
            yield f"inclusive/{campus}", wanted, known[campus]
        return
    table = state.census.rows["capacity"]
    for name, columns in value.items():
        row = table["pool"].tolist().index(district.pool_ids.index(name))
        for column, wanted in columns.items():
            found = float(table[column][row])
            yield f"capacity/{name}/{column}", wanted, None if np.isnan(found) else int(found)


def _expected_rows(
    district: District, table: str, value: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any] | None]]:
    """Yield what names a row of an account, the values that find it, and what is expected of it."""
    if table == "land_account":
        towns = {**{t: n for n, t in enumerate(district.town_ids)}, "all": -1}
        for town, wanted in value.items():
            yield town, {"town": towns[town]}, wanted
    elif table in ("land", "beds", "funds"):
        for campus, wanted in value.items():
            yield campus, {"campus": district.campus_ids.index(campus)}, wanted
    elif table == "staff":
        for school, stages in value.items():
            for stage, wanted in stages.items():
                row = {"school": district.school_ids.index(school), "stage": STAGES.index(stage)}
                yield f"{school}/{stage}", row, wanted
    else:
        for stage, measures in value.items():
            for measure, wanted in measures.items():
                yield (
                    f"{stage}/{measure}",
                    {"stage": STAGES.index(stage), "measure": measure},
                    wanted,
                )


def _in_account(
    table: Mapping[str, Any], where: str, row: Mapping[str, Any], wanted: Mapping[str, Any] | None
) -> Iterator[tuple[str, Any, Any]]:
    """Yield what is expected and found in one row; NaN is None, and None for a row: no row."""
    here = np.all([table[name] == value for name, value in row.items()], axis=0)
    yield f"{where}: rows", 0 if wanted is None else 1, int(here.sum())
    for name, expected in (wanted or {}).items():
        found = table[name][here][0].item()
        if isinstance(found, float):
            found = None if np.isnan(found) else round(found, 6)
        yield f"{where}/{name}", expected, found


def _at_campus(
    run: Recorded, state: State, campus: str, value: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """Yield what is expected of a campus: by grade, or of the whole."""
    c = run.district.campus_ids.index(campus)
    assert state.offers is not None
    followed = ledger(run.history)
    here = (followed["school_year"] == state.year) & (followed["campus"] == c)
    for key, wanted in value.items():
        where = f"{campus}/{key}"
        if key == "open":
            yield where, wanted, bool(state.open[c])
        elif key == "teaches":
            taught = [grade for g, grade in enumerate(GRADES) if state.taught[c, g]]
            yield where, wanted, taught
        elif key == "pupils":
            yield where, wanted, state.roll.at_campuses()[c].sum().item()
        elif key == "classes":
            yield where, wanted, state.classes[c].sum().item()
        elif key in GRADES:
            g = GRADES.index(key)
            large = here & (followed["grade"] == g)
            found = {
                "pupils": state.roll.at_campuses()[c, g].item(),
                "classes": class_sizes(state, c, g),
                "planned": state.offers.planned[c, g].item(),
                "seats_norm": state.offers.norm[c, g].item(),
                "seats_tolerance": state.offers.tolerance[c, g].item(),
                "blocked": next(iter(followed["blocked_by"][large]), None),
                "cleared_in": followed["cleared_in"][large].tolist(),
            }
            known_keys(wanted, tuple(found), where)
            for name, number in wanted.items():
                yield f"{where}/{name}", number, found[name]
        else:
            raise ValueError(f"{where}: unknown")


def class_sizes(state: State, campus: int, grade: int) -> list[int]:
    """List the sizes of the classes of a grade, largest first."""
    number = int(state.classes[campus, grade])
    sizes: list[int] = state.sizes[campus, grade, :number].tolist()
    return sizes


def destinations(
    run: Recorded, state: State, zone: str, grade: str, who: slice = slice(None)
) -> dict[str, int]:
    """Count the children of a zone and grade by destination, empty ones left out."""
    district, roll = run.district, state.roll
    names = (*district.campus_ids, *SINKS)
    found: dict[str, int] = {}
    for arc in np.flatnonzero(roll.zone == _zone(district, zone)).tolist():
        number = int(roll.counts[arc, GRADES.index(grade), who].sum())
        if number:
            found[names[int(roll.destination[arc])]] = number
    return found


def rungs(run: Recorded, year: int, grade: str) -> dict[str, int]:
    """Count the children of a grade placed on each rung, empty ones left out."""
    found: dict[str, int] = {}
    for rung in run.logs[(year, "admit")].rungs:
        number = int(rung.taken[:, GRADES.index(grade)].sum())
        if number:
            found[rung.rung] = found.get(rung.rung, 0) + number
    return found


def catchment(district: District, state: State, stage: str, zone: str) -> list[str]:
    """List the own campuses of a zone."""
    drawn = state.catchments[STAGES.index(stage)]
    here = drawn.zone == _zone(district, zone)
    return [district.campus_ids[c] for c in drawn.campus[here].tolist()]


def events(run: Recorded, year: int) -> list[str]:
    """List ``event subject: detail`` from the day after the last census to that of the year."""
    first, last = dt.date(year - 1, 9, 1).isoformat(), dt.date(year, 9, 1).isoformat()
    return [
        f"{e.event} {e.subject}" + (f": {e.detail}" if e.detail else "")
        for e in run.history.events
        if first < e.date <= last
    ]


def _zone(district: District, name: str) -> int:
    return district.n_zones if name == "outside" else district.zone_ids.index(name)
