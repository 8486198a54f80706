"""Runs one model on rows written in the test: rows in, rows out."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

SQL = Path(__file__).parents[2] / "warehouse" / "sql"


def run_model(name: str, inputs: Mapping[str, pl.DataFrame], as_of: date | None = None) -> pl.DataFrame:
    """The rows of model `layer.name`, its inputs given as frames by table name, in the order of all its columns."""
    layer, table = name.split(".")
    path = SQL / layer / f"{table}.sql"
    if not path.exists():
        built: pl.DataFrame = importlib.import_module(f"transforms.models.{layer}.{table}").build(inputs)
        return built.sort(pl.all())
    with duckdb.connect() as connection:
        for key, rows in inputs.items():
            connection.execute(f"create schema if not exists {key.split('.')[0]}")
            connection.register("input_rows", rows)
            connection.execute(f"create table {key} as select * from input_rows")
            connection.unregister("input_rows")
        text = path.read_text("utf-8")
        parameters = {"as_of": as_of} if "$as_of" in text else None
        connection.execute(f"create table result as {text}", parameters)
        return connection.sql("from result order by all").pl()


def rows(schema: Mapping[str, Any], *values: tuple[Any, ...]) -> pl.DataFrame:
    """A frame from tuples in the order of the schema."""
    return pl.DataFrame(list(values), schema=dict(schema), orient="row")
