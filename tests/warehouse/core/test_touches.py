"""core.noted_people, touches and help: what the user notes by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.network import AS_OF, Network, event

DAY = date(2026, 11, 12)


def touch(person: str, kind: str = "lunch", line: int = 2, **fields: Any) -> dict[str, Any]:
    return {"line": line, "touched_on": DAY, "person": person, "kind": kind, "minutes": None, "note": None, **fields}


def network(*touches: dict[str, Any], **cards: str) -> Network:
    """cards: name by record id."""
    return Network(
        cards={f"book/{key}": {"name": name} for key, name in cards.items()}, tables={"raw.touches": list(touches)}
    )


@pytest.mark.parametrize(
    ("written", "person_id", "candidates"),
    [
        ("Zoé Marchal", "z", 1),
        ("MARCHAL Zoe", "z", 1),
        ("Karim Haddad", "k", 1),  # of Karim Ben Haddad, the only one who has both words
        ("book/z", "z", 1),
        ("Jean Petit", None, 2),
        ("Zoé", None, 0),  # a lone name is no name of anybody
        ("Odile Astruc", None, 0),
        ("?", None, 0),
    ],
)
def test_a_note_names_one_person_or_nobody(written: str, person_id: str | None, candidates: int) -> None:
    """A record key, or a name that fits one contact in any order; two who fit are for the user to tell apart."""
    found = network(touch(written), z="Zoé Marchal", k="Karim Ben Haddad", j="Jean Petit", p="Jean Petit").build(
        "core.noted_people"
    )["core.noted_people"]
    assert found.select("file", "line", "person_id", "candidates").rows() == [("touches.csv", 2, person_id, candidates)]


def test_an_address_names_its_holder() -> None:
    """As on the card or in the calendar, whatever its case; contacts or not."""
    met = network(touch("Zoe@Marchal.example"), touch("stranger@astruc.example", line=3), z="Zoé Marchal")
    met.tables["staging.contact_emails"] = [{"record_id": "book/z", "email": "zoe@marchal.example"}]
    met.events = [event("2026-11-03T11:00", "Point", "claire@moreau.example", "stranger@astruc.example")]
    found = met.build("core.noted_people")["core.noted_people"]
    assert found["person_id"].to_list() == ["z", "stranger@astruc.example"]


def test_the_owner_and_people_not_to_be_seen_again_are_nobody() -> None:
    """What is suppressed stays so."""
    hidden = network(touch("Zoé Marchal"), z="Zoé Marchal")
    hidden.tables["raw.decisions"] = [{"verb": "suppress", "subject": "book/z", "line": 2}]
    assert hidden.build("core.noted_people")["core.noted_people"]["candidates"].to_list() == [0]


@pytest.mark.parametrize(
    ("kind", "minutes", "weight", "occasion"),
    [
        ("lunch", 90.0, 2.25, "lunch"),  # 1.5 h · 1.5
        ("coffee", None, 1.5, "coffee"),  # 1 h · 1.5
        ("event", 600.0, 4.0, "networking"),  # 4 h at most
        ("meeting", 5.0, 0.25, "meeting"),  # a quarter at least
        ("call", None, 0.25, "call"),
        ("message", None, 0.25, "message"),
    ],
)
def test_a_line_weighs_as_a_meeting_of_two(kind: str, minutes: float | None, weight: float, occasion: str) -> None:
    """Minutes within the bounds, times the factor of meals; without minutes an hour where the two met."""
    found = network(touch("Zoé Marchal", kind, minutes=minutes), z="Zoé Marchal").build("core.interactions")
    row = found["core.interactions"].row(0, named=True)
    assert (row["weight"], row["occasion"], row["source"], row["participants"]) == (weight, occasion, "log", 2)
    assert (row["interaction_id"], row["known_date"]) == ("touches.csv/2", DAY)


def test_a_line_of_a_later_day_waits_for_it() -> None:
    """As future events do."""
    later = touch("Zoé Marchal", touched_on=date(2026, 12, 1))
    assert later["touched_on"] > AS_OF
    assert network(later, z="Zoé Marchal").build("core.interactions")["core.interactions"].is_empty()


def test_a_tie_is_formed_by_a_meeting_logged_not_by_a_call() -> None:
    """The day is exact; a call or a message tells of no meeting."""
    found = network(touch("Zoé Marchal"), touch("Jean Petit", "call", 3), z="Zoé Marchal", j="Jean Petit").build(
        "core.persons"
    )["core.persons"]
    formed = {row["person_id"]: row["formed_precision"] for row in found.iter_rows(named=True)}
    assert (formed["z"], formed["j"]) == ("exact", "by")


def test_help_counts_for_the_person_it_names() -> None:
    """Given or received, with the user's word for it."""
    helped = network(z="Zoé Marchal")
    entry = {"line": 2, "helped_on": DAY, "person": "Zoé Marchal", "direction": "given", "kind": "mise en relation"}
    helped.tables["raw.help"] = [entry]
    assert helped.build("core.help")["core.help"].rows() == [(2, "z", DAY, "given", "mise en relation")]
