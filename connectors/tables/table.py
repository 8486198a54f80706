"""The records after a header as columns of text, each with its number and its line.

Two readers of the same records: Polars' for a text whose quotation marks all stand where RFC 4180 has them, at the
speed of the machine, and that of text, record by record, for any other. Both give the same table; a test holds them
together.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce

import polars as pl

from connectors.bounds import IS_CUT, LONGEST_VALUE, MOST_CELLS_BEYOND
from connectors.tables.dialects import key
from connectors.tables.generic.adoption import adopted
from connectors.tables.generic.vocabulary import NAME
from connectors.tables.headers import Header
from connectors.tables.plan import Placed, plan
from connectors.tables.text import WHITE_SPACE, is_blank, split_records

_QUOTED = re.compile('"[^"]*(?:""[^"]*)*"(?=[^"]|$)')
_FREE = frozenset({"note", "description", "text", "extra"})
"""Fields of text as long as it may be."""
_STAND_IN = "\x01"  # for a quoted cell


@dataclass(frozen=True)
class Table:
    """The records of a file that are not blank, nor left out by a rule.

    cells: position (1-based number among the records that are not blank), line (1-based, the record's first) and the
    columns of `placed`: text as written, null where it is blank or what the software writes for nothing. says: fields
    that no column says and that hold for every record: by the dialect, its variant, and a word of the file's name.
    beyond, unclosed: positions of the rows with cells beyond the header's, and of those with a quotation mark that is
    never closed. cut: position of each value that is too long to be read whole, and what is told of it. ignored:
    records left out, by the name of the rule.
    """

    header: Header
    cells: pl.DataFrame
    placed: tuple[Placed, ...]
    says: Mapping[str, str]
    beyond: tuple[int, ...]
    unclosed: tuple[int, ...]
    cut: tuple[tuple[int, str], ...]
    ignored: Mapping[str, int]


def table_of(lines: Sequence[str], header: Header, file_name: str = "") -> Table:
    """The table that stands below a header. Cells beyond the header's are columns without a name."""
    raw, unclosed = _raw(lines, header)
    names = (*header.names, *[""] * (raw.width - 1 - len(header.names)))
    columns = [f"cells_{place}" for place in range(len(names))]
    raw = raw.filter(~_all_blank(raw, columns)).with_columns(position=pl.int_range(1, pl.len() + 1))
    kept = raw.filter(~_equals(raw, columns, names))
    repeated = {"repeated_header": raw.height - kept.height} if kept.height < raw.height else {}
    cells = _filled(kept, columns, header.dialect.nulls)
    further = columns[len(header.names) :]
    blank = {name for name in further if cells[name].null_count() == cells.height}
    cells, placed = (
        cells.drop(blank),
        tuple(one for one in _placed(cells, columns, names, header) if one.cells not in blank),
    )
    cells, cut = _within_bounds(cells, placed)
    cells, ignored = _without(_without_words_for_nothing(cells, placed), placed, header)
    beyond = cells.filter(~_all_blank(cells, [name for name in further if name not in blank]))["position"]
    is_open = cells.filter(pl.col("line").is_in(unclosed))["position"]
    ignored = {**repeated, **ignored}
    says = _constants(header, file_name)
    return Table(header, cells, placed, says, tuple(beyond), tuple(is_open), tuple(cut), ignored)


def _within_bounds(cells: pl.DataFrame, placed: Sequence[Placed]) -> tuple[pl.DataFrame, list[tuple[int, str]]]:
    """The cells, those that are too long for what their column says cut, and what is told of each."""
    cut: list[tuple[int, str]] = []
    for one in placed:
        if one.column is None or one.column.field in _FREE or not cells.height:
            continue
        is_long = (cells[one.cells].str.len_chars() > LONGEST_VALUE).fill_null(False)
        if is_long.any():
            told = f'The column "{one.header}" holds a value that {IS_CUT}'
            cut += [(position, told) for position in cells.filter(is_long)["position"]]
            cells = cells.with_columns(pl.col(one.cells).str.head(LONGEST_VALUE))
    return cells, cut


def _constants(header: Header, file_name: str) -> dict[str, str]:
    words = re.split(r"[\W_]+", file_name.rpartition("/")[2].casefold())
    named = [says for word, says in header.dialect.says_by_name.items() if word in words]
    return {**header.dialect.says, **header.variant.says, **(named[0] if named else {})}


def _placed(cells: pl.DataFrame, columns: Sequence[str], names: Sequence[str], header: Header) -> tuple[Placed, ...]:
    values = [cells[column] for column in columns]
    planned = plan(header.variant, names, values)
    if header.dialect.kind == "contacts" and header.dialect.id != NAME:
        further = adopted(names, values, [column for column, _ in planned])
        planned = [(further.get(place, column), number) for place, (column, number) in enumerate(planned)]
    return tuple(
        Placed(column, name.strip() or f"column {place + 1}", says, number)
        for place, (column, name, (says, number)) in enumerate(zip(columns, names, planned, strict=True))
    )


def _raw(lines: Sequence[str], header: Header) -> tuple[pl.DataFrame, list[int]]:
    """line, cells_0, cells_1, … of every record, blank ones included, and the lines whose quotation mark is never
    closed.
    """
    fast = _by_polars("\n".join(lines[header.following :]), header)
    return (fast, []) if fast is not None else _by_hand(lines, header)


def _by_polars(text: str, header: Header) -> pl.DataFrame | None:
    """The records as Polars reads them; None where it might read them otherwise than by RFC 4180.

    A stray quotation mark, a row beyond the header.
    """
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
    return frame.with_columns(
        line=_lines_of(frame, names, header.following + 1)
        if has_marks
        else pl.int_range(1, pl.len() + 1) + header.following
    )


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
    own = 0 if '"' in first else first.count(header.delimiter) + 1
    return max(len(header.names), min(own, len(header.names) + MOST_CELLS_BEYOND))


def _lines_of(frame: pl.DataFrame, names: Sequence[str], first: int) -> pl.Series:
    """The physical line at which each record starts.

    One further for each record before it and each line break inside it.
    """
    breaks = reduce(
        lambda total, name: total + frame[name].str.count_matches("\n", literal=True).cast(pl.Int64),
        names,
        pl.zeros(frame.height, pl.Int64, eager=True),
    )
    return (breaks + 1).cum_sum().shift(1, fill_value=0) + first


def _by_hand(lines: Sequence[str], header: Header) -> tuple[pl.DataFrame, list[int]]:
    records = list(split_records(lines, header.delimiter, header.following))
    most = max([len(header.names), *(len(cells) for _, cells, _ in records if not is_blank(cells))])
    width = min(most, len(header.names) + MOST_CELLS_BEYOND)
    rows = [_of_width(cells, width, header.delimiter) for _, cells, _ in records]
    columns = {f"cells_{place}": pl.Series([row[place] for row in rows], dtype=pl.String) for place in range(width)}
    frame = pl.DataFrame({"line": pl.Series([line + 1 for line, _, _ in records], dtype=pl.Int64), **columns})
    return frame, [line + 1 for line, _, is_closed in records if not is_closed]


def _of_width(cells: list[str], width: int, delimiter: str) -> list[str]:
    """The row with so many cells: what is beyond them stays in the last."""
    if len(cells) <= width:
        return cells + [""] * (width - len(cells))
    rest = cells[width - 1 :]
    return [*cells[: width - 1], "" if is_blank(rest) else delimiter.join(rest)]


def _all_blank(frame: pl.DataFrame, names: Sequence[str]) -> pl.Series:
    """Whether every cell of a row is blank."""
    return _each(
        frame, {name: lambda cells: (cells.str.strip_chars(WHITE_SPACE) == "").fill_null(True) for name in names}
    )


def _equals(frame: pl.DataFrame, names: Sequence[str], header: Sequence[str]) -> pl.Series:
    """Whether a row says what the header says."""
    return _each(frame, {name: partial(operator.eq, text) for name, text in zip(names, header, strict=True)})


def _each(frame: pl.DataFrame, tests: Mapping[str, Callable[[pl.Series], pl.Series]]) -> pl.Series:
    """Whether a row passes the tests of all columns.

    Column by column, each for the rows still in question: there may be thousands of columns.
    """
    open_rows = pl.int_range(frame.height, eager=True)
    for name, passes in tests.items():
        open_rows = open_rows.filter(passes(frame[name].gather(open_rows)))
        if open_rows.is_empty():
            break
    return pl.int_range(frame.height, eager=True).is_in(open_rows.implode())


def _filled(rows: pl.DataFrame, columns: Sequence[str], nothing: Sequence[str]) -> pl.DataFrame:
    """The cells, null where they are blank or hold what the software writes for nothing."""
    blank = [
        pl.when(~pl.col(name).str.strip_chars(WHITE_SPACE).is_in(["", *nothing])).then(pl.col(name)) for name in columns
    ]
    return rows.select("position", "line", *blank)


def _without_words_for_nothing(cells: pl.DataFrame, placed: Sequence[Placed]) -> pl.DataFrame:
    words = {one.cells: one.column.nulls for one in placed if one.column and one.column.nulls}
    return cells.with_columns(
        pl.when(~pl.col(name).str.strip_chars(WHITE_SPACE).is_in(nothing)).then(pl.col(name))
        for name, nothing in words.items()
    )


def _without(cells: pl.DataFrame, placed: Sequence[Placed], header: Header) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows that no rule of the dialect leaves out, and how many each rule does."""
    rules = {rule: _says(cells, placed, said) for rule, said in header.dialect.leave_out.items()}
    if header.dialect.footers:
        rules["report_footer"] = _is_footer(cells, [one.cells for one in placed], header.dialect.footers)
    ignored: dict[str, int] = {}
    for rule, is_out in rules.items():
        before = cells.height
        cells, rules = cells.filter(~is_out), {name: other.filter(~is_out) for name, other in rules.items()}
        ignored |= {rule: before - cells.height} if cells.height < before else {}
    return cells, ignored


def _says(cells: pl.DataFrame, placed: Sequence[Placed], said: Mapping[str, Sequence[str]]) -> pl.Series:
    """Whether one of these columns says one of its words, without regard to case."""
    found = pl.Series([False]).new_from_index(0, cells.height)
    for one in placed:
        words = [key(word) for word in said.get(key(one.header), ())]
        found |= cells[one.cells].str.strip_chars(WHITE_SPACE).str.to_lowercase().is_in(words).fill_null(False)
    return found


def _is_footer(cells: pl.DataFrame, columns: Sequence[str], patterns: Sequence[str]) -> pl.Series:
    """Whether a row's only cell is one of these texts as a whole."""
    text = pl.coalesce(columns).str.strip_chars(WHITE_SPACE)
    is_alone = pl.sum_horizontal(pl.col(name).is_not_null() for name in columns) == 1
    return cells.select(
        (is_alone & text.str.contains(f"^(?:{'|'.join(patterns)})$")).fill_null(False).alias("is_footer")
    ).to_series()
