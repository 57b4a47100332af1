"""A county worked out by hand, run once for all tests of the comparison."""

import pytest

from simulator import load, run
from simulator.comparing.alone import alone
from simulator.comparison import Comparison, Matters, compare
from simulator.input_differences import input_differences
from simulator.results import Results
from simulator.scenario import Scenario
from tests.comparing.county import write
from tests.report.conftest import office

__all__ = ["office"]

VARIANTS = (None, "room", "rooms", "all", "late")

Runs = dict[str | None, tuple[Scenario, Results]]


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Scenario and results of the county and its variants."""
    file = write(tmp_path_factory.mktemp("county"))
    scenarios = {name: load(file, variant=name) for name in VARIANTS}
    return {name: (scenario, run(scenario)) for name, scenario in scenarios.items()}


@pytest.fixture(scope="session")
def matters(county: Runs) -> dict[str | None, Matters]:
    """Which change matters, of each variant against the county."""
    results = [one for _, one in county.values()]
    inputs = [input_differences(results[0].manifest, one.manifest) for one in results]
    found = alone([scenario for scenario, _ in county.values()], inputs)
    return dict(zip(county, found, strict=True))


@pytest.fixture(scope="session")
def comparison(county: Runs, matters: dict[str | None, Matters]) -> Comparison:
    """The county against three of its variants."""
    names = (None, "room", "all", "late")
    return compare(*(county[n][1] for n in names), matters=[matters[n] for n in names])
