"""Do verdict and files say the truth about a rare but lawful scenario?

What was not measured is null, what was not promised in time is not met, and no file of a planner
is lost. What the engine does is in ``test_odd_but_legal.py``.
"""

import copy
import datetime as dt
import math
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator import load, run
from simulator.district import Closure, Conversion, Dates, Project
from simulator.engine import History
from simulator.export import write_all
from simulator.indicators import Scope
from simulator.results import OutputFolderError, Results, write_folder
from simulator.schema import Source, Target
from simulator.tables import TABLES
from simulator.tabulation import frame
from simulator.targets import added_places, judge
from simulator.year_sums import SCOPES
from tests.places import place
from tests.simulator.odd_places import rows, town
from tests.simulator.odd_places import run as simulated

BASE = Path(__file__).parents[1] / "broken" / "base.yaml"
SOURCE = {"title": "a plan"}
JULY = dt.date(2023, 7, 1)


def scenario(folder: Path, **changed: Any) -> Results:
    """Run a scenario that extends the base one."""
    file = folder / "scenario.yaml"
    content = {"extends": os.path.relpath(BASE, folder), "name": "odd", **changed}
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return run(load(file))


def target(metric: str, by: dt.date, stage: Scope = "primary", **bound: Any) -> Target:
    return Target(metric=metric, stage=stage, by=by, source=Source(title="a plan"), **bound)


def promise(metric: str, by: dt.date, stage: str = "primary", **bound: Any) -> dict[str, Any]:
    """Write a promise as a scenario does."""
    return {"metric": metric, "stage": stage, "by": by, "source": SOURCE, **bound}


MEASURES = tuple(
    field.name for field in TABLES["years"] if field.name not in ("school_year", "stage")
)
NOT_MODELLED = ("preschool", "junior", "senior")


# What is not modelled, and what is not measured at the opening ---------------------------------


def test_a_stage_that_is_not_modelled_has_children_and_no_other_number() -> None:
    history = simulated(town())
    for year in history.district.years:
        measured = rows(history, year, "years")
        for stage, children in zip(SCOPES, (180, 360, 180, 180), strict=False):
            assert measured["children"][SCOPES.index(stage)] == (
                children if year == 2022 else pytest.approx(children, abs=180)
            )
        for name in set(MEASURES) - {"children"}:
            for stage in NOT_MODELLED:
                assert math.isnan(measured[name][SCOPES.index(stage)]), (year, name, stage)
        for stage in ("primary", "compulsory", "all"):
            assert measured["places"][SCOPES.index(stage)] == 1080


@pytest.mark.parametrize("metric", ["large_classes", "shortfall", "redirected", "large_schools"])
@pytest.mark.parametrize("bound", [{"at_most": 0}, {"at_least": 0}])
def test_a_promise_on_a_stage_that_is_not_modelled_is_not_judged(
    metric: str, bound: dict[str, int]
) -> None:
    judged = judge(target(metric, dt.date(2025, 12, 31), "junior", **bound), simulated(town()))
    assert (judged.achieved, judged.met, judged.first_met) == (None, None, None)


@pytest.mark.parametrize(
    ("assumed", "achieved"),
    [
        ((("public_share", 0.4),), 0.4),
        ((("public_share.primary", 0.5),), 0.5),
        ((("public_share", 0.4), ("public_share.primary", 0.5)), 0.5),
        ((("public_share.preschool", 0.5),), None),
    ],
    ids=["any stage", "its stage", "its stage before any", "another stage"],
)
def test_a_promise_on_an_assumed_rate_is_not_judged(
    assumed: tuple[tuple[str, float], ...], achieved: float | None
) -> None:
    history = simulated(replace(town(), assumed=assumed))
    judged = judge(target("public_share", dt.date(2025, 12, 31), at_least=0.9), history)
    if achieved is None:  # every pupil of this town is at a public school
        assert (judged.achieved, judged.met) == (1.0, True)
    else:
        assert (judged.achieved, judged.met, judged.first_met) == (achieved, None, None)


