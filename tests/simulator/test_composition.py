"""Layers lie over each other in one order, and every value remembers where it was written."""

import datetime as dt
from pathlib import Path

import pytest

from simulator.loader import load
from simulator.problems import Problem, ScenarioError
from simulator.scenario import Origin

SECTIONS = (
    *("travel", "opening", "norms", "rules", "entry_shares", "leave_rates", "migration"),
    *("estates", "outlooks", "changes", "targets", "sensitivity", "variants"),
)
BASE = Path(__file__).parent.parent / "broken" / "base.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A chain of three files in two folders: base < district/middle < scenario."""
    (tmp_path / "base.yaml").write_bytes(BASE.read_bytes())
    (tmp_path / "district").mkdir()
    (tmp_path / "district" / "middle.yaml").write_text(
        """extends: ../base.yaml
seed: 2
norms: {tolerance: 54, large_class: 55}
rules: {order: tiers_first, spring_share: 0.2}
changes:
  - {id: wing, expand: north, stage: primary, rooms: 6, accepted: 2024-08-15}
  - {id: clear, policy: {large_classes: clear}, on: 2024-09-01}
""",
        encoding="utf-8",
    )
    (tmp_path / "scenario.yaml").write_text(
        """extends: district/middle.yaml
name: layered
seed: 3
rules:
  order: rungs_first
campuses:
  rows:
    north: {beds: 40}
changes:
  - {id: extra, expand: south, stage: junior, rooms: 4, accepted: 2025-08-15}
variants:
  late:
    title: One year late
    amend:
      wing: {accepted: 2025-08-15, places: 270}
    set:
      rules.spring_share: 0.3
      campuses/rows/north/beds: 60
  less:
    drop: [wing]
    add:
      - {id: shut, close: north, on: 2025-08-31}
  bare:
    drop: {kind: project}
""",
        encoding="utf-8",
    )
    return tmp_path


def problems_of(path: Path, **options: object) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load(path, **options)  # type: ignore[arg-type]
    return caught.value.problems


def test_order_of_the_layers_of_files(folder: Path) -> None:
    scenario = load(folder / "scenario.yaml")
    spec, origins = scenario.spec, scenario.origins
    assert spec.seed == 3
    assert origins["seed"] == Origin("scenario.yaml", 3, "file")
    # Maps merge: each value of `rules` comes from its own layer.
    assert (spec.rules.order, spec.rules.spring_share) == ("rungs_first", 0.2)
    assert spec.rules.entry_classes == "norm"
    assert origins["rules/order"] == Origin("scenario.yaml", 5, "file")
    assert origins["rules/spring_share"] == Origin("district/middle.yaml", 4, "parent")
    assert origins["rules/entry_classes"].layer == "default"
    assert origins["district/name"] == Origin("base.yaml", 4, "parent")
    # Changes concatenate, the oldest file first.
    assert [change.id for change in spec.changes] == ["wing", "clear", "extra"]
    assert origins["changes/extra/rooms"] == Origin("scenario.yaml", 10, "file")
    assert origins["changes/wing/rooms"] == Origin("district/middle.yaml", 6, "parent")


def test_inputs_are_listed_in_order_with_names_relative_to_the_scenario(folder: Path) -> None:
    names = [entry.file for entry in load(folder / "scenario.yaml").inputs]
    assert names == ["scenario.yaml", "district/middle.yaml", "base.yaml"]


def test_a_variant_amends_sets_adds_and_drops(folder: Path) -> None:
    path = folder / "scenario.yaml"
    late = load(path, variant="late")
    wing = next(change for change in late.spec.changes if change.id == "wing")
    assert (wing.accepted, wing.rooms, wing.places) == (dt.date(2025, 8, 15), 6, 270)
    assert late.origins["changes/wing/accepted"] == Origin("scenario.yaml", 15, "variant")
    assert late.origins["changes/wing/rooms"].layer == "parent"
    assert late.spec.rules.spring_share == 0.3
    assert late.origins["rules/spring_share"] == Origin("scenario.yaml", 17, "variant")
    assert late.tables["campuses"]["beds"].tolist() == [60, 0]
    assert late.variant == "late"

    less = load(path, variant="less")
    assert [change.id for change in less.spec.changes] == ["clear", "extra", "shut"]
    assert less.tables["campuses"]["beds"].tolist() == [40, 0]

    bare = load(path, variant="bare")
    assert [change.id for change in bare.spec.changes] == ["clear"]


def test_set_is_the_last_word(folder: Path) -> None:
    scenario = load(
        folder / "scenario.yaml",
        variant="late",
        set=[
            "rules.spring_share=0.5",
            "changes.wing.rooms=9",
            "changes/wing/accepted=2024-12-31",
            "rules.ladder.0.fill=tolerance",
            "stages=[primary, junior, senior]",
            "campuses.rows.south.beds=12",
            "title={zh: 甲, en: A}",
            "rules.stages.senior.admission=nearest",
        ],
    )
    spec = scenario.spec
    assert spec.rules.spring_share == 0.5
    assert scenario.origins["rules/spring_share"] == Origin("--set", 0, "set")
    wing = next(change for change in spec.changes if change.id == "wing")
    assert (wing.rooms, wing.accepted) == (9, dt.date(2024, 12, 31))
    # One item of a default list changes, the others stay.
    assert [(rung.where, rung.fill) for rung in spec.rules.ladder[:2]] == [
        ("own", "tolerance"),
        ("own", "tolerance"),
    ]
    assert len(spec.rules.ladder) == 6
    assert spec.stages == ("primary", "junior", "senior")
    assert scenario.tables["campuses"]["beds"].tolist() == [60, 12]


