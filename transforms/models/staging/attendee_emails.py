"""One row per e-mail address of a calendar.

grain: address

address       as in staging.event_attendees
email         in normal form
domain        registrable domain; null when there is none
is_valid      by its syntax
is_free_mail  its domain gives addresses to anyone
is_role       read by a team, not a person
mailbox       equal for spellings that reach one mailbox; null when not valid
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.emails import normalise_emails

reads = ("staging.attendee_records",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each distinct address once; addresses that are no e-mail are left out."""
    addresses = frames["staging.attendee_records"]["address"].unique().sort()
    normal = normalise_emails(addresses).filter(pl.col("email").is_not_null())
    return normal.select(
        pl.col("raw").alias("address"), "email", "domain", "is_valid", "is_free_mail", "is_role", "mailbox"
    )
