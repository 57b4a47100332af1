"""In what do the results of several runs differ, the first of them being the reference?

A pure function of results: page, workbook and file of a comparison are made from what it returns.
Arrays run over (scenario, school year, stage); NaN is what was not computed, never nil.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.input_differences import InputDifference, Rows, input_differences
from simulator.measures import (
    Floats,
    Measure,
    comparable_measures,
    shared_scopes,
    values_of,
)
from simulator.obstacles import Obstacle, obstacles
from simulator.phrases import Phrase
from simulator.reporting import by_year, maps, sheets, views
from simulator.reporting.catalogue import Lang, fold, say
from simulator.results import Results
from simulator.tables import TABLES

MOST: Final = 12
"""Runs that can be compared at once."""
MOST_ALONE: Final = 30
"""Differences of a run beyond which those of a kind are applied together."""

Ints = NDArray[np.int64]


OUTCOMES: Final = tuple(
    name for name in TABLES if name not in ("inputs", "assumptions", "oddities", "sensitivity")
)
"""Tables that say what happens."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the runs compared."""

    key: str
    """``name@variant``, told apart by a number where it repeats."""
    letter: str
    plan: Phrase
    """Title of its scenario."""
    title: Phrase
    """With its variant's."""
    short: Phrase
    """As few words as tell it from the others."""
    name: str
    variant: str | None
    settings: tuple[str, ...]
    version: str
    seed: int
    outlook: str
    replicates: int
    district: Phrase
    hash: str
    """Of its inputs."""
    illustrative: tuple[str, ...]
    inputs: tuple[tuple[str, str, str, int, str], ...]
    """Table, file, SHA-256, rows and evidence of each file."""
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that one run or more are judged by; None where a run does not make it."""

    id: str
    target: Mapping[str, Any]
    """As in ``summary.json`` of the first run that makes it."""
    entries: tuple[Mapping[str, Any] | None, ...]
    obstacles: tuple[tuple[Obstacle, ...], ...]
    """What each run misses it by: schools, grades, projects."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one input difference (or several of a kind) does alone to each promise's measure."""

    of: tuple[int, ...]
    """Places in the scenario's input differences."""
    values: tuple[float | None, ...]
    """Change of what each promise measures; None where it cannot be applied alone."""


@dataclass(frozen=True, slots=True)
class Matters:
    """Which difference matters: each alone, all together, and what is left between them."""

    effects: tuple[Effect, ...]
    full: tuple[float | None, ...]
    interaction: tuple[float | None, ...]
    """Full minus the sum of those alone."""
    metrics: tuple[Mapping[str, Any], ...]
    """Metric, stage and date of what is measured."""
    grouped: bool = False
    """Whether there were too many, so that those of a kind were applied together."""
    reason: str = ""
    """Why nothing was computed, as a code; empty where it was."""


@dataclass(frozen=True)
class Where:
    """One stage on the map: (scenario, year, zone) and (scenario, year, campus)."""

    needing: Ints
    places: Ints
    campus_pupils: Ints
    campus_places: Ints
    """−1 where the campus does not teach the stage."""

    def balance(self) -> Ints:
        """Return what the balance of each zone differs by from the reference."""
        balance = self.places.clip(0) - self.needing
        difference: Ints = balance - balance[0]
        return difference


@dataclass(frozen=True)
class Comparison:
    """Everything a comparison says."""

    scenarios: tuple[Compared, ...]
    comparable: Literal["all", "rates"]
    """``rates`` where the runs are of different districts."""
    years: tuple[int, ...]
    """School years that all runs have."""
    left_out: tuple[int, ...]
    """School years that only some have."""
    scopes: tuple[str, ...]
    measures: tuple[Measure, ...]
    values: Mapping[str, Floats]
    promises: tuple[Promise, ...]
    inputs: tuple[tuple[InputDifference, ...], ...]
    """Of each run, against the reference."""
    rows: tuple[Mapping[str, Rows], ...]
    """Of each run: table → which of its rows differ, where both could be read."""
    same: tuple[bool, ...]
    """Whether every table of a run says what the reference says, in the common years."""
    district: maps.DistrictMap | None
    """Geometry and numbers of the reference; None where districts differ or lie nowhere."""
    where: Mapping[str, Where]
    names: Mapping[str, str]
    """Campus and project → name shown."""
    matters: tuple[Matters, ...]
    """Of each run; the reference has none."""
    year: int
    """School year shown first."""
    outline_note: Phrase | None

    def difference(self, measure: str) -> Floats:
        """Return (scenario, year, stage) of a measure, less the reference."""
        values = self.values[measure]
        difference: Floats = values - values[0]
        return difference

    @property
    def identical(self) -> bool:
        """Whether neither inputs nor results differ anywhere."""
        return all(self.same) and not any(self.inputs)

    @property
    def scope(self) -> str:
        """Stage shown first."""
        return self.scopes[0]


