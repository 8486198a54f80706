"""From the columns of a delimited file to records.CONTACTS, as its dialect says; what the dialect does not know goes to `extra`.

Values that may be many (e-mails, telephones, addresses) are gathered as one long frame (row, place, value …) and grouped once per field,
so that a sheet of ninety columns, most of them empty, costs what its filled cells cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from connectors.delimited_dates import read_dates
from connectors.delimited_dialects import ADDRESS_PARTS, TEXT_FIELDS, VALUE_FIELDS, Column, Dialect, key
from connectors.records import ADDRESS, CONTACTS, PROPERTY, TEXTS, VALUE


@dataclass(frozen=True)
class Placed:
    """A column in its place. cells: its column in the frame of cells; number: the running number in its name."""

    cells: str
    header: str
    column: Column | None
    number: str

    @property
    def group(self) -> tuple[str, str]:
        column = self.column or Column("extra")
        return self.number, column.group or ("" if self.number else "/".join(column.types))


@dataclass(frozen=True)
class Contacts:
    """The contacts, and for each value that could not be read: row (1-based position), reason, raw_text."""

    frame: pl.DataFrame
    unread: pl.DataFrame


def contacts_of(columns: Mapping[str, Sequence[str]], plan: Sequence[Placed], dialect: Dialect) -> Contacts:
    """The contacts of a file, one per row of cells, in order. columns: cells as written, by name, all of one length."""
    cells = _cells(columns, plan, dialect)
    texts, spare = _texts(cells, plan)
    dates, unread = _dates(cells, plan)
    frame = cells.select(position=pl.col("position"), uid=_uid(plan)).with_columns(**texts, org=_org(plan, cells), connected_on=dates)
    for name in sorted(VALUE_FIELDS):
        frame = _joined(frame, name, _values(cells, plan, name, dialect.types))
    frame = _joined(frame, "adrs", _addresses(cells, plan, dialect.types))
    frame = _joined(frame, "extra", _extra(cells, plan, spare))
    frame = frame.with_columns(categories=_categories(cells, plan))
    missing = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in CONTACTS.items() if name not in frame.columns]
    empty = [pl.col(name).fill_null(pl.lit([], dtype=dtype)) for name, dtype in CONTACTS.items() if isinstance(dtype, pl.List)]
    frame = frame.with_columns(missing).with_columns(empty)
    return Contacts(frame.select(pl.col(name).cast(dtype) for name, dtype in CONTACTS.items()), unread)


def _cells(columns: Mapping[str, Sequence[str]], plan: Sequence[Placed], dialect: Dialect) -> pl.DataFrame:
    """The cells as text, null where they are blank or hold what the software writes for nothing."""
    frame = pl.DataFrame({name: pl.Series(name, values, dtype=pl.String) for name, values in columns.items()}).with_row_index("position", offset=1)
    nulls = {placed.cells: [*dialect.nulls, *(placed.column.nulls if placed.column else ())] for placed in plan}
    return frame.with_columns(
        pl.when(pl.col(name).str.strip_chars().is_in(["", *nulls.get(name, ())])).then(None).otherwise(pl.col(name)).alias(name) for name in columns
    ).with_columns(pl.col("position").cast(pl.Int64))


def _uid(plan: Sequence[Placed]) -> pl.Expr:
    uids = [pl.col(placed.cells) for placed in plan if placed.column and placed.column.uid]
    return pl.coalesce(uids) if uids else pl.lit(None, dtype=pl.String)


def _texts(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[dict[str, pl.Series], list[tuple[Placed, pl.Expr]]]:
    """The fields of one text, each from the first of its columns that is filled; the values of its other columns are spare, to go to `extra`."""
    filled: dict[str, list[str]] = {}
    spare: list[tuple[Placed, pl.Expr]] = []
    for placed in plan:
        if placed.column is None or placed.column.field not in TEXT_FIELDS:
            continue
        earlier = filled.setdefault(placed.column.field, [])
        if earlier:
            spare.append((placed, pl.any_horizontal(pl.col(earlier).is_not_null())))
        earlier.append(placed.cells)
    return {name: cells.select(pl.coalesce(sources)).to_series() for name, sources in filled.items()}, spare


def _dates(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[pl.Series, pl.DataFrame]:
    """The day of connection, and the cells that hold no readable date."""
    dates = pl.Series(dtype=pl.Date).extend_constant(None, cells.height)
    unread = pl.DataFrame(schema={"position": pl.Int64, "reason": pl.String, "raw_text": pl.String})
    for placed in _of(plan, "connected_on"):
        assert placed.column is not None
        read = read_dates(cells[placed.cells], placed.column.formats)
        reason = f'The column "{placed.header}" holds no date that can be read; it is left empty and the rest of the row is kept.'
        lost = cells.select("position", reason=pl.lit(reason), raw_text=pl.col(placed.cells)).filter(read.is_null() & cells[placed.cells].is_not_null())
        dates, unread = dates.fill_null(read), pl.concat([unread, lost])
    return dates, unread


def _org(plan: Sequence[Placed], cells: pl.DataFrame) -> pl.Series | pl.Expr:
    """Organisation first, then its units; a unit without an organisation stands second after an empty text, as in ORG:;unit."""
    names = [placed.cells for placed in _of(plan, "org", "")]
    units = [placed.cells for placed in _of(plan, "org", "unit")]
    if not names and not units:
        return pl.lit(None, dtype=TEXTS)
    has_unit = pl.any_horizontal(pl.col(units).is_not_null()) if units else pl.lit(False)
    name = pl.coalesce(names) if names else pl.lit(None, dtype=pl.String)
    first = pl.when(name.is_null() & has_unit).then(pl.lit("")).otherwise(name)
    return cells.select(pl.concat_list(first, *units).list.drop_nulls().alias("org")).to_series()


def _categories(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.Series | pl.Expr:
    lists = [_pieces(placed) for placed in _of(plan, "categories")]
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
    labels = {placed.group: placed.cells for placed in _of(plan, field, "label")}
    parts = []
    for placed in _of(plan, field, ""):
        assert placed.column is not None
        label = pl.col(labels[placed.group]) if placed.group in labels else pl.lit(placed.column.label, dtype=pl.String)
        part = cells.filter(pl.col(placed.cells).is_not_null()).select("position", value=_pieces(placed), told=label).explode("value")
        parts.append(_described(part, placed.column, words).select("position", item=pl.struct("value", "types", "pref", "label").cast(VALUE)))
    return _stacked(parts, VALUE)


def _addresses(cells: pl.DataFrame, plan: Sequence[Placed], words: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """position, item (ADDRESS): one for each group of address columns that holds anything. Columns of the same part stand on lines of their own."""
    groups: dict[tuple[str, str], list[Placed]] = {}
    for placed in _of(plan, "adrs"):
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
    return _stacked(parts, ADDRESS)


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


def _extra(cells: pl.DataFrame, plan: Sequence[Placed], spare: Sequence[tuple[Placed, pl.Expr]]) -> pl.DataFrame:
    """position, item (PROPERTY): each filled cell of a column without a field of its own, and each spare value."""
    own = [(placed, cells[placed.cells]) for placed in plan if placed.column is None or placed.column.field == "extra"]
    others = [(placed, cells.select(pl.when(condition).then(pl.col(placed.cells))).to_series()) for placed, condition in spare]
    # One column at a time, apart from the others: a file may have thousands, and a query over all of them takes as long for each.
    parts = [
        pl.DataFrame({"position": cells["position"], "value": values})
        .drop_nulls("value")
        .select("position", item=pl.struct(name=pl.lit(placed.header), params=pl.lit(None, dtype=pl.String), value=pl.col("value")).cast(PROPERTY))
        for placed, values in [*own, *others]
        if values.null_count() < values.len()
    ]
    return _stacked(parts, PROPERTY)


def _stacked(parts: Sequence[pl.DataFrame], item: pl.Struct) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema={"position": pl.Int64, "item": item}), *parts])


def _joined(frame: pl.DataFrame, name: str, items: pl.DataFrame) -> pl.DataFrame:
    """The frame with the items of each position as a list, in the order they came."""
    lists = items.group_by("position", maintain_order=True).agg(pl.col("item").alias(name))
    return frame.join(lists, on="position", how="left", maintain_order="left")


def _of(plan: Sequence[Placed], field: str, part: str | None = None) -> list[Placed]:
    return [placed for placed in plan if placed.column and placed.column.field == field and (part is None or placed.column.part == part)]
