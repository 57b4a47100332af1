"""Is the file that was meant the file that is read?"""

import importlib.resources
from pathlib import Path

import pytest

from cli import files
from simulator.problems import ScenarioError
from tests.cli.conftest import FakeSimulator, Invoke


@pytest.fixture
def shipped(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed program, with two shipped scenarios, one of them a parent of others."""
    site = tmp_path_factory.mktemp("site-packages")
    (site / "simulator").mkdir()
    (site / "scenarios" / "town").mkdir(parents=True)
    (site / "scenarios" / "town.yaml").write_text("name: town\n")
    (site / "scenarios" / "town" / "baseline.yaml").write_text("name: base\n")
    (site / "secret.yaml").write_text("name: secret\n")
    monkeypatch.setattr(files, "files", lambda package: site / package)
    return site / "scenarios"


def test_a_shipped_scenario_runs_in_an_empty_folder_and_says_so(
    fake: FakeSimulator, invoke: Invoke, shipped: Path
) -> None:
    answer = invoke("scenarios/town.yaml", "--lang", "en")
    assert answer.exit_code == 0
    assert fake.loaded[0][0] == shipped / "town.yaml"
    assert answer.stderr == (
        "no scenarios/town.yaml here; using the copy shipped with the program: "
        f"{shipped / 'town.yaml'}\n"
    )
    assert "shipped" not in answer.stdout
    assert invoke("scenarios/town.yaml", "--quiet").output == ""


def test_parents_are_found_too(fake: FakeSimulator, invoke: Invoke, shipped: Path) -> None:
    assert invoke("check", "./scenarios/town/baseline.yaml").exit_code == 0
    assert fake.loaded[0][0] == shipped / "town" / "baseline.yaml"


def test_the_planners_own_file_wins(
    fake: FakeSimulator, invoke: Invoke, shipped: Path, tmp_path: Path
) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "town.yaml").write_text("name: mine\n")
    answer = invoke("scenarios/town.yaml")
    assert fake.loaded[0][0] == Path("scenarios/town.yaml")
    assert answer.stderr == ""


@pytest.mark.parametrize(
    "asked", ["scenarios/city.yaml", "town.yaml", "scenarios/../secret.yaml", "other/town.yaml"]
)
def test_a_missing_file_is_refused_naming_the_shipped_ones(
    fake: FakeSimulator, invoke: Invoke, shipped: Path, asked: str
) -> None:
    answer = invoke(asked, "--lang", "en")
    assert answer.exit_code == 2
    assert answer.stderr.splitlines() == [
        f"{asked}: FILE: there is no such file",
        "    → check the path and the working directory; shipped scenarios: scenarios/town.yaml",
        "",
        "1 problem in 1 file; nothing was written.",
    ]
    assert fake.loaded == []


def test_a_folder_is_refused(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="this is a folder"):
        files.find_scenario(tmp_path, "en")


def test_scenarios_lie_beside_the_package() -> None:
    package = Path(str(importlib.resources.files("simulator")))
    assert files.shipped_folder() == package.parent / "scenarios"
    assert files.shipped_folder().is_dir()
