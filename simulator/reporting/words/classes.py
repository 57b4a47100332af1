"""Words of class sizes and of the ledger."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "sizes.title": ("{stage}：各种班额的班数", "{stage}: classes by size"),
    "sizes.upto": ("≤ {high} 人", "≤ {high}"),
    "sizes.between": ("{low}–{high} 人", "{low}–{high}"),
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
        "标准班额：{norms}。许多班恰在 {tolerance} 人，所以大班额清零时还要看紧邻的一行。",
        "Each cell prints the number of classes. Blue: up to {tolerance}; orange: large "
        "(≥ {large}). Norm: {norms}. Many classes sit at exactly {tolerance}, so that zero large "
        "classes must be read with the row next to them.",
    ),
    "sizes.norm": ("{stage} {norm} 人", "{stage} {norm}"),
    "sizes.say": (
        "{stage}大班额：{first} 学年 {n_first} 个班，最多时 {n_worst} 个班（{worst} 学年），"
        "{last} 学年 {n_last} 个班；{last} 学年另有 {low}–{tolerance} 人的班 {near} 个。",
        "{stage}, large classes: {n_first} in {first}, at most {n_worst} ({worst}), {n_last} in "
        "{last}; classes of {low}–{tolerance} in {last}: {near}.",
    ),
    "sizes.say_preschool": (
        "{stage}班数：{first} 学年 {n_first} 个，{last} 学年 {n_last} 个。",
        "{stage}, classes: {n_first} in {first}, {n_last} in {last}.",
    ),
    "ledger.title": ("销号台账：大班额在哪些学校、哪个年级", "Ledger of large classes"),
    "ledger.school": ("学校", "School"),
    "ledger.grade": ("年级", "Grade"),
    "ledger.now": ("现有（{year}）", "Now ({year})"),
    "ledger.clears": ("清零学年", "Clears in"),
    "ledger.not_cleared": ("{last} 学年仍有", "still there in {last}"),
    "ledger.blocked": ("受什么制约", "Blocked by"),
    "ledger.note": (
        "每格是该校该年级当年的大班额班数（≥ {large} 人）；最晚清零的排在前面。",
        "Each cell counts the large classes (≥ {large}) of that grade in that year. The last to "
        "clear come first.",
    ),
    "ledger.say": (
        "{opening}—{last} 学年，出现过大班额的“学校—年级”共 {n} 个，"
        "其中 {left} 个到 {last} 学年仍未清零。",
        "Between {opening} and {last}, school grades with a large class: {n}; not cleared by "
        "{last}: {left}.",
    ),
    "ledger.empty": ("推演期内没有大班额。", "No large class in any year simulated."),
}
