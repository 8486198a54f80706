"""The headline figures of the week, and whether the calendar lets them be stated."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipelines.report.facts.rows import Marts, Row, of_week, one, share

_REASONS = {None: None, "calendar_old": "old_calendar", "owner_unknown": "no_own_address"}


def figures(marts: Marts, week_end: date) -> dict[str, Row]:
    """Each figure by name: value, previous, change (up, down, stable or null), numerator, denominator, coverage, note.

    The headline values and the reach metrics stand in one list; where both hold a name, the headline's value and
    change are kept and the reach's numerator, denominator and coverage added.
    """
    found: dict[str, Row] = {}
    for row in of_week(marts, "mart.reach_weeks", week_end, "metric"):
        figure = _figure(row["value"])
        figure |= {name: row[name] for name in ("numerator", "denominator", "coverage")}
        found[row["metric"]] = figure
    for row in of_week(marts, "mart.figures", week_end, "figure"):
        figure = found.setdefault(row["figure"], _figure(None))
        figure |= {name: row[name] for name in ("value", "previous", "change", "note")}
    return dict(sorted(found.items()))


def _figure(value: float | None) -> Row:
    return {
        "value": value,
        "previous": None,
        "change": None,
        "numerator": None,
        "denominator": None,
        "coverage": None,
        "note": None,
    }


def value(facts_figures: dict[str, Row], name: str) -> float | None:
    """The value of a figure; null when it was not published."""
    return facts_figures[name]["value"] if name in facts_figures else None


def calendar(marts: Marts, week_end: date) -> Row:
    """May movements be stated: is_withheld, reason (no_calendar, old_calendar, no_own_address or null), data_through,
    age_days.

    data_through: last day all calendars in use speak of; age_days: from it to the week's end. The mart decides; nothing
    is judged anew.
    """
    gate = one(marts, "mart.evaluation_weeks", week_end) or {"calendar_data_through": None}
    through = gate["calendar_data_through"]
    reason = "no_calendar" if through is None else _REASONS[gate["reason"]]
    return {
        "is_withheld": reason is not None,
        "reason": reason,
        "data_through": through,
        "age_days": (week_end - through).days if through else None,
    }


def movements(marts: Marts, week_end: date) -> list[Row]:
    """The changes of state that have a name, each with the number of ties, most first.

    Name, from_state, to_state, n.
    """
    named = [
        row
        for row in of_week(marts, "mart.transition_weeks", week_end, "from_state", "to_state")
        if row["name"] and row["n"]
    ]
    ordered = sorted(named, key=lambda row: -row["n"])
    return [{key: row[key] for key in ("name", "from_state", "to_state", "n")} for row in ordered]


def states(marts: Marts, week_end: date) -> list[Row]:
    """Ties by state in the order of fading, with their share: state, n, share."""
    counts = {row["state"]: row["n"] for row in of_week(marts, "mart.state_weeks", week_end)}
    total = sum(counts.get(state, 0) for state in STATES)
    return [
        {"state": state, "n": counts.get(state, 0), "share": share(counts.get(state, 0), total)} for state in STATES
    ]


STATES = ("active", "cooling", "dormant", "lost", "never_met")


def new_people(marts: Marts, week_end: date) -> list[Row]:
    """The people whose tie was formed in the week: person_id, display_name."""
    rows = of_week(marts, "mart.tie_weeks", week_end, "display_name", "person_id")
    return [_person(row) for row in rows if row["is_new"]]


def revived_people(marts: Marts, week_end: date) -> list[Row]:
    """The people who came back from cooling, dormant or lost to active in the week: person_id, display_name."""
    rows = of_week(marts, "mart.tie_weeks", week_end, "display_name", "person_id")
    return [
        _person(row)
        for row in rows
        if row["state"] == "active" and row["previous_state"] in ("cooling", "dormant", "lost")
    ]


def _person(row: Row) -> dict[str, Any]:
    return {"person_id": row["person_id"], "display_name": row["display_name"]}


def formerly_strong(marts: Marts, week_end: date) -> int:
    """How many dormant or lost ties were once strong."""
    rows = of_week(marts, "mart.tie_weeks", week_end)
    return sum(1 for row in rows if row["is_formerly_strong"] and row["state"] in ("dormant", "lost"))
