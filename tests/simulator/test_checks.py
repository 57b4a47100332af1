"""Do the checks of a year find any step that loses or makes up a child, class, room or offer?"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from simulator import engine
from simulator.checks import ConservationError
from simulator.district import Closure, Dates, Estate, Project, Purchase, Regime
from simulator.engine import YEAR, open_once, simulate_once
from simulator.luck import Luck
from simulator.vocabulary import ELSEWHERE, SEEKING, UNPLACED
from tests import places

BROKEN_YEAR = 2024
"""The year a step is broken in: that of the opening, the closure and the expansion below."""

PRIMARY = ("p1", "p2", "p3", "p4", "p5", "p6")
JUNIOR = ("j1", "j2", "j3")
GROWTH = np.zeros((5, 18, 2))
GROWTH[:, :, 1] = 0.12
GROWTH[2, :, 0] = -0.1


def busy_district():
    """A district in which every step of 2024 has something to do.

    A shared pool, a shared catchment, a private campus, an overbooked pool, a campus that opens
    with all grades and draws, one that opens with its entry grade, one that closes into a
    receiver and one without, purchased places, a neighbouring county, spring arrivals.
    """
    zones = {
        "a": ("east", 0, 0), "b": ("east", 900, 0), "c": ("east", 1900, 300),
        "d": ("west", 6000, 0), "e": ("west", 7000, 500),
    }  # fmt: skip
    campuses = {
        "all-new": ("east", 1200, 200), "closing": ("west", 6900, 100), "ends": ("west", 7400, 0),
        "filling": ("west", 6300, 500), "junior": ("east", 1100, 0), "nine": ("east", 0, 100),
        "private": ("east", 950, 50), "small": ("east", 1800, 200), "west": ("west", 6100, 0),
    }  # fmt: skip
    rooms = {
        ("all-new", "primary"): 9, ("closing", "primary"): 6, ("ends", "primary"): 6,
        ("filling", "junior"): 3, ("junior", "junior"): 6, ("nine", "primary+junior"): 7,
        ("private", "primary"): 6, ("small", "primary"): 6, ("west", "primary"): 7,
        ("west", "junior"): 6,
    }  # fmt: skip
    sizes = {
        **{("closing", g): [38] for g in PRIMARY}, **{("ends", g): [30] for g in PRIMARY},
        **{("junior", g): [56, 55] for g in JUNIOR}, **{("nine", g): [54, 53] for g in PRIMARY},
        **{("nine", g): [52] for g in JUNIOR}, **{("private", g): [30] for g in PRIMARY},
        **{("small", g): [57] for g in PRIMARY}, **{("west", g): [46] for g in PRIMARY},
        **{("west", g): [50, 49] for g in JUNIOR},
    }  # fmt: skip
    children = {"a": (60, 8), "b": (55, 6), "c": (50, 12), "d": (60, 4), "e": (66, 9)}
    shares = np.zeros((5, 4, 2, 3))
    shares[:, 1:3] = [0.03, 0.05, 0.0]
    rates = np.zeros((4, 3))
    rates[1:3] = [0.04, 0.02, 0.01]
    inflow = np.zeros((9, 15))
    inflow[8, 3] = 5
    return places.place(
        zones=zones,
        campuses=campuses,
        rooms=rooms,
        sizes=sizes,
        people={(zone, age): n for zone, n in children.items() for age in range(18)},
        births={zone: [n[0]] * 3 for zone, n in children.items()},
        catchments={
            "primary": {"a": ["nine"], "b": ["nine", "small"], "c": ["small"],
                        "d": ["west"], "e": ["closing", "ends"]},
            "junior": {"a": ["nine"], "b": ["junior"], "c": ["junior"], "d": ["west"],
                       "e": ["west"]},
        },
        closed=["all-new", "filling"],
        private=["private"],
        years=(2022, 2025),
        regime=Regime(
            dt.date(1990, 1, 1),
            places.norms(),
            places.rules(spring_share=0.4, ladder=places.LADDER[:-1], clear=True),
        ),
        survival=np.full(18, 0.98),
        net_migration=GROWTH,
        entry_shares=shares,
        leave_rates=rates,
        outside_inflow=inflow,
        estates=(Estate("homes", 3, 1, dt.date(2024, 5, 1), np.full(18, 12.0), (0.5, 0.5)),),
        pool_temporary=np.array([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
        opening_cap_m=3000.0,
        projects=(
            Project("p-all", 0, True, ((0, 9),), Dates(accepted=dt.date(2024, 5, 1)), Dates(),
                    opens_with_all=True),
            Project("p-fill", 3, True, ((3, 3),), Dates(accepted=dt.date(2024, 6, 1)), Dates()),
            Project("p-more", 7, False, ((7, 2),), Dates(accepted=dt.date(2024, 6, 1)), Dates()),
        ),
        closures=(
            Closure("merge", dt.date(2024, 8, 1), 1, 8, merged=True),
            Closure("close", dt.date(2024, 8, 1), 2, None, merged=False),
        ),
        purchases=(Purchase("buy", dt.date(2023, 9, 1), 2, 7),),
    )  # fmt: skip


@dataclass
class Done:
    """What one step did in the year it is broken in; ``before`` is the state it began from."""

    before: object
    state: object
    log: object
    admitted: object = None
    """The placements of the unbroken year."""


Break = Callable[[Done], None]
BREAKS: dict[tuple[str, str], Break] = {}


def breaks(step: str, name: str):
    """Register a way to break a step."""

    def register(change: Break) -> Break:
        assert (step, name) not in BREAKS
        BREAKS[(step, name)] = change
        return change

    return register


def bumped(array, cell, by=1):
    """Copy an array with one cell off by one."""
    changed = array.copy()
    changed[cell] += by
    return changed


def filled(array):
    """Give the first cell that is not empty."""
    return tuple(int(i) for i in np.argwhere(array)[0])


def in_state(step, name, field, cell, by=1):
    """Break an array of the state in the cell that ``cell(done)`` names."""

    @breaks(step, name)
    def change(done):
        array = getattr(done.state, field)
        done.state = replace(done.state, **{field: bumped(array, cell(done), by)})


def in_log(step, name, field, cell, by=1):
    """Break an array of the log in the cell that ``cell(done)`` names."""

    @breaks(step, name)
    def change(done):
        array = getattr(done.log, field)
        done.log = replace(done.log, **{field: bumped(array, cell(done), by)})


def in_moves(step, name, where, by=1, field="moves"):
    """Break the count of one move of the log: the first that ``where(moves, done)`` marks."""

    @breaks(step, name)
    def change(done):
        moves = getattr(done.log, field)
        row = filled(where(moves, done))
        done.log = replace(
            done.log, **{field: replace(moves, count=bumped(moves.count, row, by))}
        )  # fmt: skip


def with_roll(done, **changes):
    done.state = replace(done.state, roll=replace(done.state.roll, **changes))


def arc_cell(done, where=lambda roll: roll.destination < roll.campuses):
    """Give a cell of the roll that holds at least two pupils."""
    roll = done.state.roll
    return filled((roll.counts > 1) & where(roll)[:, None, None])


def every_step_keeps_the_roll(step):
    @breaks(step, "one pupil more on the roll")
    def more(done):
        with_roll(done, counts=bumped(done.state.roll.counts, arc_cell(done)))

    @breaks(step, "one pupil fewer on the roll")
    def fewer(done):
        with_roll(done, counts=bumped(done.state.roll.counts, arc_cell(done), -1))

    @breaks(step, "one child more who seeks")
    def seeks(done):
        with_roll(done, seeking=bumped(done.state.roll.seeking, (0, 4, 0)))

    @breaks(step, "one child more in a zone")
    def child(done):
        done.state = replace(done.state, people=bumped(done.state.people, (0, 7, 0)))

    @breaks(step, "one infant fewer in a zone")
    def infant(done):
        done.state = replace(done.state, people=bumped(done.state.people, (1, 1, 0), -1))

    @breaks(step, "two pupils of two zones change places")
    def swap(done):
        # Zone totals and campus totals stay what they were.
        roll = done.state.roll
        counts = roll.counts.copy()
        grade, residence = 5, 0
        here = np.flatnonzero(roll.destination < roll.campuses)
        here = here[counts[here, grade, residence] > 0]
        first = here[0]
        others = here[
            (roll.zone[here] != roll.zone[first])
            & (roll.destination[here] != roll.destination[first])
        ]
        second = others[0]
        counts[[first, second], grade, residence] -= 1
        keys = np.array(
            [
                roll.zone[first] * roll.destinations + roll.destination[second],
                roll.zone[second] * roll.destinations + roll.destination[first],
            ]
        )
        grown = np.union1d(roll.keys, keys)
        wider = np.zeros((grown.size, *counts.shape[1:]), dtype=counts.dtype)
        wider[np.searchsorted(grown, roll.keys)] = counts
        wider[np.searchsorted(grown, keys), grade, residence] += 1
        with_roll(done, keys=grown, counts=wider)

    @breaks(step, "a registered child becomes a migrant on the roll")
    def residence(done):
        arc, grade, _ = arc_cell(done)
        counts = done.state.roll.counts.copy()
        counts[arc, grade] += np.array([-1, 1], dtype=counts.dtype)
        with_roll(done, counts=counts)


for _step, _ in YEAR:
    every_step_keeps_the_roll(_step)

a_class = (
    lambda done: (
        filled(done.state.classes[:, 4:9] > 1)[0:1]
        + (  # noqa: E731
            filled(done.state.classes[:, 4:9] > 1)[1] + 4,
        )
    )
)
"""A campus and grade with two classes, not an entry grade."""

for _step in ("age", "progress", "reserve", "offer", "admit", "measure"):
    in_state(_step, "one class more", "classes", a_class)
    in_state(_step, "one class fewer", "classes", a_class, -1)
for _step in ("leave", "build", "form"):
    in_state(_step, "one class more", "classes", a_class)
    in_state(_step, "one class fewer", "classes", a_class, -1)
    in_log(_step, "one class more in the log", "classes", a_class)
    in_log(_step, "one class fewer in the log", "classes", a_class, -1)

a_seat = lambda done: (*a_class(done), 0)  # noqa: E731
for _step, _ in YEAR[1:]:
    in_state(_step, "one pupil more in a class", "sizes", a_seat)
    in_state(_step, "one pupil fewer in a class", "sizes", a_seat, -1)

west = lambda done: (8,)  # noqa: E731
for _step, _ in YEAR:
    in_state(_step, "one room more", "rooms", west)
    in_state(_step, "one room fewer", "rooms", west, -1)
    in_state(_step, "one temporary room more", "temporary", west)
in_log("build", "one room more in the log", "rooms", west)
in_log("build", "one room fewer in the log", "rooms", west, -1)

# --- age


def in_population(name, field, cell, by=1):
    @breaks("age", name)
    def change(done):
        drawn = done.log.population
        drawn = replace(drawn, **{field: bumped(getattr(drawn, field), cell, by)})
        done.log = replace(done.log, population=drawn)


in_population("one birth more in the log", "births", (1, 0))
in_population("one loss more in the log", "gone", (1, 9, 0))
in_population("one arrival fewer in the log", "arrived", (1, 9, 1), -1)
in_population("one more aged out in the log", "aged_out", (1, 0))


def in_aged(name, *parts):
    """Break parts of the aged: (field, by) at one arc, grade and residence."""

    @breaks("age", name)
    def change(done):
        aged = done.log.aged
        cell = filled(aged.up > 1)
        fields = {field: bumped(getattr(aged, field), cell, by) for field, by in parts}
        done.log = replace(done.log, aged=replace(aged, **fields))


in_aged("one pupil more goes up in the log", ("up", 1))
in_aged("one pupil more leaves to seek in the log", ("left", 1))
in_aged("one pupil more goes out in the log", ("out", 1))
in_aged("one pupil seeks instead of going up in the log", ("up", -1), ("left", 1))
in_aged("one pupil goes out instead of up in the log", ("up", -1), ("out", 1))

anyone = lambda moves, done: moves.count > 0  # noqa: E731
in_moves("age", "one newcomer more in the log", anyone)
in_moves("age", "one newcomer fewer in the log", anyone, -1)
in_moves("age", "one lost pupil more in the log", anyone, field="before")
in_state("age", "one pupil too many is said lost", "lost", lambda done: filled(done.state.lost))
in_state(
    "age", "one pupil too few is said lost", "lost", lambda done: filled(done.state.lost), -1
)  # fmt: skip


def one_vacated(step, by):
    word = "more" if by > 0 else "fewer"

    @breaks(step, f"one vacated seat {word}")
    def change(done):
        vacated = done.state.vacated
        # A seat that somebody takes: the placements of the year tell which.
        taken = done.admitted
        row = next(
            row
            for row in range(vacated.count.size)
            if (
                (taken.zone == vacated.zone[row])
                & (taken.grade == vacated.grade[row])
                & (taken.target == vacated.origin[row])
            ).any()
        )
        vacated = replace(vacated, count=bumped(vacated.count, row, by))
        done.state = replace(done.state, vacated=vacated)


for _step in ("age", "progress"):
    one_vacated(_step, 1)
    one_vacated(_step, -1)

# --- progress

in_moves("progress", "one leaver more in the log", lambda m, d: m.origin < 9)
in_moves("progress", "one leaver fewer in the log", lambda m, d: m.origin < 9, -1)
in_moves("progress", "one entrant more to a sink in the log", lambda m, d: m.origin > 8)


@breaks("progress", "a leaver goes to another sink in the log")
def other_sink(done):
    moves = done.log.moves
    row = filled((moves.origin < 9) & (moves.target == 9 + ELSEWHERE))
    target = bumped(moves.target, row)
    count = moves.count.copy()
    done.log = replace(done.log, moves=replace(moves, target=target, count=count))


# --- build

in_moves("build", "one pupil more of a closing campus in the log", lambda m, d: m.origin == 1)
in_moves("build", "one displaced pupil fewer in the log", lambda m, d: m.origin == 2, -1)

# --- reserve

nine = lambda done: (5,)  # noqa: E731
in_state("reserve", "one borrowed room more", "borrowed", nine)
in_state("reserve", "one borrowed room fewer", "borrowed", nine, -1)

# --- offer


def in_offers(name, field, cell, by=1):
    @breaks("offer", name)
    def change(done):
        offers = done.state.offers
        where = cell(getattr(offers, field))
        offers = replace(offers, **{field: bumped(getattr(offers, field), where, by)})
        done.state = replace(done.state, offers=offers)


for _field in ("planned", "norm", "tolerance", "undealt", "rooms_by_stage"):
    in_offers(f"one more of {_field}", _field, filled)
    in_offers(f"one fewer of {_field}", _field, filled, -1)


@breaks("offer", "an entry grade is taken for a later one")
def not_entry(done):
    offers = done.state.offers
    entry = offers.entry.copy()
    entry[filled(offers.entry & (offers.planned > 0))] = False
    done.state = replace(done.state, offers=replace(offers, entry=entry))


in_moves("offer", "one pupil more is drawn in the log", anyone)
in_moves("offer", "one pupil fewer is drawn in the log", anyone, -1)


@breaks("offer", "one pupil more is drawn, in state and log")
def drawn_too_many(done):
    moves = done.log.moves
    more = replace(
        moves, **{f: getattr(moves, f)[:1] for f in ("zone", "origin", "target", "grade",
                                                     "residence")}, count=np.ones(1, dtype=int)
    )  # fmt: skip
    with_more = replace(moves, count=bumped(moves.count, 0))
    done.log = replace(done.log, moves=with_more)
    done.state = replace(done.state, roll=done.state.roll.moved(more))


for _field in ("town", "catchment"):

    @breaks("offer", f"one child more lacks a place of the {_field}")
    def lacks(done, field=_field):
        gap = done.state.gap
        gap = replace(gap, **{field: bumped(getattr(gap, field), (0, 1))})
        done.state = replace(done.state, gap=gap)


# --- admit

in_moves("admit", "one placement more in the log", lambda m, d: m.target < 9)
in_moves("admit", "one placement fewer in the log", lambda m, d: m.target < 9, -1)
in_moves("admit", "one unplaced more in the log", lambda m, d: m.target == 9 + UNPLACED)
in_moves("admit", "one purchase more in the log", lambda m, d: m.target == 11)


@breaks("admit", "a child is placed at another campus in the log")
def other_campus(done):
    moves = done.log.moves
    row = filled(moves.target == 8)
    done.log = replace(done.log, moves=replace(moves, target=bumped(moves.target, row, -1)))


@breaks("admit", "a placement is that of another zone in the log")
def other_zone(done):
    moves = done.log.moves
    row = filled(moves.zone == 0)
    done.log = replace(done.log, moves=replace(moves, zone=bumped(moves.zone, row)))


@breaks("admit", "an unplaced child is placed beyond what was offered, in state and log")
def beyond_offer(done):
    moves, roll = done.log.moves, done.state.roll
    row = filled(moves.target == roll.sink(UNPLACED))
    zone, grade, residence = (int(getattr(moves, n)[row]) for n in ("zone", "grade", "residence"))
    one = np.ones(1, dtype=int)
    zones = np.array([zone])
    where = type(moves).of
    done.log = replace(
        done.log,
        moves=type(moves).together(
            [
                replace(moves, count=bumped(moves.count, row, -1)),
                where(zones, roll.sink(SEEKING), 5, grade, residence, one),
            ]
        ),
    )
    done.state = replace(
        done.state, roll=roll.moved(where(zones, roll.sink(UNPLACED), 5, grade, residence, one))
    )


def in_rung(name, field, by=1):
    @breaks("admit", name)
    def change(done):
        rungs = list(done.log.rungs)
        at = next(i for i, rung in enumerate(rungs) if rung.taken.any() and "any" not in rung.rung)
        cell = filled(rungs[at].taken)
        rungs[at] = replace(rungs[at], **{field: bumped(getattr(rungs[at], field), cell, by)})
        done.log = replace(done.log, rungs=tuple(rungs))


in_rung("one offer more on a rung", "offered")
in_rung("one offer fewer on a rung", "offered", -1)
in_rung("one more taken on a rung", "taken")
in_rung("one fewer taken on a rung", "taken", -1)


def on_rung(name, rung_name, field, by=1):
    @breaks("admit", name)
    def change(done):
        rungs = list(done.log.rungs)
        at = next(i for i, r in enumerate(rungs) if r.rung == rung_name and r.taken.any())
        cell = filled(rungs[at].taken)
        rungs[at] = replace(rungs[at], **{field: bumped(getattr(rungs[at], field), cell, by)})
        done.log = replace(done.log, rungs=tuple(rungs))


on_rung("one vacated seat more on its rung", "vacated", "offered")


@breaks("admit", "a rung is not logged")
def rung_left_out(done):
    rungs = list(done.log.rungs)
    at = next(i for i, rung in enumerate(rungs) if rung.taken.any())
    done.log = replace(done.log, rungs=tuple(rungs[:at] + rungs[at + 1 :]))


def in_placed(name, where, by):
    @breaks("admit", name)
    def change(done):
        placed = done.state.placed
        row = filled(where(placed, done.state.redirected))
        placed = replace(placed, count=bumped(placed.count, row, by))
        done.state = replace(done.state, placed=placed)


at_home = lambda placed, redirected: (placed.target < 9) & ~redirected  # noqa: E731
in_placed("one entrant more is counted", at_home, 1)
in_placed("one entrant fewer is counted", at_home, -1)
in_placed("one redirected more is counted", lambda placed, redirected: redirected, 1)


@breaks("admit", "a child at home counts as redirected")
def redirected_at_home(done):
    marked = done.state.redirected.copy()
    marked[filled(at_home(done.state.placed, marked))] = True
    done.state = replace(done.state, redirected=marked)


# --- form

in_state("form", "one borrowed room fewer", "borrowed", nine, -1)
in_state("form", "one borrowed room more", "borrowed", nine)


@breaks("form", "a pupil sits in a class that is not there")
def no_such_class(done):
    sizes = np.pad(done.state.sizes, ((0, 0), (0, 0), (0, 1)))
    campus, grade, slot = filled(sizes)
    sizes[campus, grade, slot] -= 1
    sizes[campus, grade, -1] += 1
    done.state = replace(done.state, sizes=sizes)


@breaks("form", "a pupil sits in a class of the next grade")
def next_grade(done):
    sizes = done.state.sizes.copy()
    campus, grade = a_class(done)
    other = filled(done.state.classes[campus, :] * (np.arange(15) != grade))[0]
    sizes[campus, grade, 0] -= 1
    sizes[campus, other, 0] += 1
    done.state = replace(done.state, sizes=sizes)


# --- measure: one row of one table

COLUMNS = {
    "enrolment": ("pupils", "boarders", "classes", "max_class_size"),
    "capacity": ("rooms_ordinary", "rooms_borrowed", "rooms_temporary", "places", "places_open"),
    "campuses": ("beds", "boarders"),
    "flows": ("pupils", "redirected", "distance_m"),
    "balance": ("children", "pupils_public", "pupils_private", "purchased", "elsewhere",
                "not_enrolled", "unplaced", "redirected", "entrants"),
    "class_sizes": ("size", "classes"),
    "years": ("children", "pupils", "places", "places_open", "classes", "large_classes",
              "super_large_classes", "classes_46_55", "large_schools", "shortfall",
              "shortfall_catchment", "redirected", "purchased", "unplaced", "surplus"),
}  # fmt: skip


def in_table(table, column, row, name):
    @breaks("measure", name)
    def change(done):
        census = done.state.census
        columns = dict(census.rows[table])
        columns[column] = bumped(columns[column], row)
        census = replace(census, rows={**census.rows, table: columns})
        done.state = replace(done.state, census=census)


for _table, _columns in COLUMNS.items():
    for _column in _columns:
        in_table(_table, _column, 1, f"one more in {_table}.{_column}")
for _column in COLUMNS["years"]:
    in_table("years", _column, 4, f"one more in years.{_column} of compulsory")


@breaks("measure", "two pupils of two rows of flows change places")
def swapped_flows(done):
    census = done.state.census
    flows = dict(census.rows["flows"])
    flows["pupils"] = bumped(bumped(flows["pupils"], 0), 1, -1)
    done.state = replace(done.state, census=replace(census, rows={**census.rows, "flows": flows}))


@breaks("measure", "two children of two rows of balance change places")
def swapped_balance(done):
    census = done.state.census
    balance = dict(census.rows["balance"])
    for column in ("children", "pupils_public"):
        balance[column] = bumped(bumped(balance[column], 0), 1, -1)
    done.state = replace(
        done.state, census=replace(census, rows={**census.rows, "balance": balance})
    )


# --- the tests


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


@pytest.mark.parametrize(("step", "name"), BREAKS)
def test_a_broken_step_stops_the_run(step, name, busy, opened, whole):
    steps = broken(step, BREAKS[(step, name)], whole)
    with pytest.raises(ConservationError) as caught:
        simulate_once(busy, Luck(1), opened=opened, year_steps=steps)
    assert_names_year_and_sides(str(caught.value), BROKEN_YEAR)


# --- the spring step, and what else the year rests on

SPRING_YEARS = (BROKEN_YEAR - 1, BROKEN_YEAR)
"""1 March lies in one school year, and is checked when it closes and the next one opens."""

SPRING: dict[tuple[str, str], Break] = {}
"""Ways to break what happens on 1 March: function of the engine, name."""


def spring(function: str, name: str):
    def register(change: Break) -> Break:
        SPRING[(function, name)] = change
        return change

    return register


for _function in ("spring_arrivals", "admit_in_spring"):
    for (_step, _name), _change in list(BREAKS.items()):
        if _step == "reserve" and "borrowed" not in _name:
            SPRING[(_function, _name)] = _change

    for _by, _word in ((1, "more"), (-1, "fewer")):

        @spring(_function, f"one move {_word} in the log")
        def a_move(done, by=_by):
            field = "before" if done.log.before.count.size else "moves"
            moves = getattr(done.log, field)
            moves = replace(moves, count=bumped(moves.count, 0, by))
            done.log = replace(done.log, **{field: moves})


@spring("spring_arrivals", "one arrival more in the log")
def spring_arrival(done):
    drawn = done.log.population
    done.log = replace(
        done.log, population=replace(drawn, spring=bumped(drawn.spring, (0, 8, 1)))
    )  # fmt: skip


@spring("spring_arrivals", "one arrival fewer below school age in the log")
def spring_infant(done):
    drawn = done.log.population
    cell = filled(drawn.spring[:, :3])
    done.log = replace(
        done.log, population=replace(drawn, spring=bumped(drawn.spring, cell, -1))
    )  # fmt: skip


@spring("admit_in_spring", "one more taken on a rung")
def spring_taken(done):
    rungs = list(done.log.rungs)
    at = next(i for i, rung in enumerate(rungs) if rung.taken.any())
    taken = bumped(rungs[at].taken, filled(rungs[at].taken))
    rungs[at] = replace(rungs[at], taken=taken)
    done.log = replace(done.log, rungs=tuple(rungs))


def until_spring(whole):
    """Return the steps of a year; those before the broken spring are not worked out again."""

    def wrap(name, step):
        def run(state, inputs, luck):
            if inputs.year < BROKEN_YEAR:
                return whole[name, inputs.year]
            return step(state, inputs, luck)

        return run

    return tuple((name, wrap(name, step)) for name, step in YEAR)


@pytest.mark.parametrize(("function", "name"), SPRING)
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

    def seat(state, joining):
        after = whole(state, joining)
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
