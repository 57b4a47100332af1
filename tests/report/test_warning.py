"""Is each campus and zone in the class its children and seats put it in?"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from simulator.reporting import live, maps, panels, warning_figures, warning_views
from simulator.reporting.catalogue import LANGS, say
from simulator.results import Results

ADMISSIONS = (
    # year, campus, own children, seats
    (2023, "a", 85, 100),
    (2023, "b", 120, 100),
    (2023, "c", 5, 0),
    (2024, "a", 101, 100),
    (2024, "b", 95, 100),
    (2024, "c", 0, 45),
)
LINKS = (("z1", "a"), ("z2", "a"), ("z2", "b"), ("z3", "c"), ("z4", "a"), ("z4", "b"))


def _by_hand(results: Results) -> Results:
    admissions = pd.DataFrame(
        [
            {"school_year": year, "campus_id": campus, "stage": "primary", "grade": "p1",
             "own_children": children, "seats": seats}
            for year, campus, children, seats in ADMISSIONS
        ]
        + [{"school_year": 2023, "campus_id": "a", "stage": "junior", "grade": "j1",
            "own_children": 999, "seats": 1}]
    )  # fmt: skip
    catchments = pd.DataFrame(
        [
            {"school_year": year, "stage": "primary", "zone_id": zone, "campus_id": campus,
             "assumed": False}
            for year in (2022, 2023, 2024) for zone, campus in LINKS
        ]
    )  # fmt: skip
    schools = pd.DataFrame(
        {"campus_id": list("abc"), "name": ["甲", "乙", "丙"], "town_id": ["镇"] * 3}
    )
    zones = pd.DataFrame({"zone_id": ["z1", "z2", "z3", "z4", "z5"]})
    tables = {"admissions": admissions, "catchments": catchments, "schools": schools,
              "zones": zones}  # fmt: skip
    return replace(results, tables={**results.tables, **tables})


@pytest.mark.parametrize(
    ("children", "seats", "level"),
    [(0, 100, 0), (85, 100, 0), (86, 100, 1), (95, 100, 1), (96, 100, 2), (100, 100, 2),
     (101, 100, 3), (110, 100, 3), (111, 100, 4), (1, 0, 4), (0, 0, -1), (0, 10, 0)],
)  # fmt: skip
def test_classes_by_their_edges(children: int, seats: int, level: int) -> None:
    found = warning_views.ratio_class(np.array([children]), np.array([seats]))
    assert found.tolist() == [level]


def test_zones_take_all_their_own_campuses(results: Results) -> None:
    shown = _by_hand(results)
    warning = warning_views.entry_warning(shown, "primary")
    k = warning.years.index(2023)
    assert warning.campus_class[k].tolist() == [0, 4, 4]
    assert warning.zone_children[k].tolist() == [85, 205, 5, 205, 0]
    assert warning.zone_seats[k].tolist() == [100, 200, 0, 200, 0]
    assert warning.zone_class[k].tolist() == [0, 3, 4, 3, -1]
    assert set(warning.zone_class[0].tolist()) == {-1}  # nobody is admitted in the opening year
    assert warning.warned == (2023, 2024)
    order = warning_views.entry_warning(shown, "primary", ["z3", "z1"], ["c", "a"])
    assert order.zone_class[k].tolist() == [4, 0]
    assert order.campus_class[k].tolist() == [4, 0]


def test_the_worst_lack_ranks_first(results: Results) -> None:
    shown = _by_hand(results)
    warning = warning_views.entry_warning(shown, "primary")
    when, rows = warning_views.ranked(shown, warning, 2023)
    assert when == (2023, 2024, 2025)
    assert [row.campus_id for row in rows] == ["b", "c", "a"]
    assert rows[0].entries == (
        warning_views.Entry(120, 100, 4),
        warning_views.Entry(95, 100, 1),
        warning_views.Entry(0, 0, -1),
    )
    assert rows[0].entries[0].balance == -20
    assert warning_figures.cells(rows)[0] == (
        "乙", "镇", "120", "100", "−20", "95", "100", "5", "—", "—", "—",
    )  # fmt: skip
    assert len(warning_figures.heads(when, "zh")) == 11
    assert len(warning_views.ranked(shown, warning, 2023, most=1)[1]) == 1
    assert warning_views.ranked(shown, warning, 2031)[0] == (2031,)


def test_the_sentence_counts_schools_without_enough_seats(results: Results) -> None:
    shown = _by_hand(results)
    warning = warning_views.entry_warning(shown, "primary")
    said = warning_figures.sentence(shown, warning, 2023, "zh")
    assert "2023 学年 2 所" in said
    assert "共差 25 个" in said
    assert "2024 学年 1 所" in said
    assert "乙（2023 学年 120 人，可招 100 人）" in said
    later = warning_figures.sentence(shown, warning, 2026, "en")
    assert later == say("warning.empty", "en")


@pytest.mark.parametrize("stage", ["primary", "junior"])
def test_the_map_takes_zones_in_its_own_order(results: Results, stage: str) -> None:
    district = maps.district_map(results)
    assert district is not None
    warning = warning_views.entry_warning(results, stage, district.zone_ids, district.campus_ids)
    assert warning.zone_class.shape == (len(district.years), len(district.zone_ids))
    assert warning.years == district.years
    sent = panels.warning(results, district)
    shown = sent["by"][stage]
    year = warning.warned[0]
    k = warning.years.index(year)
    table = results.tables["admissions"].query("school_year == @year and stage == @stage")
    assert warning.campus_seats[k].sum() == table["seats"].sum()
    links = results.tables["catchments"].query("school_year == @year and stage == @stage")
    own = dict(zip(links["zone_id"], links["campus_id"], strict=True))
    children = table.set_index("campus_id")["own_children"]
    for z, zone in enumerate(district.zone_ids):
        assert warning.zone_children[k, z] == children[own[zone]]
        level = warning_views.ratio_class(
            warning.zone_children[k, z : z + 1], warning.zone_seats[k, z : z + 1]
        )
        assert warning.zone_class[k, z] == level
    assert len(shown["say"]) == len(district.years)
    for lang in LANGS:
        assert shown["say"][k][lang] == warning_figures.sentence(results, warning, year, lang)


def test_the_key_of_the_map_ends_with_what_admits_nobody(results: Results) -> None:
    district = maps.district_map(results)
    assert district is not None
    sent = panels.warning(results, district)
    assert len(sent["names"]) == len(sent["colours"]) == warning_views.CLASSES + 1
    for level in (*range(warning_views.CLASSES), warning_views.NONE):
        # The script counts −1, no admissions, as the last.
        assert sent["colours"][level] == warning_figures.colour(level)
        for lang in LANGS:
            assert sent["names"][level][lang] == warning_figures.class_name(level, lang)


def test_colours_darken_with_the_class() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
        return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))

    shades = [light(warning_figures.colour(level)) for level in range(warning_views.CLASSES)]
    assert shades == sorted(shades, reverse=True)
    assert all(a - b > 20 for a, b in pairwise(shades))
    assert warning_figures.colour(warning_views.NONE) not in warning_figures.COLOURS
    assert warning_views.SHORT == 3


def test_a_campus_without_a_catchment_is_never_short(results: Results) -> None:
    table = results.tables["admissions"].copy()
    table["own_children"] = table["own_children"].astype("Int64")
    year, stage = 2024, "primary"
    here = (table["school_year"] == year) & (table["stage"] == stage)
    gap = (table["own_children"] - table["seats"]).where(here).astype(float)
    worst = str(table.loc[gap.idxmax(), "campus_id"])
    before, after = (
        replace(results, tables={**results.tables, "admissions": changed})
        for changed in (table, table.assign(own_children=table["own_children"].where(
            table["campus_id"] != worst)))
    )  # fmt: skip

    def listed(run: Results, name: str) -> dict[str, tuple[object, ...]]:
        shown = next(one for one in live.tables(run) if one.id == name)
        return {
            getattr(row[2], "key", ""): row[3:] for row in shown.rows if row[:2] == (stage, year)
        }

    assert worst in listed(before, "warning")
    assert worst not in listed(after, "warning")
    row = dict(zip([one.name for one in next(
        one for one in live.tables(after) if one.id == "admissions"
    ).columns][1:], listed(after, "admissions")[worst], strict=True))  # fmt: skip
    assert [row[name] for name in ("own_children", "classes_needed", "seats_left")] == [None] * 3
    assert row["seats"] is not None
    warned = warning_views.entry_warning(after, stage)
    k, c = warned.years.index(year), warned.campus_ids.index(worst)
    assert warned.campus_class[k, c] == warning_views.NONE
