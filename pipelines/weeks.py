"""Where weeks end."""

from __future__ import annotations

from datetime import date, timedelta


def last_sunday(as_of: date) -> date:
    """The end of the reporting week: the last Sunday not after the day."""
    return as_of - timedelta(days=as_of.isoweekday() % 7)
