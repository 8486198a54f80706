"""staging.shared_addresses: addresses beside the names of several people."""

from __future__ import annotations

from tests.support.network import OWN, Network, event

SENDER = "invitation@salon.example"


def shared(*names: str, cards: dict[str, dict[str, object]] | None = None) -> list[tuple[str, int]]:
    """What the model gives when the address organises an event under each of these names."""
    events = [
        event(f"2026-07-0{day}T12:00", "Soirée", OWN, {"value": f"mailto:{SENDER}", "email": SENDER, "cn": name})
        for day, name in enumerate(names, start=1)
    ]
    tables = Network(events=events, cards=cards or {}).build("staging.shared_addresses")
    return list(tables["staging.shared_addresses"].rows())


def test_two_given_names_are_two_people() -> None:
    """A sender that writes in the name of whoever invites."""
    assert shared("Karim Haddad", "Sophie Martin", "Sophie Martin") == [(SENDER, 2)]


def test_forms_of_one_name_are_one_person() -> None:
    """Short forms, initials, the order of the parts, a new family name."""
    assert shared("Jean-Pierre Martin", "J.-P. Martin", "Martin Jean-Pierre", "Jean-Pierre Dupuis") == []


def test_the_name_of_a_house_is_no_second_person() -> None:
    """Programs write the firm beside the address of one of its people."""
    assert shared("Karim Haddad", "Voltéa Énergie", "Club de la Ville") == []
