"""How is a written value held, so that its file, line and layer are never lost?"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from simulator.phrases import Phrase
from simulator.scenario import Origin

Scalar = str | int | float | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value as written: a scalar, a mapping or a list, with its origin.

    ``text`` is the scalar as typed, so that an id such as ``0101`` is not taken for a number.
    ``line`` of the origin is that of the key (mappings, lists) or of the value (scalars).
    """

    value: "Scalar | Mapping[str, Node] | tuple[Node, ...]"
    origin: Origin
    text: str = ""

    @property
    def mapping(self) -> "Mapping[str, Node] | None":
        """The entries, where this is a mapping."""
        return self.value if isinstance(self.value, dict) else None

    @property
    def items(self) -> "tuple[Node, ...] | None":
        """The items, where this is a list."""
        return self.value if isinstance(self.value, tuple) else None

    def plain(self) -> Any:
        """Give the value as plain Python objects."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.text if isinstance(self.value, bool) else self.value

    def moved(self, layer: str) -> "Node":
        """Give the same value as written in another layer."""
        origin = replace(self.origin, layer=layer)
        if isinstance(self.value, dict):
            return Node({key: node.moved(layer) for key, node in self.value.items()}, origin)
        if isinstance(self.value, tuple):
            return Node(tuple(node.moved(layer) for node in self.value), origin)
        return Node(self.value, origin, self.text)


class NoSuchPath(Exception):  # noqa: N818 - the caller turns it into a Problem
    """A path leads to nothing that is there or could be."""

    def __init__(self, part: str, inside: Phrase, known: Sequence[str]) -> None:
        super().__init__(part)
        self.part, self.inside, self.known = part, inside, tuple(known)


def as_node(value: Any, origin: Origin) -> Node:
    """Write a plain value, or a section of the schema, as nodes of one origin."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        entries = {str(k): as_node(v, origin) for k, v in value.items() if v is not None}
        return Node(entries, origin)
    if isinstance(value, list | tuple):
        return Node(tuple(as_node(item, origin) for item in value), origin)
    return Node(value, origin, str(value))


def placed(node: Node, origin: Origin) -> Node:
    """Give the same value with one origin throughout."""
    if node.mapping is not None:
        return Node({k: placed(v, origin) for k, v in node.mapping.items()}, origin)
    if node.items is not None:
        return Node(tuple(placed(item, origin) for item in node.items), origin)
    return Node(node.value, origin, node.text)


def ids_of(items: Sequence[Node]) -> tuple[str, ...]:
    """Name the items of a list: by their unique id, otherwise by their number from 0."""
    names: dict[str, None] = {}
    for index, item in enumerate(items):
        node = item.mapping.get("id") if item.mapping is not None else None
        name = node.text if node is not None and node.text else str(index)
        names[name if name not in names else f"{name}#{index}"] = None
    return tuple(names)


def assign(node: Node, path: str, value: Node, inside: str = "") -> Node:
    """Set one value, by a path of keys, ids or numbers joined by dots or slashes.

    Parameters
    ----------
    node
        Where the path starts.
    path
        Path, e.g. ``rules.ladder.0.fill`` or ``changes/quxi-01/accepted``. Keys and ids may hold
        dots and slashes themselves: the longest one that exists is taken.
    value
        New value.
    inside
        Name of ``node`` in messages; empty for the scenario as a whole.

    Returns
    -------
    A copy of ``node`` with the value set; missing sections on the way are made.

    Raises
    ------
    NoSuchPath
        When the path leads into a list at no known item, or into a single value.
    """
    if node.mapping is None and node.items is None:
        single = Phrase(f"单一取值 `{inside}` ", f"`{inside}`, which is a single value")
        raise NoSuchPath(path, single, ())
    names = tuple(node.mapping) if node.mapping is not None else ids_of(node.items or ())
    tokens = re.split(r"([./])", path)
    for count in range(len(tokens), 0, -2):
        name, rest = "".join(tokens[:count]), "".join(tokens[count + 1 :])
        if node.mapping is not None and name in node.mapping:
            child = assign(node.mapping[name], rest, value, name) if rest else value
            return Node({**node.mapping, name: child}, node.origin)
        if node.items is not None:
            index = names.index(name) if name in names else _index(name, len(names))
            if index is not None:
                old = node.items[index]
                child = assign(old, rest, value, f"{inside}/{name}") if rest else value
                return Node((*node.items[:index], child, *node.items[index + 1 :]), node.origin)
    first, rest = tokens[0], "".join(tokens[2:])
    if node.mapping is None:
        here = (
            Phrase(f"`{inside}` ", f"`{inside}`") if inside else Phrase("情景文件", "the scenario")
        )
        raise NoSuchPath(first, here, names)
    empty = Node({}, value.origin)
    child = assign(empty, rest, value, first) if rest else value
    return Node({**node.mapping, first: child}, node.origin)


def _index(text: str, length: int) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,6}", text) and int(text) < length else None
