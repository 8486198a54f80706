"""What of a calendar counts, and how much.

Core.event_members, core.events, core.attendances, core.interactions, core.alter_ties.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from tests.support.network import OWN, Network, attendee, event

KARIM, MARTA, LEA, SAM = "karim@voltea.example", "marta@porto.example", "lea@rive.example", "sam@rive.example"


def weights(network: Network) -> dict[str, float]:
    """Weight by person; the sum where a person has several interactions."""
    interactions = network.build("core.interactions")["core.interactions"]
    return dict(interactions.group_by("person_id").agg(pl.col("weight").sum()).rows())


def only_event(*guests: Any, title: str = "Point", start: str = "2026-07-01T12:00", **fields: Any) -> dict[str, Any]:
    return (
        Network(events=[event(start, title, *guests, **fields)]).build("core.events")["core.events"].row(0, named=True)
    )


@pytest.mark.parametrize(
    ("title", "minutes", "guests", "weight"),
    [
        ("Déjeuner", 90, [KARIM], 2.25),  # h 1.5 · κ 1.5 / (2 − 1)
        ("Visite", 180, [KARIM, MARTA, LEA], 1.0),  # h 3 · κ 1 / (4 − 1)
        ("Visite", 600, [KARIM], 4.0),  # h clipped to 4
        ("Point", 5, [KARIM], 0.25),  # h clipped to 0.25
        ("Point", None, [KARIM], 0.25),  # no end
        ("Point", 24 * 60, [KARIM], 2.0),  # a timed event of 24 hours weighs as a day
        ("Point", 60, [attendee(KARIM, "TENTATIVE")], 0.5),
        ("Point", 60, [attendee(KARIM, "NEEDS-ACTION")], 0.5),
        ("Point", 60, [attendee(KARIM, "IN-PROCESS")], 0.5),  # any other value as NEEDS-ACTION
        ("Point", 60, [attendee(KARIM)], 1.0),  # no PARTSTAT
        ("Café", 60, [KARIM], 1.5),  # κ of coffee
        ("Prépa comité", 60, [KARIM], 1.0),  # preparing counts with κ 1
    ],
)
def test_an_interaction_weighs_its_hours_shared_among_the_others(title, minutes, guests, weight):
    """w = h · κ · a / (n − 1) of one event with the owner having accepted."""
    assert weights(Network(events=[event("2026-07-01T12:00", title, OWN, *guests, minutes=minutes)]))[
        KARIM
    ] == pytest.approx(weight, abs=1e-9)


def test_a_series_weighs_half_from_its_fourth_occurrence_on():
    """A weekly half hour of three: h 0.5 / (3 − 1) = 0.25 three times, then 0.5 · 0.25 = 0.125.

    Declined weeks of the owner count as earlier ones.
    """
    weeks = [
        event(str(date(2026, 6, 1) + timedelta(weeks=w)) + "T09:00", "Point", OWN, KARIM, LEA, minutes=30, uid="weekly")
        for w in range(5)
    ]
    weeks[0]["attendees"][0]["partstat"] = "DECLINED"
    interactions = (
        Network(events=weeks)
        .build("core.interactions")["core.interactions"]
        .filter(person_id=KARIM)
        .sort("interaction_date")
    )
    assert interactions["weight"].to_list() == [0.25, 0.25, 0.125, 0.125]


def test_cancelled_occurrences_and_those_without_company_are_not_earlier_ones():
    """The series number counts occurrences that are not cancelled and have company, in the order of their start."""
    weeks = [
        event(str(date(2026, 6, 1) + timedelta(weeks=w)) + "T09:00", "Point", OWN, KARIM, uid="weekly")
        for w in range(4)
    ]
    weeks[1]["status"] = "CANCELLED"
    weeks[2]["attendees"] = weeks[2]["attendees"][:1]
    events = Network(events=weeks).build("core.events")["core.events"].sort("starts_at")
    assert events["series_number"].to_list() == [1, None, None, 2]


@pytest.mark.parametrize(
    ("guests", "participants", "is_counted"),
    [
        ([OWN, KARIM], 2, True),
        ([OWN, attendee(KARIM, "DECLINED")], None, False),
        ([OWN, attendee(KARIM, "DELEGATED"), LEA], 2, True),
        ([OWN, attendee(KARIM, role="NON-PARTICIPANT"), LEA], 2, True),
        ([OWN, attendee("salle@moreau.example", cutype="ROOM")], None, False),
        (
            [
                OWN,
                KARIM,
                attendee("salle@moreau.example", cutype="RESOURCE"),
                attendee("codir@moreau.example", cutype="GROUP"),
            ],
            2,
            True,
        ),
        ([attendee(OWN, "DECLINED"), KARIM], 2, False),
        ([KARIM], 2, True),  # in my calendar, though I am not listed
        ([OWN], None, False),
        ([], None, False),
        ([OWN, *(f"p{i}@foule.example" for i in range(29))], 30, True),
        ([OWN, *(f"p{i}@foule.example" for i in range(30))], 31, False),
    ],
)
def test_people_count_when_they_did_not_decline(guests, participants, is_counted):
    """n = people who did not decline, the owner included; rooms and groups are nobody; more than 30 are a crowd."""
    row = only_event(*guests)
    assert (row["participants"], row["is_counted"]) == (participants, is_counted)


@pytest.mark.parametrize("title", ["TR : Annulé : Point", "Refusée : Point", "Point (abgesagt)", "Point - declined"])
def test_a_title_cancels_or_declines_like_a_status(title):
    """Nobody is met, though the guest accepted and the owner has no answer."""
    assert not weights(Network(events=[event("2026-07-01T12:00", title, attendee(OWN), KARIM)]))


def test_a_mass_event_is_an_occasion_without_interaction():
    """Thirty others besides the owner: is_mass, nobody is met."""
    network = Network(events=[event("2026-07-01T12:00", "Salon", OWN, *(f"p{i}@foule.example" for i in range(30)))])
    built = network.build("core.events", "core.interactions")
    assert built["core.events"]["is_mass"].to_list() == [True]
    assert built["core.interactions"].is_empty()


def test_an_organiser_takes_part_without_being_listed():
    """Karim organises and lists the owner and Léa: n = 3, he has a = 1, and h 1 / 2 = 0.5 goes to both."""
    events = [event("2026-07-01T12:00", "Point", OWN, LEA, organizer=attendee(KARIM))]
    assert weights(Network(events=events)) == {KARIM: 0.5, LEA: 0.5}


def test_an_organiser_who_declined_is_not_there():
    """DECLINED wins over organising; NEEDS-ACTION does not."""
    declined = only_event(OWN, LEA, attendee(KARIM, "DECLINED"), organizer=attendee(KARIM))
    waiting = only_event(attendee(OWN, "NEEDS-ACTION"), KARIM, organizer=attendee(OWN))
    assert (declined["participants"], waiting["ego_answer"], waiting["is_organised_by_ego"]) == (2, 1.0, True)


NORA = {"book/nora": {"name": "Nora Vidal"}}
NORAS = {"book/nora": "nora", "agenda/att:nora@orbana.example": "nora"}


@pytest.mark.parametrize(
    ("answer", "organiser", "weight"),
    [
        ("ACCEPTED", "nora@orbana.example", 1.0),
        ("NEEDS-ACTION", "nora@orbana.example", 0.5),  # a contact, whatever the owner answers
        ("ACCEPTED", KARIM, 1.0),  # no contact, but the owner goes
        (None, KARIM, 1.0),
        ("NEEDS-ACTION", KARIM, None),
        ("TENTATIVE", KARIM, None),
        ("DECLINED", "nora@orbana.example", None),
        ("ACCEPTED", "news@salon.example", None),  # a mailbox
    ],
)
def test_the_other_convened(answer, organiser, weight):
    """Only the owner is listed and someone not listed organises: n = 2 with a contact, or a person one accepted."""
    network = Network(
        events=[event("2026-07-01T12:00", "Point", attendee(OWN, answer), organizer=attendee(organiser))],
        cards=NORA,
        people=NORAS,
        types={"agenda/att:news@salon.example": "role_mailbox"},
    )
    assert list(weights(network).values()) == ([weight] if weight else [])


def test_a_contact_who_organises_and_lists_nobody_is_met_with_half_an_answer():
    """Published calendars leave guests out: h 1 · a_i 0.5, inferred; of somebody else the title is read."""
    cards = {**NORA, "book/karim": {"name": "Karim Haddad"}}
    network = Network(
        events=[
            event("2026-07-01T12:00", "Point", organizer=attendee("nora@orbana.example")),
            event("2026-07-02T12:00", "Déj. Karim Haddad", organizer=attendee("x@rive.example")),
            event("2026-07-03T12:00", "Comité", organizer=attendee("x@rive.example")),
        ],
        cards=cards,
        people=NORAS,
    )
    interactions = network.build("core.interactions")["core.interactions"]
    assert interactions.select("person_id", "weight", "participants", "source", "is_inferred").sort(
        "person_id"
    ).rows() == [
        ("karim", 0.75, 2, "title", True),
        ("nora", 0.5, 2, "calendar", True),
    ]


BUSY = "X-MICROSOFT-CDO-BUSYSTATUS"


@pytest.mark.parametrize(
    ("start", "transp", "busy", "is_counted"),
    [
        ("2026-07-01", "TRANSPARENT", None, False),
        ("2026-07-01", "OPAQUE", "OOF", False),
        ("2026-07-01", None, "FREE", False),
        ("2026-07-01", "OPAQUE", "BUSY", True),
        ("2026-07-01", None, None, True),
        ("2026-07-01T12:00", "TRANSPARENT", "FREE", True),
    ],
)
def test_a_day_that_is_free_or_away_meets_nobody(start, transp, busy, is_counted):
    """Leave sent round as an invitation: whoever is invited, and whomever its title names."""
    extra = [{"name": BUSY, "params": "", "value": busy}] if busy else []
    guests = [OWN, KARIM]
    network = Network(
        events=[
            event(start, "Séminaire Léa", *guests, transp=transp, extra=extra, uid="a"),
            event(start, "Déj. Nora Vidal", transp=transp, extra=extra, uid="b"),
        ],
        cards=NORA,
    )
    assert sorted(weights(network)) == ([KARIM, "nora"] if is_counted else [])


def test_an_occurrence_whose_guests_all_declined_has_no_company():
    """It is no earlier one of its series either."""
    weeks = [
        event(
            f"2026-06-{day:02}T09:00", "Point", attendee(OWN), attendee(KARIM, answer), uid="w", organizer=attendee(OWN)
        )
        for day, answer in ((1, "ACCEPTED"), (8, "DECLINED"), (15, "ACCEPTED"))
    ]
    events = Network(events=weeks).build("core.events")["core.events"].sort("starts_at")
    assert events.select("participants", "series_number").rows() == [(2, 1), (None, None), (2, 2)]


def test_the_owner_counts_once_with_the_best_answer():
    """Two own addresses, one declined and one tentative: a_ego = 0.5, n = 2."""
    network = Network(
        events=[
            event(
                "2026-07-01T12:00",
                "Point",
                attendee(OWN, "DECLINED"),
                attendee("claire@ancien.example", "TENTATIVE"),
                KARIM,
            )
        ],
        tables={"raw.own_addresses": [{"address": OWN}, {"address": "claire@ancien.example"}]},
    )
    row = network.build("core.events")["core.events"].row(0, named=True)
    assert (row["participants"], row["ego_answer"]) == (2, 0.5)


def test_two_addresses_of_one_person_are_one():
    """n counts people after linking; the better answer stands: h 1 · a 1 / (2 − 1)."""
    guests = [OWN, attendee(KARIM, "TENTATIVE"), attendee("k.haddad@maison.example", "ACCEPTED")]
    people = {f"agenda/att:{KARIM}": "karim", "agenda/att:k.haddad@maison.example": "karim"}
    assert weights(Network(events=[event("2026-07-01T12:00", "Point", *guests)], people=people)) == {"karim": 1.0}


def test_one_event_in_two_calendars_counts_once_with_the_owners_best_answer():
    """Same UID and occurrence: one event, the owner's best answer, the others' of the latest revision."""
    mine = event(
        "2026-07-01T12:00",
        "Point",
        attendee(OWN, "NEEDS-ACTION"),
        attendee(KARIM, "DECLINED"),
        LEA,
        uid="u",
        sequence=2,
    )
    shared = event(
        "2026-07-01T12:00",
        "Point",
        attendee(OWN, "ACCEPTED"),
        attendee(KARIM, "ACCEPTED"),
        LEA,
        uid="u",
        sequence=1,
        source="outlook",
    )
    built = Network(events=[mine, shared], people={f"{s}/att:{LEA}": "lea" for s in ("agenda", "outlook")}).build(
        "core.events", "core.interactions"
    )
    assert built["core.events"].select("participants", "ego_answer").rows() == [(2, 1.0)]
    assert built["core.interactions"].select("person_id", "weight").rows() == [("lea", 1.0)]


def test_a_moved_event_is_not_two():
    """A single event that another calendar still has at its old time stands at the time of its latest revision."""
    old = event("2026-07-01T12:00", "Point", OWN, KARIM, uid="u", sequence=0)
    new = event("2026-07-03T12:00", "Point", OWN, KARIM, uid="u", sequence=1, source="outlook")
    assert Network(events=[old, new]).build("core.events")["core.events"]["local_date"].to_list() == [date(2026, 7, 3)]


@pytest.mark.parametrize(
    ("fields", "title"),
    [({"status": "CANCELLED"}, "Déjeuner"), ({}, "Annulé : déjeuner"), ({}, "Cancelled: Lunch")],
)
def test_what_is_cancelled_by_status_or_title_is_no_interaction(fields, title):
    """STATUS:CANCELLED and a title of class `cancelled` weigh nothing."""
    assert weights(Network(events=[event("2026-07-01T12:00", title, OWN, KARIM, **fields)])) == {}


def test_a_tentative_event_weighs_half():
    """h 1 · status 0.5 · a_ego 0.5 · a 1."""
    assert weights(
        Network(events=[event("2026-07-01T12:00", "Point", attendee(OWN, "TENTATIVE"), KARIM, status="TENTATIVE")])
    ) == {KARIM: 0.25}


def test_hours_are_elapsed_time_when_the_clock_changes():
    """23:30 to 03:30 local over the end of summer time of 25 October 2026 are five hours, 4 when clipped.

    At night's end one hour is one hour.
    """
    night = event("2026-10-24T21:30", "Dîner", OWN, KARIM, minutes=150, time_form="utc")
    floating = event("2026-10-25T01:30", "Point", OWN, KARIM, minutes=120, time_form="floating")
    hours = (
        Network(events=[night, floating]).build("staging.events")["staging.events"].sort("starts_at")["hours"].to_list()
    )
    assert hours == [2.5, 3.0]  # floating 01:30 to 03:30 local: 23:30 to 02:30 UTC


def test_days_are_of_the_homes_zone():
    """23:00 UTC on 30 June is 1 July in Paris; an event over several days is one interaction on its first."""
    late = event("2026-06-30T23:00", "Dîner", OWN, KARIM)
    days = event("2026-07-06", "Séminaire", OWN, KARIM) | {"dtend": event("2026-07-09")["dtstart"]}
    interactions = Network(events=[late, days]).build("core.interactions")["core.interactions"].sort("interaction_date")
    assert interactions.select("interaction_date", "weight").rows() == [
        (date(2026, 7, 1), 1.5),
        (date(2026, 7, 6), 2.0),
    ]


def test_without_an_own_address_no_event_counts():
    """Nobody can tell which of the attendees is the owner: calendar interactions are withheld."""
    built = Network(events=[event("2026-07-01T12:00", "Déj. Karim", KARIM, LEA)], own=None).build(
        "core.events", "core.interactions", "core.attendances"
    )
    assert built["core.events"].select("ego_answer", "is_counted", "is_mass").rows() == [(None, False, False)]
    assert built["core.interactions"].is_empty()
    assert built["core.attendances"].is_empty()


def test_mailboxes_and_suppressed_people_are_in_the_room_but_nobody():
    """info@ and a suppressed person count in n = 4 and have no row of their own: Karim gets 1 / 3."""
    network = Network(
        events=[event("2026-07-01T12:00", "Point", OWN, KARIM, "info@rive.example", LEA)],
        types={"agenda/att:info@rive.example": "role_mailbox"},
        tables={"raw.decisions": [{"verb": "suppress", "subject": f"agenda/att:{LEA}", "line": 2}]},
    )
    built = network.build("core.attendances", "core.interactions")
    assert built["core.interactions"].select("person_id", "weight", "participants").rows() == [
        (KARIM, pytest.approx(1 / 3), 4)
    ]
    assert built["core.attendances"]["person_id"].to_list() == [KARIM]


def test_the_future_is_planned_and_not_past():
    """An event after the run's day would be an interaction; one on the day is one; a cancelled one is neither."""
    events = [
        event("2026-11-23T12:00", "Café", OWN, KARIM),
        event("2026-11-24T12:00", "Café", OWN, LEA),
        event("2026-11-25T12:00", "Annulé : café", OWN, SAM),
    ]
    built = Network(events=events).build("core.interactions", "core.planned_interactions")
    assert built["core.interactions"]["person_id"].to_list() == [KARIM]
    assert built["core.planned_interactions"].select("person_id", "interaction_date").rows() == [
        (LEA, date(2026, 11, 24))
    ]


