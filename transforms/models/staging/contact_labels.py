"""One row per label of a contact record; groups that address books make by themselves are left out.

grain: record_id, label

record_id  source/key of the record
label      label as written, without the mark of its service
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.lexicon import table
from transforms.text import clean, fold_text, map_unique

reads = ("raw.contacts",)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    record_id = (pl.col("source") + "/" + pl.col("record_key")).alias("record_id")
    labels = frames["raw.contacts"].select(record_id, label="categories").explode("label").drop_nulls("label")
    labels = labels.with_columns(map_unique(labels["label"], _declared))
    return labels.drop_nulls().unique(["record_id", "label"]).sort("record_id", "label")


def _declared(label: str) -> str:
    """The label a person gave; empty for a system group."""
    text = clean(label.strip().removeprefix("*"))
    folded = fold_text(text)
    system = table("labels")
    if folded in system["system"] or any(folded.startswith(prefix) for prefix in system["prefixes"]):
        return ""
    return text
