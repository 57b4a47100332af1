"""Which dated things may a scenario do?"""

from typing import Annotated, Any, Literal

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
    Source,
    StageName,
    Text,
)


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


class Transition(Section):
    """Where a new school that is announced but late teaches until it is accepted."""

    rooms: Annotated[int, Field(ge=1, le=500)]
    """Classrooms of the transition site."""
    at: Id | None = None
    """Campus that lends the rooms; rooms of its own, e.g. rented, when absent."""


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
    transition: Transition | None = None
    """Site where a new campus opens if it is announced but not accepted in time."""
    opens_with: Literal["entry", "all"] = "entry"
    """A new campus opens with its entry grades, or with all grades (drawing from neighbours)."""
    draws_within_m: Metres = 3_000
    """Reach from which a campus opening with all grades draws pupils, metres."""
    cluster: Id | None = None
    """Cluster of a new campus; none when absent."""
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
