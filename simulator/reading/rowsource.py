"""Which rows of cells stand in a CSV or Excel file, and on which lines?"""

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any, Final

from simulator.phrases import Phrase
from simulator.reading.document import decode
from simulator.reading.findings import Findings, did_you_mean
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


def _csv_rows(
    content: bytes, name: str, request: FileRequest, findings: Findings
) -> list[tuple[int, list[str]]] | None:
    """Read (line, cells) of a CSV file in UTF-8 or GB18030, split at commas, ; or tabs."""
    decoded = decode(content, request.encoding)
    if decoded is None:
        findings.problem(
            Origin(name, 0, "file"),
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
    head = text.lstrip("\r\n").split("\n", 1)[0].strip("\r")
    stated = re.fullmatch(r"sep=(.)", head.strip())
    delimiter = stated.group(1) if stated else max(",;\t", key=head.count)
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
    return rows[1:] if stated else rows


def _excel_rows(
    content: bytes, name: str, request: FileRequest, findings: Findings
) -> list[tuple[int, list[str]]] | None:
    """Read (row number, cells) of an Excel sheet, as values and without running anything."""
    import openpyxl  # only needed here, and slow to import

    at = Origin(name, 0, "file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_TABLE_BYTES:
                findings.problem(
                    at,
                    request.table,
                    Phrase("解压后超过 300 MB", "unpacks to more than 300 MB"),
                    Phrase("请精简", "thin it"),
                )
                return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations openpyxl does not know
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            if request.sheet is not None and request.sheet not in book.sheetnames:
                findings.problem(
                    request.asked_at,
                    f"{request.table}/sheet",
                    Phrase(
                        f"`{name}` 没有工作表 `{request.sheet}`",
                        f"`{name}` has no sheet `{request.sheet}`",
                    ),
                    did_you_mean(
                        request.sheet,
                        book.sheetnames,
                        Phrase("请写其中一个工作表", "name one of its sheets"),
                    ),
                )
                return None
            sheet = book[request.sheet] if request.sheet else book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a wrong extent
            rows = [
                (number, [_cell_text(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            book.close()
    except Exception as error:  # noqa: BLE001 - a damaged file may fail anywhere in openpyxl
        findings.problem(
            at,
            request.table,
            Phrase(
                f"不是可读的 Excel 文件（{type(error).__name__}）",
                f"is not a readable Excel file ({type(error).__name__})",
            ),
            Phrase(
                "请用 Excel 打开，另存为不加密码的 .xlsx",
                "open it in Excel and save it again as .xlsx, without a password",
            ),
        )
        return None
    return rows


def _cell_text(value: Any) -> str:
    """Give an Excel value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


READERS: Final = {
    ".csv": _csv_rows,
    ".txt": _csv_rows,
    ".tsv": _csv_rows,
    ".xlsx": _excel_rows,
    ".xlsm": _excel_rows,
}
"""How a file is read, by its suffix: content, name, request and findings to (line, cells)."""
