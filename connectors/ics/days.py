"""The days of some years as columns, and what a recurrence rule may ask of each."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

PADDING = 7
"""Days before the first year and after the last, so that every week of these years is whole."""


class Days:
    """One entry per day, ascending: the years and PADDING days more at either end.

    Numbers from the end are negative: -1 is the last.
    """

    def __init__(self, first_year: int, last_year: int) -> None:
        begin, end = (
            np.datetime64(f"{first_year:04}-01-01") - PADDING,
            np.datetime64(f"{last_year + 1:04}-01-01") + PADDING,
        )
        self.day = np.arange(begin, end)
        self.number: Ints = self.day.astype(np.int64)  # 0 is 1 January 1970

    @cached_property
    def weekday(self) -> Ints:
        """0 for Monday."""
        return (self.number + 3) % 7

    @cached_property
    def year(self) -> Ints:
        return _as_numbers(self.day, "M8[Y]") + 1970

    @cached_property
    def month_number(self) -> Ints:
        """Months since January of the year 1970."""
        return _as_numbers(self.day, "M8[M]")

    @cached_property
    def month(self) -> Ints:
        return self.month_number % 12 + 1

    @cached_property
    def in_month(self) -> Ints:
        return self.number - _first_days(self.day, "M8[M]") + 1

    @cached_property
    def from_month_end(self) -> Ints:
        return self.number - _first_days(self.day, "M8[M]", 1)

    @cached_property
    def in_year(self) -> Ints:
        return self.number - _first_days(self.day, "M8[Y]") + 1

    @cached_property
    def from_year_end(self) -> Ints:
        return self.number - _first_days(self.day, "M8[Y]", 1)

    def week_of_year(self, week_start: int) -> Ints:
        """1 for the first week that has four days of its year or more (RFC 5545 §3.3.10, as ISO 8601)."""
        return (self._middle_of_week(week_start).in_year - 1) // 7 + 1

    def week_from_year_end(self, week_start: int) -> Ints:
        return self._middle_of_week(week_start).from_year_end // 7

    def _middle_of_week(self, week_start: int) -> Days:
        """The fourth day of the week of each day: the year it is in has the week."""
        middle = Days.__new__(Days)
        middle.number = self.number - (self.weekday - week_start) % 7 + 3
        middle.day = middle.number.astype("M8[D]")
        return middle


@lru_cache(maxsize=64)
def days_of(first_year: int, last_year: int) -> Days:
    """The days of these years, both included."""
    return Days(first_year, last_year)


@lru_cache(maxsize=64)
def weeks_of(days: Days, week_start: int) -> Ints:
    """Weeks since the beginning of 1970, each beginning on that weekday."""
    return (days.number - week_start + 3) // 7


def _as_numbers(days: npt.NDArray[np.datetime64], unit: str) -> Ints:
    return days.astype(unit).astype(np.int64)


def _first_days(days: npt.NDArray[np.datetime64], unit: str, ahead: int = 0) -> Ints:
    """The number of the first day of the month or year of each day, or of the next one."""
    return (days.astype(unit) + ahead).astype("M8[D]").astype(np.int64)
