"""entregent preview: the records of a file as they stand after staging, without a home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.files import listing
from tests.pipelines.conftest import CALENDAR, CARDS, CONNECTIONS, Called

Entregent = Callable[..., Called]

CONTACT_FIELDS = ["kind", "dialect", "position", "name", "emails", "phones", "organisation", "title", "birthday"]
EVENT_FIELDS = [*CONTACT_FIELDS, "uid", "summary", "start", "end", "is_floating", "attendees", "organizer", "status"]


@pytest.fixture(autouse=True)
def outside_of_any_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENTREGENT_HOME", raising=False)


def objects(called: Called) -> list[dict[str, Any]]:
    assert called.exit_code == 0, called.err
    return [json.loads(line) for line in called.out.splitlines()]


def card(*lines: str) -> str:
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def event(*lines: str, uid: str = "u-1") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


def calendar(*events: str) -> str:
    return "BEGIN:VCALENDAR\nVERSION:2.0\n" + "".join(events) + "END:VCALENDAR\n"


def of_cards(entregent: Entregent, *cards: str) -> list[dict[str, Any]]:
    Path("a.vcf").write_text("".join(cards), "utf-8")
    return objects(entregent("preview", "a.vcf", "--json"))


def of_events(entregent: Entregent, *events: str, expand: tuple[str, str] | None = None) -> list[dict[str, Any]]:
    Path("a.ics").write_text(calendar(*events), "utf-8")
    return objects(entregent("preview", "a.ics", "--json", *(("--expand", *expand) if expand else ())))


def test_a_contact_is_one_line_with_nine_fields(entregent: Entregent) -> None:
    """E-mails in lower case, numbers in E.164 form with France assumed, the preferred one first, the birthday as ISO
    date.
    """
    (row,) = of_cards(
        entregent,
        card(
            "FN:Léa Brossard, MBA 🚀",
            "N:Brossard;Léa;;;",
            "ORG:Orlivel Énergie;Ventes",
            "TITLE:Directrice",
            "EMAIL:Lea@Brossard.Example",
            "EMAIL;TYPE=PREF:lea@orlivel.example",
            "TEL:01 99 00 12 34",
            "TEL:+44 20 7946 0123",
            "BDAY:19800504",
        ),
    )
    assert list(row) == CONTACT_FIELDS
    assert row == {
        "kind": "contact",
        "dialect": "vcard",
        "position": 1,
        "name": "Léa Brossard",
        "emails": ["lea@orlivel.example", "lea@brossard.example"],
        "phones": ["+33199001234", "+442079460123"],
        "organisation": "Orlivel Énergie",
        "title": "Directrice",
        "birthday": "1980-05-04",
    }


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:", "N:;;;;", "ORG:Orlivel Énergie", "EMAIL:accueil@orlivel.example"], "Orlivel Énergie"),
        (["FN:", "N:;;;;", "EMAIL:accueil@orlivel.example"], "accueil@orlivel.example"),
        (["FN:", "N:;;;;", "TEL:01 99 00 55 66"], None),
        (["KIND:group", "FN:Anciens de l'école", "MEMBER:urn:uuid:1"], "Anciens de l'école"),
        (["KIND:org", "FN:ORLIVEL", "N:;;;;"], "ORLIVEL"),
        (["N:;SOS Plombiers;;;"], "SOS Plombiers"),
    ],
)
def test_a_card_without_a_name_goes_by_its_organisation_or_its_address(
    lines: list[str], name: str | None, entregent: Entregent
) -> None:
    """In this order; a telephone number is no name. A group and an organisation go by their own, as written."""
    assert [row["name"] for row in of_cards(entregent, card(*lines))] == [name]


def test_what_is_no_number_and_no_whole_date_stays_what_it_is(entregent: Entregent) -> None:
    """A short code as written; a birthday without a year."""
    (row,) = of_cards(entregent, card("FN:Ida Thorsen", "TEL:3639", "TEL:pas de portable", "BDAY:--0504"))
    assert (row["phones"], row["birthday"]) == (["3639", "pas de portable"], "--05-04")


def test_a_table_is_previewed_like_cards(entregent: Entregent) -> None:
    """position is the number of the record after the header."""
    Path("Connections.csv").write_text(CONNECTIONS, "utf-8")
    rows = objects(entregent("preview", "Connections.csv", "--json"))
    assert [(row["kind"], row["dialect"], row["position"], row["name"], row["title"]) for row in rows] == [
        ("contact", "linkedin_connections", 1, "Karim Haddad", "Directeur général"),
        ("contact", "linkedin_connections", 2, "Ida Thorsen", "Board Member"),
    ]


def test_an_event_has_the_fields_of_a_contact_empty_and_its_own(entregent: Entregent) -> None:
    """Addresses are plain and in lower case; rooms and resources are left out.

    The organiser is not among the attendees unless listed.
    """
    (row,) = of_events(
        entregent,
        event(
            "SUMMARY:Déjeuner\\, puis café",
            "DTSTART;TZID=Europe/Paris:20261118T123000",
            "DTEND;TZID=Europe/Paris:20261118T140000",
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=Claire:MAILTO:Claire@Moreau.Example",
            "ATTENDEE;CN=Karim:mailto:Karim@Haddad.Example",
            "ATTENDEE;CUTYPE=ROOM:mailto:salle@moreau.example",
            "ATTENDEE;CUTYPE=RESOURCE:mailto:ecran@moreau.example",
            "ATTENDEE;CN=Nobody:invalid:nomail",
            "ATTENDEE:mailto:LEA @brossard.example",
        ),
    )
    assert list(row) == EVENT_FIELDS
    assert {key: row[key] for key in EVENT_FIELDS if row[key]} == {
        "kind": "event",
        "dialect": "icalendar",
        "position": 1,
        "uid": "u-1",
        "summary": "Déjeuner, puis café",
        "start": "2026-11-18T11:30:00Z",
        "end": "2026-11-18T13:00:00Z",
        "attendees": ["karim@haddad.example", "lea@brossard.example"],
        "organizer": "claire@moreau.example",
        "status": "CONFIRMED",
    }


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("DTSTART:20260701T090000Z", "DURATION:PT30M", ("2026-07-01T09:00:00Z", "2026-07-01T09:30:00Z", False)),
        ("DTSTART:20260701T090000", "DTEND:20260701T100000", ("2026-07-01T09:00:00", "2026-07-01T10:00:00", True)),
        # an hour that Paris does not have
        ("DTSTART:20260329T023000", "X-NONE:1", ("2026-03-29T02:30:00", None, True)),
        ("DTSTART;TZID=Nowhere:20260701T090000", "X-NONE:1", ("2026-07-01T09:00:00", None, True)),
        ("DTSTART;VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260703", ("2026-07-01", "2026-07-03", False)),
        ("DTSTART;VALUE=DATE:20260701", "X-NONE:1", ("2026-07-01", None, False)),
    ],
)
def test_times_are_utc_floating_or_days(
    start: str, end: str, expected: tuple[str, str | None, bool], entregent: Entregent
) -> None:
    """…Z when the zone is known, else local and floating.

    An all-day event ends on the day after its last, as DTEND says; no end stays none.
    """
    (row,) = of_events(entregent, event(start, end))
    assert (row["start"], row["end"], row["is_floating"]) == expected


def test_an_event_without_a_start_has_its_line(entregent: Entregent) -> None:
    """It stands on no day, and is none of those that start between two."""
    (row,) = of_events(entregent, event("SUMMARY:Sans date", "ATTENDEE:mailto:lea@brossard.example"))
    assert (row["summary"], row["start"], row["end"], row["attendees"]) == (
        "Sans date",
        None,
        None,
        ["lea@brossard.example"],
    )


SERIES = (
    event(
        "DTSTART:20260105T080000Z",
        "DTEND:20260105T090000Z",
        "SUMMARY:Point",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE:20260112T080000Z",
    ),
    event("RECURRENCE-ID:20260119T080000Z", "DTSTART:20260120T150000Z", "SUMMARY:Point déplacé"),
    event("RECURRENCE-ID:20260126T080000Z", "DTSTART:20260126T080000Z", "SUMMARY:Point", "STATUS:CANCELLED"),
    event("DTSTART:20260111T230000Z", "SUMMARY:Nuit", uid="u-2"),
    event("DTSTART;VALUE=DATE:20260202", "SUMMARY:Congé", uid="u-3"),
)


def test_each_vevent_stands_once(entregent: Entregent) -> None:
    """A series is one line, each override and each cancelled instance has its own."""
    rows = of_events(entregent, *SERIES)
    assert [(row["position"], row["uid"], row["start"], row["status"]) for row in rows] == [
        (1, "u-1", "2026-01-05T08:00:00Z", None),
        (2, "u-1", "2026-01-20T15:00:00Z", None),
        (3, "u-1", "2026-01-26T08:00:00Z", "CANCELLED"),
        (4, "u-2", "2026-01-11T23:00:00Z", None),
        (5, "u-3", "2026-02-02", None),
    ]


def test_expanding_shows_each_occurrence_that_starts_on_these_days(entregent: Entregent) -> None:
    """Days are those of Paris, both included.

    An EXDATE does not occur, a moved one stands where it was moved, a cancelled one says so.
    """
    rows = of_events(entregent, *SERIES, expand=("2026-01-12", "2026-02-02"))
    assert [(row["position"], row["start"], row["status"]) for row in rows] == [
        (4, "2026-01-11T23:00:00Z", None),
        (2, "2026-01-20T15:00:00Z", None),
        (3, "2026-01-26T08:00:00Z", "CANCELLED"),
        (5, "2026-02-02", None),
        (1, "2026-02-02T08:00:00Z", None),
    ]


def test_revisions_of_an_event_stand_each_on_its_line(entregent: Entregent) -> None:
    """Two VEVENTs of one UID that differ are two.

    One that stands twice word for word is shown once, and that is said.
    """
    old, new = (
        event("DTSTART:20260105T080000Z", f"SEQUENCE:{number}", f"SUMMARY:Version {number}") for number in (0, 1)
    )
    assert [row["summary"] for row in of_events(entregent, old, new)] == ["Version 0", "Version 1"]
    Path("a.ics").write_text(calendar(old, old), "utf-8")
    called = entregent("preview", "a.ics", "--json")
    assert len(called.out.splitlines()) == 1
    assert "1 record stands in the file more than once" in called.err


def test_an_archive_is_previewed_member_by_member(entregent: Entregent) -> None:
    """What no connector knows is told on standard error; a member can be named alone."""
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("b.vcf", CARDS)
        archive.writestr("inner/c.ics", CALENDAR)
        archive.writestr("hello.txt", "hello")
    called = entregent("preview", "a.zip", "--json")
    assert [row["kind"] for row in objects(called)] == ["contact", "contact", "contact", "event"]
    assert "a.zip/hello.txt" in called.err
    assert [row["kind"] for row in objects(entregent("preview", "a.zip/inner/c.ics", "--json"))] == ["event"]


def test_what_could_not_be_read_is_said_with_its_number(entregent: Entregent) -> None:
    """On standard error, the records that could be read on standard output."""
    rows = ("Subject,Start Date,Start Time,Required Attendees", "Sans date,,,", "Point,1/15/2026,9:00:00 AM,")
    Path("a.csv").write_text("\n".join(rows), "utf-8")
    called = entregent("preview", "a.csv", "--json")
    assert [row["summary"] for row in objects(called)] == ["Point"]
    assert "a.csv: 1 record could not be read" in called.err


def test_an_empty_file_has_no_records_and_an_unknown_one_is_a_mistake(entregent: Entregent) -> None:
    """Both with the sentence that says what to do."""
    Path("empty.vcf").write_text("", "utf-8")
    Path("unknown.vcf").write_text("hello", "utf-8")
    empty, unknown = (entregent("preview", name, "--json") for name in ("empty.vcf", "unknown.vcf"))
    assert (empty.exit_code, empty.out) == (0, "")
    assert (unknown.exit_code, unknown.out) == (2, "")
    assert empty.err.startswith("empty.vcf is empty")
    assert unknown.err.startswith("unknown.vcf holds no card")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["missing.vcf"], "missing.vcf does not exist"),
        (["a.ics", "--expand", "2026-02-01", "2026-01-01"], "before it begins"),
        (["a.ics", "--expand", "yesterday", "2026-01-01"], "is not a day"),
    ],
)
def test_a_wrong_argument_is_the_users_mistake(arguments: list[str], sentence: str, entregent: Entregent) -> None:
    """Exit 2, one sentence, no traceback."""
    Path("a.ics").write_text(CALENDAR, "utf-8")
    called = entregent("preview", *arguments)
    assert (called.exit_code, called.out) == (2, "")
    assert sentence in called.err


def test_a_terminal_is_not_obeyed_to(entregent: Entregent) -> None:
    """Escapes of a summary are written out: in JSON as JSON does, in the table as text; letters stay as they are."""
    Path("a.ics").write_text(calendar(event("DTSTART:20260105T080000Z", "SUMMARY:Thé \x9b31m\u202e\\nfin")), "utf-8")
    as_json, as_table = entregent("preview", "a.ics", "--json").out, entregent("preview", "a.ics").out
    assert "Thé \\u009b31m\\u202e\\nfin" in as_json
    assert json.loads(as_json)["summary"] == "Thé \x9b31m\u202e\nfin"
    assert "Thé \\x9b31m\\u202e fin" in as_table


def test_people_get_a_table_for_each_kind(entregent: Entregent) -> None:
    """Long values are cut there, never in JSON."""
    Path("a.vcf").write_text(card("FN:Ida Thorsen", "ORG:Tallbrook " + "x" * 60, "TEL:01 99 00 12 34"), "utf-8")
    lines = entregent("preview", "a.vcf").out.splitlines()
    assert lines[0] == "1 contact (vcard)"
    assert lines[2].split() == ["position", "name", "organisation", "title", "emails", "phones", "birthday"]
    assert lines[4].startswith("1         Ida Thorsen  Tallbrook xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…")


def test_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entregent: Entregent) -> None:
    """The folder that the records were staged in is gone, and no home was made."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    of_cards(entregent, CARDS)
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.vcf", "scratch"]


