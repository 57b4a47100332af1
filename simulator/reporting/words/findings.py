"""Words of the key findings and of the sentence that follows the chosen year."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "finding.title": ("要点", "Key findings"),
    "finding.decisive": (
        "{promise}余量只有 {n} 个，成败系于{project}：{accepted}验收，比期限早 {days} 天，"
        "少了它只有 {without} 个。",
        "{promise}: only {n} above the promise, hanging on {project}: accepted "
        "{accepted}, days before the due date: {days}; without it there are {without}.",
    ),
    "finding.decisive_none": (
        "{promise}没有余量，成败系于{project}：{accepted}验收，比期限早 {days} 天，"
        "少了它只有 {without} 个。",
        "{promise}: no slack, hanging on {project}: accepted "
        "{accepted}, days before the due date: {days}; without it there are {without}.",
    ),
    "finding.large": (
        "{stage}大班额：{first} 学年 {n_first} 个班，{year} 学年 {n} 个班{peak}，"
        "{clears} 学年清零。",
        "Large classes, {stage}: {n_first} in {first}, {n} in {year}{peak}, none from {clears}.",
    ),
    "finding.large_gone": (
        "{stage}大班额：{first} 学年 {n_first} 个班{peak}，{clears} 学年起清零。",
        "Large classes, {stage}: {n_first} in {first}{peak}, none from {clears}.",
    ),
    "finding.large_left": (
        "{stage}大班额：{first} 学年 {n_first} 个班，{year} 学年 {n} 个班{peak}，"
        "{last} 学年仍有 {n_last} 个班。",
        "Large classes, {stage}: {n_first} in {first}, {n} in {year}{peak}, "
        "still {n_last} in {last}.",
    ),
    "finding.large_left_now": (
        "{stage}大班额：{first} 学年 {n_first} 个班{peak}，{year} 学年仍有 {n} 个班。",
        "Large classes, {stage}: {n_first} in {first}{peak}, still {n} in {year}.",
    ),
    "finding.large_peak": (
        "，最多在 {peak_year} 学年达 {n_peak} 个班",
        ", most in {peak_year} ({n_peak})",
    ),
    "finding.gap": (
        "按镇街统计，{year} 学年各学段（{stages}）共缺学位 {total} 个，"
        "最缺的是{area}{stage}（{n} 个{falls}）；"
        "{area}{stage}{most}到 {last} 学年{left}{all}。",
        "Counted by town, {year}: {total:place|places} short ({stages}), most at {area}, {stage} "
        "({n}{falls}); there {most}{left} in {last}{all}.",
    ),
    "finding.gap_now": (
        "按镇街统计，{year} 学年各学段（{stages}）共缺学位 {total} 个，"
        "最缺的是{area}{stage}（{n} 个{falls}）{most}。",
        "Counted by town, {year}: {total:place|places} short ({stages}), most at {area}, {stage} "
        "({n}{falls}){most}.",
    ),
    "finding.gap_falls": ("，为历年最多", ", the most of any year"),
    "finding.gap_most": (
        "最多在 {most_year} 学年缺 {most} 个，",
        "at worst {most} in {most_year}, ",
    ),
    "finding.gap_most_now": (
        "：{area}{stage}最多在 {most_year} 学年缺 {most} 个",
        ": at worst {area}, {stage} {most} in {most_year}",
    ),
    "finding.gap_none": ("不再缺", "none"),
    "finding.gap_some": ("仍缺 {left} 个", "still {left}"),
    "finding.gap_all_none": ("，其他镇街和学段也不再缺", " and none in any other town or stage"),
    "finding.gap_all_some": (
        "，各镇街各学段合计缺 {total_last} 个",
        ", {total_last} in all towns and stages",
    ),
    "finding.whole_gap": (
        "{stage}不分镇街招生，按全区合计，{year} 学年缺学位 {n} 个，"
        "最多在 {most_year} 学年缺 {most} 个。",
        "Admitting from the whole district and so counted, {stage}: {n:place|places} short in "
        "{year}, at worst {most} in {most_year}.",
    ),
    "finding.places": (
        "到期新增学位 {places} 个（未扣减停用、转用），最多的是{towns}；"
        "{year} 学年的缺口（按镇街）{total} 个都在有新增学位的镇街和学段。",
        "Places added by then, gross: {places}, most in {towns}; of {total:place|places} "
        "short by town in {year} none lies where nothing was added.",
    ),
    "finding.places_elsewhere": (
        "到期新增学位 {places} 个（未扣减停用、转用），最多的是{towns}；"
        "{year} 学年的缺口（按镇街）{total} 个中，{bare} 个在同学段没有新增学位的镇街，"
        "最多的是{area}{stage}（{n} 个）。",
        "Places added by then, gross: {places}, most in {towns}; of {total:place|places} "
        "short by town in {year}, {bare:lies|lie} in towns that gained none in that stage, "
        "most at {area}, {stage} ({n}).",
    ),
    "finding.peak": ("{stage} {year} 学年 {n} 人", "{stage} {n} in {year}"),
    "finding.peaks": ("需公办学位的峰值：{peaks}。", "Demand for public places peaks: {peaks}."),
    "finding.empty": (
        "公办学校空余教室 {year} 学年 {now} 间，{last} 学年 {n} 间，最多的是{towns}。",
        "Free rooms in public schools: {now} in {year}, {n} in {last}, most in {towns}.",
    ),
    "finding.empty_now": (
        "公办学校空余教室 {year} 学年 {now} 间，最多的是{towns}。",
        "Free rooms in public schools: {now} in {year}, most in {towns}.",
    ),
    "finding.town": ("{town}（{n}）", "{town} ({n})"),
    "yearly.say": (
        "{year} 学年，{scope}：公办在校 {pupils} 人，有效学位 {places} 个；{gap}；"
        "大班额 {large_classes} 个班；统筹调剂 {redirected} 人；"
        "富余学位 {surplus} 个，空余教室 {free} 间。",
        "{year}, {scope}: public pupils {pupils}, usable places {places}; {gap}; large classes "
        "{large_classes}; redirected {redirected}; surplus places {surplus}, free rooms {free}.",
    ),
    "yearly.gap": ("学位缺口（按镇街）{n} 个", "shortfall by town {n}"),
    "yearly.most": ("，最缺的是{area}{stage}（{n} 个）", ", most at {area}, {stage} ({n})"),
    "yearly.opening": (
        "起始学年不招生，不计缺口",
        "opening year, nobody is admitted and no shortfall counted",
    ),
}
