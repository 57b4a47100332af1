"""How is an error of the schema said in a planner's words?"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from simulator.columns import WORDS
from simulator.indicators import INDICATORS
from simulator.phrases import SILENCE, Phrase, listing
from simulator.reading.findings import did_you_mean, nearest, perhaps
from simulator.reading.nodes import Node
from simulator.schema import ScenarioSpec, Section
from simulator.schema.meaning import in_both_languages

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


def in_words(fault: Fault, node: Node | None) -> tuple[Phrase, Phrase]:
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
    text = node.text if node is not None else ""
    meaning = documented(fault.path)
    written = Phrase(f"`{text}` ", f"`{text}`") if text else Phrase("此处的取值", "the value")
    kind = fault.kind
    if kind == "extra_forbidden":
        return _unknown(key, _keys_at(fault.path[:-1]))
    if kind == "missing":
        if isinstance(fault.path[-1], int):
            return _TOO_SHORT, Phrase("请写全各项", "give every value") + meaning
        what = Phrase(f"缺少 `{key}`", f"`{key}` is missing")
        return what, Phrase(f"请补上 `{key}: …`", f"add `{key}: …`") + meaning
    if node is not None and node.value is None and kind != "literal_error":
        or_remove = Phrase("，或删去这个键", ", or remove the key")
        return Phrase("没有取值", "has no value"), Phrase(
            "请填写", "write one"
        ) + meaning + or_remove
    if kind == "literal_error":
        word = node.text if node is not None else key
        return _choice(str(fault.ctx.get("expected", "")), word, meaning)
    if is_no_date(kind, fault.said):
        return written + Phrase("不是日期", " is not a date"), _as_date(text)
    if kind == "value_error":
        return written + Phrase("无法理解", " is not understood"), _in_a_form(fault.said)
    if kind in _BOUNDS:
        return _beyond(written, fault, meaning)
    if kind == "string_pattern_mismatch":
        return _malformed(fault, node, written, meaning)
    if kind.startswith(("too_", "string_too_")):
        en = fault.said.replace("Tuple", "the list")
        remedy = Phrase("请补足或删减", "write fewer or more")
        return Phrase(_in_length(fault), en), remedy + meaning
    for kinds, is_wrong, remedy in _SHAPES:
        if kind.startswith(kinds):
            return written + is_wrong, remedy + meaning
    return Phrase("取值不合要求", fault.said), Phrase("请更正取值", "mend the value") + meaning


_TOO_SHORT: Final = Phrase("列表的项数不够", "the list is too short")
_SHAPES: Final = (
    (
        ("int_",),
        Phrase("不是整数", " is not a whole number"),
        Phrase("请写整数，不带单位", "write a whole number without unit"),
    ),
    (
        ("float_", "finite_"),
        Phrase("不是数字", " is not a number"),
        Phrase("请写数字，不带单位", "write a number without unit"),
    ),
    (
        ("bool_",),
        Phrase("既不是“是”也不是“否”", " is neither yes nor no"),
        Phrase("请写 true 或 false", "write true or false"),
    ),
    (
        ("model_type", "model_attributes_type", "dict_type"),
        Phrase("写在了应为小节的位置", " stands where a section is expected"),
        Phrase("请写成 `key: value` 形式的各行", "write `key: value` lines"),
    ),
    (
        ("tuple_type", "list_type"),
        Phrase("写在了应为列表的位置", " stands where a list is expected"),
        Phrase("请写成列表：[甲, 乙, …]", "write [first, second, …]"),
    ),
    (
        ("string_type",),
        Phrase("写在了应为文字的位置", " stands where a text is expected"),
        Phrase("请写文字", "write a text"),
    ),
)
"""What else can be wrong: beginnings of pydantic's kinds, how the value is wrong, the remedy."""

_BOUNDS: Final = {
    "greater_than_equal": (
        "ge",
        Phrase("低于下限", " is below the least allowed,"),
        Phrase("不得小于", "write at least"),
    ),
    "greater_than": (
        "gt",
        Phrase("必须大于", " must be more than"),
        Phrase("请改为大于", "write more than"),
    ),
    "less_than_equal": (
        "le",
        Phrase("超过上限", " is above the most allowed,"),
        Phrase("不得大于", "write at most"),
    ),
    "less_than": (
        "lt",
        Phrase("必须小于", " must be less than"),
        Phrase("请改为小于", "write less than"),
    ),
}


def _beyond(written: Phrase, fault: Fault, meaning: Phrase) -> tuple[Phrase, Phrase]:
    """Say which bound a value is beyond."""
    bound, says, do = _BOUNDS[fault.kind]
    limit = fault.ctx[bound]
    # Bounds of dates arrive as the text of a Python expression.
    day = re.fullmatch(r"datetime\.date\((\d+), (\d+), (\d+)\)", str(limit))
    shown = f"{limit:,.12g}" if isinstance(limit, float) else str(limit)
    if day:
        shown = dt.date(*(int(part) for part in day.groups())).isoformat()
    beside = Phrase(f" {shown}", f" {shown}")
    return written + says + beside, do + beside + meaning


