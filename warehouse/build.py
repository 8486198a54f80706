"""Builds a new warehouse file from the state: each model in order, commented and checked against its own header."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from warehouse.checks import failures_of, receipt_failures
from warehouse.duck import (
    STORAGE,
    columns_of,
    connect,
    create_from,
    create_schemas,
    literal,
    quoted,
    registered,
    transaction,
    without_values,
)
from warehouse.errors import BuildError, StateError
from warehouse.models import LAYERS, Model, ordered
from warehouse.raw import ORIGIN
from warehouse.shown import every_version, visible

CATALOG = "network"

BLOCK_SIZES = ((3_000, 2**14), (50_000, 2**16), (float("inf"), 2**18))
"""Bytes of a block, for states of at most so many records; DuckDB knows 16 KiB to 256 KiB."""
"""The name of the new file while it is being built; nothing in the file keeps it."""

Progress = Callable[[int, int, str], None]
"""Called before each step: steps done, steps in all, name of the one that begins."""


@dataclass(frozen=True)
class Built:
    """One model as it was built. rows: null for a view."""

    name: str
    rows: int | None
    seconds: float


@dataclass(frozen=True)
class BuildResult:
    """A file that is complete, closed and not published. failures: sentences; publish it only when there are none."""

    path: Path
    models: tuple[Built, ...]
    failures: tuple[str, ...]


def build(
    target: Path,
    state: Path,
    models: Iterable[Model],
    settings: Mapping[str, pl.DataFrame],
    as_of: date,
    progress: Progress = lambda done, steps, name: None,
) -> BuildResult:
    """The warehouse as of a day, in a new file at target; one that lies there is replaced.

    state: may be open in this process. settings: tables by name (`settings` becomes raw.settings and stays in the
    file); one named like a table of the state stands in for it. Raises ModelError before anything is built when the
    models do not fit together, BuildError when one cannot be run; no file is left then.
    """
    if not state.exists():
        raise StateError(f"{state} does not exist: nothing was imported yet.")
    _remove(target)
    done = False
    connection = connect(state)
    try:
        with _attached(connection, target) as state_catalog:
            sources = _lay_raw(connection, state_catalog, settings)
            order = ordered(models, raw=[*sources, *(f"raw.{name}" for name in settings)])
            built, failures = _run(connection, order, as_of, progress)
            failures += receipt_failures(connection, "raw.receipts") if "raw.receipts" in sources else []
            for name in sources:
                connection.execute(f"drop view {quoted(name)}")
        done = True
    except duckdb.Error as error:  # a full disk, most often
        raise BuildError(f"{target} could not be written: {without_values(error)}") from error
    finally:
        connection.close()
        if not done:
            _remove(target)
    return BuildResult(target, tuple(built), tuple(failures))


@contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, target: Path) -> Iterator[str]:
    """The new file, attached as the catalog that unqualified names mean; yields the name of the state's catalog.

    The state is the database of the connection and the new file the attached one, not the other way round: a process
    cannot attach a file that it already has open, but it may connect to it twice.
    """
    ((state_catalog,),) = connection.execute("select current_database()").fetchall()
    size = _block_size(connection, state_catalog)
    connection.execute(
        f"attach {literal(str(target))} as {CATALOG} (storage_version {literal(STORAGE)}, block_size {size})"
    )
    target.chmod(0o600)
    connection.execute(f"use {CATALOG}")
    try:
        yield str(state_catalog)
        connection.execute(f"checkpoint {CATALOG}")
    finally:
        connection.execute(f"use {quoted(str(state_catalog))}")
        connection.execute(f"detach {CATALOG}")


def _block_size(connection: duckdb.DuckDBPyConnection, state_catalog: str) -> int:
    """Bytes of a block of the new file, by the records of the state.

    Small tables waste large blocks, and large tables take the longer the smaller the blocks are.
    """
    ((records,),) = connection.execute(
        "select sum(estimated_size) from duckdb_tables() "
        "where database_name = $catalog and table_name in ('contacts', 'events', 'messages')",
        {"catalog": state_catalog},
    ).fetchall()
    return next(size for most, size in BLOCK_SIZES if (records or 0) <= most)


def _lay_raw(
    connection: duckdb.DuckDBPyConnection, state_catalog: str, settings: Mapping[str, pl.DataFrame]
) -> list[str]:
    """Settings as tables and the state's tables as views, in raw.

    Returns the names of the views, which lead out of the file.
    """
    create_schemas(connection, [f"{layer}.x" for layer in ("raw", *LAYERS)])
    for name, frame in settings.items():
        create_from(connection, f"raw.{name}", frame)
    held = connection.execute(
        "select table_name, list(column_name) from duckdb_columns() where database_name = $catalog and schema_name = "
        "'raw' group by all order by 1",
        {"catalog": state_catalog},
    ).fetchall()
    views = []
    for name, columns in held:
        if name not in settings:
            connection.execute(
                f"create view {quoted(f'raw.{name}')} as {visible(quoted(state_catalog) + '.raw', name, columns)}"
            )
            views.append(f"raw.{name}")
        if name == "contacts":
            versions = every_version(quoted(state_catalog) + ".raw", name)
            connection.execute(f"create view raw.contact_versions as {versions}")
            views.append("raw.contact_versions")
    return views


def _run(
    connection: duckdb.DuckDBPyConnection, order: list[Model], as_of: date, progress: Progress
) -> tuple[list[Built], list[str]]:
    built: list[Built] = []
    by_name = {model.name: model for model in order}
    for model in order:
        progress(len(built), len(order) + 1, model.name)
        start = time.perf_counter()
        with transaction(connection):  # a model and its comments are one write to the disk, not one each
            _make(connection, model, by_name, as_of)
        rows = (
            None
            if model.layer == "main"
            else int(connection.execute(f"select count(*) from {quoted(model.name)}").fetchall()[0][0])
        )
        built.append(Built(model.name, rows, time.perf_counter() - start))
    progress(len(order), len(order) + 1, "checks")
    return built, [failure for model in order for failure in failures_of(connection, model)]


def _make(connection: duckdb.DuckDBPyConnection, model: Model, models: Mapping[str, Model], as_of: date) -> None:
    """The model's table, its rows in the order of its grain so that equal input gives an equal file; or its view."""
    table = quoted(model.name)
    order = _order(model.header.grain)
    try:
        if model.python is not None:
            frames = {name: _frame(connection, name, models.get(name)) for name in sorted(model.reads)}
            with registered(connection, _result(model, frames), "model_rows") as rows:
                connection.execute(f"create table {table} as select * from {rows} {order}")
        elif model.layer == "main":
            connection.execute(f"create view {table} as {model.sql}")
        else:
            parameters = {"as_of": as_of} if "as_of" in model.parameters else None
            connection.execute(f"create table {table} as select * from (\n{model.sql}\n) {order}", parameters)
        _comment(connection, model)
    except duckdb.Error as error:
        # The original is cut off: DuckDB quotes the value it stumbled on, and a traceback would print it.
        raise BuildError(f"{model.origin}: {without_values(error)}") from None


