"""Which words do the page and the terminal use, in Chinese and in English?

One catalogue holds every sentence in both languages with the same placeholders (held by test).
Counts stand after a colon or beside a noun that does not bend, so that English needs no plurals.
"""

from collections.abc import Mapping
from typing import Final, Literal

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, Lang]] = ("zh", "en")
LANG_TAGS: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}

_GRADES: Final = {
    f"grade.{letter}{n}": (f"{zh}{'一二三四五六'[n - 1]}", f"{en} {n}")
    for letter, zh, en, last in (
        ("p", "小", "Primary", 6),
        ("j", "初", "Junior", 3),
        ("s", "高", "Senior", 3),
    )
    for n in range(1, last + 1)
}

CATALOGUE: Final[dict[str, tuple[str, str]]] = {
    # --- frame of the page ----------------------------------------------------------------------
    "page.skip": ("跳到正文", "Skip to the content"),
    "page.contents": ("目录", "Contents"),
    "page.made_by": (
        "方案 {name}{variant} · 版本 {version} · 种子 {seed} · 输入哈希 {hash}",
        "Scenario {name}{variant} · version {version} · seed {seed} · inputs {hash}",
    ),
    "page.noscript": (
        "图表需要启用脚本；表格与文字不受影响。",
        "Charts need scripts; tables and text do not.",
    ),
    "page.data": ("数据表：{title}", "Data: {title}"),
    "page.show_all": ("显示全部 {n} 行", "Show all rows: {n}"),
    "page.rest": (
        "纸面只列前 {shown} 行；全部 {n} 行大班额见 tables/classes_ledger.csv。",
        "On paper the first {shown} rows of {n} only; every large class is in "
        "tables/classes_ledger.csv.",
    ),
    "tag.illustrative": ("示例数据", "Illustrative data"),
    "tag.illustrative_of": ("示例数据：{tables}", "Illustrative data: {tables}"),
    "chapter.verdict": ("结论", "Verdict"),
    "chapter.demand": ("学位供需", "Demand and places"),
    "chapter.classes": ("班额与销号台账", "Class sizes and the ledger"),
    "chapter.map": ("缺在哪里", "Where it is short"),
    "chapter.inputs": ("数据、假设与方法边界", "Inputs, assumptions and limits"),
    # --- fixed words ----------------------------------------------------------------------------
    "list.comma": ("、", ", "),
    "list.promises": ("、", "; "),
    "stage.preschool": ("学前", "Preschool"),
    "stage.primary": ("小学", "Primary"),
    "stage.junior": ("初中", "Junior secondary"),
    "stage.senior": ("高中", "Senior secondary"),
    "stage.compulsory": ("义务教育", "Compulsory education"),
    "stage.all": ("各学段合计", "All stages"),
    **_GRADES,
    "grade.k1": ("小班", "Preschool 1"),
    "grade.k2": ("中班", "Preschool 2"),
    "grade.k3": ("大班", "Preschool 3"),
    "outlook.low": ("低方案", "low"),
    "outlook.middle": ("中方案", "middle"),
    "outlook.high": ("高方案", "high"),
    "evidence.official": ("官方", "official"),
    "evidence.estimated": ("估算", "estimated"),
    "evidence.illustrative": ("示例", "illustrative"),
    "status.verified": ("已核对", "verified"),
    "status.secondary": ("转引", "secondary"),
    "status.derived": ("推算", "derived"),
    "status.assumed": ("假设", "assumed"),
    "status.recalled": ("凭记忆", "recalled"),
    "status.stated": ("方案写明", "stated"),
    "source.scenario": ("方案文件", "scenario"),
    "source.default of the model": ("程序默认值", "default of the model"),
    "source.planning practice; replace by the local rule": (
        "规划惯例，宜换成本地规定",
        "planning practice; replace by the local rule",
    ),
    "strength.binding": ("约束性", "binding"),
    "strength.expected": ("预期性", "expected"),
    "strength.aspired": ("力争", "aspired"),
    "basis.gross": ("新增毛数", "gross"),
    "basis.net": ("净增数", "net"),
    "input.zones": ("片区", "zones"),
    "input.outline": ("边界", "outline"),
    "input.people": ("人口", "people"),
    "input.births": ("出生", "births"),
    "input.campuses": ("校区", "campuses"),
    "input.schools": ("学校", "schools"),
    "input.pools": ("教室", "classrooms"),
    "input.enrolment": ("在校生", "enrolment"),
    "input.catchments": ("招生片区", "catchments"),
    "input.sites": ("候选地块", "candidate sites"),
    "input.baselines": ("其他起点", "other baselines"),
    "input.projects": ("建设项目", "projects"),
    "input.outside_inflow": ("区外生源", "pupils from outside"),
    "blocked.no_room": ("无空余教室", "no free room"),
    "blocked.waits_for_project": ("等待项目 {project}", "waits for project {project}"),
    "blocked.policy_off": ("未启动化解", "no clearing policy"),
    "blocked.pupils": ("生源分布", "where pupils live"),
    "blocked.graduates": ("随毕业消化", "ends when they graduate"),
    "verdict.met": ("达到", "kept"),
    "verdict.missed": ("未达到", "not kept"),
    "verdict.untested": ("假设值，未检验", "assumed, not tested"),
    "unit.children": ("人", "children"),
    "unit.pupils": ("人", "pupils"),
    "unit.places": ("个学位", "places"),
    "unit.classes": ("个班", "classes"),
    "unit.schools": ("所", "schools"),
    "unit.m": ("米", "m"),
    "unit.posts": ("个编制", "posts"),
    "unit.none": ("", ""),
    "unit.pupils per class": ("人/班", "pupils per class"),
    "unit.share of usable places": ("占有效学位", "share of usable places"),
    "unit.share of entrants": ("占新生", "share of entrants"),
    "unit.month-day": ("月-日", "month-day"),
    "unit.share of the year's arrivals": ("占当年迁入", "share of the year's arrivals"),
    "unit.net migrants per child and year": (
        "净迁入人数/每名儿童每年",
        "net migrants per child and year",
    ),
    "unit.added to net migrants per child and year": (
        "加到净迁移率上",
        "added to net migrants per child and year",
    ),
    "unit.× births of the table": ("× 表列出生数", "× births of the table"),
    "unit.share born September to December": (
        "9—12 月出生占比",
        "share born September to December",
    ),
    "unit.share born 1 September to 1 November": (
        "9 月 1 日—11 月 1 日出生占比",
        "share born 1 September to 1 November",
    ),
    "unit.chance of reaching the next age": ("活到下一岁的概率", "chance of reaching the next age"),
    "unit.way ÷ straight line": ("实际路程 ÷ 直线", "way ÷ straight line"),
    "unit.one.children": ("人", "child"),
    "unit.one.pupils": ("人", "pupil"),
    "unit.one.places": ("个学位", "place"),
    "unit.one.classes": ("个班", "class"),
    "unit.one.schools": ("所", "school"),
    "unit.one.posts": ("个编制", "post"),
    "unit.share_gap": ("个百分点", "percentage points"),
    "metric.inclusive_share": ("普惠率", "Share in inclusive kindergartens"),
    "metric.public_share": ("公办率", "Share in public schools"),
    # --- chapter 1 ------------------------------------------------------------------------------
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
        "Kept in how many of {n} other baselines: {counts}.",
    ),
    "robust.count": ("{promise} {met}", "{promise} {met}"),
    # --- chapter 2 ------------------------------------------------------------------------------
    "demand.title": ("{stage}：学生与学位", "{stage}: pupils and places"),
    "demand.children": ("适龄儿童", "Children of the age"),
    "demand.fan": ("适龄儿童，低—高方案", "Children, low–high outlook"),
    "demand.needing": ("需公办学位", "Needing a public place"),
    "demand.places": ("有效学位", "Usable places"),
    "demand.open": ("当年可招学位", "Open places"),
    "demand.short": ("不足", "Short"),
    "demand.spare": ("富余（扣除运转余量）", "Spare above the operating margin"),
    "demand.peak": ("{year} 学年峰值<br>{n} 人", "peak {year}<br>{n}"),
    "demand.x": ("学年", "School year"),
    "demand.y": ("人数、学位数", "Pupils, places"),
    "demand.hover": (
        "{label}<br>%{{customdata[0]}} 学年：%{{customdata[1]}}",
        "{label}<br>%{{customdata[0]}}: %{{customdata[1]}}",
    ),
    "demand.note": (
        "需公办学位 = 公办在校生 + 购买学位 + 未落实。学位按普通教室 × 标准班额计。"
        "2025 学年指 2025.9—2026.8，9 月 1 日统计。",
        "Needing a public place = pupils at public campuses + purchased + unplaced. Places are "
        "ordinary rooms × the norm. School year 2025 is Sept 2025 – Aug 2026, counted on 1 Sept.",
    ),
    "demand.say_short": (
        "{stage}需公办学位人数在 {peak} 学年达到峰值 {n} 人，当年有效学位 {places} 个；"
        "有 {years} 个学年总量不足，最多差 {worst} 个（{worst_year} 学年）。",
        "{stage}: demand for public places peaks in {peak} at {n}, against {places} usable places; "
        "school years short in total: {years}, at worst by {worst} ({worst_year}).",
    ),
    "demand.say_enough": (
        "{stage}需公办学位人数在 {peak} 学年达到峰值 {n} 人，当年有效学位 {places} 个；"
        "各学年全区总量够用。",
        "{stage}: demand for public places peaks in {peak} at {n}, against {places} usable places; "
        "the district total suffices every year.",
    ),
    "demand.say_hidden": (
        "总量掩盖局部：{year} 学年按招生片区计缺 {n} 个学位。",
        "Totals hide gaps: by catchment, {year} is short by {n} places.",
    ),
    "demand.say_after": (
        "到 {year} 学年有富余学位 {n} 个。",
        "By {year} surplus places: {n}.",
    ),
    # --- chapter 3 ------------------------------------------------------------------------------
    "sizes.title": ("{stage}：各种班额的班数", "{stage}: classes by size"),
    "sizes.upto": ("≤ {high} 人", "≤ {high}"),
    "sizes.between": ("{low}–{high} 人", "{low}–{high}"),
    "sizes.from": ("≥ {low} 人", "≥ {low}"),
    "sizes.axis": ("每班人数", "Pupils in a class"),
    "sizes.hover": (
        "%{x} 学年，%{y}<br>%{customdata} 个班",
        "%{x}, %{y}<br>classes: %{customdata}",
    ),
    "sizes.hover_narrow": (
        "%{y} 学年，%{x}<br>%{customdata} 个班",
        "%{y}, %{x}<br>classes: %{customdata}",
    ),
    "sizes.note": (
        "格中数字是班数。蓝色：不超过 {tolerance} 人；橙色：大班额（≥ {large} 人）。"
        "标准班额：{norms}。许多班恰在 {tolerance} 人，所以大班额清零时还要看紧邻的一行。",
        "Each cell prints the number of classes. Blue: up to {tolerance}; orange: large "
        "(≥ {large}). Norm: {norms}. Many classes sit at exactly {tolerance}, so that zero large "
        "classes must be read with the row next to them.",
    ),
    "sizes.norm": ("{stage} {norm} 人", "{stage} {norm}"),
    "sizes.say": (
        "{stage}大班额：{first} 学年 {n_first} 个班，最多时 {n_worst} 个班（{worst} 学年），"
        "{last} 学年 {n_last} 个班；{last} 学年另有 {low}–{tolerance} 人的班 {near} 个。",
        "{stage}, large classes: {n_first} in {first}, at most {n_worst} ({worst}), {n_last} in "
        "{last}; classes of {low}–{tolerance} in {last}: {near}.",
    ),
    "sizes.say_preschool": (
        "{stage}班数：{first} 学年 {n_first} 个，{last} 学年 {n_last} 个。",
        "{stage}, classes: {n_first} in {first}, {n_last} in {last}.",
    ),
    "ledger.title": ("销号台账：大班额在哪些学校、哪个年级", "Ledger of large classes"),
    "ledger.school": ("学校", "School"),
    "ledger.grade": ("年级", "Grade"),
    "ledger.now": ("现有（{year}）", "Now ({year})"),
    "ledger.clears": ("清零学年", "Clears in"),
    "ledger.not_cleared": ("{last} 学年仍有", "still there in {last}"),
    "ledger.blocked": ("受什么制约", "Blocked by"),
    "ledger.note": (
        "每格是该校该年级当年的大班额班数（≥ {large} 人）；最晚清零的排在前面。",
        "Each cell counts the large classes (≥ {large}) of that grade in that year. The last to "
        "clear come first.",
    ),
    "ledger.say": (
        "{opening}—{last} 学年，出现过大班额的“学校—年级”共 {n} 个，"
        "其中 {left} 个到 {last} 学年仍未清零。",
        "Between {opening} and {last}, school grades with a large class: {n}; not cleared by "
        "{last}: {left}.",
    ),
    "ledger.empty": ("推演期内没有大班额。", "No large class in any year simulated."),
    # --- chapter 4 ------------------------------------------------------------------------------
    "map.title": ("{stage}，{year} 学年：学位减需求", "{stage}, {year}: places minus demand"),
    "map.stage": ("学段", "Stage"),
    "map.year": ("学年", "School year"),
    "map.worst": ("缺口最大的片区（最多十个）", "Zones with the largest gap (ten at most)"),
    "map.note": (
        "片区颜色：学位减去需公办学位的儿童；学校的学位按儿童数分给它的招生片区，各学年分级相同。",
        "Zone colour: places minus children needing a public place; a school's places are shared "
        "over its catchment by children, and classes are the same for all years.",
    ),
    "map.default": (
        "打开时显示差距最大的目标最差的学年。",
        "Opens at the worst year of the promise furthest off.",
    ),
    "map.say": (
        "{year} 学年{stage}有 {n} 个片区缺学位，合计 {short} 个；最缺的是{zone}（{worst}）。",
        "{stage}, {year}: zones short of places: {n}, together {short}; worst is {zone} ({worst}).",
    ),
    "map.say_none": (
        "{year} 学年{stage}没有片区缺学位。",
        "{stage}, {year}: no zone is short of places.",
    ),
    "map.key": ("图例", "Key"),
    "map.key_balance": ("学位减需求（个学位）", "Places minus demand (places)"),
    "map.key_short": ("缺", "short"),
    "map.key_spare": ("余", "spare"),
    "map.key_campus": ("学校，面积为在校生数", "School, area by pupils"),
    "map.key_full": ("在校生超过学位（> 100 %）", "More pupils than places (> 100 %)"),
    "map.key_planned": ("规划新建，空心为尚未开学", "Planned; hollow until it opens"),
    "map.key_assumed": ("招生片区为推定", "Catchment assumed"),
    "map.key_towns": ("镇街界", "Town boundary"),
    "map.no_catchment": ("无招生片区", "no catchment"),
    "map.zone": ("片区", "Zone"),
    "map.town": ("镇街", "Town"),
    "map.needing": ("需学位（人）", "Needing (children)"),
    "map.places": ("学位（个）", "Places"),
    "map.balance": ("差额（个）", "Balance (places)"),
    "map.hover_zone": (
        "{name}（{town}）<br>需公办学位 {needing} 人<br>学位 {places} 个<br>"
        "差额 {balance} 个{assumed}",
        "{name} ({town})<br>needing a place: {needing}<br>places: {places}<br>"
        "balance: {balance}{assumed}",
    ),
    "map.hover_assumed": ("<br>招生片区为推定", "<br>catchment assumed"),
    "map.hover_campus": (
        "{name}<br>在校生 {pupils} 人<br>学位 {places} 个<br>利用率 {share}",
        "{name}<br>pupils: {pupils}<br>places: {places}<br>utilisation {share}",
    ),
    "map.hover_planned": ("{name}<br>规划新建，尚未开学", "{name}<br>planned, not yet open"),
    "map.km": ("{n} 公里", "{n} km"),
    # --- chapter 5 ------------------------------------------------------------------------------
    "inputs.title": ("输入", "Inputs"),
    "inputs.note": (
        "哈希取文件 SHA-256 的前 12 位；全文见 manifest.json。",
        "Hashes are the first 12 digits of each file's SHA-256; manifest.json has them whole.",
    ),
    "assumptions.title": ("标准与假设", "Norms and assumptions"),
    "assumptions.note": (
        "标为“假设”和“凭记忆”的取值没有核对到出处，用于决策前应先核实。",
        "Values marked assumed or recalled were not traced to a source: verify before deciding.",
    ),
    "pass.within stated shares": (
        "先给各片区留出外出就学份额",
        "stated shares left out first",
    ),
    "pass.shares taken": ("再动用外出就学份额", "stated shares taken as well"),
    "misfit.title": ("起始学年对不上的人数", "What did not fit in the opening year"),
    "misfit.note": (
        "按片区儿童数推算在校生住处时剩下的差额，如实列出，不作平差。",
        "Left over when pupils on roll were matched to children by zone; shown, never absorbed.",
    ),
    "oddities.title": ("数据中的疑点", "Oddities in the data"),
    "oddities.none": ("未发现疑点。", "None found."),
    "run.title": ("本次运行", "This run"),
    "run.scenario": ("方案", "Scenario"),
    "run.variant": ("变体", "Variant"),
    "run.version": ("程序版本", "Version"),
    "run.seed": ("随机种子", "Seed"),
    "run.replicates": ("重复次数", "Replicates"),
    "run.outlook": ("人口方案", "Outlook"),
    "run.hash": ("输入哈希", "Hash of the inputs"),
    "run.packages": ("软件包", "Packages"),
    "limits.title": ("方法的边界", "Limits of the method"),
    "limits.central": (
        "这是一次没有随机波动的中心推演。缺口和大班额受波动影响只会变大，真实情况通常更差一些。",
        "This is one central run without luck. Variation only adds to gaps and large classes, so "
        "reality is usually somewhat worse.",
    ),
    "limits.grade": (
        "学生按年龄应读年级计，不模拟留级和跳级。",
        "Pupils are counted in the grade due to their age; nobody repeats or skips one.",
    ),
    "limits.homes": (
        "起始学年学生的住址由儿童分布和距离推算，不是学籍住址。",
        "Homes of the opening year's pupils are inferred from children and distance, not records.",
    ),
    "limits.distance": (
        "距离是直线距离乘绕行系数，不是实际道路。",
        "Distances are straight lines times a detour factor, not roads.",
    ),
    "limits.even": (
        "同校同年级各班人数均分；真实班额有高低，恰在上限的班可能超标。",
        "Classes of a grade are even in size; real ones vary, so one at the limit may pass it.",
    ),
    "limits.catchments": (
        "没有给出招生片区的新校，片区由程序推定，图上用点线标出；实际划片可能不同。",
        "A new school without a stated catchment gets an assumed one, dotted on the map; the real "
        "one may differ.",
    ),
    "limits.rules": (
        "入学和调剂规则会明显改变结果，请连同“换一种规则”一表阅读。",
        "Rules of admission and redirection change results markedly: read the verdict together "
        "with the table of other rules.",
    ),
    "limits.teachers": (
        "只看学位和教室：师资、经费、用地造成的延误，写进项目日期才会体现。",
        "Places and rooms only: delays from staffing, money or land count only where the dates of "
        "projects say so.",
    ),
    # --- terminal -------------------------------------------------------------------------------
    "terminal.targets": ("目标", "Promises"),
    "terminal.table_units": ("单位：人、个学位、个班", "in children, pupils, places, classes"),
    "terminal.worst": ("最难清零的大班额", "Hardest large classes"),
    "terminal.worst_row": (
        "{school} {grade}：{year} 学年 {n} 个班；{clears}；{blocked}",
        "{school}, {grade}: {n} in {year}; {clears}; {blocked}",
    ),
    "terminal.clears": ("{year} 学年清零", "clears in {year}"),
    "terminal.zones": (
        "缺学位最多的片区（{stage}，{year} 学年）：{zones}",
        "Zones with the largest gap ({stage}, {year}): {zones}",
    ),
    "terminal.files": ("结果在 {folder}", "Results in {folder}"),
    "terminal.files_which": (
        "report.html 是报告，workbook.xlsx 是全部表格，layers.gpkg 是地图图层；"
        "tables/ 和 summary.json 供程序读取。",
        "report.html is the report, workbook.xlsx holds every table, layers.gpkg is for a GIS; "
        "tables/ and summary.json are for programs.",
    ),
}
"""Key → (Chinese, English), with ``{placeholders}`` equal in both."""


def say(key: str, lang: Lang, values: Mapping[str, object] | None = None) -> str:
    """Return the sentence ``key`` in ``lang`` with its placeholders filled.

    Raises
    ------
    KeyError
        For a key or a placeholder the catalogue does not know.
    """
    words = CATALOGUE[key][LANGS.index(lang)]
    if values is None:
        return words
    filled = words.format_map(values)
    for noun in "人个名所":  # 1.3 万 is one figure with its noun: 1.3 万人
        filled = filled.replace(f"万 {noun}", f"万{noun}")
    return filled


def known(prefix: str, name: object, lang: Lang) -> str:
    """Return the word for a fixed code (``stage.primary``), or the code itself when unknown."""
    key = f"{prefix}.{name}"
    return say(key, lang) if key in CATALOGUE else str(name)


def fold(words: object, lang: Lang) -> str:
    """Return a text of a scenario: itself, or its half of a ``{zh, en}`` pair; '' for none."""
    if isinstance(words, Mapping):
        return str(words.get(lang) or words.get("zh") or words.get("en") or "")
    return "" if words is None else str(words)
