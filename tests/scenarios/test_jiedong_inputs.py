"""Do the tables of the Jiedong scenario keep the published figures and their own promises?"""

import csv
import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
import yaml

from geodata.datum import to_wgs84
from simulator.loader import load
from tests.openings import ROOT, SHARED, docs_module, rows_of, sizes_of

FOLDER = ROOT / "scenarios" / "jiedong"
STAGE = {"k": "preschool", "p": "primary", "j": "junior", "s": "senior"}
NORM = {"preschool": 30, "primary": 45, "junior": 50, "senior": 50}
COMPULSORY = ("primary", "junior")

# Retyped from the published tables, not read from the generator.
CENSUS = {(0, 0): 13_955, (1, 4): 55_571, (5, 9): 72_791, (10, 14): 65_363}
NATIONAL = {2020: 1202, 2021: 1062, 2022: 956, 2023: 902, 2024: 954, 2025: 792}


def rows(name: str) -> list[dict[str, str]]:
    return rows_of(FOLDER / name)


@pytest.fixture(scope="module")
def scenario() -> dict[str, Any]:
    text = (ROOT / "scenarios" / "jiedong-2025.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@pytest.fixture(scope="module")
def baseline() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "baseline.yaml").read_text(encoding="utf-8"))


def openings() -> dict[str, list[dict[str, str]]]:
    by_baseline = defaultdict(list, {"1": rows("enrolment.csv")})
    for row in rows("baselines.csv"):
        by_baseline[row["baseline"]].append(row)
    return dict(by_baseline)


def test_generator_reproduces_the_committed_files_byte_for_byte() -> None:
    generated = docs_module("openings.tables").generate(docs_module("openings.jiedong").PLACE)
    on_disk = {path.name for path in FOLDER.iterdir()} - {"baseline.yaml"}
    assert set(generated) == on_disk
    for name, text in generated.items():
        assert (FOLDER / name).read_bytes() == text.encode(), name
        assert "\r" not in text and not text.startswith("\ufeff")
    assert (FOLDER / "baselines.csv").stat().st_size < 600_000


def test_children_add_up_to_the_census() -> None:
    people = rows("people.csv")
    for (first, last), total in CENSUS.items():
        group = [int(r["children"]) for r in people if first <= int(r["age"]) <= last]
        assert sum(group) == total, (first, last)
    by_age = Counter[int]()
    for row in people:
        by_age[int(row["age"])] += int(row["children"])
    assert sorted(by_age) == list(range(18))
    assert sum(by_age[age] for age in (15, 16, 17)) < 50_499
    # Smooth: no single age jumps by more than a twentieth against the one before.
    assert all(abs(by_age[a] / by_age[a - 1] - 1) < 0.06 for a in range(1, 18))
    cells = Counter((r["zone"], r["residence"], r["age"]) for r in people)
    assert max(cells.values()) == 1 and min(int(r["children"]) for r in people) >= 0
    assert len(cells) == len(rows("zones.csv")) * 2 * 18


def test_migrants_are_those_registered_outside_the_district() -> None:
    people = rows("people.csv")
    migrants = sum(int(r["children"]) for r in people if r["residence"] == "migrant")
    share = migrants / sum(int(r["children"]) for r in people)
    assert share == pytest.approx((12_750 + 30_483) / 931_719, abs=1e-4)


def test_births_start_at_census_age_0_and_follow_the_nation() -> None:
    by_year = Counter[int]()
    for row in rows("births.csv"):
        by_year[int(row["year"])] += float(row["births"])  # type: ignore[assignment]
    assert sorted(by_year) == list(range(2020, 2032))
    # Ten months of 2020 and two of 2019 (1,465) gave the 13,955 children aged 0.
    level = 13_955 / (1465 / 6 + 1202 * 5 / 6)
    for year, national in NATIONAL.items():
        assert by_year[year] == pytest.approx(level * national, abs=2)
    assert all(0.97 < by_year[y] / by_year[y - 1] <= 1 for y in range(2026, 2032))


def test_a_town_may_have_no_junior_school() -> None:
    place = docs_module("openings.jiedong").PLACE
    without = replace(place.towns[-1], junior=0, nine_year=0)
    place = replace(place, towns=(*place.towns[:-1], without))
    zones = docs_module("openings.people").make_zones(place)
    campuses = docs_module("openings.schools").make_campuses(place, zones)
    stages = {stage for c in campuses if c.zone.town.slug == without.slug for stage in c.stages}
    assert "primary" in stages and "junior" not in stages


