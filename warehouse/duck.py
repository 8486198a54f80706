"""How the warehouse opens DuckDB files: one configuration, no network, frames in and out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

STORAGE = "v1.4.0"  # DuckDB 2 files with its own default format open in no released 1.x tool

# One configuration for all: a process that opens the same file twice must do so with equal settings.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "storage_compatibility_version": STORAGE,
    "default_block_size": "16384",  # a hundred small tables in blocks of 256 KiB are 25 MB of nothing
    "autoinstall_known_extensions": "false",  # a query that names an extension would wait for a download
    "autoload_known_extensions": "false",
    "memory_limit": "50%",  # the frames of Python models live outside DuckDB's own memory
}


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads and writes the file, made when it does not exist."""
    return duckdb.connect(str(path), config=CONFIG)


def quoted(name: str) -> str:
    """An identifier, or `schema.table`, safe to stand in SQL."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def literal(text: str) -> str:
    """A text as SQL literal, for the statements that take no parameter (attach, comment on)."""
    return "'" + text.replace("'", "''") + "'"


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Type of each column, in order. relation: a quoted table name, a registered frame or a select in parentheses."""
    described = connection.execute(f"describe select * from {relation}").fetchall()
    return {name: kind for name, kind, *_ in described}


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All that is written in the block, or, when it ends with an error, nothing of it."""
    connection.execute("begin transaction")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


@contextmanager
def registered(
    connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, name: str = "incoming_rows"
) -> Iterator[str]:
    """The frame as a relation SQL can name, for as long as the block lasts."""
    connection.register(name, frame)
    try:
        yield name
    finally:
        connection.unregister(name)


def create_from(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """A new table with the rows and the schema of the frame."""
    with registered(connection, frame) as rows:
        connection.execute(f"create table {quoted(table)} as select * from {rows}")


def create_schemas(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, object] | list[str]) -> None:
    """The schemas that these `schema.table` names need."""
    for schema in sorted({table.split(".")[0] for table in tables}):
        connection.execute(f"create schema if not exists {quoted(schema)}")


def without_values(error: duckdb.Error) -> str:
    """First line of a DuckDB error; what it quotes is left out where that could be a value of the network.

    Errors of the grammar and of names quote SQL, so they are kept whole.
    """
    line = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, duckdb.BinderException | duckdb.CatalogException | duckdb.ParserException):
        return line
    return re.sub(r"'.*'|\".*\"", "'…'", line)


def sync(path: Path) -> None:
    """Makes sure a closed file, or the names in a folder, are on the disk.

    Not for a file this process has open in DuckDB.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
