"""Takes what lies in the inbox into the state: each file is recognised, read, accounted for and stored once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from connectors.files.listing import File, Found, files_in
from connectors.records import Receipt, Recognition, Window
from pipelines.importing.outcome import UNKNOWN, Import, receipt_of
from pipelines.sources.file_names import source_name
from warehouse.raw import ORIGIN
from warehouse.state import State

MOST_COPIES_NAMED = 3


@dataclass(frozen=True)
class Known:
    """The files the state holds.

    read: reader, expansion and kind by (file, sha256); receipts likewise; current: those of them that count.
    """

    read: Mapping[tuple[str, str], tuple[str, Window | None, str]]
    receipts: Mapping[tuple[str, str], Receipt]
    current: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, state: State) -> Known:
        rows = list(state.files().iter_rows(named=True))
        return cls(
            {(row["file"], row["sha256"]): (row["reader"], _expansion(row), row["kind"]) for row in rows},
            {(row["file"], row["sha256"]): receipt_of(row) for row in state.read("receipts").iter_rows(named=True)},
            frozenset((row["file"], row["sha256"]) for row in rows if row["is_current"]),
        )


@dataclass(frozen=True)
class Inbox:
    """What lies in the inbox.

    exports: in the order of their names, each content once; done: those there is nothing to read of, with their
    sentences. present: name and sha256 of each; ignored: how many files fell under each rule, being none to read.
    """

    files: Sequence[File]
    done: Sequence[Import]
    known: Known
    present: Collection[tuple[str, str]]
    ignored: Mapping[str, int]


IGNORED_BY_USER = "ignored_in_network_toml"
"""The rule under which files are counted that the user wants left alone."""


def look_into(folder: Path, state: State, ignored_names: Collection[str] = ()) -> Inbox:
    """What the inbox holds.

    ignored_names: files, folders, archives and sources that the user wants left alone. Links, bombs and what else must
    not be read come with a sentence each; nothing found is left out unsaid.
    What was imported under a name that is gone is given the name it now has: a renamed file is no new one.
    """
    found = _without(files_in(folder), ignored_names)
    _rename(state, found.files)
    known = Known.of(state)
    present = {(file.name, file.sha256) for file in found.files}
    names = {sha256: file for file, sha256 in known.read if (file, sha256) in present}
    copies: list[tuple[str, str]] = []
    files = []
    for file in found.files:
        same = names.setdefault(file.sha256, file.name)
        if same == file.name or file.size == 0:
            files.append(file)
        else:
            copies.append((file.name, same))
    done = [Import(name, UNKNOWN, sentences=(f"{name}: {sentence}",)) for name, sentence in found.refused]
    ignored = Counter(rule for _, rule in found.ignored)
    return Inbox(
        files, [*done, *_copied(copies), *_absent(known, present)], known, present, dict(sorted(ignored.items()))
    )


def _without(found: Found, names: Collection[str]) -> Found:
    """What was found, files that the user wants left alone counted as ignored."""
    left = [file for file in found.files if not is_ignored(file.name, names)]
    ignored = [(file.name, IGNORED_BY_USER) for file in found.files if is_ignored(file.name, names)]
    return replace(found, files=tuple(left), ignored=(*found.ignored, *ignored))


def is_ignored(file: str, names: Collection[str]) -> bool:
    """Whether a name is the file's, that of a folder or archive it lies in, or that of the source it would start."""
    parts = PurePosixPath(file).parts
    above = {"/".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return bool((above | {source_name(name) for name in above}) & set(names))


def _rename(state: State, files: Sequence[File]) -> None:
    """Gives each file of the state whose name is gone the name under which its content lies in the inbox now."""
    known = state.files()
    held = set(zip(known["file"], known["sha256"], strict=True))
    present = {(file.name, file.sha256) for file in files}
    free = {
        sha256: (source, name)
        for source, name, sha256 in known.select(ORIGIN).iter_rows()
        if (name, sha256) not in present
    }
    moved = []
    for file in files:
        if (file.name, file.sha256) not in held and file.sha256 in free:
            source, name_before = free.pop(file.sha256)
            moved.append((source, name_before, file.sha256, source, file.name))
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


def _expansion(file: Mapping[str, Any]) -> Window | None:
    """The days to which recurring events of a file were expanded; null where it holds no events."""
    if file["expanded_until"] is None:
        return None
    # an earlier version of the program did not keep the first day: it is taken for none that is far enough back
    return Window(file["expanded_from"] or file["expanded_until"], file["expanded_until"])
