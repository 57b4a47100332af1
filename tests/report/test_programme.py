"""Are projects shown when they are planned and come, also late, undated and never accepted ones?"""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from simulator.reporting import (
    footing,
    glossary,
    live,
    programme_figures,
    programme_table,
    programme_views,
    sheets,
    verdict,
)
from simulator.reporting.catalogue import LANGS, Lang, say
from simulator.reporting.cells import Coded
from simulator.reporting.programme_views import Dates, Project
from simulator.results import Results
from simulator.terminal import summary


def _row(results: Results, **values: Any) -> dict[str, Any]:
    campus = str(results.tables["schools"]["campus_id"].iloc[0])
    blank: dict[str, Any] = dict.fromkeys(results.tables["projects"].columns, "")
    return blank | {
        "kind": "build", "campus_id": campus, "stage": "primary", "rooms": 24, "places": 1080,
        "planned_started": "2023-01-01", "planned_accepted": "2024-08-01",
        "accepted": "2024-08-01", "first_september": 2024, "cost_yuan": 1e7,
        "site_area_m2": 100.0, "beds": 0,
    } | values  # fmt: skip


def _with(
    results: Results, rows: list[dict[str, Any]], events: list[tuple[str, str, str]] | None = None
) -> Results:
    projects = pd.DataFrame(rows, columns=list(results.tables["projects"].columns))
    projects["first_september"] = projects["first_september"].astype("Int64")
    happened = pd.DataFrame(
        [(day, event, subject, "") for day, event, subject in events or ()],
        columns=["date", "event", "subject", "detail"],
    )
    tables = {**results.tables, "projects": projects, "events": happened}
    return replace(results, tables=tables)


def _only(results: Results) -> Project:
    (project,) = programme_views.projects(results)
    return project


def test_a_project_of_two_stages_is_one(results: Results) -> None:
    rows = [
        _row(results, project_id="a", site_area_m2=100.0),
        _row(results, project_id="a", stage="junior", rooms=12, places=600, cost_yuan=0.0,
             site_area_m2=0.0),
    ]  # fmt: skip
    project = _only(_with(results, rows))
    assert (project.stages, project.rooms, project.places) == (("primary", "junior"), 36, 1680)
    assert (project.cost_yuan, project.site_area_m2) == (1e7, 100.0)


def test_simulated_days_are_those_of_the_events(results: Results) -> None:
    events = [("2023-03-15", "project_started", "a"), ("2023-03-01", "project_announced", "a"),
              ("2023-05-01", "project_started", "b")]  # fmt: skip
    row = _row(results, project_id="a", accepted="2024-12-01", planned_approved="2021-06-01")
    project = _only(_with(results, [row], events))
    # approval lies before the opening census, so that it came as planned
    assert project.simulated == Dates(
        approved=dt.date(2021, 6, 1), started=dt.date(2023, 3, 15), accepted=dt.date(2024, 12, 1)
    )
    assert (project.days_late, project.months_late) == (122, 4)


def test_what_did_not_come_within_the_run_has_no_day(results: Results) -> None:
    row = _row(results, project_id="a", accepted="", first_september=None)
    listed = programme_views.projects(_with(results, [row]))
    (project,) = listed
    assert project.simulated == Dates()
    assert (project.days_late, project.months_late, project.intake_day) == (None, None, None)
    assert programme_views.never(listed) == listed
    assert programme_views.late(listed) == ()


def test_projects_stand_by_first_intake_then_id(results: Results) -> None:
    rows = [
        _row(results, project_id=name, first_september=year)
        for name, year in (("d", None), ("c", 2025), ("b", 2024), ("a", 2025))
    ]
    listed = programme_views.projects(_with(results, rows))
    assert [project.id for project in listed] == ["b", "a", "c", "d"]


def test_the_promised_day_parts_projects_by_intake(results: Results) -> None:
    rows = [
        _row(results, project_id="admits", first_september=2025),
        _row(results, project_id="waits", accepted="2025-11-30", first_september=2026),
        _row(results, project_id="later", accepted="2026-02-01", first_september=2026),
    ]
    promised = programme_views.promised(_with(results, rows))
    assert promised is not None
    assert promised.by == dt.date(2025, 12, 31)
    parts = (promised.admitting, promised.accepted_only, promised.neither)
    assert [[p.id for p in part] for part in parts] == [["admits"], ["waits"], ["later"]]
    unpromised = replace(results, summary={**results.summary, "targets": []})
    assert programme_views.promised(unpromised) is None


