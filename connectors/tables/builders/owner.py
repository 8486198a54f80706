"""From the columns of a delimited file to records.OWNER_FACTS, as its dialect says.

What a service says of the owner of the account.
"""

from __future__ import annotations

import polars as pl

from connectors.records import OWNER_FACTS, Reading
from connectors.tables.builders.cells import UNREAD, Built, extra_of, filled, joined, texts_of
from connectors.tables.dialects import OWNER_TEXTS
from connectors.tables.table import Table


def owner_facts_of(table: Table) -> Built:
    """The facts of a table, one per row."""
    texts, spare = texts_of(table.cells, table.placed, OWNER_TEXTS)
    frame = table.cells.select(
        "position", *(pl.lit(value).alias(name) for name, value in table.says.items())
    ).with_columns(**texts)
    frame = joined(frame, "extra", extra_of(table.cells, table.placed, spare))
    return Built(Reading(owner_facts=filled(frame, OWNER_FACTS)), pl.DataFrame(schema=UNREAD))
