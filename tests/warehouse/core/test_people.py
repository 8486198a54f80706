"""Who is who: core.identities, core.persons and the fields that survive, core.person_channels, core.domain_owners."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from tests.support.network import AS_OF, OWN, Network, attendee, event

KARIM = "karim@voltea.example"


def person(network: Network, person_id: str = "karim") -> dict[str, Any]:
    return network.build("core.persons")["core.persons"].row(by_predicate=_is(person_id), named=True)


def _is(person_id: str) -> Any:
    return pl.col("person_id") == person_id


def cards(*fields: dict[str, Any], **options: Any) -> Network:
    """Karim, of several cards."""
    keys = [f"book{number}/k" for number in range(len(fields))]
    return Network(cards=dict(zip(keys, fields, strict=True)), people=dict.fromkeys(keys, "karim"), **options)


LINKEDIN = {
    "uid": "https://www.linkedin.com/in/karim",
    "linkedin_url": "https://www.linkedin.com/in/karim",
    "position_kind": "row",
}


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["K. Haddad", "Karim Haddad"], "Karim Haddad"),
        (["KARIM HADDAD", "Karim Haddad"], "Karim Haddad"),
        (["Karim", "karim haddad"], "karim haddad"),
        (["Karim Haddad", "Karim Ali Haddad"], "Karim Ali Haddad"),
    ],
)
def test_the_fullest_well_cased_name_is_shown(names, shown):
    """Two names over one, words over initials, mixed case over one case; the order of the records changes nothing."""
    assert person(cards(*({"name": name} for name in names)))["display_name"] == shown
    assert person(cards(*({"name": name} for name in reversed(names))))["display_name"] == shown


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ({"staging.contact_emails": [{"record_id": "book0/k", "ordinal": 1, "email": KARIM}]}, KARIM),
        (
            {
                "staging.contact_phones": [
                    {"record_id": "book0/k", "ordinal": 1, "raw": "01 99 00 12 34", "e164": "+33199001234"}
                ]
            },
            "+33199001234",
        ),
        ({}, "?"),
    ],
)
def test_a_card_without_a_name_shows_what_it_has(table, shown):
    """Its address, else its number: something to know it by."""
    assert person(cards({}, tables=table))["display_name"] == shown


def test_linkedin_says_the_present_position_unless_a_card_is_newer():
    """A card changed before LinkedIn's export loses, one changed after it wins; a card without a date loses."""
    linkedin = {
        "name": "Karim Haddad",
        "organisation": "Voltéa",
        "organisation_key": "voltea",
        "title": "DG",
        "connected_on": date(2020, 1, 1),
        "stated_on": date(2026, 6, 1),
        **LINKEDIN,
    }
    card = {"name": "Karim Haddad", "organisation": "Rive SA", "organisation_key": "rive", "title": "DAF"}
    positions = [
        (found["organisation_id"], found["title"], found["seniority"])
        for rev in (None, datetime(2025, 1, 1), datetime(2026, 7, 1))
        for found in [person(cards(linkedin, {**card, "rev_at": rev}))]
    ]
    assert positions == [("voltea", "DG", "c_level"), ("voltea", "DG", "c_level"), ("rive", "DAF", "c_level")]


def test_a_title_of_another_organisation_is_not_borrowed():
    """The present record has no title: one that names the same organisation or none lends its own."""
    newest = {
        "name": "Karim Haddad",
        "organisation": "Voltéa",
        "organisation_key": "voltea",
        "rev_at": datetime(2026, 7, 1),
    }
    former = {"name": "Karim Haddad", "organisation": "Rive SA", "organisation_key": "rive", "title": "DAF"}
    assert person(cards(newest, former))["title"] is None
    assert person(cards(newest, former, {"name": "Karim Haddad", "title": "DG"}))["title"] == "DG"


@pytest.mark.parametrize(
    ("address", "phone", "email", "country", "source"),
    [
        ("PT", "FR", "k@voltea.de", "PT", "address"),
        (None, "CH", "k@voltea.de", "CH", "phone"),
        (None, None, "k@voltea.de", "DE", "domain"),
        (None, None, "k@voltea.co.uk", "GB", "domain"),
        (None, None, "k@voltea.io", None, None),
        (None, None, "k@voltea.example", None, None),
    ],
)
def test_the_country_is_the_addresss_else_the_phones_else_the_domains(address, phone, email, country, source):
    """The source is said; country codes that are sold as words say nothing."""
    network = cards({"name": "Karim Haddad"})
    domain = email.split("@")[1]
    network.tables = {
        "staging.contact_addresses": [
            {"record_id": "book0/k", "ordinal": 1, "locality": "Ville", "country_code": address}
        ],
        "staging.contact_phones": [
            {
                "record_id": "book0/k",
                "ordinal": 1,
                "raw": "1",
                "e164": "1",
                "region": phone,
                "is_valid": phone is not None,
            }
        ],
        "staging.contact_emails": [
            {
                "record_id": "book0/k",
                "ordinal": 1,
                "email": email,
                "domain": domain,
                "is_valid": True,
                "is_free_mail": False,
            }
        ],
    }
    found = person(network)
    assert (found["country"], found["country_source"]) == (country, source)


