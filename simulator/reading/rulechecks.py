"""Are years, rules, shares, estates and targets possible in themselves?"""

import datetime as dt
from typing import Any, Final

from simulator.indicators import INDICATORS
from simulator.reading.draft import Draft
from simulator.reading.findings import did_you_mean, listing
from simulator.reading.validation import node_at
from simulator.schema import Rules
from simulator.vocabulary import RESIDENCES

_SINKS: Final = ("elsewhere", "private", "not_enrolled")


def check_rules(draft: Draft) -> None:
    """Check the parts of a scenario that need no table.

    Parameters
    ----------
    draft
        The scenario under check.
    """
    _check_years(draft)
    _check_people_day(draft)
    _check_tiers(draft)
    _check_shares(draft)
    _check_estates(draft)
    _check_targets(draft)
    _check_alternatives(draft)


def _check_years(draft: Draft) -> None:
    """Check that years and stages are in order, and that the outlook asked for is given."""
    years, stages = draft.get("years"), draft.get("stages")
    if years is not None and years.last < years.opening:
        draft.problem(
            ("years", "last"), f"the last year {years.last} is before the opening {years.opening}",
            f"give {years.opening} or a later year",
        )  # fmt: skip
    if stages is not None and len(set(stages)) < len(stages):
        draft.problem(("stages",), "a stage is named twice", "name each stage once")
    asked, outlooks = draft.get("outlook"), draft.get("outlooks")
    if asked in ("low", "high") and outlooks is not None and getattr(outlooks, asked) is None:
        draft.problem(
            ("outlook",), f"the {asked} outlook is not described",
            f"add `outlooks/{asked}`, or take the middle one",
        )  # fmt: skip
    notice = draft.get("rules").notice if draft.get("rules") is not None else "06-30"
    try:
        day = dt.date.fromisoformat(f"2001-{notice}")
    except ValueError:
        draft.problem(("rules", "notice"), f"`{notice}` is not a day", "write month-day: 06-30")
        return
    if day > dt.date(2001, 8, 31):
        draft.problem(
            ("rules", "notice"), f"`{notice}` is after the last day of acceptance, 31 August",
            "give an earlier day, such as 06-30",
        )  # fmt: skip


def _check_people_day(draft: Draft) -> None:
    day, years = draft.get("people_as_of"), draft.get("years")
    if day is None:
        return
    if (day.month, day.day) not in ((9, 1), (11, 1)):
        draft.problem(
            ("people_as_of",), f"{day} is neither 1 September nor 1 November",
            "give ages on 1 September, or on the day of a census, 1 November",
        )  # fmt: skip
    if years is not None and day.year > years.opening:
        draft.problem(
            ("people_as_of",), f"{day} is after the opening census of {years.opening}",
            "give earlier ages, or a later `years/opening`",
        )  # fmt: skip


def _check_tiers(draft: Draft) -> None:
    rules = draft.get("rules")
    named = [name for tier in rules.tiers for name in tier] if rules is not None else RESIDENCES
    if sorted(named) != sorted(RESIDENCES):
        draft.problem(
            ("rules", "tiers"), f"name {listing(named) or 'nobody'}",
            "name registered and migrant once each: [[registered], [migrant]]",
        )  # fmt: skip


def _check_shares(draft: Draft) -> None:
    """Check that shares going to the sinks leave something, and that ages are in order."""
    for name in ("entry_shares", "leave_rates"):
        for number, entry in enumerate(draft.get(name) or ()):
            total = sum(getattr(entry, sink) for sink in _SINKS)
            if total > 1 + 1e-9:
                draft.problem(
                    (name, number), f"the shares add up to {total:g}",
                    f"let {listing(_SINKS)} add up to 1 at most",
                )  # fmt: skip
    for number, entry in enumerate(draft.get("migration") or ()):
        if entry.ages[0] > entry.ages[1]:
            draft.problem(
                ("migration", number, "ages"), f"go from {entry.ages[0]} to {entry.ages[1]}",
                "give the first age, then the last",
            )  # fmt: skip
    survival = draft.get("survival")
    beyond = [age for age in survival if not 0 <= age <= 17] if isinstance(survival, dict) else []
    if beyond:
        draft.problem(("survival",), f"names age {beyond[0]}", "give ages from 0 to 17")


