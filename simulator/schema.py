"""What may a planner write in a scenario file?

Every section is closed (an unknown key is an error), frozen, and documents each field with
its unit: the scenario reference and the JSON Schema are generated from here. Tables are
described apart, in ``simulator.columns``; here a table is only pointed at.
"""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

Id = Annotated[
    str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\s@,;:*?\"<>|\\\x00-\x1f]+$")
]
"""Identifier: letters of any script, digits, ``-``, ``_``, ``.``, ``/``; no blanks."""

StageName = Literal["preschool", "primary", "junior", "senior"]
StageGroup = Literal["preschool", "primary", "junior", "senior", "compulsory", "all"]
GradeName = Literal[
    "k1", "k2", "k3", "p1", "p2", "p3", "p4", "p5", "p6", "j1", "j2", "j3", "s1", "s2", "s3"
]
ResidenceName = Literal["registered", "migrant"]
Evidence = Literal["official", "estimated", "illustrative"]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-1e8, le=1e8, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=1990, le=2100)]
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso_date(value: Any) -> Any:
    """Refuse numbers, which would otherwise count as seconds since 1970."""
    if isinstance(value, int | float) or (
        isinstance(value, str) and not _ISO_DATE.fullmatch(value.strip())
    ):
        raise ValueError("a date is written year-month-day: 2025-09-01")
    return value.strip() if isinstance(value, str) else value


Date = Annotated[
    dt.date,
    BeforeValidator(_iso_date),
    Field(ge=dt.date(1990, 1, 1), le=dt.date(2100, 12, 31)),
]

_MONEY = re.compile(r"^\s*[\d_,]+(\.\d+)?\s*(CNY|元|万元|亿元)\s*$")


def _money(value: str) -> str:
    if not _MONEY.match(value):
        raise ValueError(
            "an amount of money is a number and its unit: 54_000_000 CNY, 5400 万元, 0.54 亿元"
        )
    return value


Money = Annotated[str, AfterValidator(_money)]
"""Amount with its unit: ``54_000_000 CNY``, ``5400 万元`` or ``0.54 亿元``."""


