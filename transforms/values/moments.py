"""Birthdays and times of change as cards write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_FULL = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|[-/.](\d{1,2})[-/.](\d{1,2}))(?:[T ].*)?")
_YEARLESS = re.compile(r"--(?:(\d{2})(\d{2})|(\d{1,2})-(\d{1,2}))")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")  # German, Swiss, Nordic: the day stands first
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_UTC = re.compile(r"\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}.*Z", re.IGNORECASE)
_OMITTED_YEARS = (0, 1, 1604)  # Apple writes 1604, Google 0000, .NET 0001 for a birthday without a year


def birthday(text: str | None, time_zone: str = "UTC") -> str | None:
    """'1980-05-04', or '--05-04' where the year is not told.

    time_zone: of the home. A UTC time that is midnight there was written of that day, as some servers write days.
    Null for none, an impossible day, or one whose day and month cannot be told apart.
    """
    text = (text or "").strip()
    if _UTC.fullmatch(text) and (moment := instant(text)):
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(time_zone))
        text = local.date().isoformat() if local.hour == local.minute == 0 else text
    if found := _FULL.fullmatch(text):
        year, month, day = (int(part) for part in found.groups() if part)
    elif found := _DOTTED.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEARLESS.fullmatch(text):
        year, month, day = 0, *(int(part) for part in found.groups() if part)
    elif found := _SLASHED.fullmatch(text):
        one, two, year = (int(part) for part in found.groups())
        if one <= 12 and two <= 12 and one != two:
            return None
        month, day = (two, one) if two <= 12 else (one, two)
    else:
        return None
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> str | None:
    has_year = year not in _OMITTED_YEARS
    try:
        date(year if has_year else 2000, month, day)
    except ValueError:
        return None
    return f"{year:04}-{month:02}-{day:02}" if has_year else f"--{month:02}-{day:02}"


def instant(text: str | None) -> datetime | None:
    """The UTC time, without a zone, that REV states in basic or extended form.

    A time without a zone is taken for UTC; null when it cannot be read.
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None)
    except (ValueError, OverflowError):  # overflow: UTC lies before the year 1 or after 9999
        return None
