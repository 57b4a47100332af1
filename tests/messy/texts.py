"""Messy tables in text files: what Excel, Notepad, pandas and people make of CSV."""

from typing import Final

from tests.messy.case import Messy

POOLS: Final = "校区,学段,普通教室,临时教室\nnorth,小学,12,\nsouth,小学+初中,18,2\n"
ROOMS: Final = {"campus": ["north", "south"], "rooms": [12, 18], "temporary": [0, 2]}


def pools(
    name: str, text: str | bytes, file: str = "pools.csv", entry: str = "", **stated: object
) -> Messy:
    content = text.encode() if isinstance(text, str) else text
    return Messy(name, "pools", file, content, entry, **stated)  # type: ignore[arg-type]


def rooms_read_as(name: str, cell: str, rooms: int) -> Messy:
    odd = ((f"`{cell}` 读作 {rooms}", f"`{cell}` is read as {rooms}"),)
    quoted = f'"{cell}"'
    text = f"校区,学段,普通教室\nnorth,小学,{quoted}\nsouth,小学+初中,18\n"
    return pools(name, text, read={"rooms": [rooms, 18]}, odd=odd)


def rooms_refused(name: str, cell: str, zh: str, en: str) -> Messy:
    text = f"校区,学段,普通教室\nnorth,小学,{cell}\nsouth,小学+初中,18\n"
    return pools(name, text, refused=((2, zh, en),))


def enrolment(name: str, text: str, **stated: object) -> Messy:
    return Messy(name, "enrolment", "roll.csv", text.encode(), **stated)  # type: ignore[arg-type]


def campuses(name: str, text: str, **stated: object) -> Messy:
    return Messy(name, "campuses", "campuses.csv", text.encode(), **stated)  # type: ignore[arg-type]


METRES: Final = (
    "crs: EPSG:4547\nzones:\n  evidence: official\n  source: survey\n  data:\n"
    "    - {id: east, town: t1, lon: LON1, lat: LAT1}\n"
    "    - {id: west, town: t1, lon: LON2, lat: LAT2}\n"
)


def in_metres(east: tuple[str, str], west: tuple[str, str]) -> str:
    text = METRES.replace("LON1", east[0]).replace("LAT1", east[1])
    return text.replace("LON2", west[0]).replace("LAT2", west[1])


HOMES: Final = "id,zone\nnorth,east\nsouth,west\n"

