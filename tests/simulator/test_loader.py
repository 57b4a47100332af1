"""A malformed scenario is refused with every problem at its line, and never with a traceback."""

import datetime as dt
import hashlib
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulator.assembly import assemble
from simulator.loader import load
from simulator.problems import Problem, ScenarioError
from simulator.reporting.catalogue import LANGS
from simulator.scenario import Scenario
from simulator.understanding import understood
from tests.depth import cases
from tests.gallery import (
    BASE,
    BROKEN,
    GALLERY,
    assert_said_in_chinese,
    english_left,
    in_backticks,
    is_chinese,
)


def problems_of(path: Path, **options: object) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load(path, **options)  # type: ignore[arg-type]
    return caught.value.problems


def write(folder: Path, text: str, *, extends: bool = True) -> Path:
    head = f"extends: {BASE}\n" if extends else ""
    path = folder / "scenario.yaml"
    path.write_text(head + text, encoding="utf-8")
    return path


def test_gallery_is_large() -> None:
    assert len(GALLERY) >= 40


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_gallery(path: Path) -> None:
    """Each file says in its header what must be found in it: all of that, and nothing else.

    ``# expect: [FILE:]LINE | field path | words | …``
    """
    expected = re.findall(r"^# expect: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    found = list(problems_of(path))
    for problem in found:
        assert_said_in_chinese(problem)
    for line in expected:
        place, where, *words = (part.strip() for part in line.split(" | "))
        file, _, number = place.rpartition(":")
        match = [
            problem
            for problem in found
            if Path(problem.file).name == (file or path.name)
            and problem.line == int(number)
            and problem.where == where
            and all(word in f"{problem.what} {problem.remedy}" for word in words)
        ]
        assert match, f"expected: {line}\nfound:\n" + "\n".join(map(str, found))
        found.remove(match[0])
    assert not found, "\n".join(map(str, found))


def test_files_are_named_as_the_user_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN.parent)
    (problem,) = problems_of(Path("broken/negative-seed.yaml"))
    assert problem.file == str(Path("broken/negative-seed.yaml"))
    (problem,) = problems_of(Path("broken/table-missing-column.yaml"))
    assert problem.file == str(Path("broken/broken-headings.csv"))
    (problem,) = problems_of(Path("broken/base.yaml"), set=["seed=-1"])
    assert problem.file == "--set"


@pytest.mark.parametrize(
    ("word", "meant"), [("true", True), ("false", False), ("yes", True), ("off", False),
                        ('"true"', True)],
)  # fmt: skip
def test_a_yes_or_no_is_written_bare(tmp_path: Path, word: str, meant: bool) -> None:
    there = f"rules: {{stages: {{junior: {{direct: {word}}}}}}}\nname: bare\n"
    path = write(
        tmp_path,
        f"{there}variants:\n  v: {{title: v, set: {{rules.stages.primary.direct: {word}}}}}\n",
    )
    stages = load(path, variant="v", set=[f"rules.stages.senior.direct={word}"]).spec.rules.stages
    assert (stages.junior.direct, stages.primary.direct, stages.senior.direct) == (meant,) * 3
    assert stages.preschool.direct is False


