"""Is the assignment as fast as the solver it rests on, and pruning as exact as it is fast?

Run ``python -m tests.benchmarks.bench_transport`` from the checkout. Prints each ratio beside
its gate and exits with 1 where one fails. All gates are ratios of two times taken on the same
machine in turn, each the least of several runs.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from simulator import transport
from simulator.certification import missing_arcs, nearest_arcs
from simulator.transport import assign, assign_all

ASSIGN_GATE = 1.2
ASSIGN_ALL_GATE = 0.5
NEAREST = 15


def district(n: int, m: int, slack: float = 1.05) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Zones and schools uniform in a 20 km square, 1–60 children each, 5 % of seats to spare."""
    draw = np.random.default_rng(20_250_901)
    zones, schools = draw.uniform(0, 20_000, (n, 1, 2)), draw.uniform(0, 20_000, (1, m, 2))
    supply = draw.integers(1, 61, n)
    size = draw.uniform(0.5, 1.5, m)
    capacity = np.floor(size / size.sum() * supply.sum() * slack).astype(np.int64)
    distance = np.rint(np.hypot(*np.moveaxis(zones - schools, 2, 0))).astype(np.int32)
    return supply, capacity, distance


def bare(
    supply: np.ndarray,
    capacity: np.ndarray,
    origin: np.ndarray,
    target: np.ndarray,
    cost: np.ndarray,
) -> np.ndarray:
    """Solve with nothing around the solver."""
    solver = SimpleMinCostFlow()
    nodes = supply.size + capacity.size
    arcs = solver.add_arcs_with_capacity_and_unit_cost(origin, target, supply[origin], cost)
    solver.set_nodes_supplies(np.arange(nodes, dtype=np.int32), np.r_[supply, -capacity])
    solver.solve_max_flow_with_min_cost()
    return np.asarray(solver.flows(arcs))


def least_seconds(runs: int, *jobs: Callable[[], Any]) -> tuple[tuple[float, ...], tuple[Any, ...]]:
    """Run the jobs in turn and return the least seconds, and the last answer, of each."""
    seconds, answers = [float("inf")] * len(jobs), [None] * len(jobs)
    for _ in range(runs):
        for index, job in enumerate(jobs):
            start = time.perf_counter()
            answers[index] = job()
            seconds[index] = min(seconds[index], time.perf_counter() - start)
    return tuple(seconds), tuple(answers)


def bench_assign(n: int, m: int, slack: float, runs: int) -> bool:
    supply, capacity, distance = district(n, m, slack)
    tried = nearest_arcs(distance, NEAREST)
    origin, target = np.nonzero(tried)
    cost = distance[origin, target].astype(np.int64)
    start, end = origin.astype(np.int32), (n + target).astype(np.int32)
    (ours, theirs), (flow, plain) = least_seconds(
        runs,
        lambda: assign(supply, capacity, origin, target, cost),
        lambda: bare(supply, capacity, start, end, cost),
    )
    same = flow.sum() == plain.sum() and flow @ cost == plain @ cost
    ratio = ours / theirs
    good = bool(same and ratio <= ASSIGN_GATE)
    print(
        f"assign      {n:>6} × {m:<4} seats {slack:4.0%}  {ours:7.4f} s, bare {theirs:7.4f} s, "
        f"ratio {ratio:5.2f} (≤ {ASSIGN_GATE})  same optimum: {same}  {_word(good)}"
    )
    return good


def bench_assign_all(n: int, m: int, slack: float, runs: int, gate: float | None) -> bool:
    supply, capacity, distance = district(n, m, slack)
    origin, target = (ends.ravel() for ends in np.indices((n, m)))
    cost = distance.ravel().astype(np.int64)
    start, end = origin.astype(np.int32), (n + target).astype(np.int32)
    certifying = 0.0

    def timed(*arguments: Any) -> np.ndarray | None:
        nonlocal certifying
        begun = time.perf_counter()
        missing = missing_arcs(*arguments)
        certifying += time.perf_counter() - begun
        return missing

    def pruned() -> transport.Transport:
        nonlocal certifying
        certifying = 0.0
        return assign_all(supply, capacity, distance, nearest=NEAREST)

    transport.missing_arcs = timed
    (ours, theirs), (found, full) = least_seconds(
        runs, pruned, lambda: bare(supply, capacity, start, end, cost)
    )
    transport.missing_arcs = missing_arcs
    total = found.flow @ distance[found.origin, found.target].astype(np.int64)
    same = found.flow.sum() == full.sum() and total == full @ cost
    ratio = ours / theirs
    good = bool(same and (gate is None or ratio <= gate))
    print(
        f"assign_all  {n:>6} × {m:<4} seats {slack:4.0%}  {ours:7.4f} s, bare {theirs:7.4f} s, "
        f"ratio {ratio:5.2f} ({'no gate' if gate is None else f'≤ {gate}'})  "
        f"same optimum: {same}  {_word(good)}\n"
        f"            {found.rounds} rounds, certification {certifying:.4f} s in all"
    )
    return good


def _word(good: bool) -> str:
    return "ok" if good else "FAILED"


def main() -> int:
    """Run every benchmark; 0 if all gates hold, else 1."""
    results = [
        bench_assign(2_000, 100, 1.05, 15),
        bench_assign(10_000, 500, 1.05, 7),
        bench_assign(2_000, 100, 0.9, 15),
        bench_assign_all(2_000, 100, 1.05, 5, None),
        bench_assign_all(10_000, 500, 1.05, 3, ASSIGN_ALL_GATE),
        bench_assign_all(10_000, 500, 0.9, 2, ASSIGN_ALL_GATE),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