class Section(BaseModel):
    """Base of every part of a scenario file."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, strict=False
    )


class Bilingual(Section):
    """A text in both languages."""

    zh: str
    """Chinese."""
    en: str
    """English."""


Text = str | Bilingual


class Source(Section):
    """Where a figure or a promise comes from."""

    title: str
    """Title of the document or table."""
    issuer: str | None = None
    """Who issued it."""
    date: str | None = None
    """Date of issue, as printed."""
    quote: str | None = None
    """The sentence, word for word."""
    place: str | None = None
    """Note on the place, e.g. ``inferred`` where the text does not print its name."""
    licence: str | None = None
    """Licence under which a data set is used."""


class Table(Section):
    """A table: a file beside the scenario, or rows written inline."""

    file: str | None = None
    """CSV, Excel, GeoPackage or GeoJSON file, relative to the file that names it."""
    sheet: str | None = None
    """Excel sheet; the first when absent."""
    layer: str | None = None
    """Layer of a GeoPackage; the only one when absent."""
    encoding: Literal["utf-8", "gb18030"] | None = None
    """Text encoding of a CSV file; recognised (UTF-8, then GBK/GB18030) when absent."""
    columns: dict[str, str] = {}
    """Further column headings, heading → field, beside the ones always understood."""
    data: tuple[dict[str, Any], ...] | None = None
    """Rows written inline, field → value; instead of ``file``."""
    rows: dict[str, dict[str, Any]] = {}
    """Corrections of single rows by id: id → field → value."""
    evidence: Evidence
    """How the table is known: official, estimated or illustrative."""
    source: str | Source
    """Where it comes from."""


class Parameter(Section):
    """A number that is a norm or an assumption, with what makes it believable."""

    value: Annotated[float, Field(allow_inf_nan=False)]
    """The value, in the unit of the field that holds it."""
    source: str
    """Standard, document or survey."""
    status: Literal["verified", "secondary", "derived", "assumed", "recalled"]
    """How well the value is known."""


Norm = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | Parameter


class ByStage(Section):
    """One value for each stage; a stage left out keeps the default."""

    preschool: Norm | None = None
    primary: Norm | None = None
    junior: Norm | None = None
    senior: Norm | None = None


class ClassSizeNorms(Section):
    """Sizes of classes, pupils."""

    k1: Norm | None = None
    """Junior kindergarten class (default 25)."""
    k2: Norm | None = None
    """Middle kindergarten class (default 30)."""
    k3: Norm | None = None
    """Senior kindergarten class (default 35)."""
    primary: Norm | None = None
    """Primary class (default 45)."""
    junior: Norm | None = None
    """Junior class (default 50)."""
    senior: Norm | None = None
    """Senior class (default 50)."""


class Norms(Section):
    """Dated, sourced norms; a ``policy`` change can alter them from a date on."""

    class_size: ClassSizeNorms = ClassSizeNorms()
    """Standard class size, pupils per class."""
    tolerance: Norm | None = None
    """Pupils a class may reach before it counts as large (default 55); preschool: the norm."""
    large_class: Norm | None = None
    """Pupils from which a class is large (default 56)."""
    super_large_class: Norm | None = None
    """Pupils from which a class is super-large (default 66)."""
    large_school: Norm | None = None
    """Pupils above which a primary or junior school is large (default 2,000)."""
    large_nine_year_school: Norm | None = None
    """Pupils in compulsory grades above which a nine-year school is large (default 2,500)."""
    reach_urban_m: ByStage = ByStage()
    """Distance an urban child should have at most, metres (default 500 primary, 1,000 junior)."""
    reach_rural_m: ByStage = ByStage()
    """Distance a rural child should have at most, walk or ride, metres."""
    operating_margin: Share | Parameter | None = None
    """Share of usable places kept free before a school shows surplus (default 0.05)."""


class Rung(Section):
    """One rung of the admission ladder."""

    where: Literal["own", "town", "district", "purchased"]
    """Where a place is looked for: the own catchment, the town or cluster, the district, or a
    purchased place."""
    fill: Literal["norm", "tolerance", "any"] = "norm"
    """How full classes may become on this rung."""


class StageRule(Section):
    """How a stage admits."""

    admission: Literal["catchment", "nearest", "least_total_distance"] = "catchment"
    """Rule of the own rungs: stated catchments, the nearest campus that teaches the grade, or the
    assignment of least total distance over all children."""
    redirect_limit_m: Metres = 10_000
    """Distance beyond which no child is redirected, metres."""


class StageRules(Section):
    """Admission rule of each stage."""

    preschool: StageRule = StageRule()
    primary: StageRule = StageRule()
    junior: StageRule = StageRule()
    senior: StageRule = StageRule()


DEFAULT_LADDER = (
    Rung(where="own", fill="norm"),
    Rung(where="own", fill="tolerance"),
    Rung(where="town", fill="norm"),
    Rung(where="district", fill="norm"),
    Rung(where="purchased", fill="norm"),
    Rung(where="own", fill="any"),
)


class Rules(Section):
    """Rules of admission and of classes."""

    stages: StageRules = StageRules()
    """Admission rule of each stage."""
    ladder: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=20)] = DEFAULT_LADDER
    """Where each child is offered a place, rung by rung; earlier placements are final."""
    order: Literal["rungs_first", "tiers_first"] = "rungs_first"
    """Whether all tiers pass a rung before the next rung, or one tier climbs the whole ladder
    before the next tier."""
    tiers: Annotated[tuple[tuple[ResidenceName, ...], ...], Field(min_length=1, max_length=2)] = (
        ("registered",),
        ("migrant",),
    )
    """Order of admission: each tier a list of residences; first tier first."""
    new_school_catchment: Literal["assumed", "none"] = "assumed"
    """Where a new school states no catchment: reassign the zones of its town by least total
    distance (marked assumed), or leave the catchments as they are."""
    entry_classes: Literal["norm", "tolerance"] = "norm"
    """Size to which entry classes are opened while rooms allow: the norm, or (thrift) the
    tolerance."""
    large_classes: Literal["none", "clear"] = "none"
    """Class policy at the start: ``clear`` splits large continuing classes into free rooms."""
    notice: Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")] = "06-30"
    """Notice date of the admission plan, month-day."""
    spring_share: Share = 0.0
    """Share of the year's arrivals that come on 1 March instead of by 1 September."""


class Travel(Section):
    """How distances are made."""

    detour_factor: Annotated[float, Field(ge=1, le=3, allow_inf_nan=False)] = 1.3
    """Way actually travelled ÷ straight line."""


