"""Does every row of the page follow from the rows of the run that it names?"""

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulator import report
from simulator.figure_ids import (
    ROW_KEYS,
    SHOWN_KEYS,
    STAGE_LETTERS,
    cell_id,
    project_id,
    row_ids,
    written,
)
from simulator.indicators import RATE_PARTS
from simulator.reporting import (
    cohort_ledger,
    ledger_sheet,
    live,
    maps,
    programme_table,
    row_sources,
    rows,
    sheets,
    views,
)
from simulator.reporting.columns import RowColumn
from simulator.reporting.formulas import names, worked_out
from simulator.reporting.grounds import GROUNDS
from simulator.reporting.numerals import cell_day
from simulator.reporting.row_columns import ROWS
from simulator.results import Results
from simulator.tables import TABLES
from simulator.vocabulary import GRADES, STAGES
from tests.report.fixture import make_results
from tests.report.test_calculations import busy, jiedong  # noqa: F401

SCENARIOS = ["results", pytest.param("jiedong", marks=pytest.mark.full), "busy"]
SHEET_FUNCTIONS = {"MAX": max, "MIN": min, "ROUND": round, "INT": lambda x: math.floor(x + 1e-9),
                   "CEIL": lambda x: math.ceil(x - 1e-9)}  # fmt: skip


def whole(sent: dict[str, Any]) -> dict[str, Any]:
    """Give each row of a table its stage and year, as the script does."""
    runs = [[stage, year] for stage, year, count in sent["runs"] for _ in range(count)]
    rows_ = [[*run, *row] for run, row in zip(runs, sent["rows"], strict=True)]
    return {**sent, "rows": rows_}


class Sent:
    """What the page sends, as the script has it, and the tables of the run by the ids of rows."""

    def __init__(self, results: Results) -> None:
        named = row_sources.Named(results)
        given = json.loads(json.dumps(rows.payload(results, named), allow_nan=False))
        self.results, self.rows, self.named = results, given, named.sent()
        self.years = views.years(results)
        self.live = {
            table.id: whole(json.loads(json.dumps(table.payload(named))))
            for table in live.tables(results)
        }
        self.begins: dict[str, list[str]] = defaultdict(list)
        for id_ in row_ids("balance", results.tables["balance"]):
            self.begins[id_.rpartition("/")[0]].append(id_)
        self.by_id = {
            table: dict(zip(row_ids(table, frame), frame.to_dict("records"), strict=True))
            for table, frame in results.tables.items() if table in ROW_KEYS
        }  # fmt: skip

    def key_of(self, table: str, row: list[Any]) -> dict[str, Any]:
        """Return the key of a row of a table of the page, in words of the run."""
        key: dict[str, Any] = {"school_year": row[1]}
        if row[0] in ("compulsory", "all"):
            key["stage"] = row[0]
        elif row[0]:
            key |= {"stage": row[0], "grade": {"k": "k1", "p": "p1", "j": "j1", "s": "s1"}[
                "k" if row[0] == "preschool" else row[0][0]]}  # fmt: skip
        for k, column in enumerate(self.live[table]["columns"]):
            if "of" in column:
                key[f"{column['key']}_id"] = self.named[column["of"]]["id"][row[k + 2]]
            elif "codes" in column:
                name = {"project": "project_id"}.get(column["key"], column["key"])
                key[name] = column["codes"][row[k + 2]]
        if table == "money":
            key["year"] = row[1]
        return key

    def parts(self, column: RowColumn, key: Mapping[str, Any]) -> dict[str, float]:
        """Return id → value of the rows that a column adds up, from what the page sends."""
        assert column.parts is not None
        source = self.rows["sources"][column.parts.table]
        at = {name: k for k, name in enumerate((*source["by"], *source["fields"]))}
        campuses, zones = self.named["campuses"], self.named["zones"]
        areas, towns = self.named["areas"]["id"], self.named["towns"]
        found = {}
        for row in source["rows"]:
            own: dict[str, Any] = {"school_year": key["school_year"]}
            if "stage" in at:
                own["stage"] = STAGES[row[at["stage"]]]
            if "paid" in at:
                own |= {"project_id": row[at["project"]], "source": row[at["source"]],
                        "year": row[at["paid"]]}  # fmt: skip
            if "campus" in at:
                own["campus_id"] = campuses["id"][row[at["campus"]]]
                own["area_id"] = areas[campuses["area"][row[at["campus"]]]]
            if "zone" in at:
                own["zone_id"] = zones["id"][row[at["zone"]]]
                own["town"] = towns[zones["town"][row[at["zone"]]]]
            if "grade" in at:
                own["grade"] = GRADES[row[at["grade"]]]
            if "pool" in at:
                own["pool"] = row[at["pool"]]
            wanted = {
                {"campus": "campus_id", "area": "area_id", "project": "project_id",
                 "paid": "year"}.get(by, by)
                for by in column.parts.by
            }  # fmt: skip
            if "paid_so_far" in wanted and own["year"] > key["year"]:
                continue
            wanted -= {"paid_so_far"}
            theirs = {**key, "town": key.get("area_id")}
            series = row[at[column.parts.field]] if len(row) > at[column.parts.field] else 0
            value = series[self.years.index(key["school_year"])] if isinstance(series, list) else (
                series)  # fmt: skip
            if value and all(own[name] == theirs[name] for name in wanted):
                found[written(ROW_KEYS[column.parts.table], own)] = value
        return found


