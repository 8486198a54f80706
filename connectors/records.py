"""THE shape that flows: what a connector hands on, as Polars frames in vCard (RFC 6350) and iCalendar (RFC 5545) words.

A connector says what the file says: values as written (decoded and unescaped), nothing normalised, nothing dropped; a
property without a column of its own goes to `extra`. What cannot be read becomes a reject. One thing is never handed
on: the text of messages between people, of which only the length is kept (rule message_text). Columns may be added
here; none changes its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

TEXTS = pl.List(pl.String)

LONGEST_RAW_TEXT = 2000
"""Characters of a reject's raw text: enough to find the place in the file."""

VALUE = pl.Struct({"value": pl.String, "types": TEXTS, "pref": pl.Int64, "label": pl.String})
"""One of several values of a property.

types: lower case, without PREF; pref: 1 is the most preferred; label: X-ABLabel or the column's own label.
"""

ADDRESS = pl.Struct(
    {
        "po_box": pl.String,
        "extended_address": pl.String,
        "street": pl.String,
        "locality": pl.String,
        "region": pl.String,
        "postal_code": pl.String,
        "country": pl.String,
        "types": TEXTS,
        "label": pl.String,
    }
)

PROPERTY = pl.Struct({"name": pl.String, "params": pl.String, "value": pl.String})
"""A property, or a column, that has no column of its own here.

name: upper case for content lines, the header as written for tables.
"""

ATTENDEE = pl.Struct(
    {
        "value": pl.String,  # the calendar address as written
        "email": pl.String,  # lower-case address: from mailto:, else EMAIL=; null when there is none
        "cn": pl.String,
        "partstat": pl.String,  # upper case; null when absent
        "role": pl.String,
        "cutype": pl.String,
        "num_guests": pl.Int64,  # X-NUM-GUESTS: people they bring along; null when absent
    }
)

CONTACTS = pl.Schema(
    {
        # 1-based number of the card, or of the record after the header; blank records not counted
        "position": pl.Int64(),
        "uid": pl.String(),  # UID, or the profile URL of a service that has no UID
        "kind": pl.String(),  # KIND: individual, org, group, location; null when absent
        "formatted_name": pl.String(),
        "family_name": pl.String(),
        "given_name": pl.String(),
        "additional_names": pl.String(),
        "honorific_prefixes": pl.String(),
        "honorific_suffixes": pl.String(),
        "nickname": pl.String(),
        "emails": pl.List(VALUE),
        "tels": pl.List(VALUE),
        "adrs": pl.List(ADDRESS),
        "org": TEXTS,  # organisation name first, then its units
        "title": pl.String(),
        "role": pl.String(),
        "bday": pl.String(),  # as written, or in ISO 8601 (--05-04 without a year)
        "anniversary": pl.String(),
        "urls": pl.List(VALUE),  # profile URLs of social services included, with the service among types
        "impps": pl.List(VALUE),
        "categories": TEXTS,
        "related": pl.List(VALUE),
        "members": TEXTS,
        "note": pl.String(),
        "rev": pl.String(),  # as written
        "connected_on": pl.Date(),  # day a connection was made, where the service says it
        "extra": pl.List(PROPERTY),
    }
)

EVENTS = pl.Schema(
    {
        "position": pl.Int64(),  # 1-based number of the VEVENT in the file
        "uid": pl.String(),
        "recurrence_id": pl.String(),  # as written; null for a master or a single event
        "sequence": pl.Int64(),
        "summary": pl.String(),
        "description": pl.String(),
        "location": pl.String(),
        "categories": TEXTS,
        "dtstart": pl.Datetime("us"),  # see time_form; null, as that is, when the file gives none that can be read
        "dtend": pl.Datetime("us"),  # DTEND, or DTSTART + DURATION; null when the file gives neither
        # utc: both times are UTC | floating: local times without a known zone | date: all-day, at 00:00, DTEND
        # exclusive
        "time_form": pl.String(),
        "tzid": pl.String(),  # as written
        "rrule": pl.String(),  # as written
        "status": pl.String(),
        "transp": pl.String(),
        "classification": pl.String(),  # CLASS
        "dtstamp": pl.Datetime("us"),  # UTC
        "created": pl.Datetime("us"),  # UTC
        "last_modified": pl.Datetime("us"),  # UTC
        "organizer": ATTENDEE,
        "attendees": pl.List(ATTENDEE),
        "extra": pl.List(PROPERTY),
    }
)

OCCURRENCES = pl.Schema(
    {
        # the VEVENT this occurrence takes its properties from: the override where there is one
        "event_position": pl.Int64(),
        "uid": pl.String(),
        # its start in the series, before any override moved it: UTC or local ISO 8601, or a date
        "occurrence": pl.String(),
        "dtstart": pl.Datetime("us"),
        "dtend": pl.Datetime("us"),
        "time_form": pl.String(),
    }
)

PARTY = pl.Struct({"name": pl.String, "url": pl.String})
"""Somebody who writes or is written to. name: as written; url: the address of their profile, as written."""

