"""What does a table say, once its headings, cells and corrections are understood?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from simulator.columns import COLUMNS, KEYS, Column
from simulator.phrases import Phrase, counted, listing
from simulator.reading.cells import Meaning, Value, reader
from simulator.reading.findings import LISTED, Findings, did_you_mean, in_more_rows
from simulator.reading.headings import field_of, match_headings
from simulator.reading.nodes import Node
from simulator.reading.sources import Grid, inline_text
from simulator.reading.titles import INVISIBLE
from simulator.reading.totals import without_totals
from simulator.scenario import Origin


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table in canonical columns, and where each of its cells was written."""

    name: str
    frame: pd.DataFrame
    grid: Grid
    headings: Mapping[str, str]
    """Field → heading in the grid."""
    corrected: Mapping[tuple[int, str], Origin] = field(default_factory=dict)
    _columns: dict[str, list[Any]] = field(default_factory=dict, repr=False, compare=False)
    """Columns given so far: the checks ask for the same ones again and again."""

    def origin(self, row: int, name: str = "") -> Origin:
        """Find where a cell was written (the row, without a field)."""
        return self.corrected.get((row, name)) or self.grid.origin(row, self.headings.get(name, ""))

    def values(self, name: str) -> list[Any]:
        """Give a column as a list, to be read and not changed."""
        if name not in self._columns:
            self._columns[name] = self.frame[name].tolist()
        return self._columns[name]

    def where(self, row: int, name: str = "") -> str:
        """Give the path of a cell as a planner would search for it: table, key of row, field."""
        keys = [str(self.values(key)[row]) for key in KEYS.get(self.name, ())]
        return "/".join([self.name, *(keys or [f"row {row + 1}"]), *([name] if name else [])])


@dataclass(slots=True)
class _Reading:
    """A table while it is being read."""

    name: str
    grid: Grid
    texts: dict[str, Sequence[str]]
    headings: dict[str, str]
    findings: Findings
    values: dict[str, list[Value]] = field(default_factory=dict)
    corrected: dict[tuple[int, str], Origin] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(self.grid.lines)


def read_table(
    name: str,
    grid: Grid,
    extra: Mapping[str, Node],
    corrections: Mapping[str, Node],
    findings: Findings,
) -> ReadTable | None:
    """Understand the cells of a table.

    Parameters
    ----------
    name
        Name of the table, a key of ``simulator.columns.COLUMNS``.
    grid
        Its texts.
    extra
        The scenario's own headings, heading → field.
    corrections
        Corrections of single rows, key of the row → field → value. The key is the id, or the
        values of the key columns joined by ``/``.
    findings
        Where problems and oddities go.

    Returns
    -------
    The table; None where it cannot be used even in part.
    """
    patched = [
        filled
        for patch in corrections.values()
        for word in patch.mapping or {}
        if (filled := field_of(name, word))
    ]
    numbers = match_headings(name, grid, extra, findings, () if grid.lines else patched)
    if numbers is None:
        return None
    keys = _first_columns(name)
    grid = without_totals(name, grid, [numbers[key] for key in keys if key in numbers], findings)
    reading = _Reading(
        name,
        grid,
        {field: grid.columns[number] for field, number in numbers.items()},
        {field: grid.headings[number] for field, number in numbers.items()},
        findings,
    )
    for column in COLUMNS[name]:
        if column.field in keys:
            reading.values[column.field] = _column(reading, column)
    if name == "pools":
        _name_pools(reading)
    _correct(reading, corrections, keys)
    for column in COLUMNS[name]:
        if column.field not in keys:
            reading.values[column.field] = _column(reading, column)
    _unique(reading)
    table = ReadTable(name, _frame(reading), grid, reading.headings, reading.corrected)
    _refuse_shapeless(reading)
    return table


def _first_columns(name: str) -> tuple[str, ...]:
    """Give the columns that name a row; they are read first and cannot be corrected."""
    return ("campus", "stages", "id") if name == "pools" else KEYS.get(name, ())