TEXTS: Final = (
    # Encodings and lines.
    pools("byte order mark", b"\xef\xbb\xbf" + POOLS.encode(), read=ROOMS),
    pools("gbk", POOLS.encode("gbk"), read=ROOMS),
    pools("utf-16 as Excel's Unicode text", POOLS.replace(",", "\t").encode("utf-16"), read=ROOMS),
    pools(
        "gbk stated as utf-8", POOLS.encode("gbk"), entry="encoding: utf-8",
        refused=((0, "不是 `encoding:` 所写的 utf-8", "not in utf-8, as `encoding:` says"),),
    ),
    pools(
        "utf-8 stated as gbk", POOLS, entry="encoding: gb18030",
        refused=((0, "而是 UTF-8 文本", "but in UTF-8"),),
    ),
    pools("ascii stated as gbk", "campus,stages,rooms\nnorth,primary,12\nsouth,primary+junior,18\n",
          entry="encoding: gb18030", read={"rooms": [12, 18]}),
    pools("mixed line endings", POOLS.replace("\n", "\r\n", 1).replace("2\n", "2\r"), read=ROOMS),
    pools("carriage returns alone", POOLS.replace("\n", "\r"), read=ROOMS),
    pools("semicolons", POOLS.replace(",", ";"), read=ROOMS),
    pools("tabs", POOLS.replace(",", "\t"), "pools.txt", read=ROOMS),
    pools(
        "full-width commas", POOLS.replace(",", "，"), read=ROOMS,
        odd=(("按 `，` 分列", "is split at `，`"),),
    ),
    pools(
        "bars", POOLS.replace(",", "|"), read=ROOMS, odd=(("按 `|` 分列", "is split at `|`"),)
    ),
    pools(
        "quotes that never close", POOLS.replace("小学,12", '"小学,12'),
        refused=((3, "不是有效的 CSV", "is not CSV here"),),
    ),
    pools(
        "nul bytes", POOLS.replace("12", "1\x002"),
        refused=((2, "含有空字符", "holds NUL characters"),),
    ),
    pools(
        "utf-16 without its mark", "campus,stages,rooms\nnorth,primary,12\n".encode("utf-16-le"),
        refused=((1, "含有空字符", "holds NUL characters"),),
    ),
    pools("an empty file", b"", refused=((0, "表是空的", "the table is empty"),)),
    pools(
        "a line of 100,000 columns",
        POOLS + "north,初中,9" + "," * 100_001 + "9\n",
        refused=((4, "有 100004 个单元格", "has 100,004 cells"),),
    ),
    pools(
        "a line of one huge cell", POOLS.replace("north", "n" * 200_000),
        refused=((2, "不是有效的 CSV", "is not CSV here"),),
    ),
    # What stands around the data.
    pools(
        "a title and an empty row above", "示例区普通教室统计表,,,\n,,,\n" + POOLS, read=ROOMS,
        odd=(("表头在第 3 行，其上的 `示例区普通教室统计表`", "the headings are in line 3"),),
    ),
    pools(
        "a title and semicolons", "教室统计表\n" + POOLS.replace(",", ";"), read=ROOMS,
        odd=(("表头在第 2 行", "the headings are in line 2"),),
    ),
    pools(
        "a title above headings nobody knows", "教室统计表,,\n单位,类别,数量\nnorth,小学,9\n",
        refused=((1, "像是标题", "looks like a title"),),
    ),
    pools(
        "headings in two rows", "校区,学段,教室,\n,,普通教室,临时教室\nnorth,小学,12,\n"
        "south,小学+初中,18,2\n",
        read=ROOMS, odd=(("第 1、2 两行合并为表头", "lines 1 and 2 are joined as headings"),),
    ),
    pools(
        "headings again on every page",
        POOLS.replace("south", "校区,学段,普通教室,临时教室\nsouth"),
        read=ROOMS,
        odd=(("表头在第 3 行等处重复 1 次", "repeated 1 time, first in line 3"),),
    ),
    pools(
        "a note below", POOLS + "填表人：张三,,,\n注：数据截至2023年9月1日,,,\n", read=ROOMS,
        odd=(
            ("第 4 行的说明 `填表人：张三` 未读取", "the note `填表人：张三` in line 4"),
            ("第 5 行的说明", "in line 5 is not read"),
        ),
    ),
    pools(
        "totals below and between",
        POOLS.replace("south", "小 计,,12,\nsouth") + "合计：,,30,2\n", read=ROOMS,
        odd=(("第 3、5 行是合计", "totals are not read as data: line 3, 5"),),
    ),
    enrolment(
        "a subtotal for each school",
        "学校,年级,在校生,班数\nnorth,一年级,90,2\nnorth,小计,90,2\nsouth,初一,50,1\n总计,,140,3\n",
        read={"campus": ["north", "south"], "pupils": [90, 50]},
        odd=(("第 3、5 行是合计", "line 3, 5"),),
    ),
    campuses(
        "a total that has an id", "编号,名称,片区\nnorth,北校,east\nsouth,合计,west\n",
        more="pools: {rows: {}}\n",
        refused=((3, "像是合计行，但该行另有名称", "looks like a row of totals, but"),),
    ),
    pools(
        "empty rows and columns",
        "校区,,学段,普通教室,临时教室,,\n,,,,,,\nnorth,,小学,12,,,\n,,,,,,\n"
        "south,,小学+初中,18,2,,\n",
        read=ROOMS,
    ),
    enrolment(
        "blanks below a name, as merged cells leave them in CSV",
        "学校,年级,在校生,班数\nnorth,一年级,90,2\n,二年级,88,2\n",
        refused=((3, "像是合并单元格所致", "as merged cells leave it"),),
    ),
    # Headings and names.
    pools(
        "units, stars and blanks in headings",
        POOLS.replace("普通教室", "普 通 教 室（间）").replace("校区", "校区*", 1), read=ROOMS,
    ),
    pools(
        "a heading that counts something else", POOLS.replace("普通教室", "普通教室（不含租用）"),
        refused=((1, "没有 rooms（普通教室）这一列", "did you mean `普通教室（不含租用）`?"),),
    ),
    pools(
        "a heading misspelt", POOLS.replace("普通教室", "普通教师"),
        refused=((1, "是否想写 `普通教师`？请改表头", "rename it, or map it"),),
    ),
    campuses(
        "a zone misspelt", "编号,片区\nnorth,示列小学片区\nsouth,west\n",
        more="zones: {evidence: official, source: x, data: [{id: 示例小学片区, town: t, lon: 116.4,"
        " lat: 23.5}, {id: west, town: t, lon: 116.42, lat: 23.5}, {id: east, town: t,"
        " lon: 116.42, lat: 23.5}]}\n",
        refused=((2, "是否想写 `示例小学片区`？", "did you mean `示例小学片区`?"),),
    ),
    pools(
        "blanks of all kinds around names",
        POOLS.replace("north", " north\u00a0").replace("south", "\u3000south "), read=ROOMS,
    ),
    pools(
        "blanks inside an id", POOLS.replace("north", "north\u3000campus"),
        refused=((2, "不能用作编号", "cannot be an id"),),
    ),
    pools(
        "characters nobody sees", POOLS.replace("north", "nor\u200bth\u200e"), read=ROOMS,
        odd=(("读作 north", "is read as north"),),
    ),
    campuses(
        "one school under two names", "编号,名称,片区\nnorth,示例小学,east\nnorth,示例学校,east\n"
        "south,南校,west\n",
        refused=((3, "相同的 id 已见于", "the same id is already given"),),
    ),
    campuses(
        "one name with and without its kind",
        "编号,名称,片区\nnorth,曲溪,east\nsouth,曲溪小学,west\n", read={"id": ["north", "south"]},
        odd=(("north `曲溪`、south `曲溪小学`", "the same or nearly so"),),
    ),
    campuses(
        "ids that differ in width",
        "编号,名称,片区\nnorth,北校,east\nsouth,南校,west\nｎorth,分校,east\n",
        read={"id": ["north", "south", "ｎorth"]},
        odd=(("只有全角半角或大小写之别", "differ only in width or case"),),
    ),
    pools(
        "a row twice", POOLS + "north,小学,12,\n",
        refused=((4, "相同的 id 已见于", "delete one of the two rows, or add them up"),),
    ),
    # Ids that Excel has changed.
    campuses(
        "ids that became numbers with decimals",
        "编号,片区\n440101001.0,east\nnorth,east\nsouth,west\n",
        read={"id": ["440101001", "north", "south"]},
        odd=(("`440101001.0` 读作 440101001", "is read as 440101001"),),
    ),
    pools(
        "zeros lost in front", POOLS.replace("north", "440101"),
        more="campuses: {evidence: official, source: x, data: [{id: '0440101', zone: east},"
        " {id: south, zone: west}]}\nenrolment: {evidence: official, source: x, data: [{campus:"
        " south, grade: j1, pupils: 50, classes: 1}]}\ncatchments: {evidence: official, source: x,"
        " data: [{stage: junior, zone: west, campus: south}]}\n",
        refused=((2, "Excel 会去掉编号开头的零", "Excel drops zeros in front"),),
    ),
    pools(
        "ids kept as quoted formulas", POOLS.replace("north", '="north"'), read=ROOMS
    ),
    pools(
        "an id shortened to a power of ten", POOLS.replace("north", "4.40E+11"),
        refused=((2, "被 Excel 缩写成数字", "Excel has shortened"),),
    ),
    # Numbers.
    rooms_read_as("full-width digits", "１２", 12),
    rooms_read_as("the column's own unit", "36间", 36),
    rooms_read_as("an apostrophe in front", "'12", 12),
    pools(
        "thousands and people", "校区,学段,普通教室,核定学位\nnorth,小学,12,\"1,620 个\"\n"
        "south,小学+初中,18,\"１，６２０\"\n",
        read={"approved_places": [1620, 1620]},
        odd=(("读作 1620，另有 1 个类似取值", "is read as 1620, and 1 more like it"),),
    ),
    pools("1e1, 12.0 and minus nil", POOLS.replace("12,", "1e1,-0").replace("18,2", "18.0,2"),
          read={"rooms": [10, 18], "temporary": [0, 2]}),
    rooms_refused("another unit", "45人", "把单位写进了单元格", "has a unit in the cell"),
    rooms_refused("a percentage", "5%", "是百分数", "is a percentage"),
    rooms_refused("places where rooms are meant", "480", "填的是否为学位数？",
                  "are these places?"),
    rooms_refused("far too many places", '"1,620"', "填的是否为学位数？", "are these places?"),
    rooms_refused("infinity", "inf", "不是数字", "is not a number"),
    rooms_refused("more than any number", "1e999", "大得不合常理", "absurdly large"),
    rooms_refused("yes", "TRUE", "不是数字", "is not a number"),
    rooms_refused("an error of Excel's", "#REF!", "是 Excel 的错误值", "an error of Excel's"),
    rooms_refused("a column too narrow", "####", "是 Excel 的错误值", "an error of Excel's"),
    rooms_refused("a formula", "=C3+1", "是公式，没有存下结果", "a formula without a saved"),
    pools(
        "an error of Excel's as a name", POOLS.replace("north", "#N/A"),
        refused=((2, "是 Excel 的错误值", "an error of Excel's"),),
    ),
    # Years and days.
    Messy(
        "years with 年", "births", "births.csv",
        "片区,年份,出生人数\neast,2023年,90人\neast,２０２４,88\neast,2025,85\n".encode(),
        read={"year": [2023, 2024, 2025], "births": [90, 88, 85]},
        odd=(("`2023年` 读作 2023", "`2023年` is read as 2023"), ("`90人` 读作 90", "90")),
    ),
    Messy(
        "days where years are meant", "births", "births.csv",
        "片区,年份,出生人数\neast,2023年9月1日,90\neast,2024/9/1,88\neast,45901,85\n".encode(),
        refused=(
            (2, "`2023年9月1日` 不是数字", "`2023年9月1日` is not a number"),
            (3, "`2024/9/1` 不是数字", "`2024/9/1` is not a number"),
            (4, "超过上限 2100 年", "above the most allowed, 2100"),
        ),
    ),
    # Positions.
    campuses(
        "longitude and latitude exchanged",
        "编号,片区,经度,纬度\nnorth,east,23.5,116.4\nsouth,west,116.42,23.5\n",
        refused=((2, "似乎颠倒", "look swapped"),),
    ),
    campuses(
        "a position of nil and nil",
        "编号,片区,经度,纬度\nnorth,east,0,0\nsouth,west,116.42,23.5\n",
        refused=((2, "像是没有填写的位置", "never filled in"),),
    ),
    campuses(
        "degrees where metres are meant", HOMES,
        more=in_metres(("116.40", "23.50"), ("116.42", "23.50")),
        refused=((11, "这像是经纬度", "these look like degrees"),),
    ),
    campuses(
        "northing before easting", HOMES,
        more=in_metres(("2600000", "541000"), ("2601000", "542000")),
        refused=((11, "东坐标和北坐标似乎颠倒", "easting and northing look swapped"),),
    ),
    campuses(
        "eastings with the number of their zone", HOMES,
        more=in_metres(("38741000", "2600000"), ("38742000", "2600000")),
        refused=((11, "去掉东坐标前的带号", "leave out the zone number"),),
    ),
    campuses("metres as they should be", HOMES, read={"zone": ["east", "west"]},
             more=in_metres(("741000", "2600000"), ("742000", "2600000"))),
)  # fmt: skip
