"""Which records are compared.

All that could be one person's, without the pairs of a large book that nothing could make one.
"""

from __future__ import annotations

from itertools import product

import pytest

from tests.support.linking import card, linked
from transforms.linking.words_alike import distance_is_within

CROWD = [
    card(f"{given}{family}{source}", f"{given} {family}", org="Zorglub", source=source)
    for given, family, source in product(
        ("Marie", "Paul", "Louise"), ("Mabre", "Malvoisin", "Maturin", "Maquenem"), ("phone", "tablet")
    )
]


def pairs(cards):
    """The compared pairs, as the keys of their cards."""
    rows = linked(cards)["link.candidate_pairs"].select("record_a", "record_b").rows()
    return [tuple(record_id.split("/", 1)[1] for record_id in pair) for pair in rows]


def test_no_record_is_compared_with_itself():
    """A record that stands twice in a block is one record still."""
    assert all(one != two for one, two in pairs(CROWD))


def test_a_given_name_and_a_house_are_not_worth_a_comparison():
    """Of a firm's people, only records of one name are compared, not all its Maries with one another."""
    assert all(one.removesuffix("phone") == two.removesuffix("tablet") for one, two in pairs(CROWD))


@pytest.mark.parametrize(
    "sign",
    [
        {"email": "marie@zorglub.example"},
        {"phone": "+33199001234"},
        {"url": "https://www.linkedin.com/in/marie-m"},
        {"bday": "1980-05-04"},
    ],
)
def test_another_family_name_is_compared_where_something_speaks_for_one_person(sign):
    """A contact point, profile or birthday in common: she may have married."""
    assert pairs([card("a", "Marie Mabre", **sign), card("b", "Marie Malvoisin", source="tablet", **sign)]) == [
        ("a", "b")
    ]


@pytest.mark.parametrize(
    ("one", "two", "most", "is_within"),
    [
        ("dupont", "dupond", 1, True),
        ("dupont", "dupnot", 1, True),
        ("dupont", "dumont", 1, True),
        ("dupont", "dumond", 1, False),
        ("dupont", "pont", 2, True),
        ("dupont", "dupontel", 1, False),
        ("abcdef", "abcdgh", 2, True),
        ("abcdef", "abcghi", 2, False),
        ("", "ab", 2, True),
    ],
)
def test_distance_between_words(one, two, most, is_within):
    """A letter added, dropped, changed or swapped with its neighbour is one step."""
    assert distance_is_within(one, two, most) == distance_is_within(two, one, most) == is_within
