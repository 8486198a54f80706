"""The occurrences of one recurring event within a window (RFC 5545 §3.8.5).

A series is worked out on the wall clock of its own zone: UNTIL in UTC, EXDATE and RECURRENCE-ID in another zone are
brought to that clock before, and the result goes to UTC after. Whole columns of times go through each step, because a
calendar of some years has a hundred thousand occurrences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from connectors.ics.rule_texts import GREGORIAN, read_rule, rule_parts, with_skip
from connectors.ics.rules import NOTHING, PERIODS, Rule, TooOftenError, Walls
from connectors.ics.times import Moment, Span, TimeReader, read_span
from connectors.ics.zones import LATEST
from connectors.records import Window

TOO_MANY = "An event recurs more than {most:,} times within the days looked at; the latest of them are kept."
TOO_OFTEN = "A recurrence rule repeats too often to be followed; only the start of its event is kept."
SUB_HOURLY = "An event recurs by the minute or second; only its start is kept."
BEYOND = (
    "A date of a recurring event lies at an end of the calendar; only its start and its changed occurrences are kept."
)
UNREADABLE = "A recurrence rule cannot be read; only the start of its event is kept."
OTHER_CALENDAR = (
    "A recurrence rule counts in another calendar than the Gregorian one (RSCALE); only the start of its event is kept."
)
UNSKIPPED = "A recurrence rule moves days that a month lacks forward (SKIP); those of its occurrences are left out."
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """One VEVENT of a series.

    length: elapsed time from DTSTART to DTEND or the DURATION, None when the file gives neither. recurrence_id: None
    for the master; is_range: RANGE=THISANDFUTURE; rules: name, value and TZID of its RRULE, RDATE, EXDATE, EXRULE
    lines.
    """

    position: int
    start: Moment
    length: timedelta | Span | None
    ends_at: datetime | None  # in the terms of start.at
    reader: TimeReader
    recurrence_id: Moment | None = None
    is_range: bool = False
    rules: Sequence[tuple[str, str, str | None]] = ()


class Bounds(NamedTuple):
    """Of one series. occurrences: in the window; times: that a rule may have to look at."""

    occurrences: int
    times: int


class Found(NamedTuple):
    """Occurrences of one part.

    originals: their starts in the series before any was moved; starts, ends: in the terms of their form; NaT: no end.
    """

    position: int
    original_form: str
    originals: Walls
    form: str
    starts: Walls
    ends: Walls


@dataclass
class Expansion:
    """Occurrences and, as sentences, what was refused or cut."""

    found: list[Found] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def alone(part: Part) -> Found:
    """The occurrence of an event that does not recur, or of a changed occurrence without its series."""
    original = part.recurrence_id or part.start
    return Found(
        part.position,
        original.form,
        _column(original.at),
        part.start.form,
        _column(part.start.at),
        _column(part.ends_at),
    )


def expand(master: Part, overrides: Sequence[Part], window: Window, bounds: Bounds) -> Expansion:
    """The occurrences of a series that overlap the days of the window on its own clock.

    The latest, when there are more than the bounds allow.
    A rule that cannot be read or repeats too often is left out with a sentence; the start and the overrides remain.
    """
    try:
        return _expanded(master, overrides, window, bounds)
    except OverflowError:
        return Expansion([alone(part) for part in (master, *overrides)], [BEYOND])


def _expanded(master: Part, overrides: Sequence[Part], window: Window, bounds: Bounds) -> Expansion:
    result = Expansion()
    first, last = (
        datetime.combine(window.first, datetime.min.time()),
        datetime.combine(window.last, datetime.min.time()) + DAY,
    )
    replaced = {name_on(part.recurrence_id, master.start): part for part in overrides if part.recurrence_id}
    reach = _reach(master, replaced)
    left_out = _left_out(master)
    walls = _walls(master, first - reach, last + reach, bounds, result)
    walls = walls[~_is_left_out(walls, left_out)] if any(map(len, left_out)) else walls
    kept = walls[~np.isin(walls, np.array(list(replaced), dtype="M8[us]"))] if replaced else walls
    ends = _ends_of_periods(master)
    for part, some in _segments(master, replaced, kept):
        result.found.append(_of_segment(part, master, some, ends, first, last))
    for wall, part in replaced.items():
        if not _is_left_out(_column(wall), left_out)[0] and _is_within(part, master, first, last):
            original = master.start.moved(wall)
            result.found.append(alone(part)._replace(original_form=original.form, originals=_column(original.at)))
    return _latest(result, bounds.occurrences)


def name_on(written: Moment, like: Moment) -> datetime:
    """The start that a RECURRENCE-ID names, on the clock of the series.

    A date in a series of timed events is the occurrence of that day.
    """
    if written.form == "date" and like.form != "date":
        return datetime.combine(written.wall.date(), like.wall.time())
    return written.named_on(like).wall


def _column(value: datetime | None) -> Walls:
    return np.array([value], dtype="M8[us]")


def _reach(master: Part, replaced: Mapping[datetime, Part]) -> timedelta:
    """How far outside the window a start may lie whose occurrence, long or moved, is within."""
    lengths = [part.ends_at - part.start.at for part in (master, *replaced.values()) if part.ends_at]
    moves = [abs(part.start.on(master.start).wall - wall) for wall, part in replaced.items() if part.is_range]
    return min(max([timedelta(), *lengths, *moves]) + DAY, 400 * 365 * DAY)


def _walls(master: Part, first: datetime, last: datetime, bounds: Bounds, result: Expansion) -> Walls:
    """The starts of DTSTART, RRULE and RDATE without those of EXRULE (RFC 2445 §4.8.5.2), ascending, each once."""
    start, found, gone, has_until_before = master.start.wall, [NOTHING], [NOTHING], False
    for name, value, tzid in master.rules:
        if name == "RDATE":
            found.append(
                np.array([name_on(moment, master.start) for moment, _ in _dates(value, tzid, master)], dtype="M8[us]")
            )
        elif name in ("RRULE", "EXRULE") and (rule := _rule(value, master, result)):
            has_until_before |= name == "RRULE" and rule.until is not None and rule.until < start
            try:
                (found if name == "RRULE" else gone).append(rule.times(first, last, bounds.times))
            except TooOftenError:
                result.problems.append(TOO_OFTEN)
    if not has_until_before:
        found.append(_column(start))
    walls = np.unique(np.concatenate(found))
    return walls[~np.isin(walls, np.concatenate(gone))] if len(gone) > 1 else walls


def _rule(text: str, master: Part, result: Expansion) -> Rule | None:
    """The rule on the clock of the series, None with a sentence in `result` when it is refused."""
    parts = rule_parts(text)
    if parts.get("FREQ") in ("SECONDLY", "MINUTELY"):
        result.problems.append(SUB_HOURLY)
        return None
    if parts.get("RSCALE", GREGORIAN) != GREGORIAN:
        result.problems.append(OTHER_CALENDAR)
        return None
    parts, is_followed = with_skip(parts, master.start.wall)
    if not is_followed:
        result.problems.append(UNSKIPPED)
    until = master.reader.read(parts.get("UNTIL", ""), None)
    try:
        if parts.get("FREQ") not in PERIODS:
            raise ValueError("no frequency")
        return read_rule(parts, master.start.wall, _until(until, master.start) if until else None)
    except (ValueError, OverflowError):
        result.problems.append(UNREADABLE)
        return None


def _until(until: Moment, start: Moment) -> datetime:
    """UNTIL on the clock of the series. A date in a series of timed events is its whole day."""
    if until.form == "date" and start.form != "date":
        return until.wall + DAY - timedelta(seconds=1)
    return until.named_on(start).wall


def _dates(value: str, tzid: str | None, part: Part) -> Iterator[tuple[Moment, str]]:
    """The dates of an RDATE or EXDATE, each with what follows the slash of a period.

    Those that cannot be read are left out.
    vCalendar 1.0 has semicolons between them.
    """
    for text in value.replace(";", ",").split(","):
        begin, _, rest = text.partition("/")
        if (moment := part.reader.read(begin, tzid)) is not None:
            yield moment, rest


def _left_out(master: Part) -> tuple[Walls, Walls]:
    """The starts, and the whole days, of the EXDATEs."""
    told = [
        moment for name, value, tzid in master.rules if name == "EXDATE" for moment, _ in _dates(value, tzid, master)
    ]
    walls = [moment.named_on(master.start).wall for moment in told]
    days = [moment.wall for moment in told if moment.form == "date"]
    return np.array(walls, dtype="M8[us]"), np.array(days, dtype="M8[D]")


def _is_left_out(walls: Walls, left_out: tuple[Walls, Walls]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = np.isin(walls, left_out[0]) | np.isin(walls.astype("M8[D]"), left_out[1])
    return found


def _segments(master: Part, replaced: Mapping[datetime, Part], walls: Walls) -> Iterator[tuple[Part, Walls]]:
    """The starts that each part speaks for.

    The master up to the first THISANDFUTURE, which speaks for those after it.
    """
    ranges = sorted(((wall, part) for wall, part in replaced.items() if part.is_range), key=itemgetter(0))
    borders = np.searchsorted(walls, np.array([wall for wall, _ in ranges], dtype="M8[us]"), side="right").tolist()
    for part, begin, end in zip(
        (master, *(part for _, part in ranges)), (0, *borders), (*borders, len(walls)), strict=True
    ):
        if begin < end:
            yield part, walls[begin:end]


def _of_segment(
    part: Part, master: Part, walls: Walls, ends: Mapping[datetime, datetime], first: datetime, last: datetime
) -> Found:
    """The occurrences of these starts, moved as the part is, that overlap the time from first to last."""
    clock = master.start
    moved = (
        walls + np.timedelta64(part.start.on(clock).wall - name_on(part.recurrence_id, clock))
        if part.recurrence_id
        else walls
    )
    starts = clock.zone.all_to_utc(moved) if clock.zone else moved
    stops = _stops(part, clock, moved, starts)
    for place in np.flatnonzero(np.isin(walls, np.array(list(ends), dtype="M8[us]"))) if ends else ():
        stops[place] = ends[walls[place].item()]
    stops[stops > LATEST] = np.datetime64("NaT")
    length = np.where(np.isnat(stops), np.timedelta64(0, "us"), stops - starts)
    is_within = (moved < np.datetime64(last)) & (
        (moved + length > np.datetime64(first)) | (moved >= np.datetime64(first))
    )
    originals = starts if moved is walls else clock.zone.all_to_utc(walls) if clock.zone else walls
    return Found(part.position, clock.form, originals[is_within], clock.form, starts[is_within], stops[is_within])


def _stops(part: Part, clock: Moment, walls: Walls, starts: Walls) -> Walls:
    """The ends of occurrences of the length of the part."""
    if part.length is None or not len(walls):
        return np.full(len(walls), np.datetime64("NaT", "us"))
    if not isinstance(part.length, Span):
        return starts + np.timedelta64(part.length)
    later = walls + np.timedelta64(part.length.days)
    return (clock.zone.all_to_utc(later) if clock.zone else later) + np.timedelta64(part.length.exact)


def _ends_of_periods(master: Part) -> dict[datetime, datetime]:
    """The ends of the RDATEs that are periods, by their start on the clock of the series."""
    ends: dict[datetime, datetime] = {}
    for name, value, tzid in master.rules:
        for start, rest in _dates(value, tzid, master) if name == "RDATE" and "/" in value else ():
            end = master.reader.read(rest, tzid)
            with suppress(OverflowError):  # one that would end after the year 9999 has no end of its own
                if span := read_span(rest):
                    ends[name_on(start, master.start)] = span.after(start)
                elif end:
                    ends[name_on(start, master.start)] = end.at
    return ends


def _is_within(part: Part, master: Part, first: datetime, last: datetime) -> bool:
    start = part.start.on(master.start).wall
    end = start + (part.ends_at - part.start.at) if part.ends_at else start
    return start < last and (first < end or first <= start)


def _latest(result: Expansion, most: int) -> Expansion:
    starts = np.concatenate([found.starts for found in result.found] or [NOTHING])
    if len(starts) > most:
        result.problems.append(TOO_MANY.format(most=most))
        oldest = np.sort(starts)[-most]
        kept = [(found, found.starts >= oldest) for found in result.found]
        result.found = [f._replace(originals=f.originals[k], starts=f.starts[k], ends=f.ends[k]) for f, k in kept]
    return result
