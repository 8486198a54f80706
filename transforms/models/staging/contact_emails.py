"""One row per e-mail address of a contact record, repeated spellings of one address left out.

grain: record_id, ordinal

record_id     source/key of the record
ordinal       1 is the address the record prefers
email         address in lower case; null when the value holds no address
raw           value as written
types         types the record gives, lower case
domain        registrable domain; null when there is none
is_valid      the syntax is an address's (nothing is looked up)
is_free_mail  the domain gives mailboxes to anyone
is_role       a team or a post reads it: info@, contact@
mailbox       equal for spellings that reach one mailbox; null when not valid
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.raw_lists import exploded, ordered
from transforms.values.emails import normalise_emails

reads = ("raw.contacts",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    values = exploded(frames["raw.contacts"], "emails")
    normal = normalise_emails(values["raw"]).drop("raw")
    columns = [
        "record_id",
        "ordinal",
        "email",
        "raw",
        "types",
        *[column for column in normal.columns if column != "email"],
    ]
    return ordered(values.hstack(normal), pl.coalesce("email", "raw")).select(columns)
