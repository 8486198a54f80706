"""Rows that name two people, and columns that name somebody only where no other does: whose is what.

An attendee list gives the name of each attendee and the address of whoever bought the tickets. That address is the
attendee's only where they are the buyer; on several rows of different names it identifies nobody. It goes to `extra`
then.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.tables.builders.cells import Spare, shadow
from connectors.tables.plan import Placed

_NAMES = ("formatted_name", "given_name", "family_name")


def without_others(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[pl.DataFrame, Sequence[Placed], list[Spare]]:
    """The cells without what does not belong to the person of the row; the columns of the person first.

    What is spare, to go to `extra`.
    """
    theirs = [placed for placed in plan if placed.column and (placed.column.of or placed.column.otherwise)]
    if not theirs:
        return cells, plan, []
    own = [placed for placed in plan if placed not in theirs]
    name, other = _name(cells, own), _name(cells, [placed for placed in theirs if placed.column and placed.column.of])
    is_unnamed = name.is_null()
    is_same = is_unnamed | other.is_null() | _are_one(name, other)
    spare: list[Spare] = []
    for placed in theirs:
        assert placed.column is not None
        keeps = is_unnamed if placed.column.field in _NAMES else is_same
        if placed.column.field == "emails":
            keeps &= ~_is_shared(cells[placed.cells], name.fill_null(other))
        cells, before = shadow(cells, placed, ~keeps)
        spare.append(before)
    return cells, [*own, *theirs], spare


def _name(cells: pl.DataFrame, columns: Sequence[Placed]) -> pl.Series:
    """Each row's name as these columns give it, its words without case in alphabetical order.

    Null where they give none.
    """
    names = [placed.cells for placed in columns if placed.column and placed.column.field in _NAMES]
    whole = pl.concat_str(names, separator=" ", ignore_nulls=True) if names else pl.lit(None, dtype=pl.String)
    words = whole.str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").list.unique().list.sort().list.join(" ")
    return cells.with_columns(pl.when(words != "").then(words).alias("name"))["name"]


def _are_one(name: pl.Series, other: pl.Series) -> pl.Series:
    """Whether all words of one name, which may lack its given or its family name, are words of the other."""
    words, others = pl.col("name").str.split(" "), pl.col("other").str.split(" ")
    shorter = pl.min_horizontal(words.list.len(), others.list.len())
    frame = pl.DataFrame({"name": name, "other": other})
    return frame.select((words.list.set_intersection(others).list.len() == shorter).fill_null(False)).to_series()


def _is_shared(addresses: pl.Series, names: pl.Series) -> pl.Series:
    """Whether rows of several names have this address."""
    frame = pl.DataFrame({"address": addresses.str.strip_chars().str.to_lowercase(), "name": names.fill_null("")})
    return frame.select((pl.col("name").n_unique().over("address") > 1) & pl.col("address").is_not_null()).to_series()
