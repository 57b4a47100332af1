"""What would a run on an invented district say? Test-only: no engine, no real place.

Every zone sends its children to the nearest campus; a cohort keeps the campus it entered and its
classes move up with it, so that tables agree with one another (pupils, classes, ledger, balance).
"""

import hashlib
import math
from typing import Any

import numpy as np
import pandas as pd
from shapely import MultiPoint, Polygon, box, voronoi_polygons

from simulator import tables
from simulator.indicators import RATE_PARTS
from simulator.results import Results

YEARS = range(2022, 2032)
N_TOWNS = 13
SIZE = {"primary": 45, "junior": 50}
GRADES = {"primary": 6, "junior": 3}
PUBLIC_SHARE = {"primary": 0.93, "junior": 0.9}
CENTRE = np.array([116.25, 23.45])
COMPULSORY = ("primary", "junior")
PLANNED = {"primary": "08-15", "junior": "04-15"}
"""Month and day of planned acceptance: junior schools come four months late."""


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return rows as the registry's table: all columns, also without rows."""
    fields = tables.TABLES[name]
    frame = pd.DataFrame(rows, columns=[field.name for field in fields])
    unknown = {key for row in rows for key in row} - set(frame.columns)
    assert not unknown, f"{name} has no columns {unknown}"
    return frame


def _wave(entry_year: int) -> float:
    """Children entering primary school, relative: a crest in 2020–2023, then the fall in births."""
    return (
        1.0
        + 0.34 * math.exp(-(((entry_year - 2021) / 4.2) ** 2))
        - 0.035 * max(0, entry_year - 2024)
    )


def make_zones(
    rng: np.random.Generator, n_zones: int, hostile: str = "", with_outlines: bool = True
) -> pd.DataFrame:
    """Return the table of zones: cells around random points, thirteen towns."""
    points = np.column_stack([rng.uniform(0, 0.42, n_zones), rng.uniform(0, 0.30, n_zones)])
    lonlat = CENTRE + points
    town_seeds = points[np.linspace(0, n_zones - 1, N_TOWNS).astype(int)]
    town = ((points[:, None, :] - town_seeds[None]) ** 2).sum(2).argmin(1)
    frame = box(CENTRE[0], CENTRE[1], CENTRE[0] + 0.42, CENTRE[1] + 0.30).buffer(0.02)
    cells = [None] * n_zones
    for cell in voronoi_polygons(MultiPoint(lonlat), extend_to=frame).geoms:
        inside = [
            i
            for i in np.flatnonzero(
                (np.abs(lonlat - np.array(cell.centroid.coords[0])) < 0.3).all(1)
            )
            if cell.covers(MultiPoint([lonlat[i]]))
        ]
        cells[inside[0]] = cell.intersection(frame)
    zone_ids = [f"z{i:03d}" for i in range(n_zones)]
    town_ids = [f"示例镇{'一二三四五六七八九十甲乙丙'[t]}{hostile}" for t in range(N_TOWNS)]
    return _frame(
        "zones",
        [
            {
                "zone_id": zone_ids[i],
                "name": f"示例片区 {i + 1:02d}{hostile}",
                "town_id": town_ids[town[i]],
                "settlement": "urban" if i % 3 == 0 else "rural",
                "lon": lonlat[i, 0],
                "lat": lonlat[i, 1],
                "outline": _wkt(cells[i]) if with_outlines else "",
            }
            for i in range(n_zones)
        ],
    )


