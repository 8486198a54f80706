"""The occurrences of one recurring event within a window, by icalendar and recurring-ical-events.

Every series is told to them on the wall clock of its own zone, as naive times: zones, UNTIL in UTC, EXDATE and RECURRENCE-ID in another zone
are settled before, in ics_times, and the result goes back to UTC after.
"""

from __future__ import annotations

import calendar
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icalendar import Event, vRecur
from icalendar.prop import vDDDLists, vDDDTypes
from recurring_ical_events import EventAdapter, Series

from connectors.ics_times import Moment, Span, Zones, read_moment, read_span
from connectors.records import Window

MOST_OCCURRENCES = 5_000
"""Of one series in the window: more than a daily event of 13 years."""

MOST_STEPS = 50_000
"""Of one rule from its start to the end of the window, a second or two: a daily rule of 136 years passes, an hourly one of six does not.

Counted beforehand instead of timed, so that a file gives the same on every machine.
"""

DAYS_OF = {"YEARLY": 366.0, "MONTHLY": 31.0, "WEEKLY": 7.0, "DAILY": 1.0, "HOURLY": 1 / 24}

# What icalendar, recurring-ical-events and dateutil raise on values that make no sense; anything else is a bug.
LIBRARY_ERRORS = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)


@dataclass(frozen=True)
class Part:
    """One VEVENT of a series. length: elapsed time from DTSTART to DTEND or the DURATION, None when the file gives neither.

    recurrence_id: None for the master; is_range: RANGE=THISANDFUTURE; rules: name, value and TZID of its RRULE, RDATE, EXDATE, EXRULE lines.
    """

    position: int
    start: Moment
    length: timedelta | Span | None
    ends_at: datetime | None  # in the terms of start.at
    recurrence_id: Moment | None = None
    is_range: bool = False
    rules: Sequence[tuple[str, str, str | None]] = ()

    def end(self, start: Moment) -> datetime | None:
        """The end of an occurrence of this length that starts then."""
        if self.length is None:
            return None
        return self.length.after(start) if isinstance(self.length, Span) else start.at + self.length


class Found(NamedTuple):
    """One occurrence: the part it takes its properties from, its start in the series before it was moved, its start and end (in the terms of `form`)."""

    position: int
    original: Moment
    start: datetime
    end: datetime | None
    form: str


@dataclass
class Expansion:
    """Occurrences and, as sentences, what was refused or cut."""

    found: list[Found] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _Told(NamedTuple):
    """What recurring-ical-events says of one occurrence. start: on the clock of the series; is_override: it stands for its own VEVENT."""

    adapter: _Adapter
    start: date
    end: date
    is_override: bool

    def is_in_span(self, first: datetime, last: datetime) -> bool:
        start, end = _midnight(self.start), _midnight(self.end)
        return start < last and (first < end or first <= start)


class _Adapter(EventAdapter):  # type: ignore[misc]  # no types
    """A VEVENT that knows which part it is."""

    def __init__(self, event: Event, part: Part) -> None:
        super().__init__(event)
        self.part = part


class _Series(Series):  # type: ignore[misc]  # no types
    """A series that hands out _Told."""

    def occurrence(self, adapter: _Adapter, start: date | None = None, end: date | None = None) -> _Told:
        if start is None or end is None:
            return _Told(adapter, adapter.start, adapter.end, adapter.part.recurrence_id is not None)
        return _Told(adapter, start, end, False)


def expand(master: Part, overrides: Sequence[Part], zones: Zones, window: Window) -> Expansion:
    """The occurrences of a series that overlap the days of the window on its own clock, in order of start.

    A rule that cannot be read or would take too long is left out with a sentence; the start and the overrides remain.
    """
    result = Expansion()
    event = _event(master, master, zones, window, result)
    parts = [(event, master), *((_event(part, master, zones, window, result), part) for part in overrides)]
    try:
        told = _told(parts, window)
    except LIBRARY_ERRORS:
        result.problems.append("The recurrence of an event cannot be worked out; only its start and its changed occurrences are kept.")
        result.found = [alone(part) for part in (master, *overrides)]
        return result
    periods = _periods(master, zones)
    found = sorted((_found(one, master, periods) for one in told), key=lambda one: (one.start, one.position))
    if len(found) > MOST_OCCURRENCES:
        result.problems.append(f"An event recurs more than {MOST_OCCURRENCES:,} times; the latest of them are kept.")
    result.found = found[-MOST_OCCURRENCES:]
    return result


