"""`weekly`, the one place where the stages of a run stand in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from connectors.files.listing import File
from pipelines.building import build_stage
from pipelines.errors import RunError
from pipelines.faults import forget_fault
from pipelines.importing.neighbours import Neighbours
from pipelines.importing.outcome import Import, Imported
from pipelines.importing.reading import ReadFile
from pipelines.importing.stages import look_stage, read_stage, store_stage
from pipelines.publishing import publish_stage, report_stage
from pipelines.run import Run
from pipelines.steps import CALL, Step


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
    sentences: tuple[str, ...]


def weekly(run: Run, step: Step = CALL) -> Outcome:
    """Everything from the inbox to the report, as of a day: import, build, check, report, publish.

    Nothing is published unless every stage succeeds; what was imported stays imported. Raises RunError when a check
    fails or what earlier runs read is lost, AlreadyRunning when another run is at work.
    """
    with run.store.locked():
        _look_for_state(run)
        imported = import_all(run, step)
        remarks = step(build_stage, run)
        step(report_stage, run)
        published = step(publish_stage, run)
        forget_fault(run.home)
        return Outcome(
            run.settings.language,
            imported,
            published.week_end,
            published.figures,
            published.report,
            (*remarks, *published.sentences),
        )


def _look_for_state(run: Run) -> None:
    if run.home.published.exists() and not run.home.state.exists() and not run.afresh:
        raise RunError(
            f"{run.home.state} is gone, and with it what earlier runs read: records that are no longer in the inbox, "
            f"the history of figures, which records are one person's. Put back your copy of {run.home.internal}, or go "
            f"on without: entregent run {run.home.folder} --afresh"
        )


def import_all(run: Run, step: Step = CALL) -> Imported:
    """What lies in the inbox, in the state: looked at, read file by file, stored. Call it under the lock.

    Raises NothingToDo when neither the inbox nor the state holds any record.
    """
    inbox = step(look_stage, run)
    neighbours = Neighbours.of(inbox)

    def read(file: File) -> ReadFile | Import:
        return read_stage(run, inbox.known, neighbours, file)

    return step(store_stage, run, inbox, step.map(read, inbox.files))