def _check_estates(draft: Draft) -> None:
    first: dict[str, int] = {}
    years = draft.get("years")
    for number, estate in enumerate(draft.get("estates") or ()):
        if estate.id in first:
            draft.problem(
                ("estates", number, "id"), f"the id `{estate.id}` is given twice",
                "give each estate its own id",
            )  # fmt: skip
        first.setdefault(estate.id, number)
        total = sum(estate.phase_in)
        if abs(total - 1) > 1e-6:
            draft.problem(
                ("estates", number, "phase_in"), f"the shares add up to {total:g}",
                "let the shares of all years add up to 1",
            )  # fmt: skip
        if years is not None and estate.handover.year > years.last:
            draft.findings.oddity(
                f"estates/{estate.id}", f"is handed over on {estate.handover}, after the last year"
            )


def _check_targets(draft: Draft) -> None:
    """Check that each target promises one bound of a known metric by a date that is simulated."""
    first: dict[str, int] = {}
    for number, target in enumerate(draft.get("targets") or ()):
        path: tuple[str | int, ...] = ("targets", number)
        if (target.at_least is None) == (target.at_most is None):
            draft.problem(
                path, "a target needs exactly one of at_least and at_most",
                "write the bound the document promises",
            )  # fmt: skip
        if target.metric not in INDICATORS:
            draft.problem(
                (*path, "metric"), f"there is no metric `{target.metric}`",
                did_you_mean(target.metric, INDICATORS, f"use {listing(INDICATORS, 30)}"),
            )  # fmt: skip
        elif target.stage not in INDICATORS[target.metric].stages:
            allowed = listing(INDICATORS[target.metric].stages)
            draft.problem(
                (*path, "stage"), f"{target.metric} is not known for `{target.stage}`",
                f"use {allowed}",
            )  # fmt: skip
        if target.id is not None and target.id in first:
            draft.problem((*path, "id"), f"the id `{target.id}` is given twice", "use another id")
        first.setdefault(target.id or "", number)
        _check_target_dates(draft, target, path)


def _check_target_dates(draft: Draft, target: Any, path: tuple[str | int, ...]) -> None:
    years, stages = draft.get("years"), draft.get("stages") or ()
    if target.since is not None and target.since > target.by:
        draft.problem(
            (*path, "since"), f"{target.since} is after the promised date {target.by}",
            "exchange the two dates",
        )  # fmt: skip
    if years is not None and not years.opening <= target.by.year <= years.last + 1:
        draft.problem(
            (*path, "by"), f"{target.by} is outside the simulated years",
            f"simulated are the school years {years.opening} to {years.last}: widen `years`",
        )  # fmt: skip
    if target.stage not in (*stages, "compulsory", "all") and stages:
        draft.findings.oddity(
            f"targets/{target.id or target.metric}",
            f"is about {target.stage}, which is not among the stages modelled",
        )


def _check_alternatives(draft: Draft) -> None:
    """Check that the rule alternatives name rules, with values the rules allow."""
    sensitivity = draft.get("sensitivity")
    for number, alternative in enumerate(sensitivity.rules if sensitivity is not None else ()):
        for path in alternative.set:
            head = path.replace("/", ".").removeprefix("rules.").split(".")[0]
            if head not in Rules.model_fields:
                node = ("sensitivity", "rules", number, "set", path)
                assert node_at(draft.tree, node) is not None
                draft.problem(
                    node, f"there is no rule `{head}`",
                    did_you_mean(head, Rules.model_fields, "name a field of `rules`"),
                )  # fmt: skip
