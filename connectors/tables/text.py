"""The text of a delimited file and its records, read without guessing.

No type, no quoting style, no number of lines to skip. Two ways through the same text: `split_records` reads,
`count_records` counts with Python's csv module, so that each checks the other. Both take a quoted cell as RFC 4180 does
and a quotation mark inside an unquoted cell as a character; a mark that opens a cell and is never closed stands for
itself, so that it costs its own line and not the rest of the file.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from connectors.tables.code_pages import character, code_page

DELIMITERS = (",", ";", "\t", "|")

WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What str.strip takes away; Polars' strip_chars takes less."""


def decode(data: bytes) -> str:
    """The text: by its byte-order mark, else each line strictly as UTF-8 and, where it is not that, in the code page
    that such lines speak for.

    Line ends come out as `\\n`; zero bytes, which programs pad with, are left out.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _plain(_decode_as(data[len(mark) :], name))
    return _plain(_decode_as(data, _utf_16_without_mark(data) or "utf-8"))


def lines_of(text: str) -> list[str]:
    """The physical lines, without their ends; a final line end opens no further line."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def split_records(lines: Sequence[str], delimiter: str, start: int = 0) -> Iterator[tuple[int, list[str], bool]]:
    """Each record from line `start` (0-based).

    Its first line (0-based), its cells, and whether its quotation marks are closed. Blank records included.
    """
    line = start
    while line < len(lines):
        if '"' not in lines[line]:
            yield line, lines[line].split(delimiter), True
            line += 1
            continue
        record = _quoted_record(lines, line, delimiter)
        if record is None:
            yield line, lines[line].split(delimiter), False
            line += 1
        else:
            cells, following = record
            yield line, cells, True
            line = following


def count_records(lines: Sequence[str], delimiter: str, start: int = 0) -> int:
    """The number of records from line `start` that hold anything but blanks, by Python's csv module."""
    csv.field_size_limit(max(csv.field_size_limit(), sum(map(len, lines)) + 1))
    found = 0
    while True:
        reader = csv.reader(chain(islice(lines, start, None), [""]), delimiter=delimiter)
        first = 0
        for cells in reader:
            # the last line; it stands alone unless a mark opened before it is never closed
            if reader.line_num > len(lines) - start:
                break
            found += not is_blank(cells)
            first = reader.line_num
        if first == len(lines) - start:
            return found
        found += 1
        start += first + 1


def is_blank(cells: Sequence[str]) -> bool:
    """Whether no cell holds anything but white space."""
    return not any(map(str.strip, cells))


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":  # an odd last byte, or half a surrogate pair: the replacement character shows where
            return data.decode(encoding, errors="replace")
    lines = [(line, _utf_8(line)) for line in re.split(b"\r\n?|\n", data)]
    page = code_page(line for line, text in lines if text is None)
    return "\n".join(_in_page(line, page) if text is None else text for line, text in lines)


def _utf_8(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _in_page(line: bytes, page: str) -> str:
    return "".join(map(character, line)) if page == "cp1252" else line.decode(page)


def _utf_16_without_mark(data: bytes) -> str | None:
    head = data[:200]
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[offset::2]
        if len(head) >= 8 and half.count(0) > 0.8 * len(half):
            return name
    return None


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _quoted_record(lines: Sequence[str], line: int, delimiter: str) -> tuple[list[str], int] | None:
    """The cells of the record that starts at `line`, and the line after it.

    None when a quotation mark is never closed.
    """
    cells: list[str] = []
    at = 0
    while True:
        opened = lines[line].startswith('"', at)
        text = ""
        if opened:
            closed = _quoted_cell(lines, line, at + 1)
            if closed is None:
                return None
            text, line, at = closed
        end = lines[line].find(delimiter, at)
        if end < 0:
            return [*cells, text + lines[line][at:]], line + 1
        cells.append(text + lines[line][at:end])
        at = end + 1


def _quoted_cell(lines: Sequence[str], line: int, at: int) -> tuple[str, int, int] | None:
    """The text from `at` to the closing quotation mark, and the place after that mark."""
    parts: list[str] = []
    while True:
        end = lines[line].find('"', at)
        if end < 0:
            parts += [lines[line][at:], "\n"]
            line, at = line + 1, 0
            if line == len(lines):
                return None
        elif lines[line].startswith('"', end + 1):
            parts += [lines[line][at:end], '"']
            at = end + 2
        else:
            return "".join([*parts, lines[line][at:end]]), line, end + 1
