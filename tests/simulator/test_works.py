"""A mini district in which every kind of work is done, worked by hand from file to tables.

Rooms of primary pools, and places at 45 a room:

| school | 2023 | 2024 | 2025 | 2026 |
|---|---|---|---|---|
| old, rebuilt: 6 of 12 rooms go in March 2024, 18 come in August 2025 | 12 | 6 | 24 | 24 |
| point, withdrawn from July 2024, closed in September 2026 | 6 | 6 | 6 | 0 |
| new, received with the homes in June 2024 | – | 12 | 12 | 12 |
| minban, private until July 2025: no public places before | 0 | 0 | 6 | 6 |
| together | 18 | 24 | 48 | 42 |
| places | 810 | 1,080 | 2,160 | 1,890 |

Added: 18 + 12 + 6 rooms, 1,620 places; net 6 rooms that go and 6 of the point less, 1,080, which
is what the census of 2026 has more than that of 2023.
"""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from simulator import Results, load, run
from simulator.assembly import assemble
from simulator.engine import simulate_once
from simulator.luck import Luck
from simulator.reporting import programme_figures, programme_table
from simulator.reporting.catalogue import Lang
from simulator.tabulation import tabulate
from simulator.understanding import understood

HERE = Path(__file__).parent
COUNTY = HERE / "works.yaml"
PRIMARY = [810, 1080, 2160, 1890]


@pytest.fixture(scope="module")
def results() -> Results:
    return run(load(COUNTY))


def rows(results: Results, table: str, **where: object) -> pd.DataFrame:
    found = results.tables[table]
    for column, value in where.items():
        found = found[found[column] == value]
    return found


def test_the_tables_are_those_worked_by_hand(results: Results) -> None:
    assert rows(results, "years", stage="primary")["places"].tolist() == PRIMARY
    old = rows(results, "capacity", campus_id="old")
    # 4 rooms of the transition site and 2 leased ones, in 2024 alone.
    assert old["rooms_temporary"].tolist() == [0, 6, 0, 0]
    assert old["rooms_specialist"].tolist() == [3] * 4
    operators = rows(results, "campuses", campus_id="minban")["operator"].tolist()
    assert operators == ["private", "private", "public", "public"]
    inclusive = rows(results, "campuses", campus_id="kinder")["inclusive"].tolist()
    assert inclusive == [False, True, True, True]
    assert rows(results, "campuses", campus_id="point")["school_year"].tolist() == [
        2023, 2024, 2025,
    ]  # fmt: skip


def test_projects_are_listed_by_kind(results: Results) -> None:
    listed = results.tables["projects"].set_index("kind")
    columns = ["rooms", "rooms_out", "places", "first_september"]
    primary = listed[listed["stage"] == "primary"][columns]
    assert {kind: row.tolist() for kind, row in primary.iterrows()} == {
        "rebuild": [18, 6, 810, 2025],
        "receive": [12, 0, 540, 2024],
        "take_over": [6, 0, 270, 2025],
    }
    received = listed.loc["receive"]
    assert (received["estate_id"], received["months_after_handover"]) == ("homes", 0.0)
    assert received["children_before"] == 0
    assert received["accepted"] == "2024-06-30"


def test_gross_and_net_added_places(results: Results) -> None:
    achieved = {t["id"]: t["achieved"]["central"] for t in results.summary["targets"]}
    assert achieved == {"gross": 1620, "net": PRIMARY[-1] - PRIMARY[0]}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["接收配建", "拆除重建", "转公办"]),
        ("en", ["received from a developer", "rebuilding", "taken over"]),
    ],
)
def test_the_project_list_names_every_kind_and_adds_each_up(
    results: Results, lang: Lang, words: list[str]
) -> None:
    sums = programme_table.totals(results, lang)
    *listed, total = [*programme_table.cells(results, lang), *sums]
    assert [row[2] for row in listed[:3]] == words
    assert [row[0].split("（")[0].split(" (")[0] for row in listed[3:]] == words
    assert [row[5] for row in listed] == ["540", "810", "270"] * 2
    assert total[5] == "1,620"
    assert programme_figures.gantt(results, lang) is not None


def test_the_order_of_changes_does_not_matter(results: Results, tmp_path: Path) -> None:
    written = yaml.safe_load(COUNTY.read_text("utf-8").replace(" on:", " 'on':"))
    written["changes"] = written["changes"][::-1]
    (tmp_path / "works.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")
    built = assemble(load(tmp_path / "works.yaml"))
    again = tabulate(simulate_once(built.district, Luck(1)), built.geography)
    for name in ("capacity", "enrolment", "campuses", "flows", "projects", "events"):
        pd.testing.assert_frame_equal(again[name], results.tables[name])


@pytest.mark.parametrize(
    ("variant", "places"),
    [
        # Without projects: no rooms go or come; the point still closes.
        ("no-projects", [810, 810, 810, 540]),
        ("nobody-taken-over", [810, 1080, 1890, 1620]),
        ("nothing-withdrawn", [810, 1080, 2160, 2160]),
    ],
)
def test_a_variant_drops_a_kind(variant: str, places: list[int]) -> None:
    built = assemble(load(COUNTY, variant=variant))
    tables = tabulate(simulate_once(built.district, Luck(1)), built.geography)
    years = tables["years"]
    assert years[years["stage"] == "primary"]["places"].tolist() == places


def test_a_school_planned_after_the_homes_is_an_oddity() -> None:
    scenario = load(COUNTY, variant="late-school")
    (odd,) = [o for o in scenario.oddities if o.where == "changes/receive/accepted"]
    assert "同步交付" in odd.what.zh and "国办发〔2019〕3号" in odd.what.zh
    built = assemble(scenario)
    tables = tabulate(simulate_once(built.district, Luck(1)), built.geography)
    received = tables["projects"].set_index("project_id").loc["receive"]
    # 400 dwellings × 150 ÷ 1,000 = 60 primary children, half of them in September 2024.
    assert (received["months_after_handover"], received["children_before"]) == (12.2, 30)


def test_what_was_understood_names_what_is_no_project() -> None:
    said = understood(load(COUNTY), "zh")
    assert "此外：转公办 1 项，租用校舍 1 项，撤点并校 1 项，撤并 0 项，普惠认定 2 项" in said
