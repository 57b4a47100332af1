"""Does the built wheel carry what an empty folder needs?"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("school_places-*.whl")
    return built


def test_it_carries_every_file_of_its_folders(wheel: Path, checkout: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        path.relative_to(checkout).as_posix()
        for folder in ("simulator", "geodata", "cli", "scenarios")
        for path in (checkout / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected <= carried
    for suffix in (".yaml", ".csv", ".geojson"):
        assert any(name.startswith("scenarios/") and name.endswith(suffix) for name in carried)
    assert any(name.startswith("simulator/templates/") for name in carried)
    others = {name for name in carried - expected if ".dist-info/" not in name}
    assert others == set(), "neither tests nor documents nor results belong in it"


@pytest.mark.full
def test_it_finds_its_scenario_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(site)
    empty.mkdir()
    answer = subprocess.run(
        [sys.executable, "-m", "cli", "check", "scenarios/jiedong-2025.yaml", "--lang", "en"],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(site), "TMPDIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == (
        "no scenarios/jiedong-2025.yaml here; using the copy shipped with the program: "
        f"{site / 'scenarios' / 'jiedong-2025.yaml'}\n"
    )
    assert answer.stdout.strip()
    assert list(empty.iterdir()) == []
