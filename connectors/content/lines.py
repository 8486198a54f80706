"""RFC 6350 and RFC 5545 content lines: bytes → one frame of lines, one of components, one of rejects.

Shared by vcf and ics. Values come decoded (CHARSET, else UTF-8, else cp1252; quoted-printable and base64 text undone)
and still escaped: `unescaped` and `split_unescaped` finish them. Control characters other than tab and line feed are
dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from connectors.bounds import IS_CUT, LONGEST_VALUE
from connectors.content.binaries import BINARY_NAMES
from connectors.content.components import components_of, is_mark
from connectors.content.headers import PARAMS, decoded_lines, decoded_text, decoded_value, header_frame
from connectors.content.unfolding import NO_COLON, logical_lines
from connectors.records import LONGEST_RAW_TEXT

_LINES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "component": pl.Int64,  # running number of the component instance, 1-based, in the order of BEGIN
    "parent": pl.Int64,  # the component it stands in; null at the top
    "path": pl.String,  # VCALENDAR/VEVENT
    "line": pl.Int64,  # physical line the content line begins at, 1-based
    "group": pl.String,  # as written, item1 in item1.EMAIL; null without one
    "name": pl.String,  # upper case
    "header": pl.Int64,  # lines with the same number are written alike before the colon, so their params are equal
    "params": PARAMS,  # names upper case, values without quotes; a bare value of vCard 2.1 is a TYPE
    "value": pl.String,
}
LINES = pl.Schema(_LINES)
"""BEGIN and END lines are not among the lines. A binary value is `size=…;sha256=…`."""

LINE_REJECTS = pl.Schema({"line": pl.Int64, "component": pl.Int64, "reason": pl.String, "raw_text": pl.String})

_TEXTS = pl.Schema({"line": pl.Int64, "text": pl.String})

_ESCAPES = {r"\\": "\\", r"\n": "\n", r"\N": "\n", r"\,": ",", r"\;": ";", r"\:": ":", r"\"": '"'}

_BOUNDED = (
    *("FN", "N", "NICKNAME", "TEL", "EMAIL", "ADR", "LABEL", "ORG", "TITLE", "ROLE", "IMPP", "RELATED", "KIND", "REV"),
    *("BDAY", "ANNIVERSARY", "DEATHDATE", "GENDER", "X-ABLABEL", "X-ABDATE", "X-ABRELATEDNAMES", "X-ANDROID-CUSTOM"),
    *("SUMMARY", "LOCATION", "STATUS", "TRANSP", "CLASS", "SEQUENCE", "ORGANIZER", "ATTENDEE", "RRULE", "EXRULE"),
    *("DTSTART", "DTEND", "DURATION", "DTSTAMP", "CREATED", "LAST-MODIFIED", "RECURRENCE-ID", "X-WR-CALNAME"),
)
"""Properties that name, place or date something: a value of theirs is cut."""

_CUT = f"A value of this line {IS_CUT}"

_OUTSIDE = "Lines stand outside any BEGIN and END; they were left out."


@dataclass(frozen=True)
class ContentLines:
    """What a file holds: `lines` (schema LINES), `components` (schema COMPONENTS), `rejects` (schema LINE_REJECTS)."""

    lines: pl.DataFrame
    components: pl.DataFrame
    rejects: pl.DataFrame


def content_lines(data: bytes | Iterable[bytes]) -> ContentLines:
    """The content lines of a file given whole or in chunks.

    Never raises on what the bytes are: what cannot be read is among the rejects.
    """
    found = logical_lines([data] if isinstance(data, bytes) else data)
    refused = pl.DataFrame(
        [(number, reason, _raw_text(raw)) for number, reason, raw in found.refused],
        schema=["line", "reason", "raw_text"],
        orient="row",
    )
    texts = pl.DataFrame({"line": np.asarray(found.numbers), "text": decoded_lines(found.pieces)}, schema=_TEXTS)
    lines = _with_inline_cards(_with_headers(texts)).with_row_index("row")
    components, current, unpaired = components_of(lines)
    lines = _in_components(lines, components, current)
    outside = lines.filter(pl.col("component").is_null())
    faulty = lines.filter(pl.col("component").is_not_null() & pl.col("problem").is_not_null())
    rejects = pl.concat(
        [
            pl.DataFrame(unpaired, schema=LINE_REJECTS, orient="row"),
            _in_first_to_last(refused.cast({"line": pl.Int64, "reason": pl.String, "raw_text": pl.String}), components),
            outside.head(1).select(
                "line",
                "component",
                reason=pl.lit(_OUTSIDE),
                raw_text=pl.lit("\n".join(outside["text"].head(20))[:LONGEST_RAW_TEXT]),
            ),
            faulty.select("line", "component", reason="problem", raw_text=pl.col("text").str.head(LONGEST_RAW_TEXT)),
        ]
    )
    kept = lines.filter(pl.col("component").is_not_null() & pl.col("problem").is_null())
    read, cut = _within_bounds(_with_values(kept).select(LINES.names()))
    return ContentLines(read, components, pl.concat([rejects, cut]).sort("line", maintain_order=True))


def unescaped(column: pl.Expr) -> pl.Expr:
    r"""The text with \n, \, \; \: \" and \\ undone; any other backslash stays."""
    return column.str.replace_many(_ESCAPES)