def compare(
    *results: Results,
    matters: Sequence[Matters | None] = (),
    rows: Sequence[Mapping[str, Rows]] = (),
) -> Comparison:
    """Compare runs with the first of them.

    Parameters
    ----------
    results
        Two to twelve runs; the first is the reference.
    matters
        Which difference matters, of each run, where it was worked out.
    rows
        Rows of input tables that differ, of each run, where both could be read.

    Returns
    -------
    The comparison.

    Raises
    ------
    ValueError
        For fewer than two runs or more than twelve, and for runs without a common school year.
    """
    if not 2 <= len(results) <= MOST:
        raise ValueError(f"two to {MOST} runs can be compared, not {len(results)}")
    years = common_years(results)
    if not years:
        raise ValueError("the runs have no school year in common")
    every = sorted({year for one in results for year in views.years(one)})
    reference = results[0]
    comparable: Literal["all", "rates"] = "all" if same_district(results) else "rates"
    scopes = shared_scopes(results, years)
    district, where = _where(results, years) if comparable == "all" else (None, {})
    first = by_year.headline_year(reference)
    inputs = tuple(input_differences(reference.manifest, one.manifest) for one in results)
    unknown = Matters((), (), (), (), reason="no_inputs")
    told = [*matters, *[None] * (len(results) - len(matters))]
    note = reference.manifest.get("outline_note")
    return Comparison(
        scenarios=_compared(results),
        comparable=comparable,
        years=years,
        left_out=tuple(year for year in every if year not in years),
        scopes=scopes,
        measures=comparable_measures(comparable),
        values=values_of(results, years, scopes),
        promises=_promises(results),
        inputs=inputs,
        rows=(*rows, *[{}] * (len(results) - len(rows))),
        same=tuple(_same_results(reference, one, years) for one in results),
        district=district,
        where=where,
        names=_names(results),
        matters=tuple(one or unknown for one in told),
        year=min(max(first, years[0]), years[-1]),
        outline_note=Phrase(fold(note, "zh"), fold(note, "en")) if note else None,
    )


def common_years(results: Sequence[Results]) -> tuple[int, ...]:
    """Return the school years that all runs have."""
    return tuple(sorted(set.intersection(*(set(views.years(one)) for one in results))))


def same_district(results: Sequence[Results]) -> bool:
    """Tell whether all runs have the same zones at the same places."""

    def zones(one: Results) -> list[tuple[str, float, float]]:
        table = one.tables["zones"]
        return sorted(
            (str(zone), round(float(lon), 6), round(float(lat), 6))
            for zone, lon, lat in zip(table["zone_id"], table["lon"], table["lat"], strict=True)
            if not (pd.isna(lon) or pd.isna(lat))
        )

    first = zones(results[0])
    return all(zones(one) == first for one in results[1:])


def _compared(results: Sequence[Results]) -> tuple[Compared, ...]:
    """Describe the runs, and name each so that it can be told from the others."""
    manifests = [one.manifest for one in results]
    titles = [_words(m.get("title") or m.get("name")) for m in manifests]
    told = [(title, str(m.get("name"))) for m, title in zip(manifests, titles, strict=True)]
    alike = len(set(told)) == 1
    # scenarios that share a title are told apart by their names
    heads = [
        title + Phrase(f"（{name}）", f" ({name})") if len({n for t, n in told if t == title}) > 1
        else title for title, name in told
    ]  # fmt: skip
    shorts = [_short(m, head, alike=alike) for m, head in zip(manifests, heads, strict=True)]
    keys = [f"{m.get('name')}@{m['variant']}" if m.get("variant") else str(m.get("name"))
            for m in manifests]  # fmt: skip
    made = []
    for k, (one, manifest) in enumerate(zip(results, manifests, strict=True)):
        nth = keys[:k].count(keys[k])
        again = f" ({nth + 1})" if nth else ""
        repeats = shorts[:k].count(shorts[k])
        said = Phrase(f"（{repeats + 1}）", f" ({repeats + 1})") if repeats else Phrase("", "")
        variant = manifest.get("variant_title")
        full = titles[k] + (_dotted(variant) if variant else Phrase("", ""))
        made.append(
            Compared(
                keys[k] + again,
                "ABCDEFGHIJKL"[k],
                titles[k],
                full,
                shorts[k] + said,
                str(manifest.get("name")),
                manifest.get("variant"),
                tuple(str(setting) for setting in manifest.get("set") or ()),
                str(manifest.get("version", "")),
                int(manifest.get("seed") or 0),
                str(one.summary.get("outlook", "")),
                int(one.summary.get("replicates", 1)),
                _words(manifest.get("district") or ""),
                sheets.inputs_hash(one),
                tuple(str(name) for name in manifest.get("illustrative") or ()),
                tuple(
                    (str(i["table"]), str(i["file"]), str(i["sha256"]), int(i["rows"]),
                     str(i["evidence"]))
                    for i in manifest.get("inputs") or ()
                ),
                views.years(one),
            )
        )  # fmt: skip
    return tuple(made)


