"""What is the scenario in this file, complete and checked, or what must be mended first?"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from simulator.phrases import Phrase
from simulator.problems import Problem, ScenarioError
from simulator.reading.admissionchecks import check_admission
from simulator.reading.changechecks import check_changes
from simulator.reading.clashes import check_programme
from simulator.reading.composition import compose, origins_of, variant_names
from simulator.reading.crosschecks import check_tables
from simulator.reading.draft import Draft, draft_of
from simulator.reading.findings import Findings
from simulator.reading.frames import ReadTable, read_table
from simulator.reading.layers import TABLE_NAMES
from simulator.reading.namechecks import check_names
from simulator.reading.nodes import Node, as_node
from simulator.reading.placechecks import check_positions
from simulator.reading.provision import provide
from simulator.reading.rollchecks import check_rolls
from simulator.reading.rowsource import FileRequest
from simulator.reading.rulechecks import check_rules
from simulator.reading.sources import Grid, inline_grid, read_file
from simulator.reading.validation import node_at, validate
from simulator.reading.variants import apply_variant
from simulator.scenario import InputFile, Origin, Scenario
from simulator.schema import Baselines, ScenarioSpec, Source, Table


def load(
    path: str | os.PathLike[str],
    *,
    variant: str | None = None,
    set: Sequence[str] = (),  # noqa: A002 - the word the command line uses
) -> Scenario:
    """Read a scenario file with everything it refers to, and check all of it.

    Parameters
    ----------
    path
        Scenario file (YAML).
    variant
        Name of a variant of the scenario.
    set
        ``PATH=VALUE`` texts that override single values, e.g. ``years.last=2030``.

    Returns
    -------
    The checked scenario.

    Raises
    ------
    ScenarioError
        The input cannot be used; it lists every problem found, with file, line, field path and
        remedy.
    """
    file = Path(path)
    findings = Findings()
    composed = compose(file, variant, set, findings)
    if composed is None:
        raise _error(findings, file)
    findings.settle()  # a value that is no YAML value is not judged as a value
    spec = validate(composed.tree, findings)
    tables, inputs = _read_tables(spec, composed.tree, file.parent, findings)
    draft, provision = provide(draft_of(spec, composed.tree, tables, findings))
    draft = _checked(draft)
    if variant is None and not findings.problems:
        _check_variants(draft, composed.tree)
    if findings.problems:
        raise _error(findings, file)
    frames = {name: read.frame for name, read in tables.items()}
    return Scenario(
        spec=draft.spec,
        tables=MappingProxyType(frames),
        path=file,
        variant=variant,
        origins=MappingProxyType(origins_of(draft.tree)),
        oddities=tuple(findings.oddities),
        inputs=(*composed.files, *inputs),
        settings=tuple(set),
        provision=provision,
    )


def altered(
    scenario: Scenario, content: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]
) -> Scenario:
    """Return a scenario with another content, after all the checks a file goes through.

    Parameters
    ----------
    scenario
        Where it began; its file is named in problems.
    content
        What a composed file would hold, as ``spec.model_dump(mode="json", exclude_unset=True)``.
    tables
        Its tables in canonical columns.

    Raises
    ------
    ScenarioError
        The parts do not go together.
    """
    findings = Findings()
    # What provision rules create is created anew.
    changes = [c for c in content.get("changes") or () if not c.get("required_by")]
    tree = as_node({**content, "changes": changes}, Origin(scenario.path.name, 0, "file"))
    spec = validate(tree, findings)
    read = {
        name: ReadTable(name, frame, Grid(name, (), (), [0] * len(frame)), {})
        for name, frame in tables.items()
    }
    draft, provision = provide(draft_of(spec, tree, read, findings))
    draft = _checked(draft)
    if findings.problems:
        raise _error(findings, scenario.path)
    return replace(
        scenario,
        spec=draft.spec,
        tables=MappingProxyType(dict(tables)),
        origins=MappingProxyType({}),
        provision=provision,
    )


def _error(findings: Findings, file: Path) -> ScenarioError:
    """Give the error, with file names as the user would type them."""

    def shown(name: str) -> str:
        if not name:
            return str(file)
        return name if name.startswith("--") else os.path.normpath(file.parent / name)

    named: list[Problem] = [replace(p, file=shown(p.file)) for p in findings.problems]
    return ScenarioError(named)


def _checked(draft: Draft) -> Draft:
    """Run all checks; each reports what it finds."""
    draft = check_changes(draft)
    check_rules(draft)
    check_programme(draft)
    check_positions(draft)
    check_tables(draft)
    check_admission(draft)
    check_names(draft)
    check_rolls(draft)
    return draft


def _check_variants(draft: Draft, written: Node) -> None:
    """Check the variants that were not asked for, as far as that needs no further table."""
    for name in variant_names(written):
        findings = Findings()
        tree = apply_variant(written, name, findings)
        spec = validate(tree, findings)
        varied, _ = provide(draft_of(spec, tree, draft.tables, findings))
        varied = check_changes(varied)
        check_rules(varied)
        check_programme(varied)
        draft.findings.problems.extend(findings.problems)


def _read_tables(
    spec: ScenarioSpec, tree: Node, folder: Path, findings: Findings
) -> tuple[dict[str, ReadTable], list[InputFile]]:
    """Read every table of the scenario, in the order of the schema."""
    tables: dict[str, ReadTable] = {}
    inputs: list[InputFile] = []
    for name in TABLE_NAMES:
        table = getattr(spec, name, None)
        node = node_at(tree, (name,))
        if table is None or node is None or node.mapping is None:
            continue
        grid = _grid(name, table, node, spec, folder, findings)
        if grid is None:
            continue
        if grid.sha256:
            source = _source(table.source)
            rows = len(grid.lines)
            inputs.append(InputFile(grid.name, grid.sha256, name, rows, table.evidence, source))
        read = read_table(name, grid, _part(node, "columns"), _part(node, "rows"), findings)
        if read is not None:
            tables[name] = read
    sensitivity = getattr(spec, "sensitivity", None)
    if sensitivity is not None and sensitivity.baselines is not None:
        _read_baselines(sensitivity.baselines, tree, folder, findings, tables, inputs)
    return tables, inputs


def _part(node: Node, name: str) -> Mapping[str, Node]:
    part = (node.mapping or {}).get(name)
    return (part.mapping or {}) if part is not None else {}


def _source(source: str | Source) -> str:
    return source if isinstance(source, str) else source.title


def _grid(
    name: str, table: Table, node: Node, spec: ScenarioSpec, folder: Path, findings: Findings
) -> Grid | None:
    """Read the cells of a table, from the one place it states."""
    assert node.mapping is not None
    if (table.file is None) == (table.data is None):
        both = Phrase("同时写了 `file` 和 `data`", "gives both `file` and `data`")
        neither = Phrase("`file` 和 `data` 都没有写", "gives neither `file` nor `data`")
        findings.problem(
            node.origin,
            name,
            neither if table.file is None else both,
            Phrase(
                "请用 `file` 指定一个文件，或把各行写在 `data` 下",
                "name one `file`, or write the rows under `data`",
            ),
        )
        return None
    if table.file is None:
        return inline_grid(name, node.mapping["data"], findings)
    asked_at = node.mapping["file"].origin
    own = tuple(table.columns)
    request = FileRequest(name, table.file, asked_at, table.sheet, table.layer, table.encoding, own)
    return read_file(request, folder, getattr(spec, "crs", None), findings)


def _read_baselines(
    baselines: Baselines,
    tree: Node,
    folder: Path,
    findings: Findings,
    tables: dict[str, ReadTable],
    inputs: list[InputFile],
) -> None:
    """Read the further openings; they are generated, so their evidence is illustrative."""
    node = node_at(tree, ("sensitivity", "baselines", "file"))
    assert node is not None
    request = FileRequest("baselines", baselines.file, node.origin)
    grid = read_file(request, folder, None, findings)
    if grid is None:
        return
    inputs.append(
        InputFile(
            grid.name, grid.sha256, "baselines", len(grid.lines), "illustrative", baselines.source
        )
    )
    read = read_table("baselines", grid, {}, {}, findings)
    if read is not None:
        tables["baselines"] = read
