"""How do the censuses of a run become the tidy tables that others read?"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.account_series import PREFIX
from simulator.accounting.land import WHOLE
from simulator.accounting.yearly import TABLES as ACCOUNTS
from simulator.assembling.geography import Geography
from simulator.capacity import grades_of_pool
from simulator.closures import closures
from simulator.district import District
from simulator.engine import History
from simulator.ledger import ledger
from simulator.money import money
from simulator.rounding import apportion
from simulator.synchrony import synchrony
from simulator.tables import TABLES
from simulator.targets import project_places, taken_over
from simulator.vocabulary import (
    FIRST_GRADE_AGE,
    GRADES,
    OUTSIDE,
    RESIDENCES,
    STAGE_OF_GRADE,
    STAGES,
)
from simulator.year_sums import SCOPES

Columns = Mapping[str, Any]


def frame(table: str, columns: Columns | Sequence[Columns]) -> pd.DataFrame:
    """Make a table with exactly its registered columns and types; it may have no rows."""
    if isinstance(columns, Mapping):
        data = pd.DataFrame(dict(columns))
    else:
        data = pd.DataFrame(list(columns))
    types: dict[str, Any] = {"int": "Int64", "float": "float64", "str": "str", "bool": "boolean"}
    made = {}
    for field in TABLES[table]:
        column = data[field.name] if field.name in data else pd.Series([None] * len(data))
        if field.dtype == "str":
            column = column.fillna("")
        made[field.name] = column.astype(types[field.dtype])
    return pd.DataFrame(made)


def tabulate(history: History, geography: Geography) -> dict[str, pd.DataFrame]:
    """Make the tables that follow from one run alone."""
    district = history.district
    names = _Names(district)
    tables = {
        name: frame(name, names.named(_stacked(history, name)))
        for name in (
            "years", "enrolment", "capacity", "campuses", "flows", "balance",
            "class_sizes", "catchments", "admissions", "areas", "cohorts", "rates", "boarding",
            "resource_rooms", *ACCOUNTS,
        )
    }  # fmt: skip
    tables["classes_ledger"] = frame("classes_ledger", names.named(ledger(history)))
    tables["events"] = frame(
        "events",
        [
            {"date": e.date, "event": e.event, "subject": e.subject, "detail": e.detail}
            for e in sorted(history.events, key=lambda e: (e.date, e.event, e.subject, e.detail))
        ],
    )
    tables["projects"] = frame("projects", _projects(history))
    tables["closures"] = frame("closures", closures(history))
    tables["money"] = frame("money", money(history))
    tables["indicators"] = _indicators(tables)
    tables["zones"] = _zones(geography)
    tables["schools"] = _schools(district, geography)
    tables["misfit"] = frame(
        "misfit",
        [
            {
                "stage": STAGES[m.stage], "pass_name": m.name, "pupils": m.pupils,
                "children": m.children, "outside": m.outside, "not_on_roll": m.not_on_roll,
            }
            for m in history.misfits
        ],
    )  # fmt: skip
    return tables


def _stacked(history: History, table: str) -> dict[str, NDArray[Any]]:
    """Put the rows of all years after one another."""
    parts = [census.rows[table] for census in history.censuses]
    lengths = [len(next(iter(part.values()))) for part in parts]
    stacked = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    stacked["school_year"] = np.repeat([c.year for c in history.censuses], lengths)
    return stacked


class _Names:
    """Names in place of the indices of the censuses."""

    def __init__(self, district: District) -> None:
        self.district = district
        zones = np.array([*district.zone_ids, OUTSIDE], dtype=object)
        self.areas = {
            "town": district.town_ids,
            "cluster": district.cluster_ids,
            "district": ("district",),
            "catchment": district.campus_ids,
        }
        self.lists = {
            "zone": ("zone_id", zones),
            "campus": ("campus_id", np.array(district.campus_ids, dtype=object)),
            # Ages below the first grade have none, and stand at the end of the list.
            "grade": ("grade", np.array([*GRADES, *[""] * FIRST_GRADE_AGE], dtype=object)),
            "residence": ("residence", np.array(RESIDENCES, dtype=object)),
            "stage": ("stage", np.array(SCOPES, dtype=object)),
        }

    def named(self, columns: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Replace index columns by ids and words; add school and operator of a campus."""
        district = self.district
        named = dict(columns)
        if "area" in named:
            area = named.pop("area")
            kinds = [(k, i) for k, ids in self.areas.items() for i in ids]
            named["area_kind"] = np.array([k for k, _ in kinds], dtype=object)[area]
            named["area_id"] = np.array([i for _, i in kinds], dtype=object)[area]
        if "town" in named:
            town = named.pop("town")
            named["area_kind"] = np.where(town == WHOLE, "district", "town")
            # The last name stands for the whole district.
            named["area_id"] = np.array([*district.town_ids, ""], dtype=object)[town]
        if "school" in named:
            schools = np.array(district.school_ids, dtype=object)
            named["school_id"] = schools[named.pop("school")]
        if "pool" in named:
            pool = named["pool"]
            named["campus"] = district.pool_campus[pool]
            named["pool"] = np.array(district.pool_ids, dtype=object)[pool]
        if "campus" in named:
            campus = named["campus"]
            schools = np.array(district.school_ids, dtype=object)
            named["school_id"] = schools[district.campus_school[campus]]
            if "school_year" in named:
                public = np.stack([district.public_in(year) for year in district.years])
                of_year = public[named["school_year"] - district.opening_year, campus]
                named["operator"] = np.where(of_year, "public", "private")
        for index, (name, words) in self.lists.items():
            if index in named:
                named[name] = words[named.pop(index)]
        return named


