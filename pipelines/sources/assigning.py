"""Which source each export continues.

A source is one account of one dialect. An export continues the source of its dialect with which it shares at least half
of the smaller side's record keys, or the name of the account or calendar; otherwise it starts a new one. `[sources]` of
network.toml settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.sources.exports import Export, KeyedRecord, in_order
from pipelines.sources.file_groups import grouped
from pipelines.sources.file_names import source_name
from pipelines.sources.held_records import exports_of, records_held
from pipelines.sources.matching import COLUMNS, Marks, has_own_key, marks_of, pairs
from pipelines.sources.record_keys import KEYED
from warehouse.raw import ORIGIN
from warehouse.state import State

SHARE_OF_KEYS = 0.5
_PLAIN_ACCOUNTS = frozenset(
    {
        *(
            "calendar",
            "calendrier",
            "kalender",
            "calendario",
            "agenda",
            "personal",
            "personnel",
            "home",
            "work",
            "travail",
        ),
        *("my calendar", "mon calendrier", "mon agenda", "mein kalender", "mi calendario", "il mio calendario"),
    }
)
"""Names that software gives every calendar: of two such nothing says that they are one."""

_UNSETTLED = pl.col("export").is_null()


@dataclass(frozen=True)
class Continued:
    """An export that this run put into a source.

    is_new: it starts it; others: the sources of its dialect that earlier runs knew.
    """

    export: str
    source: str
    is_new: bool
    others: Sequence[str] = ()


def assign(state: State, pins: Mapping[str, str]) -> list[Continued]:
    """A source for each export stored since the last call, oldest first, and for those that the user puts elsewhere.

    pins: source by file, folder or export. The records take the keys that the source knows them by.
    """
    files = state.files()
    _group(state, files)
    is_moved = [
        _pin(row["file"], row["export"], pins) not in (None, row["source"]) for row in files.iter_rows(named=True)
    ]
    touched = files.filter(_UNSETTLED | pl.Series(is_moved, dtype=pl.Boolean)).select(ORIGIN)
    files = state.files()
    names = set(files.join(touched, on=ORIGIN, how="anti")["source"])
    continued = []
    for kind in files["kind"].unique(maintain_order=True):
        mine = files.filter(pl.col("kind") == kind)
        if mine.join(touched, on=ORIGIN, how="semi").height:
            continued += _assign_kind(state, kind, mine, touched, names, pins)
    return continued


def _group(state: State, files: pl.DataFrame) -> None:
    """Says of each file stored since the last call which export it is a part of."""
    waiting = files.filter(_UNSETTLED)
    if waiting.is_empty():
        return
    one_record = {"messages": ("record_key",)}  # a message has no UID
    counted = []
    for kind in KEYED:
        names = one_record.get(kind, ("uid", "record_key"))
        rows = state.read(kind, columns=[*ORIGIN, *names]).join(waiting, on=ORIGIN, how="semi")
        counted.append(rows.group_by(ORIGIN).agg(pl.coalesce(*names).n_unique()))
    held = {(source, file, sha256): records for frame in counted for source, file, sha256, records in frame.iter_rows()}
    folders = files.filter(pl.col("export") != pl.col("file"))["export"]
    parts = grouped(list(waiting.iter_rows(named=True)), held, folders)
    placed = [(*origin, export) for origin, export in parts.items()]
    state.update(
        "files", pl.DataFrame(placed, schema=dict.fromkeys((*ORIGIN, "export"), pl.String), orient="row"), ORIGIN
    )


def _pin(file: str, export: str | None, pins: Mapping[str, str]) -> str | None:
    return pins.get(file) or pins.get(export or "")


def _assign_kind(
    state: State, kind: str, files: pl.DataFrame, touched: pl.DataFrame, names: set[str], pins: Mapping[str, str]
) -> list[Continued]:
    """The sources of the files of one kind. names: of all sources, to which new ones are added."""
    held = records_held(state, kind)
    continued = []
    for _, of_dialect in files.group_by("dialect", maintain_order=True):
        settled = of_dialect.join(touched, on=ORIGIN, how="anti")
        known: dict[str, list[Export]] = defaultdict(list)
        for (source,), of_source in settled.group_by("source", maintain_order=True):
            known[str(source)] = in_order(exports_of(of_source, held))
        before = sorted(known)
        for export in in_order(exports_of(of_dialect.join(touched, on=ORIGIN, how="semi"), held)):
            pinned = next((pin for _, file, _ in export.files if (pin := _pin(file, export.name, pins))), None)
            source = pinned or _continued(state, export, known)
            is_new = source is None or source not in known
            source = source or _free_name(source_name(export.name), names)
            names.add(source)
            _put(state, export, source, known[source])
            continued.append(Continued(export.name, source, is_new, before))
    return continued


def _continued(state: State, export: Export, known: Mapping[str, Sequence[Export]]) -> str | None:
    """The source that the export continues, of those of its dialect; none when it starts one."""
    for source, exports in known.items():
        if any(_is_same_place(export, other) for other in exports):
            return source
    shares = {source: _share(export.records.keys(), exports) for source, exports in known.items()}
    best = max(shares, key=lambda source: (shares[source], source), default=None)
    if best is not None and shares[best] >= SHARE_OF_KEYS:
        return best
    named = [source for source, exports in known.items() if _is_same_account(export, exports[-1])]
    if named:
        return max(named, key=lambda source: (shares[source], source))
    changed = {
        source: _share(_known_keys(state, export, exports).values(), exports, len(export.records))
        for source, exports in known.items()
    }
    best = max(changed, key=lambda source: (changed[source], source), default=None)
    return best if best is not None and changed[best] >= SHARE_OF_KEYS else None


def _is_same_place(export: Export, other: Export) -> bool:
    """A folder that was there before, what one account says of its owner, or a file that holds nothing any more."""
    if export.name == other.name and export.is_of_many:
        return True
    return export.kind not in KEYED or (not export.records and source_name(export.name) == source_name(other.name))


def _share(keys: Iterable[str], exports: Sequence[Export], size: int | None = None) -> float:
    """Keys in common with the source, of the smaller of the two."""
    mine = set(keys)
    theirs = {key for other in exports for key in other.records}
    smaller = min(len(mine) if size is None else size, max(len(other.records) for other in exports))
    return len(mine & theirs) / smaller if smaller else 0.0


def _is_same_account(export: Export, other: Export) -> bool:
    if not export.account or export.account != other.account:
        return False
    return export.account.strip().lower() not in _PLAIN_ACCOUNTS or bool(export.records.keys() & other.records.keys())


def _free_name(name: str, taken: Collection[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name} ({number})"
        number += 1
    return free


def _put(state: State, export: Export, source: str, exports: list[Export]) -> None:
    """Puts the export into the source, its records under the keys that the source knows them by."""
    keys = _known_keys(state, export, exports)
    rows = [
        (*record.origin, record.position, keys[key])
        for key, record in export.records.items()
        if keys.get(key, key) != key
    ]
    if rows:
        schema = {**dict.fromkeys(ORIGIN, pl.String), "position": pl.Int64, "record_key": pl.String}
        state.update(export.kind, pl.DataFrame(rows, schema=schema, orient="row"), (*ORIGIN, "position"))
    moved = [(*origin, source, origin[1]) for origin in export.files]
    state.move_files(
        pl.DataFrame(moved, schema=dict.fromkeys((*ORIGIN, "new_source", "new_file"), pl.String), orient="row")
    )
    export.records = {keys.get(key, key): record for key, record in export.records.items()}
    export.files = [(source, file, sha256) for _, file, sha256 in export.files]
    exports[:] = in_order([*exports, export])


def _known_keys(state: State, export: Export, exports: Sequence[Export]) -> dict[str, str]:
    """For records that are known by their content alone, the keys that the source has for them, whether or not they
    changed.
    """
    unknown = {key: record for key, record in export.records.items() if not has_own_key(record.uid)}
    if not unknown or not exports:
        return {}
    by_digest = {
        record.digest: key for other in exports for key, record in other.records.items() if not has_own_key(record.uid)
    }
    found = {key: by_digest[record.digest] for key, record in unknown.items() if record.digest in by_digest}
    latest = {key: record for other in exports for key, record in other.records.items() if not has_own_key(record.uid)}
    changed = {key: record for key, record in unknown.items() if key not in found and key not in latest}
    taken = set(found.values()) | export.records.keys()
    left = {key: record for key, record in latest.items() if key not in taken}
    earlier_places = {key: place for other in exports for key, place in _places(other).items()}
    return found | pairs(
        _marks(state, export.kind, changed, _places(export)), _marks(state, export.kind, left, earlier_places)
    )


def _places(export: Export) -> dict[str, tuple[str, str]]:
    """For each record the digests of those before and after it; none for a folder of files."""
    if export.is_of_many:
        return {}
    keys = sorted(export.records, key=lambda key: export.records[key].position)
    digests = ["", *(export.records[key].digest for key in keys), ""]
    return {key: (digests[number], digests[number + 2]) for number, key in enumerate(keys)}


def _marks(
    state: State, kind: str, records: Mapping[str, KeyedRecord], places: Mapping[str, tuple[str, str]]
) -> dict[str, Marks]:
    """What each record is known by."""
    columns = COLUMNS[kind]
    if not records or not columns:
        return {}
    wanted = {(record.origin, record.position): key for key, record in records.items()}
    rows = state.read(kind, columns=[*ORIGIN, "position", *columns]).iter_rows(named=True)
    return {
        wanted[place]: marks_of(row, kind, places.get(wanted[place]))
        for row in rows
        if (place := ((row["source"], row["file"], row["sha256"]), row["position"])) in wanted
    }
