import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from simulator.results import MANIFEST, OutputFolderError, Results, write_folder
from simulator.tables import TABLES
from simulator.tabulation import frame


def some(name: str = "a", variant: str | None = None) -> Results:
    tables = {table: frame(table, []) for table in TABLES}
    tables["events"] = frame(
        "events",
        [{"date": "2023-09-01", "event": "campus_opens", "subject": "=1+1", "detail": "甲"}],
    )
    manifest = {"name": name, "variant": variant, "file": "a.yaml", "version": "0"}
    return Results(tables, {"schema": 1, "scenario": name, "years": [], "targets": []}, manifest)


def test_what_is_written_is_read_back_equal(tmp_path: Path) -> None:
    results = some()
    again = Results.read(results.write(tmp_path / "out"))
    assert again.summary == results.summary
    assert again.manifest == results.manifest
    for name in TABLES:
        pd.testing.assert_frame_equal(again.tables[name], results.tables[name])


def test_a_table_without_rows_keeps_its_heading(tmp_path: Path) -> None:
    folder = some().write(tmp_path / "out")
    for name, fields in TABLES.items():
        head = (folder / "tables" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert head.split(",") == [field.name for field in fields]


def test_csv_opens_in_excel_as_utf8(tmp_path: Path) -> None:
    folder = some().write(tmp_path / "out")
    assert (folder / "tables" / "events.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_same_scenario_replaces_its_results(tmp_path: Path) -> None:
    folder = some().write(tmp_path / "out")
    (folder / "tables" / "years.csv").write_text("old")
    some().write(folder)
    assert (folder / "tables" / "years.csv").read_text(encoding="utf-8-sig") != "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]


def test_a_planners_own_file_among_the_results_is_never_lost(tmp_path: Path) -> None:
    folder = some().write(tmp_path / "out")
    (folder / "notes.xlsx").write_text("my notes")
    with pytest.raises(OutputFolderError, match=r"notes\.xlsx.*--out"):
        some().write(folder)
    assert (folder / "notes.xlsx").read_text() == "my notes"


@pytest.mark.parametrize("other", [some("b"), some("a", "late")])
def test_another_scenario_is_never_overwritten(tmp_path: Path, other: Results) -> None:
    folder = some().write(tmp_path / "out")
    before = (folder / MANIFEST).read_bytes()
    with pytest.raises(OutputFolderError, match=r"another scenario.*--out"):
        other.write(folder)
    assert (folder / MANIFEST).read_bytes() == before


def test_a_folder_that_is_no_result_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(OutputFolderError, match="not a result folder"):
        some().write(tmp_path / "out")
    assert (tmp_path / "out" / "thesis.docx").read_text() == "years of work"


def test_nothing_half_written_is_left_when_writing_fails(tmp_path: Path) -> None:
    folder = some().write(tmp_path / "out")

    def fail(work: Path) -> None:
        (work / "report.html").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_folder(some(), folder, fail)
    assert not (folder / "report.html").exists()
    assert json.loads((folder / MANIFEST).read_text())["name"] == "a"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_broken_folder_is_not_read(tmp_path: Path) -> None:
    folder = some().write(tmp_path / "out")
    (folder / "tables" / "years.parquet").unlink()
    with pytest.raises(OutputFolderError, match="not a whole result"):
        Results.read(folder)


def test_a_result_is_not_altered_by_writing(tmp_path: Path) -> None:
    results = some()
    copy = replace(results)
    results.write(tmp_path / "x")
    assert results.summary == copy.summary
