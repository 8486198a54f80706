"""Takes what lies in the inbox into the state: each export is recognised, read, accounted for and stored once."""

from __future__ import annotations

import hashlib
import json
import re
import traceback
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from connectors import registry
from connectors.exports import Export, exports_in
from connectors.records import SCHEMAS, Reading, Recognition, Window
from connectors.registry import Receipt
from pipelines.errors import RunError
from pipelines.remarks import remarks
from pipelines.settings import Settings
from warehouse.state import State

YEARS_BACK = 15
"""Recurring events are expanded from this many years before the run: older occurrences weigh nothing."""
DAYS_AHEAD = 400
DAYS_NEEDED_AHEAD = 60
"""A run looks at most 30 days past its own day; a calendar expanded less far than this is expanded again."""

RULES = ("ignored_rules", "withheld_rules")
"""Columns of a receipt that say how many, by rule."""

KEYED = ("contacts", "events", "messages")
RAW_SCHEMAS: Mapping[str, pl.Schema] = {
    name: pl.Schema([*([("record_key", pl.String())] if name in KEYED else []), *schema.items()]) for name, schema in SCHEMAS.items()
}
"""The record tables of the state, without the columns of the origin."""

UNKNOWN = Recognition("unknown", "unknown", "", 0)


@dataclass(frozen=True)
class Import:
    """What became of one export.

    recognition: what it was taken for; receipt: null when there was nothing to read; is_unchanged: it was read by an earlier run;
    is_absent: it was, and lies in the inbox no more, but still counts;
    sentences: what the user should know and do.
    """

    name: str
    recognition: Recognition
    receipt: Receipt | None = None
    is_unchanged: bool = False
    is_absent: bool = False
    sentences: Sequence[str] = ()


@dataclass(frozen=True)
class Known:
    """The files the state holds. current: reader, expansion and kind by (file, sha256); receipts likewise; names: by content, where it was first seen."""

    current: Mapping[tuple[str, str], tuple[str, date | None, str]]
    receipts: Mapping[tuple[str, str], Receipt]
    names: Mapping[str, str]

    @classmethod
    def of(cls, state: State) -> Known:
        rows = list(state.files().filter(pl.col("is_current")).iter_rows(named=True))
        receipts = state.read("receipts", current_only=True)
        return cls(
            {(row["file"], row["sha256"]): (row["reader"], row["expanded_until"], row["kind"]) for row in rows},
            {(row["file"], row["sha256"]): _receipt_of(row) for row in receipts.iter_rows(named=True)},
            {row["sha256"]: row["file"] for row in rows},
        )


@dataclass(frozen=True)
class Inbox:
    """What lies in the inbox. exports: in the order of their names, each content once; done: those there is nothing to read of, with their sentences.

    ignored: how many files fell under each rule, being no exports.
    """

    exports: Sequence[Export]
    done: Sequence[Import]
    known: Known
    ignored: Mapping[str, int]


@dataclass(frozen=True)
class Imported:
    """What became of the inbox. imports: file by file, in the order of their names; ignored: files left alone, by rule."""

    imports: Sequence[Import]
    ignored: Mapping[str, int]


@dataclass(frozen=True)
class ReadExport:
    """An export that was read, on its way to the state."""

    export: Export
    recognition: Recognition
    reading: Reading
    receipt: Receipt
    reader: str
    expanded_until: date


def window_around(as_of: date) -> Window:
    """The days within which recurring events are expanded for a run as of this day."""
    return Window(as_of - timedelta(days=round(YEARS_BACK * 365.25)), as_of + timedelta(days=DAYS_AHEAD))


def look_into(folder: Path, state: State) -> Inbox:
    """What the inbox holds. Links, bombs and what else must not be read come with a sentence each; nothing found is left out."""
    found = exports_in(folder)
    known = Known.of(state)
    present = {export.name: export.sha256 for export in found.exports}
    names = {sha256: name for sha256, name in known.names.items() if present.get(name, sha256) == sha256}
    exports, done = [], [Import(name, UNKNOWN, sentences=(f"{name}: {sentence}",)) for name, sentence in found.refused]
    for export in found.exports:
        same = names.setdefault(export.sha256, export.name)
        if same == export.name:
            exports.append(export)
        else:
            done.append(Import(export.name, UNKNOWN, sentences=(_same_sentence(export.name, same, same in present),)))
    ignored = Counter(rule for _, rule in found.ignored)
    return Inbox(exports, [*done, *_absent(known, present)], known, dict(sorted(ignored.items())))


