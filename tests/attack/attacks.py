"""Files under a megabyte, each of which would hold up a reader that looks at a value again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True)
class Attack:
    """What it is, the name of the file, and what makes its text."""

    name: str
    file: str
    text: Callable[[], str]


FILLINGS = {
    "blanks": " ",
    "tabs": "\t",
    "no-break blanks": "\u00a0",
    "words": "a ",
    "capitals": "Ab ",
    "commas": ",",
    "commas and words": "a, ",
    "semicolons": ";",
    "slashes": "/ ",
    "dashes": " - ",
    "brackets": "(",
    "marks": '"',
    "backslashes": "\\",
    "angles": "<a@b ",
    "addresses": "a@b.example ",
    "digits": "1",
    "extensions": "1 x ",
    "dots": "a.",
    "pluses": "+33 ",
    "accents": "é\u0301",
    "equals": "a=",
    "letters": "a",
}
"""What a value is made of, over and over."""

CARD_FIELDS = (
    *("FN", "N", "TEL", "EMAIL", "ADR", "ORG", "TITLE", "NOTE", "BDAY", "URL", "IMPP", "CATEGORIES", "NICKNAME"),
    *("UID", "RELATED", "REV", "KIND", "PHOTO", "X-ABRELATEDNAMES", "X-SOCIALPROFILE", "MEMBER", "LABEL", "AGENT"),
)
EVENT_FIELDS = (
    *("SUMMARY", "LOCATION", "DESCRIPTION", "ATTENDEE", "ORGANIZER", "UID", "CATEGORIES", "STATUS", "DTEND"),
    *("RRULE", "EXDATE", "RDATE", "DURATION", "RECURRENCE-ID", "SEQUENCE", "X-WR-CALNAME"),
)
TABLES = {
    "people": ("Name", "Email", "Phone", "Company", "Job Title", "Birthday", "Address", "Notes"),
    "linkedin": ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"),
    "google": ("Name", "Given Name", "Family Name", "E-mail 1 - Type", "E-mail 1 - Value", "Phone 1 - Type",
               "Phone 1 - Value", "Organization 1 - Name", "Birthday", "Notes", "Group Membership"),
    "outlook calendar": ("Subject", "Start Date", "Start Time", "End Date", "End Time", "All day event",
                         "Meeting Organizer", "Required Attendees", "Description", "Location"),
}  # fmt: skip
PLAIN = {"Name": "Anna Meier", "First Name": "Anna", "Last Name": "Meier", "Given Name": "Anna", "Subject": "Diner",
         "Email": "anna@meier.example", "Email Address": "anna@meier.example", "Phone": "+33 1 99 00 00 01",
         "Start Date": "18/11/2026", "End Date": "18/11/2026", "Start Time": "12:00:00", "End Time": "13:00:00",
         "Connected On": "18 Nov 2026"}  # fmt: skip


def attacks(size: int) -> Iterator[Attack]:
    """Each attack, in files of about `size` bytes."""
    for of_form in (_cards, _events, _tables, _texts, _shapes):
        yield from of_form(size)


def _filled(filling: str, size: int) -> str:
    return (filling * (size // len(filling.encode()) + 1))[: size // len(filling[:1].encode())]


def _values(size: int) -> Iterator[tuple[str, Callable[[], Sequence[str]]]]:
    """One value of all bytes there are, and many of a thousand."""
    for name, filling in FILLINGS.items():
        yield f"of {name}", partial(_repeated, filling, size, 1)
        yield f"of {name}, many", partial(_repeated, filling, 1000, size // 1000)


def _repeated(filling: str, size: int, times: int) -> Sequence[str]:
    """As many texts, no two alike: what is known of one must not help with the next."""
    return [f"x{number}" + _filled(filling, size) + "x" for number in range(times)]


def _cards(size: int) -> Iterator[Attack]:
    for field in CARD_FIELDS:
        for name, values in _values(size):
            yield Attack(f"{field} {name}", "x.vcf", partial(_cards_with, field, values))
    for name, filling in FILLINGS.items():
        for before, after in (("TEL;TYPE=", ":1"), ("TEL", ":1"), ("item1.X-", ":1"), ('TEL;X="', '":1')):
            line = partial(_around, f"BEGIN:VCARD\nFN:Anna\n{before}", filling, size, f"{after}\nEND:VCARD\n")
            yield Attack(f"header {before} of {name}", "x.vcf", line)


def _cards_with(field: str, values: Callable[[], Sequence[str]]) -> str:
    head = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Meier\n"
    return "".join(f"{head}{field}:{value}\nEND:VCARD\n" for value in values())


def _around(before: str, filling: str, size: int, after: str) -> str:
    return before + _filled(filling, size) + after


def _events(size: int) -> Iterator[Attack]:
    for field in EVENT_FIELDS:
        for name, values in _values(size):
            yield Attack(f"{field} {name}", "x.ics", partial(_events_with, field, values))
    head = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261118T120000\n"
    for name, filling in FILLINGS.items():
        for before, after in (("DTSTART;TZID=", ":20261118T120000"), ("ATTENDEE;CN=", ":mailto:a@b.example")):
            text = partial(_around, head + before, filling, size, f"{after}\nEND:VEVENT\nEND:VCALENDAR\n")
            yield Attack(f"header {before} of {name}", "x.ics", text)


def _events_with(field: str, values: Callable[[], Sequence[str]]) -> str:
    return _calendar("", *[f"DTSTART:20261118T120000Z\n{field}:{value}\n" for value in values()])


def _tables(size: int) -> Iterator[Attack]:
    for table, columns in TABLES.items():
        for column in columns:
            for name, values in _values(size):
                yield Attack(f"{table}: {column} {name}", "x.csv", partial(_table_with, columns, column, values))


def _table_with(columns: Sequence[str], column: str, values: Callable[[], Sequence[str]]) -> str:
    rows = ([value if one == column else PLAIN.get(one, "") for one in columns] for value in values())
    return _table([columns, *rows])


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\n"


def _texts(size: int) -> Iterator[Attack]:
    """What is no export, or only looks like one."""
    for name, filling in FILLINGS.items():
        shapes = {
            "one line": partial(_around, "x", filling, size, "x"),
            "no start": partial(_around, "", filling, size, ""),
            "header": partial(_around, "Name,Email,x", filling, size, "x\nAnna,a@b.example,1\n"),
            "one column": partial(_around, "Name x", filling, size, "x\nAnna Meier\n"),
            "lines": partial(_lines_of, filling, size),
        }
        for shape, text in shapes.items():
            for ending in ("csv", "ics", "vcf"):
                yield Attack(f"text, {shape} of {name}", f"x.{ending}", text)


def _lines_of(filling: str, size: int) -> str:
    return "\n".join(_repeated(filling, 1000, size // 1000))


def _shapes(size: int) -> Iterator[Attack]:
    """Too many of something."""
    shapes: dict[str, tuple[str, Callable[[], str]]] = {
        "columns with names": ("x.csv", lambda: _wide([f"Name {at}" for at in range(size // 20)], "a")),
        "columns, most empty": ("x.csv", lambda: "Name,Email" + "," * (size // 2) + "\nAnna Meier,a@b.example\n"),
        "2,000 columns": ("x.csv", lambda: _wide(["Name", "Email", *map(str, range(2000))], "x", size // 10_000)),
        "cells beyond the header": ("x.csv", lambda: "Name,Email\nAnna,a@b.example" + "," * size + "\n"),
        "cells beyond, in each row": ("x.csv", lambda: "Name,Email\n" + ("Anna,a@b.example" + "," * 950 + "\n") * (size // 1000)),
        "15,000 commas in cells": ("x.csv", lambda: _table([["Name", "Email", "Phone"], *[["," * 15_000] * 3] * (size // 45_000 + 1)])),
        "rows": ("x.csv", lambda: "Name,Email\n" + "Anna,a@b\n" * (size // 9)),
        "quotation marks left open": ("x.csv", lambda: "Name,Email\n" + 'A,"b\n' * (size // 5)),
        "marks in cells": ("x.csv", lambda: "Name,Email\n" + 'A,b"c""\n' * (size // 8)),
        "cards within cards": ("x.vcf", lambda: "BEGIN:VCARD\n" * (size // 12)),
        "AGENT within AGENT": ("x.vcf", lambda: "BEGIN:VCARD\nAGENT:\n" * (size // 19)),
        "cards in AGENT": ("x.vcf", lambda: "BEGIN:VCARD\n" + "AGENT:BEGIN:VCARD\n" * (size // 19) + "END:VCARD\n"),
        "components": ("x.vcf", lambda: "BEGIN:VCARD\n" + "BEGIN:X\n" * (size // 8)),
        "empty cards": ("x.vcf", lambda: "BEGIN:VCARD\nEND:VCARD\n" * (size // 22)),
        "lines of a card": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + "TEL:1\n" * (size // 6) + "END:VCARD\n"),
        "e-mails of a card": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + "".join(f"EMAIL:a{at}@b.example\n" for at in range(size // 22)) + "END:VCARD\n"),
        "groups": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + "".join(f"i{at}.X-ABLABEL:a\n" for at in range(size // 20)) + "END:VCARD\n"),
        "parameters": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\nTEL" + ";TYPE=a" * (size // 7) + ":1\nEND:VCARD\n"),
        "folds": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + " a\n" * (size // 3) + "END:VCARD\n"),
        "blank folds": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + " \n" * (size // 2) + "END:VCARD\n"),
        "blank lines": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + "\n" * size + "END:VCARD\n"),
        "returns": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + "\r" * size + "\nEND:VCARD\n"),
        "soft breaks": ("x.vcf", lambda: "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:A\n" + "=\n" * (size // 2) + "END:VCARD\n"),
        "soft breaks of blanks": ("x.vcf", lambda: "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:A=" + " " * size + "x\nEND:VCARD\n"),
        "rows of base64": ("x.vcf", lambda: "BEGIN:VCARD\nPHOTO;BASE64:\n" + "AAAA\n" * (size // 5) + "END:VCARD\n"),
        "lines without a colon": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + "a\n" * (size // 2) + "END:VCARD\n"),
        "lines without a colon, and blank ones": ("x.vcf", lambda: "BEGIN:VCARD\nFN:A\n" + "a\n\n ;b\n" * (size // 7) + "END:VCARD\n"),
        "marks cut by blank lines": ("x.vcf", lambda: "BEGIN\n\n" * (size // 7) + " :VCARD\nFN:A\nEND:VCARD\n"),
        "rules of a zone": ("x.ics", lambda: _zone("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n", size)),
        "daily rules of a zone": ("x.ics", lambda: _zone("RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12\n", size)),
        "days of a zone": ("x.ics", lambda: _zone("RDATE:20260101T000000\n", size)),
        "parts of a zone": ("x.ics", lambda: _zone("END:STANDARD\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY\n", size)),
        "zones": ("x.ics", lambda: _calendar("".join(_zone_text(f"Z{at}") for at in range(size // 130)), "DTSTART;TZID=Z1:20261118T120000\n")),
        "zones asked for": ("x.ics", lambda: _calendar("", *[f"DTSTART;TZID=Z/{at}:20261118T120000\n" for at in range(size // 80)])),
        "rules": ("x.ics", lambda: _calendar("", "DTSTART:20200101T000000Z\n" + "RRULE:FREQ=DAILY\n" * (size // 17))),
        "rules by the second": ("x.ics", lambda: _calendar("", *["DTSTART:20200101T000000Z\nRRULE:FREQ=SECONDLY\n"] * (size // 100))),
        "rules that fit no day": ("x.ics", lambda: _calendar("", *["DTSTART:20200101T000000Z\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\n"] * (size // 120))),
        "numbers of a rule": ("x.ics", lambda: _calendar("", "DTSTART:20200101T000000Z\nRRULE:FREQ=DAILY;BYMONTHDAY=" + "1," * (size // 2) + "1\n")),
        "days left out": ("x.ics", lambda: _calendar("", "DTSTART:20200101T000000Z\nRRULE:FREQ=DAILY\n" + "EXDATE:20260101T000000Z\n" * (size // 24))),
        "days put in": ("x.ics", lambda: _calendar("", "DTSTART:20200101T000000Z\nRDATE:" + ",".join(f"2026{at % 12 + 1:02}{at % 28 + 1:02}T{at % 24:02}{at % 60:02}00Z" for at in range(size // 17)) + "\n")),
        "guests": ("x.ics", lambda: _calendar("", "DTSTART:20261118T120000Z\n" + "".join(f"ATTENDEE;CN=A {at}:mailto:a{at}@b.example\n" for at in range(size // 40)))),
        "guests of a series": ("x.ics", lambda: _calendar("", "DTSTART:20200101T000000Z\nRRULE:FREQ=DAILY\n" + "".join(f"ATTENDEE:mailto:a{at}@b.example\n" for at in range(size // 32)))),
        "states of a series": ("x.ics", lambda: _calendar("", *["UID:one\nDTSTART:20200101T000000Z\nRRULE:FREQ=DAILY\nRECURRENCE-ID:20260101T000000Z\n"] * (size // 120))),
        "calendars": ("x.ics", lambda: _calendar("", "DTSTART:20261118T120000Z\n") * (size // 90)),
        "periods": ("x.ics", lambda: _calendar("", "DTSTART:20261118T120000Z\nDURATION:P" + "9" * size + "D\n")),
    }  # fmt: skip
    for name, (file, text) in shapes.items():
        yield Attack(name, file, text)


def _wide(names: Sequence[str], cell: str, rows: int = 1) -> str:
    return "\n".join([",".join(names), *[",".join([cell] * len(names))] * max(rows, 1)]) + "\n"


def _zone_text(name: str, lines: str = "") -> str:
    part = f"DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n{lines}"
    return f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\n{part}END:STANDARD\nEND:VTIMEZONE\n"


def _zone(line: str, size: int) -> str:
    return _calendar(_zone_text("Own", line * (size // len(line))), "DTSTART;TZID=Own:20261118T120000\n")


def _calendar(before: str, *bodies: str) -> str:
    events = "".join(f"BEGIN:VEVENT\nUID:{at}\n{body}END:VEVENT\n" for at, body in enumerate(bodies))
    return f"BEGIN:VCALENDAR\n{before}{events}END:VCALENDAR\n"
