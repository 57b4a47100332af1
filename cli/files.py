"""Which file does a planner mean by what was typed?"""

from importlib.resources import files
from pathlib import Path
from typing import Final

from cli.screen import tell
from cli.words import words
from simulator.phrases import Lang, Phrase, listing
from simulator.problems import Problem, ScenarioError

SCENARIOS: Final = "scenarios"


def shipped_folder() -> Path:
    """Return the folder of the scenarios that come with the program.

    It holds no Python and so is no package: it lies beside ``simulator``, in a checkout as in
    an installed wheel.
    """
    return Path(str(files("simulator"))).parent / SCENARIOS


def find_scenario(asked: Path, lang: Lang, *, quiet: bool = False) -> Path:
    """Return the scenario file to read.

    A file of the planner's own always wins. A path under ``scenarios/`` that is not there
    means the scenario of that name shipped with the program, which is said on standard error
    unless ``quiet``.

    Raises
    ------
    ScenarioError
        When there is no such file.
    """
    if asked.is_file():
        return asked
    if asked.is_dir():
        raise ScenarioError(
            [
                Problem(
                    str(asked),
                    0,
                    "FILE",
                    Phrase("这是文件夹", "this is a folder"),
                    Phrase("请写情景文件（YAML）", "name a scenario file (YAML)"),
                )
            ]
        )
    if asked.parts[:1] == (SCENARIOS,) and ".." not in asked.parts:
        shipped = shipped_folder().joinpath(*asked.parts[1:])
        if shipped.is_file():
            if not quiet:
                tell(words("shipped", lang, asked=str(asked), path=str(shipped)))
            return shipped
    what = Phrase("没有这个文件", "there is no such file")
    raise ScenarioError([Problem(str(asked), 0, "FILE", what, _remedy())])


def looks_like_a_path(word: str) -> bool:
    """Return whether a word on the command line can be meant as a file."""
    try:
        return any(mark in word for mark in "/\\.") or Path(word).exists()
    except OSError:  # too long for a name: it is no command either, and reading it will say so
        return True


def _remedy() -> Phrase:
    """Say what could have been meant, naming the shipped scenarios."""
    shipped = sorted(f"{SCENARIOS}/{path.name}" for path in shipped_folder().glob("*.yaml"))
    remedy = Phrase("请核对路径和当前文件夹", "check the path and the working directory")
    if not shipped:
        return remedy
    named = listing(shipped, len(shipped))
    return remedy + Phrase(
        f"；随软件附带的情景文件：{named.zh}", f"; shipped scenarios: {named.en}"
    )
