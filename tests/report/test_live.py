"""Do the tables of the page say what the tables of the run do?"""

import math
from dataclasses import replace

import pytest

from simulator.reporting import live, row_sources
from simulator.reporting.catalogue import say
from simulator.results import Results
from simulator.tables import TABLES


def shown(results: Results, name: str) -> live.LiveTable:
    return next(table for table in live.tables(results) if table.id == name)


def test_the_balance_has_every_town_once(results: Results) -> None:
    areas = results.tables["areas"].query("area_kind != 'catchment'")
    rows = shown(results, "areas").rows
    assert len(rows) == len({row[:3] for row in rows}) == len(areas)
    assert sum(int(row[8]) for row in rows) == areas["shortfall"].sum()
    for _, _, _, _, _, needing, _, places, shortfall, spare in rows:
        assert int(places) - int(needing) == int(spare) - int(shortfall)


def test_seats_left_are_seats_less_own_children(results: Results) -> None:
    for row in shown(results, "admissions").rows:
        _, _, _, _, _, own, needed, possible, seats, left, *_ = row
        assert left == seats - own
        norm = seats // possible
        assert (needed - 1) * norm < own <= needed * norm


def test_the_town_table_has_every_stage_of_a_town_in_one_row(results: Results) -> None:
    table = live.town_table(results)
    assert table is not None
    areas = results.tables["areas"].query("area_kind == 'town'")
    for row in table.rows:
        stage, year, town, together, *numbers = row
        assert stage == ""
        mine = areas[(areas["school_year"] == year) & (areas["area_id"] == town.key)]
        mine = mine.set_index("stage")
        by_stage = [mine.loc[name] for name in ("primary", "junior")]
        assert numbers[:2] == [cells["shortfall"] for cells in by_stage]
        rest = [cells[name] for cells in by_stage for name in ("children", "places_open")]
        assert numbers[2:] == rest
        assert together == mine["shortfall"].sum()
    assert len(table.rows) == len(areas) / 2
    assert table.paper == len(table.rows)
    assert table.payload(row_sources.Named(results))["of"] == "areas"
    assert table.sort == (1, True)


@pytest.mark.full
def test_tables_open_with_the_worst_first(results: Results) -> None:
    areas = shown(results, "areas")
    assert areas.sort is not None
    assert areas.columns[areas.sort[0]].name == "shortfall"
    surplus = shown(results, "surplus")
    assert surplus.sort is not None
    assert surplus.columns[surplus.sort[0]].name == "free_rooms"
    for table in live.tables(results):
        assert all(table.columns[k].says for k in table.added)


def test_the_longest_journeys_are_the_longest(results: Results) -> None:
    rows = [r for r in shown(results, "journeys").rows if r[:2] == ("primary", 2026)]
    flows = results.tables["flows"].query("stage == 'primary' and school_year == 2026")
    longest = sorted(flows["distance_m"].tolist(), reverse=True)[: live.LONGEST]
    assert [row[-1] for row in rows] == longest


def test_words_and_names_are_sent_once(results: Results) -> None:
    named = row_sources.Named(results)
    lists = named.sent()
    for table in live.tables(results):
        sent = table.payload(named)
        runs = [(stage, year) for stage, year, count in sent["runs"] for _ in range(count)]
        assert runs == [row[:2] for row in table.rows]
        for row, given in zip(table.rows, sent["rows"], strict=True):
            for k, column in enumerate(sent["columns"]):
                cell, value = row[k + 2], given[k]
                if isinstance(cell, live.Name):
                    assert lists[column["of"]]["id"][value] == cell.key
                elif column["n"]:
                    assert value == cell
                elif isinstance(cell, live.Coded):
                    assert column["words"][value] == cell.words
                    assert column["codes"][value] == cell.code
                else:
                    assert column["words"][value] == cell


def test_seats_that_are_not_classes_by_norm_say_what_is_left(results: Results) -> None:
    admissions = results.tables["admissions"].copy()
    seats = int(admissions["seats"].iloc[3])
    admissions.loc[admissions.index[3], "seats"] = seats - 7
    changed = replace(results, tables={**results.tables, "admissions": admissions})
    table = shown(changed, "admissions")
    assert table.rests == {"seats": {3: -7}}
    assert table.rows[3][8] == seats - 7
    assert shown(results, "admissions").rests == {}


