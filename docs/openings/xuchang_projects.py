"""Which invented projects stand for the 73 of the plan, whose list is not public?

Run ``python -m openings.xuchang_projects`` in ``docs``: it prints the file
``scenarios/xuchang/programme.yaml``.
The text gives numbers of projects and their calendar, no school and no place:

- schools: one new nine-year school a county, of 36 primary and 24 junior rooms (the size of the
  only project of the campaign with published figures: 60 classes, 2,820 places), in the county's
  zone with most residents; then 18 rooms more at each of the 20 primary and 14 junior pools with
  most pupils per place at the opening. Together the 40 schools of the text.
- kindergartens: 9 rooms more at each of the 33 public ones with most children per place. The
  20 first are those of the list of 2019; 13 make up the 73 (the text does not say what they are).
- calendar: a draw by id puts 50 under way, 12 to be started by March, 11 slow.
- boarding: 300 beds at each of 50 rural campuses, junior ones before primary ones, farthest from
  the seat of the county first. They add no classroom.
"""

from collections.abc import Iterable

from openings.draws import uniform
from openings.people import make_people, make_zones, urban_zones
from openings.place import GRADES, JUNIOR, NINE_YEAR, Campus, metres, norm_of
from openings.pupils import make_enrolment
from openings.schools import (
    apart,
    demand,
    make_campuses,
    make_catchments,
    make_rooms,
    public_children,
)
from openings.xuchang import PLACE

HEAD = """\
# The programme of the campaign, as far as the text of 2019 gives it: 73 projects (50 under way,
# 23 not started) and 50 rural boarding schools. Numbers and calendar are the text's; every single
# project is invented by docs/openings/xuchang_projects.py, which writes this file.
# Keeper: the construction office of the bureau.
extends: baseline.yaml
name: xuchang-programme
title: {zh: 许昌市 2019 年在建项目（示例）, en: "Xuchang: projects of 2019 (illustrative)"}

changes:
"""
CALENDAR = {
    "underway": ("2018-09-01", "2019-06-30", "2019-08-25"),
    "march": ("2019-03-31", "2019-12-20", "2020-08-10"),
    "slow": ("2019-09-15", "2020-04-30", "2020-08-25"),
}
SOURCE = {
    "underway": "示例项目；“在建项目6月底前主体完工并于秋季投用”，50 个；开工日期为假设",
    "march": "示例项目；“部分未开工项目3月底前开工”，23 个未开工中假设为 12 个；投用日期为假设",
    "slow": "示例项目；“进度缓慢项目年底前主体施工”，其余 11 个；封顶、投用日期为假设",
}
DELAY = "{months: {p50: 0, p90: 6}}"
NONE = "&none {delay: {months: {p50: 0, p90: 0}}}"
Y20, Y21 = "&y20 {accepted: 2020-08-25}", "&y21 {accepted: 2021-08-25}"
SPARE = ("kg-34", "kg-35", "kg-36")
ON_TIME = """\
  on-time:
    title: {zh: 各项目均按计划日期, en: Every project on its planned date}
"""
YEAR_LATE = """\
  year-late:
    title: {zh: 各项目均晚一年, en: Every project a year late}
"""
NOT_STARTED = """\
  not-started-late:
    title: {zh: 23 个未开工项目再晚一年, en: The 23 projects not started come a year later}
"""
LIST_OF_60 = """\
  list-of-60:
    title:
      zh: 只建 2019 年清单上的 40 所中小学、20 所幼儿园
      en: "Only the list of 2019: 40 schools, 20 kindergartens"
"""
KINDERGARTENS_36 = """\
  kindergartens-36:
    title: {zh: 幼儿园按 36 所计（共 76 个项目）, en: "36 kindergartens (76 projects in all)"}
"""
THIRTEEN_SCHOOLS = """\
  thirteen-schools:
    title: {zh: 清单外的 13 个项目都是中小学, en: The 13 projects beyond the list are schools}
"""
BEDS = "示例项目；“完成50所农村寄宿制学校建设任务”，床位数和学校为假设"


