"""How long is a school year of the engine, beside bare solves of the same district?

Gates: a whole engine year takes at most 1.5 times fifteen bare OR-Tools solves (one for each
grade, all children, 15 arcs a zone), at 120 × 90 and at 10,000 × 500; and 10,000 zones × 500
schools × 15 years stay within 600 MB above the imports. Everything is measured in one run, the
engine and the solves in turn, the least of several each, so that other work on the machine
weighs on both alike.
"""

import resource
import sys
import time
from pathlib import Path

import numpy as np
from ortools.graph.python import min_cost_flow

from simulator.district import District
from simulator.engine import open_once, simulate_once
from simulator.luck import Luck
from tests.benchmarks.districts import county

YEAR_GATE = 1.5
MEMORY_GATE_MB = 600
ARCS = 15


def resident_mb() -> float:
    """Return the memory in use now, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def peak_mb() -> float:
    """Return the most memory in use so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def bare_solves(district: District) -> float:
    """Time fifteen bare solves: all children of each grade, nearest 15 campuses, in seconds."""
    zones, campuses = district.distance_m.shape
    near = np.argsort(district.distance_m, axis=1, kind="stable")[:, :ARCS]
    tail = np.repeat(np.arange(zones), near.shape[1])
    head = near.reshape(-1)
    cost = district.distance_m[tail, head].astype(np.int64)
    seconds = 0.0
    for grade in range(15):
        supply = district.people[:, grade + 3].sum(axis=1)
        total = int(supply.sum())
        seats = np.full(campuses, -(-total * 105 // 100 // campuses))
        began = time.perf_counter()
        flow = min_cost_flow.SimpleMinCostFlow()
        sink = zones + campuses
        flow.add_arcs_with_capacity_and_unit_cost(tail, zones + head, supply[tail], cost)
        flow.add_arcs_with_capacity_and_unit_cost(
            np.arange(zones), np.full(zones, sink), supply, np.full(zones, 10_000_000)
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            zones + np.arange(campuses), np.full(campuses, sink), seats, np.zeros(campuses, int)
        )
        flow.set_nodes_supplies(np.arange(zones), supply)
        flow.set_node_supply(sink, -total)
        if flow.solve() != flow.OPTIMAL:
            raise RuntimeError("the bare solve failed")
        seconds += time.perf_counter() - began
    return seconds


def engine_year(district: District) -> tuple[float, int]:
    """Time a mean engine year, admission and checks included, in seconds; count the censuses."""
    opened = open_once(district)
    years = district.last_year - district.opening_year
    began = time.perf_counter()
    history = simulate_once(district, Luck(1, 0), opened=opened)
    return (time.perf_counter() - began) / years, len(history.censuses)


def main() -> int:
    """Measure, print the ratios, and fail beyond a gate."""
    failed = False
    warm = county(20, 12, (2020, 2021))
    engine_year(warm)
    bare_solves(warm)
    imports, above = resident_mb(), 0.0
    for zones, campuses, years in ((120, 90, 9), (10_000, 500, 15)):
        district = county(zones, campuses, (2020, 2020 + years))
        seconds = bare = float("inf")
        for turn in range(2 if zones > 1000 else 5):
            taken, censuses = engine_year(district)
            if not turn:
                above = peak_mb() - imports
            seconds, bare = min(seconds, taken), min(bare, bare_solves(district))
        ratio = seconds / bare
        verdict = "ok" if ratio <= YEAR_GATE else "TOO SLOW"
        failed |= ratio > YEAR_GATE
        print(
            f"{zones} zones × {campuses} campuses: engine year {seconds:.3f} s, fifteen bare "
            f"solves {bare:.3f} s, ratio {ratio:.2f} (gate {YEAR_GATE}) {verdict}; "
            f"{censuses} censuses"
        )
        del district
    verdict = "ok" if above <= MEMORY_GATE_MB else "TOO MUCH"
    failed |= above > MEMORY_GATE_MB
    print(f"memory: {above:.0f} MB above imports (gate {MEMORY_GATE_MB}) {verdict}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
