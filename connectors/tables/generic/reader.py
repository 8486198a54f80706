"""The generic reader: tables of people that no dialect describes, by the words of their headers and by what stands in
their columns.

It would rather not take a list of people than take a bank statement for one: a table of payments, products or companies
has no reading here, and its owner is told how to say what it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

import polars as pl

from connectors.bounds import LONGEST_VALUE, MOST_UNKNOWN_COLUMNS
from connectors.tables.dialects import Column, Dialect, Variant, key
from connectors.tables.generic.candidate import Candidate
from connectors.tables.generic.contents import is_borne_out, shown
from connectors.tables.generic.header_words import other_person, related_person, said
from connectors.tables.generic.people import holds_people
from connectors.tables.generic.vocabulary import NAME, folded, share_of_people, words_of
from connectors.tables.headers import Header, first_records
from connectors.tables.shapes import YES, share
from connectors.tables.text import DELIMITERS, is_blank, split_records

_DELETED = dict.fromkeys(
    ("deleted", "is deleted", "is_deleted", "supprimé", "gelöscht", "eliminado", "borrado", "eliminato", "cancellato"),
    YES,
)
"""What a column says of records that lie in a program's bin, in the words of its header."""
_SAMPLE = 100  # records that are looked at
_FEWEST = 3  # rows of a table without a header


def generic_header(
    lines: Sequence[str], is_told: bool = False, own: Mapping[str, tuple[Column, ...]] | None = None
) -> Header | None:
    """The header of a table of people, or the first line of one without a header; None when it holds none.

    is_told: the user says that it does; own: what the user says of columns, by `key` of the header, which goes before
    all else.
    """
    own = own or {}
    records = [
        record
        for record in first_records(lines)
        if len(record[0]) <= MOST_UNKNOWN_COLUMNS
        and any(key(name) in own or said(name) for name in record[0])
        and not any("@" in name for name in record[0])
    ]
    candidates = [
        _candidate(names, delimiter, following, lines, own) for names, delimiter, following in records if len(names) > 1
    ]
    best = max(
        candidates, key=lambda one: (len({key(name) for name in one.names} & set(own)), len(one.fields)), default=None
    )
    if best is not None and (holds_people(best) or (is_told and len(best.columns) > (0 if own else 1))):
        return _header(best)
    bare = None if best is not None and len(best.columns) > 1 else _without_header(lines)
    return _header(bare) if bare else None


def _header(found: Candidate) -> Header:
    columns = {
        key(found.names[place]): readings for place, readings in found.columns.items() if found.names[place].strip()
    }
    variant = Variant("any", (), (), 1, (), (), "", None, columns, {})
    dialect = Dialect(
        NAME, "contacts", ("#N/A", "N/A", "n/a", "NULL", "-", "--"), (), {}, {"deleted": _DELETED}, (variant,), {}, {}
    )
    signature = tuple(found.names[place] for place in found.columns)
    return Header(dialect, variant, found.delimiter, found.names, signature, found.following)


def _candidate(
    names: tuple[str, ...], delimiter: str, following: int, lines: Sequence[str], own: Mapping[str, tuple[Column, ...]]
) -> Candidate:
    cells = _columns(lines, delimiter, following, len(names))
    fields = {place: own[key(name)] for place, name in enumerate(names) if key(name) in own}
    heard = {place: readings for place, name in enumerate(names) if (readings := fields.get(place) or said(name))}
    settled = {place: _settled(readings, heard, cells[place]) for place, readings in heard.items()}
    kept = {place: readings for place, readings in settled.items() if is_borne_out(readings, cells[place])}
    kept |= _persons(names, cells, kept)
    others = {place for place, name in enumerate(names) if other_person(name) is not None} - set(kept)
    related = {place: theirs for place in others if (theirs := related_person(names[place], cells[place]))}
    found = {
        place: column
        for place, name in enumerate(names)
        if place not in kept and place not in heard and place not in others
        if (column := shown(cells[place], name)) is not None
    }
    columns = {**_with_one_address(kept), **found, **related, **fields}
    return Candidate(names, delimiter, following, cells, dict(sorted(columns.items())))


def _with_one_address(kept: Mapping[int, tuple[Column, ...]]) -> dict[int, tuple[Column, ...]]:
    """The columns, with parts of an address of no kind beside those of the only kind that is told, which lack them.

    Adresse professionnelle; Code postal; Ville.
    """
    parts = {place: readings[0] for place, readings in kept.items() if readings[0].field == "adrs"}
    bare = {place: column for place, column in parts.items() if not column.types and not column.group}
    kinds = {(column.types, column.group): column for place, column in parts.items() if place not in bare}
    if len(kinds) != 1 or {column.part for column in bare.values()} & {
        column.part for place, column in parts.items() if place not in bare
    }:
        return dict(kept)
    (only,) = kinds.values()
    return {**kept, **{place: (replace(bare[place], types=only.types, group=only.group),) for place in bare}}