@pytest.fixture(scope="module", params=SCENARIOS)
def sent(request: pytest.FixtureRequest) -> Sent:
    return Sent(request.getfixturevalue(request.param))


def test_the_parts_of_every_row_are_rows_of_the_run_and_give_the_figure(sent: Sent) -> None:
    checked = 0
    for table, given in sent.live.items():
        at = {column["id"]: k + 2 for k, column in enumerate(given["columns"]) if column["n"]}
        for row in given["rows"]:
            key = sent.key_of(table, row)
            for column in ROWS[table]:
                if column.parts is None or column.name not in at or row[at[column.name]] is None:
                    continue
                parts = sent.parts(column, key)
                assert sum(parts.values()) == row[at[column.name]], (table, column.name, row)
                for id_, value in parts.items():
                    assert value == in_the_tables(sent, column, id_), (table, column.name, id_)
                checked += 1
    assert checked > 10


def in_the_tables(sent: Sent, column: RowColumn, id_: str) -> float:
    """Return the number that stands in the run's table under an id, residences added up."""
    assert column.parts is not None
    held = sent.by_id[column.parts.table]
    mine = [id_] if id_ in held else sent.begins[id_]
    assert mine, id_
    return sum(float(held[one][column.parts.field]) for one in mine)


def test_a_figure_stands_in_the_table_under_the_id_of_its_row(sent: Sent) -> None:
    checked = 0
    for table, given in sent.live.items():
        for row in given["rows"]:
            key = sent.key_of(table, row)
            for k, column in enumerate(given["columns"]):
                known = next((c for c in ROWS[table] if c.name == column.get("id")), None)
                if known is None or known.own is None:
                    continue
                own, field = known.own
                id_ = written(ROW_KEYS[own], key)
                if table == "warning" and id_ not in sent.by_id[own]:
                    assert row[k + 2] == 0, "it admits nobody yet"
                    continue
                held = sent.by_id[own][id_][field]
                if pd.isna(held):
                    assert row[k + 2] is None, (table, field, id_)
                    continue
                digits = 9 if known.digits is None else known.digits
                assert round(float(held), digits) == pytest.approx(row[k + 2], abs=1e-9), (
                    table, field, id_)  # fmt: skip
                checked += 1
    assert checked > 10


def test_formulas_give_what_is_printed(sent: Sent) -> None:
    norms = row_sources.norms(sent.results)
    entries = {
        (row[0], row[1], row[2]): row for row in sent.live.get("admissions", {"rows": []})["rows"]
    }
    checked: dict[str, int] = defaultdict(int)
    for table, given in sent.live.items():
        at = {column["id"]: k + 2 for k, column in enumerate(given["columns"]) if column["n"]}
        for n, row in enumerate(given["rows"]):
            values = live.norms_of(norms, row[0], row[1])
            values |= {name: row[k] for name, k in at.items()}
            for column in ROWS[table]:
                if not column.formula or column.name not in at:
                    continue
                printed = row[at[column.name]]
                if column.ahead:
                    later = entries.get((row[0], row[1] + column.ahead, row[2]))
                    if printed is None:
                        assert row[1] + column.ahead > sent.years[-1]
                        continue
                    where = {c.get("id"): k + 2 for k, c in enumerate(
                        sent.live["admissions"]["columns"])}  # fmt: skip
                    values |= {
                        name: later[where[name]] if later else 0
                        for name in ("seats", "own_children")
                    }
                if printed is None or any(values[name] is None for name in names(column.formula)):
                    assert printed is None or column.own, (table, column.name, row)
                    continue
                rest = given["columns"][at[column.name] - 2].get("rest", {}).get(str(n), 0)
                found = eval(column.formula, {"__builtins__": {}}, SHEET_FUNCTIONS | values)
                assert found + rest == pytest.approx(printed, abs=1e-9), (table, column.name, row)
                assert not rest or table in ("admissions", "land", "land_account"), (table, rest)
                checked[table] += 1
    assert set(checked) >= {"areas", "admissions"} & set(sent.live)
    assert all(checked.values())


