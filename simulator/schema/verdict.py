"""Which promises are judged, and under what else: alternatives, baselines, variants?"""

from typing import Annotated, Any, Literal

from pydantic import Field

from simulator.schema.base import Date, Id, Section, Source, StageGroup, Text
from simulator.schema.changes import Change


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
