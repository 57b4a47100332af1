"""What does a scenario say, with everything its verdict must be shown under?

A run is the central run of the scenario's outlook; beside it stand the other outlooks, the same
programme without its class policy and without redirection, each alternative of the rules, and
each further baseline.
"""

import datetime as dt
import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import metadata
from typing import Any

import numpy as np
import pandas as pd

from simulator import __version__
from simulator.assembling.norms import regimes
from simulator.assembly import Assembly, assemble, assumptions
from simulator.district import District
from simulator.engine import History, Opened, open_once, simulate_once
from simulator.indicators import INDICATORS
from simulator.luck import Luck
from simulator.results import Results
from simulator.scenario import Scenario
from simulator.schema import Bilingual, ScenarioSpec, Target, Text
from simulator.tables import TABLES, YEAR_METRICS
from simulator.tabulation import frame, tabulate
from simulator.targets import (
    CLASS_METRICS,
    Judged,
    judge,
    paired,
    readings,
    required,
    source_of,
    target_ids,
    whole,
)
from simulator.workers import each
from simulator.year_sums import SCOPES

Progress = Callable[[int, int], None]
"""Called with the runs done and the runs in all."""

OUTLOOKS = ("low", "middle", "high")
_PACKAGES = ("geopandas", "numpy", "ortools", "pandas", "plotly", "scipy", "shapely", "simpy")


