"""How a record is known again in the next export: its key, and a digest of what it says."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

import polars as pl

from connectors.records import Reading

KEYED = ("contacts", "events", "messages")
"""The tables of records that have a key."""

_MESSAGE_KEY = (
    *("act", "conversation_id", "sent_at", "direction", "subject"),
    pl.coalesce(pl.col("sender").struct.field("url"), pl.col("sender").struct.field("name")).alias("sender"),
    # those in a conversation may come to be more, and change their names
    pl.when(pl.col("conversation_id").is_null()).then(pl.col("recipients")).alias("recipients"),
)
# software writes these anew where nothing changed
_RESTAMPED = ("position", "rev", "dtstamp", "created", "last_modified")


def without_repeats(reading: Reading) -> Reading:
    """The reading with each record once, and what stood in the file again counted as repeated.

    Of several states of one event the higher SEQUENCE, then LAST-MODIFIED, stays.
    """
    if _records(reading) <= 1:
        return reading
    events = _once(reading.events, "events")
    occurrences = reading.occurrences.join(
        events, left_on="event_position", right_on="position", how="semi", maintain_order="left"
    )
    once = replace(
        reading,
        contacts=_once(reading.contacts, "contacts"),
        events=events,
        messages=_once(reading.messages, "messages"),
        occurrences=occurrences,
    )
    return replace(once, repeated=reading.repeated + _records(reading) - _records(once))


def _records(reading: Reading) -> int:
    return reading.contacts.height + reading.events.height + reading.messages.height


def _once(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The records without those that say again what an earlier one of their key says, and without earlier states of
    events.
    """
    if frame.height <= 1:  # a folder of a thousand cards has a thousand frames of one card and no events
        return frame
    named = _named(frame, kind)
    latest = _latest_states(named) if kind == "events" else named
    return latest.unique(["record_key", "digest"], keep="first", maintain_order=True).select(frame.columns)


def keyed(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The records with record_key and digest first.

    record_key: UID (of a profile, its URL), else the digest; of a message, who wrote it when. An override of a
    recurring event is keyed by its RECURRENCE-ID too. The second of two records with one key gets `#2`. digest: 16
    hexadecimal digits of everything the record says, but not of where it stands or when software stamped it.
    """
    named = _named(frame, kind)
    place = pl.int_range(1, pl.len() + 1).over("record_key")
    key = pl.when(place > 1).then(pl.col("record_key") + "#" + place.cast(pl.String)).otherwise(pl.col("record_key"))
    return named.select(key.alias("record_key"), "digest", *frame.columns)


def _named(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The records with their keys, which may stand more than once, and their digests."""
    if frame.is_empty():
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in ("record_key", "digest"))
    digests = frame.with_columns(digest=_digest(_content(frame)), record_key=_uid(frame, kind))
    if kind == "messages":
        digests = digests.with_columns(record_key=_digest(pl.struct(_MESSAGE_KEY)))
    return digests.with_columns(record_key=pl.coalesce("record_key", "digest"))


def _uid(frame: pl.DataFrame, kind: str) -> pl.Expr:
    if "uid" not in frame.columns:
        return pl.lit(None, dtype=pl.String)
    uid = pl.when(pl.col("uid") != "").then(pl.col("uid"))
    return (
        uid + pl.when(pl.col("recurrence_id").is_null()).then(pl.lit("")).otherwise("/" + pl.col("recurrence_id"))
        if kind == "events"
        else uid
    )


def _content(frame: pl.DataFrame) -> pl.Expr:
    """What a record says, its columns in the order of their names.

    A column or field added later changes no digest while it is empty.
    """
    columns = [
        _without_maker() if name == "extra" else pl.col(name)
        for name in sorted(frame.columns)
        if name not in _RESTAMPED
    ]
    return pl.struct(columns)


def _without_maker() -> pl.Expr:
    """PRODID names the software, which is updated without any card having changed."""
    return pl.col("extra").list.eval(pl.element().filter(pl.element().struct.field("name") != "PRODID"))


def _digest(content: pl.Expr) -> pl.Expr:
    text = content.struct.json_encode().str.replace_all(r'"\w+":(?:null|\[\]),?', "").str.replace_all(r",([}\]])", "$1")
    return text.map_elements(lambda said: hashlib.sha256(said.encode()).hexdigest()[:16], return_dtype=pl.String)


def _latest_states(events: pl.DataFrame) -> pl.DataFrame:
    """The events without the earlier states of those that stand more than once."""
    never = pl.lit(datetime.min, pl.Datetime("us"))
    revision = (
        pl.col("sequence").fill_null(0),
        pl.col("dtstamp").fill_null(never),
        pl.col("last_modified").fill_null(never),
    )
    revised = events.with_columns(revision=pl.struct(revision))
    latest = revised.sort(*revision, maintain_order=True)
    latest = latest.group_by("record_key", maintain_order=True).agg(latest=pl.col("revision").last())
    kept = revised.join(latest, on="record_key", maintain_order="left").filter(pl.col("revision") == pl.col("latest"))
    # two states of one revision that begin at one time: the file wrote the second later
    return kept.unique(["record_key", "dtstart"], keep="last", maintain_order=True).select(events.columns)
