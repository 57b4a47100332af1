"""What do the codes and tables of a run mean, in Chinese and in English?

For files that are read outside the page: the workbook and the map layers. Words the page knows
already come from its catalogue.
"""

from collections.abc import Mapping
from typing import Final

from simulator.reporting.catalogue import CATALOGUE, LANGS, Lang, fitted, known, say
from simulator.reporting.numerals import metric
from simulator.tables import YEAR_METRICS

WORDS: Final[dict[str, tuple[str, str]]] = {
    "residence.registered": ("户籍", "registered here"),
    "residence.migrant": ("随迁", "migrant"),
    "operator.public": ("公办", "public"),
    "operator.private": ("民办", "private"),
    "settlement.urban": ("城镇", "urban"),
    "settlement.rural": ("乡村", "rural"),
    "compare.>=": ("不少于", "at least"),
    "compare.<=": ("不超过", "at most"),
    "scope.district": ("全区", "district"),
    "project.build": ("新建", "new campus"),
    "project.expand": ("扩建", "extension"),
    "project.rebuild": ("拆除重建", "rebuilding"),
    "project.receive": ("接收配建", "received from a developer"),
    "project.take_over": ("转公办", "taken over"),
    "case.outlook": ("人口方案", "outlook"),
    "case.rule": ("换一种规则", "other rule"),
    "case.baseline": ("其他起点", "other baseline"),
    "flag.True": ("是", "yes"),
    "flag.False": ("否", "no"),
    "event.project_approved": ("项目立项", "project approved"),
    "event.project_started": ("项目开工", "project started"),
    "event.project_topped_out": ("主体封顶", "project topped out"),
    "event.project_accepted": ("竣工验收", "project accepted"),
    "event.project_announced": ("列入招生计划", "project in the admission plan"),
    "event.announced_but_late": ("已列入招生计划而未能验收", "announced but late"),
    "event.ready_but_not_announced": ("已验收而未列入招生计划", "ready but not announced"),
    "event.project_of_closed_campus": ("校区已关闭，项目不生效", "project of a closed campus"),
    "event.campus_opens": ("校区启用", "campus opens"),
    "event.campus_expanded": ("校区扩容", "campus expanded"),
    "event.campus_closes": ("校区关闭", "campus closes"),
    "event.campus_merged": ("校区并入他校", "campus merged"),
    "event.merger_waits_for_receiver": ("合并待接收校启用", "merger waits for its receiver"),
    "event.catchment_assumed": ("推定招生片区", "catchment assumed"),
    "event.rooms_converted": ("教室转用", "rooms converted"),
    "event.pool_overbooked": ("教室不足，借用", "rooms overbooked"),
    "event.pupils_drawn": ("新校分流学生", "pupils drawn"),
    "event.class_split": ("拆班", "class split"),
    "event.admission_plan_short": ("招生计划受教室所限", "admission plan cut by rooms"),
    "event.campus_opens_in_transition": ("校区过渡启用", "campus opens in transition"),
    "event.transition_ends": ("过渡期结束", "transition ends"),
    "event.rooms_taken_out": ("旧教室停用", "old rooms out of use"),
    "event.moves_to_transition": ("重建期间过渡", "moves to a transition site"),
    "event.campus_rebuilt": ("重建启用", "campus rebuilt"),
    "event.estate_school_late": ("配建学校晚于住宅交付", "school later than the homes"),
    "event.campus_taken_over": ("转为公办", "campus taken over"),
    "event.taken_over_while_closed": ("校区未启用，转公办待启用", "taken over while not open"),
    "event.rooms_leased": ("租用教室", "rooms leased"),
    "event.lease_ends": ("租用到期", "lease ends"),
    "event.withdrawal_begins": ("撤点过渡期开始，停招新生", "withdrawal begins, no entrants"),
    "event.borrowed_beyond_specialist_rooms": (
        "借用超出功能室",
        "borrowed beyond specialist rooms",
    ),
    "area.town": ("镇街", "town"),
    "area.cluster": ("学区", "cluster"),
    "area.district": ("全区", "district"),
    "area.catchment": ("招生片区", "catchment"),
    "state.on_time": ("按期验收", "accepted on time"),
    "state.late": ("延期验收", "accepted late"),
    "state.not_accepted": ("推演期内未验收", "not accepted within the years"),
    "zone.outside": ("区外", "outside the district"),
}

