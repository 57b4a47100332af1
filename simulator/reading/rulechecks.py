"""Are years, rules, shares, estates and targets possible in themselves?"""

import datetime as dt
from typing import Any, Final

from simulator.columns import named
from simulator.indicators import ASSUMABLE, INDICATORS
from simulator.phrases import Phrase, listing
from simulator.reading.draft import Draft
from simulator.reading.findings import did_you_mean
from simulator.reading.validation import node_at
from simulator.schema import Rules
from simulator.vocabulary import RESIDENCES

_SINKS: Final = ("elsewhere", "private", "not_enrolled")
_SHARES: Final = {
    "entry_shares": (*_SINKS, "special", "listed_private", "vocational"),
    "leave_rates": _SINKS,
}


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
    _check_assumed(draft)
    _check_targets(draft)
    _check_alternatives(draft)


def _check_years(draft: Draft) -> None:
    """Check that years and stages are in order, and that the outlook asked for is given."""
    years, stages = draft.get("years"), draft.get("stages")
    if years is not None and years.last < years.opening:
        draft.problem(
            ("years", "last"),
            Phrase(
                f"最后学年 {years.last} 早于起始学年 {years.opening}",
                f"the last year {years.last} is before the opening {years.opening}",
            ),
            Phrase(f"请写 {years.opening} 或更晚的学年", f"give {years.opening} or a later year"),
        )
    if stages is not None and len(set(stages)) < len(stages):
        draft.problem(
            ("stages",),
            Phrase("同一学段写了两次", "a stage is named twice"),
            Phrase("每个学段只写一次", "name each stage once"),
        )
    asked, outlooks = draft.get("outlook"), draft.get("outlooks")
    if asked in ("low", "high") and outlooks is not None and getattr(outlooks, asked) is None:
        draft.problem(
            ("outlook",),
            Phrase(f"没有给出人口方案 {asked}", f"the {asked} outlook is not described"),
            Phrase(
                f"请补上 `outlooks/{asked}`，或改用中方案（middle）",
                f"add `outlooks/{asked}`, or take the middle one",
            ),
        )
    notice = draft.get("rules").notice if draft.get("rules") is not None else "06-30"
    try:
        day = dt.date.fromisoformat(f"2001-{notice}")
    except ValueError:
        draft.problem(
            ("rules", "notice"),
            Phrase(f"`{notice}` 不是日期", f"`{notice}` is not a day"),
            Phrase("请按月-日书写：06-30", "write month-day: 06-30"),
        )
        return
    if day > dt.date(2001, 8, 31):
        draft.problem(
            ("rules", "notice"),
            Phrase(
                f"`{notice}` 晚于验收的最后一天 8 月 31 日",
                f"`{notice}` is after the last day of acceptance, 31 August",
            ),
            Phrase("请写更早的日期，如 06-30", "give an earlier day, such as 06-30"),
        )


def _check_people_day(draft: Draft) -> None:
    day, years = draft.get("people_as_of"), draft.get("years")
    if day is None:
        return
    if (day.month, day.day) not in ((9, 1), (11, 1)):
        draft.problem(
            ("people_as_of",),
            Phrase(
                f"{day} 既不是 9 月 1 日，也不是 11 月 1 日",
                f"{day} is neither 1 September nor 1 November",
            ),
            Phrase(
                "请给出 9 月 1 日的年龄，或人口普查日 11 月 1 日的年龄",
                "give ages on 1 September, or on the day of a census, 1 November",
            ),
        )
    if years is not None and day.year > years.opening:
        draft.problem(
            ("people_as_of",),
            Phrase(
                f"{day} 晚于 {years.opening} 起始学年初",
                f"{day} is after the opening census of {years.opening}",
            ),
            Phrase(
                "请给出更早的年龄，或推后 `years/opening`",
                "give earlier ages, or a later `years/opening`",
            ),
        )


def _check_tiers(draft: Draft) -> None:
    rules = draft.get("rules")
    written = [name for tier in rules.tiers for name in tier] if rules is not None else RESIDENCES
    if sorted(written) != sorted(RESIDENCES):
        shown = listing(written)
        what = Phrase(f"写的是：{shown.zh}", f"name {shown.en}")
        if not written:
            what = Phrase("没有写任何人", "name nobody")
        draft.problem(
            ("rules", "tiers"),
            what,
            Phrase(
                "registered（户籍）和 migrant（随迁）各写一次：[[registered], [migrant]]",
                "name registered and migrant once each: [[registered], [migrant]]",
            ),
        )


