"""Takes what lies in the inbox into the state: each export is recognised, read, accounted for and stored once."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from connectors import registry
from connectors.exports import Export, exports_in
from connectors.records import Recognition, Window
from connectors.registry import Receipt
from pipelines.own_tables import recognised
from pipelines.record_keys import without_repeats
from pipelines.settings import Settings
from pipelines.settling import Settled, sentences, told_by_export
from pipelines.storing import Import, ReadExport, receipt_of
from warehouse.raw import ORIGIN
from warehouse.state import State

YEARS_BACK = 15
"""Recurring events are expanded from this many years before the run: older occurrences weigh nothing."""
DAYS_AHEAD = 400
DAYS_NEEDED_AHEAD = 60
"""A run looks at most 30 days past its own day; a calendar expanded less far than this is expanded again."""

KEYS_VERSION = 1
"""Raised when record keys or digests are made otherwise, so that files are read again."""

MOST_COPIES_NAMED = 3
MOST_TOLD = 3
"""Sentences about the files of one export that are printed."""

UNKNOWN = Recognition("unknown", "unknown", "", 0)


@dataclass(frozen=True)
class Known:
    """The files the state holds. read: reader, expansion and kind by (file, sha256); receipts likewise; current: those of them that count."""

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
    """What lies in the inbox. exports: in the order of their names, each content once; done: those there is nothing to read of, with their sentences.

    present: name and sha256 of each; ignored: how many files fell under each rule, being no exports.
    """

    exports: Sequence[Export]
    done: Sequence[Import]
    known: Known
    present: Collection[tuple[str, str]]
    ignored: Mapping[str, int]


@dataclass(frozen=True)
class Imported:
    """What became of the inbox. imports: export by export, in the order of their names; ignored: files left alone, by rule.

    sentences: what the user should know of the sources.
    """

    imports: Sequence[Import]
    ignored: Mapping[str, int]
    sentences: Sequence[str] = ()


def window_around(as_of: date) -> Window:
    """The days within which recurring events are expanded for a run as of this day."""
    return Window(as_of - timedelta(days=round(YEARS_BACK * 365.25)), as_of + timedelta(days=DAYS_AHEAD))


def look_into(folder: Path, state: State) -> Inbox:
    """What the inbox holds. Links, bombs and what else must not be read come with a sentence each; nothing found is left out.

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
    return Inbox(exports, [*done, *_copied(copies), *_absent(known, present)], known, present, dict(sorted(ignored.items())))


def _rename(state: State, exports: Sequence[Export]) -> None:
    """Gives each file of the state whose name is gone the name under which its content lies in the inbox now."""
    files = state.files()
    held = set(zip(files["file"], files["sha256"], strict=True))
    present = {(export.name, export.sha256) for export in exports}
    free = {sha256: (source, file) for source, file, sha256 in files.select(ORIGIN).iter_rows() if (file, sha256) not in present}
    moved = []
    for export in exports:
        if (export.name, export.sha256) not in held and export.sha256 in free:
            source, file = free.pop(export.sha256)
            moved.append((source, file, export.sha256, source, export.name))
    state.move_files(pl.DataFrame(moved, schema=dict.fromkeys((*ORIGIN, "new_source", "new_file"), pl.String), orient="row"))


def _copied(copies: Sequence[tuple[str, str]]) -> list[Import]:
    """Files that hold what another holds: a sentence each, or one for many."""
    if len(copies) > MOST_COPIES_NAMED:
        name, same = copies[0]
        return [Import(name, UNKNOWN, sentences=(f"{len(copies)} files have the same content as others, as {name} has that of {same}: it is counted once.",))]
    return [
        Import(name, UNKNOWN, is_copy=True, sentences=(f"{name} has the same content as {same}: it is counted once. You may delete one.",))
        for name, same in copies
    ]


def _absent(known: Known, present: Collection[tuple[str, str]]) -> list[Import]:
    """The files that count although they lie in the inbox no more."""
    return [
        Import(file, Recognition(kind, reader.rpartition("/")[0], "", 0), known.receipts.get((file, sha256)), is_absent=True, sha256=sha256)
        for (file, sha256), (reader, _, kind) in known.read.items()
        if (file, sha256) in known.current and (file, sha256) not in present
    ]


