"""Words of the verdict."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "verdict.none": (
        "本方案没有写明目标；下面列出逐年供需、班额和缺口。",
        "This scenario states no promise; demand, class sizes and gaps by year follow.",
    ),
    "verdict.whole_of": ("{stage}{clauses}。", "{stage}: {clauses}."),
    "verdict.apart": (
        "{n} 项目标，{missed} 项未达到：{failures}。{kept} 项达到：{rest}。",
        "Of {n:promise|promises}, not kept ({missed}): {failures}. Kept ({kept}): {rest}.",
    ),
    "verdict.apart_of": (
        "{stage}的 {n} 项目标，{missed} 项未达到：{failures}。{kept} 项达到：{rest}。",
        "Of {n:promise|promises}, {stage}, not kept ({missed}): {failures}. Kept ({kept}): {rest}.",
    ),
    "verdict.whole": ("{clauses}。", "{clauses}."),
    "verdict.join": ("；", "; "),
    "verdict.added_met": ("{name} {n} {unit}如期完成", "{name} {n}{unit}, on time"),
    "verdict.added_missed": (
        "{name}到期只有 {n} {unit}（要求 {bound}），{when}",
        "{name} {n}{unit} at the due date (promised {bound}), {when}",
    ),
    "verdict.cleared_met": ("{name}如期清零", "{name} none left, on time"),
    "verdict.cleared_missed": (
        "{name}到期仍有 {n} {unit}，{when}",
        "{name} {n}{unit} left at the due date, {when}",
    ),
    "verdict.other_met": ("{name} {achieved}，达到要求", "{name} {achieved}, as promised"),
    "verdict.other_missed": (
        "{name}到期为 {achieved}（要求 {bound}），{when}",
        "{name} {achieved} at the due date (promised {bound}), {when}",
    ),
    "verdict.yearly_cleared_met": ("{name}每年清零", "{name} none left in any year"),
    "verdict.yearly_cleared_missed": (
        "{name}没有做到每年清零，{year}最多，有 {n} {unit}，{when}",
        "{name} not cleared every year, most of all {year} with {n}{unit}, {when}",
    ),
    "verdict.yearly_met": (
        "{name}每年达到要求，最差为 {achieved}",
        "{name} as promised every year, at worst {achieved}",
    ),
    "verdict.yearly_missed": (
        "{name}没有做到{bound}，最差为 {achieved}，{when}",
        "{name} not {bound}, at worst {achieved}, {when}",
    ),
    "verdict.yearly_from": ("{date}起年年达到", "kept every year from {date}"),
    "verdict.late_cleared": ("{date}清零", "none from {date}"),
    "verdict.never_cleared": ("推演期内没有清零", "not cleared within the years simulated"),
    "verdict.lapsed_cleared": ("{date}曾经清零，此后又出现", "none in {date} but not held"),
    "verdict.late_met": ("{date}才达到", "first reached {date}"),
    "verdict.never_met": ("推演期内一直没有达到", "not reached within the years simulated"),
    "verdict.lapsed_met": ("{date}曾经达到，此后又失守", "reached {date} but not held"),
    "verdict.moved": (
        "“{promise}”不是只通过新增学位实现：有 {n} 名学生调剂到片区以外。",
        "“{promise}” is kept not by places alone: pupils moved out of their catchment: {n}.",
    ),
    "verdict.untested_more": (
        "{n} 项取自假设值，未检验。",
        "Resting on assumed values, not tested: {n}.",
    ),
    "verdict.unknown_more": (
        "{n} 项缺少数据，无法检验。",
        "Not tested, for data are missing: {n}.",
    ),
    "verdict.single": ("单次推演，没有概率", "One run, so no probability"),
    "verdict.central": (
        "结论取自中心方案：各项取期望值，没有随机波动，比实际偏乐观；页面上的筛选不改变结论。",
        "The verdict is the central run: expected values without random variation, which is on the "
        "optimistic side. Choices made on this page never change it.",
    ),
    "verdict.illustrative": (
        "示例数据，不代表任何真实学校。虚构：{invented}。",
        "Illustrative data: they describe no real school. Invented: {invented}.",
    ),
    "verdict.estimated": (
        "由普查和公开统计推算：{estimated}。",
        "Estimated from census and public statistics: {estimated}.",
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
    "targets.by_day": ("期限 {day}", "by {day}"),
    "targets.apart": ("（{what}）", " ({what})"),
    "net.added_places": ("净增公办学位", "Net added public places"),
    "net.school_land": ("净增教育用地", "Net added school land"),
    "targets.gap": ("差 {gap}", "off by {gap}"),
    "targets.calendar_year": ("{year} 年", "{year}"),
    "targets.span": ("{since}至{on}", "{since} to {on}"),
    "targets.in_year": ("{value}（{year}）", "{value} ({year})"),
    "targets.since": ("自 {since} 起计", "counted from {since}"),
    "targets.kept_by_places": ("通过新增学位实现", "Kept by places"),
    "targets.kept_without_moving": (
        "另作一次推演，只去掉向片区以外的调剂，其余不变：也达到",
        "Run once more with no child moved out of their catchment, all else as here: kept too",
    ),
    "targets.kept_by_moving": (
        "本次推演要调剂学生才能实现：当年 {n} 人；另作一次推演，只去掉向片区以外的调剂，"
        "其余不变：未达到",
        "Kept in this run by moving children: {n} that year. Run once more with none moved out of "
        "their catchment, all else as here: not kept",
    ),
    "targets.without_policy": (
        "另作一次推演，只去掉大班额化解政策，调剂照常，其余不变：{achieved}，"
        "当年调剂 {redirected} 人",
        "Run once more without the policy of clearing large classes, moving children and all else "
        "as here: {achieved}, redirected that year {redirected}",
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
    "margin.of": ("{promise}：{said}", "{promise}: {said}"),
    "margin.none": (
        "没有余量，新增学位恰好等于要求。",
        "No slack: the places added are exactly those promised.",
    ),
    "margin.spare": (
        "余量 {n} 个学位。",
        "Slack: {n:place|places} above the promise.",
    ),
    "margin.nobody": (
        "余量 {n} 个学位，少了其中任何一个项目仍能达到。",
        "Slack: {n:place|places} above the promise; it holds without any single project.",
    ),
    "margin.free": ("{promise}余量 {n} 个学位", "{promise}: slack {n:place|places}"),
    "margin.all_free": (
        "以下目标少了其中任何一个项目仍能达到：{names}。",
        "Hold without any single project – {names}.",
    ),
    "margin.nothing_counted": ("没有计入的项目。", "No project counts for it."),
    "margin.decisive": (
        "计入的 {of} 个项目中缺一不可的有 {n} 个，最紧的是{project}（{places} 个学位）："
        "{accepted}验收，只比期限早 {days} 天；少了它只有 {without} 个，差 {short} 个",
        "Projects counted: {of}; those that may not fail: {n}. The tightest is {project} "
        "({places:place|places}): accepted {accepted}, days before the due date: {days}; without "
        "it "
        "there are {without}, short by {short}",
    ),
    "margin.decisive_last_day": (
        "计入的 {of} 个项目中缺一不可的有 {n} 个，最紧的是{project}（{places} 个学位）："
        "{accepted}验收，正是期限当天；少了它只有 {without} 个，差 {short} 个",
        "Projects counted: {of}; those that may not fail: {n}. The tightest is {project} "
        "({places:place|places}): accepted {accepted}, the due date itself; "
        "without it there are {without}, short by {short}",
    ),
    "margin.intake": ("；它 {year} 年 9 月才招生", "; it first admits in September {year}"),
    "margin.end": ("。", "."),
    "margin.after": (
        "期限以后才验收的项目 {n} 个，{places} 个学位，最早的是{project}（{accepted}）。",
        "Accepted after the due date: projects {n}, places {places}, the first {project} "
        "({accepted}).",
    ),
    "required.at_least": ("至少 {value}", "at least {value}"),
    "required.at_most": ("不超过 {value}", "at most {value}"),
    "required.none": ("清零", "none left"),
    "required.assumed": (
        "{bound}（假设：原文没有数值）",
        "{bound} (assumed: the text has no number)",
    ),
    "required.every_year": ("每年{bound}", "{bound} every year"),
    "required.every_year_signs": ("每年 {bound}", "{bound} every year"),
    "beside.title": ("到期时的其他情况", "What stands beside the promises"),
    "beside.moved": (
        "{scope}，{year} 学年：当年统筹调剂 {n} 人，其中路程最远的 {farthest}；"
        "{since} 学年以来累计调剂 {total} 人次；购买学位 {purchased} 个。",
        "{scope}, {year}: redirected that year {n}, the longest way among them {farthest}; "
        "redirected since {since} in all {total}; purchased places {purchased}.",
    ),
    "beside.nobody": (
        "{scope}，{year} 学年：当年统筹调剂 {n} 人；{since} 学年以来累计调剂 {total} 人次；"
        "购买学位 {purchased} 个。",
        "{scope}, {year}: redirected that year {n}; redirected since {since} in all {total}; "
        "purchased places {purchased}.",
    ),
    "beside.opening": (
        "{year} 学年是起始学年，没有招生，缺口不作计算。",
        "{year} is the opening year: nobody is admitted and no shortfall is counted.",
    ),
    "beside.short": (
        "{scope}，{year} 学年：学位缺口按镇街统筹计为 {n} 个（本页以此为准），按招生片区计为 "
        "{catchment} 个；未落实 {unplaced} 人。",
        "{scope}, {year}: shortfall by town {n} (the measure of this page), by catchment "
        "{catchment}; unplaced {unplaced}.",
    ),
    "beside.seated": (
        "缺学位而人人有学上，是因为多出的学生坐在超过标准班额的班里：{classes}。",
        " Short of places, yet every child has a class: those beyond sit in classes above the "
        "norm: {classes}.",
    ),
    "beside.seated_some": (
        "其余缺学位的学生坐在超过标准班额的班里：{classes}。",
        " The others sit in classes above the norm: {classes}.",
    ),
    "beside.classes": (
        "{stage} {n} 个班超过 {norm} 人，共多坐 {beyond} 人",
        "{stage}, classes above {norm}: {n}, pupils beyond: {beyond}",
    ),
    "robust.title": (
        "换一种规则、初始数据或人口，结论还成立吗？",
        "Does it hold under other rules, starting data and outlooks?",
    ),
    "robust.case": ("情形", "Case"),
    "robust.this_run": ("本次推演", "This run"),
    "robust.rule": ("规则：{name}", "Rule: {name}"),
    "robust.baseline": ("不同初始数据（{n} 套）", "Other starting data ({n:set|sets})"),
    "robust.holds_in": ("{n} 套中 {met} 套达到", "kept in {met} of {n}"),
    "robust.outlook": ("人口：{name}", "Outlook: {name}"),
    "robust.outlooks_agree": (
        "低、中、高三种人口方案下，各项是否达到都相同；数值的变化见表。",
        "Under the low, middle and high outlooks the same promises are kept; how far the figures "
        "move stands in the table.",
    ),
    "robust.outlooks_differ": (
        "人口方案不同，结论也不同：{names}。",
        "The outlooks disagree on: {names}.",
    ),
    "robust.rules_agree": (
        "换用所列任何一种规则，各项是否达到不变，但数值会变（见表）。",
        "Under every rule listed the same promises are kept, though the figures move (see the "
        "table).",
    ),
    "robust.rules_differ": (
        "改变规则会改变结论：{names}。",
        "Verdicts that change with a rule: {names}.",
    ),
    "robust.baselines": (
        "另外 {n} 套初始数据（同一方法生成，只有在校生和班级不同）中达到的套数：{counts}。",
        "Of {n:other set|other sets} of starting data (same method, other pupils and classes), "
        "kept in: "
        "{counts}.",
    ),
    "robust.count": ("{promise} {met}", "{promise} {met}"),
    "robust.unsteady": (
        "“{promise}”一项不稳健：本次推演{here}，{margin}，"
        "而 {n} 套不同初始数据中有 {kept} 套达到。",
        "“{promise}” is not robust: {here} in this run, {margin}, yet kept in {kept} of "
        "{n:other set|other sets} of starting data.",
    ),
    "robust.over_by": (
        "只因{school}超出 {n} 人（{pupils} > {bound}）",
        "only because {school} stands {n:pupil|pupils} above the limit ({pupils} > {bound})",
    ),
    "robust.missed_by": ("{gap}", "{gap}"),
    "robust.kept_by": ("余量 {spare}", "by {spare}"),
}
