"""One row per distinct town of an address, or that a decision of the user gives a person.

grain: town

town      as written
town_key  folded, in the form of staging.circle_rules
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import map_unique
from transforms.values.circles import rule_key

reads = ("staging.contact_addresses", "staging.person_decisions")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Each distinct town is folded once."""
    decided = frames["staging.person_decisions"].filter(pl.col("field") == "city")["value"].alias("town")
    towns = (
        pl.concat([frames["staging.contact_addresses"]["locality"].alias("town"), decided]).drop_nulls().unique().sort()
    )
    return (
        towns.to_frame()
        .with_columns(map_unique(towns, lambda town: rule_key("city", town)).alias("town_key"))
        .drop_nulls()
    )
