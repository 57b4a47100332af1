"""Words of demand and places."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "demand.title": ("{stage}：学生与学位", "{stage}: pupils and places"),
    "demand.children": ("适龄儿童", "Children of the age"),
    "demand.fan": ("适龄儿童，低—高方案", "Children, low–high outlook"),
    "demand.needing": ("需公办学位", "Needing a public place"),
    "demand.places": ("有效学位", "Usable places"),
    "demand.open": ("当年可招学位", "Open places"),
    "demand.short": ("全区总量不足", "Short in total"),
    "demand.spare": (
        "全区总量富余（扣除运转余量）",
        "Spare in total, above the operating margin",
    ),
    "demand.peak": ("{year} 学年峰值<br>{n} 人", "peak {year}<br>{n}"),
    "demand.x": ("学年", "School year"),
    "demand.y": ("人数、学位数", "Pupils, places"),
    "demand.hover": (
        "{label}<br>%{{customdata[0]}} 学年：%{{customdata[1]}}",
        "{label}<br>%{{customdata[0]}}: %{{customdata[1]}}",
    ),
    "demand.note": (
        "需公办学位 = 公办在校生 + 购买学位 + 未落实。学位按普通教室 × 标准班额计。"
        "各学段纵轴刻度不同。2025 学年指 2025 年 9 月至 2026 年 8 月，9 月 1 日统计。",
        "Needing a public place = pupils at public campuses + purchased + unplaced. Places are "
        "ordinary rooms × the norm. Each stage has a scale of its own. "
        "School year 2025 is Sept 2025 – Aug 2026, counted on 1 Sept.",
    ),
    "demand.say_short": (
        "{stage}需公办学位人数在 {peak} 学年达到峰值 {n} 人，当年有效学位 {places} 个；"
        "有 {years} 个学年全区总量不足，按全区总量最多缺 {worst} 个（{worst_year} 学年）。",
        "{stage}: demand for public places peaks in {peak} at {n}, against "
        "{places:usable place|usable places}; "
        "school years short in the district total: {years}, there at worst by {worst} "
        "({worst_year}).",
    ),
    "demand.say_enough": (
        "{stage}需公办学位人数在 {peak} 学年达到峰值 {n} 人，当年有效学位 {places} 个；"
        "各学年全区总量够用。",
        "{stage}: demand for public places peaks in {peak} at {n}, against "
        "{places:usable place|usable places}; "
        "the district total suffices every year.",
    ),
    "demand.say_hidden": (
        "总量掩盖局部：{year} 学年学位缺口（按镇街）{n} 个，按招生片区计为 {catchment} 个。",
        "Totals hide gaps: in {year} the shortfall by town is {n}, by catchment {catchment}.",
    ),
    "demand.say_after": (
        "到 {year} 学年有富余学位 {n} 个（各校分别计算再相加）。",
        "By {year} surplus places, school by school: {n}.",
    ),
}
