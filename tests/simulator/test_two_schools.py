"""Does the engine say every number of the district worked by hand in ``docs/hand-worked.md``?"""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.district import Dates, District, Project, Purchase, Regime
from simulator.vocabulary import GRADES, PURCHASED, STAGES
from simulator.year_sums import SCOPES
from tests.behaviour.expecting import Recorded, class_sizes, destinations, recorded
from tests.places import norms, place, rules

DOCUMENT = Path(__file__).parents[2] / "docs" / "hand-worked.md"
JUNIOR = STAGES.index("junior")
NUMBER = re.compile(r"-?\d+(\.\d+)?")

Table = list[dict[str, str]]
Tables = dict[str, dict[str, Table]]
"""Second heading → third heading → rows."""


def read_tables(text: str) -> Tables:
    """Read the tables under each heading of a page."""
    found: Tables = {}
    second, third, head = "", "", None
    for line in text.splitlines():
        if line.startswith("## "):
            second, head = line[3:].strip(), None
        elif line.startswith("### "):
            third, head = line[4:].strip(), None
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if head is None:
                head = cells
                found.setdefault(second, {})[third] = []
            elif not set(line) <= set("|-: "):
                found[second][third].append(dict(zip(head, cells, strict=True)))
        else:
            head = None
    return found


def district_of(tables: Tables) -> District:
    """Build the district from the page's place and opening year."""
    opening = tables["2022"]
    positions = {
        row["zone"]: (int(row["A"]), int(row["B"])) for row in tables["Place"]["Distances"]
    }
    sizes = {
        (row["school"], row["grade"]): [int(size) for size in row["sizes"].split()]
        for row in opening["Classes"]
    }
    district = place(
        zones=dict.fromkeys(positions, ("T", 0.0, 0.0)),
        campuses={"A": ("T", 0.0, 0.0), "B": ("T", 0.0, 0.0)},
        rooms={(row["school"], "junior"): int(row["rooms"]) for row in tables["Place"]["Rooms"]},
        people={
            (row["zone"], int(age)): int(number)
            for row in opening["Children by age"]
            for age, number in row.items()
            if age != "zone"
        },
        sizes=sizes,
        catchments={"junior": {"e": ["A"], "w": ["B"]}},
        years=(2022, 2026),
        stages=("junior",),
    )
    a, b = district.campus_ids.index("A"), district.campus_ids.index("B")
    pool = district.pool_ids.index
    metres = np.array([positions[zone] for zone in district.zone_ids], dtype=np.int32)
    return replace(
        district,
        distance_m=metres,
        projects=(
            _expansion("a-rooms", a, pool("A/junior"), 1, dt.date(2026, 7, 15)),
            _expansion("b-rooms", b, pool("B/junior"), 2, dt.date(2024, 8, 20)),
        ),
        purchases=(Purchase("bought", dt.date(2025, 3, 1), JUNIOR, 12),),
        regimes=(
            Regime(dt.date(1990, 1, 1), norms(), rules()),
            Regime(dt.date(2025, 9, 1), norms(), rules(clear=True)),
        ),
    )


def _expansion(name: str, campus: int, pool: int, rooms: int, accepted: dt.date) -> Project:
    dates = Dates(accepted=accepted)
    return Project(name, campus, False, ((pool, rooms),), dates, Dates())


def found_in(run: Recorded, year: int, heading: str, row: dict[str, str]) -> dict[str, str]:
    """Work out a row of the page from the run: every column that is a number."""
    district = run.district
    now = run.states[year]
    if heading == "Children by age":
        zone = district.zone_ids.index(row["zone"])
        return {age: str(now.people[zone, int(age)].sum()) for age in row if age != "zone"}
    if heading == "Year":
        assert now.census is not None
        value = now.census.rows["years"][row["measure"]][SCOPES.index("junior")]
        metres = row["measure"] == "mean_distance_m"
        return {"value": f"{value:.1f}" if metres else str(value)}
    if heading == "Placed in j1":
        return _placed(run, year, row["rung"])
    grade = GRADES.index(row["grade"])
    if heading == "Roll":
        there = destinations(run, now, row["zone"], row["grade"])
        return {name: str(there.get(name, 0)) for name in row if name not in ("zone", "grade")}
    campus = district.campus_ids.index(row["school"])
    if heading == "Classes":
        sizes = class_sizes(now, campus, grade)
        return {
            "pupils": str(now.roll.at_campuses()[campus, grade]),
            "classes": str(now.classes[campus, grade]),
            "sizes": " ".join(str(size) for size in sizes),
        }
    assert heading == "Offers", heading
    assert now.offers is not None
    return {
        "to the norm": str(now.offers.norm[campus, grade]),
        "to the tolerance": str(now.offers.tolerance[campus, grade]),
        "planned classes": str(now.offers.planned[campus, grade]),
    }


