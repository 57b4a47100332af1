"""On which tables, inputs and assumptions does a figure rest, and how is its run made again?"""

import math
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from simulator.indicators import RATE_PARTS
from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import COMPARED, GRADES, STAGE_OF_GRADE, STAGES

HASH_DIGITS: Final = 12
SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    **{stage: (stage,) for stage in STAGES},
    "compulsory": ("primary", "junior"),
    "all": STAGES,
}
"""The stages of each row of ``years``."""

_NORMS: Final = {
    "large_class": 56.0,
    "super_large_class": 66.0,
    "large_school": 2000.0,
    "large_nine_year_school": 2500.0,
    "operating_margin": 0.05,
}
"""Norms of a run that does not list its assumptions."""

_STAGE_OF_WORD: Final = {stage: stage for stage in STAGES} | {
    grade: STAGES[stage] for grade, stage in zip(GRADES, STAGE_OF_GRADE, strict=True)
}
"""Stages and grades as they stand in the names of assumptions."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Output tables, input tables and (beginnings of) names of assumptions of a measure."""

    tables: tuple[str, ...]
    inputs: tuple[str, ...]
    assumptions: tuple[str, ...]


_CHILDREN: Final = ("people", "births")
_PUPILS: Final = ("people", "births", "enrolment", "catchments", "campuses", "pools", "projects")
_PLACES: Final = ("campuses", "pools", "projects")
_ADMISSION: Final = ("rules.ladder", "rules.order", "rules.tiers", "rules.stages",
                     "policy.ladder", "policy.order")  # fmt: skip
_SIZES: Final = ("norms.class_size", "norms.tolerance", "rules.entry_classes",
                 "rules.large_classes", "policy.large_classes", "policy.tolerance",
                 "policy.class_size")  # fmt: skip
_AWAY: Final = ("entry_shares", "leave_rates")

