"""Words of the cohort triangle."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "cohort.due": ("应读年级", "Due grade"),
    "cohort.title": (
        "各年龄儿童：同一批孩子逐年升级",
        "Children by age: a cohort moves up each year",
    ),
    "cohort.children": ("儿童（人）", "Children"),
    "cohort.axis": ("应读年级（人）", "Due grade (children)"),
    "cohort.axis_scale": (
        "应读年级（颜色由浅到深：{low}—{high} 人）",
        "Due grade (light to dark: {low} to {high})",
    ),
    "cohort.age": ("{age} 岁", "age {age}"),
    "cohort.hover": (
        "{year} 学年 {grade}：{n} 人<br>{born} 年 9 月—{next} 年 8 月出生",
        "{year}, {grade}: {n}<br>born Sept {born} – Aug {next}",
    ),
    "cohort.note": (
        "每格是该学年住在本区、按年龄应读该年级的儿童数；同一批孩子每年向右、向上移一格。"
        "框线标出人数最多的一批。颜色由浅到深为由少到多，最浅处不是零。",
        "Each cell counts the children living here who are due in that grade that year; a cohort "
        "moves one cell right and one up each year. The outline marks the largest cohort. Darker "
        "is more; the lightest is not nil.",
    ),
    "cohort.say": (
        "{born} 年 9 月—{next} 年 8 月出生的一批最大（最多时 {n} 人）："
        "{primary} 学年入小学，{junior} 学年入初中。",
        "The largest cohort was born from September {born} to August {next} (up to "
        "{n:child|children}): "
        "it enters primary school in {primary} and junior secondary in {junior}.",
    ),
    "cohort.say_to_come": (
        "今后入小学的以 {born} 年 9 月—{next} 年 8 月出生的一批最大"
        "（{n} 人，{primary} 学年入学）。",
        "Of those still to enter primary school the largest was born from September {born} to "
        "August {next} ({n:child|children}, entering in {primary}).",
    ),
    "cohort.empty": ("没有分年龄的儿童数。", "No children by age."),
}
