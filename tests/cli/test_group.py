"""How are files, commands, options and slips told apart?"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli.main import app
from tests.cli.conftest import FakeSimulator, Invoke
from tests.depth import cases


def test_help_lists_what_exists_and_nothing_else(invoke: Invoke) -> None:
    answer = invoke("--help")
    assert answer.exit_code == 0
    commands = answer.stdout.partition("Commands:")[2].split("\n")
    assert [line.split()[0] for line in commands if line.strip()] == [
        "check",
        "compare",
        "report",
        "schema",
    ]
    for option in ("--variant", "--set", "--out", "--seed", "--fail-on-missed-target"):
        assert option in answer.stdout
    for later in ("review", "replicates", "workers", "--install-completion", " run "):
        assert later not in answer.stdout


def test_help_after_a_file_is_that_of_a_run(invoke: Invoke) -> None:
    answer = invoke("demo.yaml", "--help")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Usage: simulate FILE [OPTIONS]")
    assert "Commands" not in answer.stdout


@pytest.mark.parametrize(("typed", "meant"), [("chekc", "check"), ("shema", "schema")])
def test_a_slip_in_a_command_is_noticed(
    fake: FakeSimulator, invoke: Invoke, typed: str, meant: str
) -> None:
    answer = invoke(typed, "demo.yaml", "--lang", "en")
    assert answer.exit_code == 2
    assert f"did you mean `{meant}`?" in answer.stderr
    assert f"是否想写 `{meant}`？" in invoke(typed, "demo.yaml").stderr
    assert answer.stdout == ""
    assert fake.loaded == []


def test_a_strange_word_is_neither(invoke: Invoke) -> None:
    assert "没有命令或文件 `district`" in invoke("district").stderr
    answer = invoke("district", "--lang=en")
    assert answer.exit_code == 2
    assert "no such command or file: `district`" in answer.stderr
    assert "check, compare, report, schema" in answer.stderr
    assert "did you mean" not in answer.stderr
    assert "run" not in answer.stderr


def test_a_file_needs_no_suffix_and_may_be_named_like_a_command(
    fake: FakeSimulator, invoke: Invoke, tmp_path: Path
) -> None:
    (tmp_path / "check").write_text("name: demo\n")
    (tmp_path / "揭东").write_text("name: demo\n")
    assert invoke("揭东").exit_code == 0
    assert invoke("./check").exit_code == 0
    assert [path for path, *_ in fake.loaded] == [Path("揭东"), Path("check")]
    assert invoke("check").exit_code == 2, "the bare word stays the command, which wants a FILE"


def test_without_a_word_the_help_is_shown_and_nothing_done(invoke: Invoke) -> None:
    answer = invoke()
    assert answer.exit_code == 2
    assert "Usage: simulate" in answer.output


def test_usage_errors_go_to_standard_error(invoke: Invoke) -> None:
    for words in (["--variant"], ["demo.yaml", "two.yaml"], ["demo.yaml", "--no-such"]):
        answer = invoke(*words)
        assert (answer.exit_code, answer.stdout) == (2, "")
        assert "Error: " in answer.stderr


@settings(max_examples=cases(25, 150), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(min_size=1, max_size=12),
            st.sampled_from(["--help", "--set", "check", "--", "--quiet", "a" * 5000, "run"]),
        ),
        max_size=4,
    )
)
def test_no_words_on_the_command_line_cause_a_traceback(words: list[str]) -> None:
    words = [word.replace("\x00", "") for word in words]
    answer = CliRunner().invoke(app, words, prog_name="simulate")
    assert answer.exit_code in (0, 2), answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
