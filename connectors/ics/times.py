"""Dates, times and durations of iCalendar (RFC 5545 §3.3.4 to §3.3.6) as naive datetimes with the zone they are told
in.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from connectors.ics.zones import UNIVERSAL, Zone, Zones, zone_of_words

# Extended forms (2024-01-31T09:00:00+01:00), times without seconds and 24:00 are no iCalendar, but some exports have
# them.
DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
DATE_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)


class Moment(NamedTuple):
    """A DATE or DATE-TIME; make one with `moment`.

    form: utc (zone given), floating or date (zone is None); wall: as its clock shows it, a date at 00:00; at: UTC for
    form utc, else the wall time.
    """

    wall: datetime
    form: str
    zone: Zone | None
    at: datetime

    def on(self, other: Moment) -> Moment:
        """This moment as the clock of the other shows it: same zone and form.

        A date becomes 00:00; the time of day is dropped where the other is a date.
        """
        wall = other.zone.to_wall(self.at) if self.zone and other.zone and self.zone != other.zone else self.wall
        return moment(
            wall.replace(hour=0, minute=0, second=0) if other.form == "date" else wall, other.form, other.zone
        )

    def named_on(self, other: Moment) -> Moment:
        """`on` for an UNTIL, EXDATE or RECURRENCE-ID.

        Outlook and others write the midnight that begins a day as UTC: 22:00Z is the next day in Paris.
        """
        is_eve = other.form == "date" and self.zone is UNIVERSAL and self.wall.hour >= 12 and self.wall.second == 0
        return moment(self.wall + timedelta(days=1), "utc", UNIVERSAL).on(other) if is_eve else self.on(other)

    def moved(self, wall: datetime) -> Moment:
        """Another time on the same clock."""
        return self if wall == self.wall else moment(wall, self.form, self.zone)


def moment(wall: datetime, form: str, zone: Zone | None) -> Moment:
    """The moment a clock shows. Raises OverflowError at the ends of the calendar."""
    return Moment(wall, form, zone, zone.to_utc(wall) if zone else wall)


class Span(NamedTuple):
    """A DURATION: whole days follow the clock, the rest is elapsed time (RFC 5545 §3.3.6)."""

    days: timedelta
    exact: timedelta

    def after(self, start: Moment) -> datetime:
        """The end of something that starts then, in the terms of `start.at`."""
        return start.moved(start.wall + self.days).at + self.exact


class TimeReader:
    """Reads the dates and times of a calendar whose zones are given.

    What stands in it again and again is read once. Nothing is kept between files.
    """

    def __init__(self, zones: Zones) -> None:
        self.zones = zones
        self._read: dict[tuple[str, str | None], Moment | None] = {}

    def read(self, value: str, tzid: str | None) -> Moment | None:
        """The moment of a value and its TZID, as `read_moment` reads it."""
        key = (value, tzid)
        if key not in self._read:
            self._read[key] = read_moment(value, tzid, self.zones)
        return self._read[key]


def read_moment(value: str, tzid: str | None, zones: Zones) -> Moment | None:
    """A DATE or DATE-TIME value, None when it cannot be read.

    The value's own form decides: eight digits are a date and Z is UTC, whatever VALUE or TZID say. A time of a zone
    nobody knows is floating.
    """
    text = value.strip()
    try:
        if found := DATE_TIME.fullmatch(text):
            return _read_time(found, tzid, zones)
        if found := DATE.fullmatch(text):
            return moment(datetime(int(found[1]), int(found[2]), int(found[3])), "date", None)
    except (ValueError, OverflowError):  # no such day or time; within a day of the year 1 or 9999
        return None
    return None


def _read_time(found: re.Match[str], tzid: str | None, zones: Zones) -> Moment:
    """Raises ValueError when there is no such day or time."""
    year, month, day, hour, minute = (int(found[group]) for group in range(1, 6))
    is_midnight = hour == 24 and minute == 0
    # 60: a leap second
    wall = datetime(year, month, day, 0 if is_midnight else hour, minute, min(int(found[6] or 0), 59))
    wall += timedelta(days=is_midnight)
    if found[7] and found[7] not in "Zz":
        zone: Zone | None = zone_of_words(found[7])
    else:
        zone = UNIVERSAL if found[7] else zones.find(tzid) if tzid else None
    return moment(wall, "utc" if zone else "floating", zone)


def read_span(value: str) -> Span | None:
    """A DURATION value, None when it cannot be read."""
    found = DURATION.fullmatch(value.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return Span(
        sign * timedelta(weeks=weeks, days=days), sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)
    )
