"""Which campuses are a zone's own after this September's openings and closures?"""

import numpy as np

from simulator.state import Catchment, Event, Inputs, State, by_ladder
from simulator.vocabulary import FIRST_GRADES, STAGES
from simulator.whole_zones import whole
from simulator.works.september import Works


def redrawn(state: State, inputs: Inputs, stage: int, works: Works) -> Catchment:
    """Return the catchments of a stage after this September's events."""
    district = inputs.district
    old = state.catchments[stage]
    if inputs.rules.admission[stage] != "catchment" or not district.stages[stage]:
        return old
    given = {zone: own for (zone, s), own in works.given.items() if s == stage}
    assumed: dict[int, int] = {}
    if inputs.rules.new_school_catchment == "assumed":
        for town in sorted(t for t, s in works.unsettled if s == stage):
            assumed |= _assume(state, inputs, stage, town, frozenset(given))
    standing = state.open[old.campus]
    if not given and not assumed and standing.all():
        return old
    changed = np.array(sorted(given.keys() | assumed.keys()), dtype=np.int64)
    kept = ~np.isin(old.zone, changed) & standing
    zone, campus, marked = [old.zone[kept]], [old.campus[kept]], [old.assumed[kept]]
    for z in changed.tolist():
        own = given.get(z) or (assumed[z],)
        zone.append(np.full(len(own), z))
        campus.append(np.array(own, dtype=np.int64))
        marked.append(np.full(len(own), z not in given))
    zones, campuses, marks = np.concatenate(zone), np.concatenate(campus), np.concatenate(marked)
    order = np.lexsort((campuses, zones))
    for z, own_campus in sorted(assumed.items()):
        works.events.append(
            Event(
                f"{state.year}-09-01", "catchment_assumed",
                f"{district.zone_ids[z]}/{STAGES[stage]}", district.campus_ids[own_campus],
            )
        )  # fmt: skip
    return Catchment(zones[order], campuses[order], marks[order])


def _assume(
    state: State, inputs: Inputs, stage: int, town: int, stated: frozenset[int]
) -> dict[int, int]:
    """Assign the zones of a town by least total distance within planned entry seats.

    Planned entry seats are the rooms of the stage ÷ its grades × the norm; demand is the
    children entering the stage this year. One campus per zone.
    """
    district = inputs.district
    entry = FIRST_GRADES[stage]
    zones = np.array(
        [z for z in np.flatnonzero(district.zone_town == town).tolist() if z not in stated],
        dtype=np.int64,
    )
    serves = by_ladder(state, district) & state.taught[:, entry]
    campuses = np.flatnonzero(serves & (district.campus_town == town))
    if not zones.size or not campuses.size:
        return {}
    pools = district.pool_of[campuses, entry]
    grades = np.array(
        [(district.pool_of[c] == p).sum() for c, p in zip(campuses, pools, strict=True)]
    )
    seats = (state.rooms[pools] * int(inputs.norms.class_norm[entry])) // grades
    demand = state.roll.seeking[zones, entry].sum(axis=1)
    distance = district.distance_m[np.ix_(zones, campuses)]
    chosen = whole(demand, seats, distance)
    return dict(zip(zones.tolist(), campuses[chosen].tolist(), strict=True))
