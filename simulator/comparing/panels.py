"""What does the comparison say in words, and what stands around its charts?"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from simulator.comparing import figures, sheets, words
from simulator.comparing.sheets import lettered, spoken
from simulator.comparison import MOST_ALONE, Comparison, Promise
from simulator.reporting import bounds, verdict
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.numerals import day
from simulator.reporting.sheets import Pair, pair, phrase

EACH: Final = 4
"""Scenarios up to which a sentence names each; of more, the best and the worst."""


def title(comparison: Comparison) -> Pair:
    """Return the title of the page: what is compared, by as few words as tell them apart."""
    every = [one.short for one in comparison.scenarios]
    names = {one.name for one in comparison.scenarios}
    if len(names) > 1:
        joined = pair(lambda lang: " / ".join(one.said(lang) for one in every))
        return phrase("compare.title", {"names": joined})
    first = pair(lambda lang: say("list.comma", lang).join(one.said(lang) for one in every[:EACH]))
    values = {"name": spoken(comparison.scenarios[0].plan), "names": first, "n": len(every)}
    return phrase("compare.title_one" if len(every) <= EACH else "compare.title_many", values)


def members(comparison: Comparison) -> Pair:
    """List the scenarios with their letters, the reference first."""

    def said(lang: Lang) -> str:
        names = [lettered(one.letter, one.short).said(lang) for one in comparison.scenarios]
        names[0] = say("compare.list_one", lang, {"name": names[0]})
        return " · ".join(names)

    return pair(said)


def sentences(comparison: Comparison) -> list[Pair]:
    """Return the verdict as a deputy mayor can read it: one sentence for each promise."""
    if comparison.identical:
        return [phrase("compare.identical")]
    if all(comparison.same):
        return [phrase("compare.same_results")]
    if not comparison.promises:
        return [phrase("compare.no_promise")]
    return [pair(partial(_sentence, comparison, promise)) for promise in comparison.promises]


def _sentence(comparison: Comparison, promise: Promise, lang: Lang) -> str:
    judged = [
        (k, entry)
        for k, entry in enumerate(promise.entries)
        if entry is not None and entry["met"] is not None
    ]
    target = promise.target
    met = sum(entry["met"] is True for _, entry in judged)
    values: dict[str, object] = {
        "promise": verdict.promise(target, lang),
        "by": day(str(target["by"]), lang),
        "required": bounds.required(target, lang),
        "n": len(judged),
        "met": met,
    }
    if comparison.comparable == "rates" or not judged or judged[0][0] != 0:
        said = _verdicts(comparison, promise, lang)
        return say("compare.say_promise", lang, values | {"verdicts": said})
    two = len(judged) == len(("one", "other"))
    if met == len(judged):
        said = say("compare.both_kept" if two else "compare.all_kept", lang, values)
    elif met == 0:
        said = say("compare.neither_kept" if two else "compare.none_kept", lang, values)
    else:
        said = ""
    if len({entry["achieved"]["central"] for _, entry in judged}) == 1:
        value = _spaced(bounds.achieved(judged[0][1], lang, in_prose=True), lang)
        said += say("compare.same_value_two" if two else "compare.same_value", lang,
                    {"value": value})  # fmt: skip
    elif len(judged) > EACH:
        said = said or say("compare.some_kept", lang, values)
        said += say("compare.extremes", lang, _extremes(comparison, judged, target, lang))
    elif said:
        every = _valued(comparison, judged, lang)
        said += say("compare.each_value", lang, {"values": every})
    else:
        groups = [[one for one in judged if (one[1]["met"] is True) is kept]
                  for kept in (True, False)]  # fmt: skip
        said = say("compare.then", lang).join(
            say(key, lang, {"values": _spaced(_valued(comparison, group, lang), lang)})
            for key, group in zip(("compare.kept_by", "compare.missed_by"), groups, strict=True)
        )
    return say("compare.say_promise", lang, values | {"verdicts": said})


def _verdicts(comparison: Comparison, promise: Promise, lang: Lang) -> str:
    """Say of each scenario whether it keeps a promise, without figures; of all alike, once."""
    alike = {None if entry is None else verdict.word(entry) for entry in promise.entries}
    if len(alike) == 1 and (key := alike.pop()) is not None:
        values = {"n": len(promise.entries), "word": say(key, lang)}
        return say("compare.all_alike", lang, values)
    said = []
    for one, entry in zip(comparison.scenarios, promise.entries, strict=True):
        key = "compare.not_promised" if entry is None else verdict.word(entry)
        name = lettered(one.letter, one.short).said(lang)
        said.append(say("compare.verdict_of", lang, {"name": name, "word": say(key, lang)}))
    return say("compare.then", lang).join(said)


def _valued(
    comparison: Comparison, judged: Sequence[tuple[int, Mapping[str, Any]]], lang: Lang
) -> str:
    """Name scenarios with what each achieves."""
    named = []
    for k, entry in judged:
        one = comparison.scenarios[k]
        value = bounds.achieved(entry, lang, in_prose=True)
        name = lettered(one.letter, one.short).said(lang)
        named.append(say("compare.one_value", lang, {"name": name, "value": value}))
    return say("list.comma", lang).join(named)


def _extremes(
    comparison: Comparison,
    judged: Sequence[tuple[int, Mapping[str, Any]]],
    target: Mapping[str, Any],
    lang: Lang,
) -> dict[str, object]:
    """Return the reference's figure, and the best and the worst with theirs."""
    sign = -1 if target["operator"] == "<=" else 1
    ordered = sorted(judged, key=lambda one: (-sign * one[1]["achieved"]["central"], one[0]))
    before = bounds.achieved(judged[0][1], lang, in_prose=True)
    values: dict[str, object] = {"before": _spaced(before, lang)}
    for name, (k, entry) in (("best", ordered[0]), ("worst", ordered[-1])):
        one = comparison.scenarios[k]
        values[name] = _spaced(lettered(one.letter, one.short).said(lang), lang)
        values[f"{name}_value"] = bounds.achieved(entry, lang, in_prose=True)
    return values


