"""What does a run say in a terminal of a hundred columns, without opening the page?

Returns lines and prints nothing. A Chinese character takes two columns, so widths are counted,
never ``len``.
"""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from simulator.reporting import (
    bounds,
    cohort_ledger,
    map_opening,
    maps,
    programme_views,
    verdict,
    views,
)
from simulator.reporting.catalogue import LANGS, Lang, fitted, fold, known, say, speaking_of
from simulator.reporting.ledger_sheet import cohort_name
from simulator.reporting.numerals import number, unit_of
from simulator.reporting.sheets import blocked
from simulator.results import Results

COLUMNS: Final = 100
SHOWN: Final = 5
LONGEST_WORD: Final = 24
"""Columns beyond which a run without blanks may be broken: Chinese, or a very long name."""
NOT_FIRST: Final = "，。；：、）”！？"
METRICS: Final = ("children", "pupils", "places", "large_classes", "shortfall", "redirected")
HEADINGS: Final = {
    "zh": ("学年", "适龄儿童", "在校生", "有效学位", "大班额", "镇街缺口", "调剂"),
    "en": ("year", "children", "pupils", "places", "large cl.", "gap by town", "redirected"),
}


def summary(results: Results, lang: Lang, folder: str | Path | None = None) -> list[str]:
    """Return the run's summary as plain lines of at most 100 columns.

    ``folder`` is where the results were written; without it no files are named.
    """
    with speaking_of(views.area(results)):
        return _summary(results, lang, folder)


def _summary(results: Results, lang: Lang, folder: str | Path | None) -> list[str]:
    title = fold(results.manifest.get("title"), lang) or str(results.summary.get("scenario", ""))
    lines = wrapped(title)
    variant = results.manifest.get("variant")
    if variant:
        lines += wrapped(of_variant(variant, results.manifest.get("variant_title"), lang))
    named = views.illustrative(results, "verdict")
    if named:
        tables = say("list.comma", lang).join(known("input", name, lang) for name in named)
        lines += wrapped(f"[{say('tag.illustrative_of', lang, {'tables': tables})}]")
    lines += ["", *wrapped(verdict.sentence(results, lang)), ""]
    lines += _targets(results, lang)
    lines += _by_rule(results, lang)
    lines += _years(results, lang)
    lines += _worst(results, lang)
    said = verdict.robustness(results, lang)
    for kind in ("outlook", "rule", "baseline"):
        if kind in said:
            lines += wrapped(said[kind])
    if folder is not None:
        lines += ["", *wrapped(say("terminal.files", lang, {"folder": folder}))]
        lines += wrapped(say("terminal.files_which", lang))
    return lines


def of_variant(name: str, title: object, lang: Lang) -> str:
    """Say which variant of a scenario this is: its name, and its title where it has one."""
    titled = fold(title, lang)
    return say("terminal.variant", lang, {"name": name}) + (f" · {titled}" if titled else "")


