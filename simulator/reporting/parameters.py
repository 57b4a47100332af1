"""What is a parameter of the table of assumptions called in a planner's words?

Names, values and statuses of that table are paths and words of the scenario.
"""

import re
from typing import Final

from simulator.indicators import ASSUMABLE
from simulator.reporting.catalogue import LANGS, Lang, fitted, known, say
from simulator.reporting.numerals import day, metric
from simulator.reporting.words.parameters import WORDS

_SILENT: Final = ("norms", "rules", "stages", "travel")
"""Parts of a path that say only where in the file a parameter stands."""
_PATH: Final = re.compile(r"[\w.]+")
_UNLIMITED: Final = "/any"
"""How the last rung of a ladder ends where it fills classes without limit."""


def name(written: str, lang: Lang) -> str:
    """Return the name of a parameter, with the path to write after ``--set`` where it is one."""
    head, bracket, rest = written.partition(" (")
    parts = [_word(part, lang) for part in head.split(".") if part not in _SILENT]
    said = ("·" if lang == "zh" else ", ").join(part for part in parts if part)
    if lang == "en":
        said = said[:1].upper() + said[1:]
        if bracket:
            return f"{said} ({_words(rest, lang)}"
        return f"{said} ({written})" if _PATH.fullmatch(written) and said != written else said
    if bracket:
        return f"{said}（{_words(rest, lang).rstrip().replace(')', '）', 1)}"
    return f"{said}（{written}）" if _PATH.fullmatch(written) else said


def value(written: str, lang: Lang) -> str:
    """Return a value; numbers and dates as they are, words of rules in words."""
    if written in WORDS:
        return WORDS[written][LANGS.index(lang)]
    later = re.fullmatch(r"(.+); from (\S+) (.+)", written)
    if later:
        values = {"first": _words(later[1], lang), "date": day(later[2], lang),
                  "then": _words(later[3], lang)}  # fmt: skip
        return say("assumptions.later", lang, values)
    said = written if not re.search(r"[a-z]", written) else _words(written, lang)
    if "→" in written and written.endswith(_UNLIMITED):
        said += say("assumptions.last_rung", lang)
    return said


def status(written: str, lang: Lang) -> str:
    """Return how a parameter is known."""
    later = re.fullmatch(r"overridden by (.+) from (\S+)", written)
    if later:
        return say("assumptions.from", lang, {"date": day(later[2], lang)})
    stated = re.fullmatch(r"stated; overridden \(default (.+)\)", written)
    if stated:
        return say("assumptions.stated", lang, {"default": _words(stated[1], lang)})
    other = re.fullmatch(r"(\w+); overridden(?: \(default (.+)\))?", written)
    if other:
        first = known("status", other[1], lang)
        if not other[2]:
            return first
        values = {"status": first, "default": _words(other[2], lang)}
        return say("assumptions.other", lang, values)
    return known("status", written, lang)


def policies(names: list[str], statuses: list[str], values: list[str]) -> dict[str, str]:
    """Return how the value of a rule goes on where a policy overrides it: ``; from 2023-09-01 …``.

    The table lists a rule and the policy that replaces it apart; alone the rule would say that
    nothing is done.
    """
    found = {}
    for path, how, then in zip(names, statuses, values, strict=True):
        later = re.fullmatch(r"overridden by .+ from (\S+)", how)
        if later and path.startswith("policy."):
            found["rules." + path.removeprefix("policy.")] = f"; from {later[1]} {then}"
    return found


def _words(text: str, lang: Lang) -> str:
    """Put the word of the language for each one known."""
    said = re.sub(r"[A-Za-z_][\w]*", lambda found: _word(found[0], lang), text)
    return said if lang == "en" else said.replace("): ", "）：").replace(", ", "、")


def _word(part: str, lang: Lang) -> str:
    if part in WORDS:
        return fitted(*WORDS[part])[LANGS.index(lang)]
    if part in ASSUMABLE:
        said = metric(part, lang)
        return said if lang == "zh" else said.lower()
    if part.startswith("ages "):
        return f"{WORDS['ages'][LANGS.index(lang)]} {part.removeprefix('ages ')}"
    for prefix in ("stage", "grade", "outlook"):
        said = known(prefix, part, lang)
        if said != part:
            return said if lang == "zh" else said.lower()
    return part
