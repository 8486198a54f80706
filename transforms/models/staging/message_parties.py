"""One row per message and somebody who writes or is written to in it.

grain: message_id, party_key

message_id    the message, of staging.messages
source        the export it comes from
file          the file, relative to the inbox
party_key     the profile in one form; without one 'name:' and the folded name
linkedin_url  profile: https://www.linkedin.com/in/slug
name          name as people write it, without what stands beside it
is_sender     they wrote it
is_anonymous  the account was closed: 'LinkedIn Member' may be anybody, so it counts as somebody and is no person
references: message_id staging.messages
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.names.parsing import parse_name, shown_name
from transforms.text import clean, fold_text, map_unique
from transforms.values.organisations import looks_like_organisation
from transforms.values.profiles import profile_url

reads = ("raw.messages",)

_ANONYMOUS = frozenset(
    (
        "linkedin member",
        "membre linkedin",
        "membre de linkedin",
        "utilisateur linkedin",
        "linkedin mitglied",
        "miembro de linkedin",
        "membro di linkedin",
    )
)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Somebody named twice in a message is there once, as its sender if they are that too."""
    messages = frames["raw.messages"].select(
        "source", "file", "sender", "recipients", message_id=pl.col("source") + "/" + pl.col("record_key")
    )
    senders = messages.select("message_id", "source", "file", party="sender", is_sender=pl.lit(True))
    recipients = messages.explode("recipients").select(
        "message_id", "source", "file", party="recipients", is_sender=pl.lit(False)
    )
    parties = pl.concat([senders, recipients]).with_columns(pl.col("party").struct.unnest()).drop("party")
    urls, names, keys = (
        map_unique(parties[column], function)
        for column, function in (("url", profile_url), ("name", _shown), ("name", fold_text))
    )
    keyed = parties.select("message_id", "source", "file", "is_sender", linkedin_url=urls, name=names, folded=keys)
    named = pl.when(pl.col("folded") != "").then("name:" + pl.col("folded"))
    is_anonymous = pl.col("linkedin_url").is_null() & pl.col("folded").is_in(_ANONYMOUS)
    known = keyed.with_columns(
        party_key=pl.coalesce("linkedin_url", named), is_anonymous=is_anonymous.fill_null(False)
    ).drop_nulls("party_key")
    return (
        known.group_by("message_id", "party_key")
        .agg(
            pl.col("source", "file", "linkedin_url", "is_anonymous").first(),
            pl.col("name").drop_nulls().first(),
            pl.col("is_sender").any(),
        )
        .select("message_id", "source", "file", "party_key", "linkedin_url", "name", "is_sender", "is_anonymous")
        .sort("message_id", "party_key")
    )


def _shown(written: str) -> str:
    text = clean(written)
    return text if looks_like_organisation(text) else shown_name(text, parse_name(text)) or text
