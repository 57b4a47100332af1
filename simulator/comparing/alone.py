"""Which of the differences between two scenarios matters for a promise: each applied alone.

Each difference is put into the reference by itself, checked like a file, and run (central run,
up to the last promised date). What the whole makes beyond the sum of its parts is interaction.
"""

import datetime as dt
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import pandas as pd

from simulator.assembly import Assembly, assemble
from simulator.columns import KEYS
from simulator.comparison import MOST_ALONE, Effect, Matters
from simulator.district import District, Regime
from simulator.engine import Opened, open_once, simulate_once
from simulator.input_differences import InputDifference, Rows
from simulator.loader import altered
from simulator.luck import Luck
from simulator.problems import ScenarioError
from simulator.scenario import Scenario
from simulator.schema import ScenarioSpec, Source, Target
from simulator.targets import judge
from simulator.workers import each

WITHOUT_PROMISES: Final = ("large_classes", "shortfall")
"""What is measured, at the last school year, where nothing is promised."""
MOST_EXAMPLES: Final = 5

_LATER: Final = frozenset({
    "last_year", "regimes", "births", "net_migration", "projects", "conversions", "closures",
    "redraws", "plans", "purchases",
})  # fmt: skip
"""Fields of a district that the opening year does not read."""

Progress = Callable[[int, int], None]
Parts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """Differences of one scenario that are applied together."""

    scenario: int
    of: Parts


def alone(
    scenarios: Sequence[Scenario | None],
    inputs: Sequence[Sequence[InputDifference]],
    *,
    same_place: bool = True,
    workers: int = 1,
    on_progress: Progress | None = None,
) -> tuple[Matters, ...]:
    """Work out which difference matters, for each scenario against the first.

    Parameters
    ----------
    scenarios
        Checked scenarios, the reference first; None where inputs could not be read.
    inputs
        What each has otherwise than the reference.
    same_place
        Whether all are of one district; nothing is computed otherwise.
    workers
        Processes that share the runs; the answer does not depend on their number.
    on_progress
        Told the runs done and the runs in all.

    Returns
    -------
    One for each scenario, the reference included, whose own is empty.
    """
    reference = scenarios[0]
    reasons = [_reason(k, reference, one, inputs[k], same_place) for k, one in enumerate(scenarios)]
    if reference is None or all(reasons):
        return tuple(Matters((), (), (), (), reason=reason) for reason in reasons)
    targets = promised(reference.spec)
    horizon = max([target.by.year for target in targets], default=0)
    cases: dict[int, list[Parts]] = {
        k: _parts(inputs[k]) for k, reason in enumerate(reasons) if not reason
    }
    waiting = [_Case(0, ())]
    waiting += [_Case(k, ()) for k in cases]
    waiting += [_Case(k, part) for k, parts in cases.items() for part in parts]
    whole = assemble(reference)
    opened = open_once(whole.district)

    def run(index: int) -> tuple[float | None, ...] | None:
        case = waiting[index]
        other = scenarios[case.scenario]
        assert other is not None
        try:
            if case.of:
                one = applied(reference, other, [inputs[case.scenario][i] for i in case.of])
            else:
                one = other
            return _measured(one, targets, whole, opened, horizon)
        except ScenarioError:
            return None  # it does not stand alone

    tell = on_progress or (lambda done, total: None)
    answers = []
    for done, answer in enumerate(each(run, len(waiting), workers), 1):
        answers.append(answer)
        tell(done, len(waiting))
    found = dict(zip(waiting, answers, strict=True))
    base = found[_Case(0, ())]
    assert base is not None
    metrics = tuple(
        {"metric": t.metric, "stage": t.stage, "basis": t.basis, "by": t.by.isoformat()}
        for t in targets
    )

    def effect(case: _Case) -> tuple[float | None, ...]:
        values = found[case]
        if values is None:
            return (None,) * len(targets)
        return tuple(
            None if a is None or b is None else _rounded(a - b)
            for a, b in zip(values, base, strict=True)
        )

    made = []
    for k, reason in enumerate(reasons):
        if reason:
            made.append(Matters((), (), (), (), reason=reason))
            continue
        effects = tuple(Effect(part, effect(_Case(k, part))) for part in cases[k])
        full = effect(_Case(k, ()))
        left = tuple(
            None if total is None else _rounded(total - sum(e.values[t] or 0 for e in effects))
            for t, total in enumerate(full)
        )
        grouped = any(len(part) > 1 for part in cases[k])
        made.append(Matters(effects, full, left, metrics, grouped))
    return tuple(made)


def promised(spec: ScenarioSpec) -> tuple[Target, ...]:
    """Return the promises of a scenario, or what is measured where it makes none."""
    if spec.targets:
        return spec.targets
    stages = {"primary", "junior"} & set(spec.stages)
    stage = "compulsory" if len(stages) > 1 else spec.stages[0]
    day = f"{spec.years.last}-09-01"
    measured = [name for name in WITHOUT_PROMISES if stage != "preschool" or name == "shortfall"]
    return tuple(
        Target.model_validate(
            {"metric": name, "stage": stage, "at_most": 0, "by": day, "source": Source(title=name)}
        )
        for name in measured
    )


