"""What is said, and what is not, when a command cannot do its work?"""

import errno
import re
from pathlib import Path

import pytest

from simulator.phrases import Phrase
from simulator.problems import Problem, ScenarioError
from simulator.results import OutputFolderError
from tests.cli.conftest import FakeSimulator, Invoke
from tests.gallery import BROKEN, english_left, is_chinese


def problem(file: str, line: int, where: str, what: str, remedy: str) -> Problem:
    return Problem(file, line, where, Phrase(f"错：{what}", what), Phrase(f"改：{remedy}", remedy))


def test_every_problem_is_printed_by_file_with_its_remedy(
    fake: FakeSimulator, invoke: Invoke
) -> None:
    fake.on_load = ScenarioError(
        [
            problem("schools.csv", 7, "campus", "`A-1` is given twice", "keep one row"),
            problem("demo.yaml", 12, "changes/north/rooms", "is text", "write a number"),
            problem("demo.yaml", 3, "years/last", "is before first", "swap the two"),
            problem("people.csv", 0, "file", "is empty", "write a row per zone"),
        ]
    )
    for words in (["demo.yaml"], ["check", "demo.yaml"], ["demo.yaml", "--quiet"]):
        answer = invoke(*words, "--lang", "en")
        assert answer.exit_code == 2
        assert answer.stdout == ""
        assert answer.stderr == (
            "demo.yaml:3: years/last: is before first\n"
            "    → swap the two\n"
            "demo.yaml:12: changes/north/rooms: is text\n"
            "    → write a number\n"
            "\n"
            "people.csv: file: is empty\n"
            "    → write a row per zone\n"
            "\n"
            "schools.csv:7: campus: `A-1` is given twice\n"
            "    → keep one row\n"
            "\n"
            "4 problems in 3 files; nothing was written.\n"
        )
    assert fake.folders == []


def test_problems_are_told_in_the_language_asked_for(fake: FakeSimulator, invoke: Invoke) -> None:
    fake.on_load = ScenarioError([problem("demo.yaml", 1, "name", "wrong", "mend")])
    chinese = (
        "demo.yaml:1: name: 错：wrong\n"
        "    → 改：mend\n"
        "\n"
        "共 1 处问题，涉及 1 个文件；没有写出任何内容。\n"
    )
    for words in (["demo.yaml"], ["demo.yaml", "--lang", "zh"], ["check", "demo.yaml"]):
        assert invoke(*words).stderr == chinese
    assert "错" not in invoke("demo.yaml", "--lang", "en").stderr


@pytest.mark.parametrize(
    "case", ["many-problems-at-once", "table-bad-cells", "clash-plans", "unclosed-quote"]
)
def test_a_broken_scenario_is_explained_in_chinese(invoke: Invoke, case: str) -> None:
    answer = invoke("check", str(BROKEN / f"{case}.yaml"))
    assert answer.exit_code == 2
    assert answer.stdout == ""
    told = [line.partition(": ")[2] or line for line in answer.stderr.splitlines() if line]
    assert len(told) >= 3
    for line in told:
        assert is_chinese(line), line
        assert english_left(line) is None, line


def test_a_file_that_is_not_there_is_told_in_both_languages(invoke: Invoke) -> None:
    assert "没有这个文件" in invoke("absent.yaml").stderr
    assert "there is no such file" in invoke("absent.yaml", "--lang", "en").stderr


def test_a_file_cannot_drive_the_terminal(fake: FakeSimulator, invoke: Invoke) -> None:
    fake.on_load = ScenarioError(
        [problem("demo.yaml", 1, "\x1b[31mname", "has \u202e and\nanother line: 曲溪", "mend")]
    )
    answer = invoke("demo.yaml", "--lang", "en")
    assert answer.stderr.splitlines()[0] == (
        r"demo.yaml:1: \x1b[31mname: has \u202e and\nanother line: 曲溪"
    )


@pytest.mark.parametrize("moment", ["on_load", "on_run", "on_write"])
@pytest.mark.parametrize("error", [ZeroDivisionError("inner words"), FileNotFoundError(2, "gone")])
def test_a_bug_leaves_a_log_and_no_traceback(
    fake: FakeSimulator,
    invoke: Invoke,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    error: Exception,
) -> None:
    logs = tmp_path_factory.mktemp("logs")
    monkeypatch.setattr("tempfile.tempdir", str(logs))
    setattr(fake, moment, error)
    answer = invoke("demo.yaml", "--lang", "en")
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr
    assert "this is a bug, not your input" in answer.stderr
    log = Path(re.search(r"log: (\S+\.log)", answer.stderr)[1])  # type: ignore[index]
    assert log.parent == logs
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert type(error).__name__ in written
    assert "school-places" in written


def test_a_bug_is_told_even_where_no_log_can_be_written(
    fake: FakeSimulator, invoke: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    fake.on_run = ZeroDivisionError("division by zero")
    answer = invoke("demo.yaml", "--lang", "en")
    assert answer.exit_code == 1
    assert "ZeroDivisionError: division by zero" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("moment", ["on_load", "on_run", "on_write"])
def test_ctrl_c_is_an_answer_too(fake: FakeSimulator, invoke: Invoke, moment: str) -> None:
    setattr(fake, moment, KeyboardInterrupt())
    answer = invoke("demo.yaml", "--lang", "en")
    assert answer.exit_code == 130
    assert answer.output == "interrupted; no results were left half-written.\n"


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_a_folder_that_cannot_be_written_is_not_a_bug(
    fake: FakeSimulator, invoke: Invoke, number: int
) -> None:
    fake.on_write = OSError(number, "Refused", "results/demo")
    answer = invoke("demo.yaml", "--lang", "en")
    assert answer.exit_code == 2
    assert "results/demo: file: the system refuses it: Refused" in answer.stderr
    chinese = invoke("demo.yaml").stderr
    assert re.search("系统拒绝访问：[\u4e00-\u9fff]+\n", chinese)
    assert "Refused" not in chinese
    assert "--out" in answer.stderr
    assert "bug" not in answer.stderr


def test_a_folder_of_someone_else_is_left_alone(fake: FakeSimulator, invoke: Invoke) -> None:
    fake.on_write = OutputFolderError(
        problem("results/demo", 0, "--out", "it is not a result folder", "name another")
    )
    answer = invoke("demo.yaml", "--lang", "en")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert answer.stderr.splitlines()[:2] == [
        "results/demo: --out: it is not a result folder",
        "    → name another",
    ]
