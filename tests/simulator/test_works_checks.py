"""Do the checks find a rebuilding, lease, take-over or withdrawal that is off by one?"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.checks import ConservationError
from simulator.engine import YEAR, YearStep, simulate_once
from simulator.luck import Luck
from simulator.state import Inputs, Log, State
from tests.behaviour.reading import cases, district_of

CASES = {
    case["name"]: case for case in cases(Path(__file__).parents[1] / "behaviour" / "works.yaml")
}
Break = Callable[[State, Log], tuple[State, Log]]


def the(beginning: str) -> dict[str, Any]:
    """Find a case by the beginning of its name."""
    (name,) = [name for name in CASES if name.startswith(beginning)]
    return dict(CASES[name])


def one_more(array: np.ndarray, by: int = 1) -> np.ndarray:
    """Copy an array with its first filled cell off by one."""
    changed = array.copy()
    changed[tuple(np.argwhere(changed)[0])] += by
    return changed


def in_state(field: str, by: int = 1) -> Break:
    return lambda state, log: (
        replace(state, **{field: one_more(getattr(state, field), by)}),
        log,
    )


def in_log(field: str, by: int = 1) -> Break:
    return lambda state, log: (state, replace(log, **{field: one_more(getattr(log, field), by)}))


def on_the_roll(by: int) -> Break:
    def change(state: State, log: Log) -> tuple[State, Log]:
        roll = replace(state.roll, counts=one_more(state.roll.counts, by))
        return replace(state, roll=roll), log

    return change


def in_moves(state: State, log: Log) -> tuple[State, Log]:
    return state, replace(log, moves=replace(log.moves, count=one_more(log.moves.count)))


def in_census(table: str, column: str) -> Break:
    def change(state: State, log: Log) -> tuple[State, Log]:
        assert state.census is not None
        rows = {name: dict(columns) for name, columns in state.census.rows.items()}
        values = rows[table][column].copy()
        here = np.flatnonzero(~np.isnan(values.astype(float)))[0]
        values[here] = not values[here] if values.dtype == bool else values[here] + 1
        rows[table][column] = values
        return replace(state, census=replace(state.census, rows=rows)), log

    return change


BROKEN = {
    "a room too many stays when old rooms go": (
        "a rebuilding takes its rooms", 2023, "build", in_state("rooms")),
    "an old room goes that the log does not know": (
        "a rebuilding takes its rooms", 2023, "build", in_log("rooms", -1)),
    "a transition site has a room more than was lent": (
        "a rebuilding takes its rooms", 2023, "build", in_state("temporary")),
    "a lender gets a room back that nobody had": (
        "a rebuilding takes its rooms", 2024, "build", in_log("rooms")),
    "a leased room stays when the lease ends": (
        "leased rooms come and go", 2025, "build", in_log("temporary")),
    "a leased room is missing": (
        "leased rooms come and go", 2023, "build", in_state("temporary", -1)),
    "a pupil is lost when a school is taken over": (
        "a private school taken over", 2023, "build", on_the_roll(-1)),
    "a pupil too many moves from a school that is withdrawn": (
        "a withdrawn school takes no entrants", 2025, "build", in_moves),
    "a class is lost on the way to the receiver": (
        "a withdrawn school takes no entrants", 2025, "build", in_state("classes", -1)),
    "a pupil is made up while a school runs down": (
        "a withdrawn school takes no entrants", 2024, "build", on_the_roll(1)),
    "a pupil of a closed private school is lost": (
        "pupils of a private school", 2023, "build", in_moves),
    "a borrowed room more is counted than there is": (
        "borrowed rooms are held", 2023, "measure", in_census("capacity", "borrowed_beyond")),
    "a specialist room is counted twice": (
        "borrowed rooms are held", 2023, "measure", in_census("capacity", "rooms_specialist")),
    "a music room is missing from the count": (
        "borrowed rooms are held", 2023, "measure", in_census("capacity", "specialist_short")),
    "a kindergarten counts as inclusive without a recognition": (
        "a kindergarten is inclusive", 2025, "measure", in_census("campuses", "inclusive")),
    "a place too many is counted at a school taken over": (
        "a private school taken over", 2023, "measure", in_census("capacity", "places")),
}  # fmt: skip


@pytest.mark.parametrize(("name", "year", "step", "change"), BROKEN.values(), ids=BROKEN)
def test_the_checks_find_it(name: str, year: int, step: str, change: Break) -> None:
    district = district_of(the(name))

    def wrap(called: str, do: YearStep) -> YearStep:
        def doing(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
            after, log = do(state, inputs, luck)
            return change(after, log) if (called, inputs.year) == (step, year) else (after, log)

        return doing

    steps = tuple((called, wrap(called, do)) for called, do in YEAR)
    with pytest.raises(ConservationError, match=f"^{year}: "):
        simulate_once(district, Luck(1), year_steps=steps)
