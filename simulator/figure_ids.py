"""By which id is a printed figure found again, in the page, the workbook and the tables?

A figure of the yearly totals is ``R-2025-pri-07``: school year, stage, and the place of its measure
in ``simulator.tables.YEAR_METRICS``, counted from 01. A promise is ``T-`` and its own id. A row of
another table is its letters, one or two, and what names the row, ``B-2025-pri-曲溪街道``; what the
page adds up from several rows is named in the same way, and lists their ids.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

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

ROW_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "admissions": ("A", "school_year", "grade", "campus_id"),
    "areas": ("B", "school_year", "stage", "area_id"),
    "beds": ("C", "school_year", "campus_id"),
    "enrolment": ("E", "school_year", "grade", "campus_id"),
    "flows": ("F", "school_year", "stage", "zone_id", "campus_id"),
    "differences": ("I", "school_year", "stage", "measure"),
    "funds": ("FU", "school_year", "campus_id"),
    "projects": ("G", "project_id", "stage"),
    "staff": ("J", "school_year", "stage", "school_id"),
    "classes_ledger": ("L", "school_year", "grade", "campus_id", "class_no"),
    "money": ("M", "year", "project_id", "source"),
    "catchments": ("N", "school_year", "stage", "zone_id", "campus_id"),
    "land": ("O", "school_year", "campus_id"),
    "capacity": ("P", "school_year", "stage", "pool"),
    "rates": ("Q", "school_year", "stage"),
    "class_sizes": ("S", "school_year", "stage", "size"),
    "land_account": ("V", "school_year", "area_id"),
    "resource_rooms": ("X", "school_year", "campus_id"),
    "boarding": ("Y", "school_year", "stage", "campus_id"),
    "balance": ("Z", "school_year", "stage", "zone_id", "residence"),
}
"""Table → the letters of its rows, and the columns that name one, in their order."""
SHOWN_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "demand": ("D", "school_year", "stage"),
    "held": ("H", "school_year", "campus_id"),
    "campus": ("K", "school_year", "stage", "campus_id"),
    "surplus": ("U", "school_year", "stage", "campus_id"),
    "warning": ("W", "school_year", "stage", "campus_id"),
    "cohort": ("LC", "stage", "entered", "campus_id"),
    "funds_years": ("FY", "school_year"),
    "land_years": ("LY", "school_year"),
    "money_projects": ("MP", "project_id", "source"),
    "money_sources": ("MS", "source"),
    "money_years": ("MY", "year", "source"),
    "surplus_years": ("UY", "school_year", "stage"),
}
"""What the page adds up: the need of a stage, large classes of a campus, a campus on the map, in
the list of surplus and in the early warning, large classes of a cohort over the years; public
funds and land lacking in a year, money of projects, sources and years, surplus of a year."""
_NAMES: Final = (
    "area_id", "campus_id", "class_no", "pool", "project_id", "residence", "school_id", "zone_id",
)  # fmt: skip
"""Keys that are names, after the first of which ``/`` parts the keys."""


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


def written(keys: tuple[str, ...], values: Mapping[str, object]) -> str:
    """Return the id of a row from its letter and the columns that name it.

    A key that is not among ``values`` is left out, as in what is added up over it.
    """
    letter, *columns = keys
    found, sign = letter, "-"
    for column in columns:
        if column in values:
            value = values[column]
            word = STAGE_LETTERS.get(str(value), str(value)) if column == "stage" else str(value)
            found += f"{sign}{word}"
            sign = "/" if column in _NAMES else "-"
    return found


def project_id(project: str | None) -> str:
    """Return the id of a project over all its stages; of all of them together for None.

    Those of a kind together are ``kind_key`` of it.
    """
    return written(ROW_KEYS["projects"], {"project_id": project} if project else {})


def kind_key(kind: str) -> str:
    """Return the key of all projects of a kind."""
    return f"kind:{kind}"


def cell_id(table: str, **keys: object) -> str:
    """Return the id of what is added up over the rows of a table with these keys."""
    return written(ROW_KEYS[table], keys)


def shown_id(kind: str, **keys: object) -> str:
    """Return the id of what the page adds up, by its kind in ``SHOWN_KEYS``."""
    return written(SHOWN_KEYS[kind], keys)


def size_key(low: int, high: int | None) -> str:
    """Return the key of class sizes from ``low`` to ``high``, both included; None is open."""
    return f"{low}+" if high is None else f"{low}–{high}"


def area_key(kind: str, area: str) -> str:
    """Return the key of an area: a town is its name, others say what they are."""
    if kind == "town":
        return area
    return f"{kind}:{area}" if area else kind


def row_ids(table: str, frame: pd.DataFrame) -> list[str]:
    """Return the id of every row of a table of ``ROW_KEYS``."""
    keys = ROW_KEYS[table]
    columns = {name: frame[name].tolist() for name in keys[1:]}
    if "area_id" in columns:
        kinds = zip(frame["area_kind"].tolist(), columns["area_id"], strict=True)
        columns["area_id"] = [area_key(str(kind), str(area)) for kind, area in kinds]
    rows = zip(*columns.values(), strict=True)
    return [written(keys, dict(zip(columns, row, strict=True))) for row in rows]
