"""Do the tables of the page say what the tables of the run do?"""

import math
from dataclasses import replace

from simulator.reporting import live, row_sources
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
        _, _, _, _, _, own, _, seats, left, *_ = row
        assert left == seats - own


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
        for row, given in zip(table.rows, sent["rows"], strict=True):
            for k, column in enumerate(sent["columns"]):
                cell, value = row[k + 2], given[k + 2]
                if isinstance(cell, live.Name):
                    assert lists[column["of"]]["id"][value] == cell.key
                elif column["n"]:
                    assert value == cell
                else:
                    assert column["words"][value] == cell


def test_seats_that_are_not_classes_by_norm_say_what_is_left(results: Results) -> None:
    admissions = results.tables["admissions"].copy()
    seats = int(admissions["seats"].iloc[3])
    admissions.loc[admissions.index[3], "seats"] = seats - 7
    changed = replace(results, tables={**results.tables, "admissions": admissions})
    table = shown(changed, "admissions")
    assert table.rests == {"seats": {3: -7}}
    assert table.rows[3][7] == seats - 7
    assert shown(results, "admissions").rests == {}


def test_the_margin_is_that_of_the_year(results: Results) -> None:
    change = {"id": "m", "on": "2025-09-01", "policy": {"operating_margin": 0.2}}
    manifest = {"scenario": {"changes": [change]}}
    for row in shown(replace(results, manifest=manifest), "surplus").rows:
        pupils, places, surplus = (int(str(n)) for n in row[5:8])
        kept = 0.2 if int(str(row[1])) >= 2025 else 0.05
        assert surplus == max(math.floor(places * (1 - kept) + 1e-9) - pupils, 0)
