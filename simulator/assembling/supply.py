"""Which rooms does each campus have at the opening, and who sits in them?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.assembling.references import column_positions, numbers, refuse, table, texts
from simulator.columns import named
from simulator.phrases import Phrase, counted, listing
from simulator.rounding import split_even
from simulator.scenario import Oddity, Scenario
from simulator.vocabulary import GRADES, GRADES_OF_STAGE, N_GRADES, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SPAN: Final = re.compile(r"([kpjs]\d)\s*[-–—~～至到]\s*([kpjs]\d)")


@dataclass
class Pools:
    """The pools known so far, while a district is put together."""

    campus: dict[str, int] = field(default_factory=dict)
    """Pool id → campus."""
    serving: dict[tuple[int, int], str] = field(default_factory=dict)
    """(campus, grade) → id of the pool whose rooms it uses."""
    combined: dict[tuple[int, int], int] = field(default_factory=dict)
    """(campus, grade) → lowest of the grades it is taught together with."""

    def add(
        self, scenario: Scenario, where: str, pool: str, campus: int, grades: Iterable[int]
    ) -> None:
        """Add a pool; its id and its grades must be free."""
        if pool in self.campus:
            refuse(
                scenario,
                where,
                Phrase(f"教室组 {pool} 已经存在", f"pool {pool} is already there"),
                Phrase("每个教室组请用各自的编号", "give each pool its own id"),
            )
        self.campus[pool] = campus
        for grade in grades:
            other = self.serving.setdefault((campus, grade), pool)
            if other != pool:
                refuse(
                    scenario,
                    where,
                    Phrase(
                        f"{named(GRADES[grade]).zh}已使用 {other} 的教室",
                        f"{named(GRADES[grade]).en} uses the rooms of {other} already",
                    ),
                    Phrase(
                        "每个校区每个年级只用一个教室组", "let each grade of a campus use one pool"
                    ),
                )

    def class_grades(self, campuses: int) -> Ints:
        """Give (C, G) the grade at which the classes of each grade are held."""
        held = np.tile(np.arange(N_GRADES), (campuses, 1))
        for (campus, grade), lowest in self.combined.items():
            held[campus, grade] = lowest
        return held

    def of_stage(self, campus: int, stage: int) -> str | None:
        """Give the pool of a stage: the one its lowest grade taught here uses."""
        for grade in GRADES_OF_STAGE[stage]:
            pool = self.serving.get((campus, grade))
            if pool is not None:
                return pool
        return None

    def for_stages(
        self, scenario: Scenario, where: str, campus: int, campus_id: str, stages: Sequence[int]
    ) -> str:
        """Give the pool that serves some stages of a campus, making it where there is none."""
        found = {self.of_stage(campus, stage) for stage in stages}
        if found == {None}:
            pool = pool_name(campus_id, stages)
            self.add(scenario, where, pool, campus, grades_of(stages))
            return pool
        pool_found = found.pop()
        if found or pool_found is None:
            names = named("+".join(STAGES[stage] for stage in stages))
            refuse(
                scenario,
                where,
                Phrase(
                    f"{campus_id} 的{names.zh}不共用一个教室组",
                    f"{names.en} do not share one pool at {campus_id}",
                ),
                Phrase(
                    "请用 rooms_by_stage 分学段写教室数",
                    "name the rooms of each stage: rooms_by_stage",
                ),
            )
        return pool_found


@dataclass(frozen=True, slots=True)
class OpeningPools:
    """Rooms and places of the pools at the opening, by pool id."""

    rooms: dict[str, int]
    temporary: dict[str, int]
    design: dict[str, float]
    approved: dict[str, float]
    specialist: dict[str, float]


@dataclass(frozen=True, slots=True)
class OpeningRoll:
    """Pupils and classes on the opening census day."""

    pupils: Ints
    """(C, G)"""
    sizes: Ints
    """(C, G, K)"""
    boarder_share: Floats
    """(C, G)"""


def pool_name(campus_id: str, stages: Sequence[int]) -> str:
    """Name a pool after its campus and stages: ``X/primary+junior``."""
    return campus_id + "/" + "+".join(STAGES[stage] for stage in sorted(set(stages)))


def grades_of(stages: Iterable[int]) -> list[int]:
    """Give the grades of some stages, in order."""
    return [grade for stage in sorted(set(stages)) for grade in GRADES_OF_STAGE[stage]]


def read_stages(scenario: Scenario, where: str, value: object) -> list[int]:
    """Read ``primary+junior``, or a sequence of stage names."""
    names = re.split(r"[+,、/\s]+", value.strip()) if isinstance(value, str) else list(value)  # type: ignore[call-overload]
    unknown = [name for name in names if name not in STAGES]
    if unknown or not names:
        known = listing(STAGES)
        refuse(
            scenario,
            where,
            Phrase(f"没有这个学段：{value}", f"unknown stage: {value}"),
            Phrase(f"可用的学段：{known.zh}", f"use {known.en}"),
        )
    return sorted({STAGES.index(name) for name in names})


_WRITE_GRADES: Final = Phrase("请写成 p1-p3", "write p1-p3")


def _no_such_grade(text: str) -> Phrase:
    return Phrase(f"没有这样的年级：{text}", f"no such grade: {text}")


def read_grades(scenario: Scenario, where: str, text: str) -> list[int]:
    """Read ``p1-p3`` or ``p1, p2``."""
    found: set[int] = set()
    rest = text.lower()
    for first, last in _SPAN.findall(rest):
        if first in GRADES and last in GRADES and GRADES.index(first) <= GRADES.index(last):
            found.update(range(GRADES.index(first), GRADES.index(last) + 1))
            continue
        refuse(scenario, where, _no_such_grade(f"{first}-{last}"), _WRITE_GRADES)
    for name in re.split(r"[+,;、/\s]+", _SPAN.sub(" ", rest).strip()):
        if name and name not in GRADES:
            refuse(scenario, where, _no_such_grade(name), _WRITE_GRADES)
        if name:
            found.add(GRADES.index(name))
    return sorted(found)


def read_bands(scenario: Scenario, where: str, text: str, grades: Sequence[int]) -> list[list[int]]:
    """Read ``p1-p2; p3-p4``: the grades that are taught together, band by band.

    Raises
    ------
    ScenarioError
        A band is not two or more following grades of one stage that the pool serves.
    """
    bands = [
        read_grades(scenario, where, part) for part in re.split(r"[;；]", text) if part.strip()
    ]
    every = [grade for band in bands for grade in band]
    for band in bands:
        follows = band == list(range(band[0], band[0] + len(band))) and len(band) > 1
        one_stage = len({STAGE_OF_GRADE[grade] for grade in band}) == 1
        if not (follows and one_stage and set(band) <= set(grades)):
            refuse(
                scenario,
                where,
                Phrase(
                    f"{text}：不是该教室组的相邻年级",
                    f"{text}: not grades that follow one another in this pool",
                ),
                Phrase(
                    "请写同一学段两个以上的相邻年级：p1-p2",
                    "name two or more following grades of one stage: p1-p2",
                ),
            )
    if len(every) != len(set(every)):
        refuse(
            scenario,
            where,
            Phrase(f"{text}：同一年级写在两个复式班", f"{text}: a grade is in two bands"),
            Phrase("每个年级只写一次", "name each grade once"),
        )
    return bands


def opening_pools(scenario: Scenario, campus_ids: tuple[str, ...]) -> tuple[Pools, OpeningPools]:
    """Read the pools of the campuses that are there at the opening."""
    rows = table(scenario, "pools")
    campus = column_positions(scenario, "pools", rows, "campus", campus_ids)
    pools = Pools()
    names: list[str] = []
    for one, stated, stages_cell, grades_cell, bands_cell in zip(
        campus, texts(rows, "id"), rows["stages"], texts(rows, "grades"), texts(rows, "combined"),
        strict=True,
    ):  # fmt: skip
        where = f"pools/{stated or campus_ids[one]}"
        stages = read_stages(scenario, where, stages_cell)
        grades = grades_of(stages)
        if grades_cell is not None:
            taught = read_grades(scenario, f"{where}/grades", grades_cell)
            if not taught or not set(taught) <= set(grades):
                refuse(
                    scenario,
                    f"{where}/grades",
                    Phrase(
                        f"{grades_cell} 不属于所写的学段",
                        f"{grades_cell} is not part of the stages",
                    ),
                    Phrase("请写该教室组所属学段的年级", "name grades of the stages of the pool"),
                )
            grades = taught
        name = stated or pool_name(campus_ids[one], stages)
        pools.add(scenario, where, name, int(one), grades)
        names.append(name)
        for band in read_bands(scenario, f"{where}/combined", bands_cell or "", grades):
            pools.combined |= {(int(one), grade): band[0] for grade in band}

    def whole(column: str) -> dict[str, int]:
        values = np.nan_to_num(numbers(rows, column)).astype(np.int64)
        return dict(zip(names, values.tolist(), strict=True))

    def stated_places(column: str) -> dict[str, float]:
        return dict(zip(names, numbers(rows, column).tolist(), strict=True))

    return pools, OpeningPools(
        rooms=whole("rooms"),
        temporary=whole("temporary"),
        design=stated_places("design_places"),
        approved=stated_places("approved_places"),
        specialist=stated_places("specialist_rooms"),
    )


def opening_roll(
    scenario: Scenario,
    campus_ids: tuple[str, ...],
    class_grade: Ints,
    enrolment: pd.DataFrame | None,
) -> tuple[OpeningRoll, list[Oddity]]:
    """Give pupils, class sizes and boarders at the opening, as the bureau reports them.

    ``class_grade`` (C, G): classes of combined grades may be given with any of the grades.

    Classes without stated sizes are even. Stated sizes that do not add up to the pupils or the
    classes are listed as odd and replaced by even ones; so are classes without pupils, which are
    left out.

    Raises
    ------
    ScenarioError
        A campus and grade has two rows, pupils have no class, or boarders are more than pupils.
    """
    if enrolment is not None:
        tables = {**scenario.tables, "enrolment": enrolment}
        rows = table(_with(scenario, tables), "enrolment")
    else:
        rows = table(scenario, "enrolment")
    campus = column_positions(scenario, "enrolment", rows, "campus", campus_ids)
    grade = column_positions(scenario, "enrolment", rows, "grade", GRADES)
    pupils, classes = (_whole(scenario, rows, name) for name in ("pupils", "classes"))
    boarders = _whole(scenario, rows, "boarders")

    def where(row: int) -> str:
        return f"enrolment/{campus_ids[campus[row]]}/{GRADES[grade[row]]}"

    cell = campus * N_GRADES + grade
    twice = np.flatnonzero(np.bincount(cell, minlength=1) > 1)
    if len(twice):
        row = int(np.flatnonzero(cell == twice[0])[1])
        refuse(
            scenario,
            where(row),
            Phrase("该年级有两行", "this grade has two rows"),
            Phrase("请只保留一行", "keep one"),
        )
    over = np.flatnonzero(boarders > pupils)
    if over.size:
        refuse(
            scenario,
            where(int(over[0])),
            Phrase("寄宿生多于在校生", "more boarders than pupils"),
            Phrase("请更正其中一个数", "correct one of the numbers"),
        )
    count = len(campus_ids)
    by_grade = np.zeros((count, N_GRADES), dtype=np.int64)
    share = np.zeros((count, N_GRADES))
    by_grade[campus, grade] = pupils
    share[campus, grade] = boarders / np.maximum(pupils, 1)

    # Rows of combined grades make up one cell; every other row is a cell of its own.
    held = campus * N_GRADES + class_grade[campus, grade]
    cells, row_of, group = np.unique(held, return_index=True, return_inverse=True)
    pupils, classes = (
        np.bincount(group, weights=each, minlength=cells.size).astype(np.int64)
        for each in (pupils, classes)
    )
    stated = ["" for _ in cells]
    for index, sizes_cell in zip(group.tolist(), texts(rows, "sizes"), strict=True):
        stated[index] = f"{stated[index]} {sizes_cell or ''}".strip()
    without = np.flatnonzero((pupils > 0) & (classes == 0))
    if without.size:
        refuse(
            scenario,
            where(int(row_of[without[0]])),
            Phrase("有在校生而没有班", "pupils without a class"),
            Phrase("请填写班数", "give the number of classes"),
        )
    oddities = [
        Oddity(
            where(int(row_of[cell])),
            Phrase(
                f"{pupils[cell]} 人编了 {classes[cell]} 个班；略去没有学生的 "
                f"{max(0, classes[cell] - pupils[cell])} 个班",
                f"{counted(classes[cell], 'class', 'classes')} for "
                f"{counted(pupils[cell], 'pupil')}; "
                f"{max(0, classes[cell] - pupils[cell])} without a pupil are left out",
            ),
        )
        for cell in np.flatnonzero(classes > pupils)
    ]
    classes = np.minimum(classes, pupils)
    slots = int(classes.max(initial=1))
    per_cell = split_even(pupils, classes, slots)
    for number, text in enumerate(stated):
        if not text:
            continue
        sizes = sorted((int(size) for size in re.findall(r"\d+", text)), reverse=True)
        sizes = [size for size in sizes if size > 0]
        if sum(sizes) == pupils[number] and len(sizes) == classes[number]:
            per_cell[number] = 0
            per_cell[number, : len(sizes)] = sizes
            continue
        what = Phrase(
            f"各班人数 {text} 与 {classes[number]} 个班 {pupils[number]} 人不符；按平均编班",
            f"class sizes {text} do not make {counted(pupils[number], 'pupil')} in "
            f"{counted(classes[number], 'class', 'classes')}; even classes are used",
        )
        oddities.append(Oddity(where(int(row_of[number])), what))

    by_class = np.zeros((count, N_GRADES, slots), dtype=np.int64)
    by_class.reshape(-1, slots)[cells] = per_cell
    return OpeningRoll(by_grade, by_class, share), oddities


def outside_inflow(scenario: Scenario, campus_ids: tuple[str, ...]) -> Floats:
    """Give (C, G) pupils entering each year from outside; rows of one grade add up."""
    rows = table(scenario, "outside_inflow")
    inflow = np.zeros((len(campus_ids), N_GRADES))
    campus = column_positions(scenario, "outside_inflow", rows, "campus", campus_ids)
    grade = column_positions(scenario, "outside_inflow", rows, "grade", GRADES)
    np.add.at(inflow, (campus, grade), numbers(rows, "pupils"))
    return inflow


def _with(scenario: Scenario, tables: dict[str, pd.DataFrame]) -> Scenario:
    """Give the scenario with other tables."""
    return replace(scenario, tables=tables)


def _whole(scenario: Scenario, rows: pd.DataFrame, column: str) -> Ints:
    """Give a column of whole numbers, 0 where empty."""
    values = np.nan_to_num(numbers(rows, column))
    if (values < 0).any() or (values != np.rint(values)).any():
        refuse(
            scenario,
            f"enrolment/{column}",
            Phrase("有负数或非整数", "a number is negative or not whole"),
            Phrase("人数和班数请用整数", "count children and classes in whole numbers"),
        )
    return values.astype(np.int64)
