"""Why can a YAML text not be parsed, and on which line should the planner look?"""

import re
from typing import Any, Final

import yaml

YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Composer of YAML nodes: the C parser where PyYAML has one."""

MAX_DEPTH: Final = 60
"""Levels of nesting a file may have."""

_PLAIN_WORDS: Final = (
    ("a tab character", "a tab is used for indentation",
     "indent with blanks, two for each level"),
    ("cannot start any token", "this character cannot start a value",
     "indent with blanks instead of tabs; put text that starts with @, `, % or & in quotes"),
    ("mapping values are not allowed", "a colon stands where none can be",
     "check the indentation of this line and the one above; put text that holds `: ` in quotes"),
    ("could not find expected ':'", "a line is neither `key: value` nor an item `- …` of a list",
     "write a colon and a blank after the key"),
    ("did not find expected key", "the indentation does not fit the lines above",
     "indent the keys of one section equally, with blanks"),
    ("did not find expected '-'", "a key stands in the middle of a list",
     "start the item with `- `, or indent the line so that it belongs to the item above"),
    ("expected ',' or", "a bracket is not closed",
     "close the bracket opened above, and put commas between its items"),
    ("unexpected end of stream", "quotes are not closed",
     "close the quotes opened above"),
    ("undefined alias", "`*name` refers to an anchor that is not defined above",
     "define it with `&name`, or put text that starts with * in quotes"),
    ("duplicate anchor", "an anchor `&name` is defined twice",
     "give each anchor its own name"),
    ("found another document", "the file holds several documents, separated by `---`",
     "keep one scenario a file"),
    ("expected a single document", "the file holds several documents, separated by `---`",
     "keep one scenario a file"),
)  # fmt: skip


def explain(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
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
        return line, "an unprintable character", "delete it, or save the file as UTF-8 text"
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
    return line, f"is not YAML here: {said}", "check indentation, colons, quotes and brackets"


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
