"""What does the run say of each promise, in a planner's words?

Words only, from ``summary`` and the table ``sensitivity``: page and terminal print the same
sentences. Filters of the page never reach here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from simulator.reporting import bounds, views
from simulator.reporting.catalogue import CATALOGUE, Lang, fold, known, say
from simulator.reporting.numerals import (
    cell_day,
    day,
    metric,
    number,
    prose,
    season,
    unit_of,
)
from simulator.results import Results

MARKS: Final = {True: "✓", False: "✗", None: "–"}
TOLD_APART: Final = 5
"""With more promises than these, the missed ones come first."""
LEFT: Final = {
    "verdict.untested": "verdict.untested_more", "verdict.unknown": "verdict.unknown_more"
}  # fmt: skip
"""How many promises are not judged, by the reason."""
NET: Final = {"added_places": "net.added_places", "school_land_m2": "net.school_land"}
"""Names of what may be counted net."""
OUTLOOKS: Final = ("low", "middle", "high")

Target = Mapping[str, Any]


def word(target: Target) -> str:
    """Return the key of the word for a verdict: kept or not, assumed, or without the data."""
    if target["met"] is not None:
        return "verdict.met" if target["met"] else "verdict.missed"
    assumed = target["achieved"]["central"] is not None
    return "verdict.untested" if assumed else "verdict.unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """The verdicts under one other rule or outlook, or over all baselines together.

    ``results`` has, for each promise, ``(met, achieved)`` or ``(met count, cases)``; None where
    the promise was not judged.
    """

    kind: str
    name: str
    results: tuple[tuple[Any, Any] | None, ...]


def measured(target: Target, lang: Lang) -> str:
    """Return what a promise measures; what is counted net is named so."""
    net = NET.get(target["metric"]) if target.get("basis") == "net" else None
    return say(net, lang) if net else metric(target["metric"], lang)


def promise(target: Target, lang: Lang, among: Sequence[Target] = ()) -> str:
    """Return the name of a promise: ``义务教育大班额``.

    With those it stands ``among``, its day or its bound is added where one of them reads the same.
    """
    stage = known("stage", target["stage"], lang)
    name = measured(target, lang)
    if stage.lower() not in name.lower():  # 九年义务教育巩固率 has its stage already
        values = {"stage": stage if lang == "zh" else stage.lower(), "metric": name}
        name = say("targets.name", lang, values)
    return name + _apart(target, lang, among)


def _apart(target: Target, lang: Lang, among: Sequence[Target]) -> str:
    """Return what tells a promise from those of the same name: its day, else its bound, or both."""

    def alike(other: Target) -> bool:
        same = all(other[key] == target[key] for key in ("metric", "stage"))
        return same and measured(other, lang) == measured(target, lang)

    others = [other for other in among if other["id"] != target["id"] and alike(other)]
    if not others:
        return ""
    said = []
    same_day = any(other["by"] == target["by"] for other in others)
    theirs = [bounds.bound(other, lang) for other in others]
    if not same_day or bounds.bound(target, lang) in theirs:
        said.append(say("targets.by_day", lang, {"day": day(str(target["by"]), lang)}))
    if same_day:
        said.append(bounds.asked(target, lang))
    return say("targets.apart", lang, {"what": say("list.comma", lang).join(said)})


def sentence(results: Results, lang: Lang) -> str:
    """Return the whole verdict as a deputy mayor can read it: a clause for each promise judged."""
    targets = list(results.summary.get("targets", ()))
    judged = [target for target in targets if target["met"] is not None]
    if not targets:
        return say("verdict.none", lang)
    left = [
        say(more, lang, {"n": n})
        for key, more in LEFT.items()
        if (n := sum(word(target) == key for target in targets))
    ]
    if not judged:
        return (" " if lang == "en" else "").join(left)
    shared = len({target["stage"] for target in judged}) == 1
    stage = known("stage", judged[0]["stage"], lang) if shared else ""

    def clauses(of: Sequence[Target]) -> str:
        return say("verdict.join", lang).join(
            _clause(t, lang, targets, named=not shared) for t in of
        )

    missed = [target for target in judged if not target["met"]]
    kept = [target for target in judged if target["met"]]
    if len(judged) > TOLD_APART and missed and kept:
        values = {"n": len(judged), "kept": len(kept), "missed": len(missed),
                  "failures": clauses(missed), "rest": clauses(kept)}  # fmt: skip
        parts = [say("verdict.apart_of" if shared else "verdict.apart", lang,
                     values | {"stage": stage})]  # fmt: skip
    else:
        parts = [say("verdict.whole_of" if shared else "verdict.whole", lang,
                     {"stage": stage, "clauses": clauses(judged)})]  # fmt: skip
    for target in judged:
        paired = target.get("paired") or {}
        if target["met"] and paired.get("kept_by") not in (None, "places"):
            moved = {
                "promise": promise(target, lang, targets),
                "n": prose(paired["redirected"], lang),
            }
            parts.append(say("verdict.moved", lang, moved))
    return (" " if lang == "en" else "").join([*parts, *left])


def _clause(target: Target, lang: Lang, among: Sequence[Target], *, named: bool) -> str:
    """Return one promise of the verdict: what there is on the day, and when it is reached."""
    unit, count = unit_of(target["metric"]), target["achieved"]["central"]
    if named:
        name = promise(target, lang, among)
    else:
        name = measured(target, lang) + _apart(target, lang, among)
    counted = f"unit.of.{unit}" in CATALOGUE
    clearing = counted and target["operator"] == "<=" and target["required"] == 0
    added = target["metric"].endswith("added_places")
    kind = "cleared" if clearing else "added" if added else "other"
    values = {
        "name": name if named or lang == "zh" else name[0].lower() + name[1:],
        "n": number(count),
        # 新增学位 11,000 个: the noun stands in the name already
        "unit": say(f"unit.of.{unit}", lang) if counted else "",
        "achieved": bounds.achieved(target, lang),
        "bound": bounds.bound(target, lang),
        "when": "" if target["met"] else _when(target, lang, clearing=clearing),
    }
    if target["every_year"]:
        values |= {"year": bounds.worst_year(target, lang)}
        kind = "yearly_cleared" if clearing else "yearly"
    return say(f"verdict.{kind}_{'met' if target['met'] else 'missed'}", lang, values)


def means(target: Target, lang: Lang) -> list[str]:
    """Return how a promise is kept and what stands beside it, one line each."""
    paired = target.get("paired") or {}
    lines: list[str] = []
    if target["met"] is None:
        return lines
    if paired.get("kept_by") == "places":
        added = target["metric"].endswith("added_places")
        lines.append(say(f"targets.kept_{'by_places' if added else 'without_moving'}", lang))
    elif paired.get("kept_by"):
        lines.append(say("targets.kept_by_moving", lang, {"n": _count(paired, "redirected")}))
    without = paired.get("without_policy")
    if without:
        lines.append(
            say(
                "targets.without_policy",
                lang,
                {
                    "achieved": bounds.valued(target, without["achieved"], lang),
                    "redirected": _count(without, "redirected"),
                },
            )
        )
    if target.get("readings"):
        readings = {key: number(value) for key, value in target["readings"].items()}
        lines.append(say("targets.readings", lang, readings))
    return lines


def source(target: Target, lang: Lang) -> str:
    """Return title, issuer and date of the document a promise comes from."""
    written = target.get("source") or {}
    parts = [fold(written.get(key), lang) for key in ("title", "issuer")]
    parts.append(cell_day(fold(written.get("date"), lang), lang) if written.get("date") else "")
    if written.get("place") == "inferred":
        parts.append(say("targets.inferred", lang))
    return (" · ").join(part for part in parts if part)


def cases(results: Results, lang: Lang) -> list[Case]:
    """Return the verdicts under other rules and outlooks, and over the baselines."""
    table = results.tables["sensitivity"]
    ids = [target["id"] for target in results.summary.get("targets", ())]
    names = views.translations(results)
    found: dict[tuple[str, str], dict[str, tuple[bool, float]]] = {}
    for kind, name, target, value, met in zip(
        *(table[column] for column in ("kind", "name", "target", "achieved", "met")), strict=True
    ):
        if not pd.isna(met):  # a target that was not judged has no verdict here
            found.setdefault((str(kind), str(name)), {})[str(target)] = (bool(met), float(value))
    out = [
        Case("rule", fold(names.get(name, name), lang), tuple(verdicts.get(i) for i in ids))
        for (kind, name), verdicts in found.items()
        if kind == "rule"
    ]
    baselines = [verdicts for (kind, _), verdicts in found.items() if kind == "baseline"]
    if baselines:
        counts = []
        for i in ids:
            mets = [verdicts[i][0] for verdicts in baselines if i in verdicts]
            counts.append((sum(mets), len(mets)) if mets else None)
        out.append(Case("baseline", str(len(baselines)), tuple(counts)))
    out += [
        Case("outlook", known("outlook", name, lang), tuple(verdicts.get(i) for i in ids))
        for name in OUTLOOKS
        if (verdicts := found.get(("outlook", name)))
    ]
    return out


def robustness(results: Results, lang: Lang) -> dict[str, str]:
    """Return a sentence each on outlooks, rules and baselines, for those that were run."""
    targets = list(results.summary.get("targets", ()))
    listed = cases(results, lang)
    said: dict[str, str] = {}
    for kind, agree, differ in (
        ("outlook", "robust.outlooks_agree", "robust.outlooks_differ"),
        ("rule", "robust.rules_agree", "robust.rules_differ"),
    ):
        mine = [case for case in listed if case.kind == kind]
        changing = [
            promise(target, lang, targets)
            for k, target in enumerate(targets)
            if len({found[0] for case in mine if (found := case.results[k])} | _own(target, kind))
            > 1
        ]
        if mine:
            names = say("list.promises", lang).join(changing)
            said[kind] = say(differ, lang, {"names": names}) if changing else say(agree, lang)
    for case in listed:
        if case.kind == "baseline":
            counts = [
                say(
                    "robust.count",
                    lang,
                    {"promise": promise(target, lang, targets), "met": counted[0]},
                )
                for target, counted in zip(targets, case.results, strict=True)
                if counted
            ]
            values = {"n": case.name, "counts": say("list.promises", lang).join(counts)}
            said["baseline"] = say("robust.baselines", lang, values)
    return said


def _own(target: Target, kind: str) -> set[bool]:
    """Return what a case is held against: a rule against this run, outlooks one another."""
    return {target["met"]} if kind == "rule" and target["met"] is not None else set()


def _when(target: Target, lang: Lang, *, clearing: bool) -> str:
    first = target.get("first_met")
    end = "cleared" if clearing else "met"
    if not first:
        return say(f"verdict.never_{end}", lang)
    if target["every_year"]:
        return say("verdict.yearly_from", lang, {"date": season(first, lang)})
    state = "late" if first > target["by"] else "lapsed"
    return say(f"verdict.{state}_{end}", lang, {"date": season(first, lang)})


def _count(values: Mapping[str, Any], key: str) -> str:
    value = values.get(key)
    return "—" if value is None else number(value)
