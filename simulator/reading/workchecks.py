"""Can a campus be rebuilt, received, taken over, leased for, recognised or withdrawn as stated?"""

from collections.abc import Iterable, Mapping

from simulator.columns import named
from simulator.phrases import Phrase, listing
from simulator.reading.changechecks import date_of, kind_of
from simulator.reading.draft import Draft, Pool
from simulator.schema import Change

SYNCHRONISED = Phrase(
    "配建学校应与首期住宅同步规划、同步设计、同步建设、同步验收、同步交付（国办发〔2019〕3号）",
    "schools of an estate are planned, designed, built, accepted and handed over together with "
    "its first housing (State Council Office 2019 No 3)",
)


def check_works(draft: Draft, pools: Mapping[str, Pool]) -> None:
    """Check the changes that do more to a campus than build, expand, convert, merge and close.

    Parameters
    ----------
    draft
        The scenario under check; its changes are sound in themselves.
    pools
        Pools of the opening and of all changes, by id.
    """
    taken: dict[str, Change] = {}
    closing = {
        change.merge or change.close or change.withdraw or "": change for change in draft.changes
    }
    for change in draft.changes:
        _check_span(draft, change)
        _check_open(draft, change, closing)
        if change.rebuild is not None:
            _check_rebuilding(draft, change)
        if change.receive is not None:
            _check_synchronised(draft, change)
        if change.take_over is not None:
            _check_private(draft, change, change.take_over)
            _check_once(draft, change, change.take_over, taken)
        if change.lease is not None:
            _check_lease(draft, change, pools)
        if change.recognise is not None:
            _check_recognised(draft, change, change.recognise, pools.values())


def _check_span(draft: Draft, change: Change) -> None:
    """Refuse an end that is not after the beginning."""
    if change.until is not None and change.on is not None and change.until <= change.on:
        draft.change_problem(
            change,
            "until",
            Phrase(
                f"until（{change.until}）不晚于 on（{change.on}）",
                f"until on {change.until} is not after on, {change.on}",
            ),
            Phrase("请写较晚的到期日", "give a later end"),
        )


def _check_open(draft: Draft, change: Change, closing: Mapping[str, Change]) -> None:
    """Refuse works at a campus that has closed by then."""
    campus = change.rebuild or change.take_over or change.recognise
    if change.lease is not None:
        campus = change.lease.partition("/")[0]
    end = closing.get(campus or "")
    if campus is None or end is None:
        return
    closed, begins = end.until if end.withdraw else end.on, date_of(change)
    if closed is not None and begins is not None and closed <= begins:
        draft.change_problem(
            change,
            kind_of(change),
            Phrase(
                f"`{campus}` 已由 `{end.id}` 于 {closed} 撤并",
                f"`{campus}` is closed by `{end.id}` on {closed}",
            ),
            Phrase("请改日期，或删去其中一项", "change the dates, or remove one of them"),
        )


def _check_rebuilding(draft: Draft, change: Change) -> None:
    """Check that a rebuilding says when the old rooms go, and needs the site it states."""
    if change.demolish == "before":
        if change.started is None and change.actual.started is None:
            draft.change_problem(
                change,
                "started",
                Phrase(
                    "没有写旧教室停用的开工日期", "does not say when works start and old rooms go"
                ),
                Phrase(
                    "请补上 `started`；先建后拆的，写 `demolish: after`",
                    "give `started`, or `demolish: after` where the old rooms stay until then",
                ),
            )
    elif change.transition is not None:
        draft.change_problem(
            change,
            "transition",
            Phrase("先建后拆不需要过渡校址", "old rooms that stay need no transition site"),
            Phrase(
                "请删去 `transition`，或删去 `demolish: after`",
                "remove `transition`, or `demolish: after`",
            ),
        )


def _check_synchronised(draft: Draft, change: Change) -> None:
    """List a campus that is planned to come after the homes it belongs to."""
    estates = {estate.id: estate.handover for estate in draft.get("estates") or ()}
    handover = estates.get(change.estate or "")
    if handover is None or change.accepted is None or change.accepted <= handover:
        return
    draft.findings.oddity(
        f"changes/{change.id}/accepted",
        Phrase(
            f"计划验收（{change.accepted}）晚于小区 `{change.estate}` 交付（{handover}）；",
            f"planned for {change.accepted}, after estate `{change.estate}` is handed over on "
            f"{handover}; ",
        )
        + SYNCHRONISED,
    )


def _operators(draft: Draft) -> dict[str, str]:
    """Give the operator of every campus that is known."""
    read = draft.tables.get("campuses")
    known: dict[str, str] = {}
    known |= {c.new_campus: c.operator for c in draft.changes if c.new_campus is not None}
    if read is not None:
        listed = zip(read.values("id"), read.values("operator"), strict=True)
        known |= {campus: operator or "public" for campus, operator in listed if campus}
    return known


def _check_private(draft: Draft, change: Change, campus: str) -> None:
    """Refuse to take over what is public already."""
    if _operators(draft).get(campus) == "public":
        draft.change_problem(
            change,
            "take_over",
            Phrase(f"`{campus}` 已是公办", f"`{campus}` is public already"),
            Phrase("请写民办校区", "name a private campus"),
        )


def _check_once(draft: Draft, change: Change, campus: str, taken: dict[str, Change]) -> None:
    """Refuse to take a campus over twice."""
    if campus in taken:
        at = draft.change_origin(taken[campus])
        draft.change_problem(
            change,
            "take_over",
            Phrase(
                f"与 `{taken[campus].id}`（{at.file} 第 {at.line} 行）冲突：都接办 `{campus}`",
                f"clashes with `{taken[campus].id}` ({at.file}, line {at.line}): both take over "
                f"`{campus}`",
            ),
            Phrase("请只保留一项", "keep one of them"),
        )
    taken.setdefault(campus, change)


def _check_lease(draft: Draft, change: Change, pools: Mapping[str, Pool]) -> None:
    """Check that leased rooms have one pool they are for."""
    if change.lease in pools:
        return
    own = [pool for pool in pools.values() if pool.campus == change.lease]
    serving = [pool for pool in own if change.stage is None or change.stage in pool.stages]
    if not own or len(serving) == 1:
        return  # a campus nobody knows is told elsewhere
    there = listing(sorted(pool.id for pool in own))
    what = Phrase(f"`{change.lease}` 有几组教室", f"`{change.lease}` has several pools")
    if change.stage is not None:
        stage = named(change.stage)
        what = Phrase(
            f"`{change.lease}` 没有{stage.zh}教室", f"`{change.lease}` has no {stage.en} rooms"
        )
    draft.change_problem(
        change,
        "stage" if change.stage is not None else "lease",
        what,
        Phrase(f"请写明教室组：{there.zh}", f"name the pool: {there.en}"),
    )


def _check_recognised(draft: Draft, change: Change, campus: str, pools: Iterable[Pool]) -> None:
    """Check that what is recognised as inclusive is a private kindergarten."""
    own = [pool for pool in pools if pool.campus == campus]
    if own and not any("preschool" in pool.stages for pool in own):
        draft.change_problem(
            change,
            "recognise",
            Phrase(f"`{campus}` 没有学前教室", f"`{campus}` has no preschool rooms"),
            Phrase("请写民办幼儿园", "name a private kindergarten"),
        )
    elif _operators(draft).get(campus) == "public":
        draft.findings.oddity(
            f"changes/{change.id}/{kind_of(change)}",
            Phrase(
                f"`{campus}` 是公办，本来就普惠", f"`{campus}` is public, and so inclusive anyway"
            ),
        )
