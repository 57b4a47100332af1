"""Do the tables of the Taijiang scenario keep the published figures and the totals of the plan?"""

import csv
import json
import re
from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pytest
import shapely
import yaml

from geodata.datum import to_wgs84
from simulator.loader import load
from tests.openings import ROOT, SHARED, docs_module, rows_of, sizes_of

FILE = ROOT / "scenarios" / "taijiang-2024.yaml"
FOLDER = ROOT / "scenarios" / "taijiang"
PLACES = {"preschool": 30, "primary": 45, "junior": 50}
PROJECTS = ("build", "expand", "rebuild", "receive")

# Retyped from the published tables, not read from the generator.
CENSUS = {(0, 0): 3_344, (1, 4): 17_016, (5, 9): 22_391, (10, 14): 18_977}
NATIONAL = {2020: 1202, 2021: 1062, 2022: 956, 2023: 902, 2024: 954, 2025: 792}
STREETS = {
    "瀛洲街道": 5, "后洲街道": 6, "义洲街道": 5, "新港街道": 5, "上海街道": 7,
    "苍霞街道": 5, "茶亭街道": 4, "洋中街道": 4, "鳌峰街道": 6, "宁化街道": 5,
}  # fmt: skip
CENTRE_AND_EAST = {"yingzhou", "houzhou", "xingang", "chating", "yangzhong", "aofeng"}

ON = True
"""YAML 1.1 reads the key ``on`` as true; the toolkit's own reader does not."""


def rows(name: str) -> list[dict[str, str]]:
    return rows_of(FOLDER / name)


@pytest.fixture(scope="module")
def scenario() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def baseline() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "baseline.yaml").read_text(encoding="utf-8"))


def projects(scenario: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for c in scenario["changes"] if any(kind in c for kind in PROJECTS)]


def places_of(project: dict[str, Any]) -> dict[str, int]:
    """Places a project adds by stage, less those of the rooms it replaces."""
    given = project.get("rooms_by_stage") or {project["stage"]: project["rooms"]}
    out = project.get("rooms_out", 0)
    return {stage: (rooms - out) * PLACES[stage] for stage, rooms in given.items()}


def test_generator_reproduces_the_committed_files_byte_for_byte() -> None:
    generated = docs_module("openings.tables").generate(docs_module("openings.taijiang").PLACE)
    assert set(generated) == {path.name for path in FOLDER.iterdir()} - {"baseline.yaml"}
    for name, text in generated.items():
        assert (FOLDER / name).read_bytes() == text.encode(), name


def test_children_add_up_to_the_census_and_half_are_registered_elsewhere() -> None:
    people = rows("people.csv")
    for (first, last), total in CENSUS.items():
        group = [int(r["children"]) for r in people if first <= int(r["age"]) <= last]
        assert sum(group) == total, (first, last)
    by_age = Counter[int]()
    for row in people:
        by_age[int(row["age"])] += int(row["children"])
    assert sorted(by_age) == list(range(18))
    assert sum(by_age[age] for age in (15, 16, 17)) < 7_868 + 6_748
    migrants = sum(int(r["children"]) for r in people if r["residence"] == "migrant")
    share = migrants / sum(by_age.values())
    assert share == pytest.approx((157_640 + 42_090) / 411_819, abs=1e-4)


def test_births_start_at_census_age_0_and_follow_the_nation() -> None:
    by_year = Counter[int]()
    for row in rows("births.csv"):
        by_year[int(row["year"])] += float(row["births"])  # type: ignore[assignment]
    assert sorted(by_year) == list(range(2020, 2032))
    level = 3_344 / (1465 / 6 + 1202 * 5 / 6)
    for year, national in NATIONAL.items():
        assert by_year[year] == pytest.approx(level * national, abs=2)
    assert all(0.97 < by_year[y] / by_year[y - 1] <= 1 for y in range(2026, 2032))