def test_base_is_valid_and_complete() -> None:
    scenario = load(BASE)
    assert scenario.spec.people_as_of == dt.date(2023, 9, 1)
    assert list(scenario.tables) == [
        "zones", "people", "births", "campuses", "pools", "enrolment", "catchments"
    ]  # fmt: skip
    pools = scenario.tables["pools"]
    assert pools["id"].tolist() == ["north/primary", "south/primary+junior"]
    assert pools["rooms"].tolist() == [12, 18]
    assert pools["temporary"].tolist() == [0, 0]
    assert scenario.tables["campuses"]["school"].tolist() == [None, None]
    assert scenario.tables["people"]["residence"].tolist() == ["registered", "registered"]
    (read,) = scenario.inputs
    assert read.file == "base.yaml"
    assert read.sha256 == hashlib.sha256(BASE.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xff\xfen\x00a\x00m\x00e\x00", "a single value"),
        (b"\xff\xfen\x00a\x00m\x00e", "neither in UTF-8 nor in GB18030"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither in UTF-8 nor in GB18030"),
        (b"name: a\x00b\n", "unprintable"),
        (b"\x00" * 10, "unprintable"),
        (b"name: [" * 40_000, "60 levels"),
        (b"- " * 40_000, "60 levels"),
        (b"a: " + b"x" * 20_000_001, "20 MB"),
        (b"%YAML 9.9\n---\nname: x\n", ""),
        (b"? [a, b]\n: 1\n", "a key is a list"),
        (b"just words\n", "a single value"),
    ],
)
def test_files_that_are_hardly_yaml(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(content)
    assert any(words in problem.what.en for problem in problems_of(path))


def test_missing_file_and_folder(tmp_path: Path) -> None:
    write(tmp_path, "name: x\n")
    (problem,) = problems_of(tmp_path / "scenaro.yaml")
    assert "no such file" in problem.what.en
    assert "`scenario.yaml`" in problem.remedy.en
    (problem,) = problems_of(tmp_path)
    assert "no such file" in problem.what.en


def test_an_empty_file_with_fields_missing_names_them_all(tmp_path: Path) -> None:
    path = write(tmp_path, "name: x\n", extends=False)
    missing = {problem.where for problem in problems_of(path)}
    assert {"title", "district", "crs", "years", "zones", "people", "births", "pools"} <= missing


def test_gbk_scenario_and_bom_are_read(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    text = f"extends: {BASE}\ntitle: 曲溪街道小学扩建\n"
    path.write_bytes(text.encode("gbk"))
    scenario = load(path)
    assert scenario.spec.title == "曲溪街道小学扩建"
    assert any("GB18030" in oddity.what.en for oddity in scenario.oddities)
    path.write_bytes(text.encode("utf-8-sig"))
    assert load(path).spec.title == "曲溪街道小学扩建"


def test_numbers_and_dates_are_text_where_text_is_asked_for(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
district: {name: x, code: 0445203}
estates:
  - {id: 101, zone: east, handover: "2024-06-01", dwellings: 10, children_per_1000: {primary: 9}}
changes:
  - {id: 007, close: north, on: '2024-09-01'}
targets:
  - metric: large_classes
    stage: compulsory
    at_most: 0
    by: 2025-12-31
    source: {title: plan, date: 2023-03-09}
""",
    )
    spec = load(path).spec
    assert spec.district.code == "0445203"  # YAML would read an octal number
    assert spec.estates[0].id == "101"
    assert spec.estates[0].handover == dt.date(2024, 6, 1)
    assert spec.changes[0].id == "007"
    assert spec.targets[0].source.date == "2023-03-09"


def test_keys_that_yaml_takes_for_yes_and_no(tmp_path: Path) -> None:
    path = write(tmp_path, "changes:\n  - {id: a, close: north, on: 2024-09-01}\n")
    assert load(path).spec.changes[0].on == dt.date(2024, 9, 1)


def test_oddities_do_not_stop_a_run(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
zones:
  evidence: illustrative
  source: invented
  data:
    - {id: east, town: t1, lon: 116.40, lat: 23.50, 备注: x}
    - {id: west, town: t1, lon: 116.42, lat: 23.50}
    - {id: empty, town: t1, lon: 116.44, lat: 23.50}
catchments:
  evidence: illustrative
  source: invented
  data:
    - {stage: junior, zone: west, campus: south}
pools:
  rows:
    north/primary: {rooms: 1}
enrolment:
  evidence: illustrative
  source: invented
  data:
    - {campus: north, grade: p1, pupils: "１，０９０", classes: 20}
    - {campus: north, grade: p2, pupils: 0, classes: 1}
changes:
  - {id: early, expand: north, stage: primary, rooms: 2, accepted: 2022-08-15}
  - {id: late, expand: north, stage: primary, rooms: 2, accepted: 2026-08-15}
""",
    )
    scenario = load(path)
    found = {oddity.where: oddity.what.en for oddity in scenario.oddities}
    assert "备注" in found["zones"]
    assert found["people/empty"] == "no children"
    assert "1 zone with children" in found["catchments/primary"]
    assert "21 classes in 1 room:" in found["pools/north/primary"]
    assert "read as 1090" in found["enrolment/pupils"]
    assert "1 class without pupils" in found["enrolment/north/p2"]
    assert "before the opening census" in found["changes/early/accepted"]
    assert "after the last census" in found["changes/late/accepted"]
    told = {lang: understood(scenario, lang) for lang in LANGS}
    for oddity in (*scenario.oddities, *assemble(scenario).oddities):
        for lang in LANGS:
            assert f"  {oddity.where}: {oddity.what.said(lang)}" in told[lang]
        assert is_chinese(oddity.what.zh), oddity
        assert english_left(oddity.what.zh) is None, oddity
        assert in_backticks(oddity.what.en) == in_backticks(oddity.what.zh)


def test_what_was_understood_bends_with_its_counts(tmp_path: Path) -> None:
    change = "{id: more, expand: north, stage: primary, rooms: 1, accepted: 2024-08-15}"
    lines = understood(load(write(tmp_path, f"changes: [{change}]\n")), "en")
    assert lines[2] == "2 zones · 1 town · 2 campuses (0 planned) · 2 pools"
    assert "Programme: 1 project, 1 room added" in lines
    assert "  accepted in 2024: 1 project, 1 room, 45 places" in lines
    assert [line for line in lines if re.search(r"(?<![\d,.])1 ([a-z]+s|children)\b", line)] == []


def test_births_before_the_opening_are_needed_to_age_an_older_census(tmp_path: Path) -> None:
    path = write(tmp_path, "people_as_of: 2020-11-01\n")
    (problem,) = problems_of(path)
    assert problem.where == "births"
    assert "2020, 2021, 2022" in problem.what.en  # 2023 to 2025 are there
    assert "2023," not in problem.what.en


def test_baselines_are_read_and_checked(tmp_path: Path) -> None:
    rows = "baseline,campus,grade,pupils,classes\nb1,north,p1,88,2\nb2,north,p1,91,2\n"
    (tmp_path / "more.csv").write_text(rows)
    path = write(tmp_path, "sensitivity: {baselines: {file: more.csv, source: generated}}\n")
    scenario = load(path)
    assert scenario.tables["baselines"]["pupils"].tolist() == [88, 91]
    assert scenario.inputs[-1].file == "more.csv"
    assert scenario.inputs[-1].rows == 2
    (tmp_path / "more.csv").write_text(rows + "b2,north,p1,91,2\nb2,south,j1,9,0\n")
    again, without_class = problems_of(path)
    assert "already given" in again.what.en
    assert (again.line, without_class.line) == (4, 5)
    assert "no class" in without_class.what.en


def test_rooms_follow_projects_conversions_and_mergers(tmp_path: Path) -> None:
    """12 rooms, 6 more in August 2024: 15 can be converted in September, 4 more not.

    North then merges into south, which can convert its own 18 rooms and the 3 that are left.
    """
    changes = """
changes:
  - {id: more, expand: north, stage: primary, rooms: 6, accepted: 2024-08-15}
  - {id: first, convert: north/primary, rooms: 15, to: junior, on: 2024-09-01}
  - {id: moved, merge: north, into: south, on: 2025-08-01}
  - {id: second, convert: south/primary+junior, rooms: ROOMS, to: senior, on: 2025-09-01}
"""
    load(write(tmp_path, changes.replace("ROOMS", "36")))
    (problem,) = problems_of(write(tmp_path, changes.replace("ROOMS", "37")))
    assert "has 36 left on 2025-09-01" in problem.what.en
    early = changes.replace("ROOMS", "1").replace("2024-09-01", "2024-06-01")
    (problem,) = problems_of(write(tmp_path, early))
    assert problem.where == "changes/first/rooms"
    assert "has 12 left" in problem.what.en


def test_a_campus_that_is_built_can_be_named_by_other_changes(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
changes:
  - {id: a, build: new, rooms_by_stage: {primary: 12, junior: 6}, zone: east, accepted: 2024-08-15}
  - {id: b, convert: new/primary, rooms: 4, to: junior, on: 2025-09-01}
  - {id: c, admission_plan: new, grade: p1, classes: 3, on: 2024-06-30}
  - {id: d, close: north, into: new, on: 2025-07-01}
  - {id: e, catchment: junior, zones: {east: [new, south]}, on: 2024-08-20}
""",
    )
    assert [change.id for change in load(path).spec.changes] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(("title", "said"), [("", ""), ("title: 晚一年", " · 晚一年")])
def test_what_was_understood_names_the_variant(title: str, said: str, tmp_path: Path) -> None:
    path = write(tmp_path, f"variants:\n  late: {{{title}}}\n")
    assert understood(load(path, variant="late"), "en")[1:3] == [f"Variant: late{said}", ""]
    assert understood(load(path, variant="late"), "zh")[1] == f"变体：late{said}"
    assert understood(load(path), "en")[1] == ""


def test_variants_that_were_not_asked_for_are_checked_too(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
changes:
  - {id: a, expand: north, stage: primary, rooms: 6, accepted: 2024-08-15}
variants:
  bad:
    amend:
      a: {rooms: many}
""",
    )
    (problem,) = problems_of(path)
    assert problem.line == 8
    assert "`many` is not a whole number" in problem.what.en


def test_a_bad_file_is_reported_beside_bad_values(tmp_path: Path) -> None:
    path = write(tmp_path, "seed: x\npools: {file: none.csv, evidence: official, source: x}\n")
    assert {problem.where for problem in problems_of(path)} == {"seed", "pools/file"}


SNIPPETS = st.sampled_from(
    ["'", '"', "[", "]", "{", "}", ":", ": ", "- ", "\t", "\n", "&a ", "*a", "!!x ", "|", ">", "#",
     "~", "null", "no", "-1", "1e999", ".nan", "2023-02-30", "合计", "\u3000", "\ufeff", "💥",
     "\x85", "0x10", "1:30", "<<: ", "? ", "---\n", "extends: base.yaml\n", "9" * 400]
)  # fmt: skip


@settings(
    max_examples=cases(50, 400),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_traceback_whatever_is_typed_into_a_scenario(
    data: st.DataObject, tmp_path: Path
) -> None:
    text = BASE.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 0, 1, 3, 12, 60])))
        text = text[:start] + data.draw(SNIPPETS | st.text(max_size=4)) + text[end:]
    path = tmp_path / "typed.yaml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        assert isinstance(load(path), Scenario)
    except ScenarioError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.where
            assert problem.what.en and is_chinese(problem.what.zh)
            assert problem.remedy.en and is_chinese(problem.remedy.zh)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@settings(max_examples=cases(50, 400), deadline=None)
