"""Calendars as iCalendar: the connector, found by its place."""

from connectors.ics.connector import VERSION, count, read, recognises

__all__ = ["VERSION", "count", "read", "recognises"]