def test_all_are_urban_with_a_zone_for_each_community() -> None:
    zones = rows("zones.csv")
    assert Counter(row["town"] for row in zones) == STREETS and len(zones) == 52
    assert {row["settlement"] for row in zones} == {"urban"}
    place = docs_module("openings.taijiang").PLACE
    made = docs_module("openings.people").make_zones(place)
    assert sum(zone.residents for zone in made) == 411_819
    (feature,) = json.loads((FOLDER / "outline.geojson").read_text("utf-8"))["features"]
    outline = shapely.geometry.shape(feature["geometry"])
    for row in zones + rows("campuses.csv"):
        assert outline.contains(shapely.Point(float(row["lon"]), float(row["lat"]))), row["id"]


def test_every_invented_name_begins_with_shili(
    scenario: dict[str, Any], baseline: dict[str, Any]
) -> None:
    tables = ("zones.csv", "campuses.csv", "schools.csv")
    names = [row["name"] for table in tables for row in rows(table)]
    names += [estate["id"] for estate in baseline["estates"]]
    new = [c for c in scenario["changes"] if "build" in c or "receive" in c]
    names += [change["name"] for change in new]
    assert len(names) > 150 and all(name.startswith("示例") for name in names)
    assert all(project["evidence"] == "illustrative" for project in projects(scenario))


def test_the_opening_lies_where_the_published_shares_say() -> None:
    """Large classes between the nation of 2021 and 2019; public kindergartens above 55 %."""
    sizes = [s for row in rows("enrolment.csv") if row["grade"][0] != "k" for s in sizes_of(row)]
    assert 0.0071 <= np.mean(np.array(sizes) >= 56) <= 0.0398 and max(sizes) < 66
    others = defaultdict(list)
    for row in rows("baselines.csv"):
        if row["grade"][0] != "k":
            others[row["baseline"]] += sizes_of(row)
    assert len(others) == 10
    assert all(0.0071 <= np.mean(np.array(own) >= 56) <= 0.0706 for own in others.values())
    campus = {row["id"]: row for row in rows("campuses.csv")}
    rooms = Counter[str]()
    for row in rows("pools.csv"):
        if row["stages"] == "preschool":
            own = campus[row["campus"]]
            recognised = "recognised" if own["inclusive_from"] else own["operator"]
            rooms[recognised] += int(row["rooms"])
    assert 0.55 <= rooms["public"] / rooms.total() < 0.57
    assert 0.88 <= (rooms["public"] + rooms["recognised"]) / rooms.total() < 0.92
    assert sum(bool(row["inclusive_from"]) for row in campus.values()) == 12  # press, 2020
    pupils = Counter[str]()
    for row in rows("enrolment.csv"):
        pupils[row["campus"]] += int(row["pupils"])
    assert sum(count > 2_000 for count in pupils.values()) == 1  # so the promise is: none
    land = sum(int(row["site_area_m2"]) for row in campus.values())
    assert 9.9 < land / (30 * rooms.total() + 45 * 544 + 50 * 195) < 12.1


def test_classes_fit_the_rooms_and_ids_are_known() -> None:
    pools = {(row["campus"], row["stages"]): int(row["rooms"]) for row in rows("pools.csv")}
    stage = {"k": "preschool", "p": "primary", "j": "junior"}
    used: Counter[tuple[str, str]] = Counter()
    for row in rows("enrolment.csv"):
        used[row["campus"], stage[row["grade"][0]]] += int(row["classes"])
    assert set(used) == set(pools) and all(used[pool] <= n for pool, n in pools.items())
    zones, campuses = ({r["id"] for r in rows(t)} for t in ("zones.csv", "campuses.csv"))
    served = defaultdict(set)
    for row in rows("catchments.csv"):
        assert row["campus"] in campuses
        served[row["stage"]].add(row["zone"])
    assert dict(served) == dict.fromkeys(("preschool", "primary", "junior"), zones)


