"""vCard 2.1, 3.0 and 4.0 files → contacts. A card is found by BEGIN:VCARD; the version it states changes nothing."""

from __future__ import annotations

import re

import polars as pl

from connectors.content.counting import components_begun
from connectors.content.lines import ContentLines, content_lines
from connectors.content.writers import writer_of
from connectors.files.listing import File
from connectors.records import CONTACTS, LONGEST_RAW_TEXT, REJECTS, VALUE, Reading, Recognition, Window
from connectors.vcf.birthdays import read_birthdays
from connectors.vcf.fields import fields_of
from connectors.vcf.lines import prepared

_HEAD = 2**16
_CHUNK = 2**19  # bytes; larger ones cost more than they save, being fresh memory each time
_FIRST_BEGIN = re.compile(rb"(?im)^BEGIN[ \t]*:[ \t]*([A-Z]+)")

_UNCLOSED = "The card has no END:VCARD; what it holds was read."
_FOREIGN = "A component that is no card stands in the file; it was left out."


def recognises(file: File) -> list[Recognition]:
    """One candidate when the first BEGIN of the file is that of a card."""
    head = file.head(_HEAD).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\r", b"\n")
    first = _FIRST_BEGIN.search(head)
    if first and first[1].upper() == b"VCARD":
        return [Recognition(kind="contacts", dialect="vcard", signature="BEGIN:VCARD", score=100)]
    return []


def read(file: File, recognition: Recognition, window: Window) -> Reading:
    """The cards of the file, one contact each, nameless ones included.

    A card that stands twice, its UID included, is kept once and counted as repeated. The card of an AGENT is a contact
    too, and the one it stands in names it under `related`. Of TEL, the scheme of a URI is dropped and its extension
    kept: `+33199001234;ext=12`. A birthday in a form of its own is told as ISO 8601 where it says a day; one
    that says none is a reject too, and its card kept.
    """
    content = content_lines(file.chunks(_CHUNK))
    all_cards = (
        content.components.filter(pl.col("name") == "VCARD")
        .with_row_index("position", offset=1)
        .with_columns(pl.col("position").cast(pl.Int64))
    )
    cards = all_cards.filter(~pl.col("is_refused")).select("component", "parent", "position", "is_closed")
    lines = content.lines.join(cards.select("component"), on="component", how="semi", maintain_order="left")
    repeated = _repeated(lines)
    kept = cards.join(repeated, on="component", how="anti", maintain_order="left")
    contacts = contacts_of(kept, lines.join(repeated, on="component", how="anti", maintain_order="left"))
    birthdays = read_birthdays(contacts["bday"])
    unread = contacts.select("component", "position", "bday").hstack(birthdays.select("reason"))
    contacts = contacts.with_columns(birthdays["bday"])
    return Reading(
        contacts=with_schema(contacts),
        rejects=pl.concat([_rejects(content, all_cards), _unread(unread, lines)]).sort("line", maintain_order=True),
        repeated=repeated.height,
        writer=writer_of(lines.filter(pl.col("name") == "PRODID")["value"].drop_nulls(), cards.height),
    )


def contacts_of(cards: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per card, with component and the columns of CONTACTS, birthdays as they are written.

    cards: component, parent, position; lines: of these cards, as `content_lines` gives them.
    """
    return _with_agents(fields_of(cards, prepared(lines))).with_columns(connected_on=pl.lit(None, dtype=pl.Date))


def with_schema(contacts: pl.DataFrame) -> pl.DataFrame:
    """The contacts in exactly the schema CONTACTS."""
    return contacts.select(pl.col(name).cast(dtype) for name, dtype in CONTACTS.items())


def count(file: File, recognition: Recognition) -> int:
    """Lines BEGIN:VCARD in the raw bytes, in any case and folded anywhere.

    What `read` should find, without its lexer.
    """
    return components_begun(file.chunks(), b"VCARD")


def _repeated(lines: pl.DataFrame) -> pl.DataFrame:
    """component of each card whose lines, UID among them, all equal those of an earlier card."""
    uids = lines.filter(pl.col("name").eq("UID") & (pl.col("value").str.strip_chars() != ""))
    suspects = uids.filter(pl.col("value").is_duplicated()).select("component").unique()
    texts = lines.join(suspects, on="component", how="semi", maintain_order="left")
    whole = texts.group_by("component", maintain_order=True).agg(
        text=pl.format("{}:{}", "header", "value").str.join("\n")
    )
    return whole.filter(~pl.col("text").is_first_distinct()).select("component")


def _with_agents(contacts: pl.DataFrame) -> pl.DataFrame:
    """The contacts, each card with an AGENT naming it under `related`."""
    name = pl.coalesce("formatted_name", pl.concat_str("given_name", "family_name", separator=" ", ignore_nulls=True))
    agent = pl.struct(value=name, types=pl.lit(["agent"]), pref=pl.lit(None), label=pl.lit(None)).cast(VALUE)
    agents = contacts.filter(pl.col("parent").is_not_null()).group_by("parent", maintain_order=True).agg(agents=agent)
    joined = contacts.join(agents, left_on="component", right_on="parent", how="left", maintain_order="left")
    both = pl.concat_list(pl.col("related").fill_null([]), "agents")
    return joined.with_columns(related=pl.when(pl.col("agents").is_null()).then("related").otherwise(both))


def _unread(birthdays: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """A reject for each birthday that cannot be read: a value of a card that is kept.

    birthdays: component, position, bday as written, reason.
    """
    places = lines.filter(pl.col("name").is_in(("BDAY", "X-ANDROID-CUSTOM"))).sort(pl.col("name") != "BDAY", "line")
    places = places.unique("component", keep="first", maintain_order=True).select("component", "line")
    found = birthdays.filter(pl.col("reason").is_not_null()).join(places, on="component", how="left")
    raw_text = pl.col("bday").str.head(LONGEST_RAW_TEXT)
    return found.select("position", "line", is_record=pl.lit(False), reason="reason", raw_text=raw_text).cast(REJECTS)


def _rejects(content: ContentLines, cards: pl.DataFrame) -> pl.DataFrame:
    """The rejects of the lexer, cards that are not closed, and components that are no cards."""
    places = cards.select("component", "position", is_record="is_refused")
    found = content.rejects.join(places, on="component", how="left", maintain_order="left").with_columns(
        is_record=pl.col("is_record").fill_null(False)
        & pl.col("line").is_in(cards.filter("is_refused")["first_line"].implode())
    )
    open_cards = cards.filter(~pl.col("is_closed") & ~pl.col("is_refused"))
    foreign = content.components.filter((pl.col("name") != "VCARD") & ~pl.col("is_refused"))
    begin = pl.lit("BEGIN:") + pl.col("name").str.head(100)
    nowhere = pl.lit(None, dtype=pl.Int64)
    notes = [
        found.select(REJECTS.names()),
        open_cards.select(
            "position", line="first_line", is_record=pl.lit(False), reason=pl.lit(_UNCLOSED), raw_text=pl.lit("")
        ),
        foreign.select(
            position=nowhere, line="first_line", is_record=pl.lit(False), reason=pl.lit(_FOREIGN), raw_text=begin
        ),
    ]
    return pl.concat(notes).sort("line", maintain_order=True).cast(REJECTS)