def _same_sentence(name: str, same: str, is_present: bool) -> str:
    if is_present:
        return f"{name} has the same content as {same}: it is counted once. You may delete one."
    return f"{name} has the content that was imported before as {same}: it is counted once."


def _absent(known: Known, present: Collection[str]) -> list[Import]:
    """The files that count although they lie in the inbox no more."""
    return [
        Import(file, Recognition(kind, reader.rpartition("/")[0], "", 0), known.receipts.get((file, sha256)), is_absent=True)
        for (file, sha256), (reader, _, kind) in known.current.items()
        if file not in present
    ]


def read_export(export: Export, known: Known, settings: Settings, as_of: date) -> ReadExport | Import:
    """The records of an export; an Import at once when there is nothing to read: unknown, empty, or unchanged since it was read."""
    forced = settings.sources.get(export.name)
    recognition = registry.recognise(export, forced.dialect if forced else None)
    if isinstance(recognition, registry.Ambiguous):
        return Import(export.name, UNKNOWN, sentences=(recognition.sentence,))
    if recognition.kind in ("unknown", "empty"):
        return Import(export.name, recognition, sentences=(recognition.signature + _before(export, known),))
    reader = reader_of(export, recognition)
    last_reader, expanded_until, _ = known.current.get((export.name, export.sha256), (None, None, None))
    is_far_enough = expanded_until is None or expanded_until >= as_of + timedelta(days=DAYS_NEEDED_AHEAD)
    if last_reader == reader and is_far_enough:
        return Import(export.name, recognition, known.receipts[export.name, export.sha256], is_unchanged=True)
    read = read_records(export, recognition, window_around(as_of))
    return read if export.is_as_listed() else _changed(export)


def read_records(export: Export, recognition: Recognition, window: Window) -> ReadExport:
    """All that an export holds, recurring events expanded within the window."""
    reading = registry.read(export, recognition, window)
    receipt = registry.receipt(export, recognition, reading)
    return ReadExport(export, recognition, reading, receipt, reader_of(export, recognition), window.last)


def reader_of(export: Export, recognition: Recognition) -> str:
    """What reads an export: its dialect and the version of its connector."""
    return f"{recognition.dialect}/{registry.version_of(export, recognition)}"


def _before(export: Export, known: Known) -> str:
    """What to add of a file that cannot be read and once could."""
    return " What it held before still counts." if any(file == export.name for file, _ in known.current) else ""


def unread(export: Export, error: Exception) -> Import:
    """An export that could not be read: it is gone or out of reach, or the program failed on it. It costs itself; what it gave before stays."""
    if not export.is_as_listed():
        return _changed(export)
    if isinstance(error, OSError):
        sentence = f"{export.name} could not be opened ({error.strerror or type(error).__name__}): put it back or export it again."
    else:
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        sentence = f"{export.name} could not be read: a fault of the program ({fault}). Please report it; all other files were read."
    return Import(export.name, UNKNOWN, sentences=(sentence,))


def _changed(export: Export) -> Import:
    """An export that went or changed since it was listed: what was read of it is of no known content. What it gave before stays."""
    return Import(export.name, UNKNOWN, sentences=(f"{export.name} was moved or changed while it was being read: run again to read it.",))


_DATES_IN_NAMES = (
    (r"LinkedInDataExport_([01]\d)-([0-3]\d)-(20\d\d)", (3, 1, 2)),
    (r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)", (1, 2, 3)),
    (r"(?<!\d)([0-3]\d)[-_.]([01]\d)[-_.](20\d\d)(?!\d)", (3, 2, 1)),
)