class Opening(Section):
    """How the opening year's pupils are given homes."""

    catchment_bonus_m: Metres = 1_500
    """Metres by which a pupil's own catchment is preferred over a nearer school."""
    distance_cap_m: Metres = 8_000
    """Pupils who find no child of their age within this distance are taken to live outside, m."""


class Years(Section):
    """Which school years are simulated."""

    opening: Year
    """School year whose census (1 September) is the starting point."""
    last: Year
    """Last school year simulated."""


class EntryShare(Section):
    """Children who, on entering a stage, do not seek a public place here."""

    stage: StageName
    """Stage entered."""
    residence: ResidenceName | None = None
    """Residence; both when absent."""
    zone: Id | None = None
    """Zone; every zone when absent."""
    elsewhere: Share = 0.0
    """Share going to school elsewhere (or to a kind of school not modelled)."""
    private: Share = 0.0
    """Share going to private schools not listed here."""
    not_enrolled: Share = 0.0
    """Share not enrolled."""


class LeaveRate(Section):
    """Pupils who leave a public school between two years without finishing the stage."""

    stage: StageName
    """Stage they are in."""
    elsewhere: Share = 0.0
    """Share transferring elsewhere, per year."""
    private: Share = 0.0
    """Share transferring to private schools not listed, per year."""
    not_enrolled: Share = 0.0
    """Share dropping out, per year."""


class Migration(Section):
    """Net migration of children."""

    net_rate: Annotated[float, Field(ge=-0.5, le=0.5, allow_inf_nan=False)]
    """Net migrants per child and year; positive is arrival."""
    residence: ResidenceName | None = None
    """Residence; both when absent."""
    zone: Id | None = None
    """Zone; every zone when absent."""
    ages: tuple[Annotated[int, Field(ge=0, le=17)], Annotated[int, Field(ge=0, le=17)]] = (0, 17)
    """First and last age, years."""


class Estate(Section):
    """A housing estate handed over."""

    id: Id
    """Identifier."""
    zone: Id
    """Zone it stands in."""
    handover: Date
    """Date of handover."""
    dwellings: Count
    """Number of dwellings."""
    children_per_1000: dict[StageName, Annotated[float, Field(ge=0, le=1000)]]
    """Children of each stage per 1,000 dwellings when fully occupied."""
    phase_in: tuple[Share, ...] = (1.0,)
    """Share of the children arriving in each school year from the handover on; adds up to 1."""
    residence: ResidenceName = "registered"
    """Residence of the children."""


class Outlook(Section):
    """Births and migration of one outlook, relative to the tables."""

    births: dict[Year, Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]] = {}
    """Factor on the births of a calendar year; years beyond the last keep its factor."""
    migration: Annotated[float, Field(ge=-0.5, le=0.5, allow_inf_nan=False)] = 0.0
    """Added to every net migration rate, per child and year."""
    source: str
    """Where the outlook comes from."""


class Outlooks(Section):
    """The three outlooks."""

    low: Outlook | None = None
    """Low births and migration."""
    middle: Outlook | None = None
    """Middle: the verdict speaks of this one."""
    high: Outlook | None = None
    """High births and migration."""


class Delay(Section):
    """Uncertain lateness of a project, in months after its planned date."""

    p50: Annotated[float, Field(ge=0, le=120)]
    """Months late that are exceeded half of the time."""
    p90: Annotated[float, Field(ge=0, le=240)]
    """Months late that are exceeded one time in ten."""


class DelaySpread(Section):
    """Delay of a project."""

    months: Delay
    """Months late."""


class Milestones(Section):
    """Dates a project reached or will reach."""

    approved: Date | None = None
    """Approved (立项批复)."""
    started: Date | None = None
    """Works started (开工)."""
    topped_out: Date | None = None
    """Structure topped out (封顶)."""
    accepted: Date | None = None
    """Accepted for use (竣工验收)."""


