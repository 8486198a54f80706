"""The stages of a run as plain functions, and `weekly`, the one place where they stand in order."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

import polars as pl

import transforms.models
from connectors.exports import Export
from pipelines.build_remarks import build_remarks
from pipelines.decisions import read_decisions
from pipelines.errors import NothingToDo, RunError
from pipelines.home import Home
from pipelines.importing import Imported, Inbox, imported, look_into, read_export, unread
from pipelines.inputs import settings_tables
from pipelines.progress import Progress, silent
from pipelines.remembering import STATE_TABLES, Linking, remember
from pipelines.report import write_report
from pipelines.review_sheet import take_answers
from pipelines.settings import Settings, read_settings
from pipelines.settling import settle
from pipelines.storing import RAW_SCHEMAS, Import, ReadExport, store
from warehouse.build import build
from warehouse.models import Model, python_model, sql_models
from warehouse.query import layer_tables, table
from warehouse.raw import TABLES
from warehouse.state import State
from warehouse.store import Store

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")

Attempt = tuple[Export, ReadExport | Import | Exception]
"""An export with what became of reading it."""


class Step(Protocol):
    """How stages are run: Prefect's makes each a task; `Call` just calls."""

    def __call__(self, stage: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """What the stage gives."""
        ...

    def map(self, stage: Callable[[Item], T], items: Sequence[Item]) -> Iterator[tuple[Item, T | Exception]]:
        """What the stage gives for each item, or the exception it raised there: a failed item isolates itself."""
        ...


class Call:
    """The step of a run without Prefect; `map` runs an item when it is asked for, so that one is in memory at a time."""

    def __call__(self, stage: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        return stage(*arguments, **options)

    def map(self, stage: Callable[[Item], T], items: Sequence[Item]) -> Iterator[tuple[Item, T | Exception]]:
        for item in items:
            try:
                yield item, stage(item)
            except Exception as error:  # handed on: the caller says what it cost
                yield item, error


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


CALL = Call()

RECORDS_AT_ONCE, FILES_AT_ONCE = 5000, 500
"""How much that was read is held before it is stored: a folder of one card per file would else be a thousand transactions."""


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

    started_at: UTC, stamped on what is imported and published; relink: as in build_stage; accepted: sources whose newest export may lack
    what it lacks. Nothing is published unless every stage succeeds; what was imported stays imported. Raises UserError on bad settings,
    RunError when a check fails, AlreadyRunning when another run is at work.
    """
    settings = read_settings(home.settings)
    with Store(home.folder).locked():
        done = import_all(home, settings, as_of, started_at, step, progress, accepted)
        sentences = step(build_stage, home, settings, as_of, progress, relink)
        step(report_stage, home, as_of, progress)
        published = step(publish_stage, home, settings, as_of, started_at, progress, sentences)
        return Outcome(settings.language, done, *published)


def import_all(
    home: Home, settings: Settings, as_of: date, started_at: datetime, step: Step, progress: Progress, accepted: Collection[str] = ()
) -> Imported:
    """What lies in the inbox, in the state: looked at, read file by file, stored. Call it under the lock.

    Raises NothingToDo when neither the inbox nor the state holds any record.
    """
    inbox = step(look_stage, home, progress)

    def read_stage(export: Export) -> ReadExport | Import:
        progress(f"Reading {export.name}")
        return read_export(export, inbox.known, settings, as_of)

    return step(store_stage, home, inbox, settings, step.map(read_stage, inbox.exports), as_of, started_at, accepted)


def look_stage(home: Home, progress: Progress = silent) -> Inbox:
    """What lies in the inbox, beside what the state knows."""
    progress("Looking into the inbox")
    with State.open(home.state, RAW_SCHEMAS, STATE_TABLES) as state:
        return look_into(home.inbox, state)


def store_stage(
    home: Home, inbox: Inbox, settings: Settings, readings: Iterable[Attempt], as_of: date, started_at: datetime, accepted: Collection[str] = ()
) -> Imported:
    """Everything that was read, kept in the state, each export in its source. accepted: sources whose newest export may lack what it lacks.

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
    waiting: list[ReadExport] = []
    for export, read in readings:
        if isinstance(read, Exception):
            yield unread(export, read)
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
    return [*(sentence for done in imports for sentence in done.sentences), f"No file in {home.inbox} could be read: nothing was published."]


def build_stage(home: Home, settings: Settings, as_of: date, progress: Progress = silent, relink: bool = False) -> list[str]:
    """A new warehouse file, built and checked, beside the state. Returns what the user should know.

    relink: as if nothing had been linked before: the weights of evidence are estimated anew, and no link is kept for having been made.

    Raises RunError with every check that failed.
    """
    taken = take_answers(home.review, home.decisions, as_of)
    decisions = read_decisions(home.decisions)
    forgotten = {"linking_parameters": pl.DataFrame(schema=TABLES["linking_parameters"])} if relink else {}
    result = build(
        Store(home.folder).next,
        home.state,
        models(),
        {**settings_tables(settings), "decisions": decisions.rows, **forgotten},
        as_of,
        lambda done, steps, name: progress(f"Building {name} ({done + 1} of {steps})"),
    )
    if result.failures:
        raise RunError(*result.failures, "The network published before is as it was.")
    return [*taken, *decisions.problems, *build_remarks(Store(home.folder).next, decisions.rows)]


def models() -> list[Model]:
    """Every model of the warehouse: the SQL files of warehouse/ and the Python modules of transforms/models/, found by their place."""
    folder = Path(transforms.models.__path__[0])
    names = sorted(f"{path.parent.name}.{path.stem}" for path in folder.glob("*/*.py") if path.stem != "__init__")
    return [*sql_models(), *(python_model(importlib.import_module(f"transforms.models.{name}")) for name in names)]


def report_stage(home: Home, as_of: date, progress: Progress = silent) -> None:
    """The report of the new warehouse file, in a folder of its own until it is published."""
    progress("Writing the report")
    shutil.rmtree(home.next_report, ignore_errors=True)
    write_report(layer_tables(Store(home.folder).next, "mart"), home.next_report, as_of=as_of)


def publish_stage(
    home: Home, settings: Settings, as_of: date, started_at: datetime, progress: Progress, sentences: Sequence[str]
) -> tuple[date, pl.DataFrame, Path, list[str]]:
    """The new warehouse and its report in the place of the old ones, once the state remembers what it must.

    Returns the end of the reporting week, its figures, the report's folder and what the user should know. A run killed in between
    leaves a register that gives the same ids again.
    """
    progress("Publishing")
    store = Store(home.folder)
    ((week_end, iso_week),) = table(store.next, "core.weeks").filter("is_reporting").select("week_end", "iso_week").rows()
    figures = table(store.next, "mart.figures").filter(pl.col("week_end") == week_end)
    linking = Linking(table(store.next, "link.person_records"), table(store.next, "link.parameters"))
    with State.open(home.state, RAW_SCHEMAS, STATE_TABLES) as state:
        remember(state, linking, figures, settings, version("entregent"), started_at)
    published = store.publish(store.next)
    folder = home.reports / iso_week
    _move_files(home.next_report, folder)
    aside = [f"Another program had written beside network.duckdb: what it left lies in {published.aside}."] if published.aside else []
    return week_end, figures, folder, [*sentences, *aside]


def _move_files(new: Path, folder: Path) -> None:
    """Each file in the place of its forerunner: none is ever missing, and what else lies in the folder stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(new.iterdir()):
        path.replace(folder / path.name)
    new.rmdir()