def stated_date(name: str) -> date | None:
    """A date that the file's name holds, as 2026-11-22, 20261122 or 22-11-2026, and 11-22-2026 of a LinkedIn archive; null when there is none."""
    for pattern, order in _DATES_IN_NAMES:
        for match in re.finditer(pattern, name):
            try:
                return date(*(int(match[place]) for place in order))
            except ValueError:
                continue
    return None


_MESSAGE_KEY = (
    *("act", "conversation_id", "sent_at", "direction", "subject"),
    pl.coalesce(pl.col("sender").struct.field("url"), pl.col("sender").struct.field("name")).alias("sender"),
    # those in a conversation may come to be more, and change their names
    pl.when(pl.col("conversation_id").is_null()).then(pl.col("recipients")).alias("recipients"),
)


def keyed(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The records with their record_key first: UID (of a profile, its URL), else a digest of the content; unique within the file.

    An override of a recurring event is keyed by its RECURRENCE-ID too, a message by who wrote it when. The second of two records
    with one key gets `#2`.
    """
    uid = pl.col("uid") if "uid" in frame.columns else pl.lit(None, dtype=pl.String)
    if kind == "events":
        uid = uid + pl.when(pl.col("recurrence_id").is_null()).then(pl.lit("")).otherwise("/" + pl.col("recurrence_id"))
    content = pl.struct(_MESSAGE_KEY if kind == "messages" else pl.exclude("position")).struct.json_encode().map_elements(_digest, return_dtype=pl.String)
    named = frame.with_columns(pl.coalesce(pl.when(uid != "").then(uid), content).alias("record_key"))
    place = pl.int_range(1, pl.len() + 1).over("record_key")
    key = pl.when(place > 1).then(pl.col("record_key") + "#" + place.cast(pl.String)).otherwise(pl.col("record_key"))
    return named.select(key.alias("record_key"), *frame.columns)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def store(read: ReadExport, state: State, as_of: date, started_at: datetime) -> Import:
    """Keeps what was read of an export, in one transaction. Raises RunError when its receipt does not add up."""
    if not read.receipt.adds_up:
        raise RunError(f"{read.export.name}: {imbalance(read.receipt)} Nothing was published. This is a fault of the program: please report it.")
    keep(read, state, as_of, started_at)
    return Import(read.export.name, read.recognition, read.receipt, sentences=remarks(read.export.name, read.reading))


def keep(read: ReadExport, state: State, as_of: date, started_at: datetime) -> None:
    """Keeps what was read of an export, in one transaction, whether its receipt adds up or not."""
    export, reading = read.export, read.reading
    file = {
        "source": export.name,
        "file": export.name,
        "sha256": export.sha256,
        "dialect": read.recognition.dialect,
        "kind": read.recognition.kind,
        "reader": read.reader,
        "expanded_until": None if reading.occurrences.is_empty() else read.expanded_until,
        "account": reading.account,
        "modified_on": export.modified_on,
        "first_seen_on": max(as_of, started_at.date()),  # a run may be for a day long past
        "imported_at": started_at,
        "stated_on": stated_date(export.name),
    }
    records = {
        "contacts": keyed(reading.contacts, "contacts"),
        "events": keyed(reading.events, "events"),
        "occurrences": reading.occurrences,
        "messages": keyed(reading.messages, "messages"),
        "owner_facts": reading.owner_facts,
        "rejects": reading.rejects,
    }
    state.add_file(file, records, _receipt_frame(read.receipt, read.recognition.kind))


def _receipt_frame(receipt: Receipt, kind: str) -> pl.DataFrame:
    rules = {name: json.dumps(dict(getattr(receipt, name)), sort_keys=True) for name in RULES}
    return pl.DataFrame([{"kind": kind, **asdict(receipt), **rules}])


def _receipt_of(row: Mapping[str, Any]) -> Receipt:
    numbers = {name: row[name] for name in ("found", "kept", "repeated", "rejected", "ignored")}
    return Receipt(**numbers, **{name: json.loads(row[name] or "{}") for name in RULES})


def imbalance(receipt: Receipt) -> str:
    """How a receipt fails to add up."""
    return (
        f"{receipt.found} records were found, but {receipt.kept} kept, {receipt.repeated} repeated, "
        f"{receipt.rejected} rejected and {receipt.ignored} ignored do not make that number."
    )
