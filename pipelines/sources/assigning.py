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

from pipelines.sources.exports import Edition, Said, in_order
from pipelines.sources.file_groups import grouped
from pipelines.sources.file_names import source_name
from pipelines.sources.held_records import editions_of, records_held
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
    one = {"messages": "record_key as record"}
    counted = [
        state.read(kind, columns=[*ORIGIN, one.get(kind, "coalesce(uid, record_key) as record")])
        .join(waiting, on=ORIGIN, how="semi")
        .group_by(ORIGIN)
        .agg(pl.col("record").n_unique())
        for kind in KEYED
    ]
    held = {(source, file, sha256): records for frame in counted for source, file, sha256, records in frame.iter_rows()}
    folders = files.filter(pl.col("export") != pl.col("file"))["export"]
    parts = grouped(list(waiting.iter_rows(named=True)), held, folders)
    rows = [(*origin, export) for origin, export in parts.items()]
    state.update(
        "files", pl.DataFrame(rows, schema=dict.fromkeys((*ORIGIN, "export"), pl.String), orient="row"), ORIGIN
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
        known: dict[str, list[Edition]] = defaultdict(list)
        for (source,), of_source in settled.group_by("source", maintain_order=True):
            known[str(source)] = in_order(editions_of(of_source, held))
        before = sorted(known)
        for edition in in_order(editions_of(of_dialect.join(touched, on=ORIGIN, how="semi"), held)):
            pinned = next((pin for _, file, _ in edition.files if (pin := _pin(file, edition.export, pins))), None)
            source = pinned or _continued(state, edition, known)
            is_new = source is None or source not in known
            source = source or _free_name(source_name(edition.export), names)
            names.add(source)
            _put(state, edition, source, known[source])
            continued.append(Continued(edition.export, source, is_new, before))
    return continued


def _continued(state: State, edition: Edition, known: Mapping[str, Sequence[Edition]]) -> str | None:
    """The source that the export continues, of those of its dialect; none when it starts one."""
    for source, editions in known.items():
        if any(_is_same_place(edition, other) for other in editions):
            return source
    shares = {source: _share(edition.records.keys(), editions) for source, editions in known.items()}
    best = max(shares, key=lambda source: (shares[source], source), default=None)
    if best is not None and shares[best] >= SHARE_OF_KEYS:
        return best
    named = [source for source, editions in known.items() if _is_same_account(edition, editions[-1])]
    if named:
        return max(named, key=lambda source: (shares[source], source))
    changed = {
        source: _share(_known_keys(state, edition, editions).values(), editions, len(edition.records))
        for source, editions in known.items()
    }
    best = max(changed, key=lambda source: (changed[source], source), default=None)
    return best if best is not None and changed[best] >= SHARE_OF_KEYS else None


def _is_same_place(edition: Edition, other: Edition) -> bool:
    """A folder that was there before, what one account says of its owner, or a file that holds nothing any more."""
    if edition.export == other.export and edition.is_of_many:
        return True
    return edition.kind not in KEYED or (
        not edition.records and source_name(edition.export) == source_name(other.export)
    )


def _share(keys: Iterable[str], editions: Sequence[Edition], size: int | None = None) -> float:
    """Keys in common with the source, of the smaller of the two."""
    mine = set(keys)
    theirs = {key for other in editions for key in other.records}
    smaller = min(len(mine) if size is None else size, max(len(other.records) for other in editions))
    return len(mine & theirs) / smaller if smaller else 0.0


def _is_same_account(edition: Edition, other: Edition) -> bool:
    if not edition.account or edition.account != other.account:
        return False
    return edition.account.strip().lower() not in _PLAIN_ACCOUNTS or bool(edition.records.keys() & other.records.keys())


def _free_name(name: str, taken: Collection[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name} ({number})"
        number += 1
    return free


def _put(state: State, edition: Edition, source: str, editions: list[Edition]) -> None:
    """Puts the export into the source, its records under the keys that the source knows them by."""
    keys = _known_keys(state, edition, editions)
    rows = [
        (*said.origin, said.position, keys[key]) for key, said in edition.records.items() if keys.get(key, key) != key
    ]
    if rows:
        schema = {**dict.fromkeys(ORIGIN, pl.String), "position": pl.Int64, "record_key": pl.String}
        state.update(edition.kind, pl.DataFrame(rows, schema=schema, orient="row"), (*ORIGIN, "position"))
    moved = [(*origin, source, origin[1]) for origin in edition.files]
    state.move_files(
        pl.DataFrame(moved, schema=dict.fromkeys((*ORIGIN, "new_source", "new_file"), pl.String), orient="row")
    )
    edition.records = {keys.get(key, key): said for key, said in edition.records.items()}
    edition.files = [(source, file, sha256) for _, file, sha256 in edition.files]
    editions[:] = in_order([*editions, edition])


def _known_keys(state: State, edition: Edition, editions: Sequence[Edition]) -> dict[str, str]:
    """For records that are known by their content alone, the keys that the source has for them, whether or not they
    changed.
    """
    unknown = {key: said for key, said in edition.records.items() if not has_own_key(said.uid)}
    if not unknown or not editions:
        return {}
    by_digest = {
        said.digest: key for other in editions for key, said in other.records.items() if not has_own_key(said.uid)
    }
    found = {key: by_digest[said.digest] for key, said in unknown.items() if said.digest in by_digest}
    latest = {key: said for other in editions for key, said in other.records.items() if not has_own_key(said.uid)}
    changed = {key: said for key, said in unknown.items() if key not in found and key not in latest}
    taken = set(found.values()) | edition.records.keys()
    left = {key: said for key, said in latest.items() if key not in taken}
    earlier_places = {key: place for other in editions for key, place in _places(other).items()}
    return found | pairs(
        _marks(state, edition.kind, changed, _places(edition)), _marks(state, edition.kind, left, earlier_places)
    )


def _places(edition: Edition) -> dict[str, tuple[str, str]]:
    """For each record the digests of those before and after it; none for a folder of files."""
    if edition.is_of_many:
        return {}
    keys = sorted(edition.records, key=lambda key: edition.records[key].position)
    digests = ["", *(edition.records[key].digest for key in keys), ""]
    return {key: (digests[number], digests[number + 2]) for number, key in enumerate(keys)}


def _marks(
    state: State, kind: str, records: Mapping[str, Said], places: Mapping[str, tuple[str, str]]
) -> dict[str, Marks]:
    """What each record is known by."""
    columns = COLUMNS[kind]
    if not records or not columns:
        return {}
    wanted = {(said.origin, said.position): key for key, said in records.items()}
    rows = state.read(kind, columns=[*ORIGIN, "position", *columns]).iter_rows(named=True)
    return {
        wanted[place]: marks_of(row, kind, places.get(wanted[place]))
        for row in rows
        if (place := ((row["source"], row["file"], row["sha256"]), row["position"])) in wanted
    }
