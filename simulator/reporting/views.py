"""Which numbers stand behind each chart and line of the report?

Reads ``Results`` and returns plain records: no figure, no page, no language. Figures, report and
terminal all show these, so that they cannot disagree.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from simulator.reporting.catalogue import Area, fold
from simulator.results import Results
from simulator.vocabulary import STAGES

DEFAULT_SIZES = {"preschool": 35, "primary": 45, "junior": 50, "senior": 50}
INPUTS_OF_VIEW: Mapping[str, tuple[str, ...]] = {
    "demand": ("people", "births", "campuses", "pools", "projects", "enrolment"),
    "classes": ("people", "births", "pools", "projects", "enrolment", "catchments"),
    "programme": ("projects", "campuses"),
    "tables": ("people", "births", "campuses", "pools", "projects", "enrolment", "catchments"),
    "map": (
        "zones",
        "outline",
        "people",
        "births",
        "campuses",
        "pools",
        "projects",
        "catchments",
        "enrolment",
    ),
}
"""Input tables each view is built on; the verdict is built on all."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Children, pupils and places of one stage; every tuple runs over ``years``.

    ``needing`` is pupils at public campuses, purchased places and unplaced children together;
    ``low`` and ``high`` are the children of the outlooks, or None without them.
    """

    years: tuple[int, ...]
    children: tuple[int, ...]
    low: tuple[int, ...] | None
    high: tuple[int, ...] | None
    pupils: tuple[int, ...]
    needing: tuple[int, ...]
    places: tuple[int, ...]
    places_open: tuple[int | None, ...]
    shortfall: tuple[int | None, ...]
    shortfall_catchment: tuple[int | None, ...]
    surplus: tuple[int | None, ...]
    short: tuple[int, ...]
    """Children needing a public place beyond the usable places of the whole stage."""
    spare: tuple[int, ...]
    """Usable places less the operating margin beyond the children needing one."""

    @property
    def peak(self) -> int:
        """Index of the year in which most children need a public place (the first of equals)."""
        return int(np.argmax(self.needing))


@dataclass(frozen=True, slots=True)
class Bin:
    """Class sizes from ``low`` to ``high`` pupils, both included; ``high`` None is open."""

    low: int
    high: int | None
    large: bool
    above: bool = False
    """Whether it lies above the norm and below the large class."""


@dataclass(frozen=True, slots=True)
class ClassSizes:
    """Number of classes by size bin and school year of one stage: ``counts[bin][year]``."""

    years: tuple[int, ...]
    bins: tuple[Bin, ...]
    counts: tuple[tuple[int, ...], ...]
    norm: int
    tolerance: int
    large: int


def years(results: Results) -> tuple[int, ...]:
    """Return the school years simulated, in order."""
    return tuple(sorted({int(year) for year in results.tables["years"]["school_year"]}))


def stages(results: Results) -> tuple[str, ...]:
    """Return the stages with pupils or places, in their order."""
    table = results.tables["years"]
    alive = table[["pupils", "places"]].fillna(0).sum(axis=1) > 0
    present = set(table.loc[alive, "stage"])
    return tuple(stage for stage in STAGES if stage in present)


def parameter(results: Results, path: Sequence[str], default: float) -> float:
    """Return a number of the resolved scenario, plain or as ``{value: …}``; else ``default``."""
    node: Any = results.manifest.get("scenario") or {}
    for key in path:
        node = node.get(key) if isinstance(node, Mapping) else None
    if isinstance(node, Mapping):
        node = node.get("value")
    return float(node) if isinstance(node, int | float) else default


def school_names(results: Results) -> dict[str, str]:
    """Return campus id → name shown; the id where there is no name."""
    return _names(results.tables["schools"], "campus_id")


def unit_names(results: Results) -> dict[str, str]:
    """Return legal unit → the name of its first campus."""
    schools, names = results.tables["schools"], school_names(results)
    found: dict[str, str] = {}
    for school, campus in zip(
        schools["school_id"].astype(str), schools["campus_id"].astype(str), strict=True
    ):
        found.setdefault(school, names[campus])
    return found


def school_towns(results: Results) -> dict[str, str]:
    """Return campus id → town it serves."""
    schools = results.tables["schools"]
    towns = schools["town_id"].astype(str)
    return dict(zip(schools["campus_id"].astype(str), towns, strict=True))


def at_public(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table by school year and campus whose campus is public that year."""
    campuses, keys = results.tables["campuses"], ["school_year", "campus_id"]
    public = pd.MultiIndex.from_frame(campuses.loc[campuses["operator"] == "public", keys])
    return table[pd.MultiIndex.from_frame(table[keys]).isin(public)]


