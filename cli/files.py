"""Which file does a planner mean by what was typed?"""

from collections.abc import Sequence
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


def find_each(
    asked: Sequence[Path], lang: Lang, *, quiet: bool = False
) -> tuple[list[tuple[Path, str | None, str]], list[Problem]]:
    """Find scenario files, variants of them, and result folders.

    Returns
    -------
    Path, variant, and what was typed, of each that is there; a problem for each that is not.
    """
    found: list[tuple[Path, str | None, str]] = []
    problems: list[Problem] = []
    for typed in asked:
        try:
            path, variant = with_variant(typed)
            if not path.is_dir():
                path = find_scenario(path, lang, quiet=quiet)
            found.append((path, variant, str(typed)))
        except ScenarioError as error:
            problems += error.problems
    return found, problems


def with_variant(asked: Path, option: str | None = None) -> tuple[Path, str | None]:
    """Take ``FILE@VARIANT`` apart; a file whose own name holds ``@`` is a file.

    Parameters
    ----------
    asked
        What was typed.
    option
        The variant given with ``--variant``, which must not say otherwise.

    Returns
    -------
    The file and the variant.

    Raises
    ------
    ScenarioError
        When the variant is empty, or given twice and differently.
    """
    typed = str(asked)
    if asked.exists() or "@" not in typed:
        return asked, option
    cuts = [k for k, letter in enumerate(typed) if letter == "@"]
    # The first @ that stands behind a file; without any, the last is taken, and no file found.
    cut = next((k for k in cuts if _is_there(Path(typed[:k]))), cuts[-1])
    file, variant = Path(typed[:cut]), typed[cut + 1 :]
    if not variant or (option is not None and option != variant):
        what = (
            Phrase(
                f"变体写了两个：`{variant}` 和 `{option}`", f"two variants: `{variant}`, `{option}`"
            )
            if variant
            else Phrase("`@` 之后没有变体的名称", "no name of a variant follows `@`")
        )
        remedy = Phrase("请写一个变体：`文件@变体`", "name one variant: FILE@VARIANT")
        raise ScenarioError([Problem(typed, 0, "FILE", what, remedy)])
    return file, variant


def _is_there(file: Path) -> bool:
    """Return whether a file is there or ships with the program."""
    shipped = file.parts[:1] == (SCENARIOS,) and ".." not in file.parts
    try:
        return file.is_file() or (shipped and shipped_folder().joinpath(*file.parts[1:]).is_file())
    except OSError:  # too long for a name
        return False


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
