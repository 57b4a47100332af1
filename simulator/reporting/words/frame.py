"""Words of the page around its chapters."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "page.skip": ("跳到正文", "Skip to the content"),
    "page.contents": ("目录", "Contents"),
    "page.made_by": (
        "方案 {name}{variant} · 版本 {version}",
        "Scenario {name}{variant} · version {version}",
    ),
    "page.set": ("本次运行改动了方案文件中的：", "Changed from the scenario file in this run:"),
    "page.no_charts": (
        "浏览器版本过旧，图表显示不出来；表格与文字齐全。请用 2023 年以后的浏览器打开。",
        "This browser is too old to show the charts; tables and text are complete. Please open the "
        "page in a browser of 2023 or later.",
    ),
    "page.noscript": (
        "图表需要启用脚本；表格与文字不受影响。",
        "Charts need scripts; tables and text do not.",
    ),
    "page.data": ("数据表：{title}", "Data: {title}"),
    "page.show_all": ("显示全部 {n} 行", "Show all rows: {n}"),
    "page.scroll": ("框内可滚动：共 {n} 行", "Scroll inside the box: {n:row|rows}"),
    "page.sideways": ("左右滑动看全部列", "Swipe sideways for all columns"),
    "page.rest": (
        "纸面只列前 {shown} 行；全部 {n} 行见本页旁边的文件 workbook.xlsx。",
        "On paper the first {shown:row|rows} of {n} only; all of them are in workbook.xlsx, the "
        "file "
        "beside this page.",
    ),
    "table.total": ("合计", "Total"),
    "page.copy": ("复制", "Copy"),
    "page.copied": ("已复制", "Copied"),
    "page.download": ("下载 CSV", "Download CSV"),
    "page.no_rows": ("所选学段、学年没有数据。", "Nothing for the chosen stage and year."),
    "page.year": ("{year} 学年", "School year {year}"),
    "page.rows": ("{n} 行", "Rows: {n}"),
    "page.paper_rows": (
        "纸面列 {year} 学年排在前面的 {shown} 行（共 {n} 行）；"
        "全部见本页旁边的文件 workbook.xlsx。",
        "On paper the first {shown:row|rows} of {n} in {year}; all of them are in workbook.xlsx, "
        "the "
        "file beside this page.",
    ),
    "filter.title": ("筛选", "Filter"),
    "filter.stage": ("学段", "Stage"),
    "filter.all": ("全部", "All"),
    "filter.year": ("学年", "School year"),
    "filter.reset": ("还原", "Reset"),
    "filter.note": (
        "筛选用于第 2 至 {last} 部分的图和表；结论、要点、各镇街缺口表（各学段并列）、"
        "建设项目图（列全部项目）和“主要数字”（目标到期学年）不随学段筛选。",
        "The filter acts on charts and tables of parts 2 to {last}. The verdict, the key findings, "
        "the shortfall by town (stages side by side), the chart of projects (all of them) and the "
        "main figures (of the due year) ignore the stage.",
    ),
    "key.title": ("{stage}：逐年主要指标", "{stage}: figures year by year"),
    "key.above_norm": (
        "超过标准班额但不足大班额的班（个班）",
        "Classes above the norm, not large",
    ),
    "key.near_large": (
        "46–55 人的班，初中含标准以内的",
        "Classes of 46–55, in junior secondary partly within the norm",
    ),
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
    "chapter.tables": ("常用表", "Tables for the bureau"),
    "chapter.inputs": ("怎样算出来的", "How it was computed"),
    "calc.parts": ("由哪些部分组成", "Its parts"),
    "calc.part": ("部分", "Part"),
    "calc.pair": ("算式", "Worked out"),
    "calc.value": ("数值", "Value"),
    "calc.examples": ("最多的几处", "Where most are"),
    "calc.readings": ("三种口径", "Read by three dates"),
    "calc.assumptions": ("用到的参数与假设", "Parameters and assumptions"),
    "calc.assumption": ("参数", "Parameter"),
    "calc.unit": ("单位", "Unit"),
    "calc.source": ("来源", "Source"),
    "calc.status": ("状态", "Status"),
    "calc.inputs": ("用到的输入", "Inputs"),
    "calc.table": ("表", "Table"),
    "calc.file": ("文件", "File"),
    "calc.rows": ("行数", "Rows"),
    "calc.evidence": ("数据性质", "Evidence"),
    "calc.tables": ("数据在 {tables}。", "The data are in {tables}."),
    "calc.again": ("重新算一遍：", "To compute it again:"),
    "calc.back": ("返回", "Back"),
    "calc.title": ("主要数字怎样算出来", "How the main figures come about"),
    "calc.note": (
        "编号与页面、工作簿中的相同；其他数字点开即可查看。",
        "Ids as on the page and in the workbook; choose any other figure to see its own.",
    ),
    "calc.id": ("编号", "Id"),
    "calc.figure": ("数字", "Figure"),
    "calc.formula": ("算式", "Formula"),
}
