"""Do the figures show the tables, and nothing but text in the names?"""

import json

import numpy as np
import pytest

from simulator import rendering
from simulator.reporting import figures, map_figures, maps, views
from simulator.reporting.catalogue import LANGS, Lang, say
from simulator.results import Results


@pytest.mark.parametrize("stage", ["primary", "junior"])
@pytest.mark.parametrize("lang", LANGS)
def test_demand_shows_the_table_years(results: Results, stage: str, lang: Lang) -> None:
    figure = figures.demand(results, stage, lang)
    traces = {trace.name: trace for trace in figure.data}
    table = results.tables["years"]
    rows = table[table["stage"] == stage]
    for key, column in (("demand.children", "children"), ("demand.needing", "pupils")):
        trace = traces[say(key, lang)]
        assert list(trace.x) == rows["school_year"].tolist()
        assert list(trace.y) == rows[column].tolist()
    for key, column in (("demand.places", "places"), ("demand.open", "places_open")):
        trace = traces[say(key, lang)]
        assert list(trace.y) == rows[column].repeat(2).tolist()
        assert list(trace.x[::2]) == (rows["school_year"] - 0.5).tolist()
    assert figure.layout.yaxis.range[0] == 0
    assert figure.layout.yaxis.range[1] > max(rows["children"])


def test_shortage_reaches_from_places_to_demand(results: Results) -> None:
    figure = figures.demand(results, "junior", "en")
    view = views.demand(results, "junior")
    short = next(trace for trace in figure.data if trace.name == say("demand.short", "en"))
    for year, low, size in zip(short.x, short.base, short.y, strict=True):
        k = view.years.index(year)
        assert (low, low + size) == (view.places[k], view.needing[k])
    assert len(short.x) == sum(n > 0 for n in view.short)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_strip_prints_every_class(results: Results, narrow: bool) -> None:
    figure = figures.class_sizes(results, "primary", "zh", narrow=narrow)
    assert figure is not None
    printed = np.array(figure.data[0].text).astype(int)
    if narrow:
        printed = printed.T
    view = views.class_sizes(results, "primary")
    assert view is not None
    assert printed.tolist() == [list(row) for row in view.counts]
    shade = np.array(figure.data[0].z).T if narrow else np.array(figure.data[0].z)
    assert ((shade == 0) | (shade == 2)).sum() == (printed == 0).sum()
    assert (shade[-2:] >= 2).all()
    assert (shade[:-2] <= 1).all()
    assert figures.class_sizes(results, "senior", "zh") is None


def test_the_map_puts_every_zone_in_its_class(results: Results) -> None:
    district = maps.district_map(results)
    assert district is not None
    figure = map_figures.where(results, "junior", 2028, "en", district=district)
    drawn = sum(1 + list(t.x).count(None) for t in figure.data[:7] if t.x)
    assert drawn == len(district.zone_ids)
    balance = district.stages["junior"].balance(district.years.index(2028))
    fewest = min(range(len(balance)), key=lambda z: balance[z])
    x, y = maps.decode(district.rings[fewest][0])[0]
    group = int(district.classes(balance[fewest : fewest + 1])[0])
    assert (int(x), int(y)) in set(zip(figure.data[group].x, figure.data[group].y, strict=True))
    hover = figure.data[map_figures.TRACE_ZONES].hovertext[fewest]
    assert f"balance: −{-balance[fewest]:,}" in hover
    kinds = {trace.type for trace in figure.data}
    assert kinds == {"scatter"}  # geo and map traces fetch from the net


def test_campuses_say_pupils_and_whether_they_are_open(results: Results) -> None:
    district = maps.district_map(results)
    assert district is not None
    figure = map_figures.where(results, "primary", 2023, "en", district=district)
    planned = figure.data[map_figures.TRACE_PLANNED]
    assert all("not yet open" in text for text in planned.hovertext)
    assert set(planned.marker.color) == {"#FFFFFF"}
    shown = figure.data[map_figures.TRACE_CAMPUSES]
    now = {name: results.tables[name].query("school_year == 2023").groupby("campus_id")
           for name in ("enrolment", "capacity")}  # fmt: skip
    pupils, places = now["enrolment"]["pupils"].sum(), now["capacity"]["places"].sum()
    ids = results.tables["schools"].set_index("name")["campus_id"]
    for text, outline, size in zip(
        shown.hovertext, shown.marker.line.width, shown.marker.size, strict=True
    ):
        campus = ids[text.split("<br>")[0]]
        roll, seats = int(pupils[campus]), int(places[campus])
        assert f"pupils: {roll:,}" in text
        assert (outline == 3) == (roll > seats)
        assert size == max(roll, map_figures.least_pupils(district))


def test_names_are_text_to_plotly(hostile_results: Results) -> None:
    district = maps.district_map(hostile_results)
    assert district is not None
    figure = map_figures.where(hostile_results, "primary", 2025, "zh", district=district)
    words = [str(note.text) for note in figure.layout.annotations]
    for index in (map_figures.TRACE_ZONES, map_figures.TRACE_CAMPUSES):
        words += list(figure.data[index].hovertext)
    assert len(words) > 40
    for text in words:
        rest = text.replace("<br>", "")
        assert "<" not in rest
        assert ">" not in rest


def test_languages_differ_in_words_only(results: Results) -> None:
    chinese, english = (
        json.loads(figures.demand(results, "primary", lang).to_json()) for lang in LANGS
    )
    changes = rendering.differences(chinese, english)
    assert changes
    assert all(isinstance(value, str) for _, value in changes)
    for path, value in changes:
        node = chinese
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = value
    assert chinese == english


def test_an_open_bin_above_the_norm_has_no_upper_end() -> None:
    crowded = views.Bin(36, None, large=False, above=True)
    assert figures.bin_name(crowded, "zh") == "≥ 36 人（超标准）"
    assert figures.bin_name(crowded, "en") == "≥ 36 (above the norm)"
