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

    ``kind`` says where it stands: ``year`` (a column of the table ``years``), ``rate`` (of
    ``rates``), ``account`` (of the accounts of land and equal equipment), ``programme`` (of the
    projects), or ``input`` (stated by the scenario, so that a promise about it is shown, never
    judged). A rate may be stated too, where it would only repeat what the scenario puts in.
    """

    id: str
    zh: str
    en: str
    unit: str
    formula: Phrase
    direction: Literal["more", "fewer", "neither"]
    stages: tuple[Scope, ...] = _ANY
    kind: Literal["year", "rate", "programme", "account", "input"] = "year"


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
            "gross_rate", "毛入学率", "Gross enrolment rate", "share",
            Phrase("本地学校该学段的在校生（不论年龄和住址）÷ 常住的该学段适龄儿童",
                   "pupils of the stage at schools here, whatever their age and home ÷ children "
                   "of the stage who live here"),
            "more", kind="rate",
        ),
        Indicator(
            "public_share", "公办在校生占比", "Share of pupils at public schools", "share",
            Phrase("公办校区的在校生 ÷ 本地学校的在校生",
                   "pupils at public campuses ÷ pupils at schools here"), "more", kind="rate",
        ),
        Indicator(
            "inclusive_share", "普惠在校生占比", "Share of pupils at inclusive schools", "share",
            Phrase("公办和认定为普惠的民办校区的在校生 ÷ 本地学校的在校生",
                   "pupils at public and recognised private campuses ÷ pupils at schools here"),
            "more", kind="rate",
        ),
        Indicator(
            "public_place_share", "公办学位占比", "Share of public places", "share",
            Phrase("公办校区的有效学位 ÷ 列入校区表各校的有效学位",
                   "usable places of public campuses ÷ usable places of all listed campuses"),
            "more", kind="rate",
        ),
        Indicator(
            "inclusive_place_share", "普惠学位占比", "Share of inclusive places", "share",
            Phrase("公办和认定为普惠的民办校区的有效学位 ÷ 列入校区表各校的有效学位",
                   "usable places of public and recognised campuses ÷ usable places of all "
                   "listed campuses"),
            "more", kind="rate",
        ),
        Indicator(
            "private_share", "民办在校生占比", "Share of pupils at private schools", "share",
            Phrase("民办学校的在校生（购买学位不计）÷ 本地学校的在校生",
                   "pupils at private schools, purchased places apart ÷ pupils at schools here"),
            "fewer", kind="rate",
        ),
        Indicator(
            "migrant_public_share", "随迁子女公办就读比例", "Share of migrants in public places",
            "share",
            Phrase("在公办学校或购买学位就读的随迁子女 ÷ 在本地学校就读的随迁子女",
                   "migrant children at public schools or on purchased places ÷ migrant children "
                   "at schools here"), "more", _SCHOOL, kind="rate",
        ),
        Indicator(
            "retention", "九年义务教育巩固率", "Nine-year retention", "share",
            Phrase("初三在校生 ÷ 该届八年前的小一在校生",
                   "pupils of the ninth grade ÷ the first-grade roll of eight years before"),
            "more", ("compulsory",), kind="rate",
        ),
        Indicator(
            "special_enrolment_rate", "适龄残疾儿童入学率", "Enrolment of disabled children",
            "share",
            Phrase("由情景文件给出的假设值，不由推演得出",
                   "a value the scenario states; not a result of the simulation"), "more",
            ("compulsory",), kind="input",
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

ASSUMABLE: Final = tuple(one.id for one in INDICATORS.values() if one.kind in ("rate", "input"))
"""Measures whose value a scenario may state; promises about them are then not judged."""

RATE_PARTS: Final[dict[str, tuple[str, str]]] = {
    "gross_rate": ("pupils_here", "children"),
    "public_share": ("pupils_public", "pupils_here"),
    "inclusive_share": ("pupils_inclusive", "pupils_here"),
    "public_place_share": ("places_public", "places_listed"),
    "inclusive_place_share": ("places_inclusive", "places_listed"),
    "private_share": ("pupils_private", "pupils_here"),
    "migrant_public_share": ("migrants_public", "migrants_here"),
    "retention": ("ninth_grade", "first_grade_then"),
}
"""Rate → its numerator and denominator, columns of the table ``rates``."""
