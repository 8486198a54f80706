"""The three bands: what is linked, what is worth a question, what is apart; and what answers do."""

from __future__ import annotations

from tests.support.linking import card, groups, linked

RIVALS = [
    card("a", "Jean Zorglub", phone="01 99 00 00 01", org="Fantasio"),
    card("b", "Jean Zorglub", phone="01 99 00 00 55", org="Lagaffe", source="b"),
    card("c", "Jean Zorglub", source="c"),
]  # fmt: skip


def queue(cards, decisions=(), **more):
    """The questions in their order, as pairs of keys."""
    rows = linked(cards, decisions=decisions, also=("link.review_pairs",), **more)["link.review_pairs"].sort("place")
    return [
        (*sorted(key.split("/")[1] for key in pair), band)
        for *pair, band in rows.select("record_a", "record_b", "band").iter_rows()
    ]


def test_what_is_linked_on_names_alone_is_asked():
    """A rare name in two files is one person until the user says otherwise."""
    cards = [card("a", "Wanda Ouragan", org="Zorglub"), card("b", "Wanda Ouragan", source="b")]
    assert groups(linked(cards)) == [["a", "b"]]
    assert queue(cards) == [("a", "b", "linked")]


def test_what_is_certain_is_not_asked():
    """A mailbox that nobody else holds needs no question, and two profiles are two people."""
    cards = [card(key, "Wanda Ouragan", email="w@zorglub.example", source=key) for key in "ab"]
    assert queue(cards) == []
    cards = [card(key, "Wanda Ouragan", url=f"https://www.linkedin.com/in/wanda-{key}", source=key) for key in "cd"]
    assert queue(cards) == []


def test_an_answer_is_not_asked_again():
    """Either answer takes the pair off the queue."""
    cards = [card("a", "Wanda Ouragan", org="Zorglub"), card("b", "Wanda Ouragan", source="b")]
    for verb in ("same", "not_same"):
        assert queue(cards, [(verb, "phone/a", "b/b")]) == []


def test_the_question_that_changes_most_comes_first():
    """Of two like doubts the one between larger groups moves more pairs."""
    cards = [card(f"a{i}", "Wanda Ouragan", email="w@zorglub.example", source=f"a{i}") for i in range(4)] + [
        card("b", "Wanda Ouragan", source="b")
    ]
    cards += [
        card("c", "Basile Quenneville", email="q@zorglub.example", source="c"),
        card("d", "Basile Quenneville", source="d"),
    ]
    first, second = queue(cards)
    assert {first[0][0], second[0][0]} == {"a", "c"}
    assert first[0][0] == "a"


def test_an_answer_settles_whose_a_record_is():
    """Between two bearers of one name the user decides, and the cluster follows."""
    answered = [("same", "phone/a", "c/c"), ("not_same", "b/b", "c/c")]
    assert groups(linked(RIVALS, decisions=answered)) == [["a", "c"], ["b"]]
    assert not any({"b", "c"} == set(pair[:2]) for pair in queue(RIVALS, answered))