def alone(part: Part) -> Found:
    """The occurrence of an event that does not recur, or of a changed occurrence without its series."""
    return Found(part.position, part.recurrence_id or part.start, part.start.at, part.ends_at, part.start.form)


def _told(parts: Sequence[tuple[Event, Part]], window: Window) -> list[_Told]:
    first = datetime.combine(window.first, datetime.min.time())
    last = datetime.combine(window.last, datetime.min.time()) + timedelta(days=1)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Using both 'count' and 'until'", DeprecationWarning)  # not iCalendar, but written, and dateutil does what is meant
        return list(_Series([_Adapter(event, part) for event, part in parts]).between(first, last))


def _found(told: _Told, master: Part, periods: Mapping[datetime, datetime]) -> Found:
    part = told.adapter.part
    if told.is_override and part.recurrence_id is not None:
        return alone(part)._replace(original=master.start.moved(_recurrence_id(part.recurrence_id, master.start)))
    start = master.start.moved(_midnight(told.start))
    original = start.moved(start.wall - told.adapter.move_recurrences_by)
    return Found(part.position, original, start.at, periods.get(original.wall) or part.end(start), start.form)


def _midnight(day: date) -> datetime:
    """A date as the time it begins, a time as it is."""
    return day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)


def _event(part: Part, master: Part, zones: Zones, window: Window, result: Expansion) -> Event:
    """The part as icalendar knows it, on the clock of the master."""
    event = Event()
    start = part.start.on(master.start)
    is_date = master.start.form == "date"
    event["DTSTART"] = _value(start.wall, is_date)
    if part.ends_at is not None and part.ends_at > part.start.at:
        wall = part.start.moved(part.start.wall + (part.ends_at - part.start.at)).on(master.start).wall
        event["DTEND"] = _value(wall, is_date and wall > start.wall)
    if part.recurrence_id is not None:
        event["RECURRENCE-ID"] = _value(_recurrence_id(part.recurrence_id, master.start), is_date)
        if part.is_range:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
        return event
    event["RRULE"] = [rule for name, value, _ in part.rules if name == "RRULE" if (rule := _rule(value, master, zones, window, result))]
    for name in ("RDATE", "EXDATE"):
        event[name] = [vDDDLists([_naive(moment, is_date) for moment in _dates(part, name, zones)])]
    if any(name == "EXRULE" for name, _, _ in part.rules):
        result.problems.append("EXRULE, withdrawn from the standard in 2009, is not applied; delete the occurrences it would leave out in the calendar.")
    return event


def _value(wall: datetime, is_date: bool) -> vDDDTypes:
    return vDDDTypes(wall.date() if is_date else wall)


def _recurrence_id(written: Moment, like: Moment) -> datetime:
    """The start it names. A date in a series of timed events is the occurrence of that day."""
    if written.form == "date" and like.form != "date":
        return datetime.combine(written.wall.date(), like.wall.time())
    return written.on(like).wall


def _naive(moment: Moment, is_date: bool) -> date:
    return moment.wall.date() if is_date or moment.form == "date" else moment.wall


def _dates(part: Part, name: str, zones: Zones) -> list[Moment]:
    """The RDATEs or EXDATEs on the clock of the part; those that cannot be read are left out. Of a period, its start."""
    values = [(text.partition("/")[0], tzid) for named, value, tzid in part.rules if named == name for text in value.split(",")]
    read = [read_moment(text, tzid, zones) for text, tzid in values]
    return [moment if moment.form == "date" else moment.on(part.start) for moment in read if moment is not None]


def _periods(master: Part, zones: Zones) -> dict[datetime, datetime]:
    """The ends of the RDATEs that are periods, by their start on the clock of the master."""
    ends: dict[datetime, datetime] = {}
    for name, value, tzid in master.rules:
        for text in value.split(",") if name == "RDATE" else ():
            first, _, last = text.partition("/")
            start = read_moment(first, tzid, zones)
            if start is None:
                continue
            if span := read_span(last):
                ends[start.on(master.start).wall] = span.after(start)
            elif end := read_moment(last, tzid, zones):
                ends[start.on(master.start).wall] = end.at
    return ends


