"""Which value counts when defaults, parent files, the file, a variant and --set all speak?

Layers, lowest first: defaults < ``extends`` (one parent, a chain) < file < variant < ``--set``.
Maps merge, scalars and lists replace; a table with ``file`` or ``data`` replaces the table below
it, otherwise its keys (``rows``, ``evidence``, …) are merged into it; ``changes`` concatenate.
"""

import hashlib
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.phrases import Phrase
from simulator.reading.document import parse_value, read_document
from simulator.reading.findings import Findings, did_you_mean
from simulator.reading.layers import default_tree, merge, set_value
from simulator.reading.nodes import Node, ids_of, placed
from simulator.reading.variants import apply_variant, changes_of, refuse_repeated
from simulator.scenario import InputFile, Origin


@dataclass(frozen=True, slots=True)
class Composed:
    """A scenario with all its layers laid over each other, and the files that were read."""

    tree: Node
    files: tuple[InputFile, ...]


def compose(
    path: Path, variant: str | None, settings: Sequence[str], findings: Findings
) -> Composed | None:
    """Read a scenario file with its parents and lay all layers over each other.

    Parameters
    ----------
    path
        Scenario file.
    variant
        Name of a variant of the file or of a parent, or None.
    settings
        ``PATH=VALUE`` texts; PATH with dots or slashes, VALUE a YAML scalar, list or map.
    findings
        Where problems and oddities go.

    Returns
    -------
    The composed tree, or None when a file of the chain cannot be read at all.
    """
    chain, files = _read_chain(path, findings)
    if chain is None:
        return None
    tree = default_tree()
    for layer in chain:
        tree = merge(tree, layer)
    refuse_repeated(changes_of(tree), findings)
    if variant is not None:
        tree = apply_variant(tree, variant, findings)
    tree = _apply_settings(tree, settings, findings)
    assert isinstance(tree.value, dict)
    top = {key: node for key, node in tree.value.items() if key != "extends"}
    return Composed(Node(top, tree.origin), files)


def _read_chain(path: Path, findings: Findings) -> tuple[list[Node] | None, tuple[InputFile, ...]]:
    """Read the file and its parents; the oldest first."""
    folder, name, layer = path.parent, path.name, "file"
    asked_at = Origin(name, 0, "file")
    chain: list[Node] = []
    files: list[InputFile] = []
    seen: dict[Path, str] = {}
    while True:
        here = folder / name
        if not here.is_file():
            known = (found.name for found in here.parent.glob("*.y*ml"))
            what, where = Phrase("没有这个文件", "there is no such file"), "file"
            if seen:
                what, where = Phrase(f"没有文件 `{name}`", f"there is no file `{name}`"), "extends"
            remedy = Phrase("请核对文件名和文件夹", "check the name and folder")
            findings.problem(asked_at, where, what, did_you_mean(here.name, known, remedy))
            return None, tuple(files)
        seen[here.resolve()] = name
        node = read_document(here, name, layer, findings)
        if node is None or node.mapping is None:
            return None, tuple(files)
        chain.insert(0, node)
        digest = hashlib.sha256(here.read_bytes()).hexdigest()
        files.append(InputFile(name, digest, "", 0, "", ""))
        parent = node.mapping.get("extends")
        if parent is None:
            return chain, tuple(files)
        asked_at, layer = parent.origin, "parent"
        if not isinstance(parent.value, str) or not parent.value.strip():
            findings.problem(
                asked_at,
                "extends",
                Phrase("须写一个文件", "must name one file"),
                Phrase("请写 `extends: base.yaml`", "write `extends: base.yaml`"),
            )
            return None, tuple(files)
        name = beside(name, parent.value)
        if (folder / name).resolve() in seen:
            order = " → ".join([*seen.values(), name])
            findings.problem(
                asked_at,
                "extends",
                Phrase(
                    f"各文件的 extends 形成循环：{order}",
                    f"the files extend each other in a circle: {order}",
                ),
                Phrase("请让其中一个文件不再 extends 其他文件", "let one of them stand on its own"),
            )
            return None, tuple(files)


def beside(declaring: str, named: str) -> str:
    """Resolve a file name against the file that declares it.

    Parameters
    ----------
    declaring
        File that declares the name, relative to the scenario's folder.
    named
        The name as written; a backslash counts as a slash.

    Returns
    -------
    The name relative to the scenario's folder (absolute names stay absolute).
    """
    slashes = named.strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(declaring), slashes))


def _apply_settings(tree: Node, settings: Sequence[str], findings: Findings) -> Node:
    """Lay the ``--set PATH=VALUE`` texts over the scenario, in order."""
    given: set[str] = set()
    for setting in settings:
        at = Origin("--set", 0, "set")
        path, equals, text = setting.partition("=")
        path = path.strip()
        if not equals or not path:
            findings.problem(
                at,
                setting,
                Phrase("不是“路径=值”（PATH=VALUE）的形式", "is not PATH=VALUE"),
                Phrase("例如写 --set years.last=2030", "write e.g. --set years.last=2030"),
            )
            continue
        if path == "extends":
            findings.problem(
                at,
                path,
                Phrase("不能用 --set 更换上级文件", "the parent file is not changed with --set"),
                Phrase("请在情景文件中修改 `extends`", "change `extends` in the scenario file"),
            )
            continue
        if path.replace("/", ".") in given:
            findings.problem(
                at,
                path,
                Phrase("设了两次", "is set twice"),
                Phrase("每个路径只设一次", "set each path once"),
            )
            continue
        given.add(path.replace("/", "."))
        before = len(findings.problems)
        value = parse_value(text, at, findings, path)
        if value is None or len(findings.problems) > before:
            continue
        tree = set_value(tree, path, placed(value, at), path, findings)
    return tree


def variant_names(tree: Node) -> tuple[str, ...]:
    """Give the names of the variants of a composed scenario, in order."""
    node = (tree.mapping or {}).get("variants")
    return tuple(node.mapping or ()) if node is not None else ()


def origins_of(tree: Node) -> dict[str, Origin]:
    """Say where each leaf was written.

    Parameters
    ----------
    tree
        Composed scenario.

    Returns
    -------
    Field path → origin. Items of lists are named by their id, otherwise by their number
    counted from 0; leaves left out of a list item are defaults and do not appear.
    """
    found: dict[str, Origin] = {}

    def visit(node: Node, path: str) -> None:
        if node.mapping is not None:
            for key, child in node.mapping.items():
                visit(child, f"{path}/{key}" if path else key)
        elif node.items is not None:
            for name, child in zip(ids_of(node.items), node.items, strict=True):
                visit(child, f"{path}/{name}")
        else:
            found[path] = node.origin

    visit(tree, "")
    return found
