"""What the calendar files say, in one form: staging.events, event_attendees, attendee_records, own_addresses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.support.network import OWN, Network, attendee, event

KARIM = "karim@voltea.example"


def attendees(*guests: Any, **fields: Any) -> list[dict[str, Any]]:
    return (
        Network(events=[event("2026-07-01T12:00", "Point", *guests, **fields)])
        .build("staging.event_attendees")["staging.event_attendees"]
        .to_dicts()
    )


@pytest.mark.parametrize(
    ("form", "start", "starts_at", "local_date"),
    [
        ("utc", "2026-07-01T22:30", datetime(2026, 7, 1, 22, 30), date(2026, 7, 2)),
        ("floating", "2026-07-01T22:30", datetime(2026, 7, 1, 20, 30), date(2026, 7, 1)),
        ("date", "2026-07-01", datetime(2026, 6, 30, 22, 0), date(2026, 7, 1)),
    ],
)
def test_times_are_utc_and_days_the_homes(form, start, starts_at, local_date):
    """UTC stays UTC, floating and all-day times are of Europe/Paris."""
    row = (
        Network(events=[event(start, "Point") | {"time_form": form}])
        .build("staging.events")["staging.events"]
        .row(0, named=True)
    )
    assert (row["starts_at"], row["local_date"], row["is_all_day"]) == (starts_at, local_date, form == "date")


@pytest.mark.parametrize(
    ("form", "local_start", "local_end"),
    [
        ("utc", datetime(2026, 7, 2, 0, 30), datetime(2026, 7, 2, 1, 30)),
        ("floating", datetime(2026, 7, 1, 22, 30), datetime(2026, 7, 1, 23, 30)),
    ],
)
def test_the_homes_clock_shows_floating_times_as_written(form, local_start, local_end):
    """UTC is told on the clock of Europe/Paris."""
    written = event("2026-07-01T22:30", "Point") | {"time_form": form, "dtend": datetime(2026, 7, 1, 23, 30)}
    row = Network(events=[written]).build("staging.events")["staging.events"].row(0, named=True)
    assert (row["local_start"], row["local_end"]) == (local_start, local_end)


@pytest.mark.parametrize(("last", "hours"), [("2026-03-30", 24.0), ("2026-04-01", 72.0)])
def test_days_are_of_24_hours_whatever_the_clock(last, hours):
    """29 March 2026 has 23 hours in Paris."""
    day = event("2026-03-29", "Séminaire") | {"dtend": datetime.fromisoformat(last)}
    assert Network(events=[day]).build("staging.events")["staging.events"]["hours"].to_list() == [hours]


def test_an_occurrence_stated_twice_stands_once():
    """The later SEQUENCE of one file wins."""
    revisions = [
        event("2026-07-01T12:00", title, uid="u", sequence=number) for number, title in enumerate(("ancien", "nouveau"))
    ]
    assert Network(events=revisions).build("staging.events")["staging.events"]["summary"].to_list() == ["nouveau"]


def test_an_organiser_is_one_address_with_the_attendee_of_that_address():
    """Listed or not; her answer is the attendee line's."""
    listed = attendees(attendee(OWN, "TENTATIVE"), KARIM, organizer=attendee(OWN))
    alone = attendees(KARIM, organizer=attendee(OWN))
    assert [(row["address"], row["partstat"], row["is_organizer"], row["is_listed"]) for row in listed + alone] == [
        (OWN, "TENTATIVE", True, True),
        (KARIM, "ACCEPTED", False, True),
        (OWN, None, True, False),
        (KARIM, "ACCEPTED", False, True),
    ]


def test_an_address_listed_twice_is_one_with_its_best_answer():
    """A list and a person may both bring the same address."""
    assert [
        row["partstat"] for row in attendees(attendee(KARIM, "DECLINED"), attendee("KARIM@voltea.example", "ACCEPTED"))
    ] == ["ACCEPTED"]
    assert [row["partstat"] for row in attendees(attendee(KARIM, "DECLINED"), attendee(KARIM))] == [None]


def test_people_without_an_address_are_told_apart_by_name():
    """Exchange writes invalid:nomail for everyone whose address it does not tell; a nameless one is nobody."""
    nomail = {"address": None, "value": "invalid:nomail"}
    rows = attendees(
        attendee(cn="Léa Rive", **nomail),
        attendee(cn="Sam Blanc", **nomail),
        attendee(**nomail),
        attendee(None, value="tel:+33199001234"),
    )
    assert [row["address"] for row in rows] == ["name:léa rive", "name:sam blanc", "tel:+33199001234"]


def test_googles_rooms_and_shared_calendars_are_no_people():
    """It gives them addresses of their own and often no CUTYPE; the organiser it does not know is nobody."""
    rows = attendees(
        attendee("r1@resource.calendar.google.com"),
        attendee("c1@group.calendar.google.com"),
        organizer=attendee("unknownorganizer@calendar.google.com"),
    )
    assert [row["cutype"] for row in rows] == ["GROUP", "RESOURCE"]


def test_a_record_bears_the_name_that_calendars_write_most():
    """Names that are addresses are none; quotes around names are Outlook's."""
    names = ["'Karim Haddad'", "Karim Haddad", "K. Haddad", KARIM, KARIM, KARIM]
    events = [event(f"2026-07-0{day}T12:00", "Point", attendee(KARIM, cn=name)) for day, name in enumerate(names, 1)]
    (row,) = Network(events=events).build("staging.attendee_records")["staging.attendee_records"].to_dicts()
    assert (row["record_id"], row["cn"], row["events"]) == (f"agenda/att:{KARIM}", "Karim Haddad", 6)


def own(events: list[dict[str, Any]], address: str | None = None) -> list[tuple[Any, ...]]:
    return Network(events=events, own=address).build("staging.own_addresses")["staging.own_addresses"].rows()


MET = [event(f"2026-07-0{day}T12:00", "Point", OWN, f"p{day}@met.example") for day in range(1, 4)]


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (MET, [(OWN, "inferred")]),
        (MET[:2], []),  # two events are too few
        # 3 of 7 is under half
        (
            [
                *MET,
                *(
                    event(f"2026-08-0{day}T12:00", "Point", f"q{day}@a.example", f"r{day}@a.example")
                    for day in range(1, 5)
                ),
            ],
            [],
        ),
        ([{**item, "attendees": [*item["attendees"], attendee(KARIM)]} for item in MET], []),  # Karim is in as many
        # events without attendees say nothing
        ([*MET, *(event(f"2026-08-0{day}T12:00", "Seule") for day in range(1, 5))], [(OWN, "inferred")]),
        ([], []),
    ],
)
def test_an_own_address_is_inferred_from_being_everywhere(events, found):
    """In at least three events, in half of those with attendees, and in more than any other address.

    Else nobody is the owner.
    """
    assert own(events) == found


def test_set_addresses_leave_nothing_to_infer():
    """The settings name them all."""
    assert own(MET, "claire@maison.example") == [("claire@maison.example", "settings")]


def test_a_room_that_is_in_every_event_is_not_the_owner():
    """Nor is a shared calendar."""
    room = attendee("salle@moreau.example", cutype="ROOM")
    events = [
        event(f"2026-07-0{day}T12:00", "Point", room, *([OWN] if day > 1 else []), f"p{day}@met.example")
        for day in range(1, 5)
    ]
    assert own(events) == [(OWN, "inferred")]
