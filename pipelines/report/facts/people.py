"""The people the report names: whom to call, who is fading, who bridges."""

from __future__ import annotations

from datetime import date

from pipelines.report.facts.rows import Marts, fact, of_week
from pipelines.report.facts.shape import Bridge, Cooling, Reconnect


def reconnect(marts: Marts, week_end: date, most: int) -> list[Reconnect]:
    """The people to call, best first."""
    shown = [row for row in of_week(marts, "mart.recontact_weeks", week_end, "shown_rank", "rank") if row["is_shown"]]
    return [fact(Reconnect, row) for row in shown[:most]]


def cooling(marts: Marts, week_end: date) -> list[Cooling]:
    """Everyone whose tie entered cooling, dormant or lost in the week, bridges first."""
    return [fact(Cooling, row) for row in of_week(marts, "mart.cooling_weeks", week_end, "rank", "person_id")]


def bridges(marts: Marts, week_end: date, most: int) -> list[Bridge]:
    """The people who join contacts otherwise apart, who stands between most others first."""
    return [fact(Bridge, row) for row in of_week(marts, "mart.bridge_weeks", week_end, "rank", "person_id")[:most]]


def planned_soon(marts: Marts, week_end: date) -> int:
    """How many people are in the calendar of the next thirty days."""
    return sum(1 for row in of_week(marts, "mart.tie_weeks", week_end) if row["is_planned"])
