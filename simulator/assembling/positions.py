"""At which coordinates did the planner put zones and campuses?"""

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from simulator.assembling.references import numbers, plain, refuse, table, texts, unknown_here
from simulator.phrases import Phrase, listing
from simulator.scenario import Scenario
from simulator.schema import Change


@dataclass(frozen=True)
class Sites:
    """Positions as written, before any conversion; entities sorted by id."""

    zones: pd.DataFrame
    campuses: pd.DataFrame
    """id, name, lon, lat, zone (None where only a position is given), planned."""
    outline: tuple[BaseGeometry, ...]
    fingerprint: str


def builds(scenario: Scenario) -> list[Change]:
    """Give the changes that create a campus, by id of the change."""
    made = (c for c in scenario.spec.changes if c.new_campus is not None)
    return sorted(made, key=lambda change: change.id)


def read_sites(scenario: Scenario) -> Sites:
    """Gather the positions of zones and of all campuses, present and planned.

    Raises
    ------
    ScenarioError
        An id repeats, or a place has neither a position nor a zone.
    """
    zones = _by_id(scenario, "zones", table(scenario, "zones"))
    if "geometry" not in zones.columns:
        zones = zones.assign(geometry=None)
    if zones.empty:
        refuse(
            scenario,
            "zones",
            Phrase("没有片区", "there is no zone"),
            Phrase("请至少给出一个片区", "give at least one zone"),
        )
    present = table(scenario, "campuses")
    sites = table(scenario, "sites").set_index("id")
    rows = pd.DataFrame(
        {
            "id": texts(present, "id"),
            "name": texts(present, "name"),
            "lon": numbers(present, "lon"),
            "lat": numbers(present, "lat"),
            "zone": texts(present, "zone"),
            "planned": False,
        },
        dtype=object,
    )
    planned = []
    for change in builds(scenario):
        lon, lat = change.at or (np.nan, np.nan)
        if change.site is not None:
            if change.site not in sites.index:
                where = f"changes/{change.id}/site"
                remedy = Phrase("请用地块的编号", "use the id of a site")
                refuse(scenario, where, unknown_here([change.site]), remedy)
            lon, lat = (float(sites.loc[change.site, axis]) for axis in ("lon", "lat"))  # type: ignore[arg-type]
        name = plain(change.name) if change.name is not None else change.new_campus
        planned.append((change.new_campus, name, lon, lat, change.zone, True))
    if planned:
        rows = pd.concat([rows, pd.DataFrame(planned, columns=rows.columns, dtype=object)])
    campuses = _by_id(scenario, "campuses", rows)
    unknown = numbers(campuses, "lon"), numbers(campuses, "lat")
    lost = np.isnan(unknown[0]) | np.isnan(unknown[1])
    for name, zone, bad in zip(campuses["id"], campuses["zone"], lost, strict=True):
        if bad and zone is None:
            refuse(
                scenario,
                f"campuses/{name}",
                Phrase("既没有位置，也没有片区", "it has neither a position nor a zone"),
                Phrase(
                    "请给出 lon（经度）和 lat（纬度），或所在片区",
                    "give lon and lat, or the zone it stands in",
                ),
            )
    shapes = scenario.tables.get("outline")
    outline = () if shapes is None else tuple(np.asarray(shapes["geometry"], dtype=object))
    return Sites(zones, campuses, outline, _fingerprint(scenario, zones, campuses, outline))


def _by_id(scenario: Scenario, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by id and refuse an id that repeats."""
    ids = [str(value) for value in rows["id"]]
    twice = sorted({one for one in ids if ids.count(one) > 1}) if len(set(ids)) < len(ids) else []
    if twice:
        shown = listing(twice, 5)
        what = Phrase(f"编号重复：{shown.zh}", f"ids repeat: {shown.en}")
        refuse(scenario, name, what, Phrase("请各用不同的编号", "give each its own id"))
    order = sorted(range(len(ids)), key=ids.__getitem__)
    return rows.assign(id=ids).iloc[order].reset_index(drop=True)


def shape_of(value: object) -> BaseGeometry | None:
    """Give a shape, None for an empty cell."""
    return value if isinstance(value, BaseGeometry) and not value.is_empty else None


def _fingerprint(
    scenario: Scenario,
    zones: pd.DataFrame,
    campuses: pd.DataFrame,
    outline: tuple[BaseGeometry, ...],
) -> str:
    """Digest all that a geography is made from."""
    spec = scenario.spec
    shapes = np.array([shape_of(value) for value in [*zones["geometry"], *outline]], dtype=object)
    parts = [spec.crs, spec.travel.detour_factor, spec.outline_note]
    parts += [zones[c].tolist() for c in ("id", "name", "town", "settlement", "lon", "lat")]
    parts += [campuses[column].tolist() for column in campuses.columns]
    parts.append(shapely.to_wkb(shapes).tolist())
    return hashlib.sha256(repr(parts).encode()).hexdigest()
