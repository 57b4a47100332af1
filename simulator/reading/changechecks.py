"""Does each change say what its kind needs, in an order and at dates that make sense?"""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pydantic import ValidationError

from simulator.phrases import Phrase, listing
from simulator.reading.draft import Draft
from simulator.reading.findings import did_you_mean
from simulator.reading.moneychecks import check_money
from simulator.reading.variants import KINDS
from simulator.reading.wording import documented
from simulator.schema import Change, Norms, Rules

_MILESTONES: Final = ("approved", "started", "topped_out", "accepted")
_PROJECT: Final = (
    *(*_MILESTONES, "actual", "delay", "places", "beds", "site_area_m2", "cost"),
    *("funding", "spending"),
)
_NEW_CAMPUS: Final = (
    *_PROJECT,
    *("name", "stage", "stages", "rooms", "rooms_by_stage", "operator", "type", "rank"),
    *("at", "zone", "site"),
    *("opens_with", "draws_within_m", "cluster", "catchment_zones", "transition"),
    "required_by",
)
FIELDS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "build": (("accepted",), _NEW_CAMPUS),
    "expand": (("stage", "rooms", "accepted"), _PROJECT),
    "rebuild": (
        ("stage", "rooms", "rooms_out", "accepted"), (*_PROJECT, "demolish", "transition"),
    ),
    "receive": (("estate",), _NEW_CAMPUS),
    "take_over": (("on",), ("catchment_zones",)),
    "lease": (("rooms", "on"), ("stage", "until")),
    "convert": (("to", "rooms", "on"), ()),
    "merge": (("into", "on"), ("land",)),
    "close": (("on",), ("into", "land")),
    "withdraw": (("on",), ("into", "until", "land")),
    "catchment": (("zones", "on"), ()),
    "admission_plan": (("grade", "classes", "on"), ()),
    "purchase": (("places", "on"), ("campus",)),
    "recognise": (("on",), ("until",)),
    "policy": (("on",), ()),
}  # fmt: skip
"""Fields each kind needs, and further fields it allows."""

NOT_DATED: Final = ("notice",)
"""Rules that hold for the whole run."""


def kind_of(change: Change) -> str:
    """Give the kind of a change that has exactly one."""
    return next(kind for kind in KINDS if getattr(change, kind) is not None)


def date_of(change: Change) -> dt.date | None:
    """Give the date from which a change can have an effect."""
    return change.on or change.actual.accepted or change.accepted


def check_changes(draft: Draft) -> Draft:
    """Check every change by itself.

    Parameters
    ----------
    draft
        The scenario under check.

    Returns
    -------
    The same with only those changes whose kind is clear and whose needed fields are there.
    """
    sound = []
    counted = Counter(change.id for change in draft.changes)
    estates = {estate.id: estate.handover for estate in draft.get("estates") or ()}
    for written in draft.changes:
        change = written.handed_over(estates)
        if counted[change.id] > 1:
            continue  # refused already; which of them is meant is not known
        kinds = [kind for kind in KINDS if getattr(change, kind) is not None]
        if len(kinds) != 1:
            several, known = listing(kinds), listing(KINDS, 9)
            what = Phrase("没有写明调整的种类", "does not say its kind")
            if kinds:
                what = Phrase(
                    f"写了 {len(kinds)} 种调整：{several.zh}",
                    f"has {len(kinds)} kinds: {several.en}",
                )
            remedy = Phrase(f"请只写其中一种：{known.zh}", f"give exactly one of {known.en}")
            draft.change_problem(change, "", what, remedy)
            continue
        complete = _check_fields(draft, change, kinds[0])
        if kinds[0] in ("build", "receive"):
            complete = _check_build(draft, change) and complete
        if kinds[0] == "policy":
            complete = _check_policy(draft, change) and complete
        _check_milestones(draft, change)
        check_money(draft, change)
        _check_dates(draft, change)
        if complete:
            sound.append(change)
    return replace(draft, changes=tuple(sound))


def _check_fields(draft: Draft, change: Change, kind: str) -> bool:
    """Check that the fields its kind needs are there, and no foreign ones."""
    needs, allows = FIELDS[kind]
    written = draft.written(change)
    complete = True
    for name in needs:
        if getattr(change, name) is None:
            complete = False
            draft.change_problem(
                change,
                name,
                Phrase(f"`{kind}` 需要 `{name}`", f"`{kind}` needs `{name}`"),
                Phrase("请补上这一项", "add it") + documented(("changes", 0, name)),
            )
    own = {"id", "source", "evidence", kind, *needs, *allows}
    known = listing((*needs, *allows), 30)
    for name in sorted(written - own):
        draft.change_problem(
            change,
            name,
            Phrase(f"`{name}` 对 `{kind}` 没有意义", f"`{name}` has no meaning for `{kind}`"),
            Phrase(
                f"请删去；`{kind}` 可写的有：{known.zh}", f"remove it; `{kind}` knows {known.en}"
            ),
        )
    return complete