def read_export(export: Export, known: Known, settings: Settings, as_of: date) -> ReadExport | Import:
    """The records of an export; an Import at once when there is nothing to read: unknown, empty, or unchanged since it was read."""
    forced = settings.sources.get(export.name)
    recognition = recognised(export, export.name, forced.dialect if forced else None, settings.own_tables)
    if isinstance(recognition, registry.Ambiguous):
        return Import(export.name, UNKNOWN, sentences=(recognition.sentence,))
    if recognition.kind in ("unknown", "empty"):
        return Import(export.name, recognition, sentences=(recognition.signature + _before(export, known),))
    reader = reader_of(export, recognition)
    last_reader, expanded_until, _ = known.read.get((export.name, export.sha256), (None, None, None))
    is_far_enough = expanded_until is None or expanded_until >= as_of + timedelta(days=DAYS_NEEDED_AHEAD)
    if last_reader == reader and is_far_enough:
        return Import(export.name, recognition, known.receipts[export.name, export.sha256], is_unchanged=True, sha256=export.sha256)
    read = read_records(export, recognition, window_around(as_of), once=True)
    return read if export.is_as_listed() else _changed(export)


def read_records(export: Export, recognition: Recognition, window: Window, once: bool = False) -> ReadExport:
    """All that an export holds, recurring events expanded within the window. once: each record once, and of an event its latest state."""
    reading = registry.read(export, recognition, window)
    reading = without_repeats(reading) if once else reading
    receipt = registry.receipt(export, recognition, reading)
    return ReadExport(export, recognition, reading, receipt, reader_of(export, recognition), window.last)


def reader_of(export: Export, recognition: Recognition) -> str:
    """What reads an export: its dialect and the version of its connector, and of the keys that its records get."""
    return f"{recognition.dialect}/{registry.version_of(export, recognition)}.{KEYS_VERSION}"


def _before(export: Export, known: Known) -> str:
    """What to add of a file that cannot be read and once could."""
    return " What it held before still counts." if any(file == export.name for file, _ in known.read) else ""


def unread(export: Export, error: Exception) -> Import:
    """An export that could not be read: it is gone or out of reach, or the program failed on it. It costs itself; what it gave before stays."""
    if not export.is_as_listed():
        return _changed(export)
    if isinstance(error, OSError):
        sentence = f"{export.name} could not be opened ({error.strerror or type(error).__name__}): put it back or export it again."
    else:
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        sentence = f"{export.name} could not be read: a fault of the program ({fault}). Please report it; all other files were read."
    return Import(export.name, UNKNOWN, sentences=(sentence,))


def _changed(export: Export) -> Import:
    """An export that went or changed since it was listed: what was read of it is of no known content. What it gave before stays."""
    return Import(export.name, UNKNOWN, sentences=(f"{export.name} was moved or changed while it was being read: run again to read it.",))


def imported(imports: Sequence[Import], ignored: Mapping[str, int], settled: Settled, state: State) -> Imported:
    """What became of the inbox once every export has its source: the files of one export are one, with the sum of their receipts."""
    receipts = {(row["file"], row["sha256"]): receipt_of(row) for row in state.read("receipts").iter_rows(named=True)}
    exports: dict[tuple[str, bool], list[Import]] = {}
    for done in sorted(imports, key=lambda done: done.name):
        export, _ = settled.parts.get((done.name, done.sha256 or ""), (done.name, ""))
        receipt = receipts.get((done.name, done.sha256 or ""), done.receipt)
        exports.setdefault((export, done.is_absent), []).append(replace(done, receipt=receipt))
    brought = told_by_export(settled)
    joined = [_joined(export, parts, "" if is_absent else brought.get(export, "")) for (export, is_absent), parts in exports.items()]
    return Imported([one for one in joined if not (one.is_absent and one.files > 1 and (one.name, False) in exports)], ignored, sentences(settled))


def _joined(export: str, parts: Sequence[Import], brought: str) -> Import:
    """One line for an export of many files."""
    first = parts[0]
    if len(parts) == 1:
        return replace(first, name=first.name if first.receipt is None else export, brought=brought)
    told = [sentence for part in parts for sentence in part.sentences]
    more = [f"{export}: {len(told) - MOST_TOLD} more sentences like these: entregent status --rejects"] if len(told) > MOST_TOLD else []
    return Import(
        export,
        first.recognition,
        _sum([part.receipt for part in parts if part.receipt]),
        is_unchanged=all(part.is_unchanged for part in parts),
        is_absent=first.is_absent,
        sentences=[*told[:MOST_TOLD], *more],
        files=len(parts),
        brought=brought,
    )


def _sum(receipts: Sequence[Receipt]) -> Receipt:
    rules: Counter[str] = sum((Counter(receipt.ignored_rules) for receipt in receipts), Counter())
    withheld: Counter[str] = sum((Counter(receipt.withheld_rules) for receipt in receipts), Counter())
    numbers = (sum(getattr(receipt, name) for receipt in receipts) for name in ("found", "kept", "repeated", "rejected", "ignored"))
    found, kept, repeated, rejected, ignored = numbers
    return Receipt(found, kept, repeated, rejected, ignored, rules, withheld)
