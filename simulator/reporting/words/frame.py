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
        "纸面只列前 {shown} 行；全部 {n} 行见 workbook.xlsx。",
        "On paper the first {shown} rows of {n} only; all of them are in workbook.xlsx.",
    ),
    "page.copy": ("复制", "Copy"),
    "page.copied": ("已复制", "Copied"),
    "page.download": ("下载 CSV", "Download CSV"),
    "page.no_rows": ("所选学段、学年没有数据。", "Nothing for the chosen stage and year."),
    "page.rows": ("{n} 行", "Rows: {n}"),
    "page.paper_rows": (
        "纸面列 {year} 学年前 {shown} 行；全部见 workbook.xlsx。",
        "On paper the first {shown} rows of {year}; all of them are in workbook.xlsx.",
    ),
    "filter.title": ("筛选", "Filter"),
    "filter.stage": ("学段", "Stage"),
    "filter.all": ("全部", "All"),
    "filter.year": ("学年", "School year"),
    "filter.reset": ("还原", "Reset"),
    "filter.note": (
        "筛选用于第 2 至 {last} 部分；结论不随筛选改变。",
        "The filter acts on parts 2 to {last}; the verdict ignores it.",
    ),
    "key.title": ("{stage}：逐年主要指标", "{stage}: figures year by year"),
    "key.measure": ("指标", "Measure"),
    "key.note": (
        "点任一数字，可看它怎样算出。",
        "Choose any figure to see how it was computed.",
    ),
    "tag.illustrative": ("示例数据", "Illustrative data"),
    "tag.illustrative_of": ("示例数据：{tables}", "Illustrative data: {tables}"),
    "chapter.verdict": ("结论", "Verdict"),
    "chapter.demand": ("学位供需", "Demand and places"),
    "chapter.classes": ("班额与销号台账", "Class sizes and the ledger"),
    "chapter.map": ("缺在哪里", "Where it is short"),
    "chapter.programme": ("建设项目", "The programme"),
    "chapter.tables": ("常用表", "Tables bureaus use"),
    "chapter.inputs": ("怎样算出来的", "How it was computed"),
}
