"""One row per record, with the cluster of records it was found to be one with.

grain: record_id

record_id   source/key of the record
cluster_id  smallest record id of the cluster
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.linking.book import Book
from transforms.linking.clusters import NAMESAKES, Link, cluster
from transforms.linking.pairs import alike_pairs
from transforms.linking.profiles import READS, profiles

reads = (*READS, "link.candidate_pairs", "raw.decisions")


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    everyone = {profile.record_id: profile for profile in profiles(frames)}
    comparer = Book([profile for profile in everyone.values() if profile.entity_type == "person"]).comparer
    pairs = frames["link.candidate_pairs"].with_columns(is_namesake=pl.col("name_agreement").is_in(NAMESAKES)).filter(pl.col("is_link") | pl.col("is_namesake"))
    links = [Link(*row) for row in pairs.select(Link._fields).iter_rows()]
    decided = {verb: _decided(frames["raw.decisions"], verb) for verb in ("same", "not_same")}
    groups = cluster(everyone, comparer, links, alike_pairs(everyone.values()), decided["same"], decided["not_same"])
    return pl.DataFrame(sorted(groups.items()), schema={"record_id": pl.String, "cluster_id": pl.String}, orient="row")


def _decided(decisions: pl.DataFrame, verb: str) -> list[tuple[str, str]]:
    """The pairs of record ids of one verb; the later of two contradicting decisions counts."""
    last: dict[tuple[str, str], str] = {}
    rows = decisions.filter(pl.col("verb").is_in(["same", "not_same"])).sort("decided_at", "line", nulls_last=False)
    for subject, object_, stated in rows.select("subject", "object", "verb").drop_nulls().iter_rows():
        one, two = sorted((subject, object_))
        last[one, two] = stated
    return sorted(pair for pair, stated in last.items() if stated == verb)
