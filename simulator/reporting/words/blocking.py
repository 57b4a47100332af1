"""Words of the schools that break a promise."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "blocking.title": ("到期时卡在哪些学校", "Which schools stand in the way"),
    "blocking.large_classes": (
        "{year} 学年的{what}在哪些学校",
        "{what} in {year}, by school",
    ),
    "blocking.large_schools": ("{year} 学年的大校额", "Large schools in {year}"),
    "blocking.say_classes": (
        "{year} 学年的 {n} 个{what}分布在 {towns} 个镇街的 {schools} 所学校，"
        "最多的是{first}（{most} 个班）。",
        "{what} in {year}: {n}, in {schools:school|schools} of {towns:town|towns}; most are at "
        "{first} ({most}).",
    ),
    "blocking.say_schools": (
        "{year} 学年超过规模上限的学校：{first}，{pupils} 人 > 上限 {bound} 人。",
        "Above the limit in {year}: {first}, pupils {pupils} > limit {bound}.",
    ),
    "blocking.rest": (
        "其余 {n} 所见销号台账。",
        "{n:more school is|more schools are} in the ledger.",
    ),
    "blocking.school": ("学校", "School"),
    "blocking.town": ("镇街", "Town"),
    "blocking.classes": ("{what}（个）", "{what}"),
    "blocking.grades": ("年级", "Grades"),
    "blocking.largest": ("最大班额（人）", "Largest class"),
    "blocking.clears": ("清零学年", "Clears in"),
    "blocking.why": ("受什么制约", "Blocked by"),
    "blocking.stages": ("学段", "Stages"),
    "blocking.pupils": ("在校生（人）", "Pupils"),
    "blocking.bound": ("上限（人）", "Limit"),
    "blocking.over": ("超出（人）", "Above it by"),
}
