"""Why records are one person, or what keeps two people apart: the evidence of the build, laid out as a sum in bits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from pathlib import Path

from pipelines.review.evidence import Sign, signs_of
from transforms.linking.pairs import Pair, ordered
from warehouse.query import query

_RECORDS = """
select record_id, file || ', ' || position_kind || ' ' || position as place, name
from records
where person_id = $person_id
order by record_id
"""
# What is certain without any sum, or forbidden whatever the sum says.
_DECIDED = """
select verb, line from decisions
where verb in ('same', 'not_same') and record_id = $one and value = $two
order by line
"""
_EXPLAINED = "Each bit doubles the odds that two records are one person; a negative one halves them."

Records = Mapping[str, tuple[str, str | None]]


def why_one(published: Path, person_id: str) -> Iterator[str]:
    """The records of a person, and for each after the first the strongest evidence that ties it to those above."""
    records = _records(published, person_id)
    yield f"{len(records)} records:" if len(records) > 1 else "One record only: nothing was put together."
    yield from _listing(records)
    if len(records) == 1:
        return
    evidence = signs_of(published, [ordered(*pair) for pair in combinations(records, 2)])
    yield _EXPLAINED
    for tied, to in _tree(list(records), evidence):
        yield ""
        yield f"{_name(records, tied)} and {_name(records, to)}:"
        yield from _sum(published, tied, to, evidence.get(ordered(tied, to), ()))


def why_two(published: Path, person_id: str, other_id: str) -> Iterator[str]:
    """The pair of records of two people that speaks most for one person, and what it comes to."""
    records, others = _records(published, person_id), _records(published, other_id)
    yield from _listing({**records, **others})
    pairs = list(product(records, others))
    evidence = signs_of(published, [ordered(*pair) for pair in pairs])
    compared = [pair for pair in pairs if ordered(*pair) in evidence]
    if not compared:
        yield "They have neither a name nor a contact point in common, so they were never compared."
        return
    best = max(compared, key=lambda pair: (_total(evidence[ordered(*pair)]), pair))
    both = {**records, **others}
    yield _EXPLAINED
    yield ""
    yield f"What speaks most for one person: {_name(both, best[0])} and {_name(both, best[1])}:"
    yield from _sum(published, *best, evidence[ordered(*best)])
    yield "If they are one all the same: " + f"entregent review --same {best[0]} {best[1]}"


def _records(published: Path, person_id: str) -> Records:
    return {
        record_id: (place, name) for record_id, place, name in query(published, _RECORDS, {"person_id": person_id}).rows
    }


def _listing(records: Records) -> Iterator[str]:
    for record_id, (place, name) in records.items():
        yield f"  {place}{f' as {name}' if name else ''}  [{record_id}]"


def _name(records: Records, record_id: str) -> str:
    return records[record_id][0]


def _tree(records: Sequence[str], evidence: Mapping[Pair, Sequence[Sign]]) -> Iterator[Pair]:
    """Each record but the first with the one among those tied before it that the most speaks for."""
    tied, waiting = [records[0]], list(records[1:])
    while waiting:
        best = max(
            ((one, to) for one in waiting for to in tied),
            key=lambda pair: (_total(evidence.get(ordered(*pair), ())), pair),
        )
        waiting.remove(best[0])
        tied.append(best[0])
        yield best


def _sum(published: Path, one: str, two: str, signs: Sequence[Sign]) -> Iterator[str]:
    decisions = list(query(published, _DECIDED, {"one": one, "two": two}).rows)
    yield from (f"  your decision: {verb.replace('_', ' ')} (decisions.csv, line {line})" for verb, line in decisions)
    if not signs:
        yield (
            "  not compared with each other: both are tied to others of these records"
            if not decisions
            else "  not compared"
        )
        return
    for sign in signs:
        yield f"  {sign.bits:+7.1f}  {sign.words}"
    yield f"  {_total(signs):+7.1f}  in all: one person with {_percent(_total(signs))}"


def _total(signs: Sequence[Sign]) -> float:
    return sum(sign.bits for sign in signs) if signs else float("-inf")


def _percent(bits: float) -> str:
    probability = 1 / (1 + 2.0 ** -max(min(bits, 60), -60))
    return "under 0.1%" if probability < 0.001 else "over 99.9%" if probability > 0.999 else f"{probability:.1%}"
