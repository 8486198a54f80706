"""One row per contact and value by which it may fit a target of the plan, as known today.

grain: person_id, axis, folded

person_id  contact
axis       sector, seniority, function, organisation, place or person
folded     the value in plain lower-case letters and digits, words separated by one space
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import fold_text, map_unique

reads = ("mart.contacts",)

COLUMNS = {
    "sector": ("sector",),
    "seniority": ("seniority",),
    "function": ("function",),
    "organisation": ("organisation", "organisation_id"),
    "place": ("city", "country"),
    "person": ("display_name", "person_id"),
}
"""The columns of mart.contacts whose values stand for each kind of target."""


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each value once; those of which nothing is left when they are folded are left out."""
    contacts = frames["mart.contacts"]
    values = pl.concat(
        contacts.select("person_id", axis=pl.lit(axis), value=pl.col(column).cast(pl.String))
        for axis, columns in COLUMNS.items()
        for column in columns
    )
    folded = values.select("person_id", "axis", map_unique(values["value"], fold_text).alias("folded"))
    return folded.drop_nulls().unique()
