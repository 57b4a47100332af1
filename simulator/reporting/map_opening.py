"""With which stage and year do the page and its map open?"""

from collections.abc import Sequence

from simulator.reporting import alongside, by_year, maps, views
from simulator.results import Results


def opening(results: Results, district: maps.DistrictMap | None) -> tuple[str, int]:
    """Return the stage and school year of the worst missed promise of a stage with catchments.

    Of its stages the one most short by zone. Where no zone is short then, or no such promise is
    missed, the year most short: of its stages, else of compulsory ones, else of any. The opening
    year comes last, since nobody is admitted in it. Without a map the stage is empty.
    """
    headline = by_year.headline_year(results)
    if district is None:
        return "", headline
    years = district.years
    divided = [stage for stage, view in district.stages.items()
               if any(map(view.has_catchments, range(len(years))))]  # fmt: skip
    if not divided:
        return next(iter(district.stages)), headline
    promised: list[str] = []
    due = headline
    for promise in views.missed(results):
        promised = [s for s in alongside.stages_of(str(promise["stage"])) if s in divided]
        if promised:
            due = min(max(by_year.census_of(str(promise["judged_on"])), years[0]), years[-1])
            break
    compulsory: list[str] = [stage for stage in by_year.BOTH if stage in divided]
    searches: list[tuple[Sequence[str], Sequence[int]]] = [(promised, (due,))]
    searches += [(of, when) for when in (years[1:], years[:1])
                 for of in (promised, compulsory, divided)]  # fmt: skip
    for of, when in searches:
        found = _most_short(district, of, when)
        if found is not None:
            return found
    return (promised or compulsory or divided)[0], due


def _most_short(
    district: maps.DistrictMap, stages: Sequence[str], years: Sequence[int]
) -> tuple[str, int] | None:
    """Return the stage and year whose zones lack most together; None where none lacks any."""
    gaps = {(stage, year): district.stages[stage].short(district.years.index(year))
            for year in years for stage in stages}  # fmt: skip
    worst = max(gaps, key=lambda key: gaps[key], default=None)
    return worst if worst is not None and gaps[worst] else None
