"""Do the checks of a year find any step that loses or makes up a child, class, room or offer?"""

import re
from dataclasses import replace

import pytest

from simulator import engine
from simulator.checks import ConservationError
from simulator.engine import YEAR, open_once, simulate_once
from simulator.luck import Luck
from simulator.vocabulary import UNPLACED
from tests import places
from tests.simulator.breakages import BREAKS, SPRING, Done, bumped, filled
from tests.simulator.busy import BROKEN_YEAR, busy_district

SPRING_YEARS = (BROKEN_YEAR - 1, BROKEN_YEAR)
"""1 March lies in one school year, and is checked when it closes and the next one opens."""


@pytest.fixture(scope="module")
def busy():
    return busy_district()


@pytest.fixture(scope="module")
def opened(busy):
    return open_once(busy)


def watched(year_steps=YEAR):
    """Return the steps of a year, and a list they add (name, before, after, log) to."""
    seen = []

    def watch(name, step):
        def run(state, inputs, luck):
            after, log = step(state, inputs, luck)
            seen.append((name, inputs.year, state, after, log))
            return after, log

        return run

    return tuple((name, watch(name, step)) for name, step in year_steps), seen


@pytest.fixture(scope="module")
def whole(busy, opened):
    """What each step of the unbroken run made: (step, year) → (state, log)."""
    steps, seen = watched()
    simulate_once(busy, Luck(1), opened=opened, year_steps=steps)
    return {(name, year): (after, log) for name, year, _, after, log in seen}


def broken(step_name, change, whole):
    """Return the steps of a year with one of them broken in one year.

    What comes before it is not worked out again.
    """
    before = True

    def wrap(name, step):
        def run(state, inputs, luck):
            nonlocal before
            here = (name, inputs.year) == (step_name, BROKEN_YEAR)
            after, log = whole[name, inputs.year] if before else step(state, inputs, luck)
            if not here:
                return after, log
            before = False
            done = Done(state, after, log, whole["admit", BROKEN_YEAR][1].moves)
            change(done)
            return done.state, done.log

        return run

    return tuple((name, wrap(name, step)) for name, step in YEAR)


BOTH_SIDES = re.compile(r"-?\d+\b[^≠>]* (≠|>) -?\d+")


def both_ways(breaks):
    """Return the cases: every other one too many always, all of them with ``--full``."""
    return [
        pytest.param(*case, marks=pytest.mark.full) if "fewer" in case[1] or number % 2 else case
        for number, case in enumerate(breaks)
    ]


def assert_names_year_and_sides(message, *years):
    assert any(message.startswith(f"{year}: ") for year in years), message
    assert BOTH_SIDES.search(message), message


def test_every_step_of_the_year_has_something_to_do(busy, opened):
    steps, seen = watched()
    history = simulate_once(busy, Luck(1), opened=opened, year_steps=steps)
    done = {name: (before, after, log) for name, year, before, after, log in seen if year == 2024}
    assert [census.year for census in history.censuses] == [2022, 2023, 2024, 2025]
    population = done["age"][2].population
    for part in (population.births, population.gone, population.aged_out, population.arrived):
        assert part.any()
    assert done["age"][2].before.count.any() and done["progress"][2].moves.count.any()
    assert done["build"][2].rooms.any() and done["build"][2].moves.count.any()
    assert done["reserve"][1].borrowed[5] > 0
    assert done["offer"][2].moves.count.any()
    assert done["offer"][1].offers.norm.any()
    names = {rung.rung for rung in done["admit"][2].rungs if rung.taken.any()}
    assert {"vacated", "own/norm", "own/tolerance", "town/norm", "district/norm"} <= names
    moves = done["admit"][2].moves
    assert {9 + UNPLACED, 11} <= set(moves.target.tolist()), "someone unplaced, someone purchased"
    assert (moves.zone == busy.n_zones).any(), "someone from outside"


@pytest.mark.parametrize("replicate", [0, 1, 2])
def test_an_unbroken_run_raises_nothing(busy, opened, replicate):
    history = simulate_once(busy, Luck(1, replicate), opened=opened)
    assert len(history.censuses) == 4


@pytest.mark.parametrize(("step", "name"), both_ways(BREAKS))
def test_a_broken_step_stops_the_run(step, name, busy, opened, whole):
    steps = broken(step, BREAKS[(step, name)], whole)
    with pytest.raises(ConservationError) as caught:
        simulate_once(busy, Luck(1), opened=opened, year_steps=steps)
    assert_names_year_and_sides(str(caught.value), BROKEN_YEAR)


