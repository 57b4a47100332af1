"""Does the ledger follow each cohort of a school to the end of its large classes?"""

from collections import Counter
from dataclasses import replace

import pandas as pd

from simulator.reporting import cohort_ledger, ledger_sheet, shared_rooms, views
from simulator.results import Results


def _with(results: Results, **tables: pd.DataFrame) -> Results:
    return replace(results, tables={**results.tables, **tables})


def _run(results: Results) -> Results:
    """Return a run with four cohorts whose ends are known by hand."""
    ledger = [
        # a: j1 of 2023 goes up with its two classes; one is split away in j3, one graduates
        (2023, "a", "j1", 1, 60, 2026, "no_room"), (2023, "a", "j1", 2, 60, 2025, "no_room"),
        (2024, "a", "j2", 1, 60, 2026, "no_room"), (2024, "a", "j2", 2, 60, 2025, "no_room"),
        (2025, "a", "j3", 1, 56, 2026, "no_room"),
        # b: p4 grows smaller
        (2022, "b", "p4", 1, 56, 2023, "pupils"),
        # c: the school teaches nobody of them any more
        (2023, "c", "p2", 1, 58, 2024, "waits_for_project:x"),
        # d: still large in the last year
        (2031, "d", "j1", 1, 57, None, ""),
    ]  # fmt: skip
    classes = [
        (2023, "a", "j1", 120, 2), (2024, "a", "j2", 120, 2), (2025, "a", "j3", 112, 3),
        (2022, "b", "p4", 56, 1), (2023, "b", "p5", 50, 1), (2023, "c", "p2", 58, 1),
        (2031, "d", "j1", 57, 1),
    ]  # fmt: skip
    names = ["school_year", "campus_id", "grade", "pupils", "classes"]
    return _with(
        results,
        classes_ledger=pd.DataFrame(ledger, columns=list(results.tables["classes_ledger"].columns)),
        enrolment=pd.DataFrame(classes, columns=names),
    )


def test_a_cohort_has_one_row_through_its_grades(results: Results) -> None:
    rows = {row.campus_id: row for row in cohort_ledger.ledger(_run(results))}
    assert set(rows) == set("abcd")
    a = rows["a"]
    assert (a.stage, a.entered, a.clears) == ("junior", 2023, 2026)
    assert a.grades[:5] == ("", "j1", "j2", "j3", "")
    assert a.counts[:5] == (0, 2, 2, 1, 0)
    assert a.ended == {"split": 1, "graduated": 1}
    assert a.appeared == 2
    assert (rows["b"].entered, rows["b"].ended) == (2019, {"shrank": 1})
    assert rows["c"].ended == {"gone": 1}
    assert rows["c"].blocked == ("waits_for_project:x",)
    assert (rows["d"].clears, rows["d"].left, rows["d"].ended) == (None, 1, {})


def test_those_that_clear_last_stand_first(results: Results) -> None:
    rows = cohort_ledger.ledger(_run(results))
    assert [row.campus_id for row in rows] == ["d", "a", "c", "b"]


def test_every_large_class_is_accounted_for(results: Results) -> None:
    rows = cohort_ledger.ledger(results)
    years = results.tables["years"].query("stage == 'compulsory'").set_index("school_year")
    for k, year in enumerate(views.years(results)):
        assert sum(row.counts[k] for row in rows) == years.loc[year, "large_classes"]
    for row in rows:
        assert row.appeared == sum(row.ended.values()) + row.left
        assert row.appeared >= max(row.counts)
    keys = [(row.campus_id, row.stage, row.entered) for row in rows]
    assert len(keys) == len(set(keys))


def test_the_sheet_adds_up_by_stage(results: Results) -> None:
    made = ledger_sheet.ledger(results)
    assert made is not None
    table = made["table"]
    years = results.tables["years"].set_index(["school_year", "stage"])["large_classes"]
    stages = {"primary": "primary", "junior": "junior", "together": "compulsory"}
    assert [name for name, _ in table.totals] == list(stages)
    for name, cells in table.totals:
        wanted = [f"{years[year, stages[name]]:,}" for year in views.years(results)]
        assert list(cells[2:-3]) == wanted
    ends = Counter(cohort_ledger.ends(cohort_ledger.ledger(results)))
    said = made["say"]["zh"]
    for name, word in (("split", "分班"), ("graduated", "毕业")):
        assert (f"{word} {ends[name]:,}" in said) == bool(ends[name])


def test_the_year_a_class_clears_is_that_of_its_cohort(results: Results) -> None:
    """The page's year and the table's ``cleared_in`` agree for every cohort."""
    table = results.tables["classes_ledger"]
    for row in cohort_ledger.ledger(results):
        mine = table[
            (table["campus_id"] == row.campus_id) & (table["school_year"] == row.last)
            & (table["grade"] == row.grades[views.years(results).index(row.last)])
        ]  # fmt: skip
        cleared = pd.to_numeric(mine["cleared_in"])
        assert set(cleared.dropna()) == ({row.clears} if row.clears else set())


def _shared(results: Results, primary: list[int], junior: list[int]) -> Results:
    capacity = results.tables["capacity"]
    rows = [
        {"school_year": 2022 + k, "school_id": "n", "campus_id": "p01", "pool": "n/both",
         "stage": stage, "rooms_ordinary": rooms[k], "places": rooms[k] * norm}
        for stage, rooms, norm in (("primary", primary, 45), ("junior", junior, 50))
        for k in range(len(rooms))
    ]  # fmt: skip
    return _with(results, capacity=pd.DataFrame(rows, columns=capacity.columns))


def test_rooms_pass_between_the_stages_of_a_shared_pool(results: Results) -> None:
    run = _shared(results, [12, 10, 10, 11], [8, 10, 14, 13])
    found = [
        (s.year, s.from_stage, s.to_stage, s.rooms, s.places) for s in shared_rooms.shifts(run)
    ]
    # 2024: four rooms were built, nobody gave any up
    assert found == [(2023, "primary", "junior", 2, 10), (2025, "junior", "primary", 1, -5)]
    assert shared_rooms.lent(run)["p01", "primary"][0].rooms == 2


def test_rooms_given_up_block_only_where_none_is_free(results: Results) -> None:
    from simulator.reporting.sheets import blocked, causes

    lent = shared_rooms.lent(_shared(results, [12, 10, 9], [8, 10, 11]))
    assert causes(lent, "p01", "primary", 2023, ["no_room"]) == ["no_room", "lent:junior:2"]
    assert causes(lent, "p01", "primary", 2024, ["no_room"]) == ["no_room", "lent:junior:3"]
    assert causes(lent, "p01", "primary", 2024, ["pupils"]) == ["pupils"]
    assert causes(lent, "p01", "junior", 2024, ["no_room"]) == ["no_room"]
    said = blocked(["no_room", "lent:junior:3"], "zh")
    assert said == "无空余教室、共用教室已划给初中 3 间"


def test_the_change_of_places_has_its_parts(results: Results) -> None:
    found = shared_rooms.change(results)
    assert found is not None
    years = results.tables["years"].query("stage == 'compulsory'").set_index("school_year")
    assert found.total == years.loc[2031, "places"] - years.loc[2022, "places"]
    assert found.by_projects + found.by_shifts + found.rest == found.total
