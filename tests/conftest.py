"""Which tests can run here?

Slow tests run with ``--full``; tests that need Chromium or the real public data beside the
checkout skip, with the reason, where these are absent.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.depth import FULL

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full", action="store_true", help="run slow tests too (or set SIMULATE_TESTS=full)"
    )
    parser.addoption(
        "--golden", action="store_true", help="rewrite the golden files instead of comparing"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--full"):
        os.environ[FULL] = "full"


def pytest_collection_finish() -> None:
    """Keep what is loaded by now out of every later search for garbage: it stays to the end."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    full = os.environ.get(FULL) == "full"
    absent = {
        "full": None if full else "slow; runs with --full",
        "browser": None if CHROMIUM else "needs Chromium (Debian: apt-get install chromium)",
        "shared_data": None if SHARED.is_dir() else f"needs the public data in {SHARED}",
    }
    for item in items:
        for marker, reason in absent.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the real public data; for tests marked ``shared_data``."""
    return SHARED


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, running; for tests marked ``browser``."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def rewrite_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether golden files are to be rewritten, not compared."""
    return bool(request.config.getoption("--golden"))
