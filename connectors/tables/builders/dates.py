"""Dates as spreadsheets and services write them.

Several forms, months in five languages, and days before months or after.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import polars as pl

_MONTHS: dict[int, str] = {
    1: "jan january janv janvier januar janner enero ene gen gennaio",
    2: "feb february fev fevr fevrier februar febrero febbraio",
    3: "mar march mars marz maerz marzo mrz",
    4: "apr april avr avril abr abril aprile",
    5: "may mai mayo mag maggio",
    6: "jun june juin juni junio giu giugno",
    7: "jul july juil juillet juli julio lug luglio",
    8: "aug august aou aout ago agosto",
    9: "sep sept september septembre septiembre settembre set",
    10: "oct october octobre okt oktober octubre ott ottobre",
    11: "nov november novembre noviembre",
    12: "dec december decembre dez dezember dic diciembre dicembre",
}
EITHER_WAY = ("%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d")
DAY_FIRST = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", *EITHER_WAY)
"""The forms of a day where nothing else is said; MONTH_FIRST where 05/03/2024 is rather the 3rd of May."""
MONTH_FIRST = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", *EITHER_WAY)

_NUMBER = {word: number for number, words in _MONTHS.items() for word in words.split()}
_MIDNIGHT = re.compile(r"(?<![T ,])[T ,]+(?:0?0:00(?::00)?(?:\.0+)?|12:00(?::00)?\s*AM)(?:Z|\s*UTC)?$", re.IGNORECASE)
_ENGLISH = dict(
    enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], start=1)
)


def read_dates(values: pl.Series, formats: Sequence[str]) -> pl.Series:
    """The dates, null where no format reads the whole value as a day from 1900 to 2199.

    formats: strftime's, English month names. Where two formats read the same value (05/03/2024), the one that reads
    more of the file's values goes first, the order given deciding ties.
    """
    written = pl.DataFrame({"value": values}).unique().drop_nulls()
    plain = pl.Series([with_english_month(value) for value in written["value"]], dtype=pl.String)
    columns = [plausible(plain.str.to_date(form, strict=False)) for form in formats]
    columns.sort(key=lambda read: read.null_count())  # stable: formats given first stay first
    read = pl.Series([None] * plain.len(), dtype=pl.Date)
    for column in columns:
        read = read.fill_null(column)
    table = written.with_columns(read=read)
    return pl.DataFrame({"value": values}).join(table, on="value", how="left", maintain_order="left")["read"]


def plausible(read: pl.Series) -> pl.Series:
    """Nulls for years that come of reading a two-digit year as a whole one."""
    return (
        pl.DataFrame({"read": read})
        .select(pl.when(pl.col("read").dt.year().is_between(1900, 2199)).then(pl.col("read")))
        .to_series()
    )


def with_english_month(value: str) -> str:
    """A date whose month is told by a name, in English and short; without a midnight after it."""
    return re.sub(r"[^\W\d_]{2,}\.?", _english_month, _MIDNIGHT.sub("", value.strip()))


def _english_month(match: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFKD", match.group().rstrip(".")).casefold()
    number = _NUMBER.get("".join(letter for letter in letters if not unicodedata.combining(letter)))
    return _ENGLISH[number] if number else match.group()
