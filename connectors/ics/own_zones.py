"""VTIMEZONE components (RFC 5545 §3.6.5) → zones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from connectors.ics.rule_texts import read_rule, rule_parts
from connectors.ics.times import read_moment
from connectors.ics.zones import OwnZone, Zone, Zones

# Changes outside these years are those nearest to them: no calendar reaches further, and Outlook lets its rules begin
# in 1601.
FIRST_YEAR, LAST_YEAR = 1930, 2099

MOST_CHANGES = 1_000
"""By one rule in these years; it makes 170 of them, one a year."""

MOST_RULES, MOST_DATES = 200, 2_000
"""Of all parts of one zone; libical writes some two hundred parts, one for each change there ever was."""

OFFSET = re.compile(r"([+-]?)(\d\d):?(\d\d)(?::?(\d\d))?", re.ASCII)


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


def zones_by_calendar(told: Iterable[tuple[int | None, str, ZoneText]]) -> tuple[Zones, dict[int | None, Zones]]:
    """The zones of a file, and those of the calendars in it that give a name another meaning.

    told: the calendar, TZID and text of each VTIMEZONE, in order.
    """
    common: dict[str, ZoneText] = {}
    others: dict[int | None, dict[str, ZoneText]] = {}
    for calendar, tzid, text in told:
        if common.setdefault(tzid, text) != text:
            others.setdefault(calendar, {}).setdefault(tzid, text)
    return _zones(common), {calendar: _zones({**common, **own}) for calendar, own in others.items()}


def _zones(texts: Mapping[str, ZoneText]) -> Zones:
    return Zones({tzid: (text.location, partial(own_zone, text)) for tzid, text in texts.items()})


def own_zone(text: ZoneText) -> Zone | None:
    """The zone that a VTIMEZONE describes, None when it cannot be read or tells too much.

    Before its first change it has its standard time.
    """
    if _tells_too_much(text):
        return None
    try:
        changes = sorted({change for observance in text.observances for change in _changes(observance)})
    except (ValueError, KeyError, OverflowError):
        return None
    if not changes:
        return None
    standard = [offset for _, offset, is_daylight in changes if not is_daylight]
    moments, offsets = [moment for moment, _, _ in changes], [offset for _, offset, _ in changes]
    offsets.insert(0, (standard or offsets)[0])
    walls = [moment + max(before, after) for moment, (before, after) in zip(moments, pairwise(offsets), strict=True)]
    return OwnZone(moments, offsets, walls)


def _tells_too_much(text: ZoneText) -> bool:
    """Whether the zone has more rules or dates than any place has had changes of its clock."""
    rules = sum(len(observance.rrules) for observance in text.observances)
    dates = sum(1 + len(observance.rdates) for observance in text.observances)
    return rules > MOST_RULES or dates > MOST_DATES


def _changes(observance: Observance) -> Iterable[tuple[datetime, timedelta, bool]]:
    """When it begins, in UTC, the offset from then on, and whether it is daylight time.

    Raises ValueError on what cannot be read.
    """
    before, after = read_offset(observance.offset_from), read_offset(observance.offset_to)
    nothing = Zones({})
    starts = [read_moment(value.split("/")[0], None, nothing) for value in (observance.start, *observance.rdates)]
    onsets = [moment.wall - (before if moment.form != "utc" else timedelta()) for moment in starts if moment]
    if not onsets or None in starts:
        raise ValueError("a date of a zone cannot be read")
    for rule in observance.rrules:
        onsets += [wall - before for wall in _walls(rule, onsets[0] + before, before)]
    return [(onset, after, observance.is_daylight) for onset in onsets]


def _walls(text: str, start: datetime, before: timedelta) -> list[datetime]:
    """The times a rule of a zone falls on; its UNTIL is in UTC."""
    parts = rule_parts(text)
    if parts["FREQ"] != "YEARLY":
        raise ValueError("a zone changes by the year")
    until = read_moment(parts.get("UNTIL", ""), None, Zones({}))
    last = until.wall + before if until and until.form == "utc" else until.wall if until else None
    found: list[datetime] = (
        read_rule(parts, start, last)
        .times(datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 12, 31), MOST_CHANGES)
        .tolist()
    )
    return found


def read_offset(value: str) -> timedelta:
    """A UTC-OFFSET value. Raises ValueError."""
    found = OFFSET.fullmatch(value.strip())
    if found is None:
        raise ValueError("no offset")
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if offset >= timedelta(hours=24):
        raise ValueError("an offset of a day")
    return -offset if found[1] == "-" else offset
