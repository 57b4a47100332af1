"""What does the map look like, for one stage and year, as a Plotly figure?

Zones are filled outlines on plain axes: Plotly's own map traces fetch from the net. One trace
for each class of the balance keeps a thousand zones quick. The page fills the same frame for
other years by script, and a test holds its traces to the ones made here.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.reporting import maps
from simulator.reporting.catalogue import LANGS, Lang, fold, known, say
from simulator.reporting.figures import GREY, INK, style, text
from simulator.reporting.numerals import number, percent
from simulator.reporting.sketch import Sketch
from simulator.results import Results

if TYPE_CHECKING:
    import plotly.graph_objects as go

BALANCE: Final = ("#B35806", "#F1A340", "#FEE0B6", "#D8DAEB", "#998EC3", "#542788")
"""PuOr in six classes, most short to most spare."""
NO_CATCHMENT: Final = "#E4E7EB"
CAMPUS: Final = "#00796B"
"""Neither orange nor purple, so that a school shows on every zone."""
LARGEST_CIRCLE: Final = 24
"""Diameter of the largest campus on the map, px."""
MOST_TOWN_LABELS: Final = 30
LONGEST_LABEL: Final = 12
"""Letters of a town's name on the map."""
CLASS_NONE: Final = maps.CLASSES
TRACE_ASSUMED: Final = CLASS_NONE + 1
TRACE_TOWNS: Final = CLASS_NONE + 2
TRACE_ZONES: Final = CLASS_NONE + 3
TRACE_CAMPUSES: Final = CLASS_NONE + 4
TRACE_PLANNED: Final = CLASS_NONE + 5


def where(
    results: Results, stage: str, year: int, lang: Lang, *, district: maps.DistrictMap
) -> "go.Figure":
    """Draw places minus demand by zone, and campuses by pupils, of one stage and year.

    ``district`` is ``maps.district_map(results)``, made once for many maps.
    """
    figure = map_frame(results, lang, district)
    k = district.years.index(year)
    view = district.stages[stage]
    balance, by_zone = view.balance(k), view.has_catchments(k)
    classes = np.where(view.places[k] < 0, CLASS_NONE, district.classes(balance))
    for group in range(CLASS_NONE + 1):
        mine = np.flatnonzero(classes == group)
        xs, ys = paths([ring for zone in mine for ring in district.rings[zone]])
        figure.data[group].update(x=xs, y=ys)
    dashed = [ring for zone in np.flatnonzero(view.assumed[k]) for ring in district.rings[zone]]
    xs, ys = paths(dashed)
    figure.data[TRACE_ASSUMED].update(x=xs, y=ys)
    figure.data[TRACE_ZONES].update(
        x=district.zone_at[:, 0].tolist(),
        y=district.zone_at[:, 1].tolist(),
        hovertext=[
            say(
                "map.hover_zone" if by_zone else "map.hover_undivided",
                lang,
                {
                    "name": text(district.zone_names[z]),
                    "town": text(district.towns[z]),
                    "needing": number(int(view.needing[k, z])),
                    "places": number(max(0, int(view.places[k, z]))),
                    "balance": number(int(balance[z])),
                    "assumed": say("map.hover_assumed", lang) if view.assumed[k, z] else "",
                },
            )
            for z in range(len(district.zone_ids))
        ],
        marker={
            "color": [(*BALANCE, NO_CATCHMENT)[group] for group in classes],
            "opacity": [0 if rings else 1 for rings in district.rings],
        },
    )
    for trace, planned in ((TRACE_CAMPUSES, False), (TRACE_PLANNED, True)):
        shown = [
            c
            for c in range(len(district.campus_ids))
            if district.planned[c] == planned
            and (view.campus_places[k, c] >= 0 or (planned and view.campus_places[:, c].max() >= 0))
        ]
        pupils = [int(view.campus_pupils[k, c]) for c in shown]
        places = [int(view.campus_places[k, c]) for c in shown]
        opened = [seats >= 0 for seats in places]
        figure.data[trace].update(
            x=[int(district.campus_at[c, 0]) for c in shown],
            y=[int(district.campus_at[c, 1]) for c in shown],
            hovertext=[
                say(
                    "map.hover_campus" if is_open else "map.hover_planned",
                    lang,
                    {
                        "name": text(district.campus_names[c]),
                        "pupils": number(n),
                        "places": number(seats),
                        "share": percent(n / seats if seats > 0 else None),
                    },
                )
                for c, n, seats, is_open in zip(shown, pupils, places, opened, strict=True)
            ],
            marker={
                "size": [max(n, least_pupils(district)) for n in pupils],
                "color": [CAMPUS if o else "#FFFFFF" for o in opened],
                "line": {
                    "color": [
                        INK if n > seats >= 0 or not o else "#FFFFFF"
                        for n, seats, o in zip(pupils, places, opened, strict=True)
                    ],
                    "width": [
                        3 if n > seats >= 0 else 2 if not o else 1
                        for n, seats, o in zip(pupils, places, opened, strict=True)
                    ],
                },
            },
        )
    return figure


