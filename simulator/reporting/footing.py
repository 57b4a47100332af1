"""What do the promises stand on: slack, a decisive project, moved children, other starting data?"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from simulator.reporting import alongside, blocking, bounds, margins, verdict, views
from simulator.reporting.alongside import Alongside
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.numerals import amount, day, number
from simulator.reporting.sheets import Pair, pair, phrase
from simulator.results import Results


def slack(results: Results, target: Mapping[str, Any]) -> list[Pair]:
    """Return the margin of a promise of places and the project that decides it, a line each."""
    found = margins.margin(results, target)
    if found is None:
        return []
    if _free(found):
        return [phrase("margin.nobody", {"n": number(found.spare)})]
    if found.spare >= 0:
        return [pair(partial(_spare, found)), pair(partial(_decisive, found))]
    return [pair(partial(_after, found))] if found.after else []


def all_slack(results: Results) -> list[Pair]:
    """Return the margins of all promises of places, each named where there are several.

    Those that hang on no project are told together: of them there is nothing more to say.
    """
    targets = results.summary.get("targets", ())
    found = [
        (target, held, lines)
        for target in targets
        if (held := margins.margin(results, target)) and (lines := slack(results, target))
    ]
    if len(found) == 1:
        return found[0][2]

    def named(of: Mapping[str, Any]) -> Pair:
        return pair(partial(verdict.promise, of, among=targets))

    said: list[Pair] = []
    for target, held, (first, *more) in found:
        if not _free(held):
            said += [phrase("margin.of", {"promise": named(target), "said": first}), *more]
    free = [
        phrase("margin.free", {"promise": named(target), "n": number(held.spare)})
        for target, held, _ in found
        if _free(held)
    ]
    if free:
        names = pair(lambda lang: say("list.promises", lang).join(one[lang] for one in free))
        said.append(phrase("margin.all_free", {"names": names}))
    return said


def _free(found: margins.Margin) -> bool:
    """Tell whether a promise has slack and hangs on no single project."""
    return found.spare > 0 and found.decisive is None


def _spare(found: margins.Margin, lang: Lang) -> str:
    return say("margin.none" if not found.spare else "margin.spare", lang,
               {"n": number(found.spare)})  # fmt: skip


def _decisive(found: margins.Margin, lang: Lang) -> str:
    part = found.decisive
    if part is None:
        return say("margin.nothing_counted", lang)
    values = {
        "n": len(found.needed),
        "of": len(found.counted),
        "project": part.name,
        "places": number(part.places),
        "accepted": day(part.accepted.isoformat(), lang),
        "days": part.days_left,
        "without": number(found.without(part)),
        "short": number(part.places - found.spare),
    }
    key = "margin.decisive" if part.days_left else "margin.decisive_last_day"
    said = say(key, lang, values)
    if part.first_intake is not None:
        said += say("margin.intake", lang, {"year": part.first_intake})
    return said + say("margin.end", lang)


def _after(found: margins.Margin, lang: Lang) -> str:
    first = found.after[0]
    values = {
        "n": len(found.after),
        "places": number(sum(part.places for part in found.after)),
        "project": first.name,
        "accepted": day(first.accepted.isoformat(), lang),
    }
    return say("margin.after", lang, values)


def beside(results: Results) -> list[Pair]:
    """Return what stands beside all promises of a scope and census, said once for them."""
    lines = []
    for found in alongside.alongside(results):
        lines += [pair(partial(_moved, found)), pair(partial(_short, results, found))]
    return lines


def _moved(found: Alongside, lang: Lang) -> str:
    values = {
        "year": found.year,
        "scope": known("stage", found.scope, lang),
        "n": number(found.redirected),
        "farthest": amount(found.farthest_m, "m", lang),
        "since": found.since,
        "total": number(found.redirected_so_far),
        "purchased": number(found.purchased),
    }
    return say("beside.moved" if found.farthest_m is not None else "beside.nobody", lang, values)


def _short(results: Results, found: Alongside, lang: Lang) -> str:
    if found.shortfall is None:
        return say("beside.opening", lang, {"year": found.year})
    values = {
        "year": found.year,
        "scope": known("stage", found.scope, lang),
        "n": number(found.shortfall),
        "catchment": number(found.shortfall_catchment),
        "unplaced": number(found.unplaced),
    }
    said = say("beside.short", lang, values)
    if seated := seated_above(results, found, lang):
        key = "beside.seated" if found.unplaced == 0 else "beside.seated_some"
        said += say(key, lang, {"classes": seated})
    return said


def seated_above(results: Results, found: Alongside, lang: Lang) -> str:
    """Return how many classes of each stage sit above the norm, and by how many pupils."""
    said = []
    for full in found.full:
        view = views.class_sizes(results, full.stage)
        if view is not None and full.beyond:
            values = {
                "stage": known("stage", full.stage, lang),
                "n": number(full.classes + full.large),
                "norm": view.norm,
                "beyond": number(full.beyond),
            }
            said.append(say("beside.classes", lang, values))
    return say("list.promises", lang).join(said)


def unsteady(results: Results) -> list[Pair]:
    """Return a line for each promise whose verdict other starting data often turn."""
    targets = list(results.summary.get("targets", ()))
    case = next((c for c in verdict.cases(results, "zh") if c.kind == "baseline"), None)
    if case is None:
        return []
    lines = []
    for target, counted in zip(targets, case.results, strict=True):
        if counted is None or target["met"] is None:
            continue
        kept, cases = counted
        other = kept if target["met"] is False else cases - kept
        if other:
            lines.append(pair(partial(_unsteady, results, target, kept, cases)))
    return lines


def _unsteady(
    results: Results, target: Mapping[str, Any], kept: int, cases: int, lang: Lang
) -> str:
    values = {
        "promise": verdict.promise(target, lang, results.summary.get("targets", ())),
        "n": cases,
        "kept": kept,
        "here": say(verdict.word(target), lang),
        "margin": _by_how_much(results, target, lang),
    }
    return say("robust.unsteady", lang, values)


def _by_how_much(results: Results, target: Mapping[str, Any], lang: Lang) -> str:
    """Return by how much a verdict stands: pupils above the limit for large schools."""
    year = next((f.year for f in alongside.alongside(results) if f.scope == target["stage"]), None)
    if target["metric"] == "large_schools" and target["met"] is False and year is not None:
        over = blocking.large_schools(results, year)
        if over:
            name, _, pupils, bound = min(over, key=lambda one: one[2] - one[3])
            values = {"school": name, "pupils": number(pupils), "bound": number(bound),
                      "n": number(pupils - bound)}  # fmt: skip
            return say("robust.over_by", lang, values)
    if target["met"] is False:
        return say("robust.missed_by", lang, {"gap": bounds.gap(target, lang)})
    spare = abs(float(target["achieved"]["central"]) - float(target["required"]))
    return say("robust.kept_by", lang, {"spare": bounds.distance(target, spare, lang)})
