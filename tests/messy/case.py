"""What is a messy table, and what must become of it?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Said = tuple[str, str]
"""Words that must be said, in Chinese and in English."""


@dataclass(frozen=True)
class Messy:
    """A table as a person sends it.

    It is either read, with these values in these columns and these oddities listed and no others;
    or refused, with these problems (line, Chinese, English) and no others.
    """

    name: str
    table: str
    file: str
    content: bytes | Callable[[Path], object] = b""
    entry: str = ""
    """Further lines of the table's section."""
    more: str = ""
    """Further sections of the scenario."""
    read: Mapping[str, list[object]] | None = None
    odd: tuple[Said, ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()

    def write(self, folder: Path, base: Path) -> Path:
        """Write the table and a scenario that reads it; return the scenario's file."""
        if callable(self.content):
            self.content(folder / self.file)
        else:
            (folder / self.file).write_bytes(self.content)
        path = folder / "scenario.yaml"
        lines = (f"  {line}\n" for line in self.entry.splitlines())
        path.write_text(
            f"extends: {base}\n{self.table}:\n  evidence: official\n  source: survey\n"
            f"  file: {self.file}\n{''.join(lines)}{self.more}",
            encoding="utf-8",
        )
        return path
