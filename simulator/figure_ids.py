"""By which id is a printed figure found again, in the page, the workbook and the tables?

A figure of the yearly totals is ``R-2025-pri-07``: school year, stage, and the place of its measure
in ``simulator.tables.YEAR_METRICS``, counted from 01. A promise is ``T-`` and its own id.
"""

from typing import Final

from simulator.tables import YEAR_METRICS

STAGE_LETTERS: Final = {
    "preschool": "pre",
    "primary": "pri",
    "junior": "jun",
    "senior": "sen",
    "compulsory": "com",
    "all": "all",
}
ORDINALS: Final = {field.name: f"{k:02d}" for k, field in enumerate(YEAR_METRICS, 1)}
"""Measure of the yearly totals → its two digits."""


def row_id(school_year: int, stage: str) -> str:
    """Return the part of the id that a row of ``years`` shares: ``R-2025-pri``."""
    return f"R-{school_year}-{STAGE_LETTERS.get(stage, stage)}"


def figure_id(school_year: int, stage: str, metric: str) -> str:
    """Return the id of a figure of ``years``: ``R-2025-pri-07``.

    Raises
    ------
    KeyError
        For a measure that is not of the yearly totals.
    """
    return f"{row_id(school_year, stage)}-{ORDINALS[metric]}"


def target_id(target: str) -> str:
    """Return the id of a promise: ``T-large-classes``."""
    return f"T-{target}"
