"""How does a planner get every table of a comparison in one Excel file?

The styles are those of a run's workbook; the same bytes each time; no cell can become a formula.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulator.comparing import panels, picture, sheets, words
from simulator.comparing.sheets import lettered
from simulator.comparison import Comparison
from simulator.measures import Measure
from simulator.phrases import Phrase
from simulator.reporting import bounds, verdict
from simulator.reporting.catalogue import LANGS, known, say
from simulator.reporting.sheets import Cell, Figure
from simulator.spreadsheet import Column, Sheet, write
from simulator.workbook import width

EXPLANATION: Final = "说明"


def write_workbook(comparison: Comparison, path: Path) -> None:
    """Write ``comparison.xlsx``."""
    made = [
        _explanation(comparison),
        _matrix(comparison),
        *_as_sheet(comparison, "obstacles", sheets.obstacles(comparison, None)),
        _inputs(comparison),
        _years(comparison, "differences", comparison.difference, first=1),
        _years(comparison, "values", lambda name: comparison.values[name], first=0),
        _matters(comparison),
        *_zones(comparison),
        *_campuses(comparison),
        *_as_sheet(comparison, "files", sheets.files(comparison)),
    ]
    write(path, made, title=panels.title(comparison)["zh"])


def _name(sheet: str) -> tuple[str, str]:
    return tuple(say(f"compare.sheet_{sheet}", lang) for lang in LANGS)  # type: ignore[return-value]


def _mark(comparison: Comparison) -> str:
    if not any(one.illustrative for one in comparison.scenarios):
        return ""
    return " ".join(say("tag.illustrative", lang) for lang in LANGS)


def _sheet(
    comparison: Comparison, sheet: str, heads: Sequence[tuple[str, str]], columns: Sequence[Column],
    *, marked: bool = True,
) -> Sheet:  # fmt: skip
    """Return a sheet with its title and headings in both languages."""
    zh, en = _name(sheet)
    mark = _mark(comparison) if marked else ""
    head = [
        [(f"{zh} {en}" + (f" · {mark}" if mark else ""), "title")],
        [(one, "head") for one, _ in heads],
        [(other, "under") for _, other in heads],
    ]
    sized = [
        Column(column.values, column.style, column.styles, width(heading, column))
        for heading, column in zip(heads, columns, strict=True)
    ]
    return Sheet(zh, head, sized, mark=mark)


def _both(key: str, **values: object) -> tuple[str, str]:
    return say(key, "zh", values or None), say(key, "en", values or None)


def _plain(cell: Cell) -> str:
    """Return a cell of the page as text, Chinese first."""
    said = cell.words if isinstance(cell, Figure) else cell
    return said if isinstance(said, str) else said["zh"]


def _as_sheet(comparison: Comparison, sheet: str, table: Any) -> list[Sheet]:
    """Return a table of the page as a sheet; none for none."""
    if table is None:
        return []
    heads = [
        (head, head) if isinstance(head, str) else (head["zh"], head["en"]) for head in table.heads
    ]
    columns = []
    for k, numeric in enumerate(table.numeric):
        cells = [_plain(row[k]) for row in table.rows]
        columns.append(_numbers(cells) if numeric else Column(cells))
    return [_sheet(comparison, sheet, heads, columns)]


def _numbers(cells: Sequence[str]) -> Column:
    """Return printed whole figures as numbers."""
    plain = [cell.replace(",", "").replace("−", "-") for cell in cells]
    return Column([int(c) if c.lstrip("-").isdigit() else None for c in plain], "general")


def _names(comparison: Comparison, places: Sequence[int]) -> Column:
    return Column(
        [lettered(one.letter, one.short).zh for one in (comparison.scenarios[k] for k in places)]
    )


def _matrix(comparison: Comparison) -> Sheet:
    rows = [(p, k) for p in comparison.promises for k in range(len(comparison.scenarios))]
    entries = [promise.entries[k] for promise, k in rows]
    blocked = [sheets.blocked_most(comparison, promise, k) for promise, k in rows]
    shown = [
        entry is not None and (comparison.comparable == "all" or _shared(str(entry["metric"])))
        for entry in entries
    ]
    heads = [
        _both("compare.promise"), _both("targets.required"), _both("targets.by"),
        _both("compare.scenario"), _both("targets.verdict"), _both("targets.achieved"),
        _both("compare.map_difference"), _both("targets.first_met"), _both("compare.why"),
    ]  # fmt: skip
    achieved = [e["achieved"]["central"] if e and s else None for e, s in zip(entries, shown,
                                                                          strict=True)]  # fmt: skip
    changes = [
        sheets.change(promise, k) if s and k else None
        for (promise, k), s in zip(rows, shown, strict=True)
    ]
    columns = [
        Column([verdict.promise(promise.target, "zh") for promise, _ in rows]),
        Column([bounds.bound(promise.target, "zh") for promise, _ in rows]),
        Column([str(promise.target["by"]) for promise, _ in rows]),
        _names(comparison, [k for _, k in rows]),
        Column([
            say("compare.not_promised", "zh") if e is None
            else f"{verdict.MARKS[e['met']]} {say(verdict.word(e), 'zh')}"
            for e in entries
        ]),
        Column(achieved, "general"),
        Column(changes, "general"),
        Column([(e["first_met"] or "—") if e else "" for e in entries]),
        Column([said["zh"] if said else "" for said in blocked]),
    ]  # fmt: skip
    return _sheet(comparison, "matrix", heads, columns)


def _shared(metric: str) -> bool:
    from simulator.reporting.numerals import unit_of

    return unit_of(metric) in ("share", "m")


def _inputs(comparison: Comparison) -> Sheet:
    rows = [(k, one) for k, found in enumerate(comparison.inputs) for one in found]
    said = [words.difference(comparison, k, one) for k, one in rows]
    heads = [
        _both("compare.scenario"), ("类别", "Kind"), ("对象", "Subject"),
        _both("compare.inputs_title"), ("英文", "In English"),
    ]  # fmt: skip
    columns = [
        _names(comparison, [k for k, _ in rows]),
        Column([one.kind for _, one in rows]),
        Column([one.subject for _, one in rows]),
        Column([words.zh for words in said]),
        Column([words.en for words in said]),
    ]
    return _sheet(comparison, "inputs", heads, columns, marked=False)


def _years(comparison: Comparison, sheet: str, value: Callable[[str], Any], *, first: int) -> Sheet:
    """Return one row for each scenario, year and stage; one column for each measure."""
    places = [
        (k, y, s)
        for k in range(first, len(comparison.scenarios))
        for y in range(len(comparison.years))
        for s in range(len(comparison.scopes))
    ]
    heads = [_both("compare.scenario"), _both("filter.year"), _both("filter.stage")]
    columns = [
        _names(comparison, [k for k, _, _ in places]),
        Column([comparison.years[y] for _, y, _ in places], "plain"),
        Column([known("stage", comparison.scopes[s], "zh") for _, _, s in places]),
    ]
    for measure in comparison.measures:
        table = value(measure.id)
        heads.append(_heading(measure))
        cells = [float(table[place]) for place in places]
        rounded = [None if np.isnan(v) else round(v, 6) for v in cells]
        whole = [int(v) if v is not None and v.is_integer() else v for v in rounded]
        columns.append(Column(whole, _style(measure)))
    return _sheet(comparison, sheet, heads, columns)


def _heading(measure: Measure) -> tuple[str, str]:
    zh, en = (words.measure(measure.id, lang) for lang in LANGS)
    unit = words.unit(measure.unit, "en")
    return zh, f"{en} ({unit})" if unit else en


def _style(measure: Measure) -> str:
    if measure.unit == "share":
        return "share"
    return "whole" if measure.unit not in ("per_1000", "pupils per class", "posts") else "tenths"


def _matters(comparison: Comparison) -> Sheet:
    """Return the effect of each difference alone, then sum, interaction and all together."""
    rows: list[tuple[int, str, Phrase, float | None]] = []
    for k, found in enumerate(comparison.matters):
        for t in range(len(found.full)):
            promise = verdict.promise(found.metrics[t], "zh")
            promise += f"（{found.metrics[t]['by']}）"
            rows += [
                (k, promise, words.together(comparison, k, effect), effect.values[t])
                for effect in words.ranked(found, t)
            ]
            total = sum(effect.values[t] or 0.0 for effect in found.effects)
            for key, value in (
                ("sum", total), ("interaction", found.interaction[t]), ("full", found.full[t]),
            ):  # fmt: skip
                zh, en = _both(f"compare.matters_{key}")
                rows.append((k, promise, Phrase(zh, en), value))
    heads = [
        _both("compare.scenario"), _both("compare.promise"), _both("compare.matters_change"),
        _both("compare.matters_effect"), ("英文", "In English"),
    ]  # fmt: skip
    columns = [
        _names(comparison, [k for k, *_ in rows]),
        Column([promise for _, promise, _, _ in rows]),
        Column([said.zh for _, _, said, _ in rows]),
        Column([value for *_, value in rows], "general"),
        Column([said.en for _, _, said, _ in rows]),
    ]
    return _sheet(comparison, "matters", heads, columns)


def _zones(comparison: Comparison) -> list[Sheet]:
    """Return every zone, year and stage in which a scenario differs from the reference."""
    district = comparison.district
    if district is None:
        return []
    rows = []
    for stage, view in comparison.where.items():
        before_after = {m: picture.zone_values(view, m) for m in picture.MEASURES}
        changed = np.zeros(view.needing.shape, dtype=bool)
        for values in before_after.values():
            changed |= values != values[0]
        for k, y, z in np.argwhere(changed).tolist():
            cells = [int(v) for m in picture.MEASURES for v in (before_after[m][0, y, z],
                     before_after[m][k, y, z] - before_after[m][0, y, z])]  # fmt: skip
            rows.append((k, comparison.years[y], known("stage", stage, "zh"),
                         district.zone_ids[z], district.zone_names[z], district.towns[z],
                         *cells))  # fmt: skip
    heads = [
        _both("filter.year"), _both("filter.stage"), ("片区代号", "Zone id"), _both("map.zone"),
        _both("map.town"),
    ]  # fmt: skip
    for measure in picture.MEASURES:
        zh, en = _both(f"compare.map_{measure}")
        heads += [(f"{zh}：基准", f"{en}, reference"), (f"{zh}：差别", f"{en}, difference")]
    styles = ["plain", "text", "text", "text", "text", *["whole"] * 6]
    return [_long(comparison, "zones", heads, styles, rows)]


def _campuses(comparison: Comparison) -> list[Sheet]:
    """Return every campus, year and stage whose pupils or places differ from the reference."""
    district = comparison.district
    if district is None:
        return []
    rows = []
    for stage, view in comparison.where.items():
        pupils, places = view.campus_pupils, view.campus_places.clip(0)
        changed = (pupils != pupils[0]) | (places != places[0])
        for k, y, c in np.argwhere(changed).tolist():
            cells = [int(v) for table in (pupils, places)
                     for v in (table[0, y, c], table[k, y, c] - table[0, y, c])]  # fmt: skip
            rows.append((k, comparison.years[y], known("stage", stage, "zh"),
                         district.campus_ids[c], district.campus_names[c], *cells))  # fmt: skip
    heads = [_both("filter.year"), _both("filter.stage"), ("校区代号", "Campus id"),
             _both("compare.school"),
             ("在校生：基准", "Pupils, reference"), ("在校生：差别", "Pupils, difference"),
             ("学位：基准", "Places, reference"), ("学位：差别", "Places, difference")]  # fmt: skip
    styles = ["plain", "text", "text", "text", *["whole"] * 4]
    return [_long(comparison, "campuses", heads, styles, rows)]


def _long(
    comparison: Comparison, sheet: str, heads: Sequence[tuple[str, str]], styles: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
) -> Sheet:  # fmt: skip
    """Return a sheet of rows that begin with the place of their scenario."""
    ordered = sorted(rows, key=lambda row: row[:3])
    columns = [_names(comparison, [row[0] for row in ordered])]
    columns += [Column([row[k] for row in ordered], style) for k, style in enumerate(styles, 1)]
    return _sheet(comparison, sheet, [_both("compare.scenario"), *heads], columns)


def _explanation(comparison: Comparison) -> Sheet:
    """Return the first sheet: what was compared, what must be known, what each sheet holds."""
    named = panels.illustrative(comparison)
    rows: list[list[tuple[str, str]]] = [[(panels.title(comparison)["zh"], "title")]]
    lines = [*panels.sentences(comparison), *panels.notes(comparison), *([named] if named else ())]
    for line in lines:
        rows.append([(line["zh"], "strong")])
        rows.append([(line["en"], "strong")])
    runs = sheets.runs(comparison)
    rows += [[], [(_plain(head), "strong") for head in runs.heads]]
    rows += [[(_plain(cell), "long") for cell in row] for row in runs.rows]
    listed = ("matrix", "obstacles", "inputs", "differences", "values", "matters", "zones",
              "campuses", "files")  # fmt: skip
    rows += [[], [("各表 Sheets", "strong")]]
    rows += [[(zh, "long"), (en, "long")] for zh, en in map(_name, listed)]
    widths = (34.0, 34.0, 44.0, 16.0, 14.0, 12.0, 10.0, 16.0)
    columns = [Column((), width=width) for width in widths]
    return Sheet(EXPLANATION, rows, columns, filtered=False, mark=_mark(comparison))
