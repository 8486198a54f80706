"""The tables of the state that every home has, whatever its exports hold."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from polars.datatypes import DataType, DataTypeClass

ORIGIN = ("source", "file", "sha256")
"""Which file a record comes from. The three together are the key of raw.files."""


def with_origin(columns: Mapping[str, DataType | DataTypeClass]) -> pl.Schema:
    """A schema with the columns of the origin put first."""
    return pl.Schema([*((name, pl.String()) for name in ORIGIN), *pl.Schema(columns).items()])


FILES = with_origin(
    {
        "dialect": pl.String,
        "kind": pl.String,
        "reader": pl.String,  # connector and version that read it: another one reads it again
        "expanded_until": pl.Date,  # recurring events are expanded to this day
        "account": pl.String,
        "modified_on": pl.Date,  # the file's own time
        "first_seen_on": pl.Date,  # day this file was first read, however far back the run looked; kept when it is read again
        "imported_at": pl.Datetime("us"),  # UTC, of the last reading
        "stated_on": pl.Date,  # date in the file's name
        "is_current": pl.Boolean,  # the newest of its source: models see the records of current files only
    }
)
RECEIPTS = with_origin(
    {
        "kind": pl.String,
        "found": pl.Int64,
        "kept": pl.Int64,
        "repeated": pl.Int64,
        "rejected": pl.Int64,
        "ignored": pl.Int64,
        "ignored_rules": pl.String,  # JSON: records left out, by rule
        "withheld_rules": pl.String,  # JSON: values of kept records that are not stored, by rule
    }
)
TABLES: Mapping[str, pl.Schema] = {
    "files": FILES,
    "receipts": RECEIPTS,
    "person_register": pl.Schema({"record_id": pl.String, "person_id": pl.String}),
    "decisions": pl.Schema(
        {"decided_at": pl.Date(), "verb": pl.String(), "subject": pl.String(), "object": pl.String(), "note": pl.String(), "line": pl.Int64()},
    ),
    "linking_parameters": pl.Schema({"parameter": pl.String(), "value": pl.Float64(), "people": pl.Int64(), "learned_at": pl.Datetime("us")}),
    "published": pl.Schema(
        {
            "week_end": pl.Date(),
            "figure": pl.String(),
            "value": pl.Float64(),
            "config_hash": pl.String(),
            "version": pl.String(),
            "published_at": pl.Datetime("us"),
        }
    ),
}
"""What every state holds, beside the records its caller names."""
