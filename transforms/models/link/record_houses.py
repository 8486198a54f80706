"""One row per record and organisation it points to: the one it names, and those its addresses and numbers belong to.

grain: record_id, house

record_id  source/key of the record
house      key of the organisation, without spaces
is_stated  the record names it; else its domain or its switchboard tells it
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.houses import houses_of_domains, houses_of_points, stated_house

reads = ("link.records", "link.contact_points", "link.point_holders")

_SCHEMA = pl.Schema({"record_id": pl.String, "house": pl.String, "is_stated": pl.Boolean})


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    records = frames["link.records"].filter(pl.col("organisation_key").is_not_null())
    stated = records.select(
        "record_id",
        house=pl.Series(map(stated_house, records["organisation_key"]), dtype=pl.String),
        is_stated=pl.lit(True),
    )
    points = frames["link.contact_points"]
    domains = points.filter(~pl.col("is_free_mail") & pl.col("domain").is_not_null()).select("record_id", sign="domain")
    of_domains = houses_of_domains(domains, stated)
    known = pl.concat([stated, of_domains]).unique(["record_id", "house"], keep="first", maintain_order=True)
    lines = points.join(frames["link.point_holders"].filter(pl.col("is_shared")), on="point", how="semi").filter(
        pl.col("kind") == "phone"
    )
    every = pl.concat([known, houses_of_points(lines.select("record_id", sign="point"), known)]).filter(
        pl.col("house") != ""
    )
    return (
        every.unique(["record_id", "house"], keep="first", maintain_order=True)
        .sort("record_id", "house")
        .cast(dict(_SCHEMA.items()))
    )
