"""Which dated things may a scenario do?"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from simulator.schema.base import (
    Coordinate,
    Count,
    Date,
    Evidence,
    GradeName,
    Id,
    Metres,
    Money,
    Section,
    Share,
    Source,
    StageName,
    Text,
    Year,
)


class Delay(Section):
    """Uncertain lateness of a project, in months after its planned date.

    项目可能的延误，按计划日期之后的月数计。
    """

    p50: Annotated[float, Field(ge=0, le=120)]
    """Months late that are exceeded half of the time.

    有一半可能超过的延误月数。"""
    p90: Annotated[float, Field(ge=0, le=240)]
    """Months late that are exceeded one time in ten.

    十次中只有一次会超过的延误月数。"""


class DelaySpread(Section):
    """Delay of a project.

    项目的延误。
    """

    months: Delay
    """Months late.

    延误月数。"""


class Milestones(Section):
    """Dates a project reached or will reach.

    项目已经或将要实际达到的节点日期。
    """

    approved: Date | None = None
    """Approved (立项批复).

    立项批复日期。"""
    started: Date | None = None
    """Works started (开工).

    开工日期。"""
    topped_out: Date | None = None
    """Structure topped out (封顶).

    封顶日期。"""
    accepted: Date | None = None
    """Accepted for use (竣工验收).

    竣工验收日期。"""


class Transition(Section):
    """Where a new school that is late, or one being rebuilt, teaches until it is accepted.

    新校已公布招生但未能按时验收时，或学校拆除重建期间的过渡校址，用到验收为止。
    """

    rooms: Annotated[int, Field(ge=1, le=500)]
    """Classrooms of the transition site.

    过渡校址的教室数，间。"""
    at: Id | None = None
    """Campus that lends the rooms; rooms of its own, e.g. rented, when absent.

    借出教室的校区；不写时为自有场所，例如租用的校舍。"""


class Funding(Section):
    """What one source pays for a project.

    一个资金来源为项目出多少钱。
    """

    source: Annotated[str, Field(min_length=1, max_length=80)]
    """Who pays: province, city, district, special bonds, developer …

    资金来源：省级、市级、区级、专项债、开发商……"""
    amount: Money | None = None
    """How much, with its unit; instead of ``share``.

    金额，连同单位；与 `share` 二选一。"""
    share: Share | None = None
    """Share of the cost; instead of ``amount``.

    占投资额的比例；与 `amount` 二选一。"""


class Change(Section):
    """One dated thing a scenario does; exactly one kind (build, expand, …) is given.

    Which further fields a kind needs and allows is checked when the file is read.

    情景要做的一件有日期的事；种类（build、expand 等）只写一个。

    各种类需要和可写的其他字段，在读入文件时检查。
    """

    id: Id
    """Identifier, unique in the scenario.

    编号，在情景中不重复。"""
    build: Id | None = None
    """Kind: a new campus with this id (and name).

    种类“新建”：新校区的编号（不另写 name 时也是名称）。"""
    expand: Id | None = None
    """Kind: more rooms at this campus.

    种类“扩建”：增加教室的校区。"""
    rebuild: Id | None = None
    """Kind: old rooms of this campus are replaced: ``rooms_out`` go, ``rooms`` come.

    种类“拆除重建”（改建）：哪个校区拆旧建新；`rooms_out` 拆除，`rooms` 新建。"""
    receive: Id | None = None
    """Kind: a new campus that the developer of an ``estate`` hands over.

    种类“接收配建”：由住宅小区开发商配建并移交的新校区；`estate` 写明小区。"""
    take_over: Id | None = None
    """Kind: this private campus becomes public from ``on``; its pupils stay.

    种类“转公办”（民转公、集体办转公办）：哪个民办校区自 `on` 起转为公办，在校生不动。"""
    lease: Id | None = None
    """Kind: rooms rented for this campus or pool, from ``on`` to ``until``: never usable places.

    种类“租用校舍”：为哪个校区或教室组租用教室，自 `on` 到 `until`；不计有效学位。"""
    convert: Id | None = None
    """Kind: rooms of this pool change to another stage (``to``).

    种类“改用”：把哪个教室组的教室改给另一学段（由 `to` 写明）。"""
    merge: Id | None = None
    """Kind: this campus moves, classes and rooms, into ``into``.

    种类“合并”：连同班级和教室并入 `into` 的校区。"""
    close: Id | None = None
    """Kind: this campus closes; its classes go to ``into``, or its pupils seek a place.

    种类“撤销”：停办的校区；班级转入 `into`，不写时学生另行安排学位。"""
    withdraw: Id | None = None
    """Kind: this campus takes no entrants from ``on``, and closes by ``until``.

    种类“撤点并校”（设过渡期）：哪个校区自 `on` 起不再招收新生，至迟在 `until` 撤销。"""
    catchment: StageName | None = None
    """Kind: catchments of this stage are redrawn: ``zones`` maps zone → campuses.

    种类“划片调整”：重新划定哪个学段的招生片区；`zones` 写明片区 → 校区。"""
    admission_plan: Id | None = None
    """Kind: entry classes announced for this campus: ``grade``, ``classes``, from ``on``.

    种类“招生计划”：对哪个校区公布起始年级班数；另写 `grade`、`classes`，自 `on` 起。"""
    purchase: StageName | None = None
    """Kind: purchased places of this stage: ``places`` per entry year, from ``on``.

    种类“购买学位”：向民办学校购买哪个学段的学位；`places` 为每个入学年的个数，自 `on` 起。"""
    recognise: Id | None = None
    """Kind: this private kindergarten is recognised as inclusive from ``on`` to ``until``.

    种类“普惠认定”：认定哪所民办园为普惠性民办园，自 `on` 到 `until`。"""
    policy: dict[str, Any] | None = None
    """Kind: rules or norms in force from ``on``, e.g. ``{large_classes: clear}``.

    种类“政策”：自 `on` 起执行的规则或标准，例如 `{large_classes: clear}`。"""

    name: Text | None = None
    """Name of a new campus; its id when absent.

    新校区的名称；不写时用其编号。"""
    stage: StageName | None = None
    """Stage of the rooms.

    教室所属学段。"""
    stages: tuple[StageName, ...] | None = None
    """Stages sharing the rooms of one pool (a nine-year school).

    共用同一组教室的几个学段（如九年一贯制学校）。"""
    rooms: Annotated[int, Field(ge=0, le=500)] | None = None
    """Ordinary classrooms added or moved.

    新增或转出的普通教室数，间。"""
    rooms_out: Annotated[int, Field(ge=1, le=500)] | None = None
    """Old classrooms that a rebuilding takes out of use.

    拆除重建停用的旧教室数，间。"""
    demolish: Literal["before", "after"] = "before"
    """Old rooms go when works start, or only after the new ones are accepted.

    旧教室在开工时停用（before），或先建后拆，到新教室验收后才停用（after）。"""
    rooms_by_stage: dict[StageName, Annotated[int, Field(ge=0, le=500)]] | None = None
    """Ordinary classrooms of a new campus with a pool for each stage.

    新校区各学段分别有多少间普通教室，每学段一组。"""
    campus: Id | None = None
    """Listed private campus at which places are bought; one that is not listed when absent.

    在哪个已列入的民办校区购买学位；不写时为未列入的民办学校。"""
    places: Count | None = None
    """Declared design places (build, expand), or places bought (purchase).

    设计学位数（新建、扩建），或购买的学位数（购买学位），个。"""
    operator: Literal["public", "private"] = "public"
    """Operator of a new campus.

    新校区的办别：公办或民办。"""
    type: Literal["general", "vocational", "special"] = "general"
    """Type of a new campus: general, vocational or special school.

    新校区的类型：普通、中职（vocational）或特殊教育（special）。"""
    rank: Annotated[int, Field(ge=1, le=99)] = 1
    """Order in which a new campus chooses where admission is by score, 1 first.

    按成绩录取时新校区的先后，1 最先。"""
    at: tuple[Coordinate, Coordinate] | None = None
    """Longitude and latitude of a new campus, in the scenario's ``crs``.

    新校区的经度和纬度，坐标系同情景的 `crs`。"""
    zone: Id | None = None
    """Zone a new campus stands in, instead of ``at``.

    新校区所在片区，代替 `at`。"""
    site: Id | None = None
    """Candidate site a new campus stands on, instead of ``at``.

    新校区所在的候选地块，代替 `at`。"""
    beds: Count | None = None
    """Boarding beds added.

    新增寄宿床位数，张。"""
    site_area_m2: Annotated[float, Field(ge=0, le=10_000_000)] | None = None
    """Land of the site, square metres.

    用地面积，平方米。"""
    cost: Money | None = None
    """Investment, with its unit.

    投资额，连同单位。"""
    funding: tuple[Funding, ...] | None = None
    """Who pays; parts that do not add up to ``cost`` are listed as odd and kept as stated.

    资金来源；各部分之和与 `cost` 不符时列为数据疑点，两者照录。"""
    spending: dict[Year, Money] | None = None
    """Money by calendar year; spread evenly from start of works to acceptance when absent.

    分公历年的资金；不写时从开工到竣工验收按天平均。"""
    approved: Date | None = None
    """Planned approval.

    计划立项批复日期。"""
    started: Date | None = None
    """Planned start of works.

    计划开工日期。"""
    topped_out: Date | None = None
    """Planned topping out.

    计划封顶日期。"""
    accepted: Date | None = None
    """Planned acceptance; rooms admit from the September after it.

    计划竣工验收日期；验收后的第一个九月起可以招生。"""
    actual: Milestones = Milestones()
    """Milestones as they were, or will be, really reached.

    实际（或确定将要）达到的各节点日期。"""
    estate: Id | None = None
    """Housing estate whose developer hands the campus over; accepted with it when no date is given.

    配建该校的住宅小区；不写 `accepted` 时与小区同步交付。"""
    delay: DelaySpread | None = None
    """Spread of lateness; the central run takes its median.

    延误的可能范围；中心方案取其中位数。"""
    transition: Transition | None = None
    """Site where a new campus opens if it is late, or where one is taught while it is rebuilt.

    新校已公布招生但未按时验收时在何处开学，或拆除重建期间在何处过渡。"""
    opens_with: Literal["entry", "all"] = "entry"
    """A new campus opens with its entry grades, or with all grades (drawing from neighbours).

    新校区开办时只招起始年级（entry），或各年级同时开办（all，从邻近学校转入）。"""
    draws_within_m: Metres = 3_000
    """Reach from which a campus opening with all grades draws pupils, metres.

    各年级同时开办时，从多远以内的学校转入学生，米。"""
    cluster: Id | None = None
    """Cluster of a new campus; none when absent.

    新校区所属学区（教育集团）；不写时不属于任何学区。"""
    catchment_zones: tuple[Id, ...] | None = None
    """Zones a new campus must admit from its opening; assumed when absent.

    新校区开办起必须接收的片区；不写时由程序推定。"""
    into: Id | None = None
    """Campus that receives a merged or closed one.

    接收合并或撤销学校的校区。"""
    land: Literal["kept", "released"] | None = None
    """What becomes of the land of a merged or closed campus: kept as school land (default; after
    a merger the receiver uses it), or released from the schools.

    合并或撤销后校园用地的去向：仍作教育用地（kept，默认；合并的由接收校区使用），或退出教育
    用地（released）。"""
    to: StageName | None = None
    """Stage converted rooms serve.

    改用后的教室供哪个学段使用。"""
    on: Date | None = None
    """Date of a change that is not a building project.

    非建设项目的执行日期。"""
    until: Date | None = None
    """Date on which it ends (lease, recognise), or at the latest a campus closes (withdraw).

    到期日（租用、普惠认定），或过渡期结束、至迟撤销的日期（撤点并校）。"""
    grade: GradeName | None = None
    """Grade of an admission plan.

    招生计划的年级。"""
    classes: Annotated[int, Field(ge=0, le=200)] | None = None
    """Classes of an admission plan.

    招生计划的班数，个。"""
    zones: dict[Id, tuple[Id, ...]] | None = None
    """New catchments: zone → campuses.

    新的招生片区：片区 → 校区。"""
    required_by: Id | None = None
    """Provision rule that requires a new campus; written by the program on what a rule creates.

    由哪条配建标准（`provision`）推出；程序推出的新校由程序写上。"""
    evidence: Evidence | None = None
    """How the change is known; an illustrative project is named so wherever it counts.

    该项的数据性质；示例项目凡影响结果之处都会注明。"""
    source: str | Source | None = None
    """Where the change comes from.

    该项的来源。"""

    @property
    def new_campus(self) -> str | None:
        """Id of the campus it creates: built, or received from a developer."""
        return self.build or self.receive

    @property
    def works_at(self) -> str | None:
        """Id of the campus that is there already and to which it brings rooms."""
        return self.expand or self.rebuild

    def handed_over(self, estates: Mapping[str, dt.date]) -> Self:
        """Give it with the date its estate is handed over, where it states no other.

        ``estates`` maps the id of each estate to its handover.
        """
        handover = estates.get(self.estate or "")
        if self.receive is None or self.accepted is not None or handover is None:
            return self
        return self.model_copy(update={"accepted": handover})