MESSAGE_FIELDS = [*CONTACT_FIELDS, "act", "sent", "is_floating", "direction", "recipients", "subject", "text_length"]
INVITATIONS = (
    'From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\nClaire Moreau,"Jean Roux, MBA","9/1/26,'
    ' 10:00 AM",secret,OUTGOING,https://www.linkedin.com/in/claire,https://www.linkedin.com/in/jean-roux\nBo Roy,Claire'
    ' Moreau,"12/31/25, 12:05 PM",,INCOMING,https://www.linkedin.com/in/bo,https://www.linkedin.com/in/claire\n'
)


def test_a_message_goes_by_its_sender_and_its_text_is_withheld(entregent: Entregent) -> None:
    """When it was sent, by whom, to whom, how long; never what."""
    columns = (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE "
        "URLS,DATE,SUBJECT,CONTENT,FOLDER"
    )
    row = (
        "1,,Zoé Lefèvre 🌟,https://www.linkedin.com/in/zoe,Claire Moreau,https://www.linkedin.com/in/claire,2026-07-30 "
        "10:00:00 UTC,Hi,secret,INBOX"
    )
    Path("messages.csv").write_text(f"{columns}\n{row}\n", "utf-8")
    called = entregent("preview", "messages.csv", "--json")
    (shown,) = objects(called)
    assert list(shown) == MESSAGE_FIELDS
    assert (shown["kind"], shown["name"], shown["sent"], shown["is_floating"]) == (
        "message",
        "Zoé Lefèvre",
        "2026-07-30T10:00:00Z",
        False,
    )
    assert (shown["recipients"], shown["subject"], shown["text_length"]) == (["Claire Moreau"], "Hi", 6)
    assert "secret" not in called.out + called.err


