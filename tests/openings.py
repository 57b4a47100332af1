"""What do the tests of the shipped openings read, and how?"""

import csv
import importlib
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def docs_module(name: str) -> ModuleType:
    """Import what stands in ``docs``: the rules of the openings, the figures of the findings."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "docs"))


def rows_of(file: Path) -> list[dict[str, str]]:
    """Read a committed table as text."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def sizes_of(row: dict[str, str]) -> list[int]:
    """Return the sizes of the classes of a row of enrolment: stated, or even."""
    pupils, classes = int(row["pupils"]), int(row["classes"])
    if row["sizes"]:
        return [int(size) for size in row["sizes"].split("/")]
    return [pupils // classes + (k < pupils % classes) for k in range(classes)]
