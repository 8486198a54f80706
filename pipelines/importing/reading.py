"""Reads the records of a file, once it is known what it is."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from connectors import registry
from connectors.files.listing import File
from connectors.records import Reading, Receipt, Recognition, Window
from pipelines.faults import kind_and_place
from pipelines.importing.inbox import Known
from pipelines.importing.neighbours import Neighbours
from pipelines.importing.outcome import UNKNOWN, Import, imbalance
from pipelines.settings.own_tables import recognised
from pipelines.settings.settings import Settings
from pipelines.sources import record_keys
from pipelines.sources.record_keys import without_repeats

YEARS_BACK = 15
"""Recurring events are expanded from this many years before the run: older occurrences weigh nothing."""

DAYS_AHEAD = 400

DAYS_NEEDED_AHEAD, YEARS_NEEDED_BACK = 60, 13
"""A run looks at most 30 days past its own day, and what is older than this weighs next to nothing; a calendar expanded
less far is expanded again.
"""

KEYS_VERSION = zlib.crc32(Path(record_keys.__file__).read_bytes())
"""Of the code that makes record keys and digests: when they are made otherwise, files are read again."""


def window_around(as_of: date) -> Window:
    """The days within which recurring events are expanded for a run as of this day."""
    return Window(as_of - timedelta(days=round(YEARS_BACK * 365.25)), as_of + timedelta(days=DAYS_AHEAD))


def read_file(
    file: File, known: Known, settings: Settings, as_of: date, neighbours: Neighbours | None = None
) -> ReadFile | Import:
    """The records of a file; an Import at once when there is nothing to read.

    Unknown, empty, unchanged since it was read, or read so that a record is unaccounted for. neighbours: the files it
    may be read together with.
    """
    forced = settings.sources.get(file.name)
    recognition = recognised(file, file.name, forced.dialect if forced else None, settings.own_tables)
    if isinstance(recognition, registry.Ambiguous):
        return Import(file.name, UNKNOWN, sentences=(recognition.sentence,))
    if recognition.kind in ("unknown", "empty"):
        return Import(file.name, recognition, sentences=(recognition.signature + _before(file, known),))
    reader = reader_of(recognition)
    last_reader, expansion, _ = known.read.get((file.name, file.sha256), (None, None, None))
    if last_reader == reader and (expansion is None or _is_far_enough(expansion, as_of)):
        return Import(
            file.name,
            recognition,
            known.receipts[file.name, file.sha256],
            is_unchanged=True,
            sha256=file.sha256,
        )
    read = read_records(file, recognition, window_around(as_of), once=True, neighbours=neighbours)
    if not file.is_as_listed():
        return _changed(file)
    return read if read.receipt.adds_up else Import(file.name, UNKNOWN, sentences=(_unaccounted(read, known),))


def _is_far_enough(expansion: Window, as_of: date) -> bool:
    needed_from = as_of - timedelta(days=round(YEARS_NEEDED_BACK * 365.25))
    return expansion.first <= needed_from and expansion.last >= as_of + timedelta(days=DAYS_NEEDED_AHEAD)


def read_records(
    file: File,
    recognition: Recognition,
    window: Window,
    once: bool = False,
    neighbours: Neighbours | None = None,
) -> ReadFile:
    """All that a file holds, recurring events expanded within the window.

    once: each record once, and of an event its latest state. neighbours: the files it may be read together with.
    """
    reading = neighbours.reading(file, recognition) if neighbours else None
    reading = reading or registry.read(file, recognition, window)
    reading = without_repeats(reading) if once else reading
    receipt = registry.receipt(file, recognition, reading)
    return ReadFile(file, recognition, reading, receipt, reader_of(recognition), window)


def reader_of(recognition: Recognition) -> str:
    """What reads a file: its dialect and the version of its connector, and of the keys that its records get."""
    return f"{recognition.dialect}/{registry.version_of(recognition)}.{KEYS_VERSION}"


def _before(file: File, known: Known) -> str:
    """What to add of a file that cannot be read and once could."""
    return " What it held before still counts." if any(name == file.name for name, _ in known.read) else ""


def _unaccounted(read: ReadFile, known: Known) -> str:
    """What to say of a file of which a record may be lost: nothing of it is kept, and no other file is held up."""
    return (
        f"{read.file.name}: {imbalance(read.receipt)} It was left out. "
        f"This is a fault of the program: please report it, or export the file again.{_before(read.file, known)}"
    )


def unread(file: File, error: Exception) -> Import:
    """A file that could not be read: it is gone or out of reach, or the program failed on it.

    It costs itself; what it gave before stays.
    """
    if not file.is_as_listed():
        return _changed(file)
    if isinstance(error, OSError):
        sentence = (
            f"{file.name} could not be opened ({error.strerror or type(error).__name__}): "
            "put it back or export it again."
        )
    else:
        sentence = (
            f"{file.name} could not be read: a fault of the program ({kind_and_place(error)}). "
            "Please report it; all other files were read."
        )
    return Import(file.name, UNKNOWN, sentences=(sentence,))


def _changed(file: File) -> Import:
    """A file that went or changed since it was listed: what was read of it is of no known content.

    What it gave before stays.
    """
    return Import(
        file.name,
        UNKNOWN,
        sentences=(f"{file.name} was moved or changed while it was being read: run again to read it.",),
    )


@dataclass(frozen=True)
class ReadFile:
    """A file that was read, on its way to the state."""

    file: File
    recognition: Recognition
    reading: Reading
    receipt: Receipt
    reader: str
    expanded: Window

    @property
    def records(self) -> int:
        """How many records it brings, for whoever bounds what is held in memory."""
        return self.receipt.kept
