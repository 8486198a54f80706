"""One row per record, with what it stands for.

grain: record_id

record_id    source/key of the record
entity_type  person, company, service, room, role_mailbox, group, couple, or empty (nothing to know it by)
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.entities import Signs, entity_type

reads = (
    "link.records",
    "staging.contacts",
    "staging.contact_emails",
    "staging.contact_phones",
    "staging.attendee_records",
)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    emails = frames["staging.contact_emails"].select("record_id", value=pl.coalesce("email", "raw"))
    addresses = frames["staging.attendee_records"].select("record_id", value="address")
    records = (
        frames["link.records"]
        .join(_lists(pl.concat([emails, addresses]), "addresses"), on="record_id", how="left")
        .join(
            _lists(frames["staging.contact_phones"].select("record_id", value="raw"), "numbers"),
            on="record_id",
            how="left",
        )
        .join(frames["staging.contacts"].select("record_id", "organisation"), on="record_id", how="left")
        .sort("record_id")
    )
    return pl.DataFrame(
        {
            "record_id": records["record_id"],
            "entity_type": [entity_type(_signs(row)) for row in records.iter_rows(named=True)],
        },
        schema={"record_id": pl.String, "entity_type": pl.String},
    )


def _lists(values: pl.DataFrame, name: str) -> pl.DataFrame:
    return values.group_by("record_id").agg(pl.col("value").alias(name))


def _signs(row: Mapping[str, object]) -> Signs:
    def text(column: str) -> str:
        return str(row[column] or "")

    return Signs(
        kind=text("kind"),
        name=text("formatted_name") or text("display_name"),
        given=text("given_name"),
        family=text("family_name"),
        has_name_parts=bool(row["has_name_parts"]),
        organisation=text("organisation"),
        addresses=_texts(row["addresses"]),
        numbers=_texts(row["numbers"]),
        has_profile=row["linkedin_url"] is not None,
    )


def _texts(values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
