"""Can a reader add every printed figure up again, and does it name what it rests on?"""

import datetime as dt
import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from simulator import Results, load, run
from simulator.assembling.geography import Geography
from simulator.district import Conversion, Regime
from simulator.engine import History, simulate_once
from simulator.figure_ids import ORDINALS, STAGE_LETTERS, figure_id, target_id
from simulator.luck import Luck
from simulator.reporting.breakdown import breakdown
from simulator.reporting.calculations import calculation, calculations, payload
from simulator.reporting.grounds import (
    GROUNDS,
    SCOPES,
    Assumptions,
    inputs_of,
    norms_by_year,
    reproduce,
)
from simulator.reporting.terms import Calculation, Term, capped, plain, worked_out
from simulator.schema import Source, Target
from simulator.tables import TABLES, YEAR_METRICS
from simulator.tabulation import frame, tabulate
from simulator.targets import judge, readings, required
from simulator.vocabulary import STAGES
from tests import places
from tests.behaviour.reading import cases, district_of
from tests.report.conftest import HOSTILE
from tests.simulator.busy import busy_district

JIEDONG = Path(__file__).resolve().parents[2] / "scenarios" / "jiedong-2025.yaml"
BEHAVIOUR = Path(__file__).resolve().parents[1] / "behaviour"
METRICS = tuple(field.name for field in YEAR_METRICS)
COUNTED_BY_THE_FIXTURE = (
    *("pupils", "places", "places_open", "classes", "large_classes"),
    *("super_large_classes", "classes_46_55", "large_schools"),
)
"""Measures of the invented run whose tables agree with its yearly figures."""
OPERATIONS = {
    "times": lambda a, b: a * b,
    "minus": lambda a, b: a - b,
    "over": lambda a, b: float(a > b),
}


@pytest.fixture(scope="module")
def jiedong() -> Results:
    """Run the place alone, without the cases its verdict is shown under."""
    scenario = load(JIEDONG)
    spec = scenario.spec
    promises = [
        promise("large_class_share", "compulsory", id="share"),
        promise("shortfall", "primary", id="short"),
        promise("large_classes", "junior", id="early", by=dt.date(2022, 1, 1)),
        promise("mean_distance_m", "all", id="way"),
        promise("net_added_places", "primary", id="net"),
        promise("large_classes", "primary", id="june", by=dt.date(2025, 6, 30)),
    ]
    spec = spec.model_copy(
        update={
            "sensitivity": type(spec.sensitivity)(),
            "outlooks": spec.outlooks.model_copy(update={"low": None, "high": None}),
            "targets": (*spec.targets, *promises),
        }
    )
    tables = {name: table for name, table in scenario.tables.items() if name != "baselines"}
    return run(replace(scenario, spec=spec, tables=tables))


@pytest.fixture(scope="module")
def busy() -> Results:
    """Run a district of shared pools, closures, purchases, private and new campuses."""
    return tabulated(busy_district())


def promise(metric: str, stage: str, *, by: dt.date = dt.date(2025, 12, 31), **more: Any) -> Target:
    fields = {"at_most": 0.0, "source": Source(title="a plan")} | more
    return Target(metric=metric, stage=stage, by=by, **fields)  # type: ignore[arg-type]