@dataclass(frozen=True, slots=True)
class _Case:
    """A further run the verdict is shown under."""

    kind: str
    name: str
    district: Callable[[], District]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the verdict needs of a further run."""

    kind: str
    name: str
    judged: tuple[Judged, ...]
    """One for each target."""
    beside: tuple[dict[str, Any], ...]
    outlook: tuple[dict[str, Any], ...]
    """Rows of the table of outlooks."""


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    workers: int = 1,
    on_progress: Progress | None = None,
) -> Results:
    """Run a scenario and all that its verdict is shown under.

    Parameters
    ----------
    scenario
        A checked scenario.
    seed
        Seed of all luck; the scenario's when absent.
    workers
        Processes that share the runs; the results do not depend on their number.
    on_progress
        Told the number of runs done and the number of all.

    Returns
    -------
    Tables of the central run, summary and manifest.
    """
    began = time.perf_counter()
    if seed is not None:
        scenario = replace(scenario, spec=scenario.spec.model_copy(update={"seed": seed}))
    assembly = assemble(scenario)
    cases = list(_cases(scenario, assembly))
    tell = on_progress or (lambda done, total: None)
    total = len(cases) + 1
    # What is only judged need not be run beyond the last promised date.
    horizon = max((target.by.year for target in scenario.spec.targets), default=0)
    horizon = max(horizon, scenario.spec.years.opening)
    opened = open_once(assembly.district)
    history = _central(assembly.district, opened)
    tell(1, total)
    districts = [case.district() for case in cases]
    targets = scenario.spec.targets

    def hear(index: int) -> _Heard:
        case, district = cases[index], districts[index]
        if case.kind != "outlook":
            district = replace(district, last_year=min(district.last_year, horizon))
        shared = opened if _same_opening(district, assembly.district) else None
        return _hear(case.kind, case.name, _central(district, shared), targets)

    others = []
    for done, heard in enumerate(each(hear, len(cases), workers), 2):
        others.append(heard)
        tell(done, total)
    tables = tabulate(history, assembly.geography)
    own = _hear("outlook", scenario.spec.outlook, history, targets)
    by_outlook = {heard.name: heard for heard in (own, *others) if heard.kind == "outlook"}
    rows = [row for name in OUTLOOKS if name in by_outlook for row in by_outlook[name].outlook]
    tables["outlooks"] = frame("outlooks", rows)
    tables["sensitivity"] = frame("sensitivity", list(_sensitivity_rows(targets, others)))
    without = {heard.name: heard for heard in others if heard.kind == "without"}
    judged = [
        _target_row(target, name, history, (own, without), index)
        for index, (target, name) in enumerate(zip(targets, target_ids(targets), strict=True))
    ]
    tables["targets"] = frame("targets", [_flat_target(row) for row in judged])
    tables["provision"] = frame("provision", [asdict(asked) for asked in scenario.provision])
    tables["assumptions"] = assumptions(scenario)
    oddities = (*scenario.oddities, *assembly.oddities)
    said = [{"where": o.where, "what_zh": o.what.zh, "what_en": o.what.en} for o in oddities]
    tables["oddities"] = frame("oddities", said)
    tables["inputs"] = frame(
        "inputs",
        [
            {
                name: getattr(item, name)
                for name in ("file", "sha256", "table", "rows", "evidence", "source")
            }
            for item in scenario.sources()
        ],
    )
    summary = {
        "schema": 1,
        "scenario": scenario.spec.name,
        "variant": scenario.variant,
        "outlook": scenario.spec.outlook,
        "seed": scenario.spec.seed,
        "replicates": 1,
        "targets": judged,
        "years": _summary_years(tables["years"]),
    }
    seconds = time.perf_counter() - began
    ordered = {name: tables[name] for name in TABLES}
    return Results(ordered, summary, manifest_of(scenario, seconds))


def _central(district: District, opened: Opened | None) -> History:
    """Run replicate 0."""
    return simulate_once(district, Luck(district.seed, 0), opened=opened)


def _same_opening(district: District, main: District) -> bool:
    """Tell whether two districts begin from the same opening year."""
    return all(
        np.array_equal(getattr(district, name), getattr(main, name))
        for name in ("people", "opening_sizes", "entry_shares", "pool_rooms", "distance_m")
    )


def _cases(scenario: Scenario, assembly: Assembly) -> Iterator[_Case]:
    """List the further runs."""
    spec, main, geography = scenario.spec, assembly.district, assembly.geography

    def assembled(outlook: str | None = None, enrolment: pd.DataFrame | None = None) -> District:
        put_together = assemble(scenario, outlook=outlook, enrolment=enrolment, geography=geography)
        return put_together.district

    for outlook in OUTLOOKS:
        if outlook != spec.outlook and getattr(spec.outlooks, outlook) is not None:
            yield _Case("outlook", outlook, partial(assembled, outlook))
    yield _Case("without", "class_policy", partial(_without_policy, main))
    yield _Case("without", "redirection", partial(_without_redirection, main))
    for alternative in spec.sensitivity.rules:
        changed = _with_rules(scenario, alternative.set)
        yield _Case("rule", _both(alternative.name), partial(_under, main, changed))
    baselines = scenario.tables.get("baselines")
    if baselines is not None:
        for name, rows in baselines.groupby("baseline", sort=True):
            enrolment = rows.drop(columns="baseline").reset_index(drop=True)
            yield _Case("baseline", str(name), partial(assembled, None, enrolment))


def _under(district: District, changed: Scenario) -> District:
    """Return the same district under the rules of a changed scenario."""
    return replace(district, regimes=regimes(changed))


def _without_policy(district: District) -> District:
    """Return the same district without its class policy."""
    regimes = tuple(
        replace(regime, rules=replace(regime.rules, clear=False)) for regime in district.regimes
    )
    return replace(district, regimes=regimes)


def _without_redirection(district: District) -> District:
    """Return the same district with a ladder that moves no child out of its own catchment."""
    regimes = tuple(
        replace(
            regime,
            rules=replace(
                regime.rules,
                ladder=tuple(r for r in regime.rules.ladder if r.where not in ("town", "district")),
            ),
        )
        for regime in district.regimes
    )
    return replace(district, regimes=regimes)


def _with_rules(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """Return the scenario with other values at some field paths."""
    content = scenario.spec.model_dump(mode="python")
    for path, value in changes.items():
        *way, last = path.replace("/", ".").split(".")
        here = content
        for key in way:
            here = here[key]
        here[last] = value
    return replace(scenario, spec=ScenarioSpec.model_validate(content))


def _hear(kind: str, name: str, history: History, targets: tuple[Target, ...]) -> _Heard:
    """Keep of a run what the verdict needs."""
    judged = tuple(judge(target, history) for target in targets)
    return _Heard(
        kind,
        name,
        judged,
        tuple(paired(t, history, one.on) for t, one in zip(targets, judged, strict=True)),
        tuple(_outlook_rows(name, history)) if kind == "outlook" else (),
    )


def _outlook_rows(outlook: str, history: History) -> Iterator[dict[str, Any]]:
    """Give the demand and supply of an outlook run."""
    names = ("children", "pupils", "places", "shortfall", "large_classes")
    for census in history.censuses:
        years = census.rows["years"]
        for row, stage in enumerate(SCOPES):
            where = {"outlook": outlook, "school_year": census.year, "stage": stage}
            yield {**where, **{name: whole(years[name][row]) for name in names}}


def _sensitivity_rows(
    targets: tuple[Target, ...], others: list[_Heard]
) -> Iterator[dict[str, Any]]:
    """Judge every target under every alternative."""
    for heard in others:
        if heard.kind == "without":
            continue
        for name, judged in zip(target_ids(targets), heard.judged, strict=True):
            yield {
                "kind": heard.kind,
                "name": heard.name,
                "target": name,
                "achieved": judged.achieved,
                "met": judged.met,
            }


def _target_row(
    target: Target,
    name: str,
    history: History,
    heard: tuple[_Heard, dict[str, _Heard]],
    index: int,
) -> dict[str, Any]:
    """Make the summary's entry of one target, from the run and those without a policy."""
    own, without = heard
    judged = own.judged[index]
    beside = dict(own.beside[index])
    kept_by = None
    if judged.met and INDICATORS[target.metric].kind == "year":
        alone = without["redirection"].judged[index]
        kept_by = "places" if alone.met else "moving"
    elif judged.met and target.metric.endswith("added_places"):
        kept_by = "places"  # places added are places, whoever sits on them
    beside["kept_by"] = kept_by
    beside["without_policy"] = None
    if target.metric in CLASS_METRICS and judged.achieved is not None:
        bare = without["class_policy"]
        beside["without_policy"] = {
            "achieved": _plain(bare.judged[index].achieved),
            "redirected": bare.beside[index]["redirected"],
        }
    operator, bound = required(target)
    return {
        "id": name,
        "metric": target.metric,
        "stage": target.stage,
        "basis": target.basis,
        "strength": target.strength,
        "since": target.since.isoformat() if target.since else None,
        "by": target.by.isoformat(),
        "every_year": target.every_year,
        "judged_since": judged.since.isoformat() if judged.since else None,
        "judged_on": judged.on.isoformat(),
        "bound": target.bound,
        "operator": operator,
        "required": _plain(bound),
        "achieved": {"central": _plain(judged.achieved), "p10": None, "p50": None, "p90": None},
        "met": judged.met,
        "probability": None,
        "first_met": judged.first_met.isoformat() if judged.first_met else None,
        "source": source_of(target.source),
        "readings": readings(target, history),
        "paired": beside,
    }


