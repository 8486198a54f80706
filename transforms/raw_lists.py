"""Lists of values in raw records, as rows."""

from __future__ import annotations

import polars as pl


def exploded(contacts: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row per value that is not blank.

    Returns record_id, raw, types, pref (1 is the most preferred, null when not said) and place (in the record).
    """
    record_id = (pl.col("source") + "/" + pl.col("record_key")).alias("record_id")
    lists = contacts.select(record_id, pl.col(column).alias("value")).filter(pl.col("value").list.len() > 0)
    places = lists.with_columns(place=pl.int_ranges(pl.col("value").list.len())).explode("value", "place")
    fields = places.select(
        "record_id", "place", raw=_field("value").str.strip_chars(), types=_field("types"), pref=_field("pref")
    )
    return fields.filter(pl.col("raw") != "")


def _field(name: str) -> pl.Expr:
    return pl.col("value").struct.field(name)


def ordered(values: pl.DataFrame, identity: pl.Expr) -> pl.DataFrame:
    """The values with their ordinal within the record, preferred ones first, the first of equal ones kept."""
    kept = (
        values.sort("record_id", "pref", "place", nulls_last=True)
        .with_columns(identity=identity)
        .unique(["record_id", "identity"], keep="first", maintain_order=True)
    )
    return kept.with_columns(ordinal=pl.int_range(1, pl.len() + 1).over("record_id"))