def _column(reading: _Reading, column: Column) -> list[Value]:
    """Read one column; each different text is read once, and only faulty ones are searched."""
    default: Value = column.default  # type: ignore[assignment]
    texts = reading.texts.get(column.field)
    if texts is None:
        return [default] * reading.rows
    read = reader(column)
    meanings: dict[str, Meaning] = {}
    blank: list[str] = []
    for text in dict.fromkeys(texts):
        if text and not text.isspace():
            meanings[text] = read(text)
        else:
            meanings[text] = Meaning(default)
            blank.append(text)
    wrong = [(text, found.wrong, found.remedy) for text, found in meanings.items() if found.wrong]
    for text, what, remedy in wrong[:LISTED]:
        _fault(reading, column, [text], what, remedy)
    if len(wrong) > LISTED:
        more = len(wrong) - LISTED
        what = Phrase(
            f"另有 {more} 个取值也不对",
            f"{counted(more, 'more value is', 'more values are')} wrong too",
        )
        rest = [text for text, *_ in wrong[LISTED:]]
        _fault(reading, column, rest, what, Phrase("请更正该列", "mend the column"))
    if blank and column.required:
        _blank(reading, column, blank)
    odd = [text for text, meaning in meanings.items() if meaning.normalised]
    if odd:
        value, others = meanings[odd[0]].value, len(odd) - 1
        shown = INVISIBLE.sub("�", odd[0])
        read_as = Phrase(f"`{shown}` 读作 {value}", f"`{shown}` is read as {value}")
        if others:
            read_as += Phrase(f"，另有 {others} 个类似取值", f", and {others} more like it")
        reading.findings.oddity(f"{reading.name}/{column.field}", read_as)
    if column.field in KEYS.get(reading.name, ()):  # a wrong name names no row
        meanings.update((text, Meaning(None)) for text, *_ in wrong)
    return [meanings[text].value for text in texts]


def _rows_with(texts: Sequence[str], wanted: Iterable[str]) -> list[int]:
    chosen = set(wanted)
    return [row for row, text in enumerate(texts) if text in chosen]


def _fault(
    reading: _Reading, column: Column, wanted: Sequence[str], what: Phrase, remedy: Phrase
) -> None:
    """Report the first cell with a fault, and count the others."""
    rows = _rows_with(reading.texts[column.field], wanted)
    where, what = _where(reading, rows[0], column.field), what + in_more_rows(len(rows))
    reading.findings.problem(_origin(reading, rows[0], column.field), where, what, remedy)


def _blank(reading: _Reading, column: Column, blank: Sequence[str]) -> None:
    """Report blank cells; below a filled id they are most likely merged cells."""
    texts = reading.texts[column.field]
    rows = _rows_with(texts, blank)
    above = next((texts[row] for row in range(rows[0] - 1, -1, -1) if texts[row].strip()), None)
    meaning = column.meaning
    what = Phrase(f"{column.field} 为空", f"{column.field} is blank")
    remedy = Phrase(f"请填写（{meaning.zh}）", f"fill it in ({meaning.en})")
    if column.kind in ("id", "stage", "stages", "grade") and above is not None:
        cell = above.strip()
        what += Phrase(
            f"，上方是 `{cell}`，像是合并单元格所致",
            f" below `{cell}`, as merged cells leave it",
        )
        remedy = Phrase(
            "请取消合并单元格，在每一行都填上该值",
            "undo the merged cells and fill the value into every row",
        )
    _fault(reading, column, blank, what, remedy)


def _origin(reading: _Reading, row: int, name: str) -> Origin:
    return reading.corrected.get((row, name)) or reading.grid.origin(
        row, reading.headings.get(name, "")
    )


def _where(reading: _Reading, row: int, name: str) -> str:
    keys = [reading.values[key][row] for key in KEYS.get(reading.name, ()) if key in reading.values]
    known = len(keys) == len(KEYS.get(reading.name, ())) and keys and None not in keys
    row_name = "/".join(map(str, keys)) if known else f"row {reading.grid.lines[row] or row + 1}"
    return f"{reading.name}/{row_name}/{name}"


def _name_pools(reading: _Reading) -> None:
    """Name pools without an id after their campus and stages."""
    campus, stages, ids = (reading.values[name] for name in ("campus", "stages", "id"))
    reading.values["id"] = [
        f"{c}/{s}" if i is None and c is not None and s is not None else i
        for c, s, i in zip(campus, stages, ids, strict=True)
    ]


def _row_keys(reading: _Reading) -> list[tuple[Value, ...]]:
    return list(zip(*(reading.values[key] for key in KEYS[reading.name]), strict=True))