def test_entry_shares_agree_with_the_place(baseline: dict[str, Any]) -> None:
    place = docs_module("openings.taijiang").PLACE
    for entry in baseline["entry_shares"]:
        others = sum(v for k, v in entry.items() if k not in ("stage", "residence"))
        public = place.public_share[entry["stage"]]
        which = ("registered", "migrant").index(entry.get("residence", "registered"))
        assert others + public[which] == pytest.approx(1)
        assert "residence" in entry or public[0] == public[1]
    (both,) = (e for e in baseline["entry_shares"] if e["stage"] == "preschool")
    assert set(place.listed_private["preschool"]) == {both["listed_private"]}
    (left,) = {entry["elsewhere"] for entry in baseline["leave_rates"]}
    assert (1 - left) ** 7 == pytest.approx(0.99, abs=5e-4)  # 巩固率达99%以上


def test_the_programme_adds_up_to_the_plan(
    scenario: dict[str, Any], baseline: dict[str, Any]
) -> None:
    """Four kindergartens with 1,530 places; six schools with 4,650, the closed one taken off."""
    changes = {change["id"]: change for change in scenario["changes"]}
    kindergartens = [p for p in projects(scenario) if p.get("stage") == "preschool"]
    schools = [p for p in projects(scenario) if p not in kindergartens]
    assert len(kindergartens) == 4 and len(schools) == 6
    assert sum(places_of(p)["preschool"] for p in kindergartens) == 1_530
    closed = changes["chating-old"]["close"]
    (old,) = (int(row["rooms"]) for row in rows("pools.csv") if row["campus"] == closed)
    assert sum(sum(places_of(p).values()) for p in schools) - 45 * old == 4_650
    handover = {estate["id"]: estate["handover"] for estate in baseline["estates"]}
    for project in projects(scenario):
        (campus,) = (project[kind] for kind in PROJECTS if kind in project)
        assert campus.split("-")[1] in CENTRE_AND_EAST
        accepted = project.get("accepted") or handover[project["estate"]]
        dates = [project[m] for m in ("approved", "started", "topped_out") if m in project]
        assert [*dates, accepted] == sorted([*dates, accepted]) and 2022 <= accepted.year <= 2024
        assert "cost" not in project  # the plan states none
        if "site_area_m2" in project:
            assert 10 <= project["site_area_m2"] / sum(places_of(project).values()) <= 17
    # Built before the old one goes, and the land account still grows.
    relocated = changes["chating-primary"]
    assert relocated["accepted"] < changes["chating-old"][ON]
    assert changes["chating-old"]["into"] == relocated["build"]
    assert changes["xingang-junior"]["demolish"] == "after"


def test_variants_are_overrides_of_what_is_there(
    scenario: dict[str, Any], baseline: dict[str, Any]
) -> None:
    changes = {change["id"]: change for change in scenario["changes"]}
    handover = {estate["id"]: estate["handover"] for estate in baseline["estates"]}
    variants = scenario["variants"]
    gone = {project["id"] for project in projects(scenario)} | {"chating-old"}
    assert set(variants["no-programme"]["drop"]) == gone
    late = variants["year-late"]["amend"]
    assert set(late) == gone
    for name, other in late.items():
        change = changes[name]
        due = change.get("accepted") or change.get(ON) or handover[change["estate"]]
        (day,) = other.get("actual", other).values()
        assert day == due.replace(year=due.year + 1), name
    moved = variants["estates-late"]["set"]
    for estate, day in handover.items():
        assert moved[f"estates.{estate}.handover"] == day.replace(year=day.year + 1)
    for variant in variants.values():
        assert set(variant.get("amend", {})) <= set(changes)
    uncertain = {name for name, change in changes.items() if "delay" in change}
    assert set(variants["on-time"]["amend"]) == uncertain


def test_every_target_has_a_quote_strength_and_date(scenario: dict[str, Any]) -> None:
    for target in scenario["targets"]:
        assert target["by"].isoformat() == "2024-12-31" and target["source"]["quote"]
        aspired = "力争" in target["source"]["quote"]
        assert (target["strength"] == "aspired") == aspired
    assert len({target["id"] for target in scenario["targets"]}) == 7


