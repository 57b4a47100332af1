"""Words of the waterfall from children to places."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "waterfall.title": (
        "{stage}，{year} 学年：从适龄儿童到学位",
        "{stage}, {year}: from children to places",
    ),
    "waterfall.axis": ("人、个学位", "Children, pupils, places"),
    "waterfall.children": ("适龄儿童", "Children here"),
    "waterfall.elsewhere": ("外出就学", "Elsewhere"),
    "waterfall.private": ("民办在校", "Private"),
    "waterfall.not_enrolled": ("未入学", "Not enrolled"),
    "waterfall.purchased": ("购买学位", "Purchased"),
    "waterfall.unplaced": ("未落实", "Unplaced"),
    "waterfall.outside": ("区外来读", "From outside"),
    "waterfall.unmatched": ("未能对上", "Not matched"),
    "waterfall.pupils": ("公办在校生", "Public pupils"),
    "waterfall.places": ("有效学位", "Usable places"),
    "waterfall.not_open": ("当年未开放", "Not open yet"),
    "waterfall.balance": ("余缺（全区总量）", "Balance (total)"),
    "waterfall.spare": ("余 {n}", "spare {n}"),
    "waterfall.short": ("缺 {n}", "short {n}"),
    "waterfall.even": ("持平", "even"),
    "waterfall.hover": ("{step}：{n}", "{step}: {n}"),
    "waterfall.note": (
        "适龄儿童减去外出、民办、未入学、购买学位和未落实，加上区外来读，等于公办在校生；"
        "有效学位减去当年未开放的（新校逐年开年级），再减公办在校生，就是余缺。"
        "这是全区总数，局部仍可能不足。",
        "Children living here, less those elsewhere, in private schools, not enrolled, in "
        "purchased places and unplaced, plus pupils from outside, are the pupils at public "
        "campuses. Usable places, less those not open yet (a new school opens grade by grade), "
        "less these pupils, are the balance. These are totals: parts may still be short.",
    ),
    "waterfall.bridge": (
        "另一种算法是富余学位 {n} 个：各校有效学位扣除 {margin} 运转余量再减在校生，"
        "逐校相加，不抵其他学校的不足。",
        " Counted otherwise, surplus places are {n}: usable places of each school less a margin of "
        "{margin} and its pupils, added up without setting off what other schools lack.",
    ),
    "waterfall.say": (
        "{year} 学年{stage}适龄儿童 {children} 人，公办在校 {pupils} 人；"
        "当年开放学位 {open} 个，按全区总量{balance}。",
        "{stage}, {year}: children {children}, pupils at public campuses {pupils}, open places "
        "{open}, in the district total {balance}.",
    ),
}
