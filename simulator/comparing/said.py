"""What does a comparison say in a terminal of a hundred columns?"""

from pathlib import Path

from simulator import terminal
from simulator.comparing import panels, sheets, words
from simulator.comparing.sheets import lettered
from simulator.comparison import Comparison
from simulator.reporting import bounds, verdict
from simulator.reporting.catalogue import Lang, known, say, speaking_of
from simulator.reporting.numerals import unit_of

MOST_CHANGES = 5
"""Input differences told of each scenario; the page has all of them."""


def summary(comparison: Comparison, lang: Lang, folder: Path) -> list[str]:
    """Return the comparison as plain lines of at most 100 columns."""
    with speaking_of(sheets.area(comparison)):
        return _summary(comparison, lang, folder)


def _summary(comparison: Comparison, lang: Lang, folder: Path) -> list[str]:
    wrapped = terminal.wrapped
    lines = wrapped(panels.title(comparison)[lang])
    named = panels.illustrative(comparison)
    if named:
        tables = dict.fromkeys(name for one in comparison.scenarios for name in one.illustrative)
        joined = say("list.comma", lang).join(known("input", name, lang) for name in tables)
        lines += wrapped(f"[{say('tag.illustrative_of', lang, {'tables': joined})}]")
    lines.append("")
    for sentence in panels.sentences(comparison):
        lines += wrapped(sentence[lang])
    for note in panels.notes(comparison)[1:]:
        lines += wrapped(note[lang])
    lines.append("")
    for k, one in enumerate(comparison.scenarios):
        mark = f" ({say('compare.reference', lang)})" if k == 0 else ""
        lines += wrapped(f"{lettered(one.letter, one.short).said(lang)}{mark} · {one.key}", hang=2)
        said = words.listed(comparison, k)
        for line, _ in said[:MOST_CHANGES]:
            lines += wrapped(f"    {line.said(lang)}", hang=6)
        if len(said) > MOST_CHANGES:
            lines.append("    …")
        if k and not comparison.inputs[k]:
            lines.append(f"    {say('compare.inputs_same', lang)}")
    lines.append("")
    for promise in comparison.promises:
        target = promise.target
        bound = f"{bounds.bound(target, lang)}, {target['by']}"
        lines += wrapped(f"{verdict.promise(target, lang)} ({bound})")
        for k, one in enumerate(comparison.scenarios):
            entry = promise.entries[k]
            if entry is None:
                lines.append(f"  {one.letter} {say('compare.not_promised', lang)}")
                continue
            met = entry["met"]
            parts = [f"  {one.letter} {verdict.MARKS[met]} {say(verdict.word(entry), lang)}"]
            if comparison.comparable == "all" or unit_of(str(target["metric"])) in ("share", "m"):
                parts.append(bounds.achieved(entry, lang))
                against = sheets.against(comparison, promise, k) if k else None
                parts += [against[lang]] if against else []
            blocked = sheets.blocked_most(comparison, promise, k)
            parts += [blocked[lang]] if blocked else []
            lines += wrapped("  ".join(parts), hang=6)
        lines.append("")
    lines += wrapped(say("compare.terminal_files", lang, {"folder": folder}))
    return lines
