"""What may a scenario say of children: who comes, who leaves, who does not seek a place?"""

from typing import Annotated

from pydantic import Field

from simulator.schema.base import Count, Date, Id, ResidenceName, Section, Share, StageName, Year


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
