"""What does the programme look like: a bar for each project, planned and simulated?

A figure, its sentence and the cells of the project list, in a language.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from simulator.reporting import programme_views
from simulator.reporting.catalogue import Lang, known, say
from simulator.reporting.figures import FONT, GREY, INK, style, text
from simulator.reporting.numerals import day, number, prose
from simulator.reporting.programme_views import Project
from simulator.reporting.sketch import Sketch
from simulator.results import Results

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLANNED: Final = "#BCCCDC"
SIMULATED: Final = "#243B53"
INTAKE: Final = "#0B5CAD"
PROMISE: Final = "#6A3D9A"
ROW: Final = 40
"""Height of a project's row, px."""
ROW_NARROW: Final = 54
AROUND: Final = 118
"""Height of axis, key and the labels of promises, px."""
DAY_MS: Final = 86_400_000
LONGEST_NAME: Final = 16
LONGEST_NAME_NARROW: Final = 16
"""Letters of a school's name beside its bar."""
MOST_NAMES: Final = 3
WIDTH: Final = 500
WIDTH_NARROW: Final = 300
"""Room between the axes at least, px."""


def gantt_height(results: Results, *, narrow: bool = False) -> int:
    """Return the height of the drawing, px."""
    rows = len(programme_views.drawn(programme_views.projects(results)))
    return AROUND + (ROW_NARROW if narrow else ROW) * max(rows, 1)


def gantt(results: Results, lang: Lang, *, narrow: bool = False) -> "go.Figure | None":
    """Draw planned and simulated works of the first projects; None where none has a date.

    ``narrow`` writes the labels above the bars, as fits a telephone.
    """
    rows = programme_views.drawn(programme_views.projects(results))
    if not rows:
        return None
    figure = Sketch()
    at = list(range(len(rows)))
    hover = [_hover(project, lang) for project in rows]
    shift = 0.17 if narrow else 0.0  # bars stand below their labels

    def bars(label: str, spans: Sequence[tuple[Any, Any]], look: Any, width: float) -> None:
        mine = [k for k in at if spans[k][0] and spans[k][1]]
        if mine:
            figure.add_bar(
                orientation="h",
                base=[spans[k][0].isoformat() for k in mine],
                x=[max((spans[k][1] - spans[k][0]).days, 1) * DAY_MS for k in mine],
                y=[k + shift for k in mine],
                width=width,
                marker=look | {"line": {"width": 0}},
                customdata=[hover[k] for k in mine],
                hovertemplate="%{customdata}<extra></extra>",
                name=say(label, lang),
            )

    def marks(label: str, days: Sequence[dt.date | None], marker: Any) -> None:
        mine = [k for k in at if days[k]]
        if mine:
            figure.add_scatter(
                mode="markers",
                x=[days[k].isoformat() for k in mine],  # type: ignore[union-attr]
                y=[k + shift for k in mine],
                marker=marker,
                customdata=[hover[k] for k in mine],
                hovertemplate="%{customdata}<extra></extra>",
                name=say(label, lang),
            )

    wide, slim = (0.34, 0.14) if narrow else (0.5, 0.2)
    _before_works(figure, rows, shift)
    bars("programme.planned", [(p.planned.started, p.planned.accepted) for p in rows],
         {"color": PLANNED}, wide)  # fmt: skip
    simulated = [_works(project) for project in rows]
    unfinished = _unfinished(rows, programme_views.horizon(results))
    bars("programme.simulated", simulated, {"color": SIMULATED}, slim)
    hatch = {"shape": "/", "fgcolor": SIMULATED, "bgcolor": "#FFFFFF", "size": 6}
    bars("programme.unfinished", unfinished, {"color": "#FFFFFF", "pattern": hatch}, slim)
    spans = [a if a[0] else b for a, b in zip(simulated, unfinished, strict=True)]
    marks("programme.planned_acceptance", [p.planned.accepted for p in rows],
          {"symbol": "line-ns-open", "size": 18, "color": INK, "line": {"width": 2}})  # fmt: skip
    alone = [
        p.simulated.accepted if not span[0] else None
        for p, span in zip(rows, simulated, strict=True)
    ]
    marks("programme.acceptance_alone", alone, {"symbol": "circle", "size": 9, "color": SIMULATED})
    marks("programme.intake", [p.intake_day for p in rows],
          {"symbol": "diamond-open", "size": 11, "color": INTAKE,
           "line": {"width": 2.5}})  # fmt: skip
    style(figure, height=gantt_height(results, narrow=narrow))
    shown = programme_views.promised_days(results)
    first, last = _span(rows, spans, shown)
    notes = [
        (k, end, words)
        for k, (project, span) in enumerate(zip(rows, spans, strict=True))
        if (words := _words(project, lang)) and (end := _end(project, span))
    ]
    width = WIDTH_NARROW if narrow else WIDTH
    last = max([last, *(_reach(first, end, words, width) for _, end, words in notes)])
    _lines(figure, first, last, shown, lang)
    for k, end, words in notes:
        figure.add_annotation(
            x=end.isoformat(), y=k + shift, text=words, showarrow=False, xanchor="left",
            yanchor="middle", xshift=9, font={"size": 12}, bgcolor="rgba(255,255,255,0.9)",
            borderpad=0, name="words",
        )  # fmt: skip
    _axes(figure, rows, lang, narrow=narrow)
    figure.update_xaxes(range=[first.isoformat(), last.isoformat()])
    figure.update_layout(barmode="overlay", bargap=0, hovermode="closest")
    if not narrow:
        figure.update_layout(
            showlegend=True,
            legend={
                "orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom",
                "font": {"size": 12}, "itemclick": False, "itemdoubleclick": False,
            },
        )  # fmt: skip
    return figure.drawn()


