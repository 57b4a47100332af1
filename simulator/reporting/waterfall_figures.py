"""What does the way from children to places look like, for one stage and year?"""

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from simulator.reporting import waterfall_views
from simulator.reporting.catalogue import LANGS, Lang, known, say
from simulator.reporting.figures import GREY, INK, SHORT, STAGE_COLOUR, SURPLUS, style
from simulator.reporting.numerals import number
from simulator.reporting.sketch import Sketch
from simulator.reporting.waterfall_views import Step, Waterfall
from simulator.results import Results

if TYPE_CHECKING:
    import plotly.graph_objects as go

LEAVES: Final = "#9AA5B1"
PLACES: Final = "#1F2933"
ROW: Final = 34
ROW_NARROW: Final = 22
AROUND: Final = 54
"""Height of the axis and its title, px."""


def waterfall_height(view: Waterfall, *, narrow: bool = False) -> int:
    """Return the height of the drawing, px."""
    return AROUND + (ROW_NARROW if narrow else ROW) * len(view.shown)


def waterfall(
    results: Results, stage: str, year: int, lang: Lang, *, narrow: bool = False
) -> "go.Figure":
    """Draw the steps of one stage and year, downwards, each beginning where the last ended."""
    return draw(waterfall_views.waterfall(results, stage, year), lang, narrow=narrow)


def draw(view: Waterfall, lang: Lang, *, narrow: bool = False) -> "go.Figure":
    """Draw a waterfall that was read already; see ``waterfall``."""
    steps = view.shown
    names = [step_name(step, lang) for step in steps]
    printed = [amount(step, lang) for step in steps]
    figure = Sketch()
    figure.add_bar(
        orientation="h",
        y=list(range(len(steps))),
        x=[abs(step.end - step.start) for step in steps],
        base=[min(step.start, step.end) for step in steps],
        width=0.66,
        marker={"color": [_colour(step, view.stage) for step in steps], "line": {"width": 0}},
        customdata=[
            say("waterfall.hover", lang, {"step": name, "n": figures})
            for name, figures in zip(names, printed, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        name=say("waterfall.axis", lang),
    )
    top = max((max(step.start, step.end) for step in steps), default=0) or 1
    figure.add_scatter(
        mode="text",
        y=list(range(len(steps))),
        x=[max(step.start, step.end) for step in steps],
        text=[f"\u2002{figures}" for figures in printed],
        textposition="middle right",
        textfont={
            "size": 12,
            "color": [SHORT if _short(step) else INK for step in steps],
        },
        hoverinfo="skip",
        name=say("waterfall.balance", lang),
    )
    style(figure, height=waterfall_height(view, narrow=narrow))
    for at, upper, lower in filling(view)["lines"]:
        _connect(figure, at, upper, lower)
    figure.update_yaxes(
        range=[len(steps) - 0.4, -0.6],
        tickvals=list(range(len(steps))),
        ticktext=names,
        showgrid=False,
        zeroline=False,
        tickfont={"size": 12 if narrow else 13},
    )
    figure.update_xaxes(
        range=[0, top * (1.5 if narrow else 1.14)],
        tickformat=",d",
        nticks=4 if narrow else 8,
        gridcolor="#E4E7EB",
        zeroline=True,
        zerolinecolor=INK,
        title={"text": say("waterfall.axis", lang), "standoff": 4, "font": {"size": 13}},
    )
    figure.update_layout(barmode="overlay", bargap=0, hovermode="closest")
    return figure.drawn()


def filling(view: Waterfall) -> dict[str, Any]:
    """Return what differs between the drawings of stages and years, for the page's script."""
    steps = view.shown
    last = len(steps) - 1
    return {
        "steps": [step.name for step in steps],
        "start": [min(step.start, step.end) for step in steps],
        "end": [max(step.start, step.end) for step in steps],
        "colour": [_colour(step, view.stage) for step in steps],
        "ink": [SHORT if _short(step) else INK for step in steps],
        "printed": {lang: [amount(step, lang) for step in steps] for lang in LANGS},
        # Where the places begin anew, the pupils' end is carried down to the balance instead.
        "lines": [
            [upper.end, k, last if lower.name == "places" else k + 1]
            for k, (upper, lower) in enumerate(pairwise(steps))
        ],
    }


def sentence(view: Waterfall, lang: Lang) -> str:
    """Return children, pupils, open places and the balance of a stage and year.

    Full figures, also in Chinese: a reader may want to subtract them.
    """
    balance = view.steps[-1]
    values = {
        "stage": known("stage", view.stage, lang),
        "year": view.year,
        "children": number(view.amount("children")),
        "pupils": number(view.amount("pupils")),
        "open": number(view.amount("places") + view.amount("not_open")),
        "balance": amount(balance, lang),
    }
    return say("waterfall.say", lang, values)


def step_name(step: Step, lang: Lang) -> str:
    """Return the words of a step."""
    return say(f"waterfall.{step.name}", lang)


def amount(step: Step, lang: Lang) -> str:
    """Return what is printed beside a step: a total, a signed change, or what is spare or short."""
    if step.kind == "total":
        return number(step.amount)
    if step.kind == "change":
        return f"+{number(step.amount)}" if step.amount > 0 else number(step.amount)
    if step.amount == 0:
        return say("waterfall.even", lang)
    key = "waterfall.short" if step.amount < 0 else "waterfall.spare"
    return say(key, lang, {"n": number(abs(step.amount))})


def _short(step: Step) -> bool:
    """Return whether a step counts children without a place."""
    return (step.kind == "result" and step.amount < 0) or step.name == "unplaced"


def _colour(step: Step, stage: str) -> str:
    if _short(step):
        return SHORT
    if step.kind == "result":
        return SURPLUS
    if step.name == "places":
        return PLACES
    return STAGE_COLOUR[stage] if step.kind == "total" else LEAVES


def _connect(figure: Sketch, at: int, upper: int, lower: int) -> None:
    """Draw a thin line from the end of one bar down to the beginning of another."""
    figure.add_shape(
        type="line", x0=at, x1=at, y0=upper + 0.33, y1=lower - 0.33,
        line={"color": GREY, "width": 1, "dash": "dot"}, layer="below",
    )  # fmt: skip
