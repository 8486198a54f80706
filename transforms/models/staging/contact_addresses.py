"""One row per postal address of a contact record that says anything.

grain: record_id, ordinal

record_id     source/key of the record
ordinal       place in the record, from 1
types         types the record gives, lower case
street        street and number, with what extends it
house         number and name of the street, folded, without words like 'rue'; null without either
locality      town, in mixed case
postal_code   postal code
region        state or region
country       country as written
country_code  ISO 3166 code of the country; null when not told or not known
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.text import map_unique
from transforms.values.countries import country_code
from transforms.values.streets import street_house

reads = ("raw.contacts",)
_PARTS = ["po_box", "extended_address", "street", "locality", "region", "postal_code", "country"]


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    record_id = (pl.col("source") + "/" + pl.col("record_key")).alias("record_id")
    addresses = frames["raw.contacts"].select(record_id, "adrs").filter(pl.col("adrs").list.len() > 0).explode("adrs")
    addresses = addresses.select("record_id", pl.col("adrs").struct.field("types"), *[_part(name) for name in _PARTS])
    kept = addresses.filter(pl.any_horizontal(pl.col(_PARTS).is_not_null())).sort("record_id", maintain_order=True)
    street = pl.concat_str("street", "extended_address", "po_box", separator=", ", ignore_nulls=True)
    is_one_case = (pl.col("locality") == pl.col("locality").str.to_uppercase()) | (
        pl.col("locality") == pl.col("locality").str.to_lowercase()
    )
    return kept.select(
        "record_id",
        pl.int_range(1, pl.len() + 1).over("record_id").alias("ordinal"),
        "types",
        pl.when(street != "").then(street).alias("street"),
        map_unique(kept["street"], street_house).alias("house"),
        pl.when(is_one_case).then(pl.col("locality").str.to_titlecase()).otherwise("locality").alias("locality"),
        "postal_code",
        "region",
        "country",
        map_unique(kept["country"], country_code).alias("country_code"),
    )


def _part(name: str) -> pl.Expr:
    text = pl.col("adrs").struct.field(name).str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(text != "").then(text).alias(name)
