"""Which zones are short of places in each year, and how do their outlines lie on a flat page?

Numbers and geometry of the map, without any figure. Outlines are projected simply (longitude ×
cos of the middle latitude), laid on a grid of whole numbers and thinned together, so that
neighbours keep a common edge and a thousand zones stay a small page.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from simulator.reporting import views
from simulator.results import Results
from simulator.vocabulary import OUTSIDE

GRID = 4_000
"""Grid units along the longer side of the district."""
BYTES_PER_ZONE = 350
MOST_BYTES = 1_500_000
METRES_PER_DEGREE = 111_195.0
COARSE = 64.0
"""Coarsest thinning, grid units: a sixtieth of the district."""
AREA = 2
"""Dimension of polygons."""
BYTES_PER_POINT = 5
"""At least, written as two steps."""
CLASSES = 6
"""Classes of the balance, three short and three spare."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class StageMap:
    """One stage on the map; years × zones, and years × campuses.

    ``places`` are the places of each zone's campuses, shared over their catchments by the
    children needing one; −1 where a zone has no catchment. ``campus_places`` is −1 in a year in
    which the campus does not teach the stage.
    """

    needing: Ints
    places: Ints
    assumed: NDArray[np.bool_]
    campus_pupils: Ints
    campus_places: Ints

    def has_catchments(self, year: int) -> bool:
        """Tell for the year's index whether any zone has a catchment; else none has a balance."""
        return bool((self.places[year] >= 0).any())

    def balance(self, year: int) -> Ints:
        """Return places minus children needing one, by zone, for the year's index.

        Of a stage that admits by catchment that year; ``has_catchments`` tells.
        """
        balance: Ints = self.places[year].clip(0) - self.needing[year]
        return balance

    def short(self, year: int) -> int:
        """Return what the zones short of places lack together; nil without any catchment."""
        return int(-self.balance(year).clip(max=0).sum()) if self.has_catchments(year) else 0


@dataclass(frozen=True)
class DistrictMap:
    """What the map shows: zones and campuses on the grid, and each stage's numbers."""

    years: tuple[int, ...]
    zone_ids: tuple[str, ...]
    zone_names: tuple[str, ...]
    towns: tuple[str, ...]
    """Town of each zone."""
    zone_at: Ints
    """(zones, 2) grid position of a point inside each zone."""
    rings: tuple[tuple[tuple[int, ...], ...], ...]
    """Outer rings of each zone: start, then steps, ``x, y, dx, dy, …``; none for a point zone."""
    town_lines: tuple[tuple[int, ...], ...]
    campus_ids: tuple[str, ...]
    campus_names: tuple[str, ...]
    campus_at: Ints
    planned: tuple[bool, ...]
    stages: Mapping[str, StageMap]
    edges: tuple[int, ...]
    """Lower ends of classes 1 to 5 of the balance, places; one scale for all stages and years."""
    metres: float
    """Metres per grid unit."""

    def classes(self, balance: Ints) -> Ints:
        """Return the class of each balance, 0 (most short) to 5 (most spare)."""
        return np.searchsorted(np.array(self.edges), balance, side="right").astype(np.int64)


def district_map(results: Results) -> DistrictMap | None:
    """Return the map of a run; None where zones have no position, or no stage has a pupil."""
    if not views.stages(results):
        return None
    zones = results.tables["zones"]
    zones = zones[zones["zone_id"] != OUTSIDE].sort_values("zone_id")
    shapes = outlines_of(zones["outline"])
    at = _positions(zones, shapes)
    placed = [k for k, point in enumerate(at) if np.isfinite(point).all()]
    if not placed:
        return None
    zones, shapes, at = zones.iloc[placed], shapes[placed], at[placed]
    schools = results.tables["schools"].sort_values("campus_id")
    schools = schools[schools["lon"].notna() & schools["lat"].notna()]
    campus_at = schools[["lon", "lat"]].to_numpy(float)

    everything = [at, campus_at, shapely.get_coordinates(shapes)]
    to_grid, metres = _projection(np.concatenate(everything))
    rings, town_lines = _outlines(shapes, zones["town_id"].astype(str).tolist(), to_grid)
    zone_ids = tuple(zones["zone_id"].astype(str))
    campus_ids = tuple(schools["campus_id"].astype(str))
    years = views.years(results)
    stages = {
        stage: stage_map(results, stage, years, zone_ids, campus_ids)
        for stage in views.stages(results)
    }
    names, school_names = views.zone_names(results), views.school_names(results)
    return DistrictMap(
        years,
        zone_ids,
        tuple(names[zone] for zone in zone_ids),
        tuple(zones["town_id"].astype(str)),
        to_grid(at),
        rings,
        town_lines,
        campus_ids,
        tuple(school_names[campus] for campus in campus_ids),
        to_grid(campus_at),
        tuple(bool(flag) for flag in schools["planned"]),
        stages,
        class_edges(stages.values()),
        metres,
    )


