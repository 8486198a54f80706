"""Made-up cards and calendars, broken as files are broken in the wild, and what must hold of any of them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from connectors import ics, vcf
from connectors.files.listing import File
from connectors.records import Reading, Recognition, Window

LONGEST_SECONDS = 5.0
"""Processor seconds within which a file of ordinary size is read."""

WINDOW = Window(date(2026, 1, 1), date(2026, 12, 31))
CARDS = Recognition(kind="contacts", dialect="vcard", signature="BEGIN:VCARD", score=100)
CALENDARS = Recognition(kind="events", dialect="icalendar", signature="BEGIN:VCALENDAR", score=100)

CARD_LINES = """VERSION:3.0|FN:Zoë Rossi|N:Rossi;Zoë;;;|TEL;TYPE=CELL:+44 20 7946 0001|item1.EMAIL:zoe@rossi.example|item1.X-ABLabel:_$!<Home>!$_
NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9=0D=0A=|PHOTO;ENCODING=b:/9j/4AAQSkZJRgABAQAAAQABAAD2wBDAAgGBgcGBQgHBwcJCQgKDBQN|PHOTO;BASE64:
/9j/4AAQSkZJRgABAQAAAQABAAD|PHOTO:data:image/png;base64,iVBORw0KGgo=|AGENT:|AGENT:BEGIN:VCARD|ORG:A\\;B;C\\,D;|UID:1|BDAY:--0504|X;A="b:c;d":e|TEL;CELL;PREF:1
X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bo;14;;|X-SOCIALPROFILE;type=x;x-user=z:|CATEGORIES:a,b\\,c|ADR:;;1 rue;Lyon;;;
:|;|=|x|END:VEVENT|BEGIN:X|END:X"""
EVENT_LINES = """UID:1|DTSTART:20260301T090000Z|DTEND:20260301T100000Z|DTSTART;TZID=Europe/Paris:20260302T090000|DTSTART;VALUE=DATE:20260303|DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=5|RRULE:FREQ=MINUTELY;UNTIL=20460101T000000Z|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30|EXDATE:20260308T090000Z|RDATE:20260309T090000Z
RECURRENCE-ID:20260308T090000Z|SUMMARY:Diner\\, Lyon|ATTENDEE;CN="Rossi: Zoë";PARTSTAT=ACCEPTED:mailto:zoe@rossi.example
ORGANIZER:mailto:a@x.example|STATUS:CANCELLED
BEGIN:VALARM|TRIGGER:-PT5M|END:VALARM|DTSTART:garbage|SEQUENCE:x|BEGIN:VTIMEZONE|TZID:Own|END:VTIMEZONE|ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAABBBB"""


class Memory(File):
    """An export whose bytes are in memory."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(name, len(content), date(2026, 1, 1), "", Path(name), None)
        object.__setattr__(self, "content", content)

    def chunks(self, size: int = 2**22):  # type: ignore[no-untyped-def]
        content: bytes = self.content  # type: ignore[attr-defined]
        return (content[at : at + size] for at in range(0, len(content), size))


def sample(draw: random.Random) -> tuple[str, bytes]:
    """Name and bytes of a broken file."""
    is_card = draw.random() < 0.6
    data = (
        _written(draw, CARD_LINES, "VCARD")
        if is_card
        else b"BEGIN:VCALENDAR\r\n" + _written(draw, EVENT_LINES, "VEVENT") + b"END:VCALENDAR\r\n"
    )
    for _ in range(draw.randrange(6)):
        data = draw.choice(MUTATIONS)(data, draw)
    return ("x.vcf" if is_card else "x.ics"), data


def target_of(name: str) -> Callable[[bytes], tuple[int, Reading]]:
    """What reads a file of this name: bytes to the number of records in the raw bytes and the reading."""
    module, recognition = (vcf, CARDS) if name.endswith(".vcf") else (ics, CALENDARS)

    def read(data: bytes) -> tuple[int, Reading]:
        file = Memory(name, data)
        module.recognises(file)
        return module.count(file, recognition), module.read(file, recognition, WINDOW)

    return read


def problem_of(read: Callable[[bytes], tuple[int, Reading]], data: bytes) -> str | None:
    """What is wrong with how this file is read; None when all holds.

    No exception, in time, no record unaccounted for, a reason for each reject.
    """
    start = time.process_time()
    try:
        found, reading = read(data)
    except Exception as error:  # any exception at all is what is looked for
        return f"{type(error).__name__}: {error}"
    seconds = time.process_time() - start
    accounted = (
        reading.contacts.height
        + reading.events.height
        + reading.repeated
        + int(reading.rejects["is_record"].sum())
        + sum(reading.ignored.values())
    )
    if seconds > LONGEST_SECONDS:
        return f"it took {seconds:.0f} seconds"
    if found != accounted:
        return f"{found} records in the bytes, {accounted} accounted for"
    return None if reading.rejects["reason"].str.contains(r"\.").all() else "a reject has no sentence"


def _written(draw: random.Random, lines: str, component: str) -> bytes:
    choices = lines.replace("\n", "|").split("|")
    text = ""
    for _ in range(draw.randrange(1, 5)):
        body = draw.choices(choices, k=draw.randrange(10))
        text += "".join(line + "\r\n" for line in [f"BEGIN:{component}", *body, f"END:{component}"])
    return text.encode()


def _at(data: bytes, draw: random.Random) -> int:
    return draw.randrange(len(data) + 1)


def _cut(data: bytes, draw: random.Random) -> bytes:
    return data[: _at(data, draw)]


def _without_part(data: bytes, draw: random.Random) -> bytes:
    at = _at(data, draw)
    return data[:at] + data[at + draw.randrange(40) :]


def _with_part_twice(data: bytes, draw: random.Random) -> bytes:
    at, end = sorted((_at(data, draw), _at(data, draw)))
    return data[:end] + data[at:end] + data[end:]


def _folded(data: bytes, draw: random.Random) -> bytes:
    at = _at(data, draw)
    return data[:at] + draw.choice([b"\r\n ", b"\n\t", b"\r ", b"=\r\n", b"\r\r\n ", b"\n", b"\r\n \r\n"]) + data[at:]


def _with_bytes(data: bytes, draw: random.Random) -> bytes:
    at = _at(data, draw)
    return (
        data[:at]
        + draw.choice(
            [
                b"\0",
                b"\xff",
                b"\x1b[31m",
                b"\xe2\x80\xae",
                b'"',
                b"\\",
                b";" * 300,
                b"=",
                b"\xef\xbb\xbf",
                b":",
                b"A" * 700,
            ]
        )
        + data[at:]
    )


def _with_other_ends(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b"\r\n", draw.choice([b"\n", b"\r", b"\r\r\n", b"\r\n\r\n"]))


def _encoded(data: bytes, draw: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(
        draw.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32"]), "replace"
    )


MUTATIONS = [_cut, _without_part, _with_part_twice, _folded, _folded, _with_bytes, _with_other_ends, _encoded]
