"""The three charts of page 1 as inline SVG, each with the same content in words.

Every mark differs by lightness or outline as well as by hue, and is labelled: they read in black and white and for
the colour-blind. Sizes are in the units of the viewBox, which the page scales to its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from pipelines.report import escape
from pipelines.report.facts.circles import CircleBar
from pipelines.report.facts.shape import OccasionWeek, StateCount
from pipelines.report.typography import clip
from pipelines.report.words import Words

WIDTH = 340
DARK, MIDDLE, LIGHT, PALE, PAPER = "#17375e", "#5b84b1", "#a9c3dd", "#dfe8f1", "#ffffff"
PLAN = "#a4480f"
_STATE_FILLS = {"active": DARK, "cooling": MIDDLE, "dormant": LIGHT, "lost": PALE, "never_met": PAPER}
_LABEL_SIGNS = 24


@dataclass(frozen=True)
class Swatch:
    """One entry of a legend: the fill of its mark, or the stroke of its line."""

    fill: str
    label: Markup
    is_line: bool = False


@dataclass(frozen=True)
class Chart:
    """One chart: svg to be drawn, title and text to be read, legend."""

    svg: Markup
    title: Markup
    text: Markup
    legend: Sequence[Swatch]


def occasion_bars(history: Sequence[OccasionWeek], planned: float | None, words: Words) -> Chart:
    """Chart A: one bar per week, meals below events, and the plan as a dashed line."""
    planned_shown = words.count(planned, 0 if planned == int(planned) else 1) if planned else None
    title = words.text("chart.occasions")
    values = [
        words.text(
            "chart.occasions_value",
            day=words.day_and_month(_monday(week)),
            meals=words.text("chart.meals", n=week.meals),
            events=words.text("chart.events", n=week.events),
        )
        for week in history
    ]
    listed = words.join_clauses(values)
    text = (
        words.text("chart.occasions_text_plan", n=planned_shown, values=listed)
        if planned_shown
        else words.text("chart.occasions_text", values=listed)
    )
    legend = [Swatch(DARK, words.text("chart.meals_legend")), Swatch(LIGHT, words.text("chart.events_legend"))]
    if planned_shown:
        legend.append(Swatch(PLAN, words.text("chart.plan_line", n=planned_shown), is_line=True))
    return Chart(drawing("occasions", 104, _bars(history, planned, words), title, text), title, text, legend)


def _monday(week: OccasionWeek) -> date:
    """The day a week is called by."""
    return week.week_end - timedelta(days=6)


def _bars(history: Sequence[OccasionWeek], planned: float | None, words: Words) -> Markup:
    base, height, step = 88.0, 72.0, WIDTH / max(len(history), 1)
    top = max([week.meals + week.events for week in history] + [planned or 0, 1])
    scale, marks = height / top, []
    for position, week in enumerate(history):
        x, width = position * step + step * 0.18, step * 0.64
        meals, events = week.meals * scale, week.events * scale
        marks.append(rectangle(x, base - meals, width, meals, DARK))
        marks.append(rectangle(x, base - meals - events, width, events, LIGHT))
    marks.append(line(0, base, WIDTH, base))
    if planned:
        y = base - planned * scale
        across = Markup('<line x1="0" y1="{0}" x2="{1}" y2="{0}" stroke="{2}" stroke-width="{3}"{4}/>')
        # a white edge: over a dark bar too, and in black and white
        marks.append(across.format(_n(y), WIDTH, PAPER, 3.2, ""))
        marks.append(across.format(_n(y), WIDTH, PLAN, 1.4, Markup(' stroke-dasharray="5 3"')))
    totals = [week.meals + week.events for week in history]
    for position in sorted({totals.index(max(totals)), len(totals) - 1} if totals else ()):
        marks.append(
            text_at((position + 0.5) * step, base - totals[position] * scale - 3, str(totals[position]), "middle")
        )
    for position, x, anchor in [(0, 0, "start"), (len(history) - 1, WIDTH, "end")] if len(history) > 1 else []:
        marks.append(text_at(x, base + 12, words.short_day(_monday(history[position])), anchor))
    return Markup("").join(marks)


def state_bar(states: Sequence[StateCount], words: Words) -> Chart:
    """Chart B: all ties in one bar, from active to never met."""
    total = sum(state.n for state in states)
    title = words.text("chart.states", n=total)
    marks, legend, values, x = [], [], [], 0.0
    for state in states:
        width = WIDTH * (state.share or 0.0)
        marks.append(rectangle(x, 1, width, 24, _STATE_FILLS[state.state], outline=True))
        x += width
        label = words.term("states", state.state)
        legend.append(Swatch(_STATE_FILLS[state.state], words.text("chart.state_legend", label=label, n=state.n)))
        values.append(words.text("chart.state_value", label=label, n=state.n, percent=words.percent(state.share)))
    text = words.text("chart.states_text", n=total, values=words.join_comma(values))
    return Chart(drawing("states", 26, Markup("").join(marks), title, text), title, text, legend)


def circle_bars(circles: Sequence[CircleBar], words: Words) -> Chart:
    """Chart C: for each circle its share of active ties above its share of known people."""
    title = words.text("chart.circles")
    row_height, left, room = 13.5, 138.0, WIDTH - 138.0 - 34
    longest = max([max(circle.active, circle.known) for circle in circles] + [0.01])
    marks, values = [], []
    for position, circle in enumerate(circles):
        y = position * row_height
        label = words.name(circle.label) if circle.label else str(words.text("circles.others"))
        active, known = (share / longest * room for share in (circle.active, circle.known))
        marks.append(text_at(left - 6, y + 9, clip(label, _LABEL_SIGNS), "end"))
        marks.append(rectangle(left, y + 1, active, 6, DARK))
        marks.append(rectangle(left, y + 7, known, 4, PAPER, outline=True))
        marks.append(text_at(left + max(active, known) + 4, y + 9, words.number(circle.active * 100), "start"))
        values.append(
            words.text(
                "chart.circle_value",
                label=label,
                active=words.percent(circle.active),
                known=words.percent(circle.known),
            )
        )
    text = words.text("chart.circles_text", values=words.join_clauses(values))
    legend = [Swatch(DARK, words.text("chart.active_legend")), Swatch(PAPER, words.text("chart.known_legend"))]
    return Chart(
        drawing("circles", row_height * len(circles) + 1, Markup("").join(marks), title, text), title, text, legend
    )


def drawing(name: str, height: float, marks: Markup, title: Markup, text: Markup, width: float = WIDTH) -> Markup:
    """The marks as one SVG, with what it shows in words."""
    # Title and text come escaped for the page's form; in Markdown no SVG is shown, so only HTML's reaches a reader.
    return Markup(
        '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="chart-{name}-title chart-{name}-text" xmlns="http://www.w3.org/2000/svg">'
        '<title id="chart-{name}-title">{title}</title><desc id="chart-{name}-text">{text}</desc>{marks}</svg>'
    ).format(width=width, height=_n(height), name=name, title=title, text=text, marks=marks)


def rectangle(x: float, y: float, width: float, height: float, fill: str, *, outline: bool = False) -> Markup:
    """A bar; nothing when it has no size."""
    if width <= 0 or height <= 0:
        return Markup("")
    stroke = Markup(' stroke="{}" stroke-width="0.8"').format(DARK) if outline else ""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>').format(
        _n(x), _n(y), _n(width), _n(height), fill, stroke
    )


def text_at(x: float, y: float, text: str, anchor: str) -> Markup:
    """Words or a number beside a mark."""
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(_n(x), _n(y), anchor, escape.html(text))


def line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A line marks stand on."""
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#333" stroke-width="0.8"/>').format(
        _n(x1), _n(y1), _n(x2), _n(y2)
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
