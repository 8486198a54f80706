"""Values that a table may give several of.

E-mails, telephones, web addresses, in columns of their own or several in a cell. They are gathered as one long frame
(position, value …) and grouped once per field, so that a sheet of ninety columns, most of them empty, costs what its
filled cells cost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from connectors.records import TEXTS, VALUE
from connectors.tables.builders.cells import UNREAD, Spare, columns_for, shadow, stacked
from connectors.tables.dialects import Column, key
from connectors.tables.plan import Placed

_DIRECTORY_NAME = "(?i)^/o=.*/cn="  # an Exchange server's own name for a mailbox, which is no address
_WRAPPED_ADDRESS = r"[(<\[]\s*(?:mailto:)?([^()<>\[\]\s]+@[^()<>\[\]\s]+)\s*[)>\]]"
_CUT_NUMBER = r"^\+?\d(?:[.,]\d*)?[eE]\+?\d+$|^#+$|^#(?:NAME|NOM|NAME|¿NOMBRE|NOME)\?$"
_MAY_BE_SEVERAL = {"emails": r"@.*[\s;,|:].*@", "tels": r"[;|\n,/]|:::"}
# a run of blanks is looked at from its start alone: from each of its places it would take its length squared
_SEPARATORS = {
    "emails": re.compile(
        r"((?<!\s)\s*(?:;|:::|\||\n)\s*|(?<!\s)\s*,\s*(?=[^,;<>]*<|[^\s,;<>]+@)|(?<!\s)\s+/\s+|(?<=\S)\s+(?=[^\s@<>;,]+@))"
    ),
    "tels": re.compile(r"((?<!\s)\s*(?:;|:::|\||\n|,)\s*|(?<!\s)\s+/\s+)"),
}
_FLAGS = r"(?:,[01]){2}$"  # of SuiteCRM, behind each address: whether it is refused and does not work
_AGAIN = "Export it again, and do not save it with a spreadsheet."
MOST_PIECES = 100
"""Values in one cell that are told apart; what follows stays with the last."""
_FEWEST_DIGITS = 6  # of a telephone number; fewer after a comma are an extension


def values_of(
    cells: pl.DataFrame, plan: Sequence[Placed], field: str, words: Mapping[str, tuple[str, ...]]
) -> pl.DataFrame:
    """position, item (VALUE) of each value of a field, in the order of the columns."""
    labels = {placed.group: placed.cells for placed in columns_for(plan, field, "label")}
    parts = []
    for placed in columns_for(plan, field, ""):
        assert placed.column is not None
        word = placed.number if placed.number and not placed.number.isdigit() else placed.column.label
        label = pl.col(labels[placed.group]) if placed.group in labels else pl.lit(word, dtype=pl.String)
        part = cells.filter(pl.col(placed.cells).is_not_null()).select("position", value=placed.cells, told=label)
        part = part.with_columns(pieces(part["value"], placed)).explode("value", empty_as_null=False)
        part = part.with_columns(pl.col("value").str.replace(_FLAGS, "")) if field == "emails" else part
        parts.append(
            described(part, placed.column, words).select(
                "position", item=pl.struct("value", "types", "pref", "label").cast(VALUE)
            )
        )
    return stacked(parts, VALUE)


def pieces(values: pl.Series, placed: Placed) -> pl.Series:
    """The several values of each cell, without blank ones: by the column's separator.

    Of e-mails and telephones, by any that parts two of them.
    """
    assert placed.column is not None
    if placed.column.separator is not None:
        split = pl.element().str.strip_chars()
        return (
            values.to_frame()
            .select(pl.first().str.split(placed.column.separator).list.eval(split.filter(split != "")))
            .to_series()
        )
    several = _several(values, placed.column.field)
    alone = values.to_frame().select(pl.concat_list(pl.first()).list.drop_nulls()).to_series()
    if not several:
        return alone
    table = pl.DataFrame(
        {"value": list(several), "pieces": list(several.values())}, schema={"value": pl.String, "pieces": TEXTS}
    )
    found = pl.DataFrame({"value": values, "alone": alone}).join(table, on="value", how="left", maintain_order="left")
    return found.select(pl.coalesce("pieces", "alone").alias(values.name)).to_series()


def _several(values: pl.Series, field: str) -> dict[str, list[str]]:
    """The values that hold more than one, with these."""
    candidates = _with(values, _MAY_BE_SEVERAL[field]) if field in _MAY_BE_SEVERAL else []
    cut = {value: _cut(value.strip(), field) for value in candidates}
    return {
        value: found
        for value, found in cut.items()
        if len(found) > 1 and all(_is_whole(piece, field) for piece in found)
    }


def _cut(value: str, field: str) -> list[str]:
    """The pieces between separators.

    One that is no value by itself, as the family name in "Lefèvre, Zoé <z@…>", stays before the next.
    """
    pieces, pending = [], ""
    texts = _SEPARATORS[field].split(value, MOST_PIECES)
    for text, separator in zip(texts[::2], [*texts[1::2], ""], strict=True):
        pending += text
        if _is_whole(pending, field) or not separator:
            pieces += [pending.strip()] if pending.strip() else []
            pending = ""
        else:
            pending += separator if pending else ""
    return pieces


def _is_whole(piece: str, field: str) -> bool:
    return "@" in piece if field == "emails" else sum(map(str.isdigit, piece)) >= _FEWEST_DIGITS


def _with(values: pl.Series, pattern: str) -> list[str]:
    return values.filter(values.str.contains(f"(?s){pattern}").fill_null(False)).unique(maintain_order=True).to_list()


def described(part: pl.DataFrame, column: Column, words: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """The part with types, pref and label.

    From the text in `told`, a leading "*" being the preferred one, and from the column itself.
    """
    rows = []
    for told in part["told"].unique(maintain_order=True).to_list():
        word = (told or "").strip()
        is_preferred = word.startswith("*")
        word = word.lstrip("* ").strip()
        types = words.get(key(word))
        pref = 1 if is_preferred else column.pref
        rows.append((told, [*column.types, *(types or ())], pref, word if word and types is None else None))
    schema: dict[str, pl.DataType] = {"told": pl.String(), "types": TEXTS, "pref": pl.Int64(), "label": pl.String()}
    return part.join(
        pl.DataFrame(rows, schema=schema, orient="row"), on="told", how="left", nulls_equal=True, maintain_order="left"
    )


def with_addresses(cells: pl.DataFrame, plan: Sequence[Placed]) -> tuple[pl.DataFrame, list[Spare]]:
    """The cells with the address that a displayed name holds in place of a directory name of an Exchange server, which
    is spare.
    """
    displayed = {placed.group: placed.cells for placed in columns_for(plan, "emails", "display")}
    spare: list[Spare] = [(placed, pl.lit(True)) for placed in columns_for(plan, "emails", "display")]
    for placed in columns_for(plan, "emails", ""):
        is_name = cells[placed.cells].str.contains(_DIRECTORY_NAME).fill_null(False)
        if not is_name.any():
            continue
        cells, before = shadow(cells, placed, is_name)
        spare.append(before)
        address = (
            pl.col(displayed[placed.group]).str.extract(_WRAPPED_ADDRESS)
            if placed.group in displayed
            else pl.lit(None, dtype=pl.String)
        )
        cells = cells.with_columns(pl.when(is_name).then(address).otherwise(pl.col(placed.cells)).alias(placed.cells))
    return cells, spare


def spoiled_numbers(cells: pl.DataFrame, plan: Sequence[Placed]) -> list[pl.DataFrame]:
    """What is to be told of telephone numbers that a spreadsheet spoiled: its digits are lost. Schema UNREAD."""
    found = []
    for placed in columns_for(plan, "tels", ""):
        is_cut = cells[placed.cells].str.strip_chars().str.contains(_CUT_NUMBER).fill_null(False)
        reason = (
            f'The column "{placed.header}" holds a number that a spreadsheet has shortened; it is kept as written.'
            f" {_AGAIN}"
        )
        spoiled = cells.filter(is_cut).select(
            "position", is_record=pl.lit(False), reason=pl.lit(reason), raw_text=pl.col(placed.cells)
        )
        found.append(spoiled.cast(UNREAD))
    return found
