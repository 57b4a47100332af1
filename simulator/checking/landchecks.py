"""Does the account of school land add up: opening + added − released = closing, site by site?

The land is carried from the last census by what the year says happened to campuses, never by the
code that lists the parcels.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.checking.equations import Step, equal, rows
from simulator.district import District
from simulator.state import Event, Inputs, State
from simulator.vocabulary import STAGES

Plots = dict[int, dict[int, list[float]]]
"""Holder → town → areas of its parcels, NaN where not known."""

_UNKNOWN = -1


def check_land(opening: State, steps: Sequence[Step], inputs: Inputs) -> None:
    """Check the land account and the land of each campus.

    Raises
    ------
    ConservationError
        Square metres appeared or were lost; with both sides.
    """
    district, state = inputs.district, steps[-1].after
    before, census = opening.census, state.census
    assert before is not None and census is not None
    plots, held_last = _carried(before.rows["parcels"], district)
    events = [event for step in steps if step.name == "build" for event in step.log.events]
    added, released = _moved(plots, events, district)
    account, year = census.rows["land_account"], state.year
    towns = len(district.town_ids)
    names = ((*district.town_ids, "all towns"),)
    left = [area for by_town in plots.values() for areas in by_town.values() for area in areas]
    at = _by_town(plots, towns)
    for column, due in (
        ("opening_m2", before.rows["land_account"]["closing_m2"]),
        ("opening_m2", _sums(held_last, towns)),
        ("added_m2", _sums(added, towns)),
        ("released_m2", _sums(released, towns)),
        ("closing_m2", account["opening_m2"] + account["added_m2"] - account["released_m2"]),
        ("closing_m2", _sums(at, towns)),
        ("sites", _counts(at, towns)),
        ("sites_unknown", _counts(at, towns, unknown=True)),
        ("changes_unknown", _counts(added, towns, unknown=True)
         + _counts(released, towns, unknown=True)),
    ):  # fmt: skip
        equal(year, f"land: {column}", account[column], due, names)
    table = census.rows["land"]
    lines = rows(table["campus"].size)
    due_known = [_known(_all(plots, c)) for c in table["campus"].tolist()]
    equal(year, "land: of the campuses", table["known_area_m2"], np.array(due_known), lines)
    total = np.array([table["known_area_m2"].sum(), float(len(plots))])
    expected = np.array([_known(left), float(table["campus"].size)])
    equal(year, "land: of all campuses", total, expected, (("m²", "holders"),))
    listed, _ = _carried(census.rows["parcels"], district)
    found_parcels, due_parcels = (_in_order(side) for side in (listed, plots))
    parcels = rows(due_parcels.shape[0], "parcel")
    equal(year, "land: parcels", found_parcels, due_parcels, parcels)
    _check_norm(state, inputs, plots)


def _carried(held: Mapping[str, NDArray[np.generic]], district: District) -> tuple[Plots, Plots]:
    """Give the parcels of the last census by holder, and by the town they lie in."""
    plots: Plots = defaultdict(lambda: defaultdict(list))
    towns: Plots = defaultdict(lambda: defaultdict(list))
    town_of = district.campus_town.tolist()
    for campus, holder, area, gone in zip(
        *(held[name].tolist() for name in ("campus", "holder", "area", "gone")), strict=True
    ):
        if not gone:
            town = town_of[campus]
            plots[holder][town].append(area)
            towns[town][town].append(area)
    return plots, towns


def _moved(plots: Plots, events: Sequence[Event], district: District) -> tuple[Plots, Plots]:
    """Carry parcels through what happened in a September; give what was added and released."""
    number = {name: index for index, name in enumerate(district.campus_ids)}
    projects = {project.id: project for project in district.projects}
    closures = {closure.campus: closure for closure in district.endings}
    added: Plots = defaultdict(lambda: defaultdict(list))
    released: Plots = defaultdict(lambda: defaultdict(list))
    for event in events:
        if event.event in ("campus_opens", "campus_expanded", "campus_rebuilt"):
            project, campus = projects[event.detail.split(": ")[0]], number[event.subject]
            if not project.new_campus and not project.site_area_m2:
                continue
            area = project.site_area_m2
            known = math.nan if area is None else float(math.floor(area + 0.5))
            town = int(district.campus_town[campus])
            plots[campus][town].append(known)
            added[town][town].append(known)
        elif event.event in ("campus_closes", "campus_merged"):
            closure = closures[number[event.subject]]
            if closure.released:
                for town, areas in plots.pop(closure.campus, {}).items():
                    released[town][town] += areas
            elif closure.merged and closure.receiver is not None:
                for town, areas in plots.pop(closure.campus, {}).items():
                    plots[closure.receiver][town] += areas
    return added, released


def _by_town(plots: Plots, towns: int) -> Plots:
    """Put parcels of all holders together by town."""
    at: Plots = defaultdict(lambda: defaultdict(list))
    for by_town in plots.values():
        for town, areas in by_town.items():
            at[town][town] += areas
    return at


def _in_order(plots: Plots) -> NDArray[np.float64]:
    """List holder, town and area of every parcel in a fixed order."""
    listed = [
        (holder, town, _UNKNOWN if math.isnan(area) else area)
        for holder, by_town in plots.items()
        for town, areas in by_town.items()
        for area in areas
    ]
    return np.array(sorted(listed), dtype=float)


def _all(plots: Plots, holder: int) -> list[float]:
    return [area for areas in plots.get(holder, {}).values() for area in areas]


def _known(areas: Sequence[float]) -> float:
    return float(sum(area for area in areas if not math.isnan(area)))


def _sums(at: Plots, towns: int) -> NDArray[np.float64]:
    """Add up known areas by town, and over all towns."""
    total = [_known(_all(at, town)) for town in range(towns)]
    return np.array([*total, sum(total)])


def _counts(at: Plots, towns: int, *, unknown: bool = False) -> NDArray[np.float64]:
    """Count parcels, or those of unknown area, by town and over all towns."""
    total = [
        sum(1 for area in _all(at, town) if not unknown or math.isnan(area))
        for town in range(towns)
    ]
    return np.array([*total, sum(total)], dtype=float)


def _check_norm(state: State, inputs: Inputs, plots: Plots) -> None:
    """Work the area, the norm and what is short of it out again, campus by campus."""
    district, norms, census = inputs.district, inputs.norms.accounts, state.census
    assert census is not None
    table, made, year = census.rows["land"], census.rows["capacity"], state.year
    campus_of = district.pool_campus.tolist()
    counts_places = (district.campus_public & state.open).tolist()
    shown = {name: table[name].tolist() for name in ("m2_per_place", "norm_m2_per_place")}
    seats: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    for pool, stage, rooms, places in zip(
        *(made[name].tolist() for name in ("pool", "stage", "rooms_ordinary", "places")),
        strict=True,
    ):
        campus = campus_of[pool]
        old = seats[campus].get(stage, (0, 0))
        seats[campus][stage] = (old[0] + rooms, old[1] + places)
    found: dict[str, list[float]] = defaultdict(list)
    due: dict[str, list[float]] = defaultdict(list)
    for row, campus in enumerate(table["campus"].tolist()):
        areas = _all(plots, campus)
        site = math.nan if any(math.isnan(area) for area in areas) else sum(areas)
        due["sites_unknown"].append(sum(1 for area in areas if math.isnan(area)))
        due["site_area_m2"].append(site)
        public = counts_places[campus]
        places = sum(n for _, n in seats[campus].values()) if public else 0
        due["places"].append(places if public else math.nan)
        wanted = math.nan
        if norms is not None and places:
            stages = {stage for stage, (_, n) in seats[campus].items() if n}
            if stages == {1, 2}:
                rooms = sum(n for n, _ in seats[campus].values())
                wanted = places * _step(norms.site_m2_per_place.get("nine_year", ()), rooms)
            else:
                wanted = sum(
                    seats[campus][s][1]
                    * _step(norms.site_m2_per_place.get(STAGES[s], ()), seats[campus][s][0])
                    for s in stages
                )
        due["short_m2"].append(max(math.ceil(wanted - 1e-6) - site, 0.0)
                               if not math.isnan(wanted + site) else math.nan)  # fmt: skip
        for name, value in (("m2_per_place", site), ("norm_m2_per_place", wanted)):
            found[name].append(shown[name][row] * places if places else math.nan)
            due[name].append(value if places else math.nan)
    for name in ("sites_unknown", "site_area_m2", "places", "short_m2"):
        found[name] = table[name].tolist()
    for name, values in due.items():
        left, right = (
            np.nan_to_num(np.round(np.array(part, dtype=float), 3), nan=_UNKNOWN)
            for part in (found[name], values)
        )
        equal(year, f"land: {name}", left, right, rows(left.size))


def _step(steps: Sequence[tuple[int, float]], rooms: int) -> float:
    begun = [value for begin, value in steps if begin <= rooms]
    return begun[-1] if begun else math.nan
