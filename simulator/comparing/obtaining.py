"""Where do the results of each scenario come from: a folder, the disk, or a run?

What lies on disk from this version and these inputs is read, never run again.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator import loader
from simulator.comparing.alone import alone, row_differences
from simulator.comparison import MOST, Comparison, common_years, compare, same_district
from simulator.ensemble import Progress, manifest_of, run
from simulator.export import write_all
from simulator.input_differences import InputDifference, Rows, input_differences
from simulator.phrases import Phrase
from simulator.problems import Problem, ScenarioError
from simulator.results import MANIFEST, OutputFolderError, Results
from simulator.scenario import Scenario

FolderOf = Callable[[str, str | None], Path]
"""Name and variant → the default folder of its results."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked to be compared: a scenario file with a variant, or a result folder."""

    path: Path
    variant: str | None
    shown: str
    """As typed."""


@dataclass(frozen=True)
class Found:
    """A scenario or a result that can be compared, and its results where they are there."""

    asked: Asked
    scenario: Scenario | None
    """None for a folder whose inputs could not be read."""
    results: Results | None
    folder: Path | None
    """Where the results of a run go; None where nothing is run."""
    kept: bool = True
    """Whether the folder may take the results."""

    @property
    def name(self) -> str:
        """Name and variant, for a progress line."""
        manifest: Mapping[str, Any] = manifest_of(self.scenario) if self.scenario else {}
        if self.results:
            manifest = self.results.manifest
        variant = f"@{manifest['variant']}" if manifest.get("variant") else ""
        return f"{manifest.get('name')}{variant}"


def find(
    asked: Sequence[Asked], folder_of: FolderOf, missing: Sequence[Problem] = ()
) -> tuple[Found, ...]:
    """Load every scenario, and read every result that is already there.

    Parameters
    ----------
    asked
        What is to be compared, as far as it is there.
    folder_of
        Where the results of a scenario lie by default.
    missing
        What was asked for and is not there: one problem each.

    Raises
    ------
    ScenarioError
        With the problems of all of them.
    """
    problems = list(missing)
    found: list[Found] = []
    number = len(asked) + len(missing)
    if not 2 <= number <= MOST:
        problems.append(_number(number))
    for one in asked:
        try:
            found.append(_folder(one, asked) if one.path.is_dir() else _file(one, folder_of))
        except ScenarioError as error:
            problems += error.problems
        except OutputFolderError as error:
            problems.append(error.problem)
    if problems:
        raise ScenarioError(problems)
    return tuple(_shared(found))


def _number(number: int) -> Problem:
    return Problem(
        "simulate compare",
        0,
        "A B …",
        Phrase(
            f"要比较 2 到 {MOST} 个情景，这里有 {number} 个",
            f"two to {MOST} scenarios are compared; here are {number}",
        ),
        Phrase(
            "请写情景文件、`文件@变体` 或结果文件夹，第一个是基准",
            "name scenario files, FILE@VARIANT, or result folders; the first is the reference",
        ),
    )


def _file(asked: Asked, folder_of: FolderOf) -> Found:
    """Load a scenario; its results are read where they are on disk already."""
    scenario = loader.load(asked.path, variant=asked.variant)
    folder = folder_of(scenario.spec.name, scenario.variant)
    return Found(asked, scenario, on_disk(scenario, folder), folder)


def on_disk(scenario: Scenario, folder: Path) -> Results | None:
    """Return the results of a scenario that lie in a folder, made by this version; else None."""
    try:
        there = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not _made_from(there, scenario):
        return None
    with suppress(OutputFolderError):  # damaged: it is run again
        return Results.read(folder)
    return None


def _made_from(manifest: Any, scenario: Scenario) -> bool:
    """Tell whether a manifest is that of this scenario, run by this version and these packages."""
    if not isinstance(manifest, dict):
        return False
    own = json.loads(json.dumps(manifest_of(scenario)))
    return {**manifest, "volatile": None} == {**own, "volatile": None}


