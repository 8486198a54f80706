"""The headline figures of the week, and whether the calendar lets them be stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import get_args

from pipelines.report.facts.rows import Marts, Row, fact, of_week, one, share
from pipelines.report.facts.shape import Calendar, Figure, Movement, NamedPerson, State, StateCount, Withheld

_REASONS: Mapping[str | None, Withheld | None] = {
    None: None,
    "calendar_old": "old_calendar",
    "owner_unknown": "no_own_address",
}
_NOTHING: Row = dict.fromkeys(field.name for field in fields(Figure))


def figures(marts: Marts, week_end: date) -> dict[str, Figure]:
    """Each figure by name.

    The headline values and the reach metrics stand in one list; where both hold a name, the headline's value and
    change are kept and the reach's numerator, denominator and coverage added.
    """
    rows: dict[str, Row] = {}
    for row in of_week(marts, "mart.reach_weeks", week_end, "metric"):
        rows[row["metric"]] = {**_NOTHING, **row}
    for row in of_week(marts, "mart.figures", week_end, "figure"):
        rows[row["figure"]] = {**rows.get(row["figure"], _NOTHING), **row}
    return {name: fact(Figure, rows[name]) for name in sorted(rows)}


def value(published: Mapping[str, Figure], name: str) -> float | None:
    """The value of a figure; null when it was not published."""
    return published[name].value if name in published else None


def calendar(marts: Marts, week_end: date) -> Calendar:
    """Whether movements may be stated. The mart decides; nothing is judged anew."""
    gate = one(marts, "mart.evaluation_weeks", week_end) or {"calendar_data_through": None}
    through = gate["calendar_data_through"]
    reason: Withheld | None = "no_calendar" if through is None else _REASONS[gate["reason"]]
    return Calendar(reason is not None, reason, through, (week_end - through).days if through else None)


def movements(marts: Marts, week_end: date) -> list[Movement]:
    """The changes of state that have a name, each with the number of ties, most first."""
    named = [
        row
        for row in of_week(marts, "mart.transition_weeks", week_end, "from_state", "to_state")
        if row["name"] and row["n"]
    ]
    ordered = sorted(named, key=lambda row: -row["n"])
    return [fact(Movement, row) for row in ordered]


def states(marts: Marts, week_end: date) -> list[StateCount]:
    """Ties by state in the order of fading, with their share."""
    counts = {row["state"]: row["n"] for row in of_week(marts, "mart.state_weeks", week_end)}
    total = sum(counts.get(state, 0) for state in STATES)
    return [StateCount(state, counts.get(state, 0), share(counts.get(state, 0), total)) for state in STATES]


STATES: Sequence[State] = get_args(State)


def new_people(marts: Marts, week_end: date) -> list[NamedPerson]:
    """The people whose tie was formed in the week."""
    rows = of_week(marts, "mart.tie_weeks", week_end, "display_name", "person_id")
    return [fact(NamedPerson, row) for row in rows if row["is_new"]]


def revived_people(marts: Marts, week_end: date) -> list[NamedPerson]:
    """The people who came back from cooling, dormant or lost to active in the week."""
    rows = of_week(marts, "mart.tie_weeks", week_end, "display_name", "person_id")
    return [
        fact(NamedPerson, row)
        for row in rows
        if row["state"] == "active" and row["previous_state"] in ("cooling", "dormant", "lost")
    ]


def formerly_strong(marts: Marts, week_end: date) -> int:
    """How many dormant or lost ties were once strong."""
    rows = of_week(marts, "mart.tie_weeks", week_end)
    return sum(1 for row in rows if row["is_formerly_strong"] and row["state"] in ("dormant", "lost"))
