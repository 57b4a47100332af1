"""One invented run, made once for all tests of the report."""

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
    return make_results(n_zones=40, hostile=HOSTILE)
