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
    "rates": (
        _YEAR, _STAGE,
        _f("gross_rate", "float", "毛入学率", "Gross enrolment rate", "share"),
        _f("public_share", "float", "公办在校生占比", "Pupils at public schools", "share"),
        _f("inclusive_share", "float", "普惠在校生占比", "Pupils at inclusive schools", "share"),
        _f("public_place_share", "float", "公办学位占比", "Public places", "share"),
        _f("inclusive_place_share", "float", "普惠学位占比", "Inclusive places", "share"),
        _f("private_share", "float", "民办在校生占比", "Pupils at private schools", "share"),
        _f("migrant_public_share", "float", "随迁子女公办就读比例", "Migrants in public places",
           "share"),
        _f("retention", "float", "九年义务教育巩固率", "Nine-year retention", "share"),
        _f("children", "int", "适龄儿童", "Children", "children"),
        _f("pupils_here", "int", "本地在校生", "Pupils at schools here", "pupils"),
        _f("pupils_public", "int", "公办在校生", "At public schools", "pupils"),
        _f("pupils_inclusive", "int", "普惠在校生", "At inclusive schools", "pupils"),
        _f("pupils_private", "int", "民办在校生", "At private schools", "pupils"),
        _f("places_listed", "int", "各校有效学位", "Places of listed schools", "places"),
        _f("places_public", "int", "公办有效学位", "Public places", "places"),
        _f("places_inclusive", "int", "普惠有效学位", "Inclusive places", "places"),
        _f("migrants_here", "int", "随迁在校生", "Migrants at schools here", "pupils"),
        _f("migrants_public", "int", "其中公办或购买学位", "Of them in public places", "pupils"),
        _f("ninth_grade", "int", "初三在校生", "Ninth grade", "pupils"),
        _f("first_grade_then", "int", "八年前小一在校生", "First grade eight years before",
           "pupils"),
    ),
    "boarding": (
        _YEAR, _CAMPUS, _STAGE,
        _f("far_pupils", "int", "路程超时学生", "Pupils beyond the ride", "pupils"),
        _f("may_board", "int", "按距离需要寄宿", "Need to board, by distance", "pupils"),
        _f("in_beds", "int", "其中床位可容", "Of them the beds hold", "pupils"),
        _f("without_bed", "int", "其中床位容不下", "Of them the beds do not hold", "pupils"),
        _f("long_rides", "int", "仍须长途乘车", "Ride long all the same", "pupils"),
    ),
    "resource_rooms": (
        _YEAR, _CAMPUS, _PUPILS,
        _f("expected", "float", "预计特殊需要学生", "Expected with special needs", "pupils"),
        _f("room_needed", "int", "需资源教室", "Resource room needed", "rooms"),
        _f("room_present", "int", "已有资源教室", "Resource room present", "rooms"),
        _f("room_short", "int", "缺资源教室", "Resource room lacking", "rooms"),
    ),
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
        _f("rooms_specialist", "int", "功能室", "Specialist rooms", "rooms"),
        _f("borrowed_beyond", "int", "借用超出功能室", "Borrowed beyond specialist rooms", "rooms"),
        _f("specialist_short", "int", "音乐美术教室不足", "Music and art rooms lacking", "rooms"),
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
        _f("inclusive", "bool", "普惠", "Inclusive"),
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
        _f("rooms_out", "int", "停用旧教室", "Old rooms out", "rooms"),
        _f("places", "int", "学位", "Places", "places"),
        _f("planned_approved", "str", "计划立项", "Planned approval"),
        _f("planned_started", "str", "计划开工", "Planned start"),
        _f("planned_topped_out", "str", "计划封顶", "Planned topping out"),
        _f("planned_accepted", "str", "计划验收", "Planned acceptance"),
        _f("accepted", "str", "推演验收", "Simulated acceptance"),
        _f("first_september", "int", "首次招生学年", "First school year of intake"),
        _f("cost_yuan", "float", "投资", "Investment", "CNY"),
        _f("site_area_m2", "float", "用地面积", "Land", "m²"),
        _f("estate_id", "str", "配建小区", "Housing estate"),
        _f("months_after_handover", "float", "晚于小区交付", "After the homes", "months"),
        _f("children_before", "int", "开学前已入住", "Children before it", "children"),
        _f("required_by", "str", "配建标准", "Required by rule"),
        _f("beds", "int", "床位", "Beds", "beds"),
    ),
    "closures": (
        _f("closure_id", "str", "撤并事项", "Closure"),
        _f("kind", "str", "类别", "Kind"),
        _CAMPUS,
        _f("stated", "str", "所填日期", "Date stated"),
        _f("no_entrants_from", "str", "停招日期", "No entrants from"),
        _f("closed", "str", "撤销日期", "Closed"),
        _f("receiver_id", "str", "接收校区", "Receiver"),
        _f("handed_over", "int", "转入接收校", "To the receiver", "pupils"),
        _f("seeking", "int", "另行安排", "To other places", "pupils"),
        _f("site", "str", "校园用地", "Site"),
    ),
    "provision": (
        _f("rule", "str", "配建标准", "Provision rule"), _STAGE,
        _f("kind", "str", "对象类别", "Kind of subject"),
        _f("subject", "str", "对象", "Subject"),
        _f("base", "int", "套数或常住人口", "Dwellings or residents"),
        _f("per", "int", "每多少配一所", "For each campus"),
        _f("required", "int", "应有", "Required", "campuses"),
        _f("present", "int", "已有或已列入", "There or planned", "campuses"),
        _f("created", "int", "推出新增", "Added by the rule", "campuses"),
        _f("source", "str", "来源", "Source"),
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
    "staff": (
        _YEAR, _SCHOOL, _STAGE, _PUPILS,
        _f("classes", "int", "班数", "Classes", "classes"),
        _f("posts_by_ratio", "float", "按师生比", "Posts by pupils", "posts"),
        _f("posts_by_class", "float", "按班另增", "More by class", "posts"),
        _f("posts_needed", "int", "所需编制", "Posts needed", "posts"),
        _f("staff_present", "int", "在岗教职工", "Staff in post", "persons"),
        _f("gap", "int", "缺编(负数为超)", "Posts less staff", "posts"),
    ),
    "land": (
        _YEAR, _SCHOOL, _CAMPUS,
        _f("stages", "str", "学段", "Stages"),
        _f("in_use", "bool", "使用中", "In use"),
        _f("site_area_m2", "float", "用地面积", "Land", "m²"),
        _f("known_area_m2", "float", "其中已知", "Of it known", "m²"),
        _f("sites_unknown", "int", "面积未知的地块", "Parcels of unknown area", "sites"),
        _f("places", "int", "有效学位", "Usable places", "places"),
        _f("m2_per_place", "float", "每学位用地", "Land for each place", "m² per place"),
        _f("norm_m2_per_place", "float", "每学位标准", "Norm for each place", "m² per place"),
        _f("short_m2", "float", "不足", "Short", "m²"),
    ),
    "land_account": (
        _YEAR,
        _f("area_kind", "str", "范围类别", "Kind of area"),
        _f("area_id", "str", "范围", "Area"),
        _f("opening_m2", "float", "年初", "Opening", "m²"),
        _f("added_m2", "float", "增加", "Added", "m²"),
        _f("released_m2", "float", "退出", "Released", "m²"),
        _f("closing_m2", "float", "年末", "Closing", "m²"),
        _f("sites", "int", "地块", "Parcels", "sites"),
        _f("sites_unknown", "int", "其中面积未知", "Of unknown area", "sites"),
        _f("changes_unknown", "int", "增减中面积未知", "Changes of unknown area", "sites"),
    ),
    "money": (
        _f("project_id", "str", "项目", "Project"),
        _f("year", "int", "公历年", "Calendar year"),
        _f("source", "str", "资金来源", "Source of money"),
        _f("yuan", "int", "金额", "Amount", "CNY"),
    ),
    "beds": (
        _YEAR, _CAMPUS,
        _f("beds", "int", "床位", "Beds", "beds"),
        _f("beds_needed", "int", "申报寄宿生", "Boarders as reported", "pupils"),
        _f("short", "int", "缺床位", "Short", "beds"),
        _f("free", "int", "空余床位", "Free", "beds"),
        _f("boarders_too_young", "int", "低年级寄宿生", "Boarders too young", "pupils"),
    ),
    "funds": (
        _YEAR, _CAMPUS, _PUPILS,
        _f("boarders", "int", "寄宿生", "Boarders", "pupils"),
        _f("pupils_counted", "int", "核定人数", "Pupils counted", "pupils"),
        _f("floor_yuan", "int", "小规模学校保底增加", "More by the floor", "CNY"),
        _f("yuan", "int", "公用经费", "Public funds", "CNY"),
    ),
    "differences": (
        _YEAR, _STAGE,
        _f("measure", "str", "资源", "Resource"),
        _f("schools", "int", "学校", "Schools", "schools"),
        _f("mean", "float", "平均", "Mean", "per pupil"),
        _f("deviation", "float", "标准差", "Deviation", "per pupil"),
        _f("coefficient", "float", "差异系数", "Coefficient of difference", "coefficient"),
        _f("limit", "float", "上限", "Limit", "coefficient"),
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
        _f("type", "str", "类型", "Type"),
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
    "rates": Phrase("逐年、分学段的占比与比率", "shares and rates by year and stage"),
    "boarding": Phrase(
        "各校路程超时的学生，按距离需要寄宿的，和仍须长途乘车的",
        "pupils beyond the ride, who need to board by distance, and who ride long, by campus",
    ),
    "resource_rooms": Phrase(
        "各校特殊需要学生与资源教室", "special needs and resource rooms, by campus"
    ),
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
    "closures": Phrase(
        "撤并的校区：学生去向与校园用地", "campuses closed, merged or withdrawn: pupils and sites"
    ),
    "provision": Phrase(
        "配建标准对各小区、镇街的要求", "what provision rules ask of estates and towns"
    ),
    "targets": Phrase("各项目标是否达到", "the targets, met or not"),
    "indicators": Phrase("全部指标，一值一行", "every measure, one value a row"),
    "class_sizes": Phrase("各班额有多少个班", "how many classes have which size"),
    "catchments": Phrase("各年的招生片区", "the catchments of each year"),
    "admissions": Phrase(
        "起始年级招生：计划与结果；民办、特殊教育、中职学校和按成绩录取的学段没有本片区，"
        "own_children 为空，placed_own 为直接录取的人数",
        "admission to entry grades; private, special and vocational schools, and stages that "
        "admit by score, have no own catchment: own_children is empty there, and placed_own "
        "counts whom they took directly",
    ),
    "cohorts": Phrase("各岁儿童数", "children by age"),
    "staff": Phrase("各校所需编制与在岗教职工", "posts and staff of each public school"),
    "land": Phrase("各校区用地与标准", "land of each campus, and the norm"),
    "land_account": Phrase("教育用地台账", "school land: opening, added, released, closing"),
    "money": Phrase("各项目分年、分来源的资金", "money by project, year and source"),
    "beds": Phrase(
        "各校区的床位、申报寄宿生和缺床位", "beds, boarders as reported, and beds short"
    ),
    "funds": Phrase(
        "各校区的公用经费（小规模学校按保底人数）",
        "public funds of each campus, small ones at the floor",
    ),
    "differences": Phrase("校际差异系数", "how unequally schools are equipped"),
    "zones": Phrase("片区", "zones"),
    "schools": Phrase("校区", "campuses"),
    "misfit": Phrase("起始学年在校生与人口不符之处", "where opening pupils and people differ"),
    "inputs": Phrase("读入的文件与表", "files and tables that were read"),
    "assumptions": Phrase("所用的标准与假设", "norms and assumptions used"),
    "oddities": Phrase("数据中的可疑之处", "what is odd in the data"),
}
"""What each output table holds."""
