"""The records of files as they stand after staging, without a home.

Read, staged by the warehouse's own models in a folder that is removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from connectors.files.listing import File, Found
from connectors.records import OCCURRENCES, Recognition, Window
from pipelines.building import models
from pipelines.importing.outcome import imbalance
from pipelines.importing.reading import ReadFile, read_records
from pipelines.importing.remarks import remarks
from pipelines.importing.storing import RAW_SCHEMAS, keep
from pipelines.preview.identifying import NOTHING_READ, Around, gone, recognised
from pipelines.settings.as_tables import settings_tables
from warehouse.build import build
from warehouse.models import needed
from warehouse.query import table
from warehouse.scratch import scratch
from warehouse.state import State

STAGED = (
    *(
        "staging.contacts",
        "staging.contact_emails",
        "staging.contact_phones",
        "staging.events",
        "staging.event_attendees",
    ),
    *("staging.messages", "staging.message_parties"),
)
"""The tables that a preview shows."""

NO_PERSON = ("ROOM", "RESOURCE")

Row = dict[str, Any]
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Preview:
    """rows: one for each record, in the order of the files; sentences: what could not be read, with what to do.

    is_known: one of the files at least could be told what it is; an empty one is.
    """

    rows: Sequence[Row]
    sentences: Sequence[str]
    is_known: bool


def preview(found: Found, around: Around, as_of: date, days: Window | None = None) -> Preview:
    """The records of these files.

    days: each occurrence that starts on these local days, both included, instead of each VEVENT once.
    as_of: the day it is read on. Nothing is kept.
    """
    recognitions = [(file, recognised(file, around)) for file in found.files]
    sentences = [f"{name}: {sentence}" for name, sentence in found.refused]
    dialects: dict[str, str] = {}
    with scratch() as folder:
        state = folder / "state.duckdb"
        with State.open(state, RAW_SCHEMAS) as opened:
            for read in _readings(recognitions, days, sentences):
                keep([read], opened, as_of, datetime(as_of.year, as_of.month, as_of.day))
                dialects[read.file.name] = read.recognition.dialect
        tables = _staged(state, around, as_of) if dialects else {}
    rows = (
        [{"kind": kind, "dialect": dialects[row.pop("file")], **row} for kind, row in _records(tables, days)]
        if dialects
        else []
    )
    is_known = not sentences or any(recognition.kind != "unknown" for _, recognition in recognitions)
    return Preview(rows, sentences, is_known)


def _readings(
    recognitions: Iterable[tuple[File, Recognition]], days: Window | None, sentences: list[str]
) -> Iterator[ReadFile]:
    """What each file holds, one at a time; what is to be said of it is added to the sentences."""
    for file, recognition in recognitions:
        if recognition.kind in NOTHING_READ:
            sentences.append(recognition.signature)
            continue
        try:
            read = read_records(file, recognition, _around(days))
        except OSError:
            sentences.append(gone(file).signature)
            continue
        sentences += remarks(file.name, read.reading)
        sentences += _repeated(read)
        if not read.receipt.adds_up:
            sentences.append(
                f"{file.name}: {imbalance(read.receipt)} This is a fault of the program: please report it."
            )
        yield (
            read if days else replace(read, reading=replace(read.reading, occurrences=_each_once(read.reading.events)))
        )


def _around(days: Window | None) -> Window:
    """The days series are expanded in: a day more on either side, since they count days on their own clocks.

    One long past when none are asked for.
    """
    if days is None:
        return Window(date(1970, 1, 1), date(1970, 1, 1))
    return Window(days.first - timedelta(days=1), days.last + timedelta(days=1))


def _each_once(events: pl.DataFrame) -> pl.DataFrame:
    """Every VEVENT as an occurrence of its own, whatever its rules and its overrides."""
    number = pl.col("position").cast(pl.String).alias("occurrence")
    return events.select(
        pl.col("position").alias("event_position"), "uid", number, "dtstart", "dtend", "time_form"
    ).cast(OCCURRENCES)


def _repeated(read: ReadFile) -> list[str]:
    repeated = read.receipt.repeated
    if not repeated:
        return []
    stand = "1 record stands" if repeated == 1 else f"{repeated} records stand"
    return [
        f"{read.file.name}: {stand} in the file more than once, alike in every word, "
        f"and {'is' if repeated == 1 else 'are'} shown once."
    ]


def _staged(state: Path, around: Around, as_of: date) -> Tables:
    built = build(
        state.with_name("staged.duckdb"), state, needed(models(), STAGED), settings_tables(around.settings), as_of
    )
    return {name: table(built.path, name) for name in STAGED}


def _records(tables: Tables, days: Window | None) -> Iterator[tuple[str, Row]]:
    """Kind and fields of each record, file by file in the order of their positions.

    Occurrences in the order of their days.
    """
    contacts, events = _contacts(tables), _events(tables, days)
    keyed = [((row["file"], row["position"]), "contact", row) for row in contacts]
    keyed += [((row["file"], place), "event", row) for place, row in enumerate(events)]
    keyed += [((row["file"], row["position"]), "message", row) for row in _messages(tables)]
    for _, kind, row in sorted(keyed, key=lambda entry: entry[0]):
        yield kind, row


def _contacts(tables: Tables) -> Iterator[Row]:
    emails = _values(tables["staging.contact_emails"], pl.coalesce("email", "raw"))
    phones = _values(tables["staging.contact_phones"], pl.coalesce("e164", "raw"))
    for row in tables["staging.contacts"].iter_rows(named=True):
        own = emails.get(row["record_id"], [])
        yield {
            "file": row["file"],
            "position": int(row["position"]),
            "name": row["display_name"] or next(iter(own), None),
            "emails": own,
            "phones": phones.get(row["record_id"], []),
            "organisation": row["organisation"],
            "title": row["title"],
            "birthday": row["bday"],
        }


def _values(rows: pl.DataFrame, value: pl.Expr) -> dict[str, list[str]]:
    """The values of each record, the one it prefers first."""
    return dict(
        rows.sort("record_id", "ordinal")
        .group_by("record_id", maintain_order=True)
        .agg(value.alias("value"))
        .iter_rows()
    )


def _events(tables: Tables, days: Window | None) -> Iterator[Row]:
    events = tables["staging.events"]
    if days is None:
        events = events.sort("file", "position")
    else:
        events = events.filter(pl.col("local_date").is_between(days.first, days.last)).sort(
            "file", "starts_at", "position"
        )
    attendees = _attendees(tables["staging.event_attendees"])
    for row in events.iter_rows(named=True):
        yield {
            "file": row["file"],
            "position": row["position"],
            **_NO_CONTACT,
            "uid": row["uid"],
            "summary": row["summary"],
            "start": _moment(row, "start"),
            "end": _moment(row, "end"),
            "is_floating": row["time_form"] == "floating",
            "attendees": attendees.get(row["event_id"], []),
            "organizer": row["organizer_email"],
            "status": row["status"],
        }


def _messages(tables: Tables) -> Iterator[Row]:
    """Each message under the name of its sender.

    What passes between two people otherwise under that of the other person.
    """
    senders, recipients = (
        _parties(tables["staging.message_parties"].filter(pl.col("is_sender") == is_sender))
        for is_sender in (True, False)
    )
    for row in tables["staging.messages"].iter_rows(named=True):
        names, others = senders.get(row["message_id"], []), recipients.get(row["message_id"], [])
        is_to_other = row["act"] != "message" and row["direction"] == "outgoing"
        yield {
            "file": row["file"],
            "position": row["position"],
            **_NO_CONTACT,
            "name": next(iter(others if is_to_other else names), None),
            "act": row["act"],
            "sent": _sent(row),
            "is_floating": row["time_form"] == "floating",
            "direction": row["direction"],
            "recipients": others,
            "subject": row["subject"],
            "text_length": row["text_length"],
        }


def _parties(rows: pl.DataFrame) -> dict[str, list[str]]:
    """The names, or else the profiles, of the people of each message."""
    named = rows.sort("message_id", "party_key").group_by("message_id", maintain_order=True)
    return dict(named.agg(pl.coalesce("name", "linkedin_url")).iter_rows())


def _sent(row: Row) -> str:
    moment: datetime = row["sent_at"] if row["time_form"] == "utc" else row["local_sent_at"]
    return (
        moment.date().isoformat()
        if row["time_form"] == "date"
        else moment.isoformat() + ("Z" if row["time_form"] == "utc" else "")
    )


_NO_CONTACT: Row = {"name": None, "emails": [], "phones": [], "organisation": None, "title": None, "birthday": None}


def _attendees(rows: pl.DataFrame) -> dict[str, list[str]]:
    """The mail addresses of the people each event lists, by event_id."""
    is_person = ~pl.col("cutype").is_in(NO_PERSON).fill_null(False) & pl.col("address").str.contains("@", literal=True)
    people = rows.filter(pl.col("is_listed") & is_person).sort("event_id", "address")
    return dict(people.group_by("event_id", maintain_order=True).agg("address").iter_rows())


def _moment(row: Row, end: str) -> str | None:
    """2026-11-18T11:30:00Z, 2026-11-18T12:30:00 without a zone, 2026-11-18 for an all-day event."""
    form = row["time_form"]
    moment: datetime | None = row[f"{end}s_at"] if form == "utc" else row[f"local_{end}"]
    if moment is None:
        return None
    return (
        moment.date().isoformat()
        if form == "date"
        else moment.isoformat(timespec="seconds") + ("Z" if form == "utc" else "")
    )