def _check_build(draft: Draft, change: Change) -> bool:
    """Check that a new campus states its rooms in one way and its position in one way."""
    shared = change.stage is not None, change.stages is not None
    by_stage = change.rooms_by_stage is not None
    forms = [shared == (True, False), shared == (False, True), by_stage]
    well = sum(forms) == 1 and (change.rooms is None) == by_stage and any(shared) != by_stage
    if not well:
        draft.change_problem(
            change,
            "",
            Phrase("教室数没有写，或写法不止一种", "does not state its rooms in exactly one way"),
            Phrase(
                "请写 `stage` 和 `rooms`，或 `stages` 和 `rooms`，或只写 `rooms_by_stage`",
                "give `stage` and `rooms`, or `stages` and `rooms`, or `rooms_by_stage`",
            ),
        )
    places = [name for name in ("at", "zone", "site") if getattr(change, name) is not None]
    if len(places) != 1:
        stated = listing(places)
        what = Phrase("没有写明位置", "its position is stated nowhere")
        if places:
            what = Phrase(
                f"位置写了不止一处：{stated.zh}", f"its position is stated by {stated.en}"
            )
        draft.change_problem(
            change,
            places[1] if places else "",
            what,
            Phrase(
                "请只写一处：`at: [lon, lat]`（经度、纬度）、`zone`（片区）或 `site`（地块）",
                "give exactly one of `at: [lon, lat]`, `zone` and `site`",
            ),
        )
    return well


def policy_keys() -> tuple[str, ...]:
    """Give the rules and norms that a policy can change."""
    return tuple(k for k in (*Rules.model_fields, *Norms.model_fields) if k not in NOT_DATED)


def _check_policy(draft: Draft, change: Change) -> bool:
    """Check that a policy names rules or norms, with values they allow."""
    sound = bool(change.policy)
    if not change.policy:
        draft.change_problem(
            change,
            "policy",
            Phrase("没有写规则或标准", "names no rule or norm"),
            Phrase("例如写 {large_classes: clear}", "write e.g. {large_classes: clear}"),
        )
    known = listing(policy_keys(), 20)
    for key, value in (change.policy or {}).items():
        head, *rest = key.removeprefix("rules.").removeprefix("norms.").split(".")
        if head not in policy_keys():
            sound = False
            draft.change_problem(
                change,
                f"policy/{key}",
                Phrase(
                    f"`{key}` 不是政策可以调整的规则或标准",
                    f"`{key}` is not a rule or norm a policy can change",
                ),
                did_you_mean(
                    key, policy_keys(), Phrase(f"请从中选用：{known.zh}", f"use one of {known.en}")
                ),
            )
            continue
        for step in reversed(rest):
            value = {step: value}
        model, section = (Rules, "rules") if head in Rules.model_fields else (Norms, "norms")
        try:
            model.model_validate({head: value})
        except ValidationError as error:
            sound = False
            said = error.errors(include_url=False)[0]["msg"]
            said = said[0].lower() + said[1:]
            choices = listing(re.findall(r"'([^']*)'", said))
            remedy = Phrase(f"请改写 `{key}`", f"see `{key}`")
            if choices.zh:
                remedy += Phrase(f"，可用的取值：{choices.zh}", "")
            draft.change_problem(
                change,
                f"policy/{key}",
                Phrase("取值不合要求", f"the value does not fit: {said}"),
                remedy + documented((section, head)),
            )
    return sound


def _check_milestones(draft: Draft, change: Change) -> None:
    """Check approved ≤ started ≤ topped_out ≤ accepted, as planned and as reached."""
    for prefix, holder in (("", change), ("actual/", change.actual)):
        stated = [(name, getattr(holder, name)) for name in _MILESTONES]
        dated = [(name, date) for name, date in stated if date is not None]
        for (before, first), (after, second) in pairwise(dated):
            if second < first:
                draft.change_problem(
                    change,
                    f"{prefix}{after}",
                    Phrase(
                        f"{after}（{second}）早于 {before}（{first}）",
                        f"{after} on {second} comes before {before} on {first}",
                    ),
                    Phrase(
                        "请按先后排列：approved（批准）、started（开工）、topped_out（封顶）、accepted（验收）",
                        "put the milestones in order: approved, started, topped_out, accepted",
                    ),
                )
    if change.delay is not None and change.delay.months.p90 < change.delay.months.p50:
        draft.change_problem(
            change,
            "delay/months/p90",
            Phrase("p90 小于 p50", "p90 is below p50"),
            Phrase(
                "p90 是十次中只有一次会超过的延误，应当更长",
                "a delay exceeded 1 time in 10 is longer",
            ),
        )


def _check_dates(draft: Draft, change: Change) -> None:
    """Refuse dates that cannot have an effect; list those that hardly can."""
    years = draft.get("years")
    date = date_of(change)
    if years is None or date is None:
        return
    name = "on" if change.on else "actual/accepted" if change.actual.accepted else "accepted"
    simulated = Phrase(
        f"；模拟的是 {years.opening} 至 {years.last} 学年",
        f"; simulated are the school years {years.opening} to {years.last}",
    )
    if date.year > years.last + 1:
        draft.change_problem(
            change,
            name,
            Phrase(f"{date} 太晚，不会有任何影响", f"{date} is too late to have an effect")
            + simulated,
            Phrase(
                f"请写不晚于 {years.last + 1}-12-31 的日期，或推后 `years/last`",
                f"give a date up to {years.last + 1}-12-31, or a later `years/last`",
            ),
        )
    elif date > dt.date(years.last, 9, 1):
        draft.findings.oddity(
            f"changes/{change.id}/{name}",
            Phrase(f"{date} 晚于最后一次学年初统计", f"{date} is after the last census")
            + simulated,
        )
    elif date < dt.date(years.opening, 9, 1):
        draft.findings.oddity(
            f"changes/{change.id}/{name}",
            Phrase(
                f"{date} 早于起始学年初统计；请确认各表尚未计入",
                f"{date} is before the opening census; the tables must not contain it already",
            ),
        )