START = event("2024-01-10T12:00", "Point", OWN, "first@met.example")


@pytest.mark.parametrize(
    ("card", "met_on", "formed"),
    [
        ({"connected_on": date(2019, 5, 1)}, "2025-03-03", (date(2019, 5, 1), "exact")),
        ({}, "2025-03-03", (date(2025, 3, 3), "exact")),
        ({"rev_at": datetime(2024, 6, 1)}, "2025-03-03", (date(2024, 6, 1), "by")),
        ({}, None, (AS_OF, "by")),  # first seen in the import
        ({"connected_on": AS_OF}, None, (AS_OF, "exact")),
        ({}, "2024-02-07", (date(2024, 2, 7), "left_censored")),  # 28 days after the calendar's first counted event
        ({}, "2024-02-08", (date(2024, 2, 8), "exact")),
        ({"connected_on": date(2024, 1, 5)}, "2024-02-07", (date(2024, 1, 5), "exact")),
        ({"first_seen_on": None}, None, (None, None)),
    ],
)
def test_a_tie_is_formed_on_its_earliest_date(card, met_on, formed):
    """Events and connections are exact, changes of cards and imports upper bounds, events at the calendar's start
    left-censored.
    """
    events = [START] + ([event(f"{met_on}T12:00", "Point", OWN, KARIM)] if met_on else [])
    found = person(
        Network(
            events=events,
            cards={"book/1": {"name": "Karim Haddad", **card}},
            people={"book/1": "karim", f"agenda/att:{KARIM}": "karim"},
        )
    )
    assert (found["formed_date"], found["formed_precision"]) == formed


@pytest.mark.parametrize(("met_on", "precision"), [("2024-02-07", "left_censored"), ("2024-02-08", "exact")])
def test_a_calendar_without_guests_begins_with_the_first_one_named(met_on, precision):
    """Who writes names into titles and invites nobody has a calendar that starts somewhere too."""
    events = [event("2024-01-10T12:00", "Déj. Léa Rive"), event(f"{met_on}T12:00", "Déj. Karim Haddad")]
    names = {"book/1": {"name": "Karim Haddad"}, "book/2": {"name": "Léa Rive"}}
    network = Network(events=events, cards=names, people={"book/1": "karim", "book/2": "lea"})
    assert person(network)["formed_precision"] == precision


@pytest.mark.parametrize(("guests", "precision"), [(1, "exact"), (40, "left_censored")])
def test_a_declined_event_begins_the_calendar_and_a_crowd_does_not(guests, precision):
    """It is older than the first meeting; a webinar of forty may be in a calendar long before anything else."""
    people = (f"p{number}@foule.example" for number in range(guests))
    oldest = event("2023-12-01T12:00", "Salon", attendee(OWN, "DECLINED"), *people)
    network = Network(
        events=[oldest, START, event("2024-02-05T12:00", "Point", OWN, KARIM)],
        cards={"book/1": {"name": "Karim Haddad"}, "book/2": {"name": "Léa Rive"}},
        people={"book/1": "karim", f"agenda/att:{KARIM}": "karim"},
    )
    assert person(network)["formed_precision"] == precision


def test_a_declined_invitation_and_a_crowd_form_no_tie():
    """Neither is a meeting: the import remains the only date."""
    crowd = event("2025-01-10T12:00", "Salon", OWN, KARIM, *(f"p{i}@foule.example" for i in range(30)))
    declined = event("2025-02-10T12:00", "Point", OWN, "lea@rive.example", attendee(KARIM, "DECLINED"))
    network = Network(
        events=[START, crowd, declined],
        cards={"book/1": {"name": "Karim Haddad"}},
        people={"book/1": "karim", f"agenda/att:{KARIM}": "karim"},
    )
    assert person(network)["formed_precision"] == "by"


