"""Words of the accounts: staff posts, land, money, beds, equal equipment."""

from typing import Final

from simulator.vocabulary import COMPARED

WORDS: Final[dict[str, tuple[str, str]]] = {
    "live.in_workbook": ("另见 workbook.xlsx：{tables}。", "In workbook.xlsx: {tables}."),
    "live.staff": ("教职工编制", "Staff posts"),
    "live.staff_note": (
        "所需编制 = 在校生 ÷ 师生比；幼儿园和乡村小规模学校另按班数计算，取多者；每校合计向上取整，"
        "多学段学校再按学段分开。在岗人数按起始学年所填并扣除退休，未填则为“—”。",
        "Posts = pupils ÷ pupils per post; kindergartens and small rural schools also by class, "
        "whichever is more; each school is rounded up once and divided over its stages. Staff in "
        "post are those of the opening less retirements; — where none are stated.",
    ),
    "live.classes_held": ("班数", "Classes"),
    "live.posts": ("所需编制（个）", "Posts needed"),
    "live.staff_present": ("在岗（人）", "In post"),
    "live.staff_gap": ("缺编（负数为超）", "Posts less staff"),
    "live.beds": ("寄宿床位（按申报寄宿生）", "Boarding beds, by boarders reported"),
    "live.beds_note": (
        "申报寄宿生 = 在校生 × 起始学年申报的寄宿比例，没有申报的学校计 0 人。"
        "缺床位只按申报寄宿生计，不抵其他学校的空余床位；按距离需要寄宿的人数是另一口径，见“长途乘车”。"
        "既无寄宿生又无床位的学校不列。",
        "Boarders = pupils × the share of boarders reported at the opening, nil where none are. "
        "Beds are short of these boarders alone, and a free bed elsewhere does not make up for a "
        "missing one; who needs to board by distance is another count, see “Long rides”. Schools "
        "with neither boarders nor beds are left out.",
    ),
    "live.beds_needed": ("申报寄宿生（人）", "Boarders reported"),
    "live.beds_short": ("缺床位（张）", "Beds short"),
    "live.land_account": ("用地台账", "Account of school land"),
    "live.land_account_note": (
        "上年 9 月 1 日 + 增加 − 退出 = 本年 9 月 1 日。项目用地自验收后的九月起计；"
        "撤并学校的用地默认仍作教育用地；只加已知面积，面积未知的地块另计个数。",
        "Last 1 September + added − released = this 1 September. The land of a project counts from "
        "the September after its acceptance; that of a closed school stays school land unless it "
        "is released. Only known areas are added up; parcels of unknown area are counted.",
    ),
    "live.opening_m2": ("上年（平方米）", "A year before, m²"),
    "live.added_m2": ("增加（平方米）", "Added, m²"),
    "live.released_m2": ("退出（平方米）", "Released, m²"),
    "live.closing_m2": ("本年（平方米）", "This year, m²"),
    "live.parcels": ("地块（宗）", "Parcels"),
    "live.parcels_unknown": ("面积未知（宗）", "Of unknown area"),
    "live.whole_district": ("全区", "Whole district"),
    "live.land": ("各校用地与标准", "Land of each school and the norm"),
    "live.land_note": (
        "每学位用地 = 用地面积 ÷ 有效学位；标准按学段和班数规模，合并校区的用地计入接收校；"
        "民办学校不计学位。合计行只加已知的面积。",
        "Land for each place = area ÷ usable places; the norm goes by stage and number of classes; "
        "the land of a merged campus counts at its receiver. Private schools have no places here. "
        "Totals add what is known.",
    ),
    "live.stages": ("学段", "Stages"),
    "live.land_use": ("用途", "Use"),
    "live.in_use": ("办学", "School"),
    "live.in_reserve": ("保留", "Kept in reserve"),
    "live.site_m2": ("用地（平方米）", "Land, m²"),
    "live.m2_per_place": ("每学位（平方米）", "Each place, m²"),
    "live.norm_m2": ("标准（平方米）", "Norm, m²"),
    "live.short_m2": ("不足（平方米）", "Short, m²"),
    "live.money": ("资金安排表", "Money by project and source"),
    "live.money_note": (
        "按公历年，所选学年 2025 即指 2025 年。来源照所填；未填分年资金的，"
        "按开工到竣工验收的天数平均分摊（假设），验收日期取推演结果。",
        "By calendar year: 2025 stands for the calendar year 2025. Sources as stated; money "
        "without stated years is spread by days from "
        "start of works to acceptance as simulated (an assumption).",
    ),
    "live.project": ("项目", "Project"),
    "live.source": ("资金来源", "Source"),
    "live.source_unstated": ("未注明", "not stated"),
    "live.this_year": ("本年（元）", "This year, CNY"),
    "live.so_far": ("累计（元）", "So far, CNY"),
    "live.in_all": ("合计（元）", "In all, CNY"),
    "live.funds": ("公用经费", "Public funds of schools"),
    "live.funds_note": (
        "生均公用经费：各公办学校义务教育在校生 × 当年定额，另加有床位的寄宿生补助；"
        "乡村小规模学校不足保底人数的按保底人数核定（国办发〔2018〕82号）。"
        "工作簿中以元计。特殊教育学校另有定额，不列。",
        "Funds by pupil: compulsory pupils of each public school × the quota of the year, and a "
        "supplement for boarders with a bed; a small rural school is counted at the floor "
        "(Guobanfa 2018 no. 82). In yuan in the workbook. Special schools have their own quotas.",
    ),
    "live.boarders": ("寄宿生（人）", "Boarders"),
    "live.pupils_counted": ("核定人数（人）", "Pupils counted"),
    "live.floor": ("其中保底增加（万元）", "By the floor, 10,000 CNY"),
    "live.funds_column": ("公用经费（万元）", "Funds, 10,000 CNY"),
    "live.paid_wan": ("支付（万元）", "Paid, 10,000 CNY"),
    "over.surplus": (
        "富余学位与空余教室：各学年合计",
        "Surplus places and free rooms: all school years",
    ),
    "over.surplus_say": (
        "推演末年（{year} 学年）：富余学位 {surplus} 个，空余教室 {free_rooms} 间。",
        "In the last year simulated ({year}): surplus places {surplus}, free rooms {free_rooms}.",
    ),
    "over.surplus_places": ("{stage}富余（个）", "{stage}: surplus"),
    "over.together": ("合计", "All"),
    "over.free_rooms": ("{stage}空余（间）", "{stage}: free rooms"),
    "over.land": ("教育用地：全区各学年增减", "School land: the district, all school years"),
    "over.land_say": (
        "全区：上年 + 增加 − 退出 = 本年。合计行从起始学年到末年；不足为各校按标准不足之和，"
        "他校多余的不相抵。",
        "Whole district: a year before + added − released = this year. The total runs from the "
        "opening to the last year; short is the sum over schools, which do not offset one another.",
    ),
    "over.land_short": ("各校不足合计（平方米）", "Short, all schools, m²"),
    "over.money": (
        "资金：按公历年和来源（万元）",
        "Money by calendar year and source (10,000 CNY)",
    ),
    "over.money_projects": (
        "资金：按项目和来源（万元）",
        "Money by project and source (10,000 CNY)",
    ),
    "over.funds": ("公用经费：各学年合计", "Public funds: all school years"),
    "over.source_unstated": ("来源未注明", "source not stated"),
    "over.year": ("公历年", "Calendar year"),
    "live.differences": ("校际差异系数", "Coefficient of difference"),
    "live.differences_note": (
        "各公办学校人均资源按学生数加权的标准差 ÷ 平均（教督〔2017〕6号方法）；"
        "人均按每生或每百名学生；任一学校未填的资源不计算，没有此行。"
        "校园用地、普通教室、在岗教职工不属七项指标，仅供参考，上限借用同一数值。",
        "Standard deviation of the resource per pupil over public schools, weighted by pupils, ÷ "
        "its mean (the method of the ministry's rules of 2017), for one pupil or a hundred. A "
        "resource that any school leaves out has no row. Land, classrooms and staff are not among "
        "the seven of the standard; they are held against the same limit for orientation.",
    ),
    "live.resource": ("资源", "Resource"),
    "live.schools": ("学校（所）", "Schools"),
    "live.mean": ("平均", "Mean"),
    "live.coefficient": ("差异系数", "Coefficient"),
    "live.limit": ("上限", "Limit"),
    "live.within": ("判断", "Held against it"),
    "live.within_limit": ("不超", "within"),
    "live.beyond_limit": ("超出", "beyond"),
    **{f"resource.{name}": (words.zh, words.en) for name, (words, _, _) in COMPARED.items()},
    "unit.m²": ("平方米", "m²"),
    "unit.CNY": ("元", "CNY"),
    "unit.m² per place": ("平方米/学位", "m² per place"),
    "unit.pupils per post": ("学生/编制", "pupils per post"),
    "unit.posts per class": ("编制/班", "posts per class"),
    "unit.grade of primary school": ("年级（小学）", "grade of primary school"),
    "unit.coefficient": ("（系数）", "coefficient"),
    "unit.by days, start of works to acceptance": (
        "按天，从开工到竣工验收",
        "by days, start of works to acceptance",
    ),
    "unit.share of the staff per year": ("占教职工/年", "share of the staff per year"),
    "calculation.posts_by_ratio": ("在校生 ÷ 师生比", "pupils ÷ pupils per post"),
    "calculation.posts_by_class": (
        "幼儿园、乡村小规模学校按班另增",
        "more by class, at kindergartens and small rural schools",
    ),
    "calculation.posts_rounded": ("各校取整", "rounded to whole posts, school by school"),
    "calculation.land_change": ("{v1}：增加 − 退出", "{v1}: added − released"),
    "calculation.deviation": ("加权标准差", "weighted deviation"),
    "calculation.mean": ("平均", "mean"),
    "calculation.why_unknown": (
        "有学校未填这一项，不能计算。",
        "A school does not state it, so it cannot be worked out.",
    ),
    "define.school_land_m2": (
        "在用和保留的校园用地；净变化为增加 − 退出，按镇街列出。",
        "Land of campuses in use or kept; net, what was added less what was released, by town.",
    ),
    "define.investment_yuan": (
        "期限内验收的公办项目的投资额，逐项相加。",
        "Cost of each public project accepted within the dates, added up.",
    ),
    **{
        f"define.difference_{name}": (
            f"各公办学校人均（{words.zh}）按学生数加权的标准差 ÷ 平均。",
            f"Deviation between public schools ({words.en}, per pupil), weighted by pupils, ÷ "
            "its mean.",
        )
        for name, (words, _, _) in COMPARED.items()
    },
    "term.staff_posts": ("所需编制", "Staff posts needed"),
    "meaning.staff_posts": (
        "在校生 ÷ 师生比（小学 {ratio_primary}，初中 {ratio_junior}，高中 {ratio_senior}），"
        "每校取整；幼儿园每班至少 {kindergarten} 人，"
        "不足 {small} 人的乡村学校每班至少 {by_class} 人。",
        "Pupils ÷ pupils per post (primary {ratio_primary}, junior {ratio_junior}, senior "
        "{ratio_senior}), whole for each school; at least {kindergarten} for a kindergarten class, "
        "{by_class} for a class of a rural school below {small}.",
    ),
    "term.school_land": ("教育用地", "School land"),
    "meaning.school_land": (
        "在用和撤并后保留的校园用地；面积未知的地块只计个数。",
        "Land of campuses in use, and of closed ones that is kept; parcels of unknown area are "
        "only counted.",
    ),
    "term.difference": ("差异系数", "Coefficient of difference"),
    "meaning.difference": (
        "各校人均资源按学生数加权的标准差 ÷ 平均；"
        "上限小学 {difference_primary}、初中 {difference_junior}。",
        "Deviation of a resource per pupil between schools, weighted by pupils, ÷ its mean; at "
        "most {difference_primary} for primary, {difference_junior} for junior schools.",
    ),
}
