"""One row per person that a contact record names as related to its own.

grain: record_id, ordinal

record_id  source/key of the record
ordinal    place in the record, from 1
relation   what the other is to this one, lower case: assistant, spouse, child, manager …; null when not said
name       the other's name, as written
name_key   its words folded, in alphabetical order; null where it holds none
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.raw_lists import exploded, ordered
from transforms.text import map_unique, name_key

reads = ("raw.contacts",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    values = exploded(frames["raw.contacts"], "related")
    relation = pl.col("types").list.first().str.to_lowercase()
    rows = values.with_columns(
        relation=relation, name="raw", name_key=map_unique(values["raw"], lambda name: name_key(name, ""))
    )
    return ordered(rows, pl.concat_str("relation", "raw", separator=" ", ignore_nulls=True)).select(
        "record_id", "ordinal", "relation", "name", "name_key"
    )
