"""How are input differences and what matters said, in Chinese and in English?"""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from simulator.comparison import Comparison, Effect, Matters
from simulator.input_differences import PROJECTS, SAYS, Altered, InputDifference
from simulator.phrases import Phrase
from simulator.reporting import parameters
from simulator.reporting.catalogue import CATALOGUE, Lang, fold, known, say
from simulator.reporting.numerals import metric, number

LONGEST: Final = 48
"""Letters of a value that are shown; a longer one is only said to have changed."""
NAMED: Final = 3
"""Names given of a group."""
FEWEST_GROUPED: Final = 3
MONTH: Final = 30.44
_SILENT: Final = ("policy", "months", "value")
"""Parts of a path that need no word."""
_CODES: Final = ("stage", "grade", "outlook", "evidence", "strength", "basis")
_FACTS: Final = (
    *("rooms", "rooms_by_stage", "stage", "to", "into", "accepted", "on", "places", "grade"),
    "classes",
)
"""What is said of a change that was added."""


def both(words: Any) -> Phrase:
    """Return what a function says in each language."""
    return Phrase(words("zh"), words("en"))


def difference(comparison: Comparison, scenario: int, one: InputDifference) -> Phrase:
    """Say one input difference as a planner would."""
    return both(partial(_difference, comparison, scenario, one))


def listed(comparison: Comparison, scenario: int) -> list[tuple[Phrase, list[Phrase]]]:
    """Say all input differences of a scenario: groups of a kind in one sentence, with each below.

    Returns
    -------
    Sentences, each with those of its members (none for a single difference).
    """
    if comparison.comparable == "rates" and scenario:
        return [(both(partial(say, "compare.inputs_other")), [])]
    groups: dict[tuple[str, str], list[InputDifference]] = {}
    for one in comparison.inputs[scenario]:
        which = "project" if one.change_kind in PROJECTS else one.change_kind
        key = (one.kind, which if which else one.subject)
        groups.setdefault(key, []).append(one)
    said: list[tuple[Phrase, list[Phrase]]] = []
    for members in groups.values():
        each = [difference(comparison, scenario, one) for one in members]
        if len(members) < FEWEST_GROUPED or not members[0].change_kind:
            said += [(words, []) for words in each]
        else:
            said.append((both(partial(_group, comparison, members)), each))
    return said


def together(comparison: Comparison, scenario: int, effect: Effect) -> Phrase:
    """Say what was applied together: one difference, or several of a kind."""
    members = [comparison.inputs[scenario][k] for k in effect.of]
    if len(members) == 1:
        return difference(comparison, scenario, members[0])
    if members[0].change_kind:
        return both(partial(_group, comparison, members))

    def words(lang: Lang) -> str:
        parts = [_difference(comparison, scenario, one, lang) for one in members]
        return say("list.promises", lang).join(parts)

    return both(words)


def ranked(matters: Matters, promise: int | None = None) -> tuple[Effect, ...]:
    """Return the effects, the strongest on a promise (or on any) first."""
    scale = [
        max((abs(e.values[t] or 0.0) for e in matters.effects), default=0.0) or 1.0
        for t in range(len(matters.full))
    ]

    def strength(effect: Effect) -> float:
        shares = [abs(v or 0.0) / s for v, s in zip(effect.values, scale, strict=True)]
        return max(shares, default=0.0) if promise is None else shares[promise]

    return tuple(sorted(matters.effects, key=lambda effect: (-strength(effect), effect.of)))


def measure(name: str, lang: Lang) -> str:
    """Return the name of a measure, made of others or of the yearly totals."""
    key = f"compare.measure.{name}"
    return say(key, lang) if key in CATALOGUE else metric(name, lang)


def unit(name: str, lang: Lang) -> str:
    """Return the word of a unit, as a table heads it."""
    for key in (f"compare.unit.{name}", f"unit.{name}"):
        if key in CATALOGUE:
            return say(key, lang)
    return name


def thing(comparison: Comparison, one: InputDifference, lang: Lang) -> str:
    """Name what a change acts on: the school, else the id of the change."""
    if one.change_kind in ("build", "receive") and one.name is not None:
        return fold(one.name, lang)
    if one.about in comparison.names:
        return comparison.names[one.about]
    return one.subject


