"""Words of the early warning of entry grades."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "warning.title": ("{grade}学位预警，{year} 学年", "Early warning for {grade}, {year}"),
    "warning.class_0": ("充裕（≤ 85 %）", "ample (≤ 85 %)"),
    "warning.class_1": ("适中（≤ 95 %）", "sufficient (≤ 95 %)"),
    "warning.class_2": ("趋紧（≤ 100 %）", "tight (≤ 100 %)"),
    "warning.class_3": ("不足（≤ 110 %）", "short (≤ 110 %)"),
    "warning.class_4": ("严重不足（> 110 %）", "very short (> 110 %)"),
    "warning.class_none": ("当年不招生，或不按片区招生", "no admissions, or not by catchment"),
    "warning.head_school": ("学校", "School"),
    "warning.head_town": ("镇街", "Town"),
    "warning.head_children": ("{year} 生源", "{year} children"),
    "warning.head_seats": ("{year} 可招", "{year} seats"),
    "warning.head_balance": ("{year} 差额", "{year} balance"),
    "warning.hover_zone": (
        "{name}（{town}）<br>所属学校生源 {children} 人<br>可招 {seats} 人<br>{level}",
        "{name} ({town})<br>children of its schools: {children}<br>seats: {seats}<br>{level}",
    ),
    "warning.note": (
        "比值 = 招生片区内申请入读起始年级的儿童 ÷ 所属学校按标准班额的可招人数；"
        "共用学校的片区合并计算。颜色由浅到深为由充裕到严重不足。起始学年没有招生，不作预警。",
        "Ratio = children of the catchment seeking the entry grade ÷ seats of its schools at the "
        "norm; zones with the same schools share it. The darker, the shorter. The opening year has "
        "no admissions and no warning.",
    ),
    "warning.say": (
        "{grade}学位预警：{years}。{worst}",
        "Early warning, {grade}: {years}. {worst}",
    ),
    "warning.say_year": (
        "{year} 学年 {short} 所学校生源超过可招（{very} 所超一成以上），共差 {gap} 个",
        "{year}: schools with more children than seats: {short} (by over a tenth: {very}), "
        "together {gap:seat|seats}",
    ),
    "warning.say_year_none": (
        "{year} 学年没有学校生源超过可招",
        "{year}: no school has more children than seats",
    ),
    "warning.say_worst": (
        "差额最大的是{school}（{year} 学年 {children} 人，可招 {seats} 人）。",
        "The largest lack is at {school} ({year}: children {children}, seats {seats}).",
    ),
    "warning.undivided": (
        "{grade}不按片区招生，不作预警。",
        "{grade}: admission is not by catchment, so there is no warning.",
    ),
    "warning.empty": ("推演期内没有招生，不作预警。", "No admissions in these years: no warning."),
}
