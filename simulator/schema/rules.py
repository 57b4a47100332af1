"""Which norms and rules may a scenario set?"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from simulator.schema.base import Metres, Parameter, ResidenceName, Section, Share

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
