"""Which rows do the accounts of staff, land, money, beds and equal equipment show on the page?

Every row begins with its stage ('' for all) and school year, as in the other tables of the page.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pandas as pd

from simulator.reporting import views
from simulator.reporting.catalogue import LANGS, known, say
from simulator.results import Results

Cell = str | int | float | Sequence[str] | None
Row = tuple[Cell, ...]

HEADS: Final = {
    "staff": ("school", "town", "stage", "pupils", "classes_held", "posts", "staff_present",
              "staff_gap"),
    "beds": ("school", "town", "beds_column", "beds_needed", "beds_short", "free_beds"),
    "land_account": ("town", "opening_m2", "added_m2", "released_m2", "closing_m2", "parcels",
                     "parcels_unknown"),
    "land": ("school", "town", "stages", "land_use", "site_m2", "places", "m2_per_place",
             "norm_m2", "short_m2"),
    "money": ("project", "school", "source", "this_year", "so_far", "in_all"),
    "differences": ("stage", "resource", "schools", "mean", "coefficient", "limit", "within"),
}  # fmt: skip
"""Columns of each table after stage and year, by the end of their key in the catalogue."""
WORDS: Final = ("stages", "land_use", "project", "source", "resource", "within")
"""Those of them that hold words; besides those of the other tables."""
OPTIONAL: Final = ("staff_present", "staff_gap")
"""Columns left out where no cell of them is known."""


def staff(results: Results) -> list[Row]:
    """One row for each year, public legal unit and stage."""
    table, names, towns = results.tables["staff"], views.unit_names(results), _unit_towns(results)
    return [
        (stage, int(year), names.get(school, school), towns.get(school, ""), _word("stage", stage),
         *(_whole(cell) for cell in numbers))
        for school, stage, year, *numbers in _rows(
            table, "school_id", "stage", "school_year", "pupils", "classes", "posts_needed",
            "staff_present", "gap",
        )
    ]  # fmt: skip


def beds(results: Results) -> list[Row]:
    """One row for each year and campus with beds or boarders."""
    names, towns = views.school_names(results), views.school_towns(results)
    return [
        ("", int(year), names.get(campus, campus), towns.get(campus, ""), int(there), int(needed),
         int(short), int(free))
        for campus, year, there, needed, short, free in _rows(
            results.tables["beds"], "campus_id", "school_year", "beds", "beds_needed", "short",
            "free",
        )
    ]  # fmt: skip


def land_account(results: Results) -> list[Row]:
    """One row for each year and town, the district first; none where no area is known."""
    table = results.tables["land_account"]
    if not (table["closing_m2"] > 0).any():
        return []
    listed: list[Row] = []
    for last in (False, True):
        listed += [
            ("", int(year), _word("live", "whole_district") if kind == "district" else str(area),
             *(_whole(cell) for cell in numbers))
            for kind, area, year, *numbers in _rows(
                table, "area_kind", "area_id", "school_year", "opening_m2", "added_m2",
                "released_m2", "closing_m2", "sites", "sites_unknown",
            )
            if (kind != "district") == last
        ]  # fmt: skip
    return listed


def land(results: Results) -> list[Row]:
    """One row for each year and campus with land; none where no area is known."""
    table = results.tables["land"]
    if not (table["known_area_m2"] > 0).any():
        return []
    names, towns = views.school_names(results), views.school_towns(results)
    rows: list[Row] = []
    for campus, year, stages, used, site, places, each, norm, short in _rows(
        table, "campus_id", "school_year", "stages", "in_use", "site_area_m2", "places",
        "m2_per_place", "norm_m2_per_place", "short_m2",
    ):  # fmt: skip
        split = str(stages).split("+")
        words = tuple(
            ("、" if lang == "zh" else ", ").join(known("stage", s, lang) for s in split)
            for lang in LANGS
        )
        rows.append(
            (split[0] if len(split) == 1 else "", int(year), names.get(campus, campus),
             towns.get(campus, ""), words, _word("live", "in_use" if used else "in_reserve"),
             _whole(site), _whole(places), _rounded(each, 1), _rounded(norm, 1), _whole(short))
        )  # fmt: skip
    return rows


def money(results: Results) -> list[Row]:
    """One row for each calendar year, project and source from the first money to the last."""
    table, projects = results.tables["money"], results.tables["projects"]
    if table.empty:
        return []
    names = views.school_names(results)
    school = dict(zip(projects["project_id"], projects["campus_id"], strict=True))
    unstated = _word("live", "source_unstated")
    rows: list[Row] = []
    parts = table.groupby(["project_id", "source"], sort=False)
    for (project, source), part in parts:
        by_year = {int(y): int(n) for y, n in zip(part["year"], part["yuan"], strict=True)}
        campus = str(school.get(project, ""))
        for year in range(min(by_year), max(by_year) + 1):
            so_far = sum(n for y, n in by_year.items() if y <= year)
            rows.append(
                ("", year, str(project), names.get(campus, campus), str(source) or unstated,
                 by_year.get(year, 0), so_far, sum(by_year.values()))
            )  # fmt: skip
    return rows


def differences(results: Results) -> list[Row]:
    """One row for each year, stage and resource whose coefficient is known."""
    rows: list[Row] = []
    for stage, year, measure, schools, mean, number, limit in _rows(
        results.tables["differences"],
        "stage",
        "school_year",
        "measure",
        "schools",
        "mean",
        "coefficient",
        "limit",
    ):
        if _missing(number):
            continue
        within = "—" if _missing(limit) else "within" if number <= limit else "beyond"
        rows.append(
            (stage, int(year), _word("stage", stage), _word("resource", measure), int(schools),
             _rounded(mean, 2), _rounded(number, 3), _rounded(limit, 2),
             within if within == "—" else _word("live", f"{within}_limit"))
        )  # fmt: skip
    return rows


def _rows(table: pd.DataFrame, *columns: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(table[column].tolist() for column in columns), strict=True)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value != value


def _whole(value: Any) -> int | None:
    return None if _missing(value) else round(value)


def _rounded(value: Any, digits: int) -> float | None:
    return None if _missing(value) else round(float(value), digits)


def _word(prefix: str, code: str) -> tuple[str, str]:
    key = f"{prefix}.{code}"
    if prefix == "live":
        return say(key, "zh"), say(key, "en")
    return known(prefix, code, "zh"), known(prefix, code, "en")


def _unit_towns(results: Results) -> dict[str, str]:
    """Return legal unit → the town of its first campus."""
    schools = results.tables["schools"]
    found: dict[str, str] = {}
    for school, town in zip(schools["school_id"].astype(str), schools["town_id"], strict=True):
        found.setdefault(school, str(town))
    return found
