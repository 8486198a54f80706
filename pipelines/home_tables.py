"""The small tables that people keep in a home with a spreadsheet or an editor: their text, form and days."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import filelock

from pipelines.errors import UserError
from pipelines.home import Home, write_private

MARKED = "utf-8-sig"
"""UTF-8 with the mark that tells a spreadsheet so."""

PATIENCE = 30
"""Seconds to wait for another process that writes the same file."""

_FIRST_SEPARATOR = re.compile(r"[,;\t|]")
_WRONG_SEPARATORS = {"\t": "tabs", "|": "bars"}
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass(frozen=True)
class HomeText:
    """What such a file holds, and the form that it was saved in."""

    text: str = ""
    encoding: str = MARKED

    @property
    def lines(self) -> list[str]:
        """Without their ends; one that is blank keeps its place."""
        return [line.removesuffix("\r") for line in self.text.split("\n")]

    @property
    def line_end(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def delimiter(self) -> str:
        """The first separator in the file: its first cell is a date or a word, which holds none."""
        found = _FIRST_SEPARATOR.search(self.text)
        return found[0] if found else ","


def read_text(path: Path) -> HomeText:
    """A file as an editor or a spreadsheet saved it, in UTF-8 or Windows-1252; a missing one is empty.

    Raises UserError when it is in neither, or no file at all: a pipe would be waited for without end.
    """
    if not path.exists():
        return HomeText()
    if not path.is_file():
        raise UserError(f"{path.name} is {'a folder' if path.is_dir() else 'no regular file'}. Move it away.")
    content = path.read_bytes()
    for encoding in (MARKED if content.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return HomeText(text, encoding)
    raise UserError(f"{path.name} is neither UTF-8 nor Windows-1252 text. Save it as CSV UTF-8.")


def commas_or_semicolons(path: Path, text: HomeText) -> str:
    """The separator of the file. Raises UserError when it is neither."""
    if text.delimiter in _WRONG_SEPARATORS:
        raise UserError(
            f"{path.name} is separated by {_WRONG_SEPARATORS[text.delimiter]}. Save it with commas or semicolons."
        )
    return text.delimiter


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line, bare of blanks.

    A spreadsheet that took a line for one cell saves it in quotation marks: its cells are read from within.
    """
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        if line.startswith('"') and delimiter in next(iter(cells), ""):
            cells = next(csv.reader([cells[0]], delimiter=delimiter), [])
    except csv.Error:  # a cell longer than csv takes
        return ["too long"]
    return [cell.strip() for cell in cells]


def day_of(text: str) -> date:
    """2026-11-22, or day first as European spreadsheets write it: 22/11/2026. Raises ValueError where it is none."""
    day_first = _DAY_FIRST.fullmatch(text)
    if day_first:
        day, month, year = map(int, day_first.groups())
        return date(year, month, day)
    return date.fromisoformat(text)


def write_in_form(path: Path, text: str, encoding: str) -> None:
    """The file anew, in its own encoding where that has all the letters, else in UTF-8."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        encoding = MARKED
    write_private(path, text, encoding)


def append_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Adds rows in the form that the file has; one that is made gets its header, commas and the mark of UTF-8.

    What stands there stays as it is, blank lines too. Raises UserError when another process writes it for long.
    """
    with _alone_with(path):
        before = read_text(path)
        added = StringIO()
        writer = csv.writer(added, delimiter=commas_or_semicolons(path, before), lineterminator=before.line_end)
        is_empty = not before.text.strip()
        if is_empty:
            writer.writerow(header)
        writer.writerows(rows)
        kept = "" if is_empty else before.text
        end = "" if is_empty or kept.endswith("\n") else before.line_end
        write_in_form(path, kept + end + added.getvalue(), MARKED if is_empty else before.encoding)


def remove_lines(path: Path, numbers: Iterable[int]) -> None:
    """Takes lines, counted from 1, out of a file; the others stay as they are."""
    with _alone_with(path):
        before, removed = read_text(path), set(numbers)
        kept = [line for number, line in enumerate(before.text.split("\n"), start=1) if number not in removed]
        write_in_form(path, "\n".join(kept), before.encoding)


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """The file for this process alone, from reading to writing; what a killed one left beside it is cleared.

    A program that keeps no lock, such as a spreadsheet, is not held up.
    """
    internal = Home(path.parent).internal
    internal.mkdir(mode=0o700, exist_ok=True)
    try:
        with filelock.FileLock(internal / f"{path.name}.lock", timeout=PATIENCE, mode=0o600):
            for left in path.resolve().parent.glob(f".{path.resolve().name}.*.new"):
                left.unlink(missing_ok=True)
            yield
    except filelock.Timeout as error:
        raise UserError(f"Another entregent has been writing {path.name} for {PATIENCE} s. Try again later.") from error
