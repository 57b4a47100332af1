"""What does the map of a difference show: one scenario against the reference?

Zones by the difference of their balance, children or places; schools whose pupils change. The
page fills the same frame by script, and a test holds its traces to the ones made here.
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.comparison import Comparison, Where
from simulator.reporting import map_figures
from simulator.reporting.catalogue import LANGS, Lang, known, say
from simulator.reporting.figures import GREY, INK, style, text
from simulator.reporting.numerals import number
from simulator.reporting.sketch import Sketch

if TYPE_CHECKING:
    import plotly.graph_objects as go

Ints = NDArray[np.int64]
MEASURES: Final = ("balance", "needing", "places")
COLOURS: Final = ("#B35806", "#F1A340", "#FEE0B6", "#F7F7F7", "#D8DAEB", "#998EC3", "#542788")
"""PuOr in seven classes: most less, no change, most more."""
ZERO: Final = 3
TRACE_TOWNS: Final = len(COLOURS)
TRACE_ZONES: Final = TRACE_TOWNS + 1
TRACE_MORE: Final = TRACE_TOWNS + 2
TRACE_FEWER: Final = TRACE_TOWNS + 3
CAMPUS_MORE: Final = "#00796B"
LARGEST_CIRCLE: Final = 24


def zone_values(where: Where, measure: str) -> Ints:
    """Return (scenario, year, zone) of a measure: balance, children needing a place, or places."""
    if measure == "needing":
        return where.needing
    places: Ints = where.places.clip(0)
    return places if measure == "places" else places - where.needing


def edges(comparison: Comparison, measure: str) -> tuple[int, int]:
    """Return the lower ends of the middle and the outer class, for all scenarios and years."""
    changes = [
        np.abs(values - values[0]).ravel()
        for where in comparison.where.values()
        for values in [zone_values(where, measure)]
    ]
    everything = np.concatenate([np.zeros(0, dtype=np.int64), *changes])
    seen = everything[everything > 0]
    if not seen.size:
        return 2, 3
    middle = _nice(float(np.quantile(seen, 0.5)))
    outer = max(_nice(float(np.quantile(seen, 0.9))), middle + 1)
    return middle, outer


def classes(difference: Ints, bounds: tuple[int, int]) -> Ints:
    """Return the class of each difference, 0 (much less) to 6 (much more); 3 is none."""
    size = np.abs(difference)
    step = (size > 0).astype(np.int64) + (size >= bounds[0]) + (size >= bounds[1])
    made: Ints = ZERO + np.sign(difference) * step
    return made


def class_name(group: int, bounds: tuple[int, int], lang: Lang) -> str:
    """Return the words of a class: ``−99…−20``, ``no change``, ``≥ +100``."""
    if group == ZERO:
        return say("compare.map_zero", lang)
    spans = ((1, bounds[0] - 1), (bounds[0], bounds[1] - 1), (bounds[1], None))
    low, high = spans[abs(group - ZERO) - 1]
    sign = "+" if group > ZERO else "−"
    if high is None:
        return f"{'≥' if group > ZERO else '≤'} {sign}{number(low)}"
    if low >= high:
        return f"{sign}{number(low)}"
    first, last = (low, high) if group > ZERO else (high, low)
    return f"{sign}{number(first)}…{sign}{number(last)}"


def frame(comparison: Comparison, lang: Lang) -> "go.Figure":
    """Return the map without its numbers: every trace in its order and style, and the layout."""
    district = comparison.district
    assert district is not None
    figure = Sketch()
    for group, colour in enumerate(COLOURS):
        figure.add_scatter(
            mode="lines", fill="toself", fillcolor=colour,
            line={"color": "#9AA5B1", "width": 0.6}, hoverinfo="skip", name=f"{group}",
        )  # fmt: skip
    xs, ys = map_figures.paths(district.town_lines)
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
    for key, colour in (("compare.map_more", CAMPUS_MORE), ("compare.map_fewer", "#FFFFFF")):
        figure.add_scatter(
            mode="markers",
            marker={
                "symbol": "circle",
                "color": colour,
                "opacity": 0.9,
                "line": {"color": INK, "width": 2 if colour == "#FFFFFF" else 1},
                "sizemode": "area",
                "sizeref": 2 * most_pupils(comparison) / LARGEST_CIRCLE**2,
            },
            hovertemplate="%{hovertext}<extra></extra>",
            name=say(key, lang),
        )
    style(figure, height=560)
    low, high = map_figures.extent(district)
    figure.update_layout(
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        xaxis={"visible": False, "range": [low[0], high[0]]},
        yaxis={"visible": False, "range": [low[1], high[1]], "scaleanchor": "x", "scaleratio": 1},
        hovermode="closest",
    )
    map_figures.town_labels(figure, district)
    map_figures.scale_bar(figure, district, lang)
    if comparison.outline_note:
        figure.add_annotation(
            x=1, y=0, xref="paper", yref="paper", xanchor="right", yanchor="bottom",
            text=text(comparison.outline_note.said(lang)), showarrow=False,
            font={"size": 12, "color": GREY}, bgcolor="rgba(255,255,255,0.85)",
            name="outline_note",
        )  # fmt: skip
    return figure.drawn()


def where(
    comparison: Comparison, scenario: int, stage: str, year: int, lang: Lang,
    measure: str = "balance",
) -> "go.Figure":  # fmt: skip
    """Draw what one scenario has otherwise than the reference, of one stage and year."""
    district = comparison.district
    assert district is not None
    figure, view, k = frame(comparison, lang), comparison.where[stage], comparison.years.index(year)
    values = zone_values(view, measure)[:, k]
    difference = values[scenario] - values[0]
    groups = classes(difference, edges(comparison, measure))
    for group in range(len(COLOURS)):
        rings = [r for z in np.flatnonzero(groups == group) for r in district.rings[z]]
        xs, ys = map_figures.paths(rings)
        figure.data[group].update(x=xs, y=ys)
    figure.data[TRACE_ZONES].update(
        x=district.zone_at[:, 0].tolist(),
        y=district.zone_at[:, 1].tolist(),
        hovertext=[
            say("compare.map_hover", lang, {
                "name": text(district.zone_names[z]), "town": text(district.towns[z]),
                "before": number(int(values[0][z])), "after": number(int(values[scenario][z])),
                "difference": plus(int(difference[z])),
            })
            for z in range(len(district.zone_ids))
        ],
        marker={
            "color": [COLOURS[group] for group in groups],
            "opacity": [0 if rings else 1 for rings in district.rings],
        },
    )  # fmt: skip
    pupils = view.campus_pupils[:, k]
    change = pupils[scenario] - pupils[0]
    for trace, side in ((TRACE_MORE, change > 0), (TRACE_FEWER, change < 0)):
        shown = np.flatnonzero(side).tolist()
        figure.data[trace].update(
            x=[int(district.campus_at[c, 0]) for c in shown],
            y=[int(district.campus_at[c, 1]) for c in shown],
            hovertext=[
                say("compare.map_hover_campus", lang, {
                    "name": text(district.campus_names[c]),
                    "before": number(int(pupils[0][c])), "after": number(int(pupils[scenario][c])),
                    "difference": plus(int(change[c])),
                })
                for c in shown
            ],
            marker={"size": [max(abs(int(change[c])), least(comparison)) for c in shown]},
        )  # fmt: skip
    return figure


def stage_first(comparison: Comparison) -> str:
    """Return the stage the map begins with."""
    found = (scope for scope in comparison.scopes if scope in comparison.where)
    return next(found, next(iter(comparison.where)))


def most_pupils(comparison: Comparison) -> int:
    """Return the largest change of a campus's pupils, in any stage, year and scenario."""
    return max(
        (int(np.abs(w.campus_pupils - w.campus_pupils[0]).max(initial=0))
         for w in comparison.where.values()),
        default=0,
    ) or 1  # fmt: skip


