"""Whatever is done to a shipped scenario or its tables, it is refused in words or it runs."""

import shutil
import signal
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Final

import pytest
import yaml
from typer.testing import CliRunner

from cli.main import app
from simulator import loader
from simulator.assembly import assemble
from simulator.engine import simulate_once
from simulator.loader import load
from simulator.luck import Luck
from simulator.problems import ScenarioError
from simulator.reading import frames, sources
from simulator.reading.findings import Findings
from tests.gallery import is_chinese
from tests.simulator.mutating import mutate

SCENARIOS: Final = Path(__file__).parents[2] / "scenarios"
ONE_IN: Final = 100
"""Of so many mutations one runs to the end, as a planner would run it."""

PATIENCE: Final = 60
"""Seconds after which a mutation has hung; a load takes about a tenth of one."""


Run = Callable[[Path, str | None, Path, str], None]


class Hung(BaseException):
    """A mutation takes absurdly long; no `except Exception` may swallow it."""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the shipped scenarios; of the generated baselines only the first is kept."""
    folder = Path(shutil.copytree(SCENARIOS, tmp_path / "scenarios"))
    for path in folder.rglob("baselines.csv"):
        rows = path.read_text("utf-8").splitlines(keepends=True)
        first = rows[1].split(",")[0]
        path.write_text("".join(r for r in rows if r.split(",")[0] in ("baseline", first)), "utf-8")
    return folder


class Remembered:
    """Reads a table file once for each content: of all that is loaded, one file is mutated."""

    def __init__(self) -> None:
        self.grids: dict[Any, Any] = {}
        self.tables: dict[int, Any] = {}

    def read_file(self, request: Any, folder: Path, crs: Any, findings: Findings) -> Any:
        path = folder / sources.beside(request.asked_at.file, request.named)
        key = (request, crs, path.read_bytes() if path.is_file() else None)
        if key not in self.grids:
            said = len(findings.problems), len(findings.oddities)
            grid = sources.read_file(request, folder, crs, findings)
            if said != (len(findings.problems), len(findings.oddities)):
                return grid
            self.grids[key] = grid
        return self.grids[key]

    def read_table(self, name: str, grid: Any, extra: Any, rows: Any, findings: Findings) -> Any:
        if id(grid) not in self.tables or extra or rows:
            said = len(findings.problems), len(findings.oddities)
            table = frames.read_table(name, grid, extra, rows, findings)
            known = any(grid is kept for kept in self.grids.values())
            if not known or extra or rows or said != (
                len(findings.problems), len(findings.oddities)
            ):  # fmt: skip
                return table
            self.tables[id(grid)] = table
        return self.tables[id(grid)]


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "read_file", REMEMBERED.read_file)
    monkeypatch.setattr(loader, "read_table", REMEMBERED.read_table)


REMEMBERED: Final = Remembered()


@pytest.fixture
def watched() -> Iterator[None]:
    """Raise where a mutation takes absurdly long."""

    def hung(_: int, __: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, hung)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@cache
def entries(folder: Path) -> list[tuple[str, str | None]]:
    """List every shipped scenario, by itself and under each of its variants."""
    found: list[tuple[str, str | None]] = []
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        variants = yaml.safe_load(path.read_text("utf-8")).get("variants", {})
        found += [(name, None), *((name, variant) for variant in variants)]
    return found


def test_every_shipped_scenario_is_mutated(shipped: Path, remembered: None) -> None:
    assert len(entries(SCENARIOS)) >= 8
    for name, variant in entries(SCENARIOS):
        if variant is None:  # a load checks every variant of its file
            load(shipped / name)


def one(seed: int, shipped: Path, runs: Run) -> None:
    """Mutate one file, and load what it belongs to; one in a hundred is run to the end."""
    random = Random(seed)
    scenarios = entries(SCENARIOS)
    name, variant = scenarios[seed % len(scenarios)]
    run = seed % ONE_IN == 0
    victims = sorted(path for path in shipped.rglob("*") if path.is_file())
    victim = random.choice([*victims, shipped / name, shipped / name])
    sound = victim.read_bytes()
    before = {path: path.stat().st_mtime_ns for path in shipped.rglob("*") if path != victim}
    mutate(random, victim, gently=run)
    asked = f"seed {seed}: {name}@{variant}, {victim.name}:\n{difference(sound, victim)}"
    signal.alarm(PATIENCE)
    try:
        if run:
            runs(shipped / name, variant, shipped.parent / "out", asked)
        else:
            loads(shipped / name, variant, asked)
    except Hung:
        pytest.fail(f"takes absurdly long: {asked}")
    finally:
        signal.alarm(0)
        victim.write_bytes(sound)
    after = {path: path.stat().st_mtime_ns for path in shipped.rglob("*") if path != victim}
    assert after == before, f"something was written: {asked}"


def difference(sound: bytes, victim: Path) -> str:
    """Show the lines a mutation has changed."""
    was, now = (content.splitlines() for content in (sound, victim.read_bytes()))
    known = set(was)
    changed = [f"{n}: {line!r}" for n, line in enumerate(now, 1) if line not in known][:20]
    return "\n".join([f"{len(was)} lines before, {len(now)} after", *changed])


def loads(path: Path, variant: str | None, asked: str) -> None:
    try:
        load(path, variant=variant)
    except ScenarioError as error:
        assert error.problems, asked
        for problem in error.problems:
            assert problem.where, asked
            for phrase in (problem.what, problem.remedy):
                assert phrase.en and is_chinese(phrase.zh), f"{phrase}\n{asked}"
    except Exception as error:  # whatever it is, the mutation must be shown
        raise AssertionError(f"{type(error).__name__}: {error}\n{asked}") from error


def simulated(path: Path, variant: str | None, out: Path, asked: str) -> None:
    """Run the engine to the last census."""
    try:
        district = assemble(load(path, variant=variant)).district
    except ScenarioError:
        return
    history = simulate_once(district, Luck(district.seed, 0))
    assert len(history.censuses) == len(district.years), asked


def commanded(path: Path, variant: str | None, out: Path, asked: str) -> None:
    """Run the command, with all the verdict is shown under, and write the results."""
    words = [str(path), "--out", str(out), "--quiet", *(["--variant", variant] if variant else [])]
    answer = CliRunner().invoke(app, words, prog_name="simulate")
    assert answer.exit_code in (0, 2), f"exit {answer.exit_code}: {answer.stderr}\n{asked}"
    assert "Traceback" not in answer.output, asked
    assert out.exists() == (answer.exit_code == 0), asked
    assert {found.name for found in out.parent.iterdir()} <= {"scenarios", "out"}, asked
    shutil.rmtree(out, ignore_errors=True)


@pytest.mark.parametrize("part", range(8))
def test_mutations(part: int, shipped: Path, watched: None, remembered: None) -> None:
    for seed in range(part, 200, 8):
        one(seed, shipped, simulated)


@pytest.mark.full
@pytest.mark.parametrize("part", range(20))
def test_many_mutations(part: int, shipped: Path, watched: None, remembered: None) -> None:
    for seed in range(1000 + part * 100, 1100 + part * 100):
        one(seed, shipped, commanded)