def _short(manifest: Mapping[str, Any], title: Phrase, *, alike: bool) -> Phrase:
    variant = manifest.get("variant")
    if variant:
        said = _words(manifest.get("variant_title") or variant)
        said = said if alike else title + Phrase(" · ", " · ") + said
    else:
        said = Phrase(say("compare.base", "zh"), say("compare.base", "en")) if alike else title
    settings = ", ".join(str(setting) for setting in manifest.get("set") or ())
    return said + Phrase(f"（{settings}）", f" ({settings})") if settings else said


def _dotted(value: Any) -> Phrase:
    """Set a text off from the one before it."""
    said = _words(value)
    return Phrase(f" · {said.zh}", f" · {said.en}")


def _words(value: Any) -> Phrase:
    def one(lang: Lang) -> str:
        return fold(value, lang)

    return Phrase(one("zh"), one("en"))


def _promises(results: Sequence[Results]) -> tuple[Promise, ...]:
    """Return the promises of all runs; those that ask the same stand as one."""
    asked: dict[tuple[Any, ...], list[Mapping[str, Any] | None]] = {}
    for k, one in enumerate(results):
        for target in one.summary.get("targets", ()):
            keys = ("metric", "stage", "basis", "operator", "required", "since", "by", "every_year")
            key = tuple(target.get(name) for name in keys)
            entries = asked.setdefault(key, [None] * len(results))
            entries[k] = entries[k] or target
    found: list[Promise] = []
    for entries in asked.values():
        target = next(entry for entry in entries if entry is not None)
        ids = [promise.id for promise in found]
        name, number = str(target["id"]), 2
        while name in ids:
            name, number = f"{target['id']}-{number}", number + 1
        missed = tuple(
            obstacles(one, entry) if entry is not None and entry["met"] is False else ()
            for one, entry in zip(results, entries, strict=True)
        )
        found.append(Promise(name, target, tuple(entries), missed))
    return tuple(found)


def _same_results(reference: Results, other: Results, years: Sequence[int]) -> bool:
    """Tell whether two runs say the same in every table of outcomes, in these years."""

    def rows(one: Results, name: str) -> pd.DataFrame:
        table = one.tables[name]
        if "school_year" in table:
            table = table[table["school_year"].isin(years)]
        return table.reset_index(drop=True)

    return all(rows(reference, name).equals(rows(other, name)) for name in OUTCOMES)


def _where(
    results: Sequence[Results], years: tuple[int, ...]
) -> tuple[maps.DistrictMap | None, dict[str, Where]]:
    """Return the geometry of the reference with the campuses of all, and each stage's numbers."""
    reference = results[0]
    schools = pd.concat([one.tables["schools"] for one in results], ignore_index=True)
    schools = schools.drop_duplicates("campus_id").reset_index(drop=True)
    totals = reference.tables["years"]
    totals = totals[totals["school_year"].isin(years)]
    whole = replace(reference, tables={**reference.tables, "schools": schools, "years": totals})
    district = maps.district_map(whole)
    if district is None:
        return None, {}
    found = {}
    for stage in district.stages:
        drawn = [
            maps.stage_map(one, stage, years, district.zone_ids, district.campus_ids)
            for one in results
        ]
        found[stage] = Where(
            *(
                np.stack([getattr(view, name) for view in drawn])
                for name in ("needing", "places", "campus_pupils", "campus_places")
            )
        )
    return district, found


def _names(results: Sequence[Results]) -> dict[str, str]:
    """Return campus → name over all runs; the reference's word counts."""
    names: dict[str, str] = {}
    for one in reversed(results):
        names |= views.school_names(one)
    return names