@pytest.mark.parametrize(
    ("setting", "where", "words"),
    [
        ("seed", "seed", "not PATH=VALUE"),
        ("=4", "=4", "not PATH=VALUE"),
        ("sed=4", "sed", "did you mean `seed`?"),
        ("changes.wnig.rooms=4", "changes.wnig.rooms", "did you mean `wing`?"),
        ("changes.9.rooms=4", "changes.9.rooms", "`9` is not found"),
        ("seed.x=4", "seed.x", "single value"),
        ("seed=[", "file", "bracket"),
        ("seed=!!python/none x", "seed", "tag"),
        ("years.last=soon", "years/last", "`soon` is not a whole number"),
    ],
)
def test_a_wrong_setting_is_refused(folder: Path, setting: str, where: str, words: str) -> None:
    found = problems_of(folder / "scenario.yaml", set=[setting])
    assert [problem.file for problem in found] == ["--set"]
    assert found[0].where == where
    assert words in f"{found[0].what.en} {found[0].remedy.en}"


def test_a_path_set_twice_is_refused(folder: Path) -> None:
    (problem,) = problems_of(folder / "scenario.yaml", set=["years.last=2025", "years/last=2026"])
    assert "set twice" in problem.what.en


def test_an_unknown_variant_is_refused(folder: Path) -> None:
    (problem,) = problems_of(folder / "scenario.yaml", variant="lat")
    assert problem.remedy.en == "did you mean `late`?"


def test_tables_replace_whole_or_are_corrected_by_row(folder: Path) -> None:
    """A parent's corrections end where a child replaces the table."""
    path = folder / "child.yaml"
    path.write_text(
        """extends: scenario.yaml
campuses:
  evidence: official
  source: survey
  data:
    - {id: north, zone: east}
    - {id: south, zone: west, beds: 7}
people:
  rows:
    east/registered/7: {children: 101}
""",
        encoding="utf-8",
    )
    scenario = load(path)
    assert scenario.tables["campuses"]["beds"].tolist() == [0, 7]
    assert scenario.spec.campuses.evidence == "official"
    assert scenario.tables["people"]["children"].tolist() == [101, 60]
    assert scenario.origins["people/rows/east/registered/7/children"].file == "child.yaml"


def test_table_files_are_found_beside_the_file_that_names_them(folder: Path) -> None:
    (folder / "district" / "pools.csv").write_text("campus,stages,rooms\nnorth,primary,9\n")
    (folder / "pools.csv").write_text("campus,stages,rooms\nnorth,primary,5\n")
    middle = folder / "district" / "middle.yaml"
    table = "pools: {file: pools.csv, evidence: official, source: x}\n"
    enrolment = "enrolment: {data: [], evidence: official, source: x}\n"
    catchments = """catchments:
  evidence: official
  source: x
  data: [{stage: primary, zone: east, campus: north}]
"""
    middle.write_text(middle.read_text("utf-8") + table + enrolment + catchments, "utf-8")
    scenario = load(folder / "scenario.yaml")
    assert scenario.tables["pools"]["rooms"].tolist() == [9]
    assert scenario.inputs[-1].file == "district/pools.csv"
    # From the command line, names are relative to the scenario.
    scenario = load(folder / "scenario.yaml", set=["pools.file=pools.csv"])
    assert scenario.tables["pools"]["rooms"].tolist() == [5]
    assert scenario.inputs[-1].file == "pools.csv"


@pytest.mark.parametrize("name", SECTIONS)
def test_a_heading_with_nothing_under_it_says_nothing(name: str, folder: Path) -> None:
    path = folder / "child.yaml"
    path.write_text("extends: scenario.yaml\n", encoding="utf-8")
    plain = load(path).spec
    for nothing in ("", "  # later\n", "  null\n"):
        path.write_text(f"extends: scenario.yaml\n{name}:{nothing}\n", encoding="utf-8")
        assert load(path).spec == plain
    assert plain.changes and plain.variants and plain.norms.tolerance  # of the parent, kept


@pytest.mark.parametrize("name", ["stages", "years", "zones", "seed", "survival", "title"])
def test_a_value_that_is_needed_does_not_wait(name: str, folder: Path) -> None:
    path = folder / "child.yaml"
    path.write_text(f"extends: scenario.yaml\n{name}:\n", encoding="utf-8")
    (problem, *_) = problems_of(path)
    assert (problem.line, problem.where) == (2, name)
    assert "has no value" in problem.what.en


def test_a_change_of_a_parent_is_not_redefined(folder: Path) -> None:
    path = folder / "child.yaml"
    path.write_text(
        "extends: scenario.yaml\nchanges:\n  - {id: wing, close: north, on: 2025-07-01}\n",
        encoding="utf-8",
    )
    (problem,) = problems_of(path)
    assert problem.line == 3
    assert "already used in district/middle.yaml, line 6" in problem.what.en


def test_a_problem_in_a_parent_names_the_parent(folder: Path) -> None:
    middle = folder / "district" / "middle.yaml"
    middle.write_text(middle.read_text("utf-8").replace("0.2", "20"), "utf-8")
    (problem,) = problems_of(folder / "scenario.yaml")
    assert problem.file == str(middle)
    assert problem.line == 4
    assert problem.where == "rules/spring_share"
