"""The plan, its pace, and the occasions of the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

import polars as pl

from pipelines.report.facts.rows import Marts, fact, of_week, one, weeks_back
from pipelines.report.facts.shape import Mean, Occasion, OccasionWeek, Plan, TargetCell


def plan(marts: Marts, week_end: date) -> Plan:
    """Where the plan stands; everything but has_plan is null without one."""
    progress = one(marts, "mart.plan_progress", week_end) or dict.fromkeys(field.name for field in fields(Plan))
    means = [fact(Mean, row) for row in of_week(marts, "mart.plan_weeks", week_end, "mean")]
    return fact(Plan, {**progress, "has_plan": bool(progress["has_plan"]), "means": means})


def planned_per_week(planned_means: Sequence[Mean]) -> float | None:
    """Meals and events the plan sets for a week; null without such a mean."""
    planned = [mean.planned for mean in planned_means if mean.mean in ("meal", "event") and mean.planned is not None]
    return sum(planned) if planned else None


def occasion_history(marts: Marts, week_end: date, weeks_shown: int) -> list[OccasionWeek]:
    """Meals and events of each of the last weeks, oldest first, zero where there was none."""
    weeks = weeks_back(week_end, weeks_shown)
    counted = (
        marts["mart.occasion_weeks"]
        .filter(pl.col("week_end").is_in(weeks))
        .group_by("week_end", "mean")
        .agg(pl.col("n").sum())
    )
    by_week = {(row["week_end"], row["mean"]): row["n"] for row in counted.to_dicts()}
    return [
        OccasionWeek(week, meals=by_week.get((week, "meal"), 0), events=by_week.get((week, "event"), 0))
        for week in weeks
    ]


def occasions(marts: Marts, week_end: date) -> list[Occasion]:
    """The week's networking occasions (meals and events) by kind, most frequent first."""
    rows = [row for row in of_week(marts, "mart.occasion_weeks", week_end) if row["n"] and row["mean"]]
    ordered = sorted(rows, key=lambda row: (-row["n"], row["occasion"]))
    return [fact(Occasion, row) for row in ordered]


def target_cells(marts: Marts, week_end: date) -> list[TargetCell]:
    """The plan's targets, by axes and values."""
    rows = of_week(marts, "mart.target_cells", week_end, "row_axis", "row_value", "column_axis", "column_value")
    return [fact(TargetCell, row) for row in rows]
