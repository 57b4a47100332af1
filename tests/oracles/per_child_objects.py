"""What are the objects of the per-child model: children, classes, pools and campuses?"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.district import District
from simulator.vocabulary import FIRST_GRADE_AGE, N_GRADES, STAGE_OF_GRADE


@dataclass(eq=False)
class Child:
    """One child: where it lives, how old it is and where it goes to school."""

    zone: int
    residence: int
    age: int
    campus: "Campus | None" = None
    room: "SchoolClass | None" = None
    sink: str | None = None

    @property
    def grade(self) -> int:
        """Due grade; negative before preschool."""
        return self.age - FIRST_GRADE_AGE

    @property
    def stage(self) -> int:
        """Stage of the due grade."""
        return STAGE_OF_GRADE[self.grade]

    def leave_class(self) -> None:
        """Give the seat back, if there is one."""
        if self.room:
            self.room.pupils.remove(self)
        self.campus = self.room = None


@dataclass(eq=False)
class SchoolClass:
    """Pupils taught together; ``last_year`` is the size it had at the last census."""

    pupils: list[Child] = field(default_factory=list)
    last_year: int = 0


@dataclass(eq=False)
class Pool:
    """Classrooms the same grades share."""

    rooms: int
    grades: list[int] = field(default_factory=list)
    filling: bool = False


@dataclass(eq=False)
class Campus:
    """A place where classes are taught."""

    number: int
    town: int
    public: bool
    is_open: bool
    pools: dict[int, Pool]
    pool_of: dict[int, Pool]
    taught: set[int]
    classes: dict[int, list[SchoolClass]] = field(default_factory=lambda: defaultdict(list))

    def held(self, pool: Pool) -> int:
        """Count the classes that sit in a pool, borrowed rooms included."""
        return sum(len(self.classes[grade]) for grade in pool.grades)

    def join(self, child: Child, room: SchoolClass) -> None:
        """Give a child a seat in a class."""
        child.campus, child.room, child.sink = self, room, None
        room.pupils.append(child)

    def seat(self, grade: int, pupils: Sequence[Child], sizes: Sequence[int]) -> None:
        """Put the pupils of a grade into new classes of given sizes."""
        waiting = iter(pupils)
        self.classes[grade] = [SchoolClass() for _ in sizes]
        for room, size in zip(self.classes[grade], sizes, strict=True):
            for _ in range(size):
                self.join(next(waiting), room)

    def seat_evenly(self, grade: int, pupils: Sequence[Child], classes: int) -> None:
        """Divide the pupils of a grade over a number of classes, the larger classes first."""
        least, more = divmod(len(pupils), classes)
        self.seat(grade, pupils, [least + (number < more) for number in range(classes)])

    def pupils(self, grade: int) -> list[Child]:
        """List the pupils of a grade."""
        return [child for room in self.classes[grade] for child in room.pupils]


@dataclass(frozen=True)
class Observed:
    """What a census sees."""

    year: int
    people: dict[tuple[int, int, int], int]
    """(zone, age, residence) → children."""
    roll: dict[tuple[int, int | str, int, int], int]
    """(zone, campus or sink, grade, residence) → children of school age."""
    sizes: dict[tuple[int, int], tuple[int, ...]]
    """(campus, grade) → class sizes, largest first."""


def share_out(seats: int, wanted: dict[int, int]) -> dict[int, int]:
    """Share fewer seats than wanted by largest remainder; ties to who wants more, then by key."""
    total = sum(wanted.values())
    given = {key: seats * want // total for key, want in wanted.items()}
    order = sorted(wanted, key=lambda key: (-(seats * wanted[key] % total), -wanted[key], key))
    for key in order[: seats - sum(given.values())]:
        given[key] += 1
    return given


def read_campus(district: District, number: int) -> Campus:
    """Read one campus, its pools and the grades it teaches."""
    pools: dict[int, Pool] = {}
    pool_of: dict[int, Pool] = {}
    for grade in range(N_GRADES):
        index = int(district.pool_of[number, grade])
        if index >= 0:
            rooms = int(district.pool_rooms[index]) + int(district.pool_temporary[index])
            pool_of[grade] = pools.setdefault(index, Pool(rooms))
            pool_of[grade].grades.append(grade)
    return Campus(
        number=number,
        town=int(district.campus_town[number]),
        public=bool(district.campus_public[number]),
        is_open=bool(district.campus_open[number]),
        pools=pools,
        pool_of=pool_of,
        taught={grade for grade in pool_of if district.taught[number, grade]},
    )


def after_losses(rooms: Sequence[SchoolClass], left: int) -> list[int]:
    """Take lost pupils from classes in proportion to the sizes they had; empty classes end."""
    had = [room.last_year for room in rooms]
    gone = share_out(sum(had) - left, dict(enumerate(had)))
    kept = [size - gone[number] for number, size in enumerate(had)]
    return [size for size in kept if size]