MESSAGES = pl.Schema(
    {
        "position": pl.Int64(),  # 1-based number of the record after the header
        "act": pl.String(),  # message, invitation, endorsement or recommendation
        "conversation_id": pl.String(),
        "conversation_title": pl.String(),
        "sent_at": pl.Datetime("us"),  # see time_form
        "time_form": pl.String(),  # utc: sent_at is UTC | floating: a local time | date: a day, at 00:00
        "sender": PARTY,  # null where the file does not say, as of what the owner of the account sent
        "recipients": pl.List(PARTY),  # empty where the file does not say, as of what the owner of the account received
        "direction": pl.String(),  # incoming or outgoing, where the file says it
        "subject": pl.String(),  # of an endorsement, the skill
        "folder": pl.String(),
        "status": pl.String(),
        # characters of the text, which is withheld (rule message_text); null when there is none
        "text_length": pl.Int64(),
        "extra": pl.List(PROPERTY),
    }
)

OWNER_FACTS = pl.Schema(
    {
        "position": pl.Int64(),  # 1-based number of the record after the header
        "given_name": pl.String(),
        "family_name": pl.String(),
        "birth_name": pl.String(),  # family name before marriage
        "email": pl.String(),
        "organisation": pl.String(),
        "organisation_kind": pl.String(),  # employer or school
        "title": pl.String(),  # position held, or degree
        "started_on": pl.String(),  # as written
        "finished_on": pl.String(),  # as written; null while it lasts
        "extra": pl.List(PROPERTY),
    }
)
"""What a service says of the owner of the account: names, addresses, positions, schools; one fact per record."""

REJECTS = pl.Schema(
    {
        "position": pl.Int64(),  # of the record it belongs to, where there is one
        "line": pl.Int64(),  # 1-based physical line in the file
        "is_record": pl.Boolean(),  # the whole record is lost (counts in the receipt), not only a property of it
        "reason": pl.String(),  # a sentence: what, and what to do; holds no value of the file
        "raw_text": pl.String(),  # at most LONGEST_RAW_TEXT characters
    }
)

SCHEMAS: Mapping[str, pl.Schema] = {
    "contacts": CONTACTS,
    "events": EVENTS,
    "occurrences": OCCURRENCES,
    "messages": MESSAGES,
    "owner_facts": OWNER_FACTS,
    "rejects": REJECTS,
}


@dataclass(frozen=True)
class Window:
    """The local days within which recurring events are expanded, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Recognition:
    """What a file is taken for.

    kind: contacts, events, messages, owner, unknown or empty; score: signature columns found, or 100 for a format's own
    mark.
    """

    kind: str
    dialect: str
    signature: str
    score: int
    # the user's own description of the table (JSON of a dialect file), where that is what it was taken for
    description: str = ""
    connector: str = field(default="", compare=False)  # dotted name of the module that knows it; the registry says it


@dataclass(frozen=True)
class Reading:
    """All that one file holds. Each frame has its schema of `SCHEMAS`, whether it has rows or not.

    ignored: records left out on purpose, by the name of the rule; repeated: records that stand twice in the file;
    withheld: values of kept records that are not handed on, by the name of the rule (message_text: what people write to
    each other; unknown_column: what a column no dialect knows says of a message); account: the calendar's or account's
    name, where the file says it; layout: the columns of a table, without those that are numbered: exports of one layout
    hold the same things; writer: the program that wrote it, without its version; method: of a calendar that is a
    message about single events (RFC 5546), in upper case: REQUEST, CANCEL, REPLY …; null for one that publishes.
    """

    contacts: pl.DataFrame = field(default_factory=lambda: frame([], CONTACTS))
    events: pl.DataFrame = field(default_factory=lambda: frame([], EVENTS))
    occurrences: pl.DataFrame = field(default_factory=lambda: frame([], OCCURRENCES))
    messages: pl.DataFrame = field(default_factory=lambda: frame([], MESSAGES))
    owner_facts: pl.DataFrame = field(default_factory=lambda: frame([], OWNER_FACTS))
    rejects: pl.DataFrame = field(default_factory=lambda: frame([], REJECTS))
    ignored: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0
    account: str | None = None
    layout: str | None = None
    writer: str | None = None
    method: str | None = None


def frame(rows: Sequence[Mapping[str, Any]], schema: pl.Schema) -> pl.DataFrame:
    """Rows as a frame of exactly this schema; a key left out is null. Raises on a key the schema does not have."""
    unknown = {key for row in rows for key in row} - set(schema)
    if unknown:
        raise KeyError(f"not in the schema: {sorted(unknown)}")
    return pl.DataFrame(list(rows), schema=schema, orient="row")


@dataclass(frozen=True)
class Receipt:
    """What became of the records of one file.

    found: counted apart from the rest; rejected: whole records only; withheld_rules: values, not records.
    """

    found: int
    kept: int
    repeated: int = 0
    rejected: int = 0
    ignored: int = 0
    ignored_rules: Mapping[str, int] = field(default_factory=dict)
    withheld_rules: Mapping[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Every record found is kept, repeated, rejected or ignored by a named rule."""
        return self.found == self.kept + self.repeated + self.rejected + self.ignored
