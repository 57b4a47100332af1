"""What does each chart of the report look like, as a Plotly figure?

Every function takes ``Results`` and a language and returns a figure of its own; plotly is
imported inside, because nothing but a figure should pay for it. Names of zones and schools are
shown as text: Plotly would read ``<b>`` in them as markup.
"""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.reporting import views
from simulator.reporting.catalogue import Lang, say
from simulator.reporting.numerals import number
from simulator.reporting.sketch import Sketch
from simulator.results import Results

if TYPE_CHECKING:
    import plotly.graph_objects as go

FONT: Final = (
    '"Noto Sans SC","Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",'
    '"WenQuanYi Micro Hei",system-ui,sans-serif'
)
INK: Final = "#1F2933"
GREY: Final = "#5B6770"
STAGE_COLOUR: Final = {
    "preschool": "#8A6D00",
    "primary": "#0B5CAD",
    "junior": "#B8460E",
    "senior": "#6A3D9A",
}
SHORT: Final = "#B42318"
SURPLUS: Final = "#1D6FA5"


STRIP_COLOURS: Final = (
    (0, "#FFFFFF"),
    (0.03, "#EFF5FB"),
    (1 / 3, "#8DB8DD"),
    (0.5, "#FFFFFF"),
    (2 / 3, "#FFFFFF"),
    (0.69, "#FEE8D0"),
    (1, "#E08214"),
)
HEIGHT: Final = 320
"""Height of a demand chart, px."""


def text(name: str) -> str:
    """Return a name as Plotly shows it letter by letter, never as markup."""
    return html.escape(name, quote=False)


def demand(results: Results, stage: str, lang: Lang) -> "go.Figure":
    """Draw children, pupils and places of ``stage`` by school year, from zero."""
    view = views.demand(results, stage)
    colour = STAGE_COLOUR[stage]
    years = list(view.years)
    figure = Sketch()

    def hover(label: str) -> str:
        return say("demand.hover", lang, {"label": say(label, lang)}) + "<extra></extra>"

    def bars(label: str, sizes: Sequence[int], bases: Sequence[int], marker: Any) -> None:
        shown = [k for k, size in enumerate(sizes) if size]
        if shown:
            figure.add_bar(
                x=[years[k] for k in shown],
                y=[sizes[k] for k in shown],
                base=[bases[k] for k in shown],
                customdata=[[years[k], number(sizes[k])] for k in shown],
                marker=marker,
                width=1,
                name=say(label, lang),
                hovertemplate=hover(label),
            )

    def line(label: str, values: Sequence[int | None], *, step: bool = False, **look: Any) -> None:
        # a step spans its whole school year, which no line shape of Plotly does at the ends
        ends = [(k, side) for k in range(len(years)) for side in ((-0.5, 0.5) if step else (0,))]
        figure.add_scatter(
            x=[years[k] + side for k, side in ends],
            y=[values[k] for k, _ in ends],
            customdata=[[years[k], number(values[k])] for k, _ in ends],
            name=say(label, lang),
            hovertemplate=hover(label),
            **look,
        )

    hatch = {"shape": "/", "fgcolor": SHORT, "bgcolor": "#FDECEA", "size": 6, "solidity": 0.25}
    bars("demand.short", view.short, view.places,
         {"color": "#FDECEA", "pattern": hatch, "line": {"width": 0}})  # fmt: skip
    dots = {"shape": ".", "fgcolor": SURPLUS, "bgcolor": "#F4F9FD", "size": 7, "solidity": 0.12}
    bars("demand.spare", view.spare, view.needing,
         {"color": "#F4F9FD", "pattern": dots, "line": {"width": 0}})  # fmt: skip
    if view.low and view.high:
        figure.add_scatter(
            x=years + years[::-1],
            y=list(view.high) + list(view.low)[::-1],
            mode="lines",
            fill="toself",
            fillcolor=_faded(colour, 0.18),
            line={"width": 0},
            name=say("demand.fan", lang),
            hoverinfo="skip",
        )
    line("demand.children", view.children, mode="lines",
         line={"color": colour, "width": 1.5, "dash": "dot"})  # fmt: skip
    if shows_open(view):
        line("demand.open", view.places_open, mode="lines",
             step=True, line={"color": GREY, "width": 1.5, "dash": "dash"})  # fmt: skip
    line("demand.places", view.places, mode="lines",
         step=True, line={"color": "#000000", "width": 2.5})  # fmt: skip
    line("demand.needing", view.needing, mode="lines+markers",
         line={"color": colour, "width": 2.5}, marker={"size": 6, "color": colour})  # fmt: skip

    peak = view.peak
    anchor = "left" if peak == 0 else "right" if peak == len(years) - 1 else "center"
    figure.add_annotation(
        x=years[peak],
        y=view.needing[peak],
        text=say("demand.peak", lang, {"year": years[peak], "n": number(view.needing[peak])}),
        showarrow=True,
        arrowhead=0,
        arrowcolor=colour,
        ax=0,
        ay=44,
        xanchor=anchor,
        font={"color": colour, "size": 12},
        bgcolor="rgba(255,255,255,0.88)",
    )
    style(figure, height=HEIGHT)
    figure.update_xaxes(
        title={"text": say("demand.x", lang), "standoff": 4, "font": {"size": 13}},
        range=[years[0] - 0.55, years[-1] + 0.55],
        tickvals=years,
        showgrid=False,
    )
    figure.update_yaxes(
        range=[0, highest(view) * 1.08],
        tickformat=",d",
        gridcolor="#E4E7EB",
        zeroline=True,
        zerolinecolor=INK,
    )
    figure.update_layout(barmode="overlay", bargap=0)
    _unit(figure, say("demand.y", lang))
    return figure.drawn()


