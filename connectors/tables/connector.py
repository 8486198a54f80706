"""Delimited files (.csv and the like) that a dialect describes; see dialects.py for what a dialect says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from connectors.files.listing import File
from connectors.records import LONGEST_RAW_TEXT, REJECTS, Reading, Recognition, Window, frame
from connectors.tables.builders.contacts import contacts_of
from connectors.tables.builders.events import events_of
from connectors.tables.builders.messages import messages_of
from connectors.tables.builders.owner import owner_facts_of
from connectors.tables.descriptions import described_dialect
from connectors.tables.dialects import dialects, key
from connectors.tables.generic.reader import generic_header
from connectors.tables.generic.vocabulary import NAME
from connectors.tables.headers import RECORDS_BEFORE_HEADER, Header, headers_in, known_best
from connectors.tables.table import Table, table_of
from connectors.tables.text import count_records, decode, lines_of

_BUILDERS = {"contacts": contacts_of, "events": events_of, "messages": messages_of, "owner": owner_facts_of}
_HEAD = 256 * 1024  # bytes in which a header must stand

_NO_TABLE = re.compile(rb"PK\x03\x04|%PDF|(?:\xef\xbb\xbf)?\s*[<{\[]")
_OTHERS = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:V", re.IGNORECASE)  # cards and calendars
_CONTROLS = [bytes([number]) for number in range(1, 32) if number not in b"\t\n\r\x0b\x0c\x1a"]


def recognises(file: File) -> list[Recognition]:
    """One candidate for each dialect whose signature stands in one of the file's first 20 records.

    Its score is the number of signature columns found.
    """
    if _OTHERS.match(file.head(64)):
        return []
    lines = _head_lines(file)
    found = headers_in(lines, file.name)
    if not found and not _is_no_table(file) and (header := generic_header(lines)):
        found = [header]
    return [_recognition(header) for header in found]


def forced(file: File, dialect: str) -> Recognition | None:
    """The recognition for a dialect the user names, whose header may lack part of the signature.

    None when no record fits it in two columns.
    """
    lines = _head_lines(file)
    header = generic_header(lines, is_told=True) if dialect == NAME else _known_best(lines, dialect)
    return _recognition(header) if header else None


def described(file: File, description: str, is_named: bool) -> Recognition | None:
    """The recognition for a description of the user's own.

    By its signature, or, where the user names it for this file, by any column of it.
    """
    header = _described(_head_lines(file), file.name, description, is_named)
    return replace(_recognition(header), description=description) if header else None


def count(file: File, recognition: Recognition) -> int:
    """The records after the header that hold anything, a repeated header included, by Python's csv module."""
    lines = lines_of(decode(file.read_bytes()))
    header = _header(lines, file, recognition)
    return count_records(lines, header.delimiter, header.following)


def read(file: File, recognition: Recognition, window: Window) -> Reading:
    """The records of the file, one for each that is not blank, the header once more or left out by a rule of its
    dialect. window: of no concern to tables.

    A row with more cells than the header keeps them in `extra`; a date that cannot be read is null; both are told as
    rejects that lose no record.
    """
    lines = lines_of(decode(file.read_bytes()))
    table = table_of(lines, _header(lines, file, recognition), file.name)
    built = _BUILDERS[table.header.dialect.kind](table)
    ignored = {**built.reading.ignored, **table.ignored}
    return replace(
        built.reading, rejects=_rejects(table, built.unread), ignored=ignored, layout=_layout(table.header.names)
    )


def _layout(names: Sequence[str]) -> str:
    """The columns that every export of this kind has: numbered ones come and go with what the records hold."""
    return ", ".join(sorted({key(name) for name in names if not any(sign.isdigit() for sign in name)} - {""}))


def _rejects(table: Table, unread: pl.DataFrame) -> pl.DataFrame:
    """What is told of rows, most of them kept all the same."""
    fate = "withheld with the text" if table.header.dialect.kind == "messages" else "kept as extra"
    width = len(table.header.names)
    beyond = (
        f"The row has cells beyond the header's {width} columns; they are {fate}. "
        "A separator inside a value needs quotation marks."
    )
    unclosed = "A quotation mark on this line is never closed; it is read as a character of the value."
    told = [
        (position, bool(is_record), str(reason), str(raw or ""))
        for position, is_record, reason, raw in unread.iter_rows()
    ]
    told += [(position, False, beyond, "") for position in table.beyond] + [
        (position, False, unclosed, "") for position in table.unclosed
    ]
    lines = dict(table.cells.select("position", "line").iter_rows()) if told or table.cut else {}
    told += [(position, False, reason, "") for position, reason in table.cut if position in lines]
    rows = [
        {
            "position": position,
            "line": lines[position],
            "is_record": is_record,
            "reason": reason,
            "raw_text": raw[:LONGEST_RAW_TEXT] or None,
        }
        for position, is_record, reason, raw in sorted(told)
    ]
    return frame(rows, REJECTS)


def _recognition(header: Header) -> Recognition:
    return Recognition(header.dialect.kind, header.dialect.id, ", ".join(header.signature), len(header.signature))


def _header(lines: Sequence[str], file: File, recognition: Recognition) -> Header:
    """The header of the dialect recognised, else what a user's word for it may be.

    Raises LookupError when the file no longer holds one.
    """
    if recognition.description:
        header = _described(lines, file.name, recognition.description, is_named=True)
    elif recognition.dialect == NAME:
        header = generic_header(lines, is_told=True)
    else:
        headers = [header for header in headers_in(lines, file.name) if header.dialect.id == recognition.dialect]
        header = headers[0] if headers else _known_best(lines, recognition.dialect)
    if header is None:
        raise LookupError(f"no header of {recognition.dialect} in the first {RECORDS_BEFORE_HEADER} records")
    return header


def _known_best(lines: Sequence[str], dialect: str) -> Header | None:
    return next((known_best(lines, one) for one in dialects() if one.id == dialect), None)


def _described(lines: Sequence[str], file_name: str, description: str, is_named: bool) -> Header | None:
    dialect = described_dialect(description)
    if dialect.id == NAME:
        return generic_header(lines, is_named, dialect.variants[0].columns)
    found = headers_in(lines, file_name, [dialect])
    return found[0] if found else known_best(lines, dialect, fewest=1) if is_named else None


def _is_no_table(file: File) -> bool:
    """Whether the file's head holds what no table does, as pictures, office documents and web pages do."""
    head = file.head(_HEAD)
    return bool(_NO_TABLE.match(head)) or sum(head.count(byte) for byte in _CONTROLS) > len(head) / 100


def _head_lines(file: File) -> list[str]:
    """The lines of the file's head, without one that it is cut in; of even length for UTF-16."""
    head = file.head(_HEAD)
    if len(head) == _HEAD and (end := head.rfind(b"\n") + 1):
        head = head[: end - end % 2]
    return lines_of(decode(head))
