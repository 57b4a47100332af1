"""Does the command keep its contract when everything behind it is real?"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.reporting import glossary
from simulator.results import Results

pytestmark = pytest.mark.full

SHIPPED = "scenarios/jiedong-2025.yaml"


def simulate(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "cli", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder in which the shipped scenario was run."""
    folder = tmp_path_factory.mktemp("empty")
    answer = simulate(folder, SHIPPED, "--fail-on-missed-target")
    assert answer.returncode in (0, 3), answer.stderr
    missed = [
        target["id"]
        for target in json.loads(contents(folder)["summary.json"])["targets"]
        if target["met"] is False
    ]
    assert answer.returncode == (3 if missed else 0)
    assert "Traceback" not in answer.stdout + answer.stderr
    assert answer.stdout.startswith("揭东区")
    yield folder


def contents(folder: Path) -> dict[str, bytes]:
    results = folder / "results" / "jiedong-2025"
    return {
        path.relative_to(results).as_posix(): path.read_bytes()
        for path in sorted(results.rglob("*"))
        if path.is_file()
    }


def test_the_folder_holds_what_the_readme_says(ran: Path) -> None:
    names = set(contents(ran))
    assert {"report.html", "workbook.xlsx", "layers.gpkg", "summary.json", "manifest.json"} <= names
    assert {"tables/enrolment.csv", "tables/enrolment.parquet"} <= names
    assert [path.name for path in ran.iterdir()] == ["results"]
    assert [path.name for path in (ran / "results").iterdir()] == ["jiedong-2025"]


def test_a_second_run_replaces_it_with_the_same_bytes(ran: Path) -> None:
    before = contents(ran)
    answer = simulate(ran, SHIPPED, "--quiet")
    assert answer.returncode == 0
    assert answer.stdout == ""
    after = contents(ran)
    same = [name for name in before if name not in ("manifest.json", "report.html")]
    assert {"workbook.xlsx", "layers.gpkg", "summary.json"} < set(same)
    assert len(same) > 10
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert set(after) == set(before)


def test_page_workbook_and_layers_are_made_again_from_the_folder_alone(ran: Path) -> None:
    before = contents(ran)
    answer = simulate(ran, "report", "results/jiedong-2025", "--quiet")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert contents(ran) == before


def test_every_code_of_a_real_run_has_a_chinese_word(ran: Path) -> None:
    tables = Results.read(ran / "results" / "jiedong-2025").tables
    for table in ("events", "projects", "sensitivity", "balance", "zones", "classes_ledger"):
        for column in tables[table]:
            prefix = glossary.prefix_of(table, column)
            if prefix is not None and prefix != "flag":
                for code in set(tables[table][column]) - {""}:
                    assert glossary.word(prefix, code, "zh") != code, (table, column)


def test_another_scenario_does_not_replace_it(ran: Path) -> None:
    before = contents(ran)
    out = ("--out", "results/jiedong-2025", "--lang", "en")
    answer = simulate(ran, SHIPPED, "--variant", "no-programme", *out)
    assert answer.returncode == 2
    assert "--out" in answer.stderr
    assert "1 problem in 1 file; nothing was written." in answer.stderr
    assert contents(ran) == before
    assert [path.name for path in (ran / "results").iterdir()] == ["jiedong-2025"]


def test_a_wrong_input_writes_nothing(tmp_path: Path) -> None:
    answer = simulate(tmp_path, SHIPPED, "--set", "years.lst=2028", "--lang", "en")
    assert answer.returncode == 2
    assert "did you mean `last`?" in answer.stderr
    assert answer.stdout == ""
    assert list(tmp_path.iterdir()) == []
