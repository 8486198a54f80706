"""One row per record, with the cluster of records it was found to be one with.

grain: record_id

record_id   source/key of the record
cluster_id  smallest record id of the cluster
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

reads = ("link.records", "link.cluster_joins")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    parent = {record_id: record_id for record_id in frames["link.records"]["record_id"]}

    def root(record_id: str) -> str:
        while parent[record_id] != record_id:
            parent[record_id] = record_id = parent[parent[record_id]]
        return record_id

    for one, two in frames["link.cluster_joins"].select("record_a", "record_b").iter_rows():
        first, second = sorted((root(one), root(two)))
        parent[second] = first  # the smaller id stands for the cluster
    rows = [(record_id, root(record_id)) for record_id in sorted(parent)]
    return pl.DataFrame(rows, schema={"record_id": pl.String, "cluster_id": pl.String}, orient="row")