def _spaced(words: str, lang: Lang) -> str:
    """Set a Latin letter or figure off from the Chinese before it."""
    return f" {words}" if lang == "zh" else words


def notes(comparison: Comparison) -> list[Pair]:
    """Return what must be known before the figures are read."""
    found = [phrase("compare.reference_is", {"name": spoken(comparison.scenarios[0].short)})]
    if comparison.comparable == "rates":
        found.append(phrase("compare.rates_only"))
    else:
        found.append(phrase("compare.paired"))
    if comparison.left_out:
        values = {
            "first": comparison.years[0], "last": comparison.years[-1],
            "years": _joined([str(year) for year in comparison.left_out]),
        }  # fmt: skip
        found.append(phrase("compare.years_left_out", values))
    for key, said in (
        ("versions", [one.version for one in comparison.scenarios]),
        ("seeds", [str(one.seed) for one in comparison.scenarios]),
    ):
        if len(set(said)) > 1:
            found.append(phrase(f"compare.{key}_differ", {key: _joined([*dict.fromkeys(said)])}))
    if all(one.replicates == 1 for one in comparison.scenarios):
        found.append(phrase("compare.single"))
    return found


def _joined(names: Sequence[str]) -> Pair:
    return pair(lambda lang: say("list.comma", lang).join(names))


def illustrative(comparison: Comparison) -> Pair | None:
    """Name the illustrative inputs of all scenarios; None where there are none."""
    found = {name for one in comparison.scenarios for name in one.illustrative}
    if not found:
        return None
    named = pair(
        lambda lang: say("list.comma", lang).join(known("input", n, lang) for n in sorted(found))
    )
    return phrase("verdict.illustrative", {"invented": named})