def split_unescaped(column: pl.Expr, separator: str) -> pl.Expr:
    """The parts between separators that are not escaped, each unescaped: a list of text."""
    # control characters do not occur in values, so they can stand in
    masked = column.str.replace_all("\\\\", "\0", literal=True).str.replace_all("\\" + separator, "\1", literal=True)
    part = pl.element().str.replace_all("\0", "\\\\", literal=True).str.replace_all("\1", separator, literal=True)
    return masked.str.split(separator).list.eval(unescaped(part))


def split_values(values: pl.Series, separator: str) -> pl.Series:
    """`split_unescaped` for a column of which few values hold a backslash."""
    is_escaped = values.str.contains("\\", literal=True).fill_null(False)
    plain = values.filter(~is_escaped).str.split(separator)
    if len(plain) == len(values):
        return plain
    escaped = values.filter(is_escaped).to_frame().select(split_unescaped(pl.col(values.name), separator)).to_series()
    return pl.concat([plain, escaped]).gather(
        pl.concat([is_escaped.not_().arg_true(), is_escaped.arg_true()]).arg_sort()
    )


def unescape(text: str) -> str:
    """`unescaped` for one text."""
    return re.sub(r'\\([nN,;:"\\])', lambda found: "\n" if found[1] in "nN" else found[1], text)


def _raw_text(raw: bytes) -> str:
    return decoded_text(raw)[:LONGEST_RAW_TEXT]


def _with_headers(texts: pl.DataFrame) -> pl.DataFrame:
    """The lines cut at the colon, with what their headers say: line, text, head, value and the columns of HEADERS."""
    halves = texts.with_columns(half=pl.col("text").str.splitn(":", 2)).with_columns(
        head=pl.col("half").struct.field("field_0"), value=pl.col("half").struct.field("field_1")
    )
    has_quote = pl.col("head").str.contains('"', literal=True)
    if halves.select(has_quote.any()).item():
        # a colon within quotes is part of a parameter; unbalanced quotes: the first colon counts
        pattern = r'(?s)^((?:[^":]|"[^"]*")*):(.*)$'
        cut = pl.when(has_quote).then(pl.col("text")).str.extract_groups(pattern)
        halves = halves.with_columns(cut=cut).with_columns(
            head=pl.coalesce(pl.col("cut").struct.field("1"), "head"),
            value=pl.coalesce(pl.col("cut").struct.field("2"), "value"),
        )
    headers = header_frame(halves["head"].unique(maintain_order=True))
    joined = halves.select("line", "text", "head", "value").join(headers, on="head", how="left", maintain_order="left")
    return joined.with_columns(problem=pl.when(pl.col("value").is_null()).then(pl.lit(NO_COLON)).otherwise("problem"))