def test_the_owner_is_every_address_and_exact_name_of_hers():
    """Own addresses in calendars, cards of exactly the own name.

    A card of the household with her address is another person.
    """
    network = Network(
        events=[event("2026-07-01T12:00", "Point", OWN, KARIM)],
        cards={
            "book/me": {"name": "Moreau Claire"},
            "book/paul": {"name": "Paul Moreau"},
            "book/claire": {"name": "Claire Moreau-Petit"},
        },
        tables={
            "raw.own_names": [{"name": "Claire Moreau"}],
            "staging.contact_emails": [
                {"record_id": "book/paul", "ordinal": 1, "email": OWN, "is_valid": True, "is_free_mail": False}
            ],
        },
    )
    persons = network.build("core.persons")["core.persons"].filter("is_ego")["person_id"]
    assert persons.to_list() == [OWN, "me"]


ONE_NAME = [
    ("Anne Lebœuf", "Anne Leboeuf"),
    ("Karl Weiß", "Karl WEISS"),
    ("Łukasz Nowak", "Lukasz Nowak"),
    ("Søren Bjørnsen", "Soren Bjornsen"),
    ("Анна Жукова", "Жукова Анна"),
    ("Νίκος Παππάς", "ΝΙΚΟΣ ΠΑΠΠΑΣ"),
    ("李 小龍", "小龍 李"),
    ("محمد علي", "علي محمد"),
]
"""A name as the settings write it, and as a card or a message does: letters that carry no accent, and other scripts."""


@pytest.mark.parametrize(("own", "written"), ONE_NAME)
def test_the_owner_is_known_by_her_name_in_any_script(own, written):
    """Folding knows more than accents, and more than Latin."""
    network = Network(
        cards={"book/me": {"name": written}, "book/other": {"name": "Karim Haddad"}},
        tables={"raw.own_names": [{"name": own}]},
    )
    persons = network.build("core.persons")["core.persons"].filter("is_ego")["person_id"]
    assert persons.to_list() == ["me"]


@pytest.mark.parametrize(("own", "written"), ONE_NAME)
def test_a_calendar_of_names_alone_knows_the_owner_in_any_script(own, written):
    """As her cards do."""
    lunch = event("2026-07-01T12:00", "Point", attendee(f"name:{written.lower()}", "ACCEPTED"), KARIM)
    network = Network(events=[lunch], own=None, tables={"raw.own_names": [{"name": own}]})
    assert network.build("staging.own_addresses")["staging.own_addresses"]["origin"].to_list() == ["name"]


def test_only_people_are_persons():
    """Companies, rooms and mailboxes are not; people known from events alone are, and are no contacts."""
    network = Network(
        events=[event("2026-07-01T12:00", "Point", OWN, KARIM, "info@rive.example")],
        cards={"book/1": {"name": "Voltéa"}, "book/2": {"name": "Léa Rive"}},
        types={"book/1": "company", "agenda/att:info@rive.example": "role_mailbox"},
    )
    persons = network.build("core.persons")["core.persons"].filter(~_is(OWN))
    assert persons.select("person_id", "is_contact", "n_sources").rows() == [("2", True, 1), (KARIM, False, 1)]


def test_decisions_win_over_what_the_files_say():
    """set, suppress and deceased; the last line stands."""
    decisions = [
        {"verb": "set", "subject": "book0/k", "object": "organisation=Rive SA", "line": 2},
        {"verb": "set", "subject": "book0/k", "object": "title=Directrice financière", "line": 3},
        {"verb": "set", "subject": "book0/k", "object": "country=pt", "line": 4},
        {"verb": "set", "subject": "book0/k", "object": "sector=steel", "line": 5},
        {"verb": "set", "subject": "book0/k", "object": "sector=energy", "line": 6},
        {"verb": "deceased", "subject": "book0/k", "line": 7},
    ]
    card = {"name": "Karim Haddad", "organisation": "Voltéa", "organisation_key": "voltea", "title": "Stagiaire"}
    found = person(cards(card, tables={"raw.decisions": decisions}))
    wanted = {
        "organisation_id": "rive",
        "title": "Directrice financière",
        "function": "finance",
        "country": "PT",
        "sector": "energy",
        "is_suppressed": True,
    }
    assert {key: found[key] for key in wanted} == wanted


def test_who_died_by_a_record_is_as_one_whom_the_user_says_dead():
    """One record of the person says it, the others may not know."""
    told = person(cards({"name": "Karim Haddad", "is_deceased": False}, {"name": "Karim Haddad", "is_deceased": True}))
    decided = person(
        cards(
            *[{"name": "Karim Haddad"}] * 2,
            tables={"raw.decisions": [{"verb": "deceased", "subject": "book0/k", "line": 2}]},
        )
    )
    assert told["is_suppressed"]
    assert told == decided
    assert not person(cards({"name": "Karim Haddad", "is_deceased": False}))["is_suppressed"]


