"""What place and programme does a behaviour file describe?

A case has a name, ``given`` (a place), ``when`` (years, rules, changes) and ``then`` (numbers by
school year). Every key is checked, so that a misspelt expectation cannot pass unread.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from simulator.district import (
    AdmissionPlan,
    Closure,
    Conversion,
    Dates,
    District,
    Estate,
    Holdings,
    Project,
    Purchase,
    Redraw,
    Regime,
    Rung,
)
from simulator.undertakings import Lease, Recognition, TakeOver, Withdrawal
from simulator.vocabulary import AGES, APART, GRADES, RESIDENCES, RESOURCES, STAGES
from tests.places import norms, place, rules

Case = Mapping[str, Any]


class _Words(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which ``on`` is a word, as in the scenario files."""


_Words.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in known if first in "tTfF" or not tag.endswith(":bool")
    ]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def cases(file: Path) -> list[Case]:
    """Read the cases of a behaviour file."""
    read: list[Case] = yaml.load(file.read_text(encoding="utf-8"), Loader=_Words)
    return read


SECTIONS = ("name", "given", "when", "then", "why")
GIVEN = (
    "zones", "campuses", "children", "classes", "catchments", "births", "entry_shares",
    "leave_rates", "net_migration", "survival", "estates", "outside_inflow", "opening_cap_m",
    "apart_shares", "feeders", "special_needs", "first_grade_rolls", "retirement_rate",
)  # fmt: skip
CAMPUS = (
    "town", "at", "cluster", "rooms", "taught", "private", "opens_later", "temporary", "beds",
    "school", "combined", "pupils", "type", "rank", "specialist", "resource_room",
    "site_m2", "staff", "boards",
)  # fmt: skip
WHEN = ("years", "stages", "notice", "rules", "norms", "changes")
SINK_SHARES = ("elsewhere", "private", "not_enrolled")


def district_of(case: Case) -> District:
    """Build the district of a case."""
    known_keys(case, SECTIONS, "case")
    given, when = case["given"], case.get("when", {})
    known_keys(given, GIVEN, "given")
    known_keys(when, WHEN, "when")
    campuses = given["campuses"]
    for campus in campuses.values():
        known_keys(campus, CAMPUS, "campus")
    first, last = (int(year) for year in str(when["years"]).split("-"))
    start = Regime(
        dt.date(1990, 1, 1), _norms(when.get("norms", {})), _rules(when.get("rules", {}))
    )
    district = place(
        zones={z: (v["town"], *v["at"]) for z, v in given["zones"].items()},
        campuses={c: (v["town"], *v["at"]) for c, v in campuses.items()},
        rooms={(c, s): n for c, v in campuses.items() for s, n in v["rooms"].items()},
        people={
            (zone, age): tuple(number) if isinstance(number, list) else number
            for zone, ages in given.get("children", {}).items()
            for age, number in ages.items()
        },
        sizes={
            (campus, grade): sizes
            for campus, grades in given.get("classes", {}).items()
            for grade, sizes in grades.items()
        },
        births=given.get("births"),
        catchments=given.get("catchments"),
        closed=[c for c, v in campuses.items() if v.get("opens_later")],
        combined={c: v["combined"] for c, v in campuses.items() if "combined" in v},
        pupils={(c, g): n for c, v in campuses.items() for g, n in v.get("pupils", {}).items()},
        cluster={c: v["cluster"] for c, v in campuses.items() if "cluster" in v},
        private=[c for c, v in campuses.items() if v.get("private")],
        taught={c: v["taught"] for c, v in campuses.items() if "taught" in v},
        years=(first, last),
        stages=when.get("stages", ("primary", "junior")),
        regime=start,
    )
    district = _with_rates(district, given)
    return _with_changes(district, when.get("changes", ()), start)