def until_spring(whole):
    """Return the steps of a year; those before the broken spring are not worked out again."""

    def wrap(name, step):
        def run(state, inputs, luck):
            if inputs.year < BROKEN_YEAR:
                return whole[name, inputs.year]
            return step(state, inputs, luck)

        return run

    return tuple((name, wrap(name, step)) for name, step in YEAR)


@pytest.mark.parametrize(("function", "name"), both_ways(SPRING))
def test_a_broken_spring_stops_the_run(function, name, busy, opened, whole, monkeypatch):
    unbroken = getattr(engine, function)

    def broken_spring(state, inputs, luck, *offers):
        after, log = unbroken(state, inputs, luck, *offers)
        if inputs.year != BROKEN_YEAR - 1:
            return after, log
        done = Done(state, after, log)
        SPRING[(function, name)](done)
        return done.state, done.log

    monkeypatch.setattr(engine, function, broken_spring)
    with pytest.raises(ConservationError) as caught:
        simulate_once(busy, Luck(1), opened=opened, year_steps=until_spring(whole))
    assert_names_year_and_sides(str(caught.value), *SPRING_YEARS)


def test_one_seat_too_many_in_spring_stops_the_run(busy, opened, monkeypatch):
    whole = engine.spring_offers

    def generous(state, inputs):
        offers = whole(state, inputs)
        if inputs.year != BROKEN_YEAR - 1:
            return offers
        return replace(offers, norm=offers.norm + (state.classes > 0))

    monkeypatch.setattr(engine, "spring_offers", generous)
    with pytest.raises(ConservationError) as caught:
        simulate_once(busy, Luck(1), opened=opened)
    assert_names_year_and_sides(str(caught.value), *SPRING_YEARS)


@pytest.mark.parametrize("by", [1, -1])
def test_one_pupil_too_many_or_few_seated_in_spring_stops_the_run(
    by, busy, opened, monkeypatch
):  # fmt: skip
    whole = engine.classes.seat

    def seat(state, inputs, joining):
        after = whole(state, inputs, joining)
        if state.year != BROKEN_YEAR - 1:
            return after
        return replace(after, sizes=bumped(after.sizes, (4, 10, 0), by))

    monkeypatch.setattr(engine.classes, "seat", seat)
    with pytest.raises(ConservationError) as caught:
        simulate_once(busy, Luck(1), opened=opened)
    assert_names_year_and_sides(str(caught.value), *SPRING_YEARS)


def test_spring_has_something_to_do(busy, opened, monkeypatch):
    logs = []
    for name in ("spring_arrivals", "admit_in_spring"):
        whole = getattr(engine, name)

        def watch(*arguments, whole=whole, name=name):
            after, log = whole(*arguments)
            logs.append((name, arguments[1].year, log))
            return after, log

        monkeypatch.setattr(engine, name, watch)
    simulate_once(busy, Luck(1), opened=opened)
    assert {year for _, year, _ in logs} == {2022, 2023, 2024}
    arrivals, admission = (log for _, year, log in logs if year == BROKEN_YEAR - 1)
    assert arrivals.population.spring.any() and arrivals.before.count.any()
    assert any(rung.taken.any() for rung in admission.rungs)


def test_a_wrong_opening_stops_before_the_first_year(monkeypatch):
    whole = engine.open_district

    def one_too_many(district):
        state, misfits = whole(district)
        cell = filled(state.roll.counts > 1)
        roll = replace(state.roll, counts=bumped(state.roll.counts, cell))
        return replace(state, roll=roll), misfits

    monkeypatch.setattr(engine, "open_district", one_too_many)
    with pytest.raises(ConservationError) as caught:
        open_once(busy_district())
    assert_names_year_and_sides(str(caught.value), 2022)


def test_campuses_of_stages_that_are_not_modelled_do_not_stop_the_run():
    """Pools and pupils of a stage outside ``stages`` are there, and are not simulated."""
    district = places.place(
        zones={"a": ("t", 0, 0)},
        campuses={"p": ("t", 9, 9), "s": ("t", 20, 9)},
        rooms={("p", "primary"): 8, ("s", "senior"): 6},
        sizes={("p", "p1"): [40], ("s", "s1"): [50, 49]},
        people={("a", age): 100 for age in range(18)},
        stages=("primary",),
    )
    history = simulate_once(district, Luck(1))
    assert len(history.censuses) == 4