def test_the_sector_is_the_organisations():
    """Settings name the organisation in any spelling; without one the sector is null."""
    card = {"name": "Karim Haddad", "organisation": "VOLTÉA", "organisation_key": "voltea"}
    sectors = [{"organisation": "Voltéa SA", "sector": "energy", "country": "BE"}]
    found = person(cards(card, tables={"raw.organisation_sectors": sectors}))
    assert (found["sector"], found["country"], found["country_source"]) == ("energy", "BE", "organisation")
    assert person(cards(card))["sector"] is None


def test_an_address_at_a_former_employers_domain_is_doubtful():
    """Two people name Voltéa at voltea.example, so it owns the domain; Karim has left for Rive."""
    cards_of = {
        "b/1": {"name": "Léa Roux", "organisation_key": "voltea"},
        "b/2": {"name": "Sam Blanc", "organisation_key": "voltea"},
        "b/3": {"name": "Karim Haddad", "organisation_key": "rive"},
        "b/4": {"name": "Ada Noir"},
    }
    emails = [
        {
            "record_id": key,
            "ordinal": 1,
            "email": f"{number}@voltea.example",
            "domain": "voltea.example",
            "is_valid": True,
            "is_free_mail": False,
        }
        for number, key in enumerate(cards_of)
    ]
    emails += [
        {
            "record_id": "b/3",
            "ordinal": 2,
            "email": "karim@libre.example",
            "domain": "libre.example",
            "is_valid": True,
            "is_free_mail": True,
        },
        {"record_id": "b/3", "ordinal": 3, "raw": "karim(at)rive", "is_valid": False, "is_free_mail": False},
    ]
    named = {key: {"organisation": fields.get("organisation_key"), **fields} for key, fields in cards_of.items()}
    channels = Network(cards=named, tables={"staging.contact_emails": emails}).build("core.person_channels")[
        "core.person_channels"
    ]
    assert channels.select("person_id", "channel", "value", "validity").rows() == [
        ("1", "email_work", "0@voltea.example", "valid"),
        ("2", "email_work", "1@voltea.example", "valid"),
        ("3", "email_personal", "karim@libre.example", "valid"),
        ("3", "email_work", "2@voltea.example", "doubtful"),
        ("3", "email_work", "karim(at)rive", "invalid"),
        ("4", "email_work", "3@voltea.example", "valid"),
    ]


def test_a_provider_of_mailboxes_belongs_to_no_organisation():
    """Of seven people at nuage.example two name Voltéa and the others a house each.

    2 is under a third of 7, nothing is doubtful.
    """
    organisations = ["voltea", "voltea", "a", "b", "c", "d", "e"]
    named = {
        f"b/{number}": {"name": f"Karim {key}", "organisation": key, "organisation_key": key}
        for number, key in enumerate(organisations)
    }
    emails = [
        {
            "record_id": key,
            "ordinal": 1,
            "email": f"{key}@nuage.example",
            "domain": "nuage.example",
            "is_valid": True,
            "is_free_mail": False,
        }
        for key in named
    ]
    built = Network(cards=named, tables={"staging.contact_emails": emails}).build(
        "core.person_channels", "core.domain_owners"
    )
    assert built["core.domain_owners"].is_empty()
    assert set(built["core.person_channels"]["validity"]) == {"valid"}


def test_a_channel_stands_once_whatever_the_number_of_cards():
    """Numbers by their E.164 form, a mobile as mobile; a postal address needs a street and a town."""
    phone = {
        "ordinal": 1,
        "raw": "01 99 00 12 34",
        "e164": "+33199001234",
        "subtype": "fixed_line",
        "region": "FR",
        "is_valid": True,
    }
    tables = {
        "staging.contact_phones": [{"record_id": "book0/k", **phone}, {"record_id": "book1/k", **phone}],
        "staging.contact_addresses": [
            {
                "record_id": "book0/k",
                "ordinal": 1,
                "street": "1 rue du Pont",
                "postal_code": "59000",
                "locality": "Lille",
            },
            {"record_id": "book1/k", "ordinal": 1, "locality": "Lille"},
        ],
    }
    channels = cards({"name": "Karim Haddad"}, {"name": "Karim Haddad"}, tables=tables).build("core.person_channels")[
        "core.person_channels"
    ]
    assert channels.select("channel", "value", "validity", "source").rows() == [
        ("phone", "+33199001234", "valid", "book0"),
        ("postal", "1 rue du Pont, 59000 Lille", "valid", "book0"),
        ("postal", "Lille", "invalid", "book1"),
    ]
