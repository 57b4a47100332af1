"""What was understood of a scenario, before anything is simulated?"""

from collections.abc import Sequence

import numpy as np

from simulator.assembly import Assembly, assemble
from simulator.capacity import rooms_by_stage
from simulator.district import District
from simulator.engine import open_once
from simulator.indicators import INDICATORS
from simulator.phrases import counted
from simulator.projection import age_forward
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.numerals import number
from simulator.scenario import Scenario
from simulator.schema import Bilingual, Text
from simulator.targets import project_places, required, target_id
from simulator.terminal import of_variant, padded, width
from simulator.vocabulary import FIRST_GRADE_AGE, GRADES_OF_STAGE, STAGES
from simulator.year_sums import SCOPES

_WORDS: dict[str, tuple[str, str]] = {
    "counts": ("片区 {zones} · 镇街 {towns} · 校区 {campuses}（规划 {planned}）· 教室组 {pools}",
               "{zones} · {towns} · {campuses} ({planned} planned) · {pools}"),
    "opening": ("{year} 学年初（现状）", "Opening census, September {year}"),
    "stage": ("学段", "stage"),
    "preschool": ("学前", "preschool"),
    "primary": ("小学", "primary"),
    "junior": ("初中", "junior"),
    "senior": ("高中", "senior"),
    "children": ("适龄儿童", "children"),
    "pupils": ("在校生", "pupils"),
    "campuses": ("校区", "campuses"),
    "rooms": ("普通教室", "rooms"),
    "places": ("有效学位", "places"),
    "classes": ("班数", "classes"),
    "large": ("大班额", "large cl."),
    "ahead": ("适龄儿童推算（按出生与净迁移，尚未安排入学）",
              "Children expected (births, survival and migration; nobody placed yet)"),
    "programme": ("建设项目：{projects} 个，新增教室 {rooms} 间",
                  "Programme: {projects}, {rooms} added"),
    "works": ("此外：转公办 {take_overs} 项，租用校舍 {leases} 项，撤点并校 {withdrawals} 项，"
              "撤并 {closures} 项，普惠认定 {recognitions} 项",
              "besides: {take_overs} taken over, {leases} leases, {withdrawals} withdrawals, "
              "{closures} closures or mergers, {recognitions} recognitions"),
    "accepted": ("{year} 年计划验收：{projects} 个项目，{rooms} 间，{places} 个学位",
                 "accepted in {year}: {projects}, {rooms}, {places}"),
    "provision": ("配建标准的要求（推出的新增已列入上面的建设项目）",
                  "Asked by provision rules (what they add is in the programme above)"),
    "asked": ("{rule} · {subject}：{base} 套，应有 {required} 所，已有或已列入 {present} 所，"
              "推出新增 {created} 所",
              "{rule} · {subject}: {base} dwellings, required {required}, there or planned "
              "{present}, added {created}"),
    "asked_of_town": ("{rule} · {subject}：{base} 人，应有 {required} 所，已有或已列入 "
                      "{present} 所，推出新增 {created} 所",
                      "{rule} · {subject}: {base} residents, required {required}, there or "
                      "planned {present}, added {created}"),
    "targets": ("目标", "Targets"),
    "by": ("{by} 前", "by {by}"),
    "misfit": ("现状匹配：找不到同龄儿童住址的在校生 {outside} 人（按区外计）；"
               "占用外出、民办份额的 {second} 人",
               "Fit of the opening year: {outside} with no child of their age within reach "
               "(taken to live outside); {second} in the stated shares of the sinks"),
    "oddities": ("可用但异常的数据 {count} 处", "Odd but usable data: {count}"),
    "none": ("没有发现异常数据。", "No odd data found."),
    "evidence": ("数据性质", "Evidence"),
    "official": ("官方", "official"),
    "estimated": ("估算", "estimated"),
    "illustrative": ("示例数据", "illustrative"),
    "variants": ("变体", "Variants"),
}  # fmt: skip