def _result(model: Model, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    assert model.python is not None
    try:
        result = model.python(frames)
    except Exception as error:
        error.add_note(f"while building {model.name} ({model.origin})")
        raise
    if not isinstance(result, pl.DataFrame):
        raise BuildError(f"{model.origin}: build returned {type(result).__name__}; it returns a polars DataFrame.")
    untyped = [name for name, kind in result.schema.items() if kind == pl.Null]
    if untyped:
        raise BuildError(
            f"{model.origin}: build returned {', '.join(untyped)} without a type; give the frame its schema."
        )
    return result


def _frame(connection: duckdb.DuckDBPyConnection, table: str, model: Model | None) -> pl.DataFrame:
    """A table as the frame a Python model gets, in a fixed order of rows.

    That of the grain, or of the file it comes from.
    """
    if model is not None:
        order = _order(model.header.grain)
    else:
        columns = columns_of(connection, quoted(table))
        order = _order(
            [
                name
                for name in (*ORIGIN, "position", "event_position", "occurrence", "line", "record_id")
                if name in columns
            ]
        )
    frame: pl.DataFrame = connection.sql(f"select * from {quoted(table)} {order}").pl()
    return frame


def _order(columns: Iterable[str]) -> str:
    names = ", ".join(quoted(name) for name in columns)
    return f"order by {names}" if names else ""


def _comment(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """The header, where anybody who opens the file finds it."""
    table, kind = quoted(model.name), "view" if model.layer == "main" else "table"
    connection.execute(f"comment on {kind} {table} is {literal(model.header.description)}")
    has = columns_of(connection, table)
    for name, text in model.header.columns.items():
        if name in has:
            connection.execute(f"comment on column {table}.{quoted(name)} is {literal(text)}")


def _remove(target: Path) -> None:
    for path in (target, target.with_name(target.name + ".wal")):
        path.unlink(missing_ok=True)
