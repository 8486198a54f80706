"""The stages of a run that take the inbox into the state: look, read file by file, store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connectors.files.listing import File
from pipelines.errors import NothingToDo
from pipelines.home import Home
from pipelines.importing.inbox import Inbox, Known, look_into
from pipelines.importing.neighbours import Neighbours
from pipelines.importing.outcome import Import, Imported, imported
from pipelines.importing.reading import ReadFile, read_file, unread
from pipelines.importing.storing import store
from pipelines.run import Run
from pipelines.sources.settling import Word, settle
from pipelines.state_tables import open_state
from warehouse.state import State

Attempt = tuple[File, ReadFile | Import | Exception]
"""A file with what became of reading it."""

RECORDS_AT_ONCE, FILES_AT_ONCE = 5000, 500
"""How much that was read is held before it is stored.

A folder of one card per file would else be a thousand transactions.
"""


def look_stage(run: Run) -> Inbox:
    """What lies in the inbox, beside what the state knows."""
    run.progress("Looking into the inbox")
    with open_state(run.home) as state:
        return look_into(run.home.inbox, state, run.settings.ignored)


def read_stage(run: Run, known: Known, neighbours: Neighbours, file: File) -> ReadFile | Import:
    """The records of one file, or why there is nothing to read."""
    run.progress(f"Reading {file.name}")
    return read_file(file, known, run.settings, run.as_of, neighbours)


def store_stage(run: Run, inbox: Inbox, readings: Iterable[Attempt]) -> Imported:
    """Everything that was read, kept in the state, each file in its source.

    Raises NothingToDo when the state then holds no record at all.
    """
    with open_state(run.home) as state:
        imports = [*inbox.done, *_stored(run, state, readings)]
        if state.files().is_empty():
            raise NothingToDo(*_nothing_found(run.home, sorted(imports, key=lambda done: done.name)))
        word = Word(run.settings.source_names, run.accepted, run.taken_back)
        settled = settle(state, inbox.present, word, run.as_of, run.started_at)
        return imported(imports, inbox.ignored, settled, state)


def _stored(run: Run, state: State, readings: Iterable[Attempt]) -> Iterator[Import]:
    """What became of each file; small ones are stored many at a time."""
    waiting: list[ReadFile] = []
    for file, read in readings:
        if isinstance(read, Exception):
            yield unread(file, read)
        elif isinstance(read, Import):
            yield read
        else:
            waiting.append(read)
            if sum(one.records for one in waiting) > RECORDS_AT_ONCE or len(waiting) == FILES_AT_ONCE:
                yield from store(waiting, state, run.as_of, run.started_at)
                waiting = []
    yield from store(waiting, state, run.as_of, run.started_at)


def _nothing_found(home: Home, imports: Sequence[Import]) -> list[str]:
    if not imports:
        return [f"{home.inbox} holds no export. Drop some there (.vcf, .csv, .ics, .zip) and run again."]
    return [
        *(sentence for done in imports for sentence in done.sentences),
        f"No file in {home.inbox} could be read: nothing was published.",
    ]
