"""What surrounds two records, beside names and contact points: birthdays, houses, initials."""

from __future__ import annotations

import pytest

from tests.support.linking import card, groups, linked
from transforms.names.generations import generation


@pytest.mark.parametrize("other", ["1980-04-03", "1980-03-05", "1980-03-14", "1908-03-04", "1981-03-04", "--04-03"])
def test_a_birthday_mistyped_parts_nobody(other):
    """Day and month turned, a digit, neighbours swapped: weak evidence for one person, who has more in common."""
    cards = [
        card(key, "Solène Roche", email="solene.roche@post.example", phone="+491713920051", bday=bday, source=key)
        for key, bday in (("a", "1980-03-04"), ("b", other))
    ]
    assert groups(linked(cards)) == [["a", "b"]]


def test_different_birthdays_are_asked_about():
    """Equal name, mailbox and mobile are a question at least, and the user's answer is no contradiction."""
    cards = [
        card(key, "Solène Roche", email="solene.roche@post.example", phone="+491713920051", bday=bday, source=key)
        for key, bday in (("a", "1950-03-04"), ("b", "1987-11-29"))
    ]
    frames = linked(cards, also=("link.review_pairs",))
    assert groups(frames) == [["a"], ["b"]]
    assert frames["link.review_pairs"].select("record_a", "record_b").rows() == [("a/a", "b/b")]
    assert groups(linked(cards, decisions=[("same", "a/a", "b/b")])) == [["a", "b"]]


def test_a_day_that_stands_for_none_says_nothing():
    """Programs write 1970-01-01 where there is no birthday."""
    cards = [
        card(key, "Solène Roche", email="solene.roche@post.example", bday=bday, source=key)
        for key, bday in (("a", "1970-01-01"), ("b", "1987-11-29"))
    ]
    assert groups(linked(cards)) == [["a", "b"]]


def test_a_house_and_a_family_name_are_evidence():
    """A name that several bear is one person's at one number of one street, also where the street is abbreviated."""
    crowd = [card(f"c{i}", f"{given} Zorg", source="b") for i, given in enumerate(("Luc", "Ève", "Ada", "Max", "Léo"))]
    streets = ("12, rue des Rosiers", "12 r. des Rosiers")
    records = [
        card(key, name, adrs=[{"street": street, "locality": "Lyon"}], source=key)
        for key, name, street in zip("xy", ("Jeanne Zorg", "J. Zorg"), streets, strict=True)
    ]
    bits = linked([*crowd, *records])["link.match_evidence"]
    (street,) = bits.filter(comparison="street", record_a="x/x", record_b="y/y").select("level", "bits").rows()
    assert street[0] == "same"
    assert street[1] > 5
    assert ["x", "y"] in groups(linked([*crowd, *records]))


def test_what_extends_a_street_may_be_left_out():
    """A second line of the address on one side makes a misprint of it, not another street."""
    cards = [
        card(key, "Jeanne Zorg", adrs=[{"street": street, "locality": "Lyon"}], source=key)
        for key, street in (("a", "12 rue des Rosiers"), ("b", "12 rue des Rosiers, Villa Mimosa"))
    ]
    (level,) = linked(cards)["link.match_evidence"].filter(comparison="street")["level"].to_list()
    assert level == "near"


def test_people_of_one_house_with_two_given_names_are_two():
    """A street and a family name in common are a household's."""
    adrs = [{"street": "12 rue des Rosiers", "locality": "Lyon"}]
    cards = [card("a", "Marie Zorg", adrs=adrs), card("b", "Paul Zorg", adrs=adrs, source="b")]
    assert groups(linked(cards)) == [["a"], ["b"]]


def test_two_records_with_one_initial_agree_in_no_more():
    """An initial is as common as all names that begin with it, however few records have it alone."""
    crowd = [card(f"c{i}", f"{name} Zorg{i}") for i, name in enumerate(("Jeanne", "Jules", "Joël", "Juan", "Jade"))]
    cards = [*crowd, card("a", "J. Quenneville"), card("b", "J. Quenneville", source="b")]
    bits = linked(cards)["link.match_evidence"].filter(comparison="given_name")
    assert bits.select("record_a", "record_b").row(0) == ("b/b", "phone/a")
    assert bits["bits"].item() < 6


def test_a_word_alone_is_kept_from_nobody_by_a_misspelling_of_it():
    """It is the family name of one of the person's records; another of them writes that wrong."""
    names = ("Harrison Bradley", "Harrison Badley", "Bradley")
    cards = [card(str(i), name, bday="1971-10-17", source=f"book{i}") for i, name in enumerate(names)]
    assert groups(linked(cards)) == [["0", "1", "2"]]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Karim Benali, père", "pere"),
        ("Иван Петров jr.", "jr"),
        ("Иван Jr Иванов", None),
        ("Ann Holt (III)", "iii"),
        ("Fils", None),
        ("Ann Holt", None),
        (None, None),
    ],
)
def test_a_last_word_tells_the_generation(name: str | None, told: str | None):
    """In any script, and nowhere else in the name."""
    assert generation(name) == told
