"""Where the header of a delimited file stands, and whose it is.

Searched for by its columns among the first records, never expected at a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.bounds import LONGEST_COLUMN_NAME, MOST_COLUMNS
from connectors.tables.dialects import Dialect, Variant, dialects, key
from connectors.tables.plan import plan
from connectors.tables.text import DELIMITERS, is_blank, split_records

RECORDS_BEFORE_HEADER = 20
_FEWEST_KNOWN = 2  # columns that make a record a header when the user says what the file is


@dataclass(frozen=True)
class Header:
    """Where a file's header stands and whose it is. following: the 0-based line after it."""

    dialect: Dialect
    variant: Variant
    delimiter: str
    names: tuple[str, ...]
    signature: tuple[str, ...]
    following: int


def headers_in(lines: Sequence[str], file_name: str, known: Sequence[Dialect] = ()) -> list[Header]:
    """For each dialect the reading of the first records that holds most of its signature.

    known: the dialects to look for; all of the folder where none are given.
    """
    best: dict[str, Header] = {}
    for names, delimiter, following in first_records(lines):
        by_key = {key(name): name for name in names}
        for dialect in known or dialects():
            for variant in dialect.variants:
                signature = variant.signature_in(by_key, file_name)
                other = best.get(dialect.id)
                if signature and (other is None or len(signature) > len(other.signature)):
                    best[dialect.id] = Header(dialect, variant, delimiter, names, signature, following)
    return list(best.values())


def known_best(lines: Sequence[str], dialect: Dialect, fewest: int = _FEWEST_KNOWN) -> Header | None:
    """Of the first records, the one that holds most columns of the dialect; its signature: these columns.

    None when none holds as many as `fewest`.
    """
    best = None
    for names, delimiter, following in first_records(lines):
        for variant in dialect.variants:
            known = tuple(
                name for name, (column, _) in zip(names, plan(variant, names), strict=True) if column is not None
            )
            if len(known) >= fewest and (best is None or len(known) > len(best.signature)):
                best = Header(dialect, variant, delimiter, names, known, following)
    return best


def first_records(lines: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str, int]]:
    """The first records that are not blank and can be a header by each delimiter, with the line after each."""
    for delimiter in DELIMITERS:
        found = 0
        pending: list[str] = []
        for line, cells, _ in split_records(lines, delimiter):
            if _may_be_header(pending):
                yield tuple(pending), delimiter, line
            pending = [] if is_blank(cells) else cells
            found += bool(pending)
            if found > RECORDS_BEFORE_HEADER:
                break
        else:
            if _may_be_header(pending):
                yield tuple(pending), delimiter, len(lines)


def _may_be_header(cells: Sequence[str]) -> bool:
    return 0 < len(cells) <= MOST_COLUMNS and all(len(cell) <= LONGEST_COLUMN_NAME for cell in cells)
