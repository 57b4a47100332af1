"""Whatever stands on the command line: an answer and an exit code of the contract."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from tests.gallery import BASE

HERE = Path(__file__).parents[2]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario, a binary file, a folder and a file named like a command."""
    text = (
        f"extends: {BASE}\nname: asked\nvariants:\n  late: {{set: {{seed: 2}}}}\n"
        "targets:\n  - {metric: large_classes, stage: compulsory, at_most: 0, by: 2025-12-31,\n"
        "     source: {title: plan}}\n"
    )
    for name in ("asked.yaml", "check", "示例.yaml"):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "page.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(256)))
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*words: str) -> Result:
    answer = CliRunner().invoke(app, list(words), prog_name="simulate")
    assert "Traceback" not in answer.output
    return answer


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["absent.yaml"], "没有这个文件"),
        (["folder"], "这是文件夹"),
        (["page.png"], "既不是 UTF-8 文本"),
        (["/dev/null"], "没有这个文件"),
        (["chek"], "是否想写 `check`"),
        ([""], ""),
        (["-"], ""),
        (["a" * 5000], ""),
        (["a" * 5000 + ".yaml"], ""),
        (["check"], ""),
        (["check", "folder"], "这是文件夹"),
        (["asked.yaml", "more.yaml"], ""),
        (["asked.yaml", "--variant", "lat"], "是否想写 `late`？"),
        (["asked.yaml", "--variant", ""], ""),
        (["check", "asked.yaml", "--variant", "\u202e"], ""),
        (["asked.yaml", "--set", "years"], "PATH=VALUE"),
        (["asked.yaml", "--set", "=1"], "PATH=VALUE"),
        (["asked.yaml", "--set", "yeers.last=2030"], "years"),
        (["asked.yaml", "--set", "years.last=x"], "不是整数"),
        (["asked.yaml", "--set", "years.last=[1"], "括号"),
        (["asked.yaml", "--set", "changes.9.rooms=1"], ""),
        (["asked.yaml", "--set", "seed.a.b=1"], "单一取值"),
        (["asked.yaml", "--set", "title=\udcff"], "无法显示"),
        (["asked.yaml", "--set", "title=a\x00b"], "无法显示"),
        (["asked.yaml", "--set", "...=1"], ""),
        (["asked.yaml", "--set", "extends=other.yaml"], ""),
        (["asked.yaml", "--seed", "-1"], ""),
        (["asked.yaml", "--seed", "9" * 30], ""),
        (["asked.yaml", "--seed", "x"], ""),
        (["asked.yaml", "--lang", "fr"], ""),
        (["asked.yaml", "--out", "."], "--out"),
        (["asked.yaml", "--out", "asked.yaml"], "--out"),
        (["asked.yaml", "--out", "asked.yaml/deep"], ""),
        (["asked.yaml", "--out", "/dev/full"], "--out"),
        (["asked.yaml", "--out", "x" * 300], "文件名过长"),
        (["schema", "--out", "folder"], "是文件夹"),
        (["schema", "--out", "/dev/full"], "磁盘空间不足"),
        (["schema", "more"], ""),
        (["--what"], ""),
    ],
    ids=lambda value: str(value)[:60].encode("ascii", "backslashreplace").decode(),
)
def test_odd_words_are_refused(words: list[str], said: str, asked: Path) -> None:
    before = sorted(asked.rglob("*"))
    answer = ask(*words)
    assert answer.exit_code == 2, answer.output
    assert answer.stdout == ""
    assert said in answer.stderr
    assert "?: " not in answer.stderr
    assert sorted(asked.rglob("*")) == before


@pytest.mark.full
def test_a_file_named_like_a_command(asked: Path) -> None:
    assert ask("check", "check").exit_code == 0
    assert ask("./check", "--out", "out").exit_code == 0
    assert ask("check", "示例.yaml").exit_code == 0


FULL = pytest.mark.full
"""A process of its own takes a second."""


@pytest.mark.full
@pytest.mark.parametrize(
    "odd",
    [
        {"LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "COLUMNS": "8"},
        *(
            pytest.param(odd, marks=FULL)
            for odd in (
                {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"COLUMNS": "8", "TERM": "xterm"},
                {"COLUMNS": "0"}, {"NO_COLOR": "1", "TERM": "dumb"},
            )
        ),
    ],
    ids=str,
)  # fmt: skip
def test_odd_terminals(odd: dict[str, str], asked: Path) -> None:
    command = [sys.executable, "-m", "cli", "check", "asked.yaml"]
    env = {**{k: v for k, v in os.environ.items() if k not in odd}, **odd, "PYTHONPATH": str(HERE)}
    answer = subprocess.run(command, capture_output=True, env=env, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "两校区" in answer.stdout.decode("utf-8")
    assert answer.stderr == b""


@pytest.mark.parametrize(
    "stream",
    ["/dev/full", pytest.param("closed", marks=FULL), pytest.param("closed both", marks=FULL)],
)
@pytest.mark.full
def test_an_answer_nobody_can_hear(stream: str, asked: Path) -> None:
    ends = {"/dev/full": ">/dev/full", "closed": ">&-", "closed both": ">&- 2>&-"}[stream]
    command = f"{sys.executable} -m cli check asked.yaml {ends}"
    env = {**os.environ, "PYTHONPATH": str(HERE)}
    answer = subprocess.run(command, shell=True, capture_output=True, env=env, check=False)
    assert answer.returncode in (0, 2), answer.stderr
    assert b"Traceback" not in answer.stderr
    assert b"bug" not in answer.stderr and "缺陷".encode() not in answer.stderr
