"""Whom titles name: precision first, since a wrong name makes a meeting that never was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from transforms.names.in_titles import Mention, TitledEvent, mentions
from transforms.names.title_index import Contact

AS_OF = date(2026, 11, 22)
DAY = date(2026, 11, 1)
PEOPLE = [
    Contact("karim", "Karim", "Haddad", "Voltéa SA"),
    Contact("jp", "Jean-Pierre", "Le Gall", "Cabinet Benali"),
    Contact("marie", "Marie", "Dupont"),
    Contact("marc", "Marc", "Petit"),
    Contact("jean1", "Jean", "Martin"),
    Contact("jean2", "Jean", "Martin"),
    Contact("never", "Ségolène", "Œuvrard"),
    Contact("town", "Anna", "Lille"),
    Contact("other", "Sam", "Blanc-Roux", "Maison Haddad"),
]
MET = [(person, date(2026, 10, 1)) for person in ("karim", "jp", "marie", "marc", "jean1", "jean2", "town")]


def fits(title: str, people=PEOPLE, met=MET, day: date = DAY, **options) -> tuple[str | None, str, int] | None:
    found = mentions(
        [TitledEvent("e", title, day)], people, met, towns=["Lille", "Lyon"], window_days=400, as_of=AS_OF, **options
    )
    return (found[0].person_id, found[0].fit, found[0].candidates) if found else None


@pytest.mark.parametrize(
    ("title", "person"),
    [
        ("Déj. Karim Haddad", "karim"),
        ("Déj. HADDAD Karim", "karim"),
        ("Déjeuner avec Jean-Pierre Le Gall (Le Bistrot)", "jp"),
        ("Café Ségolène Oeuvrard", "never"),  # a full name needs no earlier meeting
        ("RDV Karim Haddad x2 - confirmé", "karim"),
    ],
)
def test_a_full_name_fits_its_contact(title, person):
    """Either order, accents and case aside, among the other words of the title."""
    assert fits(title) == (person, "full", 1)


@pytest.mark.parametrize(
    ("title", "person", "fit"),
    [
        ("Déj. Karim", "karim", "given"),
        ("DEJ KARIM", "karim", "given"),
        ("dej karim", "karim", "given"),
        ("Café Marc", "marc", "given"),
        ("Dîner Haddad", "karim", "family"),
        ("Lunch M. Haddad", "karim", "family"),
        ("Lunch K. Haddad", "karim", "family"),
        ("Call Karim H.", "karim", "given"),
        ("Déjeuner Le Gall", "jp", "family"),
        ("Déj. Karim Voltéa", "karim", "given"),
        ("RDV Karim Lyon", "karim", "given"),
    ],
)
def test_a_lone_name_fits_the_one_contact_met_lately(title, person, fit):
    """A given or family name that stands alone, beside civilities, towns, organisations or an initial that agrees."""
    assert fits(title) == (person, fit, 1)


@pytest.mark.parametrize(
    "title",
    [
        "Déj. Karim Benali",  # somebody else's full name, though Benali is in the name of an organisation
        "Café Karim Martin",
        "Café Karim Roux-Blanc",
        "Café Jean-Pierre Haddad",
        "Lunch B. Haddad",
        "Jean Martin-Dupuis",
        "Résidence Marie Curie",
        "Petit déjeuner",  # Petit is a family name, but not here
        "Petit comité, RDV Lille",
        "Déjeuner",
        "Café Ségolène",  # never met
        "Anne-Marie",
        "",
    ],
)
def test_other_titles_name_nobody(title):
    """Words of the occasion, other people's names and people not met in the window fit nobody."""
    assert fits(title) is None


@pytest.mark.parametrize(
    "title", ["Déj Jean Martin", "Café avec Marc et Marie", "Karim Haddad et Marie Dupont", "Déj Jean"]
)
def test_two_fits_are_none(title):
    """Namesakes, or two people in one title: nobody is chosen, and the user is asked."""
    mention = fits(title)
    assert mention is not None
    assert (mention[0], mention[2]) == (None, 2)


def test_a_lone_name_needs_a_meeting_in_the_window_before_the_event():
    """401 days ago is too long, 400 is not; a meeting after the event is none before it."""
    long_ago, at_the_edge, later = (DAY - timedelta(days=401), DAY - timedelta(days=400), DAY + timedelta(days=1))
    assert [fits("Déj. Karim", met=[("karim", day)]) is not None for day in (long_ago, at_the_edge, later)] == [
        False,
        True,
        False,
    ]


def test_a_mention_is_a_meeting_for_later_titles():
    """A full name last year lets the lone name fit this year."""
    events = [TitledEvent("a", "Déj. Karim Haddad", date(2026, 1, 5)), TitledEvent("b", "Déj. Karim", date(2026, 6, 5))]
    found = mentions(events, PEOPLE, [], window_days=400, as_of=AS_OF)
    assert found == [Mention("a", "karim", "full", 1), Mention("b", "karim", "given", 1)]