def test_contacts_in_a_small_room_are_tied():
    """h 2 · a_ego 0.5 · a_karim 1 · a_lea 0.5 / (4 − 1) = 1/6; Sam is no contact, and nine in the room are too many."""
    network = Network(
        events=[
            event(
                "2026-07-01T12:00",
                "Point",
                attendee(OWN, "TENTATIVE"),
                KARIM,
                attendee(LEA, "NEEDS-ACTION"),
                SAM,
                minutes=120,
            ),
            event("2026-07-02T12:00", "Point", OWN, KARIM, LEA, *(f"p{i}@foule.example" for i in range(6))),
        ],
        cards={"book/1": {"name": "Karim Haddad"}, "book/2": {"name": "Léa Rive"}},
        people={"book/1": "a", "book/2": "b", f"agenda/att:{KARIM}": "a", f"agenda/att:{LEA}": "b"},
    )
    ties = network.build("core.alter_ties")["core.alter_ties"]
    assert ties.select("person_a", "person_b", "weight").rows() == [("a", "b", pytest.approx(1 / 6, abs=1e-9))]


def test_an_empty_calendar_gives_empty_tables():
    """No event, no card: every table is there, with its columns and without rows."""
    built = Network().build(
        "core.events",
        "core.interactions",
        "core.planned_interactions",
        "core.alter_ties",
        "core.persons",
        "core.circles",
    )
    assert {name: rows.height for name, rows in built.items()} == dict.fromkeys(built, 0)
