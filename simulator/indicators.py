"""Which measures exist, in which unit, by which formula, and which direction is good?

The registry is closed: targets, tables, schema and documentation know exactly these.
"""

from dataclasses import dataclass
from typing import Final, Literal

from simulator.phrases import Phrase
from simulator.vocabulary import COMPARED

Scope = Literal["preschool", "primary", "junior", "senior", "compulsory", "all"]

_ANY: Final[tuple[Scope, ...]] = ("preschool", "primary", "junior", "senior", "compulsory", "all")
_SCHOOL: Final[tuple[Scope, ...]] = ("primary", "junior", "senior", "compulsory", "all")
_UNITS: Final[tuple[Scope, ...]] = ("primary", "junior", "compulsory", "all")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure.

    ``kind`` is ``year`` (a column of ``years``), ``programme`` (of projects) or ``account`` (of the
    accounts of land and equal equipment).
    """

    id: str
    zh: str
    en: str
    unit: str
    formula: Phrase
    direction: Literal["more", "fewer", "neither"]
    stages: tuple[Scope, ...] = _ANY
    kind: Literal["year", "programme", "account"] = "year"


INDICATORS: Final[dict[str, Indicator]] = {
    indicator.id: indicator
    for indicator in (
        Indicator(
            "added_places", "新增公办学位", "Added public places", "places",
            Phrase("统计期内验收的公办项目新增教室数 × 标准班额，合计",
                   "Σ rooms added × norm, over public projects accepted from since to by"), "more",
            kind="programme",
        ),
        Indicator(
            "net_added_places", "净增公办学位", "Net added public places", "places",
            Phrase("新增公办学位 − 统计期内因撤并和改用减少的有效学位",
                   "added_places − usable places lost by closures and conversions from "
                   "since to by"),
            "more", kind="programme",
        ),
        Indicator(
            "children", "适龄儿童", "Children", "children",
            Phrase("各片区常住、应读年级属于该学段的儿童数",
                   "children whose due grade is of the stage, residents of the zones"), "neither",
        ),
        Indicator(
            "pupils", "公办在校生", "Pupils at public campuses", "pupils",
            Phrase("公办校区的在册学生数",
                   "pupils on roll at public campuses"), "neither",
        ),
        Indicator(
            "places", "有效学位", "Usable places", "places",
            Phrase("公办校区普通教室数 × 标准班额，合计",
                   "Σ ordinary rooms × norm, public campuses"), "more",
        ),
        Indicator(
            "places_open", "当年可招学位", "Open places", "places",
            Phrase("当年开设的年级所占的有效学位",
                   "usable places in the grades taught this year"), "more",
        ),
        Indicator(
            "classes", "班数", "Classes", "classes",
            Phrase("公办校区的教学班数",
                   "classes at public campuses"), "neither"
        ),
        Indicator(
            "large_classes", "大班额", "Large classes", "classes",
            Phrase("公办校区达到大班额标准（56 人）的班数",
                   "classes of at least the large-class threshold (56), public campuses"), "fewer",
            _SCHOOL,
        ),
        Indicator(
            "large_class_share", "大班额比例", "Share of large classes", "share",
            Phrase("大班额 ÷ 班数",
                   "large_classes ÷ classes"), "fewer", _SCHOOL,
        ),
        Indicator(
            "super_large_classes", "超大班额", "Super-large classes", "classes",
            Phrase("公办校区达到超大班额标准（66 人）的班数",
                   "classes of at least the super-large threshold (66), public campuses"), "fewer",
            _SCHOOL,
        ),
        Indicator(
            "classes_46_55", "46–55 人班", "Classes of 46–55", "classes",
            Phrase("公办校区 46 至 55 人的班数",
                   "classes of 46 to 55 pupils, public campuses"), "fewer", _SCHOOL,
        ),
        Indicator(
            "large_schools", "大校额", "Large schools", "schools",
            Phrase("义务教育阶段超过 2000 人（九年一贯制 2500 人）的公办学校数",
                   "public legal units above 2,000 pupils (nine-year: 2,500) in compulsory "
                   "grades"),
            "fewer", _UNITS,
        ),
        Indicator(
            "shortfall", "学位缺口(按镇街)", "Shortfall by town", "places",
            Phrase("各镇街 max(0, 升班学生 + 申请入学儿童 − 当年可招学位) 之和，统筹调剂之前",
                   "Σ over towns of max(0, continuing pupils + children seeking − open "
                   "places), before redirection"), "fewer",
        ),
        Indicator(
            "shortfall_catchment", "学位缺口(按招生片区)", "Shortfall by catchment", "places",
            Phrase("同上，按招生片区计算后相加",
                   "the same, summed over catchments"), "fewer",
        ),
        Indicator(
            "redirected", "统筹调剂", "Redirected", "pupils",
            Phrase("当年安排到本校招生片区之外的儿童数",
                   "children placed this year outside their own catchment"), "fewer",
        ),
        Indicator(
            "purchased", "购买学位", "Purchased places", "pupils",
            Phrase("占用购买学位的学生数",
                   "pupils on purchased places"), "neither",
        ),
        Indicator(
            "unplaced", "未落实", "Unplaced", "children",
            Phrase("按规则未能安排学位的儿童数",
                   "children the rules could not place"), "fewer",
        ),
        Indicator(
            "surplus", "富余学位", "Surplus places", "places",
            Phrase("各校 max(0, 有效学位 × (1 − 运转余量) − 在校生) 之和",
                   "Σ over schools of max(0, usable places × (1 − operating margin) − pupils)"),
            "fewer",
        ),
        Indicator(
            "mean_distance_m", "平均上学距离", "Mean distance", "m",
            Phrase("公办校区学生从片区到校区的平均距离",
                   "mean distance from zone to campus over pupils at public campuses"), "fewer",
        ),
        Indicator(
            "within_reach_share", "服务半径内比例", "Share within reach", "share",
            Phrase("上学距离在服务半径以内的公办学生 ÷ 公办学生",
                   "pupils at public campuses within the reach of their settlement ÷ pupils"),
            "more",
        ),
        Indicator(
            "staff_posts_needed", "所需教职工编制", "Staff posts needed", "posts",
            Phrase("各公办学校 ⌈Σ 在校生 ÷ 师生比⌉ 之和；幼儿园、乡村小规模学校另按班，取多者",
                   "Σ over public schools of ⌈Σ pupils ÷ pupils per post⌉; kindergartens and small "
                   "rural schools also by class, whichever is more"), "neither",
        ),
        Indicator(
            "school_land_m2", "教育用地", "School land", "m²",
            Phrase("在用和保留的校园用地之和；basis: net 为自 since 起增加 − 退出",
                   "land of campuses in use or kept; with basis: net, what was added less what was "
                   "released after since"), "more", ("all",), "account",
        ),
        Indicator(
            "investment_yuan", "项目投资", "Investment", "CNY",
            Phrase("统计期内验收的公办项目投资额之和",
                   "Σ cost of public projects accepted from since to by"), "neither",
            ("preschool", "senior", "compulsory", "all"), "programme",
        ),
        *(
            Indicator(
                f"difference_{name}", f"差异系数·{words.zh}", f"Difference: {words.en}", "none",
                Phrase("√(Σ 学生数 ÷ 总学生数 × (各校人均 − 平均)²) ÷ 平均，公办学校",
                       "√(Σ pupils ÷ all pupils × (per pupil − mean)²) ÷ mean, public schools"),
                "fewer", ("primary", "junior"), "account",
            )
            for name, (words, _, _) in COMPARED.items()
        ),
    )
}  # fmt: skip
"""Every indicator by id."""
