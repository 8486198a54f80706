"""Reads a warehouse file: ad hoc SQL in a closed room, and whole layers as frames."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import polars as pl

from warehouse.duck import CONFIG, quoted
from warehouse.errors import PublishedError, WarehouseError
from warehouse.scratch import scratch

BATCH = 1000
SHORTEST_PAUSE, LONGEST_PAUSE = 0.001, 0.05
"""Seconds between two looks at whether a question is answered; a look ends at once at Ctrl-C."""

T = TypeVar("T")


class QueryError(WarehouseError):
    """DuckDB refused the SQL; the sentence is DuckDB's own."""


class TooLongError(WarehouseError):
    """The answer takes longer than was allowed."""


@dataclass(frozen=True)
class Answer:
    """columns: the names; rows: tuples in that order, read as they are asked for."""

    columns: Sequence[str]
    rows: Iterator[tuple[Any, ...]]

    def named(self) -> list[dict[str, Any]]:
        """The rows that were not read yet, by column; of columns of one name the last."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def read_only(path: Path, settings: Mapping[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that can read this file and nothing else: no other file, no network, no setting changed.

    settings: of DuckDB, beside ours. Raises PublishedError when another program stands in the way.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True, config={**CONFIG, **(settings or {})})
    except duckdb.Error as error:
        raise PublishedError(_unreadable(path, str(error))) from error
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _unreadable(path: Path, reason: str) -> str:
    if "Permission denied" in reason:
        return (
            f"{path.name} may not be read, for it is another user's. Give yourself the right to, or name another home."
        )
    if "lock on file" in reason:
        return f"{path.name} is open for writing in another program: close it there and ask again."
    if "WAL" in reason:
        return (
            f"Another program left {path.name}.wal, which does not belong to this file: entregent run moves it aside."
        )
    return f"{path.name} cannot be opened as a DuckDB file. Build it again with: entregent run"


def query(path: Path, sql: str, parameters: Mapping[str, Any] | None = None) -> Answer:
    """The answer of one SQL statement, `$name` standing for a parameter. Raises QueryError with DuckDB's own words."""
    connection = read_only(path)
    try:
        cursor = connection.execute(sql, dict(parameters or {}))
        columns = [column[0] for column in cursor.description or []]
        first = cursor.fetchmany(BATCH)
    except duckdb.Error as error:
        connection.close()
        raise QueryError(str(error)) from error
    return Answer(columns, _rows(connection, cursor, first))


def asked(path: Path, sql: str, seconds: float) -> Answer:
    """The answer of one SQL statement that somebody typed, as long as it takes no longer than this.

    Ctrl-C ends it at once; what it spilled to disk goes with it. Raises QueryError with DuckDB's own words, and
    TooLongError, also while the rows are read.
    """
    with ExitStack() as stack:
        spilled = stack.enter_context(scratch())
        asking = stack.enter_context(
            _Asking(read_only(path, {"temp_directory": str(spilled)}), time.monotonic() + seconds)
        )
        cursor = asking.for_result(lambda: asking.connection.execute(sql))
        first = asking.for_result(lambda: cursor.fetchmany(BATCH))
        work = stack.pop_all()

    def rows() -> Iterator[tuple[Any, ...]]:
        with work:
            batch = first
            while batch:
                yield from batch
                batch = asking.for_result(lambda: cursor.fetchmany(BATCH))

    return Answer([column[0] for column in cursor.description or []], rows())


class _Asking:
    """A connection at work in a thread of its own, so that this one can call it off."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, deadline: float) -> None:
        self.connection = connection
        self._deadline = deadline
        self._worker = ThreadPoolExecutor(1)

    def __enter__(self) -> _Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.shutdown()
        self.connection.close()

    def for_result(self, work: Callable[[], T]) -> T:
        at_work, pause = self._worker.submit(work), SHORTEST_PAUSE
        try:
            while not at_work.done():
                if time.monotonic() > self._deadline:
                    self.connection.interrupt()
                    raise TooLongError("It takes too long.")
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            return at_work.result()
        except KeyboardInterrupt:
            self.connection.interrupt()
            raise
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def _rows(
    connection: duckdb.DuckDBPyConnection, cursor: duckdb.DuckDBPyConnection, batch: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    with connection:
        while batch:
            yield from batch
            batch = cursor.fetchmany(BATCH)


def layer_tables(path: Path, layer: str) -> dict[str, pl.DataFrame]:
    """Every table of a layer as a frame, by full name: `mart.reach_weeks`."""
    with read_only(path) as connection:
        names = connection.execute(
            "select table_name from duckdb_tables() where schema_name = ? order by table_name", [layer]
        ).fetchall()
        return {f"{layer}.{name}": connection.sql(f"from {quoted(f'{layer}.{name}')}").pl() for (name,) in names}


def table(path: Path, name: str) -> pl.DataFrame:
    """One table as a frame. name: with its layer, `core.weeks`."""
    with read_only(path) as connection:
        frame: pl.DataFrame = connection.sql(f"from {quoted(name)}").pl()
    return frame


TABLES = """
select schema_name || '.' || table_name as "table", estimated_size as "rows",
    regexp_extract(comment, '^[^:;.]*') as "one row is"
from duckdb_tables() where schema_name in ('staging', 'link', 'core', 'mart')
union all
select view_name, null, regexp_extract(comment, '^[^:;.]*') from duckdb_views()
where schema_name = 'main' and not internal
order by contains("table", '.'), 1
"""
"""What `sql --tables` asks: the views first, which need no layer before their name."""
