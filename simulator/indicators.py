"""Which measures exist, in which unit, by which formula, and which direction is good?

The registry is closed: targets, tables, schema and documentation know exactly these.
"""

from dataclasses import dataclass
from typing import Final, Literal

Scope = Literal["preschool", "primary", "junior", "senior", "compulsory", "all"]

_ANY: Final[tuple[Scope, ...]] = ("preschool", "primary", "junior", "senior", "compulsory", "all")
_SCHOOL: Final[tuple[Scope, ...]] = ("primary", "junior", "senior", "compulsory", "all")
_UNITS: Final[tuple[Scope, ...]] = ("primary", "junior", "compulsory", "all")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure. ``kind`` is ``year`` (a column of ``years``) or ``programme`` (of projects)."""

    id: str
    zh: str
    en: str
    unit: str
    formula: str
    direction: Literal["more", "fewer", "neither"]
    stages: tuple[Scope, ...] = _ANY
    kind: Literal["year", "programme"] = "year"


INDICATORS: Final[dict[str, Indicator]] = {
    indicator.id: indicator
    for indicator in (
        Indicator(
            "added_places", "新增公办学位", "Added public places", "places",
            "Σ rooms added × norm, over public projects accepted from since to by", "more",
            kind="programme",
        ),
        Indicator(
            "net_added_places", "净增公办学位", "Net added public places", "places",
            "added_places − usable places lost by closures and conversions from since to by",
            "more", kind="programme",
        ),
        Indicator(
            "children", "适龄儿童", "Children", "children",
            "children whose due grade is of the stage, residents of the zones", "neither",
        ),
        Indicator(
            "pupils", "公办在校生", "Pupils at public campuses", "pupils",
            "pupils on roll at public campuses", "neither",
        ),
        Indicator(
            "places", "有效学位", "Usable places", "places",
            "Σ ordinary rooms × norm, public campuses", "more",
        ),
        Indicator(
            "places_open", "当年可招学位", "Open places", "places",
            "usable places in the grades taught this year", "more",
        ),
        Indicator(
            "classes", "班数", "Classes", "classes", "classes at public campuses", "neither"
        ),
        Indicator(
            "large_classes", "大班额", "Large classes", "classes",
            "classes of at least the large-class threshold (56), public campuses", "fewer",
            _SCHOOL,
        ),
        Indicator(
            "large_class_share", "大班额比例", "Share of large classes", "share",
            "large_classes ÷ classes", "fewer", _SCHOOL,
        ),
        Indicator(
            "super_large_classes", "超大班额", "Super-large classes", "classes",
            "classes of at least the super-large threshold (66), public campuses", "fewer",
            _SCHOOL,
        ),
        Indicator(
            "classes_46_55", "46–55 人班", "Classes of 46–55", "classes",
            "classes of 46 to 55 pupils, public campuses", "fewer", _SCHOOL,
        ),
        Indicator(
            "large_schools", "大校额", "Large schools", "schools",
            "public legal units above 2,000 pupils (nine-year: 2,500) in compulsory grades",
            "fewer", _UNITS,
        ),
        Indicator(
            "shortfall", "学位缺口(按镇街)", "Shortfall by town", "places",
            "Σ over towns of max(0, continuing pupils + children seeking − open places), before "
            "redirection", "fewer",
        ),
        Indicator(
            "shortfall_catchment", "学位缺口(按招生片区)", "Shortfall by catchment", "places",
            "the same, summed over catchments", "fewer",
        ),
        Indicator(
            "redirected", "统筹调剂", "Redirected", "pupils",
            "children placed this year outside their own catchment", "fewer",
        ),
        Indicator(
            "purchased", "购买学位", "Purchased places", "pupils",
            "pupils on purchased places", "neither",
        ),
        Indicator(
            "unplaced", "未落实", "Unplaced", "children",
            "children the rules could not place", "fewer",
        ),
        Indicator(
            "surplus", "富余学位", "Surplus places", "places",
            "Σ over schools of max(0, usable places × (1 − operating margin) − pupils)", "fewer",
        ),
        Indicator(
            "mean_distance_m", "平均上学距离", "Mean distance", "m",
            "mean distance from zone to campus over pupils at public campuses", "fewer",
        ),
        Indicator(
            "within_reach_share", "服务半径内比例", "Share within reach", "share",
            "pupils at public campuses within the reach of their settlement ÷ pupils", "more",
        ),
    )
}  # fmt: skip
"""Every indicator by id."""
