"""What the state holds of each file, as exports: enough to compare exports, without the records themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from pipelines.sources.exports import Export, KeyedRecord, Origin
from pipelines.sources.record_keys import KEYED
from transforms.values.moments import instant
from warehouse.raw import ORIGIN
from warehouse.state import State

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contacts": ("uid", "rev"),
    "events": ("uid", "last_modified", "dtstamp", "dtstart"),
    "messages": (),
}
_NEVER = datetime(1970, 1, 1)


def records_held(state: State, kind: str) -> dict[Origin, dict[str, KeyedRecord]]:
    """By file, what it says under each key.

    Of two records with one key, as a file that was read before this version may hold, the last.
    """
    if kind not in KEYED:
        return {}
    rows = state.read(kind, columns=[*ORIGIN, "position", "record_key", "digest", *_COLUMNS[kind]])
    if kind == "contacts":
        known = {text: instant(text) for text in rows["rev"].unique().drop_nulls()}
        rows = rows.with_columns(stamp=pl.Series([known.get(text) for text in rows["rev"]], dtype=pl.Datetime("us")))
    if kind == "events":
        rows = rows.with_columns(
            stamp=pl.max_horizontal("last_modified", "dtstamp"), starts_on=pl.col("dtstart").dt.date()
        )
    held: defaultdict[Origin, dict[str, KeyedRecord]] = defaultdict(dict)
    for row in rows.iter_rows(named=True):
        origin = (row["source"], row["file"], row["sha256"])
        held[origin][row["record_key"]] = KeyedRecord(
            row["digest"] or "", origin, row["position"], row.get("uid"), row.get("stamp"), row.get("starts_on")
        )
    return held


def exports_of(files: pl.DataFrame, held: Mapping[Origin, Mapping[str, KeyedRecord]]) -> list[Export]:
    """The exports that the files are.

    Each file one, but those of a folder together, as they lay in it from run to run.
    files: rows of raw.files with an export.
    """
    exports = []
    for (name,), of_export in files.sort("file", "imported_at").group_by("export", maintain_order=True):
        rows = list(of_export.iter_rows(named=True))
        exports += [_export([row], held, row["imported_at"]) for row in rows if row["file"] == name]
        together = [row for row in rows if row["file"] != name]
        times = sorted(
            {row["first_imported_at"] for row in together} | {row["left_at"] for row in together if row["left_at"]}
        )
        exports += [_export_at(together, held, time) for time in times]
    return exports


def _export_at(rows: list[dict[str, Any]], held: Mapping[Origin, Mapping[str, KeyedRecord]], time: datetime) -> Export:
    """A folder as a run found it."""
    lying = [
        row for row in rows if row["first_imported_at"] <= time and (row["left_at"] is None or row["left_at"] > time)
    ]
    leavers = [row for row in rows if row["left_at"] == time]
    export = _export(lying or leavers, held, time)
    export.leavers = [_origin(row) for row in leavers]
    export.accepted_on = max((row["accepted_on"] for row in leavers if row["accepted_on"]), default=None)
    return export


def _export(
    rows: list[dict[str, Any]], held: Mapping[Origin, Mapping[str, KeyedRecord]], time: datetime | None
) -> Export:
    records: dict[str, KeyedRecord] = {}
    for row in rows:
        for key, record in held.get(_origin(row), {}).items():
            records.setdefault(key, record)
    first = rows[0]
    return Export(
        name=first["export"],
        layout=f"{'file' if first['export'] == first['file'] else 'folder'} {first['layout'] or ''}".strip(),
        kind=first["kind"],
        files=[_origin(row) for row in rows],
        records=records,
        named_on=max((row["stated_on"] for row in rows if row["stated_on"]), default=None),
        modified_at=max(row["modified_at"] or _midnight(row["modified_on"]) for row in rows),
        imported_at=time or _NEVER,
        account=first["account"],
        accepted_on=first["accepted_on"],
    )


def _origin(row: Mapping[str, Any]) -> Origin:
    return row["source"], row["file"], row["sha256"]


def _midnight(day: date | None) -> datetime:
    return datetime(day.year, day.month, day.day) if day else _NEVER