def test_the_summary_has_null_where_a_stage_is_not_modelled(tmp_path: Path) -> None:
    results = scenario(
        tmp_path,
        stages=["primary"],
        targets=[promise("large_classes", dt.date(2024, 12, 31), "junior", at_most=0)],
    )
    told_of = [row for row in results.summary["years"] if row["stage"] in NOT_MODELLED]
    assert len(told_of) == 9
    for row in told_of:
        assert isinstance(row["children"], int)
        assert {row[name] for name in set(MEASURES) - {"children"}} == {None}
    juniors = {row["school_year"]: row["children"] for row in told_of if row["stage"] == "junior"}
    assert juniors[2023] == 60
    told = results.summary["targets"][0]
    assert (told["achieved"]["central"], told["met"], told["first_met"]) == (None, None, None)
    assert told["paired"]["kept_by"] is None


FLOWS_OF_THE_YEAR = ("shortfall", "shortfall_catchment", "redirected")


def test_nobody_seeks_in_the_opening_census_so_nothing_is_lacking_or_redirected() -> None:
    # 1,200 pupils on 270 places: the opening census cannot say that nothing is lacking.
    history = simulated(
        place(
            zones={"z": ("T", 0, 0)},
            campuses={"A": ("T", 0, 0)},
            rooms={("A", "primary"): 6},
            people={("z", age): 200 for age in range(18)},
            stages=["primary"],
            sizes={("A", f"p{grade}"): [60, 60] for grade in range(1, 7)},
        )
    )
    for name in FLOWS_OF_THE_YEAR:
        assert all(math.isnan(value) for value in rows(history, 2022, "years")[name]), name
        assert not math.isnan(rows(history, 2023, "years")[name][SCOPES.index("primary")]), name
        early = judge(target(name, dt.date(2022, 12, 31), at_most=10**6), history)
        assert (early.achieved, early.met) == (None, None)
        assert early.first_met == dt.date(2023, 9, 1)
    assert judge(target("shortfall", JULY, at_most=0), history).first_met is None


def test_the_summary_has_null_for_shortfall_in_the_opening_year(tmp_path: Path) -> None:
    results = scenario(tmp_path)
    for row in results.summary["years"]:
        for name in FLOWS_OF_THE_YEAR:
            modelled = row["stage"] in ("primary", "junior", "compulsory", "all")
            if row["school_year"] == 2023:
                assert row[name] is None, row
            elif modelled:
                assert isinstance(row[name], int), row


# Programme -------------------------------------------------------------------------------------


def test_rooms_converted_in_a_private_campus_are_no_public_places() -> None:
    # Pools: A/primary, P/junior, P/primary.
    history = simulated(
        town(
            campuses={"A": ("T", 0, 0), "P": ("T", 1900, 0)},
            rooms={("A", "primary"): 12, ("P", "primary"): 12, ("P", "junior"): 6},
            stages=["primary", "junior"],
            private=["P"],
            conversions=(Conversion("c", JULY, 2, 1, 6),),
        )
    )
    assert added_places(history.district, history) == ()
    stages: tuple[Scope, ...] = ("primary", "junior")
    for stage in stages:
        by = dt.date(2025, 12, 31)
        assert judge(target("net_added_places", by, stage, at_least=0), history).achieved == 0


def test_every_project_is_listed_at_the_stage_of_its_rooms(tmp_path: Path) -> None:
    private = {"stage": "junior", "rooms": 6, "zone": "east", "accepted": dt.date(2024, 7, 1)}
    results = scenario(
        tmp_path,
        changes=[
            {"id": "private", "build": "new", "operator": "private", **private},
            {"id": "beds", "expand": "north", "stage": "primary", "rooms": 0, "beds": 50}
            | {"accepted": dt.date(2024, 7, 1)},
            # The pool of south serves primary and junior.
            {"id": "public", "expand": "south", "stage": "primary", "rooms": 9}
            | {"accepted": dt.date(2024, 7, 1)},
        ],
    )
    listed = results.tables["projects"]
    stages = {
        name: sorted(parts["stage"]) for name, parts in listed.groupby("project_id", sort=True)
    }
    assert stages == {"beds": ["primary"], "private": ["junior"], "public": ["junior", "primary"]}
    places = listed.groupby("project_id")["places"].sum().to_dict()
    assert places["beds"] == places["private"] == 0
    assert places["public"] == 6 * 45 + 3 * 50


