"""Which campuses do the provision rules require, and which of them must be added to the changes?"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from simulator.columns import named
from simulator.phrases import Phrase, listing
from simulator.reading.draft import Draft, built_pools
from simulator.reading.nodes import Node, as_node
from simulator.reading.presence import Presence, present, zone_towns
from simulator.reading.provisionchecks import rules_at, sound_rules
from simulator.reading.validation import origin_at
from simulator.scenario import Provision
from simulator.schema import Change, ProvisionRule, Source
from simulator.schema.demand import Estate

MOST: Final = 50
"""Campuses that a rule may ask of one estate or town; beyond it the ratio is a slip."""
_LONGEST_ID: Final = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the answer, the changes that make it good, and what is late of what is there."""

    row: Provision
    changes: tuple[dict[str, Any], ...] = ()
    late: tuple[Presence, ...] = ()


def provide(draft: Draft) -> tuple[Draft, tuple[Provision, ...]]:
    """Add to a scenario the changes that its provision rules require and it lacks.

    Nothing is created for an estate or town that has what is asked; so a scenario in which the
    created changes stand written asks for nothing more.

    Parameters
    ----------
    draft
        The scenario under check; its changes need not be sound.

    Returns
    -------
    The scenario with the created changes after its own, by id, each with the origin of its rule;
    and what every rule asks of every estate or town, by rule and subject.
    """
    rules = sound_rules(draft)
    if not rules:
        return draft, ()
    rows, asked = rules_at(draft), []
    created: dict[str, tuple[Change, Node]] = {}
    for rule in rules:
        origin = origin_at(draft.tree, ("provision", rows[rule.id]))
        known = (*draft.changes, *(change for change, _ in created.values()))
        found = tuple(_asked(draft, rule, known))
        _tell(draft, rule, found)
        for one in found:
            for written in one.changes:
                change = Change.model_validate(written)
                created[change.id] = (change, as_node(written, origin))
        asked += [one.row for one in found]
    new = [created[name] for name in sorted(created)]
    asked.sort(key=lambda row: (row.rule, row.subject))
    return _with(draft, [change for change, _ in new], [node for _, node in new]), tuple(asked)


def required(base: float, per: int, least: int) -> int:
    """Give how many campuses a number of dwellings or residents requires.

    Whole multiples count: the part below one more is left to the campuses there are. From
    ``least`` on there is one at least, below it none.
    """
    return max(math.floor(base / per + 1e-9), 1) if base >= least else 0


def _asked(draft: Draft, rule: ProvisionRule, changes: Sequence[Change]) -> Iterator[Asked]:
    """Follow one rule."""
    if rule.per_dwellings is not None:
        return _of_estates(draft, rule, rule.per_dwellings, changes)
    assert rule.per_residents is not None and rule.by is not None
    return _of_towns(draft, rule, rule.per_residents, rule.by, changes)


def _of_estates(
    draft: Draft, rule: ProvisionRule, per: int, changes: Sequence[Change]
) -> Iterator[Asked]:
    """Ask of each estate what its dwellings require; its developer hands it over with them."""
    years = draft.get("years")
    since = rule.since or dt.date(years.opening, 9, 1)
    for estate in _estates(draft, since, dt.date(years.last + 1, 8, 31)):
        need = required(estate.dwellings, per, rule.from_dwellings or per)
        there = sum(
            change.estate == estate.id and any(rule.stage in p.stages for p in built_pools(change))
            for change in changes
        )
        row = Provision(
            rule.id, rule.stage, "estate", estate.id, estate.dwellings, per, need, there,
            _missing(need, there), _title(rule.source),
        )  # fmt: skip
        ids = _new_ids(draft, changes, f"{rule.id}-{estate.id}", row.created)
        facts = {"zone": estate.zone, "estate": estate.id}
        made = tuple(_campus(rule, "receive", name, estate.id, facts) for name in ids)
        yield Asked(row, made)


def _of_towns(
    draft: Draft, rule: ProvisionRule, per: int, by: dt.date, changes: Sequence[Change]
) -> Iterator[Asked]:
    """Ask of each town what its residents require by a day."""
    towns, living = zone_towns(draft), _residents(draft, rule, by)
    dated = [change.handed_over(_handovers(draft)) for change in changes]
    there = present(draft, dated, rule.stage, by)
    for town in sorted(set(towns.values())):
        zones = [zone for zone in towns if towns[zone] == town]
        base = sum(living[zone] for zone in zones)
        need = required(base, per, rule.from_residents or per)
        own = [one for one in there if one.town == town]
        late = tuple(one for one in own if one.since is not None and one.since > by)
        row = Provision(
            rule.id, rule.stage, "town", town, math.floor(base + 1e-9), per, need, len(own),
            _missing(need, len(own)), _title(rule.source),
        )  # fmt: skip
        ids = _new_ids(draft, changes, f"{rule.id}-{town}", row.created)
        held = {zone: sum(one.zone == zone for one in own) for zone in zones}
        made = []
        for name in ids:
            # Most residents for each campus, the new one counted: an empty hamlet gets none.
            zone = min(zones, key=lambda zone: (-living[zone] / (held[zone] + 1), zone))
            held[zone] += 1
            made.append(_campus(rule, "build", name, town, {"zone": zone, "accepted": by}))
        short = len(own) - len(late) + row.created < need
        yield Asked(row, tuple(made), late if short else ())


def _missing(need: int, there: int) -> int:
    return 0 if need > MOST else max(need - there, 0)


