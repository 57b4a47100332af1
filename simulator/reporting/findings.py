"""What should a reader take away, in a few lines, and how does a school year stand?"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd

from simulator.reporting import alongside, by_year, margins, towns, verdict, views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.numerals import day, number
from simulator.reporting.sheets import Pair, pair
from simulator.reporting.towns import Gap
from simulator.results import Results
from simulator.vocabulary import COMPULSORY, STAGES

NAMED: Final = 3
"""Towns named in a line."""
BOTH: Final = tuple(STAGES[k] for k in COMPULSORY)


def key_findings(results: Results) -> list[Pair]:
    """Return at most seven sentences worked out from the tables; those without matter left out."""
    makers: tuple[Callable[[Results, Lang], str], ...] = (
        _slack, _large, _largest_gap, _whole_gap, _new_places, _peaks, _empty
    )  # fmt: skip
    lines = [pair(partial(make, results)) for make in makers]
    return [line for line in lines if line["zh"]]


def scope_of(results: Results) -> str:
    """Return the scope of the page: compulsory education where it has both stages."""
    here = views.stages(results)
    return "compulsory" if set(BOTH) <= set(here) else here[0] if here else "all"


def _slack(results: Results, lang: Lang) -> str:
    for target in results.summary.get("targets", ()):
        found = margins.margin(results, target)
        if found is None or found.spare < 0:
            continue
        part = found.decisive
        if part is None:  # nothing hangs on one project: the promise's own row says so
            continue
        values = {
            "promise": verdict.promise(target, lang, results.summary["targets"]),
            "n": number(found.spare),
            "project": part.name,
            "accepted": day(part.accepted.isoformat(), lang),
            "days": part.days_left,
            "without": number(found.without(part)),
        }
        return say("finding.decisive" if found.spare else "finding.decisive_none", lang, values)
    return ""


def _large(results: Results, lang: Lang) -> str:
    scope = scope_of(results)
    series = _series(results, scope, "large_classes")
    if not series or not any(series.values()):
        return ""
    first, last, year = min(series), max(series), by_year.headline_year(results)
    held = [y for y, n in series.items() if n]
    peak = max(series, key=lambda y: (series[y], -y))
    above = series[peak] > max(series[first], series[year], series[last])
    most = {"peak_year": peak, "n_peak": number(series[peak])}
    values = {
        "stage": _small(scope, lang), "year": year,
        "first": first, "n_first": number(series[first]),
        "n": number(series[year]), "clears": max(held) + 1, "last": last,
        "n_last": number(series[last]),
        "peak": say("finding.large_peak", lang, most) if above else "",
    }  # fmt: skip
    if not series[last]:
        gone = not series[year] and max(held) < year
        return say("finding.large_gone" if gone else "finding.large", lang, values)
    return say("finding.large_left_now" if year == last else "finding.large_left", lang, values)


def _largest_gap(results: Results, lang: Lang) -> str:
    every = towns.gaps(results)
    year = by_year.headline_year(results)
    now = [gap for gap in every if gap.year == year and gap.shortfall > 0]
    if not now:
        return ""
    worst = _worst(now)
    path = [g for g in every if (g.area, g.kind, g.stage) == (worst.area, worst.kind, worst.stage)]
    most = max(path, key=lambda g: (g.shortfall, -g.year))
    last = max(path, key=lambda g: g.year)
    values: dict[str, object] = {
        "area": worst.area,
        "stage": _small(worst.stage, lang),
        "year": year,
        "n": number(worst.shortfall),
        "total": number(sum(gap.shortfall for gap in now)),
        "stages": say("list.comma", lang).join(
            _small(stage, lang) for stage in STAGES if any(g.stage == stage for g in every)
        ),
        "most": number(most.shortfall),
        "most_year": most.year,
        "last": last.year,
        "left": number(last.shortfall),
    }
    falls = most.year == year != last.year
    values["falls"] = say("finding.gap_falls", lang) if falls else ""
    if year == last.year:
        values["most"] = say("finding.gap_most_now", lang, values) if most.year != year else ""
        return say("finding.gap_now", lang, values)
    left = sum(gap.shortfall for gap in every if gap.year == last.year)
    values["total_last"] = number(left)
    parts = {
        "most": "" if falls else say("finding.gap_most", lang, values),
        "left": say("finding.gap_some" if last.shortfall else "finding.gap_none", lang, values),
        "all": "" if left and left == last.shortfall
        else say("finding.gap_all_some" if left else "finding.gap_all_none", lang, values),
    }  # fmt: skip
    return say("finding.gap", lang, values | parts)


def _whole_gap(results: Results, lang: Lang) -> str:
    """Say what lacks at the stages that know no towns: that of them which lacks most."""
    table = results.tables["areas"]
    table = table[table["area_kind"] == "district"]
    short = {
        (str(stage), int(year)): int(number)
        for stage, year, number in zip(
            *(table[name].tolist() for name in ("stage", "school_year", "shortfall")), strict=True
        )
    }
    if not any(short.values()):
        return ""
    stage, most_year = max(short, key=lambda key: (short[key], -key[1]))
    year = by_year.headline_year(results)
    values: dict[str, object] = {
        "stage": _small(stage, lang),
        "year": year,
        "n": number(short.get((stage, year), 0)),
        "most_year": most_year,
        "most": number(short[stage, most_year]),
    }
    return say("finding.whole_gap", lang, values)


def _new_places(results: Results, lang: Lang) -> str:
    year = by_year.headline_year(results)
    day_of = max(
        (str(t["by"]) for t in results.summary.get("targets", ()) if t["met"] is not None),
        default=f"{year}-09-01",
    )
    added = towns.added(results, day_of)
    now = [gap for gap in towns.gaps(results) if gap.year == year and gap.shortfall > 0]
    if not added or not now:
        return ""
    by_town: dict[str, int] = {}
    for (town, _), places in added.items():
        by_town[town] = by_town.get(town, 0) + places
    bare = [gap for gap in now if gap.kind == "town" and not added.get((gap.area, gap.stage))]
    values: dict[str, object] = {
        "places": number(sum(added.values())),
        "towns": _named(by_town, lang),
        "year": year,
        "total": number(sum(gap.shortfall for gap in now)),
        "bare": number(sum(gap.shortfall for gap in bare)),
    }
    if not bare:
        return say("finding.places", lang, values)
    worst = _worst(bare)
    values |= {"area": worst.area, "stage": _small(worst.stage, lang),
               "n": number(worst.shortfall)}  # fmt: skip
    return say("finding.places_elsewhere", lang, values)


def _peaks(results: Results, lang: Lang) -> str:
    said = []
    for stage in views.stages(results):
        view = views.demand(results, stage)
        values = {
            "stage": known("stage", stage, lang),
            "year": view.years[view.peak],
            "n": number(view.needing[view.peak]),
        }
        said.append(say("finding.peak", lang, values))
    joined = say("list.promises", lang).join(said)
    return say("finding.peaks", lang, {"peaks": joined}) if said else ""


def _empty(results: Results, lang: Lang) -> str:
    table, last = towns.rooms(results), views.years(results)[-1]
    year = by_year.headline_year(results)
    free = table[table["school_year"] == last].groupby("town")["free"].sum()
    total = int(free.sum())
    if not total:
        return ""
    values = {
        "year": year,
        "now": number(int(table.loc[table["school_year"] == year, "free"].sum())),
        "last": last,
        "n": number(total),
        "towns": _named({str(town): int(n) for town, n in free.items()}, lang),
    }
    return say("finding.empty_now" if year == last else "finding.empty", lang, values)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the sentences of all years are made from, read once."""

    years: dict[tuple[str, int], dict[Hashable, Any]]
    gaps: Sequence[Gap]
    free: dict[tuple[str, int], int]


