"""One row per organisation that a decision of the user gives a person.

grain: organisation

organisation      name as written
organisation_key  folded, in the form of staging.contacts
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.organisations import organisation_keys

reads = ("staging.person_decisions",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Names that fold to nothing are left out."""
    decisions = frames["staging.person_decisions"]
    names = (
        decisions.filter(pl.col("field") == "organisation")["value"].drop_nulls().unique().sort().alias("organisation")
    )
    return names.to_frame().with_columns(organisation_keys(names).alias("organisation_key")).drop_nulls()
