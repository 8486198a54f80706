"""The days that a table's columns say: of a connection, a birth, a wedding, a last change.

All of a file's values decide how its days are written.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.tables.builders.cells import UNREAD, columns_for
from connectors.tables.builders.dates import DAY_FIRST, MONTH_FIRST, read_dates
from connectors.tables.builders.moments import read_moments
from connectors.tables.plan import Placed

_TEXTS = ("bday", "anniversary")  # dates that stay texts: ISO 8601 where they can be read, else as written


def with_days(
    cells: pl.DataFrame, plan: Sequence[Placed], is_day_first: bool
) -> tuple[pl.DataFrame, pl.Series, list[pl.DataFrame]]:
    """The cells with birthdays and the like as ISO 8601 where they can be read; the day of connection of each row.

    What cannot be read of these (UNREAD).
    """
    connected = pl.Series([None], dtype=pl.Date).new_from_index(0, cells.height)
    unread = []
    for placed, read in _read(cells, plan, DAY_FIRST if is_day_first else MONTH_FIRST):
        assert placed.column is not None
        if placed.column.field == "connected_on":
            connected = connected.fill_null(read)
            unread.append(_lost(cells, placed, read))
        else:
            cells = cells.with_columns(pl.coalesce(read.dt.to_string("iso"), pl.col(placed.cells)).alias(placed.cells))
    cells = _with_birthday_of_parts(cells, plan)
    for placed in columns_for(plan, "rev"):
        moments = read_moments(cells[placed.cells], placed.column.formats if placed.column else ())["at"]
        cells = cells.with_columns(
            pl.coalesce(moments.dt.to_string("iso:strict"), pl.col(placed.cells)).alias(placed.cells)
        )
    return cells, connected, unread


def _read(cells: pl.DataFrame, plan: Sequence[Placed], usual: Sequence[str]) -> list[tuple[Placed, pl.Series]]:
    """The date columns with their days.

    Columns of the same forms are read together, so that one says how the other is written.
    """
    columns = [placed for field in ("connected_on", *_TEXTS) for placed in columns_for(plan, field, "")]
    by_formats: dict[tuple[str, ...], list[Placed]] = {}
    for placed in columns:
        by_formats.setdefault(
            placed.column.formats if placed.column and placed.column.formats else tuple(usual), []
        ).append(placed)
    found = []
    for formats, members in by_formats.items():
        read = read_dates(pl.concat([cells[placed.cells].alias("value") for placed in members]), formats)
        found += [(placed, read.slice(number * cells.height, cells.height)) for number, placed in enumerate(members)]
    return found


def _lost(cells: pl.DataFrame, placed: Placed, read: pl.Series) -> pl.DataFrame:
    reason = (
        f'The column "{placed.header}" holds no date that can be read; it is left empty and the rest of the row is'
        " kept."
    )
    is_lost = read.is_null() & cells[placed.cells].is_not_null()
    return (
        cells.filter(is_lost)
        .select("position", is_record=pl.lit(False), reason=pl.lit(reason), raw_text=pl.col(placed.cells))
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
