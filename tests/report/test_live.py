"""Do the tables of the page say what the tables of the run do?"""

from dataclasses import replace

from simulator.reporting import live
from simulator.results import Results


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
        mine = areas[(areas["school_year"] == year) & (areas["area_id"] == town)]
        mine = mine.set_index("stage")
        by_stage = [mine.loc[name] for name in ("primary", "junior")]
        assert numbers[:2] == [cells["shortfall"] for cells in by_stage]
        rest = [cells[name] for cells in by_stage for name in ("children", "places_open")]
        assert numbers[2:] == rest
        assert together == mine["shortfall"].sum()
    assert len(table.rows) == len(areas) / 2
    assert table.whole
    assert table.sort == (1, True)


def test_tables_open_with_the_worst_first(results: Results) -> None:
    areas = shown(results, "areas")
    assert areas.sort is not None
    assert areas.columns[areas.sort[0]]["en"] == "Shortfall by town"
    surplus = shown(results, "surplus")
    assert surplus.sort is not None
    assert surplus.columns[surplus.sort[0]]["en"] == "Free rooms"
    assert set(surplus.added) <= {k for k, number in enumerate(surplus.numeric) if number}


def test_beds_stand_for_the_stages_of_their_school(results: Results) -> None:
    campuses = results.tables["campuses"].copy()
    campuses.loc[campuses["campus_id"] == "j01", "beds"] = 300
    run = replace(results, tables={**results.tables, "campuses": campuses})
    assert {row[0] for row in shown(run, "beds").rows} == {"junior"}


def test_the_longest_journeys_are_the_longest(results: Results) -> None:
    rows = [r for r in shown(results, "journeys").rows if r[:2] == ("primary", 2026)]
    flows = results.tables["flows"].query("stage == 'primary' and school_year == 2026")
    longest = sorted(flows["distance_m"].tolist(), reverse=True)[: live.LONGEST]
    assert [row[-1] for row in rows] == longest


def test_words_are_sent_once(results: Results) -> None:
    table = shown(results, "admissions")
    sent = table.payload()
    for row, given in zip(table.rows, sent["rows"], strict=True):
        for k, column in enumerate(sent["columns"]):
            value = given[k + 2] if column["n"] else column["words"][given[k + 2]]
            assert value == row[k + 2]