def understood(scenario: Scenario, lang: Lang) -> list[str]:
    """Say what was understood: counts, totals by stage and year, the opening misfit, oddities.

    Returns lines of plain text and writes nothing.
    """
    assembly = assemble(scenario)
    district = assembly.district
    lines = [f"{_text(scenario.spec.title, lang)} ({scenario.path.name})"]
    if scenario.variant is not None:
        title = scenario.spec.variants[scenario.variant].title
        lines.append(of_variant(scenario.variant, _text(title, lang) if title else None, lang))
    lines.append("")
    lines.append(
        _say(
            "counts", lang, zones=_count(district.n_zones, lang, "zone"),
            towns=_count(len(set(assembly.geography.zone_towns)), lang, "town"),
            campuses=_count(district.n_campuses, lang, "campus", "campuses"),
            planned=number(int((~district.campus_open).sum())),
            pools=_count(len(district.pool_ids), lang, "pool"),
        )
    )  # fmt: skip
    lines += ["", _say("opening", lang, year=district.opening_year), *_opening(district, lang)]
    lines += ["", _say("ahead", lang), *_ahead(district, lang)]
    lines += _programme(district, lang)
    lines += _provision(scenario, lang)
    lines += _targets(scenario, lang)
    lines += _evidence(scenario, lang)
    if scenario.spec.variants:
        lines += ["", f"{_say('variants', lang)}: {', '.join(scenario.spec.variants)}"]
    lines += _oddities(scenario, assembly, lang)
    return lines


def _opening(district: District, lang: Lang) -> list[str]:
    """Tabulate the opening year by stage, and what did not fit."""
    opened = open_once(district)
    census = opened.state.census
    if census is None:
        return []
    years = census.rows["years"]
    rooms = rooms_by_stage(opened.state, district, np.zeros_like(opened.state.classes))
    rooms[~district.campus_public[district.pool_campus]] = 0
    rows: list[Sequence[str]] = [
        [_say(k, lang) for k in ("stage", "children", "pupils", "campuses", "rooms", "places",
                                 "classes", "large")]
    ]  # fmt: skip
    for stage in np.flatnonzero(district.stages).tolist():
        teaches = district.taught[:, list(GRADES_OF_STAGE[stage])].any(axis=1)
        figures = [
            years["children"][stage], years["pupils"][stage],
            (teaches & district.campus_open & district.campus_public).sum(),
            rooms[:, stage].sum(), years["places"][stage], years["classes"][stage],
            years["large_classes"][stage],
        ]  # fmt: skip
        rows.append([_say(SCOPES[stage], lang), *(number(int(f)) for f in figures)])
    outside = sum(m.outside for m in opened.misfits)
    second = sum(m.pupils for m in opened.misfits if m.name != "within stated shares")
    return [
        *_table(rows),
        _say("misfit", lang, outside=_count(outside, lang, "pupil"), second=number(second)),
    ]


def _ahead(district: District, lang: Lang) -> list[str]:
    """Tabulate the children expected by stage and year."""
    people = district.people.swapaxes(1, 2).astype(np.float64)
    rates = district.net_migration.swapaxes(1, 2)
    stages = np.flatnonzero(district.stages).tolist()
    rows: list[Sequence[str]] = [["", *(str(year) for year in district.years)]]
    counts: list[list[int]] = [[] for _ in stages]
    for year in district.years:
        if year > district.opening_year:
            people = age_forward(
                people,
                district.births[year - district.opening_year - 1][None],
                district.survival,
                rates,
            )
        for index, stage in enumerate(stages):
            ages = [grade + FIRST_GRADE_AGE for grade in GRADES_OF_STAGE[stage]]
            counts[index].append(round(float(people[:, :, ages].sum())))
    for stage, series in zip(stages, counts, strict=True):
        rows.append([_say(STAGES[stage], lang), *(number(n) for n in series)])
    return _table(rows)


