"""Do pupils, classes and rooms of the opening agree with each other?"""

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.reading.draft import (
    Draft,
    Pool,
    combined_grades,
    grades_taught,
    opening_pools,
    stage_of,
)
from simulator.reading.findings import LISTED, listing
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
    pools = opening_pools(draft)
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
    serving: dict[tuple[str, str], int] = {}
    for row, (campus, stages, stated, combined, rooms) in enumerate(zip(*columns, strict=True)):
        if rooms > MAX_ROOMS:
            draft.findings.problem(
                read.origin(row, "rooms"), read.where(row, "rooms"),
                f"{rooms} classrooms in one pool: are these places?",
                "give ordinary classrooms, not places",
            )  # fmt: skip
        if campus is None or stages is None:
            continue
        words = tuple(stages.split("+"))
        grades = grades_taught(words, stated)
        foreign = [grade for grade in grades if stage_of(grade) not in words]
        if foreign:
            draft.findings.problem(
                read.origin(row, "grades"), read.where(row, "grades"),
                f"{listing(foreign)} are not grades of {stages}", "correct grades or stages",
            )  # fmt: skip
        apart = sorted(set(combined.replace(";", "+").split("+")) - set(grades)) if combined else []
        if apart:
            draft.findings.problem(
                read.origin(row, "combined"), read.where(row, "combined"),
                f"{listing(apart)} are not grades of this pool", "correct grades or combined",
            )  # fmt: skip
        shared = next((g for g in grades if serving.get((campus, g), row) != row), None)
        if shared is not None:
            before = read.origin(serving[campus, shared])
            draft.findings.problem(
                read.origin(row), read.where(row, "stages"),
                f"`{campus}` has two pools for {shared}, here and in line {before.line}",
                "let each grade of a campus use one pool: merge them, or state their `grades`",
            )  # fmt: skip
        for grade in grades:
            serving.setdefault((campus, grade), row)


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
    return tuple(
        np.bincount(group, weights=each).astype(np.int64)[group] for each in (pupils, classes)
    )


def _check_counts(draft: Draft, read: ReadTable) -> None:
    """Check pupils against classes and boarders."""
    pupils, classes = _pupils_and_classes(draft, read)
    boarders = read.frame["boarders"].to_numpy()
    in_grade = read.frame["pupils"].to_numpy()

    def refuse(wrong: Bools, name: str, say: Callable[[int], str], remedy: str) -> None:
        _refuse_rows(draft, read, np.flatnonzero(wrong).tolist(), name, say, remedy)

    refuse(
        (pupils > 0) & (classes == 0), "classes",
        lambda row: f"{pupils[row]} pupils have no class", "give the number of classes",
    )  # fmt: skip
    refuse(
        (classes > 0) & (pupils > MAX_MEAN_SIZE * classes), "pupils",
        lambda row: f"{pupils[row]} pupils in {classes[row]} classes make "
        f"{pupils[row] / classes[row]:,.0f} a class: are pupils and classes swapped?",
        "correct the two numbers",
    )  # fmt: skip
    refuse(
        (pupils > 0) & (classes > pupils), "pupils",
        lambda row: f"{classes[row]} classes for {pupils[row]} pupils: are pupils and classes "
        "swapped?",
        "correct the two numbers",
    )  # fmt: skip
    refuse(
        boarders > in_grade, "boarders",
        lambda row: f"{boarders[row]:g} boarders among {in_grade[row]} pupils",
        "correct the two numbers",
    )  # fmt: skip
    empty = np.flatnonzero((classes > 0) & (pupils == 0)).tolist()
    for row in empty[:LISTED]:
        draft.findings.oddity(read.where(row), f"{classes[row]} classes without pupils")
    if len(empty) > LISTED:
        more = f"{len(empty) - LISTED} further rows have classes without pupils"
        draft.findings.oddity(read.name, more)


def _refuse_rows(
    draft: Draft,
    read: ReadTable,
    rows: Sequence[int],
    name: str,
    say: Callable[[int], str],
    remedy: str,
) -> None:
    """Report the rows that fail a check; beyond a number they are only counted."""
    for row in rows[:LISTED]:
        draft.findings.problem(read.origin(row, name), read.where(row, name), say(row), remedy)
    if len(rows) > LISTED:
        row = rows[LISTED]
        draft.findings.problem(
            read.origin(row, name), f"{read.name}/{name}",
            f"{len(rows) - LISTED} further rows are wrong in the same way", remedy,
        )  # fmt: skip


def _check_sizes(draft: Draft, read: ReadTable) -> None:
    """Check that stated class sizes count and add up to classes and pupils."""
    pupils, classes = _pupils_and_classes(draft, read)
    wrong: dict[int, str] = {}
    for row, text in enumerate(read.values("sizes")):
        if text is not None:
            sizes = [int(size) for size in text.split("/")]
            if (sum(sizes), len(sizes)) != (pupils[row], classes[row]):
                wrong[row] = (
                    f"the sizes {text} make {sum(sizes)} pupils in {len(sizes)} classes, the row "
                    f"says {pupils[row]} in {classes[row]}"
                )
    remedy = "correct the sizes, or leave them out"
    _refuse_rows(draft, read, list(wrong), "sizes", wrong.__getitem__, remedy)


def _check_grades(draft: Draft, read: ReadTable, pools: dict[str, Pool]) -> None:
    """Refuse pupils of grades no pool of their campus teaches: one problem for each campus."""
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
        missing = listing(sorted(set(grades[campus])))
        draft.findings.problem(
            read.origin(row, "grade"), read.where(row, "grade"),
            f"`{campus}` has pupils in {missing}, but no classrooms for them",
            "add the stage to its row in the table pools, or correct the grade",
        )  # fmt: skip


def _check_rooms(draft: Draft, read: ReadTable, pools: dict[str, Pool]) -> None:
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
            draft.findings.oddity("baselines", f"{len(over)} pools have more classes than rooms")
        return
    for name, classes in over:
        draft.findings.oddity(
            f"pools/{name}", f"{classes} classes in {pools[name].rooms} rooms: some are borrowed"
        )


def _check_inflow(draft: Draft, pools: dict[str, Pool] | None) -> None:
    """Refuse outside inflow into grades a campus never teaches at the opening or later."""
    read = draft.tables.get("outside_inflow")
    if read is None or pools is None:
        return
    taught: dict[str, set[str]] = defaultdict(set)
    for pool in pools.values():
        taught[pool.campus].update(pool.grades)
    changing = {change.build or change.expand for change in draft.changes}
    columns = (read.values(name) for name in ("campus", "grade", "pupils"))
    for row, (campus, grade, pupils) in enumerate(zip(*columns, strict=True)):
        if pupils and campus in taught and campus not in changing and grade not in taught[campus]:
            draft.findings.problem(
                read.origin(row, "grade"), read.where(row, "grade"),
                f"`{campus}` does not teach {grade}", "correct the grade or the pools",
            )  # fmt: skip
