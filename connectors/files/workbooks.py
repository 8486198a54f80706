"""Excel workbooks (.xlsx): the tables on their sheets, as the text of a CSV file each."""

from __future__ import annotations

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache, reduce
from pathlib import Path

import fastexcel
import polars as pl

from connectors.files import archives
from connectors.files.archives import LARGEST_RATIO

logging.getLogger("calamine").addHandler(logging.NullHandler())  # the reader's warnings are no words for a user

_LARGEST = 100 * 10**6
"""Bytes of a workbook, which is held in memory."""
_MOST_CELLS = 50_000_000
_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # the second: of one with a password
_AS_WRITTEN = {"dtypes": "string", "skip_rows": 0}  # 0: blank rows at the top count, so that a line is a row


def holds_sheets(name: str, path: Path, member: str | None = None, inner: str | None = None) -> bool:
    """Whether a file of this name is a workbook by its first bytes too: text may be called so."""
    if not name.lower().endswith((".xlsx", ".xlsm")):
        return False
    try:
        return _content(path, member, inner, 4).startswith(_MARKS)
    except OSError:
        return False


def sheets_of(path: Path, member: str | None = None, inner: str | None = None) -> Mapping[str, bytes] | str:
    """The sheets that hold anything, as CSV in UTF-8, by their names; else a sentence why none is read.

    Of a workbook, or of one that is a member of an archive (or of an archive in one). Raises OSError when it has gone.
    """
    status = path.stat()
    return _sheets_of(path, member, inner, status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=2)
def _sheets_of(
    path: Path, member: str | None, inner: str | None, mtime: int, size: int, inode: int
) -> Mapping[str, bytes] | str:
    """Kept for as long as the file stays the same: a sheet is read several times, and each time all are."""
    content = _content(path, member, inner, _LARGEST + 1)
    if len(content) > _LARGEST:
        return "The workbook has more than 100 MB. Save the sheet with people in it as CSV."
    if _is_bomb(content):
        return "The workbook would unpack to a size no table has. Do not trust it; ask for another."
    try:
        frames = pl.read_excel(
            content,
            sheet_id=0,
            engine="calamine",
            has_header=False,
            read_options=_AS_WRITTEN,
            raise_if_empty=False,
            drop_empty_rows=False,
            drop_empty_cols=False,
        )
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError, ValueError):
        return "It is not a workbook that can be opened: it is damaged, or has a password. Save its sheet as CSV."
    return {name: frame.write_csv(include_header=False).encode() for name, frame in frames.items() if _holds_any(frame)}


def _content(path: Path, member: str | None, inner: str | None, most: int) -> bytes:
    with path.open("rb") if member is None else archives.opened(path, member, inner) as stream:
        return stream.read(most)


def _is_bomb(content: bytes) -> bool:
    """Whether a workbook, which is a zip archive, would unpack to a size no table has.

    Its sheets are held as whole rectangles, from the first cell to the last.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            members = parts.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > _LARGEST and unpacked > LARGEST_RATIO * len(content):
                return True
            sheets = (one for one in members if re.search(r"sheet[^/]*\.xml$", one.filename, re.IGNORECASE))
            return any(_cells(parts.read(one)) > _MOST_CELLS for one in sheets)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return False  # the reader says so itself


def _cells(sheet: bytes) -> int:
    """The cells of the rectangle that a sheet needs, by the places that its XML names."""
    widths, rows = {0}, {0}
    for column, row in set(re.findall(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']", sheet)):
        widths.add(reduce(lambda width, letter: 26 * width + letter - 64, column, 0))
        rows.add(int(row))
    return max(widths) * max(rows)


def _holds_any(frame: pl.DataFrame) -> bool:
    return any(frame[name].null_count() < frame.height for name in frame.columns)
