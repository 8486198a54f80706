"""Lines of cards → the columns of CONTACTS, each as a frame of one row per card that has it.

What no column takes goes to `extra`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from connectors.content.lines import split_values
from connectors.records import ADDRESS, PROPERTY, VALUE
from connectors.vcf.properties import MEMBERS, MULTIPLE, SINGLE

_NAME_PARTS = ("family_name", "given_name", "additional_names", "honorific_prefixes", "honorific_suffixes")
_ADDRESS_PARTS = ("po_box", "extended_address", "street", "locality", "region", "postal_code", "country")
# Some programs escape the separators of N and ADR with the text. Every semicolon but those at the end is escaped then,
# which a name never needs, and an address with as many of them neither.
_ESCAPED_SEPARATORS = {"N": r"(?s)^(?:[^;]*\\;)+[^;]*;*$", "ADR": r"(?s)^(?:[^;]*\\;){4,}[^;]*;*$"}


def fields_of(cards: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per card, in the order of `cards`, with component and the columns of CONTACTS but position and
    connected_on.

    cards: component; lines: as `lines.prepared` gives them. A value that is empty is none.
    """
    lines = _with_bare_separators(_with_uri_schemes(lines.drop("row").with_row_index("row")))
    singles, rows = _singles(lines)
    name, organisation, addresses = _first(lines, "N"), _first(lines, "ORG"), _named(lines, "ADR")
    frames = [
        singles,
        _values(lines),
        _names(name),
        _organisations(organisation),
        _addresses(addresses),
        _notes(lines),
        _lists(lines),
    ]
    used = pl.concat([rows, name["row"], organisation["row"], _taken_whole(lines)["row"]])
    is_used = pl.repeat(False, lines.height, dtype=pl.Boolean, eager=True).scatter(used, True)
    is_empty = pl.col("name").is_in(("N", "ORG")) & ~pl.col("value").str.contains(r"[^;\s]")
    rest = lines.filter(~is_used & pl.col("text").is_not_null() & pl.col("name").is_not_null()).filter(~is_empty)
    delivery_labels = addresses.filter(pl.col("own_label").is_not_null()).with_columns(
        name=pl.lit("LABEL"), text="own_label"
    )
    over_long = [_over_long(_named(lines, "N"), len(_NAME_PARTS)), _over_long(addresses, len(_ADDRESS_PARTS))]
    frames.append(
        _extra(pl.concat([rest, *over_long, delivery_labels]).unique(["row", "name"], maintain_order=True).sort("row"))
    )
    result = cards
    for frame in frames:
        result = result.join(frame, on="component", how="left", maintain_order="left")
    return result