def _programme(district: District, lang: Lang) -> list[str]:
    """Say what is built by year of planned acceptance."""
    others = ("take_overs", "leases", "withdrawals", "closures", "recognitions")
    counts = {name: len(getattr(district, name)) for name in others}
    besides = [_say("works", lang, **counts)] if any(counts.values()) else []
    if not district.projects:
        return ["", *besides] if besides else []
    rooms = sum(r for p in district.projects for _, r in p.rooms)
    projects = _count(len(district.projects), lang, "project")
    lines = ["", _say("programme", lang, projects=projects, rooms=_count(rooms, lang, "room"))]
    years: dict[int, list[int]] = {}
    for index, project in enumerate(district.projects):
        if project.planned.accepted is not None:
            years.setdefault(project.planned.accepted.year, []).append(index)
    for year, indices in sorted(years.items()):
        chosen = [district.projects[index] for index in indices]
        added = sum(n for index in indices for _, n in project_places(district, index))
        lines.append(
            "  "
            + _say(
                "accepted", lang, year=year, projects=_count(len(chosen), lang, "project"),
                rooms=_count(sum(r for p in chosen for _, r in p.rooms), lang, "room"),
                places=_count(added, lang, "place"),
            )
        )  # fmt: skip
    return [*lines, *besides]


def _provision(scenario: Scenario, lang: Lang) -> list[str]:
    """Say what provision rules ask for, and what they add."""
    if not scenario.provision:
        return []
    lines = ["", _say("provision", lang)]
    for asked in scenario.provision:
        key = "asked_of_town" if asked.kind == "town" else "asked"
        values = {"rule": asked.rule, "subject": asked.subject, "base": number(asked.base)}
        values |= {name: getattr(asked, name) for name in ("required", "present", "created")}
        lines.append(f"  {_say(key, lang, **values)}")
    return lines


def _targets(scenario: Scenario, lang: Lang) -> list[str]:
    """List the promises."""
    if not scenario.spec.targets:
        return []
    lines = ["", _say("targets", lang)]
    for target in scenario.spec.targets:
        operator, bound = required(target)
        sign = "≥" if operator == ">=" else "≤"
        indicator = INDICATORS[target.metric]
        name = indicator.zh if lang == "zh" else indicator.en
        by = _say("by", lang, by=target.by.isoformat())
        value = number(bound, 0 if bound == round(bound) else 2)
        lines.append(f"  {target_id(target)}: {name} {sign} {value} {by}")
    return lines


def _evidence(scenario: Scenario, lang: Lang) -> list[str]:
    """Name the tables by how they are known."""
    groups: dict[str, list[str]] = {}
    for item in scenario.sources():
        if item.evidence:
            groups.setdefault(item.evidence, []).append(item.table)
    if not groups:
        return []
    lines = ["", _say("evidence", lang)]
    for kind, tables in groups.items():
        named = [known("input", table, lang) for table in sorted(set(tables))]
        lines.append(f"  {_say(kind, lang)}: {say('list.comma', lang).join(named)}")
    return lines


def _oddities(scenario: Scenario, assembly: Assembly, lang: Lang) -> list[str]:
    """List what is odd but usable."""
    found = (*scenario.oddities, *assembly.oddities)
    if not found:
        return ["", _say("none", lang)]
    return [
        "",
        _say("oddities", lang, count=len(found)),
        *(f"  {odd.where}: {odd.what.said(lang)}" for odd in found),
    ]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align a table: the first column to the left, figures to the right."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(
            padded(cell, columns, right=i > 0)
            for i, (cell, columns) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _text(text: Text, lang: Lang) -> str:
    """Return a text in the language asked for."""
    return getattr(text, lang) if isinstance(text, Bilingual) else text


def _count(many: int, lang: Lang, *english: str) -> str:
    """Return a count: in Chinese the figure, in English with the noun that bends with it."""
    return number(many) if lang == "zh" else counted(many, *english)


def _say(key: str, lang: Lang, **values: object) -> str:
    """Return a word or sentence in the language asked for."""
    return _WORDS[key][0 if lang == "zh" else 1].format(**values)
