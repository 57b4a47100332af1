"""One invented run, made once for all tests of the report."""

import shutil
import subprocess
from collections.abc import Callable

import pytest

from simulator.results import Results
from tests.report.fixture import make_results

HOSTILE = (
    "</script><script>window.hacked=1</script>"
    '<img src=x onerror="window.hacked=2"><b>粗</b>{{7*7}}&amp;\u2028"\'};\\'
)


@pytest.fixture(scope="session")
def results() -> Results:
    return make_results()


@pytest.fixture(scope="session")
def hostile_results() -> Results:
    return make_results(n_zones=40, hostile=HOSTILE, closes=True)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Run LibreOffice without a screen; skips where it is missing."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice (Debian: apt-get install libreoffice-calc)")
    home = tmp_path_factory.mktemp("office")

    def run(*words: str) -> None:
        command = [program, f"-env:UserInstallation=file://{home}", "--headless", *words]
        subprocess.run(command, check=True, capture_output=True, timeout=240)

    return run
