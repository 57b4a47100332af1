"""What does one YAML file say, and on which line does it say it?"""

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml

from simulator.phrases import Phrase
from simulator.reading.findings import Findings
from simulator.reading.malformed import MAX_DEPTH, UNPRINTABLE, YamlLoader, explain, is_too_deep
from simulator.reading.nodes import Node
from simulator.scenario import Origin
from simulator.schema import Section

MAX_BYTES: Final = 20_000_000
"""Size of a YAML file beyond which it is refused; tables belong into CSV or Excel files."""

MAX_NODES: Final = 200_000
"""Values a file may have once its aliases are written out."""

_YES: Final = ("yes", "true", "on")
_YES_OR_NO: Final = frozenset(
    name
    for section in Section.__subclasses__()
    for name, field in section.model_fields.items()
    if field.annotation is bool
)
"""Fields of the schema in which a bare yes or no is meant; anywhere else it may be a name."""

_TAG: Final = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9_]*)")
_FLOAT = re.compile(r"[-+]?[0-9][0-9_]*\.[0-9]*([eE][-+][0-9]+)?|[-+]?\.[0-9]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


ENCODINGS: Final = {"utf-8": "UTF-8", "gb18030": "GB18030 (GBK)", "utf-16": "UTF-16"}
"""What ``decode`` recognises, in words."""


class _TooLarge(Exception):  # noqa: N818 - a signal, not an error of its own
    """The expanded document is larger or deeper than allowed."""


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str] | None:
    """Decode text as UTF-8 or, failing that, as GB18030 (which covers GBK and GB2312).

    UTF-16 is recognised by its byte order mark: it is what Excel writes as "Unicode text".

    Parameters
    ----------
    content
        Bytes of the file.
    encoding
        Encoding stated by the planner: ``utf-8`` or ``gb18030``; recognised when None.

    Returns
    -------
    The text and the encoding used, or None when it is neither.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    recognised = ("utf-8", "utf-16", "gb18030") if marked else ("utf-8", "gb18030")
    for name in (encoding,) if encoding else recognised:
        try:
            text = content.decode("utf-8-sig" if name == "utf-8" else name)
        except UnicodeDecodeError:
            continue
        # GB18030 decodes many files that are not text; such files betray themselves by
        # control characters or by characters no document uses.
        if name == "utf-8" or not re.search(
            r"[\x00-\x08\x0e-\x1f\ue000-\uf8ff\U000f0000-\U0010ffff]", text
        ):
            return text, name
    return None


def read_document(path: Path, name: str, layer: str, findings: Findings) -> Node | None:
    """Read a YAML file into nodes, without running anything it may ask for.

    Parameters
    ----------
    path
        File to read.
    name
        Its name in messages.
    layer
        Layer of its values: ``parent`` or ``file``.
    findings
        Where problems go.

    Returns
    -------
    The top mapping, or None when the file cannot be used at all.
    """
    at = Origin(name, 0, layer)
    try:
        content = path.read_bytes()
    except OSError as error:
        findings.problem(
            at,
            "file",
            Phrase(f"无法读取（`{error.strerror}`）", f"cannot be read: {error.strerror}"),
            Phrase("请核对文件名和读取权限", "check the name and the permissions"),
        )
        return None
    if len(content) > MAX_BYTES:
        findings.problem(
            at,
            "file",
            Phrase(
                f"大小为 {len(content) / 1e6:.0f} MB，最多读取 {MAX_BYTES / 1e6:.0f} MB",
                f"is {len(content) / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read",
            ),
            Phrase("请把其中的表移到 CSV 或 Excel 文件", "move its tables into CSV or Excel files"),
        )
        return None
    decoded = decode(content)
    if decoded is None:
        findings.problem(
            at,
            "file",
            Phrase(
                "既不是 UTF-8 文本，也不是 GB18030 文本", "is text neither in UTF-8 nor in GB18030"
            ),
            Phrase("请存为 UTF-8 文本", "save it as UTF-8 text"),
        )
        return None
    if decoded[1] != "utf-8":
        findings.oddity(
            name,
            Phrase(
                f"不是 UTF-8 编码，按 {ENCODINGS[decoded[1]]} 读取",
                f"is not in UTF-8; read as {ENCODINGS[decoded[1]]}",
            ),
        )
    return parse(decoded[0], at, findings)


def parse(text: str, at: Origin, findings: Findings) -> Node | None:
    """Parse the text of a scenario file, whose top must be a mapping.

    Parameters
    ----------
    text
        YAML text.
    at
        File and layer of its values.
    findings
        Where problems go.

    Returns
    -------
    The top mapping, or None when there is none.
    """
    node = parse_value(text, at, findings)
    if node is None:
        return None
    if node.value is None:
        findings.problem(
            at,
            "file",
            Phrase("是空的", "is empty"),
            Phrase(
                "请至少写 name（名称）、title（标题）和 district（区县）",
                "write at least name, title and district",
            ),
        )
        return None
    if node.mapping is None:
        kind = Phrase("单一取值", "a single value")
        if node.items is not None:
            kind = Phrase("列表", "a list")
        findings.problem(
            node.origin,
            "file",
            Phrase(
                f"内容是{kind.zh}，不是 `key: value` 形式的各行",
                f"holds {kind.en}, not `key: value` lines",
            ),
            Phrase("请以 `name: …` 开头", "start with `name: …`"),
        )
        return None
    return node


def parse_value(text: str, at: Origin, findings: Findings, where: str = "") -> Node | None:
    """Parse YAML text of any kind, written at a path; None (with a problem) when malformed."""
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        # The parser would refuse some of these, and stumble over half a character of two.
        line = text[: unprintable.start()].count("\n") + 1 if at.line == 0 else at.line
        findings.problem(replace(at, line=line), "file", *UNPRINTABLE)
        return None
    if is_too_deep(text):
        _too_large(at, findings)
        return None
    loader = YamlLoader(text)
    try:
        top = loader.get_single_node()
    except yaml.YAMLError as error:
        line, what, remedy = explain(error, text)
        findings.problem(replace(at, line=line), "file", what, remedy)
        return None
    finally:
        loader.dispose()
    if top is None:
        return Node(None, at)
    try:
        return _Reader(at, findings).node(top, where, None, 0)
    except _TooLarge:
        _too_large(at, findings)
        return None


def _too_large(at: Origin, findings: Findings) -> None:
    findings.problem(
        at,
        "file",
        Phrase(
            f"展开引用（*name）后超过 {MAX_NODES:,} 个值或 {MAX_DEPTH} 层",
            f"grows beyond {MAX_NODES:,} values or {MAX_DEPTH} levels once its aliases (*name) are "
            "written out",
        ),
        Phrase(
            "请把表移到 CSV 文件，重复部分只写一次",
            "move tables into CSV files and write repeated parts once",
        ),
    )


@dataclass(slots=True)
class _Reader:
    """Turns composed YAML nodes into ours, counting what it expands."""

    at: Origin
    findings: Findings
    count: int = 0

    def node(self, source: Any, where: str, line: int | None, depth: int) -> Node:
        """Convert one node; ``line`` is that of its key."""
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            raise _TooLarge
        own_line = source.start_mark.line + 1
        origin = Origin(self.at.file, line or own_line, self.at.layer)
        tag = source.tag.removeprefix(_TAG)
        if isinstance(source, yaml.ScalarNode):
            return self._scalar(source, tag, where, Origin(self.at.file, own_line, self.at.layer))
        if isinstance(source, yaml.SequenceNode):
            if tag != "seq":
                self._refuse_tag(source.tag, where, origin)
            children = tuple(
                self.node(child, f"{where}/{_name(child, index)}", None, depth + 1)
                for index, child in enumerate(source.value)
            )
            return Node(children, origin)
        if tag != "map":
            self._refuse_tag(source.tag, where, origin)
        return Node(dict(self._entries(source, where, depth)), origin)

    def _entries(self, source: Any, where: str, depth: int) -> Iterator[tuple[str, Node]]:
        """Convert the entries of a mapping; keys stay as typed, and are unique."""
        first: dict[str, int] = {}
        for key, value in source.value:
            line = key.start_mark.line + 1
            at = Origin(self.at.file, line, self.at.layer)
            if not isinstance(key, yaml.ScalarNode):
                self.findings.problem(
                    at,
                    where.strip("/") or "file",
                    Phrase("键写成了列表或小节", "a key is a list or a section"),
                    Phrase("键请写成普通词语", "write keys as plain words"),
                )
                continue
            name = key.value
            path = f"{where}/{name}"
            if key.tag == f"{_TAG}merge":
                self.findings.problem(
                    at,
                    path.strip("/"),
                    Phrase("不支持用 `<<` 合并", "merging with `<<` is not understood"),
                    Phrase(
                        "请逐项写出，或用 `extends: FILE`",
                        "write the keys out, or use `extends: FILE`",
                    ),
                )
                continue
            if name in first:
                self.findings.problem(
                    at,
                    path.strip("/"),
                    Phrase(
                        f"该键已写在第 {first[name]} 行",
                        f"the key is already given on line {first[name]}",
                    ),
                    Phrase("请只保留一个", "keep one of the two"),
                )
                continue
            first[name] = line
            yield name, self.node(value, path, line, depth + 1)

    def _scalar(self, source: Any, tag: str, where: str, origin: Origin) -> Node:
        text: str = source.value
        where = where.strip("/") or "file"
        if _UNPRINTABLE.search(text):
            what = Phrase("有无法显示的字符", "holds an unprintable character")
            self.findings.problem(origin, where, what, Phrase("请删去", "delete it"))
            text = _UNPRINTABLE.sub("", text)
        if tag in ("str", "value", "merge"):
            return Node(text, origin, text)
        if tag == "null":
            return Node(None, origin, text)
        if tag == "bool" and re.split("[./]", where)[-1] in _YES_OR_NO:
            return Node(text.lower() in _YES, origin, text)
        if tag == "bool":
            self.findings.problem(
                origin,
                where,
                Phrase(
                    f"YAML 会把不加引号的 `{text}` 当作是/否",
                    f"YAML takes the bare word `{text}` for a yes/no value",
                ),
                Phrase(
                    f'如果它是名称，请加引号："{text}"',
                    f'put it in quotes if it is a name: "{text}"',
                ),
            )
            return Node(text.lower() in _YES, origin, text)
        if tag == "int":
            # Other spellings (0101, 12:30, 0x1F) stay text: as an id they mean themselves.
            return Node(int(text) if _INTEGER.fullmatch(text) else text, origin, text)
        if tag == "float":
            value = float(text.replace("_", "")) if _FLOAT.fullmatch(text) else None
            if value is None or not math.isfinite(value):
                self.findings.problem(
                    origin,
                    where,
                    Phrase(f"`{text}` 不是有限的数字", f"`{text}` is not a finite number"),
                    Phrase("请写数字，或不写该项", "write a number, or leave the field out"),
                )
                return Node(0.0, origin, text)
            return Node(value, origin, text)
        if tag == "timestamp":
            return Node(_date(text), origin, text)
        self._refuse_tag(source.tag, where, origin)
        return Node(text, origin, text)

    def _refuse_tag(self, tag: str, where: str, origin: Origin) -> None:
        shown = tag.replace(_TAG, "!!")
        self.findings.problem(
            origin,
            where.strip("/") or "file",
            Phrase(f"不接受 YAML 标签 `{shown}`", f"the YAML tag `{shown}` is refused"),
            Phrase("请去掉标签，只写值", "write the value without a tag"),
        )


def _name(item: Any, index: int) -> str:
    """Name an item of a list by its id, otherwise by its number."""
    if isinstance(item, yaml.MappingNode):
        for key, value in item.value:
            if key.value == "id" and isinstance(value, yaml.ScalarNode) and value.value:
                return str(value.value)
    return str(index)


def _date(text: str) -> dt.date | str:
    """Read a calendar date, or keep the text where it is none (30 February)."""
    match = _DATE.fullmatch(text)
    if match:
        try:
            return dt.date(*(int(part) for part in match.groups()))
        except ValueError:
            return text
    return text
