"""What does the toolkit offer to Python programs?

Names are imported when they are first used, so that ``import simulator`` costs nothing and
``simulate --help`` answers without numpy or pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from simulator.comparison import Comparison, compare
    from simulator.ensemble import run
    from simulator.loader import load
    from simulator.problems import Problem, ScenarioError
    from simulator.results import Results
    from simulator.scenario import Scenario

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Problem",
    "Results",
    "Scenario",
    "ScenarioError",
    "__version__",
    "compare",
    "load",
    "run",
]

_HOME: Final = {
    "Comparison": "simulator.comparison",
    "Problem": "simulator.problems",
    "Results": "simulator.results",
    "Scenario": "simulator.scenario",
    "ScenarioError": "simulator.problems",
    "compare": "simulator.comparison",
    "load": "simulator.loader",
    "run": "simulator.ensemble",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