def _unknown(key: str, keys: Sequence[str]) -> tuple[Phrase, Phrase]:
    """Say what an unknown key was probably meant to be."""
    what = Phrase(f"没有 `{key}` 这个键", f"unknown key `{key}`")
    if _SYNONYMS.get(key) in keys:
        return what, perhaps(_SYNONYMS[key])
    if "metric" in keys and key in INDICATORS:
        return what, Phrase(
            f"请写 `metric: {key}`，其余各项与它并列",
            f"write `metric: {key}`, and its fields beside it",
        )
    return what, did_you_mean(key, keys, Phrase("请删去", "remove it"))


def _malformed(
    fault: Fault, node: Node | None, written: Phrase, meaning: Phrase
) -> tuple[Phrase, Phrase]:
    """Say which form a text should have."""
    pattern = str(fault.ctx.get("pattern"))
    if "\\s@" in pattern:
        named = node is not None and not isinstance(node.value, dict)
        wrong = node.text if node is not None and named else str(fault.path[-1])
        return (
            Phrase(f"`{wrong}` 不能用作编号", f"`{wrong}` cannot be an id"),
            Phrase(
                "只用文字、字母、数字、`-`、`_`、`.`、`/`，不含空格",
                "use letters, digits, `-`, `_`, `.` and `/` only, without blanks",
            ),
        )
    what = written + Phrase("的写法不对", " does not have the expected form")
    return what, Phrase(f"请按此格式书写：{pattern}", f"follow {pattern}") + meaning


def _in_length(fault: Fault) -> str:
    """Say in Chinese how long a list or text must be."""
    ctx = fault.ctx
    unit = "个字符" if fault.kind.startswith("string") else "项"
    if fault.kind.endswith("short"):
        return f"至少要有 {ctx.get('min_length')} {unit}"
    return f"最多只能有 {ctx.get('max_length')} {unit}"


def _in_a_form(said: str) -> Phrase:
    """Give the remedy a check of the schema names; after its colon stand examples."""
    en = said.removeprefix("Value error, ")
    _, colon, examples = en.partition(": ")
    zh = f"请按这样的写法：{examples}" if colon else "请按该字段的格式书写"
    return Phrase(zh, en)


def _choice(expected: str, word: str, meaning: Phrase) -> tuple[Phrase, Phrase]:
    """Say which words can be chosen."""
    choices = re.findall(r"'([^']*)'", expected) or re.findall(r"\w+", expected)
    translated = next((words[word] for words in WORDS.values() if words.get(word) in choices), None)
    guess = translated or nearest(word, choices)
    remedy = perhaps(guess) if guess else Phrase("请写其中之一", "write one of them") + meaning
    known = listing(choices, len(choices))
    return (
        Phrase(f"`{word}` 不在可选之列：{known.zh}", f"`{word}` is not one of {known.en}"),
        remedy,
    )


def is_no_date(kind: str, said: str) -> bool:
    """Tell whether an error of pydantic says that a value is no date."""
    return (kind == "value_error" and "date" in said) or kind.startswith("date")


def date_meant(text: str) -> dt.date | None:
    """Read a day written year first, whatever stands between: 2025年9月1日, 2025.9.1, 20250901.

    Parameters
    ----------
    text
        What was written.

    Returns
    -------
    The day; None where the text is no such day, or the day does not exist.
    """
    match = _YEAR_FIRST.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    try:
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


_YEAR_FIRST: Final = re.compile(
    r"\s*(\d{4})\s*[-./年]?\s*(\d{2}|(?<=\D)\d)\s*[-./月]?\s*(\d{2}|(?<=\D)\d)\s*[日号]?\s*"
)


def _as_date(text: str) -> Phrase:
    """Give the remedy for a date."""
    if _YEAR_FIRST.fullmatch(text):
        return Phrase("请写存在的日期，如 2025-09-01", "write a day that exists, as 2025-09-01")
    if text.isdecimal() and text.isascii() and 32_000 < int(text) < 74_000:  # 1987 to 2102
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
        return Phrase(
            f"是否想写 {day}？Excel 内部把它存为 {text}",
            f"did you mean {day}? Excel keeps it as {text}",
        )
    return Phrase("请按年-月-日书写：2025-09-01", "write year-month-day: 2025-09-01")


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


def documented(path: Segments) -> Phrase:
    """Give the documented meaning of a field, in brackets."""
    _, field = _described(path)
    if field is None or not field.description:
        return SILENCE
    said = in_both_languages(field.description)
    return Phrase(f"（{said.zh}）", f" ({said.en})")


def _keys_at(path: Segments) -> list[str]:
    options, _ = _described(path)
    keys: list[str] = []
    for option in options:
        if isinstance(option, type) and issubclass(option, Section):
            keys += option.model_fields
        elif get_origin(option) is dict and get_origin(get_args(option)[0]) is Literal:
            keys += get_args(get_args(option)[0])
    return keys