def tabulated(district: Any, targets: tuple[Target, ...] = (), replicate: int = 0) -> Results:
    """Run a district built without files, and tell of it as a run does."""
    history = simulate_once(district, Luck(district.seed, replicate))
    geography = Geography(
        zone_ids=district.zone_ids, zone_names=district.zone_ids,
        zone_towns=tuple(district.town_ids[t] for t in district.zone_town),
        zone_settlement=tuple("urban" if urban else "rural" for urban in district.zone_urban),
        zone_polygons=tuple(shapely.Point(0, 0) for _ in district.zone_ids),
        zone_drawn=np.ones(district.n_zones, dtype=bool),
        zone_lon=np.zeros(district.n_zones), zone_lat=np.zeros(district.n_zones),
        campus_ids=district.campus_ids, campus_names=district.campus_names,
        campus_planned=np.zeros(district.n_campuses, dtype=bool),
        campus_lon=np.zeros(district.n_campuses), campus_lat=np.zeros(district.n_campuses),
        campus_zone=district.campus_zone, distance_m=district.distance_m,
        outline=shapely.Point(0, 0), notes=(), oddities=(), fingerprint="",
    )  # fmt: skip
    tables = tabulate(history, geography)
    norms = district.regimes[0].norms
    assumed = {"norms.operating_margin": norms.operating_margin}
    for kind, reach in (("urban", norms.reach_urban_m), ("rural", norms.reach_rural_m)):
        assumed |= {f"norms.reach_{kind}_m.{s}": m for s, m in zip(STAGES, reach, strict=True)}
    rows = [{"name": name, "value": f"{value:.6g}"} for name, value in assumed.items()]
    for name, fields in TABLES.items():
        if name not in tables:
            tables[name] = frame(name, {field.name: [] for field in fields})
    tables["assumptions"] = frame("assumptions", rows)
    summary = {"outlook": "middle", "targets": [judged(t, history) for t in targets]}
    return Results(tables, summary, {"scenario": {}})


def judged(target: Target, history: History) -> dict[str, Any]:
    (operator, bound), made = required(target), judge(target, history)
    return {
        "id": target.id, "metric": target.metric, "stage": target.stage, "basis": target.basis,
        "since": target.since.isoformat() if target.since else None, "by": target.by.isoformat(),
        "every_year": target.every_year,
        "bound": target.bound,
        "judged_since": made.since.isoformat() if made.since else None,
        "judged_on": made.on.isoformat(),
        "operator": operator, "required": bound,
        "achieved": {"central": made.achieved}, "met": made.met,
        "readings": readings(target, history),
    }  # fmt: skip


def years_of(results: Results) -> dict[str, float | None]:
    """Return every figure of ``years`` by its id."""
    return {
        figure_id(int(row["school_year"]), row["stage"], metric): (
            None if pd.isna(row[metric]) else float(row[metric])
        )
        for row in results.tables["years"].to_dict("records")
        for metric in METRICS
    }


def check(made: Calculation, figure: float | None, *, rounded: float = 0.0) -> None:
    """Hold a calculation against the figure that is printed, perhaps rounded."""
    assert (made.total is None) == (figure is None), made
    if made.total is None or figure is None:
        assert made.why is not None
        assert all(made.why)
        assert made.terms == ()
        return
    assert made.why is None
    assert made.total == pytest.approx(figure, rel=1e-9, abs=rounded)
    added = worked_out(made.kind, made.terms) + made.unexplained
    assert added == pytest.approx(made.total, rel=1e-9, abs=max(1e-9, rounded)), made
    assert len(made.terms) <= 12
    for term in made.terms:
        if term.pair is not None:
            assert OPERATIONS[made.operation](*term.pair) == pytest.approx(term.value), made
        assert all(term.label)
    assert len({(term.label, term.figure) for term in made.terms}) == len(made.terms)
    assert all(made.definition)
    assert not re.search(r"[一-鿿]", made.definition[1])
    assert set(made.tables) <= set(TABLES)


@pytest.mark.parametrize("which", [pytest.param("jiedong", marks=pytest.mark.full), "busy", "luck"])
def test_the_parts_of_every_figure_give_it_exactly(
    which: str, request: pytest.FixtureRequest
) -> None:
    if which == "luck":
        results = tabulated(busy_district(), replicate=3)
    else:
        results = request.getfixturevalue(which)
    made, figures = calculations(results), years_of(results)
    assert set(made) >= set(figures)
    assert any(figure for figure in figures.values())
    for id_, figure in figures.items():
        check(made[id_], figure)
        assert made[id_].unexplained == 0, made[id_]