def least_pupils(district: maps.DistrictMap) -> int:
    """Return the pupils of the smallest circle drawn: a tenth of the largest campus."""
    return max(1, most_pupils(district) // 10)


def most_pupils(district: maps.DistrictMap) -> int:
    """Return the pupils of the largest campus of any stage and year: one scale for all maps."""
    return max((int(s.campus_pupils.max(initial=1)) for s in district.stages.values()), default=1)


def map_frame(results: Results, lang: Lang, district: maps.DistrictMap) -> "go.Figure":
    """Return the map without its numbers: every trace in its order and style, and the layout."""
    figure = Sketch()
    for group, colour in enumerate((*BALANCE, NO_CATCHMENT)):
        figure.add_scatter(
            mode="lines",
            fill="toself",
            fillcolor=colour,
            line={"color": "#FFFFFF", "width": 0.8},
            hoverinfo="skip",
            name=class_name(district, group, lang),
        )
    figure.add_scatter(
        mode="lines",
        line={"color": INK, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
        name=say("map.key_assumed", lang),
    )
    xs, ys = paths(district.town_lines)
    figure.add_scatter(
        x=xs, y=ys, mode="lines", line={"color": GREY, "width": 1.4}, hoverinfo="skip",
        name=say("map.key_towns", lang),
    )  # fmt: skip
    figure.add_scatter(
        mode="markers",
        marker={"size": 14, "symbol": "square", "line": {"color": GREY, "width": 1}},
        hovertemplate="%{hovertext}<extra></extra>",
        name=say("map.zone", lang),
    )
    for symbol, label in (("circle", "map.key_campus"), ("diamond", "map.key_planned")):
        figure.add_scatter(
            mode="markers",
            marker={
                "symbol": symbol,
                "opacity": 0.9,
                "sizemode": "area",
                "sizeref": 2 * most_pupils(district) / LARGEST_CIRCLE**2,
            },
            hovertemplate="%{hovertext}<extra></extra>",
            name=say(label, lang),
        )
    style(figure, height=560)
    low, high = extent(district)
    figure.update_layout(
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [low[0], high[0]]},
        yaxis={
            "visible": False,
            "range": [low[1], high[1]],
            "scaleanchor": "x",
            "scaleratio": 1,
        },
        hovermode="closest",
    )
    town_labels(figure, district)
    scale_bar(figure, district, lang)
    note = results.manifest.get("outline_note")
    if note:
        figure.add_annotation(
            x=1, y=0, xref="paper", yref="paper", xanchor="right", yanchor="bottom",
            text=text(fold(note, lang)), showarrow=False, font={"size": 12, "color": GREY},
            bgcolor="rgba(255,255,255,0.85)", name="outline_note",
        )  # fmt: skip
    return figure.drawn()


def numbers(
    district: maps.DistrictMap, stage: str, year: int, place: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Return what the page's script fills the frame with, for every stage and year, once.

    Zones and campuses are places in the lists of the page, by ``place``.
    """
    low, high = extent(district)
    return {
        "stage": stage,
        "year": year,
        "years": district.years,
        "edges": district.edges,
        "colours": (*BALANCE, NO_CATCHMENT),
        "campus": CAMPUS,
        "stage_names": {
            name: {lang: known("stage", name, lang) for lang in LANGS} for name in district.stages
        },
        "ink": INK,
        "least": least_pupils(district),
        "aspect": round((high[1] - low[1]) / (high[0] - low[0]), 4),
        "zones": {
            "of": [place["zones"][zone] for zone in district.zone_ids],
            "x": district.zone_at[:, 0].tolist(),
            "y": district.zone_at[:, 1].tolist(),
            "rings": district.rings,
        },
        "campuses": {
            "of": [place["campuses"][campus] for campus in district.campus_ids],
            "x": district.campus_at[:, 0].tolist(),
            "y": district.campus_at[:, 1].tolist(),
            "planned": district.planned,
        },
        "by": {
            name: {
                "needing": view.needing.tolist(),
                "places": view.places.tolist(),
                "assumed": [np.flatnonzero(row).tolist() for row in view.assumed],
                "campus_pupils": view.campus_pupils.tolist(),
                "campus_places": view.campus_places.tolist(),
            }
            for name, view in district.stages.items()
        },
    }


def class_name(district: maps.DistrictMap, group: int, lang: Lang) -> str:
    """Return the words of a class of the balance: ``−100…−21``, ``≥ 101``."""
    if group == CLASS_NONE:
        return say("map.no_catchment", lang)
    edges = district.edges
    if group == 0:
        return f"≤ {number(edges[0] - 1)}"
    if group == len(edges):
        return f"≥ {number(edges[-1])}"
    return f"{number(edges[group - 1])}…{number(edges[group] - 1)}"


def paths(rings: Sequence[Sequence[int]]) -> tuple[list[int | None], list[int | None]]:
    """Return outlines end to end, parted by None, as a filled trace takes them."""
    xs: list[int | None] = []
    ys: list[int | None] = []
    for ring in rings:
        points = maps.decode(ring)
        xs += [None] * bool(xs) + points[:, 0].tolist()
        ys += [None] * bool(ys) + points[:, 1].tolist()
    return xs, ys


def extent(district: maps.DistrictMap) -> tuple[list[float], list[float]]:
    """Return the lower and upper corner of everything drawn, with a margin, grid units."""
    points = [district.zone_at, district.campus_at]
    points += [maps.decode(ring) for rings in district.rings for ring in rings]
    everything = np.concatenate(points)
    low, high = everything.min(axis=0), everything.max(axis=0)
    margin = 0.03 * float((high - low).max())
    return [float(v) - margin for v in low], [float(v) + margin for v in high]


def town_labels(figure: Sketch, district: maps.DistrictMap) -> None:
    """Write the names of the towns, where they are not too many."""
    towns = sorted(set(district.towns))
    if len(towns) > MOST_TOWN_LABELS:
        return
    for town in towns:
        mine = [k for k, name in enumerate(district.towns) if name == town]
        middle = district.zone_at[mine].mean(axis=0)
        figure.add_annotation(
            x=round(float(middle[0])),
            y=round(float(middle[1])),
            text=text(town if len(town) <= LONGEST_LABEL else town[:LONGEST_LABEL] + "…"),
            showarrow=False,
            font={"size": 12, "color": INK},
            bgcolor="rgba(255,255,255,0.7)",
            borderpad=1,
            name="town",
        )


def scale_bar(figure: Sketch, district: maps.DistrictMap, lang: Lang) -> None:
    """Draw a scale in round kilometres."""
    low, high = extent(district)
    wide_km = (high[0] - low[0]) * district.metres / 1000
    km = next((n for n in (50, 20, 10, 5, 2, 1) if n < wide_km / 4), 1)
    length = km * 1000 / district.metres
    x, y = low[0] + 0.02 * (high[0] - low[0]), low[1] + 0.02 * (high[1] - low[1])
    figure.add_shape(
        type="line", x0=x, x1=x + length, y0=y, y1=y, line={"color": INK, "width": 3}
    )  # fmt: skip
    figure.add_annotation(
        x=x, y=y, text=say("map.km", lang, {"n": km}), showarrow=False, xanchor="left",
        yanchor="bottom", font={"size": 12}, bgcolor="rgba(255,255,255,0.7)", name="scale",
    )  # fmt: skip
