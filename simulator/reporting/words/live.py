"""Words of the tables bureaus use."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "live.areas": ("供需平衡表", "Balance of demand and places"),
    "live.areas_note": (
        "按镇街（或学区），最缺的在前：需公办学位 = 在读和申请就读的儿童，统筹调剂之前；"
        "缺口（按镇街）= 超出当年可招学位的部分。"
        "有学区的学校及其片区儿童单列。起始学年不招生，没有此表。",
        "By town (or cluster), the most short first: needing a public place = on roll or "
        "applying, before redirection; shortfall by town = beyond the open places. Schools of a "
        "cluster and the children of their catchments stand apart. The opening year admits "
        "nobody and has no rows.",
    ),
    "live.admissions": ("招生计划表", "Admission plan"),
    "live.admissions_note": (
        "各校起始年级，最缺的在前。可开班数是按空余教室最多能开的班，不是招生任务："
        "可招人数 = 可开班数 × 标准班额；需开班数 = 片区生源 ÷ 标准班额（进一）；"
        "片区生源 = 申请就读、且本片区学校中离家最近的是该校的儿童；"
        "民办、特殊教育、中职和按成绩录取的学校没有片区，记“—”。",
        "First grades of each school, the most short first. Classes possible are those the free "
        "rooms allow, not a quota: seats = classes possible × class norm; classes needed = "
        "children ÷ norm, rounded up; children of the catchment are those who apply and live "
        "nearer to this school than to any other school of their catchment; private, special and "
        "vocational schools and those that admit by score have none.",
    ),
    "live.surplus": ("富余学位与空余教室", "Surplus places and free rooms"),
    "live.surplus_note": (
        "空余教室最多的在前，合计在最后一行。富余学位已扣除运转余量；末列列出同镇街当年缺学位的其他学段，空余教室可先考虑转用。",
        "Most free rooms first, totals below. "
        "Surplus is after the operating margin; the last column names other stages short of places "
        "in the same town that year, for which free rooms might be used first.",
    ),
    "towns.title": ("各镇街缺多少学位（按镇街统计）", "How short each town is, counted by town"),
    "towns.note": (
        "学位缺口按镇街计（本页通用的口径）：统筹调剂以前，在读和申请就读公办学校的儿童超过"
        "当年可招学位的部分；镇街之间不相抵。最缺的在前，各学段并列，不随学段筛选。",
        "Shortfall by town, the measure of this page: before redirection, children on roll or "
        "applying beyond the open places; towns do not offset one another. The most short first, "
        "stages side by side whatever stage is chosen.",
    ),
    "towns.needing": ("{stage}需公办学位（人）", "{stage}: needing"),
    "towns.open": ("{stage}可招（个）", "{stage}: open places"),
    "towns.short": ("{stage}缺口（个）", "{stage}: shortfall"),
    "towns.short_all": ("缺口合计（个）", "Shortfall, total"),
    "live.journeys": ("路程最远的学生", "Longest journeys"),
    "live.journeys_note": (
        "各学段上学路程最远的十处：片区到学校的路程（直线距离乘绕行系数），不限于当年统筹调剂的学生。",
        "For each stage the ten longest journeys from zone to school (straight line × detour "
        "factor), by any pupil, redirected or not.",
    ),
    "live.zone": ("片区", "Zone"),
    "live.redirected": ("其中当年统筹（人）", "Redirected this year"),
    "live.distance": ("路程（米）", "Metres"),
    "live.area": ("镇街 / 学区", "Town or cluster"),
    "live.school": ("学校", "School"),
    "live.town": ("镇街", "Town"),
    "live.stage": ("学段", "Stage"),
    "live.children": ("适龄儿童（人）", "Children"),
    "live.needing": ("需公办学位（人）", "Needing a place"),
    "live.places": ("有效学位（个）", "Usable places"),
    "live.places_open": ("当年可招（个）", "Open places"),
    "live.shortfall": ("缺口（按镇街，个）", "Shortfall by town"),
    "live.spare": ("余（个）", "Spare"),
    "live.own_children": ("片区生源（人）", "Children of the catchment"),
    "live.classes_needed": ("需开班数", "Classes needed"),
    "live.classes_planned": ("可开班数", "Classes possible"),
    "live.seats": ("可招人数（人）", "Seats"),
    "live.seats_left": ("余缺（人）", "Seats less children"),
    "live.placed_own": ("片区内录取（人）", "Placed, own"),
    "live.placed_redirected": ("统筹调入（人）", "Redirected here"),
    "live.classes": ("实开班数", "Classes"),
    "live.pupils": ("在校生（人）", "Pupils"),
    "live.surplus_column": ("富余（个）", "Surplus"),
    "live.rooms": ("普通教室（间）", "Ordinary rooms"),
    "live.free_rooms": ("空余教室（间）", "Free rooms"),
    "live.short_stages": ("同镇街缺学位的学段", "Stages short in the town"),
    "live.beds_column": ("床位（张）", "Beds"),
    "live.free_beds": ("空余床位（张）", "Free beds"),
    "live.warning": ("学位预警：起始年级三年余缺", "Early warning: entry grades, three years"),
    "live.warning_note": (
        "所选学年及以后两年中任一年生源超过可招人数的学校，差额最大的在前；负数为缺。"
        "没有招生片区的学校（民办、特殊教育、中职、按成绩录取）不列。",
        "Schools with more children of their catchment than seats in the chosen year or one of "
        "the two after it, "
        "worst first; negative is short. Schools without a catchment (private, special, "
        "vocational, by score) are left out.",
    ),
    "live.next": ("次年余缺（个）", "Balance, next year"),
    "live.after": ("第三年余缺（个）", "Balance, year after"),
}
