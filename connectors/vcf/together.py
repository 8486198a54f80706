"""Many files of one card each, read as one: what costs fifty milliseconds a file costs one for each of a thousand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.content.lines import content_lines
from connectors.content.writers import writer_of
from connectors.files.listing import File
from connectors.records import Reading
from connectors.vcf.birthdays import read_birthdays
from connectors.vcf.connector import contacts_of, with_schema

LARGEST = 64 * 2**10
"""Bytes of a file that is read with others; one with a picture has more."""


def read_together(files: Sequence[File]) -> list[Reading | None]:
    """What `read` gives for each of these files; None for one that has to be read by itself.

    That is any that is not one whole plain card, and any of which something is to be told. Never raises on a file.
    """
    texts = [_plain_card(file) for file in files]
    places = [place for place, text in enumerate(texts) if text is not None]
    content = content_lines(b"\n".join(text for text in texts if text is not None) + b"\n")
    readings: list[Reading | None] = [None] * len(files)
    if content.components.height != len(places) or not content.components["is_closed"].all():
        return readings
    cards = content.components.select("component", "parent", position=pl.lit(1, dtype=pl.Int64), is_closed="is_closed")
    contacts = contacts_of(cards, content.lines)
    writers = dict(content.lines.filter(pl.col("name") == "PRODID").select("component", "value").iter_rows())
    for place, component, told in zip(places, cards["component"], _told(content.rejects, cards.height), strict=True):
        contact = contacts.slice(component - 1, 1)
        birthdays = read_birthdays(contact["bday"]) if contact["bday"].null_count() == 0 else None
        if told or (birthdays is not None and birthdays["reason"].null_count() == 0):
            continue
        contact = contact if birthdays is None else contact.with_columns(birthdays["bday"])
        prodid = writers.get(component)
        readings[place] = Reading(
            contacts=with_schema(contact), writer=writer_of([prodid] if prodid is not None else [], 1)
        )
    return readings


def _plain_card(file: File) -> bytes | None:
    """The bytes of a file that is one card from its first byte to its last, and is sure to stay apart from others."""
    try:
        data = file.read_bytes() if file.size <= LARGEST else b""
        data.decode()
    except (OSError, UnicodeDecodeError):
        return None
    text = data.replace(b"\r\n", b"\n").strip()
    is_whole = text.startswith(b"BEGIN:VCARD\n") and text.endswith(b"\nEND:VCARD")
    marks = text.upper()
    is_one = marks.count(b"BEGIN") == marks.count(b"END:") == 1 and b"AGENT" not in marks and b"\0" not in text
    return text if is_whole and is_one and b"\r" not in text and marks.count(b"PRODID") <= 1 else None


def _told(rejects: pl.DataFrame, cards: int) -> list[bool]:
    """For each card whether something is to be told of it; of all, where it is not known of which."""
    if rejects["component"].null_count():
        return [True] * cards
    told = set(rejects["component"])
    return [component in told for component in range(1, cards + 1)]
