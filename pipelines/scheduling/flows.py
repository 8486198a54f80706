"""The weekly run as Prefect flows: the same stages in the same order, each as a task.

Imported by `run --prefect` and `serve` only, once their settings are settled: Prefect starts slowly and reads its
settings on import. Parameters are paths, days and options. Stages get their arguments in a closure, so that Prefect
never sees a record, and what goes wrong reaches Prefect without the values an error may quote.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from prefect import Flow, State, Task, flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun
from prefect.futures import PrefectConcurrentFuture
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner

from pipelines.errors import RunError, UserError
from pipelines.faults import kind_and_place, told
from pipelines.home import Home
from pipelines.importing.outcome import Imported
from pipelines.run import Run
from pipelines.settings.settings import read_settings
from pipelines.terminal.progress import Progress, silent
from pipelines.weekly import Outcome, import_all, weekly
from pipelines.weeks import last_sunday
from warehouse.errors import WarehouseError
from warehouse.query import QueryError, table

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")

WORKERS = 2
STAGE_SECONDS = 3600
RUN_SECONDS = 2 * 3600

SERVED_BY = "ENTREGENT_SERVED_BY"
"""Names the process that `serve` runs in, for the runs it starts."""

PROGRESS: ContextVar[Progress] = ContextVar("progress", default=silent)
"""Who watches a flow: no parameter, for Prefect keeps those."""

RUNNER: ThreadPoolTaskRunner[PrefectConcurrentFuture[Any]] = ThreadPoolTaskRunner(max_workers=WORKERS)


def _has_our_words(error: Exception) -> bool:
    """Whether the error's words are ours and hold no value; DuckDB's own, of a query, quote what it stumbled on."""
    return isinstance(error, UserError | RunError | WarehouseError) and not isinstance(error, QueryError)


class StageFailed(Exception):
    """An error as Prefect may keep it: our own sentences, or its kind and place.

    error: itself, for the caller. kept: where its full text is, when that is known.
    """

    def __init__(self, error: Exception, kept: str = "") -> None:
        super().__init__(str(error) if _has_our_words(error) else kept or kind_and_place(error))
        self.error = error

    def __reduce__(self) -> tuple[type[RuntimeError], tuple[str]]:
        """What Prefect stores: it pickles the error a flow ends with, though told to keep no result."""
        return RuntimeError, (str(self),)


@contextmanager
def _failing_without_values(home: Home) -> Iterator[None]:
    """Whatever goes wrong in a flow as StageFailed; its full text is kept in the home, for nobody may be watching."""
    try:
        yield
    except Exception as failed:
        error = failed.error if isinstance(failed, StageFailed) else failed
        raise StageFailed(error, "" if _has_our_words(error) else told(error, home)) from None


class PrefectStep:
    """Runs each stage as a task.

    Only reading a file is tried again: files lie on disks that come and go; all else is our own arithmetic.
    Reading has no time-out of its own: what runs in a worker thread cannot be interrupted.
    """

    def __call__(self, stage: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        @task(name=_name(stage), timeout_seconds=STAGE_SECONDS, persist_result=False, cache_policy=NO_CACHE)
        def run() -> T:
            try:
                return stage(*arguments, **options)
            except Exception as error:
                raise StageFailed(error) from None

        return run()

    def map(self, stage: Callable[[Item], T], items: Sequence[Item]) -> Iterator[tuple[Item, T | Exception]]:
        """All items at work at once, as many as there are workers; results in the order of the items."""
        futures = [_of_item(stage, item, place).submit() for place, item in enumerate(items, 1)]
        for item, future in zip(items, futures, strict=True):
            yield item, future.result(raise_on_failure=False)


def _of_item(stage: Callable[[Item], T], item: Item, place: int) -> Task[[], T | Exception]:
    @task(
        name=_name(stage),
        task_run_name=f"{_name(stage)} {place}",
        retries=2,
        retry_delay_seconds=2,
        persist_result=False,
        cache_policy=NO_CACHE,
    )
    def run() -> T | Exception:
        try:
            return stage(item)
        except OSError:
            raise
        except Exception as error:  # its message may quote the file: it goes to the caller, not to Prefect
            return error

    return run


def _name(stage: Callable[..., Any]) -> str:
    return stage.__name__.removesuffix("_stage").replace("_", " ")


def _run_name() -> str:
    """`weekly 2026-W47`, from the parameters of the run."""
    given: Mapping[str, Any] = flow_run.parameters
    day = given.get("as_of") or _today(Home(Path(given["home"])))
    year, week, _ = last_sunday(date.fromisoformat(day) if isinstance(day, str) else day).isocalendar()
    return f"{flow_run.flow_name} {year}-W{week:02}"


def _today(home: Home) -> date:
    return datetime.now(ZoneInfo(read_settings(home.settings).time_zone)).date()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _is_done(home: Home, as_of: date) -> bool:
    """Whether the week was published since this run was due: the first of several missed ones has done their work."""
    due = flow_run.scheduled_start_time
    if due is None or not home.published.exists() or home.published.stat().st_mtime < due.timestamp():
        return False
    return bool(table(home.published, "core.weeks").filter(is_reporting=True)["week_end"].item() == last_sunday(as_of))


def _say_end(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """One line for whoever watches `serve`."""
    if SERVED_BY in os.environ:
        reason = f": {state.message}" if state.is_failed() and state.message else ""
        sys.stderr.write(f"{datetime.now():%Y-%m-%d %H:%M} {flow_run.name}: {state.name}{reason}\n")


def _end_with(process: int) -> None:
    """Ends this run with the process that started it, so that a killed `serve` leaves nobody holding the lock."""
    while os.getppid() == process:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


@flow(
    name="weekly",
    flow_run_name=_run_name,
    task_runner=RUNNER,  # type: ignore[arg-type]  # Prefect's own types leave the kind of future open
    timeout_seconds=RUN_SECONDS,
    persist_result=False,
    on_completion=[_say_end],
    on_failure=[_say_end],
)
def weekly_flow(home: Path, as_of: date | None = None, relink: bool = False) -> Outcome | None:
    """From the inbox to the report; None when the week was published since the run was due.

    as_of: today in the home's zone unless given.
    """
    if SERVED_BY in os.environ:
        threading.Thread(target=_end_with, args=(int(os.environ[SERVED_BY]),), daemon=True).start()
    os.umask(0o077)  # as the command line does: a worker of one's own does not run it
    place = Home(home)
    with _failing_without_values(place):
        day = as_of or _today(place)
        if _is_done(place, day):
            return None
        run = Run(place, read_settings(place.settings), day, _now(), relink=relink, progress=PROGRESS.get())
        outcome = weekly(run, PrefectStep())
        numbers = outcome.figures.select("figure", "value").to_dicts()
        create_table_artifact(key="figures", table=numbers, description="The week's headline figures.")
        return outcome


@flow(name="import", flow_run_name=_run_name, task_runner=RUNNER, timeout_seconds=RUN_SECONDS, persist_result=False)  # type: ignore[arg-type]
def import_flow(home: Path, as_of: date | None = None) -> Imported:
    """What lies in the inbox, in the state; nothing is built or published."""
    os.umask(0o077)
    place = Home(home)
    with _failing_without_values(place):
        run = Run(place, read_settings(place.settings), as_of or _today(place), _now())
        with run.store.locked():
            return import_all(run, PrefectStep())


def _end_quietly() -> None:
    """DuckDB's binding complains on standard error of a connection that lives until the interpreter is taken down.

    One does after a task: nothing of Python refers to it any more (found with gc), so it cannot be let go here.
    """
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


atexit.register(_end_quietly)
# "Still processing items" at exit; Prefect's settings do not reach it
logging.getLogger("EventsWorker").setLevel(logging.CRITICAL)


def run_weekly(run: Run) -> Outcome:
    """weekly_flow, called as `weekly` is: with its outcome and its errors."""
    watching = PROGRESS.set(run.progress)
    try:
        outcome = weekly_flow(run.home.folder, run.as_of, run.relink)
    except StageFailed as failed:
        raise failed.error from None
    finally:
        PROGRESS.reset(watching)
    assert outcome is not None  # only a scheduled run can find its work done
    return outcome
