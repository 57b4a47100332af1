"""Do the tables of the county-standards plan keep the published figures and their own promises?"""

import csv
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import yaml

from simulator.loader import load
from tests.openings import ROOT, SHARED, docs_module, rows_of, sizes_of

FOLDER = ROOT / "scenarios" / "county"
STAGE = {"k": "preschool", "p": "primary", "j": "junior"}
NORM = {"preschool": 30, "primary": 45, "junior": 50}

# Retyped from the published tables, not read from the generator. 2020 census, Nanfeng County.
RESIDENTS, URBAN, OUTSIDE = 271_888, 144_505, 5_250 + 2_980
CENSUS = {(0, 0): 2_237, (1, 4): 13_346, (5, 9): 21_670, (10, 14): 24_619}
AGED_5_TO_9_IN_2010 = 17_832
NATIONAL = {2020: 1202, 2021: 1062, 2022: 956, 2023: 902, 2024: 954, 2025: 792}


def rows(name: str) -> list[dict[str, str]]:
    return rows_of(FOLDER / name)


@pytest.fixture(scope="module")
def scenario() -> dict[str, Any]:
    text = (ROOT / "scenarios" / "county-standards.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@pytest.fixture(scope="module")
def baseline() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "baseline.yaml").read_text(encoding="utf-8"))


def places(project: dict[str, Any]) -> dict[str, int]:
    stated = project.get("rooms_by_stage") or {project["stage"]: project["rooms"]}
    return {stage: rooms * NORM[stage] for stage, rooms in stated.items()}


