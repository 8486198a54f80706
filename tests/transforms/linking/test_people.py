"""Who is who: records in, people out, through every model from raw contacts to person ids."""

from __future__ import annotations

import random

from tests.support.linking import attendee, card, correspondent, groups, linked


def types(frames):
    return dict(frames["link.entities"].rows())


def test_the_same_profile_is_one_person():
    """Two records with one LinkedIn address are one person, under whatever family name."""
    url = "https://www.linkedin.com/in/zoe-boutin"
    assert groups(
        linked([card("a", "Zoé Boutin", url=url), card("b", "Zoé Dupuy", url=url + "/?x=1", source="linkedin")])
    ) == [["a", "b"]]


def test_a_correspondent_is_the_person_of_its_profile():
    """The profile decides, whatever name the messages give; a name that fits nobody else's is enough without one."""
    url = "https://www.linkedin.com/in/zoe-boutin"
    cards = [card("a", "Zoé Boutin", url=url, source="linkedin"), card("b", "Karim Haddad")]
    correspondents = [
        correspondent(url, "Zoé Dupuy", url),
        correspondent("name:karim haddad", "Karim Haddad"),
        correspondent("name:ann lee", "Ann Lee"),
    ]
    assert groups(linked(cards, correspondents=correspondents)) == [
        ["a", "zoe-boutin"],
        ["b", "msg:name:karim haddad"],
        ["msg:name:ann lee"],
    ]


def test_two_profiles_are_never_one_person():
    """Equal names and numbers do not outweigh two different LinkedIn addresses."""
    one, two = ("https://www.linkedin.com/in/marie-dupont", "https://www.linkedin.com/in/marie-dupont-2")
    cards = [
        card("a", "Marie Dupont", url=one, phone="+33199001234"),
        card("b", "Marie Dupont", url=two, phone="+33199001234", source="linkedin"),
    ]
    assert groups(linked(cards)) == [["a"], ["b"]]


def test_one_mailbox_and_names_that_agree_are_one_person():
    """Either order, capitals, an initial or a nickname agree."""
    mail = "pdupuis@zorglub.example"
    names = ["Philippe Dupuis", "DUPUIS Philippe", "P. Dupuis", "Phil Dupuis"]
    assert groups(linked([card(str(i), name, email=mail, source=f"book{i}") for i, name in enumerate(names)])) == [
        ["0", "1", "2", "3"]
    ]


def test_a_couple_that_shares_a_number_is_two_people():
    """Given names that differ keep two people apart, whatever they share."""
    cards = [
        card("a", "Marie Dupont", phone="+33199001234", email="lesdupont@zorglub.example"),
        card("b", "Paul Dupont", phone="+33199001234", email="lesdupont@zorglub.example", source="b"),
    ]
    assert groups(linked(cards)) == [["a"], ["b"]]


def test_a_switchboard_identifies_nobody():
    """A number that many given names hold links neither them nor a card without a name."""
    givens = ["Marie", "Paul", "Jeanne", "Louis", "Sophie"]
    cards = [card(given, f"{given} Zorg{given.lower()}", phone="+33199001234") for given in givens] + [
        card("x", None, phone="+33199001234", source="b")
    ]
    assert groups(linked(cards)) == sorted([given] for given in [*givens, "x"])


def test_a_name_held_by_contradicting_records_links_nobody():
    """Three cards of one name, two of them with different mobiles: the third is nobody's."""
    cards = [
        card("a", "Jean Martin", phone="+447400123456"),
        card("b", "Jean Martin", phone="+447400654321"),
        card("c", "Jean Martin", source="linkedin"),
    ]
    assert groups(linked(cards)) == [["a"], ["b"], ["c"]]


def test_a_rare_name_alone_is_enough_where_nobody_contradicts():
    """A name seen in two files and nowhere else is one person."""
    cards = [
        card("a", "Apolline Quenneville", phone="+33199001234"),
        card("b", "Apolline Quenneville", org="Zorglub", source="linkedin"),
    ]
    assert groups(linked(cards)) == [["a", "b"]]