SHEETS: Final[dict[str, tuple[str, str, str, str]]] = {
    "targets": ("目标", "Promises", "承诺与结果，逐项", "each promise and its result"),
    "years": ("年度指标", "Yearly figures", "每学年、每学段的主要指标",
              "main figures by school year and stage"),
    "enrolment": ("在校生", "Enrolment", "每学年、校区、年级的学生与班级",
                  "pupils and classes by campus and grade"),
    "capacity": ("学位", "Places", "每学年、校区的教室与学位", "rooms and places by campus"),
    "campuses": ("校区年度", "Campuses by year", "每学年各校区的床位、寄宿生和利用率",
                 "beds, boarders and utilisation"),
    "flows": ("学生流向", "Flows", "哪个片区的学生在哪所学校", "pupils from zone to campus"),
    "balance": ("片区平衡", "Balance by zone", "各片区适龄儿童的去向",
                "where the children of each zone go"),
    "classes_ledger": ("销号台账", "Ledger of large classes", "每个大班额班及其化解学年",
                       "each large class and when it clears"),
    "outlooks": ("人口方案", "Outlooks", "低、中、高三种人口方案", "low, middle and high"),
    "events": ("事件", "Events", "推演中发生的事件", "what happened, by date"),
    "sensitivity": ("情形比较", "Other cases", "换一种规则、起点或人口时各目标的结果",
                    "promises under other rules, baselines and outlooks"),
    "projects": ("建设项目", "Projects", "项目的节点、教室、学位和投资",
                 "milestones, rooms, places and cost"),
    "closures": ("学校撤并", "Closures", "撤销、合并和撤点的校区：学生去向与校园用地",
                 "campuses closed, merged or withdrawn: pupils and sites"),
    "provision": ("配建标准", "Provision rules", "配建标准对各小区、镇街的要求和推出的学校",
                  "what rules ask of estates and towns, and what they add"),
    "indicators": ("指标长表", "Figures, long", "年度指标，每行一个数", "one figure a row"),
    "class_sizes": ("班额分布", "Class sizes", "各种班额的班数", "classes by exact size"),
    "catchments": ("招生片区", "Catchments", "每学年各片区对口的校区", "campuses of each zone"),
    "admissions": ("招生计划", "Admissions", "每学年、校区、年级的计划招生与录取",
                   "planned and actual intake by campus and grade"),
    "areas": ("分区缺口", "Gaps by area", "镇街或学区的需求、可招学位和缺口",
              "need, open places and gap by town or cluster"),
    "rates": ("占比与比率", "Rates", "毛入学率、公办与普惠占比、巩固率等",
              "gross rate, public and inclusive shares, retention"),
    "boarding": ("长途乘车", "Long rides", "按距离：路程超时的学生，需要寄宿的和仍须长途乘车的",
                 "by distance: pupils beyond the ride, who need to board and who ride long"),
    "resource_rooms": ("资源教室", "Resource rooms", "各校预计的特殊需要学生与资源教室",
                       "pupils with special needs expected, and resource rooms"),
    "cohorts": ("队列", "Cohorts", "每学年各周岁的儿童与在校生", "children and pupils by age"),
    "staff": ("教职工编制", "Staff posts", "每学年、公办学校、学段的编制与在岗教职工",
              "posts and staff by school year, school and stage"),
    "land": ("校区用地", "Land of campuses", "每学年各校区的用地、学位与标准",
             "land, places and the norm by campus"),
    "land_account": ("用地台账", "Account of land", "全区和各镇街：上年 + 增加 − 退出 = 本年",
                     "district and towns: opening + added − released = closing"),
    "money": ("资金安排", "Money", "各项目分公历年、分来源的资金",
              "money by project, calendar year and source"),
    "funds": ("公用经费", "Public funds", "每学年各校区的公用经费，小规模学校按保底人数",
              "public funds of each campus and year, small schools at the floor"),
    "beds": ("寄宿床位", "Beds", "按申报寄宿生：每学年各校区的床位和缺床位",
             "by boarders as reported: beds there and short"),
    "differences": ("差异系数", "Differences", "各学段人均资源的校际差异系数",
                    "how unequally schools are equipped"),
    "zones": ("片区", "Zones", "片区的名称、位置和边界", "names, positions and outlines"),
    "schools": ("校区名录", "Campuses", "校区的名称、位置和办别", "names and positions"),
    "misfit": ("起始差额", "Opening misfit", "起始学年对不上的人数",
               "what did not fit in the opening year"),
    "inputs": ("输入", "Inputs", "输入文件及其数据性质", "input files and their evidence"),
    "assumptions": ("标准与假设", "Assumptions", "取值、单位、出处", "value, unit, source"),
    "oddities": ("数据疑点", "Oddities", "数据中的疑点", "oddities found in the data"),
}  # fmt: skip
"""Table → its name and its meaning, each in Chinese and English."""

