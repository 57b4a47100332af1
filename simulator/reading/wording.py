"""How is an error of the schema said in a planner's words?"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from simulator.columns import WORDS
from simulator.indicators import INDICATORS
from simulator.reading.findings import did_you_mean, nearest
from simulator.reading.nodes import Node
from simulator.schema import ScenarioSpec, Section

_SYNONYMS = {"from": "on", "date": "on", "start": "on", "target": "into", "receiver": "into"}
"""Keys planners write for others that difflib would not find."""

Segments = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of pydantic, placed in the tree."""

    path: Segments
    kind: str
    ctx: Mapping[str, Any]
    said: str
    fitting: bool
    """Whether it concerns the alternative (text, number, section) the planner chose."""


def in_words(fault: Fault, node: Node | None) -> tuple[str, str]:
    """Say one fault in plain words.

    Parameters
    ----------
    fault
        What does not fit the schema.
    node
        What is written there, if anything.

    Returns
    -------
    What is wrong, and the remedy.
    """
    key = str(fault.path[-1]) if fault.path else "file"
    meaning = _meaning(fault.path)
    written = f"`{node.text}`" if node is not None and node.text else "the value"
    ctx = fault.ctx
    if fault.kind == "extra_forbidden":
        keys = _keys_at(fault.path[:-1])
        if _SYNONYMS.get(key) in keys:
            return f"unknown key `{key}`", f"did you mean `{_SYNONYMS[key]}`?"
        if "metric" in keys and key in INDICATORS:
            return f"unknown key `{key}`", f"write `metric: {key}`, and its fields beside it"
        return f"unknown key `{key}`", did_you_mean(key, keys, "remove it")
    if fault.kind == "missing":
        if isinstance(fault.path[-1], int):
            return "the list is too short", f"give every value{meaning}"
        return f"`{key}` is missing", f"add `{key}: …`{meaning}"
    if node is not None and node.value is None and fault.kind != "literal_error":
        return "has no value", f"write one{meaning}, or remove the key"
    if fault.kind == "literal_error":
        return _choice(
            str(ctx.get("expected", "")), node.text if node is not None else key, meaning
        )
    if (fault.kind == "value_error" and "date" in fault.said) or fault.kind.startswith("date"):
        return f"{written} is not a date", _as_date(node.text if node is not None else "")
    if fault.kind == "value_error":
        return f"{written} is not understood", fault.said.removeprefix("Value error, ")
    bounds = {
        "greater_than_equal": ("ge", "is below the least allowed,", "write at least"),
        "greater_than": ("gt", "must be more than", "write more than"),
        "less_than_equal": ("le", "is above the most allowed,", "write at most"),
        "less_than": ("lt", "must be less than", "write less than"),
    }
    if fault.kind in bounds:
        bound, says, do = bounds[fault.kind]
        limit = ctx[bound]
        # Bounds of dates arrive as the text of a Python expression.
        day = re.fullmatch(r"datetime\.date\((\d+), (\d+), (\d+)\)", str(limit))
        shown = f"{limit:,.12g}" if isinstance(limit, float) else str(limit)
        if day:
            shown = dt.date(*(int(part) for part in day.groups())).isoformat()
        return f"{written} {says} {shown}", f"{do} {shown}{meaning}"
    if fault.kind.startswith("int_"):
        return f"{written} is not a whole number", f"write a whole number without unit{meaning}"
    if fault.kind.startswith(("float_", "finite_")):
        return f"{written} is not a number", f"write a number without unit{meaning}"
    if fault.kind == "string_pattern_mismatch":
        if "\\s@" in str(ctx.get("pattern")):
            wrong = node.text if node is not None and not isinstance(node.value, dict) else key
            return (
                f"`{wrong}` cannot be an id",
                "use letters, digits, `-`, `_`, `.` and `/` only, without blanks",
            )
        return f"{written} does not have the expected form", f"follow {ctx.get('pattern')}{meaning}"
    if fault.kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"{written} stands where a section is expected", f"write `key: value` lines{meaning}"
    if fault.kind in ("tuple_type", "list_type"):
        return f"{written} stands where a list is expected", f"write [first, second, …]{meaning}"
    if fault.kind == "string_type":
        return "stands where a text is expected", f"write a text{meaning}"
    if fault.kind.startswith(("too_", "string_too_")):
        return fault.said.replace("Tuple", "the list"), f"write fewer or more{meaning}"
    return fault.said, f"mend the value{meaning}"


def _choice(expected: str, word: str, meaning: str) -> tuple[str, str]:
    """Say which words can be chosen."""
    choices = re.findall(r"'([^']*)'", expected) or re.findall(r"\w+", expected)
    translated = next((words[word] for words in WORDS.values() if words.get(word) in choices), None)
    guess = translated or nearest(word, choices)
    remedy = f"did you mean `{guess}`?" if guess else f"write one of them{meaning}"
    return f"`{word}` is not one of {', '.join(choices)}", remedy


def _as_date(text: str) -> str:
    """Give the remedy for a date, spelt out where the date meant is plain."""
    match = re.fullmatch(r"\s*(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?\s*", text)
    if match:
        try:
            meant = dt.date(*(int(part) for part in match.groups()))
        except ValueError:
            return "write a day that exists, as 2025-09-01"
        return f"did you mean {meant.isoformat()}?"
    return "write year-month-day: 2025-09-01"


def _flatten(annotation: Any) -> list[Any]:
    """Give the alternatives of an annotation, without Optional and Annotated."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _flatten(get_args(annotation)[0])
    if origin is Union or origin is UnionType:
        return [one for part in get_args(annotation) for one in _flatten(part)]
    return [annotation]


def _described(path: Segments) -> tuple[list[Any], FieldInfo | None]:
    """Find the alternatives allowed at a path, and the field that documents them."""
    here: list[Any] = [ScenarioSpec]
    field: FieldInfo | None = None
    for step in path:
        below: list[Any] = []
        for option in here:
            if isinstance(option, type) and issubclass(option, Section):
                if str(step) in option.model_fields:
                    field = option.model_fields[str(step)]
                    below += _flatten(field.annotation)
            elif get_origin(option) is tuple:
                below += _flatten(get_args(option)[0])
            elif get_origin(option) is dict:
                below += _flatten(get_args(option)[1])
        here = below
    return here, field


def _meaning(path: Segments) -> str:
    """Give the documented meaning of a field, in brackets."""
    _, field = _described(path)
    if field is None or not field.description:
        return ""
    return f" ({' '.join(field.description.split()).rstrip('.')})"


def _keys_at(path: Segments) -> list[str]:
    options, _ = _described(path)
    keys: list[str] = []
    for option in options:
        if isinstance(option, type) and issubclass(option, Section):
            keys += option.model_fields
        elif get_origin(option) is dict and get_origin(get_args(option)[0]) is Literal:
            keys += get_args(get_args(option)[0])
    return keys
