"""Where would every single child sit, if each child, class and campus were an object of its own?

A second model of the rules, written from their wording and not from the engine: a SimPy process
for each child and campus, plain Python objects, whole numbers, no arrays in the logic. It is slow
and holds for central runs with rates of 0 or 1 (−1 or +1 for migration), one campus per zone and
stage, one residence per tier and a ladder of ``own`` rungs. The engine must agree to the child.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from typing import Any

import simpy

from simulator.district import Closure, District, Project, Regime
from simulator.vocabulary import FIRST_GRADES, N_GRADES, STAGE_OF_GRADE
from tests.oracles.per_child_objects import (
    Campus,
    Child,
    Observed,
    after_losses,
    read_campus,
)

AGES = 18
SINKS_OF_ENTRANTS = ("elsewhere", "private", "not_enrolled")
UNPLACED = "unplaced"
DAY = 1440
"""The clock counts minutes from the opening census."""
PHASES = (
    "grades added",
    "children age",
    "births",
    "classes go up",
    "projects",
    "closures",
    "admission",
)
"""What happens on 1 September, one minute after the other."""


class Place:
    """The calendar, the children and the campuses; admission is asked of ``per_child_admission``.

    ``vacated`` counts the seats left since the last census by (campus, grade now, zone).
    """

    def __init__(self, district: District) -> None:
        self.district = district
        self.env = simpy.Environment(initial_time=len(PHASES))
        self.start = dt.date(district.opening_year, 9, 1)
        self.children: dict[Child, None] = {}
        self.vacated: Counter[tuple[int, int, int]] = Counter()
        self.seen: list[Observed] = []
        self.campuses = [read_campus(district, number) for number in range(district.n_campuses)]
        self.own: dict[tuple[int, int], Campus] = {}
        for stage, (zones, campuses) in enumerate(district.catchments):
            for zone, number in zip(zones, campuses, strict=True):
                assert (int(zone), stage) not in self.own, "one campus per zone and stage"
                self.own[int(zone), stage] = self.campuses[int(number)]
        self._settle()
        for child in self.children:
            self.env.process(self._childhood(child))
        self.env.process(self._births())
        for campus in self.campuses:
            if campus.is_open:
                self.env.process(self._school(campus))
        for project in district.projects:
            self.env.process(self._building(project))
        for closure in district.closures:
            self.env.process(self._closing(closure))

    def _settle(self) -> None:
        """Give every child of the opening a home, and its seat at the own campus."""
        pupils: dict[tuple[int, int], list[Child]] = defaultdict(list)
        for zone, age, residence in _cells(self.district):
            for _ in range(int(self.district.people[zone, age, residence])):
                child = Child(zone, residence, age)
                self.children[child] = None
                if child.grade >= 0 and self._modelled(child):
                    pupils[self.own[zone, child.stage].number, child.grade].append(child)
                elif child.grade >= 0:
                    child.sink = "elsewhere"
        for campus in self.campuses:
            for grade in range(N_GRADES):
                row = self.district.opening_sizes[campus.number, grade]
                sizes = [int(size) for size in row if size > 0]
                here = pupils[campus.number, grade]
                assert sum(sizes) == len(here), f"campus {campus.number}, grade {grade}: unclear"
                campus.seat(grade, here, sizes)

    # The calendar.

    @property
    def today(self) -> dt.date:
        """The date the clock shows."""
        return self.start + dt.timedelta(days=self.env.now // DAY)

    def until(self, month: int, phase: int) -> Any:
        """Wait for a minute of the next first day of a month."""
        year = self.start.year
        while True:
            moment = (dt.date(year, month, 1) - self.start).days * DAY + phase
            if moment > self.env.now:
                return self.env.timeout(moment - self.env.now)
            year += 1

    def september(self, phase: str) -> Any:
        """Wait for a minute of the next 1 September."""
        return self.until(9, PHASES.index(phase))

    def regime(self) -> Regime:
        """Find the norms and rules in force today."""
        return [one for one in self.district.regimes if one.start <= self.today][-1]

    # A child.

    def _modelled(self, child: Child) -> bool:
        return bool(self.district.stages[child.stage])

    def _childhood(self, child: Child) -> Generator[Any, Any, None]:
        """Each September bring a newcomer, die or move away, or grow older and choose."""
        district = self.district
        while True:
            yield self.september("children age")
            moving = int(district.net_migration[child.zone, child.age, child.residence])
            if moving > 0 and child.age + 1 < AGES:
                self._arrive(Child(child.zone, child.residence, child.age + 1))
            if int(district.survival[child.age]) == 0 or moving < 0 or child.age + 1 == AGES:
                if child.campus:
                    self.vacated[child.campus.number, child.grade + 1, child.zone] += 1
                child.leave_class()
                del self.children[child]
                return
            child.age += 1
            self._choose(child)

    def _births(self) -> Generator[Any, Any, None]:
        """Each September the cohort born since the last one is aged 0."""
        for cohort in self.district.births:
            yield self.september("births")
            for zone, born in enumerate(cohort):
                for residence in (0, 1):
                    assert born[residence] % 1 == 0, "whole births"
                    for _ in range(int(born[residence])):
                        self._arrive(Child(zone, residence, 0))

    def _arrive(self, child: Child) -> None:
        """Let a child be born or move in."""
        self.children[child] = None
        self._choose(child)
        self.env.process(self._childhood(child))

    def _choose(self, child: Child) -> None:
        """Stay where the stage goes on, else go to a sink or seek a place."""
        if child.grade < 0:
            return
        entering = child.grade in FIRST_GRADES
        if not entering:
            if child.campus and child.grade in child.campus.taught:
                return
            if child.sink in SINKS_OF_ENTRANTS:
                return
        child.leave_class()
        child.sink = UNPLACED
        if not self._modelled(child):
            child.sink = "elsewhere"
        elif entering:
            shares = self.district.entry_shares[child.zone, child.stage, child.residence]
            for sink, share in zip(SINKS_OF_ENTRANTS, shares, strict=True):
                if share == 1:
                    child.sink = sink

    def seekers(self) -> list[Child]:
        """List the children without a place who look for one."""
        return [child for child in self.children if child.sink == UNPLACED]

    # A campus.

    def _school(self, campus: Campus) -> Generator[Any, Any, None]:
        """Each September teach one more grade while filling, then take the classes up."""
        while True:
            yield self.september("grades added")
            for pool in campus.pools.values():
                if pool.filling:
                    campus.taught |= {
                        grade
                        for grade in pool.grades
                        if grade - 1 in campus.taught and grade not in FIRST_GRADES
                    }
                    pool.filling = not campus.taught.issuperset(pool.grades)
            for rooms in campus.classes.values():
                for room in rooms:
                    room.last_year = len(room.pupils)
            yield self.september("classes go up")
            before, campus.classes = campus.classes, defaultdict(list)
            for grade, rooms in before.items():
                pupils = [child for room in rooms for child in room.pupils]
                if pupils:
                    campus.seat(grade + 1, pupils, after_losses(rooms, len(pupils)))

    def _building(self, project: Project) -> Generator[Any, Any, None]:
        """Add rooms on the first September after acceptance; a new campus opens with them."""
        accepted = project.planned.accepted
        assert accepted is not None, "an accepted date"
        yield self.september("projects")
        while accepted > dt.date(self.today.year, 8, 31):
            yield self.september("projects")
        campus = self.campuses[project.campus]
        for number, rooms in project.rooms:
            campus.pools[number].rooms += rooms
        if not project.new_campus:
            return
        assert project.catchment is not None, "a stated catchment"
        campus.is_open = True
        for pool in campus.pools.values():
            entry = {pool.grades[0], *(g for g in pool.grades if g in FIRST_GRADES)}
            campus.taught |= entry
            pool.filling = not entry.issuperset(pool.grades)
        for stage in {STAGE_OF_GRADE[grade] for grade in campus.pool_of}:
            for zone in project.catchment:
                self.own[zone, stage] = campus
        self.env.process(self._school(campus))

    def _closing(self, closure: Closure) -> Generator[Any, Any, None]:
        """Hand classes, zones and, in a merger, rooms over to the receiver."""
        yield self.september("closures")
        while closure.on > self.today:
            yield self.september("closures")
        assert closure.receiver is not None, "a receiver"
        campus, receiver = self.campuses[closure.campus], self.campuses[closure.receiver]
        for grade in sorted(campus.classes):
            for room in campus.classes[grade]:
                assert grade in receiver.taught, "a receiver that teaches the grade"
                receiver.classes[grade].append(room)
                for child in room.pupils:
                    child.campus = receiver
        if closure.merged:
            for pool in campus.pools.values():
                receiver.pool_of[pool.grades[0]].rooms += pool.rooms
        for pool in campus.pools.values():
            pool.rooms = 0
        campus.classes.clear()
        campus.taught.clear()
        campus.is_open = False
        for key, own in self.own.items():
            if own is campus:
                self.own[key] = receiver

    # The census.

    def count(self) -> None:
        """Take the census of today."""
        people = Counter((child.zone, child.age, child.residence) for child in self.children)
        roll: Counter[tuple[int, int | str, int, int]] = Counter()
        for child in self.children:
            if child.grade >= 0:
                where = child.campus.number if child.campus else child.sink
                assert where is not None
                roll[child.zone, where, child.grade, child.residence] += 1
        sizes = {
            (campus.number, grade): tuple(sorted((len(r.pupils) for r in rooms), reverse=True))
            for campus in self.campuses
            for grade, rooms in campus.classes.items()
            if rooms
        }
        self.seen.append(Observed(self.today.year, dict(people), dict(roll), sizes))


def _cells(district: District) -> Iterator[tuple[int, int, int]]:
    """Give every zone, age and residence."""
    for zone in range(district.n_zones):
        for age in range(AGES):
            yield from ((zone, age, 0), (zone, age, 1))
