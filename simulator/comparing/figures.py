"""What do the charts of a comparison look like, as Plotly figures?

Every chart shows the reference in black, one chosen scenario in blue, and the others in grey with
their letters, so that it is read without colour too. The page repaints them for another choice.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.comparing import words
from simulator.comparison import Comparison
from simulator.measures import Measure
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.figures import INK, style, text
from simulator.reporting.numerals import number
from simulator.reporting.sketch import Sketch

if TYPE_CHECKING:
    import plotly.graph_objects as go

CHOSEN: Final = "#0B5CAD"
OTHER: Final = "#8A949E"
LEAD: Final = "#B8C0C8"
LETTER: Final = "#4A5560"
ROWS: Final = (46, 74)
"""Height of a row of the dot plot, px: for few scenarios and for many."""
FEW: Final = 4
LANES: Final = ((0.0, -0.29, 0.29), (0.0, -0.19, 0.19, -0.38, 0.38))
"""Where in its row a dot may stand, rows from the middle; the first that is free."""
APART: Final = (0.062, 0.26)
"""How far apart two dots of a lane are, of the width from zero: on a screen and a telephone."""
ROOM: Final = 14
"""Height of a letter at the end of a line, px."""
LINE_HEIGHT: Final = 300
OF_DOTS: Final = (
    "places", "places_open", "large_classes", "super_large_classes", "large_schools", "shortfall",
    "shortfall_catchment", "redirected", "unplaced", "surplus", "mean_distance_m",
    "within_reach_share",
)  # fmt: skip
RATES_OF_DOTS: Final = (
    "large_class_share", "classes_46_55_share", "mean_class_size", "utilisation",
    "shortfall_per_1000", "redirected_per_1000", "unplaced_per_1000", "surplus_share",
    "mean_distance_m", "within_reach_share",
)  # fmt: skip
OF_LINES: Final = ("places", "shortfall", "large_classes", "redirected")
RATES_OF_LINES: Final = (
    "utilisation", "shortfall_per_1000", "large_class_share", "mean_distance_m",
)  # fmt: skip


def shown(value: float, unit: str, *, sign: bool = False) -> str:
    """Write a figure of a unit: whole counts, shares in per cent, rates with a decimal."""
    if np.isnan(value):
        return "—"
    digits = {"share": 1, "per_1000": 1, "pupils per class": 1, "posts": 1}.get(unit, 0)
    value = value * 100 if unit == "share" else value
    said = number(value, digits)
    return f"+{said}" if sign and round(value, digits) > 0 else said


def dotted(comparison: Comparison) -> list[Measure]:
    """Return the outcomes of the dot plot, one row each; those that never differ are left out."""
    wanted = OF_DOTS if comparison.comparable == "all" else RATES_OF_DOTS
    known_measures = {measure.id: measure for measure in comparison.measures}
    rows = [known_measures[name] for name in wanted]
    return [m for m in rows if np.nan_to_num(comparison.difference(m.id)).any()]


def never(comparison: Comparison) -> list[Measure]:
    """Return the outcomes that are as the reference's in every year, stage and scenario."""
    wanted = OF_DOTS if comparison.comparable == "all" else RATES_OF_DOTS
    drawn = {measure.id for measure in dotted(comparison)}
    return [m for m in comparison.measures if m.id in wanted and m.id not in drawn]


def scales(comparison: Comparison, scope: str) -> list[float]:
    """Return the largest difference of each row of the dot plot, over all years."""
    s = comparison.scopes.index(scope)
    found = []
    for measure in dotted(comparison):
        largest = float(
            np.nanmax(np.abs(np.nan_to_num(comparison.difference(measure.id)[:, :, s])))
        )
        found.append(largest or 1.0)
    return found


def many(comparison: Comparison) -> int:
    """Return 1 where dots need the higher rows, else 0."""
    return int(len(comparison.scenarios) - 1 > FEW)


def placed(
    differences: Sequence[float | None], chosen: int, lanes: Sequence[float], apart: float
) -> list[float | None]:
    """Return where in its row each scenario's dot stands; None where none is drawn.

    ``differences`` are of the width from zero, the reference's first. The chosen one stands in the
    middle; of the others only those that differ are drawn, from left to right, each in the first
    lane where it lies on no other.
    """
    found: list[float | None] = [None] * len(differences)
    taken: list[list[float]] = [[] for _ in lanes]
    drawn = [k for k in range(1, len(differences)) if k == chosen or differences[k]]
    order = sorted(drawn, key=lambda k: (k != chosen, differences[k] or 0.0, k))
    for k in order:
        at = differences[k]
        if at is None:
            continue
        free = (n for n, lane in enumerate(taken) if all(abs(at - x) >= apart for x in lane))
        lane = next(free, len(lanes) - 1)
        taken[lane].append(at)
        found[k] = lanes[lane]
    return found


def dots_height(comparison: Comparison) -> int:
    """Return the height of the dot plot, px."""
    return 46 + ROWS[many(comparison)] * len(dotted(comparison))


