"""Birthdays and wedding days as tables write them: with a year or without, days before months or after."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from connectors.tables.builders.dates import EITHER_WAY, read_dates, with_english_month

# two figures of a year are of the last century from 30 on; before, they could be of either
_NUMBERS = re.compile(r"(\d{1,2})\s?([/.-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|[3-9]\d)|\.?)")
_ORDINAL = re.compile(r"(?<=\d)(?:\.(?=\s*[^\W\d])|er\b|st\b|nd\b|rd\b|th\b|º|ª)|\b(?:de|del|of)\b", re.IGNORECASE)
_NAMED = ("%d %b %Y", "%b %d %Y")
_CLEAR = 10  # times as many values that say so as values that say otherwise
_LEAP_YEAR = 2000  # for days without a year


@dataclass(frozen=True)
class _Numbers:
    """A day of two numbers, of which either may be the month."""

    first: int
    second: int
    year: int | None
    is_dotted: bool

    @property
    def is_day_first(self) -> bool | None:
        """What the value itself proves; None: nothing."""
        as_day, as_month = (self.iso(is_day_first) is not None for is_day_first in (True, False))
        return True if self.is_dotted else None if as_day == as_month else as_day

    def iso(self, is_day_first: bool) -> str | None:
        """1980-05-04, or --05-04 without a year; None where there is no such day."""
        day, month = (self.first, self.second) if is_day_first else (self.second, self.first)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(self.year or _LEAP_YEAR, month)[1]:
            return None
        return f"{self.year:04}-{month:02}-{day:02}" if self.year else f"--{month:02}-{day:02}"


def read_birthdays(values: pl.Series, is_day_first: bool | None) -> pl.DataFrame:
    """iso: each day as 1980-05-04 or --05-04, null where it cannot be read; is_open: it could be two days.

    is_day_first: what is known beforehand, None where nothing is. What all values allow goes before it.
    """
    written = values.unique().drop_nulls().to_list()
    numbers = {value: found for value in written if (found := _numbers(value)) is not None}
    order = _order(list(numbers.values()), is_day_first)
    named = _named([value for value in written if value not in numbers])
    days = {value: _told(numbers[value], order) if value in numbers else (named[value], False) for value in written}
    rows = [(value, iso, is_open) for value, (iso, is_open) in days.items()]
    schema = {"value": pl.String, "iso": pl.String, "is_open": pl.Boolean}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    read = pl.DataFrame({"value": values}).join(table, on="value", how="left", maintain_order="left")
    return read.select("iso", pl.col("is_open").fill_null(False))


def _numbers(value: str) -> _Numbers | None:
    match = _NUMBERS.fullmatch(value.strip())
    if match is None:
        return None
    year = int(match[4]) if match[4] else None
    whole = year + 1900 if year is not None and year < 100 else year
    return _Numbers(int(match[1]), int(match[3]), whole, match[2] == ".")


def _order(found: Sequence[_Numbers], usual: bool | None) -> bool | None:
    """Whether days stand first: by the values that can be read one way only, else as is usual; None: not to be told."""
    proofs = [one.is_day_first for one in found if not one.is_dotted]
    first, after = proofs.count(True), proofs.count(False)
    if usual is not None:
        return first > after if first != after else usual
    return None if max(first, after) <= _CLEAR * min(first, after) else first > after


def _told(day: _Numbers, order: bool | None) -> tuple[str | None, bool]:
    proven = day.is_day_first
    if proven is not None or day.first == day.second:
        return day.iso(proven is not False), False
    is_some_day = day.iso(True) is not None
    return (day.iso(order), False) if order is not None else (None, is_some_day)


def _named(values: Sequence[str]) -> dict[str, str | None]:
    """Days that tell their months by name or stand in the order of ISO 8601."""
    plain = {
        value: " ".join(_ORDINAL.sub(" ", with_english_month(value)).replace(",", " ").split()) for value in values
    }
    whole = read_dates(pl.Series(values, dtype=pl.String), ("%Y-%m-%d", *EITHER_WAY))
    spelt = read_dates(pl.Series(list(plain.values()), dtype=pl.String), _NAMED)
    yearless = read_dates(pl.Series([f"{text} {_LEAP_YEAR}" for text in plain.values()], dtype=pl.String), _NAMED)
    days = whole.fill_null(spelt).dt.to_string("iso")
    return dict(zip(values, days.fill_null(yearless.dt.strftime("--%m-%d")), strict=True))
