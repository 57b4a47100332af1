"""Words of the terminal."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "terminal.variant": ("变体：{name}", "Variant: {name}"),
    "terminal.targets": ("目标", "Promises"),
    "terminal.table_units": ("单位：人、个学位、个班", "in children, pupils, places, classes"),
    "terminal.worst": ("最难清零的大班额", "Hardest large classes"),
    "terminal.worst_row": (
        "{school} {cohort}：{year} 学年{grade} {n} 个班；{clears}；{blocked}",
        "{school}, {cohort}: {n} in {grade}, {year}; {clears}; {blocked}",
    ),
    "terminal.clears": ("{year} 学年清零", "clears in {year}"),
    "terminal.by_rule": (
        "由配建标准推出 {n} 个项目、{places} 个学位（另列，计入新增学位）：{names}",
        "Required by rule, beside the programme's own: {n:project|projects}, "
        "{places:place|places} (they count "
        "as added places): {names}",
    ),
    "terminal.zones": (
        "按地图上的片区计，缺学位最多的片区（{stage}，{year} 学年）：{zones}",
        "Zones with the largest gap, counted by zone as on the map ({stage}, {year}): {zones}",
    ),
    "terminal.files": ("结果在 {folder}", "Results in {folder}"),
    "terminal.files_which": (
        "report.html 是报告，workbook.xlsx 是全部表格，layers.gpkg 是地图图层；"
        "tables/ 和 summary.json 供程序读取。",
        "report.html is the report, workbook.xlsx holds every table, layers.gpkg is for a GIS; "
        "tables/ and summary.json are for programs.",
    ),
}