def _estates(draft: Draft, first: dt.date, last: dt.date) -> list[Estate]:
    """Give the estates handed over between two days, by id, that stand in a zone there is."""
    zones = zone_towns(draft)
    stated: Sequence[Estate] = draft.get("estates") or ()
    mine = {e.id: e for e in stated if e.zone in zones and first <= e.handover <= last}
    return [mine[name] for name in sorted(mine)]


def _handovers(draft: Draft) -> dict[str, dt.date]:
    return {estate.id: estate.handover for estate in draft.get("estates") or ()}


def _residents(draft: Draft, rule: ProvisionRule, by: dt.date) -> dict[str, float]:
    """Give the residents of each zone on a day: those stated, and in homes handed over since."""
    read = draft.tables["zones"]
    stated = zip(read.values("id"), read.values("residents"), strict=True)
    living = {zone: float(number) for zone, number in stated if zone is not None}
    for estate in _estates(draft, dt.date(draft.get("years").opening, 9, 1), by):
        living[estate.zone] += estate.dwellings * rule.persons
    return living


def _new_ids(draft: Draft, changes: Sequence[Change], stem: str, number: int) -> list[str]:
    """Give so many ids that no change and no campus has."""
    taken = {change.id for change in changes} | {change.new_campus for change in changes}
    taken |= set(draft.change_rows) | set(draft.ids("campuses") or ())
    found: list[str] = []
    count = 0
    while len(found) < number and len(stem) < _LONGEST_ID - 3:
        count += 1
        if f"{stem}-{count}" not in taken:
            found.append(f"{stem}-{count}")
    return found


def _campus(
    rule: ProvisionRule, kind: str, name: str, subject: str, facts: dict[str, Any]
) -> dict[str, Any]:
    """Write the change that creates one campus, as a planner would."""
    stage, number = named(rule.stage), name.rpartition("-")[2]
    kindergarten = rule.stage == "preschool"
    said = Phrase("幼儿园", "kindergarten") if kindergarten else stage + Phrase("", " school")
    source = rule.source
    written = {
        "id": name,
        kind: name,
        "name": {
            "zh": f"推定配建{said.zh}-{subject}-{number}",
            "en": f"Assumed {said.en} {subject}-{number}",
        },
        "stage": rule.stage,
        "rooms": rule.rooms,
        "operator": rule.operator,
        **facts,
        "site_area_m2": rule.site_area_m2,
        "cost": rule.cost,
        "required_by": rule.id,
        "evidence": "estimated",
        "source": source if isinstance(source, str) else source.model_dump(exclude_none=True),
    }
    return {key: value for key, value in written.items() if value is not None}


def _title(source: str | Source) -> str:
    return source if isinstance(source, str) else source.title


def _with(draft: Draft, changes: Sequence[Change], nodes: Sequence[Node]) -> Draft:
    """Put changes after those of a scenario, in its tree as well."""
    if not changes:
        return draft
    assert draft.tree.mapping is not None
    section = draft.tree.mapping.get("changes")
    before = (section.items or ()) if section is not None else ()
    items = Node((*before, *nodes), section.origin if section is not None else draft.tree.origin)
    tree = Node({**draft.tree.mapping, "changes": items}, draft.tree.origin)
    rows = {change.id: len(before) + number for number, change in enumerate(changes)}
    together = (*draft.changes, *changes)
    return replace(
        draft,
        spec=draft.spec.model_copy(update={"changes": together}),
        tree=tree,
        change_rows={**draft.change_rows, **rows},
        changes=together,
    )


def _tell(draft: Draft, rule: ProvisionRule, found: Sequence[Asked]) -> None:
    """Refuse a ratio that asks for too much, and list a rule that asks for nothing."""
    where = f"provision/{rule.id}"
    per = "per_dwellings" if rule.per_dwellings is not None else "per_residents"
    path = ("provision", rules_at(draft)[rule.id])
    for one in found:
        row = one.row
        if row.required > MOST:
            draft.problem(
                (*path, per),
                Phrase(
                    f"要求 `{row.subject}` 有 {row.required} 所",
                    f"asks for {row.required} campuses of `{row.subject}`",
                ),
                Phrase(
                    f"请核对 `{per}`：每个小区或镇街至多 {MOST} 所",
                    f"check `{per}`: one estate or town may need {MOST} at most",
                ),
            )
        elif len(one.changes) < row.created:
            draft.problem(
                (*path, "id"),
                Phrase(
                    f"与 `{row.subject}` 相连后超过 {_LONGEST_ID} 个字符",
                    f"joined to `{row.subject}` it exceeds {_LONGEST_ID} characters",
                ),
                Phrase("请用较短的编号", "use a shorter id"),
            )
        if one.late:
            late = listing(sorted(item.campus for item in one.late))
            draft.findings.oddity(
                where,
                Phrase(
                    f"`{row.subject}` 应在 {rule.by} 前配足，而 {late.zh} 晚于该日",
                    f"`{row.subject}` must have it by {rule.by}; later than that: {late.en}",
                ),
            )
    if not found:
        draft.findings.oddity(
            where,
            Phrase(
                "没有适用的小区：模拟期内（或 `since` 以后）没有小区交付",
                "finds no estate: none is handed over in the years simulated (or from `since` on)",
            ),
        )
    elif not any(one.row.required for one in found):
        most = max(one.row.base for one in found)
        draft.findings.oddity(
            where,
            Phrase(f"没有推出任何要求：最多的只有 {most}", f"asks for nothing: the most is {most}"),
        )
