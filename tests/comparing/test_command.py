"""Does ``simulate compare`` keep its contract: what is typed, read, run and written?"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from simulator.comparing import obtaining
from tests.comparing.county import write


def simulate(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), prog_name="simulate")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path)
    return tmp_path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The scenarios that are run, as they are."""
    done: list[str] = []
    real = obtaining.run

    def counted(scenario: Any, **options: Any) -> Any:
        done.append(f"{scenario.spec.name}@{scenario.variant or ''}")
        return real(scenario, **options)

    monkeypatch.setattr(obtaining, "run", counted)
    return done


def written(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "comparison.json").read_text("utf-8"))
    return made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["county.yaml"], "要比较 2 到 12 个情景，这里有 1 个"),
        (["county.yaml"] * 13, "这里有 13 个"),
        (["county.yaml", "no.yaml", "other.yaml"], "共 2 处问题"),
        (["county.yaml", "county.yaml@rooom"], "是否想写 `room`"),
        (["county.yaml", "county.yaml@"], "`@` 之后没有变体的名称"),
        (["county.yaml", "no.yaml@room"], "没有这个文件"),
        (["county.yaml", "empty"], "不是完整的结果文件夹"),
        (["county.yaml", "broken.yaml", "empty", "no.yaml"], "共 5 处问题，涉及 3 个文件"),
    ],
)
def test_what_cannot_be_compared_is_all_told_and_nothing_written(
    words: list[str], said: str, folder: Path
) -> None:
    (folder / "empty").mkdir()
    write(folder, "broken.yaml", **{"last: 2027": "last: 2020"})
    answer = simulate("compare", *words)
    assert answer.exit_code == 2, answer.output
    assert said in answer.output
    assert "没有写出任何内容" in answer.output
    assert not (folder / "results").exists()


def test_without_anything_to_compare_usage_is_told(folder: Path) -> None:
    assert simulate("compare").exit_code == 2


def test_a_variant_stands_behind_the_file_for_every_command(folder: Path) -> None:
    answer = simulate("check", "county.yaml@rooom")
    assert answer.exit_code == 2
    assert "是否想写 `room`" in answer.output
    answer = simulate("check", "county.yaml@room", "--lang", "en")
    assert answer.exit_code == 0, answer.output
    answer = simulate("check", "county.yaml@room", "--variant", "all")
    assert answer.exit_code == 2
    assert "变体写了两个" in answer.output
    assert simulate("check", "county.yaml@room", "--variant", "room").exit_code == 0
    shutil.copy("county.yaml", "a@b.yaml")
    assert simulate("check", "a@b.yaml").exit_code == 0
    assert simulate("check", "a@b.yaml@room").exit_code == 0


@pytest.mark.full
def test_a_variant_behind_the_file_is_run(folder: Path) -> None:
    assert simulate("county.yaml@room", "--quiet").exit_code == 0
    assert [path.name for path in (folder / "results").iterdir()] == ["county@room"]


@pytest.mark.full
def test_files_variants_and_folders_and_nothing_is_run_twice(folder: Path, runs: list[str]) -> None:
    answer = simulate("compare", "county.yaml", "county.yaml@room")
    assert answer.exit_code == 0, answer.output
    assert runs == ["county@", "county@room"]
    assert "B 加一间 · county@room" in answer.stdout
    assert "卡在示例中学 初二 1 个班（2026 学年，未启动化解）" in answer.stdout
    assert sorted(p.name for p in (folder / "results").iterdir()) == [
        "compare-county", "county", "county@room"
    ]  # fmt: skip
    stamps = {p: p.stat().st_mtime_ns for p in (folder / "results/county@room").rglob("*")}
    first = {p.name: p.read_bytes() for p in (folder / "results/compare-county").iterdir()}
    assert simulate("compare", "county.yaml", "county.yaml@room", "--quiet").stdout == ""
    assert runs == ["county@", "county@room"]
    assert {p: p.stat().st_mtime_ns for p in (folder / "results/county@room").rglob("*")} == stamps
    assert first == {p.name: p.read_bytes() for p in (folder / "results/compare-county").iterdir()}

    answer = simulate("compare", "results/county", "county.yaml@all", "--out", "c", "--lang", "en")
    assert answer.exit_code == 0, answer.output
    assert runs[2:] == ["county@all"]
    made = written(folder / "c")
    assert [one["id"] for one in made["scenarios"]] == ["county", "county@all"]
    # the folder's own file is found beside it, so what matters is computed
    assert made["which_change_matters"][0]["full"] == [-2, 100]


