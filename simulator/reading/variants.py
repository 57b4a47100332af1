"""What does a variant do to the scenario it belongs to: drop, amend, add or set?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from simulator.phrases import Phrase
from simulator.reading.findings import Findings, did_you_mean
from simulator.reading.layers import merge, set_value
from simulator.reading.nodes import Node

KINDS: Final = (
    *("build", "expand", "rebuild", "receive", "take_over", "lease"),
    *("convert", "merge", "close", "withdraw"),
    *("catchment", "admission_plan", "purchase", "recognise", "policy"),
)
"""Keys of which a change has exactly one."""

DROPPED_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "project": ("build", "expand", "rebuild", "receive", "take_over"),
    "policy": ("policy",),
    "catchment": ("catchment",),
    "convert": ("convert",),
    "close": ("close",),
    "merge": ("merge",),
    "rebuild": ("rebuild",),
    "receive": ("receive",),
    "take_over": ("take_over",),
    "lease": ("lease",),
    "withdraw": ("withdraw",),
    "recognise": ("recognise",),
    "provision": (),
}

DROPPED_RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "provision": ("per_dwellings", "per_residents"),
    "project": ("per_dwellings", "per_residents"),
    "receive": ("per_dwellings",),
}
"""Provision rules that go with a kind, by what they are per: those that would create it."""


def changes_of(tree: Node) -> tuple[Node, ...]:
    """Give the changes of a composed scenario, in order."""
    node = (tree.mapping or {}).get("changes")
    return (node.items or ()) if node is not None else ()


def _id(change: Node) -> str | None:
    node = (change.mapping or {}).get("id")
    return node.text if node is not None and node.text else None


def refuse_repeated(changes: Iterable[Node], findings: Findings) -> None:
    """Refuse two changes of one id, in one file or along the chain."""
    first: dict[str, Node] = {}
    for change in changes:
        name = _id(change)
        if name is None:
            continue
        if name in first:
            at = first[name].origin
            findings.problem(
                change.origin,
                f"changes/{name}/id",
                Phrase(
                    f"该编号已用于 {at.file} 第 {at.line} 行",
                    f"this id is already used in {at.file}, line {at.line}",
                ),
                Phrase(
                    "每项调整请用各自的编号；要修改某项，请在变体中用 amend",
                    "give each change its own id; to alter a change, amend it in a variant",
                ),
            )
        first.setdefault(name, change)


def apply_variant(tree: Node, name: str, findings: Findings) -> Node:
    """Lay a variant over a composed scenario: drop, amend, add, then set.

    Parameters
    ----------
    tree
        The scenario with its parents.
    name
        Name of the variant.
    findings
        Where problems and oddities go.

    Returns
    -------
    The scenario with the variant's changes and values.
    """
    assert tree.mapping is not None
    variants = tree.mapping.get("variants")
    known = variants.mapping if variants is not None and variants.mapping is not None else {}
    if name not in known:
        findings.problem(
            tree.origin,
            "variants",
            Phrase(f"没有变体 `{name}`", f"there is no variant `{name}`"),
            did_you_mean(
                name,
                known,
                Phrase(
                    "请写本文件中的变体，或不用 --variant",
                    "name a variant of this file, or leave --variant out",
                ),
            ),
        )
        return tree
    variant = known[name].moved("variant").mapping
    if variant is None:
        return tree
    where = f"variants/{name}"
    changes = list(changes_of(tree))
    if "drop" in variant:
        rules = _rules_left(tree, variant["drop"])
        dropped = rules is not tree.mapping.get("provision")
        changes = _drop(changes, variant["drop"], f"{where}/drop", findings, dropped)
        if rules is not None:
            tree = Node({**(tree.mapping or {}), "provision": rules}, tree.origin)
    if "amend" in variant:
        changes = _amend(changes, variant["amend"], f"{where}/amend", findings)
    if "add" in variant:
        changes += list(variant["add"].items or ())
        refuse_repeated(changes, findings)
    held = {**(tree.mapping or {}), "changes": Node(tuple(changes), tree.origin)}
    tree = Node(held, tree.origin)
    settings = variant.get("set")
    for path, value in ((settings.mapping or {}) if settings is not None else {}).items():
        tree = set_value(tree, path, value, f"{where}/set/{path}", findings)
    return tree


def _rules_left(tree: Node, drop: Node) -> Node | None:
    """Give the provision rules without those that would create what is dropped."""
    rules = (tree.mapping or {}).get("provision")
    kind = (drop.mapping or {}).get("kind")
    gone = set(DROPPED_RULES.get(kind.text, ()) if kind is not None else ())
    if rules is None or rules.items is None:
        return rules
    kept = tuple(rule for rule in rules.items if not gone & (rule.mapping or {}).keys())
    return rules if len(kept) == len(rules.items) else Node(kept, rules.origin)


def _drop(
    changes: list[Node], drop: Node, where: str, findings: Findings, rules: bool
) -> list[Node]:
    """Leave changes out; ``rules`` tells whether provision rules were dropped already."""
    if drop.mapping is not None:
        kind = drop.mapping.get("kind")
        keys = set(DROPPED_KINDS.get(kind.text, ()) if kind is not None else ())
        kept = [change for change in changes if not keys & (change.mapping or {}).keys()]
        known = kind is not None and kind.text in DROPPED_KINDS
        if known and len(kept) == len(changes) and not rules:
            findings.oddity(
                where,
                Phrase(
                    f"没有可去掉的 {kind and kind.text} 类调整",
                    f"there is no change of kind {kind and kind.text} to drop",
                ),
            )
        return kept
    ids = [name for change in changes if (name := _id(change))]
    wanted: set[str] = set()
    for item in drop.items or ():
        if item.text not in ids:
            _unknown_change(item, ids, where, findings)
        wanted.add(item.text)
    return [change for change in changes if _id(change) not in wanted]


def _amend(changes: list[Node], amend: Node, where: str, findings: Findings) -> list[Node]:
    ids = [name for change in changes if (name := _id(change))]
    for name, fields in (amend.mapping or {}).items():
        if name not in ids:
            _unknown_change(Node(name, fields.origin, name), ids, where, findings)
        elif fields.mapping is not None and "id" in fields.mapping:
            findings.problem(
                fields.origin,
                f"{where}/{name}/id",
                Phrase("调整的编号不能修改", "the id of a change cannot be amended"),
                Phrase("请去掉（drop）该项，另行新增（add）", "drop the change and add another"),
            )
    patches = amend.mapping or {}
    amended = []
    for change in changes:
        patch = patches.get(_id(change) or "")
        if patch is None or patch.mapping is None:
            amended.append(change)
            continue
        merged = merge(change, patch)
        # A change keeps its own line for messages about the whole of it.
        amended.append(Node(merged.value, change.origin))
    return amended


def _unknown_change(item: Node, ids: Sequence[str], where: str, findings: Findings) -> None:
    findings.problem(
        item.origin,
        f"{where}/{item.text}",
        Phrase(f"没有调整事项 `{item.text}`", f"there is no change `{item.text}`"),
        did_you_mean(
            item.text,
            ids,
            Phrase("请用编号指明情景文件中的一项调整", "name a change of this scenario by its id"),
        ),
    )
