"""A settled book: what one more record, or ten, may change."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import polars as pl

from tests.support.linking import card, linked

GIVENS = ["Marie", "Paul", "Louise", "Karim", "Zoé", "Hugo", "Agathe", "Basile"]
FAMILIES = ["Quenneville", "Malvoisin", "Zorgluber", "Bretécher", "Dupuisard", "Fantasio"]
BOOK = [
    card(
        f"{place}{source}",
        f"{given} {family}",
        org=family if place % 2 else None,
        email=f"{place}@zorglub.example",
        source=source,
    )
    for place, (given, family) in enumerate(product(GIVENS, FAMILIES))
    for source in ("phone", "tablet")[: 1 + place % 2]
]
NEW = [
    card(f"new{place}", f"Nouveau{place} Venu{place}", email=f"new{place}@zorglub.example", source="later")
    for place in range(9)
]
NEW += [card("new9", "Marie Quenneville", email="0@zorglub.example", source="later")]


def parameters(cards) -> pl.DataFrame:
    """The weights a run on these cards leaves in the state."""
    name = pl.concat_str("comparison", "level", "side", separator="/")
    return linked(cards)["link.parameters"].select(
        parameter=name, value="value", people="people", learned_at=pl.lit(datetime(2026, 11, 1))
    )


def ids(frames) -> dict[str, str]:
    return dict(frames["link.person_records"].select("record_id", "person_id").rows())


def test_ten_more_records_renumber_nobody():
    """Everyone keeps their id, and a new record of someone known gets theirs."""
    kept = parameters(BOOK)
    before = ids(linked(BOOK, parameters=kept))
    after = ids(linked([*BOOK, *NEW], parameters=kept, register=list(before.items())))
    assert {record: after[record] for record in before} == before
    assert after["later/new9"] == before["phone/0phone"]
    assert not {after[f"later/new{place}"] for place in range(9)} & set(before.values())


def test_a_record_touches_only_its_own_neighbourhood():
    """At fixed weights, the evidence between other records stays what it was."""
    kept = parameters(BOOK)
    names = ["record_a", "record_b"]
    before, after = (linked(cards, parameters=kept)["link.cluster_joins"] for cards in (BOOK, [*BOOK, NEW[0]]))
    assert sorted(before.select(names).rows()) == sorted(after.select(names).rows())


def test_the_order_of_files_changes_nothing():
    """Sources read in another order give the same people."""
    assert ids(linked(BOOK)) == ids(linked(sorted(BOOK, key=lambda one: one[1], reverse=True)))