def _folder(asked: Asked, every: Sequence[Asked]) -> Found:
    """Read a result folder, and its scenario where the file it was made from is near."""
    results = Results.read(asked.path)
    manifest = results.manifest
    name = str(manifest.get("file") or "")
    folders = [Path(), asked.path.parent, asked.path.parent.parent, Path("scenarios")]
    folders += [one.path.parent for one in every if one.path.is_file()]
    for folder in dict.fromkeys(folders):
        if not name or not (folder / name).is_file():
            continue
        with suppress(ScenarioError, OSError):
            settings = tuple(str(text) for text in manifest.get("set") or ())
            scenario = loader.load(folder / name, variant=manifest.get("variant"), set=settings)
            if _same_inputs(manifest, scenario):
                return Found(asked, scenario, results, None)
    return Found(asked, None, results, None)


def _same_inputs(manifest: Any, scenario: Scenario) -> bool:
    """Tell whether a scenario reads what a result was made from, whichever version made it."""
    own = json.loads(json.dumps(manifest_of(scenario)))
    seed = {**own["scenario"], "seed": manifest.get("seed")}
    return bool(own["inputs"] == manifest.get("inputs") and seed == manifest.get("scenario"))


def _shared(found: Iterable[Found]) -> list[Found]:
    """Let only the first of two scenarios keep its results in one folder."""
    taken: dict[Path, Scenario | None] = {}
    listed = []
    for one in found:
        kept = one.folder is None or one.folder not in taken
        if one.folder is not None and kept:
            taken[one.folder] = one.scenario
        listed.append(Found(one.asked, one.scenario, one.results, one.folder, kept))
    return listed


def simulated(
    found: Found, *, workers: int = 1, on_progress: Progress | None = None
) -> tuple[Results, Problem | None]:
    """Run a scenario and keep its results in its default folder.

    Returns
    -------
    The results, and why they were not kept, where another result or something else is there.
    """
    assert found.scenario is not None
    assert found.folder is not None
    results = run(found.scenario, workers=workers, on_progress=on_progress)
    if not found.kept:
        return results, _taken(found)
    try:
        write_all(results, found.folder)
    except OutputFolderError as error:
        return results, error.problem
    return results, None


def _taken(found: Found) -> Problem:
    return Problem(
        str(found.folder),
        0,
        "name",
        Phrase(
            "同名的另一个情景占用了它的结果文件夹",
            "another scenario of this name has its result folder",
        ),
        Phrase("请给其中一个改 `name`", "change the `name` of one of them"),
    )


def compared(
    found: Sequence[Found],
    results: Sequence[Results],
    *,
    workers: int = 1,
    on_progress: Progress | None = None,
) -> Comparison:
    """Compare what was found, and work out which difference matters where inputs can be read.

    Raises
    ------
    ScenarioError
        The results have no school year in common.
    """
    if not common_years(results):
        raise ScenarioError([_no_year(found)])
    first = results[0].manifest
    inputs = tuple(input_differences(first, one.manifest) for one in results)
    scenarios = [one.scenario for one in found]
    matters = alone(
        scenarios, inputs, same_place=same_district(results), workers=workers,
        on_progress=on_progress,
    )  # fmt: skip
    rows = [_rows(scenarios[0], one, inputs[k]) for k, one in enumerate(scenarios)]
    return compare(*results, matters=matters, rows=rows)


def _rows(
    reference: Scenario | None, other: Scenario | None, inputs: Sequence[InputDifference]
) -> dict[str, Rows]:
    """Return the rows that differ, of each table that does."""
    if reference is None or other is None:
        return {}
    tables = [difference.subject for difference in inputs if difference.kind == "table"]
    found = {name: row_differences(reference, other, name) for name in tables}
    return {name: rows for name, rows in found.items() if rows is not None}


def _no_year(found: Sequence[Found]) -> Problem:
    return Problem(
        found[-1].asked.shown,
        0,
        "years",
        Phrase("这些情景没有共同的学年", "the scenarios have no school year in common"),
        Phrase("请改 `years`，使推演的学年相交", "change `years` so that they overlap"),
    )
