"""Does the composed scenario fit the schema, and if not, what should be written instead?"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from simulator.phrases import Phrase
from simulator.reading.findings import Findings
from simulator.reading.nodes import Node, ids_of
from simulator.reading.wording import Fault, Segments, date_meant, in_words, is_no_date
from simulator.scenario import Origin
from simulator.schema import ScenarioSpec, Section


def validate(tree: Node, findings: Findings) -> ScenarioSpec:
    """Fit a composed scenario to the schema.

    Parameters
    ----------
    tree
        Composed scenario.
    findings
        Where problems go.

    Returns
    -------
    The specification. Where there were problems it holds only the parts without, so that the
    rest can be checked in the same go: fields may then be missing as attributes.
    """
    plain = tree.plain()
    errors: list[Any] = []
    for _ in range(2):
        try:
            return ScenarioSpec.model_validate(plain)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        # Numbers and dates are fine where text is asked for: ids such as 101 or 0101, years.
        rewritten = _write_as_text(plain, tree, errors)
        if not _write_as_dates(plain, tree, errors, findings) and not rewritten:
            break
    faults = _placed(tree, errors)
    for fault in faults:
        _report(fault, tree, findings)
    return _sound_parts(plain, faults)


def node_at(tree: Node, path: Segments) -> Node | None:
    """Find the node at a path; None where there is none."""
    node: Node | None = tree
    for step in path:
        if node is None:
            return None
        if node.mapping is not None:
            node = node.mapping.get(str(step))
        elif node.items is not None and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            node = None
    return node


def path_in_words(tree: Node, path: Segments) -> str:
    """Give a path as a planner would search for it, list items by id: ``changes/quxi-01/rooms``."""
    words: list[str] = []
    node: Node | None = tree
    for step in path:
        if node is not None and node.items is not None and isinstance(step, int):
            known = ids_of(node.items)
            words.append(known[step] if step < len(known) else str(step))
        else:
            words.append(str(step))
        node = node_at(node, (step,)) if node is not None else None
    return "/".join(words)


def origin_at(tree: Node, path: Segments) -> Origin:
    """Find where a path was written, or else the nearest section that holds it."""
    for length in range(len(path), -1, -1):
        node = node_at(tree, path[:length])
        if node is not None and node.origin.layer != "default":
            return node.origin
    return tree.origin


def _write_as_text(plain: Any, tree: Node, errors: Iterable[Any]) -> bool:
    """Replace numbers and dates by their text where text was asked for; tell whether any was."""
    changed = False
    for error in errors:
        if error["type"] != "string_type":
            continue
        path, _ = _strip(tree, error["loc"])
        node = node_at(tree, path)
        if node is None or not path or not isinstance(node.value, int | float | dt.date):
            continue
        if isinstance(node.value, bool):
            continue
        changed |= _put(plain, path, node.text)
    return changed


def _write_as_dates(plain: Any, tree: Node, errors: Iterable[Any], findings: Findings) -> bool:
    """Replace days written in another plain way, 2025年9月1日; tell whether any was, and say it."""
    changed = False
    for error in errors:
        if not is_no_date(error["type"], error["msg"]):
            continue
        path, _ = _strip(tree, error["loc"])
        node = node_at(tree, path)
        day = date_meant(node.text) if node is not None else None
        if node is None or day is None or not path or not _put(plain, path, day.isoformat()):
            continue
        changed = True
        findings.oddity(
            path_in_words(tree, path),
            Phrase(f"`{node.text}` 读作 {day}", f"`{node.text}` is read as {day}"),
        )
    return changed


def _put(plain: Any, path: Segments, value: str) -> bool:
    """Put a value at a path; tell whether it is another one than before."""
    holder = plain
    for step in path[:-1]:
        holder = holder[step]
    changed: bool = holder[path[-1]] != value
    holder[path[-1]] = value
    return changed


def _strip(tree: Node, loc: Iterable[str | int]) -> tuple[Segments, bool]:
    """Remove pydantic's names of union members from a location.

    The second value tells whether the members are of the kind (section, list, value) that is
    written there.
    """
    path: list[str | int] = []
    node: Node | None = tree
    fitting = True
    steps = list(loc)
    for index, step in enumerate(steps):
        if step == "[key]":
            break
        child = node_at(node, (step,)) if node is not None else None
        last = index == len(steps) - 1
        if child is None and isinstance(step, str) and _is_member(step, last):
            if node is not None:
                fitting = fitting and _shape_of_member(step) == _shape(node)
            continue
        path.append(step)
        node = child
    return tuple(path), fitting


def _is_member(step: str, last: bool) -> bool:
    if _shape_of_member(step) != "value":
        return True
    return bool(re.match(r"(str|int|float|date|constrained-|literal\[|function-|nullable)", step))


def _shape_of_member(step: str) -> str:
    if step.startswith("dict[") or step in {section.__name__ for section in _all_sections()}:
        return "section"
    return "list" if step.startswith(("tuple[", "list[")) else "value"


def _all_sections() -> list[type[Section]]:
    return Section.__subclasses__()


def _shape(node: Node) -> str:
    if node.mapping is not None:
        return "section"
    return "list" if node.items is not None else "value"


def _placed(tree: Node, errors: Iterable[Any]) -> list[Fault]:
    """Place errors in the tree: one for each path, the most telling."""
    best: dict[Segments, Fault] = {}
    for error in errors:
        path, fitting = _strip(tree, error["loc"])
        fault = Fault(path, error["type"], error.get("ctx") or {}, error["msg"], fitting)
        old = best.get(path)
        if old is None or (fault.fitting, fault.kind == "literal_error") > (
            old.fitting, old.kind == "literal_error"
        ):  # fmt: skip
            best[path] = fault
    fitting_paths = [fault.path for fault in best.values() if fault.fitting]
    return [
        fault
        for fault in best.values()
        if fault.fitting or not any(p[: len(fault.path)] == fault.path for p in fitting_paths)
    ]


def _report(fault: Fault, tree: Node, findings: Findings) -> None:
    """Say one fault in plain words."""
    node = node_at(tree, fault.path)
    what, remedy = in_words(fault, node)
    findings.problem(
        origin_at(tree, fault.path), path_in_words(tree, fault.path) or "file", what, remedy
    )


def _sound_parts(plain: dict[str, Any], faults: Iterable[Fault]) -> ScenarioSpec:
    """Build a specification of the parts that are without fault."""
    bad_fields: set[str] = set()
    bad_items: dict[str, set[str | int]] = {}
    for fault in faults:
        if not fault.path:
            continue
        name = str(fault.path[0])
        if isinstance(plain.get(name), list | dict) and len(fault.path) > 1:
            bad_items.setdefault(name, set()).add(fault.path[1])
        else:
            bad_fields.add(name)
    values: dict[str, Any] = {}
    for name, field in ScenarioSpec.model_fields.items():
        value = plain.get(name)
        if name in bad_fields or name not in plain:
            continue
        if name in bad_items and isinstance(value, list):
            value = [item for i, item in enumerate(value) if i not in bad_items[name]]
        elif name in bad_items:
            continue
        try:
            adapter: TypeAdapter[Any] = TypeAdapter(_annotated(field))
            values[name] = adapter.validate_python(value)
        except ValidationError:
            continue
    return ScenarioSpec.model_construct(None, **values)


def _annotated(field: FieldInfo) -> Any:
    """Give the type of a field with its bounds."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