def shared_catchments(results: Results) -> dict[tuple[int, str, str], tuple[str, int, bool]]:
    """Return, by year, stage and campus, the town and number of schools that share a catchment.

    Only catchments of several schools; the last value says whether they are all the town has.
    """
    towns, links = school_towns(results), results.tables["catchments"]
    found: dict[tuple[int, str, str], set[str]] = {}
    everyone: dict[tuple[int, str, str], set[str]] = {}
    for (year, stage, _), campuses in links.groupby(["school_year", "stage", "zone_id"])[
        "campus_id"
    ]:
        together = {str(campus) for campus in campuses}
        for campus in together:
            key = (int(str(year)), str(stage))
            everyone.setdefault((*key, towns.get(campus, "")), set()).add(campus)
            if len(together) > 1:
                found.setdefault((*key, campus), set()).update(together)
    return {
        (year, stage, campus): (
            towns.get(campus, ""), len(group), group == everyone[year, stage, towns.get(campus, "")]
        )
        for (year, stage, campus), group in found.items()
    }  # fmt: skip


def zone_names(results: Results) -> dict[str, str]:
    """Return zone id → name shown; the id where there is no name."""
    return _names(results.tables["zones"], "zone_id")


KINDS_OF_AREA: Final = {"市": "city", "县": "county", "区": "district", "旗": "banner"}
COUNTIES: Final = frozenset("区县市旗")
"""What a part of a city is called at its end."""
TOWNSHIPS: Final = frozenset("镇乡")


def area(results: Results) -> Area:
    """Return by which words the area of a run and its towns are called."""
    name = fold(results.manifest.get("district"), "zh")
    return area_of(name, results.tables["zones"]["town_id"].dropna().astype(str).unique())


def area_of(name: str, towns: Iterable[str]) -> Area:
    """Return by which words an area and its towns are called, from their own names."""
    if not name:
        return Area()
    last = re.split("[（(]", name, maxsplit=1)[0].strip()[-1:]
    ends = {town[-1:] for town in towns if town}
    parts = "镇街"
    if ends:
        parts = "县区" if ends <= COUNTIES else "乡镇" if ends <= TOWNSHIPS else parts
    known = last in KINDS_OF_AREA
    return Area(last if known else "域", KINDS_OF_AREA.get(last, "area"), parts)


def translations(results: Results) -> dict[str, dict[str, str]]:
    """Return every ``{zh, en}`` text of the scenario by either half and by both joined."""
    found: dict[str, dict[str, str]] = {}
    waiting: list[Any] = [results.manifest.get("scenario") or {}]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            if set(node) == {"zh", "en"}:
                pair = {"zh": str(node["zh"]), "en": str(node["en"])}
                for key in (pair["zh"], pair["en"], f"{pair['zh']} / {pair['en']}"):
                    found[key] = pair
            waiting.extend(node.values())
        elif isinstance(node, list | tuple):
            waiting.extend(node)
    return found


def illustrative(results: Results, view: str) -> tuple[str, ...]:
    """Return the illustrative input tables that ``view`` is built on (``verdict``: all)."""
    named = [str(name) for name in results.manifest.get("illustrative") or ()]
    if view == "verdict":
        return tuple(named)
    return tuple(name for name in named if name in INPUTS_OF_VIEW[view])


