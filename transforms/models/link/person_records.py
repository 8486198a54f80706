"""One row per record, with the person, or the thing, it belongs to.

grain: record_id

record_id          source/key of the record
person_id          stable from run to run; records that are no people have ids of their own
source             source the file belongs to
file               file relative to the inbox
position_kind      card, row, attendee or correspondent
position           1-based number of the card or row; the lower-case address of an attendee; the profile, or 'name:' and
                   the name, of a correspondent
uid                UID of the card, or the profile URL
is_contact_record  a card, a row or a connection, not a calendar address or a party of messages
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.identity import person_ids

reads = ("link.records", "link.clusters", "raw.person_register")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    clusters = dict(frames["link.clusters"].select("record_id", "cluster_id").rows())
    register = dict(frames["raw.person_register"].select("record_id", "person_id").rows())
    ids = pl.DataFrame(
        sorted(person_ids(clusters, register).items()),
        schema={"record_id": pl.String, "person_id": pl.String},
        orient="row",
    )
    columns = ["record_id", "person_id", "source", "file", "position_kind", "position", "uid", "is_contact_record"]
    return frames["link.records"].join(ids, on="record_id").select(columns).sort("record_id")
