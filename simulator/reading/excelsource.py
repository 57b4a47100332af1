"""Which rows of cells stand in a sheet of an Excel file?"""

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any, Final

from simulator.phrases import Phrase, listing
from simulator.reading.findings import Findings, did_you_mean
from simulator.reading.rowsource import MAX_TABLE_BYTES, FileRequest
from simulator.scenario import Origin

_MAX_MERGED_BYTES: Final = 30_000_000
"""Size of a file, unpacked, up to which merged cells and formulas are looked into."""


def excel_rows(
    content: bytes, name: str, request: FileRequest, findings: Findings
) -> list[tuple[int, list[str]]] | None:
    """Read (row number, cells) of an Excel sheet, as values and without running anything.

    Parameters
    ----------
    content
        Bytes of the file.
    name
        Its name in messages.
    request
        What was asked for; without a sheet the first visible one is read.
    findings
        Where problems and oddities go.

    Returns
    -------
    The rows; None (with a problem recorded) when there are none to be read.
    """
    import openpyxl  # only needed here, and slow to import

    at = Origin(name, 0, "file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MAX_TABLE_BYTES:
                findings.problem(
                    at,
                    request.table,
                    Phrase("解压后超过 300 MB", "unpacks to more than 300 MB"),
                    Phrase("请精简", "thin it"),
                )
                return None
            looked_into = size <= _MAX_MERGED_BYTES
            merged = looked_into and _holds(archive, b"<mergeCell ")
            formulas = looked_into and _holds(archive, b"<f")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations openpyxl does not know
            # Merged cells are known only where the whole sheet is held.
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=not merged, data_only=True)
            sheet = _sheet(book, name, request, findings)
            if sheet is None:
                return None
            if not merged:
                sheet.reset_dimensions()  # some programs write a wrong extent
            rows = [
                (number, [_cell_text(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            if merged:
                _fill(rows, sheet.merged_cells.ranges, name, request, findings)
            if formulas:
                unsaved = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
                _show_formulas(rows, unsaved[sheet.title])
                unsaved.close()
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


def _holds(archive: zipfile.ZipFile, mark: bytes) -> bool:
    """Tell whether a mark stands in any sheet."""
    sheets = (item for item in archive.namelist() if item.startswith("xl/worksheets/"))
    return any(mark in archive.read(item) for item in sheets)


def _sheet(book: Any, name: str, request: FileRequest, findings: Findings) -> Any | None:
    """Find the sheet asked for, or the first a person sees; a choice among several is said."""
    names = [sheet.title for sheet in book.worksheets]
    if request.sheet is not None:
        near = [known for known in names if known.strip() == request.sheet.strip()]
        if near:
            return book[request.sheet if request.sheet in names else near[0]]
        findings.problem(
            request.asked_at,
            f"{request.table}/sheet",
            Phrase(
                f"`{name}` 没有工作表 `{request.sheet}`", f"`{name}` has no sheet `{request.sheet}`"
            ),
            did_you_mean(
                request.sheet, names, Phrase("请写其中一个工作表", "name one of its sheets")
            ),
        )
        return None
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    chosen = (seen or book.worksheets)[0]
    if len(names) > 1:
        held = listing(names)
        findings.oddity(
            request.table,
            Phrase(
                f"`{name}` 有 {len(names)} 个工作表（{held.zh}），读取了 `{chosen.title}`；"
                "如需其他，请用 `sheet:` 指明",
                f"`{name}` has {len(names)} sheets ({held.en}); `{chosen.title}` is read; "
                "name another with `sheet:`",
            ),
        )
    return chosen


def _fill(
    rows: list[tuple[int, list[str]]],
    ranges: Sequence[Any],
    name: str,
    request: FileRequest,
    findings: Findings,
) -> None:
    """Give every cell of words merged downwards their value; a number must not count twice."""
    filled: list[str] = []
    for merged in sorted(ranges, key=lambda found: (found.min_row, found.min_col)):
        column, first = merged.min_col - 1, merged.min_row - 1
        if merged.max_row == merged.min_row or first >= len(rows):
            continue
        text = rows[first][1][column] if column < len(rows[first][1]) else ""
        if not text or text.replace(".", "").isdigit():
            continue
        for _, cells in rows[first + 1 : merged.max_row]:
            cells[column] = text
        filled.append(str(merged.coord))
    if filled:
        held = listing(filled, 4)
        findings.oddity(
            request.table,
            Phrase(
                f"`{name}` 的合并单元格 {held.zh} 在每一行都按同一文字读取",
                f"merged cells of `{name}`, {held.en}, are read as the same words in every row",
            ),
        )


def _show_formulas(rows: list[tuple[int, list[str]]], sheet: Any) -> None:
    """Put a formula in the place of the value that was never saved with it."""
    sheet.reset_dimensions()
    for (_, cells), formulas in zip(rows, sheet.iter_rows(values_only=True), strict=False):
        for column, formula in enumerate(formulas[: len(cells)]):
            if not cells[column] and isinstance(formula, str) and formula.startswith("="):
                cells[column] = formula


def _cell_text(value: Any) -> str:
    """Give an Excel value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)