def least(comparison: Comparison) -> int:
    """Return the pupils of the smallest circle drawn: a fortieth of the largest change."""
    return max(1, most_pupils(comparison) // 40)


def plus(value: int) -> str:
    """Return a difference with its sign."""
    return f"+{number(value)}" if value > 0 else number(value)


def numbers(comparison: Comparison) -> dict[str, Any]:
    """Return what the script fills the frame with: the reference once, the others as changes."""
    district = comparison.district
    assert district is not None
    low, high = map_figures.extent(district)
    return {
        "stage": stage_first(comparison),
        "measures": {m: [say(f"compare.map_{m}", lang) for lang in LANGS] for m in MEASURES},
        "edges": {m: edges(comparison, m) for m in MEASURES},
        "names": {
            m: [
                [class_name(g, edges(comparison, m), lang) for lang in LANGS]
                for g in range(len(COLOURS))
            ]
            for m in MEASURES
        },
        "colours": COLOURS,
        "least": least(comparison),
        "aspect": round((high[1] - low[1]) / (high[0] - low[0]), 4),
        "stage_names": {s: [known("stage", s, lang) for lang in LANGS] for s in comparison.where},
        "zones": {
            "name": district.zone_names,
            "town": district.towns,
            "x": district.zone_at[:, 0].tolist(),
            "y": district.zone_at[:, 1].tolist(),
            "rings": district.rings,
        },
        "campuses": {
            "name": district.campus_names,
            "x": district.campus_at[:, 0].tolist(),
            "y": district.campus_at[:, 1].tolist(),
        },
        "by": {
            stage: {
                "needing": _sent(view.needing),
                "places": _sent(view.places.clip(0)),
                "pupils": _sent(view.campus_pupils),
            }
            for stage, view in comparison.where.items()
        },
    }


def _sent(values: Ints) -> dict[str, Any]:
    """Return the reference's rows and, of each other scenario and year, ``[place, change, …]``."""
    changes = values - values[0]
    return {
        "reference": values[0].tolist(),
        "changes": [
            [
                [int(n) for z in np.flatnonzero(row) for n in (z, row[z])]
                for row in scenario
            ]
            for scenario in changes
        ],
    }  # fmt: skip


def _nice(value: float) -> int:
    """Return 1, 2 or 5 times a power of ten, the largest not above ``value`` (2 at least)."""
    if value < 2:
        return 2
    power = 10 ** int(np.floor(np.log10(value)))
    return int(power * max(step for step in (1, 2, 5) if step * power <= value))
