"""Reading marts: the rows of one week as plain dictionaries, in a stated order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, TypeVar

import polars as pl

Row = dict[str, Any]
Fact = TypeVar("Fact")
Marts = Mapping[str, pl.DataFrame]

WEEK = timedelta(days=7)


def of_week(marts: Marts, name: str, week_end: date, *order: str) -> list[Row]:
    """The rows of mart `name` in the week that ends on `week_end`, by the columns `order`."""
    found = marts[name].filter(pl.col("week_end") == week_end)
    return (found.sort(*order, nulls_last=True) if order else found).to_dicts()


def one(marts: Marts, name: str, week_end: date) -> Row | None:
    """The only row of the week in a mart that has one per week; none for a network without data."""
    found = of_week(marts, name, week_end)
    return found[0] if found else None


def fact(kind: type[Fact], row: Row) -> Fact:
    """The columns of a row that a fact of this kind (a dataclass of shape.py) holds."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})  # type: ignore[arg-type]


def weeks_back(week_end: date, n: int) -> list[date]:
    """The `n` week ends up to `week_end`, oldest first."""
    return [week_end - WEEK * back for back in reversed(range(n))]


def share(numerator: float | None, denominator: float | None) -> float | None:
    """numerator / denominator; null when either is missing or the denominator is 0."""
    return None if numerator is None or not denominator else numerator / denominator
