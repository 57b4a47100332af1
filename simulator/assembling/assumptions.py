"""On which norms, rules, shares and rates does a run stand, and who says so?"""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from simulator.assembling.demand import APART_SHARES, SINK_SHARES
from simulator.assembling.norms import DEFAULTS, in_force, policies, stated
from simulator.scenario import Scenario
from simulator.schema import Parameter, Source
from simulator.tables import TABLES
from simulator.vocabulary import STAGES

OWN: Final = "scenario"
"""Source of a value that the scenario states without one."""
MODEL: Final = "default of the model"

_RULE_UNITS: Final = {"spring_share": "share of the year's arrivals", "notice": "month-day"}

_RATIOS: Final = {
    "per_dwellings": "dwellings", "from_dwellings": "dwellings",
    "per_residents": "residents", "from_residents": "residents", "rooms": "rooms",
}  # fmt: skip
"""Numbers of a provision rule, and their units."""

_ONLY_STATED: Final = {
    "direct": "", "siblings": "share of entrants", "place_lock_years": "years",
    "quota_share": "share of seats",
}  # fmt: skip
"""Rules of a stage that are listed only where a scenario states them, and their units."""

Row = tuple[str, str, str, str, str]


def assumptions(scenario: Scenario) -> pd.DataFrame:
    """List what a run assumes.

    Returns
    -------
    Frame with the columns of the output table ``assumptions``. ``name`` is the path in a
    scenario file; ``status`` says how well the value is known (verified, secondary, derived,
    recalled, assumed) or, for a value the scenario states, ``stated``; a norm or rule other than
    the default is marked ``overridden (default …)``, and a policy names its change and date.
    """
    rows = [
        *_norms(scenario),
        *_rules(scenario),
        *_policies(scenario),
        *_provision(scenario),
        *_shares(scenario),
        *_rates(scenario),
        *_outlooks(scenario),
        *_money(scenario),
    ]
    return pd.DataFrame(rows, columns=[field.name for field in TABLES["assumptions"]], dtype=str)


def _norms(scenario: Scenario) -> Iterator[Row]:
    """Give every norm, its default or what the scenario says."""
    for path, default in in_force(scenario.spec.norms).items():
        own = stated(scenario.spec.norms, path)
        name = f"norms.{path}"
        if own is None:
            yield name, _say(default.value), default.unit, default.source, default.status
            continue
        value = own.value if isinstance(own, Parameter) else own
        source, status = (own.source, own.status) if isinstance(own, Parameter) else (OWN, "stated")
        if path not in DEFAULTS:
            status += "; overridden"
        elif value != default.value:
            status += f"; overridden (default {_say(default.value)})"
        yield name, _say(value), default.unit, source, status


def _rules(scenario: Scenario) -> Iterator[Row]:
    """Give every rule of admission and of classes."""
    rules = scenario.spec.rules
    for stage in STAGES:
        section = getattr(rules.stages, stage)
        for name, unit in (("admission", ""), ("redirect_limit_m", "m")):
            yield _stated(section, f"rules.stages.{stage}", name, unit)
        for name, unit in _ONLY_STATED.items():
            if name in section.model_fields_set:
                yield _stated(section, f"rules.stages.{stage}", name, unit)
    for name in type(rules).model_fields:
        if name != "stages" and (name != "private_cap" or rules.private_cap is not None):
            yield _stated(rules, "rules", name, _RULE_UNITS.get(name, ""))


def _policies(scenario: Scenario) -> Iterator[Row]:
    """Give what policies change, in their order."""
    for change in policies(scenario):
        for name, value in (change.policy or {}).items():
            unit = DEFAULTS[name].unit if name in DEFAULTS else ""
            yield (
                f"policy.{name}",
                _say(value),
                unit,
                _source(change.source),
                (f"overridden by {change.id} from {change.on}"),
            )


def _provision(scenario: Scenario) -> Iterator[Row]:
    """Give the ratios of the provision rules, and the persons counted in each dwelling."""
    for rule in sorted(scenario.spec.provision, key=lambda one: one.id):
        for name, unit in _RATIOS.items():
            value = getattr(rule, name)
            if value is not None:
                yield (
                    f"provision.{rule.id}.{name}",
                    _say(value),
                    unit,
                    _source(rule.source),
                    "stated",
                )
        if rule.per_residents is not None:
            persons, name = rule.persons_per_dwelling, f"provision.{rule.id}.persons_per_dwelling"
            source, status = OWN, "stated"
            if isinstance(persons, Parameter):
                source, status = persons.source, persons.status
            yield name, _say(rule.persons), "persons per dwelling", source, status


