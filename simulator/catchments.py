"""Which campuses are a child's own?"""

import numpy as np
from numpy.typing import NDArray

from simulator.district import District
from simulator.state import Catchment, Inputs, Own, State, by_ladder, wanting
from simulator.vocabulary import GRADES_OF_STAGE, N_GRADES

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


_BY_PAIRS = ("catchment", "feeder", "score_quota")
"""Rules under which pairs of zone and campus say what is a child's own."""


def own_campuses(state: State, inputs: Inputs) -> Own:
    """Find the own campuses of every zone and grade that seeks.

    The rule of the stage decides: the stated catchment (also behind feeders), the nearest campus,
    or, where admission is by score, every campus that teaches the grade. A zone whose own
    campuses do not teach a grade (a school still filling, a teaching point) has for that grade
    the nearest campus that does, in its town or cluster first, then within the redirection limit.
    Under least total distance the nearest campus stands in where one campus must be named.
    """
    district = inputs.district
    seeks = wanting(state).sum(axis=2) > 0
    single = np.full((district.n_zones, N_GRADES), -1, dtype=np.int64)
    shared: list[tuple[Ints, int, Ints]] = []
    teaches = state.taught & by_ladder(state, district)[:, None]
    for stage in np.flatnonzero(district.stages).tolist():
        rule = inputs.rules.admission[stage]
        catchment = state.catchments[stage]
        for grade in GRADES_OF_STAGE[stage]:
            if not seeks[:, grade].any():
                continue
            serving = teaches[:, grade]
            if rule in _BY_PAIRS:
                if rule == "score_quota":
                    open_to_all = np.flatnonzero(serving)
                    zone = np.repeat(np.arange(district.n_zones), open_to_all.size)
                    campus = np.tile(open_to_all, district.n_zones)
                else:
                    serves = serving[catchment.campus]
                    zone, campus = catchment.zone[serves], catchment.campus[serves]
                together = _entangled(zone, campus, district.n_zones, district.n_campuses)
                single[zone[~together], grade] = campus[~together]
                if together.any():
                    shared.append((zone[together], grade, campus[together]))
                has_own = np.zeros(district.n_zones, dtype=bool)
                has_own[zone] = True
            else:
                has_own = np.zeros(district.n_zones, dtype=bool)
            missing = np.flatnonzero(~has_own & seeks[:, grade])
            if missing.size:
                limit = inputs.rules.redirect_limit_m[stage]
                homes = catchment if rule in ("catchment", "feeder") else None
                single[missing, grade] = _nearest(inputs, missing, serving, limit, homes)
    if not shared:
        nothing = np.zeros(0, dtype=np.int64)
        return Own(single, nothing, nothing, nothing)
    return _consistent(
        Own(
            single,
            np.concatenate([zone for zone, _, _ in shared]),
            np.concatenate([np.full(zone.size, grade) for zone, grade, _ in shared]),
            np.concatenate([campus for _, _, campus in shared]),
        )
    )


def _entangled(zone: Ints, campus: Ints, zones: int, campuses: int) -> Bools:
    """Tell which pairs touch a campus that some zone shares with another campus."""
    several = np.bincount(zone, minlength=zones)[zone] > 1
    if not several.any():
        return several
    while True:
        concerned = np.zeros(campuses, dtype=bool)
        concerned[campus[several]] = True
        zones_concerned = np.zeros(zones, dtype=bool)
        zones_concerned[zone[concerned[campus]]] = True
        wider = zones_concerned[zone]
        if (wider == several).all():
            return several
        several = wider


def _consistent(own: Own) -> Own:
    """List as arcs also the single campuses of zones that fell back on a shared campus."""
    width = int(own.campus.max()) + 1
    cells = np.unique(own.grade * width + own.campus)
    zone, grade = np.nonzero((own.single >= 0) & (own.single < width))
    campus = own.single[zone, grade]
    touched = np.isin(grade * width + campus, cells)
    if not touched.any():
        return own
    single = own.single.copy()
    single[zone[touched], grade[touched]] = -1
    return Own(
        single,
        np.concatenate([own.zone, zone[touched]]),
        np.concatenate([own.grade, grade[touched]]),
        np.concatenate([own.campus, campus[touched]]),
    )


def clusters_of(campus: Ints, district: District) -> Ints:
    """Return the cluster of each campus of an array, −1 where there is no campus or no cluster."""
    return np.where(campus >= 0, district.campus_cluster[campus], -1)


def _nearest(
    inputs: Inputs, zones: Ints, serving: Bools, limit_m: float, homes: Catchment | None
) -> Ints:
    """Find the nearest serving campus of some zones within the limit; −1 if there is none.

    Under ``homes``, their catchments, one of their own town or cluster goes before any other.
    """
    district = inputs.district
    campuses = np.flatnonzero(serving)
    if not campuses.size:
        return np.full(zones.size, -1)
    distance = district.distance_m[np.ix_(zones, campuses)].astype(np.float64)
    distance[distance > limit_m] = np.inf
    if homes is not None:
        near_home = district.zone_town[zones][:, None] == district.campus_town[campuses]
        if district.cluster_ids:
            near_home |= _share_cluster(homes, zones, campuses, district)
        # Farther than any campus within the limit, nearer than none.
        distance = np.where(near_home, distance, distance + 1e9)
    best = np.argmin(distance, axis=1)
    found = np.isfinite(distance[np.arange(zones.size), best])
    return np.where(found, campuses[best], -1)


def _share_cluster(homes: Catchment, zones: Ints, campuses: Ints, district: District) -> Bools:
    """Tell for each zone and campus whether the zone's catchment has a campus of its cluster."""
    member = np.zeros((district.n_zones, len(district.cluster_ids)), dtype=bool)
    cluster = district.campus_cluster[homes.campus]
    member[homes.zone[cluster >= 0], cluster[cluster >= 0]] = True
    of_campus = district.campus_cluster[campuses]
    shares: Bools = member[np.ix_(zones, np.maximum(of_campus, 0))] & (of_campus >= 0)
    return shares