@pytest.mark.full
@pytest.mark.parametrize("file", sorted(BEHAVIOUR.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_case_of_the_behaviour_files_adds_up(file: Path) -> None:
    for case in cases(file):
        results = tabulated(district_of(case))
        figures = years_of(results)
        for id_, made in calculations(results).items():
            check(made, figures[id_])
            assert made.unexplained == 0, (case["name"], made)


def test_a_run_whose_tables_disagree_says_by_how_much(results: Results) -> None:
    made, figures = calculations(results), years_of(results)
    for id_, figure in figures.items():
        check(made[id_], figure)
        if made[id_].metric in COUNTED_BY_THE_FIXTURE:
            assert made[id_].unexplained == 0, made[id_]
    moved = made[figure_id(2024, "primary", "redirected")]
    assert (moved.terms, moved.unexplained) == ((), 40)


@pytest.mark.full
def test_ids_are_those_of_the_figures_and_read_back(jiedong: Results) -> None:
    made = calculations(jiedong)
    years = len(jiedong.tables["years"])
    assert len(made) == years * len(METRICS) + len(jiedong.summary["targets"])
    letters = {short: stage for stage, short in STAGE_LETTERS.items()}
    ordinals = {digits: metric for metric, digits in ORDINALS.items()}
    for id_, one in made.items():
        assert one.id == id_
        if id_.startswith("T-"):
            continue
        found = re.fullmatch(r"R-(\d{4})-([a-z]{3})-(\d\d)", id_)
        assert found is not None
        year, short, digits = found.groups()
        assert (one.school_year, one.stage, one.metric) == (
            int(year), letters[short], ordinals[digits]
        )  # fmt: skip


@pytest.mark.parametrize("id_", ["R-1999-pri-01", "R-2025-pri-99", "T-nothing", ""])
def test_an_unknown_id_is_refused(results: Results, id_: str) -> None:
    with pytest.raises(KeyError):
        calculation(results, id_)


@pytest.mark.full
def test_promises_follow_from_projects_and_censuses(jiedong: Results) -> None:
    made = calculations(jiedong)
    for target in jiedong.summary["targets"]:
        one = made[target_id(target["id"])]
        if target["met"] is None:
            assert one.total is None
            assert one.why is not None
            continue
        check(one, target["achieved"]["central"], rounded=5e-7)
        assert one.unexplained == 0
    added = made["T-places"]
    projects = jiedong.tables["projects"].query("stage in ['primary', 'junior'] and places > 0")
    assert sorted(term.pair for term in added.terms if term.pair) == sorted(
        (rooms, places / rooms)
        for rooms, places in zip(projects["rooms"], projects["places"], strict=True)
    )
    stated = next(t for t in jiedong.summary["targets"] if t["id"] == "places")["readings"]
    assert [term.value for term in added.readings] == list(stated.values())
    share = made["T-share"]
    assert [term.figure for term in share.terms] == ["R-2025-com-06", "R-2025-com-05"]
    assert made["T-short"].terms == made["R-2025-pri-10"].terms
    assert made["T-way"].school_year == 2025
    assert made["T-june"].school_year == 2024
    assert made["T-early"].why is not None
    assert "期限" in made["T-early"].why[0]


def test_net_places_end_with_closures_and_conversions() -> None:
    district = busy_district()
    district = replace(
        district, conversions=(Conversion("wave", dt.date(2024, 7, 1), 9, 8, 2),)
    )  # fmt: skip
    span = {"by": dt.date(2025, 12, 31), "at_least": 1.0, "at_most": None}
    targets = (
        promise("net_added_places", "compulsory", id="net", **span),
        promise("added_places", "compulsory", id="net-basis", basis="net", **span),
        promise("added_places", "compulsory", id="gross", **span),
        promise("added_places", "primary", id="late", since=dt.date(2024, 5, 15), **span),
    )
    results = tabulated(district, targets)
    made = calculations(results)
    for target in results.summary["targets"]:
        check(made[target_id(target["id"])], target["achieved"]["central"])
        assert made[target_id(target["id"])].unexplained == 0
    net, gross = made["T-net"], made["T-gross"]
    assert net.terms[0].label[0] == "关闭和转用的学位"
    assert net.terms[0].value < 0
    assert net.terms[1:] == gross.terms
    assert made["T-net-basis"].terms == net.terms
    assert [term.pair for term in made["T-late"].terms] == [(2.0, 45.0)]


@pytest.mark.full
def test_why_there_is_no_figure(jiedong: Results, results: Results) -> None:
    made = calculations(jiedong)
    reasons = {
        "R-2022-pri-10": "起始学年",
        "R-2022-com-12": "起始学年",
    }
    years = jiedong.tables["years"].copy()
    here = (years["stage"] == "senior") & (years["school_year"] == 2025)
    years.loc[here, "places"] = np.nan
    why = calculations(with_tables(jiedong, years=years))["R-2025-sen-03"].why
    assert why is not None
    assert "没有推演这个学段" in why[0]
    for id_, word in reasons.items():
        why = made[id_].why
        assert why is not None
        assert word in why[0]
        assert not re.search(r"[一-鿿]", why[1])
    untested = calculations(results)["T-special"].why
    assert untested is not None
    assert "假设" in untested[0]


@pytest.mark.full
def test_aggregates_name_the_figures_of_their_stages(jiedong: Results) -> None:
    made = calculations(jiedong)
    children = made["R-2025-all-01"]
    assert [t.figure for t in children.terms] == [
        f"R-2025-{short}-01" for short in ("pre", "pri", "jun", "sen")
    ]
    assert [t.figure for t in made["R-2025-com-03"].terms] == ["R-2025-pri-03", "R-2025-jun-03"]
    for one in made.values():
        for term in one.terms:
            if term.figure:
                assert term.value == made[term.figure].total
    schools = made["R-2025-com-09"]
    assert schools.kind == "count"
    assert schools.terms[0].pair is not None
    assert schools.terms[0].pair[0] > schools.terms[0].pair[1]


def with_tables(results: Results, **tables: pd.DataFrame) -> Results:
    return replace(results, tables={**results.tables, **tables})


def test_gaps_by_hand(results: Results) -> None:
    areas = pd.DataFrame(
        [
            (2025, "town", "新亨镇", "primary", 1215, 1080, 135),
            (2025, "town", "云路镇", "primary", 900, 1080, 0),
            (2025, "cluster", "第一学区", "primary", 510, 500, 10),
            (2025, "catchment", "p01", "primary", 700, 560, 140),
            (2025, "town", "新亨镇", "junior", 300, 200, 100),
        ],
        columns=[field.name for field in TABLES["areas"]],
    )
    years = results.tables["years"].copy()
    mine = (years["school_year"] == 2025) & (years["stage"] == "primary")
    years.loc[mine, ["shortfall", "shortfall_catchment"]] = [145, 152]
    made = calculations(with_tables(results, areas=areas, years=years))
    assert made["R-2025-pri-10"].terms == (
        Term(("新亨镇", "新亨镇"), 135, (1215, 1080)),
        Term(("第一学区", "第一学区"), 10, (510, 500)),
    )
    own, nowhere = made["R-2025-pri-11"].terms
    assert own == Term(("示例小学-01", "示例小学-01"), 140, (700, 560))
    assert (nowhere.label[0], nowhere.value) == ("没有对口学校的儿童", 12)


def test_surplus_by_hand(results: Results) -> None:
    capacity = results.tables["capacity"].copy()
    mine = (capacity["school_year"] == 2025) & (capacity["campus_id"] == "p01")
    capacity.loc[mine, "places"] = 40_001
    made = calculations(with_tables(results, capacity=capacity))["R-2025-pri-15"]
    enrolment = results.tables["enrolment"].query("school_year == 2025 and campus_id == 'p01'")
    pupils = int(enrolment["pupils"].sum())
    assert made.terms[0] == Term(("示例小学-01", "示例小学-01"), 38_000 - pupils, (38_000, pupils))
    assert "operating_margin" in str(GROUNDS["surplus"].assumptions)


def test_the_reach_itself_is_within_reach(results: Results) -> None:
    flows = results.tables["flows"].query("school_year == 2025 and stage == 'primary'").iloc[:3]
    flows = flows.assign(pupils=[10, 20, 40], distance_m=[500, 501, 3000])
    zones = results.tables["zones"].copy()
    flows["zone_id"] = ["z000", "z000", "z001"]
    zones["settlement"] = np.where(zones["zone_id"] == "z000", "urban", "rural")
    norms = {"reach_urban_m": {"primary": 500}, "reach_rural_m": {"primary": {"value": 3000}}}
    changed = replace(
        with_tables(results, flows=flows, zones=zones), manifest={"scenario": {"norms": norms}}
    )
    made = calculations(changed)
    assert [t.value for t in made["R-2025-pri-17"].terms] == [50, 70]
    assert [t.value for t in made["R-2025-com-16"].terms] == [5_000 + 10_020 + 120_000, 70]


def test_children_are_listed_by_the_town_they_live_in(results: Results) -> None:
    balance = results.tables["balance"].query("school_year == 2025 and stage == 'junior'").iloc[:4]
    balance = balance.assign(
        zone_id=["z000", "z001", "outside", "z000"], redirected=[1, 2, 4, 8],
        purchased=[0, 3, 0, 0], unplaced=[0, 0, 5, 0],
    )  # fmt: skip
    zones = results.tables["zones"].copy()
    zones.loc[zones["zone_id"] == "z000", "town_id"] = "甲镇"
    zones.loc[zones["zone_id"] == "z001", "town_id"] = "乙镇"
    made = calculations(with_tables(results, balance=balance, zones=zones))
    outside = ("区外", "outside the district")
    assert [(t.label, t.value) for t in made["R-2025-jun-12"].terms] == [
        (plain("甲镇"), 9), (outside, 4), (plain("乙镇"), 2)
    ]  # fmt: skip
    assert [(t.label, t.value) for t in made["R-2025-jun-13"].terms] == [(plain("乙镇"), 3)]
    assert [(t.label, t.value) for t in made["R-2025-jun-14"].terms] == [(outside, 5)]


def test_private_campuses_and_pupils_from_outside_count_as_the_census_counts(
    busy: Results,
) -> None:
    made = calculations(busy)
    private = busy.tables["enrolment"].query("campus_id == 'private'")["pupils"].sum()
    assert private > 0
    assert sum(t.value for t in made["R-2024-pri-17"].terms[1:]) < sum(
        t.value for t in made["R-2024-pri-02"].terms
    )
    words = {t.label[0] for t in made["R-2025-pri-13"].terms}
    assert words <= {*busy.tables["zones"]["town_id"], "区外"}


def test_only_the_largest_terms_are_listed_and_the_rest_added() -> None:
    terms = [Term(plain(f"t{k}"), float(k)) for k in range(30)]
    kept = capped(terms, lambda n: plain(f"+{n}"), head=1)
    assert len(kept) == 12
    assert kept[0] == terms[0]
    assert [t.label[0] for t in kept[1:3]] == ["t29", "t28"]
    assert kept[-1] == Term(plain("+19"), sum(range(20)))
    assert sum(t.value for t in kept) == sum(t.value for t in terms)
    assert len(capped(terms[:12], lambda n: plain(f"+{n}"))) == 12


@pytest.mark.full
def test_large_classes_name_the_schools_that_have_most(jiedong: Results) -> None:
    made = calculations(jiedong)["R-2022-pri-06"]
    ledger = jiedong.tables["classes_ledger"].query("school_year == 2022")
    most = ledger[ledger["grade"].str.startswith("p")].groupby("campus_id").size().max()
    assert made.examples[0].value == most
    assert len(made.examples) == 3
    assert worked_out(made.kind, made.terms) == made.total


@pytest.mark.parametrize("which", [pytest.param("jiedong", marks=pytest.mark.full), "results"])
def test_the_payload_says_the_same_as_the_calculations(
    which: str, request: pytest.FixtureRequest
) -> None:
    results = request.getfixturevalue(which)
    given = json.loads(
        json.dumps(payload(calculations(results)), ensure_ascii=False, allow_nan=False)
    )
    made = calculations(results)
    assert list(given["figures"]) == list(made)

    def label(place: int) -> tuple[str, str]:
        text = given["labels"][place]
        return (text, text) if isinstance(text, str) else tuple(text)

    for id_, entry in given["figures"].items():
        one, rule = made[id_], given["rules"][entry["r"]]
        measure = given["measures"][rule["m"]]
        assert (rule["m"], rule["s"], entry["v"]) == (one.metric, one.stage, one.total)
        assert tuple(given["names"][k] for k in rule["a"]) == one.assumptions
        assert (measure["kind"], measure["operation"]) == (one.kind, one.operation)
        assert tuple(measure["define"]) == one.definition
        assert (measure["tables"], measure["inputs"]) == (list(one.tables), list(one.inputs))
        for short, terms in (("t", one.terms), ("e", one.examples), ("d", one.readings)):
            told = [(label(k), *numbers) for k, *numbers in entry.get(short, [])]
            assert told == [(t.label, *(t.pair or (t.value,))) for t in terms]
        assert entry.get("f", []) == (
            [t.figure for t in one.terms] if any(t.figure for t in one.terms) else []
        )
        assert (label(entry["w"]) if "w" in entry else None) == one.why
        assert entry.get("u", 0) == one.unexplained


def size_of(results: Results) -> int:
    return len(
        json.dumps(
            payload(calculations(results)), ensure_ascii=False, separators=(",", ":")
        ).encode()
    )


@pytest.mark.full
def test_the_payload_stays_small(jiedong: Results) -> None:
    assert size_of(jiedong) < 300_000
    many = enlarged(jiedong, 5)
    assert many.tables["schools"]["school_id"].nunique() > 500
    made = calculations(many)
    assert all(one.unexplained == 0 for one in made.values())
    assert size_of(many) < 800_000


def enlarged(results: Results, times: int) -> Results:
    """Put a district beside itself several times: other ids and names, all counts as often."""
    ids = ("campus_id", "school_id", "zone_id", "town_id", "area_id", "pool")
    tables = dict(results.tables)
    for name in ("enrolment", "capacity", "flows", "balance", "classes_ledger", "areas", "zones",
                 "schools", "campuses", "cohorts", "class_sizes"):  # fmt: skip
        copies = []
        for k in range(times):
            copy = results.tables[name].copy()
            for column in {*ids, "name"} & set(copy.columns):
                named = copy[column].astype(str)
                copy[column] = named.where(named.isin(["", "outside"]), named + f"-{k}")
            copies.append(copy)
        tables[name] = pd.concat(copies, ignore_index=True)
    years = results.tables["years"].copy()
    counts = [metric for metric in METRICS if metric not in ("mean_distance_m",
              "within_reach_share", "staff_posts_needed")]  # fmt: skip
    years[counts] = years[counts] * times
    tables["years"] = years
    return replace(results, tables=tables, summary={**results.summary, "targets": []})


def test_names_of_a_planner_stay_text(hostile_results: Results) -> None:
    given = payload(calculations(hostile_results))
    texts = [text for text in given["labels"] if isinstance(text, str)]
    assert any(text.endswith(HOSTILE) for text in texts)
    names = set(hostile_results.tables["schools"]["name"])
    assert {text for text in texts if HOSTILE in text} <= names | set(
        hostile_results.tables["zones"]["town_id"]
    )
    braces = hostile_results.tables["schools"].assign(name="{v1} {0} %s")
    one = calculations(with_tables(hostile_results, schools=braces))["T-added_places/compulsory"]
    assert all("{v1} {0} %s" in term.label[0] for term in one.terms)


@pytest.mark.full
def test_both_languages_are_complete(jiedong: Results) -> None:
    made = calculations(jiedong)
    for one in made.values():
        assert one.definition != plain(one.metric)
        assert one.definition[0] != one.definition[1]
    given = payload(calculations(jiedong))
    for metric in METRICS:
        assert re.search(r"[一-鿿]", given["measures"][metric]["define"][0])
    names = {*jiedong.tables["schools"]["name"], *jiedong.tables["zones"]["town_id"]}
    for text in given["labels"]:
        if isinstance(text, str):
            assert text in names
        else:
            english = text[1]
            for name in names:
                english = english.replace(name, "")
            assert not re.search(r"[一-鿿]", english), text


@pytest.mark.full
def test_every_measure_names_what_it_rests_on(jiedong: Results) -> None:
    names = set(jiedong.tables["assumptions"]["name"])
    inputs = {*jiedong.tables["inputs"]["table"], "projects"}
    for one in calculations(jiedong).values():
        assert set(one.assumptions) <= names
        assert set(one.inputs) <= inputs
        if one.why is not None and "假设" in one.why[0]:
            continue  # an assumed value stands on no table
        assert one.tables
        assert one.inputs
        assert one.assumptions or one.stage in ("preschool", "senior"), one

    table = jiedong.tables["assumptions"]
    low = table[table["name"] == "outlooks.middle.migration"].assign(name="outlooks.low.migration")
    rest = Assumptions(with_tables(jiedong, assumptions=pd.concat([table, low])))

    def rests(metric: str, scope: str) -> set[str]:
        return set(rest.of(metric, scope))

    assert rests("places", "primary") == {"norms.class_size.primary"}
    assert rests("places", "compulsory") == {"norms.class_size.primary", "norms.class_size.junior"}
    assert rests("places", "preschool") == {f"norms.class_size.k{k}" for k in (1, 2, 3)}
    assert "norms.large_class" in rests("large_classes", "primary")
    assert "policy.large_classes" in rests("large_classes", "primary")
    assert "norms.operating_margin" in rests("surplus", "junior")
    assert "rules.stages.primary.redirect_limit_m" in rests("redirected", "primary")
    assert "rules.stages.junior.redirect_limit_m" not in rests("redirected", "primary")
    assert "travel.detour_factor" in rests("mean_distance_m", "all")
    assert rests("within_reach_share", "junior") == {
        "norms.reach_urban_m.junior", "norms.reach_rural_m.junior", "travel.detour_factor"
    }  # fmt: skip
    assert "outlooks.middle.migration" in rests("children", "primary")
    assert "outlooks.low.migration" not in rests("children", "primary")
    assert "norms.large_class" not in rests("large_schools", "primary")
    assert set(GROUNDS) >= set(METRICS)


@pytest.mark.full
def test_inputs_are_named_with_their_hash(jiedong: Results) -> None:
    rows = inputs_of(jiedong, ["pools", "projects"])
    assert {row["table"] for row in rows} == {"pools", ""}
    pools = next(row for row in rows if row["table"] == "pools")
    table = jiedong.tables["inputs"].query("table == 'pools'").iloc[0]
    assert pools == {
        "file": table["file"], "table": "pools", "rows": table["rows"],
        "sha256": table["sha256"][:12], "evidence": "illustrative",
    }  # fmt: skip
    assert [row["table"] for row in inputs_of(jiedong, ["births"])] == ["births"]
    json.dumps(rows)


@pytest.mark.parametrize(
    ("manifest", "line"),
    [
        ({"file": "a.yaml", "variant": None, "seed": 7}, "simulate a.yaml --seed 7"),
        ({"file": "my plan.yaml", "variant": "year-late", "seed": 1},
         "simulate 'my plan.yaml' --variant year-late --seed 1"),
        ({"file": "a.yaml", "seed": 1, "set": {"rules.order": "tiers_first"}},
         "simulate a.yaml --set rules.order=tiers_first --seed 1"),
        ({"file": "a.yaml", "seed": 1, "set": ["x=$(rm)"]},
         "simulate a.yaml --set 'x=$(rm)' --seed 1"),
    ],
)  # fmt: skip
def test_the_command_makes_the_run_again(
    results: Results, manifest: dict[str, Any], line: str
) -> None:
    assert reproduce(replace(results, manifest=manifest)) == line


def test_norms_change_on_their_date(results: Results) -> None:
    changes = [
        {"id": "b", "on": "2024-09-02", "policy": {"norms.operating_margin": 0.2}},
        {"id": "a", "on": "2023-09-01", "policy": {"reach_urban_m": {"primary": {"value": 700}}}},
        {"id": "c", "on": "2024-01-01", "policy": {"large_class": 51, "large_classes": "clear"}},
    ]
    manifest = {"scenario": {"norms": {"reach_urban_m": {"primary": 600}}, "changes": changes}}
    changed = replace(results, manifest=manifest)
    years = (2022, 2023, 2024, 2025)
    assert list(norms_by_year(changed, "operating_margin", years).values()) == [
        0.05, 0.05, 0.05, 0.2
    ]  # fmt: skip
    reach = norms_by_year(changed, "reach_urban_m.primary", years)
    assert list(reach.values()) == [600, 700, 700, 700]
    assert norms_by_year(changed, "large_class", years)[2024] == 51


def test_a_policy_on_norms_is_followed_by_the_figures() -> None:
    district = busy_district()
    first = district.regimes[0]
    tight = replace(
        first.norms, operating_margin=0.2, class_norm=first.norms.class_norm - 5,
        reach_urban_m=first.norms.reach_urban_m * 3, super_large_class=57, large_school=100,
    )  # fmt: skip
    day = dt.date(2024, 2, 1)
    district = replace(district, regimes=(first, Regime(day, tight, first.rules)))
    policy = {
        "operating_margin": 0.2, "super_large_class": 57, "large_school": 100,
        "reach_urban_m": dict(zip(STAGES, tight.reach_urban_m.tolist(), strict=True)),
    }  # fmt: skip
    results = tabulated(district)
    manifest = {"scenario": {"changes": [{"id": "p", "on": day.isoformat(), "policy": policy}]}}
    results = replace(results, manifest=manifest)
    figures = years_of(results)
    for id_, one in calculations(results).items():
        check(one, figures[id_])
        assert one.unexplained == 0, one
    assert (figures["R-2024-pri-09"] or 0) > 0
    rooms = calculations(results)["R-2025-pri-03"].terms[0].pair
    assert rooms is not None
    assert rooms[1] == 40


def test_an_empty_run_has_figures_and_no_parts() -> None:
    district = places.place(
        zones={"z": ("T", 0.0, 0.0)}, campuses={"A": ("T", 0.0, 0.0)},
        rooms={("A", "primary"): 6}, people={("z", 0): 0}, stages=["primary"],
    )  # fmt: skip
    results = tabulated(district)
    figures = years_of(results)
    for id_, one in calculations(results).items():
        check(one, figures[id_])
        assert one.unexplained == 0
    why = calculations(results)["R-2025-pri-16"].why
    assert why is not None
    assert "没有公办在校生" in why[0]
    assert breakdown(results).examples == {}
    assert math.isclose(calculations(results)["R-2025-pri-03"].total or 0, 270)


def test_scopes_are_those_of_the_census() -> None:
    assert set(SCOPES) == set(STAGE_LETTERS)