def test_residents_by_town_add_up_and_just_over_half_are_urban() -> None:
    place = docs_module("openings.jiedong").PLACE
    zones = docs_module("openings.people").make_zones(place)
    assert sum(zone.residents for zone in zones) == 931_719
    kinds = {row["id"]: row["settlement"] for row in rows("zones.csv")}
    urban = sum(zone.residents for zone in zones if kinds[zone.id] == "urban")
    assert urban / 931_719 == pytest.approx(507_382 / 931_719, abs=0.005)
    working = {town.slug: town.thousand for town in place.towns}
    assert working["guiling"] + working["pandong"] == pytest.approx(131)
    five = ("quxi", "yunlu", "yujiao", "yuhu", "putian")
    assert sum(working[slug] for slug in five) == pytest.approx(388)
    assert len(working) == 13 and 110 <= len(zones) <= 120


def test_zones_lie_round_their_town_inside_the_outline() -> None:
    (feature,) = json.loads((FOLDER / "outline.geojson").read_text("utf-8"))["features"]
    outline = shapely.geometry.shape(feature["geometry"])
    assert outline.is_valid
    towns = {town.name: town for town in docs_module("openings.jiedong").TOWNS}
    for row in rows("zones.csv"):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert outline.contains(point), row["id"]
        nearest = min(
            towns.values(), key=lambda t: ((t.lon - point.x) * 0.916) ** 2 + (t.lat - point.y) ** 2
        )
        assert nearest.name == row["town"]
        assert row["name"].startswith("示例片区-") and re.fullmatch(r"[a-z]+-\d\d", row["id"])


def test_every_invented_school_is_called_shili(scenario: dict[str, Any]) -> None:
    names = [row["name"] for row in rows("campuses.csv")] + [r["name"] for r in rows("schools.csv")]
    names += [change["name"] for change in scenario["changes"] if "build" in change]
    assert names and all(name.startswith("示例") for name in names)
    assert all("name" in change for change in scenario["changes"] if "build" in change)


def test_ids_are_known_wherever_they_are_used(
    scenario: dict[str, Any], baseline: dict[str, Any]
) -> None:
    zones = [row["id"] for row in rows("zones.csv")]
    campuses = {row["id"]: row for row in rows("campuses.csv")}
    assert len(set(zones)) == len(zones) and len(campuses) == len(rows("campuses.csv"))
    schools = {row["id"] for row in rows("schools.csv")}
    assert all(r["zone"] in zones and r["school"] in schools for r in campuses.values())
    for table in ("pools.csv", "enrolment.csv", "baselines.csv"):
        assert {row["campus"] for row in rows(table)} == set(campuses), table
    # Private kindergartens, senior and vocational schools serve no zone.
    serving = {campus for campus in campuses if campus[0] in "kpnj"}
    assert {row["campus"] for row in rows("catchments.csv")} == serving
    for table in ("people.csv", "births.csv", "catchments.csv"):
        assert {row["zone"] for row in rows(table)} == set(zones), table
    changes = scenario["changes"]
    ids = [change["id"] for change in changes]
    assert len(set(ids)) == len(ids)
    assert all(c["expand"] in campuses for c in changes if "expand" in c)
    assert not [c for c in changes if "build" in c and c["build"] in campuses]
    for variant in scenario["variants"].values():
        assert set(variant.get("amend", {})) <= set(ids)
    moving = [entry["zone"] for entry in baseline["migration"]]
    towns = {zone.rsplit("-", 1)[0] for zone in moving}
    assert sorted(moving) == sorted(z for z in zones if z.rsplit("-", 1)[0] in towns)


def test_net_migration_is_close_to_nil(baseline: dict[str, Any]) -> None:
    rate = {entry["zone"]: entry["net_rate"] for entry in baseline["migration"]}
    children = Counter[str]()
    for row in rows("people.csv"):
        if int(row["age"]) <= 14:
            children[row["zone"]] += int(row["children"])
    net = sum(rate.get(zone, 0) * count for zone, count in children.items())
    assert abs(net) < 0.0005 * sum(children.values())


def test_every_zone_has_a_campus_for_every_grade_in_its_town() -> None:
    zones = {row["id"]: row["town"] for row in rows("zones.csv")}
    campus_zone = {row["id"]: row["zone"] for row in rows("campuses.csv")}
    grades = defaultdict(set)
    for row in rows("enrolment.csv"):
        grades[row["campus"]].add(row["grade"])
    offered: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows("catchments.csv"):
        assert zones[row["zone"]] == zones[campus_zone[row["campus"]]]
        offered[row["zone"], row["stage"]] |= grades[row["campus"]]
    for zone in zones:
        assert {"p1", "p2", "p3", "p4", "p5", "p6"} <= offered[zone, "primary"]
        assert {"j1", "j2", "j3"} <= offered[zone, "junior"]


