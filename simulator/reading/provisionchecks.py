"""Does each provision rule say what it is per, and is there what it counts?"""

import datetime as dt
import math
from collections import Counter
from typing import Final

from simulator.columns import named
from simulator.phrases import Phrase, counted, listing
from simulator.reading.draft import Draft
from simulator.reading.nodes import Node
from simulator.reading.validation import node_at
from simulator.schema import ProvisionRule

_ESTATES: Final = ("from_dwellings", "since")
_TOWNS: Final = ("from_residents", "by", "persons_per_dwelling")
"""Fields that mean something for rules per dwellings, or per residents, only."""


def rules_at(draft: Draft) -> dict[str, int]:
    """Give the id of each provision rule → its number in the tree."""
    section = node_at(draft.tree, ("provision",))
    rows: dict[str, int] = {}
    for row, node in enumerate((section.items or ()) if section is not None else ()):
        name = (node.mapping or {}).get("id")
        if name is not None:
            rows.setdefault(name.text, row)
    return rows


def sound_rules(draft: Draft) -> tuple[ProvisionRule, ...]:
    """Check every provision rule by itself and against the tables.

    Parameters
    ----------
    draft
        The scenario under check.

    Returns
    -------
    The rules that can be followed, estates' before towns', towns' by date; then by id. This is
    the order in which they are followed: what one creates, the next finds there.
    """
    rules: tuple[ProvisionRule, ...] = draft.get("provision") or ()
    rows, times = rules_at(draft), Counter(rule.id for rule in rules)
    sound = []
    for rule in rules:
        if rule.id not in rows:
            continue
        path = ("provision", rows[rule.id])
        if times[rule.id] > 1:
            if rule is next(one for one in rules if one.id == rule.id):
                draft.problem(
                    (*path, "id"),
                    Phrase(
                        f"有 {times[rule.id]} 条标准用这个编号",
                        f"{counted(times[rule.id], 'rule has', 'rules have')} this id",
                    ),
                    Phrase("请各用不同的编号", "give each its own id"),
                )
            continue
        node = node_at(draft.tree, path)
        assert node is not None
        if _says_one_ratio(draft, rule, path, node) and _counts(draft, rule, path):
            sound.append(rule)
            _tell_of_stage(draft, rule)
    return tuple(sorted(sound, key=lambda rule: (rule.by or dt.date.min, rule.id)))


def _says_one_ratio(
    draft: Draft, rule: ProvisionRule, path: tuple[str | int, ...], node: Node
) -> bool:
    """Check that a rule is per dwellings or per residents, with the fields that belong to it."""
    if (rule.per_dwellings is None) == (rule.per_residents is None):
        both = Phrase(
            "同时写了 `per_dwellings` 和 `per_residents`",
            "gives both `per_dwellings` and `per_residents`",
        )
        neither = Phrase(
            "`per_dwellings` 和 `per_residents` 都没有写",
            "gives neither `per_dwellings` nor `per_residents`",
        )
        draft.problem(
            path,
            neither if rule.per_dwellings is None else both,
            Phrase(
                "请只写一个：每多少套住宅（按小区）或每多少常住人口（按镇街）一所",
                "give one: dwellings of an estate, or residents of a town, for each campus",
            ),
        )
        return False
    own = "per_dwellings" if rule.per_dwellings is not None else "per_residents"
    written = {name for name, value in (node.mapping or {}).items() if value.value is not None}
    foreign = [n for n in (_TOWNS if own == "per_dwellings" else _ESTATES) if n in written]
    for name in foreign:
        draft.problem(
            (*path, name),
            Phrase(f"`{name}` 对 `{own}` 没有意义", f"`{name}` has no meaning for `{own}`"),
            Phrase("请删去", "remove it"),
        )
    return not foreign


def _counts(draft: Draft, rule: ProvisionRule, path: tuple[str | int, ...]) -> bool:
    """Check that there is what a rule counts; estates it may lack."""
    years = draft.get("years")
    if years is None or draft.tables.get("zones") is None:
        return False
    if rule.per_dwellings is not None:
        return True
    first, last = dt.date(years.opening, 9, 1), dt.date(years.last + 1, 8, 31)
    if rule.by is None:
        draft.problem(
            path,
            Phrase("按人口的标准需要 `by`", "a rule per residents needs `by`"),
            Phrase(
                f"请写应在何日之前配足，例如 `by: {last}`",
                f"say by which day towns must have it, e.g. `by: {last}`",
            ),
        )
        return False
    if not first <= rule.by <= last:
        draft.problem(
            (*path, "by"),
            Phrase(
                f"{rule.by} 不在模拟的 {first} 至 {last} 之内",
                f"{rule.by} is not among the days simulated, {first} to {last}",
            ),
            Phrase("请写其间的日期", "give a day between them"),
        )
        return False
    if not 0.5 <= rule.persons <= 10:
        draft.problem(
            (*path, "persons_per_dwelling"),
            Phrase(f"每套住宅 {rule.persons:g} 人不可信", f"{rule.persons:g} persons per dwelling"),
            Phrase("请写 0.5 至 10 之间的数", "give a number from 0.5 to 10"),
        )
        return False
    return _has_residents(draft, path)


def _has_residents(draft: Draft, path: tuple[str | int, ...]) -> bool:
    """Check that every zone says how many live there: an unknown number is not nil."""
    zones = draft.tables["zones"]
    values = zip(zones.values("id"), zones.values("residents"), strict=True)
    blank = sorted(str(zone) for zone, number in values if math.isnan(number))
    if not blank:
        return True
    shown = listing(blank)
    what = Phrase(
        f"{len(blank)} 个片区没有写常住人口：{shown.zh}",
        f"{counted(len(blank), 'zone does', 'zones do')} not state residents: {shown.en}",
    )
    if len(blank) == len(zones.frame):
        what = Phrase(
            "片区表没有常住人口一列（`residents`）", "the table of zones has no column `residents`"
        )
    draft.problem(
        (*path, "per_residents"),
        what,
        Phrase(
            "请在片区表补上常住人口；确实无人居住的写 0",
            "add the residents of every zone to its table, 0 where nobody lives",
        ),
    )
    return False


def _tell_of_stage(draft: Draft, rule: ProvisionRule) -> None:
    """List a rule about a stage that is not modelled."""
    stages = draft.get("stages")
    if stages is not None and rule.stage not in stages:
        stage = named(rule.stage)
        draft.findings.oddity(
            f"provision/{rule.id}/stage",
            Phrase(
                f"{stage.zh}未纳入推演（`stages`）：推出的学校只计学位，不安排学生",
                f"{stage.en} is not modelled (`stages`): campuses are counted, but nobody placed",
            ),
        )
