"""Keeps what was read of files in the state, with its receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import polars as pl

from connectors.records import SCHEMAS, Receipt
from pipelines.importing.outcome import RULES, Import
from pipelines.importing.reading import ReadFile
from pipelines.importing.remarks import remarks
from pipelines.sources.file_names import stated_date
from pipelines.sources.matching import has_own_key
from pipelines.sources.record_keys import KEYED, keyed
from warehouse.raw import ORIGIN
from warehouse.state import FileContents, State

_KEYS = [("record_key", pl.String()), ("digest", pl.String())]
RAW_SCHEMAS: Mapping[str, pl.Schema] = {
    name: pl.Schema([*(_KEYS if name in KEYED else []), *schema.items()]) for name, schema in SCHEMAS.items()
}
"""The record tables of the state, without the columns of the origin."""


def store(reads: Sequence[ReadFile], state: State, as_of: date, started_at: datetime) -> list[Import]:
    """Keeps what was read of files, in one transaction. Their receipts add up."""
    keep(reads, state, as_of, started_at)
    return [
        Import(
            read.file.name,
            read.recognition,
            read.receipt,
            sentences=remarks(read.file.name, read.reading),
            sha256=read.file.sha256,
        )
        for read in reads
    ]


def keep(reads: Sequence[ReadFile], state: State, as_of: date, started_at: datetime) -> None:
    """The same, without a word on it.

    A file that the state has keeps its source, and its records their keys.
    """
    if reads:
        known = {(row["file"], row["sha256"]): row for row in state.files().iter_rows(named=True)}
        state.add_files(
            [_contents(read, known.get((read.file.name, read.file.sha256)), state, as_of, started_at) for read in reads]
        )


def _contents(
    read: ReadFile, known: Mapping[str, Any] | None, state: State, as_of: date, started_at: datetime
) -> FileContents:
    file, reading = read.file, read.reading
    row = {
        "source": known["source"] if known else file.name,
        "file": file.name,
        "sha256": file.sha256,
        "dialect": read.recognition.dialect,
        "kind": read.recognition.kind,
        "reader": read.reader,
        "expanded_from": None if reading.events.is_empty() else read.expanded.first,
        "expanded_until": None if reading.events.is_empty() else read.expanded.last,
        "account": reading.account,
        "modified_on": file.modified_on,
        "modified_at": file.modified_at,
        "first_seen_on": max(as_of, started_at.date()),  # a run may be for a day long past
        "imported_at": started_at,
        "first_imported_at": known["first_imported_at"] if known else started_at,
        "stated_on": stated_date(file.name),
        "export": known["export"] if known else None,
        "layout": reading.layout,
        "writer": reading.writer,
        "method": reading.method,
        "arrived_at": known["arrived_at"] if known else started_at,
        "away_since": known["away_since"] if known else None,
        "may_continue": known["may_continue"] if known else None,
        "left_at": known["left_at"] if known else None,
        "accepted_on": known["accepted_on"] if known else None,
    }
    frames = {name: getattr(reading, name) for name in SCHEMAS}
    records = {
        name: _keyed_as_before(keyed(frame, name), known, name, state) if name in KEYED else frame
        for name, frame in frames.items()
    }
    return row, records, _receipt_frame(read.receipt, read.recognition.kind)


def _keyed_as_before(records: pl.DataFrame, known: Mapping[str, Any] | None, kind: str, state: State) -> pl.DataFrame:
    """The records of a file that is read again.

    Those known by their content alone keep the key that the first reading gave them.
    """
    if known is None or records.is_empty():
        return records
    before = (
        state.read(kind, columns=[*ORIGIN, "position", "record_key"])
        .rename({"record_key": "key_before"})
        .filter(pl.all_horizontal(pl.col(name) == known[name] for name in ORIGIN))
    )
    uids = records["uid"].to_list() if "uid" in records.columns else [None] * records.height
    has_none = pl.Series([not has_own_key(uid) for uid in uids], dtype=pl.Boolean)
    joined = records.join(before.select("position", "key_before"), on="position", how="left", maintain_order="left")
    key = pl.when(has_none).then(pl.coalesce("key_before", "record_key")).otherwise("record_key")
    return joined.with_columns(record_key=key).drop("key_before")


def _receipt_frame(receipt: Receipt, kind: str) -> pl.DataFrame:
    rules = {name: json.dumps(dict(getattr(receipt, name)), sort_keys=True) for name in RULES}
    return pl.DataFrame([{"kind": kind, **asdict(receipt), **rules}])
