"""Content lines of cards made ready for `fields`: text unescaped, types, preference and label of each line found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from connectors.content.lines import unescape, unescaped
from connectors.vcf.own_words import with_standard_names
from connectors.vcf.services import with_services

_DIRECTION_MARKS = "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_APPLE_LABEL = r"^_\$!<(.*)>!\$_$"

_COLUMNS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "header": pl.Int64,
    "types": pl.List(pl.String),
    "pref": pl.Int64,
    "own_label": pl.String,
    "omitted_year": pl.String,
    "params_text": pl.String,
}

Params = Sequence[Mapping[str, object]]


def prepared(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of `content_lines` with more columns.

    row: running number; value: still escaped, direction marks dropped; text: unescaped and trimmed, null when empty;
    types: lower case, without pref; pref: 1 is most preferred; label: X-ABLabel of the same group, else the line's own;
    name: null where the line has done its work as the label of others; shared: the X-ABLabel alone;
    omitted_year: the year that stands for none; params_text: the parameters as text.
    """
    value = _changed(lines["value"], _DIRECTION_MARKS, pl.col("value").str.replace_all(_DIRECTION_MARKS, ""))
    text = _changed(value, r"\\", unescaped(pl.col("value")))
    columns = ("component", "group", "name", "header", "params")
    lines = (
        lines.select(*columns, value=value, text=text).with_columns(text=_trimmed(pl.col("text"))).with_row_index("row")
    )
    distinct = lines.select("header", "params").unique("header", maintain_order=True)
    headers = pl.DataFrame(
        [_header(number, params) for number, params in distinct.iter_rows()], schema=_COLUMNS, orient="row"
    )
    lines = lines.join(headers, on="header", how="left", maintain_order="left")
    return with_services(with_standard_names(_with_labels(lines).drop("group")))


def _changed(values: pl.Series, pattern: str, change: pl.Expr) -> pl.Series:
    """The values, those in which the pattern occurs changed.

    Few lines hold an escape, and almost none a direction mark.
    """
    places = values.str.contains(pattern).arg_true()
    changed = values.gather(places).to_frame().select(change).to_series()
    return values.clone().scatter(places, changed)


def _trimmed(text: pl.Expr) -> pl.Expr:
    trimmed = text.str.strip_chars()
    return pl.when(trimmed != "").then(trimmed)


def _with_labels(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with their labels; the X-ABLABEL lines that label others have no name any more."""
    grouped = lines.filter(pl.col("group").is_not_null()).select(
        "row", "component", "name", "text", pl.col("group").str.to_lowercase()
    )
    is_label = pl.col("name") == "X-ABLABEL"
    labels = grouped.filter(is_label).select(
        "component", "group", shared=pl.coalesce(pl.col("text").str.extract(_APPLE_LABEL), "text")
    )
    labels = labels.unique(["component", "group"], keep="first", maintain_order=True)
    labelled = grouped.filter(~is_label).join(labels, on=["component", "group"], how="inner", maintain_order="left")
    used = grouped.filter(is_label).join(labelled, on=["component", "group"], how="semi")["row"]
    shared = pl.repeat(None, lines.height, dtype=pl.String, eager=True).scatter(labelled["row"], labelled["shared"])
    return lines.with_columns(
        name=lines["name"].scatter(used, None), shared=shared, label=pl.coalesce(shared, "own_label")
    )


def _header(number: int, params: Params) -> tuple[int, list[str], int | None, str | None, str | None, str]:
    """The row of `_COLUMNS` for the parameters of one header."""
    types: list[str] = []
    pref: int | None = None
    named: dict[str, str] = {}
    for param in params:
        name, values = str(param["name"]), [str(value) for value in _as_list(param["values"])]
        if name in ("TYPE", "X-SERVICE-TYPE", "SERVICE-TYPE"):
            types += [value.lower() for value in values]
        elif values:
            named.setdefault(name, values[0])
    if re.fullmatch(r"\d{1,3}", named.get("PREF", "")):
        pref = int(named["PREF"])
    elif "pref" in types:
        pref = 1
    distinct = list(dict.fromkeys(kind for kind in types if kind != "pref"))
    text = ";".join(f"{param['name']}={','.join(map(str, _as_list(param['values'])))}" for param in params)
    label = unescape(named["LABEL"]) if "LABEL" in named else None
    return number, distinct, pref, label, named.get("X-APPLE-OMIT-YEAR"), text


def _as_list(values: object) -> list[object]:
    return list(values) if isinstance(values, list) else []