def test_an_invitation_goes_by_the_other_person(entregent: Entregent) -> None:
    """Whoever sent it; credentials are no part of the name, and the time is local."""
    Path("Invitations.csv").write_text(INVITATIONS, "utf-8")
    shown = objects(entregent("preview", "Invitations.csv", "--json"))
    assert [(row["name"], row["direction"], row["sent"], row["is_floating"]) for row in shown] == [
        ("Jean Roux", "outgoing", "2026-09-01T10:00:00", True),
        ("Bo Roy", "incoming", "2025-12-31T12:05:00", True),
    ]


def test_messages_are_shown_as_a_table(entregent: Entregent) -> None:
    """One line each, under the number of them and the dialect."""
    Path("Invitations.csv").write_text(INVITATIONS, "utf-8")
    called = entregent("preview", "Invitations.csv")
    assert called.out.startswith("2 messages (linkedin_invitations)")
    assert "Bo Roy" in called.out
    assert "secret" not in called.out


def test_a_file_that_goes_while_it_is_looked_at_is_said(entregent: Entregent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found a moment ago, and not there when it is opened: a sentence and no traceback."""
    Path("a.vcf").write_text(CARDS, "utf-8")
    Path("b.vcf").write_text(CARDS, "utf-8")
    honest = listing.sha256_of

    def hashed_before(path: Path, *place: str | None) -> str:
        sha256 = honest(path, *place)
        if path.name == "a.vcf":
            path.unlink()
        return sha256

    monkeypatch.setattr(listing, "sha256_of", hashed_before)
    called = entregent("preview", "a.vcf")
    sentence = "a.vcf was moved or changed while it was being read. Look where it is and try again."
    assert (called.exit_code, called.err) == (2, sentence + "\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_it_leaves_no_address_book_behind(tmp_path: Path, number: signal.Signals) -> None:
    """As Ctrl-C does: in order, with a sentence."""
    book = tmp_path / "book.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Karim Haddad\nEND:VCARD\n"
    book.write_text(card * 30_000)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    command = [Path(sys.executable).with_name("entregent"), "preview", str(book)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while not list(scratch.glob("*/state.duckdb*")):
        assert running.poll() is None
    running.send_signal(number)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said.strip()) == (130, "Stopped. The published network is as it was.")
    assert not list(scratch.iterdir())