def test_the_margin_is_that_of_the_year(results: Results) -> None:
    change = {"id": "m", "on": "2025-09-01", "policy": {"operating_margin": 0.2}}
    manifest = {"scenario": {"changes": [change]}}
    for row in shown(replace(results, manifest=manifest), "surplus").rows:
        pupils, places, surplus = (int(str(n)) for n in row[5:8])
        kept = 0.2 if int(str(row[1])) >= 2025 else 0.05
        assert surplus == max(math.floor(places * (1 - kept) + 1e-9) - pupils, 0)


@pytest.mark.full
def test_accounts_of_the_page_are_those_of_the_tables(results: Results) -> None:
    tables = results.tables
    posts = shown(results, "staff").rows
    assert len(posts) == len(tables["staff"])
    for year, stage in {(row[1], row[0]) for row in posts}:
        here = [row for row in posts if row[:2] == (stage, year)]
        due = tables["years"].set_index(["school_year", "stage"]).loc[(year, stage)]
        assert sum(row[7] for row in here) == due["staff_posts_needed"]
        assert all(row[7] - row[8] == row[9] for row in here)
    land = shown(results, "land").rows
    assert len(land) == len(tables["land"])
    unknown = [row for row in land if row[6] is None]
    assert len(unknown) == tables["land"]["site_area_m2"].isna().sum() > 0
    assert all(row[8] is None and row[10] is None for row in unknown)
    assert sum(row[10] or 0 for row in land) == round(tables["land"]["short_m2"].sum())
    district = live.Name("areas", "district")
    whole = [row for row in shown(results, "land_account").rows if row[2] == district]
    assert [row[6] for row in whole] == tables["land_account"].query("area_kind == 'district'")[
        "closing_m2"
    ].tolist()  # fmt: skip
    money = shown(results, "money").rows
    assert sum(row[5] for row in money) == tables["money"]["yuan"].sum()
    for project, source in {(row[2], row[4]) for row in money}:
        mine = [row for row in money if (row[2], row[4]) == (project, source)]
        assert mine[-1][6] == mine[-1][7] == sum(row[5] for row in mine)
    beds = shown(results, "beds").rows
    assert sum(row[6] for row in beds) == tables["beds"]["short"].sum()
    unequal = shown(results, "differences").rows
    assert len(unequal) == tables["differences"]["coefficient"].notna().sum()
    assert {row[8][1] for row in unequal} == {"within", "beyond"}


def test_one_table_alone_says_how_many_beds_are_short(results: Results) -> None:
    """Whoever lives far and whoever is reported as a boarder are two counts of pupils."""
    made = {table.id: table for table in live.tables(results)}
    for lang, word in (("zh", "缺床位"), ("en", "short")):
        heads = [
            say(column.head, lang) for name in ("boarding", "beds") for column in made[name].columns
        ]
        assert [word in head for head in heads].count(True) == 1
    named = {column.name: say(column.head, "zh") for name in ("boarding", "beds")
             for column in made[name].columns}  # fmt: skip
    assert named["beds_short"] == "缺床位（张）"
    assert named["may_board"] == "按距离需要寄宿（人）"
    assert named["beds_needed"] == "申报寄宿生（人）"
    assert "按距离" in made["boarding"].title["zh"]
    assert "按申报寄宿生" in made["beds"].title["zh"]
    fields = {one.name: one.zh for name in ("boarding", "beds") for one in TABLES[name]}
    assert [name for name, heading in fields.items() if "缺床位" in heading] == ["short"]
    # the most short stands first, not the school with most beds to spare
    assert made["beds"].sort == ([c.name for c in made["beds"].columns].index("beds_short"), True)


def test_nothing_known_shows_no_table_and_no_column(results: Results) -> None:
    tables = dict(results.tables)
    for name, columns in (
        ("land", ["site_area_m2", "known_area_m2"]),
        ("land_account", ["closing_m2"]),
        ("differences", ["coefficient"]),
        ("staff", ["staff_present", "gap"]),
    ):
        tables[name] = tables[name].assign(**dict.fromkeys(columns))
        for column in columns:
            tables[name][column] = tables[name][column].astype("Float64")
    tables["money"], tables["beds"] = tables["money"].head(0), tables["beds"].head(0)
    there = {table.id: table for table in live.tables(replace(results, tables=tables))}
    assert {"land", "land_account", "money", "beds", "differences"}.isdisjoint(there)
    assert len(there["staff"].columns) == 6
    assert all(len(row) == 8 for row in there["staff"].rows)
