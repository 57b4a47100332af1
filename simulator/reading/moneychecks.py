"""Do the parts of a project's money make sense, and do they add up to what it costs?"""

from collections import Counter

from simulator.phrases import Phrase
from simulator.reading.draft import Draft
from simulator.schema import Change
from simulator.schema.base import yuan


def check_money(draft: Draft, change: Change) -> None:
    """Refuse parts that cannot be read; list as odd those that do not add up, with both sums.

    Documents contradict themselves: both figures are kept as stated.
    """
    cost = None if change.cost is None else round(yuan(change.cost))
    parts = change.funding or ()
    sound = True
    for number, part in enumerate(parts):
        where = f"funding/{number}"
        if (part.amount is None) == (part.share is None):
            sound = False
            draft.change_problem(
                change,
                where,
                Phrase(
                    f"`{part.source}` 须在 `amount` 与 `share` 中写且只写一个",
                    f"`{part.source}` needs exactly one of `amount` and `share`",
                ),
                Phrase(
                    "请写金额（amount）或占投资额的比例（share）",
                    "give an amount, or a share of the cost",
                ),
            )
        elif part.share is not None and cost is None:
            sound = False
            draft.change_problem(
                change,
                f"{where}/share",
                Phrase("没有写投资额，比例无从计算", "a share of a cost that is not stated"),
                Phrase("请补上 `cost`，或改写 `amount`", "add `cost`, or give `amount`"),
            )
    twice = [name for name, n in Counter(part.source for part in parts).items() if n > 1]
    if twice:
        sound = False
        draft.change_problem(
            change,
            "funding",
            Phrase(f"来源 `{twice[0]}` 写了两次", f"the source `{twice[0]}` is named twice"),
            Phrase("请合并为一项", "put the two together"),
        )
    if cost is None or not sound:
        return
    together = round(
        sum(
            yuan(part.amount) if part.amount is not None else cost * (part.share or 0.0)
            for part in parts
        )
    )
    spent = round(sum(yuan(amount) for amount in (change.spending or {}).values()))
    for name, total, noun in (
        ("funding", together if parts else cost, Phrase("各来源", "its sources")),
        ("spending", spent if change.spending else cost, Phrase("各年", "its years")),
    ):
        if total != cost:
            draft.findings.oddity(
                f"changes/{change.id}/{name}",
                Phrase(
                    f"投资额 {cost:,} 元，{noun.zh}合计 {total:,} 元；两数照录，不作调整",
                    f"costs {cost:,} CNY, {noun.en} add up to {total:,} CNY; both are kept as "
                    "stated",
                ),
            )
