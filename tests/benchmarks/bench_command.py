"""How long is the whole command, beside importing what it stands on?

Gate: `simulate scenarios/jiedong-2025.yaml`, report included, takes at most ten times the time of
importing geopandas, plotly and OR-Tools, both measured in one run, best of three; and `--help`
at most half of that import.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
IMPORTS = "import geopandas, plotly.graph_objects, ortools.graph.python.min_cost_flow"
COMMAND_GATE = 10.0
HELP_GATE = 0.5


def best(command: list[str], folder: str, times: int = 3) -> float:
    """Return the shortest of some wall times of a command, seconds."""
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(
            command, cwd=folder, env=environment, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        taken.append(time.perf_counter() - began)
    return min(taken)


def main() -> int:
    """Measure, print the ratios, and fail beyond a gate."""
    scenario = str(CHECKOUT / "scenarios" / "jiedong-2025.yaml")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        imports = best([sys.executable, "-c", IMPORTS], folder)
        for name, command, gate in (
            ("simulate jiedong-2025", [scenario, "--out", "out"], COMMAND_GATE),
            ("simulate --help", ["--help"], HELP_GATE),
        ):
            seconds = best([sys.executable, "-m", "cli", *command], folder)
            ratio = seconds / imports
            verdict = "ok" if ratio <= gate else "TOO SLOW"
            failed |= ratio > gate
            print(
                f"{name}: {seconds:.2f} s, imports {imports:.2f} s, ratio {ratio:.2f} "
                f"(gate {gate}) {verdict}"
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
