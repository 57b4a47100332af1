"""Which invented projects stand for the 73 of the plan, whose list is not public?

Run ``python -m openings.xuchang_projects`` in ``docs``: it prints the file
``scenarios/xuchang/programme.yaml``. The text gives numbers of projects and their calendar, no
school and no place:

- schools: 40, taken as 24 primary and 16 junior ones of 24 rooms each (between the one project of
  the campaign with published figures, 60 classes, and an extension of 12). Each goes, one after
  another, to the pool that then has most pupils per place. A listed campus stands for all schools
  around it, so that a new school, too, is rooms added there.
- kindergartens: 33 of 9 rooms each (270 places), dealt likewise. The first 20 are those of the
  list of 2019; 13 make up the 73 (the text does not say what they are).
- calendar: a draw by id puts 50 under way, 12 to be started by March, 11 slow.
- boarding: 300 beds a school; ten rural campuses, those with most pupils of p4 to j3, stand for
  five of the 50 schools each. They add no classroom.
"""

from collections.abc import Iterable

from openings.draws import uniform
from openings.people import make_people, make_zones, urban_zones
from openings.place import GRADES, norm_of
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
BEDS = "示例：一个示例校区代表 5 所；“完成50所农村寄宿制学校建设任务”，床位数和学校为假设"
ROOMS = {"primary": 24, "junior": 24, "preschool": 9}
DEALT = {"pri": ("primary", 24), "jun": ("junior", 16), "kg": ("preschool", 33)}
"""Letters of the ids, stage and number of the projects of the main run."""
SPARE = {"kg": 3, "pri": 8, "jun": 5}
"""Projects of the variants alone: 36 kindergartens; 13 schools instead of 13 kindergartens."""
OFF_LIST = [f"kg-{k}" for k in range(21, 34)]
NONE = "&none {delay: {months: {p50: 0, p90: 0}}}"
Y20, Y21 = "&y20 {accepted: 2020-08-25}", "&y21 {accepted: 2021-08-25}"
TITLES = {
    "on-time": ("各项目均按计划日期", "Every project on its planned date"),
    "year-late": ("各项目均晚一年", "Every project a year late"),
    "not-started-late": (
        "23 个未开工项目再晚一年",
        "The 23 projects not started come a year later",
    ),
    "list-of-60": (
        "只建 2019 年清单上的 40 所中小学、20 所幼儿园",
        "Only the list of 2019: 40 schools and 20 kindergartens",
    ),
    "kindergartens-36": (
        "幼儿园按 36 所计（共 76 个项目）",
        "36 kindergartens (76 projects in all)",
    ),
    "thirteen-schools": (
        "清单外的 13 个项目都是中小学",
        "The 13 projects beyond the list are schools",
    ),
}


def projects() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Give campus and rooms of each project by id, and campus and stage of boarding places."""
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
    older = dict.fromkeys(range(len(campuses)), 0)
    for c, grade, sizes in make_enrolment(
        PLACE, zones, campuses, catchments, children, people, rooms, 1
    ):
        stage = next(stage for stage, grades in GRADES.items() if grade in grades)
        needed[c, stage] = needed.get((c, stage), 0.0) + sum(sizes) / norm_of(grade)
        older[c] += sum(sizes) if grade[0] == "j" or grade in ("p4", "p5", "p6") else 0
    public = {c for c, one in enumerate(campuses) if one.kind.operator == "public"}
    public -= {c for c in public if campuses[c].zone.hamlet}
    found = {}
    for letters, (stage, count) in DEALT.items():
        pools = sorted(c for c, here in needed if here == stage and c in public)
        for k in range(count + SPARE[letters]):
            fullest = max(pools, key=lambda c: (needed[c, stage] / rooms[c, stage], campuses[c].id))
            rooms[fullest, stage] += ROOMS[stage]
            found[f"{letters}-{k + 1:02d}"] = (
                f"expand: {campuses[fullest].id}, stage: {stage}, rooms: {ROOMS[stage]}"
            )
    boarding = sorted(
        (c for c in public if campuses[c].zone.id in rural),
        key=lambda c: (-older[c], campuses[c].id),
    )[:10]
    stages = ["junior" if "junior" in campuses[c].stages else "primary" for c in boarding]
    return found, [(campuses[c].id, stage) for c, stage in zip(boarding, stages, strict=True)]


def amended(values: dict[str, str]) -> str:
    """Write what each project is changed to, four a line."""
    entries = [f"{one}: {value}" for one, value in values.items()]
    rows = [", ".join(entries[k : k + 4]) for k in range(0, len(entries), 4)]
    return "    amend: {\n        " + ",\n        ".join(rows) + "}\n"


def text() -> str:
    """Write the file of the programme."""
    found, boarding = projects()
    ids = [f"{a}-{k + 1:02d}" for a, (_, count) in DEALT.items() for k in range(count)]
    drawn = sorted(ids, key=lambda one: uniform("calendar", one))
    kind = dict.fromkeys(drawn[:50], "underway") | dict.fromkeys(drawn[50:62], "march")
    kind |= dict.fromkeys(drawn[62:], "slow")
    named: set[str] = set()

    def said(name: str, value: str) -> str:
        """Give a value in full the first time and by its name from then on."""
        before = name in named
        named.add(name)
        return f"*{name}" if before else f"&{name} {value}"

    def project(one: str, when: str, indent: str = "  ") -> str:
        started, topped, accepted = CALENDAR[when]
        return (
            f"{indent}- {{id: {one}, {found[one]},\n"
            f"{indent}   started: {started}, topped_out: {topped}, accepted: {accepted},"
            f" delay: {said('slip', DELAY)},\n"
            f"{indent}   source: {said(when, SOURCE[when])}, evidence: illustrative}}\n"
        )

    def variant(name: str) -> str:
        zh, en = TITLES[name]
        return f'  {name}:\n    title: {{zh: {zh}, en: "{en}"}}\n'

    def a_year_later(chosen: Iterable[str]) -> dict[str, str]:
        return {
            one: said("y20", Y20[5:]) if kind[one] == "underway" else said("y21", Y21[5:])
            for one in chosen
        }

    lines = [HEAD, *(project(one, kind[one]) for one in ids)]
    for k, (campus, stage) in enumerate(boarding):
        lines.append(
            f"  - {{id: boarding-{k + 1:02d}, expand: {campus}, stage: {stage}, rooms: 0,"
            f" beds: 1500, accepted: 2019-08-25,\n"
            f"     source: {said('beds', BEDS)}, evidence: illustrative}}\n"
        )
    lines += [
        "\nvariants:\n",
        variant("on-time"),
        amended({o: said("none", NONE[6:]) for o in ids}),
    ]
    lines += [variant("year-late"), amended(a_year_later(ids))]
    lines += [variant("not-started-late")]
    lines += [amended(a_year_later(one for one in ids if kind[one] != "underway"))]
    off_list = f"    drop: [{', '.join(OFF_LIST)}]\n"
    lines += [variant("list-of-60"), off_list, variant("kindergartens-36"), "    add:\n"]
    lines += [project(one, "underway", "      ") for one in ("kg-34", "kg-35", "kg-36")]
    lines += [variant("thirteen-schools"), off_list, "    add:\n"]
    schools = [one for one in found if one not in ids and one[:2] != "kg"]
    lines += [  # with the calendar of the kindergartens they replace
        project(one, kind[instead], "      ")
        for one, instead in zip(schools, OFF_LIST, strict=True)
    ]
    return "".join(lines)


if __name__ == "__main__":
    print(text(), end="")
