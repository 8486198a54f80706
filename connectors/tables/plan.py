"""What each column of a header says, as a variant of a dialect has it.

By its name, and where a name has several readings, by what stands in it. Headers that stand twice (`Titre`, `Nom`,
`Ville`) are told apart by their contents, and where these do not decide, by their neighbours and their order: somebody
may have moved the columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from connectors.tables.dialects import Column, Variant, key
from connectors.tables.shapes import is_honorific

Readings = tuple[Column, ...]


def plan(variant: Variant, names: Sequence[str], cells: Sequence[pl.Series] = ()) -> list[tuple[Column | None, str]]:
    """For each column of a header what it says (None.

    The variant does not know it), and the running number or word in its name ('' when it has none).
    cells: the contents of the columns, where they are at hand.
    """
    keys = [key(name) for name in names]
    known = [_readings(variant, name) for name in keys]
    planned = [
        (next((one for one in readings if _fits(one, keys, place)), None), number)
        for place, (readings, number) in enumerate(known)
    ]
    for place, column in _by_contents(keys, [readings for readings, _ in known], cells).items():
        planned[place] = (column, planned[place][1])
    return planned


def _readings(variant: Variant, name: str) -> tuple[Readings, str]:
    """The readings that a name may have, and what stands in it for "#" or "*"."""
    if name in variant.columns:
        return variant.columns[name], ""
    if match := re.search(r"\d+", name):
        numbered = name[: match.start()] + "#" + name[match.end() :]
        if numbered in variant.columns:
            return variant.columns[numbered], match.group()
    for pattern, readings in variant.columns.items():
        if pattern.endswith("*") and name.startswith(pattern[:-1]):
            return readings, name[len(pattern) - 1 :]
    return (), ""


def _fits(column: Column, keys: Sequence[str], place: int) -> bool:
    if column.occurrence and (
        keys.count(keys[place]) == 1 or keys[: place + 1].count(keys[place]) != column.occurrence
    ):
        return False
    if column.before and key(column.before) not in keys[place + 1 :]:
        return False
    if column.beside and not any(key(name) in keys for name in column.beside):
        return False
    return not column.after or key(column.after) in keys[:place]


def _by_contents(keys: Sequence[str], known: Sequence[Readings], cells: Sequence[pl.Series]) -> Mapping[int, Column]:
    """The readings that contents decide: a courtesy title or a job, a whole name or a part of one."""
    decided: dict[int, Column] = {}
    for place, readings in enumerate(known if cells else ()):
        by_field = {column.field: column for column in reversed(readings)}
        same = [other for other, name in enumerate(keys) if name == keys[place]] if len(by_field) > 1 else []
        if {"honorific_prefixes", "title"} <= set(by_field) and (values := cells[place].drop_nulls()).len():
            decided[place] = by_field[
                "honorific_prefixes" if 2 * is_honorific(values).sum() > values.len() else "title"
            ]
        elif (
            "formatted_name" in by_field
            and len(same) == 2
            and (longer := _longer(cells[same[0]], cells[same[1]])) is not None
        ):
            part = next(column for field, column in by_field.items() if field != "formatted_name")
            decided[place] = by_field["formatted_name"] if same[longer] == place else part
    return decided


def _longer(one: pl.Series, other: pl.Series) -> int | None:
    """0 or 1: the column with the longer value in most rows that fill both.

    None when neither has, as where one column is empty throughout.
    """
    difference = one.str.len_chars().cast(pl.Int64) - other.str.len_chars().cast(pl.Int64)
    balance = int(difference.sign().sum())
    return None if balance == 0 else int(balance < 0)


@dataclass(frozen=True)
class Placed:
    """A column in its place. cells: its column in the frame of cells; number: the running number in its name."""

    cells: str
    header: str
    column: Column | None
    number: str

    @property
    def group(self) -> tuple[str, str]:
        column = self.column or Column("extra")
        return self.number, column.group or ("" if self.number else "/".join(column.types))