def test_schools_are_bounded_by_the_villages_of_each_town() -> None:
    town_of = {row["id"]: row["zone"].rsplit("-", 1)[0] for row in rows("campuses.csv")}
    assert 90 <= sum(campus[0] in "pnj" for campus in town_of) <= 110
    villages = docs_module("openings.jiedong").VILLAGES
    for town in docs_module("openings.jiedong").TOWNS:
        own = [campus for campus, slug in town_of.items() if slug == town.slug]
        assert sum(c[0] in "pn" for c in own) <= villages[town.slug]
        assert 1 <= sum(c[0] == "j" for c in own) <= 3
    shared = [row for row in rows("pools.csv") if row["stages"] == "primary+junior"]
    assert len(shared) == 2
    assert [row["grades"] for row in rows("pools.csv") if row["grades"]] == ["p1-p3"]
    enrolled = Counter[str]()
    for row in rows("enrolment.csv"):
        enrolled[row["campus"]] += int(row["pupils"])
    tiny = {c for c, pupils in enrolled.items() if c[0] in "pnj" and pupils < 100}
    assert 2 <= len(tiny) <= 4 and {town_of[c] for c in tiny} == {"yuhu", "longwei"}


@pytest.mark.parametrize("seed", [str(k) for k in range(1, 22)])
def test_each_opening_is_whole_and_its_large_classes_lie_between_the_sources(seed: str) -> None:
    every = openings()[seed]
    assert all(
        sum(sizes_of(row)) == int(row["pupils"]) and len(sizes_of(row)) == int(row["classes"])
        for row in every
    )
    opening = [row for row in every if STAGE[row["grade"][0]] in COMPULSORY]
    sizes = [size for row in opening for size in sizes_of(row)]
    assert sum(sizes) == sum(int(row["pupils"]) for row in opening)
    assert len(sizes) == sum(int(row["classes"]) for row in opening)
    assert min(sizes) > 0 and 0.0398 <= np.mean(np.array(sizes) >= 56) <= 0.101
    assert sum(size == 55 for size in sizes) > 50 and sum(size >= 66 for size in sizes) <= 2
    if seed == "1":  # larger in the towns of the plain than in the hills
        by_town = defaultdict(list)
        for row in opening:
            by_town[row["campus"].split("-")[1]] += sizes_of(row)
        share = {town: np.mean(np.array(by) >= 56) for town, by in by_town.items()}
        worst = min(share[town] for town in ("quxi", "xichang", "xinheng"))
        assert share["yuhu"] == share["longwei"] == 0 < worst
        assert worst > np.mean(np.array(sizes) >= 56)


def test_classes_fit_the_rooms_in_every_opening() -> None:
    pools = {(row["campus"], row["stages"]): int(row["rooms"]) for row in rows("pools.csv")}
    for seed, opening in openings().items():
        used: Counter[tuple[str, str]] = Counter()
        for row in opening:
            stage = STAGE[row["grade"][0]]
            shared = (row["campus"], "primary+junior")
            used[shared if shared in pools else (row["campus"], stage)] += int(row["classes"])
        assert all(used[pool] <= rooms for pool, rooms in pools.items()), seed
        assert set(used) == set(pools)


def test_public_enrolment_is_of_the_order_of_the_notes() -> None:
    pupils = Counter[str]()
    for row in rows("enrolment.csv"):
        pupils[STAGE[row["grade"][0]]] += int(row["pupils"])
        assert int(row["boarders"]) <= int(row["pupils"])
    assert 75_000 <= pupils["primary"] <= 84_000 and 36_000 <= pupils["junior"] <= 39_000


def test_the_programme_adds_up_to_the_document(scenario: dict[str, Any]) -> None:
    projects = [c for c in scenario["changes"] if "build" in c or "expand" in c]
    amended = {c["id"] for c in scenario["changes"] if {"build", "expand", "receive"} & set(c)}
    late = scenario["variants"]["year-late"]["amend"]
    assert set(late) == amended
    for project in scenario["changes"]:
        if project["id"] in late:
            accepted = project["accepted"]
            assert late[project["id"]] == {"accepted": accepted.replace(year=accepted.year + 1)}
    projects = [c for c in projects if c.get("stage") in COMPULSORY or "rooms_by_stage" in c]
    places = []
    for project in projects:
        rooms = project.get("rooms_by_stage") or {project["stage"]: project["rooms"]}
        places.append(sum(count * NORM[stage] for stage, count in rooms.items()))
    costs = [int(project["cost"].removesuffix(" CNY")) for project in projects]
    assert len(projects) == 11 and sum(places) == 11_000
    assert 590_000_000 <= sum(costs) <= 600_000_000
    assert all(40_000 < cost / place < 65_000 for cost, place in zip(costs, places, strict=True))
    for project, place in zip(projects, places, strict=True):
        dates = [project[m] for m in ("approved", "started", "topped_out", "accepted")]
        assert dates == sorted(dates) and 2023 <= dates[-1].year <= 2025
        if "build" in project:
            assert 18 <= project["site_area_m2"] / place <= 22


