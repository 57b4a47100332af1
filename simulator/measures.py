"""Which measures of years and stages can be compared, and what are they in several runs?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.results import Results
from simulator.tables import YEAR_METRICS
from simulator.vocabulary import STAGES

Floats = NDArray[np.float64]
SCOPES: Final = ("compulsory", *STAGES, "all")
"""Stages and their sums, the most asked for first."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a year and stage: of the yearly totals, or made of two of them."""

    id: str
    unit: str
    better: Literal["more", "fewer", "neither"]
    over: tuple[str, str] | None = None
    """What is divided by what."""
    times: float = 1.0


TOTALS: Final = tuple(
    Measure(
        field.name,
        field.unit,
        "more"
        if field.name in ("places", "places_open", "within_reach_share")
        else "neither"
        if field.name in ("children", "pupils", "classes", "purchased", "staff_posts_needed")
        else "fewer",
    )
    for field in YEAR_METRICS
)
RATES: Final = (
    Measure("large_class_share", "share", "fewer", ("large_classes", "classes")),
    Measure("classes_46_55_share", "share", "fewer", ("classes_46_55", "classes")),
    Measure("mean_class_size", "pupils per class", "neither", ("pupils", "classes")),
    Measure("utilisation", "share", "neither", ("pupils", "places")),
    Measure("shortfall_per_1000", "per_1000", "fewer", ("shortfall", "pupils"), 1000.0),
    Measure("redirected_per_1000", "per_1000", "fewer", ("redirected", "pupils"), 1000.0),
    Measure("purchased_per_1000", "per_1000", "neither", ("purchased", "pupils"), 1000.0),
    Measure("unplaced_per_1000", "per_1000", "fewer", ("unplaced", "children"), 1000.0),
    Measure("surplus_share", "share", "fewer", ("surplus", "places"), 1.0),
)
"""Measures that districts of any size share; distances and shares of the totals join them."""
SHARED_UNITS: Final = ("m", "share")
"""Units of the yearly totals that do not grow with a district."""


def comparable_measures(comparable: str) -> tuple[Measure, ...]:
    """Return what can be compared: all, or what does not grow with a district."""
    if comparable == "all":
        return (*TOTALS, *RATES)
    return (*RATES, *(measure for measure in TOTALS if measure.unit in SHARED_UNITS))


def shared_scopes(results: Sequence[Results], years: Sequence[int]) -> tuple[str, ...]:
    """Return the stages, and sums of stages, that every run has pupils or places in."""
    found = list(SCOPES)
    for one in results:
        table = one.tables["years"]
        table = table[table["school_year"].isin(years)]
        alive = table[["pupils", "places"]].fillna(0).sum(axis=1) > 0
        here = set(table.loc[alive, "stage"])
        found = [scope for scope in found if scope in here]
    single = sum(scope in STAGES for scope in found) < 2
    sums = {"compulsory", "all"} if single else set()
    if {"compulsory", "all"} <= set(found) and not {"preschool", "senior"} & set(found):
        sums.add("all")  # the same figures twice
    kept = [scope for scope in found if scope not in sums]
    return tuple(kept or found or ["all"])


def values_of(
    results: Sequence[Results], years: Sequence[int], scopes: Sequence[str]
) -> dict[str, Floats]:
    """Return every measure as (scenario, year, stage)."""
    values: dict[str, Floats] = {}
    index = pd.MultiIndex.from_product([years, scopes])
    shape = (len(years), len(scopes))
    tables = [one.tables["years"].set_index(["school_year", "stage"]) for one in results]
    for measure in TOTALS:
        columns = [
            pd.to_numeric(table[measure.id], errors="coerce").reindex(index).to_numpy(float)
            for table in tables
        ]
        values[measure.id] = np.stack([column.reshape(shape) for column in columns])
    for measure in RATES:
        assert measure.over is not None
        above, below = (values[name] for name in measure.over)
        with np.errstate(divide="ignore", invalid="ignore"):
            values[measure.id] = np.where(below > 0, above / below * measure.times, np.nan)
    return values
