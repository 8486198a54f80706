"""From the columns of a delimited file to records.CONTACTS, as its dialect says; what the dialect does not know goes to `extra`.

Values that may be many (e-mails, telephones, addresses) are gathered as one long frame (row, place, value …) and grouped once per field,
so that a sheet of ninety columns, most of them empty, costs what its filled cells cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from connectors.delimited_cells import UNREAD, Built, Placed, columns_for, extra_of, filled, joined, stacked, texts_of
from connectors.delimited_dates import read_dates
from connectors.delimited_dialects import ADDRESS_PARTS, TEXT_FIELDS, VALUE_FIELDS, Column, key
from connectors.delimited_table import Table
from connectors.records import ADDRESS, CONTACTS, TEXTS, VALUE, Reading


def contacts_of(table: Table) -> Built:
    """The contacts of a table, one per row, in order."""
    cells, plan, words = table.cells, table.placed, table.header.dialect.types
    texts, spare = texts_of(cells, plan, TEXT_FIELDS)
    dates, unread = _dates(cells, plan)
    frame = cells.select(position=pl.col("position"), uid=_uid(plan)).with_columns(**texts, org=_org(plan, cells), connected_on=dates)
    for name in sorted(VALUE_FIELDS):
        frame = joined(frame, name, _values(cells, plan, name, words))
    frame = joined(frame, "adrs", _addresses(cells, plan, words))
    frame = joined(frame, "extra", extra_of(cells, plan, spare))
    frame = frame.with_columns(categories=_categories(cells, plan))
    return Built(Reading(contacts=filled(frame, CONTACTS)), unread)


def _uid(plan: Sequence[Placed]) -> pl.Expr:
    uids = [pl.col(placed.cells) for placed in plan if placed.column and placed.column.uid]
    return pl.coalesce(uids) if uids else pl.lit(None, dtype=pl.String)


def _dates(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[pl.Series, pl.DataFrame]:
    """The day of connection, and the cells that hold no readable date."""
    dates = pl.Series(dtype=pl.Date).extend_constant(None, cells.height)
    unread = pl.DataFrame(schema=UNREAD)
    for placed in columns_for(plan, "connected_on"):
        assert placed.column is not None
        read = read_dates(cells[placed.cells], placed.column.formats)
        reason = f'The column "{placed.header}" holds no date that can be read; it is left empty and the rest of the row is kept.'
        is_lost = read.is_null() & cells[placed.cells].is_not_null()
        lost = cells.select("position", is_record=pl.lit(False), reason=pl.lit(reason), raw_text=pl.col(placed.cells)).filter(is_lost)
        dates, unread = dates.fill_null(read), pl.concat([unread, lost])
    return dates, unread


def _org(plan: Sequence[Placed], cells: pl.DataFrame) -> pl.Series | pl.Expr:
    """Organisation first, then its units; a unit without an organisation stands second after an empty text, as in ORG:;unit."""
    names = [placed.cells for placed in columns_for(plan, "org", "")]
    units = [placed.cells for placed in columns_for(plan, "org", "unit")]
    if not names and not units:
        return pl.lit(None, dtype=TEXTS)
    has_unit = pl.any_horizontal(pl.col(units).is_not_null()) if units else pl.lit(False)
    name = pl.coalesce(names) if names else pl.lit(None, dtype=pl.String)
    first = pl.when(name.is_null() & has_unit).then(pl.lit("")).otherwise(name)
    return cells.select(pl.concat_list(first, *units).list.drop_nulls().alias("org")).to_series()


def _categories(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.Series | pl.Expr:
    lists = [_pieces(placed) for placed in columns_for(plan, "categories")]
    if not lists:
        return pl.lit(None, dtype=TEXTS)
    return cells.select(pl.concat_list(pieces.fill_null([]) for pieces in lists).alias("categories")).to_series()


def _pieces(placed: Placed) -> pl.Expr:
    """The several values of one cell, without blank ones."""
    separator = placed.column.separator if placed.column else None
    if separator is None:
        return pl.concat_list(pl.col(placed.cells)).list.drop_nulls()
    pieces = pl.col(placed.cells).str.split(separator).list.eval(pl.element().str.strip_chars())
    return pieces.list.eval(pl.element().filter(pl.element() != ""))


def _values(cells: pl.DataFrame, plan: Sequence[Placed], field: str, words: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """position, item (VALUE) of each value of a field, in the order of the columns."""
    labels = {placed.group: placed.cells for placed in columns_for(plan, field, "label")}
    parts = []
    for placed in columns_for(plan, field, ""):
        assert placed.column is not None
        label = pl.col(labels[placed.group]) if placed.group in labels else pl.lit(placed.column.label, dtype=pl.String)
        part = cells.filter(pl.col(placed.cells).is_not_null()).select("position", value=_pieces(placed), told=label).explode("value")
        parts.append(_described(part, placed.column, words).select("position", item=pl.struct("value", "types", "pref", "label").cast(VALUE)))
    return stacked(parts, VALUE)


def _addresses(cells: pl.DataFrame, plan: Sequence[Placed], words: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """position, item (ADDRESS): one for each group of address columns that holds anything. Columns of the same part stand on lines of their own."""
    groups: dict[tuple[str, str], list[Placed]] = {}
    for placed in columns_for(plan, "adrs"):
        groups.setdefault(placed.group, []).append(placed)
    parts = []
    for members in groups.values():
        by_part: dict[str, list[str]] = {}
        for placed in members:
            by_part.setdefault(placed.column.part if placed.column else "", []).append(placed.cells)
        labels, places = by_part.pop("label", []), [name for names in by_part.values() for name in names]
        if not places or members[0].column is None:
            continue
        values = [_lines_of(by_part[part]).alias(part) if part in by_part else pl.lit(None, dtype=pl.String).alias(part) for part in ADDRESS_PARTS]
        told = pl.coalesce(labels) if labels else pl.lit(members[0].column.label, dtype=pl.String)
        part = cells.filter(pl.any_horizontal(pl.col(places).is_not_null())).select("position", *values, told=told)
        described = _described(part, members[0].column, words)
        parts.append(described.select("position", item=pl.struct(*ADDRESS_PARTS, "types", "label").cast(ADDRESS)))
    return stacked(parts, ADDRESS)


def _lines_of(names: Sequence[str]) -> pl.Expr:
    if len(names) == 1:
        return pl.col(names[0])
    lines = pl.concat_list(names).list.drop_nulls()
    return pl.when(lines.list.len() > 0).then(lines.list.join("\n"))


def _described(part: pl.DataFrame, column: Column, words: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """The part with types, pref and label: from the text in `told`, a leading "*" being the preferred one, and from the column itself."""
    rows = []
    for told in part["told"].unique(maintain_order=True).to_list():
        word = (told or "").strip()
        is_preferred = word.startswith("*")
        word = word.lstrip("* ").strip()
        types = words.get(key(word))
        pref = 1 if is_preferred else column.pref
        rows.append((told, [*column.types, *(types or ())], pref, word if word and types is None else None))
    schema: dict[str, pl.DataType] = {"told": pl.String(), "types": TEXTS, "pref": pl.Int64(), "label": pl.String()}
    return part.join(pl.DataFrame(rows, schema=schema, orient="row"), on="told", how="left", nulls_equal=True, maintain_order="left")