def _check_shares(draft: Draft) -> None:
    """Check that shares going to the sinks leave something, and that ages are in order."""
    for name, parts in _SHARES.items():
        sinks = listing(parts, len(parts))
        for number, entry in enumerate(draft.get(name) or ()):
            total = sum(getattr(entry, sink) for sink in parts)
            if total > 1 + 1e-9:
                draft.problem(
                    (name, number),
                    Phrase(f"各份额合计为 {total:g}", f"the shares add up to {total:g}"),
                    Phrase(f"{sinks.zh} 合计不得超过 1", f"let {sinks.en} add up to 1 at most"),
                )
    for number, entry in enumerate(draft.get("migration") or ()):
        if entry.ages[0] > entry.ages[1]:
            draft.problem(
                ("migration", number, "ages"),
                Phrase(
                    f"年龄从 {entry.ages[0]} 到 {entry.ages[1]}",
                    f"go from {entry.ages[0]} to {entry.ages[1]}",
                ),
                Phrase("请先写最小年龄，再写最大年龄", "give the first age, then the last"),
            )
    survival = draft.get("survival")
    beyond = [age for age in survival if not 0 <= age <= 17] if isinstance(survival, dict) else []
    if beyond:
        draft.problem(
            ("survival",),
            Phrase(f"写了 {beyond[0]} 岁", f"names age {beyond[0]}"),
            Phrase("年龄须在 0 至 17 岁之间", "give ages from 0 to 17"),
        )


def _check_estates(draft: Draft) -> None:
    first: dict[str, int] = {}
    years = draft.get("years")
    for number, estate in enumerate(draft.get("estates") or ()):
        if estate.id in first:
            draft.problem(
                ("estates", number, "id"),
                _twice(estate.id),
                Phrase("每个小区请用各自的编号", "give each estate its own id"),
            )
        first.setdefault(estate.id, number)
        total = sum(estate.phase_in)
        if abs(total - 1) > 1e-6:
            draft.problem(
                ("estates", number, "phase_in"),
                Phrase(f"各份额合计为 {total:g}", f"the shares add up to {total:g}"),
                Phrase("各年份额合计应为 1", "let the shares of all years add up to 1"),
            )
        if years is not None and estate.handover.year > years.last:
            draft.findings.oddity(
                f"estates/{estate.id}",
                Phrase(
                    f"{estate.handover} 交付，晚于最后一个学年",
                    f"is handed over on {estate.handover}, after the last year",
                ),
            )


def _twice(name: str) -> Phrase:
    return Phrase(f"编号 `{name}` 重复", f"the id `{name}` is given twice")


def _check_assumed(draft: Draft) -> None:
    """Refuse an assumed value of a measure that no rate is, or of a stage it does not have."""
    shown = listing(ASSUMABLE, len(ASSUMABLE))
    remedy = Phrase(f"可给定的指标：{shown.zh}", f"measures that can be stated: {shown.en}")
    for name in draft.get("assumed") or {}:
        metric, dot, stage = name.partition(".")
        path = ("assumed", name)
        if metric in ASSUMABLE:
            stages = INDICATORS[metric].stages
            if dot and stage not in stages:
                known = listing(stages)
                what = Phrase(
                    f"指标 `{metric}` 没有学段 `{stage}`", f"`{metric}` has no stage `{stage}`"
                )
                other = Phrase(f"请写 {known.zh}", f"write one of {known.en}")
                draft.problem(path, what, did_you_mean(stage, stages, other))
            continue
        what = Phrase(
            f"没有可给定取值的指标 `{metric}`", f"there is no measure `{metric}` that can be stated"
        )
        if metric in INDICATORS:
            what = Phrase(
                f"`{metric}` 由推演得出，不能给定",
                f"`{metric}` is a result, and cannot be assumed",
            )
        draft.problem(path, what, did_you_mean(metric, ASSUMABLE, remedy))


