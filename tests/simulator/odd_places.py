"""Small places for rare but lawful programmes, and what to read of their runs."""

from typing import Any

from simulator.district import District
from simulator.engine import History, simulate_once
from simulator.luck import Luck
from simulator.vocabulary import GRADES, STAGES
from simulator.year_sums import SCOPES
from tests.places import place

A, B, P = range(3)
"""Campuses in the order of their ids."""
PRIMARY = STAGES.index("primary")
CAMPUSES = {"A": ("T", 0.0, 0.0), "B": ("T", 1900.0, 0.0)}
WITH_P = CAMPUSES | {"P": ("T", 2000.0, 100.0)}


def town(**fields: Any) -> District:
    """Build two zones 2 km apart with 30 children of each age and a campus in each."""
    zones = {"z1": ("T", 0.0, 0.0), "z2": ("T", 2000.0, 0.0)}
    campuses = fields.pop("campuses", CAMPUSES)
    given: dict[str, Any] = {
        "zones": zones,
        "campuses": campuses,
        "rooms": {(campus, "primary"): 12 for campus in campuses},
        "people": {(zone, age): 30 for zone in zones for age in range(18)},
        "stages": ["primary"],
    }
    return place(**(given | fields))


def lone(**fields: Any) -> District:
    """Build one zone and campus ``A`` beside it."""
    given: dict[str, Any] = {
        "zones": {"z": ("T", 0.0, 0.0)},
        "campuses": {"A": ("T", 0.0, 0.0)},
        "rooms": {("A", "primary"): 30},
        "people": {("z", 0): 1},
        "stages": ["primary"],
    }
    return place(**(given | fields))


def run(district: District, replicate: int = 0) -> History:
    """Run one replicate."""
    return simulate_once(district, Luck(district.seed, replicate))


def rows(history: History, year: int, table: str) -> dict[str, Any]:
    """Give a table of one census, ids as indices."""
    return next(dict(c.rows[table]) for c in history.censuses if c.year == year)


def measured(history: History, year: int, name: str, scope: str = "primary") -> float:
    """Read one number of the yearly summary."""
    value: float = rows(history, year, "years")[name][SCOPES.index(scope)].item()
    return value


def pupils(history: History, year: int, campus: str) -> dict[str, int]:
    """Count the pupils of a campus by grade, empty ones left out."""
    found, c = rows(history, year, "enrolment"), history.district.campus_ids.index(campus)
    cells = zip(found["campus"], found["grade"], found["pupils"], strict=True)
    return {GRADES[grade]: int(number) for k, grade, number in cells if k == c and number}


def own(history: History, year: int) -> list[tuple[str, str]]:
    """List the (zone, campus) pairs of the primary catchments."""
    found, district = rows(history, year, "catchments"), history.district
    cells = zip(found["stage"], found["zone"], found["campus"], strict=True)
    return [(district.zone_ids[z], district.campus_ids[k]) for s, z, k in cells if s == PRIMARY]


def rooms(history: History, year: int) -> dict[str, int]:
    """Give the ordinary rooms of each pool of an open campus."""
    found = rows(history, year, "capacity")
    names = [history.district.pool_ids[pool] for pool in found["pool"]]
    return dict(zip(names, found["rooms_ordinary"].tolist(), strict=True))


def happened(history: History, event: str) -> list[str]:
    """List the Septembers or days of an event."""
    return [e.date for e in history.events if e.event == event]


def public_pupils(history: History, year: int) -> dict[str, int]:
    """Count the public pupils of each zone."""
    found, names = rows(history, year, "balance"), history.district.zone_ids
    total = dict.fromkeys(names, 0)
    for zone, number in zip(found["zone"], found["pupils_public"], strict=True):
        if zone < len(names):
            total[names[zone]] += int(number)
    return total
