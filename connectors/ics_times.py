"""Dates, times, durations and time zones of iCalendar (RFC 5545 §3.3.4 to §3.3.6, §3.6.5) as naive datetimes with the zone they are told in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from connectors.content_lines import unescape

# Extended forms (2024-01-31T09:00:00Z) and times without seconds are no iCalendar, but some exports have them.
DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
DATE_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?([Zz]?)", re.ASCII)
DURATION = re.compile(r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?", re.ASCII | re.IGNORECASE)
OFFSET = re.compile(r"([+-]?)(\d\d):?(\d\d)(?::?(\d\d))?", re.ASCII)

HOST_DEPENDENT = frozenset({"localtime", "posixrules", "Factory"})
"""Names in a zone folder that mean whatever the machine is set to."""


class Zone(Protocol):
    """A time zone: to and from UTC. A wall time that occurs twice is its first; one that is skipped counts from the offset before the gap (RFC 5545 §3.3.5)."""

    def to_utc(self, wall: datetime) -> datetime: ...

    def to_wall(self, at: datetime) -> datetime: ...


@dataclass(frozen=True)
class UniversalTime:
    """UTC."""

    def to_utc(self, wall: datetime) -> datetime:
        return wall

    def to_wall(self, at: datetime) -> datetime:
        return at


UNIVERSAL = UniversalTime()


@dataclass(frozen=True)
class NamedZone:
    """A zone of the IANA database."""

    info: ZoneInfo

    def to_utc(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.info).astimezone(UTC).replace(tzinfo=None)

    def to_wall(self, at: datetime) -> datetime:
        return at.replace(tzinfo=UTC).astimezone(self.info).replace(tzinfo=None)


@dataclass(frozen=True)
class OwnZone:
    """A zone that only the file describes: changes in UTC, ascending, and the offsets before the first and from each on."""

    changes: Sequence[datetime]
    offsets: Sequence[timedelta]
    walls: Sequence[datetime]  # the wall time up to which the offset before each change holds

    def to_utc(self, wall: datetime) -> datetime:
        return wall - self.offsets[bisect_right(self.walls, wall)]

    def to_wall(self, at: datetime) -> datetime:
        return at + self.offsets[bisect_right(self.changes, at)]


class Moment(NamedTuple):
    """A DATE or DATE-TIME; make one with `moment`.

    form: utc (zone given), floating or date (zone is None); wall: as its clock shows it, a date at 00:00; at: UTC for form utc, else the wall time.
    """

    wall: datetime
    form: str
    zone: Zone | None
    at: datetime

    def on(self, other: Moment) -> Moment:
        """This moment as the clock of the other shows it: same zone and form. A date becomes 00:00; the time of day is dropped where the other is a date."""
        wall = other.zone.to_wall(self.at) if self.zone and other.zone and self.zone != other.zone else self.wall
        return moment(wall.replace(hour=0, minute=0, second=0) if other.form == "date" else wall, other.form, other.zone)

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


@dataclass(frozen=True)
class Observance:
    """One STANDARD or DAYLIGHT part of a VTIMEZONE, values as written."""

    is_daylight: bool
    start: str
    offset_from: str
    offset_to: str
    rrules: Sequence[str]
    rdates: Sequence[str]


@dataclass(frozen=True)
class ZoneText:
    """One VTIMEZONE. location: its X-LIC-LOCATION, where it has one."""

    location: str | None
    observances: Sequence[Observance]


class Zones:
    """The zones one file may name. Nothing is kept between files and nothing enters icalendar's own cache of zones, which outlives the file."""

    def __init__(self, texts: Mapping[str, ZoneText]) -> None:
        """texts: the VTIMEZONEs of the file by TZID."""
        self._texts = {_bare(tzid): text for tzid, text in texts.items()}
        self._known: dict[str, Zone | None] = {}
        self.read: dict[tuple[str, str | None], Moment | None] = {}  # values that stand in the file again and again

    def find(self, tzid: str) -> Zone | None:
        """The zone a TZID stands for: an IANA name, a Windows name, the IANA name at the end of /vendor/name, else the file's own VTIMEZONE; else None."""
        if tzid not in self._known:
            self._known[tzid] = self._look_up(_bare(tzid))
        return self._known[tzid]

    def _look_up(self, name: str) -> Zone | None:
        parts = name.split("/")
        # A vendor's copy of an IANA zone has the rules of the day it was made: the name at its end knows later changes of law.
        names = [name, WINDOWS_TO_OLSON.get(name, ""), *("/".join(parts[start:]) for start in range(1, len(parts) - 1))]
        text = self._texts.get(name)
        if text and text.location:
            names.append(text.location)
        for candidate in names:
            if (zone := named_zone(candidate)) is not None:
                return zone
        return own_zone(text) if text else None


