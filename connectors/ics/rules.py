"""The times a recurrence rule falls on (RFC 5545 §3.3.10), worked out for whole years of days at once.

No rule, however written, runs on without end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt

from connectors.ics.days import PADDING, Days, Ints, days_of, weeks_of

Flags = npt.NDArray[np.bool_]
Walls = npt.NDArray[np.datetime64]
"""Times on one clock, to the microsecond."""

MOST_TIMES = 400_000
"""A rule may have, from the beginning of the window (with COUNT: from its start) to the end of it.

The hours of 45 years.
"""

YEARS_AT_ONCE = 4

DAY, HOUR = 86_400, 3_600

NOTHING: Walls = np.empty(0, "M8[us]")


class TooOftenError(ValueError):
    """A rule has more times than may be looked at."""


# What each BYxxx compares with: counted forwards, and backwards where negative values are allowed.
OF_DAYS: Mapping[str, Sequence[Callable[[Days, int], Ints]]] = {
    "BYMONTH": [lambda days, _: days.month],
    "BYMONTHDAY": [lambda days, _: days.in_month, lambda days, _: days.from_month_end],
    "BYYEARDAY": [lambda days, _: days.in_year, lambda days, _: days.from_year_end],
    "BYWEEKNO": [Days.week_of_year, Days.week_from_year_end],
}

PERIODS: Mapping[str, Callable[[Days, int], Ints]] = {
    "YEARLY": lambda days, _: days.year,
    "MONTHLY": lambda days, _: days.month_number,
    "WEEKLY": weeks_of,
    "DAILY": lambda days, _: days.number,
    "HOURLY": lambda days, _: days.number,
}


@dataclass(frozen=True)
class Rule:
    """An RRULE on the clock of its series.

    start: DTSTART; until: the last time it may fall on; week_start: 0 for Monday; by: values of BYMONTH, BYHOUR … that
    are told or follow from DTSTART; weekdays: of BYDAY, the number within the month or year, 0 for every one, and the
    weekday.
    """

    frequency: str
    start: datetime
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    week_start: int = 0
    by: Mapping[str, Sequence[int]] = field(default_factory=dict)
    weekdays: Sequence[tuple[int, int]] = ()

    def times(self, first: datetime, last: datetime, most: int = MOST_TIMES) -> Walls:
        """The times from the first to the last, both included, ascending.

        Raises TooOftenError when it has to look at more than `most`.
        """
        first, last = max(first, self.start), min(last, self.until or last)
        if last < first:
            return NOTHING
        walls = (
            self._in_years(first.year, last.year, most)
            if self.count is None
            else self._counted(self.count, last.year, most)
        )
        return walls[(walls >= np.datetime64(first)) & (walls <= np.datetime64(last))]

    def _counted(self, count: int, last_year: int, most: int) -> Walls:
        """The first times, as many as COUNT says, as far as they do not lie after that year."""
        found = [NOTHING]
        for year in range(self.start.year, last_year + 1, YEARS_AT_ONCE):
            some = self._in_years(year, min(year + YEARS_AT_ONCE - 1, last_year), most)
            found.append(some[some >= np.datetime64(self.start)])
            size = sum(map(len, found))
            if size >= count:
                break
            if size > most:
                raise TooOftenError
        return np.concatenate(found)[:count]

    def _in_years(self, first_year: int, last_year: int, most: int) -> Walls:
        """The times in these years, those of the first period before the start too."""
        days = days_of(first_year, last_year)
        numbers, seconds = days.number[self._falls_on(days)], self._seconds_of_day
        if len(numbers) * len(seconds) > most:
            raise TooOftenError
        moments = (numbers[:, None] * DAY + seconds).ravel()
        if self.frequency == "HOURLY" and self.interval > 1:
            first_hour = int(np.datetime64(self.start, "h").astype(np.int64))
            moments = moments[(moments // HOUR - first_hour) % self.interval == 0]
        if "BYSETPOS" in self.by:
            moments = moments[self._at_positions(moments, days)]
        walls: Walls = moments.astype("M8[s]").astype("M8[us]")
        return walls[
            (walls >= np.datetime64(f"{first_year:04}-01-01")) & (walls < np.datetime64(f"{last_year + 1:04}-01-01"))
        ]

    @cached_property
    def _seconds_of_day(self) -> Ints:
        hours = self.by.get("BYHOUR") or (range(24) if self.frequency == "HOURLY" else [self.start.hour])
        minutes = self.by.get("BYMINUTE") or [self.start.minute]
        seconds = self.by.get("BYSECOND") or [self.start.second]
        found: Ints = np.unique(
            [hour * HOUR + minute * 60 + second for hour in hours for minute in minutes for second in seconds]
        )
        return found

    def _falls_on(self, days: Days) -> Flags:
        """Whether the rule falls on each of the days."""
        periods = self._periods(days)
        kept: Flags = periods >= 0
        if self.interval > 1 and self.frequency != "HOURLY":
            kept &= periods % self.interval == 0
        for name, columns in OF_DAYS.items():
            if name in self.by:
                kept &= np.any([np.isin(column(days, self.week_start), self.by[name]) for column in columns], axis=0)
        return kept & self._on_weekdays(days) if self.weekdays else kept

    def _on_weekdays(self, days: Days) -> Flags:
        found: Flags = np.isin(days.weekday, [weekday for number, weekday in self.weekdays if number == 0])
        is_of_month = self.frequency == "MONTHLY" or "BYMONTH" in self.by
        for number, weekday in self.weekdays:
            if number > 0:
                found |= (days.weekday == weekday) & (
                    ((days.in_month if is_of_month else days.in_year) - 1) // 7 + 1 == number
                )
            elif number < 0:
                found |= (days.weekday == weekday) & (
                    (days.from_month_end if is_of_month else days.from_year_end) // 7 == number
                )
        return found

    def _periods(self, days: Days) -> Ints:
        """The number of the period of each day, 0 for that of the start."""
        number = PERIODS[self.frequency]
        first: np.int64 = number(days_of(self.start.year, self.start.year), self.week_start)[
            self.start.timetuple().tm_yday - 1 + PADDING
        ]
        return number(days, self.week_start) - first

    def _at_positions(self, moments: Ints, days: Days) -> Flags:
        """Which of the moments stand at a BYSETPOS within their period."""
        periods = PERIODS[self.frequency](days, self.week_start)
        groups = moments // HOUR if self.frequency == "HOURLY" else periods[moments // DAY - days.number[0]]
        _, begins, sizes = np.unique(groups, return_index=True, return_counts=True)
        places = np.arange(len(moments)) - np.repeat(begins, sizes)
        found: Flags = np.isin(places + 1, self.by["BYSETPOS"]) | np.isin(
            places - np.repeat(sizes, sizes), self.by["BYSETPOS"]
        )
        return found
