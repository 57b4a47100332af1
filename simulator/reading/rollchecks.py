"""Do pupils, classes and rooms of the opening agree with each other?"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.columns import named
from simulator.phrases import Phrase, counted, listing
from simulator.reading.draft import (
    Draft,
    Pool,
    combined_grades,
    grades_taught,
    stage_of,
)
from simulator.reading.findings import LISTED
from simulator.reading.frames import ReadTable

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

MAX_MEAN_SIZE = 120
"""Mean class size above which pupils and classes have probably been exchanged."""
MAX_ROOMS = 300
"""Rooms above which places have probably been given instead."""


def check_rolls(draft: Draft) -> None:
    """Check pools, the opening enrolment and every further baseline.

    Parameters
    ----------
    draft
        The scenario under check.
    """
    pools = draft.pools
    _check_pools(draft)
    for name in ("enrolment", "baselines"):
        read = draft.tables.get(name)
        if read is not None:
            _check_counts(draft, read)
            _check_sizes(draft, read)
            if pools is not None:
                _check_grades(draft, read, pools)
                _check_rooms(draft, read, pools)
    _check_inflow(draft, pools)


def _check_pools(draft: Draft) -> None:
    """Refuse pools that share a grade, grades outside the stages, and places given as rooms."""
    read = draft.tables.get("pools")
    if read is None:
        return
    columns = (read.values(name) for name in ("campus", "stages", "grades", "combined", "rooms"))
    ids = read.values("id")  # a row given twice is said once
    serving: dict[tuple[str, str], int] = {}
    for row, (campus, stages, stated, combined, rooms) in enumerate(zip(*columns, strict=True)):
        if rooms > MAX_ROOMS:
            draft.findings.problem(
                read.origin(row, "rooms"),
                read.where(row, "rooms"),
                Phrase(
                    f"一个教室组有 {rooms} 间教室：填的是否为学位数？",
                    f"{counted(rooms, 'classroom')} in one pool: are these places?",
                ),
                Phrase("请填普通教室间数，不是学位数", "give ordinary classrooms, not places"),
            )
        if campus is None or stages is None:
            continue
        words = tuple(stages.split("+"))
        grades = grades_taught(words, stated)
        foreign = [grade for grade in grades if stage_of(grade) not in words]
        if foreign:
            outside, taught = listing(map(named, foreign)), named(stages)
            draft.findings.problem(
                read.origin(row, "grades"),
                read.where(row, "grades"),
                Phrase(
                    f"{outside.zh} 不是{taught.zh}的年级",
                    f"{outside.en} are not grades of {taught.en}",
                ),
                Phrase("请更正年级或学段", "correct grades or stages"),
            )
        apart = sorted(set(combined.replace(";", "+").split("+")) - set(grades)) if combined else []
        if apart:
            outside = listing(map(named, apart))
            draft.findings.problem(
                read.origin(row, "combined"),
                read.where(row, "combined"),
                Phrase(
                    f"{outside.zh} 不是该教室组的年级",
                    f"{outside.en} are not grades of this pool",
                ),
                Phrase("请更正年级或复式班（combined）", "correct grades or combined"),
            )
        shared = next((g for g in grades if serving.get((campus, g), row) != row), None)
        if shared is not None and ids[row] != ids[serving[campus, shared]]:
            before, grade = read.origin(serving[campus, shared]), named(shared)
            draft.findings.problem(
                read.origin(row),
                read.where(row, "stages"),
                Phrase(
                    f"`{campus}` 的{grade.zh}有两个教室组：此处与第 {before.line} 行",
                    f"`{campus}` has two pools for {grade.en}, here and in line {before.line}",
                ),
                Phrase(
                    "每个校区每个年级只用一个教室组：请合并，或在 `grades` 中写明年级",
                    "let each grade of a campus use one pool: merge them, or state their `grades`",
                ),
            )
        for one in grades:
            serving.setdefault((campus, one), row)


def _pupils_and_classes(draft: Draft, read: ReadTable) -> tuple[Ints, Ints]:
    """Give pupils and classes of every row; of combined grades, those of all of them together."""
    pupils, classes = (read.frame[name].to_numpy() for name in ("pupils", "classes"))
    lowest = combined_grades(draft)
    if not lowest:
        return pupils, classes
    baselines = read.values("baseline") if read.name == "baselines" else [""] * len(read.frame)
    rows = zip(baselines, read.values("campus"), read.values("grade"), strict=True)
    cells = [(b, campus, lowest.get((campus, grade), grade)) for b, campus, grade in rows]
    number = {cell: index for index, cell in enumerate(dict.fromkeys(cells))}
    group = np.array([number[cell] for cell in cells])
    sums = (np.bincount(group, weights=each)[group] for each in (pupils, classes))
    # A number that could not be read is told already: what it belongs to is not compared.
    return tuple(each if np.isnan(each).any() else each.astype(np.int64) for each in sums)


def _check_counts(draft: Draft, read: ReadTable) -> None:
    """Check pupils against classes and boarders."""
    pupils, classes = _pupils_and_classes(draft, read)
    boarders = read.frame["boarders"].to_numpy()
    in_grade = read.frame["pupils"].to_numpy()

    def refuse(wrong: Bools, name: str, say: Callable[[int], Phrase], remedy: Phrase) -> None:
        _refuse_rows(draft, read, np.flatnonzero(wrong).tolist(), name, say, remedy)

    both_numbers = Phrase("请更正这两个数", "correct the two numbers")
    refuse(
        (pupils > 0) & (classes == 0),
        "classes",
        lambda row: Phrase(
            f"有在校生 {pupils[row]} 人，却没有班",
            f"{counted(pupils[row], 'pupil has', 'pupils have')} no class",
        ),
        Phrase("请填写班数", "give the number of classes"),
    )
    refuse(
        (classes > 0) & (pupils > MAX_MEAN_SIZE * classes),
        "pupils",
        lambda row: Phrase(
            f"{classes[row]} 个班 {pupils[row]} 人，平均每班 {pupils[row] / classes[row]:,.0f} 人："
            "在校生与班数是否写反？",
            f"{counted(pupils[row], 'pupil')} in {counted(classes[row], 'class', 'classes')} make "
            f"{pupils[row] / classes[row]:,.0f} a class: are pupils and classes swapped?",
        ),
        both_numbers,
    )
    refuse(
        (pupils > 0) & (classes > pupils),
        "pupils",
        lambda row: Phrase(
            f"{pupils[row]} 人编了 {classes[row]} 个班：在校生与班数是否写反？",
            f"{counted(classes[row], 'class', 'classes')} for {counted(pupils[row], 'pupil')}: "
            "are pupils and classes swapped?",
        ),
        both_numbers,
    )
    refuse(
        boarders > in_grade,
        "boarders",
        lambda row: Phrase(
            f"在校生 {in_grade[row]} 人，寄宿生却有 {boarders[row]:g} 人",
            f"{counted(boarders[row], 'boarder')} among {counted(in_grade[row], 'pupil')}",
        ),
        both_numbers,
    )
    empty = np.flatnonzero((classes > 0) & (pupils == 0)).tolist()
    for row in empty[:LISTED]:
        draft.findings.oddity(
            read.where(row),
            Phrase(
                f"{classes[row]} 个班没有在校生",
                f"{counted(classes[row], 'class', 'classes')} without pupils",
            ),
        )
    if len(empty) > LISTED:
        further = len(empty) - LISTED
        more = Phrase(
            f"另有 {further} 行有班而无在校生",
            f"{counted(further, 'further row has', 'further rows have')} classes without pupils",
        )
        draft.findings.oddity(read.name, more)


def _refuse_rows(
    draft: Draft,
    read: ReadTable,
    rows: Sequence[int],
    name: str,
    say: Callable[[int], Phrase],
    remedy: Phrase,
) -> None:
    """Report the rows that fail a check; beyond a number they are only counted."""
    for row in rows[:LISTED]:
        draft.findings.problem(read.origin(row, name), read.where(row, name), say(row), remedy)
    if len(rows) > LISTED:
        row, more = rows[LISTED], len(rows) - LISTED
        draft.findings.problem(
            read.origin(row, name),
            f"{read.name}/{name}",
            Phrase(
                f"另有 {more} 行有同样的错误",
                f"{counted(more, 'further row is', 'further rows are')} wrong in the same way",
            ),
            remedy,
        )


def _check_sizes(draft: Draft, read: ReadTable) -> None:
    """Check that stated class sizes count and add up to classes and pupils."""
    pupils, classes = _pupils_and_classes(draft, read)
    wrong: dict[int, Phrase] = {}
    for row, text in enumerate(read.values("sizes")):
        if text is not None:
            sizes = [int(size) for size in text.split("/")]
            if (sum(sizes), len(sizes)) != (pupils[row], classes[row]):
                wrong[row] = Phrase(
                    f"各班人数 {text} 合计 {len(sizes)} 个班 {sum(sizes)} 人，该行写的是 "
                    f"{classes[row]} 个班 {pupils[row]} 人",
                    f"the sizes {text} make {counted(sum(sizes), 'pupil')} in "
                    f"{counted(len(sizes), 'class', 'classes')}, the row "
                    f"says {pupils[row]} in {classes[row]}",
                )
    remedy = Phrase("请更正各班人数，或不填", "correct the sizes, or leave them out")
    _refuse_rows(draft, read, list(wrong), "sizes", wrong.__getitem__, remedy)


def _check_grades(draft: Draft, read: ReadTable, pools: Mapping[str, Pool]) -> None:
    """Refuse pupils of grades no pool of their campus teaches: one problem for each campus."""
    stated = draft.tables.get("pools")
    if stated is not None and None in (*stated.values("campus"), *stated.values("stages")):
        return  # a pool of an unreadable campus or stage may teach anything
    taught: dict[str, set[str]] = defaultdict(set)
    for pool in pools.values():
        taught[pool.campus].update(pool.grades)
    known = set(draft.ids("campuses") or ())
    first: dict[str, int] = {}
    grades: dict[str, list[str]] = defaultdict(list)
    pupils = read.frame["pupils"].tolist()
    columns = zip(read.values("campus"), read.values("grade"), pupils, strict=True)
    for row, (campus, grade, number) in enumerate(columns):
        if campus in known and grade is not None and number and grade not in taught[campus]:
            first.setdefault(campus, row)
            grades[campus].append(grade)
    for campus, row in first.items():
        missing = listing(map(named, sorted(set(grades[campus]))))
        draft.findings.problem(
            read.origin(row, "grade"),
            read.where(row, "grade"),
            Phrase(
                f"`{campus}` 有{missing.zh}的在校生，却没有相应的普通教室",
                f"`{campus}` has pupils in {missing.en}, but no classrooms for them",
            ),
            Phrase(
                "请在 pools 表中为该校区补上学段，或更正年级",
                "add the stage to its row in the table pools, or correct the grade",
            ),
        )


def _check_rooms(draft: Draft, read: ReadTable, pools: Mapping[str, Pool]) -> None:
    """List pools with fewer rooms than classes."""
    pool_of = {(pool.campus, grade): pool.id for pool in pools.values() for grade in pool.grades}
    baselines = read.values("baseline") if read.name == "baselines" else [""] * len(read.frame)
    needed: dict[tuple[str, str], int] = defaultdict(int)
    columns = (read.values(name) for name in ("campus", "grade", "classes"))
    for baseline, campus, grade, classes in zip(baselines, *columns, strict=True):
        name = pool_of.get((campus, grade))
        if name is not None:
            needed[baseline, name] += classes
    pool_table = draft.tables["pools"].frame
    spare = dict(zip(pool_table["id"], pool_table["temporary"], strict=True))
    over = [
        (name, classes)
        for (_, name), classes in needed.items()
        if classes > pools[name].rooms + spare.get(name, 0)
    ]
    if read.name == "baselines":
        if over:
            what = Phrase(
                f"{len(over)} 个教室组的班数多于教室数",
                f"{counted(len(over), 'pool has', 'pools have')} more classes than rooms",
            )
            draft.findings.oddity("baselines", what)
        return
    for name, classes in over:
        draft.findings.oddity(
            f"pools/{name}",
            Phrase(
                f"{pools[name].rooms} 间教室有 {classes} 个班：部分教室为借用",
                f"{counted(classes, 'class', 'classes')} in "
                f"{counted(pools[name].rooms, 'room')}: some are borrowed",
            ),
        )


def _check_inflow(draft: Draft, pools: Mapping[str, Pool] | None) -> None:
    """Refuse outside inflow into grades a campus never teaches at the opening or later."""
    read = draft.tables.get("outside_inflow")
    if read is None or pools is None:
        return
    taught: dict[str, set[str]] = defaultdict(set)
    for pool in pools.values():
        taught[pool.campus].update(pool.grades)
    changing = {change.new_campus or change.works_at for change in draft.changes}
    columns = (read.values(name) for name in ("campus", "grade", "pupils"))
    for row, (campus, grade, pupils) in enumerate(zip(*columns, strict=True)):
        if pupils and campus in taught and campus not in changing and grade not in taught[campus]:
            draft.findings.problem(
                read.origin(row, "grade"),
                read.where(row, "grade"),
                Phrase(
                    f"`{campus}` 不开设{named(grade).zh}",
                    f"`{campus}` does not teach {named(grade).en}",
                ),
                Phrase("请更正年级或教室组", "correct the grade or the pools"),
            )
