"""Do the steps of every waterfall add up to the figures printed for its stage and year?"""

from dataclasses import replace

import pandas as pd
import pytest

from simulator.reporting import views, waterfall_figures, waterfall_views
from simulator.reporting.catalogue import LANGS, Lang, say
from simulator.results import Results
from simulator.vocabulary import OUTSIDE


def _with(results: Results, **tables: pd.DataFrame) -> Results:
    return replace(results, tables={**results.tables, **tables})


def _by_hand(results: Results, pupils: int = 87, places_open: int = 60) -> Results:
    balance = pd.DataFrame(
        [
            (2022, "z1", "primary", 70, 50, 6, 3, 5, 4, 2),
            (2022, "z2", "primary", 30, 30, 0, 0, 0, 0, 0),
            (2022, OUTSIDE, "primary", 0, 7, 0, 0, 0, 0, 0),
        ],
        columns=["school_year", "zone_id", "stage", "children", "pupils_public", "pupils_private",
                 "purchased", "elsewhere", "not_enrolled", "unplaced"],
    )  # fmt: skip
    years = results.tables["years"].query("stage == 'primary' and school_year == 2022").copy()
    years["pupils"], years["places"], years["places_open"] = pupils, 80, places_open
    return _with(results, balance=balance, years=years)


def test_steps_by_hand(results: Results) -> None:
    view = waterfall_views.waterfall(_by_hand(results), "primary", 2022)
    assert {step.name: step.amount for step in view.steps} == {
        "children": 100, "elsewhere": -5, "private": -6, "not_enrolled": -4, "purchased": -3,
        "unplaced": -2, "outside": 7, "unmatched": 0, "pupils": 87, "places": 80,
        "not_open": -20, "balance": -27,
    }  # fmt: skip
    assert [step.name for step in view.steps] == list(waterfall_views.STEPS)
    assert "unmatched" not in [step.name for step in view.shown]
    said = waterfall_figures.sentence(view, "zh")
    assert "公办在校 87 人" in said
    assert "缺 27" in said


def test_what_does_not_match_is_a_step_of_its_own(results: Results) -> None:
    view = waterfall_views.waterfall(_by_hand(results, pupils=90), "primary", 2022)
    assert view.amount("unmatched") == 3
    assert "unmatched" in [step.name for step in view.shown]


def test_places_not_counted_as_open_or_closed_are_open(results: Results) -> None:
    shown = _by_hand(results)
    years = shown.tables["years"].astype({"places_open": object})
    years["places_open"] = None
    view = waterfall_views.waterfall(_with(shown, years=years), "primary", 2022)
    assert view.amount("not_open") == 0


def test_every_waterfall_adds_up_to_the_years(results: Results) -> None:
    found = waterfall_views.waterfalls(results)
    assert tuple(found) == views.stages(results)
    table = results.tables["years"].set_index(["stage", "school_year"])
    for stage, by_year in found.items():
        assert tuple(view.year for view in by_year) == views.years(results)
        for view in by_year:
            printed = table.loc[(stage, view.year)]
            down = [*waterfall_views.LEAVING, "outside", "unmatched"]
            assert view.amount("unmatched") == 0
            assert view.amount("children") == printed["children"]
            assert view.amount("children") + sum(map(view.amount, down)) == printed["pupils"]
            assert view.amount("places") + view.amount("not_open") == printed["places_open"]
            balance = printed["places_open"] - printed["pupils"]
            assert view.amount("balance") == balance
            level = 0
            for step in view.steps:
                assert step.start == (0 if step.kind == "total" else level) or (
                    step.kind == "result" and step.start == printed["pupils"]
                )
                assert step.end - step.start == step.amount
                level = step.end


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_bars_and_labels(results: Results, lang: Lang, narrow: bool) -> None:
    view = waterfall_views.waterfall(results, "primary", 2024)
    figure = waterfall_figures.waterfall(results, "primary", 2024, lang, narrow=narrow)
    bars, labels = figure.data
    for low, length, step in zip(bars.base, bars.x, view.shown, strict=True):
        assert (low, low + length) == (min(step.start, step.end), max(step.start, step.end))
    assert len(labels.text) == len(view.shown) == len(figure.layout.yaxis.ticktext)
    assert figure.layout.xaxis.title.text == say("waterfall.axis", lang)
    assert figure.layout.height == waterfall_figures.waterfall_height(view, narrow=narrow)
    assert len(figure.layout.shapes) == len(view.shown) - 1


def test_red_is_only_for_children_without_a_place(results: Results) -> None:
    view = waterfall_views.waterfall(_by_hand(results), "primary", 2022)
    figure = waterfall_figures.draw(view, "en")
    red = [
        step.name
        for step, colour in zip(view.shown, figure.data[0].marker.color, strict=True)
        if colour == waterfall_figures.SHORT
    ]
    assert red == ["unplaced", "balance"]
    even = waterfall_figures.draw(
        waterfall_views.waterfall(_by_hand(results, places_open=87), "primary", 2022), "en"
    )
    assert even.data[1].text[-1].strip() == "even"
