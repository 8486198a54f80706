"""From the table of a delimited file to records.CONTACTS, as its dialect says.

What the dialect does not know goes to `extra`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.records import CONTACTS, TEXTS, Reading
from connectors.tables.builders.addresses import addresses_of
from connectors.tables.builders.cells import UNREAD, Built, Spare, columns_for, extra_of, filled, joined, texts_of
from connectors.tables.builders.days import with_days
from connectors.tables.builders.manners import taken_apart, with_kinds, without_links
from connectors.tables.builders.others import without_others
from connectors.tables.builders.values import pieces, spoiled_numbers, values_of, with_addresses
from connectors.tables.dialects import TEXT_FIELDS, VALUE_FIELDS
from connectors.tables.plan import Placed
from connectors.tables.table import Table


def contacts_of(table: Table) -> Built:
    """The contacts of a table, one per row, in order.

    Columns with a running number count in the order of their numbers.
    """
    words = table.header.dialect.types
    placed = sorted(table.placed, key=lambda one: int(one.number) if one.number.isdecimal() else 0)
    cells, days, unread, spare_days = with_days(table.cells, placed, table.header.variant.is_day_first)
    cells, plan, spare = without_others(cells, placed)
    cells, spare_links = without_links(cells, plan)
    cells, plan = taken_apart(with_kinds(cells, plan), plan)
    cells, spare_addresses = with_addresses(cells, plan)
    texts, spare_texts = texts_of(cells, plan, TEXT_FIELDS)
    org, spare_organisations = _org(cells, plan)
    adrs, spare_lines = addresses_of(cells, plan, words)
    frame = cells.select(position=pl.col("position"), uid=_uid(plan)).with_columns(**texts, org=org, connected_on=days)
    for name in sorted(VALUE_FIELDS):
        frame = joined(frame, name, values_of(cells, plan, name, words))
    frame = joined(frame, "adrs", adrs)
    left = [*spare_days, *spare, *spare_links, *spare_addresses, *spare_texts, *spare_organisations, *spare_lines]
    frame = joined(frame, "extra", extra_of(cells, plan, left))
    frame = frame.with_columns(categories=_categories(cells, plan))
    return Built(
        Reading(contacts=filled(frame, CONTACTS)),
        pl.concat([pl.DataFrame(schema=UNREAD), *unread, *spoiled_numbers(cells, plan)]),
    )


def _uid(plan: Sequence[Placed]) -> pl.Expr:
    uids = [pl.col(placed.cells) for placed in plan if placed.column and placed.column.uid]
    return pl.coalesce(uids) if uids else pl.lit(None, dtype=pl.String)


def _org(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[pl.Series | pl.Expr, list[Spare]]:
    """Organisation first, then its units.

    A unit without an organisation stands second after an empty text, as in ORG:;unit.
    Of several organisations the first that is filled; the others are spare, to go to `extra`.
    """
    numbers = list(dict.fromkeys(placed.number for placed in columns_for(plan, "org")))
    result, spare = pl.lit(None, dtype=TEXTS), list[Spare]()
    taken = pl.lit(False)
    for number in numbers:
        names = [placed for placed in columns_for(plan, "org", "") if placed.number == number]
        units = [placed for placed in columns_for(plan, "org", "unit") if placed.number == number]
        spare += [(placed, taken) for placed in (*names, *units)]
        spare += [
            (placed, ~taken & pl.any_horizontal(pl.col(one.cells).is_not_null() for one in names[:place]))
            for place, placed in enumerate(names)
            if place
        ]
        has_unit = pl.any_horizontal(*(pl.col(unit.cells).is_not_null() for unit in units), pl.lit(False))
        name = pl.coalesce(*(placed.cells for placed in names), pl.lit(None, dtype=pl.String))
        first = pl.when(name.is_null() & has_unit).then(pl.lit("")).otherwise(name)
        result = (
            pl.when(taken)
            .then(result)
            .otherwise(pl.concat_list(first, *(unit.cells for unit in units)).list.drop_nulls())
        )
        taken = taken | name.is_not_null() | has_unit
    return cells.select(result.alias("org")).to_series() if numbers else result, spare


def _categories(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.Series | pl.Expr:
    columns = columns_for(plan, "categories")
    if not columns:
        return pl.lit(None, dtype=TEXTS)
    bare = pl.element().str.strip_chars(' "').filter(pl.element() != "")  # Mailchimp quotes each of several
    lists = [
        pieces(cells[placed.cells], placed).list.eval(bare).fill_null(pl.Series([[]], dtype=TEXTS))
        for placed in columns
    ]
    return pl.DataFrame(lists).select(pl.concat_list(pl.all()).alias("categories")).to_series()