def test_a_merger_into_a_site_that_is_late_is_reported_year_by_year(tmp_path: Path) -> None:
    # Planned for July 2024, half a year late: the 90 of north move in 2025, in p3.
    late = {"accepted": dt.date(2024, 7, 1), "delay": {"months": {"p50": 6, "p90": 12}}}
    results = scenario(
        tmp_path,
        changes=[
            {"id": "site", "build": "new", "stage": "primary", "rooms": 12, "zone": "east"} | late,
            {"id": "move", "merge": "north", "into": "new", "on": dt.date(2024, 8, 15)},
        ],
    )
    roll = results.tables["enrolment"].set_index(["school_year", "campus_id", "grade"])["pupils"]
    assert roll[2024, "north", "p2"] == 90
    assert roll[2025, "new", "p3"] == 90
    assert not (results.tables["enrolment"].query("school_year == 2025").campus_id == "north").any()
    waits = results.tables["events"].query("event == 'merger_waits_for_receiver'")
    assert [date[:4] for date in waits["date"]] == ["2024"]


def opened_and_closed() -> History:
    """Open B and close C, 36 rooms each, on one day."""
    project = Project("b", 1, True, ((1, 36),), Dates(accepted=JULY), Dates())
    return simulated(
        town(
            campuses={"A": ("T", 0, 0), "B": ("T", 1900, 0), "C": ("T", 900, 0)},
            rooms={("A", "primary"): 12, ("B", "primary"): 36, ("C", "primary"): 36},
            closed=["B"],
            projects=(project,),
            closures=(Closure("c", JULY, 2, 0, False),),
        )
    )


def test_places_that_come_and_go_on_one_day_are_added_before_a_promise_is_met() -> None:
    promised = target("net_added_places", dt.date(2025, 12, 31), at_least=1000)
    judged = judge(promised, opened_and_closed())
    assert (judged.achieved, judged.met, judged.first_met) == (0, False, None)


@pytest.mark.parametrize(
    ("since", "earliest"),
    [(dt.date(2023, 1, 1), dt.date(2023, 1, 1)), (None, dt.date(2022, 9, 1))],
)
@pytest.mark.parametrize("at_least", [0, 1620])
def test_a_promise_of_places_is_not_met_before_it_begins(
    since: dt.date | None, earliest: dt.date, at_least: int
) -> None:
    promised = target("added_places", dt.date(2025, 12, 31), at_least=at_least, since=since)
    judged = judge(promised, opened_and_closed())
    assert (judged.achieved, judged.met) == (1620, True)
    assert judged.first_met is not None
    assert judged.first_met >= (JULY if at_least else earliest)


def test_a_promise_due_before_the_opening_has_every_key_and_no_number(tmp_path: Path) -> None:
    by = dt.date(2023, 6, 30)
    results = scenario(
        tmp_path,
        targets=[
            promise("large_classes", by, at_most=0),
            promise("shortfall", by, "compulsory", at_most=0),
        ],
    )
    keys = ("redirected", "longest_m", "purchased", "shortfall", "unplaced", "kept_by")
    for told in results.summary["targets"]:
        assert (told["achieved"]["central"], told["met"]) == (None, None)
        assert told["paired"] == dict.fromkeys((*keys, "without_policy"))


