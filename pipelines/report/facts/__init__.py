"""What the report says, before any words: one plain structure that the pages and report.json share."""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.report.facts import circles, people, plan, trend, week
from pipelines.report.facts.rows import Marts, fact, of_week
from pipelines.report.facts.shape import SCHEMA_VERSION, Report, Source
from pipelines.report.layout import sections


def gather(marts: Marts, week_end: date, as_of: date) -> Report:
    """Every fact of the week that ends on `week_end`: the content of report.json."""
    year, number, _ = week_end.isocalendar()
    figures = week.figures(marts, week_end)
    calendar = week.calendar(marts, week_end)
    planned = plan.plan(marts, week_end)
    shown = {section.id: section.head.numbers for section in sections()}
    return Report(
        schema="entregent.report",
        version=SCHEMA_VERSION,
        week=f"{year}-W{number:02d}",
        week_start=week_end - timedelta(days=6),
        week_end=week_end,
        as_of=as_of,
        is_empty=not week.value(figures, "known") and not of_week(marts, "mart.source_freshness", week_end),
        calendar=calendar,
        figures=figures,
        plan=planned,
        planned_occasions_per_week=plan.planned_per_week(planned.means),
        occasion_history=plan.occasion_history(marts, week_end, shown["means"]["weeks"]),
        occasions=plan.occasions(marts, week_end),
        target_cells=plan.target_cells(marts, week_end),
        reconnect=people.reconnect(marts, week_end, shown["reconnect"]["people"]),
        states=week.states(marts, week_end),
        movements=[] if calendar.is_withheld else week.movements(marts, week_end),
        formerly_strong=week.formerly_strong(marts, week_end),
        cooling=[] if calendar.is_withheld else people.cooling(marts, week_end),
        new_people=week.new_people(marts, week_end),
        revived_people=[] if calendar.is_withheld else week.revived_people(marts, week_end),
        people_planned=people.planned_soon(marts, week_end),
        diversity=circles.diversity(marts, week_end),
        circles=circles.circles(marts, week_end),
        first_circle=circles.first_circle(marts, week_end),
        unclassified=circles.unclassified(marts, week_end),
        structure=circles.structure(marts, week_end, shown["structure"]["weeks"]),
        bridges=people.bridges(marts, week_end, shown["bridges"]["people"]),
        sensitivity=circles.sensitivity(marts, week_end),
        trend=trend.trend(marts, week_end, shown["trend"]["weeks"]),
        sources=sources(marts, week_end),
    )


def sources(marts: Marts, week_end: date) -> list[Source]:
    """Where the data come from and how old they are, as of the run.

    One row per source and kind, what is too old first, then calendars.
    A page shows the first of them: what bears on its figures must not be among the rest.
    """
    rows = [
        row
        for row in of_week(marts, "mart.source_freshness", week_end, "kind", "source", "dialect")
        if row["kind"] != "owner"
    ]
    rows.sort(key=lambda row: (not row["is_stale"], row["kind"] != "events"))
    return [fact(Source, row) for row in rows]
