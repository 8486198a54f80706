"""Whom titles name: precision first, since a wrong name makes a meeting that never was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from transforms.names.in_titles import Contact, Mention, TitledEvent, mentions

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
