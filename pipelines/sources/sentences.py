"""What the user should know of the sources: what each export brought, what may be an edition, what waits for a yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipelines.sources.history import described
from pipelines.sources.settling import Settled

NEW_SOURCE = "new source"


def brought_by_export(settled: Settled) -> dict[str, str]:
    """What each export that came to a source in this run brought, by export.

    `new source`, or `cards.vcf: 3 new, 5 changed, 2 gone`.
    """
    rows = _newest_of_name(settled)
    brought = {}
    for one in settled.continued:
        row = rows[one.source, one.export]
        numbers = {
            "new": row["new"],
            "changed": row["changed"],
            "gone": row["gone"],
            "waiting for a yes": row["waiting"],
        }
        brought[one.export] = NEW_SOURCE if one.is_new else f"{one.source}: {described(numbers)}"
    return brought


def sentences(settled: Settled) -> list[str]:
    """What the user should know and answer.

    Exports of which only the user can say whether they continue a source, older ones that came after newer ones, and
    drops that wait for a yes.
    """
    return [*_questions(settled.doubts), *_older(settled), *_drops(settled)]


def _questions(doubts: Mapping[str, str]) -> Iterator[str]:
    for export, source in sorted(doubts.items()):
        yield (
            f"Is {export} a newer export of {source}? They have much in common, and nothing says that they are one "
            "book. Both are kept, and nothing is taken for gone.\n"
            f'Yes:  entregent review --newer "{export}" "{source}"\n'
            f'No:   entregent review --apart "{export}"'
        )


def _older(settled: Settled) -> Iterator[str]:
    """Exports that came in this run and are not the newest of their source."""
    newest = {row["source"]: row for row in settled.exports.sort("rank").iter_rows(named=True)}
    rows = _newest_of_name(settled)
    for one in settled.continued:
        row, last = rows[one.source, one.export], newest[one.source]
        came_too = {other.export for other in settled.continued if other.source == one.source}
        if not one.is_new and row["rank"] < last["rank"] and last["export"] not in came_too:
            yield (
                f"{one.export} is older than {last['export']}, which you have already: what both hold stays as "
                f"{last['export']} says, and what only {one.export} holds is taken for what {last['export']} dropped."
            )


def _drops(settled: Settled) -> Iterator[str]:
    newest = {row["source"]: row for row in settled.exports.sort("rank").iter_rows(named=True)}
    for source, row in sorted(newest.items()):
        if row["waiting"]:
            yield (
                f"{row['export']}: {row['waiting']} records that earlier exports of {source} held are not in it. "
                "They stay until you say that they are gone:\n"
                f'entregent run --accept "{source}"\n'
                "If they are not, export it again whole, or take this file back: "
                f'entregent forget --source "{row["export"]}"'
            )


def _newest_of_name(settled: Settled) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of raw.exports, by source and export; of several of one name the newest."""
    rows: Iterable[dict[str, Any]] = settled.exports.sort("rank").iter_rows(named=True)
    return {(row["source"], row["export"]): row for row in rows}