def _flat_target(row: dict[str, Any]) -> dict[str, Any]:
    """Make the table row of a target from its summary entry."""
    return {
        "target": row["id"], "metric": row["metric"], "stage": row["stage"],
        "operator": row["operator"], "required": row["required"],
        "achieved": row["achieved"]["central"], "met": row["met"],
        "first_met": row["first_met"] or "", "by": row["by"],
        "quote": row["source"]["quote"] or "",
    }  # fmt: skip


def _summary_years(years: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the yearly measures; a measure not computed is null, never 0."""
    names = ["school_year", "stage", *(field.name for field in YEAR_METRICS)]
    rows = years[names].astype(object).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """Turn a number into plain JSON: whole where it is whole, null where it is nothing."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value
    number = float(value)
    return int(number) if number.is_integer() else round(number, 6)


def _both(text: Text) -> str:
    """Write a bilingual name in one line."""
    return f"{text.zh} / {text.en}" if isinstance(text, Bilingual) else text


def _words(text: Text | None) -> dict[str, str] | None:
    """Return a text in both languages."""
    if text is None:
        return None
    return text.model_dump() if isinstance(text, Bilingual) else {"zh": text, "en": text}


def _illustrative(scenario: Scenario) -> set[str]:
    """Name the tables that are illustrative, and ``projects`` where any project is."""
    named = {item.table for item in scenario.sources() if item.evidence == "illustrative"}
    changes = scenario.spec.changes
    if any(c.evidence == "illustrative" and (c.new_campus or c.works_at) for c in changes):
        named.add("projects")
    return named


def manifest_of(scenario: Scenario, seconds: float = 0.0) -> dict[str, Any]:
    """Say what makes the results of a scenario; ``seconds`` is how long it took."""
    spec = scenario.spec
    variant = spec.variants.get(scenario.variant) if scenario.variant else None
    inputs = [
        {"file": i.file, "sha256": i.sha256, "table": i.table, "rows": i.rows,
         "evidence": i.evidence, "source": i.source}
        for i in scenario.sources()
    ]  # fmt: skip
    return {
        "version": __version__,
        "file": scenario.path.name,
        "name": spec.name,
        "variant": scenario.variant,
        "set": list(scenario.settings),
        "title": _words(spec.title),
        "variant_title": _words(variant.title) if variant else None,
        "description": _words(spec.description),
        "district": _words(spec.district.name),
        "outline_note": _words(spec.outline_note),
        "seed": spec.seed,
        "illustrative": sorted(_illustrative(scenario)),
        "inputs": inputs,
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "scenario": spec.model_dump(mode="json", exclude_none=True),
        "volatile": {"seconds": round(seconds, 3), "date": dt.datetime.now(dt.UTC).isoformat()},
    }
