"""What to say of a file that no connector knows: what its first bytes look like, and what to do."""

from __future__ import annotations

import re

from connectors.bounds import MOST_UNKNOWN_COLUMNS
from connectors.files.decoys import has_name_of_linkedins
from connectors.files.listing import File
from connectors.records import Recognition
from connectors.tables.text import decode

_HEAD = 4096
_HEAD_OF_WIDE_ONES = 2**18
_FIRST_LINES = 20  # in which a header must stand
_SUMMARIES = frozenset({
    "subject", "summary", "title", "event", "event name", "event title", "objet", "sujet", "titre", "intitulé",
    "événement", "betreff", "titel", "termin", "ereignis", "oggetto", "titolo", "evento", "asunto", "título",
})  # fmt: skip
_STARTS = frozenset({
    "start date", "start", "start time", "starts", "starts at", "dtstart", "begin", "date de début", "début",
    "date début", "heure de début", "beginnt am", "beginn", "startdatum", "start datum", "anfang", "startzeit",
    "data inizio", "data di inizio", "inizio", "ora inizio", "fecha de inicio", "fecha inicio", "comienzo", "inicio",
    "hora de inicio",
})  # fmt: skip
_ENDS = frozenset({
    "end date", "end", "end time", "ends", "ends at", "dtend", "duration", "all day event", "all day", "date de fin",
    "fin", "date fin", "heure de fin", "durée", "journée entière", "endet am", "ende", "enddatum", "end datum",
    "endzeit", "dauer", "ganztägiges ereignis", "ganztägig", "data fine", "data di fine", "fine", "ora fine", "durata",
    "fecha de fin", "fecha de finalización", "hora de finalización", "fin del evento", "hora de fin", "duración",
    "todo el día",
})  # fmt: skip
"""Headers of a calendar: what an event is called, when it begins, and when it ends."""


def not_known(file: File) -> Recognition:
    head = file.head(_HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        return Recognition(
            kind="empty", dialect="", signature=f"{file.name} is empty. Export it again, or remove it.", score=0
        )
    return Recognition(kind="unknown", dialect="", signature=f"{file.name} {_shape(head, file)}", score=0)


def _shape(head: bytes, file: File) -> str:
    """What the first bytes look like, and what to do; no value of the file."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")  # "Unicode text" of Excel
    marks = {
        b"PK\x03\x04": (
            "is a zip archive or an office document. Save it as .xlsx or CSV, "
            "or give an archive a name that ends in .zip."
        ),
        b"\xd0\xcf\x11\xe0": "is an old office document. Save it as .xlsx or CSV.",
        b"\x1f\x8b": "is a gzip archive. Unpack it.",
        b"7z\xbc\xaf": "is a 7-Zip archive. Unpack it.",
        b"Rar!": "is a RAR archive. Unpack it.",
        b"SQLite format 3": "is a database. Export its contacts as vCard or CSV.",
        b"%PDF": "is a PDF. Export the contacts as vCard or CSV.",
        b"\x89PNG": "is a picture. Remove it.",
        b"\xff\xd8\xff": "is a picture. Remove it.",
    }
    for mark, told in marks.items():
        if head.startswith(mark):
            return told
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        return (
            "is a web page or XML, often a download that asked for a password. "
            "Export it again as vCard, iCalendar or CSV."
        )
    if text.startswith((b"{", b"[")):
        return "is JSON. Export it again as vCard, iCalendar or CSV."
    if b"\0" in head:
        return "is not text. Export it again as vCard, iCalendar or CSV."
    if _is_too_wide(file):
        return (
            f"is a table of more than {MOST_UNKNOWN_COLUMNS:,} columns, which are not read. "
            "Export only those that hold contacts."
        )
    if sentence := _of_another_kind(head, file):
        return sentence
    if _is_table(text):
        return (
            "is a table, but its columns are of no contact export known here. "
            "With people in it, write in network.toml: "
            f'[sources."{file.name}"] dialect = "generic". If not, remove it.'
        )
    return (
        "holds no card, no calendar and no table. With contacts in it, export them as vCard or CSV; if not, remove it."
    )


def _of_another_kind(head: bytes, file: File) -> str | None:
    """What a table is that holds no people: a calendar, or a member of a LinkedIn archive."""
    if any(_is_of_a_calendar(line) for line in decode(head).splitlines()[:_FIRST_LINES]):
        return "is a calendar in CSV, which cannot be read as events: export it as .ics."
    if file.is_of_linkedin:
        return (
            "lies in the folder of a LinkedIn archive and holds nobody the owner of it knows. Remove it; a list of your"
            " own belongs into another folder."
        )
    if has_name_of_linkedins(file.name):
        return "has the name of a part of a LinkedIn archive that holds nobody its owner knows. Remove it."
    return None


def _is_of_a_calendar(line: str) -> bool:
    """Whether a header names events, when they begin, and when they end or how long they last."""
    words = {" ".join(re.findall(r"\w+", cell.casefold())) for cell in re.split(r"[;,\t]", line)}
    return all(words & known for known in (_SUMMARIES, _STARTS, _ENDS))


def _is_too_wide(file: File) -> bool:
    """Whether the first line holds more of a separator than any header does."""
    first = file.head(_HEAD_OF_WIDE_ONES).lstrip().partition(b"\n")[0]
    return any(first.count(separator) > MOST_UNKNOWN_COLUMNS for separator in (b";", b",", b"\t", b"|"))


def _is_table(text: bytes) -> bool:
    """Do the first two lines hold the same separator equally often?"""
    first, second = [*text.splitlines(), b"", b""][:2]
    return any(first.count(separator) == second.count(separator) > 0 for separator in (b";", b",", b"\t"))
