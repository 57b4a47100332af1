"""Which rows of the run does the page send, so that a figure can be followed to them?

Each row once, without its school year: numbers stand in a series over the years, one number where
all years have the same, null where there is no row. Zones and campuses are places in ``named``.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from simulator.figure_ids import area_key
from simulator.reporting import views
from simulator.reporting.cells import NAMES, both
from simulator.reporting.grounds import norms_by_year
from simulator.reporting.row_columns import DAYS_A_MONTH
from simulator.results import Results
from simulator.vocabulary import GRADES, OUTSIDE, STAGE_OF_GRADE, STAGES

SERIES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "enrolment": (("campus", "stage", "grade"), ("pupils", "classes", "boarders")),
    "capacity": (("campus", "stage", "pool"), ("rooms_ordinary", "places", "places_open")),
    "balance": (("zone", "stage"), ("children", "purchased", "unplaced")),
    "class_sizes": (("stage", "size"), ("classes",)),
}
"""Table → the keys and the numbers of its rows; rows that differ in other keys are added."""
PROJECT: Final = ("rooms", "places", "cost_yuan", "site_area_m2")
_COLUMN: Final = {"campus": "campus_id", "zone": "zone_id"}

Norms = Mapping[str, Mapping[str, Mapping[int, float]]]


class Named:
    """Zones, campuses, legal units and areas in their order; rows hold their places."""

    def __init__(self, results: Results) -> None:
        zones, schools = results.tables["zones"], results.tables["schools"]
        zones = zones[zones["zone_id"] != OUTSIDE].sort_values("zone_id")
        schools = schools.sort_values("campus_id")
        zone_names, names = views.zone_names(results), views.school_names(results)
        self.area_of = area_of(results)
        self.zones = {zone: zone_names[zone] for zone in zones["zone_id"].astype(str)}
        self.towns = dict(zip(self.zones, zones["town_id"].astype(str), strict=True))
        self.campuses = {campus: names[campus] for campus in schools["campus_id"].astype(str)}
        self.schools = views.unit_names(results)
        found: dict[str, str | tuple[str, str]]
        found = {area: area.partition(":")[2] or area for area in self.area_of.values()}
        areas = results.tables["areas"]
        for kind, area in zip(areas["area_kind"], areas["area_id"].astype(str), strict=True):
            if kind != "catchment":
                whole = kind == "district"
                found[area_key(kind, area)] = both("live.whole_district") if whole else area
        for area in results.tables["land_account"]["area_id"].astype(str):
            if area:
                found.setdefault(area, area)
        self.areas = found | {area_key("district", ""): both("live.whole_district")}
        self.place = {
            kind: {key: place for place, key in enumerate(getattr(self, kind))} for kind in NAMES
        }

    def sent(self) -> dict[str, Any]:
        """Return ids and names, the town of each zone and the area of each campus as a place."""
        towns = {town: place for place, town in enumerate(dict.fromkeys(self.towns.values()))}
        return {
            "zones": {
                "id": list(self.zones),
                "name": list(self.zones.values()),
                "town": [towns[town] for town in self.towns.values()],
            },
            "towns": list(towns),
            "campuses": {
                "id": list(self.campuses),
                "name": list(self.campuses.values()),
                "area": [self.place["areas"][self.area_of[campus]] for campus in self.campuses],
            },
            "schools": {"id": list(self.schools), "name": list(self.schools.values())},
            "areas": {"id": list(self.areas), "name": list(self.areas.values())},
        }


def area_of(results: Results) -> dict[str, str]:
    """Return campus → its cluster, or else its town, as the key of the area."""
    schools = results.tables["schools"]
    return {
        str(campus): area_key("cluster", cluster)
        if isinstance(cluster, str) and cluster
        else str(town)
        for campus, cluster, town in zip(
            schools["campus_id"], schools["cluster_id"], schools["town_id"], strict=True
        )
    }


def norms(results: Results) -> Norms:
    """Return what formulas take from the assumptions: name → grade ('' for all) → year → value."""
    years = views.years(results)
    sizes = {}
    for grade, of in zip(GRADES, STAGE_OF_GRADE, strict=True):
        stage = STAGES[of]
        path = f"class_size.{grade if stage == 'preschool' else stage}"
        found = norms_by_year(results, path, years)
        sizes[grade] = {y: v or float(views.DEFAULT_SIZES[stage]) for y, v in found.items()}
    return {
        "class_size": sizes,
        "operating_margin": {"": norms_by_year(results, "operating_margin", years)},
        "days_a_month": {"": dict.fromkeys(years, DAYS_A_MONTH)},
    }


def sources(results: Results, named: Named) -> dict[str, Any]:
    """Return the rows that figures are added up from, by table."""
    years = views.years(results)
    sent: dict[str, Any] = {
        table: {
            "by": keys,
            "fields": fields,
            "rows": _series(results.tables[table], keys, fields, named, years),
        }
        for table, (keys, fields) in SERIES.items()
    }
    projects = results.tables["projects"]
    sent["projects"] = {
        "by": ("project", "kind", "stage"),
        "fields": PROJECT,
        "rows": [
            [str(project), str(kind), STAGES.index(stage), *numbers]
            for project, kind, stage, *numbers in zip(
                projects["project_id"], projects["kind"], projects["stage"],
                *(_numbers(projects[name]) for name in PROJECT), strict=True,
            )
        ],
    }  # fmt: skip
    paid = results.tables["money"]
    sent["money"] = {
        "by": ("project", "source", "paid"),
        "fields": ("yuan",),
        "rows": [
            [str(project), str(source), int(year), int(yuan)]
            for project, source, year, yuan in zip(
                *(paid[name] for name in ("project_id", "source", "year", "yuan")), strict=True
            )
        ],
    }
    return sent | {
        "classes_ledger": _ledger(results, named, years),
        "catchments": _links(results, named, years),
    }


def _series(
    table: pd.DataFrame,
    keys: Sequence[str],
    fields: Sequence[str],
    named: Named,
    years: Sequence[int],
) -> list[list[Any]]:
    """Return the rows of a table as keys and series; numbers all nil at the end are left out."""
    columns = [_COLUMN.get(key, key) for key in keys]
    whole = table[[*columns, "school_year"]].assign(
        **{field: pd.to_numeric(table[field]).fillna(0) for field in fields}
    )
    added = whole.groupby([*columns, "school_year"], sort=True, observed=True)[list(fields)].sum()
    column = {year: k for k, year in enumerate(years)}
    found: dict[tuple[Any, ...], list[list[float | None]]] = {}
    for index, numbers in zip(added.index, added.itertuples(index=False), strict=True):
        *key, year = index
        series = found.setdefault(tuple(key), [[None] * len(years) for _ in fields])
        for one, number in zip(series, numbers, strict=True):
            one[column[int(year)]] = _short(number)
    rows = []
    for key, series in found.items():
        placed = _placed(key, keys, named)
        if placed is None:
            continue
        while len(series) > 1 and not any(series[-1]):
            series.pop()
        rows.append([*placed, *(one[0] if len(set(one)) == 1 else one for one in series)])
    return rows


def _placed(key: Sequence[Any], keys: Sequence[str], named: Named) -> list[Any] | None:
    """Return a key with places for ids and words; None for what has no name, as outside."""
    lists: dict[str, Mapping[Any, int]] = {
        "campus": named.place["campuses"],
        "zone": named.place["zones"],
        "stage": {stage: k for k, stage in enumerate(STAGES)},
        "grade": {grade: k for k, grade in enumerate(GRADES)},
    }
    placed = [
        lists[name].get(one) if name in lists else one for name, one in zip(keys, key, strict=True)
    ]
    return None if None in placed else placed


def _ledger(results: Results, named: Named, years: Sequence[int]) -> list[list[Any]]:
    """Return the large classes of each cell: campus, grade, year, sizes, cleared in, blocked by."""
    table = results.tables["classes_ledger"].sort_values("class_no")
    cells: dict[tuple[int, int, int], list[tuple[int, int | None, str]]] = {}
    for year, campus, grade, pupils, cleared, blocked in zip(
        *(table[name].tolist() for name in ("school_year", "campus_id", "grade", "pupils",
                                            "cleared_in", "blocked_by")),
        strict=True,
    ):  # fmt: skip
        key = (named.place["campuses"][str(campus)], GRADES.index(grade), years.index(int(year)))
        when = None if pd.isna(cleared) else int(cleared)
        cells.setdefault(key, []).append(
            (int(pupils), when, blocked if isinstance(blocked, str) else "")
        )
    rows: list[list[Any]] = []
    for key, classes in sorted(cells.items()):
        sizes, cleared, blocked = (list(column) for column in zip(*classes, strict=True))
        rows.append([*key, sizes, *(c[0] if len(set(c)) == 1 else c for c in (cleared, blocked))])
    return rows


def _links(results: Results, named: Named, years: Sequence[int]) -> list[list[int]]:
    """Return each own campus of a zone with the first and last year it is so."""
    table = results.tables["catchments"]
    found: dict[tuple[int, int, int], list[int]] = {}
    for year, stage, zone, campus in zip(
        table["school_year"], table["stage"], table["zone_id"], table["campus_id"], strict=True
    ):
        at = (named.place["zones"].get(str(zone)), named.place["campuses"].get(str(campus)))
        if at[0] is not None and at[1] is not None:
            found.setdefault((at[0], at[1], STAGES.index(stage)), []).append(
                years.index(int(year))
            )  # fmt: skip
    rows = []
    for key, when in sorted(found.items()):
        for first, last in _spans(sorted(set(when))):
            rows.append([*key, first, last])
    return rows


def _spans(when: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of whole numbers without a gap."""
    spans: list[tuple[int, int]] = []
    for year in when:
        if spans and spans[-1][1] == year - 1:
            spans[-1] = (spans[-1][0], year)
        else:
            spans.append((year, year))
    return spans


def _numbers(column: pd.Series) -> list[float]:
    return [_short(value) for value in pd.to_numeric(column).fillna(0).tolist()]


def _short(number: Any) -> float:
    return int(number) if float(number).is_integer() else float(number)
