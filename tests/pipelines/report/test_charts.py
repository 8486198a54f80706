"""The charts' geometry and words, from rows of three or four marks."""

from __future__ import annotations

import re
from datetime import date

from pipelines.report.charts import DARK, LIGHT, WIDTH, circle_bars, occasion_bars, state_bar
from pipelines.report.escape import html
from pipelines.report.facts.circles import CircleBar, charted_circles
from pipelines.report.facts.shape import CircleShares, OccasionWeek, StateCount
from pipelines.report.words import Words

WORDS = Words("en", html)


def bars(svg: str, fill: str, side: str) -> list[float]:
    """The lengths of the marks of one fill, in their order."""
    return [float(found) for found in re.findall(rf'<rect [^>]*{side}="([\d.]+)"[^>]*fill="{fill}"', svg)]


def week(day: int, meals: int, events: int) -> OccasionWeek:
    return OccasionWeek(date(2026, 11, day), meals, events)


def test_a_weeks_bar_is_as_high_as_its_meals_and_events() -> None:
    """4 occasions fill the height of 72: 3 meals 54, 1 event 18; a week without any has no bar."""
    chart = occasion_bars([week(8, 3, 1), week(15, 0, 0), week(22, 2, 0)], None, WORDS)
    assert bars(chart.svg, DARK, " height") == [54.0, 36.0]
    assert bars(chart.svg, LIGHT, " height") == [18.0]


def test_a_plan_above_every_week_still_fits_the_chart() -> None:
    """A plan of 6 sets the scale: one meal is 72 / 6 = 12 high, the line at 88 - 72 = 16."""
    chart = occasion_bars([week(22, 1, 0)], 6.0, WORDS)
    assert bars(chart.svg, DARK, " height") == [12.0]
    assert 'y1="16"' in chart.svg
    assert (
        chart.text == "Meals and events per week, over twelve weeks (the plan: 6), oldest to most recent: week of"
        " 16\u00a0November: 1\u00a0meal, no event."
    )


def test_the_states_share_the_bar_by_their_number() -> None:
    """One tie in four is a quarter of the width."""
    states = [StateCount("active", 1, 0.25), StateCount("never_met", 3, 0.75)]
    chart = state_bar(states, WORDS)
    assert bars(chart.svg, DARK, " width") == [WIDTH / 4]
    assert chart.text == "Your 4\u00a0ties by state: active 1 (25%), never met 3 (75%)."


def test_circles_beyond_the_sixth_are_added_up() -> None:
    """Ten circles of a tenth: five stand alone, five tenths are the others."""
    rows = [
        CircleShares(
            f"c{n}",
            f"C{n}",
            None,
            None,
            active_people=1,
            known_people=1,
            share_of_active=0.1,
            share_of_known=0.1,
            attention=None,
            hours_90_days=None,
        )
        for n in range(10)
    ]
    bars_shown = charted_circles(rows, 5)
    assert len(bars_shown) == 6
    assert abs(bars_shown[-1].active - 0.5) < 1e-9
    assert bars_shown[-1].label is None


def test_a_circles_name_is_text_in_the_drawing() -> None:
    """A label with a tag is escaped in the SVG and in its description."""
    chart = circle_bars([CircleBar("<b>&", 0.5, 0.25)], WORDS)
    assert "<b>" not in chart.svg
    assert chart.svg.count("&lt;b&gt;&amp;") == 2
