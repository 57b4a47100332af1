"""What did a run say, and how is it kept and read again?"""

import errno
import json
import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from simulator.phrases import Phrase
from simulator.problems import Problem
from simulator.tables import TABLES
from simulator.whole_folder import NEW, begin, clear, end, let_go, move, workshop
from simulator.workers import beside

MANIFEST = "manifest.json"
SUMMARY = "summary.json"
PAGE = "report.html"
WORKBOOK = "workbook.xlsx"
LAYERS = "layers.gpkg"
WRITTEN = (MANIFEST, SUMMARY, PAGE, WORKBOOK, LAYERS, "tables")
"""What a result folder holds; a folder with anything else is left alone."""

_TRIES = 100


class OutputFolderError(Exception):
    """The output folder cannot be used; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True)
class Results:
    """Everything a run says: tables (see ``simulator.tables``), summary and manifest.

    A page is made from this alone, so that an old run can be shown again without running.
    """

    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Any]
    """As ``summary.json``."""
    manifest: Mapping[str, Any]
    """As ``manifest.json``; seconds and dates under ``volatile``."""

    def write(self, folder: str | os.PathLike[str]) -> Path:
        """Write tables, summary and manifest into a folder, whole or not at all.

        Raises
        ------
        OutputFolderError
            The folder holds something other than an earlier result of this file and variant.
        """
        return write_folder(self, Path(folder), lambda _: None)

    @staticmethod
    def read(folder: str | os.PathLike[str]) -> "Results":
        """Read results back.

        Raises
        ------
        OutputFolderError
            The folder does not hold a whole result.
        """
        path = Path(folder)
        try:
            results = _read_whole(path)
        except Exception as error:  # a damaged file may fail anywhere in pyarrow
            raise OutputFolderError(
                Problem(
                    str(path),
                    0,
                    "RESULTS",
                    Phrase(
                        f"这不是完整的结果文件夹（`{error}`）",
                        f"this is not a whole result folder ({error})",
                    ),
                    Phrase(
                        "请指定由 `simulate FILE` 写出的文件夹",
                        "give a folder that `simulate FILE` wrote",
                    ),
                )
            ) from error
        return results


def write_folder(
    results: Results,
    folder: Path,
    extra: Callable[[Path], None],
    aside: Callable[[Path], None] | None = None,
) -> Path:
    """Write a result folder beside its place and move it there when it is whole.

    ``extra`` writes further files (the page) into the folder it is given; ``aside`` also does, in
    a process of its own meanwhile where the machine has two processors.
    """

    def fill(work: Path) -> None:
        with beside(partial(aside, work)) if aside else nullcontext():
            _write_tables(results, work / "tables")
            write_json(work / SUMMARY, results.summary)
            extra(work)
        write_json(work / MANIFEST, results.manifest)

    return write_whole(folder, fill, partial(_may_replace, results))


def write_whole(
    folder: Path, fill: Callable[[Path], None], may_replace: Callable[[Path], None]
) -> Path:
    """Fill a new folder beside its place and move it there when it is whole.

    ``may_replace`` raises where what is at that place must not be replaced.
    """
    try:
        # A link keeps pointing where it does; what it points at is replaced.
        folder = folder.resolve()
    except RuntimeError as error:  # Python's word for a link that leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder)) from error
    clear(folder)
    may_replace(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    work, lock = workshop(folder), None
    new = work / NEW
    try:
        lock = begin(work, folder)
        fill(new)
        move(work, folder, partial(may_replace, folder))
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(folder)
        raise
    finally:
        try:
            end(work, folder)
        except KeyboardInterrupt:  # it came in the middle of this
            end(work, folder)
            raise
        finally:
            let_go(lock)
    return folder


def _read_whole(path: Path) -> Results:
    """Read a result folder; again where a run replaces it meanwhile."""
    for _ in range(_TRIES):
        begun = path.stat().st_ino
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        summary = json.loads((path / SUMMARY).read_text(encoding="utf-8"))
        tables = {name: pd.read_parquet(path / "tables" / f"{name}.parquet") for name in TABLES}
        _complete(manifest, summary, tables)
        if path.stat().st_ino == begun:
            return Results(tables, summary, manifest)
    raise ValueError("it is being replaced")


def identity(manifest: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what tells the results of one file and variant from all others."""
    return manifest.get("name"), manifest.get("variant"), manifest.get("file")


def _may_replace(results: Results, folder: Path) -> None:
    """Refuse a folder that is not an earlier result of the same file and variant."""
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_dir() and not any(folder.iterdir()):
        return
    try:
        there = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        same = identity(there) == identity(results.manifest)
        what = Phrase("其中是另一个情景的结果", "it holds the results of another scenario")
        ours = {*WRITTEN, *(f"tables/{t}.{kind}" for t in TABLES for kind in ("csv", "parquet"))}
        inside = [*folder.iterdir(), *(folder / "tables").glob("*")]
        strange = sorted({p.relative_to(folder).as_posix() for p in inside} - ours)
        if same and strange:
            same, what = (
                False,
                Phrase(
                    f"其中还有 {strange[0]}，不是本程序写出的，不能替换",
                    f"it also holds {strange[0]}, which is not ours to replace",
                ),
            )
    except (OSError, ValueError, AttributeError):
        same = False
        what = Phrase("该处已有内容，且不是结果文件夹", "it exists and is not a result folder")
    if not same:
        raise OutputFolderError(
            Problem(
                str(folder),
                0,
                "--out",
                what,
                Phrase("请用 --out 另选文件夹", "name another folder with --out"),
            )
        )


def _complete(manifest: Any, summary: Any, tables: Mapping[str, pd.DataFrame]) -> None:
    """Raise ValueError for what is not the result of a run of this version's tables."""
    for name, value in ((MANIFEST, manifest), (SUMMARY, summary)):
        if not isinstance(value, dict):
            raise ValueError(f"{name} is not a mapping")
    for name, table in tables.items():
        wanted = [field.name for field in TABLES[name]]
        if list(table.columns) != wanted:
            lacking = sorted({*wanted} ^ {*map(str, table.columns)}) or ["their order"]
            raise ValueError(f"tables/{name}.parquet has other columns: {lacking[0]}")


def _write_tables(results: Results, folder: Path) -> None:
    """Write each table as CSV (UTF-8 with BOM, for Excel) and as Parquet.

    Cells are exact, also those that begin with ``=``, ``+``, ``-`` or ``@``: programs read them.
    A name that is a formula is refused where tables are read.
    """
    folder.mkdir()
    for name, table in results.tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            table.to_csv(file, index=False, lineterminator="\r\n")
        table.to_parquet(folder / f"{name}.parquet", index=False)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Write JSON as every file of a result: UTF-8, readable, nothing that is no number."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
