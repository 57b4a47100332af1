"""What did the planner write, once every layer is composed and every table read?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from simulator.phrases import Phrase
from simulator.schema import ScenarioSpec


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a resolved leaf was written: file, line and layer.

    ``layer`` is ``default``, ``parent``, ``file``, ``variant`` or ``set``.
    """

    file: str
    line: int
    layer: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """Data that is odd but usable; used, and listed in the report."""

    where: str
    what: Phrase


@dataclass(frozen=True, slots=True)
class Provision:
    """What one provision rule asks of one estate or town, and what was missing."""

    rule: str
    stage: str
    kind: str
    """``estate`` or ``town``."""
    subject: str
    base: int
    """Dwellings of the estate, or residents of the town."""
    per: int
    """Dwellings or residents for each campus."""
    required: int
    present: int
    """Campuses that are there or in the programme."""
    created: int
    source: str


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read."""

    file: str
    sha256: str
    table: str
    rows: int
    evidence: str
    source: str


@dataclass(frozen=True)
class Scenario:
    """A checked scenario: its specification and its tables in canonical columns."""

    spec: ScenarioSpec
    tables: Mapping[str, pd.DataFrame]
    """Table name → rows with the columns of ``simulator.columns.COLUMNS`` (missing optional
    cells filled with their default, else None/NaN); geometry tables add a ``geometry`` column
    of shapely objects in the scenario's crs. Absent tables are absent here."""
    path: Path
    variant: str | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    oddities: tuple[Oddity, ...] = ()
    inputs: tuple[InputFile, ...] = ()
    settings: tuple[str, ...] = ()
    """Single values given beside the file, ``PATH=VALUE``."""
    provision: tuple[Provision, ...] = ()
    """What the provision rules ask for; the changes they create are among those of ``spec``."""

    def sources(self) -> tuple[InputFile, ...]:
        """List the files read, then the tables written inline (in the scenario's own file)."""
        filed = {item.table for item in self.inputs}
        inline = (
            (name, table)
            for name in self.tables
            if name not in filed and (table := getattr(self.spec, name, None)) is not None
        )
        return (
            *self.inputs,
            *(
                InputFile(
                    self.path.name, "", name, len(self.tables[name]), table.evidence,
                    table.source if isinstance(table.source, str) else table.source.title,
                )
                for name, table in inline
            ),
        )  # fmt: skip