def _bare(tzid: str) -> str:
    return unescape(tzid).strip().strip('"').strip("/").strip()


@cache
def named_zone(name: str) -> Zone | None:
    """The zone of that IANA name, None when there is none."""
    if not name or name in HOST_DEPENDENT:
        return None
    try:
        return NamedZone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # ValueError: an absolute path or ..; OSError: a folder of zones
        return None


def read_moment(value: str, tzid: str | None, zones: Zones) -> Moment | None:
    """A DATE or DATE-TIME value, None when it cannot be read.

    The value's own form decides: eight digits are a date and Z is UTC, whatever VALUE or TZID say. A time of a zone nobody knows is floating.
    """
    key = (value, tzid)
    if key not in zones.read:
        zones.read[key] = _read_moment(value.strip(), tzid, zones)
    return zones.read[key]


def _read_moment(text: str, tzid: str | None, zones: Zones) -> Moment | None:
    try:
        if found := DATE_TIME.fullmatch(text):
            *parts, second, utc = found.groups()
            year, month, day, hour, minute = map(int, parts)
            wall = datetime(year, month, day, hour, minute, min(int(second or 0), 59))  # 60: a leap second
            zone = UNIVERSAL if utc else zones.find(tzid) if tzid else None
            return moment(wall, "utc" if zone else "floating", zone)
        if found := DATE.fullmatch(text):
            return moment(datetime(int(found[1]), int(found[2]), int(found[3])), "date", None)
    except (ValueError, OverflowError):  # no such day or time; within a day of the year 1 or 9999
        return None
    return None


def read_span(value: str) -> Span | None:
    """A DURATION value, None when it cannot be read."""
    found = DURATION.fullmatch(value.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return Span(sign * timedelta(weeks=weeks, days=days), sign * timedelta(hours=hours, minutes=minutes, seconds=seconds))


def own_zone(text: ZoneText) -> Zone | None:
    """The zone that a VTIMEZONE describes, None when it cannot be read."""
    component = Timezone()
    component.add("TZID", "own")
    for observance in text.observances:
        part = _observance(observance)
        if part is None:
            return None
        component.add_component(part)
    if not text.observances:
        return None
    try:
        moments, told = component.get_transitions()
    except (ValueError, TypeError, OverflowError, KeyError):  # what icalendar and dateutil raise on rules that make no sense
        return None
    return _table(list(moments), [offset for offset, _, _ in told], [offset for offset, saving, _ in told if not saving])


def _table(moments: list[datetime], offsets: list[timedelta], standard: list[timedelta]) -> OwnZone:
    """Before the first change a zone has its standard time."""
    offsets = [(standard or offsets)[0], *offsets]
    walls = [change + max(before, after) for change, (before, after) in zip(moments, pairwise(offsets), strict=True)]
    return OwnZone(moments, offsets, walls)


def _observance(observance: Observance) -> TimezoneStandard | TimezoneDaylight | None:
    nothing = Zones({})
    start = read_moment(observance.start, None, nothing)
    offsets = [read_offset(observance.offset_from), read_offset(observance.offset_to)]
    rdates = [read_moment(value.split("/")[0], None, nothing) for value in observance.rdates]
    # Only yearly rules: icalendar counts every change from the start to 2038, and "every second" would never end.
    yearly = all(re.search(r"FREQ=YEARLY", rule, re.IGNORECASE) for rule in observance.rrules)
    if start is None or None in offsets or None in rdates or not yearly:
        return None
    part = TimezoneDaylight() if observance.is_daylight else TimezoneStandard()
    part.add("DTSTART", start.wall)
    part.add("TZOFFSETFROM", offsets[0])
    part.add("TZOFFSETTO", offsets[1])
    try:
        for rule in observance.rrules[:1]:  # a second rule is not iCalendar
            part.add("RRULE", vRecur.from_ical(rule.strip().rstrip(";")))
    except ValueError:
        return None
    if rdates:
        part.add("RDATE", [rdate.wall for rdate in rdates if rdate])
    return part


def read_offset(value: str) -> timedelta | None:
    """A UTC-OFFSET value, None when it cannot be read."""
    found = OFFSET.fullmatch(value.strip())
    if found is None:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if offset >= timedelta(hours=24):
        return None
    return -offset if found[1] == "-" else offset
