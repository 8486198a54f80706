"""The people the report names: whom to call, who is fading, who bridges."""

from __future__ import annotations

from datetime import date

from pipelines.report.facts.rows import Marts, Row, of_week

SHOWN = 5
_RECONNECT = (
    "rank", "person_id", "display_name", "organisation", "score", "trust", "novelty", "objective", "reachability",
    "state", "days_since_contact",
    "last_contact_date", "meals", "usual_meal", "usual_meals", "usual_meal_first_year", "usual_meal_last_year",
    "meetings", "first_year", "last_year",
    "sector", "country", "best_channel", "best_value", "is_only_in_country", "is_only_in_organisation",
)  # fmt: skip
_COOLING = (
    "rank", "person_id", "display_name", "organisation", "state", "previous_state", "days_since_contact",
    "last_contact_date", "is_bridge",
)  # fmt: skip
_BRIDGE = ("rank", "person_id", "display_name", "brokered_pairs", "links")


def reconnect(marts: Marts, week_end: date) -> list[Row]:
    """The people to call, at most five, best first."""
    shown = [row for row in of_week(marts, "mart.recontact_weeks", week_end, "rank", "person_id") if row["is_shown"]]
    return [{key: row[key] for key in _RECONNECT} for row in shown[:SHOWN]]


def cooling(marts: Marts, week_end: date) -> list[Row]:
    """Everyone whose tie entered cooling, dormant or lost in the week, bridges first."""
    return [
        {key: row[key] for key in _COOLING}
        for row in of_week(marts, "mart.cooling_weeks", week_end, "rank", "person_id")
    ]


def bridges(marts: Marts, week_end: date) -> list[Row]:
    """The people who join contacts otherwise apart, at most three, most pairs first."""
    rows = of_week(marts, "mart.bridge_weeks", week_end, "rank", "person_id")
    return [{key: row[key] for key in _BRIDGE} for row in rows[:3]]


def planned_soon(marts: Marts, week_end: date) -> int:
    """How many people are in the calendar of the next thirty days."""
    return sum(1 for row in of_week(marts, "mart.tie_weeks", week_end) if row["is_planned"])
