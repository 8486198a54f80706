"""What the cells of a column say of it, beside its header or in place of one."""

from __future__ import annotations

import polars as pl

from connectors.tables.dialects import Column
from connectors.tables.generic.header_words import types_of
from connectors.tables.generic.vocabulary import folded
from connectors.tables.shapes import share

_NO_NUMBERS = frozenset({"id", "code", "siren", "siret", "ref", "reference", "iban", "date"})


def is_borne_out(readings: tuple[Column, ...], cells: pl.Series) -> bool:
    """Whether what stands in a column can be what its header says."""
    field = readings[0].field
    if cells.null_count() == cells.len():
        return True
    tests = {
        "emails": lambda: share(cells, "email") >= 0.3,
        "tels": lambda: share(cells, "digits") >= 0.3 and share(cells, "amount") < 0.5,
        "title": lambda: share(cells, "number") < 0.5,
        "org": lambda: share(cells, "number") < 0.5 and share(cells, "email") < 0.5,
        "given_name": lambda: share(cells, "number") < 0.2 and share(cells, "email") < 0.5,
        "family_name": lambda: share(cells, "number") < 0.2 and share(cells, "email") < 0.5,
        "formatted_name": lambda: share(cells, "number") < 0.2 and share(cells, "email") < 0.5,
        "urls": lambda: share(cells, "url") + share(cells, "profile") > 0,
    }
    return tests[field]() if field in tests else True


def shown(cells: pl.Series, name: str) -> tuple[Column, ...] | None:
    """What a column shows whose header says nothing known.

    An address, a number or a profile in nearly every filled cell.
    """
    for shape, column in (
        ("email", Column("emails", types=types_of(name))),
        ("profile", Column("urls", types=("linkedin",))),
    ):
        if share(cells, shape) >= 0.8:
            return (column,)
    is_number = set(folded(name).split()) & _NO_NUMBERS
    is_day = share(cells, "date") >= 0.5
    is_phone = share(cells, "phone") >= 0.8 and not is_number and not is_day
    return (Column("tels", types=types_of(name)),) if is_phone else None
