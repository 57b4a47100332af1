"""Do the rules of admission find the schools, links and dwellings they speak of?"""

from collections.abc import Iterator
from typing import Final

from simulator.columns import named
from simulator.phrases import Phrase, counted
from simulator.reading.draft import Draft, built_pools, grades_taught, stage_of
from simulator.reading.findings import did_you_mean
from simulator.vocabulary import STAGES

_KINDS: Final = {
    "special": ("special", Phrase("特殊教育学校", "special school")),
    "listed_private": ("private", Phrase("列入校区表的民办学校", "listed private school")),
    "vocational": ("vocational", Phrase("中职校区", "vocational campus")),
}
"""Share of the entrants, and how the campuses it needs take children in."""


def check_admission(draft: Draft) -> None:
    """Check that shares, feeders, place locks and purchases can take effect.

    Parameters
    ----------
    draft
        The scenario under check; its changes are sound in themselves.
    """
    teaching = _teaching(draft)
    _check_kinds(draft, teaching)
    _check_feeders(draft)
    _check_locks(draft)
    _check_purchases(draft)


def _intakes(draft: Draft) -> dict[str, str]:
    """Give how each campus, present or to be built, takes in children."""
    read = draft.tables.get("campuses")
    found: dict[str, str] = {}
    if read is not None:
        for campus, operator, kind in zip(
            read.values("id"), read.values("operator"), read.values("type"), strict=True
        ):
            found[campus] = _intake(operator or "public", kind or "general")
    for change in draft.changes:
        if change.new_campus is not None:
            found[change.new_campus] = _intake(change.operator, change.type)
    return found


def _intake(operator: str, kind: str) -> str:
    if kind != "general":
        return kind
    return "private" if operator == "private" else "ladder"


def _teaching(draft: Draft) -> dict[tuple[str, str], set[str]] | None:
    """Give (intake, stage) → campuses with rooms for it; None where pools could not be read."""
    pools = draft.pools
    if pools is None or draft.tables.get("campuses") is None:
        return None
    intakes = _intakes(draft)
    teaching: dict[tuple[str, str], set[str]] = {}
    parts = [(pool.campus, pool.grades) for pool in pools.values()]
    for change in draft.changes:
        parts += [(pool.campus, pool.grades) for pool in built_pools(change)]
        if change.expand is not None and change.stage is not None:
            parts.append((change.expand, grades_taught((change.stage,))))
    for campus, grades in parts:
        for stage in {stage_of(grade) for grade in grades}:
            teaching.setdefault((intakes.get(campus, ""), stage), set()).add(campus)
    return teaching


def _check_kinds(draft: Draft, teaching: dict[tuple[str, str], set[str]] | None) -> None:
    """Refuse shares set on a kind of school that no campus is of."""
    for number, entry in enumerate(draft.get("entry_shares") or ()):
        for share, (intake, noun) in _KINDS.items():
            if not getattr(entry, share):
                continue
            stage = named(entry.stage)
            if share == "vocational" and entry.stage != "senior":
                draft.problem(
                    ("entry_shares", number, share),
                    Phrase(f"{stage.zh}没有职业教育", f"{stage.en} has no vocational track"),
                    Phrase("请写在 `senior`（高中）下", "give it for `senior`"),
                )
            elif teaching is not None and not teaching.get((intake, entry.stage)):
                draft.problem(
                    ("entry_shares", number, share),
                    Phrase(f"{noun.zh}中没有开设{stage.zh}的", f"no {noun.en} teaches {stage.en}"),
                    Phrase(
                        "请在校区表中列出，或写作 `elsewhere`（外出）、`private`（未列入的民办）",
                        "list one in the table of campuses, or use `elsewhere` or `private`",
                    ),
                )


def _ruled(draft: Draft, rule: str) -> Iterator[str]:
    """Give the modelled stages that admit by a rule from the start."""
    rules = draft.get("rules")
    for stage in draft.get("stages") or ():
        if rules is not None and getattr(rules.stages, stage).admission == rule:
            yield stage


def _check_feeders(draft: Draft) -> None:
    """Refuse a feeder rule without links, and links to campuses that do not teach the stage."""
    read = draft.tables.get("feeders")
    fed = set(_ruled(draft, "feeder"))
    linked = set(read.values("stage")) if read is not None else set()
    for stage in sorted(fed - linked):
        if read is None and draft.get("feeders") is not None:
            continue
        taught = named(stage)
        draft.problem(
            ("rules", "stages", stage, "admission"),
            Phrase(
                f"{taught.zh}按对口升学（feeder），但没有对口关系",
                f"{taught.en} admits by feeder, but no links are given",
            ),
            Phrase("请在 `feeders` 表中列出", "list them in the table `feeders`"),
        )
    pools = draft.pools
    if read is None or pools is None:
        return
    changing = {change.new_campus or change.expand for change in draft.changes}
    teaches = {(pool.campus, stage_of(grade)) for pool in pools.values() for grade in pool.grades}
    known = {pool.campus for pool in pools.values()}
    for row, (stage, campus) in enumerate(
        zip(read.values("stage"), read.values("campus"), strict=True)
    ):
        if campus in known and campus not in changing and (campus, stage) not in teaches:
            taught = named(stage)
            draft.findings.problem(
                read.origin(row, "campus"),
                read.where(row, "campus"),
                Phrase(f"`{campus}` 不开设{taught.zh}", f"`{campus}` does not teach {taught.en}"),
                Phrase("请更正对口的校区", "correct the campus they lead to"),
            )
    for stage in sorted(linked - fed):
        if stage in STAGES:
            draft.findings.oddity(
                f"feeders/{stage}",
                Phrase(
                    f"{named(stage).zh}的录取办法不是 feeder，对口关系不起作用",
                    f"{named(stage).en} does not admit by feeder: its links have no effect",
                ),
            )


def _check_locks(draft: Draft) -> None:
    """Refuse a place lock where no zone says its dwellings; list those that do not."""
    rules, read = draft.get("rules"), draft.tables.get("zones")
    if rules is None or read is None:
        return
    unknown = [
        zone for zone, known in zip(
            read.values("id"), read.frame["dwellings"].notna().tolist(), strict=True
        ) if not known
    ]  # fmt: skip
    for stage in draft.get("stages") or ():
        if getattr(rules.stages, stage).place_lock_years is None or not unknown:
            continue
        if len(unknown) == len(read.values("id")):
            draft.problem(
                ("rules", "stages", stage, "place_lock_years"),
                Phrase("片区表没有住宅套数", "the table of zones states no dwellings"),
                Phrase("请在片区表补上 `dwellings` 列", "add the column `dwellings` to the zones"),
            )
        else:
            draft.findings.oddity(
                f"rules/stages/{stage}/place_lock_years",
                Phrase(
                    f"{len(unknown)} 个片区没有住宅套数，不受学位锁定",
                    f"{counted(len(unknown), 'zone states', 'zones state')} no dwellings: nothing "
                    "is locked there",
                ),
            )


def _check_purchases(draft: Draft) -> None:
    """Refuse places bought at a campus that is not a listed private one."""
    intakes = _intakes(draft)
    private = [campus for campus, intake in intakes.items() if intake == "private"]
    for change in draft.changes:
        if change.purchase is None or change.campus is None or change.campus in private:
            continue
        draft.change_problem(
            change,
            "campus",
            Phrase(
                f"`{change.campus}` 不是列入校区表的民办学校",
                f"`{change.campus}` is no private school of the table of campuses",
            ),
            did_you_mean(
                change.campus,
                private,
                Phrase("请写民办校区，或删去 campus", "name a private campus, or leave it out"),
            ),
        )
