"""The weights of evidence are estimated on the book, kept with it, and estimated anew only for another book."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from tests.support.linking import card, groups, linked
from transforms.linking.clusters import KEPT, LINKED
from transforms.linking.parameters import shipped, still_fits

GIVENS = ["Marie", "Paul", "Louise", "Karim", "Zoé", "Hugo", "Agathe", "Basile"]
FAMILIES = ["Quenneville", "Malvoisin", "Zorgluber", "Bretécher", "Dupuisard", "Fantasio", "Lagaffeur", "Longtarin"]
CARDS = [
    card(f"{given}{family}{source}", f"{given} {family}", phone=f"+331990012{place}{other}", source=source)
    for place, given in enumerate(GIVENS)
    for other, family in enumerate(FAMILIES)
    for source in ("phone", "tablet")
]  # fmt: skip


def stored(people: int) -> pl.DataFrame:
    """Weights as the state holds them, all of them 0.5, estimated on a book of so many people."""
    learned = linked([])["link.parameters"].select(
        parameter=pl.concat_str("comparison", "level", "side", separator="/"), value=pl.lit(0.5)
    )
    return learned.with_columns(people=pl.lit(people, pl.Int64), learned_at=pl.lit(datetime(2026, 11, 1)))


def value(frames, comparison, level, side="match"):
    return frames["link.parameters"].filter(comparison=comparison, level=level, side=side)["value"].item()


def test_every_level_that_is_compared_has_a_weight():
    """A level without one would drop out of the evidence unseen."""
    frames = linked(CARDS)
    levels = frames["link.comparisons"].select("comparison", "level").unique()
    assert levels.join(shipped(), on=["comparison", "level"], how="anti").is_empty()


def test_a_book_teaches_its_own_weights():
    """Where everybody has the same line in both files, a line in common is likelier of one person than shipped."""
    assert value(linked(CARDS), "phone", "same_line") > 0.4 > value(linked([]), "phone", "same_line")


def test_weights_are_kept_while_the_book_keeps_its_size():
    """They are estimated again when it has grown or shrunk by more than a fifth."""
    kept, grown = linked(CARDS, parameters=stored(300)), linked(CARDS, parameters=stored(200))
    assert set(kept["link.parameters"]["origin"]) == {"kept"}
    assert value(kept, "phone", "same_line") == 0.5
    assert set(grown["link.parameters"]["origin"]) == {"learned"}
    assert not still_fits(stored(100), 121)
    assert still_fits(stored(100), 120)


def test_weights_of_fewer_comparisons_are_estimated_anew():
    """What an earlier version did not compare would say nothing."""
    assert not still_fits(stored(100).filter(~pl.col("parameter").str.starts_with("street/")), 100)


def test_estimating_twice_gives_the_same_weights():
    """Nothing is drawn at random."""
    first, second = linked(CARDS)["link.parameters"], linked(CARDS[::-1])["link.parameters"]
    assert first.sort(pl.all()).equals(second.sort(pl.all()))


def test_the_evidence_of_a_pair_adds_up_to_its_weight():
    """The waterfall of a pair ends at the weight that decides."""
    frames = linked(CARDS)
    sums = frames["link.match_evidence"].group_by("record_a", "record_b").agg(pl.col("bits").sum())
    compared = frames["link.scored_pairs"].join(sums, on=["record_a", "record_b"])
    assert (compared["weight"] - compared["bits"]).abs().max() < 1e-9


def test_a_link_once_made_is_kept_on_less_evidence():
    """Two cards of one name in one file, with two firms, are not joined.

    They stay one person if they were one when last judged.
    """
    cards = [card("a", "Marie Ouragan", org="Zorglub"), card("b", "Marie Ouragan", org="Fantasio"), *CARDS]
    register = [("phone/a", "p1"), ("phone/b", "p1")]
    new, known = linked(cards, parameters=_learned(cards)), linked(cards, register=register, parameters=_learned(cards))
    assert KEPT < new["link.scored_pairs"].filter(record_a="phone/a", record_b="phone/b")["weight"].item() < LINKED
    assert ["a", "b"] not in groups(new)
    assert ["a", "b"] in groups(known)
    assert ["a", "b"] not in groups(linked(cards, register=register))  # no stored weights: everything is judged anew


def _learned(cards) -> pl.DataFrame:
    learned = linked(cards)["link.parameters"]
    return learned.select(
        parameter=pl.concat_str("comparison", "level", "side", separator="/"),
        value="value",
        people="people",
        learned_at=pl.lit(datetime(2026, 11, 1)),
    )
