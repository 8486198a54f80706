"""Half a year in small drawings: what they show, what they leave out, and their geometry."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl
import pytest

from pipelines.report import build
from pipelines.report.escape import html
from pipelines.report.facts.shape import Trend, TrendSeries
from pipelines.report.facts.trend import trend
from pipelines.report.trend_chart import BASE, CELL, TOP, trend_lines
from pipelines.report.words import Words
from tests.pipelines.report.marts import AS_OF, WEEK_END, Marts, empty, frame, full
from tests.pipelines.report.reading import section

WORDS = Words("en", html)


def values(marts: Marts, figure: str) -> list[float | None] | None:
    """The series of a figure; null when it has none."""
    return next((list(one.values) for one in trend(marts, WEEK_END, 27).series if one.figure == figure), None)


def of(figure: str, *series: float | None) -> Trend:
    """A trend of one figure over as many weeks as it has values."""
    weeks = [date(2026, 11, 22) - timedelta(days=7 * back) for back in reversed(range(len(series)))]
    return Trend(weeks, [TrendSeries(figure, series)])


def test_the_trend_is_the_reporting_week_and_the_26_before_it() -> None:
    """Oldest first, the week of the report last."""
    shown = trend(full(), WEEK_END, 27)
    assert shown.weeks == [WEEK_END - timedelta(days=7 * back) for back in range(26, -1, -1)]
    assert values(full(), "known") == [1170.0 + 3 * place for place in range(27)]


def test_a_week_without_a_value_stays_empty() -> None:
    """Too few of a known circle in two weeks: no effective number, and no share beyond the first circle either."""
    found = values(full(), "d1")
    assert found is not None
    assert found[9] == pytest.approx(5.825)
    assert found[10:12] == [None, None]
    assert found[12] == pytest.approx(5.9)


def test_a_week_that_is_withheld_does_not_repeat_the_last_state() -> None:
    """States counted to the calendar's end say nothing of the weeks after; who is known does not hang on it."""
    gate = (WEEK_END - timedelta(days=7), True, date(2026, 9, 1), date(2026, 9, 1), False, True, True, "calendar_old")
    marts = {**full(), "mart.evaluation_weeks": frame("mart.evaluation_weeks", gate)}
    active, known = values(marts, "active_ties"), values(marts, "known")
    assert active is not None
    assert active[-2:] == [142.5, None]
    assert known is not None
    assert known[-1] == 1248.0


def test_a_figure_that_was_never_above_zero_has_no_drawing() -> None:
    """Nothing is to be seen of it."""
    marts = full()
    none_new = pl.when(pl.col("figure") == "new_ties").then(0.0).otherwise("value").alias("value")
    assert values({**marts, "mart.figures": marts["mart.figures"].with_columns(none_new)}, "new_ties") is None


def test_the_greatest_value_reaches_the_top_and_zero_the_base() -> None:
    """4 of 4 at the top, 0 at the base, 1 a quarter of the way up."""
    svg = trend_lines(of("known", 4.0, 0.0, 1.0), WORDS).svg
    points = re.findall(r"([\d.]+),([\d.]+)", re.findall(r'<polyline points="([^"]+)"', svg)[0])
    assert [float(y) for _, y in points] == [TOP, BASE, BASE - (BASE - TOP) / 4]
    assert [float(x) for x, _ in points] == pytest.approx([0, CELL / 2, CELL], abs=0.05)


def test_a_line_is_parted_where_there_is_no_value() -> None:
    """It does not join weeks over one that is not known."""
    assert trend_lines(of("d1", 2.0, 3.0, None, 4.0, 4.0), WORDS).svg.count("<polyline") == 2


def test_what_is_counted_anew_each_week_is_drawn_as_bars() -> None:
    """Two weeks with new ties are two bars, the week without is none."""
    assert trend_lines(of("new_ties", 2.0, 0.0, 1.0), WORDS).svg.count("<rect") == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Personnes connues : 1 170, puis 1 248"), ("en", "People known: 1,170, then 1,248")],
)
def test_the_report_shows_where_half_a_year_led(language: str, said: str) -> None:
    """First and last value, in the drawing and in words for those who cannot see it."""
    files = build(full(), as_of=AS_OF)
    text, drawn = (re.sub(r"\s", " ", files[f"report.{language}.{form}"]) for form in ("md", "html"))
    assert said in text
    assert said in drawn
    assert drawn.count("→") == 5  # one drawing for each figure with a past


def test_without_a_past_the_section_says_what_it_takes() -> None:
    """Not an empty frame."""
    assert "il y faut des contacts datés, ou un agenda" in section(empty(), "trend")