def test_an_invited_address_finds_its_card_by_house_and_name():
    """'m.chauvet@zorglub.example' is Marie Chauvet of Zorglub."""
    frames = linked([card("a", "Marie Chauvet", org="Zorglub SAS")], [attendee("marie.chauvet@zorglub.example")])
    assert groups(frames) == [["a", "att:marie.chauvet@zorglub.example"]]


def test_different_birthdays_are_two_people():
    """Father and son of one name, one mailbox and one house stay two."""
    cards = [
        card(key, "Jean Dupont", email="dupont@zorglub.example", bday=bday, source=key)
        for key, bday in (("a", "1950-01-02"), ("b", "1980-03-04"))
    ]
    assert groups(linked(cards)) == [["a"], ["b"]]


def test_a_chain_never_joins_two_given_names():
    """An initial that fits two people does not make them one."""
    phone = "+33199001234"
    cards = [
        card("a", "Marie Quenneville", phone=phone),
        card("b", "M. Quenneville", phone=phone, source="b"),
        card("c", "Michel Quenneville", phone=phone, source="c"),
    ]
    assert not any({"a", "c"} <= set(group) for group in groups(linked(cards)))


def test_decisions_win_over_evidence():
    """'same' joins what nothing links, 'not_same' parts what everything links, the later line counts."""
    cards = [
        card("a", "Maman"),
        card("b", "Sylvie Dupont", source="b"),
        card("c", "Sylvie Dupont", email="s@zorglub.example"),
        card("d", "Sylvie Dupont", email="s@zorglub.example", source="d"),
    ]
    decisions = [
        ("same", "phone/a", "b/b"),
        ("same", "phone/c", "d/d"),
        ("not_same", "d/d", "phone/c"),
        ("not_same", "phone/c", "b/b"),
        ("not_same", "d/d", "b/b"),
        ("same", "gone/x", "phone/a"),
    ]
    assert groups(linked(cards, decisions=decisions)) == [["a", "b"], ["c"], ["d"]]


def test_the_order_of_records_changes_nothing():
    """Records shuffled, the same people with the same ids."""
    cards = [
        card(f"{i}{source}", f"Person{i % 7} Zorg{i % 5}", phone=f"+331990012{i % 9:02}", source=source)
        for i in range(20)
        for source in ("a", "b")
    ]
    shuffled = cards[:]
    random.Random(7).shuffle(shuffled)
    ids = [
        dict(linked(order)["link.person_records"].select("record_id", "person_id").rows())
        for order in (cards, shuffled)
    ]
    assert ids[0] == ids[1]


def test_linking_twice_gives_the_same_ids():
    """With the register of the first run the second changes nothing."""
    cards = [
        card("a", "Marie Dupont", email="m@zorglub.example"),
        card("b", "Marie Dupont", email="m@zorglub.example", source="b"),
        card("c", "Paul Petit"),
    ]
    first = dict(linked(cards)["link.person_records"].select("record_id", "person_id").rows())
    assert (
        dict(linked(cards, register=first.items())["link.person_records"].select("record_id", "person_id").rows())
        == first
    )


def test_a_namesake_by_the_hundred_does_not_explode():
    """Five hundred cards of one name, and a switchboard of three hundred, give a bounded number of pairs."""
    cards = [card(str(i), "Jean Martin", email=f"m{i}@zorglub{i}.example") for i in range(500)]
    cards += [card(f"s{i}", f"Person{i} Zorg{i}", phone="+33199001234") for i in range(300)]
    assert linked(cards)["link.candidate_pairs"].height < 10_000


