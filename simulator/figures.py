"""What does each chart of the report look like, as a Plotly figure?

Every function takes ``Results`` and a language and returns a figure of its own; plotly is
imported inside, because nothing but a figure should pay for it. Names of zones and schools are
shown as text: Plotly would read ``<b>`` in them as markup.
"""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator import views
from simulator.catalogue import Lang, say
from simulator.numerals import number
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


HEIGHT: Final = 320
"""Height of a demand chart, px."""


def text(name: str) -> str:
    """Return a name as Plotly shows it letter by letter, never as markup."""
    return html.escape(name, quote=False)


def demand(results: Results, stage: str, lang: Lang, *, top: float | None = None) -> "go.Figure":
    """Draw children, pupils and places of ``stage`` by school year, from zero."""
    import plotly.graph_objects as go

    view = views.demand(results, stage)
    colour = STAGE_COLOUR[stage]
    years = list(view.years)
    figure = go.Figure()

    def hover(label: str) -> str:
        return say("demand.hover", lang, {"label": say(label, lang)}) + "<extra></extra>"

    def bars(label: str, sizes: Sequence[int], bases: Sequence[int], marker: Any) -> None:
        shown = [k for k, size in enumerate(sizes) if size]
        if shown:
            figure.add_bar(
                x=[years[k] for k in shown],
                y=[sizes[k] for k in shown],
                base=[bases[k] for k in shown],
                customdata=[number(sizes[k]) for k in shown],
                marker=marker,
                width=1,
                name=say(label, lang),
                hovertemplate=hover(label),
            )

    def line(label: str, values: Sequence[int | None], **style: Any) -> None:
        figure.add_scatter(
            x=years,
            y=list(values),
            customdata=[number(value) for value in values],
            name=say(label, lang),
            hovertemplate=hover(label),
            **style,
        )

    hatch = {"shape": "/", "fgcolor": SHORT, "bgcolor": "#FDECEA", "size": 6, "solidity": 0.25}
    bars("demand.short", view.short, view.places,
         {"color": "#FDECEA", "pattern": hatch, "line": {"width": 0}})  # fmt: skip
    bars("demand.spare", view.spare, view.needing,
         {"color": SURPLUS, "opacity": 0.16, "line": {"width": 0}})  # fmt: skip
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
             line={"color": GREY, "width": 1.5, "dash": "dash", "shape": "hvh"})  # fmt: skip
    line("demand.places", view.places, mode="lines",
         line={"color": "#000000", "width": 2.5, "shape": "hvh"})  # fmt: skip
    line("demand.needing", view.needing, mode="lines+markers",
         line={"color": colour, "width": 2.5}, marker={"size": 6, "color": colour})  # fmt: skip

    peak = view.peak
    figure.add_annotation(
        x=years[peak],
        y=view.needing[peak],
        text=say("demand.peak", lang, {"year": years[peak], "n": number(view.needing[peak])}),
        showarrow=True,
        arrowhead=0,
        arrowcolor=colour,
        ax=0,
        ay=44,
        font={"color": colour, "size": 12},
        bgcolor="rgba(255,255,255,0.88)",
    )
    style(figure, height=HEIGHT)
    figure.update_xaxes(
        title={"text": say("demand.x", lang), "standoff": 6},
        range=[years[0] - 0.6, years[-1] + 0.6],
        tickvals=years,
        showgrid=False,
    )
    figure.update_yaxes(
        title={"text": say("demand.y", lang), "standoff": 6},
        range=[0, (top or highest(view)) * 1.08],
        tickformat=",d",
        gridcolor="#E4E7EB",
        zeroline=True,
        zerolinecolor=INK,
    )
    figure.update_layout(barmode="overlay", bargap=0)
    return figure


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
    import plotly.graph_objects as go

    view = views.class_sizes(results, stage)
    if view is None:
        return None
    figure = go.Figure()
    bin_names = [bin_name(size, lang) for size in view.bins]
    counts = np.array(view.counts)
    years = [str(year) for year in view.years]
    for large in (False, True):
        mine = [k for k, size in enumerate(view.bins) if size.large == large]
        if not mine:
            continue
        z = counts[mine]
        labels = [bin_names[k] for k in mine]
        printed = np.vectorize(str)(z) if z.size else z.astype(str)
        across = narrow
        figure.add_heatmap(
            x=labels if across else years,
            y=years if across else labels,
            z=(z.T if across else z).tolist(),
            customdata=np.vectorize(number)(z.T if across else z).tolist(),
            text=(printed.T if across else printed).tolist(),
            texttemplate="%{text}",
            textfont={"size": 13},
            colorscale=(
                [[0, "#FFFFFF"], [0.0001, "#FEE8D0"], [1, "#E08214"]]
                if large
                else [[0, "#FFFFFF"], [0.0001, "#EFF5FB"], [1, "#8DB8DD"]]
            ),
            zmin=0,
            zmax=max(1, int(z.max())),
            showscale=False,
            xgap=2,
            ygap=2,
            name=say("sizes.large", lang) if large else say("sizes.axis", lang),
            hovertemplate=say("sizes.hover_narrow" if across else "sizes.hover", lang)
            + "<extra></extra>",
        )
    style(figure, height=310 if narrow else strip_height(view))
    sizes_axis = {"type": "category", "categoryorder": "array", "categoryarray": bin_names}
    years_axis = {"type": "category", "categoryorder": "array", "categoryarray": years}
    quiet = {"showgrid": False, "fixedrange": True}
    title = {"text": say("sizes.axis", lang), "standoff": 6}
    when = {"text": say("demand.x", lang), "standoff": 6}
    if narrow:
        figure.update_xaxes(sizes_axis | quiet | {"side": "top", "title": title, "tickangle": 0})
        figure.update_yaxes(years_axis | quiet | {"autorange": "reversed"})
    else:
        figure.update_xaxes(years_axis | quiet | {"title": when})
        figure.update_yaxes(sizes_axis | quiet | {"title": title})
    return figure


def bin_name(sizes: views.Bin, lang: Lang) -> str:
    """Return the words of a bin of class sizes: ``≤ 45 人``, ``46–50``, ``≥ 66``."""
    if sizes.high is None:
        return say("sizes.from", lang, {"low": sizes.low})
    if sizes.low == 0:
        return say("sizes.upto", lang, {"high": sizes.high})
    return say("sizes.between", lang, {"low": sizes.low, "high": sizes.high})


def style(figure: "go.Figure", *, height: int) -> None:
    """Give a figure the look all of them share; ``height`` in px."""
    import plotly.graph_objects as go

    figure.update_layout(
        # Plotly's own template is 8 kB a figure, and none of it is wanted here
        template=go.layout.Template(),
        height=height,
        font={"family": FONT, "size": 13, "color": INK},
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
        paper_bgcolor="#FFFFFF",
        plot_bgcolor="#FFFFFF",
        showlegend=False,
        dragmode=False,
        hoverlabel={"font": {"family": FONT, "size": 13}, "align": "left"},
        separators=".,",
    )
    figure.update_xaxes(fixedrange=True, automargin=True)
    figure.update_yaxes(fixedrange=True, automargin=True)


def _faded(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