def test_every_rate_has_its_two_numbers(sent: Sent) -> None:
    (columns, rows_) = (sent.live["rates"][name] for name in ("columns", "rows"))
    at = {column["id"]: k + 2 for k, column in enumerate(columns) if column["n"]}
    checked = 0
    for row in rows_:
        for rate, (part, whole) in RATE_PARTS.items():
            if rate in at and row[at[rate]] is not None:
                assert row[at[rate]] == row[at[part]] / row[at[whole]]
                checked += 1
    assert checked > 10
    assert {column["id"] for column in columns if column.get("hid")} <= {
        name for parts in RATE_PARTS.values() for name in parts
    }


def _known(row: dict[str, Any], then: Callable[[int], int]) -> int | None:
    """Work with the children of the own catchment, where the school has one."""
    return None if row["own_children"] is None else then(row["own_children"])


BY_HAND: dict[tuple[str, str], Any] = {
    ("areas", "shortfall"): lambda r: max(r["needing"] - r["places_open"], 0),
    ("areas", "spare"): lambda r: max(r["places_open"] - r["needing"], 0),
    ("admissions", "classes_needed"): lambda r: _known(r, lambda own: -(-own // r["norm"])),
    ("admissions", "seats_left"): lambda r: _known(r, lambda own: r["seats"] - own),
    ("warning", "seats_left"): lambda r: r["seats"] - r["own_children"],
    ("surplus", "surplus"): lambda r: max(math.floor(r["places"] * 0.95 + 1e-9) - r["pupils"], 0),
    ("surplus", "free_rooms"): lambda r: max(r["rooms"] - r["classes"], 0),
}


def test_what_is_worked_out_is_what_a_hand_works_out(sent: Sent) -> None:
    for table, given in sent.live.items():
        at = {column["id"]: k + 2 for k, column in enumerate(given["columns"]) if column["n"]}
        for row in given["rows"]:
            values = {name: row[k] for name, k in at.items()}
            # Entry grade of a kindergarten: 25; other stages as the norms of the district.
            values["norm"] = 25 if row[0] == "preschool" else views.DEFAULT_SIZES.get(row[0])
            for (of, name), by_hand in BY_HAND.items():
                assert of != table or values[name] == by_hand(values), (table, name, row)
    worked_out_here = {
        (kind, column.name)
        for kind in sent.live for column in ROWS[kind]
        if column.formula and not column.own and not column.ahead
    }  # fmt: skip
    assert worked_out_here <= set(BY_HAND)


def test_cells_of_strips_and_ledger_are_the_classes_sent(sent: Sent) -> None:
    results = sent.results
    source = sent.rows["sources"]["class_sizes"]
    for stage, bins in sent.rows["bins"].items():
        view = views.class_sizes(results, stage)
        assert view is not None
        for (low, high), counts in zip(bins, view.counts, strict=True):
            for y, count in enumerate(counts):
                assert count == sum(
                    (series[y] if isinstance(series, list) else series) or 0
                    for of, size, series in source["rows"]
                    if STAGES[of] == stage and low <= size <= (high or size)
                )
    cells = {
        (campus, grade, year): (sizes, cleared, blocked)
        for campus, grade, year, sizes, cleared, blocked in sent.rows["sources"]["classes_ledger"]
    }
    by_key: dict[tuple[int, int, int], list[dict[Any, Any]]] = defaultdict(list)
    for row in results.tables["classes_ledger"].sort_values("class_no").to_dict("records"):
        place = sent.named["campuses"]["id"].index(row["campus_id"])
        by_key[place, GRADES.index(row["grade"]), sent.years.index(row["school_year"])].append(row)
    assert set(cells) == set(by_key)
    for key, listed in by_key.items():
        sizes, cleared, blocked = cells[key]
        assert [row["class_no"] for row in listed] == list(range(1, len(listed) + 1))
        assert sizes == [row["pupils"] for row in listed]
        given = cleared if isinstance(cleared, list) else [cleared] * len(listed)
        assert given == [None if pd.isna(r["cleared_in"]) else r["cleared_in"] for r in listed]
        words = blocked if isinstance(blocked, list) else [blocked] * len(listed)
        assert words == [row["blocked_by"] for row in listed]


def test_the_ledger_and_the_strips_name_their_cells(results: Results) -> None:
    found = ledger_sheet.ledger(results)
    assert found is not None
    first, row = found["table"].rows[0], cohort_ledger.ledger(results)[0]
    assert first[0].id == f"LC-{STAGE_LETTERS[row.stage]}-{row.entered}-{row.campus_id}"
    year = next(k for k, count in enumerate(row.counts) if count)
    assert first[2 + year].id == f"L-{2022 + year}-{row.grades[year]}-{row.campus_id}"
    view = views.class_sizes(results, "primary")
    assert view is not None
    strip = sheets.class_sizes(view, "primary")
    assert [cell.id for cell in (line[3] for line in strip.rows)] == [  # type: ignore[union-attr]
        f"S-2024-pri-{size}" for size in ("0–45", "46–50", "51–55", "56–65", "66+")
    ]


def test_projects_are_those_of_the_list(sent: Sent) -> None:
    listed = (
        *programme_table.cells(sent.results, "zh"),
        *(row for row, id_ in zip(
            programme_table.totals(sent.results, "zh"), programme_table.total_ids(sent.results),
            strict=True,
        ) if id_ and sent.rows["projects"]),
    )  # fmt: skip
    given = sent.rows["projects"]
    assert len(given) == len(listed)
    places = [k for k, column in enumerate(ROWS["projects"]) if column.shown]
    for row, printed in zip(given, listed, strict=True):
        shown = [row[2 + k] for k in places]
        whole = [
            "—"
            if value is None
            else cell_day(value, "zh")
            if isinstance(value, str) and "-" in value
            else value
            if isinstance(value, str)
            else f"{value:,.0f}"
            for value in shown
        ]
        if row[0] and not row[0].startswith("kind:"):
            assert [row[0], *whole] == [printed[-1], *printed[4:-1]]
        else:
            assert [w for w in whole if w != "—"] == [p for p in printed[4:] if p not in ("", "—")]
        for k, column in enumerate(ROWS["projects"]):
            if column.parts is not None:
                parts = [
                    one[3 + sent.rows["sources"]["projects"]["fields"].index(column.parts.field)]
                    for one in sent.rows["sources"]["projects"]["rows"]
                    if row[0] in ("", one[0], f"kind:{one[1]}")
                ]
                assert sum(parts) == (row[2 + k] or 0)


def test_own_campuses_are_sent_for_each_year_they_are_so(sent: Sent) -> None:
    found = set()
    for zone, campus, stage, first, last in sent.rows["sources"]["catchments"]:
        key = sent.named["zones"]["id"][zone], sent.named["campuses"]["id"][campus]
        found |= {(sent.years[y], STAGES[stage], *key) for y in range(first, last + 1)}
    table = sent.results.tables["catchments"]
    columns = ("school_year", "stage", "zone_id", "campus_id")
    assert found == set(zip(*(table[name] for name in columns), strict=True))


def test_ids_name_one_row_each(sent: Sent) -> None:
    for table, held in sent.by_id.items():
        assert len(held) == len(sent.results.tables[table]), table
    letters = [keys[0] for keys in (*ROW_KEYS.values(), *SHOWN_KEYS.values())]
    assert len(set(letters)) == len(letters)
    assert not set(letters) & {"R", "T"}


@pytest.mark.parametrize(
    ("table", "row", "id_"),
    [
        ("areas", {"school_year": 2025, "area_kind": "town", "area_id": "曲溪街道",
                   "stage": "primary"}, "B-2025-pri-曲溪街道"),
        ("areas", {"school_year": 2025, "area_kind": "cluster", "area_id": "曲溪街道",
                   "stage": "primary"}, "B-2025-pri-cluster:曲溪街道"),
        ("admissions", {"school_year": 2025, "grade": "p1", "campus_id": "quxi-01"},
         "A-2025-p1-quxi-01"),
        ("flows", {"school_year": 2025, "stage": "junior", "zone_id": "z-1", "campus_id": "j-2"},
         "F-2025-jun-z-1/j-2"),
        ("classes_ledger", {"school_year": 2025, "grade": "p3", "campus_id": "a", "class_no": 2},
         "L-2025-p3-a/2"),
        ("balance", {"school_year": 2025, "stage": "primary", "zone_id": "z", "residence":
                     "migrant"}, "Z-2025-pri-z/migrant"),
        ("projects", {"project_id": "quxi-nine", "stage": "junior"}, "G-quxi-nine/jun"),
        ("class_sizes", {"school_year": 2025, "stage": "primary", "size": 56}, "S-2025-pri-56"),
    ],
)  # fmt: skip
def test_how_an_id_is_formed(table: str, row: dict[str, Any], id_: str) -> None:
    assert row_ids(table, pd.DataFrame([row])) == [id_]


def test_what_is_added_up_is_named_by_fewer_keys() -> None:
    assert cell_id("classes_ledger", grade="p3", campus_id="a") == "L-p3-a"
    assert project_id("quxi-nine") == "G-quxi-nine"
    assert project_id(None) == "G"


def test_the_documentation_has_every_letter() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "files.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z]+)` \| (.*) \| (.*) \|$", text, re.MULTILINE)
    known = [(keys[0], name, ", ".join(keys[1:])) for name, keys in ROW_KEYS.items()]
    assert sorted(known) == sorted(rows[: len(ROW_KEYS)])
    shown = [(keys[0], ", ".join(keys[1:])) for keys in SHOWN_KEYS.values()]
    assert shown == [(letter, keys) for letter, _, keys in rows[len(ROW_KEYS) :]]


def test_every_column_names_what_it_rests_on() -> None:
    for kind, columns in ROWS.items():
        assert len({column.name for column in columns}) == len(columns)
        for column in columns:
            if not column.says:
                continue
            assert column.measure in GROUNDS, (kind, column.name)
            from_rows = column.own or column.parts or column.formula or column.adds
            assert from_rows or column.name == "days_late"
            read = [column.own] if column.own else []
            read += [(column.parts.table, column.parts.field)] if column.parts else []
            for table, field in read:
                assert field in {one.name for one in TABLES[table]}
    assert names("MAX(INT(a * (1 - b_c)) - d, 0) + a") == ("a", "b_c", "d")


@pytest.mark.parametrize(
    ("formula", "values", "result"),
    [("CEIL(a / b)", {"a": 91, "b": 45}, 3), ("CEIL(a / b)", {"a": 90, "b": 45}, 2),
     ("MAX(a - b, 0)", {"a": 3, "b": 5}, 0), ("INT(a * (1 - b))", {"a": 2000, "b": 0.1}, 1800),
     ("INT(a * b)", {"a": 45, "b": 0.8}, 36), ("a / b", {"a": 1, "b": 4}, 0.25),
     ("MIN(a, b) + 1", {"a": 3, "b": 5}, 4), ("ROUND(a / 10000)", {"a": 54_000_000}, 5400),
     ("a - b", {"a": 3, "b": None}, None)],
)  # fmt: skip
def test_formulas(formula: str, values: dict[str, float | None], result: float | None) -> None:
    assert worked_out(formula, values) == result


def test_a_formula_is_no_program() -> None:
    with pytest.raises(ValueError, match="Call"):
        worked_out("a.b()", {"a": 1, "b": 2})
    with pytest.raises(KeyError):
        worked_out("a + b", {"a": 1})


def test_a_cluster_is_an_area_of_its_own(results: Results) -> None:
    schools = results.tables["schools"].copy()
    town = schools["town_id"].iloc[0]
    schools["cluster_id"] = schools["cluster_id"].astype(object)
    schools.loc[schools.index[0], "cluster_id"] = town  # named like a town
    areas = results.tables["areas"]
    row = areas[areas["area_kind"] == "town"].iloc[[0]].assign(area_kind="cluster", area_id=town)
    changed = Sent(replace(results, tables={
        **results.tables, "schools": schools, "areas": pd.concat([areas, row])}))  # fmt: skip
    ids = changed.named["areas"]["id"]
    assert {town, f"cluster:{town}"} <= set(ids)
    assert changed.named["areas"]["name"][ids.index(f"cluster:{town}")] == town
    campus = schools["campus_id"].iloc[0]
    place = changed.named["campuses"]["id"].index(campus)
    assert ids[changed.named["campuses"]["area"][place]] == f"cluster:{town}"
    (mine,) = [r for r in changed.live["areas"]["rows"] if ids[r[2]] == f"cluster:{town}"]
    assert mine[4] is None  # nobody lives in a cluster


@pytest.mark.full
def test_a_thousand_zones_fit_the_page() -> None:
    page = report.page(make_results(n_zones=1_000))
    assert len(page.encode()) < 6_000_000


@pytest.mark.full
def test_the_page_sends_no_row_twice(results: Results) -> None:
    page = report.page(results)
    data = json.loads(re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)[0])
    district = maps.district_map(results)
    assert district is not None
    zones = data["named"]["zones"]
    assert [zones["id"][z] for z in data["map"]["zones"]["of"]] == list(district.zone_ids)
    assert "name" not in data["map"]["zones"]
    assert "children" not in data["map"]["warning"]["by"]["primary"]