def highest(view: views.Demand) -> int:
    """Return the largest figure a demand chart has to show."""
    return max(*view.children, *view.needing, *view.places, *(view.high or (0,)))


def shows_open(view: views.Demand) -> bool:
    """Return whether open places ever differ from usable ones, and so have a line."""
    return view.places_open != view.places


def strip_height(view: views.ClassSizes) -> int:
    """Return the height of a strip of class sizes, px."""
    return 90 + 34 * len(view.bins)


def class_sizes(
    results: Results, stage: str, lang: Lang, *, narrow: bool = False
) -> "go.Figure | None":
    """Draw the number of classes by size bin and year; None when the stage has no class.

    ``narrow`` turns the strip: sizes across, years down, as fits a telephone.
    """
    view = views.class_sizes(results, stage)
    if view is None:
        return None
    bin_names = [bin_name(size, lang, short=narrow) for size in view.bins]
    counts = np.array(view.counts)
    years = [str(year) for year in view.years]
    large = np.array([size.large for size in view.bins])
    # one colour scale for both halves: 0–1 within the tolerance (blue), 2–3 large (orange)
    shade = np.zeros(counts.shape)
    for half, floor in ((~large, 0.0), (large, 2.0)):
        most = max(1, int(counts[half].max(initial=0)))
        shade[half] = floor + np.where(counts[half] > 0, 0.1 + 0.9 * counts[half] / most, 0.0)
    printed = np.array([[str(count) for count in row] for row in view.counts])
    labels = np.array([[number(count) for count in row] for row in view.counts])
    if narrow:
        shade, printed, labels = shade.T, printed.T, labels.T
    figure = Sketch()
    figure.add_heatmap(
        x=bin_names if narrow else years,
        y=years if narrow else bin_names,
        z=np.round(shade, 3).tolist(),
        text=printed.tolist(),
        customdata=labels.tolist(),
        texttemplate="%{text}",
        textfont={"size": 13, "color": INK},
        colorscale=STRIP_COLOURS,
        zmin=0,
        zmax=3,
        showscale=False,
        xgap=2,
        ygap=2,
        name=say("sizes.axis", lang),
        hovertemplate=say("sizes.hover_narrow" if narrow else "sizes.hover", lang)
        + "<extra></extra>",
    )
    style(figure, height=310 if narrow else strip_height(view))
    sizes_axis = {"type": "category", "categoryorder": "array", "categoryarray": bin_names}
    years_axis = {"type": "category", "categoryorder": "array", "categoryarray": years}
    quiet = {"showgrid": False, "fixedrange": True}
    when = {"text": say("demand.x", lang), "standoff": 4, "font": {"size": 13}}
    if narrow:
        figure.update_xaxes(sizes_axis | quiet | {"side": "bottom", "tickangle": 0})
        figure.update_yaxes(years_axis | quiet | {"autorange": "reversed"})
    else:
        figure.update_xaxes(years_axis | quiet | {"title": when})
        figure.update_yaxes(sizes_axis | quiet)
    _unit(figure, say("sizes.axis", lang))
    return figure.drawn()


def bin_name(sizes: views.Bin, lang: Lang, *, short: bool = False) -> str:
    """Return the words of a bin of class sizes: ``≤ 45 人``, ``46–50（超标准）``, ``≥ 66``."""
    if sizes.above and not short:
        if sizes.high is None:
            return say("sizes.above_from", lang, {"low": sizes.low})
        return say("sizes.above", lang, {"low": sizes.low, "high": sizes.high})
    if sizes.high is None:
        return say("sizes.from", lang, {"low": sizes.low})
    if sizes.low == 0:
        return say("sizes.upto", lang, {"high": sizes.high})
    return say("sizes.between", lang, {"low": sizes.low, "high": sizes.high})


def style(figure: Sketch, *, height: int) -> None:
    """Give a figure the look all of them share; ``height`` in px."""
    figure.update_layout(
        height=height,
        font={"family": FONT, "size": 13, "color": INK},
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
        paper_bgcolor="#FFFFFF",
        plot_bgcolor="#FFFFFF",
        showlegend=False,
        dragmode=False,
        hoverlabel={
            "font": {"family": FONT, "size": 13, "color": INK},
            "bgcolor": "#FFFFFF",
            "bordercolor": GREY,
            "align": "left",
        },
        separators=".,",
    )
    figure.update_xaxes(fixedrange=True, automargin=True)
    figure.update_yaxes(fixedrange=True, automargin=True)


def _unit(figure: Sketch, words: str) -> None:
    """Write what the upright axis counts above it, level: Chinese does not turn well."""
    figure.update_layout(margin={"t": 30})
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6,
        text=words, showarrow=False, font={"size": 13, "color": GREY}, name="unit",
    )  # fmt: skip


def _faded(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