def worst_zones(district: DistrictMap, stage: str, year: int, most: int = 10) -> list[int]:
    """Return indices of the zones short of places, the largest gap first, ``most`` at most."""
    view, at = district.stages[stage], district.years.index(year)
    if not view.has_catchments(at):
        return []
    balance = view.balance(at)
    order = sorted(range(len(balance)), key=lambda z: (balance[z], district.zone_ids[z]))
    return [z for z in order[:most] if balance[z] < 0]


def decode(ring: Sequence[int]) -> Ints:
    """Return the (n, 2) grid positions of a ring written as a start and steps."""
    return np.cumsum(np.array(ring, dtype=np.int64).reshape(-1, 2), axis=0)


def outlines_of(outlines: pd.Series) -> NDArray[Any]:
    """Return outlines written as WKT, mended, each a polygon or several; None for none."""
    texts = [text if isinstance(text, str) and text else None for text in outlines]
    shapes = np.array(shapely.from_wkt(texts, on_invalid="ignore"), dtype=object)
    polygonal = np.isin(shapely.get_type_id(shapes), (3, 6)) & ~shapely.is_empty(shapes)
    shapes[~polygonal] = None
    return _polygonal(shapes)


def _polygonal(shapes: NDArray[Any]) -> NDArray[Any]:
    """Return shapes mended, each a polygon or several: lines and points left by it are dropped."""
    mended = shapes.copy()
    for k in np.flatnonzero(~(shapely.is_valid(shapes) | shapely.is_missing(shapes))):
        parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shapes[k])))
        areas = shapely.get_parts(parts[shapely.get_dimensions(parts) == AREA])
        mended[k] = shapely.multipolygons(areas) if len(areas) else None
    return mended


def _positions(zones: pd.DataFrame, shapes: NDArray[Any]) -> NDArray[np.float64]:
    """Return lon, lat of each zone: as stated, else a point inside its outline."""
    at = zones[["lon", "lat"]].to_numpy(dtype=float, na_value=np.nan, copy=True)
    inside = shapely.point_on_surface(shapes)
    has = [k for k, shape in enumerate(shapes) if shape is not None]
    # a label must lie in its zone, also where the stated position is an address elsewhere
    at[has] = shapely.get_coordinates(inside[has])
    return at


def _projection(lonlat: NDArray[np.float64]) -> tuple[Any, float]:
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    scale = np.array([math.cos(math.radians((low[1] + high[1]) / 2)), 1.0]) * METRES_PER_DEGREE
    metres = max(float(((high - low) * scale).max()), 1_000.0) / GRID

    def to_grid(points: NDArray[np.float64]) -> Ints:
        gridded: Ints = np.rint((points - low) * scale / metres).astype(np.int64)
        return gridded

    return to_grid, metres


def _outlines(
    shapes: NDArray[Any], towns: list[str], to_grid: Any
) -> tuple[tuple[tuple[tuple[int, ...], ...], ...], tuple[tuple[int, ...], ...]]:
    """Return rings of every zone and lines between towns, thinned until they fit the page."""
    flat = shapely.transform(shapes, lambda points: to_grid(points).astype(float))
    flat = _polygonal(flat)
    has = [k for k, shape in enumerate(flat) if shape is not None]
    if not has:
        return ((),) * len(shapes), ()
    flat = flat[has]
    budget = min(BYTES_PER_ZONE * len(has), MOST_BYTES)
    for tolerance in (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, COARSE):
        thin = shapely.coverage_simplify(flat, tolerance) if tolerance else flat
        if (
            shapely.get_num_coordinates(thin).sum() * BYTES_PER_POINT > budget
            and tolerance < COARSE
        ):
            continue
        coded = [_rings(shape) for shape in thin]
        if len(json.dumps(coded, separators=(",", ":"))) <= budget:
            break
    rings: list[tuple[tuple[int, ...], ...]] = [()] * len(shapes)
    for k, ring in zip(has, coded, strict=True):
        rings[k] = ring
    lines: list[tuple[int, ...]] = []
    mine = [towns[k] for k in has]
    for town in sorted(set(mine)):
        parts = [shape for shape, name in zip(thin, mine, strict=True) if name == town]
        whole = shapely.union_all(shapely.make_valid(np.array(parts, dtype=object)))
        lines.extend(_rings(whole))
    return tuple(rings), tuple(lines)


