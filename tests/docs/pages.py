"""Follow a page of the documentation as its reader does.

A fenced block with ``file=NAME`` is a file to be saved, ``console`` holds commands after ``$``
and what they print (``exit=N`` where they fail), ``python`` is run, and a ``text`` block after it
is what it prints. Lines shown are there in this order; ``…`` stands for lines left out.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from cli.main import app

DOCS = Path(__file__).resolve().parents[2] / "docs"
LEFT_OUT = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what else its fence says, its text and its line."""

    language: str
    facts: dict[str, str]
    text: str
    line: int


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(
            found["language"],
            dict(fact.split("=", 1) for fact in found["facts"].split()),
            found["text"],
            text.count("\n", 0, found.start()) + 1,
        )
        for found in re.finditer(
            r"^```(?P<language>\w+)(?P<facts>[^\n]*)\n(?P<text>.*?)^```$",
            text,
            re.MULTILINE | re.DOTALL,
        )
    ]


def files_of(page: Path) -> dict[str, str]:
    """The files a page has its reader save, as they are in the end."""
    return {block.facts["file"]: block.text for block in blocks_of(page) if "file" in block.facts}


def save(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def _save(block: Block, folder: Path) -> None:
    """Save a file as its reader would, a workbook with the sheet its block names."""
    file = folder / block.facts["file"]
    if file.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = block.facts["sheet"]
        for row in csv.reader(block.text.splitlines()):
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
        book.save(file)
    else:
        file.write_text(block.text, "utf-8")


def follow(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Do what a page says, in an empty or prepared folder; give the commands that were run."""
    monkeypatch.chdir(folder)
    done: list[str] = []
    names: dict[str, Any] = {}
    printed = ""
    for block in blocks_of(page):
        at = f"{page.name}:{block.line}"
        if "file" in block.facts:
            _save(block, folder)
        elif block.language == "console":
            for command, shown in _commands(block.text):
                code, printed = simulate(command)
                assert code == int(block.facts.get("exit", 0)), (at, printed)
                assert_shown(shown, printed, at)
                done.append(command)
        elif block.language == "python":
            out = StringIO()
            with redirect_stdout(out):
                exec(compile(block.text, at, "exec"), names)
            printed = out.getvalue()
            done.append(at)
        elif block.language == "text":
            assert_shown(block.text.splitlines(), printed, at)
    return done


def simulate(command: str) -> tuple[int, str]:
    """Run ``simulate …``, and give its exit code and all it prints."""
    program, *words = command.split()
    assert program == "simulate", command
    answer = CliRunner().invoke(app, words, prog_name="simulate")
    return answer.exit_code, answer.output


def _commands(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield command, shown


def assert_shown(shown: Sequence[str], printed: str, at: str) -> None:
    """Hold what a page shows against what was printed: in order, and without gaps but at ``…``."""
    real = [line.rstrip() for line in printed.splitlines()]
    here, near = 0, False
    for wanted in shown:
        if wanted.strip() == LEFT_OUT:
            near = False
            continue
        assert wanted.rstrip() in real[here:], (at, wanted, printed)
        found = real.index(wanted.rstrip(), here)
        assert not near or found == here, (at, "lines are left out before", wanted, printed)
        here, near = found + 1, True