def _shares(scenario: Scenario) -> Iterator[Row]:
    """Give the shares that turn counts into cohorts, and how distances and homes are found."""
    spec = scenario.spec
    yield _stated(spec, "", "census_share", "share born 1 September to 1 November")
    yield _stated(spec, "", "births_share", "share born September to December")
    if isinstance(spec.survival, dict):
        for age, chance in sorted(spec.survival.items()):
            yield f"survival.{age}", _say(chance), "chance of reaching the next age", OWN, "stated"
    else:
        yield _stated(spec, "", "survival", "chance of reaching the next age")
    yield _stated(spec.staff, "staff", "retirement_rate", "share of the staff per year")
    yield _stated(spec.travel, "travel", "detour_factor", "way ÷ straight line")
    yield _stated(spec.opening, "opening", "catchment_bonus_m", "m")
    yield _stated(spec.opening, "opening", "distance_cap_m", "m")


def _rates(scenario: Scenario) -> Iterator[Row]:
    """Give the shares and rates at which children come, go and stay away."""
    spec = scenario.spec
    for entry in spec.entry_shares:
        who = ", ".join(part for part in (entry.stage, entry.residence, entry.zone) if part)
        for sink in (*SINK_SHARES, *APART_SHARES):
            value = getattr(entry, sink)
            if value:
                yield (
                    f"entry_shares ({who}): {sink}",
                    _say(value),
                    "share of entrants",
                    OWN,
                    "stated",
                )
    for leave in spec.leave_rates:
        for sink in SINK_SHARES:
            value = getattr(leave, sink)
            if value:
                yield (
                    f"leave_rates ({leave.stage}): {sink}",
                    _say(value),
                    "share per year",
                    OWN,
                    "stated",
                )
    stated = {"special_needs": spec.special_needs} if spec.special_needs is not None else {}
    stated |= {f"assumed.{name}": value for name, value in sorted(spec.assumed.items())}
    for name, value in stated.items():
        if isinstance(value, Parameter):
            yield name, _say(value.value), "share", value.source, value.status
        else:
            yield name, _say(value), "share", OWN, "stated"
    for year, pupils in sorted(spec.first_grade_rolls.items()):
        yield f"first_grade_rolls.{year}", _say(pupils), "pupils", OWN, "stated"
    # Zones with the same rate stand together: a district may state one for each of them.
    zones: dict[tuple[str | None, tuple[int, int], float], list[str]] = {}
    for move in spec.migration:
        named = zones.setdefault((move.residence, move.ages, move.net_rate), [])
        named += [move.zone] if move.zone else []
    for (residence, ages, rate), named in zones.items():
        place = [f"{named[0]} … {named[-1]}: {len(named)}"] if len(named) > 1 else named
        whom = [*([residence] if residence else ()), *place, f"ages {ages[0]}–{ages[1]}"]
        yield (
            f"migration ({', '.join(whom)})", _say(rate), "net migrants per child and year", OWN,
            "stated",
        )  # fmt: skip
    for estate in sorted(spec.estates, key=lambda one: one.id):
        for stage, rate in estate.children_per_1000.items():
            name, unit = f"estates.{estate.id}.{stage}", "children per 1,000 dwellings"
            yield name, _say(rate), unit, OWN, "stated"
        yield (
            f"estates.{estate.id}.ages 0–2", "as preschool, per year of age", "children",
            MODEL, "assumed",
        )  # fmt: skip


def _outlooks(scenario: Scenario) -> Iterator[Row]:
    """Give the factors of all outlooks described."""
    for name in ("low", "middle", "high"):
        outlook = getattr(scenario.spec.outlooks, name)
        if outlook is None:
            continue
        for year, factor in sorted(outlook.births.items()):
            yield (
                f"outlooks.{name}.births.{year}", _say(factor), "× births of the table",
                outlook.source, "assumed",
            )  # fmt: skip
        yield (
            f"outlooks.{name}.migration", _say(outlook.migration),
            "added to net migrants per child and year", outlook.source, "assumed",
        )  # fmt: skip


def _money(scenario: Scenario) -> Iterator[Row]:
    """Say how money without stated years is spread, where there is any."""
    costs = [one for one in scenario.spec.changes if one.cost is not None or one.funding]
    if any(not one.spending for one in costs):
        yield "money.by_year", "even", "by days, start of works to acceptance", MODEL, "assumed"


def _stated(section: Any, path: str, name: str, unit: str) -> Row:
    """Give a field: its default as assumed, anything else as overridden."""
    value = getattr(section, name)
    default = type(section).model_fields[name].default
    full = f"{path}.{name}" if path else name
    if value == default:
        return full, _say(value), unit, MODEL, "assumed"
    return full, _say(value), unit, OWN, f"stated; overridden (default {_say(default)})"


def _source(source: str | Source | None) -> str:
    """Name a source."""
    if source is None:
        return OWN
    return source if isinstance(source, str) else source.title


def _say(value: Any) -> str:
    """Write a value: numbers shortly, ladders and tiers as they are read."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | int):
        return f"{value:.6g}"
    if isinstance(value, tuple | list):
        return " → ".join(_say(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_say(part)}" for key, part in value.items())
    if hasattr(value, "where") and hasattr(value, "fill"):
        return f"{value.where}/{value.fill}"
    return str(value)
