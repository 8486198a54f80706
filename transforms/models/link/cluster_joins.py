"""One row per join of two clusters of records, in the order in which they were made.

grain: place

place          order, from 1
record_a       a record of the one cluster
record_b       a record of the other
reason         same (the user said so), profile (one LinkedIn profile), uid (one UID in one source), name (things that
               are no people, alike), or evidence
weight         bits of the evidence between the clusters as they were then; null where none was needed
corroboration  bits of it that speak for one person beside the names
records_a      number of records of the first cluster
records_b      number of records of the second
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import polars as pl

from transforms.linking.clusters import COMPARISONS, Clusters, Evidence, Traits, grow
from transforms.linking.pairs import Pair, ordered

reads = (
    "link.records",
    "link.entities",
    "link.name_forms",
    "link.given_alike",
    "link.pair_weights",
    "link.contact_points",
    "raw.decisions",
    "raw.person_register",
    "raw.linking_parameters",
)

_SCHEMA = pl.Schema(
    {
        "place": pl.Int64,
        "record_a": pl.String,
        "record_b": pl.String,
        "reason": pl.String,
        "weight": pl.Float64,
        "corroboration": pl.Float64,
        "records_a": pl.Int64,
        "records_b": pl.Int64,
    }
)


def build(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    decided = {verb: _decided(frames["raw.decisions"], verb) for verb in ("same", "not_same")}
    traits = _traits(frames)
    clusters = Clusters(
        traits, frozenset(frames["link.given_alike"].select("given", "other").iter_rows()), decided["not_same"]
    )
    same = [(one, two, "same") for one, two in decided["same"] if one in traits and two in traits]
    joins = grow(clusters, _evidence(frames["link.pair_weights"]), [*same, *_certain(frames, clusters)])
    rows = [(place, *join) for place, join in enumerate(joins, 1)]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _decided(decisions: pl.DataFrame, verb: str) -> list[Pair]:
    """The pairs of record ids of one verb. Decisions that contradict one another were left out when they were read."""
    pairs = decisions.filter(pl.col("verb") == verb).select("subject", "object").drop_nulls().iter_rows()
    return sorted({ordered(*pair) for pair in pairs})


def _traits(frames: Mapping[str, pl.DataFrame]) -> dict[str, Traits]:
    """What each record says of its person; links of earlier runs count only while the weights they were made by do."""
    stated = (
        frames["link.name_forms"]
        .filter(pl.col("is_main") & (pl.col("origin") != "address"))
        .select("record_id", "given", "family")
    )
    register = (
        frames["raw.person_register"]
        if frames["raw.linking_parameters"].height
        else frames["raw.person_register"].clear()
    )
    rows = (
        frames["link.records"]
        .select("record_id", "linkedin_url")
        .join(stated, on="record_id", how="left")
        .join(register.select("record_id", "person_id"), on="record_id", how="left")
        .with_columns(pl.col("given", "family").fill_null(""))
        .select("record_id", "given", "family", "linkedin_url", "person_id")
    )
    return {record_id: Traits(*values) for record_id, *values in rows.sort("record_id").iter_rows()}


def _evidence(weights: pl.DataFrame) -> dict[Pair, Evidence]:
    """The bits of each pair, in the order of `COMPARISONS`."""
    return {
        (one, two): tuple(bits) for one, two, *bits in weights.select("record_a", "record_b", *COMPARISONS).iter_rows()
    }


def _certain(frames: Mapping[str, pl.DataFrame], clusters: Clusters) -> list[tuple[str, str, str]]:
    """Pairs that need no evidence.

    One profile, one UID in one source, and things that are no people under one name or address. Programs that write one
    UID on all cards, or copy it with a card, prove nothing by it: given names of two people under it show that.
    """
    records = frames["link.records"].join(frames["link.entities"], on="record_id")
    people = records.filter(pl.col("entity_type") == "person")
    things = records.filter(~pl.col("entity_type").is_in(["person", "empty"]))
    named = things.with_columns(key=pl.col("display_name").str.to_lowercase())
    addressed = things.join(
        frames["link.contact_points"].filter(pl.col("kind") == "email").select("record_id", key="point"), on="record_id"
    )
    return [
        *_chains(people.filter(pl.col("linkedin_url").is_not_null()), ["linkedin_url"], "profile"),
        *_chains(people.filter(pl.col("uid").is_not_null()), ["source", "uid"], "uid", clusters.are_of_one_name),
        *_chains(pl.concat([named, addressed.select(named.columns)]).drop_nulls("key"), ["entity_type", "key"], "name"),
    ]


def _chains(
    records: pl.DataFrame, keys: list[str], reason: str, holds: Callable[[Sequence[str]], bool] = bool
) -> list[tuple[str, str, str]]:
    """Each record of a group paired with the next; holds: whether the key proves anything of these records."""
    groups = (
        records.group_by(keys)
        .agg(pl.col("record_id").unique().sort())
        .filter(pl.col("record_id").list.len() > 1)
        .sort(keys)
    )
    return [(one, two, reason) for ids in groups["record_id"].to_list() if holds(ids) for one, two in pairwise(ids)]
