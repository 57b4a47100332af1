"""Words of class sizes and of the ledger."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "sizes.title": ("{stage}：各种班额的班数", "{stage}: classes by size"),
    "sizes.upto": ("≤ {high} 人", "≤ {high}"),
    "sizes.between": ("{low}–{high} 人", "{low}–{high}"),
    "sizes.above": ("{low}–{high} 人（超标准）", "{low}–{high} (above the norm)"),
    "sizes.above_from": ("≥ {low} 人（超标准）", "≥ {low} (above the norm)"),
    "sizes.from": ("≥ {low} 人", "≥ {low}"),
    "sizes.axis": ("每班人数", "Pupils in a class"),
    "sizes.hover": (
        "%{x} 学年，%{y}<br>%{customdata} 个班",
        "%{x}, %{y}<br>classes: %{customdata}",
    ),
    "sizes.hover_narrow": (
        "%{y} 学年，%{x}<br>%{customdata} 个班",
        "%{y}, %{x}<br>classes: %{customdata}",
    ),
    "sizes.note": (
        "格中数字是班数。蓝色：不超过 {tolerance} 人；橙色：大班额（≥ {large} 人）。"
        "标准班额：{norms}；“超标准”指超过标准班额但不足 {large} 人。许多班恰在 {tolerance} 人，"
        "所以大班额清零时还要看紧邻的一行。",
        "Each cell prints the number of classes. Blue: up to {tolerance}; orange: large "
        "(≥ {large}). Norm: {norms}; “above the norm” is beyond it and below {large}. Many "
        "classes sit at exactly {tolerance}, so that zero large classes must be read with the row "
        "next to them.",
    ),
    "sizes.norm": ("{stage} {norm} 人", "{stage} {norm}"),
    "sizes.say": (
        "{stage}大班额：{first} 学年 {n_first} 个班，最多时 {n_worst} 个班（{worst} 学年），"
        "{last} 学年 {n_last} 个班；{last} 学年另有 {near} 个班超过标准班额（{norm} 人）但不足 "
        "{large} 人。",
        "{stage}, large classes: {n_first} in {first}, at most {n_worst} ({worst}), {n_last} in "
        "{last}; classes above the norm of {norm} and below {large} in {last}: {near}.",
    ),
    "sizes.say_preschool": (
        "{stage}班数：{first} 学年 {n_first} 个，{last} 学年 {n_last} 个。",
        "{stage}, classes: {n_first} in {first}, {n_last} in {last}.",
    ),
    "ledger.title": ("销号台账：大班额在哪些学校、哪一届", "Ledger of large classes, by cohort"),
    "ledger.school": ("学校", "School"),
    "ledger.cohort": ("届别", "Cohort"),
    "ledger.cohort_of": ("{stage} {year} 级", "{stage}, entered {year}"),
    "ledger.cell": ("{grade} {n}", "{grade}: {n}"),
    "ledger.ends": ("怎样销号（班）", "How they left"),
    "ledger.clears": ("清零学年", "Clears in"),
    "ledger.not_cleared": ("{last} 学年仍有", "still there in {last}"),
    "ledger.blocked": ("受什么制约", "Blocked by"),
    "ledger.end_split": ("分班 {n}", "split {n}"),
    "ledger.end_graduated": ("毕业 {n}", "graduated {n}"),
    "ledger.end_shrank": ("人数降到标准以下 {n}", "smaller {n}"),
    "ledger.end_gone": ("调出该校 {n}", "moved out {n}"),
    "ledger.end_left": ("{last} 学年仍有 {n}", "still there in {last} {n}"),
    "ledger.total_of": ("{stage}合计", "{stage}, total"),
    "ledger.note": (
        "一行是一所学校的一届学生；每格是这一届当年所在年级和大班额班数（≥ {large} 人）。"
        "升一个年级不算销号。最晚清零的排在前面。",
        "A row is a cohort of one school; each cell gives its grade that year and its large "
        "classes (≥ {large}): P4 is the fourth grade of primary, J1 the first of junior secondary. "
        "Moving up a grade clears nothing. The last to clear come first.",
    ),
    "ledger.say": (
        "{opening}—{last} 学年，{rows} 个“学校—届别”先后有过大班额 {n} 个班：{parts}。",
        "{opening}–{last}: cohorts of a school with large classes {rows}, classes in all {n}: "
        "{parts}.",
    ),
    "ledger.empty": ("推演期内没有大班额。", "No large class in any year simulated."),
}