GROUNDS: Final[Mapping[str, Grounds]] = {
    "children": Grounds(
        ("cohorts",), _CHILDREN,
        ("census_share", "births_share", "survival", "migration", "estates", "outlooks"),
    ),
    "pupils": Grounds(("enrolment", "schools"), _PUPILS, (*_AWAY, *_ADMISSION)),
    "places": Grounds(
        ("capacity",), _PLACES, ("norms.class_size", "policy.class_size")
    ),
    "places_open": Grounds(
        ("capacity", "schools"), _PLACES, ("norms.class_size", "policy.class_size")
    ),
    "classes": Grounds(("enrolment", "schools"), _PUPILS, _SIZES),
    "large_classes": Grounds(
        ("classes_ledger", "schools"), _PUPILS,
        ("norms.large_class", "policy.large_class", *_SIZES, "rules.ladder"),
    ),
    "super_large_classes": Grounds(
        ("classes_ledger",), _PUPILS,
        ("norms.super_large_class", "policy.super_large_class", *_SIZES, "rules.ladder"),
    ),
    "classes_46_55": Grounds(("class_sizes",), _PUPILS, (*_SIZES, "rules.ladder")),
    "large_schools": Grounds(
        ("enrolment", "schools"), (*_PUPILS, "schools"),
        ("norms.large_school", "norms.large_nine_year_school", "policy.large_school",
         "policy.large_nine_year_school"),
    ),
    "shortfall": Grounds(("areas",), _PUPILS, ("norms.class_size", "policy.class_size", *_AWAY)),
    "shortfall_catchment": Grounds(
        ("areas", "schools"), _PUPILS, ("norms.class_size", "policy.class_size", *_AWAY)
    ),
    "redirected": Grounds(
        ("balance", "zones"), (*_PUPILS, "zones"), (*_ADMISSION, "travel.detour_factor")
    ),
    "purchased": Grounds(("balance", "zones"), (*_PUPILS, "zones"), _ADMISSION),
    "unplaced": Grounds(
        ("balance", "zones"), (*_PUPILS, "zones"), (*_ADMISSION, "travel.detour_factor")
    ),
    "surplus": Grounds(
        ("capacity", "enrolment", "schools"), (*_PUPILS, "schools"),
        ("norms.operating_margin", "policy.operating_margin", "norms.class_size",
         "policy.class_size"),
    ),
    "mean_distance_m": Grounds(
        ("flows", "schools"), (*_PUPILS, "zones"),
        ("travel.detour_factor", "opening.catchment_bonus_m", "opening.distance_cap_m"),
    ),
    "within_reach_share": Grounds(
        ("flows", "schools", "zones"), (*_PUPILS, "zones"),
        ("norms.reach_urban_m", "norms.reach_rural_m", "policy.reach_urban_m",
         "policy.reach_rural_m", "travel.detour_factor"),
    ),
    "staff_posts_needed": Grounds(
        ("staff",), (*_PUPILS, "schools"),
        ("norms.pupils_per_post", "norms.kindergarten_class_posts",
         "norms.kindergarten_single_class_posts", "norms.small_school_pupils",
         "norms.small_school_class_posts", "policy.pupils_per_post",
         "policy.small_school_pupils", "policy.small_school_class_posts"),
    ),
    "large_class_share": Grounds(
        ("classes_ledger", "enrolment"), _PUPILS,
        ("norms.large_class", "policy.large_class", *_SIZES, "rules.ladder"),
    ),
    "entry": Grounds(
        ("admissions", "catchments"), _PUPILS,
        ("norms.class_size", "policy.class_size", "rules.entry_classes", "rules.notice",
         "rules.new_school_catchment", *_AWAY, *_ADMISSION),
    ),
    "beds": Grounds(("beds", "enrolment"), ("campuses", "enrolment"), ()),
    "boarding": Grounds(
        ("boarding", "flows"), (*_PUPILS, "zones"),
        ("norms.ride_minutes", "norms.ride_speed_kmh", "norms.boarding_from_grade",
         "travel.detour_factor"),
    ),
    "resource_rooms": Grounds(
        ("resource_rooms", "enrolment"), (*_PUPILS, "schools"),
        ("norms.resource_room_pupils", "special_needs"),
    ),
    "projects": Grounds(("projects", "events"), _PLACES, ("norms.class_size",)),
    **{rate: Grounds(("rates",), (*_PUPILS, *_PLACES), _AWAY) for rate in RATE_PARTS},
    "school_land_m2": Grounds(("land_account",), ("campuses", "sites", "projects"), ()),
    "land_short": Grounds(
        ("land", "capacity"), ("sites", *_PLACES),
        ("norms.site_m2_per_place", "policy.site_m2_per_place", "norms.class_size",
         "policy.class_size"),
    ),
    "investment_yuan": Grounds(("projects",), ("projects",), ()),
    "funds": Grounds(
        ("funds", "enrolment"), (*_PUPILS, "zones"),
        ("norms.funds_per_pupil", "norms.boarder_funds", "norms.small_school_pupils",
         "policy.funds_per_pupil", "policy.boarder_funds", "policy.small_school_pupils"),
    ),
    **{
        f"difference_{name}": Grounds(
            ("differences",), (*_PUPILS, "schools"),
            ("norms.difference_smallest", "policy.difference_smallest"),
        )
        for name in COMPARED
    },
    "added_places": Grounds(("projects",), _PLACES, ("norms.class_size", "policy.class_size")),
    "net_added_places": Grounds(("projects",), _PLACES, ("norms.class_size", "policy.class_size")),
}  # fmt: skip
NO_GROUNDS: Final = Grounds((), (), ())