def yearly(results: Results) -> dict[str, list[Pair]]:
    """Return a sentence for each year: by stage, and for '' of all stages shown."""
    table, rooms = results.tables["years"], towns.rooms(results)
    records = {
        (str(row["stage"]), int(row["school_year"])): row for row in table.to_dict("records")
    }
    free: dict[tuple[str, int], int] = {}
    for stage, year, n in zip(rooms["stage"], rooms["school_year"], rooms["free"], strict=True):
        free[str(stage), int(year)] = free.get((str(stage), int(year)), 0) + int(n)
    ground = _Ground(records, towns.gaps(results), free)
    scopes = {"": scope_of(results), **{stage: stage for stage in views.stages(results)}}
    return {
        key: [pair(partial(_year, ground, scope, year)) for year in views.years(results)]
        for key, scope in scopes.items()
        if (scope, views.years(results)[0]) in records
    }


def _year(ground: _Ground, scope: str, year: int, lang: Lang) -> str:
    row = ground.years[scope, year]
    stages = alongside.stages_of(scope)
    values: dict[str, object] = {
        "year": year,
        "scope": known("stage", scope, lang),
        **{name: number(row[name]) for name in ("pupils", "places", "large_classes", "surplus")},
        "redirected": number(row["redirected"]),
        "free": number(sum(ground.free.get((stage, year), 0) for stage in stages)),
    }
    if pd.isna(row["shortfall"]):
        gap = say("yearly.opening", lang)
    else:
        now = [g for g in ground.gaps if g.year == year and g.stage in stages and g.shortfall > 0]
        values["n"] = number(row["shortfall"])
        gap = say("yearly.gap", lang, values)
        if now:
            worst = _worst(now)
            most = {"area": worst.area, "stage": _small(worst.stage, lang),
                    "n": number(worst.shortfall)}  # fmt: skip
            gap += say("yearly.most", lang, most)
    return say("yearly.say", lang, values | {"gap": gap})


def _worst(found: Sequence[Gap]) -> Gap:
    return min(found, key=lambda g: (-g.shortfall, g.area, g.stage))


def _series(results: Results, scope: str, metric: str) -> dict[int, int]:
    table = results.tables["years"]
    mine = table[(table["stage"] == scope) & table[metric].notna()]
    return {
        int(year): round(float(value))
        for year, value in zip(mine["school_year"], mine[metric], strict=True)
    }


def _named(found: dict[str, int], lang: Lang) -> str:
    """Return the largest of some towns with their numbers."""
    first = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:NAMED]
    named = [say("finding.town", lang, {"town": t, "n": number(n)}) for t, n in first if n]
    return say("list.comma", lang).join(named)


def _small(stage: str, lang: Lang) -> str:
    word = known("stage", stage, lang)
    return word if lang == "zh" else word.lower()
