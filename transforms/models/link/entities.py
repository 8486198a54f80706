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
    "staging.shared_addresses",
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
        .join(_guests(frames), on="record_id", how="left")
        .sort("record_id")
    )
    return pl.DataFrame(
        {
            "record_id": records["record_id"],
            "entity_type": [entity_type(_signs(row)) for row in records.iter_rows(named=True)],
        },
        schema={"record_id": pl.String, "entity_type": pl.String},
    )


def _guests(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """record_id, is_guest, is_on_card, is_shared of the addresses in calendars."""
    is_named = pl.col("given_name").is_not_null() & pl.col("family_name").is_not_null()
    cards = frames["staging.contacts"].filter(is_named).select("record_id")
    on_cards = frames["staging.contact_emails"].join(cards, on="record_id", how="semi")["email"].drop_nulls()
    return frames["staging.attendee_records"].select(
        "record_id",
        is_guest=pl.lit(True),
        is_on_card=pl.col("address").is_in(on_cards.implode()),
        is_shared=pl.col("address").is_in(frames["staging.shared_addresses"]["address"].implode()),
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
        is_guest=bool(row["is_guest"]),
        is_on_card=bool(row["is_on_card"]),
        is_shared=bool(row["is_shared"]),
    )


def _texts(values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
