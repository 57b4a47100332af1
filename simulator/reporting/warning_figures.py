"""In which colours and words is the early warning of entry grades given?"""

from typing import Final

from simulator.reporting import warning_views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.map_figures import NO_CATCHMENT
from simulator.reporting.numerals import number
from simulator.results import Results

COLOURS: Final = ("#FFF5EB", "#FDD0A2", "#FDA75A", "#D9482B", "#8E1616")
"""Class 0 to 4, each darker than the one before so that they survive grey; red only where there
are more children than seats."""
NO_ADMISSIONS: Final = NO_CATCHMENT


def class_name(level: int, lang: Lang) -> str:
    """Return the words of a class, ``warning_views.NONE`` included."""
    if level == warning_views.NONE:
        return say("warning.class_none", lang)
    return say(f"warning.class_{level}", lang)


def colour(level: int) -> str:
    """Return the colour of a class, ``warning_views.NONE`` included."""
    return NO_ADMISSIONS if level == warning_views.NONE else COLOURS[level]


def sentence(results: Results, warning: warning_views.EntryWarning, year: int, lang: Lang) -> str:
    """Return how many campuses lack seats in ``year`` and the two after it, and the worst."""
    when, rows = warning_views.ranked(results, warning, year)
    grade = known("grade", warning.grade, lang)
    years, worst = [], None
    for k, one in enumerate(when):
        if one not in warning.warned:
            continue
        short = [row for row in rows if row.entries[k].level >= warning_views.SHORT]
        if not short:
            years.append(say("warning.say_year_none", lang, {"year": one}))
            continue
        very = sum(row.entries[k].level == warning_views.CLASSES - 1 for row in short)
        gap = -sum(row.entries[k].balance for row in short)
        values = {"year": one, "short": len(short), "very": very, "gap": number(gap)}
        years.append(say("warning.say_year", lang, values))
        for row in short:
            if worst is None or row.entries[k].balance < worst[0].balance:
                worst = row.entries[k], row.name, one
    if not years:
        by_catchment = (results.tables["catchments"]["stage"] == warning.stage).any()
        return say("warning.empty" if by_catchment else "warning.undivided", lang, {"grade": grade})
    said = ""
    if worst is not None:
        entry, school, one = worst
        values = {
            "school": school,
            "year": one,
            "children": number(entry.children),
            "seats": number(entry.seats),
        }
        said = say("warning.say_worst", lang, values)
    whole = {"grade": grade, "years": ("；" if lang == "zh" else "; ").join(years), "worst": said}
    return say("warning.say", lang, whole).strip()


def heads(when: tuple[int, ...], lang: Lang) -> tuple[str, ...]:
    """Return the headings of ``cells``."""
    columns = ("warning.head_children", "warning.head_seats", "warning.head_balance")
    by_year = [say(key, lang, {"year": year}) for year in when for key in columns]
    return (say("warning.head_school", lang), say("warning.head_town", lang), *by_year)


def cells(rows: tuple[warning_views.CampusRow, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the ranked table: name, town, then children, seats and balance of each year."""
    return tuple(
        (
            row.name,
            row.town or "—",
            *(
                written
                for entry in row.entries
                for written in (
                    ("—", "—", "—")
                    if entry.level == warning_views.NONE
                    else (number(entry.children), number(entry.seats), number(entry.balance))
                )
            ),
        )
        for row in rows
    )