def projects(scenario: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that add rooms."""
    found = [c for c in scenario["changes"] if {"build", "expand", "receive"} & set(c)]
    return [c for c in found if sum(places(c).values())]


def test_generator_reproduces_the_committed_files_byte_for_byte() -> None:
    generated = docs_module("openings.tables").generate(docs_module("openings.county").PLACE)
    assert set(generated) == {path.name for path in FOLDER.iterdir()} - {"baseline.yaml"}
    for name, text in generated.items():
        assert (FOLDER / name).read_bytes() == text.encode(), name


def test_children_are_those_of_the_census_two_years_back() -> None:
    by_age = Counter[int]()
    for row in rows("people.csv"):
        by_age[int(row["age"])] += int(row["children"])
    assert sorted(by_age) == list(range(18))
    # Aged 5-9 and 10-14 at the census: 3-7 and 8-12 two years before.
    assert sum(by_age[age] for age in range(3, 8)) == CENSUS[5, 9]
    assert sum(by_age[age] for age in range(8, 13)) == CENSUS[10, 14]
    # Aged 1-4 in 2020 were at most 2 in 2018, or not born; 15-19 in 2020 were 5-9 in 2010.
    assert by_age[0] + by_age[1] + by_age[2] < CENSUS[1, 4]
    assert sum(by_age[age] for age in range(13, 18)) == AGED_5_TO_9_IN_2010
    migrants = sum(int(r["children"]) for r in rows("people.csv") if r["residence"] == "migrant")
    assert migrants / by_age.total() == pytest.approx(OUTSIDE / RESIDENTS, abs=2e-4)


def test_births_meet_the_census_and_then_follow_the_nation() -> None:
    by_year: dict[int, float] = defaultdict(float)
    for row in rows("births.csv"):
        by_year[int(row["year"])] += float(row["births"])
    assert sorted(by_year) == list(range(2018, 2031))
    level = CENSUS[0, 0] / (1465 / 6 + 1202 * 5 / 6)
    for year, national in NATIONAL.items():
        assert by_year[year] == pytest.approx(level * national, abs=2)
    assert by_year[2018] > by_year[2019] > by_year[2020]
    assert all(0.97 < b / a <= 1 for a, b in pairwise(by_year[y] for y in range(2025, 2031)))


def test_residents_add_up_and_just_over_half_are_urban() -> None:
    zones = rows("zones.csv")
    assert sum(int(row["residents"]) for row in zones) == RESIDENTS
    urban = sum(int(row["residents"]) for row in zones if row["settlement"] == "urban")
    assert urban / RESIDENTS == pytest.approx(URBAN / RESIDENTS, abs=0.015)
    towns = {row["town"] for row in zones}
    assert sum(name.endswith("镇") for name in towns) == 7
    assert sum(name.endswith("乡") for name in towns) == 5
    assert sum(town.area for town in docs_module("openings.county").TOWNS) == 1_920


def test_whatever_is_invented_is_called_shili(scenario: dict[str, Any]) -> None:
    names = [
        row["name"] for table in ("zones", "schools", "campuses") for row in rows(table + ".csv")
    ]
    names += [row["town"] for row in rows("zones.csv")]
    names += [c["name"] for c in scenario["changes"] if "build" in c or "receive" in c]
    assert names and all(name.startswith("示例") for name in names)
    assert all(c["evidence"] == "illustrative" for c in scenario["changes"] if "policy" not in c)


def test_the_opening_lies_where_the_published_shares_say() -> None:
    sizes, pupils = [], Counter[str]()
    for row in rows("enrolment.csv"):
        pupils[STAGE[row["grade"][0]]] += int(row["pupils"])
        if row["grade"][0] in "pj":
            sizes += sizes_of(row)
    # Large classes: the nation had 7.06 % in 2018 and 10.1 % in 2017.
    assert 0.0706 <= np.mean(np.array(sizes) >= 56) <= 0.101
    # Compulsory pupils: 94 % of the residents aged 6-14, but those two months younger.
    assert pupils["primary"] + pupils["junior"] == pytest.approx(0.94 * 42_100, rel=0.01)
    by_town: dict[str, list[int]] = defaultdict(list)
    for row in rows("enrolment.csv"):
        if row["grade"][0] in "pj":
            by_town[row["campus"].split("-")[1]] += sizes_of(row)
    assert all(max(by) < 56 for town, by in by_town.items() if town != "seat")


def test_classes_fit_the_rooms_and_teaching_points_have_one_combined_class() -> None:
    pools = rows("pools.csv")
    used = Counter[tuple[str, str]]()
    for row in rows("enrolment.csv"):
        used[row["campus"], STAGE[row["grade"][0]]] += int(row["classes"])
    assert all(used[row["campus"], row["stages"]] <= int(row["rooms"]) for row in pools)
    points = [row for row in pools if row["grades"]]
    assert len(points) == 3
    for row in points:
        assert row["grades"] == row["combined"] == "p1-p3" and row["rooms"] == "1"
        assert used[row["campus"], "primary"] == 1
    enrolled = Counter[str]()
    for row in rows("enrolment.csv"):
        enrolled[row["campus"]] += int(row["pupils"])
    assert sum(pupils < 100 for pupils in enrolled.values()) == 10


def test_the_programme_adds_up_to_the_least_the_blanks_can_mean(scenario: dict[str, Any]) -> None:
    by_year: dict[int, int] = defaultdict(int)
    kindergartens = 0
    for project in projects(scenario):
        added = places(project)
        kindergartens += added.pop("preschool", 0)
        by_year[project["accepted"].year] += sum(added.values())
        unit = int(project["cost"].removesuffix(" CNY")) / sum(places(project).values())
        assert unit == (40_000 if "expand" in project else 60_000)
        assert project["approved"] < project["started"] < project["accepted"]
    assert sorted(by_year) == list(range(2019, 2026))
    assert all(1_000 <= count < 10_000 for count in by_year.values())  # xxxx: four digits
    assert sum(by_year.values()) == 8_320 and kindergartens == 540
    assert 1_000 <= sum(by_year[year] for year in range(2021, 2026)) < 10_000
    asked = {t["id"]: t.get("at_least") for t in scenario["targets"]}
    assert (asked["places-each-year"], asked["places"]) == (1_000, 7 * 1_000)


def test_every_town_gets_a_boarding_school(scenario: dict[str, Any]) -> None:
    beds = {row["id"].split("-")[1] for row in rows("campuses.csv") if int(row["beds"])}
    beds |= {c["expand"].split("-")[1] for c in scenario["changes"] if c.get("beds")}
    assert beds == {row["id"].split("-")[0] for row in rows("zones.csv")} - {"seat"}


def test_withdrawals_leave_time_and_go_to_the_central_school(scenario: dict[str, Any]) -> None:
    small = [c for c in scenario["changes"] if "withdraw" in c]
    assert len(small) == 5
    for change in small:
        assert change["until"].year - change[True].year == 3  # YAML 1.1 reads the key "on" so
        assert change["into"] == f"p-{change['withdraw'].split('-')[1]}-01"


def test_variants_alter_only_what_they_name(scenario: dict[str, Any]) -> None:
    ids = {change["id"]: change for change in scenario["changes"]}
    variants = scenario["variants"]
    for variant in variants.values():
        assert set(variant.get("amend", {})) <= set(ids)
    late = variants["year-late"]["amend"]
    assert set(late) == {project["id"] for project in projects(scenario)}
    for name, fields in late.items():
        day = ids[name]["accepted"]
        assert fields == {"accepted": day.replace(year=day.year + 1)}
    assert set(variants["on-time"]["amend"]) == {name for name in late if "delay" in ids[name]}
    half = variants["half-places"]["amend"]
    for name, fields in half.items():
        assert 2 * sum(places(ids[name] | fields).values()) == sum(places(ids[name]).values())


def test_shares_of_entrants_are_those_of_the_opening(baseline: dict[str, Any]) -> None:
    public = docs_module("openings.county").PLACE.public_share
    for entry in baseline["entry_shares"]:
        away = sum(value for value in entry.values() if isinstance(value, float))
        share = public[entry["stage"]][("registered", "migrant").index(entry["residence"])]
        assert share == pytest.approx(1 - away)


@pytest.mark.shared_data
def test_quotes_are_the_words_of_the_document(scenario: dict[str, Any]) -> None:
    (document,) = (SHARED / "documents").glob("003*.txt")
    text = document.read_text(encoding="utf-8")
    sources = [part["source"] for key in ("targets", "provision") for part in scenario[key]]
    assert len(sources) == 13
    assert all(source["quote"] in text and source["title"] in text for source in sources)


@pytest.mark.shared_data
def test_carried_figures_are_the_shared_figures() -> None:
    census: dict[tuple[str, str], float] = {}
    with (SHARED / "facts" / "local_facts.csv").open(encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            if line[1] == "南丰县" and re.fullmatch(r"[\d.]+", line[4]):
                census.setdefault((line[2], line[3]), float(line[4]))
    assert census["resident_population", "2020"] == RESIDENTS
    assert census["urban_population", "2020"] == URBAN
    outside = ("elsewhere_in_province", "in_other_province")
    assert sum(census[f"residents_registered_{key}", "2020"] for key in outside) == OUTSIDE
    for (first, last), count in CENSUS.items():
        key = f"pop_age_{first}" if first == last else f"pop_age_{first}_{last}"
        assert census[f"{key}_male", "2020"] + census[f"{key}_female", "2020"] == count
    assert census["pop_age_5_9_both_sexes", "2010"] == AGED_5_TO_9_IN_2010


def test_the_opening_alone_is_a_scenario_too() -> None:
    opening = load(FOLDER / "baseline.yaml")
    assert opening.spec.changes == () == opening.spec.targets
    # The one oddity is what the plan's rule mends: three townships have no public kindergarten.
    assert [oddity.where for oddity in opening.oddities] == ["catchments/preschool"]


@pytest.mark.parametrize(
    ("variant", "changes"),
    [
        (None, 38), ("no-programme", 12), ("on-time", 38), ("year-late", 38), ("low-births", 38),
        ("high-births", 38), ("in-migration", 38), ("no-drift", 38), ("no-class-policy", 37),
        ("threshold-66", 38), ("half-places", 38), ("open-all", 38), ("no-withdrawal", 33),
        ("short-transition", 38),
    ],
)  # fmt: skip
@pytest.mark.full
def test_scenario_and_every_variant_load(variant: str | None, changes: int) -> None:
    scenario = load(ROOT / "scenarios" / "county-standards.yaml", variant=variant)
    assert len(scenario.spec.changes) == changes
    known = {"catchments/preschool", "changes/estate-primary/accepted"}  # the second when late
    assert {oddity.where for oddity in scenario.oddities} <= known
    created = [c for c in scenario.spec.changes if c.required_by]
    assert len(created) == (0 if variant == "no-programme" else 6)