def sentence(results: Results, lang: Lang) -> str:
    """Return in one sentence which projects come late and how many admit by the promised day."""
    listed = programme_views.projects(results)
    if not listed:
        return say("programme.empty", lang)
    sums = programme_views.totals(listed)
    late, never = programme_views.late(listed), programme_views.never(listed)
    said = {
        "late": say("programme.say_on_time", lang),
        "by": "",
        "never": "",
        "rule": "",
        "beds": "",
    }
    required = programme_views.by_rule(listed)
    said["whose"] = say("programme.stated_and_required" if required else "programme.stated", lang)
    if required:
        places = prose(programme_views.totals(required).places, lang)
        counted: dict[str, object] = {"n": len(required), "places": places}
        said["rule"] = say("programme.say_by_rule", lang, counted)
    beds = programme_views.beds_only(listed)
    if beds:
        counted = {"n": len(beds), "beds": number(sum(project.beds for project in beds))}
        said["beds"] = say("programme.say_beds", lang, counted)
    if late:
        values: dict[str, object] = {
            "n": len(late),
            "worst": _lateness(late[0], lang),
            "name": late[0].name,
        }
        said["late"] = say("programme.say_late", lang, values)
    if never:
        said["never"] = say("programme.say_never", lang, {"n": len(never)})
    promised = programme_views.promised(results)
    if promised is not None:
        values = {"day": day(promised.by.isoformat(), lang), "n": len(promised.admitting)}
        said["by"] = say("programme.say_by", lang, values)
        waiting = list(dict.fromkeys(project.name for project in promised.accepted_only))
        if waiting:
            names = say("list.comma", lang).join(waiting[:MOST_NAMES])
            if len(waiting) > MOST_NAMES:
                names = say("programme.more_names", lang, {"names": names})
            values = {"n": len(promised.accepted_only), "names": names}
            said["by"] += say("programme.say_accepted_only", lang, values)
    counts = {"n": len(listed), "places": prose(sums.places, lang)}
    return say("programme.say", lang, counts | said)


def rest(results: Results, lang: Lang) -> str:
    """Return that the drawing leaves projects to the table; '' when it has all."""
    listed = programme_views.projects(results)
    shown = len(programme_views.drawn(listed))
    if shown == len(listed):
        return ""
    return say("programme.rest", lang, {"shown": shown, "n": number(len(listed))})


