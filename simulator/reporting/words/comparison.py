"""Words of the comparison of scenarios."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "compare.base": ("原方案", "As written"),
    "compare.title": ("情景比较：{names}", "Comparison: {names}"),
    "compare.title_one": ("{name}：情景比较（{names}）", "{name}: scenarios compared ({names})"),
    "compare.title_many": (
        "{name}：情景比较（{names}等 {n} 个）",
        "{name}: scenarios compared ({names} … {n} in all)",
    ),
    "compare.list_one": ("{name}（基准）", "{name} (reference)"),
    "compare.running_head": ("情景比较", "Comparison"),
    "compare.reference": ("基准", "reference"),
    "compare.reference_is": (
        "基准是 A“{name}”；所有差别都是“该情景减基准”。",
        "The reference is A “{name}”; every difference is “scenario minus reference”.",
    ),
    "compare.made_by": ("版本 {version} · {n} 个情景", "Version {version} · scenarios: {n}"),
    "compare.identical": (
        "无差异：各情景的输入与结果完全相同。",
        "No difference: inputs and results are the same throughout.",
    ),
    "compare.same_results": (
        "输入有差别，结果无差异。",
        "Inputs differ; results show no difference.",
    ),
    "compare.none": ("无差异", "no difference"),
    "compare.rates_only": (
        "这些情景属于不同的区县，规模不同，人数和学位数不能相减；这里只比较比率（比例、每千人、平均距离、利用率）。",
        "These scenarios are of different districts: counts cannot be subtracted. Only rates are "
        "compared (shares, per 1,000, mean distance, utilisation).",
    ),
    "compare.years_left_out": (
        "只比较共同的学年 {first}–{last}；{years} 学年不是每个情景都有，未列入。",
        "Only common school years are compared, {first}–{last}; left out, for not all have them: "
        "{years}.",
    ),
    "compare.versions_differ": (
        "这些结果由不同版本的程序得出（{versions}），差别可能来自程序。",
        "These results were made by different versions of the program ({versions}), which may "
        "account for differences.",
    ),
    "compare.seeds_differ": (
        "随机种子不同（{seeds}）。",
        "The seeds differ ({seeds}).",
    ),
    "compare.single": (
        "每个情景各推演一次（中心方案，没有随机波动），差别没有区间。",
        "Each scenario is one central run without luck, so differences have no interval.",
    ),
    "compare.paired": (
        "除写明的改动外，各情景共用同样的出生、迁移和取整，差别只来自输入的不同。",
        "Births, migration and rounding are shared but where changed as stated, so that "
        "differences come from inputs alone.",
    ),
    # the sentence on top
    "compare.no_promise": (
        "各情景都没有写明目标；下面比较逐年的供需、班额和缺口。",
        "No scenario states a promise; demand, class sizes and gaps are compared by year.",
    ),
    "compare.say_promise": (
        "“{promise}”（{by}前{required}）：{verdicts}。",
        "“{promise}” ({required} by {by}): {verdicts}.",
    ),
    "compare.all_kept": ("{n} 个情景都达到", "kept in all {n} scenarios"),
    "compare.none_kept": ("{n} 个情景都未达到", "kept in none of {n} scenarios"),
    "compare.all_alike": ("{n} 个情景都是“{word}”", "{word}, in every scenario ({n})"),
    "compare.some_kept": ("{n} 个情景中 {met} 个达到", "kept in {met} of {n} scenarios"),
    "compare.both_kept": ("两个情景都达到", "kept in both scenarios"),
    "compare.neither_kept": ("两个情景都未达到", "kept in neither scenario"),
    "compare.same_value": ("，结果都是{value}", ", all with {value}"),
    "compare.same_value_two": ("，结果都是{value}", ", both with {value}"),
    "compare.each_value": ("：{values}", ": {values}"),
    "compare.one_value": ("{name}（{value}）", "{name} ({value})"),
    "compare.kept_by": ("达到的是{values}", "kept by {values}"),
    "compare.missed_by": ("未达到的是{values}", "not by {values}"),
    "compare.then": ("；", "; "),
    "compare.extremes": (
        "；基准{before}，最好的是{best}（{best_value}），最差的是{worst}（{worst_value}）",
        "; the reference gives {before}, best is {best} ({best_value}), worst {worst} "
        "({worst_value})",
    ),
    "compare.verdict_of": ("{name} {word}", "{name} {word}"),
    # the matrix
    "compare.matrix": ("目标 × 情景", "Promises × scenarios"),
    "compare.promise": ("目标", "Promise"),
    "compare.scenario": ("情景", "Scenario"),
    "compare.not_promised": ("无此目标", "not promised here"),
    "compare.against": ("比基准 {n}", "{n} against the reference"),
    "compare.as_reference": ("同基准", "as the reference"),
    "compare.matrix_note": (
        "✓ 达到，✗ 未达到，– 未检验；第一行是结果，其后是与基准的差别和最主要的卡点。",
        "✓ kept, ✗ not kept, – not tested; below the result stand the difference from the "
        "reference and what blocks it most.",
    ),
    "compare.matrix_note_rates": (
        "✓ 达到，✗ 未达到，– 未检验；区县不同，只列各自是否达到。",
        "✓ kept, ✗ not kept, – not tested; districts differ, so only each verdict is shown.",
    ),
    "compare.blocked_most": ("卡在{what}", "blocked at {what}"),
    "compare.and_more": ("，另有 {n} 处", "; {n} more"),
    "compare.obstacles": ("未达到的目标卡在哪里", "What stands in the way of promises missed"),
    "compare.obstacles_note": (
        "每个情景、每项目标列最主要的 {n} 处；全部见 comparison.xlsx。",
        "The {n} largest of each scenario and promise; all of them are in comparison.xlsx.",
    ),
    "compare.school": ("学校或项目", "School or project"),
    "compare.grade": ("年级", "Grade"),
    "compare.amount": ("数量", "Number"),
    "compare.why": ("受什么制约", "Blocked by"),
    "compare.clears": ("清零学年", "Clears in"),
    "compare.why_above": ("在校生超过上限 {bound} 人", "pupils above the limit of {bound}"),
    "compare.why_seats": ("计划招生只有 {seats} 人", "seats for {seats} only"),
    "compare.why_accepted": ("{day} 才验收", "accepted only on {day}"),
    "compare.why_never": ("期内没有验收", "not accepted in these years"),
    "compare.not_enough": (
        "列入的项目都已验收，合计仍不足",
        "every project listed is accepted, and together they do not suffice",
    ),
    "compare.why_dropped": ("该情景没有这个项目", "the scenario leaves it out"),
    "compare.most_classes": (
        "{school} {grade} {n} 个班（{year} 学年，{why}）",
        "{school}, {grade}: {n} in {year} ({why})",
    ),
    "compare.most_schools": (
        "{school}（{year} 学年超出 {n} 人，{grade}最多，{why}）",
        "{school} ({n} above in {year}, most in {grade}; {why})",
    ),
    "compare.most_seats": (
        "{school} {grade}（{year} 学年多出 {n} 人，{why}）",
        "{school}, {grade} ({n} too many in {year}; {why})",
    ),
    "compare.most_project": ("{school}（{n} 个学位，{why}）", "{school} ({n:place|places}; {why})"),
    # differences by measure
    "compare.dots_title": (
        "{stage}，{year} 学年：与基准的差别",
        "{stage}, {year}: difference from the reference",
    ),
    "compare.dots_note": (
        "竖线为零，即与基准相同；每行各有刻度，行首括号里是满刻度，各学年相同。"
        "字母是情景，实心为所选情景，其差别写在右边；没有画出的情景与基准相同。",
        "The line is zero: as the reference. Each row has its own scale, the same for all years; "
        "its full width stands in brackets. Letters are scenarios; the filled one is chosen, its "
        "difference stands to the right; those not drawn are as the reference.",
    ),
    "compare.dots_zero": (
        "各学年、各情景都与基准相同，未画出：{names}。",
        "The same as the reference throughout, not drawn: {names}.",
    ),
    "compare.dots_less": ("← 比基准少", "← less than the reference"),
    "compare.dots_more": ("比基准多 →", "more →"),
    "compare.dots_hover": (
        "{letter} {name}<br>{measure}：{value}<br>基准 {reference}<br>差别 {difference}",
        "{letter} {name}<br>{measure}: {value}<br>reference {reference}<br>difference {difference}",
    ),
    "compare.fewer_better": ("越少越好", "fewer is better"),
    "compare.more_better": ("越多越好", "more is better"),
    "compare.scale": ("±{n}", "±{n}"),
    "compare.lines_title": ("{measure}：{stage}", "{measure}: {stage}"),
    "compare.lines_note": (
        "黑色粗线为基准 A，蓝色虚线为所选情景，灰色为其余情景；线尾字母是情景。"
        "学位和距离的纵轴不从零起。",
        "Black and thick: reference A. Blue and dashed: the chosen scenario. Grey: the others; "
        "letters stand at the ends. The axes of places and distances do not begin at zero.",
    ),
    "compare.line_hover": (
        "{letter} {name}<br>%{{x}} 学年：%{{customdata}}",
        "{letter} {name}<br>%{{x}}: %{{customdata}}",
    ),
    "compare.say_line": (
        "{year} 学年：基准 {before}，{name} {after}（{difference}）。",
        "{year}: reference {before}, {name} {after} ({difference}).",
    ),
    "compare.chosen": ("比较对象", "Scenario"),
    "compare.measure": ("指标", "Measure"),
    "compare.unit": ("单位", "Unit"),
    "compare.value_of": ("{letter} 结果", "{letter} result"),
    "compare.difference_of": ("{letter} − A", "{letter} − A"),
    "compare.table_title": ("全部指标与差别", "All measures and differences"),
    "compare.table_note": (
        "所选学段、学年；A 为基准的数值，其余各列是与基准的差别；比例的差别以百分点计。",
        "For the chosen stage and year: A is the reference's figure, the other columns the "
        "difference "
        "from it; shares differ by percentage points.",
    ),
    "compare.unit.share": ("%", "%"),
    "compare.unit.per_1000": ("每千人", "per 1,000"),
    # the map
    "compare.map_title": (
        "{stage}，{year} 学年：{letter} {name}与基准的{measure}之差",
        "{stage}, {year}: {measure}, {letter} {name} minus reference",
    ),
    "compare.map_note": (
        "一次只画一个情景与基准的差别：橙色为减少，紫色为增加，浅灰为不变；各情景、各学年分级相同。"
        "学位减需求减少即变差。圆点是在校生有变化的学校，面积为变化人数。学段为合计时画其中第一个学段。",
        "One scenario's difference from the reference at a time: orange is less, purple more, "
        "light grey unchanged; classes are the same for all scenarios and years. Less places minus "
        "demand is worse. Circles are schools whose pupils change, by how many. A sum of stages "
        "shows its first stage.",
    ),
    "compare.map_measure": ("地图内容", "What the map shows"),
    "compare.map_balance": ("学位减需求", "places minus demand"),
    "compare.map_needing": ("需学位儿童", "children needing a place"),
    "compare.map_places": ("学位", "places"),
    "compare.map_zero": ("无变化", "no change"),
    "compare.map_say": (
        "{year} 学年{stage}：{better} 个片区增加，{worse} 个片区减少，其余不变；"
        "变化最大的是{zone}（{n}）。",
        "{stage}, {year}: up in {better:zone|zones}, down in {worse}, no change in the others; "
        "most "
        "in {zone} ({n}).",
    ),
    "compare.map_say_none": (
        "{year} 学年{stage}：各片区无差异。",
        "{stage}, {year}: no zone differs.",
    ),
    "compare.map_key": ("与基准之差（{measure}）", "Difference ({measure})"),
    "compare.map_more": ("学校，在校生增加", "School, more pupils"),
    "compare.map_fewer": ("学校，在校生减少", "School, fewer pupils"),
    "compare.map_hover": (
        "{name}（{town}）<br>基准 {before}<br>该情景 {after}<br>差别 {difference}",
        "{name} ({town})<br>reference {before}<br>scenario {after}<br>difference {difference}",
    ),
    "compare.map_hover_campus": (
        "{name}<br>在校生：基准 {before} 人，该情景 {after} 人（{difference}）",
        "{name}<br>pupils: reference {before}, scenario {after} ({difference})",
    ),
    "compare.map_before": ("基准", "Reference"),
    "compare.map_after": ("该情景", "Scenario"),
    "compare.map_difference": ("差别", "Difference"),
    "compare.map_zones": ("变化最大的片区（最多十个）", "Zones that change most (ten at most)"),
    "compare.map_data": ("数据表：全部有变化的片区", "Data: every zone that changes"),
    # which change matters
    "compare.matters_title": ("哪一项改动起作用", "Which change matters"),
    "compare.matters_of": (
        "{letter} {name}：各项改动单独作用于“{promise}”（期限 {by}）",
        "{letter} {name}: each change alone, on “{promise}” (by {by})",
    ),
    "compare.matters_note": (
        "把每一项改动单独放进基准再推演一次（中心方案，到最后一个期限为止）。单项之和与全部一起之差是交互作用："
        "几项改动互相抵消或互为条件的部分。",
        "Each change is put into the reference by itself and run once more (central run, up to "
        "the last date). "
        "What all of them together make beyond the sum is interaction: changes that offset or "
        "need each other.",
    ),
    "compare.matters_grouped": (
        "改动超过 {n} 项，同一类的合在一起计算。",
        "There are more than {n} changes, so those of a kind were applied together.",
    ),
    "compare.matters_alone_not": ("不能单独成立", "does not stand alone"),
    "compare.matters_change": ("改动", "Change"),
    "compare.matters_effect": ("影响", "Effect"),
    "compare.matters_bar": ("图示", "Drawn"),
    "compare.matters_sum": ("单项之和", "Sum of each alone"),
    "compare.matters_interaction": ("交互作用", "Interaction"),
    "compare.matters_full": ("全部一起", "All together"),
    "compare.matters_say": (
        "起作用最大的是{what}（{n}）；全部一起 {full}，其中交互作用 {interaction}。",
        "What matters most: {what} ({n}). All together: {full}, of which interaction "
        "{interaction}.",
    ),
    "compare.matters_say_none": (
        "没有一项改动对这项目标起作用。",
        "No change matters for this promise.",
    ),
    "compare.matters_zero": (
        "另有 {n} 项单独没有影响：{names}",
        "Without effect alone ({n}): {names}",
    ),
    "compare.reason.same": (
        "{letter} {name}：没有影响推演的输入差别。",
        "{letter} {name}: no input differs that could act.",
    ),
    "compare.reason.no_inputs": (
        "{letter} {name}：结果文件夹的输入文件不在原处或已改动，未能逐项计算。",
        "{letter} {name}: the inputs of the result folder are not there or have changed, so "
        "changes were not "
        "applied alone.",
    ),
    "compare.reason.other_district": (
        "{letter} {name}：区县不同，没有可逐项套用的改动。",
        "{letter} {name}: another district; changes cannot be applied to the reference.",
    ),
    # chapters
    "compare.chapter_changes": ("改了什么", "What was changed"),
    "compare.chapter_differences": ("差别有多大", "How large the differences are"),
    "compare.chapter_years": ("逐年走势", "Year by year"),
    "compare.chapter_map": ("差在哪里", "Where they differ"),
    "compare.chapter_matters": ("哪一项改动起作用", "Which change matters"),
    "compare.chapter_inputs": ("依据与边界", "Evidence and limits"),
    "compare.filter_note": (
        "学段、学年和比较对象用于后面各部分；结论不随选择改变。",
        "Stage, year and scenario act on the parts below; the verdict ignores them.",
    ),
    "compare.runs": ("各情景", "The scenarios"),
    "compare.run_name": ("名称", "Name"),
    "compare.run_title": ("标题", "Title"),
    "compare.files": ("输入文件与哈希", "Input files and hashes"),
    "compare.files_note": (
        "SHA-256 的前 12 位，哈希相同即为同一文件；最后一列是读它的情景。",
        "First 12 digits of SHA-256; the same digits are the same file. The last column says which "
        "scenarios read it.",
    ),
    "compare.limit_paired": (
        "两个情景之差比各自的水平可靠：同一误差在两边都有，相减时大多抵消；但假设若错，差别也会错。",
        "A difference of two scenarios is firmer than either level: what is wrong in both "
        "mostly cancels; "
        "where an assumption fails, so does the difference.",
    ),
    "compare.limit_alone": (
        "单项影响按“只改这一项”计算，不是把总差别拆开分给各项；交互作用不归给任何一项。",
        "The effect of a change is that of making it alone; interaction is given to none of them.",
    ),
    # terminal
    "compare.terminal_files": (
        "已写入 {folder}：comparison.html（网页）、comparison.xlsx、comparison.json",
        "written to {folder}: comparison.html (the page), comparison.xlsx, comparison.json",
    ),
    # workbook
    "compare.sheet_matrix": ("目标×情景", "Promises × scenarios"),
    "compare.sheet_obstacles": ("卡点", "Obstacles"),
    "compare.sheet_inputs": ("输入差别", "Input differences"),
    "compare.sheet_differences": ("年度差别", "Differences by year"),
    "compare.sheet_values": ("年度数值", "Values by year"),
    "compare.sheet_matters": ("哪项起作用", "Which change matters"),
    "compare.sheet_zones": ("片区差别", "Differences by zone"),
    "compare.sheet_campuses": ("学校差别", "Differences by school"),
    "compare.sheet_files": ("输入文件", "Input files"),
    "compare.measure.large_class_share": ("大班额比例", "Share of large classes"),
    "compare.measure.classes_46_55_share": ("46–55 人班比例", "Share of classes of 46–55"),
    "compare.measure.mean_class_size": ("平均班额", "Mean class size"),
    "compare.measure.utilisation": ("学位利用率", "Utilisation of places"),
    "compare.measure.shortfall_per_1000": (
        "每千名学生学位缺口（按镇街）",
        "Shortfall by town per 1,000 pupils",
    ),
    "compare.measure.redirected_per_1000": ("每千名学生统筹调剂", "Redirected per 1,000 pupils"),
    "compare.measure.purchased_per_1000": ("每千名学生购买学位", "Purchased per 1,000 pupils"),
    "compare.measure.unplaced_per_1000": ("每千名儿童未落实", "Unplaced per 1,000 children"),
    "compare.measure.surplus_share": ("富余学位占比", "Share of surplus places"),
}
