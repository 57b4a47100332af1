"""What has each zone and campus in each year? The figures behind the layers, as long tables."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import numpy as np
import pandas as pd

from simulator.reporting import maps, views
from simulator.results import Results
from simulator.vocabulary import COMPULSORY, STAGES

BOTH: Final = tuple(STAGES[k] for k in COMPULSORY)
ALL: Final = "all"
MEASURES: Final = {
    "children": ("适龄儿童(人)", "Children"),
    "pupils": ("公办在校生(人)", "Pupils at public campuses"),
    "needing": ("需公办学位(人)", "Children needing a public place"),
    "places": ("学位(个)", "Usable places, shared over catchments by children"),
    "balance": ("学位减需求(个)", "Places minus children needing one"),
    "unplaced": ("未落实(人)", "Unplaced"),
}


def census_of(day: str) -> int:
    """Return the school year of the last census up to a day."""
    date = dt.date.fromisoformat(day)
    return date.year if date >= dt.date(date.year, 9, 1) else date.year - 1


def headline_year(results: Results) -> int:
    """Return the school year that maps open with: the last one in which a promise falls due."""
    years = views.years(results)
    due = []
    for target in results.summary.get("targets", ()):
        with suppress(ValueError):
            due.append(census_of(str(target.get("by"))))
    wanted = max(due, default=years[-1])
    return min(max(wanted, years[0]), years[-1])


def scopes(zone_years: pd.DataFrame) -> list[str]:
    """Return the stages shown, compulsory education first where it has both of its stages."""
    there = set(zone_years["stage"])
    return [s for s in ("compulsory", *STAGES) if s in there]


def zone_years(
    results: Results, by_year: Mapping[str, maps.StageMap], zone_ids: tuple[str, ...]
) -> pd.DataFrame:
    """Return one row for each year, stage and zone; compulsory education as a stage too."""
    years = views.years(results)
    balance = results.tables["balance"]
    sums = balance.assign(pupils=balance["pupils_public"]).groupby(
        ["stage", "school_year", "zone_id"]
    )[["children", "pupils", "unplaced", "redirected"]].sum()  # fmt: skip
    parts = []
    for stage, view in by_year.items():
        index = pd.MultiIndex.from_product([[stage], years, zone_ids], names=sums.index.names)
        part = sums.reindex(index)
        places = view.places.ravel()
        none = places < 0
        part["needing"] = view.needing.ravel()
        part["places"] = pd.array(np.where(none, 0, places), dtype="Int64")
        part["balance"] = pd.array((places.clip(0) - view.needing.ravel()), dtype="Int64")
        part.loc[none, ["places", "balance"]] = pd.NA
        part["assumed"] = view.assumed.ravel()
        parts.append(part.reset_index())
    if not parts:
        columns = ["stage", "school_year", "zone_id", *MEASURES, "redirected", "assumed"]
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    whole = pd.concat(parts, ignore_index=True)
    if set(BOTH) <= set(by_year):
        both = whole[whole["stage"].isin(BOTH)]
        groups = both.groupby(["school_year", "zone_id"])
        added = groups[[*MEASURES, "redirected"]].sum(min_count=1)
        added["assumed"] = groups["assumed"].any()
        added = added.reset_index()
        whole = pd.concat([whole, added.assign(stage="compulsory")], ignore_index=True)
    return whole.sort_values(["school_year", "stage", "zone_id"], ignore_index=True)


def campus_years(results: Results, campus_ids: tuple[str, ...]) -> pd.DataFrame:
    """Return one row for each year, campus and stage taught, and one for all stages together."""
    tables = results.tables
    keys = ["school_year", "campus_id", "stage"]
    pupils = tables["enrolment"].groupby(keys)[["pupils", "classes"]].sum()
    places = tables["capacity"].groupby(keys)[["places", "places_open"]].sum()
    largest = tables["enrolment"].groupby(keys)["max_class_size"].max()
    ledger = tables["classes_ledger"]
    stage_of = dict(zip(tables["enrolment"]["grade"], tables["enrolment"]["stage"], strict=True))
    large = ledger.assign(stage=ledger["grade"].map(stage_of)).groupby(keys).size()
    one = pupils.join(places, how="outer").join(largest)
    one["large_classes"] = large.reindex(one.index).fillna(0)
    one = one.reset_index()
    if one.empty:
        return one.assign(utilisation=pd.Series(dtype=float))
    sums = ["pupils", "classes", "places", "places_open", "large_classes"]
    groups = one.groupby(["school_year", "campus_id"])
    added = groups[sums].sum(min_count=1)
    added["max_class_size"] = groups["max_class_size"].max()
    used = tables["campuses"].set_index(["school_year", "campus_id"])["utilisation"]
    added["utilisation"] = used.reindex(added.index)
    whole = pd.concat([one, added.reset_index().assign(stage=ALL)], ignore_index=True)
    whole = whole[whole["campus_id"].isin(campus_ids)]
    return whole.sort_values(["school_year", "stage", "campus_id"], ignore_index=True)


def catchment_spans(results: Results) -> pd.DataFrame:
    """Return each catchment of a stage and campus once for the years in which it stays the same.

    ``zones`` are its ids in order; ``assumed`` says that a part of it is.
    """
    links = results.tables["catchments"]
    zones_of: dict[tuple[str, str, int], list[str]] = {}
    marked: set[tuple[str, str, int]] = set()
    for stage, campus, year, zone, assumed in zip(
        *(links[name].tolist() for name in ("stage", "campus_id", "school_year", "zone_id")),
        links["assumed"].fillna(False).tolist(),
        strict=True,
    ):
        key = (str(stage), str(campus), int(year))
        zones_of.setdefault(key, []).append(str(zone))
        if assumed:
            marked.add(key)
    rows: list[list[object]] = []
    before: object = None
    for key in sorted(zones_of):
        stage, campus, year = key
        inside = tuple(sorted(zones_of[key]))
        if before == (stage, campus, year - 1, inside, key in marked):
            rows[-1][3] = year
        else:
            rows.append([stage, campus, year, year, inside, key in marked])
        before = (stage, campus, year, inside, key in marked)
    columns = ["stage", "campus_id", "from_year", "to_year", "zones", "assumed"]
    return pd.DataFrame(rows, columns=columns)