def _axes(figure: Sketch, rows: Sequence[Project], lang: Lang, *, narrow: bool) -> None:
    labels = [_label(project, lang, narrow=narrow) for project in rows]
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
        zeroline=False,
        tickvals=list(range(len(rows))),
        ticktext=labels,
        showticklabels=not narrow,
        ticks="",
    )
    figure.update_xaxes(
        type="date",
        showgrid=False,
        zeroline=False,
        side="bottom",
        title={"text": say("programme.axis", lang), "standoff": 4, "font": {"size": 13}},
    )
    figure.update_layout(margin={"t": 28, "b": 8 if narrow else 74})
    if narrow:
        for k, label in enumerate(labels):
            figure.add_annotation(
                x=0, xref="paper", y=k - 0.24, text=label, showarrow=False, xanchor="left",
                yanchor="middle", align="left", font={"size": 12}, name="label",
                bgcolor="rgba(255,255,255,0.9)", borderpad=0,
            )  # fmt: skip


def _before_works(figure: Sketch, rows: Sequence[Project], shift: float) -> None:
    """Draw a thin line from approval to the start of works as planned, without a key."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for k, project in enumerate(rows):
        approved, started = project.planned.approved, project.planned.started
        if approved and started and approved < started:
            xs += [approved.isoformat(), started.isoformat(), None]
            ys += [k + shift, k + shift, None]
    if xs:
        figure.add_scatter(
            x=xs[:-1], y=ys[:-1], mode="lines", line={"color": PLANNED, "width": 2},
            hoverinfo="skip", showlegend=False, name="approved",
        )  # fmt: skip


def _lines(
    figure: Sketch, first: dt.date, last: dt.date, promised: Sequence[dt.date], lang: Lang
) -> None:
    septembers = [
        dt.date(year, 9, 1)
        for year in range(first.year, last.year + 1)
        if first <= dt.date(year, 9, 1) <= last
    ]
    for september in septembers:
        _upright(figure, september, {"color": "#CBD2D9", "width": 1})
    # the words of two promises must not lie on one another
    clear = dt.timedelta(days=round((last - first).days * 0.45))
    labelled: dt.date | None = None
    for by in promised:
        if not first <= by <= last:
            continue
        _upright(figure, by, {"color": PROMISE, "width": 2, "dash": "dash"})
        if labelled is None or by - labelled >= clear:
            labelled = by
            # towards the middle, so that it is cut at neither edge
            late = (by - first) > (last - first) / 2
            figure.add_annotation(
                x=by.isoformat(), y=1, yref="paper", yanchor="bottom", yshift=3, showarrow=False,
                text=say("programme.target_line", lang, {"day": day(by.isoformat(), lang)}),
                xanchor="right" if late else "left", font={"size": 12, "color": PROMISE},
                name="promise",
            )  # fmt: skip
    every = max(1, -(-len(septembers) // 6))
    figure.update_xaxes(
        tickvals=[september.isoformat() for september in septembers[::every]],
        tickformat="%Y.%-m" if lang == "zh" else "%b %Y",
        tickangle=0,
        tickfont={"size": 12, "family": FONT},
    )


def _upright(figure: Sketch, at: dt.date, line: Any) -> None:
    figure.add_shape(
        type="line", x0=at.isoformat(), x1=at.isoformat(), y0=0, y1=1, yref="paper",
        line=line, layer="below",
    )  # fmt: skip


def _span(
    rows: Sequence[Project], simulated: Sequence[tuple[Any, Any]], promised: Sequence[dt.date]
) -> tuple[dt.date, dt.date]:
    """Return the first and last day drawn, with a margin; promises far off are left out."""
    found = [end for span in simulated for end in span if end]
    for project in rows:
        found += [d for d in programme_views.days(project.planned) if d]
        found += [d for d in (project.simulated.accepted, project.intake_day) if d]
    first, last = min(found), max(found)
    near = dt.timedelta(days=730)
    close = [by for by in promised if first - near <= by <= last + near]
    first, last = min([first, *close]), max([last, *close])
    margin = dt.timedelta(days=max(45, round((last - first).days * 0.03)))
    return first - margin, last + margin


def _works(project: Project) -> tuple[dt.date | None, dt.date | None]:
    """Return simulated start and acceptance where both are known and in order."""
    started, accepted = project.simulated.started, project.simulated.accepted
    whole = started is not None and accepted is not None and started <= accepted
    return (started, accepted) if whole else (None, None)


def _unfinished(
    rows: Sequence[Project], horizon: dt.date
) -> list[tuple[dt.date | None, dt.date | None]]:
    """Return start and end of the bars of works begun and not accepted on any known day.

    They reach half a year beyond everything else, for the years to the horizon would squeeze it.
    """
    found = [d for p in rows for d in programme_views.days(p.planned) if d]
    found += [d for p in rows for d in (p.simulated.accepted, p.intake_day) if d]
    spans: list[tuple[dt.date | None, dt.date | None]] = []
    for project in rows:
        started = project.simulated.started
        if started is None or project.simulated.accepted is not None:
            spans.append((None, None))
        else:
            beyond = max([started, *found]) + dt.timedelta(days=180)
            spans.append((started, max(min(beyond, horizon), started)))
    return spans


def _end(project: Project, span: tuple[Any, Any]) -> dt.date | None:
    """Return where the words behind a bar begin."""
    known_days = (span[1], project.simulated.accepted, project.intake_day, project.planned.accepted)
    return max((d for d in known_days if d), default=None)


def _reach(first: dt.date, end: dt.date, words: str, width: int) -> dt.date:
    """Return how far the axis must reach for words beginning at ``end`` to be whole."""
    letters = sum(12.5 if ord(letter) > 0x2E7F else 6.8 for letter in words)
    taken = min((letters + 14) / width, 0.5)
    return first + dt.timedelta(days=round((end - first).days / (1 - taken)))


def _words(project: Project, lang: Lang) -> str:
    """Return what is said behind a bar: how late, whether it admits."""
    said = []
    if (project.days_late or 0) > 0:
        late = project.months_late
        said.append(
            say("programme.late", lang, {"n": late})
            if late
            else say("programme.late_days", lang, {"n": project.days_late})
        )
    if project.simulated.accepted is None:
        said.append(say("programme.never", lang))
    elif project.first_intake is None and not project.beds_only:
        said.append(say("programme.no_intake", lang))
    if project.in_transition:
        said.append(say("programme.transition", lang))
    if (project.months_after_homes or 0) > 0:
        months = number(round(project.months_after_homes or 0))
        said.append(say("programme.after_homes", lang, {"n": months}))
    return say("list.comma", lang).join(said)


def _lateness(project: Project, lang: Lang) -> str:
    if project.months_late:
        return say("programme.months", lang, {"n": project.months_late})
    return say("programme.days", lang, {"n": project.days_late})


def _label(project: Project, lang: Lang, *, narrow: bool) -> str:
    longest = LONGEST_NAME_NARROW if narrow else LONGEST_NAME
    name = project.name if len(project.name) <= longest else project.name[:longest] + "…"
    if narrow:
        brings = ""
        if project.places:
            brings = say("programme.label_narrow", lang, {"places": number(project.places)})
        elif project.beds_only:
            brings = say("programme.beds", lang, {"beds": number(project.beds)})
        return f"<b>{text(name)}</b> {brings}".strip()
    size = _size(project, lang)
    return f"{text(name)}<br><span style='font-size:12px;color:{GREY}'>{size}</span>"


def _size(project: Project, lang: Lang) -> str:
    values = {
        "stages": stages_of(project, lang),
        "rooms": number(project.rooms),
        "places": number(project.places),
        "beds": number(project.beds),
    }
    if project.beds_only:
        return say("programme.label_beds", lang, values)
    return say("programme.label" if project.places else "programme.label_no_places", lang, values)


def stages_of(project: Project, lang: Lang) -> str:
    """Return the stages of a project in words: ``小学+初中``."""
    return "+".join(known("stage", stage, lang) for stage in project.stages)


def _hover(project: Project, lang: Lang) -> str:
    lines = []
    for milestone in programme_views.MILESTONES:
        planned = getattr(project.planned, milestone)
        simulated = getattr(project.simulated, milestone)
        if planned or simulated:
            values = {
                "milestone": known("milestone", milestone, lang),
                "planned": _day(planned, lang),
                "simulated": _day(simulated, lang),
            }
            lines.append(say("programme.hover_milestone", lang, values))
    if not project.beds_only:
        lines.append(say("programme.hover_intake", lang, {"day": _day(project.intake_day, lang)}))
    words = _words(project, lang)
    values = {
        "name": f"{text(project.name)} · {text(project.id)}",
        "label": _size(project, lang),
        "milestones": "<br>".join([*lines, *([words] if words else [])]),
    }
    return say("programme.hover", lang, values)


def _day(date: dt.date | None, lang: Lang) -> str:
    return "—" if date is None else day(date.isoformat(), lang)