class Change(Section):
    """One dated thing a scenario does; exactly one kind (build, expand, …) is given.

    Which further fields a kind needs and allows is checked when the file is read.
    """

    id: Id
    """Identifier, unique in the scenario."""
    build: Id | None = None
    """Kind: a new campus with this id (and name)."""
    expand: Id | None = None
    """Kind: more rooms at this campus."""
    convert: Id | None = None
    """Kind: rooms of this pool change to another stage (``to``)."""
    merge: Id | None = None
    """Kind: this campus moves, classes and rooms, into ``into``."""
    close: Id | None = None
    """Kind: this campus closes; its classes go to ``into``, or its pupils seek a place."""
    catchment: StageName | None = None
    """Kind: catchments of this stage are redrawn: ``zones`` maps zone → campuses."""
    admission_plan: Id | None = None
    """Kind: entry classes announced for this campus: ``grade``, ``classes``, from ``on``."""
    purchase: StageName | None = None
    """Kind: purchased places of this stage: ``places`` per entry year, from ``on``."""
    policy: dict[str, Any] | None = None
    """Kind: rules or norms in force from ``on``, e.g. ``{large_classes: clear}``."""

    name: Text | None = None
    """Name of a new campus; its id when absent."""
    stage: StageName | None = None
    """Stage of the rooms."""
    stages: tuple[StageName, ...] | None = None
    """Stages sharing the rooms of one pool (a nine-year school)."""
    rooms: Annotated[int, Field(ge=0, le=500)] | None = None
    """Ordinary classrooms added or moved."""
    rooms_by_stage: dict[StageName, Annotated[int, Field(ge=0, le=500)]] | None = None
    """Ordinary classrooms of a new campus with a pool for each stage."""
    places: Count | None = None
    """Declared design places (build, expand), or places bought (purchase)."""
    operator: Literal["public", "private"] = "public"
    """Operator of a new campus."""
    at: tuple[Coordinate, Coordinate] | None = None
    """Longitude and latitude of a new campus, in the scenario's ``crs``."""
    zone: Id | None = None
    """Zone a new campus stands in, instead of ``at``."""
    site: Id | None = None
    """Candidate site a new campus stands on, instead of ``at``."""
    beds: Count | None = None
    """Boarding beds added."""
    site_area_m2: Annotated[float, Field(ge=0, le=10_000_000)] | None = None
    """Land of the site, square metres."""
    cost: Money | None = None
    """Investment, with its unit."""
    approved: Date | None = None
    """Planned approval."""
    started: Date | None = None
    """Planned start of works."""
    topped_out: Date | None = None
    """Planned topping out."""
    accepted: Date | None = None
    """Planned acceptance; rooms admit from the September after it."""
    actual: Milestones = Milestones()
    """Milestones as they were, or will be, really reached."""
    delay: DelaySpread | None = None
    """Spread of lateness; the central run takes its median."""
    opens_with: Literal["entry", "all"] = "entry"
    """A new campus opens with its entry grades, or with all grades (drawing from neighbours)."""
    draws_within_m: Metres = 3_000
    """Reach from which a campus opening with all grades draws pupils, metres."""
    catchment_zones: tuple[Id, ...] | None = None
    """Zones a new campus must admit from its opening; assumed when absent."""
    into: Id | None = None
    """Campus that receives a merged or closed one."""
    to: StageName | None = None
    """Stage converted rooms serve."""
    on: Date | None = None
    """Date of a change that is not a building project."""
    grade: GradeName | None = None
    """Grade of an admission plan."""
    classes: Annotated[int, Field(ge=0, le=200)] | None = None
    """Classes of an admission plan."""
    zones: dict[Id, tuple[Id, ...]] | None = None
    """New catchments: zone → campuses."""
    evidence: Evidence | None = None
    """How the change is known; an illustrative project is named so wherever it counts."""
    source: str | Source | None = None
    """Where the change comes from."""


class Target(Section):
    """A promise, as the document makes it."""

    id: Id | None = None
    """Identifier; made from metric and stage when absent."""
    metric: Id
    """Indicator id of the closed registry."""
    stage: StageGroup
    """Stage or group of stages."""
    at_least: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """Promised minimum, in the indicator's unit."""
    at_most: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """Promised maximum, in the indicator's unit."""
    since: Date | None = None
    """Counting starts on this date (added places)."""
    by: Date
    """Promised date."""
    basis: Literal["gross", "net"] = "gross"
    """Gross, or net of closures and conversions (added places)."""
    strength: Literal["binding", "expected", "aspired"] = "binding"
    """Binding, expected (预期性) or aspired (力争)."""
    source: Source
    """The sentence it comes from."""


class Alternative(Section):
    """An alternative of the rules whose effect on the verdict is shown."""

    name: Text
    """What is different, in words."""
    set: dict[str, Any]
    """Field paths of ``rules`` and their alternative values."""


class Baselines(Section):
    """Further generated openings over which the verdict is shown."""

    file: str
    """CSV with a ``baseline`` column beside the columns of the enrolment table."""
    source: str
    """How they were generated."""


