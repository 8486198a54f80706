"""One row per present or past employer of the owner.

grain: organisation_key

organisation_key  folded name
organisation      name as the user wrote it
circle_id         the circle of its people
is_present        the owner works there now
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.circles import circle_id
from transforms.organisations import organisation_key

SCHEMA = {"organisation_key": pl.String, "organisation": pl.String, "circle_id": pl.String, "is_present": pl.Boolean}
reads = ("raw.own_organisations",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The first spelling of an organisation stands."""
    rows: dict[str, tuple[str, str, str, bool]] = {}
    for name, is_present in frames["raw.own_organisations"].select("organisation", "is_present").rows():
        key = organisation_key(name)
        if key:
            rows.setdefault(key, (key, name, circle_id(name), is_present))
    return pl.DataFrame(list(rows.values()), schema=SCHEMA, orient="row")
