"""What may a planner write in a scenario file?

Every section is closed (an unknown key is an error), frozen, and documents each field with
its unit: the scenario reference and the JSON Schema are generated from here. Tables are
described apart, in ``simulator.columns``; here a table is only pointed at.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from simulator.schema.base import (
    Bilingual,
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
from simulator.schema.rules import Norms, Rules
from simulator.schema.verdict import Baselines, Sensitivity, Target, Variant

__all__ = [
    "Baselines",
    "Bilingual",
    "Change",
    "Milestones",
    "Norms",
    "Parameter",
    "Rules",
    "ScenarioSpec",
    "Section",
    "Source",
    "Table",
    "Target",
    "Text",
]


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
    name: Annotated[str, StringConstraints(pattern=r"^[\w-][\w.-]{0,79}$")]
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
