"""What became of the records of each source: which file holds the state that counts, and which records are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from pipelines.sources.assigning import Continued, assign
from pipelines.sources.exports import Change, Export, History, KeyedRecord, Origin, history, in_order
from pipelines.sources.held_records import exports_of, records_held
from warehouse.raw import EARLIER_RECORDS, EXPORTS, ORIGIN
from warehouse.state import State

_ORIGIN_TYPES = dict.fromkeys(ORIGIN, pl.String)


@dataclass(frozen=True)
class Settled:
    """continued: the exports that came to a source in this run; exports: rows of raw.exports; parts.

    By file and sha256, its export and source.
    """

    continued: Sequence[Continued]
    exports: pl.DataFrame
    parts: Mapping[tuple[str, str], tuple[str, str]]


def settle(
    state: State,
    present: Collection[tuple[str, str]],
    pins: Mapping[str, str],
    accepted: Collection[str],
    as_of: date,
    at: datetime,
) -> Settled:
    """Puts what was stored since the last call into its sources, and says of each record of the sources concerned what
    became of it.

    present: file and sha256 of what lies in the inbox; pins: source by file or export, as the user says; accepted:
    sources whose newest export is right to lack what it lacks; at: of the run, UTC. All in one transaction.
    """
    with state.transaction():
        continued = assign(state, pins)
        _note_leavers(state, present, at)
        files = state.files()
        concerned = (
            _concerned(files, state.read("exports"))
            | {one.source for one in continued}
            | (set(accepted) & set(files["source"]))
        )
        for kind in files["kind"].unique(maintain_order=True):
            of_kind = files.filter(pl.col("kind").eq(kind) & pl.col("source").is_in(list(concerned)))
            if of_kind.height:
                held = records_held(state, kind)
                for (source,), of_source in of_kind.group_by("source", maintain_order=True):
                    _judge(state, str(source), of_source, held, source in accepted, as_of)
        _forget_emptied(state)
        parts = {
            (row["file"], row["sha256"]): (row["export"] or row["file"], row["source"])
            for row in state.files().iter_rows(named=True)
        }
        return Settled(continued, state.read("exports").sort("source", "rank"), parts)


def _concerned(files: pl.DataFrame, exports: pl.DataFrame) -> set[str]:
    """Sources with a file that was read since, with a folder that may have lost files, or from which a file was put
    elsewhere.
    """
    changed = files.filter(pl.col("rank").is_null() | (pl.col("export") != pl.col("file")))
    ranks = files.group_by("source").agg(pl.col("rank").n_unique().alias("held"))
    fewer = (
        exports.group_by("source")
        .agg(pl.len().alias("known"))
        .join(ranks, on="source")
        .filter(pl.col("known") != pl.col("held"))
    )
    return {*changed["source"], *fewer["source"]}


def _note_leavers(state: State, present: Collection[tuple[str, str]], at: datetime) -> None:
    """Says of files that lie in their folder no more, while others of it do, since when.

    And takes it back when they are there again.
    """
    files = state.files().filter(pl.col("export") != pl.col("file"))
    is_there = pl.Series([place in present for place in files.select("file", "sha256").iter_rows()], dtype=pl.Boolean)
    seen = files.with_columns(is_there=is_there).with_columns(some_there=pl.col("is_there").any().over("export"))
    left = (
        pl.when("is_there").then(None).when("some_there").then(pl.coalesce("left_at", pl.lit(at))).otherwise("left_at")
    )
    changed = seen.with_columns(left=left).filter(pl.col("left").ne_missing(pl.col("left_at")))
    state.update("files", changed.select(*ORIGIN, left_at="left"), ORIGIN)


def _judge(
    state: State,
    source: str,
    files: pl.DataFrame,
    held: Mapping[Origin, Mapping[str, KeyedRecord]],
    is_accepted: bool,
    as_of: date,
) -> None:
    """Writes what became of one source.

    The order of its exports, what each brought, and the records that only earlier ones hold.
    """
    exports = in_order(exports_of(files, held))
    if is_accepted:
        exports[-1].accepted_on = exports[-1].accepted_on or as_of
    outcome = history(exports)
    current = set({export.layout: place for place, export in enumerate(exports)}.values())
    _write_files(state, exports, current)
    _write_exports(state, source, exports, outcome.changes)
    _write_earlier(state, source, exports, outcome, current, as_of)


def _write_files(state: State, exports: Sequence[Export], current: Collection[int]) -> None:
    rows = {
        origin: (*origin, place, place in current)
        for place, export in enumerate(exports)
        for origin in (*export.leavers, *export.files)
    }
    left = {origin for export in exports for origin in export.leavers}
    shown = [row if origin not in left else (*row[:-1], False) for origin, row in rows.items()]
    state.update(
        "files",
        pl.DataFrame(shown, schema={**_ORIGIN_TYPES, "rank": pl.Int64, "is_current": pl.Boolean}, orient="row"),
        ORIGIN,
    )
    accepted = [
        (*origin, export.accepted_on)
        for export in exports
        for origin in (export.leavers if export.is_of_many else export.files)
    ]
    state.update(
        "files", pl.DataFrame(accepted, schema={**_ORIGIN_TYPES, "accepted_on": pl.Date}, orient="row"), ORIGIN
    )
    newest = exports[-1]
    if newest.is_of_many:
        kept = Counter(record.origin for record in newest.records.values())
        counts = [(*origin, kept[origin]) for origin in newest.files]
        _write_repeated(state, pl.DataFrame(counts, schema={**_ORIGIN_TYPES, "of_its_own": pl.Int64}, orient="row"))


def _write_repeated(state: State, own: pl.DataFrame) -> None:
    """What a file of several holds beyond the records counted for it stands in another of them too."""
    receipts = state.read("receipts", columns=[*ORIGIN, "kept"]).join(own, on=ORIGIN)
    state.update("receipts", receipts.select(*ORIGIN, repeated_elsewhere=pl.col("kept") - pl.col("of_its_own")), ORIGIN)


def _write_exports(state: State, source: str, exports: Sequence[Export], changes: Sequence[Change]) -> None:
    rows = [
        (
            source,
            place,
            export.name,
            export.layout,
            len(export.records),
            change.new,
            change.changed,
            len(change.gone),
            len(change.waiting),
        )
        for place, (export, change) in enumerate(zip(exports, changes, strict=True))
    ]
    state.replace_of("exports", source, pl.DataFrame(rows, schema=EXPORTS, orient="row"))


def _write_earlier(
    state: State, source: str, exports: Sequence[Export], outcome: History, current: Collection[int], as_of: date
) -> None:
    before = {
        row["record_key"]: row["gone_on"]
        for row in state.read("earlier_records").filter(pl.col("source") == source).iter_rows(named=True)
    }
    rows = []
    for key, place in outcome.holders.items():
        is_gone = key in outcome.gone
        if is_gone or place not in current:
            record = exports[place].records[key]
            rows.append(
                (*record.origin, exports[place].kind, key, is_gone, (before.get(key) or as_of) if is_gone else None)
            )
    state.replace_of("earlier_records", source, pl.DataFrame(rows, schema=EARLIER_RECORDS, orient="row"))


def _forget_emptied(state: State) -> None:
    """Sources all of whose files the user put elsewhere."""
    sources = set(state.files()["source"])
    for table in ("exports", "earlier_records"):
        for source in set(state.read(table, columns=["source"])["source"]) - sources:
            state.replace_of(table, source, pl.DataFrame())
