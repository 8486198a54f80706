"""What to say of a file that no connector knows: what its first bytes look like, and what to do."""

from __future__ import annotations

from connectors.files.listing import File
from connectors.records import Recognition

_HEAD = 4096


def not_known(file: File) -> Recognition:
    head = file.head(_HEAD)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        return Recognition(
            kind="empty", dialect="", signature=f"{file.name} is empty. Export it again, or remove it.", score=0
        )
    return Recognition(kind="unknown", dialect="", signature=f"{file.name} {_shape(head, file.name)}", score=0)


def _shape(head: bytes, name: str) -> str:
    """What the first bytes look like, and what to do; no value of the file."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")  # "Unicode text" of Excel
    marks = {
        b"PK\x03\x04": (
            "is a zip archive or an office document. Save it as CSV, or give an archive a name that ends in .zip."
        ),
        b"\xd0\xcf\x11\xe0": "is an old office document. Save it as CSV.",
        b"\x1f\x8b": "is a gzip archive. Unpack it.",
        b"7z\xbc\xaf": "is a 7-Zip archive. Unpack it.",
        b"Rar!": "is a RAR archive. Unpack it.",
        b"SQLite format 3": "is a database. Export its contacts as vCard or CSV.",
        b"%PDF": "is a PDF. Export the contacts as vCard or CSV.",
        b"\x89PNG": "is a picture. Remove it.",
        b"\xff\xd8\xff": "is a picture. Remove it.",
    }
    for mark, sentence in marks.items():
        if head.startswith(mark):
            return sentence
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
    if _is_table(text):
        return (
            "is a table, but its columns are of no contact export known here. "
            "With people in it, write in network.toml: "
            f'[sources."{name}"] dialect = "generic". If not, remove it.'
        )
    return (
        "holds no card, no calendar and no table. With contacts in it, export them as vCard or CSV; if not, remove it."
    )


def _is_table(text: bytes) -> bool:
    """Do the first two lines hold the same separator equally often?"""
    first, second = [*text.splitlines(), b"", b""][:2]
    return any(first.count(separator) == second.count(separator) > 0 for separator in (b";", b",", b"\t"))
