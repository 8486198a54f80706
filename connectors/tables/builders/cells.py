"""What builders of records have in common: several columns for one field, leftovers to `extra`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import polars as pl

from connectors.records import PROPERTY, Reading
from connectors.tables.plan import Placed

UNREAD = pl.Schema({"position": pl.Int64(), "is_record": pl.Boolean(), "reason": pl.String(), "raw_text": pl.String()})
"""Of each value that could not be read.

The position of its row, whether the row is lost with it, why, and the value.
"""


Spare = tuple[Placed, pl.Expr]
"""A column with values that find no place in its field, and the condition of these rows; they go to `extra`."""


@dataclass(frozen=True)
class Built:
    """What the rows of a table say.

    reading: with the positions of the table, and no rejects yet; unread: schema UNREAD.
    """

    reading: Reading
    unread: pl.DataFrame


def texts_of(
    cells: pl.DataFrame, plan: Sequence[Placed], fields: Collection[str]
) -> tuple[dict[str, pl.Series], list[Spare]]:
    """The fields of one text, each from the first of its columns that is filled.

    The values of its other columns are spare, to go to `extra`.
    """
    filled: dict[str, list[str]] = {}
    spare: list[Spare] = []
    for placed in plan:
        if placed.column is None or placed.column.field not in fields:
            continue
        earlier = filled.setdefault(placed.column.field, [])
        if earlier:
            spare.append((placed, pl.any_horizontal(pl.col(earlier).is_not_null())))
        earlier.append(placed.cells)
    return {name: cells.select(pl.coalesce(sources)).to_series() for name, sources in filled.items()}, spare


def shadow(cells: pl.DataFrame, placed: Placed, is_taken: pl.Series) -> tuple[pl.DataFrame, Spare]:
    """The cells without those of one column that are taken out of it, which stand in a column of their own and are
    spare.
    """
    name = f"{placed.cells} taken"
    taken = pl.when(is_taken).then(pl.col(placed.cells)).alias(name)
    left = pl.when(~is_taken).then(pl.col(placed.cells)).alias(placed.cells)
    return cells.with_columns(taken, left), (replace(placed, cells=name), pl.lit(True))


def extra_of(cells: pl.DataFrame, plan: Sequence[Placed], spare: Sequence[Spare] = ()) -> pl.DataFrame:
    """position, item (PROPERTY): each filled cell of a column without a field of its own, and each spare value."""
    own = [(placed, cells[placed.cells]) for placed in plan if placed.column is None or placed.column.field == "extra"]
    others = [
        (placed, cells.select(pl.when(condition).then(pl.col(placed.cells))).to_series()) for placed, condition in spare
    ]
    # One column at a time, apart from the others: a file may have thousands, and a query over all of them takes as long
    # for each.
    parts = [
        pl.DataFrame({"position": cells["position"], "value": values})
        .drop_nulls("value")
        .select(
            "position",
            item=pl.struct(
                name=pl.lit(placed.header), params=pl.lit(None, dtype=pl.String), value=pl.col("value")
            ).cast(PROPERTY),
        )
        for placed, values in [*own, *others]
        if values.null_count() < values.len()
    ]
    return stacked(parts, PROPERTY)


def stacked(parts: Sequence[pl.DataFrame], item: pl.Struct) -> pl.DataFrame:
    """The parts, each of position and item, below each other; with these columns when there is none."""
    return pl.concat([pl.DataFrame(schema={"position": pl.Int64, "item": item}), *parts])


def joined(frame: pl.DataFrame, name: str, items: pl.DataFrame) -> pl.DataFrame:
    """The frame with the items of each position as a list, in the order they came."""
    lists = items.group_by("position", maintain_order=True).agg(pl.col("item").alias(name))
    return frame.join(lists, on="position", how="left", maintain_order="left")


def columns_for(plan: Sequence[Placed], field: str, part: str | None = None) -> list[Placed]:
    """The columns that say something of a field, or of one part of it."""
    return [
        placed
        for placed in plan
        if placed.column and placed.column.field == field and (part is None or placed.column.part == part)
    ]


def filled(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame in exactly this schema: missing columns are null, missing lists empty."""
    missing = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns]
    empty = [
        pl.col(name).fill_null(pl.lit([], dtype=dtype)) for name, dtype in schema.items() if isinstance(dtype, pl.List)
    ]
    return (
        frame.with_columns(missing)
        .with_columns(empty)
        .select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    )
