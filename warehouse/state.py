"""The state file: raw records of every file read, their receipts, and what runs must remember."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import polars as pl
from polars.datatypes import DataType, DataTypeClass

from warehouse.duck import (
    STORAGE,
    columns_of,
    connect,
    create_from,
    create_schemas,
    literal,
    quoted,
    registered,
    sync,
    transaction,
    without_values,
)
from warehouse.errors import StateError
from warehouse.raw import FILES, ORIGIN, TABLES, with_origin

_ORIGIN = ", ".join(ORIGIN)

FileContents = tuple[Mapping[str, object], Mapping[str, pl.DataFrame], pl.DataFrame]
"""A row of `FILES`, the records by table, and the receipts."""


class State:
    """An open state file. Tables are named without their schema: `files` is raw.files. Use as a context manager."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, records: frozenset[str]) -> None:
        self._connection = connection
        self._records = records
        self._is_in_transaction = False
        self.path = path

    @classmethod
    def open(cls, path: Path, schemas: Mapping[str, pl.Schema], tables: Mapping[str, pl.Schema] | None = None) -> State:
        """The state at path, made or extended so that every table has at least these columns.

        schemas: records that come from files; `source, file, sha256` are put before their columns. tables: any others.
        Raises StateError when another program has the file open, when it is damaged, or when a column changed its type.
        """
        try:
            if not path.exists():
                _make(path)
            connection = connect(path)
        except duckdb.Error as error:
            raise StateError(_unopenable(path, error)) from error
        state = cls(connection, path, frozenset(schemas))
        wanted = {**TABLES, **(tables or {}), **{name: with_origin(schema) for name, schema in schemas.items()}}
        try:
            with state.transaction():
                create_schemas(connection, ["raw.files"])
                problems = [problem for name, schema in wanted.items() for problem in state._ensure(name, schema)]
                if problems:
                    raise StateError(*problems)
        except BaseException:
            connection.close()
            raise
        return state

    def close(self) -> None:
        """Writes everything into the one file and lets go of it."""
        self._connection.close()

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written in the block, nested blocks included, is kept only when it ends without an
        error.
        """
        if self._is_in_transaction:
            yield
            return
        self._is_in_transaction = True
        try:
            with transaction(self._connection):
                yield
        finally:
            self._is_in_transaction = False

    def add_files(self, files: Sequence[FileContents]) -> None:
        """Files that were read, the records and the receipts of each, in one transaction.

        Each becomes the current one of its source. file: a row of `FILES`, is_current left out. records: frames by
        table, without origin. receipts: rows of `RECEIPTS` without origin. The same file read again replaces what it
        gave before and keeps its first_seen_on.
        """
        rows = pl.DataFrame(
            [file for file, _, _ in files],
            schema={name: kind for name, kind in FILES.items() if any(name in file for file, _, _ in files)},
        )
        with self.transaction(), registered(self._connection, rows, "added_files") as added:
            seen = self._connection.sql(
                f"select {_ORIGIN}, min(first_seen_on) as seen_before from raw.files semi join {added} using "
                f"({_ORIGIN}) group by all"
            ).pl()
            self._connection.execute(
                f"update raw.files set is_current = false where source in (select source from {added})"
            )
            for table in sorted(self._records | {"files", "receipts"}):
                self._connection.execute(
                    f"delete from {_raw(table)} where ({_ORIGIN}) in (select ({_ORIGIN}) from {added})"
                )
            first_seen = (
                pl.coalesce("seen_before", "first_seen_on")
                if "first_seen_on" in rows.columns
                else pl.col("seen_before")
            )
            dated = rows.join(seen, on=ORIGIN, how="left", maintain_order="left").with_columns(
                first_seen_on=first_seen, is_current=pl.lit(True)
            )
            self.append("files", dated.drop("seen_before"))
            for table in sorted(self._records | {"receipts"}):
                self.append(
                    table,
                    _with_origins(
                        [(file, {**records, "receipts": receipts}.get(table)) for file, records, receipts in files]
                    ),
                )

    def files(self) -> pl.DataFrame:
        """Every file ever read, the current ones and their forerunners."""
        return self.read("files").sort("source", "imported_at", "file", "sha256", nulls_last=False)

    def read(self, table: str, current_only: bool = False, columns: Sequence[str] = ()) -> pl.DataFrame:
        """All rows of a table; with current_only those of current files; columns: their names, all unless given."""
        condition = f"where {current()}" if current_only else ""
        frame: pl.DataFrame = self._connection.sql(
            f"select {', '.join(map(quoted, columns)) or '*'} from {_raw(table)} {condition}"
        ).pl()
        return frame

    def update(self, table: str, rows: pl.DataFrame, on: Sequence[str]) -> None:
        """Sets the other columns of the frame where the columns `on` are equal."""
        if rows.height:
            changes = ", ".join(f"{quoted(name)} = changes.{quoted(name)}" for name in rows.columns if name not in on)
            condition = " and ".join(f"{_raw(table)}.{quoted(name)} = changes.{quoted(name)}" for name in on)
            with registered(self._connection, rows) as changes_frame:
                self._connection.execute(
                    f"update {_raw(table)} set {changes} from {changes_frame} as changes where {condition}"
                )

    def move_files(self, moved: pl.DataFrame) -> None:
        """Gives files another source, or another name.

        All they hold goes with them, and their place in the source is to be found anew.
        moved: source, file, sha256, new_source, new_file.
        """
        if moved.height:
            rows = moved.rename({"new_source": "to_source", "new_file": "to_file"})
            same = " and ".join(f"moved.{name} = held.{name}" for name in ORIGIN)
            with self.transaction(), registered(self._connection, rows) as frame:
                for table in sorted(self._records | {"files", "receipts", "earlier_records"}):
                    more = (
                        ", rank = null, export = case when held.export = held.file then moved.to_file else "
                        "held.export end"
                        if table == "files"
                        else ""
                    )
                    self._connection.execute(
                        f"update {_raw(table)} as held set source = moved.to_source, "
                        f"file = moved.to_file{more} from {frame} as moved where {same}"
                    )

    def remove_files(self, origins: pl.DataFrame) -> None:
        """Takes files out with all they hold, as if they had never been read. origins: source, file, sha256."""
        if origins.height:
            with self.transaction(), registered(self._connection, origins) as frame:
                for table in sorted(self._records | {"files", "receipts", "earlier_records"}):
                    self._connection.execute(
                        f"delete from {_raw(table)} where ({_ORIGIN}) in (select ({_ORIGIN}) from {frame})"
                    )

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """The rows of the frame, added; a column the frame does not have is null.

        Raises StateError on a column the table does not have.
        """
        unknown = [name for name in frame.columns if name not in columns_of(self._connection, _raw(table))]
        if unknown:
            raise StateError(
                f"raw.{table} has no column {', '.join(unknown)}: add it to the schema the state is opened with."
            )
        if frame.width and frame.height:
            with registered(self._connection, frame) as rows:
                self._connection.execute(f"insert into {_raw(table)} by name select * from {rows}")

    def replace(self, table: str, frame: pl.DataFrame) -> None:
        """The rows of the frame instead of all the table had."""
        with self.transaction():
            self._connection.execute(f"delete from {_raw(table)}")
            self.append(table, frame)

    def replace_of(self, table: str, source: str, frame: pl.DataFrame) -> None:
        """The rows of the frame instead of all that the table had of this source."""
        with self.transaction():
            self._connection.execute(f"delete from {_raw(table)} where source = $source", {"source": source})
            self.append(table, frame)

    def _ensure(self, table: str, schema: pl.Schema) -> list[str]:
        """Makes the table or adds the columns it lacks; sentences for what cannot be done."""
        empty = pl.DataFrame(schema=schema)
        known = self._connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw' and table_name = $table and database_name"
            " = current_database()",
            {"table": table},
        ).fetchall()
        if not known:
            create_from(self._connection, f"raw.{table}", empty)
            return []
        has: pl.Schema = self._connection.sql(f"from {_raw(table)} limit 0").pl().schema
        with registered(self._connection, empty) as rows:
            kinds = columns_of(self._connection, rows)
        problems = []
        for column, kind in schema.items():
            if column not in has:
                self._connection.execute(f"alter table {_raw(table)} add column {quoted(column)} {kinds[column]}")
            elif not _holds(has[column], kind):
                if _holds(kind, has[column]):
                    self._connection.execute(
                        f"alter table {_raw(table)} alter column {quoted(column)} set data type {kinds[column]}"
                    )
                else:
                    problems.append(
                        f"raw.{table}.{column} has another type in {self.path}: "
                        "use the version of the program that wrote it."
                    )
        return problems


def _with_origins(parts: Sequence[tuple[Mapping[str, object], pl.DataFrame | None]]) -> pl.DataFrame:
    """The frames one below the other, each with the origin of its file put before its columns."""
    frames = []
    for file, frame in parts:
        if frame is not None and frame.width and frame.height:
            stamps = [pl.lit(file[name], dtype=pl.String).alias(name) for name in ORIGIN]
            frames.append(frame.select(*stamps, *frame.columns))
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame()


def _holds(wide: DataType, narrow: DataType) -> bool:
    """Whether a column of the first type takes every value of the second.

    The same, or structs with at least its fields.
    """
    if isinstance(wide, pl.List) and isinstance(narrow, pl.List):
        return _holds(_instance(wide.inner), _instance(narrow.inner))
    if isinstance(wide, pl.Struct) and isinstance(narrow, pl.Struct):
        fields = {field.name: _instance(field.dtype) for field in wide.fields}
        return all(
            field.name in fields and _holds(fields[field.name], _instance(field.dtype)) for field in narrow.fields
        )
    return wide == narrow


def _instance(kind: DataType | DataTypeClass) -> DataType:
    return kind if isinstance(kind, DataType) else kind()


def rewrite(path: Path) -> None:
    """Writes a closed state file anew: what was deleted from its tables is then in no block of it.

    Call it under the lock.
    DuckDB leaves deleted rows in the file until their place is needed. A killed rewrite leaves the old file as it was.
    """
    new = rewritten(path)
    new.unlink(missing_ok=True)
    with connect(path) as connection:
        ((catalog,),) = connection.execute("select current_database()").fetchall()
        connection.execute(f"attach {literal(str(new))} as rewritten (storage_version {literal(STORAGE)})")
        connection.execute(f"copy from database {quoted(str(catalog))} to rewritten")
        connection.execute("detach rewritten")
    new.chmod(0o600)
    sync(new)
    os.replace(new, path)
    sync(path.parent)


def _make(path: Path) -> None:
    """An empty state file, there whole or not at all.

    Half of one, made as the disk filled up, could never be opened.
    """
    new = rewritten(path)
    new.unlink(missing_ok=True)
    connect(new).close()
    new.chmod(0o600)
    sync(new)
    os.replace(new, path)
    sync(path.parent)


def rewritten(path: Path) -> Path:
    """Where a new state file is built, before it takes its place."""
    return path.with_name(path.name + ".new")


def current() -> str:
    """The SQL condition that a row of a record table comes from a current file."""
    return "(source, file, sha256) in (select (source, file, sha256) from raw.files where is_current)"


def _raw(table: str) -> str:
    return quoted(f"raw.{table}")


def _unopenable(path: Path, error: duckdb.Error) -> str:
    if "lock on file" in str(error):
        return f"{path} is open in another program: close it there and try again."
    return (
        f"{path} cannot be opened ({without_values(error)}). "
        "Put back your last copy of it; what the inbox holds can be read again."
    )