def _persons(
    names: Sequence[str], cells: Sequence[pl.Series], kept: Mapping[int, tuple[Column, ...]]
) -> dict[int, tuple[Column, ...]]:
    """The first column that is named for who people are (Member, Mitglied) and holds whole names, where none is named
    for names.
    """
    if {readings[0].field for readings in kept.values()} & {"formatted_name", "given_name", "family_name"}:
        return {}
    persons = words_of("ambiguous", "person")
    holding = (
        place
        for place, name in enumerate(names)
        if place not in kept and folded(name) in persons and share_of_people(cells[place]) >= 0.8
    )
    return {place: (Column("formatted_name"),) for place in islice(holding, 1)}


def _columns(lines: Sequence[str], delimiter: str, following: int, width: int) -> tuple[pl.Series, ...]:
    """The first records below a header by column, blank cells null."""
    records = (cells for _, cells, _ in split_records(lines, delimiter, following) if not is_blank(cells))
    rows = list(islice(records, _SAMPLE))
    return tuple(
        pl.Series([_sampled(row[place]) if place < len(row) else None for row in rows], dtype=pl.String)
        for place in range(width)
    )


def _sampled(cell: str) -> str | None:
    return cell.strip()[:LONGEST_VALUE] or None


def _settled(
    readings: tuple[Column, ...], said: Mapping[int, tuple[Column, ...]], cells: pl.Series
) -> tuple[Column, ...]:
    """The readings where a word may be a whole name or a part of one: by which parts stand in columns of their own."""
    if readings[0].field != "formatted_name" or readings[0].label is None:
        return readings
    fields = {other[0].field for other in said.values()}
    if "family_name" in fields and "given_name" not in fields and share_of_people(cells) < 0.5:
        return (Column("given_name"),)
    is_family = readings[0].label == "name" and "family_name" not in fields and "given_name" in fields
    return (Column("family_name" if is_family else "formatted_name"),)


def _without_header(lines: Sequence[str]) -> Candidate | None:
    """A table that starts at once.

    Whole names, or given and family names, beside addresses or numbers in nearly every row.
    """
    for delimiter in DELIMITERS:
        records = [
            (line, cells) for line, cells, _ in islice(split_records(lines, delimiter), _SAMPLE) if not is_blank(cells)
        ]
        widths = pl.Series([len(cells) for _, cells in records], dtype=pl.Int64)
        width = widths.mode().max() if widths.len() else 0
        rows = [(line, cells) for line, cells in records if len(cells) == width]
        if (
            not isinstance(width, int)
            or not 2 <= width <= MOST_UNKNOWN_COLUMNS
            or len(rows) < max(_FEWEST, 0.9 * len(records))
        ):
            continue
        names = tuple(f"column {place + 1}" for place in range(width))
        first = rows[0][0]
        cells = _columns(lines, delimiter, first, width)
        if columns := _bare_columns(cells):
            return Candidate(names, delimiter, first, cells, columns)
    return None


def _bare_columns(cells: Sequence[pl.Series]) -> dict[int, tuple[Column, ...]]:
    reaches = {
        place: column
        for place, values in enumerate(cells)
        if share(values, "email") >= 0.8 or share(values, "phone") >= 0.8
        if (column := shown(values, ""))
    }
    whole = [place for place, values in enumerate(cells) if place not in reaches and share_of_people(values) >= 0.8]
    single = [
        place
        for place, values in enumerate(cells)
        if place not in (*reaches, *whole) and share(values, "word") >= 0.9 and values.null_count() < values.len() / 4
    ]
    is_mailed = any(column[0].field == "emails" for column in reaches.values())
    if not reaches or any(share(values, "amount") >= 0.5 for values in cells):
        return {}
    if whole:
        return {**reaches, whole[0]: (Column("formatted_name"),)}
    if is_mailed and len(single) >= 2 and single[1] == single[0] + 1:
        given, family = _in_order(
            cells, single[0], single[1], next(place for place, column in reaches.items() if column[0].field == "emails")
        )
        return {**reaches, given: (Column("given_name"),), family: (Column("family_name"),)}
    return {}


def _in_order(cells: Sequence[pl.Series], one: int, other: int, emails: int) -> tuple[int, int]:
    """The places of the given and the family name: addresses are rather first.last@, and capitals rather a family's."""
    votes = 0
    for first, second, email in zip(cells[one], cells[other], cells[emails], strict=True):
        local = folded((email or "").partition("@")[0]).replace(" ", "")
        a, b = folded(first or "").replace(" ", ""), folded(second or "").replace(" ", "")
        votes += (
            (local.startswith(a + b) or local == a[:1] + b) - (local.startswith(b + a) or local == b[:1] + a)
            if a and b
            else 0
        )
        votes += bool(second and second.isupper() and first and not first.isupper()) - bool(
            first and first.isupper() and second and not second.isupper()
        )
    return (one, other) if votes >= 0 else (other, one)
