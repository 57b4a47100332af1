"""What does a layer change in the one below it?"""

from typing import Final

from simulator.phrases import Phrase
from simulator.reading.findings import Findings, did_you_mean
from simulator.reading.nodes import Node, NoSuchPath, as_node, assign
from simulator.scenario import Origin
from simulator.schema import ScenarioSpec, Section

TABLE_NAMES: Final = tuple(
    name for name, field in ScenarioSpec.model_fields.items() if "Table" in str(field.annotation)
)
"""Fields of a scenario that are tables, in the order of the schema."""

MAY_BE_EMPTY: Final = tuple(
    name
    for name, field in ScenarioSpec.model_fields.items()
    if isinstance(field.default, Section) or field.default in ((), {})
)
"""Fields of a scenario under whose heading nothing need stand: lists and sections that may be
absent altogether. All their entries may be commented out."""

_DEFAULT: Final = Origin("", 0, "default")


def default_tree() -> Node:
    """Give the defaults of the schema as the lowest layer."""
    values = {
        name: as_node(field.get_default(), _DEFAULT)
        for name, field in ScenarioSpec.model_fields.items()
        if not field.is_required() and field.get_default() is not None
    }
    return Node(values, _DEFAULT)


def merge(below: Node, above: Node, path: tuple[str, ...] = ()) -> Node:
    """Lay one layer over another.

    Parameters
    ----------
    below
        Lower layer.
    above
        Higher layer: its values count.
    path
        Keys that lead here.

    Returns
    -------
    The merged node.
    """
    if len(path) == 1 and path[0] in MAY_BE_EMPTY and above.value is None:
        return below  # a heading with nothing under it says nothing
    if path == ("changes",) and below.items is not None and above.items is not None:
        return Node((*below.items, *above.items), above.origin)
    if below.mapping is None or above.mapping is None:
        return above
    whole_table = len(path) == 1 and path[0] in TABLE_NAMES
    if whole_table and above.mapping.keys() & {"file", "data"}:
        return above
    merged = dict(below.mapping)
    for key, node in above.mapping.items():
        merged[key] = merge(merged[key], node, (*path, key)) if key in merged else node
    return Node(merged, above.origin)


def set_value(tree: Node, path: str, value: Node, where: str, findings: Findings) -> Node:
    """Set one value by its path; an unknown path is a problem and changes nothing."""
    try:
        return assign(tree, path, value)
    except NoSuchPath as missing:
        findings.problem(
            value.origin,
            where,
            Phrase(
                f"{missing.inside.zh}中没有 `{missing.part}`",
                f"`{missing.part}` is not found in {missing.inside.en}",
            ),
            did_you_mean(
                missing.part,
                missing.known,
                Phrase("请用编号或序号指明已有的一项", "name an existing item by id or number"),
            ),
        )
        return tree