def _rule(text: str, master: Part, zones: Zones, window: Window, result: Expansion) -> vRecur | None:
    """The rule in the master's own time, None with a sentence in `result` when it is refused."""
    parts = dict(re.findall(r"([A-Z-]+)\s*=\s*([^;]*)", text.upper().replace("\\", "")))  # some writers escape ; and , in rules
    frequency = parts.get("FREQ", "").strip()
    if frequency in ("SECONDLY", "MINUTELY"):
        result.problems.append("An event recurs by the minute or second; only its start is kept.")
        return None
    if frequency not in DAYS_OF:
        result.problems.append("A recurrence rule cannot be read; only the start of its event is kept.")
        return None
    until = read_moment(parts.pop("UNTIL", ""), None, zones)
    if until is not None:
        parts["UNTIL"] = _until(until, master.start)
    try:
        steps = _steps(frequency, parts, master.start.wall, until, window)
        ever_falls = _ever_falls(parts, master.start.wall, window)
        rule = vRecur.from_ical(";".join(f"{name}={value.strip()}" for name, value in _quicker(parts, master.start.wall).items()))
    except LIBRARY_ERRORS:
        result.problems.append("A recurrence rule cannot be read; only the start of its event is kept.")
        return None
    if steps > MOST_STEPS:
        result.problems.append("A recurrence rule repeats too often to be followed from its start; only the start of its event is kept.")
        return None
    return rule if ever_falls else None


def _quicker(parts: dict[str, str], start: datetime) -> dict[str, str]:
    """The same rule, a yearly one within one month told as every twelfth month: dateutil looks at 31 days instead of 366 for each birthday."""
    by = {name for name in parts if name.startswith("BY")}
    is_of_one_month = not by or (parts.get("BYMONTH") == str(start.month) and by <= {"BYMONTH", "BYMONTHDAY", "BYDAY"})
    if parts["FREQ"].strip() != "YEARLY" or not is_of_one_month:
        return parts
    months = {name: value for name, value in parts.items() if name != "BYMONTH"}
    return {**months, "FREQ": "MONTHLY", "INTERVAL": str(12 * int(parts.get("INTERVAL", 1)))}


def _until(until: Moment, start: Moment) -> str:
    """UNTIL on the clock of the series. A date in a series of timed events is its whole day."""
    wall = until.wall if start.form == "date" or until.form == "date" else until.on(start).wall
    if start.form == "date" and until.form == "utc" and wall.hour >= 12 and wall.second == 0:
        wall += timedelta(days=1)  # Outlook writes midnight as UTC: 22:00Z is the next day in Paris
    day = f"{wall.year:04}{wall:%m%d}"
    if start.form == "date":
        return day
    return f"{day}T235959" if until.form == "date" else f"{day}T{wall:%H%M%S}"


def _steps(frequency: str, parts: Mapping[str, str], start: datetime, until: Moment | None, window: Window) -> float:
    """About how many repetitions there are from the start to the end of the window. Raises ValueError on numbers that are none."""
    interval = int(parts.get("INTERVAL", 1))
    if interval < 1:
        raise ValueError("an interval below 1")
    last = datetime.combine(window.last, datetime.min.time()) + timedelta(days=1)
    days = max((min(last, until.wall if until else last) - start).days, 1)
    a_day = 1
    for name in ("BYSECOND", "BYMINUTE", *(() if frequency == "HOURLY" else ("BYHOUR",))):
        a_day *= parts.get(name, "").count(",") + 1
    return min(days / (DAYS_OF[frequency] * interval) * a_day, int(parts.get("COUNT", MOST_STEPS + 1)))


def _ever_falls(parts: Mapping[str, str], start: datetime, window: Window) -> bool:
    """False when no day of the next 40 years has the month and day a rule asks for: dateutil would look for one until the year 9999."""
    months, month_days, year_days = ({int(part) for part in parts.get(name, "").split(",") if part} for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY"))
    day = max(start.date(), window.first)
    if not (month_days or year_days) or day > window.last:
        return True
    for day in (day + timedelta(days=ahead) for ahead in range(40 * 366)):
        is_month = not months or day.month in months
        in_month, in_year = calendar.monthrange(day.year, day.month)[1], 365 + calendar.isleap(day.year)
        is_month_day = not month_days or day.day in month_days or day.day - in_month - 1 in month_days
        in_year_day = day.timetuple().tm_yday
        if is_month and is_month_day and (not year_days or in_year_day in year_days or in_year_day - in_year - 1 in year_days):
            return True
    return False
