"""Events to records: icalendar parses the file and reads the same fields.

Ours goes through to records, occurrences of recurring events and rejects.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
from icalendar.timezone import tzp

from connectors import ics
from connectors.files.listing import File, files_in
from connectors.records import Recognition, Window
from tests.bench.cards import FAMILIES, GIVEN, folded
from tests.bench.race import Race

ICALENDAR = Recognition(kind="events", dialect="icalendar", signature="BEGIN:VCALENDAR", score=100)
WINDOW = Window(date(2011, 11, 22), date(2027, 12, 27))
TEXTS = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP", "CLASS", "RRULE")
TIMES = ("DTSTART", "DTEND", "DTSTAMP", "CREATED", "LAST-MODIFIED")
PARAMS = ("CN", "PARTSTAT", "ROLE", "CUTYPE")
RULES = (
    "FREQ=WEEKLY;COUNT=20",
    "FREQ=MONTHLY;BYDAY=2TU;COUNT=12",
    "FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20251231T000000Z",
    "FREQ=YEARLY",
)
ANSWERS = ("ACCEPTED", "ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION")

ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def races(folder: Path) -> list[Race]:
    """Five thousand events of some years, one in ten recurring, three attendees each."""
    draw = random.Random(20261122)
    events = "".join(event(number, draw) for number in range(5_000))
    zone = ZONE.replace("\n", "\r\n")
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Agenda//FR\r\n{zone}\r\n{events}END:VCALENDAR\r\n"
    (folder / "agenda.ics").write_text(text, "utf-8", newline="")
    (file,) = files_in(folder).files
    return [
        Race(
            "events with three attendees",
            "icalendar",
            6,
            lambda: read_by_icalendar(file),
            lambda: ics.read(file, ICALENDAR, WINDOW).events.height,
        )
    ]


def read_by_icalendar(file: File) -> int:
    """The fields of each event that ours has columns for."""
    tzp.use_default()  # no zones of the turn before
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    return len([fields(found) for found in calendar.walk("VEVENT")])


def fields(found: icalendar.Event) -> tuple[object, ...]:
    texts = [str(found[name]) for name in TEXTS if name in found]
    times = [found[name].dt for name in TIMES if name in found]
    people = found.get("ATTENDEE", [])
    listed = people if isinstance(people, list) else [people]
    said = [(str(person), [person.params.get(name) for name in PARAMS]) for person in [*listed, found["ORGANIZER"]]]
    return texts, times, said, found.get("SEQUENCE")


def event(number: int, draw: random.Random) -> str:
    """A made-up event as a calendar server writes it: 17 properties and more, folded at 75 bytes."""
    start = datetime(2019, 1, 7, 8) + timedelta(minutes=30 * draw.randrange(120_000))
    written = start - timedelta(days=draw.randrange(1, 40))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{number:06x}-{draw.getrandbits(64):016x}@agenda.example",
        f"DTSTAMP:{written:%Y%m%dT%H%M%SZ}",
        f"CREATED:{written:%Y%m%dT%H%M%SZ}",
        f"LAST-MODIFIED:{written:%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID=Europe/Paris:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Paris:{start + timedelta(hours=1):%Y%m%dT%H%M%S}",
        f"SUMMARY:Déjeuner avec {draw.choice(GIVEN)} {draw.choice(FAMILIES)}\\, point {number}",
        "DESCRIPTION:Ordre du jour\\n- comptes de l'année\\n- calendrier\\, salles et budget de la rentrée",
        f"LOCATION:Café {number % 90}\\, Lyon",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "CLASS:PUBLIC",
        f"SEQUENCE:{number % 4}",
        "ORGANIZER;CN=Camille Duval:mailto:camille@duval.example",
        *(attendee(draw) for _ in range(3)),
    ]
    if number % 10 == 0:
        lines.append(f"RRULE:{draw.choice(RULES)}")
    return "".join(folded(line) for line in [*lines, "END:VEVENT"])


def attendee(draw: random.Random) -> str:
    """One of some hundred people."""
    family, given, firm = draw.choice(FAMILIES), draw.choice(GIVEN), draw.randrange(12)
    address = f"{given}.{family}@firm{firm}.example".lower().replace(" ", "")
    return (
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={draw.choice(ANSWERS)};CN={given} "
        f"{family}:mailto:{address}"
    )
