"""What the name of a file says: a date, the source it may be of, and the export it is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

_DATES = (
    (re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)([0-3]\d)[-_.]([01]\d)[-_.](20\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)([01]\d)[-_.]([0-3]\d)[-_.](20\d\d)(?!\d)"), (3, 1, 2)),
)
_MONTH_FIRST = re.compile(r"(?i)linkedindataexport_([01]\d)-([0-3]\d)-(20\d\d)")
_TIME = r"(?:[T_ -]\d{6}Z?|[T_ -]\d\d[-:.]\d\d(?:[-:.]\d\d)?)?"
_STAMP = re.compile(rf"[-_. ]*(?<!\d)(?:20\d\d[-_.]?[01]\d[-_.]?[0-3]\d|[0-3]\d[-_.][0-3]\d[-_.]20\d\d){_TIME}(?!\d)")
_PART = re.compile(r"(?i)(takeout-\d{8}T\d{6}Z)(?:-\d+)*-\d{3}(?=\.)")
_COUNTER = re.compile(r" ?\(\d{1,3}\)(?=\.|$)|(?: - |-|_)(?:copy|copie|kopie|copia)(?=\.|$)", re.IGNORECASE)


def stated_date(name: str) -> date | None:
    """A date that the file's name holds, as 2026-11-22, 20261122, 22-11-2026 or 11-22-2026; of several, the innermost.

    Null when there is none.
    LinkedIn writes the month first.
    """
    for part in reversed(PurePosixPath(name).parts):
        if found := next(_dates_in(part), None):
            return found
    return None


def _dates_in(text: str) -> Iterator[date]:
    if match := _MONTH_FIRST.search(text):
        month, day, year = (int(number) for number in match.groups())
        yield from _date(year, month, day)
    for pattern, order in _DATES:
        for match in pattern.finditer(text):
            yield from _date(*(int(match[place]) for place in order))


def _date(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def source_name(name: str) -> str:
    """The name of the source that a file or folder of this name would start.

    Without dates, part numbers and what browsers add to copies.
    """
    parts = []
    for part in PurePosixPath(name).parts:
        plain = _COUNTER.sub("", _STAMP.sub("", _PART.sub(r"\1", part))).strip(" -_.")
        stem = plain.rpartition(".")[0] if "." in part else plain
        parts.append(plain if re.search(r"[^\W_]", stem) and not plain.startswith(".") else part)
    return "/".join(parts)


def folder_of(name: str) -> str:
    """The folder a file lies in, the same for all parts of a Takeout; of the inbox itself, `inbox`."""
    folder, _, _ = _PART.sub(r"\1", name).rpartition("/")
    return folder or "inbox"


def label_tree_of(name: str) -> str | None:
    """The folder that holds a folder for each label, as Takeout writes contacts in any language: `Label/Label.vcf`.

    Null for other files.
    """
    path = PurePosixPath(_PART.sub(r"\1", name))
    is_labelled = len(path.parts) > 2 and path.stem.casefold() == path.parent.name.casefold()
    return path.parent.parent.as_posix() if is_labelled else None


def place_in_row(name: str) -> tuple[str | int, ...]:
    """For sorting: numbers in a name as numbers, so that `contacts (10).csv` comes after `contacts (2).csv`, and both
    after `contacts.csv`.
    """
    stem, dot, ending = name.rpartition(".")
    return tuple(int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", stem if dot else ending))
