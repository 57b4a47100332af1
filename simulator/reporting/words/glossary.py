"""The planner's terms used on the page, each in one sentence."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "glossary.title": ("术语", "Terms used on this page"),
    "glossary.note": (
        "同一年的学位缺口可能有三个不同的数：按镇街、按招生片区和地图上的差额，算法见下。",
        "One year may show three different gaps: by town, by catchment, and the balance of the "
        "map; how each is counted stands below.",
    ),
    "glossary.term": ("术语", "Term"),
    "glossary.meaning": ("含义", "Meaning"),
    "term.school_year": ("学年", "School year"),
    "meaning.school_year": (
        "2025 学年指 2025 年 9 月 1 日至 2026 年 8 月 31 日；各数在 9 月 1 日编班以后统计。",
        "School year 2025 runs from 1 September 2025 to 31 August 2026; figures are counted on "
        "1 September, after classes form.",
    ),
    "term.places_design": ("设计学位", "Design places"),
    "meaning.places_design": (
        "批准的设计图纸上写明的学位数，原样照录。",
        "Places stated in the approved drawings, as they were given.",
    ),
    "term.places_approved": ("核定学位", "Approved places"),
    "meaning.places_approved": (
        "主管部门核定的学位数，原样照录。",
        "Places approved by the authority, as they were given.",
    ),
    "term.places": ("有效学位", "Usable places"),
    "meaning.places": (
        "公办学校普通教室间数 × 标准班额；本页没有另外说明时，学位都指有效学位。",
        "Ordinary rooms of public campuses × the class norm; places mean these unless the page "
        "says otherwise.",
    ),
    "term.places_open": ("当年可招学位", "Open places"),
    "meaning.places_open": (
        "有效学位中当年有年级在读的部分：36 个班的新小学只招一年级时，当年只有六分之一。",
        "The usable places of grades taught that year: a new primary school of 36 classes that "
        "opens with its first grade alone has a sixth of them.",
    ),
    "term.class_size": ("标准班额", "Class norm"),
    "meaning.class_size": (
        "一个班按标准应有的人数：小学 {primary} 人，初中 {junior} 人；学位按它计算。",
        "The pupils a class should have: primary {primary}, junior {junior}; places are counted "
        "with it.",
    ),
    "term.tolerance": ("班额上限", "Largest class allowed"),
    "meaning.tolerance": (
        "招生时一个班最多可到的人数：{tolerance} 人；录取层级的最后一级不受此限，"
        "以保证人人有学上。",
        "The most pupils admission may put in a class: {tolerance}; the last rung of admission "
        "ignores it, so that nobody is left without a place.",
    ),
    "term.large_class": ("大班额", "Large class"),
    "meaning.large_class": (
        "{large} 人及以上的班，包括超大班额；学前不计。",
        "A class of {large} pupils or more, super-large ones included; preschool has none.",
    ),
    "term.super_large_class": ("超大班额", "Super-large class"),
    "meaning.super_large_class": (
        "{super_large} 人及以上的班。",
        "A class of {super_large} pupils or more.",
    ),
    "term.large_school": ("大校额", "Large school"),
    "meaning.large_school": (
        "义务教育在校生超过 {school} 人（九年一贯制 {nine} 人）的公办学校，同一法人只算一所。",
        "A public school with more than {school} pupils in compulsory grades (nine-year schools "
        "{nine}); a legal unit counts once.",
    ),
    "term.catchment": ("招生片区", "Catchment"),
    "meaning.catchment": (
        "一所学校必须接收其儿童的片区；几所学校可以共有一个招生片区。",
        "The zones whose children a school must admit; several schools may share one.",
    ),
    "term.assumed": ("推定片区", "Assumed catchment"),
    "meaning.assumed": (
        "新校没有给出招生片区时，由程序按总路程最短给它划的片区，只管新生，图上用点线标出。",
        "The catchment the program gives a new school that has none stated, by least total "
        "distance and for entrants only; dotted on the map.",
    ),
    "term.shortfall": ("学位缺口（按镇街）", "Shortfall (by town)"),
    "meaning.shortfall": (
        "调剂以前，各镇街或学区内要上公办学校的儿童超过当年可招学位的部分，逐处相加；"
        "镇街之间不抵，镇街内部相抵。",
        "Before redirection, children on roll or seeking a public place beyond the open places of "
        "each town or cluster, added up: gaps offset within a town, not between towns.",
    ),
    "term.shortfall_catchment": ("学位缺口（按招生片区）", "Shortfall (by catchment)"),
    "meaning.shortfall_catchment": (
        "同样的差额改按招生片区逐个相加：同一镇街内一校有余也不抵另一校不足，所以通常更大。",
        "The same gap added up by catchment: spare places of one school offset no other, even in "
        "the same town, so it is usually larger.",
    ),
    "term.balance": ("差额（地图）", "Balance (map)"),
    "meaning.balance": (
        "安排就学以后，本片区对口学校的有效学位（按儿童数分摊）减去本片区需公办学位的儿童"
        "（公办在校生、购买学位、未落实之和）；负数是缺，且不看年级是否已开。",
        "After admission, usable places of the zone's own schools, shared over their catchments by "
        "children, minus the zone's children needing one (pupils at public campuses, purchased, "
        "unplaced); negative is short, and grades not yet taught count as places.",
    ),
    "term.redirected": ("统筹调剂", "Redirected"),
    "meaning.redirected": (
        "对口学校学位不够时，当年安排到本招生片区以外的公办学校。",
        "Placed that year at a public campus outside the own catchment, where the own school had "
        "no place.",
    ),
    "term.purchased": ("购买学位", "Purchased place"),
    "meaning.purchased": (
        "政府向民办学校购买、供应读公办的儿童使用的学位。",
        "A place bought by the government in a private school for a child entitled to a public "
        "one.",
    ),
    "term.unplaced": ("未落实", "Unplaced"),
    "meaning.unplaced": (
        "按现行规则没有任何公办学位可安排的儿童。",
        "A child for whom the rules found no public place at all.",
    ),
    "term.surplus": ("富余学位", "Surplus places"),
    "meaning.surplus": (
        "有效学位扣除 {margin} 的运转余量后仍多于在校生的部分，逐校相加。",
        "Usable places less an operating margin of {margin} beyond the pupils, added up school by "
        "school.",
    ),
    "term.clear": ("销号", "Cleared"),
    "meaning.clear": (
        "台账上的大班额分班、人数降到标准以下，或该届学生毕业、调出，即从台账上销去；"
        "升一个年级不算销号。",
        "A large class leaves the ledger when it is split, is large no more, or its pupils have "
        "graduated or gone; moving up a grade clears nothing.",
    ),
    "term.transition": ("过渡校址", "Transition site"),
    "meaning.transition": (
        "新校已公布招生而校舍未验收时，暂借或租用的教室。",
        "Rooms lent or rented while a school that is already announced waits for its building.",
    ),
    "term.combined": ("复式班", "Combined class"),
    "meaning.combined": (
        "几个年级的学生在一起上课的班，多见于教学点；算一个班。",
        "One class taught to pupils of several grades, mostly at teaching points; it counts as "
        "one.",
    ),
    "term.central": ("中心方案", "Central run"),
    "meaning.central": (
        "各项都取期望值、没有随机波动的一次推演；实际通常略差一些。",
        "One run at expected values, without random variation; reality is usually somewhat worse.",
    ),
    "term.outlook": ("人口方案", "Outlook"),
    "meaning.outlook": (
        "低、中、高三种出生和迁移的假设；结论按中方案下，另两种列在旁边。",
        "Low, middle and high assumptions on births and migration; the verdict speaks of the "
        "middle, with the others beside it.",
    ),
}
