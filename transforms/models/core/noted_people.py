"""One row per line of touches.csv and help.csv that can be read, with the person it names.

grain: file, line
references: person_id core.identities

file        touches.csv or help.csv
line        its line
person_id   the one person it fits; null when it fits nobody or several
candidates  number of people it fits
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.names.noted import NotedPeople

SCHEMA = {"file": pl.String, "line": pl.Int64, "person_id": pl.String, "candidates": pl.Int64}
FILES = {"touches.csv": "raw.touches", "help.csv": "raw.help"}
reads = (
    "raw.touches",
    "raw.help",
    "core.identities",
    "core.person_names",
    "link.person_records",
    "staging.contacts",
    "staging.contact_emails",
    "staging.attendee_records",
)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The owner, and people not to be seen again, are nobody; names are those of contacts."""
    people = NotedPeople(_keys(frames).rows(), _names(frames).rows())
    rows = []
    for file, table in FILES.items():
        for line, person in frames[table].select("line", "person").rows():
            fitting = people.fitting(person)
            rows.append((file, line, min(fitting) if len(fitting) == 1 else None, len(fitting)))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("file", "line")


def _keys(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """key, person_id: record keys and addresses."""
    shown = frames["core.identities"].filter(~pl.col("is_ego") & ~pl.col("is_suppressed")).select("person_id")
    records = frames["link.person_records"].select("record_id", "person_id").join(shown, on="person_id", how="semi")
    addresses = pl.concat(
        [
            frames["staging.contact_emails"].select("record_id", key="email"),
            frames["staging.attendee_records"].select("record_id", key="address"),
        ]
    ).drop_nulls("key")
    by_address = addresses.join(records, on="record_id").select(pl.col("key").str.to_lowercase(), "person_id")
    return pl.concat([records.select(key="record_id", person_id="person_id"), by_address]).unique()


def _names(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """person_id, name: names of contacts, as shown and as their records write them."""
    is_shown = pl.col("is_contact") & ~pl.col("is_ego") & ~pl.col("is_suppressed")
    contacts = frames["core.identities"].filter(is_shown).select("person_id")
    written = frames["staging.contacts"].select("record_id", name="display_name")
    records = frames["link.person_records"].select("record_id", "person_id").join(written, on="record_id")
    shown = frames["core.person_names"].select("person_id", name="display_name")
    names = pl.concat([shown, records.select("person_id", "name")]).drop_nulls("name").unique()
    return names.join(contacts, on="person_id", how="semi")