def demand(results: Results, stage: str) -> Demand:
    """Return children, pupils and places of ``stage`` by year."""
    table = results.tables["years"]
    rows = table[table["stage"] == stage].sort_values("school_year")
    margin = parameter(results, ("norms", "operating_margin"), 0.05)
    pupils, places = _whole(rows["pupils"]), _whole(rows["places"])
    needing = pupils + _whole(rows["purchased"]) + _whole(rows["unplaced"])
    within = np.floor(places * (1 - margin)).astype(np.int64)
    low, high = (_outlook_children(results, stage, name, rows) for name in ("low", "high"))
    return Demand(
        years=_ints(rows["school_year"]),
        children=_ints(_whole(rows["children"])),
        low=low,
        high=high,
        pupils=_ints(pupils),
        needing=_ints(needing),
        places=_ints(places),
        places_open=_maybe(rows["places_open"]),
        shortfall=_maybe(rows["shortfall"]),
        shortfall_catchment=_maybe(rows["shortfall_catchment"]),
        surplus=_maybe(rows["surplus"]),
        short=_ints(np.clip(needing - places, 0, None)),
        spare=_ints(np.clip(within - needing, 0, None)),
    )


def class_sizes(results: Results, stage: str) -> ClassSizes | None:
    """Return classes of ``stage`` by size bin and year; None when it has no classes."""
    table = results.tables["class_sizes"]
    rows = table[table["stage"] == stage]
    if rows.empty or _whole(rows["classes"]).sum() == 0:
        return None
    norm = round(parameter(results, ("norms", "class_size", stage), DEFAULT_SIZES[stage]))
    tolerance = round(parameter(results, ("norms", "tolerance"), 55))
    large = round(parameter(results, ("norms", "large_class"), 56))
    super_large = round(parameter(results, ("norms", "super_large_class"), 66))
    if stage == "preschool":
        edges, large = [0, 26, 31, 36], 1_000
    else:
        # 46–50 stands apart where 50 is not itself the norm; the large bins are always there
        edges = sorted({0, norm + 1, 51 if norm < 50 < large - 1 else norm + 1, large, super_large})
    bins = tuple(
        Bin(low, high - 1 if high else None, low >= large, norm < low < large)
        for low, high in zip(edges, [*edges[1:], None], strict=True)
    )
    when = years(results)
    counts = np.zeros((len(bins), len(when)), dtype=np.int64)
    which = np.searchsorted(edges, _whole(rows["size"]), side="right") - 1
    np.add.at(counts, (which, np.searchsorted(when, _whole(rows["school_year"]))),
              _whole(rows["classes"]))  # fmt: skip
    return ClassSizes(when, bins, tuple(_ints(row) for row in counts), norm, tolerance, large)


def missed(results: Results) -> list[Mapping[str, Any]]:
    """Return the promises missed, by most first: binding ones, then by the gap relative to it."""
    found = [t for t in results.summary.get("targets", ()) if t.get("met") is False]
    return sorted(
        found,
        key=lambda t: (t.get("strength") != "binding", -gap(t) / max(abs(t["required"]), 1)),
    )


def worst_promise(results: Results) -> Mapping[str, Any] | None:
    """Return the promise missed by most; None where none is."""
    return next(iter(missed(results)), None)


def gap(target: Mapping[str, Any]) -> float:
    """Return by how much a promise is missed, in its unit; zero or less when it is kept."""
    achieved = target["achieved"]["central"]
    if achieved is None:
        return 0.0
    difference = float(achieved) - float(target["required"])
    return -difference if target["operator"] == ">=" else difference


def _names(table: pd.DataFrame, key: str) -> dict[str, str]:
    return {
        str(i): str(name) if isinstance(name, str) and name else str(i)
        for i, name in zip(table[key], table["name"], strict=True)
    }


def _outlook_children(
    results: Results, stage: str, outlook: str, rows: pd.DataFrame
) -> tuple[int, ...] | None:
    table = results.tables["outlooks"]
    mine = table[(table["outlook"] == outlook) & (table["stage"] == stage)]
    by_year = mine.set_index("school_year")["children"].reindex(rows["school_year"])
    return None if by_year.empty or by_year.isna().any() else _ints(by_year)


def _whole(column: pd.Series) -> np.ndarray[Any, np.dtype[np.int64]]:
    filled = pd.to_numeric(column, errors="coerce").fillna(0)
    return filled.to_numpy(dtype=np.float64).round().astype(np.int64)


def _ints(values: Any) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def _maybe(column: pd.Series) -> tuple[int | None, ...]:
    return tuple(None if pd.isna(value) else round(float(value)) for value in column)