class Assumptions:
    """The names in ``assumptions`` on which measures rest, each looked up once."""

    def __init__(self, results: Results) -> None:
        self.outlook = f"outlooks.{results.summary.get('outlook', 'middle')}"
        self.named = []
        special = bool((results.tables["schools"]["type"] == "special").any())
        for name in results.tables["assumptions"]["name"].astype(str).tolist():
            path = name.replace("/", ".")
            if path.endswith(".special") and not special:
                continue
            self.named.append((name, path, _stages_named(path)))
        self.found: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(self, metric: str, scope: str) -> tuple[str, ...]:
        """Return what a measure of these stages rests on, in the order of the table."""
        key = (metric, scope)
        if key not in self.found:
            grounds = GROUNDS.get(metric, NO_GROUNDS).assumptions
            wanted = [self.outlook if one == "outlooks" else one for one in grounds]
            parts = tuple(f"{one}{end}" for one in wanted for end in (".", " ("))
            stages = set(SCOPES.get(scope, STAGES))
            self.found[key] = tuple(
                name
                for name, path, named in self.named
                if (path in wanted or path.startswith(parts)) and (not named or named & stages)
            )
        return self.found[key]


def inputs_of(results: Results, tables: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of ``inputs`` behind these input tables: file, table, rows, hash, evidence.

    Projects stand in the scenario files themselves, which are then listed too.
    """
    wanted = {*tables, *([""] if "projects" in tables else [])}
    frame = results.tables["inputs"]
    return [
        {
            "file": str(row["file"]),
            "table": str(row["table"]),
            "rows": int(row["rows"]),
            "sha256": str(row["sha256"])[:HASH_DIGITS],
            "evidence": str(row["evidence"]),
        }
        for row in frame.to_dict("records")
        if str(row["table"]) in wanted
    ]


def reproduce(results: Results) -> str:
    """Return the command line that makes this run again."""
    manifest = results.manifest
    words = ["simulate", str(manifest.get("file") or manifest.get("name") or "")]
    if manifest.get("variant"):
        words += ["--variant", str(manifest["variant"])]
    given = manifest.get("set") or ()
    pairs = [f"{k}={v}" for k, v in given.items()] if isinstance(given, Mapping) else list(given)
    for pair in pairs:
        words += ["--set", str(pair)]
    if manifest.get("seed") is not None:
        words += ["--seed", str(manifest["seed"])]
    return shlex.join(words)


def norms_by_year(results: Results, path: str, years: Sequence[int]) -> dict[int, float]:
    """Return a norm in force on each 1 September: as assumed, then as policies change it."""
    start = _assumed(results).get(path, _NORMS.get(path, 0.0))
    start = views.parameter(results, ("norms", *path.split(".")), start)
    scenario = results.manifest.get("scenario") or {}
    changes = [c for c in scenario.get("changes") or () if c.get("policy") and c.get("on")]
    changes.sort(key=lambda c: (str(c["on"]), str(c.get("id"))))
    found = {}
    for year in years:
        value = start
        for change in changes:
            if str(change["on"]) <= f"{year}-09-01":
                value = _changed(change["policy"], path, value)
        found[year] = value
    return found


def _changed(policy: Mapping[str, Any], path: str, value: float) -> float:
    """Return a norm after one policy."""
    for key, said in policy.items():
        name = str(key).removeprefix("norms.")
        here: Any = None
        if name == path:
            here = said
        elif path.startswith(f"{name}.") and isinstance(said, Mapping):
            here = said.get(path[len(name) + 1 :])
        if isinstance(here, Mapping):
            here = here.get("value")
        if isinstance(here, int | float):
            value = float(here)
    return value


def _assumed(results: Results) -> dict[str, float]:
    """Read the norms of the table ``assumptions``."""
    frame = results.tables["assumptions"]
    paths = frame["name"].astype(str).str.replace("/", ".")
    values = pd.to_numeric(frame["value"], errors="coerce")
    return {
        path.removeprefix("norms."): float(value)
        for path, value in zip(paths, values, strict=True)
        if path.startswith("norms.") and not math.isnan(value)
    }


def _stages_named(path: str) -> set[str]:
    """Return the stages that an assumption is about; none where it is about all."""
    words = re.findall(r"[a-z]+\d?", path.split("(")[-1])
    return {_STAGE_OF_WORD[word] for word in words if word in _STAGE_OF_WORD}