_PREFIX: Final[Mapping[str, str]] = {
    "stage": "stage", "grade": "grade", "residence": "residence", "outlook": "outlook",
    "event": "event", "evidence": "evidence", "status": "status", "pass_name": "pass",
    "settlement": "settlement", "operator": "operator", "scope": "scope", "metric": "metric",
    "blocked_by": "blocked", "assumed": "flag", "planned": "flag", "met": "flag",
    "inclusive": "flag",
    "area_kind": "area", "measure": "resource", "in_use": "flag", "stages": "stages",
    "projects.kind": "project", "provision.kind": "subject",
    "closures.kind": "closure", "closures.site": "site", "sensitivity.kind": "case",
    "targets.operator": "compare",
    "inputs.table": "input", "assumptions.unit": "unit", "assumptions.source": "source",
}  # fmt: skip


def prefix_of(table: str, column: str) -> str | None:
    """Return the kind of code a column of a table holds; None for plain text and numbers."""
    return _PREFIX.get(f"{table}.{column}", _PREFIX.get(column))


def sheet(table: str) -> tuple[str, str, str, str]:
    """Return name and meaning of a table's sheet; the table's own name where nothing knows it."""
    return SHEETS.get(table, (table, table, "", ""))


def word(prefix: str, code: object, lang: Lang) -> str:
    """Return the word for a code; the code itself where nothing knows it."""
    key = f"{prefix}.{code}"
    if key in WORDS:
        return fitted(*WORDS[key])[LANGS.index(lang)]
    if prefix == "metric":
        return metric(str(code), lang)
    if prefix == "stages":
        return say("list.comma", lang).join(known("stage", s, lang) for s in str(code).split("+"))
    if prefix == "blocked":
        name, _, project = str(code).partition(":")
        if name == "waits_for_project" and project:
            said = say("blocked.waits_for_project", lang)
            return f"{said}（{project}）" if lang == "zh" else f"{said} ({project})"
    if prefix == "status":
        name, semicolon, rest = str(code).partition(";")
        return known("status", name, lang) + semicolon + rest
    return known(prefix, code, lang)


def listed() -> list[tuple[str, str, str, str]]:
    """Return every code that is put into words: kind, code, Chinese, English."""
    kinds = (
        "stage", "grade", "residence", "operator", "settlement", "outlook", "evidence", "status",
        "flag", "compare", "project", "area", "resource", "state", "case", "scope", "blocked",
        "pass", "input", "source", "event", "zone", "subject",
        "closure", "site",
    )  # fmt: skip
    words: dict[str, tuple[str, str]] = CATALOGUE | WORDS
    rows = [
        (kind, key.removeprefix(f"{kind}."), chinese, english)
        for kind in kinds
        for key, (chinese, english) in words.items()
        if key.startswith(f"{kind}.")
    ]
    return rows + [("metric", field.name, field.zh, field.en) for field in YEAR_METRICS]
