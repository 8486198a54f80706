"""What the state holds of its files, read in one place: enough to compare exports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from pipelines.sources.exports import Export, KeyedRecord, Origin
from pipelines.sources.matching import COLUMNS
from pipelines.sources.record_keys import KEYED
from transforms.values.moments import instant
from warehouse.raw import ORIGIN
from warehouse.state import State

_STATED: Mapping[str, tuple[str, ...]] = {
    "contacts": ("uid", "rev"),
    "events": ("uid", "last_modified", "dtstamp", "dtstart", "sequence"),
    "messages": (),
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    "contacts": ("emails", "tels", "adrs", "org", "title", "urls", "note", "bday"),
    "events": ("attendees", "location"),
    "messages": (),
}
"""What tells whether a file can hold a thing at all, by table."""

_NEVER = datetime(1970, 1, 1)

Place = tuple[Origin, int]
"""Where a record stands: its file, and its position in it."""


@dataclass(frozen=True)
class Held:
    """What the state holds.

    files, exports, earlier and receipts: rows of raw.files, raw.exports, raw.earlier_records and raw.receipts;
    records: by file, what it says under each key; fields: by file, how many records hold something, by field of FIELDS;
    contents: by kind, the columns of matching.COLUMNS, of the dialects of which there are several files. records,
    fields and contents are those of the kinds asked for.
    """

    files: pl.DataFrame
    exports: pl.DataFrame
    earlier: pl.DataFrame
    receipts: pl.DataFrame
    records: Mapping[Origin, Mapping[str, KeyedRecord]] = field(default_factory=dict)
    fields: Mapping[Origin, Mapping[str, int]] = field(default_factory=dict)
    contents: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def contents_at(self, kind: str, places: Collection[Place]) -> dict[Place, dict[str, Any]]:
        """The columns of matching.COLUMNS of the records that stand there."""
        if not places or kind not in self.contents:
            return {}
        rows = [(*origin, position) for origin, position in places]
        wanted = pl.DataFrame(rows, schema={**dict.fromkeys(ORIGIN, pl.String), "position": pl.Int64}, orient="row")
        found = self.contents[kind].join(wanted, on=[*ORIGIN, "position"], how="semi")
        return {(origin_of(row), row["position"]): row for row in found.iter_rows(named=True)}


def read_held(state: State, kinds: Collection[str], is_compared: bool) -> Held:
    """What the state holds of files of these kinds.

    is_compared: whether exports are to be compared by what their records say.
    """
    files = state.files()
    records: dict[Origin, dict[str, KeyedRecord]] = {}
    fields: dict[Origin, dict[str, int]] = {}
    contents = {}
    for kind in sorted(set(kinds) & set(KEYED)):
        records |= _records(state, kind)
        if is_compared and COLUMNS[kind] and (several := _of_several(files, kind)).height:
            columns = dict.fromkeys((*COLUMNS[kind], *FIELDS[kind]))
            rows = state.read(kind, columns=[*ORIGIN, "position", *columns]).join(several, on=ORIGIN, how="semi")
            contents[kind] = rows
            fields |= _fields(rows, kind)
    exports, earlier, receipts = (state.read(name) for name in ("exports", "earlier_records", "receipts"))
    return Held(files, exports, earlier, receipts, records, fields, contents)


def _of_several(files: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The files of the kind beside which there are others of their dialect."""
    return files.filter(pl.col("kind") == kind).filter(pl.len().over("dialect") > 1).select(ORIGIN)


def _fields(rows: pl.DataFrame, kind: str) -> dict[Origin, dict[str, int]]:
    counted = rows.group_by(ORIGIN).agg(_holds(rows, name).sum().alias(name) for name in FIELDS[kind])
    return {origin_of(row): {name: row[name] for name in FIELDS[kind]} for row in counted.iter_rows(named=True)}


