"""Do the tables of the page say what the tables of the run do?"""

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
        _, _, _, _, _, own, _, seats, left, *_ = row
        assert left == seats - own


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
