"""What became of the records of each source: which file holds the state that counts, and which records are gone.

What the state holds is read once, what becomes of it is decided without the state, and written once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from pipelines.errors import UserError
from pipelines.sources.assigning import Assignment, Continued, assigned, is_to_assign
from pipelines.sources.exports import Export, Origin
from pipelines.sources.file_groups import exports_named
from pipelines.sources.held import Held, exports_of, origin_of, read_held
from pipelines.sources.history import History, history
from pipelines.sources.ordering import in_order
from pipelines.sources.presence import is_there, with_presence
from pipelines.sources.writing import Decided, Judged, write
from warehouse.state import State


@dataclass(frozen=True)
class Word:
    """What the user says of sources.

    pins: source by file, folder or export; accepted: sources whose newest export is right to lack what it lacks;
    taken_back: sources of which that was said and is not so.
    """

    pins: Mapping[str, str]
    accepted: Collection[str] = ()
    taken_back: Collection[str] = ()


@dataclass(frozen=True)
class Settled:
    """What became of the sources.

    continued: the exports that came to a source in this run; exports: rows of raw.exports; parts: by file and sha256,
    its export and source; doubts: by export, the source that it may be an edition of, of all those that wait for the
    user's word.
    """

    continued: Sequence[Continued]
    exports: pl.DataFrame
    parts: Mapping[tuple[str, str], tuple[str, str]]
    doubts: Mapping[str, str]


def settle(state: State, present: Collection[tuple[str, str]], word: Word, as_of: date, at: datetime) -> Settled:
    """Puts what was stored since the last call into its sources, and says of each record of the sources concerned what
    became of it.

    present: file and sha256 of what lies in the inbox; at: of the run, UTC. All in one transaction.
    """
    with state.transaction():
        files, exports = state.files(), state.read("exports")
        _check(word, files)
        is_new = is_to_assign(files, word.pins)
        concerned = _concerned(files, exports, present) | {*word.accepted, *word.taken_back}
        kinds = files.filter(is_new | pl.col("source").is_in(list(concerned)))["kind"]
        held = read_held(state, set(kinds), is_compared=bool(is_new.any()))
        decided = decide(held, present, word, as_of, at)
        write(state, held, decided)
        settled = state.files()
        ranked = state.read("exports").sort("source", "rank")
        return Settled(decided.assignment.continued, ranked, _parts(settled), _doubts(settled, word))


def decide(held: Held, present: Collection[tuple[str, str]], word: Word, as_of: date, at: datetime) -> Decided:
    """What becomes of everything held. Pure: the same for the same values."""
    files = with_presence(exports_named(held), present, at)
    is_new = is_to_assign(held.files, word.pins)
    assignment = assigned(held, files, is_new, word.pins)
    sources = [assignment.sources.get(origin_of(row), row["source"]) for row in files.iter_rows(named=True)]
    doubts = [assignment.doubts.get(origin_of(row), row["may_continue"]) for row in files.iter_rows(named=True)]
    files = files.with_columns(
        to_source=pl.Series(sources, dtype=pl.String), may_continue=pl.Series(doubts, dtype=pl.String)
    )
    placed = files.with_columns(rank=pl.when(is_new).then(None).otherwise("rank"), source="to_source")
    concerned = (
        _concerned(placed, held.exports, present)
        | _concerned(held.files, held.exports, present)
        | {one.source for one in assignment.continued}
        | {*word.accepted, *word.taken_back}
    )
    judged = [
        _judged(str(source), of_source, _rekeyed(held, of_source, assignment), word, as_of)
        for (_, source), of_source in files.group_by("kind", "to_source", maintain_order=True)
        if source in concerned
    ]
    return Decided(files, assignment, judged, emptied=sorted(set(held.exports["source"]) - set(sources)))


def _check(word: Word, files: pl.DataFrame) -> None:
    """Raises UserError when the user speaks of a source that there is none of."""
    sources = sorted(set(files["source"]))
    unknown = sorted({*word.accepted, *word.taken_back} - set(sources))
    if unknown:
        raise UserError(*(f'There is no source "{name}". The sources are: {", ".join(sources)}.' for name in unknown))


def _concerned(files: pl.DataFrame, exports: pl.DataFrame, present: Collection[tuple[str, str]]) -> set[str]:
    """Sources with a file that was read since or that came back, with a folder that may have lost files, or from which
    a file was put elsewhere.
    """
    is_back = is_there(files, present) & files["away_since"].is_not_null()
    changed = files.filter(is_back | pl.col("rank").is_null() | (pl.col("export") != pl.col("file")))
    ranks = files.group_by("source").agg(pl.col("rank").n_unique().alias("held"))
    fewer = (
        exports.group_by("source")
        .agg(pl.len().alias("known"))
        .join(ranks, on="source")
        .filter(pl.col("known") != pl.col("held"))
    )
    return {*changed["source"], *fewer["source"]}


def _rekeyed(held: Held, files: pl.DataFrame, assignment: Assignment) -> Held:
    """What is held of these files, under the keys that their source knows it by."""
    records = {}
    for row in files.iter_rows(named=True):
        origin = origin_of(row)
        keys = assignment.keys.get(row["kind"], {})
        records[origin] = {
            keys.get((record.origin, record.position), key): record
            for key, record in held.records.get(origin, {}).items()
        }
    return replace(held, records=records)


def _judged(source: str, files: pl.DataFrame, held: Held, word: Word, as_of: date) -> Judged:
    """What became of one source: the order of its exports, what each brought, and the records that only earlier ones
    hold.
    """
    exports = in_order(exports_of(files, held))
    newest = exports[-1]
    if source in word.accepted:
        exports[-1] = replace(newest, accepted_on=newest.accepted_on or as_of)
    if source in word.taken_back:
        exports[-1] = replace(newest, accepted_on=None)
    outcome = history(exports)
    current = set({export.layout: place for place, export in enumerate(exports)}.values())
    return Judged(
        source,
        files=_places(source, exports, current),
        of_their_own=_of_their_own(exports[-1]),
        exports=_rows_of_exports(source, exports, outcome),
        earlier=_earlier(source, exports, outcome, current, held, as_of),
    )


def _places(source: str, exports: Sequence[Export], current: Collection[int]) -> list[tuple[object, ...]]:
    """Source, file, sha256, rank, is_current and accepted_on of each file; of a folder, as it lay in it last."""
    rows: dict[Origin, tuple[object, ...]] = {}
    left = {origin for export in exports for origin in export.leavers}
    for place, export in enumerate(exports):
        for origin in (*export.leavers, *export.files):
            is_accepted = origin in export.leavers or not export.is_of_many
            accepted_on = export.accepted_on if is_accepted else rows.get(origin, (None,) * 6)[5]
            rows[origin] = (source, *origin[1:], place, place in current and origin not in left, accepted_on)
    return list(rows.values())


def _of_their_own(newest: Export) -> Mapping[Origin, int]:
    """For the files of a folder, how many records count as theirs; the others stand in another of them too."""
    if not newest.is_of_many:
        return {}
    kept = Counter(record.origin for record in newest.records.values())
    return {origin: kept[origin] for origin in newest.files}


def _rows_of_exports(source: str, exports: Sequence[Export], outcome: History) -> list[tuple[object, ...]]:
    """Rows of raw.exports."""
    return [
        (
            *(source, place, export.name, export.layout, len(export.records)),
            *(change.new, change.changed, len(change.gone), len(change.waiting)),
        )
        for place, (export, change) in enumerate(zip(exports, outcome.changes, strict=True))
    ]


def _earlier(
    source: str, exports: Sequence[Export], outcome: History, current: Collection[int], held: Held, as_of: date
) -> list[tuple[object, ...]]:
    """Rows of raw.earlier_records: the records that only earlier exports hold. One that is gone keeps its day."""
    of_source = held.earlier.filter(pl.col("source") == source)
    gone_before = dict(of_source.select("record_key", "gone_on").iter_rows())
    rows: list[tuple[object, ...]] = []
    for key, place in outcome.holders.items():
        is_gone = key in outcome.gone
        if is_gone or place not in current:
            _, file, sha256 = exports[place].records[key].origin
            gone_on = (gone_before.get(key) or as_of) if is_gone else None
            rows.append((source, file, sha256, exports[place].kind, key, is_gone, gone_on))
    return rows


def _parts(files: pl.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row["file"], row["sha256"]): (row["export"] or row["file"], row["source"])
        for row in files.iter_rows(named=True)
    }


def _doubts(files: pl.DataFrame, word: Word) -> dict[str, str]:
    """The exports of which the user should say whether they continue a source, with that source."""
    sources = set(files["source"])
    return {
        row["export"]: row["may_continue"]
        for row in files.iter_rows(named=True)
        if row["may_continue"] in sources and not {row["file"], row["export"]} & word.pins.keys()
    }
