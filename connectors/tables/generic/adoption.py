"""What columns say that a dialect does not know, by the words of the generic reader and by what they hold.

A file may fit a dialect by some of its columns and hold the rest under headers of its own: another version, another
program, a hand's changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from connectors.tables.dialects import Column
from connectors.tables.generic.contents import is_borne_out, shown
from connectors.tables.generic.header_words import other_person, related_person, said
from connectors.tables.shapes import is_honorific

_NAMES = ("formatted_name", "given_name", "family_name")
_MANY = ("emails", "tels", "urls", "related")
"""Fields that further columns add values to; any other is filled by one column alone."""


def adopted(names: Sequence[str], cells: Sequence[pl.Series], planned: Sequence[Column | None]) -> Mapping[int, Column]:
    """What each column of a header says that no plan has a word for, by its place.

    Addresses and numbers by their header or their contents; of what a contact has but once, what no planned column
    says. Nothing that is somebody else's.
    """
    found: dict[int, Column] = {}
    for place, (name, column) in enumerate(zip(names, planned, strict=True)):
        if column is None and name.strip() and cells[place].null_count() < cells[place].len():
            known = [one for one in (*planned, *found.values()) if one is not None]
            reading = _reading(name, cells[place])
            if reading is not None and (fitting := _placed(reading, known)) is not None:
                found[place] = fitting
    return found


def _reading(name: str, cells: pl.Series) -> Column | None:
    if other_person(name) is not None:
        return next(iter(related_person(name, cells)), None)
    readings = said(name)
    if not readings:
        return next(iter(shown(cells, name) or ()), None)
    if not is_borne_out(readings, cells):
        return None
    by_field = {column.field: column for column in readings}
    if "honorific_prefixes" in by_field and "title" in by_field:
        return by_field["honorific_prefixes" if 2 * is_honorific(cells).sum() > cells.count() else "title"]
    return readings[0]


def _placed(reading: Column, known: Sequence[Column]) -> Column | None:
    """The reading where its field has several values, or none yet; of an address, beside the parts it belongs to."""
    if reading.field == "adrs":
        return _beside(reading, known)
    if reading.field == "formatted_name":
        return reading if not any(column.field in _NAMES for column in known) else None
    is_told = any((column.field, column.part) == (reading.field, reading.part) for column in known)
    return reading if reading.field in _MANY or not is_told else None


def _beside(reading: Column, known: Sequence[Column]) -> Column | None:
    """A part of an address with the parts of its kind, or with those of the only one, where they lack it."""
    addresses = [column for column in known if column.field == "adrs"]
    kinds = {column.types for column in addresses}
    types = next(iter(kinds)) if len(kinds) == 1 and not reading.types else reading.types
    is_told = any(column.types == types and column.part in (reading.part, "whole") for column in addresses)
    has_groups = any(column.group for column in (reading, *addresses))
    return replace(reading, types=types) if (types in kinds or not kinds) and not is_told and not has_groups else None
