"""Time zones of iCalendar (RFC 5545 §3.6.5).

To and from UTC, one time or a column of them, and what a TZID stands for in one file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
import numpy.typing as npt
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from connectors.content.lines import unescape

Times = npt.NDArray[np.datetime64]
"""Times to the microsecond, all on one clock."""

HOST_DEPENDENT = frozenset({"localtime", "posixrules", "Factory"})
"""Names in a zone folder that mean whatever the machine is set to."""

# The names that Windows shows and that no place stands in; older versions of Outlook wrote them as TZID.
SHOWN_NAMES = {
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "atlantic time": "America/Halifax",
    "coordinated universal time": "UTC",
    "greenwich mean time": "Europe/London",
}
OFFSET_NAME = re.compile(r"\(?(?:UTC|GMT|Z)?\s*([+-])\s*(\d{1,2})(?:[:.]?(\d\d))?\)?", re.ASCII | re.IGNORECASE)
MICROSOFT = re.compile(r"tzone://Microsoft/", re.IGNORECASE)


FIRST_DAY, LAST_DAY = (day.toordinal() - date(1970, 1, 1).toordinal() for day in (date(1900, 1, 1), date(2099, 12, 31)))
"""In days since 1970; times outside are looked up one by one."""

EARLIEST, LATEST = np.datetime64("0001-01-03", "us"), np.datetime64("9999-12-29", "us")
"""Between them any offset leads to a time that Python has."""

UNKNOWN, CHANGING = -(2**62), -(2**62) + 1


class Zone(Protocol):
    """A time zone: to and from UTC.

    A wall time that occurs twice is its first; one that is skipped counts from the offset before the gap (RFC 5545
    §3.3.5).
    """

    def to_utc(self, wall: datetime) -> datetime: ...

    def to_wall(self, at: datetime) -> datetime: ...

    def all_to_utc(self, walls: Times) -> Times: ...


@dataclass(frozen=True)
class UniversalTime:
    """UTC."""

    def to_utc(self, wall: datetime) -> datetime:
        return wall

    def to_wall(self, at: datetime) -> datetime:
        return at

    def all_to_utc(self, walls: Times) -> Times:
        return walls


UNIVERSAL = UniversalTime()


@dataclass(frozen=True, eq=False)
class NamedZone:
    """A zone of the IANA database.

    offsets: in microseconds, of each day from FIRST_DAY on; UNKNOWN until it is asked for, CHANGING when the clock
    changes.
    """

    info: ZoneInfo
    offsets: npt.NDArray[np.int64] = field(default_factory=lambda: np.full(LAST_DAY - FIRST_DAY + 1, UNKNOWN))

    def to_utc(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.info).astimezone(UTC).replace(tzinfo=None)

    def to_wall(self, at: datetime) -> datetime:
        return at.replace(tzinfo=UTC).astimezone(self.info).replace(tzinfo=None)

    def all_to_utc(self, walls: Times) -> Times:
        days = walls.astype("M8[D]").astype(np.int64) - FIRST_DAY
        places = np.clip(days, 0, len(self.offsets) - 1)
        for place in np.unique(places[self.offsets[places] == UNKNOWN]).tolist():
            self.offsets[place] = self._offset(place)
        offsets = self.offsets[places]
        one_by_one = (offsets == CHANGING) | ((days != places) & (walls > EARLIEST) & (walls < LATEST))
        found: Times = walls - np.where(offsets == CHANGING, 0, offsets).astype("m8[us]")
        if one_by_one.any():
            found[one_by_one] = np.array([self.to_utc(wall) for wall in walls[one_by_one].tolist()], dtype="M8[us]")
        return found

    def _offset(self, place: int) -> int:
        """The offset that holds all day, the hour before and the hour after it."""
        midnight = datetime(1970, 1, 1, tzinfo=self.info) + timedelta(days=place + FIRST_DAY)
        found = {(midnight + timedelta(hours=hours)).utcoffset() or timedelta() for hours in (-1, 4, 12, 25)}
        return found.pop() // timedelta(microseconds=1) if len(found) == 1 else CHANGING


@dataclass(frozen=True, eq=False)
class OwnZone:
    """A zone that only the file describes.

    Changes in UTC, ascending, and the offsets before the first and from each on.
    """

    changes: Sequence[datetime]
    offsets: Sequence[timedelta]
    walls: Sequence[datetime]  # the wall time up to which the offset before each change holds

    def to_utc(self, wall: datetime) -> datetime:
        return wall - self.offsets[bisect_right(self.walls, wall)]

    def to_wall(self, at: datetime) -> datetime:
        return at + self.offsets[bisect_right(self.changes, at)]

    def all_to_utc(self, walls: Times) -> Times:
        places = np.searchsorted(np.array(self.walls, dtype="M8[us]"), walls, side="right")
        found: Times = walls - np.array(self.offsets, dtype="m8[us]")[places]
        return found


class Zones:
    """The zones that one file, or one of several calendars in it, may name. Nothing is kept between files."""

    def __init__(self, own: Mapping[str, tuple[str | None, Callable[[], Zone | None]]]) -> None:
        """own: X-LIC-LOCATION and zone of the VTIMEZONEs by TZID; a zone that cannot be read is None."""
        self._own = {_bare(tzid): text for tzid, text in own.items()}
        self._known: dict[str, Zone | None] = {}

    def find(self, tzid: str) -> Zone | None:
        """The zone a TZID stands for, None when nobody knows.

        An IANA name, a Windows name, the IANA name at the end of /vendor/name; then the file's own VTIMEZONE; then the
        places and offsets in a name.
        """
        if tzid not in self._known:
            self._known[tzid] = self._look_up(_bare(tzid))
        return self._known[tzid]

    def _look_up(self, name: str) -> Zone | None:
        parts = name.split("/")
        # A vendor's copy of an IANA zone has the rules of the day it was made: the name at its end knows later changes
        # of law.
        names = [name, WINDOWS_TO_OLSON.get(name, ""), *("/".join(parts[start:]) for start in range(1, len(parts) - 1))]
        location, own = self._own.get(name, (None, lambda: None))
        if "/" not in name and name not in WINDOWS_TO_OLSON and (zone := own()):
            # EST, CET, Japan: a word that the file explains means what the file says
            return named_zone(location or "") or zone
        for candidate in (*names, location or ""):
            if (zone := named_zone(candidate)) is not None:
                return zone
        return own() or zone_of_words(name)


def _bare(tzid: str) -> str:
    return unescape(tzid).strip().strip('"').strip("/").strip()


@cache
def named_zone(name: str) -> Zone | None:
    """The zone of that IANA name, None when there is none."""
    if not name or name in HOST_DEPENDENT:
        return None
    try:
        return NamedZone(ZoneInfo(name))
    # ValueError: an absolute path or ..; OSError: a folder of zones
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def zone_of_words(name: str) -> Zone | None:
    """The zone of a name that is none, by what it says.

    Another letter case, an offset, a name that Windows shows, or places.
    """
    words = " ".join(MICROSOFT.sub("", name).replace("_", " ").split())
    if offset := OFFSET_NAME.fullmatch(words):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        return (
            fixed_zone((-1 if offset[1] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
            if hours < 15 and minutes < 60
            else None
        )
    for candidate in (words, f"{words} Standard Time", re.sub(r" (?:\d+|\([^)]*\))$", "", words)):
        if candidate in WINDOWS_TO_OLSON:
            return named_zone(WINDOWS_TO_OLSON[candidate])
        if candidate.lower() in _iana_names():
            return named_zone(_iana_names()[candidate.lower()])
    return _zone_of_places(words)


def _zone_of_places(words: str) -> Zone | None:
    """`(UTC+01:00) Brussels, Copenhagen, Madrid, Paris`: the zone of the first place that has one."""
    shown = re.sub(r"^\([^)]*\)\s*|\s*\((?:US|Canada)[^)]*\)", "", words).lower()
    places = [place.strip() for place in re.split(r"[,/:;]", shown)]
    for place in places:
        if found := SHOWN_NAMES.get(place) or _iana_places().get(place):
            return named_zone(found)
    return None


@cache
def _iana_names() -> Mapping[str, str]:
    return {
        name.lower().replace("_", " "): name for name in sorted(available_timezones()) if name not in HOST_DEPENDENT
    }


@cache
def _iana_places() -> Mapping[str, str]:
    """The zones by their last word; a place that two zones have is none."""
    zones: dict[str, list[str]] = {}
    for words, name in _iana_names().items():
        area, _, place = words.rpartition("/")
        if area and area.partition("/")[0] not in ("etc", "posix", "right"):
            zones.setdefault(place, []).append(name)
    return {place: names[0] for place, names in zones.items() if len(names) == 1}


@cache
def fixed_zone(offset: timedelta) -> Zone:
    """The zone whose clock never changes."""
    return OwnZone([], [offset], [])
