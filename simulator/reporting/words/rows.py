"""Words of the columns of tables and map, and of the calculation of a row."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "rows.note": (
        "点学校、片区或项目的名称，或行中任一数字，可看这一行怎样算出；"
        "编号与工作簿各表首列的相同，打印时印在名称后面。",
        "Choose a name, or any figure of its row, to see how the row was computed; ids are those "
        "of the first column of the workbook's sheets, and stand behind the names on paper.",
    ),
    "rows.cells": (
        "点任一格可看由哪些班组成。",
        "Choose any cell to see the classes it counts.",
    ),
    "rows.map": (
        "点片区或学校可看它的数字怎样算出；下面的数据表也可以。",
        "Choose a zone or a school to see how its figures were computed, here or in the data "
        "below.",
    ),
    "rows.added": ("由 {n} 行相加", "Added up from rows: {n}"),
    "rows.row": ("行", "Row"),
    "rows.what": ("内容", "What"),
    "rows.value": ("数值", "Value"),
    "rows.counted": ("共 {n} 行", "Rows counted: {n}"),
    "rows.stands": ("见{where}。", "It stands in {where}."),
    "rows.stands_row": ("见{where}，编号 {id}。", "It stands in {where}, id {id}."),
    "rows.rest": (
        "另有 {n}：先分流进来的学生占用的（负数），或已有班级空出的座位（正数）",
        "and {n}: seats taken by pupils drawn before (negative), or left in existing classes "
        "(positive)",
    ),
    "rows.rounded": (
        "相差 {n}：上面的数已四舍五入。",
        "{n} remains: the numbers above are rounded.",
    ),
    "rows.class": ("第 {n} 班，{pupils} 人", "class {n}, pupils: {pupils}"),
    "rows.cleared": ("{year} 学年化解", "cleared in {year}"),
    "rows.not_cleared": ("推演期内未化解", "not cleared in the years simulated"),
    "rows.because": ("受制于：{why}", "blocked by: {why}"),
    "rows.both": (
        "工作簿里户籍、随迁各一行，编号以此开头。",
        "The workbook has a row for registered and one for migrant children; their ids begin so.",
    ),
    "rows.size": ("{n} 人的班", "classes of {n}"),
    "rows.campus": ("学校", "School"),
    "rows.pupils": ("在校生（人）", "Pupils"),
    "rows.used": ("利用率", "Utilisation"),
    "rows.campuses": ("学校", "Campuses"),
    "column.where": (
        "工作簿“{sheet}”表“{column}”列（tables/{file}.csv 的 {field}）",
        "the workbook's sheet {sheet}, column {column} (tables/{file}.csv: {field})",
    ),
    "column.norm_class_size": ("标准班额", "class norm"),
    "column.norm_operating_margin": ("运转余量", "operating margin"),
    "column.norm_days_a_month": ("每月天数", "days a month"),
    "column.kind_warning": ("学位预警", "Early warning"),
    "column.kind_areas": ("供需平衡表", "Balance of demand and places"),
    "column.kind_admissions": ("招生计划表", "Admission plan"),
    "column.kind_journeys": ("路程最远的学生", "Longest journeys"),
    "column.kind_surplus": ("富余学位与空余教室", "Surplus places and free rooms"),
    "column.kind_beds": ("寄宿床位（按申报寄宿生）", "Boarding beds, by boarders reported"),
    "column.kind_projects": ("建设项目", "Project"),
    "column.kind_zone": ("地图：片区", "Map: zone"),
    "column.kind_campus": ("地图：学校", "Map: school"),
    "column.kind_demand": ("学位供需", "Demand and places"),
    "column.kind_held": ("大班额在哪些学校", "Schools with large classes"),
    "column.kind_cohort": ("台账中的一届学生", "A cohort in the ledger"),
    "column.key_entered": ("入学年份", "year of entry"),
    "column.head_low": ("适龄儿童，低方案（人）", "Children, low outlook"),
    "column.head_high": ("适龄儿童，高方案（人）", "Children, high outlook"),
    "column.head_roll": ("公办在校生（人）", "Pupils at public campuses"),
    "column.outlook": (
        "低、高人口方案下的适龄儿童，分别推演。",
        "Children under the low and the high outlook, each simulated.",
    ),
    "column.roll": (
        "9 月 1 日在公办学校在册的学生，包括住在区外的。",
        "Pupils on the roll of public campuses on 1 September, those from outside included.",
    ),
    "column.stage_purchased": (
        "占用政府购买学位的学生。",
        "Pupils on places bought by the government.",
    ),
    "column.stage_unplaced": (
        "按规则没有学校可安排的儿童。",
        "Children whom the rules could place at no school.",
    ),
    "column.stage_needing": (
        "要公办学位的儿童：在校、购买学位和未落实的合计。",
        "Children needing a public place: on roll, on purchased places and unplaced.",
    ),
    "column.kind_size": ("班额分布", "Class sizes"),
    "column.kind_large": ("销号台账", "Ledger of large classes"),
    "column.pupils": (
        "9 月 1 日在册的学生，各年级相加。",
        "Pupils on the roll on 1 September, grades added up.",
    ),
    "column.places": (
        "普通教室间数 × 标准班额；借用和临时教室不算，民办不算。",
        "Ordinary rooms × the class norm; borrowed and temporary rooms and private schools left "
        "out.",
    ),
    "column.places_open": (
        "有效学位中当年有年级在读的部分，各校相加。",
        "The usable places of grades taught that year, schools added up.",
    ),
    "column.area_children": (
        "住在该镇街、按年龄应读本学段的儿童，不论在哪里就读；各片区相加。学区没有这个数。",
        "Children who live in the town and whose age puts them in the stage, wherever they go to "
        "school; zones added up. Clusters have none.",
    ),
    "column.area_needing": (
        "统筹调剂以前，升班学生与求学儿童之和，归住地所在的镇街；片区学校属于学区的，归学区。",
        "Before redirection, continuing pupils and children seeking a place, in the town they "
        "live in, or in the cluster of their own schools.",
    ),
    "column.area_shortfall": (
        "需公办学位超过当年可招学位的部分。",
        "What the need exceeds the open places by.",
    ),
    "column.area_spare": (
        "当年可招学位超过需公办学位的部分。",
        "What the open places exceed the need by.",
    ),
    "column.own_children": (
        "求学儿童中，以该校为最近的本片区学校的人数；没有招生片区的学校没有这个数。",
        "Children who seek a place and whose nearest own school it is; unknown for a school "
        "without a catchment.",
    ),
    "column.classes_needed": (
        "片区生源 ÷ 标准班额，进位取整；与计划班数比较。",
        "Own children ÷ the class norm, rounded up; to be held against the classes planned.",
    ),
    "column.classes_planned": (
        "起始年级的计划班数：招生计划给定，或按教室推算。",
        "Entry classes planned: stated in the admission plan, or worked out from rooms.",
    ),
    "column.seats": (
        "计划班数 × 标准班额。",
        "Planned classes × the class norm.",
    ),
    "column.seats_left": (
        "计划招生减去片区生源；负数为缺。",
        "Seats less own children; negative is short.",
    ),
    "column.placed_own": (
        "片区生源中由该校录取的人数。",
        "Children of the own catchment placed here.",
    ),
    "column.placed_redirected": (
        "从别的片区统筹调剂到该校的人数。",
        "Children of other catchments redirected here.",
    ),
    "column.entry_classes": (
        "9 月 1 日起始年级实际开的班。",
        "Classes of the entry grade on 1 September.",
    ),
    "column.flow_pupils": (
        "该片区在该校就读的学生，各年级合计。",
        "Pupils of the zone at the school, all grades of the stage.",
    ),
    "column.flow_redirected": (
        "其中当年统筹调剂来的。",
        "Those of them who were redirected this year.",
    ),
    "column.distance": (
        "片区到学校的直线距离 × 绕行系数。",
        "The straight line from zone to school × the detour factor.",
    ),
    "column.surplus": (
        "有效学位扣除运转余量（取整）后多于在校生的部分，按校区计。",
        "Usable places less the operating margin (rounded down) beyond the pupils, by campus.",
    ),
    "column.rooms": (
        "本学段的普通教室，共用的按在用班级分给各学段。",
        "Ordinary rooms of the stage; shared ones are divided by the classes in use.",
    ),
    "column.classes": (
        "9 月 1 日编班以后的班数，各年级相加。",
        "Classes after they form on 1 September, grades added up.",
    ),
    "column.free_rooms": (
        "普通教室减去班数。",
        "Ordinary rooms less classes.",
    ),
    "column.project_rooms": (
        "项目带来的普通教室，各学段相加。",
        "Ordinary rooms of the project, stages added up.",
    ),
    "column.project_places": (
        "教室 × 标准班额，各学段相加；民办不算。",
        "Rooms × the class norm, stages added up; none for private schools.",
    ),
    "column.days_late": (
        "推演验收日期减去计划验收日期。",
        "From planned to simulated acceptance.",
    ),
    "column.public": (
        "住在本片区的公办在校生。",
        "Pupils of public campuses who live in the zone.",
    ),
    "column.purchased": (
        "住在本片区、占用政府购买学位的学生。",
        "Pupils of the zone on places bought by the government.",
    ),
    "column.unplaced": (
        "住在本片区、按规则没有学校可安排的儿童。",
        "Children of the zone whom the rules could place at no school.",
    ),
    "column.used": (
        "在校生 ÷ 有效学位，取整到百分之一。",
        "Pupils ÷ usable places, to a whole percentage.",
    ),
    "column.size": (
        "9 月 1 日编班以后公办学校中人数在这一档的班，按每班人数相加。",
        "Classes of public campuses of these sizes after they form on 1 September, by exact size.",
    ),
    "column.large": (
        "该校该年级当年达到大班额标准的班。",
        "Classes of that grade at or above the large-class size that year.",
    ),
    "column.planned": ("情景写明的验收日期。", "The day of acceptance the scenario states."),
    "column.accepted": (
        "推演中的验收日期：计划加延误。",
        "The day of acceptance in the run: the plan and its delay.",
    ),
    "column.head_days_late": ("晚（天）", "Days late"),
    "column.months_late": (
        "推演验收与计划验收相差的天数 ÷ 每月天数，取整。",
        "Days from planned to simulated acceptance ÷ days a month, rounded.",
    ),
    "column.intake": (
        "验收以后首次招生的学年；须赶上当年的招生计划。",
        "The first school year of intake after acceptance, if in that year's admission plan.",
    ),
    "column.head_cost_yuan": ("投资（元）", "Investment (CNY)"),
    "column.cost": (
        "情景写明的投资，取整到万元。",
        "The investment the scenario states, rounded to 10,000 CNY.",
    ),
    "column.land": ("情景写明的用地。", "The land the scenario states."),
    "column.head_public": ("公办在校生（人）", "Pupils at public campuses"),
    "column.head_purchased": ("购买学位（人）", "On purchased places"),
    "column.head_unplaced": ("未落实（人）", "Unplaced"),
    "column.zone_needing": (
        "安排就学以后，住在本片区、要公办学位的儿童。",
        "After admission, children of the zone needing a public place.",
    ),
    "column.zone_places": (
        "本片区对口学校的有效学位，按需学位的儿童分摊到各片区，相加后取整；"
        "对口几所学校的片区，在每所里只按几分之一计。",
        "Usable places of the zone's own schools, shared over their zones by the children needing "
        "one, added up and rounded; a zone of several schools counts with its part in each.",
    ),
    "column.zone_balance": (
        "学位减去需学位的儿童；负数为缺。",
        "Places less children needing one; negative is short.",
    ),
    "column.head_entry_children": ("起始年级生源（人）", "Children, entry grade"),
    "column.head_entry_seats": ("起始年级计划招生（人）", "Seats, entry grade"),
    "column.zone_entry_children": (
        "本片区各对口学校的片区生源相加，可能与别的片区共用学校。",
        "Own children of all own schools of the zone, which other zones may share.",
    ),
    "column.zone_entry_seats": (
        "本片区各对口学校的计划招生相加。",
        "Seats of all own schools of the zone.",
    ),
    "column.head_used": ("利用率", "Utilisation"),
    "column.head_size": ("班数", "Classes"),
    "column.head_large": ("大班额（班）", "Large classes"),
}
