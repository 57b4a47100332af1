"""Do provision rules hold whatever the order, and whoever asks twice?"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Results, load, run
from simulator.assembly import assemble
from simulator.reading.composition import origins_of
from simulator.reading.draft import Draft, draft_of
from simulator.reading.findings import Findings
from simulator.reading.frames import ReadTable, read_table
from simulator.reading.nodes import as_node
from simulator.reading.provision import provide, required
from simulator.reading.sources import inline_grid
from simulator.scenario import Origin, Provision
from simulator.schema import ProvisionRule, ScenarioSpec
from simulator.schema.demand import Estate
from simulator.terminal import summary
from simulator.understanding import understood
from tests.behaviour.test_provision import CASES, created, loaded, written
from tests.depth import cases

QUICK = settings(max_examples=cases(8, 60), deadline=None, derandomize=True)
_HERE = Origin("x.yaml", 1, "file")
RULES = [
    {"id": "kg", "stage": "preschool", "per_dwellings": 1400, "from_dwellings": 1000, "rooms": 6},
    {"id": "kgt", "stage": "preschool", "per_residents": 4500, "rooms": 6, "by": "2028-08-31"},
    {"id": "pri", "stage": "primary", "per_residents": 15000, "rooms": 24, "by": "2027-08-31"},
    {"id": "more", "stage": "primary", "per_residents": 9000, "rooms": 24, "by": "2029-08-31"},
]


def table(name: str, rows: Sequence[dict[str, Any]]) -> ReadTable:
    findings = Findings()
    grid = inline_grid(name, as_node(list(rows), _HERE), findings)
    assert grid is not None
    read = read_table(name, grid, {}, {}, findings)
    assert read is not None and not findings.problems
    return read


def draft(zones: Sequence[dict[str, Any]], estates: Sequence[dict[str, Any]],
          rules: Sequence[dict[str, Any]] = RULES) -> Draft:  # fmt: skip
    """A scenario without files: zones with residents, estates, and a primary school in each."""
    values = {
        "years": {"opening": 2025, "last": 2030},
        "estates": [Estate(children_per_1000={}, **estate) for estate in estates],
        "changes": [],
        "provision": [ProvisionRule(source="norm", **rule) for rule in rules],
    }
    whole = ScenarioSpec.model_fields
    spec = ScenarioSpec.model_construct(
        None,
        years=whole["years"].annotation(**values["years"]),  # type: ignore[misc]
        **{name: tuple(values[name]) for name in ("estates", "changes", "provision")},
        stages=("preschool", "primary"),
    )
    tree = as_node({"changes": [], "provision": [{**rule} for rule in rules]}, _HERE)
    campuses = [{"id": f"s-{zone['id']}", "zone": zone["id"]} for zone in zones[:2]]
    pools = [{"campus": one["id"], "stages": "primary", "rooms": 12} for one in campuses]
    tables = {
        "zones": table("zones", [{"lon": 116.4, "lat": 23.5, **zone} for zone in zones]),
        "campuses": table("campuses", campuses),
        "pools": table("pools", pools),
    }
    return draft_of(spec, tree, tables, Findings())


places = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 60_000)), min_size=1, max_size=5
).map(lambda found: [
    {"id": f"z{n}", "town": town, "residents": number} for n, (town, number) in enumerate(found)
])  # fmt: skip
homes = st.lists(st.tuples(st.integers(0, 5000), st.integers(2026, 2030)), max_size=3).map(
    lambda found: [
        {"id": f"e{n}", "zone": "z0", "handover": f"{year}-06-30", "dwellings": dwellings}
        for n, (dwellings, year) in enumerate(found)
    ]
)


def asked(given: Draft) -> tuple[list[str], tuple[Provision, ...]]:
    provided, rows = provide(given)
    return [change.model_dump_json() for change in provided.changes], rows


@QUICK
@given(st.floats(0, 1e6), st.floats(0, 1e6), st.integers(1, 20_000), st.integers(1, 20_000))
def test_more_people_never_need_fewer(a: float, b: float, per: int, least: int) -> None:
    low, high = sorted((a, b))
    assert 0 <= required(low, per, least) <= required(high, per, least)
    assert required(high, per, least) <= max(high / per + 1e-9, 1)


@QUICK
@given(places, homes, st.integers(1, 30_000))
def test_more_residents_are_never_asked_less(
    zones: list[dict[str, Any]], estates: list[dict[str, Any]], more: int
) -> None:
    _, before = asked(draft(zones, estates))
    grown = [{**zones[0], "residents": zones[0]["residents"] + more}, *zones[1:]]
    _, after = asked(draft(grown, estates))
    for old, new in zip(before, after, strict=True):
        assert (old.rule, old.subject) == (new.rule, new.subject)
        assert new.required >= old.required
        assert old.created == max(old.required - old.present, 0)


@QUICK
@given(places, homes, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_rules_does_not_matter(
    zones: list[dict[str, Any]], estates: list[dict[str, Any]], chance: random.Random
) -> None:
    here = draft(zones, estates)
    mixed = {name: list(rows) for name, rows in (("e", estates), ("r", RULES))}
    for rows in mixed.values():
        chance.shuffle(rows)
    there = draft(zones, mixed["e"], mixed["r"])
    frame = there.tables["zones"]
    turned = ReadTable("zones", frame.frame.iloc[::-1].reset_index(drop=True), frame.grid, {})
    there.tables["zones"] = turned  # type: ignore[index]
    assert asked(here) == asked(there)
    assert asked(here) == asked(here)


@QUICK
@given(places, homes)
def test_ids_are_unique_and_what_is_created_is_not_asked_again(
    zones: list[dict[str, Any]], estates: list[dict[str, Any]]
) -> None:
    provided, rows = provide(draft(zones, estates))
    ids = [change.id for change in provided.changes]
    assert len(set(ids)) == len(ids) == sum(row.created for row in rows)
    assert len({change.new_campus for change in provided.changes}) == len(ids)
    again, rest = provide(provided)
    assert again.changes == provided.changes
    assert [row.created for row in rest] == [0] * len(rows)
    assert [row.required for row in rest] == [row.required for row in rows]


def test_a_created_change_is_traced_to_its_rule() -> None:
    zones = [{"id": "z0", "town": "A", "residents": 0}]
    estate = {"id": "e", "zone": "z0", "handover": "2026-06-30", "dwellings": 1400}
    given = draft(zones, [estate], RULES[:1])
    provided, _ = provide(given)
    (change,) = provided.changes
    assert change.required_by == "kg" and change.evidence == "estimated" and change.source == "norm"
    assert "推定" in str(change.name) and "Assumed" in str(change.name)
    assert provided.change_origin(change) == _HERE
    assert origins_of(provided.tree)["changes/kg-e-1/receive"] == _HERE


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two kindergartens for an estate, one primary school for a town, beside a project."""
    towns = next(case for case in CASES if "31,000" in case["name"])
    homes = next(case for case in CASES if "2,900" in case["name"])
    case = {
        "given": {
            **towns["given"], "estates": homes["given"]["estates"],
            "changes": [{"id": "own", "expand": "A", "stage": "primary", "rooms": 2,
                         "accepted": "2026-08-15"}],
        },
        "rules": [*towns["rules"], *homes["rules"]],
    }  # fmt: skip
    source = {"title": "示例目标"}
    places = {"metric": "added_places", "stage": "all", "at_least": 1000, "by": "2028-12-31"}
    scenario = written(case) | {
        "targets": [{"id": "places", "source": source, **places}],
        "variants": {
            "none": {"drop": {"kind": "provision"}},
            "bare": {"drop": {"kind": "project"}},
            "nothing": {"set": {"provision": []}},
            "built": {"drop": {"kind": "receive"}},
            "bigger": {"set": {"provision.sch.rooms": 30}},
        },
    }
    path = tmp_path_factory.mktemp("provision") / "case.yaml"
    path.write_text(yaml.dump(scenario, Dumper=yaml.CSafeDumper, allow_unicode=True), "utf-8")
    return path