def width(words: str) -> int:
    """Return the columns a text takes: two for each wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1
        for c in words
    )


def padded(words: str, columns: int, *, right: bool = False) -> str:
    """Return a text filled with blanks to ``columns``, or cut to it with ``…``."""
    if width(words) > columns:
        kept = ""
        for c in words:
            if width(kept + c) > columns - 1:
                break
            kept += c
        words = kept + "…"
    blanks = " " * (columns - width(words))
    return blanks + words if right else words + blanks


def _targets(results: Results, lang: Lang) -> list[str]:
    targets = list(results.summary.get("targets", ()))
    if not targets:
        return []
    single = results.summary.get("replicates", 1) == 1
    lines = [say("terminal.targets", lang)]
    if single:
        lines[0] += f" · {say('verdict.single', lang)}"
    names = {target["id"]: verdict.promise(target, lang) for target in targets}
    column = min(56, max(width(name) for name in names.values()))
    for target in targets:
        met = target["met"]
        mark = f"{verdict.MARKS[met]} {say(verdict.word(target), lang)}"
        parts = [
            padded(mark, 20 if lang == "zh" else 22),
            padded(names[target["id"]], column),
            f"{target['by']}  {_bound(target, lang)} → {bounds.achieved(target, lang)}",
        ]
        lines += wrapped(_clean("  " + " ".join(parts)), hang=6)
    return [*lines, ""]


def _bound(target: verdict.Target, lang: Lang) -> str:
    """Return what was promised; a count without its unit, which the result carries."""
    if unit_of(target["metric"]) in ("share", "CNY"):
        return bounds.bound(target, lang)
    return " ".join(bounds.bound(target, "en").split()[:2])


def _by_rule(results: Results, lang: Lang) -> list[str]:
    """Name the projects that provision rules require."""
    required = programme_views.by_rule(programme_views.projects(results))
    if not required:
        return []
    names = say("list.comma", lang).join(project.name for project in required[:SHOWN])
    if len(required) > SHOWN:
        names = say("programme.more_names", lang, {"names": names})
    places = number(programme_views.totals(required).places)
    values = {"n": len(required), "places": places, "names": names}
    return [*wrapped(say("terminal.by_rule", lang, values)), ""]


def _years(results: Results, lang: Lang) -> list[str]:
    table = results.tables["years"]
    lines: list[str] = []
    for stage in views.stages(results):
        rows = table[table["stage"] == stage].sort_values("school_year")
        lines.append(f"{known('stage', stage, lang)} · {say('terminal.table_units', lang)}")
        heads = [fitted(head, head)[LANGS.index(lang)] for head in HEADINGS[lang]]
        lines.append("  " + _row(heads))
        for k in range(len(rows)):
            cells = [str(int(rows["school_year"].iloc[k]))]
            cells += [number(_maybe(rows[name].iloc[k])) for name in METRICS]
            lines.append("  " + _row(cells))
        lines.append("")
    return lines


def _row(cells: Sequence[str]) -> str:
    return " ".join(padded(c, 6 if k == 0 else 11, right=k > 0) for k, c in enumerate(cells))


def _worst(results: Results, lang: Lang) -> list[str]:
    lines: list[str] = []
    when, names = views.years(results), views.school_names(results)
    rows = cohort_ledger.ledger(results)[:SHOWN]
    if rows:
        lines.append(say("terminal.worst", lang))
    for row in rows:
        worst = max(range(len(when)), key=lambda k: (row.counts[k], -k))
        clears = (
            say("terminal.clears", lang, {"year": row.clears})
            if row.clears
            else say("ledger.not_cleared", lang, {"last": when[-1]})
        )
        values = {
            "school": names.get(row.campus_id, row.campus_id),
            "grade": known("grade", row.grades[worst], lang),
            "cohort": cohort_name(row, lang),
            "year": when[worst],
            "n": row.counts[worst],
            "clears": clears,
            "blocked": blocked(row.blocked, lang),
        }
        lines += wrapped("  " + _clean(say("terminal.worst_row", lang, values)), hang=4)
    district = maps.district_map(results)
    if district is not None:
        stage, year = map_opening.opening(results, district)
        worst_zones = maps.worst_zones(district, stage, year, SHOWN)
        balance = district.stages[stage].balance(when.index(year))
        if worst_zones:
            named = [f"{district.zone_names[z]} {number(int(balance[z]))}" for z in worst_zones]
            values = {
                "stage": known("stage", stage, lang),
                "year": year,
                "zones": say("list.comma", lang).join(named),
            }
            lines += wrapped(_clean(say("terminal.zones", lang, values)), hang=2)
    return [*lines, ""] if lines else []


def wrapped(words: str, *, hang: int = 0) -> list[str]:
    """Return a text in lines of at most 100 columns; Chinese may break anywhere."""
    lines, line = [], ""
    for c in _clean(words):
        if width(line + c) <= COLUMNS:
            line += c
            continue
        at = line.rfind(" ")
        if c == " " or (width(line[at + 1 :]) > LONGEST_WORD and c not in NOT_FIRST):
            at = len(line)
        elif width(line[at + 1 :]) > LONGEST_WORD:
            at = len(line) - 1  # a comma does not begin a line: its letter comes along
        lines.append(line[:at].rstrip())
        line = " " * hang + (line[at:] + c).lstrip()
    return [*lines, line.rstrip()]


def _clean(words: str) -> str:
    """Leave out control characters: a name must not move the cursor of a terminal."""
    return "".join(c if c.isprintable() else " " for c in words)


def _maybe(value: Any) -> Any:
    return None if pd.isna(value) else value