def _correct(reading: _Reading, corrections: Mapping[str, Node], keys: Sequence[str]) -> None:
    """Lay the corrections of single rows over the texts."""
    if not corrections:
        return
    names = ["/".join(map(str, key)) for key in _row_keys(reading)]
    rows = {name: row for row, name in enumerate(names)}
    fields = [column.field for column in COLUMNS[reading.name]]
    known = listing(fields, 20)
    for name, patch in corrections.items():
        where = f"{reading.name}/rows/{name}"
        if name not in rows:
            form = "/".join(KEYS[reading.name])
            reading.findings.problem(
                patch.origin,
                where,
                Phrase(f"表中没有 `{name}` 这一行", f"the table has no row `{name}`"),
                did_you_mean(
                    name, names, Phrase(f"请用 {form} 指明一行", f"name a row by its {form}")
                ),
            )
            continue
        for word, cell in (patch.mapping or {}).items():
            target = field_of(reading.name, word)
            if target is None:
                reading.findings.problem(
                    cell.origin,
                    f"{where}/{word}",
                    Phrase(f"表中没有字段 `{word}`", f"the table has no field `{word}`"),
                    did_you_mean(
                        word, fields, Phrase(f"可用的字段：{known.zh}", f"fields are {known.en}")
                    ),
                )
            elif target in keys:
                reading.findings.problem(
                    cell.origin,
                    f"{where}/{word}",
                    Phrase(
                        "用来指明一行的字段不能在此更正",
                        "a field that names the row is not corrected",
                    ),
                    Phrase("请在表中直接修改", "change it in the table itself"),
                )
            else:
                texts = list(reading.texts.get(target, [""] * reading.rows))
                texts[rows[name]] = inline_text(cell)
                reading.texts[target] = texts
                reading.corrected[rows[name], target] = cell.origin


def _unique(reading: _Reading) -> None:
    """Refuse two rows of one key."""
    if reading.name not in KEYS or not reading.rows:
        return
    keys = _row_keys(reading)
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[Value, ...], int] = {}
    said = 0
    for row, key in enumerate(keys):
        if None in key:
            continue
        if key not in first:
            first[key] = row
            continue
        said += 1
        if said > LISTED:
            continue
        before = _origin(reading, first[key], "")
        line, row_number = before.line, first[key] + 1
        place = Phrase(f"第 {row_number} 条", f"row {row_number}")
        if line:
            place = Phrase(f"第 {line} 行", f"line {line}")
        named = " + ".join(KEYS[reading.name])
        reading.findings.problem(
            _origin(reading, row, ""),
            f"{reading.name}/{'/'.join(map(str, key))}",
            Phrase(
                f"相同的 {named} 已见于 {before.file} {place.zh}",
                f"the same {named} is already given in {before.file}, {place.en}",
            ),
            Phrase("请删去其中一行，或将两行合计", "delete one of the two rows, or add them up"),
        )


def _refuse_shapeless(reading: _Reading) -> None:
    """Refuse features of a map layer that have no shape, or none that serves."""
    shapes = reading.grid.geometry
    if shapes is None:
        return
    serving = {"Polygon", "MultiPolygon"}
    kinds = Phrase("面", "a polygon")
    if reading.name != "outline":
        serving |= {"Point", "MultiPoint"}
        kinds = Phrase("面或点", "a polygon or a point")
    for row, shape in enumerate(shapes):
        what = Phrase("该要素没有图形", "the feature has no shape")
        if shape is not None and not shape.is_empty:
            if shape.geom_type in serving:
                continue
            what = Phrase(
                f"该要素的图形不是{kinds.zh}，而是 `{shape.geom_type}`",
                f"the shape of the feature is not {kinds.en}, but `{shape.geom_type}`",
            )
        reading.findings.problem(
            _origin(reading, row, ""),
            _where(reading, row, "geometry"),
            what,
            Phrase(
                f"请补画图形（{kinds.zh}），或删去该要素", f"draw {kinds.en}, or delete the feature"
            ),
        )


def _frame(reading: _Reading) -> pd.DataFrame:
    """Give canonical columns: whole numbers as int64, numbers as float64, words as objects."""
    columns: dict[str, Any] = {}
    for column in COLUMNS[reading.name]:
        values = reading.values[column.field]
        if column.kind == "int" and None not in values:
            columns[column.field] = np.array(values, dtype=np.int64)
        elif column.kind in ("int", "float"):
            floats = [np.nan if value is None else value for value in values]
            columns[column.field] = np.array(floats, dtype=np.float64)
        else:
            columns[column.field] = pd.Series(values, dtype=object)
    if reading.grid.geometry is not None:
        shapes = np.empty(reading.rows, dtype=object)
        shapes[:] = reading.grid.geometry
        columns["geometry"] = pd.Series(shapes, dtype=object)
    return pd.DataFrame(columns, index=pd.RangeIndex(reading.rows))