@given(
    path=st.sampled_from(
        ["seed", "years", "years.last", "zones", "zones.data", "zones.data.0", "people.columns",
         "pools.rows", "pools.data.0.stages", "enrolment.data.0.sizes", "changes", "targets",
         "variants", "variants.x", "variants.x.drop", "variants.x.amend", "variants.x.add",
         "variants.x.set", "rules.tiers", "rules.ladder", "norms.tolerance", "survival",
         "sensitivity", "sensitivity.rules", "sensitivity.baselines", "outlooks.low", "estates",
         "migration", "crs", "outline", "catchments", "births.data.1", "stages", "people_as_of"]
    ),
    value=VALUES,
)  # fmt: skip
@example(path="changes", value=[{"id": "a", "policy": {"ladder": [{}]}, "on": "2024-09-01"}])
@example(path="zones.data", value=[])
@example(path="stages", value=[])
def test_no_traceback_whatever_value_stands_anywhere(path: str, value: object) -> None:
    import yaml

    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6)
    try:
        load(BASE, set=[f"{path}={text.removesuffix('...' + chr(10))}"])
    except ScenarioError as error:
        assert error.problems
        for problem in error.problems:
            assert is_chinese(problem.what.zh) and is_chinese(problem.remedy.zh), problem


@pytest.mark.full
def test_importing_the_loader_stays_light() -> None:
    code = (
        "import sys, simulator.loader; "
        "print([m for m in ('geopandas', 'pyogrio', 'openpyxl', 'pyproj', 'plotly') "
        "if m in sys.modules])"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert run.stdout.strip() == "[]"


@pytest.mark.full
def test_a_whole_district_loads_quickly(tmp_path: Path) -> None:
    zones, campuses, enrolment, pools = (
        ["id,town,lon,lat"],
        ["id,zone"],
        [],
        ["campus,stages,rooms"],
    )
    people, births = ["zone,age,children"], ["zone,year,births"]
    for i in range(110):
        zones.append(f"z{i},t{i % 9},{116.3 + i / 1000},{23.5}")
        campuses.append(f"c{i},z{i}")
        pools.append(f"c{i},primary,24")
        people += [f"z{i},{age},{50 + age}" for age in range(18)]
        births += [f"z{i},{year},{90 + year % 7}.5" for year in (2023, 2024, 2025)]
        enrolment += [f"c{i},p{grade},{150 + i},4" for grade in range(1, 7)]
    baselines = [f"b{b},{row}" for b in range(20) for row in enrolment]
    heads = {"enrolment": "campus,grade,pupils,classes"}
    tables = {
        "zones": zones, "campuses": campuses, "pools": pools, "people": people, "births": births,
        "enrolment": [heads["enrolment"], *enrolment],
        "baselines": [f"baseline,{heads['enrolment']}", *baselines],
    }  # fmt: skip
    text = "stages: [primary]\nrules: {stages: {primary: {admission: nearest}}}\n"
    text += "catchments: null\nsensitivity: {baselines: {file: baselines.csv, source: x}}\n"
    for name, rows in tables.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(rows))
        if name != "baselines":
            text += f"{name}: {{file: {name}.csv, evidence: illustrative, source: x}}\n"
    path = write(tmp_path, text)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        scenario = load(path)
        seconds.append(time.perf_counter() - start)
    assert len(scenario.tables["baselines"]) == 13_200
    # 0.1 s on an idle machine of two cores; the bar leaves room for a busy one.
    assert min(seconds) < 0.5
