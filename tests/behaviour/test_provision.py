"""Do provision rules ask for, and create, what the behaviour file says?"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator import Scenario, load
from tests.behaviour.reading import cases, known_keys

Case = Mapping[str, Any]
CASES = cases(Path(__file__).parent / "provision" / "cases.yaml")
YEARS = range(2025, 2031)
STAGES = ("preschool", "primary", "junior")
_TABLE = {"evidence": "illustrative", "source": "invented"}


def written(case: Case) -> dict[str, Any]:
    """Write the scenario of a case: zones in a row, 2 km apart, with one campus of juniors."""
    given = case["given"]
    known_keys(given, ("zones", "campuses", "estates", "changes"), "given")
    zones = [
        {"id": name, "lon": round(116.4 + 0.02 * nth, 2), "lat": 23.5, **facts}
        for nth, (name, facts) in enumerate(given["zones"].items())
    ]
    first = zones[0]["id"]
    schools = {"Z": {"zone": first, "stages": "junior", "rooms": 3}, **given.get("campuses", {})}
    campuses, pools = [], []
    for name, facts in schools.items():
        known_keys(
            facts, ("zone", "at", "stages", "rooms", "operator", "type", "cluster",
                    "inclusive_from", "inclusive_until"), "campus",
        )  # fmt: skip
        position = dict(zip(("lon", "lat"), facts.get("at", ()), strict=False))
        own = {k: v for k, v in facts.items() if k not in ("at", "stages", "rooms")}
        campuses.append({"id": name, **position, **own})
        pools.append({"campus": name, "stages": facts["stages"], "rooms": facts["rooms"]})
    estates = [
        {"id": name, "children_per_1000": {"primary": 100}, **facts}
        for name, facts in given.get("estates", {}).items()
    ]
    births = [{"zone": zone["id"], "year": year, "births": 9} for zone in zones for year in YEARS]
    return {
        "name": "case",
        "title": "case",
        "district": {"name": "示例区"},
        "crs": "EPSG:4326",
        "years": {"opening": YEARS[0], "last": YEARS[-1]},
        "stages": list(STAGES),
        "zones": {**_TABLE, "data": zones},
        "people": {**_TABLE, "data": [{"zone": z["id"], "age": 13, "children": 9} for z in zones]},
        "people_as_of": "2025-09-01",
        "births": {**_TABLE, "data": births},
        "campuses": {**_TABLE, "data": campuses},
        "pools": {**_TABLE, "data": pools},
        "enrolment": {
            **_TABLE, "data": [{"campus": "Z", "grade": "j1", "pupils": 9, "classes": 1}]
        },
        "rules": {"stages": {stage: {"admission": "nearest"} for stage in STAGES}},
        "estates": estates,
        "changes": given.get("changes", []),
        "provision": [{"source": "示例标准", **rule} for rule in case["rules"]],
    }  # fmt: skip


def loaded(case: Case, folder: Path) -> Scenario:
    file = folder / "case.yaml"
    text = yaml.dump(written(case), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    file.write_text(text, "utf-8")
    return load(file)


def created(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """The changes that follow from rules, with the acceptance their estate gives them."""
    handed = {estate.id: estate.handover for estate in scenario.spec.estates}
    return {
        c.id: {
            "build": c.build, "receive": c.estate, "stage": c.stage, "rooms": c.rooms,
            "zone": c.zone, "accepted": c.handed_over(handed).accepted,
        }
        for c in scenario.spec.changes
        if c.required_by
    }  # fmt: skip


def _name(case: Case) -> str:
    return str(case["name"]).encode("ascii", "ignore").decode().strip()


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_behaviour(case: Case, tmp_path: Path) -> None:
    known_keys(case, ("name", "given", "rules", "then"), "case")
    then = case["then"]
    known_keys(then, ("asked", "created", "odd"), "then")
    scenario = loaded(case, tmp_path)
    asked = {
        f"{row.rule} {row.subject}": [row.base, row.required, row.present, row.created]
        for row in scenario.provision
    }
    assert asked == then["asked"]
    made = created(scenario)
    assert len(made) == sum(row[3] for row in then["asked"].values())
    if "created" in then:
        assert made.keys() == then["created"].keys()
        for name, facts in then["created"].items():
            for key, value in facts.items():
                assert made[name][key] == value, (name, key)
    if "odd" in then:
        told = [o.where for o in scenario.oddities if o.where.startswith(("provision", "changes"))]
        assert told == then["odd"]


def test_names_of_cases_are_unique() -> None:
    assert len({_name(case) for case in CASES}) == len(CASES)


def test_every_day_of_a_case_is_a_day() -> None:
    estates = [e for case in CASES for e in case["given"].get("estates", {}).values()]
    assert all(isinstance(estate["handover"], dt.date) for estate in estates)