def changes(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what each scenario has otherwise than the reference, in words."""
    found = []
    for k, one in enumerate(comparison.scenarios):
        if k == 0:
            continue
        said = words.listed(comparison, k)
        found.append(
            {
                "name": spoken(lettered(one.letter, one.short)),
                "lines": [
                    {
                        "words": spoken(line),
                        "each": [spoken(part) for part in each],
                        "count": phrase("compare.show_each", {"n": len(each)}),
                    }
                    for line, each in said
                ],
            }
        )
    return found


def drawings(comparison: Comparison) -> dict[str, Any]:
    """Return how each chart that is sent whole is drawn."""
    made: dict[str, Any] = {}
    chosen = focus(comparison)
    if figures.dotted(comparison):
        for name, narrow in (("dots", False), ("dots-narrow", True)):
            made[name] = partial(
                figures.dots, comparison, comparison.scope, comparison.year, chosen, narrow=narrow
            )
    for measure in figures.lined(comparison):
        for scope in comparison.scopes:
            if np.isnan(comparison.values[measure.id][:, :, comparison.scopes.index(scope)]).all():
                continue
            made[f"line-{measure.id}-{scope}"] = partial(
                figures.lines, comparison, measure, scope, chosen
            )
    return made


def focus(comparison: Comparison) -> int:
    """Return the scenario shown first: the first whose results differ."""
    differing = [k for k, same in enumerate(comparison.same) if not same]
    return differing[0] if differing else 1


def line_panels(comparison: Comparison) -> list[dict[str, Any]]:
    """Return the panels of lines."""
    return [
        {
            "id": f"line-{measure.id}",
            "axis": "year",
            "title": phrase("compare.lines_title", {
                "measure": pair(partial(words.measure, measure.id)),
                "stage": pair(partial(figures.stage_word, comparison.scope)),
            }),
            "say": {"zh": "", "en": ""},
            "height": figures.LINE_HEIGHT,
            "illustrative": any(one.illustrative for one in comparison.scenarios),
            "table": None,
        }
        for measure in figures.lined(comparison)
    ]  # fmt: skip


def dots_panel(comparison: Comparison) -> dict[str, Any] | None:
    """Return the panel of paired differences; None where nothing ever differs."""
    if not figures.dotted(comparison):
        return None
    never = figures.never(comparison)

    def names(lang: Lang) -> str:
        return say("list.comma", lang).join(words.measure(m.id, lang) for m in never)

    def note(lang: Lang) -> str:
        parts = [say("compare.dots_note", lang)]
        if never:
            parts.append(say("compare.dots_zero", lang, {"names": names(lang)}))
        return (" " if lang == "en" else "").join(parts)

    return {
        "id": "dots",
        "title": phrase("compare.dots_title", {
            "stage": pair(partial(figures.stage_word, comparison.scope)), "year": comparison.year,
        }),
        "say": pair(note),
        "height": figures.dots_height(comparison),
        "narrow": "dots-narrow",
        "tall": True,
        "illustrative": any(one.illustrative for one in comparison.scenarios),
        "table": None,
    }  # fmt: skip


def matters(comparison: Comparison) -> list[dict[str, Any]]:
    """Return which change matters: for each scenario a block for each promise, or why not."""
    found = []
    for k, one in enumerate(comparison.scenarios):
        if k == 0:
            continue
        mine = comparison.matters[k]
        named = {"letter": one.letter, "name": spoken(one.short)}
        blocks = [
            block for t in range(len(mine.full)) if (block := sheets.matters(comparison, k, t))
        ]
        found.append(
            {
                "scenario": k,
                "blocks": blocks,
                "reason": phrase(f"compare.reason.{mine.reason}", named) if mine.reason else None,
                "grouped": phrase("compare.matters_grouped", {"n": MOST_ALONE})
                if mine.grouped
                else None,
            }
        )
    return found


def script_numbers(comparison: Comparison) -> dict[str, Any]:
    """Return what the script repaints the charts with."""
    rows = figures.dotted(comparison)
    return {
        "letters": [one.letter for one in comparison.scenarios],
        "shorts": [[one.short.zh, one.short.en] for one in comparison.scenarios],
        "scopes": {
            scope: [known("stage", scope, lang) for lang in ("zh", "en")]
            for scope in comparison.scopes
        },
        "colours": {
            "chosen": figures.CHOSEN, "other": figures.OTHER, "letter": figures.LETTER,
            "reference": figures.line_look(0, 1)["color"],
        },
        "looks": [figures.line_look(k, 1) for k in range(3)],
        "lanes": figures.LANES[figures.many(comparison)],
        "apart": figures.APART,
        "lines": [measure.id for measure in figures.lined(comparison)],
        "measures": {
            measure.id: {
                "name": [words.measure(measure.id, lang) for lang in ("zh", "en")],
                "unit": measure.unit,
                "word": [words.unit(measure.unit, lang) for lang in ("zh", "en")],
            }
            for measure in dict.fromkeys((*rows, *figures.lined(comparison)))
        },
        "rows": [measure.id for measure in rows],
        "scales": {scope: figures.scales(comparison, scope) for scope in comparison.scopes},
        "labels": {
            scope: [_labels(comparison, scope, narrow) for narrow in (False, True)]
            for scope in comparison.scopes
        },
        "values": _values(comparison),
    }  # fmt: skip


def _labels(comparison: Comparison, scope: str, narrow: bool) -> list[list[str]]:
    """Return the labels of the rows of the dot plot in both languages."""
    return [figures.labels(comparison, scope, lang, narrow=narrow) for lang in ("zh", "en")]


def _values(comparison: Comparison) -> Mapping[str, Any]:
    """Return the measures drawn, as measure → scenario → stage → years; None where unknown."""
    drawn = dict.fromkeys(
        measure.id for measure in (*figures.dotted(comparison), *figures.lined(comparison))
    )
    return {
        name: [
            [[None if np.isnan(v) else round(float(v), 6) for v in run[:, s]]
             for s in range(len(comparison.scopes))]
            for run in comparison.values[name]
        ]
        for name in drawn
    }  # fmt: skip
