"""iCalendar files: what an event says, when it is, and what cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.files.listing import files_in
from connectors.ics.connector import count, count_events, read, read_events, recognises
from connectors.records import EVENTS, OCCURRENCES, REJECTS, Reading, Window

WINDOW = Window(date(2024, 1, 1), date(2024, 12, 31))


def calendar(*events: str, before: str = "", after: str = "") -> bytes:
    """A calendar of these VEVENT bodies; a UID is added where there is none."""
    parts = ["BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Agenda//FR\n", before]
    for number, event in enumerate(events, 1):
        uid = "" if "UID" in event else f"UID:e{number}@agenda.example\n"
        parts.append(f"BEGIN:VEVENT\n{uid}{event.strip()}\nEND:VEVENT\n")
    return "".join([*parts, after, "END:VCALENDAR\n"]).replace("\n", "\r\n").encode()


def reading(*events: str, **around: str) -> Reading:
    """What the connector reads of such a calendar."""
    return read_events(calendar(*events, **around), WINDOW)


def event(*events: str, **around: str) -> dict[str, Any]:
    """The first event of such a calendar."""
    return reading(*events, **around).events.row(0, named=True)


def test_an_event_comes_with_everything_it_says():
    """Each property goes to its column, unescaped; what has no column goes to extra."""
    found = event(
        "DTSTART;TZID=Europe/Paris:20240703T123000\nDTEND;TZID=Europe/Paris:20240703T140000\nSUMMARY:Déj. "
        "Zoé\\, puis marche\nDESCRIPTION:1\\n2\n"
        "LOCATION:Café\\; "
        "Lyon\nSTATUS:confirmed\nTRANSP:OPAQUE\nCLASS:PRIVATE\nSEQUENCE:3\nDTSTAMP:20240601T080000Z\nCREATED:20240501T080000Z\n"
        "LAST-MODIFIED:20240602T080000Z\nCATEGORIES:repas,Rotary\nCATEGORIES:a\\,b\nX-COLOR;X-FROM=app:blue\nBEGIN:VALARM\nDESCRIPTION:alarm\nEND:VALARM"
    )
    assert {
        name: found[name]
        for name in ("summary", "description", "location", "status", "transp", "classification", "sequence", "tzid")
    } == {
        "summary": "Déj. Zoé, puis marche",
        "description": "1\n2",
        "location": "Café; Lyon",
        "status": "CONFIRMED",
        "transp": "OPAQUE",
        "classification": "PRIVATE",
        "sequence": 3,
        "tzid": "Europe/Paris",
    }
    assert (found["dtstart"], found["dtend"], found["time_form"]) == (
        datetime(2024, 7, 3, 10, 30),
        datetime(2024, 7, 3, 12, 0),
        "utc",
    )
    assert (found["dtstamp"], found["created"], found["last_modified"]) == (
        datetime(2024, 6, 1, 8),
        datetime(2024, 5, 1, 8),
        datetime(2024, 6, 2, 8),
    )
    assert found["categories"] == ["repas", "Rotary", "a,b"]
    assert found["extra"] == [{"name": "X-COLOR", "params": "X-FROM=app", "value": "blue"}]


def test_a_property_without_a_value_is_null():
    """LOCATION: says nothing; it is not kept among the extras either."""
    found = event("DTSTART:20240703T100000Z\nLOCATION:\nDTEND:")
    assert (found["location"], found["dtend"], found["extra"]) == (None, None, [])


def test_people_come_with_their_answers_and_addresses():
    """The address is that of mailto: in lower case, else of EMAIL=, else null; the value stays as written."""
    found = event(
        "DTSTART:20240703T123000Z\nORGANIZER;CN=Anne Martin:MAILTO:Anne@Acier.example\n"
        'ATTENDEE;CN="Martin, Zoé";PARTSTAT=accepted;ROLE=CHAIR;CUTYPE=INDIVIDUAL:mailto:zoe@acier.example\n'
        "ATTENDEE;EMAIL=Salle@acier.example;CUTYPE=ROOM:urn:uuid:1-2\nATTENDEE:/principals/42\nATTENDEE:paul@acier.example"
    )
    assert found["organizer"]["email"] == "anne@acier.example"
    assert found["organizer"]["value"] == "MAILTO:Anne@Acier.example"
    assert [(one["email"], one["cn"], one["partstat"], one["role"], one["cutype"]) for one in found["attendees"]] == [
        ("zoe@acier.example", "Martin, Zoé", "ACCEPTED", "CHAIR", "INDIVIDUAL"),
        ("salle@acier.example", None, None, None, "ROOM"),
        (None, None, None, None, None),
        ("paul@acier.example", None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("line", "email", "cn"),
    [
        ("ATTENDEE:Zoé Martin <Zoe@acier.example>", "zoe@acier.example", "Zoé Martin"),
        ('ATTENDEE;CN=Z:mailto:"Zoé" <zoe@acier.example>', "zoe@acier.example", "Z"),
        ("ATTENDEE:mailto:'zoe@acier.example'", "zoe@acier.example", None),
        ("ATTENDEE:mailto:o'hara@acier.example?subject=x", "o'hara@acier.example", None),
        ("ATTENDEE:MAILTO:mailto: zoe@ acier.example", "zoe@acier.example", None),
        ("ATTENDEE:SMTP:zoe@acier.example", "zoe@acier.example", None),
        ('ATTENDEE;EMAIL="mailto:zoe@acier.example":urn:uuid:1', "zoe@acier.example", None),
        ("ATTENDEE;CN=Zoé:invalid:nomail", None, "Zoé"),
        ("ATTENDEE;CN=Zoé:mailto:CN=Zoé Martin/O=Acier@ACIER", None, "Zoé"),
        ("ATTENDEE:https://acier.example/u@v", None, None),
        ("ATTENDEE:tel:+33199001122", None, None),
    ],
)
def test_an_address_is_found_in_the_forms_that_programs_write(line: str, email: str | None, cn: str | None):
    """With quotes, blanks, a scheme twice or the name before it; what holds no e-mail address has none."""
    (found,) = event(f"DTSTART:20240703T123000Z\n{line}")["attendees"]
    assert (found["email"], found["cn"]) == (email, cn)


@pytest.mark.parametrize(
    ("lines", "start", "end", "form"),
    [
        ("DTSTART:20240703T100000Z\nDTEND:20240703T110000Z", datetime(2024, 7, 3, 10), datetime(2024, 7, 3, 11), "utc"),
        (
            "DTSTART;TZID=Romance Standard Time:20240103T100000\nDURATION:PT90M",
            datetime(2024, 1, 3, 9),
            datetime(2024, 1, 3, 10, 30),
            "utc",
        ),
        (
            "DTSTART:20240703T100000\nDTEND:20240703T110000",
            datetime(2024, 7, 3, 10),
            datetime(2024, 7, 3, 11),
            "floating",
        ),
        ("DTSTART;TZID=Nulle Part:20240703T100000", datetime(2024, 7, 3, 10), None, "floating"),
        ("DTSTART;VALUE=DATE:20240703\nDTEND;VALUE=DATE:20240706", datetime(2024, 7, 3), datetime(2024, 7, 6), "date"),
        ("DTSTART;VALUE=DATE:20240703\nDURATION:P2D", datetime(2024, 7, 3), datetime(2024, 7, 5), "date"),
        ("DTSTART;TZID=Europe/Paris:20240703", datetime(2024, 7, 3), None, "date"),
        ("DTSTART;TZID=Europe/Paris:20240703T100000Z", datetime(2024, 7, 3, 10), None, "utc"),
        ("DTSTART;TZID=/vendor.example/2005/Europe/Paris:20240703T100000", datetime(2024, 7, 3, 8), None, "utc"),
        (
            "DTSTART;TZID=Europe/Paris:20240703T100000\nDTEND:20240703T110000",
            datetime(2024, 7, 3, 8),
            datetime(2024, 7, 3, 9),
            "utc",
        ),
        ("DTSTART:2024-07-03T10:00:00Z", datetime(2024, 7, 3, 10), None, "utc"),
        (
            "DTSTART:20240703T100000+0200\nDTEND:2024-07-03T11:30:00+02:00",
            datetime(2024, 7, 3, 8),
            datetime(2024, 7, 3, 9, 30),
            "utc",
        ),
        ("DTSTART:20240703T100000Z\nDTEND:20240703T240000Z", datetime(2024, 7, 3, 10), datetime(2024, 7, 4), "utc"),
        (
            "DTSTART;VALUE=DATE:20240703T000000\nDTEND;VALUE=DATE:20240704T000000",
            datetime(2024, 7, 3),
            datetime(2024, 7, 4),
            "date",
        ),
        (
            "DTSTART;VALUE=DATE:20240703T000000\nDTEND;VALUE=DATE:20240703T013000",
            datetime(2024, 7, 3),
            datetime(2024, 7, 3, 1, 30),
            "floating",
        ),
        ("DTSTART:20240703T100000Z\nDTEND:20240703T090000Z", datetime(2024, 7, 3, 10), datetime(2024, 7, 3, 9), "utc"),
        (
            "DTSTART;TZID=Nulle Part:20240703T100000\nDTEND;TZID=Nulle Part:20240703T110000",
            datetime(2024, 7, 3, 10),
            datetime(2024, 7, 3, 11),
            "floating",
        ),
    ],
)
def test_times_are_read_in_every_form(lines: str, start: datetime, end: datetime | None, form: str):
    """UTC stays UTC, a known zone becomes UTC, no or an unknown zone stays local, eight digits are a day."""
    found = event(lines, before="X-WR-TIMEZONE:America/New_York\n")
    assert (found["dtstart"], found["dtend"], found["time_form"]) == (start, end, form)


def test_an_event_over_a_clock_change_lasts_its_elapsed_time():
    """From 01:00 to 04:00 in the night of 31 March 2024 it is two hours in Paris.

    P1D ends at the same time of day, PT24H does not.
    """
    night = "DTSTART;TZID=Europe/Paris:20240331T010000\n"
    found = reading(
        f"{night}DTEND;TZID=Europe/Paris:20240331T040000", f"{night}DURATION:P1D", f"{night}DURATION:PT24H"
    ).events
    assert (found["dtend"] - found["dtstart"]).dt.total_hours().to_list() == [2, 23, 24]


def test_a_skipped_hour_counts_from_before_the_gap_and_a_repeated_one_is_its_first():
    """02:30 does not exist on 31 March 2024 in Paris and happens twice on 27 October."""
    found = reading("DTSTART;TZID=Europe/Paris:20240331T023000", "DTSTART;TZID=Europe/Paris:20241027T023000").events
    assert found["dtstart"].to_list() == [datetime(2024, 3, 31, 1, 30), datetime(2024, 10, 27, 0, 30)]


OWN_ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n"
    "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+{summer}\nTZOFFSETTO:+{winter}\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
    "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+{winter}\nTZOFFSETTO:+{summer}\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n"
    "END:VTIMEZONE\n"
)


def test_a_zone_that_only_the_file_knows_is_that_of_this_file():
    """Two files may each have their own 'Customized Time Zone'."""
    body = "DTSTART;TZID=Customized Time Zone:20240703T100000", "DTSTART;TZID=Customized Time Zone:20240103T100000"
    first = reading(*body, before=OWN_ZONE.format(winter="0100", summer="0200")).events
    second = reading(*body, before=OWN_ZONE.format(winter="0330", summer="0430")).events
    without = reading(*body).events
    assert first["dtstart"].to_list() == [datetime(2024, 7, 3, 8), datetime(2024, 1, 3, 9)]
    assert second["dtstart"].to_list() == [datetime(2024, 7, 3, 5, 30), datetime(2024, 1, 3, 6, 30)]
    assert without["time_form"].to_list() == ["floating", "floating"]


def test_a_zone_that_cannot_be_read_costs_its_times_the_zone_and_nothing_else():
    """The event is kept with local times, and the zone is reported once."""
    broken = OWN_ZONE.format(winter="0100", summer="0200").replace("FREQ=YEARLY", "FREQ=SECONDLY")
    found = reading(
        "DTSTART;TZID=Customized Time Zone:20240703T100000",
        "DTSTART;TZID=Customized Time Zone:20240704T100000",
        before=broken,
    )
    assert found.events["time_form"].to_list() == ["floating", "floating"]
    assert found.rejects["is_record"].to_list() == [False]


def test_an_event_without_a_start_is_kept_on_no_day():
    """Who was invited to what is not lost with the day; that there is none is told."""
    found = reading("SUMMARY:Sans date", "DTSTART:20240230T100000Z\nSUMMARY:Le 30 février", "DTSTART:20240703T100000Z")
    assert found.events.select("position", "summary", "dtstart", "time_form").rows() == [
        (1, "Sans date", None, None),
        (2, "Le 30 février", None, None),
        (3, None, datetime(2024, 7, 3, 10), "utc"),
    ]
    assert found.occurrences["event_position"].to_list() == [3]
    assert found.rejects.select("position", "line", "is_record").rows() == [(1, 4, False), (2, 8, False)]
    assert "Sans date" in found.rejects["raw_text"][0]


@pytest.mark.parametrize("end", ["DTEND:None", "DURATION:P999999999999999999W", "DURATION:PT", "DTEND:20249999"])
def test_an_end_that_cannot_be_read_costs_the_end(end: str):
    """The event is kept, and the end is reported."""
    found = reading(f"DTSTART:20240703T100000Z\n{end}")
    assert found.events["dtend"].to_list() == [None]
    assert found.rejects["is_record"].to_list() == [False]


def test_an_event_without_uid_has_one_made_of_its_content():
    """The same event has the same uid in the next export, where only DTSTAMP differs."""
    body = "UID:\nDTSTART:20240703T100000Z\nSUMMARY:Déjeuner\n"
    first, second = (event(f"{body}DTSTAMP:{stamp}")["uid"] for stamp in ("20240801T000000Z", "20240901T000000Z"))
    assert first == second
    assert first.startswith("sha256-")
    assert first != event(f"{body}LOCATION:Lyon")["uid"]


def test_an_event_that_stands_twice_is_counted_once():
    """The same uid and content, whatever DTSTAMP: the second is repeated."""
    found = reading(
        "UID:a\nDTSTART:20240703T100000Z\nDTSTAMP:20240801T000000Z",
        "UID:a\nDTSTART:20240703T100000Z\nDTSTAMP:20240802T000000Z",
    )
    assert (found.events.height, found.repeated, found.occurrences.height) == (1, 1, 1)


def test_of_two_versions_both_are_kept_and_the_newest_takes_place():
    """The highest SEQUENCE, then the latest LAST-MODIFIED, gives the occurrence."""
    found = reading(
        "UID:a\nSEQUENCE:2\nDTSTART:20240704T100000Z",
        "UID:a\nSEQUENCE:1\nDTSTART:20240703T100000Z",
        "UID:b\nLAST-MODIFIED:20240101T000000Z\nDTSTART:20240705T100000Z",
        "UID:b\nLAST-MODIFIED:20240102T000000Z\nDTSTART:20240706T100000Z",
    )
    assert found.events.height == 4
    assert found.occurrences["event_position"].to_list() == [1, 4]


def test_events_that_share_a_uid_without_being_versions_all_take_place():
    """Some programs give every event the same UID."""
    found = reading("UID:1\nDTSTART:20240703T100000Z", "UID:1\nDTSTART:20240704T100000Z")
    assert sorted(found.occurrences["occurrence"]) == ["2024-07-03T10:00:00Z", "2024-07-04T10:00:00Z"]


def test_the_account_is_the_name_of_the_calendar():
    """X-WR-CALNAME, unescaped."""
    assert reading(before="X-WR-CALNAME:Travail\\, privé\n").account == "Travail, privé"
    assert reading().account is None


def test_a_cancelled_invitation_is_cancelled():
    """METHOD:CANCEL says so for events that have no STATUS of their own (RFC 5546)."""
    assert event("DTSTART:20240703T100000Z", before="METHOD:CANCEL\n")["status"] == "CANCELLED"
    assert event("DTSTART:20240703T100000Z", before="METHOD:REQUEST\n")["status"] is None


def test_to_dos_and_journals_are_not_events():
    """They are neither found nor kept."""
    other = (
        "BEGIN:VTODO\nUID:t\nDTSTART:20240703T100000Z\nEND:VTODO\n"
        "BEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL\nBEGIN:VFREEBUSY\nUID:f\nEND:VFREEBUSY\n"
    )
    data = calendar("DTSTART:20240703T100000Z", after=other)
    assert count_events(data) == read_events(data, WINDOW).events.height == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT\nBEGIN:VEVENT\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\n\x00BEGIN:VEVENT\nEND:VEVENT\n",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    ],
)
def test_any_bytes_give_a_reading_that_adds_up(data: bytes):
    """Nothing raises; found = kept + repeated + rejected, and the frames have their schemas."""
    found = read_events(data, WINDOW)
    assert count_events(data) == found.events.height + found.repeated + found.rejects.filter("is_record").height
    assert (found.events.schema, found.occurrences.schema, found.rejects.schema) == (EVENTS, OCCURRENCES, REJECTS)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"\r\n", b"\n"),
        lambda text: text.replace(b"\r\n", b"\r"),
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.decode().encode("utf-16"),
        lambda text: text.replace(b"BEGIN:VEVENT", b"begin:vEvent "),
    ],
)
def test_line_ends_and_encodings_do_not_change_what_is_read(change: Any):
    """LF, CR, a byte order mark, UTF-16, other letter case."""
    data = change(calendar("DTSTART:20240703T100000Z\nSUMMARY:Zoé"))
    assert count_events(data) == 1
    assert read_events(data, WINDOW).events["summary"].to_list() == ["Zoé"]


def test_a_calendar_cut_short_keeps_what_there_is():
    """The last event has no END; it is kept, and reported."""
    data = calendar("DTSTART:20240703T100000Z", "DTSTART:20240704T100000Z\nSUMMARY:Fin").split(b"SUMMARY")[0]
    found = read_events(data, WINDOW)
    assert found.events.height == count_events(data) == 2
    assert found.rejects.select("position", "is_record").rows() == [(2, False)]


def test_a_file_is_recognised_by_its_first_lines_and_read_as_an_export(tmp_path: Path):
    """The receipt adds up through the interface the registry uses."""
    (tmp_path / "agenda.ics").write_bytes(calendar("DTSTART:20240703T100000Z", "SUMMARY:Sans date"))
    (tmp_path / "autre.csv").write_bytes(b"First Name,Last Name\n")
    agenda, other = files_in(tmp_path).files
    (recognition,) = recognises(agenda)
    assert (recognition.kind, recognition.dialect, recognition.score) == ("events", "icalendar", 100)
    assert recognises(other) == []
    (tmp_path / "tâche.ics").write_bytes(b"BEGIN:VTODO\nSUMMARY:Rappeler\nEND:VTODO\n")
    (bare,) = (file for file in files_in(tmp_path).files if "che.ics" in file.name)
    (task,) = recognises(bare)
    assert (task.kind, task.signature, count(bare, task), read(bare, task, WINDOW).events.height) == (
        "events",
        "BEGIN:VTODO",
        0,
        0,
    )
    assert count(agenda, recognition) == 2
    assert read(agenda, recognition, WINDOW).events.height == 2


def test_vcalendar_1_0_is_read():
    """Quoted-printable text, names before addresses, an answer called STATUS, its own kind of rule and lists with
    semicolons.
    """
    data = (
        b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nUID:v1\r\nDTSTART:20240703T100000Z\r\nDTEND:20240703T110000Z\r\nRRULE:W1"
        b" WE #4\r\nEXDATE:20240710T100000Z;20240717T100000Z\r\n"
        b"SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:D=C3=A9jeuner\r\n"
        b"ATTENDEE;ROLE=OWNER;STATUS=NEEDS"
        b" ACTION:Zoe <zoe@acier.example>\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = read_events(data, WINDOW)
    (attendee,) = found.events["attendees"][0]
    assert found.events["summary"].to_list() == ["Déjeuner"]
    assert (attendee["email"], attendee["cn"], attendee["partstat"]) == ("zoe@acier.example", "Zoe", "NEEDS-ACTION")
    assert found.occurrences["dtstart"].to_list() == [datetime(2024, 7, 3, 10), datetime(2024, 7, 24, 10)]
    assert found.rejects.is_empty()


@pytest.mark.parametrize("width", [9, 20, 30, 41, 64, 75])
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_where_lines_are_folded_changes_nothing(width: int, end: bytes):
    """Within a header, a name, a UTF-8 sequence: each line is cut at so many bytes."""
    whole = calendar(
        "DTSTART;TZID=Europe/Paris:20240703T123000\nSUMMARY:Déjeuner à l'étage, "
        "éééééééééééééééééééé\nX-LONG;X-A=1;X-B=2;X-C=3;X-D=4;X-E=5;X-F=6;X-G=7:v\n"
        'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="Lefèvre: Irène, née'
        ' Núñez";X-NUM-GUESTS=0:mailto:irene@acier.example\n'
        "ORGANIZER;CN=Zoë:mailto:zoe@acier.example\nRRULE:FREQ=WEEKLY;COUNT=3"
    )
    lines = [
        (end + b" ").join([line[at : at + width] for at in range(0, len(line), width)])
        for line in whole.removesuffix(b"\r\n").split(b"\r\n")
    ]
    folded = read_events(end.join(lines) + end, WINDOW)
    assert folded.events.equals(read_events(whole, WINDOW).events)
    assert folded.rejects.is_empty()
    assert count_events(end.join(lines)) == 1


def test_what_is_read_does_not_hang_on_what_was_read_before():
    """Each file means its own by a name: in whatever order they come."""
    body = (
        "DTSTART;TZID=Customized Time Zone:20240703T100000\nRRULE:FREQ=WEEKLY;COUNT=9",
        "DTSTART;TZID=Customized Time Zone:20240103T100000",
    )
    zones = [OWN_ZONE.format(winter="0100", summer="0200"), OWN_ZONE.format(winter="0330", summer="0430"), ""]
    files = [calendar(*body, before=zone) for zone in zones]
    alone = [read_events(data, WINDOW) for data in files]
    for data, before in zip(reversed(files), reversed(alone), strict=True):
        again = read_events(data, WINDOW)
        assert again.events.equals(before.events)
        assert again.occurrences.equals(before.occurrences)
