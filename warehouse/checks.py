"""What must hold in a warehouse before it is published.

Each failure is a sentence; none holds a value of the network.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse.duck import columns_of, quoted
from warehouse.models import Model


def failures_of(connection: duckdb.DuckDBPyConnection, model: Model) -> list[str]:
    """What the model's table breaks of its own header: columns, grain, references. All tables are built by then."""
    wrong = column_failures(model, list(columns_of(connection, quoted(model.name))))
    if wrong:
        return wrong
    return [*grain_failures(connection, model), *reference_failures(connection, model)]


def column_failures(model: Model, columns: Sequence[str]) -> list[str]:
    """A sentence when the columns are not those of the header, in its order."""
    described = list(model.header.columns)
    if list(columns) == described:
        return []
    extra = [name for name in columns if name not in described]
    absent = [name for name in described if name not in columns]
    parts = [
        f"{', '.join(extra)} not described" if extra else "",
        f"{', '.join(absent)} described but not made" if absent else "",
    ]
    said = "; ".join(part for part in parts if part) or "the order differs"
    return [f"{model.origin}: its columns are not those of its header: {said}."]


def grain_failures(connection: duckdb.DuckDBPyConnection, model: Model) -> list[str]:
    """Sentences for grain columns that are null and for rows the grain does not tell apart."""
    table, grain = quoted(model.name), [quoted(name) for name in model.header.grain]
    if not grain:
        rows = _count(connection, f"select count(*) from {table}")
        return [] if rows == 1 else [f"{model.name} has {rows} rows; its header says it always has one."]
    failures = []
    for name in model.header.grain:
        nulls = _count(connection, f"select count(*) from {table} where {quoted(name)} is null")
        if nulls:
            failures.append(f"{model.name}.{name} is null in {nulls} rows; it is part of the grain.")
    repeats = _count(
        connection, f"select count(*) from (select 1 from {table} group by {', '.join(grain)} having count(*) > 1)"
    )
    if repeats:
        failures.append(f"{model.name} has several rows for one ({', '.join(model.header.grain)}): {repeats} times.")
    return failures


def reference_failures(connection: duckdb.DuckDBPyConnection, model: Model) -> list[str]:
    """Sentences for references that lead nowhere."""
    failures = []
    for reference in model.header.references:
        column, target = quoted(reference.column), quoted(reference.target)
        strays = _count(
            connection,
            f"select count(*) from {quoted(model.name)} as referring where referring.{column} is not null and not "
            f"exists (select 1 from {quoted(reference.table)} as referred where referred.{target} = "
            f"referring.{column})",
        )
        if strays:
            failures.append(
                f"{model.name}.{reference.column} has {strays} values that {reference.table}.{reference.target} does "
                "not have."
            )
    return failures


def receipt_failures(connection: duckdb.DuckDBPyConnection, receipts: str) -> list[str]:
    """A sentence per receipt that does not add up: found = kept + repeated + rejected + ignored.

    receipts: a relation.
    """
    rows = connection.execute(f"""
        select file, kind, found, kept, repeated, rejected, ignored
        from {receipts}
        where found is distinct from kept + repeated + rejected + ignored
        order by file, kind
        """).fetchall()
    return [
        f"{file}: {found} {kind} found, but {kept} kept + {repeated} repeated + {rejected} rejected + {ignored} ignored"
        f" do not make {found}."
        for file, kind, found, kept, repeated, rejected, ignored in rows
    ]


def _count(connection: duckdb.DuckDBPyConnection, select: str) -> int:
    return int(connection.execute(select).fetchall()[0][0])
