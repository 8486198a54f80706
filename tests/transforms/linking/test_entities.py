"""What a record stands for: a person, or something that calendars and address books also hold."""

from __future__ import annotations

import pytest

from transforms.linking.entities import Signs, entity_type


def guest(name: str, address: str, **signs: bool) -> Signs:
    """An address in a calendar, with the name that stands beside it."""
    return Signs("", name, "", "", False, "", (address,), (), False, is_guest=True, **signs)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Marco Sala", "marco.sala@ponte.example"),
        ("Sala, Marco", "marco.sala@ponte.example"),
        ("Jean Salle", "j.salle@quai.example"),
        ("Ana Room", "ana.room@quai.example"),
        ("François de la Salle", "francois.de.la.salle@quai.example"),
        ("Zoé Bott", "zoe.bott@quai.example"),
        ("Peter Bot", "p.b@quai.example"),
        ("Sala Marco", "marco.sala@quai.example"),
        ("", "marco.sala@quai.example"),
        ("Priya Room", "priya.room@quai.example"),
        ("Karim Haddad", "karim.haddad@voltea.example"),
    ],
)
def test_a_given_name_outweighs_a_room_word(name: str, address: str) -> None:
    """People are called Salle, Sala and Room."""
    assert entity_type(guest(name, address)) == "person"


def test_a_card_outweighs_a_room_word() -> None:
    """The address is somebody's, whatever the calendar calls it."""
    assert entity_type(guest("", "sala@ponte.example")) == "room"
    assert entity_type(guest("", "sala@ponte.example", is_on_card=True)) == "person"
    assert entity_type(guest("Sala Bianchi", "etna@ponte.example", is_on_card=True)) == "person"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("LDN - Bartik (4 people, lounge)", "ldn-bartik@groupe.example"),
        ("PAR-03-Montmartre (12) [Visio]", "par-03-montmartre@groupe.example"),
        ("Konferenzraum Alpen", "alpen@groupe.example"),
        ("Board Room", "board.room@groupe.example"),
        ("Salle Jean Moulin", "jean.moulin@groupe.example"),
        ("HQ 3rd floor Everest", "everest-hq@groupe.example"),
        ("Sala riunioni Etna", "etna@groupe.example"),
        ("Petite salle du 2e", "ps2@groupe.example"),
        ("Polycom 4", "polycom4@groupe.example"),
        ("Vidéoprojecteur", "videoproj@groupe.example"),
        ("Voiture de service Clio", "clio@groupe.example"),
        ("Dienstwagen Golf", "golf@groupe.example"),
        ("Étage 4 - Cézanne", "cezanne@groupe.example"),
        ("Sitzungszimmer 12", "sz12@groupe.example"),
    ],
)
def test_a_room_or_a_device_is_nobody(name: str, address: str) -> None:
    """By a word for rooms anywhere in its name, a number of seats, or a floor."""
    assert entity_type(guest(name, address)) == "room"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Paul Legrand", "contact@atelier.example"),
        ("Luma Bienvenue", "bonjour@salon.example"),
        ("Doodle Robot", "noreply@sondage.example"),
        ("Eventbrite Reminder", "no-reply@billet.example"),
        ("Direction Générale", "direction@groupe.example"),
        ("Paul Bot", "bot@groupe.example"),
        ("Fred", "fred@fireflies.ai"),
        ("Paul Legrand", "no-reply-agenda@billet.example"),
        ("Paul Legrand", "ne_pas_repondre@billet.example"),
        ("Paul Legrand", "nicht-antworten@billet.example"),
        ("Paul Legrand", "segreteria@billet.example"),
        ("Paul Legrand", "reservas@billet.example"),
        ("Paul Legrand", "veranstaltungen@billet.example"),
        ("Fred - Recap.ai Notetaker", "fred@recap.example"),
        ("Read AI Meeting Notes", "e1@assistant.example"),
    ],
)
def test_roles_and_robots_are_nobody_whatever_name_stands_beside_them(name: str, address: str) -> None:
    """They count among the participants, and nobody was met with them."""
    assert entity_type(guest(name, address)) == "role_mailbox"


def test_a_card_with_the_address_of_a_role_is_a_person() -> None:
    """Who works alone writes contact@ on the card."""
    card = Signs("", "Paul Legrand", "Paul", "Legrand", True, "", ("contact@atelier.example",), (), False)
    assert entity_type(card) == "person"


def test_an_address_of_several_people_is_nobody_as_a_guest() -> None:
    """It stays a channel on their cards."""
    assert entity_type(guest("Karim Haddad", "agenda@salon.example", is_shared=True)) == "role_mailbox"