class Sensitivity(Section):
    """What else the verdict is shown under."""

    rules: tuple[Alternative, ...] = ()
    """Alternatives of the rules."""
    baselines: Baselines | None = None
    """Alternative opening enrolments."""


class DropRule(Section):
    """Drop all changes of a kind."""

    kind: Literal["project", "policy", "catchment", "convert", "close", "merge"]
    """Kind dropped; ``project`` is build and expand."""


class Variant(Section):
    """A named set of overrides inside a scenario file."""

    title: Text | None = None
    """Name shown."""
    drop: tuple[Id, ...] | DropRule = ()
    """Changes left out, by id or by kind."""
    amend: dict[Id, dict[str, Any]] = {}
    """Changes altered: id → field → value."""
    add: tuple[Change, ...] = ()
    """Changes added."""
    set: dict[str, Any] = {}
    """Field paths and values."""


class DistrictInfo(Section):
    """The place."""

    name: Text
    """Name."""
    code: str | None = None
    """Administrative code."""


class ScenarioSpec(Section):
    """A scenario file, after ``extends``, variant and ``--set`` are applied."""

    format: Literal[1] = 1
    """Version of this format."""
    name: Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,80}$")]
    """Short name: names the output folder."""
    title: Text
    """Title."""
    description: Text | None = None
    """What is asked, and what must not be concluded."""
    district: DistrictInfo
    """The place."""
    crs: (
        Literal["EPSG:4326", "EPSG:4490", "gcj02", "bd09"]
        | Annotated[str, StringConstraints(pattern=r"^EPSG:\d{4,6}$")]
    )
    """Coordinates of every table: WGS 84, CGCS2000, a projected EPSG code, GCJ-02 or BD-09."""
    years: Years
    """School years simulated."""
    stages: Annotated[tuple[StageName, ...], Field(min_length=1)] = ("primary", "junior")
    """Stages modelled; children of other stages are counted, not placed."""
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1
    """Seed of all luck."""
    outlook: Literal["low", "middle", "high"] = "middle"
    """Outlook of births and migration."""

    zones: Table
    """Zones: points or polygons."""
    outline: Table | None = None
    """Outline of the district, one polygon; cells of point zones are clipped to it."""
    outline_note: Text | None = None
    """Printed on every map, e.g. that the outline is illustrative."""
    people: Table
    """Children by zone, residence and age."""
    people_as_of: Date
    """Day the ages refer to: 1 September or (a census) 1 November."""
    births: Table
    """Births by zone and calendar year."""
    census_share: Share = 1 / 6
    """Of the children aged a on 1 November, the share aged a − 1 on 31 August."""
    births_share: Share = 1 / 3
    """Of a calendar year's births, the share born from September to December."""
    survival: Share | dict[int, Share] = 1.0
    """Chance of living to the next age, one value or by age."""
    campuses: Table
    """Campuses of listed schools."""
    schools: Table | None = None
    """Legal units with several campuses; each campus is a school when absent."""
    pools: Table
    """Classrooms."""
    enrolment: Table
    """Opening pupils and classes by campus and grade."""
    catchments: Table | None = None
    """Zones each campus must admit, by stage."""
    sites: Table | None = None
    """Candidate sites."""
    outside_inflow: Table | None = None
    """Pupils entering each year from outside, by campus and grade."""

    travel: Travel = Travel()
    """How distances are made."""
    opening: Opening = Opening()
    """How the opening year's pupils are given homes."""
    norms: Norms = Norms()
    """Norms."""
    rules: Rules = Rules()
    """Rules of admission and of classes."""
    entry_shares: tuple[EntryShare, ...] = ()
    """Children who do not seek a public place on entering a stage."""
    leave_rates: tuple[LeaveRate, ...] = ()
    """Pupils who leave during a stage."""
    migration: tuple[Migration, ...] = ()
    """Net migration."""
    estates: tuple[Estate, ...] = ()
    """Housing estates handed over."""
    outlooks: Outlooks = Outlooks()
    """Low, middle and high births and migration."""

    changes: tuple[Change, ...] = ()
    """What this scenario does, each dated."""
    targets: tuple[Target, ...] = ()
    """Promises to be judged."""
    sensitivity: Sensitivity = Sensitivity()
    """What else the verdict is shown under."""
    variants: dict[Id, Variant] = {}
    """Named sets of overrides."""
