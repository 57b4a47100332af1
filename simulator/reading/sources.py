"""What stands in the cells of a table, whether it is CSV, Excel, a map layer or inline?

Every source ends as a grid of texts with the line each row was written on; what the texts mean
is decided afterwards, alike for all sources, in ``simulator.reading.cells``.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from simulator.phrases import Phrase, counted
from simulator.reading.composition import beside
from simulator.reading.document import decode
from simulator.reading.excelsource import excel_rows
from simulator.reading.findings import Findings, did_you_mean
from simulator.reading.layersource import read_layer
from simulator.reading.nodes import Node
from simulator.reading.rowsource import MAX_TABLE_BYTES, FileRequest, csv_rows
from simulator.reading.titles import INVISIBLE, with_headings
from simulator.scenario import Origin

_TEXTS: Final = (".csv", ".txt", ".tsv")
_BOOKS: Final = (".xlsx", ".xlsm")
_LAYERS: Final = (".gpkg", ".geojson", ".json")


@dataclass(frozen=True, slots=True)
class Grid:
    """Texts of a table: one list for each heading, and the line of each row.

    Lines are 1-based: of the CSV file, of the Excel sheet, of the YAML file (inline rows); 0 for
    features of a map layer. ``nodes`` keeps inline rows, whose cells have lines of their own.
    """

    name: str
    headings: tuple[str, ...]
    columns: tuple[Sequence[str], ...]
    lines: Sequence[int]
    heading_line: int = 1
    sha256: str = ""
    geometry: tuple[Any, ...] | None = None
    nodes: tuple[Node, ...] | None = None

    def origin(self, row: int, heading: str = "") -> Origin:
        """Find where a cell was written."""
        if self.nodes is not None:
            cell = (self.nodes[row].mapping or {}).get(heading, self.nodes[row])
            return cell.origin
        return Origin(self.name, self.lines[row], "file")


def read_file(
    request: FileRequest, folder: Path, crs: str | None, findings: Findings
) -> Grid | None:
    """Read a table file.

    Parameters
    ----------
    request
        Which file, sheet or layer.
    folder
        Folder of the scenario.
    crs
        Coordinates of the scenario, to which map layers are brought.
    findings
        Where problems and oddities go.

    Returns
    -------
    The grid, or None (with a problem recorded) when the file cannot be read as a table.
    """
    name = beside(request.asked_at.file, request.named)
    path, where, at = folder / name, f"{request.table}/file", request.asked_at
    suffix = path.suffix.lower()
    if suffix not in (*_TEXTS, *_BOOKS, *_LAYERS):
        findings.problem(
            at,
            where,
            Phrase(
                f"`{request.named}` 属于不能读取的文件类型",
                f"`{request.named}` is a kind of file that is not read",
            ),
            Phrase("请另存为 .xlsx", "save it as .xlsx")
            if suffix in (".xls", ".et", ".ods", ".wps")
            else Phrase(
                "表请存为 .csv 或 .xlsx，地图图层请存为 .gpkg 或 .geojson",
                "save the table as .csv or .xlsx, a map layer as .gpkg or .geojson",
            ),
        )
        return None
    if path.is_dir():
        findings.problem(
            at,
            where,
            Phrase(f"`{name}` 是文件夹，不是文件", f"`{name}` is a folder, not a file"),
            Phrase("请写其中的一个文件", "name a file in it"),
        )
        return None
    if not path.is_file():
        known = [found.name for found in path.parent.glob("*") if found.is_file()]
        findings.problem(
            at,
            where,
            Phrase(f"没有文件 `{name}`", f"there is no file `{name}`"),
            did_you_mean(
                path.name,
                known,
                Phrase(
                    "请核对文件名；路径相对于写它的那个文件",
                    "check the name; it is relative to the file naming it",
                ),
            ),
        )
        return None
    try:
        if path.stat().st_size > MAX_TABLE_BYTES:
            findings.problem(
                at,
                where,
                Phrase(f"`{name}` 超过 300 MB", f"`{name}` is larger than 300 MB"),
                Phrase("请拆分或精简", "split or thin it"),
            )
            return None
        content = path.read_bytes()
    except OSError as error:
        findings.problem(
            at,
            where,
            Phrase(
                f"`{name}` 无法读取（`{error.strerror}`）",
                f"`{name}` cannot be read: {error.strerror}",
            ),
            Phrase("请检查该文件及其权限", "check the file and its permissions"),
        )
        return None
    digest = hashlib.sha256(content).hexdigest()
    if suffix in _LAYERS:
        layer = read_layer(path, name, request.layer, crs, Origin(name, 0, "file"), findings)
        if layer is None:
            return None
        headings, columns, shapes = layer
        return Grid(name, headings, columns, [0] * len(shapes), 0, digest, shapes)
    excel = _is_excel(content, suffix, name, request, findings)
    if excel is None:
        return None
    rows = (excel_rows if excel else csv_rows)(content, name, request, findings)
    return None if rows is None else _grid(rows, name, digest, request, findings, excel=excel)


def _is_excel(
    content: bytes, suffix: str, name: str, request: FileRequest, findings: Findings
) -> bool | None:
    """Tell by what a file holds, whatever its name says, how it is read; None where not at all."""
    at = Origin(name, 0, "file")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        what = Phrase("是旧版 Excel（.xls）文件", "is a file of an old Excel (.xls)")
        if "EncryptedPackage".encode("utf-16-le") in content:
            what = Phrase("加了密码", "is locked with a password")
        findings.problem(
            at,
            request.table,
            what,
            Phrase(
                "请用 Excel 打开，另存为不加密码的 .xlsx",
                "open it in Excel and save it again as .xlsx, without a password",
            ),
        )
        return None
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<", b"%pdf")):
        findings.problem(
            at,
            request.table,
            Phrase("是网页或 PDF，不是表", "is a web page or a PDF, not a table"),
            Phrase("请用 Excel 打开，另存为 .xlsx", "open it in Excel and save it as .xlsx"),
        )
        return None
    zipped, named = content.startswith(b"PK\x03\x04"), suffix in _BOOKS
    if zipped and not named:
        really = Phrase("Excel 文件", "an Excel file")
    elif named and not zipped and b"\x00" not in content[:4096] and decode(content) is not None:
        really = Phrase("文本（CSV）", "a text file (CSV)")
    else:
        return named
    findings.oddity(
        request.table,
        Phrase(
            f"`{name}` 的扩展名与内容不符，按{really.zh}读取",
            f"`{name}` is not what its ending says; read as {really.en}",
        ),
    )
    return zipped


def _grid(
    rows: Iterable[tuple[int, list[str]]],
    name: str,
    digest: str,
    request: FileRequest,
    findings: Findings,
    *,
    excel: bool,
) -> Grid | None:
    """Take the row of headings, and turn the rows below it into columns."""
    filled = [(line, row) for line, row in rows if "".join(row).strip()]
    where = "heading"
    if not filled:
        findings.problem(
            Origin(name, 0, "file"),
            where,
            Phrase("表是空的", "the table is empty"),
            Phrase(
                "请填写内容；如在其他工作表，请用 `sheet:` 指明",
                "fill it in; if it is on another sheet, name it with `sheet:`",
            )
            if excel
            else Phrase("请填写内容", "fill it in"),
        )
        return None
    filled = with_headings(request.table, filled, request.headings, name, findings)
    heading_line, first = filled[0]
    headings = [INVISIBLE.sub("", heading).strip() for heading in first]
    while headings and not headings[-1]:
        headings.pop()
    body = filled[1:]
    at = Origin(name, heading_line, "file")
    if sum(map(bool, headings)) == 1 and body and sum(map(bool, body[0][1])) > 2:
        title = next(filter(None, headings))
        findings.problem(
            at,
            where,
            Phrase(
                f"`{title}` 像是标题，不是表头", f"`{title}` looks like a title, not like headings"
            ),
            Phrase("请删去表头上方的各行", "delete the rows above the headings"),
        )
        return None
    width = len(headings)
    if any(len(row) != width for _, row in body):
        for line, row in body:
            if any(cell.strip() for cell in row[width:]):
                findings.problem(
                    Origin(name, line, "file"),
                    f"row {line}",
                    Phrase(
                        f"有 {len(row)} 个单元格，而表头只有 {width} 个",
                        f"has {counted(len(row), 'cell')} under {counted(width, 'heading')}",
                    ),
                    Phrase(
                        "请给每一列写表头；含有分隔符的文字请加引号",
                        "give every column a heading; put text that holds the separator in quotes",
                    ),
                )
        body = [(line, [*row, *[""] * (width - len(row))][:width]) for line, row in body]
    columns: Iterable[Sequence[str]] = zip(*(row for _, row in body), strict=True)
    columns = tuple(columns) if body else tuple(() for _ in headings)
    repeated = [word for word in dict.fromkeys(headings) if word and headings.count(word) > 1]
    for word in repeated:
        findings.problem(
            at,
            where,
            Phrase(f"表头 `{word}` 出现两次", f"the heading `{word}` appears twice"),
            Phrase("请改名或删去其一", "rename or delete one"),
        )
    if repeated:
        return None
    lines = [line for line, _ in body]
    return Grid(name, tuple(headings), columns, lines, heading_line, digest)


def inline_grid(table: str, data: Node, findings: Findings) -> Grid:
    """Read rows written inline.

    Parameters
    ----------
    table
        Name of the table.
    data
        Its ``data``: a list of sections field → value.
    findings
        Where problems go.

    Returns
    -------
    The grid; a list in a cell is joined by ``/``.
    """
    rows = tuple(row for row in data.items or () if row.mapping is not None)
    headings = tuple(dict.fromkeys(key for row in rows for key in row.mapping or ()))
    columns: list[list[str]] = []
    for heading in headings:
        column = []
        for number, row in enumerate(rows):
            cell = (row.mapping or {}).get(heading)
            if cell is not None and cell.mapping is not None:
                findings.problem(
                    cell.origin,
                    f"{table}/data/{number}/{heading}",
                    Phrase("此处写成了一个小节", "holds a section"),
                    Phrase("请只写一个值", "write one value"),
                )
                cell = None
            column.append(inline_text(cell))
        columns.append(column)
    lines = [row.origin.line for row in rows]
    file, line = data.origin.file, data.origin.line
    return Grid(file, headings, tuple(columns), lines, line, nodes=rows)


def inline_text(cell: Node | None) -> str:
    """Give a cell written in YAML as text; nothing where it is empty."""
    if cell is None or cell.value is None:
        return ""
    if cell.items is not None:
        return "/".join(inline_text(item) for item in cell.items)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return cell.text.replace("_", "").lstrip("+")
    return cell.text