def _with_inline_cards(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines, those of a card that begins in the value of AGENT drawn into that value, as vCard 3.0 means it."""
    starts = (
        lines.select(
            pl.col("name").eq("AGENT") & pl.col("value").str.strip_chars().str.to_uppercase().eq("BEGIN:VCARD")
        )
        .to_series()
        .arg_true()
    )
    if starts.is_empty():
        return lines
    marks = pl.concat([lines.select(is_mark()).to_series().arg_true(), pl.Series([lines.height], dtype=pl.UInt32)])
    names, texts = lines["name"], lines["text"]
    cards: dict[int, str] = {}
    drawn: list[int] = []
    end = 0
    for start, mark in zip(starts, marks.gather(marks.search_sorted(starts, "right")), strict=True):
        if end <= start and mark < lines.height and names[mark] == "END":  # not within one that is drawn in
            end = mark
            cards[start] = r"\n".join(["BEGIN:VCARD", *texts[start + 1 : mark + 1]])
            drawn += range(start + 1, mark + 1)
    is_left = pl.repeat(True, lines.height, dtype=pl.Boolean, eager=True).scatter(drawn, False)
    return lines.with_columns(value=lines["value"].scatter(list(cards), list(cards.values()))).filter(is_left)


def _in_components(lines: pl.DataFrame, components: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """The lines, BEGIN, END and those of refused components left out, with component, parent and path.

    Null outside any component.
    """
    placed = lines.join(current.with_columns(is_mark=pl.lit(True)), on="row", how="left", maintain_order="left")
    segment = pl.col("is_mark").fill_null(False).cum_sum()
    owners = pl.concat([pl.Series("component", [None], dtype=pl.Int64), current["component"]])
    placed = placed.with_columns(component=owners.gather(placed.select(segment).to_series())).filter(
        pl.col("is_mark").is_null()
    )
    owned = components.select("component", "parent", "path", "is_refused")
    return placed.join(owned, on="component", how="left", maintain_order="left").filter(
        ~pl.col("is_refused").fill_null(False)
    )


def _in_first_to_last(rejects: pl.DataFrame, components: pl.DataFrame) -> pl.DataFrame:
    """The rejects with the innermost component whose lines they stand among; null outside any."""
    opened = components.select("component", line="first_line", last="last_line").sort("line", maintain_order=True)
    found = rejects.sort("line").join_asof(opened, on="line", strategy="backward", check_sortedness=False)
    return found.select(
        "line", pl.when(pl.col("line") <= pl.col("last")).then("component").alias("component"), "reason", "raw_text"
    )


def _within_bounds(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines, values that are too long cut, and a reject for each of these."""
    is_long = (pl.col("value").str.len_bytes() > LONGEST_VALUE) & pl.col("name").is_in(_BOUNDED)
    is_long &= pl.col("value").str.len_chars() > LONGEST_VALUE
    cut = lines.filter(is_long)
    if cut.is_empty():
        return lines, pl.DataFrame(schema=LINE_REJECTS)
    value = pl.when(is_long).then(pl.col("value").str.head(LONGEST_VALUE)).otherwise("value")
    return lines.with_columns(value=value), cut.select(
        "line", "component", reason=pl.lit(_CUT), raw_text=pl.col("name").str.head(LONGEST_RAW_TEXT)
    )


def _with_values(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with quoted-printable and base64 values decoded, binaries reduced."""
    is_data = pl.col("name").is_in(BINARY_NAMES) & pl.col("value").str.contains(r"(?i)^\s*data:[^,]*,")
    encoding = pl.when(is_data).then(pl.lit("base64")).otherwise("encoding")
    lines = lines.with_columns(encoding=encoding).with_row_index("place")
    encoded = lines.filter(pl.col("encoding").is_not_null())
    values = [decoded_value(*row) for row in encoded.select("name", "encoding", "charset", "value").iter_rows()]
    return lines.with_columns(value=lines["value"].scatter(encoded["place"], values))