def test_borrowed_rooms_at_first_are_said(results: Results) -> None:
    row = _row(results, project_id="a", accepted="2024-12-01", first_september=2024)
    campus = row["campus_id"]
    lent = _with(results, [row], [("2024-09-01", "campus_opens_in_transition", campus)])
    assert _only(lent).in_transition
    assert not _only(_with(results, [row])).in_transition
    figure = programme_figures.gantt(lent, "zh")
    assert figure is not None
    words = [note.text for note in figure.layout.annotations if note.name == "words"]
    assert words == ["晚 4 个月、先借址招生"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_names_the_latest(results: Results, lang: Lang) -> None:
    said = programme_figures.sentence(results, lang)
    listed = programme_views.projects(results)
    (late,) = programme_views.late(listed)
    assert late.stages == ("junior",)
    assert late.name in said
    assert ("4 个月" if lang == "zh" else "4 mo.") in said
    admitting = sum(p.first_intake is not None and p.first_intake <= 2025 for p in listed)
    assert f"{admitting} 个已开始招生" in said or f"admitting by 31 Dec 2025: {admitting}" in said
    none = _with(results, [])
    assert programme_figures.sentence(none, lang) == say("programme.empty", lang)
    assert programme_figures.gantt(none, lang) is None
    assert programme_table.cells(none, lang) == ()


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_adds_up(results: Results, lang: Lang) -> None:
    rows = programme_table.cells(results, lang)
    *_, total = programme_table.totals(results, lang)
    table = results.tables["projects"]
    assert len(rows) == table["project_id"].nunique()
    assert {len(row) for row in [*rows, total]} == {len(programme_table.HEADS)}
    assert len(programme_table.NUMERIC) == len(programme_table.HEADS)
    for column, name, unit in ((4, "rooms", 1), (5, "places", 1), (10, "cost_yuan", 1e4),
                               (11, "site_area_m2", 1)):  # fmt: skip
        assert total[column] == f"{table[name].sum() / unit:,.0f}"


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_bars_run_from_start_to_acceptance(results: Results, lang: Lang, narrow: bool) -> None:
    figure = programme_figures.gantt(results, lang, narrow=narrow)
    assert figure is not None
    traces = {trace.name: trace for trace in figure.data}
    assert all(len(trace.x) and len(trace.y) for trace in figure.data)
    listed = programme_views.projects(results)
    for key, which in (("planned", "planned"), ("simulated", "simulated")):
        bars = traces[say(f"programme.{key}", lang)]
        for base, length, project in zip(bars.base, bars.x, listed, strict=True):
            dates = getattr(project, which)
            assert base == dates.started.isoformat()
            assert length == (dates.accepted - dates.started).days * programme_figures.DAY_MS
    intake = traces[say("programme.intake", lang)]
    assert list(intake.x) == [f"{project.first_intake}-09-01" for project in listed]
    assert figure.layout.xaxis.title.text == say("programme.axis", lang)
    assert figure.layout.height == programme_figures.gantt_height(results, narrow=narrow)
    low, high = figure.layout.xaxis.range
    assert low < min(bars.base)
    assert high > max(intake.x)
    notes = [note.name for note in figure.layout.annotations]
    assert notes.count("promise") == 1
    assert notes.count("label") == (len(listed) if narrow else 0)
    assert (figure.layout.yaxis.ticktext and figure.layout.showlegend) or narrow


def test_undated_and_unfinished_works_are_not_bars(results: Results) -> None:
    rows = [
        _row(results, project_id="point", planned_started=""),
        _row(results, project_id="stuck", accepted="", first_september=None),
        _row(results, project_id="nothing", planned_started="", planned_accepted="", accepted="",
             first_september=None),
    ]  # fmt: skip
    shown = _with(results, rows, [("2023-01-01", "project_started", "stuck")])
    figure = programme_figures.gantt(shown, "en")
    assert figure is not None
    traces = {trace.name: trace for trace in figure.data}
    assert say("programme.simulated", "en") not in traces
    assert list(traces[say("programme.acceptance_alone", "en")].x) == ["2024-08-01"]
    assert list(traces[say("programme.unfinished", "en")].base) == ["2023-01-01"]
    assert len(figure.layout.yaxis.tickvals) == 2
    assert "no date of acceptance" in [note.text for note in figure.layout.annotations]


@pytest.mark.full
def test_many_projects_leave_the_rest_to_the_table(results: Results) -> None:
    rows = [_row(results, project_id=f"p{k:03d}") for k in range(200)]
    many = _with(results, rows)
    figure = programme_figures.gantt(many, "zh")
    assert figure is not None
    assert len(figure.layout.yaxis.tickvals) == programme_views.MOST_ROWS
    assert "列 40 个" in programme_figures.rest(many, "zh")
    assert len(programme_table.cells(many, "zh")) == 200
    one = _with(results, rows[:1])
    assert programme_figures.rest(one, "zh") == ""
    assert programme_figures.gantt(one, "en", narrow=True) is not None


@pytest.mark.parametrize("narrow", [False, True])
def test_names_of_projects_are_text(hostile_results: Results, narrow: bool) -> None:
    figure = programme_figures.gantt(hostile_results, "zh", narrow=narrow)
    assert figure is not None
    words = [str(note.text) for note in figure.layout.annotations]
    words += [str(label) for label in figure.layout.yaxis.ticktext]
    for trace in figure.data:
        words += [str(hover) for hover in trace.customdata if hover] if trace.customdata else []
    ours = ("<br>", "<b>", "</b>", "</span>", f"<span style='font-size:12px;color:{'#5B6770'}'>")
    for text in words:
        rest = text
        for tag in ours:
            rest = rest.replace(tag, "")
        assert "<" not in rest
        assert ">" not in rest


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_rule_requires_is_listed_apart(results: Results, lang: Lang) -> None:
    rows = [
        _row(results, project_id="own", rooms=24, places=1080),
        _row(results, project_id="kg-1", kind="receive", rooms=6, places=180, required_by="kg"),
    ]
    run = _with(results, rows)
    kinds = {row[-1]: row[2] for row in programme_table.cells(run, lang)}
    mark = {"zh": "由配建标准推出", "en": "required by rule"}[lang]
    assert mark in kinds["kg-1"] and mark not in kinds["own"]
    sums = {row[0]: row[4:6] for row in programme_table.totals(run, lang)}
    own, by_rule = (
        say(f"programme.total_{name}", lang, {"n": 1}) for name in ("own", "by_rule")
    )  # fmt: skip
    assert (sums[own], sums[by_rule]) == (("24", "1,080"), ("6", "180"))
    said = say("programme.say_by_rule", lang, {"n": 1, "places": 180})
    both, alone = (programme_figures.sentence(_with(results, r), lang) for r in (rows, rows[:1]))
    assert said in both
    assert said not in alone
    whose = {
        "zh": ("情景写明和由配建标准推出的 2 个项目", "情景写明的 1 个项目"),
        "en": ("Projects the scenario states or a rule requires: 2", "the scenario states: 1"),
    }[lang]
    assert whose[0] in both and whose[1] in alone
    assert any(mark in line.replace("Required", "required") for line in summary(run, lang))
    assert not any(mark in line for line in summary(_with(results, rows[:1]), lang))


@pytest.mark.parametrize("lang", LANGS)
def test_beds_alone_are_shown_as_beds_and_admit_nobody(results: Results, lang: Lang) -> None:
    beds = _row(results, project_id="beds", kind="expand", rooms=0, places=0, beds=120,
                first_september=None)  # fmt: skip
    run = _with(results, [_row(results, project_id="rooms"), beds])
    both = programme_views.projects(run)
    assert [project.beds_only for project in both] == [False, True]
    promised = programme_views.promised(run)
    assert promised is not None
    assert [project.id for project in promised.admitting] == ["rooms"]
    assert not promised.accepted_only + promised.neither
    said = programme_figures.sentence(run, lang)
    assert (
        "其中 1 个只增加床位，共 120 张"
        if lang == "zh"
        else "of them with beds alone 1, together 120 beds"
    ) in said
    row = programme_table.cells(run, lang)[1]
    assert row[4:6] == ("—", "—")
    assert ("120 张床位" if lang == "zh" else "120 beds") in row[2]
    for narrow in (False, True):
        figure = programme_figures.gantt(run, lang, narrow=narrow)
        assert figure is not None
        drawn = figure.to_json().encode().decode("unicode_escape")
        assert ("120 张床位" if lang == "zh" else "120 beds") in drawn
        assert ("0 间" if lang == "zh" else "rooms: 0") not in drawn
        assert say("programme.no_intake", lang) not in drawn


@pytest.mark.parametrize("lang", LANGS)
def test_the_slack_of_several_promises_names_each(results: Results, lang: Lang) -> None:
    first = {**results.summary["targets"][0], "required": 1}
    later = {**first, "id": "later", "by": "2026-12-31"}
    one, both = (
        [line[lang] for line in footing.all_slack(
            replace(results, summary={**results.summary, "targets": targets}))]
        for targets in ([first], [first, later])
    )  # fmt: skip
    names = [verdict.promise(t, lang, [first, later]) for t in (first, later)]
    assert names[0] != names[1]
    assert not any(name in line for name in names for line in one)
    # what is trivial and alike is said once, of all of them
    (line,) = both
    assert all(name in line for name in names)
    trivial = {"zh": "少了其中任何一个项目仍能达到", "en": "without any single project"}[lang]
    assert line.count(trivial) == one[0].count(trivial) == 1
    tight = {**later, "required": first["achieved"]["central"]}
    run = replace(results, summary={**results.summary, "targets": [first, tight]})
    mixed = [line[lang] for line in footing.all_slack(run)]
    assert mixed[0].startswith(verdict.promise(tight, lang, [first, tight]))
    assert len([line for line in mixed if trivial in line]) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_projects_are_called_by_school_and_kind_and_their_id_stands_last(
    results: Results, lang: Lang
) -> None:
    rows = [
        _row(results, project_id=name, kind=kind, accepted=day)
        for name, kind, day in (("a-1", "build", "2024-08-01"), ("a-2", "expand", "2024-08-01"),
                                ("a-3", "expand", "2025-07-31"))
    ]  # fmt: skip
    run = _with(results, rows)
    name = programme_views.projects(run)[0].name
    ids = [row["project_id"] for row in rows]
    assert [row[0] for row in programme_table.cells(run, lang)] == [name] * 3
    assert sorted(row[-1] for row in programme_table.cells(run, lang)) == ids
    kinds = {key: words[LANGS.index(lang)] for key, words in programme_table.kinds(run).items()}
    assert kinds == {
        "zh": {"a-1": "新建", "a-2": "扩建（2024年8月1日验收）",
               "a-3": "扩建（2025年7月31日验收）"},
        "en": {"a-1": "new school", "a-2": "expansion (accepted 2024-08-01)",
               "a-3": "expansion (accepted 2025-07-31)"},
    }[lang]  # fmt: skip
    money = pd.DataFrame({"year": 2024, "project_id": ids, "source": "省级", "yuan": 1_000_000})
    paid = replace(run, tables={**run.tables, "money": money})
    table = next(table for table in live.tables(paid) if table.id == "money")
    assert table.columns[0].name == "school"
    shown = [
        [cell.words if isinstance(cell, Coded) else cell for cell in row] for row in table.rows
    ]
    assert all(row[2] == name for row in shown)
    assert [row[3][LANGS.index(lang)] for row in shown] == [kinds[key] for key in ids]


@pytest.mark.parametrize("lang", LANGS)
def test_what_blocks_a_class_is_said_without_the_id_of_a_project(lang: Lang) -> None:
    said = sheets.blocked(("no_room", "waits_for_project:jun-14"), lang)
    assert "jun-14" not in said
    assert say("blocked.waits_for_project", lang) in said
    assert "jun-14" in glossary.word("blocked", "waits_for_project:jun-14", lang)
