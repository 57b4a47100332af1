"""How does the ledger of large classes (销号台账) stand on the page: a row for each cohort?"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from simulator.figure_ids import cell_id, shown_id
from simulator.reporting import cohort_ledger, shared_rooms, views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.cohort_ledger import CohortRow
from simulator.reporting.numerals import number
from simulator.reporting.sheets import Cell, Figure, Sheet, blocked, causes, pair, phrase
from simulator.results import Results
from simulator.vocabulary import STAGES

ON_PAPER: Final = 15
"""Rows shown before all are asked for, and on paper."""


def ledger(results: Results) -> dict[str, Any] | None:
    """Return the ledger: sheet of the first rows, the hidden rest, and its sentences."""
    listed = cohort_ledger.ledger(results)
    if not listed:
        return None
    when, names = views.years(results), views.school_names(results)
    lent = shared_rooms.lent(results)
    large = round(views.parameter(results, ("norms", "large_class"), 56))
    rows: list[list[Cell]] = []
    for row in listed:
        codes = causes(lent, row.campus_id, row.stage, row.last, row.blocked)
        rows.append(
            [
                Figure(names.get(row.campus_id, row.campus_id), _row_id(row)),
                pair(partial(cohort_name, row)),
                *(
                    Figure(
                        pair(partial(_cell, grade, count)),
                        cell_id(
                            "classes_ledger",
                            school_year=year,
                            grade=grade,
                            campus_id=row.campus_id,
                        ),
                    )
                    if count
                    else "·"
                    for year, grade, count in zip(when, row.grades, row.counts, strict=True)
                ),
                pair(partial(_ends, row)),
                str(row.clears) if row.clears else phrase("ledger.not_cleared", {"last": when[-1]}),
                pair(partial(blocked, codes)),
            ]
        )
    heads: list[Cell] = [
        phrase("ledger.school"), phrase("ledger.cohort"), *map(str, when),
        phrase("ledger.ends"), phrase("ledger.clears"), phrase("ledger.blocked"),
    ]  # fmt: skip
    numeric = [False, False, *[True] * len(when), False, False, False]
    span = {"opening": when[0], "last": when[-1], "large": large}
    counts = {"n": number(len(rows)), "shown": ON_PAPER}
    return {
        "table": Sheet(
            phrase("ledger.title"), heads, rows, numeric, stages=[row.stage for row in listed],
            totals=_totals(listed, len(when)),
        ),
        "say": pair(partial(sentence, listed, when)),
        "note": phrase("ledger.note", span),
        "shown": ON_PAPER,
        "rest": phrase("page.rest", counts),
    }  # fmt: skip


def _row_id(row: CohortRow) -> str:
    return shown_id("cohort", stage=row.stage, entered=row.entered, campus_id=row.campus_id)


def cohort_name(row: CohortRow, lang: Lang) -> str:
    """Return the name of a cohort: ``小学 2019 级``."""
    values = {"stage": known("stage", row.stage, lang), "year": row.entered}
    return say("ledger.cohort_of", lang, values)


def _cell(grade: str, count: int, lang: Lang) -> str:
    name = known("grade", grade, lang) if lang == "zh" else grade.upper()
    return say("ledger.cell", lang, {"grade": name, "n": count})


def _ends(row: CohortRow, lang: Lang) -> str:
    said = [
        say(f"ledger.end_{name}", lang, {"n": number(row.ended[name])})
        for name in cohort_ledger.ENDS
        if row.ended.get(name)
    ]
    return say("list.comma", lang).join(said) or "—"


def _totals(
    listed: Sequence[CohortRow], width: int
) -> list[tuple[str, Sequence[Cell]]]:  # fmt: skip
    """Return the classes of each year by stage and together, as the yearly figures have them."""
    found: list[tuple[str, Sequence[Cell]]] = []
    here = [stage for stage in STAGES if any(row.stage == stage for row in listed)]
    groups: list[tuple[str, Sequence[CohortRow]]] = [
        (stage, [row for row in listed if row.stage == stage]) for stage in here
    ]
    if len(here) > 1:
        groups.append(("", listed))
    for stage, rows in groups:
        sums = [number(sum(row.counts[k] for row in rows)) for k in range(width)]
        name = (
            phrase("ledger.total_of", {"stage": pair(partial(known, "stage", stage))})
            if stage
            else phrase("table.total")
        )
        found.append((stage or "together", [name, "", *sums, "", "", ""]))
    return found


def sentence(listed: tuple[CohortRow, ...], when: Sequence[int], lang: Lang) -> str:
    """Return how many large classes there were and how each left the ledger; the parts add up."""
    ended = cohort_ledger.ends(listed)
    parts = [
        say(f"ledger.end_{name}", lang, {"n": number(ended[name])})
        for name in cohort_ledger.ENDS
        if ended[name]
    ]
    left = sum(row.left for row in listed)
    parts.append(say("ledger.end_left", lang, {"last": when[-1], "n": number(left)}))
    values = {
        "opening": when[0],
        "last": when[-1],
        "rows": number(len(listed)),
        "n": number(sum(row.appeared for row in listed)),
        "parts": say("list.comma", lang).join(parts),
    }
    return say("ledger.say", lang, values)
