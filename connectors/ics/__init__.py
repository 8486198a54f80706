"""Calendars as iCalendar: the connector, found by its place."""

from connectors.contract import never_described as described
from connectors.contract import never_forced as forced
from connectors.ics.connector import count, read, recognises

__all__ = ["count", "described", "forced", "read", "recognises"]