def applied(
    reference: Scenario, other: Scenario, differences: Sequence[InputDifference]
) -> Scenario:
    """Return the reference with some of another scenario's differences.

    Raises
    ------
    ScenarioError
        They do not go with the rest of the reference.
    """
    content, theirs = (
        one.spec.model_dump(mode="json", exclude_unset=True) for one in (reference, other)
    )
    tables = dict(reference.tables)
    for difference in differences:
        if difference.kind in ("dropped", "amended", "added"):
            _put_change(content, theirs, difference)
        elif difference.kind == "table":
            name = difference.subject
            _put(content, theirs, (name,))
            tables.pop(name, None)
            if name in other.tables:
                tables[name] = other.tables[name]
        else:
            _put(content, theirs, tuple(difference.subject.split(".")))
    return altered(reference, content, tables)


def row_differences(one: Scenario, other: Scenario, table: str) -> Rows | None:
    """Return which rows of a table differ, by the columns that name a row; None where none do."""
    before, after = one.tables.get(table), other.tables.get(table)
    if before is None or after is None or before.equals(after):
        return None
    keys = KEYS.get(table, ())
    if not keys or not set(keys) <= set(before.columns) & set(after.columns):
        return None
    named = [frame.astype(object).set_index(list(keys)) for frame in (before, after)]
    if not all(frame.index.is_unique for frame in named):
        return Rows(0, max(0, len(after) - len(before)), max(0, len(before) - len(after)), ())
    both = named[0].index.intersection(named[1].index, sort=False)
    examples: list[tuple[str, str, str, str]] = []
    changed: set[Any] = set()
    for column in before.columns:
        if column in keys or column not in after or column == "geometry":
            continue
        old, new = (frame.loc[both, column] for frame in named)
        for key, was, now in zip(both, old.map(_shown), new.map(_shown), strict=True):
            if was != now:
                changed.add(key)
                if len(examples) < MOST_EXAMPLES:
                    examples.append((_key(key), str(column), was, now))
    dropped, added = (
        len(frame.index.difference(named[not k].index)) for k, frame in enumerate(named)
    )
    return Rows(len(changed), added, dropped, tuple(examples))


def _reason(
    place: int,
    reference: Scenario | None,
    other: Scenario | None,
    inputs: Sequence[InputDifference],
    same_place: bool,
) -> str:
    """Say why nothing is computed for a scenario; empty where it is."""
    if place == 0:
        return "reference"
    if not same_place:
        return "other_district"
    if not any(difference.acts for difference in inputs):
        return "same"
    return "" if reference is not None and other is not None else "no_inputs"


def _parts(inputs: Sequence[InputDifference]) -> list[Parts]:
    """Return what is applied together: each difference by itself, or those of a kind."""
    acting = [k for k, difference in enumerate(inputs) if difference.acts]
    if len(acting) <= MOST_ALONE:
        return [(k,) for k in acting]
    groups: dict[tuple[str, str], list[int]] = {}
    for k in acting:
        difference = inputs[k]
        which = difference.change_kind or difference.subject.partition(".")[0]
        groups.setdefault((difference.kind, which), []).append(k)
    return [tuple(group) for group in groups.values()]


def _measured(
    scenario: Scenario, targets: Sequence[Target], whole: Assembly, opened: Opened, horizon: int
) -> tuple[float | None, ...]:
    """Run a scenario up to the last promised date and measure what is promised."""
    try:
        made = assemble(scenario, geography=whole.geography)
    except ValueError:  # a school more or less: the geography is another
        made = assemble(scenario)
    district = made.district
    last = min(district.last_year, max(horizon, district.opening_year))
    district = replace(district, last_year=last)
    shared = opened if _shares(district, whole) else None
    history = simulate_once(district, Luck(district.seed, 0), opened=shared)
    return tuple(judge(target, history).achieved for target in targets)


def _shares(district: District, whole: Assembly) -> bool:
    """Tell whether the opening year of the reference is that of another district too."""
    names = {field.name for field in fields(District)} - _LATER
    return all(
        pickle.dumps(getattr(district, name)) == pickle.dumps(getattr(whole.district, name))
        for name in sorted(names)
    ) and pickle.dumps(_first_regime(district)) == pickle.dumps(_first_regime(whole.district))


def _first_regime(district: District) -> Regime:
    """Return the norms and rules in force when the opening year is counted."""
    day = dt.date(district.opening_year, 9, 1)
    return max((r for r in district.regimes if r.start <= day), key=lambda regime: regime.start)


def _put(content: dict[str, Any], theirs: Mapping[str, Any], path: tuple[str, ...]) -> None:
    """Set a value to what the other scenario has there, or leave it out where it has none."""
    here: dict[str, Any] = content
    there: Any = theirs
    for key in path[:-1]:
        part = here.get(key)
        inner = dict(part) if isinstance(part, Mapping) else {}
        here[key] = inner
        here = inner
        there = there.get(key) or {}
    if path[-1] in there:
        here[path[-1]] = there[path[-1]]
    else:
        here.pop(path[-1], None)


def _put_change(
    content: dict[str, Any], theirs: Mapping[str, Any], difference: InputDifference
) -> None:
    """Drop, amend or add one change."""
    changes = list(content.get("changes") or ())
    wanted = next((c for c in theirs.get("changes") or () if c["id"] == difference.subject), None)
    place = next((k for k, c in enumerate(changes) if c["id"] == difference.subject), len(changes))
    changes[place : place + 1] = [] if wanted is None else [wanted]
    content["changes"] = changes


def _rounded(value: float) -> float:
    """Return a difference without the dust of floating point."""
    return round(value, 9) + 0.0


def _shown(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NA:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _key(key: object) -> str:
    return "/".join(map(_shown, key)) if isinstance(key, tuple) else _shown(key)
