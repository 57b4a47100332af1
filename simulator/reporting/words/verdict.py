"""Words of the verdict."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "verdict.none": (
        "本方案没有写明目标；下面列出逐年供需、班额和缺口。",
        "This scenario states no promise; demand, class sizes and gaps by year follow.",
    ),
    "verdict.all_met": ("{judged} 项目标全部达到。", "Promises kept: all {judged}."),
    "verdict.some_missed": (
        "{judged} 项目标达到 {met} 项；差距最大的是“{promise}”："
        "{by}应{required}，结果{achieved}，{when}。",
        "Promises kept: {met} of {judged}. Furthest off is “{promise}”: promised "
        "{required} by {by}, "
        "the run gives {achieved}; {when}.",
    ),
    "verdict.nothing_judged": (
        "{n} 项目标都取自假设值，没有检验。",
        "Promises resting on assumed values, none tested: {n}.",
    ),
    "verdict.late": ("到{date}才首次达到", "first reached on {date}"),
    "verdict.never": ("推演期内一直没有达到", "not reached within the years simulated"),
    "verdict.lapsed": ("{date}曾经达到，此后又失守", "reached on {date} but not held"),
    "verdict.moved": (
        "“{promise}”不只靠学位：有 {n} 名学生调剂到片区以外。",
        "“{promise}” is kept not by places alone: pupils moved out of their catchment: {n}.",
    ),
    "verdict.untested_more": (
        "另有 {n} 项取自假设值，未检验。",
        "Resting on assumed values, not tested: {n}.",
    ),
    "verdict.single": ("单次运行，无概率", "Single run, no probability"),
    "verdict.central": (
        "结论取自中心方案（期望值，没有随机波动），比实际偏乐观；页面上的筛选不改变结论。",
        "The verdict is the central run (expected values, no luck) and is on the optimistic side; "
        "choices made on this page never change it.",
    ),
    "verdict.illustrative": (
        "以下输入是示例数据，不代表真实学校和人口：{tables}。据此得出的图表都标有“示例数据”。",
        "These inputs are illustrative and describe no real school or population: {tables}. "
        "Every view built on them is marked “Illustrative data”.",
    ),
    "targets.title": ("目标逐项核对", "Promises, one by one"),
    "targets.promise": ("目标", "Promise"),
    "targets.by": ("期限", "Due"),
    "targets.required": ("要求", "Required"),
    "targets.achieved": ("结果", "Result"),
    "targets.verdict": ("是否达到", "Kept?"),
    "targets.first_met": ("首次达到", "First reached"),
    "targets.how": ("靠什么", "By what means"),
    "targets.name": ("{stage}{metric}", "{metric}, {stage}"),
    "targets.gap": ("差 {gap}", "off by {gap}"),
    "targets.since": ("自 {since} 起计", "counted from {since}"),
    "targets.kept_by_places": ("靠学位", "by places"),
    "targets.kept_by_moving": ("靠调剂 {n} 名学生", "by moving children: {n}"),
    "targets.paired": (
        "同期：调剂 {redirected} 人，最远 {longest}，购买学位 {purchased} 个，缺口 {shortfall} 个",
        "Alongside: redirected {redirected}, longest journey {longest}, purchased {purchased}, "
        "shortfall {shortfall}",
    ),
    "targets.without_policy": (
        "不设班额政策：{achieved}，调剂 {redirected} 人",
        "Without class policy: {achieved}, redirected {redirected}",
    ),
    "targets.readings": (
        "按期限计入 {counted_by}；当年 9 月可用 {usable_september}；"
        "次年 9 月可用 {usable_next_september}",
        "Counted by the date {counted_by}; usable that September {usable_september}; "
        "usable next September {usable_next_september}",
    ),
    "targets.inferred": ("地名为推断", "place inferred"),
    "targets.dots": (
        "横条自零起：竖线是要求，圆点是结果。",
        "The track starts at zero: the tick is the promise, the dot the result.",
    ),
    "required.at_least": ("至少 {value}", "at least {value}"),
    "required.at_most": ("不超过 {value}", "at most {value}"),
    "required.none": ("清零", "none"),
    "robust.title": ("换一种规则、起点或人口，结论还成立吗？", "Does it hold under other rules?"),
    "robust.case": ("情形", "Case"),
    "robust.this_run": ("本次推演", "This run"),
    "robust.rule": ("规则：{name}", "Rule: {name}"),
    "robust.baseline": ("其他起点（{n} 种）", "Other baselines ({n})"),
    "robust.holds_in": ("{n} 种中 {met} 种达到", "holds in {met} of {n}"),
    "robust.outlook": ("人口：{name}", "Outlook: {name}"),
    "robust.outlooks_agree": (
        "低、中、高三种人口方案结论相同。",
        "The low, middle and high outlooks agree on every promise.",
    ),
    "robust.outlooks_differ": (
        "人口方案不同，结论也不同：{names}。",
        "The outlooks disagree on: {names}.",
    ),
    "robust.rules_agree": (
        "所列规则替换都不改变结论。",
        "No alternative rule listed changes a verdict.",
    ),
    "robust.rules_differ": (
        "改变规则会改变结论：{names}。",
        "Verdicts that change with a rule: {names}.",
    ),
    "robust.baselines": (
        "其他 {n} 种起点中达到的次数：{counts}。",
        "Other baselines: {n}; kept in how many of them: {counts}.",
    ),
    "robust.count": ("{promise} {met}", "{promise} {met}"),
}
