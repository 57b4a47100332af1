"""Words of the page around its chapters."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "page.skip": ("跳到正文", "Skip to the content"),
    "page.contents": ("目录", "Contents"),
    "page.made_by": (
        "方案 {name}{variant} · 版本 {version} · 种子 {seed} · 输入哈希 {hash}",
        "Scenario {name}{variant} · version {version} · seed {seed} · inputs {hash}",
    ),
    "page.noscript": (
        "图表需要启用脚本；表格与文字不受影响。",
        "Charts need scripts; tables and text do not.",
    ),
    "page.data": ("数据表：{title}", "Data: {title}"),
    "page.show_all": ("显示全部 {n} 行", "Show all rows: {n}"),
    "page.rest": (
        "纸面只列前 {shown} 行；全部 {n} 行大班额见 tables/classes_ledger.csv。",
        "On paper the first {shown} rows of {n} only; every large class is in "
        "tables/classes_ledger.csv.",
    ),
    "tag.illustrative": ("示例数据", "Illustrative data"),
    "tag.illustrative_of": ("示例数据：{tables}", "Illustrative data: {tables}"),
    "chapter.verdict": ("结论", "Verdict"),
    "chapter.demand": ("学位供需", "Demand and places"),
    "chapter.classes": ("班额与销号台账", "Class sizes and the ledger"),
    "chapter.map": ("缺在哪里", "Where it is short"),
    "chapter.inputs": ("数据、假设与方法边界", "Inputs, assumptions and limits"),
}
