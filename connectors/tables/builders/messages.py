"""From the columns of a delimited file to records.MESSAGES, as its dialect says.

Who wrote to whom and when, never what (rule message_text).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from connectors.records import MESSAGES, PARTY, Reading
from connectors.tables.builders.cells import Built, columns_for, extra_of, filled, joined, texts_of
from connectors.tables.builders.moments import read_moments
from connectors.tables.dialects import MESSAGE_TEXTS
from connectors.tables.plan import Placed
from connectors.tables.shapes import YES
from connectors.tables.table import Table

NO_DATE = "A message has no date that can be read, so it is left out; its text is withheld."
_DIRECTIONS = ("incoming", "outgoing")
_CREDENTIAL = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3}\.[ -]?){1,4}[A-Z]?[a-z]{0,2}"  # Ph.D., M.D., Dipl.-Ing., Esq., LL.M
    r"|(?i:ph ?d|dphil|drs?|md|dds|jd|esq|jr|sr|mba|emba|msc|bsc|ma|ba|ms|bs|mph|mpa|llm|llb|cpa|cfa|cfe|cma|cia"
    r"|cisa|cissp|pmp|pmi-acp|csm|cspo|acca|fca|aca|fcca|phr|sphr|shrm-s?cp|rn|np|pe|pmh?c|mcipd|fcipd|prince2|ing|dipl-?ing|mag)\.?"
    r"|I{2,3}|IV"
)
"""What stands behind a name and is none: degrees, qualifications, a number among forebears."""
_LIST = re.compile(r"(?<!\s)\s*[;,]\s*")


def messages_of(table: Table) -> Built:
    """The messages of a table, one per row that has a date and is neither a draft nor spam.

    What follows the text in a row with more cells than the header is part of the text, cut at a comma, and withheld
    with it. So are the values of columns the dialect does not know (rule unknown_column): the next version of an export
    may write the text once more there.
    """
    plan = table.placed
    cells = _without_spilt_text(table.cells, plan)
    texts, spare = texts_of(cells, plan, MESSAGE_TEXTS)
    known, unknown = (
        [placed for placed in plan if (placed.column is None) == is_unknown] for is_unknown in (False, True)
    )
    frame = cells.select("position").with_columns(*_moments(cells, plan), *_constants(table.says)).with_columns(**texts)
    people = {"sender": _sender(cells, plan), "recipients": _recipients(cells, plan)}
    frame = frame.with_columns(_direction(), **people, text_length=_text_length(cells, plan)).with_columns(
        _with_party(cells, plan)
    )
    frame = filled(joined(frame, "extra", extra_of(cells, known, spare)), MESSAGES)
    left_out = _left_out(cells, plan, frame)
    kept = frame.filter(left_out.is_null())
    unread = cells.select(
        "position", is_record=pl.lit(True), reason=pl.lit(NO_DATE), raw_text=pl.lit(None, dtype=pl.String)
    ).filter(left_out == "unread")
    ignored = {rule: n for rule in ("draft", "spam") if (n := int((left_out == rule).sum()))}
    unknown_values = sum(cells[placed.cells].count() for placed in unknown if not _is_beyond(placed))
    counted = {"message_text": kept["text_length"].count(), "unknown_column": unknown_values}
    withheld = {rule: n for rule, n in counted.items() if n}
    return Built(Reading(messages=kept, ignored=ignored, withheld=withheld), unread)


def _constants(says: Mapping[str, str]) -> list[pl.Expr]:
    return [pl.lit(value, dtype=pl.String).alias(name) for name, value in {"direction": None, **says}.items()]


def _moments(cells: pl.DataFrame, plan: Sequence[Placed]) -> list[pl.Series]:
    column = next(iter(columns_for(plan, "sent_at")), None)
    values = cells[column.cells] if column else pl.Series([None] * cells.height, dtype=pl.String)
    read = read_moments(values, column.column.formats if column and column.column else ())
    return [read["at"].alias("sent_at"), read["time_form"]]


def _direction() -> pl.Expr:
    said = pl.col("direction").str.strip_chars().str.to_lowercase()
    return pl.when(said.is_in(_DIRECTIONS)).then(said).alias("direction")


def _text_length(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.Series:
    texts = [placed.cells for placed in columns_for(plan, "text")]
    lengths = pl.coalesce(texts).str.len_chars().cast(pl.Int64) if texts else pl.lit(None, dtype=pl.Int64)
    return cells.select("position", lengths=lengths)["lengths"]


def _left_out(cells: pl.DataFrame, plan: Sequence[Placed], frame: pl.DataFrame) -> pl.Series:
    """The rule by which each row is left out: draft, spam or unread; null when it is kept."""
    drafts = [
        pl.col(placed.cells).str.strip_chars().str.to_lowercase().is_in(YES) for placed in columns_for(plan, "is_draft")
    ]
    is_draft = cells.select(pl.any_horizontal(*drafts, pl.lit(False))).to_series().fill_null(False)
    is_spam = (frame["folder"].str.strip_chars().str.to_uppercase() == "SPAM").fill_null(False)
    rule = (
        pl.when(is_draft)
        .then(pl.lit("draft"))
        .when(is_spam)
        .then(pl.lit("spam"))
        .when(frame["sent_at"].is_null())
        .then(pl.lit("unread"))
    )
    return cells.select(rule.alias("rule")).to_series()


def _is_beyond(placed: Placed) -> bool:
    return placed.column is None and placed.header.startswith("column ")


def _without_spilt_text(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.DataFrame:
    """The cells without those that follow the text where a row is longer than the header."""
    beyond = [placed.cells for placed in plan if _is_beyond(placed)]
    texts = [place for place, placed in enumerate(plan) if placed.column and placed.column.field == "text"]
    if not beyond or not texts:
        return cells
    is_spilt = pl.any_horizontal(pl.col(beyond).is_not_null())
    after = [placed.cells for placed in plan[texts[0] + 1 :]]
    return cells.with_columns(pl.when(~is_spilt).then(pl.col(name)).alias(name) for name in after)


def _with_party(cells: pl.DataFrame, plan: Sequence[Placed]) -> list[pl.Expr]:
    """Sender and recipients, where a column tells the other person alone."""
    if not columns_for(plan, "party"):
        return []
    party = pl.lit(_sender(cells, plan, "party"))
    is_outgoing = (pl.col("direction") == "outgoing").fill_null(False)
    return [
        pl.when(~is_outgoing).then(party).alias("sender"),
        pl.when(is_outgoing).then(pl.concat_list(party)).otherwise("recipients").alias("recipients"),
    ]


def _sender(cells: pl.DataFrame, plan: Sequence[Placed], field: str = "sender") -> pl.Series:
    names, urls = _names(cells, plan, field), _urls(cells, plan, field)
    parties = [
        {"name": _clean(name), "url": _clean(url)} if name or url else None
        for name, url in zip(names, urls, strict=True)
    ]
    return pl.Series(parties, dtype=PARTY)


def _recipients(cells: pl.DataFrame, plan: Sequence[Placed]) -> pl.Series:
    names, urls = _names(cells, plan, "recipients"), _urls(cells, plan, "recipients")
    known = {both: parties(*both) for both in set(zip(names, urls, strict=True))}
    return pl.Series([known[both] for both in zip(names, urls, strict=True)], dtype=pl.List(PARTY))


def _names(cells: pl.DataFrame, plan: Sequence[Placed], field: str) -> list[str | None]:
    """The column with the name, else given and family name together."""
    whole = [placed.cells for part in ("", "given", "family") for placed in columns_for(plan, field, part)]
    return _texts(cells, pl.concat_str(whole, separator=" ", ignore_nulls=True) if whole else None)


def _urls(cells: pl.DataFrame, plan: Sequence[Placed], field: str) -> list[str | None]:
    columns = [placed.cells for placed in columns_for(plan, field, "url")]
    return _texts(cells, pl.coalesce(columns) if columns else None)


def _texts(cells: pl.DataFrame, told: pl.Expr | None) -> list[str | None]:
    return [None] * cells.height if told is None else cells.select(told).to_series().to_list()


def parties(names: str | None, urls: str | None) -> list[dict[str, str | None]]:
    """Names and profile addresses of one cell each, put together: each list is parted by commas or semicolons.

    A name may hold a comma itself ("Jean Roux, MBA"). Where the lists differ in length, an address goes to the name it
    is made of, what is left in the order given.
    """
    addresses = [url for url in _LIST.split((urls or "").strip()) if url] if urls else []
    people = _people(names or "", len(addresses))
    left = dict(enumerate(addresses))
    mine = (
        {place: left.pop(found) for place, name in enumerate(people) if (found := _made_of(name, left)) is not None}
        if len(people) != len(addresses)
        else {}
    )
    rest = iter(left.values())
    paired = [{"name": name, "url": mine.get(place) or next(rest, None)} for place, name in enumerate(people)]
    return [*paired, *({"name": None, "url": url} for url in rest)]


def _people(names: str, addresses: int) -> list[str]:
    """The names of a list. Credentials belong to the name before: known ones where no addresses tell how many people
    there are, else single words beyond their number.
    """
    pieces = [piece for piece in (names.split(";") if ";" in names else names.split(",")) if piece.strip()]
    people: list[str] = []
    surplus = len(pieces) - addresses if addresses else 0
    for piece in map(str.strip, pieces):
        is_credential = surplus > 0 and " " not in piece if addresses else _CREDENTIAL.fullmatch(piece) is not None
        if people and is_credential:
            people[-1] += f", {piece}"
            surplus -= 1
        else:
            people.append(piece)
    return people


def _made_of(name: str, addresses: Mapping[int, str]) -> int | None:
    words = [word for word in re.findall(r"\w+", name.casefold()) if len(word) > 1]
    fitting = (place for place, url in addresses.items() if words and all(word in url.casefold() for word in words))
    return next(fitting, None)


def _clean(text: str | None) -> str | None:
    return text.strip() if text else None
