"""One row per organisation that the settings describe.

grain: organisation_id

organisation_id  folded name, in the form of staging.contacts
sector           sector, as the user wrote it; null when not set
country          ISO 3166 code; null when not set
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.values.organisations import organisation_keys

reads = ("raw.organisation_sectors",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Of two spellings of one organisation the first that says something stands."""
    written = frames["raw.organisation_sectors"]
    keyed = written.with_columns(organisation_keys(written["organisation"]).alias("organisation_id")).drop_nulls(
        "organisation_id"
    )
    first = keyed.group_by("organisation_id").agg(pl.col("sector", "country").drop_nulls().first())
    return first.select("organisation_id", "sector", "country").sort("organisation_id")