@pytest.mark.shared_data
def test_quotes_are_the_words_of_the_document(scenario: dict[str, Any]) -> None:
    (document,) = (SHARED / "documents").glob("004*.txt")
    text = document.read_text(encoding="utf-8")
    quotes = [target["source"]["quote"] for target in scenario["targets"]]
    assert len(quotes) == 13 and all(quote in text for quote in quotes)
    assert all(target["source"]["title"] in text for target in scenario["targets"])


@pytest.mark.shared_data
def test_town_points_are_the_shared_points_on_wgs84() -> None:
    points = {}
    path = SHARED / "data" / "china" / "towns_and_villages_points_gcj02.csv"
    villages = Counter[str]()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = row["town"].replace("街道办事处", "街道").replace("玉窖镇", "玉滘镇")
            if row["county"] == "揭东区" and row["level"] == "village":
                villages[name] += 1
            if row["county"] == "揭东区" and row["level"] == "town" and row["lon_gcj02"]:
                points[name] = (float(row["lon_gcj02"]), float(row["lat_gcj02"]))
    known = docs_module("openings.jiedong").VILLAGES
    for town in docs_module("openings.jiedong").TOWNS:
        lon, lat = to_wgs84(*points[town.name], "gcj02")
        assert town.lon == pytest.approx(float(lon), abs=2e-6)
        assert town.lat == pytest.approx(float(lat), abs=2e-6)
        assert known[town.slug] == villages[town.name]


@pytest.mark.shared_data
def test_carried_figures_are_the_shared_figures() -> None:
    place, people = docs_module("openings.jiedong").PLACE, docs_module("openings.people")
    census: dict[str, int] = {}
    with (SHARED / "facts" / "local_facts.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            if line[0].endswith("揭东区") and line[1] == "揭东区" and line[3] == "2020":
                census.setdefault(line[2], int(float(line[4])) if line[4][0].isdigit() else -1)
    assert census["resident_population"] == place.residents
    assert census["urban_population"] == place.urban
    outside = ("elsewhere_in_province", "in_other_province")
    assert sum(census[f"residents_registered_{key}"] for key in outside) == place.migrants
    for first, last, count in place.census_ages:
        key = f"pop_age_{first}" if first == last else f"pop_age_{first}_{last}"
        assert census[f"{key}_male"] + census[f"{key}_female"] == count
    national = {}
    path = SHARED / "facts" / "china_education_stats.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for record in csv.DictReader(file):
            if record["series"] == "births_recommended":
                national[int(record["year"])] = int(record["value"])
    assert all(national[year] == count for year, count in people.NATIONAL_BIRTHS.items())
    births = SHARED / "data" / "wpp2024_china" / "births_deaths_annual.csv"
    with births.open(encoding="utf-8-sig", newline="") as file:
        wpp = {int(r["year"]): float(r["births"]) for r in csv.DictReader(file)}
    assert all(wpp[year] == count for year, count in people.WPP_BIRTHS.items())


@pytest.mark.parametrize(
    ("variant", "changes", "outlook"),
    [
        (None, 34, "middle"),
        ("no-programme", 1, "middle"),
        ("on-time", 34, "middle"),
        ("year-late", 34, "middle"),
        ("low-births", 34, "low"),
        ("high-births", 34, "high"),
        ("no-class-policy", 33, "middle"),
    ],
)
@pytest.mark.full
def test_scenario_and_every_variant_load_without_an_oddity(
    variant: str | None, changes: int, outlook: str
) -> None:
    scenario = load(ROOT / "scenarios" / "jiedong-2025.yaml", variant=variant)
    # A year late, the five kindergartens of estates come after the homes.
    assert len(scenario.oddities) == (5 if variant == "year-late" else 0)
    assert len(scenario.spec.changes) == changes and scenario.spec.outlook == outlook
    assert all(file.evidence and file.source for file in scenario.inputs if file.table)


def test_the_opening_alone_is_a_scenario_too() -> None:
    scenario = load(FOLDER / "baseline.yaml")
    assert scenario.oddities == () and scenario.spec.changes == () == scenario.spec.targets
