"""What the user should know of the sources: what each export brought, what starts a source, what waits for a yes."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.sources.assigning import Continued
from pipelines.sources.exports import described
from pipelines.sources.settling import Settled

NEW_SOURCE = "new source"


def told_by_export(settled: Settled) -> dict[str, str]:
    """For each export that came to a source in this run, what it brought: `new source`, or `cards.vcf.

    3 new, 5 changed, 2 gone`.
    """
    # of one name the newest
    rows = {(row["source"], row["export"]): row for row in settled.exports.iter_rows(named=True)}
    told = {}
    for one in settled.continued:
        row = rows[one.source, one.export]
        numbers = {
            "new": row["new"],
            "changed": row["changed"],
            "gone": row["gone"],
            "waiting for a yes": row["waiting"],
        }
        told[one.export] = NEW_SOURCE if one.is_new else f"{one.source}: {described(numbers)}"
    return told


def sentences(settled: Settled) -> list[str]:
    """What the user should know.

    Exports that start a source beside others of their kind, and drops that wait for a yes.
    """
    return [*_starts(settled.continued), *_drops(settled.exports)]


def _starts(continued: Iterable[Continued]) -> list[str]:
    return [
        f"{one.export} starts a new source: it shares too few records with {', '.join(one.others)}. "
        "If it is a newer export of one of these, "
        f'write in network.toml:\n[sources."{one.export}"]\nsource = "{one.others[0]}"'
        for one in continued
        if one.is_new and one.others
    ]


def _drops(exports: pl.DataFrame) -> list[str]:
    newest = exports.filter(pl.col("rank") == pl.col("rank").max().over("source")).filter(pl.col("waiting") > 0)
    return [
        f"{row['export']}: {row['waiting']} records that earlier exports of {row['source']} held are not in it. "
        "They stay until you say that they are gone:\n"
        f'entregent run --accept "{row["source"]}"\nIf they are not, export it again whole.'
        for row in newest.iter_rows(named=True)
    ]
