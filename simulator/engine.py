"""What would happen: the calendar of a district, and the ten steps of each school year.

Time is SimPy time in days. Milestones, notice dates, the spring window and census days are events
on it; what happens on one day happens by stated priority. A census event runs ``YEAR``.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import simpy
from simpy.events import EventPriority

from simulator import classes, schedules
from simulator.admission import admit, admit_in_spring
from simulator.buildings import build, reserve
from simulator.census import census, measure
from simulator.checks import Step, check_stock, check_year
from simulator.classes import form, leave
from simulator.district import District, Regime
from simulator.enrolment import progress
from simulator.luck import Luck
from simulator.offers import offer, spring_offers
from simulator.opening import Misfit, open_district
from simulator.people import age, spring_arrivals
from simulator.state import Census, Ended, Event, Inputs, Log, State
from simulator.synchrony import synchrony
from simulator.vocabulary import UNPLACED

YearStep = Callable[[State, Inputs, Luck], tuple[State, Log]]

YEAR: tuple[tuple[str, YearStep], ...] = (
    ("age", age),
    ("leave", leave),
    ("progress", progress),
    ("build", build),
    ("reserve", reserve),
    ("offer", offer),
    ("admit", admit),
    ("form", form),
    ("measure", measure),
)
"""The school year in order; the tenth step, ``check``, closes it in ``_september``."""

MILESTONE, NOTICE, SPRING, SEPTEMBER = range(4)
"""Priorities of what happens on one day."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The opening year, worked out once and shared by runs that differ only later."""

    state: State
    misfits: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What one replicate of one district went through."""

    district: District
    censuses: tuple[Census, ...]
    events: tuple[Event, ...]
    misfits: tuple[Misfit, ...]
    projects: tuple[schedules.Schedule, ...]
    accepted: dict[int, int]
    """Project → school year of its first September."""
    in_transition: dict[int, int]
    """Project → school year in which it opened at a transition site."""
    cleared: dict[int, int]
    """Project → school year in which the rooms it replaces went out of use."""
    ended: tuple[Ended, ...] = ()
    """Campuses that closed, in the order in which they did."""

    def first_intake(self, project: int) -> int | None:
        """Return the school year a project first admits in, be it at a transition site."""
        known = (self.accepted.get(project), self.in_transition.get(project))
        return min((year for year in known if year is not None), default=None)


@dataclass
class _Run:
    """One replicate while it runs: the only mutable thing, and only here."""

    district: District
    luck: Luck
    state: State
    schedules: tuple[schedules.Schedule, ...]
    year_steps: tuple[tuple[str, YearStep], ...]
    last_census: State
    steps: list[Step] = field(default_factory=list)
    censuses: list[Census] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)


class _Dated(simpy.Event):
    """An event of the calendar: on a day, with a priority."""

    def __init__(self, env: simpy.Environment, delay: int, priority: int) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        env.schedule(self, priority=EventPriority(priority), delay=delay)


def open_once(district: District) -> Opened:
    """Reproduce the opening year of a district and check it."""
    state, misfits = open_district(district)
    inputs = _inputs(district, dt.date(district.opening_year, 9, 1), district.opening_year)
    state = replace(state, census=census(state, inputs))
    check_stock(state, district)
    return Opened(state, misfits)


def simulate_once(
    district: District,
    luck: Luck,
    *,
    opened: Opened | None = None,
    year_steps: tuple[tuple[str, YearStep], ...] = YEAR,
    on_year: Callable[[int], None] | None = None,
) -> History:
    """Run one replicate from the opening census to the last.

    Parameters
    ----------
    district
        The place and its programme.
    luck
        Replicate 0 is the central run.
    opened
        The opening year, where it was worked out before.
    year_steps
        The steps of a year; tests put a broken one in its place.
    on_year
        Told each school year once its census is taken.

    Raises
    ------
    ConservationError
        When a check fails: a fault of the program.
    """
    opened = opened or open_once(district)
    planned = tuple(schedules.schedule(p, luck) for p in district.projects)
    run = _Run(district, luck, opened.state, planned, year_steps, opened.state)
    if opened.state.census is not None:
        run.censuses.append(opened.state.census)
    start = dt.date(district.opening_year, 9, 1)
    env = simpy.Environment()

    def on(day: dt.date, priority: int, action: Callable[[], None]) -> None:
        if day > start or (day == start and priority > SEPTEMBER):
            _Dated(env, (day - start).days, priority).callbacks.append(lambda _: action())

    for index, schedule in enumerate(planned):
        for name, day in schedule.reached():
            on(day, MILESTONE, partial(_milestone, run, index, name, day))
    for year in district.years[1:]:
        month, day_of_month = district.notice
        on(dt.date(year, month, day_of_month), NOTICE, partial(_notice, run, year))
        on(dt.date(year, 3, 1), SPRING, partial(_spring, run, year - 1))
        on(dt.date(year, 9, 1), SEPTEMBER, partial(_september, run, year, on_year))
    env.run()
    return History(
        district,
        tuple(run.censuses),
        tuple(run.events),
        opened.misfits,
        planned,
        dict(run.state.accepted),
        dict(run.state.in_transition),
        dict(run.state.cleared),
        tuple(run.ended),
    )


def _inputs(district: District, today: dt.date, year: int) -> Inputs:
    """Gather what the steps of a day read: the norms and rules in force."""
    in_force: Regime = max(
        (r for r in district.regimes if r.start <= today), key=lambda regime: regime.start
    )
    return Inputs(district.in_year(year), in_force.norms, in_force.rules, year)


def _milestone(run: _Run, project: int, name: str, day: dt.date) -> None:
    """Record that a project reached a milestone."""
    run.events.append(
        Event(day.isoformat(), f"project_{name}", run.district.projects[project].id, "")
    )


def _notice(run: _Run, year: int) -> None:
    """Draw up the admission plan: projects then expected to be accepted by 31 August."""
    district = run.district
    today = dt.date(year, *district.notice)
    announced = set(run.state.announced)
    for index, schedule in enumerate(run.schedules):
        if index in run.state.accepted or index in run.state.in_transition:
            continue
        expected = schedule.expected_acceptance(today)
        if expected is not None and expected <= dt.date(year, 8, 31):
            announced.add((index, year))
            if schedule.planned.accepted is None or schedule.planned.accepted.year >= year - 1:
                run.events.append(
                    Event(
                        today.isoformat(), "project_announced", district.projects[index].id,
                        f"{expected.isoformat()}",
                    )
                )  # fmt: skip
    run.state = replace(run.state, announced=frozenset(announced))


def _september(run: _Run, year: int, on_year: Callable[[int], None] | None) -> None:
    """Work through a school year: projects accepted in time, the ten steps, the checks."""
    district = run.district
    accepted, in_transition = dict(run.state.accepted), dict(run.state.in_transition)
    for index, schedule in enumerate(run.schedules):
        ready = schedule.actual.accepted is not None and (
            schedule.actual.accepted <= dt.date(year, 8, 31)
        )
        announced = (index, year) in run.state.announced
        if index in accepted or not (ready or announced):
            continue
        # A school that teaches elsewhere moves in without another notice.
        if ready and (announced or index in in_transition):
            accepted[index] = year
            continue
        project = district.projects[index]
        if announced and project.transition and project.new_campus:
            in_transition[index] = year
        what = "announced_but_late" if announced else "ready_but_not_announced"
        run.events.append(Event(f"{year}-09-01", what, project.id, ""))
    cleared = _cleared(run, accepted, year)
    run.state = replace(run.state, accepted=accepted, in_transition=in_transition, cleared=cleared)
    run.events.extend(_estate_schools_late(run, year))
    inputs = _inputs(district, dt.date(year, 9, 1), year)
    for name, step in run.year_steps:
        _do(run, name, step, inputs)
    check_year(run.last_census, run.steps, inputs)
    if run.state.census is not None:
        run.censuses.append(run.state.census)
    run.last_census = run.state
    run.steps = []
    if on_year is not None:
        on_year(year)


def _cleared(run: _Run, accepted: Mapping[int, int], year: int) -> dict[int, int]:
    """Say from which September on the rooms that a project replaces are out of use."""
    cleared = dict(run.state.cleared)
    for index, project in enumerate(run.district.projects):
        started = run.schedules[index].actual.started
        begun = started is not None and started <= dt.date(year, 9, 1) and not project.out_after
        if project.rooms_out and index not in cleared and (begun or index in accepted):
            cleared[index] = year
    return cleared


def _estate_schools_late(run: _Run, year: int) -> list[Event]:
    """Name the schools of housing estates that first admit this year, accepted after the homes."""
    found = []
    # One that opened at a transition site was named then.
    first = dict(run.state.accepted) | dict(run.state.in_transition)
    for index, project in enumerate(run.district.projects):
        if first.get(index) != year or project.estate is None:
            continue
        late = synchrony(run.district, project, run.schedules[index].actual.accepted, year)
        if late.months > 0:
            day, campus = f"{year}-09-01", run.district.campus_ids[project.campus]
            detail = f"{late.estate}: +{late.months:g} / {late.children_before}"
            found.append(Event(day, "estate_school_late", campus, detail))
    return found


def _spring(run: _Run, year: int) -> None:
    """Admit on 1 March those who arrived since, and the unplaced, into existing classes."""
    inputs = _inputs(run.district, dt.date(year + 1, 3, 1), year)
    roll = run.state.roll
    waiting = bool((roll.destination == roll.sink(UNPLACED)).any())
    if inputs.rules.spring_share == 0 and not waiting:
        return
    _do(run, "spring arrivals", spring_arrivals, inputs)
    offers = spring_offers(run.state, inputs)

    def into_classes(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
        admitted, log = admit_in_spring(state, inputs, luck, offers)
        joined = admitted.roll.at_campuses() - state.roll.at_campuses()
        return classes.seat(admitted, inputs, joined), replace(
            log, before=log.moves, moves=Log().moves
        )

    _do(run, "spring admission", into_classes, inputs)


def _do(run: _Run, name: str, step: YearStep, inputs: Inputs) -> None:
    """Do one step and keep what it did for the checks."""
    before = run.state
    run.state, log = step(before, inputs, run.luck)
    run.steps.append(Step(name, before, run.state, log, inputs))
    run.events.extend(log.events)
    run.ended.extend(log.ended)