def _projects(history: History) -> list[dict[str, Any]]:
    """One row for each project and stage; money and land stand at its first stage."""
    district = history.district
    rows = []
    for index, project in enumerate(district.projects):
        schedule = history.projects[index]
        accepted = schedule.actual.accepted
        day = accepted or dt.date(district.last_year, 9, 1)
        public = district.public_in(district.takes_effect(day))[project.campus]
        places: dict[int, int] = {}
        for stage, number in project_places(district, index, accepted):
            places[stage] = places.get(stage, 0) + (number if public else 0)
        rooms, out = _by_stage(district, project.rooms), _by_stage(district, project.rooms_out)
        first, late = history.first_intake(index), None
        if project.estate is not None:
            late = synchrony(district, project, accepted, first)
        if project.beds and not any(number for _, number in project.rooms):
            first = None  # beds alone admit nobody
        taught = np.flatnonzero(district.pool_of[project.campus] >= 0).tolist()
        own = sorted({STAGE_OF_GRADE[g] for g in taught})
        for nth, stage in enumerate(sorted(rooms) or own[:1]):
            planned = schedule.planned
            rows.append(
                {
                    "project_id": project.id,
                    "kind": project.kind,
                    "campus_id": district.campus_ids[project.campus],
                    "stage": STAGES[stage],
                    "rooms": rooms.get(stage, 0),
                    "rooms_out": out.get(stage, 0),
                    "places": places.get(stage, 0),
                    "planned_approved": _iso(planned.approved),
                    "planned_started": _iso(planned.started),
                    "planned_topped_out": _iso(planned.topped_out),
                    "planned_accepted": _iso(planned.accepted),
                    "accepted": _iso(schedule.actual.accepted),
                    "first_september": first,
                    "cost_yuan": project.cost_yuan if nth == 0 else 0.0,
                    "site_area_m2": (
                        project.site_area_m2
                        if nth == 0 and (project.new_campus or project.site_area_m2)
                        else 0.0
                    ),
                    "estate_id": late.estate if late is not None else "",
                    "months_after_handover": late.months if late is not None else None,
                    "children_before": (
                        late.children_before if late is not None and nth == 0 else None
                    ),
                    "required_by": project.required_by,
                    "beds": project.beds if nth == 0 else 0,
                }
            )
    return [*rows, *_take_overs(history)]