def _named(lines: pl.DataFrame, *names: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The lines of these names, with these columns or all, before any costlier test is made."""
    wanted = lines if columns is None else lines.select("name", *columns)
    return wanted.filter(pl.col("name").is_in(names))


def _taken_whole(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that no column leaves out."""
    return _named(lines, *MULTIPLE, *MEMBERS, "ADR", "NOTE", "CATEGORIES", columns=["row"])


def _over_long(lines: pl.DataFrame, parts: int) -> pl.DataFrame:
    """Lines with more parts than there are columns: they are kept whole in `extra` too."""
    return lines.filter(pl.col("value").str.contains(rf"(?s)^(?:(?:[^;\\]|\\.)*;){{{parts}}}.*[^;\s]"))


def _with_bare_separators(lines: pl.DataFrame) -> pl.DataFrame:
    r"""The lines, N and ADR whose separators were escaped like text (`Martin\;Jean\;\;\;`) with bare ones."""
    value = pl.col("value")
    places = pl.concat(
        _named(lines, name, columns=["row", "value"]).filter(value.str.contains(pattern))["row"]
        for name, pattern in _ESCAPED_SEPARATORS.items()
    )
    if places.is_empty():
        return lines
    bare = value.str.replace_all(r"\\+;", ";")
    return lines.with_columns(value=pl.when(pl.col("row").is_in(places.implode())).then(bare).otherwise(value))


def _with_uri_schemes(lines: pl.DataFrame) -> pl.DataFrame:
    """`tel:+33-1;ext=12` → `+33-1;ext=12` (RFC 3966 without its scheme, the extension kept), `mailto:a@b.example` →
    `a@b.example`.
    """
    telephone = pl.col("text").str.replace(r"(?i)^tel:", "").str.replace(r"^%2[Bb]", "+")
    email = pl.col("text").str.replace(r"(?i)^mailto:", "")
    telephones = _named(lines, "TEL", columns=["row", "text"]).filter(pl.col("text").str.contains("(?i)^tel:"))["row"]
    emails = _named(lines, "EMAIL", columns=["row", "text"]).filter(pl.col("text").str.contains("(?i)^mailto:"))["row"]
    if telephones.is_empty() and emails.is_empty():
        return lines
    row = pl.col("row")
    shown = (
        pl.when(row.is_in(telephones.implode()))
        .then(telephone)
        .when(row.is_in(emails.implode()))
        .then(email)
        .otherwise("text")
    )
    return lines.with_columns(text=shown)


def _singles(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The most preferred value of each property that a card has once, and the rows they come from."""
    targets = pl.DataFrame(
        [(name, *target) for name, target in SINGLE.items()], schema=["name", "column", "rank"], orient="row"
    )
    found = _named(lines, *SINGLE, columns=["row", "component", "text", "pref", "omitted_year"]).filter(
        pl.col("text").is_not_null()
    )
    found = found.join(targets, on="name", how="inner", maintain_order="left")
    if found.select(pl.struct("component", "column").is_duplicated().any()).item():
        found = found.sort("rank", pl.col("pref").fill_null(101), "row").unique(
            ["component", "column"], keep="first", maintain_order=True
        )
    rest = pl.col("text").str.strip_prefix(pl.col("omitted_year")).str.strip_chars_start("-")
    without_year = pl.when(pl.col("text").str.starts_with(pl.col("omitted_year"))).then(pl.lit("--") + rest)
    lowered = pl.when(pl.col("column") == "kind").then(pl.col("text").str.to_lowercase())
    found = found.with_columns(text=pl.coalesce(without_year, lowered, "text"))
    columns = sorted({column for column, _ in SINGLE.values()})
    wide = found.group_by("component").agg(
        pl.col("text").filter(pl.col("column") == column).first().alias(column) for column in columns
    )
    dated = (
        _named(lines, "X-ABDATE")
        .filter(pl.col("label") == "Anniversary")
        .group_by("component")
        .agg(abdate=pl.col("text").first())
    )
    wide = wide.join(dated, on="component", how="full", coalesce=True)
    return wide.with_columns(anniversary=pl.coalesce("anniversary", "abdate")).drop("abdate"), found["row"]


def _values(lines: pl.DataFrame) -> pl.DataFrame:
    """emails, tels, urls, impps, related: lists of VALUE in the order of the card."""
    targets = pl.DataFrame(
        [(name, *target) for name, target in MULTIPLE.items()], schema=["name", "column", "implied"], orient="row"
    )
    found = _named(lines, *MULTIPLE, columns=["row", "component", "text", "types", "pref", "label"]).filter(
        pl.col("text").is_not_null()
    )
    found = found.join(targets, on="name", how="inner", maintain_order="left")
    relation = pl.when(pl.col("name") == "X-ABRELATEDNAMES").then(pl.col("label").str.to_lowercase())
    found = found.with_columns(implied=pl.coalesce("implied", relation))
    telling = found.filter(pl.col("implied").is_not_null()).with_columns(
        types=pl.concat_list("types", "implied").list.unique(maintain_order=True)
    )
    found = pl.concat([found.filter(pl.col("implied").is_null()), telling]).sort("row")
    found = found.select(
        "component", "column", value=pl.struct(value="text", types="types", pref="pref", label="label").cast(VALUE)
    )
    columns = sorted({column for column, _ in MULTIPLE.values()})
    lists = found.group_by("component").agg(
        pl.col("value").filter(pl.col("column") == column).alias(column) for column in columns
    )
    return lists.with_columns(pl.when(pl.col(column).list.len() > 0).then(column) for column in columns)


def _first(lines: pl.DataFrame, name: str) -> pl.DataFrame:
    """The most preferred line of this name in each card that holds more than separators."""
    found = _named(lines, name, columns=["row", "component", "value", "pref"]).filter(
        pl.col("value").str.contains(r"[^;\s]")
    )
    if found["component"].is_unique().all():
        return found
    return found.sort(pl.col("pref").fill_null(101), "row").unique("component", keep="first", maintain_order=True)


def _in_parts(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with `parts`, the trimmed parts of their value between semicolons."""
    return lines.with_columns(parts=split_values(lines["value"], ";").list.eval(pl.element().str.strip_chars()))


def _part(number: int) -> pl.Expr:
    part = pl.col("parts").list.get(number, null_on_oob=True)
    return pl.when(part != "").then(part)


def _names(lines: pl.DataFrame) -> pl.DataFrame:
    """The parts of N, each whole.

    An unescaped comma is no separator here, since too many programs forget to escape it.
    """
    found = _in_parts(lines)
    return found.select("component", *(_part(number).alias(name) for number, name in enumerate(_NAME_PARTS)))


def _organisations(lines: pl.DataFrame) -> pl.DataFrame:
    """The organisation and its units; the empty units at the end, which Apple writes, left out."""
    trimmed = lines.with_columns(pl.col("value").str.replace(r"(\\;)?[;\s]*$", "${1}"))
    return _in_parts(trimmed).select("component", org="parts")


def _addresses(lines: pl.DataFrame) -> pl.DataFrame:
    found = _in_parts(lines.filter(pl.col("value").str.contains(r"[^;\s]")).sort("row"))
    parts = [_part(number).alias(name) for number, name in enumerate(_ADDRESS_PARTS)]
    own = pl.struct(*parts, "types", pl.col("shared").alias("label")).cast(ADDRESS)
    return found.group_by("component", maintain_order=True).agg(adrs=own)


def _notes(lines: pl.DataFrame) -> pl.DataFrame:
    found = (
        _named(lines, "NOTE", columns=["row", "component", "text"])
        .filter(pl.col("text").is_not_null())
        .sort("row")
        .select("component", note="text")
    )
    if found["component"].is_unique().all():
        return found
    return found.group_by("component").agg(pl.col("note").str.join("\n"))


def _lists(lines: pl.DataFrame) -> pl.DataFrame:
    """categories and members."""
    categories = _named(lines, "CATEGORIES").sort("row")
    categories = categories.select("component", split_values(categories["value"], ",").alias("category")).explode(
        "category"
    )
    categories = categories.with_columns(pl.col("category").str.strip_chars()).filter(pl.col("category") != "")
    members = _named(lines, *MEMBERS).filter(pl.col("text").is_not_null()).sort("row")
    return (
        categories.group_by("component", maintain_order=True)
        .agg(categories=pl.col("category"))
        .join(
            members.group_by("component", maintain_order=True).agg(members=pl.col("text")),
            on="component",
            how="full",
            coalesce=True,
        )
    )


def _extra(lines: pl.DataFrame) -> pl.DataFrame:
    labelled = pl.concat_str("params_text", pl.lit(";X-ABLABEL="), "shared").str.strip_prefix(";")
    own = pl.struct(name="name", params=pl.coalesce(labelled, "params_text"), value="text").cast(PROPERTY)
    return lines.group_by("component", maintain_order=True).agg(extra=own)
