"""Which tables does a run write, with which columns, units and names in both languages?

One registry, read by the engine, the writer, the report and the documentation. A table always
has all its columns, also when it has no rows.
"""

from dataclasses import dataclass
from typing import Final

from simulator.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an output table: dtype is int, float, str or bool."""

    name: str
    dtype: str
    zh: str
    en: str
    unit: str = ""


def _f(name: str, dtype: str, zh: str, en: str, unit: str = "") -> Field:
    return Field(name, dtype, zh, en, unit)


_YEAR = _f("school_year", "int", "学年", "School year")
_STAGE = _f("stage", "str", "学段", "Stage")
_GRADE = _f("grade", "str", "年级", "Grade")
_ZONE = _f("zone_id", "str", "片区", "Zone")
_CAMPUS = _f("campus_id", "str", "校区", "Campus")
_SCHOOL = _f("school_id", "str", "学校", "School")
_PUPILS = _f("pupils", "int", "在校生", "Pupils", "pupils")

YEAR_METRICS: Final = (
    _f("children", "int", "适龄儿童", "Children", "children"),
    _f("pupils", "int", "公办在校生", "Pupils at public campuses", "pupils"),
    _f("places", "int", "有效学位", "Usable places", "places"),
    _f("places_open", "int", "当年可招学位", "Open places", "places"),
    _f("classes", "int", "班数", "Classes", "classes"),
    _f("large_classes", "int", "大班额", "Large classes", "classes"),
    _f("super_large_classes", "int", "超大班额", "Super-large classes", "classes"),
    _f("classes_46_55", "int", "46–55 人班", "Classes of 46–55", "classes"),
    _f("large_schools", "int", "大校额", "Large schools", "schools"),
    _f("shortfall", "int", "学位缺口(按镇街)", "Shortfall (by town)", "places"),
    _f("shortfall_catchment", "int", "学位缺口(按招生片区)", "Shortfall (by catchment)", "places"),
    _f("redirected", "int", "统筹调剂", "Redirected", "pupils"),
    _f("purchased", "int", "购买学位", "Purchased places", "pupils"),
    _f("unplaced", "int", "未落实", "Unplaced", "children"),
    _f("surplus", "int", "富余学位", "Surplus places", "places"),
    _f("mean_distance_m", "float", "平均上学距离", "Mean distance", "m"),
    _f("within_reach_share", "float", "服务半径内比例", "Share within reach", "share"),
    _f("staff_posts_needed", "float", "所需教职工编制", "Staff posts needed", "posts"),
)
"""What ``summary.json`` gives for each year and stage, in this order."""

TABLES: Final[dict[str, tuple[Field, ...]]] = {
    "years": (_YEAR, _STAGE, *YEAR_METRICS),
    "enrolment": (
        _YEAR, _SCHOOL, _CAMPUS, _STAGE, _GRADE, _PUPILS,
        _f("boarders", "int", "寄宿生", "Boarders", "pupils"),
        _f("classes", "int", "班数", "Classes", "classes"),
        _f("max_class_size", "int", "最大班额", "Largest class", "pupils"),
    ),
    "capacity": (
        _YEAR, _SCHOOL, _CAMPUS,
        _f("pool", "str", "教室组", "Pool"), _STAGE,
        _f("rooms_ordinary", "int", "普通教室", "Ordinary rooms", "rooms"),
        _f("rooms_borrowed", "int", "借用教室", "Borrowed rooms", "rooms"),
        _f("rooms_temporary", "int", "临时教室", "Temporary rooms", "rooms"),
        _f("places_design", "int", "设计学位", "Design places", "places"),
        _f("places_approved", "int", "核定学位", "Approved places", "places"),
        _f("places", "int", "有效学位", "Usable places", "places"),
        _f("places_open", "int", "当年可招学位", "Open places", "places"),
    ),
    "campuses": (
        _YEAR, _CAMPUS,
        _f("operator", "str", "办别", "Operator"),
        _f("beds", "int", "床位", "Beds", "beds"),
        _f("boarders", "int", "寄宿生", "Boarders", "pupils"),
        _f("utilisation", "float", "学位利用率", "Utilisation", "share"),
    ),
    "flows": (
        _YEAR, _STAGE, _ZONE, _CAMPUS, _PUPILS,
        _f("redirected", "int", "统筹调剂", "Redirected this year", "pupils"),
        _f("distance_m", "int", "距离", "Distance", "m"),
    ),
    "balance": (
        _YEAR, _ZONE, _STAGE,
        _f("residence", "str", "户籍", "Residence"),
        _f("children", "int", "适龄儿童", "Children", "children"),
        _f("pupils_public", "int", "公办在校生", "Pupils at public campuses", "pupils"),
        _f("pupils_private", "int", "民办在校生", "Pupils at private schools", "pupils"),
        _f("purchased", "int", "购买学位", "Purchased places", "pupils"),
        _f("elsewhere", "int", "外出就学", "Elsewhere", "children"),
        _f("not_enrolled", "int", "未入学", "Not enrolled", "children"),
        _f("unplaced", "int", "未落实", "Unplaced", "children"),
        _f("redirected", "int", "统筹调剂", "Redirected this year", "pupils"),
        _f("entrants", "int", "新生", "Entrants placed this year", "pupils"),
    ),
    "classes_ledger": (
        _YEAR, _CAMPUS, _GRADE,
        _f("class_no", "int", "班序", "Class"),
        _PUPILS,
        _f("cleared_in", "int", "该届清零学年", "Year the cohort's class clears"),
        _f("blocked_by", "str", "受阻原因", "Blocked by"),
    ),
    "outlooks": (
        _f("outlook", "str", "人口方案", "Outlook"), _YEAR, _STAGE,
        _f("children", "int", "适龄儿童", "Children", "children"), _PUPILS,
        _f("places", "int", "有效学位", "Usable places", "places"),
        _f("shortfall", "int", "学位缺口", "Shortfall", "places"),
        _f("large_classes", "int", "大班额", "Large classes", "classes"),
    ),
    "events": (
        _f("date", "str", "日期", "Date"),
        _f("event", "str", "事件", "Event"),
        _f("subject", "str", "对象", "Subject"),
        _f("detail", "str", "说明", "Detail"),
    ),
    "sensitivity": (
        _f("kind", "str", "类别", "Kind"),
        _f("name", "str", "情形", "Case"),
        _f("target", "str", "目标", "Target"),
        _f("achieved", "float", "结果", "Achieved"),
        _f("met", "bool", "达到", "Met"),
    ),
    "projects": (
        _f("project_id", "str", "项目", "Project"),
        _f("kind", "str", "类别", "Kind"),
        _CAMPUS, _STAGE,
        _f("rooms", "int", "教室", "Rooms", "rooms"),
        _f("places", "int", "学位", "Places", "places"),
        _f("planned_approved", "str", "计划立项", "Planned approval"),
        _f("planned_started", "str", "计划开工", "Planned start"),
        _f("planned_topped_out", "str", "计划封顶", "Planned topping out"),
        _f("planned_accepted", "str", "计划验收", "Planned acceptance"),
        _f("accepted", "str", "推演验收", "Simulated acceptance"),
        _f("first_september", "int", "首次招生学年", "First school year of intake"),
        _f("cost_yuan", "float", "投资", "Investment", "CNY"),
        _f("site_area_m2", "float", "用地面积", "Land", "m²"),
    ),
    "targets": (
        _f("target", "str", "目标", "Target"),
        _f("metric", "str", "指标", "Metric"), _STAGE,
        _f("operator", "str", "比较", "Operator"),
        _f("required", "float", "要求", "Required"),
        _f("achieved", "float", "结果", "Achieved"),
        _f("met", "bool", "达到", "Met"),
        _f("first_met", "str", "首次达到", "First met"),
        _f("by", "str", "期限", "By"),
        _f("quote", "str", "原文", "Quote"),
    ),
    "indicators": (
        _YEAR,
        _f("scope", "str", "范围", "Scope"),
        _f("id", "str", "编号", "Id"), _STAGE,
        _f("metric", "str", "指标", "Metric"),
        _f("value", "float", "数值", "Value"),
    ),
    "class_sizes": (
        _YEAR, _STAGE,
        _f("size", "int", "班额", "Class size", "pupils"),
        _f("classes", "int", "班数", "Classes", "classes"),
    ),
    "catchments": (
        _YEAR, _STAGE, _ZONE, _CAMPUS,
        _f("assumed", "bool", "推定", "Assumed"),
    ),
    "admissions": (
        _YEAR, _SCHOOL, _CAMPUS, _STAGE, _GRADE,
        _f("classes_planned", "int", "可开班数", "Classes possible", "classes"),
        _f("seats", "int", "可招人数", "Seats to the norm", "places"),
        _f("own_children", "int", "片区生源", "Children of the own catchment", "children"),
        _f("placed_own", "int", "片区内录取", "Placed from the own catchment", "pupils"),
        _f("placed_redirected", "int", "统筹调入", "Redirected here", "pupils"),
        _f("classes", "int", "实开班数", "Classes opened", "classes"),
    ),
    "areas": (
        _YEAR,
        _f("area_kind", "str", "范围类别", "Kind of area"),
        _f("area_id", "str", "范围", "Area"), _STAGE,
        _f("children", "int", "需公办学位", "Children on roll or seeking", "children"),
        _f("places_open", "int", "当年可招学位", "Open places", "places"),
        _f("shortfall", "int", "学位缺口", "Shortfall before redirection", "places"),
    ),
    "cohorts": (
        _YEAR,
        _f("age", "int", "周岁", "Age", "years"), _GRADE,
        _f("children", "int", "儿童", "Children", "children"),
        _f("pupils_public", "int", "公办在校生", "Pupils at public campuses", "pupils"),
    ),
    "zones": (
        _ZONE,
        _f("name", "str", "名称", "Name"),
        _f("town_id", "str", "镇街", "Town"),
        _f("settlement", "str", "城乡", "Settlement"),
        _f("lon", "float", "经度", "Longitude", "°"),
        _f("lat", "float", "纬度", "Latitude", "°"),
        _f("outline", "str", "边界(WKT)", "Outline (WKT)"),
    ),
    "schools": (
        _CAMPUS,
        _f("name", "str", "名称", "Name"), _SCHOOL,
        _f("town_id", "str", "镇街", "Town"), _ZONE,
        _f("operator", "str", "办别", "Operator"),
        _f("lon", "float", "经度", "Longitude", "°"),
        _f("lat", "float", "纬度", "Latitude", "°"),
        _f("planned", "bool", "规划新建", "Planned"),
        _f("cluster_id", "str", "学区", "Cluster"),
    ),
    "misfit": (
        _STAGE,
        _f("pass_name", "str", "步骤", "Pass"),
        _f("pupils", "int", "在校生", "Pupils"),
        _f("children", "int", "适龄儿童", "Children"),
        _f("outside", "int", "区外学生", "Pupils from outside"),
        _f("not_on_roll", "int", "未在册儿童", "Children not on a roll"),
    ),
    "inputs": (
        _f("file", "str", "文件", "File"),
        _f("sha256", "str", "SHA-256", "SHA-256"),
        _f("table", "str", "表", "Table"),
        _f("rows", "int", "行数", "Rows"),
        _f("evidence", "str", "数据性质", "Evidence"),
        _f("source", "str", "来源", "Source"),
    ),
    "assumptions": (
        _f("name", "str", "参数", "Parameter"),
        _f("value", "str", "取值", "Value"),
        _f("unit", "str", "单位", "Unit"),
        _f("source", "str", "来源", "Source"),
        _f("status", "str", "状态", "Status"),
    ),
    "oddities": (
        _f("where", "str", "位置", "Where"),
        _f("what_zh", "str", "情况", "What (Chinese)"),
        _f("what_en", "str", "情况(英文)", "What"),
    ),
}  # fmt: skip
"""Columns of every output table. The registry is closed: nothing else is written."""

MEANINGS: Final[dict[str, Phrase]] = {
    "years": Phrase("逐年、分学段的主要指标", "main measures by year and stage"),
    "enrolment": Phrase("各校区、年级的在校生与班数", "pupils and classes by campus and grade"),
    "capacity": Phrase("各教室组的教室与学位", "rooms and places by pool"),
    "campuses": Phrase("各校区的床位、寄宿生与学位利用率", "beds, boarders and utilisation"),
    "flows": Phrase("哪个片区的学生在哪个校区就读", "which zone's pupils go to which campus"),
    "balance": Phrase("各片区儿童的去向", "where the children of each zone are"),
    "classes_ledger": Phrase(
        "大班额台账：每个学年、每个大班一行；升级后仍是大班的，次年再列一行，清零学年是该届该班"
        "不再是大班的学年",
        "the ledger: a row for each large class of each year; a class that goes up a grade and is "
        "large still has a row again, and its year is the one in which it is large no more",
    ),
    "outlooks": Phrase("三个人口方案下的供需", "children and places under each outlook"),
    "events": Phrase("推演中发生的事", "what happened, and when"),
    "sensitivity": Phrase("目标在其他假设下的结果", "the targets under other assumptions"),
    "areas": Phrase(
        "各镇街、学区和招生片区的供需与缺口",
        "children, places and shortfall by town, cluster and catchment",
    ),
    "projects": Phrase("建设项目：计划与推演的节点", "projects: dates planned and simulated"),
    "targets": Phrase("各项目标是否达到", "the targets, met or not"),
    "indicators": Phrase("全部指标，一值一行", "every measure, one value a row"),
    "class_sizes": Phrase("各班额有多少个班", "how many classes have which size"),
    "catchments": Phrase("各年的招生片区", "the catchments of each year"),
    "admissions": Phrase("起始年级招生：计划与结果", "admission to entry grades"),
    "cohorts": Phrase("各岁儿童数", "children by age"),
    "zones": Phrase("片区", "zones"),
    "schools": Phrase("校区", "campuses"),
    "misfit": Phrase("起始学年在校生与人口不符之处", "where opening pupils and people differ"),
    "inputs": Phrase("读入的文件与表", "files and tables that were read"),
    "assumptions": Phrase("所用的标准与假设", "norms and assumptions used"),
    "oddities": Phrase("数据中的可疑之处", "what is odd in the data"),
}
"""What each output table holds."""