def test_what_is_no_person_is_told_apart():
    """Firms, trades, rooms, teams, couples and blank cards are not people."""
    frames = linked(
        [
            card("company", "Zorglub Industrie", org="Zorglub Industrie"),
            card("legal", "Petit SARL"),
            card("service", "Taxi G7", phone="+33199001234"),
            card("short", "Info routes", phone="15"),
            card("couple", "Jean et Marie Dupont"),
            card("mister", "M. et Mme Dupont"),
            card("empty"),
            card("mailbox", email="info@zorglub.example"),
            card("group", "Copains", kind="group"),
            card("boucher", "Boucher Jean"),
            card("person", "Marie Dupont", org="Zorglub", email="contact@dupont.example"),
            card("number", None, phone="+33199001235"),
        ],
        [
            attendee("salle-a@zorglub.example", "Salle A"),
            attendee("x@resource.calendar.google.com", "Alpha", "RESOURCE"),
            attendee("direction@zorglub.example", "Zorglub"),
            attendee("m.durand@zorglub.example"),
        ],
    )
    assert {key.split("/", 1)[1]: kind for key, kind in types(frames).items()} == {
        "company": "company",
        "legal": "company",
        "service": "service",
        "short": "service",
        "couple": "couple",
        "mister": "couple",
        "empty": "empty",
        "mailbox": "role_mailbox",
        "group": "group",
        "boucher": "person",
        "person": "person",
        "number": "person",
        "att:salle-a@zorglub.example": "room",
        "att:x@resource.calendar.google.com": "room",
        "att:direction@zorglub.example": "role_mailbox",
        "att:m.durand@zorglub.example": "person",
    }


def test_cards_of_one_firm_are_one_and_never_a_person():
    """Equal company cards share an id; a person of that firm with the same number does not get it."""
    cards = [
        card("a", "Zorglub SAS", org="Zorglub SAS", phone="+33199001234"),
        card("b", "Zorglub SAS", org="Zorglub SAS", source="b"),
        card("c", "Marie Dupont", org="Zorglub SAS", phone="+33199001234"),
    ]
    assert groups(linked(cards)) == [["a", "b"], ["c"]]


def test_an_empty_network_has_no_people():
    """No records give empty tables, not errors."""
    frames = linked([])
    assert frames["link.person_records"].height == 0


def test_every_record_has_exactly_one_person():
    """Contacts and attendees alike, one row each."""
    frames = linked([card("a", "Marie Dupont"), card("e")], [attendee("m@zorglub.example")])
    assert sorted(frames["link.person_records"]["record_id"]) == ["agenda/att:m@zorglub.example", "phone/a", "phone/e"]


def test_a_card_shown_as_a_company_is_a_person_where_it_names_one():
    """Apple's X-ABShowAs:COMPANY makes an organisation only of a card without a given and a family name."""
    shown = [{"name": "X-ABSHOWAS", "params": "", "value": "COMPANY"}]
    cards = [
        card("house", "Nordwind", phone="01 99 00 12 00", extra=shown),
        card("person", "Karim Haddad", given_name="Karim", family_name="Haddad", org="Nordwind", extra=shown),
    ]
    entities = linked(cards)["link.entities"]
    assert dict(entities.rows()) == {"phone/house": "company", "phone/person": "person"}


def test_one_uid_under_given_names_of_several_people_proves_nothing():
    """Some programs write one UID on every card, or copy it with a card; what else agrees still counts."""
    uid = {"uid": "1"}
    cards = [
        card("a", "Zoé Rive", email="zoe@rive.example", **uid),
        card("b", "Karim Haddad", email="karim@haddad.example", **uid),
        card("c", "Zoé Rive", email="zoe@rive.example", **uid),
    ]
    assert groups(linked(cards)) == [["a", "c"], ["b"]]


def test_one_uid_under_names_that_agree_is_one_person():
    """A card that was corrected keeps its UID."""
    cards = [card(str(i), name, uid="7") for i, name in enumerate(["Zoé Rive", "Zoé Dumas", "Z. Dumas"])]
    assert groups(linked(cards)) == [["0", "1", "2"]]