def _take_overs(history: History) -> list[dict[str, Any]]:
    """One row for each campus that becomes public and stage: the places it brings."""
    district, rows = history.district, []
    for change in district.take_overs:
        rooms: defaultdict[int, int] = defaultdict(int)
        places: defaultdict[int, int] = defaultdict(int)
        for stage, number, seats in taken_over(district, history, change):
            rooms[stage] += number
            places[stage] += seats
        first = district.takes_effect(change.on)
        for stage in sorted(rooms):
            rows.append(
                {
                    "project_id": change.id,
                    "kind": "take_over",
                    "campus_id": district.campus_ids[change.campus],
                    "stage": STAGES[stage],
                    "rooms": rooms[stage],
                    "rooms_out": 0,
                    "places": places[stage],
                    "planned_accepted": _iso(change.on),
                    "accepted": _iso(change.on),
                    "first_september": first if first <= district.last_year else None,
                    "cost_yuan": None,
                    "site_area_m2": 0.0,
                    "beds": 0,
                }
            )
    return rows


def _by_stage(district: District, parts: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Divide (pool, rooms) pairs over stages, by the grades of each pool."""
    grades, found = grades_of_pool(district), dict[int, int]()
    for pool, number in parts:
        zero = np.zeros(len(STAGES), dtype=np.int64)
        shares = apportion(number, zero, grades[pool] * number)
        for stage in np.flatnonzero(shares).tolist():
            found[stage] = found.get(stage, 0) + int(shares[stage])
    return found


def _iso(day: Any) -> str:
    return day.isoformat() if day is not None else ""


def _indicators(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Give the district's yearly measures and accounts once more, one value a row."""
    years, land = tables["years"], tables["land_account"]
    measures = [
        field.name for field in TABLES["years"] if field.name not in ("school_year", "stage")
    ]
    long = years.astype(dict.fromkeys(measures, "float64")).melt(
        id_vars=["school_year", "stage"], value_vars=measures, var_name="metric", value_name="value"
    )
    whole = land[(land["area_kind"] == "district") & (land["sites_unknown"] == 0)]
    whole = whole.rename(columns={"closing_m2": "value"})
    unequal = tables["differences"].rename(columns={"coefficient": "value"})
    names = ["school_year", "stage", "metric", "value"]
    parts = [
        long,
        whole.assign(stage="all", metric="school_land_m2")[names],
        unequal.assign(metric=PREFIX + unequal["measure"])[names],
    ]
    long = pd.concat([part[part["value"].notna()] for part in parts], ignore_index=True)
    return frame("indicators", {**long, "scope": "district", "id": ""})


def _zones(geography: Geography) -> pd.DataFrame:
    """Describe the zones, with their outline to about a metre."""
    import shapely

    outlines = shapely.to_wkt(np.array(geography.zone_polygons), rounding_precision=5)
    return frame(
        "zones",
        {
            "zone_id": list(geography.zone_ids),
            "name": list(geography.zone_names),
            "town_id": list(geography.zone_towns),
            "settlement": list(geography.zone_settlement),
            "lon": geography.zone_lon,
            "lat": geography.zone_lat,
            "outline": list(outlines),
        },
    )


def _schools(district: District, geography: Geography) -> pd.DataFrame:
    """Describe the campuses, present and planned."""
    return frame(
        "schools",
        {
            "campus_id": list(district.campus_ids),
            "name": list(district.campus_names),
            "school_id": [district.school_ids[s] for s in district.campus_school],
            "town_id": [district.town_ids[t] for t in district.campus_town],
            "cluster_id": [
                district.cluster_ids[k] if k >= 0 else "" for k in district.campus_cluster
            ],
            "zone_id": [district.zone_ids[z] for z in district.campus_zone],
            "operator": np.where(district.campus_public, "public", "private"),
            "lon": geography.campus_lon,
            "lat": geography.campus_lat,
            "planned": geography.campus_planned,
            "type": np.select(
                [district.campus_special, district.campus_vocational],
                ["special", "vocational"],
                "general",
            ),
        },
    )
