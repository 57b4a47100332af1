"""What does the cohort triangle look like, and which cohort does its sentence name?"""

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.reporting import cohort_views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.figures import GREY, INK, style
from simulator.reporting.numerals import number, prose
from simulator.reporting.sketch import Sketch
from simulator.results import Results
from simulator.vocabulary import FIRST_GRADE_AGE

if TYPE_CHECKING:
    import plotly.graph_objects as go

COLOURS: Final = ((0.0, "#FFFFFF"), (0.5, "#C6DCEF"), (1.0, "#7FB0DA"))
"""Light enough at its end for dark figures to be read on it."""
HEIGHT: Final = 500
HEIGHT_NARROW: Final = 360
WIDTH: Final = 560
"""Room for the cells of all years at least, px."""
WIDTH_NARROW: Final = 270
DIGIT: Final = 7.2
"""Width of a printed digit, px."""


def triangle(results: Results, lang: Lang, *, narrow: bool = False) -> "go.Figure | None":
    """Draw children by age and school year, the largest cohort outlined; None without any."""
    view = cohort_views.triangle(results)
    if view is None:
        return None
    ages = [age_name(age, grade, lang) for age, grade in zip(view.ages, view.grades, strict=True)]
    printed = [[number(count) for count in row] for row in view.children]
    hover = [
        [
            say(
                "cohort.hover",
                lang,
                {
                    "year": year,
                    "grade": ages[age],
                    "n": printed[age][k],
                    "born": year - age - 1,
                    "next": year - age,
                },
            )
            for k, year in enumerate(view.years)
        ]
        for age in view.ages
    ]
    counts = [count for row in view.children for count in row if count is not None]
    low, high = _scale(min(counts), max(counts))
    longest = max(len(cell) for row in printed for cell in row)
    room = (WIDTH_NARROW if narrow else WIDTH) / len(view.years)
    figure = Sketch()
    figure.add_heatmap(
        x=list(view.years),
        y=list(view.ages),
        z=[list(row) for row in view.children],
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        colorscale=COLOURS,
        zmin=low,
        zmax=high,
        xgap=1,
        ygap=1,
        hoverongaps=False,
        name=say("cohort.children", lang),
        showscale=False,
    )
    unit = say("cohort.axis", lang)
    if room >= DIGIT * longest + 6:
        figure.data[0].update(
            text=printed, texttemplate="%{text}", textfont={"size": 12, "color": INK}
        )
    else:
        ends = {"low": number(min(counts)), "high": number(max(counts))}
        unit = say("cohort.axis_scale", lang, ends)
    style(figure, height=HEIGHT_NARROW if narrow else HEIGHT)
    figure.update_xaxes(
        range=[view.years[0] - 0.5, view.years[-1] + 0.5],
        tickvals=list(view.years)[:: -(-len(view.years) // (4 if narrow else 20))],
        tickangle=0,
        ticks="",
        tickformat="d",
        showgrid=False,
        zeroline=False,
        title={"text": say("demand.x", lang), "standoff": 6, "font": {"size": 13}},
    )
    figure.update_yaxes(
        range=[view.ages[0] - 0.5, view.ages[-1] + 0.5],
        tickvals=list(view.ages),
        ticktext=ages,
        tickfont={"size": 11 if narrow else 12},
        ticks="",
        showgrid=False,
        zeroline=False,
    )
    figure.update_layout(margin={"t": 32})
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6,
        text=unit, showarrow=False, font={"size": 13, "color": GREY},
        name="unit",
    )  # fmt: skip
    for edge in cohort_views.STAGE_AGES:
        figure.add_shape(
            type="line", x0=view.years[0] - 0.5, x1=view.years[-1] + 0.5, y0=edge - 0.5,
            y1=edge - 0.5, line={"color": INK, "width": 1},
        )  # fmt: skip
    for age, year in view.cells(view.largest.born) if view.largest else ():
        figure.add_shape(
            type="rect", x0=year - 0.5, x1=year + 0.5, y0=age - 0.5, y1=age + 0.5,
            line={"color": INK, "width": 2.5}, name="largest",
        )  # fmt: skip
    return figure.drawn()


def sentence(results: Results, lang: Lang) -> str:
    """Return which cohort is the largest, and which of those still to enter primary school."""
    view = cohort_views.triangle(results)
    if view is None or view.largest is None:
        return say("cohort.empty", lang)
    said = [_named("cohort.say", view.largest, lang)]
    if view.largest_to_come is not None and view.largest_to_come != view.largest:
        said.append(_named("cohort.say_to_come", view.largest_to_come, lang))
    return (" " if lang == "en" else "").join(said)


def age_name(age: int, grade: str, lang: Lang) -> str:
    """Return the due grade of an age, or the age itself below the first grade."""
    if age < FIRST_GRADE_AGE:
        return say("cohort.age", lang, {"age": age})
    return known("grade", grade, lang)


def _named(key: str, cohort: cohort_views.Cohort, lang: Lang) -> str:
    values = {
        "born": cohort.born,
        "next": cohort.born + 1,
        "n": prose(cohort.children, lang),
        "primary": cohort.enters_primary,
        "junior": cohort.enters_junior,
    }
    return say(key, lang, values)


def _scale(least: int, most: int) -> tuple[float, float]:
    """Return the ends of the colour scale: from a round figure below the least, or from nil."""
    step = 10.0 ** np.floor(np.log10(max(most - least, 1)))
    low = float(np.floor(least / step) * step)
    return (low, float(most)) if most > least else (0.0, float(max(most, 1)))