@pytest.mark.parametrize(
    ("variant", "left"),
    [
        ("none", ["own"]),
        ("bare", []),
        ("nothing", ["own"]),
        ("built", ["own", "sch-T-1"]),
        ("bigger", ["own", "kg-garden-1", "kg-garden-2", "sch-T-1"]),
    ],
)
def test_a_variant_drops_or_alters_rules(file: Path, variant: str, left: list[str]) -> None:
    scenario = load(file, variant=variant)
    assert [change.id for change in scenario.spec.changes] == left
    if variant == "bigger":
        assert created(scenario)["sch-T-1"]["rooms"] == 30


def test_dropping_no_rule_is_odd(tmp_path: Path, file: Path) -> None:
    bare = yaml.safe_load(file.read_text("utf-8")) | {"provision": []}
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(bare, allow_unicode=True), "utf-8")
    assert [o.where for o in load(path, variant="none").oddities] == ["variants/none/drop"]


def test_what_is_created_is_assembled_like_any_project(file: Path) -> None:
    scenario = load(file)
    district = assemble(scenario).district
    projects = {project.id: project for project in district.projects}
    assert {name: one.required_by for name, one in projects.items()} == {
        "own": "", "kg-garden-1": "kg", "kg-garden-2": "kg", "sch-T-1": "sch"
    }  # fmt: skip
    assert {name: (one.kind, str(one.planned.accepted)) for name, one in projects.items()} == {
        "own": ("expand", "2026-08-15"),
        "kg-garden-1": ("receive", "2027-06-30"),
        "kg-garden-2": ("receive", "2027-06-30"),
        "sch-T-1": ("build", "2028-08-31"),
    }
    said = "\n".join(understood(scenario, "zh"))
    assert "kg · garden：2,900 套，应有 2 所，已有或已列入 0 所，推出新增 2 所" in said
    assert "sch · T：40,280 人，应有 2 所，已有或已列入 1 所，推出新增 1 所" in said


