"""Postal addresses of a table: one for each group of columns that belong together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from connectors.records import ADDRESS
from connectors.tables.builders.cells import Spare, columns_for, stacked
from connectors.tables.builders.values import described
from connectors.tables.dialects import ADDRESS_PARTS
from connectors.tables.plan import Placed

Words = Mapping[str, tuple[str, ...]]


def addresses_of(cells: pl.DataFrame, plan: Sequence[Placed], words: Words) -> tuple[pl.DataFrame, list[Spare]]:
    """position, item (ADDRESS) of each group of columns that holds anything, and what is spare.

    The whole address, where its parts are told too.
    Columns of the same part stand on lines of their own. An address told only as a whole is a street.
    """
    groups: dict[tuple[str, str], list[Placed]] = {}
    for placed in columns_for(plan, "adrs"):
        groups.setdefault(placed.group, []).append(placed)
    told = [
        _address(cells, members, words)
        for members in groups.values()
        if any(placed.column and placed.column.part != "label" for placed in members)
    ]
    return stacked([part for part, _ in told], ADDRESS), [one for _, spare in told for one in spare]


def _address(cells: pl.DataFrame, members: Sequence[Placed], words: Words) -> tuple[pl.DataFrame, list[Spare]]:
    column = members[0].column
    assert column is not None
    by_part: dict[str, list[str]] = {}
    for placed in members:
        by_part.setdefault(placed.column.part if placed.column else "", []).append(placed.cells)
    labels, whole = by_part.pop("label", []), by_part.pop("whole", [])
    parts = [name for names in by_part.values() for name in names]
    has_parts = pl.any_horizontal(*(pl.col(name).is_not_null() for name in parts), pl.lit(False))
    values = [_lines_of(by_part.get(part, [])).alias(part) for part in ADDRESS_PARTS if part != "street"]
    street = pl.when(has_parts).then(_lines_of(by_part.get("street", []))).otherwise(_lines_of(whole)).alias("street")
    label = pl.coalesce(labels) if labels else pl.lit(column.label, dtype=pl.String)
    part = cells.filter(pl.any_horizontal(pl.col([*parts, *whole]).is_not_null())).select(
        "position", *values, street, told=label
    )
    item = pl.struct(*ADDRESS_PARTS, "types", "label").cast(ADDRESS)
    spare = [(placed, has_parts) for placed in members if placed.column and placed.column.part == "whole"]
    return described(part, column, words).select("position", item=item), spare


def _lines_of(names: Sequence[str]) -> pl.Expr:
    if len(names) <= 1:
        return pl.col(names[0]) if names else pl.lit(None, dtype=pl.String)
    lines = pl.concat_list(names).list.drop_nulls()
    return pl.when(lines.list.len() > 0).then(lines.list.join("\n"))
