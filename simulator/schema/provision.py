"""Which projects do housing and residents require (配建标准)?"""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from simulator.schema.base import Date, Money, Parameter, Section, Source, StageName

RuleId = Annotated[
    str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\s@,;:*?\"<>|\\\x00-\x1f]+$")
]
"""Identifier of a rule: short, for the ids of what it creates begin with it."""

Number = Annotated[int, Field(ge=1, le=10_000_000)]
Persons = Annotated[float, Field(ge=0.5, le=10, allow_inf_nan=False)]

PERSONS_PER_DWELLING: Final = Parameter(
    value=3.2,
    source="广东省《加强住宅小区配套幼儿园建设和管理工作的指导意见》：每户 3.2 人",
    status="verified",
)


class ProvisionRule(Section):
    """A ratio that requires projects: so many dwellings of an estate, or residents of a town, need
    a campus. What is missing is added to the changes.

    一条配建标准：每多少套住宅（按小区）或每多少常住人口（按镇街）须有一所学校，
    缺少的由程序加入 `changes`。
    """

    id: RuleId
    """Identifier; the ids of the changes it creates begin with it.

    编号；由它推出的各项调整的编号以此开头。"""
    stage: StageName
    """Stage of the campuses.

    学校的学段。"""
    per_dwellings: Number | None = None
    """Dwellings of an estate for each campus; whole multiples count. Or ``per_residents``.

    每多少套住宅配建一所，按小区计，不足一倍的部分不计；与 `per_residents` 二选一。"""
    from_dwellings: Number | None = None
    """Dwellings from which an estate is bound, and needs one at least; as ``per_dwellings`` when
    absent.

    达到多少套的小区才受约束，且至少配建一所；不写时同 `per_dwellings`。"""
    per_residents: Number | None = None
    """Residents of a town for each campus; whole multiples count. Needs ``residents`` in the table
    of zones.

    每多少常住人口设一所，按镇街计，不足一倍的部分不计；须在片区表写常住人口。"""
    from_residents: Number | None = None
    """Residents from which a town is bound, and needs one at least; as ``per_residents`` when
    absent.

    常住人口达到多少的镇街才受约束，且至少设一所；不写时同 `per_residents`。"""
    rooms: Annotated[int, Field(ge=1, le=500)]
    """Ordinary classrooms of each campus created.

    每所新校的普通教室数，间。"""
    operator: Literal["public", "private"] = "public"
    """Operator of each campus created.

    每所新校的办别：公办或民办。"""
    since: Date | None = None
    """Estates handed over before are not bound (per_dwellings); the opening census when absent.

    此日之前交付的小区不受约束（用于 `per_dwellings`）；不写时为起始学年初统计日。"""
    by: Date | None = None
    """Day by which towns must have what residents require (per_residents): campuses created are
    accepted then.

    镇街应在何日之前配足（用于 `per_residents`）；推出的学校在该日验收。"""
    persons_per_dwelling: Persons | Parameter = PERSONS_PER_DWELLING
    """Persons in each dwelling handed over from the opening census to ``by`` (per_residents).

    起始学年初统计日至 `by` 交付的住宅，每套按几人计入常住人口（用于 `per_residents`）。"""
    site_area_m2: Annotated[float, Field(ge=0, le=10_000_000)] | None = None
    """Land of each campus created, square metres.

    每所新校的用地面积，平方米。"""
    cost: Money | None = None
    """Investment in each campus created, with its unit.

    每所新校的投资额，连同单位。"""
    source: str | Source
    """Standard or document that sets the ratio.

    这条标准的出处。"""

    @property
    def persons(self) -> float:
        """Persons in each dwelling handed over."""
        stated = self.persons_per_dwelling
        return stated.value if isinstance(stated, Parameter) else stated