def projects() -> tuple[dict[str, str], list[Campus]]:
    """Give the body of each project by id, spare ones too, and the boarding schools.

    Spare, for the variants: 3 kindergartens (34 to 36) and 13 schools (``more``).
    """
    zones = make_zones(PLACE)
    rural = {zone.id for zone in zones} - urban_zones(PLACE, zones)
    people, campuses = make_people(PLACE, zones), make_campuses(PLACE, zones)
    catchments = make_catchments(PLACE, zones, campuses, PLACE.stages)
    children = public_children(PLACE, people)
    wanted = demand(PLACE, zones, campuses, catchments, children, None)
    for grade, more in apart(PLACE, campuses, people, None).items():
        wanted[grade] = wanted[grade] + more if grade in wanted else more
    rooms = make_rooms(PLACE, campuses, wanted)
    needed: dict[tuple[int, str], float] = {}
    for c, grade, sizes in make_enrolment(
        PLACE, zones, campuses, catchments, children, people, rooms, 1
    ):
        stage = next(stage for stage, grades in GRADES.items() if grade in grades)
        needed[c, stage] = needed.get((c, stage), 0.0) + sum(sizes) / norm_of(grade)

    def fullest(stage: str, count: int) -> list[str]:
        """Give the campuses with most pupils per place."""
        ranked = [
            (-needed[c, stage] / rooms[c, stage], campuses[c].id)
            for c, here in needed
            if here == stage and campuses[c].kind.operator == "public"
            and not campuses[c].zone.hamlet
        ]  # fmt: skip
        return [campus for _, campus in sorted(ranked)[:count]]

    found = {}
    for town in PLACE.towns:
        zone = max((z for z in zones if z.town is town), key=lambda z: (z.residents, z.id))
        found[f"new-{town.slug}"] = (
            f"build: n-{town.slug}-51, name: 示例九年制学校-{town.short}-51,\n     "
            f"rooms_by_stage: {{primary: 36, junior: 24}}, zone: {zone.id}, site_area_m2: 73300"
        )
    ranked = {s: fullest(s, n) for s, n in (("primary", 27), ("junior", 20), ("preschool", 36))}
    spare = ranked["primary"][20:] + ranked["junior"][14:]
    for letters, chosen in (
        ("pri", ranked["primary"][:20]),
        ("jun", ranked["junior"][:14]),
        ("kg", ranked["preschool"]),
        ("more", spare),
    ):
        for k, campus in enumerate(chosen):
            stage = "preschool" if letters == "kg" else "primary"
            if letters == "jun" or (letters == "more" and k >= 7):
                stage = "junior"
            body = f"expand: {campus}, stage: {stage}, rooms: {9 if letters == 'kg' else 18}"
            found[f"{letters}-{k + 1:02d}"] = body
    boarding = [
        c for c in campuses
        if c.zone.id in rural and not c.zone.hamlet and c.kind.type == "general"
        and ("junior" in c.stages or "primary" in c.stages)
    ]  # fmt: skip
    boarding.sort(
        key=lambda c: (
            c.kind not in (JUNIOR, NINE_YEAR), -round(metres(PLACE, c, c.zone.town)), c.id
        )
    )  # fmt: skip
    return found, boarding[:50]


def listed(ids: Iterable[str], value: str) -> str:
    """Give a change of each project, four a line."""
    entries = [f"{one}: {value}" for one in ids]
    rows = [", ".join(entries[k : k + 4]) for k in range(0, len(entries), 4)]
    return "{\n        " + ",\n        ".join(rows) + "}\n"


def text() -> str:
    """Write the file of the programme."""
    found, boarding = projects()
    ids = [one for one in found if not one.startswith("more") and one not in SPARE]
    drawn = sorted(ids, key=lambda one: uniform("calendar", one))
    kind = dict.fromkeys(drawn[:50], "underway") | dict.fromkeys(drawn[50:62], "march")
    kind |= dict.fromkeys(drawn[62:], "slow")
    named: set[str] = set()

    def said(name: str, value: str) -> str:
        """Give a value in full the first time and by its name from then on."""
        before = name in named
        named.add(name)
        return f"*{name}" if before else f"&{name} {value}"

    def project(one: str, when: str, indent: str) -> str:
        started, topped, accepted = CALENDAR[when]
        return (
            f"{indent}- {{id: {one}, {found[one]},\n"
            f"{indent}   started: {started}, topped_out: {topped}, accepted: {accepted},"
            f" delay: {said('slip', DELAY)},\n"
            f"{indent}   source: {said(when, SOURCE[when])}, evidence: illustrative}}\n"
        )

    lines = [HEAD, *(project(one, kind[one], "  ") for one in ids)]
    for k, campus in enumerate(boarding):
        stage = "junior" if "junior" in campus.stages else "primary"
        lines.append(
            f"  - {{id: bed-{k + 1:02d}, expand: {campus.id}, stage: {stage}, rooms: 0, beds: 300,"
            f" accepted: 2019-12-20,\n     source: {said('beds', BEDS)}, evidence: illustrative}}\n"
        )
    late = {"underway": "y20", "march": "y21", "slow": "y21"}
    lines += [
        "\nvariants:\n",
        ON_TIME,
        "    amend: ",
        listed(ids, "*none").replace("*none", NONE, 1),
    ]
    lines += [
        YEAR_LATE,
        "    amend: ",
        listed((o for o in ids if late[kind[o]] == "y20"), "*y20").replace("*y20", Y20, 1),
    ]
    lines[-1] = lines[-1].removesuffix("}\n") + ",\n        "
    lines += [
        listed((o for o in ids if late[kind[o]] == "y21"), "*y21")
        .removeprefix("{\n        ")
        .replace("*y21", Y21, 1)
    ]
    lines += [NOT_STARTED, "    amend: ", listed((o for o in ids if kind[o] != "underway"), "*y21")]
    off_list = f"    drop: [{', '.join(one for one in ids if one[:2] == 'kg' and one > 'kg-20')}]\n"
    lines += [LIST_OF_60, off_list, KINDERGARTENS_36, "    add:\n"]
    lines += [project(one, "underway", "      ") for one in SPARE]
    lines += [THIRTEEN_SCHOOLS, off_list, "    add:\n"]
    for one in (one for one in found if one.startswith("more")):
        instead = f"kg-{int(one[-2:]) + 20}"  # the calendar of the kindergarten it replaces
        lines.append(project(one, kind[instead], "      "))
    return "".join(lines)


if __name__ == "__main__":
    print(text(), end="")