@pytest.mark.full
def test_results_of_other_inputs_are_run_again(folder: Path, runs: list[str]) -> None:
    assert simulate("compare", "county.yaml", "county.yaml@room", "--quiet").exit_code == 0
    write(folder, **{"rooms: 3": "rooms: 4"})
    assert simulate("compare", "county.yaml", "county.yaml@room", "--quiet").exit_code == 0
    assert runs == ["county@", "county@room"] * 2
    manifest = folder / "results/county/manifest.json"
    old = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**old, "version": "0.0.1"}), "utf-8")
    assert simulate("compare", "county.yaml", "county.yaml@room", "--quiet").exit_code == 0
    assert runs[4:] == ["county@"]
    (folder / "results/county/tables/years.parquet").write_bytes(b"damaged")
    assert simulate("compare", "county.yaml", "county.yaml@room", "--quiet").exit_code == 0
    assert runs[5:] == ["county@"]


@pytest.mark.full
def test_one_scenario_twice_is_run_once_and_does_not_differ(folder: Path, runs: list[str]) -> None:
    answer = simulate("compare", "county.yaml", "county.yaml", "--lang", "en")
    assert answer.exit_code == 0, answer.output
    assert runs == ["county@"]
    assert "No difference: inputs and results are the same throughout." in answer.stdout
    made = written(folder / "results/compare-county")
    assert made["identical"] is True
    keys = {"scenario", "school_year", "stage"}
    values = [v for row in made["differences"] for k, v in row.items() if k not in keys]
    assert set(values) == {0, None}
    page = (folder / "results/compare-county/comparison.html").read_text("utf-8")
    assert "无差异：各情景的输入与结果完全相同。" in page


@pytest.mark.full
def test_a_folder_whose_inputs_are_gone_is_compared_without_what_matters(folder: Path) -> None:
    for words in (("county.yaml",), ("county.yaml@room",)):
        assert simulate(*words, "--quiet").exit_code == 0
    (folder / "county.yaml").unlink()
    answer = simulate("compare", "results/county", "results/county@room", "--quiet")
    assert answer.exit_code == 0, answer.output
    made = written(folder / "results/compare-county")
    assert made["which_change_matters"][0]["computed"] is False
    assert made["which_change_matters"][0]["reason"] == "no_inputs"
    assert made["input_differences"][0]["subject"] == "first"


@pytest.mark.full
def test_a_foreign_folder_is_left_alone(folder: Path) -> None:
    mine = folder / "mine"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine", "utf-8")
    answer = simulate("compare", "county.yaml", "county.yaml@room", "--out", "mine")
    assert answer.exit_code == 2
    assert "--out" in answer.output
    assert [path.name for path in mine.iterdir()] == ["notes.txt"]
    # a result of simulate is no comparison
    answer = simulate("compare", "county.yaml", "county.yaml@room", "--out", "results/county")
    assert answer.exit_code == 2
    assert (folder / "results/county/report.html").exists()


@pytest.mark.full
def test_results_of_another_file_are_not_replaced(folder: Path, runs: list[str]) -> None:
    assert simulate("county.yaml", "--quiet").exit_code == 0
    before = (folder / "results/county/summary.json").read_bytes()
    write(folder, "other.yaml", **{"rooms: 3": "rooms: 4"})
    answer = simulate("compare", "county.yaml", "other.yaml", "--lang", "en")
    assert answer.exit_code == 0, answer.output
    assert "the results of county were not kept" in answer.output
    assert (folder / "results/county/summary.json").read_bytes() == before
    made = written(folder / "results/compare-county")
    assert [one["id"] for one in made["scenarios"]] == ["county", "county (2)"]
    assert made["input_differences"][0]["kind"] == "table"


@pytest.mark.full
def test_a_missed_year_is_told(folder: Path) -> None:
    write(folder, "later.yaml", **{"opening: 2025, last: 2027": "opening: 2030, last: 2031",
          "2025-09-01": "2030-09-01", "year: 2025": "year: 2030", "year: 2026": "year: 2031",
          "2026-12-31": "2031-12-31", "name: county": "name: later"})  # fmt: skip
    answer = simulate("compare", "county.yaml", "later.yaml")
    assert answer.exit_code == 2, answer.output
    assert "没有共同的学年" in answer.output