def _rings(shape: Any) -> tuple[tuple[int, ...], ...]:
    """Return the outer rings of a polygon or its parts; holes are other zones, drawn over."""
    out = []
    for part in shapely.get_parts(shapely.get_parts(shape)):
        if part.geom_type != "Polygon":
            continue
        points = np.rint(shapely.get_coordinates(part.exterior)).astype(np.int64)
        steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        moves = np.flatnonzero(steps[1:].any(axis=1)) + 1
        if len(moves) >= 3:
            out.append((*points[0].tolist(), *steps[moves].ravel().tolist()))
    return tuple(out)


def stage_map(
    results: Results,
    stage: str,
    years: tuple[int, ...],
    zone_ids: tuple[str, ...],
    campus_ids: tuple[str, ...],
) -> StageMap:
    """Return the numbers of one stage for these years, zones and campuses."""

    def grid(table: str, column: str, ids: tuple[str, ...], *values: str) -> Ints:
        frame = results.tables[table]
        frame = frame[frame["stage"] == stage]
        y = pd.Index(years).get_indexer(pd.Index(frame["school_year"]))
        k = pd.Index(ids).get_indexer(pd.Index(frame[column].astype(str)))
        known = (y >= 0) & (k >= 0)
        made, there = np.zeros((len(years), len(ids))), np.zeros((len(years), len(ids)), dtype=bool)
        for value in values:
            numbers = pd.to_numeric(frame[value]).to_numpy(dtype=float, na_value=0.0)
            np.add.at(made, (y[known], k[known]), numbers[known])
        there[y[known], k[known]] = True
        return np.where(there, np.rint(made), -1).astype(np.int64)

    needing = grid("balance", "zone_id", zone_ids, "pupils_public", "purchased", "unplaced")
    needing = needing.clip(0)
    campus_places = grid("capacity", "campus_id", campus_ids, "places")
    pupils = grid("enrolment", "campus_id", campus_ids, "pupils").clip(0)
    links = results.tables["catchments"]
    links = links[links["stage"] == stage]
    y = pd.Index(years).get_indexer(pd.Index(links["school_year"]))
    z = pd.Index(zone_ids).get_indexer(pd.Index(links["zone_id"].astype(str)))
    c = pd.Index(campus_ids).get_indexer(pd.Index(links["campus_id"].astype(str)))
    flag = links["assumed"].fillna(False).to_numpy(dtype=bool)
    known = (y >= 0) & (z >= 0) & (c >= 0)
    y, z, c, flag = y[known], z[known], c[known], flag[known]

    # each campus shares its places over its zones by children; a zone of several campuses
    # weighs in each of them with its part, and an empty catchment shares evenly
    schools_of_zone = np.zeros(needing.shape)
    np.add.at(schools_of_zone, (y, z), 1)
    weight = needing[y, z] / schools_of_zone[y, z] + 1e-9
    whole = np.zeros(campus_places.shape)
    np.add.at(whole, (y, c), weight)
    shared = np.zeros(needing.shape)
    np.add.at(shared, (y, z), weight / whole[y, c] * campus_places[y, c].clip(0))
    assumed: NDArray[np.bool_] = np.zeros(needing.shape, dtype=np.bool_)
    np.logical_or.at(assumed, (y, z), flag)
    places = np.where(schools_of_zone > 0, np.rint(shared), -1).astype(np.int64)
    return StageMap(needing, places, assumed, pupils, campus_places)


def class_edges(stages: Iterable[StageMap]) -> tuple[int, ...]:
    """Return the lower ends of classes 1 to 5 for the balances of all years, round figures."""
    balances = [
        view.balance(k)
        for view in stages
        for k in range(len(view.places))
        if view.has_catchments(k)
    ]
    size = np.abs(np.concatenate([np.zeros(0), *map(np.ravel, balances)]))
    size = size if size.size else np.zeros(1)
    wide = _nice(float(np.quantile(size, 0.9)))
    narrow = min(_nice(float(np.quantile(size, 0.5))), max(wide // 2, 1))
    wide = max(wide, narrow + 1)
    return (-wide, -narrow, 0, narrow + 1, wide + 1)


def _nice(value: float) -> int:
    """Return 1, 2 or 5 times a power of ten, the largest not above ``value`` (10 at least)."""
    if value < 10:
        return 10
    power = 10 ** math.floor(math.log10(value))
    return int(power * max(step for step in (1, 2, 5) if step * power <= value))
