"""Which columns does each input table have, in which words, unit and bounds?"""

from dataclasses import dataclass
from typing import Literal

from simulator.phrases import SILENCE, Phrase
from simulator.vocabulary import RESOURCES

Kind = Literal[
    "id", "text", "int", "float", "stage", "stages", "grade", "residence", "choice", "date"
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an input table.

    ``aliases`` are the headings understood beside ``field`` itself (Chinese and local
    ones); ``low`` and ``high`` bound numbers; ``choices`` bounds words; ``default`` fills a
    missing optional column or cell.
    """

    field: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    unit: str = ""
    required: bool = True
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    default: object = None
    doc: Phrase = SILENCE

    @property
    def meaning(self) -> Phrase:
        """What the column holds: its usual Chinese heading, its documentation in English."""
        return Phrase(self.aliases[0] if self.aliases else self.field, self.doc.en or self.field)

    @property
    def measure(self) -> Phrase:
        """Its unit, empty where it has none."""
        return measured(self.unit)


_UNITS: dict[str, str] = {
    "in the scenario's crs": "所用坐标系的单位",
    "years": "岁",
    "children": "人",
    "calendar year": "年",
    "births": "人",
    "beds": "张",
    "dwellings": "套",
    "persons": "人",
    "m²": "平方米",
    "classrooms": "间",
    "places": "个",
    "pupils": "人",
    "classes": "个",
    "pupils per year": "人/年",
    "rooms": "间",
    "schools": "所",
    "share": "比例",
    "posts": "个",
    "months": "个月",
    "sites": "宗",
    "m² per place": "平方米/个",
    "per pupil": "每生或每百名学生",
    "coefficient": "系数",
    "m": "米",
    "campuses": "所",
    "CNY": "元",
    "°": "度",
}


def measured(unit: str) -> Phrase:
    """Give a unit in both languages."""
    return Phrase(_UNITS.get(unit, unit), unit)


UNIT_WORDS: dict[str, tuple[str, ...]] = {
    "years": ("周岁", "岁"),
    "children": ("人", "名"),
    "calendar year": ("年",),
    "births": ("人", "名"),
    "beds": ("张", "床"),
    "dwellings": ("套",),
    "persons": ("人", "名"),
    "m²": ("平方米", "平米", "m2"),
    "classrooms": ("间教室", "间"),
    "places": ("个学位", "学位", "个", "座"),
    "pupils": ("人", "名"),
    "classes": ("个班", "班", "个"),
}
"""How a unit is written behind a number or, in brackets, behind a heading, without any doubt."""


def _lonlat(required: bool) -> tuple[Column, Column]:
    return (
        Column(
            "lon",
            "float",
            ("经度", "x", "东坐标"),
            "in the scenario's crs",
            required,
            doc=Phrase("经度，或投影坐标的东坐标", "longitude or easting"),
        ),
        Column(
            "lat",
            "float",
            ("纬度", "y", "北坐标"),
            "in the scenario's crs",
            required,
            doc=Phrase("纬度，或投影坐标的北坐标", "latitude or northing"),
        ),
    )


_CAMPUS = Column(
    "campus", "id", ("校区", "学校", "校区编号", "学校名称"), doc=Phrase("校区编号", "campus id")
)
_ZONE = Column(
    "zone", "id", ("片区", "小区", "村居", "片区编号"), doc=Phrase("片区编号", "zone id")
)
_GRADE = Column(
    "grade",
    "grade",
    ("年级",),
    doc=Phrase(
        "年级：小班至大班、一年级至六年级、初一至初三、高一至高三",
        "grade: k1–k3, p1–p6, j1–j3, s1–s3",
    ),
)
_RESIDENCE = Column(
    "residence",
    "residence",
    ("户籍", "户籍类型"),
    required=False,
    default="registered",
    doc=Phrase("户籍类型：户籍或随迁", "registered or migrant"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "zones": (
        Column("id", "id", ("片区编号", "编号", "代码"), doc=Phrase("片区编号", "zone id")),
        Column("name", "text", ("片区", "名称", "片区名称"), required=False,
               doc=Phrase("显示的名称", "name shown")),
        Column("town", "id", ("镇街", "乡镇", "街道"),
               doc=Phrase("所属镇街；统计和调剂以镇街为单位", "town or street; groups zones")),
        Column("settlement", "choice", ("城乡", "城乡分类"), required=False,
               choices=("urban", "rural"), default="urban",
               doc=Phrase("城镇或乡村，决定服务半径", "urban or rural: sets the reach")),
        *_lonlat(required=False),
        Column("tier", "int", ("入学顺位", "顺位"), required=False, low=1, high=9, default=1,
               doc=Phrase("同一入学类别内片区的先后，1 最先",
                          "order of the zone within a tier of admission, 1 first")),
        Column("dwellings", "int", ("住宅套数", "套数"), "dwellings", False, 0, 1_000_000,
               doc=Phrase("住宅套数；学位锁定按套数计算", "dwellings: a place lock counts them")),
        Column("residents", "int", ("常住人口", "常住人口数"), "persons", False,
               0, 10_000_000,
               doc=Phrase("常住人口；按人口的配建标准以此为准",
                          "residents: provision rules by population count them")),
    ),
    "outline": (),
    "people": (
        _ZONE,
        _RESIDENCE,
        Column("age", "int", ("年龄", "周岁"), "years", low=0, high=17,
               doc=Phrase("周岁", "completed years")),
        Column("children", "int", ("人数", "儿童数"), "children", low=0, high=10_000_000,
               doc=Phrase("该年龄的儿童数", "children of this age")),
    ),
    "births": (
        _ZONE,
        _RESIDENCE,
        Column("year", "int", ("年份", "出生年"), "calendar year", low=1990, high=2100,
               doc=Phrase("出生的公历年", "calendar year of birth")),
        Column("births", "float", ("出生人数", "出生数"), "births", low=0, high=10_000_000,
               doc=Phrase("当年出生人数", "births in the year")),
    ),
    "schools": (
        Column("id", "id", ("学校代码", "编号"),
               doc=Phrase("学校（法人单位）的标识码", "registration code of the legal unit")),
        Column("name", "text", ("学校名称", "名称"), required=False,
               doc=Phrase("显示的名称", "name shown")),
    ),
    "campuses": (
        Column("id", "id", ("校区编号", "学校代码", "编号"), doc=Phrase("校区编号", "campus id")),
        Column("name", "text", ("名称", "学校名称", "校区名称"), required=False,
               doc=Phrase("显示的名称", "name shown")),
        Column("school", "id", ("学校", "法人学校"), required=False,
               doc=Phrase("所属学校（法人单位）；不写时自成一校",
                          "legal unit it belongs to; itself when absent")),
        Column("zone", "id", ("片区", "所在片区"), required=False,
               doc=Phrase("所在片区；不写时按坐标判定",
                          "zone it stands in; found from its position when absent")),
        *_lonlat(required=False),
        Column("operator", "choice", ("办别", "举办者"), required=False,
               choices=("public", "private"), default="public",
               doc=Phrase("办别：公办或民办", "public or private")),
        Column("type", "choice", ("学校类别", "类型"), required=False,
               choices=("general", "vocational", "special"), default="general",
               doc=Phrase("类型：普通、中职或特殊教育", "general, vocational or special school")),
        Column("rank", "int", ("录取顺序", "录取批次"), required=False, low=1, high=99, default=1,
               doc=Phrase("按成绩录取时的先后，1 最先",
                          "order in which schools choose where admission is by score, 1 first")),
        Column("cluster", "id", ("学区", "集团", "共同体"), required=False,
               doc=Phrase("学区或教育集团；同一学区的校区互相接收学生",
                          "cluster: its campuses also take children whose own campus is in it")),
        Column("beds", "int", ("床位", "床位数"), "beds", False, 0, 100_000, default=0,
               doc=Phrase("寄宿床位数", "boarding beds")),
        Column("resource_room", "int", ("资源教室",), "rooms", False, 0, 10,
               doc=Phrase("资源教室数；不写为不详", "resource rooms; unknown when absent")),
        Column("site_area_m2", "float", ("占地面积", "用地面积"), "m²", False, 0, 10_000_000,
               doc=Phrase("用地面积", "land of the site")),
        Column("inclusive_from", "date", ("普惠认定日期", "普惠认定起"), required=False,
               doc=Phrase("民办园认定为普惠的起始日期",
                          "day from which a private kindergarten is recognised as inclusive")),
        Column("inclusive_until", "date", ("普惠到期日期", "普惠认定止"), required=False,
               doc=Phrase("普惠认定的到期日期；不写时一直有效",
                          "day on which the recognition ends; open when absent")),
        Column("teachers", "int", ("教职工", "教职工数", "在编教职工"), "persons", False, 0, 10_000,
               doc=Phrase("起始学年初在岗的教职工（编制标准所计的全部教职工）",
                          "staff in post on the opening census day, all that the posts count")),
        *(Column(name, "float", (words.zh,), unit, False, 0, 1e10, doc=words)
          for name, (words, unit, _) in RESOURCES.items()),
    ),
    "pools": (
        _CAMPUS,
        Column("id", "id", ("教室组",), required=False,
               doc=Phrase("教室组编号；不写时为“校区/学段”", "pool id; campus/stages when absent")),
        Column("stages", "stages", ("学段",),
               doc=Phrase("学段；几个学段共用教室时写 primary+junior 或九年一贯制",
                          "stage, or stages sharing the rooms: primary+junior")),
        Column("grades", "text", ("开设年级",), required=False,
               doc=Phrase("只开设部分年级时写明，如 p1-p3",
                          "grades taught when not all of the stages: p1-p3")),
        Column("combined", "text", ("复式班", "复式"), required=False,
               doc=Phrase("复式班合班的年级，如 p1-p2，或 p1-p2; p3-p4",
                          "grades taught together in combined classes: p1-p2, or p1-p2; p3-p4")),
        Column("rooms", "int", ("普通教室", "教室数", "教室"), "classrooms", low=0, high=50_000,
               doc=Phrase("普通教室数", "ordinary classrooms")),
        Column("temporary", "int", ("临时教室",), "classrooms", False, 0, 500, default=0,
               doc=Phrase("临时教室数", "temporary classrooms")),
        Column("specialist_rooms", "int", ("功能室", "专用教室", "功能室数"), "classrooms", False,
               0, 500,
               doc=Phrase("可借作普通教室的功能室（专用教室）数；不写为不详",
                          "specialist rooms that may be borrowed as classrooms; unknown when "
                          "absent")),
        Column("design_places", "int", ("设计学位",), "places", False, 0, 50_000,
               doc=Phrase("批准设计图上的学位数", "places of the approved drawings")),
        Column("approved_places", "int", ("核定学位",), "places", False, 0, 50_000,
               doc=Phrase("教育部门核定的学位数", "places approved by the bureau")),
    ),
    "enrolment": (
        _CAMPUS,
        _GRADE,
        Column("pupils", "int", ("在校生", "学生数", "人数"), "pupils", low=0, high=20_000,
               doc=Phrase("起始学年初的在校生数", "pupils on the opening census day")),
        Column("classes", "int", ("班数", "班级数"), "classes", low=0, high=200,
               doc=Phrase("起始学年初的班数", "classes on the opening census day")),
        Column("sizes", "text", ("各班人数", "班额"), "pupils", False,
               doc=Phrase("各班人数，如 56/55/54；不写时平均分班",
                          "sizes of the classes, 56/55/54; even when absent")),
        Column("boarders", "int", ("寄宿生",), "pupils", False, 0, 20_000, default=0,
               doc=Phrase("在校生中的寄宿生数", "boarders among the pupils")),
    ),
    "catchments": (
        Column("stage", "stage", ("学段",), doc=Phrase("学段", "stage")),
        _ZONE,
        _CAMPUS,
    ),
    "feeders": (
        Column("stage", "stage", ("学段",), doc=Phrase("升入的学段", "stage entered")),
        Column("from", "id", ("毕业校区", "对口小学", "生源校"),
               doc=Phrase("毕业的校区", "campus the entrants come from")),
        Column("campus", "id", ("对口校区", "对口初中", "校区", "学校"),
               doc=Phrase("对口的校区", "campus they lead to")),
    ),
    "sites": (
        Column("id", "id", ("地块编号", "编号"), doc=Phrase("候选地块编号", "site id")),
        Column("name", "text", ("名称",), required=False, doc=Phrase("显示的名称", "name shown")),
        *_lonlat(required=True),
        Column("site_area_m2", "float", ("用地面积",), "m²", False, 0, 10_000_000,
               doc=Phrase("用地面积", "land")),
    ),
    "outside_inflow": (
        _CAMPUS,
        _GRADE,
        Column("pupils", "float", ("人数",), "pupils per year", low=0, high=20_000,
               doc=Phrase("每年从区外入读的学生数；读完入读的学段即离开",
                          "pupils entering each year from outside; each leaves at the end of the "
                          "stage entered")),
    ),
}  # fmt: skip
"""Columns of every input table, by table name. ``zones`` and ``outline`` files with geometry
bring it along as a column ``geometry``."""

COLUMNS["baselines"] = (
    Column(
        "baseline",
        "id",
        ("方案", "基线"),
        doc=Phrase("该行属于哪一份起始在校生", "generated opening the row belongs to"),
    ),
    *COLUMNS["enrolment"],
)

KEYS: dict[str, tuple[str, ...]] = {
    "zones": ("id",),
    "people": ("zone", "residence", "age"),
    "births": ("zone", "residence", "year"),
    "schools": ("id",),
    "campuses": ("id",),
    "pools": ("id",),
    "enrolment": ("campus", "grade"),
    "catchments": ("stage", "zone", "campus"),
    "feeders": ("stage", "from"),
    "sites": ("id",),
    "outside_inflow": ("campus", "grade"),
    "baselines": ("baseline", "campus", "grade"),
}
"""Columns that together name a row, by table; joined by ``/`` under ``rows:``."""

_DIGITS = "一二三四五六七八九"

WORDS: dict[str, dict[str, str]] = {
    "stage": {
        "学前": "preschool", "学前教育": "preschool", "幼儿园": "preschool", "小学": "primary",
        "初中": "junior", "高中": "senior", "普通高中": "senior",
    },
    "grade": {
        "小班": "k1", "中班": "k2", "大班": "k3",
        **{f"{word}年级": f"p{n}" for n, word in enumerate(_DIGITS[:6], 1)},
        **{f"{n}年级": f"p{n}" for n in range(1, 7)},
        **{f"小{word}": f"p{n}" for n, word in enumerate(_DIGITS[:6], 1)},
        **{f"{word}年级": f"j{n}" for n, word in enumerate(_DIGITS[6:], 1)},
        **{f"{n + 6}年级": f"j{n}" for n in range(1, 4)},
        **{f"初{word}": f"j{n}" for n, word in enumerate(_DIGITS[:3], 1)},
        **{f"高{word}": f"s{n}" for n, word in enumerate(_DIGITS[:3], 1)},
    },
    "residence": {
        "户籍": "registered", "本地": "registered", "本地户籍": "registered",
        "随迁": "migrant", "非户籍": "migrant", "外来": "migrant", "随迁子女": "migrant",
    },
    # Kindergartens run by village collectives with public assets count as public
    # (《县域学前教育普及普惠督导评估办法》教督〔2020〕1号).
    "operator": {"公办": "public", "集体办": "public", "民办": "private"},
    "type": {
        "普通": "general", "普通高中": "general", "中职": "vocational", "职业": "vocational",
        "中等职业": "vocational", "特殊": "special", "特殊教育": "special", "特教": "special",
    },
    "settlement": {
        "城镇": "urban", "城市": "urban", "城区": "urban", "镇区": "urban",
        "乡村": "rural", "农村": "rural",
    },
}  # fmt: skip
"""Chinese words understood in a cell, by kind or, for choices, by field."""

_CHINESE: dict[str, str] = {
    code: word for words in WORDS.values() for word, code in reversed(words.items())
}


def named(codes: str) -> Phrase:
    """Say a stage, grade or other word of the model, or several joined by ``+``."""
    return Phrase("+".join(_CHINESE.get(code, code) for code in codes.split("+")), codes)


SHARED_STAGES: dict[str, str] = {
    "九年一贯制": "primary+junior",
    "完全中学": "junior+senior",
    "十二年一贯制": "primary+junior+senior",
}
"""Chinese words for several stages sharing one pool."""