def subject(comparison: Comparison, one: InputDifference, lang: Lang) -> str:
    """Name what an input difference is about, in as few words as tell it from the others."""
    return thing(comparison, one, lang) if one.change_kind else _subject(one, lang)


def _difference(comparison: Comparison, scenario: int, one: InputDifference, lang: Lang) -> str:
    if one.kind in ("dropped", "added", "amended"):
        return _change(comparison, one, lang)
    if one.kind == "table":
        return _table(comparison, scenario, one, lang)
    if one.kind == "target":
        return _target(one, lang)
    if one.kind == "about":
        name = subject(comparison, one, lang)
        return say("compare.evidence", lang, {"name": name, "facts": _facts(one.fields, lang)})
    name = _subject(one, lang)
    if len(one.fields) == 1 and not one.fields[0].path:
        return _field(one.fields[0], lang, name)
    facts = _facts(one.fields, lang)
    return say("compare.amended", lang, {"name": name, "facts": facts})


def _change(comparison: Comparison, one: InputDifference, lang: Lang) -> str:
    name, kind = thing(comparison, one, lang), known("compare.kind", one.change_kind, lang)
    values: dict[str, object] = {"name": name, "kind": kind}
    if one.kind == "amended":
        facts = _facts(one.fields, lang)
        if one.change_kind not in PROJECTS:
            values["name"] = f"{kind}“{name}”" if lang == "zh" else f"{kind} “{name}”"
        return say("compare.amended", lang, values | {"facts": facts})
    if one.kind == "dropped":
        said = say("compare.dropped", lang, values)
        policy = [f for f in one.fields if f.path.startswith("policy.")]
        held = [f"{_name(f.path, lang)} {_value(f.path, f.before, lang) or ''}" for f in policy]
        joined = say("list.comma", lang).join(held)
        return said + (f"（{joined}）" if lang == "zh" else f" ({joined})") if held else said
    told = [f for f in one.fields if f.path.split(".")[0] in (*_FACTS, "policy")]
    order = {name: k for k, name in enumerate(("policy", *_FACTS))}
    told.sort(key=lambda field: order[field.path.split(".")[0]])
    if not told:
        return say("compare.added", lang, values)
    return say("compare.added_with", lang, values | {"facts": _facts(told, lang)})


def _group(comparison: Comparison, members: Sequence[InputDifference], lang: Lang) -> str:
    """Say several changes of one kind in a sentence."""
    kinds = {one.change_kind for one in members}
    kind = known("compare.kind", "project" if len(kinds) > 1 else min(kinds), lang)
    values: dict[str, object] = {"n": len(members), "kind": kind, "names": _names(
        [thing(comparison, one, lang) for one in members], lang)}  # fmt: skip
    if members[0].kind != "amended":
        return say(f"compare.{members[0].kind}_many", lang, values)
    fields = [one.fields for one in members]
    if all(field == fields[0] for field in fields):
        return say("compare.amended_many", lang, values | {"facts": _facts(fields[0], lang)})
    moved = _moved(fields, lang)
    if moved:
        return say("compare.amended_many", lang, values | {"facts": moved})
    return say("compare.amended_various", lang, values)


def _moved(fields: Sequence[Sequence[Altered]], lang: Lang) -> str:
    """Say by how many months the one date of several projects moves; '' where it is not so."""
    if any(len(one) != 1 for one in fields) or len({one[0].path for one in fields}) > 1:
        return ""
    days = [_days(one[0]) for one in fields]
    if any(day is None for day in days):
        return ""
    months = sorted(round((day or 0) / MONTH) for day in days)
    if months[0] < 0 < months[-1] or not any(months):
        return ""
    sizes = sorted({abs(months[0]), abs(months[-1])})
    key = "compare.later_by" if months[-1] > 0 else "compare.earlier_by"
    span = "–".join(map(str, sizes))
    return say(key, lang, {"field": _name(fields[0][0].path, lang), "months": span})


def _days(field: Altered) -> int | None:
    try:
        before, after = (dt.date.fromisoformat(str(v)) for v in (field.before, field.after))
    except ValueError:
        return None
    return (after - before).days


def _names(names: Sequence[str], lang: Lang) -> str:
    shown = say("list.comma", lang).join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return f"{shown} 等" if lang == "zh" else f"{shown} …"


