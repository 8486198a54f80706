"""The records after a header as columns of text, each with its number and its line.

Two readers of the same records: Polars' for a text whose quotation marks all stand where RFC 4180 has them, at the speed of the machine,
and delimited_text's own, record by record, for any other. Both give the same table; a test holds them together.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce

import polars as pl

from connectors.delimited_cells import Placed
from connectors.delimited_dialects import Dialect, plan
from connectors.delimited_headers import Header
from connectors.delimited_text import WHITE_SPACE, is_blank, split_records

_QUOTED = re.compile('"[^"]*(?:""[^"]*)*"(?=[^"]|$)')
_STAND_IN = "\x01"  # for a quoted cell


@dataclass(frozen=True)
class Table:
    """The records of a file that are not blank, nor the header once more.

    cells: position (1-based number among the records that are not blank), line (1-based, the record's first) and the columns of `placed`:
    text as written, null where it is blank or what the software writes for nothing.
    says: fields that no column says and that hold for every record: by the dialect, its variant, and a word of the file's name.
    beyond, unclosed: positions of the rows with cells beyond the header's, and of those with a quotation mark that is never closed.
    """

    header: Header
    cells: pl.DataFrame
    placed: tuple[Placed, ...]
    says: Mapping[str, str]
    beyond: tuple[int, ...]
    unclosed: tuple[int, ...]
    repeated_headers: int


def table_of(lines: Sequence[str], header: Header, file_name: str = "") -> Table:
    """The table that stands below a header. Cells beyond the header's are columns without a name."""
    raw, unclosed = _raw(lines, header)
    names = (*header.names, *[""] * (raw.width - 1 - len(header.names)))
    columns = [f"cells_{place}" for place in range(len(names))]
    raw = raw.filter(~_all_blank(raw, columns)).with_columns(position=pl.int_range(1, pl.len() + 1))
    kept = raw.filter(~_equals(raw, columns, names))
    placed = tuple(
        Placed(cells, name.strip() or f"column {place + 1}", column, number)
        for place, (cells, name, (column, number)) in enumerate(zip(columns, names, plan(header.variant, names), strict=True))
    )
    beyond = kept.filter(~_all_blank(kept, columns[len(header.names) :]))["position"]
    is_open = kept.filter(pl.col("line").is_in(unclosed))["position"]
    return Table(header, _filled(kept, placed, header.dialect), placed, _says(header, file_name), tuple(beyond), tuple(is_open), raw.height - kept.height)


def _says(header: Header, file_name: str) -> dict[str, str]:
    words = re.split(r"[\W_]+", file_name.rpartition("/")[2].casefold())
    named = [says for word, says in header.dialect.says_by_name.items() if word in words]
    return {**header.dialect.says, **header.variant.says, **(named[0] if named else {})}


def _raw(lines: Sequence[str], header: Header) -> tuple[pl.DataFrame, list[int]]:
    """line, cells_0, cells_1, … of every record, blank ones included, and the lines whose quotation mark is never closed."""
    fast = _by_polars("\n".join(lines[header.following :]), header)
    return (fast, []) if fast is not None else _by_hand(lines, header)


def _by_polars(text: str, header: Header) -> pl.DataFrame | None:
    """The records as Polars reads them; None where it might read them otherwise than by RFC 4180: a stray quotation mark, a row beyond the header."""
    if not text or _STAND_IN in text or text.startswith("\ufeff"):  # Polars drops the mark
        return None
    has_marks = '"' in text
    if has_marks and not _is_quoted_well(text, header.delimiter):
        return None
    names = [f"cells_{place}" for place in range(_width(text, header))]
    try:
        frame = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=header.delimiter,
            quote_char='"' if has_marks else None,
            schema=dict.fromkeys(names, pl.String),
            missing_columns="insert",
        )
    except (pl.exceptions.ComputeError, pl.exceptions.SchemaError):
        return None
    frame = frame.with_columns(pl.col(names).fill_null(""))
    return frame.with_columns(line=_lines_of(frame, names, header.following + 1) if has_marks else pl.int_range(1, pl.len() + 1) + header.following)


def _is_quoted_well(text: str, delimiter: str) -> bool:
    """Whether each quotation mark opens a cell, closes one, or stands doubled between such two."""
    bare = _QUOTED.sub(_STAND_IN, text)
    stand_ins = bare.count(_STAND_IN)
    opened = bare.startswith(_STAND_IN) + sum(bare.count(edge + _STAND_IN) for edge in (delimiter, "\n"))
    closed = bare.endswith(_STAND_IN) + sum(bare.count(_STAND_IN + edge) for edge in (delimiter, "\n"))
    return '"' not in bare and opened == closed == stand_ins


def _width(text: str, header: Header) -> int:
    """The columns of the header and, where each row ends in a separator that the header lacks, of the first row."""
    first = text[: text.find("\n")] if "\n" in text else text
    return max(len(header.names), 0 if '"' in first else first.count(header.delimiter) + 1)


def _lines_of(frame: pl.DataFrame, names: Sequence[str], first: int) -> pl.Series:
    """The physical line at which each record starts: one further for each record before it and each line break inside it."""
    breaks = reduce(
        lambda total, name: total + frame[name].str.count_matches("\n", literal=True).cast(pl.Int64), names, pl.zeros(frame.height, pl.Int64, eager=True)
    )
    return (breaks + 1).cum_sum().shift(1, fill_value=0) + first


def _by_hand(lines: Sequence[str], header: Header) -> tuple[pl.DataFrame, list[int]]:
    records = list(split_records(lines, header.delimiter, header.following))
    width = max([len(header.names), *(len(cells) for _, cells, _ in records if not is_blank(cells))])
    rows = [cells[:width] if len(cells) >= width else cells + [""] * (width - len(cells)) for _, cells, _ in records]
    columns = {f"cells_{place}": pl.Series([row[place] for row in rows], dtype=pl.String) for place in range(width)}
    frame = pl.DataFrame({"line": pl.Series([line + 1 for line, _, _ in records], dtype=pl.Int64), **columns})
    return frame, [line + 1 for line, _, is_closed in records if not is_closed]


def _all_blank(frame: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Whether every cell of a row is blank."""
    return _each(frame, {name: lambda cells: cells.str.strip_chars(WHITE_SPACE) == "" for name in names})


def _equals(frame: pl.DataFrame, names: Sequence[str], header: Sequence[str]) -> pl.Series:
    """Whether a row says what the header says."""
    return _each(frame, {name: partial(operator.eq, text) for name, text in zip(names, header, strict=True)})


def _each(frame: pl.DataFrame, tests: Mapping[str, Callable[[pl.Series], pl.Series]]) -> pl.Series:
    """Whether a row passes the tests of all columns. Column by column, each for the rows still in question: there may be thousands of columns."""
    open_rows = pl.int_range(frame.height, eager=True)
    for name, passes in tests.items():
        open_rows = open_rows.filter(passes(frame[name].gather(open_rows)))
        if open_rows.is_empty():
            break
    return pl.int_range(frame.height, eager=True).is_in(open_rows.implode())


def _filled(rows: pl.DataFrame, placed: Sequence[Placed], dialect: Dialect) -> pl.DataFrame:
    """The cells, null where they are blank or hold what the software writes for nothing."""
    columns = []
    for one in placed:
        nothing = ["", *dialect.nulls, *(one.column.nulls if one.column else ())]
        columns.append(pl.when(pl.col(one.cells).str.strip_chars(WHITE_SPACE).is_in(nothing)).then(None).otherwise(pl.col(one.cells)).alias(one.cells))
    return rows.select("position", "line", *columns)
