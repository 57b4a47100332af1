"""Which schools are closed, merged or withdrawn, when, and where do pupils and sites go?"""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from simulator.reporting import views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.cells import known_number
from simulator.reporting.numerals import cell_day, number
from simulator.reporting.sheets import TALL, Cell, Sheet, pair, phrase
from simulator.results import Results

OPENS: Final = ("campus_opens", "campus_opens_in_transition")
HEADS: Final = (
    "closures.school", "closures.town", "closures.kind", "closures.no_entrants", "closures.closed",
    "closures.receiver", "closures.handed_over", "closures.seeking", "closures.site",
)  # fmt: skip


def closures(results: Results) -> dict[str, Any] | None:
    """Return the list of closures with its totals; None where the scenario has none."""
    table = results.tables["closures"]
    if not len(table):
        return None
    names, towns = views.school_names(results), views.school_towns(results)
    last = views.years(results)[-1]
    rows: list[list[Cell]] = []
    for row in table.to_dict("records"):
        campus, into = str(row["campus_id"]), str(row["receiver_id"])
        closed = str(row["closed"])
        day: Cell = pair(partial(cell_day, closed))
        rows.append(
            [
                names.get(campus, campus),
                str(towns.get(campus) or "—"),
                pair(partial(_kind, results, row)),
                pair(partial(cell_day, str(row["no_entrants_from"] or closed))),
                day if closed else phrase("closures.not_yet", {"year": last}),
                names.get(into, into) or phrase("closures.elsewhere"),
                number(known_number(row["handed_over"])),
                number(known_number(row["seeking"])),
                pair(partial(_site, results, row)),
            ]
        )
    heads = [phrase(key) for key in HEADS]
    sums: list[Cell] = [
        phrase("closures.total", {"n": len(rows)}), *([""] * 5),
        *(number(int(table[name].fillna(0).sum())) for name in ("handed_over", "seeking")), "",
    ]  # fmt: skip
    right = [False] * 6 + [True, True, False]
    sheet = Sheet(
        phrase("closures.title"), heads, rows, right, (len(heads) - 1,), len(rows) > TALL,
        totals=[("together", sums)],
    )  # fmt: skip
    return {"table": sheet}


def _kind(results: Results, row: Mapping[Hashable, Any], lang: Lang) -> str:
    """Return what happens; one whose pupils all go to a school opened that day moves there."""
    events = results.tables["events"]
    opened = events[events["event"].isin(OPENS) & (events["subject"] == row["receiver_id"])]
    new = row["kind"] == "close" and row["closed"] and (opened["date"] == row["closed"]).any()
    moves = new and row["handed_over"] > 0 and row["seeking"] == 0
    return say("closures.moves", lang) if moves else known("closure", row["kind"], lang)


def _site(results: Results, row: Mapping[Hashable, Any], lang: Lang) -> str:
    """Return what becomes of the land, with its area where that is known."""
    word = known("site", row["site"], lang)
    if not row["closed"]:
        return word
    land = results.tables["land"]
    before = int(str(row["closed"])[:4]) - 1
    mine = land[(land["school_year"] == before) & (land["campus_id"] == row["campus_id"])]
    if not len(mine) or pd.isna(mine["site_area_m2"].iloc[0]):
        return word
    area = number(float(mine["site_area_m2"].iloc[0]))
    return say("closures.site_area", lang, {"site": word, "area": area})