def _table(comparison: Comparison, scenario: int, one: InputDifference, lang: Lang) -> str:
    name = known("input", one.subject, lang)
    files = next((field for field in one.fields if field.path == "file"), None)
    corrected = [field for field in one.fields if field.path.startswith("rows.")]
    if corrected and len(corrected) == len(one.fields):
        facts = [
            _field(field, lang, " ".join(field.path.split(".")[1:])) for field in corrected[:5]
        ]
        joined = say("list.promises", lang).join(facts) + ("……" if len(corrected) > 5 else "")
        return say("compare.table_corrected", lang, {"table": name, "facts": joined})
    if files is not None and files.before and files.after:
        values = {"table": name, "before": files.before, "after": files.after}
        said = say("compare.table_file", lang, values)
    else:
        said = say("compare.table", lang, {"table": name})
    rows = comparison.rows[scenario].get(one.subject)
    if rows is None:
        return said
    counts = {k: number(getattr(rows, k)) for k in ("changed", "added", "dropped")}
    said += say("compare.table_rows", lang, counts)
    examples = [
        say("compare.table_example", lang,
            {"row": row, "column": column, "before": before or "—", "after": after or "—"})
        for row, column, before, after in rows.examples
    ]  # fmt: skip
    if examples:
        joined = say("list.promises", lang).join(examples)
        said += f"（{joined}）" if lang == "zh" else f" ({joined})"
    return said


def _target(one: InputDifference, lang: Lang) -> str:
    paths = {field.path for field in one.fields}
    if "metric" in paths:
        gone = next(field for field in one.fields if field.path == "metric").after is None
        key = "compare.target_dropped" if gone else "compare.target_added"
        return say(key, lang, {"name": one.subject})
    facts = _facts(one.fields, lang)
    return say("compare.target_amended", lang, {"name": one.subject, "facts": facts})


def _facts(fields: Sequence[Altered], lang: Lang) -> str:
    telling = [field for field in fields if field.path.split(".")[-1] not in SAYS]
    shown = [_field(field, lang) for field in telling or fields]
    return say("list.comma", lang).join(dict.fromkeys(shown))


def _field(field: Altered, lang: Lang, name: str | None = None) -> str:
    """Say one altered field: dates later or earlier, short values in full, long ones not."""
    values: dict[str, object] = {"field": name or _name(field.path, lang)}
    before, after = (_value(field.path, v, lang) for v in (field.before, field.after))
    days = _days(field)
    if before is None or after is None or max(len(before), len(after)) > LONGEST:
        return say("compare.replaced", lang, values)
    values |= {"before": before or "—", "after": after or "—"}
    if days:
        return say("compare.later" if days > 0 else "compare.earlier", lang, values)
    if field.before is None:
        return say("compare.now", lang, values)
    if field.after is None:
        return say("compare.no_longer", lang, values)
    return say("compare.from_to", lang, values)


def _value(path: str, value: Any, lang: Lang) -> str | None:
    """Write a value; '' for none, None for one that is too much to show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:,.6g}" if abs(value) >= 10_000 else f"{value:.6g}"
    if isinstance(value, list):
        if any(isinstance(item, Mapping | list) for item in value):
            return None
        parts = [_value(path, item, lang) or "" for item in value]
        return say("list.comma", lang).join(parts)
    text = str(value)
    if text.isascii() and text.isidentifier():
        for prefix in _CODES:
            said = known(prefix, text, lang)
            if said != text:
                return said
        return parameters.value(text, lang)
    return text


def _name(path: str, lang: Lang) -> str:
    """Name a field by the words of its path; what has no word stays as it is written."""
    said = [_part(part, lang) for part in path.split(".") if part not in _SILENT]
    return (" " if lang == "en" else "·").join(said)


def _part(part: str, lang: Lang) -> str:
    for prefix in ("compare.field", "stage", "grade", "outlook"):
        said = known(prefix, part, lang)
        if said != part:
            return said
    return parameters.name(part, lang).split("（")[0] if lang == "zh" else part.replace("_", " ")


def _subject(one: InputDifference, lang: Lang) -> str:
    """Name a value of a scenario by its path, or a table."""
    if one.subject == "stages":
        return say("compare.field.stages_modelled", lang)
    if known("input", one.subject, lang) != one.subject:
        return known("input", one.subject, lang)
    parts = [p for p in one.subject.split(".") if p not in ("norms", "rules", "years", "travel")]
    return "·".join(_part(part, lang) for part in parts)
