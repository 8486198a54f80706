"""The trend of page 2: one small drawing per figure, all on one line, each from zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from markupsafe import Markup

from pipelines.report.charts import DARK, MIDDLE, Chart, drawing, line, rectangle, text_at
from pipelines.report.facts.shape import Trend, TrendSeries
from pipelines.report.facts.trend import SHARE_BEYOND
from pipelines.report.words import Words

WIDTH, CELLS, GAP = 700, 6, 16.0
TOP, BASE = 24.0, 48.0
CELL = (WIDTH - GAP * (CELLS - 1)) / CELLS
_OF_A_WEEK = ("new_ties", "occasions")
"""Figures counted anew each week: bars; the others are levels: lines."""


def trend_lines(trend: Trend, words: Words) -> Chart:
    """One cell per series: its name, its first and last value, and every week between them."""
    first, last = (day - timedelta(days=6) for day in (trend.weeks[0], trend.weeks[-1]))
    title = words.text("chart.trend", first=words.day_and_month(first), last=words.day_and_month(last))
    series = trend.series
    cells = [_cell(row, position * (CELL + GAP), words) for position, row in enumerate(series)]
    text = words.text("chart.trend_text", title=title, values=words.join_clauses([_said(row, words) for row in series]))
    return Chart(drawing("trend", BASE + 2, Markup("").join(cells), title, text, width=WIDTH), title, text, [])


def _cell(row: TrendSeries, left: float, words: Words) -> Markup:
    values = row.values
    held = [value for value in values if value is not None]
    shown = words.text("chart.trend_from_to", first=_value(row, held[0], words), last=_value(row, held[-1], words))
    marks = _bars(values, left, max(held)) if row.figure in _OF_A_WEEK else _lines(values, left, max(held))
    return Markup("").join(
        [
            text_at(left, 8, words.text(f"trend.{row.figure}"), "start"),
            text_at(left, 18, shown, "start"),
            *marks,
            _axis(left),
        ]
    )


def _axis(left: float) -> Markup:
    return line(left, BASE, left + CELL, BASE)


def _bars(values: Sequence[float | None], left: float, top: float) -> list[Markup]:
    step, scale = CELL / len(values), (BASE - TOP) / top
    heights = [(value or 0) * scale for value in values]
    return [
        rectangle(left + place * step, BASE - height, step * 0.7, height, MIDDLE)
        for place, height in enumerate(heights)
    ]


def _lines(values: Sequence[float | None], left: float, top: float) -> list[Markup]:
    """The weeks that follow one another joined; a week without a value parts them."""
    step, scale = CELL / (len(values) - 1), (BASE - TOP) / top
    points = [
        (left + place * step, BASE - value * scale) if value is not None else None for place, value in enumerate(values)
    ]
    runs = [list(run) for is_held, run in groupby(points, key=lambda point: point is not None) if is_held]
    return [_joined([point for point in run if point is not None]) for run in runs]


def _joined(points: Sequence[tuple[float, float]]) -> Markup:
    listed = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    (x, y) = points[-1]
    joined = Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="1.4"/>').format(listed, DARK)
    return joined + Markup('<circle cx="{:.1f}" cy="{:.1f}" r="1.8" fill="{}"/>').format(x, y, DARK)


def _said(row: TrendSeries, words: Words) -> Markup:
    held = [value for value in row.values if value is not None]
    first, last = (_value(row, value, words) for value in (held[0], held[-1]))
    return words.text("chart.trend_value", label=words.text(f"trend.{row.figure}"), first=first, last=last)


def _value(row: TrendSeries, value: float, words: Words) -> str:
    if row.figure == SHARE_BEYOND:
        return words.percent(value)
    return words.number(value, 1 if row.figure == "d1" else 0)
