"""Dates with a time of day, as services write them: in UTC where the text says so, else local."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.tables.builders.dates import plausible

_READ = pl.Schema({"at": pl.Datetime("us"), "time_form": pl.String()})


def read_moments(values: pl.Series, formats: Sequence[str]) -> pl.DataFrame:
    """The moments, in order: at and time_form (utc, floating or date, as in records.MESSAGES), both null where no
    format reads the whole value.

    formats: strftime's; one that holds UTC reads UTC, one without a time of day a date. Where two read the same value
    (05/03/24), the one that reads more of the file's values goes first, the order given deciding ties.
    """
    written = pl.DataFrame({"value": values}).unique(maintain_order=True).drop_nulls()
    plain = written["value"].str.replace_all(r"\s+", " ").str.strip_chars()
    columns = [(plausible(_parsed(plain, form)), _time_form(form)) for form in formats]
    columns.sort(key=lambda column: column[0].null_count())  # stable: formats given first stay first
    read = pl.DataFrame({"at": [None] * plain.len(), "time_form": [None] * plain.len()}, schema=_READ)
    for at, time_form in columns:
        found = pl.DataFrame(
            {"at": at, "time_form": pl.select(pl.when(at.is_not_null()).then(pl.lit(time_form))).to_series()},
            schema=_READ,
        )
        read = pl.select(pl.coalesce(read[name], found[name]).alias(name) for name in _READ)
    table = written.hstack(read)
    return (
        pl.DataFrame({"value": values})
        .join(table, on="value", how="left", maintain_order="left")
        .select("at", "time_form")
    )


def _parsed(values: pl.Series, form: str) -> pl.Series:
    if _time_form(form) == "date":
        return values.str.to_date(form, strict=False).cast(pl.Datetime("us"))
    return values.str.to_datetime(form, time_unit="us", strict=False)


def _time_form(form: str) -> str:
    if "UTC" in form:
        return "utc"
    return "floating" if "%M" in form else "date"