def dots(
    comparison: Comparison, scope: str, year: int, chosen: int, lang: Lang, *, narrow: bool = False
) -> "go.Figure":
    """Draw the difference of every outcome from the reference, one row each around a zero line."""
    rows, most = dotted(comparison), scales(comparison, scope)
    y, s = comparison.years.index(year), comparison.scopes.index(scope)
    figure = Sketch()
    middle = list(range(len(rows)))
    lanes, apart = LANES[many(comparison)], APART[narrow]
    shares = [
        [
            None if np.isnan(a - b) else round(float(a - b) / scale, 4)
            for a, b in ((comparison.values[m.id][k, y, s], comparison.values[m.id][0, y, s])
                         for k in range(len(comparison.scenarios)))
        ]
        for m, scale in zip(rows, most, strict=True)
    ]  # fmt: skip
    lane = [placed(row, chosen, lanes, apart) for row in shares]
    for k, one in enumerate(comparison.scenarios):
        if k == 0:
            continue
        values = [float(comparison.values[m.id][k, y, s]) for m in rows]
        before = [float(comparison.values[m.id][0, y, s]) for m in rows]
        ahead = k == chosen
        figure.add_scatter(
            x=[None if lane[r][k] is None else shares[r][k] for r in middle],
            y=[None if (at := lane[r][k]) is None else r + at for r in middle],
            mode="markers+text",
            text=[one.letter] * len(rows),
            textfont={"size": 11, "color": "#FFFFFF" if ahead else LETTER},
            marker={
                "size": 17 if ahead else 15,
                "color": CHOSEN if ahead else "#FFFFFF",
                "line": {"color": CHOSEN if ahead else OTHER, "width": 1.4},
            },
            cliponaxis=False,
            customdata=[
                say("compare.dots_hover", lang, {
                    "letter": one.letter, "name": text(one.short.said(lang)),
                    "measure": words.measure(m.id, lang), "value": shown(a, m.unit),
                    "reference": shown(b, m.unit), "difference": shown(a - b, m.unit, sign=True),
                })
                for m, a, b in zip(rows, values, before, strict=True)
            ],
            hovertemplate="%{customdata}<extra></extra>",
            name=one.letter,
        )  # fmt: skip
    figure.add_scatter(
        x=[1.1] * len(rows),
        y=middle,
        mode="text",
        text=[
            shown(float(comparison.difference(m.id)[chosen, y, s]), m.unit, sign=True)
            for m in rows
        ],
        textposition="middle right",
        textfont={"size": 13, "color": CHOSEN},
        cliponaxis=False,
        hoverinfo="skip",
        name="value",
    )  # fmt: skip
    style(figure, height=dots_height(comparison))
    figure.update_xaxes(
        range=[-1.08, 1.62 if narrow else 1.4], showgrid=False, zeroline=True, zerolinewidth=2,
        zerolinecolor=INK, showticklabels=False, fixedrange=True,
    )  # fmt: skip
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.9], tickvals=middle,
        ticktext=labels(comparison, scope, lang, narrow=narrow),
        showgrid=False, zeroline=False, fixedrange=True,
    )  # fmt: skip
    figure.update_layout(margin={"t": 6}, hovermode="closest")
    for row in middle[1:]:
        figure.add_shape(
            type="line", x0=0, x1=1, xref="paper", y0=row - 0.5, y1=row - 0.5,
            line={"color": "#E4E7EB", "width": 1},
        )  # fmt: skip
    for key, side, anchor in (("less", -0.06, "right"), ("more", 0.06, "left")):
        figure.add_annotation(
            x=side, y=-0.88, text=say(f"compare.dots_{key}", lang), showarrow=False,
            xanchor=anchor, yanchor="top", font={"size": 12, "color": LETTER}, name=key,
        )  # fmt: skip
    return figure.drawn()


def labels(comparison: Comparison, scope: str, lang: Lang, *, narrow: bool) -> list[str]:
    """Return the labels of the rows of the dot plot."""
    rows, most = dotted(comparison), scales(comparison, scope)
    return [_label(m, scale, lang, narrow) for m, scale in zip(rows, most, strict=True)]


def _label(measure: Measure, scale: float, lang: Lang, narrow: bool) -> str:
    """Return the label of a row: measure, direction that is good, and what its full width is."""
    name = words.measure(measure.id, lang)
    full = say("compare.scale", lang, {"n": shown(scale, measure.unit)})
    full = full if narrow else f"{full} {_unit_of_difference(measure, lang)}"
    full = f"（{full}）" if lang == "zh" else f" ({full})"
    if narrow:
        return f"{_broken(name, lang)}<br>{full.strip()}"
    good = {"fewer": "compare.fewer_better", "more": "compare.more_better"}.get(measure.better)
    return f"{name}{full}" + (f"<br>{say(good, lang)}" if good else "")


def _unit_of_difference(measure: Measure, lang: Lang) -> str:
    return words.unit("share_gap" if measure.unit == "share" else measure.unit, lang)