@pytest.mark.parametrize("table", ["targets", "sensitivity"])
def test_two_promises_of_one_measure_and_stage_are_told_apart(tmp_path: Path, table: str) -> None:
    results = scenario(
        tmp_path,
        sensitivity={"rules": [{"name": "tiers", "set": {"rules.order": "tiers_first"}}]},
        targets=[
            promise("large_classes", dt.date(2024, 6, 30), at_most=0),
            promise("large_classes", dt.date(2025, 9, 30), at_most=3),
        ],
    )
    told = [entry["id"] for entry in results.summary["targets"]]
    assert len(set(told)) == 2
    assert results.tables[table]["target"].tolist() == told


# Files -----------------------------------------------------------------------------------------


def result(said: str) -> Results:
    """Make results without rows that say one thing."""
    tables = {name: frame(name, []) for name in TABLES}
    manifest = {"name": "a", "variant": None, "file": "a.yaml", "version": "0"}
    return Results(tables, {"schema": 1, "said": said}, manifest)


def with_page(work: Path) -> None:
    (work / "report.html").write_text("a page")


def test_the_earlier_result_is_back_when_the_last_rename_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(result("earlier"), tmp_path / "out", with_page)
    failed: list[Any] = []

    def locked(real: Callable[..., None]) -> Callable[..., None]:
        def renamed(origin: Any, goal: Any, **more: Any) -> None:
            # The first move onto the place fails; putting the earlier result back does not.
            if Path(goal).name == "out" and not failed:
                failed.append(origin)
                raise PermissionError("locked")
            real(origin, goal, **more)

        return renamed

    monkeypatch.setattr(os, "rename", locked(os.rename))
    monkeypatch.setattr(os, "replace", locked(os.replace))
    with pytest.raises((OSError, OutputFolderError), match="locked"):
        write_folder(result("later"), folder, with_page)
    monkeypatch.undo()
    assert failed
    assert Results.read(folder).summary["said"] == "earlier"
    assert (folder / "report.html").read_text() == "a page"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("where", ["notes.xlsx", "tables/notes.xlsx", "maps/notes.xlsx"])
def test_a_result_folder_with_a_planners_file_in_it_is_refused(tmp_path: Path, where: str) -> None:
    folder = write_folder(result("earlier"), tmp_path / "out", with_page)
    notes = folder / where
    notes.parent.mkdir(exist_ok=True)
    notes.write_text("a week of work")
    with pytest.raises(OutputFolderError, match=r"notes\.xlsx|maps"):
        write_folder(result("later"), folder, with_page)
    assert notes.read_text() == "a week of work"
    assert Results.read(folder).summary["said"] == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_result_with_its_page_is_replaced_by_one_without(tmp_path: Path) -> None:
    folder = write_folder(result("earlier"), tmp_path / "out", with_page)
    write_folder(result("later"), folder, lambda _: None)
    assert Results.read(folder).summary["said"] == "later"
    assert not (folder / "report.html").exists()


def test_a_link_to_a_result_folder_stays_a_link(tmp_path: Path) -> None:
    real = write_folder(result("earlier"), tmp_path / "real", with_page)
    link = tmp_path / "out"
    link.symlink_to(real, target_is_directory=True)
    write_folder(result("later"), link, with_page)
    assert link.is_symlink()
    assert link.resolve() == real.resolve()
    assert Results.read(real).summary["said"] == "later"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "real"]


@pytest.mark.parametrize("case", ["all_private", "nobody_at_the_stage"])
@pytest.mark.full
def test_the_page_is_written_though_nobody_is_at_a_public_campus(tmp_path: Path, case: str) -> None:
    campuses = copy.deepcopy(yaml.safe_load(BASE.read_text(encoding="utf-8"))["campuses"])
    for campus in campuses["data"]:
        campus["operator"] = "private"
    changed = {"campuses": campuses} if case == "all_private" else {"stages": ["senior"]}
    results = scenario(tmp_path, **changed)
    folder = write_all(results, tmp_path / "out")
    assert (folder / "report.html").stat().st_size > 10_000
    assert Results.read(folder).summary == results.summary
