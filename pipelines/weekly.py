"""The stages of a run as plain functions, and `weekly`, the one place where they stand in order."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from connectors.files.listing import File
from pipelines.building import build_stage
from pipelines.errors import NothingToDo
from pipelines.home import Home
from pipelines.importing.inbox import Inbox, look_into
from pipelines.importing.outcome import Import, Imported, imported
from pipelines.importing.reading import ReadFile, read_file, unread
from pipelines.importing.storing import RAW_SCHEMAS, store
from pipelines.publishing import STATE_TABLES, publish_stage
from pipelines.report import write_report
from pipelines.settings.settings import Settings, read_settings
from pipelines.sources.settling import settle
from pipelines.steps import CALL, Step
from pipelines.terminal.progress import Progress, silent
from warehouse.query import layer_tables
from warehouse.state import State
from warehouse.store import Store

Attempt = tuple[File, ReadFile | Import | Exception]
"""An export with what became of reading it."""


@dataclass(frozen=True)
class Outcome:
    """What a run did.

    figures: rows of mart.figures of the reporting week; report: its folder; sentences: warnings, with what to do.
    """

    language: str
    imported: Imported
    week_end: date
    figures: pl.DataFrame
    report: Path
    sentences: Sequence[str]


RECORDS_AT_ONCE, FILES_AT_ONCE = 5000, 500
"""How much that was read is held before it is stored.

A folder of one card per file would else be a thousand transactions.
"""


def weekly(
    home: Home,
    as_of: date,
    started_at: datetime,
    step: Step = CALL,
    progress: Progress = silent,
    relink: bool = False,
    accepted: Collection[str] = (),
) -> Outcome:
    """Everything from the inbox to the report, as of a day: import, build, check, report, publish.

    started_at: UTC, stamped on what is imported and published; relink: as in build_stage; accepted: sources whose
    newest export may lack what it lacks. Nothing is published unless every stage succeeds; what was imported stays
    imported. Raises UserError on bad settings, RunError when a check fails, AlreadyRunning when another run is at work.
    """
    settings = read_settings(home.settings)
    with Store(home.folder).locked():
        done = import_all(home, settings, as_of, started_at, step, progress, accepted)
        sentences = step(build_stage, home, settings, as_of, progress, relink)
        step(report_stage, home, as_of, progress)
        published = step(publish_stage, home, settings, as_of, started_at, progress, sentences)
        return Outcome(settings.language, done, *published)


def import_all(
    home: Home,
    settings: Settings,
    as_of: date,
    started_at: datetime,
    step: Step,
    progress: Progress,
    accepted: Collection[str] = (),
) -> Imported:
    """What lies in the inbox, in the state: looked at, read file by file, stored. Call it under the lock.

    Raises NothingToDo when neither the inbox nor the state holds any record.
    """
    inbox = step(look_stage, home, progress)

    def read_stage(file: File) -> ReadFile | Import:
        progress(f"Reading {file.name}")
        return read_file(file, inbox.known, settings, as_of)

    return step(store_stage, home, inbox, settings, step.map(read_stage, inbox.files), as_of, started_at, accepted)


def look_stage(home: Home, progress: Progress = silent) -> Inbox:
    """What lies in the inbox, beside what the state knows."""
    progress("Looking into the inbox")
    with State.open(home.state, RAW_SCHEMAS, STATE_TABLES) as state:
        return look_into(home.inbox, state)


def store_stage(
    home: Home,
    inbox: Inbox,
    settings: Settings,
    readings: Iterable[Attempt],
    as_of: date,
    started_at: datetime,
    accepted: Collection[str] = (),
) -> Imported:
    """Everything that was read, kept in the state, each export in its source.

    accepted: sources whose newest export may lack what it lacks.
    Raises NothingToDo when the state then holds no record at all.
    """
    with State.open(home.state, RAW_SCHEMAS, STATE_TABLES) as state:
        imports = [*inbox.done, *_stored(state, readings, as_of, started_at)]
        if state.files().is_empty():
            raise NothingToDo(*_nothing_found(home, sorted(imports, key=lambda done: done.name)))
        pins = {name: source.source for name, source in settings.sources.items() if source.source}
        settled = settle(state, inbox.present, pins, accepted, as_of, started_at)
        return imported(imports, inbox.ignored, settled, state)


def _stored(state: State, readings: Iterable[Attempt], as_of: date, started_at: datetime) -> Iterator[Import]:
    """What became of each export; small ones are stored many at a time."""
    waiting: list[ReadFile] = []
    for file, read in readings:
        if isinstance(read, Exception):
            yield unread(file, read)
        elif isinstance(read, Import):
            yield read
        else:
            waiting.append(read)
            if sum(one.records for one in waiting) > RECORDS_AT_ONCE or len(waiting) == FILES_AT_ONCE:
                yield from store(waiting, state, as_of, started_at)
                waiting = []
    yield from store(waiting, state, as_of, started_at)


def _nothing_found(home: Home, imports: Sequence[Import]) -> list[str]:
    if not imports:
        return [f"{home.inbox} holds no export. Drop some there (.vcf, .csv, .ics, .zip) and run again."]
    return [
        *(sentence for done in imports for sentence in done.sentences),
        f"No file in {home.inbox} could be read: nothing was published.",
    ]


def report_stage(home: Home, as_of: date, progress: Progress = silent) -> None:
    """The report of the new warehouse file, in a folder of its own until it is published."""
    progress("Writing the report")
    shutil.rmtree(home.next_report, ignore_errors=True)
    write_report(layer_tables(Store(home.folder).next, "mart"), home.next_report, as_of=as_of)
