"""Which files lie in the inbox still, and since when those that do not are away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import polars as pl


def is_there(files: pl.DataFrame, present: Collection[tuple[str, str]]) -> pl.Series:
    """Which of the files lie in the inbox. files: rows of raw.files; present: file and sha256 of what lies in it."""
    places = files.select("file", "sha256").iter_rows()
    return pl.Series([place in present for place in places], dtype=pl.Boolean)


def with_presence(files: pl.DataFrame, present: Collection[tuple[str, str]], at: datetime) -> pl.DataFrame:
    """The files with what this run saw of them.

    files: rows of raw.files, each with its export; present: file and sha256 of what lies in the inbox; at: of the run.
    away_since: when a run found it no more, null when it is there; arrived_at: the run that finds it there again.
    left_at: for a file of a folder, when it was found no more while others of the folder still were; it is taken back
    when it is there again. A folder that is away as a whole was moved or cleared: nothing left it.
    """
    seen = files.with_columns(is_there=is_there(files, present))
    is_of_folder, some_there = pl.col("export") != pl.col("file"), pl.col("is_there").any().over("export")
    left_at = (
        pl.when("is_there").then(None).when(some_there).then(pl.coalesce("left_at", pl.lit(at))).otherwise("left_at")
    )
    return seen.with_columns(
        arrived_at=pl.when(pl.col("is_there") & pl.col("away_since").is_not_null())
        .then(pl.lit(at))
        .otherwise(pl.coalesce("arrived_at", "first_imported_at")),
        away_since=pl.when("is_there").then(None).otherwise(pl.coalesce("away_since", pl.lit(at))),
        left_at=pl.when(is_of_folder).then(left_at).otherwise("left_at"),
    ).drop("is_there")
