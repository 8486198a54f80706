"""Delimited files (.csv and the like) that a dialect describes; see delimited_dialects.py for what a dialect says."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from connectors.delimited_cells import Built, Placed
from connectors.delimited_contacts import contacts_of
from connectors.delimited_dialects import FOLDER, Dialect, Variant, dialects, plan
from connectors.delimited_messages import messages_of
from connectors.delimited_text import DELIMITERS, count_records, decode, is_blank, lines_of, split_records
from connectors.exports import Export
from connectors.records import LONGEST_RAW_TEXT, REJECTS, Reading, Recognition, Window, frame

_CODE = 1  # raised with each change of what this module and its parts read
_HEAD = 256 * 1024  # bytes in which a header must stand
_RECORDS_BEFORE_HEADER = 20
_FEWEST_KNOWN = 2  # columns that make a record a header when the user says what the file is

# A changed dialect reads its files anew, without anybody having to remember it.
VERSION = zlib.crc32(b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.toml"))), _CODE)


@dataclass(frozen=True)
class Header:
    """Where a file's header stands and whose it is. following: the 0-based line after it."""

    dialect: Dialect
    variant: Variant
    delimiter: str
    names: tuple[str, ...]
    signature: tuple[str, ...]
    following: int


def recognises(export: Export) -> list[Recognition]:
    """One candidate for each dialect whose signature stands in one of the file's first 20 records; score: signature columns found."""
    best: dict[str, Header] = {}
    for header in _headers(lines_of(decode(_whole_lines(export.head(_HEAD))))):
        known = best.get(header.dialect.id)
        if known is None or len(header.signature) > len(known.signature):
            best[header.dialect.id] = header
    return [Recognition(header.dialect.kind, name, ", ".join(header.signature), len(header.signature)) for name, header in best.items()]


def forced(export: Export, dialect: str) -> Recognition | None:
    """The recognition for a dialect the user names, whose header may lack part of the signature; None when no record fits it in two columns."""
    header = _known_best(lines_of(decode(_whole_lines(export.head(_HEAD)))), dialect)
    if header is None:
        return None
    return Recognition(header.dialect.kind, dialect, ", ".join(header.signature), len(header.signature))


def count(export: Export, recognition: Recognition) -> int:
    """The records after the header that hold anything, a repeated header included, by Python's csv module."""
    lines = lines_of(decode(export.read_bytes()))
    header = _header(lines, recognition)
    return count_records(lines, header.delimiter, header.following)


def read(export: Export, recognition: Recognition, window: Window) -> Reading:
    """The records of the file, one for each that is not blank or the header once more. window: of no concern to tables, which hold no rule.

    A row with more cells than the header keeps them in `extra`; a date that cannot be read is null; both are told as rejects that lose no record.
    """
    lines = lines_of(decode(export.read_bytes()))
    header = _header(lines, recognition)
    table = _Table.of(lines, header)
    placed = [
        Placed(f"cells_{place}", name.strip() or f"column {place + 1}", column, number)
        for place, (name, (column, number)) in enumerate(zip(table.names, plan(header.variant, table.names), strict=True))
    ]
    built = _built({one.cells: cells for one, cells in zip(placed, table.columns(), strict=True)}, placed, header, export.name)
    positions = pl.Series(table.positions, dtype=pl.Int64)
    repeated_headers = {"repeated_header": table.repeated_headers} if table.repeated_headers else {}
    return replace(
        built.reading,
        contacts=_numbered(built.reading.contacts, positions),
        messages=_numbered(built.reading.messages, positions),
        rejects=_rejects(table, built.unread, header),
        ignored={**built.reading.ignored, **repeated_headers},
    )


def _numbered(records: pl.DataFrame, positions: pl.Series) -> pl.DataFrame:
    """The records with the number of their row in the file for that among those read."""
    return records.with_columns(position=positions.gather(records["position"] - 1))


def _built(columns: Mapping[str, Sequence[str]], placed: Sequence[Placed], header: Header, name: str) -> Built:
    """The records that the cells make, as the dialect's kind has it."""
    if header.dialect.kind == "contacts":
        return contacts_of(columns, placed, header.dialect)
    words = re.split(r"[\W_]+", name.casefold())
    named = [says for word, says in header.dialect.says_by_name.items() if word in words]
    return messages_of(columns, placed, header.dialect, {**header.dialect.says, **header.variant.says, **(named[0] if named else {})})