def _broken(name: str, lang: Lang) -> str:
    """Return a name in lines that fit beside a chart on a telephone."""
    if lang == "zh":
        return "<br>".join(name[k : k + 7] for k in range(0, len(name), 7))
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) > 13:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def lined(comparison: Comparison) -> list[Measure]:
    """Return the measures drawn over the years."""
    wanted = OF_LINES if comparison.comparable == "all" else RATES_OF_LINES
    found = {measure.id: measure for measure in comparison.measures}
    return [found[name] for name in wanted]


def line_look(scenario: int, chosen: int) -> dict[str, Any]:
    """Return how a scenario's line looks: the reference black, the chosen blue, others grey."""
    if scenario == 0:
        return {"color": INK, "width": 3.2, "dash": "solid"}
    if scenario == chosen:
        return {"color": CHOSEN, "width": 3.2, "dash": "dash"}
    return {"color": OTHER, "width": 1.2, "dash": "solid"}


def lines(
    comparison: Comparison, measure: Measure, scope: str, chosen: int, lang: Lang
) -> "go.Figure":
    """Draw a measure over the years: every scenario a line with its letter at the end."""
    s = comparison.scopes.index(scope)
    values = comparison.values[measure.id][:, :, s] * (100 if measure.unit == "share" else 1)
    years = list(comparison.years)
    figure = Sketch()
    top = float(np.nanmax(values)) if not np.isnan(values).all() else 1.0
    bottom = 0.0
    if measure.unit == "m" or (measure.id in ("utilisation", "places") and top > 0):
        lowest = float(np.nanmin(values)) if not np.isnan(values).all() else 0.0
        bottom = max(0.0, lowest - 0.35 * (top - lowest + 0.02 * top))
    span = [bottom, top + 0.06 * (top - bottom or 1.0)]
    ends = end_positions([float(row[-1]) for row in values], span)
    for k, one in enumerate(comparison.scenarios):
        look = line_look(k, chosen)
        figure.add_scatter(
            x=years,
            y=[None if np.isnan(v) else round(float(v), 4) for v in values[k]],
            mode="lines",
            line=look,
            customdata=[
                shown(float(v), measure.unit) for v in comparison.values[measure.id][k, :, s]
            ],
            hovertemplate=say(
                "compare.line_hover", lang,
                {"letter": one.letter, "name": text(one.short.said(lang))},
            ) + "<extra></extra>",
            name=one.letter,
        )  # fmt: skip
    # A thin line leads from the end of each line to its letter.
    ahead = years[-1] + 0.6 * len(years) / 10
    leads = [(float(values[k, -1]), at) for k, at in enumerate(ends) if at is not None]
    figure.add_scatter(
        x=[x for _ in leads for x in (years[-1], ahead, None)],
        y=[y for last, at in leads for y in (round(last, 4), at, None)],
        mode="lines", line={"color": LEAD, "width": 0.8}, hoverinfo="skip", name="leads",
    )  # fmt: skip
    for k, one in enumerate(comparison.scenarios):
        if ends[k] is None:
            continue
        figure.add_annotation(
            x=ahead, y=ends[k], text=one.letter, showarrow=False,
            xanchor="left", yanchor="middle", xshift=1,
            font={
                "size": 13 if k in (0, chosen) else 12,
                "color": LETTER if k not in (0, chosen) else line_look(k, chosen)["color"],
            },
            name=one.letter,
        )  # fmt: skip
    style(figure, height=LINE_HEIGHT)
    figure.update_xaxes(
        title={"text": say("demand.x", lang), "standoff": 4, "font": {"size": 13}},
        range=[years[0] - 0.5, ahead], tickvals=years, showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(
        range=span, tickformat=",.1f" if measure.unit == "per_1000" else ",",
        gridcolor="#E4E7EB", zeroline=bottom == 0, zerolinecolor=INK,
    )  # fmt: skip
    figure.update_layout(margin={"r": 30, "t": 26})
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", text=unit_word(measure, lang), showarrow=False,
        xanchor="left", yanchor="bottom", font={"size": 12, "color": LETTER}, name="unit",
    )  # fmt: skip
    return figure.drawn()


def end_positions(values: list[float], span: list[float]) -> list[float | None]:
    """Return where the letters at the ends of lines stand, none on another, near their lines."""
    plot = LINE_HEIGHT - 80
    gap = ROOM * (span[1] - span[0]) / plot
    order = sorted((k for k, v in enumerate(values) if not np.isnan(v)), key=lambda k: values[k])
    placed: list[float] = []
    for k in order:
        placed.append(max(values[k], placed[-1] + gap) if placed else values[k])
    # what was pushed up too far comes down again, from the top
    for k in range(len(placed) - 1, -1, -1):
        limit = span[1] if k == len(placed) - 1 else placed[k + 1] - gap
        placed[k] = min(placed[k], limit)
    found: list[float | None] = [None] * len(values)
    for k, at in zip(order, placed, strict=True):
        found[k] = round(at, 4)
    return found


def unit_word(measure: Measure, lang: Lang) -> str:
    """Return the unit on an axis."""
    return words.unit(measure.unit, lang)


def stage_word(scope: str, lang: Lang) -> str:
    """Return the word of a stage."""
    return known("stage", scope, lang)
