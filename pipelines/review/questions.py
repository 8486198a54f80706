"""The pairs of records that only the user can decide, most telling first, with what each side says and what speaks for
and against.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.review.evidence import Sign, signs_of
from transforms.linking.pairs import ordered
from warehouse.query import query

FIELDS = ("name", "organisation", "title", "email", "phone", "birthday", "profile", "met", "record")
"""What is known of a side, in the order in which it is shown."""

_PAIRS = "select place, record_a, record_b, probability, band from link.review_pairs order by place"

_SIDES = "select place, side, field, value from core.review_sides order by place, side, field, said desc, value"


@dataclass(frozen=True)
class Question:
    """One person or two? The records stand for all of their group.

    probability: that they are one; is_linked: they are taken for one now; sides: values by field of FIELDS, each side's
    own; signs: evidence of the pair.
    """

    record_a: str
    record_b: str
    probability: float
    is_linked: bool
    sides: tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]
    signs: Sequence[Sign]


def review_queue(published: Path, decided: Iterable[frozenset[str]] = ()) -> list[Question]:
    """The questions of a published network, in the order of what their answers would change.

    decided: pairs of records that are answered already, by their ids; they are not asked again.
    """
    answered = set(decided)
    pairs = [row for row in query(published, _PAIRS).rows if frozenset(row[1:3]) not in answered]
    sides: defaultdict[tuple[int, str], defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place, side, field, value in query(published, _SIDES).rows:
        sides[place, side][field].append(value)
    signs = signs_of(published, [ordered(one, two) for _, one, two, *_ in pairs])
    return [
        Question(
            one,
            two,
            probability,
            band == "linked",
            (sides[place, "a"], sides[place, "b"]),
            signs.get(ordered(one, two), ()),
        )
        for place, one, two, probability, band in pairs
    ]
