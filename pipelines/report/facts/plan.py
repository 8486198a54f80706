"""The plan, its pace, and the occasions of the last twelve weeks."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.report.facts.rows import Marts, Row, of_week, one, weeks_back

WEEKS_SHOWN = 12
_PROGRESS = (
    "statement", "start_date", "deadline", "target_people", "matching_touched", "elapsed_share", "progress_share",
    "pace", "pace_class",
    "required_per_week", "streak_weeks", "occasions_this_week", "occasions_beyond_first_circle",
)  # fmt: skip


def plan(marts: Marts, week_end: date) -> Row:
    """Where the plan stands: has_plan, the mart's columns, means (one row per mean: planned, done, mean_8_weeks)."""
    progress = one(marts, "mart.plan_progress", week_end) or {}
    means = [
        {key: row[key] for key in ("mean", "planned", "done", "mean_8_weeks")}
        for row in of_week(marts, "mart.plan_weeks", week_end, "mean")
    ]
    return {
        "has_plan": bool(progress.get("has_plan")),
        **{name: progress.get(name) for name in _PROGRESS},
        "means": means,
    }


def planned_per_week(facts_plan: Row) -> float | None:
    """Meals and events the plan sets for a week; null without such a mean."""
    planned = [
        row["planned"] for row in facts_plan["means"] if row["mean"] in ("meal", "event") and row["planned"] is not None
    ]
    return sum(planned) if planned else None


def occasion_history(marts: Marts, week_end: date) -> list[Row]:
    """Meals and events of each of the last twelve weeks, oldest first, zero where there was none.

    Week_end, meals, events.
    """
    weeks = weeks_back(week_end, WEEKS_SHOWN)
    counted = (
        marts["mart.occasion_weeks"]
        .filter(pl.col("week_end").is_in(weeks))
        .group_by("week_end", "mean")
        .agg(pl.col("n").sum())
    )
    by_week = {(row["week_end"], row["mean"]): row["n"] for row in counted.to_dicts()}
    return [
        {"week_end": week, "meals": by_week.get((week, "meal"), 0), "events": by_week.get((week, "event"), 0)}
        for week in weeks
    ]


def occasions(marts: Marts, week_end: date) -> list[Row]:
    """The week's networking occasions (meals and events) by kind, most frequent first.

    Occasion, n, n_beyond_first_circle.
    """
    rows = [row for row in of_week(marts, "mart.occasion_weeks", week_end) if row["n"] and row["mean"]]
    ordered = sorted(rows, key=lambda row: (-row["n"], row["occasion"]))
    return [{key: row[key] for key in ("occasion", "n", "n_beyond_first_circle")} for row in ordered]


def target_cells(marts: Marts, week_end: date) -> list[Row]:
    """The plan's targets, one row per cell: its axes and values, people, reachable_people, active_people."""
    rows = of_week(marts, "mart.target_cells", week_end, "row_axis", "row_value", "column_axis", "column_value")
    return [{key: item for key, item in row.items() if key != "week_end"} for row in rows]
