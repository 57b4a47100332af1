"""Why can a YAML text not be parsed, and on which line should the planner look?"""

import re
from typing import Any, Final

import yaml

from simulator.phrases import Phrase

YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Composer of YAML nodes: the C parser where PyYAML has one."""

MAX_DEPTH: Final = 60
"""Levels of nesting a file may have."""

_SEVERAL: Final = (
    Phrase(
        "文件中有多份文档，以 `---` 分隔", "the file holds several documents, separated by `---`"
    ),
    Phrase("一个文件只写一个情景", "keep one scenario a file"),
)
UNPRINTABLE: Final = (
    Phrase("有无法显示的字符", "an unprintable character"),
    Phrase("请删去，或把文件存为 UTF-8 文本", "delete it, or save the file as UTF-8 text"),
)
_PLAIN_WORDS: Final = (
    (
        "a tab character",
        Phrase("缩进用了制表符（Tab）", "a tab is used for indentation"),
        Phrase("请用空格缩进，每级两个", "indent with blanks, two for each level"),
    ),
    (
        "cannot start any token",
        Phrase("取值不能以这个字符开头", "this character cannot start a value"),
        Phrase(
            "请用空格代替制表符缩进；以 @、`、%、& 开头的文字请加引号",
            "indent with blanks instead of tabs; put text that starts with @, `, % or & in quotes",
        ),
    ),
    (
        "mapping values are not allowed",
        Phrase("此处不能有冒号", "a colon stands where none can be"),
        Phrase(
            "请检查本行和上一行的缩进；含有 `: ` 的文字请加引号",
            "check the indentation of this line and the one above; put text that holds `: ` in "
            "quotes",
        ),
    ),
    (
        "could not find expected ':'",
        Phrase(
            "这一行既不是 `key: value`，也不是列表项 `- …`",
            "a line is neither `key: value` nor an item `- …` of a list",
        ),
        Phrase("请在键后写冒号和空格", "write a colon and a blank after the key"),
    ),
    (
        "did not find expected key",
        Phrase("缩进与上面各行不一致", "the indentation does not fit the lines above"),
        Phrase(
            "同一节的各键请用空格缩进到同一位置",
            "indent the keys of one section equally, with blanks",
        ),
    ),
    (
        "did not find expected '-'",
        Phrase("列表中间出现了键", "a key stands in the middle of a list"),
        Phrase(
            "请以 `- ` 开头写列表项，或缩进该行使其属于上一项",
            "start the item with `- `, or indent the line so that it belongs to the item above",
        ),
    ),
    (
        "expected ',' or",
        Phrase("括号没有闭合", "a bracket is not closed"),
        Phrase(
            "请闭合上面的括号，各项之间用逗号隔开",
            "close the bracket opened above, and put commas between its items",
        ),
    ),
    (
        "unexpected end of stream",
        Phrase("引号没有闭合", "quotes are not closed"),
        Phrase("请闭合上面的引号", "close the quotes opened above"),
    ),
    (
        "undefined alias",
        Phrase(
            "`*name` 引用的锚点在上文没有定义",
            "`*name` refers to an anchor that is not defined above",
        ),
        Phrase(
            "请用 `&name` 定义，或给以 * 开头的文字加引号",
            "define it with `&name`, or put text that starts with * in quotes",
        ),
    ),
    (
        "duplicate anchor",
        Phrase("锚点 `&name` 定义了两次", "an anchor `&name` is defined twice"),
        Phrase("每个锚点请用不同的名称", "give each anchor its own name"),
    ),
    ("found another document", *_SEVERAL),
    ("expected a single document", *_SEVERAL),
)


def explain(error: yaml.YAMLError, text: str) -> tuple[int, Phrase, Phrase]:
    """Say in plain words what the YAML parser stumbled over.

    Parameters
    ----------
    error
        What the parser raised.
    text
        The text it was parsing.

    Returns
    -------
    Line (1-based, 0 when unknown), what is wrong, and the remedy.
    """
    if isinstance(error, yaml.reader.ReaderError):
        line = text.encode()[: error.position].count(b"\n") + 1
        return line, *UNPRINTABLE
    mark = getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    # The end of a file is one line too far; the planner looks at its last line.
    line = min(mark.line + 1 if mark is not None else 0, text.rstrip().count("\n") + 1)
    lines = text.splitlines()
    if 0 < line <= len(lines) and re.match(r"\s*\t", lines[line - 1]):
        return line, *_PLAIN_WORDS[0][1:]
    for words, what, remedy in _PLAIN_WORDS:
        if words in said or words in context:
            return line, what, remedy
    return (
        line,
        Phrase(f"此处不是有效的 YAML（`{said}`）", f"is not YAML here: {said}"),
        Phrase("请检查缩进、冒号、引号和括号", "check indentation, colons, quotes and brackets"),
    )


def is_too_deep(text: str) -> bool:
    """Tell whether a text nests deeper than MAX_DEPTH, before the parser recurses into it.

    Parameters
    ----------
    text
        YAML text.

    Returns
    -------
    True when it is too deep. Texts whose look rules that out are not parsed for it.
    """
    return _looks_deep(text) and _depth(text) > MAX_DEPTH


def _looks_deep(text: str) -> bool:
    """Whether brackets, indentation or repeated dashes allow deep nesting."""
    if text.count("[") + text.count("{") > MAX_DEPTH:
        depth = 0
        for match in re.finditer(r"[\[{\]}]", text):
            depth += 1 if match.group() in "[{" else -1
            if depth > MAX_DEPTH:
                return True
    return bool(re.search(r"(?m)^(?: {60}|[ \t]*(?:[-?:][ \t]+){20})", text))


def _depth(text: str) -> int:
    """Levels of nesting, from the flat stream of events; 0 when malformed."""
    depth = deepest = 0
    try:
        for event in yaml.parse(text, Loader=YamlLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                deepest = max(deepest, depth)
                if deepest > MAX_DEPTH:
                    break
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return deepest if deepest > MAX_DEPTH else 0  # the composer reports it, with its line
    return deepest
