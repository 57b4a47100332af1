"""Which norms and rules hold from which date, and where does each value come from?"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from simulator import schema
from simulator.accounts import Steps
from simulator.assembling.references import refuse
from simulator.district import AccountNorms, Norms, Regime, Rules, Rung
from simulator.phrases import Phrase, listing
from simulator.scenario import Scenario
from simulator.schema import Change, Parameter
from simulator.vocabulary import FIRST_GRADES, GRADES, RESIDENCES, STAGE_OF_GRADE, STAGES

FIRST_DAY: Final = dt.date(1990, 1, 1)
"""From here on the first regime holds."""


@dataclass(frozen=True, slots=True)
class Default:
    """A value used where a scenario states none."""

    value: float
    unit: str
    source: str
    status: str
    """verified, secondary, derived, assumed or recalled."""


_DESIGN: Final = "《中小学校设计规范》GB 50099-2011 3.0.1"
_BALANCED: Final = "《县域义务教育优质均衡发展督导评估办法》(教督〔2017〕6号)"
_KINDERGARTEN: Final = "《幼儿园工作规程》(教育部令第39号) 第11条"
_LARGE: Final = "国发〔2016〕40号 (大班额、超大班额)"
_LIVING: Final = "《城市居住区规划设计标准》GB 50180-2018 附录C"
_LOCAL: Final = "planning practice; replace by the local rule"
_SITE: Final = "居住区公共服务设施配置一览表（某市，转引；国家标准未查到，请换成本省标准）"
_UNIFIED: Final = "中央编办发〔2014〕72号；国办发〔2001〕74号（全部教职工，不只专任教师）"
_CARE: Final = "《幼儿园教职工配备标准(暂行)》教师〔2013〕1号"
_FUNDS: Final = "国家统一的生均公用经费基准定额（2023 年春季起）"
_SMALL: Final = "国办发〔2018〕27号（乡村小规模学校）"
_BY_CLASS: Final = "班师比见中央编办发〔2014〕72号、国办发〔2015〕43号；数值为假设，请换成本省规定"

DEFAULTS: Final[dict[str, Default]] = {
    "class_size.k1": Default(25, "pupils per class", _KINDERGARTEN, "verified"),
    "class_size.k2": Default(30, "pupils per class", _KINDERGARTEN, "verified"),
    "class_size.k3": Default(35, "pupils per class", _KINDERGARTEN, "verified"),
    "class_size.primary": Default(45, "pupils per class", f"{_DESIGN}; {_BALANCED}", "verified"),
    "class_size.junior": Default(50, "pupils per class", f"{_DESIGN}; {_BALANCED}", "verified"),
    "class_size.senior": Default(50, "pupils per class", _DESIGN, "verified"),
    "class_size.special": Default(
        12, "pupils per class", "《特殊教育学校建设标准》(建标156-2011)", "recalled"
    ),
    "tolerance": Default(55, "pupils per class", f"{_LARGE}: one below large", "derived"),
    "large_class": Default(56, "pupils per class", _LARGE, "verified"),
    "super_large_class": Default(66, "pupils per class", _LARGE, "verified"),
    "large_school": Default(2000, "pupils", f"{_BALANCED} 政府保障4", "verified"),
    "large_nine_year_school": Default(2500, "pupils", f"{_BALANCED} 政府保障4", "verified"),
    "reach_urban_m.preschool": Default(300, "m", _LIVING, "recalled"),
    "reach_urban_m.primary": Default(500, "m", f"{_LIVING}; GB 50099-2011 4.1.4", "recalled"),
    "reach_urban_m.junior": Default(1000, "m", f"{_LIVING}; GB 50099-2011 4.1.4", "recalled"),
    "reach_urban_m.senior": Default(5000, "m", _LOCAL, "assumed"),
    "reach_rural_m.preschool": Default(2000, "m", _LOCAL, "assumed"),
    "reach_rural_m.primary": Default(3000, "m", _LOCAL, "assumed"),
    "reach_rural_m.junior": Default(5000, "m", _LOCAL, "assumed"),
    "reach_rural_m.senior": Default(15000, "m", _LOCAL, "assumed"),
    "music_art_rooms": Default(
        1, "rooms of each kind per 12 classes", f"{_BALANCED} 政府保障3", "secondary"
    ),
    "ride_minutes": Default(
        30, "minutes", "国办发〔2018〕27号: a ride of 30 minutes at most", "verified"
    ),
    "ride_speed_kmh": Default(30, "km/h", _LOCAL, "assumed"),
    "resource_room_pupils": Default(
        5, "pupils", "国办发〔2021〕60号; 普通学校特殊教育资源教室建设指南 (2016)", "recalled"
    ),
    "operating_margin": Default(0.05, "share of usable places", _LOCAL, "assumed"),
    "site_m2_per_place.preschool.0": Default(10, "m² per place", f"{_SITE}：10–12", "secondary"),
    "site_m2_per_place.primary.0": Default(25, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.primary.20": Default(22, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.primary.25": Default(20, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.primary.30": Default(18, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.junior.0": Default(23, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.junior.24": Default(20, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.junior.32": Default(18, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.nine_year.0": Default(18, "m² per place", _SITE, "secondary"),
    "site_m2_per_place.senior.0": Default(20, "m² per place", _SITE, "secondary"),
    "pupils_per_post.preschool": Default(
        7, "pupils per post", f"{_CARE}：全日制 1:5–1:7，取下限", "verified"
    ),
    "pupils_per_post.primary": Default(19, "pupils per post", _UNIFIED, "verified"),
    "pupils_per_post.junior": Default(13.5, "pupils per post", _UNIFIED, "verified"),
    "pupils_per_post.senior": Default(12.5, "pupils per post", _UNIFIED, "verified"),
    "kindergarten_class_posts": Default(3, "posts per class", f"{_CARE}：两教一保", "verified"),
    "kindergarten_single_class_posts": Default(2, "posts per class", _CARE, "verified"),
    "small_school_pupils": Default(100, "pupils", _SMALL, "verified"),
    "small_school_class_posts": Default(2, "posts per class", _BY_CLASS, "assumed"),
    "funds_per_pupil.primary": Default(720, "CNY per pupil and year", _FUNDS, "verified"),
    "funds_per_pupil.junior": Default(940, "CNY per pupil and year", _FUNDS, "verified"),
    "boarder_funds": Default(
        300, "CNY per boarder and year", f"国发〔2015〕67号; {_FUNDS}", "verified"
    ),
    "boarding_from_grade": Default(
        4, "grade of primary school", f"{_SMALL}：一至三年级不寄宿", "verified"
    ),
    "difference_max.primary": Default(0.5, "coefficient", f"{_BALANCED} 差异系数", "verified"),
    "difference_max.junior": Default(0.45, "coefficient", f"{_BALANCED} 差异系数", "verified"),
    "difference_smallest": Default(50, "pupils", f"{_BALANCED}：不足 50 人教学点不计", "verified"),
}
"""Every norm, by its path below ``norms`` in a scenario file."""

_WHOLE: Final = (
    "pupils per class", "pupils", "rooms of each kind per 12 classes", "grade of primary school",
)  # fmt: skip
_WITHOUT_DATE: Final = ("notice",)
"""Rules that a policy cannot change: they hold for the whole run."""


def stated(norms: schema.Norms, path: str) -> float | Parameter | None:
    """Give what a scenario states for a norm, None where it keeps the default."""
    value: Any = norms
    for step in path.split("."):
        value = value.get(int(step)) if isinstance(value, dict) else getattr(value, step)
    return value  # type: ignore[no-any-return]


def in_force(norms: schema.Norms) -> dict[str, Default]:
    """Give every norm by its path: the defaults, but steps by size only where none is stated."""
    found = {}
    for path, default in DEFAULTS.items():
        parent, _, step = path.rpartition(".")
        steps = _steps_stated(norms, parent) if step.isdigit() else {}
        if not steps:
            found[path] = default
        else:
            found |= {f"{parent}.{begin}": default for begin in sorted(steps)}
    return found


def _steps_stated(norms: schema.Norms, parent: str) -> dict[int, Any]:
    value: Any = norms
    for step in parent.split("."):
        value = getattr(value, step)
    return dict(value)


def value_of(norms: schema.Norms, path: str) -> float:
    """Give the value of a norm in force: as stated, or its default."""
    own = stated(norms, path)
    if own is None:
        return DEFAULTS[path].value
    return own.value if isinstance(own, Parameter) else own


def regimes(scenario: Scenario) -> tuple[Regime, ...]:
    """Give norms and rules by date.

    The first regime holds from 1990 and is what ``norms`` and ``rules`` say. Each date with a
    ``policy`` change begins another one: the one before, with the named fields changed; changes
    of one date are taken in the order of their ids. A policy names fields of ``rules`` and
    ``norms`` as they are written there (``large_classes: clear``, ``tolerance: 50``,
    ``class_size: {primary: 40}`` or ``class_size.primary: 40``).

    Raises
    ------
    ScenarioError
        A policy names an unknown field, or a value does not fit.
    """
    norms, rules = scenario.spec.norms, scenario.spec.rules
    found = [Regime(FIRST_DAY, district_norms(scenario, norms), district_rules(rules))]
    for change in policies(scenario):
        assert change.on is not None and change.policy is not None
        norms, rules = amended(scenario, change, norms, rules)
        regime = Regime(change.on, district_norms(scenario, norms), district_rules(rules))
        if found[-1].start == change.on:
            found.pop()
        found.append(regime)
    return tuple(found)


def policies(scenario: Scenario) -> list[Change]:
    """Give the policy changes by date and id."""
    chosen = [change for change in scenario.spec.changes if change.policy is not None]
    for change in chosen:
        if change.on is None:
            refuse(
                scenario,
                f"changes/{change.id}/on",
                Phrase("政策没有日期", "a policy without a date"),
                Phrase(
                    "请写明自哪天起执行：on: 2026-09-01",
                    "say from which day it holds: on: 2026-09-01",
                ),
            )
    return sorted(chosen, key=lambda change: (change.on or FIRST_DAY, change.id))


def amended(
    scenario: Scenario, change: Change, norms: schema.Norms, rules: schema.Rules
) -> tuple[schema.Norms, schema.Rules]:
    """Apply one policy to norms and rules."""
    raw = {"norms": norms.model_dump(), "rules": rules.model_dump()}
    for key, value in (change.policy or {}).items():
        path = key.split(".")
        if path[0] in raw:
            path = path[1:]
        if path and path[0] in raw["rules"] and path[0] not in _WITHOUT_DATE:
            part = raw["rules"]
        elif path and path[0] in raw["norms"]:
            part = raw["norms"]
        else:
            names = listing(sorted({*raw["rules"], *raw["norms"]} - set(_WITHOUT_DATE)), 30)
            refuse(
                scenario,
                f"changes/{change.id}/policy/{key}",
                Phrase(
                    "不是政策可以调整的规则或标准", "not a rule or norm that a policy can change"
                ),
                Phrase(f"请从中选用：{names.zh}", f"use one of {names.en}"),
            )
        for step in path[:-1]:
            part = part[step] if isinstance(part.get(step), dict) else {}
        part[path[-1]] = _merged(part.get(path[-1]), value)
    try:
        return (
            schema.Norms.model_validate(raw["norms"]),
            schema.Rules.model_validate(raw["rules"]),
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(step) for step in ("changes", change.id, "policy", *first["loc"]))
        refuse(
            scenario,
            where,
            Phrase("取值不合要求", first["msg"]),
            Phrase("请按 norms 或 rules 中的写法书写", "write the field as under norms or rules"),
        )


def _merged(old: Any, new: Any) -> Any:
    """Lay a nested change over a section; anything else replaces what was there."""
    if isinstance(old, dict) and isinstance(new, dict) and "source" not in old:
        return {**old, **{key: _merged(old.get(key), value) for key, value in new.items()}}
    return new


def district_norms(scenario: Scenario, norms: schema.Norms) -> Norms:
    """Turn stated norms and defaults into the arrays of the District."""
    defaults = in_force(norms)
    values = {path: value_of(norms, path) for path in defaults}
    for path, value in values.items():
        if defaults[path].unit in _WHOLE and not float(value).is_integer():
            refuse(
                scenario,
                f"norms/{path.replace('.', '/')}",
                Phrase(f"{value} 不是整数", f"{value} is not a whole number"),
                Phrase("请写整数", "give a whole number"),
            )
    size = [
        int(values[f"class_size.{grade if stage == 0 else STAGES[stage]}"])
        for grade, stage in zip(GRADES, STAGE_OF_GRADE, strict=True)
    ]
    tolerance = [
        # Kindergarten classes have no large-class rule: nothing above the norm is tolerated.
        # A norm set above the tolerance raises it, for no class is too large at its norm.
        norm if stage == 0 else max(norm, int(values["tolerance"]))
        for norm, stage in zip(size, STAGE_OF_GRADE, strict=True)
    ]
    return Norms(
        class_norm=np.array(size, dtype=np.int64),
        tolerance=np.array(tolerance, dtype=np.int64),
        special_class=int(values["class_size.special"]),
        large_class=int(values["large_class"]),
        super_large_class=int(values["super_large_class"]),
        large_school=int(values["large_school"]),
        large_nine_year_school=int(values["large_nine_year_school"]),
        reach_urban_m=np.array([values[f"reach_urban_m.{stage}"] for stage in STAGES]),
        reach_rural_m=np.array([values[f"reach_rural_m.{stage}"] for stage in STAGES]),
        operating_margin=float(values["operating_margin"]),
        boarding_from=FIRST_GRADES[1] + int(values["boarding_from_grade"]) - 1,
        ride_minutes=float(values["ride_minutes"]),
        ride_speed_kmh=float(values["ride_speed_kmh"]),
        resource_room_pupils=float(values["resource_room_pupils"]),
        music_art_rooms=int(values["music_art_rooms"]),
        accounts=account_norms(values),
    )


def account_norms(values: Mapping[str, float]) -> AccountNorms:
    """Gather the norms of land, staff, boarding and equal equipment."""

    def by_stage(path: str) -> NDArray[np.float64]:
        return np.array([float(values.get(f"{path}.{stage}", np.nan)) for stage in STAGES])

    steps: dict[str, Steps] = {}
    for path, value in values.items():
        head, _, rest = path.partition(".")
        if head == "site_m2_per_place":
            kind, _, begin = rest.partition(".")
            steps[kind] = (*steps.get(kind, ()), (int(begin), float(value)))
    return AccountNorms(
        site_m2_per_place=steps,
        pupils_per_post=by_stage("pupils_per_post"),
        kindergarten_class_posts=float(values["kindergarten_class_posts"]),
        kindergarten_single_class_posts=float(values["kindergarten_single_class_posts"]),
        small_school_pupils=int(values["small_school_pupils"]),
        small_school_class_posts=float(values["small_school_class_posts"]),
        funds_per_pupil=by_stage("funds_per_pupil"),
        boarder_funds=float(values["boarder_funds"]),
        boarding_from_grade=int(values["boarding_from_grade"]),
        difference_max=by_stage("difference_max"),
        difference_smallest=int(values["difference_smallest"]),
    )


def district_rules(rules: schema.Rules) -> Rules:
    """Turn stated rules into those of the District."""
    stages = [getattr(rules.stages, stage) for stage in STAGES]
    first, second, third, fourth = (stage.admission for stage in stages)
    cap = rules.private_cap
    return Rules(
        admission=(first, second, third, fourth),
        redirect_limit_m=np.array([float(stage.redirect_limit_m) for stage in stages]),
        ladder=tuple(Rung(rung.where, rung.fill) for rung in rules.ladder),
        order=rules.order,
        tiers=tuple(tuple(RESIDENCES.index(name) for name in tier) for tier in rules.tiers),
        new_school_catchment=rules.new_school_catchment,
        entry_classes=rules.entry_classes,
        clear=rules.large_classes == "clear",
        spring_share=rules.spring_share,
        direct=np.array([stage.direct for stage in stages]),
        sibling_share=np.array([float(stage.siblings) for stage in stages]),
        lock_years=np.array([stage.place_lock_years or 0 for stage in stages], dtype=np.int64),
        quota_share=np.array([float(stage.quota_share) for stage in stages]),
        private_cap=cap.value if isinstance(cap, Parameter) else cap,
    )
