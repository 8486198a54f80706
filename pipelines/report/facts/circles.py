"""Circle diversity, the first circle, structure, and what to classify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from pipelines.report.facts.rows import Marts, Row, fact, of_week, one, share, weeks_back
from pipelines.report.facts.shape import CircleShares, Diversity, FirstCircle, Sensitivity, Structure, Unclassified


@dataclass(frozen=True, slots=True)
class CircleBar:
    """A circle in the chart, its shares of active ties and of known people; label: null for all the others."""

    label: str | None
    active: float
    known: float


def diversity(marts: Marts, week_end: date) -> list[Diversity]:
    """One row per population (active, known) and axis (circle, sector, seniority, country, organisation)."""
    return [fact(Diversity, row) for row in of_week(marts, "mart.diversity_weeks", week_end, "population", "axis")]


def headline(rows: Sequence[Diversity], population: str = "active", axis: str = "circle") -> Diversity | None:
    """The row of one population and axis; null when the mart has none."""
    return next((row for row in rows if row.population == population and row.axis == axis), None)


def has_interval(row: Diversity) -> bool:
    """Does the interval hold the effective number? Corrected for bias, it can lie above the plain one when groups are
    many and people few.
    """
    return row.low90 is not None and row.high90 is not None and row.d1 is not None and row.low90 <= row.d1 <= row.high90


def circles(marts: Marts, week_end: date) -> list[CircleShares]:
    """The circles, biggest share of active ties first."""
    rows = of_week(marts, "mart.circle_weeks", week_end)
    ordered = sorted(
        rows, key=lambda row: (-(row["share_of_active"] or 0), -(row["share_of_known"] or 0), row["circle_id"])
    )
    return [fact(CircleShares, row) for row in ordered]


def charted_circles(rows: Sequence[CircleShares], most: int) -> list[CircleBar]:
    """The biggest circles, the others added up; one more circle is shown rather than alone among the others."""
    shown, others = (rows, []) if len(rows) <= most + 1 else (rows[:most], rows[most:])
    bars = [CircleBar(row.label, row.share_of_active or 0.0, row.share_of_known or 0.0) for row in shown]
    if others:
        active = sum(row.share_of_active or 0.0 for row in others)
        bars.append(CircleBar(None, active, sum(row.share_of_known or 0.0 for row in others)))
    return bars


def first_circle(marts: Marts, week_end: date) -> FirstCircle:
    """The E–I pair with its counts, and the share beyond the first circle by people and by attention (null without
    active ties).
    """
    row = one(marts, "mart.first_circle_weeks", week_end) or dict.fromkeys(field.name for field in fields(FirstCircle))
    shares = {f"share_of_{what}_beyond": _share_beyond(row, what) for what in ("people", "attention")}
    return fact(FirstCircle, {**row, **shares})


def _share_beyond(row: Row, what: str) -> float | None:
    beyond, within = row[f"{what}_beyond"], row[f"{what}_within"]
    return None if beyond is None or within is None else share(beyond, beyond + within)


def structure(marts: Marts, week_end: date, weeks_shown: int) -> list[Structure]:
    """The structure of those of the last weeks that have one, oldest first."""
    weeks = weeks_back(week_end, weeks_shown)
    rows = marts["mart.structure_weeks"].filter(pl.col("week_end").is_in(weeks)).sort("week_end")
    return [fact(Structure, row) for row in rows.iter_rows(named=True)]


def unclassified(marts: Marts, week_end: date) -> list[Unclassified]:
    """The assignments to a circle that would classify most people: as many as the mart ranks."""
    return [fact(Unclassified, row) for row in of_week(marts, "mart.unclassified", week_end, "rank")]


def sensitivity(marts: Marts, week_end: date) -> list[Sensitivity]:
    """Strong and weak ties under other half-lives and thresholds."""
    rows = of_week(marts, "mart.sensitivity", week_end, "half_life_days", "strong_threshold")
    return [fact(Sensitivity, row) for row in rows]


def one_setting_moved(rows: Sequence[Sensitivity]) -> list[Sensitivity]:
    """Of the sensitivity rows, the settings in force and those that differ from them in one value.

    Under the settings in force nobody changes class; where that is true of several, the middle of those tried is taken.
    """
    usual_half_life, usual_threshold = (_middle(rows, name) for name in ("half_life_days", "strong_threshold"))
    base = min(
        rows,
        key=lambda row: (
            row.people_changing_class,
            abs(row.half_life_days - usual_half_life),
            abs((row.strong_threshold or 0.0) - usual_threshold),
        ),
        default=None,
    )
    if base is None:
        return []
    return [
        row
        for row in rows
        if row.half_life_days == base.half_life_days or row.strong_threshold == base.strong_threshold
    ]


def _middle(rows: Sequence[Sensitivity], name: str) -> float:
    values = sorted({float(getattr(row, name)) for row in rows})
    return values[len(values) // 2] if values else 0.0
