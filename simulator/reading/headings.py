"""Which column of a table file holds which field?"""

import re
from collections.abc import Mapping, Sequence

from simulator.columns import COLUMNS, UNIT_WORDS, WORDS, Column
from simulator.phrases import Phrase, listing
from simulator.reading.findings import Findings, did_you_mean, nearest, perhaps
from simulator.reading.nodes import Node
from simulator.reading.sources import Grid
from simulator.reading.titles import plain_heading
from simulator.scenario import Origin


def match_headings(
    table: str,
    grid: Grid,
    extra: Mapping[str, Node],
    findings: Findings,
    patched: Sequence[str] = (),
) -> dict[str, int] | None:
    """Find the column of each field.

    Parameters
    ----------
    table
        Name of the table.
    grid
        Its headings and cells.
    extra
        The scenario's own headings, heading → field.
    findings
        Where problems and oddities go.
    patched
        Fields that corrections under ``rows`` may fill, so that a column may be missing.

    Returns
    -------
    Field → number of its column; None (with problems recorded) when a required one is missing.
    """
    at = Origin(grid.name, grid.heading_line, "file")
    known = _known(table, extra, grid, findings)
    stated = {plain_heading(heading) for heading in extra}
    found: dict[str, int] = {}
    rank: dict[str, int] = {}
    unused: list[str] = []
    nameless: list[int] = []
    clashes = 0
    for number, heading in enumerate(grid.headings):
        field = known.get(plain_heading(heading)) or _with_unit(table, heading, known)
        if field is None:
            if heading:
                unused.append(heading)
            elif any(grid.columns[number]):
                nameless.append(number + 1)
            continue
        plain = plain_heading(heading)
        strength = 2 if plain in stated else 1 if plain == field else 0
        if field not in found or strength > rank[field]:
            if field in found:
                unused.append(grid.headings[found[field]])
            found[field], rank[field] = number, strength
        elif strength < rank[field]:
            unused.append(heading)
        else:
            clashes += 1
            findings.problem(
                at,
                f"{table}/{field}",
                Phrase(
                    f"`{grid.headings[found[field]]}` 和 `{heading}` 都表示 {field}",
                    f"`{grid.headings[found[field]]}` and `{heading}` both mean {field}",
                ),
                Phrase(
                    f"请写明以哪一列为准：`columns: {{{heading}: {field}}}`",
                    f"say which one counts: `columns: {{{heading}: {field}}}`",
                ),
            )
    if (unused or nameless) and COLUMNS[table]:  # only the shapes of an outline are used
        blank = [
            Phrase(f"第 {n} 列（无表头）", f"column {n}, which has no heading") for n in nameless
        ]
        left = listing([*unused, *blank])
        findings.oddity(
            table,
            Phrase(
                f"未使用的列：{left.zh}（{grid.name}）",
                f"columns not used: {left.en} ({grid.name})",
            ),
        )
    if not grid.headings and grid.nodes is not None:
        return {}  # `data: []`, a table without rows
    missing = [
        column
        for column in COLUMNS[table]
        if column.required and column.field not in found and column.field not in patched
    ]
    for column in missing:
        name = grid.headings[found["name"]] if column.field == "id" and "name" in found else None
        _missing(table, column, at, grid.headings, unused, name, findings)
    return None if missing or clashes else found


def _with_unit(table: str, heading: str, known: Mapping[str, str]) -> str | None:
    """Find the field of a heading that names its own unit in brackets: ``教室（间）``."""
    parts = re.fullmatch(r"(.+)[(\[](.+)[)\]]", plain_heading(heading))
    field = known.get(parts.group(1)) if parts else None
    units = {column.field: UNIT_WORDS.get(column.unit, ()) for column in COLUMNS[table]}
    return field if parts and field and parts.group(2) in units[field] else None


def field_of(table: str, word: str) -> str | None:
    """Find the field a word names: the field itself or one of its aliases."""
    plain = plain_heading(word)
    for column in COLUMNS[table]:
        if plain == column.field or plain in map(plain_heading, column.aliases):
            return column.field
    return None


def _known(table: str, extra: Mapping[str, Node], grid: Grid, findings: Findings) -> dict[str, str]:
    """Give heading → field: the aliases always understood, then the scenario's own."""
    known: dict[str, str] = {}
    for column in COLUMNS[table]:
        for word in (*column.aliases, column.field):
            known[plain_heading(word)] = column.field
    present = {plain_heading(heading) for heading in grid.headings}
    fields = [column.field for column in COLUMNS[table]]
    for heading, node in extra.items():
        where = f"{table}/columns/{heading}"
        if node.text not in fields:
            there = listing(fields, 20)
            findings.problem(
                node.origin,
                where,
                Phrase(f"表中没有字段 `{node.text}`", f"the table has no field `{node.text}`"),
                did_you_mean(
                    node.text,
                    fields,
                    Phrase(f"可用的字段：{there.zh}", f"fields are {there.en}"),
                ),
            )
        elif plain_heading(heading) not in present:
            there = listing(grid.headings)
            findings.problem(
                node.origin,
                where,
                Phrase(
                    f"`{grid.name}` 没有表头 `{heading}`",
                    f"`{grid.name}` has no heading `{heading}`",
                ),
                did_you_mean(
                    heading,
                    grid.headings,
                    Phrase(f"现有表头：{there.zh}", f"headings are {there.en}"),
                ),
            )
        else:
            known[plain_heading(heading)] = node.text
    return known


def _missing(
    table: str,
    column: Column,
    at: Origin,
    headings: Sequence[str],
    unused: Sequence[str],
    name: str | None,
    findings: Findings,
) -> None:
    words = (column.field, *column.aliases)
    guess = next((close for word in words if (close := nearest(word, unused))), None)
    guess = guess or next((left for word in words for left in unused if word in left), None)
    names = " / ".join((column.field, *column.aliases[:3]))
    remedy = Phrase(f"请增加一列 {names}", f"add a column {names}")
    across = [word for word in headings if any(grade in word for grade in WORDS["grade"])]
    if column.kind == "grade" and len(across) > 1:  # as bureaus keep their lists
        remedy = Phrase(
            f"各年级请竖排，每个年级一行，而不是 `{across[0]}`、`{across[1]}` 这样横排",
            f"write a row for each grade, not columns such as `{across[0]}` and `{across[1]}`",
        )
    elif guess:
        remedy = perhaps(guess) + Phrase(
            f"请改表头，或写明对应：`columns: {{{guess}: {column.field}}}`",
            f" rename it, or map it: `columns: {{{guess}: {column.field}}}`",
        )
    elif name:  # a list of schools has names and no ids
        remedy += Phrase(
            f"；若 `{name}` 各行都不相同，可写 `columns: {{{name}: {column.field}}}`",
            f"; where no two rows share a `{name}`, write `columns: {{{name}: {column.field}}}`",
        )
    else:
        remedy += Phrase(
            f"，或用 `columns: {{…: {column.field}}}` 对应已有表头",
            f", or map one with `columns: {{…: {column.field}}}`",
        )
    found, meaning = listing(headings, 15), column.meaning
    findings.problem(
        at,
        f"{table}/{column.field}",
        Phrase(
            f"没有 {column.field}（{meaning.zh}）这一列；现有表头：{found.zh}",
            f"no column for {column.field} ({meaning.en}); headings found: {found.en}",
        ),
        remedy,
    )
