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
        "expanded_from": pl.Date,  # recurring events are expanded from this day
        "expanded_until": pl.Date,  # to this day; both null where there are no events
        "account": pl.String,
        "modified_on": pl.Date,  # day of the file's own time
        "modified_at": pl.Datetime("us"),  # the file's own time, or that of the member of an archive
        # day this file was first read, however far back the run looked; kept when it is read again
        "first_seen_on": pl.Date,
        "imported_at": pl.Datetime("us"),  # UTC, of the last reading
        "stated_on": pl.Date,  # date in the file's name
        # the export it is a part of: itself, a folder of one card per file, or the label files of one archive
        "export": pl.String,
        # columns of a table: exports of one layout hold the same things, so that what the newer one lacks is gone
        "layout": pl.String,
        "rank": pl.Int64,  # place of its export among those of the source, from the oldest; null until it is settled
        "writer": pl.String,  # the program that wrote it, without its version
        "method": pl.String,  # of a message about single events: REQUEST, CANCEL, REPLY …
        "first_imported_at": pl.Datetime("us"),  # UTC; kept when it is read again
        "arrived_at": pl.Datetime("us"),  # UTC, of the run that found it, or found it again after it was away
        "away_since": pl.Datetime("us"),  # UTC, of the run that found it no more; null while it lies in the inbox
        # the source that it may be a newer export of, which only the user can tell; null when there is no doubt
        "may_continue": pl.String,
        "left_at": pl.Datetime("us"),  # UTC, of the run that found it no more in its folder while others still were
        # day the user said yes to the records this export lacks, or that went with this file of a folder
        "accepted_on": pl.Date,
        "is_current": pl.Boolean,  # of the newest export of its source and layout: models see its records
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
        "repeated_elsewhere": pl.Int64,  # of those kept: number that another file of the same export holds too
    }
)
EXPORTS = pl.Schema(
    {
        "source": pl.String(),
        "rank": pl.Int64(),
        "export": pl.String(),
        "layout": pl.String(),
        "records": pl.Int64(),  # distinct ones it holds
        "new": pl.Int64(),  # that no earlier export of the source held, or that were gone
        "changed": pl.Int64(),  # that say something else than before
        "gone": pl.Int64(),  # of earlier ones: that it lacks
        "waiting": pl.Int64(),  # likewise, but too many to be believed: they stay until the user says yes
    }
)
EARLIER_RECORDS = with_origin(
    {
        "kind": pl.String,
        "record_key": pl.String,
        "is_gone": pl.Boolean,  # it links, and counts nowhere
        "gone_on": pl.Date,  # day of the run that found it gone
    }
)
TABLES: Mapping[str, pl.Schema] = {
    "files": FILES,
    "receipts": RECEIPTS,
    "exports": EXPORTS,
    "earlier_records": EARLIER_RECORDS,
    "person_register": pl.Schema({"record_id": pl.String, "person_id": pl.String}),
    "decisions": pl.Schema(
        {
            "decided_at": pl.Date(),
            "verb": pl.String(),
            "subject": pl.String(),
            "object": pl.String(),
            "note": pl.String(),
            "line": pl.Int64(),
        },
    ),
    "touches": pl.Schema(
        {
            "line": pl.Int64(),
            "touched_on": pl.Date(),
            "person": pl.String(),  # as the user names them
            "kind": pl.String(),  # lunch, coffee, dinner, event, meeting, call or message
            "minutes": pl.Float64(),
            "note": pl.String(),
        },
    ),
    "help": pl.Schema(
        {
            "line": pl.Int64(),
            "helped_on": pl.Date(),
            "person": pl.String(),
            "direction": pl.String(),  # given or received
            "kind": pl.String(),
        },
    ),
    "linking_parameters": pl.Schema(
        {"parameter": pl.String(), "value": pl.Float64(), "people": pl.Int64(), "learned_at": pl.Datetime("us")}
    ),
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