def _placed(run: Recorded, year: int, rung: str) -> dict[str, str]:
    """Count the entrants that one rung placed at each school."""
    log, j1 = run.logs[(year, "admit")], GRADES.index("j1")
    taken = np.zeros(run.district.n_campuses, dtype=np.int64)
    for part in log.rungs:
        if part.rung == rung:
            taken += part.taken[:, j1]
    sink = run.district.n_campuses + PURCHASED
    bought = int(log.moves.count[log.moves.target == sink].sum()) if rung == "purchased" else 0
    return {"A": str(taken[0]), "B": str(taken[1]), "purchased": str(bought)}


def compare(tables: Tables, run: Recorded) -> tuple[list[str], int]:
    """List what differs between page and run, and count the cells compared."""
    wrong, cells = [], 0
    for second, headings in tables.items():
        if second == "Place":
            continue
        for heading, rows in headings.items():
            for row in rows:
                found = found_in(run, int(second), heading, row)
                cells += len(found)
                for column, value in found.items():
                    shown = value.removesuffix(".0").replace("nan", "—")
                    if row[column].removesuffix(".0") != shown:
                        names = " ".join(v for k, v in row.items() if k not in found)
                        wrong.append(
                            f"{second} {heading}, {names}, {column}: the page says {row[column]}, "
                            f"the engine {value}"
                        )
    return wrong, cells


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables(DOCUMENT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def run(tables: Tables) -> Recorded:
    return recorded(district_of(tables))


def test_every_number_of_the_page(tables: Tables, run: Recorded) -> None:
    wrong, _ = compare(tables, run)
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_number_of_the_page_is_left_out(tables: Tables, run: Recorded) -> None:
    _, compared = compare(tables, run)
    numbers = sum(
        cell == "—" or NUMBER.fullmatch(cell.split()[0]) is not None
        for second, headings in tables.items()
        if second != "Place"
        for rows in headings.values()
        for row in rows
        for cell in row.values()
    )
    assert compared == numbers
    assert compared > 500


def test_a_year_has_a_row_for_every_zone_school_grade_and_rung(tables: Tables) -> None:
    grades = ("j1", "j2", "j3")
    for year in ("2022", "2023", "2024", "2025", "2026"):
        of_year = tables[year]
        roll = [(row["zone"], row["grade"]) for row in of_year["Roll"]]
        assert roll == [(zone, grade) for zone in "ew" for grade in grades]
        both = ("Classes",) if year == "2022" else ("Classes", "Offers")
        for heading in both:
            rows = [(row["school"], row["grade"]) for row in of_year[heading]]
            assert rows == [(school, grade) for school in "AB" for grade in grades]
        if year != "2022":
            ladder = [f"{rung.where}/{rung.fill}" for rung in rules().ladder]
            named = [row["rung"] for row in of_year["Placed in j1"]]
            assert named == [rung.replace("purchased/norm", "purchased") for rung in ladder]


def test_the_page_adds_up_by_itself(tables: Tables) -> None:
    """Children = roll over destinations; roll of a school = its classes: on paper, no engine."""
    for year in ("2022", "2023", "2024", "2025", "2026"):
        of_year = tables[year]
        for row in of_year["Roll"]:
            age = str(GRADES.index(row["grade"]) + 3)
            children = next(c for c in of_year["Children by age"] if c["zone"] == row["zone"])
            there = sum(int(row[name]) for name in row if name not in ("zone", "grade"))
            assert there == int(children[age]), (year, row)
        for row in of_year["Classes"]:
            rolled = sum(
                int(r[row["school"]]) for r in of_year["Roll"] if r["grade"] == row["grade"]
            )
            sizes = [int(size) for size in row["sizes"].split()]
            assert rolled == int(row["pupils"]) == sum(sizes), (year, row)
            assert len(sizes) == int(row["classes"]), (year, row)


@pytest.mark.full
def test_a_changed_number_is_noticed(run: Recorded) -> None:
    """Alter each number of the page in turn, the opening year apart, which makes the district."""
    text = DOCUMENT.read_text(encoding="utf-8")
    start = text.index("## 2023")
    altered = 0
    for match in re.finditer(r"(?<=\| )\d+(?=[ .])", text[start:]):
        line_start = text.rindex("\n", 0, start + match.start()) + 1
        if text[line_start:].startswith("| zone | 8"):
            continue
        here = start + match.start()
        changed = text[:here] + str(int(match.group()) + 1) + text[start + match.end() :]
        wrong, _ = compare(read_tables(changed), run)
        assert len(wrong) == 1, text[line_start : here + 10]
        altered += 1
    assert altered > 400
