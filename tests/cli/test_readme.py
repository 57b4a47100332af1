"""Does the README tell the truth about the command line?"""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import failures
from cli.main import app


@pytest.fixture(scope="module")
def readme(checkout: Path) -> str:
    return (checkout / "README.md").read_text(encoding="utf-8")


def fenced(readme: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)


def test_two_commands_do_all_set_up(readme: str) -> None:
    run, test = fenced(readme, "bash")
    assert run == "pip install . && simulate scenarios/jiedong-2025.yaml\n"
    assert test.startswith('pip install -e ".[test]" && python -m pytest')
    assert test.count("\n") == 1


def test_usage_is_that_of_the_program(readme: str) -> None:
    (usage,) = fenced(readme, "text")
    commands = ("check", "compare", "report", "schema")
    for command, words in {"": ["x.yaml"], **{name: [name] for name in commands}}.items():
        told = re.search(rf"^simulate {command or 'FILE'}(?: |\n|$)(.*?)(?=^simulate|\Z)",
                         usage, re.MULTILINE | re.DOTALL)  # fmt: skip
        assert told is not None
        page = CliRunner().invoke(app, [*words, "--help"], prog_name="simulate").stdout
        offered = set(re.findall(r"--[a-z-]+", page)) - {"--help"}
        assert set(re.findall(r"--[a-z-]+", told[1])) == offered
    named = set(re.findall(r"^simulate ([a-z]+)", usage, re.MULTILINE))
    listed = CliRunner().invoke(app, ["--help"]).stdout.partition("Commands:")[2]
    assert named == set(re.findall(r"^  ([a-z]+)", listed, re.MULTILINE))


def test_exit_codes_are_those_of_the_program(readme: str) -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", readme, re.MULTILINE)}
    assert told == {
        0,
        failures.BUG,
        failures.WRONG_INPUT,
        failures.MISSED_TARGET,
        failures.INTERRUPTED,
    }


def test_files_it_links_to_exist(readme: str, checkout: Path) -> None:
    linked = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)", readme)
    assert linked
    assert [link for link in linked if not (checkout / link).exists()] == []
