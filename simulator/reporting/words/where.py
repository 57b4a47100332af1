"""Words of the map."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "map.title": ("{stage}，{year} 学年：学位减需求", "{stage}, {year}: places minus demand"),
    "map.title_undivided": (
        "{stage}，{year} 学年：各校在校生",
        "{stage}, {year}: pupils of each school",
    ),
    "map.worst": ("差额最大的片区（按片区计，最多十个）", "Zones most short (ten at most)"),
    "map.note": (
        "片区颜色：学位减去需公办学位的儿童；学校的学位按儿童数分给它的招生片区，各学年分级相同。",
        "Zone colour: places minus children needing a public place; a school's places are shared "
        "over its catchment by children, and classes are the same for all years.",
    ),
    "map.default": (
        "打开时显示差得最远的目标到期的学年；那一年没有片区缺学位，就显示缺得最多的学年。"
        "一张图只显示一个学段：页首选“全部”时，是该目标所管、按片区招生的学段里缺得最多的；"
        "其他学段请在页首选。",
        "Opens at the year in which the promise furthest off falls due; where no zone is short "
        "then, at the year most short. A map shows one stage: with “All” chosen at the top the "
        "most short of those that promise is about and that admit by catchment; choose another "
        "there.",
    ),
    "map.gaps": (
        "{year} 学年{stage}的三种口径：学位缺口（按镇街）{town} 个，是本页通用的口径；"
        "按招生片区 {catchment} 个；地图按片区 {map} 个"
        "（安排就学以后，学校学位按儿童数分摊到片区）。",
        "{stage}, {year}, counted three ways: shortfall by town {town}, the measure of this page; "
        "by catchment {catchment}; by zone on the map {map} (after admission, a school's places "
        "shared over its zones by children).",
    ),
    "map.gaps_opening": (
        "{year} 学年是起始学年，没有招生，只有地图按片区的差额。",
        "{year} is the opening year without admissions: there is only the balance by zone.",
    ),
    "map.gaps_undivided": (
        "{year} 学年{stage}的学位缺口：{town} 个。",
        "{stage}, {year}, shortfall: {town:place|places}.",
    ),
    "map.gaps_none": (
        "{year} 学年是起始学年，没有招生，不计缺口。",
        "{year} is the opening year without admissions: no shortfall is counted.",
    ),
    "map.say": (
        "按片区看，{year} 学年{stage}有 {n} 个片区缺学位，合计 {short} 个；"
        "最缺的是{zone}（{worst}）。",
        "By zone, {stage}, {year}: {n:zone|zones} short, together {short:place|places}; worst is "
        "{zone} "
        "({worst}).",
    ),
    "map.say_none": (
        "{year} 学年{stage}没有片区缺学位。",
        "{stage}, {year}: no zone is short of places.",
    ),
    "map.say_undivided": (
        "{year} 学年{stage}不按片区招生，不计片区缺口。",
        "{stage}, {year}: admission is not by catchment, so no gap by zone is counted.",
    ),
    "map.mode": ("地图内容", "What the map shows"),
    "map.mode_balance": ("学位余缺", "Balance of places"),
    "map.mode_warning": ("学位预警（起始年级）", "Early warning (entry grades)"),
    "map.key_warning": ("生源 ÷ 可招人数", "Children ÷ seats"),
    "map.key": ("图例", "Key"),
    "map.key_balance": ("学位减需求（个学位）", "Places minus demand (places)"),
    "map.key_short": ("缺", "short"),
    "map.key_spare": ("余", "spare"),
    "map.key_campus": ("学校，面积为在校生数", "School, area by pupils"),
    "map.key_full": ("在校生超过学位（> 100 %）", "More pupils than places (> 100 %)"),
    "map.key_planned": ("规划新建，空心为尚未开学", "Planned; hollow until it opens"),
    "map.key_assumed": ("招生片区为推定", "Catchment assumed"),
    "map.key_towns": ("镇街界", "Town boundary"),
    "map.no_catchment": ("无招生片区", "no catchment"),
    "map.zone": ("片区", "Zone"),
    "map.town": ("镇街", "Town"),
    "map.needing": ("需学位（人）", "Needing a place"),
    "map.places": ("学位（个）", "Places"),
    "map.bar": ("图示（满格 = {n} 个）", "Bar (full = {n})"),
    "map.balance": ("差额（个）", "Balance (places)"),
    "map.hover_zone": (
        "{name}（{town}）<br>需公办学位 {needing} 人<br>学位 {places} 个<br>"
        "差额 {balance} 个{assumed}",
        "{name} ({town})<br>needing a place: {needing}<br>places: {places}<br>"
        "balance: {balance}{assumed}",
    ),
    "map.hover_undivided": (
        "{name}（{town}）<br>需公办学位 {needing} 人",
        "{name} ({town})<br>needing a place: {needing}",
    ),
    "map.hover_assumed": ("<br>招生片区为推定", "<br>catchment assumed"),
    "map.hover_campus": (
        "{name}<br>在校生 {pupils} 人<br>学位 {places} 个<br>利用率 {share}",
        "{name}<br>pupils: {pupils}<br>places: {places}<br>utilisation {share}",
    ),
    "map.hover_planned": ("{name}<br>规划新建，尚未开学", "{name}<br>planned, not yet open"),
    "map.tap": ("点地图上的片区或学校，看它的数字。", "Tap a zone or a school to see its figures."),
    "map.km": ("{n} 公里", "{n} km"),
}