def make_results(
    *,
    n_zones: int = 60,
    hostile: str = "",
    with_outlines: bool = True,
    seed: int = 7,
    closes: bool = False,
) -> Results:
    """Return a plausible run; ``hostile`` is put into every name a planner could have written.

    Where a school ``closes``, the page lists it.
    """
    rng = np.random.default_rng(seed)
    zones = make_zones(rng, n_zones, hostile, with_outlines)
    zone_ids, town_ids = zones["zone_id"].tolist(), sorted(set(zones["town_id"]))
    town = np.array([town_ids.index(name) for name in zones["town_id"]])
    lonlat = zones[["lon", "lat"]].to_numpy()
    points = lonlat - CENTRE
    weight = rng.lognormal(0, 0.55, n_zones)
    weight *= 5200 / weight.sum()

    campuses: list[dict[str, Any]] = []
    for stage, existing, planned in (("primary", 27, (2024, 2025, 2026)), ("junior", 9, (2025,))):
        spots = rng.choice(n_zones, existing + len(planned), replace=False)
        for k, spot in enumerate(spots):
            opens = planned[k - existing] if k >= existing else 0
            word = "小学" if stage == "primary" else "初中"
            campuses.append(
                {
                    "id": f"{stage[0]}{k + 1:02d}",
                    "name": f"示例{word}-{k + 1:02d}{hostile}",
                    "stage": stage,
                    "zone": int(spot),
                    "opens": opens,
                    "rooms": 36 if opens else 0,
                }
            )
    for campus in campuses:
        campus["at"] = points[campus["zone"]] + np.array([0.003, -0.002])

    # --- who goes where: a cohort keeps the campus nearest at its entry --------------------------
    def nearest(stage: str, year: int) -> np.ndarray:
        open_now = [
            i
            for i, campus in enumerate(campuses)
            if campus["stage"] == stage and campus["opens"] <= year
        ]
        at = np.array([campuses[i]["at"] for i in open_now])
        return np.array(open_now)[((points[:, None] - at[None]) ** 2).sum(2).argmin(1)]

    def children(entry_year: int) -> np.ndarray:
        return np.floor(weight * _wave(entry_year) + 0.5).astype(int)

    def seeking(stage: str, entry_year: int) -> np.ndarray:
        return np.floor(children(entry_year) * PUBLIC_SHARE[stage] + 0.5).astype(int)

    pupils: dict[tuple[int, str, int], np.ndarray] = {}  # (year, stage, grade) -> (zone,)
    arcs: dict[tuple[int, str, int], np.ndarray] = {}  # campus index of each zone
    for year in YEARS:
        for stage in COMPULSORY:
            for grade in range(GRADES[stage]):
                entered = year - grade
                birth_cohort = entered if stage == "primary" else entered - 6
                pupils[year, stage, grade] = seeking(stage, birth_cohort)
                arcs[year, stage, grade] = nearest(stage, max(entered, 2022))

    def on_roll(year: int, stage: str, grade: int, campus: int) -> int:
        return int(pupils[year, stage, grade][arcs[year, stage, grade] == campus].sum())

    for c, campus in enumerate(campuses):
        if not campus["opens"]:
            stage = campus["stage"]
            total = sum(on_roll(2022, stage, g, c) for g in range(GRADES[stage]))
            campus["rooms"] = max(GRADES[stage], round(total / 51 * rng.uniform(0.9, 1.15)))

    # --- classes move up with their cohort; `clear` splits from 2024 where a room is free --------
    classes: dict[tuple[int, int, int], int] = {}
    for year in YEARS:
        for c, campus in enumerate(campuses):
            if campus["opens"] > year:
                continue
            stage, n = campus["stage"], GRADES[campus["stage"]]
            for grade in range(n):
                size = on_roll(year, stage, grade, c)
                before = classes.get((year - 1, c, grade - 1), 0) if grade else 0
                fair = -(-campus["rooms"] // n)
                opened = before or min(-(-size // 55), max(1, fair))
                classes[year, c, grade] = opened if size else 0
            free = campus["rooms"] - sum(classes[year, c, g] for g in range(n))
            for grade in range(n):
                size, count = on_roll(year, stage, grade, c), classes[year, c, grade]
                if year >= 2024 and count and size / count > 55 and free > 0:
                    classes[year, c, grade] += 1
                    free -= 1

    def sizes(year: int, c: int, grade: int) -> list[int]:
        count = classes.get((year, c, grade), 0)
        total = on_roll(year, campuses[c]["stage"], grade, c) if count else 0
        return [total // count + (k < total % count) for k in range(count)] if count else []

    out: dict[str, list[dict[str, Any]]] = {name: [] for name in tables.TABLES}
    letter = {"primary": "p", "junior": "j"}
    for year in YEARS:
        for c, campus in enumerate(campuses):
            if campus["opens"] > year:
                continue
            stage, n, total = campus["stage"], GRADES[campus["stage"]], 0
            for grade in range(n):
                made = sizes(year, c, grade)
                total += sum(made)
                base = {"school_year": year, "campus_id": campus["id"]}
                base["grade"] = f"{letter[stage]}{grade + 1}"
                out["enrolment"].append(
                    base
                    | {
                        "school_id": campus["id"],
                        "stage": stage,
                        "pupils": sum(made),
                        "boarders": 0,
                        "classes": len(made),
                        "max_class_size": max(made, default=0),
                    }
                )
                for number, size in enumerate(made, 1):
                    if size < 56:
                        continue
                    cleared = next(
                        (
                            later
                            for later in range(year + 1, YEARS[-1] + 1)
                            if grade + later - year >= n
                            or max(sizes(later, c, grade + later - year), default=0) < 56
                        ),
                        None,
                    )
                    blocked = "policy_off" if year < 2024 else "no_room"
                    if year >= 2024 and c % 5 == 0:
                        blocked = "waits_for_project:build-p28"
                    if cleared is not None and grade + cleared - year >= n:
                        blocked = "graduates" if c % 5 else blocked
                    out["classes_ledger"].append(
                        base
                        | {
                            "class_no": number,
                            "pupils": size,
                            "cleared_in": cleared,
                            "blocked_by": blocked,
                        }
                    )
            seats = campus["rooms"] * SIZE[stage]
            taught = min(n, year - campus["opens"] + 1) if campus["opens"] else n
            out["capacity"].append(
                {
                    "school_year": year,
                    "school_id": campus["id"],
                    "campus_id": campus["id"],
                    "pool": f"{campus['id']}/{stage}",
                    "stage": stage,
                    "rooms_ordinary": campus["rooms"],
                    "rooms_borrowed": 0,
                    "rooms_temporary": 0,
                    "places_design": seats,
                    "places_approved": seats,
                    "places": seats,
                    "places_open": campus["rooms"] * taught // n * SIZE[stage],
                }
            )
            out["campuses"].append(
                {
                    "school_year": year,
                    "campus_id": campus["id"],
                    "operator": "public",
                    "beds": 0,
                    "boarders": 0,
                    "utilisation": total / seats,
                }
            )
            if year > YEARS[0]:
                own = on_roll(year, stage, 0, c)
                planned = max(1, campus["rooms"] // n)
                out["admissions"].append(
                    {
                        "school_year": year,
                        "school_id": campus["id"],
                        "campus_id": campus["id"],
                        "stage": stage,
                        "grade": f"{letter[stage]}1",
                        "classes_planned": planned,
                        "seats": planned * SIZE[stage],
                        "own_children": own,
                        "placed_own": own,
                        "placed_redirected": 0,
                        "classes": classes.get((year, c, 0), 0),
                    }
                )
        for age in range(18):
            taught = {3 + k: f"k{k + 1}" for k in range(3)}
            taught |= {6 + k: f"p{k + 1}" for k in range(6)}
            taught |= {12 + k: f"j{k + 1}" for k in range(3)}
            taught |= {15 + k: f"s{k + 1}" for k in range(3)}
            stage, first = ("primary", 6) if age < 12 else ("junior", 12)
            at_school = pupils.get((year, stage, age - first))
            out["cohorts"].append(
                {
                    "school_year": year,
                    "age": age,
                    "grade": taught.get(age, ""),
                    "children": int(children(year - age + 6).sum()),
                    "pupils_public": 0 if at_school is None else int(at_school.sum()),
                }
            )
        for stage in COMPULSORY:
            n = GRADES[stage]
            kids = sum(children(year - g - (0 if stage == "primary" else 6)) for g in range(n))
            public = sum(pupils[year, stage, g] for g in range(n))
            now = nearest(stage, year)
            for z in range(n_zones):
                elsewhere = int(kids[z] - public[z])
                out["balance"].append(
                    {
                        "school_year": year,
                        "zone_id": zone_ids[z],
                        "stage": stage,
                        "residence": "registered",
                        "children": int(kids[z]),
                        "pupils_public": int(public[z]),
                        "pupils_private": elsewhere,
                        "purchased": 0,
                        "elsewhere": 0,
                        "not_enrolled": 0,
                        "unplaced": 0,
                        "redirected": 0,
                        "entrants": int(pupils[year, stage, 0][z]),
                    }
                )
                out["catchments"].append(
                    {
                        "school_year": year,
                        "stage": stage,
                        "zone_id": zone_ids[z],
                        "campus_id": campuses[now[z]]["id"],
                        "assumed": bool(campuses[now[z]]["opens"]),
                    }
                )
                for c in sorted({int(arcs[year, stage, g][z]) for g in range(n)}):
                    there = sum(
                        int(pupils[year, stage, g][z]) for g in range(n)
                        if arcs[year, stage, g][z] == c
                    )  # fmt: skip
                    if there:
                        out["flows"].append(
                            {
                                "school_year": year,
                                "stage": stage,
                                "zone_id": zone_ids[z],
                                "campus_id": campuses[c]["id"],
                                "pupils": there,
                                "redirected": 0,
                                "distance_m": int(
                                    np.hypot(*(points[z] - campuses[c]["at"])) * 105_000
                                ),
                            }
                        )
    result_tables = {name: _frame(name, rows) for name, rows in out.items()}
    result_tables["zones"] = zones
    _summaries(result_tables, campuses, zone_ids, town_ids, town, lonlat, hostile)
    _story(result_tables, hostile)
    _accounts(result_tables, hostile, closes)
    _rates(result_tables)
    targets = _targets(result_tables, hostile)
    result_tables["targets"] = _frame(
        "targets",
        [
            {
                "target": t["id"],
                "metric": t["metric"],
                "stage": t["stage"],
                "operator": t["operator"],
                "required": t["required"],
                "achieved": t["achieved"]["central"],
                "met": t["met"],
                "first_met": t["first_met"] or "",
                "by": t["by"],
                "quote": t["source"]["quote"],
            }
            for t in targets
        ],
    )
    result_tables["sensitivity"] = _sensitivity(targets)
    summary = {
        "schema": 1,
        "scenario": "example-2025",
        "variant": None,
        "outlook": "middle",
        "seed": 1,
        "replicates": 1,
        "targets": targets,
        "years": result_tables["years"].to_dict("records"),
    }
    return Results(tables=result_tables, summary=summary, manifest=_manifest(hostile))


def _wkt(cell: Polygon) -> str:
    return cell.wkt


def _summaries(
    frames: dict[str, pd.DataFrame],
    campuses: list[dict[str, Any]],
    zone_ids: list[str],
    town_ids: list[str],
    town: np.ndarray,
    lonlat: np.ndarray,
    hostile: str,
) -> None:
    frames["schools"] = _frame(
        "schools",
        [
            {
                "campus_id": campus["id"],
                "name": campus["name"],
                "school_id": campus["id"],
                "town_id": town_ids[town[campus["zone"]]],
                "zone_id": zone_ids[campus["zone"]],
                "operator": "public",
                "lon": lonlat[campus["zone"], 0] + 0.003,
                "lat": lonlat[campus["zone"], 1] - 0.002,
                "planned": bool(campus["opens"]),
            }
            for campus in campuses
        ],
    )
    frames["projects"] = _frame(
        "projects",
        [
            {
                "project_id": f"build-{campus['id']}",
                "kind": "build",
                "campus_id": campus["id"],
                "stage": campus["stage"],
                "rooms": campus["rooms"],
                "places": campus["rooms"] * SIZE[campus["stage"]],
                "planned_approved": f"{campus['opens'] - 2}-03-01",
                "planned_started": f"{campus['opens'] - 1}-02-10",
                "planned_topped_out": f"{campus['opens'] - 1}-11-20",
                "planned_accepted": f"{campus['opens']}-{PLANNED[campus['stage']]}",
                "accepted": f"{campus['opens']}-08-15",
                "first_september": campus["opens"],
                "cost_yuan": 54e6,
                "site_area_m2": 24_000.0,
            }
            for campus in campuses
            if campus["opens"]
        ],
    )
    _areas(frames, zone_ids, [town_ids[t] for t in town])
    # class sizes back from enrolment: sizes are even within a grade
    counted: dict[tuple[int, str, int], int] = {}
    for row in frames["enrolment"].itertuples():
        for k in range(row.classes):
            size = row.pupils // row.classes + (k < row.pupils % row.classes)
            key = (row.school_year, row.stage, size)
            counted[key] = counted.get(key, 0) + 1
    frames["class_sizes"] = _frame(
        "class_sizes",
        [
            {"school_year": y, "stage": s, "size": size, "classes": n}
            for (y, s, size), n in sorted(counted.items())
        ],
    )
    seats_of = frames["capacity"].groupby(["school_year", "stage", "campus_id"])["places"].sum()
    town_of_zone = dict(zip(zone_ids, [town_ids[t] for t in town], strict=True))
    town_of_campus = dict(
        zip(frames["schools"]["campus_id"], frames["schools"]["town_id"], strict=True)
    )
    rows = []
    for year in YEARS:
        parts = []
        for stage in COMPULSORY:
            b = frames["balance"].query("school_year == @year and stage == @stage")
            e = frames["enrolment"].query("school_year == @year and stage == @stage")
            k = frames["capacity"].query("school_year == @year and stage == @stage")
            s = frames["class_sizes"].query("school_year == @year and stage == @stage")
            seats = seats_of.loc[year, stage]
            roll = e.groupby("campus_id")["pupils"].sum()
            want = b.groupby(b["zone_id"].map(town_of_zone))["pupils_public"].sum()
            have = seats.groupby(seats.index.map(town_of_campus)).sum()
            f = frames["flows"].query("school_year == @year and stage == @stage")
            parts.append(
                {
                    "school_year": year,
                    "stage": stage,
                    "children": int(b["children"].sum()),
                    "pupils": int(e["pupils"].sum()),
                    "places": int(k["places"].sum()),
                    "places_open": int(k["places_open"].sum()),
                    "classes": int(s["classes"].sum()),
                    "large_classes": int(s.loc[s["size"] >= 56, "classes"].sum()),
                    "super_large_classes": int(s.loc[s["size"] >= 66, "classes"].sum()),
                    "classes_46_55": int(s.loc[s["size"].between(46, 55), "classes"].sum()),
                    "large_schools": int((roll > 2000).sum()),
                    "shortfall": int((want - have.reindex(want.index).fillna(0)).clip(0).sum()),
                    "shortfall_catchment": int((roll - seats).clip(0).sum()),
                    "redirected": 40 if year >= 2024 else 0,
                    "purchased": 0,
                    "unplaced": 0,
                    "surplus": int((seats * 0.95 - roll).clip(0).sum()),
                    "mean_distance_m": float((f["distance_m"] * f["pupils"]).sum())
                    / max(1, int(f["pupils"].sum())),
                    "within_reach_share": 0.83,
                    "staff_posts_needed": 0.0,
                }
            )
        stages_only = list(parts)
        for name in ("compulsory", "all"):
            total: dict[str, Any] = {"school_year": year, "stage": name}
            for key in parts[0]:
                if key in total:
                    continue
                values = [part[key] for part in stages_only]
                mean = key in ("mean_distance_m", "within_reach_share")
                total[key] = sum(values) / len(values) if mean else sum(values)
            parts.append(total)
        rows += parts
    frames["years"] = _frame("years", rows)


def _accounts(frames: dict[str, pd.DataFrame], hostile: str, closes: bool) -> None:
    """Posts, land, money and beds: simple figures, and one of everything the page shows."""
    of_stage = frames["enrolment"].groupby(["school_year", "school_id", "stage"], sort=True)
    taught = of_stage[["pupils", "classes"]].sum().reset_index()
    posts = []
    for row in taught.itertuples():
        exact = row.pupils / {"primary": 19, "junior": 13.5}[row.stage]
        needed = math.ceil(exact - 1e-9)
        posts.append(
            {"school_year": row.school_year, "school_id": row.school_id, "stage": row.stage,
             "pupils": row.pupils, "classes": row.classes, "posts_by_ratio": exact,
             "posts_by_class": 0.0, "posts_needed": needed, "staff_present": needed - 2, "gap": 2}
        )  # fmt: skip
    frames["staff"] = _frame("staff", posts)
    seats = frames["capacity"].groupby(["school_year", "campus_id", "stage"], sort=True)
    land, beds = [], []
    for (year, campus, stage), places in seats["places"].sum().items():
        known = not campus.endswith("03")
        area = 20_000.0 if known else None
        land.append(
            {"school_year": year, "school_id": campus, "campus_id": campus, "stages": stage,
             "in_use": True, "site_area_m2": area, "known_area_m2": area or 0.0,
             "sites_unknown": 0 if known else 1, "places": places,
             "m2_per_place": area / places if known and places else None,
             "norm_m2_per_place": 18.0,
             "short_m2": max(18.0 * places - area, 0.0) if known else None}
        )  # fmt: skip
        beds.append(
            {"school_year": year, "campus_id": campus, "beds": 40, "beds_needed": 44, "short": 4,
             "free": 0, "boarders_too_young": 0}
        )  # fmt: skip
    frames["land"] = _frame("land", land)
    frames["beds"] = _frame("beds", beds[::7])
    boarding_at = set(zip(frames["beds"]["school_year"], frames["beds"]["campus_id"], strict=True))
    enrolment = frames["enrolment"]
    for place, row in enumerate(enrolment.itertuples()):
        if (row.school_year, row.campus_id) in boarding_at and row.grade in ("p1", "j1"):
            enrolment.iat[place, enrolment.columns.get_loc("boarders")] = 44
    before, account = None, []
    for year, rows in frames["land"].groupby("school_year", sort=True):
        known = float(rows["known_area_m2"].sum())
        account.append(
            {"school_year": year, "area_kind": "district", "area_id": "", "opening_m2": before,
             "added_m2": None if before is None else known - before,
             "released_m2": None if before is None else 0.0, "closing_m2": known,
             "sites": len(rows), "sites_unknown": int(rows["sites_unknown"].sum()),
             "changes_unknown": None if before is None else 0}
        )  # fmt: skip
        before = known
    frames["land_account"] = _frame("land_account", account)
    frames["money"] = _frame(
        "money",
        [
            {"project_id": project, "year": int(accepted[:4]) - late, "source": source,
             "yuan": 9_000_000 + late}
            for project, accepted in zip(
                frames["projects"]["project_id"], frames["projects"]["accepted"], strict=True
            )
            for late in (0, 1)
            for source in ("省级", f"区级{hostile}")
        ],
    )  # fmt: skip
    rate = enrolment["stage"].map({"primary": 720, "junior": 940})
    counted = enrolment.assign(yuan=enrolment["pupils"] * rate + enrolment["boarders"] * 300)
    of_campus = counted.groupby(["school_year", "campus_id"], sort=True, as_index=False)
    funds = of_campus[["pupils", "boarders", "yuan"]].sum()
    frames["funds"] = _frame(
        "funds", funds.assign(pupils_counted=funds["pupils"], floor_yuan=0).to_dict("records")
    )
    frames["closures"] = _frame(
        "closures",
        [{"closure_id": f"close{hostile}", "kind": "withdraw", "campus_id": "p02",
          "stated": "2031-10-01", "no_entrants_from": "", "closed": "", "receiver_id": "p03",
          "site": "kept"}] if closes else [],
    )  # fmt: skip
    frames["differences"] = _frame(
        "differences",
        [
            {"school_year": year, "stage": stage, "measure": measure, "schools": 9, "mean": 20.5,
             "deviation": 20.5 * number if number else None, "coefficient": number, "limit": 0.5}
            for year in YEARS
            for stage in COMPULSORY
            for measure, number in (("site_m2", 0.31), ("rooms", 0.62), ("sports_m2", None))
        ],
    )  # fmt: skip
    years = frames["years"].set_index(["school_year", "stage"])
    by_stage = frames["staff"].groupby(["school_year", "stage"])["posts_needed"].sum()
    for year, stage in years.index:
        mine = [s for s in COMPULSORY if stage in (s, "compulsory", "all")]
        parts = [by_stage.get((year, s), 0) for s in mine]
        years.loc[(year, stage), "staff_posts_needed"] = float(sum(parts))
    frames["years"]["staff_posts_needed"] = years["staff_posts_needed"].to_numpy()


def _rates(frames: dict[str, pd.DataFrame]) -> None:
    """Rates, rides and resource rooms: simple figures that follow from one another."""
    rates = []
    for row in frames["years"].to_dict("records"):
        children, pupils = int(row["children"]), int(row["pupils"])
        counted = {"children": children, "pupils_here": pupils + 30, "pupils_public": pupils,
                   "pupils_inclusive": pupils + 10, "pupils_private": 30,
                   "places_listed": 5_000, "places_public": 4_500, "places_inclusive": 4_700,
                   "migrants_here": 0, "migrants_public": 0}  # fmt: skip
        if row["stage"] == "compulsory":
            counted |= {"ninth_grade": 480, "first_grade_then": 500}
        shares = {
            name: counted[part] / counted[whole]
            for name, (part, whole) in RATE_PARTS.items() if counted.get(whole)
        }  # fmt: skip
        rates.append(
            {"school_year": row["school_year"], "stage": row["stage"], **counted, **shares}
        )
    frames["rates"] = _frame("rates", rates)
    taught = frames["enrolment"].groupby(["school_year", "campus_id", "stage"], sort=True)
    rides, rooms = [], []
    for (year, campus, stage), pupils in taught["pupils"].sum().items():
        here = {"school_year": year, "campus_id": campus}
        if campus.endswith("02"):
            rides.append(here | {"stage": stage, "far_pupils": 30, "may_board": 20, "in_beds": 12,
                                 "without_bed": 8, "long_rides": 18})  # fmt: skip
        known = not campus.endswith("03")
        due = int(pupils * 0.008 >= 5)
        short = 0 if not due else 1 if known else None
        rooms.append(here | {"pupils": pupils, "expected": pupils * 0.008, "room_needed": due,
                             "room_present": 0 if known else None,
                             "room_short": short})  # fmt: skip
    frames["boarding"] = _frame("boarding", rides)
    frames["resource_rooms"] = _frame("resource_rooms", rooms)


def _areas(frames: dict[str, pd.DataFrame], zone_ids: list[str], towns: list[str]) -> None:
    """Add up those who need a place, and open places, by town and by catchment."""
    town_of_zone = dict(zip(zone_ids, towns, strict=True))
    schools = frames["schools"]
    town_of_campus = dict(zip(schools["campus_id"], schools["town_id"], strict=True))
    by = ["school_year", "stage", "area_id"]
    key = ["school_year", "stage", "zone_id"]
    own = frames["balance"].merge(frames["catchments"], on=key)
    seats = frames["capacity"]
    parts = []
    for kind, children, places in (
        ("town", own.assign(area_id=own["zone_id"].map(town_of_zone)),
         seats.assign(area_id=seats["campus_id"].map(town_of_campus))),
        ("catchment", own.assign(area_id=own["campus_id"]),
         seats.assign(area_id=seats["campus_id"])),
    ):  # fmt: skip
        whole = pd.concat(
            [children.groupby(by)["pupils_public"].sum(), places.groupby(by)["places_open"].sum()],
            axis=1,
        ).fillna(0)
        parts.append(whole.astype(int).reset_index().assign(area_kind=kind))
    table = pd.concat(parts).rename(columns={"pupils_public": "children"})
    table = table[table["school_year"] > YEARS[0]]
    table["shortfall"] = (table["children"] - table["places_open"]).clip(lower=0)
    frames["areas"] = _frame("areas", table.to_dict("records"))


def _story(frames: dict[str, pd.DataFrame], hostile: str) -> None:
    rows = []
    for outlook, tilt in (("low", -0.012), ("middle", 0.0), ("high", 0.012)):
        for row in frames["years"].itertuples():
            factor = 1 + tilt * max(0, row.school_year - 2022)
            rows.append(
                {
                    "outlook": outlook,
                    "school_year": row.school_year,
                    "stage": row.stage,
                    "children": round(row.children * factor),
                    "pupils": round(row.pupils * factor),
                    "places": row.places,
                    "shortfall": row.shortfall,
                    "large_classes": row.large_classes,
                }
            )
    frames["outlooks"] = _frame("outlooks", rows)
    frames["misfit"] = _frame(
        "misfit",
        [
            {"stage": stage, "pass_name": name, "pupils": p, "children": c, "outside": o,
             "not_on_roll": r}
            for stage, name, p, c, o, r in (
                ("primary", "within stated shares", 38_000, 41_000, 120, 900),
                ("primary", "shares taken", 38_000, 41_000, 20, 0),
                ("junior", "within stated shares", 17_000, 19_000, 80, 400),
            )
        ],
    )  # fmt: skip
    frames["inputs"] = _frame(
        "inputs",
        [
            {"file": f"tables/{name}.csv", "sha256": hashlib.sha256(name.encode()).hexdigest(),
             "table": name, "rows": 40 * (k + 1), "evidence": evidence,
             "source": f"示例来源 {k + 1}{hostile}"}
            for k, (name, evidence) in enumerate(
                [("zones", "illustrative"), ("people", "illustrative"), ("births", "estimated"),
                 ("campuses", "illustrative"), ("pools", "illustrative"),
                 ("enrolment", "illustrative"), ("catchments", "estimated")]
            )
        ],
    )  # fmt: skip
    frames["assumptions"] = _frame(
        "assumptions",
        [
            {"name": "norms/class_size/primary", "value": "45", "unit": "pupils",
             "source": "示例标准", "status": "verified"},
            {"name": "norms/tolerance", "value": "55", "unit": "pupils",
             "source": "示例标准", "status": "secondary"},
            {"name": "travel/detour_factor", "value": "1.3", "unit": "",
             "source": f"估计{hostile}", "status": "assumed"},
        ],
    )  # fmt: skip
    frames["oddities"] = _frame(
        "oddities",
        [
            {
                "where": "documents/plan",
                "what_zh": f"文件前后不一：36 所与 20 所，两者都列出{hostile}",
                "what_en": f"the document says 36 and 20; both are shown{hostile}",
            }
        ],
    )
    frames["events"] = _frame(
        "events",
        [
            {
                "date": getattr(row, column),
                "event": f"project_{milestone}",
                "subject": row.project_id,
                "detail": "",
            }
            for row in frames["projects"].itertuples()
            for milestone, column in (
                ("approved", "planned_approved"),
                ("started", "planned_started"),
                ("topped_out", "planned_topped_out"),
                ("accepted", "accepted"),
            )
            if getattr(row, column) >= f"{YEARS[0]}-09-01"
        ]
        + [
            {
                "date": f"{row.first_september}-09-01",
                "event": "campus_opens",
                "subject": row.campus_id,
                "detail": f"{row.project_id}: +{row.rooms}",
            }
            for row in frames["projects"].itertuples()
        ],
    )


def _targets(frames: dict[str, pd.DataFrame], hostile: str) -> list[dict[str, Any]]:
    years = frames["years"].set_index(["school_year", "stage"])
    projects = frames["projects"]

    def accepted(year: int) -> int:
        return int(projects.loc[projects["first_september"] <= year, "places"].sum())

    large = int(years.loc[(2025, "compulsory"), "large_classes"])
    first = next(
        (y for y in YEARS if years.loc[(y, "compulsory"), "large_classes"] == 0), None
    )  # fmt: skip
    source = {
        "title": f"示例实施方案{hostile}",
        "issuer": "示例区政府",
        "date": "2023-03-09",
        "quote": f"到2025年新增义务教育公办学位5000个，全面消除大班额。{hostile}",
        "place": None,
    }

    def target(**values: Any) -> dict[str, Any]:
        achieved = values.pop("achieved")
        blank = {
            "stage": "compulsory", "basis": "gross", "strength": "binding", "since": None,
            "by": "2025-12-31", "every_year": False, "bound": "stated",
            "judged_since": values.get("since"), "judged_on": values.get("by", "2025-12-31"),
            "probability": None, "source": source, "readings": None,
            "achieved": {"central": achieved, "p10": None, "p50": None, "p90": None},
            "paired": {"redirected": 80, "longest_m": 8200, "purchased": 0,
                       "shortfall": int(years.loc[(2025, "compulsory"), "shortfall"]),
                       "kept_by": None, "without_policy": None},
        }  # fmt: skip
        return blank | values

    return [
        target(
            id="added_places/compulsory", metric="added_places", since="2023-01-01",
            operator=">=", required=5000, achieved=accepted(2025), met=accepted(2025) >= 5000,
            first_met="2025-08-15",
            readings={"counted_by": accepted(2025), "usable_september": accepted(2025),
                      "usable_next_september": accepted(2026)},
        ),
        target(
            id="large_classes/compulsory", metric="large_classes", operator="<=", required=0,
            achieved=large, met=large == 0, first_met=f"{first}-09-01" if first else None,
            paired={"redirected": 80, "longest_m": 8200, "purchased": 0,
                    "shortfall": int(years.loc[(2025, "compulsory"), "shortfall"]),
                    "kept_by": None,
                    "without_policy": {"achieved": large + 61, "redirected": 80}},
        ),
        target(
            id="large_schools/compulsory", metric="large_schools", operator="<=", required=0,
            achieved=int(years.loc[(2025, "compulsory"), "large_schools"]),
            met=bool(years.loc[(2025, "compulsory"), "large_schools"] == 0),
            first_met=None, strength="aspired",
        ),
        target(
            id="within_reach", metric="within_reach_share", operator=">=", required=0.8,
            achieved=0.83, met=True, first_met="2022-09-01", strength="expected",
        ),
        target(
            id="special", metric="special_enrolment_rate", stage="compulsory", operator=">=",
            required=0.97, achieved=0.97, met=None, first_met=None,
        ),
    ]  # fmt: skip


def _sensitivity(targets: list[dict[str, Any]]) -> pd.DataFrame:
    rows = []
    judged = [t for t in targets if t["met"] is not None]
    for k, name in enumerate(("调剂到 55 人", "先类别后梯级", "新校不划片")):
        for t in judged:
            rows.append(
                {"kind": "rule", "name": name, "target": t["id"],
                 "achieved": t["achieved"]["central"] + 7 * k if t["metric"] == "large_classes"
                 else t["achieved"]["central"], "met": t["met"]}
            )  # fmt: skip
    for k in range(20):
        for t in judged:
            flips = t["metric"] == "large_schools" and k >= 14
            rows.append(
                {"kind": "baseline", "name": f"b{k:02d}", "target": t["id"],
                 "achieved": t["achieved"]["central"] + flips, "met": bool(t["met"]) and not flips}
            )  # fmt: skip
    for name, extra in (("low", -12), ("middle", 0), ("high", 31)):
        for t in judged:
            moves = extra if t["metric"] == "large_classes" else 0
            rows.append(
                {"kind": "outlook", "name": name, "target": t["id"],
                 "achieved": t["achieved"]["central"] + moves, "met": t["met"]}
            )  # fmt: skip
    return _frame("sensitivity", rows)


def _manifest(hostile: str) -> dict[str, Any]:
    return {
        "version": "0.1.0",
        "name": "example-2025",
        "variant": None,
        "title": {"zh": f"示例区公办学位扩容{hostile}", "en": f"Example: public places{hostile}"},
        "description": {
            "zh": f"虚构数据，只用于检查报告页面。{hostile}",
            "en": f"Invented data, made to check the page.{hostile}",
        },
        "outline_note": {"zh": f"示意边界{hostile}", "en": f"Illustrative outline{hostile}"},
        "seed": 1,
        "packages": {"numpy": "2.4", "pandas": "3.0"},
        "illustrative": ["campuses", "enrolment", "people", "pools", "zones"],
        "inputs": [],
        "scenario": {
            "norms": {"class_size": {"primary": 45}, "operating_margin": None},
            "sensitivity": {
                "rules": [
                    {"name": {"zh": "调剂到 55 人", "en": "Redirect up to 55"}, "set": {}},
                    {"name": {"zh": "先类别后梯级", "en": "Tiers first"}, "set": {}},
                    {"name": {"zh": "新校不划片", "en": "No catchment for new"}, "set": {}},
                ]
            },
        },
        "volatile": {"finished": "2025-01-01T00:00:00"},
    }
