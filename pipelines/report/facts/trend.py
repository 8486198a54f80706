"""Half a year in a few lines: the same figures for each of the last weeks, all computed at this run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from pipelines.report.facts.rows import Marts, share, weeks_back
from pipelines.report.facts.shape import Trend, TrendSeries

FIGURES = ("known", "active_ties", "new_ties", "occasions", "d1")
SHARE_BEYOND = "share_beyond_first_circle"
OF_STATES = ("active_ties", "d1", SHARE_BEYOND)


def trend(marts: Marts, week_end: date, weeks_shown: int) -> Trend:
    """The figures of the last weeks, null where none can be given.

    A figure without two values, or that was never above 0, has no past to show and no series. What hangs on the state
    of ties has no value in a week whose changes of state are withheld: it would repeat the last one.
    share_beyond_first_circle is of active ties, by people (0-1), where enough of them have a circle.
    """
    weeks = weeks_back(week_end, weeks_shown)
    withheld = set(marts["mart.evaluation_weeks"].filter("is_withheld")["week_end"])
    by_week = {figure: _of_figures(marts, figure) for figure in FIGURES}
    by_week[SHARE_BEYOND] = _shares_beyond(marts, {week for week, value in by_week["d1"].items() if value is not None})
    series = [
        TrendSeries(figure, [None if figure in OF_STATES and week in withheld else values.get(week) for week in weeks])
        for figure, values in by_week.items()
    ]
    return Trend(weeks, [one for one in series if _has_past(one.values)])


def _of_figures(marts: Marts, figure: str) -> dict[date, float | None]:
    rows = marts["mart.figures"].filter(pl.col("figure") == figure)
    return dict(rows.select("week_end", "value").iter_rows())


def _shares_beyond(marts: Marts, weeks: set[date]) -> dict[date, float | None]:
    rows = marts["mart.first_circle_weeks"].select("week_end", "people_beyond", "people_within")
    return {week: share(beyond, beyond + within) for week, beyond, within in rows.iter_rows() if week in weeks}


def _has_past(values: Sequence[float | None]) -> bool:
    held = [value for value in values if value is not None]
    return len(held) > 1 and max(held) > 0
