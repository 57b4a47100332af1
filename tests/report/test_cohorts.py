"""Does the triangle show every child once, and follow the largest cohort?"""

from dataclasses import replace

import pandas as pd
import pytest

from simulator.reporting import cohort_figures, cohort_views
from simulator.reporting.catalogue import LANGS, Lang, say
from simulator.results import Results
from simulator.vocabulary import GRADES


def _with(results: Results, cells: dict[tuple[int, int], int]) -> Results:
    rows = [
        {"school_year": year, "age": age, "grade": "", "children": n, "pupils_public": 0}
        for (year, age), n in cells.items()
    ]
    return replace(results, tables={**results.tables, "cohorts": pd.DataFrame(rows)})


def test_a_cohort_moves_one_up_and_one_right(results: Results) -> None:
    # born September 2017 to August 2018: six on 31 August 2024
    cells = {(2024, 6): 50, (2025, 7): 51, (2024, 7): 40, (2025, 6): 45}
    view = cohort_views.triangle(_with(results, cells))
    assert view is not None
    assert view.largest == cohort_views.Cohort(2017, 51, 2024, 2030)
    assert view.cells(2017)[:3] == ((4, 2022), (5, 2023), (6, 2024))
    assert view.children[6][view.years.index(2024)] == 50
    assert view.children[0][0] is None
    said = cohort_figures.sentence(_with(results, cells), "zh")
    assert "2017 年 9 月—2018 年 8 月出生的一批最大" in said
    assert "2024 学年入小学，2030 学年入初中" in said


def test_the_largest_to_come_has_yet_to_enter_primary(results: Results) -> None:
    cells = {(2022, 9): 90, (2022, 6): 80, (2022, 5): 60, (2022, 2): 70, (2031, 0): 75}
    view = cohort_views.triangle(_with(results, cells))
    assert view is not None
    assert view.largest is not None
    assert view.largest.born == 2012
    # the six-year-olds enter in the first year, and those born last not within the years
    assert view.largest_to_come == cohort_views.Cohort(2019, 70, 2026, 2032)


def test_the_triangle_shows_the_table(results: Results) -> None:
    view = cohort_views.triangle(results)
    assert view is not None
    assert view.grades == ("", "", "", *GRADES[:12])
    table = results.tables["cohorts"].set_index(["age", "school_year"])["children"]
    for age in view.ages:
        assert view.children[age] == tuple(int(table[age, year]) for year in view.years)
    none = results.tables["cohorts"].iloc[:0]
    empty = replace(results, tables={**results.tables, "cohorts": none})
    assert cohort_views.triangle(empty) is None
    assert cohort_figures.triangle(empty, "zh") is None
    assert cohort_figures.sentence(empty, "en") == say("cohort.empty", "en")


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_every_cell_says_its_children(results: Results, lang: Lang, narrow: bool) -> None:
    figure = cohort_figures.triangle(results, lang, narrow=narrow)
    view = cohort_views.triangle(results)
    assert figure is not None
    assert view is not None
    (cells,) = figure.data
    assert [tuple(row) for row in cells.z] == list(view.children)
    for row, counts in zip(cells.customdata, view.children, strict=True):
        for hover, count in zip(row, counts, strict=True):
            assert f"{count:,}" in hover
    assert (cells.text is None) == narrow  # no room for five figures on a telephone
    assert figure.layout.xaxis.title.text == say("demand.x", lang)
    unit = next(note.text for note in figure.layout.annotations if note.name == "unit")
    assert ("人" if lang == "zh" else "ue grade") in unit
    outlined = [shape for shape in figure.layout.shapes if shape.name == "largest"]
    assert view.largest is not None
    assert [(s.x0 + 0.5, s.y0 + 0.5) for s in outlined] == [
        (year, age) for age, year in view.cells(view.largest.born)
    ]


def test_few_children_are_printed_on_a_telephone_too(results: Results) -> None:
    figure = cohort_figures.triangle(_with(results, {(2022, 3): 7}), "zh", narrow=True)
    assert figure is not None
    assert figure.data[0].text[3][0] == "7"
    assert figure.data[0].zmin == 0
