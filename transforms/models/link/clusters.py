"""One row per record, with the cluster of records it was found to be one with.

grain: record_id

record_id   source/key of the record
cluster_id  smallest record id of the cluster
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.forest import Forest

reads = ("link.records", "link.cluster_joins")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    records = frames["link.records"]["record_id"].sort()
    forest = Forest(records)
    for one, two in frames["link.cluster_joins"].select("record_a", "record_b").iter_rows():
        first, second = sorted((forest.root(one), forest.root(two)))
        forest.hang(second, under=first)  # the smaller id stands for the cluster
    rows = [(record_id, forest.root(record_id)) for record_id in records]
    return pl.DataFrame(rows, schema={"record_id": pl.String, "cluster_id": pl.String}, orient="row")
