"""How much faster is a school year on arrays than a year of every single child?

Run ``python -m tests.benchmarks.bench_per_child`` from the checkout (``--children 1000000`` for
the whole number, some minutes). The same district, 400 zones and 60 campuses over 15 years, is
run by the engine with a million children, and by a SimPy process for each child with as many
children as asked; its seconds and memory are then scaled up in proportion, which flatters it when
there are few, for a longer queue of events is slower. Seconds are the processor's, the least of
the runs. The per-child model is as plain as it can be: children are born, grow up, enter and
leave the campus of their zone; there are no rooms, no classes, no contest. The engine does all of
its ten steps and its checks.
Prints the ratio beside its gate and exits with 1 where it fails or the pupils differ.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import simpy

from simulator.district import District
from simulator.engine import open_once, simulate_once
from simulator.luck import Luck
from simulator.vocabulary import FIRST_GRADE_AGE, FIRST_GRADES, LAST_GRADES, STAGE_OF_GRADE
from tests.oracles.per_child_districts import filled, own_rules

GATE = 300
MILLION = 1_000_000
ZONES, CAMPUSES, YEARS = 400, 60, 15
AGES = 18
Pupils = dict[tuple[int, int, int], int]
"""(year, campus, grade) → pupils."""


def district(children: int) -> District:
    """Give every zone and age about the same children, and every campus rooms to spare."""
    draw = np.random.default_rng(20_250_901)
    cells = np.full((ZONES, AGES), children // (ZONES * AGES))
    cells.flat[: children - cells.sum()] += 1
    owner = {f"z{zone:03d}": f"c{zone % CAMPUSES:02d}" for zone in range(ZONES)}
    registered = draw.binomial(cells, 0.7)

    def of(zone: str, age: int) -> tuple[int, int]:
        number = int(zone[1:]), age
        return int(registered[number]), int(cells[number] - registered[number])

    rooms = 3 + int(cells.sum() / (CAMPUSES * AGES) * 12 / 45 * 1.5)
    return filled(
        homes={"primary": owner, "junior": owner},
        children=of,
        rooms={(c, s): rooms for c in set(owner.values()) for s in ("primary", "junior")},
        births={zone: [int(cells[int(zone[1:]), 0])] * YEARS for zone in owner},
        years=(2022, 2022 + YEARS),
        regime=own_rules(),
    )


def every_child(place: District) -> tuple[Pupils, int]:
    """Run a process for each child; give the pupils of every census and the children there were."""
    env = simpy.Environment()
    modelled = [bool(stage) for stage in place.stages]
    own = {
        (int(zone), stage): int(campus)
        for stage, (zones, campuses) in enumerate(place.catchments)
        for zone, campus in zip(zones, campuses, strict=True)
    }
    roll: Counter[tuple[int, int]] = Counter()
    history: Pupils = {}
    lived = 0

    def childhood(zone: int, age: int) -> Generator[Any, Any, None]:
        campus = None
        while True:
            grade = age - FIRST_GRADE_AGE
            if grade in FIRST_GRADES:
                stage = STAGE_OF_GRADE[grade]
                campus = own[zone, stage] if modelled[stage] else None
            if campus is None and grade >= 0 and modelled[STAGE_OF_GRADE[grade]]:
                campus = own[zone, STAGE_OF_GRADE[grade]]
            if campus is not None:
                roll[campus, grade] += 1
            yield env.timeout(1)
            if campus is not None:
                roll[campus, grade] -= 1
                if grade in LAST_GRADES:
                    campus = None
            age += 1
            if age == AGES:
                return

    def censuses() -> Generator[Any, Any, None]:
        nonlocal lived
        for year in range(YEARS + 1):
            if year:
                for zone, born in enumerate(place.births[year - 1]):
                    for _ in range(int(born.sum())):
                        env.process(childhood(zone, 0))
                        lived += 1
            yield env.timeout(0.5)
            for (campus, grade), pupils in roll.items():
                if pupils:
                    history[place.opening_year + year, campus, grade] = pupils
            yield env.timeout(0.5)

    for zone, row in enumerate(place.people):
        for age, cell in enumerate(row):
            for _ in range(int(cell.sum())):
                env.process(childhood(zone, age))
                lived += 1
    env.process(censuses())
    env.run(until=YEARS + 1)
    return history, lived


def on_arrays(place: District) -> tuple[Pupils, int]:
    """Run the engine; give the pupils of every census and the children there were."""
    history = simulate_once(place, Luck(1, 0), opened=open_once(place))
    pupils: Pupils = {}
    for census in history.censuses:
        rows = census.rows["enrolment"]
        cells = zip(rows["campus"], rows["grade"], rows["pupils"], strict=True)
        pupils |= {(census.year, int(c), int(g)): int(n) for c, g, n in cells if n}
    return pupils, int(place.people.sum() + place.births.sum())


def _measured(model: Callable[[District], tuple[Pupils, int]], children: int) -> tuple[Any, ...]:
    """Give the answer of a model in this process, its seconds and the growth of memory, MB."""
    place = district(children)
    unit = 1 if sys.platform == "darwin" else 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    pupils, lived = model(place)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pupils, lived, seconds, (peak - before) * unit / 1e6


def measured(model: Callable[[District], tuple[Pupils, int]], children: int) -> tuple[Any, ...]:
    """Run a model in a process of its own, so that memory is its own too."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (model, children))


def main() -> int:
    """Compare; 0 if the pupils agree and the gate holds, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--children", type=int, default=200_000, help="of the per-child model")
    children = parser.parse_args().children
    check, _, _, _ = measured(on_arrays, children)
    slow_runs, runs = [], []
    for _ in range(1 if children == MILLION else 2):
        slow_runs.append(measured(every_child, children))
        runs.append(measured(on_arrays, MILLION))
    slow, lived, _, memory = slow_runs[0]
    seconds = min(run[2] for run in slow_runs)
    fast, fast_memory = min(run[2] for run in runs), min(run[3] for run in runs)
    same = all(run[0] == check for run in slow_runs)
    scale = runs[0][1] / lived
    ratio = seconds * scale / fast
    how = "measured" if children == MILLION else f"× {scale:.1f} in proportion"
    good = bool(same and ratio >= GATE)
    print(
        f"every child   {lived:>9,} lives  {seconds:7.1f} s {memory:7.0f} MB\n"
        f"  a million   {runs[0][1]:>9,} lives  {seconds * scale:7.1f} s "
        f"{memory * scale:7.0f} MB ({how})\n"
        f"on arrays     {runs[0][1]:>9,} lives  {fast:7.3f} s {fast_memory:7.0f} MB\n"
        f"ratio {ratio:.0f} (≥ {GATE})  same pupils in every campus, grade and year "
        f"({len(slow)} cells): {same}  {'ok' if good else 'FAILED'}"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