def _check_targets(draft: Draft) -> None:
    """Check that each target promises one bound of a known metric by a date that is simulated."""
    first: dict[str, int] = {}
    known = listing(INDICATORS, 40)
    for number, target in enumerate(draft.get("targets") or ()):
        path: tuple[str | int, ...] = ("targets", number)
        if (target.at_least is None) == (target.at_most is None):
            draft.problem(
                path,
                Phrase(
                    "目标须在 at_least（不少于）与 at_most（不多于）中写且只写一个",
                    "a target needs exactly one of at_least and at_most",
                ),
                Phrase("请写文件承诺的数值", "write the bound the document promises"),
            )
        if target.metric not in INDICATORS:
            draft.problem(
                (*path, "metric"),
                Phrase(f"没有指标 `{target.metric}`", f"there is no metric `{target.metric}`"),
                did_you_mean(
                    target.metric, INDICATORS, Phrase(f"可用的指标：{known.zh}", f"use {known.en}")
                ),
            )
        elif target.stage not in INDICATORS[target.metric].stages:
            allowed = listing(INDICATORS[target.metric].stages)
            draft.problem(
                (*path, "stage"),
                Phrase(
                    f"指标 {target.metric} 没有 `{target.stage}` 学段的数值",
                    f"{target.metric} is not known for `{target.stage}`",
                ),
                Phrase(f"可用的学段：{allowed.zh}", f"use {allowed.en}"),
            )
        if target.id is not None and target.id in first:
            draft.problem((*path, "id"), _twice(target.id), Phrase("请另用编号", "use another id"))
        first.setdefault(target.id or "", number)
        _check_target_dates(draft, target, path)


def _check_target_dates(draft: Draft, target: Any, path: tuple[str | int, ...]) -> None:
    years, stages = draft.get("years"), draft.get("stages") or ()
    if target.since is not None and target.since > target.by:
        draft.problem(
            (*path, "since"),
            Phrase(
                f"{target.since} 晚于承诺日期 {target.by}",
                f"{target.since} is after the promised date {target.by}",
            ),
            Phrase("请对调这两个日期", "exchange the two dates"),
        )
    if target.every_year:
        _check_every_year(draft, target, path)
    if years is not None and not years.opening <= target.by.year <= years.last + 1:
        draft.problem(
            (*path, "by"),
            Phrase(
                f"{target.by} 不在模拟的学年之内", f"{target.by} is outside the simulated years"
            ),
            Phrase(
                f"模拟的是 {years.opening} 至 {years.last} 学年；请放宽 `years`",
                f"simulated are the school years {years.opening} to {years.last}: widen `years`",
            ),
        )
    if target.stage not in (*stages, "compulsory", "all") and stages:
        draft.findings.oddity(
            f"targets/{target.id or target.metric}",
            Phrase(
                f"针对{named(target.stage).zh}，不在模拟的学段之内",
                f"is about {named(target.stage).en}, which is not among the stages modelled",
            ),
        )


def _check_every_year(draft: Draft, target: Any, path: tuple[str | int, ...]) -> None:
    """Refuse a promise for every year that has no years to be divided into."""
    kind = INDICATORS[target.metric].kind if target.metric in INDICATORS else ""
    if kind == "input":
        draft.problem(
            (*path, "every_year"),
            Phrase(
                f"{target.metric} 是输入的数值，没有逐年结果",
                f"{target.metric} is an input: it has no value of each year",
            ),
            Phrase("请删去 every_year", "leave every_year out"),
        )
    if kind != "programme":
        return
    after, since = target.by + dt.timedelta(days=1), target.since
    if since is None or (since.month, since.day) != (after.month, after.day):
        draft.problem(
            (*path, "since"),
            Phrase(
                "每年新增的学位或投资，须自 since 起满整年计算",
                "what is added every year is counted in whole years from since",
            ),
            Phrase(
                f"请把 since 写成某年的 {after.month} 月 {after.day} 日",
                f"let since be day {after.day} of month {after.month}: the last year ends with by",
            ),
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
                    node,
                    Phrase(f"没有规则 `{head}`", f"there is no rule `{head}`"),
                    did_you_mean(
                        head,
                        Rules.model_fields,
                        Phrase("请写 `rules` 中的字段", "name a field of `rules`"),
                    ),
                )
