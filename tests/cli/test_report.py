"""Does ``simulate report`` make the same files again, and only from a whole result?"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.export import write_all
from tests.cli.conftest import Invoke
from tests.report.fixture import make_results

MADE = ("report.html", "workbook.xlsx", "layers.gpkg")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(make_results(n_zones=40), tmp_path_factory.mktemp("run") / "demo")


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Iterator[Path]:
    """A result folder of its own for each test."""
    copy = tmp_path / "results" / "demo"
    for name, data in contents(original).items():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(data)
    yield copy


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.full
def test_files_are_made_again_with_the_same_bytes(folder: Path, invoke: Invoke) -> None:
    before = contents(folder)
    for name in MADE:
        (folder / name).unlink()
    (folder / "report.html").write_text("an old page")
    answer = invoke("report", str(folder), "--lang", "en")
    assert answer.exit_code == 0, answer.output
    assert answer.stdout == f"made again in {folder}: report.html, workbook.xlsx, layers.gpkg\n"
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.full
def test_one_processor_makes_the_same_bytes(
    folder: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    for processors in (1, 2):
        monkeypatch.setattr("simulator.workers.available", lambda count=processors: count)
        assert invoke("report", str(folder)).exit_code == 0
        assert contents(folder) == before


@pytest.mark.full
def test_another_folder_gets_the_whole_result(folder: Path, invoke: Invoke, tmp_path: Path) -> None:
    before = contents(folder)
    answer = invoke("report", str(folder), "--out", "there/new", "--quiet")
    assert (answer.exit_code, answer.output) == (0, "")
    assert contents(folder) == contents(tmp_path / "there" / "new") == before


@pytest.mark.parametrize("harm", ["no folder", "no table", "cut table", "no json", "odd json",
                                  "no column", "a file"])  # fmt: skip
def test_what_is_not_a_whole_result_is_refused(
    folder: Path, invoke: Invoke, tmp_path: Path, harm: str
) -> None:
    asked = folder
    table = folder / "tables" / "years.parquet"
    if harm == "no folder":
        asked = tmp_path / "nowhere"
    elif harm == "no table":
        table.unlink()
    elif harm == "cut table":
        table.write_bytes(table.read_bytes()[:200])
    elif harm == "no json":
        (folder / "manifest.json").write_text("{")
    elif harm == "odd json":
        (folder / "summary.json").write_text(json.dumps([1]))
    elif harm == "no column":
        table.write_bytes((folder / "tables" / "events.parquet").read_bytes())
    else:
        asked = tmp_path / "demo.yaml"
    before = contents(tmp_path)
    for more in ((), ("--out", "new")):
        answer = invoke("report", str(asked), "--lang", "en", *more)
        assert answer.exit_code == 2, answer.output
        assert "not a whole result folder" in answer.stderr
        assert "nothing was written" in answer.stderr
        assert contents(tmp_path) == before


def test_a_file_of_the_planners_own_is_not_lost(folder: Path, invoke: Invoke) -> None:
    (folder / "notes.docx").write_text("mine")
    before = contents(folder)
    answer = invoke("report", str(folder))
    assert answer.exit_code == 2
    assert "notes.docx" in answer.stderr
    assert contents(folder) == before
