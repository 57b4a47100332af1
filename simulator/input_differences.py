"""In what do the inputs of two runs differ, thing by thing?

Reads what a manifest keeps: the scenario with all its layers composed, and the hash of each table.
Says codes and values; words are made where they are shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["added", "dropped", "amended", "value", "table", "target", "about"]

CHANGE_KINDS: Final = (
    *("build", "expand", "rebuild", "receive", "take_over", "lease"),
    *("convert", "merge", "close", "withdraw"),
    *("catchment", "admission_plan", "purchase", "recognise", "policy"),
)
PROJECTS: Final = ("build", "expand", "rebuild", "receive", "take_over")
"""Kinds of change that are listed in the programme."""
WITHOUT_EFFECT: Final = frozenset({"target", "about"})
"""Kinds that change what is judged or said, never what happens."""

_SILENT: Final = {
    "format", "name", "title", "description", "outline_note", "variants", "sensitivity", "district",
}  # fmt: skip
"""Parts of a scenario that say something about it and decide nothing."""
_SECTIONS: Final = ("years", "travel", "opening", "norms", "rules", "outlooks")
"""Sections whose entries are told one by one."""
SAYS: Final = {"source", "evidence", "status"}
"""Fields that say how something is known."""


@dataclass(frozen=True, slots=True)
class Altered:
    """A field that differs: path within its subject, value before and after (None: not stated)."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class InputDifference:
    """One thing that a scenario has otherwise than the reference.

    ``subject`` is the id of a change or a promise, a path (``rules.ladder``), or a table;
    ``change_kind`` is ``build``, ``policy`` … and ``about`` what the change acts on (a campus, a
    pool, a stage).
    """

    kind: Kind
    subject: str
    change_kind: str = ""
    about: str = ""
    name: Any = None
    """Name of a new campus, as written."""
    fields: tuple[Altered, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether it can change what happens."""
        return self.kind not in WITHOUT_EFFECT


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of a table differ: how many, and the first of them in words of the table."""

    changed: int
    added: int
    dropped: int
    examples: tuple[tuple[str, str, str, str], ...]
    """Row, column, before, after."""


def input_differences(
    reference: Mapping[str, Any], other: Mapping[str, Any]
) -> tuple[InputDifference, ...]:
    """Return what the other run has otherwise than the reference.

    Parameters
    ----------
    reference, other
        Manifests of two runs.

    Returns
    -------
    Differences: changes in the order of the files, then values, tables, promises.
    """
    ours, theirs = reference.get("scenario") or {}, other.get("scenario") or {}
    found = [*_changes(ours, theirs), *_values(ours, theirs), *_tables(reference, other)]
    if reference.get("seed") != other.get("seed"):
        seeds = (Altered("", reference.get("seed"), other.get("seed")),)
        found.append(InputDifference("value", "seed", fields=seeds))
    return (*found, *_targets(ours, theirs))


def table_names(scenario: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tables of a composed scenario: what states where its rows come from."""
    return tuple(
        name
        for name, part in scenario.items()
        if isinstance(part, Mapping) and {"evidence", "source"} <= part.keys()
    )


def altered(before: Any, after: Any, path: str = "") -> Iterator[Altered]:
    """Give the leaves in which two values differ; a list counts as a leaf."""
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        one = before if isinstance(before, Mapping) else {}
        two = after if isinstance(after, Mapping) else {}
        if one or two:
            if isinstance(before, Mapping) != isinstance(after, Mapping) and (
                "value" in one or "value" in two  # a number, and a number with its source
            ):
                one = one if "value" in one else {"value": before}
                two = two if "value" in two else {"value": after}
            for key in dict.fromkeys((*one, *two)):
                yield from altered(one.get(key), two.get(key), f"{path}.{key}" if path else key)
            return
        before, after = before or None, after or None
    if before != after:
        yield Altered(path, before, after)


def kind_of(change: Mapping[str, Any]) -> str:
    """Return the kind of a change: ``build``, ``policy`` …"""
    return next((kind for kind in CHANGE_KINDS if change.get(kind) is not None), "")


def _changes(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[InputDifference]:
    before, after = (
        # What a provision rule creates follows from the rule, which is told by itself.
        {str(c["id"]): c for c in part.get("changes") or () if not c.get("required_by")}
        for part in (ours, theirs)
    )
    for name, change in before.items():
        if name not in after:
            yield _change("dropped", name, change, tuple(altered(change, {})))
        elif fields := tuple(altered(change, after[name])):
            said = all(field.path.split(".")[-1] in SAYS for field in fields)
            yield _change("about" if said else "amended", name, change, fields)
    for name, change in after.items():
        if name not in before:
            yield _change("added", name, change, tuple(altered({}, change)))


def _change(
    kind: Kind, name: str, change: Mapping[str, Any], fields: tuple[Altered, ...] = ()
) -> InputDifference:
    which = kind_of(change)
    about = "" if which == "policy" else str(change.get(which) or "")
    return InputDifference(kind, name, which, about, change.get("name"), fields)


def _values(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[InputDifference]:
    tables = {*table_names(ours), *table_names(theirs)}
    for part in dict.fromkeys((*ours, *theirs)):
        if part in _SILENT | tables | {"changes", "targets", "seed"}:
            continue
        before, after = ours.get(part), theirs.get(part)
        if part not in _SECTIONS:
            if fields := tuple(altered(before, after)):
                yield InputDifference("value", part, fields=fields)
            continue
        one, two = before or {}, after or {}
        for key in dict.fromkeys((*one, *two)):
            if fields := tuple(altered(one.get(key), two.get(key))):
                said = all(field.path.split(".")[-1] in SAYS for field in fields)
                yield InputDifference("about" if said else "value", f"{part}.{key}", fields=fields)


def _tables(reference: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[InputDifference]:
    ours, theirs = reference.get("scenario") or {}, other.get("scenario") or {}
    hashes = [
        {item["table"]: item["sha256"] for item in manifest.get("inputs") or () if item["table"]}
        for manifest in (reference, other)
    ]
    for name in dict.fromkeys((*table_names(ours), *table_names(theirs))):
        one, two = (dict(part.get(name) or {}) for part in (ours, theirs))
        same_rows = hashes[0].get(name) == hashes[1].get(name)
        for part in (one, two):
            if same_rows:
                part.pop("file", None)  # the same rows under another name
            else:
                part["sha256"] = hashes[part is two].get(name) or None
        if fields := tuple(altered(one, two)):
            said = all(field.path.split(".")[0] in SAYS for field in fields)
            yield InputDifference("about" if said else "table", name, fields=fields)


def _targets(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[InputDifference]:
    def named(scenario: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        listed = scenario.get("targets") or ()
        return {str(t.get("id") or f"{t['metric']}-{t['stage']}-{t['by']}"): t for t in listed}

    before, after = named(ours), named(theirs)
    for name in dict.fromkeys((*before, *after)):
        if fields := tuple(altered(before.get(name) or {}, after.get(name) or {})):
            yield InputDifference("target", name, fields=fields)
