"""What does a formula of a column give, and of what is it made?

A formula is written once, as in a spreadsheet: ``MAX(places_open - needing, 0)``. The tables of the
page are worked out with it, and the page shows the same text with headings and with numbers.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Value = float | int | None

_SIGNS: Final[Mapping[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _whole_part(value: float) -> int:
    """Return the whole part of what may lie a hair below a whole number: 45 × 0.8."""
    return math.floor(value + 1e-9)


def _whole_above(value: float) -> int:
    """Return the least whole number that is not below what may lie a hair above one."""
    return math.ceil(value - 1e-9)


_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "MAX": max,
    "MIN": min,
    "INT": _whole_part,
    "CEIL": _whole_above,
    "ROUND": round,
}


def names(formula: str) -> tuple[str, ...]:
    """Return the columns and norms of a formula, each once, in their order."""
    return tuple(dict.fromkeys(re.findall(r"\b[a-z][a-z_0-9]*\b", formula)))


def worked_out(formula: str, values: Mapping[str, Value]) -> Value:
    """Return what a formula gives; None where a value is not known or it divides by nothing.

    Raises
    ------
    KeyError
        For a name that has no value.
    """
    if any(values[name] is None for name in names(formula)):
        return None
    try:
        found: float | int = _value(ast.parse(formula, mode="eval").body, values)
    except ZeroDivisionError:
        return None
    return found


def _value(node: ast.expr, values: Mapping[str, Value]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=sign, right=right):
            return _SIGNS[type(sign)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=given):
            return _FUNCTIONS[name](*(_value(one, values) for one in given))
    raise ValueError(ast.dump(node))
