"""Which cohort of which school holds large classes, in which grade each year, and how do they end?

A row follows one cohort (届) of a campus through a stage: a large class that moves up a grade is
the same class still, and has left the ledger only when it was split, grew smaller or left.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import FIRST_GRADES, GRADES, LAST_GRADES, STAGE_OF_GRADE, STAGES

ENDS: Final = ("split", "graduated", "shrank", "gone")
"""How large classes leave the ledger: the grade was split, its pupils finished the stage, they
became fewer, or the school teaches them no more."""


@dataclass(frozen=True, slots=True)
class CohortRow:
    """Large classes of one cohort at one campus; tuples run over the school years."""

    campus_id: str
    stage: str
    entered: int
    """School year in which the cohort was in the first grade of the stage."""
    grades: tuple[str, ...]
    """Grade of the cohort; '' where it is not in the stage."""
    counts: tuple[int, ...]
    clears: int | None
    """First school year from which there is none; None when the last year still has one."""
    blocked: tuple[str, ...]
    """Codes of what blocks them in the last year that has some."""
    last: int
    """School year of the last large class."""
    appeared: int
    """Classes that became large, or were at the opening."""
    ended: Mapping[str, int]
    """Classes that left the ledger, by ``ENDS``."""

    @property
    def left(self) -> int:
        """Return the large classes of the last year simulated."""
        return self.counts[-1]


def ledger(results: Results) -> tuple[CohortRow, ...]:
    """Return the large classes by campus and cohort, the last to clear first."""
    table = results.tables["classes_ledger"]
    when = views.years(results)
    column = {year: k for k, year in enumerate(when)}
    counts: dict[tuple[str, int, int], list[int]] = {}
    codes: dict[tuple[str, int, int], dict[int, set[str]]] = {}
    for year, campus, grade, code in zip(
        table["school_year"], table["campus_id"], table["grade"], table["blocked_by"], strict=True
    ):
        place = GRADES.index(grade)
        stage = STAGE_OF_GRADE[place]
        key = (str(campus), stage, int(year) - place + FIRST_GRADES[stage])
        counts.setdefault(key, [0] * len(when))[column[int(year)]] += 1
        if isinstance(code, str) and code:
            codes.setdefault(key, {}).setdefault(int(year), set()).add(code)
    classes = _classes(results)
    rows = []
    for key, cells in counts.items():
        campus, stage, entered = key
        last = max(k for k, cell in enumerate(cells) if cell)
        ended = _ended(campus, stage, entered, cells, when, classes)
        rows.append(
            CohortRow(
                campus, STAGES[stage], entered, _grades(stage, entered, when), tuple(cells),
                when[last + 1] if last + 1 < len(when) else None,
                tuple(sorted(codes.get(key, {}).get(when[last], ()))),
                when[last], sum(ended.values()) + cells[-1], ended,
            )
        )  # fmt: skip
    rows.sort(
        key=lambda row: (-(row.clears or 9999), -sum(row.counts), row.campus_id, row.entered,
                         STAGES.index(row.stage))
    )  # fmt: skip
    return tuple(rows)


def ends(rows: tuple[CohortRow, ...]) -> Counter[str]:
    """Return how many large classes left the ledger in each way."""
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row.ended)
    return total


def _grades(stage: int, entered: int, when: tuple[int, ...]) -> tuple[str, ...]:
    """Return the grade of a cohort in each year, '' before and after its stage."""
    places = (FIRST_GRADES[stage] + year - entered for year in when)
    return tuple(
        GRADES[place] if FIRST_GRADES[stage] <= place <= LAST_GRADES[stage] else ""
        for place in places
    )


def _ended(
    campus: str,
    stage: int,
    entered: int,
    counts: list[int],
    when: tuple[int, ...],
    classes: Mapping[tuple[int, str, str], tuple[int, int]],
) -> dict[str, int]:
    """Count the classes that left, by how: from the classes of the cohort a year later."""
    found: Counter[str] = Counter()
    for k, year in enumerate(when[:-1]):
        gone = counts[k] - counts[k + 1]
        if gone <= 0:
            continue
        place = FIRST_GRADES[stage] + year - entered
        before = classes.get((year, campus, GRADES[place]), (0, 0))
        after = (0, 0)
        if place < LAST_GRADES[stage]:
            after = classes.get((when[k + 1], campus, GRADES[place + 1]), (0, 0))
        if place == LAST_GRADES[stage]:
            found["graduated"] += gone
        elif after[0] == 0:
            found["gone"] += gone
        else:
            found["split" if after[1] > before[1] else "shrank"] += gone
    return {name: found[name] for name in ENDS if found[name]}


def _classes(results: Results) -> dict[tuple[int, str, str], tuple[int, int]]:
    """Return pupils and classes by year, campus and grade."""
    table = results.tables["enrolment"]
    columns = ("school_year", "campus_id", "grade", "pupils", "classes")
    rows: Any = zip(*(table[name].tolist() for name in columns), strict=True)
    return {
        (int(year), str(campus), str(grade)): (int(pupils), int(classes))
        for year, campus, grade, pupils, classes in rows
    }
