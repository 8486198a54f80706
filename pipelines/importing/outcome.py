"""What became of each file: its receipt, and what the user should know of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from connectors.records import Receipt, Recognition
from pipelines.sources.sentences import brought_by_export, sentences
from pipelines.sources.settling import Settled
from warehouse.state import State

RULES = ("ignored_rules", "withheld_rules")
"""Columns of a receipt that say how many, by rule."""


@dataclass(frozen=True)
class Import:
    """What became of one export.

    recognition: what it was taken for; receipt: null when there was nothing to read; is_unchanged: it was read by an
    earlier run; is_absent: it was, and lies in the inbox no more, but still counts; is_copy: another file has its
    content; sha256: of its content, where it could be read; files: how many it is made of; brought: what it brought its
    source in this run, in words; sentences: what the user should know and do.
    """

    name: str
    recognition: Recognition
    receipt: Receipt | None = None
    is_unchanged: bool = False
    is_absent: bool = False
    sentences: Sequence[str] = ()
    sha256: str | None = None
    files: int = 1
    brought: str = ""
    is_copy: bool = False


def receipt_of(row: Mapping[str, Any]) -> Receipt:
    """The receipt that a row of raw.receipts holds; what another file of the same export holds too is repeated."""
    elsewhere = row["repeated_elsewhere"] or 0
    return Receipt(
        row["found"],
        row["kept"] - elsewhere,
        row["repeated"] + elsewhere,
        row["rejected"],
        row["ignored"],
        **{name: json.loads(row[name] or "{}") for name in RULES},
    )


def imbalance(receipt: Receipt) -> str:
    """How a receipt fails to add up."""
    return (
        f"{receipt.found} records were found, but {receipt.kept} kept, {receipt.repeated} repeated, "
        f"{receipt.rejected} rejected and {receipt.ignored} ignored do not make that number."
    )


MOST_TOLD = 3
"""Sentences about the files of one export that are printed."""


@dataclass(frozen=True)
class Imported:
    """What became of the inbox.

    imports: export by export, in the order of their names; ignored: files left alone, by rule.
    sentences: what the user should know of the sources.
    """

    imports: Sequence[Import]
    ignored: Mapping[str, int]
    sentences: Sequence[str] = ()


def imported(imports: Sequence[Import], ignored: Mapping[str, int], settled: Settled, state: State) -> Imported:
    """What became of the inbox once every export has its source.

    The files of one export are one, with the sum of their receipts.
    """
    receipts = {(row["file"], row["sha256"]): receipt_of(row) for row in state.read("receipts").iter_rows(named=True)}
    exports: dict[tuple[str, bool], list[Import]] = {}
    for done in sorted(imports, key=lambda done: done.name):
        export, _ = settled.parts.get((done.name, done.sha256 or ""), (done.name, ""))
        receipt = receipts.get((done.name, done.sha256 or ""), done.receipt)
        exports.setdefault((export, done.is_absent), []).append(replace(done, receipt=receipt))
    brought = brought_by_export(settled)
    joined = [
        _joined(export, parts, "" if is_absent else brought.get(export, ""))
        for (export, is_absent), parts in exports.items()
    ]
    return Imported(
        [one for one in joined if not (one.is_absent and one.files > 1 and (one.name, False) in exports)],
        ignored,
        sentences(settled),
    )


def _joined(export: str, parts: Sequence[Import], brought: str) -> Import:
    """One line for an export of many files."""
    first = parts[0]
    if len(parts) == 1:
        return replace(first, name=first.name if first.receipt is None else export, brought=brought)
    sentences = [sentence for part in parts for sentence in part.sentences]
    more = (
        [f"{export}: {len(sentences) - MOST_TOLD} more sentences like these: entregent status --rejects"]
        if len(sentences) > MOST_TOLD
        else []
    )
    return Import(
        export,
        first.recognition,
        _sum([part.receipt for part in parts if part.receipt]),
        is_unchanged=all(part.is_unchanged for part in parts),
        is_absent=first.is_absent,
        sentences=[*sentences[:MOST_TOLD], *more],
        files=len(parts),
        brought=brought,
    )


def _sum(receipts: Sequence[Receipt]) -> Receipt:
    rules: Counter[str] = sum((Counter(receipt.ignored_rules) for receipt in receipts), Counter())
    withheld: Counter[str] = sum((Counter(receipt.withheld_rules) for receipt in receipts), Counter())
    numbers = (
        sum(getattr(receipt, name) for receipt in receipts)
        for name in ("found", "kept", "repeated", "rejected", "ignored")
    )
    found, kept, repeated, rejected, ignored = numbers
    return Receipt(found, kept, repeated, rejected, ignored, rules, withheld)


UNKNOWN = Recognition("unknown", "unknown", "", 0)
