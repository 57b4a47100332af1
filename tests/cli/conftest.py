"""A simulator that answers at once, so that the command line is tested by itself."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import simulator
from cli.main import app

Invoke = Callable[..., Result]


@dataclass
class FakeSimulator:
    """Records what the command line asked for; tests set what it answers or raises."""

    loaded: list[tuple[Path, str | None, tuple[str, ...]]] = field(default_factory=list)
    seeds: list[int | None] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    met: dict[str, bool | None] = field(default_factory=dict)
    on_load: BaseException | None = None
    on_run: BaseException | None = None
    on_write: BaseException | None = None

    def load(
        self,
        path: Path,
        *,
        variant: str | None = None,
        set: tuple[str, ...] = (),  # noqa: A002
    ) -> SimpleNamespace:
        self.loaded.append((path, variant, set))
        if self.on_load:
            raise self.on_load
        return SimpleNamespace(spec=SimpleNamespace(name="demo"), variant=variant)

    def run(
        self, scenario: Any, *, seed: int | None = None, workers: int = 1, on_progress: Any = None
    ) -> SimpleNamespace:
        self.seeds.append(seed)
        if self.on_run:
            raise self.on_run
        targets = [{"id": name, "met": met} for name, met in self.met.items()]
        return SimpleNamespace(summary={"targets": targets})

    def write_all(self, results: Any, folder: Path) -> None:
        if self.on_write:
            raise self.on_write
        self.folders.append(folder)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeSimulator:
    fake = FakeSimulator()

    def module(name: str, **members: Any) -> None:
        made = ModuleType(name)
        made.__dict__.update(members)
        monkeypatch.setitem(sys.modules, name, made)

    def summary(results: Any, lang: str, folder: Path) -> list[str]:
        return [f"summary in {lang}", f"written to {folder}"]

    # Not setattr: it would first ask for the real ones, and so import the whole engine.
    monkeypatch.setitem(simulator.__dict__, "load", fake.load)
    monkeypatch.setitem(simulator.__dict__, "run", fake.run)
    module("simulator.export", write_all=fake.write_all)
    module("simulator.terminal", summary=summary)
    module("simulator.understanding", understood=lambda scenario, lang: [f"understood in {lang}"])
    return fake


@pytest.fixture
def invoke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run ``simulate …`` in an empty folder that holds only ``demo.yaml``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.yaml").write_text("name: demo\n", encoding="utf-8")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words), prog_name="simulate")

    return run
