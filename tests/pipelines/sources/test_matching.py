"""Which records of a newer export are earlier ones that changed, where no key says so."""

from __future__ import annotations

import pytest

from pipelines.sources.matching import Marks, pairs


def marks(name: str = "", *points: str, rest: tuple[str, ...] = ()) -> Marks:
    return Marks(name, frozenset(points), frozenset(rest))


ANNA = marks("anna meier", "anna@meier.example", "99001234", rest=("orlivel", "directrice"))


@pytest.mark.parametrize(
    "newer",
    [
        marks("anna meier", "anna@meier.example", "99001234", rest=("tallbrook", "associée")),
        marks("anna meier", "anna@tallbrook.example", "99001234", rest=("orlivel", "directrice")),
        marks("anna meier", "anna@tallbrook.example", rest=("orlivel",)),
        marks("anna meier-brun", "anna@meier.example"),
        marks("anna meier"),
    ],
)
def test_a_record_is_known_by_what_stayed(newer: Marks) -> None:
    """Its name with a channel or anything else, a channel with a word of the name, or the name alone."""
    assert pairs({"new": newer}, {"old": ANNA, "other": marks("karim haddad", "karim@orlivel.example")}) == {
        "new": "old"
    }


@pytest.mark.parametrize(
    "newer",
    [
        marks("anna meier", "a.meier@cotrelle.example", "99005678", rest=("cotrelle", "avocate")),
        marks("jonas brun", "anna@meier.example"),
        marks("", "anna@tallbrook.example"),
    ],
)
def test_what_contradicts_or_says_too_little_is_another(newer: Marks) -> None:
    """A namesake with nothing in common, somebody else at the same address, nobody's new address."""
    assert pairs({"new": newer}, {"old": ANNA}) == {}


def test_one_of_two_that_fit_is_not_guessed() -> None:
    """Two cards of one name: neither is taken."""
    assert (
        pairs(
            {"new": marks("anna meier")},
            {"one": marks("anna meier", "99001111"), "two": marks("anna meier", "99002222")},
        )
        == {}
    )


def test_two_cards_of_one_person_are_told_apart_by_all_their_channels() -> None:
    """Both have changed, and share their address."""
    one, two = marks("anna meier", "anna@meier.example"), marks("anna meier", "anna@meier.example", "99001234")
    assert pairs({"a": one, "b": two}, {"x": two, "y": one}) == {"a": "y", "b": "x"}


def test_a_closed_account_is_known_by_the_day_it_was_connected() -> None:
    """LinkedIn lists it without a name; where the day is that of one row only."""
    old = {"x": marks(rest=("2025-04-27",)), "y": marks(rest=("2011-03-15",)), "z": marks(rest=("2011-03-15",))}
    new = {"a": marks(rest=("2025-04-27", "changed")), "b": marks(rest=("2011-03-15", "changed"))}
    assert pairs(new, old) == {"a": "x"}


def test_a_record_without_a_name_is_known_by_its_neighbours() -> None:
    """Its only address is another one; somebody of a name who stands there is somebody else."""
    old = {"x": Marks("", frozenset({"old@brun.example"}), frozenset(), ("before", "after"))}
    assert pairs({"a": Marks("", frozenset({"new@brun.example"}), frozenset(), ("before", "after"))}, old) == {"a": "x"}
    assert (
        pairs({"a": Marks("jonas brun", frozenset({"new@brun.example"}), frozenset(), ("before", "after"))}, old) == {}
    )
