"""Words of the calculations behind the figures."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "calculation.age": ("{v1} 周岁 · {v2}", "age {v1} · {v2}"),
    "calculation.size": ("{v1} 人的班", "classes of {v1}"),
    "calculation.rooms": ("普通教室 × 标准班额", "ordinary rooms × class norm"),
    "calculation.rooms_of": (
        "普通教室 × 标准班额（{v1} 人）",
        "ordinary rooms × class norm (of {v1})",
    ),
    "calculation.usable": ("有效学位", "usable places"),
    "calculation.not_taught": ("{v1}：尚未招生的年级", "{v1}: grades not taught yet"),
    "calculation.nowhere": ("没有对口学校的儿童", "children without a school of their own"),
    "calculation.town_schools": ("{v1}各{v2}", "{v1}, all schools: {v2}"),
    "calculation.shared": ("{v1}等 {v2} 所共用片区", "{v1} and others, {v2} sharing a catchment"),
    "calculation.outside": ("区外", "outside the district"),
    "calculation.rest": ("其余 {v1} 项", "{v1} more"),
    "calculation.rest_schools": ("其余 {v1} 所", "{v1:more school|more schools}"),
    "calculation.metres": ("每名学生的路程之和（米）", "metres of all pupils together"),
    "calculation.within": ("服务半径内的学生", "pupils within reach"),
    "calculation.pupils": ("住在本区的公办在校生", "pupils of public campuses who live here"),
    "calculation.large_classes": ("大班额班数", "large classes"),
    "calculation.classes": ("班数", "classes"),
    "calculation.project": ("{v1} · {v2}（{v3}）", "{v1} · {v2} ({v3})"),
    "calculation.project_by_rule": (
        "{v1} · {v2}（{v3}，由配建标准推出）",
        "{v1} · {v2} ({v3}, required by rule)",
    ),
    "calculation.net": ("关闭和转用的学位", "places of closures and conversions"),
    "calculation.counted_by": ("按期限前验收计", "accepted by the date"),
    "calculation.usable_september": ("当年 9 月可用", "usable that September"),
    "calculation.usable_next_september": ("次年 9 月可用", "usable the next September"),
    "calculation.unexplained": ("明细表没有说明的部分", "not explained by the tables"),
    "calculation.why_opening": (
        "起始学年直接采用现有在校生，没有招生，所以没有这个数。",
        "Pupils of the opening year are taken as they are; nobody is admitted, so it is unknown.",
    ),
    "calculation.why_stage": (
        "本方案没有推演这个学段。",
        "This stage is not simulated in this scenario.",
    ),
    "calculation.why_staff": (
        "方案没有编制标准，无从计算。",
        "The scenario has no norms of staff, so it cannot be worked out.",
    ),
    "calculation.why_nobody": (
        "当年没有公办在校生，无从计算。",
        "No pupil is at a public campus in that year, so there is nothing to divide.",
    ),
    "calculation.why_assumed": (
        "这个数是情景写明的假设值，没有推演，所以没有检验。",
        "The scenario assumes this figure; it was not simulated, so it was not tested.",
    ),
    "calculation.why_no_census": (
        "期限以前没有推演过的学年，所以没有结果。",
        "No school year was simulated by that date, so there is no result.",
    ),
    "define.children": (
        "住在本区、按年龄应读本学段的儿童，不论在哪里就读。",
        "Children who live here and whose age puts them in the stage, wherever they go to school.",
    ),
    "define.pupils": (
        "9 月 1 日在公办学校在册的学生，包括住在区外的。",
        "Pupils on the roll of public campuses on 1 September, those from outside included.",
    ),
    "define.places": (
        "公办学校普通教室间数 × 标准班额；借用和临时教室不算。",
        "Ordinary rooms of public campuses × the class norm; borrowed and temporary rooms left "
        "out.",
    ),
    "define.places_open": (
        "有效学位减去新校尚未招生的年级的学位。",
        "Usable places less those of grades that new schools do not teach yet.",
    ),
    "define.classes": (
        "9 月 1 日编班以后公办学校的班数；复式班算一个班，列在最低的年级。",
        "Classes of public campuses after they form on 1 September; a combined class is one class, "
        "listed under its lowest grade.",
    ),
    "define.large_classes": (
        "公办学校中人数达到大班额标准（通常 56 人）的班；学前不计。",
        "Classes of public campuses at or above the large-class size (usually 56); preschool has "
        "none.",
    ),
    "define.super_large_classes": (
        "公办学校中人数达到超大班额标准（通常 66 人）的班；学前不计。",
        "Classes of public campuses at or above the super-large size (usually 66); preschool has "
        "none.",
    ),
    "define.classes_46_55": (
        "公办学校中 46 至 55 人的班：不算大班额，但已没有余地。",
        "Classes of public campuses with 46 to 55 pupils: not large, but with no room to spare.",
    ),
    "define.large_schools": (
        "义务教育在校生超过上限的公办学校（同一法人只算一所）：有小学又有初中的用九年一贯制上限。",
        "Public schools above the most pupils allowed in compulsory grades, each legal unit once; "
        "one with both primary and junior pupils is held to the nine-year limit.",
    ),
    "define.shortfall": (
        "调剂以前，各镇街（或学区）继续在读和要入学的儿童超过当年可招学位的部分之和；"
        "一处富余不抵另一处不足。",
        "Before redirection, continuing pupils and children seeking a place beyond the open places "
        "of their town or cluster, added up; a surplus in one does not offset another.",
    ),
    "define.shortfall_catchment": (
        "同样的差额按招生片区计算再相加，另加没有对口学校的儿童。",
        "The same gap counted by catchment, plus children without a school of their own.",
    ),
    "define.redirected": (
        "当年安排到本招生片区以外的公办学校的儿童，按居住镇街列出。",
        "Children placed this year at a public campus outside their own catchment, by town of "
        "residence.",
    ),
    "define.purchased": (
        "占用政府购买学位的学生，按居住镇街列出。",
        "Pupils on places bought by the government, by town of residence.",
    ),
    "define.unplaced": (
        "按规则没有学校可安排的儿童，按居住镇街列出。",
        "Children whom the rules could place at no school, by town of residence.",
    ),
    "define.surplus": (
        "各公办学校有效学位扣除运转余量（取整）后仍多于在校生的部分之和；一校富余不抵另一校不足。",
        "For each public school, usable places less the operating margin (rounded down) beyond its "
        "pupils, added up; a surplus in one school does not offset another.",
    ),
    "define.mean_distance_m": (
        "住在本区的公办在校生从片区到学校的路程平均数，路程为直线距离乘绕行系数。",
        "Mean distance from zone to campus over pupils of public campuses who live here: straight "
        "lines times the detour factor.",
    ),
    "define.within_reach_share": (
        "路程不超过居住地（城镇或乡村）服务半径的公办在校生所占比例。",
        "Share of pupils of public campuses whose way is within the reach of their settlement, "
        "urban or rural.",
    ),
    "define.staff_posts_needed": (
        "各公办学校按师生比（幼儿园、乡村小规模学校另按班）应有的教职工，每校向上取整后相加。",
        "Staff each public school should have by pupils per post (kindergartens and small rural "
        "schools also by class), rounded up school by school and added up.",
    ),
    "define.large_class_share": (
        "期限前最后一次学年初统计的大班额班数 ÷ 班数。",
        "Large classes ÷ classes at the last census by the date.",
    ),
    "define.added_places": (
        "期限内验收的公办建设项目新增教室 × 标准班额，逐项相加；关闭和转用不扣。",
        "Rooms × class norm of each public project accepted within the dates; closures and "
        "conversions are not taken off.",
    ),
    "define.net_added_places": (
        "期限内验收的公办建设项目新增教室 × 标准班额，加减关闭和转用的学位。",
        "Rooms × class norm of each public project accepted within the dates, with what closures "
        "and conversions take or bring.",
    ),
}