def _holds(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Whether a record holds something in the field."""
    if isinstance(rows.schema[name], pl.List):
        return pl.col(name).list.len().fill_null(0) > 0
    return pl.col(name).fill_null("").str.strip_chars() != ""


def _records(state: State, kind: str) -> dict[Origin, dict[str, KeyedRecord]]:
    """By file, what it says under each key.

    Of two records with one key, as a file that was read before this version may hold, the last.
    """
    rows = state.read(kind, columns=[*ORIGIN, "position", "record_key", "digest", *_STATED[kind]])
    if kind == "contacts":
        known = {text: instant(text) for text in rows["rev"].unique().drop_nulls()}
        rows = rows.with_columns(stamp=pl.Series([known.get(text) for text in rows["rev"]], dtype=pl.Datetime("us")))
    if kind == "events":
        rows = rows.with_columns(
            stamp=pl.max_horizontal("last_modified", "dtstamp"), starts_on=pl.col("dtstart").dt.date()
        )
    held: defaultdict[Origin, dict[str, KeyedRecord]] = defaultdict(dict)
    for row in rows.iter_rows(named=True):
        origin = origin_of(row)
        held[origin][row["record_key"]] = KeyedRecord(
            row["digest"] or "",
            origin,
            row["position"],
            row.get("uid"),
            row.get("stamp"),
            row.get("starts_on"),
            row.get("sequence") or 0,
        )
    return held


def exports_of(files: pl.DataFrame, held: Held) -> list[Export]:
    """The exports that the files are.

    Each file one, but those of a folder together, as they lay in it from run to run.
    files: rows of raw.files with an export.
    """
    exports = []
    for (name,), of_export in files.sort("file", "imported_at", "sha256").group_by("export", maintain_order=True):
        rows = list(of_export.iter_rows(named=True))
        exports += [_export([row], held, row["arrived_at"]) for row in rows if row["file"] == name]
        together = [row for row in rows if row["file"] != name]
        times = sorted(
            {row["first_imported_at"] for row in together} | {row["left_at"] for row in together if row["left_at"]}
        )
        exports += [_export_at(together, held, time) for time in times]
    return exports


def _export_at(rows: list[dict[str, Any]], held: Held, time: datetime) -> Export:
    """The export that the files of a folder made at the end of a run, at this time.

    lying: those in the folder then; leavers: those that went in that run.
    """
    lying = [
        row for row in rows if row["first_imported_at"] <= time and (row["left_at"] is None or row["left_at"] > time)
    ]
    leavers = [row for row in rows if row["left_at"] == time]
    accepted_on = max((row["accepted_on"] for row in leavers if row["accepted_on"]), default=None)
    return _export(lying or leavers, held, time, leavers, accepted_on)


def _export(
    rows: Sequence[Mapping[str, Any]],
    held: Held,
    time: datetime | None,
    leavers: Sequence[Mapping[str, Any]] | None = None,
    accepted_on: date | None = None,
) -> Export:
    """leavers: files that went from a folder; null for an export that is one file."""
    first = rows[0]
    return Export(
        name=first["export"],
        layout=f"{'file' if first['export'] == first['file'] else 'folder'} {first['layout'] or ''}".strip(),
        kind=first["kind"],
        files=[origin_of(row) for row in rows],
        records=_latest_states(rows, held),
        named_on=max((row["stated_on"] for row in rows if row["stated_on"]), default=None),
        modified_at=max(row["modified_at"] or _midnight(row["modified_on"]) for row in rows),
        arrived_at=time or first["first_imported_at"] or first["imported_at"] or _NEVER,
        fields=sum((Counter(held.fields.get(origin_of(row), {})) for row in rows), Counter[str]()),
        is_back=leavers is None and first["arrived_at"] not in (None, first["first_imported_at"]),
        account=first["account"],
        writer=first["writer"],
        method=next((row["method"] for row in rows if row["method"]), None),
        accepted_on=first["accepted_on"] if leavers is None else accepted_on,
        leavers=[origin_of(row) for row in leavers or ()],
    )


def _latest_states(rows: Sequence[Mapping[str, Any]], held: Held) -> dict[str, KeyedRecord]:
    """What files that lie together say under each key: of several states of an event the latest, else the first."""
    records: dict[str, KeyedRecord] = {}
    for row in rows:
        for key, record in held.records.get(origin_of(row), {}).items():
            known = records.get(key)
            if known is None or (row["kind"] == "events" and record.revision > known.revision):
                records[key] = record
    return records


def origin_of(row: Mapping[str, Any]) -> Origin:
    """The key of raw.files that a row of any table with an origin holds."""
    return row["source"], row["file"], row["sha256"]


def _midnight(day: date | None) -> datetime:
    return datetime(day.year, day.month, day.day) if day else _NEVER
