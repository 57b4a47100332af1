"""Which rows of cells stand in a text file (CSV), and on which lines?"""

import csv
import io
import re
from dataclasses import dataclass
from typing import Final

from simulator.phrases import Phrase
from simulator.reading.document import ENCODINGS, decode
from simulator.reading.findings import Findings
from simulator.scenario import Origin

MAX_TABLE_BYTES: Final = 300_000_000
"""Size of a table file, unpacked, beyond which it is refused."""


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A table file as the scenario asks for it."""

    table: str
    named: str
    asked_at: Origin
    sheet: str | None = None
    layer: str | None = None
    encoding: str | None = None
    headings: tuple[str, ...] = ()
    """The scenario's own headings."""


def _is_utf8(decoded: tuple[str, str], stated: str | None) -> bool:
    """Tell whether Chinese text is plainly UTF-8 where another encoding is stated."""
    text, encoding = decoded
    # Bytes of another encoding may pass for UTF-8, but hardly for Chinese in UTF-8.
    return encoding != stated and re.search("[\u3000-\u9fff]", text) is not None


_SEPARATORS: Final = ",;\t|，；"
_QUOTED_FORMULA: Final = re.compile(r'="([^"]*)"')
"""How some programs keep Excel from taking an id for a number."""


def csv_rows(
    content: bytes, name: str, request: FileRequest, findings: Findings
) -> list[tuple[int, list[str]]] | None:
    """Read (line, cells) of a text file, split at the separator its first full line holds.

    Parameters
    ----------
    content
        Bytes of the file: UTF-8, GB18030 (GBK) or, with a byte order mark, UTF-16.
    name
        Its name in messages.
    request
        What was asked for.
    findings
        Where problems and oddities go.

    Returns
    -------
    The rows; None (with a problem recorded) when the file is no such text.
    """
    at = Origin(name, 0, "file")
    decoded = decode(content, request.encoding)
    other = decode(content) if request.encoding else None
    if other is not None and (decoded is None or _is_utf8(other, request.encoding)):
        really = ENCODINGS[other[1]]
        findings.problem(
            at,
            request.table,
            Phrase(
                f"不是 `encoding:` 所写的 {request.encoding}，而是 {really} 文本",
                f"is not in {request.encoding}, as `encoding:` says, but in {really}",
            ),
            Phrase("请删去 `encoding:`，编码会自动识别", "remove `encoding:`; it is recognised"),
        )
        return None
    if decoded is None:
        findings.problem(
            at,
            request.table,
            Phrase(
                "既不是 UTF-8 文本，也不是 GB18030（GBK）文本",
                "is text neither in UTF-8 nor in GB18030 (GBK)",
            ),
            Phrase(
                "请另存为 `CSV UTF-8`，或在 `encoding:` 中写明编码",
                "save it as `CSV UTF-8`, or state the right `encoding:`",
            ),
        )
        return None
    text, _ = decoded
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        findings.problem(
            Origin(name, line, "file"),
            request.table,
            Phrase("含有空字符（NUL），不是文本", "holds NUL characters and so is no text"),
            Phrase("请在 Excel 中另存为 `CSV UTF-8`", "save it from Excel as `CSV UTF-8`"),
        )
        return None
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    head = lines[0] if lines else ""
    stated = re.fullmatch(r"sep=(.)", head.strip())
    # A title above the headings may hold no separator at all.
    split = next((line for line in lines if any(map(line.count, _SEPARATORS))), head)
    delimiter = stated.group(1) if stated else max(_SEPARATORS, key=split.count)
    if delimiter in "|，；":
        findings.oddity(
            request.table,
            Phrase(f"`{name}` 按 `{delimiter}` 分列", f"`{name}` is split at `{delimiter}`"),
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(enumerate(reader, 1))
        if reader.line_num != len(rows):  # some cell holds a line break
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        findings.problem(
            Origin(name, reader.line_num, "file"),
            request.table,
            Phrase(f"此处不是有效的 CSV（`{error}`）", f"is not CSV here: {error}"),
            Phrase(
                "请检查本行及以上各行的引号", "check the quotes of this line and the lines above"
            ),
        )
        return None
    rows = rows[1:] if stated else rows
    if '="' in text:
        rows = [(line, [_QUOTED_FORMULA.sub(r"\1", cell) for cell in row]) for line, row in rows]
    return rows