@pytest.mark.full
def test_a_run_counts_them_and_lists_them_apart(file: Path, tmp_path: Path) -> None:
    """By hand: 2 rooms × 45 + 2 × 6 × 30 + 24 × 45 = 90 + 360 + 1080."""
    from simulator import report
    from simulator.reporting.calculations import calculations

    results = run(load(file))
    assert results.summary["targets"][0]["achieved"]["central"] == 1530
    rows = results.tables["provision"].set_index("rule")[["base", "required", "created"]]
    assert rows.to_dict("index") == {
        "kg": {"base": 2900, "required": 2, "created": 2},
        "sch": {"base": 40280, "required": 2, "created": 1},
    }
    rooms = results.tables["capacity"].query("campus_id == 'sch-T-1' and places == 1080")
    assert set(rooms["school_year"]) == {2028, 2029, 2030}
    made = calculations(results)
    terms = next(one.terms for one in made.values() if one.metric == "added_places")
    assert sum("由配建标准推出" in term.label[0] for term in terms) == 3
    assert sum(term.value for term in terms if "required by rule" in term.label[1]) == 1440
    assert any("由配建标准推出 3 个项目、1,440 个学位" in line for line in summary(results, "zh"))
    page = report.page(results)
    for words in ("由配建标准推出（3 个项目）", "本方案自列（1 个项目）", "配建标准的要求"):
        assert words in page
    assert Results.read(results.write(tmp_path / "r")).tables["provision"]["created"].sum() == 3
    resolved = results.manifest["scenario"]["changes"]
    assert [change["id"] for change in resolved if "required_by" in change] == [
        "kg-garden-1", "kg-garden-2", "sch-T-1"
    ]  # fmt: skip


def test_a_case_is_read_alike_twice(tmp_path: Path) -> None:
    case = next(case for case in CASES if "earlier day" in case["name"])
    first, second = (loaded(case, tmp_path) for _ in range(2))
    assert first.spec == second.spec and first.provision == second.provision