@dataclass(frozen=True)
class _Table:
    """The records after a header. names: of every column, those beyond the header blank; positions: 1-based number of each row among the records."""

    names: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    positions: Sequence[int]
    lines: Sequence[int]
    unclosed: Sequence[int]
    repeated_headers: int

    @classmethod
    def of(cls, lines: Sequence[str], header: Header) -> _Table:
        names, width, position = list(header.names), len(header.names), 0
        rows: list[tuple[str, ...]] = []
        positions: list[int] = []
        starts: list[int] = []
        unclosed: list[int] = []
        for line, cells, is_closed in split_records(lines, header.delimiter, header.following):
            if is_blank(cells):
                continue
            position += 1
            if cells == names:
                continue
            if not is_closed:
                unclosed.append(len(rows))
            rows.append(tuple(cells))
            positions.append(position)
            starts.append(line + 1)
            width = max(width, len(cells))
        return cls((*names, *[""] * (width - len(names))), rows, positions, starts, unclosed, position - len(rows))

    def columns(self) -> list[Sequence[str]]:
        """The cells by column; a row that ends early has empty cells."""
        width = len(self.names)
        rows = [row if len(row) == width else (*row, *[""] * (width - len(row))) for row in self.rows]
        return [[row[place] for row in rows] for place in range(width)]


def _rejects(table: _Table, unread: pl.DataFrame, header: Header) -> pl.DataFrame:
    """What is told of rows, most of them kept all the same."""
    width, fate = len(header.names), "withheld with the text" if header.dialect.kind == "messages" else "kept as extra"
    told = [(int(row) - 1, bool(is_record), str(reason), str(raw or "")) for row, is_record, reason, raw in unread.iter_rows()]
    told += [
        (row, False, f"The row has cells beyond the header's {width} columns; they are {fate}. A separator inside a value needs quotation marks.", "")
        for row, cells in enumerate(table.rows)
        if len(cells) > width and not is_blank(cells[width:])
    ]
    told += [(row, False, "A quotation mark on this line is never closed; it is read as a character of the value.", "") for row in table.unclosed]
    rows = [
        {"position": table.positions[row], "line": table.lines[row], "is_record": is_record, "reason": reason, "raw_text": raw[:LONGEST_RAW_TEXT] or None}
        for row, is_record, reason, raw in sorted(told)
    ]
    return frame(rows, REJECTS)


def _header(lines: Sequence[str], recognition: Recognition) -> Header:
    """The best header of the dialect recognised, else what a user's word for it may be. Raises LookupError when the file no longer holds one."""
    headers = [header for header in _headers(lines) if header.dialect.id == recognition.dialect]
    header = max(headers, key=lambda header: len(header.signature)) if headers else _known_best(lines, recognition.dialect)
    if header is None:
        raise LookupError(f"no header of {recognition.dialect} in the first {_RECORDS_BEFORE_HEADER} records")
    return header


def _known_best(lines: Sequence[str], dialect_id: str) -> Header | None:
    """Of the first records, the one that holds most columns of the dialect; its signature: these columns."""
    best = None
    for delimiter in DELIMITERS:
        for names, following in _first_records(lines, delimiter):
            for dialect in dialects():
                for variant in dialect.variants if dialect.id == dialect_id else ():
                    known = tuple(name for name, (column, _) in zip(names, plan(variant, names), strict=True) if column is not None)
                    if len(known) >= _FEWEST_KNOWN and (best is None or len(known) > len(best.signature)):
                        best = Header(dialect, variant, delimiter, tuple(names), known, following)
    return best


def _headers(lines: Sequence[str]) -> list[Header]:
    """Every reading of the first records as a header of a dialect, by delimiter."""
    found = []
    for delimiter in DELIMITERS:
        for names, following in _first_records(lines, delimiter):
            for dialect in dialects():
                for variant in dialect.variants:
                    if signature := variant.signature_in(names):
                        found.append(Header(dialect, variant, delimiter, tuple(names), tuple(signature), following))
    return found


def _first_records(lines: Sequence[str], delimiter: str) -> list[tuple[list[str], int]]:
    """The first records that are not blank, each with the line after it."""
    records: list[tuple[list[str], int]] = []
    pending: list[str] | None = None
    for line, cells, _ in split_records(lines, delimiter):
        if pending is not None:
            records.append((pending, line))
        pending = None if is_blank(cells) else cells
        if len(records) == _RECORDS_BEFORE_HEADER:
            return records
    if pending is not None:
        records.append((pending, len(lines)))
    return records


def _whole_lines(head: bytes) -> bytes:
    """A cut head without the line it was cut in, of even length for UTF-16."""
    if len(head) < _HEAD:
        return head
    end = head.rfind(b"\n") + 1
    return head[: end - end % 2] if end else head
