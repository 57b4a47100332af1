"""What does each command ask of the simulator, print and return?"""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import FakeSimulator, Invoke


def test_a_file_is_run_and_its_folder_named(fake: FakeSimulator, invoke: Invoke) -> None:
    answer = invoke("demo.yaml", "--lang", "en")
    assert answer.exit_code == 0
    assert answer.stdout.splitlines() == ["summary in en", "written to results/demo"]
    assert answer.stderr == ""
    assert fake.loaded == [(Path("demo.yaml"), None, ())]
    assert fake.folders == [Path("results/demo")]
    assert fake.seeds == [None]


def test_every_option_reaches_the_simulator(fake: FakeSimulator, invoke: Invoke) -> None:
    answer = invoke(
        *("demo.yaml", "--variant", "late", "--set", "seed=3", "--set", "rules.order=tiers_first"),
        *("--out", "here/there", "--seed", "7"),
    )
    assert answer.exit_code == 0
    assert fake.loaded == [
        (Path("demo.yaml"), "late", ("seed=3", "rules.order=tiers_first")),
    ]
    assert fake.folders == [Path("here/there")]
    assert fake.seeds == [7]


def test_options_may_stand_before_the_file(fake: FakeSimulator, invoke: Invoke) -> None:
    assert invoke("--variant", "late", "demo.yaml").exit_code == 0
    assert fake.folders == [Path("results/demo@late")]


def test_the_answer_is_chinese_unless_asked_otherwise(fake: FakeSimulator, invoke: Invoke) -> None:
    assert invoke("demo.yaml").stdout.splitlines() == ["summary in zh", "written to results/demo"]


def test_quiet_prints_nothing_at_all(fake: FakeSimulator, invoke: Invoke) -> None:
    fake.met = {"places": False}
    answer = invoke("demo.yaml", "--quiet", "--fail-on-missed-target")
    assert (answer.exit_code, answer.output) == (3, "")
    assert invoke("check", "demo.yaml", "--quiet").output == ""


@pytest.mark.parametrize(
    ("met", "options", "code"),
    [
        ({"places": False}, [], 0),
        ({"places": False, "classes": True}, ["--fail-on-missed-target"], 3),
        ({"places": True}, ["--fail-on-missed-target"], 0),
        # A promise about an input is not tested, so it cannot be missed.
        ({"assumed": None}, ["--fail-on-missed-target"], 0),
        ({}, ["--fail-on-missed-target"], 0),
    ],
)
def test_a_missed_target_fails_only_when_asked(
    fake: FakeSimulator,
    invoke: Invoke,
    met: dict[str, bool | None],
    options: list[str],
    code: int,
) -> None:
    fake.met = met
    answer = invoke("demo.yaml", "--lang", "en", *options)
    assert answer.exit_code == code
    assert fake.folders == [Path("results/demo")], "results are written either way"
    if code == 3:
        assert answer.stderr == "targets missed (1): places\n"
    else:
        assert answer.stderr == ""


def test_check_says_what_was_understood_and_writes_nothing(
    fake: FakeSimulator, invoke: Invoke, tmp_path: Path
) -> None:
    answer = invoke("check", "demo.yaml", "--variant", "late", "--set", "seed=3", "--lang", "en")
    assert answer.exit_code == 0
    assert answer.stdout == "understood in en\n"
    assert fake.loaded == [(Path("demo.yaml"), "late", ("seed=3",))]
    assert fake.seeds == fake.folders == []
    assert [path.name for path in tmp_path.iterdir()] == ["demo.yaml"]


def test_check_does_not_run_and_has_no_out(fake: FakeSimulator, invoke: Invoke) -> None:
    answer = invoke("check", "demo.yaml", "--out", "x")
    assert answer.exit_code == 2
    assert fake.loaded == []


def test_schema_is_json_and_a_file_gets_the_same(invoke: Invoke, tmp_path: Path) -> None:
    printed = invoke("schema")
    assert printed.exit_code == 0
    kept = invoke("schema", "--out", "deep/schema.json")
    assert (kept.exit_code, kept.output) == (0, "")
    assert (tmp_path / "deep/schema.json").read_text(encoding="utf-8") == printed.stdout
    assert json.loads(printed.stdout)["title"] == "ScenarioSpec"


def test_a_schema_replaces_a_schema(invoke: Invoke, tmp_path: Path) -> None:
    new = invoke("schema").stdout
    earlier = json.loads(new)
    earlier["$defs"].popitem()
    for there in ("", json.dumps(earlier), "\n\n" + json.dumps(earlier, indent=4)):
        (tmp_path / "schema.json").write_text(there, encoding="utf-8")
        assert invoke("schema", "--out", "schema.json").exit_code == 0
        assert (tmp_path / "schema.json").read_text(encoding="utf-8") == new


@pytest.mark.full
@pytest.mark.parametrize(
    "there",
    [
        b"name: demo\n",
        b'{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Mine"}',
        b'{"title": "ScenarioSpec", "properties": {"extends": {}}}',
        b'{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ScenarioSpec"}',
        b"[1]",
        b"[" * 100_000,
        b'{"title": "ScenarioSpec"',
        b"\xff\xfe\x00",
    ],
)
def test_a_schema_replaces_nothing_else(there: bytes, invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "demo.yaml").write_bytes(there)
    (tmp_path / "link.json").symlink_to("demo.yaml")
    for name in ("demo.yaml", "link.json"):
        answer = invoke("schema", "--out", name, "--lang", "en")
        assert (answer.exit_code, answer.stdout) == (2, "")
        assert answer.stderr.startswith(f"{name}: --out: it exists and is not a schema")
        assert "name another file with --out" in answer.stderr
        assert "不是 `simulate schema` 写出的" in invoke("schema", "--out", name).stderr
    assert (tmp_path / "demo.yaml").read_bytes() == there


def test_version(invoke: Invoke) -> None:
    answer = invoke("--version")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("school-places 0.")


def test_a_seed_is_a_whole_number_from_zero(fake: FakeSimulator, invoke: Invoke) -> None:
    for seed in ("-1", "x", "1.5", str(2**63)):
        assert invoke("demo.yaml", "--seed", seed).exit_code == 2
    assert fake.loaded == []
