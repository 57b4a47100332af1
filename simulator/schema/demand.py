"""What may a scenario say of children: who comes, who leaves, who does not seek a place?"""

from typing import Annotated

from pydantic import Field

from simulator.schema.base import Count, Date, Id, ResidenceName, Section, Share, StageName, Year


class EntryShare(Section):
    """Children who, on entering a stage, do not seek a public place here.

    进入某学段时不在本地公办学校就读的儿童。
    """

    stage: StageName
    """Stage entered.

    进入的学段。"""
    residence: ResidenceName | None = None
    """Residence; both when absent.

    户籍类型；不写时户籍与随迁都算。"""
    zone: Id | None = None
    """Zone; every zone when absent.

    片区；不写时为所有片区。"""
    elsewhere: Share = 0.0
    """Share going to school elsewhere (or to a kind of school not modelled).

    到外地就读（或就读未纳入推演的其他学校）的比例。"""
    private: Share = 0.0
    """Share going to private schools not listed here.

    就读未列入校区表的民办学校的比例。"""
    not_enrolled: Share = 0.0
    """Share not enrolled.

    未入学的比例。"""
    special: Share = 0.0
    """Share set on a special school listed here; without a seat they go to an ordinary one.

    拟入读已列入的特殊教育学校的比例；没有学位的随班就读。"""
    listed_private: Share = 0.0
    """Share applying to private schools listed here; who draws no place seeks a public one.

    报名已列入的民办学校的比例；摇号未录取的申请公办学位。"""
    vocational: Share = 0.0
    """Share set on the vocational track, at campuses of type ``vocational`` (senior only).

    进入中等职业教育的比例，就读类型为 `vocational` 的校区（仅高中阶段）。"""


class LeaveRate(Section):
    """Pupils who leave a public school between two years without finishing the stage.

    学段未满、在两个学年之间离开公办学校的学生。
    """

    stage: StageName
    """Stage they are in.

    所在学段。"""
    elsewhere: Share = 0.0
    """Share transferring elsewhere, per year.

    每年转学到外地的比例。"""
    private: Share = 0.0
    """Share transferring to private schools not listed, per year.

    每年转入未列入校区表的民办学校的比例。"""
    not_enrolled: Share = 0.0
    """Share dropping out, per year.

    每年辍学的比例。"""


class Migration(Section):
    """Net migration of children.

    儿童净迁移。
    """

    net_rate: Annotated[float, Field(ge=-0.5, le=0.5, allow_inf_nan=False)]
    """Net migrants per child and year; positive is arrival.

    每名儿童每年的净迁移率；正数为迁入。"""
    residence: ResidenceName | None = None
    """Residence; both when absent.

    户籍类型；不写时户籍与随迁都算。"""
    zone: Id | None = None
    """Zone; every zone when absent.

    片区；不写时为所有片区。"""
    ages: tuple[Annotated[int, Field(ge=0, le=17)], Annotated[int, Field(ge=0, le=17)]] = (0, 17)
    """First and last age, years.

    起止年龄，岁。"""


class Estate(Section):
    """A housing estate handed over.

    交付的住宅小区。
    """

    id: Id
    """Identifier.

    编号。"""
    zone: Id
    """Zone it stands in.

    所在片区。"""
    handover: Date
    """Date of handover.

    交付日期。"""
    dwellings: Count
    """Number of dwellings.

    住宅套数。"""
    children_per_1000: dict[StageName, Annotated[float, Field(ge=0, le=1000)]]
    """Children of each stage per 1,000 dwellings when fully occupied.

    全部入住后每千套住宅各学段的儿童数。"""
    phase_in: tuple[Share, ...] = (1.0,)
    """Share of the children arriving in each school year from the handover on; adds up to 1.

    自交付起各学年入住儿童的比例，合计为 1。"""
    residence: ResidenceName = "registered"
    """Residence of the children.

    入住儿童的户籍类型。"""


class Outlook(Section):
    """Births and migration of one outlook, relative to the tables.

    一个人口方案的出生与迁移，相对于各表。
    """

    births: dict[Year, Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]] = {}
    """Factor on the births of a calendar year; years beyond the last keep its factor.

    某公历年出生人数的倍数；最后一年之后沿用其倍数。"""
    migration: Annotated[float, Field(ge=-0.5, le=0.5, allow_inf_nan=False)] = 0.0
    """Added to every net migration rate, per child and year.

    加在每个净迁移率上的数，每名儿童每年。"""
    source: str
    """Where the outlook comes from.

    该方案的依据。"""


class Outlooks(Section):
    """The three outlooks.

    三个人口方案。
    """

    low: Outlook | None = None
    """Low births and migration.

    低方案：出生与迁入偏少。"""
    middle: Outlook | None = None
    """Middle: the verdict speaks of this one.

    中方案：结论以此为准。"""
    high: Outlook | None = None
    """High births and migration.

    高方案：出生与迁入偏多。"""
