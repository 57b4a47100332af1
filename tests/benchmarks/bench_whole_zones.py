"""What does it cost to keep zones whole, beside the flow that may split them?

Run ``python -m tests.benchmarks.bench_whole_zones`` from the checkout. The flow and the division
of the same towns, processor seconds of this process, in turn, the least of several runs. Gate:
at 10,000 zones × 500 campuses the division takes at most five times the flow. The gap is
the division's metres above the flow's, which no division can beat; in small towns most of it is
the price of whole zones and not of the search.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from simulator.transport import assign_all
from simulator.whole_zones import whole
from tests.benchmarks.bench_transport import district

GATE = 5.0


def least_seconds(runs: int, *jobs: Callable[[], Any]) -> list[tuple[float, Any]]:
    """Run the jobs in turn and return the least processor seconds, and the answer, of each."""
    best: list[tuple[float, Any]] = [(float("inf"), None)] * len(jobs)
    for _ in range(runs):
        for index, job in enumerate(jobs):
            start = time.process_time()
            answer = job()
            best[index] = min(best[index][0], time.process_time() - start), answer
    return best


def bench(n: int, m: int, slack: float, runs: int, gate: float | None) -> bool:
    """Print one district; False where the gate fails or children are needlessly above seats."""
    demand, seats, distance = district(n, m, slack)
    if seats.sum() < demand.sum():
        seats = -(-seats * demand.sum() // seats.sum())
    (flowed, flow), (divided, choice) = least_seconds(
        runs, lambda: assign_all(demand, seats, distance), lambda: whole(demand, seats, distance)
    )
    above = np.maximum(np.bincount(choice, demand, m).astype(int) - seats, 0).sum()
    bound = flow.flow @ distance[flow.origin, flow.target].astype(np.int64)
    metres = demand @ distance[np.arange(n), choice].astype(np.int64)
    ratio = divided / flowed
    good = gate is None or ratio <= gate
    print(
        f"{n:>6} × {m:<4} seats {slack:4.0%}  {divided:7.4f} s, flow {flowed:7.4f} s, "
        f"ratio {ratio:5.1f} ({'no gate' if gate is None else f'≤ {gate:.0f}'}); "
        f"{above} children above seats, {metres / bound - 1:.2%} above the flow  "
        f"{'ok' if good else 'TOO SLOW'}"
    )
    return bool(good)


def main() -> int:
    """Run every district; 0 if the gates hold, else 1."""
    results = [
        bench(15, 6, 1.05, 20, None),
        bench(100, 10, 1.05, 5, None),
        bench(600, 30, 1.05, 3, None),
        bench(10_000, 500, 1.05, 3, GATE),
        bench(10_000, 500, 0.9, 3, GATE),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