def known_keys(section: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    """Refuse a key that nobody reads."""
    unknown = set(section) - set(keys)
    if unknown:
        raise ValueError(f"{where}: unknown {sorted(unknown)}")


def _norms(changes: Mapping[str, Any]) -> Any:
    tolerance = {}
    if "tolerance" in changes:
        size = norms().tolerance.copy()
        size[3:] = changes["tolerance"]
        tolerance["tolerance"] = size
    return norms(**{k: v for k, v in changes.items() if k != "tolerance"}, **tolerance)


def _rules(changes: Mapping[str, Any], base: Any = None) -> Any:
    given = dict(changes)
    if "ladder" in given:
        given["ladder"] = tuple(Rung(*rung.split("/")) for rung in given["ladder"])
    if "tiers" in given:
        given["tiers"] = tuple(
            tuple(RESIDENCES.index(residence) for residence in tier) for tier in given["tiers"]
        )
    for name in ("direct", "sibling_share", "lock_years", "quota_share"):
        if name in given:
            values = given[name]
            given[name] = np.array([values.get(stage, 0) for stage in STAGES])
            given[name] = given[name].astype(bool) if name == "direct" else given[name]
    if "redirect_limit_m" in given:
        given["redirect_limit_m"] = np.full(4, float(given["redirect_limit_m"]))
    if "admission" in given:
        given["admission"] = (given["admission"],) * 4
    return rules(**given) if base is None else replace(base, **given)


def _with_rates(district: District, given: Mapping[str, Any]) -> District:
    """Give the district its shares, rates, estates and further facts of campuses."""
    campus, zone = district.campus_ids.index, district.zone_ids.index
    shares = district.entry_shares.copy()
    for stage, parts in given.get("entry_shares", {}).items():
        for sink, share in parts.items():
            shares[:, STAGES.index(stage), :, SINK_SHARES.index(sink)] = share
    apart = district.apart_shares.copy()
    for stage, parts in given.get("apart_shares", {}).items():
        for name, share in parts.items():
            apart[:, STAGES.index(stage), :, APART.index(name)] = share
    feeder = district.feeder.copy()
    for stage, links in given.get("feeders", {}).items():
        for origin, target in links.items():
            feeder[STAGES.index(stage), campus(origin)] = campus(target)
    tier, dwellings = district.zone_tier.copy(), district.zone_dwellings.copy()
    for name, facts in given["zones"].items():
        known_keys(facts, ("town", "at", "tier", "dwellings", "rural"), "zone")
        tier[zone(name)] = facts.get("tier", 1)
        dwellings[zone(name)] = facts.get("dwellings", np.nan)
    kinds = [given["campuses"][name].get("type", "general") for name in district.campus_ids]
    rank = [given["campuses"][name].get("rank", 1) for name in district.campus_ids]
    rates = district.leave_rates.copy()
    for stage, parts in given.get("leave_rates", {}).items():
        for sink, share in parts.items():
            rates[STAGES.index(stage), SINK_SHARES.index(sink)] = share
    migration = district.net_migration.copy()
    for name, ages in given.get("net_migration", {}).items():
        for age, rate in ages.items():
            migration[zone(name), age] = rate
    survival = district.survival.copy()
    for age, chance in given.get("survival", {}).items():
        survival[age] = chance
    inflow = district.outside_inflow.copy()
    for name, grades in given.get("outside_inflow", {}).items():
        for grade, number in grades.items():
            inflow[campus(name), GRADES.index(grade)] = number
    estates = []
    for name, estate in given.get("estates", {}).items():
        children = np.zeros(AGES)
        for age, number in estate["children"].items():
            children[age] = number
        estates.append(
            Estate(
                name, zone(estate["zone"]), RESIDENCES.index(estate.get("residence", "registered")),
                _day(estate["handover"]), children, tuple(estate.get("phase_in", (1.0,))),
            )
        )  # fmt: skip
    specialist = np.full(len(district.pool_ids), np.nan)
    boards = np.array([given["campuses"][c].get("boards", 0.0) for c in district.campus_ids])
    temporary, beds = district.pool_temporary.copy(), district.campus_beds.copy()
    schools, units = district.campus_school.copy(), list(district.school_ids)
    for name, facts in given["campuses"].items():
        for joined, number in facts.get("temporary", {}).items():
            temporary[district.pool_ids.index(f"{name}/{joined}")] = number
        for joined, number in facts.get("specialist", {}).items():
            specialist[district.pool_ids.index(f"{name}/{joined}")] = number
        beds[campus(name)] = facts.get("beds", 0)
        if "school" in facts:
            schools[campus(name)] = units.index(facts["school"])
    return replace(
        district,
        entry_shares=shares,
        apart_shares=apart,
        feeder=feeder,
        zone_tier=tier,
        zone_dwellings=dwellings,
        campus_special=np.array([kind == "special" for kind in kinds]),
        campus_vocational=np.array([kind == "vocational" for kind in kinds]),
        campus_rank=np.array(rank),
        campus_resource_room=np.array(
            [given["campuses"][name].get("resource_room", np.nan) for name in district.campus_ids],
            dtype=float,
        ),
        special_needs=given.get("special_needs"),
        first_grade_rolls=tuple(given.get("first_grade_rolls", {}).items()),
        leave_rates=rates,
        net_migration=migration,
        survival=survival,
        outside_inflow=inflow,
        estates=tuple(estates),
        pool_temporary=temporary,
        pool_specialist=specialist,
        campus_beds=beds,
        campus_school=schools,
        opening_cap_m=float(given.get("opening_cap_m", district.opening_cap_m)),
        zone_urban=np.array([not given["zones"][z].get("rural") for z in district.zone_ids]),
        boarder_share=boards[:, None] + district.boarder_share,
        holdings=_holdings(district, given),
    )


def _holdings(district: District, given: Mapping[str, Any]) -> Holdings:
    """Give land and staff of the campuses, NaN where not stated; a new campus has no staff yet."""
    facts = [given["campuses"][name] for name in district.campus_ids]
    some = any("staff" in fact for fact in facts)
    new = [0.0 if some and fact.get("opens_later") else np.nan for fact in facts]
    return Holdings(
        site_m2=np.array([float(fact.get("site_m2", np.nan)) for fact in facts]),
        staff=np.array([float(f.get("staff", n)) for f, n in zip(facts, new, strict=True)]),
        retirement_rate=given.get("retirement_rate", 0.0),
        resources={name: np.full(district.n_campuses, np.nan) for name in RESOURCES},
    )


def _with_changes(district: District, changes: Any, start: Regime) -> District:
    """Give the district its programme."""
    campus, zone, pool = (
        names.index for names in (district.campus_ids, district.zone_ids, district.pool_ids)
    )
    made: dict[str, list[Any]] = {
        name: []
        for name in (
            "projects", "conversions", "closures", "redraws", "plans", "purchases",
            "take_overs", "leases", "withdrawals", "recognitions",
        )
    }  # fmt: skip
    estate = [one.id for one in district.estates].index
    regimes = [start]
    for number, change in enumerate(changes):
        kind = next(iter(change))
        subject, name = change[kind], str(change.get("id", f"change-{number}"))
        on = _day(change["on"]) if "on" in change else None
        until = _day(change["until"]) if "until" in change else None
        if kind in ("build", "expand", "rebuild", "receive"):
            own = change.get("catchment_zones")
            delay = change.get("delay", {"p50": 0.0, "p90": 0.0})
            made["projects"].append(
                Project(
                    name, campus(subject), kind in ("build", "receive"),
                    tuple((pool(f"{subject}/{s}"), n) for s, n in change["rooms"].items()),
                    _dates(change), _dates(change.get("actual", {})),
                    delay["p50"], delay["p90"],
                    opens_with_all=change.get("opens_with") == "all",
                    draws_within_m=float(change.get("draws_within_m", 3000)),
                    site_area_m2=change.get("site_area_m2"),
                    catchment=None if own is None else tuple(sorted(zone(z) for z in own)),
                    transition=tuple(
                        (pool(f"{subject}/{s}"), n)
                        for s, n in change.get("transition", {}).items()
                    ),
                    lent_by=tuple(
                        pool(f"{change['lent_by']}/{s}") for s in change.get("transition", {})
                    ) if "lent_by" in change else (),
                    rooms_out=tuple(
                        (pool(f"{subject}/{s}"), n)
                        for s, n in change.get("rooms_out", {}).items()
                    ),
                    out_after=change.get("demolish") == "after",
                    estate=estate(change["estate"]) if "estate" in change else None,
                )
            )  # fmt: skip
        elif kind == "take_over":
            own = change.get("catchment_zones")
            zones = None if own is None else tuple(sorted(zone(z) for z in own))
            made["take_overs"].append(TakeOver(name, _on(on), campus(subject), zones))
        elif kind == "lease":
            made["leases"].append(Lease(name, _on(on), until, pool(subject), change["rooms"]))
        elif kind == "withdraw":
            receiver = campus(change["into"]) if "into" in change else None
            withdrawal = Withdrawal(name, _on(on), until, campus(subject), receiver)
            made["withdrawals"].append(withdrawal)
        elif kind == "recognise":
            made["recognitions"].append(Recognition(name, _on(on), until, campus(subject)))
        elif kind == "convert":
            made["conversions"].append(
                Conversion(name, on, pool(subject), pool(change["to"]), change["rooms"])  # type: ignore[arg-type]
            )
        elif kind in ("close", "merge"):
            into = change.get("into")
            receiver = None if into is None else campus(into)
            released = change.get("land") == "released"
            made["closures"].append(
                Closure(name, on, campus(subject), receiver, kind == "merge", released)  # type: ignore[arg-type]
            )
        elif kind == "catchment":
            pairs = sorted((zone(z), campus(c)) for z, own in change["zones"].items() for c in own)
            columns = np.array(pairs, dtype=np.int64).T
            made["redraws"].append(Redraw(name, on, STAGES.index(subject), columns[0], columns[1]))  # type: ignore[arg-type]
        elif kind == "admission_plan":
            grade = GRADES.index(change["grade"])
            made["plans"].append(
                AdmissionPlan(name, on, campus(subject), grade, change["classes"])  # type: ignore[arg-type]
            )
        elif kind == "purchase":
            at = change.get("campus")
            made["purchases"].append(
                Purchase(
                    name, on, STAGES.index(subject), change["places"],  # type: ignore[arg-type]
                    None if at is None else campus(at),
                )
            )  # fmt: skip
        elif kind == "policy":
            assert on is not None
            last = regimes[-1]
            regimes.append(Regime(on, last.norms, _rules(subject, last.rules)))
        else:
            raise ValueError(f"unknown change {kind}")
    return replace(
        district,
        regimes=tuple(regimes),
        projects=tuple(made["projects"]),
        conversions=tuple(made["conversions"]),
        closures=tuple(made["closures"]),
        redraws=tuple(made["redraws"]),
        plans=tuple(made["plans"]),
        purchases=tuple(made["purchases"]),
        take_overs=tuple(made["take_overs"]),
        leases=tuple(made["leases"]),
        withdrawals=tuple(made["withdrawals"]),
        recognitions=tuple(made["recognitions"]),
    )


def _on(day: dt.date | None) -> dt.date:
    assert day is not None, "a change that is no project has a date"
    return day


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def _dates(change: Mapping[str, Any]) -> Dates:
    names = ("approved", "started", "topped_out", "accepted")
    return Dates(**{name: _day(change[name]) for name in names if name in change})
