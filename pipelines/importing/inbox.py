"""Takes what lies in the inbox into the state: each export is recognised, read, accounted for and stored once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from connectors.files.listing import Export, exports_in
from connectors.records import Receipt, Recognition
from pipelines.importing.outcome import UNKNOWN, Import, receipt_of
from warehouse.raw import ORIGIN
from warehouse.state import State

MOST_COPIES_NAMED = 3


@dataclass(frozen=True)
class Known:
    """The files the state holds.

    read: reader, expansion and kind by (file, sha256); receipts likewise; current: those of them that count.
    """

    read: Mapping[tuple[str, str], tuple[str, date | None, str]]
    receipts: Mapping[tuple[str, str], Receipt]
    current: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, state: State) -> Known:
        rows = list(state.files().iter_rows(named=True))
        return cls(
            {(row["file"], row["sha256"]): (row["reader"], row["expanded_until"], row["kind"]) for row in rows},
            {(row["file"], row["sha256"]): receipt_of(row) for row in state.read("receipts").iter_rows(named=True)},
            frozenset((row["file"], row["sha256"]) for row in rows if row["is_current"]),
        )


@dataclass(frozen=True)
class Inbox:
    """What lies in the inbox.

    exports: in the order of their names, each content once; done: those there is nothing to read of, with their
    sentences. present: name and sha256 of each; ignored: how many files fell under each rule, being no exports.
    """

    exports: Sequence[Export]
    done: Sequence[Import]
    known: Known
    present: Collection[tuple[str, str]]
    ignored: Mapping[str, int]


def look_into(folder: Path, state: State) -> Inbox:
    """What the inbox holds.

    Links, bombs and what else must not be read come with a sentence each; nothing found is left out.
    What was imported under a name that is gone is given the name it now has: a renamed file is no new one.
    """
    found = exports_in(folder)
    _rename(state, found.exports)
    known = Known.of(state)
    present = {(export.name, export.sha256) for export in found.exports}
    names = {sha256: file for file, sha256 in known.read if (file, sha256) in present}
    copies: list[tuple[str, str]] = []
    exports = []
    for export in found.exports:
        same = names.setdefault(export.sha256, export.name)
        if same == export.name or export.size == 0:
            exports.append(export)
        else:
            copies.append((export.name, same))
    done = [Import(name, UNKNOWN, sentences=(f"{name}: {sentence}",)) for name, sentence in found.refused]
    ignored = Counter(rule for _, rule in found.ignored)
    return Inbox(
        exports, [*done, *_copied(copies), *_absent(known, present)], known, present, dict(sorted(ignored.items()))
    )


def _rename(state: State, exports: Sequence[Export]) -> None:
    """Gives each file of the state whose name is gone the name under which its content lies in the inbox now."""
    files = state.files()
    held = set(zip(files["file"], files["sha256"], strict=True))
    present = {(export.name, export.sha256) for export in exports}
    free = {
        sha256: (source, file)
        for source, file, sha256 in files.select(ORIGIN).iter_rows()
        if (file, sha256) not in present
    }
    moved = []
    for export in exports:
        if (export.name, export.sha256) not in held and export.sha256 in free:
            source, file = free.pop(export.sha256)
            moved.append((source, file, export.sha256, source, export.name))
    state.move_files(
        pl.DataFrame(moved, schema=dict.fromkeys((*ORIGIN, "new_source", "new_file"), pl.String), orient="row")
    )


def _copied(copies: Sequence[tuple[str, str]]) -> list[Import]:
    """Files that hold what another holds: a sentence each, or one for many."""
    if len(copies) > MOST_COPIES_NAMED:
        name, same = copies[0]
        return [
            Import(
                name,
                UNKNOWN,
                sentences=(
                    (
                        f"{len(copies)} files have the same content as others, as {name} has that of {same}: "
                        "it is counted once."
                    ),
                ),
            )
        ]
    return [
        Import(
            name,
            UNKNOWN,
            is_copy=True,
            sentences=(f"{name} has the same content as {same}: it is counted once. You may delete one.",),
        )
        for name, same in copies
    ]


def _absent(known: Known, present: Collection[tuple[str, str]]) -> list[Import]:
    """The files that count although they lie in the inbox no more."""
    return [
        Import(
            file,
            Recognition(kind, reader.rpartition("/")[0], "", 0),
            known.receipts.get((file, sha256)),
            is_absent=True,
            sha256=sha256,
        )
        for (file, sha256), (reader, _, kind) in known.read.items()
        if (file, sha256) in known.current and (file, sha256) not in present
    ]
