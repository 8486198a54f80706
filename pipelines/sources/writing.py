"""Writes into the state what was decided of its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.sources.assigning import Assignment
from pipelines.sources.exports import Origin
from pipelines.sources.held import Held, origin_of
from warehouse.raw import EARLIER_RECORDS, EXPORTS, FILES, ORIGIN
from warehouse.state import State

_OF_FILES = ("export", "away_since", "arrived_at", "left_at", "may_continue")
"""Columns of raw.files that change where a file stays in its source too."""


@dataclass(frozen=True)
class Judged:
    """What became of one source.

    files: source, file, sha256, rank, is_current, accepted_on of each; of_their_own: by file of a folder as the state
    has it before, how many records count as its own; exports and earlier: rows of raw.exports and raw.earlier_records.
    """

    source: str
    files: Sequence[tuple[object, ...]]
    of_their_own: Mapping[Origin, int]
    exports: Sequence[tuple[object, ...]]
    earlier: Sequence[tuple[object, ...]]


@dataclass(frozen=True)
class Decided:
    """What becomes of all sources.

    files: rows of raw.files as they shall be, with to_source; emptied: sources that have no file any more.
    """

    files: pl.DataFrame
    assignment: Assignment
    judged: Sequence[Judged]
    emptied: Sequence[str]


def write(state: State, held: Held, decided: Decided) -> None:
    """Writes it, rows that stay as they are left out. held: what the state has, as it was decided on."""
    changed = _changed(held.files, decided.files)
    state.update("files", changed.select(*ORIGIN, *_OF_FILES), ORIGIN)
    for kind, keys in decided.assignment.keys.items():
        rows = [(*origin, position, key) for (origin, position), key in keys.items()]
        schema = {**dict.fromkeys(ORIGIN, pl.String), "position": pl.Int64, "record_key": pl.String}
        state.update(kind, pl.DataFrame(rows, schema=schema, orient="row"), (*ORIGIN, "position"))
    state.move_files(
        decided.files.filter(pl.col("to_source") != pl.col("source")).select(
            *ORIGIN, new_source="to_source", new_file="file"
        )
    )
    for judged in decided.judged:
        _write_source(state, held, judged)
    for table in ("exports", "earlier_records"):
        for source in decided.emptied:
            state.replace_of(table, source, pl.DataFrame())


def _changed(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The files of which something changes."""
    pairs = after.join(before.select(*ORIGIN, *_OF_FILES), on=ORIGIN, suffix="_before", maintain_order="left")
    return pairs.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in _OF_FILES))


def _write_source(state: State, held: Held, judged: Judged) -> None:
    kinds = {name: FILES[name] for name in (*ORIGIN, "rank", "is_current", "accepted_on")}
    state.update("files", pl.DataFrame(judged.files, schema=kinds, orient="row"), ORIGIN)
    repeated = [
        (judged.source, row["file"], row["sha256"], row["kept"] - judged.of_their_own[origin_of(row)])
        for row in held.receipts.iter_rows(named=True)
        if origin_of(row) in judged.of_their_own
    ]
    schema = {**dict.fromkeys(ORIGIN, pl.String), "repeated_elsewhere": pl.Int64}
    state.update("receipts", pl.DataFrame(repeated, schema=schema, orient="row"), ORIGIN)
    state.replace_of("exports", judged.source, pl.DataFrame(judged.exports, schema=EXPORTS, orient="row"))
    earlier = pl.DataFrame(judged.earlier, schema=EARLIER_RECORDS, orient="row")
    state.replace_of("earlier_records", judged.source, earlier)
