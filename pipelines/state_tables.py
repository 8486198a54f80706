"""The state of a home with all the tables that this program keeps in it."""

from __future__ import annotations

import polars as pl

from pipelines.home import Home
from pipelines.importing.storing import RAW_SCHEMAS
from warehouse.state import State

STATE_TABLES = {
    "person_moves": pl.Schema(
        [
            ("record_id", pl.String()),
            ("from_person_id", pl.String()),
            ("to_person_id", pl.String()),
            ("moved_at", pl.Datetime("us")),
        ],
    ),
}
"""Tables of the state beside those every state holds. person_moves: the log of splits and merges, record by record."""


def open_state(home: Home) -> State:
    """The state of a home; open it under the lock of its store, and close it or use it in `with`."""
    return State.open(home.state, RAW_SCHEMAS, STATE_TABLES)
