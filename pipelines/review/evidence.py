"""What speaks for and against two records being one person, as the build found it, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.query import query

_EVIDENCE = """
with asked as (select unnest($ones) as record_a, unnest($others) as record_b)
select record_a, record_b, comparison, level, bits
from link.match_evidence
inner join asked using (record_a, record_b)
order by record_a, record_b, comparison <> 'prior', abs(bits) desc, comparison
"""


@dataclass(frozen=True)
class Sign:
    """One comparison of two records.

    level: null of what any two records start from; bits: of evidence for (positive) or against one person.
    """

    comparison: str
    level: str | None
    bits: float

    @property
    def words(self) -> str:
        """`given name: initial`."""
        if self.level is None:
            return "any two records of the book"
        return f"{self.comparison}: {self.level}".replace("_", " ")


def signs_of(published: Path, pairs: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Sequence[Sign]]:
    """The signs of each pair of record ids (the smaller first).

    What any two records start from, then the weightiest first.
    """
    asked = list(pairs)
    found: defaultdict[tuple[str, str], list[Sign]] = defaultdict(list)
    parameters = {"ones": [one for one, _ in asked], "others": [two for _, two in asked]}
    for one, two, comparison, level, bits in query(published, _EVIDENCE, parameters).rows:
        found[one, two].append(Sign(comparison, level, bits))
    return found
