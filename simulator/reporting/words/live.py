"""Words of the tables bureaus use."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "live.areas": ("供需平衡表", "Balance of demand and places"),
    "live.areas_note": (
        "按镇街（或学区）：需公办学位 = 在读与求学的儿童，统筹调剂之前；"
        "缺口 = 超出当年可招学位的部分。"
        "有学区的学校及其片区儿童单列。起始学年不招生，没有此表。",
        "By town (or cluster): needing a public place = on roll or seeking, before redirection; "
        "shortfall = beyond the open places. Schools of a cluster and the children of their "
        "catchments stand apart. The opening year admits nobody and has no rows.",
    ),
    "live.admissions": ("招生计划表", "Admission plan"),
    "live.admissions_note": (
        "各校起始年级。计划招生 = 计划班数 × 标准班额；"
        "片区生源 = 求学儿童中以该校为最近本片区学校的人数。",
        "First grades of each school. Seats = planned classes × class norm; own children = those "
        "who seek and whose nearest own school it is.",
    ),
    "live.surplus": ("富余学位与空余教室", "Surplus places and free rooms"),
    "live.surplus_note": (
        "富余学位已扣除运转余量；末列列出同镇街当年缺学位的其他学段，空余教室可先考虑转用。",
        "Surplus is after the operating margin; the last column names other stages short of places "
        "in the same town that year, for which free rooms might be used first.",
    ),
    "live.journeys": ("路程最远的学生", "Longest journeys"),
    "live.journeys_note": (
        "各学段十条最远的上学路：片区到学校的路程（直线距离乘绕行系数）。",
        "The ten longest ways of each stage, from zone to school: straight lines times the detour "
        "factor.",
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
    "live.shortfall": ("缺口（个）", "Shortfall"),
    "live.spare": ("余（个）", "Spare"),
    "live.own_children": ("片区生源（人）", "Own children"),
    "live.classes_planned": ("计划班数", "Planned classes"),
    "live.seats": ("计划招生（人）", "Seats"),
    "live.seats_left": ("余缺（个）", "Seats less children"),
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
        "所选学年及以后两年中任一年生源超过计划招生的学校，差额最大的在前；负数为缺。",
        "Schools with more own children than seats in the chosen year or one of the two after it, "
        "worst first; negative is short.",
    ),
    "live.next": ("次年余缺（个）", "Balance, next year"),
    "live.after": ("第三年余缺（个）", "Balance, year after"),
}
