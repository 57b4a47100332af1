"""Which column of a table file holds which field?"""

import unicodedata
from collections.abc import Mapping, Sequence

from simulator.columns import COLUMNS, Column
from simulator.reading.findings import Findings, did_you_mean, listing, nearest
from simulator.reading.nodes import Node
from simulator.reading.sources import Grid
from simulator.scenario import Origin


def plain_heading(text: str) -> str:
    """Give a heading without differences of width, case and blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


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
    clashes = 0
    for number, heading in enumerate(grid.headings):
        field = known.get(plain_heading(heading)) if heading else None
        if field is None:
            if heading or any(grid.columns[number]):
                unused.append(heading or f"column {number + 1}, which has no heading")
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
                at, f"{table}/{field}",
                f"`{grid.headings[found[field]]}` and `{heading}` both mean {field}",
                f"say which one counts: `columns: {{{heading}: {field}}}`",
            )  # fmt: skip
    if unused and COLUMNS[table]:  # only the shapes of an outline are used
        findings.oddity(table, f"columns not used: {listing(unused)} ({grid.name})")
    if not grid.headings and grid.nodes is not None:
        return {}  # `data: []`, a table without rows
    missing = [
        column
        for column in COLUMNS[table]
        if column.required and column.field not in found and column.field not in patched
    ]
    for column in missing:
        _missing(table, column, at, grid.headings, unused, findings)
    return None if missing or clashes else found


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
            findings.problem(
                node.origin, where, f"the table has no field `{node.text}`",
                did_you_mean(node.text, fields, f"fields are {listing(fields, 20)}"),
            )  # fmt: skip
        elif plain_heading(heading) not in present:
            findings.problem(
                node.origin, where, f"`{grid.name}` has no heading `{heading}`",
                did_you_mean(heading, grid.headings, f"headings are {listing(grid.headings)}"),
            )  # fmt: skip
        else:
            known[plain_heading(heading)] = node.text
    return known


def _missing(
    table: str,
    column: Column,
    at: Origin,
    headings: Sequence[str],
    unused: Sequence[str],
    findings: Findings,
) -> None:
    guess = next(
        (close for word in (column.field, *column.aliases) if (close := nearest(word, unused))),
        None,
    )
    names = " / ".join((column.field, *column.aliases[:3]))
    remedy = (
        f"did you mean `{guess}`? rename it, or map it: `columns: {{{guess}: {column.field}}}`"
        if guess
        else f"add a column {names}, or map one with `columns: {{HEADING: {column.field}}}`"
    )
    findings.problem(
        at, f"{table}/{column.field}",
        f"no column for {column.field} ({column.doc}); headings found: {listing(headings, 15)}",
        remedy,
    )  # fmt: skip