def test_a_future_title_looks_back_from_the_runs_day():
    """What is only planned is no meeting yet."""
    events = [
        TitledEvent("a", "Déj. Karim Haddad", date(2026, 12, 5)),
        TitledEvent("b", "Déj. Karim", date(2026, 12, 9)),
    ]
    assert [found.event_id for found in mentions(events, PEOPLE, [], window_days=400, as_of=AS_OF)] == ["a"]


def test_the_letters_of_titles_keep_their_places():
    """Ligatures and signs before a name, which fold to more or fewer letters, do not shift what is a word of the
    occasion.
    """
    assert fits("🍽️ Œufs brouillés – déj. Karim") == ("karim", "given", 1)


@pytest.mark.parametrize(
    "title",
    [
        "Appeler Karim Haddad",
        "TODO: relancer Karim Haddad",
        "Envoyer devis à Karim Haddad",
        "Cadeau Karim Haddad",
        "Call Karim Haddad back",
        "Follow up with Karim Haddad",
        "Send deck to Karim Haddad",
        "Karim Haddad anrufen",
        "Geschenk für Karim Haddad",
        "Richiamare Karim Haddad",
        "Bonifico a Karim Haddad",
        "Llamar a Karim Haddad",
        "Regalo Karim Haddad",
        "Karim Haddad en congés",
        "Réunion parents (Karim Haddad absent)",
        "Karim Haddad - day off",
        "Karim Haddad OOO",
        "Arrivée vol Karim Haddad",
        "Karim Haddad im Urlaub",
        "Karim Haddad in ferie",
        "Karim Haddad de vacaciones",
        "Birthday: Karim Haddad",
        "🎂 Karim Haddad",
        "Fête Karim Haddad",
        "Geburtstag Karim Haddad",
        "Compleanno Karim Haddad",
        "Cumpleaños Karim Haddad",
    ],
)
def test_tasks_absences_and_feasts_name_nobody(title):
    """In five languages: something to do about somebody, their leave, their birthday."""
    assert fits(title) is None


@pytest.mark.parametrize(
    "title",
    [
        "Appeler Karim Haddad 15h",
        "Karim Haddad 15 Uhr anrufen",
        "Llamar a Karim Haddad a las 15",
        "Tél Karim Haddad",
        "Appel Karim Haddad",
        "Call Karim Haddad",
        "Visio Karim Haddad",
        "Telefonat Karim Haddad",
        "Follow-up meeting Karim Haddad",
        "Kick-off Karim Haddad",
        "Send-off drinks Karim Haddad",
        "Dîner d'anniversaire de Karim Haddad",
        "Déj Karim Haddad, relancer Marie Dupont",
        "Point mail Karim Haddad",
    ],
)
def test_calls_at_an_hour_and_meetings_name_whom_they_are_with(title):
    """A call that has its hour is a meeting, and so is what only looks like a task."""
    assert fits(title) == ("karim", "full", 1)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Marie / Karim", ("karim", "given", 1)),
        ("Marie <> Karim 1:1", ("karim", "given", 1)),
        ("Point Marie", None),
        ("Curie x Voltéa", None),
        ("Marie Curie et Karim Haddad", ("karim", "full", 1)),
        ("CURIE Marie: Karim Haddad", ("karim", "full", 1)),
        ("Déj Marie Dupont", ("marie", "full", 1)),
        ("Déj Zoé Curie", ("zoe", "full", 1)),
    ],
)
def test_the_owners_own_names_name_nobody(title, expected):
    """Not as a whole nor alone; a contact who shares one of them is named in full."""
    people = [*PEOPLE, Contact("zoe", "Zoé", "Curie")]
    met = [*MET, ("zoe", date(2026, 10, 1))]
    assert fits(title, people, met, own_names=[["curie", "marie"]]) == expected


@pytest.mark.parametrize(
    ("title", "people", "expected"),
    [
        ("Dîner Bernard et Martine Chauvet", ["Bernard", "Martine"], (None, "full", 2)),
        ("Dîner Bernard & Martine Chauvet", ["Bernard", "Martine"], (None, "full", 2)),
        ("Cena Bernard y Martine Chauvet", ["Bernard"], ("Bernard", "full", 1)),
        ("Dîner Bernard et Martine Chauvet", ["Martine"], ("Martine", "full", 1)),
        ("Dîner Jean-Pierre et Martine Chauvet", ["Jean-Pierre"], ("Jean-Pierre", "full", 1)),
        ("Bernard et Voltéa Chauvet", ["Bernard"], None),
    ],
)
def test_two_given_names_before_one_family_name_are_two_people(title, people, expected):
    """Both bear the family name; where one has a card, that one is named."""
    assert fits(title, [Contact(given, given, "Chauvet") for given in people]) == expected


@pytest.mark.parametrize("title", ["Déj JB Lemoine", "Déj J.-B. Lemoine", "Lunch Lemoine JB"])
def test_initials_of_a_compound_given_name_fit_it(title):
    """As of a full name, without an earlier meeting; another Lemoine is not meant."""
    people = [Contact("jb", "Jean-Baptiste", "Lemoine"), Contact("al", "Aline", "Lemoine")]
    assert fits(title, people) == ("jb", "full", 1)
