"""Words of the programme: projects, their milestones and when they admit."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "programme.title": ("建设项目：计划与推演", "Projects: planned and simulated"),
    "programme.axis": ("日期（竖线为每年 9 月 1 日）", "Date (lines at 1 September)"),
    "programme.planned": ("计划工期", "Planned works"),
    "programme.simulated": ("推演工期", "Simulated works"),
    "programme.unfinished": ("推演：无验收日期", "Works without an end"),
    "programme.planned_acceptance": ("计划验收", "Planned acceptance"),
    "programme.acceptance_alone": ("推演验收（开工不详）", "Simulated acceptance"),
    "programme.intake": ("首次 9 月招生", "First September intake"),
    "programme.label": (
        "{stages} · {rooms} 间 · {places} 个学位",
        "{stages} · rooms: {rooms} · places: {places}",
    ),
    "programme.label_narrow": ("{places} 个学位", "places: {places}"),
    "programme.label_no_places": ("{stages} · {rooms} 间", "{stages} · rooms: {rooms}"),
    "programme.label_beds": ("{stages} · {beds} 张床位", "{stages} · {beds:bed|beds}"),
    "programme.beds": ("{beds} 张床位", "{beds:bed|beds}"),
    "programme.kind_beds": ("{kind}（{beds}）", "{kind} ({beds})"),
    "programme.say_beds": (
        "，其中 {n} 个只增加床位，共 {beds} 张",
        ", of them with beds alone {n}, together {beds:bed|beds}",
    ),
    "programme.late": ("晚 {n} 个月", "{n} mo. late"),
    "programme.late_days": ("晚 {n} 天", "{n} d late"),
    "programme.never": ("无验收日期", "no date of acceptance"),
    "programme.no_intake": ("期内不招生", "no intake yet"),
    "programme.transition": ("先借址招生", "lent rooms first"),
    "programme.target_line": ("目标期限 {day}", "promised by {day}"),
    "programme.hover": ("{name}<br>{label}<br>{milestones}", "{name}<br>{label}<br>{milestones}"),
    "programme.hover_milestone": (
        "{milestone}：计划 {planned}，推演 {simulated}",
        "{milestone}: planned {planned}, simulated {simulated}",
    ),
    "programme.hover_intake": ("首次招生：{day}", "first intake: {day}"),
    "milestone.approved": ("立项", "approved"),
    "milestone.started": ("开工", "started"),
    "milestone.topped_out": ("封顶", "topped out"),
    "milestone.accepted": ("验收", "accepted"),
    "project_kind.build": ("新建", "new school"),
    "project_kind.expand": ("扩建", "expansion"),
    "project_kind.rebuild": ("拆除重建", "rebuilding"),
    "project_kind.receive": ("接收配建", "received from a developer"),
    "project_kind.take_over": ("转公办", "taken over"),
    "programme.note": (
        "浅色宽条为计划的开工至验收，竖短线为计划验收日；深色窄条为推演；"
        "斜纹为已开工而无验收日期；"
        "菱形为首次招生的 9 月 1 日。"
        "细线为立项至开工。验收晚于 8 月 31 日的，一般要到下一年 9 月才能招生。",
        "Light wide bars: planned start of works to acceptance, with a tick at planned "
        "acceptance; dark narrow bars: simulated, hatched without a date of acceptance; "
        "diamond: the 1 September of the first intake. "
        "Thin lines: approval to start. Acceptance after 31 August usually means intake a year "
        "later.",
    ),
    "rooms.title": ("小学、初中共用教室的改划", "Rooms that passed from one stage to another"),
    "rooms.note": (
        "九年一贯制学校的小学、初中共用一批普通教室，推演按实际开班划给各学段，不是建设或改造。",
        "Stages of a nine-year school share one set of rooms; the run gives them to the stages by "
        "the classes in use. Nothing is built or converted.",
    ),
    "rooms.change": (
        "义务教育有效学位从 {first} 学年的 {places_first} 个增至 {last} 学年的 {places_last} 个，"
        "增加 {total} 个：建设项目 {projects} 个，共用教室改划 {shifts} 个"
        "（初中标准班额较高，一间教室的学位也较多），停用、转用及其他 {rest} 个。",
        "Usable places of compulsory education go from {places_first} in {first} to {places_last} "
        "in {last}, a gain of {total}: projects {projects}, shared rooms {shifts} (a room holds "
        "more places where the norm is higher), closures, conversions and all else {rest}.",
    ),
    "rooms.school": ("学校", "School"),
    "rooms.year": ("学年", "School year"),
    "rooms.from": ("由", "From"),
    "rooms.to": ("划给", "To"),
    "rooms.rooms": ("教室（间）", "Rooms"),
    "rooms.places": ("学位增加（个）", "Places gained"),
    "closures.title": ("学校撤并", "Schools closed, merged or withdrawn"),
    "closures.note": (
        "按推演的先后。撤销后学生随班转入接收学校；没有接收学校，或接收学校当年没有该年级的，"
        "由统筹另行安排；人数为撤销当年 9 月 1 日的在校生，已升学毕业的不计。撤点并校自停招日期起"
        "不再招收新生。",
        "In the order of the run. Pupils of a closed school go to the receiver with their classes; "
        "where there is none, or it does not teach their grade yet, they seek another place. "
        "Pupils are those on the 1 September of closing, without those who have finished. A school "
        "that is withdrawn takes no entrants from the day stated.",
    ),
    "closures.school": ("学校", "School"),
    "closures.town": ("镇街", "Town"),
    "closures.kind": ("事项", "What"),
    "closures.no_entrants": ("停招日期", "No entrants from"),
    "closures.closed": ("撤销日期", "Closed"),
    "closures.receiver": ("学生去向", "Pupils go to"),
    "closures.handed_over": ("转入（人）", "Go there"),
    "closures.seeking": ("另行安排（人）", "Seek a place"),
    "closures.site": ("校园用地", "Site"),
    "closures.site_area": ("{site}（{area} 平方米）", "{site} ({area} m²)"),
    "closures.not_yet": ("到 {year} 学年未撤销", "not by {year}"),
    "closures.elsewhere": ("另行安排", "other schools"),
    "closures.moves": ("迁入新校", "moves to a new school"),
    "closures.total": ("合计（{n} 所）", "Total (schools: {n})"),
    "closure.close": ("撤销", "closed"),
    "closure.merge": ("合并", "merged"),
    "closure.withdraw": ("撤点并校", "withdrawn"),
    "site.kept": ("保留为教育用地", "kept as school land"),
    "site.receiver": ("由接收学校使用", "used by the receiver"),
    "site.released": ("退出教育用地", "released from the schools"),
    "programme.rest": (
        "图中按首次招生先后列 {shown} 个项目，全部 {n} 个见表。",
        "The chart shows {shown:project|projects} of {n}, by first intake; the table has all.",
    ),
    "programme.empty": ("本方案没有建设项目。", "This scenario has no projects."),
    "programme.say": (
        "{whose} {n} 个项目共 {places} 个学位{rule}{beds}：{late}{by}{never}。",
        "{whose}: {n}, together {places:place|places}{rule}{beds}; {late}{by}{never}.",
    ),
    "programme.stated": ("情景写明的", "Projects the scenario states"),
    "programme.stated_and_required": (
        "情景写明和由配建标准推出的",
        "Projects the scenario states or a rule requires",
    ),
    "programme.say_by_rule": (
        "（其中由配建标准推出 {n} 个、{places} 个学位）",
        " (required by rule: {n}, {places:place|places})",
    ),
    "programme.kind_on": ("{kind}（{day}验收）", "{kind} (accepted {day})"),
    "programme.kind_by_rule": ("{kind}（由配建标准推出）", "{kind} (required by rule)"),
    "programme.total_own": ("本方案自列（{n} 个项目）", "The programme's own (projects: {n})"),
    "programme.total_by_rule": ("由配建标准推出（{n} 个项目）", "Required by rule (projects: {n})"),
    "programme.say_on_time": ("推演中没有晚于计划验收的", "none accepted after its planned day"),
    "programme.say_late": (
        "推演中 {n} 个晚于计划验收，最多晚 {worst}（{name}）",
        "accepted after the planned day: {n}, at worst by {worst} ({name})",
    ),
    "programme.months": ("{n} 个月", "{n} mo."),
    "programme.days": ("{n} 天", "{n} d"),
    "programme.say_by": (
        "；到 {day}，{n} 个已开始招生",
        "; admitting by {day}: {n}",
    ),
    "programme.say_accepted_only": (
        "，另有 {n} 个已验收但尚未招生（{names}）",
        "; accepted but not yet admitting: {n} ({names})",
    ),
    "programme.say_never": ("；{n} 个没有验收日期", "; without a date of acceptance: {n}"),
    "programme.more_names": ("{names}等", "{names} …"),
    "programme.head_id": ("编号", "Id"),
    "programme.head_school": ("学校", "School"),
    "programme.head_town": ("镇街", "Town"),
    "programme.head_kind": ("类别", "Kind"),
    "programme.head_stage": ("学段", "Stage"),
    "programme.head_rooms": ("教室（间）", "Rooms"),
    "programme.head_places": ("学位（个）", "Places"),
    "programme.head_planned": ("计划验收", "Planned"),
    "programme.head_accepted": ("推演验收", "Simulated"),
    "programme.head_late": ("晚（月）", "Late (mo.)"),
    "programme.head_intake": ("首次招生学年", "First intake"),
    "programme.head_cost": ("投资（万元）", "Cost (10,000 CNY)"),
    "programme.head_land": ("用地（平方米）", "Land (m²)"),
    "programme.total_kind": ("{kind}（{n} 个项目）", "{kind} (projects: {n})"),
    "programme.after_homes": ("晚于住宅 {n} 个月", "{n} mo. after the homes"),
    "programme.total": ("合计（{n} 个项目）", "Total (projects: {n})"),
}