def test_register_and_findings_name_what_is_there(scenario: dict[str, Any]) -> None:
    known = {
        "target": {target["id"] for target in scenario["targets"]},
        "change": {change["id"] for change in scenario["changes"]},
        "variant": set(scenario["variants"]),
    }
    text = (ROOT / "docs" / "documents" / "taijiang.md").read_text(encoding="utf-8")
    facts = [line.split(" | ") for line in text.splitlines() if line.startswith("| s000-")]
    assert [fact[0][-3:] for fact in facts] == [f"{k:03d}" for k in range(1, 59)]
    named = Counter[str]()
    for _, _, where, *_ in facts:
        if where.startswith("out of scope: "):
            continue
        for part in where.split("; "):
            kind, _, name = part.partition(" ")
            assert kind in ("parameter", "rule") or name in known[kind], part
            named[kind] += 1
    assert named["target"] == 7
    found = (ROOT / "docs" / "findings" / "taijiang.md").read_text(encoding="utf-8")
    marks = re.findall(r"<!--= taijiang-2024(?:@([\w-]+))? (?:target ([\w-]+)|year)", found)
    assert len(marks) == found.count("<!--=") > 40
    for variant, target in marks:
        assert not variant or variant in known["variant"]
        assert not target or target in known["target"]


@pytest.mark.shared_data
def test_quotes_are_the_words_of_the_document(scenario: dict[str, Any]) -> None:
    (document,) = (SHARED / "documents").glob("000*.txt")
    text = document.read_text(encoding="utf-8")
    for target in scenario["targets"]:
        assert target["source"]["quote"] in text and target["source"]["title"] in text
    register = (ROOT / "docs" / "documents" / "taijiang.md").read_text(encoding="utf-8")
    facts = yaml.safe_load((SHARED / "facts" / "documents.yaml").read_text(encoding="utf-8"))
    own = facts["documents"][document.name]["facts"]
    for fact in own:
        assert f"| {fact['id']} | {fact['quote']} | " in register and fact["quote"] in text


@pytest.mark.shared_data
def test_points_and_figures_are_the_shared_ones_and_all_lies_in_the_district() -> None:
    points, communities = {}, Counter[str]()
    path = SHARED / "data" / "china" / "towns_and_villages_points_gcj02.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["county"] == "台江区" and row["level"] == "village":
                communities[row["town"]] += 1
            if row["county"] == "台江区" and row["level"] == "town":
                points[row["town"]] = (float(row["lon_gcj02"]), float(row["lat_gcj02"]))
    assert communities == STREETS
    for town in docs_module("openings.taijiang").TOWNS:
        lon, lat = to_wgs84(*points[town.name], "gcj02")
        assert (town.lon, town.lat) == pytest.approx((float(lon), float(lat)), abs=2e-6)
    census: dict[str, int] = {}
    with (SHARED / "facts" / "local_facts.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            if line[0] == "B 台江区" and line[3] == "2020" and line[4].isdigit():
                census.setdefault(line[2], int(line[4]))
    assert census["resident_population"] == census["urban_population"] == 411_819
    assert census["residents_registered_elsewhere_in_province"] == 157_640
    assert census["residents_registered_in_other_province"] == 42_090
    assert census["private_kindergartens_bought_as_inclusive"] == 12
    for (first, last), count in CENSUS.items():
        key = f"pop_age_{first}" if first == last else f"pop_age_{first}_{last}"
        assert census[f"{key}_male"] + census[f"{key}_female"] == count
    real = json.loads((path.parent / "350103_taijiang_gcj02.geojson").read_text("utf-8"))
    shape = shapely.geometry.shape(real["features"][0]["geometry"])
    district = shapely.transform(
        shape, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], "gcj02"))
    )
    for row in rows("zones.csv") + rows("campuses.csv"):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert district.contains(point), row["id"]
    for project in yaml.safe_load(FILE.read_text(encoding="utf-8"))["changes"]:
        assert "at" not in project or district.contains(shapely.Point(project["at"]))


@pytest.mark.full
def test_scenario_and_every_variant_load_without_an_oddity(scenario: dict[str, Any]) -> None:
    for variant in (None, *scenario["variants"]):
        loaded = load(FILE, variant=variant)
        assert loaded.oddities == (), variant
        assert all(file.evidence and file.source for file in loaded.inputs if file.table)
    assert load(FOLDER / "baseline.yaml").oddities == ()
