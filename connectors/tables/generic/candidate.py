"""A record that may be the header of a table of people, beside what its columns say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from connectors.tables.dialects import Column


@dataclass(frozen=True)
class Candidate:
    """A record that may be the header, and the columns below it.

    columns: what each place says, where it says anything.
    """

    names: tuple[str, ...]
    delimiter: str
    following: int
    cells: tuple[pl.Series, ...]
    columns: Mapping[int, tuple[Column, ...]]

    @property
    def fields(self) -> dict[str, int]:
        """The first place of each field."""
        found: dict[str, int] = {}
        for place, readings in self.columns.items():
            found.setdefault(readings[0].field, place)
        return found
