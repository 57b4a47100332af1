"""What may a planner write in a scenario file?

Every section is closed (an unknown key is an error), frozen, and documents each field with
its unit: the scenario reference and the JSON Schema are generated from here. Tables are
described apart, in ``simulator.columns``; here a table is only pointed at.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from simulator.schema.base import (
    Bilingual,
    Count,
    Date,
    Id,
    Metres,
    Parameter,
    Section,
    Share,
    Source,
    StageName,
    Table,
    Text,
    Year,
)
from simulator.schema.changes import Change, Milestones
from simulator.schema.demand import EntryShare, Estate, LeaveRate, Migration, Outlooks
from simulator.schema.provision import ProvisionRule
from simulator.schema.rules import Norms, Rules
from simulator.schema.verdict import Baselines, Sensitivity, Target, Variant

__all__ = [
    "Baselines",
    "Bilingual",
    "Change",
    "Milestones",
    "Norms",
    "Parameter",
    "ProvisionRule",
    "Rules",
    "ScenarioSpec",
    "Section",
    "Source",
    "Table",
    "Target",
    "Text",
]


Assumed = Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]
"""A rate; a gross one may exceed 1."""


class Travel(Section):
    """How distances are made.

    上学距离怎样推算。
    """

    detour_factor: Annotated[float, Field(ge=1, le=3, allow_inf_nan=False)] = 1.3
    """Way actually travelled ÷ straight line.

    实际路程与直线距离之比（绕行系数）。"""


class Opening(Section):
    """How the opening year's pupils are given homes.

    起始学年的在校生怎样对应到居住片区。
    """

    catchment_bonus_m: Metres = 1_500
    """Metres by which a pupil's own catchment is preferred over a nearer school.

    对应住址时，本校招生片区内的儿童优先于更近学校的幅度，米。"""
    distance_cap_m: Metres = 8_000
    """Pupils who find no child of their age within this distance are taken to live outside, m.

    在此距离内找不到同龄儿童的在校生，视为居住在区外，米。"""


class Years(Section):
    """Which school years are simulated.

    模拟哪些学年。
    """

    opening: Year
    """School year whose census (1 September) is the starting point.

    起始学年，以该年 9 月 1 日的学年初统计为起点；2025 指 2025—2026 学年。"""
    last: Year
    """Last school year simulated.

    模拟的最后一个学年。"""


class DistrictInfo(Section):
    """The place.

    所研究的区县。
    """

    name: Text
    """Name.

    区县名称。"""
    code: str | None = None
    """Administrative code.

    行政区划代码；请加引号，以免丢掉开头的 0。"""


class Staff(Section):
    """What becomes of the staff in post.

    在岗教职工的变化。
    """

    retirement_rate: Share = 0.0
    """Share of the staff of the opening who retire each year.

    起始在岗教职工每年退休的比例。"""


class ScenarioSpec(Section):
    """A scenario file, after ``extends``, variant and ``--set`` are applied.

    情景文件：上级文件（extends）、变体和 --set 合并之后的内容。
    """

    format: Literal[1] = 1
    """Version of this format.

    情景文件格式的版本。"""
    name: Annotated[str, StringConstraints(pattern=r"^[\w-][\w.-]{0,79}$")]
    """Short name: names the output folder.

    简称，用作结果文件夹的名字；只用文字、字母、数字、`_`、`.`、`-`，不以 `.` 开头。"""
    title: Text
    """Title.

    标题，印在报告上。"""
    description: Text | None = None
    """What is asked, and what must not be concluded.

    要回答什么问题，以及哪些结论不能由此得出。"""
    district: DistrictInfo
    """The place.

    所研究的区县。"""
    crs: (
        Literal["EPSG:4326", "EPSG:4490", "gcj02", "bd09"]
        | Annotated[str, StringConstraints(pattern=r"^EPSG:\d{4,6}$")]
    )
    """Coordinates of every table: WGS 84, CGCS2000, a projected EPSG code, GCJ-02 or BD-09.

    各表坐标所用的坐标系：WGS 84、CGCS2000、某个投影坐标系的 EPSG 代码、GCJ-02（火星坐标）或
    BD-09（百度坐标）。"""
    years: Years
    """School years simulated.

    模拟的学年。"""
    stages: Annotated[tuple[StageName, ...], Field(min_length=1)] = ("primary", "junior")
    """Stages modelled; children of other stages are counted, not placed.

    纳入推演的学段；其余学段只统计适龄儿童，不安排学位。"""
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    """Seed of all luck.

    随机种子。"""
    outlook: Literal["low", "middle", "high"] = "middle"
    """Outlook of births and migration.

    采用的人口方案（出生与迁移）：低、中或高方案。"""

    zones: Table
    """Zones: points or polygons.

    片区表：点位或面。"""
    outline: Table | None = None
    """Outline of the district, one polygon; cells of point zones are clipped to it.

    区县轮廓，一个面；点位片区的范围按它裁剪。"""
    outline_note: Text | None = None
    """Printed on every map, e.g. that the outline is illustrative.

    印在每张地图上的说明，例如轮廓仅为示意。"""
    people: Table
    """Children by zone, residence and age.

    分片区、户籍、年龄的儿童人数。"""
    people_as_of: Date
    """Day the ages refer to: 1 September or (a census) 1 November.

    年龄按哪一天计算：9 月 1 日，或（人口普查）11 月 1 日。"""
    births: Table
    """Births by zone and calendar year.

    分片区、公历年的出生人数。"""
    census_share: Share = 1 / 6
    """Of the children aged a on 1 November, the share aged a − 1 on 31 August.

    11 月 1 日满 a 岁的儿童中，8 月 31 日时为 a − 1 岁的比例。"""
    births_share: Share = 1 / 3
    """Of a calendar year's births, the share born from September to December.

    一年出生人数中 9 月至 12 月出生的比例。"""
    survival: Share | dict[int, Share] = 1.0
    """Chance of living to the next age, one value or by age.

    活到下一岁的比例；写一个数，或按年龄分别写。"""
    campuses: Table
    """Campuses of listed schools.

    校区表：列入推演的各校校区。"""
    schools: Table | None = None
    """Legal units with several campuses; each campus is a school when absent.

    学校（法人单位）表，一校多校区时填写；不写时每个校区各算一所学校。"""
    pools: Table
    """Classrooms.

    教室表：各校区的普通教室。"""
    enrolment: Table
    """Opening pupils and classes by campus and grade.

    起始学年分校区、年级的在校生数和班数。"""
    catchments: Table | None = None
    """Zones each campus must admit, by stage.

    招生片区表：各学段每个校区必须接收哪些片区的学生。"""
    feeders: Table | None = None
    """Campuses that entrants come from, and those they lead to (对口), by stage.

    对口升学表：各学段的毕业校区及其对口的校区。"""
    sites: Table | None = None
    """Candidate sites.

    候选地块。"""
    outside_inflow: Table | None = None
    """Pupils entering each year from outside, by campus and grade; each leaves at the end of the
    stage entered, and those of the next stage are stated for its first grade.

    每年从区外入读的学生数，分校区、年级；读完入读的学段即离开，升入下一学段的另按其起始年级填写。"""

    travel: Travel = Travel()
    """How distances are made.

    上学距离怎样推算。"""
    opening: Opening = Opening()
    """How the opening year's pupils are given homes.

    起始学年的在校生怎样对应到居住片区。"""
    staff: Staff = Staff()
    """What becomes of the staff in post.

    在岗教职工的变化。"""
    norms: Norms = Norms()
    """Norms.

    班额、校额、服务半径等标准。"""
    rules: Rules = Rules()
    """Rules of admission and of classes.

    入学与编班的规则。"""
    entry_shares: tuple[EntryShare, ...] = ()
    """Children who do not seek a public place on entering a stage.

    进入某学段时不在本地公办学校就读的儿童比例。"""
    leave_rates: tuple[LeaveRate, ...] = ()
    """Pupils who leave during a stage.

    学段中途离开公办学校的学生比例。"""
    migration: tuple[Migration, ...] = ()
    """Net migration.

    儿童净迁移。"""
    estates: tuple[Estate, ...] = ()
    """Housing estates handed over.

    陆续交付的住宅小区。"""
    outlooks: Outlooks = Outlooks()
    """Low, middle and high births and migration.

    低、中、高三个人口方案。"""

    special_needs: Share | Parameter | None = None
    """Share of the pupils of ordinary compulsory schools with special needs; unknown when absent.

    普通义务教育学校中有特殊需要学生的比例；不写为不详。"""
    first_grade_rolls: dict[Year, Count] = {}
    """Pupils of the first grade in school years before the opening: the base of retention.

    起始学年之前各学年的小学一年级在校生数，用于计算巩固率。"""
    assumed: dict[Id, Assumed | Parameter] = {}
    """Values taken for granted, by indicator (``special_enrolment_rate``, any rate) or, for one
    stage, ``gross_rate.preschool``: promises about them are shown as assumed, never judged.

    直接给定的取值：写指标（`special_enrolment_rate` 或任一比率），只对一个学段时写成
    `gross_rate.preschool`；有关目标只注明“假设值，未检验”，不作判断。"""

    changes: tuple[Change, ...] = ()
    """What this scenario does, each dated.

    本情景要做的事：建设项目、撤并、划片调整、政策等，每项都有日期。"""
    provision: tuple[ProvisionRule, ...] = ()
    """Rules by which estates and towns require campuses; what is missing is added to ``changes``.

    配建标准：按住宅套数或常住人口须有的学校，缺少的由程序加入 `changes`。"""
    targets: tuple[Target, ...] = ()
    """Promises to be judged.

    要检验的目标（规划承诺）。"""
    sensitivity: Sensitivity = Sensitivity()
    """What else the verdict is shown under.

    结论还要在哪些其他假设下再算一遍。"""
    variants: dict[Id, Variant] = {}
    """Named sets of overrides.

    变体：在本情景上改动若干处，各起一个名字。"""
