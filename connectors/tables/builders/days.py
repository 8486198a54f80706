"""The days that a table's columns say: of a connection, a birth, a wedding, a last change.

All of a file's values decide how its days are written.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.tables.builders.birthdays import read_birthdays
from connectors.tables.builders.cells import UNREAD, Spare, columns_for, shadow
from connectors.tables.builders.dates import DAY_FIRST, MONTH_FIRST, read_dates
from connectors.tables.builders.moments import read_moments
from connectors.tables.generic.vocabulary import folded
from connectors.tables.plan import Placed

_NO_DATE = "holds no date that can be read; it is left empty and the rest of the row is kept."
_NO_DAY = "holds no day that can be read; it is kept as written."
_OTHER_DAYS = r"^\s*(?:\d{4}\D?|\d{8}|--)"  # ISO 8601 in its other forms and years alone: kept for what comes after
_OPEN = (
    "holds a day of which nothing says whether the day or the month stands first; it is kept as extra, and the rest of"
    " the row is read. Write it as 1980-05-04."
)
_ENGLISH = frozenset({"birthday", "birth date", "birthdate", "date of birth", "dob", "born", "anniversary"})
_TEXTS = ("bday", "anniversary")  # dates that stay texts: ISO 8601 where they can be read, else as written


def with_days(
    cells: pl.DataFrame, plan: Sequence[Placed], is_day_first: bool | None
) -> tuple[pl.DataFrame, pl.Series, list[pl.DataFrame], list[Spare]]:
    """The cells with birthdays and the like as ISO 8601 where they can be read; the day of connection of each row.

    What cannot be read of these (UNREAD), and birthdays of two possible days, which are spare. is_day_first: None where
    nothing but the values says how days are written.
    """
    connected = pl.Series([None], dtype=pl.Date).new_from_index(0, cells.height)
    unread = []
    for placed in columns_for(plan, "connected_on"):
        usual = DAY_FIRST if is_day_first is not False else MONTH_FIRST
        formats = placed.column.formats if placed.column else ()
        read = read_dates(cells[placed.cells], formats or usual)
        connected = connected.fill_null(read)
        unread.append(_lost(cells, placed, read))
    cells, open_days, spare = _with_birthdays(cells, plan, is_day_first)
    cells = _with_birthday_of_parts(cells, plan)
    for placed in columns_for(plan, "rev"):
        moments = read_moments(cells[placed.cells], placed.column.formats if placed.column else ())["at"]
        cells = cells.with_columns(
            pl.coalesce(moments.dt.to_string("iso:strict"), pl.col(placed.cells)).alias(placed.cells)
        )
    return cells, connected, [*unread, *open_days], spare


def _with_birthdays(
    cells: pl.DataFrame, plan: Sequence[Placed], is_day_first: bool | None
) -> tuple[pl.DataFrame, list[pl.DataFrame], list[Spare]]:
    """The cells with the days of all columns read together, so that one says how the other is written."""
    columns = [placed for field in _TEXTS for placed in columns_for(plan, field, "")]
    unread, spare = list[pl.DataFrame](), list[Spare]()
    if not columns:
        return cells, unread, spare
    usual = is_day_first if is_day_first is not None else _usual(columns)
    read = read_birthdays(pl.concat([cells[placed.cells].alias("value") for placed in columns]), usual)
    for number, placed in enumerate(columns):
        days = read.slice(number * cells.height, cells.height)
        unread.append(_told(cells, placed, days["is_open"], _OPEN))
        unread.append(_told(cells, placed, _says_no_day(cells[placed.cells], days), _NO_DAY))
        if days["is_open"].any():
            cells, before = shadow(cells, placed, days["is_open"])
            spare.append(before)
        cells = cells.with_columns(pl.coalesce(days["iso"], pl.col(placed.cells)).alias(placed.cells))
    return cells, unread, spare


def _says_no_day(written: pl.Series, days: pl.DataFrame) -> pl.Series:
    """Whether a value is filled and no day in any form, a year alone and one without a year included."""
    is_other = ~written.str.contains(_OTHER_DAYS).fill_null(True)
    return is_other & days["iso"].is_null() & ~days["is_open"]


def _usual(columns: Sequence[Placed]) -> bool | None:
    """Days stand first where a header is not English: of the languages read, only that one is written both ways."""
    is_english = any(folded(placed.header) in _ENGLISH for placed in columns)
    return None if is_english else True


def _lost(cells: pl.DataFrame, placed: Placed, read: pl.Series) -> pl.DataFrame:
    return _told(cells, placed, read.is_null() & cells[placed.cells].is_not_null(), _NO_DATE)


def _told(cells: pl.DataFrame, placed: Placed, is_lost: pl.Series, sentence: str) -> pl.DataFrame:
    reason = pl.lit(f'The column "{placed.header}" {sentence}')
    return (
        cells.filter(is_lost)
        .select("position", is_record=pl.lit(False), reason=reason, raw_text=pl.col(placed.cells))
        .cast(UNREAD)
    )


def _with_birthday_of_parts(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.DataFrame:
    """A birthday that stands in three columns, in the first of these.

    1980-05-04, --05-04 without a year, 1980 without a day, else as written.
    """
    parts = {part: placed[0].cells for part in ("year", "month", "day") if (placed := columns_for(plan, "bday", part))}
    if not parts:
        return cells
    year, month, day = (
        pl.col(parts[part]).str.strip_chars() if part in parts else pl.lit(None, dtype=pl.String)
        for part in ("year", "month", "day")
    )
    is_day = month.str.contains(r"^\d{1,2}$") & day.str.contains(r"^\d{1,2}$")
    monthly = pl.format("{}-{}", month.str.zfill(2), day.str.zfill(2))
    dated = (
        pl.when(is_day & year.is_not_null())
        .then(pl.format("{}-{}", year, monthly))
        .when(is_day)
        .then(pl.format("--{}", monthly))
    )
    written = pl.concat_str(year, month, day, separator=" ", ignore_nulls=True)
    first, *others = parts.values()
    return cells.with_columns(
        pl.coalesce(dated, pl.when(written != "").then(written)).alias(first),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in others),
    )
