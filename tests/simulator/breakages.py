"""Ways to break a step of a year by one child, class, room, seat or row, in state or in log.

They break the year of the busy district; see ``tests.simulator.busy``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from simulator.engine import YEAR
from simulator.vocabulary import ELSEWHERE, SEEKING, UNPLACED


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


def a_class(done):
    """Give a campus and grade with two classes, not an entry grade."""
    campus, grade = filled(done.state.classes[:, 4:9] > 1)
    return campus, grade + 4


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


for _field in ("area_children", "area_places", "catchment_children", "catchment_places"):

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
    "admissions": ("classes_planned", "seats", "own_children", "placed_own", "placed_redirected",
                   "classes"),
    "areas": ("children", "places_open", "shortfall"),
    "cohorts": ("children", "pupils_public"),
    "years": ("children", "pupils", "places", "places_open", "classes", "large_classes",
              "super_large_classes", "classes_46_55", "large_schools", "shortfall",
              "shortfall_catchment", "redirected", "purchased", "unplaced", "surplus",
              "staff_posts_needed"),
    "staff": ("pupils", "classes", "posts_by_ratio", "posts_by_class", "posts_needed",
              "staff_present", "gap"),
    "land": ("site_area_m2", "known_area_m2", "sites_unknown", "places", "m2_per_place",
             "norm_m2_per_place", "short_m2"),
    "land_account": ("opening_m2", "added_m2", "released_m2", "closing_m2", "sites",
                     "sites_unknown", "changes_unknown"),
    "beds": ("beds", "beds_needed", "short", "free", "boarders_too_young"),
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
        # The first rows of the land are of campuses that have no places, or no known area.
        in_table(_table, _column, 3 if _table == "land" else 1, f"one more in {_table}.{_column}")
for _column in COLUMNS["years"]:
    in_table("years", _column, 4, f"one more in years.{_column} of compulsory")


@breaks("measure", "one square metre more in a parcel")
def wider_parcel(done):
    census = done.state.census
    parcels = dict(census.rows["parcels"])
    parcels["area"] = bumped(parcels["area"], filled(np.nan_to_num(parcels["area"])))
    rows = {**census.rows, "parcels": parcels}
    done.state = replace(done.state, census=replace(census, rows=rows))


@breaks("measure", "a parcel of unknown area is taken as nil")
def nil_parcel(done):
    census = done.state.census
    parcels = dict(census.rows["parcels"])
    parcels["area"] = np.nan_to_num(parcels["area"])
    rows = {**census.rows, "parcels": parcels}
    done.state = replace(done.state, census=replace(census, rows=rows))


@breaks("measure", "released land is kept")
def kept_land(done):
    census = done.state.census
    parcels = {**census.rows["parcels"]}
    assert parcels["gone"].any()
    parcels["gone"] = np.zeros_like(parcels["gone"])
    rows = {**census.rows, "parcels": parcels}
    done.state = replace(done.state, census=replace(census, rows=rows))


@breaks("measure", "two square metres of two towns change places")
def swapped_land(done):
    census = done.state.census
    account = dict(census.rows["land_account"])
    for column in ("added_m2", "closing_m2"):
        account[column] = bumped(bumped(account[column], 0, 2), 1, -2)
    rows = {**census.rows, "land_account": account}
    done.state = replace(done.state, census=replace(census, rows=rows))


@breaks("measure", "two posts of two schools change places")
def swapped_posts(done):
    census = done.state.census
    staff = dict(census.rows["staff"])
    for column, by in (("posts_needed", 2), ("gap", 2)):
        staff[column] = bumped(bumped(staff[column], 0, by), -1, -by)
    rows = {**census.rows, "staff": staff}
    done.state = replace(done.state, census=replace(census, rows=rows))


for _column in ("mean", "deviation", "coefficient"):
    in_table("differences", _column, 8, f"one more in differences.{_column}")


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


# --- 1 March

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
